//! Headings, columns and lines for signatures of sheets.
#![allow(missing_docs)] // Each label is its own explanation.

use crate::words::Word;

// Who and where.
pub const PERSON: Word = Word::new("人员", "Person");
pub const SITE: Word = Word::new("大厅或分中心", "Site");
pub const SITE_KIND: Word = Word::new("类型", "Kind");
pub const LEAD: Word = Word::new("窗口负责人", "Window lead");
pub const IN_CHARGE: Word = Word::new("主管部门", "Department in charge");
pub const HAS_DEVICE: Word = Word::new("接入考勤设备", "Attendance device connected");
pub const NO_WINDOW: Word = Word::new("没有窗口", "no window");
pub const UNRANKED: Word = Word::new("不参加排名", "not ranked");

// Headings.
pub const TAKEN_LINES: Word = Word::new("扣分明细", "Deductions, line by line");
pub const GIVEN_LINES: Word = Word::new("加分明细", "Bonuses, line by line");
pub const YEAR_SO_FAR: Word = Word::new("本年度各月", "The year so far");
pub const CONSEQUENCES: Word = Word::new("处理意见", "Consequences");
pub const APPEAL: Word = Word::new("申诉", "Appeals");
pub const WINDOWS_OF_IT: Word = Word::new("所属窗口", "Its windows");
pub const RATES_AGAINST_TARGETS: Word = Word::new("指标与目标", "Rates against targets");
pub const BY_RULE: Word = Word::new("各条款扣分", "Deductions by rule");
pub const NOTICES_BY_KIND: Word = Word::new("催办与通知", "Notices");
pub const OVERDUE_NOTICES: Word = Word::new("超期通知逐条", "Notices of overdue work");

// Columns.
pub const MONTH: Word = Word::new("月份", "Month");
pub const VERSION: Word = Word::new("版本", "Version");
pub const SCORED: Word = Word::new("得分", "Score");
pub const BY_CLAUSE: Word = Word::new("规则与条款", "Rule and clause");
pub const RESTS_ON: Word = Word::new("凭据", "Rests on");
pub const PART: Word = Word::new("分子", "Part");
pub const WHOLE: Word = Word::new("分母", "Whole");
pub const MET: Word = Word::new("达标", "Target met");
pub const LINES: Word = Word::new("笔数", "Lines");
pub const WINDOWS_CONCERNED: Word = Word::new("涉及窗口", "Windows");
pub const CONSEQUENCE: Word = Word::new("处理", "Consequence");
pub const CONSEQUENCE_MEANS: Word = Word::new("含义", "What it means");
pub const NOTICE: Word = Word::new("通知", "Notice");
pub const LEVEL: Word = Word::new("级别", "Level");
pub const CONCERNS: Word = Word::new("事由编号", "About");
pub const SENT: Word = Word::new("次数", "Sent");
pub const THINGS_CONCERNED: Word = Word::new("涉及事项", "Things concerned");
pub const RANK_BEFORE: Word = Word::new("上月名次", "Rank last month");
pub const OVERDUE_LINES: Word = Word::new("超期件", "Overdue");
pub const THIS_MONTH: Word = Word::new("本月", "This month");
pub const LAST_MONTH: Word = Word::new("上月", "Last month");
pub const OTHERS_MEAN: Word = Word::new("其他平均", "Mean of others");
pub const MEAN_TOTAL: Word = Word::new("参加排名窗口平均总分", "Mean total of ranked windows");
pub const OTHERS_MEAN_TOTAL: Word = Word::new("其他窗口平均总分", "Mean total of other windows");
pub const MEAN_BEFORE: Word = Word::new("上月平均总分", "Mean total last month");
pub const NOTICES_RECEIVED: Word = Word::new("收到催办与通知", "Notices received");
pub const ANOMALY: Word = Word::new("异常", "Anomaly");
pub const TIMES: Word = Word::new("次数", "Times");
pub const DAYS: Word = Word::new("天数", "Days");
pub const SUM: Word = Word::new("合计", "Sum");
pub const MEAN: Word = Word::new("平均", "Mean");
pub const MEAN_AND_SUM: Word = Word::new("总分平均，其余合计", "Mean total, other sums");

// Short remarks.
pub const IS_MET: Word = Word::new("达标", "met");
pub const IS_MISSED: Word = Word::new("未达标", "missed");
pub const DERIVED: Word = Word::new("由考勤或排名推出", "derived from attendance or ranking");
pub const SEMICOLON: Word = Word::new("；", "; ");
pub const NOTHING_TAKEN: Word = Word::new("本月没有扣分。", "Nothing was deducted this month.");
pub const NOTHING_GIVEN: Word = Word::new("本月没有加分。", "There was no bonus this month.");
pub const NO_RATES: Word = Word::new("本月没有指标。", "There are no rates of this month.");
pub const NO_NOTICES: Word = Word::new("本月没有催办与通知。", "There were no notices this month.");
pub const NO_OVERDUE_NOTICES: Word =
    Word::new("本月没有超期通知。", "There were no notices of overdue work this month.");
pub const NO_CONSEQUENCES: Word = Word::new("本月没有处理意见。", "There are no consequences this month.");
pub const NO_WINDOWS: Word = Word::new("本月没有派驻人员的窗口。", "No window was staffed this month.");
pub const NO_ANOMALIES: Word =
    Word::new("本月没有发现数据异常。", "No anomalies were found in the data of this month.");
pub const OTHERS_MEAN_TOLD: Word = Word::new(
    "“其他平均”为其他各部门指标的算术平均，没有数据的部门不计。",
    "“Mean of others” is the plain mean of the other departments’ rates; those without a figure are left out.",
);
pub const OTHER_SITES_MEAN_TOLD: Word = Word::new(
    "“其他平均”为其他各大厅和分中心指标的算术平均，没有数据的不计。",
    "“Mean of others” is the plain mean of the other sites’ rates; those without a figure are left out.",
);
pub const DRAFT_NOTE: Word = Word::new(
    "草稿：本月尚未关闭，得分、名次和旗帜都可能变动，以关闭后的版本为准。",
    "Draft: the month is not closed. Points, ranks and flags may still change; the version of the closed month holds.",
);

// Lines for signatures.
pub const LEAD_SIGNS: Word = Word::new("窗口负责人", "Window lead");
pub const PERSON_SIGNS: Word = Word::new("本人", "The person");
pub const HEAD_SIGNS: Word = Word::new("部门负责人", "Head of department");
pub const SITE_SIGNS: Word = Word::new("大厅或分中心负责人", "Head of the site");
pub const IN_CHARGE_SIGNS: Word = Word::new("主管部门", "Department in charge");
pub const SUPERVISOR_SIGNS: Word = Word::new("督查人员", "Supervisor");
pub const VENDOR_SIGNS: Word = Word::new("供应商代表", "For the vendor");
pub const DATE_BY_HAND: Word = Word::new("　　　　年　　月　　日", "Date:　　　　　　　　");

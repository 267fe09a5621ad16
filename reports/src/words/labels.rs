//! Labels: headings, columns and short remarks.
#![allow(missing_docs)] // Each label is its own explanation.

use super::Word;

// An explanation's head.
pub const TOTAL: Word = Word::new("总分", "Total");
pub const RANK: Word = Word::new("名次", "Rank");
pub const FLAG: Word = Word::new("旗帜", "Flag");
pub const DISSATISFIED: Word = Word::new("群众不满意窗口", "Dissatisfied window");
pub const TO_RANK_ABOVE: Word = Word::new("距上一名", "To the rank above");
pub const TO_RANK_BELOW: Word = Word::new("距下一名", "To the rank below");
pub const TO_RED: Word = Word::new("距红旗线", "To the red flag");
pub const TO_YELLOW: Word = Word::new("距黄旗线", "To the yellow flag");
pub const TO_DISSATISFIED: Word = Word::new("距不满意线", "To the dissatisfied line");
pub const PEOPLE: Word = Word::new("在岗人员", "Staff");
pub const GRADE: Word = Word::new("考评等次", "Grade");
pub const NONE: Word = Word::new("无", "none");
pub const YES: Word = Word::new("是", "yes");
pub const NO: Word = Word::new("否", "no");
pub const WINDOWS: Word = Word::new("个窗口", "windows");
pub const STAFF_RANKED: Word = Word::new("名工作人员", "staff");
pub const NOT_LISTED: Word =
    Word::new("本月没有派驻记录，不计分、不排名", "no assignment in the month: no score, no rank");
pub const NOTHING_OVER: Word = Word::new(
    "本月还没有过完的工作日，名次仅供参考",
    "no working day of the month is over yet: the rank says little",
);

// Sections.
pub const MAKEUP: Word = Word::new("得分构成", "What the total is made of");
pub const RATES: Word = Word::new("指标", "Rates");
pub const ACTIONS: Word = Word::new(
    "处理建议（由监察局确认或注明理由不予采用）",
    "Actions proposed (for the bureau to confirm or drop)",
);
pub const NOTICES: Word = Word::new("本月催办与通知", "Notices of the month");
pub const ANOMALIES: Word = Word::new("数据异常", "Anomalies in the data");
pub const NO_ACTIONS: Word = Word::new("没有", "none");

// Columns.
pub const CATEGORY: Word = Word::new("项目", "Category");
pub const FULL: Word = Word::new("满分", "Full");
pub const TAKEN: Word = Word::new("扣分", "Taken");
pub const LEFT: Word = Word::new("得分", "Left");
pub const SUM: Word = Word::new("总分", "Total");
pub const DATE: Word = Word::new("日期", "Date");
pub const ASKED_TO_TAKE: Word = Word::new("应扣", "Asked");
pub const TAKEN_INDEED: Word = Word::new("实扣", "Taken");
pub const ASKED_TO_GIVE: Word = Word::new("应加", "Asked");
pub const GIVEN_INDEED: Word = Word::new("实加", "Given");
pub const REASON: Word = Word::new("事由、依据、事件", "What for, rule, events");
pub const RATE: Word = Word::new("指标", "Rate");
pub const VALUE: Word = Word::new("数值", "Value");
pub const TARGET: Word = Word::new("部门目标", "Department target");
pub const MADE_OF: Word = Word::new("依据", "Made of");

// A run over many regions.
pub const REGION_CODE: Word = Word::new("代码", "Code");
pub const REGION_NAME: Word = Word::new("县区", "Region");
pub const REGION_FOLDER: Word = Word::new("文件夹", "Folder");
pub const LINES_READ: Word = Word::new("读入", "Read");
pub const LINES_ACCEPTED: Word = Word::new("采纳", "Accepted");
pub const LINES_DUPLICATE: Word = Word::new("重复", "Duplicate");
pub const LINES_REJECTED: Word = Word::new("拒收", "Rejected");
pub const SECONDS: Word = Word::new("秒", "Seconds");
pub const REGION_ENDING: Word = Word::new("结果", "Outcome");
pub const REGION_SCORED: Word = Word::new("已计分", "scored");
pub const REGION_MISTAKES: Word = Word::new("登记册有误", "mistakes");
pub const REGION_FAILED: Word = Word::new("失败", "failed");

// Remarks on entries.
pub const BONUS_MOST: Word = Word::new("最多", "at most");
pub const CATEGORY_EMPTY: Word = Word::new("本项已扣完", "the category is used up");
pub const BONUS_FULL: Word = Word::new("加分已满", "bonuses are at their most");
pub const WHOLE_CATEGORY: Word = Word::new("扣完本项", "takes the whole category");
pub const UNTOUCHED: Word = Word::new("没有扣分", "nothing taken");
pub const NO_BONUS: Word = Word::new("没有加分", "no bonus");
pub const NO_EVENTS: Word =
    Word::new("无（由考勤或排名推出）", "none of its own (derived from attendance or ranking)");
pub const EVALUATION: Word = Word::new("当月考评", "evaluation");
pub const EVALUATION_MISSING: Word =
    Word::new("没有当月考评记录，按满分计", "no evaluation on record: full marks");
pub const UNDER_A_SECOND: Word = Word::new("不到 1 秒", "less than a second");
pub const FINDING: Word = Word::new("检查记录", "finding");
pub const MERIT: Word = Word::new("加分记录", "merit");
pub const RULE: Word = Word::new("规则", "rule");
pub const EVENTS: Word = Word::new("事件", "events");

// What else an anomaly or notice is about.
pub const CASE: Word = Word::new("办件", "case");
pub const COMPLAINT: Word = Word::new("投诉", "complaint");
pub const RATING: Word = Word::new("评价", "rating");
pub const TICKET: Word = Word::new("排队号", "ticket");
pub const SHARE: Word = Word::new("联办份额", "joint share");
pub const DUE: Word = Word::new("期限", "due");
pub const TO: Word = Word::new("送", "to");
pub const LEADER: Word = Word::new("县领导", "county leader");
pub const SUPERVISION: Word = Word::new("监察局", "supervision bureau");
pub const RECIPIENT: Word = Word::new("收件人", "the recipient");
pub const ADMINISTRATOR: Word = Word::new("系统管理员", "administrator");
pub const HEAD: Word = Word::new("负责人", "head");

// Rates.
pub const ACCEPTED: Word = Word::new("受理", "Accepted");
pub const COMPLETED: Word = Word::new("办结", "Completed");
pub const ON_SITE_RATE: Word = Word::new("当场办结率", "On-site rate");
pub const ON_TIME_RATE: Word = Word::new("按时办结率", "On-time rate");
pub const EARLY_RATE: Word = Word::new("提前办结率", "Early rate");
pub const INSTANT_SHARE: Word = Word::new("即办件占比", "Share of instant items");
pub const SATISFACTION_RATE: Word = Word::new("满意率", "Satisfaction rate");
pub const DISSATISFACTION_RATE: Word = Word::new("不满意率", "Dissatisfaction rate");
pub const COMPLAINTS: Word = Word::new("投诉", "Complaints");
pub const COMPLAINTS_UPHELD: Word = Word::new("投诉查实", "Complaints upheld");
pub const COMPLAINT_RATE: Word = Word::new("投诉率", "Complaint rate");
pub const TICKETS: Word = Word::new("叫号", "Tickets called");
pub const WAIT_MEAN: Word = Word::new("平均等候", "Mean wait");
pub const WAIT_P90: Word = Word::new("九成等候不超过", "Wait, 90th percentile");
pub const SERVICE_MEAN: Word = Word::new("平均办理", "Mean service");
pub const ACTUAL_REDUCTION: Word = Word::new("实际压缩时限", "Actual reduction of limits");
pub const RATINGS: Word = Word::new("有效评价", "Ratings");
pub const ABANDONMENT_RATE: Word = Word::new("弃号率", "Abandonment rate");
pub const ITEMS: Word = Word::new("事项", "Items");
pub const ENTRY_RATE: Word = Word::new("进驻率", "Entry rate");
pub const AUTHORISATION_RATE: Word = Word::new("授权率", "Authorisation rate");
pub const PROMISED_REDUCTION: Word = Word::new("承诺压缩时限", "Promised reduction of limits");
pub const REDUCTION_MET: Word = Word::new("压缩达标率", "Reduction met");
pub const CASES_UNIT: Word = Word::new("件", "cases");
pub const COMPLAINTS_UNIT: Word = Word::new("起", "complaints");
pub const TICKETS_UNIT: Word = Word::new("个", "tickets");
pub const NO_COMPLETED: Word = Word::new("本月没有办结件", "nothing completed");
pub const NO_COUNTED: Word = Word::new("本月没有办结或超期件", "nothing completed or overdue");
pub const NO_LIMITED: Word =
    Word::new("没有承诺 1 日以上的办结件", "nothing completed with a limit of a day or more");
pub const NO_ACCEPTED: Word = Word::new("本月没有受理件", "nothing accepted");
pub const NO_RATINGS: Word = Word::new("本月没有有效评价", "no rating that counts");
pub const NO_CALLED: Word = Word::new("本月没有叫号", "no ticket called");
pub const NO_SERVED: Word = Word::new("本月没有办理完的号", "no ticket served");
pub const NO_STATUTORY: Word =
    Word::new("没有法定时限 1 日以上的办结件", "nothing completed with a statutory limit");

// The summary after a run.
pub const REJECTED_CODES: Word = Word::new(
    "拒收原因（原文和更正办法见 rejected.ndjson）：",
    "rejected, by code (raw text and mend in rejected.ndjson):",
);
pub const DISSATISFIED_SHORT: Word = Word::new("群众不满意", "dissatisfied");
pub const WINDOW: Word = Word::new("窗口", "Window");
pub const DEPARTMENT: Word = Word::new("部门", "Department");

// Integrity signals.
pub const SIGNALS: Word = Word::new("疑点线索", "Integrity signals");
pub const SIGNALS_COST_NOTHING: Word = Word::new(
    "供监察局核查：不扣分，不是结论；每条都可能另有原因。",
    "For the bureau to look into: no points, no verdict; each may have an innocent reason.",
);
pub const WHY_SUSPICIOUS: Word = Word::new("为何可疑", "why");
pub const OR_ELSE: Word = Word::new("也可能是", "or else");
pub const NO_SIGNALS: Word = Word::new("没有发现", "none found");
pub const ARRIVAL_UNKNOWN: Word = Word::new(
    "文件里没有事件的到达时间，这一项要由实时服务来查",
    "files do not say when events arrived; the live service knows",
);

// What changed between two versions.
pub const REGION: Word = Word::new("全县", "Region");
pub const STAFF_MEMBER: Word = Word::new("人员", "Staff");
pub const WHOSE: Word = Word::new("窗口或人员", "Whose");
pub const WHAT: Word = Word::new("事由", "What for");
pub const BY_RULE: Word = Word::new("规则", "Rule");
pub const OF: Word = Word::new("范围", "Of");
pub const POINTS: Word = Word::new("计入", "Counted");
pub const CATEGORIES: Word = Word::new("各项", "By category");
pub const BECAUSE: Word = Word::new("原因", "Why");
pub const CHANGE: Word = Word::new("变化", "Change");
pub const BONUS: Word = Word::new("加分", "bonus");
pub const WINDOWS_CHANGED: Word = Word::new("窗口", "Windows");
pub const STAFF_CHANGED: Word = Word::new("人员", "Staff");
pub const ENTRIES_CHANGED: Word = Word::new("明细账", "Ledger");
pub const TARGETS_CHANGED: Word = Word::new("未达标的指标", "Targets missed");
pub const ACTIONS_CHANGED: Word = Word::new("处理建议", "Actions proposed");
pub const NOTICES_CHANGED: Word = Word::new("催办与通知", "Notices");
pub const ANOMALIES_CHANGED: Word = Word::new("数据异常", "Anomalies in the data");
pub const LATE_EVENTS: Word = Word::new("迟到事件", "Late events");
pub const SCORED_OTHERWISE: Word = Word::new("计分依据不同", "Scored otherwise");
pub const APPEARED: Word = Word::new("新增", "new");
pub const WENT: Word = Word::new("取消", "gone");
pub const ENTERED_LIST: Word = Word::new("新列入", "entered the list");
pub const LEFT_LIST: Word = Word::new("不再列入", "left the list");
pub const OTHER_EVIDENCE: Word = Word::new("依据的事件不同", "other events behind it");
pub const NO_CHANGES: Word = Word::new("没有变化", "no changes");
pub const EVALUATIONS: Word = Word::new("考评等次", "Grades");
pub const TOTALS: Word = Word::new("总分", "Totals");
pub const RANKS: Word = Word::new("名次", "Ranks");
pub const RED_FLAG: Word = Word::new("红旗", "Red flag");
pub const YELLOW_FLAG: Word = Word::new("黄旗", "Yellow flag");
pub const STAFF_TOTALS: Word = Word::new("人员总分", "Staff totals");
pub const STAFF_RANKS: Word = Word::new("人员名次", "Staff ranks");

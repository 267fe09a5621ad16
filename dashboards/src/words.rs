//! The pages' own words, Chinese and English side by side; a word without its translation does not compile.
//!
//! What documents say too (notices, kinds, rates) is in [`reports::words`], what a county may call differently in its
//! rulebook.
#![allow(missing_docs)] // Each word is its own explanation.

pub mod accounts;
pub mod appeals;
pub mod data;
pub mod deeds;
pub mod documents;
pub mod doors;
pub mod entering;
pub mod fields;
pub mod interface;
mod letters;
mod loops;
pub mod messages;
pub mod monthly;
pub mod orders;
pub mod privacy;
pub mod public;
pub mod refusals;
mod sentences;
pub mod subjects;
pub mod texts;
pub mod today;

pub use fields::{event_type, stream};
pub use letters::*;
pub use loops::*;
pub use sentences::*;

use reports::words::Word;

// The head of every page.
pub const NAV: Word = Word::new("导航", "Navigation");
pub const NAV_WINDOWS: Word = Word::new("窗口排名", "Windows");
pub const NAV_STAFF: Word = Word::new("人员排名", "Staff");
pub const NAV_WORK: Word = Word::new("办理", "Work");
pub const NAV_DATA: Word = Word::new("数据", "Data");
pub const NAV_OFFICE: Word = Word::new("管理", "Office");
pub const NAV_TODAY: Word = Word::new("今日", "Today");
pub const NAV_RANKINGS: Word = Word::new("排名", "Rankings");
pub const NAV_DEPARTMENTS: Word = Word::new("部门", "Departments");
pub const NAV_SITES: Word = Word::new("大厅和分中心", "Halls and sub-centers");
pub const NAV_FINDINGS: Word = Word::new("检查与加分记录", "Findings and merits");
pub const NAV_ROUND: Word = Word::new("巡查录入", "Round through the hall");
pub const NAV_WEEK: Word = Word::new("值班周表", "Weekly sheet");
pub const NAV_MONTHLY: Word = Word::new("月度", "Month");
pub const NAV_CHECK_LIST: Word = Word::new("结算前检查", "Check list");
pub const NAV_EVALUATIONS: Word = Word::new("月度考评", "Evaluations");
pub const NAV_PROPOSALS: Word = Word::new("红黄旗确认", "Flags to confirm");
pub const NAV_WHAT_IF: Word = Word::new("规则试算", "What if");
pub const NAV_SOURCES: Word = Word::new("来源与令牌", "Sources and tokens");
pub const NAV_CONTRACT: Word = Word::new("接口规范", "Contract kit");
pub const NAV_REGISTRY: Word = Word::new("单位名册", "Registry");
pub const NAV_RULEBOOK: Word = Word::new("考核细则", "Rulebook");
pub const NAV_CALENDAR: Word = Word::new("工作日历", "Calendar");
pub const NAV_ACCOUNTS: Word = Word::new("账号", "Accounts");
pub const NAV_PRIVACY: Word = Word::new("个人信息", "Personal data");
pub const NAV_DUE: Word = Word::new("到期与逾期", "Due");
pub const CHARTS_WITH_TABLES: Word = Word::new("全部图表及数据", "All charts with their figures");
pub const NAV_CHARTS: Word = Word::new("图表", "Charts");
pub const NAV_SIGNALS: Word = Word::new("疑点线索", "Signals");
pub const NAV_FEEDS: Word = Word::new("数据接入", "Feeds");
pub const NAV_NOTICES: Word = Word::new("催办通知", "Notices");
pub const NAV_MONTHS: Word = Word::new("月度公布", "Months");
pub const NAV_APPEALS: Word = Word::new("申诉", "Appeals");
pub const NAV_ORDERS: Word = Word::new("限期整改", "Orders");
pub const NAV_AUDIT: Word = Word::new("操作记录", "Audit");
pub const NAV_REJECTED: Word = Word::new("拒收事件", "Rejected");
pub const OTHER_LANGUAGE: Word = Word::new("English", "中文");
pub const LOGOUT: Word = Word::new("退出", "Log out");
pub const OTHER_MONTHS: Word = Word::new("选择月份", "Choose a month");
pub const MONTH_BEFORE: Word = Word::new("上个月", "The month before");
pub const MONTH_AFTER: Word = Word::new("下个月", "The month after");
pub const TO_CONTENT: Word = Word::new("跳到正文", "To the content");
pub const SEARCH: Word = Word::new("在本页查找", "Find on this page");
pub const SEARCH_NONE: Word = Word::new("本页没有，按 Esc 恢复全部", "not on this page: Esc shows all");
pub const SEARCH_KEY: Word = Word::new("按 / 键", "press /");

// Charts.
pub const CHART_TABLE: Word = Word::new("数据表", "Table of the figures");
pub const CHART_EMPTY: Word = Word::new("还没有数据", "no figures yet");

// Filters.
pub const THIS_MONTH: Word = Word::new("本月", "this month");
pub const ALL_DAYS: Word = Word::new("全部日期", "all days");
pub const ALL_SITES: Word = Word::new("全部大厅和分中心", "all halls and sub-centers");
pub const ALL_DEPARTMENTS: Word = Word::new("全部部门", "all departments");
pub const ALL_WINDOWS: Word = Word::new("全部窗口", "all windows");
pub const ALL_SOURCES: Word = Word::new("全部来源", "all sources");
pub const SITE: Word = Word::new("大厅", "Site");
pub const NARROW: Word = Word::new("筛选", "Show these");
pub const NOTHING_HERE: Word =
    Word::new("没有符合条件的记录，可放宽上面的筛选", "nothing matches; widen the choice above");

// The ranking.
pub const RANKING_OF_WINDOWS: Word = Word::new("窗口排名", "Ranking of windows");
pub const RANKING_OF_STAFF: Word = Word::new("人员排名", "Ranking of staff");
pub const RED_FLAG: Word = Word::new("红旗窗口", "Red flag");
pub const YELLOW_FLAG: Word = Word::new("黄旗窗口", "Yellow flag");
pub const RED_SHORT: Word = Word::new("红旗", "Red");
pub const YELLOW_SHORT: Word = Word::new("黄旗", "Yellow");
pub const DISSATISFIED_SHORT: Word = Word::new("不满意", "Dissat.");
pub const MOVEMENT: Word = Word::new("变动", "Move");
pub const MOVEMENT_TITLE: Word = Word::new("与上月名次相比", "against the rank of the month before");
pub const MOVEMENT_NEW: Word = Word::new("新", "new");
pub const STAFF_MEMBER: Word = Word::new("工作人员", "Staff member");
pub const GRADE: Word = Word::new("等次", "Grade");
pub const GRADE_MISSING: Word = Word::new(
    "等次为“—”的，没有当月考评记录，考评按满分计。",
    "A grade of — means that there is no evaluation on record; it counts as full marks.",
);
pub const BEHIND_NEXT: Word = Word::new("距上一名", "To next rank");
pub const BEHIND_RED: Word = Word::new("距红旗", "To red");
pub const ABOVE_YELLOW: Word = Word::new("距黄旗", "To yellow");
pub const NOT_RANKED: Word = Word::new("未排名", "not ranked");
pub const TOWNSHIPS: Word =
    Word::new("不排名：乡镇、村级站点不参加排名", "not ranked: townships and villages take no part");
pub const RANKING_FOOT: Word = Word::new(
    "红旗、黄旗和群众不满意窗口是按规则算出的建议，由监察机构在月末确认或注明理由后撤销。总分相同时依次比较按时办结率、满意率和投诉查实数；全部相同则并列。点开一个窗口，可见每一分的规则、条款和事件。",
    "Flags and dissatisfied windows are what the rules propose; the supervision bureau confirms each at the month’s close or drops it with a reason. Equal totals are ordered by on-time rate, satisfaction rate and complaints upheld; windows equal in all share a rank. Open a window to see the rule, clause and events behind every point.",
);
pub const STAFF_FOOT: Word = Word::new(
    "总分相同的人员并列。点开姓名，可见每一分的规则、条款和事件。",
    "Staff with equal totals share a rank. Open a name to see the rule, clause and events behind every point.",
);

// A window or staff member.
pub const WHAT: Word = Word::new("事由", "What for");
pub const RULE_AND_CLAUSE: Word = Word::new("规则与条款", "Rule and clause");
pub const EVENTS: Word = Word::new("事件", "Events");
pub const PUT_UP: Word = Word::new("公示", "Put up for objections");
pub const PUT_UP_MEANS: Word = Word::new(
    "关账之前先公示：申诉期自公示之日起算，未公示的自关账之日起算。",
    "Before the close: the time for appeals runs from the public notice, or from the close where there is none.",
);
pub const COLON: Word = Word::new("：", ": ");
pub const SEMICOLON: Word = Word::new("；", "; ");
pub const COMMA: Word = Word::new("、", ", ");
pub const TO_CASE: Word = Word::new("看办件", "open case");
pub const REQUESTED: Word = Word::new("应计", "Asked");
pub const APPLIED: Word = Word::new("实计", "Counted");
pub const POINTS_UNIT: Word = Word::new("分", "points");
pub const PEOPLE_HERE: Word = Word::new("在岗人员", "Staff here");
pub const OWN_WINDOW: Word = Word::new("所在窗口", "Window");

// What is open.
pub const DUE_TITLE: Word = Word::new("到期与逾期", "Due and overdue");
/// What the list is called as a file.
pub const DUE_LIST: Word = Word::new("在办清单", "Open work");
pub const ALL_KINDS_OF_WORK: Word = Word::new("全部种类", "all kinds");
pub const ALL_OPEN: Word = Word::new("全部时限", "however soon");
pub const HOW_IT_STANDS: Word = Word::new("时限", "How soon");
pub const OPEN_COUNT: Word = Word::new("在办", "Open");
pub const OVERDUE_COUNT: Word = Word::new("逾期", "Overdue");
pub const TODAY_COUNT: Word = Word::new("今日到期", "Due today");
pub const SOON_COUNT: Word = Word::new("3 日内到期", "Within 3 days");
pub const STANDING_COUNT: Word = Word::new("停止计时", "Clock stands");
pub const COUNTDOWN: Word = Word::new("倒计时", "Countdown");
pub const DUE: Word = Word::new("到期", "Due");
pub const OPENED: Word = Word::new("起始", "Since");
pub const KIND: Word = Word::new("类别", "Kind");
pub const NUMBER: Word = Word::new("编号", "Number");
pub const ITEM: Word = Word::new("事项", "Item");
pub const DUE_TODAY: Word = Word::new("今日到期", "due today");
pub const NO_DUE_DATE: Word = Word::new("停止计时，无到期日", "clock stands, no due date");
pub const AWAITING: Word = Word::new("等待补正", "awaiting a supplement");
pub const IN_PROCEDURE: Word = Word::new("特别程序", "special procedure");
pub const RATING_TO_VERIFY: Word = Word::new("差评待核实", "bad rating to verify");
pub const RATING_TO_RECTIFY: Word = Word::new("差评待整改", "bad rating to rectify");
pub const RATING_TO_REPLY: Word = Word::new("实名差评待回复", "bad rating to answer");
pub const NO_WINDOW: Word = Word::new("该部门没有窗口", "the department has no window");
pub const NOTHING_OPEN: Word = Word::new("没有在办事项", "nothing is open");
pub const OLDER: Word = Word::new("下一页", "Next page");
pub const NEWER: Word = Word::new("上一页", "Previous page");
pub const WORKDAYS_FOOT: Word = Word::new(
    "倒计时按工作日计，当日不计在内；到期日当天结束后即为逾期。",
    "Countdowns are in working days, today not among them; what is not done by the end of its due date is overdue.",
);

// A case.
pub const CASE_TITLE: Word = Word::new("办件", "Case");
pub const CLOCK_BY_DAY: Word = Word::new("逐日计时", "The clock day by day");
pub const HANDLED_BY: Word = Word::new("经办人", "Handled by");
pub const ACCEPTED: Word = Word::new("受理", "Accepted");
pub const RESTARTED: Word = Word::new("补正收到，重新计时", "supplement received, begun anew");
pub const LIMIT: Word = Word::new("承诺时限", "Promised limit");
pub const STATUTORY_LIMIT: Word = Word::new("法定时限", "Statutory limit");
pub const USED: Word = Word::new("已用", "Used");
pub const SAME_DAY: Word = Word::new("当日", "the same day");
pub const GREEN_CHANNEL: Word = Word::new("绿色通道减半", "halved on the green channel");
pub const COMPLETED: Word = Word::new("办结", "completed");
pub const SHARE_COMPLETED: Word = Word::new("完成", "completed");
pub const WITHDRAWN: Word = Word::new("撤回", "withdrawn");
pub const ON_TIME: Word = Word::new("按时", "on time");
pub const ENDED_WITH_CASE: Word = Word::new("随办件结束", "ended with the case");
pub const ITEM_INSTANT: Word = Word::new("即办件", "done while you wait");
pub const ITEM_PROMISED: Word = Word::new("承诺件", "done within a promised time");
pub const ITEM_JOINT: Word = Word::new("联办件", "done by several departments");
pub const ITEM_REPORTED: Word = Word::new("上报件", "passed on to a higher level");
pub const MARK_ACCEPTED: Word = Word::new("受", "A");
pub const MARK_RESTARTED: Word = Word::new("重", "R");
pub const MARK_COUNTED: Word = Word::new("1 2 3", "1 2 3");
pub const MARK_LATE: Word = Word::new("6 7 8", "6 7 8");
pub const MARK_SUSPENDED: Word = Word::new("停", "S");
pub const MARK_AWAITING: Word = Word::new("补", "W");
pub const MARK_WEEKEND: Word = Word::new("·", "·");
pub const MARK_HOLIDAY: Word = Word::new("假", "H");
pub const NOTE_DUE: Word = Word::new("到期", "due");
pub const NOTE_MAKE_UP: Word = Word::new("调休上班", "worked");
pub const NOTE_TODAY: Word = Word::new("今天", "today");
pub const DAY_START: Word = Word::new("开始计时，当日不计", "the limit begins; the day does not count");
pub const DAY_COUNTED: Word = Word::new("计入的工作日", "working days that count");
pub const DAY_LATE: Word = Word::new("到期后的工作日，已逾期", "working days past the due date");
pub const DAY_SUSPENDED: Word = Word::new("特别程序，不计", "special procedure, not counted");
pub const DAY_AWAITING: Word = Word::new("等待补正，不计", "awaiting a supplement, not counted");
pub const DAY_HOLIDAY: Word = Word::new("节假日", "holiday");
pub const DAY_WEEKEND: Word = Word::new("休息日", "day off");
pub const HOLIDAY: Word = Word::new("节假日", "holiday");
pub const WEEKEND: Word = Word::new("休息日", "day off");
pub const AHEAD: Word = Word::new("灰色为尚未到来的日子", "grey: days to come");
pub const WEEKDAYS: [Word; 7] = [
    Word::new("一", "M"),
    Word::new("二", "T"),
    Word::new("三", "W"),
    Word::new("四", "T"),
    Word::new("五", "F"),
    Word::new("六", "S"),
    Word::new("日", "S"),
];
pub const EVENTS_IN_ORDER: Word = Word::new("经过", "What happened");
pub const TIME: Word = Word::new("时间", "Time");
pub const DEED: Word = Word::new("作用", "What it did");
pub const TAKEN_BACK: Word = Word::new("已撤回，不起作用", "taken back, without effect");
pub const LADDER: Word = Word::new("催办", "Warnings");
pub const LADDER_NONE: Word = Word::new(
    "没有，也不会有：办件已在时限内结束",
    "none, and none to come: the case ended within its limit",
);
pub const LADDER_STANDING: Word =
    Word::new("没有：停止计时期间没有到期日", "none: while the clock stands there is no due date to warn of");
pub const SENT: Word = Word::new("已到发送日", "sent");
pub const EXPECTED: Word = Word::new("若无变化将发送", "to come, if nothing happens");
pub const SENT_TO: Word = Word::new("送达", "To");
pub const STATE: Word = Word::new("状态", "State");
pub const SHARES: Word = Word::new("联办份额", "Joint shares");
pub const ASSIGNED: Word = Word::new("交办", "Assigned");
pub const LINES_OF_CASE: Word = Word::new("由此产生的加扣分", "Points that came of it");
pub const NO_LINES: Word = Word::new("没有", "none");
pub const ODDITIES: Word = Word::new("数据异常", "Anomalies in the data");
pub const WHOSE_BOOK: Word = Word::new("记在", "Whose book");

// An event.
pub const EVENT_TITLE: Word = Word::new("事件", "Event");
pub const HAPPENED: Word = Word::new("发生", "Happened");
pub const RECEIVED: Word = Word::new("收到", "Received");
pub const ROAD: Word = Word::new("途径", "By way of");
pub const SOURCE: Word = Word::new("来源", "Source");
pub const MADE_OF_IT: Word = Word::new("处理结果", "What was made of it");
pub const BELONGS_TO: Word = Word::new("属于", "Belongs to");
pub const COUNTS: Word = Word::new("有效", "counts");
pub const IS_RETRACTED: Word = Word::new("已撤回", "taken back");
pub const IS_AHEAD: Word = Word::new("时间未到，暂不起作用", "its time has not come, no effect yet");
pub const RETRACTED_BY: Word = Word::new("撤回它的事件", "Events that take it back");
pub const FIELDS: Word = Word::new("字段", "Fields");
pub const FIELD: Word = Word::new("字段", "Field");
pub const MEANS: Word = Word::new("含义", "Meaning");
pub const VALUE: Word = Word::new("内容", "Value");
pub const RAW: Word = Word::new("原文", "As it came");
pub const RAW_MISSING: Word = Word::new(
    "这里没有保存原文：页面由文件计算而来，原文在当时读入的事件文件里",
    "The text is not kept here: these pages were made from files, and it is in the event file that was read",
);
pub const RECEIVED_UNKNOWN: Word = Word::new("没有记录", "not recorded");
pub const OTHERS_OF_SUBJECT: Word = Word::new("同一对象的其他事件", "Other events of the same subject");
pub const LINES_OF_EVENT: Word = Word::new("以它为依据的加扣分", "Points that rest on it");
pub const SUBJECT_CASE: Word = Word::new("办件", "case");
pub const SUBJECT_TICKET: Word = Word::new("排队号", "ticket");
pub const SUBJECT_RATING: Word = Word::new("评价", "rating");
pub const SUBJECT_COMPLAINT: Word = Word::new("投诉", "complaint");
pub const SUBJECT_FINDING: Word = Word::new("检查记录", "finding");
pub const SUBJECT_MERIT: Word = Word::new("加分记录", "merit");
pub const SUBJECT_ATTENDANCE: Word = Word::new("考勤", "attendance");
pub const SUBJECT_LEAVES: Word = Word::new("请假", "leaves");
pub const SUBJECT_EVALUATION: Word = Word::new("考评", "evaluation");
pub const SUBJECT_APPEAL: Word = Word::new("申诉", "appeal");
pub const SUBJECT_ORDER: Word = Word::new("限期整改", "rectification order");
pub const SUBJECT_PROPOSALS: Word = Word::new("处理建议的确认", "Decisions on proposals");
pub const SUBJECT_CHARGE: Word = Word::new("收费", "charge");
pub const SUBJECT_RETRACTION: Word = Word::new("撤回", "retraction");
pub const SUBJECT_STEP: Word = Word::new("工作记录，不影响计分", "a step of work, which changes no score");

// Feeds.
pub const FEEDS_TITLE: Word = Word::new("数据接入", "Feeds");
pub const STREAM: Word = Word::new("数据流", "Stream");
pub const LAST_ARRIVAL: Word = Word::new("最近到达", "Last arrival");
pub const LAST_EVENT: Word = Word::new("最近发生", "Last event");
pub const TODAY: Word = Word::new("今日", "Today");
pub const USUAL: Word = Word::new("往常此时", "Usual by now");
pub const LAG: Word = Word::new("延迟", "Lag");
pub const REJECTED_SHARE: Word = Word::new("今日拒收", "Rejected today");
pub const FEED_OK: Word = Word::new("正常", "well");
pub const FEED_SILENT: Word = Word::new("中断", "silent");
pub const FEED_RUBBISH: Word = Word::new("大量拒收", "mostly rejected");
pub const FEED_NEVER: Word = Word::new("尚未接入", "not connected yet");
pub const FEED_MISSED: Word = Word::new("从未到达，但窗口有人在岗", "never came, though windows are staffed");
pub const BY_STREAM: Word = Word::new("各数据流", "Stream by stream");
pub const UNKNOWN_SOURCE: Word = Word::new("来源不明", "source unknown");
pub const ALL_FEEDS_WELL: Word = Word::new("各来源正常", "all sources are well");
pub const NO_FEEDS: Word = Word::new(
    "还没有收到任何事件。请把来源系统接到本服务，或用 flagpost score 读入文件。",
    "No event was received yet. Connect a source system to this service, or read files with flagpost score.",
);
pub const NOTHING_CAME: Word = Word::new("还没有收到任何数据", "No data has come yet");
pub const NOTHING_CAME_MEANS: Word = Word::new(
    "窗口和人员都还是满分，名次和红旗没有意义。先给各大厅签发令牌，按接口规范接入；第一批数据到达后，这里自动重算。",
    "Everybody still has full marks: ranks and red flags mean nothing. Give each hall a token and connect it by the contract; with the first data all is computed anew.",
);
pub const FEEDS_FOOT: Word = Word::new(
    "数据流中断期间，与它有关的数字不完整；恢复并补传后自动重算。",
    "While a stream is silent the numbers that it feeds are incomplete; they are computed anew once it has caught up.",
);

// Notices.
pub const NOTICES_TITLE: Word = Word::new("催办与通知", "Notices");
pub const NOTICE: Word = Word::new("催办与通知", "Notice");
pub const ABOUT: Word = Word::new("对象", "About");
pub const ALL_KINDS: Word = Word::new("全部类别", "all kinds");
pub const ALL_STATES: Word = Word::new("全部状态", "all states");
pub const OVERDUE_NOTICES: Word = Word::new("逾期催办", "Overdue");
pub const JOINT_OVERDUE_NOTICES: Word = Word::new("联办逾期催办", "Joint share overdue");
pub const CALENDAR_MISSING_NOTICE: Word = Word::new("缺少日历", "Calendar missing");
pub const FEED_SILENT_NOTICE: Word = Word::new("数据中断", "Feed silent");
pub const FEED_RUBBISH_NOTICE: Word = Word::new("数据大量拒收", "Feed mostly rejected");
pub const NOTICE_PENDING: Word = Word::new("待发送", "to be sent");
/// Columns of the notices as a file.
pub const SENT_AT: Word = Word::new("发送时间", "Sent at");
pub const MESSAGES_SENT: Word = Word::new("发送情况", "Messages");
pub const NOTICE_SENT: Word = Word::new("已发送", "sent");
pub const NOTICE_FAILED: Word = Word::new("发送失败", "could not be sent");
pub const NOTICE_WITHDRAWN: Word = Word::new("已撤销", "withdrawn");
/// Not sent because its recipients do not want level 1.
pub const NOTICE_MUTED: Word = Word::new("已静音", "muted");
pub const NOTED: Word = Word::new("已确认", "noted");
pub const NO_NOTICES: Word = Word::new("没有催办或通知", "no notices");
pub const NOTICES_FOOT: Word = Word::new(
    "每条催办按对象、级别和到期日只发一次。起因在发送前消除的，标为已撤销；发出的不收回。",
    "A notice is sent once for its subject, level and due date. Where its cause goes before it was sent it is withdrawn; \
     what was sent stays sent.",
);

// The audit log.
pub const AUDIT_TITLE: Word = Word::new("操作记录", "Audit log");
pub const WHO: Word = Word::new("谁", "Who");
pub const DID: Word = Word::new("做了什么", "What was done");
pub const ON_WHAT: Word = Word::new("对象", "On what");
pub const DETAIL: Word = Word::new("说明", "Detail");
pub const BY_OPERATOR: Word = Word::new("运维人员（命令行）", "operator (command line)");
pub const BY_SERVICE: Word = Word::new("本服务", "the service");
pub const NO_AUDIT: Word = Word::new("还没有记录", "nothing is recorded yet");
pub const AUDIT_FOOT: Word = Word::new(
    "每条记录都与前一条相扣；查看时核对新增的记录，全部记录在服务启动后和 flagpost audit verify 时核对。",
    "Each entry is chained to the one before. A look checks what is new; all of it is checked after a start of the service and by \
     flagpost audit verify.",
);

// What was done.
pub const DEEDS: &[(&str, Word)] = &[
    ("display.make", Word::new("生成大屏链接", "made a display link")),
    ("display.revoke", Word::new("收回大屏链接", "took a display link back")),
    ("account.made", Word::new("新建账号", "made an account")),
    ("account.changed", Word::new("更改账号", "changed an account")),
    ("account.opened", Word::new("重新启用账号", "opened an account again")),
    ("account.invited", Word::new("生成设置密码的链接", "made a link to set a password")),
    ("password.set", Word::new("用链接设置密码", "set the password by a link")),
    ("password.changed", Word::new("修改密码", "changed the password")),
    ("password.refused", Word::new("修改密码时原密码不对", "gave a wrong present password")),
    ("sessions.ended", Word::new("结束登录", "ended sessions")),
    ("comment.seen", Word::new("查看群众留言", "saw a citizen’s comment")),
    ("statement.seen", Word::new("查看投诉内容", "saw what is complained of")),
    ("staff.seen", Word::new("查看人员考勤", "saw somebody’s attendance")),
    ("event.seen", Word::new("查看事件原文", "saw an event as it was sent")),
    ("rejection.seen", Word::new("查看拒收事件原文", "saw rejected events as they were sent")),
    ("photo.seen", Word::new("查看照片", "saw a photo")),
    ("audit.cut", Word::new("移除到期的操作记录", "removed old entries of the audit log")),
    ("audit.exported", Word::new("导出操作记录", "exported the audit log")),
    ("letter.changed", Word::new("修改通知模板", "changed a letter")),
    ("letter.reset", Word::new("恢复内置通知模板", "reset a letter")),
    ("report_texts.changed", Word::new("修改公文用语", "changed the texts of documents")),
    ("report_texts.reset", Word::new("恢复内置公文用语", "reset the texts of documents")),
    ("privacy.retention", Word::new("删除到期的个人信息", "erased personal data past its period")),
    ("privacy.retention_set", Word::new("设置个人信息保存期限", "set how long personal data is kept")),
    ("privacy.exported", Word::new("导出一人的个人信息", "exported one person's data")),
    ("privacy.erased", Word::new("删除离岗人员的个人信息", "erased the data of somebody who left")),
    ("case.handed_over", Word::new("导出移交卷", "took out a hand-over file")),
    ("report.taken", Word::new("取用文件", "took a document")),
    ("login", Word::new("登录", "logged in")),
    ("login.failed", Word::new("登录失败", "failed to log in")),
    ("account.set", Word::new("设置账号", "set an account")),
    ("account.disabled", Word::new("停用账号", "disabled an account")),
    ("token.created", Word::new("发放令牌", "issued a token")),
    ("token.revoked", Word::new("收回令牌", "revoked a token")),
    ("rejection.replayed", Word::new("重新接收拒收事件", "tried rejected events again")),
    ("rejection.dismissed", Word::new("搁置拒收事件", "put a rejected event aside")),
    ("month.closed", Word::new("月度关账", "closed a month")),
    ("month.reissued", Word::new("重新公布", "reissued a month")),
    ("event.entered", Word::new("在页面录入事件", "entered an event at a page")),
];

// Events entered at a page.
pub const NO_SUPERVISION: Word = Word::new(
    "登记信息中没有任何站点设为监察机构(supervision = true)，页面录入的事件没有来源可用；请在登记信息中为监察机构的站点设置后再提交",
    "no site of the registry runs supervision, so that an event entered at a page has no source: set `supervision = true` for \
     the bureau’s site in the registry, then send the form again",
);
pub const FORM_EXPIRED: Word = Word::new(
    "表单已失效，请刷新页面后重新填写",
    "the form is out of date: load the page again and fill it in anew",
);

// The months.
pub const MONTHS_TITLE: Word = Word::new("月度公布", "Months");
pub const MONTH: Word = Word::new("月份", "Month");
pub const VERSION: Word = Word::new("版本", "Version");
pub const PUBLISHED_AT: Word = Word::new("公布时间", "Published");
pub const BY_WHOM: Word = Word::new("办理人", "By");
pub const DIGEST: Word = Word::new("事件摘要", "Digest of events");
pub const REASON_OF_REISSUE: Word = Word::new("重新公布的原因", "Reason of the reissue");
pub const WHAT_CHANGED: Word = Word::new("改了什么", "what changed");
pub const MONTH_OPEN: Word = Word::new("进行中", "open");
pub const MONTH_OVER: Word = Word::new("已结束，待关账", "over, to be closed");
pub const MONTH_CLOSED: Word = Word::new("已关账", "closed");
pub const CLOSE_MONTH: Word = Word::new("关账…", "Close…");
pub const CLOSE_MEANS: Word = Word::new(
    "关账后，本月结果按此刻固定为第 1 版，并记入操作记录。以后到达的事件不再改动它，只列为差异，可注明原因后重新公布；各版都一直可查。",
    "Closing freezes the month’s results as they are now as version 1 and notes it in the audit log. What arrives later \
     changes nothing of it but is listed as a difference, which can be published anew with a reason; every version stays \
     readable.",
);
pub const NOT_NOW: Word = Word::new("暂不关账", "Not now");
pub const WINDOWS_RANKED: Word = Word::new("参加排名的窗口", "Windows ranked");
pub const STAFF_RANKED: Word = Word::new("参加排名的人员", "Staff ranked");
pub const EVENTS_SEEN: Word = Word::new("所依据的事件", "Events it rests on");
pub const MONTHS_FOOT: Word = Word::new(
    "月份结束后由监察员关账，结果固定为一版；事件摘要可证明这一版依据的是哪些事件。其后迟到的事件列为差异。",
    "After its end a month is closed by the bureau and its results are frozen as a version; the digest proves which events \
     it rests on. What arrives later is listed as a difference.",
);
pub const CHANGES_TITLE: Word = Word::new("结果差异", "What changed");
pub const NO_CHANGES: Word = Word::new("没有变化", "nothing changed");
pub const REISSUE_MEANS: Word = Word::new(
    "重新公布会按此刻的结果增加一版，并附上以上差异和原因；以前的版本仍可查看。",
    "A reissue adds a version with the results as they are now, together with this list and the reason; earlier versions \
     stay readable.",
);
pub const MISSING_VERSION: Word = Word::new("版本", "version");

// Rejected events.
pub const REJECTED_TITLE: Word = Word::new("拒收事件", "Rejected events");
pub const CODE: Word = Word::new("原因", "Code");
pub const WHY_AND_MEND: Word = Word::new("问题与更正办法", "What is wrong and how to mend it");
pub const PLACE: Word = Word::new("位置", "Place");
pub const TIMES: Word = Word::new("次数", "Times");
pub const LAST_SEEN: Word = Word::new("最近", "Last");
pub const ALL_CODES: Word = Word::new("全部原因", "all codes");
pub const REJECTED_OPEN: Word = Word::new("待处理", "open");
pub const REJECTED_ACCEPTED: Word = Word::new("重放后已接收", "accepted on replay");
pub const REJECTED_DUPLICATE: Word = Word::new("重放时已存在", "there already on replay");
pub const REJECTED_DISMISSED: Word = Word::new("已搁置", "dismissed");
pub const REPLAY: Word = Word::new("重新接收这条", "Try it again");
pub const PUT_ASIDE: Word = Word::new("搁置…", "Put aside…");
pub const PUT_ASIDE_BUTTON: Word = Word::new("搁置这条事件", "Put this event aside");
pub const REASON_WANTED: Word = Word::new("请写明理由，不超过 300 字", "say why, in 300 characters at most");
pub const SETTLED_ALREADY: Word =
    Word::new("这条事件已经处理过，没有改动", "this event was settled before; nothing was changed");
pub const WHY: Word = Word::new("理由", "Reason");
pub const RAW_TEXT: Word = Word::new("原文", "Text");
pub const NOTHING_REJECTED: Word = Word::new("没有拒收的事件", "nothing was rejected");
pub const REJECTED_FOOT: Word = Word::new(
    "先更正原因（例如在登记册里补上窗口），再重新接收；内容本身有错的，请来源系统更正后用新的编号重新上报。",
    "Mend the cause first (add the window to the registry, for example), then try again; where the content itself is wrong, \
     the source has to send it anew under a new id.",
);
/// The window of a staff member, the department of a window.
pub const PLACE_OF: Word = Word::new("窗口 / 部门", "Window / department");
/// Columns of the feeds as a file.
pub const REJECTED_TODAY: Word = Word::new("今日拒收", "Rejected today");
pub const ARRIVED_TODAY: Word = Word::new("今日到达", "Arrived today");
/// Columns of the rejected events as a file.
pub const CAME_BY: Word = Word::new("来路", "Came by");
pub const SETTLED_AT: Word = Word::new("处理时间", "Settled at");

// Signals.
pub const SIGNALS_TITLE: Word = Word::new("疑点线索", "Integrity signals");
pub const SIGNAL: Word = Word::new("线索", "Signal");
pub const CONCERNS: Word = Word::new("涉及", "Concerns");
pub const NO_SIGNALS: Word = Word::new("没有发现", "nothing was found");
pub const SIGNALS_FOOT: Word = Word::new(
    "线索只说明数据中有值得核查的情形，不是结论，也不扣分。",
    "A signal says that something in the data is worth a look. It is no verdict and takes no points.",
);

// Several regions.
pub const REGIONS_TITLE: Word = Word::new("县区", "Regions");
pub const REGION_CODE: Word = Word::new("代码", "Code");
pub const REGION_NAME: Word = Word::new("名称", "Name");
pub const NO_SUCH_REGION: Word =
    Word::new("没有这个地址。请从下列县区进入", "There is no such address; the regions are these");

// The login.
pub const LOGIN_TITLE: Word = Word::new("登录", "Log in");
pub const LOGIN_WHAT: Word =
    Word::new("政务服务电子监察与绩效考核", "Supervision and scoring of government services");
pub const LOGIN_NAME: Word = Word::new("用户名", "Name");
pub const LOGIN_PASSWORD: Word = Word::new("密码", "Password");
pub const LOGIN_BUTTON: Word = Word::new("登录", "Log in");
pub const LOGIN_WRONG: Word = Word::new("用户名或密码不对", "The name or the password is wrong");
pub const LOGIN_EXPIRED: Word =
    Word::new("登录已过期，请重新登录", "You were logged out after a while; please log in again");
pub const LOGIN_FORGOTTEN: Word = Word::new(
    "忘记密码请联系监察局的管理员。",
    "If you forgot the password, ask the administrator at the supervision bureau.",
);

// Messages.
pub const BACK_TO_RANKING: Word = Word::new("回到排名", "To the ranking");
pub const MISSING_WINDOW: Word = Word::new("窗口", "window");
pub const MISSING_STAFF: Word = Word::new("工作人员", "staff member");
pub const MISSING_CASE: Word = Word::new("办件", "case");
pub const MISSING_EVENT: Word = Word::new("事件", "event");
pub const MISSING_MONTH: Word = Word::new("月份", "month");
pub const ATTENTION: Word = Word::new("注意", "Note");

//! Words of the hand-over file's cover on paper.

use super::Word;

/// What it is called.
pub const TITLE: Word = Word::new("移交卷", "Hand-over file");
/// How the case stands.
pub const STATE: Word = Word::new("办件状态", "State");
/// The clock.
pub const CLOCK: Word = Word::new("逐日计时", "The clock day by day");
/// Monday to Sunday.
pub const WEEKDAYS: [Word; 7] = [
    Word::new("周一", "Mon"),
    Word::new("周二", "Tue"),
    Word::new("周三", "Wed"),
    Word::new("周四", "Thu"),
    Word::new("周五", "Fri"),
    Word::new("周六", "Sat"),
    Word::new("周日", "Sun"),
];
/// The ladder of notices.
pub const WARNINGS: Word = Word::new("催办和答复", "Notices and answers");
/// Nobody was warned.
pub const NO_WARNINGS: Word = Word::new("没有提醒。", "There were none.");
/// A notice.
pub const NOTICE: Word = Word::new("提醒", "Notice");
/// Who was to get it.
pub const TO: Word = Word::new("接收人", "To");
/// How it was sent.
pub const SENT: Word = Word::new("发送", "Sent");
/// What was said to it.
pub const ANSWERS: Word = Word::new("答复", "Answers");
/// The joint shares.
pub const SHARES: Word = Word::new("联办", "Joint shares");
/// A department.
pub const DEPARTMENT: Word = Word::new("部门", "Department");
/// A window.
pub const WINDOW: Word = Word::new("窗口", "Window");
/// When a share was assigned.
pub const ASSIGNED: Word = Word::new("派发", "Assigned");
/// When it is due.
pub const DUE: Word = Word::new("到期", "Due");
/// What became of it.
pub const BECAME: Word = Word::new("情况", "State");
/// The events.
pub const EVENTS: Word = Word::new("事件", "Events");
/// There are none.
pub const NONE: Word = Word::new("没有。", "None.");
/// When an event happened.
pub const HAPPENED: Word = Word::new("发生", "Happened");
/// When it arrived.
pub const ARRIVED: Word = Word::new("到达", "Arrived");
/// What it did.
pub const DEED: Word = Word::new("作用", "What it did");
/// Its name.
pub const NAME: Word = Word::new("来源/编号", "Source/id");
/// The lines of ledgers.
pub const ENTRIES: Word = Word::new("计分", "Lines of the ledger");
/// Whose line.
pub const WHOSE: Word = Word::new("窗口或人员", "Whose");
/// What for.
pub const WHAT_FOR: Word = Word::new("事由", "What for");
/// The rule.
pub const RULE: Word = Word::new("规则和条款", "Rule and clause");
/// The points.
pub const POINTS: Word = Word::new("应计（实计）", "Asked (counted)");
/// The month.
pub const MONTH: Word = Word::new("所在月份", "Month");
/// What is odd.
pub const ODDITIES: Word = Word::new("数据异常", "Oddities of the data");
/// The other files.
pub const FILES: Word = Word::new("卷内文件", "Files of this hand-over");
/// A file.
pub const FILE: Word = Word::new("文件", "File");
/// Its digest.
pub const DIGEST: Word = Word::new("SHA-256 摘要", "SHA-256");
/// Who signs.
pub const SIGNED_BY: [Word; 3] = [
    Word::new("移交人", "Handed over by"),
    Word::new("接收人", "Received by"),
    Word::new("接收日期", "Received on"),
];

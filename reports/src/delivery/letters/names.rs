//! The names that a letter may use between `{{` and `}}`, with what stands in their place.

use crate::words::Word;

/// A name that letters may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// How it is written.
    pub name: &'static str,
    /// What stands in its place.
    pub what: Word,
}

const fn name(name: &'static str, zh: &'static str, en: &'static str) -> Name {
    Name { name, what: Word::new(zh, en) }
}

/// All of them, in the order in which they are listed for those who edit letters.
pub const NAMES: [Name; 39] = [
    name("county", "县区名称", "the county's name"),
    name("title", "提醒的名称，如“催办警告”", "what the notice is called"),
    name("subject", "所涉对象：编号和名称", "what it is about: its number and name"),
    name(
        "number",
        "办件、评价、投诉、整改通知或申诉的编号",
        "the number of the case, rating, complaint, order or appeal",
    ),
    name("item", "事项名称", "the item's name"),
    name("item_code", "事项编码", "the item's code"),
    name("window", "窗口：编号和名称", "the window: id and name"),
    name("site", "窗口所在的大厅或分中心", "the hall or sub-center of the window"),
    name("department", "责任部门", "the department that answers for it"),
    name("lead_department", "联办件的受理部门", "the department that accepted a joint case"),
    name("staff", "工作人员：编号和姓名", "the staff member: id and name"),
    name(
        "since",
        "起始日期：受理、派发、收到、提交、核实或中断之日",
        "since when: accepted, assigned, received, submitted, verified, silent",
    ),
    name("limit", "承诺时限", "the promised limit"),
    name("due", "到期日期", "the due date"),
    name("countdown", "距到期或已逾期的工作日", "working days left or overdue"),
    name("state", "目前情况，如“等待补正”“已办结”", "how it stands now: awaiting a supplement, completed …"),
    name("done_by", "办结期限（含当日）", "the last day to have it done"),
    name(
        "next_date",
        "届时仍未处理的，下一步提醒的日期；已过的不再预告",
        "when the next step follows if nothing is done; none once that day is over",
    ),
    name("month", "考核月份", "the month of the score"),
    name("total", "当月总分", "the month's total"),
    name("rank", "当月名次", "the month's rank"),
    name("target", "指标名称", "the target's name"),
    name("required", "指标的目标值", "what the target asks for"),
    name("actual", "指标的实际值", "what was reached"),
    name("scope", "指标的范围：部门或全县", "whose target: the department, or the region"),
    name("consequence", "规则对此的处理建议", "what the rules propose"),
    name("rating_level", "评价等次", "the rating's level"),
    name("story", "情况说明（数据接入类提醒）", "what happened, for notices about feeds and the service"),
    name("reason", "理由", "the reason given"),
    name("about", "申诉所针对的扣分或认定", "what is appealed"),
    name("outcome", "申诉的决定", "what was decided on the appeal"),
    name("by", "由谁提出", "who asks"),
    name("original", "原提醒：名称和对象", "the notice that it is about"),
    name("original_to", "原提醒的接收人", "who got that notice"),
    name("original_date", "原提醒的日期", "the date of that notice"),
    name("year", "年份", "the year"),
    name("counted", "数量", "how many"),
    name("code", "文件校验码", "the document's code"),
    name("files", "附件的文件名", "the names of the attached files"),
];

/// Whether letters may use a name.
pub fn is_known(name: &str) -> bool {
    NAMES.iter().any(|known| known.name == name)
}

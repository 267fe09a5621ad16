//! What the pages say about rectification orders.

use reports::words::{Lang, Word};
use scoring::orders::OrderState;

pub const TITLE: Word = Word::new("限期整改", "Rectification orders");
pub const ONE: Word = Word::new("限期整改", "Rectification order");
pub const NONE: Word = Word::new("没有符合条件的整改", "no orders of this kind");
pub const FOOT: Word = Word::new(
    "整改由监察机构下达，窗口报告完成并附证明，监察机构复查；未通过的重新整改。整改本身不影响得分。",
    "Orders are issued by the bureau, reported as done by the window with what shows it, and checked by the bureau; one that \
     fails is open again. Orders themselves change no score.",
);
pub const ISSUE: Word = Word::new("下达限期整改", "Issue a rectification order");
pub const ISSUE_BUTTON: Word = Word::new("下达整改", "Issue the order");
pub const REASON: Word = Word::new("整改事由", "What is to be rectified, and why");
pub const DUE: Word = Word::new("限期", "Due");
pub const DUE_HINT: Word =
    Word::new("不填则按考核规则的工作日数", "where left out, the rulebook's working days");
pub const ISSUED: Word = Word::new("下达", "Issued");
pub const HISTORY: Word = Word::new("经过", "What happened");
pub const OVERDUE: Word = Word::new("逾期未完成", "overdue");
pub const REPORT: Word = Word::new("报告整改完成", "Report it as done");
pub const REPORT_BUTTON: Word = Word::new("报告完成", "Report as done");
pub const EVIDENCE: Word = Word::new("完成证明", "Evidence");
pub const EVIDENCE_HINT: Word =
    Word::new("做了什么、在哪里可以查到，每行一项", "what was done and where it can be seen, a line each");
pub const CHECK: Word = Word::new("复查", "Check");
pub const CHECK_BUTTON: Word = Word::new("登记复查结果", "Note the result");
pub const RESULT_MISSING: Word = Word::new("请选择复查是否通过", "say whether the check passed");
pub const PASSED: Word = Word::new("通过", "passed");
pub const FAILED: Word = Word::new("未通过，重新整改", "failed, open again");
pub const CHECKED_BY: Word = Word::new("复查人", "Checked by");
pub const REMARK: Word = Word::new("复查情况", "What was seen");
pub const WHO_FAILED: Word = Word::new("未通过次数", "Failed checks");
pub const STATE_ALL: Word = Word::new("全部", "all");
pub const STATE_UNSETTLED: Word = Word::new("未了结", "not settled");
pub const SHORT: Word = Word::new("整改", "Order");
pub const OFFER: Word = Word::new("下达限期整改", "Issue an order");

// Why not.
pub const REASON_MISSING: Word = Word::new("请写明整改事由", "write what is to be rectified");
pub const EVIDENCE_MISSING: Word = Word::new("请写明完成证明", "write what shows that it is done");
pub const CHECKER_MISSING: Word = Word::new("请写明复查人", "write who checked");
pub const REMARK_MISSING: Word = Word::new("未通过须写明看到了什么", "a failed check says what was seen");
pub const DUE_UNREADABLE: Word = Word::new("限期请写成 2026-10-20 的样子", "write the date as 2026-10-20");
pub const DUE_OVER: Word = Word::new("限期已经过去，请另定", "the date is over already: set another");
pub const REPORTED_ALREADY: Word =
    Word::new("已经报告完成，等待复查", "it is reported as done and waits for the check");
pub const PASSED_ALREADY: Word = Word::new("复查已经通过", "it was checked and passed already");

/// Where an order stands.
pub fn state(state: OrderState) -> Word {
    match state {
        OrderState::Open => Word::new("整改中", "open"),
        OrderState::Done => Word::new("已报告，待复查", "reported, to be checked"),
        OrderState::Passed => Word::new("复查通过", "passed"),
    }
}

/// The reason of an order that follows from a flag, with the rule and its clause.
pub fn because_of(lang: Lang, month: &str, what: &str, rule: &str) -> String {
    match lang {
        Lang::Zh => format!("{month}{what}。依据：{rule}"),
        Lang::En => format!("{month}: {what}. By: {rule}"),
    }
}

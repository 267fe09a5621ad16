//! Words of what the bureau issues to a window: rectification orders, yellow flag notices, signs, certificates.

use super::sentences::in_brackets;
use crate::words::{Lang, Word};
use scoring::points::Points;

/// Heading of an order.
pub const ORDER_FACTS: Word = Word::new("存在问题", "What was found");
/// Heading of an order.
pub const ORDER_BASIS: Word = Word::new("整改依据", "By which rules");
/// Heading of an order.
pub const ORDER_DEMANDS: Word = Word::new("整改要求", "What is to be done");
/// Heading of an order.
pub const ORDER_HISTORY: Word = Word::new("整改经过", "What followed");
/// Column: what happened.
pub const STEP: Word = Word::new("事项", "Step");
/// Column: what was reported or seen.
pub const SEEN: Word = Word::new("情况", "What was reported or seen");
/// A step of an order.
pub const STEP_REPORTED: Word = Word::new("报告整改完成", "Reported as done");
/// A step of an order.
pub const STEP_PASSED: Word = Word::new("复查通过", "Checked and passed");
/// A line of receipt.
pub const DELIVERED_BY: Word = Word::new("送达人", "Delivered by");
/// A line of receipt.
pub const RECEIVED_BY: Word = Word::new("签收人（窗口负责人）", "Received by (window lead)");
/// A line of receipt.
pub const RECEIVED_ON: Word = Word::new("签收日期", "Received on");
/// Heading of a notice.
pub const MAIN_DEDUCTIONS: Word = Word::new("主要扣分事项", "What cost most");
/// Heading of a notice.
pub const DEMANDS: Word = Word::new("要求", "What is asked for");
/// The sign of a window with the yellow flag.
pub const YELLOW_SIGN: Word = Word::new("黄旗窗口", "Yellow flag");
/// The sign of a dissatisfied window.
pub const RECTIFICATION_SIGN: Word = Word::new("限期整改窗口", "Rectifying");
/// The title of a certificate.
pub const CERTIFICATE: Word = Word::new("荣誉证书", "Certificate of honour");
/// What a certificate grants.
pub const MODEL_WINDOW: Word = Word::new("红旗窗口", "Red flag window");
/// The end of a certificate.
pub const CERTIFIED: Word = Word::new("特发此证。", "This certificate is given in witness thereof.");

/// How an order begins.
pub fn order_opening(lang: Lang, rulebook: &str) -> String {
    match lang {
        Lang::Zh => format!("经查，你窗口存在下列问题。依据《{rulebook}》，现责令限期整改。"),
        Lang::En => {
            format!(
                "The following was found at your window. By the {rulebook} you are ordered to rectify it by the date below."
            )
        }
    }
}

/// Where a window stood in the month that an order follows from. `found` is its flag and whether it is a dissatisfied window.
pub fn stood(lang: Lang, month: &str, total: Points, rank: &str, found: &str) -> String {
    let told = lang.points(total);
    match (lang, found.is_empty()) {
        (Lang::Zh, true) => format!("{month}考核，你窗口得 {told}，{rank}。"),
        (Lang::Zh, false) => format!("{month}考核，你窗口得 {told}，{rank}，考核结果：{found}。"),
        (Lang::En, true) => format!("In {month} your window had {told}, {rank}."),
        (Lang::En, false) => format!("In {month} your window had {told}, {rank}; result: {found}."),
    }
}

/// A rule as an official text names it.
pub fn rule_named(lang: Lang, title: &str, clause: &str, id: &str) -> String {
    match lang {
        Lang::Zh => format!("{title}（{clause}，{id}）"),
        Lang::En => format!("{title} ({clause}, {id})"),
    }
}

/// A rule and what it cost.
pub fn rule_cost(lang: Lang, number: usize, clause: &str, points: Points, lines: usize) -> String {
    match (lang, lines) {
        (Lang::Zh, lines) => format!("{number}.{clause}：{lines} 笔，扣 {} 分。", -points),
        (Lang::En, 1) => format!("{number}. {clause}: 1 line, {} points.", -points),
        (Lang::En, lines) => format!("{number}. {clause}: {lines} lines, {} points.", -points),
    }
}

/// By which rules.
pub fn order_basis(lang: Lang, rulebook: &str, clauses: &[String]) -> String {
    match (lang, clauses.is_empty()) {
        (Lang::Zh, true) => format!("{rulebook}。"),
        (Lang::Zh, false) => format!("{rulebook}：{}。", clauses.join("；")),
        (Lang::En, true) => format!("{rulebook}."),
        (Lang::En, false) => format!("{rulebook}: {}.", clauses.join("; ")),
    }
}

/// What is to be done, by when, and what follows.
pub fn order_demands(lang: Lang, due: &str, again_workdays: u32) -> Vec<String> {
    let again = lang.workdays(again_workdays);
    match lang {
        Lang::Zh => vec![
            format!("（一）请在{due}前（含当日）完成整改，逐项查明原因，明确责任人，落实措施。"),
            "（二）整改完成后，由窗口负责人在系统中报告，写明做了什么，并附证明。".to_owned(),
            format!("（三）本机关接到报告后复查。复查未通过的，自复查之日起 {again}内重新整改；原定期限更晚的，从其期限。"),
            "（四）本通知不另行扣分。".to_owned(),
        ],
        Lang::En => vec![
            format!(
                "(1) Rectify by {due}, that day included: find the cause of each point, name who is responsible, carry out the measures."
            ),
            "(2) The window lead then reports it as done in the system, with what was done and what shows it.".to_owned(),
            format!(
                "(3) This office checks what was reported. What fails is to be done again within {again} of the check, or by the original \
                 date where that is later."
            ),
            "(4) This order deducts no points.".to_owned(),
        ],
    }
}

/// A failed check.
pub fn step_failed(lang: Lang, again: &str) -> String {
    match lang {
        Lang::Zh => format!("复查未通过，限{again}前重新整改"),
        Lang::En => format!("Checked and failed; to be done again by {again}"),
    }
}

/// The date that holds after a failed check.
pub fn order_due_now(lang: Lang, due: &str) -> String {
    match lang {
        Lang::Zh => format!("现整改期限为{due}。"),
        Lang::En => format!("It is now to be done by {due}."),
    }
}

/// The title of an annex with a month's deductions.
pub fn deductions_of(lang: Lang, month: &str) -> String {
    match lang {
        Lang::Zh => format!("{month}扣分明细"),
        Lang::En => format!("Deductions of {month}"),
    }
}

/// How a yellow flag notice begins.
pub fn yellow_opening(lang: Lang, month: &str, total: Points, rank: &str, rulebook: &str) -> String {
    let told = lang.points(total);
    match lang {
        Lang::Zh => {
            format!(
                "{month}考核，你窗口得 {told}，{rank}，位列末位。依据《{rulebook}》，确定为黄旗窗口，现予警示。"
            )
        }
        Lang::En => format!(
            "In {month} your window had {told}, {rank}, the last of the ranking. By the {rulebook} it is a yellow flag window, of which \
             you are hereby warned."
        ),
    }
}

/// The how manieth yellow flag of the year it is.
pub fn yellow_of_year(lang: Lang, flown: usize) -> String {
    match lang {
        Lang::Zh => format!("据现有各月考核结果，这是你窗口本年度第 {flown} 次被确定为黄旗窗口。"),
        Lang::En => format!("By the months known it is yellow flag number {flown} of your window this year."),
    }
}

/// That a window with the yellow flag is a dissatisfied one too, with what that means.
pub fn dissatisfied_too(lang: Lang, means: &str) -> String {
    match lang {
        Lang::Zh => format!("你窗口同时列为群众不满意窗口：{means}。"),
        Lang::En => format!("Your window is a dissatisfied window as well: {means}."),
    }
}

/// What is asked for; of a further yellow flag of the year more.
pub fn yellow_demands(lang: Lang, due: &str, is_warned: bool) -> Vec<String> {
    match (lang, is_warned) {
        (Lang::Zh, false) => vec![
            "（一）请对照扣分事项查找原因，落实整改。".to_owned(),
            "（二）本年度再次被确定为黄旗窗口的，将予警告，责令限期整改，并建议调换窗口工作人员。".to_owned(),
        ],
        (Lang::Zh, true) => vec![
            "（一）因本年度再次被确定为黄旗窗口，现予警告。".to_owned(),
            format!("（二）责令在{due}前（含当日）完成整改。"),
            "（三）建议派出部门调换窗口工作人员。".to_owned(),
        ],
        (Lang::En, false) => vec![
            "(1) Find the causes of what was deducted and mend them.".to_owned(),
            "(2) A further yellow flag this year brings a warning, an order to rectify by a date, and the suggestion to change the \
             window’s staff."
                .to_owned(),
        ],
        (Lang::En, true) => vec![
            "(1) Since it is a further yellow flag this year, you are warned.".to_owned(),
            format!("(2) You are to rectify by {due}, that day included."),
            "(3) The department is advised to change the window’s staff.".to_owned(),
        ],
    }
}

/// What stands small on the sign of a yellow flag.
pub fn yellow_sign_note(lang: Lang, month: &str) -> String {
    match lang {
        Lang::Zh => format!("{month}考核结果"),
        Lang::En => format!("Result of {month}"),
    }
}

/// What stands small on the sign of a dissatisfied window.
pub fn rectification_sign_note(lang: Lang, from: &str, until: &str) -> String {
    match lang {
        Lang::Zh => format!("摆放期限：{from}至{until}"),
        Lang::En => format!("On show from {from} until {until}"),
    }
}

/// What a certificate says.
pub fn granted(lang: Lang, month: &str, total: Points, rank: &str) -> String {
    let told = in_brackets(lang, &lang.points(total), rank);
    match lang {
        Lang::Zh => format!("在{month}窗口考核中得 {told}，被评为月度模范窗口，授予红旗。"),
        Lang::En => {
            format!("had {told} in {month}, is a model window of the month, and is granted the red flag.")
        }
    }
}

//! Sentences of sheets: version, margins, counts, how to appeal.

use crate::papers::Flown;
use crate::words::Lang;
use scoring::points::Points;

const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// The number of a heading up to 99: `一、`, `十二、`, `1. `.
pub fn numbered(lang: Lang, number: usize, text: &str) -> String {
    let numeral = |digit: usize| NUMERALS.get(digit.wrapping_sub(1)).copied().unwrap_or_default();
    match lang {
        Lang::Zh if number <= 10 => format!("{}、{text}", numeral(number)),
        Lang::Zh => {
            let tens = if number < 20 { "" } else { numeral(number / 10) };
            format!("{tens}十{}、{text}", numeral(number % 10))
        }
        Lang::En => format!("{number}. {text}"),
    }
}

/// `第 1 版`, or that it is a draft.
pub fn edition(lang: Lang, version: Option<u32>) -> String {
    match (lang, version) {
        (Lang::Zh, Some(version)) => format!("第 {version} 版"),
        (Lang::En, Some(version)) => format!("version {version}"),
        (Lang::Zh, None) => "未关闭，草稿".to_owned(),
        (Lang::En, None) => "not closed, draft".to_owned(),
    }
}

/// A remark in brackets: `甲（乙）`.
pub fn in_brackets(lang: Lang, text: &str, remark: &str) -> String {
    match lang {
        Lang::Zh => format!("{text}（{remark}）"),
        Lang::En => format!("{text} ({remark})"),
    }
}

/// What the rules propose and nobody has decided.
pub fn proposed(lang: Lang, text: &str) -> String {
    match lang {
        Lang::Zh => format!("{text}（待审定）"),
        Lang::En => format!("{text} (proposed)"),
    }
}

/// A kind of finding with its half day.
pub fn of_session(lang: Lang, kind: &str, session: &str) -> String {
    in_brackets(lang, kind, session)
}

/// With how many others a rank is shared; nothing where with none.
pub fn shared(lang: Lang, others: usize) -> String {
    match (lang, others) {
        (_, 0) => String::new(),
        (Lang::Zh, others) => format!("（与另外 {others} 个并列）"),
        (Lang::En, others) => format!(" (shared with {others} more)"),
    }
}

/// How much higher or lower.
pub fn margin(lang: Lang, points: Points) -> String {
    match (lang, points.0) {
        (Lang::Zh, 0) => "相同".to_owned(),
        (Lang::En, 0) => "the same".to_owned(),
        (Lang::Zh, 1..) => format!("高 {points} 分"),
        (Lang::En, 1..) => format!("{points} points higher"),
        (Lang::Zh, _) => format!("低 {} 分", -points),
        (Lang::En, _) => format!("{} points lower", -points),
    }
}

/// How often a window flew the flags this year, by the months known.
pub fn flown(lang: Lang, flown: Flown) -> String {
    let Flown { red, yellow, dissatisfied } = flown;
    match lang {
        Lang::Zh => {
            format!("据现有各月，本年度红旗 {red} 次，黄旗 {yellow} 次，群众不满意窗口 {dissatisfied} 次。")
        }
        Lang::En => format!(
            "By the months known: red flag {red}, yellow flag {yellow}, dissatisfied window {dissatisfied} times this year."
        ),
    }
}

/// Until when and how one may appeal.
pub fn appeal_until(lang: Lang, until: &str) -> String {
    match lang {
        Lang::Zh => format!("对本月扣分有异议的，可以在{until}前（含当日）提出申诉。{}", how(lang)),
        Lang::En => {
            format!(
                "Who objects to a deduction of this month may appeal until {until}, that day included. {}",
                how(lang)
            )
        }
    }
}

/// Within which time and how one may appeal, where the last day is not known.
pub fn appeal_within(lang: Lang, workdays: u32) -> String {
    match lang {
        Lang::Zh => format!(
            "对本月扣分有异议的，可以自本月结果公示之日起 {workdays} 个工作日内提出申诉；未公示的，自本月关闭之日起计算。{}",
            how(lang)
        ),
        Lang::En => format!(
            "Who objects to a deduction of this month may appeal within {} of its public notice, or of its close where there was \
             none. {}",
            lang.workdays(workdays),
            how(lang)
        ),
    }
}

fn how(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => {
            "申诉在系统中该笔扣分处提出，逐笔写明理由，由监察机构裁决。申诉期间原决定照常执行，申诉不会使结果更为不利。"
        }
        Lang::En => {
            "An appeal is filed in the system at the line itself, each with its reason, and is decided by the bureau. It suspends \
             nothing and makes nothing worse."
        }
    }
}

/// So many windows, so many of them ranked.
pub fn windows_ranked(lang: Lang, windows: usize, ranked: usize) -> String {
    match lang {
        Lang::Zh => format!("{windows} 个，其中 {ranked} 个参加排名"),
        Lang::En => format!("{windows}, of which {ranked} are ranked"),
    }
}

/// So many windows.
pub fn windows(lang: Lang, windows: usize) -> String {
    match lang {
        Lang::Zh => format!("{windows} 个"),
        Lang::En => windows.to_string(),
    }
}

/// So many red and yellow flags.
pub fn flags_counted(lang: Lang, red: usize, yellow: usize) -> String {
    match lang {
        Lang::Zh => format!("红旗 {red} 面，黄旗 {yellow} 面"),
        Lang::En => format!("{red} red, {yellow} yellow"),
    }
}

/// So many notices, so many of them of overdue work.
pub fn notices_counted(lang: Lang, notices: usize, overdue: usize) -> String {
    match lang {
        Lang::Zh => format!("{notices} 次，其中超期 {overdue} 次"),
        Lang::En => format!("{notices}, of which {overdue} of overdue work"),
    }
}

/// For whom a sub-center's sheet is.
pub fn both_masters(lang: Lang, in_charge: &str, bureau: &str) -> String {
    match lang {
        Lang::Zh => format!("{in_charge}，{bureau}"),
        Lang::En => format!("{in_charge}; {bureau}"),
    }
}

/// That a sub-center is under two masters, and which part is whose.
pub fn dual(lang: Lang, in_charge: &str, bureau: &str) -> String {
    match lang {
        Lang::Zh => format!(
            "本分中心由主管部门和政务服务监督机构双重管理。第一部分供{in_charge}改进窗口运行和人员管理，第二部分供{bureau}监督考核。"
        ),
        Lang::En => format!(
            "This sub-center is under dual management. The first part is for {in_charge}, to improve how its windows and people \
             work; the second for {bureau}, to supervise and assess."
        ),
    }
}

/// The heading of a part for one of them.
pub fn for_master(lang: Lang, first: bool, who: &str) -> String {
    match (lang, first) {
        (Lang::Zh, true) => format!("第一部分　送{who}"),
        (Lang::Zh, false) => format!("第二部分　送{who}"),
        (Lang::En, true) => format!("Part 1: for {who}"),
        (Lang::En, false) => format!("Part 2: for {who}"),
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;
    use crate::words::Lang;

    #[test]
    fn headings_are_numbered_in_words() {
        let told = [1, 10, 12, 20, 21].map(|number| numbered(Lang::Zh, number, ""));
        assert_eq!(told, ["一、", "十、", "十二、", "二十、", "二十一、"]);
    }
}

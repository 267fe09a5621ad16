//! What documents share: numbers of headings, drafts, versions, columns, and why a document cannot be made.
#![allow(missing_docs)] // Each label is its own explanation.

use super::{Lang, Word};
use crate::papers::NotMade;
use scoring::points::Points;
use scoring::rates::Rate;

pub const WINDOW_ID: Word = Word::new("编号", "Id");
pub const WINDOW: Word = Word::new("窗口", "Window");
pub const DEPARTMENT: Word = Word::new("部门", "Department");
pub const SITE: Word = Word::new("名称", "Name");
pub const SITE_KIND: Word = Word::new("类别", "Kind");
pub const STAFF_NAME: Word = Word::new("姓名", "Name");
pub const BONUS: Word = Word::new("加分", "Bonus");
pub const FLAG: Word = Word::new("评定", "Flag");
pub const STATE: Word = Word::new("状态", "State");
pub const WHAT: Word = Word::new("事项", "What");
pub const RULE: Word = Word::new("规则", "Rule");
pub const CLAUSE: Word = Word::new("依据", "Clause");
pub const ASKED: Word = Word::new("应计", "Asked");
pub const APPLIED: Word = Word::new("实计", "Applied");
pub const ABOUT: Word = Word::new("关联编号", "Rests on");
pub const SUBJECT: Word = Word::new("对象", "Whom");
pub const PROPOSED: Word = Word::new("处理", "Consequence");
pub const INDICATOR: Word = Word::new("指标", "Indicator");
pub const MISSED: Word = Word::new("未达标", "Missed");
pub const TARGET: Word = Word::new("目标", "Target");
pub const MEAN: Word = Word::new("平均", "Mean");
pub const SUM: Word = Word::new("合计", "Sum");
pub const CONFIRMED: Word = Word::new("已确认", "confirmed");
pub const UNDECIDED: Word = Word::new("待确认", "to be confirmed");
pub const RED: Word = Word::new("红旗", "red flag");
pub const YELLOW: Word = Word::new("黄旗", "yellow flag");
pub const DISSATISFIED: Word = Word::new("群众不满意窗口", "dissatisfied window");
pub const DATE: Word = Word::new("日期", "Date");
pub const CASE: Word = Word::new("办件编号", "Case");
pub const RATING: Word = Word::new("评价编号", "Rating");
pub const COMPLAINT: Word = Word::new("投诉编号", "Complaint");
pub const POINTS: Word = Word::new("扣分", "Points");

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A number from 1 to 99 as headings write it: `一`, `十二`.
fn chinese(number: usize) -> String {
    let digit = |digit: usize| DIGITS.get(digit).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

impl Lang {
    /// `一、总体情况`, `1. The month's situation`.
    pub fn part_heading(self, number: usize, text: &str) -> String {
        match self {
            Lang::Zh => format!("{}、{text}", chinese(number)),
            Lang::En => format!("{number}. {text}"),
        }
    }

    /// `（一）红旗窗口`, `(1) Red flags`.
    pub fn section_heading(self, number: usize, text: &str) -> String {
        match self {
            Lang::Zh => format!("（{}）{text}", chinese(number)),
            Lang::En => format!("({number}) {text}"),
        }
    }

    /// The body that issues as the red head writes it.
    pub fn red_head(self, issuer: &str) -> String {
        match self {
            Lang::Zh => format!("{issuer}文件"),
            Lang::En => issuer.to_owned(),
        }
    }

    /// The title of a draft.
    pub fn draft_title(self, title: &str) -> String {
        match self {
            Lang::Zh => format!("{title}（草稿）"),
            Lang::En => format!("{title} (draft)"),
        }
    }

    /// What a draft is not yet.
    pub fn draft_note(self, as_of: &str) -> String {
        match self {
            Lang::Zh => format!(
                "本件为草稿：尚未结账，数据截至{as_of}。标注“待确认”的评定和处理是按规则提出的建议，待监察局确认后生效。"
            ),
            Lang::En => format!(
                "This is a draft: not closed, data as of {as_of}. Flags and consequences marked as to be confirmed are what the rules propose; they hold once the bureau confirms them."
            ),
        }
    }

    /// A later version.
    pub fn reissued_note(self, version: u32) -> String {
        match self {
            Lang::Zh => format!("本件为第{version}版，代替此前各版。"),
            Lang::En => format!("This is version {version}; it takes the place of the earlier ones."),
        }
    }

    /// `（待确认）` after what nobody decided yet.
    pub fn marked(self, text: &str, is_confirmed: bool) -> String {
        match (self, is_confirmed) {
            (_, true) => text.to_owned(),
            (Lang::Zh, false) => format!("{text}（待确认）"),
            (Lang::En, false) => format!("{text} (to be confirmed)"),
        }
    }

    /// Whether the bureau confirmed something.
    pub fn state(self, is_confirmed: bool) -> &'static str {
        self.say(if is_confirmed { CONFIRMED } else { UNDECIDED })
    }

    /// Names in a sentence: `甲、乙和丙`, `a, b and c`.
    pub fn names(self, names: &[String]) -> String {
        let (between, last) = match self {
            Lang::Zh => ("、", "和"),
            Lang::En => (", ", " and "),
        };
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., end] => format!("{}{last}{end}", first.join(between)),
        }
    }

    /// A sentence's end, after its parts: `甲，乙。`, `A; b.` with a capital.
    pub fn sentence(self, parts: &[String]) -> String {
        match self {
            Lang::Zh => format!("{}。", parts.join("，")),
            Lang::En => capital(&format!("{}.", parts.join("; "))),
        }
    }

    /// Several sentences in a paragraph.
    pub fn paragraph(self, sentences: &[String]) -> String {
        sentences.join(self.say(Word::new("", " ")))
    }

    /// So many things: `3件`, `3 cases`, `1 case`.
    pub fn many(self, count: i64, zh: &str, one: &str, more: &str) -> String {
        match self {
            Lang::Zh => format!("{count}{zh}"),
            Lang::En => format!("{count} {}", if count == 1 { one } else { more }),
        }
    }

    /// A sentence for none, one and many, `{}` being how many; Chinese does not tell one from many.
    pub fn counted(self, count: i64, zh: [&str; 2], en: [&str; 3]) -> String {
        let sentence = match (self, count) {
            (Lang::Zh, 0) => zh[0],
            (Lang::Zh, _) => zh[1],
            (Lang::En, 0) => en[0],
            (Lang::En, 1) => en[1],
            (Lang::En, _) => en[2],
        };
        sentence.replace("{}", &count.to_string())
    }

    /// Points in a sentence: `63.0分`, `63.0 points`.
    pub fn points_said(self, points: Points) -> String {
        match self {
            Lang::Zh => format!("{points}分"),
            Lang::En => format!("{points} points"),
        }
    }

    /// A difference of shares: `+0.12个百分点`, `+0.12 percentage points`.
    pub fn percentage_points(self, difference: i64) -> String {
        let sign = match difference {
            0 => "",
            1.. => "+",
            _ => "−",
        };
        let told = self.percent(Rate(difference.abs()));
        let figure = told.trim_end_matches('%');
        match self {
            Lang::Zh => format!("{sign}{figure}个百分点"),
            Lang::En => format!("{sign}{figure} percentage points"),
        }
    }

    /// Why a document cannot be made, and what can be done.
    pub fn not_made(self, why: &NotMade) -> String {
        match (self, why) {
            (Lang::Zh, NotMade::NoSubject) => {
                "没有指明是哪个窗口、人员、部门、大厅或整改通知；请写明编号".to_owned()
            }
            (Lang::En, NotMade::NoSubject) => {
                "nobody was named: give the id of the window, staff member, department, site or order"
                    .to_owned()
            }
            (Lang::Zh, NotMade::Unknown(what)) => {
                format!("该月没有 {what}；请核对编号和月份")
            }
            (Lang::En, NotMade::Unknown(what)) => {
                format!("there is no {what} in the month: look at the id and the month")
            }
            (Lang::Zh, NotMade::NoCause) => {
                "该月没有相应的评定，或监察局已决定不予采用，所以不出具这份文件".to_owned()
            }
            (Lang::En, NotMade::NoCause) => {
                "the month gives no cause for it: there is no such flag, or the bureau dropped it".to_owned()
            }
            (Lang::Zh, NotMade::NotInFiles) => {
                "结果文件里没有这份文件所需的内容，只有实时服务的库里有；请在服务的页面上或用 --data 生成".to_owned()
            }
            (Lang::En, NotMade::NotInFiles) => {
                "files of results do not hold what it is made of: make it at the service's pages or with --data".to_owned()
            }
        }
    }
}

/// A text with a capital first.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::chinese;
    use crate::words::Lang;

    #[test]
    fn headings_are_numbered_as_they_are_spoken() {
        let numbers = [1, 9, 10, 11, 20, 21, 99].map(chinese);
        assert_eq!(numbers, ["一", "九", "十", "十一", "二十", "二十一", "九十九"]);
    }

    #[test]
    fn differences_of_shares_have_their_sign() {
        let told = [12, 0, -250].map(|of| Lang::Zh.percentage_points(of));
        assert_eq!(told, ["+0.12个百分点", "0.00个百分点", "−2.50个百分点"]);
    }
}

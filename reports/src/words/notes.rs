//! Remarks around lists: what is left out, in brackets, to whom.

use super::{Lang, Word};

impl Lang {
    /// The end of a list that is cut: so many more.
    pub fn and_more(self, more: usize) -> String {
        match self {
            Lang::Zh => format!("另 {more} 个"),
            Lang::En => format!("and {more} more"),
        }
    }

    /// Many of one kind together.
    pub fn together(self, kind: &str, count: usize) -> String {
        match self {
            Lang::Zh => format!("{kind} {count} 条："),
            Lang::En => format!("{kind}, {count}:"),
        }
    }

    /// Which month's result a notice is about.
    pub fn result_of(self, month: &str) -> String {
        match self {
            Lang::Zh => format!("{month}结果"),
            Lang::En => format!("result of {month}"),
        }
    }

    /// A due date in brackets.
    pub fn due_in_brackets(self, due: &str) -> String {
        match self {
            Lang::Zh => format!("（{due} 到期）"),
            Lang::En => format!(" (due {due})"),
        }
    }

    /// The head of a department by name.
    pub fn head_of(self, department: &str, head: &str) -> String {
        match self {
            Lang::Zh => format!("{department}（{head}）"),
            Lang::En => format!("{department} ({head})"),
        }
    }

    /// Which swipe is missing, from the contract's `pm out`.
    pub fn missed_swipe(self, detail: &str) -> String {
        let words = detail.split(' ').map(|word| {
            self.say(match word {
                "am" => Word::new("上午", "morning"),
                "pm" => Word::new("下午", "afternoon"),
                "in" => Word::new("到岗", "arrival"),
                "out" => Word::new("离岗", "departure"),
                _ => Word::new("", ""),
            })
        });
        words.collect::<Vec<_>>().join(self.say(Word::new("", " ")))
    }

    /// The first ones of a month that cost nothing.
    pub fn free_ones(self, free: u32) -> String {
        match self {
            Lang::Zh => format!("本月前 {free} 次不扣，此后起扣"),
            Lang::En => format!("the first {free} of the month cost nothing"),
        }
    }

    /// Last in the ranking, yet without a yellow flag.
    pub fn yellow_withheld(self, above: u32) -> String {
        match self {
            Lang::Zh => format!("无：末位名次不大于 {above}，不授黄旗"),
            Lang::En => format!("none: the last rank is not above {above}, so there is no yellow flag"),
        }
    }
}

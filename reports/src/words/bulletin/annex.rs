//! Sentences of requirements and annexes.

use crate::words::{Lang, Word};

impl Lang {
    /// Nothing is required.
    pub fn nothing_required(self) -> &'static str {
        self.say(Word::new(
            "本月没有需要专门提出的工作要求。",
            "The month gives no cause for particular requirements.",
        ))
    }

    /// A book without lines.
    pub fn empty_book(self) -> &'static str {
        self.say(Word::new("本月没有扣分和加分。", "Nothing was taken and nothing given this month."))
    }

    /// All clauses of an annex are of one regulation.
    pub fn all_under(self, regulation: &str) -> String {
        match self {
            Lang::Zh => format!("依据均为《{regulation}》。"),
            Lang::En => format!("All clauses are of the {regulation}."),
        }
    }

    /// What stands between a regulation and its section.
    pub fn after_regulation(self) -> &'static str {
        self.say(Word::new(" ", ", "))
    }

    /// What stands in an annex.
    pub fn annex_lines(self, lines: i64) -> String {
        match (self, lines) {
            (Lang::Zh, _) => {
                format!("共{lines}笔。“应计”为规则规定的分值，“实计”为本项扣完或加满为止实际计入的分值。")
            }
            (Lang::En, 1) => {
                "1 line. Asked: what the rule says. Applied: what still counted until the category was used up or bonuses were at their most.".to_owned()
            }
            (Lang::En, _) => format!(
                "{lines} lines. Asked: what the rule says. Applied: what still counted until the category was used up or bonuses were at their most."
            ),
        }
    }

    /// Charts that would need the events.
    pub fn not_observed(self) -> &'static str {
        self.say(Word::new(
            "等候时间分布和办件用时分布要从事件统计，结果文件里没有，本件不列。",
            "How waiting and case times are distributed is counted from the events, which files of results do not hold; it is left out here.",
        ))
    }
}

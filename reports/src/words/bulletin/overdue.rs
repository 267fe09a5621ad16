//! Sentences of overdue cases and the warnings of the month.

use super::lower;
use crate::words::Lang;

impl Lang {
    /// Cases that fell overdue.
    pub fn overdue_cases(self, count: i64) -> String {
        self.counted(
            count,
            ["本月没有计入考核的超期办件", "本月计入考核的超期办件{}件"],
            [
                "no overdue case counts this month",
                "1 overdue case counts this month",
                "{} overdue cases count this month",
            ],
        )
    }

    /// Joint shares that were late.
    pub fn joint_delays(self, count: i64) -> String {
        self.counted(
            count,
            ["没有联办份额拖延", "联办份额拖延{}件"],
            ["no joint share was late", "1 joint share was late", "{} joint shares were late"],
        )
    }

    /// Warnings that were sent, each kind with how many.
    pub fn warnings_sent(self, warnings: &[(String, i64)]) -> String {
        let told = |(kind, count): &(String, i64)| match self {
            Lang::Zh => format!("{kind}{count}份"),
            Lang::En => format!("{} {count}", lower(kind)),
        };
        let told: Vec<String> = warnings.iter().map(told).collect();
        match (self, told.is_empty()) {
            (Lang::Zh, true) => "本月没有发出催办".to_owned(),
            (Lang::Zh, false) => format!("本月发出{}", told.join("、")),
            (Lang::En, true) => "no warning was sent this month".to_owned(),
            (Lang::En, false) => format!("sent this month: {}", told.join(", ")),
        }
    }
}

//! Sentences of the comparison with last month and last year.

use super::{Against, lower};
use crate::words::Lang;
use scoring::time::Month;

impl Lang {
    /// A month that is compared with is not known.
    pub fn not_compared(self, against: &Against, month: Month) -> String {
        let month = self.month(month);
        match (self, against) {
            (Lang::Zh, Against::LastMonth) => format!("上月（{month}）的数据没有掌握，不作环比"),
            (Lang::Zh, Against::LastYear) => format!("上年同期（{month}）的数据没有掌握，不作同比"),
            (Lang::En, Against::LastMonth) => {
                format!("last month ({month}) is not known, so nothing is compared with it")
            }
            (Lang::En, Against::LastYear) => {
                format!("the same month of last year ({month}) is not known, so nothing is compared with it")
            }
        }
    }

    /// What moved since another month.
    pub fn compared(self, against: &Against, month: Month, moves: &[String]) -> String {
        let month = self.month(month);
        match (self, against) {
            (Lang::Zh, Against::LastMonth) => format!("与上月（{month}）相比，{}", moves.join("，")),
            (Lang::Zh, Against::LastYear) => format!("与上年同期（{month}）相比，{}", moves.join("，")),
            (Lang::En, Against::LastMonth) => {
                format!("compared with last month ({month}): {}", moves.join(", "))
            }
            (Lang::En, Against::LastYear) => {
                format!("compared with the same month of last year ({month}): {}", moves.join(", "))
            }
        }
    }

    /// A count that moved. `unit` is the Chinese measure word.
    pub fn count_moved(self, label: &str, difference: i64, unit: &str) -> String {
        match (self, difference) {
            (Lang::Zh, 0) => format!("{label}持平"),
            (Lang::Zh, 1..) => format!("{label}增加{difference}{unit}"),
            (Lang::Zh, _) => format!("{label}减少{}{unit}", -difference),
            (Lang::En, 0) => format!("{} unchanged", lower(label)),
            (Lang::En, 1..) => format!("{} up by {difference}", lower(label)),
            (Lang::En, _) => format!("{} down by {}", lower(label), -difference),
        }
    }

    /// A share that moved, in percentage points.
    pub fn share_moved(self, label: &str, difference: i64) -> String {
        let told = self.percentage_points(difference.abs());
        let told = told.trim_start_matches('+');
        match (self, difference) {
            (Lang::Zh, 0) => format!("{label}持平"),
            (Lang::Zh, 1..) => format!("{label}上升{told}"),
            (Lang::Zh, _) => format!("{label}下降{told}"),
            (Lang::En, 0) => format!("{} unchanged", lower(label)),
            (Lang::En, 1..) => format!("{} up by {told}", lower(label)),
            (Lang::En, _) => format!("{} down by {told}", lower(label)),
        }
    }

    /// The other month was scored by another version of the rulebook.
    pub fn compared_rulebook(self, month: Month, version: &str) -> String {
        let month = self.month(month);
        match self {
            Lang::Zh => format!("{month}按考核规则第{version}版计分，分数与本月不能直接比较。"),
            Lang::En => {
                format!("{month} was scored by version {version} of the rulebook: its points do not compare.")
            }
        }
    }

    /// The other month is not closed.
    pub fn other_is_open(self, month: Month) -> String {
        let month = self.month(month);
        match self {
            Lang::Zh => format!("{month}尚未结账，其数据可能变动。"),
            Lang::En => format!("{month} is not closed: its figures may change."),
        }
    }
}

//! Words of the monthly bulletin, its sentences part by part: grammatical for none, one and many.
#![allow(missing_docs)] // Labels are their own explanation.

mod annex;
mod comparison;
mod flags;
mod overdue;
mod places;
mod situation;
mod staff;

use super::Word;
use scoring::points::Points;

pub const CALLED: Word = Word::new("通报", "bulletin");
pub const RANKING: Word = Word::new("窗口排名", "Ranking");
pub const UNRANKED: Word = Word::new("未参加排名的窗口", "Windows not ranked");
pub const RED_WINDOWS: Word = Word::new("红旗窗口", "Red flag windows");
pub const YELLOW_WINDOWS: Word = Word::new("黄旗窗口", "Yellow flag windows");
pub const DISSATISFIED_WINDOWS: Word = Word::new("群众不满意窗口", "Dissatisfied windows");
pub const CONSEQUENCES: Word = Word::new("处理", "Consequences");
pub const STAFF: Word = Word::new("工作人员", "Staff");
pub const DEPARTMENTS: Word = Word::new("部门指标", "Departments");
pub const SITES: Word = Word::new("大厅和分中心", "Sites");
pub const FEEDBACK: Word = Word::new("窗口差评和投诉", "Ratings and complaints");
pub const BAD_RATINGS: Word = Word::new("核实有责的差评", "Bad ratings answered for");
pub const UPHELD: Word = Word::new("查实的投诉", "Complaints upheld");
pub const OVERDUE: Word = Word::new("超期办件", "Overdue cases");
pub const COMPARISON: Word = Word::new("主要指标比较", "Comparison");
pub const DUE: Word = Word::new("到期日", "Due");
pub const CHANGE: Word = Word::new("增减", "Change");
pub const RATINGS: Word = Word::new("有效评价", "Ratings");
pub const BAD: Word = Word::new("有责差评", "Bad, answered for");
pub const COMPLAINTS: Word = Word::new("投诉", "Complaints");
pub const UPHELD_COUNT: Word = Word::new("查实", "Upheld");
pub const WINDOW_BOOK: Word = Word::new("窗口考核明细", "Window book");
pub const STAFF_BOOK: Word = Word::new("工作人员考核明细", "Staff book");
pub const MEAN_TOTAL: Word = Word::new("窗口平均分", "Mean of windows");
pub const RED_COUNT: Word = Word::new("红旗窗口数", "Red flag windows");
pub const YELLOW_COUNT: Word = Word::new("黄旗窗口数", "Yellow flag windows");
pub const DISSATISFIED_COUNT: Word = Word::new("群众不满意窗口数", "Dissatisfied windows");
pub const OVERDUE_COUNT: Word = Word::new("超期办件数", "Overdue cases");
pub const BY_CATEGORY: Word = Word::new("窗口各项得分", "Windows by category");
pub const NOTHING_COMPARES: Word = Word::new("没有可以比较的指标", "nothing that both months count");
pub const NO_GRADE: Word = Word::new("无考评", "none");

/// What a table compares its month with.
pub enum Against {
    /// The month before.
    LastMonth,
    /// The same month of last year.
    LastYear,
}

/// Totals of a ranking.
pub struct Field {
    /// How many are ranked.
    pub ranked: i64,
    /// Their mean, the highest and the lowest.
    pub totals: Option<(Points, Points, Points)>,
}

/// A label within a sentence: English has no capital, but for the names of things.
pub(super) fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

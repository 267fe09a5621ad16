//! The words of rankings, peer groups, departments, sites, and the year of each.
#![allow(missing_docs)] // Each word is its own explanation.

use reports::words::{Lang, Word};

// Ways to look at a ranking.
pub const OFFICIAL: Word = Word::new("正式名次", "Official ranks");
pub const BY_PEERS: Word = Word::new("按办件量分组", "By volume of cases");
pub const BACK_TO_RANK: Word = Word::new("按名次排列", "Sort by rank");
pub const TAKE_XLSX: Word = Word::new("导出 Excel", "Export as Excel");
pub const TAKE_CSV: Word = Word::new("导出 CSV", "Export as CSV");
pub const PLACE_IN_GROUP: Word = Word::new("组内名次", "In group");
pub const PEERS_FOOT: Word = Word::new(
    "分组只供参考，不改变正式名次：有名次且本月有办结件的窗口按办结件数从多到少分为四组，不足 16 个窗口时分为三组；件数相同的归入同一组，没有办结件的单列。组内按正式名次排列。",
    "Groups are for comparison and change no official rank: ranked windows that completed cases this month are parted by how many into four groups, or three where there are fewer than 16 windows; equal counts stay together, and windows without a completed case stand apart. Within a group the official rank decides.",
);

// What a table that is taken away says above itself.
pub const MONTH: Word = Word::new("月份", "Month");
pub const STATE: Word = Word::new("状态", "State");
pub const AS_OF: Word = Word::new("数据时间", "Time of the data");
pub const RULEBOOK: Word = Word::new("考核细则", "Rulebook");
pub const NARROWED: Word = Word::new("范围", "Narrowed to");
pub const SORTED: Word = Word::new("排列", "Sorted by");
pub const NUMBER: Word = Word::new("编号", "Id");
pub const NAME: Word = Word::new("名称", "Name");
pub const REMARK: Word = Word::new("说明", "Remark");
pub const GROUP: Word = Word::new("办件量分组", "Group by volume");

/// How a list is sorted: `总分，从高到低`.
pub fn sorted(lang: Lang, column: &str, is_descending: bool) -> String {
    match (lang, is_descending) {
        (Lang::Zh, true) => format!("{column}，从高到低"),
        (Lang::Zh, false) => format!("{column}，从低到高"),
        (Lang::En, true) => format!("{column}, greatest first"),
        (Lang::En, false) => format!("{column}, smallest first"),
    }
}

//! A list sorted by one of its columns: what the address says (`sort=total`, `sort=-total`), and the heads that lead there.

use super::paging::of_all_pages;
use crate::links::with_query;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use utoipa::ToSchema;

/// By what a list is to be sorted.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct SortAsked {
    /// The column to sort by, with `-` for the greatest first.
    pub sort: Option<String>,
}

/// How a ranking is asked for, beside its filter.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = RankingWanted)]
pub struct Wanted {
    /// The column to sort by, with `-` for the greatest first.
    pub sort: Option<String>,
    /// `peers`: windows by groups of about the same volume.
    pub view: Option<String>,
}

/// What a list is sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sort {
    /// The column's word; empty for the list's own order.
    pub by: String,
    /// Whether the greatest comes first.
    pub is_descending: bool,
}

impl Sort {
    /// What the address says; words that are no column leave the list's own order.
    pub fn parse(text: Option<&str>, columns: &[&str]) -> Sort {
        let text = text.unwrap_or_default();
        let (is_descending, by) = text.strip_prefix('-').map_or((false, text), |by| (true, by));
        if columns.contains(&by) { Sort { by: by.to_owned(), is_descending } } else { Sort::default() }
    }

    /// As the address says it.
    pub fn word(&self) -> String {
        if self.is_descending { format!("-{}", self.by) } else { self.by.clone() }
    }

    /// Sorts rows by a column's value; rows without one come last either way, and equal ones keep their order.
    pub fn rows<R>(&self, rows: &mut [R], value: impl Fn(&R) -> Option<Value>) {
        rows.sort_by(|a, b| match (value(a), value(b)) {
            (Some(a), Some(b)) if self.is_descending => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
    }
}

/// A cell as it is compared; a column has one sort of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A figure.
    Figure(i64),
    /// A text, by its letters.
    Text(String),
}

/// The heads of a list that can be sorted: links, or plain heads where there is no service to sort.
#[derive(Clone, Copy, Debug)]
pub struct Heads<'a> {
    /// How it is sorted now.
    pub sort: &'a Sort,
    /// The query of the page's address.
    pub query: &'a str,
    /// Whether heads are links.
    pub is_served: bool,
}

impl Heads<'_> {
    /// Where the head of figures leads: the greatest first, or the other way where they are sorted so already.
    pub fn figure(&self, by: impl AsRef<str>) -> String {
        self.to(by.as_ref(), true)
    }

    /// Where the head of texts leads: from the first letter, or the other way where they are sorted so already.
    pub fn text(&self, by: impl AsRef<str>) -> String {
        self.to(by.as_ref(), false)
    }

    fn to(&self, by: &str, descends_first: bool) -> String {
        let is_descending = if self.sort.by == by { !self.sort.is_descending } else { descends_first };
        let word = Sort { by: by.to_owned(), is_descending }.word();
        with_query(&of_all_pages(self.query), "sort", Some(&word))
    }

    /// `ascending` or `descending` for the head that the list is sorted by.
    pub fn aria(&self, by: impl AsRef<str>) -> &'static str {
        match (self.sort.by == by.as_ref(), self.sort.is_descending) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        }
    }

    /// The glyph of the head that the list is sorted by.
    pub fn glyph(&self, by: impl AsRef<str>) -> &'static str {
        match (self.sort.by == by.as_ref(), self.sort.is_descending) {
            (false, _) => "",
            (true, false) => " ↑",
            (true, true) => " ↓",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Heads, Sort, Value};

    #[test]
    fn rows_without_a_value_come_last_either_way_and_equal_ones_keep_their_order() {
        let given = [("a", Some(2)), ("b", None), ("c", Some(9)), ("d", Some(2))];
        for (word, expect) in [("total", "adcb"), ("-total", "cadb")] {
            let mut rows = given;
            let sort = Sort::parse(Some(word), &["total"]);
            sort.rows(&mut rows, |row| row.1.map(Value::Figure));
            assert_eq!(rows.map(|row| row.0).concat(), expect, "{word}");
        }
    }

    #[test]
    fn a_head_turns_the_order_round_and_keeps_the_filter() {
        let sort = Sort::parse(Some("-total"), &["total", "who"]);
        let heads = Heads { sort: &sort, query: "site=hall&sort=-total&page=3", is_served: true };
        assert_eq!(heads.figure("total"), "?site=hall&sort=total");
        assert_eq!(heads.text("who"), "?site=hall&sort=who");
        assert_eq!(
            (heads.aria("total"), heads.aria("who"), heads.glyph("total")),
            ("descending", "none", " ↓")
        );
        assert_eq!(Sort::parse(Some("nonsense"), &["total"]), Sort::default());
    }
}

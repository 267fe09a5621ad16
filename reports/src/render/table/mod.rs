//! A table as a value, to be written as CSV or as a workbook: exactly the cells that somebody saw on a page.
//!
//! Figures stay figures, so that a spreadsheet can add them up; a text stays a text, whatever it begins with.

mod csv;
pub(in crate::render) mod xlsx;

pub use self::csv::csv;
pub(in crate::render) use self::csv::csv_with_foot;
pub use xlsx::{Unwritten, xlsx};

use scoring::points::Points;
use scoring::rates::Rate;
use serde::{Serialize, Serializer};

/// A table with what is said above it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// What the table is called; also the name of the workbook's sheet.
    pub title: String,
    /// What it is of: month, version, time of the data, what it is narrowed to and sorted by; label and text.
    pub about: Vec<(String, String)>,
    /// The heads of the columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// What it is called.
    pub title: String,
    /// About how many letters wide it is.
    pub width: u16,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing: not counted, not applicable.
    Nothing,
    /// Words.
    Text(String),
    /// So many.
    Count(i64),
    /// Points.
    Points(Points),
    /// A share.
    Share(Rate),
}

impl Cell {
    /// Points, or nothing.
    pub fn points(points: Option<Points>) -> Cell {
        points.map_or(Cell::Nothing, Cell::Points)
    }

    /// A count, or nothing.
    pub fn count(count: Option<i64>) -> Cell {
        count.map_or(Cell::Nothing, Cell::Count)
    }

    /// A share, or nothing.
    pub fn share(share: Option<Rate>) -> Cell {
        share.map_or(Cell::Nothing, Cell::Share)
    }

    /// Words; none are nothing.
    pub fn text(words: impl Into<String>) -> Cell {
        let words = words.into();
        if words.is_empty() { Cell::Nothing } else { Cell::Text(words) }
    }

    /// Words, or nothing.
    pub fn text_if_any(words: Option<impl Into<String>>) -> Cell {
        words.map_or(Cell::Nothing, Cell::text)
    }
}

/// In JSON a figure is a number, a share a part of one, nothing `null`.
impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Nothing => out.serialize_none(),
            Cell::Text(words) => out.serialize_str(words),
            Cell::Count(number) => out.serialize_i64(*number),
            Cell::Points(points) => out.serialize_f64(f64::from(points.0) / 100.0),
            Cell::Share(rate) => out.serialize_f64(rate.0 as f64 / 10_000.0),
        }
    }
}

#[cfg(test)]
pub(crate) fn example() -> Table {
    let column = |title: &str| Column { title: title.to_owned(), width: 8 };
    Table {
        title: "窗口排名".to_owned(),
        about: vec![("月份".to_owned(), "2026年9月".to_owned())],
        columns: vec![column("窗口"), column("总分"), column("办结"), column("按时办结率")],
        rows: vec![
            vec![
                Cell::Text("不动产, \"一\"窗".to_owned()),
                Cell::Points(Points(11_350)),
                Cell::Count(41),
                Cell::Share(Rate(9_531)),
            ],
            vec![Cell::Text("=1+1".to_owned()), Cell::Points(Points(-450)), Cell::Nothing, Cell::Nothing],
        ],
    }
}

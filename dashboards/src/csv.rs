//! Tables as CSV that spreadsheets open: UTF-8 with a byte order mark, and no cell that would run as a formula.

use crate::links::segment;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use csv::{Terminator, WriterBuilder};
use reports::words::Lang;

/// Without it Excel takes UTF-8 for the machine's own encoding.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What a cell that is no number may not begin with: a spreadsheet would run it.
const FORMULA_STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// A table to be sent as a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The file's name without its ending: `2026-09-窗口排名`.
    pub name: String,
    /// What the columns are called.
    pub head: Vec<String>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<String>>,
}

/// A view that can be sent as a table.
pub trait Tabled {
    /// The view's rows, all that it has.
    fn table(&self, lang: Lang) -> Table;
}

/// The table's text.
pub fn text(table: &Table) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
    // Writing into memory does not fail, and rows of any length are taken.
    let _ = writer.write_record(table.head.iter().map(|cell| safe(cell)));
    for row in &table.rows {
        let _ = writer.write_record(row.iter().map(|cell| safe(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes))
}

/// The table as a file to be kept.
pub fn answer(table: &Table) -> Response {
    let named = format!("attachment; filename=\"table.csv\"; filename*=UTF-8''{}.csv", segment(&table.name));
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, named)];
    (headers, text(table)).into_response()
}

/// A cell as it is, or marked as text where a spreadsheet would run it. Numbers stay numbers, below zero too.
fn safe(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    if !is_number && cell.starts_with(FORMULA_STARTS) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Table, text};

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn a_table_begins_with_a_mark_and_quotes_what_needs_it() {
        let table = Table {
            name: "窗口".to_owned(),
            head: cells(&["窗口", "总分"]),
            rows: vec![cells(&["不动产,\"一\"窗", "98.5"]), cells(&["二\n窗", "-3"])],
        };
        assert_eq!(text(&table), "\u{feff}窗口,总分\r\n\"不动产,\"\"一\"\"窗\",98.5\r\n\"二\n窗\",-3\r\n");
    }

    #[test]
    fn no_cell_runs_as_a_formula() {
        for formula in ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "-inf"] {
            let table = Table { rows: vec![cells(&[formula])], ..Table::default() };
            let text = text(&table);
            assert!(text.contains(&format!("'{formula}")), "{formula:?}: {text:?}");
        }
        for plain in ["-2.5", "+3", "2026-09-08", "W-09", "—"] {
            let table = Table { rows: vec![cells(&[plain])], ..Table::default() };
            assert!(text(&table).ends_with(&format!("{plain}\r\n")), "{plain}");
            assert!(!text(&table).contains('\''), "{plain}");
        }
    }
}

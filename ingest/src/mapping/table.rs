//! An export as a table: its header and its rows, whether it is CSV or a workbook.

use super::csv::CsvRows;
use super::xlsx::SheetRows;
use encoding_rs::Encoding;
use std::fmt;

/// Where in an export the table lies and how it is written.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The encoding of a CSV file; `None`: found out.
    pub encoding: Option<&'static Encoding>,
    /// What stands between two cells of a CSV file.
    pub delimiter: u8,
    /// The sheet of a workbook; `None`: the first.
    pub sheet: Option<String>,
    /// The row of the column headers, from 1.
    pub header_row: u64,
    /// Rows whose first filled cell begins with one of these are left out.
    pub skip_rows: Vec<String>,
}

/// A fault of the whole export: none of it can be mapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// What is wrong, lower case, without a full stop.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for FileFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}; {}", self.what, self.mend)
    }
}

impl std::error::Error for FileFault {}

impl FileFault {
    pub(crate) fn new(what: impl Into<String>, mend: impl Into<String>) -> FileFault {
        FileFault { what: what.into(), mend: mend.into() }
    }
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line (CSV: the one it begins on) or row, as a person counts them, from 1.
    pub number: u64,
    /// The cells' texts without white space around them.
    pub cells: Vec<String>,
    /// The row as it stands in the file; a workbook's cells with tabs between them.
    pub raw: String,
    /// Why the row cannot be relied on, if so.
    pub fault: Option<String>,
}

impl Row {
    fn is_blank(&self) -> bool {
        self.fault.is_none() && self.cells.iter().all(String::is_empty)
    }
}

/// The header and the rows below it.
pub(crate) struct Table {
    /// The headers as they stand.
    pub header: Vec<String>,
    rows: Rows,
    skip_rows: Vec<String>,
}

enum Rows {
    Csv(CsvRows),
    Sheet(SheetRows),
}

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        match self {
            Rows::Csv(rows) => rows.next(),
            Rows::Sheet(rows) => rows.next(),
        }
    }
}

impl Table {
    /// Opens an export by its first bytes: workbooks tell what they are, everything else is CSV.
    pub fn open(layout: &Layout, bytes: Vec<u8>) -> Result<Table, FileFault> {
        let mut rows = if super::xlsx::is_workbook(&bytes) {
            Rows::Sheet(SheetRows::open(layout, bytes)?)
        } else {
            Rows::Csv(CsvRows::open(layout, bytes)?)
        };
        let header = rows.find(|row| row.number >= layout.header_row && !row.is_blank());
        let Some(header) = header else {
            let mend = "export it again; look also at header_row and sheet of the mapping";
            return Err(FileFault::new(format!("the file has no row {} or below", layout.header_row), mend));
        };
        if let Some(fault) = header.fault {
            return Err(FileFault::new(
                format!("the headers in row {}: {fault}", header.number),
                "mend the file",
            ));
        }
        Ok(Table { header: header.cells, rows, skip_rows: layout.skip_rows.clone() })
    }

    fn is_skipped(&self, row: &Row) -> bool {
        let first = row.cells.iter().find(|cell| !cell.is_empty());
        first.is_some_and(|first| self.skip_rows.iter().any(|word| first.starts_with(word.as_str())))
    }
}

impl Iterator for Table {
    type Item = Row;

    /// The next row that is neither blank nor to be skipped.
    fn next(&mut self) -> Option<Row> {
        loop {
            let mut row = self.rows.next()?;
            if row.is_blank() || self.is_skipped(&row) {
                continue;
            }
            // A comma too many shifts every cell behind it, and a wrong cell is worse than none.
            let beyond = row.cells.iter().skip(self.header.len()).any(|cell| !cell.is_empty());
            if beyond && row.fault.is_none() {
                let (cells, headers) = (row.cells.len(), self.header.len());
                row.fault = Some(format!(
                    "the row has {cells} cells under {headers} headers; put a cell that holds the delimiter in quotes"
                ));
            }
            return Some(row);
        }
    }
}

/// A header without what people vary: white space, and full-width forms such as （ for (.
pub(crate) fn plain_header(header: &str) -> String {
    let visible = header.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{feff}');
    visible.map(half_width).collect()
}

fn half_width(letter: char) -> char {
    match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

/// A cell's text as it is meant: no white space around it, and without `="…"`, by which exports keep leading zeros.
pub(crate) fn plain_cell(cell: &str) -> &str {
    let cell = cell.trim();
    let formula = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    formula.map_or(cell, str::trim)
}

//! A table as CSV: UTF-8 with its mark, so that a spreadsheet of an office PC reads the Chinese; one head, then the rows.

use super::{Cell, Table};

/// The mark by which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// With any of these first, a spreadsheet takes a text for a formula.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The heads and rows; what is said above the table stays with the workbook, since programs read this.
pub fn csv(table: &Table) -> String {
    let mut out = BYTE_ORDER_MARK.to_owned();
    line(&mut out, table.columns.iter().map(|column| text(&column.title)));
    for row in &table.rows {
        line(&mut out, row.iter().map(written));
    }
    out
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(',');
        }
        out.push_str(&cell);
    }
    out.push_str("\r\n");
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(words) => text(words),
        Cell::Count(count) => count.to_string(),
        Cell::Points(points) => points.to_string(),
        Cell::Share(rate) => rate.to_string(),
    }
}

/// A text that no spreadsheet takes for a formula: it is given an apostrophe, by which spreadsheets mark texts.
fn text(words: &str) -> String {
    let safe = if words.starts_with(FORMULA_STARTS) { format!("'{words}") } else { words.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::{csv, text};
    use crate::render::table::example;

    #[test]
    fn figures_are_plain_and_commas_and_quotes_stay_in_their_cell() {
        let written = csv(&example());
        let mut lines = written.lines();
        assert_eq!(lines.next(), Some("\u{feff}窗口,总分,办结,按时办结率"));
        assert_eq!(lines.next(), Some("\"不动产, \"\"一\"\"窗\",113.5,41,0.9531"));
        assert_eq!(lines.next(), Some("'=1+1,-4.5,,"), "a number may begin with its sign, a text may not");
        assert!(written.ends_with("\r\n"));
    }

    #[test]
    fn no_text_is_a_formula() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            let cell = text(&format!("{start}cmd|' /C calc'!A0"));
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell:?}");
        }
        assert_eq!(text("W-01"), "W-01");
    }
}

//! A table as CSV: UTF-8 with its mark, so that a spreadsheet of an office PC reads the Chinese; one head, then the rows.

use super::{Cell, Table};

/// The mark by which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// With any of these first, a spreadsheet takes a text for a formula; some take the wide forms of Chinese keyboards for the narrow ones.
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// With any of these in it, a text is put between quotes; spreadsheets of other countries part cells by semicolons or tabs.
const QUOTED: [char; 6] = [',', '"', '\n', '\r', ';', '\t'];

/// The heads and rows; what is said above the table stays with the workbook, since programs read this.
pub fn csv(table: &Table) -> String {
    csv_with_foot(table, None)
}

/// The same with a line below the rows.
pub(in crate::render) fn csv_with_foot(table: &Table, foot: Option<&[Cell]>) -> String {
    let mut out = BYTE_ORDER_MARK.to_owned();
    line(&mut out, table.columns.iter().map(|column| text(&column.title)));
    for row in table.rows.iter().map(Vec::as_slice).chain(foot) {
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
    if safe.contains(QUOTED) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
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
        for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
            let cell = text(&format!("{start}cmd|' /C calc'!A0"));
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell:?}");
        }
        assert_eq!(text("W-01"), "W-01");
        assert_eq!(text("甲;=1+1"), "\"甲;=1+1\"", "nor a part of one where cells are parted by semicolons");
    }
}

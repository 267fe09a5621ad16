//! A table as a workbook: what it is of above, the head frozen and filtered, figures in their format.

use super::{Cell, Table};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::fmt;

/// A workbook that could not be written: more rows or columns than it can hold.
#[derive(Debug)]
pub struct Unwritten(XlsxError);

impl fmt::Display for Unwritten {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the table does not fit a workbook; narrow it or take it as CSV")
    }
}

impl std::error::Error for Unwritten {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<XlsxError> for Unwritten {
    fn from(error: XlsxError) -> Unwritten {
        Unwritten(error)
    }
}

/// So many letters a sheet's name may have; and these it may not.
const SHEET_NAME_MAX: usize = 31;
const NOT_IN_SHEET_NAMES: [char; 8] = ['[', ']', ':', '*', '?', '/', '\\', '\''];

/// The workbook's bytes.
///
/// # Errors
///
/// [`Unwritten`]
pub fn xlsx(table: &Table) -> Result<Vec<u8>, Unwritten> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let name: String = table
        .title
        .chars()
        .filter(|letter| !NOT_IN_SHEET_NAMES.contains(letter))
        .take(SHEET_NAME_MAX)
        .collect();
    if !name.is_empty() {
        sheet.set_name(name)?;
    }
    let head = above(sheet, table)?;
    heads(sheet, table, head)?;
    rows(sheet, table, head)?;
    print(sheet, table, head)?;
    Ok(workbook.save_to_buffer()?)
}

/// Writes title and what the table is of, and tells the row of the heads.
fn above(sheet: &mut Worksheet, table: &Table) -> Result<u32, Unwritten> {
    sheet.write_string_with_format(0, 0, &table.title, &Format::new().set_bold().set_font_size(14))?;
    let mut row = 1;
    for (label, text) in &table.about {
        let words = format!("{label} {text}");
        sheet.write_string_with_format(row, 0, words, &Format::new().set_font_color("#5C646E"))?;
        row += 1;
    }
    Ok(row + 1)
}

fn heads(sheet: &mut Worksheet, table: &Table, head: u32) -> Result<(), Unwritten> {
    let format = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border_bottom(FormatBorder::Thin);
    for (column, of) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(head, column, &of.title, &format)?;
        sheet.set_column_width(column, f64::from(of.width))?;
    }
    sheet.set_freeze_panes(head + 1, 0)?;
    Ok(())
}

fn rows(sheet: &mut Worksheet, table: &Table, head: u32) -> Result<(), Unwritten> {
    let points = Format::new().set_num_format("0.0#;−0.0#");
    let (count, share) = (Format::new().set_num_format("#,##0"), Format::new().set_num_format("0.00%"));
    for (row, cells) in (head + 1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Nothing => continue,
                // A string is never read as a formula, whatever it begins with.
                Cell::Text(words) => sheet.write_string(row, column, words)?,
                Cell::Count(number) => sheet.write_number_with_format(row, column, *number as f64, &count)?,
                Cell::Points(number) => {
                    sheet.write_number_with_format(row, column, f64::from(number.0) / 100.0, &points)?
                }
                Cell::Share(rate) => {
                    sheet.write_number_with_format(row, column, rate.0 as f64 / 10_000.0, &share)?
                }
            };
        }
    }
    let (last_row, last_column) = (head + table.rows.len() as u32, table.columns.len().saturating_sub(1));
    if !table.rows.is_empty() {
        sheet.autofilter(head, 0, last_row, last_column as u16)?;
    }
    Ok(())
}

fn print(sheet: &mut Worksheet, table: &Table, head: u32) -> Result<(), Unwritten> {
    sheet.set_paper_size(9);
    if table.columns.len() > 8 {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(head, head)?;
    sheet.set_footer("&R&P / &N");
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::xlsx;
    use crate::render::table::{Cell, Column, Table, example};
    use std::io::{Cursor, Read};

    /// A part of a workbook, unpacked.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_head_stays_and_is_filtered_and_figures_are_figures() {
        let bytes = xlsx(&example()).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<autoFilter ref=\"A4:D6\"/>"), "{sheet}");
        assert!(sheet.contains("state=\"frozen\"") && sheet.contains("topLeftCell=\"A5\""), "{sheet}");
        for figure in ["<v>113.5</v>", "<v>41</v>", "<v>0.9531</v>", "<v>-4.5</v>"] {
            assert!(sheet.contains(figure), "{figure} in {sheet}");
        }
        assert!(!sheet.contains("<f>"), "a text that begins like a formula is none");
        let texts = part(&bytes, "xl/sharedStrings.xml");
        assert!(texts.contains("<t>=1+1</t>") && texts.contains("月份 2026年9月"), "{texts}");
        assert!(part(&bytes, "xl/workbook.xml").contains("name=\"窗口排名\""));
    }

    #[test]
    fn an_empty_table_and_an_odd_name_are_written_too() {
        let column = Column { title: "x".to_owned(), width: 4 };
        let odd = Table { title: "a/b: [c]?".repeat(9), columns: vec![column], ..Table::default() };
        assert!(xlsx(&odd).is_ok());
        let row = vec![Cell::Text("'".repeat(40_000))];
        let long = Table { columns: odd.columns.clone(), rows: vec![row], ..Table::default() };
        assert!(xlsx(&long).is_err(), "more letters than a cell holds are told, not lost");
    }
}

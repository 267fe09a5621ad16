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

/// So many letters a sheet's name may have, as UTF-16 counts them; and these it may not.
const SHEET_NAME_MAX: usize = 31;
const NOT_IN_SHEET_NAMES: [char; 8] = ['[', ']', ':', '*', '?', '/', '\\', '\''];

/// How high a line of type is, and a row at most, in points.
const LINE_HEIGHT: f64 = 15.0;
const ROW_HEIGHT_MAX: f64 = 409.0;

/// The formats of cells that every workbook has.
pub(in crate::render) struct Formats {
    /// Heads of columns.
    pub head: Format,
    /// Points: one place after the point, two where there are two.
    pub points: Format,
    /// Counts.
    pub count: Format,
    /// Shares.
    pub share: Format,
    /// Words.
    pub words: Format,
}

impl Formats {
    /// The formats.
    pub fn new() -> Formats {
        Formats {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_border_bottom(FormatBorder::Thin),
            points: Format::new().set_num_format("0.0#;−0.0#"),
            count: Format::new().set_num_format("#,##0"),
            share: Format::new().set_num_format("0.00%"),
            words: Format::new(),
        }
    }

    /// The same with something more about each.
    pub fn with(self, more: impl Fn(Format) -> Format) -> Formats {
        let Formats { head, points, count, share, words } = self;
        Formats {
            head: more(head),
            points: more(points),
            count: more(count),
            share: more(share),
            words: more(words),
        }
    }

    /// The format of a cell.
    pub fn of(&self, cell: &Cell) -> &Format {
        match cell {
            Cell::Nothing | Cell::Text(_) => &self.words,
            Cell::Count(_) => &self.count,
            Cell::Points(_) => &self.points,
            Cell::Share(_) => &self.share,
        }
    }

    /// Writes a cell; nothing is written where there is nothing.
    pub fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        cell: &Cell,
    ) -> Result<(), Unwritten> {
        let format = self.of(cell);
        match (number(cell), cell) {
            (Some(number), _) => sheet.write_number_with_format(row, column, number, format)?,
            // A string is never read as a formula, whatever it begins with.
            (None, Cell::Text(words)) => sheet.write_string_with_format(row, column, words, format)?,
            (None, Cell::Nothing | Cell::Count(_) | Cell::Points(_) | Cell::Share(_)) => return Ok(()),
        };
        Ok(())
    }
}

/// A figure as workbooks have it.
pub(in crate::render) fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Nothing | Cell::Text(_) => None,
        Cell::Count(number) => Some(*number as f64),
        Cell::Points(points) => Some(f64::from(points.0) / 100.0),
        Cell::Share(rate) => Some(rate.0 as f64 / 10_000.0),
    }
}

/// How many digits wide a text is; Han letters are two.
pub(in crate::render) fn text_width(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

/// How high a row is in which texts are broken to these widths. Not every program finds out by itself.
pub(in crate::render) fn row_height<'t>(texts: impl Iterator<Item = (&'t str, f64)>) -> f64 {
    let lines = |text: &str, width: f64| {
        // A letter that does not fit leaves its room at the end of a line.
        let room = (width - 2.0).max(1.0);
        text.lines().map(|line| (text_width(line) as f64 / room).ceil().max(1.0)).sum::<f64>()
    };
    let most = texts.map(|(text, width)| lines(text, width)).fold(1.0, f64::max);
    (most * LINE_HEIGHT).min(ROW_HEIGHT_MAX)
}

/// The foot line of a printed sheet with the page at its right. A blank keeps a number from being read as the size of the type, and an
/// ampersand begins an instruction.
pub(in crate::render) fn footer(line: &str) -> String {
    format!("&L&8 {}&R&8 &P / &N", line.replace('&', "&&"))
}

/// A title as the name of a sheet: without what may not be in it, so many letters long at most.
pub(in crate::render) fn sheet_name(title: &str, letters_max: usize) -> String {
    let mut left = letters_max.min(SHEET_NAME_MAX);
    let allowed = title.chars().filter(|letter| !NOT_IN_SHEET_NAMES.contains(letter) && !letter.is_control());
    let fits = allowed.take_while(|letter| {
        let is_in = letter.len_utf16() <= left;
        left = left.saturating_sub(letter.len_utf16());
        is_in
    });
    fits.collect::<String>().trim().to_owned()
}

/// The workbook's bytes.
///
/// # Errors
///
/// [`Unwritten`]
pub fn xlsx(table: &Table) -> Result<Vec<u8>, Unwritten> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let name = sheet_name(&table.title, SHEET_NAME_MAX);
    if !name.is_empty() {
        sheet.set_name(name)?;
    }
    let head = above(sheet, table)?;
    for (column, of) in (0..).zip(&table.columns) {
        sheet.set_column_width(column, f64::from(of.width))?;
    }
    body(sheet, table, head, &Formats::new())?;
    print(sheet, table, head, "&R&P / &N")?;
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

/// Writes heads that stay and are filtered, and the rows below.
pub(in crate::render) fn body(
    sheet: &mut Worksheet,
    table: &Table,
    head: u32,
    formats: &Formats,
) -> Result<(), Unwritten> {
    for (column, of) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(head, column, &of.title, &formats.head)?;
    }
    sheet.set_freeze_panes(head + 1, 0)?;
    for (row, cells) in (head + 1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            formats.write(sheet, (row, column), cell)?;
        }
    }
    let (last_row, last_column) = (head + table.rows.len() as u32, table.columns.len().saturating_sub(1));
    if !table.rows.is_empty() {
        sheet.autofilter(head, 0, last_row, last_column as u16)?;
    }
    Ok(())
}

/// How it is printed: A4, as wide as a page, its head on every page.
pub(in crate::render) fn print(
    sheet: &mut Worksheet,
    table: &Table,
    head: u32,
    footer: &str,
) -> Result<(), Unwritten> {
    sheet.set_paper_size(9);
    if table.columns.len() > 8 {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(head, head)?;
    sheet.set_footer(footer);
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

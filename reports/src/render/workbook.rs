//! A document as a workbook: a cover with all that it says in sentences, and a sheet per table, whose sums and means are formulas.
//!
//! Every formula bears the document's own figure as its result, and comes to that figure when it is computed again: sums are rounded to
//! the hundredth, means to the hundredth half up as [`crate::document::sheet::mean_of`] does. Where cells do not make the figure (a part is not known, a
//! column mixes units), the figure stands as it is. The same document is the same bytes.

mod cover;
mod sums;

pub use super::table::Unwritten;

use super::table::xlsx::{Formats, body, footer, print, row_height, sheet_name, text_width};
use super::table::{Cell, Table};
use crate::document::{Document, Sheet};
use crate::words::formats as words;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use std::collections::BTreeSet;

/// A column is at least and at most so many digits wide; Han letters are two.
const WIDTH_MIN: usize = 7;
const WIDTH_MAX: usize = 44;
/// The row of the heads, below the title and the way back to the cover.
const HEAD_ROW: u32 = 2;
/// So many letters are kept free for a number behind a sheet's name.
const NUMBER_LETTERS: usize = 5;

/// The workbook's bytes.
///
/// # Errors
///
/// [`Unwritten`]
pub fn xlsx(document: &Document) -> Result<Vec<u8>, Unwritten> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document)?);
    let names = names(document);
    cover::write(workbook.add_worksheet(), document, &names)?;
    for (sheet, name) in document.sheets().zip(&names.sheets) {
        let written = workbook.add_worksheet();
        written.set_name(name)?;
        write(written, document, sheet, &names.cover)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The names of the sheets.
struct Names {
    cover: String,
    /// Of the tables, in their order.
    sheets: Vec<String>,
}

/// Names of sheets differ, for spreadsheets even without regard to capitals.
fn names(document: &Document) -> Names {
    let cover = document.lang.say(words::COVER).to_owned();
    let mut taken = BTreeSet::from([cover.to_lowercase()]);
    let mut named = |title: &str| {
        let plain = sheet_name(title, usize::MAX);
        let plain = if plain.is_empty() { document.lang.say(words::TABLE).to_owned() } else { plain };
        let stem = sheet_name(&plain, 31 - NUMBER_LETTERS);
        let numbered = (2..).map(|number: u32| format!("{stem} {number}"));
        let mut candidates = [plain].into_iter().chain(numbered);
        candidates.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
    };
    let sheets = document.sheets().map(|sheet| named(&sheet.table.title)).collect();
    Names { cover, sheets }
}

/// Title, issuer and the instant of the results; no time of making.
fn properties(document: &Document) -> Result<DocProperties, Unwritten> {
    let made = document.trace.as_of.get(..19).map(ExcelDateTime::parse_from_str);
    let made = match made {
        Some(Ok(made)) => made,
        Some(Err(_)) | None => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    let code = document.trace.code.clone().unwrap_or_default();
    let mut properties = DocProperties::new()
        .set_title(document.title.replace('\n', ""))
        .set_subject(document.kind.name(document.lang))
        .set_comment(code)
        .set_creation_datetime(&made);
    if let Some(head) = &document.head {
        properties = properties.set_author(&head.issuer);
    }
    Ok(properties)
}

fn write(written: &mut Worksheet, document: &Document, sheet: &Sheet, cover: &str) -> Result<(), Unwritten> {
    let table = &sheet.table;
    let title = Format::new().set_bold().set_font_size(14);
    written.write_string_with_format(0, 0, &table.title, &title)?;
    let back = format!("internal:'{cover}'!A1");
    written.write_url_with_text(1, 0, back.as_str(), cover)?;
    let formats = Formats::new().with(|format| format.set_align(FormatAlign::Top));
    let formats = Formats { words: formats.words.clone().set_text_wrap(), ..formats };
    body(written, table, HEAD_ROW, &formats)?;
    let place = sums::Place { first_row: HEAD_ROW + 1 };
    for sum in &sheet.sums {
        for (row, cells) in (place.first_row..).zip(&table.rows) {
            if let Some((formula, cell)) = place.row_sum(row, cells, sum) {
                let column = sum.column as u16;
                written.write_formula_with_format(row, column, formula, formats.of(cell))?;
            }
        }
    }
    let below = foot(written, sheet, place)?;
    let widths = widths(table, below.as_deref());
    for (column, width) in (0..).zip(&widths) {
        written.set_column_width(column, *width)?;
    }
    let heads = table.columns.iter().map(|column| column.title.as_str());
    // The button of the filter takes the room of two digits.
    let head_height = row_height(heads.zip(widths.iter().map(|width| width - 2.0)));
    written.set_row_height(HEAD_ROW, head_height)?;
    for (row, cells) in (place.first_row..).zip(&table.rows) {
        let texts = cells.iter().zip(&widths).filter_map(|(cell, width)| match cell {
            Cell::Text(words) => Some((words.as_str(), *width)),
            Cell::Nothing | Cell::Count(_) | Cell::Points(_) | Cell::Share(_) => None,
        });
        written.set_row_height(row, row_height(texts))?;
    }
    print(written, table, HEAD_ROW, &footer(&document.lang.foot_line(document)))
}

/// Writes the line below the rows, and tells its cells.
fn foot(written: &mut Worksheet, sheet: &Sheet, place: sums::Place) -> Result<Option<Vec<Cell>>, Unwritten> {
    let (Some(foot), Some(cells)) = (&sheet.foot, sheet.foot_cells()) else { return Ok(None) };
    let ruled = |format: Format| format.set_bold().set_border_top(FormatBorder::Thin);
    let formats = Formats::new().with(ruled);
    let row = place.first_row + sheet.table.rows.len() as u32;
    for ((column, cell), total) in (0..).zip(&cells).zip(&foot.totals) {
        match place.foot(&sheet.table, column, *total, cell) {
            Some(formula) => {
                written.write_formula_with_format(row, column, formula, formats.of(cell))?;
            }
            None if matches!(cell, Cell::Nothing) => {
                written.write_blank(row, column, &formats.words)?;
            }
            None => formats.write(written, (row, column), cell)?,
        }
    }
    Ok(Some(cells))
}

/// How wide columns are: as their widest cell, within bounds; longer words are broken.
fn widths(table: &Table, below: Option<&[Cell]>) -> Vec<f64> {
    let rows = || table.rows.iter().map(Vec::as_slice).chain(below);
    let width = |(place, column): (usize, &super::table::Column)| {
        let cells = rows().filter_map(|row| row.get(place)).map(cell_width);
        // The head has the button of its filter beside it.
        let widest = cells.chain([(text_width(&column.title) + 3).min(18)]).max().unwrap_or_default();
        (widest + 2).clamp(WIDTH_MIN, WIDTH_MAX) as f64
    };
    table.columns.iter().enumerate().map(width).collect()
}

fn cell_width(cell: &Cell) -> usize {
    match cell {
        Cell::Nothing => 0,
        Cell::Text(words) => words.lines().map(text_width).max().unwrap_or_default(),
        Cell::Count(count) => count.to_string().len() + 1,
        Cell::Points(points) => points.to_string().len(),
        Cell::Share(_) => 7,
    }
}

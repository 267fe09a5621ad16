//! The cover of a workbook: what the document is and of what, and all that it says in sentences, with the way to each table.

use super::{Names, Unwritten};
use crate::charts;
use crate::document::{Block, Document, Sheet};
use crate::render::table::xlsx::{footer, row_height};
use crate::words::Lang;
use crate::words::formats as words;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet};

/// Labels stand in the first column, texts in the second.
const LABEL: u16 = 0;
const TEXT: u16 = 1;
/// So wide is a label's column, and a text's: together they fit A4.
const LABEL_WIDTH: f64 = 18.0;
const TEXT_WIDTH: f64 = 78.0;
/// So many letters a cell holds.
const CELL_LETTERS_MAX: usize = 32_767;

/// Writes the cover.
pub(super) fn write(sheet: &mut Worksheet, document: &Document, names: &Names) -> Result<(), Unwritten> {
    sheet.set_name(&names.cover)?;
    sheet.set_column_width(LABEL, LABEL_WIDTH)?;
    sheet.set_column_width(TEXT, TEXT_WIDTH)?;
    let lang = document.lang;
    let mut cover = Cover { sheet, lang, row: 0, names: names.sheets.iter() };
    cover.line(&document.title.replace('\n', ""), &Format::new().set_bold().set_font_size(16))?;
    if let Some(subtitle) = &document.subtitle {
        cover.line(subtitle, &Format::new().set_font_color("#5C646E"))?;
    }
    cover.row += 1;
    for (label, text) in lang.addressed_and_signed(document) {
        cover.fact(label, &text)?;
    }
    cover.heading(1, lang.say(words::TRACE))?;
    for (label, text) in lang.traced(&document.trace) {
        cover.fact(label, &text)?;
    }
    cover.row += 1;
    cover.blocks(&document.blocks)?;
    for line in document.signed.iter().flat_map(|signed| &signed.by_hand) {
        cover.by_hand(line)?;
    }
    for (place, annex) in document.annexes.iter().enumerate() {
        let number = (document.annexes.len() > 1).then_some(place + 1);
        cover.heading(1, &format!("{}{}{}", lang.annex(number), lang.colon(), annex.title))?;
        cover.blocks(&annex.blocks)?;
    }
    cover.print(document);
    Ok(())
}

struct Cover<'a> {
    sheet: &'a mut Worksheet,
    lang: Lang,
    row: u32,
    /// The names of the tables' sheets that are still to come.
    names: std::slice::Iter<'a, String>,
}

impl Cover<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Result<(), Unwritten> {
        for block in blocks {
            match block {
                Block::Heading { level, text } => self.heading(*level, text)?,
                Block::Paragraph { text } => self.text(text, &wrapped())?,
                Block::Note { text } => {
                    self.text(text, &wrapped().set_font_size(9).set_font_color("#5C646E"))?;
                }
                Block::Banner { text, .. } => self.line(text, &Format::new().set_bold().set_font_size(20))?,
                Block::Facts { facts } => {
                    for fact in facts {
                        self.fact(&fact.label, &fact.text)?;
                    }
                }
                Block::Table { sheet } => self.table(sheet)?,
                Block::Figure { caption, told, chart } => {
                    let told =
                        if told.trim().is_empty() { charts::told(chart, self.lang) } else { told.clone() };
                    let label = self.lang.say(words::FIGURE);
                    self.fact(label, &format!("{caption}{}{told}", self.lang.colon()))?;
                }
            }
        }
        Ok(())
    }

    /// One line that may run over both columns.
    fn line(&mut self, text: &str, format: &Format) -> Result<(), Unwritten> {
        self.sheet.write_string_with_format(self.row, LABEL, text, format)?;
        self.row += 1;
        Ok(())
    }

    fn heading(&mut self, level: u8, text: &str) -> Result<(), Unwritten> {
        if level <= 1 {
            self.row += 1;
        }
        let size = if level <= 1 { 13.0 } else { 11.0 };
        self.line(text, &Format::new().set_bold().set_font_size(size))
    }

    fn text(&mut self, text: &str, format: &Format) -> Result<(), Unwritten> {
        let letters: Vec<char> = text.chars().collect();
        // A cell of UTF-16 holds half as many letters of the rarest kind.
        for part in letters.chunks(CELL_LETTERS_MAX / 2) {
            let part: String = part.iter().collect();
            self.sheet.set_row_height(self.row, row_height([(part.as_str(), TEXT_WIDTH)].into_iter()))?;
            self.sheet.write_string_with_format(self.row, TEXT, part, format)?;
            self.row += 1;
        }
        Ok(())
    }

    fn fact(&mut self, label: &str, text: &str) -> Result<(), Unwritten> {
        let format = wrapped().set_font_color("#5C646E");
        self.sheet.write_string_with_format(self.row, LABEL, label, &format)?;
        let row = self.row;
        self.text(text, &wrapped())?;
        self.row = self.row.max(row + 1);
        Ok(())
    }

    /// The way to a table's sheet.
    fn table(&mut self, sheet: &Sheet) -> Result<(), Unwritten> {
        let label = self.lang.say(words::TABLE);
        self.sheet.write_string_with_format(self.row, LABEL, label, &wrapped().set_font_color("#5C646E"))?;
        if let Some(name) = self.names.next() {
            let link = format!("internal:'{name}'!A1");
            let title = if sheet.table.title.is_empty() { name } else { &sheet.table.title };
            self.sheet.write_url_with_text(self.row, TEXT, link.as_str(), title)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A line to sign on.
    fn by_hand(&mut self, what: &str) -> Result<(), Unwritten> {
        self.row += 1;
        self.sheet.write_string_with_format(self.row, LABEL, self.lang.by_hand(what), &wrapped())?;
        let ruled = Format::new().set_border_bottom(FormatBorder::Thin);
        self.sheet.write_blank(self.row, TEXT, &ruled)?;
        self.row += 1;
        Ok(())
    }

    fn print(&mut self, document: &Document) {
        self.sheet.set_paper_size(9);
        self.sheet.set_print_fit_to_pages(1, 0);
        self.sheet.set_footer(footer(&self.lang.foot_line(document)));
    }
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

//! A document as texts for programs: its tables as CSV, one by one or packed, and the whole as JSON.

use super::table::{Cell, Column, Table, csv_with_foot};
use crate::document::{Document, Sheet};
use crate::words::formats as words;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Not in names of files, on whichever system they are unpacked.
const NOT_IN_FILE_NAMES: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
/// So many letters of a title are enough for a name.
const NAME_LETTERS_MAX: usize = 60;

/// Each table, the annexes' too, as CSV: the file's name, numbered in the order of the document, and the text with the line below the
/// rows as its last. None where the document has no table.
pub fn csv(document: &Document) -> Vec<(String, String)> {
    let written = |(sheet, number): (&Sheet, usize)| {
        let name = format!("{number:02}-{}.csv", file_name(&sheet.table.title));
        (name, csv_with_foot(&sheet.table, sheet.foot_cells().as_deref()))
    };
    document.sheets().zip(1..).map(written).collect()
}

/// What a document is and of what, as CSV of labels and texts, and its tables, packed as one ZIP; the same document is the same bytes.
///
/// # Errors
///
/// What the packer says: a table of more than 4 GiB.
pub fn zip(document: &Document) -> std::io::Result<Vec<u8>> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let about = format!("00-{}.csv", document.lang.say(words::ABOUT));
    for (name, text) in [(about, about_csv(document))].into_iter().chain(csv(document)) {
        out.start_file(name, options)?;
        out.write_all(text.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}

/// The document as JSON, its members in the order in which they are declared.
pub fn json_of(document: &Document) -> String {
    // A document holds texts and figures alone, which JSON always takes.
    serde_json::to_string_pretty(document).unwrap_or_default()
}

fn about_csv(document: &Document) -> String {
    let lang = document.lang;
    let row = |(label, text): (&str, String)| vec![Cell::text(label), Cell::text(text)];
    let title = (lang.say(words::ABOUT), document.title.replace('\n', ""));
    let said = lang.addressed_and_signed(document).into_iter().chain(lang.traced(&document.trace));
    let column = |title: &str| Column { title: title.to_owned(), width: 20 };
    let table = Table {
        columns: vec![column(title.0), column(&title.1)],
        rows: said.map(row).collect(),
        ..Table::default()
    };
    csv_with_foot(&table, None)
}

fn file_name(title: &str) -> String {
    let allowed = title.chars().filter(|letter| !NOT_IN_FILE_NAMES.contains(letter) && !letter.is_control());
    allowed.take(NAME_LETTERS_MAX).collect::<String>().trim().to_owned()
}

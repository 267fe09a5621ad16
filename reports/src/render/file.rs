//! A document as a file, in the format that somebody wants.

use super::{html, texts, workbook};
use crate::document::Document;
use crate::typeset;
use std::error::Error;
use std::fmt;

/// A format of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// To print and sign.
    Pdf,
    /// A workbook with formulas.
    Xlsx,
    /// One page, to be read in a browser.
    Html,
    /// The tables; several as one ZIP.
    Csv,
    /// For programs.
    Json,
}

/// A document as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The ending of its name, without the dot.
    pub ending: &'static str,
    /// Its media type.
    pub media_type: &'static str,
}

/// Why a document could not become a file.
#[derive(Debug)]
pub struct Unwritten(Box<dyn Error + Send + Sync>);

impl fmt::Display for Unwritten {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the document could not be written: {}", self.0)
    }
}

impl Error for Unwritten {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}

impl Format {
    /// All formats, in the order in which they are offered.
    pub const ALL: [Format; 5] = [Format::Pdf, Format::Xlsx, Format::Html, Format::Csv, Format::Json];

    /// The word of commands and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Csv => "csv",
            Format::Json => "json",
        }
    }

    /// The format of a word.
    pub fn of_word(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// A document as a file.
///
/// # Errors
///
/// [`Unwritten`]: a chart cannot be drawn, a table does not fit a workbook.
pub fn file(document: &Document, format: Format) -> Result<File, Unwritten> {
    let failed = |error: Box<dyn Error + Send + Sync>| Unwritten(error);
    let (bytes, ending, media_type) = match format {
        Format::Pdf => {
            (typeset::pdf(document).map_err(|error| failed(error.into()))?, "pdf", "application/pdf")
        }
        Format::Xlsx => (
            workbook::xlsx(document).map_err(|error| failed(error.into()))?,
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Format::Html => (html::page(document).into_bytes(), "html", "text/html; charset=utf-8"),
        Format::Csv => match texts::csv(document).as_slice() {
            [(_, only)] => (only.clone().into_bytes(), "csv", "text/csv; charset=utf-8"),
            [] | [_, ..] => {
                (texts::zip(document).map_err(|error| failed(error.into()))?, "csv.zip", "application/zip")
            }
        },
        Format::Json => (texts::json_of(document).into_bytes(), "json", "application/json"),
    };
    Ok(File { bytes, ending, media_type })
}

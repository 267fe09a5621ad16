//! Documents as PDF, set as Chinese officials expect them (GB/T 9704-2012), with layout of our own.
//!
//! | step | see |
//! | --- | --- |
//! | a text as pieces of type, with what stands between them and where lines may begin | `sorts` |
//! | lines, full and without punctuation at the wrong end | `lines`, `title` |
//! | blocks as strips below each other, and what each is to those who hear it read | `setter`, `blocks`, `table`, `tags` |
//! | a layout: what stands where | `official`, `sheet`, `hung` |
//! | pages, filled with strips, with number and foot line | `slugs`, `furniture` |
//! | bytes | `paint` |
//!
//! The file is PDF/A-2a and PDF/UA-1 as far as its writer can check both: what breaks a rule of theirs is an error, not a file. It is
//! made of the document alone, so the same document is the same bytes.

mod blocks;
mod chart;
mod facts;
mod flag;
mod furniture;
mod hung;
mod ink;
mod lines;
mod measure;
mod official;
mod paint;
mod setter;
mod sheet;
mod slugs;
mod sorts;
mod table;
mod tags;
mod title;

use self::setter::Setter;
use self::slugs::{Bookmark, Page};
use self::tags::Tags;
use crate::document::{Document, Layout};
use std::fmt;

/// Why a document could not be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unset(String);

impl fmt::Display for Unset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the document could not be set as PDF: {}", self.0)
    }
}

impl std::error::Error for Unset {}

/// A document as PDF.
///
/// # Errors
///
/// Where a chart cannot be drawn, or the file would break a rule of PDF/A-2a or PDF/UA-1.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Unset> {
    let (pages, bookmarks, tags) = laid(document)?;
    paint::painted(document, &pages, &bookmarks, &tags)
}

/// The pages of a document.
fn laid(document: &Document) -> Result<(Vec<Page>, Vec<Bookmark>, Tags), Unset> {
    let Setter { sections, tags, .. } = match document.layout {
        Layout::Official => official::set(document)?,
        Layout::Sheet => sheet::set(document)?,
        Layout::Certificate => hung::certificate(document)?,
        Layout::Sign => hung::sign(document)?,
    };
    let (mut pages, bookmarks) = slugs::pages(sections);
    match document.layout {
        Layout::Certificate => hung::border(&mut pages),
        Layout::Official | Layout::Sheet | Layout::Sign => {}
    }
    furniture::put(document, &mut pages);
    Ok((pages, bookmarks, tags))
}

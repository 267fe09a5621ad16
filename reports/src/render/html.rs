//! A document as HTML: one file that needs nothing else, or its body for a page of the service.
//!
//! | to | see |
//! | --- | --- |
//! | have a file to send or print | [`page`]: its style is in it, it has no script and its own policy lets it load nothing |
//! | frame it by a page of the application | [`body`], with [`STYLE`] from an address of its own, since the service's policy allows no style within a page |
//!
//! Everything in [`STYLE`] is about what is within `article.paper`. Charts are inline SVG; what they tell stands below them, their
//! figures in a table that opens. Headings follow each other without a gap. The text is XML too, so that programs read it.

mod blocks;
mod mark;

use self::blocks::Writer;
pub use self::mark::escaped;
use self::mark::in_css;
use crate::document::{Document, Layout};
use std::fmt::Write as _;

/// How a document looks, on a screen and on A4.
pub const STYLE: &str = include_str!("html/paper.css");

/// A file that needs nothing else.
pub fn page(document: &Document) -> String {
    let title = document.title.replace('\n', "");
    let foot = document.lang.foot_line(document);
    let across = match document.layout {
        Layout::Official | Layout::Sheet => "",
        Layout::Certificate | Layout::Sign => " landscape",
    };
    let mut out = String::with_capacity(STYLE.len() + 16_384);
    // Writing to a text cannot fail.
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{title}</title>\n<style>\n{STYLE}\
         @page {{ size: A4{across}; margin: 22mm 20mm 20mm;\n  @top-center {{ content: {head}; font-size: 8pt; color: #5c646e; }}\n  \
         @bottom-left {{ content: {foot}; font-size: 7pt; color: #5c646e; }}\n  \
         @bottom-right {{ content: counter(page) \" / \" counter(pages); font-size: 8pt; color: #5c646e; }}\n}}\n\
         body {{ margin: 0; background: #eef0f2; }}\n@media print {{ body {{ background: none; }} }}\n</style>\n</head>\n<body>\n<main>\n",
        lang = document.lang.code(),
        title = escaped(&title),
        head = in_css(&title),
        foot = in_css(&foot),
    );
    out.push_str(&body(document));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// The document alone: an `article` with the document's language, beginning with its `h1`.
pub fn body(document: &Document) -> String {
    let mut writer = Writer::new(document.lang);
    writer.document(document);
    writer.finish()
}

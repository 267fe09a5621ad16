//! Results to bytes.
//!
//! | a document as | see |
//! | --- | --- |
//! | a file, in the format that is wanted | [`file::file`] |
//! | a workbook that adds up again | [`workbook::xlsx`] |
//! | a page, or a part of one | [`html::page`], [`html::body`] |
//! | its tables as CSV, one by one or packed | [`texts::csv`], [`texts::zip`] |
//! | JSON | [`json_of`] |
//! | PDF | [`typeset::pdf`](crate::typeset::pdf) |
pub mod columns;
pub mod contract;
pub mod file;
pub mod html;
pub(crate) mod json;
pub mod table;
pub mod texts;
pub mod workbook;

pub use texts::json_of;

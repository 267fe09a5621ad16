//! The county's own files: registry, rulebook, calendar.

pub mod read;

pub use read::parse;

//! Personal data: one person's as files to hand out, and taking out what names staff who left.
//!
//! Pages and the command line call the same functions. How long things are kept is the store's
//! ([`ingest::store::sqlite::Retention`]); the pages show and set it.

mod erase;
mod export;

pub use erase::{Plan, Refusal, RegistryLine, erase, plan};
pub use export::{AtDesk, at_desk, file_name, files};

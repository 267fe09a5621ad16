//! Writes results to standard output; a reader that stops early (`| head`) is no fault.

use crate::commands::Failure;
use anyhow::Context as _;
use std::io::{ErrorKind, Write as _};

/// Writes a text.
pub fn write(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other.context("cannot write to standard output")?),
    }
}

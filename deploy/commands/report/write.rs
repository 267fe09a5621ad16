//! A document into a folder, in one of its formats; whole, or not at all.

use crate::commands::Failure;
use anyhow::Context as _;
use reports::document::Document;
use reports::render::file::{File, Format, file};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a document; a file that is there is replaced once the new one is whole.
pub fn write(folder: &Path, document: &Document, format: Format) -> Result<PathBuf, Failure> {
    let File { bytes, ending, .. } = file(document, format).with_context(|| document.name.clone())?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let path = folder.join(format!("{}.{ending}", document.name));
    let half = folder.join(format!(".{}.{ending}.half", document.name));
    fs::write(&half, bytes).with_context(|| format!("cannot write {}", half.display()))?;
    fs::rename(&half, &path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

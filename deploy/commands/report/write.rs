//! A file into a folder; whole, or not at all.

use crate::commands::Failure;
use anyhow::Context as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a file; one that is there is replaced once the new one is whole.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let path = folder.join(name);
    let half = folder.join(format!(".{name}.half"));
    fs::write(&half, bytes).with_context(|| format!("cannot write {}", half.display()))?;
    fs::rename(&half, &path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

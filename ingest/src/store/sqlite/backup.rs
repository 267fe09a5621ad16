//! A copy of the store as it is at one moment, made while others write; and the way back.

use super::open::{lock, refuse_strange};
use super::{FILE_NAME, Records, Sqlite};
use crate::store::StoreError;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::Path;

impl Records {
    /// Writes a whole copy to a file that is not there yet, and reads it through once to see that it is sound.
    ///
    /// # Errors
    ///
    /// [`StoreError`], also where the copy turns out to be damaged.
    pub fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        self.connection
            .execute("VACUUM INTO ?", [to.display().to_string()])
            .map_err(super::failed(to, "write the copy"))?;
        let on_disk = fs::File::open(to).and_then(|file| file.sync_all());
        on_disk.map_err(|cause| StoreError::Failed {
            attempt: format!("bring the copy {} to the disk", to.display()),
            cause: cause.into(),
        })?;
        check(to)
    }
}

impl Records {
    /// Opens a copy to read it; nothing of it changes.
    ///
    /// # Errors
    ///
    /// [`StoreError`], also where the copy is damaged or of a later version.
    pub fn open_copy(file: &Path) -> Result<Records, StoreError> {
        check(file)?;
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(super::failed(file, "open the copy"))?;
        Ok(Records { connection, file: file.to_owned() })
    }
}

/// Puts a copy into a data folder that has no store.
///
/// # Errors
///
/// [`StoreError`]: the folder is in use or has a store already, or the copy is damaged or of a later version.
pub fn restore(from: &Path, folder: &Path, holder: &str) -> Result<u64, StoreError> {
    let refuse = |what: &str| StoreError::Failed {
        attempt: format!("restore into {}", folder.display()),
        cause: what.into(),
    };
    fs::create_dir_all(folder).map_err(|error| refuse(&error.to_string()))?;
    let held = lock(folder, holder)?;
    let target = folder.join(FILE_NAME);
    if target.exists() {
        return Err(refuse("it has a store already; name another folder, or move that one away first"));
    }
    check(from)?;
    // Under another name until it is whole, so that a kill leaves no half of a store.
    let partial = folder.join("flagpost.db.part");
    fs::copy(from, &partial)
        .and_then(|_| fs::File::open(&partial)?.sync_all())
        .and_then(|()| fs::rename(&partial, &target))
        .map_err(|error| refuse(&error.to_string()))?;
    drop(held);
    Sqlite::open(folder, holder)?.records().event_count()
}

fn check(file: &Path) -> Result<(), StoreError> {
    let damaged = |what: String| StoreError::Failed {
        attempt: format!("read the copy {}", file.display()),
        cause: what.into(),
    };
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| damaged(error.to_string()))?;
    refuse_strange(&connection, file)?;
    let said: String = connection
        .query_row("PRAGMA quick_check", [], |row| row.get(0))
        .map_err(|error| damaged(error.to_string()))?;
    if said == "ok" { Ok(()) } else { Err(damaged(said)) }
}

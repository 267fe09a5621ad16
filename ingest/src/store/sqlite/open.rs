//! Opens the data folder: takes its lock, brings the schema up to date, sets how commits reach the disk.

use super::{Records, failed};
use crate::store::{Held, StoreError};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The database's name in the data folder.
pub const FILE_NAME: &str = "flagpost.db";
const LOCK_NAME: &str = "flagpost.lock";

/// Marks the file as Flagpost's (`PRAGMA application_id`): "FLAG".
const APPLICATION_ID: i32 = 0x464c_4147;

/// The schema's steps, oldest first; the file's `user_version` says how many it has.
const MIGRATIONS: [&str; 4] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
];

/// The version of the schema that this program writes.
const KNOWN_VERSION: u32 = MIGRATIONS.len() as u32;

/// How long one writer waits for another, in milliseconds. What others write takes a few.
const BUSY_MILLISECONDS: u64 = 10_000;

/// The one that appends, with the folder's lock.
#[derive(Debug)]
pub struct Sqlite {
    pub(super) records: Records,
    /// Held for as long as the store is open; the system frees it when the process ends, however it ends.
    _lock: File,
}

impl Sqlite {
    /// Opens a folder's store for appending; makes folder and store where there are none. `holder` tells others who has it.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] where another process has it, [`StoreError::TooNew`], [`StoreError::ReadOnly`], and others.
    pub fn open(folder: &Path, holder: &str) -> Result<Sqlite, StoreError> {
        fs::create_dir_all(folder).map_err(|error| system(folder, "make the folder", error))?;
        let lock = lock(folder, holder)?;
        let file = folder.join(FILE_NAME);
        let mut connection =
            connect(&file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        migrate(&mut connection, &file)?;
        Ok(Sqlite { records: Records { connection, file }, _lock: lock })
    }

    /// The records beside the events, through the same connection.
    pub fn records(&self) -> &Records {
        &self.records
    }
}

impl Records {
    /// Opens the records of a folder that has a store, beside whoever appends.
    ///
    /// # Errors
    ///
    /// [`StoreError::ReadOnly`] where there is no store or it cannot be opened, [`StoreError::TooNew`], and others.
    pub fn open(folder: &Path) -> Result<Records, StoreError> {
        let file = folder.join(FILE_NAME);
        let mut connection = connect(&file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if version(&connection, &file)? < KNOWN_VERSION {
            // Only with the lock may the schema change under others.
            let _lock = lock(folder, "migration")?;
            migrate(&mut connection, &file)?;
        }
        Ok(Records { connection, file })
    }
}

pub(super) fn lock(folder: &Path, holder: &str) -> Result<File, StoreError> {
    let path = folder.join(LOCK_NAME);
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = opened.map_err(|error| system(&path, "open the lock", error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            return Err(StoreError::InUse {
                held: Held::Folder(folder.to_owned()),
                holder: holder.trim().to_owned(),
            });
        }
        Err(TryLockError::Error(error)) => return Err(system(&path, "lock", error)),
    }
    let written = file
        .set_len(0)
        .and_then(|()| file.seek(SeekFrom::Start(0)))
        .and_then(|_| writeln!(file, "{holder}, pid {}", std::process::id()));
    written.map_err(|error| system(&path, "write the lock", error))?;
    Ok(file)
}

fn system(path: &Path, attempt: &str, error: std::io::Error) -> StoreError {
    let kind = error.kind();
    if matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) {
        StoreError::ReadOnly(path.to_owned())
    } else if kind == ErrorKind::StorageFull {
        StoreError::Full(path.to_owned())
    } else {
        StoreError::Failed { attempt: format!("{attempt} {}", path.display()), cause: Box::new(error) }
    }
}

fn connect(file: &PathBuf, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(failed(file, "open the database"))?;
    connection
        .busy_timeout(std::time::Duration::from_millis(BUSY_MILLISECONDS))
        .map_err(failed(file, "set the waiting time"))?;
    refuse_strange(&connection, file)?;
    // FULL: the write-ahead log is on the disk before a commit answers. Checkpoints are larger than SQLite's default, so
    // that a stream of commits does not stop for one every few megabytes.
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;",
        )
        .map_err(failed(file, "set up the database"))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Refuses what is another program's or of a later version, before anything is written to it.
pub(super) fn refuse_strange(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    let read = || {
        // In this order: somebody else may be making the store, its parts and its id at once.
        let parts: u64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        // One without anything in it is a store that is being made, or whose making was cut short.
        Ok(id == APPLICATION_ID || (id == 0 && parts == 0))
    };
    if !read().map_err(failed(file, "look at the database"))? {
        return Err(StoreError::NoStore(file.to_owned()));
    }
    let found = version(connection, file)?;
    if found > KNOWN_VERSION {
        return Err(StoreError::TooNew { found, known: KNOWN_VERSION });
    }
    Ok(())
}

fn version(connection: &Connection, file: &Path) -> Result<u32, StoreError> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(failed(file, "read the format's version"))
}

/// Brings the schema up to date, a step a transaction, so that a kill in between leaves a version that is whole.
fn migrate(connection: &mut Connection, file: &Path) -> Result<(), StoreError> {
    let found = version(connection, file)?;
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(found as usize) {
        let mend = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", step as u32 + 1)?;
            transaction.commit()
        };
        mend(connection).map_err(failed(file, "bring the format up to date"))?;
    }
    Ok(())
}

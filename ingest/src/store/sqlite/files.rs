//! Files of the drop folder: how far they are read, what became of their lines, and whether they were moved away.

use super::Records;
use crate::batch::Counts;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;

/// A file as it is known. Its identity is its name and the digest of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    /// Its number, from 1 in the order in which files were begun.
    pub number: u64,
    /// Lines or rows that are durable.
    pub lines: u64,
    /// What became of them.
    pub counts: Counts,
    /// When all of it was durable.
    pub done: Option<Instant>,
    /// When it was moved away, with its result beside it.
    pub filed: Option<Instant>,
}

/// A line of a file that failed validation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedLine {
    /// The line or row, from 1.
    pub line: u64,
    /// The rejection's number.
    pub number: u64,
    /// The contract's code.
    pub code: String,
    /// What is wrong and how to mend it, Chinese and English.
    pub message: String,
}

impl Records {
    /// What is known of a file; `None` where it was never begun.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn file_record(&self, name: &str, digest: &[u8; 32]) -> Result<Option<FileRecord>, StoreError> {
        let mut find = self
            .connection
            .prepare_cached(
                "SELECT file, lines, accepted, duplicates, rejected, done, filed FROM files
                 WHERE name = ? AND digest = ?",
            )
            .map_err(self.failed("look for a file"))?;
        find.query_row(params![name, digest], |row| {
            let (accepted, duplicates, rejected) = (row.get(2)?, row.get(3)?, row.get(4)?);
            Ok(FileRecord {
                number: row.get(0)?,
                lines: row.get(1)?,
                counts: Counts { read: accepted + duplicates + rejected, accepted, duplicates, rejected },
                done: row.get::<_, Option<i64>>(5)?.map(Instant),
                filed: row.get::<_, Option<i64>>(6)?.map(Instant),
            })
        })
        .optional()
        .map_err(self.failed("look for a file"))
    }

    /// The first rejected lines of a file, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejected_lines(&self, file: u64) -> Result<Vec<RejectedLine>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT line, rejection, code, message FROM file_rejections JOIN rejections USING (rejection)
                 WHERE file = ? ORDER BY line, rejection",
            )?;
            let rows = select.query_map([file as i64], |row| {
                Ok(RejectedLine {
                    line: row.get(0)?,
                    number: row.get(1)?,
                    code: row.get(2)?,
                    message: row.get(3)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list a file's rejected lines"))
    }

    /// Files that are done and not yet noted as moved away, by number and name.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn unfiled(&self) -> Result<Vec<(u64, String)>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare(
                "SELECT file, name FROM files WHERE filed IS NULL AND done IS NOT NULL ORDER BY file",
            )?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list files"))
    }

    /// Notes that a file was moved away, with its result beside it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn file_was_filed(&self, file: u64, at: Instant) -> Result<(), StoreError> {
        self.connection
            .execute("UPDATE files SET filed = ? WHERE file = ?", params![at.0, file as i64])
            .map(|_| ())
            .map_err(self.failed("note that a file was moved away"))
    }
}

//! Documents that the schedule made by itself: each kept once, with the very files that were mailed.
//!
//! Retention takes the files; that a document was made, when and with which code stays, so that it is not made again.

use super::Records;
use crate::store::StoreError;
use crate::store::outbox::DraftFile;
use rusqlite::{OptionalExtension, Row, ToSql, params};
use scoring::time::{Date, Instant};

/// A document that the schedule made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its kind and period, which it is known by: `bulletin/2026-09`, `weekly-brief/2026-W40`.
    pub draft: String,
    /// The files' name without ending.
    pub name: String,
    /// Its code.
    pub code: String,
    /// The version of the closed month that it is of; none while the month was open.
    pub version: Option<u32>,
    /// When it was made.
    pub made: Instant,
}

/// The same as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    /// What it is.
    pub draft: Draft,
    /// The formats of its files; none once they are erased.
    pub formats: Vec<String>,
    /// When its files were erased.
    pub erased: Option<Instant>,
}

const COLUMNS: &str = "drafts.draft, name, code, version, made, erased,
    (SELECT json_group_array(format) FROM draft_files WHERE draft_files.draft = drafts.draft)";

impl Records {
    /// Keeps a document with its files. One that is there stays as it is; false then.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_draft(&self, draft: &Draft, files: &[DraftFile]) -> Result<bool, StoreError> {
        let Draft { draft, name, code, version, made } = draft;
        let write = || {
            let new = self
                .connection
                .prepare_cached(
                    "INSERT INTO drafts VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (draft) DO NOTHING",
                )?
                .execute(params![draft, name, code, version, made.0])?;
            if new == 0 {
                return Ok(false);
            }
            let mut insert =
                self.connection.prepare_cached("INSERT INTO draft_files VALUES (?, ?, ?, ?, ?)")?;
            for DraftFile { format, name, media_type, bytes } in files {
                insert.execute(params![draft, format, name, media_type, bytes])?;
            }
            Ok(true)
        };
        self.at_once(|| write().map_err(self.failed("keep a draft")))
    }

    /// Notes that a document is about to be made on a day. Durable before it answers.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn begin_draft(&self, draft: &str, day: Date) -> Result<(), StoreError> {
        let note = "INSERT INTO draft_attempts VALUES (?, ?, 1) ON CONFLICT (draft) DO UPDATE
            SET attempts = iif(day = excluded.day, attempts + 1, 1), day = excluded.day";
        self.write_attempt(note, params![draft, day.0])
    }

    /// Notes that its making has come to an end, whatever came of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn end_draft(&self, draft: &str) -> Result<(), StoreError> {
        self.write_attempt("DELETE FROM draft_attempts WHERE draft = ?", params![draft])
    }

    /// How often its making began on a day and never came to an end.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn unended_drafts(&self, draft: &str, day: Date) -> Result<u32, StoreError> {
        self.connection
            .prepare_cached("SELECT attempts FROM draft_attempts WHERE draft = ? AND day = ?")
            .and_then(|mut select| select.query_row(params![draft, day.0], |row| row.get(0)).optional())
            .map(Option::unwrap_or_default)
            .map_err(self.failed("look for attempts at a draft"))
    }

    fn write_attempt(&self, statement: &str, values: &[&dyn ToSql]) -> Result<(), StoreError> {
        let written = self.connection.prepare_cached(statement).and_then(|mut write| write.execute(values));
        written.map(drop).map_err(self.failed("note an attempt at a draft"))
    }

    /// A document by what it is known by.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn draft(&self, draft: &str) -> Result<Option<KeptDraft>, StoreError> {
        self.one_draft("draft = ?", draft)
    }

    /// The document with a code.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn draft_of_code(&self, code: &str) -> Result<Option<KeptDraft>, StoreError> {
        self.one_draft("code = ?", code)
    }

    /// A file of a document; none where it was never made so, or is erased.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn file_of_draft(&self, draft: &str, format: &str) -> Result<Option<DraftFile>, StoreError> {
        let read = |row: &Row<'_>| {
            Ok(DraftFile {
                format: row.get(0)?,
                name: row.get(1)?,
                media_type: row.get(2)?,
                bytes: row.get(3)?,
            })
        };
        self.connection
            .prepare_cached(
                "SELECT format, name, media_type, bytes FROM draft_files WHERE draft = ? AND format = ?",
            )
            .and_then(|mut select| select.query_row([draft, format], read).optional())
            .map_err(self.failed("read a draft's file"))
    }

    /// Erases the files of the documents that a query with an instant names; how many documents there were.
    pub(super) fn erase_drafts(&self, which: &str, before: Instant, now: Instant) -> Result<u64, StoreError> {
        let erase = || {
            self.connection
                .execute(&format!("DELETE FROM draft_files WHERE draft IN ({which})"), params![before.0])?;
            self.connection.execute(
                &format!("UPDATE drafts SET erased = ?2 WHERE draft IN ({which})"),
                params![before.0, now.0],
            )
        };
        self.at_once(|| erase().map(|count| count as u64).map_err(self.failed("erase drafts")))
    }

    fn one_draft(&self, wanted: &str, value: impl ToSql) -> Result<Option<KeptDraft>, StoreError> {
        let read = |row: &Row<'_>| {
            Ok(KeptDraft {
                draft: Draft {
                    draft: row.get(0)?,
                    name: row.get(1)?,
                    code: row.get(2)?,
                    version: row.get(3)?,
                    made: Instant(row.get(4)?),
                },
                erased: row.get::<_, Option<i64>>(5)?.map(Instant),
                formats: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
            })
        };
        self.connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM drafts WHERE {wanted}"))
            .and_then(|mut select| select.query_row([value], read).optional())
            .map_err(self.failed("look for a draft"))
    }
}

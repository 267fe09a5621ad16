//! The letters that the bureau has changed. What a letter's text must be is not known here: `reports::delivery::letters`
//! checks it before it is kept.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::Instant;

/// A letter's text as the bureau wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLetter {
    /// The letter's name.
    pub letter: String,
    /// `zh` or `en`.
    pub lang: String,
    /// The text.
    pub text: String,
    /// When it was changed.
    pub changed: Instant,
    /// Who changed it.
    pub changed_by: String,
}

impl Records {
    /// Keeps a letter's text in the place of the one before.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn put_letter(&self, kept: &KeptLetter) -> Result<(), StoreError> {
        let KeptLetter { letter, lang, text, changed, changed_by } = kept;
        self.connection
            .prepare_cached(
                "INSERT INTO letters VALUES (?, ?, ?, ?, ?) ON CONFLICT (letter, lang) DO UPDATE
                 SET text = excluded.text, changed = excluded.changed, changed_by = excluded.changed_by",
            )
            .and_then(|mut put| put.execute(params![letter, lang, text, changed.0, changed_by]))
            .map(drop)
            .map_err(self.failed("keep a letter's text"))
    }

    /// Drops a letter's own text, so that the built-in one is in force again; false where it had none.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn reset_letter(&self, letter: &str, lang: &str) -> Result<bool, StoreError> {
        self.connection
            .execute("DELETE FROM letters WHERE letter = ? AND lang = ?", [letter, lang])
            .map(|dropped| dropped > 0)
            .map_err(self.failed("drop a letter's text"))
    }

    /// A letter's own text, where it has one.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn letter(&self, letter: &str, lang: &str) -> Result<Option<KeptLetter>, StoreError> {
        self.connection
            .prepare_cached("SELECT * FROM letters WHERE letter = ? AND lang = ?")
            .and_then(|mut find| find.query_row([letter, lang], kept).optional())
            .map_err(self.failed("look for a letter's text"))
    }

    /// Every letter that was changed, by name and language.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn letters(&self) -> Result<Vec<KeptLetter>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached("SELECT * FROM letters ORDER BY letter, lang")?;
            let rows = select.query_map([], kept)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list the letters"))
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptLetter> {
    Ok(KeptLetter {
        letter: row.get("letter")?,
        lang: row.get("lang")?,
        text: row.get("text")?,
        changed: Instant(row.get("changed")?),
        changed_by: row.get("changed_by")?,
    })
}

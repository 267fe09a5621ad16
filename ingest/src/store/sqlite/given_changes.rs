//! Registry, rulebook and calendar files as they were changed at the pages; and what was in force from when on.

use super::Records;
use crate::store::{GivenFiles, StoreError};
use rusqlite::{Row, params};
use scoring::time::Instant;

/// A change of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenChange {
    /// Its number, from 1; 0 for one that is to be kept.
    pub number: u64,
    /// `registry`, `rulebook`, `calendar`.
    pub kind: String,
    /// The file's name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The text that it replaced; none where there was none.
    pub before: Option<String>,
    /// When it took effect.
    pub at: Instant,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

const COLUMNS: &str = "change, kind, name, text, before, at, changed_by, reason";
const LEVEL: i32 = 3;
/// A file of a county is far below this.
const TEXT_BYTES_MAX: usize = 64 << 20;

impl Records {
    /// Keeps a change; its number.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_given_change(&self, change: &GivenChange) -> Result<u64, StoreError> {
        let packed = |text: &str| zstd::bulk::compress(text.as_bytes(), LEVEL).unwrap_or_default();
        let GivenChange { number: _, kind, name, text, before, at, by, reason } = change;
        self.connection
            .execute(
                "INSERT INTO given_changes (kind, name, text, before, at, changed_by, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![kind, name, packed(text), before.as_deref().map(packed), at.0, by, reason],
            )
            .map(|_| self.connection.last_insert_rowid().cast_unsigned())
            .map_err(self.failed("keep a changed file"))
    }

    /// The last so many changes of a kind, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn given_changes(&self, kind: &str, most: u64) -> Result<Vec<GivenChange>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM given_changes WHERE kind = ? ORDER BY change DESC LIMIT ?"
            ))?;
            let rows = select.query_map(params![kind, most as i64], change)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list changed files"))
    }

    /// All sets of files that the service ever started or went on with, oldest first, each with when it first did.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn givens_in_force(&self) -> Result<Vec<(Instant, GivenFiles)>, StoreError> {
        let select = || {
            let mut select =
                self.connection.prepare_cached("SELECT first_used, files FROM givens ORDER BY first_used")?;
            let rows = select.query_map([], |row| Ok((Instant(row.get(0)?), row.get::<_, String>(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows = select().map_err(self.failed("read the kept registries"))?;
        Ok(rows
            .into_iter()
            .map(|(at, files)| (at, serde_json::from_str(&files).unwrap_or_default()))
            .collect())
    }
}

fn change(row: &Row<'_>) -> rusqlite::Result<GivenChange> {
    let unpacked = |bytes: Vec<u8>| {
        let text = zstd::bulk::decompress(&bytes, TEXT_BYTES_MAX).unwrap_or_default();
        String::from_utf8_lossy(&text).into_owned()
    };
    Ok(GivenChange {
        number: row.get(0)?,
        kind: row.get(1)?,
        name: row.get(2)?,
        text: unpacked(row.get(3)?),
        before: row.get::<_, Option<Vec<u8>>>(4)?.map(unpacked),
        at: Instant(row.get(5)?),
        by: row.get(6)?,
        reason: row.get(7)?,
    })
}

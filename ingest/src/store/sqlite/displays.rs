//! Links of wall displays: each shows the wall alone, without a login, until it is taken back. Only the digest is kept.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::Instant;

/// A link as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Display {
    /// Its number.
    pub number: i64,
    /// Where the display hangs.
    pub name: String,
    /// When it was made.
    pub made: Instant,
    /// Who made it.
    pub made_by: String,
    /// When it was last used, to the minute.
    pub seen: Option<Instant>,
    /// When it was taken back.
    pub revoked: Option<Instant>,
}

/// A use is noted again after so long, so that a display that is renewed each second does not write each second.
const SEEN_EVERY_NANOS: i64 = 60 * 1_000_000_000;

impl Records {
    /// Keeps a link by the digest of its secret; answers its number.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn add_display(&self, key: &[u8; 32], name: &str, by: &str, at: Instant) -> Result<i64, StoreError> {
        self.connection
            .execute(
                "INSERT INTO displays (key, name, made, made_by) VALUES (?, ?, ?, ?)",
                params![key, name, at.0, by],
            )
            .map(|_| self.connection.last_insert_rowid())
            .map_err(self.failed("keep the link of a display"))
    }

    /// Whether a link is in force; that it was used is noted.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn use_display(&self, key: &[u8; 32], at: Instant) -> Result<bool, StoreError> {
        let act = || {
            let found: Option<(i64, Option<i64>)> = self
                .connection
                .prepare_cached("SELECT display, seen FROM displays WHERE key = ? AND revoked IS NULL")?
                .query_row(params![key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((display, seen)) = found else { return Ok(false) };
            if seen.is_none_or(|seen| seen + SEEN_EVERY_NANOS <= at.0) {
                let mut note =
                    self.connection.prepare_cached("UPDATE displays SET seen = ? WHERE display = ?")?;
                note.execute(params![at.0, display])?;
            }
            Ok(true)
        };
        act().map_err(self.failed("look for the link of a display"))
    }

    /// Takes a link back; answers its name, or nothing where there is none in force of that number.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn revoke_display(&self, number: i64, at: Instant) -> Result<Option<String>, StoreError> {
        self.connection
            .query_row(
                "UPDATE displays SET revoked = ? WHERE display = ? AND revoked IS NULL RETURNING name",
                params![at.0, number],
                |row| row.get(0),
            )
            .optional()
            .map_err(self.failed("take back the link of a display"))
    }

    /// All links, the newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn displays(&self) -> Result<Vec<Display>, StoreError> {
        let select = || {
            let mut select =
                self.connection.prepare_cached("SELECT * FROM displays ORDER BY display DESC")?;
            let rows = select.query_map([], kept)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list the links of displays"))
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Display> {
    Ok(Display {
        number: row.get("display")?,
        name: row.get("name")?,
        made: Instant(row.get("made")?),
        made_by: row.get("made_by")?,
        seen: row.get::<_, Option<i64>>("seen")?.map(Instant),
        revoked: row.get::<_, Option<i64>>("revoked")?.map(Instant),
    })
}

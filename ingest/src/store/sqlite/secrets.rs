//! Secrets that the store makes for itself, such as the one that personal links are signed with.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, params};

impl Records {
    /// A secret by its name; `chance` becomes it where there is none yet.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn secret(&self, name: &str, chance: [u8; 32]) -> Result<[u8; 32], StoreError> {
        let read = || {
            self.connection
                .prepare_cached("SELECT secret FROM secrets WHERE name = ?")?
                .query_row([name], |row| row.get(0))
                .optional()
        };
        if let Some(known) = read().map_err(self.failed("read a secret"))? {
            return Ok(known);
        }
        // Of two who make it at the same moment the first one's stands, for both.
        self.connection
            .prepare_cached("INSERT INTO secrets VALUES (?, ?) ON CONFLICT DO NOTHING")
            .and_then(|mut insert| insert.execute(params![name, chance]))
            .and_then(|_| read())
            .map(|kept| kept.unwrap_or(chance))
            .map_err(self.failed("keep a secret"))
    }

    /// Puts another secret in the place of one: what was signed with the old one holds no more.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn renew_secret(&self, name: &str, chance: [u8; 32]) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO secrets VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET secret = excluded.secret",
            )
            .and_then(|mut insert| insert.execute(params![name, chance]))
            .map(|_| ())
            .map_err(self.failed("renew a secret"))
    }
}

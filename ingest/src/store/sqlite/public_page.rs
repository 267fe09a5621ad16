//! What everybody may see without logging in: one setting, off until an administrator sets it.

use super::{AuditEntry, Records};
use crate::store::StoreError;
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;

/// The setting's name.
const NAME: &str = "public_page";

impl Records {
    /// What the page for everybody shows, as JSON; none while nobody ever set it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn public_page(&self) -> Result<Option<(String, Instant, String)>, StoreError> {
        self.connection
            .prepare_cached("SELECT value, changed, changed_by FROM settings WHERE name = ?")
            .and_then(|mut select| {
                let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, Instant(row.get(1)?), row.get(2)?));
                select.query_row([NAME], read).optional()
            })
            .map_err(self.failed("read what the public page shows"))
    }

    /// Sets what the page for everybody shows, and notes who did.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn set_public_page(&self, value: &str, at: Instant, by: &str) -> Result<(), StoreError> {
        self.at_once(|| {
            self.connection
                .prepare_cached(
                    "INSERT INTO settings VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
                     SET value = excluded.value, changed = excluded.changed, changed_by = excluded.changed_by",
                )
                .and_then(|mut put| put.execute(params![NAME, value, at.0, by]))
                .map_err(self.failed("set what the public page shows"))?;
            self.note(&AuditEntry {
                at,
                who: by.to_owned(),
                what: "settings.public_page".to_owned(),
                subject: NAME.to_owned(),
                detail: value.to_owned(),
            })
        })
    }
}

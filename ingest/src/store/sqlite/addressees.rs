//! What is known of recipients beyond the registry: addresses, a deputy, what they do not want. What is in it is
//! `reports::delivery`'s matter; here it is text.

use super::Records;
use crate::store::StoreError;
use rusqlite::params;
use scoring::time::Instant;

/// A recipient's settings as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAddressee {
    /// As in [`crate::store::KeptNotice::recipients`].
    pub recipient: String,
    /// JSON.
    pub settings: String,
    /// When they were changed last.
    pub changed: Instant,
    /// By whom.
    pub changed_by: String,
}

impl Records {
    /// Keeps the settings of a recipient.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn put_addressee(&self, addressee: &KeptAddressee) -> Result<(), StoreError> {
        let KeptAddressee { recipient, settings, changed, changed_by } = addressee;
        self.connection
            .execute(
                "INSERT INTO addressees VALUES (?, ?, ?, ?) ON CONFLICT (recipient) DO UPDATE SET
                     settings = excluded.settings, changed = excluded.changed, changed_by = excluded.changed_by",
                params![recipient, settings, changed.0, changed_by],
            )
            .map(|_| ())
            .map_err(self.failed("keep a recipient's settings"))
    }

    /// The settings of all recipients that have such, by recipient.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn addressees(&self) -> Result<Vec<KeptAddressee>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT recipient, settings, changed, changed_by FROM addressees ORDER BY recipient",
            )?;
            let rows = select.query_map([], |row| {
                Ok(KeptAddressee {
                    recipient: row.get(0)?,
                    settings: row.get(1)?,
                    changed: Instant(row.get(2)?),
                    changed_by: row.get(3)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list the settings of recipients"))
    }
}

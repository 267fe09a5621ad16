//! Sources that sent an identity or telephone number as an applicant: how often, and when last.

use super::Records;
use crate::store::StoreError;
use rusqlite::{Connection, params};
use scoring::time::Instant;

/// A source that sent such numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainApplicants {
    /// The site.
    pub site: String,
    /// In how many events.
    pub events: u64,
    /// When the last one arrived.
    pub last: Instant,
}

/// Counts an event of each of these sites.
pub(super) fn count(connection: &Connection, sites: &[&str], received: Instant) -> rusqlite::Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO plain_applicants VALUES (?, 1, ?) ON CONFLICT (site) DO UPDATE
         SET events = events + 1, last = max(last, excluded.last)",
    )?;
    sites.iter().try_for_each(|site| upsert.execute(params![site, received.0]).map(|_| ()))
}

impl Records {
    /// The sources that sent identity or telephone numbers as applicants, by id.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn plain_applicants(&self) -> Result<Vec<PlainApplicants>, StoreError> {
        let select = || {
            let mut select = self
                .connection
                .prepare_cached("SELECT site, events, last FROM plain_applicants ORDER BY site")?;
            let rows = select.query_map([], |row| {
                Ok(PlainApplicants { site: row.get(0)?, events: row.get(1)?, last: Instant(row.get(2)?) })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list who sent numbers as applicants"))
    }
}

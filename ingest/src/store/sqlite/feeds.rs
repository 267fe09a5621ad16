//! What arrived of each stream of each source, hour by hour.

use super::Records;
use crate::store::{FeedHour, StoreError};
use scoring::time::Instant;

const COLUMNS: &str = "site, stream, hour, accepted, duplicates, rejected, lag_seconds, lag_seconds_max, \
                       last_received, last_time";

impl Records {
    /// The hours from one on, and of each stream the last one before, by source, stream and hour.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn feed_hours(&self, from_hour: i64) -> Result<Vec<FeedHour>, StoreError> {
        let select = || {
            // Beside max(), SQLite takes the other columns from the row that has it.
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM feed_hours WHERE hour >= ?1
                 UNION ALL
                 SELECT site, stream, max(hour), accepted, duplicates, rejected, lag_seconds, lag_seconds_max,
                        last_received, last_time
                 FROM feed_hours WHERE hour < ?1 GROUP BY site, stream
                 ORDER BY site, stream, hour"
            ))?;
            let rows = select.query_map([from_hour], |row| {
                Ok(FeedHour {
                    site: row.get(0)?,
                    stream: row.get(1)?,
                    hour: row.get(2)?,
                    accepted: row.get(3)?,
                    duplicates: row.get(4)?,
                    rejected: row.get(5)?,
                    lag_seconds: row.get(6)?,
                    lag_seconds_max: row.get(7)?,
                    last_received: Instant(row.get(8)?),
                    last_time: row.get::<_, Option<i64>>(9)?.map(Instant),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("read the feeds' hours"))
    }
}

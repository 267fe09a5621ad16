//! Since when the service has been there to take events in, and what it judges feeds by: what a source could not deliver
//! is not its silence, and a command that looks at feeds must judge them as the service does.

use super::Records;
use crate::feeds::Limits;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;

/// A service that was away for no longer than this has not been away: senders try again.
const GAP_NANOS_MAX: i64 = 5 * 60 * 1_000_000_000;

/// What the service last said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listening {
    /// From when on it has been there, gaps of up to five minutes aside.
    pub since: Instant,
    /// The latest time at which it said so, even where the clock was set back since: what was shown then stays shown.
    pub until: Instant,
    /// When it takes a feed to be in trouble.
    pub limits: Limits,
}

impl Records {
    /// Notes that the service is there from now on, or still, if it was away for a short while alone.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn begin_listening(&self, now: Instant, limits: &Limits) -> Result<(), StoreError> {
        let limits = serde_json::to_string(limits).unwrap_or_default();
        self.connection
            .prepare_cached(
                "INSERT INTO listening VALUES (1, ?1, ?1, ?2)
                 ON CONFLICT DO UPDATE SET
                     since = CASE WHEN ?1 BETWEEN since AND until + ?3 THEN since ELSE ?1 END,
                     until = max(until, ?1), limits = ?2",
            )
            .and_then(|mut note| note.execute(params![now.0, limits, GAP_NANOS_MAX]))
            .map(|_| ())
            .map_err(self.failed("note that the service is there"))
    }

    /// Notes that it is still there. It is also the smallest thing that the store can be asked to make durable.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn go_on_listening(&self, now: Instant) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE listening SET until = max(until, ?1), since = min(since, ?1)")
            .and_then(|mut note| note.execute([now.0]))
            .map(|_| ())
            .map_err(self.failed("note that the service is there"))
    }

    /// What the service last said of itself; none where it has not run yet.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn listening(&self) -> Result<Option<Listening>, StoreError> {
        let found = self.connection.query_row("SELECT since, until, limits FROM listening", [], |row| {
            let limits: String = row.get(2)?;
            Ok(Listening {
                since: Instant(row.get(0)?),
                until: Instant(row.get(1)?),
                limits: serde_json::from_str(&limits).unwrap_or_default(),
            })
        });
        found.optional().map_err(self.failed("read since when the service has been there"))
    }
}

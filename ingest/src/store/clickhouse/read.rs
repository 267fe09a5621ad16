//! Reads a region back: its events in order, its rejections, what arrived, how far files were read.

use super::lane::{Head, Owned};
use crate::store::{EventNumber, FeedHour, ReadEvents, StoreError, StoredEvent};
use clickhouse::Row;
use scoring::time::Instant;
use serde::Deserialize;
use std::ops::ControlFlow;
use std::sync::Arc;

/// What is kept of a region of a lane.
#[derive(Clone, Debug)]
pub struct RegionKept {
    pub(super) owned: Arc<Owned>,
    pub(super) code: String,
}

#[derive(Row, Deserialize)]
struct KeptEvent<'s> {
    number: u64,
    received: i64,
    content: u64,
    raw: &'s str,
}

#[derive(Row, Deserialize)]
struct KeptHour {
    site: String,
    stream: String,
    hour: i64,
    accepted: u64,
    duplicates: u64,
    rejected: u64,
    lag_seconds: i64,
    lag_seconds_max: i64,
    last_received: i64,
    last_time: Option<i64>,
}

/// So many rows are read between two looks at the clock.
const ROWS_A_STEP: usize = 1024;

impl RegionKept {
    /// What counts.
    pub fn head(&self) -> Head {
        self.owned.head(&self.code)
    }

    /// What arrived in the hours from one on, and of each stream in the last one before, by source, stream and
    /// hour.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn feed_hours(&self, from_hour: i64) -> Result<Vec<FeedHour>, StoreError> {
        let until = self.head().arrivals;
        let kept: Vec<KeptHour> = self.owned.store.wait(self.owned.store.rows(
            &format!("read the feeds' hours of region {}", self.code),
            "SELECT site, stream, hour, sum(accepted) AS accepted, sum(duplicates) AS duplicates,
                    sum(rejected) AS rejected, sum(lag_seconds) AS lag_seconds,
                    max(lag_seconds_max) AS lag_seconds_max, max(last_received) AS last_received,
                    max(last_time) AS last_time
             FROM (SELECT * FROM arrivals FINAL WHERE region = {region:String} AND number <= {until:UInt64})
             GROUP BY site, stream, hour
             QUALIFY hour >= {from:Int64} OR hour = max(if(hour < {from:Int64}, hour, NULL)) OVER (PARTITION BY site, stream)
             ORDER BY site, stream, hour",
            |query| query.param("region", &self.code).param("until", until).param("from", from_hour),
        ))?;
        let hour = |kept: KeptHour| FeedHour {
            site: kept.site,
            stream: kept.stream,
            hour: kept.hour,
            accepted: kept.accepted,
            duplicates: kept.duplicates,
            rejected: kept.rejected,
            lag_seconds: kept.lag_seconds,
            lag_seconds_max: kept.lag_seconds_max,
            last_received: Instant(kept.last_received),
            last_time: kept.last_time.map(Instant),
        };
        Ok(kept.into_iter().map(hour).collect())
    }

    /// How many lines of a file are durable, and whether it is done; `None` where it was never seen.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn file_position(&self, name: &str, digest: &[u8; 32]) -> Result<Option<(u64, bool)>, StoreError> {
        let until = self.head().files;
        let digest = crate::store::digest::hex(digest);
        let found: Vec<(u64, bool)> = self.owned.store.wait(self.owned.store.rows(
            &format!("look for the file {name} of region {}", self.code),
            "SELECT lines, done IS NOT NULL FROM files FINAL
             WHERE region = {region:String} AND number <= {until:UInt64} AND name = {name:String}
               AND digest = unhex({digest:String})
             ORDER BY number DESC LIMIT 1",
            |query| {
                let query = query.param("region", &self.code).param("until", until);
                query.param("name", name).param("digest", &digest)
            },
        ))?;
        Ok(found.into_iter().next())
    }
}

impl ReadEvents for RegionKept {
    fn event_count(&self) -> Result<u64, StoreError> {
        Ok(self.head().events)
    }

    /// `each` must not use the store. It fails also where an event is missing that once counted.
    fn each_event(
        &self,
        after: EventNumber,
        each: &mut dyn FnMut(StoredEvent<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let until = self.head().events;
        if after >= until {
            return Ok(());
        }
        let attempt = format!("read the events of region {} from {} on", self.code, after + 1);
        let store = &self.owned.store;
        let mut last = after;
        store.wait(async {
            // In the order of the table's key, so that nothing is sorted or held; of several versions the highest is first.
            let sql = "SELECT number, received, content, raw FROM events
                       WHERE region = {region:String} AND number > {after:UInt64} AND number <= {until:UInt64}
                       ORDER BY region, number, version DESC";
            let query = store.client.query_raw(sql).param("region", &self.code);
            let query = query.param("after", after).param("until", until);
            let mut rows = store.step(&attempt, async { query.fetch::<KeptEvent<'_>>() }).await?;
            let mut is_done = false;
            while !is_done {
                store
                    .step(&attempt, async {
                        for _ in 0..ROWS_A_STEP {
                            let Some(event) = rows.next().await? else {
                                is_done = true;
                                break;
                            };
                            if event.number == last {
                                continue;
                            }
                            if event.number != last + 1 {
                                let gap = format!("event {} is missing: restore a backup", last + 1);
                                return Err(clickhouse::error::Error::Other(gap.into()));
                            }
                            last = event.number;
                            let KeptEvent { number, received, content, raw } = event;
                            let event = StoredEvent { number, received: Instant(received), content, raw };
                            if each(event).is_break() {
                                (is_done, last) = (true, until);
                                break;
                            }
                        }
                        Ok(())
                    })
                    .await?;
            }
            Ok(())
        })?;
        if last < until {
            return Err(StoreError::Failed {
                attempt,
                cause: format!("event {} is missing: restore a backup", last + 1).into(),
            });
        }
        Ok(())
    }
}

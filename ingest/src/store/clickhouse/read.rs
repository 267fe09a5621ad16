//! Reads a region back: its events in order, its rejections, what arrived, how far files were read.

use super::lane::Lane;
use crate::store::{Batch, EventNumber, FeedHour, Store, StoreError, StoredEvent};
use clickhouse::Row;
use scoring::time::Instant;
use serde::Deserialize;
use std::ops::ControlFlow;

/// A region of a lane, as a store of its own.
#[derive(Debug)]
pub struct RegionOfLane<'l> {
    lane: &'l mut Lane,
    code: String,
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

impl<'l> RegionOfLane<'l> {
    pub(super) fn new(lane: &'l mut Lane, code: &str) -> RegionOfLane<'l> {
        RegionOfLane { lane, code: code.to_owned() }
    }
}

impl Lane {
    /// What arrived in a region in the hours from one on, and of each stream in the last one before, by source, stream and
    /// hour.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn feed_hours(&self, region: &str, from_hour: i64) -> Result<Vec<FeedHour>, StoreError> {
        let until = self.head(region).arrivals;
        let kept: Vec<KeptHour> = self.store.wait(self.store.rows(
            &format!("read the feeds' hours of region {region}"),
            "SELECT site, stream, hour, sum(accepted) AS accepted, sum(duplicates) AS duplicates,
                    sum(rejected) AS rejected, sum(lag_seconds) AS lag_seconds,
                    max(lag_seconds_max) AS lag_seconds_max, max(last_received) AS last_received,
                    max(last_time) AS last_time
             FROM (SELECT * FROM arrivals FINAL WHERE region = {region:String} AND number <= {until:UInt64})
             GROUP BY site, stream, hour
             QUALIFY hour >= {from:Int64} OR hour = max(if(hour < {from:Int64}, hour, NULL)) OVER (PARTITION BY site, stream)
             ORDER BY site, stream, hour",
            |query| query.param("region", region).param("until", until).param("from", from_hour),
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
}

impl Store for RegionOfLane<'_> {
    fn append(&mut self, batch: &Batch<'_>) -> Result<EventNumber, StoreError> {
        let position = self.lane.position();
        let first = self.lane.append(position, &[(&self.code, batch)])?;
        Ok(first[0])
    }

    fn event_count(&self) -> Result<u64, StoreError> {
        Ok(self.lane.head(&self.code).events)
    }

    fn each_event(
        &self,
        after: EventNumber,
        each: &mut dyn FnMut(StoredEvent<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.lane.each_event(&self.code, after, each)
    }

    fn file_position(&self, name: &str, digest: &[u8; 32]) -> Result<Option<(u64, bool)>, StoreError> {
        self.lane.file_position(&self.code, name, digest)
    }
}

impl Lane {
    /// Hands on every event of a region after a number, in order, until told to stop. `each` must not use the store.
    ///
    /// # Errors
    ///
    /// [`StoreError`], also where an event is missing that once counted.
    pub fn each_event(
        &self,
        region: &str,
        after: EventNumber,
        each: &mut dyn FnMut(StoredEvent<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let until = self.head(region).events;
        if after >= until {
            return Ok(());
        }
        let attempt = format!("read the events of region {region} from {} on", after + 1);
        let store = &self.store;
        let mut last = after;
        store.wait(async {
            // In the order of the table's key, so that nothing is sorted or held; of several versions the highest is first.
            let sql = "SELECT number, received, content, raw FROM events
                       WHERE region = {region:String} AND number > {after:UInt64} AND number <= {until:UInt64}
                       ORDER BY region, number, version DESC";
            let query = store.client.query_raw(sql).param("region", region);
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

    /// How many lines of a region's file are durable, and whether it is done; `None` where it was never seen.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn file_position(
        &self,
        region: &str,
        name: &str,
        digest: &[u8; 32],
    ) -> Result<Option<(u64, bool)>, StoreError> {
        let until = self.head(region).files;
        let digest = crate::store::digest::hex(digest);
        let found: Vec<(u64, bool)> = self.store.wait(self.store.rows(
            &format!("look for the file {name} of region {region}"),
            "SELECT lines, done IS NOT NULL FROM files FINAL
             WHERE region = {region:String} AND number <= {until:UInt64} AND name = {name:String}
               AND digest = unhex({digest:String})
             ORDER BY number DESC LIMIT 1",
            |query| {
                let query = query.param("region", region).param("until", until);
                query.param("name", name).param("digest", &digest)
            },
        ))?;
        Ok(found.into_iter().next())
    }
}

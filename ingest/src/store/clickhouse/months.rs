//! Closed months of a region: what was published, version by version, and what it rests on, kept for ever.

use super::RegionKept;
use crate::store::digest::{EventSet, hex};
use crate::store::{
    Archive, ClosedMonth, EventNumber, Frozen, GivenFiles, KeptEvent, ReadEvents, Sheet, StoreError,
};
use clickhouse::Row;
use scoring::time::{Instant, Month};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

#[derive(Row, Serialize)]
struct NewVersion<'f> {
    region: &'f str,
    month: &'f str,
    version: u32,
    written: u64,
    closed: i64,
    closed_by: &'f str,
    reason: Option<&'f str>,
    as_of: i64,
    events: u64,
    digest: &'f str,
    givens: [u8; 32],
    result: &'f str,
    ledger: &'f str,
    notices: &'f str,
    changes: Option<&'f str>,
}

#[derive(Row, Deserialize)]
struct KeptVersion {
    month: String,
    version: u32,
    closed: i64,
    closed_by: String,
    reason: Option<String>,
    as_of: i64,
    events: u64,
    digest: String,
    givens: [u8; 32],
}

#[derive(Row, Deserialize)]
struct KeptFiles {
    result: String,
    ledger: String,
    notices: String,
    changes: Option<String>,
}

#[derive(Row, Deserialize)]
struct OneEvent {
    received: i64,
    road: String,
    place: String,
    item: u64,
    raw: String,
}

impl RegionKept {
    /// Who wrote a version of a month: the lane's epoch and a number in it.
    async fn written(&self, month: &str, version: u32) -> Result<Option<u64>, StoreError> {
        let found: Vec<u64> = self
            .owned
            .store
            .rows(
                &format!("look for version {version} of {month} of region {}", self.code),
                "SELECT written FROM closed_months
                 WHERE region = {region:String} AND month = {month:String} AND version = {version:UInt32}
                 ORDER BY written LIMIT 1",
                |query| query.param("region", &self.code).param("month", month).param("version", version),
            )
            .await?;
        Ok(found.into_iter().next())
    }
}

impl Archive for RegionKept {
    fn closed_months(&self) -> Result<Vec<ClosedMonth>, StoreError> {
        let attempt = format!("list the closed months of region {}", self.code);
        let kept: Vec<KeptVersion> = self.owned.store.wait(self.owned.store.rows(
            &attempt,
            "SELECT month, version, closed, closed_by, reason, as_of, events, digest, givens FROM closed_months
             WHERE region = {region:String} ORDER BY month, version, written LIMIT 1 BY month, version",
            |query| query.param("region", &self.code),
        ))?;
        let version = |kept: KeptVersion| {
            let month = Month::parse(&kept.month).ok_or_else(|| StoreError::Failed {
                attempt: attempt.clone(),
                cause: format!("{} is no month", kept.month).into(),
            })?;
            Ok(ClosedMonth {
                month,
                version: kept.version,
                closed: Instant(kept.closed),
                closed_by: kept.closed_by,
                reason: kept.reason,
                as_of: Instant(kept.as_of),
                events: kept.events,
                digest: kept.digest,
                givens: kept.givens,
            })
        };
        kept.into_iter().map(version).collect()
    }

    fn frozen(&self, month: Month, version: u32) -> Result<Option<Frozen>, StoreError> {
        let kept: Vec<KeptFiles> = self.owned.store.wait(self.owned.store.rows(
            &format!("read version {version} of {month} of region {}", self.code),
            "SELECT result, ledger, notices, changes FROM closed_months
             WHERE region = {region:String} AND month = {month:String} AND version = {version:UInt32}
             ORDER BY written LIMIT 1",
            |query| {
                query.param("region", &self.code).param("month", month.to_string()).param("version", version)
            },
        ))?;
        let frozen = |kept: KeptFiles| {
            let KeptFiles { result, ledger, notices, changes } = kept;
            Frozen { result, ledger, notices, changes }
        };
        Ok(kept.into_iter().next().map(frozen))
    }

    fn givens(&self, digest: &[u8; 32]) -> Result<Option<GivenFiles>, StoreError> {
        let attempt = format!("read the kept registry of region {}", self.code);
        let found: Vec<String> = self.owned.store.wait(self.owned.store.rows(
            &attempt,
            "SELECT files FROM givens WHERE region = {region:String} AND digest = unhex({digest:String}) LIMIT 1",
            |query| query.param("region", &self.code).param("digest", hex(digest)),
        ))?;
        let read = |text: String| {
            let files = serde_json::from_str(&text);
            files.map_err(|cause| StoreError::Failed { attempt: attempt.clone(), cause: cause.into() })
        };
        found.into_iter().next().map(read).transpose()
    }

    fn keep_version(&self, closed: &ClosedMonth, frozen: &Frozen, _: &Sheet) -> Result<(), StoreError> {
        let (month, version) = (closed.month.to_string(), closed.version);
        let attempt = format!("keep version {version} of {month} of region {}", self.code);
        let is_there = || StoreError::Failed {
            attempt: attempt.clone(),
            cause: "该版本已存在，不会被替换 / it is there already and is never replaced".into(),
        };
        let store = &self.owned.store;
        store.wait(async {
            self.owned.refuse_displaced().await?;
            if self.written(&month, version).await?.is_some() {
                return Err(is_there());
            }
            let written = self.owned.next_version();
            let new = NewVersion {
                region: &self.code,
                month: &month,
                version,
                written,
                closed: closed.closed.0,
                closed_by: &closed.closed_by,
                reason: closed.reason.as_deref(),
                as_of: closed.as_of.0,
                events: closed.events,
                digest: &closed.digest,
                givens: closed.givens,
                result: &frozen.result,
                ledger: &frozen.ledger,
                notices: &frozen.notices,
                changes: frozen.changes.as_deref(),
            };
            // Of two who keep the same version the server drops the second.
            let token = format!("{}/{month}/{version}", self.code);
            store
                .insert::<NewVersion<'_>>("closed_months", &token, async |insert| insert.write(&new).await)
                .await?;
            store.catch_up("closed_months").await?;
            if self.written(&month, version).await? == Some(written) { Ok(()) } else { Err(is_there()) }
        })
    }

    fn event_count(&self) -> Result<EventNumber, StoreError> {
        Ok(self.head().events)
    }

    fn event(&self, number: EventNumber) -> Result<Option<KeptEvent>, StoreError> {
        if number > self.head().events {
            return Ok(None);
        }
        let found: Vec<OneEvent> = self.owned.store.wait(self.owned.store.rows(
            &format!("look for event {number} of region {}", self.code),
            "SELECT received, road, place, item, raw FROM events
             WHERE region = {region:String} AND number = {number:UInt64} ORDER BY version DESC LIMIT 1",
            |query| query.param("region", &self.code).param("number", number),
        ))?;
        let event = |found: OneEvent| {
            let OneEvent { received, road, place, item, raw } = found;
            KeptEvent { number, received: Instant(received), road, place, item, raw }
        };
        Ok(found.into_iter().next().map(event))
    }

    fn digest_of_events(&self, until: EventNumber, as_of: Instant) -> Result<String, StoreError> {
        let mut set = EventSet::default();
        self.each_event(0, &mut |event| {
            if event.number > until {
                return ControlFlow::Break(());
            }
            set.add_until(event.raw, as_of);
            ControlFlow::Continue(())
        })?;
        Ok(set.finish())
    }
}

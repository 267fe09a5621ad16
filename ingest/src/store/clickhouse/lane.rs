//! A lane and who owns it: taken over by whoever opens it, by a claim that only one can have.
//!
//! 1. **Claim.** The newest epoch of all claims plus one is claimed for the lane. Two may try the same one; both inserts have
//!    the same deduplication token, so the server keeps the first and drops the second. Reading the claim back tells who has
//!    it; whoever has not tries the next.
//! 2. **Heads.** What counted is read, then written again under the new epoch, in one insert. A head of an earlier epoch than
//!    its lane's does not count, and a row's version begins with the epoch, so that whatever an earlier owner still writes,
//!    heads or rows, counts no more. What it had written before the heads were read counts, with the position after it.
//!
//! On replicas each step waits for the replica to have all that others were told is written. No test has run that.

use super::rows::HeadRow;
use super::{ClickHouse, RegionOfLane};
use crate::store::StoreError;
use clickhouse::Row;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many rows of a region count, in each table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // Each is the count of the table of that name.
pub struct Head {
    pub events: u64,
    pub rejections: u64,
    pub arrivals: u64,
    pub files: u64,
}

/// A lane as its owner has it.
#[derive(Debug)]
pub struct Lane {
    pub(super) store: ClickHouse,
    pub(super) name: String,
    pub(super) epoch: u64,
    pub(super) batch: u32,
    pub(super) position: Option<i64>,
    pub(super) heads: BTreeMap<String, Head>,
    /// Regions whose heads a failed append may have written: the next one writes them again.
    pub(super) unsure: BTreeSet<String>,
}

/// So often two who claim at once may meet.
const CLAIMS_MAX: u32 = 100;

#[derive(Row, Serialize)]
struct NewClaim<'c> {
    lane: &'c str,
    epoch: u64,
    nonce: u64,
    holder: &'c str,
}

#[derive(Row, Deserialize)]
struct KeptHead {
    region: String,
    version: u64,
    position: Option<i64>,
    events: u64,
    rejections: u64,
    arrivals: u64,
    files: u64,
}

impl ClickHouse {
    /// Takes a lane over from whoever had it. `holder` tells others who has it now.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; it can be tried again.
    pub fn open_lane(&self, name: &str, holder: &str) -> Result<Lane, StoreError> {
        self.wait(async {
            let epoch = self.claim(name, holder).await?;
            let mut lane = Lane {
                store: self.clone(),
                name: name.to_owned(),
                epoch,
                batch: 0,
                position: None,
                heads: BTreeMap::new(),
                unsure: BTreeSet::new(),
            };
            lane.read_heads().await?;
            let regions: Vec<&str> = lane.heads.keys().map(String::as_str).collect();
            lane.write_heads(lane.version(0), lane.position, &lane.heads, &regions).await?;
            Ok(lane)
        })
    }

    /// Claims a lane; answers the epoch.
    async fn claim(&self, lane: &str, holder: &str) -> Result<u64, StoreError> {
        let attempt = format!("claim the lane {lane}");
        let nonce = random().map_err(|cause| StoreError::Failed { attempt: attempt.clone(), cause })?;
        for _ in 0..CLAIMS_MAX {
            self.catch_up("claims").await?;
            // The newest of any lane, so that a region's rows have higher versions in the lane it moves to.
            let newest: Vec<u64> =
                self.rows(&attempt, "SELECT max(epoch) FROM claims", |query| query).await?;
            let epoch = newest.into_iter().max().unwrap_or_default() + 1;
            let claim = NewClaim { lane, epoch, nonce, holder };
            let token = format!("{lane}/{epoch}");
            self.insert::<NewClaim<'_>>("claims", &token, async |insert| insert.write(&claim).await).await?;
            self.catch_up("claims").await?;
            let owners: Vec<u64> = self
                .rows(
                    &attempt,
                    "SELECT nonce FROM claims WHERE lane = {lane:String} AND epoch = {epoch:UInt64}",
                    |query| query.param("lane", lane).param("epoch", epoch),
                )
                .await?;
            if owners == [nonce] {
                return Ok(epoch);
            }
        }
        Err(StoreError::Failed { attempt, cause: "others claim it all the time".into() })
    }

    /// On replicas: waits until this one has all that was written to a table before.
    pub(super) async fn catch_up(&self, table: &str) -> Result<(), StoreError> {
        if self.settings.cluster.is_none() {
            return Ok(());
        }
        let attempt = format!("wait for the replica of {table}");
        self.execute(&attempt, &format!("SYSTEM SYNC REPLICA {table} LIGHTWEIGHT")).await
    }
}

impl Lane {
    /// The lane's name: topic and partition.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The next offset to read, as last appended; `None` where nothing was.
    pub fn position(&self) -> Option<i64> {
        self.position
    }

    /// The regions of which there is anything, with their counts, by code.
    pub fn regions(&self) -> impl Iterator<Item = (&str, Head)> {
        self.heads.iter().map(|(region, head)| (region.as_str(), *head))
    }

    /// What counts of a region.
    pub fn head(&self, region: &str) -> Head {
        self.heads.get(region).copied().unwrap_or_default()
    }

    /// One of its regions, as a store of its own.
    pub fn region(&mut self, code: &str) -> RegionOfLane<'_> {
        RegionOfLane::new(self, code)
    }

    /// The version that a batch's rows bear.
    pub(super) fn version(&self, batch: u32) -> u64 {
        self.epoch << 32 | u64::from(batch)
    }

    async fn read_heads(&mut self) -> Result<(), StoreError> {
        for table in ["heads", "events", "rejections", "arrivals", "files"] {
            self.store.catch_up(table).await?;
        }
        let kept: Vec<KeptHead> = self
            .store
            .rows(
                &format!("read what counts of the lane {}", self.name),
                "SELECT region, version, position, events, rejections, arrivals, files FROM heads FINAL
                 WHERE lane = {lane:String}",
                |query| query.param("lane", &self.name),
            )
            .await?;
        let Some(of_lane) = kept.iter().find(|head| head.region.is_empty()) else { return Ok(()) };
        let (epoch, position) = (of_lane.version >> 32, of_lane.position);
        let counting = kept.into_iter().filter(|head| !head.region.is_empty() && head.version >> 32 == epoch);
        self.position = position;
        self.heads = counting
            .map(|KeptHead { region, events, rejections, arrivals, files, .. }| {
                (region, Head { events, rejections, arrivals, files })
            })
            .collect();
        Ok(())
    }

    /// Writes what counts: the lane's position and some regions' heads, all at once.
    pub(super) async fn write_heads(
        &self,
        version: u64,
        position: Option<i64>,
        heads: &BTreeMap<String, Head>,
        regions: &[&str],
    ) -> Result<(), StoreError> {
        let token = format!("{}/{version}", self.name);
        self.store
            .insert::<HeadRow<'_>>("heads", &token, async |insert| {
                insert.write(&HeadRow::of_lane(&self.name, version, position)).await?;
                for region in regions {
                    let head = heads.get(*region).copied().unwrap_or_default();
                    insert.write(&HeadRow::of_region(&self.name, region, version, head)).await?;
                }
                Ok(())
            })
            .await
    }
}

fn random() -> Result<u64, Box<dyn std::error::Error + Send + Sync>> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    Ok(u64::from_le_bytes(bytes))
}

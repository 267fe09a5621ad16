//! A lane and who owns it: taken over by whoever opens it, by a claim that only one can have.
//!
//! 1. **Claim.** The newest epoch of all claims plus one is claimed for the lane. Two may try the same one; both inserts have
//!    the same deduplication token, so the server keeps the first and drops the second. Reading the claim back tells who has
//!    it; whoever has not tries the next.
//! 2. **Heads.** What counted is read, then written again under the new epoch, in one insert. A head of an earlier epoch than
//!    its lane's does not count, and a row's version begins with the epoch, so that whatever an earlier owner still writes,
//!    heads or rows, counts no more. What it had written before the heads were read counts, with the position after it.
//!    Messages that wait to be sent are taken over in the same way.
//! 3. **A last look** whether somebody else has claimed it meanwhile; `fence.rs` says why.
//!
//! On replicas each step waits for the replica to have all that others were told is written. No test has run that.

use super::fence::settle;
use super::publish::Published;
use super::{ClickHouse, RegionKept};
use crate::store::StoreError;
use clickhouse::Row;
use scoring::time::Month;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    pub(super) owned: Arc<Owned>,
    pub(super) position: Option<i64>,
    /// The regions of an append of which it is unknown whether their heads were written.
    pub(super) unsure: Option<BTreeSet<String>>,
    /// What was published of regions' open months since the lane was opened.
    pub(super) published: HashMap<(String, Month), Published>,
}

/// What a lane shares with what was taken from it.
#[derive(Debug)]
pub(super) struct Owned {
    pub(super) store: ClickHouse,
    pub(super) name: String,
    pub(super) epoch: u64,
    writes: AtomicU32,
    heads: Mutex<BTreeMap<String, Head>>,
    /// Held by whoever reads notices and messages and then writes what follows: a worker does so on several threads.
    writing: Mutex<()>,
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

/// What counted of a lane before it was taken over.
#[derive(Default)]
struct LastHeads {
    /// The epoch of the owner who wrote them.
    epoch: u64,
    position: Option<i64>,
    heads: BTreeMap<String, Head>,
}

impl ClickHouse {
    /// Takes a lane over from whoever had it. `holder` tells others who has it now.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] where another claims it at the same moment: whoever still thinks that the lane is its own tries
    /// again. Others, after which it can be tried again too.
    pub fn open_lane(&self, name: &str, holder: &str) -> Result<Lane, StoreError> {
        self.wait(async {
            let epoch = self.claim(name, holder).await?;
            let LastHeads { epoch: last, position, heads } = self.read_heads(name).await?;
            // They are written again as if it were unknown whether they are there.
            let unsure = Some(heads.keys().cloned().collect());
            let owned = Owned {
                store: self.clone(),
                name: name.to_owned(),
                epoch,
                writes: AtomicU32::new(0),
                heads: Mutex::new(heads),
                writing: Mutex::new(()),
            };
            owned.adopt_messages(last).await?;
            let mut lane = Lane { owned: Arc::new(owned), position, unsure, published: HashMap::new() };
            settle(&mut lane).await?;
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

    /// A lane's position and what counts of its regions.
    async fn read_heads(&self, lane: &str) -> Result<LastHeads, StoreError> {
        for table in ["heads", "events", "rejections", "arrivals", "files", "acknowledgements"] {
            self.catch_up(table).await?;
        }
        let kept: Vec<KeptHead> = self
            .rows(
                &format!("read what counts of the lane {lane}"),
                "SELECT region, version, position, events, rejections, arrivals, files FROM heads FINAL
                 WHERE lane = {lane:String}",
                |query| query.param("lane", lane),
            )
            .await?;
        let Some(of_lane) = kept.iter().find(|head| head.region.is_empty()) else {
            return Ok(LastHeads::default());
        };
        let (epoch, position) = (of_lane.version >> 32, of_lane.position);
        let counting = kept.into_iter().filter(|head| !head.region.is_empty() && head.version >> 32 == epoch);
        let head = |kept: KeptHead| {
            let KeptHead { region, events, rejections, arrivals, files, .. } = kept;
            (region, Head { events, rejections, arrivals, files })
        };
        Ok(LastHeads { epoch, position, heads: counting.map(head).collect() })
    }
}

impl Lane {
    /// The lane's name: topic and partition.
    pub fn name(&self) -> &str {
        &self.owned.name
    }

    /// The next offset to read, as last appended; `None` where nothing was.
    pub fn position(&self) -> Option<i64> {
        self.position
    }

    /// The regions of which there is anything, with their counts, by code; the lane's name stands for what belongs to none.
    pub fn regions(&self) -> BTreeMap<String, Head> {
        self.owned.heads().clone()
    }

    /// What counts of a region.
    pub fn head(&self, region: &str) -> Head {
        self.owned.head(region)
    }

    /// What is kept of one of its regions: to be read, and for what is decided of its months and notices. It lives beside the
    /// lane and sees what is appended.
    pub fn region(&self, code: &str) -> RegionKept {
        RegionKept { owned: self.owned.clone(), code: code.to_owned() }
    }
}

impl Owned {
    /// What counts of each region. A thread that broke off while it looked has changed nothing.
    pub(super) fn heads(&self) -> MutexGuard<'_, BTreeMap<String, Head>> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets one thread at a time read notices and messages and write what follows. One that broke off in between has left
    /// what another process would have left that was killed there.
    pub(super) fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What counts of a region.
    pub(super) fn head(&self, region: &str) -> Head {
        self.heads().get(region).copied().unwrap_or_default()
    }

    /// A version that was never used.
    pub(super) fn next_version(&self) -> u64 {
        self.epoch << 32 | u64::from(self.writes.fetch_add(1, Ordering::Relaxed))
    }
}

fn random() -> Result<u64, Box<dyn std::error::Error + Send + Sync>> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    Ok(u64::from_le_bytes(bytes))
}

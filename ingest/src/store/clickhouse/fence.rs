//! Keeps an owner from writing where another may count, now or later.
//!
//! A row that counts is never replaced. An owner writes only numbers beyond what it believes to count, so it is enough that no
//! other owner counts more than that while this one may still write:
//!
//! * Whoever takes over claims first and reads the heads afterwards. Beyond what this owner knows to have written, it can
//!   only find the heads of an append whose outcome this owner does not know.
//! * So an owner that does not know the outcome of an append first writes the heads that it believes in again
//!   ([`settle`]), and only then looks whether the lane is still its own. If somebody has claimed it, nothing is written;
//!   whoever claims it later finds these heads or later ones. The same holds when a lane is opened.
//! * What counts in a region when it begins in another lane would be replaced, so that is refused beforehand.

use super::ClickHouse;
use super::inserts::write_heads;
use super::lane::{Lane, Owned};
use super::rows::HeadRow;
use crate::store::{Held, StoreError};
use clickhouse::Row;
use serde::Deserialize;

#[derive(Row, Deserialize)]
struct Newest {
    lane: String,
    epoch: u64,
    holder: String,
}

/// Who else has each lane by now, if anybody. A lane may be lost just afterwards: what is written then does not count.
pub(super) async fn displaced(
    store: &ClickHouse,
    lanes: &[&Owned],
) -> Result<Vec<Option<String>>, StoreError> {
    let names: Vec<&String> = lanes.iter().map(|lane| &lane.name).collect();
    let newest: Vec<Newest> = store
        .rows(
            "look who has the lanes",
            "SELECT lane, max(epoch) AS epoch, argMax(holder, claims.epoch) AS holder FROM claims
             WHERE lane IN {lanes:Array(String)} GROUP BY lane",
            |query| query.param("lanes", &names),
        )
        .await?;
    let of_lane = |lane: &&Owned| {
        let newest = newest.iter().find(|newest| newest.lane == lane.name)?;
        (newest.epoch > lane.epoch).then(|| newest.holder.clone())
    };
    Ok(lanes.iter().map(of_lane).collect())
}

impl Owned {
    /// Refuses if another owns the lane by now.
    pub(super) async fn refuse_displaced(&self) -> Result<(), StoreError> {
        match displaced(&self.store, &[self]).await?.into_iter().next().flatten() {
            Some(holder) => Err(self.in_use(holder)),
            None => Ok(()),
        }
    }

    /// The lane is another's.
    pub(super) fn in_use(&self, holder: String) -> StoreError {
        StoreError::InUse { held: Held::Lane(self.name.clone()), holder }
    }
}

/// Writes what counts in a lane as its owner believes, after an append of unknown outcome. Then refuses if another owns it.
pub(super) async fn settle(lane: &mut Lane) -> Result<(), StoreError> {
    let owned = lane.owned.clone();
    let Some(unsure) = &lane.unsure else { return Ok(()) };
    let version = owned.next_version();
    let mut heads = vec![HeadRow::of_lane(&owned.name, version, lane.position)];
    let of_region = |region| HeadRow::of_region(&owned.name, region, version, owned.head(region));
    heads.extend(unsure.iter().map(|region| of_region(region)));
    write_heads(&owned.store, &format!("{}/{version}", owned.name), &heads).await?;
    lane.unsure = None;
    owned.store.catch_up("claims").await?;
    owned.refuse_displaced().await
}

impl Owned {
    /// A region has one lane. If topics were laid anew, its numbers would begin again here and replace those it has.
    pub(super) async fn refuse_regions_of_other_lanes(&self, regions: &[&str]) -> Result<(), StoreError> {
        let new: Vec<&str> = {
            let known = self.heads();
            regions.iter().copied().filter(|region| !known.contains_key(*region)).collect()
        };
        if new.is_empty() {
            return Ok(());
        }
        let attempt = format!("begin regions in the lane {}", self.name);
        if new.iter().any(|region| region.is_empty()) {
            return Err(StoreError::Failed { attempt, cause: "a region has no code".into() });
        }
        let others: Vec<(String, String)> = self
            .store
            .rows(
                &attempt,
                "SELECT region, lane FROM v_heads WHERE lane != {lane:String} AND region IN {regions:Array(String)}",
                |query| query.param("lane", &self.name).param("regions", &new),
            )
            .await?;
        match others.into_iter().next() {
            Some((region, lane)) => Err(StoreError::Failed {
                attempt,
                cause: format!(
                    "地区 {region} 的事件属于分区 {lane}：主题的划分已改变，请恢复原划分 / the events of region {region} belong \
                     to the lane {lane}: the topics were laid anew, lay them as they were"
                )
                .into(),
            }),
            None => Ok(()),
        }
    }
}

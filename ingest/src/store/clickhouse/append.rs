//! Appends to lanes: the rows of all their regions at once, then, last, what counts.

use super::ClickHouse;
use super::fence::{displaced, settle};
use super::inserts::{
    write_acknowledgements, write_arrivals, write_events, write_files, write_heads, write_rejections,
};
use super::lane::{Head, Lane, Owned};
use super::rows::HeadRow;
use crate::store::{Batch, EventNumber, StoreError};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is to be appended to a lane.
pub struct LaneBatch<'l, 'b> {
    /// The lane.
    pub lane: &'l mut Lane,
    /// Its next offset from then on; `None` leaves it as it is.
    pub position: Option<i64>,
    /// What is new of some of its regions, by code. Rejections that belong to no region are kept under the lane's name.
    pub parts: Vec<(&'b str, &'b Batch<'b>)>,
}

/// A region's part of an append, with what counted before it.
pub(super) struct Part<'b> {
    pub(super) region: &'b str,
    pub(super) version: u64,
    pub(super) batch: &'b Batch<'b>,
    pub(super) before: Head,
}

/// What an append makes of a lane.
struct Plan<'b> {
    owned: Arc<Owned>,
    version: u64,
    position: Option<i64>,
    parts: Vec<Part<'b>>,
    /// What counts of the regions of its parts, once it is done.
    after: BTreeMap<String, Head>,
}

/// Makes batches of several lanes durable together, which makes few and large inserts of many and small ones. Of each lane
/// all is there, with its next offset, or nothing; answers, for each, the number of each part's first event.
///
/// The rows are written first, then, in one insert, the heads. Rows without heads do not count; the next append takes the
/// same numbers under a higher version. If it is unknown whether the heads were written, they say what is true of the rows
/// that are there, with the position after them; the next append takes them back before it writes anything
/// (`clickhouse/fence.rs`).
///
/// A lane that another has taken over is told so ([`StoreError::InUse`]) and appends no more; the others go on.
///
/// # Errors
///
/// [`StoreError`]: nothing of any lane is there. The batches can be offered again.
#[allow(clippy::type_complexity)]
pub fn append(
    batches: Vec<LaneBatch<'_, '_>>,
) -> Result<Vec<Result<Vec<EventNumber>, StoreError>>, StoreError> {
    let Some(store) = batches.first().map(|batch| batch.lane.owned.store.clone()) else {
        return Ok(Vec::new());
    };
    let (mut lanes, mut planned) = (Vec::with_capacity(batches.len()), Vec::with_capacity(batches.len()));
    for LaneBatch { lane, position, parts } in batches {
        let regions: Vec<&str> = parts.iter().map(|(region, _)| *region).collect();
        let may_begin = store.wait(async {
            settle(lane).await?;
            lane.owned.refuse_regions_of_other_lanes(&regions).await
        });
        planned.push(match may_begin {
            Ok(()) => Ok(lane.plan(position, &parts)),
            // Others may still be in order.
            Err(refused @ (StoreError::InUse { .. } | StoreError::Failed { .. })) => Err(refused),
            Err(error) => return Err(error),
        });
        lanes.push(lane);
    }
    let plans: Vec<&Plan<'_>> = planned.iter().filter_map(|plan| plan.as_ref().ok()).collect();
    let mut written = match store.wait(write(&store, &plans)) {
        Ok(written) => written.into_iter(),
        Err(error) => {
            for (lane, plan) in lanes.into_iter().zip(planned) {
                // Its heads may have been written.
                if let Ok(plan) = plan {
                    lane.unsure = Some(plan.after.into_keys().collect());
                }
            }
            return Err(error);
        }
    };
    let mut told = Vec::with_capacity(lanes.len());
    for (lane, plan) in lanes.into_iter().zip(planned) {
        told.push(match plan {
            Err(refused) => Err(refused),
            Ok(plan) => written.next().unwrap_or(Ok(())).map(|()| lane.take(plan)),
        });
    }
    Ok(told)
}

/// Writes the rows of all parts, then the heads of every lane that is still its owner's.
async fn write(store: &ClickHouse, plans: &[&Plan<'_>]) -> Result<Vec<Result<(), StoreError>>, StoreError> {
    let Some(first) = plans.first() else { return Ok(Vec::new()) };
    // No other append has this lane with this version.
    let token = format!("{}/{}", first.owned.name, first.version);
    let lanes: Vec<&Owned> = plans.iter().map(|plan| &*plan.owned).collect();
    let parts: Vec<&Part<'_>> = plans.iter().flat_map(|plan| &plan.parts).collect();
    let (.., displaced) = tokio::try_join!(
        write_events(store, &token, &parts),
        write_rejections(store, &token, &parts),
        write_arrivals(store, &token, &parts),
        write_files(store, &token, &parts),
        write_acknowledgements(store, &token, &parts),
        displaced(store, &lanes),
    )?;
    let mut heads = Vec::new();
    let mut told = Vec::with_capacity(plans.len());
    for (plan, displaced) in plans.iter().zip(displaced) {
        let Plan { owned, version, position, after, .. } = plan;
        if let Some(holder) = displaced {
            told.push(Err(owned.in_use(holder)));
            continue;
        }
        heads.push(HeadRow::of_lane(&owned.name, *version, *position));
        let of_region = |(region, head)| HeadRow::of_region(&owned.name, region, *version, head);
        heads.extend(after.iter().map(|(region, head)| of_region((region.as_str(), *head))));
        told.push(Ok(()));
    }
    write_heads(store, &token, &heads).await?;
    Ok(told)
}

impl Lane {
    /// [`append`] to this lane alone.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] where another has taken the lane over; this one appends no more. Otherwise the batches can be
    /// offered again.
    pub fn append(
        &mut self,
        position: Option<i64>,
        parts: &[(&str, &Batch<'_>)],
    ) -> Result<Vec<EventNumber>, StoreError> {
        let appended = append(vec![LaneBatch { lane: self, position, parts: parts.to_vec() }])?;
        appended.into_iter().next().unwrap_or_else(|| Ok(Vec::new()))
    }

    /// Takes the next version; what each part begins after, and what counts when all are there.
    fn plan<'b>(&mut self, position: Option<i64>, parts: &[(&'b str, &'b Batch<'b>)]) -> Plan<'b> {
        let version = self.owned.next_version();
        let mut after: BTreeMap<String, Head> = BTreeMap::new();
        let mut planned = Vec::with_capacity(parts.len());
        for &(region, batch) in parts {
            let before = after.get(region).copied().unwrap_or_else(|| self.head(region));
            after.insert(region.to_owned(), before.with(batch));
            planned.push(Part { region, version, batch, before });
        }
        let position = position.or(self.position);
        Plan { owned: self.owned.clone(), version, position, parts: planned, after }
    }

    /// Takes note of what is durable. The number of each part's first event.
    fn take(&mut self, mut plan: Plan<'_>) -> Vec<EventNumber> {
        self.position = plan.position;
        self.owned.heads().append(&mut plan.after);
        plan.parts.iter().map(|part| part.before.events + 1).collect()
    }
}

impl Head {
    /// What counts with a batch.
    fn with(self, batch: &Batch<'_>) -> Head {
        Head {
            events: self.events + batch.events.len() as u64,
            rejections: self.rejections + batch.rejections.len() as u64,
            arrivals: self.arrivals + batch.feeds.len() as u64,
            files: self.files + batch.files.len() as u64,
        }
    }
}

//! Appends to lanes: the rows of all their regions at once, then, last, what counts.

use super::ClickHouse;
use super::lane::{Head, Lane, Owned};
use super::rows::{ArrivalRow, Envelope, EventRow, FileRow, HeadRow, RejectionRow};
use crate::store::{Batch, EventNumber, FeedHour, Held, NewEvent, StoreError};
use clickhouse::Row;
use serde::Deserialize;
use std::collections::BTreeMap;

/// So many rows are in one insert at most.
const INSERT_ROWS_MAX: usize = 100_000;
/// So many bytes of raw text are in one insert at most, save for a single row of more.
const INSERT_BYTES_MAX: usize = 64 << 20;

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
struct Part<'b> {
    region: &'b str,
    version: u64,
    batch: &'b Batch<'b>,
    before: Head,
}

/// What counts in a lane once an append is done.
struct Next {
    version: u64,
    after: BTreeMap<String, Head>,
}

#[derive(Row, Deserialize)]
struct Newest {
    lane: String,
    epoch: u64,
    holder: String,
}

/// Makes batches of several lanes durable together, which makes few and large inserts of many and small ones. Of each lane
/// all is there, with its next offset, or nothing; answers, for each, the number of each part's first event.
///
/// The rows are written first, then, in one insert, the heads. Rows without heads do not count; the next append takes the
/// same numbers under a higher version. If it is unknown whether the heads were written, they say what is true of the rows
/// that are there; the next append writes them again.
///
/// A lane that another has taken over is told so ([`StoreError::InUse`]) and appends no more; the others go on.
///
/// # Errors
///
/// [`StoreError`]: nothing of any lane is there. The batches can be offered again.
#[allow(clippy::type_complexity)]
pub fn append(
    mut batches: Vec<LaneBatch<'_, '_>>,
) -> Result<Vec<Result<Vec<EventNumber>, StoreError>>, StoreError> {
    let Some(store) = batches.first().map(|batch| batch.lane.owned.store.clone()) else {
        return Ok(Vec::new());
    };
    let (mut parts, mut nexts) = (Vec::new(), Vec::with_capacity(batches.len()));
    let mut firsts: Vec<Vec<EventNumber>> = Vec::with_capacity(batches.len());
    for batch in &mut batches {
        batch.position = batch.position.or(batch.lane.position);
        let (of_lane, next) = batch.lane.prepare(&batch.parts);
        firsts.push(of_lane.iter().map(|part| part.before.events + 1).collect());
        parts.extend(of_lane);
        nexts.push(next);
    }
    let written = store.wait(write(&store, &batches, &parts, &nexts));
    // Whatever went wrong, these heads may have been written.
    for (LaneBatch { lane, .. }, next) in batches.iter_mut().zip(&nexts) {
        lane.unsure = next.after.keys().cloned().collect();
    }
    let written = written?;
    let mut done = Vec::with_capacity(batches.len());
    let lanes = batches.into_iter().zip(nexts).zip(written).zip(firsts);
    for (((LaneBatch { lane, position, .. }, mut next), told), firsts) in lanes {
        done.push(told.map(|()| {
            lane.unsure.clear();
            lane.position = position;
            lane.owned.heads().append(&mut next.after);
            firsts
        }));
    }
    Ok(done)
}

/// Writes the rows of all parts, then the heads of every lane that may still write.
async fn write(
    store: &ClickHouse,
    batches: &[LaneBatch<'_, '_>],
    parts: &[Part<'_>],
    nexts: &[Next],
) -> Result<Vec<Result<(), StoreError>>, StoreError> {
    let token = match (batches.first(), nexts.first()) {
        // No other append has this lane with this version.
        (Some(batch), Some(next)) => format!("{}/{}", batch.lane.owned.name, next.version),
        _ => return Ok(Vec::new()),
    };
    let lanes: Vec<&Owned> = batches.iter().map(|batch| &*batch.lane.owned).collect();
    let (.., displaced) = tokio::try_join!(
        write_events(store, &token, parts),
        write_rejections(store, &token, parts),
        write_arrivals(store, &token, parts),
        write_files(store, &token, parts),
        displaced(store, &lanes),
    )?;
    let mut told = Vec::with_capacity(lanes.len());
    let mut heads = Vec::new();
    for ((LaneBatch { lane, position, .. }, next), displaced) in batches.iter().zip(nexts).zip(displaced) {
        let may_write = match displaced {
            Some(holder) => Err(StoreError::InUse { held: Held::Lane(lane.owned.name.clone()), holder }),
            None => lane.refuse_regions_of_other_lanes(&next.after).await,
        };
        if may_write.is_ok() {
            heads.push(HeadRow::of_lane(&lane.owned.name, next.version, *position));
            let of_regions = next.after.iter();
            heads.extend(
                of_regions
                    .map(|(region, head)| HeadRow::of_region(&lane.owned.name, region, next.version, *head)),
            );
        }
        told.push(may_write);
    }
    if !heads.is_empty() {
        store
            .insert::<HeadRow<'_>>("heads", &token, async |insert| {
                for head in &heads {
                    insert.write(head).await?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(told)
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
    fn prepare<'b>(&mut self, parts: &[(&'b str, &'b Batch<'b>)]) -> (Vec<Part<'b>>, Next) {
        let version = self.owned.next_version();
        let mut after: BTreeMap<String, Head> = BTreeMap::new();
        let mut prepared = Vec::with_capacity(parts.len());
        for &(region, batch) in parts {
            let before = after.get(region).copied().unwrap_or_else(|| self.head(region));
            after.insert(region.to_owned(), before.with(batch));
            prepared.push(Part { region, version, batch, before });
        }
        for region in &self.unsure {
            after.entry(region.clone()).or_insert_with(|| self.head(region));
        }
        (prepared, Next { version, after })
    }

    /// A region has one lane. If topics were laid anew, its numbers would begin again here and replace those it has.
    async fn refuse_regions_of_other_lanes(&self, after: &BTreeMap<String, Head>) -> Result<(), StoreError> {
        let known = self.regions();
        let new: Vec<&String> = after.keys().filter(|region| !known.contains_key(*region)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let attempt = format!("begin regions in the lane {}", self.owned.name);
        if new.iter().any(|region| region.is_empty()) {
            return Err(StoreError::Failed { attempt, cause: "a region has no code".into() });
        }
        let others: Vec<(String, String)> = self
            .owned
            .store
            .rows(
                &attempt,
                "SELECT region, lane FROM v_heads WHERE lane != {lane:String} AND region IN {regions:Array(String)}",
                |query| query.param("lane", &self.owned.name).param("regions", &new),
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

async fn write_events(store: &ClickHouse, token: &str, parts: &[Part<'_>]) -> Result<(), StoreError> {
    let mut all: Vec<(&Part<'_>, u64, &NewEvent<'_>)> = Vec::new();
    for part in parts {
        let numbers = part.before.events + 1..;
        all.extend(part.batch.events.iter().zip(numbers).map(|(event, number)| (part, number, event)));
    }
    let some = split(&all, |(_, _, event)| event.raw.len());
    for (place, events) in some.into_iter().enumerate() {
        let write = async |insert: &mut clickhouse::insert::Insert<EventRow<'_>>| {
            for &(part, number, event) in events {
                let envelope = Envelope::read(event.raw);
                let delivery = &part.batch.deliveries[event.delivery];
                let row = EventRow::of(part.region, number, part.version, delivery, event, &envelope);
                insert.write(&row).await?;
            }
            Ok(())
        };
        store.insert::<EventRow<'_>>("events", &format!("{token}/{place}"), write).await?;
    }
    Ok(())
}

async fn write_rejections(store: &ClickHouse, token: &str, parts: &[Part<'_>]) -> Result<(), StoreError> {
    let mut all = Vec::new();
    for part in parts {
        let numbers = part.before.rejections + 1..;
        let rejections = part.batch.rejections.iter().zip(numbers);
        all.extend(rejections.map(|(rejection, number)| (part, number, rejection)));
    }
    let some = split(&all, |(_, _, rejection)| rejection.raw.len());
    for (place, rejections) in some.into_iter().enumerate() {
        let write = async |insert: &mut clickhouse::insert::Insert<RejectionRow<'_>>| {
            for &(part, number, rejection) in rejections {
                let delivery = &part.batch.deliveries[rejection.delivery];
                insert
                    .write(&RejectionRow::of(part.region, number, part.version, delivery, rejection))
                    .await?;
            }
            Ok(())
        };
        store.insert::<RejectionRow<'_>>("rejections", &format!("{token}/{place}"), write).await?;
    }
    Ok(())
}

async fn write_arrivals(store: &ClickHouse, token: &str, parts: &[Part<'_>]) -> Result<(), StoreError> {
    let mut all: Vec<(&Part<'_>, u64, &FeedHour)> = Vec::new();
    for part in parts {
        let numbers = part.before.arrivals + 1..;
        all.extend(part.batch.feeds.iter().zip(numbers).map(|(hour, number)| (part, number, hour)));
    }
    if all.is_empty() {
        return Ok(());
    }
    let write = async |insert: &mut clickhouse::insert::Insert<ArrivalRow<'_>>| {
        for &(part, number, hour) in &all {
            insert.write(&ArrivalRow::of(part.region, number, part.version, hour)).await?;
        }
        Ok(())
    };
    store.insert::<ArrivalRow<'_>>("arrivals", token, write).await
}

async fn write_files(store: &ClickHouse, token: &str, parts: &[Part<'_>]) -> Result<(), StoreError> {
    if parts.iter().all(|part| part.batch.files.is_empty()) {
        return Ok(());
    }
    let write = async |insert: &mut clickhouse::insert::Insert<FileRow<'_>>| {
        for part in parts {
            for (file, number) in part.batch.files.iter().zip(part.before.files + 1..) {
                insert.write(&FileRow::of(part.region, number, part.version, file)).await?;
            }
        }
        Ok(())
    };
    store.insert::<FileRow<'_>>("files", token, write).await
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

/// Rows in stretches of bounded size.
fn split<T>(rows: &[T], bytes_of: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let mut stretches = Vec::new();
    let (mut begin, mut bytes) = (0, 0);
    for (place, row) in rows.iter().enumerate() {
        let more = bytes_of(row);
        if place > begin && (place - begin == INSERT_ROWS_MAX || bytes + more > INSERT_BYTES_MAX) {
            stretches.push(&rows[begin..place]);
            (begin, bytes) = (place, 0);
        }
        bytes += more;
    }
    if begin < rows.len() {
        stretches.push(&rows[begin..]);
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_hold_every_row_once_and_no_more_than_fits() {
        let sizes = |rows: &[usize]| -> Vec<usize> {
            split(rows, |bytes| *bytes).iter().map(|stretch| stretch.len()).collect()
        };
        assert_eq!(sizes(&[]), [0; 0]);
        assert_eq!(sizes(&[1; 3]), [3]);
        assert_eq!(sizes(&[INSERT_BYTES_MAX, 1, INSERT_BYTES_MAX]), [1, 1, 1]);
        assert_eq!(sizes(&[INSERT_BYTES_MAX / 2; 5]), [2, 2, 1]);
        assert_eq!(sizes(&vec![0; INSERT_ROWS_MAX + 1]), [INSERT_ROWS_MAX, 1]);
    }
}

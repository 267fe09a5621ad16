//! Appends to a lane: the rows of all its regions at once, then, last, what counts.

use super::lane::{Head, Lane};
use super::rows::{ArrivalRow, Envelope, EventRow, FileRow, RejectionRow};
use crate::store::{Batch, EventNumber, FeedHour, Held, NewEvent, StoreError};
use clickhouse::Row;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// So many rows are in one insert at most.
const INSERT_ROWS_MAX: usize = 100_000;
/// So many bytes of raw text are in one insert at most, save for a single row of more.
const INSERT_BYTES_MAX: usize = 64 << 20;

/// A region's part of an append, with what counted before it.
struct Part<'b> {
    region: &'b str,
    batch: &'b Batch<'b>,
    before: Head,
}

#[derive(Row, Deserialize)]
struct Newest {
    epoch: u64,
    holder: String,
}

impl Lane {
    /// Makes batches of some of its regions durable, with the lane's next offset: all of it or, on an error, nothing.
    /// Answers the number of each batch's first event. Rejections that belong to no region are kept under the lane's name.
    ///
    /// The rows are written first, then the heads. Rows without heads do not count; the next append takes the same numbers
    /// under a higher version. If it is unknown whether the heads were written, they say what is true of the rows that are
    /// there; the next append writes them again.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] where another has taken the lane over; this one appends no more. Otherwise the batches can be
    /// offered again.
    pub fn append(
        &mut self,
        position: Option<i64>,
        batches: &[(&str, &Batch<'_>)],
    ) -> Result<Vec<EventNumber>, StoreError> {
        self.batch += 1;
        let version = self.version(self.batch);
        let mut after: BTreeMap<String, Head> = BTreeMap::new();
        let mut parts = Vec::with_capacity(batches.len());
        for &(region, batch) in batches {
            let before = after.get(region).copied().unwrap_or_else(|| self.head(region));
            after.insert(region.to_owned(), before.with(batch));
            parts.push(Part { region, batch, before });
        }
        // Whatever goes wrong, these may have been written.
        let unsure: BTreeSet<String> = after.keys().cloned().chain(self.unsure.iter().cloned()).collect();
        for region in &unsure {
            after.entry(region.clone()).or_insert_with(|| self.head(region));
        }
        let written = self.store.wait(self.write(version, position, &parts, &after));
        self.unsure = unsure;
        written?;
        self.unsure.clear();
        self.position = position;
        self.heads.append(&mut after);
        Ok(parts.iter().map(|part| part.before.events + 1).collect())
    }

    async fn write(
        &self,
        version: u64,
        position: Option<i64>,
        parts: &[Part<'_>],
        after: &BTreeMap<String, Head>,
    ) -> Result<(), StoreError> {
        tokio::try_join!(
            self.write_events(version, parts),
            self.write_rejections(version, parts),
            self.write_arrivals(version, parts),
            self.write_files(version, parts),
            self.refuse_displaced(),
            self.refuse_regions_of_other_lanes(after),
        )?;
        let regions: Vec<&str> = after.keys().map(String::as_str).collect();
        self.write_heads(version, position, after, &regions).await
    }

    /// Whether this one still owns the lane. It may lose it just afterwards: what it writes then does not count.
    pub(super) async fn refuse_displaced(&self) -> Result<(), StoreError> {
        let newest: Vec<Newest> = self
            .store
            .rows(
                &format!("look who has the lane {}", self.name),
                "SELECT epoch, holder FROM claims WHERE lane = {lane:String} ORDER BY epoch DESC LIMIT 1",
                &[("lane", &self.name)],
            )
            .await?;
        match newest.into_iter().next() {
            Some(newest) if newest.epoch > self.epoch => {
                Err(StoreError::InUse { held: Held::Lane(self.name.clone()), holder: newest.holder })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// A region has one lane. If topics were laid anew, its numbers would begin again here and replace those it has.
    async fn refuse_regions_of_other_lanes(&self, after: &BTreeMap<String, Head>) -> Result<(), StoreError> {
        let new: Vec<&String> = after.keys().filter(|region| !self.heads.contains_key(*region)).collect();
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
                &[("lane", &self.name), ("regions", &array(&new))],
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

    async fn write_events(&self, version: u64, parts: &[Part<'_>]) -> Result<(), StoreError> {
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
                    let row = EventRow::of(part.region, number, version, delivery, event, &envelope);
                    insert.write(&row).await?;
                }
                Ok(())
            };
            self.store.insert::<EventRow<'_>>("events", &self.token(version, place), write).await?;
        }
        Ok(())
    }

    async fn write_rejections(&self, version: u64, parts: &[Part<'_>]) -> Result<(), StoreError> {
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
                        .write(&RejectionRow::of(part.region, number, version, delivery, rejection))
                        .await?;
                }
                Ok(())
            };
            self.store.insert::<RejectionRow<'_>>("rejections", &self.token(version, place), write).await?;
        }
        Ok(())
    }

    async fn write_arrivals(&self, version: u64, parts: &[Part<'_>]) -> Result<(), StoreError> {
        let mut all: Vec<(&str, u64, &FeedHour)> = Vec::new();
        for part in parts {
            let numbers = part.before.arrivals + 1..;
            all.extend(
                part.batch.feeds.iter().zip(numbers).map(|(hour, number)| (part.region, number, hour)),
            );
        }
        if all.is_empty() {
            return Ok(());
        }
        let write = async |insert: &mut clickhouse::insert::Insert<ArrivalRow<'_>>| {
            for &(region, number, hour) in &all {
                insert.write(&ArrivalRow::of(region, number, version, hour)).await?;
            }
            Ok(())
        };
        self.store.insert::<ArrivalRow<'_>>("arrivals", &self.token(version, 0), write).await
    }

    async fn write_files(&self, version: u64, parts: &[Part<'_>]) -> Result<(), StoreError> {
        if parts.iter().all(|part| part.batch.files.is_empty()) {
            return Ok(());
        }
        let write = async |insert: &mut clickhouse::insert::Insert<FileRow<'_>>| {
            for part in parts {
                for (file, number) in part.batch.files.iter().zip(part.before.files + 1..) {
                    insert.write(&FileRow::of(part.region, number, version, file)).await?;
                }
            }
            Ok(())
        };
        self.store.insert::<FileRow<'_>>("files", &self.token(version, 0), write).await
    }

    fn token(&self, version: u64, place: usize) -> String {
        format!("{}/{version}/{place}", self.name)
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

/// Texts as an array in a parameter.
fn array(texts: &[&String]) -> String {
    let quoted = texts.iter().map(|text| format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")));
    format!("[{}]", quoted.collect::<Vec<_>>().join(","))
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

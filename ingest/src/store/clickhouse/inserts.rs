//! The inserts of an append: each table's rows of all parts, in stretches of bounded size.

use super::ClickHouse;
use super::append::Part;
use super::rows::{
    AcknowledgementRow, ArrivalRow, Columns, Envelope, EventRow, FileRow, HeadRow, RejectionRow,
};
use crate::store::{FeedHour, NewEvent, StoreError};
use futures_util::future::try_join_all;

/// So many rows are in one insert at most.
const INSERT_ROWS_MAX: usize = 250_000;
/// So many bytes of raw text are in one insert at most, save for a single row of more.
const INSERT_BYTES_MAX: usize = 64 << 20;

pub(super) async fn write_events(
    store: &ClickHouse,
    token: &str,
    parts: &[&Part<'_>],
) -> Result<(), StoreError> {
    let mut all: Vec<(&Part<'_>, u64, &NewEvent<'_>)> = Vec::new();
    for &part in parts {
        let numbers = part.before.events + 1..;
        all.extend(part.batch.events.iter().zip(numbers).map(|(event, number)| (part, number, event)));
    }
    let some = split(&all, |(_, _, event)| event.raw.len());
    // Together, so that the server packs one while another comes in.
    let inserts = some.into_iter().enumerate().map(async |(place, events)| {
        let write = async |insert: &mut clickhouse::insert::Insert<EventRow<'_>>| {
            for &(part, number, event) in events {
                let delivery = &part.batch.deliveries[event.delivery];
                let envelope =
                    if event.attributes.is_none() { Envelope::read(event.raw) } else { Envelope::default() };
                let columns = event.attributes.map_or_else(|| envelope.columns(), Columns::from);
                insert
                    .write(&EventRow::of(part.region, number, part.version, delivery, event, columns))
                    .await?;
            }
            Ok(())
        };
        store.insert::<EventRow<'_>>("events", &format!("{token}/{place}"), write).await
    });
    try_join_all(inserts).await.map(|_| ())
}

pub(super) async fn write_rejections(
    store: &ClickHouse,
    token: &str,
    parts: &[&Part<'_>],
) -> Result<(), StoreError> {
    let mut all = Vec::new();
    for &part in parts {
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

pub(super) async fn write_arrivals(
    store: &ClickHouse,
    token: &str,
    parts: &[&Part<'_>],
) -> Result<(), StoreError> {
    let mut all: Vec<(&Part<'_>, u64, &FeedHour)> = Vec::new();
    for &part in parts {
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

pub(super) async fn write_files(
    store: &ClickHouse,
    token: &str,
    parts: &[&Part<'_>],
) -> Result<(), StoreError> {
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

/// What people say to notices: a row beside the event that says so.
pub(super) async fn write_acknowledgements(
    store: &ClickHouse,
    token: &str,
    parts: &[&Part<'_>],
) -> Result<(), StoreError> {
    if parts.iter().all(|part| part.batch.acknowledgements.is_empty()) {
        return Ok(());
    }
    let write = async |insert: &mut clickhouse::insert::Insert<AcknowledgementRow<'_>>| {
        for part in parts {
            for said in &part.batch.acknowledgements {
                let event = part.before.events + 1 + said.event as u64;
                insert.write(&AcknowledgementRow::of(part.region, event, part.version, said)).await?;
            }
        }
        Ok(())
    };
    store.insert::<AcknowledgementRow<'_>>("acknowledgements", token, write).await
}

/// Writes heads, all at once. This is what makes rows count.
pub(super) async fn write_heads(
    store: &ClickHouse,
    token: &str,
    heads: &[HeadRow<'_>],
) -> Result<(), StoreError> {
    if heads.is_empty() {
        return Ok(());
    }
    store
        .insert::<HeadRow<'_>>("heads", token, async |insert| {
            for head in heads {
                insert.write(head).await?;
            }
            Ok(())
        })
        .await
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

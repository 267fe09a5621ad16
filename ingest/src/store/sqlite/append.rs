//! Appends a batch in one transaction.

use super::{Records, Sqlite, failed, plain_applicants};
use crate::batch::Counts;
use crate::store::{
    Batch, EventNumber, FILE_REJECTIONS_MAX, FeedHour, FilePosition, ReadEvents, Store, StoreError,
    StoredEvent,
};
use rusqlite::{Connection, TransactionBehavior, params};
use scoring::time::Instant;
use sha2::{Digest, Sha256};
use std::ops::ControlFlow;

impl Store for Sqlite {
    fn append(&mut self, batch: &Batch<'_>) -> Result<EventNumber, StoreError> {
        let Records { connection, file } = &mut self.records;
        write(connection, batch).map_err(failed(file, "append events"))
    }

    fn file_position(&self, name: &str, digest: &[u8; 32]) -> Result<Option<(u64, bool)>, StoreError> {
        let found = self.records.file_record(name, digest)?;
        Ok(found.map(|file| (file.lines, file.done.is_some())))
    }
}

impl ReadEvents for Sqlite {
    fn event_count(&self) -> Result<u64, StoreError> {
        self.records.event_count()
    }

    fn each_event(
        &self,
        after: EventNumber,
        each: &mut dyn FnMut(StoredEvent<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.records.each_event(after, each)
    }
}

fn write(connection: &mut Connection, batch: &Batch<'_>) -> rusqlite::Result<EventNumber> {
    // The numbers are read and then written, so nobody may write in between.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let last = |table: &str, key: &str| -> rusqlite::Result<i64> {
        transaction
            .prepare_cached(&format!("SELECT coalesce(max({key}), 0) FROM {table}"))?
            .query_row([], |row| row.get(0))
    };
    let first_delivery: i64 = last("deliveries", "delivery")? + 1;
    let first_event: i64 = last("events", "event")? + 1;
    {
        let mut insert = transaction.prepare_cached("INSERT INTO deliveries VALUES (?, ?, ?, ?, ?)")?;
        for (place, delivery) in batch.deliveries.iter().enumerate() {
            insert.execute(params![
                first_delivery + place as i64,
                delivery.road.word(),
                delivery.place,
                delivery.site,
                delivery.received.0
            ])?;
        }
        let mut insert = transaction.prepare_cached("INSERT INTO events VALUES (?, ?, ?, ?, ?)")?;
        for (place, event) in batch.events.iter().enumerate() {
            insert.execute(params![
                first_event + place as i64,
                first_delivery + event.delivery as i64,
                event.item as i64,
                event.content.cast_signed(),
                event.raw
            ])?;
        }
        let mut insert = transaction
            .prepare_cached("INSERT INTO acknowledgements (notice, event, acknowledged_by, reason, asks_help) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")?;
        for said in &batch.acknowledgements {
            let event = first_event + said.event as i64;
            insert.execute(params![said.notice, event, said.by, said.reason, said.asks_help])?;
        }
    }
    let mut files = write_files(&transaction, &batch.files)?;
    write_rejections(&transaction, batch, first_delivery, &mut files)?;
    write_feeds(&transaction, &batch.feeds)?;
    if let Some(delivery) = batch.deliveries.last() {
        plain_applicants::count(&transaction, &batch.plain_applicants, delivery.received)?;
    }
    transaction.commit()?;
    Ok(first_event as u64)
}

/// A file of the batch, while its rejections are listed.
struct Listing {
    /// Its delivery's place in the batch.
    delivery: usize,
    /// Its number.
    file: i64,
    /// How many rejections may still be listed.
    room: u64,
}

fn write_files(connection: &Connection, files: &[FilePosition<'_>]) -> rusqlite::Result<Vec<Listing>> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO files (name, digest, lines, accepted, duplicates, rejected, done) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (name, digest) DO UPDATE SET lines = excluded.lines, accepted = accepted + excluded.accepted,
             duplicates = duplicates + excluded.duplicates, rejected = rejected + excluded.rejected,
             done = excluded.done
         RETURNING file, rejected",
    )?;
    let mut listings = Vec::with_capacity(files.len());
    for FilePosition { delivery, name, digest, lines, counts, done } in files {
        let Counts { read: _, accepted, duplicates, rejected } = *counts;
        let listing = upsert.query_row(
            params![
                name,
                digest,
                *lines as i64,
                accepted as i64,
                duplicates as i64,
                rejected as i64,
                done.map(|Instant(done)| done)
            ],
            |row| {
                let before = row.get::<_, u64>(1)?.saturating_sub(rejected);
                let room = FILE_REJECTIONS_MAX.saturating_sub(before);
                Ok(Listing { delivery: *delivery, file: row.get(0)?, room })
            },
        )?;
        listings.push(listing);
    }
    Ok(listings)
}

fn write_rejections(
    connection: &Connection,
    batch: &Batch<'_>,
    first_delivery: i64,
    files: &mut [Listing],
) -> rusqlite::Result<()> {
    if batch.rejections.is_empty() {
        return Ok(());
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO rejections (identity, delivery, item, code, message, source, type, raw, times, last_received, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 'open')
         ON CONFLICT (identity) DO UPDATE SET times = times + 1, last_received = excluded.last_received,
             code = excluded.code, message = excluded.message, raw = excluded.raw,
             state = CASE state WHEN 'dismissed' THEN state ELSE 'open' END
         RETURNING rejection",
    )?;
    let mut list =
        connection.prepare_cached("INSERT INTO file_rejections VALUES (?, ?, ?) ON CONFLICT DO NOTHING")?;
    for rejection in &batch.rejections {
        let delivery = &batch.deliveries[rejection.delivery];
        let mut identity = Sha256::new();
        identity.update(delivery.road.word());
        // A request has an id of its own each time it is sent; its sender is the site.
        identity.update([0]);
        identity.update(delivery.site.unwrap_or(delivery.place));
        identity.update([0]);
        identity.update(rejection.raw);
        let rejected = params![
            &identity.finalize()[..16],
            first_delivery + rejection.delivery as i64,
            rejection.item as i64,
            rejection.code,
            rejection.message,
            rejection.source,
            rejection.event_type,
            rejection.raw,
            delivery.received.0,
        ];
        let number: i64 = insert.query_row(rejected, |row| row.get(0))?;
        let file = files.iter_mut().find(|file| file.delivery == rejection.delivery);
        if let Some(file) = file.filter(|file| file.room > 0) {
            list.execute(params![file.file, rejection.item as i64, number])?;
            file.room -= 1;
        }
    }
    Ok(())
}

fn write_feeds(connection: &Connection, feeds: &[FeedHour]) -> rusqlite::Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO feed_hours VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (site, stream, hour) DO UPDATE SET
             accepted = accepted + excluded.accepted, duplicates = duplicates + excluded.duplicates,
             rejected = rejected + excluded.rejected, lag_seconds = lag_seconds + excluded.lag_seconds,
             lag_seconds_max = max(lag_seconds_max, excluded.lag_seconds_max),
             last_received = max(last_received, excluded.last_received),
             last_time = coalesce(max(last_time, excluded.last_time), last_time, excluded.last_time)",
    )?;
    for feed in feeds {
        upsert.execute(params![
            feed.site,
            feed.stream,
            feed.hour,
            feed.accepted as i64,
            feed.duplicates as i64,
            feed.rejected as i64,
            feed.lag_seconds,
            feed.lag_seconds_max,
            feed.last_received.0,
            feed.last_time.map(|Instant(time)| time),
        ])?;
    }
    Ok(())
}

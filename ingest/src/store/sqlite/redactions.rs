//! Events of which words were erased: which, when, by whom, and the digest of each as it arrived.

use super::Records;
use crate::store::digest::line_digest;
use crate::store::redaction::without_words;
use crate::store::{EventNumber, StoreError};
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// So many events are rewritten in one transaction, so that the desk waits for no long one.
const AT_ONCE: usize = 500;

/// An event of which words were erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// Its number.
    pub event: EventNumber,
    /// SHA-256 of its line as it arrived.
    pub line: [u8; 32],
    /// The fields that were erased, as a JSON list.
    pub fields: String,
    /// When.
    pub at: Instant,
    /// Who erased them, or `retention`.
    pub erased_by: String,
}

impl Records {
    /// The digests of the lines of events as they arrived, of those of which words were erased.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn redacted_lines(&self) -> Result<HashMap<EventNumber, [u8; 32]>, StoreError> {
        let redactions = self.redactions()?;
        Ok(redactions.into_iter().map(|redaction| (redaction.event, redaction.line)).collect())
    }

    /// All events of which words were erased, by number.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn redactions(&self) -> Result<Vec<Redaction>, StoreError> {
        let select = || {
            let mut select = self
                .connection
                .prepare_cached("SELECT event, line, fields, at, erased_by FROM redactions ORDER BY event")?;
            let rows = select.query_map([], |row| {
                Ok(Redaction {
                    event: row.get(0)?,
                    line: row.get(1)?,
                    fields: row.get(2)?,
                    at: Instant(row.get(3)?),
                    erased_by: row.get(4)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list erased words"))
    }

    /// The number of the last event that arrived before an instant; 0 where none did.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn last_event_before(&self, before: Instant) -> Result<EventNumber, StoreError> {
        // Deliveries and events are in the order of arrival, so the last delivery before it has the last such event.
        let find = || -> rusqlite::Result<EventNumber> {
            let delivery: Option<i64> = self.connection.query_row(
                "SELECT max(delivery) FROM deliveries WHERE received < ?",
                [before.0],
                |row| row.get(0),
            )?;
            let found = self
                .connection
                .query_row(
                    "SELECT event FROM events WHERE delivery <= ? ORDER BY event DESC LIMIT 1",
                    [delivery.unwrap_or(0)],
                    |row| row.get(0),
                )
                .optional()?;
            Ok(found.unwrap_or(0))
        };
        find().map_err(self.failed("look for the events before an instant"))
    }

    /// The events after a number, up to and with another one, that still carry what a citizen wrote.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn events_with_words(
        &self,
        after: EventNumber,
        until: EventNumber,
    ) -> Result<Vec<EventNumber>, StoreError> {
        let mut found = Vec::new();
        self.each_event(after, &mut |event| {
            if event.number > until {
                return ControlFlow::Break(());
            }
            if without_words(event.raw).is_some() {
                found.push(event.number);
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// Erases what citizens wrote from events; how many had something of that kind.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: some may be done, the rest is to be asked for again.
    pub fn redact(&self, events: &[EventNumber], at: Instant, by: &str) -> Result<u64, StoreError> {
        let mut done = 0;
        for events in events.chunks(AT_ONCE) {
            self.at_once(|| {
                for &event in events {
                    done += u64::from(self.redact_one(event, at, by)?);
                }
                Ok(())
            })?;
        }
        Ok(done)
    }

    fn redact_one(&self, event: EventNumber, at: Instant, by: &str) -> Result<bool, StoreError> {
        let Some(kept) = self.event(event)? else { return Ok(false) };
        let Some((text, fields)) = without_words(&kept.raw) else { return Ok(false) };
        let write = || {
            // Erased a second time, an event is still digested as it first arrived.
            self.connection
                .prepare_cached("INSERT INTO redactions VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")?
                .execute(params![
                    event as i64,
                    line_digest(&kept.raw),
                    serde_json::json!(fields).to_string(),
                    at.0,
                    by
                ])?;
            self.connection
                .prepare_cached("UPDATE events SET raw = ? WHERE event = ?")?
                .execute(params![text, event as i64])
        };
        write().map(|_| true).map_err(self.failed("erase words"))
    }

    /// Lets nothing that was erased linger in the files: pages that are free now, the write-ahead log.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn wipe_freed(&self) -> Result<(), StoreError> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(self.failed("bring what was erased to the disk"))
    }
}

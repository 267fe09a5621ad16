//! Reads events back.

use super::Records;
use crate::store::digest::EventSet;
use crate::store::{EventNumber, KeptEvent, StoreError, StoredEvent};
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;
use std::ops::ControlFlow;

impl Records {
    /// How many events there are.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn event_count(&self) -> Result<u64, StoreError> {
        self.connection
            .query_row("SELECT coalesce(max(event), 0) FROM events", [], |row| row.get(0))
            .map_err(self.failed("count events"))
    }

    /// Hands on every event after a number, in order, until told to stop. What is appended meanwhile is not seen.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn each_event(
        &self,
        after: EventNumber,
        each: &mut dyn FnMut(StoredEvent<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut walk = || {
            let mut select = self.connection.prepare_cached(
                "SELECT event, received, content, raw FROM events CROSS JOIN deliveries USING (delivery)
                 WHERE event > ? ORDER BY event",
            )?;
            let mut rows = select.query([after as i64])?;
            while let Some(row) = rows.next()? {
                let event = StoredEvent {
                    number: row.get(0)?,
                    received: Instant(row.get(1)?),
                    content: row.get::<_, i64>(2)?.cast_unsigned(),
                    raw: row.get_ref(3)?.as_str()?,
                };
                if each(event).is_break() {
                    break;
                }
            }
            Ok(())
        };
        walk().map_err(self.failed("read events"))
    }

    /// The digest of the events up to a number that have happened by an instant; see [`crate::store::digest`].
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn digest_of_events(&self, until: EventNumber, as_of: Instant) -> Result<String, StoreError> {
        let mut set = EventSet::default();
        let redacted = self.redacted_lines()?;
        self.each_event(0, &mut |event| {
            if event.number > until {
                return ControlFlow::Break(());
            }
            set.add_as_it_was(event.raw, redacted.get(&event.number), as_of);
            ControlFlow::Continue(())
        })?;
        Ok(set.finish())
    }

    /// An event by its number.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn event(&self, number: EventNumber) -> Result<Option<KeptEvent>, StoreError> {
        let mut find = self
            .connection
            .prepare_cached(
                "SELECT received, road, place, item, raw FROM events JOIN deliveries USING (delivery)
                 WHERE event = ?",
            )
            .map_err(self.failed("look for an event"))?;
        find.query_row(params![number as i64], |row| {
            Ok(KeptEvent {
                number,
                received: Instant(row.get(0)?),
                road: row.get(1)?,
                place: row.get(2)?,
                item: row.get(3)?,
                raw: row.get(4)?,
            })
        })
        .optional()
        .map_err(self.failed("look for an event"))
    }
}

//! The log from the store: what was accepted once is read again with the registry and rulebook of today.

use crate::store::{EventNumber, ReadEvents, StoreError};
use crate::wire::{Room, Wire};
use bumpalo::Bump;
use scoring::log::{Appended, EventIdx, Keyed, Log};
use scoring::time::Instant;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Arrivals are kept as seconds since 2000-01-01T00:00:00Z, four bytes an event.
const EPOCH_SECONDS: i64 = 946_684_800;

/// The seconds of an instant, as arrivals are kept.
pub fn seconds(at: Instant) -> u32 {
    u32::try_from(at.0.div_euclid(1_000_000_000) - EPOCH_SECONDS).unwrap_or_default()
}

/// The instant of an arrival.
pub fn instant(seconds: u32) -> Instant {
    Instant((i64::from(seconds) + EPOCH_SECONDS) * 1_000_000_000)
}

/// The log with what belongs to it.
#[derive(Default)]
pub struct Restored {
    /// All events that today's registry and rulebook still take.
    pub log: Log,
    /// Their numbers in the store.
    pub numbers: Vec<u32>,
    /// When they arrived, in seconds.
    pub arrivals: Vec<u32>,
    /// Events that today's registry or rulebook no longer takes, by identity, with the digest of their content.
    pub dormant: HashMap<(String, String), u64>,
    /// The earliest time that any event bears.
    pub earliest: Option<Instant>,
    /// When the last one arrived.
    pub last_received: Option<Instant>,
}

impl Restored {
    /// Notes where an appended event is kept.
    pub fn place(&mut self, event: EventIdx, number: EventNumber, received: Instant) {
        debug_assert_eq!(event as usize, self.numbers.len());
        self.numbers.push(number as u32);
        self.arrivals.push(seconds(received));
    }
}

/// Reads the whole log.
///
/// # Errors
///
/// [`StoreError`]
pub fn restore(store: &dyn ReadEvents, wire: &Wire<'_>) -> Result<Restored, StoreError> {
    let count = store.event_count()? as usize;
    let mut restored = Restored { log: Log::with_capacity(count), ..Restored::default() };
    restored.numbers.reserve(count);
    restored.arrivals.reserve(count);
    let (mut arena, mut room) = (Bump::new(), Room::default());
    let mut earliest = Instant(i64::MAX);
    store.each_event(0, &mut |stored| {
        arena.reset();
        match wire.read_text(stored.raw, &arena, &mut room) {
            Ok(mut event) => {
                // Of the text as it arrived, also where words of it were erased since: sent again it is a duplicate.
                event.content = stored.content;
                let keyed = Keyed::from(event);
                earliest = earliest.min(event.time);
                // What a crash could have left twice is there once in the log.
                if let Appended::New(place, _) = restored.log.append(&keyed) {
                    restored.place(place, stored.number, stored.received);
                }
            }
            Err(_) => {
                restored.dormant.insert(identity(stored.raw), stored.content);
            }
        }
        restored.last_received = Some(stored.received);
        ControlFlow::Continue(())
    })?;
    restored.earliest = (earliest.0 < i64::MAX).then_some(earliest);
    Ok(restored)
}

/// The source and id of an event as they are written.
fn identity(raw: &str) -> (String, String) {
    let event: serde_json::Value = serde_json::from_str(raw).unwrap_or_default();
    let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
    (text("source"), text("id"))
}

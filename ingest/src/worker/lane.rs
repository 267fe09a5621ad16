//! A lane that a worker owns, with the live standings of its regions.

use super::Known;
use crate::live::Region;
use crate::published::History;
use crate::sources::kafka::lanes::Lane;
use crate::store::clickhouse::{self, ClickHouse};
use crate::store::{Archive as _, StoreError};
use scoring::time::Instant;
use std::collections::BTreeMap;
use std::thread;

/// A lane that is owned.
pub struct OpenLane<'g> {
    /// Its name.
    pub lane: Lane,
    /// When it was opened here.
    pub opened: Instant,
    /// Where its events become durable.
    pub(super) store: clickhouse::Lane,
    /// Its regions, by code.
    pub(super) regions: BTreeMap<&'g str, OpenRegion<'g>>,
}

/// A region of a lane.
pub(super) struct OpenRegion<'g> {
    pub known: &'g Known<'g>,
    pub region: Region<'g>,
}

impl<'g> OpenLane<'g> {
    /// Takes a lane over: from now on whoever had it cannot write any more. Reads all its regions' events and judges their
    /// open months; `clock` is the instant that it is.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: the store could not be read or written; it can be tried again.
    pub fn open(
        lane: Lane,
        store: &ClickHouse,
        holder: &str,
        known: &'g BTreeMap<&'g str, Known<'g>>,
        clock: Instant,
    ) -> Result<OpenLane<'g>, StoreError> {
        let store = store.open_lane(&lane.to_string(), holder)?;
        let of_lane = known.iter().filter(|(_, known)| known.home.as_ref() == Some(&lane));
        let of_lane: Vec<(&'g str, &'g Known<'g>)> = of_lane.map(|(code, known)| (*code, known)).collect();
        let begun = store.beginnings()?;
        store.keep_givens(&begun, of_lane.iter().map(|(code, known)| (*code, known.files)), clock)?;
        let restore = |(code, known): &(&'g str, &'g Known<'g>)| -> Result<_, StoreError> {
            let kept = store.region(code);
            let published =
                if begun.has_closed(code) { kept.history(known.county)? } else { History::default() };
            let (wire, shown_until) = (&known.wire, begun.shown_until(code));
            let region = Region::restore(&kept, known.county, wire, published, clock, shown_until)?;
            Ok((*code, OpenRegion { known, region }))
        };
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let share = of_lane.len().div_ceil(threads).max(1);
        let restore_some = |some: &[(&'g str, &'g Known<'g>)]| -> Result<Vec<_>, StoreError> {
            some.iter().map(restore).collect()
        };
        let restored: Result<Vec<_>, StoreError> = thread::scope(|scope| {
            let restore_some = &restore_some;
            let shares: Vec<_> =
                of_lane.chunks(share).map(|some| scope.spawn(move || restore_some(some))).collect();
            let joined = shares
                .into_iter()
                .map(|share| share.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            joined.collect()
        });
        let regions = restored?.into_iter().flatten().collect();
        Ok(OpenLane { lane, opened: clock, store, regions })
    }

    /// The offset at which it goes on, as the store knows it; `None` where nothing was ever taken in.
    pub fn position(&self) -> Option<u64> {
        self.store.position().and_then(|position| u64::try_from(position).ok())
    }

    /// Moves past messages of which nothing is to be kept.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn pass(&mut self, next: u64) -> Result<(), StoreError> {
        self.store.append(Some(next as i64), &[]).map(|_| ())
    }

    /// Its regions, by code.
    pub fn regions(&self) -> impl Iterator<Item = (&'g str, &Region<'g>)> {
        self.regions.iter().map(|(&code, open)| (code, &open.region))
    }

    /// Lets time pass in every region.
    pub fn advance(&mut self, now: Instant) {
        for OpenRegion { region, .. } in self.regions.values_mut() {
            region.advance(now);
        }
    }
}

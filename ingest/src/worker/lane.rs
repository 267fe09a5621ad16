//! A lane that a worker owns, with the live standings of its regions.

use super::Known;
use crate::live::Region;
use crate::sources::kafka::lanes::Lane;
use crate::store::clickhouse::{self, ClickHouse};
use crate::store::{Archive as _, StoreError};
use scoring::time::Instant;
use std::collections::BTreeMap;

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
        let mut open = OpenLane { lane, opened: clock, store, regions: BTreeMap::new() };
        for (&code, known) in known.iter().filter(|(_, known)| known.home.as_ref() == Some(&open.lane)) {
            let kept = open.store.region(code);
            let published = kept.history(known.county)?;
            kept.keep_givens(known.files, clock)?;
            let shown_until = kept.shown_until()?;
            let region = Region::restore(&kept, known.county, &known.wire, published, clock, shown_until)?;
            open.regions.insert(code, OpenRegion { known, region });
        }
        Ok(open)
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

//! A region of an open lane as months are closed and reissued: [`Holder`] for the cluster.

use super::lane::{OpenLane, OpenRegion};
use crate::live::{Delivery, Holder, Moment, Outcome};
use crate::store::clickhouse::RegionKept;
use crate::store::{Archive as _, Frozen, GivenFiles, StoreError};
use crate::wire::Room;
use bumpalo::Bump;
use scoring::context::{Context, County};
use scoring::time::{Instant, Month};

/// A region that is held, with the lane that it lies in.
pub struct Held<'l, 'g> {
    lane: &'l mut OpenLane<'g>,
    code: &'g str,
    kept: RegionKept,
}

impl Held<'_, '_> {
    /// Publishes a month of the region as it is now; what is there already is not written again.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn publish(&mut self, month: Month, as_of: Instant, frozen: &Frozen) -> Result<usize, StoreError> {
        self.lane.store.publish(self.code, month, as_of, frozen)
    }

    /// Keeps what an order came to, and moves the lane past it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn answer(
        &mut self,
        answer: &str,
        told: &Result<String, String>,
        next: u64,
    ) -> Result<(), StoreError> {
        self.lane.store.answer(self.code, answer, told)?;
        self.lane.pass(next)
    }

    /// What tells whether there is anything new since one last looked.
    pub fn changes(&self) -> u64 {
        self.open().region.changes()
    }
}

impl<'g> OpenLane<'g> {
    /// One of its regions, by code; `None` where it has no such region.
    pub fn hold(&mut self, code: &str) -> Option<Held<'_, 'g>> {
        let (&code, _) = self.regions.get_key_value(code)?;
        let kept = self.store.region(code);
        Some(Held { lane: self, code, kept })
    }
}

impl<'g> Held<'_, 'g> {
    fn open(&self) -> &OpenRegion<'g> {
        &self.lane.regions[self.code]
    }
}

impl<'g> Holder<'g> for Held<'_, 'g> {
    type Kept = RegionKept;

    fn moment(&mut self) -> Moment<'_, RegionKept> {
        if let Some(open) = self.lane.regions.get_mut(self.code) {
            open.region.settle();
        }
        self.open().region.moment(&self.kept)
    }

    fn archive(&self) -> &RegionKept {
        &self.kept
    }

    fn context(&self) -> Context<'_> {
        self.open().region.context()
    }

    fn county(&self) -> County<'g> {
        self.open().known.county
    }

    fn given_files(&self) -> &'g GivenFiles {
        self.open().known.files
    }

    fn deliver(&mut self, delivery: Delivery) -> Result<Vec<Outcome>, StoreError> {
        let Some(open) = self.lane.regions.get_mut(self.code) else { return Ok(Vec::new()) };
        let deliveries = [delivery];
        let arena = Bump::new();
        let intake = open.region.check(&deliveries, open.region.as_of(), &arena, &mut Room::default());
        // The lane's position stays: this came from nowhere in it.
        let position = self.lane.store.position();
        let numbers = self.lane.store.append(position, &[(self.code, &intake.batch)])?;
        if let Some(&first) = numbers.first() {
            open.region.apply(&intake, first);
        }
        Ok(intake.outcomes.into_iter().flatten().collect())
    }

    fn read_published(&mut self) -> Result<(), StoreError> {
        let published = self.kept.history(self.county())?;
        if let Some(open) = self.lane.regions.get_mut(self.code) {
            open.region.publish(published);
        }
        Ok(())
    }
}

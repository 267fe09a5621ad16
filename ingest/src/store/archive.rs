//! What closing, reissuing and comparing months need of a store: what was published, and the events it rests on.

use super::{ClosedMonth, EventNumber, Frozen, GivenFiles, KeptEvent, Sheet, StoreError};
use crate::published::{self, History};
use scoring::context::County;
use scoring::month::PastMonth;
use scoring::time::{Instant, Month};
use std::collections::BTreeMap;

/// A region's published months and events, as any store keeps them. Every function fails with [`StoreError`] alone.
#[allow(clippy::missing_errors_doc)]
pub trait Archive {
    /// All versions of all closed months, in order.
    fn closed_months(&self) -> Result<Vec<ClosedMonth>, StoreError>;

    /// The files of one version.
    fn frozen(&self, month: Month, version: u32) -> Result<Option<Frozen>, StoreError>;

    /// The registry, rulebook and calendar of a digest.
    fn givens(&self, digest: &[u8; 32]) -> Result<Option<GivenFiles>, StoreError>;

    /// Keeps a version for ever, and who made it. One that is there already is never replaced. What stands beside it is kept
    /// where pages show it, which the cluster has none of.
    fn keep_version(&self, closed: &ClosedMonth, frozen: &Frozen, sheet: &Sheet) -> Result<(), StoreError>;

    /// What stands beside a version; none where nothing is kept.
    fn sheet(&self, month: Month, version: u32) -> Result<Option<Sheet>, StoreError> {
        let _ = (month, version);
        Ok(None)
    }

    /// How many events there are, which is the number of the last.
    fn event_count(&self) -> Result<EventNumber, StoreError>;

    /// An event by its number.
    fn event(&self, number: EventNumber) -> Result<Option<KeptEvent>, StoreError>;

    /// The digest of the events up to a number that happened by an instant ([`super::digest`]).
    fn digest_of_events(&self, until: EventNumber, as_of: Instant) -> Result<String, StoreError>;

    /// What the closed months say to the first open one, by their newest versions; and the last closed month.
    fn history(&self, county: County<'_>) -> Result<History, StoreError> {
        // They are in order, so the last one of a month is the newest.
        let versions: BTreeMap<Month, u32> =
            self.closed_months()?.iter().map(|closed| (closed.month, closed.version)).collect();
        published::history(&versions, county, |month, version| {
            Ok(self.frozen(month, version)?.map(|frozen| frozen.result))
        })
    }

    /// What closed months say to a month, closed itself or not. `versions` has the version of each that counts.
    fn before(
        &self,
        month: Month,
        versions: &BTreeMap<Month, u32>,
        county: County<'_>,
    ) -> Result<Vec<PastMonth>, StoreError> {
        published::before(month, versions, county, |month, version| {
            Ok(self.frozen(month, version)?.map(|frozen| frozen.result))
        })
    }
}

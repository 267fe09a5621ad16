//! Feed health as of now: the counts come from the store, the county and the time from the desk.

use super::{Live, Stopped};
use crate::feeds::{self, FeedHealth, Limits};
use crate::store::StoreError;
use crate::store::sqlite::Records;
use scoring::context::County;
use scoring::time::{Date, Instant};

/// The feeds as of now.
pub struct FeedsNow<'d> {
    /// The sites in the order of their ids, then what else arrived.
    pub feeds: Vec<FeedHealth>,
    /// The county's givens.
    pub county: County<'d>,
    /// What time it is.
    pub now: Instant,
}

impl FeedsNow<'_> {
    /// The day that it is.
    pub fn today(&self) -> Date {
        self.county.registry.zone.date(self.now)
    }
}

impl Live {
    /// Looks at the feeds, from a thread that may wait; results are not made for it.
    ///
    /// # Errors
    ///
    /// [`StoreError`], also where the desk has stopped.
    pub fn look_at_feeds<T: Send + 'static>(
        &self,
        records: &Records,
        limits: &Limits,
        look: impl FnOnce(&FeedsNow<'_>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let first_hour = self.act_and_wait(|desk| feeds::first_hour(desk.county(), desk.now()));
        let hours = records.feed_hours(first_hour.map_err(stopped)?)?;
        let since = records.listening()?.map(|listening| listening.since);
        let limits = limits.clone();
        let looked = self.act_and_wait(move |desk| {
            let (county, now) = (desk.county(), desk.now());
            let feeds = feeds::health(&hours, county, &limits, since, now);
            look(&FeedsNow { feeds, county, now })
        });
        looked.map_err(stopped)
    }
}

fn stopped(cause: Stopped) -> StoreError {
    StoreError::Failed { attempt: "look at the feeds".to_owned(), cause: Box::new(cause) }
}

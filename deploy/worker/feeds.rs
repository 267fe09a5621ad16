//! Watches the feeds of the regions: a notice for each one in trouble, once a day; a region a turn. And whether the year's
//! calendar is there.

use super::lanes::Lanes;
use crate::service::calendar;
use crate::service::feeds::notice;
use ingest::feeds::{self, Limits, alarms};
use ingest::live::{FeedsNow, Holder as _};
use ingest::sources::kafka::consume::Consumer;
use ingest::sources::kafka::lanes::Lane;
use ingest::store::{KeptNotice, StoreError};
use ingest::worker::{Held, WorkerMetrics};
use scoring::time::Instant;
use std::collections::VecDeque;
use std::time::{Duration, Instant as Stopwatch};

/// Feeds are looked at once in so many rounds of results.
const ROUNDS_OF_RESULTS: u32 = 5;

/// What waits in Kafka is not silence: a lane that is further behind than this is not judged.
const BEHIND_MESSAGES_MAX: u64 = 10_000;

/// What watches the feeds of a worker's regions.
pub struct Watcher {
    limits: Limits,
    pause: Duration,
    begun: Stopwatch,
    round: VecDeque<(Lane, String)>,
}

impl Watcher {
    /// A watcher that has looked at nothing yet; results are written every so often.
    pub fn new(limits: Limits, results_every: Duration) -> Watcher {
        let pause = results_every * ROUNDS_OF_RESULTS;
        Watcher { limits, pause, begun: Stopwatch::now(), round: VecDeque::new() }
    }

    /// Looks at the next region.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; it is looked at again in the next round.
    pub fn look_at_next(
        &mut self,
        lanes: &mut Lanes<'_>,
        consumer: &Consumer,
        now: Instant,
        metrics: &WorkerMetrics,
    ) -> Result<(), StoreError> {
        if self.round.is_empty() && self.begun.elapsed() >= self.pause {
            self.begun = Stopwatch::now();
            let behind = consumer.lag().into_iter().filter(|lag| lag.messages() > BEHIND_MESSAGES_MAX);
            let behind: Vec<Lane> = behind.map(|lag| lag.lane).collect();
            self.round = lanes.regions().filter(|(lane, _)| !behind.contains(lane)).collect();
        }
        let Some((lane, code)) = self.round.pop_front() else { return Ok(()) };
        let Some(open) = lanes.get(&lane) else { return Ok(()) };
        let since = open.opened;
        let Some(held) = open.hold(&code) else { return Ok(()) };
        match look(&held, &self.limits, since, now) {
            Ok(new) => {
                metrics.notices.with_label_values(&["pending"]).inc_by(new as u64);
                Ok(())
            }
            // The lane finds out for itself, at its next append.
            Err(StoreError::InUse { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Keeps a notice for each feed in trouble and each year's calendar that is missing; how many were new.
fn look(held: &Held<'_, '_>, limits: &Limits, since: Instant, now: Instant) -> Result<usize, StoreError> {
    let county = held.county();
    let hours = held.archive().feed_hours(feeds::first_hour(county, now))?;
    let feeds = feeds::health(&hours, county, limits, Some(since), now);
    let now = FeedsNow { feeds, county, now };
    let found = alarms(&now.feeds, limits, county.calendar, now.today());
    let mut notices: Vec<KeptNotice> = found.iter().map(|alarm| notice(&now, alarm)).collect();
    notices.extend(calendar::notices(county.calendar, now.today(), now.now));
    let mut new = 0;
    for notice in notices {
        // What was told stays as it was told, whatever has become of it.
        if held.archive().notice(&notice.identity)?.is_none() {
            new += held.archive().keep_notices(std::slice::from_ref(&notice))?;
            tracing::warn!(
                region = county.registry.code,
                notice = notice.identity,
                "something is amiss with the data or the calendar; those who answer for it are to know"
            );
        }
    }
    Ok(new)
}

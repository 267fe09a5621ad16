//! A region as it is kept up to date: its log, where its events are kept, its standing, the results of its open months.
//!
//! It does no input or output of its own: whoever has it makes an [`Intake`] durable between [`Region::check`] and
//! [`Region::apply`]. The desk has one region and the embedded store; a worker has many and shares a store with others.

use super::intake::Intake;
use super::months::open_months;
use super::start::{self, Restored};
use crate::published::History;
use crate::store::{EventNumber, ReadEvents, StoreError};
use crate::wire::Wire;
use scoring::context::{Context, County};
use scoring::log::{Appended, EventIdx};
use scoring::month::{MonthResult, PastMonth};
use scoring::notices::Notice;
use scoring::standing::{NoticeChanges, Standing};
use scoring::time::{Instant, Month};
use std::collections::HashMap;

/// A region as it is kept up to date.
pub struct Region<'g> {
    pub(super) county: County<'g>,
    pub(super) wire: &'g Wire<'g>,
    pub(super) standing: Standing<'g>,
    pub(super) numbers: Vec<u32>,
    pub(super) arrivals: Vec<u32>,
    pub(super) dormant: HashMap<(String, String), u64>,
    pub(super) published: History,
    results: Vec<MonthResult>,
    earliest: Option<Instant>,
    /// Whether the results are of before the last change.
    is_changed: bool,
    /// How many changes there were since the region was restored.
    pub(super) changes: u64,
    /// How often the givens were read anew before.
    pub(super) reading: u64,
}

impl<'g> Region<'g> {
    /// Reads a region's events from its store and judges its open months. `clock` is the instant that it is; the region
    /// shows nothing older than the last event that was taken in, nor than `shown_until`.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: the store could not be read.
    pub fn restore(
        store: &dyn ReadEvents,
        county: County<'g>,
        wire: &'g Wire<'g>,
        published: History,
        clock: Instant,
        shown_until: Option<Instant>,
    ) -> Result<Region<'g>, StoreError> {
        let Restored { log, numbers, arrivals, dormant, earliest, last_received } =
            start::restore(store, wire)?;
        // A clock that was set back must not undo what was shown before.
        let as_of = [last_received, shown_until].into_iter().flatten().fold(clock, Instant::max);
        let mut region = Region {
            county,
            wire,
            standing: Standing::new(county, &[], as_of, 0),
            numbers,
            arrivals,
            dormant,
            published,
            results: Vec::new(),
            earliest,
            is_changed: true,
            changes: 0,
            reading: 0,
        };
        region.standing = Standing::of_log(county, &region.open_months(), as_of, log);
        Ok(region)
    }

    /// Takes in what was checked and is durable since, `first` being the number of its first event.
    pub fn apply(&mut self, intake: &Intake<'_>, first: EventNumber) {
        let (numbers, arrivals) = (&mut self.numbers, &mut self.arrivals);
        let arrived = start::seconds(intake.received);
        let mut number = first as u32;
        self.standing.apply_all(&intake.accepted, |appended| {
            debug_assert!(matches!(appended, Appended::New(..)), "looked for before it was made durable");
            numbers.push(number);
            arrivals.push(arrived);
            number += 1;
        });
        for keyed in &intake.accepted {
            self.earliest =
                Some(self.earliest.map_or(keyed.event.time, |earliest| earliest.min(keyed.event.time)));
        }
        if !intake.accepted.is_empty() {
            self.note_change();
        }
    }

    /// Lets time pass until an instant. Answers whether anything has changed by it.
    pub fn advance(&mut self, now: Instant) -> bool {
        // A month opens before it begins; opened later, every subject would have to be judged for it.
        self.standing.open_until(self.county.registry.zone.date(now).month().next());
        let has_changed = self.standing.advance(now);
        if has_changed {
            self.note_change();
        }
        has_changed
    }

    /// Takes note of what was published, after a month was closed or reissued.
    pub fn publish(&mut self, published: History) {
        self.published = published;
        self.standing.doubt_month_ends();
        self.note_change();
    }

    /// Lets somebody follow the notices of the open months ([`Standing::follow_notices`]).
    pub fn follow_notices(&mut self, follower: u64) {
        self.open();
        self.standing.follow_notices(follower);
    }

    /// Tells who follows the notices what changed ([`Standing::take_notice_changes`]).
    pub fn take_notice_changes(&mut self, follower: u64, at_most: usize) -> Option<NoticeChanges> {
        self.open();
        self.standing.take_notice_changes(follower, at_most)
    }

    /// The notices of the open months' ends as of now.
    pub fn month_end_notices(&mut self) -> Vec<Notice> {
        self.open();
        self.standing.month_end_notices(&self.published.months)
    }

    /// The open months in order, as of now; made anew where something has changed since they were made. Answers whether
    /// they were.
    pub fn settle(&mut self) -> bool {
        self.open();
        if !self.is_changed {
            return false;
        }
        self.results = self.standing.results(&self.published.months);
        self.is_changed = false;
        true
    }

    /// The months that are kept up to date, in order.
    pub fn months(&self) -> &[Month] {
        self.standing.months()
    }

    /// The results as they were last settled.
    pub fn results(&self) -> &[MonthResult] {
        &self.results
    }

    /// What was published of the months before the open ones.
    pub fn history(&self) -> &[PastMonth] {
        &self.published.months
    }

    /// The givens, the log and the instant, for questions that need no results.
    pub fn context(&self) -> Context<'_> {
        self.standing.context()
    }

    /// The region's givens.
    pub fn county(&self) -> County<'g> {
        self.county
    }

    /// The instant that the region is shown as of.
    pub fn as_of(&self) -> Instant {
        self.standing.as_of()
    }

    /// How many events of its store it knows.
    pub fn event_count(&self) -> usize {
        self.numbers.len()
    }

    /// How many events of its store today's registry or rulebook no longer takes.
    pub fn dormant_count(&self) -> usize {
        self.dormant.len()
    }

    /// What tells whether results may be others than when one last looked, without making them.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The number in the store of an event of the log.
    pub fn number(&self, event: EventIdx) -> EventNumber {
        EventNumber::from(self.numbers[event as usize])
    }

    fn note_change(&mut self) {
        self.is_changed = true;
        self.changes += 1;
    }

    /// Keeps the months that are open now.
    fn open(&mut self) {
        let months = self.open_months();
        if months != self.standing.months() {
            self.judge_anew(&months);
        }
    }

    fn open_months(&self) -> Vec<Month> {
        let zone = &self.county.registry.zone;
        let earliest = self.earliest.map(|time| zone.date(time).month());
        open_months(self.published.last_closed, earliest, zone.date(self.standing.as_of()).month())
    }

    /// Keeps other months from now on, from the same log.
    fn judge_anew(&mut self, months: &[Month]) {
        let as_of = self.standing.as_of();
        let empty = Standing::new(self.county, &[], as_of, 0);
        let log = std::mem::replace(&mut self.standing, empty).into_log();
        self.standing = Standing::of_log(self.county, months, as_of, log);
        self.note_change();
    }
}

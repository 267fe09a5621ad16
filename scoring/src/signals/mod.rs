//! Integrity signals: patterns in a month's events that the bureau may want to look into (`signals.md`).
//!
//! A signal is no finding. It costs no points, starts no notice and says nothing of guilt; it names events, counts them,
//! and leaves the judging to people. Each rule is a row of `signals.md`, with its threshold and its innocent reasons.
//!
//! Like results, signals follow from the events alone and not from the order in which they arrived. Back-dating is about
//! arrival itself, which the log does not keep, so whoever knows it hands it in.

mod backdating;
mod brushing;
mod bursts;
mod clock_gaming;
mod figures;
mod kinds;
mod swipes;
mod thresholds;

pub use figures::{Figures, Share};
pub use kinds::{Family, SignalKind};
pub use thresholds::Thresholds;

use crate::context::Context;
use crate::event::Subject;
use crate::log::{EventIdx, SubjectIdx, Text};
use crate::registry::{StaffIdx, WindowIdx};
use crate::time::{Date, Instant, Month};
use std::collections::BTreeSet;

/// Something that the bureau may want to look into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// What it is about: a case, a window, a device (`W-09/P1`), two staff members (`S-007+S-021`) or a source, by id.
    pub subject: String,
    /// When it was last seen; a date of the month.
    pub date: Date,
    /// The window that it concerns, if it is one window.
    pub window: Option<WindowIdx>,
    /// The staff whom the evidence names, by id.
    pub staff: Vec<StaffIdx>,
    /// What was counted.
    pub figures: Figures,
    /// The events that it rests on, in order.
    pub evidence: Vec<EventIdx>,
}

impl Signal {
    /// Its kind.
    pub fn kind(&self) -> SignalKind {
        self.figures.kind()
    }
}

/// The families with what finds them.
const RULES: [fn(&Search<'_>, &mut Vec<Signal>); 4] =
    [clock_gaming::find, brushing::find, swipes::find, backdating::find];

/// Finds the signals of a month as of the context's instant, by kind, date and subject.
///
/// `arrived` tells when an event came in, where that is known; without it nothing is back-dated. The log's retractions
/// must be settled as of the context's instant ([`crate::log::Log::settle_all`]).
pub fn find(
    context: &Context<'_>,
    month: Month,
    thresholds: &Thresholds,
    arrived: &dyn Fn(EventIdx) -> Option<Instant>,
) -> Vec<Signal> {
    let zone = &context.registry().zone;
    let (from, until) = (zone.midnight(month.first_day()), zone.midnight(month.next().first_day()));
    let search = Search { context, month, from, until, thresholds, arrived };
    let mut found = Vec::new();
    for find in RULES {
        find(&search, &mut found);
    }
    // Subjects are told apart by kind; two signals of one case and kind have different dates.
    found.sort_by(|a, b| (a.kind(), a.date, &a.subject).cmp(&(b.kind(), b.date, &b.subject)));
    found
}

/// A month while it is searched.
struct Search<'a> {
    context: &'a Context<'a>,
    month: Month,
    /// The first instant of the month.
    from: Instant,
    /// The first instant after it.
    until: Instant,
    thresholds: &'a Thresholds,
    arrived: &'a dyn Fn(EventIdx) -> Option<Instant>,
}

impl Search<'_> {
    fn time(&self, event: EventIdx) -> Instant {
        self.context.log.record(event).time
    }

    /// Whether something at an instant belongs to the month.
    fn has(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }

    fn subjects(&self) -> impl Iterator<Item = (SubjectIdx, Subject<Text>)> {
        let log = self.context.log;
        (0..log.subject_count() as SubjectIdx).map(|place| (place, log.subject_texts(place)))
    }

    /// Gathers the events of a subject that exist.
    fn events_of(&self, subject: SubjectIdx, into: &mut Vec<EventIdx>) {
        self.context.log.events_of(subject, self.context.as_of, into);
    }

    fn sort(&self, events: &mut [EventIdx]) {
        events.sort_unstable_by(|&a, &b| self.context.log.order(a, b));
    }

    /// Whether a time says more than its date: exports that keep dates alone become 00:00.
    fn has_time_of_day(&self, event: EventIdx) -> bool {
        self.context.registry().zone.local(self.time(event)).1.0 != 0
    }

    /// A signal about what the events, which are in order, show together; dated by the last of them.
    fn signal(
        &self,
        subject: String,
        window: Option<WindowIdx>,
        staff: impl IntoIterator<Item = StaffIdx>,
        figures: Figures,
        evidence: Vec<EventIdx>,
    ) -> Signal {
        let date = evidence.last().map_or(self.month.first_day(), |&event| self.context.date(event));
        let staff: BTreeSet<StaffIdx> = staff.into_iter().collect();
        Signal { subject, date, window, staff: staff.into_iter().collect(), figures, evidence }
    }
}

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// Whole seconds between two instants.
fn seconds_between(earlier: Instant, later: Instant) -> i64 {
    later.0.saturating_sub(earlier.0).div_euclid(NANOS_PER_SECOND)
}

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
mod swipes;
mod thresholds;

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

/// The kinds of signals, in the order in which they are listed: one for each row of `signals.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignalKind {
    /// A supplement was asked for on the due date itself, which stops the clock and starts it anew.
    SupplementOnDueDate,
    /// A suspension was never resumed, and the case is not overdue for this reason alone.
    SuspensionNeverResumed,
    /// One case was extended again and again.
    ExtensionsInARow,
    /// A case was completed before it was accepted.
    CompletedBeforeAccepted,
    /// A window completed many cases within minutes on the day on which they were due.
    CompletionsInABurst,
    /// A device sent many ratings within seconds.
    RatingsInABurst,
    /// A window's ratings belong to no case, where its neighbours' do.
    RatingsWithoutCase,
    /// A window's share of five stars jumped, and the other windows' did not.
    FiveStarsJump,
    /// Two people swiped one right after the other on one device, day after day.
    SwipedTogether,
    /// A source's events came long after their time, when their month was over.
    BackDated,
}

/// What signals of related kinds have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Stopping or stretching a case's clock.
    ClockGaming,
    /// Ratings that no applicant gave.
    Brushing,
    /// Swiping for somebody else.
    Swipes,
    /// Events told long after they are said to have happened.
    BackDating,
}

impl Family {
    /// All of them, in the order of listing.
    pub const ALL: [Family; 4] = [Family::ClockGaming, Family::Brushing, Family::Swipes, Family::BackDating];
}

impl SignalKind {
    /// All of them, in the order of listing.
    pub const ALL: [SignalKind; 10] = [
        SignalKind::SupplementOnDueDate,
        SignalKind::SuspensionNeverResumed,
        SignalKind::ExtensionsInARow,
        SignalKind::CompletedBeforeAccepted,
        SignalKind::CompletionsInABurst,
        SignalKind::RatingsInABurst,
        SignalKind::RatingsWithoutCase,
        SignalKind::FiveStarsJump,
        SignalKind::SwipedTogether,
        SignalKind::BackDated,
    ];

    /// The word of `signals.md`.
    pub fn word(self) -> &'static str {
        match self {
            SignalKind::SupplementOnDueDate => "supplement_on_due_date",
            SignalKind::SuspensionNeverResumed => "suspension_never_resumed",
            SignalKind::ExtensionsInARow => "extensions_in_a_row",
            SignalKind::CompletedBeforeAccepted => "completed_before_accepted",
            SignalKind::CompletionsInABurst => "completions_in_a_burst",
            SignalKind::RatingsInABurst => "ratings_in_a_burst",
            SignalKind::RatingsWithoutCase => "ratings_without_case",
            SignalKind::FiveStarsJump => "five_stars_jump",
            SignalKind::SwipedTogether => "swiped_together",
            SignalKind::BackDated => "back_dated",
        }
    }

    /// The family that it belongs to.
    pub fn family(self) -> Family {
        match self {
            SignalKind::SupplementOnDueDate
            | SignalKind::SuspensionNeverResumed
            | SignalKind::ExtensionsInARow
            | SignalKind::CompletedBeforeAccepted
            | SignalKind::CompletionsInABurst => Family::ClockGaming,
            SignalKind::RatingsInABurst | SignalKind::RatingsWithoutCase | SignalKind::FiveStarsJump => {
                Family::Brushing
            }
            SignalKind::SwipedTogether => Family::Swipes,
            SignalKind::BackDated => Family::BackDating,
        }
    }
}

/// What was counted for a signal, by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figures {
    /// Of [`SignalKind::SupplementOnDueDate`].
    SupplementOnDueDate {
        /// When the case was accepted.
        accepted: Date,
        /// The limit that would have ended that day, in working days.
        limit_workdays: u32,
    },
    /// Of [`SignalKind::SuspensionNeverResumed`].
    SuspensionNeverResumed {
        /// When the suspension began.
        suspended: Date,
        /// Working days from then until the completion, or until now.
        workdays: u32,
        /// The due date without the suspension, for a case that was completed after it.
        due_without: Option<Date>,
    },
    /// Of [`SignalKind::ExtensionsInARow`].
    ExtensionsInARow {
        /// How many.
        extensions: u32,
        /// The working days that they added together.
        workdays: u32,
    },
    /// Of [`SignalKind::CompletedBeforeAccepted`].
    CompletedBeforeAccepted {
        /// Whole seconds from the completion to the acceptance.
        seconds: i64,
    },
    /// Of [`SignalKind::CompletionsInABurst`].
    CompletionsInABurst {
        /// The completions of all bursts.
        cases: u32,
        /// How many bursts.
        bursts: u32,
        /// The completions of the largest burst, the earliest of equals.
        most: u32,
        /// Whole seconds that the largest burst took.
        seconds: i64,
    },
    /// Of [`SignalKind::RatingsInABurst`].
    RatingsInABurst {
        /// The ratings of all bursts.
        ratings: u32,
        /// Those of them with five stars.
        five_stars: u32,
        /// How many bursts.
        bursts: u32,
        /// The ratings of the largest burst, the earliest of equals.
        most: u32,
        /// Whole seconds that the largest burst took.
        seconds: i64,
    },
    /// Of [`SignalKind::RatingsWithoutCase`].
    RatingsWithoutCase {
        /// The window's ratings without a case, of its ratings.
        own: Share,
        /// The same of the site's other windows; of nothing where there are none.
        others: Share,
    },
    /// Of [`SignalKind::FiveStarsJump`].
    FiveStarsJump {
        /// Five stars of the window's ratings, in the month before.
        before: Share,
        /// The same in the month.
        now: Share,
        /// Five stars of all other windows' ratings, in the month before.
        others_before: Share,
        /// The same in the month.
        others_now: Share,
    },
    /// Of [`SignalKind::SwipedTogether`].
    SwipedTogether {
        /// Days on which it happened.
        days: u32,
        /// Days on which both swiped at all.
        days_both: u32,
        /// How often it happened.
        times: u32,
    },
    /// Of [`SignalKind::BackDated`].
    BackDated {
        /// How many events.
        events: u32,
        /// Whole seconds from the time of an event to its arrival, at most.
        seconds_most: i64,
    },
}

impl Figures {
    /// Whose figures they are.
    pub fn kind(&self) -> SignalKind {
        match self {
            Figures::SupplementOnDueDate { .. } => SignalKind::SupplementOnDueDate,
            Figures::SuspensionNeverResumed { .. } => SignalKind::SuspensionNeverResumed,
            Figures::ExtensionsInARow { .. } => SignalKind::ExtensionsInARow,
            Figures::CompletedBeforeAccepted { .. } => SignalKind::CompletedBeforeAccepted,
            Figures::CompletionsInABurst { .. } => SignalKind::CompletionsInABurst,
            Figures::RatingsInABurst { .. } => SignalKind::RatingsInABurst,
            Figures::RatingsWithoutCase { .. } => SignalKind::RatingsWithoutCase,
            Figures::FiveStarsJump { .. } => SignalKind::FiveStarsJump,
            Figures::SwipedTogether { .. } => SignalKind::SwipedTogether,
            Figures::BackDated { .. } => SignalKind::BackDated,
        }
    }
}

/// A part of a whole, not yet divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub part: u32,
    /// The whole.
    pub whole: u32,
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

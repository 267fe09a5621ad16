//! The day that it is: who waits, which windows are at work, what was accepted and completed, what is open.
//!
//! [`Today`] follows a log. It reads each event once and looks again at the subjects that changed, and keeps nothing of a
//! subject that says nothing of the day, so that an answer costs the day and what is open, not the log. Only the first
//! look reads all. What it says at every moment is what a new one would say of the same log.

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::case_clock;
use crate::context::Context;
use crate::due::{self, Open};
use crate::effects::Effects;
use crate::event::{Direction, Fact, Subject};
use crate::log::{EventIdx, Log, SubjectIdx, Text};
use crate::queue;
use crate::ratings;
use crate::registry::{Registry, SiteIdx, StaffIdx, WindowIdx};
use crate::time::{Date, Instant};
use std::collections::{BTreeMap, BTreeSet};

/// A window that accepted or completed a case is at work for so long after.
pub const AT_WORK_AFTER_CASE_NANOS: i64 = 60 * 60 * 1_000_000_000;

/// Something that happened to a case today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseStep {
    /// The case.
    pub case: Text,
    /// Its acceptance, which names item and window.
    pub acceptance: EventIdx,
    /// The window that accepted it.
    pub window: WindowIdx,
    /// When it happened.
    pub at: Instant,
}

/// A ticket of today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its number.
    pub ticket: Text,
    /// The site that issued it.
    pub site: SiteIdx,
    /// When it was taken.
    pub taken: Instant,
    /// The window that called it last, and when.
    pub called: Option<(WindowIdx, Instant)>,
    /// Whether it was served or abandoned.
    pub has_ended: bool,
}

impl Ticket {
    /// Whether somebody waits with it: not called, not given up.
    pub fn is_waiting(&self) -> bool {
        self.called.is_none() && !self.has_ended
    }
}

/// A bad rating that was submitted today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadRating {
    /// The rating.
    pub rating: Text,
    /// The window that was rated.
    pub window: WindowIdx,
}

/// What makes a window count as at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtWork {
    /// How many of its staff swiped in today and not out since.
    pub staff: u32,
    /// Whether it is serving the ticket that it called last.
    pub is_serving: bool,
    /// When it last accepted or completed a case, if that was within the hour.
    pub last_case: Option<Instant>,
}

/// What one subject says of the day.
#[derive(Clone, Debug, Default)]
struct Said {
    accepted: Option<CaseStep>,
    completed: Option<CaseStep>,
    ticket: Option<Ticket>,
    bad_rating: Option<BadRating>,
    present: Option<StaffIdx>,
    open: Vec<Open>,
}

impl Said {
    fn is_nothing(&self) -> bool {
        self.accepted.is_none()
            && self.completed.is_none()
            && self.ticket.is_none()
            && self.bad_rating.is_none()
            && self.present.is_none()
            && self.open.is_empty()
    }
}

/// The day of a county, kept up to date as its log grows.
#[derive(Clone, Debug, Default)]
pub struct Today {
    date: Option<Date>,
    /// How many events of the log were read.
    read: EventIdx,
    /// Events that were read before their time.
    future: BTreeSet<(Instant, EventIdx)>,
    said: BTreeMap<SubjectIdx, Said>,
}

impl Today {
    /// Reads what is new in the log, and begins anew what a new day begins. The log must be the one of before, grown; for
    /// another log there is another [`Today`].
    pub fn follow(&mut self, context: &Context<'_>) {
        let today = context.today();
        let mut doubtful: BTreeSet<SubjectIdx> = BTreeSet::new();
        if self.read == 0 {
            self.read_all(context);
        } else {
            if self.date != Some(today) {
                doubtful.extend(self.said.keys());
            }
            for event in self.read..context.log.len() as EventIdx {
                self.doubt(context, event, &mut doubtful);
            }
            while let Some(&(time, event)) = self.future.first()
                && time <= context.as_of
            {
                self.future.pop_first();
                doubt_subjects(context.log, event, &mut doubtful);
            }
        }
        self.read = context.log.len() as EventIdx;
        self.date = Some(today);
        let (mut events, mut scratch) = (Vec::new(), Effects::new(today));
        for subject in doubtful {
            self.look(context, subject, &mut events, &mut scratch);
        }
    }

    fn read_all(&mut self, context: &Context<'_>) {
        self.said.clear();
        self.future.clear();
        for event in 0..context.log.len() as EventIdx {
            let time = context.log.record(event).time;
            if time > context.as_of {
                self.future.insert((time, event));
            }
        }
        let (mut events, mut scratch) = (Vec::new(), Effects::new(context.today()));
        let subjects = context.log.subject_count() as SubjectIdx;
        for subject in context.log.blocks(0..subjects).flatten() {
            self.look(context, subject, &mut events, &mut scratch);
        }
    }

    fn doubt(&mut self, context: &Context<'_>, event: EventIdx, doubtful: &mut BTreeSet<SubjectIdx>) {
        let time = context.log.record(event).time;
        if time > context.as_of {
            self.future.insert((time, event));
        } else {
            doubt_subjects(context.log, event, doubtful);
        }
    }

    fn look(
        &mut self,
        context: &Context<'_>,
        subject: SubjectIdx,
        events: &mut Vec<EventIdx>,
        scratch: &mut Effects,
    ) {
        scratch.clear();
        let said = said(context, subject, events, scratch);
        if said.is_nothing() {
            self.said.remove(&subject);
        } else {
            self.said.insert(subject, said);
        }
    }

    /// The cases accepted today, in the order in which they were first heard of.
    pub fn accepted(&self) -> impl Iterator<Item = &CaseStep> {
        self.said.values().filter_map(|said| said.accepted.as_ref())
    }

    /// The cases completed today, withdrawn ones aside.
    pub fn completed(&self) -> impl Iterator<Item = &CaseStep> {
        self.said.values().filter_map(|said| said.completed.as_ref())
    }

    /// The tickets taken today.
    pub fn tickets(&self) -> impl Iterator<Item = &Ticket> {
        self.said.values().filter_map(|said| said.ticket.as_ref())
    }

    /// The bad ratings submitted today, those of a system aside.
    pub fn bad_ratings(&self) -> impl Iterator<Item = &BadRating> {
        self.said.values().filter_map(|said| said.bad_rating.as_ref())
    }

    /// All that is open, as [`due::open`] tells it of the same context and in its order.
    pub fn open(&self, context: &Context<'_>) -> Vec<Open> {
        let mut open: Vec<Open> = self.said.values().flat_map(|said| said.open.iter().cloned()).collect();
        due::sort(context, &mut open);
        open
    }

    /// The windows that are at work now, each with what shows it: staff who swiped in and not out, the ticket that it called
    /// last and still serves, a case within the hour.
    pub fn at_work(&self, context: &Context<'_>) -> BTreeMap<WindowIdx, AtWork> {
        let registry = context.registry();
        let mut at_work: BTreeMap<WindowIdx, AtWork> = BTreeMap::new();
        let mut last_calls: BTreeMap<WindowIdx, (Instant, bool)> = BTreeMap::new();
        for said in self.said.values() {
            if let Some(assignment) =
                said.present.and_then(|staff| registry.assignment(staff, context.today()))
            {
                at_work.entry(assignment.window).or_default().staff += 1;
            }
            if let Some(Ticket { called: Some((window, at)), has_ended, .. }) = said.ticket {
                let last = last_calls.entry(window).or_insert((at, has_ended));
                if at >= last.0 {
                    *last = (at, has_ended);
                }
            }
            for step in said.accepted.iter().chain(&said.completed) {
                if context.as_of.0 - step.at.0 < AT_WORK_AFTER_CASE_NANOS {
                    let last = &mut at_work.entry(step.window).or_default().last_case;
                    *last = (*last).max(Some(step.at));
                }
            }
        }
        for (window, (_, has_ended)) in last_calls {
            if !has_ended {
                at_work.entry(window).or_default().is_serving = true;
            }
        }
        at_work
    }
}

/// The windows that somebody is assigned to on a date, in the order of ids.
pub fn staffed(registry: &Registry, date: Date) -> Vec<WindowIdx> {
    let is_staffed = |window: &&WindowIdx| {
        registry.windows[usize::from(**window)].assignments.iter().any(|assignment| assignment.holds(date))
    };
    let all: Vec<WindowIdx> = (0..registry.windows.len() as WindowIdx).collect();
    all.iter().filter(is_staffed).copied().collect()
}

/// The subjects of which an event may change something: its own; of a retraction that of what it takes back or lets be.
fn doubt_subjects(log: &Log, event: EventIdx, doubtful: &mut BTreeSet<SubjectIdx>) {
    doubtful.extend(log.subject_of(event));
    let mut retraction = event;
    while let Some(target) = log.target(retraction)
        && log.may_retract(retraction, target)
    {
        doubtful.extend(log.subject_of(target));
        retraction = target;
    }
}

fn said(
    context: &Context<'_>,
    subject: SubjectIdx,
    events: &mut Vec<EventIdx>,
    scratch: &mut Effects,
) -> Said {
    let today = context.today();
    match context.log.subject_texts(subject) {
        Subject::Case(id) => {
            context.log.events_of(subject, context.as_of, events);
            let Some(case) = case_clock::read(context, id, events, scratch) else { return Said::default() };
            let Fact::CaseAccepted { window, .. } = context.log.record(case.acceptance).fact else {
                return Said::default();
            };
            let step = |event: EventIdx| CaseStep {
                case: id,
                acceptance: case.acceptance,
                window,
                at: context.log.record(event).time,
            };
            let completed = case.end.filter(|&(date, event)| {
                date == today && matches!(context.log.record(event).fact, Fact::CaseCompleted { .. })
            });
            Said {
                accepted: (case.accepted == today).then(|| step(case.acceptance)),
                completed: completed.map(|(_, event)| step(event)),
                open: if case.end.is_none() { due::open_of(context, subject) } else { Vec::new() },
                ..Said::default()
            }
        }
        Subject::Ticket(id) => {
            context.log.events_of(subject, context.as_of, events);
            let has_today = events.last().is_some_and(|&last| context.date(last) == today);
            if !has_today {
                return Said::default();
            }
            let read = queue::read(context, id, events, scratch);
            let taken = read.taken.filter(|&taken| context.date(taken) == today);
            let ticket = taken.map(|taken| Ticket {
                ticket: id,
                site: context.log.record(taken).source,
                taken: context.log.record(taken).time,
                called: read.called,
                has_ended: read.end.is_some(),
            });
            Said { ticket, ..Said::default() }
        }
        Subject::Rating(id) => {
            context.log.events_of(subject, context.as_of, events);
            let Some(rating) = ratings::read(context, id, events, scratch) else { return Said::default() };
            let window = rating.window(context).filter(|_| rating.is_bad(context));
            let is_of_today = context.date(rating.submitted) == today;
            let bad_rating = window.filter(|_| is_of_today).map(|window| BadRating { rating: id, window });
            let is_open = window.is_some() && !rating.waits_for(context).is_empty();
            let open = if is_open { due::open_of(context, subject) } else { Vec::new() };
            Said { bad_rating, open, ..Said::default() }
        }
        Subject::Complaint(_) => Said { open: due::open_of(context, subject), ..Said::default() },
        Subject::StaffDay(staff, date) if date == today => {
            let registry = context.registry();
            let site = registry
                .assignment(staff, date)
                .map(|assignment| registry.windows[usize::from(assignment.window)].site);
            if !site.is_some_and(|site| registry.sites[usize::from(site)].attendance) {
                return Said::default();
            }
            context.log.events_of(subject, context.as_of, events);
            let mut swipes = events.iter().filter_map(|&event| match context.log.record(event).fact {
                Fact::Swipe { direction, .. } => Some(direction),
                _ => None,
            });
            let is_present = swipes.next_back() == Some(Direction::In);
            Said { present: is_present.then_some(staff), ..Said::default() }
        }
        Subject::StaffDay(..)
        | Subject::StaffLeaves(_)
        | Subject::Finding(_)
        | Subject::Merit(_)
        | Subject::WindowEvaluation(..)
        | Subject::StaffEvaluation(..)
        | Subject::Appeal(_)
        | Subject::Order(_)
        | Subject::Proposals(_)
        | Subject::Charge
        | Subject::Retraction
        | Subject::Step => Said::default(),
    }
}

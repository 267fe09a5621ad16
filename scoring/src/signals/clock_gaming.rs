//! Clock gaming: supplements on the last day, suspensions without end, extension upon extension, completions that come
//! before their acceptance or all at once on the due date.

// A case's events are of its own types; naming the others in every match would say nothing.
#![allow(clippy::wildcard_enum_match_arm)]

use super::bursts::{bursts, largest};
use super::{Figures, Search, Signal, seconds_between};
use crate::case_clock::{self, Case};
use crate::clock::{Change, Clock};
use crate::effects::Effects;
use crate::event::{Fact, Subject};
use crate::log::{EventIdx, Text};
use crate::registry::{StaffIdx, WindowIdx};
use crate::time::{Date, Instant};
use std::collections::BTreeMap;

/// Searches all cases.
pub(super) fn find(search: &Search<'_>, found: &mut Vec<Signal>) {
    let context = search.context;
    let mut effects = Effects::new(context.today());
    let mut events = Vec::new();
    let mut due_today: BTreeMap<WindowIdx, Vec<Completion>> = BTreeMap::new();
    for (place, subject) in search.subjects() {
        let Subject::Case(id) = subject else { continue };
        search.events_of(place, &mut events);
        let read = case_clock::read(context, id, &events, &mut effects);
        effects.clear();
        let Some(told) = read.and_then(|case| Told::of(search, id, case)) else { continue };
        supplements(search, &told, found);
        suspension(search, &told, found);
        extensions(search, &told, found);
        completed_before(search, &told, &events, found);
        if let Some(completion) = told.completion_on_due_date(search) {
            due_today.entry(told.window).or_default().push(completion);
        }
    }
    for (window, completions) in due_today {
        completions_in_a_burst(search, window, completions, found);
    }
}

/// A case with its clock, and whom it names.
struct Told {
    id: Text,
    case: Case,
    clock: Clock,
    window: WindowIdx,
    staff: StaffIdx,
}

/// A completion on the due date.
struct Completion {
    event: EventIdx,
    staff: StaffIdx,
}

impl Told {
    fn of(search: &Search<'_>, id: Text, case: Case) -> Option<Told> {
        let Fact::CaseAccepted { window, staff, .. } = search.context.log.record(case.acceptance).fact else {
            return None;
        };
        let (clock, _) = case.clock(search.context);
        Some(Told { id, case, clock, window, staff })
    }

    fn signal(&self, search: &Search<'_>, figures: Figures, evidence: Vec<EventIdx>) -> Signal {
        let id = search.context.log.text(self.id).to_owned();
        search.signal(id, Some(self.window), [self.staff], figures, evidence)
    }

    fn changes(&self) -> impl Iterator<Item = (Date, Change, EventIdx)> {
        let changes = self.case.changes.iter().zip(&self.case.change_events);
        changes.map(|(&(date, change), &event)| (date, change, event))
    }

    /// The completion, if it came on the due date of a limit that is long enough.
    fn completion_on_due_date(&self, search: &Search<'_>) -> Option<Completion> {
        let (date, event) = self.case.end?;
        let completed = matches!(search.context.log.record(event).fact, Fact::CaseCompleted { .. });
        let on_due_date = self.clock.due == Some(date)
            && self.clock.limit_workdays >= search.thresholds.limit_workdays_min
            && search.has(search.time(event))
            && search.has_time_of_day(event);
        (completed && on_due_date).then_some(Completion { event, staff: self.staff })
    }
}

/// Each day on which a supplement was asked for although the case was due that day.
fn supplements(search: &Search<'_>, told: &Told, found: &mut Vec<Signal>) {
    let mut last_found = None;
    for (date, change, event) in told.changes() {
        if change != Change::Requested || !search.has(search.time(event)) || last_found == Some(date) {
            continue;
        }
        let clock = told.case.clock_before(search.context, date);
        if clock.due == Some(date) && clock.limit_workdays >= search.thresholds.limit_workdays_min {
            let (accepted, limit_workdays) = (told.case.accepted, clock.limit_workdays);
            let figures = Figures::SupplementOnDueDate { accepted, limit_workdays };
            found.push(told.signal(search, figures, vec![told.case.acceptance, event]));
            last_found = Some(date);
        }
    }
}

/// A suspension that was never resumed, where the case owes it to this alone that it is not overdue.
fn suspension(search: &Search<'_>, told: &Told, found: &mut Vec<Signal>) {
    let resumed = told.case.changes.iter().rposition(|&(_, change)| change == Change::Resumed);
    let since = resumed.map_or(0, |place| place + 1);
    let running: Vec<Running> = told.changes().skip(since).filter_map(Running::of).collect();
    if running.is_empty() || told.clock.overdue {
        return;
    }
    match told.case.end {
        Some((date, event)) => completed_in_suspension(search, told, since, &running, (date, event), found),
        None => still_suspended(search, told, &running, found),
    }
}

/// A suspension that runs to this day, or ran when the case ended.
struct Running {
    from: Date,
    approved_workdays: Option<u32>,
    event: EventIdx,
}

impl Running {
    fn of((from, change, event): (Date, Change, EventIdx)) -> Option<Running> {
        match change {
            Change::Suspended { approved_workdays } => Some(Running { from, approved_workdays, event }),
            Change::Requested | Change::Restarted | Change::Resumed | Change::Extended { .. } => None,
        }
    }
}

/// Without the suspensions that ran at the end, would the case have been overdue?
fn completed_in_suspension(
    search: &Search<'_>,
    told: &Told,
    since: usize,
    running: &[Running],
    (completed, end): (Date, EventIdx),
    found: &mut Vec<Signal>,
) {
    let is_completion = matches!(search.context.log.record(end).fact, Fact::CaseCompleted { .. });
    if !is_completion || !search.has(search.time(end)) {
        return;
    }
    let (before, after) = told.case.changes.split_at(since);
    let other = after.iter().filter(|(_, change)| !matches!(change, Change::Suspended { .. }));
    let changes: Vec<(Date, Change)> = before.iter().chain(other).copied().collect();
    let (without, _) = told.case.follow(search.context, &changes, Some(completed));
    if without.overdue {
        let suspended = running[0].from;
        let workdays = search.context.calendar().working_days(suspended, completed);
        let figures = Figures::SuspensionNeverResumed { suspended, workdays, due_without: without.due };
        let evidence = running.iter().map(|running| running.event).chain([end]).collect();
        found.push(told.signal(search, figures, evidence));
    }
}

/// Nobody said for how long, and nobody resumed: dated the first working day beyond what such things take.
fn still_suspended(search: &Search<'_>, told: &Told, running: &[Running], found: &mut Vec<Signal>) {
    let calendar = search.context.calendar();
    let Some(open) = running.iter().find(|running| running.approved_workdays.is_none()) else { return };
    let date = calendar.plus(open.from, search.thresholds.unresumed_workdays_max + 1);
    let today = search.context.today();
    if date < today && date.month() == search.month {
        let workdays = calendar.working_days(open.from, Date(today.0 - 1));
        let figures = Figures::SuspensionNeverResumed { suspended: open.from, workdays, due_without: None };
        found.push(Signal { date, ..told.signal(search, figures, vec![open.event]) });
    }
}

/// Extensions on several days, the last of them in the month. Two on one day may be one that was sent twice.
fn extensions(search: &Search<'_>, told: &Told, found: &mut Vec<Signal>) {
    let mut evidence: Vec<EventIdx> = Vec::new();
    let (mut days, mut added, mut last_day) = (0, 0, None);
    for (date, change, event) in told.changes().filter(|&(_, _, event)| search.time(event) < search.until) {
        if let Change::Extended { workdays } = change {
            evidence.push(event);
            added += workdays;
            days += u32::from(last_day != Some(date));
            last_day = Some(date);
        }
    }
    let in_month = evidence.last().is_some_and(|&event| search.has(search.time(event)));
    if in_month && days >= search.thresholds.extension_days_min {
        let figures = Figures::ExtensionsInARow { extensions: evidence.len() as u32, workdays: added };
        found.push(told.signal(search, figures, evidence));
    }
}

/// A completion before the acceptance, which then has no effect on the case.
fn completed_before(search: &Search<'_>, told: &Told, events: &[EventIdx], found: &mut Vec<Signal>) {
    let log = search.context.log;
    let acceptance = log.record(told.case.acceptance);
    if !search.has(acceptance.time) {
        return;
    }
    let before = events.iter().take_while(|&&event| event != told.case.acceptance);
    let completion = before.copied().find(|&event| {
        let record = log.record(event);
        let may_speak = record.source == acceptance.source
            || search.context.registry().sites[usize::from(record.source)].supervision;
        let same_day = search.context.date(event) == told.case.accepted;
        matches!(record.fact, Fact::CaseCompleted { .. })
            && may_speak
            && (search.has_time_of_day(event) || !same_day)
    });
    let Some(completion) = completion else { return };
    let seconds = seconds_between(search.time(completion), acceptance.time);
    if seconds >= search.thresholds.completed_before_seconds_min {
        let figures = Figures::CompletedBeforeAccepted { seconds };
        found.push(told.signal(search, figures, vec![completion, told.case.acceptance]));
    }
}

/// Bursts of one window's completions on their due date.
fn completions_in_a_burst(
    search: &Search<'_>,
    window: WindowIdx,
    mut completions: Vec<Completion>,
    found: &mut Vec<Signal>,
) {
    completions.sort_unstable_by(|a, b| search.context.log.order(a.event, b.event));
    let times: Vec<Instant> = completions.iter().map(|completion| search.time(completion.event)).collect();
    let thresholds = search.thresholds;
    let bursts = bursts(&times, thresholds.completion_burst_min, thresholds.completion_burst_seconds);
    let inside: Vec<&Completion> = bursts.iter().flat_map(|burst| &completions[burst.clone()]).collect();
    if inside.is_empty() {
        return;
    }
    let (most, seconds) = largest(&times, &bursts);
    let (cases, bursts) = (inside.len() as u32, bursts.len() as u32);
    found.push(search.signal(
        search.context.registry().windows[usize::from(window)].id.clone(),
        Some(window),
        inside.iter().map(|completion| completion.staff),
        Figures::CompletionsInABurst { cases, bursts, most, seconds },
        inside.iter().map(|completion| completion.event).collect(),
    ));
}

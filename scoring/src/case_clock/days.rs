//! A case day by day: which days its clock counted, which it left out and why.
//!
//! Nothing is judged here: the days say what the clock made of them, so that their count and due date are the clock's own.

use super::look::find;
use super::{Case, Change};
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::context::Context;
use crate::log::{EventIdx, Text};
use crate::time::Date;

/// One day of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOfCase {
    /// The date.
    pub date: Date,
    /// What the clock made of it.
    pub state: DayState,
    /// Whether the due date is this day.
    pub is_due: bool,
    /// Working days past the due date, up to and with this one, while the case was overdue; 0 on a day off right after it.
    pub late_workdays: Option<u32>,
    /// Whether the day has not begun: it is told as if nothing more happened.
    pub is_ahead: bool,
}

/// What the clock made of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayState {
    /// The limit began, or began anew, on this day; it does not count itself.
    Start,
    /// It counted, as the n-th working day since the limit began.
    Counted(u32),
    /// No working day.
    DayOff,
    /// A special procedure took it out; the event that began it.
    Suspended(EventIdx),
    /// A supplement was awaited.
    Awaiting,
}

/// The days of a case from its acceptance to its end; while it is open, to today or the due date, whichever is later.
/// Nothing without an acceptance.
pub fn days(context: &Context<'_>, subject: Text) -> Vec<DayOfCase> {
    let Some(case) = find(context, subject) else { return Vec::new() };
    let (clock, _) = case.clock(context);
    let today = context.today();
    let last = match case.end {
        Some((date, _)) => date,
        None => clock.due.map_or(today, |due| due.max(today)),
    };
    let reading = Reading { calendar: context.calendar(), case: &case, clock: &clock };
    let day = |date: Date| DayOfCase {
        date,
        state: reading.state(date),
        is_due: clock.due == Some(date),
        late_workdays: clock
            .due
            .filter(|due| clock.overdue && *due < date)
            .map(|due| context.calendar().working_days(due, date)),
        is_ahead: date > today,
    };
    (case.accepted.0..=last.0).map(|place| day(Date(place))).collect()
}

struct Reading<'a> {
    calendar: &'a Calendar,
    case: &'a Case,
    clock: &'a Clock,
}

impl Reading<'_> {
    /// Whether a change still moved the clock: once overdue, none does.
    fn moved(&self, date: Date) -> bool {
        !(self.clock.overdue && self.clock.due.is_some_and(|due| due < date))
    }

    /// The day on which the limit began that holds on a date.
    fn start(&self, date: Date) -> Date {
        let mut restarts = self
            .case
            .changes
            .iter()
            .filter(|(on, change)| *change == Change::Restarted && *on <= date && self.moved(*on));
        restarts.next_back().map_or(self.case.accepted, |(on, _)| *on)
    }

    /// Whether a supplement was asked for before a date and not received by then.
    fn awaits(&self, date: Date) -> bool {
        let before = self.case.changes.iter().filter(|(on, _)| *on < date && self.moved(*on));
        before.fold(false, |awaits, (_, change)| match change {
            Change::Requested => true,
            Change::Restarted => false,
            Change::Suspended { .. } | Change::Resumed | Change::Extended { .. } => awaits,
        })
    }

    fn state(&self, date: Date) -> DayState {
        let start = self.start(date);
        if date == start {
            return DayState::Start;
        }
        if !self.calendar.is_working(date) {
            return DayState::DayOff;
        }
        if self.awaits(date) {
            return DayState::Awaiting;
        }
        let period = Clock { start, ..self.clock.clone() };
        let counted = period.counted_workdays(self.calendar, date);
        match self.suspension_over(date) {
            Some(event) if counted == period.counted_workdays(self.calendar, Date(date.0 - 1)) => {
                DayState::Suspended(event)
            }
            Some(_) | None => DayState::Counted(counted),
        }
    }

    /// The event behind the suspension that ran on a date, the first of several.
    fn suspension_over(&self, date: Date) -> Option<EventIdx> {
        let runs = self.clock.suspensions.iter().position(|suspension| {
            let approved = suspension.approved_workdays;
            let within = approved.is_none_or(|days| date <= self.calendar.plus(suspension.from, days));
            suspension.from < date && suspension.to.is_none_or(|to| date <= to) && within
        });
        self.case.suspending().nth(runs?)
    }
}

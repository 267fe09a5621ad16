//! What is seen in a month's events beside its results: when people waited and how long, how long cases took, who was on leave.
//!
//! Nothing here touches a score. Tickets and cases are read as for the rates, so that the sums are those of the rates.

use crate::attendance::StaffDay;
use crate::case_clock::took;
use crate::context::Context;
use crate::effects::{Effects, Tally};
use crate::event::{LeaveKind, Subject};
use crate::log::SubjectIdx;
use crate::queue;
use crate::registry::StaffIdx;
use crate::time::{Date, Month};
use std::collections::BTreeMap;

const NANOS_PER_HOUR: i64 = 3_600_000_000_000;

/// What is seen in a month's events beside its results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Tickets called in the month, by the weekday and hour in which they were taken.
    pub waiting: BTreeMap<WeekHour, Waited>,
    /// Cases completed in the month, by how long they took: how many.
    pub cases: BTreeMap<CaseTime, u64>,
    /// Leaves on working days of the month, of staff with an assignment on the day: of the morning and of the afternoon.
    pub leaves: BTreeMap<(StaffIdx, Date), [Option<LeaveKind>; 2]>,
}

/// An hour of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeekHour {
    /// The weekday, 0 is Monday.
    pub weekday: u8,
    /// The hour, 0 to 23, local time.
    pub hour: u8,
}

/// How long people waited until they were called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waited {
    /// How many tickets.
    pub tickets: u64,
    /// How long together, in nanoseconds.
    pub nanos: i128,
}

impl Waited {
    /// The mean in whole seconds, rounded half up; nothing where nobody waited.
    pub fn mean_seconds(&self) -> Option<i64> {
        let unit = i128::from(self.tickets) * 1_000_000_000;
        (unit > 0).then(|| (2 * self.nanos + unit).div_euclid(2 * unit) as i64)
    }
}

/// How long a case took, and its limits, all in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseTime {
    /// The working days that counted.
    pub used_workdays: u32,
    /// The limit at acceptance: as promised, or half of it on the green channel.
    pub promised_workdays: u32,
    /// The statutory limit; none where the registry names none.
    pub statutory_workdays: Option<u32>,
}

impl Observed {
    /// Counts a month as of the context's instant.
    ///
    /// The log's retractions must be settled as of the context's instant ([`crate::log::Log::settle_all`]).
    pub fn of(context: &Context<'_>, month: Month) -> Observed {
        let mut observed = Observed::default();
        let is_wanted = |date: Date| date.month() == month;
        let mut effects = Effects::new(context.today());
        let mut events = Vec::new();
        let subjects = context.log.subject_count() as SubjectIdx;
        for subject in context.log.blocks(0..subjects).flatten() {
            match context.log.subject_texts(subject) {
                Subject::Ticket(id) => {
                    context.log.events_of(subject, context.as_of, &mut events);
                    effects.clear();
                    let ticket = queue::read(context, id, &events, &mut effects);
                    if let Some(taken) = ticket.taken {
                        observed.wait(context, (taken, &effects.tallies), is_wanted);
                    }
                }
                Subject::Case(id) => {
                    context.log.events_of(subject, context.as_of, &mut events);
                    if let Some(took) = took(context, id, &events, &mut effects, is_wanted) {
                        let time = CaseTime {
                            used_workdays: took.used_workdays,
                            promised_workdays: took.limit_workdays,
                            statutory_workdays: Some(took.statutory_workdays).filter(|days| *days > 0),
                        };
                        *observed.cases.entry(time).or_default() += 1;
                    }
                }
                Subject::Rating(_)
                | Subject::Complaint(_)
                | Subject::Finding(_)
                | Subject::Merit(_)
                | Subject::StaffDay(..)
                | Subject::StaffLeaves(_)
                | Subject::WindowEvaluation(..)
                | Subject::StaffEvaluation(..)
                | Subject::Appeal(_)
                | Subject::Order(_)
                | Subject::Proposals(_)
                | Subject::Charge
                | Subject::Retraction
                | Subject::Step => {}
            }
        }
        observed.look_for_leaves(context, month);
        observed
    }

    /// Counts a ticket that was called: by when it was taken, in the month of the call, as the rates do.
    fn wait(
        &mut self,
        context: &Context<'_>,
        (taken, tallies): (crate::log::EventIdx, &[Tally]),
        is_wanted: impl Fn(Date) -> bool,
    ) {
        for tally in tallies {
            if let Tally::TicketCalled { date, wait_nanos, .. } = *tally
                && is_wanted(date)
            {
                let (day, time) = context.registry().zone.local(context.log.record(taken).time);
                let waited = self
                    .waiting
                    .entry(WeekHour { weekday: day.weekday(), hour: (time.0 / NANOS_PER_HOUR) as u8 })
                    .or_default();
                waited.tickets += 1;
                waited.nanos += i128::from(wait_nanos);
            }
        }
    }

    fn look_for_leaves(&mut self, context: &Context<'_>, month: Month) {
        let registry = context.registry();
        let days = (month.first_day().0..=month.last_day().0).map(Date);
        for date in days.filter(|date| context.calendar().is_working(*date)) {
            for staff in 0..registry.staff.len() as StaffIdx {
                let Some(assignment) = registry.assignment(staff, date) else { continue };
                let day = StaffDay::read(context, staff, assignment.window, date);
                let leaves = day.leaves.map(|leave| leave.map(|(_, kind)| kind));
                if leaves.iter().any(Option::is_some) {
                    self.leaves.insert((staff, date), leaves);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Waited;

    #[test]
    fn a_mean_wait_is_rounded_half_up_and_nobody_has_none() {
        assert_eq!(Waited::default().mean_seconds(), None);
        assert_eq!(Waited { tickets: 2, nanos: 3_000_000_000 }.mean_seconds(), Some(2));
        assert_eq!(Waited { tickets: 2, nanos: 2_999_999_999 }.mean_seconds(), Some(1));
    }
}

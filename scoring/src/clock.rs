//! One clock counting working days: start, limit, suspensions, the due date as it moves, and when it is overdue.
//!
//! The clock of a case and that of a joint share are the same machine; a share just sees fewer changes. Changes are read
//! in the order of events and judged day by day: what is in force at 00:00 is what the day before left (`clock.md`).

use crate::calendar::Calendar;
use crate::time::Date;

/// Something that may move a due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A supplement was requested: the clock stands.
    Requested,
    /// A supplement was received: the limit begins anew.
    Restarted,
    /// A suspension began, with the working days approved for it if they were said.
    Suspended {
        /// Working days.
        approved_workdays: Option<u32>,
    },
    /// Every suspension that runs ended.
    Resumed,
    /// The limit grew.
    Extended {
        /// Working days.
        workdays: u32,
    },
}

/// A suspension takes out the days after `from` up to and with `to`, at most the approved ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// The date on which it began.
    pub from: Date,
    /// The date on which it ended; none yet: without end.
    pub to: Option<Date>,
    /// Working days approved for it.
    pub approved_workdays: Option<u32>,
}

/// A clock: where it stands after the changes seen so far.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The day after which days count.
    pub start: Date,
    /// Working days allowed.
    pub limit_workdays: u32,
    /// Suspensions so far, by their beginning.
    pub suspensions: Vec<Suspension>,
    /// Since when a requested supplement is awaited.
    pub awaiting_since: Option<Date>,
    /// The due date, where there is one.
    pub due: Option<Date>,
    /// Whether the due date passed before the end: then start, limit and due date stay as they are.
    pub overdue: bool,
}

/// A first warning: its date and the due date that it warns of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstWarning {
    /// The date on which it is sent.
    pub date: Date,
    /// The due date.
    pub due: Date,
}

impl Clock {
    /// A clock that begins on a date.
    pub fn new(start: Date, limit_workdays: u32) -> Clock {
        Clock {
            start,
            limit_workdays,
            suspensions: Vec::new(),
            awaiting_since: None,
            due: None,
            overdue: false,
        }
    }

    /// Takes in one change.
    pub fn apply(&mut self, date: Date, change: Change) {
        match change {
            Change::Requested => self.awaiting_since = self.awaiting_since.or(Some(date)),
            Change::Restarted => {
                self.awaiting_since = None;
                if !self.overdue {
                    self.start = date;
                }
            }
            Change::Suspended { approved_workdays } => {
                self.suspensions.push(Suspension { from: date, to: None, approved_workdays });
            }
            Change::Resumed => {
                for suspension in self.suspensions.iter_mut().filter(|suspension| suspension.to.is_none()) {
                    suspension.to = Some(date);
                }
            }
            Change::Extended { workdays } => {
                if !self.overdue {
                    self.limit_workdays += workdays;
                }
            }
        }
    }

    /// Reads all changes up to the end, moves the due date with them, and tells the first warnings on the way.
    ///
    /// `warning_workdays` is how long before the due date the first warning goes out.
    pub fn follow(
        &mut self,
        calendar: &Calendar,
        changes: &[(Date, Change)],
        end: Option<Date>,
        warning_workdays: u32,
    ) -> Vec<FirstWarning> {
        let mut warnings: Vec<FirstWarning> = Vec::new();
        let mut day = self.start;
        let mut set_on = day;
        let mut rest = changes;
        loop {
            while let [(date, change), later @ ..] = rest
                && *date == day
            {
                self.apply(day, *change);
                rest = later;
            }
            let next = rest.first().map(|&(date, _)| date);
            if !self.overdue {
                let due = self.due_date(calendar);
                if due != self.due {
                    self.due = due;
                    set_on = day;
                }
                // What holds at 00:00 of a later date, up to the next change or the end, is what this day left.
                let in_force =
                    |date: Date| next.is_none_or(|next| date <= next) && end.is_none_or(|end| date <= end);
                if let Some(due) = due {
                    if self.limit_workdays > 0 {
                        let early = calendar.minus(due, warning_workdays);
                        let date = early.max(calendar.next(set_on)).min(due);
                        let known = warnings.iter().any(|warning| warning.due == due);
                        if date > day && in_force(date) && !known {
                            warnings.push(FirstWarning { date, due });
                        }
                    }
                    self.overdue = next.is_none_or(|next| due < next) && end.is_none_or(|end| due < end);
                }
            }
            match next {
                Some(date) => day = date,
                None => return warnings,
            }
        }
    }

    /// The due date by what is known now.
    fn due_date(&self, calendar: &Calendar) -> Option<Date> {
        if self.awaiting_since.is_some() {
            return None;
        }
        if self.limit_workdays == 0 {
            return Some(self.start);
        }
        if self.suspensions.is_empty() {
            return Some(calendar.plus(self.start, self.limit_workdays));
        }
        let mut at = calendar.ordinal(self.start);
        let mut left = self.limit_workdays;
        for (from, to) in self.taken_out(calendar) {
            if from > at {
                let between = from - at;
                if between >= left {
                    break;
                }
                left -= between;
                at = from;
            }
            match to {
                None => return None,
                Some(to) => at = at.max(to),
            }
        }
        Some(calendar.worked_day(at + left))
    }

    /// The counted days after the start, up to and with a date.
    pub fn counted_workdays(&self, calendar: &Calendar, until: Date) -> u32 {
        let (start, end) = (calendar.ordinal(self.start), calendar.ordinal(until));
        let mut counted = end.saturating_sub(start);
        let mut at = start;
        for (from, to) in self.taken_out(calendar) {
            let to = to.unwrap_or(end).min(end);
            let from = from.max(at);
            if to > from {
                counted -= to - from;
                at = to;
            }
        }
        counted
    }

    /// What the suspensions take out, as ranges of working-day ordinals (from excluded, to included), by beginning.
    fn taken_out(&self, calendar: &Calendar) -> impl Iterator<Item = (u32, Option<u32>)> {
        // Suspensions are in the order of their events, so they are sorted by beginning.
        self.suspensions.iter().map(|suspension| {
            let from = calendar.ordinal(suspension.from);
            let approved = suspension.approved_workdays.map(|workdays| from + workdays);
            let until = suspension.to.map(|to| calendar.ordinal(to));
            let to = match (approved, until) {
                (Some(approved), Some(until)) => Some(approved.min(until)),
                (approved, until) => approved.or(until),
            };
            (from, to)
        })
    }

    /// Days on which suspensions ran longer than was approved, with the suspension's place among the suspensions.
    pub fn overruns(&self, calendar: &Calendar, end: Option<Date>) -> impl Iterator<Item = (usize, Date)> {
        self.suspensions.iter().enumerate().filter_map(move |(place, suspension)| {
            let first = calendar.plus(suspension.from, suspension.approved_workdays? + 1);
            let runs = suspension.to.is_none_or(|to| to >= first) && end.is_none_or(|end| end >= first);
            runs.then_some((place, first))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Clock, FirstWarning};
    use crate::calendar::{Calendar, builtin};
    use crate::time::Date;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    const REQUESTED: Change = Change::Requested;
    const RECEIVED: Change = Change::Restarted;
    const SUSPENDED: Change = Change::Suspended { approved_workdays: None };
    const RESUMED: Change = Change::Resumed;

    const fn approved(workdays: u32) -> Change {
        Change::Suspended { approved_workdays: Some(workdays) }
    }

    const fn extended(workdays: u32) -> Change {
        Change::Extended { workdays }
    }

    /// A clock that begins on a date, after its changes; and the first warnings on the way.
    fn followed(
        start: &str,
        limit: u32,
        changes: &[(&str, Change)],
        end: Option<&str>,
    ) -> (Clock, Vec<FirstWarning>) {
        let changes: Vec<(Date, Change)> = changes.iter().map(|&(on, change)| (date(on), change)).collect();
        let mut clock = Clock::new(date(start), limit);
        let warnings = clock.follow(&Calendar::new(&builtin()), &changes, end.map(date), 3);
        (clock, warnings)
    }

    /// When it is due, if nobody ever ends it.
    fn check(start: &str, limit: u32, changes: &[(&str, Change)], due: Option<&str>) {
        let (clock, _) = followed(start, limit, changes, None);
        assert_eq!(clock.due, due.map(date), "{limit} after {start} with {changes:?}");
        assert_eq!(clock.overdue, due.is_some(), "what has a due date falls overdue unless it ends");
    }

    // Mid-Autumn is 25 to 27 September 2026, National Day 1 to 7 October; 20 September and 10 October are worked.

    #[test]
    fn the_limit_counts_working_days_after_the_start() {
        check("2026-09-01", 1, &[], Some("2026-09-02"));
        check("2026-09-04", 1, &[], Some("2026-09-07")); // over a weekend
        check("2026-09-05", 1, &[], Some("2026-09-07")); // accepted on a Saturday
        check("2026-09-18", 1, &[], Some("2026-09-20")); // a worked Sunday
        check("2026-09-18", 3, &[], Some("2026-09-22"));
        check("2026-09-24", 1, &[], Some("2026-09-28")); // over Mid-Autumn
        check("2026-09-24", 3, &[], Some("2026-09-30"));
        check("2026-09-24", 4, &[], Some("2026-10-08")); // and National Day
        check("2026-09-24", 6, &[], Some("2026-10-10")); // a worked Saturday
        check("2026-09-24", 7, &[], Some("2026-10-12"));
    }

    #[test]
    fn a_limit_of_nothing_is_due_on_the_start_itself() {
        check("2026-09-01", 0, &[], Some("2026-09-01"));
        check("2026-09-26", 0, &[], Some("2026-09-26")); // working day or not
        check("2026-09-01", 0, &[("2026-09-01", extended(1))], Some("2026-09-02"));
        check("2026-09-01", 0, &[("2026-09-02", extended(1))], Some("2026-09-01"));
    }

    #[test]
    fn a_year_without_a_calendar_counts_by_weekday() {
        check("2026-12-31", 1, &[], Some("2027-01-01"));
        check("2026-12-31", 2, &[], Some("2027-01-04"));
        assert!(!Calendar::new(&builtin()).knows_between(date("2026-12-31"), date("2027-01-01")));
    }

    #[test]
    fn suspended_days_do_not_count() {
        let check = |changes: &[(&str, Change)], due| check("2026-09-01", 3, changes, due);
        check(&[], Some("2026-09-04"));
        // The day of the suspension counts, that of the resumption does not.
        check(&[("2026-09-01", SUSPENDED), ("2026-09-04", RESUMED)], Some("2026-09-09"));
        check(&[("2026-09-02", SUSPENDED), ("2026-09-04", RESUMED)], Some("2026-09-08"));
        check(&[("2026-09-02", SUSPENDED), ("2026-09-03", RESUMED)], Some("2026-09-07"));
        check(&[("2026-09-02", SUSPENDED), ("2026-09-02", RESUMED)], Some("2026-09-04"));
        // A weekend within takes out nothing more.
        check(&[("2026-09-04", SUSPENDED), ("2026-09-06", RESUMED)], Some("2026-09-04"));
        check(&[("2026-09-03", SUSPENDED), ("2026-09-06", RESUMED)], Some("2026-09-07"));
        // On the due date it comes too late to move it; before it, it has no end.
        check(&[("2026-09-04", SUSPENDED)], Some("2026-09-04"));
        check(&[("2026-09-03", SUSPENDED)], None);
    }

    #[test]
    fn overlapping_suspensions_take_a_day_out_once() {
        let check = |changes: &[(&str, Change)], due| check("2026-09-01", 3, changes, due);
        check(
            &[("2026-09-01", SUSPENDED), ("2026-09-02", SUSPENDED), ("2026-09-04", RESUMED)],
            Some("2026-09-09"),
        );
        check(
            &[("2026-09-01", approved(2)), ("2026-09-02", approved(1)), ("2026-09-04", RESUMED)],
            Some("2026-09-08"),
        );
        check(&[("2026-09-01", approved(1)), ("2026-09-02", approved(2))], Some("2026-09-09"));
    }

    #[test]
    fn a_suspension_takes_out_at_most_the_approved_days() {
        let check = |changes: &[(&str, Change)], due| check("2026-09-01", 3, changes, due);
        check(&[("2026-09-01", approved(2)), ("2026-09-10", RESUMED)], Some("2026-09-08"));
        check(&[("2026-09-01", approved(2)), ("2026-09-03", RESUMED)], Some("2026-09-08"));
        check(&[("2026-09-01", approved(2)), ("2026-09-02", RESUMED)], Some("2026-09-07"));
        check(&[("2026-09-01", approved(1))], Some("2026-09-07"));
        check(&[("2026-09-01", approved(250))], Some("2027-08-26"));
    }

    #[test]
    fn a_suspension_that_runs_beyond_the_approved_days_overruns() {
        let overruns = |changes: &[(&str, Change)], end: Option<&str>| {
            let (clock, _) = followed("2026-09-01", 30, changes, end);
            let calendar = Calendar::new(&builtin());
            clock.overruns(&calendar, end.map(date)).map(|(_, on)| on.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(overruns(&[("2026-09-01", approved(2))], None), ["2026-09-04"]);
        assert_eq!(overruns(&[("2026-09-01", approved(2)), ("2026-09-04", RESUMED)], None), ["2026-09-04"]);
        assert!(overruns(&[("2026-09-01", approved(2)), ("2026-09-03", RESUMED)], None).is_empty());
        assert_eq!(overruns(&[("2026-09-01", approved(2))], Some("2026-09-04")), ["2026-09-04"]);
        assert!(overruns(&[("2026-09-01", approved(2))], Some("2026-09-03")).is_empty());
        assert!(overruns(&[("2026-09-01", SUSPENDED)], None).is_empty());
        assert_eq!(overruns(&[("2026-09-22", approved(2))], None), ["2026-09-28"]); // over Mid-Autumn
    }

    #[test]
    fn a_supplement_begins_the_limit_anew() {
        let check = |changes: &[(&str, Change)], due| check("2026-09-01", 3, changes, due);
        check(&[("2026-09-02", REQUESTED)], None);
        check(&[("2026-09-02", REQUESTED), ("2026-09-08", RECEIVED)], Some("2026-09-11"));
        check(
            &[("2026-09-02", REQUESTED), ("2026-09-03", REQUESTED), ("2026-09-08", RECEIVED)],
            Some("2026-09-11"),
        );
        check(&[("2026-09-02", RECEIVED)], Some("2026-09-07")); // without a request too
        check(&[("2026-09-02", RECEIVED), ("2026-09-02", REQUESTED)], None);
        // Extensions from before the restart are kept.
        let restarted = [("2026-09-02", extended(2)), ("2026-09-03", REQUESTED), ("2026-09-08", RECEIVED)];
        check(&restarted, Some("2026-09-15"));
        // A suspension from before it still takes out the days after the new start.
        check(
            &[("2026-09-01", SUSPENDED), ("2026-09-02", RECEIVED), ("2026-09-04", RESUMED)],
            Some("2026-09-09"),
        );
    }

    #[test]
    fn a_change_on_the_due_date_still_moves_it_and_one_later_does_not() {
        let check = |changes: &[(&str, Change)], due| check("2026-09-01", 3, changes, due);
        check(&[("2026-09-04", extended(1))], Some("2026-09-07"));
        check(&[("2026-09-05", extended(1))], Some("2026-09-04"));
        check(&[("2026-09-04", REQUESTED)], None);
        check(&[("2026-09-05", REQUESTED)], Some("2026-09-04"));
        check(&[("2026-09-05", RECEIVED), ("2026-09-07", extended(30))], Some("2026-09-04"));
    }

    #[test]
    fn what_ends_on_the_due_date_is_not_overdue() {
        for (end, overdue) in [("2026-09-04", false), ("2026-09-05", true), ("2026-09-01", false)] {
            let (clock, _) = followed("2026-09-01", 3, &[], Some(end));
            assert_eq!(clock.overdue, overdue, "ended {end}");
        }
    }

    #[test]
    fn used_days_leave_out_what_was_suspended() {
        let calendar = Calendar::new(&builtin());
        for (changes, until, used) in [
            (&[][..], "2026-09-01", 0),
            (&[], "2026-09-02", 1),
            (&[], "2026-09-06", 3),
            (&[], "2026-09-28", 19),
            (&[("2026-09-01", SUSPENDED), ("2026-09-03", RESUMED)], "2026-09-04", 1),
            (&[("2026-09-01", SUSPENDED)], "2026-09-30", 0),
            (&[("2026-09-01", approved(2))], "2026-09-07", 2),
            (&[("2026-09-01", approved(2)), ("2026-09-02", SUSPENDED)], "2026-09-07", 0),
            (&[("2026-09-07", RECEIVED)], "2026-09-08", 1),
            (&[("2026-09-07", RECEIVED)], "2026-09-04", 0),
        ] {
            let (clock, _) = followed("2026-09-01", 60, changes, None);
            assert_eq!(
                clock.counted_workdays(&calendar, date(until)),
                used,
                "until {until} with {changes:?}"
            );
        }
    }

    /// The first warnings, as (date, due date).
    fn check_warnings(
        start: &str,
        limit: u32,
        changes: &[(&str, Change)],
        end: Option<&str>,
        expect: &[(&str, &str)],
    ) {
        let (_, warnings) = followed(start, limit, changes, end);
        let told: Vec<(String, String)> =
            warnings.iter().map(|warning| (warning.date.to_string(), warning.due.to_string())).collect();
        let expect: Vec<(String, String)> =
            expect.iter().map(|&(on, due)| (on.to_owned(), due.to_owned())).collect();
        assert_eq!(told, expect, "{limit} after {start} with {changes:?}");
    }

    #[test]
    fn a_first_warning_comes_three_working_days_before_the_due_date() {
        check_warnings("2026-09-01", 5, &[], None, &[("2026-09-03", "2026-09-08")]);
        check_warnings("2026-09-24", 7, &[], None, &[("2026-10-08", "2026-10-12")]);
        // Not before the first working day after what set it, and not after it.
        check_warnings("2026-09-01", 3, &[], None, &[("2026-09-02", "2026-09-04")]);
        check_warnings("2026-09-01", 1, &[], None, &[("2026-09-02", "2026-09-02")]);
        check_warnings("2026-09-01", 0, &[], None, &[]);
        // It is for every due date that was in force at 00:00 of its date.
        check_warnings(
            "2026-09-01",
            5,
            &[("2026-09-02", extended(5))],
            None,
            &[("2026-09-10", "2026-09-15")],
        );
        let twice = [("2026-09-03", "2026-09-08"), ("2026-09-10", "2026-09-15")];
        check_warnings("2026-09-01", 5, &[("2026-09-03", extended(5))], None, &twice);
        check_warnings("2026-09-01", 5, &[("2026-09-02", REQUESTED)], None, &[]);
        check_warnings("2026-09-01", 5, &[], Some("2026-09-02"), &[]);
        check_warnings("2026-09-01", 5, &[], Some("2026-09-03"), &[("2026-09-03", "2026-09-08")]);
    }
}

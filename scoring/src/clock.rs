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

    /// Whether a suspension runs.
    pub fn is_suspended(&self) -> bool {
        self.suspensions.iter().any(|suspension| suspension.to.is_none())
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

//! What follows from one subject's events: findings, notices, anomalies and tallies, each with the day it appears.
//!
//! Evaluators look ahead: they say what will follow if nothing more happens, and from which day on it holds. What holds
//! only later than today is left out and remembered as the day on which the subject must be judged again. So one rule
//! covers results as of any instant, and a live service knows what to wake up for.

use crate::finding::Finding;
use crate::log::{EventIdx, Text};
use crate::notices::Notice;
use crate::registry::{ItemIdx, SiteIdx, StaffIdx, WindowIdx};
use crate::time::Date;

/// Odd input that is no mistake of form: an event without effect, or data that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anomaly {
    /// The contract's word.
    pub kind: &'static str,
    /// What it is about.
    pub subject: String,
    /// The date it is listed under.
    pub date: Date,
    /// More, in the contract's form; may be empty.
    pub detail: String,
}

/// One thing that rates count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Named as in the table of rates in `rulebook.md`.
pub enum Tally {
    Accepted {
        date: Date,
        window: WindowIdx,
        instant: bool,
    },
    Completed {
        date: Date,
        window: WindowIdx,
        on_site: bool,
        on_time: bool,
        early: Option<bool>,
        reduction: Option<Reduction>,
    },
    /// Fell overdue and was not completed in the month in which it did.
    FellOverdue {
        date: Date,
        window: WindowIdx,
    },
    Rating {
        date: Date,
        window: WindowIdx,
        satisfied: bool,
    },
    Complaint {
        date: Date,
        window: WindowIdx,
    },
    ComplaintUpheld {
        date: Date,
        window: WindowIdx,
    },
    TicketTaken {
        date: Date,
        site: SiteIdx,
        abandoned: bool,
    },
    TicketCalled {
        date: Date,
        window: WindowIdx,
        wait_nanos: i64,
    },
    TicketServed {
        date: Date,
        window: WindowIdx,
        service_nanos: i64,
    },
    /// Something that stands against full attendance.
    AttendanceBlemish {
        date: Date,
        staff: StaffIdx,
    },
}

impl Tally {
    /// The date that it counts for.
    pub fn date(&self) -> Date {
        match *self {
            Tally::Accepted { date, .. }
            | Tally::Completed { date, .. }
            | Tally::FellOverdue { date, .. }
            | Tally::Rating { date, .. }
            | Tally::Complaint { date, .. }
            | Tally::ComplaintUpheld { date, .. }
            | Tally::TicketTaken { date, .. }
            | Tally::TicketCalled { date, .. }
            | Tally::TicketServed { date, .. }
            | Tally::AttendanceBlemish { date, .. } => date,
        }
    }
}

/// Used days against the statutory limit of a completed case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// Working days that counted.
    pub used_workdays: u32,
    /// The statutory limit in working days, 1 or more.
    pub statutory_workdays: u32,
}

/// A case that was completed as returned to its applicant.
#[derive(Clone, Copy, Debug)]
pub struct Returned {
    /// Who applied.
    pub applicant: Text,
    /// For what.
    pub item: ItemIdx,
    /// The completion.
    pub event: EventIdx,
    /// The completion's date.
    pub date: Date,
    /// The case's id.
    pub case: Text,
    /// Where it was accepted.
    pub window: WindowIdx,
}

/// A clock that rests on a year whose calendar is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvisionalClock {
    /// The first day on which the case or share was open.
    pub opened: Date,
    /// The last such day; none yet: still open.
    pub ended: Option<Date>,
    /// The first year between start and due date.
    pub first_year: i32,
    /// The last such year.
    pub last_year: i32,
}

/// Collects what follows from one subject, or from many.
#[derive(Debug)]
pub struct Effects {
    today: Date,
    /// The next day on which something more will hold, if nothing happens.
    pub wake: Option<Date>,
    /// Facts with a kind, for the ledger.
    pub findings: Vec<Finding>,
    /// Notices, once each.
    pub notices: Vec<Notice>,
    /// Odd input.
    pub anomalies: Vec<Anomaly>,
    /// What rates count.
    pub tallies: Vec<Tally>,
    /// Returned cases of known applicants.
    pub returned: Vec<Returned>,
    /// Clocks that rest on an unknown year.
    pub provisional: Vec<ProvisionalClock>,
}

impl Effects {
    /// Nothing yet, as of a local date.
    pub fn new(today: Date) -> Effects {
        Effects {
            today,
            wake: None,
            findings: Vec::new(),
            notices: Vec::new(),
            anomalies: Vec::new(),
            tallies: Vec::new(),
            returned: Vec::new(),
            provisional: Vec::new(),
        }
    }

    /// Empties everything but keeps the room, for the next subject.
    pub fn clear(&mut self) {
        self.wake = None;
        self.findings.clear();
        self.notices.clear();
        self.anomalies.clear();
        self.tallies.clear();
        self.returned.clear();
        self.provisional.clear();
    }

    /// Begins anew as of a local date, in the same room.
    pub fn restart(&mut self, today: Date) {
        self.clear();
        self.today = today;
    }

    /// The local date that results are taken as of.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Whether something that appears on a day holds already; if not, the day is remembered.
    pub fn holds(&mut self, appears: Date) -> bool {
        if appears <= self.today {
            return true;
        }
        self.wake = Some(self.wake.map_or(appears, |wake| wake.min(appears)));
        false
    }

    /// A finding that holds from a day on.
    pub fn finding(&mut self, appears: Date, finding: impl FnOnce() -> Finding) {
        if self.holds(appears) {
            self.findings.push(finding());
        }
    }

    /// A notice; it holds once its date has begun.
    pub fn notice(&mut self, notice: Notice) {
        if self.holds(notice.date) {
            self.notices.push(notice);
        }
    }

    /// An anomaly that holds from a day on.
    pub fn anomaly(&mut self, appears: Date, anomaly: impl FnOnce() -> Anomaly) {
        if self.holds(appears) {
            self.anomalies.push(anomaly());
        }
    }

    /// Something that rates count from a day on.
    pub fn tally(&mut self, appears: Date, tally: Tally) {
        if self.holds(appears) {
            self.tallies.push(tally);
        }
    }
}

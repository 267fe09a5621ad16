//! Judges subjects one by one and gathers what follows for the months asked for.

use crate::attendance;
use crate::case_clock;
use crate::complaints;
use crate::context::{Context, County};
use crate::effects::{Anomaly, Effects, ProvisionalClock, Returned};
use crate::event::Subject;
use crate::fees;
use crate::finding::{self, Finding};
use crate::log::{EventIdx, SubjectIdx};
use crate::notices::Notice;
use crate::queue;
use crate::ratings;
use crate::registry::SiteIdx;
use crate::tallies::{MonthTallies, Sign};
use crate::time::{Date, Month};
use std::ops::Range;

/// What follows from many subjects, for some months.
#[derive(Debug)]
pub struct Gathered {
    /// Counts for the rates, by month in the order asked for.
    pub tallies: Vec<MonthTallies>,
    /// Findings dated in one of the months.
    pub findings: Vec<Finding>,
    /// Notices dated in one of the months.
    pub notices: Vec<Notice>,
    /// Anomalies dated in one of the months.
    pub anomalies: Vec<Anomaly>,
    /// Returned cases, of all months.
    pub returned: Vec<Returned>,
    /// Clocks that rest on an unknown year, of all months.
    pub provisional: Vec<ProvisionalClock>,
}

impl Gathered {
    /// Nothing yet.
    pub fn new(county: County<'_>, months: &[Month]) -> Gathered {
        Gathered {
            tallies: months.iter().map(|&month| MonthTallies::new(county.registry, month)).collect(),
            findings: Vec::new(),
            notices: Vec::new(),
            anomalies: Vec::new(),
            returned: Vec::new(),
            provisional: Vec::new(),
        }
    }

    /// Takes in what follows from some subjects.
    pub fn take(&mut self, effects: &mut Effects) {
        let tallies = &self.tallies;
        let asked = |date: Date| tallies.iter().any(|month| month.has(date));
        self.findings.extend(effects.findings.drain(..).filter(|finding| asked(finding.date)));
        self.notices.extend(effects.notices.drain(..).filter(|notice| asked(notice.date)));
        self.anomalies.extend(effects.anomalies.drain(..).filter(|anomaly| asked(anomaly.date)));
        self.returned.append(&mut effects.returned);
        self.provisional.append(&mut effects.provisional);
        for month in &mut self.tallies {
            effects.tallies.iter().for_each(|tally| month.approach(tally));
            effects.tallies.iter().for_each(|tally| month.count(tally, Sign::Plus));
        }
        effects.tallies.clear();
    }

    /// Takes in what was gathered from other subjects.
    pub fn merge(&mut self, other: Gathered) {
        for (sum, tallies) in self.tallies.iter_mut().zip(&other.tallies) {
            sum.add(tallies);
        }
        self.findings.extend(other.findings);
        self.notices.extend(other.notices);
        self.anomalies.extend(other.anomalies);
        self.returned.extend(other.returned);
        self.provisional.extend(other.provisional);
    }

    /// Judges a range of the log's subjects.
    pub fn judge_subjects(&mut self, context: &Context<'_>, subjects: Range<SubjectIdx>) {
        let mut effects = Effects::new(context.today());
        let mut events = Vec::new();
        for block in context.log.blocks(subjects) {
            for subject in block {
                judge(context, subject, &mut events, &mut effects);
            }
            // Of all of them at once: what is counted far apart is then sent for together.
            self.take(&mut effects);
        }
    }

    /// Judges the attendance of all sites on the working days of the months.
    pub fn judge_attendance(&mut self, context: &Context<'_>) {
        let today = context.today();
        let mut effects = Effects::new(today);
        let months: Vec<Month> = self.tallies.iter().map(|tallies| tallies.month).collect();
        for month in months {
            let (first, last) = (month.first_day(), month.last_day().min(Date(today.0 - 1)));
            for date in (first.0..=last.0).map(Date) {
                for site in 0..context.registry().sites.len() as SiteIdx {
                    attendance::judge_site_day(context, site, date, &mut effects);
                    self.take(&mut effects);
                }
            }
        }
    }
}

/// Judges one subject by all its events that exist as of the context's instant.
pub fn judge(context: &Context<'_>, subject: SubjectIdx, events: &mut Vec<EventIdx>, effects: &mut Effects) {
    match context.log.subject_texts(subject) {
        // Attendance is judged by site and day, evaluations with the month; appeals, orders and decisions have no effect on either.
        Subject::Appeal(_)
        | Subject::Order(_)
        | Subject::Proposals(_)
        | Subject::StaffDay(..)
        | Subject::StaffLeaves(_)
        | Subject::WindowEvaluation(..)
        | Subject::StaffEvaluation(..)
        | Subject::Retraction
        | Subject::Step => {}
        Subject::Case(_)
        | Subject::Ticket(_)
        | Subject::Rating(_)
        | Subject::Complaint(_)
        | Subject::Finding(_)
        | Subject::Merit(_)
        | Subject::Charge => {
            context.log.events_of(subject, context.as_of, events);
            judge_events(context, subject, events, effects);
        }
    }
}

/// What follows from one subject if nothing more ever happens: also the notices that are not due yet.
pub fn foresee(context: &Context<'_>, subject: SubjectIdx) -> Effects {
    let mut effects = Effects::new(Date::MAX);
    judge(context, subject, &mut Vec::new(), &mut effects);
    effects
}

/// Judges one subject by the given events of it, which are in order.
pub fn judge_events(context: &Context<'_>, subject: SubjectIdx, events: &[EventIdx], effects: &mut Effects) {
    match context.log.subject_texts(subject) {
        Subject::Case(id) => case_clock::judge(context, id, events, effects),
        Subject::Ticket(id) => queue::judge(context, id, events, effects),
        Subject::Rating(id) => ratings::judge(context, id, events, effects),
        Subject::Complaint(id) => complaints::judge(context, id, events, effects),
        Subject::Finding(id) | Subject::Merit(id) => finding::judge(context, id, events, effects),
        Subject::Charge => {
            for &event in events {
                fees::judge(context, event, effects);
            }
        }
        Subject::Appeal(_)
        | Subject::Order(_)
        | Subject::Proposals(_)
        | Subject::StaffDay(..)
        | Subject::StaffLeaves(_)
        | Subject::WindowEvaluation(..)
        | Subject::StaffEvaluation(..)
        | Subject::Retraction
        | Subject::Step => {}
    }
}

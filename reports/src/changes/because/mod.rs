//! Why something changed: which late events speak of it, what it follows from, or that nothing known explains it.
//!
//! A reason is given only where the files prove it. An event that the later version lists as without effect is none.

mod entries;
mod notes;
mod standings;

use super::Reason;
use super::late::{Late, Topic};
use super::published::{Book, EventId, Published};
use scoring::time::Date;
use std::collections::BTreeSet;

/// Anomalies whose event has no effect (`events.md`, Subjects).
const WITHOUT_EFFECT: [&str; 4] = ["repeated", "unmatched", "foreign_source", "after_end"];

/// What is known about the time between two versions.
pub(super) struct Because<'a> {
    /// The earlier version.
    pub before: &'a Published,
    /// The later version.
    pub after: &'a Published,
    /// What arrived in between.
    pub late: &'a [Late],
    /// Whether each late event has an effect.
    pub takes_effect: Vec<bool>,
    /// Days of sites that were taken for a lost device in one version alone.
    pub silent_days: Vec<(&'a str, Date)>,
    /// Whether both were scored by the same rulebook.
    pub same_rulebook: bool,
    /// Whether other things than events are different, the rulebook among them.
    pub givens_differ: bool,
}

/// Whether each late event has an effect: whether the later version does not list it as odd.
pub(super) fn takes_effect(late: &[Late], after: &Published) -> Vec<bool> {
    let odd = after.anomalies.iter().filter(|anomaly| WITHOUT_EFFECT.contains(&anomaly.kind.as_str()));
    let odd: BTreeSet<&str> = odd.map(|anomaly| anomaly.detail.as_str()).collect();
    late.iter().map(|late| !odd.contains(event_name(late).as_str())).collect()
}

/// Days of sites that were taken for a lost device in one version alone.
pub(super) fn silent_days<'p>(before: &'p Published, after: &'p Published) -> Vec<(&'p str, Date)> {
    let in_one = |one: &'p Published, other: &Published| -> Vec<(&'p str, Date)> {
        let days = one.anomalies.iter().filter(|anomaly| anomaly.kind == "attendance_silent");
        let turned = days.filter(|anomaly| !other.anomalies.contains(anomaly));
        turned.map(|anomaly| (anomaly.subject.as_str(), anomaly.date)).collect()
    };
    [in_one(before, after), in_one(after, before)].concat()
}

impl<'a> Because<'a> {
    /// What is said where no late event speaks of something and it follows from nothing.
    pub fn otherwise(&self) -> Vec<Reason> {
        vec![if self.givens_differ { Reason::Givens } else { Reason::Unnamed }]
    }

    fn or_otherwise(&self, reasons: Vec<Reason>) -> Vec<Reason> {
        if reasons.is_empty() { self.otherwise() } else { reasons }
    }

    /// The late events that pass a test and have an effect.
    fn late_where(&self, speaks_of_it: impl Fn(&Late) -> bool) -> Vec<Reason> {
        let all = self.late.iter().zip(&self.takes_effect).enumerate();
        let speaking = all.filter(|(_, (late, takes_effect))| **takes_effect && speaks_of_it(late));
        speaking.map(|(place, _)| Reason::Late(place)).collect()
    }

    fn late_about(&self, topic: &Topic) -> Vec<Reason> {
        self.late_where(|late| late.topic == *topic)
    }

    /// The site of a window.
    fn site(&self, window: &str) -> Option<&'a str> {
        let standing = |published: &'a Published| published.standing(Book::Window, window);
        standing(self.after).or(standing(self.before))?.home.first().map(String::as_str)
    }
}

/// `TYPE SOURCE/ID`, as anomalies name an event.
fn event_name(late: &Late) -> String {
    format!("{} {}/{}", late.event_type, late.event.source, late.event.id)
}

/// Whether a late event is this one, or takes it back.
fn is_or_retracts(late: &Late, event: &EventId) -> bool {
    late.event == *event || late.retracts.contains(event)
}

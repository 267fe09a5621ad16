//! A month's flags and consequences as proposals, and what the bureau decided about each (红旗、黄旗和处理建议的确认).
//!
//! | from | to | when |
//! | --- | --- | --- |
//! | undecided | confirmed, dropped | `proposal.decided` |
//! | confirmed, dropped | the other | a further one: of several the last by order counts |
//!
//! A proposal is named by its kind and its subject: `red_flag` and `yellow_flag` of a window, and the kinds of the month's
//! actions. Several actions of one kind against one subject (each complaint upheld, each ban broken) are decided together.
//! Decisions count as those on appeals do. None of it has any effect on results: a flag that was dropped is still what the
//! rules propose.

use crate::appeals::may_decide;
use crate::context::Context;
use crate::event::{Fact, Subject};
use crate::log::EventIdx;
use crate::month::MonthResult;
use crate::ranking::Flag;
use crate::registry::Registry;
use crate::time::{Date, Month};

/// The kind of a red flag's proposal.
pub const RED_FLAG: &str = "red_flag";
/// The kind of a yellow flag's proposal.
pub const YELLOW_FLAG: &str = "yellow_flag";

/// What the rules propose about one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// A flag's word, or the word of an action.
    pub kind: String,
    /// The window or staff member, by id.
    pub subject: String,
    /// The dates that actions count for; none for a flag.
    pub dates: Vec<Date>,
}

/// What was decided about a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The event `proposal.decided`.
    pub event: EventIdx,
    /// The proposal's kind.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// Whether it was confirmed; else it was dropped.
    pub confirmed: bool,
}

impl Decision {
    /// Whether it is about a proposal.
    pub fn is_about(&self, kind: &str, subject: &str) -> bool {
        self.kind == kind && self.subject == subject
    }
}

/// The word of a flag's proposal.
pub fn flag_word(flag: Flag) -> &'static str {
    match flag {
        Flag::Red => RED_FLAG,
        Flag::Yellow => YELLOW_FLAG,
    }
}

/// Puts flags and actions together: red flags, yellow ones, then actions by kind; each by subject.
pub fn gather<'p>(
    flags: impl Iterator<Item = (Flag, &'p str)>,
    actions: impl Iterator<Item = (&'p str, &'p str, Date)>,
) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = Vec::new();
    for (flag, window) in flags {
        found.push(Proposal {
            kind: flag_word(flag).to_owned(),
            subject: window.to_owned(),
            dates: Vec::new(),
        });
    }
    for (kind, subject, date) in actions {
        match found.iter_mut().find(|other| other.kind == kind && other.subject == subject) {
            Some(same) => same.dates.push(date),
            None => {
                found.push(Proposal { kind: kind.to_owned(), subject: subject.to_owned(), dates: vec![date] })
            }
        }
    }
    let place = |kind: &str| (kind != RED_FLAG, kind != YELLOW_FLAG);
    found.sort_by(|a, b| (place(&a.kind), &a.kind, &a.subject).cmp(&(place(&b.kind), &b.kind, &b.subject)));
    found
}

/// What the rules propose in a month.
pub fn of_month(registry: &Registry, result: &MonthResult) -> Vec<Proposal> {
    let flags = result.windows.iter().filter_map(|standing| {
        Some((standing.flag?, registry.windows[usize::from(standing.window)].id.as_str()))
    });
    let actions =
        result.actions.iter().map(|action| (action.kind.word(), action.subject.id(registry), action.date));
    gather(flags, actions)
}

/// What was decided about a month's proposals: of each the last decision by order, in that order.
pub fn decisions(context: &Context<'_>, month: Month) -> Vec<Decision> {
    let Some(subject) = context.log.find_subject(&Subject::Proposals(month)) else { return Vec::new() };
    let mut events = Vec::new();
    context.log.events_of(subject, context.as_of, &mut events);
    let mut found: Vec<Decision> = Vec::new();
    for event in events {
        let record = context.log.record(event);
        let Fact::ProposalDecided { kind, subject, confirmed } = record.fact else { continue };
        if !may_decide(context, record.source) {
            continue;
        }
        let (kind, subject) = (context.log.text(kind), context.log.text(subject));
        found.retain(|earlier| !earlier.is_about(kind, subject));
        found.push(Decision { event, kind: kind.to_owned(), subject: subject.to_owned(), confirmed });
    }
    found
}

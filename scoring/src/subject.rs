//! Which events of a subject count: opening, follow-ups, who may speak, and what is odd (`events.md`, Subjects).

use crate::context::Context;
use crate::effects::{Anomaly, Effects};
use crate::log::EventIdx;
use crate::registry::{DepartmentIdx, SiteIdx};

/// What an event wants to be for its subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The first event of the subject.
    Opening,
    /// Something that happened to it later.
    FollowUp,
    /// A follow-up that counts even after the end: the last resolution of a complaint.
    Closing,
}

/// Whether an event counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It has its effect.
    Counts,
    /// It is an anomaly and has none.
    Odd,
}

/// The state of a subject while its events are read in order.
pub struct Judged<'c, 's> {
    context: &'c Context<'c>,
    subject: &'s str,
    /// The source of the opening event.
    opened_by: Option<SiteIdx>,
    ended: bool,
}

impl<'c, 's> Judged<'c, 's> {
    /// Before the first event.
    pub fn new(context: &'c Context<'c>, subject: &'s str) -> Judged<'c, 's> {
        Judged { context, subject, opened_by: None, ended: false }
    }

    /// Whether the end was seen.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Notes the end.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Decides whether an event counts; what is odd is noted, with the first reason that applies.
    pub fn admit(&mut self, event: EventIdx, role: Role, effects: &mut Effects) -> Standing {
        let source = self.context.log.record(event).source;
        let oddity = match (role, self.opened_by) {
            (Role::Opening, Some(_)) => Some("repeated"),
            (Role::Opening, None) => {
                self.opened_by = Some(source);
                None
            }
            (Role::FollowUp | Role::Closing, None) => Some("unmatched"),
            (Role::FollowUp | Role::Closing, Some(opened_by)) if !self.may_speak(source, opened_by) => {
                Some("foreign_source")
            }
            (Role::FollowUp, Some(_)) if self.ended => Some("after_end"),
            (Role::FollowUp | Role::Closing, Some(_)) => None,
        };
        match oddity {
            None => Standing::Counts,
            Some(kind) => {
                self.odd(event, kind, effects);
                Standing::Odd
            }
        }
    }

    /// Notes an oddity of an event.
    pub fn odd(&self, event: EventIdx, kind: &'static str, effects: &mut Effects) {
        note(self.context, event, kind, self.subject, effects);
    }

    /// Whether a source may follow up what another opened: the same one, or one that runs supervision.
    fn may_speak(&self, source: SiteIdx, opened_by: SiteIdx) -> bool {
        source == opened_by || self.context.registry().sites[usize::from(source)].supervision
    }

    /// Whether a source may follow up, or has a window of the joint department.
    pub fn may_complete_share(&self, source: SiteIdx, department: DepartmentIdx) -> bool {
        let windows = &self.context.registry().windows;
        self.opened_by.is_some_and(|opened_by| self.may_speak(source, opened_by))
            || windows.iter().any(|window| window.site == source && window.department == department)
    }

    /// Whether the source is that of the opening or runs supervision.
    pub fn is_own_source(&self, source: SiteIdx) -> bool {
        self.opened_by.is_some_and(|opened_by| self.may_speak(source, opened_by))
    }
}

/// Notes an oddity of an event about a subject.
pub fn note(
    context: &Context<'_>,
    event: EventIdx,
    kind: &'static str,
    subject: &str,
    effects: &mut Effects,
) {
    let date = context.date(event);
    effects.anomaly(date, || Anomaly {
        kind,
        subject: subject.to_owned(),
        date,
        detail: context.event_name(event),
    });
}

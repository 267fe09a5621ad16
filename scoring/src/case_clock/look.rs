//! A case as somebody asks about it: where its clock stands, what became of it and of its joint shares.

use super::{Case, Change, read};
use crate::clock::Clock;
use crate::context::Context;
use crate::effects::Effects;
use crate::event::{Fact, Subject};
use crate::log::{EventIdx, Text};
use crate::registry::{DepartmentIdx, WindowIdx};
use crate::time::Date;

/// A case as somebody asks about it.
#[derive(Debug)]
pub struct Look {
    /// The acceptance that counts.
    pub acceptance: EventIdx,
    /// The window that accepted it.
    pub window: WindowIdx,
    /// The clock after all that happened.
    pub clock: Clock,
    /// The working days that extensions added.
    pub extended_workdays: u32,
    /// Completion or withdrawal.
    pub end: Option<EventIdx>,
    /// The joint shares, in the order of their assignment.
    pub shares: Vec<ShareLook>,
}

/// A joint share as somebody asks about it.
#[derive(Debug)]
pub struct ShareLook {
    /// Whose share it is.
    pub department: DepartmentIdx,
    /// The window that answers for it.
    pub window: Option<WindowIdx>,
    /// The assignment.
    pub assignment: EventIdx,
    /// The clock after all that touched it.
    pub clock: Clock,
    /// When the department completed it.
    pub completed: Option<Date>,
}

/// Looks at one case; `None` without an acceptance.
pub fn look(context: &Context<'_>, subject: Text) -> Option<Look> {
    let case = find(context, subject)?;
    look_at(context, &case)
}

/// Looks at one case by its events, which are in order; `None` without an acceptance or once it has ended.
pub(crate) fn look_if_open(
    context: &Context<'_>,
    subject: Text,
    events: &[EventIdx],
    scratch: &mut Effects,
) -> Option<Look> {
    scratch.clear();
    let case = read(context, subject, events, scratch)?;
    if case.end.is_some() { None } else { look_at(context, &case) }
}

/// Reads a case by its id.
pub(super) fn find(context: &Context<'_>, subject: Text) -> Option<Case> {
    let place = context.log.find_subject(&Subject::Case(context.log.text(subject)))?;
    let mut events = Vec::new();
    context.log.events_of(place, context.as_of, &mut events);
    read(context, subject, &events, &mut Effects::new(context.today()))
}

fn look_at(context: &Context<'_>, case: &Case) -> Option<Look> {
    let Fact::CaseAccepted { window, .. } = context.log.record(case.acceptance).fact else { return None };
    let (clock, _) = case.clock(context);
    let extended = case.changes.iter().map(|&(_, change)| match change {
        Change::Extended { workdays } => workdays,
        Change::Requested | Change::Restarted | Change::Suspended { .. } | Change::Resumed => 0,
    });
    let shares = case.shares.iter().map(|share| ShareLook {
        department: share.department,
        window: share.window(context, window),
        assignment: share.assignment,
        clock: share.clock(context, case).0,
        completed: share.completed,
    });
    Some(Look {
        acceptance: case.acceptance,
        window,
        clock,
        extended_workdays: extended.sum(),
        end: case.end.map(|(_, event)| event),
        shares: shares.collect(),
    })
}

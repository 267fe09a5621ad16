//! How long a completed case took, beside its limits.

use super::{read, used_workdays};
use crate::context::Context;
use crate::effects::Effects;
use crate::event::Fact;
use crate::log::{EventIdx, Text};
use crate::time::Date;

/// How long a completed case took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Took {
    /// When it was completed.
    pub completed: Date,
    /// The working days that counted.
    pub used_workdays: u32,
    /// The limit at acceptance, in working days: as promised, or half of it on the green channel.
    pub limit_workdays: u32,
    /// The statutory limit of its item in working days; 0 where the registry names none.
    pub statutory_workdays: u32,
}

/// Reads one case by its events, which are in order. `None` where it was not completed, or not on a day that is wanted.
pub(crate) fn took(
    context: &Context<'_>,
    subject: Text,
    events: &[EventIdx],
    scratch: &mut Effects,
    is_wanted: impl Fn(Date) -> bool,
) -> Option<Took> {
    scratch.clear();
    let case = read(context, subject, events, scratch)?;
    let (completed, _) = case.completion(context).filter(|&(date, _)| is_wanted(date))?;
    let Fact::CaseAccepted { item, .. } = context.log.record(case.acceptance).fact else { return None };
    let (clock, _) = case.clock(context);
    Some(Took {
        completed,
        used_workdays: used_workdays(context.calendar(), &clock, completed),
        limit_workdays: case.limit_workdays,
        statutory_workdays: context.registry().items[usize::from(item)].statutory_workdays,
    })
}

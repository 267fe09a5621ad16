//! A recorded finding or merit as those who work on it see it: what was recorded, and whether it still counts.

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

use super::recording;
use crate::context::Context;
use crate::effects::Effects;
use crate::event::{Fact, Subject};
use crate::log::{EventIdx, SubjectIdx, Text};
use crate::points::Points;
use crate::registry::{StaffIdx, WindowIdx};
use crate::rulebook::KindIdx;
use crate::time::Date;

/// A recorded finding or merit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its id.
    pub id: Text,
    /// Whether it is a merit.
    pub is_merit: bool,
    /// The event that recorded it.
    pub recorded: EventIdx,
    /// The kind.
    pub kind: KindIdx,
    /// The window.
    pub window: WindowIdx,
    /// The staff member.
    pub staff: Option<StaffIdx>,
    /// How often.
    pub count: u8,
    /// The points that it names.
    pub points: Option<Points>,
    /// The date it counts for.
    pub date: Date,
    /// What voided it.
    pub voided: Option<EventIdx>,
    /// Whether its recording was taken back.
    pub is_retracted: bool,
}

impl Look {
    /// Whether it has its effect.
    pub fn counts(&self) -> bool {
        self.voided.is_none() && !self.is_retracted
    }
}

/// Looks at a finding, or at a merit; `None` where it was never recorded.
pub fn look(context: &Context<'_>, id: &str, is_merit: bool) -> Option<Look> {
    let subject = if is_merit { Subject::Merit(id) } else { Subject::Finding(id) };
    look_at(context, context.log.find_subject(&subject)?)
}

/// Every finding and merit of some dates, the newest first.
pub fn recorded(context: &Context<'_>, wanted: impl Fn(Date) -> bool) -> Vec<Look> {
    let subjects = 0..context.log.subject_count() as SubjectIdx;
    let mut found: Vec<Look> =
        subjects.filter_map(|place| look_at(context, place)).filter(|look| wanted(look.date)).collect();
    found.sort_by(|a, b| context.log.order(b.recorded, a.recorded));
    found
}

fn look_at(context: &Context<'_>, place: SubjectIdx) -> Option<Look> {
    let (id, is_merit) = match context.log.subject_texts(place) {
        Subject::Finding(id) => (id, false),
        Subject::Merit(id) => (id, true),
        _ => return None,
    };
    let (mut events, mut scratch) = (Vec::new(), Effects::new(context.today()));
    context.log.events_of(place, context.as_of, &mut events);
    let (recorded, voided, is_retracted) = match recording(context, id, &events, &mut scratch) {
        Some((recorded, voided)) => (recorded, voided, false),
        None => {
            let ever = context.log.events_ever_of(place, context.as_of);
            let recorded = ever.into_iter().find(|&event| opens(&context.log.record(event).fact))?;
            (recorded, None, true)
        }
    };
    let (kind, window, staff, count, points) = match context.log.record(recorded).fact {
        Fact::FindingRecorded { kind, window, staff, count, points } => (kind, window, staff, count, points),
        Fact::MeritRecorded { kind, window, staff, count } => (kind, window, staff, count, None),
        _ => return None,
    };
    let date = context.date(recorded);
    Some(Look { id, is_merit, recorded, kind, window, staff, count, points, date, voided, is_retracted })
}

fn opens<T, D>(fact: &Fact<T, D>) -> bool {
    matches!(fact, Fact::FindingRecorded { .. } | Fact::MeritRecorded { .. })
}

//! A fact with a kind: recorded by a person or derived from the streams, with its date and evidence (`rulebook.md`).

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

mod look;

pub use look::{Look, look, recorded};

use crate::context::Context;
use crate::effects::Effects;
use crate::event::Fact;
use crate::log::{EventIdx, Text};
use crate::points::Points;
use crate::registry::{StaffIdx, WindowIdx};
use crate::rulebook::KindIdx;
use crate::subject::{Judged, Role, Standing};
use crate::time::{Date, Session};

/// A fact that rules turn into points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of fact.
    pub kind: KindIdx,
    /// The date it counts for.
    pub date: Date,
    /// The session, where it belongs to one.
    pub session: Option<Session>,
    /// The window it names; where none, the staff member's assignment on the date counts.
    pub window: Option<WindowIdx>,
    /// The staff member it names.
    pub staff: Option<StaffIdx>,
    /// How often.
    pub count: u8,
    /// The points it names.
    pub points: Option<Points>,
    /// What it is about.
    pub about: About,
    /// The events behind it.
    pub evidence: Evidence,
}

/// What a finding is about, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Nothing with an id of its own.
    Nothing,
    /// A case.
    Case(Text),
    /// A rating, and the case it names.
    Rating(Text, Option<Text>),
    /// A complaint.
    Complaint(Text),
    /// A recorded finding.
    Finding(Text),
    /// A recorded merit.
    Merit(Text),
}

impl About {
    /// The case, where one is known.
    pub fn case(self) -> Option<Text> {
        match self {
            About::Case(case) => Some(case),
            About::Rating(_, case) => case,
            About::Nothing | About::Complaint(_) | About::Finding(_) | About::Merit(_) => None,
        }
    }
}

/// The events behind a finding, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// None.
    None,
    /// One event.
    One(EventIdx),
    /// Two events.
    Two(EventIdx, EventIdx),
    /// Several events.
    Many(Box<[EventIdx]>),
}

impl Evidence {
    /// The events.
    pub fn events(&self) -> impl Iterator<Item = EventIdx> + '_ {
        let (pair, rest): ([Option<EventIdx>; 2], &[EventIdx]) = match self {
            Evidence::None => ([None, None], &[]),
            Evidence::One(event) => ([Some(*event), None], &[]),
            Evidence::Two(first, second) => ([Some(*first), Some(*second)], &[]),
            Evidence::Many(events) => ([None, None], events),
        };
        pair.into_iter().flatten().chain(rest.iter().copied())
    }

    /// The first event.
    pub fn first(&self) -> Option<EventIdx> {
        self.events().next()
    }
}

/// Judges a recorded finding or merit: it counts from its recording until it is voided.
pub fn judge(context: &Context<'_>, subject: Text, events: &[EventIdx], effects: &mut Effects) {
    let Some((event, None)) = recording(context, subject, events, effects) else { return };
    let record = context.log.record(event);
    let date = context.date(event);
    let finding = match record.fact {
        Fact::FindingRecorded { kind, window, staff, count, points } => {
            (kind, window, staff, count, points, About::Finding(subject))
        }
        Fact::MeritRecorded { kind, window, staff, count } => {
            (kind, window, staff, count, None, About::Merit(subject))
        }
        _ => return,
    };
    let (kind, window, staff, count, points, about) = finding;
    effects.finding(date, || Finding {
        kind,
        date,
        session: None,
        window: Some(window),
        staff,
        count,
        points,
        about,
        evidence: Evidence::One(event),
    });
}

/// The recording that counts, with what voided it; what is odd is noted.
fn recording(
    context: &Context<'_>,
    subject: Text,
    events: &[EventIdx],
    effects: &mut Effects,
) -> Option<(EventIdx, Option<EventIdx>)> {
    let mut judged = Judged::new(context, context.log.text(subject));
    let (mut recorded, mut voided) = (None, None);
    for &event in events {
        match context.log.record(event).fact {
            Fact::FindingRecorded { .. } | Fact::MeritRecorded { .. }
                if judged.admit(event, Role::Opening, effects) == Standing::Counts =>
            {
                recorded = Some(event);
            }
            Fact::FindingVoided | Fact::MeritVoided
                if judged.admit(event, Role::FollowUp, effects) == Standing::Counts =>
            {
                judged.end();
                voided = Some(event);
            }
            _ => {}
        }
    }
    Some((recorded?, voided))
}

//! Queue tickets: waiting and service times, and who gave up.

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::context::Context;
use crate::effects::{Effects, Tally};
use crate::event::Fact;
use crate::log::{EventIdx, Text};
use crate::registry::WindowIdx;
use crate::subject::{Judged, Role, Standing};
use crate::time::Instant;

/// A ticket as its events tell it.
#[derive(Debug, Default)]
pub(crate) struct Ticket {
    /// The event that opened it.
    pub taken: Option<EventIdx>,
    /// The window that called it last, and when.
    pub called: Option<(WindowIdx, Instant)>,
    /// How it ended.
    pub end: Option<End>,
}

/// How a ticket ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Somebody was served.
    Served,
    /// Somebody gave up.
    Abandoned,
}

/// Judges one ticket. It ends when it is served or abandoned.
pub fn judge(context: &Context<'_>, subject: Text, events: &[EventIdx], effects: &mut Effects) {
    let ticket = read(context, subject, events, effects);
    if let Some(taken) = ticket.taken {
        let (date, site) = (context.date(taken), context.log.record(taken).source);
        let abandoned = ticket.end == Some(End::Abandoned);
        effects.tally(date, Tally::TicketTaken { date, site, abandoned });
    }
}

/// Reads a ticket's events in order; calls and service are counted, what is odd is noted and left out.
pub(crate) fn read(
    context: &Context<'_>,
    subject: Text,
    events: &[EventIdx],
    effects: &mut Effects,
) -> Ticket {
    let mut judged = Judged::new(context, context.log.text(subject));
    let mut ticket = Ticket::default();
    for &event in events {
        let record = context.log.record(event);
        let date = context.date(event);
        match record.fact {
            Fact::TicketTaken if judged.admit(event, Role::Opening, effects) == Standing::Counts => {
                ticket.taken = Some(event);
            }
            Fact::TicketCalled { window }
                if judged.admit(event, Role::FollowUp, effects) == Standing::Counts =>
            {
                if let (None, Some(taken)) = (ticket.called, ticket.taken) {
                    let wait_nanos = record.time.0 - context.log.record(taken).time.0;
                    effects.tally(date, Tally::TicketCalled { date, window, wait_nanos });
                }
                ticket.called = Some((window, record.time));
            }
            Fact::TicketServed if judged.admit(event, Role::FollowUp, effects) == Standing::Counts => {
                let Some((window, called)) = ticket.called else {
                    judged.odd(event, "out_of_sequence", effects);
                    continue;
                };
                judged.end();
                ticket.end = Some(End::Served);
                let service_nanos = record.time.0 - called.0;
                effects.tally(date, Tally::TicketServed { date, window, service_nanos });
            }
            Fact::TicketAbandoned if judged.admit(event, Role::FollowUp, effects) == Standing::Counts => {
                judged.end();
                ticket.end = Some(End::Abandoned);
            }
            _ => {}
        }
    }
    ticket
}

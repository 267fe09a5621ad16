//! Queue tickets: waiting and service times, and who gave up.

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::context::Context;
use crate::effects::{Effects, Tally};
use crate::event::Fact;
use crate::log::{EventIdx, Text};
use crate::subject::{Judged, Role, Standing};

/// Judges one ticket. It ends when it is served or abandoned.
pub fn judge(context: &Context<'_>, subject: Text, events: &[EventIdx], effects: &mut Effects) {
    let mut judged = Judged::new(context, context.log.text(subject));
    let mut taken = None;
    let mut abandoned = false;
    let mut last_call = None;
    for &event in events {
        let record = context.log.record(event);
        let date = context.date(event);
        match record.fact {
            Fact::TicketTaken if judged.admit(event, Role::Opening, effects) == Standing::Counts => {
                taken = Some(event);
            }
            Fact::TicketCalled { window }
                if judged.admit(event, Role::FollowUp, effects) == Standing::Counts =>
            {
                if let (None, Some(taken)) = (last_call, taken) {
                    let wait_nanos = record.time.0 - context.log.record(taken).time.0;
                    effects.tally(date, Tally::TicketCalled { date, window, wait_nanos });
                }
                last_call = Some((window, record.time));
            }
            Fact::TicketServed if judged.admit(event, Role::FollowUp, effects) == Standing::Counts => {
                let Some((window, called)) = last_call else {
                    judged.odd(event, "out_of_sequence", effects);
                    continue;
                };
                judged.end();
                let service_nanos = record.time.0 - called.0;
                effects.tally(date, Tally::TicketServed { date, window, service_nanos });
            }
            Fact::TicketAbandoned if judged.admit(event, Role::FollowUp, effects) == Standing::Counts => {
                judged.end();
                abandoned = true;
            }
            _ => {}
        }
    }
    if let Some(taken) = taken {
        let (date, site) = (context.date(taken), context.log.record(taken).source);
        effects.tally(date, Tally::TicketTaken { date, site, abandoned });
    }
}

//! Photos at a recipient's own desk: the evidence of what the recipient works on, and of nothing else.
//!
//! | of | as long as |
//! | --- | --- |
//! | a finding at an own window | there is time for an appeal, or an appeal against it is open |
//! | an order to an own window | it has not passed |

use super::own::may_appeal;
use super::scope::Scope;
use crate::answer::Problem;
use crate::pages::course::data_of;
use crate::pages::recorded::photos_of;
use ingest::live::Moment;
use ingest::store::sqlite::PhotoUse;
use scoring::context::Context;
use scoring::event::{Fact, Subject};
use scoring::finding;
use scoring::log::EventIdx;
use scoring::orders::{self, OrderState};
use scoring::registry::WindowIdx;
use std::collections::BTreeSet;

/// Whether the recipient works on something that names a photo. `uses` are the events that do.
///
/// # Errors
///
/// The store cannot be read.
pub fn may_see(moment: &Moment<'_>, scope: Scope, uses: &[PhotoUse]) -> Result<bool, Problem> {
    for of in uses {
        if let Some(event) = find(&moment.context, &of.source, &of.event)
            && is_worked_on(moment, scope, event)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The photos of those events that the recipient works on; `events` as `SOURCE/ID`.
///
/// # Errors
///
/// The store cannot be read.
pub fn photos(moment: &Moment<'_>, scope: Scope, events: &[String]) -> Result<Vec<String>, Problem> {
    let mut found = BTreeSet::new();
    for event in events {
        // Ids of sites and of events may both hold a stroke.
        let mut splits = event.match_indices('/').map(|(place, _)| (&event[..place], &event[place + 1..]));
        let event = splits.find_map(|(source, id)| find(&moment.context, source, id));
        if let Some(event) = event
            && is_worked_on(moment, scope, event)?
        {
            found.extend(photos_of(&data_of(moment, event)?));
        }
    }
    kept(moment, found)
}

/// The photos of an order's steps.
///
/// # Errors
///
/// The store cannot be read.
pub fn photos_of_order(moment: &Moment<'_>, order: &orders::Order) -> Result<Vec<String>, Problem> {
    let mut found = BTreeSet::new();
    for step in &order.steps {
        found.extend(photos_of(&data_of(moment, step.event)?));
    }
    kept(moment, found)
}

/// Those that have not been erased.
fn kept(moment: &Moment<'_>, photos: BTreeSet<String>) -> Result<Vec<String>, Problem> {
    let mut kept = Vec::new();
    for photo in photos {
        if moment.records.has_photo(&photo)? {
            kept.push(photo);
        }
    }
    Ok(kept)
}

fn find(context: &Context<'_>, source: &str, id: &str) -> Option<EventIdx> {
    context.log.find(*context.registry().index.sites.get(source)?, id)
}

/// Whether an event that may name photos is of an own window and there is something to be done about it.
// Photos belong to findings, merits and orders; no other type names one, whatever types will be there.
#[allow(clippy::wildcard_enum_match_arm)]
fn is_worked_on(moment: &Moment<'_>, scope: Scope, event: EventIdx) -> Result<bool, Problem> {
    let context = &moment.context;
    let has = |window: WindowIdx| scope.has(context.registry(), window);
    let Some(subject) = context.log.subject_of(event).map(|place| context.log.subject(place)) else {
        return Ok(false);
    };
    match (context.log.record(event).fact, subject) {
        (Fact::FindingRecorded { window, .. }, Subject::Finding(id)) if has(window) => {
            let Some(look) = finding::look(context, id, false).filter(finding::Look::counts) else {
                return Ok(false);
            };
            let mut appeals = appeals_against(context, event).peekable();
            if appeals.peek().is_some() {
                return Ok(appeals.any(|is_open| is_open));
            }
            may_appeal(moment, look.date.month())
        }
        (Fact::OrderCompleted | Fact::OrderChecked { .. }, Subject::Order(id)) => {
            Ok(orders::find(context, id)
                .is_some_and(|order| has(order.window) && order.state != OrderState::Passed))
        }
        _ => Ok(false),
    }
}

/// Whether each appeal against an entry that rests on an event is open.
fn appeals_against<'c>(context: &'c Context<'_>, event: EventIdx) -> impl Iterator<Item = bool> + 'c {
    let record = context.log.record(event);
    let source = &context.registry().sites[usize::from(record.source)].id;
    let id = context.log.text(record.id);
    let all = scoring::appeals::list(context).into_iter();
    all.filter(move |appeal| {
        appeal.entry(context).is_some_and(|entry| {
            entry.evidence.iter().any(|(of, event)| (of.as_str(), event.as_str()) == (source.as_str(), id))
        })
    })
    .map(|appeal| appeal.state(context).is_open())
}

//! Which events arrived after a month was published and bear on it.
//!
//! A late event need not change anything; it is one that could. A swipe bears on its day, a leave on its days, an
//! evaluation on the month it names. What is said of a case bears on the months from its own on until the case ends. A
//! voided finding or an invalid rating bears on the month in which it was opened, whenever it comes. A retraction bears on
//! what the event bears on that it takes back.

use super::MonthError;
use ingest::live::Moment;
use ingest::store::{Archive, EventNumber};
use reports::changes::Late;
use reports::changes::published::EventId;
use scoring::context::Context;
use scoring::event::{Fact, Subject};
use scoring::log::{EventIdx, SubjectIdx};
use scoring::registry::SiteIdx;
use scoring::time::{Date, Month};

/// So many retractions of retractions are followed.
const RETRACTIONS_FOLLOWED_MAX: usize = 16;

/// The events that arrived after a number of the store, up to and with another one, and bear on a month.
///
/// # Errors
///
/// [`MonthError::Store`]
pub fn late(
    moment: &Moment<'_, impl Archive>,
    month: Month,
    after: EventNumber,
    until: EventNumber,
) -> Result<Vec<Late>, MonthError> {
    let context = &moment.context;
    let zone = &context.registry().zone;
    let mut late = Vec::new();
    for event in bearing(moment, month, after, until) {
        let Some(kept) = moment.records.event(moment.number(event))? else { continue };
        // `2026-10-05 09:12`: a list that is kept for ever names the year.
        let received = zone.format(kept.received).get(..16).map(|written| written.replace('T', " "));
        let taken_back = |named: &EventId| text_of(moment, named);
        late.extend(Late::read(&kept.raw, received, zone, taken_back));
    }
    Ok(late)
}

/// As [`late`], by their places in the log.
pub(super) fn bearing<'m, Kept: Archive>(
    moment: &'m Moment<'_, Kept>,
    month: Month,
    after: EventNumber,
    until: EventNumber,
) -> impl Iterator<Item = EventIdx> + use<'m, Kept> {
    let context = &moment.context;
    moment.arrived_between(after, until).filter(move |&event| {
        context.log.record(event).time <= context.as_of && bears_on(context, event, month)
    })
}

fn text_of(moment: &Moment<'_, impl Archive>, named: &EventId) -> Option<String> {
    let context = &moment.context;
    let site: SiteIdx = *context.registry().index.sites.get(named.source.as_str())?;
    let event = context.log.find(site, &named.id)?;
    // What cannot be read is told without what it took back.
    moment.records.event(moment.number(event)).ok()?.map(|kept| kept.raw)
}

/// Whether an event could change a month's results.
pub fn bears_on(context: &Context<'_>, event: EventIdx, month: Month) -> bool {
    let mut about = event;
    for _ in 0..RETRACTIONS_FOLLOWED_MAX {
        let Some(target) = context.log.target(about) else { break };
        about = target;
    }
    let is_in = |date: Date| date.month() == month;
    let happened = context.date(about);
    if let Fact::Leave { from, to, .. } = context.log.record(about).fact {
        return from.date.month() <= month && month <= to.date.month();
    }
    if happened > month.last_day() && !reaches_back(&context.log.record(about).fact) {
        return false;
    }
    let Some(place) = context.log.subject_of(about) else {
        // A retraction of nothing that is known is an anomaly of its own day; people's steps change no results.
        return matches!(context.log.record(about).fact, Fact::EventRetracted { .. }) && is_in(happened);
    };
    let opened = || opened(context, place).unwrap_or(happened);
    match context.log.subject(place) {
        Subject::StaffDay(_, date) => is_in(date),
        Subject::WindowEvaluation(_, of) | Subject::StaffEvaluation(_, of) => of == month,
        Subject::Case(_) | Subject::Complaint(_) => {
            is_in(happened) || (happened < month.first_day() && !ended_before(context, place, month))
        }
        Subject::Rating(_) => {
            // Its deadlines reach into the next month.
            is_in(happened)
                || is_in(opened())
                || (happened < month.first_day() && opened().month().next() == month)
        }
        // They change no results.
        Subject::Appeal(_) | Subject::Order(_) | Subject::Proposals(_) => false,
        Subject::Ticket(_) | Subject::Finding(_) | Subject::Merit(_) => is_in(happened) || is_in(opened()),
        Subject::StaffLeaves(_) | Subject::Charge | Subject::Retraction | Subject::Step => is_in(happened),
    }
}

/// Whether what happens later can change what an earlier month counted. Told by the fact alone, since most of what arrives
/// after a month is the business of the months after it.
fn reaches_back<T, D>(fact: &Fact<T, D>) -> bool {
    matches!(
        fact,
        Fact::RatingVerified { .. }
            | Fact::RatingRectified
            | Fact::RatingReplied
            | Fact::FindingVoided
            | Fact::MeritVoided
            | Fact::TicketServed
            | Fact::TicketAbandoned
            | Fact::Makeup { .. }
            | Fact::EvaluationRecorded { .. }
    )
}

/// The events of a subject that exist and were not taken back, in order.
fn events_of(context: &Context<'_>, subject: SubjectIdx) -> Vec<EventIdx> {
    let mut events = Vec::new();
    context.log.events_of(subject, context.as_of, &mut events);
    events
}

fn opened(context: &Context<'_>, subject: SubjectIdx) -> Option<Date> {
    events_of(context, subject).first().map(|&first| context.date(first))
}

/// Whether a case or complaint ended before a month began.
fn ended_before(context: &Context<'_>, subject: SubjectIdx, month: Month) -> bool {
    events_of(context, subject).into_iter().any(|event| {
        let ends = matches!(
            context.log.record(event).fact,
            Fact::CaseCompleted { .. }
                | Fact::CaseWithdrawn
                | Fact::ComplaintRejected
                | Fact::ComplaintResolved { .. }
        );
        ends && context.date(event) < month.first_day()
    })
}

//! What can be entered with the decision that upholds an appeal: what the entry rests on, taken back or put right, each with
//! what would become of the appellant's month.

use crate::answer::Problem;
use crate::enter::ToEnter;
use crate::what_if::{Stand, WhatIf, stand};
use crate::words::appeals as said;
use ingest::live::Moment;
use reports::words::{Lang, Word};
use scoring::context::Context;
use scoring::entry_name::{EntryName, identity, window_of};
use scoring::event::{Fact, Subject};
use scoring::log::EventIdx;
use scoring::month::ActionSubject;
use scoring::points::Points;
use scoring::time::Month;
use serde_json::{Value, json};

/// So many other events of a case are offered at most: each is tried out.
const CASE_EVENTS_MAX: usize = 6;

/// Who decides, and why: what each event says of it.
#[derive(Clone, Debug)]
pub struct Grounds {
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
}

/// One way to put an entry right.
#[derive(Clone, Debug)]
pub struct Remedy {
    /// What a form names it by.
    pub key: String,
    /// What is done, in a few words.
    pub what: Word,
    /// The event that is taken back or answered, as source and id; none where it is about a day.
    pub event: Option<(String, String)>,
    /// What is entered.
    pub events: Vec<ToEnter>,
}

/// What a remedy would come to.
#[derive(Clone, Debug)]
pub struct Effect {
    /// Where the appellant stands in the month of the entry.
    pub before: Option<Stand>,
    /// Where they would stand.
    pub after: Option<Stand>,
    /// Whether the entry would be there no more.
    pub is_gone: bool,
    /// Totals of the appellant that would be lower: month, whose, from what to what.
    pub lowered: Vec<(Month, ActionSubject, Points, Points)>,
}

impl Effect {
    /// Whether it may be entered: the entry goes, and nothing of the appellant's gets worse.
    pub fn is_allowed(&self) -> bool {
        self.is_gone && self.lowered.is_empty()
    }
}

/// Every way to put an entry right, the most fitting first; none where nothing that is behind it can be taken back.
pub fn remedies(context: &Context<'_>, entry: &EntryName, grounds: &Grounds) -> Vec<Remedy> {
    let events = entry.events(context);
    let mut found: Vec<Remedy> = Vec::new();
    let mut retractions = Vec::new();
    for &event in &events {
        found.extend(of_fact(context, entry, event, grounds));
        retractions.extend(others_of_case(context, event).map(|other| retraction(context, other, grounds)));
        retractions.push(retraction(context, event, grounds));
    }
    if events.is_empty() {
        found.extend(make_ups(entry, grounds));
    }
    found.extend(retractions);
    // A rating and its verification, a complaint and its resolution offer the same.
    let mut keys: Vec<String> = Vec::new();
    found.retain(|remedy| {
        let is_new = !keys.contains(&remedy.key);
        keys.push(remedy.key.clone());
        is_new
    });
    found
}

fn of_fact(context: &Context<'_>, entry: &EntryName, event: EventIdx, grounds: &Grounds) -> Vec<Remedy> {
    let Grounds { reason, approved_by } = grounds;
    let subject = context.log.subject_of(event).map(|place| context.log.subject(place));
    let one = |key: &str, what: Word, event_type: &'static str, data: Value| Remedy {
        key: key.to_owned(),
        what,
        event: Some(identity(context, event)),
        events: vec![(event_type, data)],
    };
    match (context.log.record(event).fact, subject) {
        (Fact::FindingRecorded { .. }, Some(Subject::Finding(id))) => {
            let data = json!({ "finding": id, "reason": reason, "approved_by": approved_by });
            vec![one("void", said::VOID_FINDING, "finding.voided", data)]
        }
        (Fact::MeritRecorded { .. }, Some(Subject::Merit(id))) => {
            let data = json!({ "merit": id, "reason": reason, "approved_by": approved_by });
            vec![one("void", said::VOID_MERIT, "merit.voided", data)]
        }
        (Fact::RatingSubmitted { .. } | Fact::RatingVerified { .. }, Some(Subject::Rating(id))) => {
            let invalid =
                json!({ "rating": id, "valid": false, "reason": reason, "approved_by": approved_by });
            let nobody = json!({
                "rating": id, "valid": true, "responsible": "none", "reason": reason, "approved_by": approved_by,
            });
            vec![
                one("rating-invalid", said::RATING_INVALID, "rating.verified", invalid),
                one("rating-nobody", said::RATING_NOBODY, "rating.verified", nobody),
            ]
        }
        (Fact::ComplaintReceived { .. } | Fact::ComplaintResolved { .. }, Some(Subject::Complaint(id))) => {
            let data = json!({
                "complaint": id, "substantiated": false, "reason": reason, "approved_by": approved_by,
            });
            vec![one("complaint-unfounded", said::COMPLAINT_UNFOUNDED, "complaint.resolved", data)]
        }
        (Fact::Swipe { .. }, _) => make_ups(entry, grounds),
        _ => Vec::new(),
    }
}

/// What else was sent about the case of an acceptance: any of it may be what is wrong, a resumption sent too early for example.
fn others_of_case(context: &Context<'_>, acceptance: EventIdx) -> impl Iterator<Item = EventIdx> + use<> {
    let mut events = Vec::new();
    if let (Fact::CaseAccepted { .. }, Some(place)) =
        (context.log.record(acceptance).fact, context.log.subject_of(acceptance))
    {
        context.log.events_of(place, context.as_of, &mut events);
        events.retain(|&event| event != acceptance);
        events.truncate(CASE_EVENTS_MAX);
    }
    events.into_iter()
}

/// A swipe that was forgotten or that the device has wrong: arrival, departure, or both.
fn make_ups(entry: &EntryName, grounds: &Grounds) -> Vec<Remedy> {
    let (Some(session), Some(staff)) = (entry.session, &entry.staff) else { return Vec::new() };
    let event = |direction: &str| {
        let data = json!({
            "staff": staff, "date": entry.date.to_string(), "session": session.word(), "direction": direction,
            "approved_by": grounds.approved_by, "reason": grounds.reason,
        });
        ("attendance.makeup", data)
    };
    let one = |key: &str, what: Word, events: Vec<ToEnter>| Remedy {
        key: key.to_owned(),
        what,
        event: None,
        events,
    };
    vec![
        one("makeup-both", said::MAKE_UP_BOTH, vec![event("in"), event("out")]),
        one("makeup-in", said::MAKE_UP_IN, vec![event("in")]),
        one("makeup-out", said::MAKE_UP_OUT, vec![event("out")]),
    ]
}

fn retraction(context: &Context<'_>, event: EventIdx, grounds: &Grounds) -> Remedy {
    let (source, id) = identity(context, event);
    let data = json!({
        "source": source, "id": id, "reason": grounds.reason, "approved_by": grounds.approved_by,
    });
    Remedy {
        key: format!("retract:{source}/{id}"),
        what: said::RETRACT,
        event: Some((source, id)),
        events: vec![("event.retracted", data)],
    }
}

/// What a remedy would come to for those whose entry it is.
///
/// # Errors
///
/// The contract does not allow one of its events.
pub fn effect(
    what_if: &WhatIf<'_>,
    moment: &Moment<'_>,
    entry: &EntryName,
    events: &[ToEnter],
) -> Result<Effect, Problem> {
    let supposed = what_if.with(events)?;
    let context = Context { log: &supposed.log, ..moment.context };
    let of_month = |results: &[scoring::month::MonthResult]| {
        let result = results.iter().find(|result| result.month == entry.month)?;
        stand(result, entry.whose(&moment.context)?)
    };
    let after = supposed.results.iter().find(|result| result.month == entry.month);
    Ok(Effect {
        before: of_month(what_if.as_they_are()),
        after: of_month(&supposed.results),
        is_gone: after.is_none_or(|result| entry.find(&context, result).is_none()),
        lowered: what_if.lowered(&supposed, &appellants(&moment.context, entry)),
    })
}

/// Everybody whose total an appeal against an entry must not lower: whose book it stands in, and the staff member and window
/// that it counts for as well.
pub fn appellants(context: &Context<'_>, entry: &EntryName) -> Vec<ActionSubject> {
    let index = &context.registry().index;
    let mut all: Vec<ActionSubject> = entry.whose(context).into_iter().collect();
    let staff = entry.staff.as_deref().and_then(|id| index.staff.get(id).copied());
    all.extend(staff.map(ActionSubject::Staff));
    let window = match entry.whose(context) {
        Some(ActionSubject::Staff(staff)) => window_of(context, staff, entry.date, entry.month),
        Some(ActionSubject::Window(_)) | None => None,
    };
    all.extend(window.map(ActionSubject::Window));
    all.dedup();
    all
}

/// A remedy in words, with the event that it is about.
pub fn told(remedy: &Remedy, lang: Lang) -> String {
    match &remedy.event {
        Some((source, id)) => format!("{} {source}/{id}", lang.say(remedy.what)),
        None => lang.say(remedy.what).to_owned(),
    }
}

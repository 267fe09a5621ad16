//! One event as it came, and what was made of it: fields with their names, subject, retraction, the ledger lines that name it.

use super::ledger::{self, LedgerLine};
use super::pretty::pretty;
use super::{Named, as_of};
use crate::ui::Ui;
use crate::words::{self, deeds, fields};
use askama::Template;
use ingest::contract;
use ingest::plain_identity::hidden_in;
use reports::words::{Lang, labels};
use scoring::context::Context;
use scoring::event::{Fact, Subject};
use scoring::log::EventIdx;
use scoring::month::MonthResult;
use scoring::registry::Registry;
use scoring::time::Instant;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What the store knows of an event beyond what the log keeps.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// The text as it was received.
    pub raw: &'a str,
    /// When it was received.
    pub received: Option<Instant>,
    /// By what road: a file with its line, a connection.
    pub road: Option<&'a str>,
}

/// An event as people see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventView {
    /// The site that sent it.
    pub source: Named,
    /// Its id.
    pub id: String,
    /// Its type by the contract's word.
    pub event_type: String,
    /// What the type is called.
    pub title: String,
    /// When it happened.
    pub at: String,
    /// The time of the data.
    pub as_of: String,
    /// When it was received, if that is known.
    pub received: Option<String>,
    /// By what road it came, if that is known.
    pub road: Option<String>,
    /// The text as it came, set out in lines; none where it is not kept here.
    pub raw: Option<String>,
    /// Its fields in the contract's order; none without the text.
    pub fields: Vec<FieldShown>,
    /// What it did.
    pub deed: String,
    /// What it belongs to.
    pub subject: SubjectShown,
    /// The events that took it back, those that no longer count among them.
    pub retracted_by: Vec<(String, String)>,
    /// Whether it is taken back as of now.
    pub is_retracted: bool,
    /// Whether its time has not come yet.
    pub is_ahead: bool,
    /// The lines of the ledgers that rest on it.
    pub ledger: Vec<LedgerLine>,
}

/// One field of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldShown {
    /// Its name in the contract.
    pub name: String,
    /// What it is called in Chinese.
    pub title_zh: &'static str,
    /// What it is called in English.
    pub title_en: &'static str,
    /// The value as it was sent.
    pub value: String,
    /// What an id of the registry stands for.
    pub meaning: Option<String>,
}

/// What an event belongs to.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubjectShown {
    /// What it is called: case, rating, a day of attendance.
    pub kind: &'static str,
    /// The id, or who and when; none where there is nothing to name.
    pub id: Option<String>,
    /// Whether it is a case, which has a page.
    pub is_case: bool,
    /// The other events of the same subject: source, id, and what they are.
    pub others: Vec<(String, String, String)>,
}

/// An event's text without what citizens said and who they are, for those who do not work on it. Of what comes from halls about
/// citizens only the contract's fields are left: a system that sends more may send names.
pub fn without_citizens(raw: &str) -> String {
    let Ok(mut sent) = serde_json::from_str::<Value>(raw) else { return raw.to_owned() };
    let event_type = sent["type"].as_str().unwrap_or_default().to_owned();
    if !is_of_citizens(&event_type) {
        return raw.to_owned();
    }
    let Some(data) = sent.get_mut("data").and_then(Value::as_object_mut) else { return raw.to_owned() };
    let known = contract::fields(&event_type).unwrap_or_default();
    let before = data.len();
    data.retain(|name, _| known.iter().any(|field| field.name == name) && !CITIZENS.contains(&name.as_str()));
    if data.len() == before { raw.to_owned() } else { sent.to_string() }
}

/// Whether events of a type are about citizens; what people of the bureau and of windows did about them is not.
fn is_of_citizens(event_type: &str) -> bool {
    matches!(event_type, "rating.submitted" | "complaint.received")
        || event_type.starts_with("case.")
        || event_type.starts_with("queue.")
}

/// The fields that hold who a citizen is and what a citizen wrote.
const CITIZENS: [&str; 4] = ["applicant", "comment", "tags", "statement"];

/// An event by its source and id; `None` where the log has none. `arrival` is what the store knows of it, where there is a
/// store; its lines are looked for in `results`.
pub fn view(
    context: &Context<'_>,
    results: &[MonthResult],
    (source, id): (&str, &str),
    arrival: Option<Arrival<'_>>,
    lang: Lang,
) -> Option<EventView> {
    let registry = context.registry();
    let source = registry.index.sites.get(source).copied()?;
    let event = context.log.find(source, id)?;
    let record = context.log.record(event);
    let hidden = arrival.and_then(|arrival| hidden_in(arrival.raw));
    let arrival = arrival.map(|arrival| Arrival { raw: hidden.as_deref().unwrap_or(arrival.raw), ..arrival });
    let sent: Option<Value> = arrival.and_then(|arrival| serde_json::from_str(arrival.raw).ok());
    let in_text = sent.as_ref().and_then(|sent| sent["type"].as_str());
    let event_type = in_text.unwrap_or(record.fact.type_word()).to_owned();
    let received = arrival.and_then(|arrival| arrival.received);
    let exact = |at: Instant| lang.moment_exact(&registry.zone, at, 0);
    let lines = results.iter().flat_map(|result| {
        let names = |entry: &scoring::ledger::Entry| entry.evidence.events().any(|other| other == event);
        ledger::lines(context, result, |_, entry| names(entry), lang)
    });
    let takers = context.log.retractors_of(event).iter();
    Some(EventView {
        source: Named::site(registry, source),
        id: id.to_owned(),
        title: words::event_type(lang, &event_type).to_owned(),
        at: exact(record.time),
        as_of: lang.as_of(&as_of(context, lang)),
        received: received.map(exact),
        road: arrival.and_then(|arrival| arrival.road).map(str::to_owned),
        raw: arrival.map(|arrival| pretty(arrival.raw)),
        fields: sent.map(|sent| shown_fields(registry, &event_type, &sent)).unwrap_or_default(),
        deed: deeds::deed(context, &record.fact, lang),
        subject: subject(context, event, lang),
        retracted_by: takers.map(|&taker| identity(context, taker)).collect(),
        is_retracted: context.log.is_retracted(event),
        is_ahead: record.time > context.as_of,
        ledger: lines.collect(),
        event_type,
    })
}

fn identity(context: &Context<'_>, event: EventIdx) -> (String, String) {
    let record = context.log.record(event);
    let source = context.registry().sites[usize::from(record.source)].id.clone();
    (source, context.log.text(record.id).to_owned())
}

/// The fields of the envelope, then those of the type, then what else was sent.
fn shown_fields(registry: &Registry, event_type: &str, sent: &Value) -> Vec<FieldShown> {
    let mut shown = Vec::new();
    let mut show = |name: &str, value: Option<&Value>| {
        let Some(value) = value.filter(|value| !value.is_null()) else { return };
        let title = fields::field(name);
        shown.push(FieldShown {
            name: name.to_owned(),
            title_zh: title.map_or("", |title| title.zh),
            title_en: title.map_or("", |title| title.en),
            value: written(value),
            meaning: value.as_str().and_then(|id| meaning(registry, name, id)),
        });
    };
    for name in fields::ENVELOPE {
        show(name, sent.get(name));
    }
    let Some(data) = sent.get("data").and_then(Value::as_object) else { return shown };
    let known = contract::fields(event_type).unwrap_or_default();
    for field in known {
        show(field.name, data.get(field.name));
    }
    for (name, value) in data.iter().filter(|(name, _)| known.iter().all(|field| field.name != *name)) {
        show(name, Some(value));
    }
    shown
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

/// What an id of the registry stands for.
fn meaning(registry: &Registry, field: &str, id: &str) -> Option<String> {
    let index = &registry.index;
    match field {
        "window" => index.windows.get(id).map(|&window| Named::window(registry, window).name),
        "staff" => index.staff.get(id).map(|&staff| Named::staff(registry, staff).name),
        "department" => index.departments.get(id).map(|&of| Named::department(registry, of).name),
        "source" => index.sites.get(id).map(|&site| Named::site(registry, site).name),
        "item" => index.items.get(id).map(|&item| registry.items[usize::from(item)].name.clone()),
        _ => None,
    }
}

fn subject(context: &Context<'_>, event: EventIdx, lang: Lang) -> SubjectShown {
    let log = context.log;
    let place = log.subject_of(event);
    let of = place.map(|place| log.subject_texts(place));
    let staff = |staff| {
        let staff = Named::staff(context.registry(), staff);
        format!("{} {}", staff.id, staff.name)
    };
    let (kind, id) = match of {
        Some(Subject::Case(id)) => (words::SUBJECT_CASE, Some(log.text(id).to_owned())),
        Some(Subject::Ticket(id)) => (words::SUBJECT_TICKET, Some(log.text(id).to_owned())),
        Some(Subject::Rating(id)) => (words::SUBJECT_RATING, Some(log.text(id).to_owned())),
        Some(Subject::Complaint(id)) => (words::SUBJECT_COMPLAINT, Some(log.text(id).to_owned())),
        Some(Subject::Finding(id)) => (words::SUBJECT_FINDING, Some(log.text(id).to_owned())),
        Some(Subject::Merit(id)) => (words::SUBJECT_MERIT, Some(log.text(id).to_owned())),
        Some(Subject::StaffDay(who, date)) => {
            (words::SUBJECT_ATTENDANCE, Some(format!("{} · {}", staff(who), lang.day(date, 0))))
        }
        Some(Subject::StaffLeaves(who)) => (words::SUBJECT_LEAVES, Some(staff(who))),
        Some(Subject::WindowEvaluation(window, month)) => {
            let window = Named::window(context.registry(), window);
            let told = format!("{} {} · {}", window.id, window.name, lang.month(month));
            (words::SUBJECT_EVALUATION, Some(told))
        }
        Some(Subject::StaffEvaluation(who, month)) => {
            (words::SUBJECT_EVALUATION, Some(format!("{} · {}", staff(who), lang.month(month))))
        }
        Some(Subject::Appeal(id)) => (words::SUBJECT_APPEAL, Some(log.text(id).to_owned())),
        Some(Subject::Order(id)) => (words::SUBJECT_ORDER, Some(log.text(id).to_owned())),
        Some(Subject::Proposals(month)) => (words::SUBJECT_PROPOSALS, Some(lang.month(month))),
        Some(Subject::Charge) => (words::SUBJECT_CHARGE, None),
        Some(Subject::Retraction | Subject::Step) | None => {
            let takes_back = matches!(log.record(event).fact, Fact::EventRetracted { .. });
            (if takes_back { words::SUBJECT_RETRACTION } else { words::SUBJECT_STEP }, None)
        }
    };
    let others = place.map(|place| log.events_ever_of(place, context.as_of)).unwrap_or_default();
    let others = others.into_iter().filter(|&other| other != event).map(|other| {
        let (source, id) = identity(context, other);
        let record = log.record(other);
        let when = lang.moment_exact(&context.registry().zone, record.time, 0);
        (source, id, format!("{} {when}", words::event_type(lang, record.fact.type_word())))
    });
    SubjectShown {
        kind: lang.say(kind),
        id,
        is_case: matches!(of, Some(Subject::Case(_))),
        others: others.collect(),
    }
}

#[derive(Template)]
#[template(path = "event.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a EventView,
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &EventView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

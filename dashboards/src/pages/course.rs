//! The course of a rating or complaint: its events with what was said in them, its warnings with who answered, the points that
//! came of it.

use super::case::{CaseEvent, Labelled, Rung, Teller};
use super::ledger::{self, LedgerLine};
use super::notices::{self, NoticeRow};
use crate::words::{self, fields};
use ingest::live::Moment;
use ingest::store::StoreError;
use reports::words::Lang;
use scoring::effects::Effects;
use scoring::event::Fact;
use scoring::finding::About;
use scoring::gather;
use scoring::log::{EventIdx, SubjectIdx};
use scoring::notices::NoticeKind;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The course of something that people work on.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Course {
    /// Its events in order.
    pub events: Vec<CourseEvent>,
    /// The warnings that the service keeps, in order, with what became of each and who answered.
    pub notices: Vec<NoticeRow>,
    /// The warnings that follow if nothing happens.
    pub ahead: Vec<Rung>,
    /// The lines of the ledgers that rest on it.
    pub ledger: Vec<LedgerLine>,
    /// What is odd about it.
    pub anomalies: Vec<String>,
}

/// An event with what was said in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CourseEvent {
    /// The event.
    #[serde(flatten)]
    pub event: CaseEvent,
    /// Its fields that are words of people.
    pub said: Vec<Labelled>,
    /// Who entered it at a page.
    pub by: Option<String>,
}

/// The fields that are words of people, in the order in which they are told. Those beyond the contract are ours
/// (`scoring/contract/steps.md`).
const SAID: [&str; 9] =
    ["statement", "comment", "tags", "reason", "note", "measure", "reply", "measures", "approved_by"];

/// What of an event is only for those who work on it.
const FOR_WORKERS: [&str; 2] = ["comment", "statement"];

/// An event as it was sent: its data.
pub fn data_of(moment: &Moment<'_>, event: EventIdx) -> Result<Value, StoreError> {
    let kept = moment.records.event(moment.number(event))?;
    let sent: Option<Value> = kept.and_then(|kept| serde_json::from_str(&kept.raw).ok());
    Ok(sent.and_then(|mut sent| sent.get_mut("data").map(Value::take)).unwrap_or_default())
}

/// A text of an event's data.
pub fn text_of(data: &Value, name: &str) -> Option<String> {
    let text = match data.get(name)? {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The course of a rating or complaint. `kinds` are the notices that can be about it, `about` what its findings name.
pub fn course(
    moment: &Moment<'_>,
    place: SubjectIdx,
    (id, kinds): (&str, &[NoticeKind]),
    about: impl Fn(About) -> bool,
    is_worker: bool,
    lang: Lang,
) -> Result<Course, StoreError> {
    let context = &moment.context;
    let teller = Teller { context, lang, year: context.today().year() };
    let mut effects = Effects::new(context.today());
    gather::judge(context, place, &mut Vec::new(), &mut effects);
    let mut events = Vec::new();
    for event in teller.events(place, &effects) {
        events.push(told(moment, event, is_worker, lang)?);
    }
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let kept = moment.records.notices_about(&kinds, id)?;
    let answers = moment.records.acknowledgements_of(kept.iter().map(|notice| notice.identity.as_str()))?;
    let row = |notice| notices::row(context, teller.year, notice, &answers, lang);
    let lines = moment
        .results
        .iter()
        .flat_map(|result| ledger::lines(context, result, |_, entry| about(entry.about), lang));
    Ok(Course {
        events,
        notices: kept.iter().map(row).collect(),
        ahead: teller.ladder(place).into_iter().filter(|rung| !rung.is_sent).collect(),
        ledger: lines.collect(),
        anomalies: teller.anomalies(&effects),
    })
}

fn told(
    moment: &Moment<'_>,
    event: CaseEvent,
    is_worker: bool,
    lang: Lang,
) -> Result<CourseEvent, StoreError> {
    let index = &moment.context.registry().index;
    let place = index.sites.get(event.source.as_str());
    let found = place.and_then(|&site| moment.context.log.find(site, &event.id));
    let kept = match found {
        Some(found) => moment.records.event(moment.number(found))?,
        None => None,
    };
    let Some(kept) = kept else { return Ok(CourseEvent { event, said: Vec::new(), by: None }) };
    let sent: Value = serde_json::from_str(&kept.raw).unwrap_or_default();
    let is_rating = found
        .is_some_and(|found| matches!(moment.context.log.record(found).fact, Fact::RatingSubmitted { .. }));
    let names = SAID.iter().filter(|name| is_worker || !FOR_WORKERS.contains(*name));
    // Tags are the citizen's words too.
    let names = names.filter(|name| is_worker || !(is_rating && **name == "tags"));
    let said = names.filter_map(|name| {
        let text = text_of(&sent["data"], name)?;
        Some(Labelled { label: fields::field(name).map_or("", |word| lang.say(word)), text })
    });
    let by = (kept.road == "page").then(|| notices::recipient(moment.context.registry(), &kept.place, lang));
    Ok(CourseEvent { said: said.collect(), by, event })
}

/// What follows next if nothing happens, in a sentence.
pub fn next_of(course: &Course, lang: Lang) -> Option<String> {
    let next = course.ahead.first()?;
    Some(words::next_warning(lang, &next.title, &next.day, &lang.list(&next.to)))
}

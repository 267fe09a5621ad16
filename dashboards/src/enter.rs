//! Events that people enter at a page: a form becomes events of the contract, in the name of the first site that runs
//! supervision.
//!
//! A form carries a nonce ([`App::nonce`]), which the events' ids are made of, so that a form sent twice enters once. What is
//! to be entered is decided and entered with nobody in between: two people who extend the same complaint at the same moment
//! do not both succeed. The events are checked against the contract before anything is handed in, so either all of a form is
//! there or nothing, and what a person mistyped is told to that person and does not lie among the rejected events.

use crate::answer::Problem;
use crate::app::App;
use crate::refusal::of_form;
use crate::words;
use bumpalo::Bump;
use ingest::live::{Delivery, Item, Moment, Outcome, Refused};
use ingest::store::Road;
use ingest::store::sqlite::AuditEntry;
use ingest::wire::{Room, Wire};
use scoring::registry::SiteIdx;
use scoring::time::Instant;
use serde_json::{Value, json};
use std::sync::Arc;

/// The length of a nonce, in hexadecimal figures.
const NONCE_FIGURES: usize = 32;

/// An event to be entered: its type by the contract's word, and its `data`.
pub type ToEnter = (&'static str, Value);

/// An event to be entered that happened at a time of its own.
#[derive(Clone, Debug)]
pub struct Dated {
    /// The event.
    pub event: ToEnter,
    /// When it happened.
    pub at: Instant,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The site in whose name the events are.
    pub source: String,
    /// The ids of the events, in the order of the form.
    pub ids: Vec<String>,
    /// Whether they were entered now; else the form was sent before, and nothing was done.
    pub is_new: bool,
}

/// What is handed in, decided at the desk.
struct Prepared {
    source: String,
    at: Instant,
    /// Id, type and text of each event; none where the form was sent before.
    events: Vec<(String, &'static str, String)>,
    is_new: bool,
}

/// Enters the events of a form. `by` is the account (or the recipient whose personal link it was), `nonce` what the form
/// carried.
///
/// # Errors
///
/// [`Problem::Refused`]: no site runs supervision, the form is none of ours, or the contract does not allow it, each with
/// how to mend it; [`Problem::Broken`].
pub async fn enter(app: &Arc<App>, by: &str, nonce: &str, events: Vec<ToEnter>) -> Result<Entered, Problem> {
    enter_decided(app, by, nonce, move |_| Ok(events)).await
}

/// As [`enter`], where what is entered depends on how things stand: `decide` sees the moment at which it is entered, and
/// nothing else is entered from a page before it is done. It is not asked for a form that was sent before.
///
/// # Errors
///
/// As [`enter`], and what `decide` says.
pub async fn enter_decided(
    app: &Arc<App>,
    by: &str,
    nonce: &str,
    decide: impl FnOnce(&Moment<'_>) -> Result<Vec<ToEnter>, Problem> + Send + 'static,
) -> Result<Entered, Problem> {
    let of_now = move |moment: &Moment<'_>| {
        let at = moment.context.as_of;
        Ok(decide(moment)?.into_iter().map(|event| Dated { event, at }).collect())
    };
    enter_dated(app, by, nonce, of_now).await
}

/// As [`enter_decided`], for what happened before it is entered.
///
/// # Errors
///
/// As [`enter_decided`].
pub async fn enter_dated(
    app: &Arc<App>,
    by: &str,
    nonce: &str,
    decide: impl FnOnce(&Moment<'_>) -> Result<Vec<Dated>, Problem> + Send + 'static,
) -> Result<Entered, Problem> {
    if nonce.len() != NONCE_FIGURES || !nonce.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(refused(words::FORM_EXPIRED));
    }
    let _alone = app.entering.lock().await;
    let owned = nonce.to_owned();
    let prepared = app.live.ask(move |moment| prepare(moment, &owned, decide)).await??;
    let Prepared { source, at, events, is_new } = prepared;
    let ids: Vec<String> = events.iter().map(|(id, _, _)| id.clone()).collect();
    if !is_new {
        return Ok(Entered { source, ids, is_new: false });
    }
    let is_new = hand_in(app, by, &events).await?;
    if is_new {
        note(app, by, &source, at, events).await;
    }
    Ok(Entered { source, ids, is_new })
}

fn refused(word: reports::words::Word) -> Problem {
    Problem::Refused(format!("{} / {}", word.zh, word.en))
}

/// The id of a form's event, by its place in the form from 1.
pub(crate) fn id_of(nonce: &str, place: usize) -> String {
    format!("page-{nonce}-{place}")
}

fn prepare(
    moment: &Moment<'_>,
    nonce: &str,
    decide: impl FnOnce(&Moment<'_>) -> Result<Vec<Dated>, Problem>,
) -> Result<Prepared, Problem> {
    let context = &moment.context;
    let registry = context.registry();
    let site = registry.sites.iter().position(|site| site.supervision);
    let site = site.ok_or_else(|| refused(words::NO_SUPERVISION))?;
    let (source, at) = (registry.sites[site].id.clone(), context.as_of);
    let there = (1..).map(|place| id_of(nonce, place));
    let there = there.take_while(|id| context.log.find(site as SiteIdx, id).is_some());
    let there: Vec<_> = there.map(|id| (id, "", String::new())).collect();
    if !there.is_empty() {
        return Ok(Prepared { source, at, events: there, is_new: false });
    }
    let mut events = Vec::new();
    for (Dated { event: (event_type, data), at }, place) in decide(moment)?.into_iter().zip(1..) {
        let (id, time) = (id_of(nonce, place), registry.zone.format(at));
        let event = json!({
            "specversion": "1.0", "id": id, "source": source, "type": event_type, "time": time, "data": data,
        });
        events.push((id, event_type, event.to_string()));
    }
    let wire = Wire::new(registry, context.county.rulebooks);
    let (arena, mut room) = (Bump::new(), Room::default());
    for (_, _, text) in &events {
        if let Err(fault) = wire.read(text.as_bytes(), &arena, &mut room) {
            return Err(of_form(&fault));
        }
    }
    Ok(Prepared { source, at, events, is_new: true })
}

/// Whether they are new; they are not where another process entered the same form.
async fn hand_in(
    app: &Arc<App>,
    by: &str,
    events: &[(String, &'static str, String)],
) -> Result<bool, Problem> {
    let (mut bytes, mut items) = (Vec::new(), Vec::new());
    for ((_, _, text), number) in events.iter().zip(1..) {
        let start = bytes.len();
        bytes.extend_from_slice(text.as_bytes());
        items.push(Item { bytes: start..bytes.len(), number, fault: None });
    }
    let delivery = Delivery { road: Road::Page, place: by.to_owned(), site: None, bytes, items, file: None };
    let outcomes = app.live.deliver(delivery).await.map_err(|error| match error {
        Refused::Busy | Refused::Stopping => Problem::Refused(error.to_string()),
        Refused::Store(cause) => Problem::Broken(cause.to_string()),
    })?;
    let mut is_new = true;
    for outcome in outcomes {
        match outcome {
            Outcome::Accepted => {}
            Outcome::Duplicate => is_new = false,
            Outcome::Rejected(fault) if fault.code == ingest::rejections::Code::Conflict => is_new = false,
            Outcome::Rejected(fault) => return Err(of_form(&fault)),
        }
    }
    Ok(is_new)
}

/// Notes what was entered. It is entered by now, so that a note that cannot be written is told to the log, not to the person.
async fn note(
    app: &Arc<App>,
    by: &str,
    source: &str,
    at: Instant,
    events: Vec<(String, &'static str, String)>,
) {
    let (by, source) = (by.to_owned(), source.to_owned());
    let noted = app.records(move |records| {
        for (id, event_type, _) in &events {
            records.note(&AuditEntry {
                at,
                who: by.clone(),
                what: "event.entered".to_owned(),
                subject: format!("{source}/{id}"),
                detail: (*event_type).to_owned(),
            })?;
        }
        Ok(())
    });
    if let Err(error) = noted.await {
        tracing::error!(%error, "an event was entered, but the audit log could not be written");
    }
}

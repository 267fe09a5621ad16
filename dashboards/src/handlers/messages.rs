//! Messages to people, and where people are reached.

use super::answered;
use super::login::{Confirmed, is_own_form};
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::messages::{self, MessageView, Messages, MessagesAsked};
use crate::pages::paging::PageAsked;
use crate::pages::recipients::{self, Recipients, Set};
use crate::session::Visitor;
use crate::taken::{fits, rows_read};
use crate::words::messages as said;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use ingest::store::outbox::{MessageFilter, MessageState, Outbox as _};
use ingest::store::sqlite::{AuditEntry, KeptAddressee};
use reports::delivery::addressee;
use reports::delivery::letters::recipient_said;
use reports::words::Lang;
use scoring::registry::Registry;
use scoring::time::Instant;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Rows of a page.
const ROWS_OF_A_PAGE: usize = 100;
/// Recipients of a page.
const RECIPIENTS_OF_A_PAGE: usize = 200;

/// The messages.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(asked): Query<MessagesAsked>,
) -> Response {
    let made = load(&visitor, &app, asked).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Messages, &view, messages::html)),
    )
}

async fn load(visitor: &Visitor, app: &Arc<App>, asked: MessagesAsked) -> Result<(Frame, Messages), Problem> {
    let reader = visitor.reader.clone();
    let (lang, page) = (reader.lang, PageAsked::of(&reader, ROWS_OF_A_PAGE));
    let known = app.live.ask(move |moment| {
        let registry = moment.context.registry();
        (Frame::of(moment, None, &reader), registry.zone.clone(), names(registry, lang))
    });
    let (frame, zone, names) = known.await?;
    let filled = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let filter = MessageFilter {
        state: filled(&asked.state).as_deref().and_then(MessageState::of_word),
        recipient: filled(&asked.recipient),
        before: asked.before.map(Instant),
    };
    let read = app.records(move |records| {
        let paging = page.paging(records.message_count(&filter)? as usize);
        let rows = rows_read(paging);
        Ok((records.messages_page(&filter, paging.skipped(), rows)?, paging, records.message_counts()?))
    });
    let (found, paging, counts) = read.await?;
    fits(paging, lang)?;
    let view = messages::view((&found, paging), &counts, &names, &asked, &zone, lang);
    Ok((frame.clone(), Messages { as_of: frame.as_of, ..view }))
}

fn names(registry: &Registry, lang: Lang) -> Vec<(String, String)> {
    let named = |recipient: String| {
        let name = recipient_said(registry, &recipient, lang);
        (recipient, name)
    };
    addressee::recipients(registry).into_iter().map(named).collect()
}

/// A message.
pub async fn one(visitor: Visitor, State(app): State<Arc<App>>, Path(key): Path<String>) -> Response {
    let here = Place::Message(key.clone());
    let made = load_one(&visitor, &app, key).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, messages::one_html)))
}

async fn load_one(visitor: &Visitor, app: &Arc<App>, key: String) -> Result<(Frame, MessageView), Problem> {
    let reader = visitor.reader.clone();
    let lang = reader.lang;
    let known = app.live.ask(move |moment| {
        let registry = moment.context.registry();
        (Frame::of(moment, None, &reader), registry.zone.clone(), names(registry, lang))
    });
    let (frame, zone, names) = known.await?;
    let found = app.records(move |records| {
        let Some(message) = records.message(&key)? else { return Ok(None) };
        let (notices, attempts) =
            (records.notices_of_message(&message.key)?, records.attempts(&message.key)?);
        Ok(Some((message, notices, attempts)))
    });
    let (message, notices, attempts) = found.await?.ok_or(Problem::NoPage)?;
    Ok((frame, messages::one(&message, notices, &attempts, &names, &zone, lang)))
}

/// Lets a message be tried again that was given up.
pub async fn try_again(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    Form(given): Form<Confirmed>,
) -> Response {
    answered(&visitor, do_try_again(&visitor, &app, key, given.csrf()).await)
}

async fn do_try_again(
    visitor: &Visitor,
    app: &Arc<App>,
    key: String,
    csrf: &str,
) -> Result<Response, Problem> {
    is_own_form(visitor, csrf)?;
    let (now, who, named) = ((app.clock)(), visitor.name.clone(), key.clone());
    let again = app.records(move |records| {
        records.at_once(|| {
            let again = records.try_again(&named, now)?;
            if again {
                records.note(&entry(now, who, "message.retried", &named, ""))?;
            }
            Ok(again)
        })
    });
    if !again.await? {
        return Err(Problem::Refused(visitor.reader.lang.say(said::NOT_DEAD).to_owned()));
    }
    if visitor.reader.is_api() {
        return Ok(Json(crate::api::replies::RetriedReply { retried: key }).into_response());
    }
    Ok(visitor.reader.to(&format!("/messages/{key}")).into_response())
}

/// What the address of the recipients asks for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = MessagesSaved)]
#[serde(default)]
pub struct Saved {
    saved: Option<String>,
}

/// The recipients.
pub async fn recipients(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(asked): Query<Saved>,
) -> Response {
    let made = load_recipients(&visitor, &app, asked).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Recipients, &view, recipients::html)),
    )
}

async fn load_recipients(
    visitor: &Visitor,
    app: &Arc<App>,
    asked: Saved,
) -> Result<(Frame, Recipients), Problem> {
    let reader = visitor.reader.clone();
    let page = PageAsked::of(&reader, RECIPIENTS_OF_A_PAGE);
    let kept = app.records(|records| records.addressees()).await?;
    let made = app.live.ask(move |moment| {
        let frame = Frame::of(moment, None, &reader);
        let view = recipients::view(moment.context.registry(), &kept, asked.saved, page);
        (frame.clone(), Recipients { as_of: frame.as_of, ..view })
    });
    Ok(made.await?)
}

/// Says where a recipient is reached.
pub async fn set(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(recipient): Path<String>,
    Form(given): Form<Set>,
) -> Response {
    answered(&visitor, do_set(&visitor, &app, recipient, given).await)
}

async fn do_set(
    visitor: &Visitor,
    app: &Arc<App>,
    recipient: String,
    given: Set,
) -> Result<Response, Problem> {
    is_own_form(visitor, &given.csrf)?;
    let named = recipient.clone();
    let is_known =
        app.live.ask(move |moment| addressee::recipients(moment.context.registry()).contains(&named)).await?;
    if !is_known {
        return Err(Problem::NoPage);
    }
    let set = given.addressee();
    let faults = set.faults();
    if !faults.is_empty() {
        return Err(Problem::Refused(faults.join("; ")));
    }
    let settings = serde_json::to_string(&set).map_err(|error| Problem::Broken(error.to_string()))?;
    let (now, who) = ((app.clock)(), visitor.name.clone());
    let kept =
        KeptAddressee { recipient: recipient.clone(), settings, changed: now, changed_by: who.clone() };
    let keep = app.records(move |records| {
        records.at_once(|| {
            records.put_addressee(&kept)?;
            records.note(&entry(now, who, "addressee.changed", &kept.recipient, &kept.settings))
        })
    });
    keep.await?;
    if visitor.reader.is_api() {
        return Ok(Json(set).into_response());
    }
    let saved = crate::links::segment(&recipient);
    Ok(visitor.reader.to(&format!("/recipients?saved={saved}")).into_response())
}

fn entry(at: Instant, who: String, what: &str, subject: &str, detail: &str) -> AuditEntry {
    AuditEntry { at, who, what: what.to_owned(), subject: subject.to_owned(), detail: detail.to_owned() }
}

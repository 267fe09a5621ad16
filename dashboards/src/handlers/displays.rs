//! Links of wall displays: listed, made, taken back.

use super::answered;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::displays::{self, Displays};
use crate::pages::message::Missing;
use crate::session::{Visitor, key_of, secret};
use crate::words::today as said;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use ingest::store::sqlite::AuditEntry;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A name has so many letters at most.
const NAME_LETTERS_MAX: usize = 60;

/// The links.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load(&visitor, &app, None).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Displays, &view, displays::html)),
    )
}

async fn load(visitor: &Visitor, app: &Arc<App>, made: Option<String>) -> Result<(Frame, Displays), Problem> {
    let reader = visitor.reader.clone();
    let kept = app.records(|records| records.displays()).await?;
    let view = app.live.ask(move |moment| {
        let view = displays::view(&moment.context, &kept, made, reader.lang);
        (Frame::of(moment, None, &reader), view)
    });
    Ok(view.await?)
}

/// What the form brings that makes a link.
#[derive(Deserialize, ToSchema)]
#[schema(as = DisplaysWanted)]
pub struct Wanted {
    csrf: String,
    #[serde(default)]
    name: String,
}

/// Makes a link and shows it, this once.
pub async fn make(visitor: Visitor, State(app): State<Arc<App>>, Form(wanted): Form<Wanted>) -> Response {
    answered(&visitor, do_make(&visitor, &app, wanted).await)
}

async fn do_make(visitor: &Visitor, app: &Arc<App>, wanted: Wanted) -> Result<Response, Problem> {
    if wanted.csrf != visitor.form_secret {
        return Err(Problem::Forbidden);
    }
    let refused = |word: reports::words::Word| Problem::Refused(format!("{} / {}", word.zh, word.en));
    let name = wanted.name.trim().to_owned();
    if name.is_empty() {
        return Err(refused(said::NAME_MISSING));
    }
    if name.chars().count() > NAME_LETTERS_MAX {
        return Err(refused(said::NAME_TOO_LONG));
    }
    let token = secret().map_err(|error| Problem::Broken(error.to_string()))?;
    let (key, by, now) = (key_of(&token), visitor.name.clone(), (app.clock)());
    app.records(move |records| {
        records.add_display(&key, &name, &by, now)?;
        records.note(&AuditEntry {
            at: now,
            who: by,
            what: "display.make".to_owned(),
            subject: name,
            detail: String::new(),
        })
    })
    .await?;
    let path = format!("{}/wall/{token}", app.base);
    let link = app.public_address.as_ref().map_or_else(|| path.clone(), |address| format!("{address}{path}"));
    let (frame, view) = load(visitor, app, Some(link)).await?;
    Ok(shown(visitor, &frame, Place::Displays, &view, displays::html))
}

/// What the form brings that takes a link back.
#[derive(Deserialize, ToSchema)]
#[schema(as = DisplaysConfirmed)]
pub struct Confirmed {
    csrf: String,
}

/// Takes a link back.
pub async fn revoke(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(number): Path<i64>,
    Form(confirmed): Form<Confirmed>,
) -> Response {
    answered(&visitor, do_revoke(&visitor, &app, number, confirmed).await)
}

async fn do_revoke(
    visitor: &Visitor,
    app: &Arc<App>,
    number: i64,
    confirmed: Confirmed,
) -> Result<Response, Problem> {
    if confirmed.csrf != visitor.form_secret {
        return Err(Problem::Forbidden);
    }
    let (by, now) = (visitor.name.clone(), (app.clock)());
    let revoked = app.records(move |records| {
        let Some(name) = records.revoke_display(number, now)? else { return Ok(false) };
        let what = "display.revoke".to_owned();
        records.note(&AuditEntry { at: now, who: by, what, subject: name, detail: String::new() })?;
        Ok(true)
    });
    if !revoked.await? {
        return Err(Problem::Missing(Missing::Display, number.to_string()));
    }
    if visitor.reader.is_api() {
        return Ok(axum::Json(crate::api::replies::DisplayRevokedReply { revoked: number }).into_response());
    }
    Ok(visitor.reader.to("/displays").into_response())
}

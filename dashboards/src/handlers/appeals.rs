//! Appeals: listed, shown, filed, decided.

use super::answered;
use super::login::is_own_form;
use super::versions::closed;
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::appeals::{Filing, Ruling, Scope, decide_appeal, file_appeal, refused};
use crate::links::{Place, segment};
use crate::pages::appeal::{self, AppealView, FilingForm};
use crate::pages::appeals::{self, AppealFilter};
use crate::pages::paging::PageAsked;
use crate::pages::published::Version;
use crate::session::Visitor;
use crate::words::appeals as said;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use scoring::entry_name::EntryName;
use scoring::event::AppealOutcome;
use scoring::time::Month;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// The appeals.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(filter): Query<AppealFilter>,
) -> Response {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let page = PageAsked::of(&reader, appeals::ROWS_OF_A_PAGE);
    let made = app.live.ask(move |moment| {
        let view = appeals::view(moment, &scope, &filter, page, reader.lang)?;
        Ok::<_, Problem>((Frame::of(moment, None, &reader), view))
    });
    let made = made.await.unwrap_or_else(|stopped| Err(stopped.into()));
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Appeals, &view, appeals::html)),
    )
}

/// An appeal.
pub async fn one(visitor: Visitor, State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let here = Place::Appeal(id.clone());
    let made = load(&visitor, &app, id).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, appeal::html)))
}

async fn load(visitor: &Visitor, app: &Arc<App>, id: String) -> Result<(Frame, AppealView), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let nonce = visitor.may_act().then(|| nonce_of(app)).transpose()?;
    let of = id.clone();
    let month = app.live.ask(move |moment| {
        let found = scoring::appeals::find(&moment.context, &of)?;
        found.entry(&moment.context).map(|entry| entry.month)
    });
    let published = version_of(app, month.await?).await?;
    let made = app.live.ask(move |moment| {
        let view = appeal::view(moment, published.as_ref(), (&id, &scope), nonce, reader.lang)?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// A nonce for a form.
///
/// # Errors
///
/// The system gives no chance.
pub(super) fn nonce_of(app: &App) -> Result<String, Problem> {
    app.nonce().map_err(|error| Problem::Broken(error.to_string()))
}

async fn version_of(app: &Arc<App>, month: Option<Month>) -> Result<Option<Version>, Problem> {
    match month {
        Some(month) => Ok(closed(app, Some(&month.to_string()), None).await?.shown),
        None => Ok(None),
    }
}

/// Which entry a form is about.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = AppealsAbout)]
#[serde(default)]
pub struct About {
    about: String,
}

/// The form that files an appeal.
pub async fn form(visitor: Visitor, State(app): State<Arc<App>>, Query(about): Query<About>) -> Response {
    let made = load_form(&visitor, &app, about.about).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Appeals, &view, appeal::filing_html)),
    )
}

async fn load_form(visitor: &Visitor, app: &Arc<App>, about: String) -> Result<(Frame, FilingForm), Problem> {
    let (reader, scope, nonce) = (visitor.reader.clone(), visitor.scope(), nonce_of(app)?);
    let published = version_of(app, EntryName::parse(&about).map(|entry| entry.month)).await?;
    let made = app.live.ask(move |moment| {
        let view = appeal::filing(moment, published.as_ref(), (&about, &scope), nonce, reader.lang)?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// What the form of an appeal brings.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Filed {
    csrf: String,
    nonce: String,
    about: String,
    reason: String,
}

/// Files an appeal.
pub async fn file(visitor: Visitor, State(app): State<Arc<App>>, Form(filed): Form<Filed>) -> Response {
    answered(&visitor, do_file(&visitor, &app, filed).await)
}

async fn do_file(visitor: &Visitor, app: &Arc<App>, filed: Filed) -> Result<Response, Problem> {
    is_own_form(visitor, &filed.csrf)?;
    let within = windows(app, visitor).await?;
    let filing = Filing { about: filed.about, reason: filed.reason };
    let id = file_appeal(app, &visitor.name, &filed.nonce, filing, within).await?;
    Ok(led(visitor, &format!("/appeals/{}", segment(&id)), crate::api::replies::AppealReply { appeal: id }))
}

/// For which windows a visitor may act.
///
/// # Errors
///
/// The desk has stopped.
pub(super) async fn windows(app: &Arc<App>, visitor: &Visitor) -> Result<Scope, Problem> {
    let scope = visitor.scope();
    Ok(app.live.ask(move |moment| scope.windows(moment.context.registry())).await?)
}

/// Leads to what a form made, or says so to a program.
pub(super) fn led(visitor: &Visitor, path: &str, reply: impl Serialize) -> Response {
    if visitor.reader.is_api() {
        return Json(reply).into_response();
    }
    visitor.reader.to(path).into_response()
}

/// What the form of a decision brings.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = AppealsDecided)]
pub struct Decided {
    csrf: String,
    nonce: String,
    /// The outcome's word; for an upheld one, after a space, the key of the remedy.
    choice: String,
    reason: String,
    approved_by: String,
}

/// Decides an appeal.
pub async fn decide(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Form(decided): Form<Decided>,
) -> Response {
    answered(&visitor, do_decide(&visitor, &app, id, decided).await)
}

async fn do_decide(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
    decided: Decided,
) -> Result<Response, Problem> {
    is_own_form(visitor, &decided.csrf)?;
    let (outcome, remedy) = match decided.choice.split_once(' ') {
        Some((outcome, remedy)) => (outcome, Some(remedy.to_owned())),
        None => (decided.choice.as_str(), None),
    };
    let outcome = AppealOutcome::of_word(outcome).ok_or_else(|| refused(said::REMEDY_MISSING))?;
    let Decided { reason, approved_by, .. } = decided;
    let ruling = Ruling { appeal: id.clone(), outcome, remedy, reason, approved_by };
    decide_appeal(app, &visitor.name, &decided.nonce, ruling).await?;
    Ok(led(visitor, &format!("/appeals/{}", segment(&id)), crate::api::replies::AppealReply { appeal: id }))
}

//! The list of months; a month closed and published anew, by the bureau; what changed in a closed one.

use super::answered;
use super::login::{Confirmed, is_own_form};
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::months::{self, Difference, Later};
use crate::pages::changes::{self, ChangesView};
use crate::pages::closing::{self, Closing};
use crate::pages::message::Missing;
use crate::pages::months::{self as list_page, Months};
use crate::session::Visitor;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use reports::changes::{Names, document};
use scoring::time::Month;
use serde::Deserialize;
use std::sync::Arc;

/// Every month with what became of it.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load_list(&visitor, &app).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Months, &view, list_page::html)),
    )
}

async fn load_list(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, Months), Problem> {
    let reader = visitor.reader.clone();
    let made = app.live.act(move |desk| {
        let listed = months::list(desk)?;
        let moment = desk.moment();
        let frame = Frame::of(&moment, None, &reader);
        let notices = moment.records.public_notices()?;
        let view = list_page::view(moment.context.registry(), &listed, &notices, &frame.as_of, reader.lang);
        Ok((frame, view))
    });
    made.await?
}

fn month_of(text: &str) -> Result<Month, Problem> {
    Month::parse(text).ok_or_else(|| Problem::Missing(Missing::Month, text.to_owned()))
}

/// Asks whether a month is to be closed, with what will stand then.
pub async fn confirm(visitor: Visitor, State(app): State<Arc<App>>, Path(month): Path<String>) -> Response {
    let made = load_closing(&visitor, &app, month).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Months, &view, closing::html)))
}

async fn load_closing(visitor: &Visitor, app: &Arc<App>, month: String) -> Result<(Frame, Closing), Problem> {
    let month = month_of(&month)?;
    let reader = visitor.reader.clone();
    let made = app.live.ask(move |moment| {
        let missing = || Problem::Missing(Missing::Month, month.to_string());
        let result = moment.result(month).ok_or_else(missing)?;
        let events = moment.records.event_count()?;
        let notice = moment.records.public_notice(month)?;
        let view = closing::view(&moment.context, result, events, notice.as_ref(), reader.lang);
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// Closes a month.
pub async fn close(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    Form(given): Form<Confirmed>,
) -> Response {
    answered(&visitor, do_close(&visitor, &app, &month, &given).await)
}

async fn do_close(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    given: &Confirmed,
) -> Result<Response, Problem> {
    is_own_form(visitor, given.csrf())?;
    let (month, by) = (month_of(month)?, visitor.name.clone());
    let made = app.live.act(move |desk| months::close(desk, month, &by)).await??;
    Ok(made_version(visitor, month, made.version.version))
}

/// Puts a month's results up for objections.
pub async fn put_up(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    Form(given): Form<Confirmed>,
) -> Response {
    answered(&visitor, do_put_up(&visitor, &app, &month, &given).await)
}

async fn do_put_up(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    given: &Confirmed,
) -> Result<Response, Problem> {
    is_own_form(visitor, given.csrf())?;
    let (month, by) = (month_of(month)?, visitor.name.clone());
    let notice = app.live.act(move |desk| months::put_up(desk, month, &by)).await??;
    if visitor.reader.is_api() {
        let until = notice.until.to_string();
        return Ok(Json(serde_json::json!({ "month": month.to_string(), "until": until })).into_response());
    }
    Ok(visitor.reader.to("/months").into_response())
}

/// Why a month is published anew.
#[derive(Deserialize)]
pub struct Reissue {
    csrf: String,
    reason: String,
}

/// Publishes a closed month anew.
pub async fn reissue(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    Form(given): Form<Reissue>,
) -> Response {
    answered(&visitor, do_reissue(&visitor, &app, &month, given).await)
}

async fn do_reissue(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    given: Reissue,
) -> Result<Response, Problem> {
    is_own_form(visitor, &given.csrf)?;
    let (month, by) = (month_of(month)?, visitor.name.clone());
    let reason = given.reason.trim().to_owned();
    let made = app.live.act(move |desk| months::reissue(desk, month, &reason, &by)).await??;
    Ok(made_version(visitor, month, made.version.version))
}

fn made_version(visitor: &Visitor, month: Month, version: u32) -> Response {
    if visitor.reader.is_api() {
        return Json(serde_json::json!({ "month": month.to_string(), "version": version })).into_response();
    }
    visitor.reader.to("/months").into_response()
}

/// Which version is compared with the one before it; the month as it is now with the newest, where none is named.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Compared {
    version: Option<u32>,
}

/// What changed in a closed month.
pub async fn changed(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    Query(compared): Query<Compared>,
) -> Response {
    let made = load_changes(&visitor, &app, &month, compared).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Changes, &view, changes::html)),
    )
}

async fn load_changes(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    compared: Compared,
) -> Result<(Frame, ChangesView), Problem> {
    let month = month_of(month)?;
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let later = compared.version.map_or(Later::Now, Later::Version);
    let made = app.live.act(move |desk| {
        let Difference { changes, .. } = months::difference(desk, month, None, later)?;
        let moment = desk.moment();
        let changes = months::own(changes, &moment.context, &scope);
        let county = moment.context.county;
        let names = Names::new(Some(county.registry), vec![county.rulebooks]);
        let frame = Frame::of(&moment, Some(month), &reader);
        let view = ChangesView {
            month: month.to_string(),
            as_of: frame.as_of.clone(),
            document: document(&changes, &names, reader.lang),
            is_now: later == Later::Now,
            is_empty: changes.is_empty(),
        };
        Ok((frame, view))
    });
    made.await?
}

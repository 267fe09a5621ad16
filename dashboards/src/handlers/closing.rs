//! The list of months; a month closed and published anew, by the bureau; what changed in a closed one.

use super::answered;
use super::login::is_own_form;
use super::monthly::lines;
use super::signals::first_arrivals;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::decide::if_any;
use crate::links::Place;
use crate::months::{self, Difference, Later, MonthError, StillOpen};
use crate::pages::changes::{self, ChangesView};
use crate::pages::checklist::{self, open_lines};
use crate::pages::closing::{self, Closing};
use crate::pages::message::Missing;
use crate::pages::months::{self as list_page, Months};
use crate::rights::Scope;
use crate::session::Visitor;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use reports::changes::{Names, document};
use scoring::time::Month;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

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

/// A month as an address names it.
pub(super) fn month_of(text: &str) -> Result<Month, Problem> {
    Month::parse(text).ok_or_else(|| Problem::Missing(Missing::Month, text.to_owned()))
}

/// Asks whether a month is to be closed, with what will stand then.
pub async fn confirm(visitor: Visitor, State(app): State<Arc<App>>, Path(month): Path<String>) -> Response {
    let made = load_closing(&visitor, &app, month).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Months, &view, closing::html)))
}

async fn load_closing(visitor: &Visitor, app: &Arc<App>, month: String) -> Result<(Frame, Closing), Problem> {
    let month = month_of(&month)?;
    let first_arrivals = app.records(first_arrivals).await?;
    let (visitor, limits) = (visitor.clone(), app.limits.clone());
    let made = app.live.ask(move |moment| {
        let reader = &visitor.reader;
        let missing = || Problem::Missing(Missing::Month, month.to_string());
        let result = moment.result(month).ok_or_else(missing)?;
        let events = moment.records.event_count()?;
        let notice = moment.records.public_notice(month)?;
        let mut view = closing::view(&moment.context, result, events, notice.as_ref(), reader.lang);
        let lines = lines(moment, month, &visitor.scope(), &limits, &first_arrivals, reader.lang)?;
        let registry = moment.context.registry();
        view.check_list =
            checklist::view(registry, month, &lines, "", |right| visitor.may(right), reader.lang);
        Ok((Frame::of(moment, Some(month), reader), view))
    });
    made.await?
}

/// What the form of a close brings.
#[derive(Deserialize, ToSchema)]
pub struct Closed {
    csrf: String,
    /// Why it is closed over open warnings.
    #[serde(default)]
    reason: String,
}

/// Closes a month.
pub async fn close(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    Form(given): Form<Closed>,
) -> Response {
    answered(&visitor, do_close(&visitor, &app, &month, given).await)
}

async fn do_close(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    given: Closed,
) -> Result<Response, Problem> {
    is_own_form(visitor, &given.csrf)?;
    let (month, by) = (month_of(month)?, visitor.name.clone());
    let reason = if_any(&given.reason)?.map(str::to_owned);
    let (first_arrivals, limits) = (app.records(first_arrivals).await?, app.limits.clone());
    let lang = visitor.reader.lang;
    let made = app.live.act(move |desk| {
        let open = {
            let moment = desk.moment();
            match moment.result(month) {
                Some(_) => open_lines(&lines(&moment, month, &Scope::All, &limits, &first_arrivals, lang)?),
                // What cannot be closed is told by the close itself.
                None => Vec::new(),
            }
        };
        let is_due = desk.context().today() >= months::closes_from(&desk.context(), month);
        if is_due && !open.is_empty() && reason.is_none() {
            return Err(Problem::from(MonthError::StillOpen { month, lines: open.len() }));
        }
        let kept = serde_json::to_string(&open).unwrap_or_default();
        let reason = reason.filter(|_| !open.is_empty());
        Ok::<_, Problem>(months::close_with(desk, month, &by, &StillOpen { lines: kept, reason })?)
    });
    let made = made.await??;
    Ok(made_version(visitor, month, made.version.version))
}

/// What the form of a public notice brings.
#[derive(Deserialize, ToSchema)]
pub struct PutUp {
    csrf: String,
    /// `month`: back to the month's own page.
    #[serde(default)]
    then: String,
}

/// Puts a month's results up for objections.
pub async fn put_up(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    Form(given): Form<PutUp>,
) -> Response {
    answered(&visitor, do_put_up(&visitor, &app, &month, &given).await)
}

async fn do_put_up(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    given: &PutUp,
) -> Result<Response, Problem> {
    is_own_form(visitor, &given.csrf)?;
    let (month, by) = (month_of(month)?, visitor.name.clone());
    let notice = app.live.act(move |desk| months::put_up(desk, month, &by)).await??;
    if visitor.reader.is_api() {
        let until = notice.until.to_string();
        return Ok(Json(crate::api::replies::PutUpReply {
            month: month.to_string(),
            until: until.to_string(),
        })
        .into_response());
    }
    let then = if given.then == "month" { format!("/months/{month}") } else { "/months".to_owned() };
    Ok(visitor.reader.to(&then).into_response())
}

/// Why a month is published anew.
#[derive(Deserialize, ToSchema)]
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
        return Json(crate::api::replies::VersionReply { month: month.to_string(), version }).into_response();
    }
    visitor.reader.to("/months").into_response()
}

/// Which version is compared with the one before it; the month as it is now with the newest, where none is named.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
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
        let Difference { changes, decisions, .. } = months::difference(desk, month, None, later)?;
        let moment = desk.moment();
        let changes = months::own(changes, &moment.context, &scope);
        let county = moment.context.county;
        let names = Names::new(Some(county.registry), vec![county.rulebooks]);
        let frame = Frame::of(&moment, Some(month), &reader);
        let decisions = changes::decisions(&moment.context, &decisions, reader.lang);
        let view = ChangesView {
            month: month.to_string(),
            as_of: frame.as_of.clone(),
            document: document(&changes, &names, reader.lang),
            is_now: later == Later::Now,
            is_empty: changes.is_empty() && decisions.is_empty(),
            decisions,
        };
        Ok((frame, view))
    });
    made.await?
}

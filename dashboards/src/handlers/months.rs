//! The rankings of a month, its windows and its staff.

use super::answered;
use crate::answer::{Frame, Problem, begun, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::filter::Filter;
use crate::pages::message::Missing;
use crate::pages::ranking::{self, PreviousRanks};
use crate::pages::{staff, window};
use crate::session::Visitor;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use ingest::live::Moment;
use scoring::month::MonthResult;
use scoring::time::Month;
use std::sync::Arc;

/// The first page: the ranking of the newest month.
pub async fn home() -> Redirect {
    Redirect::to("/windows")
}

/// A month as an address names it, among the open ones; the newest that has begun where none is named.
fn month_asked<'m>(moment: &Moment<'m>, asked: Option<&str>) -> Result<&'m MonthResult, Problem> {
    let month = match asked {
        Some(text) => Month::parse(text).ok_or_else(|| Problem::Missing(Missing::Month, text.to_owned()))?,
        None => *begun(moment).first().ok_or(Problem::NoPage)?,
    };
    moment.result(month).ok_or_else(|| Problem::Missing(Missing::Month, month.to_string()))
}

/// The ranks of the month before an open one, where that is open too.
fn previous(moment: &Moment<'_>, month: Month) -> Option<PreviousRanks> {
    moment.result(month.previous()).map(PreviousRanks::of)
}

/// The ranking of windows.
pub async fn windows(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(filter): Query<Filter>,
) -> Response {
    let reader = visitor.reader.clone();
    let made = app.live.ask(move |moment| {
        let result = month_asked(moment, month.as_deref().map(String::as_str))?;
        let previous = previous(moment, result.month);
        let view = ranking::windows(&moment.context, result, previous.as_ref(), &filter, reader.lang);
        Ok((Frame::of(moment, Some(result.month), &reader), view))
    });
    let made = made.await.map_err(Problem::from).flatten();
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Windows, &view, ranking::html)),
    )
}

/// The ranking of staff.
pub async fn staff(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(filter): Query<Filter>,
) -> Response {
    let reader = visitor.reader.clone();
    let made = app.live.ask(move |moment| {
        let result = month_asked(moment, month.as_deref().map(String::as_str))?;
        let previous = previous(moment, result.month);
        let view = ranking::staff(&moment.context, result, previous.as_ref(), &filter, reader.lang);
        Ok((Frame::of(moment, Some(result.month), &reader), view))
    });
    let made = made.await.map_err(Problem::from).flatten();
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Staff, &view, ranking::html)))
}

/// A window's month.
pub async fn window(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, id)): Path<(String, String)>,
) -> Response {
    let (reader, here) = (visitor.reader.clone(), Place::Window(id.clone()));
    let made = app.live.ask(move |moment| {
        let result = month_asked(moment, Some(&month))?;
        let known = moment.context.registry().index.windows.get(id.as_str()).copied();
        let place = known.ok_or(Problem::Missing(Missing::Window, id))?;
        let (past, previous) = (moment.past_of(result.month), previous(moment, result.month));
        let view = window::view(&moment.context, &past, result, previous.as_ref(), place, reader.lang);
        Ok((Frame::of(moment, Some(result.month), &reader), view))
    });
    let made = made.await.map_err(Problem::from).flatten();
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, window::html)))
}

/// A staff member's month.
pub async fn staff_member(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, id)): Path<(String, String)>,
) -> Response {
    let (reader, here) = (visitor.reader.clone(), Place::StaffMember(id.clone()));
    let made = app.live.ask(move |moment| {
        let result = month_asked(moment, Some(&month))?;
        let known = moment.context.registry().index.staff.get(id.as_str()).copied();
        let place = known.ok_or(Problem::Missing(Missing::Staff, id))?;
        let previous = previous(moment, result.month);
        let view = staff::view(&moment.context, result, previous.as_ref(), place, reader.lang);
        Ok((Frame::of(moment, Some(result.month), &reader), view))
    });
    let made = made.await.map_err(Problem::from).flatten();
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, window::html)))
}

/// A window or staff member without a month: of the newest.
pub async fn of_newest(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let newest = app.live.ask(|moment| begun(moment).first().copied()).await;
    let made = match newest {
        Ok(Some(month)) => {
            let (prefix, rest) = match visitor.reader.path.strip_prefix("/api/v1") {
                Some(rest) => ("/api/v1", rest),
                None => ("", visitor.reader.path.as_str()),
            };
            Ok(Redirect::to(&format!("{prefix}/months/{month}{rest}")).into_response())
        }
        Ok(None) => Err(Problem::NoPage),
        Err(stopped) => Err(stopped.into()),
    };
    answered(&visitor, made)
}

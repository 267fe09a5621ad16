//! Evaluations: listed, and entered as a table with the effect before saving.

use super::answered;
use super::appeals::nonce_of;
use super::entered::sent;
use super::findings::{effect_view, enter_seen, may_enter};
use super::months::month_asked;
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::entering::evaluations::{Marks, decide};
use crate::entering::upload;
use crate::links::Place;
use crate::pages::effect as effect_page;
use crate::pages::evaluations::{self, Evaluations, EvaluationsFilter};
use crate::pages::message::Missing;
use crate::pages::paging::PageAsked;
use crate::rights::Right;
use crate::session::Visitor;
use crate::words::entering as said;
use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use ingest::live::Moment;
use scoring::time::Month;
use std::sync::Arc;

/// The evaluations of a month.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(filter): Query<EvaluationsFilter>,
) -> Response {
    let month = month.map(|Path(month)| month);
    let made = load(&visitor, &app, month, filter).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Evaluations, &view, evaluations::html)),
    )
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    month: Option<String>,
    filter: EvaluationsFilter,
) -> Result<(Frame, Evaluations), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let page = PageAsked::of(&reader, evaluations::ROWS_OF_A_PAGE);
    let nonce = visitor.may(Right::Judge).then(|| nonce_of(app)).transpose()?;
    let made = app.live.ask(move |moment| {
        let month = month_asked(moment, month.as_deref())?;
        let view = evaluations::view(moment, month, &scope, (filter, page), nonce, reader.lang)?;
        Ok((Frame::of(moment, Some(month), &reader), view))
    });
    made.await?
}

/// Enters the marks of a table, once their effect was seen.
pub async fn save(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    request: Request,
) -> Response {
    answered(&visitor, do_save(&visitor, &app, month, request).await)
}

async fn do_save(
    visitor: &Visitor,
    app: &Arc<App>,
    month: String,
    request: Request,
) -> Result<Response, Problem> {
    let upload = upload::read(request).await?;
    may_enter(visitor, Right::Judge, upload.one("csrf"))?;
    let month = Month::parse(&month).ok_or(Problem::Missing(Missing::Month, month))?;
    let [nonce, seen] = ["nonce", "seen"].map(|name| upload.one(name).to_owned());
    let accepts_closed = upload.has("accepts_closed");
    let rows = Marks::rows(upload.all("who"), upload.all("center"), upload.all("peers"));
    let path = format!("/months/{month}/evaluations");
    let decided = {
        let rows = rows.clone();
        move |moment: &Moment<'_>| decide(moment, month, &rows, accepts_closed)
    };
    let has_changed = !seen.is_empty();
    if has_changed
        && let Some(entered) = enter_seen(app, &visitor.name, &nonce, seen, decided.clone()).await?
    {
        return Ok(sent(&visitor.reader, &entered, &path));
    }
    let reader = visitor.reader.clone();
    let made = app.live.ask(move |moment| {
        let decided = decided(moment)?;
        let mut view = effect_view(moment, &decided, &nonce, reader.lang)?;
        view.button = said::save_evaluations(reader.lang, decided.events.len());
        view.action.clone_from(&path);
        view.back = path;
        for Marks { who, center, peers } in rows {
            view.fields.extend([("who", who), ("center", center), ("peers", peers)]);
        }
        if accepts_closed {
            view.fields.push(("accepts_closed", "1".to_owned()));
        }
        view.has_changed = has_changed;
        Ok::<_, Problem>((Frame::of(moment, Some(month), &reader), view))
    });
    let (frame, view) = made.await??;
    Ok(shown(visitor, &frame, Place::Evaluations, &view, effect_page::html))
}

//! Today, the lists behind its numbers, and the wall display.

use super::answered;
use super::live::{Since, stream};
use crate::answer::{Frame, Problem, listed, page, shown, told};
use crate::app::App;
use crate::links::{Links, Place};
use crate::live::Pass;
use crate::pages::message::Missing;
use crate::pages::paging::PageAsked;
use crate::pages::today::lists::{self, ListFilter, Listed, TodayList};
use crate::pages::today::{self, Asked, TodayView};
use crate::rights::{Right, Scope};
use crate::session::{Reader, Visitor, key_of};
use crate::troubled;
use crate::ui::Ui;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use ingest::store::KeptNotice;
use std::sync::Arc;

/// So many notices are looked through for the newest that may be shown.
const NOTICES_LOOKED_THROUGH: u64 = 200;

/// The first page: today, for those who may see it, or what else they may.
pub async fn home(reader: Reader, visitor: Result<Visitor, Response>) -> Redirect {
    let leads_to = match &visitor {
        Ok(visitor) if !visitor.may(Right::Standings) && visitor.may(Right::Feeds) => "/feeds",
        Ok(visitor) if !visitor.may(Right::Standings) => "/account",
        Ok(_) | Err(_) => "/today",
    };
    reader.to(leads_to)
}

/// The county now.
pub async fn today(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let sees_feeds = visitor.may(Right::Feeds);
    let made = load(&app, &visitor.reader, visitor.scope(), sees_feeds).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Today, &view, today::html)))
}

/// The wall display, for who is logged in.
pub async fn wall(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load(&app, &visitor.reader, visitor.scope(), visitor.may(Right::Feeds)).await;
    let live = format!("{}/live", app.base);
    answered(
        &visitor,
        made.map(|(frame, view)| match visitor.reader.is_api() {
            true => axum::Json(&view).into_response(),
            false => on_the_wall(&visitor.reader, &frame, &view, &live),
        }),
    )
}

/// The wall display by its own link. Nobody is logged in, and nothing else can be reached with it.
pub async fn wall_by_link(
    reader: Reader,
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
) -> Response {
    match in_force(&app, &token).await {
        Ok(true) => {}
        Ok(false) => return told(&reader, None, &Problem::Missing(Missing::Display, short(&token))),
        Err(problem) => return told(&reader, None, &problem),
    }
    let live = format!("{}/wall/{}/live", app.base, crate::links::segment(&token));
    let mut response = match load(&app, &reader, Scope::All, true).await {
        Ok((frame, view)) => on_the_wall(&reader, &frame, &view, &live),
        Err(problem) => told(&reader, None, &problem),
    };
    // The address is a secret.
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Tells a display of changes, until its link is taken back.
pub async fn wall_live(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Response {
    match in_force(&app, &token).await {
        Ok(true) => stream(&app, Pass::Display(key_of(&token)), &since, &headers),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The beginning of a token, by which people know it from another one.
fn short(token: &str) -> String {
    token.chars().take(4).chain(std::iter::once('…')).collect()
}

async fn in_force(app: &Arc<App>, token: &str) -> Result<bool, Problem> {
    let (key, now) = (key_of(token), (app.clock)());
    Ok(app.records(move |records| records.use_display(&key, now)).await?)
}

async fn load(
    app: &Arc<App>,
    reader: &Reader,
    scope: Scope,
    sees_feeds: bool,
) -> Result<(Frame, TodayView), Problem> {
    let (lang, reader) = (reader.lang, reader.clone());
    let date = app.live.act(|desk| desk.context().today()).await?;
    let (from, to) = (date.month().first_day().to_string(), date.to_string());
    let feeds = if sees_feeds && scope.is_all() { Some(troubled::names(app).await?) } else { None };
    let read = app.records(move |records| records.newest_notices(&from, &to, NOTICES_LOOKED_THROUGH));
    let notices: Vec<KeptNotice> = read.await?;
    let (day, pulse) = (app.day.clone(), app.pulse.clone());
    let made = app.live.act(move |desk| {
        // Asked before the view is made: what changes in between is told again rather than not at all.
        let revision = pulse.revision(desk.changes());
        let moment = &desk.moment();
        let asked = Asked { scope: &scope, feeds: feeds.as_deref(), notices: &notices, revision, lang };
        let view = day.look(moment, |today| today::view(moment, today, &asked));
        (Frame::of(moment, None, &reader), view)
    });
    Ok(made.await?)
}

fn on_the_wall(reader: &Reader, frame: &Frame, view: &TodayView, live: &str) -> Response {
    let ui = Ui {
        lang: reader.lang,
        county: &frame.county,
        links: Links::Served(&reader.base),
        here: Place::Wall,
        query: &reader.query,
        month: frame.month,
        months: &[],
        as_of: &frame.as_of,
        user: None,
        csrf: "",
        role: None,
        version: None,
    };
    match today::wall_html(&ui, view, live) {
        Ok(text) => page(reader, StatusCode::OK, text),
        Err(error) => told(reader, None, &error.into()),
    }
}

/// A list behind a number of today.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Query(filter): Query<ListFilter>,
) -> Response {
    let here = Place::TodayList(name.clone());
    let made = load_list(&visitor, &app, &name, filter).await;
    answered(&visitor, made.map(|(frame, view)| listed(&visitor, &frame, here, &view, lists::html)))
}

async fn load_list(
    visitor: &Visitor,
    app: &Arc<App>,
    name: &str,
    filter: ListFilter,
) -> Result<(Frame, TodayList), Problem> {
    let list = Listed::of_word(name).ok_or(Problem::NoPage)?;
    let (reader, day, scope) = (visitor.reader.clone(), app.day.clone(), visitor.scope());
    let page = PageAsked::of(&reader, lists::ROWS_OF_A_PAGE);
    let made = app.live.ask(move |moment| {
        let context = &moment.context;
        let within = (&scope, &filter);
        let view = day.look(moment, |today| lists::view(context, today, list, within, page, reader.lang));
        (Frame::of(moment, None, &reader), view)
    });
    Ok(made.await?)
}

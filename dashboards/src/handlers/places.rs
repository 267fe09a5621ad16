//! The departments and sites of a month: open months as they are now, closed ones as they were published.

use super::answered;
use super::months::{AskedVersion, month_asked};
use super::versions::{Closed, closed, newest_of_year};
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::filter::Filter;
use crate::pages::message::Missing;
use crate::pages::place::{self, PlaceView};
use crate::pages::places::{self, PlaceKind, Places};
use crate::pages::ranking::{self, Ranking, Subjects};
use crate::pages::sorting::SortAsked;
use crate::pages::year::{self, MonthOf};
use crate::pages::{place_facts, published};
use crate::rights::Scope;
use crate::session::Visitor;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use ingest::live::Moment;
use reports::words::Lang;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The departments of a month.
pub async fn departments(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(version): Query<AskedVersion>,
    Query(wanted): Query<SortAsked>,
) -> Response {
    list(&visitor, &app, month, version, wanted, PlaceKind::Departments).await
}

/// The sites of a month.
pub async fn sites(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(version): Query<AskedVersion>,
    Query(wanted): Query<SortAsked>,
) -> Response {
    list(&visitor, &app, month, version, wanted, PlaceKind::Sites).await
}

async fn list(
    visitor: &Visitor,
    app: &Arc<App>,
    month: Option<Path<String>>,
    version: AskedVersion,
    wanted: SortAsked,
    kind: PlaceKind,
) -> Response {
    let made = load_list(visitor, app, month.map(|Path(month)| month), version, kind).await;
    let here = match kind {
        PlaceKind::Departments => Place::Departments,
        PlaceKind::Sites => Place::Sites,
    };
    let answer = |(frame, mut view): (Frame, Places)| {
        view.sort_by(wanted.sort.as_deref());
        listed(visitor, &frame, here, &view, places::html)
    };
    answered(visitor, made.map(answer))
}

async fn load_list(
    visitor: &Visitor,
    app: &Arc<App>,
    month: Option<String>,
    version: AskedVersion,
    kind: PlaceKind,
) -> Result<(Frame, Places), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let closed = closed(app, month.as_deref(), version.version).await?;
    let made = app.live.ask(move |moment| {
        let of = month_of(moment, &closed, month.as_deref())?;
        let ranking = ranking_of(moment, &closed, &of, &scope, reader.lang);
        let facts = place_facts::facts(&moment.context, &of, kind, &scope, reader.lang);
        let view = places::view(kind, &ranking, facts);
        let frame = Frame { version: closed.superseded(), ..Frame::of(moment, Some(of.month()), &reader) };
        Ok((frame, view))
    });
    made.await?
}

/// The month that is asked for: the version of a closed one, or as it stands.
fn month_of<'a>(
    moment: &Moment<'a>,
    closed: &'a Closed,
    asked: Option<&str>,
) -> Result<MonthOf<'a>, Problem> {
    if let Some(version) = &closed.shown {
        return Ok(MonthOf::Closed(version));
    }
    let month = month_asked(moment, asked)?;
    let open = moment.result(month).map(MonthOf::Open);
    open.ok_or_else(|| Problem::Missing(Missing::Month, month.to_string()))
}

/// The ranking of windows that are in scope.
fn ranking_of(moment: &Moment<'_>, closed: &Closed, of: &MonthOf<'_>, scope: &Scope, lang: Lang) -> Ranking {
    let context = &moment.context;
    let previous = closed.previous(moment, of.month());
    let all = Filter::default();
    match of {
        MonthOf::Open(result) => ranking::windows(context, result, previous.as_ref(), scope, &all, lang),
        MonthOf::Closed(version) => {
            published::ranking(context, version, previous.as_ref(), Subjects::Windows, (scope, &all), lang)
        }
    }
}

/// What the lines of a place are narrowed to.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Lines {
    kind: Option<String>,
}

/// A department's month.
pub async fn department(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, id)): Path<(String, String)>,
    Query(version): Query<AskedVersion>,
    Query(lines): Query<Lines>,
) -> Response {
    let here = Place::Department(id.clone());
    let made = load(&visitor, &app, month, (PlaceKind::Departments, id), version, lines).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, place::html)))
}

/// A site's month.
pub async fn site(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, id)): Path<(String, String)>,
    Query(version): Query<AskedVersion>,
    Query(lines): Query<Lines>,
) -> Response {
    let here = Place::Site(id.clone());
    let made = load(&visitor, &app, month, (PlaceKind::Sites, id), version, lines).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, place::html)))
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    month: String,
    (kind, id): (PlaceKind, String),
    version: AskedVersion,
    lines: Lines,
) -> Result<(Frame, PlaceView), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let closed = closed(app, Some(&month), version.version).await?;
    let of_year = newest_of_year(app, Some(&month)).await?;
    let made = app.live.ask(move |moment| {
        let (context, lang) = (&moment.context, reader.lang);
        let of = month_of(moment, &closed, Some(&month))?;
        let facts = place_facts::facts(context, &of, kind, &scope, lang);
        let found = facts.places.iter().find(|(named, _)| named.id == id).cloned();
        let (who, rates) = found.ok_or_else(|| {
            let missing = match kind {
                PlaceKind::Departments => Missing::Department,
                PlaceKind::Sites => Missing::Site,
            };
            Problem::Missing(missing, id.clone())
        })?;
        let ranking = place::narrow(ranking_of(moment, &closed, &of, &scope, lang), kind, &id);
        let row = places::row(kind, &ranking, who, rates, &facts.overdue);
        let windows = place::window_ids(&ranking);
        let chosen = lines.kind.as_deref().unwrap_or_default();
        let (kinds, lines) = place_facts::lines(context, &of, &windows, chosen, lang);
        let months = year::months(moment, &of_year, of.month().year());
        let year = place_facts::year(context, &months, kind, &id, lang);
        let (appeals, orders) =
            (place::appeals_of(moment, &windows, of.month(), lang), place::orders_of(moment, &windows, lang));
        let view = PlaceView {
            kind,
            row,
            aside: place::aside(moment, kind, &id, lang),
            kinds,
            lines,
            appeals,
            orders,
            chart: place::chart(&year, lang),
            year,
            ranking,
        };
        let frame = Frame { version: closed.superseded(), ..Frame::of(moment, Some(of.month()), &reader) };
        Ok((frame, view))
    });
    made.await?
}

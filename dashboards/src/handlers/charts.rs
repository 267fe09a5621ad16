//! A month's charts as a page with their figures, and each as a picture.

use super::answered;
use super::months::month_asked;
use super::versions::{Closed, all_newest, closed};
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::charts::{self, ChartName, Charts, Known};
use crate::pages::decided;
use crate::pages::message::Missing;
use crate::pages::published::Version;
use crate::rights::Scope;
use crate::session::Visitor;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ingest::live::Moment;
use reports::changes::Published;
use reports::changes::published::{Book, Level};
use reports::charts::Picture;
use reports::charts::of::{Ground, Whose};
use scoring::month::MonthResult;
use scoring::registry::Registry;
use scoring::time::Month;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// How wide a picture is, in pixels: as SVG it takes any size, as PNG it is printed 120 mm wide at 300 dots an inch.
const SVG_WIDTH: u32 = 720;
const PNG_WIDTH: u32 = 1440;

/// Whose charts, and in which version of a closed month. At most one of the four is named; none is the region.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = ChartsAsked)]
#[serde(default)]
pub struct Asked {
    /// A department, by id.
    pub department: Option<String>,
    /// A site, by id.
    pub site: Option<String>,
    /// A window, by id.
    pub window: Option<String>,
    /// A staff member, by id.
    pub staff: Option<String>,
    /// The version, from 1; the newest where none is named.
    pub version: Option<u32>,
}

impl Asked {
    fn whose(&self) -> Whose<'_> {
        match (&self.window, &self.staff, &self.department, &self.site) {
            (Some(id), ..) => Whose::Window(id),
            (None, Some(id), ..) => Whose::Staff(id),
            (None, None, Some(id), _) => Whose::Department(id),
            (None, None, None, Some(id)) => Whose::Site(id),
            (None, None, None, None) => Whose::Region,
        }
    }
}

/// The charts of a month with their figures.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let here = Place::Charts(charts::query(asked.whose()));
    let made = load(&visitor, &app, month, asked, &ChartName::ALL).await;
    let view = made.map(|made| (made.frame, made.view));
    answered(&visitor, view.map(|(frame, view)| shown(&visitor, &frame, here, &view, charts::html)))
}

/// One chart as a picture.
pub async fn picture(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, file)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&visitor, drawn(&visitor, &app, month, &file, asked).await)
}

async fn drawn(
    visitor: &Visitor,
    app: &Arc<App>,
    month: String,
    file: &str,
    asked: Asked,
) -> Result<Response, Problem> {
    let (name, ending) = file.split_once('.').ok_or(Problem::NoPage)?;
    let name = ChartName::of_word(name).ok_or(Problem::NoPage)?;
    let is_svg = match ending {
        "svg" => true,
        "png" => false,
        _ => return Err(Problem::NoPage),
    };
    let lang = visitor.reader.lang;
    let made = load(visitor, app, month, asked, &[name]).await?;
    let (_, picture) = made.pictures.into_iter().next().ok_or(Problem::NoPage)?;
    // Drawing takes its time, so it is done beside the requests.
    let drawing = tokio::task::spawn_blocking(move || {
        if is_svg {
            picture.svg(SVG_WIDTH, lang).map(|text| ("image/svg+xml", text.into_bytes()))
        } else {
            picture.png(PNG_WIDTH, lang).map(|bytes| ("image/png", bytes))
        }
    });
    let drawn = drawing.await.map_err(|error| Problem::Broken(error.to_string()))?;
    let (media_type, bytes) = drawn.map_err(|error| Problem::Broken(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, media_type)], bytes).into_response())
}

struct Made {
    frame: Frame,
    view: Charts,
    pictures: Vec<(ChartName, Picture)>,
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    month: String,
    asked: Asked,
    names: &[ChartName],
) -> Result<Made, Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let seen = asked.staff.clone();
    let closed = closed(app, Some(&month), asked.version).await?;
    let whose = asked.whose();
    let may = |name: &ChartName| name.is_of(whose) && (scope.is_all() || !name.is_of_all(whose));
    let names: Vec<ChartName> = names.iter().copied().filter(may).collect();
    let newest = if names.contains(&ChartName::Trend) { all_newest(app).await? } else { Vec::new() };
    let kept = app.clone();
    let made = app.live.ask(move |moment| {
        let (month, known) = month_of(moment, &closed, &month, &scope)?;
        let whose = asked.whose();
        if !is_there(moment, &known.published, whose, &scope) {
            return Err(missing(whose));
        }
        let others = others_of(moment, &newest, month, &names, &scope)?;
        let others: Vec<_> = others.iter().map(Known::edition).collect();
        let observed = match names.iter().any(|name| name.is_observed()) {
            true => kept.counted.of(moment, month),
            false => Arc::default(),
        };
        let edition = known.edition();
        let ground = Ground { county: moment.context.county, month: &edition, lang: reader.lang };
        let of = (whose, scope.is_all());
        let drawn = |name: &ChartName| {
            charts::picture(*name, &ground, &others, &observed, of).map(|picture| (*name, picture))
        };
        let pictures: Vec<(ChartName, Picture)> = names.iter().filter_map(drawn).collect();
        let frame = Frame { version: closed.superseded(), ..Frame::of(moment, Some(month), &reader) };
        let version = closed.shown.as_ref().filter(|_| asked.version.is_some());
        let who = ground.named(whose);
        let view = charts::view(&pictures, (month, version), (whose, who), frame.as_of.clone(), reader.lang);
        Ok(Made { frame, view, pictures })
    });
    let made: Result<Made, Problem> = made.await?;
    if let (Ok(_), Some(id)) = (&made, &seen) {
        crate::seen::note(app, visitor, "staff.seen", id);
    }
    made
}

fn month_of(
    moment: &Moment<'_>,
    closed: &Closed,
    asked: &str,
    scope: &Scope,
) -> Result<(Month, Known), Problem> {
    if let Some(version) = &closed.shown {
        return Ok((version.closed.month, of_version(moment, version, scope)?));
    }
    let month = month_asked(moment, Some(asked))?;
    let result = moment.result(month).ok_or_else(|| Problem::Missing(Missing::Month, month.to_string()))?;
    Ok((month, of_result(moment, result, scope)?))
}

/// The months before one, for a trend: closed ones as they were last published, open ones as they stand.
fn others_of(
    moment: &Moment<'_>,
    newest: &[Version],
    month: Month,
    names: &[ChartName],
    scope: &Scope,
) -> Result<Vec<Known>, Problem> {
    if !names.contains(&ChartName::Trend) {
        return Ok(Vec::new());
    }
    let is_shown = |of: Month| of < month && of.0 >= month.0 - 12;
    let mut others = Vec::new();
    for version in newest.iter().filter(|version| is_shown(version.closed.month)) {
        others.push(of_version(moment, version, scope)?);
    }
    let is_closed = |of: Month| newest.iter().any(|version| version.closed.month == of);
    for result in moment.results.iter().filter(|result| is_shown(result.month) && !is_closed(result.month)) {
        others.push(of_result(moment, result, scope)?);
    }
    Ok(others)
}

fn of_version(moment: &Moment<'_>, version: &Version, scope: &Scope) -> Result<Known, Problem> {
    let published = narrowed(moment.context.registry(), version.published.as_ref().clone(), scope);
    let month = version.closed.month;
    Ok(Known { published, decisions: decided::decisions(moment, Some(version), month)? })
}

fn of_result(moment: &Moment<'_>, result: &MonthResult, scope: &Scope) -> Result<Known, Problem> {
    let published =
        Published::of(&moment.context, result).map_err(|error| Problem::Broken(error.to_string()))?;
    let published = narrowed(moment.context.registry(), published, scope);
    Ok(Known { published, decisions: decided::decisions(moment, None, result.month)? })
}

/// A month with what is in a scope alone.
fn narrowed(registry: &Registry, mut published: Published, scope: &Scope) -> Published {
    if scope.is_all() {
        return published;
    }
    published.windows.retain(|standing| scope.has_window_id(registry, &standing.id));
    let home = |home: &[String]| home.first().is_some_and(|window| scope.has_window_id(registry, window));
    published.staff.retain(|standing| home(&standing.home));
    let staff: std::collections::BTreeSet<String> =
        published.staff.iter().map(|standing| standing.id.clone()).collect();
    published.entries.retain(|entry| match entry.book {
        Book::Window => scope.has_window_id(registry, &entry.subject),
        Book::Staff => staff.contains(&entry.subject),
    });
    published.rates.retain(|of| match of.level {
        Level::Region => false,
        Level::Department => has_department(registry, scope, &of.id),
        Level::Site => scope.has_site_id(&of.id),
        Level::Window => scope.has_window_id(registry, &of.id),
    });
    published
}

fn has_department(registry: &Registry, scope: &Scope, id: &str) -> bool {
    let place = registry.index.departments.get(id).copied();
    scope.is_all() || place.is_some_and(|department| scope.has_department(registry, department))
}

/// Whether somebody is known in the month and in the scope; the month is narrowed to it.
fn is_there(moment: &Moment<'_>, published: &Published, whose: Whose<'_>, scope: &Scope) -> bool {
    let registry = moment.context.registry();
    match whose {
        Whose::Region => true,
        Whose::Window(id) => published.standing(Book::Window, id).is_some(),
        Whose::Staff(id) => published.standing(Book::Staff, id).is_some(),
        Whose::Department(id) => {
            registry.index.departments.contains_key(id) && has_department(registry, scope, id)
        }
        Whose::Site(id) => registry.index.sites.contains_key(id) && (scope.is_all() || scope.has_site_id(id)),
    }
}

fn missing(whose: Whose<'_>) -> Problem {
    match whose {
        Whose::Region => Problem::NoPage,
        Whose::Department(id) => Problem::Missing(Missing::Department, id.to_owned()),
        Whose::Site(id) => Problem::Missing(Missing::Site, id.to_owned()),
        Whose::Window(id) => Problem::Missing(Missing::Window, id.to_owned()),
        Whose::Staff(id) => Problem::Missing(Missing::Staff, id.to_owned()),
    }
}

//! The rankings of a month, its windows and its staff: open months as they are now, closed ones as they were published.

use super::answered;
use super::versions::{Closed, closed, newest_of_year};
use crate::answer::{self, Frame, Problem, begun, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::decided::{self, DecisionMark};
use crate::pages::filter::Filter;
use crate::pages::message::Missing;
use crate::pages::published::Version;
use crate::pages::ranking::{self, Ranking, Subjects};
use crate::pages::sorting::Wanted;
use crate::pages::window::Subject;
use crate::pages::{published, staff, steps, window, year};
use crate::rights::Scope;
use crate::session::{Reader, Visitor};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use ingest::live::Moment;
use reports::words::Lang;
use scoring::month::MonthResult;
use scoring::time::Month;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Which version of a closed month is asked for; the newest, where none is named.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[schema(as = MonthsAskedVersion)]
#[serde(default)]
pub struct AskedVersion {
    /// The version's number, from 1.
    pub version: Option<u32>,
}

/// A month as an address names it, open or closed; the newest that has begun where none is named.
pub fn month_asked(moment: &Moment<'_>, asked: Option<&str>) -> Result<Month, Problem> {
    let Some(text) = asked else { return begun(moment).first().copied().ok_or(Problem::NoPage) };
    let missing = || Problem::Missing(Missing::Month, text.to_owned());
    let month = Month::parse(text).ok_or_else(missing)?;
    let is_closed = || -> Result<bool, Problem> {
        Ok(moment.records.closed_months()?.iter().any(|closed| closed.month == month))
    };
    if moment.result(month).is_some() || is_closed()? { Ok(month) } else { Err(missing()) }
}

/// An open month.
fn open_month<'m>(moment: &Moment<'m>, asked: Option<&str>) -> Result<&'m MonthResult, Problem> {
    let month = month_asked(moment, asked)?;
    moment.result(month).ok_or_else(|| Problem::Missing(Missing::Month, month.to_string()))
}

/// The ranking of windows.
pub async fn windows(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(version): Query<AskedVersion>,
    Query(filter): Query<Filter>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let month = month.map(|Path(month)| month);
    let made = ranked(&visitor, &app, month, version, filter, Subjects::Windows).await;
    answered(&visitor, made.map(|(frame, view)| listed(&visitor, &frame, Place::Windows, view, &wanted)))
}

/// The ranking of staff.
pub async fn staff(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(version): Query<AskedVersion>,
    Query(filter): Query<Filter>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let month = month.map(|Path(month)| month);
    let made = ranked(&visitor, &app, month, version, filter, Subjects::Staff).await;
    answered(&visitor, made.map(|(frame, view)| listed(&visitor, &frame, Place::Staff, view, &wanted)))
}

/// A ranking sorted and laid out as the address says, as a page or as a file.
fn listed(visitor: &Visitor, frame: &Frame, here: Place, mut view: Ranking, wanted: &Wanted) -> Response {
    view.sort_by(wanted.sort.as_deref());
    view.lay_out(wanted.view.as_deref());
    answer::listed(visitor, frame, here, &view, ranking::html)
}

async fn ranked(
    visitor: &Visitor,
    app: &Arc<App>,
    month: Option<String>,
    AskedVersion { version }: AskedVersion,
    filter: Filter,
    subjects: Subjects,
) -> Result<(Frame, Ranking), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let closed = closed(app, month.as_deref(), version).await?;
    let made = app.live.ask(move |moment| {
        let (context, lang) = (&moment.context, reader.lang);
        if let Some(version) = &closed.shown {
            let month = version.closed.month;
            let previous = closed.previous(moment, month);
            let within = (&scope, &filter);
            let mut view = published::ranking(context, version, previous.as_ref(), subjects, within, lang);
            view.decisions = of_ranking(decisions(moment, Some(version), month, &scope, lang)?, subjects);
            return Ok((frame(moment, &closed, month, &reader), view));
        }
        let result = open_month(moment, month.as_deref())?;
        let previous = closed.previous(moment, result.month);
        let mut view = match subjects {
            Subjects::Windows => ranking::windows(context, result, previous.as_ref(), &scope, &filter, lang),
            Subjects::Staff => ranking::staff(context, result, previous.as_ref(), &scope, &filter, lang),
        };
        view.decisions = of_ranking(decisions(moment, None, result.month, &scope, lang)?, subjects);
        Ok((frame(moment, &closed, result.month, &reader), view))
    });
    made.await?
}

/// What was decided about a month's flags and consequences, of what a scope holds.
fn decisions(
    moment: &Moment<'_>,
    version: Option<&Version>,
    month: Month,
    scope: &Scope,
    lang: Lang,
) -> Result<Vec<DecisionMark>, Problem> {
    let mut marks = decided::marks(moment, version, month, lang)?;
    marks.retain(|mark| decided::is_in_scope(&moment.context, scope, month, &mark.kind, &mark.subject));
    Ok(marks)
}

/// Those that a ranking shows: flags are of windows.
fn of_ranking(mut marks: Vec<DecisionMark>, subjects: Subjects) -> Vec<DecisionMark> {
    marks.retain(|mark| subjects == Subjects::Windows && !decided::is_of_staff(&mark.kind));
    marks
}

/// Those about a subject's own flag and consequences.
fn of_subject(mut marks: Vec<DecisionMark>, view: &Subject) -> Vec<DecisionMark> {
    let is_staff = view.ranking.subjects == Subjects::Staff;
    marks.retain(|mark| mark.subject == view.who.id && decided::is_of_staff(&mark.kind) == is_staff);
    marks
}

fn frame(moment: &Moment<'_>, closed: &Closed, month: Month, reader: &Reader) -> Frame {
    Frame { version: closed.superseded(), ..Frame::of(moment, Some(month), reader) }
}

/// A window's month.
pub async fn window(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, id)): Path<(String, String)>,
    Query(version): Query<AskedVersion>,
) -> Response {
    let here = Place::Window(id.clone());
    let made = told(&visitor, &app, month, id, version, Subjects::Windows).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, window::html)))
}

/// A staff member's month.
pub async fn staff_member(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((month, id)): Path<(String, String)>,
    Query(version): Query<AskedVersion>,
) -> Response {
    let here = Place::StaffMember(id.clone());
    let subject = id.clone();
    let made = told(&visitor, &app, month, id, version, Subjects::Staff).await;
    if made.is_ok() {
        crate::seen::note(&app, &visitor, "staff.seen", &subject);
    }
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, window::html)))
}

async fn told(
    visitor: &Visitor,
    app: &Arc<App>,
    month: String,
    id: String,
    AskedVersion { version }: AskedVersion,
    subjects: Subjects,
) -> Result<(Frame, Subject), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let closed = closed(app, Some(&month), version).await?;
    let of_year = newest_of_year(app, Some(&month)).await?;
    let made = app.live.ask(move |moment| {
        let (context, lang) = (&moment.context, reader.lang);
        let year = |view: &Subject, month: Month| {
            let months = year::months(moment, &of_year, month.year());
            year::of_subject(context, &months, month.year(), subjects, &view.who, lang)
        };
        let missing = match subjects {
            Subjects::Windows => Missing::Window,
            Subjects::Staff => Missing::Staff,
        };
        if let Some(version) = &closed.shown {
            let month = version.closed.month;
            let previous = closed.previous(moment, month);
            let view = published::subject(context, version, previous.as_ref(), (subjects, &id), &scope, lang);
            let mut view = view.ok_or(Problem::Missing(missing, id))?;
            view.steps = steps::of(moment, Some(version), month, &view, lang)?;
            view.year = year(&view, month);
            let decisions = decisions(moment, Some(version), month, &scope, lang)?;
            view.ranking.decisions = of_subject(decisions, &view);
            return Ok((frame(moment, &closed, month, &reader), view));
        }
        let result = open_month(moment, Some(&month))?;
        let previous = closed.previous(moment, result.month);
        let registry = context.registry();
        let index = &registry.index;
        let mut view = match subjects {
            Subjects::Windows => {
                let known = index.windows.get(id.as_str()).copied();
                let known = known.filter(|&window| scope.has_window(registry, window));
                let place = known.ok_or(Problem::Missing(missing, id))?;
                let past = moment.past_of(result.month);
                window::view(context, &past, result, previous.as_ref(), place, &scope, lang)
            }
            Subjects::Staff => {
                let known = index.staff.get(id.as_str()).copied();
                let home = |staff| Some(result.staff_member(staff)?.window);
                let is_own = |staff| home(staff).is_some_and(|window| scope.has_window(registry, window));
                let known = known.filter(|&staff| scope.is_all() || is_own(staff));
                let place = known.ok_or(Problem::Missing(missing, id))?;
                staff::view(context, result, previous.as_ref(), place, &scope, lang)
            }
        };
        view.steps = steps::of(moment, None, result.month, &view, lang)?;
        view.year = year(&view, result.month);
        view.ranking.decisions = of_subject(decisions(moment, None, result.month, &scope, lang)?, &view);
        Ok((frame(moment, &closed, result.month, &reader), view))
    });
    made.await?
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
            Ok(visitor.reader.to(&format!("{prefix}/months/{month}{rest}")).into_response())
        }
        Ok(None) => Err(Problem::NoPage),
        Err(stopped) => Err(stopped.into()),
    };
    answered(&visitor, made)
}

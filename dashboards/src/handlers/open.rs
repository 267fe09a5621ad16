//! What is open with its deadlines, a case, an event.

use super::answered;
use super::versions::all_newest;
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::course::Course;
use crate::pages::due::DueFilter;
use crate::pages::event::Arrival;
use crate::pages::ledger::LedgerLine;
use crate::pages::message::Missing;
use crate::pages::paging::PageAsked;
use crate::pages::published::{self, Version};
use crate::pages::sorting::SortAsked;
use crate::pages::{case, case_told, due, event};
use crate::session::Visitor;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use reports::changes::published::Entry;
use reports::words::Lang;
use scoring::context::Context;
use std::sync::Arc;

/// What is open, soonest first.
pub async fn due(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(filter): Query<DueFilter>,
    Query(wanted): Query<SortAsked>,
) -> Response {
    let page = PageAsked::of(&visitor.reader, due::ROWS_OF_A_PAGE);
    let (reader, scope, day) = (visitor.reader.clone(), visitor.scope(), app.day.clone());
    let made = app.live.ask(move |moment| {
        let open = day.look(moment, |today| today.open(&moment.context));
        let asked = (page, wanted.sort.as_deref());
        let view = due::view(&moment.context, &open, (&scope, &filter), asked, reader.lang);
        (Frame::of(moment, None, &reader), view)
    });
    let made = made.await.map_err(Problem::from);
    answered(&visitor, made.map(|(frame, view)| listed(&visitor, &frame, Place::Due, &view, due::html)))
}

/// A case with its clock.
pub async fn case(visitor: Visitor, State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let here = Place::Case(id.clone());
    let made = load_case(&visitor, &app, id).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, case::html)))
}

async fn load_case(
    visitor: &Visitor,
    app: &Arc<App>,
    id: String,
) -> Result<(Frame, case::CaseView), Problem> {
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let closed = all_newest(app).await?;
    let made = app.live.ask(move |moment| {
        let context = &moment.context;
        if !case::is_in(context, &id, &scope) {
            return Err(Problem::Missing(Missing::Case, id));
        }
        let view = case::view(context, moment.results, &id, reader.lang);
        let mut view = view.ok_or_else(|| Problem::Missing(Missing::Case, id.clone()))?;
        let own = |entry: &Entry| entry.case.as_ref() == Some(&id);
        view.ledger = of_all_months(context, &closed, own, view.ledger, reader.lang);
        view.ledger.retain(|line| line.is_in(context, &scope));
        case_told::tell(moment, &mut view, reader.lang)?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// Lines of closed months, as they were published, before those of the open ones.
fn of_all_months(
    context: &Context<'_>,
    closed: &[Version],
    wanted: impl Fn(&Entry) -> bool,
    open: Vec<LedgerLine>,
    lang: Lang,
) -> Vec<LedgerLine> {
    let lines =
        closed.iter().flat_map(|version| published::lines(context, &version.published, &wanted, lang));
    lines.chain(open).collect()
}

/// Puts the lines of closed months into the course of a rating or complaint: those that rest on its first event.
pub(super) fn add_closed_months(course: &mut Course, context: &Context<'_>, closed: &[Version], lang: Lang) {
    let first = course.events.first().map(|of| (of.event.source.clone(), of.event.id.clone()));
    let own = |entry: &Entry| {
        entry.evidence.iter().any(|event| Some((event.source.clone(), event.id.clone())) == first)
    };
    let open = std::mem::take(&mut course.ledger);
    course.ledger = of_all_months(context, closed, own, open, lang);
}

/// An event as it came, and what was made of it.
pub async fn event(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path((source, id)): Path<(String, String)>,
) -> Response {
    let here = Place::Event(source.clone(), id.clone());
    let made = load_event(&visitor, &app, source, id).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, event::html)))
}

async fn load_event(
    visitor: &Visitor,
    app: &Arc<App>,
    source: String,
    id: String,
) -> Result<(Frame, event::EventView), Problem> {
    let reader = visitor.reader.clone();
    let name = format!("{source}/{id}");
    let missing = || Problem::Missing(Missing::Event, name.clone());
    let place = (source.clone(), id.clone());
    let number = app.live.ask(move |moment| {
        let site = moment.context.registry().index.sites.get(place.0.as_str()).copied()?;
        moment.context.log.find(site, &place.1).map(|event| moment.number(event))
    });
    let number = number.await?.ok_or_else(missing)?;
    let kept = app.records(move |records| records.event(number)).await?.ok_or_else(missing)?;
    let closed = all_newest(app).await?;
    let reads_citizens = visitor.reads_citizens();
    let made = app.live.ask(move |moment| {
        let road = format!("{} {} · {}", kept.road, kept.place, kept.item);
        let raw = if reads_citizens { kept.raw.clone() } else { event::without_citizens(&kept.raw) };
        let arrival = Arrival { raw: &raw, received: Some(kept.received), road: Some(&road) };
        let context = &moment.context;
        let mut view = event::view(context, moment.results, (&source, &id), Some(arrival), reader.lang)?;
        let own = |entry: &Entry| {
            entry.evidence.iter().any(|event| (event.source.as_str(), event.id.as_str()) == (&source, &id))
        };
        view.ledger = of_all_months(context, &closed, own, view.ledger, reader.lang);
        Some((Frame::of(moment, None, &reader), view))
    });
    let found = made.await?.ok_or_else(missing)?;
    crate::seen::note(app, visitor, "event.seen", &name);
    Ok(found)
}

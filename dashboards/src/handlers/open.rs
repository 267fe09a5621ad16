//! What is open with its deadlines, a case, an event.

use super::answered;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::event::Arrival;
use crate::pages::filter::Filter;
use crate::pages::message::Missing;
use crate::pages::{case, due, event};
use crate::session::Visitor;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use std::sync::Arc;

/// What is open, soonest first.
pub async fn due(visitor: Visitor, State(app): State<Arc<App>>, Query(filter): Query<Filter>) -> Response {
    let reader = visitor.reader.clone();
    let made = app.live.ask(move |moment| {
        let open = scoring::due::open(&moment.context);
        let view = due::view(&moment.context, &open, &filter, reader.lang);
        (Frame::of(moment, None, &reader), view)
    });
    let made = made.await.map_err(Problem::from);
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Due, &view, due::html)))
}

/// A case with its clock.
pub async fn case(visitor: Visitor, State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let (reader, here) = (visitor.reader.clone(), Place::Case(id.clone()));
    let made = app.live.ask(move |moment| {
        let view = case::view(&moment.context, moment.results, &id, reader.lang);
        let view = view.ok_or(Problem::Missing(Missing::Case, id))?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    let made = made.await.map_err(Problem::from).flatten();
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, case::html)))
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
    let made = app.live.ask(move |moment| {
        let road = format!("{} {} · {}", kept.road, kept.place, kept.item);
        let arrival = Arrival { raw: &kept.raw, received: Some(kept.received), road: Some(&road) };
        let view = event::view(&moment.context, moment.results, (&source, &id), Some(arrival), reader.lang)?;
        Some((Frame::of(moment, None, &reader), view))
    });
    made.await?.ok_or_else(missing)
}

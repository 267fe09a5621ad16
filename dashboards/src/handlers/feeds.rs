//! The feeds as of now.

use super::answered;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::feeds::{self, Feeds, FeedsFilter};
use crate::session::Visitor;
use axum::extract::{Query, State};
use axum::response::Response;
use std::sync::Arc;

/// Every source and stream.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(filter): Query<FeedsFilter>,
) -> Response {
    let made = load(&visitor, &app, &filter).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Feeds, &view, feeds::html)))
}

async fn load(visitor: &Visitor, app: &Arc<App>, filter: &FeedsFilter) -> Result<(Frame, Feeds), Problem> {
    let reader = visitor.reader.clone();
    let (live, limits, lang) = (app.live.clone(), app.limits.clone(), reader.lang);
    let scope = visitor.scope();
    let view = app.records(move |records| {
        let found = records.plain_applicants()?;
        live.look_at_feeds(records, &limits, move |now| Feeds {
            plain_applicants: feeds::plain(&found, now, &scope, lang),
            ..feeds::view(now, &scope, lang)
        })
    });
    let mut view = view.await?;
    view.narrow(filter);
    let frame = app.live.ask(move |moment| Frame::of(moment, None, &reader)).await?;
    Ok((frame, view))
}

//! The feeds as of now.

use super::answered;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::feeds::{self, Feeds};
use crate::session::Visitor;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

/// Every source and stream.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load(&visitor, &app).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Feeds, &view, feeds::html)))
}

async fn load(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, Feeds), Problem> {
    let reader = visitor.reader.clone();
    let (live, limits, lang) = (app.live.clone(), app.limits.clone(), reader.lang);
    let scope = visitor.scope();
    let view = app.records(move |records| {
        live.look_at_feeds(records, &limits, move |now| feeds::view(now, &scope, lang))
    });
    let view = view.await?;
    let frame = app.live.ask(move |moment| Frame::of(moment, None, &reader)).await?;
    Ok((frame, view))
}

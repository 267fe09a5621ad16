//! The feeds as of now.

use super::answered;
use crate::answer::{Frame, Problem, listed};
use crate::app::App;
use crate::links::Place;
use crate::pages::feeds::{self, Feeds, FeedsFilter};
use crate::pages::paging::PageAsked;
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
    answered(&visitor, made.map(|(frame, view)| listed(&visitor, &frame, Place::Feeds, &view, feeds::html)))
}

async fn load(visitor: &Visitor, app: &Arc<App>, filter: &FeedsFilter) -> Result<(Frame, Feeds), Problem> {
    let reader = visitor.reader.clone();
    let page = PageAsked::of(&reader, feeds::ROWS_OF_A_PAGE);
    let (live, limits, lang) = (app.live.clone(), app.limits.clone(), reader.lang);
    let scope = visitor.scope();
    // Whoever sees the whole service's feeds looks after the service; a source's operator cannot change its certificate.
    let ends = app.tls.as_ref().and_then(|tls| tls.ends()).filter(|_| scope.is_all());
    let view = app.records(move |records| {
        let found = records.plain_applicants()?;
        live.look_at_feeds(records, &limits, move |now| Feeds {
            certificate: ends
                .and_then(|ends| feeds::certificate(ends, now.now, &now.county.registry.zone, lang)),
            plain_applicants: feeds::plain(&found, now, &scope, lang),
            ..feeds::view(now, &scope, lang)
        })
    });
    let mut view = view.await?;
    view.narrow(filter);
    view.cut(page);
    let frame = app.live.ask(move |moment| Frame::of(moment, None, &reader)).await?;
    Ok((frame, view))
}

//! Streams of events that tell open pages when to look again.

use crate::app::App;
use crate::live::{Listener, Pass};
use crate::session::Visitor;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use utoipa::ToSchema;

/// What a listener knows already.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Since {
    /// The revision of the page that listens.
    since: Option<String>,
}

/// Tells a logged-in page of changes, until the session ends.
pub async fn listen(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Response {
    stream(&app, Pass::Session(visitor.key), &since, &headers)
}

/// A stream of changes. After a lost connection it goes on from the event that was heard last.
pub fn stream(app: &Arc<App>, pass: Pass, since: &Since, headers: &HeaderMap) -> Response {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let known = last.filter(|id| !id.is_empty()).or(since.since.as_deref());
    let Some(listener) = Listener::new(app, pass, known) else {
        let later = [(header::RETRY_AFTER, "30")];
        return (StatusCode::SERVICE_UNAVAILABLE, later, "听的连接已满 / too many listen").into_response();
    };
    let events = futures_util::stream::unfold(listener, |listener| async {
        let (event, listener) = listener.next().await?;
        Some((Ok::<Event, Infallible>(event), listener))
    });
    let mut response = Sse::new(events).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that gathers an answer before it passes it on would hold the events back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

//! The first address of a service that has several regions: their list, which anybody may see, as the login shows a county's
//! name to anybody.

use crate::answer::{Problem, page, told};
use crate::links::{Links, Place};
use crate::pages::regions::{self, Region, Regions};
use crate::session::Reader;
use crate::ui::Ui;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ingest::live::Live;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// So long the list waits for names that a reload may have changed; then it shows those of the start.
const NAMES_WAITED_FOR: Duration = Duration::from_millis(500);

/// A region of the service.
pub struct Served {
    /// Its code.
    pub code: String,
    /// Its name at the start.
    pub name: String,
    /// The way to its desk.
    pub live: Live,
}

/// The list.
pub async fn list(State(served): State<Arc<Vec<Served>>>, request: Request) -> Response {
    shown(&served, request, false).await
}

/// The list, where something else was asked for that is not there.
pub async fn instead(State(served): State<Arc<Vec<Served>>>, request: Request) -> Response {
    shown(&served, request, true).await
}

async fn shown(served: &Arc<Vec<Served>>, request: Request, is_instead: bool) -> Response {
    let (mut parts, _) = request.into_parts();
    let reader = Reader::of(&mut parts, served, &Arc::from("")).await;
    let view = Regions { regions: names(served).await, is_instead };
    let status = if is_instead { StatusCode::NOT_FOUND } else { StatusCode::OK };
    if reader.is_api() {
        return (status, Json(view)).into_response();
    }
    let ui = Ui {
        lang: reader.lang,
        county: "",
        links: Links::Served(""),
        here: Place::Regions,
        query: "",
        month: None,
        months: &[],
        as_of: "",
        user: None,
        csrf: "",
        role: None,
        version: None,
    };
    match regions::html(&ui, &view) {
        Ok(text) => page(&reader, status, text),
        Err(error) => told(&reader, None, &Problem::from(error)),
    }
}

async fn names(served: &[Served]) -> Vec<Region> {
    let until = Instant::now() + NAMES_WAITED_FOR;
    let mut regions = Vec::with_capacity(served.len());
    for region in served {
        let asked = region.live.act(|desk| desk.county().registry.name.clone());
        let name = match timeout_at(until, asked).await {
            Ok(Ok(name)) => name,
            Ok(Err(_)) | Err(_) => region.name.clone(),
        };
        regions.push(Region { code: region.code.clone(), name });
    }
    regions
}

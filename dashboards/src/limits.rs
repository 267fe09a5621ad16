//! How much a request to the pages may bring: every limit of bodies and uploads, here and in the configuration's `[limits]`.

use crate::app::App;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// How much a request to the pages may bring. Events have limits of their own (`ingest::sources::http::Limits`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyLimits {
    /// Bytes of a form, or of a JSON body of the API.
    pub form_bytes_max: usize,
    /// Bytes of a form with files: photos, tables of evaluations, registry and rulebook.
    pub upload_bytes_max: usize,
}

impl Default for BodyLimits {
    /// A form is a few fields; a phone's photo is some ten MiB.
    fn default() -> BodyLimits {
        BodyLimits { form_bytes_max: 1 << 20, upload_bytes_max: 32 << 20 }
    }
}

impl BodyLimits {
    /// How much a request with such a head may bring.
    pub fn of(&self, headers: &HeaderMap) -> usize {
        if is_upload(headers) { self.upload_bytes_max } else { self.form_bytes_max }
    }
}

/// Whether a request brings files.
pub fn is_upload(headers: &HeaderMap) -> bool {
    media_type(headers) == "multipart/form-data"
}

/// The media type of a request's body, without parameters; empty where it has none.
pub fn media_type(headers: &HeaderMap) -> String {
    let whole = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    whole.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Holds every handler that reads a body to its limit; one that brings more is answered 413.
pub async fn hold(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    DefaultBodyLimit::max(app.bodies.of(request.headers())).apply(&mut request);
    next.run(request).await
}

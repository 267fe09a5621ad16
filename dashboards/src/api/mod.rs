//! What makes the addresses below `/api/v1` an API: bodies as JSON or as forms, answers as JSON, and their description.
//!
//! Pages and API have the same handlers. What differs is here, before and after them: [`bodies`] turns a JSON body into the form
//! that handlers read, [`answers`] turns redirects and plain refusals into JSON, [`openapi`] describes every route.

pub mod answers;
pub mod bodies;
pub mod borrowed;
pub mod described;
pub mod openapi;
pub mod replies;
pub mod schemas;
pub mod shapes;
pub mod uploads;

use crate::app::App;
use crate::session::Reader;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// Where the API is, below the service.
pub const BELOW: &str = "/api/v1";

/// Lets API and pages be spoken to in their own way.
pub async fn spoken(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let reader = match Reader::from_request_parts(&mut parts, &app).await {
        Ok(reader) => reader,
        Err(never) => match never {},
    };
    let bytes_max = app.bodies.of(&parts.headers);
    let is_read = parts.method == Method::GET || parts.method == Method::HEAD;
    let mut request = Request::from_parts(parts, body);
    if reader.is_api() && !is_read {
        request = match bodies::as_form(&app, request, bytes_max).await {
            Ok(request) => request,
            Err(why) => return answers::refused(&reader, why, bytes_max),
        };
    }
    let response = next.run(request).await;
    answers::spoken(&reader, response, is_read, bytes_max).await
}

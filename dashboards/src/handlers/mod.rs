//! One function a route: who asks, load the thing, do it, answer.

pub mod login;
pub mod months;
pub mod open;
pub mod rejected;

use crate::answer::{Problem, told};
use crate::session::Visitor;
use axum::response::Response;

/// Answers with what was made, or tells why not.
fn answered(visitor: &Visitor, made: Result<Response, Problem>) -> Response {
    made.unwrap_or_else(|problem| told(&visitor.reader, Some(visitor), &problem))
}

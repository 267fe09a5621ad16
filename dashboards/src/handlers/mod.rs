//! One function a route: who asks, load the thing, do it, answer.

pub mod appeals;
pub mod audit;
pub mod closing;
pub mod complaints;
pub mod contract;
pub mod entered;
pub mod feeds;
pub mod handover;
pub mod letters;
pub mod login;
pub mod messages;
pub mod months;
pub mod notices;
pub mod open;
pub mod orders;
pub mod places;
pub mod ratings;
pub mod regions;
pub mod rejected;
pub mod session;
pub mod sign_on;
pub mod signals;
pub mod taken;
pub mod upload;
pub mod versions;

use crate::answer::{Problem, told};
use crate::session::Visitor;
use axum::response::Response;

/// Answers with what was made, or tells why not.
fn answered(visitor: &Visitor, made: Result<Response, Problem>) -> Response {
    made.unwrap_or_else(|problem| told(&visitor.reader, Some(visitor), &problem))
}

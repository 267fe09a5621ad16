//! One function a route: who asks, load the thing, do it, answer.

pub mod account;
pub mod accounts;
pub mod appeals;
pub mod audit;
pub mod charts;
pub mod closing;
pub mod complaints;
pub mod contract;
pub mod displays;
pub mod drafts;
pub mod entered;
pub mod evaluations;
pub mod feeds;
pub mod findings;
pub mod given_changes;
pub mod givens;
pub mod handover;
pub mod letters;
pub mod live;
pub mod login;
pub mod mending;
pub mod messages;
pub mod monthly;
pub mod months;
pub mod notices;
pub mod open;
pub mod orders;
pub mod photos;
pub mod places;
pub mod preview;
pub mod privacy;
pub mod proposals;
pub mod public;
pub mod ratings;
pub mod regions;
pub mod rejected;
pub mod report_check;
pub mod report_view;
pub mod reports;
pub mod round;
pub mod session;
pub mod sign_on;
pub mod signals;
pub mod sources;
pub mod texts;
pub mod today;
pub mod upload;
pub mod versions;
pub mod week;
pub mod what_if;

use crate::answer::{Problem, told};
use crate::session::Visitor;
use axum::response::Response;

/// Answers with what was made, or tells why not.
fn answered(visitor: &Visitor, made: Result<Response, Problem>) -> Response {
    made.unwrap_or_else(|problem| told(&visitor.reader, Some(visitor), &problem))
}

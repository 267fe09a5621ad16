//! Where the list is that a number of Today counts.

use crate::links::{Place, segment};
use crate::rights::Right;
use crate::ui::Ui;
use serde::Serialize;
use utoipa::ToSchema;

/// What a number of Today counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Windows at work.
    AtWork,
    /// Tickets that wait.
    Waiting,
    /// Cases accepted today.
    Accepted,
    /// Cases completed today.
    Completed,
    /// Open cases.
    OpenCases,
    /// What is due today.
    DueToday,
    /// What is overdue.
    Overdue,
    /// Bad ratings to be verified.
    Unverified,
    /// Bad ratings of today.
    BadToday,
    /// Open complaints.
    Complaints,
    /// Feeds in trouble.
    Feeds,
}

/// The address of the list, of a site or of all; `date` is today. None for those who may not see it.
pub fn door(ui: &Ui<'_>, counted: Counted, site: Option<&str>, date: &str) -> Option<String> {
    let sees_voices = ui.may(Right::Voices);
    let (place, query): (Place, Vec<(&str, &str)>) = match counted {
        Counted::AtWork => (list("windows"), Vec::new()),
        Counted::Waiting => (list("waiting"), Vec::new()),
        Counted::Accepted => (list("accepted"), Vec::new()),
        Counted::Completed => (list("completed"), Vec::new()),
        Counted::OpenCases => (Place::Due, vec![("kind", "case")]),
        Counted::DueToday => (Place::Due, vec![("state", "today")]),
        Counted::Overdue => (Place::Due, vec![("state", "overdue")]),
        Counted::Unverified if sees_voices => (Place::Ratings, vec![("step", "verify")]),
        Counted::Unverified => (Place::Due, vec![("kind", "rating_verify")]),
        Counted::BadToday if sees_voices => (Place::Ratings, vec![("day", date)]),
        Counted::BadToday => return None,
        Counted::Complaints if sees_voices => (Place::Complaints, vec![("state", "open")]),
        Counted::Complaints => (Place::Due, vec![("kind", "complaint")]),
        Counted::Feeds if ui.may(Right::Feeds) => (Place::Feeds, vec![("state", "trouble")]),
        Counted::Feeds => return None,
    };
    let parts = query.into_iter().chain(site.map(|site| ("site", site)));
    let query: Vec<String> = parts.map(|(name, value)| format!("{name}={}", segment(value))).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    Some(format!("{}{mark}{}", ui.to(&place), query.join("&")))
}

fn list(name: &str) -> Place {
    Place::TodayList(name.to_owned())
}

//! Signals of integrity: patterns in the data that somebody should look at. They take no points.

use crate::ui::Ui;
use crate::words;
use askama::Template;
use reports::words::labels;
use serde::Serialize;

/// The signals as of a moment.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Signals {
    /// The time of the data, written.
    pub as_of: String,
    /// The signals, newest first.
    pub rows: Vec<SignalRow>,
}

/// One signal.
#[derive(Clone, Debug, Serialize)]
pub struct SignalRow {
    /// The date, written.
    pub day: String,
    /// What it is called, in the page's language.
    pub title: String,
    /// Why it stands out, with its figures, in the page's language.
    pub detail: String,
    /// The window concerned: id and name.
    pub window: Option<super::Named>,
    /// The staff member concerned.
    pub staff: Option<super::Named>,
    /// The events behind it: source and id.
    pub events: Vec<(String, String)>,
    /// What became of it: none while nobody has looked.
    pub answer: Option<String>,
}

#[derive(Template)]
#[template(path = "signals.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Signals,
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Signals) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

//! A month as it would be published now, and what is different from the preview kept last.

use super::decided::DecisionMark;
use super::ranking::{FlagShown, Ranking, Row};
use crate::links::Place;
use crate::ui::Ui;
use crate::words::{self, monthly as said};
use askama::Template;
use reports::changes::Document;
use reports::words::labels;
use serde::Serialize;
use utoipa::ToSchema;

/// The preview of a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// The time of the data, written.
    pub as_of: String,
    /// The ranking of windows.
    pub ranking: Ranking,
    /// Flags and consequences with what was decided.
    pub proposals: Vec<Proposed>,
    /// When a preview was kept last and by whom, written.
    pub kept: Option<String>,
    /// What is different from it; none where none was kept.
    #[schema(value_type = Option<crate::api::borrowed::DocumentShape>)]
    pub changes: Option<Document>,
    /// Whether nothing is.
    pub is_same: bool,
}

/// A flag or consequence in the preview.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Proposed {
    /// What is proposed, as it is spoken of.
    pub title: String,
    /// What was decided.
    pub mark: DecisionMark,
}

#[derive(Template)]
#[template(path = "preview.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Preview,
}

impl Page<'_> {
    fn rows(&self) -> impl Iterator<Item = &Row> {
        let unranked = self.view.ranking.unranked.iter().flat_map(|group| &group.rows);
        self.view.ranking.ranked.iter().chain(unranked)
    }

    fn action(&self) -> String {
        self.ui.at(&format!("/months/{}/preview", self.view.month))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Preview) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

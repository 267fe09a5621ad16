//! What is different in a closed month, with the reason of each line: between two versions, or between the newest version and
//! the month as it is now; then it can be published anew.

use crate::ui::Ui;
use crate::words;
use askama::Template;
use reports::changes::Document;
use reports::render::columns::Align;
use serde::Serialize;

/// The changes of a month.
#[derive(Clone, Debug, Serialize)]
pub struct ChangesView {
    /// The month, `2026-08`.
    pub month: String,
    /// The time of the data, written.
    pub as_of: String,
    /// What changed.
    pub document: Document,
    /// Whether it is the month as it is now that is compared, which can be published.
    pub is_now: bool,
    /// Whether nothing changed.
    pub is_empty: bool,
}

#[derive(Template)]
#[template(path = "changes.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a ChangesView,
}

impl Page<'_> {
    fn class(&self, aligns: &[Align], place: &usize) -> &'static str {
        match aligns.get(*place) {
            Some(Align::Right) => "n",
            Some(Align::Left) | None => "",
        }
    }

    fn button(&self) -> String {
        words::reissue_this(self.ui.lang, &self.view.document.month)
    }

    fn list(&self, list: &[String]) -> String {
        self.ui.lang.list(list)
    }
}

/// The page. Its form posts to `/months/MONTH/reissue`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &ChangesView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

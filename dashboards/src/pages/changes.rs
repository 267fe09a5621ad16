//! What is different in a closed month, with the reason of each line: between two versions, or between the newest version and
//! the month as it is now; then it can be published anew.

use super::decided::{self, DecisionMark};
use super::proposals;
use crate::months::Decisions;
use crate::months::proposals::ProposalState;
use crate::ui::Ui;
use crate::words::{self, monthly as said};
use askama::Template;
use reports::changes::Document;
use reports::changes::document::Part;
use reports::changes::published::EventId;
use reports::render::columns::Align;
use reports::words::Lang;
use scoring::context::Context;
use serde::Serialize;
use utoipa::ToSchema;

/// The changes of a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangesView {
    /// The month, `2026-08`.
    pub month: String,
    /// The time of the data, written.
    pub as_of: String,
    /// What changed.
    #[schema(value_type = crate::api::borrowed::DocumentShape)]
    pub document: Document,
    /// Whether it is the month as it is now that is compared, which can be published.
    pub is_now: bool,
    /// What was decided otherwise about flags and consequences.
    pub decisions: Vec<DecisionChange>,
    /// Whether nothing changed.
    pub is_empty: bool,
}

/// A flag or consequence that was decided otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecisionChange {
    /// What is proposed, as it is spoken of.
    pub title: String,
    /// Where it stood; nothing where it was not proposed.
    pub before: Option<String>,
    /// Where it stands, by whom, when and why.
    pub after: DecisionMark,
}

/// What was decided otherwise on the later side. What is proposed on one side alone, and undecided, is told with the flags
/// and actions themselves.
pub fn decisions(context: &Context<'_>, found: &Decisions, lang: Lang) -> Vec<DecisionChange> {
    let Some(before) = &found.before else { return Vec::new() };
    let mut changed = Vec::new();
    for now in &found.after {
        let was = before.iter().find(|was| was.kind == now.kind && was.subject == now.subject);
        let is_new = was.is_none() && now.state == ProposalState::Undecided;
        if is_new || was.is_some_and(|was| was.state == now.state && was.reason == now.reason) {
            continue;
        }
        changed.push(DecisionChange {
            title: proposals::title(&now.kind, lang),
            before: was.map(|was| decided::mark(context, was, lang).state_name),
            after: decided::mark(context, now, lang),
        });
    }
    changed
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

    /// The event that a row is about.
    fn event<'p>(&self, part: &'p Part, row: &usize) -> Option<&'p EventId> {
        part.events.get(*row)
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

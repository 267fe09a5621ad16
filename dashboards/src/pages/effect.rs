//! What will be entered, what it changes, and the one button that enters exactly that.

use super::as_of;
use crate::entering::effect::{Effect, StandShown};
use crate::pages::ranking::FlagShown;
use crate::ui::Ui;
use crate::words;
use crate::words::entering as said;
use askama::Template;
use reports::words::{Lang, labels};
use scoring::context::Context;
use serde::Serialize;
use utoipa::ToSchema;

/// A form shown once more with what it changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct EffectView {
    /// The time of the data.
    pub as_of: String,
    /// What will be entered, a line each.
    pub what: Vec<String>,
    /// What it changes.
    pub effect: Effect,
    /// What was recorded already of the same on the same day, by ids.
    pub similar: Vec<String>,
    /// Photos that go with it, by digest.
    pub photos: Vec<String>,
    /// Whether something else was entered since it was shown before.
    pub has_changed: bool,
    /// Where the form goes, below where the service is.
    pub action: String,
    /// Where it is changed.
    pub back: String,
    /// What the button says.
    pub button: String,
    /// The form's fields.
    pub fields: Vec<(&'static str, String)>,
    /// The nonce.
    pub nonce: String,
}

impl EffectView {
    /// The time of the data as the page writes it.
    pub fn as_of(context: &Context<'_>, lang: Lang) -> String {
        lang.as_of(&as_of(context, lang))
    }
}

#[derive(Template)]
#[template(path = "effect.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a EffectView,
}

impl Page<'_> {
    fn photo(&self, photo: &str) -> String {
        self.ui.at(&format!("/photos/{photo}"))
    }

    fn has_lines(&self) -> bool {
        self.view.effect.subjects.iter().any(|subject| !subject.lines.is_empty())
    }

    fn rank(&self, stand: &Option<StandShown>) -> String {
        match stand.as_ref().and_then(|stand| stand.rank.map(|rank| (rank, stand.of))) {
            Some((rank, of)) => format!("{rank}/{of}"),
            None => "—".to_owned(),
        }
    }

    fn total(&self, stand: &Option<StandShown>) -> String {
        stand.as_ref().map_or("—".to_owned(), StandShown::total_text)
    }

    fn flag(&self, stand: &Option<StandShown>) -> Option<FlagShown> {
        stand.as_ref().and_then(|stand| stand.flag)
    }

    fn is_dissatisfied(&self, stand: &Option<StandShown>) -> bool {
        stand.as_ref().is_some_and(|stand| stand.is_dissatisfied)
    }

    fn moves_flag(&self, before: &Option<StandShown>, after: &Option<StandShown>) -> bool {
        self.flag(before) != self.flag(after) || self.is_dissatisfied(before) != self.is_dissatisfied(after)
    }

    fn changes_nothing(&self) -> bool {
        let effect = &self.view.effect;
        effect.subjects.iter().all(|subject| subject.before == subject.after && subject.lines.is_empty())
            && effect.flags_of_others.is_empty()
            && effect.consequences.is_empty()
    }

    fn has_others(&self) -> bool {
        !self.view.effect.flags_of_others.is_empty() || self.view.effect.ranks_of_others > 0
    }

    fn ranks_of_others(&self) -> String {
        said::ranks_of_others(self.ui.lang, self.view.effect.ranks_of_others)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &EffectView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

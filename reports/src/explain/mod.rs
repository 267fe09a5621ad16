//! A score as a person wants it explained: who, how many points and which rank, why the flag, then every line of the
//! ledger with its rule, what it is about and the events behind it.
//!
//! [`Explanation`] is a document as a value, all of its texts written already; [`text::text`] sets it for a terminal.
//! Nothing is computed here that scoring has computed: results are read, and cases looked at, never judged.

mod about;
mod concern;
mod entries;
mod figures;
mod head;
mod notes;
pub mod published;
pub(crate) mod scribe;
pub mod text;

pub use notes::recipient_name;

use crate::words::Lang;
use scoring::context::Context;
use scoring::month::{MonthResult, PastMonth};
use scoring::registry::{StaffIdx, WindowIdx};
use scribe::Scribe;
use serde::Serialize;

/// A subject's month, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Who.
    pub title: String,
    /// Which month, as of when, by which rulebook.
    pub subtitle: String,
    /// Where the subject stands.
    pub head: Vec<Statement>,
    /// Category by category, then rates and what else concerns the subject.
    pub sections: Vec<Section>,
}

/// A labelled statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// What is stated.
    pub label: String,
    /// The statement; further lines give reasons.
    pub lines: Vec<String>,
}

/// A part of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// What is left, or why there is nothing to list.
    pub aside: String,
    /// The lines.
    pub body: Body,
}

/// The lines of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// None.
    Nothing,
    /// Lines of the ledger.
    Entries(Entries),
    /// Figures in columns.
    Figures(Figures),
    /// Things with their dates.
    Dated(Vec<DatedLine>),
}

/// Lines of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entries {
    /// What the two columns of points are called: asked for, and what still counted.
    pub points: [String; 2],
    /// The lines, in the order in which they were applied.
    pub lines: Vec<EntryLine>,
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryLine {
    /// The day it counts for.
    pub day: String,
    /// What the rule asks for.
    pub requested: String,
    /// What still counted.
    pub applied: String,
    /// What for, by whom.
    pub title: String,
    /// The name by which it is found again ([`scoring::entry_name`]).
    pub name: String,
    /// What it is about: more on what happened.
    pub about: Vec<String>,
    /// The rule with its clause.
    pub rule: String,
    /// The case that it names, where there is one.
    pub case: Option<String>,
    /// The events behind it; none where it is derived from attendance or ranking.
    pub events: Vec<EventTold>,
}

/// An event as people look it up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventTold {
    /// The site that sent it.
    pub source: String,
    /// Its id.
    pub id: String,
    /// Its type, identity and time.
    pub text: String,
}

/// Figures in columns: the first is text, the last too if `remarks`, those between are numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// The columns' heads.
    pub columns: Vec<String>,
    /// Rows, each as long as the heads.
    pub rows: Vec<Vec<String>>,
    /// Whether the last column is text.
    pub remarks: bool,
}

/// Something with its date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DatedLine {
    /// The day; empty for several together.
    pub day: String,
    /// What; further lines say more.
    pub lines: Vec<String>,
}

/// Explains a window's month. `earlier` is what is known of the months before.
pub fn window(
    context: &Context<'_>,
    earlier: &[PastMonth],
    result: &MonthResult,
    window: WindowIdx,
    lang: Lang,
) -> Explanation {
    let scribe = Scribe::new(context, result, lang);
    let mut sections = Vec::new();
    if let Some(standing) = result.window(window) {
        sections.extend(entries::of_window(&scribe, standing));
        sections.push(figures::rates(&scribe, &standing.rates));
    }
    sections.extend(notes::of_window(&scribe, window));
    Explanation {
        title: head::window_title(&scribe, window),
        subtitle: head::subtitle(&scribe),
        head: head::of_window(&scribe, earlier, window),
        sections,
    }
}

/// Explains a staff member's month.
pub fn staff_member(context: &Context<'_>, result: &MonthResult, staff: StaffIdx, lang: Lang) -> Explanation {
    let scribe = Scribe::new(context, result, lang);
    let mut sections = Vec::new();
    if let Some(standing) = result.staff_member(staff) {
        sections.extend(entries::of_staff(&scribe, standing));
    }
    sections.extend(notes::of_staff(&scribe, staff));
    Explanation {
        title: head::staff_title(&scribe, staff),
        subtitle: head::subtitle(&scribe),
        head: head::of_staff(&scribe, staff),
        sections,
    }
}

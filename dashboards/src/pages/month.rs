//! A month's way from open to published, step by step: what is done, by whom, and what is next.

use super::document_links::DocumentLink;
use crate::links::Place;
use crate::rights::Right;
use crate::ui::Ui;
use crate::words::{self, monthly as said};
use askama::Template;
use reports::papers::Kind;
use reports::words::{Lang, Word};
use serde::Serialize;
use utoipa::ToSchema;

/// A month with its steps.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = MonthView)]
pub struct MonthView {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// The time of the data, written.
    pub as_of: String,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The version to be published; none where the newest is, or none is closed.
    pub unpublished: Option<u32>,
    /// Whether results can be put up for objections now.
    pub may_put_up: bool,
    /// Whether the month can be closed now.
    pub may_close: bool,
    /// Whether the newest version differs from how the month stands now.
    pub is_different: bool,
}

/// One step.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Step {
    /// Which.
    pub kind: StepKind,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: StepState,
    /// The same as it is spoken of.
    pub state_name: String,
    /// What is to be said of it, a line each.
    pub told: Vec<String>,
}

/// The steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The month runs.
    Runs,
    /// The check list.
    CheckList,
    /// The preview.
    Preview,
    /// Put up for objections.
    PublicNotice,
    /// Flags and consequences confirmed or dropped.
    Proposals,
    /// Closed.
    Close,
    /// Published.
    Publish,
    /// What is different since, and the reissue.
    Difference,
}

impl StepKind {
    fn title(self) -> Word {
        match self {
            StepKind::Runs => said::RUNS,
            StepKind::CheckList => said::CHECK_LIST,
            StepKind::Preview => said::PREVIEW,
            StepKind::PublicNotice => words::PUT_UP,
            StepKind::Proposals => said::PROPOSALS,
            StepKind::Close => said::CLOSE,
            StepKind::Publish => said::PUBLISH,
            StepKind::Difference => said::DIFFERENCE,
        }
    }
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Nothing is left to do.
    Done,
    /// It is the one to do now.
    Next,
    /// It can be done.
    Open,
    /// Its time has not come.
    Later,
}

impl StepState {
    fn name(self) -> Word {
        match self {
            StepState::Done => said::STEP_DONE,
            StepState::Next => said::STEP_NEXT,
            StepState::Open => said::STEP_OPEN,
            StepState::Later => said::STEP_LATER,
        }
    }

    /// The mark before a step; the word says the same.
    pub fn glyph(self) -> &'static str {
        match self {
            StepState::Done => "✓",
            StepState::Next => "▶",
            StepState::Open => "○",
            StepState::Later => "·",
        }
    }
}

/// A step as it stands; the first that is open in the order of the list becomes the next one.
pub fn steps(found: Vec<(StepKind, StepState, Vec<String>)>, lang: Lang) -> Vec<Step> {
    let next = found.iter().position(|(_, state, _)| *state == StepState::Next);
    let step = |(place, (kind, state, told)): (usize, (StepKind, StepState, Vec<String>))| {
        let state = match state {
            StepState::Next if next != Some(place) => StepState::Open,
            StepState::Next | StepState::Done | StepState::Open | StepState::Later => state,
        };
        Step {
            kind,
            title: lang.say(kind.title()).to_owned(),
            state,
            state_name: lang.say(state.name()).to_owned(),
            told,
        }
    };
    found.into_iter().enumerate().map(step).collect()
}

#[derive(Template)]
#[template(path = "month.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a MonthView,
}

impl Page<'_> {
    fn at(&self, path: &str) -> String {
        self.ui.at(&format!("/months/{}/{path}", self.view.month))
    }

    /// The month's bulletin.
    fn bulletin(&self) -> Option<DocumentLink> {
        let is_closed = |step: &Step| step.kind == StepKind::Close && step.state == StepState::Done;
        let is_closed = self.view.steps.iter().any(is_closed);
        self.ui.document_of_region(&self.view.month, Kind::Bulletin, is_closed)
    }

    fn next(&self) -> Option<&Step> {
        self.view.steps.iter().find(|step| step.state == StepState::Next)
    }

    fn class(&self, step: &Step) -> &'static str {
        match step.state {
            StepState::Done => "done-step",
            StepState::Next => "next-step",
            StepState::Open => "open-step",
            StepState::Later => "later-step",
        }
    }

    fn may_close(&self) -> bool {
        self.ui.may(Right::Close)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &MonthView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

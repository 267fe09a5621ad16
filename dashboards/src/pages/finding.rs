//! One recorded finding or merit: what was seen, its photos, what counted, and how it is voided.

use super::as_of;
use super::course::{data_of, text_of};
use super::published::Version;
use super::rating::done_text;
use super::recorded::{self, Recorded};
use crate::answer::Problem;
use crate::links::Place;
use crate::pages::message::Missing;
use crate::rights::{Right, Scope};
use crate::ui::Ui;
use crate::words;
use crate::words::entering as said;
use askama::Template;
use ingest::live::Moment;
use reports::words::{Lang, labels};
use scoring::finding::look;
use serde::Serialize;
use utoipa::ToSchema;

/// Who looks at it.
#[derive(Clone, Debug)]
pub struct Looking {
    /// The account.
    pub name: String,
    /// What it may see.
    pub scope: Scope,
    /// Whether it works on what people said and showed.
    pub has_voices: bool,
    /// What a form came to that led here.
    pub done: Option<String>,
    /// The nonce of the form that voids; none for whom there is none.
    pub nonce: Option<String>,
}

/// A recorded finding or merit as people see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingView {
    /// What the list says of it.
    #[serde(flatten)]
    pub row: Recorded,
    /// The time of the data.
    pub as_of: String,
    /// The month in which it counts, `2026-09`.
    pub month: String,
    /// Whether the reader may see the photos.
    pub shows_photos: bool,
    /// How it was voided.
    pub voided: Option<Voided>,
    /// What a form came to that led here.
    pub done: Option<String>,
    /// The nonce of the form that voids it; none where it counts no more, or for whom there is none.
    pub nonce: Option<String>,
}

/// How something was voided.
#[derive(Debug, Serialize, ToSchema)]
pub struct Voided {
    /// When, written.
    pub at: String,
    /// Why.
    pub reason: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// The source of the event.
    pub source: String,
    /// The id of the event.
    pub event: String,
}

/// One of them.
///
/// # Errors
///
/// There is no such thing in the reader's scope; the store cannot be read.
pub fn view(
    moment: &Moment<'_>,
    closed: Option<&Version>,
    (id, is_merit): (&str, bool),
    looking: Looking,
    lang: Lang,
) -> Result<FindingView, Problem> {
    let context = &moment.context;
    let registry = context.registry();
    let found = look(context, id, is_merit).filter(|look| looking.scope.has_window(registry, look.window));
    let found = found.ok_or_else(|| Problem::Missing(Missing::Finding, id.to_owned()))?;
    let month = found.date.month();
    let lines = recorded::lines(moment, closed, month, lang);
    let row = recorded::row(moment, &found, &lines, lang)?;
    let voided = match found.voided {
        Some(event) => {
            let (data, record) = (data_of(moment, event)?, context.log.record(event));
            Some(Voided {
                at: lang.moment(&registry.zone, record.time, context.today().year()),
                reason: text_of(&data, "reason"),
                approved_by: text_of(&data, "approved_by"),
                source: registry.sites[usize::from(record.source)].id.clone(),
                event: context.log.text(record.id).to_owned(),
            })
        }
        None => None,
    };
    Ok(FindingView {
        shows_photos: looking.has_voices || row.entered_by.as_ref() == Some(&looking.name),
        row,
        as_of: lang.as_of(&as_of(context, lang)),
        month: month.to_string(),
        voided,
        done: done_text(looking.done.as_deref(), lang),
        nonce: looking.nonce.filter(|_| found.counts()),
    })
}

#[derive(Template)]
#[template(path = "finding.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a FindingView,
}

impl Page<'_> {
    fn photo(&self, photo: &str) -> String {
        self.ui.at(&format!("/photos/{photo}"))
    }

    fn void_at(&self) -> String {
        self.ui.at(&format!("{}/void", self.view.row.path()))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &FindingView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

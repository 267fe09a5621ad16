//! Personal data: how long it is kept, who was erased, and one person's with what an erasure would take out.

use crate::privacy::Plan;
use crate::ui::Ui;
use crate::words::{self, privacy as said};
use askama::Template;
use ingest::store::sqlite::{AuditDue, Erasure, Kind, Overdue};
use reports::words::{Lang, Word};
use scoring::time::Zone;
use serde::Serialize;
use utoipa::ToSchema;

/// How long personal data is kept, and who was erased.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Privacy {
    /// The time of the data, written.
    pub as_of: String,
    /// The kinds with their periods.
    pub kinds: Vec<KindRow>,
    /// How many things are past their period.
    pub overdue: u64,
    /// What of the audit log is past its period.
    pub audit: Option<AuditOld>,
    /// What was removed from it, the newest first, in words.
    pub cuts: Vec<String>,
    /// Staff whose data was erased.
    pub erasures: Vec<ErasureRow>,
    /// What was just done.
    pub done: Option<String>,
}

/// A kind of personal data with its period.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KindRow {
    /// Its word.
    pub kind: &'static str,
    /// What it is.
    pub title: String,
    /// What of it goes.
    pub goes: String,
    /// The days that it is kept; none: without end.
    pub days: Option<u32>,
    /// The same, written.
    pub period: String,
    /// Whether the period can be set.
    pub is_set_here: bool,
    /// The fewest days that it may be set to.
    pub days_min: u32,
    /// How many are past it.
    pub overdue: u64,
}

/// Entries of the audit log that are past their period.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AuditOld {
    /// How many.
    pub count: u64,
    /// Which, in words.
    pub told: String,
    /// The query of their export.
    pub export: String,
    /// Whether they were exported, so that they can be removed.
    pub is_exported: bool,
}

impl AuditOld {
    /// What the store says of them.
    pub fn of(due: &AuditDue, zone: &Zone, lang: Lang) -> AuditOld {
        let until = lang.moment_exact(zone, due.last_at, 0);
        AuditOld {
            count: due.count(),
            told: said::audit_due(lang, due.count(), (due.first, due.last.entry), &until),
            export: format!("?format=ndjson&before={}", due.last.entry + 1),
            is_exported: due.is_exported,
        }
    }
}

/// A member of staff whose data was erased.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ErasureRow {
    /// The id.
    pub staff: String,
    /// When, written.
    pub at: String,
    /// Who erased it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// The page's view.
pub fn view(overdue: &[Overdue], erasures: &[Erasure], as_of: &str, zone: &Zone, lang: Lang) -> Privacy {
    let row = |found: &Overdue| {
        let (title, goes) = said::kind(found.kind);
        KindRow {
            kind: found.kind.word(),
            title: lang.say(title).to_owned(),
            goes: lang.say(goes).to_owned(),
            days: found.period.days,
            period: said::days(lang, found.period.days),
            is_set_here: found.kind != Kind::Sessions,
            days_min: found.kind.days_min(),
            overdue: found.count,
        }
    };
    let erased = |erasure: &Erasure| ErasureRow {
        staff: erasure.staff.clone(),
        at: lang.moment_exact(zone, erasure.at, 0),
        by: match erasure.erased_by.as_str() {
            "operator" => lang.say(words::BY_OPERATOR).to_owned(),
            account => account.to_owned(),
        },
        reason: erasure.reason.clone(),
    };
    Privacy {
        as_of: as_of.to_owned(),
        kinds: overdue.iter().map(row).collect(),
        overdue: overdue.iter().filter(|found| goes_by_itself(found.kind)).map(|found| found.count).sum(),
        erasures: erasures.iter().map(erased).collect(),
        ..Privacy::default()
    }
}

/// Whether what is past its period is told of and erased with all else.
fn goes_by_itself(kind: Kind) -> bool {
    match kind {
        Kind::Words | Kind::Photos | Kind::Rejected | Kind::Messages | Kind::Drafts => true,
        Kind::Sessions | Kind::Audit => false,
    }
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Privacy,
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Privacy) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

/// One person's data, with what an erasure would take out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Person {
    /// The time of the data, written.
    pub as_of: String,
    /// What would go.
    #[serde(flatten)]
    pub plan: Plan,
}

#[derive(Template)]
#[template(path = "privacy_person.html")]
struct PersonPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a Person,
}

impl PersonPage<'_> {
    /// What goes: what it is, and which or how many.
    fn goes(&self) -> Vec<(Word, String)> {
        let traces = &self.view.plan.traces;
        let listed = |names: &[String]| if names.is_empty() { "0".to_owned() } else { names.join(", ") };
        vec![
            (said::ACCOUNTS, listed(&traces.accounts)),
            (said::ADDRESSEES, listed(&traces.addressees)),
            (said::MESSAGES, traces.messages.to_string()),
            (said::MESSAGES_WAITING, traces.messages_waiting.to_string()),
            (said::AUDIT, traces.audit.to_string()),
        ]
    }
}

/// The page of one person.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn person_html(ui: &Ui<'_>, view: &Person) -> Result<String, askama::Error> {
    PersonPage { ui, view }.render()
}

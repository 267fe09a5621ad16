//! Lines of the ledger as pages list them outside of their book: under a case, under an event.

use super::Named;
use crate::figures::Score;
use crate::rights::Scope;
use reports::words::{Lang, labels, signed};
use scoring::context::Context;
use scoring::entry_name::EntryName;
use scoring::ledger::{Entry, EntryKind};
use scoring::month::{ActionSubject, MonthResult};
use serde::Serialize;
use utoipa::ToSchema;

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerLine {
    /// The month, `2026-09`.
    pub month: String,
    /// Whose book.
    pub subject: Named,
    /// Whether that is a window; a staff member otherwise.
    pub is_window: bool,
    /// The date, `2026-09-08`.
    pub date: String,
    /// The date as it is spoken of.
    pub day: String,
    /// What for.
    pub title: String,
    /// The rule's id.
    pub rule: String,
    /// The rule with its clause.
    pub clause: String,
    /// What the rule asks for.
    pub requested: Score,
    /// What still counted.
    pub applied: Score,
    /// The case that it names, where there is one.
    pub case: Option<String>,
    /// The name by which it is found again, for an appeal.
    pub name: String,
    /// The events behind it, as `SOURCE/ID`.
    pub events: Vec<String>,
}

impl LedgerLine {
    /// Whether it is of a window in scope, or of a staff member there.
    pub fn is_in(&self, context: &Context<'_>, scope: &Scope) -> bool {
        let window = || EntryName::parse(&self.name)?.window(context);
        scope.is_all() || window().is_some_and(|window| scope.has_window(context.registry(), window))
    }

    /// `−5.0`.
    pub fn requested_text(&self) -> String {
        signed(self.requested.0)
    }

    /// `−5.0`.
    pub fn applied_text(&self) -> String {
        signed(self.applied.0)
    }
}

/// The lines of a month that pass a test, in the order of the ledger.
pub fn lines(
    context: &Context<'_>,
    result: &MonthResult,
    wanted: impl Fn(ActionSubject, &Entry) -> bool,
    lang: Lang,
) -> Vec<LedgerLine> {
    let found = result.ledger().filter(|(subject, entry)| wanted(*subject, entry));
    found.map(|(subject, entry)| line(context, result, subject, entry, lang)).collect()
}

/// One line, of a subject's entry.
pub(crate) fn line(
    context: &Context<'_>,
    result: &MonthResult,
    subject: ActionSubject,
    entry: &Entry,
    lang: Lang,
) -> LedgerLine {
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(result.month);
    let (who, book) = match subject {
        ActionSubject::Window(window) => (Named::window(registry, window), &rulebook.window_book),
        ActionSubject::Staff(staff) => (Named::staff(registry, staff), &rulebook.staff_book),
    };
    let rule = &book.rules[entry.rule];
    let name = |event| {
        let record = context.log.record(event);
        format!("{}/{}", registry.sites[usize::from(record.source)].id, context.log.text(record.id))
    };
    LedgerLine {
        month: result.month.to_string(),
        subject: who,
        is_window: matches!(subject, ActionSubject::Window(_)),
        date: entry.date.to_string(),
        day: lang.day(entry.date, result.month.year()),
        title: match entry.kind {
            EntryKind::Kind(kind) => lang.title(&rulebook.kinds[usize::from(kind)].title).to_owned(),
            EntryKind::Evaluation => lang.say(labels::EVALUATION).to_owned(),
        },
        rule: rule.id.clone(),
        clause: format!("{} {} · {}", rule.id, lang.title(&rule.title), lang.title(&rule.clause)),
        requested: Score(entry.requested),
        applied: Score(entry.applied),
        case: entry.about.case().map(|case| context.log.text(case).to_owned()),
        name: EntryName::of(context, result.month, subject, entry).to_string(),
        events: entry.evidence.events().map(name).collect(),
    }
}

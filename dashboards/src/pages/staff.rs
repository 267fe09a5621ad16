//! A staff member's month: the same page as a window's, by the staff book.

use super::filter::Filter;
use super::ranking::{self, PreviousRanks};
use super::window::{self, Subject};
use super::{Named, ledger};
use crate::rights::Scope;
use reports::explain;
use reports::words::Lang;
use scoring::context::Context;
use scoring::month::{ActionSubject, MonthResult};
use scoring::registry::StaffIdx;

pub use super::window::html;

/// A staff member's month. `previous` are the ranks of the month before.
pub fn view(
    context: &Context<'_>,
    result: &MonthResult,
    previous: Option<&PreviousRanks>,
    staff: StaffIdx,
    scope: &Scope,
    lang: Lang,
) -> Subject {
    let registry = context.registry();
    let ranking = ranking::staff(context, result, previous, scope, &Filter::default(), lang);
    let own = window::subject(ranking, Named::staff(registry, staff));
    let (mut place, mut related) = (Vec::new(), Vec::new());
    if let Some(row) = &own.row {
        place.extend([row.department.name.clone(), row.site.name.clone()]);
        related.extend(row.window.clone());
    }
    let explanation = explain::staff_member(context, result, staff, lang);
    Subject {
        place,
        related,
        ledger: ledger::lines(context, result, |subject, _| subject == ActionSubject::Staff(staff), lang),
        explanation: match &own.row {
            Some(row) => window::own_words(explanation, (&own.ranking, row), scope, lang),
            None => explanation,
        },
        ..own
    }
}

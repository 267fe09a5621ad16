//! What is different in a closed month, for who may see only what is in scope.

use crate::rights::Scope;
use reports::changes::published::{Entry, Level, Notice, RateOf, Standing};
use reports::changes::{Change, Changes, Reason, Turn};
use scoring::context::Context;
use scoring::registry::Registry;
use scoring::time::Month;

/// The changes of what is in scope: its windows and staff with their lines, notices, proposals and rates. What concerns the
/// county or nobody in particular, and late events that no line in scope rests on, is left out.
pub fn own(mut changes: Changes, context: &Context<'_>, scope: &Scope) -> Changes {
    if scope.is_all() {
        return changes;
    }
    let (registry, month) = (context.registry(), changes.month);
    keep(&mut changes.windows, |of| scope.has_window_id(registry, &of.id));
    keep(&mut changes.staff, |of| is_own_staff(of, registry, scope));
    keep(&mut changes.entries, |entry| is_own_entry(entry, month, context, scope));
    keep(&mut changes.targets, |missed| {
        let department = missed.department.as_deref().and_then(|id| registry.index.departments.get(id));
        department.is_some_and(|&department| scope.has_department(registry, department))
    });
    keep(&mut changes.actions, |action| is_own_subject(&action.subject, month, registry, scope));
    keep(&mut changes.notices, |notice| is_own_notice(notice, registry, scope));
    changes.anomalies.clear();
    keep(&mut changes.rates, |rate| is_own_rate(rate, registry, scope));
    keep_late(&mut changes);
    changes
}

fn keep<T>(changes: &mut Vec<Change<T>>, is_own: impl Fn(&T) -> bool) {
    changes.retain(|change| match &change.turn {
        Turn::Appeared(of) | Turn::Went(of) => is_own(of),
        Turn::Changed(before, after) => is_own(before) && is_own(after),
    });
}

fn is_own_staff(standing: &Standing, registry: &Registry, scope: &Scope) -> bool {
    standing.home.first().is_some_and(|window| scope.has_window_id(registry, window))
}

fn is_own_entry(entry: &Entry, month: Month, context: &Context<'_>, scope: &Scope) -> bool {
    let window = entry.name(month).window(context);
    window.is_some_and(|window| scope.has_window(context.registry(), window))
}

/// A window in scope, or somebody who was at one in the month.
fn is_own_subject(id: &str, month: Month, registry: &Registry, scope: &Scope) -> bool {
    let (first, last) = (month.first_day(), month.last_day());
    let at_own = || {
        let staff = registry.index.staff.get(id)?;
        let mut held = registry.staff[usize::from(*staff)].assignments.iter();
        held.find(|of| of.from <= last && of.to >= first && scope.has_window(registry, of.window))
    };
    scope.has_window_id(registry, id) || at_own().is_some()
}

fn is_own_notice(notice: &Notice, registry: &Registry, scope: &Scope) -> bool {
    notice.window.as_deref().is_some_and(|window| scope.has_window_id(registry, window))
}

fn is_own_rate(rate: &RateOf, registry: &Registry, scope: &Scope) -> bool {
    match rate.level {
        Level::Window => scope.has_window_id(registry, &rate.id),
        Level::Department => {
            let department = registry.index.departments.get(rate.id.as_str());
            department.is_some_and(|&department| scope.has_department(registry, department))
        }
        Level::Site => scope.has_site_id(&rate.id),
        Level::Region => false,
    }
}

/// Leaves the late events that reasons name, and lets the reasons name them by their new places.
fn keep_late(changes: &mut Changes) {
    let mut places: Vec<usize> = reasons(changes).filter_map(named).collect();
    places.sort_unstable();
    places.dedup();
    let mut late = Vec::new();
    for &place in &places {
        late.extend(changes.late.get(place).cloned());
    }
    changes.late = late;
    for reason in reasons(changes) {
        if let Reason::Late(place) = reason {
            *place = places.binary_search(place).unwrap_or_default();
        }
    }
}

fn named(reason: &mut Reason) -> Option<usize> {
    match reason {
        Reason::Late(place) => Some(*place),
        Reason::LateIn(..)
        | Reason::SameCategory
        | Reason::FlagOfWindow
        | Reason::OwnRates
        | Reason::OthersMoved
        | Reason::EarlierMonths
        | Reason::Givens
        | Reason::Unnamed => None,
    }
}

fn reasons(changes: &mut Changes) -> impl Iterator<Item = &mut Reason> {
    let Changes { windows, staff, entries, targets, actions, notices, rates, .. } = changes;
    let standings = windows.iter_mut().chain(staff).flat_map(|change| &mut change.because);
    let standings = standings.chain(entries.iter_mut().flat_map(|change| &mut change.because));
    let standings = standings.chain(targets.iter_mut().flat_map(|change| &mut change.because));
    let standings = standings.chain(actions.iter_mut().flat_map(|change| &mut change.because));
    let standings = standings.chain(notices.iter_mut().flat_map(|change| &mut change.because));
    standings.chain(rates.iter_mut().flat_map(|change| &mut change.because))
}

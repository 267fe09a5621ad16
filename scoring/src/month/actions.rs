//! What the rules propose beyond points: warnings, dismissals, transfers (`rulebook.md`, Ranking and flags).

use super::assemble::{Roster, flies};
use super::{Action, ActionSubject, MonthResult, PastMonth};
use crate::context::Context;
use crate::finding::Finding;
use crate::notices::NoticeKind;
use crate::ranking::Flag;
use crate::registry::{StaffIdx, WindowIdx};
use crate::rulebook::Rulebook;

/// The actions of a month, by kind, subject and date. `unlisted` are dissatisfied windows without an assignment in the
/// month: they have no standing, but actions see what happened there all the same.
pub(super) fn actions(
    context: &Context<'_>,
    rulebook: &Rulebook,
    roster: &Roster,
    result: &MonthResult,
    findings: &[Finding],
    unlisted: &[WindowIdx],
    past: &[PastMonth],
) -> Vec<Action> {
    let mut actions = of_findings(context, rulebook, roster, findings, past);
    if roster.is_over {
        actions.extend(of_month_end(rulebook, roster, result, past));
        actions.extend(unlisted.iter().map(|&window| Action {
            kind: NoticeKind::DissatisfiedWindow,
            subject: ActionSubject::Window(window),
            date: roster.last_day,
            window: Some(window),
        }));
    }
    let registry = context.registry();
    actions.sort_by(|a, b| {
        let (x, y) = (a.subject.id(registry), b.subject.id(registry));
        (a.kind.word(), x, a.date).cmp(&(b.kind.word(), y, b.date))
    });
    actions
}

/// Broken bans and complaints upheld against staff: one action for each, at once.
fn of_findings(
    context: &Context<'_>,
    rulebook: &Rulebook,
    roster: &Roster,
    findings: &[Finding],
    past: &[PastMonth],
) -> Vec<Action> {
    let about = |kind: NoticeKind, staff: StaffIdx, finding: &Finding| Action {
        kind,
        subject: ActionSubject::Staff(staff),
        date: finding.date,
        window: roster.last_window(staff).or(finding.window),
    };
    let mut actions = Vec::new();
    for finding in findings.iter().filter(|finding| rulebook.is_ban(finding.kind)) {
        actions.extend(finding.staff.map(|staff| about(NoticeKind::DismissalRecommended, staff, finding)));
    }
    let mut upheld: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.kind == context.county.rulebooks.derived.complaint_upheld)
        .collect();
    // In the order of the resolutions, each complaint's last evidence.
    upheld.sort_by(|a, b| match (a.evidence.events().last(), b.evidence.events().last()) {
        (Some(first), Some(second)) => context.log.order(first, second),
        (first, second) => first.cmp(&second),
    });
    let mut this_month: Vec<StaffIdx> = Vec::new();
    for finding in upheld {
        let Some(staff) = finding.staff else { continue };
        let earlier = this_year(past, roster).flat_map(|month| &month.complaints_upheld);
        let first = !earlier.chain(&this_month).any(|&other| other == staff);
        let kind = if first { NoticeKind::NotifyDepartment } else { NoticeKind::TransferRecommended };
        actions.push(about(kind, staff, finding));
        this_month.push(staff);
    }
    actions
}

/// Flags, dissatisfied windows and failed evaluations: once the month's last day is over.
fn of_month_end(
    rulebook: &Rulebook,
    roster: &Roster,
    result: &MonthResult,
    past: &[PastMonth],
) -> Vec<Action> {
    let date = roster.last_day;
    let about_window = |kind: NoticeKind, window: WindowIdx| Action {
        kind,
        subject: ActionSubject::Window(window),
        date,
        window: Some(window),
    };
    let mut actions = Vec::new();
    for standing in &result.windows {
        if standing.dissatisfied {
            actions.push(about_window(NoticeKind::DissatisfiedWindow, standing.window));
        }
        if flies(standing, Flag::Yellow) {
            let earlier =
                this_year(past, roster).filter(|month| month.yellow.contains(&standing.window)).count();
            if earlier as u32 + 1 >= rulebook.ranking.yellow_flags_warned_from {
                actions.push(about_window(NoticeKind::YellowFlagWarning, standing.window));
            }
        }
    }
    let previous = past.iter().find(|month| month.month == roster.month.previous());
    for standing in &result.staff {
        let failed = standing.evaluation.as_deref() == Some(rulebook.evaluation.failed.as_str());
        if failed && previous.is_some_and(|month| month.failed.contains(&standing.staff)) {
            actions.push(Action {
                kind: NoticeKind::ReturnToUnit,
                subject: ActionSubject::Staff(standing.staff),
                date,
                window: Some(standing.window),
            });
        }
    }
    actions
}

/// Earlier months of the same calendar year.
fn this_year<'p>(past: &'p [PastMonth], roster: &Roster) -> impl Iterator<Item = &'p PastMonth> {
    let month = roster.month;
    past.iter().filter(move |past| past.month < month && past.month.year() == month.year())
}

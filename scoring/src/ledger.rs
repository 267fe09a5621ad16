//! Findings and rules become entries: the order of application, caps and totals (`rulebook.md`, Order of application).

use crate::finding::{About, Evidence, Finding};
use crate::log::{EventIdx, Log};
use crate::points::Points;
use crate::registry::{Registry, StaffIdx};
use crate::rulebook::{Amount, Book, Grade, KindIdx};
use crate::time::{Date, Session};
use std::cmp::Ordering;

/// What an entry is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryKind {
    /// A finding or merit of a kind.
    Kind(KindIdx),
    /// The month's evaluation.
    Evaluation,
}

/// One line of the ledger. Deductions are negative, bonuses positive.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The place of the rule in its book.
    pub rule: usize,
    /// The place of the category in the book; `None` for a bonus.
    pub category: Option<usize>,
    /// What it is for.
    pub kind: EntryKind,
    /// The date it counts for.
    pub date: Date,
    /// What the rule asks for.
    pub requested: Points,
    /// What still counted.
    pub applied: Points,
    /// The session, where it belongs to one.
    pub session: Option<Session>,
    /// The staff member concerned.
    pub staff: Option<StaffIdx>,
    /// What it is about.
    pub about: About,
    /// The events behind it.
    pub evidence: Evidence,
}

/// One subject's book for a month: its lines and what is left.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The lines in the order in which they were applied.
    pub entries: Vec<Entry>,
    /// What is left of each category.
    pub categories: Vec<Points>,
    /// The bonus.
    pub bonus: Points,
}

impl Account {
    /// What is left and what was given.
    pub fn total(&self) -> Points {
        self.categories.iter().copied().sum::<Points>() + self.bonus
    }
}

/// The month's evaluation of a subject.
#[derive(Clone, Copy, Debug)]
pub struct Evaluated<'r> {
    /// The grade that its marks made.
    pub grade: &'r Grade,
    /// The recording that counts.
    pub event: EventIdx,
    /// Who was evaluated, where it was not a window.
    pub staff: Option<StaffIdx>,
}

/// Applies a book to the findings of one subject and month.
pub fn account<'f>(
    log: &Log,
    registry: &Registry,
    book: &Book,
    findings: impl Iterator<Item = &'f Finding>,
    evaluated: Option<(Evaluated<'_>, Date)>,
) -> Account {
    let mut entries: Vec<Entry> = findings.filter_map(|finding| entry(book, finding)).collect();
    if let Some((evaluated, month_end)) = evaluated {
        let (rule, category) = book.evaluation();
        entries.push(Entry {
            rule: book.evaluation_rule,
            category: rule.category,
            kind: EntryKind::Evaluation,
            date: month_end,
            requested: evaluated.grade.points - category.full,
            applied: Points::ZERO,
            session: None,
            staff: evaluated.staff,
            about: About::Nothing,
            evidence: Evidence::One(evaluated.event),
        });
    }
    entries.sort_by(|a, b| order(log, registry, a, b));
    apply(book, entries)
}

/// What a rule asks for a finding, before the caps and the free ones; `None` without a rule.
fn entry(book: &Book, finding: &Finding) -> Option<Entry> {
    let (rule, amount) = book.rule(finding.kind)?;
    let category = rule.category.map(|place| &book.categories[place]);
    let points = match amount {
        Amount::Each(points) | Amount::EachAfter { points, .. } => points.times(finding.count),
        Amount::Range { min, max, default } => {
            finding.points.map_or(default, |points| points.clamp(min, max)).times(finding.count)
        }
        Amount::WholeCategory => category.map_or(Points::ZERO, |category| category.full),
    };
    Some(Entry {
        rule: book.rule_of_kind[usize::from(finding.kind)]?,
        category: rule.category,
        kind: EntryKind::Kind(finding.kind),
        date: finding.date,
        requested: if category.is_some() { -points } else { points },
        applied: Points::ZERO,
        session: finding.session,
        staff: finding.staff,
        about: finding.about,
        evidence: finding.evidence.clone(),
    })
}

/// The order of application: date, rule, session, first evidence, staff, case.
fn order(log: &Log, registry: &Registry, a: &Entry, b: &Entry) -> Ordering {
    let session = |entry: &Entry| entry.session.map_or(2, |session| session as u8);
    let first = |entry: &Entry| {
        entry.evidence.first().map(|event| {
            let record = log.record(event);
            (record.source, log.text(record.id).as_bytes())
        })
    };
    let staff = |entry: &Entry| entry.staff.map(|staff| registry.staff[usize::from(staff)].id.as_bytes());
    let case = |entry: &Entry| entry.about.case().map(|case| log.text(case).as_bytes());
    // A book's rules are sorted in the order of application.
    (a.date, a.rule, session(a))
        .cmp(&(b.date, b.rule, session(b)))
        .then_with(|| first(a).cmp(&first(b)))
        .then_with(|| staff(a).cmp(&staff(b)))
        .then_with(|| case(a).cmp(&case(b)))
}

/// Takes from each category until it is at zero, and gives bonuses until they are at their most.
fn apply(book: &Book, entries: Vec<Entry>) -> Account {
    let mut account = Account {
        entries: Vec::with_capacity(entries.len()),
        categories: book.categories.iter().map(|category| category.full).collect(),
        bonus: Points::ZERO,
    };
    let mut seen: Vec<u32> = vec![0; book.rules.len()];
    for mut entry in entries {
        if let EntryKind::Kind(kind) = entry.kind
            && let Some((_, Amount::EachAfter { free, .. })) = book.rule(kind)
        {
            seen[entry.rule] += 1;
            if seen[entry.rule] <= free {
                continue;
            }
        }
        if entry.requested == Points::ZERO {
            continue;
        }
        match entry.category {
            Some(place) => {
                let left = &mut account.categories[place];
                entry.applied = entry.requested.max(-*left);
                *left += entry.applied;
            }
            None => {
                entry.applied = entry.requested.min(book.bonus.full - account.bonus);
                account.bonus += entry.applied;
            }
        }
        account.entries.push(entry);
    }
    account
}

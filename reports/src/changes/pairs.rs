//! Finds lines of two ledgers that are one and the same, so that one of them that moved is told once and not as gone and
//! come anew.
//!
//! What is equal in all but its points is paired first; what is left is paired by less and less. Of several alike the first
//! goes with the first, in the order of application.

use super::Turn;
use super::published::{Book, Entry, EventId};
use scoring::time::Date;
use std::collections::{BTreeMap, VecDeque};

/// Kinds of which a subject has at most one in a month, whatever the events behind it.
const ONCE_A_MONTH: [&str; 2] = ["evaluation", "peer_top5"];

/// What must be equal for two lines to be the same; `None` where it may differ.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'e> {
    of: (Book, &'e str),
    kind: Option<&'e str>,
    rule: Option<&'e str>,
    day: Option<(Date, Option<&'e str>, Option<&'e str>)>,
    about: [Option<&'e str>; 5],
    evidence: Option<&'e [EventId]>,
}

impl<'e> Key<'e> {
    /// All but the points.
    fn all(entry: &'e Entry) -> Key<'e> {
        Key {
            of: (entry.book, &entry.subject),
            kind: Some(&entry.kind),
            rule: Some(&entry.rule),
            day: Some((entry.date, entry.session.as_deref(), entry.staff.as_deref())),
            about: [&entry.case, &entry.rating, &entry.complaint, &entry.finding, &entry.merit]
                .map(Option::as_deref),
            evidence: Some(&entry.evidence),
        }
    }
}

/// From the strictest to the loosest; `None` where a line cannot be known again by this.
const PASSES: [fn(&Entry) -> Option<Key<'_>>; 5] = [
    |entry| Some(Key::all(entry)),
    by_another_rule,
    recorded_or_verified,
    case_at_another_date,
    other_evidence,
];

/// The same fact under another rule: of another rulebook.
fn by_another_rule(entry: &Entry) -> Option<Key<'_>> {
    Some(Key { rule: None, ..Key::all(entry) })
}

/// A rating, complaint, finding or merit has one line in a book, whenever it was verified, resolved or recorded.
fn recorded_or_verified(entry: &Entry) -> Option<Key<'_>> {
    let key = Key::all(entry);
    let [_, named @ ..] = key.about;
    let about = [None, named[0], named[1], named[2], named[3]];
    named.iter().any(Option::is_some).then_some(Key {
        kind: None,
        rule: None,
        day: None,
        about,
        evidence: None,
        ..key
    })
}

/// A case whose due date moved.
fn case_at_another_date(entry: &Entry) -> Option<Key<'_>> {
    entry.case.as_ref()?;
    Some(Key { rule: None, day: None, ..Key::all(entry) })
}

/// A session of a person, or what is there once a month, by other events than before. Others, charges above all, are known
/// by their events alone.
fn other_evidence(entry: &Entry) -> Option<Key<'_>> {
    let known_again = entry.session.is_some() || ONCE_A_MONTH.contains(&entry.kind.as_str());
    known_again.then(|| Key { rule: None, evidence: None, ..Key::all(entry) })
}

/// What turned in a ledger: by book, subject and date.
pub(super) fn turned(before: &[Entry], after: &[Entry]) -> Vec<Turn<Entry>> {
    let mut gone: Vec<bool> = vec![true; before.len()];
    let mut partners: Vec<Option<usize>> = vec![None; after.len()];
    for key in PASSES {
        let mut waiting: BTreeMap<Key<'_>, VecDeque<usize>> = BTreeMap::new();
        for (place, entry) in before.iter().enumerate().filter(|&(place, _)| gone[place]) {
            if let Some(key) = key(entry) {
                waiting.entry(key).or_default().push_back(place);
            }
        }
        for (partner, entry) in partners.iter_mut().zip(after).filter(|(partner, _)| partner.is_none()) {
            let found = key(entry).and_then(|key| waiting.get_mut(&key)?.pop_front());
            if let Some(place) = found {
                gone[place] = false;
                *partner = Some(place);
            }
        }
    }
    let went =
        before.iter().zip(&gone).filter(|&(_, &gone)| gone).map(|(entry, _)| Turn::Went(entry.clone()));
    let stayed = partners.iter().zip(after).filter_map(|(partner, entry)| match partner {
        None => Some(Turn::Appeared(entry.clone())),
        Some(place) if before[*place] != *entry => Some(Turn::Changed(before[*place].clone(), entry.clone())),
        Some(_) => None,
    });
    let mut turns: Vec<Turn<Entry>> = went.chain(stayed).collect();
    turns.sort_by_cached_key(|turn| {
        let entry = turn.latest();
        (entry.book, entry.subject.clone(), entry.date)
    });
    turns
}

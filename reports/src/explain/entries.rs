//! What a total is made of, category by category, with every line of the ledger.

use super::about::about;
use super::figures::{self, Marks};
use super::scribe::Scribe;
use super::{Body, Entries, EntryLine, Section};
use crate::words::{Lang, Word, labels, signed};
use scoring::entry_name::EntryName;
use scoring::event::Subject;
use scoring::ledger::{Account, Entry, EntryKind};
use scoring::month::{self, ActionSubject, StaffStanding, WindowStanding};
use scoring::rulebook::{Amount, Book, Category, Rule};

/// The sections of a window's book.
pub(super) fn of_window(scribe: &Scribe<'_>, standing: &WindowStanding) -> Vec<Section> {
    let evaluation = Subject::WindowEvaluation(standing.window, scribe.result.month);
    let subject = ActionSubject::Window(standing.window);
    sections(scribe, subject, &scribe.rulebook.window_book, &standing.account, &evaluation)
}

/// The sections of a staff member's book.
pub(super) fn of_staff(scribe: &Scribe<'_>, standing: &StaffStanding) -> Vec<Section> {
    let evaluation = Subject::StaffEvaluation(standing.staff, scribe.result.month);
    let subject = ActionSubject::Staff(standing.staff);
    sections(scribe, subject, &scribe.rulebook.staff_book, &standing.account, &evaluation)
}

fn sections(
    scribe: &Scribe<'_>,
    subject: ActionSubject,
    book: &Book,
    account: &Account,
    evaluation: &Subject<&str>,
) -> Vec<Section> {
    let marks = Marks { categories: &account.categories, bonus: account.bonus };
    let mut sections = vec![figures::makeup(book, marks, scribe.lang)];
    let (_, evaluated) = book.evaluation();
    for (place, (category, left)) in book.categories.iter().zip(&account.categories).enumerate() {
        let lines = entry_lines(scribe, subject, book, account, Some(place));
        let mut aside = format!("{} → {left}", category.full);
        if category.id == evaluated.id {
            aside = format!("{aside}  {}", evaluated_as(scribe, evaluation));
        } else if lines.is_empty() {
            aside = format!("{aside}  {}", scribe.lang.say(labels::UNTOUCHED));
        }
        let points = [labels::ASKED_TO_TAKE, labels::TAKEN_INDEED];
        sections.push(section(category, aside, points, lines, scribe.lang));
    }
    let lines = entry_lines(scribe, subject, book, account, None);
    let most = format!("{} {}", scribe.lang.say(labels::BONUS_MOST), book.bonus.full);
    let mut aside = format!("{}  {most}", signed(account.bonus));
    if lines.is_empty() {
        aside = format!("{aside}  {}", scribe.lang.say(labels::NO_BONUS));
    }
    let points = [labels::ASKED_TO_GIVE, labels::GIVEN_INDEED];
    sections.push(section(&book.bonus, aside, points, lines, scribe.lang));
    sections
}

/// The lines of a category or of the bonus. `points` are what is asked for and what counted.
pub(super) fn section(
    category: &Category,
    aside: String,
    points: [Word; 2],
    lines: Vec<EntryLine>,
    lang: Lang,
) -> Section {
    let points = points.map(|label| lang.say(label).to_owned());
    Section {
        title: format!("{} {}", category.id, lang.title(&category.title)),
        aside,
        body: if lines.is_empty() { Body::Nothing } else { Body::Entries(Entries { points, lines }) },
    }
}

/// What the marks of the evaluation were; none on record counts as full marks.
fn evaluated_as(scribe: &Scribe<'_>, subject: &Subject<&str>) -> String {
    match month::evaluation(scribe.context, scribe.rulebook, subject) {
        Some((_, recorded)) => {
            let grade = scribe.lang.title(&recorded.grade.title);
            scribe.lang.evaluation(recorded.center, recorded.peers, grade, recorded.grade.points)
        }
        None => scribe.lang.say(labels::EVALUATION_MISSING).to_owned(),
    }
}

fn entry_lines(
    scribe: &Scribe<'_>,
    subject: ActionSubject,
    book: &Book,
    account: &Account,
    category: Option<usize>,
) -> Vec<EntryLine> {
    let own = account.entries.iter().filter(|entry| entry.category == category);
    own.map(|entry| entry_line(scribe, subject, book, entry)).collect()
}

fn entry_line(scribe: &Scribe<'_>, subject: ActionSubject, book: &Book, entry: &Entry) -> EntryLine {
    let lang = scribe.lang;
    let rule = &book.rules[entry.rule];
    let mut title = match entry.kind {
        EntryKind::Kind(kind) => scribe.kind(kind).to_owned(),
        EntryKind::Evaluation => lang.say(labels::EVALUATION).to_owned(),
    };
    if let (Some(staff), ActionSubject::Window(_)) = (entry.staff, subject) {
        title = format!("{title} · {}", scribe.staff(staff));
    }
    for remark in remarks(scribe, book, entry) {
        title = format!("{title} · {remark}");
    }
    EntryLine {
        day: scribe.day(entry.date),
        requested: signed(entry.requested),
        applied: signed(entry.applied),
        title,
        name: EntryName::of(scribe.context, scribe.result.month, subject, entry).to_string(),
        about: about(scribe, subject, entry),
        rule: rule_told(rule, lang),
        case: entry.about.case().map(|case| scribe.text(case).to_owned()),
        events: entry.evidence.events().map(|event| scribe.event(event)).collect(),
    }
}

/// A rule with its clause.
pub fn rule_told(rule: &Rule, lang: Lang) -> String {
    format!("{} {} · {}", rule.id, lang.title(&rule.title), lang.title(&rule.clause))
}

/// What is unusual about how much counted.
fn remarks(scribe: &Scribe<'_>, book: &Book, entry: &Entry) -> Vec<String> {
    let mut remarks = Vec::new();
    if let EntryKind::Kind(kind) = entry.kind {
        match book.rule(kind) {
            Some((_, Amount::WholeCategory)) => {
                remarks.push(scribe.lang.say(labels::WHOLE_CATEGORY).to_owned())
            }
            Some((_, Amount::EachAfter { free, .. })) => remarks.push(scribe.lang.free_ones(free)),
            Some((_, Amount::Each(_) | Amount::Range { .. })) | None => {}
        }
    }
    if entry.applied != entry.requested {
        let full = if entry.category.is_some() { labels::CATEGORY_EMPTY } else { labels::BONUS_FULL };
        remarks.push(scribe.lang.say(full).to_owned());
    }
    remarks
}

//! A published month explained from its files alone: the events may have gone on since, what was published stands.

pub use super::entries::rule_told;
use super::entries::section;
use super::figures::{Marks, makeup};
use super::{EntryLine, EventTold, Explanation, Section, Statement};
use crate::changes::published::{Book, Entry, Standing};
use crate::changes::{Names, Published};
use crate::words::{Lang, labels, signed};
use scoring::points::Points;
use scoring::rulebook::{self, Category, Rulebook};

/// What is left of each category of a book, in its order.
pub fn categories(book: &rulebook::Book, standing: &Standing) -> Vec<Points> {
    let left = |category: &Category| standing.categories.get(&category.id).copied().unwrap_or(category.full);
    book.categories.iter().map(left).collect()
}

/// The book of the rulebook that a standing is by.
pub fn book(rulebook: &Rulebook, of: Book) -> &rulebook::Book {
    match of {
        Book::Window => &rulebook.window_book,
        Book::Staff => &rulebook.staff_book,
    }
}

/// Explains a published standing. `head` says which version this is. Categories of which nothing was taken stand in the make-up
/// alone.
pub fn standing(
    published: &Published,
    standing: &Standing,
    rulebook: &Rulebook,
    names: &Names<'_>,
    head: Vec<Statement>,
    lang: Lang,
) -> Explanation {
    let book = book(rulebook, standing.book);
    let left = categories(book, standing);
    let mut sections = vec![makeup(book, Marks { categories: &left, bonus: standing.bonus }, lang)];
    let taken = [labels::ASKED_TO_TAKE, labels::TAKEN_INDEED];
    let own = |category: &Category| -> Vec<EntryLine> {
        let entries = published.entries.iter().filter(|entry| {
            (entry.book, &entry.subject, &entry.category) == (standing.book, &standing.id, &category.id)
        });
        entries.map(|entry| line(published, entry, book, names, lang)).collect()
    };
    for (category, left) in book.categories.iter().zip(&left) {
        sections.push(section(category, format!("{} → {left}", category.full), taken, own(category), lang));
    }
    let given = [labels::ASKED_TO_GIVE, labels::GIVEN_INDEED];
    sections.push(section(&book.bonus, signed(standing.bonus), given, own(&book.bonus), lang));
    sections.retain(|section| section.body != super::Body::Nothing);
    sections.extend(actions(published, standing, lang));
    Explanation {
        title: names.subject(standing.book, &standing.id),
        subtitle: lang.month(published.month),
        head,
        sections,
    }
}

fn line(
    published: &Published,
    entry: &Entry,
    book: &rulebook::Book,
    names: &Names<'_>,
    lang: Lang,
) -> EntryLine {
    let rule = book.rules.iter().find(|rule| rule.id == entry.rule);
    let mut title = names.kind(&entry.kind, lang).to_owned();
    if let (Book::Window, Some(staff)) = (entry.book, &entry.staff) {
        title = format!("{title} · {}", names.subject(Book::Staff, staff));
    }
    let about = [
        (labels::RATING, &entry.rating),
        (labels::COMPLAINT, &entry.complaint),
        (labels::FINDING, &entry.finding),
        (labels::MERIT, &entry.merit),
    ];
    EntryLine {
        day: lang.day(entry.date, published.month.year()),
        requested: signed(entry.requested),
        applied: signed(entry.applied),
        title,
        name: entry.name(published.month).to_string(),
        about: about
            .into_iter()
            .filter_map(|(label, id)| Some(format!("{} {}", lang.say(label), id.as_ref()?)))
            .collect(),
        rule: rule.map_or_else(|| entry.rule.clone(), |rule| rule_told(rule, lang)),
        case: entry.case.clone(),
        events: entry
            .evidence
            .iter()
            .map(|event| EventTold {
                source: event.source.clone(),
                id: event.id.clone(),
                text: format!("{}/{}", event.source, event.id),
            })
            .collect(),
    }
}

/// What the rules proposed.
fn actions(published: &Published, standing: &Standing, lang: Lang) -> Option<Section> {
    let own = published.actions.iter().filter(|action| action.subject == standing.id);
    let lines: Vec<super::DatedLine> = own
        .map(|action| {
            let known = scoring::notices::NoticeKind::of_word(&action.kind);
            let told = known.map_or(action.kind.as_str(), |kind| lang.notice(kind, 2));
            super::DatedLine {
                day: lang.day(action.date, published.month.year()),
                lines: vec![told.to_owned()],
            }
        })
        .collect();
    (!lines.is_empty()).then(|| Section {
        title: lang.say(labels::ACTIONS).to_owned(),
        aside: String::new(),
        body: super::Body::Dated(lines),
    })
}

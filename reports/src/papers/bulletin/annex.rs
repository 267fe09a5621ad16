//! Every line of the books: date, rule, clause, what was asked and what counted, and the id that it rests on.

use super::places::sum_foot;
use crate::changes::published::{Book, Entry};
use crate::document::{Annex, Block, Sheet};
use crate::papers::frame::column;
use crate::papers::reading::Reading;
use crate::render::table::{Cell, Column, Table};
use crate::words::{Lang, bulletin as words, labels as general, papers as labels};
use scoring::rulebook::Rule;

/// The two books, staff by id alone.
pub(super) fn annexes(reading: &Reading<'_>) -> Vec<Annex> {
    [(Book::Window, words::WINDOW_BOOK), (Book::Staff, words::STAFF_BOOK)]
        .map(|(book, title)| {
            let title = reading.lang.say(title);
            Annex { title: title.to_owned(), blocks: blocks(reading, book, title) }
        })
        .into()
}

fn blocks(reading: &Reading<'_>, book: Book, title: &str) -> Vec<Block> {
    let lang = reading.lang;
    let mut entries: Vec<&Entry> = reading.entries(book).collect();
    if entries.is_empty() {
        return vec![Block::paragraph(lang.empty_book())];
    }
    entries.sort_by(|a, b| a.subject.cmp(&b.subject));
    let heads: Vec<Column> = match book {
        Book::Window => vec![column(lang.say(labels::WINDOW_ID), 7), column(lang.say(labels::WINDOW), 16)],
        Book::Staff => vec![column(lang.say(labels::WINDOW_ID), 7)],
    };
    let regulation = regulation(reading, book, &entries);
    let named = heads.len();
    let mut columns = heads;
    columns.extend([
        column(lang.say(labels::DATE), 8),
        column(lang.say(labels::RULE), 18),
        column(lang.say(labels::WHAT), 16),
        column(lang.say(labels::CLAUSE), 18),
        column(lang.say(labels::ASKED), 7),
        column(lang.say(labels::APPLIED), 7),
        column(lang.say(labels::ABOUT), 26),
    ]);
    let table = Table {
        title: title.to_owned(),
        about: Vec::new(),
        columns,
        rows: entries.iter().map(|entry| row(reading, book, entry, regulation)).collect(),
    };
    let foot = sum_foot(lang.say(labels::SUM), table.columns.len(), &[named + 4, named + 5]);
    let mut said = vec![lang.annex_lines(entries.len() as i64)];
    said.extend(regulation.map(|regulation| lang.all_under(regulation)));
    vec![
        Block::paragraph(lang.paragraph(&said)),
        Block::table(Sheet { foot: Some(foot), sums: Vec::new(), table }),
    ]
}

fn rule<'a>(reading: &Reading<'a>, book: Book, entry: &Entry) -> Option<&'a Rule> {
    reading.book(book).rules.iter().find(|rule| rule.id == entry.rule)
}

/// The regulation that the clauses of all entries begin with: it is named once, not in every line.
fn regulation<'a>(reading: &Reading<'a>, book: Book, entries: &[&Entry]) -> Option<&'a str> {
    let lang = reading.lang;
    let of = |entry: &&Entry| {
        let clause = lang.title(&rule(reading, book, entry)?.clause);
        clause.split_once(lang.after_regulation()).map(|(regulation, _)| regulation)
    };
    let first = of(entries.first()?)?;
    entries.iter().all(|entry| of(entry) == Some(first)).then_some(first)
}

fn row(reading: &Reading<'_>, book: Book, entry: &Entry, regulation: Option<&str>) -> Vec<Cell> {
    let lang = reading.lang;
    let rule = rule(reading, book, entry);
    let clause = rule.map(|rule| {
        let clause = lang.title(&rule.clause);
        let section = regulation.and_then(|regulation| clause.strip_prefix(regulation));
        section.map_or(clause, |section| section.trim_start_matches([',', ' ']))
    });
    let title = rule.map(|rule| lang.title(&rule.title)).unwrap_or_default();
    let mut row = vec![Cell::Text(entry.subject.clone())];
    if book == Book::Window {
        row.push(Cell::Text(reading.window_name(&entry.subject).to_owned()));
    }
    let kind = reading.kind(&entry.kind);
    let what = match &entry.session {
        Some(session) => format!("{kind}{}", lang.in_plain_brackets(lang.session_word(session))),
        None => kind.to_owned(),
    };
    let about = about(entry, lang);
    row.extend([
        Cell::Text(lang.date(entry.date, reading.published().month.year())),
        Cell::Text(format!("{} {title}", entry.rule).trim_end().to_owned()),
        Cell::Text(what),
        clause.map_or(Cell::Nothing, |clause| Cell::Text(clause.to_owned())),
        Cell::Points(entry.requested),
        Cell::Points(entry.applied),
        if about.is_empty() { Cell::Nothing } else { Cell::Text(about) },
    ]);
    row
}

/// The ids that an entry rests on, each with what it is.
fn about(entry: &Entry, lang: Lang) -> String {
    let ids = [
        (general::CASE, &entry.case),
        (general::RATING, &entry.rating),
        (general::COMPLAINT, &entry.complaint),
        (general::FINDING, &entry.finding),
        (general::MERIT, &entry.merit),
    ];
    let told = |(label, id): (crate::words::Word, &Option<String>)| {
        Some(format!("{} {}", lang.say(label), id.as_ref()?))
    };
    let told: Vec<String> = ids.into_iter().filter_map(told).collect();
    lang.list(&told)
}

//! Bad ratings and complaints: by window, and each that a window answers for, by its id alone.

use super::Bulletin;
use super::places::sum_foot;
use crate::changes::published::{Book, Entry, Level, Standing};
use crate::document::{Block, Sheet};
use crate::papers::frame::column;
use crate::papers::reading::Reading;
use crate::render::table::{Cell, Table};
use crate::words::{Word, bulletin as words, labels as general, papers as labels};
use std::collections::BTreeMap;

pub(super) fn blocks(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let count = |rate: &str| reading.of_region(rate).unwrap_or_default();
    let ratings =
        [lang.bulletin_ratings(count("ratings")), lang.bulletin_bad_ratings(bulletin.tally.bad_ratings)];
    let complaints = lang.bulletin_complaints(count("complaints"), count("complaints_upheld"));
    let said = [lang.sentence(&ratings), lang.sentence(&complaints)];
    let mut blocks = vec![Block::paragraph(lang.paragraph(&said))];
    blocks.extend(by_window(reading));
    let ratings = of_kind(reading, "dissatisfied");
    blocks
        .extend(listed(reading, words::BAD_RATINGS, labels::RATING, &ratings, |entry| entry.rating.as_ref()));
    let upheld = of_kind(reading, "complaint_upheld");
    blocks
        .extend(listed(reading, words::UPHELD, labels::COMPLAINT, &upheld, |entry| entry.complaint.as_ref()));
    blocks
}

/// Entries of a kind in the window book.
pub(super) fn of_kind<'a>(reading: &Reading<'a>, kind: &str) -> Vec<&'a Entry> {
    let mut entries: Vec<&Entry> = reading.entries(Book::Window).filter(|entry| entry.kind == kind).collect();
    entries.sort_by_key(|entry| entry.date);
    entries
}

/// Windows with bad ratings or complaints.
fn by_window(reading: &Reading<'_>) -> Option<Block> {
    let lang = reading.lang;
    let mut bad: BTreeMap<&str, i64> = BTreeMap::new();
    for entry in of_kind(reading, "dissatisfied") {
        *bad.entry(&entry.subject).or_default() += 1;
    }
    let count = |of: &Standing, rate| reading.count(Level::Window, &of.id, rate).unwrap_or_default();
    let has_any = |of: &&Standing| {
        bad.contains_key(&*of.id) || count(of, "complaints") > 0 || count(of, "complaints_upheld") > 0
    };
    let row = |of: &Standing| {
        vec![
            Cell::Text(of.id.clone()),
            Cell::Text(reading.window_name(&of.id).to_owned()),
            reading.cell(Level::Window, &of.id, "ratings"),
            reading.cell(Level::Window, &of.id, "satisfaction_rate"),
            Cell::Count(bad.get(&*of.id).copied().unwrap_or_default()),
            Cell::Count(count(of, "complaints")),
            Cell::Count(count(of, "complaints_upheld")),
        ]
    };
    let mut windows: Vec<&Standing> = reading.published().windows.iter().filter(has_any).collect();
    windows.sort_by(|a, b| a.id.cmp(&b.id));
    let table = Table {
        title: lang.say(words::FEEDBACK).to_owned(),
        about: Vec::new(),
        columns: vec![
            column(lang.say(labels::WINDOW_ID), 7),
            column(lang.say(labels::WINDOW), 22),
            column(lang.say(words::RATINGS), 9),
            column(lang.say(general::SATISFACTION_RATE), 10),
            column(lang.say(words::BAD), 9),
            column(lang.say(words::COMPLAINTS), 7),
            column(lang.say(words::UPHELD_COUNT), 7),
        ],
        rows: windows.into_iter().map(row).collect(),
    };
    if table.rows.is_empty() {
        return None;
    }
    let foot = sum_foot(lang.say(labels::SUM), table.columns.len(), &[2, 4, 5, 6]);
    Some(Block::table(Sheet { foot: Some(foot), sums: Vec::new(), table }))
}

/// Entries with the id that each rests on, its case where it has one, and what it cost.
pub(super) fn listed(
    reading: &Reading<'_>,
    title: Word,
    id_label: Word,
    entries: &[&Entry],
    id: impl Fn(&Entry) -> Option<&String>,
) -> Option<Block> {
    let lang = reading.lang;
    if entries.is_empty() {
        return None;
    }
    let text = |text: Option<&String>| text.map_or(Cell::Nothing, |text| Cell::Text(text.clone()));
    let has_cases = entries.iter().any(|entry| entry.case.is_some());
    let row = |entry: &&Entry| {
        let mut row = vec![
            Cell::Text(lang.date(entry.date, reading.published().month.year())),
            Cell::Text(entry.subject.clone()),
            Cell::Text(reading.window_name(&entry.subject).to_owned()),
            text(id(entry)),
        ];
        row.extend(has_cases.then(|| text(entry.case.as_ref())));
        row.push(Cell::Points(entry.applied));
        row
    };
    let mut columns = vec![
        column(lang.say(labels::DATE), 9),
        column(lang.say(labels::WINDOW_ID), 7),
        column(lang.say(labels::WINDOW), 22),
        column(lang.say(id_label), 17),
    ];
    columns.extend(has_cases.then(|| column(lang.say(labels::CASE), 17)));
    columns.push(column(lang.say(labels::POINTS), 8));
    let last = columns.len() - 1;
    let table = Table {
        title: lang.say(title).to_owned(),
        about: Vec::new(),
        columns,
        rows: entries.iter().map(row).collect(),
    };
    let foot = sum_foot(lang.say(labels::SUM), table.columns.len(), &[last]);
    Some(Block::table(Sheet { foot: Some(foot), sums: Vec::new(), table }))
}

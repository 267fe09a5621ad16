//! Red and yellow flags, dissatisfied windows and consequences, each with its reasons; what was dropped is left out.

use super::Bulletin;
use crate::changes::published::{Action, Book, Entry, Level, Standing};
use crate::document::{Block, Sheet};
use crate::papers::frame::column;
use crate::papers::reading::{DISSATISFIED, Reading, told};
use crate::papers::{Edition, Source};
use crate::render::table::{Cell, Table};
use crate::words::{bulletin as words, labels as general, papers as labels};
use scoring::notices::NoticeKind;
use scoring::points::Points;
use scoring::proposals::{RED_FLAG, YELLOW_FLAG};
use scoring::ranking::Flag;
use scoring::registry::Registry;
use std::collections::BTreeMap;

/// So many causes are named.
const CAUSES_MAX: usize = 4;

pub(super) fn blocks(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let lang = bulletin.lang();
    let mut blocks = Vec::new();
    let parts = [
        (words::RED_WINDOWS, red(bulletin)),
        (words::YELLOW_WINDOWS, yellow(bulletin)),
        (words::DISSATISFIED_WINDOWS, dissatisfied(bulletin)),
        (words::CONSEQUENCES, consequences(bulletin)),
    ];
    for ((title, part), number) in parts.into_iter().zip(1..) {
        blocks.push(Block::heading(2, lang.section_heading(number, lang.say(title))));
        blocks.extend(part);
    }
    blocks
}

fn red(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let flying = reading.flagged(Flag::Red);
    let rank_max = reading.rulebook.ranking.red_rank_max;
    let said = lang.red_flags(flying.len() as i64, rank_max, basis(bulletin.source, reading, RED_FLAG));
    let mut blocks = vec![Block::paragraph(lang.sentence(&[said]))];
    if flying.is_empty() {
        return blocks;
    }
    let row = |&(of, is_confirmed): &(&Standing, bool)| {
        vec![
            Cell::count(of.rank.map(i64::from)),
            Cell::Text(of.id.clone()),
            Cell::Text(reading.window_name(&of.id).to_owned()),
            Cell::Text(department(reading, of)),
            Cell::Points(of.total),
            reading.cell(Level::Window, &of.id, "on_time_rate"),
            reading.cell(Level::Window, &of.id, "satisfaction_rate"),
            Cell::Text(lang.state(is_confirmed).to_owned()),
        ]
    };
    let table = Table {
        title: lang.say(words::RED_WINDOWS).to_owned(),
        about: Vec::new(),
        columns: vec![
            column(lang.say(general::RANK), 5),
            column(lang.say(labels::WINDOW_ID), 7),
            column(lang.say(labels::WINDOW), 20),
            column(lang.say(labels::DEPARTMENT), 18),
            column(lang.say(general::TOTAL), 8),
            column(lang.say(general::ON_TIME_RATE), 10),
            column(lang.say(general::SATISFACTION_RATE), 10),
            column(lang.say(labels::STATE), 9),
        ],
        rows: flying.iter().map(row).collect(),
    };
    blocks.push(Block::table(Sheet::plain(table)));
    blocks
}

fn yellow(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let flying = reading.flagged(Flag::Yellow);
    if flying.is_empty() {
        return vec![Block::paragraph(lang.sentence(&[lang.no_yellow_flag().to_owned()]))];
    }
    let told = |&(of, is_confirmed): &(&Standing, bool)| {
        let basis = basis(bulletin.source, reading, YELLOW_FLAG);
        let window = told(&of.id, reading.window_name(&of.id));
        let rank = of.rank.unwrap_or_default();
        let flag = lang.yellow_flag_of(&window, &department(reading, of), of.total, rank, basis);
        let (number, known) = of_year(bulletin.source, &of.id);
        let sentences = [
            lang.sentence(&[lang.marked(&flag, is_confirmed)]),
            lang.sentence(&[lang.mostly(&causes(reading, of))]),
            lang.sentence(&[lang.yellow_flag_of_year(number, known)]),
        ];
        Block::paragraph(lang.paragraph(&sentences))
    };
    flying.iter().map(told).collect()
}

/// Which yellow flag of the calendar year a window's is, by how many of its months.
fn of_year(source: &Source<'_>, window: &str) -> (i64, i64) {
    let this = source.month.published.month;
    let in_year = |edition: &&Edition<'_>| {
        let month = edition.published.month;
        month.year() == this.year() && month < this
    };
    let is_flown = |edition: &&Edition<'_>| {
        let standing = edition.published.standing(Book::Window, window);
        standing.is_some_and(|of| of.flag == Some(Flag::Yellow)) && !edition.is_dropped(YELLOW_FLAG, window)
    };
    let earlier: Vec<&Edition<'_>> = source.others.iter().filter(in_year).collect();
    let flown = earlier.iter().copied().filter(is_flown).count();
    (flown as i64 + 1, earlier.len() as i64 + 1)
}

/// What cost a window most, by rule.
fn causes(reading: &Reading<'_>, standing: &Standing) -> Vec<String> {
    let mut by_rule: BTreeMap<&str, (Points, i64)> = BTreeMap::new();
    let own = reading.entries(Book::Window).filter(|entry| entry.subject == standing.id);
    for entry in own.filter(|entry| entry.applied < Points::ZERO) {
        let cost = by_rule.entry(&entry.rule).or_default();
        cost.0 -= entry.applied;
        cost.1 += 1;
    }
    let mut costs: Vec<(&str, (Points, i64))> = by_rule.into_iter().collect();
    costs.sort_by(|(a, (a_cost, _)), (b, (b_cost, _))| (b_cost, a).cmp(&(a_cost, b)));
    let told = costs.into_iter().take(CAUSES_MAX).map(|(rule, (points, lines))| {
        let known = reading.book(Book::Window).rules.iter().find(|known| known.id == rule);
        let title = known.map_or(rule, |known| reading.lang.title(&known.title));
        reading.lang.cause(title, points, lines)
    });
    told.collect()
}

fn dissatisfied(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let found = reading.all_dissatisfied();
    if found.is_empty() {
        return vec![Block::paragraph(lang.sentence(&[lang.no_dissatisfied_window().to_owned()]))];
    }
    let told = |&(of, is_confirmed): &(&Standing, bool)| {
        let basis = basis(bulletin.source, reading, DISSATISFIED);
        let window = told(&of.id, reading.window_name(&of.id));
        let (department, reasons) = (department(reading, of), reasons(reading, of));
        let text = lang.dissatisfied_window_of(&window, &department, &reasons, basis, is_confirmed);
        Block::paragraph(lang.sentence(&[text]))
    };
    found.iter().map(told).collect()
}

/// Why a window is one that people are not satisfied with, as far as its own book and rates say.
pub(crate) fn reasons(reading: &Reading<'_>, standing: &Standing) -> Vec<String> {
    let (rules, lang) = (&reading.rulebook.dissatisfied, reading.lang);
    let mut reasons = Vec::new();
    if standing.total <= rules.total_max {
        reasons.push(lang.because_total(standing.total, rules.total_max));
    }
    let upheld = reading.count(Level::Window, &standing.id, "complaints_upheld").unwrap_or_default();
    if upheld >= i64::from(rules.complaints_upheld_min) {
        reasons.push(lang.because_complaints(upheld));
    }
    let kinds = &reading.rulebook.kinds;
    let is_grave =
        |entry: &&Entry| rules.kinds.iter().any(|&kind| kinds[usize::from(kind)].name == entry.kind);
    let own = reading.entries(Book::Window).filter(|entry| entry.subject == standing.id);
    let year = reading.published().month.year();
    for entry in own.filter(|entry| reading.is_ban(&entry.kind) || is_grave(entry)) {
        let date = lang.date(entry.date, year);
        reasons.push(lang.because_finding(&date, reading.kind(&entry.kind), reading.is_ban(&entry.kind)));
    }
    reasons
}

fn consequences(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let actions = reading.published().actions.iter().filter(|action| action.kind != DISSATISFIED);
    let standing: Vec<(&Action, bool)> = actions
        .filter_map(|action| {
            let found = reading.proposed(&action.kind, &action.subject, ())?;
            Some((action, found.is_confirmed))
        })
        .collect();
    if standing.is_empty() {
        return vec![Block::paragraph(lang.sentence(&[lang.no_consequence().to_owned()]))];
    }
    let first = lang.sentence(&[lang.consequences(standing.len() as i64)]);
    let row = |&(action, is_confirmed): &(&Action, bool)| {
        let kind = NoticeKind::of_word(&action.kind);
        let text = |text: Option<&str>| text.map_or(Cell::Nothing, |text| Cell::Text(text.to_owned()));
        vec![
            Cell::Text(lang.date(action.date, reading.published().month.year())),
            Cell::Text(whom(reading.registry, reading, &action.subject)),
            Cell::Text(kind.map_or(action.kind.as_str(), |kind| lang.notice(kind, 2)).to_owned()),
            text(kind.map(|kind| lang.consequence(kind)).filter(|means| !means.is_empty())),
            text(basis(bulletin.source, reading, &action.kind)),
            Cell::Text(lang.state(is_confirmed).to_owned()),
        ]
    };
    let table = Table {
        title: lang.say(words::CONSEQUENCES).to_owned(),
        about: Vec::new(),
        columns: vec![
            column(lang.say(labels::DATE), 9),
            column(lang.say(labels::SUBJECT), 16),
            column(lang.say(labels::PROPOSED), 12),
            column(lang.say(labels::WHAT), 26),
            column(lang.say(labels::CLAUSE), 24),
            column(lang.say(labels::STATE), 9),
        ],
        rows: standing.iter().map(row).collect(),
    };
    vec![Block::paragraph(first), Block::table(Sheet::plain(table))]
}

/// A window by id and name, a staff member by id alone.
fn whom(registry: &Registry, reading: &Reading<'_>, id: &str) -> String {
    if registry.index.windows.contains_key(id) { told(id, reading.window_name(id)) } else { id.to_owned() }
}

/// Where a flag or consequence is written.
fn basis<'t>(source: &Source<'t>, reading: &Reading<'_>, word: &str) -> Option<&'t str> {
    source.texts.basis(word, &reading.rulebook.id, reading.lang)
}

/// The department of a window.
fn department(reading: &Reading<'_>, standing: &Standing) -> String {
    standing.home.get(1).map_or(String::new(), |id| reading.department_name(id).to_owned())
}

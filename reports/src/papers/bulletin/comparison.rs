//! This month beside last month and the same month of last year, as far as these are known.

use super::Bulletin;
use super::situation::field;
use crate::document::{Block, Sheet};
use crate::papers::figures;
use crate::papers::frame::column;
use crate::papers::reading::Reading;
use crate::papers::tally::Tally;
use crate::render::table::{Cell, Column, Table};
use crate::words::bulletin::Against;
use crate::words::{Lang, bulletin as words, papers as labels, signed};
use scoring::ranking::Flag;
use scoring::time::Month;

/// The rates of the region that are compared.
const RATES: [&str; 10] = [
    "accepted",
    "completed",
    "on_site_rate",
    "on_time_rate",
    "early_rate",
    "satisfaction_rate",
    "ratings",
    "complaints",
    "complaints_upheld",
    "tickets",
];
/// Those of them that a sentence tells.
const TOLD: [&str; 5] = ["accepted", "completed", "on_time_rate", "satisfaction_rate", "complaints_upheld"];

pub(super) fn blocks(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let this = reading.published().month;
    let months = [(Against::LastMonth, this.previous()), (Against::LastYear, Month(this.0 - 12))];
    let known = |(against, month): (Against, Month)| {
        let edition = bulletin.source.of(month).copied();
        (against, month, edition.map(|edition| Reading::of(bulletin.source, edition, lang)))
    };
    let others = months.map(known);
    let mut said = Vec::new();
    let mut columns: Vec<Column> =
        vec![column(lang.say(labels::INDICATOR), 16), column(lang.month(this), 14)];
    let mut rows: Vec<Vec<Cell>> =
        figures(reading).into_iter().map(|(label, cell)| vec![label, cell]).collect();
    for (against, month, other) in &others {
        let Some(other) = other else {
            said.push(lang.sentence(&[lang.not_compared(against, *month)]));
            continue;
        };
        said.push(lang.sentence(&[lang.compared(against, *month, &moves(reading, other))]));
        if other.edition.version.is_none() {
            said.push(lang.other_is_open(*month));
        }
        let version = &other.published().rulebook_version;
        if *version != reading.published().rulebook_version {
            said.push(lang.compared_rulebook(*month, version));
        }
        columns.push(column(lang.month(*month), 14));
        columns.push(column(lang.say(words::CHANGE), 14));
        for (row, (_, cell)) in rows.iter_mut().zip(figures(other)) {
            let now = row.get(1).cloned().unwrap_or(Cell::Nothing);
            let change = change(&now, &cell, lang);
            row.extend([cell, change]);
        }
    }
    let mut blocks = vec![Block::paragraph(lang.paragraph(&said))];
    let table = Table { title: lang.say(words::COMPARISON).to_owned(), about: Vec::new(), columns, rows };
    blocks.push(Block::table(Sheet::plain(table)));
    blocks.extend(figures::trend(bulletin.source, lang));
    blocks
}

/// What is compared, each with its label.
fn figures(reading: &Reading<'_>) -> Vec<(Cell, Cell)> {
    let lang = reading.lang;
    let region = &reading.registry.code;
    let rate = |name: &&str| {
        let cell = reading.cell(crate::changes::published::Level::Region, region, name);
        (Cell::Text(lang.rate(name).to_owned()), cell)
    };
    let mut figures: Vec<(Cell, Cell)> = RATES.iter().map(rate).collect();
    let mean = field(&reading.published().windows).totals.map(|(mean, ..)| mean);
    let count = |count: usize| Cell::Count(count as i64);
    for (label, cell) in [
        (words::OVERDUE_COUNT, Cell::Count(Tally::of(reading).overdue)),
        (words::MEAN_TOTAL, Cell::points(mean)),
        (words::RED_COUNT, count(reading.flagged(Flag::Red).len())),
        (words::YELLOW_COUNT, count(reading.flagged(Flag::Yellow).len())),
        (words::DISSATISFIED_COUNT, count(reading.all_dissatisfied().len())),
    ] {
        figures.push((Cell::Text(lang.say(label).to_owned()), cell));
    }
    figures
}

/// The difference of two figures; nothing where one is missing.
fn change(now: &Cell, then: &Cell, lang: Lang) -> Cell {
    match (now, then) {
        (Cell::Count(now), Cell::Count(then)) => Cell::Text(match now - then {
            0 => "0".to_owned(),
            more @ 1.. => format!("+{more}"),
            less => format!("−{}", -less),
        }),
        (Cell::Points(now), Cell::Points(then)) => Cell::Text(signed(*now - *then)),
        (Cell::Share(now), Cell::Share(then)) => Cell::Text(lang.percentage_points(now.0 - then.0)),
        (Cell::Nothing | Cell::Text(_) | Cell::Count(_) | Cell::Points(_) | Cell::Share(_), _) => {
            Cell::Nothing
        }
    }
}

/// What moved, in words.
fn moves(now: &Reading<'_>, then: &Reading<'_>) -> Vec<String> {
    let lang = now.lang;
    let told = |name: &&str| {
        let label = lang.rate(name);
        if let (Some(now), Some(then)) = (now.of_region(name), then.of_region(name)) {
            let unit = if *name == "complaints_upheld" { "起" } else { "件" };
            return Some(lang.count_moved(label, now - then, unit));
        }
        let (now, then) = (now.share_of_region(name)?, then.share_of_region(name)?);
        Some(lang.share_moved(label, now.0 - then.0))
    };
    let moves: Vec<String> = TOLD.iter().filter_map(told).collect();
    if moves.is_empty() { vec![lang.say(words::NOTHING_COMPARES).to_owned()] } else { moves }
}

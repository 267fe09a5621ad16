//! Which months count and which are open; what can be added up over them; the flags of each.

use super::Summary;
use crate::changes::published::{Level, Standing};
use crate::document::{Block, Foot, Sheet, Total};
use crate::papers::frame::column;
use crate::papers::reading::Reading;
use crate::render::table::{Cell, Column, Table};
use crate::words::{papers as labels, summary_papers as words};
use scoring::ranking::Flag;
use scoring::rates::Rate;

/// Counts, which are added up, and shares, which are not.
const SHOWN: [&str; 9] = [
    "accepted",
    "completed",
    "ratings",
    "complaints",
    "complaints_upheld",
    "on_site_rate",
    "on_time_rate",
    "satisfaction_rate",
    "abandonment_rate",
];
const SUMMED: usize = 5;

pub(super) fn blocks(summary: &Summary<'_>) -> Vec<Block> {
    let lang = summary.lang;
    let counting: Vec<String> =
        summary.counting().map(|reading| lang.month(reading.published().month)).collect();
    let named = |is_of: &dyn Fn(Option<&Reading<'_>>) -> bool| -> Vec<String> {
        let months = summary.months.iter().filter(|(_, reading)| is_of(reading.as_ref()));
        months.map(|(month, _)| lang.month(*month)).collect()
    };
    let open = named(&|reading| reading.is_some_and(|of| of.is_over() && of.edition.version.is_none()));
    let going_on = named(&|reading| reading.is_some_and(|of| !of.is_over()));
    let unknown = named(&|reading| reading.is_none());
    let mut said = vec![lang.sentence(&[lang.months_counting(&counting)])];
    said.extend((!open.is_empty()).then(|| lang.sentence(&[lang.months_open(&open)])));
    said.extend((!going_on.is_empty()).then(|| lang.sentence(&[lang.months_going_on(&going_on)])));
    said.extend((!unknown.is_empty()).then(|| lang.sentence(&[lang.months_unknown(&unknown)])));
    let mut blocks = vec![Block::paragraph(lang.paragraph(&said))];
    let mut figures = Vec::new();
    if let (Some(accepted), Some(completed)) = (summary.sum("accepted"), summary.sum("completed")) {
        figures.push(lang.sentence(&[lang.period_cases(accepted, completed)]));
    }
    if let (Some(received), Some(upheld)) = (summary.sum("complaints"), summary.sum("complaints_upheld")) {
        let mut parts = lang.bulletin_complaints(received, upheld);
        // Complaints over completed is the one share whose parts are published.
        let rate = summary.sum("completed").and_then(|completed| Rate::of(received, completed));
        parts.extend(rate.map(|rate| lang.rate_said(lang.rate("complaint_rate"), &lang.percent(rate))));
        figures.push(lang.sentence(&parts));
    }
    let tally = summary.tally();
    figures.push(
        lang.sentence(&[lang.period_overdue(tally.overdue), lang.bulletin_bad_ratings(tally.bad_ratings)]),
    );
    blocks.push(Block::paragraph(lang.paragraph(&figures)));
    blocks.push(Block::table(sheet(summary)));
    blocks.push(Block::note(lang.shares_are_not_averaged()));
    blocks
}

fn sheet(summary: &Summary<'_>) -> Sheet {
    let lang = summary.lang;
    let mut columns: Vec<Column> =
        vec![column(lang.say(words::MONTH), 10), column(lang.say(labels::STATE), 9)];
    columns.extend(SHOWN.iter().map(|rate| column(lang.rate(rate), 9)));
    let row = |reading: &Reading<'_>| {
        let state = lang.month_version(reading.edition.version);
        let mut row = vec![Cell::Text(lang.month(reading.published().month)), Cell::Text(state)];
        row.extend(SHOWN.iter().map(|rate| reading.cell(Level::Region, &reading.registry.code, rate)));
        row
    };
    let total = |at: usize| if (2..2 + SUMMED).contains(&at) { Total::Sum } else { Total::Nothing };
    let foot =
        Foot { label: lang.say(labels::SUM).to_owned(), totals: (0..columns.len()).map(total).collect() };
    let table = Table {
        title: lang.say(words::BY_MONTH).to_owned(),
        about: Vec::new(),
        rows: summary.counting().map(row).collect(),
        columns,
    };
    Sheet { table, sums: Vec::new(), foot: Some(foot) }
}

/// The flags of each month.
pub(super) fn flags(summary: &Summary<'_>) -> Vec<Block> {
    let lang = summary.lang;
    let told = |reading: &Reading<'_>, windows: Vec<(&Standing, bool)>| {
        let names: Vec<String> = windows
            .into_iter()
            .map(|(of, is_confirmed)| lang.marked(&reading.window_told(&of.id), is_confirmed))
            .collect();
        if names.is_empty() { Cell::Nothing } else { Cell::Text(lang.list(&names)) }
    };
    let row = |reading: &Reading<'_>| {
        vec![
            Cell::Text(lang.month(reading.published().month)),
            told(reading, reading.flagged(Flag::Red)),
            told(reading, reading.flagged(Flag::Yellow)),
            told(reading, reading.all_dissatisfied()),
        ]
    };
    let table = Table {
        title: lang.say(words::FLAGS_BY_MONTH).to_owned(),
        about: Vec::new(),
        columns: vec![
            column(lang.say(words::MONTH), 10),
            column(lang.say(words::RED_WINDOWS), 40),
            column(lang.say(words::YELLOW_WINDOWS), 20),
            column(lang.say(words::DISSATISFIED_WINDOWS), 20),
        ],
        rows: summary.counting().map(row).collect(),
    };
    vec![Block::table(Sheet::plain(table))]
}

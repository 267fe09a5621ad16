//! Departments against the targets; the hall, sub-centers and township centers.

use super::Bulletin;
use crate::changes::published::Level;
use crate::document::{Block, Foot, Sheet, Total};
use crate::papers::figures;
use crate::papers::frame::column;
use crate::render::table::{Cell, Column, Table};
use crate::words::{bulletin as words, papers as labels};
use scoring::registry::SiteKind;

pub(super) fn departments(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let departments = reading.ids(Level::Department);
    let mut parts = vec![lang.departments_missed(departments.len() as i64, bulletin.missed.len() as i64)];
    if bulletin.targets.is_empty() {
        parts = vec![lang.no_targets().to_owned()];
    }
    let mut sentences = vec![lang.sentence(&parts)];
    let missed = |id: &str| -> Vec<String> {
        let found = bulletin.missed.iter().find(|of| of.department == id);
        found.map_or(Vec::new(), |of| of.rates.iter().map(|rate| lang.rate(rate).to_owned()).collect())
    };
    for (rate, _) in &bulletin.targets {
        let by = bulletin.missed.iter().filter(|of| of.rates.contains(rate));
        let names: Vec<String> = by.map(|of| reading.department_name(of.department).to_owned()).collect();
        if !names.is_empty() {
            sentences.push(lang.sentence(&[lang.target_missed_by(lang.rate(rate), &names)]));
        }
    }
    let mut blocks = vec![Block::paragraph(lang.paragraph(&sentences))];
    if departments.is_empty() {
        return blocks;
    }
    let shown = ["accepted", "completed"].into_iter().chain(bulletin.targets.iter().map(|&(rate, _)| rate));
    let shown: Vec<&str> = shown.collect();
    let mut columns: Vec<Column> = vec![column(lang.say(labels::DEPARTMENT), 22)];
    columns.extend(shown.iter().map(|rate| column(lang.rate(rate), 11)));
    columns.push(column(lang.say(labels::MISSED), 16));
    let row = |id: &&str| {
        let mut row = vec![Cell::Text(reading.department_name(id).to_owned())];
        row.extend(shown.iter().map(|rate| reading.cell(Level::Department, id, rate)));
        let missed = missed(id);
        row.push(if missed.is_empty() { Cell::Nothing } else { Cell::Text(lang.list(&missed)) });
        row
    };
    let table = Table {
        title: lang.say(words::DEPARTMENTS).to_owned(),
        about: Vec::new(),
        rows: departments.iter().map(row).collect(),
        columns,
    };
    let foot = sum_foot(lang.say(labels::SUM), table.columns.len(), &[1, 2]);
    blocks.push(Block::table(Sheet { foot: Some(foot), sums: Vec::new(), table }));
    blocks.extend(figures::departments(bulletin.source, lang));
    blocks
}

/// The rates of a site that are shown.
const OF_SITES: [&str; 8] = [
    "accepted",
    "completed",
    "on_time_rate",
    "satisfaction_rate",
    "wait_mean_s",
    "abandonment_rate",
    "complaints",
    "complaints_upheld",
];

pub(super) fn sites(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let sites = reading.ids(Level::Site);
    let of_kind = |is_of: &dyn Fn(SiteKind) -> bool| {
        sites.iter().filter(|id| reading.site(id).1.is_some_and(is_of)).count() as i64
    };
    let sub_centers = of_kind(&|kind| kind == SiteKind::SubCenter);
    let others = of_kind(&|kind| matches!(kind, SiteKind::Township | SiteKind::Village));
    let mut blocks = vec![Block::paragraph(lang.sentence(&[lang.sites_are(sub_centers, others)]))];
    if sites.is_empty() {
        return blocks;
    }
    let mut columns: Vec<Column> =
        vec![column(lang.say(labels::SITE), 22), column(lang.say(labels::SITE_KIND), 14)];
    columns.extend(OF_SITES.iter().map(|rate| column(lang.rate(rate), 10)));
    let row = |id: &&str| {
        let (name, kind) = reading.site(id);
        let kind = kind.map_or(Cell::Nothing, |kind| Cell::Text(lang.site_kind(kind).to_owned()));
        let mut row = vec![Cell::Text(name.to_owned()), kind];
        row.extend(OF_SITES.iter().map(|rate| reading.cell(Level::Site, id, rate)));
        row
    };
    let table = Table {
        title: lang.say(words::SITES).to_owned(),
        about: Vec::new(),
        rows: sites.iter().map(row).collect(),
        columns,
    };
    let foot = sum_foot(lang.say(labels::SUM), table.columns.len(), &[2, 3, 8, 9]);
    blocks.push(Block::table(Sheet { foot: Some(foot), sums: Vec::new(), table }));
    blocks
}

/// A foot with the sums of some columns.
pub(super) fn sum_foot(label: &str, columns: usize, summed: &[usize]) -> Foot {
    let total = |at: usize| if summed.contains(&at) { Total::Sum } else { Total::Nothing };
    Foot { label: label.to_owned(), totals: (0..columns).map(total).collect() }
}

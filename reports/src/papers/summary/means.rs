//! Means of months to the hundredth, half up, and ranks by mean: over the months in which somebody was ranked.

use super::Summary;
use crate::changes::published::{Book, Standing};
use crate::document::sheet::mean_of;
use crate::document::{Annex, Block, Sheet};
use crate::papers::frame::column;
use crate::papers::reading::Reading;
use crate::render::table::{Cell, Column, Table};
use crate::words::{labels as general, papers as labels, summary_papers as words};
use scoring::points::Points;
use scoring::ranking::Flag;

/// A window or staff member over the period.
struct Mean<'a> {
    id: &'a str,
    /// The total of each month that counts; none without a rank in it.
    totals: Vec<Option<Points>>,
    mean: Option<Points>,
    rank: Option<u32>,
}

/// By mean, then by id; the same mean shares a rank.
fn means<'a>(summary: &Summary<'a>, book: Book) -> Vec<Mean<'a>> {
    let of = |id: &'a str| {
        let total = |reading: &Reading<'_>| {
            let standing = reading.published().standing(book, id)?;
            standing.rank.map(|_| standing.total)
        };
        let totals: Vec<Option<Points>> = summary.counting().map(total).collect();
        Mean { id, mean: mean_of(totals.iter().copied().flatten()), totals, rank: None }
    };
    let mut means: Vec<Mean<'a>> = summary.subjects(book).into_iter().map(of).collect();
    means.sort_by(|a, b| b.mean.cmp(&a.mean).then_with(|| a.id.cmp(b.id)));
    let mut before: Option<(Points, u32)> = None;
    for (of, place) in means.iter_mut().zip(1..) {
        let Some(mean) = of.mean else { continue };
        let rank = before.filter(|&(other, _)| other == mean).map_or(place, |(_, rank)| rank);
        of.rank = Some(rank);
        before = Some((mean, rank));
    }
    means
}

pub(super) fn windows(summary: &Summary<'_>) -> Vec<Block> {
    let lang = summary.lang;
    let means = means(summary, Book::Window);
    let ranked = means.iter().filter(|of| of.rank.is_some()).count() as i64;
    let mut blocks = vec![Block::paragraph(lang.sentence(&[lang.means_of_windows(ranked)]))];
    let Some(latest) = summary.latest().filter(|_| !means.is_empty()) else { return blocks };
    let row = |of: &Mean<'_>| {
        let standings = || {
            summary
                .counting()
                .filter_map(|reading| Some((reading, reading.published().standing(Book::Window, of.id)?)))
        };
        let count = |is_of: &dyn Fn(&Reading<'_>, &Standing) -> bool| {
            Cell::Count(standings().filter(|(reading, standing)| is_of(reading, standing)).count() as i64)
        };
        let flew = |reading: &Reading<'_>, standing: &Standing, flag| {
            reading.flag(standing).is_some_and(|found| found.what == flag)
        };
        let mut row = who(of);
        row.insert(2, Cell::Text(latest.window_name(of.id).to_owned()));
        row.extend([
            count(&|reading, standing| flew(reading, standing, Flag::Red)),
            count(&|reading, standing| flew(reading, standing, Flag::Yellow)),
            count(&|reading, standing| reading.dissatisfied(standing).is_some()),
        ]);
        row
    };
    let table = Table {
        title: lang.say(words::WINDOW_MEANS).to_owned(),
        about: Vec::new(),
        columns: vec![
            column(lang.say(general::RANK), 5),
            column(lang.say(labels::WINDOW_ID), 7),
            column(lang.say(labels::WINDOW), 22),
            column(lang.say(words::MONTHS_RANKED), 8),
            column(lang.say(words::MEAN), 9),
            column(lang.say(words::RED_FLAGS), 8),
            column(lang.say(words::YELLOW_FLAGS), 8),
            column(lang.say(words::DISSATISFIED_TIMES), 8),
        ],
        rows: means.iter().map(row).collect(),
    };
    blocks.push(Block::table(Sheet::plain(table)));
    blocks
}

/// Rank, id, months and mean.
fn who(of: &Mean<'_>) -> Vec<Cell> {
    vec![
        Cell::count(of.rank.map(i64::from)),
        Cell::Text(of.id.to_owned()),
        Cell::Count(of.totals.iter().flatten().count() as i64),
        Cell::points(of.mean),
    ]
}

pub(super) fn staff(summary: &Summary<'_>) -> Vec<Block> {
    let lang = summary.lang;
    let means = means(summary, Book::Staff);
    let ranked = means.iter().filter(|of| of.rank.is_some()).count() as i64;
    let mut blocks = vec![Block::paragraph(lang.sentence(&[lang.means_of_staff(ranked)]))];
    let Some(latest) = summary.latest().filter(|_| !means.is_empty()) else { return blocks };
    let grades = &latest.rulebook.evaluation.grades;
    let row = |of: &Mean<'_>| {
        let graded = |id: &str| {
            let is_graded = |reading: &&Reading<'_>| {
                let standing = reading.published().standing(Book::Staff, of.id);
                standing.is_some_and(|standing| standing.evaluation.as_deref() == Some(id))
            };
            Cell::Count(summary.counting().filter(is_graded).count() as i64)
        };
        let mut row = who(of);
        row.insert(2, Cell::Text(latest.staff_name(of.id).to_owned()));
        row.extend(grades.iter().map(|grade| graded(&grade.id)));
        row
    };
    let mut columns: Vec<Column> = vec![
        column(lang.say(general::RANK), 5),
        column(lang.say(labels::WINDOW_ID), 7),
        column(lang.say(labels::STAFF_NAME), 12),
        column(lang.say(words::MONTHS_RANKED), 8),
        column(lang.say(words::MEAN), 9),
    ];
    columns.extend(grades.iter().map(|grade| column(lang.title(&grade.title), 9)));
    let table = Table {
        title: lang.say(words::STAFF_MEANS).to_owned(),
        about: Vec::new(),
        columns,
        rows: means.iter().map(row).collect(),
    };
    blocks.push(Block::table(Sheet::plain(table)));
    blocks
}

/// The totals that the means are of, month by month.
pub(super) fn annexes(summary: &Summary<'_>) -> Vec<Annex> {
    let lang = summary.lang;
    [(Book::Window, words::WINDOW_MONTHS), (Book::Staff, words::STAFF_MONTHS)]
        .map(|(book, title)| {
            let mut columns: Vec<Column> = vec![column(lang.say(labels::WINDOW_ID), 7)];
            let months = summary.counting().map(|reading| reading.published().month);
            columns.extend(months.map(|month| column(lang.short_month(month), 8)));
            columns.push(column(lang.say(words::MEAN), 8));
            let row = |of: Mean<'_>| {
                let mut row = vec![Cell::Text(of.id.to_owned())];
                row.extend(of.totals.iter().map(|&total| Cell::points(total)));
                row.push(Cell::points(of.mean));
                row
            };
            let mut means = means(summary, book);
            means.sort_by_key(|of| of.id);
            let table = Table {
                title: lang.say(title).to_owned(),
                about: Vec::new(),
                columns,
                rows: means.into_iter().map(row).collect(),
            };
            Annex {
                title: lang.say(title).to_owned(),
                blocks: vec![
                    Block::note(lang.unranked_months_are_blank()),
                    Block::table(Sheet::plain(table)),
                ],
            }
        })
        .into()
}

//! The ranking of windows by total, with what each category left.

use super::Bulletin;
use super::situation::field;
use crate::changes::published::{Book, Standing};
use crate::document::{Block, Foot, RowSum, Sheet, Total};
use crate::papers::figures;
use crate::papers::frame::column;
use crate::papers::reading::Reading;
use crate::render::table::{Cell, Column, Table};
use crate::words::{bulletin as words, papers as labels};
use scoring::ranking::Flag;

pub(super) fn blocks(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let windows = &reading.published().windows;
    let (ranked, others): (Vec<&Standing>, Vec<&Standing>) = windows.iter().partition(|of| of.rank.is_some());
    let mut first = vec![lang.sentence(&[lang.bulletin_windows(&field(windows))])];
    if ranked.len() > 1 {
        first.push(lang.sentence(&[lang.ranking_goes_by().to_owned()]));
    }
    let mut blocks = vec![Block::paragraph(lang.paragraph(&first))];
    if !ranked.is_empty() {
        blocks.push(Block::table(sheet(reading, lang.say(words::RANKING), &ranked)));
        blocks.extend(figures::ranking(bulletin.source, lang));
    }
    if !others.is_empty() {
        blocks.push(Block::paragraph(lang.sentence(&[lang.unranked_windows(others.len() as i64)])));
        blocks.push(Block::table(sheet(reading, lang.say(words::UNRANKED), &others)));
    }
    blocks
}

/// Standings of windows: rank, id, name, categories, bonus, total, flag.
fn sheet(reading: &Reading<'_>, title: &str, standings: &[&Standing]) -> Sheet {
    let lang = reading.lang;
    let heads = [column(lang.say(crate::words::labels::RANK), 5), column(lang.say(labels::WINDOW_ID), 7)];
    let mut columns: Vec<Column> = heads.into();
    columns.push(column(lang.say(labels::WINDOW), 20));
    let sums = made_up(reading, Book::Window, &mut columns);
    columns.push(column(lang.say(labels::FLAG), 14));
    let row = |of: &&Standing| {
        let mut row = vec![
            Cell::count(of.rank.map(i64::from)),
            Cell::Text(of.id.clone()),
            Cell::Text(reading.window_name(&of.id).to_owned()),
        ];
        row.extend(reading.categories(of).into_iter().map(Cell::Points));
        row.extend([Cell::Points(of.bonus), Cell::Points(of.total)]);
        row.push(flag(reading, of));
        row
    };
    let table = Table {
        title: title.to_owned(),
        about: Vec::new(),
        rows: standings.iter().map(row).collect(),
        columns,
    };
    Sheet { foot: Some(mean_foot(lang.say(labels::MEAN), &table, &sums)), sums: vec![sums], table }
}

/// Adds the columns of categories, bonus and total, and says which the total is the sum of.
pub(super) fn made_up(reading: &Reading<'_>, book: Book, columns: &mut Vec<Column>) -> RowSum {
    let (first, book) = (columns.len(), reading.book(book));
    let lang = reading.lang;
    columns.extend(book.categories.iter().map(|of| column(lang.title(&of.title), 8)));
    columns.push(column(lang.title(&book.bonus.title), 7));
    columns.push(column(lang.say(crate::words::labels::TOTAL), 8));
    let total = columns.len() - 1;
    RowSum { column: total, of: (first..total).collect() }
}

/// A foot with the means of the columns that make the total, and of the total.
pub(super) fn mean_foot(label: &str, table: &Table, sums: &RowSum) -> Foot {
    let is_mean = |column: usize| column == sums.column || sums.of.contains(&column);
    let totals = (0..table.columns.len()).map(|at| if is_mean(at) { Total::Mean } else { Total::Nothing });
    Foot { label: label.to_owned(), totals: totals.collect() }
}

/// What a window was found to be; what was dropped is not said.
fn flag(reading: &Reading<'_>, standing: &Standing) -> Cell {
    let lang = reading.lang;
    let flag = reading.flag(standing).map(|found| {
        let word = match found.what {
            Flag::Red => labels::RED,
            Flag::Yellow => labels::YELLOW,
        };
        lang.marked(lang.say(word), found.is_confirmed)
    });
    let dissatisfied = reading
        .dissatisfied(standing)
        .map(|found| lang.marked(lang.say(labels::DISSATISFIED), found.is_confirmed));
    let told: Vec<String> = flag.into_iter().chain(dissatisfied).collect();
    if told.is_empty() { Cell::Nothing } else { Cell::Text(lang.list(&told)) }
}

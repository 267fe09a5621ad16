//! The staff list: the one place of the bulletin where staff are named.

use super::Bulletin;
use super::ranking::{made_up, mean_foot};
use super::situation::field;
use crate::changes::published::{Book, Standing};
use crate::document::{Block, Sheet};
use crate::papers::frame::column;
use crate::render::table::{Cell, Column, Table};
use crate::words::{bulletin as words, labels as general, papers as labels};

pub(super) fn blocks(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let staff = &reading.published().staff;
    let mut sentences = vec![lang.sentence(&[lang.bulletin_staff(&field(staff))])];
    if staff.is_empty() {
        return vec![Block::paragraph(lang.paragraph(&sentences))];
    }
    let grades = &reading.rulebook.evaluation.grades;
    let graded = |id: Option<&str>| staff.iter().filter(|of| of.evaluation.as_deref() == id).count() as i64;
    let mut counts: Vec<(String, i64)> =
        grades.iter().map(|of| (lang.title(&of.title).to_owned(), graded(Some(&of.id)))).collect();
    counts.push((lang.say(words::NO_GRADE).to_owned(), graded(None)));
    counts.retain(|(_, count)| *count > 0);
    sentences.push(lang.sentence(&[lang.graded(&counts)]));
    if let Some(best) = grades.first() {
        let basis = bulletin.source.texts.basis("advanced", &reading.rulebook.id, lang);
        sentences.push(lang.sentence(&[lang.only_best_are_advanced(lang.title(&best.title), basis)]));
    }
    let mut columns: Vec<Column> = vec![
        column(lang.say(general::RANK), 5),
        column(lang.say(labels::WINDOW_ID), 7),
        column(lang.say(labels::STAFF_NAME), 10),
        column(lang.say(labels::WINDOW), 8),
    ];
    let sums = made_up(reading, Book::Staff, &mut columns);
    columns.push(column(lang.say(general::GRADE), 9));
    let row = |of: &Standing| {
        let mut row = vec![
            Cell::count(of.rank.map(i64::from)),
            Cell::Text(of.id.clone()),
            Cell::Text(reading.staff_name(&of.id).to_owned()),
            of.home.first().map_or(Cell::Nothing, |window| Cell::Text(window.clone())),
        ];
        row.extend(reading.categories(of).into_iter().map(Cell::Points));
        row.extend([Cell::Points(of.bonus), Cell::Points(of.total)]);
        let grade = of.evaluation.as_ref();
        row.push(grade.map_or(Cell::Nothing, |grade| Cell::Text(reading.grade(grade).to_owned())));
        row
    };
    let table = Table {
        title: lang.say(words::STAFF).to_owned(),
        about: Vec::new(),
        columns,
        rows: staff.iter().map(row).collect(),
    };
    let sheet =
        Sheet { foot: Some(mean_foot(lang.say(labels::MEAN), &table, &sums)), sums: vec![sums], table };
    vec![Block::paragraph(lang.paragraph(&sentences)), Block::table(sheet)]
}

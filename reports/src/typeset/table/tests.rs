//! What tables promise: the whole width, type as large as it fits, figures below each other.

use super::cells::Grid;
use super::{set, widths};
use crate::document::{Foot, Sheet, Total};
use crate::render::table::{Cell, Column, Table};
use crate::typeset::ink::{Ink, Type};
use crate::typeset::measure::Paper;
use crate::typeset::official::manner;
use crate::typeset::setter::Setter;
use crate::words::Lang;
use scoring::points::Points;

fn sheet(heads: &[&str], rows: Vec<Vec<Cell>>) -> Sheet {
    let columns = heads.iter().map(|title| Column { title: (*title).to_owned(), width: 8 }).collect();
    Sheet::plain(Table { title: "表".to_owned(), about: Vec::new(), columns, rows })
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

fn set_types(sheet: &Sheet) -> Vec<Type> {
    let mut setter = Setter::new(Lang::Zh, manner(Lang::Zh));
    set(&mut setter, sheet);
    let slugs = setter.sections.into_iter().flat_map(|section| section.slugs);
    let inks = slugs.flat_map(|slug| slug.marks).map(|mark| mark.ink);
    let types = inks.filter_map(|ink| match ink {
        Ink::Type(line) => Some(line),
        Ink::Shape(_) => None,
    });
    types.collect()
}

#[test]
fn columns_fill_the_width_and_none_is_narrower_than_its_figures() {
    let rows = vec![vec![text("综合窗口"), Cell::Count(12_345_678)], vec![text("甲"), Cell::Count(1)]];
    let grid = Grid::of(&sheet(&["窗口", "办件"], rows), Lang::Zh);
    let fit = widths::fit(&grid, Paper::official(), &[10.5, 9.0]);
    assert_eq!((fit.size, fit.is_turned), (10.5, false));
    assert!((fit.widths.iter().sum::<f32>() - Paper::official().room_width).abs() < 0.1);
    assert!(fit.widths[1] > 8.0 * 0.5 * 10.5);
}

#[test]
fn more_columns_make_the_type_smaller_and_then_turn_the_page() {
    let fit = |count: usize| {
        let heads = vec!["指标"; count];
        let row = vec![Cell::Count(1_234_567); count];
        widths::fit(&Grid::of(&sheet(&heads, vec![row]), Lang::Zh), Paper::official(), &[10.5, 9.0, 8.0])
    };
    assert_eq!(fit(6).size, 10.5);
    assert!(fit(10).size < 10.5 && !fit(10).is_turned);
    assert!(fit(14).is_turned);
    let squeezed = fit(60);
    assert!(
        (squeezed.widths.iter().sum::<f32>() - Paper::official().room_height).abs() < 0.1,
        "nothing is clipped"
    );
}

#[test]
fn figures_are_not_cut_where_words_can_give_way() {
    let mut heads = vec!["指标"; 20];
    heads.push("窗口");
    let mut row = vec![Cell::Count(1_234_567); 20];
    row.push(text("县政务服务中心综合受理窗口"));
    let sheet = sheet(&heads, vec![row]);
    let told: Vec<String> = set_types(&sheet).into_iter().map(|line| line.line.text).collect();
    assert_eq!(told.iter().filter(|text| *text == "1234567").count(), 20, "{told:?}");
}

#[test]
fn one_long_name_does_not_take_the_room_of_all_others() {
    let row = |name: &str| vec![text(name), text("县住房和城乡建设局")];
    let mut rows = vec![row("综合窗口"); 20];
    rows.push(row(&"长".repeat(60)));
    let fit = widths::fit(&Grid::of(&sheet(&["窗口", "部门"], rows), Lang::Zh), Paper::official(), &[10.5]);
    assert!(fit.widths[1] >= 9.8 * 10.5, "departments stay on one line: {:?}", fit.widths);
}

#[test]
fn points_stand_below_each_other() {
    let rows = vec![
        vec![Cell::Points(Points(11_350))],
        vec![Cell::Points(Points(-25))],
        vec![Cell::Nothing],
        vec![Cell::Points(Points(500))],
    ];
    let types = set_types(&sheet(&["总分"], rows));
    let point = |told: &str| {
        let line = types.iter().find(|line| line.line.text == told).unwrap_or_else(|| panic!("no {told}"));
        let place = line.line.placed.iter().find(|placed| placed.character == '.').expect("a point");
        line.x + place.x
    };
    assert!((point("113.5") - point("−0.25")).abs() < 0.01);
    assert!((point("113.5") - point("5.0")).abs() < 0.01);
    assert!(types.iter().any(|line| line.line.text == "—"), "nothing is a dash");
}

#[test]
fn what_is_written_as_text_but_is_a_figure_stands_to_the_right() {
    let column = |cells: &[&str]| {
        let rows = cells.iter().map(|cell| vec![text(cell)]).collect();
        Grid::of(&sheet(&["变化"], rows), Lang::Zh).columns[0].is_figures
    };
    assert!(column(&["+2.0", "−5.0", "—"]));
    assert!(column(&["98.25%"]));
    assert!(!column(&["3 天"]));
    assert!(!column(&["—"]));
}

#[test]
fn the_foot_stays_with_the_last_row() {
    let mut sheet = sheet(&["窗口", "总分"], vec![vec![text("甲"), Cell::Points(Points(10_000))]; 5]);
    sheet.foot = Some(Foot { label: "平均".to_owned(), totals: vec![Total::Nothing, Total::Mean] });
    let mut setter = Setter::new(Lang::Zh, manner(Lang::Zh));
    set(&mut setter, &sheet);
    let slugs: Vec<_> = setter.sections.into_iter().flat_map(|section| section.slugs).collect();
    let rows: Vec<_> = slugs.iter().filter(|slug| slug.head.is_some()).collect();
    assert_eq!(rows.len(), 6);
    assert!(rows[4].with_next, "the last row is held by the foot");
}

//! Tables: columns as wide as their cells want, figures to the right, the head again on each page, thin rules.
//!
//! | to | see |
//! | --- | --- |
//! | write a cell | [`cells`] |
//! | share out the width, choose the type, turn the page | [`widths`] |
//! | set rows | [`rows`] |

mod cells;
mod rows;
mod widths;

use self::cells::Grid;
use self::widths::Fit;
use super::lines::{Align, Room, lines};
use super::measure::Paper;
use super::setter::{Setter, Setting};
use super::sorts::Style;
use super::tags::Role;
use crate::document::Sheet;
use crate::fonts::Face;

/// Sets a table. One that is too wide in the smallest type goes on pages turned across.
pub(super) fn set(setter: &mut Setter, sheet: &Sheet) {
    let grid = Grid::of(sheet, setter.lang);
    let fit = widths::fit(&grid, setter.manner.paper, setter.manner.table_sizes);
    let paper = paper(setter.manner.paper, &fit);
    if fit.is_turned {
        turn_with_heading(setter, paper);
    }
    let table = setter.part(Role::Table(sheet.table.title.clone()));
    let held = setter.within;
    setter.within = table;
    above(setter, sheet, paper);
    setter.within = held;
    rows::set(setter, &grid, &fit, paper, table);
}

/// Whether a table goes on pages turned across.
pub(super) fn is_turned(setter: &Setter, sheet: &Sheet) -> bool {
    let grid = Grid::of(sheet, setter.lang);
    widths::fit(&grid, setter.manner.paper, setter.manner.table_sizes).is_turned
}

fn paper(paper: Paper, fit: &Fit) -> Paper {
    if fit.is_turned { paper.turned() } else { paper }
}

/// A heading right above goes with the table onto the turned page.
fn turn_with_heading(setter: &mut Setter, paper: Paper) {
    if setter.sections.last().is_some_and(|section| section.paper == paper) {
        return;
    }
    let mut heading = Vec::new();
    if let Some(section) = setter.sections.last_mut() {
        let kept = section.slugs.iter().rposition(|slug| !slug.with_next).map_or(0, |place| place + 1);
        heading = section.slugs.split_off(kept);
        if section.slugs.is_empty() {
            setter.sections.pop();
        }
    }
    heading.into_iter().for_each(|slug| setter.push_on(paper, slug));
}

/// What the table is called, unless the heading above says so, and what it is of.
fn above(setter: &mut Setter, sheet: &Sheet, paper: Paper) {
    let title = &sheet.table.title;
    let small = setter.manner.small;
    let colon = setter.lang.colon();
    let about: Vec<String> =
        sheet.table.about.iter().map(|(label, text)| format!("{label}{colon}{text}")).collect();
    let is_told = title.is_empty() || setter.heading.ends_with(title.as_str());
    let title = (!is_told).then(|| (title.clone(), small * 1.15, Align::Middle));
    let about = (!about.is_empty()).then(|| (about.join("　"), small * 0.9, Align::Left));
    let lines_above = [title, about];
    let mut gap = setter.manner.between;
    for (text, size, align) in lines_above.into_iter().flatten() {
        let of = super::ink::Of::Said(setter.part(Role::Caption));
        let style = Style::new(Face::Sans, size);
        let room = Room::new(paper.room_width, align);
        let setting = Setting { style, lead: size * 1.6, room, x: 0.0 };
        for mut slug in setter.slugs(lines(&text, &style, room), setting, of) {
            slug.on_grid = false;
            slug.with_next = true;
            slug.above = std::mem::take(&mut gap);
            setter.push_on(paper, slug);
        }
    }
}

#[cfg(test)]
mod tests;

//! Facts in short: label and text, in columns where they are short, across the page where they are not.

use super::ink::{FAINT, INK, Mark, Of};
use super::lines::{Align, Room, lines};
use super::setter::{Setter, base};
use super::slugs::Slug;
use super::sorts::{Style, width};
use super::tags::Role;
use crate::document::Fact;
use crate::fonts::Face;

/// The greatest size of facts.
const SIZE_MAX: f32 = 12.0;
/// Free between columns, in parts of the size.
const BETWEEN: f32 = 1.5;

/// Sets facts.
pub(super) fn set(setter: &mut Setter, facts: &[Fact]) {
    let size = setter.manner.body.size.min(SIZE_MAX);
    let (label_style, style) = (Style::new(Face::Sans, size), Style::new(setter.manner.body.face, size));
    let colon = setter.lang.colon();
    let label = |fact: &Fact| format!("{}{colon}", fact.label);
    let label_width = |fact: &Fact| width(&label(fact), &label_style);
    let room = setter.room();
    // Texts stand below each other, so each column keeps the widest label's room.
    let labels = facts.iter().map(label_width).fold(0.0, f32::max).min(room / 3.0);
    let widths: Vec<f32> =
        facts.iter().map(|fact| labels + width(&fact.text, &style) + BETWEEN * size).collect();
    let columns = columns(&widths, room);
    let column_width = room / columns as f32;
    let lead = size * 1.45;
    let list = setter.part(Role::List);
    let rows = rows(&widths, columns, column_width);
    let count = rows.len();
    let mut rest = facts;
    for (place, of_row) in rows.into_iter().enumerate() {
        let (row, left) = rest.split_at(of_row.min(rest.len()));
        rest = left;
        let is_across =
            matches!(row, [fact] if labels + width(&fact.text, &style) + BETWEEN * size > column_width);
        let mut marks = Vec::new();
        let mut deepest = 1;
        for (column, fact) in row.iter().enumerate() {
            let x = column as f32 * column_width;
            let item = setter.tags.add(list, Role::Item);
            let text_room = if is_across { room - labels } else { column_width - labels - size * 0.8 };
            let parts = [
                (Role::Label, lines(&label(fact), &label_style, Room::new(labels, Align::Left)), x),
                (Role::Body, lines(&fact.text, &style, Room::new(text_room, Align::Left)), x + labels),
            ];
            for (role, set, x) in parts {
                let of = Of::Said(setter.tags.add(item, role));
                deepest = deepest.max(set.len());
                for (depth, line) in set.into_iter().enumerate() {
                    let y = depth as f32 * lead + base(lead, size);
                    marks.push(Mark::of_line(of, line, (x, y), size, INK));
                }
            }
        }
        let height = deepest as f32 * lead + size * 0.3;
        marks.push(Mark::rule(Of::Ornament, (0.0, height), (room, height), 0.25, FAINT));
        let above = if place == 0 { setter.manner.between } else { 0.0 };
        setter.push(Slug { height, above, with_next: place == 0 && count > 1, marks, ..Slug::default() });
    }
    setter.gap(setter.manner.between);
}

/// As many columns as most facts have room in.
fn columns(widths: &[f32], room: f32) -> usize {
    let is_enough = |columns: &usize| {
        let fitting = widths.iter().filter(|width| **width <= room / *columns as f32).count();
        2 * fitting >= widths.len()
    };
    [3, 2].into_iter().find(is_enough).unwrap_or(1)
}

/// How many facts stand in each row: a fact too wide for a column stands alone.
fn rows(widths: &[f32], columns: usize, column_width: f32) -> Vec<usize> {
    let mut rows = Vec::new();
    let mut open = 0;
    for width in widths {
        let is_across = *width > column_width;
        if open > 0 && (is_across || open == columns) {
            rows.push(std::mem::take(&mut open));
        }
        if is_across {
            rows.push(1);
        } else {
            open += 1;
        }
    }
    if open > 0 {
        rows.push(open);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{columns, rows};

    #[test]
    fn one_long_fact_stands_across_and_the_others_in_columns() {
        let widths = [90.0, 350.0, 90.0, 90.0, 90.0, 90.0];
        assert_eq!(columns(&widths, 300.0), 3);
        assert_eq!(rows(&widths, 3, 100.0), [1, 1, 3, 1]);
    }

    #[test]
    fn no_facts_are_no_rows() {
        assert!(rows(&[], columns(&[], 300.0), 100.0).is_empty());
    }
}

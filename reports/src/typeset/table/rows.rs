//! The rows of a table as slugs: the head to be repeated, cells over several lines, the line below.

use super::cells::{Grid, Written};
use super::widths::{Fit, PADDING};
use crate::fonts::Face;
use crate::typeset::ink::{Colour, FAINT, INK, Mark, Of};
use crate::typeset::lines::{Align, Line, Room, lines};
use crate::typeset::measure::Paper;
use crate::typeset::setter::{Setter, base};
use crate::typeset::slugs::Slug;
use crate::typeset::sorts::{Style, width};
use crate::typeset::tags::{NodeId, Role};
use std::rc::Rc;

/// The distance of lines in a cell, in parts of the size.
const LEAD: f32 = 1.32;
/// Free above and below the lines of a cell, in parts of the size.
const ROW_PADDING: f32 = 0.26;
/// The rules above and below the table, below its head, and between rows.
const THICK: f32 = 0.9;
const THIN: f32 = 0.5;
const HAIR: f32 = 0.25;

struct Rows<'a> {
    grid: &'a Grid,
    fit: &'a Fit,
    paper: Paper,
    style: Style,
    lead: f32,
}

/// A row's cells, each broken into lines.
struct Broken {
    cells: Vec<Vec<Line>>,
    nodes: Vec<NodeId>,
}

/// Sets the rows of a table.
pub(super) fn set(setter: &mut Setter, grid: &Grid, fit: &Fit, paper: Paper, table: NodeId) {
    let style = Style::new(Face::Sans, fit.size);
    let rows = Rows { grid, fit, paper, style, lead: fit.size * LEAD };
    let head_part = setter.tags.add(table, Role::TableHead);
    let head = rows.head(setter, head_part);
    let repeated = Rc::new(Slug { with_next: false, ..head.clone() });
    let above = if setter.last().is_some_and(|slug| slug.with_next && slug.height > 0.0) {
        fit.size * 0.2
    } else {
        setter.manner.between
    };
    setter.push_on(paper, Slug { above, ..head });
    let body = setter.tags.add(table, Role::TableBody);
    let count = grid.rows.len();
    for (place, row) in grid.rows.iter().enumerate() {
        let is_last = place + 1 == count;
        let broken = rows.broken(setter, row, body);
        let rule = if is_last { (THICK, INK) } else { (HAIR, FAINT) };
        let is_held = count > 1 && place == 0 || is_last && grid.foot.is_some();
        for mut slug in rows.slugs(broken, rule, &repeated) {
            slug.with_next |= is_held;
            setter.push_on(paper, slug);
        }
    }
    if let Some(foot) = &grid.foot {
        let part = setter.tags.add(table, Role::TableFoot);
        let broken = rows.broken(setter, foot, part);
        for slug in rows.slugs(broken, (THICK, INK), &repeated) {
            setter.push_on(paper, slug);
        }
    }
    setter.push_on(paper, Slug { above: setter.manner.between, ..Slug::default() });
}

impl Rows<'_> {
    fn room(&self, width: f32, align: Align) -> Room {
        Room::new((width - 2.0 * PADDING * self.fit.size).max(self.fit.size * 0.5), align)
    }

    fn align(&self, column: usize) -> Align {
        if self.grid.columns.get(column).is_some_and(|column| column.is_figures) {
            Align::Right
        } else {
            Align::Left
        }
    }

    fn head(&self, setter: &mut Setter, part: NodeId) -> Slug {
        let row = setter.tags.add(part, Role::Row);
        let mut broken = Broken { cells: Vec::new(), nodes: Vec::new() };
        for (place, (column, width)) in self.grid.columns.iter().zip(&self.fit.widths).enumerate() {
            let room = self.room(*width, self.align(place));
            broken.cells.push(evened(&column.head, &self.style, room));
            broken.nodes.push(setter.tags.add(row, Role::ColumnHead));
        }
        let deepest = deepest(&broken.cells);
        // Heads stand on the rule below them.
        for cell in &mut broken.cells {
            let missing = deepest - cell.len();
            cell.splice(0..0, std::iter::repeat_n(Line::default(), missing));
        }
        let mut slug = self.strip(broken, (THIN, INK));
        let top = Mark::rule(Of::Ornament, (0.0, 0.0), (self.paper.room_width, 0.0), THICK, INK);
        slug.marks.push(top);
        slug.with_next = true;
        slug
    }

    fn broken(&self, setter: &mut Setter, row: &[Written], part: NodeId) -> Broken {
        let node = setter.tags.add(part, Role::Row);
        let mut broken = Broken { cells: Vec::new(), nodes: Vec::new() };
        for (place, (cell, wide)) in row.iter().zip(&self.fit.widths).enumerate() {
            // A figure with fewer places ends before those with more, so that the points are below each other.
            let tail = self.tail(place, cell);
            let mut set = lines(&cell.text, &self.style, self.room(*wide - tail, self.align(place)));
            if set.is_empty() {
                set.push(Line::default());
            }
            broken.cells.push(set);
            broken.nodes.push(setter.tags.add(node, Role::Cell));
        }
        broken
    }

    fn tail(&self, place: usize, cell: &Written) -> f32 {
        let most = self.grid.columns.get(place).map_or(0, |column| column.places);
        let missing = cell.places.map_or(0, |places| most.saturating_sub(places));
        missing as f32 * width("0", &self.style)
    }

    /// A row as one slug; as several where it is higher than a page.
    fn slugs(&self, broken: Broken, rule: (f32, Colour), head: &Rc<Slug>) -> Vec<Slug> {
        let room = self.paper.room_height - head.height - 2.0 * ROW_PADDING * self.fit.size;
        let most = ((room / self.lead).floor() as usize).max(1);
        let mut parts = Vec::new();
        let mut rest = broken;
        while deepest(&rest.cells) > most {
            let left: Vec<Vec<Line>> =
                rest.cells.iter_mut().map(|cell| cell.split_off(most.min(cell.len()))).collect();
            let nodes = rest.nodes.clone();
            parts
                .push(self.strip(std::mem::replace(&mut rest, Broken { cells: left, nodes }), (HAIR, FAINT)));
        }
        parts.push(self.strip(rest, rule));
        for part in &mut parts {
            part.head = Some(Rc::clone(head));
        }
        parts
    }

    fn strip(&self, broken: Broken, (thickness, colour): (f32, Colour)) -> Slug {
        let size = self.fit.size;
        let height = deepest(&broken.cells) as f32 * self.lead + 2.0 * ROW_PADDING * size;
        let mut marks = Vec::new();
        let mut x = 0.0;
        for ((cell, node), width) in broken.cells.into_iter().zip(&broken.nodes).zip(&self.fit.widths) {
            for (depth, line) in cell.into_iter().enumerate() {
                let y = ROW_PADDING * size + depth as f32 * self.lead + base(self.lead, size);
                if !line.placed.is_empty() {
                    marks.push(Mark::of_line(Of::Said(*node), line, (x + PADDING * size, y), size, INK));
                }
            }
            x += width;
        }
        let right = self.paper.room_width;
        marks.push(Mark::rule(Of::Ornament, (0.0, height), (right, height), thickness, colour));
        Slug { height, marks, ..Slug::default() }
    }
}

/// A head over several lines of like length.
fn evened(head: &str, style: &Style, room: Room) -> Vec<Line> {
    let set = lines(head, style, room);
    let ems = width(head, style) / style.size / set.len().max(1) as f32;
    let narrower = Room { width: room.width.min((ems.ceil() + 0.1) * style.size), ..room };
    let even = lines(head, style, narrower);
    if even.len() != set.len() {
        return set;
    }
    // To the right they stand at the room's edge, not at that of the narrower one.
    let shift = if room.align == Align::Right { room.width - narrower.width } else { 0.0 };
    even.into_iter().map(|line| Line { x: line.x + shift, ..line }).collect()
}

fn deepest(cells: &[Vec<Line>]) -> usize {
    cells.iter().map(Vec::len).max().unwrap_or(0).max(1)
}

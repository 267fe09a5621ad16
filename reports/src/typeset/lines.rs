//! Lines: where a text is broken, and how its pieces are placed so that the line is full.
//!
//! A line takes as much as fits. Punctuation at its end hangs out of it, and punctuation within it gives up its blank half, before
//! a character is moved down; what is then still free is shared out between the pieces.

use super::sorts::{Class, Sort, Style, sorts};
use crate::fonts::Glyph;

/// How lines stand in their room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// From the left, each but the last as wide as the room.
    Full,
    /// From the left.
    Left,
    /// In the middle.
    Middle,
    /// To the right.
    Right,
}

/// A line of type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// The pieces, each with where it begins.
    pub placed: Vec<Placed>,
    /// How wide it is, what hangs out of it not counted.
    pub width: f32,
    /// Where it begins in its room.
    pub x: f32,
    /// What it says, with the blanks that end it.
    pub text: String,
    /// Whether free room within it might be taken for blanks, or overlapping pieces for two lines, so that readers are told its text as a whole.
    pub has_gaps: bool,
}

/// A piece of type in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    /// The character.
    pub character: char,
    /// Its glyph.
    pub glyph: Glyph,
    /// Where it begins, from the line's beginning.
    pub x: f32,
}

/// The room of a text: how wide, and how far its first line is indented.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Room {
    /// How wide.
    pub width: f32,
    /// How far the first line is indented.
    pub indent: f32,
    /// How lines stand in it.
    pub align: Align,
}

impl Room {
    /// A room without indent.
    pub fn new(width: f32, align: Align) -> Room {
        Room { width, indent: 0.0, align }
    }
}

/// Widths that differ by less are equal.
const HAIR: f32 = 0.01;
/// What is free on a line that is left as it is: more would tear the words of a Latin line apart.
const STRETCH_MAX: f32 = 0.6;

/// The lines of a text.
pub(super) fn lines(text: &str, style: &Style, room: Room) -> Vec<Line> {
    let sorts = sorts(text, style);
    let mut rest = sorts.as_slice();
    let mut lines = Vec::new();
    let mut indent = room.indent;
    while !rest.is_empty() {
        let width = room.width - indent;
        let cut = cut(rest, width, style);
        let (taken, left) = rest.split_at(cut.count.clamp(1, rest.len()));
        rest = left;
        let is_last = rest.first().is_none_or(|sort| sort.must_begin);
        let goal = match room.align {
            Align::Full if !is_last || cut.shrinks => Some(width),
            Align::Full | Align::Left | Align::Middle | Align::Right => cut.shrinks.then_some(width),
        };
        let mut line = placed(taken, goal, style);
        line.x = indent
            + match room.align {
                Align::Full | Align::Left => 0.0,
                Align::Middle => (width - line.width) / 2.0,
                Align::Right => width - line.width,
            };
        lines.push(line);
        indent = 0.0;
    }
    lines
}

/// A text on one line, however wide.
pub(super) fn line(text: &str, style: &Style) -> Line {
    placed(&sorts(text, style), None, style)
}

/// Where a line ends.
struct Cut {
    /// After so many pieces.
    count: usize,
    /// Whether its punctuation gives up blanks.
    shrinks: bool,
}

/// What a line's last piece may hang out: a stop wholly, a closing bracket by its blank half.
fn hang(sort: &Sort, style: &Style) -> f32 {
    match sort.class {
        Class::Stop => sort.advance,
        Class::Closing if sort.glyph.advance > 0.9 => style.pitch / 2.0,
        Class::Closing | Class::Han | Class::Wide | Class::Opening | Class::Latin | Class::Blank => 0.0,
    }
}

/// What a piece within a line may give up.
fn shrink(sort: &Sort, style: &Style) -> f32 {
    match sort.class {
        Class::Stop | Class::Closing | Class::Opening if sort.glyph.advance > 0.9 => style.pitch * 0.4,
        Class::Stop
        | Class::Closing
        | Class::Opening
        | Class::Han
        | Class::Wide
        | Class::Latin
        | Class::Blank => 0.0,
    }
}

fn cut(rest: &[Sort], width: f32, style: &Style) -> Cut {
    let mut full: Option<(usize, f32)> = None;
    let mut shrunk: Option<usize> = None;
    let (mut taken, mut solid, mut blanks, mut emergency) = (0.0_f32, 0.0_f32, 0.0_f32, 0);
    for (place, sort) in rest.iter().enumerate() {
        if place > 0 && sort.must_begin {
            break;
        }
        taken += sort.advance + if place > 0 { sort.before } else { 0.0 };
        if sort.class != Class::Blank {
            solid = taken;
        }
        let hang = hang(sort, style);
        let over = solid - width;
        if over <= HAIR {
            emergency = place + 1;
        }
        let next = rest.get(place + 1);
        if next.is_none_or(|next| next.may_begin) {
            if over <= hang + HAIR {
                full = Some((place + 1, -over));
            } else if over <= hang + blanks + HAIR {
                shrunk = Some(place + 1);
            }
        }
        blanks += shrink(sort, style);
        if over > blanks + 2.0 * style.size {
            break;
        }
    }
    match (full, shrunk) {
        (Some((count, free)), Some(more)) if more > count && free >= style.size => {
            Cut { count: more, shrinks: true }
        }
        (Some((count, _)), _) => Cut { count, shrinks: false },
        (None, Some(count)) => Cut { count, shrinks: true },
        (None, None) => Cut { count: emergency.max(1), shrinks: false },
    }
}

/// Pieces side by side; with a goal, as wide as that where it can be had.
fn placed(taken: &[Sort], goal: Option<f32>, style: &Style) -> Line {
    let solid = taken.iter().rposition(|sort| sort.class != Class::Blank).map_or(0, |place| place + 1);
    let natural: f32 = advances(taken.get(..solid).unwrap_or_default());
    let last_hangs = taken.get(solid.wrapping_sub(1)).map_or(0.0, |last| hang(last, style));
    let (mut widened, mut narrowed) = (0.0, 0.0);
    let mut width = natural;
    if let Some(goal) = goal {
        let free = goal - natural;
        let inner = || taken.iter().take(solid).enumerate().skip(1);
        let places = inner().filter(|(_, sort)| sort.stretches).count();
        if free > HAIR && places > 0 && free / places as f32 <= STRETCH_MAX * style.size {
            widened = free / places as f32;
            width = goal;
        } else if free < -HAIR {
            let over = -free - last_hangs;
            if over > HAIR {
                let blanks: f32 =
                    taken.iter().take(solid.saturating_sub(1)).map(|sort| shrink(sort, style)).sum();
                narrowed = if blanks > 0.0 { (over / blanks).min(1.0) } else { 0.0 };
            }
            width = goal;
        }
    }
    let mut line = Line { width, ..Line::default() };
    let mut x = 0.0;
    for (place, sort) in taken.iter().enumerate() {
        let gives = narrowed * shrink(sort, style);
        if place > 0 {
            let gap = sort.before + if sort.stretches && place < solid { widened } else { 0.0 };
            line.has_gaps |= gap.abs() > 0.08 * style.size;
            x += gap;
        }
        let is_opening = sort.class == Class::Opening;
        line.placed.push(Placed {
            character: sort.character,
            glyph: sort.glyph,
            x: if is_opening { x - gives } else { x },
        });
        line.text.push(sort.character);
        x += sort.advance - if place + 1 < solid { gives } else { 0.0 };
        line.has_gaps |= sort.class == Class::Blank && sort.advance > 0.0;
    }
    line
}

fn advances(sorts: &[Sort]) -> f32 {
    sorts
        .iter()
        .enumerate()
        .map(|(place, sort)| sort.advance + if place > 0 { sort.before } else { 0.0 })
        .sum()
}

#[cfg(test)]
mod tests;

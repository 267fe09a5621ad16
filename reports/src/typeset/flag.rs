//! Banners, and flags drawn as shapes: no face has a glyph for them.

use super::ink::{Colour, INK, Mark, Of, Outline, RED, Step, YELLOW};
use super::lines::{Align, Room, line, lines};
use super::setter::{Setter, base};
use super::slugs::Slug;
use super::sorts::{Style, width};
use super::tags::Role;
use crate::document::Tone;
use crate::fonts::Face;

/// How wide a flag is, in parts of its height.
const PROPORTION: f32 = 0.86;

/// One line across the page in the largest type that it has room for, with a flag before it where it speaks of one.
pub(super) fn banner(setter: &mut Setter, text: &str, tone: Tone) {
    let of = Of::Said(setter.part(Role::Paragraph));
    let size = size_that_fits(text, setter.room() * 0.8, setter.manner.body.size * 3.0);
    let colour = match tone {
        Tone::Plain | Tone::Yellow => INK,
        Tone::Red => RED,
    };
    let style = Style::new(Face::Title, size);
    let room = Room::new(setter.room() - size * 1.5, Align::Middle);
    let lead = size * 1.35;
    let mut marks = Vec::new();
    let set = lines(text, &style, room);
    let height = set.len() as f32 * lead;
    let flag_room = size * 1.3;
    let shift = match tone {
        Tone::Plain => size * 0.75,
        Tone::Red | Tone::Yellow => flag_room,
    };
    let first_x = set.first().map_or(0.0, |line| line.x);
    for (place, line) in set.into_iter().enumerate() {
        let y = place as f32 * lead + base(lead, size);
        marks.push(Mark::of_line(of, line, (shift, y), size, colour));
    }
    match tone {
        Tone::Plain => {}
        Tone::Red => marks.extend(flag((first_x + shift - flag_room, (lead - size) / 2.0), size, RED)),
        Tone::Yellow => marks.extend(flag((first_x + shift - flag_room, (lead - size) / 2.0), size, YELLOW)),
    }
    let above = setter.manner.between;
    setter.push(Slug { height, above, marks, ..Slug::default() });
    setter.gap(setter.manner.between);
}

/// The greatest size up to a limit in which a text is no wider than its room.
pub(super) fn size_that_fits(text: &str, room: f32, limit: f32) -> f32 {
    let natural = width(text, &Style::new(Face::Title, 100.0));
    if natural <= 0.0 { limit } else { (room / natural * 100.0).min(limit) }
}

/// A flag at its pole: waved cloth, its outline in ink, so that it is seen in print without colour too.
pub(super) fn flag((x, y): (f32, f32), height: f32, colour: Colour) -> Vec<Mark> {
    let pole = height * 0.07;
    let (left, top) = (x + pole, y + height * 0.06);
    let (wide, deep) = (height * (PROPORTION - 0.07), height * 0.52);
    let wave = deep * 0.16;
    let right = left + wide;
    let cloth = Outline {
        from: (left, top),
        steps: vec![
            Step::Curve([(left + wide * 0.33, top - wave), (left + wide * 0.66, top + wave), (right, top)]),
            Step::Line(right, top + deep),
            Step::Curve([
                (left + wide * 0.66, top + deep + wave),
                (left + wide * 0.33, top + deep - wave),
                (left, top + deep),
            ]),
        ],
        is_closed: true,
    };
    let hair = (height * 0.012).max(0.4);
    vec![
        Mark::of_shape(Of::Ornament, vec![cloth], Some(colour), Some((hair, INK))),
        Mark::frame(Of::Ornament, (x, y), (pole, height), Some(INK), None),
    ]
}

/// A text in one line in the middle of a room, as large as it fits.
pub(super) fn fitted(
    of: Of,
    text: &str,
    (x, top): (f32, f32),
    (room, limit): (f32, f32),
    colour: Colour,
) -> (Mark, f32) {
    let size = size_that_fits(text, room, limit);
    let set = line(text, &Style::new(Face::Title, size));
    let begin = x + (room - set.width) / 2.0;
    (Mark::of_line(of, set, (begin, top + base(size, size)), size, colour), size)
}

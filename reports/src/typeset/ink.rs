//! What stands on a page: lines of type, rules and shapes, each with what it belongs to.

use super::lines::Line;
use super::tags::NodeId;

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub u8, pub u8, pub u8);

/// Ink.
pub(super) const INK: Colour = Colour(0, 0, 0);
/// Ink of hairlines between rows.
pub(super) const FAINT: Colour = Colour(150, 150, 150);
/// The red of heads and red flags.
pub(super) const RED: Colour = Colour(200, 16, 32);
/// The yellow of yellow flags.
pub(super) const YELLOW: Colour = Colour(250, 204, 21);

/// What ink belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// A part of what the document says.
    Said(NodeId),
    /// The head line of a page.
    Head,
    /// The foot line of a page.
    Foot,
    /// The page's number.
    Number,
    /// Rules, frames, and heads that are repeated.
    Ornament,
}

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    /// What it belongs to.
    pub of: Of,
    /// What it is.
    pub ink: Ink,
}

/// A line of type in its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Type {
    /// The line.
    pub line: Line,
    /// Where it begins.
    pub x: f32,
    /// Its base line.
    pub y: f32,
    /// Its size.
    pub size: f32,
    /// Its colour.
    pub colour: Colour,
    /// Quarter turns to the right about where it begins.
    pub quarter_turns: u8,
}

/// A shape: closed outlines, filled or drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape {
    /// Its outlines.
    pub outlines: Vec<Outline>,
    /// Its colour inside.
    pub fill: Option<Colour>,
    /// The width and colour of its outline.
    pub stroke: Option<(f32, Colour)>,
    /// How much covers what is below, 0 to 1.
    pub opacity: f32,
}

/// An outline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outline {
    /// Where it begins.
    pub from: (f32, f32),
    /// How it goes on.
    pub steps: Vec<Step>,
    /// Whether it ends where it begins.
    pub is_closed: bool,
}

/// A part of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    /// Straight to a point.
    Line(f32, f32),
    /// To the third point, drawn towards the first and second.
    Curve([(f32, f32); 3]),
}

/// What is on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ink {
    /// Type.
    Type(Type),
    /// A shape.
    Shape(Shape),
}

impl Mark {
    /// A line of type, its base line given.
    pub fn of_line(of: Of, line: Line, at: (f32, f32), size: f32, colour: Colour) -> Mark {
        let x = at.0 + line.x;
        Mark { of, ink: Ink::Type(Type { line, x, y: at.1, size, colour, quarter_turns: 0 }) }
    }

    /// A straight rule.
    pub fn rule(of: Of, from: (f32, f32), to: (f32, f32), width: f32, colour: Colour) -> Mark {
        let outline = Outline { from, steps: vec![Step::Line(to.0, to.1)], is_closed: false };
        Mark::of_shape(of, vec![outline], None, Some((width, colour)))
    }

    /// A rectangle.
    pub fn frame(
        of: Of,
        at: (f32, f32),
        size: (f32, f32),
        fill: Option<Colour>,
        stroke: Option<(f32, Colour)>,
    ) -> Mark {
        Mark::of_shape(of, vec![Outline::rectangle(at, size)], fill, stroke)
    }

    /// A shape that covers what is below.
    pub fn of_shape(
        of: Of,
        outlines: Vec<Outline>,
        fill: Option<Colour>,
        stroke: Option<(f32, Colour)>,
    ) -> Mark {
        Mark { of, ink: Ink::Shape(Shape { outlines, fill, stroke, opacity: 1.0 }) }
    }

    /// The same in another place.
    #[must_use]
    pub fn moved(mut self, dx: f32, dy: f32) -> Mark {
        match &mut self.ink {
            Ink::Type(line) => {
                line.x += dx;
                line.y += dy;
            }
            Ink::Shape(shape) => shape.outlines.iter_mut().for_each(|outline| outline.shift(dx, dy)),
        }
        self
    }
}

impl Outline {
    /// A rectangle.
    pub fn rectangle((x, y): (f32, f32), (width, height): (f32, f32)) -> Outline {
        let steps =
            vec![Step::Line(x + width, y), Step::Line(x + width, y + height), Step::Line(x, y + height)];
        Outline { from: (x, y), steps, is_closed: true }
    }

    fn shift(&mut self, dx: f32, dy: f32) {
        self.from = (self.from.0 + dx, self.from.1 + dy);
        for step in &mut self.steps {
            *step = match *step {
                Step::Line(x, y) => Step::Line(x + dx, y + dy),
                Step::Curve(points) => Step::Curve(points.map(|(x, y)| (x + dx, y + dy))),
            };
        }
    }
}

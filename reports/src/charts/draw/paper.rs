//! The paper that charts are drawn on: places in letters, few kinds of ink, texts that are measured before they are set.

use super::LETTERS_ACROSS;
use crate::fonts::Face;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use plotters_backend::{BackendColor, DrawingBackend};

/// What plotters calls the size of a text is so many times its letter; its own SVG backend counts so.
pub(crate) const SIZE_PER_EM: f64 = 1.24;

pub(super) const INK: Ink = Ink(0x1c, 0x1c, 0x1c);
pub(super) const SOFT: Ink = Ink(0x59, 0x59, 0x59);
pub(super) const HAIR: Ink = Ink(0xc4, 0xc4, 0xc4);
pub(super) const MIST: Ink = Ink(0xef, 0xef, 0xef);
pub(super) const PAPER: Ink = Ink(0xff, 0xff, 0xff);
/// The one accent.
pub(super) const BLUE: Ink = Ink(0x0b, 0x56, 0x94);
/// For red flags alone.
pub(super) const RED: Ink = Ink(0xc0, 0x1c, 0x1c);
/// For yellow flags alone.
pub(super) const YELLOW: Ink = Ink(0xf5, 0xc2, 0x00);

/// The widths of lines, in letters.
pub(super) const HAIRLINE: f32 = 0.06;
pub(super) const LINE: f32 = 0.16;

/// What measuring may be wrong by, in letters.
const SLACK: f32 = 0.01;

/// What a step of a drawing comes to.
pub(super) type Drawn = Result<(), String>;

/// A place in letters, from the upper left.
pub(super) type Place = (f32, f32);

/// A colour without transparency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink(pub u8, pub u8, pub u8);

impl Ink {
    fn colour(self) -> RGBColor {
        RGBColor(self.0, self.1, self.2)
    }

    /// Between this and another: 0 is this, 1 the other.
    pub fn towards(self, other: Ink, part: f32) -> Ink {
        let mixed = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * part).round() as u8;
        Ink(mixed(self.0, other.0), mixed(self.1, other.1), mixed(self.2, other.2))
    }

    /// Which ink is read on this ground.
    pub fn read_on(self) -> Ink {
        let light = 0.299 * f32::from(self.0) + 0.587 * f32::from(self.1) + 0.114 * f32::from(self.2);
        if light < 140.0 { PAPER } else { INK }
    }
}

/// How an area is filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fill {
    /// Evenly.
    Plain(Ink),
    /// With lines that rise to the right.
    Rising(Ink, Ink),
    /// With lines that fall to the right.
    Falling(Ink, Ink),
    /// With lines that lie.
    Lying(Ink, Ink),
    /// With dots.
    Dotted(Ink, Ink),
}

/// How a line is drawn: its width in letters, and its dashes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    pub ink: Ink,
    pub width: f32,
    /// How long a dash and a gap are, in letters.
    pub dashes: Option<(f32, f32)>,
}

impl Stroke {
    pub fn hair() -> Stroke {
        Stroke { ink: HAIR, width: HAIRLINE, dashes: None }
    }

    pub fn of(ink: Ink, width: f32) -> Stroke {
        Stroke { ink, width, dashes: None }
    }

    pub fn dashed(self, dash: f32, gap: f32) -> Stroke {
        Stroke { dashes: Some((dash, gap)), ..self }
    }
}

/// Where a text is held by: its height always in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    Left,
    Middle,
    Right,
}

/// The size of a text in letters, and its ink.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    pub size: f32,
    pub ink: Ink,
}

impl Letters {
    /// Of the size of all.
    pub fn of(ink: Ink) -> Letters {
        Letters { size: 1.0, ink }
    }

    pub fn small(self) -> Letters {
        Letters { size: self.size * 0.86, ..self }
    }

    pub fn sized(self, size: f32) -> Letters {
        Letters { size, ..self }
    }

    /// How wide a text is, in letters.
    pub fn width(self, text: &str) -> f32 {
        Face::Sans.width(text) * self.size
    }

    /// A text that is no wider than so many letters: its middle gives way, since names differ at their ends.
    pub fn fitted(self, text: &str, width: f32) -> String {
        if self.width(text) <= width + SLACK {
            return text.to_owned();
        }
        let all: Vec<char> = text.chars().collect();
        let mut kept = all.len().saturating_sub(1);
        while kept > 1 {
            let (head, tail) = (kept - kept / 2, kept / 2);
            let shortened: String =
                all.iter().take(head).chain(&['…']).chain(all.iter().skip(all.len() - tail)).collect();
            if self.width(&shortened) <= width {
                return shortened;
            }
            kept -= 1;
        }
        "…".to_owned()
    }
}

/// An area as paper.
pub(super) struct Paper<'a, B: DrawingBackend> {
    area: &'a DrawingArea<B, Shift>,
    /// How many units of the backend a letter has.
    em: f32,
    /// How many letters high it is.
    pub height: f32,
}

impl<'a, B: DrawingBackend> Paper<'a, B> {
    pub fn on(area: &'a DrawingArea<B, Shift>) -> Paper<'a, B> {
        let (width, height) = area.dim_in_pixel();
        let em = width as f32 / LETTERS_ACROSS;
        Paper { area, em, height: if em > 0.0 { height as f32 / em } else { 0.0 } }
    }

    fn place(&self, (x, y): Place) -> (i32, i32) {
        ((x * self.em).round() as i32, (y * self.em).round() as i32)
    }

    fn units(&self, letters: f32) -> u32 {
        (letters * self.em).round().max(1.0) as u32
    }

    pub fn line(&self, from: Place, to: Place, stroke: Stroke) -> Drawn {
        self.lines(&[from, to], stroke)
    }

    /// A line through several places.
    pub fn lines(&self, places: &[Place], stroke: Stroke) -> Drawn {
        match stroke.dashes {
            None => self.path(places, stroke),
            Some(dashes) => dashed(places, dashes).iter().try_for_each(|dash| self.path(dash, stroke)),
        }
    }

    fn path(&self, places: &[Place], stroke: Stroke) -> Drawn {
        let style = ShapeStyle {
            color: stroke.ink.colour().into(),
            filled: false,
            stroke_width: self.units(stroke.width),
        };
        let path: Vec<(i32, i32)> = places.iter().map(|place| self.place(*place)).collect();
        self.area.draw(&PathElement::new(path, style)).map_err(|error| error.to_string())
    }

    /// A filled area between two corners.
    pub fn bar(&self, from: Place, to: Place, fill: Fill) -> Drawn {
        let (left, right) = (from.0.min(to.0), from.0.max(to.0));
        let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
        if right - left <= 0.0 || bottom - top <= 0.0 {
            return Ok(());
        }
        let ground = match fill {
            Fill::Plain(ink)
            | Fill::Rising(ink, _)
            | Fill::Falling(ink, _)
            | Fill::Lying(ink, _)
            | Fill::Dotted(ink, _) => ink,
        };
        let style = ShapeStyle { color: ground.colour().into(), filled: true, stroke_width: 0 };
        let corners = [self.place((left, top)), self.place((right, bottom))];
        self.area.draw(&Rectangle::new(corners, style)).map_err(|error| error.to_string())?;
        let corners = ((left, top), (right, bottom));
        match fill {
            Fill::Plain(_) => Ok(()),
            Fill::Rising(_, ink) => self.hatch(corners, ink, true),
            Fill::Falling(_, ink) => self.hatch(corners, ink, false),
            Fill::Lying(_, ink) => {
                let mut y = top + 0.22;
                while y < bottom - 0.05 {
                    self.line((left, y), (right, y), Stroke::of(ink, HAIRLINE))?;
                    y += 0.28;
                }
                Ok(())
            }
            Fill::Dotted(_, ink) => {
                let mut x = left + 0.25;
                while x < right - 0.1 {
                    let mut y = top + 0.25;
                    while y < bottom - 0.1 {
                        self.dot((x, y), 0.07, ink)?;
                        y += 0.36;
                    }
                    x += 0.4;
                }
                Ok(())
            }
        }
    }

    /// Slanting lines within a rectangle.
    fn hatch(&self, ((left, top), (right, bottom)): (Place, Place), ink: Ink, rising: bool) -> Drawn {
        let (width, height) = (right - left, bottom - top);
        let mut along = 0.3;
        while along < width + height {
            // The line x + y = along, from the lower edge or right side up to the left side or upper edge.
            let (x0, y0) = if along < width { (along, 0.0) } else { (width, along - width) };
            let (x1, y1) = if along < height { (0.0, along) } else { (along - height, height) };
            let put = |x: f32, y: f32| (left + x, if rising { top + y } else { bottom - y });
            self.line(put(x0, y0), put(x1, y1), Stroke::of(ink, HAIRLINE))?;
            along += 0.45;
        }
        Ok(())
    }

    /// The edges of a rectangle.
    pub fn frame(&self, from: Place, to: Place, stroke: Stroke) -> Drawn {
        self.lines(&[from, (to.0, from.1), to, (from.0, to.1), from], stroke)
    }

    pub fn dot(&self, at: Place, radius: f32, ink: Ink) -> Drawn {
        let style = ShapeStyle { color: ink.colour().into(), filled: true, stroke_width: 0 };
        self.area
            .draw(&Circle::new(self.place(at), self.units(radius), style))
            .map_err(|error| error.to_string())
    }

    pub fn shape(&self, places: &[Place], ink: Ink) -> Drawn {
        let style = ShapeStyle { color: ink.colour().into(), filled: true, stroke_width: 0 };
        let places: Vec<(i32, i32)> = places.iter().map(|place| self.place(*place)).collect();
        self.area.draw(&Polygon::new(places, style)).map_err(|error| error.to_string())
    }

    /// A text on one line. Where its characters are of several faces, each run is set by itself.
    pub fn text(&self, text: &str, (x, y): Place, hold: Hold, letters: Letters) -> Drawn {
        let runs = runs(text);
        if let [(face, run)] = runs.as_slice() {
            return self.run(run, (x, y), hold, letters, *face);
        }
        let width = letters.width(text);
        let mut left = match hold {
            Hold::Left => x,
            Hold::Middle => x - width / 2.0,
            Hold::Right => x - width,
        };
        for (face, run) in &runs {
            self.run(run, (left, y), Hold::Left, letters, *face)?;
            left += letters.width(run);
        }
        Ok(())
    }

    fn run(&self, text: &str, at: Place, hold: Hold, letters: Letters, face: Face) -> Drawn {
        let h = match hold {
            Hold::Left => HPos::Left,
            Hold::Middle => HPos::Center,
            Hold::Right => HPos::Right,
        };
        let size = f64::from(letters.size * self.em) * SIZE_PER_EM;
        let style = TextStyle {
            font: FontDesc::new(FontFamily::Name(face.name()), size, FontStyle::Normal),
            color: BackendColor { alpha: 1.0, rgb: (letters.ink.0, letters.ink.1, letters.ink.2) },
            pos: Pos::new(h, VPos::Center),
        };
        self.area.draw(&Text::new(text, self.place(at), style)).map_err(|error| error.to_string())
    }
}

/// A text cut where the face changes that has its characters; what no face has is marked.
fn runs(text: &str) -> Vec<(Face, String)> {
    let mut runs: Vec<(Face, String)> = Vec::new();
    for character in text.chars() {
        let (face, shown) = match Face::Sans.glyph(character) {
            Some(glyph) => (glyph.face, character),
            None => (Face::Sans, '〓'),
        };
        match runs.last_mut() {
            Some((last, run)) if *last == face => run.push(shown),
            Some(_) | None => runs.push((face, shown.to_string())),
        }
    }
    runs
}

/// The dashes of a line through several places.
fn dashed(places: &[Place], (dash, gap): (f32, f32)) -> Vec<[Place; 2]> {
    let mut dashes = Vec::new();
    // How far the line has come at the beginning of a pair: dashes go on around corners.
    let mut come = 0.0_f32;
    for pair in places.windows(2) {
        let [from, to] = pair else { continue };
        let length = ((to.0 - from.0).powi(2) + (to.1 - from.1).powi(2)).sqrt();
        if length <= 0.0 {
            continue;
        }
        let at = |along: f32| {
            let part = ((along - come) / length).clamp(0.0, 1.0);
            (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
        };
        let (first, last) = ((come / (dash + gap)) as u32, ((come + length) / (dash + gap)) as u32);
        for number in first..=last {
            let start = (number as f32 * (dash + gap)).max(come);
            let end = (number as f32 * (dash + gap) + dash).min(come + length);
            if start < end {
                dashes.push([at(start), at(end)]);
            }
        }
        come += length;
    }
    dashes
}

#[cfg(test)]
mod tests {
    use super::{INK, Letters, dashed, runs};
    use crate::fonts::Face;

    #[test]
    fn a_name_that_is_too_long_keeps_its_ends() {
        let letters = Letters::of(INK);
        let name = "镇赉县市场监督管理局行政许可科企业开办一件事综合受理第一窗口";
        let fitted = letters.fitted(name, 13.0);
        assert!(letters.width(&fitted) <= 13.0);
        assert!(fitted.starts_with("镇赉县") && fitted.ends_with("第一窗口"), "{fitted}");
        assert_eq!(letters.fitted("综合窗口", 13.0), "综合窗口");
        assert_eq!(letters.fitted(name, 0.1), "…");
    }

    #[test]
    fn a_rare_character_is_lent_by_another_face_and_an_unknown_one_is_marked() {
        assert_eq!(runs("张喆"), [(Face::Sans, "张喆".to_owned())]);
        assert_eq!(runs("\u{10FFFF}"), [(Face::Sans, "〓".to_owned())]);
        for (face, run) in runs("王䶮、李𬭎") {
            for character in run.chars() {
                assert_eq!(Face::Sans.glyph(character).map(|glyph| glyph.face), Some(face), "{character}");
            }
        }
    }

    #[test]
    fn dashes_cover_their_part_of_a_line() {
        let dashes = dashed(&[(0.0, 0.0), (10.0, 0.0)], (1.0, 1.0));
        assert_eq!(dashes.len(), 5);
        let drawn: f32 = dashes.iter().map(|[from, to]| to.0 - from.0).sum();
        assert!((drawn - 5.0).abs() < 0.01, "{drawn}");
        let around = dashed(&[(0.0, 0.0), (2.5, 0.0), (2.5, 2.5)], (1.0, 1.0));
        assert_eq!(
            around,
            [
                [(0.0, 0.0), (1.0, 0.0)],
                [(2.0, 0.0), (2.5, 0.0)],
                [(2.5, 0.0), (2.5, 0.5)],
                [(2.5, 1.5), (2.5, 2.5)]
            ]
        );
    }
}

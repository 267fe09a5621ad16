//! Charts on the page: what plotters draws becomes lines, shapes and type of ours, not a picture of pixels.

use super::Unset;
use super::ink::{Colour, Ink, Mark, Of, Outline, Shape, Step, Type};
use super::lines::line;
use super::sorts::Style;
use crate::charts::Chart;
use crate::charts::draw::{SIZE_PER_EM, draw, height};
use crate::fonts::Face;
use crate::words::Lang;
use plotters::drawing::IntoDrawingArea as _;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontTransform,
};
use std::convert::Infallible;

/// How many units of plotters a point has: they are whole numbers, and nothing is to be moved by rounding.
const UNITS: f32 = 20.0;
/// How far below its middle the base line of type is, in parts of its size.
const MIDDLE: f32 = 0.36;
/// A Bézier curve is nearest to a quarter of a circle with its handles so far out.
const HANDLE: f32 = 0.552_285;

/// What a chart comes to where it is so wide, and how high it is.
pub(super) fn drawn(chart: &Chart, width: f32, lang: Lang, of: Of) -> Result<(Vec<Mark>, f32), Unset> {
    let wide = (width * UNITS) as u32;
    let high = height(chart, wide);
    let mut marks = Vec::new();
    let area = OnPage { size: (wide, high), of, marks: &mut marks }.into_drawing_area();
    draw(chart, &area, lang).map_err(|error| Unset(format!("a chart: {error}")))?;
    area.present().map_err(|error| Unset(format!("a chart: {error}")))?;
    drop(area);
    Ok((marks, high as f32 / UNITS))
}

/// A place on the page to draw on.
struct OnPage<'a> {
    size: (u32, u32),
    of: Of,
    marks: &'a mut Vec<Mark>,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

fn point((x, y): BackendCoord) -> (f32, f32) {
    (x as f32 / UNITS, y as f32 / UNITS)
}

fn colour(colour: BackendColor) -> Colour {
    let (red, green, blue) = colour.rgb;
    Colour(red, green, blue)
}

impl OnPage<'_> {
    fn shape(&mut self, outline: Outline, style: &impl BackendStyle, fill: bool) -> Drawn {
        let inked = style.color();
        if inked.alpha <= 0.0 {
            return Ok(());
        }
        let ink = colour(inked);
        let stroke = (!fill).then(|| (style.stroke_width() as f32 / UNITS, ink));
        let shape =
            Shape { outlines: vec![outline], fill: fill.then_some(ink), stroke, opacity: inked.alpha as f32 };
        self.marks.push(Mark { of: self.of, ink: Ink::Shape(shape) });
        Ok(())
    }
}

fn through(path: impl IntoIterator<Item = BackendCoord>, is_closed: bool) -> Option<Outline> {
    let mut points = path.into_iter().map(point);
    let from = points.next()?;
    Some(Outline { from, steps: points.map(|(x, y)| Step::Line(x, y)).collect(), is_closed })
}

fn circle(centre: BackendCoord, radius: u32) -> Outline {
    let ((x, y), r) = (point(centre), radius as f32 / UNITS);
    let h = r * HANDLE;
    let steps = vec![
        Step::Curve([(x + r, y + h), (x + h, y + r), (x, y + r)]),
        Step::Curve([(x - h, y + r), (x - r, y + h), (x - r, y)]),
        Step::Curve([(x - r, y - h), (x - h, y - r), (x, y - r)]),
        Step::Curve([(x + h, y - r), (x + r, y - h), (x + r, y)]),
    ];
    Outline { from: (x + r, y), steps, is_closed: true }
}

impl DrawingBackend for OnPage<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        self.shape(Outline::rectangle(point(at), (1.0 / UNITS, 1.0 / UNITS)), &colour, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        through([from, to], false).map_or(Ok(()), |outline| self.shape(outline, style, false))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (from, to) = (point(from), point(to));
        self.shape(Outline::rectangle(from, (to.0 - from.0, to.1 - from.1)), style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        through(path, false).map_or(Ok(()), |outline| self.shape(outline, style, false))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.shape(circle(centre, radius), style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        through(path, true).map_or(Ok(()), |outline| self.shape(outline, style, true))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let size = (style.size() / SIZE_PER_EM) as f32 / UNITS;
        let name = style.family();
        let face = Face::ALL.into_iter().find(|face| face.name() == name.as_str()).unwrap_or(Face::Sans);
        let set = line(text, &Style::new(face, size));
        let along = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => -set.width / 2.0,
            HPos::Right => -set.width,
        };
        let across = match style.anchor().v_pos {
            VPos::Top => size / 2.0 + MIDDLE * size,
            VPos::Center => MIDDLE * size,
            VPos::Bottom => MIDDLE * size - size / 2.0,
        };
        let (quarter_turns, (dx, dy)) = match style.transform() {
            FontTransform::None => (0, (along, across)),
            FontTransform::Rotate90 => (1, (-across, along)),
            FontTransform::Rotate180 => (2, (-along, -across)),
            FontTransform::Rotate270 => (3, (across, -along)),
        };
        let (x, y) = point(at);
        let ink =
            Type { line: set, x: x + dx, y: y + dy, size, colour: colour(style.color()), quarter_turns };
        self.marks.push(Mark { of: self.of, ink: Ink::Type(ink) });
        Ok(())
    }
}

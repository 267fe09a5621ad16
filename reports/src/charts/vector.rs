//! Charts as SVG: texts stay texts, in a Chinese face of the reader's machine or else in ours.
//!
//! Coordinates are tenths of a pixel, so that nothing is moved by rounding. No time, no random id: the same chart is the same bytes.

use super::draw::{SIZE_PER_EM, draw};
use super::{Chart, Undrawn, told};
use crate::fonts::Face;
use crate::render::html::escaped;
use crate::words::Lang;
use plotters::drawing::IntoDrawingArea;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::convert::Infallible;
use std::fmt::Write as _;

/// How many units a pixel has.
const UNITS: u32 = 10;

/// Faces that machines have, for the glyphs of ours; ours come last, for who installed them.
const FAMILIES: &str = "'Noto Sans CJK SC','Source Han Sans SC','Noto Sans SC','Microsoft YaHei','PingFang SC',SimHei,'Flagpost Hei',sans-serif";
const BODY_FAMILIES: &str = "'LXGW WenKai','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','Flagpost Fang',sans-serif";

/// How far below its middle the foot of a letter lies, in letters.
const FOOT: f64 = 0.36;

/// A chart as SVG, so many pixels wide and high, with a sentence for those who cannot see it.
///
/// # Errors
///
/// Where a size is zero.
pub fn svg(chart: &Chart, size: (u32, u32), lang: Lang) -> Result<String, Undrawn> {
    let told = told(chart, lang);
    svg_named(chart, size, lang, (lang.chart_name(chart), &told))
}

/// A chart as SVG with the title and the description that it is given.
pub(super) fn svg_named(
    chart: &Chart,
    (width, height): (u32, u32),
    lang: Lang,
    (title, told): (&str, &str),
) -> Result<String, Undrawn> {
    if width == 0 || height == 0 {
        return Err(Undrawn(format!("a picture of {width} by {height} has no room")));
    }
    let mut shapes = String::new();
    let size = (width * UNITS, height * UNITS);
    {
        let area = Vector { size, out: &mut shapes }.into_drawing_area();
        draw(chart, &area, lang).map_err(Undrawn)?;
        area.present().map_err(|error| Undrawn(error.to_string()))?;
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         xml:lang=\"{}\" aria-labelledby=\"title desc\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\n<g font-family=\"{FAMILIES}\">\n{shapes}</g>\n</svg>\n",
        size.0,
        size.1,
        lang.code(),
        escaped(title),
        escaped(told),
        size.0,
        size.1,
    ))
}

struct Vector<'a> {
    size: (u32, u32),
    out: &'a mut String,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Vector<'_> {
    fn put(&mut self, element: std::fmt::Arguments<'_>) -> Drawn {
        // Writing to a text cannot fail.
        let _ = self.out.write_fmt(element);
        self.out.push('\n');
        Ok(())
    }
}

impl DrawingBackend for Vector<'_> {
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

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.put(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\" fill=\"{}\"/>",
            Hex(colour)
        ))
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        let (colour, width) = (Hex(style.color()), style.stroke_width());
        self.put(format_args!(
            "<path d=\"M{} {}L{} {}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>",
            from.0, from.1, to.0, to.1
        ))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let paint = paint(style, fill);
        self.put(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {paint}/>",
            from.0,
            from.1,
            to.0 - from.0,
            to.1 - from.1
        ))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let (colour, width) = (Hex(style.color()), style.stroke_width());
        let path = places(path);
        self.put(format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>"
        ))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let paint = paint(style, fill);
        self.put(format_args!("<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\" {paint}/>", centre.0, centre.1))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let (path, colour) = (places(path), Hex(style.color()));
        self.put(format_args!("<path d=\"{path}Z\" fill=\"{colour}\"/>"))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let size = style.size() / SIZE_PER_EM;
        let foot = y + (size * FOOT).round() as i32;
        let family = if style.family().as_str() == Face::Sans.name() {
            String::new()
        } else {
            format!(" font-family=\"{BODY_FAMILIES}\"")
        };
        let (colour, text) = (Hex(style.color()), escaped(text));
        self.put(format_args!(
            "<text x=\"{x}\" y=\"{foot}\" font-size=\"{size:.0}\" fill=\"{colour}\"{anchor}{family}>{text}</text>"
        ))
    }
}

fn places(path: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut text = String::new();
    for (place, (x, y)) in path.into_iter().enumerate() {
        let _ = write!(text, "{}{x} {y}", if place == 0 { 'M' } else { 'L' });
    }
    text
}

/// How a shape is filled or drawn.
fn paint(style: &impl BackendStyle, fill: bool) -> String {
    let colour = Hex(style.color());
    if fill {
        format!("fill=\"{colour}\"")
    } else {
        format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"", style.stroke_width())
    }
}

struct Hex(BackendColor);

impl std::fmt::Display for Hex {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (red, green, blue) = self.0.rgb;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

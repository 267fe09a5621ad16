//! Charts as PNG: drawn at twice the size and drawn together, letters set from the built-in faces.

use super::draw::{SIZE_PER_EM, draw};
use super::{Chart, Undrawn};
use crate::fonts::Face;
use crate::words::Lang;
use ab_glyph::{Font as _, FontRef, GlyphId, PxScale, point};
use plotters::drawing::IntoDrawingArea;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_bitmap::BitMapBackend;
use plotters_bitmap::bitmap_pixel::RGBPixel;
use std::sync::OnceLock;

/// How many dots are drawn for each of the picture, across and down.
const FINER: u32 = 2;

/// How far below its middle the foot of a letter lies, in letters.
const FOOT: f32 = 0.36;

/// More dots than this are no picture for a page: 80 megabytes while it is drawn.
const DOTS_MOST: u64 = 6_500_000;

/// A chart as PNG, so many pixels wide and high.
///
/// # Errors
///
/// Where a size is zero or beyond 6.5 million pixels.
pub fn png(chart: &Chart, (width, height): (u32, u32), lang: Lang) -> Result<Vec<u8>, Undrawn> {
    let dots = u64::from(width) * u64::from(height);
    if dots == 0 || dots > DOTS_MOST {
        return Err(Undrawn(format!("a picture of {width} by {height} is none")));
    }
    let (wide, high) = (width * FINER, height * FINER);
    let mut fine = vec![0xff_u8; (wide * high * 3) as usize];
    {
        let area = Raster { dots: BitMapBackend::with_buffer(&mut fine, (wide, high)) }.into_drawing_area();
        draw(chart, &area, lang).map_err(Undrawn)?;
        area.present().map_err(|error| Undrawn(error.to_string()))?;
    }
    let pixels = together(&fine, (width, height));
    encoded(&pixels, (width, height)).map_err(|error| Undrawn(error.to_string()))
}

/// The mean of the dots of each pixel.
fn together(fine: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    let (width, height, finer) = (width as usize, height as usize, FINER as usize);
    let row = width * finer * 3;
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            for channel in 0..3 {
                let dots = (0..finer).flat_map(|dy| (0..finer).map(move |dx| (dx, dy)));
                let sum: u32 = dots
                    .filter_map(|(dx, dy)| fine.get((y * finer + dy) * row + (x * finer + dx) * 3 + channel))
                    .map(|dot| u32::from(*dot))
                    .sum();
                pixels.push((sum / (FINER * FINER)) as u8);
            }
        }
    }
    pixels
}

fn encoded(pixels: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// A bitmap whose texts are set by us: plotters would move each letter to a whole dot.
struct Raster<'a> {
    dots: BitMapBackend<'a, RGBPixel>,
}

type Drawn<'a> = Result<(), DrawingErrorKind<<BitMapBackend<'a, RGBPixel> as DrawingBackend>::ErrorType>>;

impl<'a> DrawingBackend for Raster<'a> {
    type ErrorType = <BitMapBackend<'a, RGBPixel> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.dots.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn<'a> {
        self.dots.ensure_prepared()
    }

    fn present(&mut self) -> Drawn<'a> {
        self.dots.present()
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn<'a> {
        self.dots.draw_pixel(at, colour)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn<'a> {
        self.dots.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<'a> {
        self.dots.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<'a> {
        self.dots.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn<'a> {
        self.dots.draw_circle(centre, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<'a> {
        self.dots.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn<'a> {
        let size = (style.size() / SIZE_PER_EM) as f32;
        let width = Face::Sans.width(text) * size;
        let mut pen = match style.anchor().h_pos {
            HPos::Left => x as f32,
            HPos::Center => x as f32 - width / 2.0,
            HPos::Right => x as f32 - width,
        };
        let foot = y as f32 + FOOT * size;
        let (across, down) = self.get_size();
        for character in text.chars() {
            let Some(glyph) = Face::Sans.glyph_or_mark(character) else { continue };
            if let Some(font) = font(glyph.face) {
                // ab_glyph counts sizes from the highest to the lowest point of a face.
                let em = font.units_per_em().unwrap_or(1000.0);
                let scale = PxScale::from(size * font.height_unscaled() / em);
                let placed = GlyphId(glyph.id as u16).with_scale_and_position(scale, point(pen, foot));
                if let Some(outline) = font.outline_glyph(placed) {
                    let corner = outline.px_bounds().min;
                    let mut covered: Vec<(BackendCoord, f32)> = Vec::new();
                    outline.draw(|dx, dy, cover| {
                        let at = (corner.x as i32 + dx as i32, corner.y as i32 + dy as i32);
                        let is_within = at.0 >= 0 && at.1 >= 0 && at.0 < across as i32 && at.1 < down as i32;
                        if cover > 0.0 && is_within {
                            covered.push((at, cover.min(1.0)));
                        }
                    });
                    for (at, cover) in covered {
                        self.dots.draw_pixel(at, style.color().mix(f64::from(cover)))?;
                    }
                }
            }
            pen += glyph.advance * size;
        }
        Ok(())
    }
}

fn font(face: Face) -> Option<&'static FontRef<'static>> {
    static FONTS: OnceLock<[Option<FontRef<'static>>; 3]> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| Face::ALL.map(|face| FontRef::try_from_slice(face.bytes()).ok()));
    fonts[face as usize].as_ref()
}

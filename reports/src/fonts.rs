//! The built-in faces: their bytes, which character is in which, and how wide it is. Where they come from: `fonts/README.md`.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use std::sync::OnceLock;

/// A built-in face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// For running text, in the manner of 仿宋.
    Body,
    /// For headings of the first level, tables and charts: 黑体.
    Sans,
    /// For titles and the red head: 宋体, bold.
    Title,
}

/// A glyph that stands for a character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The face that has it: the one that was wanted, or one that it borrows from.
    pub face: Face,
    /// Its place in the face.
    pub id: u32,
    /// How wide it is, in parts of the type size.
    pub advance: f32,
}

/// What is drawn for a character that no face has (U+3013, the printer's mark for a missing sort): to be seen, not an empty box.
const MISSING: char = '〓';

/// All three faces are drawn on this square.
const UNITS_PER_EM: f32 = 1000.0;

// Statics stand once in the program; bytes in a function would be there again wherever it is inlined.
static BODY: &[u8] = include_bytes!("../fonts/body.ttf");
static SANS: &[u8] = include_bytes!("../fonts/sans.ttf");
static TITLE: &[u8] = include_bytes!("../fonts/title.ttf");

impl Face {
    /// All faces.
    pub const ALL: [Face; 3] = [Face::Body, Face::Sans, Face::Title];

    /// The font file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Face::Body => BODY,
            Face::Sans => SANS,
            Face::Title => TITLE,
        }
    }

    /// The name that the font bears.
    pub fn name(self) -> &'static str {
        match self {
            Face::Body => "Flagpost Fang",
            Face::Sans => "Flagpost Hei",
            Face::Title => "Flagpost Song",
        }
    }

    /// The glyph of a character, from this face or another that has it. `None` where none has it.
    pub fn glyph(self, character: char) -> Option<Glyph> {
        let lenders = match self {
            Face::Body => [Face::Body, Face::Sans, Face::Title],
            Face::Sans => [Face::Sans, Face::Body, Face::Title],
            Face::Title => [Face::Title, Face::Body, Face::Sans],
        };
        lenders.into_iter().find_map(|face| face.own_glyph(character))
    }

    /// As [`Face::glyph`], with the mark for what is missing where no face has the character.
    pub fn glyph_or_mark(self, character: char) -> Option<Glyph> {
        self.glyph(character).or_else(|| self.glyph(MISSING))
    }

    /// How wide a text is on one line, in parts of the type size.
    pub fn width(self, text: &str) -> f32 {
        text.chars().filter_map(|character| self.glyph_or_mark(character)).map(|glyph| glyph.advance).sum()
    }

    fn own_glyph(self, character: char) -> Option<Glyph> {
        let opened = self.opened()?;
        let id = opened.charmap.map(character)?;
        let advance = opened.metrics.advance_width(id)? / UNITS_PER_EM;
        (id != GlyphId::NOTDEF).then_some(Glyph { face: self, id: id.to_u32(), advance })
    }

    fn opened(self) -> Option<&'static Opened> {
        static FACES: OnceLock<[Option<Opened>; 3]> = OnceLock::new();
        let faces = FACES.get_or_init(|| Face::ALL.map(Opened::of));
        faces[self as usize].as_ref()
    }
}

/// A face whose tables were found once: documents ask for some hundred thousand glyphs.
struct Opened {
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
}

impl Opened {
    fn of(face: Face) -> Option<Opened> {
        let font = FontRef::new(face.bytes()).ok()?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        Some(Opened { charmap: font.charmap(), metrics })
    }
}

#[cfg(test)]
mod tests {
    use super::Face;

    #[test]
    fn names_that_are_rare_have_a_glyph_in_every_face() {
        for face in Face::ALL {
            for character in "喆玥䶮𬭎赉〇①−▲".chars() {
                assert!(face.glyph(character).is_some(), "{character} in {face:?}");
            }
        }
    }

    #[test]
    fn han_are_square_and_latin_is_narrower() {
        for face in Face::ALL {
            assert!((face.width("窗口") - 2.0).abs() < 1e-6, "{face:?}");
            assert!(face.width("ab") < 2.0, "{face:?}");
        }
        assert_eq!(Face::Body.width("\u{10FFFF}"), 1.0, "what is missing is marked");
    }
}

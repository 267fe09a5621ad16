//! What is hung up or set up: certificates within a border, signs that are read from three metres away.

use super::Unset;
use super::flag::{fitted, flag, size_that_fits};
use super::ink::{Colour, INK, Mark, Of, RED, YELLOW};
use super::lines::{Align, Room, lines};
use super::measure::{Paper, mm};
use super::setter::{Headings, Manner, Setter, Setting};
use super::slugs::{Page, Slug};
use super::sorts::Style;
use super::tags::Role;
use crate::document::{Block, Document, Tone};
use crate::fonts::Face;

/// The border: how far from the edge, and how thick outside and inside.
const BORDER: (f32, f32, f32) = (mm(12.0), 2.4, 0.6);
const BORDER_GAP: f32 = mm(2.2);
/// The field of a sign's banner, in parts of the page's height.
const FIELD: f32 = 0.42;

fn manner(size: f32) -> Manner {
    Manner {
        paper: Paper::hung(),
        body: Style::new(Face::Body, size),
        lead: size * 1.6,
        indent: size * 2.0,
        small: 10.5,
        table_sizes: &[12.0, 10.5, 9.0],
        between: 8.0,
        headings: Headings::Official,
    }
}

/// Sets a certificate.
pub(super) fn certificate(document: &Document) -> Result<Setter, Unset> {
    let mut setter = Setter::new(document.lang, manner(18.0));
    let of = Of::Said(setter.part(Role::Heading(1, document.title.clone())));
    let (mark, size) = fitted(of, &document.title, (0.0, 0.0), (setter.room() * 0.8, 44.0), RED);
    let mark = mark.moved(setter.room() * 0.1, 0.0);
    let bookmark = Some((0, document.title.clone()));
    setter.push(Slug { height: size * 1.4, bookmark, marks: vec![mark], ..Slug::default() });
    if let Some(subtitle) = &document.subtitle {
        setter.hung_line(subtitle, 14.0, Align::Middle);
    }
    if let Some(addressees) = &document.addressees {
        let text = setter.lang.addressed(addressees);
        setter.hung_line(text.trim_end(), 18.0, Align::Left);
    }
    setter.blocks(&document.blocks)?;
    setter.hung_signed(document);
    setter.stand_in_the_middle();
    Ok(setter)
}

/// Sets a sign: its banner on a field of its colour, what else it says below, as large as it fits.
pub(super) fn sign(document: &Document) -> Result<Setter, Unset> {
    let mut setter = Setter::new(document.lang, Manner { indent: 0.0, ..manner(26.0) });
    let of = Of::Said(setter.part(Role::Heading(1, document.title.clone())));
    let (mark, size) = fitted(of, &document.title, (0.0, 0.0), (setter.room(), 40.0), INK);
    let bookmark = Some((0, document.title.clone()));
    setter.push(Slug { height: size * 1.3, bookmark, marks: vec![mark], ..Slug::default() });
    if let Some(subtitle) = &document.subtitle {
        setter.hung_line(subtitle, 20.0, Align::Middle);
    }
    for block in &document.blocks {
        match block {
            Block::Banner { text, tone } => setter.field(text, *tone),
            Block::Paragraph { text } => setter.hung_line(text, 24.0, Align::Middle),
            Block::Heading { .. }
            | Block::Facts { .. }
            | Block::Table { .. }
            | Block::Figure { .. }
            | Block::Note { .. } => setter.blocks(std::slice::from_ref(block))?,
        }
    }
    setter.hung_signed(document);
    setter.stand_in_the_middle();
    Ok(setter)
}

/// A double border around the pages of a certificate.
pub(super) fn border(pages: &mut [Page]) {
    let (inset, thick, thin) = BORDER;
    for page in pages {
        for (inset, width) in [(inset, thick), (inset + BORDER_GAP, thin)] {
            let size = (page.paper.width - 2.0 * inset, page.paper.height - 2.0 * inset);
            page.marks.push(Mark::frame(Of::Ornament, (inset, inset), size, None, Some((width, RED))));
        }
    }
}

impl Setter {
    fn hung_line(&mut self, text: &str, size: f32, align: Align) {
        let of = Of::Said(self.part(Role::Paragraph));
        let style = Style::new(Face::Body, size);
        let room = Room::new(self.room(), align);
        self.text(text, Setting { style, lead: size * 1.7, room, x: 0.0 }, of);
    }

    /// A banner on a field of its colour, with the flag before it.
    fn field(&mut self, text: &str, tone: Tone) {
        let of = Of::Said(self.part(Role::Paragraph));
        let room = self.room();
        let height = self.manner.paper.room_height * FIELD;
        let (ground, ink, cloth): (Option<Colour>, Colour, Option<Colour>) = match tone {
            Tone::Plain => (None, INK, None),
            Tone::Red => (Some(RED), Colour(255, 255, 255), Some(RED)),
            Tone::Yellow => (Some(YELLOW), INK, Some(YELLOW)),
        };
        let mut marks = vec![Mark::frame(Of::Ornament, (0.0, 0.0), (room, height), ground, Some((1.2, INK)))];
        let flag_height = height * 0.62;
        let left = match cloth {
            Some(cloth) => {
                let at = (height * 0.2, (height - flag_height) / 2.0);
                marks.extend(flag(at, flag_height, cloth));
                height * 0.2 + flag_height
            }
            None => 0.0,
        };
        let free = room - left - height * 0.15;
        let size = size_that_fits(text, free, height * 0.8);
        let (mark, _) = fitted(of, text, (left, (height - size) / 2.0), (free, size), ink);
        marks.push(mark);
        self.push(Slug { height, above: 10.0, marks, ..Slug::default() });
        self.gap(12.0);
    }

    /// What does not fill its page stands in the middle of it.
    fn stand_in_the_middle(&mut self) {
        let room = self.manner.paper.room_height;
        if let [section] = self.sections.as_mut_slice() {
            let used: f32 = section.slugs.iter().map(|slug| slug.above + slug.height).sum();
            if used < room {
                let height = (room - used) / 2.0;
                section.slugs.insert(0, Slug { height, with_next: true, ..Slug::default() });
            }
        }
    }

    fn hung_signed(&mut self, document: &Document) {
        let Some(signed) = &document.signed else { return };
        let style = Style::new(Face::Body, 18.0);
        let mut above = 14.0;
        for text in [&signed.body, &signed.date] {
            if text.is_empty() {
                continue;
            }
            let of = Of::Said(self.part(Role::Paragraph));
            let room = Room::new(self.room() - 36.0, Align::Right);
            let setting = Setting { style, lead: 27.0, room, x: 0.0 };
            for mut slug in self.slugs(lines(text, &style, room), setting, of) {
                slug.above = std::mem::take(&mut above);
                self.push(slug);
            }
        }
        self.by_hand(&signed.by_hand);
    }
}

//! Setting blocks one below the other: what every layout shares.

use super::ink::{INK, Mark, Of};
use super::lines::{Align, Line, Room, lines};
use super::measure::Paper;
use super::slugs::{Section, Slug};
use super::sorts::Style;
use super::tags::{NodeId, Role, Tags};
use crate::fonts::Face;
use crate::words::Lang;

/// How a layout sets what is common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Manner {
    /// The paper.
    pub paper: Paper,
    /// Running text.
    pub body: Style,
    /// The distance of its lines.
    pub lead: f32,
    /// How far the first line of a paragraph is indented.
    pub indent: f32,
    /// The size of captions, remarks and what stands above tables.
    pub small: f32,
    /// Sizes of type that tables may have, the greatest first.
    pub table_sizes: &'static [f32],
    /// What stays free above and below tables, figures and facts.
    pub between: f32,
    /// How headings are set.
    pub headings: Headings,
}

/// How headings are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Headings {
    /// In the size of the text, indented, the first level in 黑体 (GB/T 9704-2012, 7.3.3).
    Official,
    /// Small, from the left, in 黑体.
    Sheet,
}

/// Sets blocks into sections.
#[derive(Clone, Debug)]
pub(super) struct Setter {
    /// The language.
    pub lang: Lang,
    /// How.
    pub manner: Manner,
    /// What was set.
    pub sections: Vec<Section>,
    /// What the parts are.
    pub tags: Tags,
    /// The part that is being set.
    pub within: NodeId,
    /// The last heading, which a table need not repeat.
    pub heading: String,
}

/// How the lines of a text become slugs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Setting {
    /// The type.
    pub style: Style,
    /// The distance of lines.
    pub lead: f32,
    /// The room.
    pub room: Room,
    /// Where the room begins.
    pub x: f32,
}

/// How far the middle of Chinese characters is above the base line, in parts of the size.
const MIDDLE: f32 = 0.38;

/// The base line of type in a strip, from its top: the characters stand in its middle.
pub(super) fn base(lead: f32, size: f32) -> f32 {
    lead / 2.0 + MIDDLE * size
}

impl Setter {
    /// With nothing set yet.
    pub fn new(lang: Lang, manner: Manner) -> Setter {
        let tags = Tags::new();
        let within = tags.root();
        Setter { lang, manner, sections: Vec::new(), tags, within, heading: String::new() }
    }

    /// How wide the room for text is.
    pub fn room(&self) -> f32 {
        self.manner.paper.room_width
    }

    /// One more slug, on the layout's paper.
    pub fn push(&mut self, slug: Slug) {
        self.push_on(self.manner.paper, slug);
    }

    /// One more slug on a paper; a new section begins where it is another one.
    pub fn push_on(&mut self, paper: Paper, slug: Slug) {
        match self.sections.last_mut() {
            Some(section) if section.paper == paper => section.slugs.push(slug),
            Some(_) | None => self.sections.push(Section { paper, slugs: vec![slug] }),
        }
    }

    /// A new page for what follows.
    pub fn begin_page(&mut self, paper: Paper) {
        self.sections.push(Section { paper, slugs: Vec::new() });
    }

    /// The slug that was set last.
    pub fn last(&mut self) -> Option<&mut Slug> {
        self.sections.last_mut().and_then(|section| section.slugs.last_mut())
    }

    /// The last slugs that say something stay with what follows.
    pub fn hold_last(&mut self, count: usize) {
        let mut left = count;
        for slug in self.sections.last_mut().into_iter().flat_map(|section| section.slugs.iter_mut().rev()) {
            if left == 0 {
                break;
            }
            slug.with_next = true;
            left -= usize::from(!slug.marks.is_empty());
        }
    }

    /// A new part of what is being set.
    pub fn part(&mut self, role: Role) -> NodeId {
        self.tags.add(self.within, role)
    }

    /// The lines of a text, one below the other; neither its first nor its last line is left alone on a page.
    pub fn text(&mut self, text: &str, setting: Setting, of: Of) -> usize {
        let slugs = self.slugs(lines(text, &setting.style, setting.room), setting, of);
        let count = slugs.len();
        slugs.into_iter().for_each(|slug| self.push(slug));
        count
    }

    /// Lines as slugs.
    pub fn slugs(&self, lines: Vec<Line>, setting: Setting, of: Of) -> Vec<Slug> {
        let count = lines.len();
        let size = setting.style.size;
        let at = (setting.x, base(setting.lead, size));
        let is_held = |place: usize| count > 1 && (place == 0 || place + 2 == count);
        let slug = |(place, line): (usize, Line)| Slug {
            height: setting.lead,
            with_next: is_held(place),
            on_grid: self.manner.paper.grid.is_some(),
            marks: vec![Mark::of_line(of, line, at, size, INK)],
            ..Slug::default()
        };
        lines.into_iter().enumerate().map(slug).collect()
    }

    /// A paragraph of running text.
    pub fn paragraph(&mut self, text: &str) {
        let of = Of::Said(self.part(Role::Paragraph));
        let room = Room { width: self.room(), indent: self.manner.indent, align: self.align() };
        self.text(text, Setting { style: self.manner.body, lead: self.manner.lead, room, x: 0.0 }, of);
    }

    /// Chinese is set full; words of Latin letters are not torn apart for that.
    fn align(&self) -> Align {
        match self.lang {
            Lang::Zh => Align::Full,
            Lang::En => Align::Left,
        }
    }

    /// A heading; it stays with what follows and stands in the outline.
    pub fn heading(&mut self, level: u8, text: &str) {
        let of = Of::Said(self.part(Role::Heading(u16::from(level) + 1, text.to_owned())));
        let body = self.manner.body;
        let (style, lead, indent, above) = match self.manner.headings {
            Headings::Official => {
                let face = if level <= 1 { Face::Sans } else { Face::Body };
                (Style { face, ..body }, self.manner.lead, self.manner.indent, 0.0)
            }
            Headings::Sheet => {
                let size = if level <= 1 { body.size * 1.15 } else { body.size };
                (Style::new(Face::Sans, size), size * 1.6, 0.0, body.size * 0.9)
            }
        };
        let room = Room { width: self.room(), indent, align: Align::Left };
        let mut slugs = self.slugs(lines(text, &style, room), Setting { style, lead, room, x: 0.0 }, of);
        for slug in &mut slugs {
            slug.with_next = true;
        }
        if let Some(first) = slugs.first_mut() {
            first.above = above;
            first.bookmark = Some((level, text.to_owned()));
        }
        slugs.into_iter().for_each(|slug| self.push(slug));
        self.heading = text.to_owned();
    }

    /// A remark in small type.
    pub fn note(&mut self, text: &str) {
        let of = Of::Said(self.part(Role::Paragraph));
        let style = Style::new(Face::Sans, self.manner.small);
        let lead = self.manner.small * 1.5;
        let room = Room::new(self.room(), self.align());
        let mut slugs = self.slugs(lines(text, &style, room), Setting { style, lead, room, x: 0.0 }, of);
        for slug in &mut slugs {
            slug.on_grid = false;
        }
        if let Some(first) = slugs.first_mut() {
            first.above = self.manner.small * 0.5;
        }
        slugs.into_iter().for_each(|slug| self.push(slug));
    }

    /// Free room.
    pub fn gap(&mut self, height: f32) {
        self.push(Slug { height: 0.0, above: height, ..Slug::default() });
    }
}

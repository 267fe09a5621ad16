//! Official documents (GB/T 9704-2012): red head, number, title, addressees, text, annexes, signature, copies.

use super::Unset;
use super::flag::size_that_fits;
use super::ink::{INK, Mark, Of, RED};
use super::lines::{Align, Room, line, lines};
use super::measure::{OFFICIAL_CHARACTERS, Paper, SIZE_2, SIZE_3, SIZE_4, mm};
use super::setter::{Headings, Manner, Setter, Setting, base};
use super::slugs::Slug;
use super::sorts::{Style, width};
use super::table;
use super::tags::Role;
use super::title::balanced;
use crate::document::{Annex, Block, Document, Head, Signed};
use crate::fonts::Face;
use crate::words::Lang;

/// The red head's upper edge is so far below that of the text (7.2.4).
const HEAD_DOWN: f32 = mm(35.0);
/// No larger than the heads of those above; the greatest that looks right.
const HEAD_SIZE_MAX: f32 = 54.0;
/// The red rule is so far below the document number, and as wide as the text (7.2.7).
const RULE_DOWN: f32 = mm(4.0);
/// English is set smaller than Chinese to read alike.
const ENGLISH_SIZE: f32 = 12.0;
const ENGLISH_LEAD: f32 = 19.0;
/// The rules of the copies: the outer ones and those between (7.4.1).
const COPIES_THICK: f32 = mm(0.35);

/// How official documents are set.
pub(super) fn manner(lang: Lang) -> Manner {
    let paper = Paper::official();
    let table_sizes = &[10.5, 9.0, 8.0, 7.5];
    let shared = |paper: Paper, body: Style, lead: f32| Manner {
        paper,
        body,
        lead,
        indent: body.pitch * 2.0,
        small: 10.5,
        table_sizes,
        between: 8.0,
        headings: Headings::Official,
    };
    match lang {
        Lang::Zh => {
            let pitch = paper.room_width / OFFICIAL_CHARACTERS;
            let body = Style { face: Face::Body, size: SIZE_3, pitch };
            shared(paper, body, paper.grid.unwrap_or(SIZE_3 * 1.8))
        }
        Lang::En => shared(Paper { grid: None, ..paper }, Style::new(Face::Body, ENGLISH_SIZE), ENGLISH_LEAD),
    }
}

/// Sets an official document.
pub(super) fn set(document: &Document) -> Result<Setter, Unset> {
    let mut setter = Setter::new(document.lang, manner(document.lang));
    if let Some(head) = &document.head {
        setter.head(head);
    }
    setter.title(&document.title, document.head.is_some());
    if let Some(subtitle) = &document.subtitle {
        setter.middle(subtitle, Style { face: Face::Body, ..setter.manner.body });
    }
    if let Some(addressees) = &document.addressees {
        setter.addressees(addressees);
    } else {
        setter.gap(setter.manner.lead * 0.5);
    }
    setter.blocks(&document.blocks)?;
    let is_signed = document.signed.is_some();
    if is_signed {
        // The signature is not alone on a page, nor with the list of annexes (7.3.5.4).
        setter.hold_last(2);
    }
    setter.annex_list(&document.annexes, is_signed);
    if let Some(signed) = &document.signed {
        setter.signed(signed);
    }
    for (place, annex) in document.annexes.iter().enumerate() {
        let number = (document.annexes.len() > 1).then_some(place + 1);
        setter.annex(annex, number)?;
    }
    if let Some(copies) = &document.copies {
        setter.copies(copies);
    }
    Ok(setter)
}

impl Setter {
    /// Who issues it in red, the number, the red rule. Where the paper has them printed, their room stays free.
    fn head(&mut self, head: &Head) {
        let width = self.room();
        let lead = self.manner.paper.grid.unwrap_or(SIZE_3 * 1.8);
        let size = size_that_fits(&head.issuer, width, HEAD_SIZE_MAX);
        let mut marks = Vec::new();
        if head.is_printed {
            let of = Of::Said(self.part(Role::Paragraph));
            let set = line(&head.issuer, &Style::new(Face::Title, size));
            let x = (width - set.width) / 2.0;
            marks.push(Mark::of_line(of, set, (x, HEAD_DOWN + base(size, size)), size, RED));
        }
        // The number stands two lines below (7.2.5).
        let mut y = HEAD_DOWN + size + 2.0 * lead;
        if let Some(number) = &head.number {
            let of = Of::Said(self.part(Role::Paragraph));
            let set = line(number, &Style::new(Face::Body, SIZE_3));
            let x = (width - set.width) / 2.0;
            marks.push(Mark::of_line(of, set, (x, y + base(SIZE_3, SIZE_3)), SIZE_3, INK));
        }
        y += SIZE_3 + RULE_DOWN;
        if head.is_printed {
            marks.push(Mark::rule(Of::Ornament, (0.0, y), (width, y), 1.6, RED));
        }
        self.push(Slug { height: y, with_next: true, marks, ..Slug::default() });
    }

    /// The title, two lines below the red rule (7.3.1).
    fn title(&mut self, title: &str, is_below_head: bool) {
        let plain = title.replace('\n', "");
        let of = Of::Said(self.part(Role::Heading(1, plain.clone())));
        let size = match self.lang {
            Lang::Zh => SIZE_2,
            Lang::En => 18.0,
        };
        let style = Style::new(Face::Title, size);
        let lead = size * 1.5;
        let mut above = if is_below_head { self.manner.lead * 1.6 } else { self.manner.lead };
        for (place, text) in balanced(title, &style, self.room()).into_iter().enumerate() {
            let room = Room::new(self.room(), Align::Middle);
            let setting = Setting { style, lead, room, x: 0.0 };
            for mut slug in self.slugs(lines(&text, &style, room), setting, of) {
                slug.on_grid = false;
                slug.with_next = true;
                slug.above = std::mem::take(&mut above);
                slug.bookmark = (place == 0).then(|| (0, plain.clone()));
                self.push(slug);
            }
        }
    }

    fn middle(&mut self, text: &str, style: Style) {
        let of = Of::Said(self.part(Role::Paragraph));
        let room = Room::new(self.room(), Align::Middle);
        self.text(text, Setting { style, lead: self.manner.lead, room, x: 0.0 }, of);
    }

    /// Whom it is for, a line below the title, from the left, with a colon (7.3.2).
    fn addressees(&mut self, addressees: &str) {
        let of = Of::Said(self.part(Role::Paragraph));
        let style = self.manner.body;
        let room = Room::new(self.room(), Align::Left);
        let text = self.lang.addressed(addressees);
        let text = text.trim_end();
        let setting = Setting { style, lead: self.manner.lead, room, x: 0.0 };
        let mut slugs = self.slugs(lines(text, &style, room), setting, of);
        if let Some(first) = slugs.first_mut() {
            // With the rest of the line that the title leaves, this is one.
            first.above = self.manner.lead * 0.5;
        }
        slugs.into_iter().for_each(|slug| self.push(slug));
    }

    /// Which annexes there are, a line below the text; names of several lines stand below their beginning (7.3.4).
    fn annex_list(&mut self, annexes: &[Annex], is_signed: bool) {
        if annexes.is_empty() {
            return;
        }
        let style = self.manner.body;
        let lead = self.manner.lead;
        let label = self.lang.annexes_label(annexes.len() > 1);
        let start = self.manner.indent + width(label, &style);
        let mut above = lead;
        for (place, annex) in annexes.iter().enumerate() {
            let of = Of::Said(self.part(Role::Paragraph));
            let number = if annexes.len() > 1 { format!("{}. ", place + 1) } else { String::new() };
            let x = start + width(&number, &style);
            let room = Room::new(self.room() - x, Align::Left);
            let name = lines(annex.title.trim(), &style, room);
            let mut slugs = self.slugs(name, Setting { style, lead, room, x }, of);
            if let Some(first) = slugs.first_mut() {
                first.above = std::mem::take(&mut above);
                let y = base(lead, style.size);
                let before = if place == 0 { format!("{label}{number}") } else { number };
                let from = if place == 0 { self.manner.indent } else { start };
                if !before.is_empty() {
                    let mark = Mark::of_line(of, line(&before, &style), (from, y), style.size, INK);
                    first.marks.insert(0, mark);
                }
            }
            slugs.iter_mut().for_each(|slug| slug.with_next |= is_signed);
            slugs.into_iter().for_each(|slug| self.push(slug));
        }
    }

    /// Who signs above the date, in its middle; the date four characters from the right, with room for the seal (7.3.5.1).
    fn signed(&mut self, signed: &Signed) {
        let (style, lead) = (self.manner.body, self.manner.lead);
        let (body, date) = (line(&signed.body, &style), line(&signed.date, &style));
        let room = self.room();
        let date_x = (room - 4.0 * style.pitch - date.width).max(0.0);
        let middle = date_x + date.width / 2.0;
        let body_x = (middle - body.width / 2.0).min(room - body.width).max(0.0);
        let y = base(lead, style.size);
        let mut above = 2.0 * lead;
        for (set, x) in [(body, body_x), (date, date_x)] {
            if set.placed.is_empty() {
                continue;
            }
            let of = Of::Said(self.part(Role::Paragraph));
            let marks = vec![Mark::of_line(of, set, (x, y), style.size, INK)];
            let on_grid = self.manner.paper.grid.is_some();
            let above = std::mem::take(&mut above);
            self.push(Slug { height: lead, above, with_next: true, on_grid, marks, ..Slug::default() });
        }
        if let Some(last) = self.last() {
            last.with_next = false;
        }
        self.by_hand(&signed.by_hand);
    }

    /// An annex on a new page: its mark in 黑体 at the upper left, its title in the middle of the third line (7.3.6).
    fn annex(&mut self, annex: &Annex, number: Option<usize>) -> Result<(), Unset> {
        let upright = self.manner.paper;
        let only_table = match annex.blocks.as_slice() {
            [Block::Table { sheet }] => Some(sheet),
            _ => None,
        };
        // An annex that is one wide table is turned with its title.
        let is_turned = only_table.is_some_and(|sheet| table::is_turned(self, sheet));
        let paper = if is_turned { upright.turned() } else { upright };
        self.begin_page(paper);
        let section = self.part(Role::Section);
        let within = std::mem::replace(&mut self.within, section);
        let mark = self.lang.annex(number);
        let of = Of::Said(self.part(Role::Paragraph));
        let style = Style { face: Face::Sans, ..self.manner.body };
        let lead = self.manner.lead;
        let y = base(lead, style.size);
        let marks = vec![Mark::of_line(of, line(&mark, &style), (0.0, y), style.size, INK)];
        self.push_on(paper, Slug { height: lead, with_next: true, marks, ..Slug::default() });
        let heading = Role::Heading(2, annex.title.clone());
        let of = Of::Said(self.part(heading));
        let style = Style::new(Face::Title, SIZE_2.min(self.manner.body.size * 1.375));
        let mut above = lead;
        for (place, text) in balanced(&annex.title, &style, paper.room_width).into_iter().enumerate() {
            let room = Room::new(paper.room_width, Align::Middle);
            let setting = Setting { style, lead: style.size * 1.5, room, x: 0.0 };
            for mut slug in self.slugs(lines(&text, &style, room), setting, of) {
                slug.on_grid = false;
                slug.with_next = true;
                slug.above = std::mem::take(&mut above);
                slug.bookmark =
                    (place == 0).then(|| (1, format!("{mark}{}{}", self.lang.colon(), annex.title)));
                self.push_on(paper, slug);
            }
        }
        self.heading = annex.title.clone();
        let result = self.blocks(&annex.blocks);
        self.within = within;
        result
    }

    /// Who gets a copy, between rules at the foot of the last page, in size 4 with one character free on each side (7.4).
    fn copies(&mut self, copies: &str) {
        let of = Of::Said(self.part(Role::Paragraph));
        let size = SIZE_4.min(self.manner.body.size);
        let style = Style::new(Face::Body, size);
        let lead = size * 1.7;
        let label = self.lang.copies_label();
        let stop = match self.lang {
            Lang::Zh if !copies.ends_with('。') => "。",
            Lang::Zh | Lang::En => "",
        };
        let start = size + width(label, &style);
        let room = Room::new(self.room() - start - size, Align::Left);
        let set = lines(&format!("{copies}{stop}"), &style, room);
        let height = set.len() as f32 * lead;
        let y = |place: usize| place as f32 * lead + base(lead, size);
        let mut marks = vec![Mark::of_line(of, line(label, &style), (size, y(0)), size, INK)];
        for (place, line) in set.into_iter().enumerate() {
            marks.push(Mark::of_line(of, line, (start, y(place)), size, INK));
        }
        for rule in [0.0, height] {
            marks.push(Mark::rule(Of::Ornament, (0.0, rule), (self.room(), rule), COPIES_THICK, INK));
        }
        self.push(Slug { height, above: lead, at_foot: true, marks, ..Slug::default() });
    }
}

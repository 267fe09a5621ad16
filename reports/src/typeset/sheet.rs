//! Working sheets: small and dense, title and subject above, facts in columns, tables, lines to sign by hand.

use super::Unset;
use super::ink::{INK, Mark, Of};
use super::lines::{Align, Room, line, lines};
use super::measure::{Paper, SIZE_5, SIZE_5_SMALL};
use super::setter::{Headings, Manner, Setter, Setting, base};
use super::slugs::Slug;
use super::sorts::{Style, width};
use super::tags::Role;
use super::title::balanced;
use crate::document::{Document, Head, Signed};
use crate::fonts::Face;

/// The size of a sheet's title.
const TITLE_SIZE: f32 = 18.0;

/// How working sheets are set.
fn manner() -> Manner {
    Manner {
        paper: Paper::sheet(),
        body: Style::new(Face::Body, SIZE_5),
        lead: SIZE_5 * 1.6,
        indent: SIZE_5 * 2.0,
        small: SIZE_5_SMALL,
        table_sizes: &[9.0, 8.5, 8.0, 7.5, 7.0],
        between: 5.0,
        headings: Headings::Sheet,
    }
}

/// Sets a working sheet.
pub(super) fn set(document: &Document) -> Result<Setter, Unset> {
    let mut setter = Setter::new(document.lang, manner());
    if let Some(head) = &document.head {
        setter.small_head(head);
    }
    setter.sheet_title(&document.title);
    if let Some(subtitle) = &document.subtitle {
        setter.sheet_line(subtitle, Align::Middle);
    }
    if let Some(addressees) = &document.addressees {
        let text = setter.lang.addressed(addressees);
        setter.sheet_line(text.trim_end(), Align::Left);
    }
    setter.blocks(&document.blocks)?;
    if let Some(signed) = &document.signed {
        setter.sheet_signed(signed);
    }
    for (place, annex) in document.annexes.iter().enumerate() {
        let number = (document.annexes.len() > 1).then_some(place + 1);
        setter.begin_page(setter.manner.paper);
        let section = setter.part(Role::Section);
        let within = std::mem::replace(&mut setter.within, section);
        let mark = setter.lang.annex(number);
        setter.heading(1, &format!("{mark}{}{}", setter.lang.colon(), annex.title));
        setter.blocks(&annex.blocks)?;
        setter.within = within;
    }
    if let Some(copies) = &document.copies {
        let text = format!("{}{copies}", setter.lang.copies_label());
        setter.note(&text);
    }
    Ok(setter)
}

impl Setter {
    fn small_head(&mut self, head: &Head) {
        self.sheet_line(&head.issuer, Align::Middle);
        if let Some(number) = &head.number {
            self.sheet_line(number, Align::Middle);
        }
    }

    fn sheet_title(&mut self, title: &str) {
        let plain = title.replace('\n', "");
        let of = Of::Said(self.part(Role::Heading(1, plain.clone())));
        let style = Style::new(Face::Title, TITLE_SIZE);
        for (place, text) in balanced(title, &style, self.room()).into_iter().enumerate() {
            let room = Room::new(self.room(), Align::Middle);
            let setting = Setting { style, lead: TITLE_SIZE * 1.45, room, x: 0.0 };
            for mut slug in self.slugs(lines(&text, &style, room), setting, of) {
                slug.with_next = true;
                slug.bookmark = (place == 0).then(|| (0, plain.clone()));
                self.push(slug);
            }
        }
    }

    fn sheet_line(&mut self, text: &str, align: Align) {
        let of = Of::Said(self.part(Role::Paragraph));
        let style = Style::new(Face::Body, SIZE_5);
        let room = Room::new(self.room(), align);
        self.text(text, Setting { style, lead: SIZE_5 * 1.5, room, x: 0.0 }, of);
        self.hold_last(1);
    }

    /// Who signs and when, at the right, and the lines for signatures by hand.
    fn sheet_signed(&mut self, signed: &Signed) {
        self.gap(self.manner.lead * 0.8);
        for text in [&signed.body, &signed.date] {
            if text.is_empty() {
                continue;
            }
            self.sheet_line(text, Align::Right);
        }
        if let Some(last) = self.last() {
            last.with_next = false;
        }
        self.by_hand(&signed.by_hand);
    }

    /// Lines for signatures by hand, two beside each other, each after what it is for.
    pub(super) fn by_hand(&mut self, labels: &[String]) {
        let size = self.manner.body.size.min(SIZE_5 * 1.2);
        let style = Style::new(Face::Body, size);
        let lead = size * 2.6;
        let half = self.room() / 2.0;
        for pair in labels.chunks(2) {
            let mut marks = Vec::new();
            for (place, label) in pair.iter().enumerate() {
                let of = Of::Said(self.part(Role::Paragraph));
                let text = format!("{label}{}", self.lang.colon());
                let x = place as f32 * half;
                let from = x + width(&text, &style) + size * 0.3;
                let y = lead - size * 0.5;
                marks.push(Mark::of_line(
                    of,
                    line(text.trim_end(), &style),
                    (x, base(lead, size) + size * 0.5),
                    size,
                    INK,
                ));
                let to = (x + half - size * 1.5).max(from + size * 4.0);
                marks.push(Mark::rule(Of::Ornament, (from, y), (to, y), 0.4, INK));
            }
            self.push(Slug { height: lead, marks, ..Slug::default() });
        }
    }
}

//! The blocks of a document, each in the manner of its layout.

use super::Unset;
use super::chart;
use super::facts;
use super::flag;
use super::ink::Of;
use super::lines::{Align, Room, lines};
use super::setter::{Setter, Setting};
use super::slugs::Slug;
use super::sorts::Style;
use super::table;
use super::tags::Role;
use crate::charts::{self, Chart};
use crate::document::Block;
use crate::fonts::Face;

impl Setter {
    /// Sets blocks in their order.
    pub fn blocks(&mut self, blocks: &[Block]) -> Result<(), Unset> {
        for block in blocks {
            match block {
                Block::Heading { level, text } => self.heading(*level, text),
                Block::Paragraph { text } => self.paragraph(text),
                Block::Facts { facts } => facts::set(self, facts),
                Block::Table { sheet } => table::set(self, sheet),
                Block::Figure { caption, told, chart } => self.figure(caption, told, chart)?,
                Block::Note { text } => self.note(text),
                Block::Banner { text, tone } => flag::banner(self, text, *tone),
            }
        }
        Ok(())
    }

    /// A chart with its caption below, on one page.
    fn figure(&mut self, caption: &str, told: &str, drawn: &Chart) -> Result<(), Unset> {
        let told = if told.trim().is_empty() { charts::told(drawn, self.lang) } else { told.to_owned() };
        let figure = self.part(Role::Figure(told));
        let (marks, height) = chart::drawn(drawn, self.room(), self.lang, Of::Said(figure))?;
        let above = self.manner.between;
        self.push(Slug { height, above, with_next: true, marks, ..Slug::default() });
        let of = Of::Said(self.part(Role::Caption));
        let style = Style::new(Face::Sans, self.manner.small);
        let room = Room::new(self.room(), Align::Middle);
        let setting = Setting { style, lead: self.manner.small * 1.6, room, x: 0.0 };
        let mut slugs = self.slugs(lines(caption, &style, room), setting, of);
        for slug in &mut slugs {
            slug.on_grid = false;
        }
        slugs.into_iter().for_each(|slug| self.push(slug));
        self.gap(self.manner.between);
        Ok(())
    }
}

//! Slugs: strips of a page that are not cut, one below the other, and the pages that they fill.

use super::ink::{Mark, Of};
use super::measure::Paper;
use std::rc::Rc;

/// A strip across the page; what is on it is placed from its upper left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Slug {
    /// How high it is.
    pub height: f32,
    /// What stays free above it, but not at the top of a page.
    pub above: f32,
    /// Whether the next one follows on the same page.
    pub with_next: bool,
    /// Whether it stands on the lines of the page.
    pub on_grid: bool,
    /// What is repeated above it where it comes first on a page.
    pub head: Option<Rc<Slug>>,
    /// The place in the outline: how deep, and how it is called.
    pub bookmark: Option<(u8, String)>,
    /// Whether it stands at the foot of the page that has room for it.
    pub at_foot: bool,
    /// What is on it.
    pub marks: Vec<Mark>,
}

/// Slugs on one kind of paper, beginning on a new page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Section {
    /// The paper.
    pub paper: Paper,
    /// The slugs.
    pub slugs: Vec<Slug>,
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Page {
    /// The paper.
    pub paper: Paper,
    /// What is on it.
    pub marks: Vec<Mark>,
}

/// A place in the outline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bookmark {
    /// How deep.
    pub level: u8,
    /// How it is called.
    pub text: String,
    /// The page, from 0.
    pub page: usize,
    /// How far down.
    pub y: f32,
}

/// Rounding of measures never drives a line from its page.
const SLACK: f32 = 0.05;

/// Pages and the places of the outline on them.
pub(super) fn pages(sections: Vec<Section>) -> (Vec<Page>, Vec<Bookmark>) {
    let mut filler = Filler { pages: Vec::new(), bookmarks: Vec::new(), y: 0.0 };
    for section in sections {
        filler.turn(section.paper);
        let mut slugs = section.slugs.into_iter().peekable();
        while slugs.peek().is_some() {
            let mut together = Vec::new();
            for slug in slugs.by_ref() {
                let goes_on = slug.with_next;
                together.push(slug);
                if !goes_on {
                    break;
                }
            }
            filler.place_together(together, section.paper);
        }
    }
    (filler.pages, filler.bookmarks)
}

struct Filler {
    pages: Vec<Page>,
    bookmarks: Vec<Bookmark>,
    y: f32,
}

impl Filler {
    fn turn(&mut self, paper: Paper) {
        self.pages.push(Page { paper, marks: Vec::new() });
        self.y = 0.0;
    }

    /// Where a slug would begin after what is there.
    fn begin(&self, slug: &Slug, y: f32, paper: Paper) -> f32 {
        let below = if y > 0.0 { y + slug.above } else { 0.0 };
        match paper.grid {
            Some(grid) if slug.on_grid => ((below - SLACK) / grid).ceil().max(0.0) * grid,
            Some(_) | None => below,
        }
    }

    fn end(&self, slugs: &[Slug], paper: Paper) -> f32 {
        slugs.iter().fold(self.y, |y, slug| self.begin(slug, y, paper) + slug.height)
    }

    fn place_together(&mut self, slugs: Vec<Slug>, paper: Paper) {
        if self.y > 0.0 && self.end(&slugs, paper) > paper.room_height + SLACK {
            self.turn(paper);
        }
        for slug in slugs {
            if self.y > 0.0 && self.begin(&slug, self.y, paper) + slug.height > paper.room_height + SLACK {
                self.turn(paper);
            }
            self.place(slug, paper);
        }
    }

    fn place(&mut self, slug: Slug, paper: Paper) {
        if self.y == 0.0
            && let Some(head) = &slug.head
        {
            let repeated = head.marks.iter().cloned().map(|mark| Mark { of: Of::Ornament, ..mark });
            self.put(repeated.collect(), 0.0, paper);
            self.y = head.height;
        }
        let mut y = self.begin(&slug, self.y, paper);
        if slug.at_foot {
            y = y.max(paper.room_height - slug.height);
        }
        if let Some((level, text)) = slug.bookmark {
            let page = self.pages.len().saturating_sub(1);
            self.bookmarks.push(Bookmark { level, text, page, y: paper.top + y });
        }
        self.put(slug.marks, y, paper);
        self.y = y + slug.height;
    }

    fn put(&mut self, marks: Vec<Mark>, y: f32, paper: Paper) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.extend(marks.into_iter().map(|mark| mark.moved(paper.left, paper.top + y)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Section, Slug, pages};
    use crate::typeset::measure::Paper;

    fn slug(height: f32) -> Slug {
        Slug { height, ..Slug::default() }
    }

    fn counts(slugs: Vec<Slug>) -> usize {
        pages(vec![Section { paper: Paper::official(), slugs }]).0.len()
    }

    #[test]
    fn an_official_page_has_22_lines() {
        let line = Paper::official().grid.unwrap_or_default();
        let lines = |count: usize| vec![Slug { on_grid: true, ..slug(line) }; count];
        assert_eq!(counts(lines(22)), 1);
        assert_eq!(counts(lines(23)), 2);
    }

    #[test]
    fn a_heading_goes_with_what_follows() {
        let room = Paper::official().room_height;
        let heading = Slug { with_next: true, bookmark: Some((1, "一、".to_owned())), ..slug(30.0) };
        let slugs = vec![slug(room - 40.0), heading, slug(30.0)];
        let (pages, bookmarks) = pages(vec![Section { paper: Paper::official(), slugs }]);
        assert_eq!(pages.len(), 2);
        assert_eq!(bookmarks[0].page, 1, "the heading is not left alone");
    }

    #[test]
    fn what_is_higher_than_a_page_still_ends() {
        let room = Paper::official().room_height;
        assert_eq!(counts(vec![slug(room * 1.5), slug(10.0)]), 2);
    }
}

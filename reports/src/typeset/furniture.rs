//! What stands on every page: its number, the foot line by which its figures are found again, the mark of a draft.

use super::ink::{INK, Ink, Mark, Of};
use super::lines::line;
use super::measure::{SIZE_4, mm};
use super::slugs::Page;
use super::sorts::{Style, width};
use crate::document::{Document, Layout};
use crate::fonts::Face;

/// The size of the foot line, and the least where it is long.
const FOOT_SIZE: f32 = 7.5;
/// The foot line stands so far above the edge of the paper.
const FOOT_UP: f32 = mm(11.0);
/// The number stands so far below the text (GB/T 9704-2012, 7.5): the dashes beside it, 7 mm.
const NUMBER_DOWN: f32 = mm(7.0);
/// The head line of a draft stands so far below the edge of the paper.
const HEAD_DOWN: f32 = mm(9.0);

/// Puts numbers, foot lines and marks of a draft on pages.
pub(super) fn put(document: &Document, pages: &mut [Page]) {
    let count = pages.len();
    for (place, page) in pages.iter_mut().enumerate() {
        let number = place + 1;
        let numbered = match document.layout {
            Layout::Official => Some(official_number(page, number)),
            Layout::Sheet => Some(sheet_number(page, document, number, count)),
            Layout::Certificate | Layout::Sign => None,
        };
        let kept = numbered.as_ref().map_or(0.0, |mark| match document.layout {
            Layout::Sheet => line_width(mark) + 12.0,
            Layout::Official | Layout::Certificate | Layout::Sign => 0.0,
        });
        page.marks.extend(numbered);
        page.marks.push(foot(page, document, kept));
        if document.is_draft() {
            page.marks.push(draft(page, document));
        }
    }
}

fn line_width(mark: &Mark) -> f32 {
    match &mark.ink {
        Ink::Type(line) => line.line.width,
        Ink::Shape(_) => 0.0,
    }
}

/// `— 1 —` in size 4: on odd pages at the right, one character in; on even ones at the left.
fn official_number(page: &Page, number: usize) -> Mark {
    let style = Style::new(Face::Body, SIZE_4);
    let set = line(&format!("— {number} —"), &style);
    let paper = page.paper;
    let x = if number % 2 == 1 {
        paper.left + paper.room_width - SIZE_4 - set.width
    } else {
        paper.left + SIZE_4
    };
    let y = paper.top + paper.room_height + NUMBER_DOWN + SIZE_4 * 0.3;
    // Pages turned across have less room below.
    let y = y.min(paper.height - FOOT_UP - FOOT_SIZE * 1.5);
    Mark::of_line(Of::Number, set, (x, y), SIZE_4, INK)
}

fn sheet_number(page: &Page, document: &Document, number: usize, count: usize) -> Mark {
    let style = Style::new(Face::Sans, FOOT_SIZE);
    let set = line(&document.lang.page_of(number, count), &style);
    let x = page.paper.left + page.paper.room_width - set.width;
    Mark::of_line(Of::Number, set, (x, page.paper.height - FOOT_UP), FOOT_SIZE, INK)
}

fn foot(page: &Page, document: &Document, kept: f32) -> Mark {
    let text = document.lang.foot_line(document);
    let room = page.paper.room_width - kept;
    let natural = width(&text, &Style::new(Face::Sans, FOOT_SIZE));
    let size = if natural > room { FOOT_SIZE * room / natural } else { FOOT_SIZE };
    let set = line(&text, &Style::new(Face::Sans, size));
    let up = match document.layout {
        Layout::Official | Layout::Sheet | Layout::Sign => FOOT_UP,
        // Within the border.
        Layout::Certificate => mm(17.5),
    };
    let x = match document.layout {
        Layout::Official | Layout::Sheet => page.paper.left,
        Layout::Certificate | Layout::Sign => (page.paper.width - set.width) / 2.0,
    };
    Mark::of_line(Of::Foot, set, (x, page.paper.height - up), size, INK)
}

fn draft(page: &Page, document: &Document) -> Mark {
    let size = 9.0;
    let set = line(&document.lang.draft_line(&document.trace.as_of), &Style::new(Face::Sans, size));
    let x = page.paper.left + (page.paper.room_width - set.width) / 2.0;
    Mark::of_line(Of::Head, set, (x, HEAD_DOWN), size, INK)
}

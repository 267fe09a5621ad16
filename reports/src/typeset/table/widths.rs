//! How wide the columns are, in which type, and whether the page is turned for them.

use super::cells::Grid;
use crate::fonts::Face;
use crate::typeset::measure::Paper;
use crate::typeset::sorts::{Class, Style, sorts, width};

/// How a table fits its page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fit {
    /// The size of type.
    pub size: f32,
    /// How wide each column is, its padding with it.
    pub widths: Vec<f32>,
    /// Whether the page is turned across.
    pub is_turned: bool,
}

/// Free on each side of a cell, in parts of the size.
pub(super) const PADDING: f32 = 0.5;
/// The style that widths are measured in: for another size they are multiplied.
const MEASURED: f32 = 10.0;
/// A column of words is no narrower than so many Han, unless its words are.
const HAN_MIN: f32 = 4.0;
/// A head is not broken below so many Han.
const HEAD_WHOLE: f32 = 3.0;
/// A piece that cannot be broken asks for no more than so many Han; a longer one is cut.
const PIECE_MAX: f32 = 12.0;
/// Smaller type is not read in print.
const SIZE_MIN: f32 = 5.0;
/// What a column of longer texts is content with, in Han.
const CONTENT: f32 = 14.0;

/// What a column asks for, in parts of the size of type.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Wish {
    /// The least.
    least: f32,
    /// With this, nine cells of ten stand on one line.
    typical: f32,
    /// All on one line.
    most: f32,
    /// Whether it holds figures, which are not cut.
    is_figures: bool,
}

/// The greatest type in which columns have what they are content with, upright; else the greatest in which none is narrower than it
/// must be, upright before turned.
pub(super) fn fit(grid: &Grid, paper: Paper, sizes: &[f32]) -> Fit {
    let wishes = wishes(grid);
    let content: f32 = wishes.iter().map(|wish| wish.typical.min(CONTENT).max(wish.least)).sum();
    let least: f32 = wishes.iter().map(|wish| wish.least).sum();
    let fits = |wanted: f32, room: f32| sizes.iter().copied().find(|size| wanted * size <= room);
    let (upright, turned) = (paper.room_width, paper.turned().room_width);
    let smallest = sizes.last().copied().unwrap_or(MEASURED);
    let (size, is_turned) = match (fits(content, upright), fits(least, upright), fits(least, turned)) {
        (Some(size), _, _) => (size, false),
        (None, Some(_), _) => (smallest, false),
        (None, None, Some(_)) => (fits(content, turned).unwrap_or(smallest), true),
        // What fits no page in any of these types is set as small as it takes; below what can be read, words are cut and figures are not.
        (None, None, None) => ((turned / least).clamp(SIZE_MIN.min(smallest), smallest), true),
    };
    let room = if is_turned { turned } else { upright };
    let widths = shared(&wishes, room / size).into_iter().map(|width| width * size).collect();
    Fit { size, widths, is_turned }
}

fn wishes(grid: &Grid) -> Vec<Wish> {
    let style = Style::new(Face::Sans, MEASURED);
    let wish = |(place, column): (usize, &super::cells::Column)| {
        let head = width(&column.head, &style) / MEASURED;
        // A head may stand on two or three lines.
        let head_lines = if head > 8.0 { 3.0 } else { 2.0 };
        let head_least =
            piece(&column.head, &style).max((head / head_lines).ceil()).max(HEAD_WHOLE).min(head);
        let mut least = head_least;
        let mut naturals = Vec::new();
        for cell in grid.rows.iter().chain(&grid.foot).filter_map(|row| row.get(place)) {
            let tail = cell.places.map_or(0, |places| column.places.saturating_sub(places));
            let all = width(&cell.text, &style) / MEASURED + 0.56 * tail as f32;
            let own = if column.is_figures { all } else { piece(&cell.text, &style).max(all.min(HAN_MIN)) };
            least = least.max(own);
            naturals.push(all);
        }
        naturals.sort_by(f32::total_cmp);
        let typical = naturals.get(naturals.len() * 9 / 10).copied().unwrap_or(0.0).max(least);
        let most = naturals.last().copied().unwrap_or(0.0).max(head).max(least);
        let padded = |width: f32| width + 2.0 * PADDING;
        Wish {
            least: padded(least),
            typical: padded(typical),
            most: padded(most),
            is_figures: column.is_figures,
        }
    };
    grid.columns.iter().enumerate().map(wish).collect()
}

/// The longest piece of a text that is not broken, in parts of the size.
fn piece(text: &str, style: &Style) -> f32 {
    let (mut longest, mut current) = (0.0_f32, 0.0);
    for sort in sorts(text, style) {
        if sort.may_begin {
            current = 0.0;
        } else {
            current += sort.before;
        }
        if sort.class != Class::Blank {
            current += sort.advance;
            longest = longest.max(current);
        }
    }
    (longest / MEASURED).min(PIECE_MAX)
}

/// The room shared out. Each has its least; the rest goes to those that want more, a long want counting less than its length, and what
/// nobody wants to all.
fn shared(wishes: &[Wish], room: f32) -> Vec<f32> {
    let least: f32 = wishes.iter().map(|wish| wish.least).sum();
    if least >= room {
        let figures: f32 = wishes.iter().filter(|wish| wish.is_figures).map(|wish| wish.least).sum();
        let words = least - figures;
        // Columns of words give way, down to one character; where figures alone are too wide, all do.
        let part = (room - figures) / words.max(0.01);
        let has_room = figures < room
            && wishes.iter().all(|wish| wish.is_figures || wish.least * part >= 1.0 + 2.0 * PADDING);
        let squeezed = |wish: &Wish| match (has_room, wish.is_figures) {
            (true, true) => wish.least,
            (true, false) => wish.least * part,
            (false, _) => wish.least * room / least,
        };
        return wishes.iter().map(squeezed).collect();
    }
    let mut widths: Vec<f32> = wishes.iter().map(|wish| wish.least).collect();
    let wants = [
        wishes.iter().map(|wish| wish.typical.min(CONTENT)).collect::<Vec<f32>>(),
        wishes.iter().map(|wish| wish.typical).collect(),
        wishes.iter().map(|wish| wish.most).collect(),
    ];
    for want in wants {
        for _ in 0..wishes.len() {
            let free = room - widths.iter().sum::<f32>();
            let missing: Vec<f32> =
                want.iter().zip(&widths).map(|(want, width)| (want - width).max(0.0).sqrt()).collect();
            let wanted: f32 = missing.iter().sum();
            if free <= 0.01 || wanted <= 0.01 {
                break;
            }
            for ((want, width), missing) in want.iter().zip(&mut widths).zip(&missing) {
                *width = (*width + free * missing / wanted).min(want.max(*width));
            }
        }
    }
    let total: f32 = widths.iter().sum();
    widths.into_iter().map(|width| width * room / total).collect()
}

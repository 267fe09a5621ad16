//! Totals by category, the best first; of many windows the first and the last.

use super::{Ground, Whose, figure};
use crate::changes::published::{Book, Standing};
use crate::charts::{Chart, Gap, Picture, StackedRow};
use crate::words::charts as words;
use std::collections::BTreeSet;

/// So many rows are read on one page.
const ROWS_MOST: usize = 40;

/// So many of the first and of the last are shown where there are more.
const ROWS_AT_EACH_END: usize = 20;

/// The ranked windows of the region, of a department or of a site.
pub fn ranking(ground: &Ground<'_>, whose: Whose<'_>) -> Picture {
    let ranked = |standing: &&Standing| standing.rank.is_some() && ground.is_of(standing, whose);
    let standings: Vec<&Standing> = ground.published().windows.iter().filter(ranked).collect();
    let caption = ground.lang.ranking_caption(&ground.month_name(), ground.named(whose).as_deref());
    ranking_of(ground, &standings, caption)
}

/// Any standings of one book, in their order.
pub fn ranking_of(ground: &Ground<'_>, standings: &[&Standing], caption: String) -> Picture {
    let rulebook = ground.rulebook();
    let book = match standings.first().map(|standing| standing.book) {
        Some(Book::Staff) => &rulebook.staff_book,
        Some(Book::Window) | None => &rulebook.window_book,
    };
    let letters: BTreeSet<&String> =
        standings.iter().flat_map(|standing| standing.categories.keys()).collect();
    let title = |letter: &&String| {
        let known = book.categories.iter().find(|category| category.id == **letter);
        known.map_or_else(|| (*letter).clone(), |category| ground.lang.title(&category.title).to_owned())
    };
    let has_bonus = standings.iter().any(|standing| standing.bonus.0 != 0);
    let mut parts: Vec<String> = letters.iter().map(title).collect();
    if has_bonus {
        parts.push(ground.lang.title(&book.bonus.title).to_owned());
    }
    let row = |standing: &&Standing| {
        let of_letter = |letter: &&String| standing.categories.get(*letter).copied().unwrap_or_default();
        let mut figures: Vec<f64> = letters.iter().map(of_letter).map(figure).collect();
        if has_bonus {
            figures.push(figure(standing.bonus));
        }
        let name = ground.name(standing.book, &standing.id);
        StackedRow {
            name: standing.rank.map_or_else(|| name.clone(), |rank| format!("{rank}  {name}")),
            parts: figures,
            told: words::points(standing.total),
            waved: ground.flag(standing),
        }
    };
    let left_out = (standings.len() > ROWS_MOST).then(|| standings.len() - 2 * ROWS_AT_EACH_END);
    let rows = match left_out {
        None => standings.iter().map(row).collect(),
        Some(left_out) => {
            let (first, rest) = standings.split_at(ROWS_AT_EACH_END);
            first.iter().chain(rest.iter().skip(left_out)).map(row).collect()
        }
    };
    let gap = left_out.map(|rows| Gap { after: ROWS_AT_EACH_END, rows });
    let unit = ground.lang.say(words::POINTS).to_owned();
    Picture::of(caption, Chart::Stacked { unit, parts, rows, gap }, ground.lang)
}

//! The trend of totals: of one window or person beside the region, or of the region itself.

use super::{Ground, figure, flag_in};
use crate::changes::Published;
use crate::changes::published::{Book, Standing};
use crate::charts::{Chart, Picture, TrendLine, Waved};
use crate::papers::Edition;
use crate::words::Lang;
use crate::words::charts as words;
use scoring::time::Month;

/// This month and the year before it.
const MONTHS_MOST: usize = 13;

type Point = Option<(f64, Option<Waved>)>;

/// Months from the first that is known, at most a year before, to this one, each with what is known of it.
fn course<'a>(ground: &Ground<'a>, others: &'a [Edition<'a>]) -> Vec<(Month, Option<&'a Edition<'a>>)> {
    let last = ground.published().month;
    let mut course = vec![(last, Some(ground.month))];
    while course.len() < MONTHS_MOST {
        let month = course.last().map_or(last, |(month, _)| month.previous());
        course.push((month, others.iter().find(|edition| edition.published.month == month)));
    }
    while course.len() > 1 && course.last().is_some_and(|(_, edition)| edition.is_none()) {
        course.pop();
    }
    course.reverse();
    course
}

/// The total of a window or staff member month by month, with its flags, beside the region's mean and median of the ranked. A month
/// in which there was no standing is left open.
pub fn trend_of(ground: &Ground<'_>, others: &[Edition<'_>], book: Book, id: &str) -> Picture {
    let course = course(ground, others);
    let own = |edition: &Edition<'_>| {
        let standing = edition.published.standing(book, id)?;
        Some((figure(standing.total), flag_in(edition, standing)))
    };
    let name = ground.name(book, id);
    let caption = ground.lang.trend_caption(Some(&name));
    let mut lines = vec![TrendLine { name, points: points(&course, own) }];
    lines.extend(region_lines(ground.lang, &course, book));
    picture(ground.lang, &course, lines, caption)
}

/// The mean and median of the ranked windows month by month.
pub fn trend(ground: &Ground<'_>, others: &[Edition<'_>]) -> Picture {
    let course = course(ground, others);
    let lines = region_lines(ground.lang, &course, Book::Window).to_vec();
    picture(ground.lang, &course, lines, ground.lang.trend_caption(None))
}

fn region_lines(lang: Lang, course: &[(Month, Option<&Edition<'_>>)], book: Book) -> [TrendLine; 2] {
    let of = |totals: fn(&[i64]) -> Option<f64>| {
        points(course, move |edition: &Edition<'_>| Some((totals(&ranked(edition.published, book))?, None)))
    };
    [
        TrendLine { name: lang.say(words::MEAN).to_owned(), points: of(mean) },
        TrendLine { name: lang.say(words::MEDIAN).to_owned(), points: of(median) },
    ]
}

fn points(course: &[(Month, Option<&Edition<'_>>)], of: impl Fn(&Edition<'_>) -> Point) -> Vec<Point> {
    course.iter().map(|(_, edition)| of((*edition)?)).collect()
}

/// The totals of the ranked, in hundredths, the least first.
fn ranked(published: &Published, book: Book) -> Vec<i64> {
    let standings: &[Standing] = match book {
        Book::Window => &published.windows,
        Book::Staff => &published.staff,
    };
    let ranked = standings.iter().filter(|standing| standing.rank.is_some());
    let mut totals: Vec<i64> = ranked.map(|standing| i64::from(standing.total.0)).collect();
    totals.sort_unstable();
    totals
}

/// To the hundredth, half up, in points.
fn mean(totals: &[i64]) -> Option<f64> {
    let count = i64::try_from(totals.len()).ok().filter(|count| *count > 0)?;
    Some((2 * totals.iter().sum::<i64>() + count).div_euclid(2 * count) as f64 / 100.0)
}

/// To the hundredth, half up, in points.
fn median(totals: &[i64]) -> Option<f64> {
    let (low, high) = (totals.get(totals.len().checked_sub(1)? / 2)?, totals.get(totals.len() / 2)?);
    Some((low + high + 1).div_euclid(2) as f64 / 100.0)
}

fn picture(
    lang: Lang,
    course: &[(Month, Option<&Edition<'_>>)],
    lines: Vec<TrendLine>,
    caption: String,
) -> Picture {
    let months = course.iter().map(|(month, _)| lang.month_short(*month)).collect();
    let unit = lang.say(words::POINTS).to_owned();
    Picture::of(caption, Chart::Trend { unit, months, lines }, lang)
}

#[cfg(test)]
mod tests {
    use super::{mean, median};

    #[test]
    fn mean_and_median_are_rounded_half_up() {
        assert_eq!((mean(&[]), median(&[])), (None, None));
        assert_eq!((mean(&[9_000, 9_001]), median(&[9_000, 9_001])), (Some(90.01), Some(90.01)));
        assert_eq!((mean(&[1, 2, 9_000]), median(&[1, 2, 9_000])), (Some(30.01), Some(0.02)));
        assert_eq!(median(&[-3, -2]), Some(-0.02));
    }
}

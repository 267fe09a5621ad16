//! Rates as they were published, each with the parts it is made of and its target.
//!
//! Results hold rates and counts, not every part. Where the whole is one of the counts, the part follows from the rate alone;
//! where it does not follow it is left out.

use super::{SheetReading, table, words};
use crate::changes::Published;
use crate::changes::published::Level;
use crate::document::Sheet;
use crate::render::table::Cell;
use crate::words::rates::Unit;
use crate::words::{Lang, labels, rates as named, sheets as said};
use scoring::rates::Rate;
use scoring::rulebook::Targets;

/// The rates in the order in which they are read: what came and went, how fast, how well, how long people waited, items.
const RATES: [&str; 23] = [
    "accepted",
    "completed",
    "on_time_rate",
    "early_rate",
    "on_site_rate",
    "instant_share",
    "actual_reduction",
    "satisfaction_rate",
    "dissatisfaction_rate",
    "ratings",
    "complaints",
    "complaints_upheld",
    "complaint_rate",
    "tickets",
    "abandonment_rate",
    "wait_mean_s",
    "wait_p90_s",
    "service_mean_s",
    "items",
    "entry_rate",
    "authorisation_rate",
    "promised_reduction",
    "reduction_met",
];

/// A rate of somebody's month.
pub struct Rated<'a> {
    /// The contract's word.
    pub rate: &'static str,
    /// The figure as written; none where nothing could be counted.
    pub figure: Option<&'a str>,
    /// Numerator and denominator, where they are known.
    pub parts: Option<(i64, i64)>,
    /// What departments are to reach.
    pub target: Option<Rate>,
}

impl Rated<'_> {
    /// Whether the target is reached; none where there is no target or no figure.
    pub fn is_met(&self) -> Option<bool> {
        Some(self.share()? >= self.target?)
    }

    fn share(&self) -> Option<Rate> {
        self.figure.and_then(Rate::parse)
    }
}

/// The rates of one window, department, site or the region, in the order in which they are read.
pub fn of<'a>(published: &'a Published, level: Level, id: &str, targets: &Targets) -> Vec<Rated<'a>> {
    let figure = |rate: &str| {
        let mut own = published.rates.iter();
        own.find(|of| of.level == level && of.id == id && of.rate == rate).map(|of| of.figure.as_deref())
    };
    let count = |rate: &str| figure(rate).flatten().and_then(|text| text.parse::<i64>().ok());
    let rated = |rate: &'static str| {
        let figure = figure(rate)?;
        let whole = match rate {
            "on_site_rate" | "complaint_rate" => count("completed"),
            "instant_share" => count("accepted"),
            "satisfaction_rate" | "dissatisfaction_rate" => count("ratings"),
            _ => None,
        };
        let parts = match (rate, figure.and_then(Rate::parse), whole) {
            ("complaint_rate", Some(_), Some(whole)) => count("complaints").map(|part| (part, whole)),
            (_, Some(share), Some(whole)) => part_of(share, whole).map(|part| (part, whole)),
            (_, _, _) => None,
        };
        Some(Rated { rate, figure, parts, target: target(targets, rate) })
    };
    RATES.into_iter().filter(|rate| is_of(level, rate)).filter_map(rated).collect()
}

/// Whether a rate is of a level: tickets that were given up belong to no window.
fn is_of(level: Level, rate: &str) -> bool {
    match level {
        Level::Region | Level::Site => true,
        Level::Department | Level::Window => rate != "abandonment_rate",
    }
}

/// The only part of a whole that makes a rate; none where several do.
pub fn part_of(rate: Rate, whole: i64) -> Option<i64> {
    let near = (rate.0 * whole + Rate::ONE.0 / 2).div_euclid(Rate::ONE.0);
    let mut fitting = (near - 1..=near + 1).filter(|part| Rate::of(*part, whole) == Some(rate));
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only)
}

fn target(targets: &Targets, rate: &str) -> Option<Rate> {
    let target = match rate {
        "on_time_rate" => targets.on_time_rate,
        "early_rate" => targets.early_rate,
        "on_site_rate" => targets.on_site_rate,
        "instant_share" => targets.instant_share,
        "satisfaction_rate" => targets.satisfaction_rate,
        "promised_reduction" => targets.reduction,
        _ => None,
    };
    target.map(|target| Rate(i64::from(target)))
}

/// A figure as a cell: shares and counts stay figures, times are read out.
pub fn cell(lang: Lang, rate: &str, figure: Option<&str>) -> Cell {
    let Some(text) = figure else { return Cell::Nothing };
    let cell = match named::unit(rate) {
        Some(Unit::Share) => Rate::parse(text).map(Cell::Share),
        Some(Unit::Count) => text.parse().ok().map(Cell::Count),
        Some(Unit::Seconds) | None => None,
    };
    cell.unwrap_or_else(|| Cell::Text(lang.rate_figure(rate, figure)))
}

/// The mean of others' figures as results write them, shares to the fourth place, seconds to the whole; none of counts, which say
/// more of size than of work, and none where nobody has a figure.
pub fn mean(rate: &str, figures: &[&str]) -> Option<String> {
    let mean = |values: Vec<i64>| {
        let count = i64::try_from(values.len()).ok().filter(|count| *count > 0)?;
        Some((2 * values.iter().sum::<i64>() + count).div_euclid(2 * count))
    };
    match named::unit(rate)? {
        Unit::Share => {
            let shares = figures.iter().filter_map(|text| Rate::parse(text)).map(|share| share.0);
            mean(shares.collect()).map(|mean| Rate(mean).to_string())
        }
        Unit::Seconds => {
            let seconds = figures.iter().filter_map(|text| text.parse().ok());
            mean(seconds.collect()).map(|mean| mean.to_string())
        }
        Unit::Count => None,
    }
}

impl SheetReading<'_> {
    /// The rates of somebody with their parts and targets.
    pub fn rates(&self, level: Level, id: &str) -> Option<Sheet> {
        let columns = [
            (labels::RATE, 16),
            (labels::VALUE, 12),
            (said::PART, 8),
            (said::WHOLE, 8),
            (labels::TARGET, 10),
            (said::MET, 8),
        ];
        let mut table = table(self.lang, labels::RATES, &columns);
        for rated in of(self.published, level, id, &self.rulebook.targets) {
            table.rows.push(vec![
                words(self.lang.rate(rated.rate)),
                cell(self.lang, rated.rate, rated.figure),
                Cell::count(rated.parts.map(|parts| parts.0)),
                Cell::count(rated.parts.map(|parts| parts.1)),
                Cell::share(rated.target),
                self.met(&rated),
            ]);
        }
        (!table.rows.is_empty()).then(|| Sheet::plain(table))
    }

    /// Whether a target is reached, in words.
    pub fn met(&self, rated: &Rated<'_>) -> Cell {
        match rated.is_met() {
            Some(true) => words(self.say(said::IS_MET)),
            Some(false) => words(self.say(said::IS_MISSED)),
            None => Cell::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{mean, part_of};
    use scoring::rates::Rate;

    #[test]
    fn a_part_is_told_only_where_no_other_would_make_the_same_rate() {
        assert_eq!(part_of(Rate(5_897), 39), Some(23), "23/39 and nothing else of 39");
        assert_eq!(part_of(Rate(1), 40_000), None, "2, 3, 4 or 5 of 40,000 are 0.0001");
    }

    #[test]
    fn a_mean_of_nothing_is_nothing_and_counts_have_none() {
        assert_eq!(mean("on_time_rate", &["0.95", "1.0"]).as_deref(), Some("0.975"));
        assert_eq!(mean("wait_mean_s", &["60", "61"]).as_deref(), Some("61"), "half up");
        assert_eq!(mean("on_time_rate", &[]), None);
        assert_eq!(mean("accepted", &["1", "3"]), None);
    }
}

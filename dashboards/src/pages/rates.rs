//! The rates of a window, department or site as a table: each with its numerator and denominator and the target, and nothing
//! counted with its reason. Of a month just scored and of a published one alike.
//!
//! What was published holds rates and counts, not every part; where the whole is one of the counts the part follows from the
//! rate alone, and where it does not follow the table says so.

use crate::words::subjects;
use reports::changes::Published;
use reports::changes::published::Level;
use reports::words::{Lang, Word, labels};
use scoring::rates::{Rate, Rates};
use scoring::rulebook::Targets;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// One rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct RateRow {
    /// The contract's word.
    pub rate: &'static str,
    /// What it is called.
    pub title: String,
    /// The figure as it is read; a dash where nothing could be counted.
    pub value: String,
    /// The numerator, where it is known.
    pub part: Option<i64>,
    /// The denominator, where it is known.
    pub whole: Option<i64>,
    /// What it is made of as it is read, or why there is nothing.
    pub made_of: String,
    /// What departments are to reach, as it is read.
    pub target: Option<String>,
    /// Whether it is below that.
    pub is_missed: bool,
    /// The share itself, where it is one.
    #[serde(skip)]
    pub share: Option<Rate>,
    /// The count itself, where it is one.
    #[serde(skip)]
    pub count: Option<i64>,
}

/// The rates in the order of the table, with the reason where nothing could be counted.
const ROWS: [(&str, Word); 23] = [
    ("accepted", labels::NO_ACCEPTED),
    ("completed", labels::NO_COMPLETED),
    ("on_time_rate", labels::NO_COUNTED),
    ("early_rate", labels::NO_LIMITED),
    ("on_site_rate", labels::NO_COMPLETED),
    ("instant_share", labels::NO_ACCEPTED),
    ("actual_reduction", labels::NO_STATUTORY),
    ("satisfaction_rate", labels::NO_RATINGS),
    ("dissatisfaction_rate", labels::NO_RATINGS),
    ("ratings", labels::NO_RATINGS),
    ("complaints", labels::NONE),
    ("complaints_upheld", labels::NONE),
    ("complaint_rate", labels::NO_COMPLETED),
    ("tickets", labels::NO_CALLED),
    ("abandonment_rate", subjects::NO_TICKETS),
    ("wait_mean_s", labels::NO_CALLED),
    ("wait_p90_s", labels::NO_CALLED),
    ("service_mean_s", labels::NO_SERVED),
    ("items", subjects::NO_ITEMS),
    ("entry_rate", subjects::NO_ITEMS),
    ("authorisation_rate", subjects::NO_ITEMS),
    ("promised_reduction", labels::NO_STATUTORY),
    ("reduction_met", labels::NO_STATUTORY),
];

/// The rates of a month just scored.
pub fn of(rates: &Rates, targets: &Targets, level: Level, lang: Lang) -> Vec<RateRow> {
    ROWS.into_iter()
        .filter(|(name, _)| is_of(level, name))
        .filter_map(|(name, why)| {
            let (figure, parts) = figure(rates, name)?;
            let whole = if unit(name) == Unit::Count { None } else { parts };
            Some(row(name, why, figure.as_deref(), whole.map(Parts::Known), targets, lang))
        })
        .collect()
}

/// The rates as they were published of a window, department or site.
pub fn of_published(
    published: &Published,
    level: Level,
    id: &str,
    targets: &Targets,
    lang: Lang,
) -> Vec<RateRow> {
    let own = published.rates.iter().filter(|of| of.level == level && of.id == id);
    let figures: HashMap<&str, Option<&str>> =
        own.map(|of| (of.rate.as_str(), of.figure.as_deref())).collect();
    let count = |name: &str| figures.get(name).copied().flatten().and_then(|text| text.parse::<i64>().ok());
    ROWS.into_iter()
        .filter(|(name, _)| is_of(level, name))
        .filter_map(|(name, why)| {
            let figure = *figures.get(name)?;
            let whole = match name {
                "on_site_rate" => count("completed"),
                "instant_share" => count("accepted"),
                "satisfaction_rate" | "dissatisfaction_rate" => count("ratings"),
                "complaint_rate" => count("completed"),
                _ => None,
            };
            let share = figure.filter(|_| unit(name) == Unit::Share).and_then(Rate::parse);
            let parts = share.map(|share| {
                let part = whole.and_then(|whole| Some((part_of(share, whole)?, whole)));
                part.map_or(Parts::Unpublished, Parts::Known)
            });
            Some(row(name, why, figure, parts, targets, lang))
        })
        .collect()
}

/// Whether a rate is of a level: sites alone issue tickets that can be abandoned.
fn is_of(level: Level, name: &str) -> bool {
    match level {
        Level::Site | Level::Region => true,
        Level::Department | Level::Window => name != "abandonment_rate",
    }
}

/// The only part of a whole that makes a rate; none where several do.
fn part_of(rate: Rate, whole: i64) -> Option<i64> {
    let near = (rate.0 * whole + Rate::ONE.0 / 2).div_euclid(Rate::ONE.0);
    let mut fitting = (near - 1..=near + 1).filter(|part| Rate::of(*part, whole) == Some(rate));
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only)
}

/// A rate of a list by the contract's word.
pub fn find<'r>(rows: &'r [RateRow], name: &str) -> Option<&'r RateRow> {
    rows.iter().find(|row| row.rate == name)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Count,
    Share,
    Seconds,
}

fn unit(name: &str) -> Unit {
    match name {
        "accepted" | "completed" | "ratings" | "complaints" | "complaints_upheld" | "tickets" | "items" => {
            Unit::Count
        }
        "wait_mean_s" | "wait_p90_s" | "service_mean_s" => Unit::Seconds,
        _ => Unit::Share,
    }
}

/// What a share is made of.
enum Parts {
    Known((i64, i64)),
    Unpublished,
}

/// A figure as the contract writes it, with its parts.
type Parted = (Option<String>, Option<(i64, i64)>);

/// A figure as the contract writes it, and its numerator and denominator where it has both; for means how many they are over.
fn figure(rates: &Rates, name: &str) -> Option<Parted> {
    let parts = &rates.parts;
    let share = |rate: Option<Rate>, of: (i64, i64)| Some((rate.map(|rate| rate.to_string()), Some(of)));
    let alone = |rate: Option<Rate>| Some((rate.map(|rate| rate.to_string()), None));
    let count = |count: i64| Some((Some(count.to_string()), None));
    let seconds = |seconds: Option<i64>| Some((seconds.map(|seconds| seconds.to_string()), None));
    let dissatisfied = (parts.satisfied.1 - parts.satisfied.0, parts.satisfied.1);
    match name {
        "accepted" => count(rates.accepted),
        "completed" => count(rates.completed),
        "on_time_rate" => share(rates.on_time_rate, parts.on_time),
        "early_rate" => share(rates.early_rate, parts.early),
        "on_site_rate" => share(rates.on_site_rate, parts.on_site),
        "instant_share" => share(rates.instant_share, parts.instant),
        "actual_reduction" => alone(rates.actual_reduction),
        "satisfaction_rate" => share(rates.satisfaction_rate, parts.satisfied),
        "dissatisfaction_rate" => share(rates.dissatisfaction_rate, dissatisfied),
        "ratings" => count(rates.ratings),
        "complaints" => count(rates.complaints),
        "complaints_upheld" => count(rates.complaints_upheld),
        "complaint_rate" => share(rates.complaint_rate, (rates.complaints, rates.completed)),
        "tickets" => count(rates.tickets),
        "abandonment_rate" => share(rates.abandonment_rate, parts.abandoned),
        "wait_mean_s" => seconds(rates.wait_mean_s),
        "wait_p90_s" => seconds(rates.wait_p90_s),
        "service_mean_s" => seconds(rates.service_mean_s),
        "items" => count(rates.items?.items),
        "entry_rate" => alone(rates.items?.entry_rate),
        "authorisation_rate" => alone(rates.items?.authorisation_rate),
        "promised_reduction" => alone(rates.items?.promised_reduction),
        "reduction_met" => alone(rates.items?.reduction_met),
        _ => None,
    }
}

fn row(
    name: &'static str,
    why: Word,
    figure: Option<&str>,
    parts: Option<Parts>,
    targets: &Targets,
    lang: Lang,
) -> RateRow {
    let target = target(targets, name).map(|target| Rate(i64::from(target)));
    let share = figure.filter(|_| unit(name) == Unit::Share).and_then(Rate::parse);
    let (known, made_of) = match (figure, parts) {
        (None, _) => (None, lang.say(why).to_owned()),
        (Some(_), Some(Parts::Known((part, whole)))) => (Some((part, whole)), format!("{part}/{whole}")),
        (Some(_), Some(Parts::Unpublished)) if has_parts(name) => {
            (None, lang.say(subjects::PARTS_UNPUBLISHED).to_owned())
        }
        (Some(_), Some(Parts::Unpublished) | None) => (None, String::new()),
    };
    RateRow {
        rate: name,
        title: lang.rate(name).to_owned(),
        value: lang.rate_figure(name, figure),
        part: known.map(|known| known.0),
        whole: known.map(|known| known.1),
        made_of,
        target: target.map(|target| format!("≥ {}", lang.percent(target))),
        is_missed: matches!((share, target), (Some(share), Some(target)) if share < target),
        share,
        count: figure.filter(|_| unit(name) == Unit::Count).and_then(|text| text.parse().ok()),
    }
}

/// Whether a share is one count over another.
fn has_parts(name: &str) -> bool {
    !matches!(
        name,
        "actual_reduction" | "entry_rate" | "authorisation_rate" | "promised_reduction" | "reduction_met"
    )
}

fn target(targets: &Targets, name: &str) -> Option<u32> {
    match name {
        "on_time_rate" => targets.on_time_rate,
        "early_rate" => targets.early_rate,
        "on_site_rate" => targets.on_site_rate,
        "instant_share" => targets.instant_share,
        "satisfaction_rate" => targets.satisfaction_rate,
        "promised_reduction" => targets.reduction,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::part_of;
    use scoring::rates::Rate;

    #[test]
    fn the_part_follows_from_rate_and_whole_where_only_one_fits() {
        for whole in [1, 7, 39, 213, 4_999] {
            for part in 0..=whole.min(300) {
                let rate = Rate::of(part, whole).unwrap_or(Rate(0));
                assert_eq!(part_of(rate, whole), Some(part), "{part}/{whole}");
            }
        }
        assert_eq!(part_of(Rate(5_000), 1_000_000), None, "too many parts make the same rate");
        assert_eq!(part_of(Rate(5_000), 0), None);
    }
}

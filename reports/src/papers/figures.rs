//! The charts of official documents, each where it helps; none of what nothing is known of.

use super::Source;
use crate::changes::published::{Book, Level};
use crate::charts::of::{self, Ground, Whose};
use crate::document::Block;
use crate::words::Lang;
use scoring::points::Points;

/// The ranking by category.
pub(super) fn ranking(source: &Source<'_>, lang: Lang) -> Option<Block> {
    let is_ranked = source.month.published.windows.iter().any(|of| of.rank.is_some());
    is_ranked.then(|| of::ranking(&Ground::of(source, lang), Whose::Region).block())
}

/// What points were taken from windows for.
pub(super) fn deductions(source: &Source<'_>, lang: Lang) -> Option<Block> {
    let is_taken =
        |entry: &crate::changes::published::Entry| entry.book == Book::Window && entry.applied < Points::ZERO;
    let is_any = source.month.published.entries.iter().any(is_taken);
    is_any.then(|| of::deductions(&Ground::of(source, lang), Whose::Region).block())
}

/// On-time and satisfaction rate of the departments against their targets.
pub(super) fn departments(source: &Source<'_>, lang: Lang) -> Vec<Block> {
    let has_figure = |rate: &&str| {
        let rates = &source.month.published.rates;
        rates.iter().any(|of| of.level == Level::Department && of.rate == **rate && of.figure.is_some())
    };
    let rates = ["on_time_rate", "satisfaction_rate"].into_iter().filter(has_figure);
    let ground = Ground::of(source, lang);
    rates
        .filter_map(|rate| Some(of::against_target(&ground, rate, Level::Department, None)?.block()))
        .collect()
}

/// What was counted from the events: waiting by weekday and hour, how long cases took.
pub(super) fn observed(source: &Source<'_>, lang: Lang) -> Vec<Block> {
    let Some(observed) = source.observed else { return Vec::new() };
    let month = source.month.published.month;
    let ground = Ground::of(source, lang);
    vec![of::waiting(observed, month, lang).block(), of::case_times(&ground, observed).block()]
}

/// Mean and median of the windows over the months that are known, where these are several.
pub(super) fn trend(source: &Source<'_>, lang: Lang) -> Option<Block> {
    let is_known = |month| source.of(month).is_some();
    let before = source.month.published.month.previous();
    is_known(before).then(|| of::trend(&Ground::of(source, lang), source.others).block())
}

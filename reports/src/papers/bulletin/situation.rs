//! The month's situation in figures and sentences.

use super::Bulletin;
use crate::changes::published::{Level, Standing};
use crate::document::Block;
use crate::document::sheet::mean_of;
use crate::papers::figures;
use crate::papers::reading::Reading;
use crate::papers::tally::Sums;
use crate::words::bulletin::Field;
use crate::words::{Lang, Word};
use scoring::points::Points;

const OF_CASES: [&str; 5] =
    ["on_site_rate", "on_time_rate", "early_rate", "instant_share", "actual_reduction"];
const OF_TICKETS: [&str; 4] = ["wait_mean_s", "wait_p90_s", "service_mean_s", "abandonment_rate"];
const OF_RATINGS: [&str; 2] = ["satisfaction_rate", "dissatisfaction_rate"];
const OF_ITEMS: [&str; 4] = ["entry_rate", "authorisation_rate", "promised_reduction", "reduction_met"];

pub(super) fn blocks(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let month = reading.published().month;
    let count = |rate: &str| reading.of_region(rate).unwrap_or_default();
    let mut cases = vec![lang.bulletin_cases(month, count("accepted"), count("completed"))];
    cases.extend(rates(reading, &OF_CASES));
    let mut tickets = vec![lang.bulletin_tickets(count("tickets"))];
    tickets.extend(rates(reading, &OF_TICKETS));
    let mut ratings = vec![lang.bulletin_ratings(count("ratings"))];
    ratings.extend(rates(reading, &OF_RATINGS));
    let mut complaints = lang.bulletin_complaints(count("complaints"), count("complaints_upheld"));
    complaints.extend(rates(reading, &["complaint_rate"]));
    let mut items = vec![lang.bulletin_items(count("items"))];
    items.extend(rates(reading, &OF_ITEMS));
    let published = reading.published();
    let tally = &bulletin.tally;
    let service = [cases, tickets].map(|parts| lang.sentence(&parts));
    let judged = [ratings, complaints].map(|parts| lang.sentence(&parts));
    let scored = [
        vec![lang.bulletin_windows(&field(&published.windows))],
        vec![sums(lang, Word::new("窗口考核", "window book"), &tally.windows)],
        vec![lang.bulletin_staff(&field(&published.staff))],
        vec![sums(lang, Word::new("工作人员考核", "staff book"), &tally.staff)],
    ]
    .map(|parts| lang.sentence(&parts));
    let mut blocks = vec![
        Block::paragraph(lang.paragraph(&service)),
        Block::paragraph(lang.paragraph(&judged)),
        Block::paragraph(lang.sentence(&items)),
        Block::paragraph(lang.paragraph(&scored)),
        Block::paragraph(targets(bulletin)),
    ];
    blocks.extend(figures::deductions(bulletin.source, lang));
    if bulletin.source.observed.is_none() {
        blocks.push(Block::note(lang.not_observed()));
    }
    blocks.extend(figures::observed(bulletin.source, lang));
    blocks
}

/// Rates of the region in a sentence, those that could be counted.
fn rates(reading: &Reading<'_>, names: &[&str]) -> Vec<String> {
    let lang = reading.lang;
    let told = |name: &&str| {
        let figure = reading.figure(Level::Region, &reading.registry.code, name)?;
        Some(lang.rate_said(lang.rate(name), &lang.rate_figure(name, Some(figure))))
    };
    names.iter().filter_map(told).collect()
}

fn sums(lang: Lang, book: Word, sums: &Sums) -> String {
    lang.bulletin_sums(book, (sums.deductions, sums.deducted), (sums.bonuses, sums.given))
}

/// The ranked of some standings, with their mean, highest and lowest total.
pub(super) fn field(standings: &[Standing]) -> Field {
    let totals: Vec<Points> = standings.iter().filter(|of| of.rank.is_some()).map(|of| of.total).collect();
    let bounds = totals.iter().max().copied().zip(totals.iter().min().copied());
    let mean = mean_of(totals.iter().copied());
    let totals_told = mean.zip(bounds).map(|(mean, (most, least))| (mean, most, least));
    Field { ranked: totals.len() as i64, totals: totals_told }
}

fn targets(bulletin: &Bulletin<'_>) -> String {
    let lang = bulletin.lang();
    if bulletin.targets.is_empty() {
        return lang.sentence(&[lang.no_targets().to_owned()]);
    }
    let told = bulletin.targets.iter().map(|&(rate, target)| {
        lang.against_target(lang.rate(rate), bulletin.reading.share_of_region(rate), target)
    });
    let told: Vec<String> = told.collect();
    match lang {
        Lang::Zh => format!("与目标相比：{}。", told.join("；")),
        Lang::En => format!("Against the targets: {}.", told.join("; ")),
    }
}

//! The feed quality sheet (数据质量反馈单): what a source sent in a month and what its vendor is to mend.
//!
//! What arrived when is known to the service's store alone; [`FeedTold`] is what it counted, gathered where the store is at hand. The
//! sheet leaves the bureau, so it names systems, codes and counts, no person, no case and nothing that was sent.

use super::sheets::{Body, SheetReading, sums, table, words};
use super::{NotMade, Source, Told, Wanted};
use crate::changes::published::Level;
use crate::document::{Block, Document, Sheet};
use crate::render::table::Cell;
use crate::words::{labels, sheets as said};
use scoring::rates::Rate;
use scoring::rulebook::Bilingual;
use scoring::time::{Date, Instant};
use std::collections::BTreeMap;

/// What the store counted of a source in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedTold {
    /// The site's id.
    pub source: String,
    /// What came of each stream, by name.
    pub streams: Vec<StreamTold>,
    /// How many office minutes it may be silent.
    pub silent_minutes_max: u32,
    /// Silences longer than that.
    pub silences: Vec<Silence>,
    /// Working days of the month, over or under way, on which nothing new came.
    pub silent_days: Vec<Date>,
    /// What was rejected, by code, the most frequent first.
    pub codes: Vec<CodeTold>,
    /// How many new events came how long after they happened, up to so many seconds each; none: longer.
    pub lags: Vec<(Option<i64>, u64)>,
    /// In how many events an identity or telephone number stood where the applicant's pseudonym belongs, as long as the service
    /// has counted, and when last. None where there were none.
    pub plain_applicants: Option<(u64, Instant)>,
    /// Signals about its data: kind, and how many.
    pub signals: Vec<SignalTold>,
}

/// What came of one stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamTold {
    /// What it is called.
    pub name: Bilingual,
    /// New events.
    pub accepted: u64,
    /// Events that were there already.
    pub duplicates: u64,
    /// Rejected events.
    pub rejected: u64,
    /// Between event and arrival, the mean in seconds; none where nothing new came.
    pub lag_mean_seconds: Option<i64>,
    /// The longest.
    pub lag_max_seconds: Option<i64>,
}

/// A time in which nothing came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// When the last thing came before it.
    pub from: Instant,
    /// When something came again; none while nothing has.
    pub to: Option<Instant>,
    /// Office minutes of it within the month.
    pub office_minutes: u32,
}

/// A code of rejection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeTold {
    /// The contract's word.
    pub code: String,
    /// How many events were rejected for it.
    pub count: u64,
    /// What it means.
    pub meaning: Bilingual,
    /// How to mend it.
    pub mend: Bilingual,
}

/// Signals of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignalTold {
    /// What it is called.
    pub title: Bilingual,
    /// What else may be behind it.
    pub innocent: Bilingual,
    /// How many.
    pub count: u64,
}

/// Makes it.
///
/// # Errors
///
/// [`NotMade::NoSubject`]; [`NotMade::NotInFiles`]: the source tells of no feed; [`NotMade::Unknown`]: of another one.
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let reading = SheetReading::of(wanted, source);
    let id = reading.subject()?;
    let Told::Feed(feed) = source.told else { return Err(NotMade::NotInFiles) };
    if feed.source != id {
        return Err(NotMade::Unknown(id.to_owned()));
    }
    let lang = reading.lang;
    let named = reading.names.level(Level::Site, id, lang);
    let mut document = reading.sheet(&named, id, &[said::VENDOR_SIGNS, said::SUPERVISOR_SIGNS]);
    let mut body = Body::new(lang);
    body.push(facts(&reading, feed, &named));
    body.section(said::STREAMS, streams(&reading, feed), said::NOTHING_CAME);
    body.section(said::CODES, codes(&reading, feed), said::NOTHING_REJECTED);
    body.push(Block::note(lang.say(said::CODES_COUNTED)));
    body.section(said::LAGS, lags(&reading, feed), said::NOTHING_CAME);
    body.push(Block::note(lang.say(said::LAGS_COUNTED)));
    body.section(said::SILENCES, silences(&reading, feed), said::NO_SILENCES);
    body.section(labels::ANOMALIES, anomalies(&reading, id), said::NO_ANOMALIES);
    body.section(labels::SIGNALS, signals(&reading, feed), said::NO_SIGNALS);
    body.push(Block::note(lang.say(labels::SIGNALS_COST_NOTHING)));
    body.heading(lang.say(said::MENDING));
    for demand in said::mending(lang, !feed.codes.is_empty(), feed.plain_applicants.is_some()) {
        body.push(Block::paragraph(demand));
    }
    document.blocks = body.blocks;
    Ok(document.sealed())
}

fn sum(feed: &FeedTold, of: fn(&StreamTold) -> u64) -> u64 {
    feed.streams.iter().map(of).sum()
}

fn cell(count: u64) -> Cell {
    Cell::Count(i64::try_from(count).unwrap_or(i64::MAX))
}

fn share(part: u64, whole: u64) -> Option<Rate> {
    Rate::of(i64::try_from(part).ok()?, i64::try_from(whole).ok()?)
}

fn facts(reading: &SheetReading<'_>, feed: &FeedTold, named: &str) -> Block {
    let lang = reading.lang;
    let (accepted, duplicates) = (sum(feed, |of| of.accepted), sum(feed, |of| of.duplicates));
    let rejected = sum(feed, |of| of.rejected);
    let arrived = accepted + duplicates + rejected;
    let rejected_share = share(rejected, arrived).map_or("—".to_owned(), |share| lang.percent(share));
    let days: Vec<String> =
        feed.silent_days.iter().map(|day| lang.date(*day, reading.published.month.year())).collect();
    let zone = &reading.source.county.registry.zone;
    let plain = feed.plain_applicants.map_or_else(
        || reading.say(labels::NONE),
        |(events, last)| said::plain_applicants(lang, events, &lang.moment(zone, last, 0)),
    );
    Block::facts(vec![
        reading.fact(said::SOURCE, named),
        reading.fact(said::ARRIVED, said::arrived(lang, arrived, accepted, duplicates, rejected)),
        reading.fact(said::REJECTED_SHARE, rejected_share),
        reading.fact(said::SILENT_DAYS, said::days_named(lang, &days)),
        reading.fact(said::PLAIN_APPLICANTS, plain),
    ])
}

fn streams(reading: &SheetReading<'_>, feed: &FeedTold) -> Option<Sheet> {
    let lang = reading.lang;
    let columns = [
        (said::STREAM, 16),
        (said::NEW, 9),
        (said::AGAIN, 9),
        (said::REJECTED, 9),
        (said::REJECTED_SHARE, 10),
        (said::LAG_MEAN, 14),
        (said::LAG_MAX, 14),
    ];
    let mut table = table(lang, said::STREAMS, &columns);
    // A clock that is ahead is not told as if time ran backwards.
    let lag = |seconds: Option<i64>| seconds.map(|seconds| lang.duration(seconds.max(0))).unwrap_or_default();
    for stream in &feed.streams {
        let arrived = stream.accepted + stream.duplicates + stream.rejected;
        table.rows.push(vec![
            words(lang.title(&stream.name)),
            cell(stream.accepted),
            cell(stream.duplicates),
            cell(stream.rejected),
            Cell::share(share(stream.rejected, arrived)),
            words(lag(stream.lag_mean_seconds)),
            words(lag(stream.lag_max_seconds)),
        ]);
    }
    let foot = Some(sums(lang, columns.len(), &[1, 2, 3]));
    (!table.rows.is_empty()).then_some(Sheet { table, sums: Vec::new(), foot })
}

fn codes(reading: &SheetReading<'_>, feed: &FeedTold) -> Option<Sheet> {
    let lang = reading.lang;
    let columns = [(said::CODE, 18), (said::TIMES, 7), (said::MEANING, 32), (said::MEND, 44)];
    let mut table = table(lang, said::CODES, &columns);
    for code in &feed.codes {
        table.rows.push(vec![
            words(code.code.as_str()),
            cell(code.count),
            words(lang.title(&code.meaning)),
            words(lang.title(&code.mend)),
        ]);
    }
    let foot = Some(sums(lang, columns.len(), &[1]));
    (!table.rows.is_empty()).then_some(Sheet { table, sums: Vec::new(), foot })
}

fn lags(reading: &SheetReading<'_>, feed: &FeedTold) -> Option<Sheet> {
    let lang = reading.lang;
    let all: u64 = feed.lags.iter().map(|(_, count)| count).sum();
    let columns = [(said::LAG, 24), (said::EVENTS, 9), (said::SHARE, 9)];
    let mut table = table(lang, said::LAGS, &columns);
    let mut longer_than = 0;
    for (up_to, count) in &feed.lags {
        let named = match up_to {
            Some(seconds) => said::up_to(lang, &lang.duration(*seconds)),
            None => said::longer_than(lang, &lang.duration(longer_than)),
        };
        table.rows.push(vec![words(named), cell(*count), Cell::share(share(*count, all))]);
        longer_than = up_to.unwrap_or(longer_than);
    }
    let foot = Some(sums(lang, columns.len(), &[1]));
    (all > 0).then_some(Sheet { table, sums: Vec::new(), foot })
}

fn silences(reading: &SheetReading<'_>, feed: &FeedTold) -> Option<Sheet> {
    let lang = reading.lang;
    let zone = &reading.source.county.registry.zone;
    let year = reading.published.month.year();
    let columns =
        [(said::SILENT_FROM, 18), (said::SILENT_TO, 18), (said::OFFICE_MINUTES, 12), (said::LIMIT, 10)];
    let mut table = table(lang, said::SILENCES, &columns);
    for silence in &feed.silences {
        let to = silence.to.map(|to| lang.moment(zone, to, year));
        table.rows.push(vec![
            words(lang.moment(zone, silence.from, year)),
            words(to.unwrap_or_else(|| reading.say(said::STILL_SILENT))),
            Cell::Count(i64::from(silence.office_minutes)),
            Cell::Count(i64::from(feed.silent_minutes_max)),
        ]);
    }
    (!table.rows.is_empty()).then(|| Sheet::plain(table))
}

/// Odd input that names an event of the source, as `TYPE SOURCE/ID` does, or the source itself: by kind, how often.
fn anomalies(reading: &SheetReading<'_>, source: &str) -> Option<Sheet> {
    let named = format!(" {source}/");
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for anomaly in &reading.published.anomalies {
        if anomaly.subject == source || anomaly.detail.contains(&named) {
            *kinds.entry(&anomaly.kind).or_default() += 1;
        }
    }
    let columns = [(said::ANOMALY, 60), (said::TIMES, 8)];
    let mut table = table(reading.lang, labels::ANOMALIES, &columns);
    table
        .rows
        .extend(kinds.into_iter().map(|(kind, count)| vec![words(reading.lang.anomaly(kind)), cell(count)]));
    (!table.rows.is_empty()).then(|| Sheet::plain(table))
}

fn signals(reading: &SheetReading<'_>, feed: &FeedTold) -> Option<Sheet> {
    let lang = reading.lang;
    let columns = [(said::SIGNAL, 34), (said::TIMES, 8), (labels::OR_ELSE, 48)];
    let mut table = table(lang, labels::SIGNALS, &columns);
    for signal in &feed.signals {
        table.rows.push(vec![
            words(lang.title(&signal.title)),
            cell(signal.count),
            words(lang.title(&signal.innocent)),
        ]);
    }
    (!table.rows.is_empty()).then(|| Sheet::plain(table))
}

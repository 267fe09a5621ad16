//! What a source sent in a month as its sheet tells it, gathered from what the store counted and when events arrived.

use crate::handlers::signals::{Arrivals, first_arrivals};
use crate::kit::codes;
use crate::words;
use ingest::feeds::{self, Limits};
use ingest::live::Moment;
use ingest::rejections::Code;
use ingest::store::{FeedHour, StoreError};
use reports::papers::feed_quality::{CodeTold, FeedTold, SignalTold, Silence, StreamTold};
use reports::words::{Word, in_both};
use scoring::log::EventIdx;
use scoring::registry::SiteIdx;
use scoring::rulebook::Bilingual;
use scoring::signals::{SignalKind, Thresholds, find};
use scoring::time::{Date, Instant, Month};
use std::collections::BTreeMap;

/// Nanoseconds of an hour.
const HOUR_NANOS: i64 = 3600 * 1_000_000_000;

/// The steps in which it is told how late events came, in seconds.
const LAG_SECONDS: [i64; 4] = [60, 600, 3_600, 86_400];

/// The signals that are about data more than about people: what a vendor can look into.
const DATA_SIGNALS: [SignalKind; 3] =
    [SignalKind::CompletedBeforeAccepted, SignalKind::RatingsWithoutCase, SignalKind::BackDated];

/// What a source sent in a month; `None` where the registry has no such site.
///
/// # Errors
///
/// The store cannot be read.
pub fn told(
    moment: &Moment<'_>,
    source: &str,
    month: Month,
    limits: &Limits,
) -> Result<Option<FeedTold>, StoreError> {
    let context = &moment.context;
    let registry = context.registry();
    let Some(&site) = registry.index.sites.get(source) else { return Ok(None) };
    let zone = &registry.zone;
    let from = zone.midnight(month.first_day());
    let until = zone.midnight(month.next().first_day()).min(context.as_of);
    let all = moment.records.feed_hours(from.0.div_euclid(HOUR_NANOS))?;
    let own: Vec<&FeedHour> = all.iter().filter(|hour| hour.site == source).collect();
    let in_month: Vec<&FeedHour> = own.iter().copied().filter(|hour| is_in(hour, from, until)).collect();
    let silences = feeds::gaps(&all, context.county, limits, (from, until)).into_iter();
    let plain = moment.records.plain_applicants()?.into_iter().find(|of| of.site == source);
    let arrivals = Arrivals::new(moment, &first_arrivals(moment.records)?);
    Ok(Some(FeedTold {
        source: source.to_owned(),
        streams: streams(&in_month),
        silent_minutes_max: limits.silent_minutes_of(source),
        silences: silences
            .filter(|gap| gap.source == source)
            .map(|gap| Silence { from: gap.from, to: gap.to, office_minutes: gap.office_minutes })
            .collect(),
        silent_days: silent_days(moment, month, &own),
        codes: rejected(moment, source, (from, until))?,
        lags: lags(moment, site, &arrivals, (from, until)),
        plain_applicants: plain.map(|of| (of.events, of.last)),
        signals: signals(moment, site, month, &arrivals),
    }))
}

fn is_in(hour: &FeedHour, from: Instant, until: Instant) -> bool {
    let start = hour.hour.saturating_mul(HOUR_NANOS);
    from.0 <= start && start < until.0
}

fn streams(hours: &[&FeedHour]) -> Vec<StreamTold> {
    let mut streams: BTreeMap<&str, (StreamTold, i64)> = BTreeMap::new();
    for hour in hours {
        let (stream, lag_seconds) = streams.entry(&hour.stream).or_default();
        stream.accepted += hour.accepted;
        stream.duplicates += hour.duplicates;
        stream.rejected += hour.rejected;
        if hour.accepted > 0 {
            *lag_seconds += hour.lag_seconds;
            stream.lag_max_seconds = stream.lag_max_seconds.max(Some(hour.lag_seconds_max));
        }
    }
    let told = |(name, (stream, lag_seconds)): (&str, (StreamTold, i64))| {
        let count = i64::try_from(stream.accepted).unwrap_or(i64::MAX);
        StreamTold {
            name: in_both(|lang| words::stream(lang, name).to_owned()),
            lag_mean_seconds: (count > 0).then(|| lag_seconds.div_euclid(count)),
            ..stream
        }
    };
    streams.into_iter().map(told).collect()
}

/// Working days of the month that are over on which nothing new came, from the day on which the source was first heard.
fn silent_days(moment: &Moment<'_>, month: Month, hours: &[&FeedHour]) -> Vec<Date> {
    let context = &moment.context;
    let zone = &context.registry().zone;
    let heard: Vec<Date> = hours
        .iter()
        .filter(|hour| hour.accepted > 0)
        .map(|hour| zone.date(Instant(hour.hour.saturating_mul(HOUR_NANOS))))
        .collect();
    let Some(first) = heard.iter().min().copied() else { return Vec::new() };
    let days = (month.first_day().0..=month.last_day().0).map(Date);
    days.filter(|day| *day >= first && *day < context.today())
        .filter(|day| context.calendar().is_working(*day) && !heard.contains(day))
        .collect()
}

fn bilingual(word: Word) -> Bilingual {
    in_both(|lang| lang.say(word).to_owned())
}

fn rejected(
    moment: &Moment<'_>,
    source: &str,
    (from, until): (Instant, Instant),
) -> Result<Vec<CodeTold>, StoreError> {
    let counts = moment.records.rejected_between(source, from, until)?;
    let told = |(word, count): (String, u64)| {
        let code = Code::of_word(&word);
        CodeTold {
            meaning: code.map(|code| bilingual(codes::meaning(code))).unwrap_or_default(),
            mend: code.map(|code| bilingual(codes::mend(code))).unwrap_or_default(),
            code: word,
            count,
        }
    };
    Ok(counts.into_iter().map(told).collect())
}

/// How many events came how late. What a source brought in when it was connected happened long before, and is left out.
fn lags(
    moment: &Moment<'_>,
    site: SiteIdx,
    arrivals: &Arrivals,
    (from, until): (Instant, Instant),
) -> Vec<(Option<i64>, u64)> {
    let log = moment.context.log;
    let mut lags: Vec<(Option<i64>, u64)> = LAG_SECONDS.map(|seconds| (Some(seconds), 0)).into();
    lags.push((None, 0));
    for event in 0..log.len() as EventIdx {
        let record = log.record(event);
        let Some(arrived) = arrivals.of(moment, event) else { continue };
        if record.source != site || arrived < from || arrived >= until {
            continue;
        }
        let seconds = (arrived.0 - record.time.0).div_euclid(1_000_000_000);
        let step = lags.iter_mut().find(|(up_to, _)| up_to.is_none_or(|up_to| seconds <= up_to));
        if let Some((_, count)) = step {
            *count += 1;
        }
    }
    lags
}

/// The signals about its data: those with an event that it sent.
fn signals(moment: &Moment<'_>, site: SiteIdx, month: Month, arrivals: &Arrivals) -> Vec<SignalTold> {
    let context = &moment.context;
    let found = find(context, month, &Thresholds::default(), &|event| arrivals.of(moment, event));
    let is_own = |event: &EventIdx| context.log.record(*event).source == site;
    let told = DATA_SIGNALS.into_iter().map(|kind| {
        let own = found.iter().filter(|signal| signal.kind() == kind && signal.evidence.iter().any(is_own));
        SignalTold {
            title: in_both(|lang| lang.signal_title(kind).to_owned()),
            innocent: in_both(|lang| lang.signal_innocent(kind).to_owned()),
            count: own.count() as u64,
        }
    });
    told.filter(|signal| signal.count > 0).collect()
}

//! Lines of the check list about data: what did not come, what was refused, what looks odd.

use super::{Found, Look, Named};
use crate::answer::Problem;
use crate::links::Place;
use crate::pages::decided;
use crate::words::{self, monthly as said};
use ingest::feeds;
use ingest::live::Moment;
use ingest::store::sqlite::{KeptRejection, RejectionFilter, RejectionState};
use reports::words::Lang;
use scoring::effects::Anomaly;
use scoring::time::Instant;
use std::collections::BTreeMap;

/// Nanoseconds of an hour.
const HOUR_NANOS: i64 = 3600 * 1_000_000_000;

/// Times of the month in which a source was silent, with the numbers that they touch.
pub(super) fn feeds(moment: &Moment<'_>, look: &Look<'_>) -> Result<Found, Problem> {
    if !look.scope.is_all() {
        return Ok((0, Vec::new()));
    }
    let context = &moment.context;
    let zone = &context.registry().zone;
    let from = zone.midnight(look.month.first_day());
    let until = zone.midnight(look.month.next().first_day()).min(context.as_of);
    let hours = moment.records.feed_hours(from.0.div_euclid(HOUR_NANOS))?;
    let gaps = feeds::gaps(&hours, context.county, look.limits, (from, until));
    let written = |at: Instant| look.lang.moment(zone, at, look.month.year());
    let named = gaps.iter().map(|gap| {
        let streams: Vec<String> =
            gap.streams.iter().map(|stream| said::touched_by(look.lang, stream)).collect();
        let name = context.registry().index.sites.get(gap.source.as_str());
        let name = name.map_or("", |&site| context.registry().sites[usize::from(site)].name.as_str());
        let to = gap.to.map_or_else(|| look.lang.say(said::STILL_SILENT).to_owned(), written);
        Named {
            text: format!("{} {name} {} – {to}", gap.source, written(gap.from)),
            more: said::silence(look.lang, gap.office_minutes, &look.lang.list(&streams)),
            place: Place::Feeds,
        }
    });
    let named: Vec<Named> = named.collect();
    Ok((named.len(), named))
}

/// Rejected events that wait to be mended and happened in the month; those whose time cannot be read count by their arrival.
pub(super) fn rejected(moment: &Moment<'_>, look: &Look<'_>) -> Result<Found, Problem> {
    if !look.scope.is_all() {
        return Ok((0, Vec::new()));
    }
    let filter = RejectionFilter { state: Some(RejectionState::Open), ..RejectionFilter::default() };
    let open = moment.records.rejections_newest_first(&filter, i64::MAX as u64)?;
    let zone = &moment.context.registry().zone;
    let is_in = |kept: &&KeptRejection| zone.date(happened(kept)).month() == look.month;
    let mut by_cause: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for kept in open.iter().filter(is_in) {
        *by_cause.entry((kept.source.as_deref().unwrap_or("-"), &kept.code)).or_default() += 1;
    }
    let count = by_cause.values().sum();
    let named = by_cause.iter().map(|((source, code), times)| Named {
        text: format!("{source} · {code}"),
        more: words::counted(look.lang, *times),
        place: Place::Rejected,
    });
    Ok((count, named.collect()))
}

/// When a rejected event happened, by its own word; when it arrived, where that cannot be read.
pub fn happened(kept: &KeptRejection) -> Instant {
    let event: serde_json::Value = serde_json::from_slice(&kept.raw).unwrap_or_default();
    event["time"].as_str().and_then(Instant::parse).unwrap_or(kept.received)
}

/// Odd data of the month. A missing evaluation has a line of its own.
pub(super) fn anomalies(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    let context = &moment.context;
    let index = &context.registry().index;
    let is_shown = |anomaly: &&Anomaly| {
        let is_staff = index.staff.contains_key(anomaly.subject.as_str());
        anomaly.kind != "evaluation_missing"
            && (look.scope.is_all()
                || decided::window_of(context, look.month, is_staff, &anomaly.subject)
                    .is_some_and(|window| look.scope.has_window(context.registry(), window)))
    };
    let shown: Vec<&Anomaly> = look.result.anomalies.iter().filter(is_shown).collect();
    let named = shown.iter().map(|anomaly| Named {
        text: format!(
            "{} {} {}",
            look.lang.date(anomaly.date, look.month.year()),
            anomaly.subject,
            look.lang.anomaly(anomaly.kind)
        ),
        more: anomaly.detail.clone(),
        place: place_of(moment, anomaly),
    });
    (shown.len(), named.collect())
}

/// Where one sees what an anomaly is about, as far as its subject tells.
fn place_of(moment: &Moment<'_>, anomaly: &Anomaly) -> Place {
    let index = &moment.context.registry().index;
    let id = anomaly.subject.as_str();
    let event = anomaly.detail.split_once(' ').and_then(|(_, name)| name.split_once('/'));
    match event {
        Some((source, event)) if index.sites.contains_key(source) => {
            Place::Event(source.to_owned(), event.to_owned())
        }
        Some(_) | None if index.staff.contains_key(id) => Place::StaffMember(id.to_owned()),
        Some(_) | None if index.windows.contains_key(id) => Place::Window(id.to_owned()),
        Some(_) | None => Place::Windows,
    }
}

/// What looks like gaming in the month.
pub(super) fn signals(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    if !look.scope.is_all() {
        return (0, Vec::new());
    }
    let year = look.month.year();
    let lang: Lang = look.lang;
    let registry = moment.context.registry();
    let named = look.signals.iter().map(|signal| {
        let window = signal.window.map(|window| registry.windows[usize::from(window)].id.clone());
        Named {
            text: format!("{} {}", lang.signal_title(signal.kind()), signal.subject),
            more: format!("{} {}", lang.date(signal.date, year), window.unwrap_or_default())
                .trim_end()
                .to_owned(),
            place: Place::Signals,
        }
    });
    (look.signals.len(), named.collect())
}

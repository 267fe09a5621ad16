//! Silences of the past: from when to when nothing came from a source in office time, longer than it may be silent.

use super::counts::start_of;
use super::office::{NANOS_PER_MINUTE, OfficeHours};
use super::{Limits, minutes};
use crate::store::FeedHour;
use scoring::context::County;
use scoring::time::Instant;
use std::collections::BTreeSet;

/// A silence of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The site's id.
    pub source: String,
    /// The streams that it sends otherwise, by name.
    pub streams: Vec<String>,
    /// When the last thing came before it.
    pub from: Instant,
    /// When something came again, to the hour; none while nothing has.
    pub to: Option<Instant>,
    /// How much office time of it lies in the time asked for.
    pub office_minutes: u32,
}

/// The silences of the registry's sites between two instants, by site and time. `hours` reach from the first instant on, with
/// the last before it of each stream. What a source never sent before its first event is no silence.
pub fn gaps(
    hours: &[FeedHour],
    county: County<'_>,
    limits: &Limits,
    (from, until): (Instant, Instant),
) -> Vec<Gap> {
    let registry = county.registry;
    let mut found = Vec::new();
    for site in &registry.sites {
        let office = OfficeHours {
            calendar: county.calendar,
            zone: &registry.zone,
            schedule: &registry.schedules[site.schedule],
        };
        let limit = i64::from(limits.silent_minutes_of(&site.id)) * NANOS_PER_MINUTE;
        let mut heard: Vec<&FeedHour> =
            hours.iter().filter(|hour| hour.site == site.id && hour.accepted + hour.duplicates > 0).collect();
        heard.sort_by_key(|hour| (hour.hour, hour.last_received));
        let streams: BTreeSet<&str> = heard.iter().map(|hour| hour.stream.as_str()).collect();
        let mut silence = |last: Instant, next: Option<Instant>| {
            let office_time = office.between(last.max(from), next.unwrap_or(until).min(until));
            if last < until && office_time > limit {
                found.push(Gap {
                    source: site.id.clone(),
                    streams: streams.iter().map(|&stream| stream.to_owned()).collect(),
                    from: last,
                    to: next,
                    office_minutes: minutes(office_time),
                });
            }
        };
        let mut last: Option<Instant> = None;
        for hour in heard {
            if let Some(last) = last.filter(|&last| start_of(hour.hour) > last) {
                silence(last, Some(start_of(hour.hour)));
            }
            last = last.max(Some(hour.last_received));
        }
        if let Some(last) = last.filter(|&last| last < until) {
            silence(last, None);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use scoring::calendar::{self, Calendar};
    use scoring::registry::{self, SourceFile};
    use scoring::rulebook;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap_or(Instant(0))
    }

    fn hour(last: &str) -> FeedHour {
        let last = at(last);
        FeedHour {
            site: "hall".to_owned(),
            stream: "case".to_owned(),
            hour: last.0.div_euclid(3_600_000_000_000),
            accepted: 1,
            duplicates: 0,
            rejected: 0,
            lag_seconds: 0,
            lag_seconds_max: 0,
            last_received: last,
            last_time: None,
        }
    }

    #[test]
    fn a_night_and_a_weekend_are_no_silence_and_a_working_day_without_events_is() {
        let text = "[region]\ncode = \"220821\"\nname = \"县\"\ntimezone = \"Asia/Shanghai\"\n\n[[schedule]]\nid = \"standard\"\nam = { start = \"08:30:00\", end = \"11:30:00\" }\npm = { start = \"13:00:00\", end = \"17:00:00\" }\n\n[[site]]\nid = \"hall\"\nname = \"厅\"\nkind = \"hall\"\nattendance = false\n";
        let source = SourceFile { name: "county.toml".to_owned(), text: text.to_owned() };
        let registry = registry::read(&[source]).expect("a registry");
        let (calendar, rulebooks) =
            (Calendar::new(&calendar::builtin()), rulebook::builtin("zhenlai").expect("a rulebook"));
        let county = County { registry: &registry, calendar: &calendar, rulebooks: &rulebooks };
        let month = (at("2026-09-01T00:00:00+08:00"), at("2026-10-01T00:00:00+08:00"));
        // Friday evening to Monday morning, then nothing until Wednesday.
        let hours = [
            hour("2026-09-04T16:50:00+08:00"),
            hour("2026-09-07T08:40:00+08:00"),
            hour("2026-09-07T16:50:00+08:00"),
            hour("2026-09-09T09:10:00+08:00"),
            hour("2026-09-30T16:55:00+08:00"),
        ];
        let limits = Limits { silent_minutes: 240, ..Limits::default() };
        let found = gaps(&hours[..4], county, &limits, (month.0, at("2026-09-09T12:00:00+08:00")));
        let told: Vec<_> = found.iter().map(|gap| (gap.from, gap.to, gap.office_minutes)).collect();
        let from = at("2026-09-07T16:50:00+08:00");
        // Ten minutes of Monday, seven hours of Tuesday, half an hour of Wednesday until 9:00, to the hour.
        assert_eq!(told[told.len() - 1], (from, Some(at("2026-09-09T09:00:00+08:00")), 10 + 420 + 30));
        assert_eq!(found.iter().filter(|gap| gap.from < from).count(), 1, "Monday itself, between two hours");
        assert_eq!(gaps(&hours[4..], county, &limits, month), [], "nothing was heard before the first event");
    }
}

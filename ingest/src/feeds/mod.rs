//! Feed health: for each source and stream what arrived last, how much, how late, how much was rejected; and whether that
//! is cause for alarm. A judgement over counts by the hour and nothing else, so that it can be made of any moment.
//!
//! | state | when |
//! | --- | --- |
//! | silent | nothing arrived of any stream for longer than the source's limit, counted in office minutes |
//! | rubbish | of what arrived since midnight more than the limit's share was rejected, and so many at least |
//! | never heard | the registry has the site, and nothing has ever arrived from it |
//! | ok | otherwise |
//!
//! **Office minutes** are those of the site's own schedule on working days ([`office`]). Time in which the service itself
//! was not listening does not count: what a source could not deliver is not its silence. A site whose windows all lie
//! fallow (no assignment holds today) is not called silent; one without any window is, since it is a system and no hall.
//!
//! **Never heard** is no alarm by itself, since a county connects its sites one by one. Where windows are staffed, it is
//! told once: their work goes unseen, and people with an attendance device would be taken for absent.
//!
//! **Usual** is the mean of new events that arrived by the same time of day on the last ten working days, as far as the
//! source was there already; on a day off there is none. Hours are the grain: of the present hour the same part counts.
//!
//! Replayed events and what people enter at pages are no sign of life ([`crate::store::Road::is_feed`]).

pub mod alarms;
mod counts;
mod gaps;
pub mod office;

pub use alarms::{Alarm, AlarmKind, alarms};
pub use counts::Counts;
pub use gaps::{Gap, gaps};

use crate::store::FeedHour;
use counts::Days;
use office::{NANOS_PER_MINUTE, OfficeHours};
use scoring::context::County;
use scoring::rates::Rate;
use scoring::registry::{Site, SiteIdx};
use scoring::time::{Date, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The source of what cannot be told.
pub const UNKNOWN_SOURCE: &str = "-";

/// When a feed is in trouble.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// A source that sends nothing for more office minutes than this is silent.
    pub silent_minutes: u32,
    /// Sources with another limit of silence.
    pub sources: Vec<(String, u32)>,
    /// A larger share of rejected events than this, in percent, is rubbish.
    pub rejected_percent: u32,
    /// So many rejected events of a day at least are rubbish: 1 of 2 is none.
    pub rejected_least: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { silent_minutes: 60, sources: Vec::new(), rejected_percent: 5, rejected_least: 5 }
    }
}

impl Limits {
    /// How many office minutes a source may be silent.
    pub fn silent_minutes_of(&self, source: &str) -> u32 {
        let own = self.sources.iter().find(|(site, _)| site == source);
        own.map_or(self.silent_minutes, |&(_, minutes)| minutes)
    }

    /// Whether so many rejected of so many arrived are rubbish.
    pub fn is_rubbish(&self, rejected: u64, arrived: u64) -> bool {
        let allowed = u128::from(self.rejected_percent) * u128::from(arrived);
        rejected >= self.rejected_least.max(1) && u128::from(rejected) * 100 > allowed
    }
}

/// How a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedState {
    /// Nothing to tell.
    Ok,
    /// Nothing arrives.
    Silent {
        /// When the last thing arrived.
        since: Instant,
        /// How many office minutes of silence there were since, whole ones.
        office_minutes: u32,
        /// Whether a notice of today tells of it; see [`mod@alarms`].
        is_told_today: bool,
    },
    /// Too much of what arrives is rejected.
    Rubbish {
        /// The rejected share of what arrived today.
        share: Rate,
    },
    /// Nothing has ever arrived.
    NeverHeard {
        /// Whether windows are staffed there, and have been for longer than the limit while the service listened.
        is_missed: bool,
    },
}

impl FeedState {
    /// The word in addresses and metrics.
    pub fn word(self) -> &'static str {
        match self {
            FeedState::Ok => "ok",
            FeedState::Silent { .. } => "silent",
            FeedState::Rubbish { .. } => "rubbish",
            FeedState::NeverHeard { .. } => "never_heard",
        }
    }
}

/// One source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedHealth {
    /// The source; [`UNKNOWN_SOURCE`] for what cannot be told.
    pub source: String,
    /// The site, if the registry has it.
    pub site: Option<SiteIdx>,
    /// How it is. Silence is told before rubbish.
    pub state: FeedState,
    /// How many office minutes it may be silent.
    pub silent_minutes_max: u32,
    /// All its streams together.
    pub all: Counts,
    /// Each stream (the first part of the type; `-` where it cannot be told), in the order of names.
    pub streams: Vec<(String, Counts)>,
}

/// From which hour on [`health`] wants to know what arrived.
pub fn first_hour(county: County<'_>, now: Instant) -> i64 {
    Days::of(county, now).first_hour()
}

/// The health of each source: the sites in the order of their ids, then what else arrived.
///
/// `hours` are those from [`first_hour`] on, with the last before it of each stream
/// ([`crate::store::sqlite::Records::feed_hours`]). `listening_since` is from when on the service has been there to take
/// events in, if that is known.
pub fn health(
    hours: &[FeedHour],
    county: County<'_>,
    limits: &Limits,
    listening_since: Option<Instant>,
    now: Instant,
) -> Vec<FeedHealth> {
    let mut of_sources: BTreeMap<&str, Vec<&FeedHour>> = BTreeMap::new();
    for hour in hours {
        of_sources.entry(&hour.site).or_default().push(hour);
    }
    let judge = Judge {
        county,
        limits,
        listening_since,
        in_operation_since: hours.iter().map(|hour| counts::start_of(hour.hour)).min(),
        days: Days::of(county, now),
        now,
    };
    let sites = &county.registry.sites;
    let mut feeds: Vec<FeedHealth> = Vec::with_capacity(sites.len() + 1);
    for (place, site) in sites.iter().enumerate() {
        let hours = of_sources.remove(site.id.as_str()).unwrap_or_default();
        feeds.push(judge.of_site(place as SiteIdx, site, &hours));
    }
    feeds.extend(of_sources.iter().map(|(source, hours)| judge.of_stranger(source, hours)));
    feeds
}

struct Judge<'j> {
    county: County<'j>,
    limits: &'j Limits,
    listening_since: Option<Instant>,
    /// When the first thing arrived from anybody, as far back as the hours reach.
    in_operation_since: Option<Instant>,
    days: Days,
    now: Instant,
}

impl<'j> Judge<'j> {
    fn of_site(&self, place: SiteIdx, site: &'j Site, hours: &[&FeedHour]) -> FeedHealth {
        let registry = self.county.registry;
        let office = OfficeHours {
            calendar: self.county.calendar,
            zone: &registry.zone,
            schedule: &registry.schedules[site.schedule],
        };
        let mut feed = self.counted(&site.id, hours, &office);
        feed.site = Some(place);
        feed.state = match feed.all.last_received {
            None => FeedState::NeverHeard { is_missed: self.is_missed(place, &office) },
            Some(last) if self.is_expected(place) => {
                self.silence(last, &office, feed.silent_minutes_max).unwrap_or(feed.state)
            }
            Some(_) => feed.state,
        };
        feed
    }

    /// What the registry does not know cannot be missed, but it can send rubbish.
    fn of_stranger(&self, source: &str, hours: &[&FeedHour]) -> FeedHealth {
        let registry = self.county.registry;
        let schedule = registry.standard_schedule();
        let office = OfficeHours { calendar: self.county.calendar, zone: &registry.zone, schedule };
        self.counted(source, hours, &office)
    }

    /// A source's counts, and whether they are rubbish.
    fn counted(&self, source: &str, hours: &[&FeedHour], office: &OfficeHours<'_>) -> FeedHealth {
        let first_seen = hours.iter().map(|hour| office.zone.date(counts::start_of(hour.hour))).min();
        let count = |hours: &[&FeedHour]| {
            let mut counts = self.days.count(hours, first_seen, office.zone);
            counts.quiet_office_minutes =
                counts.last_received.map(|last| minutes(office.between(self.heard_from(last), self.now)));
            counts
        };
        let mut of_streams: BTreeMap<&str, Vec<&FeedHour>> = BTreeMap::new();
        for &hour in hours {
            of_streams.entry(&hour.stream).or_default().push(hour);
        }
        let all = count(hours);
        let state = match all.rejected_share() {
            Some(share) if self.limits.is_rubbish(all.rejected, all.arrived()) => {
                FeedState::Rubbish { share }
            }
            _ => FeedState::Ok,
        };
        FeedHealth {
            source: source.to_owned(),
            site: None,
            state,
            silent_minutes_max: self.limits.silent_minutes_of(source),
            all,
            streams: of_streams.iter().map(|(stream, hours)| ((*stream).to_owned(), count(hours))).collect(),
        }
    }

    /// From when on silence counts: nobody can be heard while the service is not there.
    fn heard_from(&self, last: Instant) -> Instant {
        self.listening_since.map_or(last, |since| since.max(last))
    }

    fn silence(&self, since: Instant, office: &OfficeHours<'_>, minutes_max: u32) -> Option<FeedState> {
        let limit = i64::from(minutes_max) * NANOS_PER_MINUTE;
        let from = self.heard_from(since);
        let silent = office.between(from, self.now);
        let today = office.between(from.max(office.zone.midnight(self.days.today)), self.now);
        let is_told_today = alarms::is_told_today(silent, today, limit);
        let office_minutes = minutes(silent);
        (silent > limit).then_some(FeedState::Silent { since, office_minutes, is_told_today })
    }

    /// Since when windows of a site are staffed, of those that are today.
    fn staffed_since(&self, site: SiteIdx) -> Option<Date> {
        let windows = self.county.registry.windows.iter().filter(|window| window.site == site);
        let today = windows.flat_map(|window| &window.assignments).filter(|held| held.holds(self.days.today));
        today.map(|held| held.from).min()
    }

    fn is_expected(&self, site: SiteIdx) -> bool {
        let has_windows = self.county.registry.windows.iter().any(|window| window.site == site);
        !has_windows || self.staffed_since(site).is_some()
    }

    fn is_missed(&self, site: SiteIdx, office: &OfficeHours<'_>) -> bool {
        let (Some(staffed), Some(in_operation)) = (self.staffed_since(site), self.in_operation_since) else {
            return false;
        };
        let from = self.heard_from(in_operation.max(office.zone.midnight(staffed)));
        let limit = self.limits.silent_minutes_of(&self.county.registry.sites[usize::from(site)].id);
        office.between(from, self.now) > i64::from(limit) * NANOS_PER_MINUTE
    }
}

fn minutes(nanos: i64) -> u32 {
    u32::try_from(nanos / NANOS_PER_MINUTE).unwrap_or(u32::MAX)
}

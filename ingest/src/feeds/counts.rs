//! What the hours of a source or stream add up to: today, and by this time on other days.

use crate::store::FeedHour;
use scoring::context::County;
use scoring::rates::Rate;
use scoring::time::{Date, Instant, Zone};

/// So many working days before today say what is usual.
const USUAL_WORKDAYS: u32 = 10;

const NANOS_PER_SECOND: i64 = 1_000_000_000;
const SECONDS_PER_HOUR: u64 = 3600;
const NANOS_PER_HOUR: i64 = SECONDS_PER_HOUR as i64 * NANOS_PER_SECOND;

/// What arrived of a source or stream. Days are local and begin at midnight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// When the last thing arrived.
    pub last_received: Option<Instant>,
    /// The latest time that an event bears.
    pub last_time: Option<Instant>,
    /// New events today.
    pub accepted: u64,
    /// Events today that were there already.
    pub duplicates: u64,
    /// Rejected events today.
    pub rejected: u64,
    /// How many new events there usually are by this time of day; none on a day off, or while it is too new.
    pub usual: Option<u64>,
    /// Mean of arrival minus time over today's new events, in seconds, rounded down.
    pub lag_seconds_mean: Option<i64>,
    /// The largest of them.
    pub lag_seconds_max: Option<i64>,
    /// Office minutes since the last arrival, whole ones, as far as the service was listening.
    pub quiet_office_minutes: Option<u32>,
}

impl Counts {
    /// Everything that arrived today.
    pub fn arrived(&self) -> u64 {
        self.accepted + self.duplicates + self.rejected
    }

    /// The rejected share of it.
    pub fn rejected_share(&self) -> Option<Rate> {
        Rate::of(self.rejected as i64, self.arrived() as i64)
    }
}

/// When an hour begins.
pub(super) fn start_of(hour: i64) -> Instant {
    Instant(hour.saturating_mul(NANOS_PER_HOUR))
}

/// Today up to now, and the days that it is held against.
pub(super) struct Days {
    pub today: Date,
    /// The working days that say what is usual, the latest first.
    usual: Vec<Date>,
    /// Whole hours of today that are over, and seconds of the present one.
    hours: i64,
    seconds: u64,
    is_working: bool,
    first_hour: i64,
}

impl Days {
    pub fn of(county: County<'_>, now: Instant) -> Days {
        let (zone, calendar) = (&county.registry.zone, county.calendar);
        let (today, time) = zone.local(now);
        let usual: Vec<Date> = (1..=USUAL_WORKDAYS).map(|days| calendar.minus(today, days)).collect();
        let first = usual.last().copied().unwrap_or(today);
        Days {
            today,
            usual,
            hours: time.0 / NANOS_PER_HOUR,
            seconds: (time.0 % NANOS_PER_HOUR / NANOS_PER_SECOND).unsigned_abs(),
            is_working: calendar.is_working(today),
            first_hour: zone.midnight(first).0.div_euclid(NANOS_PER_HOUR),
        }
    }

    pub fn first_hour(&self) -> i64 {
        self.first_hour
    }

    /// Adds up hours. `first_seen` is the day on which the source was first heard; it and those before it say nothing of
    /// what is usual.
    pub fn count(&self, hours: &[&FeedHour], first_seen: Option<Date>, zone: &Zone) -> Counts {
        let mut counts = Counts::default();
        let (mut lag_seconds, mut usual_seconds) = (0, 0);
        for hour in hours {
            counts.last_received = counts.last_received.max(Some(hour.last_received));
            counts.last_time = counts.last_time.max(hour.last_time);
            let (date, time) = zone.local(start_of(hour.hour));
            if date == self.today {
                counts.accepted += hour.accepted;
                counts.duplicates += hour.duplicates;
                counts.rejected += hour.rejected;
                if hour.accepted > 0 {
                    lag_seconds += hour.lag_seconds;
                    counts.lag_seconds_max = counts.lag_seconds_max.max(Some(hour.lag_seconds_max));
                }
            } else if Some(date) > first_seen && self.usual.contains(&date) {
                usual_seconds += hour.accepted * self.seconds_passed(time.0 / NANOS_PER_HOUR);
            }
        }
        if counts.accepted > 0 {
            counts.lag_seconds_mean = Some(lag_seconds.div_euclid(counts.accepted as i64));
        }
        let days = self.usual.iter().filter(|&&date| Some(date) > first_seen).count() as u64;
        if self.is_working && first_seen.is_some() && days > 0 {
            let whole = days * SECONDS_PER_HOUR;
            counts.usual = Some((usual_seconds + whole / 2) / whole);
        }
        counts
    }

    /// How much of an hour of the day lies before this time of day, in seconds.
    fn seconds_passed(&self, hour: i64) -> u64 {
        match hour.cmp(&self.hours) {
            std::cmp::Ordering::Less => SECONDS_PER_HOUR,
            std::cmp::Ordering::Equal => self.seconds,
            std::cmp::Ordering::Greater => 0,
        }
    }
}

//! Office time: what of a stretch of time lies in a schedule's morning or afternoon of a working day.
//!
//! Nights, lunch breaks, weekends and holidays do not count; a weekend day that is worked instead does.

use scoring::calendar::Calendar;
use scoring::registry::Schedule;
use scoring::time::{Date, Instant, Session, TimeOfDay, Zone};

/// A minute in nanoseconds.
pub const NANOS_PER_MINUTE: i64 = 60_000_000_000;

/// Office hours as they are lived: the days that are worked, and a site's schedule.
#[derive(Clone, Copy, Debug)]
pub struct OfficeHours<'o> {
    /// Which days are worked.
    pub calendar: &'o Calendar,
    /// Where dates and times of day hold.
    pub zone: &'o Zone,
    /// From when to when.
    pub schedule: &'o Schedule,
}

impl OfficeHours<'_> {
    /// Nanoseconds of office time from one instant to another; 0 where the second is not later.
    pub fn between(&self, from: Instant, to: Instant) -> i64 {
        let ((first, from), (last, to)) = (self.zone.local(from), self.zone.local(to));
        let midnight = TimeOfDay(i64::MAX);
        let of_day = |date: Date| {
            let from = if date == first { from } else { TimeOfDay(0) };
            let to = if date == last { to } else { midnight };
            Session::BOTH.map(|session| self.of_session(session, from, to)).iter().sum::<i64>()
        };
        (first.0..=last.0).map(Date).filter(|&date| self.calendar.is_working(date)).map(of_day).sum()
    }

    fn of_session(&self, session: Session, from: TimeOfDay, to: TimeOfDay) -> i64 {
        let (start, end) = self.schedule.hours(session);
        (end.min(to).0 - start.max(from).0).max(0)
    }
}

//! Which feeds are told of today, to their operators and the bureau: one notice a day for each source and trouble.
//!
//! Silence is told on the day on which it passes the limit, and on each later working day that it goes on, once an hour of
//! that day's office time (or the limit, where that is shorter) has passed: a source that went quiet in the afternoon has
//! the morning to be heard again. On days off nothing is told of silence; it does not grow. A site that was never heard
//! is told of once.

use super::office::NANOS_PER_MINUTE;
use super::{FeedHealth, FeedState, Limits};
use scoring::calendar::Calendar;
use scoring::time::Date;

/// How much office time of a further day of silence must have passed before that day's notice.
const REMINDER_MINUTES: i64 = 60;

/// A notice's level: something is wrong already.
pub const ALARM_LEVEL: u8 = 2;

/// What is wrong with a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmKind {
    /// Nothing arrives, or nothing ever has.
    Silent,
    /// Too much of what arrives is rejected.
    Rubbish,
}

impl AlarmKind {
    /// The word in notices.
    pub fn word(self) -> &'static str {
        match self {
            AlarmKind::Silent => "feed_silent",
            AlarmKind::Rubbish => "feed_rubbish",
        }
    }
}

/// Something that is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm<'f> {
    /// What is wrong.
    pub kind: AlarmKind,
    /// With whom.
    pub feed: &'f FeedHealth,
    /// What makes it the same notice however often it is found: kind, source, level and day.
    pub identity: String,
    /// The working day on which it is sent: today, or the next.
    pub date: Date,
    /// Who is to know: `operator:SITE` where the registry has the site, and `supervision`.
    pub recipients: Vec<String>,
}

/// What is to be told as of a day of the feeds as they are on it.
pub fn alarms<'f>(
    feeds: &'f [FeedHealth],
    limits: &Limits,
    calendar: &Calendar,
    today: Date,
) -> Vec<Alarm<'f>> {
    let mut found = Vec::new();
    for feed in feeds {
        match feed.state {
            FeedState::Silent { is_told_today: true, .. } => {
                found.push(alarm(AlarmKind::Silent, feed, calendar, today));
            }
            FeedState::NeverHeard { is_missed: true } => {
                let once = alarm(AlarmKind::Silent, feed, calendar, today);
                found.push(Alarm { identity: identity(AlarmKind::Silent, feed, "never"), ..once });
            }
            FeedState::Silent { is_told_today: false, .. }
            | FeedState::NeverHeard { is_missed: false }
            | FeedState::Rubbish { .. }
            | FeedState::Ok => {}
        }
        // Of what fell silent since, the morning's rubbish is told all the same.
        if limits.is_rubbish(feed.all.rejected, feed.all.arrived()) {
            found.push(alarm(AlarmKind::Rubbish, feed, calendar, today));
        }
    }
    found
}

fn alarm<'f>(kind: AlarmKind, feed: &'f FeedHealth, calendar: &Calendar, today: Date) -> Alarm<'f> {
    let operator = feed.site.map(|_| format!("operator:{}", feed.source));
    Alarm {
        kind,
        feed,
        identity: identity(kind, feed, &today.to_string()),
        date: if calendar.is_working(today) { today } else { calendar.next(today) },
        recipients: operator.into_iter().chain(["supervision".to_owned()]).collect(),
    }
}

fn identity(kind: AlarmKind, feed: &FeedHealth, day: &str) -> String {
    format!("{}/{}/{ALARM_LEVEL}/{day}", kind.word(), feed.source)
}

/// Whether silence is told of on a day, by its office time so far, that of the day itself, and the limit, in nanoseconds.
pub(super) fn is_told_today(silent: i64, today: i64, limit: i64) -> bool {
    let passed_the_limit_before_today = silent - today > limit;
    let reminder = limit.min(REMINDER_MINUTES * NANOS_PER_MINUTE);
    today > if passed_the_limit_before_today { reminder } else { 0 }
}

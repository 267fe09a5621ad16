//! Watches the feeds: keeps a notice for each one in trouble, once a day, and brings the gauges up to date.

#[cfg(test)]
mod tests;

use ingest::feeds::alarms::ALARM_LEVEL;
use ingest::feeds::{Alarm, AlarmKind, FeedHealth, FeedState, Limits, UNKNOWN_SOURCE, alarms};
use ingest::live::{FeedsNow, Live};
use ingest::metrics::Metrics;
use ingest::store::StoreError;
use ingest::store::sqlite::{FILE_NAME, Records, RejectionState};
use ingest::store::{KeptNotice, NoticeState};
use reports::words::{Lang, RubbishTold, SilenceTold};
use scoring::due::{self, OpenSubject};
use scoring::rates::Rate;
use scoring::time::Instant;
use serde::Serialize;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant as Stopwatch};

/// How often open cases are counted at most: it takes a walk through the whole log.
const CASES_EVERY: Duration = Duration::from_secs(60);

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// What watches the feeds of one service.
pub struct Watcher {
    live: Live,
    records: Records,
    limits: Limits,
    metrics: Metrics,
    data: PathBuf,
    /// When the open cases were last counted, and what state of the desk that was.
    counted: Option<(Stopwatch, u64)>,
}

/// A feed as the gauges show it.
struct Shown {
    source: String,
    is_silent: bool,
    rejected: Option<f64>,
    last_received: Option<Instant>,
}

impl Watcher {
    /// A watcher that has looked at nothing yet.
    pub fn new(live: Live, records: Records, limits: Limits, metrics: Metrics, data: PathBuf) -> Watcher {
        Watcher { live, records, limits, metrics, data, counted: None }
    }

    /// Looks at everything once. How many notices were new.
    pub fn look(&mut self) -> Result<usize, StoreError> {
        let limits = self.limits.clone();
        let look = move |now: &FeedsNow<'_>| {
            let found = alarms(&now.feeds, &limits, now.county.calendar, now.today());
            let notices: Vec<KeptNotice> = found.iter().map(|alarm| notice(now, alarm)).collect();
            (notices, shown(now))
        };
        let (notices, shown) = self.live.look_at_feeds(&self.records, &self.limits, look)?;
        let mut new = 0;
        for notice in notices {
            // What was told stays as it was told, whatever has become of it.
            if self.records.notice(&notice.identity)?.is_none() {
                new += self.records.keep_notices(std::slice::from_ref(&notice))?;
                tracing::warn!(
                    notice = notice.identity,
                    "a feed is in trouble; its operator and the bureau are to know"
                );
            }
        }
        self.show(&shown);
        self.count()?;
        Ok(new)
    }

    fn show(&self, feeds: &[Shown]) {
        let Metrics { feed_silent, feed_rejected_ratio, feed_last_arrival, .. } = &self.metrics;
        // Sources that are there no more are to vanish.
        feed_silent.reset();
        feed_rejected_ratio.reset();
        feed_last_arrival.reset();
        for feed in feeds {
            let source = [feed.source.as_str()];
            feed_silent.with_label_values(&source).set(i64::from(feed.is_silent));
            if let Some(rejected) = feed.rejected {
                feed_rejected_ratio.with_label_values(&source).set(rejected);
            }
            if let Some(last) = feed.last_received {
                feed_last_arrival.with_label_values(&source).set(last.0 / NANOS_PER_SECOND);
            }
        }
    }

    fn count(&mut self) -> Result<(), StoreError> {
        let counts = self.records.notice_counts()?;
        for state in NoticeState::ALL {
            let count = counts.iter().find(|(word, _)| word == state.word()).map_or(0, |(_, count)| *count);
            self.metrics.notices.with_label_values(&[state.word()]).set(count as i64);
        }
        let open = self.records.rejection_counts(Some(RejectionState::Open))?;
        self.metrics.rejections_open.set(open.iter().map(|(_, _, count)| *count as i64).sum());
        let size = |name: String| fs::metadata(self.data.join(name)).map_or(0, |file| file.len());
        let bytes = size(FILE_NAME.to_owned()) + size(format!("{FILE_NAME}-wal"));
        self.metrics.store_bytes.set(bytes as i64);
        self.count_cases();
        Ok(())
    }

    /// Counts the open cases, once a minute at most and only where something has changed.
    fn count_cases(&mut self) {
        if self.counted.is_some_and(|(at, _)| at.elapsed() < CASES_EVERY) {
            return;
        }
        let seen = self.counted.map(|(_, changes)| changes);
        let counted = self.live.act_and_wait(move |desk| {
            let changes = desk.changes();
            let is_case = |open: &due::Open| matches!(open.subject, OpenSubject::Case(_));
            let cases = (seen != Some(changes))
                .then(|| due::open(&desk.context()).iter().filter(|open| is_case(open)).count());
            (cases, changes)
        });
        // A desk that has stopped has nothing to count.
        if let Ok((cases, changes)) = counted {
            self.counted = Some((Stopwatch::now(), changes));
            if let Some(cases) = cases {
                self.metrics.open_cases.set(cases as i64);
            }
        }
    }
}

fn shown(now: &FeedsNow<'_>) -> Vec<Shown> {
    let of_feed = |feed: &FeedHealth| Shown {
        source: feed.source.clone(),
        is_silent: matches!(feed.state, FeedState::Silent { .. }),
        rejected: feed.all.rejected_share().map(|share| share.0 as f64 / 10_000.0),
        last_received: feed.all.last_received,
    };
    now.feeds.iter().map(of_feed).collect()
}

/// A feed's notice as JSON: what the contract's notices have, the facts, and a text in both languages.
#[derive(Serialize)]
struct Body<'b> {
    kind: &'static str,
    level: u8,
    subject: &'b str,
    date: String,
    to: &'b [String],
    #[serde(flatten)]
    facts: Facts,
    text: Text,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Facts {
    Silent { since: String, office_minutes: u32, office_minutes_max: u32 },
    NeverHeard { office_minutes_max: u32 },
    Rubbish { day: String, rejected: u64, arrived: u64 },
}

#[derive(Serialize)]
struct Text {
    zh: String,
    en: String,
}

/// The notice of an alarm.
pub fn notice(now: &FeedsNow<'_>, alarm: &Alarm<'_>) -> KeptNotice {
    let date = alarm.date.to_string();
    let (facts, text) = told(now, alarm);
    let body = Body {
        kind: alarm.kind.word(),
        level: ALARM_LEVEL,
        subject: &alarm.feed.source,
        date: date.clone(),
        to: &alarm.recipients,
        facts,
        text,
    };
    KeptNotice {
        identity: alarm.identity.clone(),
        kind: alarm.kind.word().to_owned(),
        level: ALARM_LEVEL,
        subject: alarm.feed.source.clone(),
        body: serde_json::to_string(&body).unwrap_or_default(),
        date,
        recipients: alarm.recipients.clone(),
        derived: now.now,
        state: NoticeState::Pending,
        sent: None,
    }
}

fn told(now: &FeedsNow<'_>, alarm: &Alarm<'_>) -> (Facts, Text) {
    let (registry, feed) = (now.county.registry, alarm.feed);
    let (zone, year) = (&registry.zone, now.today().year());
    let source = match feed.site {
        Some(site) => format!("{} ({})", registry.sites[usize::from(site)].name, feed.source),
        None => feed.source.clone(),
    };
    let both = |tell: &dyn Fn(Lang) -> String| Text { zh: tell(Lang::Zh), en: tell(Lang::En) };
    let office_minutes_max = feed.silent_minutes_max;
    match (alarm.kind, feed.state) {
        (AlarmKind::Silent, FeedState::Silent { since, office_minutes, .. }) => {
            let silence = |lang: Lang| SilenceTold {
                source: source.clone(),
                since: lang.moment(zone, since, year),
                office_minutes,
                minutes_max: office_minutes_max,
            };
            let facts = Facts::Silent { since: zone.format(since), office_minutes, office_minutes_max };
            (facts, both(&|lang| lang.feed_silent(&silence(lang))))
        }
        (AlarmKind::Silent, FeedState::NeverHeard { .. } | FeedState::Ok | FeedState::Rubbish { .. }) => {
            (Facts::NeverHeard { office_minutes_max }, both(&|lang| lang.feed_never_heard(&source)))
        }
        (AlarmKind::Rubbish, _) => {
            let (rejected, arrived) = (feed.all.rejected, feed.all.arrived());
            let rubbish = |lang: Lang| RubbishTold {
                source: (feed.source != UNKNOWN_SOURCE).then(|| source.clone()),
                day: lang.date(now.today(), year),
                rejected,
                arrived,
                share: feed.all.rejected_share().unwrap_or(Rate::ONE),
            };
            let facts = Facts::Rubbish { day: now.today().to_string(), rejected, arrived };
            (facts, both(&|lang| lang.feed_rubbish(&rubbish(lang))))
        }
    }
}

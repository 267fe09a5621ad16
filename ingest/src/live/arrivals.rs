//! What arrived, counted by source and type while a group is taken in: for feed health and for the metrics.

use crate::metrics::Metrics;
use crate::store::FeedHour;
use scoring::time::Instant;
use std::collections::HashMap;

const NANOS_PER_SECOND: i64 = 1_000_000_000;
const NANOS_PER_HOUR: i64 = 3600 * NANOS_PER_SECOND;

/// What became of an event, as the metrics name it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Became {
    Accepted { time: Instant },
    Duplicate,
    Rejected,
}

#[derive(Default)]
struct Count {
    accepted: u64,
    duplicates: u64,
    rejected: u64,
    lag_seconds: i64,
    lag_seconds_max: i64,
    last_time: Option<Instant>,
}

/// The counts of a group.
#[derive(Default)]
pub struct Arrivals<'g> {
    counts: HashMap<(&'g str, &'g str), Count, foldhash::fast::FixedState>,
}

impl<'g> Arrivals<'g> {
    /// Counts an event. `-` stands for what cannot be read.
    pub fn count(&mut self, source: &'g str, event_type: &'g str, became: Became, now: Instant) {
        let count = self.counts.entry((source, event_type)).or_default();
        match became {
            Became::Duplicate => count.duplicates += 1,
            Became::Rejected => count.rejected += 1,
            Became::Accepted { time } => {
                let lag = (now.0 - time.0).div_euclid(NANOS_PER_SECOND);
                count.accepted += 1;
                count.lag_seconds += lag;
                count.lag_seconds_max =
                    if count.accepted == 1 { lag } else { count.lag_seconds_max.max(lag) };
                count.last_time = count.last_time.max(Some(time));
            }
        }
    }

    /// The counts by stream, for the store.
    pub fn feed_hours(&self, now: Instant) -> Vec<FeedHour> {
        let hour = now.0.div_euclid(NANOS_PER_HOUR);
        let of_type = |(&(source, event_type), count): (&(&str, &str), &Count)| FeedHour {
            site: source.to_owned(),
            stream: event_type.split('.').next().unwrap_or("-").to_owned(),
            hour,
            accepted: count.accepted,
            duplicates: count.duplicates,
            rejected: count.rejected,
            lag_seconds: count.lag_seconds,
            lag_seconds_max: count.lag_seconds_max,
            last_received: now,
            last_time: count.last_time,
        };
        self.counts.iter().map(of_type).collect()
    }

    /// Adds the counts to the metrics, once they are durable.
    pub fn publish(&self, metrics: &Metrics) {
        for (&(source, event_type), count) in &self.counts {
            for (result, events) in
                [("accepted", count.accepted), ("duplicate", count.duplicates), ("rejected", count.rejected)]
            {
                if events > 0 {
                    metrics.events.with_label_values(&[source, event_type, result]).inc_by(events);
                }
            }
            if count.accepted > 0 {
                metrics
                    .lag_seconds
                    .with_label_values(&[source])
                    .observe(count.lag_seconds as f64 / count.accepted as f64);
            }
        }
    }
}

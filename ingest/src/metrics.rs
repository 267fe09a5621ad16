//! What operators see at `/metrics`. The names are a promise: dashboards and alert rules rest on them.
//!
//! | name | labels | what |
//! | --- | --- | --- |
//! | `flagpost_build_info` | `version` | always 1 |
//! | `flagpost_ready` | `part` | 1 while the `desk` answers, the last events could be taken in (`intake`), the `store` can write; as `/readyz` tells it |
//! | `flagpost_events_total` | `source`, `type`, `result` | events that arrived, by what became of them: accepted, duplicate, rejected; `-` where it cannot be told. What is rejected is its sender's, whatever it claims |
//! | `flagpost_event_lag_seconds` | `source` | mean arrival minus time of the accepted events of a group |
//! | `flagpost_queue_deliveries` | | deliveries that wait for the desk |
//! | `flagpost_commit_seconds` | | how long making a group durable took |
//! | `flagpost_apply_seconds` | | how long applying a group took |
//! | `flagpost_scoring_seconds` | | how long the open months' results took |
//! | `flagpost_question_seconds` | | how long a question or a person's act held the desk |
//! | `flagpost_store_failures_total` | | groups that could not be made durable |
//! | `flagpost_open_cases` | | cases that are accepted and not ended |
//! | `flagpost_notices` | `state` | notices by what became of them |
//! | `flagpost_messages` | `state` | messages to people by what became of them |
//! | `flagpost_messages_oldest_seconds` | | how long the oldest message that is not sent has waited; 0 where none waits |
//! | `flagpost_notices_unreachable` | | notices that wait for a recipient whom nobody can be reached for |
//! | `flagpost_message_attempts_total` | `outcome` | attempts to send a message: delivered, later, never |
//! | `flagpost_rejections_open` | | rejected events that wait to be mended |
//! | `flagpost_requests_total` | `status` | requests to `/v1/events` by HTTP status |
//! | `flagpost_feed_silent` | `source` | 1 while a source has been silent for longer than its limit of office minutes |
//! | `flagpost_feed_rejected_ratio` | `source` | the rejected share of what arrived today; absent while nothing has |
//! | `flagpost_feed_last_arrival_timestamp_seconds` | `source` | when something last arrived; absent while nothing ever has |
//! | `flagpost_store_bytes` | | the database with its write-ahead log |
//! | `flagpost_tls_certificate_ends_seconds` | | how long the service's own certificate still holds; negative once it has ended, absent without TLS |
//! | `process_resident_memory_bytes` | | the memory that the process holds |
//!
//! Where one process serves several regions, each has metrics of its own, told apart by a label `region` with its code; what
//! is the process's alone (`flagpost_build_info`, `process_resident_memory_bytes`) has none.

use prometheus::core::Collector;
use prometheus::proto::MetricFamily;
use prometheus::{
    Encoder, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge,
    IntGaugeVec, Opts, Registry, TextEncoder, exponential_buckets,
};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// The metrics of one region's service.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // The table above says what each is.
pub struct Metrics {
    registry: Registry,
    /// What is the process's and no region's.
    process: Registry,
    build: IntGaugeVec,
    resident_bytes: IntGauge,
    /// Without labels; a vector, so that it is absent where there is no certificate.
    certificate_ends: IntGaugeVec,
    pub ready: IntGaugeVec,
    pub events: IntCounterVec,
    pub lag_seconds: HistogramVec,
    pub queue_deliveries: IntGauge,
    pub commit_seconds: Histogram,
    pub apply_seconds: Histogram,
    pub scoring_seconds: Histogram,
    pub question_seconds: Histogram,
    pub store_failures: IntCounter,
    pub open_cases: IntGauge,
    pub notices: IntGaugeVec,
    pub messages: IntGaugeVec,
    pub messages_oldest: IntGauge,
    pub notices_unreachable: IntGauge,
    pub message_attempts: IntCounterVec,
    pub rejections_open: IntGauge,
    pub requests: IntCounterVec,
    pub feed_silent: IntGaugeVec,
    pub feed_rejected_ratio: GaugeVec,
    pub feed_last_arrival: IntGaugeVec,
    pub store_bytes: IntGauge,
}

impl Metrics {
    /// Metrics that count from zero.
    ///
    /// # Errors
    ///
    /// Never in practice: names are fixed and distinct.
    pub fn new() -> prometheus::Result<Metrics> {
        Metrics::with(Registry::new())
    }

    /// Metrics of one of several regions, which have its code as the label `region`.
    ///
    /// # Errors
    ///
    /// Never in practice: names are fixed and distinct.
    pub fn of_region(code: &str) -> prometheus::Result<Metrics> {
        let labels = HashMap::from([("region".to_owned(), code.to_owned())]);
        Metrics::with(Registry::new_custom(None, Some(labels))?)
    }

    fn with(registry: Registry) -> prometheus::Result<Metrics> {
        let short = exponential_buckets(0.000_25, 2.0, 16)?;
        let long = vec![1.0, 5.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 6.0 * 3600.0, 86_400.0, 7.0 * 86_400.0];
        let seconds = |name: &str, what: &str, buckets: &[f64]| {
            HistogramOpts::new(name, what).buckets(buckets.to_vec())
        };
        let metrics = Metrics {
            registry,
            process: Registry::new(),
            build: IntGaugeVec::new(Opts::new("flagpost_build_info", "Which version runs"), &["version"])?,
            resident_bytes: IntGauge::new("process_resident_memory_bytes", "Memory that the process holds")?,
            certificate_ends: IntGaugeVec::new(
                Opts::new(
                    "flagpost_tls_certificate_ends_seconds",
                    "How long the own certificate still holds",
                ),
                &[],
            )?,
            ready: IntGaugeVec::new(
                Opts::new("flagpost_ready", "Whether each part of the service works"),
                &["part"],
            )?,
            events: IntCounterVec::new(
                Opts::new("flagpost_events_total", "Events that arrived, by what became of them"),
                &["source", "type", "result"],
            )?,
            lag_seconds: HistogramVec::new(
                seconds("flagpost_event_lag_seconds", "Arrival minus time of accepted events", &long),
                &["source"],
            )?,
            queue_deliveries: IntGauge::new(
                "flagpost_queue_deliveries",
                "Deliveries that wait for the desk",
            )?,
            commit_seconds: Histogram::with_opts(seconds(
                "flagpost_commit_seconds",
                "How long making a group durable took",
                &short,
            ))?,
            apply_seconds: Histogram::with_opts(seconds(
                "flagpost_apply_seconds",
                "How long applying a group took",
                &short,
            ))?,
            question_seconds: Histogram::with_opts(seconds(
                "flagpost_question_seconds",
                "How long a question held the desk",
                &short,
            ))?,
            scoring_seconds: Histogram::with_opts(seconds(
                "flagpost_scoring_seconds",
                "How long the open months' results took",
                &short,
            ))?,
            store_failures: IntCounter::new(
                "flagpost_store_failures_total",
                "Groups that could not be made durable",
            )?,
            open_cases: IntGauge::new("flagpost_open_cases", "Cases that are accepted and not ended")?,
            notices: IntGaugeVec::new(Opts::new("flagpost_notices", "Notices by state"), &["state"])?,
            messages: IntGaugeVec::new(
                Opts::new("flagpost_messages", "Messages to people by state"),
                &["state"],
            )?,
            messages_oldest: IntGauge::new(
                "flagpost_messages_oldest_seconds",
                "How long the oldest message that is not sent has waited",
            )?,
            notices_unreachable: IntGauge::new(
                "flagpost_notices_unreachable",
                "Notices that wait for a recipient whom nobody can be reached for",
            )?,
            message_attempts: IntCounterVec::new(
                Opts::new("flagpost_message_attempts_total", "Attempts to send a message by outcome"),
                &["outcome"],
            )?,
            rejections_open: IntGauge::new(
                "flagpost_rejections_open",
                "Rejected events that wait to be mended",
            )?,
            requests: IntCounterVec::new(
                Opts::new("flagpost_requests_total", "Requests to /v1/events by HTTP status"),
                &["status"],
            )?,
            feed_silent: IntGaugeVec::new(
                Opts::new(
                    "flagpost_feed_silent",
                    "Whether a source has been silent for longer than its limit",
                ),
                &["source"],
            )?,
            feed_rejected_ratio: GaugeVec::new(
                Opts::new("flagpost_feed_rejected_ratio", "Rejected share of what arrived today"),
                &["source"],
            )?,
            feed_last_arrival: IntGaugeVec::new(
                Opts::new("flagpost_feed_last_arrival_timestamp_seconds", "When something last arrived"),
                &["source"],
            )?,
            store_bytes: IntGauge::new("flagpost_store_bytes", "The database with its write-ahead log")?,
        };
        for collector in metrics.collectors() {
            metrics.registry.register(collector)?;
        }
        for collector in metrics.process_collectors() {
            metrics.process.register(collector)?;
        }
        metrics.build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        Ok(metrics)
    }

    fn process_collectors(&self) -> Vec<Box<dyn Collector>> {
        vec![
            Box::new(self.build.clone()),
            Box::new(self.resident_bytes.clone()),
            Box::new(self.certificate_ends.clone()),
        ]
    }

    fn collectors(&self) -> Vec<Box<dyn Collector>> {
        vec![
            Box::new(self.ready.clone()),
            Box::new(self.events.clone()),
            Box::new(self.lag_seconds.clone()),
            Box::new(self.queue_deliveries.clone()),
            Box::new(self.commit_seconds.clone()),
            Box::new(self.apply_seconds.clone()),
            Box::new(self.scoring_seconds.clone()),
            Box::new(self.question_seconds.clone()),
            Box::new(self.store_failures.clone()),
            Box::new(self.open_cases.clone()),
            Box::new(self.notices.clone()),
            Box::new(self.messages.clone()),
            Box::new(self.messages_oldest.clone()),
            Box::new(self.notices_unreachable.clone()),
            Box::new(self.message_attempts.clone()),
            Box::new(self.rejections_open.clone()),
            Box::new(self.requests.clone()),
            Box::new(self.feed_silent.clone()),
            Box::new(self.feed_rejected_ratio.clone()),
            Box::new(self.feed_last_arrival.clone()),
            Box::new(self.store_bytes.clone()),
        ]
    }

    /// Notes how long the service's own certificate still holds, in seconds.
    pub fn set_certificate_ends(&self, seconds: i64) {
        self.certificate_ends.with_label_values::<&str>(&[]).set(seconds);
    }

    /// The metrics in Prometheus' text format.
    pub fn text(&self) -> String {
        Metrics::text_of([self])
    }

    /// The metrics of all regions of a process in Prometheus' text format.
    pub fn text_of<'m>(regions: impl IntoIterator<Item = &'m Metrics>) -> String {
        let mut families: BTreeMap<String, MetricFamily> = BTreeMap::new();
        for (place, metrics) in regions.into_iter().enumerate() {
            let mut gathered = metrics.registry.gather();
            if place == 0 {
                metrics.resident_bytes.set(resident_bytes().unwrap_or_default());
                gathered.extend(metrics.process.gather());
            }
            for mut family in gathered {
                match families.entry(family.name().to_owned()) {
                    Entry::Vacant(free) => {
                        free.insert(family);
                    }
                    Entry::Occupied(mut known) => known.get_mut().mut_metric().extend(family.take_metric()),
                }
            }
        }
        let families: Vec<MetricFamily> = families.into_values().collect();
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = TextEncoder::new().encode(&families, &mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}

/// A metric of a registry. Names are fixed and distinct, so that this does not fail in practice.
pub(crate) fn registered<T: Collector + Clone + 'static>(
    registry: &Registry,
    metric: T,
) -> prometheus::Result<T> {
    registry.register(Box::new(metric.clone()))?;
    Ok(metric)
}

/// A registry in Prometheus' text format, the memory that the process holds brought up to date before.
pub(crate) fn text_of_registry(registry: &Registry, held: &IntGauge) -> String {
    held.set(resident_bytes().unwrap_or_default());
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = TextEncoder::new().encode(&registry.gather(), &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// What the system says that the process holds; none where it does not say.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let held = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = held.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::Metrics;
    use std::collections::BTreeSet;

    fn registered() -> BTreeSet<String> {
        let metrics = Metrics::new().expect("fixed and distinct names");
        let collectors = [metrics.collectors(), metrics.process_collectors()];
        let described = collectors.iter().flatten().flat_map(|collector| collector.desc());
        described.map(|described| described.fq_name.clone()).collect()
    }

    /// The names in the first column of a table whose rows begin like this.
    fn in_table(text: &str, row: &str) -> BTreeSet<String> {
        let rows = text.lines().filter_map(|line| line.strip_prefix(row));
        let names = rows.filter_map(|rest| rest.split_once('`')).map(|(name, _)| name);
        names.filter(|name| !name.starts_with("GET ")).map(str::to_owned).collect()
    }

    #[test]
    fn every_metric_is_in_the_table_above_and_nothing_else_is() {
        assert_eq!(in_table(include_str!("metrics.rs"), "//! | `"), registered());
    }

    #[test]
    fn every_metric_is_in_the_operators_page_and_nothing_else_is() {
        assert_eq!(in_table(include_str!("../../docs/operations/metrics.md"), "| `"), registered());
    }

    #[test]
    fn the_regions_of_a_process_are_told_apart_by_a_label() {
        let regions = ["220821", "220881"].map(|code| Metrics::of_region(code).expect("fixed names"));
        for (place, metrics) in regions.iter().enumerate() {
            metrics.open_cases.set(place as i64 + 5);
        }
        let text = Metrics::text_of(&regions);
        let cases = "# TYPE flagpost_open_cases gauge\nflagpost_open_cases{region=\"220821\"} 5\n\
                     flagpost_open_cases{region=\"220881\"} 6\n";
        assert!(text.contains(cases), "{text}");
        assert_eq!(
            text.matches("process_resident_memory_bytes ").count(),
            3,
            "help, type and one value: {text}"
        );
        assert!(
            text.contains(&format!("flagpost_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION")))
        );
    }

    #[test]
    fn the_text_is_what_prometheus_reads() {
        let metrics = Metrics::new().expect("fixed and distinct names");
        metrics.feed_silent.with_label_values(&["tax"]).set(1);
        let text = metrics.text();
        assert!(
            text.contains("# TYPE flagpost_feed_silent gauge\nflagpost_feed_silent{source=\"tax\"} 1\n"),
            "{text}"
        );
        let held = text.lines().find_map(|line| line.strip_prefix("process_resident_memory_bytes "));
        assert!(held.is_some_and(|held| held.parse::<u64>().is_ok()), "{text}");
    }
}

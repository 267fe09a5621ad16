//! What operators see at `/metrics`. The names are a promise: dashboards and alert rules rest on them.
//!
//! | name | labels | what |
//! | --- | --- | --- |
//! | `flagpost_events_total` | `source`, `type`, `result` | events that arrived, by what became of them: accepted, duplicate, rejected; `-` where it cannot be told |
//! | `flagpost_event_lag_seconds` | `source` | mean arrival minus time of the accepted events of a group |
//! | `flagpost_queue_deliveries` | | deliveries that wait for the desk |
//! | `flagpost_commit_seconds` | | how long making a group durable took |
//! | `flagpost_apply_seconds` | | how long applying a group took |
//! | `flagpost_scoring_seconds` | | how long the open months' results took |
//! | `flagpost_store_failures_total` | | groups that could not be made durable |
//! | `flagpost_open_cases` | | cases that are accepted and not ended |
//! | `flagpost_notices` | `state` | notices by what became of them |
//! | `flagpost_rejections_open` | | rejected events that wait to be mended |
//! | `flagpost_requests_total` | `status` | requests to `/v1/events` by HTTP status |

use prometheus::{
    Encoder, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder, exponential_buckets,
};

/// The metrics of one service.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // The table above says what each is.
pub struct Metrics {
    registry: Registry,
    pub events: IntCounterVec,
    pub lag_seconds: HistogramVec,
    pub queue_deliveries: IntGauge,
    pub commit_seconds: Histogram,
    pub apply_seconds: Histogram,
    pub scoring_seconds: Histogram,
    pub store_failures: IntCounter,
    pub open_cases: IntGauge,
    pub notices: IntGaugeVec,
    pub rejections_open: IntGauge,
    pub requests: IntCounterVec,
}

impl Metrics {
    /// Metrics that count from zero.
    ///
    /// # Errors
    ///
    /// Never in practice: names are fixed and distinct.
    pub fn new() -> prometheus::Result<Metrics> {
        let short = exponential_buckets(0.000_25, 2.0, 16)?;
        let long = vec![1.0, 5.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 6.0 * 3600.0, 86_400.0, 7.0 * 86_400.0];
        let seconds = |name: &str, what: &str, buckets: &[f64]| {
            HistogramOpts::new(name, what).buckets(buckets.to_vec())
        };
        let metrics = Metrics {
            registry: Registry::new(),
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
            rejections_open: IntGauge::new(
                "flagpost_rejections_open",
                "Rejected events that wait to be mended",
            )?,
            requests: IntCounterVec::new(
                Opts::new("flagpost_requests_total", "Requests to /v1/events by HTTP status"),
                &["status"],
            )?,
        };
        metrics.register()?;
        Ok(metrics)
    }

    fn register(&self) -> prometheus::Result<()> {
        self.registry.register(Box::new(self.events.clone()))?;
        self.registry.register(Box::new(self.lag_seconds.clone()))?;
        self.registry.register(Box::new(self.queue_deliveries.clone()))?;
        self.registry.register(Box::new(self.commit_seconds.clone()))?;
        self.registry.register(Box::new(self.apply_seconds.clone()))?;
        self.registry.register(Box::new(self.scoring_seconds.clone()))?;
        self.registry.register(Box::new(self.store_failures.clone()))?;
        self.registry.register(Box::new(self.open_cases.clone()))?;
        self.registry.register(Box::new(self.notices.clone()))?;
        self.registry.register(Box::new(self.rejections_open.clone()))?;
        self.registry.register(Box::new(self.requests.clone()))
    }

    /// The metrics in Prometheus' text format.
    pub fn text(&self) -> String {
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = TextEncoder::new().encode(&self.registry.gather(), &mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}

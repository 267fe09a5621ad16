//! What operators see of `flagpost ingest` at `/metrics`. The names are a promise: dashboards and alert rules rest on them.
//!
//! | name | labels | what |
//! | --- | --- | --- |
//! | `flagpost_build_info` | `version` | always 1 |
//! | `flagpost_ready` | `part` | 1 while Kafka answers (`kafka`); as `/readyz` tells it |
//! | `flagpost_requests_total` | `status` | requests to `/v1/events` by HTTP status |
//! | `flagpost_ingest_events_total` | `road` | events that are durable in Kafka, by how they came: `http`, `folder` |
//! | `flagpost_ingest_failures_total` | | deliveries that Kafka did not take in time |
//! | `flagpost_ingest_delivery_seconds` | | how long it took until a delivery was durable, or refused |
//! | `flagpost_ingest_waiting_messages` | | messages that wait to be acknowledged |
//! | `process_resident_memory_bytes` | | the memory that the process holds |

use crate::metrics::{registered, text_of_registry};
use prometheus::{
    Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    exponential_buckets,
};

/// The metrics of one forwarder.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // The table above says what each is.
pub struct ForwardMetrics {
    registry: Registry,
    resident_bytes: IntGauge,
    pub ready: IntGaugeVec,
    pub requests: IntCounterVec,
    pub events: IntCounterVec,
    pub failures: IntCounter,
    pub delivery_seconds: Histogram,
    pub waiting: IntGauge,
}

impl ForwardMetrics {
    /// Metrics that count from zero.
    ///
    /// # Errors
    ///
    /// Never in practice: names are fixed and distinct.
    pub fn new() -> prometheus::Result<ForwardMetrics> {
        let registry = Registry::new();
        let build = Opts::new("flagpost_build_info", "Which version runs");
        let build = registered(&registry, IntGaugeVec::new(build, &["version"])?)?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        let gauge = |name: &str, what: &str| registered(&registry, IntGauge::new(name, what)?);
        let counters = |name: &str, what: &str, label: &str| {
            registered(&registry, IntCounterVec::new(Opts::new(name, what), &[label])?)
        };
        let seconds = HistogramOpts::new("flagpost_ingest_delivery_seconds", "How long a delivery took");
        let seconds = seconds.buckets(exponential_buckets(0.001, 2.0, 16)?);
        let failures =
            IntCounter::new("flagpost_ingest_failures_total", "Deliveries that Kafka did not take")?;
        let ready = Opts::new("flagpost_ready", "Whether each part of the service works");
        Ok(ForwardMetrics {
            resident_bytes: gauge("process_resident_memory_bytes", "Memory that the process holds")?,
            ready: registered(&registry, IntGaugeVec::new(ready, &["part"])?)?,
            requests: counters("flagpost_requests_total", "Requests to /v1/events", "status")?,
            events: counters("flagpost_ingest_events_total", "Events that are durable in Kafka", "road")?,
            failures: registered(&registry, failures)?,
            delivery_seconds: registered(&registry, Histogram::with_opts(seconds)?)?,
            waiting: gauge("flagpost_ingest_waiting_messages", "Messages that wait to be acknowledged")?,
            registry,
        })
    }

    /// All of them in Prometheus' text format.
    pub fn text(&self) -> String {
        text_of_registry(&self.registry, &self.resident_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_metric() {
        let table = include_str!("metrics.rs");
        let metrics = ForwardMetrics::new().expect("names are distinct");
        metrics.ready.with_label_values(&["kafka"]).set(1);
        metrics.requests.with_label_values(&["202"]).inc();
        metrics.events.with_label_values(&["http"]).inc();
        for family in metrics.registry.gather() {
            let row = format!("//! | `{}` |", family.name());
            assert!(table.contains(&row), "{row}");
        }
    }
}

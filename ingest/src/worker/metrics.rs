//! What operators see of a worker at `/metrics`. The names are a promise: dashboards and alert rules rest on them.
//!
//! | name | labels | what |
//! | --- | --- | --- |
//! | `flagpost_build_info` | `version` | always 1 |
//! | `flagpost_ready` | `part` | 1 while Kafka answers (`kafka`) and the store takes events in (`store`); as `/readyz` tells it |
//! | `flagpost_worker_events_total` | `result` | events taken in, by what became of them: accepted, duplicate, rejected |
//! | `flagpost_worker_lanes` | `state` | lanes that are assigned, by state: `open`, `waiting` (to be opened), `stuck` (an operator must act) |
//! | `flagpost_worker_regions` | | regions whose standing is kept up to date here |
//! | `flagpost_worker_loaded_events` | | events that are held in memory for them |
//! | `flagpost_worker_lag_messages` | `lane` | messages of a lane that are not taken in yet |
//! | `flagpost_worker_open_seconds` | | how long taking a lane over took, reading its regions included |
//! | `flagpost_worker_append_seconds` | | how long making a batch durable took |
//! | `flagpost_worker_apply_seconds` | | how long applying a batch took |
//! | `flagpost_worker_publish_seconds` | | how long writing the results and notices of what had changed took |
//! | `flagpost_worker_published_timestamp_seconds` | | when results were last written, everything that had changed among them |
//! | `flagpost_worker_store_failures_total` | | batches, lanes or results that the store did not take at first |
//! | `flagpost_worker_notices_total` | `state` | notices that became pending, or were withdrawn |
//! | `flagpost_worker_messages` | `state` | messages to people of the regions here, by what became of them |
//! | `flagpost_worker_messages_oldest_seconds` | | how long the oldest message that is not sent has waited; 0 where none waits |
//! | `flagpost_worker_message_attempts_total` | `outcome` | attempts to send a message: delivered, later, never |
//! | `flagpost_worker_notices_unreachable` | | notices to recipients for whom nobody can be reached |
//! | `process_resident_memory_bytes` | | the memory that the process holds |

use crate::metrics::{registered, text_of_registry};
use prometheus::{
    Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    exponential_buckets,
};

/// The metrics of one worker.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // The table above says what each is.
pub struct WorkerMetrics {
    registry: Registry,
    resident_bytes: IntGauge,
    pub ready: IntGaugeVec,
    pub events: IntCounterVec,
    pub lanes: IntGaugeVec,
    pub regions: IntGauge,
    pub loaded_events: IntGauge,
    pub lag_messages: IntGaugeVec,
    pub open_seconds: Histogram,
    pub append_seconds: Histogram,
    pub apply_seconds: Histogram,
    pub publish_seconds: Histogram,
    pub published: IntGauge,
    pub store_failures: IntCounter,
    pub notices: IntCounterVec,
    pub messages: IntGaugeVec,
    pub messages_oldest: IntGauge,
    pub message_attempts: IntCounterVec,
    pub notices_unreachable: IntGauge,
}

impl WorkerMetrics {
    /// Metrics that count from zero.
    ///
    /// # Errors
    ///
    /// Never in practice: names are fixed and distinct.
    pub fn new() -> prometheus::Result<WorkerMetrics> {
        let registry = Registry::new();
        let build = IntGaugeVec::new(Opts::new("flagpost_build_info", "Which version runs"), &["version"])?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        registry.register(Box::new(build))?;
        let gauge = |name: &str, what: &str| registered(&registry, IntGauge::new(name, what)?);
        let gauges = |name: &str, what: &str, label: &str| {
            registered(&registry, IntGaugeVec::new(Opts::new(name, what), &[label])?)
        };
        let counters = |name: &str, what: &str, label: &str| {
            registered(&registry, IntCounterVec::new(Opts::new(name, what), &[label])?)
        };
        let seconds = |name: &str, what: &str| {
            let buckets = exponential_buckets(0.001, 2.0, 18)?;
            registered(&registry, Histogram::with_opts(HistogramOpts::new(name, what).buckets(buckets))?)
        };
        Ok(WorkerMetrics {
            resident_bytes: gauge("process_resident_memory_bytes", "Memory that the process holds")?,
            ready: gauges("flagpost_ready", "Whether each part of the service works", "part")?,
            events: counters(
                "flagpost_worker_events_total",
                "Events taken in, by what became of them",
                "result",
            )?,
            lanes: gauges("flagpost_worker_lanes", "Lanes that are assigned, by state", "state")?,
            regions: gauge("flagpost_worker_regions", "Regions whose standing is kept up to date here")?,
            loaded_events: gauge("flagpost_worker_loaded_events", "Events held in memory for the regions")?,
            lag_messages: gauges(
                "flagpost_worker_lag_messages",
                "Messages that are not taken in yet",
                "lane",
            )?,
            open_seconds: seconds("flagpost_worker_open_seconds", "How long taking a lane over took")?,
            append_seconds: seconds(
                "flagpost_worker_append_seconds",
                "How long making a batch durable took",
            )?,
            apply_seconds: seconds("flagpost_worker_apply_seconds", "How long applying a batch took")?,
            publish_seconds: seconds("flagpost_worker_publish_seconds", "How long writing results took")?,
            published: gauge(
                "flagpost_worker_published_timestamp_seconds",
                "When results were last written, everything that had changed among them",
            )?,
            store_failures: registered(
                &registry,
                IntCounter::new(
                    "flagpost_worker_store_failures_total",
                    "Batches, lanes or results that the store did not take at first",
                )?,
            )?,
            notices: counters("flagpost_worker_notices_total", "Notices that became so", "state")?,
            messages: gauges("flagpost_worker_messages", "Messages to people by state", "state")?,
            messages_oldest: gauge(
                "flagpost_worker_messages_oldest_seconds",
                "How long the oldest message that is not sent has waited",
            )?,
            message_attempts: counters(
                "flagpost_worker_message_attempts_total",
                "Attempts to send a message by outcome",
                "outcome",
            )?,
            notices_unreachable: gauge(
                "flagpost_worker_notices_unreachable",
                "Notices to recipients for whom nobody can be reached",
            )?,
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
        let metrics = WorkerMetrics::new().expect("names are distinct");
        for vector in [&metrics.ready, &metrics.lanes, &metrics.lag_messages, &metrics.messages] {
            vector.with_label_values(&["x"]).set(1);
        }
        metrics.events.with_label_values(&["accepted"]).inc();
        metrics.notices.with_label_values(&["pending"]).inc();
        metrics.message_attempts.with_label_values(&["delivered"]).inc();
        for family in metrics.registry.gather() {
            let row = format!("//! | `{}` |", family.name());
            assert!(table.contains(&row), "{row}");
        }
    }
}

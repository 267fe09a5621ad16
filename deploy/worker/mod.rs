//! The worker of the cluster: one thread that polls Kafka, takes events in, lets time pass and writes results.
//!
//! ```text
//! poll ─> lanes come: wait to be opened     ─> open the next that waits
//!      ─> messages: gather ─> take in       ─> commit positions, tell what was rejected
//!      ─> lanes go: take in what is gathered, commit, drop them, let go
//! every second: time passes; every publish_seconds: results and notices of what has changed are written, a region a turn
//! ```
//!
//! Whoever owns a lane by the consumer group does everything for its regions; there is no other leader. What the store does
//! not take is tried again while the lanes are paused and the worker stays in the group.

mod gather;
mod health;
mod lanes;
mod orders;
mod publish;

use crate::cluster::config::Config;
use crate::commands::Failure;
use crate::county;
use crate::service::machine_time;
use anyhow::Context as _;
use gather::Gathered;
use health::Health;
use ingest::sources::kafka::consume::{Consumer, Happened};
use ingest::sources::kafka::lanes::Topics;
use ingest::sources::kafka::produce::RejectedProducer;
use ingest::sources::kafka::topics;
use ingest::store::clickhouse::ClickHouse;
use ingest::worker::{Known, RegionGivens, WorkerMetrics};
use lanes::Lanes;
use publish::Publisher;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant as Stopwatch};

/// How long a poll waits for something to happen.
const POLL_WAIT: Duration = Duration::from_millis(100);
/// How often time passes.
const TICK: Duration = Duration::from_secs(1);
/// How long the store is left alone after it refused something.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// Runs until `stop` is set: then it takes in what it has gathered, commits and leaves the group.
pub fn run(config: &Config, stop: &AtomicBool, ready: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let givens = read_regions(config)?;
    let store = ClickHouse::connect(&config.clickhouse).context("cannot use the store")?;
    let topics = topics::read(&config.kafka).map_err(anyhow::Error::new)?;
    let known = Known::all(&givens, &topics);
    let metrics = WorkerMetrics::new().context("cannot set up the metrics")?;
    let health = Arc::new(Health::new(metrics.clone()));
    let _served = health::serve(config.listen, health.clone())?;
    let rejected = RejectedProducer::new(&config.kafka).map_err(anyhow::Error::new)?;
    tracing::info!(regions = known.len(), lanes = topics.lanes().count(), "the regions are read");
    ready()?;
    let mut worker = Worker {
        config,
        consumer: Consumer::subscribe(&config.kafka).map_err(anyhow::Error::new)?,
        lanes: Lanes::new(store, &config.worker.name, &known, metrics.clone()),
        gathered: Gathered::default(),
        publisher: Publisher::new(Duration::from_secs(u64::from(config.worker.publish_seconds))),
        rejected,
        metrics,
        health,
        ticked: Stopwatch::now(),
        store_rests: None,
    };
    while !stop.load(Ordering::Relaxed) {
        worker.turn()?;
    }
    worker.leave()
}

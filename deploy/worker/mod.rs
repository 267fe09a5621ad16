//! The worker of the cluster: one thread that polls Kafka, takes events in, lets time pass and writes results.
//!
//! | what happens | what the worker does |
//! | --- | --- |
//! | lanes come | they wait to be opened; the next that waits is opened each turn, then started at the store's position |
//! | messages come | they are gathered for a moment, then taken in together, their positions committed |
//! | lanes go | what is gathered is taken in, their positions are committed, they are dropped and let go |
//! | a second passes | time passes in every region |
//! | `publish_seconds` pass | results and notices of every region that has changed are written, a region a turn; what is due is told |
//! | the store refuses | lanes are paused, the worker stays in the group and tries again |
//!
//! Whoever owns a lane by the consumer group does everything for its regions; there is no other leader.

mod delivery;
mod feeds;
mod gather;
mod health;
mod lanes;
pub mod orders;
mod publish;

use crate::cluster::config::Config;
use crate::cluster::regions;
use crate::commands::Failure;
use crate::service::machine_time;
use anyhow::Context as _;
use delivery::Couriers;
use feeds::Watcher;
use gather::Gathered;
use health::Health;
use ingest::sources::kafka::consume::{Consumer, Happened};
use ingest::sources::kafka::lanes::Lane;
use ingest::sources::kafka::produce::{Producer, Rejected};
use ingest::sources::kafka::trouble::Trouble;
use ingest::store::StoreError;
use ingest::store::clickhouse::ClickHouse;
use ingest::worker::{Known, NotTakenIn, WorkerMetrics};
use lanes::Lanes;
use publish::Publisher;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant as Stopwatch};

/// How long a poll waits for something to happen.
const POLL_WAIT: Duration = Duration::from_millis(50);
/// How long a poll waits while the store writes.
const WRITE_WAIT: Duration = Duration::from_millis(2);
/// How often time passes.
const TICK: Duration = Duration::from_secs(1);
/// How long lanes are opened one after the other before events have their turn again.
const OPENING_MAX: Duration = Duration::from_secs(5);
/// How long the store is left alone after it refused something.
const STORE_REST: Duration = Duration::from_secs(1);

/// Runs until `stop` is set: then it takes in what it has gathered, commits and leaves the group. `ready` hears the address
/// of health and metrics once the worker asks to join.
pub fn run(
    config: &Config,
    stop: &AtomicBool,
    ready: impl FnOnce(SocketAddr) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (givens, rules) = regions::read(&config.regions)?;
    let store = ClickHouse::connect(&config.clickhouse).context("cannot use the store")?;
    let topics = regions::topics(config)?;
    regions::check_topics(&store, &topics)?;
    let known = Known::all(&givens, &rules, &topics);
    regions::warn_of_homeless(&known);
    let metrics = WorkerMetrics::new().context("cannot set up the metrics")?;
    let health = Arc::new(Health::new(metrics.clone()));
    let served = health::serve(config.listen, health.clone())?;
    let producer = Producer::new(&config.kafka, topics).map_err(anyhow::Error::new)?;
    let consumer = Consumer::subscribe(&config.kafka).map_err(anyhow::Error::new)?;
    tracing::info!(regions = known.len(), "the regions are read; the worker joins the group");
    ready(served.address)?;
    let results_every = Duration::from_secs(u64::from(config.worker.publish_seconds));
    let couriers = config.delivery.clone().map(|delivery| Couriers::start(delivery, results_every));
    let couriers = couriers.transpose().context("cannot start the threads that send messages")?;
    if couriers.is_none() {
        tracing::warn!("notices are kept but not sent: the configuration has no [delivery]");
    }
    let mut worker = Worker {
        config,
        couriers,
        producer,
        consumer,
        lanes: Lanes::new(store, &config.worker.name, &known, metrics.clone()),
        gathered: Gathered::default(),
        watcher: Watcher::new(config.feeds.clone(), results_every),
        publisher: Publisher::new(results_every),
        metrics,
        health,
        ticked: Stopwatch::now(),
        happened_meanwhile: None,
        store_rests_since: None,
    };
    while !stop.load(Ordering::Relaxed) {
        worker.turn()?;
    }
    worker.leave();
    Ok(())
}

/// Whether messages are polled while the store writes. Not before an order is obeyed: what was polled after it must stay
/// after it. Nor before lanes are let go: what else happened must be acted on first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MeanwhilePoll {
    Yes,
    No,
}

struct Worker<'g> {
    config: &'g Config,
    consumer: Consumer,
    producer: Producer,
    lanes: Lanes<'g>,
    gathered: Gathered,
    watcher: Watcher,
    publisher: Publisher,
    /// What sends messages; none where the configuration does not say how.
    couriers: Option<Couriers>,
    metrics: WorkerMetrics,
    health: Arc<Health>,
    ticked: Stopwatch,
    /// What happened while the store wrote, save messages.
    happened_meanwhile: Option<Result<Happened, Trouble>>,
    /// Since when the store has been left alone, with all lanes paused.
    store_rests_since: Option<Stopwatch>,
}

impl Worker<'_> {
    fn turn(&mut self) -> Result<(), Failure> {
        let happened = match self.happened_meanwhile.take() {
            Some(happened) => happened,
            None => {
                let room = self.config.worker.batch_events_max as usize;
                let room = room.saturating_sub(self.gathered.messages());
                self.consumer.poll(room.max(1), POLL_WAIT)
            }
        };
        match happened.map_err(anyhow::Error::new)? {
            Happened::Nothing => self.health.kafka.works(),
            Happened::Messages(taken) => {
                self.health.kafka.works();
                self.gathered.add(taken);
            }
            Happened::Assigned(lanes) => {
                tracing::info!(lanes = names(&lanes), "lanes are this worker's now");
                self.lanes.assign(lanes);
            }
            Happened::Revoked(lanes) => {
                tracing::info!(lanes = names(&lanes), "lanes go to another worker");
                self.stop_sending(&lanes);
                self.take_in(MeanwhilePoll::No);
                self.gathered.forget(&lanes);
                let gone = self.lanes.close(&lanes);
                self.commit_and_wait(&gone);
                self.consumer.let_go().map_err(anyhow::Error::new)?;
            }
            Happened::Lost(lanes) => {
                tracing::warn!(
                    lanes = names(&lanes),
                    "lanes were lost: this worker was not heard from in time"
                );
                self.stop_sending(&lanes);
                self.gathered.forget(&lanes);
                self.lanes.close(&lanes);
            }
            Happened::OutOfRange(out) => {
                tracing::error!("{out}");
                self.stop_sending(std::slice::from_ref(&out.lane));
                self.gathered.forget(std::slice::from_ref(&out.lane));
                self.lanes.stick(&out.lane);
            }
            Happened::Trouble(trouble) => self.health.kafka.fails(&trouble),
        }
        self.rest_or_go_on();
        if self.store_rests_since.is_none() {
            if self.gathered.is_due(&self.config.worker) {
                self.take_in(MeanwhilePoll::Yes);
            }
            self.work_in_between();
        }
        Ok(())
    }

    /// What is done between two batches, however many wait: lanes that came, time that passes, a region's results.
    fn work_in_between(&mut self) {
        let begun = Stopwatch::now();
        while self.lanes.is_any_due() && begun.elapsed() < OPENING_MAX {
            if let Err(error) = self.lanes.open_next(&mut self.consumer, machine_time()) {
                self.leave_store_alone(&error);
                return;
            }
        }
        if self.ticked.elapsed() >= TICK {
            self.ticked = Stopwatch::now();
            self.lanes.advance(machine_time());
            self.lanes.show(&self.consumer);
        }
        let written = self.publisher.publish_next(&mut self.lanes, &self.metrics).and_then(|()| {
            self.watcher.look_at_next(&mut self.lanes, &self.consumer, machine_time(), &self.metrics)
        });
        if let Err(error) = written {
            self.leave_store_alone(&error);
        }
        if let Some(couriers) = &mut self.couriers {
            couriers.look(&mut self.lanes, &self.metrics);
        }
    }

    fn stop_sending(&mut self, lanes: &[Lane]) {
        if let Some(couriers) = &mut self.couriers {
            couriers.let_go(lanes);
        }
    }

    /// Takes in what is gathered, and obeys the orders in it. Where that fails it stays gathered.
    fn take_in(&mut self, polls: MeanwhilePoll) {
        while let Some(from_order) = self.gathered.take_out_order() {
            self.take_in_events(MeanwhilePoll::No);
            let is_taken_in = self.gathered.messages() == 0;
            let done = if is_taken_in {
                self.lanes.obey(&from_order, self.config.delivery.as_ref())
            } else {
                Ok(None)
            };
            match done {
                Ok(Some(rest)) => self.gathered.add(vec![rest]),
                Ok(None) => {
                    self.gathered.add(vec![from_order]);
                    return;
                }
                Err(error) => {
                    self.gathered.add(vec![from_order]);
                    self.leave_store_alone(&error);
                    return;
                }
            }
        }
        self.take_in_events(polls);
    }

    fn take_in_events(&mut self, polls: MeanwhilePoll) {
        if self.gathered.messages() == 0 {
            return;
        }
        let (producer, gathered) = (&self.producer, self.gathered.all());
        let tell = |rejected: &[Rejected<'_>]| producer.reject_and_wait(rejected.iter().copied());
        let mut next = Gathered::default();
        let (consumer, happened) = (&mut self.consumer, &mut self.happened_meanwhile);
        let room = self.config.worker.batch_events_max as usize;
        // What comes while the store writes is gathered for the next time.
        let meanwhile = |is_written: &dyn Fn() -> bool| {
            let may_poll = polls == MeanwhilePoll::Yes;
            while may_poll && !is_written() && happened.is_none() && next.messages() < room {
                match consumer.poll(room - next.messages(), WRITE_WAIT) {
                    Ok(Happened::Messages(taken)) => next.add(taken),
                    Ok(Happened::Nothing) => {}
                    other => *happened = Some(other),
                }
            }
        };
        let told = self.lanes.take_in(gathered, machine_time(), tell, meanwhile);
        match told {
            Ok(()) => {
                self.health.store.works();
                // Of a lane that another has by now nothing was taken in.
                let taken_in = self.gathered.positions().filter(|(lane, _)| self.lanes.is_open(lane));
                self.consumer.commit(taken_in);
                self.gathered = next;
                return;
            }
            Err(NotTakenIn::Store(error)) => self.leave_store_alone(&error),
            Err(NotTakenIn::Kafka(trouble)) => self.health.kafka.fails(&trouble),
        }
        self.gathered.follow(next);
    }

    /// Pauses every lane: what was gathered stays, the worker goes on polling and stays in the group.
    fn leave_store_alone(&mut self, error: &StoreError) {
        self.metrics.store_failures.inc();
        self.health.store.fails(error);
        if self.store_rests_since.is_none() {
            self.pause(true);
        }
        self.store_rests_since = Some(Stopwatch::now());
    }

    fn rest_or_go_on(&mut self) {
        if self.store_rests_since.is_some_and(|since| since.elapsed() >= STORE_REST) {
            self.store_rests_since = None;
            self.take_in(MeanwhilePoll::No);
            if self.store_rests_since.is_none() {
                self.pause(false);
            }
        }
    }

    fn pause(&self, is_pausing: bool) {
        for lane in self.lanes.started() {
            let told = if is_pausing { self.consumer.pause(lane) } else { self.consumer.resume(lane) };
            if let Err(trouble) = told {
                tracing::warn!(%trouble, "the worker goes on");
            }
        }
    }

    fn commit_and_wait(&self, positions: &[(Lane, u64)]) {
        let told = self.consumer.commit_and_wait(positions.iter().map(|(lane, next)| (lane, *next)));
        note(told);
    }

    /// Takes in what is gathered and leaves the group, so that others begin at once.
    fn leave(mut self) {
        tracing::info!("the worker stops: it takes in what it has and leaves the group");
        if let Some(couriers) = self.couriers.take() {
            couriers.leave(&self.metrics);
        }
        self.take_in(MeanwhilePoll::No);
        let lanes: Vec<_> = self.lanes.assigned().cloned().collect();
        let gone = self.lanes.close(&lanes);
        self.commit_and_wait(&gone);
    }
}

/// Positions in Kafka are for who watches the lag.
fn note(told: Result<(), Trouble>) {
    if let Err(trouble) = told {
        tracing::warn!(%trouble, "the store has the positions");
    }
}

fn names(lanes: &[Lane]) -> String {
    let names: Vec<String> = lanes.iter().map(ToString::to_string).collect();
    names.join(" ")
}

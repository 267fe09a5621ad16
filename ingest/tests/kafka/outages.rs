//! Brokers that go and come back, and workers that are not heard from.

use crate::cluster::{Cluster, WAIT, Worker, assigned, check_texts, numbered, poll_until, send};
use crate::servers::kafka::Kafka;
use crate::servers::{begin, wait_until};
use ingest::sources::kafka::consume::{At, Consumer, Happened};
use ingest::sources::kafka::lanes::{Lane, Topics};
use ingest::sources::kafka::produce::{Outgoing, Producer};
use ingest::sources::kafka::settings::Settings;
use ingest::sources::kafka::topics::{self, Wanted};
use ingest::sources::kafka::trouble::TroubleKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn a_broker_that_comes_back_in_time_is_waited_for() {
    let cluster = Cluster::mock();
    let settings = cluster.with_topic(2);
    let (producer, region) = (cluster.producer(2), cluster.region("1"));
    send(&producer, &region, &numbered(0..10));
    let mut worker = Worker::new(&settings);
    worker.turn_until("the first came", |worker| worker.texts().len() == 10);
    cluster.take_away();
    wait_until(
        "the worker notices",
        || matches!(worker.turn(), Happened::Trouble(trouble) if trouble.is_passing()),
    );
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| send(&producer, &region, &numbered(10..20)));
        wait_until("the producer tries", || producer.waiting() == 10);
        cluster.bring_back();
        waiting.join().unwrap();
    });
    worker.turn_until("the rest came", |worker| worker.texts().len() >= 20);
    check_texts(&worker, &numbered(0..20));
}

#[test]
fn a_broker_that_stays_away_is_no_reason_to_wait_for_ever() {
    let cluster = Cluster::mock();
    let settings = Settings { delivery: Duration::from_millis(700), ..cluster.with_topic(1) };
    let producer = Producer::new(&settings, Topics::new([("all", 1)])).unwrap();
    let region = cluster.region("1");
    send(&producer, &region, &numbered(0..1));
    cluster.take_away();
    let told = producer.deliver_and_wait([Outgoing { region: &region, site: None, raw: b"{}" }]);
    let trouble = told.unwrap_err();
    assert_eq!(trouble.kind, TroubleKind::Away, "{trouble}");
    assert!(trouble.is_passing() && trouble.to_string().contains("check the addresses"), "{trouble}");
    assert!(producer.check().is_err());
    // The same producer goes on once the broker is back.
    cluster.bring_back();
    let again = || producer.deliver_and_wait([Outgoing { region: &region, site: None, raw: b"{}" }]);
    wait_until("it goes again", || again().is_ok());
    producer.check().unwrap();
}

/// Where the worker in a process of its own finds its brokers; only there it is set.
const BROKERS: &str = "FLAGPOST_TEST_BROKERS";

/// A worker for as long as its process lives.
fn work_until_killed(brokers: &str) -> ! {
    let session = Duration::from_secs(6);
    let settings = Settings { session, group: "all".to_owned(), ..Settings::of(brokers) };
    let mut worker = Worker::new(&settings);
    loop {
        worker.turn();
    }
}

#[test]
fn a_dead_workers_lanes_are_taken_over() {
    // This test starts itself in a second process, which is the worker that dies.
    if let Ok(brokers) = std::env::var(BROKERS) {
        work_until_killed(&brokers);
    }
    let cluster = Cluster::mock();
    let settings = cluster.with_topic(4);
    let mut heir = Worker::new(&settings);
    heir.turn_until("it has all", |heir| heir.lanes.len() == 4);
    let mut other = Command::new(std::env::current_exe().unwrap());
    other.args(["--exact", "outages::a_dead_workers_lanes_are_taken_over"]);
    let mut other = begin(other.env(BROKERS, settings.brokers.join(",")).stdout(Stdio::null()));
    let shared = catch_unwind(AssertUnwindSafe(|| {
        heir.turn_until("they share", |heir| heir.lanes.len() == 2);
    }));
    other.kill().unwrap();
    other.wait().unwrap();
    shared.unwrap();
    heir.turn_until("it has all again", |heir| heir.lanes.len() == 4);
    send(&cluster.producer(4), &cluster.region("1"), &numbered(0..10));
    heir.turn_until("events come", |heir| heir.texts() == numbered(0..10));
}

#[test]
fn a_worker_that_polls_too_seldom_is_told_that_its_lanes_are_lost() {
    let cluster = Cluster::mock();
    let settings = Settings { poll_gap: Duration::from_secs(6), ..cluster.with_topic(2) };
    send(&cluster.producer(2), &cluster.region("1"), &numbered(0..10));
    let mut slow = Consumer::subscribe(&settings).unwrap();
    let lanes = poll_until(&mut slow, assigned);
    for lane in &lanes {
        slow.start(lane, At::First).unwrap();
    }
    // There is no condition to wait for: it is the waiting itself that must be noticed.
    std::thread::sleep(Duration::from_millis(7500));
    let mut lost: Vec<Lane> = poll_until(&mut slow, |happened| match happened {
        Happened::Lost(lanes) => Some(lanes),
        Happened::Messages(_) | Happened::Trouble(_) | Happened::Nothing => None,
        Happened::Assigned(_) | Happened::Revoked(_) | Happened::OutOfRange(_) => panic!("{happened:?}"),
    });
    lost.sort();
    assert_eq!(lost, [cluster.lane(0), cluster.lane(1)]);
    assert_eq!(slow.lanes().count(), 0);
    // It is a member again by polling again.
    let again = poll_until(&mut slow, assigned);
    assert_eq!(again.len(), 2);
}

#[test]
fn a_killed_broker_loses_nothing_that_was_answered() {
    let Some(mut kafka) = Kafka::start() else { return };
    let settings = Settings {
        topics: vec!["all".to_owned()],
        session: Duration::from_secs(6),
        ..Settings::of(&kafka.brokers)
    };
    let wanted = Wanted { partitions: 3, replication: 1, in_step_min: 1, ..Wanted::default() };
    topics::init(&settings, &wanted).unwrap();
    let producer = Producer::new(
        &Settings { delivery: Duration::from_secs(60), ..settings.clone() },
        topics::found(&settings).unwrap(),
    );
    let producer = producer.unwrap();
    let mut worker = Worker::new(&settings);
    send(&producer, "220882", &numbered(0..1000));
    worker.turn_until("some came", |worker| !worker.taken.is_empty());
    kafka.kill();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| send(&producer, "220882", &numbered(1000..2000)));
        wait_until("the worker notices", || matches!(worker.turn(), Happened::Trouble(_)));
        kafka.resume();
        waiting.join().unwrap();
    });
    worker.turn_until("all came", |worker| worker.texts().len() >= 2000);
    check_texts(&worker, &numbered(0..2000));
    assert_eq!(worker.consumer.poll(1, WAIT).unwrap(), Happened::Nothing);
}

//! Topics made and checked, and what retention takes: of a real broker alone, since the mock cluster makes no topics.

use crate::cluster::{Cluster, Worker, assigned, check_texts, numbered, poll_until, send};
use crate::servers::kafka::Kafka;
use ingest::sources::kafka::consume::{At, Consumer, Happened, NotStarted, OutOfRange};
use ingest::sources::kafka::lanes::Lane;
use ingest::sources::kafka::settings::Settings;
use ingest::sources::kafka::topics::{self, Differing, Wanted};
use ingest::sources::kafka::trouble::TroubleKind;
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions};
use rdkafka::client::DefaultClientContext;
use std::time::Duration;

fn admin(settings: &Settings) -> AdminClient<DefaultClientContext> {
    ClientConfig::new().set("bootstrap.servers", settings.brokers.join(",")).create().unwrap()
}

fn now<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

#[test]
fn topics_are_made_once_and_differences_are_told() {
    let Some(kafka) = Kafka::start() else { return };
    let mut settings = Settings::of(&kafka.brokers);
    settings.topics.push("22".to_owned());
    let wanted = Wanted { partitions: 6, replication: 1, in_step_min: 1, ..Wanted::default() };
    assert!(topics::check(&settings, &wanted).unwrap().iter().all(|one| one.what == Differing::Missing));
    assert_eq!(topics::found(&settings).unwrap_err().kind, TroubleKind::NoTopic);
    let made = topics::init(&settings, &wanted).unwrap();
    assert_eq!(made, ["flagpost.events.all", "flagpost.events.22", "flagpost.rejected"]);
    assert_eq!(topics::init(&settings, &wanted).unwrap(), [""; 0]);
    assert_eq!(topics::check(&settings, &wanted).unwrap(), []);
    let known = topics::found(&settings).unwrap();
    assert_eq!(known.lanes().count(), 12);

    let more = [NewPartitions::new("flagpost.events.22", 7)];
    now(admin(&settings).create_partitions(&more, &AdminOptions::new())).unwrap()[0].clone().unwrap();
    let longer = Wanted { retention: Duration::from_secs(30 * 86_400), replication: 3, ..wanted };
    let told: Vec<String> =
        topics::check(&settings, &longer).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 7, "{told:#?}");
    assert!(told.iter().any(|told| told.contains("flagpost.events.22 has 7 partitions, not 6")), "{told:#?}");
    assert!(told.iter().any(|told| told.contains("--add-config retention.ms=2592000000")), "{told:#?}");
    let moved = topics::moved(&known, &topics::found(&settings).unwrap());
    assert_eq!(moved[0].what, Differing::Partitions { found: 7, wanted: 6 });

    let error = topics::init(&Settings { topics: vec!["51".to_owned()], ..settings }, &longer).unwrap_err();
    assert!(error.to_string().contains("needs as many brokers"), "{error}");
}

/// Takes the first messages of a lane away, as retention does.
fn forget_before(settings: &Settings, lane: &Lane, offset: i64) {
    let mut list = rdkafka::TopicPartitionList::new();
    list.add_partition_offset(&lane.topic, lane.partition as i32, rdkafka::Offset::Offset(offset)).unwrap();
    now(admin(settings).delete_records(&list, &AdminOptions::new())).unwrap();
}

#[test]
fn what_retention_took_is_never_passed_over() {
    let Some(cluster) = Cluster::real() else { return };
    let settings = cluster.with_topic(1);
    let (producer, region, lane) = (cluster.producer(1), cluster.region("1"), cluster.lane(0));
    send(&producer, &region, &numbered(0..100));
    forget_before(&settings, &lane, 40);

    // At the start.
    let mut consumer = Consumer::subscribe(&settings).unwrap();
    poll_until(&mut consumer, assigned);
    let out = OutOfRange { lane: lane.clone(), wanted: 39, first: 40, end: 100 };
    assert_eq!(consumer.start(&lane, At::Offset(39)), Err(NotStarted::OutOfRange(out.clone())));
    assert_eq!(out.gone(), 1);
    let started = consumer.start(&lane, At::First).unwrap();
    assert_eq!((started.next, started.first), (40, 40));
    drop(consumer);

    // While it is read: what was fetched ahead is told, then the lane stands.
    let mut worker = Worker { starts: |_| At::Offset(40), ..Worker::new(&settings) };
    worker.turn_until("all came", |worker| worker.texts().len() == 60);
    worker.consumer.pause(&lane).unwrap();
    send(&producer, &region, &numbered(100..200));
    forget_before(&settings, &lane, 150);
    worker.consumer.resume(&lane).unwrap();
    let out = poll_until(&mut worker.consumer, |happened| match happened {
        Happened::OutOfRange(out) => Some(out),
        Happened::Nothing | Happened::Trouble(_) => None,
        Happened::Assigned(_) | Happened::Revoked(_) | Happened::Lost(_) | Happened::Messages(_) => {
            panic!("{happened:?}")
        }
    });
    assert_eq!(out, OutOfRange { lane: lane.clone(), wanted: 100, first: 150, end: 200 });
    assert!(out.to_string().contains("50 messages were deleted"), "{out}");
    for _ in 0..5 {
        assert_eq!(worker.turn(), Happened::Nothing);
    }
    // Whoever has decided that it may go on says where.
    worker.consumer.start(&lane, At::Offset(150)).unwrap();
    worker.taken.clear();
    worker.turn_until("the rest came", |worker| worker.texts().len() >= 50);
    check_texts(&worker, &numbered(150..200));
}

#[test]
fn a_topic_that_is_not_there_is_told() {
    let Some(cluster) = Cluster::real() else { return };
    let mut consumer = Consumer::subscribe(&cluster.settings()).unwrap();
    let trouble = poll_until(&mut consumer, |happened| {
        if let Happened::Trouble(trouble) = happened { Some(trouble) } else { None }
    });
    assert_eq!(trouble.kind, TroubleKind::NoTopic, "{trouble}");
    assert!(trouble.to_string().contains("flagpost cluster init"), "{trouble}");
}

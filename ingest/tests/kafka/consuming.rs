//! Claims of the worker's side.

use crate::cluster::{
    Cluster, WAIT, Worker, assigned, check_commit, check_texts, messages, numbered, poll_until, revoked,
    send, texts,
};
use crate::servers::wait_until;
use ingest::sources::kafka::consume::{At, Consumer, Happened, NotStarted, OutOfRange};
use ingest::sources::kafka::lanes::{Lane, Topics};
use ingest::sources::kafka::produce::Outgoing;
use ingest::sources::kafka::settings::Settings;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use rdkafka::{ClientConfig, TopicPartitionList};
use std::collections::BTreeSet;
use std::time::Duration;

pub fn messages_of_a_region_come_in_order_with_what_they_carry(cluster: &mut Cluster) {
    let settings = cluster.with_topic(4);
    let producer = cluster.producer(4);
    let region = cluster.region("220882");
    let sent = numbered(0..500);
    let of_site = |text| Outgoing { region: &region, site: Some("hall"), raw: str::as_bytes(text) };
    producer.deliver_and_wait(sent[..400].iter().map(|text| of_site(text))).unwrap();
    send(&producer, &region, &sent[400..]);

    let mut worker = Worker::new(&settings);
    worker.turn_until("all came", |worker| worker.texts().len() == 500);
    check_texts(&worker, &sent);
    let home = producer.topics().home(&region).unwrap();
    let mut next = 0;
    for taken in &worker.taken {
        assert_eq!(taken.lane, home);
        for message in &taken.messages {
            assert_eq!(message.offset, next);
            assert_eq!(taken.key(message), Some(region.as_bytes()));
            assert_eq!(taken.site(message), (next < 400).then_some(&b"hall"[..]));
            assert!(message.millis.is_some_and(|millis| millis > 1_700_000_000_000));
            next += 1;
        }
    }
}

pub fn a_lane_goes_on_exactly_at_the_offset_given(cluster: &mut Cluster) {
    let settings = cluster.with_topic(1);
    send(&cluster.producer(1), &cluster.region("1"), &numbered(0..100));
    let mut worker = Worker { starts: |_| At::Offset(37), ..Worker::new(&settings) };
    worker.turn_until("all came", |worker| worker.texts().len() >= 63);
    check_texts(&worker, &numbered(37..100));

    // What was committed makes no difference: the store's position does.
    let lane = cluster.lane(0);
    worker.consumer.commit_and_wait([(&lane, 90)]).unwrap();
    assert_eq!(committed(&settings, &lane), Some(90));
    drop(worker);
    let mut worker = Worker { starts: |_| At::Offset(36), ..Worker::new(&settings) };
    worker.turn_until("all came again", |worker| worker.texts().len() >= 64);
    check_texts(&worker, &numbered(36..100));
}

/// Where Kafka was told that the group goes on: what who watches the lag sees.
fn committed(settings: &Settings, lane: &Lane) -> Option<u64> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", settings.brokers.join(",")).set("group.id", &settings.group);
    let watcher: BaseConsumer = config.create().unwrap();
    let mut list = TopicPartitionList::new();
    list.add_partition(&lane.topic, i32::try_from(lane.partition).unwrap());
    let told = watcher.committed_offsets(list, Duration::from_secs(10)).unwrap();
    told.elements()[0].offset().to_raw().and_then(|offset| offset.try_into().ok())
}

pub fn nothing_comes_from_a_lane_before_it_is_started(cluster: &mut Cluster) {
    let settings = cluster.with_topic(2);
    let producer = cluster.producer(2);
    let regions: Vec<String> = (0..20).map(|number| cluster.region(&number.to_string())).collect();
    for region in &regions {
        send(&producer, region, &numbered(0..10));
    }
    let mut consumer = Consumer::subscribe(&settings).unwrap();
    let lanes = poll_until(&mut consumer, assigned);
    assert_eq!(BTreeSet::from_iter(&lanes), BTreeSet::from([&cluster.lane(0), &cluster.lane(1)]));
    for _ in 0..10 {
        assert_eq!(consumer.poll(1000, WAIT).unwrap(), Happened::Nothing);
    }
    // One is started, the other waits on: its store cannot be opened yet.
    let home = |region: &&String| producer.topics().home(region).unwrap() == cluster.lane(1);
    let expected = regions.iter().filter(home).count() * 10;
    assert!(expected > 0 && expected < 200);
    consumer.start(&cluster.lane(1), At::First).unwrap();
    let mut came = 0;
    while came < expected {
        for taken in poll_until(&mut consumer, messages) {
            assert_eq!(taken.lane, cluster.lane(1));
            came += taken.messages.len();
        }
    }
    for _ in 0..10 {
        assert_eq!(consumer.poll(1000, WAIT).unwrap(), Happened::Nothing);
    }
    consumer.start(&cluster.lane(0), At::First).unwrap();
    let mut came = 0;
    while came < 200 - expected {
        came += poll_until(&mut consumer, messages).iter().map(|taken| taken.messages.len()).sum::<usize>();
    }
    assert_eq!(came, 200 - expected);
}

pub fn a_second_worker_takes_over_some_lanes_and_nothing_is_lost_or_told_twice(cluster: &mut Cluster) {
    let settings = cluster.with_topic(6);
    let producer = cluster.producer(6);
    let regions: Vec<String> = (0..30).map(|number| cluster.region(&number.to_string())).collect();
    let mut sent = 0;
    let mut send_some = || {
        for region in &regions {
            let text = |number| format!("{{\"id\":\"{region}-{number}\"}}");
            send(&producer, region, &(sent..sent + 20).map(text).collect::<Vec<_>>());
        }
        sent += 20;
    };
    send_some();
    let mut first = Worker::new(&settings);
    first.turn_until("the first has all", |first| first.lanes.len() == 6 && first.texts().len() == 600);
    assert_eq!(first.lanes.len(), 6);

    let mut second = Worker { store: first.store.clone(), ..Worker::new(&settings) };
    send_some();
    wait_until("the lanes are shared", || {
        first.turn();
        second.turn();
        first.lanes.len() == 3 && second.lanes.len() == 3
    });
    send_some();
    wait_until("all came", || {
        first.turn();
        second.turn();
        first.texts().len() + second.texts().len() >= 1800
    });
    let all: Vec<String> = first.texts().into_iter().chain(second.texts()).collect();
    assert_eq!(all.len(), 1800);
    assert_eq!(BTreeSet::from_iter(&all).len(), 1800, "nothing is told twice");
    assert!(second.texts().len() >= 30, "{}", second.texts().len());
}

pub fn a_revoked_lane_is_the_next_owners_only_once_it_was_let_go(cluster: &mut Cluster) {
    let settings = cluster.with_topic(2);
    send(&cluster.producer(2), &cluster.region("1"), &numbered(0..10));
    let mut first = Consumer::subscribe(&settings).unwrap();
    for lane in poll_until(&mut first, assigned) {
        first.start(&lane, At::First).unwrap();
    }
    let mut second = Consumer::subscribe(&settings).unwrap();
    let mut early = None;
    let lanes = poll_until(&mut first, |happened| {
        early = early.take().or_else(|| assigned(second.poll(1, WAIT).unwrap()));
        revoked(happened)
    });
    assert_eq!((lanes.len(), early), (1, None));
    assert!(matches!(first.start(&lanes[0], At::First), Err(NotStarted::NotHeld(_))));
    // The first takes its time, and stays in the group by polling.
    for _ in 0..20 {
        assert_eq!(assigned(second.poll(1, WAIT).unwrap()), None);
        assert_eq!(revoked(first.poll(1, WAIT).unwrap()), None);
    }
    check_commit(first.commit_and_wait([(&lanes[0], 3)]));
    first.let_go().unwrap();
    let given = poll_until(&mut second, |happened| {
        first.poll(1, Duration::ZERO).unwrap();
        assigned(happened)
    });
    assert_eq!(given, lanes);
    assert_eq!(first.lanes().count(), 1);
}

pub fn a_lane_that_is_paused_or_started_anew_goes_on_where_it_should(cluster: &mut Cluster) {
    let settings = cluster.with_topic(1);
    let (producer, region, lane) = (cluster.producer(1), cluster.region("1"), cluster.lane(0));
    send(&producer, &region, &numbered(0..50));
    let mut worker = Worker::new(&settings);
    worker.turn_until("all came", |worker| worker.texts().len() == 50);
    worker.consumer.pause(&lane).unwrap();
    send(&producer, &region, &numbered(50..60));
    for _ in 0..10 {
        assert_eq!(worker.turn(), Happened::Nothing);
    }
    worker.consumer.resume(&lane).unwrap();
    worker.turn_until("the rest came", |worker| worker.texts().len() >= 60);
    check_texts(&worker, &numbered(0..60));

    // A batch that could not be made durable is read again.
    worker.taken.clear();
    worker.consumer.start(&lane, At::Offset(55)).unwrap();
    worker.turn_until("some came again", |worker| worker.texts().len() >= 5);
    check_texts(&worker, &numbered(55..60));
}

pub fn an_offset_that_is_not_there_is_told_with_numbers(cluster: &mut Cluster) {
    let settings = cluster.with_topic(2);
    send(&cluster.producer(2), &cluster.region("1"), &numbered(0..10));
    let mut consumer = Consumer::subscribe(&settings).unwrap();
    poll_until(&mut consumer, assigned);
    let lane = Topics::new([(settings.topics[0].as_str(), 2)]).home(&cluster.region("1")).unwrap();
    let out = OutOfRange { lane: lane.clone(), wanted: 11, first: 0, end: 10 };
    assert_eq!(consumer.start(&lane, At::Offset(11)), Err(NotStarted::OutOfRange(out.clone())));
    assert!(out.to_string().contains("must go on at 11, but Kafka has it only up to 10"), "{out}");
    let foreign = Lane::new("flagpost.events.elsewhere", 0);
    assert_eq!(consumer.start(&foreign, At::First), Err(NotStarted::NotHeld(foreign.clone())));
    // The next to come is in range.
    let started = consumer.start(&lane, At::Offset(10)).unwrap();
    assert_eq!((started.next, started.first, started.end), (10, 0, 10));
    assert_eq!(consumer.poll(1, WAIT).unwrap(), Happened::Nothing);
}

pub fn odd_messages_are_told_as_they_are(cluster: &mut Cluster) {
    let settings = cluster.with_topic(1);
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", settings.brokers.join(",")).set("message.max.bytes", "1000000");
    let producer: BaseProducer = config.create().unwrap();
    let topic = cluster.lane(0).topic;
    let big = vec![b'x'; 300_000];
    let site = |value| OwnedHeaders::new().insert(Header { key: "flagpost-site", value });
    let records: [BaseRecord<'_, [u8], [u8]>; 6] = [
        BaseRecord::to(&topic).key(&b"220882"[..]),
        BaseRecord::to(&topic).payload(&b"no key"[..]),
        BaseRecord::to(&topic).key(&b""[..]).payload(&b""[..]),
        BaseRecord::to(&topic).key(&[0xff, 0xfe][..]).payload(&big[..]),
        BaseRecord::to(&topic).key(&b"1"[..]).payload(&b"2"[..]).headers(site(Some(&[0xff][..]))),
        BaseRecord::to(&topic).key(&b"1"[..]).payload(&b"2"[..]).headers(
            site(Some(&b"hall"[..])).insert(Header { key: "other", value: Some("x") }).insert(Header::<
                &[u8],
            > {
                key: "flagpost-site",
                value: None,
            }),
        ),
    ];
    for record in records {
        producer.send(record).map_err(|(error, _)| error).unwrap();
    }
    producer.flush(Duration::from_secs(30)).unwrap();
    let mut worker = Worker::new(&settings);
    worker.turn_until("all came", |worker| worker.texts().len() == 6);
    // Key, bytes of the payload, site.
    type Told = (Option<Vec<u8>>, Option<usize>, Option<Vec<u8>>);
    let told: Vec<Told> = worker
        .taken
        .iter()
        .flat_map(|taken| {
            taken.messages.iter().map(|message| {
                let owned = |bytes: &[u8]| bytes.to_vec();
                let (key, site) = (taken.key(message).map(owned), taken.site(message).map(owned));
                (key, taken.payload(message).map(<[u8]>::len), site)
            })
        })
        .collect();
    let some = |bytes: &[u8]| Some(bytes.to_vec());
    assert_eq!(
        told,
        [
            (some(b"220882"), None, None),
            (None, Some(6), None),
            (some(b""), Some(0), None),
            (some(&[0xff, 0xfe]), Some(300_000), None),
            (some(b"1"), Some(1), some(&[0xff])),
            (some(b"1"), Some(1), some(b"")),
        ]
    );
}

pub fn the_lag_is_told(cluster: &mut Cluster) {
    let settings = cluster.with_topic(1);
    let (producer, region, lane) = (cluster.producer(1), cluster.region("1"), cluster.lane(0));
    send(&producer, &region, &numbered(0..30));
    let mut consumer = Consumer::subscribe(&settings).unwrap();
    poll_until(&mut consumer, assigned);
    assert_eq!(consumer.lag(), []);
    consumer.start(&lane, At::Offset(10)).unwrap();
    let lag = consumer.lag();
    assert_eq!((lag[0].messages(), lag[0].next, lag[0].end), (20, 10, 30));
    let taken = poll_until(&mut consumer, messages);
    let came: usize = taken.iter().flat_map(texts).count();
    assert_eq!(consumer.lag()[0].messages(), 20 - came as u64);
    // Brokers tell where the lane ends now.
    send(&producer, &region, &numbered(30..50));
    wait_until("the new end is known", || {
        consumer.poll(1000, WAIT).unwrap();
        consumer.lag()[0].end == 50
    });
}

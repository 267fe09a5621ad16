//! Claims of the producer.

use crate::cluster::{Cluster, Worker, send};
use ingest::sources::kafka::lanes::REJECTED;
use ingest::sources::kafka::produce::{Outgoing, RAW_BYTES_MAX, Rejected};
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::message::{Headers as _, Message as _};
use std::collections::BTreeMap;
use std::time::Duration;

/// Real brokers and librdkafka place a key where `Topics::home` says that it lies.
pub fn a_region_lies_where_librdkafka_puts_its_key(cluster: &mut Cluster) {
    let settings = cluster.with_topic(7);
    let producer = cluster.producer(7);
    let regions: Vec<String> = (220_100..220_200).map(|code| cluster.region(&code.to_string())).collect();
    let events = regions.iter().map(|region| Outgoing { region, site: None, raw: region.as_bytes() });
    producer.deliver_and_wait(events).unwrap();
    let mut worker = Worker::new(&settings);
    worker.turn_until("all came", |worker| worker.texts().len() == regions.len());
    let mut lanes = BTreeMap::new();
    for taken in &worker.taken {
        for message in &taken.messages {
            let region = String::from_utf8_lossy(taken.key(message).unwrap()).into_owned();
            lanes.insert(region, taken.lane.clone());
        }
    }
    for region in &regions {
        assert_eq!(lanes.get(region), producer.topics().home(region).as_ref(), "{region}");
    }
    assert_eq!(lanes.values().collect::<std::collections::BTreeSet<_>>().len(), 7);
}

pub fn rejected_messages_say_where_they_were_and_why(cluster: &mut Cluster) {
    let settings = cluster.with_topic(2);
    let lane = cluster.lane(1);
    let message = "不是 JSON / no JSON";
    let region = cluster.region("220882");
    let rejected = [None, Some(region.as_str())].map(|region| Rejected {
        region,
        lane: &lane,
        offset: 41,
        code: "malformed_json",
        message,
        raw: b"\xffoops",
    });
    cluster.producer(2).reject_and_wait(rejected).unwrap();

    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", settings.brokers.join(","))
        .set("group.id", format!("{}-2", settings.group));
    config.set("auto.offset.reset", "earliest");
    let consumer: BaseConsumer = config.create().unwrap();
    consumer.subscribe(&[REJECTED]).unwrap();
    let mut told = BTreeMap::new();
    crate::servers::wait_until("both were told", || {
        if let Some(Ok(message)) = consumer.poll(Duration::from_millis(50)) {
            let headers = message.headers().unwrap();
            let headers: Vec<(String, String)> = headers
                .iter()
                .map(|header| {
                    (header.key.to_owned(), String::from_utf8_lossy(header.value.unwrap()).into_owned())
                })
                .collect();
            assert_eq!(message.payload(), Some(&b"\xffoops"[..]));
            told.insert(message.key().map(<[u8]>::to_vec), headers);
        }
        told.len() == 2
    });
    let said =
        [("code", "malformed_json"), ("message", message), ("lane", &lane.to_string()), ("offset", "41")];
    let said: Vec<(String, String)> = said.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    assert_eq!(told[&None], said);
    let with_region = [said, vec![("region".to_owned(), region.clone())]].concat();
    assert_eq!(told[&Some(region.into_bytes())], with_region);
}

pub fn a_long_event_is_sent_with_its_beginning(cluster: &mut Cluster) {
    let settings = cluster.with_topic(1);
    let texts = [RAW_BYTES_MAX, RAW_BYTES_MAX + 1, 3 << 20].map(|bytes| "x".repeat(bytes));
    send(&cluster.producer(1), &cluster.region("1"), &texts);
    let mut worker = Worker::new(&settings);
    worker.turn_until("all came", |worker| worker.texts().len() == 3);
    assert!(worker.texts().iter().all(|text| text.len() == RAW_BYTES_MAX));
}

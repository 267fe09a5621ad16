//! The cluster loses and doubles nothing: servers that die and come back, a worker that sleeps through the loss of its lanes,
//! messages that nobody can read.
#![allow(clippy::unwrap_used)]

mod clustered;
mod program;
mod servers;

use clustered::Cluster;
use ingest::sources::kafka::settings::Settings;
use ingest::sources::kafka::topics;
use program::{folder, service::Service};
use rdkafka::ClientConfig;
use rdkafka::message::Message as _;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use std::process::Command;
use std::time::Duration;

/// Stops or continues a process, as a machine that hangs does.
fn signal(name: &str, worker: &Service) {
    let sent = Command::new("kill").args([name, &worker.process().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn servers_that_die_and_come_back_cost_nothing() {
    let place = folder("cluster_servers_die");
    let Some(mut cluster) = Cluster::start(&place, 3, 9000) else { return };
    let worker = cluster.worker("first");
    cluster.send_doubled(0.3);
    cluster.wait_until_events_reach(500);
    cluster.clickhouse.kill();
    // Kafka takes events all the same.
    cluster.send_doubled(0.6);
    cluster.clickhouse.resume();
    cluster.wait_until_all_is_taken_in();
    cluster.kafka.kill();
    cluster.kafka.resume();
    cluster.send_doubled(1.0);
    cluster.wait_until_all_is_taken_in();
    cluster.check_against_batch(&place);
    worker.stop();
}

#[test]
fn a_worker_that_slept_through_the_loss_of_its_lanes_writes_nothing_that_counts() {
    let place = folder("cluster_sleeper");
    let Some(mut cluster) = Cluster::start(&place, 3, 9000) else { return };
    let sleeper = cluster.worker("sleeper");
    cluster.send_doubled(0.3);
    cluster.wait_until_events_reach(500);
    signal("-STOP", &sleeper);
    cluster.send_doubled(0.7);
    let other = cluster.worker("other");
    cluster.wait_until_all_is_taken_in();
    signal("-CONT", &sleeper);
    cluster.send_doubled(1.0);
    cluster.wait_until_all_is_taken_in();
    cluster.check_against_batch(&place);
    sleeper.stop();
    other.stop();
}

#[test]
fn messages_that_nobody_can_read_are_kept_and_stop_nothing() {
    let place = folder("cluster_poison");
    let Some(mut cluster) = Cluster::start(&place, 2, 3000) else { return };
    let code = cluster.regions()[0].code.clone();
    let settings = Settings::of(&cluster.kafka.brokers);
    let found = topics::found(&settings).unwrap();
    let home = found.home(&code).unwrap();
    let elsewhere = (home.partition as i32 + 1) % 4;
    let producer: BaseProducer =
        ClientConfig::new().set("bootstrap.servers", &cluster.kafka.brokers).create().unwrap();
    let send =
        |record: BaseRecord<'_, [u8], [u8]>| producer.send(record).map_err(|(error, _)| error).unwrap();
    let topic = "flagpost.events.all";
    // No key; an unknown region; a key that is no text; the wrong partition; nothing; no JSON; another site's event.
    send(BaseRecord::to(topic).payload(b"{}".as_slice()).partition(0));
    send(BaseRecord::to(topic).payload(b"{}".as_slice()).key(b"999999".as_slice()).partition(0));
    send(BaseRecord::to(topic).payload(b"{}".as_slice()).key(b"\xff\xfe".as_slice()).partition(1));
    send(BaseRecord::to(topic).payload(b"{}".as_slice()).key(code.as_bytes()).partition(elsewhere));
    send(BaseRecord::to(topic).key(code.as_bytes()).partition(home.partition as i32));
    send(
        BaseRecord::to(topic)
            .payload(b"\xff{".as_slice())
            .key(code.as_bytes())
            .partition(home.partition as i32),
    );
    // So much of it that somebody must know.
    for _ in 0..20 {
        send(
            BaseRecord::to(topic)
                .payload(b"rubbish".as_slice())
                .key(code.as_bytes())
                .partition(home.partition as i32),
        );
    }
    producer.flush(Duration::from_secs(10)).unwrap();
    let worker = cluster.worker("first");
    cluster.send_doubled(1.0);
    cluster.wait_until_all_is_taken_in();
    let strays = cluster.ask(
        "SELECT code, count() FROM rejections FINAL WHERE region LIKE 'flagpost.events.%' GROUP BY code ORDER BY code",
    );
    assert_eq!(strays, ["not_allowed\t1", "unknown_site\t3"]);
    let of_region = cluster.ask(&format!(
        "SELECT count() FROM rejections FINAL WHERE region = '{code}' AND raw IN ('', unhex('FF7B'))"
    ));
    assert_eq!(of_region, ["2"]);
    // Each is told where others can listen, with the reason.
    let told = cluster.messages("flagpost.rejected");
    assert!(told.iter().any(|message| message.payload() == Some(b"\xff{")), "{} are told", told.len());
    cluster.wait_until_notice(&code, "feed_rubbish");
    cluster.check_against_batch(&place);
    worker.stop();
}

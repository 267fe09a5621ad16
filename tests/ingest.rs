//! `flagpost ingest --to kafka` as people run it: files, the service, tokens, and Kafka away, with a real broker.
#![allow(clippy::unwrap_used)]

mod program;
mod servers;

use ingest::sources::kafka::consume::{At, Consumer, Happened};
use ingest::sources::kafka::settings::Settings;
use ingest::sources::kafka::topics::{self, Wanted};
use program::service::Service;
use program::{arg, flagpost, flagpost_in, flagpost_reading, folder, gzip};
use servers::kafka::Kafka;
use servers::wait_until;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// A broker without topics, and a folder with a configuration that names it and one token.
struct Road {
    kafka: Kafka,
    place: PathBuf,
    token: String,
}

impl Road {
    fn start(name: &str) -> Option<Road> {
        let (kafka, place) = (Kafka::start()?, folder(name));
        let made = flagpost_in(&place, &["ingest", "token", "--region", "220882", "--site", "hall"]);
        let told = String::from_utf8(made.stderr).unwrap();
        let table = &told[told.find("[[token]]").unwrap()..];
        let config = format!(
            "listen = \"127.0.0.1:0\"\n[kafka]\nbrokers = [{:?}]\npartitions = 3\nreplication = 1\ndelivery_seconds = 2\n{table}",
            kafka.brokers
        );
        fs::write(place.join("flagpost.cluster.toml"), config).unwrap();
        let token = String::from_utf8(made.stdout).unwrap().trim().to_owned();
        Some(Road { kafka, place, token })
    }

    fn settings(&self) -> Settings {
        Settings::of(&self.kafka.brokers)
    }

    fn make_topics(&self, partitions: u32) {
        let wanted = Wanted { partitions, replication: 1, in_step_min: 1, ..Wanted::default() };
        topics::init(&self.settings(), &wanted).unwrap();
    }

    fn service(&self) -> Service {
        let mut ingest = Command::new(env!("CARGO_BIN_EXE_flagpost"));
        ingest.args(["ingest", "--to", "kafka", "--config", arg(&self.config())]);
        Service::of(&mut ingest)
    }

    fn config(&self) -> PathBuf {
        self.place.join("flagpost.cluster.toml")
    }

    /// The status and text of an address of the service.
    fn get(&self, service: &Service, path: &str) -> (u16, String) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = agent.get(format!("http://{}{path}", service.address)).call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    fn post(&self, service: &Service, lines: &str) -> u16 {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = agent.post(format!("http://{}/v1/events", service.address));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        request.header("content-type", "application/x-ndjson").send(lines).unwrap().status().as_u16()
    }

    /// The first so many messages of the region's lane, with their sites.
    fn messages(&self, count: usize) -> Vec<(String, Option<String>)> {
        let mut consumer = Consumer::subscribe(&self.settings()).unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut messages = Vec::new();
        wait_until("the messages came", || {
            match consumer.poll(1000, Duration::from_millis(50)).unwrap() {
                Happened::Assigned(lanes) => {
                    for lane in lanes {
                        consumer.start(&lane, At::First).unwrap();
                    }
                }
                Happened::Messages(all) => {
                    for taken in all {
                        for message in &taken.messages {
                            assert_eq!(taken.key(message), Some(&b"220882"[..]));
                            messages
                                .push((text(taken.payload(message).unwrap()), taken.site(message).map(text)));
                        }
                    }
                }
                Happened::Nothing | Happened::Trouble(_) => {}
                Happened::Revoked(_) | Happened::Lost(_) | Happened::OutOfRange(_) => panic!("not awaited"),
            }
            messages.len() >= count
        });
        messages
    }
}

fn lines(name: &str, count: u32) -> String {
    (0..count).map(|number| format!("{{\"id\":\"{name}{number}\"}}\n")).collect()
}

fn printed(place: &Path, args: &[&str]) -> (bool, String) {
    let output = flagpost_in(place, args);
    let text = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn files_are_sent_and_counted() {
    let Some(road) = Road::start("ingest_files") else { return };
    fs::write(road.place.join("a.ndjson"), lines("a", 7000)).unwrap();
    fs::write(road.place.join("b.ndjson.gz"), gzip(lines("b", 30).as_bytes())).unwrap();
    let send = ["ingest", "--to", "kafka", "--region", "220882", "a.ndjson", "b.ndjson.gz"];
    let (went, told) = printed(&road.place, &send);
    assert!(!went && told.contains("run flagpost cluster init"), "{told}");
    road.make_topics(3);
    let (went, told) = printed(&road.place, &send);
    assert!(went && told.contains("sent 7030 events to flagpost.events.all/"), "{told}");
    let brokers = &road.kafka.brokers;
    let piped =
        ["ingest", "--to", "kafka", "--brokers", brokers, "--region", "220882", "--site", "village", "-"];
    assert_eq!(flagpost_reading(&piped, lines("c", 2).as_bytes()).status, 0);
    let messages = road.messages(7032);
    let sent = lines("a", 7000) + &lines("b", 30) + &lines("c", 2);
    let found: String = messages.iter().map(|(text, _)| format!("{text}\n")).collect();
    assert!(found == sent, "order or content differ");
    assert_eq!(messages.iter().filter(|(_, site)| site.as_deref() == Some("village")).count(), 2);

    let (went, told) = printed(&road.place, &["ingest", "--to", "kafka", "--region", "220882", "c.ndjson"]);
    assert!(!went && told.contains("cannot open c.ndjson"), "{told}");
    assert_eq!(flagpost(&["ingest", "--to", "kafka", "--region", "220882"]).status, 2);
    assert_eq!(flagpost(&["ingest", "a.ndjson"]).status, 2);
}

#[test]
fn the_service_takes_events_only_while_kafka_does() {
    let Some(mut road) = Road::start("ingest_service") else { return };
    let service = road.service();
    // It starts before the topics are there.
    wait_until("it says what is missing", || {
        let (status, told) = road.get(&service, "/readyz");
        status == 503 && told.contains("flagpost.events.all does not exist")
    });
    assert_eq!(road.get(&service, "/healthz").0, 200);
    assert_eq!(road.post(&service, "{}"), 503);
    road.make_topics(3);
    wait_until("it is ready", || road.get(&service, "/readyz").0 == 200);
    assert_eq!(road.post(&service, &lines("a", 10)), 202);

    road.kafka.kill();
    assert_eq!(road.post(&service, &lines("b", 10)), 503);
    wait_until("it says so", || road.get(&service, "/readyz").0 == 503);
    road.kafka.resume();
    wait_until("it is ready again", || road.get(&service, "/readyz").0 == 200);
    // What was refused comes again; part of it may have been there.
    assert_eq!(road.post(&service, &lines("b", 10)), 202);
    let (_, metrics) = road.get(&service, "/metrics");
    assert!(metrics.contains("flagpost_ingest_events_total{road=\"http\"} 20"), "{metrics}");
    assert!(metrics.contains("flagpost_ready{part=\"kafka\"} 1"), "{metrics}");
    service.stop();
    let messages = road.messages(20);
    assert!(messages.iter().all(|(_, site)| site.as_deref() == Some("hall")));
    let found: String = messages.iter().take(10).map(|(text, _)| format!("{text}\n")).collect();
    assert_eq!(found, lines("a", 10));
}

#[test]
fn files_that_are_dropped_are_sent_and_filed() {
    let Some(road) = Road::start("ingest_folder") else { return };
    road.make_topics(3);
    let config = fs::read_to_string(road.config()).unwrap();
    let folder = "\n[[folder]]\npath = \"drop\"\nregion = \"220882\"\nsettle_seconds = 0\n";
    fs::write(road.config(), config + folder).unwrap();
    let service = road.service();
    let drop = road.place.join("drop");
    let packed = gzip(lines("b", 20).as_bytes());
    for (name, bytes) in [
        ("a.ndjson", lines("a", 9000).into_bytes()),
        ("half.ndjson.gz", packed[..packed.len() / 2].to_vec()),
        ("rows.csv", b"a,b".to_vec()),
    ] {
        fs::write(drop.join(".being-written"), bytes).unwrap();
        fs::rename(drop.join(".being-written"), drop.join(name)).unwrap();
    }
    let results = || -> Vec<(String, serde_json::Value)> {
        let files = program::files_below(&drop).into_iter();
        let results = files.filter(|(name, _)| name.ends_with(".result.json"));
        results.map(|(name, text)| (name, serde_json::from_str(&text).unwrap())).collect()
    };
    wait_until("all are filed", || {
        ["a.ndjson", "half.ndjson.gz", "rows.csv"].iter().all(|name| !drop.join(name).exists())
    });
    service.stop();
    // What is packed and broken cannot be read as text.
    fs::remove_file(drop.join("failed/half.ndjson.gz")).unwrap();
    let results = results();
    let told: Vec<(&str, &serde_json::Value)> =
        results.iter().map(|(name, result)| (name.rsplit('/').next().unwrap(), &result["state"])).collect();
    let (sent, failed) = (&serde_json::json!("sent"), &serde_json::json!("failed"));
    assert_eq!(
        told,
        [
            ("a.ndjson.result.json", sent),
            ("half.ndjson.gz.result.json", failed),
            ("rows.csv.result.json", failed)
        ]
    );
    assert_eq!(results[0].1["sent"], 9000);
    assert!(results[0].0.starts_with("done/20"), "{}", results[0].0);
    let found: String = road.messages(9000).iter().map(|(text, _)| format!("{text}\n")).collect();
    assert!(found == lines("a", 9000), "order or content differ");
}

#[test]
fn topics_with_another_number_of_partitions_are_refused() {
    let Some(road) = Road::start("ingest_partitions") else { return };
    road.make_topics(2);
    let service = road.service();
    wait_until("it says what differs", || {
        let (status, told) = road.get(&service, "/readyz");
        status == 503 && told.contains("has 2 partitions, not 3")
    });
    assert_eq!(road.post(&service, "{}"), 503);
    let log = service.stop();
    assert!(log.contains("has 2 partitions, not 3"), "{log}");
}

//! A cluster of its own for one test: Kafka, ClickHouse, regions with a month of events, workers as processes.
#![allow(dead_code)] // Each test file uses its part.

mod embedded;
mod equal;

use crate::program::service::Service;
use crate::program::{arg, flagpost};
use crate::servers::clickhouse::ClickHouse;
use crate::servers::kafka::Kafka;
use ingest::sources::kafka::produce::{Outgoing, Producer};
use ingest::sources::kafka::settings::Settings;
use ingest::sources::kafka::topics;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The month of the events.
pub const MONTH: &str = "2026-09";

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(120);

/// A silent worker loses its lanes after so many seconds: what brokers allow at least.
const SESSION_SECONDS: u32 = 6;

/// A cluster that runs until it is dropped.
pub struct Cluster {
    /// Its broker.
    pub kafka: Kafka,
    /// Its store.
    pub clickhouse: ClickHouse,
    config: PathBuf,
    regions: Vec<Region>,
    /// How much of each region's lines was sent, from 0 to 1.
    sent: f64,
}

/// A region with its events.
pub struct Region {
    /// The GB/T 2260 code.
    pub code: String,
    /// The folder of its registry.
    pub registry: PathBuf,
    /// The file of its events.
    pub events: PathBuf,
    lines: Vec<Vec<u8>>,
}

/// What the cluster shows of a region's month.
pub struct Shown {
    /// As of when, in the region's offset.
    pub as_of: String,
    folder: PathBuf,
}

impl Shown {
    /// One of its files.
    pub fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }
}

impl Cluster {
    /// Starts servers, makes topics and tables, makes up regions with so many lines in all. `None` where the servers are not
    /// there.
    pub fn start(place: &Path, regions: u32, lines: u32) -> Option<Cluster> {
        let kafka = Kafka::start()?;
        let clickhouse = ClickHouse::start()?;
        let made = flagpost(&[
            "sample",
            "--out",
            arg(&place.join("regions")),
            "--regions",
            &regions.to_string(),
            "--months",
            MONTH,
            "--events",
            &lines.to_string(),
            "--bad-permille",
            "20",
        ]);
        assert_eq!(made.status, 0, "{}", made.stderr);
        let config = place.join("cluster.toml");
        let text = format!(
            "listen = \"127.0.0.1:0\"\n[regions]\nregistry = \"regions\"\n[kafka]\nbrokers = [{:?}]\npartitions = 4\n\
             replication = 1\nin_step_min = 1\nsession_seconds = {SESSION_SECONDS}\n[clickhouse]\nurl = {:?}\n\
             [worker]\npublish_seconds = 1\ngather_milliseconds = 50\nbatch_events_max = 1000\n",
            kafka.brokers, clickhouse.url
        );
        fs::write(&config, text).unwrap();
        let told = flagpost(&["cluster", "init", "--config", arg(&config)]);
        assert_eq!(told.status, 0, "{}", told.stderr);
        let regions =
            fs::read_dir(place.join("regions")).unwrap().map(|entry| Region::read(&entry.unwrap().path()));
        let mut regions: Vec<Region> = regions.collect();
        regions.sort_by(|one, other| one.code.cmp(&other.code));
        Some(Cluster { kafka, clickhouse, config, regions, sent: 0.0 })
    }

    /// Its regions, by code.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The configuration of its programs.
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// Starts a worker.
    pub fn worker(&self, name: &str) -> Service {
        let mut worker = Command::new(env!("CARGO_BIN_EXE_flagpost"));
        worker.args(["worker", "--config", arg(&self.config), "--name", name]);
        Service::of(&mut worker)
    }

    /// Sends the lines of every region up to a share of them; every third line a second time.
    pub fn send_doubled(&mut self, up_to: f64) {
        let settings = Settings::of(&self.kafka.brokers);
        let producer = Producer::new(&settings, topics::found(&settings).unwrap()).unwrap();
        for region in &self.regions {
            let of = |share: f64| (region.lines.len() as f64 * share) as usize;
            let lines = &region.lines[of(self.sent)..of(up_to)];
            let all = lines.iter().chain(lines.iter().step_by(3));
            let outgoing = all.map(|raw| Outgoing { region: &region.code, site: None, raw });
            producer.deliver_and_wait(outgoing).unwrap();
        }
        self.sent = up_to;
    }

    /// How many lines there are in all regions.
    pub fn lines(&self) -> usize {
        self.regions.iter().map(|region| region.lines.len()).sum()
    }

    /// Asks ClickHouse; the answer's lines, tab-separated.
    pub fn ask(&self, sql: &str) -> Vec<String> {
        let url = format!("{}/?database=flagpost", self.clickhouse.url);
        let mut answer = ureq::post(&url).send(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        answer.body_mut().read_to_string().unwrap().lines().map(str::to_owned).collect()
    }

    /// How many events count.
    pub fn events_kept(&self) -> u64 {
        self.ask("SELECT sum(events) FROM v_heads")[0].parse().unwrap()
    }

    /// Waits until at least so many events count.
    pub fn wait_until_events_reach(&self, events: u64) {
        wait_longer(&format!("{events} events"), || (self.events_kept() >= events).then_some(()));
    }

    /// Waits until everything that was sent is taken in, and the results say so.
    pub fn wait_until_all_is_taken_in(&self) {
        let settings = Settings::of(&self.kafka.brokers);
        let ends: u64 = topics::found(&settings).unwrap().lanes().map(|lane| end_of(&settings, &lane)).sum();
        wait_longer("every message", || {
            let taken: u64 = self.ask("SELECT ifNull(sum(position), 0) FROM heads FINAL WHERE region = ''")
                [0]
            .parse()
            .unwrap();
            (taken == ends).then_some(())
        });
    }

    /// Waits until a region has a notice of a kind, which is to be there once.
    pub fn wait_until_notice(&self, region: &str, kind: &str) {
        let sql = format!(
            "SELECT count(), uniqExact(identity) FROM notices FINAL WHERE region = '{region}' AND kind = '{kind}' AND state = 'pending'"
        );
        wait_longer(kind, || (self.ask(&sql) == ["1\t1"]).then_some(()));
    }

    /// Every message of a topic, from its beginning.
    pub fn messages(&self, topic: &str) -> Vec<rdkafka::message::OwnedMessage> {
        use rdkafka::consumer::{BaseConsumer, Consumer as _};
        let consumer: BaseConsumer = rdkafka::ClientConfig::new()
            .set("bootstrap.servers", &self.kafka.brokers)
            .set("group.id", "test")
            .set("enable.partition.eof", "true")
            .create()
            .unwrap();
        let found = consumer.fetch_metadata(Some(topic), Duration::from_secs(10)).unwrap();
        let partitions = found.topics()[0].partitions().len();
        let mut list = rdkafka::TopicPartitionList::new();
        for partition in 0..partitions {
            list.add_partition_offset(topic, partition as i32, rdkafka::Offset::Beginning).unwrap();
        }
        consumer.assign(&list).unwrap();
        let (mut ended, mut messages) = (0, Vec::new());
        while ended < partitions {
            match consumer.poll(PATIENCE) {
                Some(Ok(message)) => messages.push(message.detach()),
                Some(Err(rdkafka::error::KafkaError::PartitionEOF(_))) => ended += 1,
                other => panic!("{other:?}"),
            }
        }
        messages
    }

    /// The newest results of a region that rest on all its events, written into a folder.
    pub fn results(&self, region: &Region, out: &Path) -> Shown {
        wait_longer(&format!("the results of {}", region.code), || {
            let events = self.ask(&format!("SELECT events FROM v_heads WHERE region = '{}'", region.code));
            let seen = self.ask(&format!(
                "SELECT JSONExtractUInt(result, 'events', 'accepted') FROM results FINAL WHERE region = '{}' AND month = '{MONTH}'",
                region.code
            ));
            (!seen.is_empty() && seen == events).then_some(())
        });
        let told = flagpost(&[
            "cluster",
            "results",
            "--config",
            arg(&self.config),
            "--region",
            &region.code,
            "--month",
            MONTH,
            "--out",
            arg(out),
        ]);
        assert_eq!(told.status, 0, "{}", told.stderr);
        let folder = out.join(MONTH);
        let result: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(folder.join("result.json")).unwrap()).unwrap();
        Shown { as_of: result["as_of"].as_str().unwrap().to_owned(), folder }
    }

    /// Every event that counts is there once, and so many are there.
    pub fn check_kept(&self, region: &Region, accepted: u64) {
        let code = &region.code;
        let sql = format!(
            "SELECT source || '/' || id FROM events FINAL
             WHERE region = '{code}' AND number <= (SELECT events FROM v_heads WHERE region = '{code}')"
        );
        let kept = self.ask(&sql);
        let once: HashSet<&String> = kept.iter().collect();
        assert_eq!((kept.len(), once.len()), (accepted as usize, accepted as usize), "{}", region.code);
    }
}

fn end_of(settings: &Settings, lane: &ingest::sources::kafka::lanes::Lane) -> u64 {
    use rdkafka::consumer::Consumer as _;
    let consumer: rdkafka::consumer::BaseConsumer =
        rdkafka::ClientConfig::new().set("bootstrap.servers", settings.brokers.join(",")).create().unwrap();
    let (_, end) =
        consumer.fetch_watermarks(&lane.topic, lane.partition as i32, Duration::from_secs(10)).unwrap();
    end as u64
}

fn wait_longer<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

impl Region {
    fn read(folder: &Path) -> Region {
        let (registry, events) =
            (folder.join("registry"), folder.join("events").join(format!("{MONTH}.ndjson")));
        let county: toml::Table = fs::read_to_string(registry.join("county.toml")).unwrap().parse().unwrap();
        let lines = fs::read(&events).unwrap();
        let lines =
            lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect();
        Region { code: county["region"]["code"].as_str().unwrap().to_owned(), registry, events, lines }
    }
}

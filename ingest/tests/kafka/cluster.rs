//! A cluster for one claim, and what claims do with it.

use crate::servers::kafka::Kafka;
use crate::servers::{BEGINNING, wait_until};
use ingest::sources::kafka::consume::{At, Consumer, Happened, Taken};
use ingest::sources::kafka::lanes::{Lane, Topics};
use ingest::sources::kafka::produce::{Outgoing, Producer};
use ingest::sources::kafka::settings::Settings;
use ingest::sources::kafka::topics::{self, Wanted};
use ingest::sources::kafka::trouble::Trouble;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::DefaultProducerContext;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// A poll of a claim waits so long.
pub const WAIT: Duration = Duration::from_millis(50);

/// Brokers, and the names that a claim uses there.
pub enum Cluster {
    Mock(MockCluster<'static, DefaultProducerContext>),
    Real(Kafka),
    /// The same brokers under other names.
    Renamed {
        brokers: String,
        name: &'static str,
    },
}

impl Cluster {
    pub fn mock() -> Cluster {
        let cluster = MockCluster::new(1).unwrap();
        Cluster::Mock(cluster)
    }

    pub fn real() -> Option<Cluster> {
        Some(Cluster::Real(Kafka::start()?))
    }

    /// Takes a mock cluster's broker away, for a while.
    pub fn take_away(&self) {
        let Cluster::Mock(mock) = self else { unreachable!() };
        // The mock closes its socket and binds another to the same port, which must be nobody else's.
        let _none_begins = BEGINNING.lock().unwrap_or_else(PoisonError::into_inner);
        mock.broker_down(1).unwrap();
    }

    /// Brings it back.
    pub fn bring_back(&self) {
        let Cluster::Mock(mock) = self else { unreachable!() };
        mock.broker_up(1).unwrap();
    }

    pub fn renamed(&mut self, name: &'static str) -> Cluster {
        Cluster::Renamed { brokers: self.brokers(), name }
    }

    fn brokers(&self) -> String {
        match self {
            Cluster::Mock(cluster) => cluster.bootstrap_servers(),
            Cluster::Real(kafka) => kafka.brokers.clone(),
            Cluster::Renamed { brokers, .. } => brokers.clone(),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Cluster::Mock(_) | Cluster::Real(_) => "all",
            Cluster::Renamed { name, .. } => name,
        }
    }

    /// Settings with a topic and a group of this claim's own.
    pub fn settings(&self) -> Settings {
        Settings {
            group: self.name().to_owned(),
            topics: vec![self.name().to_owned()],
            session: Duration::from_secs(6),
            ..Settings::of(&self.brokers())
        }
    }

    /// Makes the claim's topic, and that of rejected messages.
    pub fn with_topic(&self, partitions: u32) -> Settings {
        let settings = self.settings();
        if let Cluster::Mock(cluster) = self {
            for topic in ["flagpost.events.all", "flagpost.rejected"] {
                cluster.create_topic(topic, partitions as i32, 1).unwrap();
            }
        } else {
            let wanted = Wanted { partitions, replication: 1, in_step_min: 1, ..Wanted::default() };
            topics::init(&settings, &wanted).unwrap();
        }
        settings
    }

    pub fn producer(&self, partitions: u32) -> Producer {
        let settings = self.settings();
        let topic = settings.topics[0].clone();
        Producer::new(&settings, Topics::new([(topic.as_str(), partitions)])).unwrap()
    }

    /// A region whose events lie in the claim's topic.
    pub fn region(&self, code: &str) -> String {
        format!("{}{code}", self.name())
    }

    /// The lane of the claim's topic.
    pub fn lane(&self, partition: u32) -> Lane {
        Lane::new(&format!("flagpost.events.{}", self.name()), partition)
    }
}

/// Sends texts of one region.
pub fn send(producer: &Producer, region: &str, texts: &[String]) {
    let events = texts.iter().map(|text| Outgoing { region, site: None, raw: text.as_bytes() });
    producer.deliver_and_wait(events).unwrap();
}

pub fn numbered(numbers: std::ops::Range<u32>) -> Vec<String> {
    numbers.map(|number| format!("{{\"id\":\"{number}\"}}")).collect()
}

/// The payloads as texts.
pub fn texts(taken: &Taken) -> Vec<String> {
    let text = |payload: &[u8]| String::from_utf8_lossy(payload).into_owned();
    taken.messages.iter().map(|message| taken.payload(message).map(text).unwrap_or_default()).collect()
}

/// A group that is rearranging itself once more refuses positions, which the store has; lanes go over all the same.
pub fn check_commit(told: Result<(), Trouble>) {
    if let Err(trouble) = told {
        assert!(trouble.to_string().contains("RebalanceInProgress"), "{trouble}");
    }
}

/// A worker as small as can be: starts what it is given at once, lets go what is asked for, keeps what comes.
pub struct Worker {
    pub consumer: Consumer,
    pub taken: Vec<Taken>,
    pub lanes: Vec<Lane>,
    /// Where lanes go on. Workers of a group share it, as they share the database.
    pub store: Rc<RefCell<BTreeMap<Lane, u64>>>,
    /// Where it starts lanes that the store does not have.
    pub starts: fn(&Lane) -> At,
}

impl Worker {
    pub fn new(settings: &Settings) -> Worker {
        let consumer = Consumer::subscribe(settings).unwrap();
        let store = Rc::default();
        Worker { consumer, taken: Vec::new(), lanes: Vec::new(), store, starts: |_| At::First }
    }

    /// Polls once and acts on it.
    pub fn turn(&mut self) -> Happened {
        let happened = self.consumer.poll(1000, WAIT).unwrap();
        match &happened {
            Happened::Assigned(lanes) => {
                for lane in lanes {
                    let stored = self.store.borrow().get(lane).copied();
                    let at = stored.map_or_else(|| (self.starts)(lane), At::Offset);
                    self.consumer.start(lane, at).unwrap();
                    self.lanes.push(lane.clone());
                }
            }
            Happened::Revoked(lanes) => {
                let store = self.store.borrow();
                let positions = lanes.iter().filter_map(|lane| Some((lane, *store.get(lane)?)));
                check_commit(self.consumer.commit_and_wait(positions));
                drop(store);
                self.lanes.retain(|lane| !lanes.contains(lane));
                self.consumer.let_go().unwrap();
            }
            Happened::Lost(lanes) => self.lanes.retain(|lane| !lanes.contains(lane)),
            Happened::Messages(taken) => {
                let told = taken.iter().filter_map(|taken| Some((taken.lane.clone(), taken.next()?)));
                self.store.borrow_mut().extend(told);
                self.taken.extend(taken.iter().cloned());
            }
            Happened::OutOfRange(out) => panic!("{out}"),
            Happened::Trouble(trouble) => eprintln!("{trouble}"),
            Happened::Nothing => {}
        }
        happened
    }

    pub fn turn_until(&mut self, what: &str, mut is_so: impl FnMut(&Worker) -> bool) {
        wait_until(what, || {
            self.turn();
            is_so(self)
        });
    }

    pub fn texts(&self) -> Vec<String> {
        self.taken.iter().flat_map(texts).collect()
    }
}

/// These texts came, each once and in order.
#[track_caller]
pub fn check_texts(worker: &Worker, expected: &[String]) {
    let came = worker.texts();
    let place = came.iter().zip(expected).position(|(came, expected)| came != expected);
    let place = place.unwrap_or(came.len().min(expected.len()));
    assert_eq!(came.get(place), expected.get(place), "at {place} of {} and {}", came.len(), expected.len());
}

/// Polls until something happens of which one asks.
pub fn poll_until<T>(consumer: &mut Consumer, mut wanted: impl FnMut(Happened) -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        assert!(begun.elapsed() < Duration::from_secs(90), "still not");
        if let Some(found) = wanted(consumer.poll(1000, WAIT).unwrap()) {
            return found;
        }
    }
}

pub fn assigned(happened: Happened) -> Option<Vec<Lane>> {
    if let Happened::Assigned(lanes) = happened { Some(lanes) } else { None }
}

pub fn revoked(happened: Happened) -> Option<Vec<Lane>> {
    if let Happened::Revoked(lanes) = happened { Some(lanes) } else { None }
}

pub fn messages(happened: Happened) -> Option<Vec<Taken>> {
    if let Happened::Messages(taken) = happened { Some(taken) } else { None }
}

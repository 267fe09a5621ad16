//! Makes the topics, and checks that they are as the cluster needs them.
//!
//! Topics are made once, by `flagpost cluster init`, and never changed by the program: another number of partitions moves
//! regions to other lanes, so workers refuse to run with one that the store does not know; other settings are told with
//! the command that mends them.

use super::lanes::{REJECTED, Topics, topic_name};
use super::settings::{self, MESSAGE_BYTES_MAX, Settings};
use super::trouble::{Trouble, TroubleKind};
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, ResourceSpecifier, TopicReplication};
use rdkafka::client::{ClientContext, DefaultClientContext};
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::message::DeliveryResult;
use rdkafka::metadata::MetadataTopic;
use rdkafka::producer::{BaseProducer, Producer as _, ProducerContext};
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long brokers are waited for.
const ASK_WAIT: Duration = Duration::from_secs(10);

/// How long it takes to hear what the client library has to say of a failure.
const HEAR_WAIT: Duration = Duration::from_millis(200);

/// Partitions of the topic of rejected messages: few, since few are rejected.
const REJECTED_PARTITIONS_MAX: u32 = 8;

/// How topics are to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Partitions of each topic with events: at most as many workers share it.
    pub partitions: u32,
    /// Copies of each partition, on as many brokers.
    pub replication: u32,
    /// How many copies must have a message before its sender is answered.
    pub in_step_min: u32,
    /// How long messages are kept: how long workers or ClickHouse may be down before something is lost. ClickHouse keeps
    /// everything.
    pub retention: Duration,
}

impl Default for Wanted {
    fn default() -> Wanted {
        let week = Duration::from_secs(7 * 86_400);
        Wanted { partitions: 64, replication: 3, in_step_min: 2, retention: week }
    }
}

/// A topic is not as it is to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The topic.
    pub topic: String,
    /// What of it.
    pub what: Differing,
}

/// What of a topic differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Differing {
    /// It does not exist.
    Missing,
    /// It has another number of partitions.
    Partitions {
        /// How many it has.
        found: u32,
        /// How many it is to have.
        wanted: u32,
    },
    /// It has fewer copies.
    Replication {
        /// How many it has.
        found: u32,
        /// How many it is to have.
        wanted: u32,
    },
    /// One of its settings is another.
    Setting {
        /// Kafka's name of it.
        name: &'static str,
        /// What it is.
        found: String,
        /// What it is to be.
        wanted: String,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let topic = &self.topic;
        match &self.what {
            Differing::Missing => write!(
                out,
                "主题 {topic} 不存在，请运行 flagpost cluster init / the topic {topic} does not exist: run flagpost cluster init"
            ),
            Differing::Partitions { found, wanted } => write!(
                out,
                "主题 {topic} 有 {found} 个分区，应为 {wanted} 个；分区数决定地区归属，不能更改：请恢复原来的分区数，或按运维手册整体迁移 / the topic \
                 {topic} has {found} partitions, not {wanted}; their number decides where regions lie and must not change: restore it, or move \
                 everything as the operations manual says"
            ),
            Differing::Replication { found, wanted } => write!(
                out,
                "主题 {topic} 只有 {found} 份副本，应为 {wanted} 份；请用 kafka-reassign-partitions.sh 增加 / the topic {topic} has {found} \
                 copies, not {wanted}: add some with kafka-reassign-partitions.sh"
            ),
            Differing::Setting { name, found, wanted } => write!(
                out,
                "主题 {topic} 的 {name} 是 {found}，应为 {wanted} / of the topic {topic}, {name} is {found}, not {wanted}: kafka-configs.sh \
                 --bootstrap-server … --alter --entity-type topics --entity-name {topic} --add-config {name}={wanted}"
            ),
        }
    }
}

/// Makes the topics of the settings and [`REJECTED`], where they do not exist. The names of those that were made.
///
/// # Errors
///
/// Brokers are not reached or refuse; topics made before stay.
pub fn init(settings: &Settings, wanted: &Wanted) -> Result<Vec<String>, Trouble> {
    let admin = Admin::new(settings)?;
    let mut made = Vec::new();
    for (topic, partitions) in topics(settings, wanted) {
        if admin.find(&topic)?.is_none() && admin.make(&topic, partitions, wanted)? {
            made.push(topic);
        }
    }
    Ok(made)
}

/// What differs from how the topics of the settings and [`REJECTED`] are to be; longer retention, more copies and larger
/// messages do no harm and are not told.
///
/// # Errors
///
/// Brokers are not reached.
pub fn check(settings: &Settings, wanted: &Wanted) -> Result<Vec<Difference>, Trouble> {
    let admin = Admin::new(settings)?;
    let mut differences = Vec::new();
    for (topic, partitions) in topics(settings, wanted) {
        let mut differs = |what| differences.push(Difference { topic: topic.clone(), what });
        let Some(shape) = admin.find(&topic)? else {
            differs(Differing::Missing);
            continue;
        };
        if shape.partitions != partitions {
            differs(Differing::Partitions { found: shape.partitions, wanted: partitions });
        }
        if shape.replication < wanted.replication {
            differs(Differing::Replication { found: shape.replication, wanted: wanted.replication });
        }
        admin.differing_settings(&topic, wanted)?.into_iter().for_each(&mut differs);
    }
    Ok(differences)
}

/// The topics with events of the settings as they are, with their numbers of partitions.
///
/// # Errors
///
/// Brokers are not reached, or a topic does not exist.
pub fn found(settings: &Settings) -> Result<Topics, Trouble> {
    let admin = Admin::new(settings)?;
    let mut topics = Vec::new();
    for name in settings.topics.iter().map(|topic| topic_name(topic)) {
        let Some(shape) = admin.find(&name)? else {
            let missing = Difference { topic: name, what: Differing::Missing };
            return Err(Trouble::told(TroubleKind::NoTopic, missing));
        };
        topics.push((name, shape.partitions));
    }
    Ok(Topics::new(topics.iter().map(|(topic, partitions)| (topic.as_str(), *partitions))))
}

/// What stands in a worker's way: topics that have another number of partitions than the store knows, or that it knows
/// and that are not there. Topics that the store does not know yet are none.
pub fn moved(known: &Topics, found: &Topics) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (topic, wanted) in known.each() {
        let what = match found.partitions(topic) {
            None => Differing::Missing,
            Some(found) if found != wanted => Differing::Partitions { found, wanted },
            Some(_) => continue,
        };
        differences.push(Difference { topic: topic.to_string(), what });
    }
    differences
}

/// Every topic with how many partitions it is to have.
fn topics(settings: &Settings, wanted: &Wanted) -> Vec<(String, u32)> {
    let events = settings.topics.iter().map(|topic| (topic_name(topic), wanted.partitions));
    let rejected = (REJECTED.to_owned(), wanted.partitions.min(REJECTED_PARTITIONS_MAX));
    events.chain([rejected]).collect()
}

/// What is set of a topic, and whether so much or more is as good.
fn topic_settings(wanted: &Wanted) -> [(&'static str, String, bool); 5] {
    [
        ("retention.ms", wanted.retention.as_millis().to_string(), true),
        ("min.insync.replicas", wanted.in_step_min.to_string(), true),
        ("max.message.bytes", (MESSAGE_BYTES_MAX + (64 << 10)).to_string(), true),
        // The broker's clock says when an event arrived; what senders' clocks say is the event's own `time`.
        ("message.timestamp.type", "LogAppendTime".to_owned(), false),
        // A copy that missed messages never leads.
        ("unclean.leader.election.enable", "false".to_owned(), false),
    ]
}

/// What is seen of a topic.
struct Shape {
    partitions: u32,
    replication: u32,
}

impl Shape {
    fn of(topic: &MetadataTopic) -> Shape {
        let copies = topic.partitions().iter().map(|partition| partition.replicas().len());
        Shape {
            partitions: topic.partitions().len() as u32,
            replication: copies.min().unwrap_or_default() as u32,
        }
    }
}

struct Admin {
    settings: Settings,
    /// Asks for metadata. An admin client would keep for itself why it cannot.
    asker: BaseProducer<Heard>,
}

/// What the client library says of its connections.
#[derive(Default)]
struct Heard(Mutex<Option<(KafkaError, String)>>);

impl ClientContext for Heard {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        super::consume::log(level, facility, message);
    }

    /// That we are not let in says more than that the connection broke, and that more than that no broker is left.
    fn error(&self, error: KafkaError, reason: &str) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rank = |error: &KafkaError| {
            let is_denied = Trouble::met("", "", error, "").kind == TroubleKind::Denied;
            let is_all = error.rdkafka_error_code() == Some(RDKafkaErrorCode::AllBrokersDown);
            if is_denied { 2 } else { u8::from(!is_all) }
        };
        if heard.as_ref().is_none_or(|(known, _)| rank(known) <= rank(&error)) {
            *heard = Some((error, reason.to_owned()));
        }
    }
}

impl ProducerContext for Heard {
    type DeliveryOpaque = ();

    fn delivery(&self, _: &DeliveryResult<'_>, (): ()) {}
}

impl Admin {
    fn new(settings: &Settings) -> Result<Admin, Trouble> {
        let asker = settings::admin(settings)?.create_with_context(Heard::default());
        let asker = asker.map_err(|error| met("无法连接 Kafka", "cannot make a client of Kafka", &error))?;
        Ok(Admin { settings: settings.clone(), asker })
    }

    fn client(&self) -> Result<AdminClient<DefaultClientContext>, Trouble> {
        let client = settings::admin(&self.settings)?.create();
        client.map_err(|error| met("无法连接 Kafka", "cannot make a client of Kafka", &error))
    }

    /// Waits for what the admin client does.
    fn wait<T>(future: impl Future<Output = KafkaResult<T>>) -> KafkaResult<T> {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.map_err(|error| KafkaError::AdminOpCreation(error.to_string()))?.block_on(future)
    }

    /// A topic that exists and whose partitions all have a leader.
    fn find(&self, topic: &str) -> Result<Option<Shape>, Trouble> {
        let failed = |error: &KafkaError| {
            met(&format!("无法查询主题 {topic}"), &format!("cannot ask for the topic {topic}"), error)
        };
        let metadata = self.asker.client().fetch_metadata(Some(topic), ASK_WAIT).map_err(|error| {
            self.asker.poll(HEAR_WAIT);
            let heard = self.asker.context().0.lock().unwrap_or_else(PoisonError::into_inner).take();
            let (error, reason) = heard.unwrap_or((error, String::new()));
            Trouble::met(
                &format!("无法查询主题 {topic}"),
                &format!("cannot ask for the topic {topic}"),
                &error,
                &reason,
            )
        })?;
        let Some(found) = metadata.topics().iter().find(|found| found.name() == topic) else {
            return Ok(None);
        };
        match found.error().map(RDKafkaErrorCode::from) {
            None => Ok(Some(Shape::of(found))),
            Some(RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic) => Ok(None),
            Some(code) => Err(failed(&KafkaError::MetadataFetch(code))),
        }
    }

    /// False where somebody else made it meanwhile.
    fn make(&self, topic: &str, partitions: u32, wanted: &Wanted) -> Result<bool, Trouble> {
        let Wanted { replication, .. } = *wanted;
        let failed = |error: &KafkaError| {
            met(
                &format!(
                    "无法建立主题 {topic}（{partitions} 个分区，{replication} 份副本，副本数不能超过代理数）"
                ),
                &format!(
                    "cannot make the topic {topic} with {partitions} partitions and {replication} copies, which needs as many brokers"
                ),
                error,
            )
        };
        let settings = topic_settings(wanted);
        let new = NewTopic::new(topic, partitions as i32, TopicReplication::Fixed(replication as i32));
        let new = settings.iter().fold(new, |new, (name, value, _)| new.set(name, value));
        let told = Admin::wait(self.client()?.create_topics([&new], &options()));
        let told = told.map_err(|error| failed(&error))?;
        let is_made = match told.into_iter().next() {
            Some(Ok(_)) | None => true,
            Some(Err((_, RDKafkaErrorCode::TopicAlreadyExists))) => false,
            Some(Err((_, code))) => return Err(failed(&KafkaError::AdminOp(code))),
        };
        let begun = Instant::now();
        while self.find(topic).ok().flatten().is_none_or(|shape| shape.partitions == 0) {
            if begun.elapsed() > ASK_WAIT {
                return Err(failed(&KafkaError::MetadataFetch(RDKafkaErrorCode::LeaderNotAvailable)));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(is_made)
    }

    fn differing_settings(&self, topic: &str, wanted: &Wanted) -> Result<Vec<Differing>, Trouble> {
        let asked = [ResourceSpecifier::Topic(topic)];
        let told: KafkaResult<_> = Admin::wait(self.client()?.describe_configs(&asked, &options()));
        let told = told.and_then(|told| match told.into_iter().next() {
            Some(told) => told.map_err(KafkaError::AdminOp),
            None => Err(KafkaError::AdminOp(RDKafkaErrorCode::InvalidConfig)),
        });
        let resource = told.map_err(|error| {
            met(
                &format!("无法查询主题 {topic} 的设置"),
                &format!("cannot ask for the settings of {topic}"),
                &error,
            )
        })?;
        let differs = |(name, wanted, is_least): (&'static str, String, bool)| {
            let found = resource.get(name).and_then(|entry| entry.value.clone()).unwrap_or_default();
            let is_right = if is_least { reaches(&found, &wanted) } else { found == wanted };
            (!is_right).then_some(Differing::Setting { name, found, wanted })
        };
        Ok(topic_settings(wanted).into_iter().filter_map(differs).collect())
    }
}

fn options() -> AdminOptions {
    AdminOptions::new().request_timeout(Some(ASK_WAIT)).operation_timeout(Some(ASK_WAIT))
}

/// Whether a number is as large; −1 stands for no bound.
fn reaches(found: &str, wanted: &str) -> bool {
    match (found.parse::<i64>(), wanted.parse::<i64>()) {
        (Ok(-1), Ok(_)) => true,
        (Ok(found), Ok(wanted)) => found >= wanted,
        (Err(_), _) | (_, Err(_)) => false,
    }
}

fn met(zh: &str, en: &str, error: &KafkaError) -> Trouble {
    Trouble::met(zh, en, error, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_number_of_partitions_stands_in_the_way() {
        let known = Topics::new([("all", 64), ("22", 16)]);
        let told = moved(&known, &Topics::new([("all", 65)]));
        let told: Vec<Differing> = told.into_iter().map(|difference| difference.what).collect();
        assert_eq!(told, [Differing::Missing, Differing::Partitions { found: 65, wanted: 64 }]);
        assert_eq!(moved(&known, &Topics::new([("all", 64), ("22", 16), ("51", 8)])), []);
    }

    #[test]
    fn more_is_as_good_where_a_bound_is_meant() {
        assert!(reaches("604800001", "604800000") && reaches("-1", "604800000") && reaches("2", "2"));
        assert!(!reaches("1", "2") && !reaches("", "2"));
    }
}

//! Sends events into the topics and answers once every broker that must have them has them.
//!
//! | what happens | what becomes of it |
//! | --- | --- |
//! | all of a delivery is acknowledged by every replica in step | its sender is answered |
//! | more waits than memory may hold | senders wait for room |
//! | no broker is there | it is waited for, up to the settings' `delivery`; then the sender is refused |
//! | an acknowledgement is lost | the library sends again; the broker takes it once |
//! | a sender was refused | some of its delivery may be there; sent again, it counts once, since events have an identity |

use super::consume::{ORDER, SITE};
use super::lanes::{Lane, REJECTED, Topics};
use super::settings::{self, MESSAGE_BYTES_MAX, Settings};
use super::trouble::{Trouble, TroubleKind};
use rdkafka::ClientConfig;
use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{DeliveryResult, Header, OwnedHeaders};
use rdkafka::producer::{BaseRecord, Producer as _, ProducerContext, ThreadedProducer};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// The longest event that is sent as it is: what a batch may have, less room for key and headers. Longer ones than the
/// contract's 65,536 bytes are rejected by the worker, which keeps them; of what is longer than this it keeps the beginning.
pub const RAW_BYTES_MAX: usize = MESSAGE_BYTES_MAX as usize - (16 << 10);

/// How often it is looked whether there is room again.
const ROOM_EVERY: Duration = Duration::from_millis(5);

/// An event to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'b> {
    /// The region's code: key and, by it, topic and partition.
    pub region: &'b str,
    /// The only site that it may speak for; `None` where the sender is trusted with all of the region.
    pub site: Option<&'b str>,
    /// The event as it came.
    pub raw: &'b [u8],
}

/// A rejected message to be told in [`REJECTED`].
#[derive(Clone, Copy, Debug)]
pub struct Rejected<'b> {
    /// The region, as far as it is known.
    pub region: Option<&'b str>,
    /// Where it was.
    pub lane: &'b Lane,
    /// Its offset there.
    pub offset: u64,
    /// The contract's word for what is wrong.
    pub code: &'b str,
    /// The sentence: Chinese, then English.
    pub message: &'b str,
    /// The message's value as it came.
    pub raw: &'b [u8],
}

/// Sends to the topics; one serves many threads.
pub struct Producer {
    config: ClientConfig,
    topics: Topics,
    patience: Duration,
    client: RwLock<Client>,
}

type Client = Arc<ThreadedProducer<Reports>>;

impl Producer {
    /// A producer for topics that exist, with their numbers of partitions as [`super::topics`] finds them.
    ///
    /// # Errors
    ///
    /// The settings do not fit.
    pub fn new(settings: &Settings, topics: Topics) -> Result<Producer, Trouble> {
        let config = settings::producer(settings)?;
        let client = RwLock::new(client(&config)?);
        Ok(Producer { config, topics, patience: settings.delivery, client })
    }

    /// Sends events, each to its region's lane, and waits until all are durable.
    ///
    /// # Errors
    ///
    /// Not all are: some may be. They can be sent again.
    pub async fn deliver(&self, events: impl IntoIterator<Item = Outgoing<'_>>) -> Result<(), Trouble> {
        let sending = self.begin();
        for event in events {
            let topic = self.topic(event.region)?;
            while !sending.offers(|| event_record(topic, &event))? {
                tokio::time::sleep(ROOM_EVERY).await;
            }
        }
        let told = sending.finish().await.unwrap_or(Ok(()));
        self.mend(told)
    }

    /// As [`Producer::deliver`], from a thread that may wait.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn deliver_and_wait<'b>(
        &self,
        events: impl IntoIterator<Item = Outgoing<'b>>,
    ) -> Result<(), Trouble> {
        let sending = self.begin();
        for event in events {
            let topic = self.topic(event.region)?;
            while !sending.offers(|| event_record(topic, &event))? {
                std::thread::sleep(ROOM_EVERY);
            }
        }
        let told = sending.finish().blocking_recv().unwrap_or(Ok(()));
        self.mend(told)
    }

    /// Tells what was rejected, and waits until all of it is durable. A worker that does so before it makes the rejections
    /// durable in the store tells each at least once.
    ///
    /// # Errors
    ///
    /// As [`Producer::deliver`].
    pub fn reject_and_wait<'b>(
        &self,
        rejected: impl IntoIterator<Item = Rejected<'b>>,
    ) -> Result<(), Trouble> {
        let sending = self.begin();
        for rejected in rejected {
            while !sending.offers(|| rejected_record(&rejected))? {
                std::thread::sleep(ROOM_EVERY);
            }
        }
        let told = sending.finish().blocking_recv().unwrap_or(Ok(()));
        self.mend(told)
    }

    /// Sends an order to the owner of a region, and waits until it is durable. `answer` is what the answer is to be kept
    /// under.
    ///
    /// # Errors
    ///
    /// As [`Producer::deliver`].
    pub fn order_and_wait(&self, region: &str, answer: &str, order: &[u8]) -> Result<(), Trouble> {
        let sending = self.begin();
        let topic = self.topic(region)?;
        let headers =
            || OwnedHeaders::new_with_capacity(1).insert(Header { key: ORDER, value: Some(answer) });
        while !sending.offers(|| Parts {
            topic,
            key: Some(region),
            payload: order,
            headers: Some(headers()),
        })? {
            std::thread::sleep(ROOM_EVERY);
        }
        let told = sending.finish().blocking_recv().unwrap_or(Ok(()));
        self.mend(told)
    }

    /// The topics that events are sent to.
    pub fn topics(&self) -> &Topics {
        &self.topics
    }

    /// Whether brokers answer that lead the topics' partitions, within a second.
    ///
    /// # Errors
    ///
    /// They do not.
    pub fn check(&self) -> Result<(), Trouble> {
        let client = self.client();
        for (topic, _) in self.topics.each() {
            let told = client.client().fetch_metadata(Some(topic), Duration::from_secs(1));
            told.map_err(|error| Trouble::met("Kafka 没有应答", "Kafka does not answer", &error, ""))?;
        }
        Ok(())
    }

    /// How many messages wait to be acknowledged.
    pub fn waiting(&self) -> usize {
        self.client().in_flight_count().max(0) as usize
    }

    fn topic(&self, region: &str) -> Result<&str, Trouble> {
        self.topics.topic_of(region).map(|topic| &**topic).ok_or_else(|| {
            Trouble::new(
                TroubleKind::NoTopic,
                format_args!("地区 {region} 没有对应的主题；请建立 flagpost.events.all 或该地区的主题"),
                format_args!(
                    "no topic takes the region {region}: make flagpost.events.all, or one of its own"
                ),
            )
        })
    }

    fn begin(&self) -> Sending {
        let (told, answer) = oneshot::channel();
        let report = Report { failure: Mutex::new(None), told: Mutex::new(Some(told)) };
        Sending {
            client: self.client(),
            report: Arc::new(report),
            answer,
            deadline: Instant::now() + self.patience,
        }
    }

    fn client(&self) -> Client {
        self.client.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A client that is beyond repair is replaced, so that the next delivery may go.
    fn mend(&self, told: Result<(), Trouble>) -> Result<(), Trouble> {
        if told.as_ref().is_err_and(|trouble| trouble.kind == TroubleKind::Fatal) {
            let mut current = self.client.write().unwrap_or_else(PoisonError::into_inner);
            if current.client().fatal_error().is_some() {
                *current = client(&self.config)?;
            }
        }
        told
    }
}

fn client(config: &ClientConfig) -> Result<Client, Trouble> {
    let client = config.create_with_context(Reports);
    let trouble = |error| Trouble::met("无法连接 Kafka", "cannot make a client of Kafka", &error, "");
    client.map(Arc::new).map_err(trouble)
}

type Record<'b> = BaseRecord<'b, str, [u8], Arc<Report>>;

/// What a record is made of, save the report.
struct Parts<'b> {
    topic: &'b str,
    key: Option<&'b str>,
    payload: &'b [u8],
    headers: Option<OwnedHeaders>,
}

fn event_record<'b>(topic: &'b str, event: &Outgoing<'b>) -> Parts<'b> {
    let site = |site| OwnedHeaders::new_with_capacity(1).insert(Header { key: SITE, value: Some(site) });
    Parts { topic, key: Some(event.region), payload: beginning(event.raw), headers: event.site.map(site) }
}

fn rejected_record<'b>(rejected: &Rejected<'b>) -> Parts<'b> {
    let (lane, offset) = (rejected.lane.to_string(), rejected.offset.to_string());
    let said: [(&str, &str); 4] =
        [("code", rejected.code), ("message", rejected.message), ("lane", &lane), ("offset", &offset)];
    let region = rejected.region.map(|region| ("region", region));
    let headers = said.into_iter().chain(region).fold(OwnedHeaders::new(), |headers, (key, value)| {
        headers.insert(Header { key, value: Some(value) })
    });
    Parts { topic: REJECTED, key: rejected.region, payload: beginning(rejected.raw), headers: Some(headers) }
}

fn beginning(raw: &[u8]) -> &[u8] {
    &raw[..raw.len().min(RAW_BYTES_MAX)]
}

/// A delivery on its way.
struct Sending {
    client: Client,
    report: Arc<Report>,
    answer: oneshot::Receiver<Result<(), Trouble>>,
    deadline: Instant,
}

impl Sending {
    /// Hands a record to the client; false while there is no room for it.
    fn offers<'b>(&self, parts: impl Fn() -> Parts<'b>) -> Result<bool, Trouble> {
        let Parts { topic, key, payload, headers } = parts();
        let mut record: Record<'_> = BaseRecord::with_opaque_to(topic, self.report.clone()).payload(payload);
        (record.key, record.headers) = (key, headers);
        let Err((error, _)) = self.client.send(record) else { return Ok(true) };
        if error.rdkafka_error_code() == Some(RDKafkaErrorCode::QueueFull) {
            if Instant::now() < self.deadline {
                return Ok(false);
            }
            return Err(Trouble::new(
                TroubleKind::Away,
                "等待发往 Kafka 的数据过多，请稍后重发",
                "too much waits to be sent to Kafka: send it again later",
            ));
        }
        Err(unsent(&error))
    }

    /// Nothing more is sent; the answer comes once the last message has been reported.
    fn finish(self) -> oneshot::Receiver<Result<(), Trouble>> {
        self.answer
    }
}

/// What is known of a delivery: each of its messages holds it, and the last one that lets go tells.
struct Report {
    failure: Mutex<Option<Trouble>>,
    told: Mutex<Option<oneshot::Sender<Result<(), Trouble>>>>,
}

impl Report {
    fn fail(&self, error: &KafkaError) {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert_with(|| unsent(error));
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        let failure = self.failure.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(told) = self.told.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            // Nobody may be waiting any more.
            let _ = told.send(failure.map_or(Ok(()), Err));
        }
    }
}

fn unsent(error: &KafkaError) -> Trouble {
    Trouble::met("未能写入 Kafka，请稍后重发", "Kafka did not take it, send it again later", error, "")
}

/// What the client library calls back.
struct Reports;

impl ClientContext for Reports {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        super::consume::log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        tracing::warn!(%error, %reason, "sending to Kafka meets trouble");
    }
}

impl ProducerContext for Reports {
    type DeliveryOpaque = Arc<Report>;

    fn delivery(&self, result: &DeliveryResult<'_>, report: Arc<Report>) {
        if let Err((error, _)) = result {
            report.fail(error);
        }
    }
}

//! What the client library calls back: lanes that come and go, the lanes' ends, its log.
//!
//! Calls come from within a poll, on the thread that polls, save the log's. What happened is put in a queue; [`super::Consumer`]
//! takes it from there. A revocation is not acknowledged here: that is what holds the lanes back from their next owner until
//! this one has finished.

use super::super::lanes::Lane;
use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer as _, ConsumerContext};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::statistics::Statistics;
use rdkafka::types::RDKafkaRespErr;
use rdkafka::{Offset, TopicPartitionList};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What befell lanes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Turn {
    Assigned(Vec<Lane>),
    Revoked(Vec<Lane>),
    Lost(Vec<Lane>),
}

/// The first offset that a lane still has, and the one after its last, as brokers told last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ends {
    pub first: u64,
    pub end: u64,
}

#[derive(Default)]
pub struct Context {
    turns: Mutex<VecDeque<Turn>>,
    /// The lanes that the client library fetches: those that were started and not let go.
    fetched: Mutex<BTreeSet<Lane>>,
    ends: Mutex<HashMap<Lane, Ends>>,
    /// What librdkafka said of the error that the poll returns.
    reason: Mutex<String>,
    /// Nobody takes turns any more, so revocations are acknowledged at once.
    is_closing: AtomicBool,
}

impl Context {
    pub fn next_turn(&self) -> Option<Turn> {
        locked(&self.turns).pop_front()
    }

    pub fn has_turn(&self) -> bool {
        !locked(&self.turns).is_empty()
    }

    pub fn is_fetched(&self, lane: &Lane) -> bool {
        locked(&self.fetched).contains(lane)
    }

    pub fn fetches(&self, lane: &Lane) {
        locked(&self.fetched).insert(lane.clone());
    }

    /// Stops fetching lanes. Within a revocation this acknowledges it, also where none of them was fetched.
    pub fn let_go(&self, consumer: &BaseConsumer<Context>, lanes: &[Lane]) -> KafkaResult<()> {
        let mut list = TopicPartitionList::new();
        let mut fetched = locked(&self.fetched);
        for lane in lanes.iter().filter(|lane| fetched.contains(lane)) {
            list.add_partition(&lane.topic, lane.partition as i32);
        }
        consumer.incremental_unassign(&list)?;
        fetched.retain(|lane| !lanes.contains(lane));
        locked(&self.ends).retain(|lane, _| !lanes.contains(lane));
        Ok(())
    }

    pub fn ends(&self, lane: &Lane) -> Option<Ends> {
        locked(&self.ends).get(lane).copied()
    }

    pub fn know_ends(&self, lane: &Lane, ends: Ends) {
        locked(&self.ends).insert(lane.clone(), ends);
    }

    pub fn take_reason(&self) -> String {
        std::mem::take(&mut *locked(&self.reason))
    }

    pub fn close(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
    }

    fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::Relaxed)
    }

    fn turn(&self, turn: Turn) {
        locked(&self.turns).push_back(turn);
    }
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn stats(&self, statistics: Statistics) {
        let fetched = locked(&self.fetched);
        let mut ends = locked(&self.ends);
        for (name, topic) in &statistics.topics {
            for (number, partition) in &topic.partitions {
                // -1001 where it is not known yet; partition -1 stands for none.
                let known = (u32::try_from(*number), u64::try_from(partition.lo_offset), end(partition));
                let (Ok(number), Ok(first), Some(end)) = known else { continue };
                let lane = Lane::new(name, number);
                if fetched.contains(&lane) {
                    ends.insert(lane, Ends { first, end });
                }
            }
        }
    }

    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!(%error, %reason, "kafka");
        reason.clone_into(&mut locked(&self.reason));
    }
}

fn end(partition: &rdkafka::statistics::Partition) -> Option<u64> {
    u64::try_from(partition.hi_offset).ok()
}

impl ConsumerContext for Context {
    fn rebalance(
        &self,
        consumer: &BaseConsumer<Context>,
        what: RDKafkaRespErr,
        list: &mut TopicPartitionList,
    ) {
        let lanes = lanes(list);
        if what == RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
            // Taken, but not fetched: each lane waits until it is started at an offset.
            report(consumer.incremental_assign(&TopicPartitionList::new()));
            if !lanes.is_empty() {
                self.turn(Turn::Assigned(lanes));
            }
            return;
        }
        if consumer.assignment_lost() || self.is_closing() || lanes.is_empty() {
            // Others may have them already, so there is nothing to hold back.
            report(self.let_go(consumer, &lanes));
            if !lanes.is_empty() {
                self.turn(Turn::Lost(lanes));
            }
        } else {
            self.turn(Turn::Revoked(lanes));
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, offsets: &TopicPartitionList) {
        if let Err(error) = result {
            // The store has the positions; this one is for who watches the lag.
            tracing::warn!(%error, lanes = offsets.count(), "positions could not be committed to Kafka");
        }
    }
}

/// Hands a line of librdkafka's log to ours.
pub fn log(level: RDKafkaLogLevel, facility: &str, message: &str) {
    match level {
        RDKafkaLogLevel::Emerg
        | RDKafkaLogLevel::Alert
        | RDKafkaLogLevel::Critical
        | RDKafkaLogLevel::Error
        | RDKafkaLogLevel::Warning => tracing::warn!("kafka: {facility} {message}"),
        RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info => tracing::info!("kafka: {facility} {message}"),
        RDKafkaLogLevel::Debug => tracing::debug!("kafka: {facility} {message}"),
    }
}

fn report(result: KafkaResult<()>) {
    if let Err(error) = result {
        tracing::error!(%error, "lanes could not be taken or let go as the group asked");
    }
}

fn lanes(list: &TopicPartitionList) -> Vec<Lane> {
    let lane = |element: &rdkafka::topic_partition_list::TopicPartitionListElem<'_>| {
        Some(Lane::new(element.topic(), u32::try_from(element.partition()).ok()?))
    };
    list.elements().iter().filter_map(lane).collect()
}

/// The list of lanes with offsets, as the client library wants it.
pub fn list<'l>(positions: impl IntoIterator<Item = (&'l Lane, u64)>) -> KafkaResult<TopicPartitionList> {
    let mut list = TopicPartitionList::new();
    for (lane, offset) in positions {
        list.add_partition_offset(&lane.topic, lane.partition as i32, Offset::Offset(offset as i64))?;
    }
    Ok(list)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

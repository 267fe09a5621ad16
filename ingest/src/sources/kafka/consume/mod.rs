//! The worker's side: lanes that come and go, messages of those that were started, positions.
//!
//! One thread calls [`Consumer::poll`] again and again and acts on what [`Happened`]:
//!
//! | what | what the caller does |
//! | --- | --- |
//! | lanes assigned | opens each in the store, then [`Consumer::start`] at the store's position, sooner or later; until then nothing comes from it, others go on, and the member stays in the group |
//! | messages | makes them durable, applies them, [`Consumer::commit`] |
//! | lanes revoked | finishes, [`Consumer::commit_and_wait`], drops them, [`Consumer::let_go`]: only then does their next owner get them |
//! | lanes lost | drops them; somebody else may have them already |
//! | out of range | refuses to go on with the lane and says so: what the store needs next is there no more |
//!
//! Relied on: a message is told once after a start, in the lane's order; nothing of a lane is told that was not started or
//! was let go; what waits in memory is bounded (`ahead_kibibytes`, and one answer of each broker). Positions are the
//! store's; those committed to Kafka are for who watches the lag.

mod context;
mod taken;
mod told;

pub(super) use context::log;
use taken::Gathering;
pub use taken::{Message, ORDER, SITE, Taken};
pub use told::{At, Happened, Lag, NotStarted, OutOfRange, Started};

use super::lanes::{Lane, topic_name};
use super::settings::{self, Settings};
use super::trouble::{Trouble, TroubleKind};
use context::{Context, Ends, Turn, list};
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// How long a broker is waited for that is asked something.
const ASK_WAIT: Duration = Duration::from_secs(5);

/// A poll ends when it has so many bytes, so that what it gives has a bound of its own.
const POLL_BYTES_MAX: usize = 32 << 20;

/// A member of the group.
pub struct Consumer {
    base: Arc<BaseConsumer<Context>>,
    /// Lanes that were assigned and not yet let go, with where those that were started go on.
    lanes: BTreeMap<Lane, Option<u64>>,
    /// Lanes of which nothing is told until they were let go.
    revoked: BTreeSet<Lane>,
    /// Some lane is out of range, and it is not known which.
    is_range_in_doubt: bool,
    /// What was met while messages were taken, told by the next poll.
    untold: Option<Happened>,
}

impl Consumer {
    /// Joins the group for the topics of the settings. Whether they exist is [`super::topics`]' matter.
    ///
    /// # Errors
    ///
    /// The settings do not fit.
    pub fn subscribe(settings: &Settings) -> Result<Consumer, Trouble> {
        let joining = |error: &KafkaError| {
            Trouble::met("无法加入 Kafka 消费组", "cannot join the consumer group of Kafka", error, "")
        };
        let config = settings::consumer(settings)?;
        let base: BaseConsumer<Context> =
            config.create_with_context(Context::default()).map_err(|error| joining(&error))?;
        let topics: Vec<String> = settings.topics.iter().map(|topic| topic_name(topic)).collect();
        let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
        base.subscribe(&topics).map_err(|error| joining(&error))?;
        Ok(Consumer {
            base: Arc::new(base),
            lanes: BTreeMap::new(),
            revoked: BTreeSet::new(),
            is_range_in_doubt: false,
            untold: None,
        })
    }

    /// Waits for something to happen and tells it. It must be called more often than the settings' `poll_gap`, also while
    /// there is nothing to start or to let go.
    ///
    /// # Errors
    ///
    /// The membership is beyond repair: drop this and subscribe anew.
    pub fn poll(&mut self, messages_max: usize, wait: Duration) -> Result<Happened, Trouble> {
        if let Some(happened) = self.next_turn() {
            return Ok(happened);
        }
        if let Some(happened) = self.untold.take() {
            return Ok(happened);
        }
        if self.is_range_in_doubt {
            return Ok(self.find_out_of_range());
        }
        let mut gathering = Gathering::new(&self.lanes, &self.revoked);
        let begun = Instant::now();
        let mut patience = wait;
        while gathering.messages < messages_max && gathering.bytes < POLL_BYTES_MAX {
            match self.base.poll(patience) {
                Some(Ok(message)) => {
                    gathering.take(&message);
                    patience = Duration::ZERO;
                }
                Some(Err(error)) => {
                    let reason = self.base.context().take_reason();
                    match judge(&error, &reason)? {
                        Some(trouble) => self.untold = Some(Happened::Trouble(trouble)),
                        None => self.is_range_in_doubt = true,
                    }
                    break;
                }
                None if gathering.messages > 0 || self.base.context().has_turn() => break,
                None => match wait.checked_sub(begun.elapsed()) {
                    Some(left) if !left.is_zero() => patience = left,
                    Some(_) | None => break,
                },
            }
        }
        let mut taken = gathering.taken;
        // What was lost meanwhile is not this worker's to take in.
        taken.retain(|taken| !taken.messages.is_empty() && self.base.context().is_fetched(&taken.lane));
        if taken.is_empty() {
            return Ok(self.next_turn().or_else(|| self.untold.take()).unwrap_or(Happened::Nothing));
        }
        for taken in &taken {
            if let (Some(place), Some(next)) = (self.lanes.get_mut(&taken.lane), taken.next()) {
                *place = Some(next);
            }
        }
        Ok(Happened::Messages(taken))
    }

    /// Starts a lane, or sets one that was started to another offset. Kafka is asked whether the offset is there.
    ///
    /// # Errors
    ///
    /// [`NotStarted`]; the lane waits on.
    pub fn start(&mut self, lane: &Lane, at: At) -> Result<Started, NotStarted> {
        if !self.lanes.contains_key(lane) || self.revoked.contains(lane) {
            return Err(NotStarted::NotHeld(lane.clone()));
        }
        let trouble = |error: &KafkaError| {
            let zh = format!("无法从 Kafka 开始读取 {lane}");
            NotStarted::Trouble(Trouble::met(
                &zh,
                &format!("cannot start reading {lane} from Kafka"),
                error,
                "",
            ))
        };
        let Ends { first, end } = self.ask_ends(lane).map_err(|error| trouble(&error))?;
        let next = match at {
            At::First => first,
            At::Offset(wanted) if wanted < first || wanted > end => {
                return Err(NotStarted::OutOfRange(OutOfRange { lane: lane.clone(), wanted, first, end }));
            }
            At::Offset(wanted) => wanted,
        };
        self.fetch_from(lane, next).map_err(|error| trouble(&error))?;
        let context = self.base.context();
        context.fetches(lane);
        context.know_ends(lane, Ends { first, end });
        self.lanes.insert(lane.clone(), Some(next));
        Ok(Started { next, first, end })
    }

    /// Lets the lanes go that [`Happened::Revoked`] told: their next owner may begin.
    ///
    /// # Errors
    ///
    /// The client library refuses; drop this and subscribe anew.
    pub fn let_go(&mut self) -> Result<(), Trouble> {
        let lanes: Vec<Lane> = std::mem::take(&mut self.revoked).into_iter().collect();
        if lanes.is_empty() {
            return Ok(());
        }
        self.lanes.retain(|lane, _| !lanes.contains(lane));
        let told = self.base.context().let_go(&self.base, &lanes);
        told.map_err(|error| {
            Trouble::met("无法交还 Kafka 分区", "cannot let lanes of Kafka go", &error, "the group is left")
        })
    }

    /// Tells Kafka where lanes go on, without waiting. What was told last counts.
    pub fn commit<'l>(&self, positions: impl IntoIterator<Item = (&'l Lane, u64)>) {
        let sent = list(positions).and_then(|list| match list.count() {
            0 => Ok(()),
            _ => self.base.commit(&list, CommitMode::Async),
        });
        if let Err(error) = sent {
            tracing::warn!(%error, "positions could not be committed to Kafka");
        }
    }

    /// Tells Kafka where lanes go on and waits a while until it knows: before they are let go.
    ///
    /// # Errors
    ///
    /// Kafka does not know. That harms only who watches the lag; the store has the positions.
    pub fn commit_and_wait<'l>(
        &self,
        positions: impl IntoIterator<Item = (&'l Lane, u64)>,
    ) -> Result<(), Trouble> {
        let met = |error: &KafkaError| {
            Trouble::met("无法向 Kafka 提交读取位置", "cannot commit positions to Kafka", error, "")
        };
        let list = list(positions).map_err(|error| met(&error))?;
        if list.count() == 0 {
            return Ok(());
        }
        // The client library waits for ever where brokers are away; a worker that stops does not.
        let (base, (tell, told)) = (self.base.clone(), mpsc::channel());
        let commit = move || {
            // Nobody may be waiting any more.
            let _ = tell.send(base.commit(&list, CommitMode::Sync));
        };
        let waits = || KafkaError::ConsumerCommit(RDKafkaErrorCode::OperationTimedOut);
        let begun = thread::Builder::new().name("commit".to_owned()).spawn(commit);
        let told = begun.ok().and_then(|_| told.recv_timeout(ASK_WAIT).ok());
        told.unwrap_or_else(|| Err(waits())).map_err(|error| met(&error))
    }

    /// Tells nothing more of a lane until it is resumed; what was fetched of it is fetched again.
    ///
    /// # Errors
    ///
    /// The client library refuses.
    pub fn pause(&self, lane: &Lane) -> Result<(), Trouble> {
        self.base.pause(&one(lane)).map_err(|error| {
            let zh = format!("无法暂停读取 {lane}");
            Trouble::met(&zh, &format!("cannot pause {lane}"), &error, "")
        })
    }

    /// Goes on with a lane that was paused.
    ///
    /// # Errors
    ///
    /// The client library refuses.
    pub fn resume(&self, lane: &Lane) -> Result<(), Trouble> {
        self.base.resume(&one(lane)).map_err(|error| {
            let zh = format!("无法恢复读取 {lane}");
            Trouble::met(&zh, &format!("cannot resume {lane}"), &error, "")
        })
    }

    /// The lanes that are this worker's, by name, with where those that were started go on.
    pub fn lanes(&self) -> impl Iterator<Item = (&Lane, Option<u64>)> {
        self.lanes.iter().map(|(lane, next)| (lane, *next))
    }

    /// How far each started lane is behind, as brokers told within the last five seconds.
    pub fn lag(&self) -> Vec<Lag> {
        let lag = |(lane, next): (&Lane, &Option<u64>)| {
            let (next, Ends { first, end }) = ((*next)?, self.base.context().ends(lane)?);
            Some(Lag { lane: lane.clone(), next, first, end: end.max(next) })
        };
        self.lanes.iter().filter_map(lag).collect()
    }

    fn next_turn(&mut self) -> Option<Happened> {
        Some(match self.base.context().next_turn()? {
            Turn::Assigned(lanes) => {
                self.lanes.extend(lanes.iter().map(|lane| (lane.clone(), None)));
                Happened::Assigned(lanes)
            }
            Turn::Revoked(lanes) => {
                self.revoked.extend(lanes.iter().cloned());
                Happened::Revoked(lanes)
            }
            Turn::Lost(lanes) => {
                self.lanes.retain(|lane, _| !lanes.contains(lane));
                self.revoked.retain(|lane| !lanes.contains(lane));
                Happened::Lost(lanes)
            }
        })
    }

    fn fetch_from(&self, lane: &Lane, next: u64) -> KafkaResult<()> {
        let place = list([(lane, next)])?;
        if !self.base.context().is_fetched(lane) {
            return self.base.incremental_assign(&place);
        }
        let told = self.base.seek_partitions(place.clone(), ASK_WAIT)?;
        if told.elements().iter().all(|element| element.error().is_ok()) {
            return Ok(());
        }
        // A lane that stands, since it was out of range, takes no other place; given up and taken again, it does.
        self.base.incremental_unassign(&one(lane))?;
        self.base.incremental_assign(&place)
    }

    fn ask_ends(&self, lane: &Lane) -> KafkaResult<Ends> {
        let (first, end) = self.base.fetch_watermarks(&lane.topic, lane.partition as i32, ASK_WAIT)?;
        Ok(Ends { first: first.max(0) as u64, end: end.max(0) as u64 })
    }

    /// The error names no lane, so each is asked for. Where all are in range after all, those that may stand go on.
    fn find_out_of_range(&mut self) -> Happened {
        let started: Vec<(Lane, u64)> =
            self.lanes.iter().filter_map(|(lane, next)| Some((lane.clone(), (*next)?))).collect();
        let mut find = || -> KafkaResult<Option<OutOfRange>> {
            for (lane, wanted) in &started {
                let (lane, wanted) = (lane.clone(), *wanted);
                let Ends { first, end } = self.ask_ends(&lane)?;
                if wanted < first || wanted > end {
                    self.lanes.insert(lane.clone(), None);
                    return Ok(Some(OutOfRange { lane, wanted, first, end }));
                }
            }
            started.iter().try_for_each(|(lane, next)| self.fetch_from(lane, *next))?;
            self.is_range_in_doubt = false;
            Ok(None)
        };
        match find() {
            Ok(Some(out)) => Happened::OutOfRange(out),
            Ok(None) => Happened::Nothing,
            Err(error) => Happened::Trouble(Trouble::met(
                "无法查询 Kafka 保留的消息范围",
                "cannot ask which messages Kafka keeps",
                &error,
                "",
            )),
        }
    }
}

impl Drop for Consumer {
    /// Leaves the group at once. Lanes that were not let go are others' from here on.
    fn drop(&mut self) {
        self.base.context().close();
        // The group is left only when no revocation waits.
        while self.next_turn().is_some() {}
        if let Err(trouble) = self.let_go() {
            tracing::warn!(%trouble, "the consumer group is left without letting its lanes go");
        }
    }
}

/// What an error of the poll means; `None` where a lane is out of range.
fn judge(error: &KafkaError, reason: &str) -> Result<Option<Trouble>, Trouble> {
    let is_out_of_range = matches!(
        error.rdkafka_error_code(),
        Some(
            RDKafkaErrorCode::AutoOffsetReset
                | RDKafkaErrorCode::OffsetOutOfRange
                | RDKafkaErrorCode::LogTruncation
        )
    );
    if is_out_of_range {
        return Ok(None);
    }
    let trouble = Trouble::met("读取 Kafka 时出错", "reading from Kafka went wrong", error, reason);
    if trouble.kind == TroubleKind::Fatal { Err(trouble) } else { Ok(Some(trouble)) }
}

fn one(lane: &Lane) -> TopicPartitionList {
    let mut list = TopicPartitionList::new();
    list.add_partition(&lane.topic, lane.partition as i32);
    list
}

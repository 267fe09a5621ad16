//! Messages of one lane as they were polled: their bytes together, and where each stands in them.

use super::super::header;
use super::super::lanes::Lane;
use rdkafka::message::{BorrowedMessage, Message as _};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The header with the only site that an event may speak for.
pub const SITE: &str = "flagpost-site";

/// The header that makes a message an order to the owner of its region; its value names the answer.
pub const ORDER: &str = "flagpost-order";

/// Messages of one lane, in the lane's order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The lane.
    pub lane: Lane,
    /// The bytes of keys, payloads and sites.
    pub bytes: Vec<u8>,
    /// The messages, in order of offset.
    pub messages: Vec<Message>,
}

/// A message; what it says stands in the bytes of its [`Taken`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// Its offset in the lane. There may be gaps between offsets.
    pub offset: u64,
    /// When the broker took it in (topics are made with `LogAppendTime`), in milliseconds since 1970; `None` where the broker
    /// does not tell.
    pub millis: Option<i64>,
    /// Its key, the region's code.
    pub key: Option<Range<usize>>,
    /// The event; `None` for a null payload.
    pub payload: Option<Range<usize>>,
    /// The only site that it may speak for, where the sender was held to one.
    pub site: Option<Range<usize>>,
    /// The name of the answer, where it is no event but an order.
    pub order: Option<Range<usize>>,
}

impl Taken {
    fn new(lane: Lane) -> Taken {
        Taken { lane, bytes: Vec::new(), messages: Vec::new() }
    }

    /// A message's key.
    pub fn key(&self, message: &Message) -> Option<&[u8]> {
        Some(&self.bytes[message.key.clone()?])
    }

    /// A message's payload.
    pub fn payload(&self, message: &Message) -> Option<&[u8]> {
        Some(&self.bytes[message.payload.clone()?])
    }

    /// A message's site.
    pub fn site(&self, message: &Message) -> Option<&[u8]> {
        Some(&self.bytes[message.site.clone()?])
    }

    /// The name of a message's answer, where it is an order. Who is held to a site gives no orders.
    pub fn order(&self, message: &Message) -> Option<&[u8]> {
        let order = message.order.clone().filter(|_| message.site.is_none())?;
        Some(&self.bytes[order])
    }

    /// The offset after the last message: where the lane goes on once these are durable.
    pub fn next(&self) -> Option<u64> {
        self.messages.last().map(|message| message.offset + 1)
    }

    /// Takes out the messages from a place on.
    pub fn split_off(&mut self, place: usize) -> Taken {
        Taken { lane: self.lane.clone(), bytes: self.bytes.clone(), messages: self.messages.split_off(place) }
    }

    /// Adds messages of the same lane that came after these.
    pub fn append(&mut self, more: Taken) {
        let by = self.bytes.len();
        let moved = |range: Option<Range<usize>>| range.map(|range| range.start + by..range.end + by);
        self.bytes.extend_from_slice(&more.bytes);
        self.messages.extend(more.messages.into_iter().map(|message| Message {
            key: moved(message.key),
            payload: moved(message.payload),
            site: moved(message.site),
            order: moved(message.order),
            ..message
        }));
    }

    fn push(&mut self, message: &BorrowedMessage<'_>, offset: u64) {
        let key = message.key().map(|key| self.keep(key));
        let payload = message.payload().map(|payload| self.keep(payload));
        let site = header::last(message, SITE).map(|site| self.keep(site));
        let order = header::last(message, ORDER).map(|order| self.keep(order));
        let millis = message.timestamp().to_millis();
        self.messages.push(Message { offset, millis, key, payload, site, order });
    }

    fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }
}

/// The messages of one poll, as they come in.
pub(super) struct Gathering<'c> {
    lanes: &'c BTreeMap<Lane, Option<u64>>,
    revoked: &'c BTreeSet<Lane>,
    /// What was taken; a lane of which nothing is wanted has an entry without messages.
    pub(super) taken: Vec<Taken>,
    /// From which offset on each of these lanes is wanted.
    wanted: Vec<Option<u64>>,
    /// The entry of the message before: messages come in long runs of one lane.
    last: usize,
    /// How many messages came, wanted or not.
    pub(super) messages: usize,
    /// Bytes of their keys and payloads.
    pub(super) bytes: usize,
}

impl<'c> Gathering<'c> {
    pub(super) fn new(lanes: &'c BTreeMap<Lane, Option<u64>>, revoked: &'c BTreeSet<Lane>) -> Gathering<'c> {
        Gathering { lanes, revoked, taken: Vec::new(), wanted: Vec::new(), last: 0, messages: 0, bytes: 0 }
    }

    /// Puts a message with the others of its lane. What is not wanted was fetched before a seek or of a lane that went.
    pub(super) fn take(&mut self, message: &BorrowedMessage<'_>) {
        self.messages += 1;
        self.bytes += message.payload_len() + message.key_len();
        let (topic, partition) = (message.topic(), message.partition() as u32);
        let is_of = |taken: &Taken| taken.lane.partition == partition && *taken.lane.topic == *topic;
        if !self.taken.get(self.last).is_some_and(is_of) {
            self.last = self.taken.iter().position(is_of).unwrap_or_else(|| {
                let lane = Lane::new(topic, partition);
                let is_revoked = self.revoked.contains(&lane);
                self.wanted.push(self.lanes.get(&lane).copied().flatten().filter(|_| !is_revoked));
                self.taken.push(Taken::new(lane));
                self.taken.len() - 1
            });
        }
        let offset = message.offset().max(0) as u64;
        if let Some(wanted) = &mut self.wanted[self.last]
            && offset >= *wanted
        {
            *wanted = offset + 1;
            self.taken[self.last].push(message, offset);
        }
    }
}

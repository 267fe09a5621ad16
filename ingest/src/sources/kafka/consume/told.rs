//! What a worker is told of its lanes.

use super::super::lanes::Lane;
use super::super::trouble::Trouble;
use super::taken::Taken;
use std::fmt;

/// What happened in a poll.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Happened {
    /// Nothing, in the time given.
    Nothing,
    /// Lanes are this worker's now; each waits to be started.
    Assigned(Vec<Lane>),
    /// Lanes are to go to others, once they were let go.
    Revoked(Vec<Lane>),
    /// Lanes are no longer this worker's: it was not heard from for too long, or the group was closed.
    Lost(Vec<Lane>),
    /// Messages came, one entry a lane.
    Messages(Vec<Taken>),
    /// A lane stands: what was to come next is not there. Nothing more comes from it until it is started anew.
    OutOfRange(OutOfRange),
    /// Something is wrong that the client library goes on trying to overcome.
    Trouble(Trouble),
}

/// Where a lane starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    /// At an offset, which must be there or be the next to come.
    Offset(u64),
    /// At the first message that is kept: for a lane that the store does not know.
    First,
}

/// A lane was started.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Started {
    /// The offset of the first message to come, or the next free one.
    pub next: u64,
    /// The first offset that is kept. Above 0 for a new lane, retention has taken messages that no worker has seen.
    pub first: u64,
    /// The offset after the last message.
    pub end: u64,
}

/// Why a lane was not started.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotStarted {
    /// It is not this worker's, or no longer.
    NotHeld(Lane),
    /// What is wanted is not there.
    OutOfRange(OutOfRange),
    /// Kafka did not answer; it can be tried again.
    Trouble(Trouble),
}

/// The store needs an offset that Kafka does not have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutOfRange {
    /// The lane.
    pub lane: Lane,
    /// The offset that the store needs next.
    pub wanted: u64,
    /// The first offset that is kept.
    pub first: u64,
    /// The offset after the last message.
    pub end: u64,
}

impl OutOfRange {
    /// How many messages are gone before anybody took them in; 0 where the lane ends before what is wanted.
    pub fn gone(&self) -> u64 {
        self.first.saturating_sub(self.wanted)
    }
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OutOfRange { lane, wanted, first, end } = self;
        let gone = self.gone();
        if gone > 0 {
            return write!(
                out,
                "{lane} 需要从 {wanted} 继续，但 Kafka 只保留 {first} 到 {end}：有 {gone} 条消息在处理前已被清除，不会自动跳过；请从上报方重新发送\
                 这段时间的事件，调长主题的 retention.ms，再按运维手册确认后继续 / {lane} must go on at {wanted}, but Kafka keeps only {first} to {end}: \
                 {gone} messages were deleted before they were taken in, and are not skipped by themselves; have the senders send the events of \
                 that time again, raise the topic's retention.ms, then let the lane go on as the operations manual says"
            );
        }
        write!(
            out,
            "{lane} 需要从 {wanted} 继续，但 Kafka 中只到 {end}：主题可能被删除重建或丢失了数据；请恢复主题，或按运维手册确认后继续 / {lane} must go on \
             at {wanted}, but Kafka has it only up to {end}: the topic may have been made anew, or has lost data; restore it, or let the lane go \
             on as the operations manual says"
        )
    }
}

impl std::error::Error for OutOfRange {}

/// How far a lane is behind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lag {
    /// The lane.
    pub lane: Lane,
    /// The offset of the next message to be told.
    pub next: u64,
    /// The first offset that is kept; `next` below it is out of range.
    pub first: u64,
    /// The offset after the last message.
    pub end: u64,
}

impl Lag {
    /// How many messages are still to come, gaps between offsets counted.
    pub fn messages(&self) -> u64 {
        self.end.saturating_sub(self.next)
    }
}

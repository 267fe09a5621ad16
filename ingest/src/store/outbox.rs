//! What the outbox of a store promises: messages to people, each with its key, its attempts and what became of it.
//!
//! | from | to | when |
//! | --- | --- | --- |
//! | nothing | waiting | notices that nobody was told of yet are put into it ([`Outbox::put_messages`]) |
//! | waiting; sending whose time is up | sending | somebody takes it for one attempt ([`Outbox::begin_attempt`]) |
//! | sending | sent, waiting, dead | the attempt ended like that ([`Outbox::end_attempt`]) |
//! | waiting, never tried | withdrawn | a notice in it was taken back ([`Outbox::withdraw_message`]); the others are told in another |
//! | dead | waiting | an administrator wants it tried again ([`Outbox::try_again`]) |
//!
//! Two never send the same at once: an attempt begins only where none runs. Whoever dies in an attempt leaves a message of
//! which nobody knows whether it arrived; when its time is up it is tried again with the same key, which tells the receiver.
//! A message that was withdrawn may be put in again under its key: nobody has ever seen it.
//!
//! `ingest/tests/outbox_contract.rs` asks all of this of every store.

use super::{EventNumber, KeptNotice, NoticeState, StoreError};
use scoring::time::Instant;
use std::collections::BTreeMap;

/// What has become of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageState {
    /// It waits to be tried.
    Waiting,
    /// Somebody tries it now.
    Sending,
    /// The other side has it.
    Sent,
    /// It was given up.
    Dead,
    /// A notice in it was taken back before it was first tried.
    Withdrawn,
}

impl MessageState {
    /// Every state.
    pub const ALL: [MessageState; 5] = [
        MessageState::Waiting,
        MessageState::Sending,
        MessageState::Sent,
        MessageState::Dead,
        MessageState::Withdrawn,
    ];

    /// The word in the store and in metrics.
    pub fn word(self) -> &'static str {
        match self {
            MessageState::Waiting => "waiting",
            MessageState::Sending => "sending",
            MessageState::Sent => "sent",
            MessageState::Dead => "dead",
            MessageState::Withdrawn => "withdrawn",
        }
    }

    /// The state of a word.
    pub fn of_word(word: &str) -> Option<MessageState> {
        MessageState::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A message as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMessage {
    /// What makes it the same message in every attempt.
    pub key: String,
    /// Whom it is for, as in [`KeptNotice::recipients`].
    pub recipient: String,
    /// Who reads it: the recipient, a deputy, or who stands in where the recipient has no address.
    pub reader: String,
    /// The channel's word.
    pub channel: String,
    /// Where to.
    pub address: String,
    /// 1 for the first time that its notices are told, 2 for the repeat.
    pub round: u8,
    /// When it was put into the outbox.
    pub made: Instant,
    /// What it says, as JSON.
    pub letter: String,
    /// What has become of it.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it may be tried next; while it is being sent, until when.
    pub next: Instant,
    /// When it was sent, given up or withdrawn.
    pub settled: Option<Instant>,
}

/// A message with the notices that it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// The message; its state is waiting.
    pub message: KeptMessage,
    /// The identities of its notices.
    pub notices: Vec<String>,
}

/// A notice of which some recipients were not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// The notice.
    pub notice: KeptNotice,
    /// Those of its recipients whom no message was made for.
    pub recipients: Vec<String>,
}

/// A notice that a recipient was told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The notice.
    pub notice: KeptNotice,
    /// The recipient.
    pub recipient: String,
    /// When the first message of it was sent.
    pub sent: Instant,
    /// Whether it was told a second time.
    pub is_repeated: bool,
}

/// What somebody said to a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The notice's identity.
    pub notice: String,
    /// The event that says so.
    pub event: EventNumber,
    /// Who.
    pub by: String,
    /// What they say.
    pub reason: Option<String>,
    /// Whether they ask the next level for help.
    pub asks_help: bool,
}

/// An attempt as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The message's key.
    pub message: String,
    /// Its number, from 1.
    pub number: u32,
    /// When it began.
    pub begun: Instant,
    /// When it ended; `None` where nobody knows.
    pub ended: Option<Instant>,
    /// `delivered`, `later`, `never`; `None` where nobody knows.
    pub outcome: Option<String>,
    /// What the other side said.
    pub detail: String,
}

/// How an attempt ended, and what follows for the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Instant,
    /// `delivered`, `later`, `never`.
    pub outcome: &'static str,
    /// What the other side said.
    pub detail: String,
    /// What becomes of the message: sent, dead, or waiting until this instant.
    pub then: Then,
}

/// What becomes of a message after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is sent.
    Sent,
    /// It is given up.
    Dead,
    /// It waits for another attempt until then.
    Waiting(Instant),
}

/// A file of a document that the schedule made, which messages have attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFile {
    /// `pdf`, `xlsx`.
    pub format: String,
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a list of messages is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct MessageFilter {
    /// One state alone.
    pub state: Option<MessageState>,
    /// One recipient alone.
    pub recipient: Option<String>,
    /// Made before this.
    pub before: Option<Instant>,
}

/// What stands for the message where a recipient does not want to be told.
pub(super) const MUTED: &str = "";

/// What a message of this state means for a recipient of its notices.
pub(super) fn reached(message: &str, state: Option<MessageState>) -> NoticeState {
    match (message, state) {
        (MUTED, _) => NoticeState::Muted,
        (_, Some(MessageState::Sent)) => NoticeState::Sent,
        (_, Some(MessageState::Dead)) => NoticeState::Failed,
        (_, Some(MessageState::Waiting | MessageState::Sending | MessageState::Withdrawn) | None) => {
            NoticeState::Pending
        }
    }
}

/// What becomes of a notice once each of its recipients was reached, is beyond reach, or does not want it; `None` before.
/// `told` has what each message to a recipient means.
pub(super) fn became(
    recipients: &[String],
    told: &BTreeMap<String, Vec<NoticeState>>,
) -> Option<NoticeState> {
    let first_of = |order: [NoticeState; 4], states: &[NoticeState]| {
        order.into_iter().find(|state| states.contains(state))
    };
    let of_recipient = |recipient: &String| {
        let states = told.get(recipient).map_or(&[][..], Vec::as_slice);
        // One address that has it is enough for a recipient.
        let best = [NoticeState::Sent, NoticeState::Pending, NoticeState::Failed, NoticeState::Muted];
        first_of(best, states).unwrap_or(NoticeState::Pending)
    };
    let all: Vec<NoticeState> = recipients.iter().map(of_recipient).collect();
    let worst = [NoticeState::Pending, NoticeState::Failed, NoticeState::Sent, NoticeState::Muted];
    first_of(worst, &all).filter(|state| *state != NoticeState::Pending)
}

/// Messages of one region. Every function fails with [`StoreError`] alone.
#[allow(clippy::missing_errors_doc)]
pub trait Outbox {
    /// Notices that are pending, dated no later than a date (`YYYY-MM-DD`), and not told to all their recipients.
    fn untold(&self, up_to: &str) -> Result<Vec<Untold>, StoreError>;

    /// Whether nothing was ever told from here: sending has just been set up.
    fn is_unused(&self) -> Result<bool, StoreError>;

    /// When the last message was made for each recipient, of those made at or after an instant.
    fn last_made(&self, since: Instant) -> Result<Vec<(String, Instant)>, StoreError>;

    /// Puts messages into the outbox, with what they tell. One whose key is there is left as it is. How many were new.
    fn put_messages(&self, messages: &[NewMessage]) -> Result<usize, StoreError>;

    /// Keeps notices of the service itself, each once for ever: one that is known stays as it is. How many were new.
    fn keep_once(&self, notices: &[KeptNotice]) -> Result<usize, StoreError>;

    /// Notes that a recipient does not want to be told of these notices, and that so nobody is to be.
    fn mute(&self, recipient: &str, notices: &[String], at: Instant) -> Result<(), StoreError>;

    /// The messages that may be tried now, those that wait longest first, so many at most.
    fn messages_due(&self, now: Instant, at_most: usize) -> Result<Vec<KeptMessage>, StoreError>;

    /// Takes a message for an attempt that ends by `until`. The attempt's number from 1; `None` where another has it, or it
    /// is settled.
    fn begin_attempt(&self, key: &str, now: Instant, until: Instant) -> Result<Option<u32>, StoreError>;

    /// Takes several messages, as [`Outbox::begin_attempt`] takes one; the answers in their order.
    fn begin_attempts(
        &self,
        keys: &[&str],
        now: Instant,
        until: Instant,
    ) -> Result<Vec<Option<u32>>, StoreError> {
        keys.iter().map(|key| self.begin_attempt(key, now, until)).collect()
    }

    /// Notes how an attempt ended, and settles the notices of which all recipients are served by now.
    fn end_attempt(&self, key: &str, attempt: u32, ended: &Ended) -> Result<(), StoreError>;

    /// Notes how several attempts ended, each as [`Outbox::end_attempt`] does.
    fn end_attempts(&self, ended: &[(&str, u32, &Ended)]) -> Result<(), StoreError> {
        ended.iter().try_for_each(|(key, attempt, ended)| self.end_attempt(key, *attempt, ended))
    }

    /// Which notices of a message were taken back.
    fn taken_back(&self, key: &str) -> Result<Vec<String>, StoreError>;

    /// Withdraws a message that was never tried; its notices count as not told. False where it was tried.
    fn withdraw_message(&self, key: &str, at: Instant) -> Result<bool, StoreError>;

    /// What was sent to whom at or after an instant, first round alone.
    fn told_since(&self, since: Instant) -> Result<Vec<Told>, StoreError>;

    /// What was said to these notices, in the order in which it arrived.
    fn answers(&self, notices: &[String]) -> Result<Vec<Answer>, StoreError>;

    /// When a message was last sent.
    fn last_sent(&self) -> Result<Option<Instant>, StoreError>;

    /// The earliest making of a message that is still to be sent.
    fn oldest_unsent(&self) -> Result<Option<Instant>, StoreError>;

    /// Lets a dead message be tried again, with a new count of attempts ahead. False where it is not dead.
    fn try_again(&self, key: &str, now: Instant) -> Result<bool, StoreError>;

    /// A file that a message has attached; none where it is gone. A store whose service makes no documents by itself has none.
    fn draft_file(&self, _draft: &str, _format: &str) -> Result<Option<DraftFile>, StoreError> {
        Ok(None)
    }
}

//! What stores give back and keep beside events: the files a region is described by, the versions of closed months, notices.

use super::EventNumber;
use scoring::time::{Instant, Month};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The files that the county is described by, as name and text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenFiles {
    /// The registry's files.
    pub registry: Vec<(String, String)>,
    /// The rulebook's files, one a version; for a built-in one its name and text.
    pub rulebooks: Vec<(String, String)>,
    /// The calendar's files beside the built-in years.
    pub calendar: Vec<(String, String)>,
}

impl GivenFiles {
    /// As JSON, as it is kept.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The digest that names them.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.json()).into()
    }
}

/// The files of one version of a month, as `outputs.md` describes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// `result.json`
    pub result: String,
    /// `ledger.ndjson`
    pub ledger: String,
    /// `notices.ndjson`
    pub notices: String,
    /// What changed against the version before, with reasons, as JSON; none for version 1.
    pub changes: Option<String>,
}

/// What stands beside a version of a month without being part of its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The flags and consequences with what was decided about each: a JSON list.
    pub proposals: String,
    /// What the check list still had when it was closed: a JSON list.
    pub open: String,
    /// Why it was closed all the same.
    pub reason: Option<String>,
}

/// One version of a month, without its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedMonth {
    /// The month.
    pub month: Month,
    /// 1 for the close, one more for each reissue.
    pub version: u32,
    /// When.
    pub closed: Instant,
    /// Who.
    pub closed_by: String,
    /// Why it was reissued.
    pub reason: Option<String>,
    /// The instant of the results.
    pub as_of: Instant,
    /// It saw all events up to this number.
    pub events: EventNumber,
    /// The digest of that set.
    pub digest: String,
    /// The digest of the registry, rulebook and calendar that it saw.
    pub givens: [u8; 32],
}

/// What has become of a notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeState {
    /// It waits to be sent.
    Pending,
    /// It was sent.
    Sent,
    /// It could not be sent.
    Failed,
    /// Its cause was taken back before it was sent.
    Withdrawn,
    /// It is of level 1, and its recipients do not want those.
    Muted,
}

impl NoticeState {
    /// Every state.
    pub const ALL: [NoticeState; 5] = [
        NoticeState::Pending,
        NoticeState::Sent,
        NoticeState::Failed,
        NoticeState::Withdrawn,
        NoticeState::Muted,
    ];

    /// The word in the store and in metrics.
    pub fn word(self) -> &'static str {
        match self {
            NoticeState::Pending => "pending",
            NoticeState::Sent => "sent",
            NoticeState::Failed => "failed",
            NoticeState::Withdrawn => "withdrawn",
            NoticeState::Muted => "muted",
        }
    }
}

/// What sending a notice came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Delivered {
    /// Somebody has it.
    Sent,
    /// Nobody has it.
    Failed,
}

/// A notice as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptNotice {
    /// Kind, subject, level and due date or month.
    pub identity: String,
    /// The contract's word, or `feed_silent`, `feed_rubbish`, `calendar_missing`.
    pub kind: String,
    /// 1 to 4.
    pub level: u8,
    /// The case, share, complaint, rating, window, target or feed.
    pub subject: String,
    /// The working day from which it is to be sent, `YYYY-MM-DD`.
    pub date: String,
    /// Who is to get it.
    pub recipients: Vec<String>,
    /// The notice as JSON.
    pub body: String,
    /// When the service first knew of it.
    pub derived: Instant,
    /// What has become of it.
    pub state: NoticeState,
    /// When it was sent.
    pub sent: Option<Instant>,
}

/// An event with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEvent {
    /// Its number.
    pub number: EventNumber,
    /// When it was taken in.
    pub received: Instant,
    /// How it came: the word of [`crate::store::Road`].
    pub road: String,
    /// The request's id, the file's name, the account, the rejection.
    pub place: String,
    /// Its place there, from 1.
    pub item: u64,
    /// The event as it was sent.
    pub raw: String,
}

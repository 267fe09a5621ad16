//! What a POST answers a program: what was done, by its name. Pages lead on instead.

use serde::Serialize;
use utoipa::ToSchema;

/// What became of a deed that names nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DoneReply {
    /// Always true; what failed has another status.
    pub done: bool,
}

/// Events that were entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnteredReply {
    /// The source that our pages write under.
    pub source: String,
    /// The events' ids.
    pub ids: Vec<String>,
    /// Whether they are new; the same form sent twice enters once.
    pub is_new: bool,
}

/// An appeal that was filed or decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AppealReply {
    /// Its id.
    pub appeal: String,
}

/// A rectification order that was issued, reported on or checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderReply {
    /// Its id.
    pub order: String,
}

/// A month that something was done with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthReply {
    /// The month, `2026-09`.
    pub month: String,
}

/// A line of the check list that was marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemReply {
    /// The line's word.
    pub item: String,
}

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedReply {
    /// Its number.
    pub version: String,
}

/// A version that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionReply {
    /// The month, `2026-09`.
    pub month: String,
    /// The version's number.
    pub version: u32,
}

/// A public notice that was put up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PutUpReply {
    /// The month, `2026-09`.
    pub month: String,
    /// The last day on which appeals are taken, `2026-10-16`.
    pub until: String,
}

/// A week whose sheet has a remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WeekReply {
    /// The week.
    pub week: String,
}

/// A token that was made; its text is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenReply {
    /// The token's name.
    pub name: String,
    /// The site that it speaks for.
    pub site: String,
    /// The token.
    pub token: String,
}

/// A token that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenRevokedReply {
    /// The token's name.
    pub revoked: String,
}

/// A wall display that is let in no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DisplayRevokedReply {
    /// The display's number.
    pub revoked: i64,
}

/// A message that is tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RetriedReply {
    /// Its key.
    pub retried: String,
}

/// A rejected event that was put aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DismissedReply {
    /// Its number.
    pub dismissed: u64,
}

/// An account that was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountReply {
    /// Its name.
    pub account: String,
}

/// A password that was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PasswordReply {
    /// Always true.
    pub changed: bool,
}

/// Sessions that were ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SessionsReply {
    /// Always true.
    pub ended: bool,
}

/// A change of registry, rulebook or calendar that took effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangeReply {
    /// Its number in the history.
    pub change: u64,
}

/// A trial of other points that began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialReply {
    /// Always true; `GET /what-if` says when it is over.
    pub is_running: bool,
}

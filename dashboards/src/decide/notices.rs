//! What is said to notices: that they arrived, why things are as they are, that help is wanted.

use super::{if_any, refused};
use crate::answer::Problem;
use crate::enter::ToEnter;
use crate::words;
use ingest::store::sqlite::Records;
use ingest::store::{KeptNotice, NoticeState, StoreError};
use serde_json::json;

/// So many notices are acknowledged with one form at most.
pub const TOGETHER_MAX: usize = 200;

/// What somebody says to notices.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Who: `department_head:D-05`.
    pub by: String,
    /// Why things are as they are; may be empty.
    pub reason: String,
    /// Whether the next level is asked for help.
    pub asks_help: bool,
    /// The account that enters it for them; none where they do it themselves.
    pub entered_by: Option<String>,
}

/// The acknowledgements of notices by one of their recipients.
///
/// # Errors
///
/// One is not there, was withdrawn, or is not addressed to who speaks; there are none or too many; the reason is too long.
pub fn acknowledge(records: &Records, identities: &[String], said: &Said) -> Result<Vec<ToEnter>, Problem> {
    if identities.is_empty() || identities.len() > TOGETHER_MAX {
        return Err(refused(words::WORD_WANTED));
    }
    let reason = if_any(&said.reason)?;
    let mut events = Vec::new();
    for identity in identities {
        if !theirs(records, identity, &said.by)? {
            return Err(refused(words::NOT_THEIRS));
        }
        let mut data = json!({ "notice": identity, "by": said.by });
        if let Some(reason) = reason {
            data["reason"] = json!(reason);
        }
        if said.asks_help {
            data["asks_help"] = json!(true);
        }
        if let Some(account) = &said.entered_by {
            data["entered_by"] = json!(account);
        }
        events.push(("notice.acknowledged", data));
    }
    Ok(events)
}

fn theirs(records: &Records, identity: &str, by: &str) -> Result<bool, StoreError> {
    let is_theirs = |notice: KeptNotice| {
        notice.state != NoticeState::Withdrawn && notice.recipients.iter().any(|to| to == by)
    };
    Ok(records.notice(identity)?.is_some_and(is_theirs))
}

//! Settles notices of a region once each of their recipients was reached, is beyond reach, or does not want them.

use super::RegionKept;
use super::messages::stretches;
use crate::store::outbox::{MUTED, MessageState, became, reached};
use crate::store::{KeptNotice, NoticeState, StoreError};
use scoring::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// What is about to be written, and what is so already.
#[derive(Default)]
pub(super) struct Settling<'s> {
    /// The notices that may be settled by it, with when.
    pub(super) notices: BTreeMap<&'s str, Instant>,
    /// What messages become.
    pub(super) messages: BTreeMap<&'s str, MessageState>,
    /// Who does not want the notices.
    pub(super) mutes: Option<&'s str>,
}

impl RegionKept {
    /// Writes what becomes of notices. Before what it follows from is written, so that whoever dies in between leaves
    /// something that is taken up again.
    pub(super) fn settle(&self, settling: &Settling<'_>) -> Result<(), StoreError> {
        let notices: Vec<&str> = settling.notices.keys().copied().collect();
        let known = self.known(notices.clone())?;
        let told = self.told(&notices)?;
        let others: BTreeSet<&str> = told.iter().map(|(.., message)| message.as_str()).collect();
        let others: Vec<&str> =
            others.into_iter().filter(|key| *key != MUTED && !settling.messages.contains_key(key)).collect();
        let states: BTreeMap<String, MessageState> = self.message_states(&others)?;
        let mut of_notices: BTreeMap<&str, BTreeMap<String, Vec<NoticeState>>> = BTreeMap::new();
        for (notice, recipient, message) in &told {
            let state =
                settling.messages.get(message.as_str()).or_else(|| states.get(message.as_str())).copied();
            let of_notice = of_notices.entry(notice).or_default();
            of_notice.entry(recipient.clone()).or_default().push(reached(message, state));
        }
        if let Some(recipient) = settling.mutes {
            for notice in &notices {
                let of_notice = of_notices.entry(notice).or_default();
                of_notice.entry(recipient.to_owned()).or_default().push(NoticeState::Muted);
            }
        }
        let settled = known.into_values().filter_map(|notice| {
            let of_notice = of_notices.get(notice.identity.as_str())?;
            let state = became(&notice.recipients, of_notice)?;
            let at = *settling.notices.get(notice.identity.as_str())?;
            let may = match notice.state {
                NoticeState::Pending | NoticeState::Failed => true,
                // One that was taken back while it was on its way was sent all the same.
                NoticeState::Withdrawn => state == NoticeState::Sent,
                NoticeState::Sent | NoticeState::Muted => false,
            };
            let sent = (state == NoticeState::Sent).then_some(at);
            may.then_some(KeptNotice { state, sent, ..notice })
        });
        self.write(settled.collect())
    }

    /// Who was told of these notices the first time, and by which message.
    fn told(&self, notices: &[&str]) -> Result<Vec<(String, String, String)>, StoreError> {
        let mut told = Vec::new();
        for some in stretches(notices) {
            let rows: Vec<(String, String, String)> = self.owned.store.wait(self.owned.store.rows(
                &format!("look who was told in region {}", self.code),
                "SELECT DISTINCT notice, recipient, message FROM told
                 WHERE region = {region:String} AND notice IN {notices:Array(String)} AND round = 1",
                |query| query.param("region", &self.code).param("notices", some),
            ))?;
            told.extend(rows);
        }
        Ok(told)
    }

    fn message_states(&self, keys: &[&str]) -> Result<BTreeMap<String, MessageState>, StoreError> {
        let mut states = BTreeMap::new();
        for some in stretches(keys) {
            let rows: Vec<(String, String)> = self.owned.store.wait(self.owned.store.rows(
                &format!("look what became of messages of region {}", self.code),
                &format!(
                    "SELECT message, state FROM messages FINAL
                     WHERE region = {{region:String}} AND message IN {{keys:Array(String)}} AND {}",
                    self.counts()
                ),
                |query| query.param("region", &self.code).param("keys", some),
            ))?;
            let known =
                rows.into_iter().filter_map(|(key, state)| Some((key, MessageState::of_word(&state)?)));
            states.extend(known);
        }
        Ok(states)
    }
}

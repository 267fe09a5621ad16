//! Messages of a region as rows: read, written, listed, and taken over with a lane.
//!
//! A message that waits or is being sent counts only in the epoch of the lane's owner. Whoever takes the lane over writes
//! those that it finds again ([`Owned::adopt_messages`]); what an earlier owner puts in after that counts for nobody, so that
//! nothing is told by two owners in two messages.

use super::RegionKept;
use super::lane::Owned;
use crate::store::StoreError;
use crate::store::outbox::{Attempt, KeptMessage, MessageFilter, MessageState, NewMessage};
use clickhouse::query::Query;
use clickhouse::{Row, RowOwned, RowWrite};
use scoring::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A row of `messages`.
#[derive(Clone, Row, Serialize, Deserialize)]
pub(super) struct MessageRow {
    region: String,
    pub(super) message: String,
    pub(super) version: u64,
    lane: String,
    recipient: String,
    reader: String,
    channel: String,
    address: String,
    round: u8,
    pub(super) notices: Vec<String>,
    made: i64,
    letter: String,
    state: String,
    pub(super) attempts: u32,
    pub(super) next: i64,
    settled: Option<i64>,
}

const COLUMNS: &str = "region, message, version, lane, recipient, reader, channel, address, round, notices, made, letter, state, \
                       attempts, next, settled";

/// A row of `attempts`.
#[derive(Row, Serialize, Deserialize)]
pub(super) struct AttemptRow {
    pub(super) region: String,
    pub(super) message: String,
    pub(super) attempt: u32,
    pub(super) version: u64,
    pub(super) begun: i64,
    pub(super) ended: Option<i64>,
    pub(super) outcome: String,
    pub(super) detail: String,
}

/// So many bytes of texts go into one question, which travels in the address of a request.
const LIST_BYTES_MAX: usize = 60_000;

impl MessageRow {
    pub(super) fn new(owned: &Owned, region: &str, version: u64, new: &NewMessage) -> MessageRow {
        let NewMessage { message, notices } = new;
        MessageRow {
            region: region.to_owned(),
            message: message.key.clone(),
            version,
            lane: owned.name.clone(),
            recipient: message.recipient.clone(),
            reader: message.reader.clone(),
            channel: message.channel.clone(),
            address: message.address.clone(),
            round: message.round,
            notices: notices.clone(),
            made: message.made.0,
            letter: message.letter.clone(),
            state: MessageState::Waiting.word().to_owned(),
            attempts: 0,
            next: message.next.0,
            settled: None,
        }
    }

    pub(super) fn state(&self) -> Option<MessageState> {
        MessageState::of_word(&self.state)
    }

    pub(super) fn became(self, state: MessageState, next: i64, settled: Option<i64>) -> MessageRow {
        MessageRow { state: state.word().to_owned(), next, settled, ..self }
    }
}

impl Owned {
    /// Takes over the messages that wait or are being sent, from the owner of the epoch whose heads counted.
    pub(super) async fn adopt_messages(&self, last: u64) -> Result<(), StoreError> {
        for table in ["messages", "told", "attempts", "notices"] {
            self.store.catch_up(table).await?;
        }
        // Another may have claimed the lane in between, adopted them, and gone no further: then they are of its epoch.
        let sql = "INSERT INTO messages
                SELECT region, message, {mine:UInt64}, lane, recipient, reader, channel, address, round, notices, made, letter,
                       state, attempts, next, settled
                FROM messages FINAL
                WHERE lane = {lane:String} AND (region, message) IN (
                    SELECT region, message FROM messages FINAL
                    WHERE lane = {lane:String} AND state IN ('waiting', 'sending')
                      AND version >= {from:UInt64} AND version < {until:UInt64})";
        let query = self.store.client.query_raw(sql).param("mine", self.first_version());
        let query =
            query.param("lane", &self.name).param("from", last << 32).param("until", self.first_version());
        let attempt = format!("take over the messages of the lane {}", self.name);
        self.store.step(&attempt, query.execute()).await
    }

    /// No version of this owner is lower.
    pub(super) fn first_version(&self) -> u64 {
        self.epoch << 32
    }

    /// Writes rows of one version.
    pub(super) async fn insert_all<R: RowOwned + RowWrite>(
        &self,
        table: &str,
        version: u64,
        rows: &[R],
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let token = format!("{}/{version}", self.name);
        self.store
            .insert::<R>(table, &token, async |insert| {
                for row in rows {
                    insert.write(row).await?;
                }
                Ok(())
            })
            .await
    }
}

impl RegionKept {
    /// The messages that a filter names, the newest first, so many at most.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn messages(&self, filter: &MessageFilter, at_most: usize) -> Result<Vec<KeptMessage>, StoreError> {
        let which = "({state:String} = '' OR state = {state:String})
            AND ({recipient:String} = '' OR recipient = {recipient:String}) AND made < {before:Int64}";
        self.list(which, "made DESC, message", at_most, |query| {
            let query = query.param("state", filter.state.map_or("", MessageState::word));
            let query = query.param("recipient", filter.recipient.as_deref().unwrap_or_default());
            query.param("before", filter.before.map_or(i64::MAX, |before| before.0))
        })
    }

    /// A message by its key or the beginning of it, where that names one alone.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn message(&self, key: &str) -> Result<Option<KeptMessage>, StoreError> {
        let found =
            self.list("startsWith(message, {key:String})", "message", 2, |query| query.param("key", key))?;
        Ok(<[KeptMessage; 1]>::try_from(found).ok().map(|[only]| only))
    }

    /// The messages that told a notice, in the order of their making.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn messages_of(&self, notice: &str) -> Result<Vec<KeptMessage>, StoreError> {
        let which = "message IN (SELECT message FROM told WHERE region = {region:String} AND notice = {notice:String})
            AND state != 'withdrawn'";
        self.list(which, "made, message", usize::MAX, |query| query.param("notice", notice))
    }

    /// The notices that a message tells, by identity.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notices_of_message(&self, key: &str) -> Result<Vec<String>, StoreError> {
        let found = self.message_rows(&[key])?.remove(key);
        let told = found.filter(|row| row.state() != Some(MessageState::Withdrawn));
        Ok(told.map_or_else(Vec::new, |row| {
            row.notices.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
        }))
    }

    /// The attempts of a message, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn attempts(&self, key: &str) -> Result<Vec<Attempt>, StoreError> {
        let rows = self.attempt_rows(&[key])?;
        let kept = |row: AttemptRow| Attempt {
            message: row.message,
            number: row.attempt,
            begun: Instant(row.begun),
            ended: row.ended.map(Instant),
            outcome: Some(row.outcome).filter(|outcome| !outcome.is_empty()),
            detail: row.detail,
        };
        Ok(rows.into_iter().map(kept).collect())
    }

    /// How many messages there are in each state.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn message_counts(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        let counts: Vec<(String, u64)> = self.owned.store.wait(self.owned.store.rows(
            &format!("count the messages of region {}", self.code),
            &format!(
                "SELECT state, count() FROM messages FINAL WHERE region = {{region:String}} AND {} GROUP BY state",
                self.counts()
            ),
            |query| query.param("region", &self.code),
        ))?;
        Ok(counts.into_iter().collect())
    }

    /// What a message is that counts.
    pub(super) fn counts(&self) -> String {
        format!("(state NOT IN ('waiting', 'sending') OR version >= {})", self.owned.first_version())
    }

    /// Messages, found by their narrow columns before any letter is read.
    pub(super) fn list(
        &self,
        which: &str,
        order: &str,
        at_most: usize,
        ask: impl FnOnce(Query) -> Query,
    ) -> Result<Vec<KeptMessage>, StoreError> {
        let rows: Vec<MessageRow> = self.owned.store.wait(self.owned.store.rows(
            &format!("list the messages of region {}", self.code),
            &format!(
                "SELECT {COLUMNS} FROM messages FINAL WHERE region = {{region:String}} AND message IN (
                     SELECT message FROM messages FINAL WHERE region = {{region:String}} AND {} AND {which}
                     ORDER BY {order} LIMIT {{most:UInt64}})
                 ORDER BY {order}",
                self.counts()
            ),
            |query| ask(query.param("region", &self.code).param("most", at_most as u64)),
        ))?;
        Ok(rows.into_iter().filter_map(kept).collect())
    }

    /// Those of these messages that count, by key.
    pub(super) fn message_rows(&self, keys: &[&str]) -> Result<BTreeMap<String, MessageRow>, StoreError> {
        let mut found = BTreeMap::new();
        for some in stretches(keys) {
            let rows: Vec<MessageRow> = self.owned.store.wait(self.owned.store.rows(
                &format!("look for messages of region {}", self.code),
                &format!(
                    "SELECT {COLUMNS} FROM messages FINAL
                     WHERE region = {{region:String}} AND message IN {{keys:Array(String)}} AND {}",
                    self.counts()
                ),
                |query| query.param("region", &self.code).param("keys", some),
            ))?;
            found.extend(rows.into_iter().map(|row| (row.message.clone(), row)));
        }
        Ok(found)
    }

    /// The attempts of these messages, by message and number.
    pub(super) fn attempt_rows(&self, keys: &[&str]) -> Result<Vec<AttemptRow>, StoreError> {
        let mut found = Vec::new();
        for some in stretches(keys) {
            let rows: Vec<AttemptRow> = self.owned.store.wait(self.owned.store.rows(
                &format!("look for attempts of region {}", self.code),
                "SELECT region, message, attempt, version, begun, ended, outcome, detail FROM attempts FINAL
                 WHERE region = {region:String} AND message IN {keys:Array(String)} ORDER BY message, attempt",
                |query| query.param("region", &self.code).param("keys", some),
            ))?;
            found.extend(rows);
        }
        Ok(found)
    }
}

/// A list of texts in stretches that fit into a question.
pub(super) fn stretches<'t, 's>(texts: &'t [&'s str]) -> Vec<&'t [&'s str]> {
    let mut stretches = Vec::new();
    let (mut begin, mut bytes) = (0, 0);
    for (place, text) in texts.iter().enumerate() {
        let more = text.len() + 3;
        if place > begin && bytes + more > LIST_BYTES_MAX {
            stretches.push(&texts[begin..place]);
            (begin, bytes) = (place, 0);
        }
        bytes += more;
    }
    if begin < texts.len() {
        stretches.push(&texts[begin..]);
    }
    stretches
}

fn kept(row: MessageRow) -> Option<KeptMessage> {
    let state = row.state()?;
    Some(KeptMessage {
        key: row.message,
        recipient: row.recipient,
        reader: row.reader,
        channel: row.channel,
        address: row.address,
        round: row.round,
        made: Instant(row.made),
        letter: row.letter,
        state,
        attempts: row.attempts,
        next: Instant(row.next),
        settled: row.settled.map(Instant),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_hold_every_text_once() {
        let long = "x".repeat(LIST_BYTES_MAX / 2);
        let texts: Vec<&str> = [long.as_str(); 3].into_iter().chain(["a", "b"]).collect();
        assert_eq!(stretches(&texts).concat(), texts);
        assert!(stretches(&texts).len() > 1);
        assert!(stretches(&[]).is_empty());
    }
}

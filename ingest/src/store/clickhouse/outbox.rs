//! The outbox in ClickHouse, by the same table of states as the embedded one.
//!
//! There are no transactions, so each step writes in an order in which it can be broken off:
//!
//! | step | is written | broken off in between |
//! | --- | --- | --- |
//! | put in | what is told, then the messages | what is told by no message does not count |
//! | begin | the attempt, then the message | the number is taken again |
//! | end | the attempt, the notices, then the message | whoever takes it next sees how it ended |
//! | mute | the notices, then that it is not wanted | it is muted again |
//!
//! **Two owners never send the same at once.** Whoever takes a lane over claims it first and reads the messages afterwards.
//! An attempt begins with its row; only then it is looked at the claims once more. Where nobody has claimed the lane by then,
//! whoever claims it later finds the row and lets the message be until its time is up.

use super::RegionKept;
use super::messages::{AttemptRow, MessageRow, stretches};
use super::notices::{COLUMNS as NOTICE, NoticeRow, kept as kept_notice};
use super::settle::Settling;
use crate::store::outbox::{
    Answer, Ended, KeptMessage, MUTED, MessageState, NewMessage, Outbox, Then, Told, Untold,
};
use crate::store::{EventNumber, KeptNotice, NoticeState, StoreError};
use clickhouse::Row;
use scoring::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Row, Serialize, Deserialize)]
struct ToldRow {
    region: String,
    notice: String,
    recipient: String,
    round: u8,
    message: String,
    version: u64,
}

#[derive(Row, Deserialize)]
struct AnswerRow {
    notice: String,
    event: EventNumber,
    acknowledged_by: String,
    reason: Option<String>,
    asks_help: u8,
}

impl Outbox for RegionKept {
    fn untold(&self, up_to: &str) -> Result<Vec<Untold>, StoreError> {
        let attempt = format!("look for notices to send in region {}", self.code);
        let pending = "notices FINAL
            WHERE region = {region:String} AND state = 'pending' AND date <= {up_to:String}";
        let notices: Vec<NoticeRow> = self.owned.store.wait(self.owned.store.rows(
            &attempt,
            &format!("SELECT {NOTICE} FROM {pending} ORDER BY date, level DESC, identity"),
            |query| query.param("region", &self.code).param("up_to", up_to),
        ))?;
        if notices.is_empty() {
            return Ok(Vec::new());
        }
        let told: Vec<(String, String)> = self.owned.store.wait(self.owned.store.rows(
            &attempt,
            &format!(
                "SELECT DISTINCT notice, recipient FROM told
                 WHERE region = {{region:String}} AND round = 1
                   AND notice IN (SELECT identity FROM {pending})
                   AND (message = '{MUTED}' OR message IN ({}))",
                self.telling()
            ),
            |query| query.param("region", &self.code).param("up_to", up_to),
        ))?;
        let told: BTreeSet<(String, String)> = told.into_iter().collect();
        let untold = notices.into_iter().map(kept_notice).filter_map(|notice| {
            let is_untold =
                |recipient: &&String| !told.contains(&(notice.identity.clone(), (*recipient).clone()));
            let recipients: Vec<String> = notice.recipients.iter().filter(is_untold).cloned().collect();
            (!recipients.is_empty()).then_some(Untold { notice, recipients })
        });
        Ok(untold.collect())
    }

    fn is_unused(&self) -> Result<bool, StoreError> {
        let found: Vec<u8> = self.owned.store.wait(self.owned.store.rows(
            &format!("look at the outbox of region {}", self.code),
            "SELECT 1 FROM told WHERE region = {region:String} LIMIT 1
             UNION ALL SELECT 1 FROM messages WHERE region = {region:String} LIMIT 1",
            |query| query.param("region", &self.code),
        ))?;
        Ok(found.is_empty())
    }

    fn last_made(&self, since: Instant) -> Result<Vec<(String, Instant)>, StoreError> {
        let made: Vec<(String, i64)> = self.owned.store.wait(self.owned.store.rows(
            &format!("look for the last messages of region {}", self.code),
            &format!(
                "SELECT recipient, max(made) FROM messages FINAL
                 WHERE region = {{region:String}} AND made >= {{since:Int64}} AND state != 'withdrawn' AND {}
                 GROUP BY recipient ORDER BY recipient",
                self.counts()
            ),
            |query| query.param("region", &self.code).param("since", since.0),
        ))?;
        Ok(made.into_iter().map(|(recipient, made)| (recipient, Instant(made))).collect())
    }

    fn put_messages(&self, messages: &[NewMessage]) -> Result<usize, StoreError> {
        let _one_at_a_time = self.owned.writing();
        let keys: Vec<&str> = messages.iter().map(|new| new.message.key.as_str()).collect();
        let known = self.message_rows(&keys)?;
        let version = self.owned.next_version();
        let (mut rows, mut told) = (BTreeMap::new(), Vec::new());
        for new in messages {
            let key = new.message.key.as_str();
            let is_there = known.get(key).is_some_and(|row| row.state() != Some(MessageState::Withdrawn));
            if is_there || rows.contains_key(key) {
                continue;
            }
            rows.insert(key, MessageRow::new(&self.owned, &self.code, version, new));
            let row = |notice: &String| {
                self.told_row(version, notice, &new.message.recipient, new.message.round, key)
            };
            told.extend(new.notices.iter().map(row));
        }
        let rows: Vec<MessageRow> = rows.into_values().collect();
        if rows.is_empty() {
            return Ok(0);
        }
        self.owned.store.wait(async {
            self.owned.refuse_displaced().await?;
            self.owned.insert_all("told", version, &told).await?;
            self.owned.insert_all("messages", version, &rows).await
        })?;
        Ok(rows.len())
    }

    fn keep_once(&self, notices: &[KeptNotice]) -> Result<usize, StoreError> {
        let known = self.known(notices.iter().map(|notice| notice.identity.as_str()).collect())?;
        let unknown: Vec<KeptNotice> =
            notices.iter().filter(|notice| !known.contains_key(&notice.identity)).cloned().collect();
        self.keep_notices(&unknown)
    }

    fn mute(&self, recipient: &str, notices: &[String], at: Instant) -> Result<(), StoreError> {
        let _one_at_a_time = self.owned.writing();
        let settling = Settling {
            notices: notices.iter().map(|notice| (notice.as_str(), at)).collect(),
            mutes: Some(recipient),
            ..Settling::default()
        };
        self.settle(&settling)?;
        let version = self.owned.next_version();
        let told: Vec<ToldRow> =
            notices.iter().map(|notice| self.told_row(version, notice, recipient, 1, MUTED)).collect();
        self.owned.store.wait(async {
            self.owned.refuse_displaced().await?;
            self.owned.insert_all("told", version, &told).await
        })
    }

    fn messages_due(&self, now: Instant, at_most: usize) -> Result<Vec<KeptMessage>, StoreError> {
        // One that is being sent is due as well where its displaced owner has told how the attempt ended.
        let which = "state IN ('waiting', 'sending') AND (next <= {now:Int64} OR state = 'sending'
            AND (message, attempts) IN (
                SELECT message, attempt FROM attempts FINAL
                WHERE region = {region:String} AND ended IS NOT NULL AND message IN (
                    SELECT message FROM messages FINAL WHERE region = {region:String} AND state = 'sending')))";
        self.list(which, "next, message", at_most, |query| query.param("now", now.0))
    }

    fn begin_attempt(&self, key: &str, now: Instant, until: Instant) -> Result<Option<u32>, StoreError> {
        Ok(self.begin_attempts(&[key], now, until)?.into_iter().next().flatten())
    }

    fn begin_attempts(
        &self,
        keys: &[&str],
        now: Instant,
        until: Instant,
    ) -> Result<Vec<Option<u32>>, StoreError> {
        let _one_at_a_time = self.owned.writing();
        let mut free = self.message_rows(keys)?;
        free.retain(|_, row| is_open(row));
        let tried: Vec<&str> =
            free.values().filter(|row| row.attempts > 0).map(|row| row.message.as_str()).collect();
        let earlier = self.attempt_rows(&tried)?;
        let is_known = |row: &MessageRow| {
            let of_row =
                |attempt: &&AttemptRow| attempt.message == row.message && attempt.attempt == row.attempts;
            row.state() == Some(MessageState::Sending)
                && earlier.iter().find(of_row).is_some_and(|attempt| attempt.ended.is_some())
        };
        free.retain(|_, row| row.next <= now.0 || is_known(row));
        self.settle_delivered(&mut free, earlier)?;
        let version = self.owned.next_version();
        let (mut taken, mut attempts, mut begun) = (Vec::new(), Vec::new(), Vec::with_capacity(keys.len()));
        for key in keys {
            let Some(row) = free.remove(*key) else {
                begun.push(None);
                continue;
            };
            let number = row.attempts + 1;
            begun.push(Some(number));
            attempts.push(AttemptRow {
                region: self.code.clone(),
                message: row.message.clone(),
                attempt: number,
                version,
                begun: now.0,
                ended: None,
                outcome: String::new(),
                detail: String::new(),
            });
            let mut row = row.became(MessageState::Sending, until.0, None);
            (row.attempts, row.version) = (number, version);
            taken.push(row);
        }
        if taken.is_empty() {
            return Ok(begun);
        }
        self.owned.store.wait(async {
            self.owned.refuse_displaced().await?;
            self.owned.insert_all("attempts", version, &attempts).await?;
            self.owned.insert_all("messages", version, &taken).await?;
            // Whoever has claimed the lane by now may have read the messages before these rows were there.
            self.owned.store.catch_up("claims").await?;
            self.owned.refuse_displaced().await
        })?;
        Ok(begun)
    }

    fn end_attempt(&self, key: &str, attempt: u32, ended: &Ended) -> Result<(), StoreError> {
        self.end_attempts(&[(key, attempt, ended)])
    }

    fn end_attempts(&self, ended: &[(&str, u32, &Ended)]) -> Result<(), StoreError> {
        let _one_at_a_time = self.owned.writing();
        self.note_ended(ended)?;
        let keys: Vec<&str> = ended.iter().map(|(key, ..)| *key).collect();
        let mut known = self.message_rows(&keys)?;
        let mut became: BTreeMap<String, (MessageRow, Option<Instant>)> = BTreeMap::new();
        for (key, attempt, Ended { at, then, .. }) in ended {
            let Some(row) = became.get(*key).map(|(row, _)| row.clone()).or_else(|| known.remove(*key))
            else {
                continue;
            };
            let is_its_last = row.attempts == *attempt;
            let (state, next, settled) = match *then {
                Then::Sent => (MessageState::Sent, *at, Some(at.0)),
                Then::Dead => (MessageState::Dead, *at, Some(at.0)),
                Then::Waiting(next) => (MessageState::Waiting, next, None),
            };
            // One that took longer than its time may have been taken by another since: what arrived arrived.
            let changes =
                row.state() != Some(MessageState::Sent) && (is_its_last || state == MessageState::Sent);
            if changes {
                let row = row.became(state, next.0, settled);
                became.insert(row.message.clone(), (row, settled.map(Instant)));
            }
        }
        self.write_settled(became)
    }

    fn taken_back(&self, key: &str) -> Result<Vec<String>, StoreError> {
        let notices = self.notices_of_message(key)?;
        let known = self.known(notices.iter().map(String::as_str).collect())?;
        let is_taken_back =
            |notice: &String| known.get(notice).is_none_or(|known| known.state == NoticeState::Withdrawn);
        Ok(notices.into_iter().filter(is_taken_back).collect())
    }

    fn withdraw_message(&self, key: &str, at: Instant) -> Result<bool, StoreError> {
        let _one_at_a_time = self.owned.writing();
        let Some(row) = self.message_rows(&[key])?.remove(key) else { return Ok(false) };
        if row.state() != Some(MessageState::Waiting) || row.attempts > 0 {
            return Ok(false);
        }
        let next = row.next;
        self.write_messages(vec![row.became(MessageState::Withdrawn, next, Some(at.0))])?;
        Ok(true)
    }

    fn told_since(&self, since: Instant) -> Result<Vec<Told>, StoreError> {
        let attempt = format!("look for what was sent in region {}", self.code);
        let told: Vec<(String, String, i64)> = self.owned.store.wait(self.owned.store.rows(
            &attempt,
            "SELECT told.notice, told.recipient, min(sent.settled) FROM told
             INNER JOIN (
                 SELECT message, assumeNotNull(settled) AS settled FROM messages FINAL
                 WHERE region = {region:String} AND state = 'sent' AND settled >= {since:Int64}
             ) AS sent ON sent.message = told.message
             WHERE told.region = {region:String} AND told.round = 1
             GROUP BY told.notice, told.recipient ORDER BY told.notice, told.recipient",
            |query| query.param("region", &self.code).param("since", since.0),
        ))?;
        let again: Vec<(String, String)> = self.owned.store.wait(self.owned.store.rows(
            &attempt,
            &format!(
                "SELECT DISTINCT notice, recipient FROM told
                 WHERE region = {{region:String}} AND round = 2 AND message IN ({})",
                self.telling()
            ),
            |query| query.param("region", &self.code),
        ))?;
        let again: BTreeSet<(String, String)> = again.into_iter().collect();
        let identities: BTreeSet<&str> = told.iter().map(|(notice, ..)| notice.as_str()).collect();
        let notices = self.known(identities.into_iter().collect())?;
        let told = told.into_iter().filter_map(|(identity, recipient, sent)| {
            let notice = notices.get(&identity)?.clone();
            let is_repeated = again.contains(&(identity, recipient.clone()));
            Some(Told { notice, recipient, sent: Instant(sent), is_repeated })
        });
        Ok(told.collect())
    }

    fn answers(&self, notices: &[String]) -> Result<Vec<Answer>, StoreError> {
        let wanted: Vec<&str> = notices.iter().map(String::as_str).collect();
        let until = self.head().events;
        let mut found: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
        for some in stretches(&wanted) {
            // What a batch that failed has left counts with its event, which another has replaced.
            let rows: Vec<AnswerRow> = self.owned.store.wait(self.owned.store.rows(
                &format!("look for answers in region {}", self.code),
                "SELECT said.notice AS notice, said.event AS event, said.acknowledged_by AS acknowledged_by,
                        said.reason AS reason, said.asks_help AS asks_help
                 FROM (
                     SELECT * FROM acknowledgements FINAL
                     WHERE region = {region:String} AND notice IN {notices:Array(String)} AND event <= {until:UInt64}
                 ) AS said
                 INNER JOIN (
                     SELECT number, max(version) AS version FROM events
                     WHERE region = {region:String} AND number IN (
                         SELECT event FROM acknowledgements
                         WHERE region = {region:String} AND notice IN {notices:Array(String)})
                     GROUP BY number
                 ) AS counting ON counting.number = said.event AND counting.version = said.version
                 ORDER BY event",
                |query| {
                    let query = query.param("region", &self.code).param("until", until);
                    query.param("notices", some)
                },
            ))?;
            for AnswerRow { notice, event, acknowledged_by: by, reason, asks_help } in rows {
                let answer = Answer { notice: notice.clone(), event, by, reason, asks_help: asks_help == 1 };
                found.entry(notice).or_default().push(answer);
            }
        }
        Ok(notices.iter().filter_map(|notice| found.remove(notice)).flatten().collect())
    }

    fn last_sent(&self) -> Result<Option<Instant>, StoreError> {
        self.one_instant("maxOrNull(settled)", "state = 'sent'")
    }

    fn oldest_unsent(&self) -> Result<Option<Instant>, StoreError> {
        self.one_instant("minOrNull(made)", "state IN ('waiting', 'sending')")
    }

    fn try_again(&self, key: &str, now: Instant) -> Result<bool, StoreError> {
        let _one_at_a_time = self.owned.writing();
        let Some(row) = self.message_rows(&[key])?.remove(key) else { return Ok(false) };
        if row.state() != Some(MessageState::Dead) {
            return Ok(false);
        }
        let notices = self.known(row.notices.iter().map(String::as_str).collect())?;
        self.write_messages(vec![row.became(MessageState::Waiting, now.0, None)])?;
        // Its notices are no longer beyond hope.
        let failed = notices.into_values().filter(|notice| notice.state == NoticeState::Failed);
        let pending = failed.map(|notice| KeptNotice { state: NoticeState::Pending, sent: None, ..notice });
        self.write(pending.collect())?;
        Ok(true)
    }
}

fn is_open(row: &MessageRow) -> bool {
    matches!(row.state(), Some(MessageState::Waiting | MessageState::Sending))
}

impl RegionKept {
    /// The messages whose notices count as told.
    fn telling(&self) -> String {
        format!(
            "SELECT message FROM messages FINAL WHERE region = {{region:String}} AND state != 'withdrawn' AND {}",
            self.counts()
        )
    }

    fn told_row(&self, version: u64, notice: &str, recipient: &str, round: u8, message: &str) -> ToldRow {
        ToldRow {
            region: self.code.clone(),
            notice: notice.to_owned(),
            recipient: recipient.to_owned(),
            round,
            message: message.to_owned(),
            version,
        }
    }

    /// Notes how attempts ended, whoever has the lane by now: it is so, and keeps the next owner from sending it again.
    fn note_ended(&self, ended: &[(&str, u32, &Ended)]) -> Result<(), StoreError> {
        let keys: Vec<&str> = ended.iter().map(|(key, ..)| *key).collect();
        let version = self.owned.next_version();
        let rows = self.attempt_rows(&keys)?.into_iter().filter_map(|row| {
            let of_row =
                |(key, number, _): &&(&str, u32, &Ended)| *key == row.message && *number == row.attempt;
            let (_, _, Ended { at, outcome, detail, .. }) = ended.iter().find(of_row)?;
            let (outcome, detail) = ((*outcome).to_owned(), detail.clone());
            Some(AttemptRow { version, ended: Some(at.0), outcome, detail, ..row })
        });
        let rows: Vec<AttemptRow> = rows.collect();
        self.owned.store.wait(self.owned.insert_all("attempts", version, &rows))
    }

    /// Takes out the messages of which an earlier attempt arrived after all, and settles them.
    fn settle_delivered(
        &self,
        messages: &mut BTreeMap<String, MessageRow>,
        earlier: Vec<AttemptRow>,
    ) -> Result<(), StoreError> {
        let mut became = BTreeMap::new();
        let delivered = earlier.into_iter().filter(|row| row.outcome == "delivered");
        for AttemptRow { message, ended, begun, .. } in delivered {
            if let Some(row) = messages.remove(&message) {
                let at = ended.unwrap_or(begun);
                let row = row.became(MessageState::Sent, at, Some(at));
                became.insert(message, (row, Some(Instant(at))));
            }
        }
        self.write_settled(became)
    }

    /// Writes what messages became; first what follows for the notices of those that are settled.
    fn write_settled(
        &self,
        became: BTreeMap<String, (MessageRow, Option<Instant>)>,
    ) -> Result<(), StoreError> {
        let mut settling = Settling::default();
        for (key, (row, settled)) in &became {
            settling.messages.extend(row.state().map(|state| (key.as_str(), state)));
            if let Some(at) = settled {
                settling.notices.extend(row.notices.iter().map(|notice| (notice.as_str(), *at)));
            }
        }
        self.settle(&settling)?;
        self.write_messages(became.into_values().map(|(row, _)| row).collect())
    }

    fn write_messages(&self, mut rows: Vec<MessageRow>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let version = self.owned.next_version();
        rows.iter_mut().for_each(|row| row.version = version);
        self.owned.store.wait(async {
            self.owned.refuse_displaced().await?;
            self.owned.insert_all("messages", version, &rows).await
        })
    }

    fn one_instant(&self, what: &str, which: &str) -> Result<Option<Instant>, StoreError> {
        let found: Vec<Option<i64>> = self.owned.store.wait(self.owned.store.rows(
            &format!("look at the outbox of region {}", self.code),
            &format!(
                "SELECT {what} FROM messages FINAL WHERE region = {{region:String}} AND {which} AND {}",
                self.counts()
            ),
            |query| query.param("region", &self.code),
        ))?;
        Ok(found.into_iter().next().flatten().map(Instant))
    }
}

//! The outbox in the embedded store.

use super::Records;
use super::notices::{COLUMNS as NOTICE, kept as kept_notice};
use crate::store::outbox::{
    Answer, Attempt, DraftFile, Ended, KeptMessage, MUTED, MessageFilter, MessageState, NewMessage, Outbox,
    Then, Told, Untold, became, reached,
};
use crate::store::{KeptNotice, NoticeState, StoreError};
use rusqlite::{Connection, OptionalExtension, Row, params};
use scoring::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

const COLUMNS: &str =
    "message, recipient, reader, channel, address, round, made, letter, state, attempts, next, settled";

impl Outbox for Records {
    fn untold(&self, up_to: &str) -> Result<Vec<Untold>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {NOTICE}, (SELECT json_group_array(DISTINCT told.recipient) FROM told
                     WHERE told.notice = identity AND round = 1) AS done
                 FROM notices WHERE state = 'pending' AND date <= ?
                 AND (SELECT count(DISTINCT told.recipient) FROM told WHERE told.notice = identity AND round = 1)
                     < json_array_length(recipients)
                 ORDER BY date, level DESC, identity"
            ))?;
            let rows = select.query_map([up_to], |row| {
                let notice = kept_notice(row)?;
                let done: BTreeSet<String> =
                    serde_json::from_str(&row.get::<_, String>(10)?).unwrap_or_default();
                let recipients = notice
                    .recipients
                    .iter()
                    .filter(|recipient| !done.contains(*recipient))
                    .cloned()
                    .collect();
                Ok(Untold { notice, recipients })
            })?;
            rows.filter(|row| row.as_ref().map_or(true, |untold| !untold.recipients.is_empty()))
                .collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("look for notices to send"))
    }

    fn is_unused(&self) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM told) AND NOT EXISTS (SELECT 1 FROM messages)")
            .and_then(|mut select| select.query_row([], |row| row.get(0)))
            .map_err(self.failed("look at the outbox"))
    }

    fn last_made(&self, since: Instant) -> Result<Vec<(String, Instant)>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT recipient, max(made) FROM messages WHERE made >= ? AND state <> 'withdrawn' GROUP BY recipient",
            )?;
            let rows = select.query_map([since.0], |row| Ok((row.get(0)?, Instant(row.get(1)?))))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("look for the last messages"))
    }

    fn put_messages(&self, messages: &[NewMessage]) -> Result<usize, StoreError> {
        self.at_once(|| {
            let write = || {
                let mut insert = self.connection.prepare_cached(&format!(
                    "INSERT INTO messages ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, NULL)
                     ON CONFLICT (message) DO UPDATE SET reader = excluded.reader, made = excluded.made,
                         letter = excluded.letter, state = 'waiting', next = excluded.next, settled = NULL
                         WHERE state = 'withdrawn'"
                ))?;
                let mut tell = self
                    .connection
                    .prepare_cached("INSERT INTO told VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")?;
                let mut new = 0;
                for NewMessage { message, notices } in messages {
                    let KeptMessage {
                        key,
                        recipient,
                        reader,
                        channel,
                        address,
                        round,
                        made,
                        letter,
                        next,
                        ..
                    } = message;
                    new += insert.execute(params![
                        key, recipient, reader, channel, address, round, made.0, letter, next.0
                    ])?;
                    for notice in notices {
                        tell.execute(params![notice, recipient, round, key])?;
                    }
                }
                Ok(new)
            };
            write().map_err(self.failed("put messages into the outbox"))
        })
    }

    fn keep_once(&self, notices: &[KeptNotice]) -> Result<usize, StoreError> {
        let mut unknown = Vec::new();
        for notice in notices {
            if self.notice(&notice.identity)?.is_none() {
                unknown.push(notice.clone());
            }
        }
        if unknown.is_empty() { Ok(0) } else { self.keep_notices(&unknown) }
    }

    fn mute(&self, recipient: &str, notices: &[String], at: Instant) -> Result<(), StoreError> {
        self.at_once(|| {
            let write = || {
                let mut tell = self
                    .connection
                    .prepare_cached("INSERT INTO told VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING")?;
                for notice in notices {
                    tell.execute(params![notice, recipient, MUTED])?;
                    settle(&self.connection, notice, at)?;
                }
                Ok(())
            };
            write().map_err(self.failed("note what a recipient does not want"))
        })
    }

    fn messages_due(&self, now: Instant, at_most: usize) -> Result<Vec<KeptMessage>, StoreError> {
        self.list_messages(
            "WHERE state IN ('waiting', 'sending') AND next <= ? ORDER BY next, message LIMIT ?",
            params![now.0, at_most as i64],
        )
    }

    fn begin_attempt(&self, key: &str, now: Instant, until: Instant) -> Result<Option<u32>, StoreError> {
        self.at_once(|| {
            let write = || {
                let taken: Option<u32> = self
                    .connection
                    .prepare_cached(
                        "UPDATE messages SET state = 'sending', attempts = attempts + 1, next = ?3
                         WHERE message = ?1 AND state IN ('waiting', 'sending') AND next <= ?2 RETURNING attempts",
                    )?
                    .query_row(params![key, now.0, until.0], |row| row.get(0))
                    .optional()?;
                if let Some(number) = taken {
                    self.connection
                        .prepare_cached("INSERT INTO attempts VALUES (?, ?, ?, NULL, NULL, '')")?
                        .execute(params![key, number, now.0])?;
                }
                Ok(taken)
            };
            write().map_err(self.failed("take a message for an attempt"))
        })
    }

    fn end_attempt(&self, key: &str, attempt: u32, ended: &Ended) -> Result<(), StoreError> {
        self.at_once(|| {
            let write = || {
                let Ended { at, outcome, detail, then } = ended;
                self.connection
                    .prepare_cached(
                        "UPDATE attempts SET ended = ?3, outcome = ?4, detail = ?5 WHERE message = ?1 AND attempt = ?2",
                    )?
                    .execute(params![key, attempt, at.0, outcome, detail])?;
                let (state, next, settled) = match *then {
                    Then::Sent => (MessageState::Sent, *at, Some(at.0)),
                    Then::Dead => (MessageState::Dead, *at, Some(at.0)),
                    Then::Waiting(next) => (MessageState::Waiting, next, None),
                };
                // One that took longer than its time may have been taken by another since: what arrived arrived.
                self.connection
                    .prepare_cached(
                        "UPDATE messages SET state = ?3, next = ?4, settled = ?5 WHERE message = ?1
                         AND state <> 'sent' AND (attempts = ?2 OR ?3 = 'sent')",
                    )?
                    .execute(params![key, attempt, state.word(), next.0, settled])?;
                if settled.is_some() {
                    for notice in notices_of(&self.connection, key)? {
                        settle(&self.connection, &notice, *at)?;
                    }
                }
                Ok(())
            };
            write().map_err(self.failed("note how an attempt ended"))
        })
    }

    fn draft_file(&self, draft: &str, format: &str) -> Result<Option<DraftFile>, StoreError> {
        self.file_of_draft(draft, format)
    }

    fn taken_back(&self, key: &str) -> Result<Vec<String>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT notice FROM told LEFT JOIN notices ON identity = notice
                 WHERE message = ? AND coalesce(state, 'withdrawn') = 'withdrawn' ORDER BY notice",
            )?;
            let rows = select.query_map([key], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("look for notices that were taken back"))
    }

    fn withdraw_message(&self, key: &str, at: Instant) -> Result<bool, StoreError> {
        self.at_once(|| {
            let write = || {
                let withdrawn = self
                    .connection
                    .prepare_cached(
                        "UPDATE messages SET state = 'withdrawn', settled = ? WHERE message = ? AND state = 'waiting'
                         AND attempts = 0",
                    )?
                    .execute(params![at.0, key])?
                    > 0;
                if withdrawn {
                    self.connection.prepare_cached("DELETE FROM told WHERE message = ?")?.execute([key])?;
                }
                Ok(withdrawn)
            };
            write().map_err(self.failed("withdraw a message"))
        })
    }

    fn told_since(&self, since: Instant) -> Result<Vec<Told>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {}, told.recipient, min(messages.settled), EXISTS (SELECT 1 FROM told AS again
                     WHERE again.notice = told.notice AND again.recipient = told.recipient AND again.round = 2)
                 FROM messages JOIN told USING (message) JOIN notices ON identity = told.notice
                 WHERE messages.state = 'sent' AND messages.settled >= ? AND told.round = 1
                 GROUP BY told.notice, told.recipient ORDER BY told.notice, told.recipient",
                NOTICE.split(", ").map(|name| format!("notices.{name}")).collect::<Vec<_>>().join(", ")
            ))?;
            let rows = select.query_map([since.0], |row| {
                Ok(Told {
                    notice: kept_notice(row)?,
                    recipient: row.get(10)?,
                    sent: Instant(row.get(11)?),
                    is_repeated: row.get(12)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("look for what was sent"))
    }

    fn answers(&self, notices: &[String]) -> Result<Vec<Answer>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT notice, event, acknowledged_by, reason, asks_help FROM acknowledgements
                 WHERE notice = ? ORDER BY event",
            )?;
            let mut answers = Vec::new();
            for notice in notices {
                let rows = select.query_map([notice], |row| {
                    Ok(Answer {
                        notice: row.get(0)?,
                        event: row.get(1)?,
                        by: row.get(2)?,
                        reason: row.get(3)?,
                        asks_help: row.get(4)?,
                    })
                })?;
                for row in rows {
                    answers.push(row?);
                }
            }
            Ok(answers)
        };
        select().map_err(self.failed("look for answers"))
    }

    fn last_sent(&self) -> Result<Option<Instant>, StoreError> {
        self.one_instant("SELECT max(settled) FROM messages WHERE state = 'sent'")
    }

    fn oldest_unsent(&self) -> Result<Option<Instant>, StoreError> {
        self.one_instant("SELECT min(made) FROM messages WHERE state IN ('waiting', 'sending')")
    }

    fn try_again(&self, key: &str, now: Instant) -> Result<bool, StoreError> {
        self.at_once(|| {
            let write = || {
                let again = self
                    .connection
                    .prepare_cached(
                        "UPDATE messages SET state = 'waiting', next = ?, settled = NULL
                         WHERE message = ? AND state = 'dead'",
                    )?
                    .execute(params![now.0, key])?
                    > 0;
                if again {
                    // Its notices are no longer beyond hope.
                    self.connection
                        .prepare_cached(
                            "UPDATE notices SET state = 'pending', sent = NULL
                             WHERE state = 'failed' AND identity IN (SELECT notice FROM told WHERE message = ?)",
                        )?
                        .execute([key])?;
                }
                Ok(again)
            };
            write().map_err(self.failed("let a message be tried again"))
        })
    }
}

impl Records {
    /// The messages that a filter names, the newest first, so many at most.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn messages(&self, filter: &MessageFilter, at_most: usize) -> Result<Vec<KeptMessage>, StoreError> {
        self.messages_page(filter, 0, at_most)
    }

    /// As [`Records::messages`], without the first so many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn messages_page(
        &self,
        filter: &MessageFilter,
        skipped: usize,
        at_most: usize,
    ) -> Result<Vec<KeptMessage>, StoreError> {
        self.list_messages(
            "WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR recipient = ?2) AND (?3 IS NULL OR made < ?3)
             ORDER BY made DESC, message LIMIT ?4 OFFSET ?5",
            params![
                filter.state.map(MessageState::word),
                filter.recipient,
                filter.before.map(|before| before.0),
                at_most as i64,
                skipped as i64
            ],
        )
    }

    /// How many messages a filter names.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn message_count(&self, filter: &MessageFilter) -> Result<u64, StoreError> {
        let count = || {
            let mut select = self.connection.prepare_cached(
                "SELECT count(*) FROM messages
                 WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR recipient = ?2) AND (?3 IS NULL OR made < ?3)",
            )?;
            let filtered = params![
                filter.state.map(MessageState::word),
                filter.recipient,
                filter.before.map(|before| before.0)
            ];
            select.query_row(filtered, |row| row.get(0))
        };
        count().map_err(self.failed("count messages"))
    }

    /// A message by its key or the beginning of it, where that names one alone.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn message(&self, key: &str) -> Result<Option<KeptMessage>, StoreError> {
        let found = self.list_messages("WHERE substr(message, 1, length(?1)) = ?1 LIMIT 2", params![key])?;
        Ok(<[KeptMessage; 1]>::try_from(found).ok().map(|[only]| only))
    }

    /// The messages that told a notice, in the order of their making.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn messages_of(&self, notice: &str) -> Result<Vec<KeptMessage>, StoreError> {
        self.list_messages(
            "WHERE message IN (SELECT message FROM told WHERE notice = ?) ORDER BY made, message",
            params![notice],
        )
    }

    /// The notices that a message tells, by identity.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notices_of_message(&self, key: &str) -> Result<Vec<String>, StoreError> {
        notices_of(&self.connection, key).map_err(self.failed("list the notices of a message"))
    }

    /// The attempts of a message, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn attempts(&self, key: &str) -> Result<Vec<Attempt>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT message, attempt, begun, ended, outcome, detail FROM attempts WHERE message = ? ORDER BY attempt",
            )?;
            let rows = select.query_map([key], |row| {
                Ok(Attempt {
                    message: row.get(0)?,
                    number: row.get(1)?,
                    begun: Instant(row.get(2)?),
                    ended: row.get::<_, Option<i64>>(3)?.map(Instant),
                    outcome: row.get(4)?,
                    detail: row.get(5)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list attempts"))
    }

    /// How many messages there are in each state.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn message_counts(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        let select = || {
            let mut select =
                self.connection.prepare_cached("SELECT state, count(*) FROM messages GROUP BY state")?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<BTreeMap<_, _>>>()
        };
        select().map_err(self.failed("count messages"))
    }

    fn list_messages(
        &self,
        which: &str,
        given: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<KeptMessage>, StoreError> {
        let select = || {
            let mut select =
                self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM messages {which}"))?;
            let rows = select.query_map(given, kept)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list messages"))
    }

    fn one_instant(&self, query: &str) -> Result<Option<Instant>, StoreError> {
        self.connection
            .prepare_cached(query)
            .and_then(|mut select| select.query_row([], |row| row.get::<_, Option<i64>>(0)))
            .map(|found| found.map(Instant))
            .map_err(self.failed("look at the outbox"))
    }
}

fn notices_of(connection: &Connection, key: &str) -> rusqlite::Result<Vec<String>> {
    let mut select =
        connection.prepare_cached("SELECT notice FROM told WHERE message = ? ORDER BY notice")?;
    let rows = select.query_map([key], |row| row.get(0))?;
    rows.collect()
}

/// Settles a notice once each of its recipients was reached, is beyond reach, or does not want it.
fn settle(connection: &Connection, notice: &str, at: Instant) -> rusqlite::Result<()> {
    let mut each = connection.prepare_cached(
        "SELECT told.recipient, told.message, coalesce(messages.state, '') FROM told
         LEFT JOIN messages USING (message) WHERE notice = ? AND told.round = 1",
    )?;
    let mut of_recipients: BTreeMap<String, Vec<NoticeState>> = BTreeMap::new();
    let mut rows = each.query([notice])?;
    while let Some(row) = rows.next()? {
        let (recipient, message, state): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let meant = reached(&message, MessageState::of_word(&state));
        of_recipients.entry(recipient).or_default().push(meant);
    }
    let wanted: Option<String> = connection
        .prepare_cached("SELECT recipients FROM notices WHERE identity = ?")?
        .query_row([notice], |row| row.get(0))
        .optional()?;
    let Some(wanted) = wanted else { return Ok(()) };
    let wanted: Vec<String> = serde_json::from_str(&wanted).unwrap_or_default();
    let Some(state) = became(&wanted, &of_recipients) else { return Ok(()) };
    let sent = (state == NoticeState::Sent).then_some(at.0);
    // One that was taken back while it was on its way was sent all the same.
    connection
        .prepare_cached(
            "UPDATE notices SET state = ?2, sent = ?3 WHERE identity = ?1
             AND (state IN ('pending', 'failed') OR (state = 'withdrawn' AND ?2 = 'sent'))",
        )?
        .execute(params![notice, state.word(), sent])?;
    Ok(())
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptMessage> {
    let state: String = row.get(8)?;
    Ok(KeptMessage {
        key: row.get(0)?,
        recipient: row.get(1)?,
        reader: row.get(2)?,
        channel: row.get(3)?,
        address: row.get(4)?,
        round: row.get(5)?,
        made: Instant(row.get(6)?),
        letter: row.get(7)?,
        state: MessageState::of_word(&state).ok_or(rusqlite::Error::InvalidQuery)?,
        attempts: row.get(9)?,
        next: Instant(row.get(10)?),
        settled: row.get::<_, Option<i64>>(11)?.map(Instant),
    })
}

//! Notices as the service knows of them, each once by its identity, with what has become of it.
//!
//! | from | to | when |
//! | --- | --- | --- |
//! | nothing, withdrawn | pending | it is derived ([`Records::keep_notices`]) |
//! | pending | withdrawn | it is derived no more ([`Records::withdraw_notices`]) |
//! | pending, failed | sent, failed | its delivery came to that ([`Records::settle_notice`]) |
//!
//! What was sent stays sent, and what failed stays failed until it is tried again: neither is derived anew nor withdrawn.

use super::Records;
use crate::store::{Delivered, KeptNotice, NoticeState, StoreError};
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::Instant;

/// What a person said to a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The notice's identity.
    pub notice: String,
    /// Who.
    pub by: String,
    /// What they say.
    pub reason: Option<String>,
    /// When, by the event.
    pub at: Instant,
}

pub(super) const COLUMNS: &str =
    "identity, kind, level, subject, date, recipients, body, derived, state, sent";

impl Records {
    /// Keeps notices that were derived: a new one is pending, a withdrawn one is pending again, a pending one is brought up
    /// to date. Answers how many are pending that were not. `state` and `sent` of what is handed in do not matter.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_notices(&self, notices: &[KeptNotice]) -> Result<usize, StoreError> {
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            let mut new = 0;
            {
                let mut insert = transaction.prepare_cached(
                    "INSERT INTO notices VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', NULL) ON CONFLICT DO NOTHING",
                )?;
                let mut update = transaction.prepare_cached(
                    "UPDATE notices SET date = ?2, recipients = ?3, body = ?4, state = 'pending'
                     WHERE identity = ?1 AND state = ?5",
                )?;
                for notice in notices {
                    let recipients = serde_json::to_string(&notice.recipients).unwrap_or_default();
                    let is_there = insert.execute(params![
                        notice.identity,
                        notice.kind,
                        notice.level,
                        notice.subject,
                        notice.date,
                        recipients,
                        notice.body,
                        notice.derived.0,
                    ])? == 0;
                    if is_there {
                        let mut bring_up_to_date = |from: NoticeState| {
                            update.execute(params![
                                notice.identity,
                                notice.date,
                                recipients,
                                notice.body,
                                from.word()
                            ])
                        };
                        bring_up_to_date(NoticeState::Pending)?;
                        new += bring_up_to_date(NoticeState::Withdrawn)?;
                    } else {
                        new += 1;
                    }
                }
            }
            transaction.commit()?;
            Ok(new)
        };
        write().map_err(self.failed("keep notices"))
    }

    /// Withdraws the pending ones of these notices, whose cause is no more, and answers how many those were.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn withdraw_notices(&self, identities: &[String]) -> Result<usize, StoreError> {
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            let mut withdrawn = 0;
            {
                let mut withdraw = transaction.prepare_cached(
                    "UPDATE notices SET state = 'withdrawn' WHERE identity = ? AND state = 'pending'",
                )?;
                for identity in identities {
                    withdrawn += withdraw.execute([identity])?;
                }
            }
            transaction.commit()?;
            Ok(withdrawn)
        };
        write().map_err(self.failed("withdraw notices"))
    }

    /// Notes what a delivery came to; false where the notice was not to be sent, having been sent or withdrawn meanwhile.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn settle_notice(&self, identity: &str, outcome: Delivered, at: Instant) -> Result<bool, StoreError> {
        let (state, sent) = match outcome {
            Delivered::Sent => (NoticeState::Sent, Some(at.0)),
            Delivered::Failed => (NoticeState::Failed, None),
        };
        self.connection
            .prepare_cached(
                "UPDATE notices SET state = ?2, sent = ?3 WHERE identity = ?1 AND state IN ('pending', 'failed')",
            )
            .and_then(|mut settle| settle.execute(params![identity, state.word(), sent]))
            .map(|settled| settled > 0)
            .map_err(self.failed("note what became of a notice"))
    }

    /// A notice by its identity.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notice(&self, identity: &str) -> Result<Option<KeptNotice>, StoreError> {
        self.connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM notices WHERE identity = ?"))
            .and_then(|mut select| select.query_row([identity], kept).optional())
            .map_err(self.failed("look for a notice"))
    }

    /// The notices whose date lies within two dates, both included, in the order of date, kind, subject, level.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notices(&self, from: &str, to: &str) -> Result<Vec<KeptNotice>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM notices WHERE date BETWEEN ? AND ? ORDER BY date, kind, subject, level"
            ))?;
            let rows = select.query_map([from, to], kept)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list notices"))
    }

    /// What people said to the notices whose date lies within two dates, both included, in the order in which it arrived.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn acknowledgements(&self, from: &str, to: &str) -> Result<Vec<Acknowledgement>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT notice, acknowledged_by, reason, json_extract(raw, '$.time'), received
                 FROM notices JOIN acknowledgements ON notice = identity JOIN events USING (event)
                 JOIN deliveries USING (delivery)
                 WHERE date BETWEEN ? AND ? ORDER BY event",
            )?;
            let rows = select.query_map([from, to], |row| {
                let (time, received): (String, i64) = (row.get(3)?, row.get(4)?);
                Ok(Acknowledgement {
                    notice: row.get(0)?,
                    by: row.get(1)?,
                    reason: row.get(2)?,
                    at: Instant::parse(&time).unwrap_or(Instant(received)),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list what was said to notices"))
    }

    /// How many notices there are in each state.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notice_counts(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let select = || {
            let mut select = self
                .connection
                .prepare_cached("SELECT state, count(*) FROM notices GROUP BY state ORDER BY state")?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("count notices"))
    }
}

pub(super) fn kept(row: &Row<'_>) -> rusqlite::Result<KeptNotice> {
    let (recipients, state): (String, String) = (row.get(5)?, row.get(8)?);
    Ok(KeptNotice {
        identity: row.get(0)?,
        kind: row.get(1)?,
        level: row.get(2)?,
        subject: row.get(3)?,
        date: row.get(4)?,
        recipients: serde_json::from_str(&recipients).unwrap_or_default(),
        body: row.get(6)?,
        derived: Instant(row.get(7)?),
        state: NoticeState::ALL
            .into_iter()
            .find(|known| known.word() == state)
            .ok_or(rusqlite::Error::InvalidQuery)?,
        sent: row.get::<_, Option<i64>>(9)?.map(Instant),
    })
}

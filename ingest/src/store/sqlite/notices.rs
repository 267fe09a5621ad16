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
    /// Whether they ask the next level for help.
    pub asks_help: bool,
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
            let mut new = 0;
            let mut insert = self.connection.prepare_cached(
                "INSERT INTO notices VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', NULL) ON CONFLICT DO NOTHING",
            )?;
            let mut update = self.connection.prepare_cached(
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
            Ok(new)
        };
        self.at_once(|| write().map_err(self.failed("keep notices")))
    }

    /// Leaves those of the notices that [`Records::keep_notices`] would change something for: they are not there, withdrawn,
    /// or pending with something else in them.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn not_kept_yet(&self, mut notices: Vec<KeptNotice>) -> Result<Vec<KeptNotice>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT state, date = ?2 AND recipients = ?3 AND body = ?4 FROM notices WHERE identity = ?1",
            )?;
            let mut failed = None;
            notices.retain(|notice| {
                let recipients = serde_json::to_string(&notice.recipients).unwrap_or_default();
                let known = select
                    .query_row(params![notice.identity, notice.date, recipients, notice.body], |row| {
                        Ok((row.get_ref(0)?.as_str()?.to_owned(), row.get(1)?))
                    })
                    .optional();
                match known {
                    Ok(None) => true,
                    Ok(Some((state, is_same))) => {
                        let is_same: bool = is_same;
                        state == NoticeState::Withdrawn.word()
                            || (state == NoticeState::Pending.word() && !is_same)
                    }
                    Err(error) => {
                        failed = Some(error);
                        true
                    }
                }
            });
            failed.map_or(Ok(notices), Err)
        };
        select().map_err(self.failed("look for notices"))
    }

    /// Hands out identity, kind and date of every pending notice whose date lies within two dates, both included, and
    /// answers with the identities that are chosen.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn choose_pending(
        &self,
        from: &str,
        to: &str,
        mut is_chosen: impl FnMut(&str, &str, &str) -> bool,
    ) -> Result<Vec<String>, StoreError> {
        let mut select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT identity, kind, date FROM notices WHERE state = 'pending' AND date BETWEEN ? AND ?",
            )?;
            let mut rows = select.query([from, to])?;
            let mut chosen = Vec::new();
            while let Some(row) = rows.next()? {
                let identity = row.get_ref(0)?.as_str()?;
                if is_chosen(identity, row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?) {
                    chosen.push(identity.to_owned());
                }
            }
            Ok(chosen)
        };
        select().map_err(self.failed("list pending notices"))
    }

    /// Withdraws the pending ones of these notices, whose cause is no more, and answers how many those were.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn withdraw_notices(&self, identities: &[String]) -> Result<usize, StoreError> {
        let write = || {
            let mut withdrawn = 0;
            let mut withdraw = self.connection.prepare_cached(
                "UPDATE notices SET state = 'withdrawn' WHERE identity = ? AND state = 'pending'",
            )?;
            for identity in identities {
                withdrawn += withdraw.execute([identity])?;
            }
            Ok(withdrawn)
        };
        self.at_once(|| write().map_err(self.failed("withdraw notices")))
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

    /// The notices whose date lies within two dates, both included, withdrawn ones aside: the newest first, at most so many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn newest_notices(&self, from: &str, to: &str, most: u64) -> Result<Vec<KeptNotice>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM notices WHERE date BETWEEN ? AND ? AND state <> 'withdrawn'
                 ORDER BY date DESC, derived DESC, level DESC, identity LIMIT ?"
            ))?;
            let rows = select.query_map(params![from, to, most as i64], kept)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list the newest notices"))
    }

    /// What people said to the notices whose date lies within two dates, both included, in the order in which it arrived.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn acknowledgements(&self, from: &str, to: &str) -> Result<Vec<Acknowledgement>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {SAID} FROM notices JOIN acknowledgements ON notice = identity JOIN events USING (event)
                 JOIN deliveries USING (delivery)
                 WHERE date BETWEEN ? AND ? ORDER BY event"
            ))?;
            let rows = select.query_map([from, to], said)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list what was said to notices"))
    }

    /// The notices about a subject, in the order of date and level; `kinds` are those that can be about such a one.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notices_about(&self, kinds: &[&str], subject: &str) -> Result<Vec<KeptNotice>, StoreError> {
        let select = || {
            // An identity begins with kind and subject, and what a subject is called holds no control characters.
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM notices WHERE identity BETWEEN ?1 AND ?1 || char(1114111) AND subject = ?2"
            ))?;
            let mut found = Vec::new();
            for kind in kinds {
                let rows = select.query_map([format!("{kind}/{subject}/").as_str(), subject], kept)?;
                for row in rows {
                    found.push(row?);
                }
            }
            found.sort_by(|a, b| (&a.date, a.level, &a.kind).cmp(&(&b.date, b.level, &b.kind)));
            Ok(found)
        };
        select().map_err(self.failed("look for the notices about something"))
    }

    /// The notices to a recipient whose date lies within two dates, both included, withdrawn ones aside: the highest level
    /// first, then the oldest. At most so many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notices_to(
        &self,
        recipient: &str,
        (from, to): (&str, &str),
        most: u64,
    ) -> Result<Vec<KeptNotice>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM notices
                 WHERE date BETWEEN ?1 AND ?2 AND instr(recipients, ?3) > 0 AND state <> 'withdrawn'
                 ORDER BY level DESC, date, kind, subject LIMIT ?4"
            ))?;
            // As one of the list's texts, with its quotes: `window:W-1` is not `window:W-10`.
            let quoted = serde_json::to_string(recipient).unwrap_or_default();
            let rows = select.query_map(params![from, to, quoted, most as i64], kept)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("look for the notices to somebody"))
    }

    /// What people said to these notices, in the order in which it arrived.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn acknowledgements_of<'i>(
        &self,
        notices: impl IntoIterator<Item = &'i str>,
    ) -> Result<Vec<Acknowledgement>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {SAID} FROM acknowledgements JOIN events USING (event) JOIN deliveries USING (delivery)
                 WHERE notice = ? ORDER BY event"
            ))?;
            let mut found = Vec::new();
            for notice in notices {
                for row in select.query_map([notice], said)? {
                    found.push(row?);
                }
            }
            Ok(found)
        };
        select().map_err(self.failed("look for what was said to notices"))
    }

    /// Which notices whose identity begins with a text somebody has acknowledged.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn acknowledged(&self, beginning: &str) -> Result<Vec<String>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT DISTINCT notice FROM acknowledgements WHERE notice BETWEEN ?1 AND ?1 || char(1114111)",
            )?;
            let rows = select.query_map([beginning], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list what was acknowledged"))
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

const SAID: &str = "notice, acknowledged_by, reason, asks_help, json_extract(raw, '$.time'), received";

fn said(row: &Row<'_>) -> rusqlite::Result<Acknowledgement> {
    let (time, received): (String, i64) = (row.get(4)?, row.get(5)?);
    Ok(Acknowledgement {
        notice: row.get(0)?,
        by: row.get(1)?,
        reason: row.get(2)?,
        asks_help: row.get(3)?,
        at: Instant::parse(&time).unwrap_or(Instant(received)),
    })
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

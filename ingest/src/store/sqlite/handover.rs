//! What is kept of the notices about one case: their state, the messages that told them, what people said to them.

use super::notices::{COLUMNS, kept};
use super::{Acknowledgement, Records};
use crate::store::{KeptNotice, StoreError};
use rusqlite::params;
use scoring::time::Instant;

/// A message that told a notice, without its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldBy {
    /// Whom it was for.
    pub recipient: String,
    /// Who read it: the recipient, or a deputy.
    pub reader: String,
    /// By which road.
    pub channel: String,
    /// 1 for the first time that its notices were told.
    pub round: u32,
    /// What became of it.
    pub state: String,
    /// When.
    pub settled: Option<Instant>,
}

/// The kinds whose subject is a case, or a case and a department.
const OF_CASES: [&str; 5] = ["case_due", "case_overdue", "joint_due", "joint_overdue", "repeat_return"];

impl Records {
    /// Every notice about a case and its joint shares, withdrawn ones too, by date and level.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notices_of_case(&self, case: &str) -> Result<Vec<KeptNotice>, StoreError> {
        let select = || {
            // Identities begin with kind and subject, so each kind is one stretch of the key.
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM notices WHERE identity >= ?1 || '/' AND identity < ?1 || '0'
                 AND (subject = ?2 OR subject GLOB ?3)"
            ))?;
            // A share is CASE/DEPARTMENT; another case's id may begin in the same way, with a further slash.
            let share = format!("{}/*", escaped(case));
            let mut found = Vec::new();
            for kind in OF_CASES {
                let rows = select.query_map(params![format!("{kind}/{case}"), case, share], kept)?;
                for notice in rows {
                    found.push(notice?);
                }
            }
            found.retain(|notice: &KeptNotice| {
                notice.subject == case
                    || notice.kind.starts_with("joint_")
                        && notice.subject.rsplit_once('/').is_some_and(|(of, _)| of == case)
            });
            found.sort_by(|a, b| (&a.date, a.level, &a.identity).cmp(&(&b.date, b.level, &b.identity)));
            Ok(found)
        };
        select().map_err(self.failed("list the notices of a case"))
    }

    /// The messages that told a notice, in the order in which they were made.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn told_by(&self, notice: &str) -> Result<Vec<ToldBy>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT messages.recipient, reader, channel, messages.round, state, settled
                 FROM told JOIN messages USING (message) WHERE notice = ? ORDER BY made, message",
            )?;
            let rows = select.query_map([notice], |row| {
                Ok(ToldBy {
                    recipient: row.get(0)?,
                    reader: row.get(1)?,
                    channel: row.get(2)?,
                    round: row.get(3)?,
                    state: row.get(4)?,
                    settled: row.get::<_, Option<i64>>(5)?.map(Instant),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list the messages of a notice"))
    }

    /// What people said to a notice, in the order in which it arrived, and whether they asked for help.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn answers_to(&self, notice: &str) -> Result<Vec<(Acknowledgement, bool)>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT acknowledged_by, reason, asks_help, json_extract(raw, '$.time'), received
                 FROM acknowledgements JOIN events USING (event) JOIN deliveries USING (delivery)
                 WHERE notice = ? ORDER BY event",
            )?;
            let rows = select.query_map([notice], |row| {
                let (time, received): (String, i64) = (row.get(3)?, row.get(4)?);
                let said = Acknowledgement {
                    notice: notice.to_owned(),
                    by: row.get(0)?,
                    reason: row.get(1)?,
                    at: Instant::parse(&time).unwrap_or(Instant(received)),
                };
                Ok((said, row.get::<_, i64>(2)? != 0))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list what was said to a notice"))
    }
}

/// A text as a pattern of GLOB that matches it alone.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut pattern, letter| {
        match letter {
            '*' | '?' | '[' => pattern.extend(['[', letter, ']']),
            letter => pattern.push(letter),
        }
        pattern
    })
}

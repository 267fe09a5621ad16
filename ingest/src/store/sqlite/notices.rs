//! Notices as the service knows of them, each once by its identity, with what has become of it.

use super::Records;
use crate::store::StoreError;
use rusqlite::{Row, params};
use scoring::time::Instant;

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
}

impl NoticeState {
    /// Every state.
    pub const ALL: [NoticeState; 4] =
        [NoticeState::Pending, NoticeState::Sent, NoticeState::Failed, NoticeState::Withdrawn];

    /// The word in the store and in metrics.
    pub fn word(self) -> &'static str {
        match self {
            NoticeState::Pending => "pending",
            NoticeState::Sent => "sent",
            NoticeState::Failed => "failed",
            NoticeState::Withdrawn => "withdrawn",
        }
    }
}

/// A notice as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptNotice {
    /// Kind, subject, level and due date or month.
    pub identity: String,
    /// The contract's word, or `feed_silent`, `feed_rubbish`.
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

const COLUMNS: &str = "identity, kind, level, subject, date, recipients, body, derived, state, sent";

impl Records {
    /// Keeps the notices that are not there yet and answers how many were new. What has become of the others stays.
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
                    "INSERT INTO notices VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                )?;
                for notice in notices {
                    new += insert.execute(params![
                        notice.identity,
                        notice.kind,
                        notice.level,
                        notice.subject,
                        notice.date,
                        serde_json::to_string(&notice.recipients).unwrap_or_default(),
                        notice.body,
                        notice.derived.0,
                        notice.state.word(),
                        notice.sent.map(|Instant(sent)| sent),
                    ])?;
                }
            }
            transaction.commit()?;
            Ok(new)
        };
        write().map_err(self.failed("keep notices"))
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

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptNotice> {
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

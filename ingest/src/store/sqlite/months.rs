//! Closed months: what was published, version by version, with everything it rests on.

use super::{AuditEntry, Records};
use crate::store::{Archive, ClosedMonth, EventNumber, Frozen, GivenFiles, KeptEvent, Sheet, StoreError};
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::{Instant, Month};

const COLUMNS: &str = "month, version, closed, closed_by, reason, as_of, events, digest, givens";

impl Records {
    /// Notes the files that the service starts with, and when.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_givens(&self, files: &GivenFiles, at: Instant) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO givens VALUES (?, ?, ?, ?)
                 ON CONFLICT (digest) DO UPDATE SET last_used = excluded.last_used",
            )
            .and_then(|mut insert| insert.execute(params![files.digest(), at.0, at.0, files.json()]))
            .map(|_| ())
            .map_err(self.failed("keep the registry"))
    }

    /// The files of a digest.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn givens(&self, digest: &[u8; 32]) -> Result<Option<GivenFiles>, StoreError> {
        let found: Option<String> = self
            .connection
            .query_row("SELECT files FROM givens WHERE digest = ?", [digest], |row| row.get(0))
            .optional()
            .map_err(self.failed("read the kept registry"))?;
        found.map(|text| given_files(&text)).transpose()
    }

    /// The files that the service last started with; `None` where none ever did.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn last_givens(&self) -> Result<Option<GivenFiles>, StoreError> {
        let found: Option<String> = self
            .connection
            .query_row("SELECT files FROM givens ORDER BY last_used DESC LIMIT 1", [], |row| row.get(0))
            .optional()
            .map_err(self.failed("read the kept registry"))?;
        found.map(|text| given_files(&text)).transpose()
    }

    /// All versions of all closed months, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn closed_months(&self) -> Result<Vec<ClosedMonth>, StoreError> {
        let select = || {
            let mut select = self
                .connection
                .prepare_cached(&format!("SELECT {COLUMNS} FROM closed_months ORDER BY month, version"))?;
            let rows = select.query_map([], closed)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list the closed months"))
    }

    /// The files of one version.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn frozen(&self, month: Month, version: u32) -> Result<Option<Frozen>, StoreError> {
        let unpack = |packed: &[u8]| -> Result<String, StoreError> {
            let bytes = zstd::decode_all(packed).map_err(unreadable)?;
            String::from_utf8(bytes).map_err(unreadable)
        };
        let mut select = self
            .connection
            .prepare_cached(
                "SELECT result, ledger, notices, changes FROM closed_months WHERE month = ? AND version = ?",
            )
            .map_err(self.failed("read a closed month"))?;
        let mut rows =
            select.query(params![month.to_string(), version]).map_err(self.failed("read a closed month"))?;
        let Some(row) = rows.next().map_err(self.failed("read a closed month"))? else { return Ok(None) };
        let packed = |column: usize| -> Result<Option<Vec<u8>>, StoreError> {
            row.get(column).map_err(self.failed("read a closed month"))
        };
        let text = |column: usize| unpack(&packed(column)?.unwrap_or_default());
        Ok(Some(Frozen {
            result: text(0)?,
            ledger: text(1)?,
            notices: text(2)?,
            changes: packed(3)?.as_deref().map(unpack).transpose()?,
        }))
    }

    /// Keeps a version. A version that is there already is never replaced.
    ///
    /// # Errors
    ///
    /// [`StoreError`], also where the version is there.
    pub fn close_month(&self, closed: &ClosedMonth, frozen: &Frozen) -> Result<(), StoreError> {
        let pack = |text: &str| zstd::encode_all(text.as_bytes(), 3).map_err(unreadable);
        let (result, ledger) = (pack(&frozen.result)?, pack(&frozen.ledger)?);
        let (notices, changes) = (pack(&frozen.notices)?, frozen.changes.as_deref().map(pack).transpose()?);
        self.connection
            .execute(
                "INSERT INTO closed_months VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    closed.month.to_string(),
                    closed.version,
                    closed.closed.0,
                    closed.closed_by,
                    closed.reason,
                    closed.as_of.0,
                    closed.events as i64,
                    closed.digest,
                    closed.givens,
                    result,
                    ledger,
                    notices,
                    changes
                ],
            )
            .map(|_| ())
            .map_err(self.failed("close a month"))
    }
}

impl Archive for Records {
    fn closed_months(&self) -> Result<Vec<ClosedMonth>, StoreError> {
        Records::closed_months(self)
    }

    fn frozen(&self, month: Month, version: u32) -> Result<Option<Frozen>, StoreError> {
        Records::frozen(self, month, version)
    }

    fn givens(&self, digest: &[u8; 32]) -> Result<Option<GivenFiles>, StoreError> {
        Records::givens(self, digest)
    }

    fn keep_version(&self, closed: &ClosedMonth, frozen: &Frozen, sheet: &Sheet) -> Result<(), StoreError> {
        let ClosedMonth { month, version, digest, reason, .. } = closed;
        let noted = AuditEntry {
            at: closed.closed,
            who: closed.closed_by.clone(),
            what: if *version == 1 { "month.closed" } else { "month.reissued" }.to_owned(),
            subject: format!("{month} v{version}"),
            detail: format!("{digest} {}", reason.as_deref().unwrap_or_default()).trim_end().to_owned(),
        };
        self.at_once(|| {
            self.close_month(closed, frozen)?;
            self.keep_sheet(*month, *version, sheet)?;
            self.note(&noted)
        })
    }

    fn sheet(&self, month: Month, version: u32) -> Result<Option<Sheet>, StoreError> {
        Ok(Records::sheet(self, month, version)?.map(|kept| kept.sheet))
    }

    fn event_count(&self) -> Result<EventNumber, StoreError> {
        Records::event_count(self)
    }

    fn event(&self, number: EventNumber) -> Result<Option<KeptEvent>, StoreError> {
        Records::event(self, number)
    }

    fn digest_of_events(&self, until: EventNumber, as_of: Instant) -> Result<String, StoreError> {
        Records::digest_of_events(self, until, as_of)
    }
}

fn given_files(text: &str) -> Result<GivenFiles, StoreError> {
    serde_json::from_str(text).map_err(|cause| StoreError::Failed {
        attempt: "read the kept registry".to_owned(),
        cause: cause.into(),
    })
}

fn unreadable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Failed { attempt: "pack or unpack a closed month".to_owned(), cause: cause.into() }
}

fn closed(row: &Row<'_>) -> rusqlite::Result<ClosedMonth> {
    let month: String = row.get(0)?;
    Ok(ClosedMonth {
        month: Month::parse(&month).ok_or(rusqlite::Error::InvalidQuery)?,
        version: row.get(1)?,
        closed: Instant(row.get(2)?),
        closed_by: row.get(3)?,
        reason: row.get(4)?,
        as_of: Instant(row.get(5)?),
        events: row.get(6)?,
        digest: row.get(7)?,
        givens: row.get(8)?,
    })
}

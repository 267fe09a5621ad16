//! What stands beside a month's versions: what was decided about its flags and consequences, what was still open when it was
//! closed, and when it was published; the marks of the check list and the last preview of a month that goes on.

use super::Records;
use crate::store::{Frozen, Sheet, StoreError};
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::{Instant, Month};

/// The sheet of a version that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSheet {
    /// The month.
    pub month: Month,
    /// The version.
    pub version: u32,
    /// What was written with it.
    pub sheet: Sheet,
    /// When the version was published and by whom; none while it was not.
    pub published: Option<(Instant, String)>,
}

/// A line of the check list that somebody looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckMark {
    /// The month.
    pub month: Month,
    /// The line's word.
    pub item: String,
    /// How many there were when it was looked at.
    pub count: u64,
    /// What was said about it.
    pub remark: String,
    /// When.
    pub at: Instant,
    /// Who.
    pub checked_by: String,
}

/// A month as it was last kept for comparison before it was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPreview {
    /// When.
    pub at: Instant,
    /// By whom.
    pub previewed_by: String,
    /// The files as they were then.
    pub frozen: Frozen,
}

const SHEET: &str = "month, version, proposals, open, reason, published, published_by";

impl Records {
    /// Keeps what stands beside a version.
    ///
    /// # Errors
    ///
    /// [`StoreError`], also where it is there.
    pub fn keep_sheet(&self, month: Month, version: u32, sheet: &Sheet) -> Result<(), StoreError> {
        self.connection
            .execute(
                "INSERT INTO month_sheets (month, version, proposals, open, reason) VALUES (?, ?, ?, ?, ?)",
                params![month.to_string(), version, sheet.proposals, sheet.open, sheet.reason],
            )
            .map(|_| ())
            .map_err(self.failed("keep what was decided about a month"))
    }

    /// What stands beside a version; none where it was closed before such was kept.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn sheet(&self, month: Month, version: u32) -> Result<Option<KeptSheet>, StoreError> {
        self.connection
            .prepare_cached(&format!("SELECT {SHEET} FROM month_sheets WHERE month = ? AND version = ?"))
            .and_then(|mut select| select.query_row(params![month.to_string(), version], sheet).optional())
            .map_err(self.failed("read what was decided about a month"))
    }

    /// The sheets of all versions that were published, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn published_sheets(&self) -> Result<Vec<KeptSheet>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {SHEET} FROM month_sheets WHERE published IS NOT NULL ORDER BY month, version"
            ))?;
            let rows = select.query_map([], sheet)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list the published months"))
    }

    /// Notes that a version is published. Answers whether it was not yet. A version that was closed before sheets were kept
    /// gets an empty one.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn publish(&self, month: Month, version: u32, at: Instant, by: &str) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO month_sheets (month, version, proposals, open, published, published_by)
                 VALUES (?1, ?2, '', '[]', ?3, ?4)
                 ON CONFLICT (month, version) DO UPDATE SET published = ?3, published_by = ?4
                 WHERE published IS NULL",
            )
            .and_then(|mut put| put.execute(params![month.to_string(), version, at.0, by]))
            .map(|changed| changed > 0)
            .map_err(self.failed("publish a month"))
    }

    /// Keeps a mark of the check list in place of an earlier one of the same line.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_check_mark(&self, mark: &CheckMark) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO month_checks VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (month, item) DO UPDATE
                 SET count = excluded.count, remark = excluded.remark, at = excluded.at,
                     checked_by = excluded.checked_by",
            )
            .and_then(|mut put| {
                put.execute(params![
                    mark.month.to_string(),
                    mark.item,
                    mark.count as i64,
                    mark.remark,
                    mark.at.0,
                    mark.checked_by
                ])
            })
            .map(|_| ())
            .map_err(self.failed("mark a line of the check list"))
    }

    /// The marks of a month's check list.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn check_marks(&self, month: Month) -> Result<Vec<CheckMark>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT item, count, remark, at, checked_by FROM month_checks WHERE month = ? ORDER BY item",
            )?;
            let rows = select.query_map([month.to_string()], |row| {
                Ok(CheckMark {
                    month,
                    item: row.get(0)?,
                    count: row.get::<_, i64>(1)? as u64,
                    remark: row.get(2)?,
                    at: Instant(row.get(3)?),
                    checked_by: row.get(4)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("read the marks of the check list"))
    }

    /// Keeps a month as it is now, to be compared with later, in place of the one kept before.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_preview(&self, month: Month, kept: &KeptPreview) -> Result<(), StoreError> {
        let pack = |text: &str| {
            zstd::encode_all(text.as_bytes(), 3).map_err(|cause| StoreError::Failed {
                attempt: "pack a preview".to_owned(),
                cause: cause.into(),
            })
        };
        let Frozen { result, ledger, notices, .. } = &kept.frozen;
        let (result, ledger, notices) = (pack(result)?, pack(ledger)?, pack(notices)?);
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO month_previews VALUES (?, ?, ?, ?, ?, ?)")
            .and_then(|mut put| {
                put.execute(params![month.to_string(), kept.at.0, kept.previewed_by, result, ledger, notices])
            })
            .map(|_| ())
            .map_err(self.failed("keep a preview"))
    }

    /// A month as it was last kept for comparison.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn preview(&self, month: Month) -> Result<Option<KeptPreview>, StoreError> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT at, previewed_by, result, ledger, notices FROM month_previews WHERE month = ?",
            )
            .and_then(|mut select| {
                let read = |row: &Row<'_>| {
                    let packed: [Vec<u8>; 3] = [row.get(2)?, row.get(3)?, row.get(4)?];
                    Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, packed))
                };
                select.query_row([month.to_string()], read).optional()
            })
            .map_err(self.failed("read a preview"))?;
        let unreadable = |cause: Box<dyn std::error::Error + Send + Sync>| StoreError::Failed {
            attempt: "unpack a preview".to_owned(),
            cause,
        };
        let unpack = |packed: Vec<u8>| {
            let bytes = zstd::decode_all(packed.as_slice()).map_err(|cause| unreadable(cause.into()))?;
            String::from_utf8(bytes).map_err(|cause| unreadable(cause.into()))
        };
        let Some((at, previewed_by, [result, ledger, notices])) = found else { return Ok(None) };
        let frozen = Frozen {
            result: unpack(result)?,
            ledger: unpack(ledger)?,
            notices: unpack(notices)?,
            changes: None,
        };
        Ok(Some(KeptPreview { at: Instant(at), previewed_by, frozen }))
    }
}

fn sheet(row: &Row<'_>) -> rusqlite::Result<KeptSheet> {
    let month: String = row.get(0)?;
    let published: Option<i64> = row.get(5)?;
    let by: Option<String> = row.get(6)?;
    Ok(KeptSheet {
        month: Month::parse(&month).ok_or(rusqlite::Error::InvalidQuery)?,
        version: row.get(1)?,
        sheet: Sheet { proposals: row.get(2)?, open: row.get(3)?, reason: row.get(4)? },
        published: published.map(|at| (Instant(at), by.unwrap_or_default())),
    })
}

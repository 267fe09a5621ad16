//! What the duty supervisor remarks on a week's sheet: words for the sheet alone, which no result rests on.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;

/// A remark on a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekRemark {
    /// The ISO week, `2026-W38`.
    pub week: String,
    /// The words.
    pub remark: String,
    /// When they were written.
    pub changed: Instant,
    /// Who wrote them.
    pub changed_by: String,
}

impl Records {
    /// Keeps the remark on a week in place of an earlier one.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_week_remark(&self, remark: &WeekRemark) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO week_remarks VALUES (?, ?, ?, ?) ON CONFLICT (week) DO UPDATE
                 SET remark = excluded.remark, changed = excluded.changed, changed_by = excluded.changed_by",
            )
            .and_then(|mut insert| {
                let WeekRemark { week, remark, changed, changed_by } = remark;
                insert.execute(params![week, remark, changed.0, changed_by])
            })
            .map(|_| ())
            .map_err(self.failed("keep the remark on a week"))
    }

    /// The remark on a week.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn week_remark(&self, week: &str) -> Result<Option<WeekRemark>, StoreError> {
        self.connection
            .prepare_cached("SELECT week, remark, changed, changed_by FROM week_remarks WHERE week = ?")
            .and_then(|mut select| {
                let read = |row: &rusqlite::Row<'_>| {
                    Ok(WeekRemark {
                        week: row.get(0)?,
                        remark: row.get(1)?,
                        changed: Instant(row.get(2)?),
                        changed_by: row.get(3)?,
                    })
                };
                select.query_row([week], read).optional()
            })
            .map_err(self.failed("look for the remark on a week"))
    }
}

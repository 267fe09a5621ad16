//! Old entries of the audit log that are past their period: counted, exported, removed. A cut is kept with the last link of the
//! chain that it removed and is itself an entry of the log, so that the chain is checked from there on.
//!
//! Nothing is removed that was not exported before, nor where the chain does not hold.

use super::retention::before;
use super::{AuditEntry, Records};
use crate::store::StoreError;
use crate::store::digest::hex;
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;
use serde::{Deserialize, Serialize};

/// The word of a cut in the audit log; its subject is the number of the last entry removed, its detail that entry's link.
pub(super) const CUT: &str = "audit.cut";

/// The setting that keeps up to where the log was exported.
const EXPORTED: &str = "audit_exported";

/// A place in the chain: an entry's number and its link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditMark {
    /// The number.
    pub entry: u64,
    /// The digest over the entry before and this one.
    pub chain: Vec<u8>,
}

/// Entries that were removed at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCut {
    /// The last of them.
    pub last: AuditMark,
    /// When that one was written.
    pub last_at: Instant,
    /// How many there were.
    pub removed: u64,
    /// The entry that notes the cut.
    pub noted: u64,
    /// When they were removed.
    pub at: Instant,
    /// Who removed them.
    pub cut_by: String,
}

/// Entries that are past their period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditDue {
    /// The first of them.
    pub first: u64,
    /// The last of them.
    pub last: AuditMark,
    /// When that one was written.
    pub last_at: Instant,
    /// Whether all of them were exported.
    pub is_exported: bool,
}

impl AuditDue {
    /// How many there are.
    pub fn count(&self) -> u64 {
        self.last.entry + 1 - self.first
    }
}

/// Why nothing is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutRefusal {
    /// Nothing is past its period.
    NothingDue,
    /// What is past it was not exported.
    NotExported,
    /// The chain does not hold from this entry on; somebody has to look at it first.
    Broken(u64),
}

impl Records {
    /// The cuts that were made, the newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn audit_cuts(&self) -> Result<Vec<AuditCut>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT entry, chain, last_at, removed, noted, at, cut_by FROM audit_cuts ORDER BY entry DESC",
            )?;
            let rows = select.query_map([], |row| {
                Ok(AuditCut {
                    last: AuditMark { entry: row.get(0)?, chain: row.get(1)? },
                    last_at: Instant(row.get(2)?),
                    removed: row.get(3)?,
                    noted: row.get(4)?,
                    at: Instant(row.get(5)?),
                    cut_by: row.get(6)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list what was removed from the audit log"))
    }

    /// The entries that are past their period now: those before the first one that is not.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn audit_due(&self, now: Instant) -> Result<Option<AuditDue>, StoreError> {
        let Some(before) = before(self.retention()?.audit, now) else { return Ok(None) };
        let select = || {
            let kept: Option<u64> = self.connection.query_row(
                "SELECT min(entry) FROM audit WHERE at >= ?",
                [before.0],
                |row| row.get(0),
            )?;
            let end = kept.map_or(i64::MAX, |kept| kept as i64);
            let last = self.connection.query_row(
                "SELECT entry, chain, at FROM audit WHERE entry < ? ORDER BY entry DESC LIMIT 1",
                [end],
                |row| Ok((AuditMark { entry: row.get(0)?, chain: row.get(1)? }, Instant(row.get(2)?))),
            );
            let first = self.connection.query_row("SELECT min(entry) FROM audit", [], |row| row.get(0));
            Ok((first?, last.optional()?))
        };
        let (first, last): (Option<u64>, Option<(AuditMark, Instant)>) =
            select().map_err(self.failed("look what of the audit log is past its period"))?;
        let (Some(first), Some((last, last_at))) = (first, last) else { return Ok(None) };
        let is_exported = match self.audit_exported()? {
            Some(mark) => mark.entry >= last.entry && self.has_link(&mark)?,
            None => false,
        };
        Ok(Some(AuditDue { first, last, last_at, is_exported }))
    }

    /// Keeps that the log was exported from its first entry up to a place.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_audit_export(&self, until: &AuditMark, at: Instant, by: &str) -> Result<(), StoreError> {
        self.put_setting(EXPORTED, &serde_json::json!(until).to_string(), at, by)
    }

    fn audit_exported(&self) -> Result<Option<AuditMark>, StoreError> {
        let Some(text) = self.setting(EXPORTED)? else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|cause| StoreError::Failed {
            attempt: "read up to where the audit log was exported".to_owned(),
            cause: cause.into(),
        })
    }

    /// Whether an entry stands in the log with this link.
    pub(super) fn has_link(&self, mark: &AuditMark) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM audit WHERE entry = ? AND chain = ?)")
            .and_then(|mut select| select.query_row(params![mark.entry, mark.chain], |row| row.get(0)))
            .map_err(self.failed("check the audit log"))
    }

    /// Removes the entries that are past their period and were exported, and notes the cut: all of it or nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn cut_audit(&self, now: Instant, by: &str) -> Result<Result<AuditCut, CutRefusal>, StoreError> {
        // What is removed is overwritten on the disk too.
        self.connection
            .execute_batch("PRAGMA secure_delete = ON")
            .map_err(self.failed("remove old entries of the audit log"))?;
        let cut = self.at_once(|| {
            let Some(due) = self.audit_due(now)? else { return Ok(Err(CutRefusal::NothingDue)) };
            if !due.is_exported {
                return Ok(Err(CutRefusal::NotExported));
            }
            if let Some(broken) = self.broken_audit_entry()? {
                return Ok(Err(CutRefusal::Broken(broken)));
            }
            let noted = self.audit_head()?.map_or(0, |(number, _)| number) + 1;
            let cut = AuditCut {
                removed: due.count(),
                last: due.last,
                last_at: due.last_at,
                noted,
                at: now,
                cut_by: by.to_owned(),
            };
            self.carry_out(&cut).map_err(self.failed("remove old entries of the audit log"))?;
            self.note(&AuditEntry {
                at: now,
                who: by.to_owned(),
                what: CUT.to_owned(),
                subject: cut.last.entry.to_string(),
                detail: hex(&cut.last.chain),
            })?;
            Ok(Ok(cut))
        })?;
        if cut.is_ok() {
            self.wipe_freed()?;
        }
        Ok(cut)
    }

    fn carry_out(&self, cut: &AuditCut) -> rusqlite::Result<()> {
        self.connection.execute(
            "INSERT INTO audit_cuts VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![
                cut.last.entry,
                cut.last.chain,
                cut.last_at.0,
                cut.removed,
                cut.noted,
                cut.at.0,
                cut.cut_by
            ],
        )?;
        for of in ["audit", "audit_erasures"] {
            self.connection.execute(&format!("DELETE FROM {of} WHERE entry <= ?"), [cut.last.entry])?;
        }
        Ok(())
    }
}

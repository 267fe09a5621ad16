//! Who did what, when. Each entry carries a digest over the one before, so that a changed or removed entry shows.

use super::audit_cuts::CUT;
use super::{AuditCut, AuditMark, Records};
use crate::store::StoreError;
use crate::store::digest::hex;
use crate::store::redaction::ERASED;
use rusqlite::{Connection, OptionalExtension, params};
use scoring::time::Instant;
use sha2::{Digest, Sha256};

/// How long a link of the chain is.
const CHAIN_BYTES: usize = 32;

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Instant,
    /// The account, or `operator` (the command line), or `service`.
    pub who: String,
    /// `token.created`, `month.closed`, `rejection.replayed`, `login.failed` …
    pub what: String,
    /// On which thing.
    pub subject: String,
    /// What else is worth knowing.
    pub detail: String,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAuditEntry {
    /// Its number, from 1 without gaps; the oldest ones may have been removed.
    pub number: u64,
    /// What was done.
    pub entry: AuditEntry,
    /// The digest over the entry before and this one.
    pub chain: Vec<u8>,
}

/// How far the chain was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditWalk {
    /// The last entry that follows from the one before it; none of an empty log.
    pub until: Option<AuditMark>,
    /// The first one that does not.
    pub broken: Option<u64>,
}

/// Which entries are asked for; what is absent does not matter.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// By whom.
    pub who: Option<String>,
    /// What: `login.failed`, or all of `login`.
    pub what: Option<String>,
    /// From this instant.
    pub from: Option<Instant>,
    /// Before this instant.
    pub until: Option<Instant>,
    /// A text that subject or detail hold.
    pub holds: Option<String>,
    /// Only those before this number.
    pub before: Option<u64>,
}

impl AuditEntry {
    fn chained(&self, before: &[u8]) -> [u8; 32] {
        let mut chain = Sha256::new();
        chain.update(before);
        chain.update(self.at.0.to_be_bytes());
        for text in [&self.who, &self.what, &self.subject, &self.detail] {
            chain.update((text.len() as u64).to_be_bytes());
            chain.update(text);
        }
        chain.finalize().into()
    }
}

impl Records {
    /// Notes what was done.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn note(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.at_once(|| {
            let write = || {
                let (number, before) = last(&self.connection)?;
                self.connection.execute(
                    "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)",
                    params![
                        number + 1,
                        entry.at.0,
                        entry.who,
                        entry.what,
                        entry.subject,
                        entry.detail,
                        entry.chained(&before)
                    ],
                )
            };
            write().map(|_| ()).map_err(self.failed("write the audit log"))
        })
    }

    /// The last so many entries, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn audit(&self, most: u64) -> Result<Vec<AuditEntry>, StoreError> {
        let select = || {
            let mut select = self
                .connection
                .prepare("SELECT at, who, what, subject, detail FROM audit ORDER BY entry DESC LIMIT ?")?;
            let rows = select.query_map([most as i64], entry)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("read the audit log"))
    }

    /// Entries that pass a filter, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn audit_of(&self, filter: &AuditFilter, most: u64) -> Result<Vec<KeptAuditEntry>, StoreError> {
        self.audit_page(filter, 0, most)
    }

    /// As [`Records::audit_of`], without the first so many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn audit_page(
        &self,
        filter: &AuditFilter,
        skipped: u64,
        most: u64,
    ) -> Result<Vec<KeptAuditEntry>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT at, who, what, subject, detail, entry, chain FROM audit
                 WHERE (?1 IS NULL OR who = ?1) AND (?2 IS NULL OR what = ?2 OR what GLOB ?2 || '.*')
                   AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at < ?4) AND (?5 IS NULL OR entry < ?5)
                   AND (?6 IS NULL OR instr(subject || ' ' || detail, ?6) > 0)
                 ORDER BY entry DESC LIMIT ?7 OFFSET ?8",
            )?;
            let filtered = params![
                filter.who,
                filter.what,
                filter.from.map(|at| at.0),
                filter.until.map(|at| at.0),
                filter.before.map(|before| before as i64),
                filter.holds,
                most.min(i64::MAX as u64) as i64,
                skipped.min(i64::MAX as u64) as i64
            ];
            let rows = select.query_map(filtered, |row| {
                Ok(KeptAuditEntry { number: row.get(5)?, entry: entry(row)?, chain: row.get(6)? })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("read the audit log"))
    }

    /// How many entries a filter names.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn audit_count(&self, filter: &AuditFilter) -> Result<u64, StoreError> {
        let count = || {
            let mut select = self.connection.prepare_cached(
                "SELECT count(*) FROM audit
                 WHERE (?1 IS NULL OR who = ?1) AND (?2 IS NULL OR what = ?2 OR what GLOB ?2 || '.*')
                   AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at < ?4) AND (?5 IS NULL OR entry < ?5)
                   AND (?6 IS NULL OR instr(subject || ' ' || detail, ?6) > 0)",
            )?;
            let filtered = params![
                filter.who,
                filter.what,
                filter.from.map(|at| at.0),
                filter.until.map(|at| at.0),
                filter.before.map(|before| before as i64),
                filter.holds
            ];
            select.query_row(filtered, |row| row.get(0))
        };
        count().map_err(self.failed("count the audit log"))
    }

    /// Everybody who is in the audit log, and everything that was done.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn audit_names(&self) -> Result<[Vec<String>; 2], StoreError> {
        let distinct = |column: &str| {
            let query = format!("SELECT DISTINCT {column} FROM audit ORDER BY 1");
            let mut select = self.connection.prepare_cached(&query)?;
            let rows = select.query_map([], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<Vec<String>>>()
        };
        let both = || Ok([distinct("who")?, distinct("what")?]);
        both().map_err(self.failed("read the audit log"))
    }

    /// The number of the last entry and the digest of the chain there; none of an empty log. Whoever notes them elsewhere can
    /// tell later that no entry before was taken away.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn audit_head(&self) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        let (number, chain) = last(&self.connection).map_err(self.failed("read the audit log"))?;
        Ok((number > 0).then_some((number as u64, chain)))
    }

    /// The number of the first entry that does not follow from the one before it; `None` where all do. Where old entries were
    /// removed, the first one that is left follows from the cut.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn broken_audit_entry(&self) -> Result<Option<u64>, StoreError> {
        Ok(self.walk_audit(None, u64::MAX)?.broken)
    }

    /// Checks so many entries after a place that was checked before; from the beginning, where there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn walk_audit(&self, from: Option<&AuditMark>, most: u64) -> Result<AuditWalk, StoreError> {
        let cut = self.audit_cuts()?.into_iter().next();
        if let Some(cut) = &cut
            && !self.is_noted(cut)?
        {
            return Ok(AuditWalk { until: None, broken: Some(cut.last.entry) });
        }
        let cut = cut.map(|cut| cut.last);
        // What was removed since is checked no more.
        let from = from.filter(|from| cut.as_ref().is_none_or(|cut| cut.entry <= from.entry));
        if let Some(from) = from
            && cut.as_ref() != Some(from)
            && !self.has_link(from)?
        {
            return Ok(AuditWalk { until: None, broken: Some(from.entry) });
        }
        let mut until = from.cloned().or(cut);
        let mut walk = || {
            let mut select = self.connection.prepare_cached(
                "SELECT at, who, what, subject, detail, entry, chain, entry IN (SELECT entry FROM audit_erasures)
                 FROM audit WHERE entry > ? ORDER BY entry LIMIT ?",
            )?;
            let start = until.as_ref().map_or(0, |mark| mark.entry);
            let mut rows = select.query(params![start, most.min(i64::MAX as u64) as i64])?;
            while let Some(row) = rows.next()? {
                let (number, chain): (u64, Vec<u8>) = (row.get(5)?, row.get(6)?);
                let entry = entry(row)?;
                let (expected, before) = match &until {
                    Some(mark) => (mark.entry + 1, mark.chain.as_slice()),
                    None => (1, &[][..]),
                };
                // Of an entry whose detail was erased the chain is all that is left to go on from; nothing else may stand there.
                let is_erased = row.get(7)? && entry.detail == ERASED && chain.len() == CHAIN_BYTES;
                if number != expected || !(is_erased || entry.chained(before)[..] == chain[..]) {
                    return Ok(Some(number));
                }
                until = Some(AuditMark { entry: number, chain });
            }
            Ok(None)
        };
        let broken = walk().map_err(self.failed("check the audit log"))?;
        Ok(AuditWalk { until, broken })
    }

    /// Whether the log itself says that a cut was made: who puts a cut beside it has to write the chain anew.
    fn is_noted(&self, cut: &AuditCut) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM audit WHERE entry = ? AND what = ? AND subject = ? AND detail = ?)",
            )
            .and_then(|mut select| {
                let (entry, chain) = (cut.last.entry.to_string(), hex(&cut.last.chain));
                select.query_row(params![cut.noted, CUT, entry, chain], |row| row.get(0))
            })
            .map_err(self.failed("check the audit log"))
    }
}

/// The last entry; while a cut is made that removes all, the last one that it removed.
fn last(connection: &Connection) -> rusqlite::Result<(i64, Vec<u8>)> {
    let last_of = |of: &str| {
        let query = format!("SELECT entry, chain FROM {of} ORDER BY entry DESC LIMIT 1");
        let mut select = connection.prepare_cached(&query)?;
        select.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()
    };
    let found = match last_of("audit")? {
        Some(found) => Some(found),
        None => last_of("audit_cuts")?,
    };
    Ok(found.unwrap_or((0, Vec::new())))
}

fn entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<AuditEntry> {
    Ok(AuditEntry {
        at: Instant(row.get(0)?),
        who: row.get(1)?,
        what: row.get(2)?,
        subject: row.get(3)?,
        detail: row.get(4)?,
    })
}

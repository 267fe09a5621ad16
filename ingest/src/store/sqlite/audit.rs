//! Who did what, when. Each entry carries a digest over the one before, so that a changed or removed entry shows.

use super::Records;
use crate::store::StoreError;
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
    /// Its number, from 1 without gaps.
    pub number: u64,
    /// What was done.
    pub entry: AuditEntry,
    /// The digest over the entry before and this one.
    pub chain: Vec<u8>,
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
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT at, who, what, subject, detail, entry, chain FROM audit
                 WHERE (?1 IS NULL OR who = ?1) AND (?2 IS NULL OR what = ?2 OR what GLOB ?2 || '.*')
                   AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at < ?4) AND (?5 IS NULL OR entry < ?5)
                   AND (?6 IS NULL OR instr(subject || ' ' || detail, ?6) > 0)
                 ORDER BY entry DESC LIMIT ?7",
            )?;
            let filtered = params![
                filter.who,
                filter.what,
                filter.from.map(|at| at.0),
                filter.until.map(|at| at.0),
                filter.before.map(|before| before as i64),
                filter.holds,
                most.min(i64::MAX as u64) as i64
            ];
            let rows = select.query_map(filtered, |row| {
                Ok(KeptAuditEntry { number: row.get(5)?, entry: entry(row)?, chain: row.get(6)? })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("read the audit log"))
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

    /// The number of the first entry that does not follow from the one before it; `None` where all do.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn broken_audit_entry(&self) -> Result<Option<u64>, StoreError> {
        let walk = || {
            let mut select = self.connection.prepare(
                "SELECT at, who, what, subject, detail, entry, chain,
                            entry IN (SELECT entry FROM audit_erasures) FROM audit ORDER BY entry",
            )?;
            let mut rows = select.query([])?;
            let (mut expected, mut before) = (1, Vec::new());
            while let Some(row) = rows.next()? {
                let (number, chain): (u64, Vec<u8>) = (row.get(5)?, row.get(6)?);
                let entry = entry(row)?;
                // Of an entry whose detail was erased the chain is all that is left to go on from; nothing else may stand there.
                let is_erased = row.get(7)? && entry.detail == ERASED && chain.len() == CHAIN_BYTES;
                if number != expected || !(is_erased || entry.chained(&before)[..] == chain[..]) {
                    return Ok(Some(number));
                }
                (expected, before) = (number + 1, chain);
            }
            Ok(None)
        };
        walk().map_err(self.failed("check the audit log"))
    }
}

fn last(connection: &Connection) -> rusqlite::Result<(i64, Vec<u8>)> {
    let found = connection
        .query_row("SELECT entry, chain FROM audit ORDER BY entry DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
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

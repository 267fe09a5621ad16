//! The bureau's own words in documents, version after version. What a text must be is not known here: `reports::papers::texts` checks
//! it before it is kept.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::Instant;

/// A version of the bureau's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTexts {
    /// Its number, from 1.
    pub number: u64,
    /// What it says otherwise than the built-in words, as TOML; empty: nothing.
    pub text: String,
    /// When it was kept.
    pub changed: Instant,
    /// Who kept it.
    pub changed_by: String,
}

const COLUMNS: &str = "number, text, changed, changed_by";

impl Records {
    /// Keeps a version.
    ///
    /// # Errors
    ///
    /// [`StoreError`], also where there is one of its number.
    pub fn put_report_texts(&self, kept: &KeptTexts) -> Result<(), StoreError> {
        let KeptTexts { number, text, changed, changed_by } = kept;
        self.connection
            .prepare_cached(&format!("INSERT INTO report_texts ({COLUMNS}) VALUES (?, ?, ?, ?)"))
            .and_then(|mut put| put.execute(params![number, text, changed.0, changed_by]))
            .map(drop)
            .map_err(self.failed("keep the bureau's words"))
    }

    /// The words in force; none where they were never changed.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn newest_report_texts(&self) -> Result<Option<KeptTexts>, StoreError> {
        let query = format!("SELECT {COLUMNS} FROM report_texts ORDER BY number DESC LIMIT 1");
        self.connection
            .prepare_cached(&query)
            .and_then(|mut select| select.query_row([], kept).optional())
            .map_err(self.failed("read the bureau's words"))
    }

    /// The versions, the newest first, so many at most.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn report_texts(&self, most: u64) -> Result<Vec<KeptTexts>, StoreError> {
        let select = || {
            let query = format!("SELECT {COLUMNS} FROM report_texts ORDER BY number DESC LIMIT ?");
            let mut select = self.connection.prepare_cached(&query)?;
            let rows = select.query_map([most], kept)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list the bureau's words"))
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptTexts> {
    Ok(KeptTexts {
        number: row.get("number")?,
        text: row.get("text")?,
        changed: Instant(row.get("changed")?),
        changed_by: row.get("changed_by")?,
    })
}

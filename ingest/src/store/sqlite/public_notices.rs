//! Months whose results were put up for objections (公示): when, by whom, and until when one may appeal.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::{Date, Instant, Month};

/// A month's public notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicNotice {
    /// The month.
    pub month: Month,
    /// When its results were put up.
    pub published: Instant,
    /// Who did it.
    pub published_by: String,
    /// The last day for an appeal.
    pub until: Date,
}

const COLUMNS: &str = "month, published, published_by, until";

impl Records {
    /// Keeps a month's public notice; one that is there is replaced, since a month that was reissued is put up anew.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_public_notice(&self, notice: &PublicNotice) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO public_notices VALUES (?, ?, ?, ?) ON CONFLICT (month) DO UPDATE
                 SET published = excluded.published, published_by = excluded.published_by, until = excluded.until",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    notice.month.to_string(),
                    notice.published.0,
                    notice.published_by,
                    notice.until.to_string()
                ])
            })
            .map(|_| ())
            .map_err(self.failed("keep a public notice"))
    }

    /// The public notice of a month.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn public_notice(&self, month: Month) -> Result<Option<PublicNotice>, StoreError> {
        self.connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM public_notices WHERE month = ?"))
            .and_then(|mut select| select.query_row([month.to_string()], read).optional())
            .map_err(self.failed("look for a public notice"))
    }

    /// All public notices, by month.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn public_notices(&self) -> Result<Vec<PublicNotice>, StoreError> {
        let select = || {
            let mut select = self
                .connection
                .prepare_cached(&format!("SELECT {COLUMNS} FROM public_notices ORDER BY month"))?;
            let rows = select.query_map([], read)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list the public notices"))
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<PublicNotice> {
    let (month, until): (String, String) = (row.get(0)?, row.get(3)?);
    Ok(PublicNotice {
        month: Month::parse(&month).ok_or(rusqlite::Error::InvalidQuery)?,
        published: Instant(row.get(1)?),
        published_by: row.get(2)?,
        until: Date::parse(&until).ok_or(rusqlite::Error::InvalidQuery)?,
    })
}

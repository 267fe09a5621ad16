//! Photos that people upload as evidence, by the digest of their bytes, and which events name them.
//!
//! What a photo shows may be erased; its digest stays, since events name it.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;

/// A photo as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// SHA-256 of its bytes, in hexadecimal figures.
    pub photo: String,
    /// What it is, as `image/jpeg`.
    pub media_type: String,
    /// Its bytes; none once it is erased.
    pub bytes: Vec<u8>,
    /// When it was uploaded.
    pub added: Instant,
    /// Who uploaded it.
    pub added_by: String,
    /// When it was erased.
    pub erased: Option<Instant>,
}

/// An event that names a photo.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhotoUse {
    /// The photo's digest.
    pub photo: String,
    /// The event's source.
    pub source: String,
    /// The event's id.
    pub event: String,
}

impl Records {
    /// Keeps a photo. One that is there stays as it is, also where it was erased: what was erased does not come back by being
    /// uploaded again.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_photo(&self, photo: &Photo) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO photos (photo, media_type, bytes, added, added_by) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (photo) DO NOTHING",
            )
            .and_then(|mut insert| {
                let Photo { photo, media_type, bytes, added, added_by, .. } = photo;
                insert.execute(params![photo, media_type, bytes, added.0, added_by])
            })
            .map(|_| ())
            .map_err(self.failed("keep a photo"))
    }

    /// A photo by its digest.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn photo(&self, photo: &str) -> Result<Option<Photo>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT photo, media_type, bytes, added, added_by, erased FROM photos WHERE photo = ?",
            )
            .and_then(|mut select| {
                let read = |row: &rusqlite::Row<'_>| {
                    Ok(Photo {
                        photo: row.get(0)?,
                        media_type: row.get(1)?,
                        bytes: row.get(2)?,
                        added: Instant(row.get(3)?),
                        added_by: row.get(4)?,
                        erased: row.get::<_, Option<i64>>(5)?.map(Instant),
                    })
                };
                select.query_row([photo], read).optional()
            })
            .map_err(self.failed("look for a photo"))
    }

    /// Whether a photo is there to be seen.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn has_photo(&self, photo: &str) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM photos WHERE photo = ? AND erased IS NULL)")
            .and_then(|mut select| select.query_row([photo], |row| row.get(0)))
            .map_err(self.failed("look for a photo"))
    }

    /// Notes which events name which photos, before the events are entered.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn use_photos(&self, uses: &[PhotoUse]) -> Result<(), StoreError> {
        self.at_once(|| {
            let note = |of: &PhotoUse| {
                self.connection
                    .prepare_cached("INSERT OR IGNORE INTO photo_uses VALUES (?, ?, ?)")?
                    .execute(params![of.photo, of.source, of.event])
            };
            uses.iter()
                .try_for_each(|of| note(of).map(|_| ()))
                .map_err(self.failed("note what names a photo"))
        })
    }

    /// The events that name a photo.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn photo_uses(&self, photo: &str) -> Result<Vec<PhotoUse>, StoreError> {
        self.uses("photo = ?1", photo)
    }

    /// What names the photos that were uploaded before an instant and of which nobody knows whether an event names them; a
    /// photo that nothing names is among [`Records::photos_waiting`] alone.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn uses_waiting(&self, before: Instant) -> Result<Vec<PhotoUse>, StoreError> {
        self.uses("photo IN (SELECT photo FROM photos WHERE entered = 0 AND added < ?1)", before.0)
    }

    fn uses(&self, wanted: &str, value: impl rusqlite::ToSql) -> Result<Vec<PhotoUse>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT photo, source, event FROM photo_uses WHERE {wanted} ORDER BY photo, source, event"
            ))?;
            let rows = select.query_map([value], |row| {
                Ok(PhotoUse { photo: row.get(0)?, source: row.get(1)?, event: row.get(2)? })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("look for what names a photo"))
    }

    /// The photos that were uploaded before an instant and of which nobody knows whether an event names them.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn photos_waiting(&self, before: Instant) -> Result<Vec<String>, StoreError> {
        let select = || {
            let mut select = self
                .connection
                .prepare_cached("SELECT photo FROM photos WHERE entered = 0 AND added < ? ORDER BY photo")?;
            let rows = select.query_map([before.0], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("look for photos that nothing names"))
    }

    /// Notes that an event that names the photos is in the log, so that they stay.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn photos_entered(&self, photos: &[String]) -> Result<(), StoreError> {
        self.each(photos, "UPDATE photos SET entered = 1 WHERE photo = ?", "note that photos are named")
    }

    /// Drops photos whose events were never entered.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn drop_photos(&self, photos: &[String]) -> Result<(), StoreError> {
        self.at_once(|| {
            self.each(photos, "DELETE FROM photo_uses WHERE photo = ?", "drop photos")?;
            self.each(photos, "DELETE FROM photos WHERE photo = ? AND entered = 0", "drop photos")
        })
    }

    fn each(&self, photos: &[String], statement: &str, attempt: &str) -> Result<(), StoreError> {
        let act = || -> rusqlite::Result<()> {
            let mut act = self.connection.prepare_cached(statement)?;
            photos.iter().try_for_each(|photo| act.execute([photo]).map(|_| ()))
        };
        act().map_err(self.failed(attempt))
    }
}

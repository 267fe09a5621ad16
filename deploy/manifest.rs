//! What a backup says about itself: how many events it holds and their digest, so that whoever restores it can tell that it
//! is whole.

use anyhow::{Context as _, anyhow};
use ingest::store::sqlite::Records;
use scoring::time::{Instant, Zone};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

/// The manifest's name in the backup's folder. It is written last: without it a backup is not finished.
pub const FILE_NAME: &str = "manifest.json";

/// What a backup says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the program that made it.
    pub flagpost: String,
    /// When, RFC 3339.
    pub made: String,
    /// How many events it holds.
    pub events: u64,
    /// The digest of all of them (`ingest/src/store/digest.rs`).
    pub digest: String,
    /// The county's files, below the backup's folder; the store holds them too.
    pub files: Vec<String>,
}

impl Manifest {
    /// Describes a copy of a store.
    pub fn of(copy: &Records, files: Vec<String>, made: Instant) -> anyhow::Result<Manifest> {
        let utc = Zone::named("UTC").context("no time zone")?;
        Ok(Manifest {
            flagpost: env!("CARGO_PKG_VERSION").to_owned(),
            made: utc.format(made),
            events: copy.event_count()?,
            digest: digest(copy)?,
            files,
        })
    }

    /// Writes it, and sees to it that it is on the disk.
    pub fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let path = folder.join(FILE_NAME);
        let text = format!("{}\n", serde_json::to_string_pretty(self)?);
        let written = File::create(&path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.with_context(|| format!("cannot write {}", path.display()))
    }

    /// Reads the manifest of a backup.
    pub fn read(folder: &Path) -> anyhow::Result<Manifest> {
        let path = folder.join(FILE_NAME);
        let text = fs::read_to_string(&path).with_context(|| {
            format!(
                "读不到 {0}：该文件夹不是完成的备份 / cannot read {0}: the folder is no finished backup",
                path.display()
            )
        })?;
        serde_json::from_str(&text).with_context(|| format!("{} is no manifest", path.display()))
    }

    /// Whether a copy holds the events that the manifest tells of.
    pub fn check(&self, copy: &Records) -> anyhow::Result<()> {
        let (events, digest) = (copy.event_count()?, digest(copy)?);
        if (events, &digest) == (self.events, &self.digest) {
            return Ok(());
        }
        Err(anyhow!(
            "备份与清单不符：应有 {} 个事件(摘要 {})，实有 {events} 个(摘要 {digest})；请换一份备份 / the copy is not what its \
             manifest says: {} events (digest {}) there, {events} (digest {digest}) found; use another backup",
            self.events,
            self.digest,
            self.events,
            self.digest
        ))
    }
}

/// The digest of every event, whenever it happens.
fn digest(copy: &Records) -> anyhow::Result<String> {
    Ok(copy.digest_of_events(u64::MAX, Instant(i64::MAX))?)
}

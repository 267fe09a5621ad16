//! The drop folder in front of Kafka: files of events that are put there are sent as one region's, moved away, and
//! answered by a result beside them.
//!
//! | what happens | what becomes of it |
//! | --- | --- |
//! | the file changes, or its name says that it is being written | it is left alone |
//! | the service is killed in the middle, or Kafka is away | the file is sent again from its beginning; no event counts twice |
//! | all is durable in Kafka | `done/DATE/`, with a result that says how many events there were; what was rejected, workers tell |
//! | damaged, or no file of events | `failed/`, with a result that says what to do |
//!
//! Exports that need a mapping are read where the registry is: by `flagpost up`, or turned into events beforehand. Events of
//! files need no token: who can write to the folder is trusted with all of the region.

use super::super::produce::Producer;
use super::files::{FileCause, send_file};
use super::http::Gate;
use super::metrics::ForwardMetrics;
use crate::live::Clock;
use crate::sources::folder::filing::place;
use crate::sources::folder::take::{check_packing, damaged, digest};
use crate::sources::folder::watching::{self, Stop, Taker, Trouble, Waiting, Watch, everything};
use crate::sources::folder::{DONE, FAILED};
use crate::store::digest::hex;
use scoring::time::Zone;
use serde::Serialize;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A drop folder as it is configured.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DropFolder {
    /// Where files are put.
    pub path: PathBuf,
    /// The region that their events belong to.
    pub region: String,
    /// How long a file must have stayed the same before it is read.
    pub settle: Duration,
}

/// What stands in `NAME.result.json`.
#[derive(Serialize)]
struct FileResult<'r> {
    /// The file's name in the drop folder.
    file: &'r str,
    /// SHA-256 of its bytes.
    digest: String,
    /// `sent` or `failed`.
    state: &'static str,
    /// When it was finished.
    finished: String,
    region: &'r str,
    /// Events that are durable in Kafka.
    sent: u64,
    /// What there is to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

struct ToKafka {
    folder: DropFolder,
    producer: Arc<Producer>,
    gate: Arc<Gate>,
    metrics: ForwardMetrics,
    clock: Clock,
    zone: Zone,
}

/// Begins to watch a folder; makes it where there is none. Results and the folders of days are written by the zone's clocks.
///
/// # Errors
///
/// The folder cannot be made or written.
pub fn watch(
    folder: DropFolder,
    producer: Arc<Producer>,
    gate: Arc<Gate>,
    metrics: ForwardMetrics,
    clock: Clock,
    zone: Zone,
) -> io::Result<Watch> {
    let (path, settle) = (folder.path.clone(), folder.settle);
    watching::begin(&path, settle, ToKafka { folder, producer, gate, metrics, clock, zone })
}

impl Taker for ToKafka {
    fn begin(&mut self) -> Result<(), Trouble> {
        self.gate.closed().map_or(Ok(()), |why| Err(everything(why)))
    }

    fn take(&mut self, waiting: &Waiting, stop: &Stop) -> Result<(), Trouble> {
        let digest = digest(waiting, stop)?;
        let end = if !is_of_events(&waiting.name) {
            Err("不是事件文件；名称应以 .ndjson、.ndjson.gz 或 .ndjson.zst 结尾 / no file of events: their names end in .ndjson, \
                 .ndjson.gz or .ndjson.zst"
                .to_owned())
        } else if let Err(error) = check_packing(waiting, stop)? {
            Err(damaged(&error))
        } else {
            Ok(self.send(waiting, stop)?)
        };
        self.file_away(waiting, &digest, end)
    }
}

impl ToKafka {
    fn send(&self, waiting: &Waiting, stop: &Stop) -> Result<u64, Trouble> {
        let mut is_stopping = false;
        let sent = send_file(&self.producer, &self.folder.region, None, &waiting.path, |_| {
            is_stopping = stop.is_stopping();
            !is_stopping && !waiting.has_changed()
        });
        match sent {
            Ok(sent) => {
                self.metrics.events.with_label_values(&["folder"]).inc_by(sent);
                Ok(sent)
            }
            Err(_) if is_stopping => Err(Trouble::Stopping),
            Err(failure) => Err(match failure.cause {
                FileCause::Stopped => Trouble::Changed,
                FileCause::Unreadable(error) => Trouble::File(error.to_string()),
                FileCause::Refused(trouble) => {
                    self.metrics.failures.inc();
                    everything(trouble)
                }
            }),
        }
    }

    /// Writes a file's result and moves the file beside it.
    fn file_away(
        &self,
        waiting: &Waiting,
        digest: &[u8; 32],
        end: Result<u64, String>,
    ) -> Result<(), Trouble> {
        let now = (self.clock)();
        let folder = match &end {
            Ok(_) => self.folder.path.join(DONE).join(self.zone.date(now).to_string()),
            Err(_) => self.folder.path.join(FAILED),
        };
        let state = if end.is_ok() { "sent" } else { "failed" };
        let (sent, message) = match end {
            Ok(sent) => (sent, None),
            Err(what) => (0, Some(what)),
        };
        let result = FileResult {
            file: &waiting.name,
            digest: hex(digest),
            state,
            finished: self.zone.format(now),
            region: &self.folder.region,
            sent,
            message,
        };
        let place = place(waiting, &folder, &result.digest, &result)
            .map_err(|error| everything(format!("cannot move {}: {error}", waiting.path.display())))?;
        tracing::info!(file = %place.display(), region = self.folder.region, state, sent, "a file of the drop folder is dealt with");
        Ok(())
    }
}

fn is_of_events(name: &str) -> bool {
    let lower = name.to_lowercase();
    let unpacked = lower.trim_end_matches(".gz").trim_end_matches(".zst");
    [".ndjson", ".jsonl"].iter().any(|end| unpacked.ends_with(end))
}

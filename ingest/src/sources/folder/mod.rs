//! The drop folder: files that are put there are taken in, moved away, and answered by a result beside them.
//!
//! ```text
//! drop/a.ndjson ──settled──> stretches ──Delivery──> desk ──all durable──> done/2026-09-01/a.ndjson.result.json, a.ndjson
//! ```
//!
//! | what happens | what becomes of it |
//! | --- | --- |
//! | the file changes, or its name says that it is being written | it is left alone |
//! | the service is killed in the middle | the file goes on after its last durable line |
//! | killed when all is durable | the result is made from the store, and the file moved, at the next start |
//! | the same name and bytes again | nothing is read; the result says so |
//! | the store cannot write, the disk is full | it is tried again until it goes, and said in the log once |
//! | damaged, of unknown kind, without a mapping | `failed/`, with a result that says what to do |
//!
//! A file's identity is its name and the SHA-256 of its bytes. Events of files need no token: who can write to the folder
//! is trusted.

mod filing;
pub(in crate::sources) mod stretches;
mod take;

use crate::live::Live;
use crate::mapping::Mapping;
use crate::store::sqlite::Records;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError, bounded};
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant as Stopwatch, SystemTime};
use wildmatch::WildMatch;

/// How often the folder is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How long what failed waits before it is tried again.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Where files go whose events are durable, a folder a day.
const DONE: &str = "done";

/// Where files go that could not be read.
const FAILED: &str = "failed";

/// The drop folder as it is configured.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Where files are put.
    pub path: PathBuf,
    /// How long a file must have stayed the same before it is read.
    pub settle: Duration,
    /// Which mapping reads which exports, first match first.
    pub mappings: Vec<FolderMapping>,
}

/// A mapping and the exports that it reads.
#[derive(Clone, Debug)]
pub struct FolderMapping {
    files: WildMatch,
    /// The mapping's file, for the results.
    name: String,
    mapping: Mapping,
}

impl FolderMapping {
    /// A mapping for files of such names: `*` stands for any characters, `?` for one, upper and lower case are alike.
    pub fn new(files: &str, name: &str, mapping: Mapping) -> FolderMapping {
        FolderMapping { files: WildMatch::new_case_insensitive(files), name: name.to_owned(), mapping }
    }
}

/// The thread that watches the folder; it ends when this is dropped, after the delivery that it has begun.
pub struct Watch {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!(
                "the drop folder's thread broke off; files wait until the service is started again"
            );
        }
    }
}

/// Begins to watch the folder; makes it where there is none. `records` is for what is known of files.
///
/// # Errors
///
/// The folder cannot be made or written.
pub fn watch(setup: Setup, live: Live, records: Records) -> io::Result<Watch> {
    for folder in [&setup.path, &setup.path.join(DONE), &setup.path.join(FAILED)] {
        fs::create_dir_all(folder).map_err(|error| {
            io::Error::new(error.kind(), format!("cannot make the folder {}: {error}", folder.display()))
        })?;
    }
    let (stop, stopped) = bounded(0);
    let folder =
        Folder { setup, live, records, stopped, seen: HashMap::new(), told: None, moves_unnoted: true };
    // What it logs is about the same region as what the caller does.
    let span = tracing::Span::current();
    let work = move || span.in_scope(|| folder.work());
    let thread = thread::Builder::new().name("folder".to_owned()).spawn(work)?;
    Ok(Watch { stop: Some(stop), thread: Some(thread) })
}

/// Why a file waits.
#[derive(Debug)]
enum Trouble {
    /// It changed while it was read, or has gone; when it has settled it is looked at anew.
    Changed,
    /// The service stops.
    Stopping,
    /// This file cannot be read, for now.
    File(String),
    /// The store or the folder cannot write; other files would fare no better.
    Everything(String),
}

/// What is seen of a file from outside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(about: &Metadata) -> Stamp {
        Stamp { bytes: about.len(), modified: about.modified().ok() }
    }
}

/// A file of the folder that may be taken.
#[derive(Clone, Debug)]
struct Waiting {
    path: PathBuf,
    /// Its name as it is known in the store; what is no UTF-8 in it is replaced.
    name: String,
    stamp: Stamp,
}

impl Waiting {
    /// Whether somebody still writes to it.
    fn has_changed(&self) -> bool {
        fs::metadata(&self.path).map_or(true, |about| Stamp::of(&about) != self.stamp)
    }
}

/// Since when a file looks as it does.
struct Seen {
    stamp: Stamp,
    since: Stopwatch,
}

struct Folder {
    setup: Setup,
    live: Live,
    records: Records,
    stopped: Receiver<()>,
    seen: HashMap<OsString, Seen>,
    /// What the log was told last that stands in the way.
    told: Option<String>,
    /// Whether files may have been moved without a note of it.
    moves_unnoted: bool,
}

impl Folder {
    fn work(mut self) {
        loop {
            let pause = match self.look() {
                Ok(()) => {
                    if self.told.take().is_some() {
                        tracing::info!("the drop folder goes on");
                    }
                    LOOK_EVERY
                }
                Err(Trouble::Stopping) => return,
                Err(Trouble::Changed) => LOOK_EVERY,
                Err(Trouble::File(reason) | Trouble::Everything(reason)) => {
                    self.moves_unnoted = true;
                    if self.told.as_ref() != Some(&reason) {
                        tracing::warn!(%reason, "files of the drop folder wait; they are tried again until it goes");
                        self.told = Some(reason);
                    }
                    TRY_AGAIN_AFTER
                }
            };
            match self.stopped.recv_timeout(pause) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn is_stopping(&self) -> bool {
        self.stopped.try_recv() == Err(TryRecvError::Disconnected)
    }

    /// Takes every file that has settled, the oldest first. A file that cannot be read holds up no other one.
    fn look(&mut self) -> Result<(), Trouble> {
        if self.moves_unnoted {
            self.note_moved()?;
            self.moves_unnoted = false;
        }
        let mut unreadable = None;
        for waiting in self.settled()? {
            if self.is_stopping() {
                return Err(Trouble::Stopping);
            }
            match self.take(&waiting) {
                Ok(()) | Err(Trouble::Changed) => {}
                Err(Trouble::File(reason)) => unreadable = Some(reason),
                Err(trouble @ (Trouble::Stopping | Trouble::Everything(_))) => return Err(trouble),
            }
        }
        unreadable.map_or(Ok(()), |reason| Err(Trouble::File(reason)))
    }

    /// A kill may come between moving a file and the note of it.
    fn note_moved(&self) -> Result<(), Trouble> {
        let unfiled = self.records.unfiled().map_err(everything)?;
        let moved: Vec<u64> = unfiled
            .into_iter()
            .filter(|(_, name)| !self.setup.path.join(name).exists())
            .map(|(number, _)| number)
            .collect();
        if moved.is_empty() {
            return Ok(());
        }
        let now = self.live.act_and_wait(|desk| desk.now()).map_err(|_| Trouble::Stopping)?;
        moved.iter().try_for_each(|&number| self.records.file_was_filed(number, now)).map_err(everything)
    }

    /// The files that have stayed the same for long enough, the oldest first.
    fn settled(&mut self) -> Result<Vec<Waiting>, Trouble> {
        let listed = list(&self.setup.path).map_err(|error| {
            Trouble::Everything(format!("cannot read the folder {}: {error}", self.setup.path.display()))
        })?;
        let now = Stopwatch::now();
        self.seen.retain(|name, _| listed.iter().any(|waiting| waiting.path.file_name() == Some(name)));
        let mut settled = Vec::new();
        for waiting in listed {
            let Some(name) = waiting.path.file_name() else { continue };
            let fresh = || Seen { stamp: waiting.stamp, since: now };
            let seen = self.seen.entry(name.to_owned()).or_insert_with(fresh);
            if seen.stamp != waiting.stamp {
                *seen = fresh();
            }
            if now.duration_since(seen.since) >= self.setup.settle {
                settled.push(waiting);
            }
        }
        settled
            .sort_by(|one, other| (one.stamp.modified, &one.name).cmp(&(other.stamp.modified, &other.name)));
        Ok(settled)
    }
}

fn everything(error: impl std::fmt::Display) -> Trouble {
    Trouble::Everything(error.to_string())
}

/// The files of the folder that nobody says they still write.
fn list(folder: &Path) -> io::Result<Vec<Waiting>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // What has gone since the folder was read is no file any more.
        let Ok(about) = fs::metadata(&path) else { continue };
        if about.is_file() && !is_being_written(&name) {
            files.push(Waiting { path, name, stamp: Stamp::of(&about) });
        }
    }
    Ok(files)
}

/// What programs call a file while they write it: hidden, a browser's or an FTP client's name, a workbook's lock.
fn is_being_written(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with(['.', '~'])
        || [".part", ".tmp", ".crdownload", ".filepart"].iter().any(|end| lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_is_being_written() {
        for name in [".a.ndjson", "a.ndjson.part", "a.csv.TMP", "a.zip.crdownload", "a.filepart", "~$a.xlsx"]
        {
            assert!(is_being_written(name), "{name}");
        }
        for name in ["a.ndjson", "part", "a.part.csv", "a~.csv"] {
            assert!(!is_being_written(name), "{name}");
        }
    }
}

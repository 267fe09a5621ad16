//! Watches a folder: files that have settled are taken, the oldest first, by whoever knows what is to become of them.

use super::{DONE, FAILED};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError, bounded};
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant as Stopwatch, SystemTime};

/// How often the folder is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How long what failed waits before it is tried again.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(5);

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

/// Who takes files.
pub(in crate::sources) trait Taker: Send + 'static {
    /// Called before files are looked for, at first and whenever something stood in the way.
    fn begin(&mut self) -> Result<(), Trouble>;

    /// Takes in a file and moves it away.
    fn take(&mut self, waiting: &Waiting, stop: &Stop) -> Result<(), Trouble>;
}

/// Whether the service stops.
pub(in crate::sources) struct Stop {
    stopped: Receiver<()>,
}

impl Stop {
    pub(in crate::sources) fn is_stopping(&self) -> bool {
        self.stopped.try_recv() == Err(TryRecvError::Disconnected)
    }

    /// Reads to the end, unless the service stops.
    pub(in crate::sources) fn read_through(
        &self,
        mut reader: impl Read,
        mut each: impl FnMut(&[u8]),
    ) -> Result<io::Result<()>, Trouble> {
        let mut room = vec![0; 1 << 16];
        while !self.is_stopping() {
            match reader.read(&mut room) {
                Ok(0) => return Ok(Ok(())),
                Ok(count) => each(&room[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Ok(Err(error)),
            }
        }
        Err(Trouble::Stopping)
    }
}

/// Begins to watch a folder, and makes it where there is none. A file is taken once it has stayed the same for so long.
pub(in crate::sources) fn begin(path: &Path, settle: Duration, taker: impl Taker) -> io::Result<Watch> {
    for folder in [path, &path.join(DONE), &path.join(FAILED)] {
        fs::create_dir_all(folder).map_err(|error| {
            io::Error::new(error.kind(), format!("cannot make the folder {}: {error}", folder.display()))
        })?;
    }
    let (stop, stopped) = bounded(0);
    let watched = Watched {
        path: path.to_owned(),
        settle,
        taker,
        stop: Stop { stopped },
        seen: HashMap::new(),
        told: None,
        begins: true,
    };
    // What it logs is about the same region as what the caller does.
    let span = tracing::Span::current();
    let work = move || span.in_scope(|| watched.work());
    let thread = thread::Builder::new().name("folder".to_owned()).spawn(work)?;
    Ok(Watch { stop: Some(stop), thread: Some(thread) })
}

/// Why a file waits.
#[derive(Debug)]
pub(in crate::sources) enum Trouble {
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
pub(in crate::sources) struct Stamp {
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
pub(in crate::sources) struct Waiting {
    pub(in crate::sources) path: PathBuf,
    /// Its name as it is known in the store; what is no UTF-8 in it is replaced.
    pub(in crate::sources) name: String,
    stamp: Stamp,
}

impl Waiting {
    /// Whether somebody still writes to it.
    pub(in crate::sources) fn has_changed(&self) -> bool {
        fs::metadata(&self.path).map_or(true, |about| Stamp::of(&about) != self.stamp)
    }
}

/// Since when a file looks as it does.
struct Seen {
    stamp: Stamp,
    since: Stopwatch,
}

struct Watched<T> {
    path: PathBuf,
    settle: Duration,
    taker: T,
    stop: Stop,
    seen: HashMap<OsString, Seen>,
    /// What the log was told last that stands in the way.
    told: Option<String>,
    /// Whether the taker is to begin anew.
    begins: bool,
}

impl<T: Taker> Watched<T> {
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
                    self.begins = true;
                    if self.told.as_ref() != Some(&reason) {
                        tracing::warn!(%reason, "files of the drop folder wait; they are tried again until it goes");
                        self.told = Some(reason);
                    }
                    TRY_AGAIN_AFTER
                }
            };
            match self.stop.stopped.recv_timeout(pause) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Takes every file that has settled, the oldest first. A file that cannot be read holds up no other one.
    fn look(&mut self) -> Result<(), Trouble> {
        if self.begins {
            self.taker.begin()?;
            self.begins = false;
        }
        let mut unreadable = None;
        for waiting in self.settled()? {
            if self.stop.is_stopping() {
                return Err(Trouble::Stopping);
            }
            match self.taker.take(&waiting, &self.stop) {
                Ok(()) | Err(Trouble::Changed) => {}
                Err(Trouble::File(reason)) => unreadable = Some(reason),
                Err(trouble @ (Trouble::Stopping | Trouble::Everything(_))) => return Err(trouble),
            }
        }
        unreadable.map_or(Ok(()), |reason| Err(Trouble::File(reason)))
    }

    /// The files that have stayed the same for long enough, the oldest first.
    fn settled(&mut self) -> Result<Vec<Waiting>, Trouble> {
        let listed = list(&self.path).map_err(|error| {
            Trouble::Everything(format!("cannot read the folder {}: {error}", self.path.display()))
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
            if now.duration_since(seen.since) >= self.settle {
                settled.push(waiting);
            }
        }
        settled
            .sort_by(|one, other| (one.stamp.modified, &one.name).cmp(&(other.stamp.modified, &other.name)));
        Ok(settled)
    }
}

/// What stands in the way of every file.
pub(in crate::sources) fn everything(error: impl std::fmt::Display) -> Trouble {
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

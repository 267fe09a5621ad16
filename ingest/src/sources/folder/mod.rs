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

pub(in crate::sources) mod filing;
pub(in crate::sources) mod stretches;
pub(in crate::sources) mod take;
pub(in crate::sources) mod watching;

pub use watching::Watch;

use crate::live::Live;
use crate::mapping::Mapping;
use crate::store::sqlite::Records;
use std::io;
use std::path::PathBuf;
use std::time::Duration;
use watching::{Stop, Taker, Trouble, Waiting, everything};
use wildmatch::WildMatch;

/// Where files go whose events are durable, a folder a day.
pub(in crate::sources) const DONE: &str = "done";

/// Where files go that could not be read.
pub(in crate::sources) const FAILED: &str = "failed";

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

/// Begins to watch the folder; makes it where there is none. `records` is for what is known of files.
///
/// # Errors
///
/// The folder cannot be made or written.
pub fn watch(setup: Setup, live: Live, records: Records) -> io::Result<Watch> {
    let (path, settle) = (setup.path.clone(), setup.settle);
    watching::begin(&path, settle, Folder { setup, live, records })
}

struct Folder {
    setup: Setup,
    live: Live,
    records: Records,
}

impl Taker for Folder {
    fn begin(&mut self) -> Result<(), Trouble> {
        self.note_moved()
    }

    fn take(&mut self, waiting: &Waiting, stop: &Stop) -> Result<(), Trouble> {
        self.take_in(waiting, stop)
    }
}

impl Folder {
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
}

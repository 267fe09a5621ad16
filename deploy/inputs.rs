//! Opens the files that a command was given, with a progress bar on a terminal.

use crate::commands::Failure;
use crate::county;
use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use ingest::batch::{Input, Source};
use ingest::mapping::{self, Mapping};
use ingest::sources::files;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// Which files to read.
#[derive(Args, Clone, Debug)]
pub struct InputArgs {
    /// Event files (.ndjson, .ndjson.gz, .ndjson.zst); `-` reads standard input
    #[arg(value_name = "EVENTS")]
    pub events: Vec<PathBuf>,
    /// An export (CSV or workbook) with the mapping file that turns its rows into events; may be given again
    #[arg(long, num_args = 2, value_names = ["MAPPING", "EXPORT"])]
    pub export: Vec<PathBuf>,
    /// Whether no progress is shown even on a terminal
    #[arg(skip)]
    pub is_quiet: bool,
}

/// An event has about so many bytes; for making room.
const EVENT_BYTES_GUESS: u64 = 180;

impl InputArgs {
    /// Reads the mappings of the exports, in the order given.
    pub fn mappings(&self) -> Result<Vec<Mapping>, Failure> {
        let mut mappings = Vec::new();
        let mut mistakes = Vec::new();
        for pair in self.export.chunks(2) {
            let source = county::file(&pair[0])?;
            match mapping::read(&source.name, &source.text) {
                Ok(mapping) => mappings.push(mapping),
                Err(found) => mistakes.extend(found),
            }
        }
        if mistakes.is_empty() { Ok(mappings) } else { Err(Failure::Mistakes(mistakes)) }
    }

    /// Opens everything: first the event files, then the exports.
    pub fn open<'m>(&self, mappings: &'m [Mapping]) -> Result<Opened<'m>, Failure> {
        if self.events.is_empty() && self.export.is_empty() {
            return Err(Failure::Arguments(
                "name at least one event file, or - for standard input".to_owned(),
            ));
        }
        let mut opened = Opened {
            inputs: Vec::new(),
            counters: Vec::new(),
            bytes_total: Some(0),
            packed: false,
            is_quiet: self.is_quiet,
        };
        for path in &self.events {
            let reader = opened.count(path)?;
            opened.inputs.push(Input { file: last_part(path), source: Source::Lines(reader) });
        }
        for (pair, mapping) in self.export.chunks(2).zip(mappings) {
            let reader = opened.count(&pair[1])?;
            opened.inputs.push(Input { file: last_part(&pair[1]), source: Source::Export(reader, mapping) });
        }
        Ok(opened)
    }
}

/// Opened files, and how far they are read.
pub struct Opened<'m> {
    /// What to read, in order.
    pub inputs: Vec<Input<'m>>,
    counters: Vec<Arc<AtomicU64>>,
    /// The size of all files; `None` where one has no size.
    bytes_total: Option<u64>,
    packed: bool,
    is_quiet: bool,
}

impl Opened<'_> {
    fn count(&mut self, path: &Path) -> Result<Box<dyn std::io::Read + Send>, Failure> {
        let opened = files::open_counted(path).with_context(|| format!("cannot open {}", path.display()))?;
        self.counters.push(opened.raw_bytes_read);
        self.bytes_total = self.bytes_total.zip(opened.raw_bytes_total).map(|(sum, bytes)| sum + bytes);
        self.packed |= path.extension().is_some_and(|extension| extension == "gz" || extension == "zst");
        Ok(opened.reader)
    }

    /// About how many events there are.
    pub fn expected_events(&self) -> usize {
        let bytes = self.bytes_total.unwrap_or_default() * if self.packed { 8 } else { 1 };
        (bytes / EVENT_BYTES_GUESS) as usize
    }

    /// Shows how far the files are read until the bar is dropped; nothing where nobody looks.
    pub fn progress(&self) -> Progress {
        let done = Arc::new(AtomicBool::new(false));
        if self.is_quiet || !std::io::stderr().is_terminal() {
            return Progress { done, drawing: None };
        }
        let bar = match self.bytes_total {
            Some(bytes) => ProgressBar::new(bytes),
            None => ProgressBar::new_spinner(),
        };
        let template = "{bar:40} {bytes}/{total_bytes} {bytes_per_sec} 剩余 {eta}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let (counters, stop) = (self.counters.clone(), done.clone());
        let drawing = thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                bar.set_position(counters.iter().map(|counter| counter.load(Ordering::Relaxed)).sum());
                thread::sleep(Duration::from_millis(100));
            }
            bar.finish_and_clear();
        });
        Progress { done, drawing: Some(drawing) }
    }
}

/// A progress bar while it is shown.
pub struct Progress {
    done: Arc<AtomicBool>,
    drawing: Option<thread::JoinHandle<()>>,
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(drawing) = self.drawing.take() {
            let _ = drawing.join();
        }
    }
}

fn last_part(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

//! Files to a log: every line is read, checked and appended in the order of arrival, on as many threads as there are.
//!
//! Threads take turns at the input and read and check their chunk beside each other; what they found is appended in the
//! order of the input, so that the result never depends on how many there are. At no time are more than a few chunks of
//! raw text in memory.

mod feed;
mod judge;
mod stored;

use crate::rejections::{Fault, Rejection};
use crate::wire::json::LineMarks;
use crate::wire::{Room, Wire};
use bumpalo::Bump;
pub(crate) use feed::{Chunk, Feed, Lines};
pub use feed::{Input, Source};
pub use judge::judge;
use scoring::log::{APPROACHED_MAX, Appended, Keyed, Log, Table};
use scoring::registry::Registry;
use std::io;
use std::ops::Range;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
pub use stored::load_stored;

/// How many lines were read, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines, blank ones left out.
    pub read: u64,
    /// New events.
    pub accepted: u64,
    /// Events that were there already, with the same content.
    pub duplicates: u64,
    /// Lines that failed validation.
    pub rejected: u64,
}

/// What hears of rejections, in the order of the input.
pub type Reject<'f> = dyn FnMut(Rejection) -> io::Result<()> + Send + 'f;

/// Where the next chunk goes.
struct Appender<'f> {
    log: Log,
    counts: Counts,
    /// The number of the chunk whose turn it is.
    turn: u64,
    /// Lines before the chunk in its file.
    lines_before: u64,
    reject: &'f mut Reject<'f>,
    failed: Option<io::Error>,
}

/// Reads all inputs in order into a log with room for `expected_events`.
///
/// # Errors
///
/// What went wrong with a file or with writing a rejection; lines that are wrong are rejected, not errors.
pub fn load<'f>(
    wire: &Wire<'_>,
    registry: &Registry,
    inputs: Vec<Input<'_>>,
    expected_events: usize,
    threads: usize,
    reject: &'f mut Reject<'f>,
) -> io::Result<(Log, Counts)> {
    load_onto(|| log_with_room(expected_events, threads), wire, registry, inputs, threads, reject)
}

/// An empty log with room for so many events, its two tables made beside each other if there are threads for it.
fn log_with_room(events: usize, threads: usize) -> Log {
    if threads < 2 {
        return Log::with_capacity(events);
    }
    thread::scope(|scope| {
        let subjects = scope.spawn(|| Table::of_subjects(events));
        let identities = Table::of_identities(events);
        let subjects = subjects.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Log::with_tables(events, identities, subjects)
    })
}

/// As [`load`], after the events that a log holds already.
fn load_onto<'f>(
    log: impl FnOnce() -> Log,
    wire: &Wire<'_>,
    registry: &Registry,
    inputs: Vec<Input<'_>>,
    threads: usize,
    reject: &'f mut Reject<'f>,
) -> io::Result<(Log, Counts)> {
    let feed = Mutex::new(Feed::new(inputs));
    let appender = Mutex::new(Appender {
        log: Log::new(),
        counts: Counts::default(),
        turn: 0,
        lines_before: 0,
        reject,
        failed: None,
    });
    let turned = Condvar::new();
    thread::scope(|scope| {
        // Room for millions takes a while to make; the first chunks are read and checked meanwhile.
        let mut first = lock(&appender);
        for _ in 0..threads.max(1) {
            scope.spawn(|| work(wire, registry, &feed, &appender, &turned));
        }
        first.log = log();
    });
    let appender = appender.into_inner().unwrap_or_else(PoisonError::into_inner);
    match appender.failed {
        Some(error) => Err(error),
        None => Ok((appender.log, appender.counts)),
    }
}

/// So many chunks a thread reads and checks before it waits for its turn. No two chunks take equally long, and a system may take
/// a core away for a while: with one chunk each, threads would often wait for each other.
const CHECKED_MAX: usize = 3;

/// Room for a chunk while it is checked and appended; used again for another.
#[derive(Default)]
struct ChunkRoom {
    chunk: Chunk,
    /// Texts that were written with escapes.
    arena: Bump,
}

/// A chunk that is checked, to be appended when its turn comes.
struct Checked<'c> {
    text: Lines<'c>,
    lines: Vec<Line<'c>>,
    /// How many lines there are, blank ones among them.
    line_count: u64,
}

/// Takes chunk after chunk: reads it, checks it, and appends it when its turn has come; until then it goes on with the next.
fn work(
    wire: &Wire<'_>,
    registry: &Registry,
    feed: &Mutex<Feed<'_>>,
    appender: &Mutex<Appender<'_>>,
    turned: &Condvar,
) {
    let mut chunk_rooms: [ChunkRoom; CHECKED_MAX] = Default::default();
    let mut room = Room::default();
    let mut is_over = false;
    while !is_over {
        let mut checked = Vec::with_capacity(CHECKED_MAX);
        let mut turn = None;
        for chunk_room in &mut chunk_rooms {
            let fed = lock(feed).fill(&mut chunk_room.chunk);
            match fed {
                Ok(true) => {}
                Ok(false) => {
                    is_over = true;
                    break;
                }
                Err(error) => {
                    let mut appender = lock(appender);
                    appender.failed.get_or_insert(error);
                    turned.notify_all();
                    return;
                }
            }
            checked.push(check(wire, chunk_room, &mut room));
            turn = appender.try_lock().ok().filter(|appender| appender.turn == checked[0].text.chunk.number);
            if turn.is_some() {
                break;
            }
        }
        let mut appender = turn.unwrap_or_else(|| lock(appender));
        for checked in checked {
            while appender.turn != checked.text.chunk.number && appender.failed.is_none() {
                appender = turned.wait(appender).unwrap_or_else(PoisonError::into_inner);
            }
            if appender.failed.is_some() {
                return;
            }
            if let Err(error) = append(&mut appender, registry, &checked) {
                appender.failed = Some(error);
            }
            appender.turn += 1;
            turned.notify_all();
        }
    }
}

/// Hands every line that is not blank to a function, on so many threads, and keeps nothing: for measuring what reading
/// alone costs. `state` makes what each thread has for itself; the function gets the line and what is marked in it. Gives the
/// number of lines.
///
/// # Errors
///
/// What went wrong with a file.
pub fn survey<S>(
    inputs: Vec<Input<'_>>,
    threads: usize,
    state: impl Fn() -> S + Sync,
    each: impl Fn(&mut S, &[u8], LineMarks<'_>) + Sync,
) -> io::Result<u64> {
    let feed = Mutex::new(Feed::new(inputs));
    let walk = || {
        let (mut chunk, mut state, mut lines) = (Chunk::default(), state(), 0);
        while lock(&feed).fill(&mut chunk)? {
            let text = chunk.lines();
            text.each(|cut| {
                each(&mut state, &text.bytes()[cut.bytes.clone()], text.marks(cut.bytes.start));
                lines += 1;
            });
        }
        Ok(lines)
    };
    thread::scope(|scope| {
        let walks: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(walk)).collect();
        let lines = walks.into_iter().map(|walk| match walk.join() {
            Ok(lines) => lines,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        lines.sum()
    })
}

/// How many threads to use where nobody says.
pub fn all_threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One line of a chunk that is not blank, and what came of it.
struct Line<'l> {
    /// The line in the chunk, from 0; of an export the row.
    number: u64,
    bytes: Range<usize>,
    outcome: Result<Keyed<'l>, Fault>,
}

/// Reads every line of a chunk.
fn check<'c>(wire: &'c Wire<'_>, chunk_room: &'c mut ChunkRoom, room: &mut Room) -> Checked<'c> {
    let ChunkRoom { chunk, arena } = chunk_room;
    arena.reset();
    let (arena, text) = (&*arena, chunk.lines());
    let bytes = text.bytes();
    let mut lines = Vec::with_capacity(text.guess());
    // Checked as a whole where it can be, since that is faster than line by line.
    let utf8 = simdutf8::basic::from_utf8(bytes).ok();
    let line_count = text.each(|cut| {
        let range = cut.bytes;
        let outcome = match (cut.fault, utf8) {
            (Some(fault), _) => Err(fault.clone()),
            (None, Some(utf8)) => {
                let marks = text.marks(range.start);
                wire.read_marked(&utf8[range.clone()], marks, arena, room).map(Keyed::from)
            }
            (None, None) => wire.read(&bytes[range.clone()], arena, room).map(Keyed::from),
        };
        lines.push(Line { number: cut.number, bytes: range, outcome });
    });
    Checked { text, lines, line_count }
}

fn append(appender: &mut Appender<'_>, registry: &Registry, checked: &Checked<'_>) -> io::Result<()> {
    let Checked { text, lines, line_count } = checked;
    let chunk = text.chunk;
    if chunk.begins_file {
        appender.lines_before = 0;
    }
    let first = if chunk.is_export { 0 } else { appender.lines_before + 1 };
    // What a block's events need is sent for while the block before it is appended.
    let blocks = lines.chunks(APPROACHED_MAX);
    let mut ahead = blocks.clone();
    appender.log.approach(events(ahead.next().unwrap_or_default()));
    for block in blocks {
        appender.log.approach(events(ahead.next().unwrap_or_default()));
        appender.log.approach_found(events(block));
        for line in block {
            appender.counts.read += 1;
            let fault = match &line.outcome {
                Ok(keyed) => match appender.log.append(keyed) {
                    Appended::New(..) => {
                        appender.counts.accepted += 1;
                        continue;
                    }
                    Appended::Duplicate => {
                        appender.counts.duplicates += 1;
                        continue;
                    }
                    Appended::Conflict => {
                        let site = &registry.sites[usize::from(keyed.event.source)];
                        Fault::conflict(&site.id, keyed.event.id)
                    }
                },
                Err(fault) => fault.clone(),
            };
            appender.counts.rejected += 1;
            (appender.reject)(Rejection {
                file: chunk.file.clone(),
                line: first + line.number,
                fault,
                raw: String::from_utf8_lossy(&text.bytes()[line.bytes.clone()]).into_owned(),
            })?;
        }
    }
    appender.lines_before += line_count;
    Ok(())
}

/// The lines that are events.
fn events<'a>(lines: &'a [Line<'a>]) -> impl Iterator<Item = &'a Keyed<'a>> {
    lines.iter().filter_map(|line| line.outcome.as_ref().ok())
}

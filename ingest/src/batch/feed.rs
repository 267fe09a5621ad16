//! Cuts inputs into chunks of whole lines, one after the other.

use crate::mapping::{self, Events, Mapping};
use crate::rejections::{Code, Fault};
use crate::wire::json::{LineMarks, Marks};
use std::io::{self, Read};
use std::ops::Range;

/// How many bytes a chunk has, more or less: enough to make taking turns cheap, little enough to stay in the cache.
const CHUNK_BYTES: usize = 256 << 10;

/// How many events and faults of an export make a chunk; those of one row stay together.
const CHUNK_ROW_EVENTS: usize = 512;

/// Something to read events from.
pub struct Input<'m> {
    /// The last part of its path; `-` for standard input.
    pub file: String,
    /// Where it comes from.
    pub source: Source<'m>,
}

/// How an input is read.
pub enum Source<'m> {
    /// Events, one a line.
    Lines(Box<dyn Read + Send>),
    /// An export whose rows a mapping turns into events.
    Export(Box<dyn Read + Send>, &'m Mapping),
}

/// Some whole lines of one file.
#[derive(Default)]
pub(crate) struct Chunk {
    pub number: u64,
    pub file: String,
    pub begins_file: bool,
    /// Whether the last line has no line end.
    unended: bool,
    /// Room for the bytes; kept from chunk to chunk, so that it need not be cleared for each.
    room: Vec<u8>,
    filled: usize,
    /// Where lines and strings end, once [`Chunk::lines`] has looked.
    marks: Marks,
    pub is_export: bool,
    rows: Vec<ExportRow>,
}

/// A line that is not blank, or what a row of an export gave.
pub(crate) struct Cut<'c> {
    /// The line in the chunk, from 0; of an export the row in the file, from 1.
    pub number: u64,
    /// Where it stands in the chunk's bytes, without its line end.
    pub bytes: Range<usize>,
    /// Why a row gave no event.
    pub fault: Option<&'c Fault>,
}

impl Chunk {
    /// The lines, found. Apart from filling, so that threads look for them beside each other.
    pub fn lines(&mut self) -> Lines<'_> {
        self.marks.take(&self.room[..self.filled]);
        Lines { chunk: self }
    }
}

/// The lines of a chunk.
#[derive(Clone, Copy)]
pub(crate) struct Lines<'c> {
    pub chunk: &'c Chunk,
}

impl<'c> Lines<'c> {
    /// The bytes of all of them.
    pub fn bytes(self) -> &'c [u8] {
        &self.chunk.room[..self.chunk.filled]
    }

    /// What is marked from a byte on.
    pub fn marks(self, start: usize) -> LineMarks<'c> {
        self.chunk.marks.from(start)
    }

    /// Hands on each line that is not blank, or what the rows gave. Answers how many lines there are, blank ones among
    /// them; of an export none.
    #[inline]
    pub fn each(self, mut each: impl FnMut(Cut<'c>)) -> u64 {
        if self.chunk.is_export {
            for row in &self.chunk.rows {
                each(Cut { number: row.number, bytes: row.bytes.clone(), fault: row.fault.as_ref() });
            }
            return 0;
        }
        let bytes = self.bytes();
        let (mut start, mut number) = (0, 0);
        for end in self.chunk.marks.line_ends().chain(self.chunk.unended.then_some(bytes.len())) {
            let line_end = if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end };
            if !is_blank(&bytes[start..line_end]) {
                each(Cut { number, bytes: start..line_end, fault: None });
            }
            start = end + 1;
            number += 1;
        }
        number
    }

    /// How many lines that are not blank there may be, for making room.
    pub fn guess(self) -> usize {
        self.chunk.filled / 96 + self.chunk.rows.len()
    }
}

/// White space alone; a line that is too large is no blank line, whatever it holds.
fn is_blank(line: &[u8]) -> bool {
    line.first().is_none_or(|byte| *byte != b'{')
        && line.len() <= crate::wire::EVENT_BYTES_MAX
        && line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\x0b' | b'\x0c'))
}

/// A mapped row: its event as JSON in the chunk's bytes, or its raw text with what is wrong with it.
struct ExportRow {
    number: u64,
    bytes: Range<usize>,
    fault: Option<Fault>,
}

enum Open<'m> {
    Lines(Box<dyn Read + Send>),
    Export(Box<Events<'m>>),
}

/// All inputs, read one after the other.
pub(crate) struct Feed<'m> {
    inputs: std::vec::IntoIter<Input<'m>>,
    open: Option<(String, Open<'m>)>,
    /// The beginning of a line whose end is not read yet.
    carry: Vec<u8>,
    number: u64,
    begins_file: bool,
    failed: bool,
}

impl<'m> Feed<'m> {
    pub fn new(inputs: Vec<Input<'m>>) -> Feed<'m> {
        Feed {
            inputs: inputs.into_iter(),
            open: None,
            carry: Vec::new(),
            number: 0,
            begins_file: true,
            failed: false,
        }
    }

    /// Fills the next chunk; `false` at the end of all inputs.
    pub fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        let filled = if self.failed { Ok(false) } else { self.try_fill(chunk) };
        self.failed = filled.is_err();
        filled
    }

    fn try_fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        chunk.filled = 0;
        chunk.rows.clear();
        chunk.unended = false;
        loop {
            let Some((file, open)) = &mut self.open else {
                let Some(input) = self.inputs.next() else { return Ok(false) };
                self.open = Some(begin(input)?);
                self.begins_file = true;
                continue;
            };
            let filled = match open {
                Open::Lines(reader) => fill_lines(reader.as_mut(), &mut self.carry, chunk)
                    .map_err(|error| io::Error::new(error.kind(), format!("{file}: {error}")))?,
                Open::Export(events) => fill_rows(events, chunk),
            };
            if !filled {
                self.open = None;
                continue;
            }
            chunk.file.clone_from(file);
            chunk.number = self.number;
            chunk.begins_file = std::mem::take(&mut self.begins_file);
            self.number += 1;
            return Ok(true);
        }
    }
}

fn begin(input: Input<'_>) -> io::Result<(String, Open<'_>)> {
    let Input { file, source } = input;
    let open = match source {
        Source::Lines(reader) => Open::Lines(reader),
        Source::Export(reader, mapping) => {
            let events = mapping::events(mapping, reader)
                .map_err(|fault| io::Error::new(io::ErrorKind::InvalidData, format!("{file}: {fault}")))?;
            Open::Export(Box::new(events))
        }
    };
    Ok((file, open))
}

/// Reads whole lines; `false` at the end of the file.
fn fill_lines(reader: &mut dyn Read, carry: &mut Vec<u8>, chunk: &mut Chunk) -> io::Result<bool> {
    chunk.is_export = false;
    let room = &mut chunk.room;
    let mut filled = carry.len();
    room.resize(room.len().max(filled + CHUNK_BYTES), 0);
    room[..filled].copy_from_slice(carry);
    carry.clear();
    loop {
        let searched = filled;
        room.resize(room.len().max(filled + CHUNK_BYTES), 0);
        let full = filled + CHUNK_BYTES;
        while filled < full {
            match reader.read(&mut room[filled..full]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if filled < full {
            chunk.filled = filled;
            chunk.unended = filled > 0 && room[filled - 1] != b'\n';
            return Ok(filled > 0);
        }
        if let Some(place) = memchr::memrchr(b'\n', &room[searched..filled]) {
            let end = searched + place + 1;
            carry.extend_from_slice(&room[end..filled]);
            chunk.filled = end;
            return Ok(true);
        }
    }
}

/// Maps some rows; `false` at the end of the export.
fn fill_rows(events: &mut Events<'_>, chunk: &mut Chunk) -> bool {
    chunk.is_export = true;
    let bytes = &mut chunk.room;
    bytes.clear();
    while chunk.rows.len() < CHUNK_ROW_EVENTS || events.is_within_row() {
        let Some(mapped) = events.next() else { break };
        let start = bytes.len();
        let (number, fault) = match mapped {
            Ok(line) => {
                bytes.extend_from_slice(&line.json);
                (line.row, None)
            }
            Err(fault) => {
                bytes.extend_from_slice(fault.raw.as_bytes());
                let code = Code::of_word(fault.code).unwrap_or(Code::NotCloudevent);
                (fault.row, Some(Fault { code, message: fault.message }))
            }
        };
        chunk.rows.push(ExportRow { number, bytes: start..bytes.len(), fault });
    }
    chunk.filled = bytes.len();
    !chunk.rows.is_empty()
}

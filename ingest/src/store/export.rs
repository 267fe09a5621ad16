//! The events of a store as lines again, in the order of arrival: what `flagpost export` writes and what a replay reads.

use super::sqlite::Records;
use super::{EventNumber, StoreError};
use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// About how many bytes are fetched at a time.
const FETCH_BYTES: usize = 1 << 20;

/// An event's text as a line of its own. Line ends stand between tokens alone, never within a string, so a blank in their
/// place says the same.
pub fn one_line(raw: &str) -> Cow<'_, str> {
    if raw.contains(['\n', '\r']) { raw.replace(['\n', '\r'], " ").into() } else { raw.into() }
}

/// Reads a store's events as lines, those after a number up to another one, both as of any time: what is appended
/// meanwhile has later numbers.
pub struct Export {
    records: Records,
    last: EventNumber,
    until: EventNumber,
    lines: Vec<u8>,
    read: usize,
}

impl Export {
    /// The events after `after`, up to and with `until`.
    pub fn new(records: Records, after: EventNumber, until: EventNumber) -> Export {
        Export { records, last: after, until, lines: Vec::new(), read: 0 }
    }

    fn fetch(&mut self) -> Result<(), StoreError> {
        let Export { records, last, until, lines, read } = self;
        lines.clear();
        *read = 0;
        records.each_event(*last, &mut |event| {
            if event.number > *until {
                return ControlFlow::Break(());
            }
            lines.extend_from_slice(one_line(event.raw).as_bytes());
            lines.push(b'\n');
            *last = event.number;
            if lines.len() < FETCH_BYTES { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
    }
}

impl Read for Export {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.read == self.lines.len() {
            self.fetch().map_err(io::Error::other)?;
        }
        let count = into.len().min(self.lines.len() - self.read);
        into[..count].copy_from_slice(&self.lines[self.read..self.read + count]);
        self.read += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_text_of_several_lines_becomes_one_and_others_stay_as_they_are() {
        assert_eq!(one_line("{\r\n\"id\": \"a b\"\n}"), "{  \"id\": \"a b\" }");
        assert_eq!(one_line(r#"{"id":"a\nb"}"#), r#"{"id":"a\nb"}"#);
    }
}

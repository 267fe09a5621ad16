//! The digest of a set of events, by which a published month says what it saw.
//!
//! It is the SHA-256 of one line an event, sorted by bytes: `SOURCE<tab>ID<tab>SHA-256 of the event's line in hex<LF>`, where
//! the event's line is what an export has ([`super::export::one_line`]). Order of arrival does not matter, and an auditor
//! can make it again from an export with ordinary tools. Where words of an event were erased since ([`super::redaction`]), the
//! SHA-256 of its line as it arrived stands in its place; `flagpost export --redactions` lists those.

use super::export::one_line;
use scoring::time::Instant;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::ops::Range;

/// Collects the events of a set.
#[derive(Default)]
pub struct EventSet {
    /// All lines one after the other; a set of millions has no room of its own for each.
    text: String,
    lines: Vec<Range<usize>>,
}

/// What of an event its line says.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    source: Cow<'a, str>,
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    time: Cow<'a, str>,
}

impl EventSet {
    /// Takes in an event.
    pub fn add(&mut self, source: &str, id: &str, raw: &str) {
        self.add_digest(source, id, &line_digest(raw));
    }

    fn add_digest(&mut self, source: &str, id: &str, line: &[u8; 32]) {
        let start = self.text.len();
        let content = hex(line);
        for part in [source, "\t", id, "\t", &content, "\n"] {
            self.text.push_str(part);
        }
        self.lines.push(start..self.text.len());
    }

    /// Takes in an accepted event by its text alone, if it has happened by an instant.
    pub fn add_until(&mut self, raw: &str, as_of: Instant) {
        self.add_as_it_was(raw, None, as_of);
    }

    /// As [`EventSet::add_until`], of which words may have been erased since: `line` is the digest of its line as it arrived.
    pub fn add_as_it_was(&mut self, raw: &str, line: Option<&[u8; 32]>, as_of: Instant) {
        let Ok(event) = serde_json::from_str::<Envelope<'_>>(raw) else { return };
        if Instant::parse(&event.time).is_some_and(|time| time <= as_of) {
            let line = line.copied().unwrap_or_else(|| line_digest(raw));
            self.add_digest(&event.source, &event.id, &line);
        }
    }

    /// The digest in hex.
    pub fn finish(self) -> String {
        let EventSet { text, mut lines } = self;
        lines.sort_unstable_by(|a, b| text[a.clone()].cmp(&text[b.clone()]));
        let mut whole = Sha256::new();
        for line in lines {
            whole.update(&text[line]);
        }
        hex(&whole.finalize())
    }
}

/// The digest of an event's line.
pub fn line_digest(raw: &str) -> [u8; 32] {
    Sha256::digest(one_line(raw).as_bytes()).into()
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    // By a table, since a set of millions asks for each event.
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_arrival_does_not_matter_and_the_content_does() {
        let digest = |events: &[(&str, &str)]| {
            let mut set = EventSet::default();
            events.iter().for_each(|(id, raw)| set.add("hall", id, raw));
            set.finish()
        };
        assert_eq!(digest(&[("1", "a"), ("2", "b")]), digest(&[("2", "b"), ("1", "a")]));
        assert_ne!(digest(&[("1", "a"), ("2", "b")]), digest(&[("1", "a"), ("2", "c")]));
        assert_eq!(digest(&[("1", "{\n}")]), digest(&[("1", "{ }")]), "as an export has it");
        // As `printf 'hall\t1\t%s\n' $(printf a | sha256sum | cut -c1-64) | sha256sum` prints it.
        assert_eq!(digest(&[("1", "a")]), "68b02b2c7d760e225dec74d9db8a46b918b23b8b09dd89dda213b7573cfdb68d");
    }

    #[test]
    fn what_has_not_happened_by_the_instant_is_not_in_the_set() {
        let raw = r#"{"id":"\u0031","source":"hall","time":"2026-09-01T08:00:00+08:00","data":{}}"#;
        let digest = |as_of: &str| {
            let mut set = EventSet::default();
            set.add_until(raw, Instant::parse(as_of).expect("an instant"));
            set.finish()
        };
        let mut whole = EventSet::default();
        whole.add("hall", "1", raw);
        assert_eq!(digest("2026-09-01T00:00:00Z"), whole.finish());
        assert_eq!(digest("2026-08-31T23:59:59Z"), EventSet::default().finish());
    }
}

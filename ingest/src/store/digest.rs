//! The digest of a set of events, by which a published month says what it saw.
//!
//! It is the SHA-256 of one line an event, sorted: `SOURCE<tab>ID<tab>SHA-256 of the raw text in hex<LF>`. Order of arrival
//! does not matter, and an auditor can make it again from an export with ordinary tools.

use sha2::{Digest, Sha256};

/// Collects the events of a set.
#[derive(Default)]
pub struct EventSet {
    lines: Vec<String>,
}

impl EventSet {
    /// Takes in an event.
    pub fn add(&mut self, source: &str, id: &str, raw: &str) {
        self.lines.push(format!("{source}\t{id}\t{}\n", hex(&Sha256::digest(raw))));
    }

    /// The digest in hex.
    pub fn finish(mut self) -> String {
        self.lines.sort_unstable();
        let mut whole = Sha256::new();
        for line in &self.lines {
            whole.update(line);
        }
        hex(&whole.finalize())
    }
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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
        // As `printf 'hall\t1\t%s\n' $(printf a | sha256sum | cut -c1-64) | sha256sum` prints it.
        assert_eq!(digest(&[("1", "a")]), "68b02b2c7d760e225dec74d9db8a46b918b23b8b09dd89dda213b7573cfdb68d");
    }
}

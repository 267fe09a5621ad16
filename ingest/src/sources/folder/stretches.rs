//! Cuts a file into deliveries' worth of events, each with its line, beginning after the lines that are durable.

use crate::batch::{Chunk, Feed, Input};
use crate::live::Item;
use std::collections::VecDeque;
use std::io;

/// So many events go to the desk at once at most, so that what comes over other roads need not wait for a whole file.
const STRETCH_EVENTS_MAX: usize = 5000;

/// Some of a file's events.
#[derive(Debug, Default)]
pub struct Stretch {
    /// The bytes that the items are in.
    pub bytes: Vec<u8>,
    /// The events, and the rows that gave none.
    pub items: Vec<Item>,
    /// The last line or row among them, from 1.
    pub lines: u64,
}

/// A file's stretches, in order.
pub struct Stretches<'m> {
    feed: Feed<'m>,
    chunk: Chunk,
    /// Lines before the chunk.
    lines_before: u64,
    /// Lines or rows that are durable.
    durable: u64,
    ready: VecDeque<Stretch>,
}

impl<'m> Stretches<'m> {
    /// The stretches after so many lines or rows.
    pub fn after(durable: u64, input: Input<'m>) -> Stretches<'m> {
        Stretches {
            feed: Feed::new(vec![input]),
            chunk: Chunk::default(),
            lines_before: 0,
            durable,
            ready: VecDeque::new(),
        }
    }

    fn cut(&mut self) {
        let first = if self.chunk.is_export { 0 } else { self.lines_before + 1 };
        let text = self.chunk.lines();
        let mut stretch = Stretch::default();
        let line_count = text.each(|cut| {
            let number = first + cut.number;
            if number <= self.durable {
                return;
            }
            // The events of a row become durable together: a row that was begun would be passed over after a kill.
            if stretch.items.len() >= STRETCH_EVENTS_MAX && stretch.lines < number {
                self.ready.push_back(std::mem::take(&mut stretch));
            }
            let start = stretch.bytes.len();
            stretch.bytes.extend_from_slice(&text.bytes()[cut.bytes]);
            let bytes = start..stretch.bytes.len();
            stretch.items.push(Item { bytes, number, fault: cut.fault.cloned() });
            stretch.lines = number;
        });
        if !stretch.items.is_empty() {
            self.ready.push_back(stretch);
        }
        self.lines_before += line_count;
    }
}

impl Iterator for Stretches<'_> {
    type Item = io::Result<Stretch>;

    fn next(&mut self) -> Option<io::Result<Stretch>> {
        loop {
            if let Some(stretch) = self.ready.pop_front() {
                return Some(Ok(stretch));
            }
            match self.feed.fill(&mut self.chunk) {
                Ok(true) => self.cut(),
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::batch::Source;
    use crate::mapping;

    /// Of each stretch how many events it has, its first number, and the lines that it reaches.
    fn shape(durable: u64, source: Source<'_>) -> Vec<(usize, u64, u64)> {
        let input = Input { file: "f".to_owned(), source };
        Stretches::after(durable, input)
            .map(|stretch| {
                let stretch = stretch.unwrap();
                (stretch.items.len(), stretch.items[0].number, stretch.lines)
            })
            .collect()
    }

    fn lines(durable: u64, text: &str) -> Vec<(usize, u64, u64)> {
        shape(durable, Source::Lines(Box::new(io::Cursor::new(text.to_owned()))))
    }

    #[test]
    fn a_stretch_has_at_most_5000_events_and_blank_lines_count_for_numbers_only() {
        assert_eq!(lines(0, &"x\n".repeat(5000)), [(5000, 1, 5000)]);
        assert_eq!(lines(0, &"x\n".repeat(5001)), [(5000, 1, 5000), (1, 5001, 5001)]);
        assert_eq!(lines(0, &format!("\n\n{}", "x\r\n".repeat(3))), [(3, 3, 5)]);
        assert_eq!(lines(0, "\n \n"), []);
    }

    #[test]
    fn what_is_durable_is_passed_over() {
        assert_eq!(lines(1, "a\nb\nc"), [(2, 2, 3)]);
        assert_eq!(lines(2, "a\n\nb\nc"), [(2, 3, 4)]);
        assert_eq!(lines(3, "a\nb\nc"), []);
        // Larger than one chunk, so that the numbers go on from chunk to chunk.
        let long = format!("{}\n", "x".repeat(99)).repeat(6000);
        assert_eq!(lines(5998, &long), [(2, 5999, 6000)]);
    }

    #[test]
    fn the_events_of_a_row_stay_together() {
        let text = "utc_offset = \"+08:00\"\nsource = { text = \"hall\" }\n".to_owned()
            + &"[[event]]\ntype = \"queue.served\"\nid = \"{t}\"\ntime = \"at\"\n[event.data]\nticket = \"t\"\n"
                .repeat(3);
        let mapping = mapping::read("m.toml", &text).unwrap();
        let rows: String = (1..=400).map(|row| format!("T-{row},2026-09-01 09:00:00\n")).collect();
        let export = || Source::Export(Box::new(io::Cursor::new(format!("t,at\n{rows}"))), &mapping);
        let whole = shape(0, export());
        assert_eq!(whole.iter().map(|(events, ..)| events).sum::<usize>(), 1200);
        assert!(whole.len() > 1 && whole.iter().all(|(events, ..)| events % 3 == 0), "{whole:?}");
        let (_, _, durable) = whole[0];
        assert_eq!(shape(durable, export()), whole[1..]);
    }
}

//! The ids of a log, one behind the other: millions of texts, none of which is an allocation of its own.
//!
//! Invariant: before each text stands its length in bytes, as a character: up to 127 as that one, which is a byte; longer
//! ones as a character behind all those. So a place is all that need be kept of a text.

use prefetch_index::prefetch_index;
use std::num::NonZeroU32;

/// A text in the log: the byte behind the place where its length stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Text(NonZeroU32);

impl Text {
    fn start(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Lengths that are not written as they are have this added.
const LONG: u32 = 0x1_0000;

/// All texts of a log.
#[derive(Clone, Default, Debug)]
pub(super) struct Texts(String);

impl Texts {
    /// Room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Texts {
        Texts(String::with_capacity(bytes))
    }

    /// Keeps a text of at most an event's size.
    ///
    /// # Panics
    ///
    /// Where there are 4 GiB of texts.
    pub fn keep(&mut self, text: &str) -> Text {
        let Some(place) = u32::try_from(self.0.len() + 1).ok().and_then(NonZeroU32::new) else {
            panic!(
                "一个地区的事件标识超过 4 GiB，请减少一次计分的月数 / the ids of one region's events take more than 4 GiB: \
                 score fewer months in one run"
            );
        };
        match u8::try_from(text.len()) {
            Ok(short @ 0..=0x7f) => self.0.push(char::from(short)),
            _ => self.0.extend(char::from_u32(LONG + text.len() as u32)),
        }
        self.0.push_str(text);
        Text(place)
    }

    /// A kept text.
    pub fn get(&self, text: Text) -> &str {
        let start = text.start();
        match self.0.as_bytes()[start] {
            short @ 0..=0x7f => &self.0[start + 1..][..usize::from(short)],
            _ => self.get_long(start),
        }
    }

    #[cold]
    fn get_long(&self, start: usize) -> &str {
        let mut rest = self.0[start..].chars();
        let length = rest.next().map_or(0, u32::from) - LONG;
        &rest.as_str()[..length as usize]
    }

    /// Sends for a text, and waits for nothing.
    pub fn approach(&self, text: Text) {
        prefetch_index(self.0.as_bytes(), text.start());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_are_kept() {
        let mut texts = Texts::default();
        let kept: Vec<(Text, String)> = [0, 1, 42, 43, 127, 128, 255, 256, 21_845, 65_536]
            .into_iter()
            .flat_map(|length| ["a".repeat(length), "件".repeat(length / 3)])
            .map(|text| (texts.keep(&text), text))
            .collect();
        for (place, text) in kept {
            assert_eq!(texts.get(place), text);
        }
    }
}

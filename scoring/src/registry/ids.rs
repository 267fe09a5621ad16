//! Ids to places. Every event names some, and nearly all are short: those are compared as one number.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// The most bytes of an id that is compared as a number; above them stands how many there are.
const SHORT_MAX: usize = 15;

/// The places of the ids of one kind.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    short: HashMap<u128, u16, FixedState>,
    long: HashMap<Box<str>, u16, FixedState>,
}

impl Ids {
    /// Notes the place of an id, instead of one that was noted before.
    pub(super) fn insert(&mut self, id: &str, place: u16) {
        match packed(id.as_bytes()) {
            Some(short) => self.short.insert(short, place),
            None => self.long.insert(id.into(), place),
        };
    }

    /// The place of an id, if it is there.
    #[inline(always)]
    pub fn get(&self, id: &str) -> Option<&u16> {
        match packed(id.as_bytes()) {
            Some(short) => self.short.get(&short),
            None => self.long.get(id),
        }
    }

    /// Whether an id is there.
    pub fn contains_key(&self, id: &str) -> bool {
        self.get(id).is_some()
    }
}

/// A short id as a number, which no other id has. Parts that overlap are alike where they do.
#[inline(always)]
fn packed(id: &[u8]) -> Option<u128> {
    let length = id.len();
    let text = if let (Some(first), Some(last)) = (id.first_chunk(), id.last_chunk()) {
        u128::from(u64::from_le_bytes(*first))
            | u128::from(u64::from_le_bytes(*last)) << (8 * (length - 8).min(8))
    } else if let (Some(first), Some(last)) = (id.first_chunk(), id.last_chunk()) {
        u128::from(u32::from_le_bytes(*first)) | u128::from(u32::from_le_bytes(*last)) << (8 * (length - 4))
    } else {
        id.iter().rev().fold(0, |text, &byte| text << 8 | u128::from(byte))
    };
    (length <= SHORT_MAX).then_some(text | (length as u128) << (8 * SHORT_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_apart_by_every_byte_and_by_their_length() {
        let text = "窗口-W-0123456789-abcdef";
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut all = vec!["\0".to_owned(), "W-01\0".to_owned()];
        for (place, &start) in starts.iter().enumerate() {
            all.extend(starts[place..].iter().map(|&end| text[start..end].to_owned()));
        }
        all.extend((0..16).map(|length| "x".repeat(length)));
        all.sort();
        all.dedup();
        let mut ids = Ids::default();
        for (place, id) in all.iter().enumerate() {
            ids.insert(id, place as u16);
        }
        for (place, id) in all.iter().enumerate() {
            assert_eq!(ids.get(id), Some(&(place as u16)), "{id:?}");
        }
        assert_eq!(ids.get("W-01\0\0"), None);
    }
}

//! What is found by an id that events name: every event's type and site, and mostly a window, a member of staff and an item.
//!
//! Most such ids are so short that they fit into two numbers; comparing those needs neither a call nor the text of the key,
//! which would be somewhere else in memory.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Index;

/// What stands behind each of some ids.
#[derive(Clone, Debug)]
pub struct ById<T> {
    short: HashMap<Short, T, FixedState>,
    long: HashMap<Box<str>, T, FixedState>,
}

/// An id of at most 16 bytes: its length and its first and last bytes, which may be the same ones, are the whole of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Short {
    first: u64,
    last: u64,
    length: u8,
}

impl Short {
    #[inline]
    fn of(id: &str) -> Option<Short> {
        let bytes = id.as_bytes();
        let eight = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>());
        let four = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>());
        let (first, last) = match (bytes.len(), eight, four) {
            (..=16, (Some(first), Some(last)), _) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            (..=16, _, (Some(first), Some(last))) => {
                (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
            }
            (..=16, ..) => {
                let byte = |place: usize| u64::from(bytes.get(place).copied().unwrap_or_default());
                (byte(0) << 8 | byte(1), byte(2))
            }
            _ => return None,
        };
        Some(Short { first, last, length: bytes.len() as u8 })
    }
}

impl Hash for Short {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.first ^ self.last.rotate_left(32) ^ u64::from(self.length));
    }
}

impl<T> ById<T> {
    /// What stands behind an id.
    #[inline]
    pub fn get(&self, id: &str) -> Option<&T> {
        match Short::of(id) {
            Some(short) => self.short.get(&short),
            None => self.long.get(id),
        }
    }

    /// Whether there is such an id.
    pub fn contains_key(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// Puts something behind an id.
    pub fn insert(&mut self, id: &str, value: T) {
        match Short::of(id) {
            Some(short) => self.short.insert(short, value),
            None => self.long.insert(id.into(), value),
        };
    }
}

impl<T> Index<&str> for ById<T> {
    type Output = T;

    fn index(&self, id: &str) -> &T {
        match self.get(id) {
            Some(value) => value,
            None => panic!("there is no id `{id}`"),
        }
    }
}

impl<T> Default for ById<T> {
    fn default() -> ById<T> {
        ById { short: HashMap::default(), long: HashMap::default() }
    }
}

impl<'i, T> FromIterator<(&'i str, T)> for ById<T> {
    fn from_iter<I: IntoIterator<Item = (&'i str, T)>>(all: I) -> ById<T> {
        let mut by_id = ById::default();
        all.into_iter().for_each(|(id, value)| by_id.insert(id, value));
        by_id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids of every length about the borders, each the beginning of the next, and each with any one byte changed.
    fn ids() -> Vec<String> {
        let whole = "W-0123456789abcdef-ghij";
        let mut all: Vec<String> = (0..=20).map(|length| whole[..length].to_owned()).collect();
        for length in 1..=20 {
            for changed in 0..length {
                let mut id = whole.as_bytes()[..length].to_vec();
                id[changed] = b'#';
                all.push(String::from_utf8_lossy(&id).into_owned());
            }
        }
        all.extend(
            (1..=20).flat_map(|length| [" ".repeat(length), "\0".repeat(length), "窗".repeat(length)]),
        );
        all
    }

    #[test]
    fn each_id_finds_what_stands_behind_it_and_no_other_does() {
        let ids = ids();
        for left_out in [None, Some(0), Some(7), Some(100), Some(250)] {
            let all = ids.iter().enumerate().filter(|(place, _)| Some(*place) != left_out);
            let by_id: ById<usize> = all.map(|(place, id)| (id.as_str(), place)).collect();
            for (place, id) in ids.iter().enumerate() {
                let expected = (Some(place) != left_out).then_some(&place);
                assert_eq!(by_id.get(id), expected, "{id:?}");
                assert_eq!(by_id.contains_key(id), expected.is_some());
            }
        }
    }
}

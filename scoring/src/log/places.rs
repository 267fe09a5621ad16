//! Finds what stands at a place by its hash, as a hash table does, with all that a look-up needs in one line of memory.
//!
//! A log of millions is looked up all over memory, and waiting for memory is most of what appending costs. Here the marks of
//! eight neighbours and their places lie together, so that a look-up begins with one load whose address depends on the hash
//! alone: it can be sent for long before ([`Places::approach`]). A general table keeps marks and entries apart.
//!
//! Invariant: there is always a bucket that is not full, so every search ends.

use prefetch_index::prefetch_index;
use wide::u32x8;

/// The place of an event or subject in the log.
type Place = u32;

/// No place. Not zero: fresh memory is then written when it is made, in order, and not page by page after look-ups have
/// mapped it for reading.
const FREE: Place = Place::MAX;

/// How many places stand together.
const BUCKET: usize = 8;

/// Neighbours, in the order in which they came; what is free stands behind them.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Bucket {
    /// The upper halves of the hashes.
    marks: [u32; BUCKET],
    places: [Place; BUCKET],
}

const EMPTY: Bucket = Bucket { marks: [0; BUCKET], places: [FREE; BUCKET] };

/// Places by the hashes of what stands there. What stands there is not known here: the caller tells it apart.
#[derive(Clone, Default, Debug)]
pub(super) struct Places {
    buckets: Vec<Bucket>,
    taken: usize,
}

impl Places {
    /// Room for so many places.
    pub fn with_capacity(places: usize) -> Places {
        Places { buckets: vec![EMPTY; places / (BUCKET * 3 / 4) + 1], taken: 0 }
    }

    /// The bucket at which the search for a mark begins. Marks are spread in their order, so a mark tells its bucket in a
    /// table of any size.
    fn home(&self, mark: u32) -> usize {
        ((u64::from(mark) * self.buckets.len() as u64) >> 32) as usize
    }

    /// Sends for where a hash is looked for, and waits for nothing.
    pub fn approach(&self, hash: u64) {
        prefetch_index(&self.buckets, self.home(mark(hash)));
    }

    /// The place of a hash as far as one look tells; any number where there is none. Costs a load and no decision.
    pub fn guess(&self, hash: u64) -> Place {
        let mark = mark(hash);
        let Some(bucket) = self.buckets.get(self.home(mark)) else { return FREE };
        let same = u32x8::new(bucket.marks).simd_eq(u32x8::splat(mark)) & u32x8::new(bucket.places);
        same.to_array().into_iter().fold(0, |all, place| all | place)
    }

    /// The place of a hash at which `is` finds what is looked for.
    pub fn find(&self, hash: u64, is: impl FnMut(Place) -> bool) -> Option<Place> {
        if self.buckets.is_empty() { None } else { self.search(hash, is).ok() }
    }

    /// The place of a hash at which `is` finds what is looked for; where there is none, `place` is taken in.
    pub fn find_or_insert(
        &mut self,
        hash: u64,
        place: Place,
        is: impl FnMut(Place) -> bool,
    ) -> Option<Place> {
        if self.taken >= self.buckets.len() * (BUCKET * 3 / 4) {
            self.grow();
        }
        match self.search(hash, is) {
            Ok(known) => Some(known),
            Err((bucket, slot)) => {
                self.buckets[bucket].marks[slot] = mark(hash);
                self.buckets[bucket].places[slot] = place;
                self.taken += 1;
                None
            }
        }
    }

    /// The place that is looked for, or the bucket and slot where it would stand.
    #[inline(always)]
    fn search(&self, hash: u64, mut is: impl FnMut(Place) -> bool) -> Result<Place, (usize, usize)> {
        let mark = mark(hash);
        let mut at = self.home(mark);
        loop {
            let bucket = &self.buckets[at];
            let free = equal(&bucket.places, FREE);
            let mut same = equal(&bucket.marks, mark) & !free;
            while same != 0 {
                let place = bucket.places[same.trailing_zeros() as usize];
                if is(place) {
                    return Ok(place);
                }
                same &= same - 1;
            }
            if free != 0 {
                return Err((at, free.trailing_zeros() as usize));
            }
            at = if at + 1 == self.buckets.len() { 0 } else { at + 1 };
        }
    }

    /// Doubles the room.
    fn grow(&mut self) {
        let room = vec![EMPTY; (self.buckets.len() * 2).max(2)];
        for bucket in std::mem::replace(&mut self.buckets, room) {
            for (mark, place) in bucket.marks.into_iter().zip(bucket.places) {
                if place != FREE
                    && let Err((at, slot)) = self.search(u64::from(mark) << 32, |_| false)
                {
                    self.buckets[at].marks[slot] = mark;
                    self.buckets[at].places[slot] = place;
                }
            }
        }
    }
}

/// A bit for each of some neighbours that is this number.
#[inline(always)]
fn equal(neighbours: &[u32; BUCKET], number: u32) -> u32 {
    u32x8::new(*neighbours).simd_eq(u32x8::splat(number)).to_bitmask()
}

/// The upper half of a hash.
fn mark(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashes that meet: few marks, of which some are at the end of the table, so that searches go round.
    fn hashes() -> impl Iterator<Item = u64> {
        (0..2000_u64).map(|number| match number % 5 {
            0 => u64::MAX - number,
            1 => number,
            2 => (number % 7) << 32,
            3 => u64::from(u32::MAX - 1) << 32 | number,
            _ => number.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        })
    }

    #[test]
    fn what_was_taken_in_is_found_again_and_nothing_else() {
        for room in [0, 1, 100, 4000] {
            let all: Vec<u64> = hashes().collect();
            let mut places = Places::with_capacity(room);
            for (place, &hash) in all.iter().enumerate() {
                let is = |other: Place| all[other as usize] == hash;
                let first = all.iter().position(|&other| other == hash).filter(|&first| first < place);
                assert_eq!(places.find(hash, is), first.map(|first| first as Place));
                let known = places.find_or_insert(hash, place as Place, is);
                assert_eq!(known, first.map(|first| first as Place), "{hash:x} with room for {room}");
            }
            for &hash in &all {
                let first = all.iter().position(|&other| other == hash);
                let found = places.find(hash, |other| all[other as usize] == hash);
                assert_eq!(found.map(|place| place as usize), first);
                assert_eq!(places.find(hash, |_| false), None);
            }
        }
    }

    #[test]
    fn a_guess_is_right_where_nothing_else_is_like_it() {
        let mut places = Places::default();
        assert_eq!(places.guess(7), FREE);
        for place in 0..1000 {
            places.find_or_insert(u64::from(place).wrapping_mul(0x9e37_79b9_7f4a_7c15), place, |_| false);
        }
        let right =
            |place: &Place| places.guess(u64::from(*place).wrapping_mul(0x9e37_79b9_7f4a_7c15)) == *place;
        assert!((0..1000).filter(right).count() > 900, "a few stand in the next bucket");
    }
}

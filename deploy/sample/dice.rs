//! Chance that comes out the same for ever: one seed, one sequence, on every machine.
//!
//! The raw output of PCG is fixed by its paper and promised stable by `rand_pcg`. The distributions of `rand` are not:
//! they have changed between releases, so the few that are needed stand here. They use integers and the four
//! basic operations alone, because `ln` and `exp` differ between platforms.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

/// A sequence of chance.
pub struct Dice(Pcg64);

impl Dice {
    /// The sequence of a seed; different streams of one seed are independent.
    pub fn new(seed: u64, stream: u64) -> Dice {
        // Small seeds differ in few bits; SplitMix64's finaliser spreads them over the state.
        let spread = |mut word: u64| {
            word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^ (word >> 31)
        };
        let state = u128::from(spread(seed)) << 64 | u128::from(spread(!seed));
        Dice(Pcg64::new(state, u128::from(stream)))
    }

    /// A word of 64 random bits.
    pub fn word(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from 0 up to, but not with, `count`; 0 where `count` is 0.
    pub fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.word()) * count as u128) >> 64) as usize
    }

    /// A number from `low` up to and with `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    /// A number from `low` to `high`, the lower ones far more often.
    pub fn mostly_low(&mut self, low: i64, high: i64) -> i64 {
        let first = self.between(low, high);
        let second = self.between(low, high);
        let third = self.between(low, high);
        first.min(second).min(third)
    }

    /// Whether something of the given probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        ((self.word() >> 11) as f64) < probability * (1_u64 << 53) as f64
    }

    /// A fraction of 1, from 0 up to, but not with, 1.
    pub fn fraction(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// How often something happens whose expected number is given: its whole part, and one more by chance.
    pub fn about(&mut self, expected: f64) -> usize {
        expected as usize + usize::from(self.chance(expected.fract()))
    }

    /// One of several things, each as likely as another. There must be one.
    pub fn pick<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }

    /// One of several things, each as likely as its weight says. There must be one.
    pub fn weighted<'t, T>(&mut self, things: &'t [(T, u32)]) -> &'t T {
        let total: u32 = things.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total as usize) as u32;
        for (thing, weight) in things {
            if left < *weight {
                return thing;
            }
            left -= weight;
        }
        &things[0].0
    }

    /// Puts things into a random order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for place in (1..things.len()).rev() {
            things.swap(place, self.below(place + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_for_ever() {
        let mut dice = Dice::new(1, 0);
        let words: Vec<u64> = (0..3).map(|_| dice.word()).collect();
        assert_eq!(words, PINNED);
        assert_ne!(Dice::new(1, 1).word(), words[0]);
        assert_ne!(Dice::new(2, 0).word(), words[0]);
    }

    const PINNED: [u64; 3] = [16921218036564867761, 16341148542304028228, 10894596813211336581];

    #[test]
    fn numbers_stay_in_their_range() {
        let mut dice = Dice::new(7, 0);
        for _ in 0..1000 {
            assert!((3..=5).contains(&dice.between(3, 5)));
            assert!((3..=9).contains(&dice.mostly_low(3, 9)));
            assert!(dice.fraction() < 1.0);
        }
        assert_eq!(dice.below(0), 0);
        assert!(!dice.chance(0.0));
        assert!(dice.chance(1.0));
    }
}

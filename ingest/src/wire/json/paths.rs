//! The member names that were met one after the other, so that the next event's need not be read, only compared.
//!
//! A sender writes all its events in a few shapes. Names are remembered as steps from the one before them; where a line
//! goes on as an earlier one did, the step tells the name's digest, and that it stands nowhere before in its object.
//!
//! Invariant: the names on a path from a root are all different. What is remembered depends on earlier lines, what is read
//! never does: a step not found is read byte by byte.

use super::members::COMPARED_MAX;

/// A name's place among those remembered.
pub(super) type Step = u16;

/// Before the first name of the outer object.
pub(super) const OUTER: Step = 0;
/// Behind a name that is not remembered: nothing is found from here on.
const OFF: Step = 1;
/// Before the first name of the opened object.
pub(super) const INNER: Step = 2;

/// So many names are remembered; more are read byte by byte, as senders of many shapes are rare.
const STEPS_MAX: usize = 512;

/// So many names are remembered behind one; more would take longer to compare than to read.
const OTHERS_MAX: usize = 16;

/// How many bytes are compared at once: in quotes and with its colon, none of the contract's names is longer.
const SPELLED_MAX: usize = 16;

#[derive(Clone, Copy)]
struct Remembered {
    /// As it stands in the line, from the quote before it to the colon behind it, the first byte lowest.
    spelled: u128,
    /// Which bits of it count.
    mask: u128,
    digest: u64,
    length: u8,
    /// How many names there are up to this one.
    depth: u8,
    /// Whether the members of its value are told one by one.
    opens: bool,
    /// The first of the names that came behind it; `OUTER` where there is none, which comes behind nothing.
    first: Step,
    /// Another name that came behind the one before it.
    other: Step,
}

/// A name that was found.
pub(super) struct Found {
    pub step: Step,
    pub digest: u64,
    /// From the quote before it to the colon behind it, in bytes.
    pub length: usize,
    pub opens: bool,
}

pub(super) struct Paths {
    steps: Vec<Remembered>,
}

impl Default for Paths {
    fn default() -> Paths {
        let root = Remembered {
            spelled: 0,
            mask: 0,
            digest: 0,
            length: 0,
            depth: 0,
            opens: false,
            first: OUTER,
            other: OUTER,
        };
        Paths { steps: vec![root; usize::from(INNER) + 1] }
    }
}

impl Paths {
    /// The name that the next 16 bytes of a line begin with, if it came behind this step before.
    #[inline(always)]
    pub fn follow(&self, step: Step, bytes: u128) -> Option<Found> {
        let mut next = self.steps[usize::from(step)].first;
        while next != OUTER {
            let known = &self.steps[usize::from(next)];
            if (bytes ^ known.spelled) & known.mask == 0 {
                let (digest, length, opens) = (known.digest, usize::from(known.length), known.opens);
                return Some(Found { step: next, digest, length, opens });
            }
            next = known.other;
        }
        None
    }

    /// Remembers a name behind a step, in front of which it does not stand; gives its own step. `spelled` goes from the
    /// quote before it to the colon behind it; where the colon stands apart, the name is not remembered.
    pub fn remember(&mut self, step: Step, spelled: &[u8], digest: u64, opens: bool) -> Step {
        let before = &self.steps[usize::from(step)];
        let depth = before.depth + 1;
        let is_plain = spelled.ends_with(b":") && spelled.len() <= SPELLED_MAX;
        // Names beyond those that are compared one by one must be read, so that the set of them is whole.
        let has_room = usize::from(depth) <= COMPARED_MAX && self.steps.len() < STEPS_MAX;
        if step == OFF || !is_plain || !has_room || self.others(step).count() >= OTHERS_MAX {
            return OFF;
        }
        let mut bytes = [0; SPELLED_MAX];
        bytes[..spelled.len()].copy_from_slice(spelled);
        let new = self.steps.len() as Step;
        self.steps.push(Remembered {
            spelled: u128::from_le_bytes(bytes),
            mask: u128::MAX >> (8 * (SPELLED_MAX - spelled.len())),
            digest,
            length: spelled.len() as u8,
            depth,
            opens,
            first: OUTER,
            other: OUTER,
        });
        // Behind those that came earlier: what is written most is mostly met first.
        match self.others(step).last() {
            Some(last) => self.steps[usize::from(last)].other = new,
            None => self.steps[usize::from(step)].first = new,
        }
        new
    }

    /// The names that came behind a step.
    fn others(&self, step: Step) -> impl Iterator<Item = Step> {
        let known = |step: Step| Some(step).filter(|step| *step != OUTER);
        std::iter::successors(known(self.steps[usize::from(step)].first), move |&last| {
            known(self.steps[usize::from(last)].other)
        })
    }
}

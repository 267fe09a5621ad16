//! Things close together in time.

use super::{NANOS_PER_SECOND, seconds_between};
use crate::time::Instant;
use std::ops::Range;

/// Bursts among instants that are in order: runs in which each lies with `least` of them within so many seconds, both ends
/// included. Runs do not overlap.
pub(super) fn bursts(times: &[Instant], least: usize, within_seconds: i64) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let least = least.max(1);
    for (start, together) in times.windows(least).enumerate() {
        if together[least - 1].0.saturating_sub(together[0].0)
            > within_seconds.saturating_mul(NANOS_PER_SECOND)
        {
            continue;
        }
        match found.last_mut() {
            Some(last) if start < last.end => last.end = start + least,
            _ => found.push(start..start + least),
        }
    }
    found
}

/// The largest of some bursts, the earliest of equals: how many there are in it, and the whole seconds from the first to
/// the last.
pub(super) fn largest(times: &[Instant], bursts: &[Range<usize>]) -> (u32, i64) {
    // Of equals `max_by_key` gives the last.
    let most = bursts.iter().rev().max_by_key(|burst| burst.len());
    most.map_or((0, 0), |burst| {
        (burst.len() as u32, seconds_between(times[burst.start], times[burst.end - 1]))
    })
}

#[cfg(test)]
mod tests {
    use super::{bursts, largest};
    use crate::time::Instant;

    fn seconds(at: &[i64]) -> Vec<Instant> {
        at.iter().map(|&second| Instant(second * 1_000_000_000)).collect()
    }

    #[test]
    fn a_burst_has_so_many_within_so_many_seconds() {
        let count = |times: &[Instant], least| bursts(times, least, 10).len();
        assert_eq!(count(&seconds(&[0, 5, 10]), 3), 1);
        assert_eq!(count(&seconds(&[0, 5, 11]), 3), 0);
        assert_eq!(count(&seconds(&[0, 5]), 3), 0);
        assert_eq!(count(&[Instant(0), Instant(10_000_000_000)], 2), 1);
        assert_eq!(count(&[Instant(0), Instant(10_000_000_001)], 2), 0);
    }

    #[test]
    fn a_burst_goes_on_as_long_as_it_is_dense() {
        let times = seconds(&[0, 5, 10, 15, 20, 100, 200, 201, 202]);
        let found = bursts(&times, 3, 10);
        assert_eq!(found, [0..5, 6..9]);
        assert_eq!(largest(&times, &found), (5, 20));
        // Two bursts that touch and share nobody are two.
        assert_eq!(bursts(&seconds(&[0, 1, 2, 13, 14, 15]), 3, 10), [0..3, 3..6]);
    }

    #[test]
    fn the_earliest_of_equal_bursts_is_told() {
        let times = seconds(&[0, 1, 2, 100, 104, 108]);
        assert_eq!(largest(&times, &bursts(&times, 3, 10)), (3, 2));
    }
}

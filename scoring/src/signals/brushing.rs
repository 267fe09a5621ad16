//! Rating brushing: ratings that no applicant gave. Bursts from one device, ratings that belong to no case, and a window
//! whose share of five stars jumps.

// A rating's events are of its own types; naming the others in every match would say nothing.
#![allow(clippy::wildcard_enum_match_arm)]

use super::bursts::{bursts, largest};
use super::{Figures, Search, Share, Signal};
use crate::event::{Fact, Subject};
use crate::log::{Device, EventIdx, Text};
use crate::registry::{StaffIdx, WindowIdx};
use crate::time::Instant;
use num_rational::BigRational;
use num_traits::Zero;

const FIVE_STARS: u8 = 5;

/// A rating that a person gave.
#[derive(Clone, Copy)]
struct Rating {
    event: EventIdx,
    window: WindowIdx,
    staff: Option<StaffIdx>,
    level: u8,
    case: Option<Text>,
    device: Option<Device>,
}

/// Searches the ratings of the month, and compares them with those of the month before.
pub(super) fn find(search: &Search<'_>, found: &mut Vec<Signal>) {
    let zone = &search.context.registry().zone;
    let before_from = zone.midnight(search.month.previous().first_day());
    let mut ratings: Vec<Rating> = Vec::new();
    let windows = search.context.registry().windows.len();
    let (mut before, mut now) = (vec![Share::default(); windows], vec![Share::default(); windows]);
    let mut events = Vec::new();
    for (place, subject) in search.subjects() {
        let Subject::Rating(_) = subject else { continue };
        search.events_of(place, &mut events);
        let Some(rating) = first_rating(search, &events) else { continue };
        let time = search.time(rating.event);
        if search.has(time) {
            count(&mut now, &rating);
            ratings.push(rating);
        } else if before_from <= time && time < search.from {
            count(&mut before, &rating);
        }
    }
    ratings.sort_unstable_by(|a, b| search.context.log.order(a.event, b.event));
    in_a_burst(search, &ratings, found);
    without_case(search, &ratings, found);
    five_stars_jump(search, &ratings, &before, &now, found);
}

/// The submission that opens a rating; one that the system set says nothing about anybody.
fn first_rating(search: &Search<'_>, events: &[EventIdx]) -> Option<Rating> {
    events.iter().find_map(|&event| match search.context.log.record(event).fact {
        Fact::RatingSubmitted { window, staff, level, auto, case, device, .. } => {
            Some((!auto).then_some(Rating { event, window, staff, level, case, device }))
        }
        _ => None,
    })?
}

fn count(shares: &mut [Share], rating: &Rating) {
    let share = &mut shares[usize::from(rating.window)];
    share.part += u32::from(rating.level == FIVE_STARS);
    share.whole += 1;
}

/// Bursts from one device. Halls call the device of every window by the same name, so it is one at its window alone.
fn in_a_burst(search: &Search<'_>, ratings: &[Rating], found: &mut Vec<Signal>) {
    let name = |rating: &Rating| rating.device.map_or("", |device| search.context.log.device(device));
    let mut of_devices: Vec<&Rating> = ratings.iter().filter(|rating| rating.device.is_some()).collect();
    // Stable, so that each device's ratings stay in order.
    of_devices.sort_by(|a, b| (a.window, name(a)).cmp(&(b.window, name(b))));
    let thresholds = search.thresholds;
    for of_device in of_devices.chunk_by(|a, b| (a.window, a.device) == (b.window, b.device)) {
        let times: Vec<Instant> = of_device.iter().map(|rating| search.time(rating.event)).collect();
        let bursts = bursts(&times, thresholds.rating_burst_min, thresholds.rating_burst_seconds);
        let inside: Vec<&Rating> =
            bursts.iter().flat_map(|burst| of_device[burst.clone()].iter().copied()).collect();
        let Some(&first) = inside.first() else { continue };
        let (most, seconds) = largest(&times, &bursts);
        let five_stars = inside.iter().filter(|rating| rating.level == FIVE_STARS).count() as u32;
        let (ratings, bursts) = (inside.len() as u32, bursts.len() as u32);
        let figures = Figures::RatingsInABurst { ratings, five_stars, bursts, most, seconds };
        let subject = format!("{}/{}", window_id(search, first.window), name(first));
        found.push(about_window(search, subject, first.window, figures, &inside));
    }
}

/// Windows whose ratings name no case that anybody knows, where the site's other windows' do.
fn without_case(search: &Search<'_>, ratings: &[Rating], found: &mut Vec<Signal>) {
    let registry = search.context.registry();
    let mut caseless: Vec<Vec<&Rating>> = vec![Vec::new(); registry.windows.len()];
    let mut of_windows = vec![Share::default(); registry.windows.len()];
    let mut of_sites = vec![Share::default(); registry.sites.len()];
    let mut events = Vec::new();
    for rating in ratings {
        let window = usize::from(rating.window);
        let without = !rating.case.is_some_and(|case| is_known(search, case, &mut events));
        if without {
            caseless[window].push(rating);
        }
        for share in [&mut of_windows[window], &mut of_sites[usize::from(registry.windows[window].site)]] {
            share.part += u32::from(without);
            share.whole += 1;
        }
    }
    let thresholds = search.thresholds;
    for (window, own) in of_windows.into_iter().enumerate() {
        let others = of_sites[usize::from(registry.windows[window].site)].without(own);
        if own.part >= thresholds.caseless_ratings_min
            && own.reaches(thresholds.caseless_percent_min)
            && own.is_times(thresholds.caseless_times_others_min, others)
        {
            let window = window as WindowIdx;
            let figures = Figures::RatingsWithoutCase { own, others };
            let id = window_id(search, window).to_owned();
            found.push(about_window(search, id, window, figures, &caseless[usize::from(window)]));
        }
    }
}

/// Whether any event speaks of a case. One that was accepted before the log begins is known by its completion.
fn is_known(search: &Search<'_>, case: Text, events: &mut Vec<EventIdx>) -> bool {
    let log = search.context.log;
    log.find_subject(&Subject::Case(log.text(case))).is_some_and(|place| {
        search.events_of(place, events);
        !events.is_empty()
    })
}

/// Windows whose share of five stars rose since the month before, by more than it did everywhere.
fn five_stars_jump(
    search: &Search<'_>,
    ratings: &[Rating],
    before: &[Share],
    now: &[Share],
    found: &mut Vec<Signal>,
) {
    let thresholds = search.thresholds;
    let (all_before, all_now) = (Share::sum(before), Share::sum(now));
    let least = BigRational::new(thresholds.jump_percentage_points_min.into(), 100.into());
    for (window, (&before, &now)) in before.iter().zip(now).enumerate() {
        if before.whole.min(now.whole) < thresholds.jump_ratings_min {
            continue;
        }
        let (others_before, others_now) = (all_before.without(before), all_now.without(now));
        if rise(before, now) - rise(others_before, others_now) < least {
            continue;
        }
        let window = window as WindowIdx;
        let five_stars: Vec<&Rating> =
            ratings.iter().filter(|rating| rating.window == window && rating.level == FIVE_STARS).collect();
        let figures = Figures::FiveStarsJump { before, now, others_before, others_now };
        found.push(about_window(search, window_id(search, window).to_owned(), window, figures, &five_stars));
    }
}

/// By how much a share rose; nothing where there was nothing to compare.
fn rise(before: Share, now: Share) -> BigRational {
    if before.whole == 0 || now.whole == 0 {
        return BigRational::zero();
    }
    let rational = |share: Share| BigRational::new(share.part.into(), share.whole.into());
    rational(now) - rational(before)
}

impl Share {
    fn sum(shares: &[Share]) -> Share {
        let add =
            |sum: Share, share: &Share| Share { part: sum.part + share.part, whole: sum.whole + share.whole };
        shares.iter().fold(Share::default(), add)
    }

    /// What is left of a sum without one of its shares.
    fn without(self, one: Share) -> Share {
        Share { part: self.part - one.part, whole: self.whole - one.whole }
    }

    fn reaches(self, percent: u32) -> bool {
        u64::from(self.part) * 100 >= u64::from(percent) * u64::from(self.whole)
    }

    /// Whether it is at least so many times as high as another; always where that is of nothing.
    fn is_times(self, times: u32, other: Share) -> bool {
        let product = |part: u32, whole: u32| u128::from(part) * u128::from(whole);
        product(self.part, other.whole) >= u128::from(times) * product(other.part, self.whole)
    }
}

fn window_id<'a>(search: &'a Search<'_>, window: WindowIdx) -> &'a str {
    &search.context.registry().windows[usize::from(window)].id
}

/// A signal that rests on ratings of one window, which are in order.
fn about_window(
    search: &Search<'_>,
    subject: String,
    window: WindowIdx,
    figures: Figures,
    ratings: &[&Rating],
) -> Signal {
    let staff = ratings.iter().filter_map(|rating| rating.staff);
    let evidence = ratings.iter().map(|rating| rating.event).collect();
    search.signal(subject, Some(window), staff, figures, evidence)
}

#[cfg(test)]
mod tests {
    use super::{Share, rise};
    use num_rational::BigRational;

    fn share(part: u32, whole: u32) -> Share {
        Share { part, whole }
    }

    #[test]
    fn shares_are_compared_without_rounding() {
        assert!(share(1, 2).reaches(50));
        assert!(!share(4_999_999, 10_000_000).reaches(50));
        assert!(share(2, 3).is_times(2, share(1, 3)));
        assert!(!share(2, 3).is_times(2, share(334, 1_000)));
        assert!(share(20, 20).is_times(2, share(0, 0)));
        assert!(share(u32::MAX, u32::MAX).is_times(1, share(u32::MAX, u32::MAX)));
    }

    #[test]
    fn what_was_not_there_did_not_rise() {
        assert_eq!(rise(share(35, 50), share(90, 100)), BigRational::new(1.into(), 5.into()));
        assert_eq!(rise(share(0, 0), share(9, 10)), BigRational::from_integer(0.into()));
    }
}

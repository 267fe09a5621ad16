//! Swipes for others: two people who swipe one right after the other on one device, day after day.

// A person's day has swipes and make-ups alone; naming the other types would say nothing.
#![allow(clippy::wildcard_enum_match_arm)]

use super::{Figures, NANOS_PER_SECOND, Search, Signal};
use crate::event::{Direction, Fact, Subject};
use crate::log::{Device, EventIdx};
use crate::registry::{SiteIdx, StaffIdx};
use crate::time::Date;
use std::collections::{BTreeMap, BTreeSet};

const NANOS_PER_MINUTE: i64 = 60 * NANOS_PER_SECOND;

/// One swipe on a device that has a name.
#[derive(Clone, Copy)]
struct Swipe {
    event: EventIdx,
    staff: StaffIdx,
    date: Date,
    source: SiteIdx,
    device: Device,
    direction: Direction,
}

/// What two people's swipes have in common; the one with the lower id first.
type Pairs = BTreeMap<(StaffIdx, StaffIdx), Pair>;

#[derive(Default)]
struct Pair {
    days: BTreeSet<Date>,
    times: u32,
    evidence: BTreeSet<EventIdx>,
}

/// Searches the swipes of the month.
pub(super) fn find(search: &Search<'_>, found: &mut Vec<Signal>) {
    let mut swipes: Vec<Swipe> = Vec::new();
    let mut days: BTreeMap<StaffIdx, BTreeSet<Date>> = BTreeMap::new();
    let mut events = Vec::new();
    for (place, subject) in search.subjects() {
        let Subject::StaffDay(staff, date) = subject else { continue };
        if date.month() != search.month {
            continue;
        }
        search.events_of(place, &mut events);
        for &event in &events {
            let record = search.context.log.record(event);
            if let Fact::Swipe { direction, device } = record.fact {
                days.entry(staff).or_default().insert(date);
                let source = record.source;
                swipes.extend(device.map(|device| Swipe { event, staff, date, source, device, direction }));
            }
        }
    }
    for ((a, b), pair) in pairs(search, swipes) {
        if pair.days.len() as u32 >= search.thresholds.together_days_min {
            let days_both = match (days.get(&a), days.get(&b)) {
                (Some(of_a), Some(of_b)) => of_a.intersection(of_b).count() as u32,
                (None | Some(_), None | Some(_)) => 0,
            };
            found.push(signal(search, (a, b), pair, days_both));
        }
    }
}

/// Finds who swiped right after whom.
fn pairs(search: &Search<'_>, mut swipes: Vec<Swipe>) -> Pairs {
    let log = search.context.log;
    swipes.sort_unstable_by(|a, b| {
        let device = (a.source, log.device(a.device)).cmp(&(b.source, log.device(b.device)));
        device.then_with(|| log.order(a.event, b.event))
    });
    let mut pairs = Pairs::new();
    let most = search.thresholds.together_seconds_max.saturating_mul(NANOS_PER_SECOND);
    for on_device in swipes.chunk_by(|a, b| (a.source, a.device) == (b.source, b.device)) {
        // A device that keeps whole minutes cannot tell who came when.
        if on_device.iter().all(|swipe| search.time(swipe.event).0 % NANOS_PER_MINUTE == 0) {
            continue;
        }
        for direction in [Direction::In, Direction::Out] {
            let mut same = on_device.iter().filter(|swipe| swipe.direction == direction);
            let Some(mut before) = same.next() else { continue };
            for swipe in same {
                let gap = search.time(swipe.event).0 - search.time(before.event).0;
                if swipe.staff != before.staff && gap <= most {
                    let key = (swipe.staff.min(before.staff), swipe.staff.max(before.staff));
                    let pair = pairs.entry(key).or_default();
                    pair.days.insert(swipe.date);
                    pair.times += 1;
                    pair.evidence.extend([before.event, swipe.event]);
                }
                before = swipe;
            }
        }
    }
    pairs
}

fn signal(search: &Search<'_>, (a, b): (StaffIdx, StaffIdx), pair: Pair, days_both: u32) -> Signal {
    let staff = &search.context.registry().staff;
    let subject = format!("{}+{}", staff[usize::from(a)].id, staff[usize::from(b)].id);
    let mut evidence: Vec<EventIdx> = pair.evidence.into_iter().collect();
    search.sort(&mut evidence);
    let figures = Figures::SwipedTogether { days: pair.days.len() as u32, days_both, times: pair.times };
    search.signal(subject, None, [a, b], figures, evidence)
}

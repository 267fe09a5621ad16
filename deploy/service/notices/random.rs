//! Random counties: whatever arrives, is taken back or begins, and however often the service stops in between, the pending
//! notices of the open months are those that the months derive.

use super::{Keeper, Looked};
use crate::notices::{Derived, derive, is_of};
use crate::service::test_county::TestCounty;
use county::{Seen, events, time};
use ingest::store::NoticeState;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};

#[allow(clippy::unwrap_used)]
#[path = "../../../tests/county/mod.rs"]
mod county;

/// Counties of this process, so that each has a folder of its own.
static COUNTIES: AtomicU32 = AtomicU32::new(0);

/// A step of what happens to a service.
#[derive(Clone, Debug)]
enum Step {
    Arrives(Seen),
    Passes(String),
    Looks,
    BreaksOff,
    Restarts,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let events = events().prop_flat_map(|events| Just(events).prop_shuffle());
    let others = prop_oneof![
        4 => time().prop_map(Step::Passes),
        6 => Just(Step::Looks),
        2 => Just(Step::BreaksOff),
        1 => Just(Step::Restarts),
    ];
    (events, proptest::collection::vec(others, 8..24), any::<u64>()).prop_map(|(events, others, seed)| {
        let mut steps: Vec<(u64, Step)> = Vec::new();
        let mut times: Vec<String> = Vec::new();
        let mut mixed = seed | 1;
        let mut place = || {
            mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            mixed >> 16
        };
        steps.extend(events.into_iter().map(|event| (place(), Step::Arrives(event))));
        for other in others {
            match other {
                Step::Passes(time) => times.push(time),
                Step::Arrives(_) | Step::Looks | Step::BreaksOff | Step::Restarts => {
                    steps.push((place(), other));
                }
            }
        }
        // Time only goes on.
        times.sort_unstable();
        let mut places: Vec<u64> = times.iter().map(|_| place()).collect();
        places.sort_unstable();
        steps.extend(places.into_iter().zip(times.into_iter().map(Step::Passes)));
        steps.sort_by_key(|&(place, _)| place);
        steps.into_iter().map(|(_, step)| step).collect()
    })
}

/// `2026-09-08 09:00:00` of an instant that is written in full.
fn plain(time: &str) -> String {
    time.trim_end_matches("+08:00").replace('T', " ")
}

fn check(county: &TestCounty, looked: &mut BTreeMap<String, NoticeState>) {
    let Derived { months, notices } =
        county.live().act_and_wait(|desk| derive(&desk.moment())).expect("a desk");
    let derived: BTreeSet<String> = notices.into_iter().map(|notice| notice.identity).collect();
    let kept = county.records().notices("2026-01-01", "2026-12-31").expect("notices");
    for notice in &kept {
        let is_open = is_of(&notice.kind, &notice.date, &months);
        let is_there = derived.contains(&notice.identity);
        let expected = if is_there { NoticeState::Pending } else { NoticeState::Withdrawn };
        assert!(!is_open || notice.state == expected, "{} is {:?}", notice.identity, notice.state);
    }
    let kept: BTreeMap<String, NoticeState> =
        kept.into_iter().map(|notice| (notice.identity, notice.state)).collect();
    for identity in &derived {
        assert!(kept.contains_key(identity), "{identity} is not kept");
    }
    for identity in looked.keys() {
        assert!(kept.contains_key(identity), "{identity} was kept and is gone");
    }
    *looked = kept;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_pending_notices_are_those_that_the_open_months_derive(steps in steps(), part in 1..5_usize) {
        let name = format!("notices-random-{}", COUNTIES.fetch_add(1, Ordering::Relaxed));
        let mut now = "2026-08-20 00:00:00".to_owned();
        let mut county = TestCounty::new(&name, &now);
        let mut keeper = Keeper { part, ..Keeper::new(county.live(), county.records()) };
        let mut looked = BTreeMap::new();
        for step in steps.into_iter().chain([Step::Looks]) {
            match step {
                Step::Arrives(event) => county.send(event.source, event.line()),
                Step::Passes(time) => {
                    now = plain(&time);
                    county.set(&now);
                }
                Step::Looks => {
                    keeper.look().expect("a store");
                    check(&county, &mut looked);
                    prop_assert_eq!(keeper.look().expect("a store"), Looked::default());
                }
                Step::BreaksOff => {
                    // Told a part and dead before it was kept.
                    let mut dead = Keeper { part, ..Keeper::new(county.live(), county.records()) };
                    dead.following = keeper.following.take();
                    if let Some(following) = &dead.following {
                        let _ = dead.ask(following).expect("a desk");
                    }
                }
                Step::Restarts => {
                    drop(keeper);
                    county = county.restarted(&now);
                    keeper = Keeper { part, ..Keeper::new(county.live(), county.records()) };
                }
            }
        }
    }
}

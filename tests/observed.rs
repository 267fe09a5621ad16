//! What is seen beside the results: the sums are those of the rates, and neither order of arrival nor duplicates matter.
#![allow(clippy::unwrap_used)]

mod county;

use county::{GIVENS, Seen, after_all, events, log_of, months};
use proptest::prelude::*;
use scoring::context::Context;
use scoring::observed::Observed;
use std::collections::BTreeMap;

fn config() -> ProptestConfig {
    ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() }
}

/// What is seen in each month.
fn observed<'s>(events: impl IntoIterator<Item = &'s Seen>) -> Vec<Observed> {
    let as_of = after_all();
    let log = log_of(events, as_of);
    let context = Context { county: GIVENS.county(), log: &log, as_of };
    months().into_iter().map(|month| Observed::of(&context, month)).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_order_of_arrival_does_not_matter(
        (events, shuffled) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        prop_assert_eq!(observed(&events), observed(&shuffled));
    }

    #[test]
    fn duplicates_do_not_matter(events in events(), again: Vec<prop::sample::Index>) {
        let more = again.iter().map(|place| &events[place.index(events.len())]);
        let with_more: Vec<&Seen> = events.iter().chain(more).collect();
        prop_assert_eq!(observed(&events), observed(with_more));
    }

    #[test]
    fn the_sums_are_those_of_the_rates(events in events()) {
        let as_of = after_all();
        let log = log_of(&events, as_of);
        let context = Context { county: GIVENS.county(), log: &log, as_of };
        let gathered = {
            let mut gathered = scoring::gather::Gathered::new(context.county, &months());
            gathered.judge_subjects(&context, 0..u32::try_from(log.subject_count()).unwrap());
            gathered
        };
        for (tallies, month) in gathered.tallies.iter().zip(months()) {
            let seen = Observed::of(&context, month);
            let (called, nanos) = tallies.windows.iter().fold((0, 0), |(called, nanos), cell| {
                (called + cell.tickets_called, nanos + cell.wait_nanos)
            });
            prop_assert_eq!(seen.waiting.values().map(|waited| waited.tickets).sum::<u64>(), u64::try_from(called).unwrap());
            prop_assert_eq!(seen.waiting.values().map(|waited| waited.nanos).sum::<i128>(), nanos);
            let completed: i64 = tallies.windows.iter().map(|cell| cell.completed).sum();
            prop_assert_eq!(seen.cases.values().sum::<u64>(), u64::try_from(completed).unwrap());
            let mut reductions: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
            for (statutory, (cases, used)) in tallies.windows.iter().flat_map(|cell| &cell.reductions) {
                let sum = reductions.entry(*statutory).or_default();
                *sum = (sum.0 + cases, sum.1 + used);
            }
            reductions.retain(|_, sum| *sum != (0, 0));
            let mut own: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
            for (time, count) in &seen.cases {
                let Some(statutory) = time.statutory_workdays else { continue };
                let (count, sum) = (i64::try_from(*count).unwrap(), own.entry(statutory).or_default());
                *sum = (sum.0 + count, sum.1 + count * i64::from(time.used_workdays));
            }
            prop_assert_eq!(own, reductions);
        }
    }
}

#[test]
fn random_counties_have_tickets_cases_and_leaves() {
    use proptest::strategy::{Strategy as _, ValueTree as _};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut waiting, mut cases, mut leaves) = (0, 0, 0);
    for _ in 0..32 {
        let events = events().new_tree(&mut runner).unwrap().current();
        for seen in observed(&events) {
            waiting += seen.waiting.len();
            cases += seen.cases.len();
            leaves += seen.leaves.len();
        }
    }
    assert!(waiting > 0 && cases > 0 && leaves > 0, "{waiting} {cases} {leaves}");
}

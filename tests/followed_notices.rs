//! Whoever follows the notices, told only what came and went, knows at every moment all that a full scoring derives.

#![allow(clippy::unwrap_used)]

mod county;

use bumpalo::Bump;
use county::{GIVENS, Seen, Written, events, files, months, score_log, time, written};
use ingest::wire::{Room, Wire};
use proptest::prelude::*;
use reports::render::contract;
use scoring::context::Context;
use scoring::log::Keyed;
use scoring::notices::Notice;
use scoring::standing::Standing;
use scoring::time::{Instant, Month};
use std::collections::BTreeMap;

/// What a follower knows: lines of notices, by identity.
#[derive(Default)]
struct Follower {
    number: u64,
    known: BTreeMap<String, String>,
    month_ends: BTreeMap<String, String>,
    month_ends_asked: usize,
}

fn line(context: &Context<'_>, notice: &Notice) -> (String, String) {
    let identity = notice.identity(context.log, context.registry());
    (identity, contract::notices(context, std::slice::from_ref(notice)))
}

impl Follower {
    fn begin(standing: &mut Standing<'_>, number: u64) -> Follower {
        standing.follow_notices(number);
        Follower { number, ..Follower::default() }
    }

    /// Takes one part; whether there is more.
    fn take(&mut self, standing: &mut Standing<'_>, at_most: usize) -> bool {
        let changes = standing.take_notice_changes(self.number, at_most).expect("still followed");
        for notice in &changes.gone {
            let (identity, _) = line(&standing.context(), notice);
            assert!(self.known.remove(&identity).is_some(), "{identity} goes and never came");
        }
        for notice in &changes.came {
            let (identity, line) = line(&standing.context(), notice);
            let before = self.known.insert(identity.clone(), line.clone());
            assert_ne!(before, Some(line), "{identity} is told and was known");
        }
        if changes.may_month_ends_differ {
            self.month_ends_asked += 1;
            let notices = standing.month_end_notices(&[]);
            self.month_ends = notices.iter().map(|notice| line(&standing.context(), notice)).collect();
        }
        changes.has_more
    }

    /// All lines that it knows, in an order of their own.
    fn lines(&self) -> Vec<&str> {
        let mut lines: Vec<&str> =
            self.known.values().chain(self.month_ends.values()).map(String::as_str).collect();
        lines.sort_unstable();
        lines
    }
}

/// All notices of the months, derived by the batch.
fn derived(seen: &[Seen], as_of: Instant) -> String {
    let log = county::log_of(seen, as_of);
    score_log(&log, &months(), as_of, &[]).into_iter().map(|(_, written)| written.notices).collect()
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.sort_unstable();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_follower_is_told_adds_up_to_all_notices(
        (events, arrivals) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        shuffle: bool,
        instants in proptest::collection::vec(time(), 2..7),
        (begins, part) in (0..7_usize, 1..4_usize),
    ) {
        let arrivals = if shuffle { arrivals } else { events };
        let mut instants: Vec<Instant> = instants.iter().map(|at| Instant::parse(at).unwrap()).collect();
        instants.sort_unstable();
        let wire = Wire::new(&GIVENS.registry, &GIVENS.rulebooks);
        let (arena, mut room) = (Bump::new(), Room::default());
        let lines: Vec<String> = arrivals.iter().map(Seen::line).collect();
        // Months open before they begin, as in a service.
        let open_until = |as_of: Instant| GIVENS.registry.zone.date(as_of).month().next().min(months()[2]);
        let open: Vec<Month> = months().into_iter().filter(|&month| month <= open_until(instants[0])).collect();
        let mut standing = Standing::new(GIVENS.county(), &open, instants[0], 0);
        let begins = begins % instants.len();
        let mut follower = Follower::begin(&mut standing, 1);
        let step = lines.len().div_ceil(instants.len());
        for (place, as_of) in instants.into_iter().enumerate() {
            standing.open_until(open_until(as_of));
            standing.advance(as_of);
            if place == begins {
                // In the middle of everything; what it was told before counts no more.
                follower = Follower::begin(&mut standing, 2);
            }
            let (from, to) = ((place * step).min(lines.len()), ((place + 1) * step).min(lines.len()));
            for line in &lines[from..to] {
                let event = wire.read(line.as_bytes(), &arena, &mut room).map_err(|fault| fault.message).unwrap();
                standing.apply(&Keyed::from(event));
                if to % 2 == 0 {
                    // One part between two events.
                    follower.take(&mut standing, part);
                }
            }
            while follower.take(&mut standing, part) {}
            prop_assert!(!follower.take(&mut standing, part), "nothing more is told");
            let all = derived(&arrivals[..to], as_of);
            prop_assert_eq!(follower.lines(), sorted(&all), "as of {:?}", as_of);
            let results = standing.results(&[]);
            let kept: Vec<Written> =
                results.into_iter().map(|result| written(&standing.context(), result).1).collect();
            let anew = files(&arrivals[..to], as_of);
            prop_assert_eq!(&kept[..], &anew[..standing.months().len()]);
        }
    }
}

#[test]
fn who_no_longer_follows_is_told_so() {
    let as_of = Instant::parse("2026-09-08T09:00:00+08:00").unwrap();
    let mut standing = Standing::new(GIVENS.county(), &months(), as_of, 0);
    assert!(standing.take_notice_changes(1, 10).is_none(), "nobody follows yet");
    standing.follow_notices(1);
    assert!(standing.take_notice_changes(1, 10).is_some());
    standing.follow_notices(2);
    assert!(standing.take_notice_changes(1, 10).is_none(), "another one follows");
    let mut anew = Standing::of_log(GIVENS.county(), &months(), as_of, standing.into_log());
    assert!(anew.take_notice_changes(2, 10).is_none(), "the months were begun anew");
}

/// An event at the window W-1 of the hall.
fn event(id: &str, event_type: &'static str, time: &str, data: serde_json::Value) -> Seen {
    Seen { id: id.to_owned(), source: "hall", event_type, time: format!("{time}+08:00"), data }
}

#[test]
fn months_ends_are_asked_for_only_where_something_of_an_ended_month_changed() {
    let accepted = |id: &str, time: &str| {
        let data = serde_json::json!({"case": id, "item": "I-3", "window": "W-1", "staff": "S-1"});
        event(id, "case.accepted", time, data)
    };
    let suspended = |id: &str, time: &str| {
        let data = serde_json::json!({"case": id, "reason": "hearing", "days": 5});
        event(&format!("s-{id}"), "case.suspended", time, data)
    };
    let as_of = Instant::parse("2026-10-09T17:00:00+08:00").unwrap();
    let wire = Wire::new(&GIVENS.registry, &GIVENS.rulebooks);
    let mut standing = Standing::new(GIVENS.county(), &months(), as_of, 0);
    let mut follower = Follower::begin(&mut standing, 1);
    let mut asked_after = |seen: Seen| {
        let (arena, mut room) = (Bump::new(), Room::default());
        let line = seen.line();
        let read = wire.read(line.as_bytes(), &arena, &mut room).map_err(|fault| fault.message).unwrap();
        standing.apply(&Keyed::from(read));
        while follower.take(&mut standing, 10) {}
        follower.month_ends_asked
    };
    assert_eq!(asked_after(accepted("c1", "2026-10-09T09:00:00")), 1, "once at the beginning");
    assert_eq!(asked_after(accepted("c2", "2026-10-09T09:00:00")), 1, "October is not over");
    assert_eq!(asked_after(accepted("c3", "2026-09-29T09:00:00")), 2, "September counts one more");
    assert_eq!(asked_after(suspended("c3", "2026-09-30T09:00:00")), 2, "which changes no count of September");
}

//! What holds for every county: order, duplicates and splits do not matter, what is taken back has never been, the future
//! does not matter either, what is kept up to date equals what is scored anew, and every account adds up.

#![allow(clippy::unwrap_used)]

mod county;

use bumpalo::Bump;
use county::{GIVENS, Seen, Written, after_all, events, files, log_of, months, score_log, time, written};
use ingest::batch::{self, Input, Source};
use ingest::rejections::{Code, Rejection};
use ingest::wire::{Room, Wire};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use scoring::context::Context;
use scoring::log::Keyed;
use scoring::month::{MonthResult, PastMonth};
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::rates::{Rate, Rates};
use scoring::rulebook::Book;
use scoring::score;
use scoring::standing::Standing;
use scoring::time::Instant;
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::slice;

/// So many counties for each property that the whole file takes seconds; more with `PROPTEST_CASES`.
fn config() -> ProptestConfig {
    ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() }
}

/// The files of all months from event files, read as the program reads them.
fn files_of_batch(parts: &[Vec<&Seen>], threads: usize) -> Vec<Written> {
    let wire = Wire::new(&GIVENS.registry, &GIVENS.rulebooks);
    let inputs = parts.iter().enumerate().map(|(place, part)| {
        let text: String = part.iter().map(|event| format!("{}\n", event.line())).collect();
        Input { file: format!("{place}.ndjson"), source: Source::Lines(Box::new(Cursor::new(text))) }
    });
    let mut reject = |rejection: Rejection| panic!("{}", rejection.fault.message);
    let (mut log, _) =
        batch::load(&wire, &GIVENS.registry, inputs.collect(), 0, threads, &mut reject).unwrap();
    let as_of = after_all();
    log.settle_all(as_of);
    let context = Context { county: GIVENS.county(), log: &log, as_of };
    let gathered = batch::judge(&context, &months(), threads);
    score::results(&context, &gathered, &[]).into_iter().map(|result| written(&context, result).1).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_order_of_arrival_does_not_matter(
        (events, shuffled) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        prop_assert_eq!(files(&events, after_all()), files(&shuffled, after_all()));
    }

    #[test]
    fn duplicates_do_not_matter(events in events(), again: Vec<prop::sample::Index>) {
        let more = again.iter().map(|place| &events[place.index(events.len())]);
        let with_more: Vec<&Seen> = events.iter().chain(more).collect();
        prop_assert_eq!(files(&events, after_all()), files(with_more, after_all()));
    }

    #[test]
    fn neither_the_split_over_files_nor_the_threads_matter(
        events in events(), cuts: (prop::sample::Index, prop::sample::Index), threads in 1..6_usize
    ) {
        let (one, other) = (cuts.0.index(events.len() + 1), cuts.1.index(events.len() + 1));
        let (first, second) = (one.min(other), one.max(other));
        let parts = [&events[..first], &events[first..second], &events[second..]].map(|part| part.iter().collect());
        prop_assert_eq!(files(&events, after_all()), files_of_batch(&parts, threads));
    }

    #[test]
    fn what_was_taken_back_has_never_been(
        events in events(), taken_back: Vec<(prop::sample::Index, String)>, at in proptest::collection::vec(time(), 64)
    ) {
        let events: Vec<Seen> = events.into_iter().filter(|event| !event.is_retraction()).collect();
        prop_assume!(!events.is_empty());
        let mut places: Vec<usize> = taken_back.iter().map(|(place, _)| place.index(events.len())).collect();
        places.sort_unstable();
        places.dedup();
        places.truncate(at.len());
        let retractions: Vec<Seen> =
            places.iter().zip(&at).map(|(&place, at)| events[place].retracted(&format!("r{place}"), at)).collect();
        let without = events.iter().enumerate().filter(|(place, _)| !places.contains(place)).map(|(_, event)| event);
        // Whichever comes first, the event or its retraction.
        prop_assert_eq!(files(retractions.iter().chain(&events), after_all()), files(without.clone(), after_all()));
        prop_assert_eq!(files(events.iter().chain(&retractions), after_all()), files(without, after_all()));
    }

    #[test]
    fn a_retraction_that_was_taken_back_has_never_been(events in events(), place: prop::sample::Index) {
        // What another retraction names as well would still be gone.
        let events: Vec<Seen> = events.into_iter().filter(|event| !event.is_retraction()).collect();
        prop_assume!(!events.is_empty());
        let of = &events[place.index(events.len())];
        let retraction = of.retracted("r1", "2026-10-25T09:00:00+08:00");
        let taken_back = retraction.retracted("r2", "2026-10-25T09:00:00.000000001+08:00");
        let with_both = [&taken_back, &retraction].into_iter().chain(&events);
        prop_assert_eq!(files(with_both, after_all()), files(&events, after_all()));
    }

    #[test]
    fn events_after_the_instant_do_not_exist(events in events(), as_of in time()) {
        let as_of = Instant::parse(&as_of).unwrap();
        let so_far = events.iter().filter(|event| event.instant() <= as_of);
        prop_assert_eq!(files(&events, as_of), files(so_far, as_of));
    }

    #[test]
    fn a_month_kept_up_to_date_equals_the_month_scored_anew(
        (events, arrivals) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        shuffle: bool,
        instants in proptest::collection::vec(time(), 1..6),
    ) {
        let arrivals = if shuffle { arrivals } else { events };
        let mut instants: Vec<Instant> = instants.iter().map(|at| Instant::parse(at).unwrap()).collect();
        instants.sort_unstable();
        let wire = Wire::new(&GIVENS.registry, &GIVENS.rulebooks);
        let lines: Vec<String> = arrivals.iter().map(Seen::line).collect();
        let (arena, mut room) = (Bump::new(), Room::default());
        let mut standing = Standing::new(GIVENS.county(), &months(), instants[0], 0);
        let part = lines.len().div_ceil(instants.len());
        for (place, as_of) in instants.into_iter().enumerate() {
            standing.advance(as_of);
            let (from, to) = ((place * part).min(lines.len()), ((place + 1) * part).min(lines.len()));
            for line in &lines[from..to] {
                let event = wire.read(line.as_bytes(), &arena, &mut room).map_err(|fault| fault.message).unwrap();
                standing.apply(&Keyed::from(event));
            }
            let results = standing.results(&[]);
            let kept: Vec<Written> =
                results.into_iter().map(|result| written(&standing.context(), result).1).collect();
            prop_assert_eq!(kept, files(&arrivals[..to], as_of));
        }
    }

    #[test]
    fn a_run_that_knows_its_history_equals_one_run_over_all_months(events in events(), as_of in time()) {
        let as_of = Instant::parse(&as_of).unwrap();
        let log = log_of(&events, as_of);
        let mut history: Vec<PastMonth> = Vec::new();
        for (month, (_, together)) in months().into_iter().zip(score_log(&log, &months(), as_of, &[])) {
            let (alone, files) = score_log(&log, &[month], as_of, &history).remove(0);
            prop_assert_eq!(&files.result, &together.result);
            prop_assert_eq!(&files.ledger, &together.ledger);
            // Notices of the month's end are listed in the month after, which a run over one month does not have.
            let own = files.notices.lines().all(|notice| together.notices.lines().any(|other| other == notice));
            prop_assert!(own, "{} within {}", files.notices, together.notices);
            history.push(alone.as_past(&GIVENS.rulebooks.of_month(month).evaluation.failed));
        }
    }

    #[test]
    fn every_account_adds_up(events in events(), as_of in time()) {
        let as_of = Instant::parse(&as_of).unwrap();
        let log = log_of(&events, as_of);
        for (result, written) in score_log(&log, &months(), as_of, &[]) {
            check_accounts(&result);
            check_order_of_application(&written.ledger);
            check_ranks(&result);
            check_sums(&result);
            for file in [&written.result, &written.ledger, &written.notices] {
                for line in file.lines() {
                    prop_assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
                }
            }
        }
    }
}

/// Categories and bonus lie within their bounds, and each entry takes what is still there.
fn check_accounts(result: &MonthResult) {
    let rulebook = GIVENS.rulebooks.of_month(result.month);
    let windows = result.windows.iter().map(|standing| (&standing.account, &rulebook.window_book));
    let staff = result.staff.iter().map(|standing| (&standing.account, &rulebook.staff_book));
    for (account, book) in windows.chain(staff) {
        let book: &Book = book;
        let mut left: Vec<Points> = book.categories.iter().map(|category| category.full).collect();
        let mut bonus = Points::ZERO;
        for entry in &account.entries {
            assert_ne!(entry.requested, Points::ZERO, "entries that request nothing are not written");
            match entry.category {
                Some(category) => {
                    assert!(entry.requested < Points::ZERO);
                    assert_eq!(entry.applied, entry.requested.max(-left[category]));
                    left[category] += entry.applied;
                }
                None => {
                    assert!(entry.requested > Points::ZERO);
                    assert_eq!(entry.applied, entry.requested.min(book.bonus.full - bonus));
                    bonus += entry.applied;
                }
            }
        }
        assert_eq!(account.categories, left);
        assert_eq!(account.bonus, bonus);
        for (left, category) in left.iter().zip(&book.categories) {
            assert!((Points::ZERO..=category.full).contains(left), "{left} of {}", category.full);
        }
        assert!((Points::ZERO..=book.bonus.full).contains(&bonus));
        assert_eq!(account.total(), left.iter().copied().sum::<Points>() + bonus);
        let full: Points = book.categories.iter().map(|category| category.full).sum();
        assert_eq!(account.total(), full + account.entries.iter().map(|entry| entry.applied).sum());
    }
}

/// (date, rule id, session, first evidence, staff, case), as the files show them.
fn check_order_of_application(ledger: &str) {
    let entries: Vec<Value> = ledger.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text = |entry: &Value, name: &str| entry[name].as_str().map(str::to_owned);
    let of_subject = |entry: &Value| (Reverse(text(entry, "book")), text(entry, "subject"));
    let in_account = |entry: &Value| {
        let rule = text(entry, "rule").unwrap();
        let (letter, number) = rule.split_at(3);
        let number: u32 = if number.is_empty() { 0 } else { number.parse().unwrap() };
        let session = entry["session"].as_str().map_or(2, |session| u8::from(session == "pm"));
        let first = entry["evidence"].get(0).map(|event| (text(event, "source"), text(event, "id")));
        (
            text(entry, "date"),
            letter.to_owned(),
            number,
            session,
            first,
            text(entry, "staff"),
            text(entry, "case"),
        )
    };
    for pair in entries.windows(2) {
        let (a, b) = (of_subject(&pair[0]), of_subject(&pair[1]));
        assert!(
            a < b || (a == b && in_account(&pair[0]) <= in_account(&pair[1])),
            "{} before {}",
            pair[0],
            pair[1]
        );
    }
}

/// Each rank is one more than the number of those who are better; flags follow.
fn check_ranks(result: &MonthResult) {
    let merit = |standing: &scoring::month::WindowStanding| {
        let rates = &standing.rates;
        let rate = |rate: Option<Rate>| rate.unwrap_or(Rate::ONE);
        let fewer = Reverse(rates.complaints_upheld);
        (standing.total(), rate(rates.on_time_rate), rate(rates.satisfaction_rate), fewer)
    };
    let ranked: Vec<_> = result.windows.iter().filter(|standing| standing.rank.is_some()).collect();
    let last = ranked.iter().filter_map(|standing| standing.rank).max();
    for standing in &result.windows {
        let Some(rank) = standing.rank else {
            assert_eq!(standing.flag, None);
            continue;
        };
        let better = ranked.iter().filter(|other| merit(other) > merit(standing)).count();
        assert_eq!(rank as usize, better + 1);
        let is_last = Some(rank) == last && rank > 1;
        assert_eq!(standing.flag == Some(Flag::Yellow), is_last);
        if standing.flag == Some(Flag::Red) {
            assert!(rank <= 5 && !standing.dissatisfied && !is_last);
        }
        assert!(standing.dissatisfied || standing.total() > Points::whole(60));
    }
    let totals: Vec<Points> = result
        .staff
        .iter()
        .filter(|standing| standing.rank.is_some())
        .map(|standing| standing.total())
        .collect();
    for standing in result.staff.iter() {
        if let Some(rank) = standing.rank {
            let better = totals.iter().filter(|&&total| total > standing.total()).count();
            assert_eq!(rank as usize, better + 1);
        }
    }
    // By rank, unranked last, then by id.
    let order = |rank: Option<u32>, id: u16| (rank.unwrap_or(u32::MAX), id);
    assert!(result.windows.is_sorted_by_key(|standing| order(standing.rank, standing.window)));
    assert!(result.staff.is_sorted_by_key(|standing| order(standing.rank, standing.staff)));
}

/// Departments and sites are the region in parts.
fn check_sums(result: &MonthResult) {
    let counts: [fn(&Rates) -> i64; 5] = [
        |rates| rates.accepted,
        |rates| rates.completed,
        |rates| rates.ratings,
        |rates| rates.complaints,
        |rates| rates.complaints_upheld,
    ];
    for count in counts {
        let region = count(&result.region);
        assert_eq!(result.departments.iter().map(|(_, rates)| count(rates)).sum::<i64>(), region);
        assert_eq!(result.sites.iter().map(|(_, rates)| count(rates)).sum::<i64>(), region);
    }
}

/// The properties are worth something only where the random counties come to everything that there is.
#[test]
fn random_counties_meet_every_derived_kind_every_notice_and_every_anomaly() {
    let mut runner = TestRunner::deterministic();
    let mut met: BTreeSet<String> = BTreeSet::new();
    for _ in 0..400 {
        let events = events().new_tree(&mut runner).unwrap().current();
        for file in files(&events, after_all()) {
            let result: Value = serde_json::from_str(&file.result).unwrap();
            let listed =
                ["anomalies", "actions"].map(|list| result[list].as_array().unwrap().clone()).concat();
            let lines = file
                .ledger
                .lines()
                .chain(file.notices.lines())
                .map(|line| serde_json::from_str(line).unwrap());
            for entry in listed.into_iter().chain(lines) {
                let level = entry.get("level").map(|level| format!(" {level}")).unwrap_or_default();
                met.insert(format!("{}{level}", entry["kind"].as_str().unwrap()));
            }
        }
    }
    let expected = [
        // Findings
        "late",
        "early_leave",
        "absent",
        "leave_taken",
        "overdue",
        "joint_delay",
        "dissatisfied",
        "complaint_upheld",
        "fee_outside",
        "fee_above_standard",
        "fee_unauthorised",
        "peer_top5",
        "model_window",
        "evaluation",
        // Anomalies
        "repeated",
        "unmatched",
        "after_end",
        "out_of_sequence",
        "foreign_source",
        "not_assigned",
        "missed_swipe",
        "attendance_silent",
        "suspension_overrun",
        "no_lead",
        "evaluation_missing",
        // Actions and notices
        "yellow_flag_warning",
        "dissatisfied_window",
        "dismissal_recommended",
        "notify_department",
        "transfer_recommended",
        "return_to_unit",
        "case_due 1",
        "case_overdue 2",
        "case_overdue 3",
        "case_overdue 4",
        "joint_due 1",
        "joint_overdue 2",
        "joint_overdue 3",
        "joint_overdue 4",
        "complaint_due 1",
        "complaint_overdue 2",
        "rating_unverified 2",
        "rating_unrectified 2",
        "rating_unreplied 2",
        "repeat_return 2",
        "target_missed 2",
        "yellow_flag 2",
        "dissatisfied_window 2",
        "yellow_flag_warning 2",
    ];
    let unmet: Vec<&str> = expected.into_iter().filter(|kind| !met.contains(*kind)).collect();
    assert!(unmet.is_empty(), "never met {unmet:?} among {met:?}");
}

/// More subjects than one thread takes at a time, and more text than one chunk has.
#[test]
fn threads_do_not_matter_to_a_large_month() {
    let event = |number: u32, event_type: &'static str, clock: &str, data: Value| Seen {
        id: format!("{event_type}{number}"),
        source: "hall",
        event_type,
        time: format!("2026-09-{:02}T{clock}+08:00", number % 30 + 1),
        data,
    };
    let mut large: Vec<Seen> = Vec::new();
    for number in 0..9000 {
        let case = format!("C-{number}");
        let accepted = serde_json::json!({"case": case, "item": "I-3", "window": "W-1", "staff": "S-1"});
        large.push(event(number, "case.accepted", "09:00:00", accepted));
        if number % 7 != 0 {
            let completed = serde_json::json!({"case": case, "outcome": "approved"});
            large.push(event(number, "case.completed", "16:00:00", completed));
        }
    }
    let all: Vec<&Seen> = large.iter().collect();
    let (first, second) = all.split_at(5000);
    let once = files_of_batch(slice::from_ref(&all), 1);
    assert!(once[1].ledger.lines().count() > 1000, "cases fell overdue");
    assert!(once == files_of_batch(slice::from_ref(&all), 7));
    assert!(once == files_of_batch(&[second.to_vec(), first.to_vec()], 3));
}

/// Of two events with one identity the later in the input is refused, whichever thread checked its chunk first. Some chunks take
/// much longer to check than others, so that threads are ahead of their turn.
#[test]
fn what_is_refused_and_in_which_order_does_not_depend_on_the_threads() {
    let line = |number: usize| {
        let data = serde_json::json!({
            "case": format!("C-{number}"), "item": "I-3", "window": "W-1", "staff": "S-1", "applicant": "甲",
        });
        let time = "2026-09-01T09:00:00+08:00".to_owned();
        let id = format!("E-{}", number % 15_000);
        let line = Seen { id, source: "hall", event_type: "case.accepted", time, data }.line();
        let is_slow = (number / 1500_usize).is_multiple_of(3);
        let line = if is_slow { line.replace('甲', &"\\u7532".repeat(60)) } else { line };
        if number % 1000 == 500 { "{\n".to_owned() } else { line + "\n" }
    };
    let text: String = (0..20_000).map(line).collect();
    let refused = (0..20_000).filter_map(|number| match number {
        _ if number % 1000 == 500 => Some((number + 1, Code::MalformedJson)),
        0..15_000 => None,
        _ => Some((number + 1, Code::Conflict)),
    });
    let refused: Vec<(u64, Code)> = refused.collect();
    let wire = Wire::new(&GIVENS.registry, &GIVENS.rulebooks);
    for threads in [1, 2, 7] {
        let source = Source::Lines(Box::new(Cursor::new(text.clone())));
        let input = Input { file: "events.ndjson".to_owned(), source };
        let mut told = Vec::new();
        let mut reject = |rejection: Rejection| {
            told.push((rejection.line, rejection.fault.code));
            Ok(())
        };
        batch::load(&wire, &GIVENS.registry, vec![input], 0, threads, &mut reject).unwrap();
        assert!(
            told == refused,
            "{threads} threads: {:?}",
            told.iter().zip(&refused).find(|(told, refused)| told != refused)
        );
    }
}

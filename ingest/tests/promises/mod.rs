//! The promises of `ingest/src/store/mod.rs`, one function each, asked of any store.
//!
//! A store's tests say in [`Asked`] how it is opened and looked into, and write `ask_all!(TheStore)`.

use ingest::batch::Counts;
use ingest::store::{
    Batch, EventNumber, FeedHour, FilePosition, NewDelivery, NewEvent, NewRejection, ReadEvents, Road, Store,
    StoreError,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use scoring::time::Instant;
use std::ops::ControlFlow;

/// A place that has one store, and what a test must be able to do with it beside [`Store`].
pub trait Asked {
    /// The store.
    type Store: Store;
    /// A place without a store, `name` being one test's alone; `None` where it cannot be had here, which was said aloud.
    fn new(name: &str) -> Option<Self>
    where
        Self: Sized;
    /// Opens its store, the same one each time.
    fn open(&self, holder: &str) -> Result<Self::Store, StoreError>;
    /// From now on every append with arrivals fails after it has begun to write; or works again.
    fn fail_appends(&self, is_failing: bool);
    /// The rejected events that are kept, and how often each was sent.
    fn rejections(store: &Self::Store) -> Vec<(Vec<u8>, u64)>;
    /// The arrivals, by source, stream and hour.
    fn feed_hours(store: &Self::Store) -> Vec<FeedHour>;
}

/// Asks every promise of a store.
#[macro_export]
macro_rules! ask_all {
    ($asked:ty) => {
        $crate::ask_all! { $asked:
            what_was_appended_is_there_after_opening_again
            a_failed_append_leaves_nothing_and_can_be_offered_again
            events_are_numbered_from_1_without_gaps_in_the_order_of_arrival
            whoever_reads_events_says_where_to_begin_and_when_to_stop
            texts_come_back_byte_for_byte
            a_rejection_that_is_sent_again_is_counted
            a_file_goes_on_after_its_last_durable_line
            arrivals_of_an_hour_add_up
            of_two_who_opened_it_one_appends_and_the_other_is_told_who_is_in_the_way
            any_order_of_appends_failures_and_restarts_keeps_every_promise
        }
    };
    ($asked:ty: $($promise:ident)*) => {
        $(
            #[test]
            fn $promise() {
                if let Some(asked) = <$asked as promises::Asked>::new(stringify!($promise)) {
                    promises::$promise(&asked);
                }
            }
        )*
    };
}

/// An event as it is kept: its number, when it was taken in, the digest of its content, its text.
type Kept = (EventNumber, Instant, u64, String);

fn opened<A: Asked>(asked: &A) -> A::Store {
    asked.open("test").unwrap()
}

fn after<S: Store>(store: &S, number: EventNumber) -> Vec<Kept> {
    let mut kept = Vec::new();
    store
        .each_event(number, &mut |event| {
            kept.push((event.number, event.received, event.content, event.raw.to_owned()));
            ControlFlow::Continue(())
        })
        .unwrap();
    kept
}

fn texts<S: Store>(store: &S) -> Vec<String> {
    after(store, 0).into_iter().map(|(.., text)| text).collect()
}

fn delivery(site: &str, received: i64) -> NewDelivery<'_> {
    NewDelivery { road: Road::Http, place: "1-1", site: Some(site), received: Instant(received) }
}

fn event(delivery: usize, raw: &str) -> NewEvent<'_> {
    NewEvent { delivery, item: 1, content: raw.len() as u64, attributes: None, raw }
}

fn rejection(delivery: usize, raw: &[u8]) -> NewRejection<'_> {
    NewRejection {
        delivery,
        item: 1,
        code: "malformed_json",
        message: "不是 JSON / no JSON".to_owned(),
        source: None,
        event_type: None,
        raw,
    }
}

fn arrivals(accepted: u64, rejected: u64) -> FeedHour {
    FeedHour {
        site: "hall".to_owned(),
        stream: "case".to_owned(),
        hour: 7,
        accepted,
        duplicates: 0,
        rejected,
        lag_seconds: 0,
        lag_seconds_max: 0,
        last_received: Instant(0),
        last_time: None,
    }
}

fn position(lines: u64, accepted: u64, done: Option<i64>) -> FilePosition<'static> {
    FilePosition {
        delivery: 0,
        name: "a.ndjson",
        digest: [1; 32],
        lines,
        counts: Counts { read: accepted, accepted, ..Counts::default() },
        done: done.map(Instant),
    }
}

/// A request of the hall with these events and rejected events, its arrivals counted.
fn batch<'b>(events: &[&'b str], rejected: &[&'b [u8]]) -> Batch<'b> {
    Batch {
        deliveries: vec![delivery("hall", 5)],
        events: events.iter().map(|raw| event(0, raw)).collect(),
        rejections: rejected.iter().map(|raw| rejection(0, raw)).collect(),
        feeds: vec![arrivals(events.len() as u64, rejected.len() as u64)],
        ..Batch::default()
    }
}

/// Durable.
pub fn what_was_appended_is_there_after_opening_again<A: Asked>(asked: &A) {
    let mut store = opened(asked);
    let mut first = batch(&["a", "b"], &[b"x"]);
    first.files.push(position(3, 2, None));
    store.append(&first).unwrap();
    drop(store);
    for _ in 0..2 {
        let store = opened(asked);
        assert_eq!(store.event_count().unwrap(), 2);
        assert_eq!(texts(&store), ["a", "b"]);
        assert_eq!(A::rejections(&store), [(b"x".to_vec(), 1)]);
        assert_eq!(A::feed_hours(&store), [arrivals(2, 1)]);
        assert_eq!(store.file_position("a.ndjson", &[1; 32]).unwrap(), Some((3, false)));
    }
    let mut store = opened(asked);
    assert_eq!(store.append(&batch(&["c"], &[])).unwrap(), 3);
    assert_eq!(texts(&store), ["a", "b", "c"]);
}

/// Whole.
pub fn a_failed_append_leaves_nothing_and_can_be_offered_again<A: Asked>(asked: &A) {
    let mut store = opened(asked);
    store.append(&batch(&["a"], &[b"x"])).unwrap();
    let mut second = batch(&["b", "c"], &[b"x", b"y"]);
    second.files.push(position(4, 2, Some(9)));
    asked.fail_appends(true);
    for _ in 0..2 {
        assert!(store.append(&second).is_err());
        assert_eq!(texts(&store), ["a"]);
        assert_eq!(A::rejections(&store), [(b"x".to_vec(), 1)]);
        assert_eq!(A::feed_hours(&store), [arrivals(1, 1)]);
        assert_eq!(store.file_position("a.ndjson", &[1; 32]).unwrap(), None);
        // Nor does anything of it show up later.
        drop(store);
        store = opened(asked);
    }
    asked.fail_appends(false);
    assert_eq!(store.append(&second).unwrap(), 2);
    assert_eq!(texts(&store), ["a", "b", "c"]);
    assert_eq!(A::rejections(&store), [(b"x".to_vec(), 2), (b"y".to_vec(), 1)]);
    assert_eq!(A::feed_hours(&store), [arrivals(3, 3)]);
    assert_eq!(store.file_position("a.ndjson", &[1; 32]).unwrap(), Some((4, true)));
}

/// In order.
pub fn events_are_numbered_from_1_without_gaps_in_the_order_of_arrival<A: Asked>(asked: &A) {
    let mut store = opened(asked);
    assert_eq!(store.event_count().unwrap(), 0);
    assert!(after(&store, 0).is_empty());
    let several = Batch {
        deliveries: vec![delivery("hall", 50), delivery("sub", 60)],
        // Not in the order of anything in them.
        events: vec![event(1, "zz"), event(0, "a"), event(1, "mmm")],
        ..Batch::default()
    };
    assert_eq!(store.append(&several).unwrap(), 1);
    assert_eq!(store.append(&Batch::default()).unwrap(), 4, "nothing takes no number");
    assert_eq!(store.append(&batch(&[], &[b"x"])).unwrap(), 4, "a rejected event takes none");
    assert_eq!(store.append(&batch(&["a"], &[])).unwrap(), 4, "the store does not look for what is there");
    let kept = |number, received, raw: &str| (number, Instant(received), raw.len() as u64, raw.to_owned());
    let all = [kept(1, 60, "zz"), kept(2, 50, "a"), kept(3, 60, "mmm"), kept(4, 5, "a")];
    assert_eq!(after(&store, 0), all);
    assert_eq!(store.event_count().unwrap(), 4);
    drop(store);
    assert_eq!(after(&opened(asked), 0), all);
}

/// In order, part by part.
pub fn whoever_reads_events_says_where_to_begin_and_when_to_stop<A: Asked>(asked: &A) {
    let mut store = opened(asked);
    store.append(&batch(&["a", "b", "c", "d"], &[])).unwrap();
    let numbers =
        |number| -> Vec<EventNumber> { after(&store, number).iter().map(|(number, ..)| *number).collect() };
    assert_eq!(numbers(0), [1, 2, 3, 4]);
    assert_eq!(numbers(2), [3, 4]);
    assert!(numbers(4).is_empty());
    assert!(numbers(400).is_empty());
    let mut seen = Vec::new();
    let mut two = |number| {
        seen.push(number);
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    store.each_event(1, &mut |event| two(event.number)).unwrap();
    assert_eq!(seen, [2, 3]);
}

/// Unchanged.
pub fn texts_come_back_byte_for_byte<A: Asked>(asked: &A) {
    let large = "汉".repeat(21_845);
    let events = [
        "",
        " {\"id\" : \"1\"}\t",
        "{\"id\":\"1\",\"id\":\"2\"}",
        "{\"name\":\"镇赉县\",\"e\":\"\u{e9}\",\"same\":\"e\u{301}\"}",
        "\"\\u0000\\ud800\"",
        "nul \0 in the middle",
        "\u{feff}'; DROP TABLE events; --",
        "1e400",
        "007",
        &large,
    ];
    let contents = [0, 1, u64::MAX, i64::MAX as u64, i64::MAX as u64 + 1, 5, 6, 7, 8, 9];
    let rejected: [&[u8]; 4] = [b"", b"\xff\xfe\0", b"{\0}", &[0xf0; 70_000]];
    let mut all = batch(&events, &rejected);
    for (event, content) in all.events.iter_mut().zip(contents) {
        event.content = content;
    }
    all.deliveries[0].received = Instant(i64::MAX);
    let mut store = opened(asked);
    store.append(&all).unwrap();
    drop(store);
    let store = opened(asked);
    for (place, (_, received, content, text)) in after(&store, 0).into_iter().enumerate() {
        assert_eq!((text.as_str(), content, received), (events[place], contents[place], Instant(i64::MAX)));
    }
    assert_eq!(store.event_count().unwrap(), 10);
    assert_eq!(A::rejections(&store), rejected.map(|raw| (raw.to_vec(), 1)));
}

/// Once: rejections.
pub fn a_rejection_that_is_sent_again_is_counted<A: Asked>(asked: &A) {
    let mut store = opened(asked);
    store.append(&batch(&[], &[b"x", b"y", b"x"])).unwrap();
    let mut other_site = batch(&[], &[b"x"]);
    other_site.deliveries[0].site = Some("sub");
    store.append(&other_site).unwrap();
    let mut other_road = batch(&[], &[b"x"]);
    other_road.deliveries[0].road = Road::Folder;
    store.append(&other_road).unwrap();
    drop(store);
    let mut store = opened(asked);
    let mut later = batch(&[], &[b"x"]);
    later.deliveries[0].place = "another request";
    store.append(&later).unwrap();
    let kept = [("x", 3), ("y", 1), ("x", 1), ("x", 1)].map(|(raw, times)| (raw.as_bytes().to_vec(), times));
    assert_eq!(A::rejections(&store), kept);
}

/// Once: files.
pub fn a_file_goes_on_after_its_last_durable_line<A: Asked>(asked: &A) {
    let mut store = opened(asked);
    let at = |store: &A::Store, name: &str, digest: u8| store.file_position(name, &[digest; 32]).unwrap();
    assert_eq!(at(&store, "a.ndjson", 1), None);
    for (lines, done) in [(10, None), (20, None), (25, Some(9))] {
        let mut next = batch(&["event"], &[]);
        next.files.push(position(lines, 1, done));
        store.append(&next).unwrap();
        drop(store);
        store = opened(asked);
        assert_eq!(at(&store, "a.ndjson", 1), Some((lines, done.is_some())));
    }
    assert_eq!(at(&store, "a.ndjson", 2), None, "other bytes under the same name are another file");
    assert_eq!(at(&store, "b.ndjson", 1), None);
}

/// Whole: what arrived.
pub fn arrivals_of_an_hour_add_up<A: Asked>(asked: &A) {
    let of = |hour, accepted, lag_seconds_max, last_received, last_time: Option<i64>| FeedHour {
        hour,
        lag_seconds: lag_seconds_max,
        lag_seconds_max,
        last_received: Instant(last_received),
        last_time: last_time.map(Instant),
        ..arrivals(accepted, 1)
    };
    let mut store = opened(asked);
    let first = of(7, 2, 30, 100, Some(90));
    let second = of(7, 3, 20, 110, None);
    let next_hour = of(8, 1, 5, 200, Some(195));
    let mut other = of(7, 1, 1, 105, None);
    other.stream = "-".to_owned();
    for feeds in [vec![first, other.clone()], vec![second, next_hour.clone()]] {
        store.append(&Batch { feeds, ..Batch::default() }).unwrap();
    }
    let mut both = of(7, 5, 30, 110, Some(90));
    (both.rejected, both.lag_seconds) = (2, 50);
    assert_eq!(A::feed_hours(&store), [other, both, next_hour]);
}

/// Exclusive. A folder is kept by the first who has it; a lane goes to the last who opens it.
pub fn of_two_who_opened_it_one_appends_and_the_other_is_told_who_is_in_the_way<A: Asked>(asked: &A) {
    let mut first = asked.open("the night shift").unwrap();
    first.append(&batch(&["a"], &[])).unwrap();
    let (refused, holder) = match asked.open("the day shift") {
        Err(refused) => {
            // The first is none the worse for it.
            first.append(&batch(&["b"], &[])).unwrap();
            (refused, "the night shift")
        }
        Ok(mut second) => {
            second.append(&batch(&["b"], &[])).unwrap();
            (first.append(&batch(&["c"], &[])).unwrap_err(), "the day shift")
        }
    };
    assert!(matches!(&refused, StoreError::InUse { .. }), "{refused}");
    assert!(refused.to_string().contains(holder), "{refused}");
    drop(first);
    assert_eq!(texts(&asked.open("test").unwrap()), ["a", "b"]);
}

/// A step of a store's life.
#[derive(Clone, Debug)]
enum Step {
    /// Texts of accepted events, numbers of rejected ones, and whether it fails.
    Append(Vec<String>, Vec<u8>, bool),
    OpenAgain,
}

fn step() -> impl Strategy<Value = Step> {
    let texts = proptest::collection::vec(any::<String>(), 0..5);
    let rejected = proptest::collection::vec(0..4_u8, 0..4);
    prop_oneof![
        4 => (texts, rejected, proptest::bool::weighted(0.3)).prop_map(|(a, b, c)| Step::Append(a, b, c)),
        1 => Just(Step::OpenAgain),
    ]
}

/// All of them together.
pub fn any_order_of_appends_failures_and_restarts_keeps_every_promise<A: Asked>(asked: &A) {
    // Steps go on in the same store, so what a run leaves is the next one's beginning.
    let mut kept: Vec<String> = Vec::new();
    let (mut rejected, mut lines) = (Vec::<(Vec<u8>, u64)>::new(), 0);
    let mut store = Some(opened(asked));
    let mut runner = TestRunner::deterministic();
    for _ in 0..60 {
        match step().new_tree(&mut runner).unwrap().current() {
            Step::OpenAgain => {
                drop(store.take());
                store = Some(opened(asked));
            }
            Step::Append(texts, bad, is_failing) => {
                let bad: Vec<Vec<u8>> = bad.iter().map(|&number| vec![number]).collect();
                let texts_of: Vec<&str> = texts.iter().map(String::as_str).collect();
                let bad_of: Vec<&[u8]> = bad.iter().map(Vec::as_slice).collect();
                let mut next = batch(&texts_of, &bad_of);
                next.files.push(position(lines + 1, texts.len() as u64, None));
                asked.fail_appends(is_failing);
                let appended = store.as_mut().unwrap().append(&next);
                assert_eq!(appended.is_err(), is_failing);
                if let Ok(first) = appended {
                    assert_eq!(first, kept.len() as u64 + 1);
                    kept.extend(texts.iter().cloned());
                    lines += 1;
                    for raw in bad {
                        match rejected.iter_mut().find(|(known, _)| *known == raw) {
                            Some((_, times)) => *times += 1,
                            None => rejected.push((raw, 1)),
                        }
                    }
                }
            }
        }
        let store = store.as_ref().unwrap();
        let now = after(store, 0);
        assert!(now.iter().zip(1..).all(|((number, ..), expected)| *number == expected));
        assert_eq!(texts(store), kept);
        assert_eq!(A::rejections(store), rejected);
        let times = rejected.iter().map(|(_, times)| times).sum();
        let arrived = A::feed_hours(store).first().map_or((0, 0), |hour| (hour.accepted, hour.rejected));
        assert_eq!(arrived, (kept.len() as u64, times));
        let position = store.file_position("a.ndjson", &[1; 32]).unwrap();
        assert_eq!(position.map_or(0, |(lines, _)| lines), lines);
    }
    assert!(kept.len() > 20 && rejected.len() > 2);
}

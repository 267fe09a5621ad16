//! A clock that is set back: time stands still until it has caught up, nothing that was shown is undone, and the log says so;
//! while the service runs, when it reads its registry anew, and when it is started again.
#![allow(clippy::unwrap_used)]

mod county;
mod desk;

use desk::{NOW, TestDesk, folder, givens, swipe, wait_until};
use ingest::feeds::Limits;
use ingest::live::Clock;
use ingest::store::GivenFiles;
use ingest::store::Road;
use ingest::store::sqlite::RejectionFilter;
use scoring::time::Instant;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

const DAY: i64 = 86_400 * 1_000_000_000;

/// A clock that the test sets.
#[derive(Clone)]
struct SetClock(Arc<AtomicI64>);

impl SetClock {
    fn new() -> SetClock {
        SetClock(Arc::new(AtomicI64::new(NOW.0)))
    }

    fn set(&self, at: i64) {
        self.0.store(at, Ordering::SeqCst);
    }

    fn clock(&self) -> Clock {
        let clock = self.clone();
        Arc::new(move || Instant(clock.0.load(Ordering::SeqCst)))
    }
}

/// A case of 1 September that nobody completes: its five working days end on the 8th.
fn case() -> String {
    r#"{"specversion":"1.0","id":"c1","source":"hall","type":"case.accepted","time":"2026-09-01T09:00:00+08:00","data":{"case":"C-1","item":"I-1","window":"W-hall","staff":"S-hall"}}"#.to_owned()
}

/// What is shown: the instant, and the dates of deductions and notices of all months.
fn shown(desk: &TestDesk) -> (i64, Vec<String>, Vec<String>) {
    desk.live()
        .act_and_wait(|desk| {
            let moment = desk.moment();
            let entries = moment.results.iter().flat_map(|result| result.ledger());
            let notices = moment.results.iter().flat_map(|result| &result.notices);
            (
                moment.context.as_of.0,
                entries.map(|(_, entry)| entry.date.to_string()).collect(),
                notices.map(|notice| notice.date.to_string()).collect(),
            )
        })
        .unwrap()
}

fn open(folder: &Path, clock: &SetClock) -> TestDesk {
    TestDesk::open_at(folder, clock.clock())
}

/// When each event was taken in.
fn received(desk: &TestDesk) -> Vec<i64> {
    let mut received = Vec::new();
    let mut note = |at: Instant| {
        received.push(at.0);
        ControlFlow::Continue(())
    };
    desk.records().each_event(0, &mut |event| note(event.received)).unwrap();
    received
}

#[test]
fn a_clock_that_is_set_back_stops_time_and_undoes_nothing() {
    let clock = SetClock::new();
    let desk = open(&folder("clock-back"), &clock);
    desk.deliver(Road::Http, "1", Some("hall"), &[case()]);
    assert_eq!(shown(&desk).1, [""; 0], "not yet overdue");
    let overdue = NOW.0 + 9 * DAY;
    clock.set(overdue);
    let then = shown(&desk);
    assert_eq!(then.0, overdue);
    assert!(!then.1.is_empty() && !then.2.is_empty(), "overdue since the 9th: {then:?}");
    for back in [overdue - 1, overdue - DAY, NOW.0, 0, i64::MIN] {
        clock.set(back);
        assert_eq!(shown(&desk), then);
    }
    let second = desk.deliver(Road::Http, "2", Some("hall"), &[swipe("e1", "S-hall"), "x".to_owned()]);
    assert_eq!(second.len(), 2, "events are taken in all the same");
    assert_eq!(received(&desk), [NOW.0, overdue], "and arrive after what came before them");
    let rejected = desk.records().rejections(&RejectionFilter::default(), 10).unwrap();
    assert_eq!(rejected[0].received.0, overdue);
    clock.set(overdue + DAY);
    assert_eq!(shown(&desk).0, overdue + DAY, "time goes on once the clock has caught up");
}

#[test]
fn nothing_is_undone_by_a_start_or_a_new_registry_with_the_clock_set_back() {
    let (place, clock) = (folder("clock-restart"), SetClock::new());
    let desk = open(&place, &clock);
    desk.deliver(Road::Http, "1", Some("hall"), &[case()]);
    desk.records().begin_listening(NOW, &Limits::default()).unwrap();
    // Nothing happens but time; now and then the service says that it is there.
    let overdue = NOW.0 + 9 * DAY;
    clock.set(overdue);
    let then = shown(&desk);
    assert!(!then.1.is_empty(), "{then:?}");
    desk.records().go_on_listening(Instant(overdue)).unwrap();
    clock.set(NOW.0 + DAY);
    desk.live()
        .act_and_wait(|desk| desk.reload(givens(county::registry()), GivenFiles::default()))
        .unwrap()
        .unwrap();
    assert_eq!(shown(&desk), then, "read anew");
    desk.records().go_on_listening(Instant(NOW.0 + DAY)).unwrap();
    drop(desk);
    let desk = open(&place, &clock);
    assert_eq!(shown(&desk), then, "started again");
    desk.records().begin_listening(Instant(NOW.0 + DAY), &Limits::default()).unwrap();
    drop(desk);
    let desk = open(&place, &clock);
    assert_eq!(shown(&desk), then, "and again");
    clock.set(overdue + DAY);
    assert_eq!(shown(&desk).0, overdue + DAY);
}

#[test]
fn the_last_arrival_holds_too_where_the_service_never_said_that_it_was_there() {
    let (place, clock) = (folder("clock-arrival"), SetClock::new());
    let desk = open(&place, &clock);
    desk.deliver(Road::Http, "1", Some("hall"), &[case()]);
    drop(desk);
    clock.set(NOW.0 - DAY);
    let desk = open(&place, &clock);
    assert_eq!(shown(&desk).0, NOW.0);
    desk.deliver(Road::Http, "2", Some("hall"), &[swipe("e1", "S-hall")]);
    assert_eq!(received(&desk), [NOW.0, NOW.0]);
}

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct ToLog;

impl Write for ToLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lines of the log that say something of these seconds.
fn logged(says: &str) -> usize {
    String::from_utf8_lossy(&LOG.lock().unwrap()).lines().filter(|line| line.contains(says)).count()
}

#[test]
fn the_log_says_once_that_the_clock_is_behind_and_once_that_it_has_caught_up() {
    let _ = tracing_subscriber::fmt().with_writer(|| ToLog).with_ansi(false).try_init();
    let clock = SetClock::new();
    let place = folder("clock-log");
    let desk = open(&place, &clock);
    // Set right by less than a second, as happens all the time.
    clock.set(NOW.0 - 999_000_000);
    shown(&desk);
    // A number of seconds that is this test's alone.
    clock.set(NOW.0 - 777_777 * 1_000_000_000);
    wait_until("the log says so without being asked", || logged("seconds=777777") == 1);
    for _ in 0..20 {
        shown(&desk);
    }
    clock.set(NOW.0 - 777_778 * 1_000_000_000);
    shown(&desk);
    assert_eq!((logged("seconds=777777"), logged("seconds=777778")), (1, 0));
    let caught_up = logged("the clock has caught up");
    clock.set(NOW.0);
    wait_until("it has caught up", || logged("the clock has caught up") > caught_up);
    desk.deliver(Road::Http, "1", Some("hall"), &[case()]);
    drop(desk);
    clock.set(NOW.0 - 666_666 * 1_000_000_000);
    let desk = open(&place, &clock);
    wait_until("a start says so too", || logged("seconds=666666") == 1);
    assert_eq!(shown(&desk).0, NOW.0);
}

//! Attendance, second by second: what belongs to which session, and from when on it is late.

#![allow(clippy::unwrap_used)]

mod county;

use county::{Hall, S1, S2, Seen, date, half_day};
use scoring::event::{Direction, Fact, LeaveKind, Subject};
use scoring::time::Session;

const IN: Direction = Direction::In;
const OUT: Direction = Direction::Out;

/// A swipe of S-1 on 1 September.
fn swipe(direction: Direction, time: &'static str) -> Seen {
    (time, Subject::StaffDay(S1, date("2026-09-01")), Fact::Swipe { direction, device: None })
}

fn makeup(session: Session, direction: Direction) -> Seen {
    (
        "2026-09-01T20:00:00+08:00",
        Subject::StaffDay(S1, date("2026-09-01")),
        Fact::Makeup { session, direction },
    )
}

fn leave(kind: LeaveKind, from: Session, to: Session) -> Seen {
    let (from, to) = (half_day("2026-09-01", from), half_day("2026-09-01", to));
    ("2026-08-31T09:00:00+08:00", Subject::StaffLeaves(S1), Fact::Leave { kind, from, to })
}

/// S-2, who is there all day, so that the device is known to work.
fn other() -> [Seen; 4] {
    let day = Subject::StaffDay(S2, date("2026-09-01"));
    [
        ("2026-09-01T08:00:00+08:00", day, Fact::Swipe { direction: IN, device: None }),
        ("2026-09-01T11:40:00+08:00", day, Fact::Swipe { direction: OUT, device: None }),
        ("2026-09-01T12:40:00+08:00", day, Fact::Swipe { direction: IN, device: None }),
        ("2026-09-01T17:10:00+08:00", day, Fact::Swipe { direction: OUT, device: None }),
    ]
}

/// What 1 September comes to for S-1: entries of the staff book, then missed swipes.
fn check(seen: &[Seen], expect: &[&str]) {
    let hall = Hall::new();
    let events = [seen, &other()].concat();
    let (_, result) = hall.score(&events, "2026-09-02T00:00:00+08:00");
    let entries = hall.staff_entries(&result).into_iter().map(|entry| entry.replace("S-1 2026-09-01 ", ""));
    let anomalies = result.anomalies.iter().map(|anomaly| format!("{} {}", anomaly.kind, anomaly.detail));
    assert_eq!(entries.chain(anomalies).collect::<Vec<_>>(), expect, "{seen:?}");
}

/// A day from its four swipes: hours alone are written.
fn check_day(
    arrival: &'static str,
    noon: (&'static str, &'static str),
    departure: &'static str,
    expect: &[&str],
) {
    check(&[swipe(IN, arrival), swipe(OUT, noon.0), swipe(IN, noon.1), swipe(OUT, departure)], expect);
}

const NOON: (&str, &str) = ("2026-09-01T11:30:00+08:00", "2026-09-01T13:00:00+08:00");

#[test]
fn the_start_itself_is_on_time_and_a_nanosecond_later_is_late() {
    let end = "2026-09-01T17:00:00+08:00";
    check_day("2026-09-01T08:30:00+08:00", NOON, end, &[]);
    check_day("2026-09-01T08:30:00.000000001+08:00", NOON, end, &["am late"]);
    check_day("2026-09-01T08:30:00.0000000009+08:00", NOON, end, &[]); // nine digits count
    check_day("2026-09-01T00:30:00Z", NOON, end, &[]);
    check_day("2026-09-01T00:00:00+08:00", NOON, end, &[]); // midnight belongs to the new day
    let noon = (NOON.0, "2026-09-01T13:00:00.000000001+08:00");
    check_day("2026-09-01T08:30:00+08:00", noon, end, &["pm late"]);
}

#[test]
fn the_end_itself_is_on_time_and_a_nanosecond_earlier_is_early() {
    let start = "2026-09-01T08:30:00+08:00";
    check_day(start, NOON, "2026-09-01T16:59:59.999999999+08:00", &["pm early_leave"]);
    check_day(start, NOON, "2026-09-01T23:59:59.999999999+08:00", &[]);
    let noon = ("2026-09-01T11:29:59.999999999+08:00", NOON.1);
    check_day(start, noon, "2026-09-01T17:00:00+08:00", &["am early_leave"]);
}

#[test]
fn an_arrival_before_the_morning_ends_is_the_mornings() {
    let (out, end) = (swipe(OUT, "2026-09-01T12:00:00+08:00"), swipe(OUT, "2026-09-01T17:00:00+08:00"));
    let back = swipe(IN, "2026-09-01T13:00:00+08:00");
    check(&[swipe(IN, "2026-09-01T11:29:59.999999999+08:00"), out, back, end], &["am late"]);
    // At 11:30 it is the afternoon's, so the morning has a departure alone.
    check(&[swipe(IN, "2026-09-01T11:30:00+08:00"), out, back, end], &["missed_swipe am in"]);
}

#[test]
fn a_departure_before_the_afternoon_starts_is_the_mornings() {
    let (start, back) = (swipe(IN, "2026-09-01T08:30:00+08:00"), swipe(IN, "2026-09-01T12:59:00+08:00"));
    check(&[start, back, swipe(OUT, "2026-09-01T12:59:59.999999999+08:00")], &["missed_swipe pm out"]);
    check(
        &[start, back, swipe(OUT, "2026-09-01T13:00:00+08:00")],
        &["pm early_leave", "missed_swipe am out"],
    );
}

#[test]
fn the_earliest_arrival_and_the_latest_departure_count() {
    check(
        &[
            swipe(IN, "2026-09-01T09:00:00+08:00"),
            swipe(IN, "2026-09-01T08:15:00+08:00"),
            swipe(OUT, "2026-09-01T10:00:00+08:00"),
            swipe(OUT, "2026-09-01T11:45:00+08:00"),
            swipe(IN, "2026-09-01T14:00:00+08:00"),
            swipe(IN, "2026-09-01T12:50:00+08:00"),
            swipe(OUT, "2026-09-01T17:30:00+08:00"),
            swipe(OUT, "2026-09-01T15:00:00+08:00"),
        ],
        &[],
    );
}

#[test]
fn who_does_not_swipe_is_absent_for_each_session() {
    check(&[], &["am absent", "pm absent"]);
    check(&[swipe(IN, "2026-09-01T08:30:00+08:00"), swipe(OUT, "2026-09-01T12:00:00+08:00")], &["pm absent"]);
    check(&[swipe(IN, "2026-09-01T08:31:00+08:00")], &["am late", "pm absent", "missed_swipe am out"]);
}

#[test]
fn a_makeup_is_on_time_whatever_was_swiped() {
    let late = swipe(IN, "2026-09-01T09:00:00+08:00");
    let noon = [swipe(OUT, NOON.0), swipe(IN, NOON.1)];
    let end = swipe(OUT, "2026-09-01T17:00:00+08:00");
    check(&[late, noon[0], noon[1], end, makeup(Session::Am, IN)], &[]);
    check(&[late, noon[0], noon[1], end, makeup(Session::Pm, IN)], &["am late"]);
    check(&[noon[0], noon[1], makeup(Session::Am, IN), makeup(Session::Pm, OUT)], &[]);
    check(&[makeup(Session::Am, IN)], &["pm absent", "missed_swipe am out"]);
}

#[test]
fn leave_covers_its_sessions_and_only_sick_and_personal_leave_is_counted() {
    let (am, pm) = (Session::Am, Session::Pm);
    // The staff book leaves the first two half days of a month free, so the window's is read here.
    let check = |seen: &[Seen], expect: &[&str], missing: &[&str]| {
        check(seen, missing);
        let hall = Hall::new();
        let (_, result) = hall.score(&[seen, &other()].concat(), "2026-09-02T00:00:00+08:00");
        let leave_taken = hall.kind("leave_taken");
        let entries = &result.windows[0].account.entries;
        let taken =
            entries.iter().filter(|entry| entry.kind == scoring::ledger::EntryKind::Kind(leave_taken));
        let sessions: Vec<&str> = taken.filter_map(|entry| entry.session).map(Session::word).collect();
        assert_eq!(sessions, expect, "{seen:?}");
    };
    check(&[leave(LeaveKind::Sick, am, pm)], &["am", "pm"], &[]);
    check(&[leave(LeaveKind::Personal, pm, pm)], &["pm"], &["am absent"]);
    check(&[leave(LeaveKind::Official, am, pm)], &[], &[]);
    check(&[leave(LeaveKind::Entitled, am, am)], &[], &["pm absent"]);
    // Of several the last by order counts.
    check(&[leave(LeaveKind::Sick, am, pm), leave(LeaveKind::Official, am, am)], &["pm"], &[]);
    check(&[leave(LeaveKind::Official, am, am), leave(LeaveKind::Sick, am, pm)], &["am", "pm"], &[]);
    // No other finding on leave, however late the arrival.
    check(&[leave(LeaveKind::Sick, am, am), swipe(IN, "2026-09-01T10:00:00+08:00")], &["am"], &["pm absent"]);
}

#[test]
fn a_day_counts_once_its_24_00_is_reached() {
    let hall = Hall::new();
    let (_, before) = hall.score(&other(), "2026-09-01T23:59:59.999999999+08:00");
    assert!(hall.staff_entries(&before).is_empty());
    let (_, after) = hall.score(&other(), "2026-09-02T00:00:00+08:00");
    assert_eq!(hall.staff_entries(&after), ["S-1 2026-09-01 am absent", "S-1 2026-09-01 pm absent"]);
}

#[test]
fn a_device_that_records_nobody_is_silent() {
    let hall = Hall::new();
    let anomalies = |events: &[Seen]| {
        let (_, result) = hall.score(events, "2026-09-02T00:00:00+08:00");
        (
            hall.staff_entries(&result).len(),
            result.anomalies.iter().map(|anomaly| anomaly.kind).collect::<Vec<_>>(),
        )
    };
    assert_eq!(anomalies(&[]), (0, vec!["attendance_silent"]));
    // A make-up is not a swipe.
    assert_eq!(anomalies(&[makeup(Session::Am, IN)]), (0, vec!["attendance_silent"]));
    // One alone who is expected cannot be told from a lost device.
    let all_day = leave(LeaveKind::Official, Session::Am, Session::Pm);
    assert_eq!(anomalies(&[all_day]), (2, vec![]));
    // Half a day's leave still leaves two who are expected.
    assert_eq!(
        anomalies(&[leave(LeaveKind::Official, Session::Am, Session::Am)]),
        (0, vec!["attendance_silent"])
    );
    // One swipe anywhere tells that it works.
    let one = swipe(OUT, "2026-09-01T20:00:00+08:00");
    assert_eq!(anomalies(&[one]).0, 3);
}

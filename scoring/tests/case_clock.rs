//! One case across the autumn holidays of 2026, and across a year without a calendar file: ladder, overdue, used days.

#![allow(clippy::unwrap_used)]

mod county;

use county::{Hall, S1, Seen};
use scoring::event::{Fact, Procedure, Subject};

const CASE: Subject<&str> = Subject::Case("C-1");

/// A promise of 5 working days.
fn accepted(on: &'static str) -> Seen {
    let fact = Fact::CaseAccepted { item: 0, window: 0, staff: S1, applicant: None, green_channel: false };
    (on, CASE, fact)
}

fn completed(on: &'static str) -> Seen {
    (on, CASE, Fact::CaseCompleted { returned: false })
}

/// The notices about the case in the month of the instant, as `level date due`.
fn notices(events: &[Seen], as_of: &str) -> Vec<String> {
    let (_, result) = Hall::new().score(events, as_of);
    let of_case = result.notices.iter().filter(|notice| notice.kind.word().starts_with("case"));
    of_case.map(|notice| format!("{} {} {}", notice.level, notice.date, notice.due.unwrap())).collect()
}

#[test]
fn the_ladder_climbs_over_the_holidays() {
    // Due on 23 September: 18, 20 (a worked Sunday), 21, 22, 23.
    let case = [accepted("2026-09-17T10:00:00+08:00")];
    let september = ["1 2026-09-20 2026-09-23", "2 2026-09-24 2026-09-23"];
    assert_eq!(notices(&case, "2026-10-01T00:00:00+08:00"), september);
    // Level 3 after 28, 29 and 30 September; level 4 after 9, 10 (a worked Saturday), 12, 13 and 14 October.
    let october = ["3 2026-10-08 2026-09-23", "4 2026-10-15 2026-09-23"];
    assert_eq!(notices(&case, "2026-11-01T00:00:00+08:00"), october);
}

#[test]
fn a_notice_is_listed_once_its_date_has_begun() {
    let case = [accepted("2026-09-17T10:00:00+08:00")];
    assert!(notices(&case, "2026-09-19T23:59:59.999999999+08:00").is_empty());
    assert_eq!(notices(&case, "2026-09-20T00:00:00+08:00"), ["1 2026-09-20 2026-09-23"]);
}

#[test]
fn a_level_is_skipped_where_the_case_ended_before_its_date() {
    let ended = |on: &'static str| {
        let events = [accepted("2026-09-17T10:00:00+08:00"), completed(on)];
        notices(&events, "2026-10-01T00:00:00+08:00").len()
            + notices(&events, "2026-11-01T00:00:00+08:00").len()
    };
    assert_eq!(ended("2026-09-18T12:00:00+08:00"), 0);
    assert_eq!(ended("2026-09-20T00:00:00+08:00"), 1, "what happens on the date takes no notice back");
    assert_eq!(ended("2026-09-23T23:59:59.999999999+08:00"), 1);
    assert_eq!(ended("2026-09-24T00:00:00+08:00"), 2);
    assert_eq!(ended("2026-10-08T00:00:00+08:00"), 3);
    assert_eq!(ended("2026-10-15T00:00:00+08:00"), 4);
}

#[test]
fn a_case_is_on_time_to_the_end_of_its_due_date() {
    let hall = Hall::new();
    let overdue = |on: &'static str| {
        let events = [accepted("2026-09-17T10:00:00+08:00"), completed(on)];
        let (_, result) = hall.score(&events, "2026-10-01T00:00:00+08:00");
        let entries = hall.staff_entries(&result);
        entries.into_iter().any(|entry| entry == "S-1 2026-09-23 overdue")
    };
    assert!(!overdue("2026-09-23T23:59:59.999999999+08:00"));
    assert!(overdue("2026-09-24T00:00:00+08:00"));
}

#[test]
fn used_days_make_the_reduction() {
    let reduction = |middle: &[Seen], end: &'static str| {
        let events = [&[accepted("2026-09-17T10:00:00+08:00")], middle, &[completed(end)]].concat();
        let (_, result) = Hall::new().score(&events, "2026-10-01T00:00:00+08:00");
        result.region.actual_reduction.map(|rate| rate.to_string()).unwrap_or_default()
    };
    let at = |on: &'static str, fact: Fact<&'static str>| -> Seen { (on, CASE, fact) };
    // Of 10 statutory days.
    assert_eq!(reduction(&[], "2026-09-17T12:00:00+08:00"), "1.0");
    assert_eq!(reduction(&[], "2026-09-20T12:00:00+08:00"), "0.8");
    assert_eq!(reduction(&[], "2026-09-27T12:00:00+08:00"), "0.4"); // holidays are no working days
    let suspended = [
        at("2026-09-18T12:00:00+08:00", Fact::CaseSuspended { reason: Procedure::Hearing, days: None }),
        at("2026-09-21T12:00:00+08:00", Fact::CaseResumed),
    ];
    assert_eq!(reduction(&suspended, "2026-09-22T12:00:00+08:00"), "0.8"); // 18 and 22
    // Days after an unanswered request are not used.
    let requested = [at("2026-09-18T12:00:00+08:00", Fact::SupplementRequested)];
    assert_eq!(reduction(&requested, "2026-09-22T12:00:00+08:00"), "0.9");
    // A supplement begins anew.
    let received = [requested[0], at("2026-09-21T12:00:00+08:00", Fact::SupplementReceived)];
    assert_eq!(reduction(&received, "2026-09-22T12:00:00+08:00"), "0.9");
}

#[test]
fn a_case_that_needs_a_year_without_a_calendar_says_so() {
    let anomalies = |events: &[Seen], as_of: &str| {
        let (_, result) = Hall::new().score(events, as_of);
        let missing = result.anomalies.iter().filter(|anomaly| anomaly.kind == "calendar_missing");
        missing.map(|anomaly| format!("{} {}", anomaly.subject, anomaly.date)).collect::<Vec<_>>()
    };
    // Due on 4 December, and on 5 January by weekday alone.
    assert!(anomalies(&[accepted("2026-11-27T10:00:00+08:00")], "2027-01-01T00:00:00+08:00").is_empty());
    let across = [accepted("2026-12-29T10:00:00+08:00")];
    assert_eq!(anomalies(&across, "2027-01-01T00:00:00+08:00"), ["2027 2026-12-01"]);
    // The month itself needs it too.
    assert_eq!(anomalies(&[], "2027-02-01T00:00:00+08:00"), ["2027 2027-01-01"]);
}

//! The order of application, and what is left when a category is used up.

#![allow(clippy::unwrap_used)]

mod county;

use county::{Hall, S1, S2, Seen};
use scoring::event::{Fact, Subject};
use scoring::points::Points;

/// A recorded finding about window W-1 and perhaps staff.
fn finding(
    hall: &Hall,
    id: &'static str,
    kind: &str,
    on: &'static str,
    staff: Option<u16>,
    count: u8,
) -> Seen {
    let kind = hall.kind(kind);
    (on, Subject::Finding(id), Fact::FindingRecorded { kind, window: 0, staff, count, points: None })
}

/// The window book's entries as `W-B2 -2.0 of -2.0`.
fn entries(hall: &Hall, events: &[Seen]) -> Vec<String> {
    let (_, result) = hall.score(events, "2026-09-01T12:00:00+08:00");
    let book = &hall.rulebooks.of_month(result.month).window_book;
    let entries = result.windows[0].account.entries.iter();
    entries
        .map(|entry| format!("{} {} of {}", book.rules[entry.rule].id, entry.applied, entry.requested))
        .collect()
}

#[test]
fn rules_of_a_day_apply_by_letter_then_by_number() {
    let hall = Hall::new();
    let on = "2026-09-01T09:00:00+08:00";
    let events = [
        finding(&hall, "F-1", "task_undone", on, None, 1),
        finding(&hall, "F-2", "untidy", on, None, 1),
        finding(&hall, "F-3", "slept", on, None, 1),
        finding(&hall, "F-4", "brought_outsider", on, None, 1),
        finding(&hall, "F-5", "missed_activity", on, None, 1),
    ];
    let order = ["W-A5", "W-B2", "W-B8", "W-B10", "W-F1"].map(|rule| format!("{rule} -2.0 of -2.0"));
    assert_eq!(entries(&hall, &events), order);
}

#[test]
fn of_one_rule_the_first_evidence_decides_and_not_the_time() {
    let hall = Hall::new();
    let (early, late) = ("2026-09-01T08:00:00+08:00", "2026-09-01T09:00:00+08:00");
    // Their ids are e1, e2, e3: the later event applies first.
    let events = [
        finding(&hall, "F-1", "untidy", late, None, 1),
        finding(&hall, "F-2", "untidy", early, None, 2),
        finding(&hall, "F-3", "untidy", early, None, 1),
    ];
    assert_eq!(entries(&hall, &events), ["W-F1 -2.0 of -2.0", "W-F1 -3.0 of -4.0", "W-F1 0.0 of -2.0"]);
}

#[test]
fn a_category_ends_at_nothing_and_later_entries_count_for_nothing() {
    let hall = Hall::new();
    let on = "2026-09-01T09:00:00+08:00";
    let solicited = finding(&hall, "F-1", "solicited", on, None, 3);
    let rude = finding(&hall, "F-2", "rude", "2026-08-31T09:00:00+08:00", None, 1);
    assert_eq!(
        entries(&hall, &[solicited]),
        ["W-B12 -28.0 of -28.0"],
        "the whole category once, whatever the count"
    );
    assert_eq!(entries(&hall, &[solicited, rude]), ["W-B12 -28.0 of -28.0"], "August's finding is August's");
    let slept = finding(&hall, "F-3", "slept", on, None, 13);
    assert_eq!(entries(&hall, &[solicited, slept]), ["W-B2 -26.0 of -26.0", "W-B12 -2.0 of -28.0"]);
    let (_, result) = hall.score(&[solicited, slept], "2026-09-01T12:00:00+08:00");
    assert_eq!(result.windows[0].total(), Points::whole(72));
}

#[test]
fn bonuses_end_at_20() {
    let hall = Hall::new();
    let kind = hall.kind("media_national");
    let merit = |id: &'static str, count: u8| -> Seen {
        let fact = Fact::MeritRecorded { kind, window: 0, staff: None, count };
        ("2026-09-01T09:00:00+08:00", Subject::Merit(id), fact)
    };
    assert_eq!(entries(&hall, &[merit("M-1", 2), merit("M-2", 1)]), ["W-H8 14.0 of 14.0", "W-H8 6.0 of 7.0"]);
    assert_eq!(entries(&hall, &[merit("M-1", 100)]), ["W-H8 20.0 of 700.0"]);
}

#[test]
fn a_finding_counts_in_the_book_of_the_staff_it_names() {
    let hall = Hall::new();
    let on = "2026-09-01T09:00:00+08:00";
    let events = [finding(&hall, "F-1", "rude", on, Some(S2), 1), finding(&hall, "F-2", "rude", on, None, 1)];
    let (_, result) = hall.score(&events, "2026-09-01T12:00:00+08:00");
    assert_eq!(hall.staff_entries(&result), ["S-2 2026-09-01 rude"]);
    assert_eq!(result.windows[0].total(), Points::whole(96));
    assert_eq!(result.staff_member(S1).unwrap().total(), Points::whole(100));
}

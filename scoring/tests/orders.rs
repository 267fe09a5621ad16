//! Rectification orders as their events tell them: due, reported as done, checked, open again.

#![allow(clippy::unwrap_used)]

mod county;

use county::{Hall, Seen, date};
use scoring::event::{Fact, Subject};
use scoring::orders::{self, Order, OrderState};
use scoring::time::Instant;

fn seen(time: &'static str, fact: Fact<&'static str>) -> Seen {
    (time, Subject::Order("O-1"), fact)
}

fn issued() -> Seen {
    seen("2026-09-21T09:00:00+08:00", Fact::OrderIssued { window: 0, due: date("2026-09-24") })
}

fn read(events: &[Seen], as_of: &str) -> Order {
    let hall = Hall::new();
    let as_of = Instant::parse(as_of).unwrap();
    let named: Vec<_> =
        events.iter().zip(1..).map(|(&seen, number)| (format!("e{number}"), 0, seen)).collect();
    let log = hall.log(&named, as_of);
    orders::find(&hall.context(&log, as_of), "O-1").unwrap()
}

#[test]
fn an_open_order_is_overdue_once_its_last_day_is_over() {
    let order = read(&[issued()], "2026-09-24T23:59:59+08:00");
    assert_eq!((order.state, order.due), (OrderState::Open, date("2026-09-24")));
    assert!(!order.is_overdue(date("2026-09-24")), "the last day itself");
    assert!(order.is_overdue(date("2026-09-25")));
}

#[test]
fn what_is_reported_as_done_waits_for_the_check_and_is_not_overdue() {
    let done = seen("2026-09-23T09:00:00+08:00", Fact::OrderCompleted);
    let order = read(&[issued(), done], "2026-10-20T00:00:00+08:00");
    assert_eq!(order.state, OrderState::Done);
    assert!(order.completion().is_some() && !order.is_overdue(date("2026-10-20")));
}

#[test]
fn a_failed_check_opens_it_again_with_working_days_anew() {
    let done = seen("2026-09-23T09:00:00+08:00", Fact::OrderCompleted);
    let failed = seen("2026-09-24T09:00:00+08:00", Fact::OrderChecked { passed: false });
    let order = read(&[issued(), done, failed], "2026-10-20T00:00:00+08:00");
    // Ten working days after 24 September: 25 September and 1 to 7 October are off, Saturday 10 October is worked.
    assert_eq!((order.state, order.due, order.failures()), (OrderState::Open, date("2026-10-15"), 1));
    assert_eq!(order.completion(), None);
    let again = seen("2026-10-12T09:00:00+08:00", Fact::OrderCompleted);
    let passed = seen("2026-10-13T09:00:00+08:00", Fact::OrderChecked { passed: true });
    let order = read(&[issued(), done, failed, again, passed], "2026-10-20T00:00:00+08:00");
    assert_eq!((order.state, order.failures(), order.steps.len()), (OrderState::Passed, 1, 4));
}

#[test]
fn a_failed_check_shortens_no_date() {
    let far = seen("2026-09-21T09:00:00+08:00", Fact::OrderIssued { window: 0, due: date("2026-12-31") });
    let failed = seen("2026-09-24T09:00:00+08:00", Fact::OrderChecked { passed: false });
    assert_eq!(read(&[far, failed], "2026-10-20T00:00:00+08:00").due, date("2026-12-31"));
}

#[test]
fn after_the_check_that_passed_nothing_more_happens_to_it() {
    let passed = seen("2026-09-22T09:00:00+08:00", Fact::OrderChecked { passed: true });
    let failed = seen("2026-09-23T09:00:00+08:00", Fact::OrderChecked { passed: false });
    let order = read(&[issued(), passed, failed], "2026-10-20T00:00:00+08:00");
    assert_eq!((order.state, order.steps.len()), (OrderState::Passed, 1));
}

#[test]
fn of_two_that_issue_the_same_order_the_first_stands() {
    let other = seen("2026-09-22T09:00:00+08:00", Fact::OrderIssued { window: 0, due: date("2026-12-31") });
    assert_eq!(read(&[other, issued()], "2026-10-20T00:00:00+08:00").due, date("2026-09-24"));
}

//! Whether time alone can change results: when a day begins, and when the time of an event from the future comes.

#![allow(clippy::unwrap_used)]

mod county;

use county::{Hall, S1, month};
use scoring::context::County;
use scoring::event::{Event, Fact, Subject};
use scoring::log::Keyed;
use scoring::standing::Standing;
use scoring::time::Instant;

#[test]
fn an_event_from_the_future_changes_results_when_its_time_comes() {
    let hall = Hall::new();
    let county = County { registry: &hall.registry, calendar: &hall.calendar, rulebooks: &hall.rulebooks };
    let at = |text: &str| Instant::parse(text).unwrap();
    let mut standing = Standing::new(county, &[month("2026-09")], at("2026-09-17T09:59:58+08:00"), 1);
    // A sender's clock is two seconds ahead.
    let time = at("2026-09-17T10:00:00+08:00");
    let fact = Fact::CaseAccepted { item: 0, window: 0, staff: S1, applicant: None, green_channel: false };
    let event = Event { time, source: 0, id: "e1", content: 1, subject: Subject::Case("C-1"), fact };
    standing.apply(&Keyed::from(event));
    let accepted = |standing: &mut Standing<'_>| standing.results(&[])[0].region.accepted;
    assert_eq!(accepted(&mut standing), 0);
    assert!(!standing.advance(Instant(time.0 - 1)), "one nanosecond before, nothing has changed");
    assert!(standing.advance(time), "an event exactly at the instant exists");
    assert_eq!(accepted(&mut standing), 1);
    assert!(!standing.advance(at("2026-09-17T23:59:59.999999999+08:00")));
    assert!(standing.advance(at("2026-09-18T00:00:00+08:00")), "a day has begun");
    assert!(!standing.advance(at("2026-09-18T00:00:00+08:00")), "the same instant again");
}

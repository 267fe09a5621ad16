//! Integrity signals: for each rule the last innocent thing and the first suspicious one.

#![allow(clippy::unwrap_used)]

#[path = "../county/mod.rs"]
mod county;

mod brushing;
mod clock_gaming;
mod swipes;

use county::{Hall, S1, S2, Seen, date, month};
use scoring::event::{Direction, Fact, Subject};
use scoring::log::EventIdx;
use scoring::registry::SiteIdx;
use scoring::signals::{self, Figures, Share, Signal, Thresholds};
use scoring::time::Instant;

const MORE: &str = r#"
[[site]]
id = "tax"
name = "税务分中心"
kind = "sub_center"

[[window]]
id = "W-2"
name = "二号"
site = "hall"
department = "D-1"

[[window]]
id = "W-3"
name = "三号"
site = "tax"
department = "D-1"

[[staff]]
id = "S-3"
name = "丙"

[[item]]
code = "I-2"
name = "短承诺件"
department = "D-1"
kind = "promised"
statutory_days = 10
promised_days = 2
"#;

const HALL: SiteIdx = 0;
const TAX: SiteIdx = 1;
const S3: u16 = 2;
const OVER: &str = "2026-10-01T00:00:00+08:00";

/// One event with its id and source.
type Sent = (String, SiteIdx, Seen);

/// Events of the hall with the ids `e1`, `e2`, …
fn sent(seen: &[Seen]) -> Vec<Sent> {
    seen.iter().zip(1..).map(|(&seen, number)| (format!("e{number}"), HALL, seen)).collect()
}

/// The signals of September as of an instant, each with the ids of its evidence.
fn search(
    events: &[Sent],
    as_of: &str,
    arrived: &dyn Fn(&str) -> Option<Instant>,
) -> Vec<(Signal, Vec<String>)> {
    let hall = Hall::with(MORE);
    let as_of = Instant::parse(as_of).unwrap();
    let log = hall.log(events, as_of);
    let id = |event: EventIdx| log.text(log.record(event).id).to_owned();
    let arrived = |event: EventIdx| arrived(&id(event));
    let context = hall.context(&log, as_of);
    let found = signals::find(&context, month("2026-09"), &Thresholds::default(), &arrived);
    let with_ids = |signal: Signal| {
        let ids = signal.evidence.iter().map(|&event| id(event)).collect();
        // Places in the log are by arrival and no part of what is compared.
        (Signal { evidence: Vec::new(), ..signal }, ids)
    };
    found.into_iter().map(with_ids).collect()
}

/// Signals as `kind date subject`, once September is over.
fn found(events: &[Seen]) -> Vec<String> {
    found_as_of(&sent(events), OVER)
}

fn found_as_of(events: &[Sent], as_of: &str) -> Vec<String> {
    search(events, as_of, &|_| None).iter().map(|(signal, _)| told(signal)).collect()
}

fn told(signal: &Signal) -> String {
    format!("{} {} {}", signal.kind().word(), signal.date, signal.subject)
}

/// The only signal, with its evidence.
fn only(events: &[Seen]) -> (Signal, Vec<String>) {
    let mut found = search(&sent(events), OVER, &|_| None);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn case(id: &'static str) -> Subject<&'static str> {
    Subject::Case(id)
}

/// Two working days of promise for item 0, five for item 1.
fn accepted_at(id: &'static str, item: u16, window: u16, on: &'static str) -> Seen {
    let fact = Fact::CaseAccepted { item, window, staff: S1, applicant: None, green_channel: false };
    (on, case(id), fact)
}

/// Due on 8 September.
fn accepted(id: &'static str) -> Seen {
    accepted_at(id, 1, 0, "2026-09-01T09:00:00+08:00")
}

fn changed(on: &'static str, fact: Fact<&'static str>) -> Seen {
    (on, case("C-1"), fact)
}

fn completed(on: &'static str) -> Seen {
    changed(on, Fact::CaseCompleted { returned: false })
}

fn seconds_after(start: &str, seconds: i64) -> &'static str {
    let zone = &Hall::new().registry.zone;
    zone.format(Instant(Instant::parse(start).unwrap().0 + seconds * 1_000_000_000)).leak()
}

/// Five cases, all due on 8 September, completed then at so many seconds after 16:00.
fn completions(window: u16, seconds: [i64; 5]) -> Vec<Seen> {
    let cases = ["C-1", "C-2", "C-3", "C-4", "C-5"];
    let each = cases.into_iter().zip(seconds).map(|(id, seconds)| {
        let end = seconds_after("2026-09-08T16:00:00+08:00", seconds);
        [
            accepted_at(id, 1, window, "2026-09-01T09:00:00+08:00"),
            (end, case(id), Fact::CaseCompleted { returned: false }),
        ]
    });
    each.flatten().collect()
}

/// A rating of a window.
#[derive(Clone, Copy)]
struct Rated {
    at: &'static str,
    window: u16,
    level: u8,
    auto: bool,
    case: Option<&'static str>,
    device: Option<&'static str>,
}

const RATED: Rated = Rated {
    at: "2026-09-08T10:00:00+08:00",
    window: 0,
    level: 5,
    auto: false,
    case: Some("C-1"),
    device: None,
};

/// The events of some ratings, with the case that they name.
fn ratings(rated: impl IntoIterator<Item = Rated>) -> Vec<Seen> {
    let each = rated.into_iter().enumerate().map(|(number, rated)| {
        let Rated { at, window, level, auto, case, device } = rated;
        let staff = Some(S2);
        let fact = Fact::RatingSubmitted { window, staff, level, real_name: false, auto, case, device };
        (at, Subject::Rating(&*format!("R-{number}").leak()), fact)
    });
    std::iter::once(accepted_at("C-1", 1, 0, "2026-08-31T09:00:00+08:00"))
        .chain([completed("2026-09-01T09:00:00+08:00")])
        .chain(each)
        .collect()
}

/// Ratings from P1 at so many seconds after 10:00.
fn from_device(seconds: &[i64]) -> Vec<Rated> {
    let at = |seconds: &i64| Rated { at: seconds_after(RATED.at, *seconds), device: Some("P1"), ..RATED };
    seconds.iter().map(at).collect()
}

/// So many ratings with a case and so many without, at a window.
fn named(window: u16, with: usize, without: usize) -> Vec<Rated> {
    let rating = |case| Rated { window, case, ..RATED };
    [vec![rating(Some("C-1")); with], vec![rating(None); without]].concat()
}

/// So many ratings at a window in August and September, with so many five stars each.
fn shares(window: u16, august: (usize, usize), september: (usize, usize)) -> Vec<Rated> {
    let month = |at, (five_stars, all): (usize, usize)| {
        let rating =
            move |number| Rated { at, window, level: if number < five_stars { 5 } else { 4 }, ..RATED };
        (0..all).map(rating)
    };
    month("2026-08-31T10:00:00+08:00", august).chain(month(RATED.at, september)).collect()
}

/// A swipe on so many days of September, in seconds after 08:20.
fn swipes(staff: u16, days: &[u32], seconds: i64, device: &'static str, direction: Direction) -> Vec<Seen> {
    let swipe = |day: &u32| {
        let on = format!("2026-09-{day:02}");
        let at = seconds_after(&format!("{on}T08:20:00+08:00"), seconds);
        (at, Subject::StaffDay(staff, date(&on)), Fact::Swipe { direction, device: Some(device) })
    };
    days.iter().map(swipe).collect()
}

const IN: Direction = Direction::In;
const FIVE_DAYS: [u32; 5] = [1, 2, 3, 4, 7];

/// S-1 and S-2 on one device, so many seconds apart.
fn together(days: &[u32], seconds: i64) -> Vec<Seen> {
    [swipes(S1, days, 1, "K1", IN), swipes(S2, days, 1 + seconds, "K1", IN)].concat()
}

/// One signal of nearly every kind: so many days, devices and cases that their order could matter.
fn everything() -> Vec<Seen> {
    let mut events = completions(1, [0, 10, 20, 30, 40]);
    let rated = [
        from_device(&[0, 1, 2, 3, 4, 5]),
        shares(0, (20, 60), (50, 60)),
        named(2, 0, 25),
        from_device(&[90, 91, 92, 93, 94])
            .into_iter()
            .map(|rated| Rated { device: Some("P0"), ..rated })
            .collect(),
    ];
    // C-1 is one of the cases above already.
    events.extend(&ratings(rated.concat())[2..]);
    events.extend(together(&FIVE_DAYS, 1));
    events.extend(swipes(S3, &FIVE_DAYS, 3, "K1", IN));
    let on_due_date = ("2026-09-08T09:00:00+08:00", case("C-8"), Fact::SupplementRequested);
    let before = ("2026-08-31T12:00:00+08:00", case("C-9"), Fact::CaseCompleted { returned: false });
    events.extend([accepted("C-8"), on_due_date, before, accepted("C-9")]);
    events
}

#[test]
fn the_order_of_arrival_does_not_matter() {
    let events = sent(&everything());
    let expected = search(&events, OVER, &|_| None);
    let told: Vec<String> = expected.iter().map(|(signal, _)| told(signal)).collect();
    assert_eq!(
        told,
        [
            "supplement_on_due_date 2026-09-08 C-8",
            "completed_before_accepted 2026-09-01 C-9",
            "completions_in_a_burst 2026-09-08 W-2",
            "ratings_in_a_burst 2026-09-08 W-1/P0",
            "ratings_in_a_burst 2026-09-08 W-1/P1",
            "ratings_without_case 2026-09-08 W-3",
            "five_stars_jump 2026-09-08 W-1",
            "swiped_together 2026-09-07 S-1+S-2",
            "swiped_together 2026-09-07 S-2+S-3",
        ]
    );
    // Steps that share no factor with the length visit every event once.
    let length = events.len();
    for step in (2..length)
        .filter(|&step| (2..=step).all(|by| !step.is_multiple_of(by) || !length.is_multiple_of(by)))
        .take(12)
    {
        let shuffled: Vec<Sent> = (1..=length).map(|number| events[number * step % length].clone()).collect();
        assert_eq!(search(&shuffled, OVER, &|_| None), expected, "in steps of {step}");
    }
}

#[test]
fn what_is_taken_back_or_yet_to_come_is_no_evidence() {
    let suspicious: [(Vec<Seen>, &str); 4] = [
        (completions(0, [0, 1, 2, 3, 4]), "e4"),
        (ratings(from_device(&[0, 1, 2, 3, 4])), "e5"),
        (together(&FIVE_DAYS, 1), "e7"),
        (vec![accepted("C-1"), changed("2026-09-08T09:00:00+08:00", Fact::SupplementRequested)], "e2"),
    ];
    for (events, taken_back) in suspicious {
        assert_eq!(found(&events).len(), 1);
        let fact = Fact::EventRetracted { source: Some(HALL), id: taken_back };
        let retraction = ("2026-09-20T09:00:00+08:00", Subject::Retraction, fact);
        assert!(found(&[&events[..], &[retraction]].concat()).is_empty(), "without {taken_back}");
        // As of the last of them it is there, a moment before it is not.
        let last = events.iter().map(|event| Instant::parse(event.0).unwrap()).max().unwrap();
        let format = |at| Hall::new().registry.zone.format(Instant(at));
        assert_eq!(found_as_of(&sent(&events), &format(last.0)).len(), 1);
        assert!(found_as_of(&sent(&events), &format(last.0 - 1)).is_empty());
    }
}

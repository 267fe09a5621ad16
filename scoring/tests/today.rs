//! The day that it is, on small logs: who waits, what is at work, what was accepted and completed, and that following a log
//! says what reading it anew would.
#![allow(clippy::unwrap_used)]

mod county;

use county::{Hall, S1, Seen, date};
use scoring::context::Context;
use scoring::due;
use scoring::event::{Direction, Event, Fact, Responsible, Subject};
use scoring::log::Keyed;
use scoring::standing::Standing;
use scoring::time::{Instant, Month};
use scoring::today::{AtWork, Today, staffed};

const NINE: &str = "2026-09-17T09:00:00+08:00";

fn ticket(time: &'static str, fact: Fact<&'static str>) -> Seen {
    (time, Subject::Ticket("Q-1"), fact)
}

fn taken() -> Seen {
    ticket(NINE, Fact::TicketTaken)
}

fn accepted(time: &'static str) -> Seen {
    let fact = Fact::CaseAccepted { item: 0, window: 0, staff: S1, applicant: None, green_channel: false };
    (time, Subject::Case("C-1"), fact)
}

fn completed(time: &'static str) -> Seen {
    (time, Subject::Case("C-1"), Fact::CaseCompleted { returned: false })
}

fn swipe(time: &'static str, direction: Direction) -> Seen {
    let day = date(&time[..10]);
    (time, Subject::StaffDay(S1, day), Fact::Swipe { direction, device: None })
}

fn rated(time: &'static str, level: u8, auto: bool) -> Seen {
    let fact = Fact::RatingSubmitted {
        window: 0,
        staff: None,
        level,
        real_name: false,
        auto,
        case: None,
        device: None,
    };
    (time, Subject::Rating("R-1"), fact)
}

/// How many accepted, completed, waiting, served now, bad ratings of today, open.
fn counts(today: &Today, context: &Context<'_>) -> [usize; 6] {
    [
        today.accepted().count(),
        today.completed().count(),
        today.tickets().filter(|ticket| ticket.is_waiting()).count(),
        today.at_work(context).values().filter(|at_work| at_work.is_serving).count(),
        today.bad_ratings().count(),
        today.open(context).len(),
    ]
}

fn at(events: &[Seen], as_of: &str) -> [usize; 6] {
    let hall = Hall::new();
    let as_of = Instant::parse(as_of).unwrap();
    let named: Vec<_> =
        events.iter().zip(1..).map(|(&seen, number)| (format!("e{number}"), 0, seen)).collect();
    let log = hall.log(&named, as_of);
    let context = hall.context(&log, as_of);
    let mut today = Today::default();
    today.follow(&context);
    counts(&today, &context)
}

fn at_work(events: &[Seen], as_of: &str) -> Option<AtWork> {
    let hall = Hall::new();
    let as_of = Instant::parse(as_of).unwrap();
    let named: Vec<_> =
        events.iter().zip(1..).map(|(&seen, number)| (format!("e{number}"), 0, seen)).collect();
    let log = hall.log(&named, as_of);
    let context = hall.context(&log, as_of);
    let mut today = Today::default();
    today.follow(&context);
    today.at_work(&context).get(&0).copied()
}

#[test]
fn a_ticket_that_was_taken_and_not_called_waits() {
    assert_eq!(at(&[taken()], "2026-09-17T09:20:00+08:00"), [0, 0, 1, 0, 0, 0]);
    let called = ticket("2026-09-17T09:10:00+08:00", Fact::TicketCalled { window: 0 });
    assert_eq!(at(&[taken(), called], "2026-09-17T09:09:59+08:00"), [0, 0, 1, 0, 0, 0]);
    assert_eq!(at(&[taken(), called], "2026-09-17T09:10:00+08:00"), [0, 0, 0, 1, 0, 0]);
    let served = ticket("2026-09-17T09:15:00+08:00", Fact::TicketServed);
    assert_eq!(at(&[taken(), called, served], "2026-09-17T09:20:00+08:00"), [0; 6]);
}

#[test]
fn who_gave_up_does_not_wait() {
    let abandoned = ticket("2026-09-17T09:10:00+08:00", Fact::TicketAbandoned);
    assert_eq!(at(&[taken(), abandoned], "2026-09-17T09:20:00+08:00"), [0; 6]);
}

#[test]
fn yesterdays_tickets_do_not_wait() {
    assert_eq!(at(&[taken()], "2026-09-17T23:59:59+08:00"), [0, 0, 1, 0, 0, 0]);
    assert_eq!(at(&[taken()], "2026-09-18T00:00:00+08:00"), [0; 6]);
    let called = ticket("2026-09-18T09:00:00+08:00", Fact::TicketCalled { window: 0 });
    assert_eq!(at(&[taken(), called], "2026-09-18T09:05:00+08:00"), [0; 6], "not even when called today");
}

#[test]
fn a_case_is_accepted_and_completed_on_its_days_and_open_between_them() {
    let events = [accepted("2026-09-16T09:00:00+08:00"), completed("2026-09-17T09:00:00+08:00")];
    assert_eq!(at(&events, "2026-09-16T12:00:00+08:00"), [1, 0, 0, 0, 0, 1]);
    assert_eq!(at(&events, "2026-09-17T08:00:00+08:00"), [0, 0, 0, 0, 0, 1]);
    assert_eq!(at(&events, "2026-09-17T12:00:00+08:00"), [0, 1, 0, 0, 0, 0]);
    assert_eq!(at(&events, "2026-09-18T12:00:00+08:00"), [0; 6]);
    let withdrawn = ("2026-09-17T09:00:00+08:00", Subject::Case("C-1"), Fact::CaseWithdrawn);
    assert_eq!(
        at(&[events[0], withdrawn], "2026-09-17T12:00:00+08:00"),
        [0; 6],
        "withdrawn is not completed"
    );
}

#[test]
fn a_rating_is_bad_where_a_person_was_dissatisfied() {
    let noon = "2026-09-17T12:00:00+08:00";
    assert_eq!(at(&[rated(NINE, 2, false)], noon), [0, 0, 0, 0, 1, 1], "and waits to be verified");
    assert_eq!(at(&[rated(NINE, 3, false)], noon), [0; 6]);
    assert_eq!(at(&[rated(NINE, 1, true)], noon), [0; 6], "a system's rating");
    assert_eq!(at(&[rated(NINE, 2, false)], "2026-09-18T12:00:00+08:00"), [0, 0, 0, 0, 0, 1], "yesterday's");
}

#[test]
fn a_window_is_at_work_while_its_staff_is_in_or_it_serves_or_had_a_case_within_the_hour() {
    let came = swipe("2026-09-17T08:25:00+08:00", Direction::In);
    let left = swipe("2026-09-17T11:31:00+08:00", Direction::Out);
    assert_eq!(at_work(&[came], NINE).unwrap().staff, 1);
    assert_eq!(at_work(&[came, left], "2026-09-17T11:32:00+08:00"), None);
    assert_eq!(at_work(&[came], "2026-09-18T09:00:00+08:00"), None, "yesterday's swipe");
    let case = accepted(NINE);
    let last_case = Some(Instant::parse(NINE).unwrap());
    let seen = at_work(&[case], "2026-09-17T09:59:59+08:00").unwrap();
    assert_eq!(seen, AtWork { last_case, ..AtWork::default() });
    assert_eq!(at_work(&[case], "2026-09-17T10:00:00+08:00"), None);
}

#[test]
fn a_ticket_that_was_never_ended_is_not_served_once_the_next_is_called() {
    let call = Fact::TicketCalled { window: 0 };
    let other = |time, fact| (time, Subject::Ticket("Q-2"), fact);
    let events = [
        taken(),
        ticket("2026-09-17T09:05:00+08:00", call),
        other("2026-09-17T09:01:00+08:00", Fact::TicketTaken),
        other("2026-09-17T09:20:00+08:00", call),
        other("2026-09-17T09:30:00+08:00", Fact::TicketServed),
    ];
    assert!(at_work(&events, "2026-09-17T09:25:00+08:00").unwrap().is_serving);
    assert_eq!(at_work(&events, "2026-09-17T09:31:00+08:00"), None);
}

#[test]
fn windows_without_an_assignment_are_not_expected() {
    let more = "\n[[window]]\nid = \"W-2\"\nname = \"二号\"\nsite = \"hall\"\ndepartment = \"D-1\"\n";
    let hall = Hall::with(more);
    let two = hall.registry.windows.len();
    assert_eq!((two, staffed(&hall.registry, date("2026-09-17"))), (2, vec![0]));
}

/// A number that looks like chance and is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn following_a_log_says_what_reading_it_anew_would() {
    let hall = Hall::new();
    let names: Vec<String> = (0..6).map(|number| format!("X-{number}")).collect();
    let start = Instant::parse("2026-09-14T00:00:00+08:00").unwrap();
    for seed in 0..40 {
        let mut dice = Dice(seed);
        let empty = hall.log(&[], start);
        let county = hall.context(&empty, start).county;
        let mut standing = Standing::new(county, &[Month::parse("2026-09").unwrap()], start, 0);
        let (mut today, mut now) = (Today::default(), start);
        let mut ids: Vec<String> = Vec::new();
        for number in 0..120u64 {
            // Some arrive late, some before their time.
            let time = Instant(now.0 + (dice.below(40 * 3600) as i64 - 24 * 3600) * 1_000_000_000);
            let name = names[dice.below(6) as usize].as_str();
            let day = hall.registry.zone.date(time);
            let call = Fact::TicketCalled { window: 0 };
            let level = 1 + dice.below(5) as u8;
            let named = ids.get(dice.below(120) as usize).cloned().unwrap_or_else(|| "e1".to_owned());
            let (subject, fact): (Subject<&str>, Fact<&str>) = match dice.below(14) {
                0 => (Subject::Ticket(name), Fact::TicketTaken),
                1 => (Subject::Ticket(name), call),
                2 => (Subject::Ticket(name), Fact::TicketServed),
                3 => (Subject::Ticket(name), Fact::TicketAbandoned),
                4 | 5 => (Subject::Case(name), accepted(NINE).2),
                6 => (Subject::Case(name), Fact::CaseCompleted { returned: false }),
                7 => (Subject::Rating(name), rated(NINE, level, false).2),
                8 => {
                    let fact = Fact::RatingVerified {
                        valid: level > 2,
                        responsible: Responsible::Window,
                        points: None,
                    };
                    (Subject::Rating(name), fact)
                }
                9 => (Subject::Complaint(name), Fact::ComplaintReceived { window: 0, staff: None }),
                10 => (Subject::Complaint(name), Fact::ComplaintRejected),
                11 => {
                    let direction = if level > 2 { Direction::In } else { Direction::Out };
                    (Subject::StaffDay(S1, day), Fact::Swipe { direction, device: None })
                }
                _ => (Subject::Retraction, Fact::EventRetracted { source: Some(0), id: named.as_str() }),
            };
            let id = format!("e{number}");
            standing.apply(&Keyed::from(Event { time, source: 0, id: &id, content: number, subject, fact }));
            ids.push(id);
            if dice.below(3) == 0 {
                now = Instant(now.0 + dice.below(9 * 3600) as i64 * 1_000_000_000);
                standing.advance(now);
            }
            if dice.below(4) > 0 {
                continue;
            }
            let context = standing.context();
            today.follow(&context);
            let mut anew = Today::default();
            anew.follow(&context);
            let told = |today: &Today| {
                (
                    today.accepted().copied().collect::<Vec<_>>(),
                    today.completed().copied().collect::<Vec<_>>(),
                    today.tickets().copied().collect::<Vec<_>>(),
                    today.bad_ratings().copied().collect::<Vec<_>>(),
                    today.at_work(&context),
                    today.open(&context),
                )
            };
            assert_eq!(told(&today), told(&anew), "seed {seed}, event {number}");
            assert_eq!(today.open(&context), due::open(&context), "seed {seed}, event {number}");
        }
    }
}

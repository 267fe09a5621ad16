//! The days of a case and the list of what is open say what the clock says, on the contract cases and on any date.

use crate::county::{Hall, case};
use scoring::case_clock::{self, DayOfCase, DayState};
use scoring::due::{self, OpenSubject};
use scoring::event::{Fact, Subject};
use scoring::log::{SubjectIdx, Text};
use scoring::time::{Date, Instant, Month};

const CASES: [&str; 4] =
    ["03-case-clock", "04-overdue-ladder", "05-joint-shares", "14-suspension-caps-and-foreign-sources"];

/// Hands over every case of the contract cases as of many days.
fn each(mut check: impl FnMut(&Hall, Text)) {
    for name in CASES {
        let first = Month::parse("2026-09").unwrap().first_day();
        for day in (0..75).step_by(4) {
            let as_of = Instant((i64::from(first.0 + day) * 86_400 + 4 * 3600) * 1_000_000_000);
            let hall = Hall::read(&case(name), Some(as_of), |text| text);
            for subject in 0..hall.log.subject_count() as SubjectIdx {
                if let Subject::Case(id) = hall.log.subject_texts(subject) {
                    check(&hall, id);
                }
            }
        }
    }
}

#[test]
fn counted_days_and_the_due_date_are_the_clocks_own() {
    let (mut cases, mut dues) = (0, 0);
    each(|hall, id| {
        let context = hall.context();
        let days = case_clock::days(&context, id);
        let Some(look) = case_clock::look(&context, id) else {
            return assert!(days.is_empty());
        };
        let told = format!("{} as of {}", hall.log.text(id), context.today());
        for day in days.iter().filter(|day| day.date > look.clock.start) {
            let counted = look.clock.counted_workdays(&hall.calendar, day.date);
            match day.state {
                DayState::Counted(number) => assert_eq!(number, counted, "{told}: {}", day.date),
                DayState::Awaiting => assert!(look.clock.awaiting_since.is_some(), "{told}: {}", day.date),
                DayState::DayOff => assert!(!hall.calendar.is_working(day.date), "{told}: {}", day.date),
                DayState::Suspended(_) => {
                    let before = look.clock.counted_workdays(&hall.calendar, Date(day.date.0 - 1));
                    assert_eq!(counted, before, "{told}: {}", day.date);
                }
                DayState::Start => panic!("{told}: {} begins a limit that the clock does not know", day.date),
            }
        }
        let due: Vec<&DayOfCase> = days.iter().filter(|day| day.is_due).collect();
        assert_eq!(
            due.first().map(|day| day.date),
            look.clock.due.filter(|due| days.iter().any(|day| day.date == *due)),
            "{told}"
        );
        if let [day] = due[..] {
            let expect = match look.clock.limit_workdays {
                0 => DayState::Start,
                limit => DayState::Counted(limit),
            };
            assert_eq!(day.state, expect, "{told}: the limit's last day is the due date");
            dues += 1;
        }
        let late = days.iter().filter(|day| day.late_workdays.is_some()).count();
        assert!(late == 0 || look.clock.overdue, "{told}");
        assert!(look.end.is_some() || days.last().unwrap().date >= context.today(), "{told}");
        cases += 1;
    });
    assert!(cases > 200 && dues > 100, "{cases} cases with {dues} due dates say too little");
}

#[test]
fn a_suspended_day_and_an_awaited_one_are_named() {
    let hall = Hall::of_case("03-case-clock");
    let context = hall.context();
    let (mut suspended, mut awaiting, mut off) = (0, 0, 0);
    for subject in 0..hall.log.subject_count() as SubjectIdx {
        let Subject::Case(id) = hall.log.subject_texts(subject) else { continue };
        for day in case_clock::days(&context, id) {
            match day.state {
                DayState::Suspended(event) => {
                    assert!(matches!(hall.log.record(event).fact, Fact::CaseSuspended { .. }));
                    suspended += 1;
                }
                DayState::Awaiting => awaiting += 1,
                DayState::DayOff => off += 1,
                DayState::Start | DayState::Counted(_) => {}
            }
        }
    }
    assert!(suspended > 0 && awaiting > 0 && off > 0, "{suspended} {awaiting} {off}");
}

#[test]
fn what_is_open_is_what_has_not_ended_with_the_clocks_due_date() {
    let mut seen = 0;
    each(|hall, id| {
        let context = hall.context();
        let open = due::open(&context);
        assert!(open.is_sorted_by_key(|open| (open.due.is_none(), open.due)));
        let of_case: Vec<_> = open.iter().filter(|open| open.subject == OpenSubject::Case(id)).collect();
        let shares = open.iter().filter(|open| matches!(open.subject, OpenSubject::Share(of, _) if of == id));
        match case_clock::look(&context, id).filter(|look| look.end.is_none()) {
            Some(look) => {
                assert_eq!(of_case.len(), 1);
                assert_eq!(of_case[0].due, look.clock.due);
                let unfinished = look.shares.iter().filter(|share| share.completed.is_none());
                assert_eq!(
                    shares.map(|open| open.due).collect::<std::collections::BTreeSet<_>>(),
                    unfinished.map(|share| share.clock.due).collect()
                );
                seen += 1;
            }
            None => assert!(of_case.is_empty() && shares.count() == 0),
        }
    });
    assert!(seen > 50);
}

#[test]
fn complaints_and_ratings_are_open_until_somebody_answers() {
    let (mut complaints, mut ratings) = (0, 0);
    let first = Month::parse("2026-09").unwrap().first_day();
    for day in 0..60 {
        let as_of = Instant((i64::from(first.0 + day) * 86_400 + 4 * 3600) * 1_000_000_000);
        let hall = Hall::read(&case("06-ratings-complaints"), Some(as_of), |text| text);
        for open in due::open(&hall.context()) {
            match open.subject {
                OpenSubject::Complaint(_) => complaints += 1,
                OpenSubject::Rating(..) => ratings += 1,
                OpenSubject::Case(_) | OpenSubject::Share(..) => {}
            }
            assert!(open.opened <= hall.context().today());
            // A warning of the same kind and due date follows if nothing happens.
            let due = open.due.unwrap();
            let subject = match open.subject {
                OpenSubject::Complaint(id) => Subject::Complaint(hall.log.text(id)),
                OpenSubject::Rating(id, _) => Subject::Rating(hall.log.text(id)),
                OpenSubject::Case(_) | OpenSubject::Share(..) => continue,
            };
            let place = hall.log.find_subject(&subject).unwrap();
            let foreseen = scoring::gather::foresee(&hall.context(), place);
            assert!(
                foreseen.notices.iter().any(|notice| notice.due == Some(due)),
                "{} has a deadline that no notice knows",
                hall.log.text(open.subject.id())
            );
        }
    }
    assert!(complaints > 0 && ratings > 0, "{complaints} {ratings}");
}

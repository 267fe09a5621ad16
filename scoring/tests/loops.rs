//! Where ratings and complaints stand, as tables: what they wait for, until when, what may be done.

#![allow(clippy::unwrap_used)]

mod county;

use county::{Hall, S1, Seen};
use scoring::complaints::{self, ComplaintState, ComplaintStep};
use scoring::context::Context;
use scoring::event::{Fact, Responsible, Subject};
use scoring::month::{ActionSubject, PastMonth};
use scoring::notices::NoticeKind;
use scoring::points::Points;
use scoring::ratings::{self, Progress, RatingState, RatingStep};
use scoring::time::Instant;

const R: Subject<&str> = Subject::Rating("R-1");
const P: Subject<&str> = Subject::Complaint("P-1");

/// Monday 14 September 2026: one working day later is the 15th, 15 working days after the 15th is 12 October, since the
/// 25th and the National Day week are off, and the 20th and 10 October are worked.
fn rating(level: u8, real_name: bool, auto: bool) -> Seen {
    let (window, staff, case, device) = (0, Some(S1), None, None);
    let fact = Fact::RatingSubmitted { window, staff, level, real_name, auto, case, device };
    ("2026-09-14T10:00:00+08:00", R, fact)
}

fn verified(valid: bool) -> Seen {
    let fact = Fact::RatingVerified { valid, responsible: Responsible::Window, points: None };
    ("2026-09-15T10:00:00+08:00", R, fact)
}

const RECTIFIED: Seen = ("2026-09-16T10:00:00+08:00", R, Fact::RatingRectified);
const REPLIED: Seen = ("2026-09-17T10:00:00+08:00", R, Fact::RatingReplied);

fn seen<T>(events: &[Seen], as_of: &str, ask: impl FnOnce(&Context<'_>) -> T) -> T {
    let hall = Hall::new();
    let as_of = Instant::parse(as_of).unwrap();
    let events: Vec<_> =
        events.iter().zip(1..).map(|(&seen, number)| (format!("e{number}"), 0, seen)).collect();
    let log = hall.log(&events, as_of);
    ask(&hall.context(&log, as_of))
}

/// State, what it waits for with deadlines, what may be done (verify, rectify, reply, appeal), whether it is overdue.
fn told(events: &[Seen], as_of: &str) -> String {
    seen(events, as_of, |context| {
        let look = ratings::look(context, "R-1").unwrap();
        let waits: Vec<String> = look.waits_for.iter().map(|(step, due)| format!("{step:?} {due}")).collect();
        let may = [RatingStep::Verify, RatingStep::Rectify, RatingStep::Reply].map(|step| look.may(step));
        let may: String =
            may.into_iter().chain([look.may_be_appealed()]).map(|may| if may { 'y' } else { 'n' }).collect();
        let late = if look.is_overdue(context.today()) { " late" } else { "" };
        format!("{:?} [{}] {may}{late}", look.state, waits.join(", "))
    })
}

#[test]
fn a_bad_rating_waits_for_one_step_after_the_other_until_all_is_done() {
    let last_good = "2026-09-15T23:59:59+08:00";
    let first_bad = "2026-09-16T00:00:00+08:00";
    let later = "2026-09-18T10:00:00+08:00";
    let cases: [(&[Seen], &str, &str); 9] = [
        (&[rating(1, true, false)], last_good, "Open [Verify 2026-09-15] yyyy"),
        (&[rating(1, true, false)], first_bad, "Open [Verify 2026-09-15] yyyy late"),
        (&[rating(1, false, false)], last_good, "Open [Verify 2026-09-15] yyny"),
        (
            &[rating(2, true, false), verified(true)],
            first_bad,
            "Open [Rectify 2026-10-12, Reply 2026-10-12] yyyy",
        ),
        (&[rating(2, true, false), verified(true), RECTIFIED], later, "Open [Reply 2026-10-12] ynyy"),
        (&[rating(2, true, false), verified(true), RECTIFIED, REPLIED], later, "Done [] ynny"),
        (&[rating(2, false, false), verified(true), RECTIFIED], later, "Done [] ynny"),
        (&[rating(2, true, false), verified(false)], later, "Invalid [] ynnn"),
        // Good ones and those that a system set concern nobody.
        (&[rating(3, true, false)], later, "Idle [] nnnn"),
    ];
    for (events, as_of, expected) in cases {
        assert_eq!(told(events, as_of), expected, "{events:?}");
    }
    assert_eq!(told(&[rating(1, true, true)], later), "Idle [] nnnn");
}

#[test]
fn a_step_that_was_done_late_stays_marked_and_one_in_time_does_not() {
    let steps = |events: &[Seen], as_of: &str| {
        seen(events, as_of, |context| {
            let look = ratings::look(context, "R-1").unwrap();
            let steps = look.steps(context).into_iter();
            steps.map(|step| (step.step, step.done.is_some(), step.is_late)).collect::<Vec<_>>()
        })
    };
    let late = ("2026-09-16T00:00:00+08:00", R, verified(true).2);
    let done = steps(&[rating(1, false, false), verified(true)], "2026-09-18T00:00:00+08:00");
    assert_eq!(done, [(RatingStep::Verify, true, false), (RatingStep::Rectify, false, false)]);
    let done = steps(&[rating(1, false, false), late], "2026-09-18T00:00:00+08:00");
    assert_eq!(done[0], (RatingStep::Verify, true, true));
    let over = steps(&[rating(1, false, false), verified(true)], "2026-10-14T00:00:00+08:00");
    assert_eq!(over[1], (RatingStep::Rectify, false, true));
}

#[test]
fn progress_counts_valid_ones_alone_and_replies_under_a_real_name() {
    let progress = |events: &[Seen]| {
        seen(events, "2026-09-18T10:00:00+08:00", |context| {
            let mut progress = Progress::default();
            ratings::bad_ones(context).iter().for_each(|look| progress.count(context, look));
            [progress.valid, progress.rectified, progress.real_name, progress.replied]
        })
    };
    assert_eq!(progress(&[rating(1, true, false)]), [0, 0, 0, 0]);
    assert_eq!(progress(&[rating(1, true, false), verified(false), RECTIFIED]), [0, 0, 0, 0]);
    assert_eq!(progress(&[rating(1, true, false), verified(true)]), [1, 0, 1, 0]);
    assert_eq!(progress(&[rating(1, true, false), verified(true), RECTIFIED, REPLIED]), [1, 1, 1, 1]);
    assert_eq!(progress(&[rating(1, false, false), verified(true), RECTIFIED, REPLIED]), [1, 1, 0, 0]);
    assert_eq!(progress(&[rating(5, false, false)]), [0, 0, 0, 0]);
}

/// Received on Monday 14 September 2026: three working days are the 17th, fifteen the 10th of October, a worked Saturday.
const RECEIVED: Seen =
    ("2026-09-14T10:00:00+08:00", P, Fact::ComplaintReceived { window: 0, staff: Some(S1) });
const ACCEPTED: Seen = ("2026-09-14T11:00:00+08:00", P, Fact::ComplaintAccepted);
const EXTENDED: Seen = ("2026-09-15T11:00:00+08:00", P, Fact::ComplaintExtended);
const REJECTED: Seen = ("2026-09-16T11:00:00+08:00", P, Fact::ComplaintRejected);

fn resolved(time: &'static str, substantiated: bool) -> Seen {
    (time, P, Fact::ComplaintResolved { substantiated, points: None })
}

#[test]
fn a_complaint_goes_from_receipt_to_an_answer_and_its_time_is_extended_once() {
    let now = "2026-09-16T12:00:00+08:00";
    let told = |events: &[Seen]| {
        seen(events, now, |context| {
            let look = complaints::look(context, "P-1").unwrap();
            let steps = [
                (ComplaintStep::Accept, "accept"),
                (ComplaintStep::Reject, "reject"),
                (ComplaintStep::Extend, "extend"),
                (ComplaintStep::Resolve, "resolve"),
                (ComplaintStep::Tell, "tell"),
            ];
            let may: Vec<&str> =
                steps.iter().filter(|(step, _)| look.may(*step)).map(|(_, word)| *word).collect();
            (look.state, look.due.to_string(), may.join(" "))
        })
    };
    let upheld = resolved("2026-09-16T11:00:00+08:00", true);
    let dismissed = resolved("2026-09-16T11:00:00+08:00", false);
    let cases: [(&[Seen], ComplaintState, &str, &str); 7] = [
        (&[RECEIVED], ComplaintState::Received, "2026-09-17", "accept reject extend"),
        (&[RECEIVED, ACCEPTED], ComplaintState::Accepted, "2026-09-17", "extend resolve"),
        (&[RECEIVED, EXTENDED], ComplaintState::Received, "2026-10-10", "accept reject"),
        (&[RECEIVED, ACCEPTED, EXTENDED], ComplaintState::Accepted, "2026-10-10", "resolve"),
        (&[RECEIVED, REJECTED], ComplaintState::Rejected, "2026-09-17", "tell"),
        (&[RECEIVED, ACCEPTED, upheld], ComplaintState::Upheld(None), "2026-09-17", "tell"),
        (&[RECEIVED, ACCEPTED, dismissed], ComplaintState::NotUpheld, "2026-09-17", "tell"),
    ];
    for (events, state, due, may) in cases {
        assert_eq!(told(events), (state, due.to_owned(), may.to_owned()), "{events:?}");
    }
}

#[test]
fn a_complaint_is_late_once_its_last_day_is_over_and_stays_so_when_it_was_answered_then() {
    let is_late = |events: &[Seen], as_of: &str| {
        seen(events, as_of, |context| complaints::look(context, "P-1").unwrap().is_late(context.today()))
    };
    assert!(!is_late(&[RECEIVED], "2026-09-17T23:59:59+08:00"));
    assert!(is_late(&[RECEIVED], "2026-09-18T00:00:00+08:00"));
    let as_of = "2026-09-30T00:00:00+08:00";
    assert!(!is_late(&[RECEIVED, resolved("2026-09-17T23:59:59+08:00", false)], as_of));
    assert!(is_late(&[RECEIVED, resolved("2026-09-18T00:00:00+08:00", false)], as_of));
}

#[test]
fn what_follows_for_staff_and_window_is_told_before_a_complaint_is_upheld() {
    let hall = Hall::new();
    let as_of = "2026-09-20T00:00:00+08:00";
    let if_upheld = |events: &[Seen], past: &[PastMonth]| {
        let (log, result) = hall.score(events, as_of);
        let context = hall.context(&log, Instant::parse(as_of).unwrap());
        let found = complaints::if_upheld(&context, Some(&result), past, 0, Some(S1));
        (found.upheld_this_year, found.action, found.upheld_this_month, found.makes_dissatisfied())
    };
    let none = if_upheld(&[RECEIVED], &[]);
    assert_eq!(none, (Some(0), Some(NoticeKind::NotifyDepartment), 0, false));
    let upheld = [RECEIVED, resolved("2026-09-16T11:00:00+08:00", true)];
    assert_eq!(if_upheld(&upheld, &[]), (Some(1), Some(NoticeKind::TransferRecommended), 1, true));
    // One of an earlier month of the year counts for the person, not for the window's month; one of last year for nobody.
    let past = |month: &str| PastMonth {
        month: county::month(month),
        yellow: Vec::new(),
        failed: Vec::new(),
        complaints_upheld: vec![S1],
    };
    let earlier = if_upheld(&[RECEIVED], &[past("2026-03")]);
    assert_eq!(earlier, (Some(1), Some(NoticeKind::TransferRecommended), 0, false));
    assert_eq!(if_upheld(&[RECEIVED], &[past("2025-12")]).0, Some(0));
    // And the core proposes just that once it is upheld.
    let (_, result) = hall.score(&upheld, as_of);
    let proposed: Vec<_> = result.actions.iter().map(|action| (action.kind, action.subject)).collect();
    assert_eq!(proposed, [(NoticeKind::NotifyDepartment, ActionSubject::Staff(S1))]);
}

#[test]
fn what_waits_longest_comes_first_and_what_waits_for_nobody_last() {
    let other = |id: &'static str, time: &'static str| -> Seen {
        let (_, _, fact) = rating(1, false, false);
        (time, Subject::Rating(id), fact)
    };
    let invalid =
        Fact::RatingVerified { valid: false, responsible: Responsible::Nobody, points: Some(Points(200)) };
    let events = [
        other("R-3", "2026-09-16T10:00:00+08:00"),
        other("R-2", "2026-09-11T10:00:00+08:00"),
        other("R-9", "2026-09-10T10:00:00+08:00"),
        ("2026-09-16T10:00:00+08:00", Subject::Rating("R-9"), invalid),
        rating(5, false, false),
    ];
    let order = seen(&events, "2026-09-18T10:00:00+08:00", |context| {
        let all = ratings::bad_ones(context).into_iter();
        all.map(|look| (context.log.text(look.id).to_owned(), look.state)).collect::<Vec<_>>()
    });
    let expected = [("R-2", RatingState::Open), ("R-3", RatingState::Open), ("R-9", RatingState::Invalid)];
    assert_eq!(order, expected.map(|(id, state)| (id.to_owned(), state)));
}

//! Two versions of a month held against each other: what is one line and what are two, and which reasons are given.

use crate::months::{self, changes, event, evidence, late, line, only, person, september, window};
use reports::changes::late::Topic;
use reports::changes::published::{Book, EventId};
use reports::changes::{Area, Between, MonthFiles, Published, Reason, Turn, compare};
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::time::{Date, Month};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn one_window() -> months::Month {
    september(&[window("W-01", 1, 28.0, 20.0)], &[])
}

#[test]
fn what_score_writes_is_read_and_differs_from_itself_in_nothing() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let mut months = 0;
    for case in fs::read_dir(cases).unwrap() {
        for month in fs::read_dir(case.unwrap().path().join("expected")).unwrap() {
            let dir = month.unwrap().path();
            if !dir.is_dir() {
                continue;
            }
            let file = |name: &str| fs::read(dir.join(name)).unwrap();
            let (result, ledger, notices) =
                (file("result.json"), file("ledger.ndjson"), file("notices.ndjson"));
            let files = MonthFiles { result: &result, ledger: &ledger, notices: &notices };
            let published = Published::read(&files).unwrap();
            let lines = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte == b'\n').count();
            assert_eq!((published.entries.len(), published.notices.len()), (lines(&ledger), lines(&notices)));
            let none = compare(&published, &published, Between::default());
            assert!(none.is_empty(), "{dir:?}: {none:?}");
            months += 1;
        }
    }
    assert!(months >= 15, "{months}");
}

#[test]
fn a_line_that_is_none_is_told_with_its_place() {
    let month = one_window();
    let good = line("rude", "2026-09-02", -2.0, json!({})).to_string();
    let result = month.result.to_string();
    for (bad, why) in [
        (good.replace("2026-09-02", "2026-09-31"), "no date"),
        (good.replace("-2.0", "-2.001"), "at most two places"),
        (good.replace("\"rule\"", "\"role\""), "missing field `rule`"),
    ] {
        let ledger = format!("{good}\n{bad}\n");
        let files = MonthFiles { result: result.as_bytes(), ledger: ledger.as_bytes(), notices: b"" };
        let error = Published::read(&files).unwrap_err();
        assert_eq!((error.file, error.line), ("ledger.ndjson", 2));
        assert!(error.cause.to_string().contains(why), "{}", error.cause);
    }
}

#[test]
fn a_voided_finding_gives_its_reason_to_line_and_total_and_the_pushed_rank_has_none_of_its_own() {
    let rude = line("rude", "2026-09-02", -2.0, json!({"finding": "F-3", "evidence": evidence(&["e03"])}));
    let before =
        september(&[window("W-02", 1, 27.0, 20.0), window("W-01", 2, 26.0, 20.0)], &[]).with(&[rude]);
    let after = september(&[window("W-01", 1, 28.0, 20.0), window("W-02", 2, 27.0, 20.0)], &[]);
    let voided = late("e04", "finding.voided", json!({"finding": "F-3", "reason": "申诉成立"}), &[]);
    let changes = changes(&before, &after, vec![voided]);

    let (turn, because) = only(&changes.entries);
    assert!(matches!(turn, Turn::Went(ref entry) if entry.finding.as_deref() == Some("F-3")), "{turn:?}");
    assert_eq!(because, [Reason::Late(0)]);
    let moved: Vec<(&str, Option<u32>, &[Reason])> = changes
        .windows
        .iter()
        .map(|change| (change.turn.latest().id.as_str(), change.turn.latest().rank, &change.because[..]))
        .collect();
    assert_eq!(moved, [("W-01", Some(1), &[Reason::Late(0)][..]), ("W-02", Some(2), &[Reason::OthersMoved])]);
    assert_eq!(changes.count(), 3);
}

#[test]
fn a_line_that_counts_more_since_another_went_says_so() {
    let of_case = |case: &str, date: &str, applied: f64| {
        let more = json!({"rule": "W-D1", "category": "D", "case": case, "applied": applied});
        line("overdue", date, -5.0, more)
    };
    // D has 8 left: the second case finds 3.
    let lines = [of_case("C-1", "2026-09-07", -5.0), of_case("C-2", "2026-09-08", -3.0)];
    let before = one_window().with(&lines);
    let after = one_window().with(&[of_case("C-2", "2026-09-08", -5.0)]);
    let completed = late("e9", "case.completed", json!({"case": "C-1"}), &[]);
    let changes = changes(&before, &after, vec![completed]);
    let because: Vec<&[Reason]> = changes.entries.iter().map(|change| &change.because[..]).collect();
    assert_eq!(because, [&[Reason::Late(0)][..], &[Reason::SameCategory]]);
    let Turn::Changed(was, is) = &changes.entries[1].turn else { panic!("{:?}", changes.entries[1]) };
    assert_eq!((was.applied, is.applied), (Points(-300), Points(-500)));
}

#[test]
fn points_that_no_late_event_speaks_of_have_no_invented_reason() {
    let before = one_window();
    let after = one_window().with(&[line("rude", "2026-09-02", -2.0, json!({"finding": "F-9"}))]);
    let other = || late("e1", "finding.recorded", json!({"finding": "F-8"}), &[]);
    assert_eq!(only(&changes(&before, &after, vec![other()]).entries).1, [Reason::Unnamed]);

    let of_another_day = after.but("as_of", json!("2026-10-08T00:00:00+08:00"));
    let changes = changes(&before, &of_another_day, vec![other()]);
    assert_eq!(only(&changes.entries).1, [Reason::Givens]);
    assert_eq!(changes.givens.len(), 1);
    assert_eq!(changes.givens[0].en, "as of 1 Oct 2026 00:00 → 8 Oct 2026 00:00");
}

#[test]
fn an_event_that_the_later_version_lists_as_without_effect_is_no_reason() {
    let before = one_window().with(&[line("rude", "2026-09-02", -2.0, json!({"finding": "F-3"}))]);
    let voided = |id: &str| late(id, "finding.voided", json!({"finding": "F-3"}), &[]);
    let foreign = json!([{"kind": "foreign_source", "subject": "F-3", "date": "2026-09-09",
        "detail": "finding.voided hall/e1"}]);
    let after = one_window().but("anomalies", foreign);
    let changes = changes(&before, &after, vec![voided("e1"), voided("e2")]);
    assert_eq!(only(&changes.entries).1, [Reason::Late(1)]);
    assert_eq!(only(&changes.anomalies).1, [Reason::Late(0)], "what is odd is that event itself");
}

#[test]
fn another_rulebook_is_the_reason_and_the_same_fact_under_another_rule_is_one_line() {
    let fact = json!({"finding": "F-3", "evidence": evidence(&["e03"])});
    let before = one_window().with(&[line("rude", "2026-09-02", -2.0, fact.clone())]);
    let mut elsewhere = line("rude", "2026-09-02", -4.0, fact);
    elsewhere["rule"] = json!("W-K1");
    elsewhere["category"] = json!("K");
    let after = one_window().with(&[elsewhere]).but("rulebook", json!({"id": "other", "version": "2"}));
    let (turn, because) = only(&changes(&before, &after, Vec::new()).entries);
    assert!(matches!(turn, Turn::Changed(ref was, ref is) if was.rule == "W-B3" && is.rule == "W-K1"));
    assert_eq!(because, [Reason::Givens]);
}

#[test]
fn a_rating_verified_anew_is_one_line_and_another_charge_is_another() {
    let rating = |date: &str, points: f64, verified: &str| {
        line("dissatisfied", date, points, json!({"rating": "R-1", "evidence": evidence(&["r1", verified])}))
    };
    let before = one_window().with(&[rating("2026-09-08", -2.0, "v1")]);
    let after = one_window().with(&[rating("2026-09-10", -5.0, "v2")]);
    let verified = late("v2", "rating.verified", json!({"rating": "R-1"}), &[]);
    let (turn, because) = only(&changes(&before, &after, vec![verified]).entries);
    assert!(matches!(turn, Turn::Changed(..)), "{turn:?}");
    assert_eq!(because, [Reason::Late(0)]);

    let charge = |id: &str| {
        line("fee_outside", "2026-09-08", -2.0, json!({"case": "C-1", "evidence": evidence(&[id])}))
    };
    let before = one_window().with(&[charge("c1")]);
    let after = one_window().with(&[charge("c2")]);
    let taken_back = late("x1", "event.retracted", json!({"source": "hall", "id": "c1"}), &[]);
    let charged = late("c2", "fee.charged", json!({"case": "C-1"}), &[]);
    let changes = changes(&before, &after, vec![taken_back, charged]);
    let turns: Vec<(bool, &[Reason])> = changes
        .entries
        .iter()
        .map(|change| (matches!(change.turn, Turn::Went(_)), &change.because[..]))
        .collect();
    assert_eq!(turns, [(true, &[Reason::Late(0)][..]), (false, &[Reason::Late(1)])]);
}

#[test]
fn a_late_case_event_explains_its_overdue_but_not_a_charge_that_names_the_case() {
    let overdue = line("overdue", "2026-09-08", -5.0, json!({"case": "C-1", "evidence": evidence(&["a1"])}));
    let charge =
        line("fee_outside", "2026-09-08", -2.0, json!({"case": "C-1", "evidence": evidence(&["c1"])}));
    let before = one_window().with(&[overdue, charge]);
    let completed = late("e9", "case.completed", json!({"case": "C-1"}), &[]);
    let changes = changes(&before, &one_window(), vec![completed]);
    let because: Vec<(&str, &[Reason])> = changes
        .entries
        .iter()
        .map(|change| (change.turn.latest().kind.as_str(), &change.because[..]))
        .collect();
    assert_eq!(because, [("overdue", &[Reason::Late(0)][..]), ("fee_outside", &[Reason::Unnamed])]);
}

#[test]
fn of_lines_alike_as_many_are_told_as_there_are_more() {
    let absent = || line("absent", "2026-09-08", -5.0, json!({"session": "am", "staff": "S-1"}));
    let before = one_window().with(&[absent(), absent()]);
    let after = one_window().with(&[absent(), absent(), absent()]);
    assert!(matches!(only(&changes(&before, &after, Vec::new()).entries).0, Turn::Appeared(_)));
    assert!(matches!(only(&changes(&after, &before, Vec::new()).entries).0, Turn::Went(_)));
    assert!(changes(&after, &after, Vec::new()).is_empty());
}

#[test]
fn a_make_up_explains_its_own_day_and_person_alone() {
    let absent = |date: &str, staff: &str| {
        line("absent", date, -5.0, json!({"session": "am", "staff": staff, "rule": "W-A3", "category": "A"}))
    };
    let lines = [absent("2026-09-08", "S-1"), absent("2026-09-08", "S-2"), absent("2026-09-09", "S-1")];
    let makeup = late("m1", "attendance.makeup", json!({"staff": "S-1", "date": "2026-09-08"}), &[]);
    let changes = changes(&one_window().with(&lines), &one_window(), vec![makeup]);
    let because: Vec<Reason> = changes.entries.iter().map(|change| change.because[0]).collect();
    assert_eq!(because, [Reason::Late(0), Reason::Unnamed, Reason::Unnamed]);
}

#[test]
fn anybodys_swipe_counts_where_a_day_was_taken_for_a_lost_device() {
    let absent = line("absent", "2026-09-08", -5.0, json!({"session": "am", "staff": "S-2"}));
    let silent =
        json!([{"kind": "attendance_silent", "subject": "hall", "date": "2026-09-08", "detail": ""}]);
    let before = one_window().but("anomalies", silent);
    let after = one_window().with(&[absent]);
    let makeup = late("m1", "attendance.makeup", json!({"staff": "S-1", "date": "2026-09-08"}), &[]);
    let changes = changes(&before, &after, vec![makeup]);
    assert_eq!(only(&changes.entries).1, [Reason::Late(0)]);
    assert_eq!(only(&changes.anomalies).1, [Reason::Late(0)]);
}

#[test]
fn an_earlier_leave_moves_the_half_days_that_cost_nothing() {
    let taken = |date: &str, points: f64| {
        let more = json!({"book": "staff", "subject": "S-1", "staff": "S-1", "session": "am", "rule": "S-C2",
            "category": "C", "evidence": evidence(&["l2"])});
        line("leave_taken", date, points, more)
    };
    let half_day = |day: u32| json!({"date": format!("2026-09-{day:02}"), "session": "am"});
    let leave = json!({"staff": "S-1", "from": half_day(3), "to": half_day(3)});
    let after = one_window().with(&[taken("2026-09-20", -0.5)]);
    let changes = changes(&one_window(), &after, vec![late("l1", "attendance.leave", leave, &[])]);
    assert_eq!(only(&changes.entries).1, [Reason::Late(0)]);
}

#[test]
fn everybodys_marks_decide_who_is_among_the_highest() {
    let top = |staff: &str| {
        line("peer_top5", "2026-09-30", 2.0, json!({"book": "staff", "subject": staff, "staff": staff}))
    };
    let marks = json!({"month": "2026-09", "staff": "S-9", "center": 90, "peers": 99});
    let of_august = json!({"month": "2026-08", "staff": "S-9", "center": 90, "peers": 99});
    let events = vec![
        late("v0", "evaluation.recorded", of_august, &[]),
        late("v1", "evaluation.recorded", marks, &[]),
    ];
    let changes = changes(&one_window().with(&[top("S-1")]), &one_window(), events);
    assert_eq!(only(&changes.entries).1, [Reason::Late(1)]);
}

#[test]
fn the_bonus_of_a_model_window_follows_its_flag() {
    let with_flag = |flag: Value| {
        let mut window = window("W-01", 1, 28.0, 20.0);
        window["flag"] = flag;
        september(&[window], &[person("S-1", 1, 25.0, 35.0)])
    };
    let bonus = line("model_window", "2026-09-30", 2.0, json!({"book": "staff", "subject": "S-1"}));
    let (before, after) = (with_flag(json!("red")).with(&[bonus]), with_flag(Value::Null));
    let changes = changes(&before, &after, Vec::new());
    assert_eq!(only(&changes.entries).1, [Reason::FlagOfWindow]);
    let (turn, because) = only(&changes.windows);
    assert!(turn.differs(|standing| standing.flag) && turn.before().unwrap().flag == Some(Flag::Red));
    assert_eq!(because, [Reason::OthersMoved], "same rank, no line of its own");
}

#[test]
fn a_rank_with_the_same_total_moves_by_its_own_rates_or_by_others() {
    let mut slower = window("W-01", 2, 28.0, 20.0);
    slower["rates"]["on_time_rate"] = json!(0.9);
    let before = september(&[window("W-01", 1, 28.0, 20.0), window("W-02", 1, 28.0, 20.0)], &[]);
    let after = september(&[window("W-02", 1, 28.0, 20.0), slower], &[]);
    let completed = late("e9", "case.completed", json!({"case": "C-1"}), &[]);
    let changes = changes(&before, &after, vec![completed]);
    assert_eq!(only(&changes.windows).1, [Reason::OwnRates]);
    let (turn, because) = only(&changes.rates);
    let figures = (turn.before().unwrap().figure.clone(), turn.after().unwrap().figure.clone());
    assert_eq!(figures, (Some("1.0".to_owned()), Some("0.9".to_owned())));
    assert_eq!(because, [Reason::LateIn(Area::Cases, 1)]);
}

#[test]
fn who_enters_the_list_has_no_event_for_it() {
    let before = one_window();
    let after = september(&[window("W-01", 1, 28.0, 20.0), window("W-02", 2, 26.0, 20.0)], &[]);
    let (turn, because) = only(&changes(&before, &after, Vec::new()).windows);
    assert!(matches!(turn, Turn::Appeared(ref standing) if standing.id == "W-02"));
    assert_eq!(because, [Reason::Unnamed]);
    assert!(matches!(only(&changes(&after, &before, Vec::new()).windows).0, Turn::Went(_)));
}

#[test]
fn actions_follow_lines_standings_or_earlier_months() {
    let action = |kind: &str, subject: &str| json!({"kind": kind, "subject": subject, "date": "2026-09-30"});
    let yellow = action("yellow_flag_warning", "W-01");
    let complaint = line("complaint_upheld", "2026-09-08", -5.0, json!({"complaint": "P-1", "staff": "S-1"}));
    let before =
        one_window().with(&[complaint]).but("actions", json!([yellow, action("notify_department", "S-1")]));
    let rejected = late(
        "e1",
        "event.retracted",
        json!({"source": "hall", "id": "p2"}),
        &[event("p2", "complaint.resolved", json!({"complaint": "P-1"}))],
    );
    let changes = changes(&before, &one_window(), vec![rejected]);
    let because: Vec<(&str, &[Reason])> = changes
        .actions
        .iter()
        .map(|change| (change.turn.latest().kind.as_str(), &change.because[..]))
        .collect();
    assert_eq!(
        because,
        [("notify_department", &[Reason::Late(0)][..]), ("yellow_flag_warning", &[Reason::EarlierMonths])]
    );
}

#[test]
fn notices_follow_their_subject_or_the_month_before() {
    let notice = |kind: &str, subject: &str| {
        json!({"kind": kind, "level": 2, "subject": subject, "date": "2026-09-09", "due": "2026-09-08",
            "window": "W-01", "department": "D-01", "to": ["department_head:D-01"]})
    };
    let before = one_window()
        .notice(notice("case_overdue", "C-1"))
        .notice(notice("joint_overdue", "C-1/D-02"))
        .notice(notice("case_overdue", "C-2"))
        .notice(notice("yellow_flag", "W-01"));
    let completed = late("e9", "case.completed", json!({"case": "C-1"}), &[]);
    let changes = changes(&before, &one_window(), vec![completed]);
    let because: Vec<(&str, Reason)> = changes
        .notices
        .iter()
        .map(|change| (change.turn.latest().subject.as_str(), change.because[0]))
        .collect();
    let expected = [
        ("C-1", Reason::Late(0)),
        ("C-2", Reason::Unnamed),
        ("C-1/D-02", Reason::Late(0)),
        ("W-01", Reason::EarlierMonths),
    ];
    assert_eq!(because, expected);
}

#[test]
fn an_event_speaks_of_what_its_type_names() {
    let half_day = |day: u32| json!({"date": format!("2026-09-{day:02}"), "session": "am"});
    let date = |text: &str| Date::parse(text).unwrap();
    let (staff, september) = (|| "S-1".to_owned(), Month::parse("2026-09").unwrap());
    for (event_type, data, topic) in [
        ("case.joint_completed", json!({"case": "C-1", "department": "D-1"}), Topic::Case("C-1".into())),
        ("rating.verified", json!({"rating": "R-1"}), Topic::Rating("R-1".into())),
        ("complaint.resolved", json!({"complaint": "P-1"}), Topic::Complaint("P-1".into())),
        ("finding.voided", json!({"finding": "F-1"}), Topic::Finding("F-1".into())),
        ("merit.voided", json!({"merit": "M-1"}), Topic::Merit("M-1".into())),
        ("queue.served", json!({"ticket": "Q-1"}), Topic::Ticket("Q-1".into())),
        ("fee.charged", json!({"case": "C-1"}), Topic::Charge),
        // 10:00 on 9 October.
        (
            "attendance.swipe",
            json!({"staff": "S-1"}),
            Topic::StaffDay { staff: staff(), date: date("2026-10-09") },
        ),
        (
            "attendance.makeup",
            json!({"staff": "S-1", "date": "2026-09-08"}),
            Topic::StaffDay { staff: staff(), date: date("2026-09-08") },
        ),
        (
            "attendance.leave",
            json!({"staff": "S-1", "from": half_day(8), "to": half_day(10)}),
            Topic::Leave { staff: staff(), first: date("2026-09-08"), last: date("2026-09-10") },
        ),
        (
            "evaluation.recorded",
            json!({"month": "2026-09", "staff": "S-1"}),
            Topic::Evaluation { book: Book::Staff, subject: staff(), month: september },
        ),
        ("appeal.decided", json!({"appeal": "A-1"}), Topic::Nothing),
        ("case.completed", json!({"case": 7}), Topic::Nothing),
    ] {
        assert_eq!(late("e1", event_type, data, &[]).topic, topic, "{event_type}");
    }
}

#[test]
fn a_retraction_speaks_of_what_was_taken_back_however_deep() {
    let finding = event("e1", "finding.recorded", json!({"finding": "F-1"}));
    let taken_back = |id: &str| json!({"source": "hall", "id": id, "reason": "原记录无误"});
    let first = event("e2", "event.retracted", taken_back("e1"));
    let second = late("e3", "event.retracted", taken_back("e2"), &[finding, first]);
    let of_hall = |id: &str| EventId { source: "hall".to_owned(), id: id.to_owned() };
    assert_eq!(second.topic, Topic::Finding("F-1".to_owned()));
    assert_eq!(second.retracts, [of_hall("e2"), of_hall("e1")]);
    assert_eq!(second.reason.as_deref(), Some("原记录无误"));

    let unknown = late("e4", "event.retracted", taken_back("lost"), &[]);
    assert_eq!((unknown.topic, unknown.retracts), (Topic::Nothing, vec![of_hall("lost")]));
    let of_itself = event("e5", "event.retracted", taken_back("e5"));
    assert_eq!(late("e5", "event.retracted", taken_back("e5"), &[of_itself]).topic, Topic::Nothing);
}

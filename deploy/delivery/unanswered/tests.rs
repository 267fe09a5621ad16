//! What follows where nobody answers, in the test county: a case of three working days, accepted on 24 September 2026, due on
//! the 30th, overdue from 8 October on.

use super::*;
use crate::service::test_county::{TestCounty, at, event};
use scoring::time::Instant;
use serde_json::json;

fn county(name: &str, now: &str) -> TestCounty {
    let county = TestCounty::new(name, "2026-09-24 10:00:00");
    let data = json!({"case": "C-1", "item": "I-3", "window": "W-1", "staff": "S-1"});
    county.send("hall", event("e1", "hall", "case.accepted", "2026-09-24 10:00:00", data));
    county.set(now);
    county
}

fn told(identity: &str, kind: &str, recipient: &str, sent: Instant) -> Told {
    let body = json!({"kind": kind, "level": 2, "subject": "C-1"}).to_string();
    Told {
        notice: KeptNotice {
            identity: identity.to_owned(),
            kind: kind.to_owned(),
            level: 2,
            subject: "C-1".to_owned(),
            date: "2026-10-08".to_owned(),
            recipients: vec![recipient.to_owned()],
            body,
            derived: sent,
            state: NoticeState::Sent,
            sent: Some(sent),
        },
        recipient: recipient.to_owned(),
        sent,
        is_repeated: false,
    }
}

fn said(notice: &str, by: &str, asks_help: bool) -> Answer {
    Answer { notice: notice.to_owned(), event: 7, by: by.to_owned(), reason: None, asks_help }
}

/// `identity -> recipients` of what goes up, then `again recipient`.
fn follows(county: &TestCounty, told: Vec<Told>, answers: Vec<Answer>) -> Vec<String> {
    let found = county.live().act_and_wait(move |desk| {
        let _ = desk.moment();
        consequences(&desk.context(), &told, &answers)
    });
    let found = found.expect("a desk");
    let up = found.up.iter().map(|notice| format!("{} -> {}", notice.identity, notice.recipients.join(" ")));
    up.chain(found.again.keys().map(|recipient| format!("again {recipient}"))).collect()
}

const OVERDUE: &str = "case_overdue/C-1/2/2026-09-30";

fn on_thursday(kind: &str) -> Vec<Told> {
    vec![told(OVERDUE, kind, "department_head:D-1", at("2026-10-08 08:30:00"))]
}

#[test]
fn what_nobody_acknowledges_within_a_working_day_goes_one_level_up_and_is_told_again() {
    // Told on Thursday, Friday and Saturday (worked that year) are there to answer, Sunday is off.
    let county = county("unanswered", "2026-10-09 23:59:59");
    assert!(follows(&county, on_thursday("case_overdue"), Vec::new()).is_empty());
    county.set("2026-10-10 00:00:00");
    let up = "unanswered/department_head:D-1/case_overdue/C-1/2/2026-09-30 -> county_leader";
    assert_eq!(follows(&county, on_thursday("case_overdue"), Vec::new()), [up, "again department_head:D-1"]);
    let repeated: Vec<Told> =
        on_thursday("case_overdue").into_iter().map(|told| Told { is_repeated: true, ..told }).collect();
    assert_eq!(follows(&county, repeated, Vec::new()), [up], "a second repeat would be a flood");
}

#[test]
fn an_answer_counts_for_whom_it_names() {
    let county = county("answered", "2026-10-12 09:00:00");
    let told = || {
        let to = ["department_head:D-1", "county_leader"];
        let mut told = on_thursday("case_overdue");
        told[0].notice.recipients = to.map(str::to_owned).to_vec();
        told
    };
    assert!(follows(&county, told(), vec![said(OVERDUE, "department_head:D-1", false)]).is_empty());
    for by in ["window:W-1", "county_leader", "张局长"] {
        assert!(!follows(&county, told(), vec![said(OVERDUE, by, false)]).is_empty(), "{by}");
    }
    // Where nobody else was told, whoever answers speaks for the one who was.
    assert!(follows(&county, on_thursday("case_overdue"), vec![said(OVERDUE, "张局长", false)]).is_empty());
}

#[test]
fn what_has_ended_wants_no_answer() {
    let county = county("ended", "2026-10-12 09:00:00");
    county.send(
        "hall",
        event(
            "e2",
            "hall",
            "case.completed",
            "2026-10-12 08:00:00",
            json!({"case": "C-1", "outcome": "approved"}),
        ),
    );
    assert!(follows(&county, on_thursday("case_overdue"), Vec::new()).is_empty());
}

#[test]
fn whoever_asks_for_help_is_heard_at_once_and_one_level_up() {
    let county = county("help", "2026-10-08 10:00:00");
    let asked = vec![said(OVERDUE, "department_head:D-1", true)];
    assert_eq!(
        follows(&county, on_thursday("case_overdue"), asked),
        ["help_asked/7/case_overdue/C-1/2/2026-09-30 -> county_leader supervision"]
    );
}

#[test]
fn a_notice_about_a_notice_goes_up_too_while_its_cause_stands() {
    let county = county("chain", "2026-10-12 09:00:00");
    let first = told(OVERDUE, "case_overdue", "window:W-1", at("2026-09-28 08:30:00"));
    let asked = county.live().act_and_wait(move |desk| {
        let _ = desk.moment();
        consequences(&desk.context(), &[first], &[])
    });
    let up = asked.expect("a desk").up.pop().expect("goes up");
    assert_eq!(up.recipients, ["department_head:D-1"]);
    let told = Told {
        recipient: "department_head:D-1".to_owned(),
        sent: at("2026-09-30 08:30:00"),
        is_repeated: true,
        notice: up,
    };
    let chain =
        "unanswered/department_head:D-1/unanswered/window:W-1/case_overdue/C-1/2/2026-09-30 -> county_leader";
    assert_eq!(follows(&county, vec![told.clone()], Vec::new()), [chain]);
    county.send(
        "hall",
        event(
            "e2",
            "hall",
            "case.completed",
            "2026-10-12 08:00:00",
            json!({"case": "C-1", "outcome": "approved"}),
        ),
    );
    assert!(follows(&county, vec![told], Vec::new()).is_empty());
}

#[test]
fn a_silent_feed_does_not_reach_the_county_leader() {
    let county = county("machines", "2026-10-12 09:00:00");
    let silent = |identity: &str, recipient: &str| {
        vec![told(identity, "feed_silent", recipient, at("2026-10-08 08:30:00"))]
    };
    let feed = "feed_silent/sub/2/2026-10-08";
    assert_eq!(
        follows(&county, silent(feed, "operator:sub"), Vec::new()),
        [&format!("unanswered/operator:sub/{feed} -> supervision"), "again operator:sub"]
    );
    assert_eq!(follows(&county, silent(feed, "supervision"), Vec::new()), ["again supervision"]);
    let chain = format!("unanswered/operator:sub/{feed}");
    assert_eq!(follows(&county, silent(&chain, "supervision"), Vec::new()), ["again supervision"]);
}

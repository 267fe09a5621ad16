//! What appeals and orders tell whom and when, each once, through restarts; and what is taken back before it was sent.

use super::*;
use crate::service::test_county::{TestCounty, event};
use serde_json::{Value, json};

fn look(county: &TestCounty) -> Looked {
    Watcher::new(county.live(), county.records()).look().expect("a store")
}

/// Something that the bureau enters: the hall runs supervision.
fn enter(county: &TestCounty, id: &str, event_type: &str, time: &str, data: Value) {
    county.send("hall", event(id, "hall", event_type, time, data));
}

fn filed(county: &TestCounty, time: &str) {
    let about = "2026-09/window/W-1/W-B3/2026-09-08/-/S-1/hall/e1";
    let data = json!({"appeal": "A-1", "window": "W-1", "about": about, "reason": "大声解释"});
    enter(county, "a1", "appeal.filed", time, data);
}

fn decided(county: &TestCounty, id: &str, time: &str, outcome: &str) {
    let data = json!({"appeal": "A-1", "outcome": outcome, "reason": "属实", "approved_by": "陈"});
    enter(county, id, "appeal.decided", time, data);
}

fn issued(county: &TestCounty, time: &str, due: &str) {
    let data = json!({"order": "O-1", "window": "W-1", "reason": "黄旗窗口", "due": due});
    enter(county, "o1", "order.issued", time, data);
}

#[test]
fn an_appeal_is_told_to_the_bureau_and_its_decision_to_the_window() {
    let county = TestCounty::new("steps-appeal", "2026-10-12 08:30:00");
    filed(&county, "2026-10-12 08:30:00");
    assert_eq!(look(&county), Looked { pending: 1, withdrawn: 0 });
    let [kept] = county.kept("A-1").try_into().expect("one notice");
    assert_eq!((kept.identity.as_str(), kept.date.as_str()), ("appeal_filed/A-1", "2026-10-12"));
    assert_eq!(kept.recipients, ["supervision"]);
    let body: Value = serde_json::from_str(&kept.body).expect("JSON");
    assert_eq!((&body["due"], &body["reason"]), (&json!("2026-10-19"), &json!("大声解释")));
    assert!(body["text"]["zh"].as_str().unwrap_or_default().contains("W-B3"), "{body}");
    let county = county.restarted("2026-10-13 09:00:00");
    assert_eq!(look(&county), Looked::default(), "told already");
    decided(&county, "d1", "2026-10-13 09:00:00", "data_wrong");
    decided(&county, "d2", "2026-10-13 09:30:00", "upheld");
    county.set("2026-10-13 10:00:00");
    look(&county);
    assert_eq!(
        county.kept_states("A-1"),
        ["appeal_filed/A-1 pending", "appeal_decided/A-1 pending", "appeal_decided/A-1/2 pending"]
    );
    let last = county.kept("A-1").pop().expect("the decision");
    let department = body["department"].as_str().unwrap_or_default();
    assert_eq!(last.recipients, ["window:W-1".to_owned(), format!("department_head:{department}")]);
}

#[test]
fn an_appeal_that_nobody_decides_goes_up_after_its_last_day() {
    let county = TestCounty::new("steps-undecided", "2026-09-24 10:00:00");
    filed(&county, "2026-09-24 10:00:00");
    // 25 September and 1 to 7 October are off, so the fifth working day is 9 October.
    county.set("2026-10-09 23:59:59");
    look(&county);
    assert_eq!(county.kept_states("A-1"), ["appeal_filed/A-1 pending"]);
    county.set("2026-10-10 00:00:00");
    look(&county);
    let undecided = county.kept("A-1").pop().expect("a notice");
    assert_eq!((undecided.identity.as_str(), undecided.level), ("appeal_undecided/A-1", 3));
    assert_eq!(undecided.recipients, ["supervision", "county_leader"]);
    decided(&county, "d1", "2026-10-10 00:00:00", "dismissed");
    county.set("2026-10-10 09:00:00");
    look(&county);
    assert_eq!(county.kept("A-1").len(), 3, "what happens on its date takes it back no more");
}

#[test]
fn an_order_warns_before_its_date_and_tells_after_it() {
    let county = TestCounty::new("steps-order", "2026-09-21 10:00:00");
    issued(&county, "2026-09-21 10:00:00", "2026-09-28");
    look(&county);
    assert_eq!(county.kept_states("O-1"), ["order_issued/O-1 pending"]);
    county.set("2026-09-24 00:00:00");
    look(&county);
    // The working day before Monday 28 September is Thursday, since Friday is off.
    assert_eq!(county.kept_states("O-1"), ["order_issued/O-1 pending", "order_due/O-1/2026-09-28 pending"]);
    county.set("2026-09-28 23:59:59");
    assert_eq!(look(&county), Looked::default());
    county.set("2026-09-29 00:00:00");
    assert_eq!(look(&county), Looked { pending: 1, withdrawn: 0 });
    let overdue = county.kept("O-1").pop().expect("a notice");
    assert_eq!(
        (overdue.identity.as_str(), overdue.date.as_str()),
        ("order_overdue/O-1/2026-09-28", "2026-09-29")
    );
    assert!(overdue.recipients.contains(&"supervision".to_owned()), "{:?}", overdue.recipients);
}

#[test]
fn what_was_reported_in_time_is_not_overdue_and_a_failed_check_begins_anew() {
    let county = TestCounty::new("steps-failed", "2026-09-21 10:00:00");
    issued(&county, "2026-09-21 10:00:00", "2026-09-28");
    county.set("2026-09-23 10:00:00");
    enter(&county, "o2", "order.completed", "2026-09-23 10:00:00", json!({"order": "O-1"}));
    county.set("2026-09-29 09:00:00");
    look(&county);
    assert_eq!(county.kept_states("O-1"), ["order_issued/O-1 pending"]);
    let checked = json!({"order": "O-1", "passed": false, "by": "王", "remark": "仍在玩手机"});
    enter(&county, "o3", "order.checked", "2026-09-29 09:00:00", checked);
    look(&county);
    let failed = county.kept("O-1").pop().expect("a notice");
    let body: Value = serde_json::from_str(&failed.body).expect("JSON");
    // Ten working days after 29 September.
    assert_eq!((failed.identity.as_str(), &body["due"]), ("order_failed/O-1/1", &json!("2026-10-19")));
    county.set("2026-10-20 00:00:00");
    look(&county);
    let states = county.kept_states("O-1");
    assert_eq!(states.last().map(String::as_str), Some("order_overdue/O-1/2026-10-19 pending"), "{states:?}");
}

#[test]
fn what_was_taken_back_before_it_was_sent_is_withdrawn() {
    let county = TestCounty::new("steps-retracted", "2026-10-12 08:30:00");
    filed(&county, "2026-10-12 08:30:00");
    look(&county);
    let data = json!({"source": "hall", "id": "a1", "reason": "撤回", "approved_by": "陈"});
    enter(&county, "r1", "event.retracted", "2026-10-12 08:30:00", data);
    assert_eq!(look(&county), Looked { pending: 0, withdrawn: 1 });
    assert_eq!(county.kept_states("A-1"), ["appeal_filed/A-1 withdrawn"]);
}

#[test]
fn what_is_long_over_is_told_to_nobody() {
    let county = TestCounty::new("steps-old", "2026-03-02 09:00:00");
    issued(&county, "2026-03-02 09:00:00", "2026-03-06");
    county.set("2026-10-12 09:00:00");
    assert_eq!(look(&county), Looked::default());
}

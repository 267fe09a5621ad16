//! Which code an event has that fails several checks.

use super::{accepted, check, event, with};
use ingest::rejections::Code;
use serde_json::{Value, json};

type Fault = (Code, fn(&mut Value));

/// Things that are wrong with one event, by the code they bring, in the order of precedence. Each leaves the others
/// in place.
fn faults() -> Vec<Fault> {
    vec![
        (Code::NotCloudevent, |event| event["specversion"] = json!("2.0")),
        (Code::NotCloudevent, |event| event["id"] = json!("")),
        (Code::NotCloudevent, |event| event["region"] = json!(1)),
        (Code::UnknownType, |event| event["type"] = json!("case.lost")),
        (Code::BadTime, |event| event["time"] = json!("yesterday")),
        (Code::MissingField, |event| event["data"]["case"] = json!(null)),
        (Code::BadField, |event| event["data"]["green_channel"] = json!("yes")),
        (Code::BadField, |event| event["data"]["channel"] = json!("")),
        (Code::UnknownSite, |event| event["source"] = json!("nowhere")),
        (Code::UnknownSite, |event| event["region"] = json!("110000")),
        (Code::UnknownWindow, |event| event["data"]["window"] = json!("nowhere")),
        (Code::UnknownStaff, |event| event["data"]["staff"] = json!("nobody")),
        (Code::UnknownItem, |event| event["data"]["item"] = json!("nothing")),
        (Code::NotAllowed, |event| event["source"] = json!("town")),
    ]
}

#[test]
fn an_event_that_fails_several_checks_has_the_first_code() {
    let faults = faults();
    for (place, (code, fault)) in faults.iter().enumerate() {
        let mut event = accepted();
        fault(&mut event);
        check(event.to_string(), Some(*code));
        for (later_code, later) in &faults[place..] {
            let mut event = accepted();
            later(&mut event);
            fault(&mut event);
            let first = (*code).min(*later_code);
            check(event.to_string(), Some(first));
            check(format!("{event}]"), Some(Code::MalformedJson));
            check(format!("{event}{}", " ".repeat(65_536)), Some(Code::TooLarge));
        }
    }
}

#[test]
fn a_missing_field_comes_before_a_bad_one_also_where_it_depends_on_another() {
    let merit = event(
        "merit.recorded",
        json!({"merit": "M", "kind": "grievance_award", "window": "W-hall", "recorded_by": "B"}),
    );
    let evaluation = event("evaluation.recorded", json!({"month": "2026-09", "center": 90, "peers": 80}));
    for (event, place, value) in [
        (merit.clone(), "/data/count", json!(0)),
        (merit, "/data/recorded_by", json!("")),
        (evaluation.clone(), "/data/center", json!(101)),
        (evaluation, "/data/month", json!("2026")),
    ] {
        check(with(event, place, value).to_string(), Some(Code::MissingField));
    }
    let assigned = event("case.joint_assigned", json!({"case": "C-1", "department": "nobody", "days": 61}));
    check(assigned.to_string(), Some(Code::BadField));
    check(with(assigned, "/data/days", json!(1)).to_string(), Some(Code::UnknownDepartment));
}

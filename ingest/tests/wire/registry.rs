//! Ids of the registry, and who may speak of what.

use super::{accepted, check, event, every_type::every_type, with};
use ingest::rejections::Code;
use serde_json::{Value, json};

#[test]
fn ids_are_those_of_the_registry() {
    let rejects = |event: Value, place: &str, code: Code| {
        for id in ["nowhere", "w-HALL", "W-hall ", "\u{0}"] {
            check(with(event.clone(), place, json!(id)).to_string(), Some(code));
        }
    };
    rejects(accepted(), "/source", Code::UnknownSite);
    rejects(accepted(), "/region", Code::UnknownSite);
    check(with(accepted(), "/region", json!("")).to_string(), Some(Code::UnknownSite));
    rejects(accepted(), "/data/window", Code::UnknownWindow);
    rejects(accepted(), "/data/staff", Code::UnknownStaff);
    rejects(accepted(), "/data/item", Code::UnknownItem);
    let types = every_type();
    for (event, _) in types {
        for (field, code) in [
            ("window", Code::UnknownWindow),
            ("staff", Code::UnknownStaff),
            ("item", Code::UnknownItem),
            ("department", Code::UnknownDepartment),
        ] {
            if event["data"].get(field).is_some() {
                rejects(event.clone(), &format!("/data/{field}"), code);
            }
        }
    }
    check(accepted().to_string().replace("W-hall", "W-\\u0068all"), None);
}

#[test]
fn a_source_speaks_for_its_own_windows_and_staff() {
    let case = |source: &str, window: &str, staff: &str| {
        let event =
            event("case.accepted", json!({"case": "C-1", "item": "I-1", "window": window, "staff": staff}));
        with(event, "/source", json!(source)).to_string()
    };
    let refused = Some(Code::NotAllowed);
    for (source, window, staff, expect) in [
        ("hall", "W-town", "S-sub", None), // it runs supervision
        ("sub", "W-sub", "S-sub", None),
        ("sub", "W-sub", "S-town", None), // assigned there, at another time
        ("town", "W-town", "S-town", None),
        ("sub", "W-hall", "S-sub", refused),
        ("sub", "W-sub", "S-hall", refused),
        ("town", "W-town", "S-sub", refused),
        ("town", "W-sub", "S-town", refused),
    ] {
        check(case(source, window, staff), expect);
    }
    let from_town = |event: Value| with(event, "/source", json!("town")).to_string();
    check(from_town(event("attendance.swipe", json!({"staff": "S-hall", "direction": "in"}))), None);
    let retraction = |source: &str| {
        event("event.retracted", json!({"source": source, "id": "x", "reason": "r", "approved_by": "B"}))
    };
    check(from_town(retraction("town")), None);
    check(from_town(retraction("sub")), refused);
    check(from_town(retraction("nowhere")), refused);
    check(retraction("nowhere").to_string(), None);
    // Whatever names a window or staff of another site is refused; whatever names neither is not.
    for (event, _) in every_type() {
        let names = |field: &str| event["data"].get(field).is_some();
        let free = event["type"] == "attendance.swipe" || event["data"].get("source").is_some();
        let expect = if (names("window") || names("staff")) && !free { refused } else { None };
        check(from_town(event), expect);
    }
}

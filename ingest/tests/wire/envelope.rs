//! What stands around `data`: CloudEvents, ids, types, times.

use super::{accepted, check, check_field, with, without};
use ingest::rejections::Code;
use serde_json::{Value, json};

#[test]
fn the_envelope_is_that_of_cloudevents() {
    let rejects = |place: &str, values: &[Value]| {
        for value in values {
            check(with(accepted(), place, value.clone()).to_string(), Some(Code::NotCloudevent));
        }
    };
    for line in ["null", "true", "1", "\"text\"", "[]", "{}", "[{}]"] {
        check(line, Some(Code::NotCloudevent));
    }
    check(format!("[{}]", accepted()), Some(Code::NotCloudevent));
    for place in ["/specversion", "/id", "/source", "/type", "/data"] {
        check(without(accepted(), place).to_string(), Some(Code::NotCloudevent));
        rejects(place, &[json!(null), json!(1), json!(true), json!([]), json!(1.0)]);
    }
    rejects("/specversion", &[json!("1"), json!("1.0 "), json!("0.3"), json!(""), json!({})]);
    rejects("/data", &[json!("{}"), json!([{}])]);
    rejects("/id", &[json!(""), json!("x".repeat(129)), json!("案".repeat(129))]);
    rejects("/source", &[json!("")]);
    rejects("/region", &[json!(220821), json!([]), json!({}), json!(true)]);
    // Also where it comes instead of a member that is looked at later.
    check(with(without(accepted(), "/time"), "/region", json!(1)).to_string(), Some(Code::NotCloudevent));
    for id in ["x".to_owned(), "x".repeat(128), "案".repeat(128), "😀".repeat(128), " ".to_owned()] {
        check(with(accepted(), "/id", json!(id)).to_string(), None);
    }
    for region in [json!(null), json!("220821")] {
        check(with(accepted(), "/region", region).to_string(), None);
    }
    check(accepted().to_string().replace("\"1.0\"", "\"\\u0031.0\""), None);
}

#[test]
fn the_length_of_ids_is_counted_in_characters() {
    check_field(
        &accepted(),
        "case",
        &[json!("x"), json!("x".repeat(64)), json!("案".repeat(64)), json!("😀".repeat(64)), json!(" ")],
        &[json!(""), json!("x".repeat(65)), json!("案".repeat(65)), json!("😀".repeat(65))],
    );
    check_field(&accepted(), "applicant", &[json!("x".repeat(64))], &[json!(""), json!("x".repeat(65))]);
    let escaped = |count: usize| accepted().to_string().replace("C-1", &"\\u6848".repeat(count));
    check(escaped(64), None);
    check(escaped(65), Some(Code::BadField));
    // An unknown id of the registry is a bad field first where it is too long.
    check(with(accepted(), "/data/window", json!("x".repeat(64))).to_string(), Some(Code::UnknownWindow));
    check(with(accepted(), "/data/window", json!("x".repeat(65))).to_string(), Some(Code::BadField));
}

#[test]
fn types_are_those_of_the_contract() {
    for name in ["", "case", "case.accepted ", "Case.accepted", "case.accepted\u{0}", "x.y"] {
        check(with(accepted(), "/type", json!(name)).to_string(), Some(Code::UnknownType));
    }
    check(accepted().to_string().replace("case.accepted", "case.\\u0061ccepted"), None);
}

#[test]
fn times_are_rfc_3339_with_an_offset() {
    let rejects = |value: Value| check(with(accepted(), "/time", value).to_string(), Some(Code::BadTime));
    check(without(accepted(), "/time").to_string(), Some(Code::BadTime));
    for value in [json!(null), json!(1), json!({}), json!(true)] {
        rejects(value);
    }
    for good in [
        "2000-01-01T00:00:00Z",
        "2099-12-31T23:59:59.999999999999-23:59",
        "2000-01-01T00:00:00+23:59",
        "2026-09-01t09:12:03z",
        "2026-09-01T09:12:03.0+00:00",
        "2026-09-01T09:12:03-00:00",
        "2028-02-29T00:00:00Z",
        "2026-09-01T23:59:59+08:00",
    ] {
        check(with(accepted(), "/time", json!(good)).to_string(), None);
    }
    for bad in [
        "1999-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-09-31T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-09-00T00:00:00Z",
        "2026-09-01T24:00:00Z",
        "2026-09-01T23:60:00Z",
        "2026-09-01T23:59:60Z",
        "2026-09-01T09:12:03",
        "2026-09-01T09:12Z",
        "2026-09-01 09:12:03Z",
        "2026-09-01T09:12:03.Z",
        "2026-09-01T09:12:03,5Z",
        "2026-09-01T09:12:03+08",
        "2026-09-01T09:12:03+0800",
        "2026-09-01T09:12:03+24:00",
        "2026-09-01T09:12:03+08:60",
        "2026-09-01T09:12:03Z ",
        " 2026-09-01T09:12:03Z",
        "2026-9-1T09:12:03Z",
        "+2026-09-01T09:12:03Z",
        "２０２６-09-01T09:12:03Z",
        "2026-09-01T09:12:03−08:00",
        "",
    ] {
        rejects(json!(bad));
    }
}

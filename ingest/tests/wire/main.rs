//! The wire contract: what is rejected with which code, in pairs of the last good value and the first bad one.

#![allow(clippy::unwrap_used)]

mod county;

use bumpalo::Bump;
use ingest::rejections::Code;
use ingest::wire::{EVENT_BYTES_MAX, Room, Wire};
use scoring::registry::Registry;
use scoring::rulebook::Rulebooks;
use serde_json::{Value, json};
use std::sync::LazyLock;

static COUNTY: LazyLock<(Registry, Rulebooks)> = LazyLock::new(|| (county::registry(), county::rulebooks()));

/// The code that a line is rejected with; `Ok` with the content's digest where it is accepted.
fn read(line: &[u8]) -> Result<u64, Code> {
    let wire = Wire::new(&COUNTY.0, &COUNTY.1);
    let event = wire.read(line, &Bump::new(), &mut Room::default()).map(|event| event.content);
    event.map_err(|fault| {
        let (zh, en) = fault.message.split_once(" / ").expect("a sentence in both languages");
        assert!(!zh.is_empty() && !en.is_empty(), "{}", fault.message);
        fault.code
    })
}

/// A line is accepted (`None`) or rejected with this code.
fn check(line: impl AsRef<[u8]>, expect: Option<Code>) {
    let line = line.as_ref();
    let shown = String::from_utf8_lossy(&line[..line.len().min(300)]).into_owned();
    assert_eq!(read(line).err(), expect, "{shown}");
}

/// An event of a type with this data, from the hall.
fn event(event_type: &str, data: Value) -> Value {
    json!({"specversion": "1.0", "id": "e", "source": "hall", "type": event_type,
           "time": "2026-09-01T09:12:03+08:00", "data": data})
}

fn accepted() -> Value {
    event("case.accepted", json!({"case": "C-1", "item": "I-1", "window": "W-hall", "staff": "S-hall"}))
}

/// A good event with one value replaced; `/data/case` names the case. A place that is not there is added.
fn with(mut event: Value, place: &str, value: Value) -> Value {
    let (parent, name) = place.rsplit_once('/').unwrap();
    event.pointer_mut(parent).unwrap()[name] = value;
    event
}

fn without(mut event: Value, place: &str) -> Value {
    let (parent, name) = place.rsplit_once('/').unwrap();
    event.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    event
}

/// A field of `data` of one type, with the values that are good and those that are not.
fn check_field(good: &Value, field: &str, accepted: &[Value], rejected: &[Value]) {
    check(good.to_string(), None);
    let place = format!("/data/{field}");
    for value in accepted {
        check(with(good.clone(), &place, value.clone()).to_string(), None);
    }
    for value in rejected {
        check(with(good.clone(), &place, value.clone()).to_string(), Some(Code::BadField));
    }
}

/// A number as it is written, which `serde_json` would not keep.
fn check_number(good: &Value, field: &str, spelled: &str, expect: Option<Code>) {
    let line = with(good.clone(), &format!("/data/{field}"), json!("NUMBER")).to_string();
    check(line.replace("\"NUMBER\"", spelled), expect);
}

/// One good event of every type of the contract, with its required fields first.
fn every_type() -> Vec<(Value, &'static [&'static str])> {
    let half_day = |session: &str| json!({"date": "2026-09-01", "session": session});
    vec![
        (accepted(), &["case", "item", "window", "staff"]),
        (event("case.supplement_requested", json!({"case": "C-1", "missing": ["身份证"]})), &["case"]),
        (event("case.supplement_received", json!({"case": "C-1"})), &["case"]),
        (
            event("case.suspended", json!({"case": "C-1", "reason": "hearing", "days": 5})),
            &["case", "reason"],
        ),
        (event("case.resumed", json!({"case": "C-1"})), &["case"]),
        (
            event("case.extended", json!({"case": "C-1", "days": 3, "approved_by": "B"})),
            &["case", "days", "approved_by"],
        ),
        (event("case.completed", json!({"case": "C-1", "outcome": "approved"})), &["case", "outcome"]),
        (event("case.withdrawn", json!({"case": "C-1"})), &["case"]),
        (
            event("case.joint_assigned", json!({"case": "C-1", "department": "D-1", "days": 3})),
            &["case", "department", "days"],
        ),
        (event("case.joint_completed", json!({"case": "C-1", "department": "D-1"})), &["case", "department"]),
        (
            event("attendance.swipe", json!({"staff": "S-hall", "direction": "in", "device": "1"})),
            &["staff", "direction"],
        ),
        (
            event(
                "attendance.leave",
                json!({"staff": "S-hall", "kind": "sick", "from": half_day("am"), "to": half_day("pm"), "approved_by": "B"}),
            ),
            &["staff", "kind", "from", "to", "approved_by"],
        ),
        (
            event(
                "attendance.makeup",
                json!({"staff": "S-hall", "date": "2026-09-01", "session": "am", "direction": "in", "approved_by": "B"}),
            ),
            &["staff", "date", "session", "direction", "approved_by"],
        ),
        (
            event(
                "attendance.cover",
                json!({"window": "W-hall", "staff": "S-hall", "date": "2026-09-01", "session": "am"}),
            ),
            &["window", "staff", "date", "session"],
        ),
        (event("queue.taken", json!({"ticket": "T-1", "item": "I-1", "appointment": true})), &["ticket"]),
        (
            event("queue.called", json!({"ticket": "T-1", "window": "W-hall", "staff": "S-hall"})),
            &["ticket", "window"],
        ),
        (event("queue.served", json!({"ticket": "T-1"})), &["ticket"]),
        (event("queue.abandoned", json!({"ticket": "T-1"})), &["ticket"]),
        (
            event(
                "rating.submitted",
                json!({"rating": "R-1", "window": "W-hall", "level": 2, "channel": "qr", "case": "C-1", "staff": "S-hall",
                       "device": "1", "real_name": true, "auto": false, "tags": [], "comment": ""}),
            ),
            &["rating", "window", "level", "channel"],
        ),
        (
            event(
                "rating.verified",
                json!({"rating": "R-1", "valid": true, "responsible": "staff", "points": 2}),
            ),
            &["rating", "valid"],
        ),
        (event("rating.rectified", json!({"rating": "R-1", "measure": "m"})), &["rating", "measure"]),
        (event("rating.replied", json!({"rating": "R-1"})), &["rating"]),
        (event("rating.appealed", json!({"rating": "R-1", "reason": "r"})), &["rating", "reason"]),
        (
            event(
                "complaint.received",
                json!({"complaint": "P-1", "window": "W-hall", "staff": "S-hall", "topic": "fee"}),
            ),
            &["complaint", "window", "topic"],
        ),
        (event("complaint.accepted", json!({"complaint": "P-1"})), &["complaint"]),
        (event("complaint.rejected", json!({"complaint": "P-1", "reason": "r"})), &["complaint", "reason"]),
        (
            event("complaint.extended", json!({"complaint": "P-1", "reason": "r", "approved_by": "B"})),
            &["complaint", "reason", "approved_by"],
        ),
        (
            event("complaint.resolved", json!({"complaint": "P-1", "substantiated": true, "points": 5})),
            &["complaint", "substantiated"],
        ),
        (
            event(
                "finding.recorded",
                json!({"finding": "F-1", "kind": "misoperation", "window": "W-hall", "staff": "S-hall", "count": 2,
                       "points": 2.25, "inspector": "B", "evidence": ["p.jpg"]}),
            ),
            &["finding", "kind", "window", "inspector"],
        ),
        (
            event("finding.voided", json!({"finding": "F-1", "reason": "r", "approved_by": "B"})),
            &["finding", "reason", "approved_by"],
        ),
        (
            event(
                "merit.recorded",
                json!({"merit": "M-1", "kind": "grievance_award", "window": "W-hall", "staff": "S-hall", "count": 1,
                       "recorded_by": "B"}),
            ),
            &["merit", "kind", "window", "staff", "recorded_by"],
        ),
        (
            event("merit.voided", json!({"merit": "M-1", "reason": "r", "approved_by": "B"})),
            &["merit", "reason", "approved_by"],
        ),
        (
            event(
                "evaluation.recorded",
                json!({"month": "2026-09", "window": "W-hall", "center": 90, "peers": 80.25}),
            ),
            &["month", "window", "center", "peers"],
        ),
        (
            event(
                "fee.charged",
                json!({"item": "I-1", "window": "W-hall", "amount_cents": 100, "place": "hall", "case": "C-1"}),
            ),
            &["item", "window", "amount_cents", "place"],
        ),
        (
            event("event.retracted", json!({"source": "town", "id": "x", "reason": "r", "approved_by": "B"})),
            &["source", "id", "reason", "approved_by"],
        ),
        (event("notice.acknowledged", json!({"notice": "n", "by": "B", "reason": "r"})), &["notice", "by"]),
        (
            event(
                "appeal.filed",
                json!({"appeal": "A-1", "window": "W-hall", "staff": "S-hall", "about": "a", "reason": "r"}),
            ),
            &["appeal", "window", "about", "reason"],
        ),
        (
            event(
                "appeal.decided",
                json!({"appeal": "A-1", "outcome": "upheld", "reason": "r", "approved_by": "B"}),
            ),
            &["appeal", "outcome", "reason", "approved_by"],
        ),
        (
            event(
                "order.issued",
                json!({"order": "O-1", "window": "W-hall", "reason": "r", "due": "2026-09-30"}),
            ),
            &["order", "window", "reason", "due"],
        ),
        (event("order.completed", json!({"order": "O-1", "evidence": []})), &["order"]),
        (
            event("order.checked", json!({"order": "O-1", "passed": false, "by": "B"})),
            &["order", "passed", "by"],
        ),
        (
            event(
                "proposal.decided",
                json!({"month": "2026-09", "kind": "red", "subject": "W-hall", "confirmed": true, "reason": "r", "by": "B"}),
            ),
            &["month", "kind", "subject", "confirmed", "by"],
        ),
        (
            event("month.closed", json!({"month": "2026-09", "version": 1, "digest": "d", "by": "B"})),
            &["month", "version", "digest", "by"],
        ),
    ]
}

#[test]
fn every_type_of_the_contract_is_accepted() {
    let mut types: Vec<String> = Vec::new();
    for (event, _) in every_type() {
        check(event.to_string(), None);
        types.push(event["type"].as_str().unwrap().to_owned());
    }
    assert_eq!(types, ingest::contract::type_names());
}

#[test]
fn a_required_field_that_is_absent_or_null_is_missing() {
    for (event, required) in every_type() {
        for field in required {
            let place = format!("/data/{field}");
            check(without(event.clone(), &place).to_string(), Some(Code::MissingField));
            check(with(event.clone(), &place, Value::Null).to_string(), Some(Code::MissingField));
        }
    }
}

#[test]
fn an_optional_field_may_be_absent_or_null() {
    for (event, required) in every_type() {
        let names: Vec<String> = event["data"].as_object().unwrap().keys().cloned().collect();
        for field in names.iter().filter(|name| !required.contains(&name.as_str())) {
            let place = format!("/data/{field}");
            check(without(event.clone(), &place).to_string(), None);
            check(with(event.clone(), &place, Value::Null).to_string(), None);
        }
    }
}

#[test]
fn a_field_of_another_type_is_bad() {
    for (event, _) in every_type() {
        let names: Vec<String> = event["data"].as_object().unwrap().keys().cloned().collect();
        for field in names {
            let place = format!("/data/{field}");
            let given = &event["data"][&field];
            for value in [json!("\u{1}?"), json!(-7), json!(true), json!([1]), json!({"date": 1})] {
                let kind = |value: &Value| std::mem::discriminant(value);
                // Free texts take any text, so a text is bad only where words, ids and dates are asked for.
                if kind(&value) != kind(given) || value == json!(-7) {
                    check(with(event.clone(), &place, value).to_string(), Some(Code::BadField));
                }
            }
        }
    }
}

#[test]
fn required_texts_are_not_empty() {
    for (event, required) in every_type() {
        for field in required.iter().filter(|field| event["data"][**field].is_string()) {
            check(
                with(event.clone(), &format!("/data/{field}"), json!("")).to_string(),
                Some(Code::BadField),
            );
        }
    }
}

#[test]
fn unknown_fields_are_kept_and_ignored() {
    let more = with(accepted(), "/data/colour", json!({"deep": [null, 1e3]}));
    let more = with(more, "/traceparent", json!("00-1"));
    check(more.to_string(), None);
    assert_ne!(
        read(more.to_string().as_bytes()),
        read(accepted().to_string().as_bytes()),
        "they are part of the content"
    );
}

/// A good event of exactly so many bytes.
fn of_size(bytes: usize) -> String {
    let bare = with(accepted(), "/data/note", json!("")).to_string().len();
    with(accepted(), "/data/note", json!("x".repeat(bytes - bare))).to_string()
}

#[test]
fn an_event_has_at_most_65536_bytes() {
    assert_eq!(EVENT_BYTES_MAX, 65_536);
    check(of_size(65_536), None);
    check(of_size(65_537), Some(Code::TooLarge));
    // Bytes, not characters; and before anything else.
    check("是".repeat(21_845), Some(Code::MalformedJson));
    check("是".repeat(21_846), Some(Code::TooLarge));
    check([0xff; 65_537], Some(Code::TooLarge));
    check([b' '; 65_537], Some(Code::TooLarge));
}

#[test]
fn nesting_is_read_down_to_127() {
    let nested = |open: &str, close: &str, levels: usize| {
        let inside = format!("{}0{}", open.repeat(levels), close.repeat(levels));
        accepted().to_string().replace("\"C-1\"", &format!("\"C-1\",\"deep\":{inside}"))
    };
    // The event and its data are two levels.
    check(nested("[", "]", 125), None);
    check(nested("[", "]", 126), Some(Code::MalformedJson));
    check(nested("{\"a\":", "}", 125), None);
    check(nested("{\"a\":", "}", 126), Some(Code::MalformedJson));
    check(nested("[", "]", 30_000), Some(Code::MalformedJson));
    let outside = |levels: usize| {
        let inside = format!("{}0{}", "[".repeat(levels), "]".repeat(levels));
        accepted().to_string().replacen('{', &format!("{{\"deep\":{inside},"), 1)
    };
    check(outside(126), None);
    check(outside(127), Some(Code::MalformedJson));
    check("[".repeat(127) + &"]".repeat(127), Some(Code::NotCloudevent));
    check("[".repeat(128) + &"]".repeat(128), Some(Code::MalformedJson));
}

#[test]
fn what_is_not_json_is_malformed() {
    let good = accepted().to_string();
    let malformed: Vec<Vec<u8>> = vec![
        b"{".to_vec(),
        b"nonsense".to_vec(),
        b"{\"a\" 1}".to_vec(),
        b"{\"a\":1,}".to_vec(),
        b"{a:1}".to_vec(),
        b"{'a':1}".to_vec(),
        b"[1,]".to_vec(),
        b"[1 2]".to_vec(),
        b"\"open".to_vec(),
        b"\"tab\tinside\"".to_vec(),
        b"\"\\x41\"".to_vec(),
        b"\"\\u12g4\"".to_vec(),
        b"\"\\u12".to_vec(),
        b"nul".to_vec(),
        b"True".to_vec(),
        b"\x0b{}".to_vec(),
        b"// comment".to_vec(),
        format!("{good}x").into_bytes(),
        format!("{good}{good}").into_bytes(),
        format!("{good},").into_bytes(),
        format!("{good}\0").into_bytes(),
        good.replacen('}', "", 1).into_bytes(),
        [b"\xef\xbb\xbf", good.as_bytes()].concat(),
        good.replace("C-1", "\u{1f}").into_bytes(),
    ];
    for line in malformed {
        check(line, Some(Code::MalformedJson));
    }
    check(format!(" \t\r{good}\r\t "), None);
    check(good.replace("C-1", "\u{7f}\u{2028}"), None);
}

#[test]
fn invalid_utf8_is_malformed() {
    let good = accepted().to_string();
    let with_bytes = |bytes: &[u8]| {
        let at = good.find("C-1").unwrap();
        [&good.as_bytes()[..at], bytes, &good.as_bytes()[at..]].concat()
    };
    check(with_bytes("案件".as_bytes()), None);
    for bytes in [
        &b"\xff"[..],
        b"\xc3",               // cut off
        b"\xc0\x80",           // overlong
        b"\xed\xa0\x80",       // a surrogate
        b"\xf4\x90\x80\x80",   // beyond U+10FFFF
        &"案".as_bytes()[..2], // half a character
    ] {
        check(with_bytes(bytes), Some(Code::MalformedJson));
    }
    // GBK, as an old system sends it.
    check(with_bytes(b"\xb0\xb8\xbc\xfe"), Some(Code::MalformedJson));
}

#[test]
fn numbers_are_those_of_json_within_a_double() {
    let good = with(accepted(), "/data/n", json!(0));
    for spelled in [
        "0",
        "-0",
        "-0.0",
        "0e5",
        "0E+5",
        "0e-5",
        "1e308",
        "-1e308",
        "1.7976931348623157e308",
        "1e-400",
        "0e400",
        "0e99999999999999999999",
        "1e-99999999999999999999",
        "0.0e-99999999999999999999",
        "123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890",
    ] {
        check_number(&good, "n", spelled, None);
    }
    for spelled in [
        "1e309",
        "-1e309",
        "1e400",
        "1.8e308",
        "1e99999999999999999999",
        "NaN",
        "Infinity",
        "-Infinity",
        "nan",
        "inf",
        "01",
        "-01",
        "00",
        "+1",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "-",
        "--1",
        "0x10",
        "1_000",
        "1,5",
        "١",
    ] {
        check_number(&good, "n", spelled, Some(Code::MalformedJson));
    }
    check_number(&good, "n", &format!("1{}", "0".repeat(308)), None);
    check_number(&good, "n", &format!("1{}", "0".repeat(309)), Some(Code::MalformedJson));
    check_number(&good, "n", &format!("0.{}1", "0".repeat(60_000)), None);
}

#[test]
fn extreme_exponents_are_numbers_like_others() {
    // The ends of 32 and 64 bits, where a sum of exponents would run over.
    let points = event("rating.verified", json!({"rating": "R-1", "valid": true, "points": 2}));
    let center = event(
        "evaluation.recorded",
        json!({"month": "2026-09", "window": "W-hall", "center": 90, "peers": 80}),
    );
    let extra = with(accepted(), "/data/n", json!(0));
    for exponent in
        ["2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "99999999999999999999"]
    {
        for zero in [format!("0e{exponent}"), format!("0.000e{exponent}"), format!("-0e{exponent}")] {
            check_number(&center, "center", &zero, None);
            check_number(&points, "points", &zero, Some(Code::BadField));
            check_number(&extra, "n", &zero, None);
        }
        for tiny in [format!("1.5e-{exponent}"), format!("150e-{exponent}"), format!("-1.5e-{exponent}")] {
            check_number(&center, "center", &tiny, Some(Code::BadField));
            check_number(&points, "points", &tiny, Some(Code::BadField));
            check_number(&extra, "n", &tiny, None);
        }
    }
}

#[test]
fn surrogates_come_in_pairs() {
    let with_case = |case: &str| accepted().to_string().replace("C-1", case);
    for case in [r"\ud83d\ude00", r"\uD83D\uDE00", r"\u6848", r"\ud7ff\ue000", r"\uffff", r"\u0000"] {
        check(with_case(case), None);
    }
    for case in [
        r"\ud83d",
        r"\ude00",
        r"\ud83dx",
        r"\ud83d\n",
        r"\ud83d\u0041",
        r"\ud83d\ud83d",
        r"\ude00\ud83d",
        r"\ud83d\\ude00",
        r"\udfff",
        r"\ud800",
        r"\udbff\ue000",
    ] {
        check(with_case(case), Some(Code::MalformedJson));
    }
    // In names, and in values that nobody reads, just as well.
    check(accepted().to_string().replace("\"case\"", r#""x\ud800":1,"case""#), Some(Code::MalformedJson));
    check(accepted().to_string().replace("\"case\"", r#""x":["\udc00"],"case""#), Some(Code::MalformedJson));
}

#[test]
fn a_member_name_stands_once_in_an_object() {
    let good = accepted().to_string();
    let inside = |members: &str| good.replace("\"case\":", &format!("{members},\"case\":"));
    check(inside(r#""a":{"b":1,"c":{"b":1}},"b":1"#), None);
    for members in [
        r#""a":1,"a":1"#,
        r#""a":1,"a":2"#,
        r#""a":1,"\u0061":1"#,
        r#""\u0061":1,"\u0061":1"#,
        r#""case":"C-1""#,
        r#""c\u0061se":"C-1""#,
        r#""":1,"":1"#,
        r#""x":{"a":1,"a":1}"#,
        r#""x":[[{"y":{"a":1,"b":2,"a":3}}]]"#,
        r#""x":{"\n":1,"\u000a":2}"#,
        r#""x":{"\ud83d\ude00":1,"😀":2}"#,
        r#""x":{"\/":1,"/":2}"#,
    ] {
        check(inside(members), Some(Code::MalformedJson));
    }
    let outside = |members: &str| good.replacen('{', &format!("{{{members},"), 1);
    check(outside(r#""a":1"#), None);
    for members in [
        r#""a":1,"a":1"#,
        r#""id":"e""#,
        r#""\u0069d":"e""#,
        r#""data":{}"#,
        r#""d\u0061ta":{"x":1}"#,
        r#""data":5"#,
    ] {
        check(outside(members), Some(Code::MalformedJson));
    }
    check(good.replacen('}', r#"},"data":{}"#, 1), Some(Code::MalformedJson));
}

#[test]
fn a_repeated_name_is_found_among_many() {
    let good = accepted().to_string();
    let many = |count: usize, more: &str| {
        let members: String = (0..count).map(|number| format!("\"m{number}\":{number},")).collect();
        (
            good.replace("\"case\":", &format!("{members}{more}\"case\":")),
            good.replace("\"case\":", &format!("\"x\":{{{members}{more}\"z\":0}},\"case\":")),
            good.replacen('{', &format!("{{{members}{more}"), 1),
        )
    };
    for count in [1, 15, 16, 17, 18, 23, 24, 25, 26, 100, 1000] {
        let (data, nested, outer) = many(count, "");
        for line in [data, nested, outer] {
            check(line, None);
        }
        for repeated in [0, count / 2, count - 1] {
            for name in [format!("m{repeated}"), format!("\\u006d{repeated}")] {
                let (data, nested, outer) = many(count, &format!("\"{name}\":1,"));
                for line in [data, nested, outer] {
                    check(line, Some(Code::MalformedJson));
                }
            }
        }
    }
}

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

#[test]
fn integers_are_written_without_fraction_or_exponent() {
    let suspended = event("case.suspended", json!({"case": "C-1", "reason": "hearing"}));
    for (field, good, first, last) in [
        ("days", suspended, 1, 250),
        ("days", event("case.extended", json!({"case": "C-1", "days": 3, "approved_by": "B"})), 1, 30),
        ("days", event("case.joint_assigned", json!({"case": "C-1", "department": "D-1", "days": 3})), 0, 60),
        (
            "level",
            event(
                "rating.submitted",
                json!({"rating": "R", "window": "W-hall", "level": 2, "channel": "qr"}),
            ),
            1,
            5,
        ),
        (
            "count",
            event(
                "finding.recorded",
                json!({"finding": "F", "kind": "rude", "window": "W-hall", "inspector": "B"}),
            ),
            1,
            100,
        ),
        (
            "count",
            event(
                "merit.recorded",
                json!({"merit": "M", "kind": "commended", "window": "W-hall", "recorded_by": "B"}),
            ),
            1,
            100,
        ),
        (
            "amount_cents",
            event(
                "fee.charged",
                json!({"item": "I-1", "window": "W-hall", "amount_cents": 1, "place": "hall"}),
            ),
            0,
            9_007_199_254_740_991_i64,
        ),
        (
            "version",
            event("month.closed", json!({"month": "2026-09", "version": 1, "digest": "d", "by": "B"})),
            1,
            9_007_199_254_740_991,
        ),
    ] {
        for spelled in [first.to_string(), last.to_string()] {
            check_number(&good, field, &spelled, None);
        }
        for spelled in [(first - 1).to_string(), (last + 1).to_string(), (-last).to_string()] {
            check_number(&good, field, &spelled, Some(Code::BadField));
        }
        for spelled in ["1.0", "1e0", "10e-1", "1E0", "2.5", "1e400000", "18446744073709551616", "1e18"] {
            let beyond = spelled == "1e400000";
            check_number(
                &good,
                field,
                spelled,
                Some(if beyond { Code::MalformedJson } else { Code::BadField }),
            );
        }
    }
}

#[test]
fn points_have_at_most_two_decimal_places() {
    let verified = event("rating.verified", json!({"rating": "R-1", "valid": true}));
    let good =
        ["2", "2.0", "2.25", "2.250000000000000000000000", "5", "5.00", "20e-1", "0.2e1", "225e-2", "500E-2"];
    for spelled in good {
        check_number(&verified, "points", spelled, None);
    }
    for spelled in
        ["2.255", "1.99", "5.01", "2.001", "0", "-2", "2255e-3", "1e300", "2.2500000000000000000000001"]
    {
        check_number(&verified, "points", spelled, Some(Code::BadField));
    }
    let resolved = event("complaint.resolved", json!({"complaint": "P-1", "substantiated": true}));
    for (spelled, expect) in
        [("5", None), ("10", None), ("4.99", Some(Code::BadField)), ("10.01", Some(Code::BadField))]
    {
        check_number(&resolved, "points", spelled, expect);
    }
    let evaluation = event(
        "evaluation.recorded",
        json!({"month": "2026-09", "window": "W-hall", "center": 90, "peers": 80}),
    );
    for field in ["center", "peers"] {
        for spelled in ["0", "100", "100.00", "99.99", "-0", "-0.00", "1e2"] {
            check_number(&evaluation, field, spelled, None);
        }
        for spelled in ["-0.01", "100.01", "99.999", "101", "1e3"] {
            check_number(&evaluation, field, spelled, Some(Code::BadField));
        }
    }
}

#[test]
fn points_of_a_finding_fit_the_range_of_one_of_its_rules() {
    let recorded = |kind: &str| {
        event(
            "finding.recorded",
            json!({"finding": "F-1", "kind": kind, "window": "W-hall", "inspector": "B"}),
        )
    };
    // W-B7 and S-B5: 1 to 5. S-B6 alone: 1 to 5. W-C7 and S-D8: 5 to 10. W-D1 has none, S-D7 5 to 10.
    for (kind, good, bad) in [
        ("misoperation", &["1", "5", "2.25"][..], &["0.99", "5.01", "0", "-1", "2.255"][..]),
        ("archive_fault", &["1", "5"], &["0.99", "5.01"]),
        ("media_criticism", &["5", "10"], &["4.99", "10.01"]),
        ("result_error", &["5", "10"], &["4.99", "10.01"]),
        ("rude", &[], &["2", "1", "5"]),
        ("solicited", &[], &["28"]),
    ] {
        check(recorded(kind).to_string(), None);
        for spelled in good {
            check_number(&recorded(kind), "points", spelled, None);
        }
        for spelled in bad {
            check_number(&recorded(kind), "points", spelled, Some(Code::BadField));
        }
    }
}

#[test]
fn dates_lie_in_2000_to_2099() {
    let makeup = event(
        "attendance.makeup",
        json!({"staff": "S-hall", "date": "2026-09-01", "session": "am", "direction": "in", "approved_by": "B"}),
    );
    let bad = [
        "1999-12-31",
        "2100-01-01",
        "2026-02-29",
        "2026-9-1",
        "2026-09-01T00:00:00Z",
        "20260901",
        "",
        "2026-13-01",
    ];
    check_field(
        &makeup,
        "date",
        &["2000-01-01", "2099-12-31", "2028-02-29"].map(Value::from),
        &bad.map(Value::from),
    );
    let months = ["2000-01", "2099-12"].map(Value::from);
    let bad =
        ["1999-12", "2100-01", "2026-00", "2026-13", "2026-9", "2026-09-01", "2026", ""].map(Value::from);
    let evaluation = event(
        "evaluation.recorded",
        json!({"month": "2026-09", "window": "W-hall", "center": 90, "peers": 80}),
    );
    check_field(&evaluation, "month", &months, &bad);
    let closed = event("month.closed", json!({"month": "2026-09", "version": 1, "digest": "d", "by": "B"}));
    check_field(&closed, "month", &months, &bad);
}

#[test]
fn a_leave_ends_no_earlier_than_it_begins() {
    let leave = |from: (&str, &str), to: (&str, &str)| {
        let half_day = |(date, session): (&str, &str)| json!({"date": date, "session": session});
        let data = json!({"staff": "S-hall", "kind": "sick", "from": half_day(from), "to": half_day(to), "approved_by": "B"});
        event("attendance.leave", data)
    };
    for (from, to, expect) in [
        (("2026-09-01", "am"), ("2026-09-01", "am"), None),
        (("2026-09-01", "am"), ("2026-09-01", "pm"), None),
        (("2026-09-01", "pm"), ("2026-09-02", "am"), None),
        (("2026-09-01", "pm"), ("2026-09-01", "am"), Some(Code::BadField)),
        (("2026-09-02", "am"), ("2026-09-01", "pm"), Some(Code::BadField)),
        (("2100-01-01", "am"), ("2100-01-01", "pm"), Some(Code::BadField)),
        (("2026-09-01", "noon"), ("2026-09-01", "pm"), Some(Code::BadField)),
    ] {
        check(leave(from, to).to_string(), expect);
    }
    let good = leave(("2026-09-01", "am"), ("2026-09-01", "pm"));
    // What is missing inside is a bad field; the field itself would be a missing one.
    for (place, value) in [
        ("/data/from/date", json!(null)),
        ("/data/from/session", json!(null)),
        ("/data/to/date", json!(5)),
        ("/data/to", json!({})),
        ("/data/to", json!([])),
        ("/data/from", json!("2026-09-01")),
    ] {
        check(with(good.clone(), place, value).to_string(), Some(Code::BadField));
    }
    check(with(good.clone(), "/data/to/note", json!("x")).to_string(), None);
    check(good.to_string().replace("\"session\":\"am\"", "\"sess\\u0069on\":\"\\u0061m\""), None);
}

#[test]
fn an_evaluation_is_of_a_window_or_of_staff() {
    let evaluation = |names: Value| {
        let mut event = event("evaluation.recorded", json!({"month": "2026-09", "center": 90, "peers": 80}));
        for (name, value) in names.as_object().unwrap() {
            event["data"][name] = value.clone();
        }
        event.to_string()
    };
    check(evaluation(json!({"window": "W-hall"})), None);
    check(evaluation(json!({"staff": "S-hall"})), None);
    check(evaluation(json!({"window": null, "staff": "S-hall"})), None);
    check(evaluation(json!({"window": "W-hall", "staff": "S-hall"})), Some(Code::BadField));
    check(evaluation(json!({})), Some(Code::MissingField));
    check(evaluation(json!({"window": null, "staff": null})), Some(Code::MissingField));
}

#[test]
fn derived_kinds_cannot_be_recorded() {
    let recorded = |kind: &str, window: &str| {
        let event = event(
            "finding.recorded",
            json!({"finding": "F-1", "kind": kind, "window": window, "inspector": "B"}),
        );
        event.to_string()
    };
    for kind in ["fee_outside", "fee_above_standard", "fee_unauthorised", "rude"] {
        check(recorded(kind, "W-hall"), None);
    }
    for kind in [
        "overdue",
        "joint_delay",
        "dissatisfied",
        "complaint_upheld",
        "full_attendance",
        "peer_top5",
        "model_window",
        "leave_taken",
        "evaluation",
        "commended",
        "no_such_kind",
        "Rude",
    ] {
        check(recorded(kind, "W-hall"), Some(Code::BadField));
        check(recorded(kind, "W-town"), Some(Code::BadField));
        check(recorded(kind, "W-nowhere"), Some(Code::BadField));
    }
    // These depend on whether the window's site has a device.
    for kind in ["late", "early_leave", "absent"] {
        check(recorded(kind, "W-town"), None);
        check(recorded(kind, "W-hall"), Some(Code::BadField));
        check(recorded(kind, "W-sub"), Some(Code::BadField));
        check(recorded(kind, "W-nowhere"), Some(Code::UnknownWindow));
    }
    let merit = |kind: &str| {
        event("merit.recorded", json!({"merit": "M", "kind": kind, "window": "W-hall", "recorded_by": "B"}))
    };
    check(merit("commended").to_string(), None);
    for kind in ["rude", "peer_top5", "no_such_kind"] {
        check(merit(kind).to_string(), Some(Code::BadField));
    }
    check(merit("grievance_award").to_string(), Some(Code::MissingField));
    check(with(merit("grievance_award"), "/data/staff", json!("S-hall")).to_string(), None);
}

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

#[test]
fn an_arena_and_a_room_serve_many_events() {
    let wire = Wire::new(&COUNTY.0, &COUNTY.1);
    let (arena, mut room) = (Bump::new(), Room::default());
    let many: String = (0..100).map(|number| format!("\"m{number}\":{number},")).collect();
    let large = accepted().to_string().replace("\"case\":", &format!("{many}\"case\":"));
    for line in [large.clone(), accepted().to_string(), "{".to_owned(), large, accepted().to_string()] {
        let one = wire
            .read(line.as_bytes(), &arena, &mut room)
            .map(|event| event.content)
            .map_err(|fault| fault.code);
        assert_eq!(one, read(line.as_bytes()));
    }
}

//! Values of fields: numbers, points, dates, months, kinds, and what two fields say together.

use super::{check, check_field, check_number, event, with};
use ingest::rejections::Code;
use serde_json::{Value, json};

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

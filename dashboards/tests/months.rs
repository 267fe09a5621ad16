//! Months closed, reissued and compared at a desk whose clock the test holds.

use crate::desk::{Hall, instant};
use dashboards::months::{self, Later, Listed, MonthError, State};
use ingest::store::sqlite::AuditEntry;
use ingest::store::{ClosedMonth, Frozen};
use scoring::time::Month;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const REGISTRY: &str = r#"
[region]
code = "220821"
name = "县"
timezone = "Asia/Shanghai"

[[schedule]]
id = "standard"
am = { start = "08:30:00", end = "11:30:00" }
pm = { start = "13:00:00", end = "17:00:00" }

[[site]]
id = "hall"
name = "县政务服务中心"
kind = "hall"
supervision = true
attendance = false

[[department]]
id = "D-1"
name = "部门"

[[window]]
id = "W-1"
name = "一窗"
site = "hall"
department = "D-1"

[[window]]
id = "W-2"
name = "二窗"
site = "hall"
department = "D-1"

[[staff]]
id = "S-1"
name = "甲"

[[staff]]
id = "S-2"
name = "乙"

[[assignment]]
staff = "S-1"
window = "W-1"
from = 2026-01-05

[[assignment]]
staff = "S-2"
window = "W-2"
from = 2026-01-05

[[item]]
code = "I-1"
name = "事项"
department = "D-1"
kind = "promised"
statutory_days = 10
promised_days = 5
"#;

/// An empty desk at an instant. `name` must be one test's alone.
fn hall(name: &str, now: &str) -> Hall {
    Hall::new(name, now, REGISTRY)
}

impl Hall {
    fn close(&self, month: &str) -> Result<months::Made, MonthError> {
        let month = self::month(month);
        self.act(move |desk| months::close(desk, month, "王监察"))
    }

    fn reissue(&self, month: &str, reason: &'static str) -> Result<months::Made, MonthError> {
        let month = self::month(month);
        self.act(move |desk| months::reissue(desk, month, reason, "王监察"))
    }

    fn list(&self) -> Vec<Listed> {
        self.act(|desk| months::list(desk).unwrap())
    }

    /// The texts of all events of a type.
    fn of_type(&self, event_type: &str) -> Vec<Value> {
        let mut found = Vec::new();
        let each = &mut |event: ingest::store::StoredEvent<'_>| {
            let event: Value = serde_json::from_str(event.raw).unwrap();
            found.extend((event["type"] == event_type).then_some(event));
            std::ops::ControlFlow::Continue(())
        };
        self.records().each_event(0, each).unwrap();
        found
    }
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn event(id: &str, event_type: &str, time: &str, data: Value) -> Value {
    json!({"specversion": "1.0", "id": id, "source": "hall", "type": event_type, "time": time, "data": data})
}

/// A badge that was missing at the first window, which costs points.
fn finding(id: &str, day: &str) -> Value {
    let data = json!({"finding": id, "kind": "no_badge_or_dress", "window": "W-1", "staff": "S-1", "inspector": "B-1"});
    event(id, "finding.recorded", &format!("{day}T09:00:00+08:00"), data)
}

fn voided(id: &str, finding: &str, time: &str) -> Value {
    let data = json!({"finding": finding, "reason": "申诉成立", "approved_by": "监察局"});
    event(id, "finding.voided", time, data)
}

#[test]
fn a_month_is_closed_from_the_first_working_day_after_it_on() {
    let hall = hall("close-midnight", "2026-08-31T23:59:59.999999999+08:00");
    hall.send(&[finding("F-1", "2026-08-03")]);
    let refused = hall.close("2026-08").unwrap_err();
    assert!(matches!(refused, MonthError::TooEarly { .. }), "{refused}");
    assert!(refused.to_string().contains("2026-09-01"), "{refused}");
    hall.set("2026-09-01T00:00:00+08:00");
    let made = hall.close("2026-08").unwrap();
    assert!(made.is_in_log);
    assert_eq!((made.version.version, made.version.events), (1, 1));
}

#[test]
fn september_is_closed_after_the_national_day_holiday_with_its_notices() {
    let hall = hall("close-holiday", "2026-10-07T23:59:59+08:00");
    hall.send(&[finding("F-1", "2026-09-03")]);
    let refused = hall.close("2026-09").unwrap_err();
    assert!(refused.to_string().contains("2026-10-08"), "{refused}");
    hall.set("2026-10-08T00:00:00+08:00");
    hall.close("2026-09").unwrap();
}

#[test]
fn earlier_months_with_events_are_closed_first_and_empty_ones_need_not_be() {
    let hall = hall("close-order", "2026-11-02T10:00:00+08:00");
    hall.send(&[finding("F-1", "2026-06-30"), finding("F-2", "2026-10-01")]);
    let refused = hall.close("2026-10").unwrap_err();
    assert!(
        matches!(refused, MonthError::CloseFirst { first, .. } if first == month("2026-06")),
        "{refused}"
    );
    assert!(matches!(hall.close("2026-05").unwrap_err(), MonthError::NotOpen { .. }));
    hall.close("2026-06").unwrap();
    hall.close("2026-10").unwrap();
    let left: Vec<(String, State)> =
        hall.list().iter().map(|listed| (listed.month.to_string(), listed.state)).collect();
    let expected = [("2026-06", State::Closed), ("2026-10", State::Closed), ("2026-11", State::Open)];
    assert_eq!(left, expected.map(|(month, state)| (month.to_owned(), state)));
    assert!(matches!(hall.close("2026-08").unwrap_err(), MonthError::NotOpen { .. }), "it was passed over");
}

#[test]
fn what_is_frozen_is_what_was_shown() {
    let hall = hall("close-frozen", "2026-10-08T08:00:00+08:00");
    hall.send(&[finding("F-1", "2026-08-03"), finding("F-2", "2026-09-03")]);
    hall.close("2026-08").unwrap();
    let shown = hall.act(|desk| {
        let moment = desk.moment();
        let result = moment.result(month("2026-09")).unwrap();
        months::files(&moment.context, result, months::counts_of(moment.context.log))
    });
    assert!(shown.ledger.contains("F-2") && !shown.ledger.contains("F-1"), "{}", shown.ledger);
    hall.close("2026-09").unwrap();
    assert_eq!(hall.records().frozen(month("2026-09"), 1).unwrap().unwrap(), shown);
    // From the next month on it is what the months to come look back on.
    let open = hall
        .act(|desk| desk.moment().results.iter().map(|result| result.month.to_string()).collect::<Vec<_>>());
    assert_eq!(open, ["2026-10", "2026-11"]);
}

#[test]
fn a_month_is_closed_once() {
    let hall = hall("close-once", "2026-09-01T08:00:00+08:00");
    hall.send(&[finding("F-1", "2026-08-03")]);
    let made = hall.close("2026-08").unwrap();
    let refused = hall.close("2026-08").unwrap_err();
    assert!(matches!(refused, MonthError::ClosedAlready { version: 1, .. }), "{refused}");
    let told = hall.of_type("month.closed");
    assert_eq!(told.len(), 1);
    let expected = json!({"month": "2026-08", "version": 1, "digest": made.version.digest, "by": "王监察"});
    assert_eq!((&told[0]["id"], &told[0]["data"]), (&json!("month.closed/2026-08/1"), &expected));
    let noted = hall.records().audit(10).unwrap();
    let of_close: Vec<&AuditEntry> = noted.iter().filter(|entry| entry.what == "month.closed").collect();
    assert_eq!(of_close.len(), 1);
    assert_eq!((of_close[0].who.as_str(), of_close[0].subject.as_str()), ("王监察", "2026-08 v1"));
}

#[test]
fn a_close_says_who_does_it() {
    let hall = hall("close-name", "2026-09-01T08:00:00+08:00");
    hall.send(&[finding("F-1", "2026-08-03")]);
    for by in [String::new(), "  ".to_owned(), "王".repeat(65)] {
        let refused = hall.act(move |desk| months::close(desk, month("2026-08"), &by)).unwrap_err();
        assert!(matches!(refused, MonthError::WithoutName), "{refused}");
    }
    hall.act(|desk| months::close(desk, month("2026-08"), &"王".repeat(64))).unwrap();
}

#[test]
fn a_close_that_was_cut_off_is_told_to_the_log_at_the_next_start_and_once() {
    let hall = hall("close-cut-off", "2026-09-01T08:00:00+08:00");
    hall.send(&[finding("F-1", "2026-08-03")]);
    // All that a kill between the two leaves behind: the version, not the event.
    let closed = ClosedMonth {
        month: month("2026-08"),
        version: 1,
        closed: instant("2026-09-01T08:00:00+08:00"),
        closed_by: "王监察".to_owned(),
        reason: None,
        as_of: instant("2026-09-01T08:00:00+08:00"),
        events: 1,
        digest: "d".repeat(64),
        givens: [0; 32],
    };
    hall.records().close_month(&closed, &Frozen::default()).unwrap();
    for _ in 0..2 {
        assert!(hall.act(|desk| months::announce(desk)).unwrap());
        assert_eq!(hall.of_type("month.closed").len(), 1);
    }
}

#[test]
fn without_supervision_a_month_is_closed_and_the_log_does_not_say_so() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("close-unsupervised");
    let _ = fs::remove_dir_all(&folder);
    let registry = REGISTRY.replace("supervision = true", "supervision = false");
    let hall = Hall::open(&folder, "2026-09-01T08:00:00+08:00", &registry);
    hall.send(&[finding("F-1", "2026-08-03")]);
    assert!(!hall.close("2026-08").unwrap().is_in_log);
    assert!(hall.of_type("month.closed").is_empty());
    assert_eq!(hall.list()[0].state, State::Closed);
}

#[test]
fn a_reissue_lists_every_change_with_its_reason_and_earlier_versions_stay() {
    let hall = hall("reissue", "2026-09-01T08:00:00+08:00");
    hall.send(&[finding("F-1", "2026-08-03"), finding("F-2", "2026-08-04")]);
    hall.close("2026-08").unwrap();
    let first = hall.records().frozen(month("2026-08"), 1).unwrap().unwrap();
    assert!(matches!(
        hall.reissue("2026-08", "没有变化").unwrap_err(),
        MonthError::NothingChanged { version: 1, .. }
    ));
    hall.set("2026-09-02T10:00:00+08:00");
    hall.send(&[voided("V-1", "F-1", "2026-09-02T09:00:00+08:00"), finding("F-3", "2026-09-01")]);
    assert_eq!(hall.list()[0].late, 1, "the September finding bears on September alone");
    let found = hall.act(|desk| months::difference(desk, month("2026-08"), None, Later::Now).unwrap());
    let why: Vec<Option<&str>> = found.changes.late.iter().map(|late| late.reason.as_deref()).collect();
    assert_eq!(why, [Some("申诉成立")]);
    assert_eq!(found.changes.entries.len(), 2, "in the window's book and in the person's");
    assert!(matches!(hall.reissue("2026-08", " ").unwrap_err(), MonthError::WithoutReason));
    let made = hall.reissue("2026-08", "申诉成立").unwrap();
    assert_eq!((made.version.version, made.version.reason.as_deref()), (2, Some("申诉成立")));
    let second = hall.records().frozen(month("2026-08"), 2).unwrap().unwrap();
    assert!(first.ledger.contains("F-1") && !second.ledger.contains("F-1"), "{}", second.ledger);
    let changes: Value = serde_json::from_str(second.changes.as_ref().unwrap()).unwrap();
    assert_eq!(changes["late"][0]["reason"], "申诉成立");
    assert!(
        changes["entries"]
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| !entry["because"].as_array().unwrap().is_empty())
    );
    assert_eq!(hall.records().frozen(month("2026-08"), 1).unwrap().unwrap(), first);
    assert!(
        hall.act(|desk| months::difference(desk, month("2026-08"), None, Later::Now).unwrap())
            .changes
            .is_empty()
    );
    let between =
        hall.act(|desk| months::difference(desk, month("2026-08"), None, Later::Version(2)).unwrap());
    assert_eq!((between.from.version, between.changes.entries.len()), (1, 2));
    assert_eq!(hall.of_type("month.closed").len(), 2);
    assert_eq!(hall.records().broken_audit_entry().unwrap(), None);
}

#[test]
fn what_was_never_closed_cannot_be_compared_or_reissued() {
    let hall = hall("not-closed", "2026-09-01T08:00:00+08:00");
    hall.send(&[finding("F-1", "2026-08-03")]);
    assert!(matches!(hall.reissue("2026-08", "x").unwrap_err(), MonthError::NotClosed { .. }));
    let difference = |hall: &Hall, from, later| {
        hall.act(move |desk| months::difference(desk, month("2026-08"), from, later).unwrap_err())
    };
    assert!(matches!(difference(&hall, None, Later::Now), MonthError::NotClosed { .. }));
    hall.close("2026-08").unwrap();
    assert!(matches!(
        difference(&hall, Some(2), Later::Now),
        MonthError::NoVersion { version: 2, newest: 1, .. }
    ));
    assert!(matches!(difference(&hall, None, Later::Version(1)), MonthError::NoVersion { version: 0, .. }));
}

#[test]
fn another_registry_is_named_among_what_is_different() {
    let folder = {
        let hall = hall("other-registry", "2026-09-01T08:00:00+08:00");
        hall.send(&[finding("F-1", "2026-08-03")]);
        hall.close("2026-08").unwrap();
        hall.folder.clone()
    };
    let renamed = REGISTRY.replace("二窗", "第二窗");
    let hall = Hall::open(&folder, "2026-09-02T08:00:00+08:00", &renamed);
    let found = hall.act(|desk| months::difference(desk, month("2026-08"), None, Later::Now).unwrap());
    assert!(found.changes.is_empty(), "a name changes no result");
    let givens: Vec<&str> = found.changes.givens.iter().map(|given| given.en.as_str()).collect();
    assert!(givens.contains(&"the registry has changed"), "{givens:?}");
}

#[test]
fn late_events_bear_on_the_months_that_they_could_change() {
    let hall = hall("bears-on", "2026-10-15T08:00:00+08:00");
    let at = |day: &str| format!("{day}T10:00:00+08:00");
    let case = |id: &str, case: &str, day: &str| {
        let data = json!({"case": case, "item": "I-1", "window": "W-1", "staff": "S-1"});
        event(id, "case.accepted", &at(day), data)
    };
    let completed = |id: &str, case: &str, day: &str| {
        event(id, "case.completed", &at(day), json!({"case": case, "outcome": "approved"}))
    };
    let rating = |id: &str, rating: &str, day: &str| {
        let data = json!({"rating": rating, "window": "W-1", "level": 1, "channel": "device"});
        event(id, "rating.submitted", &at(day), data)
    };
    let half_day = |day: &str| json!({"date": day, "session": "am"});
    let events = [
        (case("1", "C-1", "2026-07-20"), "07 08 09 10"),
        // Taken back below, so that the case goes on.
        (completed("2", "C-1", "2026-09-02"), "09 10"),
        (case("3", "C-2", "2026-07-20"), "07"),
        (completed("4", "C-2", "2026-07-30"), "07"),
        (rating("5", "R-1", "2026-08-30"), "08 09"),
        (event("6", "rating.verified", &at("2026-10-02"), json!({"rating": "R-1", "valid": false})), "08 10"),
        (finding("7", "2026-08-03"), "08"),
        (voided("8", "7", &at("2026-10-03")), "08 10"),
        (
            event(
                "9",
                "event.retracted",
                &at("2026-10-04"),
                json!({"source": "hall", "id": "2", "reason": "误报", "approved_by": "监察局"}),
            ),
            "09 10",
        ),
        (
            event(
                "10",
                "event.retracted",
                &at("2026-10-04"),
                json!({"source": "hall", "id": "nowhere", "reason": "误报", "approved_by": "监察局"}),
            ),
            "10",
        ),
        (
            event(
                "11",
                "attendance.leave",
                &at("2026-10-05"),
                json!({"staff": "S-1", "kind": "sick",
            "from": half_day("2026-08-31"), "to": half_day("2026-09-01"), "approved_by": "监察局"}),
            ),
            "08 09",
        ),
        (
            event(
                "12",
                "attendance.makeup",
                &at("2026-10-05"),
                json!({"staff": "S-1", "date": "2026-08-31",
            "session": "am", "direction": "in", "approved_by": "监察局"}),
            ),
            "08",
        ),
        (
            event(
                "13",
                "evaluation.recorded",
                &at("2026-10-06"),
                json!({"month": "2026-09", "staff": "S-1", "center": 90, "peers": 90}),
            ),
            "09",
        ),
        (
            event(
                "14",
                "appeal.filed",
                &at("2026-08-06"),
                json!({"appeal": "A-1", "window": "W-1", "about": "7", "reason": "不服"}),
            ),
            "",
        ),
    ];
    let sent: Vec<Value> = events.iter().map(|(event, _)| event.clone()).collect();
    hall.send(&sent);
    let bears: Vec<String> = hall.act(|desk| {
        let moment = desk.moment();
        let months = ["2026-07", "2026-08", "2026-09", "2026-10"].map(month);
        let of_event = |event| {
            let on = months.iter().filter(|&&month| months::bears_on(&moment.context, event, month));
            on.map(|month| month.to_string()[5..].to_owned()).collect::<Vec<_>>().join(" ")
        };
        moment.arrived_between(0, 100).map(of_event).collect()
    });
    for ((event, expected), found) in events.iter().zip(&bears) {
        assert_eq!(found, expected, "{event}");
    }
}

//! Small months as files, written where a test can see them.

use reports::changes::late::Late;
use reports::changes::published::EventId;
use reports::changes::{Between, Changes, MonthFiles, Published, Reason, compare};
use scoring::rulebook::Bilingual;
use scoring::time::Zone;
use serde_json::{Value, json};

/// A month with these standings, ledger lines and notices.
pub struct Month {
    pub result: Value,
    pub ledger: Vec<Value>,
    pub notices: Vec<Value>,
}

/// September 2026 with a few windows and staff, nothing in its ledger.
pub fn september(windows: &[Value], staff: &[Value]) -> Month {
    let result = json!({
        "region": "220821", "month": "2026-09", "as_of": "2026-10-01T00:00:00+08:00",
        "rulebook": {"id": "zhenlai", "version": "1"},
        "windows": windows, "staff": staff,
        "departments": [], "sites": [], "rates": {"accepted": 40, "on_time_rate": 0.95},
        "actions": [], "anomalies": [],
        "events": {"read": 1, "accepted": 1, "duplicates": 0, "rejected": 0}
    });
    Month { result, ledger: Vec::new(), notices: Vec::new() }
}

/// A window of the hall with what is left of B and D of 100.
pub fn window(id: &str, rank: u32, b: f64, d: f64) -> Value {
    json!({
        "window": id, "site": "hall", "department": "D-01", "ranked": true, "rank": rank,
        "total": b + d, "categories": {"B": b, "D": d}, "bonus": 0.0,
        "flag": null, "dissatisfied": false, "rates": {"accepted": 4, "on_time_rate": 1.0}
    })
}

/// A staff member of W-01 with what is left of B and D.
pub fn person(id: &str, rank: u32, b: f64, d: f64) -> Value {
    json!({
        "staff": id, "window": "W-01", "ranked": true, "rank": rank,
        "total": b + d, "categories": {"B": b, "D": d}, "bonus": 0.0, "evaluation": "good"
    })
}

/// A line of W-01's book: all of `more` comes in its place or beside it.
pub fn line(kind: &str, date: &str, points: f64, more: Value) -> Value {
    let mut line = json!({
        "book": "window", "subject": "W-01", "rule": "W-B3", "category": "B", "kind": kind, "date": date,
        "requested": points, "applied": points, "evidence": []
    });
    for (name, value) in more.as_object().unwrap() {
        line[name] = value.clone();
    }
    line
}

/// Events of the hall as evidence.
pub fn evidence(ids: &[&str]) -> Value {
    ids.iter().map(|id| json!({"source": "hall", "id": id})).collect()
}

impl Month {
    /// The same with these lines in the ledger.
    pub fn with(mut self, lines: &[Value]) -> Month {
        self.ledger.extend(lines.iter().cloned());
        self
    }

    /// The same with a member of `result.json` replaced.
    pub fn but(mut self, name: &str, value: Value) -> Month {
        self.result[name] = value;
        self
    }

    /// The same with a notice.
    pub fn notice(mut self, notice: Value) -> Month {
        self.notices.push(notice);
        self
    }

    pub fn published(&self) -> Published {
        let lines = |lines: &[Value]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        Published::read(&MonthFiles {
            result: self.result.to_string().as_bytes(),
            ledger: lines(&self.ledger).as_bytes(),
            notices: lines(&self.notices).as_bytes(),
        })
        .unwrap()
    }
}

/// A late event of the hall on 9 October, and what the hall had sent before under other ids.
pub fn late(id: &str, event_type: &str, data: Value, earlier: &[Value]) -> Late {
    let event = event(id, event_type, data).to_string();
    let find = |wanted: &EventId| {
        let of_id = |event: &&Value| event["id"] == wanted.id && event["source"] == wanted.source;
        earlier.iter().find(of_id).map(Value::to_string)
    };
    Late::read(&event, Some("10-09".to_owned()), &Zone::named("Asia/Shanghai").unwrap(), find).unwrap()
}

/// An event of the hall on 9 October.
pub fn event(id: &str, event_type: &str, data: Value) -> Value {
    json!({
        "specversion": "1.0", "id": id, "source": "hall", "type": event_type,
        "time": "2026-10-09T10:00:00+08:00", "data": data
    })
}

/// The changes from version 1 to version 2, with these late events.
pub fn changes(before: &Month, after: &Month, late: Vec<Late>) -> Changes {
    let name = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    let names = [name("第 1 版", "version 1"), name("第 2 版", "version 2")];
    compare(&before.published(), &after.published(), Between { names, late, ..Between::default() })
}

/// The only change of a list, with its reasons.
pub fn only<T: Clone>(changes: &[reports::changes::Change<T>]) -> (reports::changes::Turn<T>, Vec<Reason>) {
    assert_eq!(changes.len(), 1);
    (changes[0].turn.clone(), changes[0].because.clone())
}

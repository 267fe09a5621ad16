//! Two department heads in one county: what is the other's is not there, neither by page nor by API, neither to see nor to do.

mod doing;
mod seeing;
mod sources;

use crate::desk::{Hall, instant};
use crate::reader::Reader;
use ingest::store::sqlite::{Account, Role};
use ingest::store::{KeptNotice, NoticeState};
use serde_json::{Value, json};

const NOW: &str = "2026-10-09T10:00:00+08:00";

/// Two departments of two windows each; the second one's names are found in no word of the pages.
const REGISTRY: &str = r#"
[region]
code = "220821"
name = "镇赉县"
timezone = "Asia/Shanghai"

[[schedule]]
id = "standard"
am = { start = "08:30:00", end = "11:30:00" }
pm = { start = "13:00:00", end = "17:00:00" }

[[site]]
id = "hall"
name = "县政务服务中心"
kind = "hall"
attendance = false
supervision = true

[[site]]
id = "annex"
name = "丙丁分中心"
kind = "hall"
attendance = false

[[department]]
id = "D-11"
name = "自然资源局"

[[department]]
id = "D-22"
name = "丁丁税务局"

[[window]]
id = "W-11"
name = "不动产一窗"
site = "hall"
department = "D-11"

[[window]]
id = "W-12"
name = "不动产二窗"
site = "hall"
department = "D-11"

[[window]]
id = "W-21"
name = "丁丁一窗"
site = "annex"
department = "D-22"

[[window]]
id = "W-22"
name = "丁丁二窗"
site = "annex"
department = "D-22"

[[staff]]
id = "S-11"
name = "李强"

[[staff]]
id = "S-12"
name = "赵敏"

[[staff]]
id = "S-21"
name = "戊己庚"

[[staff]]
id = "S-22"
name = "戊辛壬"

[[assignment]]
staff = "S-11"
window = "W-11"
from = 2026-01-05
lead = true

[[assignment]]
staff = "S-12"
window = "W-12"
from = 2026-01-05
lead = true

[[assignment]]
staff = "S-21"
window = "W-21"
from = 2026-01-05
lead = true

[[assignment]]
staff = "S-22"
window = "W-22"
from = 2026-01-05
lead = true

[[item]]
code = "I-1"
name = "不动产转移登记"
department = "D-11"
kind = "promised"
statutory_days = 10
promised_days = 5

[[item]]
code = "I-2"
name = "丁丁发票代开"
department = "D-22"
kind = "promised"
statutory_days = 10
promised_days = 5
"#;

/// What would give the second department away wherever it shows.
const OTHERS: [&str; 9] = ["D-22", "W-21", "W-22", "S-21", "S-22", "-second", "丁丁", "丙丁", "annex"];

fn event(source: &str, id: &str, event_type: &str, time: &str, data: Value) -> Value {
    json!({"specversion": "1.0", "id": id, "source": source, "type": event_type, "time": time, "data": data})
}

/// What happened at one window: a case overdue, a bad rating, a complaint, a finding, an order, an appeal against the finding.
fn happened(whose: &str, source: &str, [window, staff, item]: [&str; 3]) -> Vec<Value> {
    let id = |letter: &str| format!("{letter}-{whose}");
    let (case, rating, complaint) = (id("case"), id("rating"), id("complaint"));
    let accepted = json!({"case": case, "item": item, "window": window, "staff": staff});
    let rated = json!({
        "rating": rating, "window": window, "staff": staff, "level": 1, "channel": "qr", "real_name": true,
        "comment": format!("留言{whose}"),
    });
    let verified = json!({"rating": rating, "valid": true, "responsible": "window", "points": 5, "note": format!("核实{whose}")});
    let complained = json!({
        "complaint": complaint, "window": window, "staff": staff, "topic": "fee", "statement": format!("陈述{whose}"),
    });
    let rude = json!({
        "finding": id("finding"), "kind": "rude", "window": window, "staff": staff, "inspector": "巡查一",
    });
    let order = json!({
        "order": id("order"), "window": window, "reason": format!("整改{whose}"), "due": "2026-10-20", "issued_by": "王",
    });
    vec![
        event(source, &id("e1"), "case.accepted", "2026-09-14T10:00:00+08:00", accepted),
        event(source, &id("e2"), "rating.submitted", "2026-09-28T10:00:00+08:00", rated),
        event("hall", &id("e3"), "rating.verified", "2026-09-29T10:00:00+08:00", verified),
        event("hall", &id("e4"), "complaint.received", "2026-10-08T10:00:00+08:00", complained),
        event("hall", &id("e5"), "finding.recorded", "2026-09-08T10:00:00+08:00", rude),
        event("hall", &id("e6"), "order.issued", "2026-10-08T10:00:00+08:00", order),
    ]
}

fn notice(whose: &str, window: &str, department: &str) -> KeptNotice {
    KeptNotice {
        identity: notice_of(whose),
        kind: "case_overdue".to_owned(),
        level: 2,
        subject: format!("case-{whose}"),
        date: "2026-10-09".to_owned(),
        recipients: vec![format!("department_head:{department}")],
        body: format!(r#"{{"due":"2026-10-08","window":"{window}"}}"#),
        derived: instant(NOW),
        state: NoticeState::Pending,
        sent: None,
    }
}

fn notice_of(whose: &str) -> String {
    format!("case_overdue/case-{whose}/2/2026-10-08")
}

/// The county with both departments' business, an appeal of each, and an account for everybody.
fn county(name: &str) -> Hall {
    let hall = Hall::new(name, NOW, REGISTRY);
    hall.send(&happened("first", "hall", ["W-11", "S-11", "I-1"]));
    hall.send(&happened("second", "annex", ["W-21", "S-21", "I-2"]));
    hall.records()
        .keep_notices(&[notice("first", "W-11", "D-11"), notice("second", "W-21", "D-22")])
        .unwrap();
    let accounts = [
        ("analyst", Role::Analyst, vec![]),
        ("first", Role::DepartmentHead, vec!["department:D-11"]),
        ("second", Role::DepartmentHead, vec!["department:D-22"]),
        ("lead", Role::WindowLead, vec!["window:W-11"]),
        ("operator", Role::Operator, vec!["site:hall"]),
        ("nobody", Role::DepartmentHead, vec![]),
    ];
    for (name, role, scope) in accounts {
        let scope = scope.into_iter().map(str::to_owned).collect();
        let account = Account { scope, ..Account::new(name, role, String::new(), instant(NOW)) };
        hall.records().put_account(&account).unwrap();
    }
    for who in ["first", "second"] {
        let window = if who == "first" { "W-11" } else { "W-21" };
        let (mut reader, csrf) = Reader::entered(&hall, who);
        let about = entry(&mut reader, window);
        let filed = reader.post(
            "/appeals",
            &with(&csrf, &window[2..3], &[("about", &about), ("reason", &format!("申辩-{who}"))]),
        );
        assert_eq!(filed.status, 303, "{}", filed.body);
    }
    hall
}

/// Fields of a form, with what makes it this session's and this form.
fn with<'f>(csrf: &'f str, nonce: &str, fields: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let nonce: &'static str = Box::leak(nonce.repeat(32).into_boxed_str());
    let mut all = vec![("csrf", csrf), ("nonce", nonce)];
    all.extend(fields);
    all
}

/// The name of the entry of a window's finding in September.
fn entry(reader: &mut Reader, window: &str) -> String {
    let view = reader.json(format!("/api/v1/months/2026-09/windows/{window}"));
    let lines = view["ledger"].as_array().unwrap();
    let line = lines.iter().find(|line| line["events"].to_string().contains("e5-"));
    line.unwrap_or_else(|| panic!("{lines:?}"))["name"].as_str().unwrap().to_owned()
}

/// A page and its JSON, as one text.
fn all_of(reader: &mut Reader, path: &str) -> String {
    let (page, api) = (reader.get(path), reader.get(&format!("/api/v1{path}")));
    assert_eq!((page.status, api.status), (200, 200), "{path}: {}", page.body);
    format!("{}{}", page.body, api.body)
}

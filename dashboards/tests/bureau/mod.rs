//! A hall of three windows whose September is over, with a few findings, and the people who work at its pages.

use super::desk::{Hall, instant};
use super::reader::{Answer, Reader, hidden};
use ingest::store::sqlite::{Account, Role};
use serde_json::{Value, json};

pub const PASSWORD: &str = "正确的密码一二三四五 1";
pub const ANALYST: &str = "王监察";

/// September is over; 1 to 7 October are off.
pub const NOW: &str = "2026-10-09T10:00:00+08:00";

pub const REGISTRY: &str = r#"
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

[[department]]
id = "D-1"
name = "自然资源局"

[[window]]
id = "W-1"
name = "不动产一窗"
site = "hall"
department = "D-1"

[[window]]
id = "W-2"
name = "不动产二窗"
site = "hall"
department = "D-1"

[[window]]
id = "W-3"
name = "不动产三窗"
site = "hall"
department = "D-1"

[[staff]]
id = "S-1"
name = "李强"

[[staff]]
id = "S-2"
name = "赵敏"

[[staff]]
id = "S-3"
name = "孙丽"

[[assignment]]
staff = "S-1"
window = "W-1"
from = 2026-01-05
lead = true

[[assignment]]
staff = "S-2"
window = "W-2"
from = 2026-01-05
lead = true

[[assignment]]
staff = "S-3"
window = "W-3"
from = 2026-01-05
lead = true

[[item]]
code = "I-5"
name = "不动产转移登记"
department = "D-1"
kind = "promised"
statutory_days = 10
promised_days = 5
"#;

/// An event of the hall.
pub fn event(id: &str, event_type: &str, time: &str, data: Value) -> Value {
    json!({"specversion": "1.0", "id": id, "source": "hall", "type": event_type, "time": time, "data": data})
}

/// What was recorded in September: a rude word at W-1, a commendation of W-2, a bad rating of W-3 that was found valid.
pub fn september() -> Vec<Value> {
    let rude =
        json!({"finding": "F-1", "kind": "rude", "window": "W-1", "staff": "S-1", "inspector": "巡查一"});
    let merit =
        json!({"merit": "M-1", "kind": "commended", "window": "W-2", "staff": "S-2", "recorded_by": "王"});
    let rated = json!({"rating": "R-1", "window": "W-3", "staff": "S-3", "level": 1, "channel": "device"});
    let verified = json!({"rating": "R-1", "valid": true, "responsible": "window", "points": 5});
    vec![
        event("e1", "finding.recorded", "2026-09-08T10:00:00+08:00", rude),
        event("e2", "merit.recorded", "2026-09-09T10:00:00+08:00", merit),
        event("e3", "rating.submitted", "2026-09-10T10:00:00+08:00", rated),
        event("e4", "rating.verified", "2026-09-11T10:00:00+08:00", verified),
    ]
}

/// The hall with its September, an analyst and a viewer.
pub fn hall(name: &str) -> Hall {
    let hall = Hall::new(name, NOW, REGISTRY);
    hall.send(&september());
    let records = hall.records();
    for (name, role) in [(ANALYST, Role::Analyst), ("viewer", Role::Auditor)] {
        let password = dashboards::password::hash(PASSWORD).unwrap();
        let account = Account::new(name, role, password, instant(NOW));
        records.put_account(&account).unwrap();
    }
    hall
}

/// Somebody of the bureau.
pub struct Clerk {
    pub reader: Reader,
}

impl Clerk {
    pub fn of(hall: &Hall) -> Clerk {
        Clerk { reader: Reader::logged_in(hall, ANALYST, PASSWORD) }
    }

    /// Fills in the form of a page and sends it to an address.
    pub fn fill(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.reader.get(page);
        assert_eq!(form.status, 200, "{page}: {}", form.body);
        let (csrf, nonce) = (self.reader.form_secret(), hidden(&form.body, "nonce"));
        self.send(to, &csrf, &nonce, fields)
    }

    pub fn send(&mut self, to: &str, csrf: &str, nonce: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", csrf), ("nonce", nonce)];
        all.extend(fields);
        self.reader.post(to, &all)
    }

    /// The name of the first entry of a rule in a window's or staff member's September.
    pub fn entry(&mut self, whose: &str, rule: &str) -> String {
        let view = self.reader.json(format!("/api/v1/months/2026-09/{whose}"));
        let lines = view["ledger"].as_array().unwrap();
        let line = lines.iter().find(|line| line["rule"] == rule);
        line.unwrap_or_else(|| panic!("{rule} in {lines:?}"))["name"].as_str().unwrap().to_owned()
    }

    /// Files an appeal and answers its id.
    pub fn file(&mut self, about: &str) -> String {
        let form = format!("/appeals/new?about={}", dashboards::links::segment(about));
        let filed = self.fill(&form, "/appeals", &[("about", about), ("reason", "当时是在向老人大声解释")]);
        assert_eq!(filed.status, 303, "{}", filed.body);
        filed.header("location").strip_prefix("/appeals/").unwrap().to_owned()
    }

    /// Decides an appeal.
    pub fn decide(&mut self, id: &str, choice: &str) -> Answer {
        let page = format!("/appeals/{id}");
        let fields = [("choice", choice), ("reason", "查看录像属实"), ("approved_by", "陈局长")];
        self.fill(&page, &format!("{page}/decide"), &fields)
    }

    pub fn appeal(&mut self, id: &str) -> Value {
        self.reader.json(format!("/api/v1/appeals/{id}"))
    }

    /// Total, rank and flag of a window in September.
    pub fn stands(&mut self, window: &str) -> (f64, u64, Option<String>) {
        let view = self.reader.json(format!("/api/v1/months/2026-09/windows/{window}"));
        let row = &view["row"];
        (
            row["total"].as_f64().unwrap(),
            row["rank"].as_u64().unwrap(),
            row["flag"].as_str().map(str::to_owned),
        )
    }
}

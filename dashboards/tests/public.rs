//! The page for everybody: off until an administrator switches it on, published months alone, and nobody's personal data.

use crate::bureau::{self, Clerk, PASSWORD, event, hall};
use crate::desk::{Hall, instant};
use crate::reader::{Reader, shown};
use ingest::store::sqlite::{Account, Role};
use serde_json::{Value, json};

const SEPTEMBER: &str = "/months/2026-09";

fn administrator(hall: &Hall) -> Reader {
    let password = dashboards::password::hash(PASSWORD).unwrap();
    hall.records()
        .put_account(&Account::new("管理员", Role::Administrator, password, instant(bureau::NOW)))
        .unwrap();
    Reader::logged_in(hall, "管理员", PASSWORD)
}

fn switch_on(hall: &Hall) {
    let mut admin = administrator(hall);
    let csrf = admin.form_secret();
    let fields = [
        ("csrf", csrf.as_str()),
        ("is_on", "true"),
        ("totals", "true"),
        ("rates", "true"),
        ("yellow", "true"),
        ("months", "12"),
    ];
    assert_eq!(admin.post("/settings/public-page", &fields).status, 303);
    assert!(admin.get("/settings/public-page").body.contains("name=\"is_on\" value=\"true\" checked"));
}

fn press(clerk: &mut Clerk, to: &str, fields: &[(&str, &str)]) {
    let csrf = clerk.reader.form_secret();
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    let done = clerk.reader.post(&format!("{SEPTEMBER}/{to}"), &all);
    assert_eq!(done.status, 303, "{to}: {}", done.body);
}

/// Confirms all flags but the yellow one, which is dropped; closes, and publishes.
fn published(hall: &Hall) {
    let mut clerk = Clerk::of(hall);
    let page = format!("{SEPTEMBER}/proposals");
    let drop = [("kind", "yellow_flag"), ("subject", "W-3"), ("choice", "drop"), ("reason", "孙丽当月生病")];
    assert_eq!(clerk.fill(&page, &page, &drop).status, 303);
    assert_eq!(clerk.fill(&page, &page, &[("choice", "confirm")]).status, 303);
    press(&mut clerk, "close", &[("reason", "测试")]);
    press(&mut clerk, "publish", &[]);
}

#[test]
fn it_is_not_there_until_it_is_switched_on() {
    let hall = hall("public-off");
    published(&hall);
    let mut anybody = Reader::new(&hall);
    for path in ["/public", "/public/month.json", "/public/windows.csv", "/public?month=2026-09"] {
        assert_eq!(anybody.get(path).status, 404, "{path}");
    }
    let mut clerk = Clerk::of(&hall);
    assert_eq!(clerk.reader.get("/settings/public-page").status, 403, "an analyst does not switch it on");
    let csrf = clerk.reader.form_secret();
    let fields = [("csrf", csrf.as_str()), ("is_on", "true"), ("months", "12")];
    assert_eq!(clerk.reader.post("/settings/public-page", &fields).status, 403);
    switch_on(&hall);
    assert_eq!(anybody.get("/public").status, 200);
    let mut admin = administrator(&hall);
    let csrf = admin.form_secret();
    assert_eq!(admin.post("/settings/public-page", &[("csrf", "forged"), ("months", "12")]).status, 403);
    assert_eq!(admin.post("/settings/public-page", &[("csrf", csrf.as_str()), ("months", "0")]).status, 409);
    assert_eq!(admin.post("/settings/public-page", &[("csrf", csrf.as_str()), ("months", "12")]).status, 303);
    assert_eq!(anybody.get("/public").status, 404, "and off again");
}

#[test]
fn only_published_months_are_there() {
    let hall = hall("public-months");
    switch_on(&hall);
    let mut anybody = Reader::new(&hall);
    assert!(shown(&anybody.get("/public").body).contains("还没有公布的月份"));
    let mut clerk = Clerk::of(&hall);
    press(&mut clerk, "close", &[("reason", "测试")]);
    assert!(shown(&anybody.get("/public").body).contains("还没有公布的月份"), "closed is not published");
    press(&mut clerk, "publish", &[]);
    let month: Value = anybody.json("/public/month.json");
    assert_eq!((&month["month"], &month["version"]), (&json!("2026-09"), &json!(1)));
    assert_eq!(month["windows"][0]["flag"], Value::Null, "nobody confirmed it");
    assert_eq!(anybody.get("/public?month=2026-10").status, 404);
    assert_eq!(anybody.get("/public/month.json?month=2026-10").status, 404);
}

#[test]
fn nobody_is_known_by_it() {
    let hall = hall("public-private");
    let rated = json!({"rating": "R-7", "window": "W-2", "staff": "S-2", "level": 1, "channel": "qr",
        "real_name": true, "comment": "那位赵姓工作人员", "case": "C-4711"});
    hall.send(&[event("r7", "rating.submitted", "2026-09-12T10:00:00+08:00", rated)]);
    published(&hall);
    switch_on(&hall);
    let mut anybody = Reader::new(&hall);
    let pages = ["/public", "/public?lang=en", "/public/month.json", "/public/windows.csv"];
    for path in pages {
        let answer = anybody.get(path);
        assert_eq!(answer.status, 200, "{path}");
        let personal = [
            "S-1",
            "S-2",
            "S-3",
            "李强",
            "赵敏",
            "孙丽",
            "赵姓",
            "C-4711",
            "R-1",
            "R-7",
            "F-1",
            "M-1",
            "巡查一",
            "王监察",
            "生病",
        ];
        for name in personal {
            assert!(!answer.body.contains(name), "{name} at {path}");
        }
        assert!(answer.body.contains("W-1"), "{path}");
    }
    let month: Value = anybody.json("/public/month.json");
    let flags: Vec<&Value> =
        month["windows"].as_array().unwrap().iter().map(|window| &window["flag"]).collect();
    assert_eq!(flags, [&json!("red"), &json!("red"), &Value::Null], "the dropped one is not there");
    let withheld = month["windows"].as_array().unwrap().iter().all(|of| of["satisfaction_rate"].is_null());
    assert!(withheld, "one rating would tell whose it was: {month}");
}

#[test]
fn an_answer_may_be_kept_and_is_not_sent_twice() {
    let hall = hall("public-cache");
    published(&hall);
    switch_on(&hall);
    let mut anybody = Reader::new(&hall);
    let csv = anybody.get("/public/windows.csv");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("cache-control").contains("public"));
    assert_eq!(csv.body.lines().count(), 4, "a head and three windows");
    let tag = csv.header("etag").to_owned();
    assert!(tag.len() > 10);
    assert_eq!(anybody.get("/public/windows.csv").header("etag"), tag);
}

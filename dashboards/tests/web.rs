//! The service's pages and API as a browser and a program ask for them: who may come in, who may do what, that every address
//! answers, that a page says what the API says.

use crate::county;
use crate::desk::{Hall, instant};
use crate::reader::{Answer, Reader, shown};
use dashboards::months;
use ingest::live::Outcome;
use ingest::store::sqlite::{Account, RejectionFilter, RejectionState, Role};
use ingest::store::{KeptNotice, NoticeState};
use scoring::time::Month;
use serde_json::Value;
use std::fs;

const CASE: &str = "04-overdue-ladder";
const PASSWORD: &str = "正确的密码一二三四五 1";
/// September is over, October goes on.
const NOW: &str = "2026-10-13T10:00:00+08:00";

/// A county with a case's events, and rejected ones, an analyst, a viewer, and a notice.
fn hall(name: &str) -> Hall {
    let case = county::case(CASE);
    let registry = fs::read_to_string(case.join("registry/county.toml")).unwrap();
    let hall = Hall::new(name, NOW, &registry);
    let events = fs::read(case.join("events.ndjson")).unwrap();
    let lines = events.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let outcomes = hall.deliver(lines.chain([&b"rubbish"[..], b"more rubbish", b"{}"]));
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count();
    assert!(count(|outcome| *outcome == Outcome::Accepted) > 5);
    assert!(count(|outcome| matches!(outcome, Outcome::Rejected(_))) > 2);
    let records = hall.records();
    for (name, role) in [("王监察", Role::Analyst), ("viewer", Role::Auditor)] {
        let password = dashboards::password::hash(PASSWORD).unwrap();
        let account = Account::new(name, role, password, instant(NOW));
        records.put_account(&account).unwrap();
    }
    let notice = KeptNotice {
        identity: "case_due/C-1/1/2026-10-12".to_owned(),
        kind: "case_due".to_owned(),
        level: 1,
        subject: "C-1".to_owned(),
        date: "2026-10-12".to_owned(),
        recipients: vec!["window:W-01".to_owned(), "supervision".to_owned()],
        body: r#"{"due":"2026-10-14","window":"W-01"}"#.to_owned(),
        derived: instant(NOW),
        state: NoticeState::Pending,
        sent: None,
    };
    records.keep_notices(&[notice]).unwrap();
    hall
}

/// The ids of something that the case's events name.
fn ids_of(field: &str) -> Vec<String> {
    let events = fs::read(county::case(CASE).join("events.ndjson")).unwrap();
    let lines = events.split(|&byte| byte == b'\n');
    let read = lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    read.filter_map(|event| Some(event["data"][field].as_str()?.to_owned())).collect()
}

/// A case that was accepted.
fn known_case(reader: &mut Reader) -> String {
    let is_known = |id: &String| reader.get(&format!("/api/v1/cases/{id}")).status == 200;
    ids_of("case").into_iter().find(is_known).unwrap()
}

/// Every address that shows something of this county.
fn addresses(reader: &mut Reader) -> Vec<String> {
    let mut all: Vec<String> =
        "/due /feeds /rejected /rejected?state=all /months /audit /ratings /complaints /appeals /orders /messages \
         /messages?state=dead /recipients /letters /letters/case_due /reports/texts \
         /reports/texts?of=general /reports/texts?of=file /months/2026-09/reports /months/2026-09/reports/bulletin/view"
            .split_whitespace()
            .map(str::to_owned)
            .collect();
    for list in ["windows", "staff"] {
        let view: Value = reader.json(format!("/api/v1/months/2026-09/{list}"));
        let unranked =
            view["unranked"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
        let rows: Vec<&Value> = view["ranked"].as_array().unwrap().iter().chain(unranked).collect();
        assert!(!rows.is_empty());
        all.extend(rows.iter().map(|row| format!("/months/2026-09/{list}/{}", row["id"].as_str().unwrap())));
    }
    for month in ["", "/months/2026-09", "/months/2026-10"] {
        let of_month = ["windows", "staff", "departments", "sites", "notices", "signals"]
            .map(|page| format!("{month}/{page}"));
        all.extend(of_month);
    }
    // Without a month these lead to the newest one's.
    all.extend(["2026-09", "2026-10"].map(|month| format!("/months/{month}/charts")));
    let case = known_case(reader);
    all.push(format!("/cases/{case}"));
    let view: Value = reader.json(format!("/api/v1/cases/{case}"));
    let first = &view["events"][0];
    all.push(format!("/events/{}/{}", first["source"].as_str().unwrap(), first["id"].as_str().unwrap()));
    all
}

#[test]
fn nobody_sees_a_page_without_a_login() {
    let hall = hall("web-outside");
    let mut reader = Reader::new(&hall);
    for path in ["/", "/windows", "/rejected", "/months/2026-09/windows/W-01"] {
        let asked = reader.get(path);
        let asked = if path == "/" { reader.get(asked.header("location")) } else { asked };
        assert_eq!(asked.status, 303, "{path}");
        assert!(asked.header("location").starts_with("/login?then=%2F"), "{path}");
    }
    let refused = reader.get("/api/v1/windows");
    assert_eq!(refused.status, 401);
    assert!(refused.body.contains("未登录"));
    assert_eq!(reader.get("/assets/page.css").status, 200);
}

#[test]
fn the_right_password_leads_to_where_one_wanted_to_go() {
    let hall = hall("web-login");
    let mut reader = Reader::new(&hall);
    let entered = reader.try_login("王监察", PASSWORD, "/months/2026-09/windows?site=hall");
    assert_eq!((entered.status, entered.header("location")), (303, "/months/2026-09/windows?site=hall"));
    let cookie = entered.cookie("flagpost=").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert_eq!(reader.get("/windows").status, 200);
    let mut other = Reader::new(&hall);
    for elsewhere in ["https://example.org", "//example.org", "/\\example.org"] {
        assert_eq!(other.try_login("王监察", PASSWORD, elsewhere).header("location"), "/", "{elsewhere}");
    }
}

#[test]
fn a_wrong_password_and_an_unknown_name_are_told_alike() {
    let hall = hall("web-wrong");
    let mut reader = Reader::new(&hall);
    let wrong = reader.try_login("viewer", "wrong", "/");
    let unknown = reader.try_login("nobody", "wrong", "/");
    assert_eq!((wrong.status, unknown.status), (401, 401));
    let shown = |answer: &Answer| {
        answer.body.split("role=\"alert\"").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
    };
    assert_eq!(shown(&wrong), shown(&unknown));
    assert_eq!(reader.get("/windows").status, 303, "still outside");
    let failed = hall.records().audit(10).unwrap();
    assert_eq!(failed.iter().filter(|entry| entry.what == "login.failed").count(), 2);
}

#[test]
fn after_six_attempts_in_a_minute_even_the_right_password_waits() {
    let hall = hall("web-often");
    let mut reader = Reader::new(&hall);
    for attempt in 1..=6 {
        assert_eq!(reader.try_login("viewer", "wrong", "/").status, 401, "attempt {attempt}");
    }
    assert_eq!(reader.try_login("viewer", PASSWORD, "/").status, 429);
    assert_eq!(reader.try_login("王监察", PASSWORD, "/").status, 303, "another name does not wait");
}

#[test]
fn a_forged_login_form_is_refused() {
    let hall = hall("web-forged-login");
    let mut reader = Reader::new(&hall);
    reader.get("/login");
    let forged = reader
        .post("/login", &[("csrf", "guessed"), ("then", "/"), ("name", "viewer"), ("password", PASSWORD)]);
    assert_eq!(forged.status, 403);
    assert_eq!(reader.get("/windows").status, 303);
}

#[test]
fn a_session_ends_after_twelve_hours_and_by_logging_out() {
    let hall = hall("web-session");
    let mut reader = Reader::logged_in(&hall, "viewer", PASSWORD);
    for hour in 11..22 {
        hall.set(&format!("2026-10-13T{hour}:00:00+08:00"));
        assert_eq!(reader.get("/windows").status, 200, "it is used at {hour}");
    }
    hall.set("2026-10-13T21:59:59+08:00");
    assert_eq!(reader.get("/windows").status, 200, "the last second");
    hall.set("2026-10-13T22:00:00+08:00");
    assert_eq!(reader.get("/windows").status, 303, "twelve hours");
    let mut reader = Reader::logged_in(&hall, "viewer", PASSWORD);
    assert_eq!(reader.post("/logout", &[("csrf", "guessed")]).status, 403, "no other site can log out");
    let csrf = reader.form_secret();
    let left = reader.post("/logout", &[("csrf", &csrf)]);
    assert_eq!((left.status, left.header("location")), (303, "/login"));
    assert_eq!(reader.get("/windows").status, 303);
}

#[test]
fn a_disabled_account_loses_its_session_at_once() {
    let hall = hall("web-disabled");
    let mut reader = Reader::logged_in(&hall, "viewer", PASSWORD);
    assert_eq!(reader.get("/windows").status, 200);
    assert!(hall.records().disable_account("viewer", instant(NOW)).unwrap());
    assert_eq!(reader.get("/windows").status, 303);
    assert_eq!(reader.try_login("viewer", PASSWORD, "/").status, 401);
}

#[test]
fn every_address_answers_in_both_languages_and_the_page_says_what_the_api_says() {
    let hall = hall("web-addresses");
    let mut reader = Reader::logged_in(&hall, "王监察", PASSWORD);
    let all = addresses(&mut reader);
    assert!(all.len() > 20, "{}", all.len());
    for lang in ["zh", "en"] {
        for path in &all {
            let mark = if path.contains('?') { '&' } else { '?' };
            let (page, view) = at_one_moment(&mut reader, path, &format!("{path}{mark}lang={lang}"));
            assert_eq!(page.status, 200, "{path} {lang}");
            assert!(
                page.body.contains(if lang == "zh" { "lang=\"zh-CN\"" } else { "lang=\"en\"" }),
                "{path}"
            );
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
            for said in said_by(&view) {
                assert!(shown(&page.body).contains(&said), "{path} {lang}: {said:?} is not on the page");
            }
        }
    }
}

/// A page, and the same as JSON. Who saw what is noted beside the answers, so that the audit log may grow between the two; then
/// both are asked again.
fn at_one_moment(reader: &mut Reader, path: &str, page: &str) -> (Answer, Value) {
    let mut before: Value = reader.json(format!("/api/v1{path}"));
    for _ in 0..20 {
        let page = reader.get(page);
        let after: Value = reader.json(format!("/api/v1{path}"));
        if !path.starts_with("/audit") || before == after {
            return (page, after);
        }
        before = after;
    }
    panic!("{path} never stands still");
}

/// What a view says that its page must say too: names of months, times, titles and totals, wherever they stand.
fn said_by(view: &Value) -> Vec<String> {
    let mut said = Vec::new();
    match view {
        Value::Object(members) => {
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("month_name" | "as_of" | "state_name" | "told" | "deed", Value::String(text)) => {
                        said.push(text.clone());
                    }
                    ("ranking" | "explanation" | "document", _) => {}
                    (_, nested) => said.extend(said_by(nested)),
                }
            }
        }
        Value::Array(items) => said.extend(items.iter().flat_map(said_by)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    said
}

#[test]
fn what_does_not_exist_is_a_page_and_a_json_that_say_so() {
    let hall = hall("web-missing");
    let mut reader = Reader::logged_in(&hall, "王监察", PASSWORD);
    for path in [
        "/nowhere",
        "/months/2026-09/windows/W-none",
        "/months/2026-09/staff/S-none",
        "/months/2003-01/windows",
        "/months/nonsense/windows",
        "/months/2026-09/windows?version=1",
        "/months/2026-09/changes",
        "/cases/C-none",
        "/events/hall/none",
        "/events/nowhere/none",
        "/windows/W-01/more",
    ] {
        let page = reader.get(path);
        assert_eq!(page.status, 404, "{path}");
        assert!(page.body.contains("<main") && page.body.contains("<nav"), "{path} has its frame");
        let json = reader.get(&format!("/api/v1{path}"));
        assert_eq!(json.status, 404, "{path}");
        let view: Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!(view["status"], 404, "{path}");
        assert!(!view["what"].as_str().unwrap().is_empty(), "{path}");
    }
}

#[test]
fn the_language_is_remembered() {
    let hall = hall("web-language");
    let mut reader = Reader::logged_in(&hall, "viewer", PASSWORD);
    assert!(reader.get("/windows").body.contains("lang=\"zh-CN\""));
    let chosen = reader.get("/windows?site=hall&lang=en");
    assert!(chosen.cookie("flagpost_lang=en").is_some());
    assert!(chosen.body.contains("site=hall&#38;lang=zh"), "the way back keeps the filter");
    assert!(reader.get("/windows").body.contains("<html lang=\"en\""));
    reader.get("/windows?lang=zh");
    assert!(reader.get("/windows").body.contains("<html lang=\"zh-CN\""));
}

#[test]
fn an_auditor_sees_no_button_and_may_change_nothing() {
    let hall = hall("web-viewer");
    let mut viewer = Reader::logged_in(&hall, "viewer", PASSWORD);
    let csrf = viewer.form_secret();
    for path in ["/windows", "/rejected", "/months", "/due", "/notices", "/feeds"] {
        let page = viewer.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("action=\"/rejected") && !page.body.contains("/close"), "{path}");
    }
    for prefix in ["", "/api/v1"] {
        assert_eq!(viewer.get(&format!("{prefix}/months/2026-09/close")).status, 403, "{prefix}");
    }
    let fields = [("csrf", csrf.as_str()), ("key", "1"), ("reason", "x")];
    for path in ["/rejected/replay", "/rejected/dismiss", "/months/2026-09/close", "/months/2026-09/reissue"]
    {
        assert_eq!(viewer.post(path, &fields).status, 403, "{path}");
    }
    let filter = RejectionFilter { state: Some(RejectionState::Open), ..RejectionFilter::default() };
    assert!(hall.records().rejections(&filter, 100).unwrap().len() > 2, "all are open still");
    assert!(hall.records().closed_months().unwrap().is_empty());
}

#[test]
fn a_forged_form_does_nothing() {
    let hall = hall("web-forged");
    let mut analyst = Reader::logged_in(&hall, "王监察", PASSWORD);
    for path in ["/rejected/replay", "/rejected/dismiss", "/months/2026-09/close", "/months/2026-09/reissue"]
    {
        let forged = analyst.post(path, &[("csrf", "guessed"), ("key", "1"), ("reason", "x")]);
        assert_eq!(forged.status, 403, "{path}");
    }
    assert!(hall.records().closed_months().unwrap().is_empty());
    assert!(hall.records().audit(10).unwrap().iter().all(|entry| entry.what == "login"));
}

#[test]
fn rejected_events_are_tried_again_one_or_all_of_a_choice() {
    let hall = hall("web-replay");
    let mut analyst = Reader::logged_in(&hall, "王监察", PASSWORD);
    let csrf = analyst.form_secret();
    let all = hall.records().rejections(&RejectionFilter::default(), 100).unwrap();
    let key = all[0].number.to_string();
    let done = analyst.post("/rejected/replay", &[("csrf", &csrf), ("key", &key), ("state", "open")]);
    assert_eq!((done.status, done.header("location")), (303, "/rejected?done=1-0-0-1&state=open"));
    let page = analyst.get(done.header("location"));
    assert!(page.body.contains("重新接收 1 条：接收 0 条，已存在 0 条，仍被拒收 1 条"));
    let of_code = all.iter().filter(|kept| kept.code == all[0].code).count();
    let done = analyst.post("/api/v1/rejected/replay", &[("csrf", &csrf), ("code", &all[0].code)]);
    let told: Value = serde_json::from_str(&done.body).unwrap();
    assert_eq!((told["tried"].as_u64().unwrap() as usize, told["accepted"].as_u64().unwrap()), (of_code, 0));
    assert!(
        hall.records()
            .audit(10)
            .unwrap()
            .iter()
            .any(|entry| entry.what == "rejection.replayed" && entry.who == "王监察")
    );
}

#[test]
fn a_rejected_event_is_put_aside_with_a_reason_and_once() {
    let hall = hall("web-dismiss");
    let mut analyst = Reader::logged_in(&hall, "王监察", PASSWORD);
    let csrf = analyst.form_secret();
    let put = |analyst: &mut Reader, key: &str, reason: &str| {
        analyst.post("/rejected/dismiss", &[("csrf", &csrf), ("key", key), ("reason", reason)]).status
    };
    assert_eq!(put(&mut analyst, "1", "  "), 409, "a blank is no reason");
    assert_eq!(put(&mut analyst, "1", "测试数据"), 303);
    assert_eq!(put(&mut analyst, "1", "又一次"), 409, "settled before");
    assert_eq!(put(&mut analyst, "999", "没有"), 404);
    assert_eq!(put(&mut analyst, "x", "没有"), 404);
    let page = analyst.get("/rejected?state=dismissed").body;
    assert!(page.contains("测试数据") && !page.contains("又一次"));
}

#[test]
fn a_closed_month_stays_readable_as_it_was_published() {
    let hall = hall("web-close");
    let mut analyst = Reader::logged_in(&hall, "王监察", PASSWORD);
    let open: Value = analyst.json("/api/v1/months/2026-09/windows");
    let first = open["ranked"][0]["id"].as_str().unwrap().to_owned();
    let window: Value = analyst.json(format!("/api/v1/months/2026-09/windows/{first}"));
    assert!(analyst.get("/months").body.contains("href=\"/months/2026-09/close\""));
    assert_eq!(analyst.get("/months/2026-09/close").status, 200);
    let csrf = analyst.form_secret();
    assert_eq!(analyst.post("/months/2026-09/close", &[("csrf", &csrf)]).status, 409, "warnings are open");
    let done = analyst.post("/months/2026-09/close", &[("csrf", &csrf), ("reason", "测试数据")]);
    assert_eq!((done.status, done.header("location")), (303, "/months"));
    assert_eq!(analyst.post("/months/2026-09/close", &[("csrf", &csrf)]).status, 409, "once");
    let closed: Value = analyst.json("/api/v1/months/2026-09/windows");
    for part in ["ranked", "unranked", "red", "yellow", "columns"] {
        assert_eq!(open[part], closed[part], "{part}");
    }
    assert!(analyst.get("/months/2026-09/windows").body.contains("已关账 · 第 1 版"));
    let of_version: Value = analyst.json(format!("/api/v1/months/2026-09/windows/{first}"));
    assert_eq!(window["ledger"], of_version["ledger"]);
    assert_eq!(window["row"], of_version["row"]);
    let frame = analyst.get("/due").body;
    assert!(frame.contains("/months/2026-09/windows"), "the month can still be chosen");
    assert_eq!(analyst.get("/months/2026-09/notices").status, 200);
    assert_eq!(analyst.get("/months/2026-09/signals").status, 200);
    let october: Value = analyst.json("/api/v1/months/2026-10/windows");
    assert_ne!(
        october["ranked"][0]["movement"], "unknown",
        "the published ranks are those of the month before"
    );
}

#[test]
fn what_comes_late_is_a_difference_until_the_month_is_published_anew() {
    let hall = hall("web-reissue");
    let september = Month::parse("2026-09").unwrap();
    hall.act(move |desk| months::close(desk, september, "王监察")).unwrap();
    let mut analyst = Reader::logged_in(&hall, "王监察", PASSWORD);
    let csrf = analyst.form_secret();
    let same = analyst.get("/months/2026-09/changes");
    assert!(same.status == 200 && same.body.contains("没有变化") && !same.body.contains("/reissue"));
    let before: Value = analyst.json("/api/v1/months/2026-09/windows");
    let first = before["ranked"][0]["id"].as_str().unwrap().to_owned();
    let late = serde_json::json!({
        "specversion": "1.0", "id": "late-1", "source": "hall", "type": "finding.recorded",
        "time": "2026-09-29T09:00:00+08:00",
        "data": {"finding": "F-late", "kind": "no_badge_or_dress", "window": first, "staff": ids_of("staff")[0], "inspector": "B-1"}
    });
    hall.send(&[late]);
    assert_eq!(
        before["ranked"],
        analyst.json("/api/v1/months/2026-09/windows")["ranked"],
        "published is published"
    );
    assert!(analyst.get("/months").body.contains("其后迟到 1 条"));
    let changes = analyst.get("/months/2026-09/changes").body;
    assert!(
        changes.contains("href=\"/events/hall/late-1\"")
            && changes.contains("action=\"/months/2026-09/reissue\"")
    );
    assert_eq!(analyst.post("/months/2026-09/reissue", &[("csrf", &csrf), ("reason", " ")]).status, 409);
    let done = analyst.post("/months/2026-09/reissue", &[("csrf", &csrf), ("reason", "补录检查")]);
    assert_eq!(done.status, 303);
    let after: Value = analyst.json("/api/v1/months/2026-09/windows");
    assert_ne!(before["ranked"], after["ranked"]);
    let old: Value = analyst.json("/api/v1/months/2026-09/windows?version=1");
    assert_eq!(before["ranked"], old["ranked"]);
    let page = analyst.get("/months/2026-09/windows?version=1").body;
    assert!(page.contains("旧版 · 第 1 版（最新为第 2 版）"));
    assert!(
        page.contains(&format!("/months/2026-09/windows/{first}?version=1")),
        "links stay in the version"
    );
    assert!(analyst.get("/months/2026-09/changes?version=2").body.contains("late-1"));
    assert_eq!(analyst.get("/months/2026-09/windows?version=3").status, 404);
    assert!(analyst.get("/months").body.contains("补录检查"));
}

#[test]
fn what_a_source_brings_on_its_first_day_is_history_and_what_was_mended_came_when_it_was_sent() {
    let hall = hall("web-back-dated");
    let mut analyst = Reader::logged_in(&hall, "王监察", PASSWORD);
    let back_dated = |analyst: &mut Reader| -> Vec<Value> {
        let view = analyst.json("/api/v1/months/2026-09/signals");
        let kinds = view["kinds"].as_array().unwrap().iter().filter(|kind| kind["kind"] == "back_dated");
        kinds.flat_map(|kind| kind["rows"].as_array().unwrap().clone()).collect()
    };
    assert!(back_dated(&mut analyst).is_empty(), "September came in October, all of it on the first day");
    let finding = |id: &str, staff: &str| {
        serde_json::json!({
            "specversion": "1.0", "id": id, "source": "hall", "type": "finding.recorded",
            "time": "2026-09-29T09:00:00+08:00",
            "data": {"finding": id, "kind": "rude", "window": "W-01", "staff": staff, "inspector": "B-1"}
        })
    };
    // Sent on the first day, but nobody knew the newcomer.
    let newcomer = finding("sent-in-time", "S-new").to_string();
    assert!(matches!(hall.deliver([newcomer.as_bytes()].into_iter())[..], [Outcome::Rejected(_)]));
    hall.set("2026-10-16T10:00:00+08:00");
    let mut analyst = Reader::logged_in(&hall, "王监察", PASSWORD);
    let registry = fs::read_to_string(county::case(CASE).join("registry/county.toml")).unwrap();
    let staff = "\n[[staff]]\nid = \"S-new\"\nname = \"新\"\n[[assignment]]\nstaff = \"S-new\"\nwindow = \"W-01\"\nfrom = 2026-01-05\n";
    hall.reload(&(registry + staff));
    let csrf = analyst.form_secret();
    let done: Value =
        serde_json::from_str(&analyst.post("/api/v1/rejected/replay", &[("csrf", &csrf)]).body).unwrap();
    assert_eq!(done["accepted"], 1);
    assert!(back_dated(&mut analyst).is_empty());
    hall.send(&[finding("told-late", &ids_of("staff")[0])]);
    let found = back_dated(&mut analyst);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["events"], serde_json::json!([["hall", "told-late"]]));
}

#[test]
fn every_answer_carries_its_guards_and_no_page_reaches_out() {
    let hall = hall("web-guards");
    let mut reader = Reader::logged_in(&hall, "王监察", PASSWORD);
    let mut pages = addresses(&mut reader);
    pages.extend(["/login", "/nowhere", "/assets/page.js", "/api/v1/nowhere"].map(str::to_owned));
    for path in &pages {
        let page = reader.get(path);
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        if path.starts_with("/assets") {
            continue;
        }
        for inline in [" style=", "<style", "javascript:", "<script>", " onclick", "http:", "https:", "//cdn"]
        {
            // What was rejected is shown as it came, escaped, and may name anything; a drawing names its namespace.
            let own = page.body.split("<pre>").map(|part| part.rsplit("</pre>").next().unwrap_or(""));
            let own = own.collect::<String>().replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
            assert!(!own.contains(inline), "{path}: {inline}");
        }
    }
}

#[test]
fn the_page_that_one_is_on_is_marked_in_the_navigation() {
    let hall = hall("web-current");
    let mut reader = Reader::logged_in(&hall, "王监察", PASSWORD);
    let case = format!("/cases/{}", known_case(&mut reader));
    for (path, name) in [
        ("/windows", "窗口排名"),
        ("/staff", "人员排名"),
        ("/due", "到期与逾期"),
        (case.as_str(), "到期与逾期"),
        ("/notices", "催办通知"),
        ("/feeds", "数据接入"),
        ("/rejected", "拒收事件"),
        ("/months", "月度公布"),
        ("/months/2026-09/close", "月度公布"),
        ("/signals", "疑点线索"),
        ("/ratings", "差评"),
        ("/messages", "消息发送"),
        ("/recipients", "收件人"),
        ("/letters", "通知模板"),
        ("/audit", "操作记录"),
    ] {
        let page = reader.get(path).body;
        assert_eq!(page.matches("aria-current=\"page\"").count(), 1, "{path}");
        assert!(page.contains(&format!("aria-current=\"page\">{name}</a>")), "{path}");
    }
}

#[test]
fn the_first_page_is_today_and_rankings_are_of_the_newest_month() {
    let hall = hall("web-home");
    let mut reader = Reader::logged_in(&hall, "viewer", PASSWORD);
    let home = reader.get("/");
    assert_eq!((home.status, home.header("location")), (303, "/today"));
    assert_eq!(reader.get("/today").status, 200);
    assert!(reader.get("/windows").body.contains("2026年10月 窗口排名"));
}

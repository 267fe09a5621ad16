//! Ratings and complaints worked to their end over the real routes: each step, what may not be done, and the score before and
//! after.

use crate::county;
use crate::desk::{Hall, instant};
use crate::reader::{Answer, Reader, shown};
use ingest::store::sqlite::{Account, Role};
use serde_json::{Value, json};
use std::fs;

const PASSWORD: &str = "正确的密码一二三四五 1";
const NOW: &str = "2026-10-13T10:00:00+08:00";

/// A county with a case's registry, an analyst and a viewer, and one bad rating under a real name.
fn hall(name: &str) -> Hall {
    let case = county::case("06-ratings-complaints");
    let registry = fs::read_to_string(case.join("registry/county.toml")).unwrap();
    let hall = Hall::new(name, NOW, &registry);
    let records = hall.records();
    for (name, role) in [("王监察", Role::Analyst), ("viewer", Role::Auditor)] {
        let password = dashboards::password::hash(PASSWORD).unwrap();
        let account = Account::new(name, role, password, instant(NOW));
        records.put_account(&account).unwrap();
    }
    hall.send(&[event(
        "rating.submitted",
        "2026-10-12T09:30:00+08:00",
        json!({
            "rating": "R-1", "window": "W-01", "staff": "S-001", "level": 1, "channel": "app",
            "real_name": true, "comment": "让我跑了三趟", "tags": ["服务态度"],
        }),
    )]);
    hall
}

fn event(event_type: &str, time: &str, data: Value) -> Value {
    let id = format!("{event_type}-{time}");
    json!({ "specversion": "1.0", "id": id, "source": "hall", "type": event_type, "time": time, "data": data })
}

fn analyst(hall: &Hall) -> Reader {
    Reader::logged_in(hall, "王监察", PASSWORD)
}

/// The points that are left of a window's month, and of its category D.
fn points(reader: &mut Reader, window: &str) -> (f64, f64) {
    let ranking = reader.json("/api/v1/months/2026-10/windows");
    let unranked =
        ranking["unranked"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
    let mut rows = ranking["ranked"].as_array().unwrap().iter().chain(unranked);
    let row = rows.find(|row| row["id"] == window).unwrap();
    (row["total"].as_f64().unwrap(), row["categories"][3]["points"].as_f64().unwrap())
}

/// Sends a form of a page that the API shows too, with the nonce that it has there.
fn send(reader: &mut Reader, page: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
    let view = reader.json(format!("/api/v1{page}"));
    let nonce = view["forms"][what].as_str().unwrap_or("00000000000000000000000000000000").to_owned();
    let csrf = reader.form_secret();
    let mut all = vec![("csrf", csrf.as_str()), ("nonce", nonce.as_str())];
    all.extend(fields);
    reader.post(&format!("{page}/{what}"), &all)
}

fn forms(reader: &mut Reader, page: &str) -> Vec<String> {
    let view = reader.json(format!("/api/v1{page}"));
    view["forms"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn a_rating_is_verified_appealed_rectified_and_answered_to_one_hundred_per_cent() {
    let hall = hall("loops-rating");
    let mut reader = analyst(&hall);
    assert_eq!(forms(&mut reader, "/ratings/R-1"), ["appeal", "rectify", "reply", "verify"]);
    assert_eq!(points(&mut reader, "W-01"), (100.0, 20.0));
    let page = shown(&reader.get("/ratings/R-1").body);
    assert!(page.contains("让我跑了三趟") && page.contains("待核实") && page.contains("W-D2"), "{page}");
    // More than the rule allows is refused, with what it allows; nothing is entered.
    let wrong = send(&mut reader, "/ratings/R-1", "verify", &[("outcome", "staff"), ("points", "5.5")]);
    assert!(wrong.status == 409 && shown(&wrong.body).contains("规则的范围内"), "{}", wrong.body);
    let verified = send(
        &mut reader,
        "/ratings/R-1",
        "verify",
        &[("outcome", "staff"), ("points", "3.5"), ("note", "属实")],
    );
    assert_eq!((verified.status, verified.header("location")), (303, "/ratings/R-1?done=new"));
    assert_eq!(points(&mut reader, "W-01"), (96.5, 16.5));
    let view = reader.json("/api/v1/ratings/R-1");
    assert_eq!(view["course"]["ledger"][0]["applied"], -3.5);
    assert_eq!(view["course"]["ledger"][0]["rule"], "W-D2");
    // Verified on the 13th: 15 working days are over on 3 November.
    assert_eq!(view["steps"][1]["due"], "2026-11-03");
    hall.set("2026-10-13T20:00:00+08:00");
    // The session has ended, idle for so long.
    let mut reader = analyst(&hall);
    assert_eq!(send(&mut reader, "/ratings/R-1", "appeal", &[("text", "与当次业务无关")]).status, 303);
    assert_eq!(points(&mut reader, "W-01"), (96.5, 16.5));
    // The bureau looks at it and verifies again: the last one counts.
    assert_eq!(send(&mut reader, "/ratings/R-1", "verify", &[("outcome", "process")]).status, 303);
    assert_eq!(points(&mut reader, "W-01"), (100.0, 20.0));
    let list = reader.json("/api/v1/ratings");
    assert_eq!(
        (&list["progress"]["valid"], &list["progress"]["rectified_share"]),
        (&json!(1), &json!("0.00%"))
    );
    assert_eq!(send(&mut reader, "/ratings/R-1", "rectify", &[("text", "改了流程")]).status, 303);
    assert_eq!(send(&mut reader, "/ratings/R-1", "reply", &[("text", "已说明并致歉")]).status, 303);
    let list = reader.json("/api/v1/ratings");
    assert_eq!(list["progress"]["rectified_share"], "100.00%");
    assert_eq!(list["progress"]["replied_share"], "100.00%");
    assert_eq!(list["rows"][0]["state"], "done");
    assert_eq!(forms(&mut reader, "/ratings/R-1"), ["appeal", "verify"]);
    let page = shown(&reader.get("/ratings/R-1").body);
    assert!(
        page.contains("改了流程") && page.contains("与当次业务无关") && page.contains("已说明并致歉"),
        "{page}"
    );
}

#[test]
fn what_was_done_cannot_be_done_again() {
    let hall = hall("loops-again");
    let mut reader = analyst(&hall);
    let view = reader.json("/api/v1/ratings/R-1");
    let nonce = view["forms"]["rectify"].as_str().unwrap().to_owned();
    let csrf = reader.form_secret();
    let fields = [("csrf", csrf.as_str()), ("nonce", nonce.as_str()), ("text", "培训")];
    assert_eq!(reader.post("/ratings/R-1/rectify", &fields).header("location"), "/ratings/R-1?done=new");
    assert_eq!(reader.post("/ratings/R-1/rectify", &fields).header("location"), "/ratings/R-1?done=before");
    assert!(shown(&reader.get("/ratings/R-1?done=before").body).contains("没有再记一次"));
    assert_eq!(hall.records().event_count().unwrap(), 2);
    // Another form of a page that was open since: the step is done already.
    let late = [("csrf", csrf.as_str()), ("nonce", "00000000000000000000000000000001"), ("text", "培训")];
    assert_eq!(reader.post("/ratings/R-1/rectify", &late).status, 409);
    assert_eq!(hall.records().event_count().unwrap(), 2);
}

#[test]
fn a_viewer_sees_how_it_stands_but_neither_forms_nor_what_the_citizen_wrote() {
    let hall = hall("loops-viewer");
    let mut viewer = Reader::logged_in(&hall, "viewer", PASSWORD);
    let first = "/events/hall/rating.submitted-2026-10-12T09%3A30%3A00%2B08%3A00";
    for path in [
        "/ratings",
        "/ratings/R-1",
        "/api/v1/ratings",
        "/api/v1/ratings/R-1",
        first,
        &format!("/api/v1{first}"),
    ] {
        let seen = viewer.get(path);
        assert_eq!(seen.status, 200, "{path}");
        assert!(!seen.body.contains("让我跑了三趟") && !seen.body.contains("服务态度"), "{path}");
        assert!(!seen.body.contains("/verify\""), "{path}");
    }
    assert!(analyst(&hall).get(first).body.contains("让我跑了三趟"));
    assert!(!analyst(&hall).get("/ratings").body.contains("让我跑了三趟"));
    let csrf = viewer.form_secret();
    let fields =
        [("csrf", csrf.as_str()), ("nonce", "00000000000000000000000000000001"), ("outcome", "invalid")];
    assert_eq!(viewer.post("/ratings/R-1/verify", &fields).status, 403);
    // Without the session's own secret nobody acts.
    let forged = [("csrf", "x"), ("nonce", "00000000000000000000000000000001"), ("outcome", "invalid")];
    assert_eq!(analyst(&hall).post("/ratings/R-1/verify", &forged).status, 403);
}

/// The address of a complaint that the analyst registers.
fn register(reader: &mut Reader, staff: &str) -> String {
    let list = reader.json("/api/v1/complaints");
    let (nonce, csrf) = (list["register"].as_str().unwrap().to_owned(), reader.form_secret());
    let fields = [
        ("csrf", csrf.as_str()),
        ("nonce", &nonce),
        ("window", "W-01"),
        ("staff", staff),
        ("topic", "attitude"),
        ("text", "窗口人员态度生硬"),
    ];
    let sent = reader.post("/complaints", &fields);
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.header("location").split('?').next().unwrap().to_owned()
}

#[test]
fn a_complaint_is_accepted_extended_once_resolved_and_told() {
    let hall = hall("loops-complaint");
    let mut reader = analyst(&hall);
    let page = register(&mut reader, "S-001");
    assert_eq!(forms(&mut reader, &page), ["accept", "extend", "reject"]);
    assert_eq!(send(&mut reader, &page, "resolve", &[("outcome", "upheld"), ("text", "x")]).status, 409);
    assert_eq!(send(&mut reader, &page, "accept", &[]).status, 303);
    assert_eq!(forms(&mut reader, &page), ["extend", "resolve"]);
    let view = reader.json(format!("/api/v1{page}"));
    // Received on the 13th: three working days are the 16th, fifteen 3 November.
    assert_eq!(view["steps"][2]["due"], "10月16日 周五");
    let told = view["consequences"].to_string();
    assert!(told.contains("今年已查实 0 件") && told.contains("这一件还不到"), "{told}");
    let extension = [("text", "需调阅监控"), ("approved_by", "李局长")];
    assert_eq!(send(&mut reader, &page, "extend", &extension).status, 303);
    assert_eq!(reader.json(format!("/api/v1{page}"))["steps"][3]["due"], "11月3日 周二");
    let second = send(&mut reader, &page, "extend", &extension);
    assert!(second.status == 409 && shown(&second.body).contains("不能再延长"), "{}", second.body);
    hall.set("2026-10-15T09:00:00+08:00");
    let mut reader = analyst(&hall);
    let outcome = [("outcome", "upheld"), ("points", "7"), ("text", "批评教育并当面道歉")];
    assert_eq!(points(&mut reader, "W-01"), (100.0, 20.0));
    assert_eq!(send(&mut reader, &page, "resolve", &outcome).status, 303);
    assert_eq!(points(&mut reader, "W-01"), (93.0, 13.0));
    let view = reader.json(format!("/api/v1{page}"));
    assert_eq!((&view["state"], &view["told"]), (&json!("upheld"), &Value::Null));
    let books: Vec<&Value> =
        view["course"]["ledger"].as_array().unwrap().iter().map(|line| &line["rule"]).collect();
    assert_eq!(books, ["W-D3", "S-D8"]);
    assert!(view["actions"][0].as_str().unwrap().contains("S-001"), "{}", view["actions"]);
    let untold = reader.json("/api/v1/complaints?state=untold");
    assert_eq!(untold["rows"].as_array().unwrap().len(), 1);
    let future = send(&mut reader, &page, "tell", &[("told_by", "phone"), ("told_on", "2026-10-16")]);
    assert_eq!(future.status, 409);
    assert_eq!(
        send(&mut reader, &page, "tell", &[("told_by", "phone"), ("told_on", "2026-10-15")]).status,
        303
    );
    let view = reader.json(format!("/api/v1{page}"));
    assert_eq!(view["told"], "电话 · 2026-10-15");
    assert!(view["forms"].as_object().unwrap().is_empty());
    assert!(reader.json("/api/v1/complaints?state=untold")["rows"].as_array().unwrap().is_empty());
    // To tell somebody changes no result and is no oddity.
    assert_eq!(points(&mut reader, "W-01"), (93.0, 13.0));
    assert!(view["course"]["anomalies"].as_array().unwrap().is_empty());
}

#[test]
fn the_second_complaint_upheld_is_told_before_with_what_it_means() {
    let hall = hall("loops-second");
    let mut reader = analyst(&hall);
    let first = register(&mut reader, "S-001");
    send(&mut reader, &first, "accept", &[]);
    let outcome =
        [("outcome", "upheld"), ("text", "批评教育"), ("told_by", "visit"), ("told_on", "2026-10-13")];
    assert_eq!(send(&mut reader, &first, "resolve", &outcome).status, 303);
    assert_eq!(reader.json(format!("/api/v1{first}"))["told"], "当面 · 2026-10-13");
    let second = register(&mut reader, "S-001");
    send(&mut reader, &second, "accept", &[]);
    let told = reader.json(format!("/api/v1{second}"))["consequences"].to_string();
    assert!(told.contains("今年已查实 1 件") && told.contains("成为群众不满意窗口"), "{told}");
    assert_eq!(send(&mut reader, &second, "resolve", &outcome).status, 303);
    let actions = reader.json(format!("/api/v1{second}"))["actions"].to_string();
    assert!(actions.contains("S-001") && actions.contains("W-01"), "{actions}");
    // Default points, five each.
    assert_eq!(points(&mut reader, "W-01"), (90.0, 10.0));
}

#[test]
fn a_complaint_is_turned_away_only_for_a_reason_that_the_rulebook_names() {
    let hall = hall("loops-reject");
    let mut reader = analyst(&hall);
    let page = register(&mut reader, "");
    let none = send(&mut reader, &page, "reject", &[("text", "不想受理")]);
    assert!(none.status == 409 && shown(&none.body).contains("规定允许"), "{}", none.body);
    let reason = [
        ("ground", "not_party"),
        ("text", "投诉人与办件无关"),
        ("told_by", "letter"),
        ("told_on", "2026-10-13"),
    ];
    assert_eq!(send(&mut reader, &page, "reject", &reason).status, 303);
    let view = reader.json(format!("/api/v1{page}"));
    assert_eq!((&view["state"], &view["told"]), (&json!("rejected"), &json!("书面 · 2026-10-13")));
    let said = view["course"]["events"][1]["said"].to_string();
    assert!(said.contains("第三条") && said.contains("投诉人与办件无关"), "{said}");
    assert_eq!(send(&mut reader, &page, "accept", &[]).status, 409);
}

#[test]
fn a_rating_that_is_late_is_found_under_overdue_with_who_has_to_act() {
    let hall = hall("loops-late");
    let mut reader = analyst(&hall);
    assert!(reader.json("/api/v1/ratings?step=overdue")["rows"].as_array().unwrap().is_empty());
    hall.set("2026-10-14T00:00:00+08:00");
    let mut reader = analyst(&hall);
    let late = reader.json("/api/v1/ratings?step=overdue");
    assert_eq!((&late["rows"][0]["id"], &late["rows"][0]["whose"]), (&json!("R-1"), &json!("监察机构")));
    assert_eq!(late["rows"][0]["urgency"], "overdue");
    assert!(shown(&reader.get("/ratings").body).contains("▲ 逾期 1"));
}

//! Two department heads in one county: what is the other's is not there, neither by page nor by API, neither to see nor to do.

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

fn all_of(reader: &mut Reader, path: &str) -> String {
    let (page, api) = (reader.get(path), reader.get(&format!("/api/v1{path}")));
    assert_eq!((page.status, api.status), (200, 200), "{path}: {}", page.body);
    format!("{}{}", page.body, api.body)
}

const LISTS: [&str; 30] = [
    "/windows",
    "/months/2026-09/departments",
    "/months/2026-09/sites",
    "/months/2026-09/windows?view=peers",
    "/staff",
    "/months/2026-09/windows",
    "/months/2026-09/staff",
    "/months/2026-09/windows?department=D-22",
    "/due",
    "/due?window=W-21",
    "/notices",
    "/months/2026-10/notices",
    "/ratings",
    "/ratings?window=W-21",
    "/complaints",
    "/appeals?state=all",
    "/orders?state=all",
    "/months",
    "/today",
    "/today/windows",
    "/today/waiting",
    "/today/accepted",
    "/today/completed",
    "/months/2026-09/findings",
    "/months/2026-09/findings?window=W-21",
    "/months/2026-09/evaluations",
    "/months/2026-09/evaluations?only=staff",
    "/months/2026-09",
    "/months/2026-09/checklist",
    "/months/2026-09/proposals",
];

#[test]
fn no_list_of_a_heads_names_anything_of_another_department() {
    let hall = county("scope-lists");
    for (who, is_lead) in [("first", false), ("lead", true)] {
        let (mut reader, _) = Reader::entered(&hall, who);
        for path in LISTS {
            // What is asked for is said again.
            let text = all_of(&mut reader, path);
            let asked: Vec<&str> = OTHERS.into_iter().filter(|other| path.contains(other)).collect();
            for other in OTHERS.iter().filter(|other| !asked.contains(other)) {
                assert!(!text.contains(other), "{who}: {path} tells {other}: {}", around(&text, other));
            }
            assert!(!is_lead || !text.contains("W-12"), "{path}");
        }
    }
}

#[test]
fn a_head_sees_her_own_windows_with_their_official_ranks() {
    let hall = county("scope-ranks");
    let (mut analyst, _) = Reader::entered(&hall, "analyst");
    let all = analyst.json("/api/v1/months/2026-09/windows");
    let rank_of = |view: &Value, window: &str| -> Option<(u64, u64)> {
        let row = view["ranked"].as_array()?.iter().find(|row| row["id"] == window)?;
        Some((row["rank"].as_u64()?, view["ranked_count"].as_u64()?))
    };
    let (mut head, _) = Reader::entered(&hall, "first");
    let own = head.json("/api/v1/months/2026-09/windows");
    assert_eq!(own["ranked"].as_array().unwrap().len(), 2);
    for window in ["W-11", "W-12"] {
        assert!(rank_of(&all, window).is_some());
        assert_eq!(rank_of(&own, window), rank_of(&all, window), "{window}");
    }
    assert_eq!(own["ranked_count"], 4);
    let staff = head.json("/api/v1/months/2026-09/staff");
    assert_eq!(staff["ranked"].as_array().unwrap().len(), 2);
    let (mut nobody, _) = Reader::entered(&hall, "nobody");
    assert_eq!(nobody.json("/api/v1/months/2026-09/windows")["ranked"], json!([]));
    assert_eq!(nobody.json("/api/v1/due")["counts"]["open"], 0);
}

#[test]
fn the_figures_of_lists_count_a_heads_own_alone() {
    let hall = county("scope-figures");
    let figures = |who: &str| {
        let (mut reader, _) = Reader::entered(&hall, who);
        [
            reader.json("/api/v1/due")["counts"]["open"].as_u64().unwrap(),
            reader.json("/api/v1/ratings")["progress"]["valid"].as_u64().unwrap(),
            reader.json("/api/v1/complaints")["counts"][0]["count"].as_u64().unwrap(),
            reader.json("/api/v1/appeals")["open"].as_u64().unwrap(),
            reader.json("/api/v1/orders")["unsettled"].as_u64().unwrap(),
            reader.json("/api/v1/notices")["paging"]["total"].as_u64().unwrap(),
        ]
    };
    let (all, first, second) = (figures("analyst"), figures("first"), figures("second"));
    for place in 0..all.len() {
        assert!(first[place] > 0 && second[place] > 0, "{first:?} {second:?}");
        assert_eq!(first[place] + second[place], all[place], "{all:?} {first:?} {second:?}");
    }
    assert_eq!(figures("nobody"), [0; 6]);
}

/// The pages of one department's things: those that both have, and those of its appeal.
fn things(whose: &str, window: &str, staff: &str, appeal: &str) -> Vec<String> {
    let month = "/months/2026-09";
    [
        format!("{month}/windows/{window}"),
        format!("{month}/staff/{staff}"),
        format!("/cases/case-{whose}"),
        format!("/ratings/rating-{whose}"),
        format!("/complaints/complaint-{whose}"),
        format!("/orders/order-{whose}"),
        format!("/appeals/{appeal}"),
    ]
    .into()
}

#[test]
fn what_is_anothers_is_not_there() {
    let hall = county("scope-things");
    let own = things("first", "W-11", "S-11", "SS-2026-001");
    let others = things("second", "W-21", "S-21", "SS-2026-002");
    let (mut reader, _) = Reader::entered(&hall, "first");
    for (own, other) in own.iter().zip(&others) {
        let text = all_of(&mut reader, own);
        for name in OTHERS {
            assert!(!text.contains(name), "{own} tells {name}: {}", around(&text, name));
        }
        for prefix in ["", "/api/v1"] {
            let nothing = other.rsplit_once('/').unwrap().0;
            let (is, is_not) = (
                reader.get(&format!("{prefix}{other}")),
                reader.get(&format!("{prefix}{nothing}/none-at-all")),
            );
            assert_eq!((is.status, is_not.status), (404, 404), "{other}");
            for name in ["丁丁", "戊己庚", "留言second", "陈述second", "整改second", "申辩-second"]
            {
                assert!(!is.body.contains(name), "{other} tells {name}");
            }
        }
    }
    // Nobody's own are events as they were sent; what is there and what is not answers alike.
    for id in ["e1-second", "none-at-all"] {
        assert_eq!(reader.get(&format!("/events/annex/{id}")).status, 403);
    }
    for other in ["departments/D-22", "sites/annex"] {
        assert_eq!(reader.get(&format!("/months/2026-09/{other}")).status, 404, "{other}");
    }
    let (mut operator, _) = Reader::entered(&hall, "operator");
    assert_eq!(operator.get("/contract/feeds/annex").status, 404);
    let (mut lead, _) = Reader::entered(&hall, "lead");
    assert_eq!(lead.get("/months/2026-09/windows/W-12").status, 404, "another window of the same department");
    assert_eq!(lead.get("/months/2026-09/windows/W-11").status, 200);
}

#[test]
fn words_of_citizens_are_read_by_who_answers_for_the_window() {
    let hall = county("scope-words");
    let (mut head, _) = Reader::entered(&hall, "first");
    let (mut lead, _) = Reader::entered(&hall, "lead");
    assert_eq!(head.json("/api/v1/ratings/rating-first")["comment"], "留言first");
    assert_eq!(lead.json("/api/v1/ratings/rating-first")["comment"], "留言first");
    assert_eq!(head.json("/api/v1/complaints/complaint-first")["statement"], "陈述first");
    // Who leads the window may be the one complained about.
    assert_eq!(lead.json("/api/v1/complaints/complaint-first")["statement"], Value::Null);
    assert!(!lead.get("/complaints/complaint-first").body.contains("陈述first"));
}

#[test]
fn a_head_does_nothing_about_anothers_things() {
    let hall = county("scope-deeds");
    let (mut analyst, _) = Reader::entered(&hall, "analyst");
    let about = entry(&mut analyst, "W-21");
    let unknown = about.replace("W-21", "W-99");
    let (mut head, csrf) = Reader::entered(&hall, "first");
    let events = hall.records().event_count().unwrap();
    let notice = notice_of("second");
    let deeds = [
        ("/ratings/rating-second/rectify", vec![("text", "已整改")], 404),
        ("/ratings/rating-second/appeal", vec![("text", "不属实")], 404),
        ("/orders/order-second/complete", vec![("evidence", "已整改")], 404),
        ("/appeals", vec![("about", about.as_str()), ("reason", "不属实")], 409),
        ("/notices/acknowledge", vec![("notice", notice.as_str()), ("by", "department_head:D-22")], 409),
        ("/notices/acknowledge", vec![("notice", notice.as_str()), ("by", "department_head:D-11")], 409),
    ];
    for (path, fields, status) in &deeds {
        for prefix in ["", "/api/v1"] {
            let answer = head.post(&format!("{prefix}{path}"), &with(&csrf, "b", fields));
            assert_eq!(answer.status, *status, "{path}: {}", answer.body);
        }
    }
    // What is not there at all is answered with the same words.
    let one = head.post("/api/v1/appeals", &with(&csrf, "c", &[("about", &about), ("reason", "不属实")]));
    let none = head.post("/api/v1/appeals", &with(&csrf, "c", &[("about", &unknown), ("reason", "不属实")]));
    assert_eq!((one.status, &one.body), (none.status, &none.body));
    assert_eq!(head.get(&format!("/appeals/new?about={}", dashboards::links::segment(&about))).status, 409);
    assert_eq!(hall.records().event_count().unwrap(), events, "nothing was entered");
}

#[test]
fn a_head_does_her_own_part_at_the_pages() {
    let hall = county("scope-own-deeds");
    let (mut head, csrf) = Reader::entered(&hall, "first");
    let notices = head.get("/notices").body;
    assert!(notices.contains("department_head:D-11") && notices.contains("/notices/acknowledge"));
    let rating = head.get("/ratings/rating-first").body;
    assert!(
        rating.contains("/ratings/rating-first/rectify") && !rating.contains("/ratings/rating-first/verify")
    );
    let order = head.get("/orders/order-first").body;
    assert!(order.contains("/orders/order-first/complete") && !order.contains("/orders/order-first/check"));
    let notice = notice_of("first");
    let deeds = [
        ("d", "/ratings/rating-first/rectify", vec![("text", "已整改")]),
        ("e", "/orders/order-first/complete", vec![("evidence", "已整改")]),
        ("f", "/notices/acknowledge", vec![("notice", notice.as_str()), ("by", "department_head:D-11")]),
    ];
    let events = hall.records().event_count().unwrap();
    for (nonce, path, fields) in &deeds {
        let answer = head.post(path, &with(&csrf, nonce, fields));
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
    }
    assert_eq!(hall.records().event_count().unwrap(), events + 3);
    assert_eq!(head.json("/api/v1/orders/order-first")["state"], "done");
}

#[test]
fn an_operator_sees_the_feed_and_rejections_of_the_own_site_alone() {
    let hall = county("scope-operator");
    let wrong = |source: &str| {
        let data = json!({ "case": format!("case-of-{source}") });
        event(source, &format!("wrong-{source}"), "case.accepted", "2026-10-08T10:00:00+08:00", data)
            .to_string()
    };
    let lines = [wrong("hall"), wrong("annex")];
    hall.deliver(lines.iter().map(|line| line.as_bytes()));
    let (mut operator, _) = Reader::entered(&hall, "operator");
    let (mut analyst, _) = Reader::entered(&hall, "analyst");
    for path in ["/feeds", "/rejected", "/rejected?state=all", "/rejected?source=annex"] {
        let text = all_of(&mut operator, path);
        assert!(!text.contains("wrong-annex") && !text.contains("丙丁"), "{path}: {text}");
    }
    assert_eq!(operator.json("/api/v1/rejected")["total"], 1);
    assert_eq!(operator.json("/api/v1/rejected?source=annex")["total"], 0);
    assert_eq!(analyst.json("/api/v1/rejected")["total"], 2);
    assert_eq!(operator.json("/api/v1/feeds")["sources"].as_array().unwrap().len(), 1);
}

#[test]
fn what_changed_in_a_closed_month_is_told_of_ones_own() {
    let hall = county("scope-changes");
    let (mut analyst, csrf) = Reader::entered(&hall, "analyst");
    assert_eq!(analyst.post("/months/2026-09/close", &[("csrf", &csrf), ("reason", "测试数据")]).status, 303);
    for (whose, window, staff) in [("late-first", "W-12", "S-12"), ("late-second", "W-22", "S-22")] {
        let data = json!({
            "finding": whose, "kind": "rude", "window": window, "staff": staff, "inspector": "巡查一",
        });
        hall.send(&[event(
            "hall",
            &format!("e-{whose}"),
            "finding.recorded",
            "2026-09-21T10:00:00+08:00",
            data,
        )]);
    }
    let (mut head, _) = Reader::entered(&hall, "first");
    let all = all_of(&mut analyst, "/months/2026-09/changes");
    assert!(all.contains("W-12") && all.contains("W-22") && all.contains("e-late-second"));
    let own = all_of(&mut head, "/months/2026-09/changes");
    assert!(own.contains("W-12") && own.contains("e-late-first"), "{own}");
    for other in OTHERS {
        assert!(!own.contains(other), "{other}: {own}");
    }
    // The closed month itself, as it was published.
    for path in [
        "/months/2026-09/windows",
        "/months/2026-09/staff",
        "/months/2026-09/windows/W-11",
        "/cases/case-first",
    ] {
        let text = all_of(&mut head, path);
        for other in OTHERS {
            assert!(!text.contains(other), "{path} tells {other}: {}", around(&text, other));
        }
    }
    assert_eq!(head.get("/months/2026-09/windows/W-21").status, 404);
    assert_eq!(head.get("/months/2026-09/staff/S-21").status, 404);
}

/// What stands around a word in a text.
fn around(text: &str, word: &str) -> String {
    let place = text.find(word).map_or(0, |place| text[..place].chars().count());
    text.chars().skip(place.saturating_sub(120)).take(240).collect()
}

/// The county with further roles that see all of it.
fn county_with_all_roles(name: &str) -> Hall {
    let hall = county(name);
    for (name, role) in
        [("administrator", Role::Administrator), ("auditor", Role::Auditor), ("leader", Role::CountyLeader)]
    {
        hall.records().put_account(&Account::new(name, role, String::new(), instant(NOW))).unwrap();
    }
    hall
}

#[test]
fn what_was_rejected_is_read_by_who_mends_it_and_by_its_own_site() {
    let hall = county_with_all_roles("scope-rejected");
    let wrong = |source: &str| {
        let data = json!({ "case": "C-9", "applicant_name": format!("申请人-{source}") });
        event(source, &format!("wrong-{source}"), "case.accepted", "2026-10-08T10:00:00+08:00", data)
            .to_string()
    };
    hall.deliver([wrong("hall"), wrong("annex")].iter().map(|line| line.as_bytes()));
    let rows = |who: &str| {
        let (mut reader, _) = Reader::entered(&hall, who);
        let rows = reader.json("/api/v1/rejected")["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| (row["source"].clone(), row["key"].clone())).collect::<Vec<_>>()
    };
    let numbers = |of: &str| rows("analyst").into_iter().find(|(source, _)| source == of).unwrap().1;
    let [own, other] = ["hall", "annex"].map(|of| numbers(of).as_str().unwrap().to_owned());
    for (who, reads, sees_other) in [
        ("administrator", true, true),
        ("analyst", true, true),
        ("operator", true, false),
        ("auditor", false, true),
        ("leader", false, true),
    ] {
        let (mut reader, _) = Reader::entered(&hall, who);
        for page in ["/rejected", "/api/v1/rejected"] {
            let text = reader.get(page).body;
            assert_eq!(text.contains("申请人-hall"), reads, "{who} {page}");
            assert_eq!(text.contains("申请人-annex"), reads && sees_other, "{who} {page}");
        }
        for page in ["/rejected/", "/api/v1/rejected/"] {
            let mine = reader.get(&format!("{page}{own}"));
            assert_eq!((mine.status, mine.body.contains("申请人-hall")), (200, reads), "{who} {page}");
            let theirs = reader.get(&format!("{page}{other}"));
            assert_eq!(theirs.status, if sees_other { 200 } else { 404 }, "{who} {page}");
            assert_eq!(theirs.body.contains("申请人-annex"), reads && sees_other, "{who} {page}");
        }
    }
}

#[test]
fn an_event_tells_of_a_citizen_to_who_works_on_it_alone() {
    let hall = county_with_all_roles("scope-events");
    let accepted = json!({
        "case": "C-8", "item": "I-1", "window": "W-11", "staff": "S-11", "applicant": "代号甲乙丙", "applicant_phone": "无人接听",
    });
    let rated = json!({
        "rating": "R-8", "window": "W-11", "level": 1, "channel": "qr", "comment": "排队太久", "name": "某某某",
    });
    hall.send(&[
        event("hall", "c8", "case.accepted", "2026-10-08T10:00:00+08:00", accepted),
        event("hall", "r8", "rating.submitted", "2026-10-08T10:00:00+08:00", rated),
    ]);
    for (who, reads) in [("analyst", true), ("auditor", false)] {
        let (mut reader, _) = Reader::entered(&hall, who);
        for below in ["", "/api/v1"] {
            let case = reader.get(&format!("{below}/events/hall/c8")).body;
            let rating = reader.get(&format!("{below}/events/hall/r8")).body;
            assert!(case.contains("S-11") && rating.contains("W-11"), "{who}");
            for (text, word) in
                [(&case, "代号甲乙丙"), (&case, "无人接听"), (&rating, "排队太久"), (&rating, "某某某")]
            {
                assert_eq!(text.contains(word), reads, "{who} {word}");
            }
        }
    }
    for who in ["administrator", "leader", "operator", "first", "lead"] {
        let (mut reader, _) = Reader::entered(&hall, who);
        assert_eq!(reader.get("/events/hall/c8").status, 403, "{who}");
    }
}

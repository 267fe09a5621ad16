//! Rejected events mended by people: the place of the fault, checks that enter nothing, whose it stays, many at once; and sources with tokens.

use crate::bureau::{self, Clerk, PASSWORD, event, hall};
use crate::desk::{Hall, instant};
use crate::reader::{self, Reader, shown};
use ingest::live::{Delivery, Item};
use ingest::store::Road;
use ingest::store::sqlite::{Account, RejectionFilter, RejectionState, Role};
use serde_json::{Value, json};

const AT: &str = "2026-10-08T09:00:00+08:00";

fn called(id: &str, window: &str) -> Value {
    event(id, "queue.called", AT, json!({"ticket": format!("T-{id}"), "window": window}))
}

/// Sends lines over HTTP with the token of a site.
fn send_as(hall: &Hall, site: Option<&str>, lines: &[String]) {
    let (mut bytes, mut items) = (Vec::new(), Vec::new());
    for (line, number) in lines.iter().zip(1..) {
        let start = bytes.len();
        bytes.extend_from_slice(line.as_bytes());
        items.push(Item { bytes: start..bytes.len(), number, fault: None });
    }
    let site = site.map(str::to_owned);
    let delivery = Delivery { road: Road::Http, place: "1-1".to_owned(), site, bytes, items, file: None };
    hall.live().deliver_and_wait(delivery).unwrap();
}

/// Fills in the form of one rejection.
fn mend(clerk: &mut Clerk, number: u64, text: &str, act: &str) -> reader::Answer {
    let csrf = clerk.reader.form_secret();
    clerk.reader.post(&format!("/rejected/{number}/mend"), &[("csrf", &csrf), ("text", text), ("act", act)])
}

fn state(hall: &Hall, number: u64) -> RejectionState {
    hall.records().rejection(number).unwrap().unwrap().state
}

#[test]
fn a_faulty_event_is_shown_with_its_place_checked_and_entered_once() {
    let hall = hall("mend-one");
    send_as(&hall, Some("hall"), &[called("q1", "W-9").to_string()]);
    let mut clerk = Clerk::of(&hall);
    let page = clerk.reader.get("/rejected/1").body;
    assert!(page.contains("<mark>&#34;W-9&#34;</mark>"), "{page}");
    assert!(shown(&page).contains("名册中相近的编号： W-1"), "{}", shown(&page));
    let before = hall.records().event_count().unwrap();
    let wrong = mend(&mut clerk, 1, &called("q1", "W-8").to_string(), "enter");
    assert_eq!(wrong.status, 200, "shown again with what is wrong");
    assert!(wrong.body.contains("unknown_window") && wrong.body.contains("W-8"));
    let right = called("q1", "W-2").to_string();
    let checked = mend(&mut clerk, 1, &right, "check");
    assert!(shown(&checked.body).contains("可以接收，尚未录入"), "{}", shown(&checked.body));
    assert_eq!((hall.records().event_count().unwrap(), state(&hall, 1)), (before, RejectionState::Open));
    let entered = mend(&mut clerk, 1, &right, "enter");
    assert_eq!((entered.status, entered.header("location")), (303, "/rejected?done=1-1-0-0"));
    assert_eq!(hall.records().event_count().unwrap(), before + 1);
    let kept = hall.records().rejection(1).unwrap().unwrap();
    assert_eq!(
        (kept.state, kept.raw, kept.mended),
        (RejectionState::Accepted, called("q1", "W-9").to_string().into_bytes(), Some(right.clone()))
    );
    let event = hall.records().event(before + 1).unwrap().unwrap();
    assert_eq!((event.road.as_str(), event.place.as_str()), ("replay", "1 · 王监察"));
    let audit = hall.records().audit(1).unwrap().remove(0);
    assert_eq!(
        (audit.who.as_str(), audit.what.as_str(), audit.subject.as_str(), audit.detail.as_str()),
        ("王监察", "rejection.mended", "1", "hall/q1")
    );
    assert!(shown(&clerk.reader.get("/rejected/1").body).contains("更正后的文本"));
    assert_eq!(mend(&mut clerk, 1, &right, "enter").status, 409, "settled already");
    send_as(&hall, Some("hall"), &[right]);
    assert_eq!(
        hall.records().event_count().unwrap(),
        before + 1,
        "the sender's own mended one is a duplicate"
    );
}

#[test]
fn a_mended_event_stays_its_senders_under_its_id() {
    let hall = Hall::new("mend-whose", bureau::NOW, TWO_SITES);
    hall.records().put_account(&account("王监察", Role::Analyst, &[])).unwrap();
    let lines = [
        called("q1", "W-9").to_string(),
        "{\"source\":\"town\",\"id\":\"q2\",".to_owned(),
        "rubbish".to_owned(),
    ];
    send_as(&hall, Some("hall"), &lines[..1]);
    send_as(&hall, None, &lines[1..]);
    let mut clerk = Clerk { reader: Reader::logged_in(&hall, "王监察", PASSWORD) };
    let other = |id: &str, source: &str, window: &str| {
        let mut event = called(id, window);
        event["source"] = json!(source);
        event.to_string()
    };
    for (number, text, why) in [
        (1, other("q1", "town", "W-T"), "the token's site"),
        (1, other("q7", "hall", "W-1"), "the id could be read"),
        (2, other("q2", "hall", "W-1"), "a registered source that could be read"),
    ] {
        let refused = mend(&mut clerk, number, &text, "enter");
        assert!(refused.body.contains("not_allowed"), "{why}: {}", shown(&refused.body));
        assert_eq!(state(&hall, number), RejectionState::Open, "{why}");
    }
    assert_eq!(mend(&mut clerk, 2, &other("q2", "town", "W-T"), "enter").status, 303);
    assert_eq!(
        mend(&mut clerk, 3, &other("q3", "town", "W-T"), "enter").status,
        303,
        "nothing said whose it was"
    );
}

#[test]
fn of_a_conflict_the_id_is_taken_so_that_it_needs_another() {
    let hall = hall("mend-conflict");
    hall.send(&[called("q1", "W-1")]);
    send_as(&hall, Some("hall"), &[called("q1", "W-2").to_string()]);
    let mut clerk = Clerk::of(&hall);
    assert!(mend(&mut clerk, 1, &called("q1", "W-3").to_string(), "enter").body.contains("conflict"));
    assert_eq!(mend(&mut clerk, 1, &called("q1b", "W-2").to_string(), "enter").status, 303);
    assert_eq!(state(&hall, 1), RejectionState::Accepted);
}

#[test]
fn many_of_a_kind_are_previewed_and_mended_by_one_replacement() {
    let hall = hall("mend-many");
    let lines: Vec<String> = (1..=5).map(|n| called(&format!("q{n}"), "W-01").to_string()).collect();
    let other = called("q9", "W-011").to_string();
    let mut both = called("q8", "W-01");
    both["data"]["staff"] = json!("S-9");
    send_as(&hall, Some("hall"), &[lines, vec![other, both.to_string()]].concat());
    let mut clerk = Clerk::of(&hall);
    let address = "/rejected/replace?code=unknown_window&source=hall&find=W-01&with=W-1";
    let preview = &clerk.reader.json(format!("/api/v1{address}"))["preview"];
    let count = |name: &str| preview[name].as_u64().unwrap();
    assert_eq!((count("open"), count("matching"), count("would_pass")), (7, 6, 5));
    assert_eq!(preview["still"], json!([["unknown_staff", 1]]));
    let before = hall.records().event_count().unwrap();
    assert!(shown(&clerk.reader.get(address).body).contains("替换并录入这 5 条"));
    assert_eq!(hall.records().event_count().unwrap(), before, "a preview enters nothing");
    let csrf = clerk.reader.form_secret();
    let fields = [
        ("csrf", csrf.as_str()),
        ("code", "unknown_window"),
        ("source", "hall"),
        ("find", "W-01"),
        ("with", "W-1"),
    ];
    let done = clerk.reader.post("/rejected/replace", &fields);
    assert_eq!((done.status, done.header("location")), (303, "/rejected?done=6-5-0-1"));
    assert_eq!(hall.records().event_count().unwrap(), before + 5);
    let open = RejectionFilter { state: Some(RejectionState::Open), ..RejectionFilter::default() };
    assert_eq!(hall.records().rejections(&open, 10).unwrap().len(), 2);
    let audit = hall.records().audit(1).unwrap().remove(0);
    assert_eq!(
        (audit.subject.as_str(), audit.detail.as_str()),
        ("code unknown_window, source hall", "\"W-01\" -> \"W-1\"")
    );
    let forged = [("csrf", "guessed"), ("code", "unknown_window"), ("find", "W-01"), ("with", "W-1")];
    assert_eq!(clerk.reader.post("/rejected/replace", &forged).status, 403);
}

const TWO_SITES: &str = r#"
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
[[site]]
id = "town"
name = "镇便民服务中心"
kind = "township"
[[department]]
id = "D-1"
name = "自然资源局"
[[window]]
id = "W-1"
name = "一窗"
site = "hall"
department = "D-1"
[[window]]
id = "W-T"
name = "镇窗"
site = "town"
department = "D-1"
"#;

fn account(name: &str, role: Role, scope: &[&str]) -> Account {
    let password = dashboards::password::hash(PASSWORD).unwrap();
    let scope = scope.iter().map(|word| (*word).to_owned()).collect();
    Account { scope, ..Account::new(name, role, password, instant(bureau::NOW)) }
}

#[test]
fn an_operator_sees_the_own_sites_source_tokens_and_rejections_alone() {
    let hall = Hall::new("sources-own", bureau::NOW, TWO_SITES);
    let records = hall.records();
    records.put_account(&account("操作员", Role::Operator, &["site:town"])).unwrap();
    records.issue_token("hall", "排队", &[1; 40], instant(bureau::NOW)).unwrap();
    records.issue_token("town", "评价器", &[2; 40], instant(bureau::NOW)).unwrap();
    send_as(&hall, Some("hall"), &[called("q1", "W-9").to_string()]);
    send_as(&hall, Some("town"), &["rubbish".to_owned()]);
    let mut reader = Reader::logged_in(&hall, "操作员", PASSWORD);
    let view = reader.json("/api/v1/sources");
    let ids = |list: &str, name: &str| -> Vec<String> {
        view[list].as_array().unwrap().iter().map(|row| row[name].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (ids("sources", "id"), ids("tokens", "site")),
        (vec!["town".to_owned()], vec!["town".to_owned()])
    );
    assert_eq!((reader.get("/rejected/1").status, reader.get("/rejected/2").status), (404, 200));
    assert_eq!(
        (reader.get("/contract/feeds/hall").status, reader.get("/contract/feeds/town").status),
        (404, 200)
    );
    let page = reader.get("/sources").body;
    assert!(!page.contains("/sources/tokens"), "no button that the role may not use");
    let fields =
        [("csrf", reader::hidden(&page, "csrf")), ("site", "town".to_owned()), ("label", "x".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(reader.post("/sources/tokens", &fields).status, 403);
}

#[test]
fn a_token_is_shown_once_and_revoked_at_once() {
    let hall = Hall::new("sources-token", bureau::NOW, TWO_SITES);
    hall.records().put_account(&account("管理员", Role::Administrator, &[])).unwrap();
    let mut reader = Reader::logged_in(&hall, "管理员", PASSWORD);
    let csrf = reader::hidden(&reader.get("/sources").body, "csrf");
    let made =
        reader.post("/sources/tokens", &[("csrf", &csrf), ("site", "hall"), ("label", "排队叫号系统")]);
    assert_eq!((made.status, made.header("cache-control")), (200, "no-store"));
    let text = made.body.split("<pre>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let token = hall.records().token_of(&text).unwrap().unwrap();
    assert_eq!((token.site.as_str(), token.label.as_str()), ("hall", "排队叫号系统"));
    assert!(!reader.get("/sources").body.contains(&text), "never again");
    let revoke = format!("/sources/tokens/{}/revoke", token.name);
    assert_eq!(reader.post(&revoke, &[("csrf", "guessed")]).status, 403);
    assert_eq!(reader.post(&revoke, &[("csrf", &csrf)]).status, 303);
    assert_eq!(hall.records().token_of(&text).unwrap(), None);
    assert_eq!(reader.post(&revoke, &[("csrf", &csrf)]).status, 409);
    let noted: Vec<String> = hall.records().audit(3).unwrap().into_iter().map(|entry| entry.what).collect();
    assert_eq!(noted[..2], ["token.revoked".to_owned(), "token.created".to_owned()]);
    assert_eq!(
        reader.post("/sources/tokens", &[("csrf", &csrf), ("site", "hall"), ("label", "")]).status,
        409
    );
    assert_eq!(
        reader.post("/sources/tokens", &[("csrf", &csrf), ("site", "none"), ("label", "x")]).status,
        409
    );
}

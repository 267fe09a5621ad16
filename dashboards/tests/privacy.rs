//! Personal data: what is kept how long, one person's as files, erasing it without touching a score or a published month.

use crate::bureau::{self, NOW, PASSWORD, event, hall};
use crate::desk::{Hall, instant};
use crate::reader::{Reader, shown};
use dashboards::{months, privacy};
use ingest::live::Outcome;
use ingest::store::sqlite::{Account, AuditEntry, Kind, Period, Retention, Role};
use scoring::time::{Instant, Month};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ADMINISTRATOR: &str = "admin";
const COMMENT: &str = "等了两个小时，态度很差";
const STATEMENT: &str = "窗口说我材料不全";

/// The hall with words of citizens in September, and an administrator.
fn hall_with_words(name: &str) -> Hall {
    let hall = hall(name);
    let rated = json!({"rating": "R-9", "window": "W-1", "staff": "S-1", "level": 1, "channel": "device", "comment": COMMENT, "tags": ["态度"]});
    let complained =
        json!({"complaint": "P-9", "window": "W-1", "topic": "attitude", "statement": STATEMENT});
    let verified = json!({"rating": "R-9", "valid": true, "responsible": "staff", "points": 3});
    hall.send(&[
        event("w1", "rating.submitted", "2026-09-14T10:00:00+08:00", rated),
        event("w2", "complaint.received", "2026-09-15T10:00:00+08:00", complained),
        event("w3", "rating.verified", "2026-09-15T11:00:00+08:00", verified),
    ]);
    let password = dashboards::password::hash(PASSWORD).unwrap();
    let account = Account::new(ADMINISTRATOR, Role::Administrator, password, instant(NOW));
    hall.records().put_account(&account).unwrap();
    hall
}

fn later(days: i64) -> Instant {
    Instant(instant(NOW).0 + days * 86_400 * 1_000_000_000)
}

/// The files of September as the desk would publish them, byte for byte.
fn september(hall: &Hall) -> ingest::store::Frozen {
    hall.act(|desk| {
        let moment = desk.moment();
        months::scored(&moment.context, Month::parse("2026-09").unwrap(), moment.history)
    })
}

fn raws(hall: &Hall) -> Vec<String> {
    let mut all = Vec::new();
    hall.records()
        .each_event(0, &mut |event| {
            all.push(event.raw.to_owned());
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    all
}

fn raw_texts(hall: &Hall) -> String {
    raws(hall).concat()
}

#[test]
fn words_past_their_period_go_and_scores_and_digests_stay() {
    let hall = hall_with_words("words-go");
    let closed =
        hall.act(|desk| months::close(desk, Month::parse("2026-09").unwrap(), "王").unwrap().version);
    let (before, events) = (september(&hall), closed.events);
    let digest = |hall: &Hall| hall.records().digest_of_events(events, closed.as_of).unwrap();
    assert_eq!(digest(&hall), closed.digest);
    assert!(raw_texts(&hall).contains(COMMENT) && raw_texts(&hall).contains(STATEMENT));

    let records = hall.records();
    let early = records.erase_overdue(later(729), "service").unwrap();
    assert!(early.iter().all(|erased| erased.kind != Kind::Words), "{early:?}");
    let due = records.overdue(later(731)).unwrap();
    assert_eq!(due.iter().find(|due| due.kind == Kind::Words).unwrap().count, 2);
    assert!(raw_texts(&hall).contains(COMMENT), "looking erases nothing");
    let erased = records.erase_overdue(later(731), "service").unwrap();
    assert_eq!(erased.iter().find(|erased| erased.kind == Kind::Words).unwrap().count, 2);

    let texts = raw_texts(&hall);
    assert!(!texts.contains(COMMENT) && !texts.contains(STATEMENT) && !texts.contains("\"态度\""), "{texts}");
    assert_eq!(digest(&hall), closed.digest, "the digest speaks of what arrived");
    assert_eq!(september(&hall), before, "no score moved");
    assert!(records.erase_overdue(later(731), "service").unwrap().is_empty(), "nothing goes twice");
    assert_eq!(records.broken_audit_entry().unwrap(), None);
}

#[test]
fn an_event_whose_words_are_gone_counts_the_same_after_a_start_and_is_still_a_duplicate() {
    let hall = hall_with_words("words-start");
    let before = september(&hall);
    let sent = raws(&hall);
    hall.records().erase_overdue(later(800), "service").unwrap();
    let folder = hall.folder.clone();
    let registry = hall.act(|desk| desk.given_files().registry[0].1.clone());
    drop(hall);
    let hall = Hall::open(&folder, NOW, &registry);
    assert_eq!(september(&hall), before);
    let again = hall.deliver(sent.iter().map(String::as_bytes));
    assert!(again.iter().all(|outcome| *outcome == Outcome::Duplicate), "{again:?}");
}

#[test]
fn erased_words_are_gone_from_the_pages() {
    let hall = hall_with_words("words-pages");
    let mut clerk = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    assert!(clerk.get("/ratings/R-9").body.contains(COMMENT));
    hall.records().erase_overdue(later(800), "service").unwrap();
    // That login is over by then, too.
    let mut clerk = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    for page in ["/ratings/R-9", "/complaints/P-9", "/events/hall/w1", "/events/hall/w2"] {
        let shown = clerk.get(page);
        assert_eq!(shown.status, 200, "{page}");
        assert!(!shown.body.contains(COMMENT) && !shown.body.contains(STATEMENT), "{page}");
        assert!(shown.body.contains("已删除"), "{page} says that words were erased");
    }
}

#[test]
fn a_period_without_end_keeps_and_a_shorter_one_reaches_further() {
    let hall = hall_with_words("periods");
    let records = hall.records();
    let mut retention = Retention::default();
    retention.set(Kind::Words, Period { days: None });
    records.set_retention(&retention, instant(NOW), ADMINISTRATOR).unwrap();
    records.erase_overdue(later(5000), "service").unwrap();
    assert!(raw_texts(&hall).contains(COMMENT));
    retention.set(Kind::Words, Period { days: Some(30) });
    records.set_retention(&retention, instant(NOW), ADMINISTRATOR).unwrap();
    records.erase_overdue(later(31), "service").unwrap();
    assert!(!raw_texts(&hall).contains(COMMENT));
}

#[test]
fn settled_rejections_lose_their_text_and_open_ones_wait() {
    let hall = hall_with_words("rejections");
    hall.deliver([b"{\"name\":\"\xe6\x9d\x8e\xe5\xbc\xba\"}".as_slice(), b"not json".as_slice()].into_iter());
    let records = hall.records();
    let all = || records.rejections(&Default::default(), 10).unwrap();
    let first = all()[0].number;
    let dismissed = ingest::store::sqlite::RejectionState::Dismissed;
    records.settle_rejection(first, dismissed, "王", Some("无用"), instant(NOW)).unwrap();
    records.erase_overdue(later(366), "service").unwrap();
    let kept = all();
    assert!(kept[0].raw.is_empty() && !kept[0].code.is_empty());
    assert_eq!(kept[1].raw, b"not json", "somebody may still mend it");
}

#[test]
fn an_administrator_sees_what_goes_sets_periods_and_lets_it_go() {
    let hall = hall_with_words("page");
    let mut admin = Reader::logged_in(&hall, ADMINISTRATOR, PASSWORD);
    let page = admin.get("/privacy");
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("730") && page.body.contains("没有到期的内容"));
    let csrf = admin.form_secret();
    let too_short = [("csrf", csrf.as_str()), ("words", "29")];
    assert_eq!(admin.post("/privacy/retention", &too_short).status, 409);
    let set =
        [("csrf", csrf.as_str()), ("words", "30"), ("photos", ""), ("rejected", "365"), ("messages", "365")];
    assert_eq!(admin.post("/privacy/retention", &set).status, 303);
    let retention = hall.records().retention().unwrap();
    assert_eq!(
        (retention.words.days, retention.photos.days, retention.rejected.days),
        (Some(30), None, Some(365))
    );
    hall.set("2026-11-20T10:00:00+08:00");
    let mut admin = Reader::logged_in(&hall, ADMINISTRATOR, PASSWORD);
    let view = admin.json("/api/v1/privacy");
    assert_eq!(view["kinds"][0]["kind"], "words");
    assert_eq!(view["kinds"][0]["overdue"], 2);
    admin.get("/privacy");
    let csrf = admin.form_secret();
    assert_eq!(admin.post("/privacy/carry-out", &[("csrf", "another's")]).status, 403);
    assert!(raw_texts(&hall).contains(COMMENT));
    assert_eq!(admin.post("/privacy/carry-out", &[("csrf", csrf.as_str())]).status, 303);
    assert!(!raw_texts(&hall).contains(COMMENT));
    let noted = hall.records().audit(5).unwrap();
    assert!(
        noted.iter().any(|entry| entry.what == "privacy.retention" && entry.who == ADMINISTRATOR),
        "{noted:?}"
    );
}

#[test]
fn personal_data_is_the_administrators_alone() {
    let hall = hall_with_words("alone");
    for name in [bureau::ANALYST, "viewer"] {
        let mut reader = Reader::logged_in(&hall, name, PASSWORD);
        reader.get("/windows");
        let csrf = reader.form_secret();
        for page in ["/privacy", "/privacy/staff/S-1", "/privacy/staff/S-1/export", "/api/v1/privacy"] {
            assert_eq!(reader.get(page).status, 403, "{name} {page}");
        }
        let form = [("csrf", csrf.as_str()), ("reason", "离岗已久")];
        assert_eq!(reader.post("/privacy/staff/S-1/erase", &form).status, 403, "{name}");
    }
}

#[test]
fn an_export_has_everything_that_names_the_person_and_nothing_of_citizens() {
    let hall = hall_with_words("export");
    hall.act(|desk| months::close(desk, Month::parse("2026-09").unwrap(), "王").map(|_| ()).unwrap());
    let known = hall.act(|desk| {
        privacy::at_desk(&desk.moment(), "S-1").map(|known| (known, desk.county().registry.zone.clone()))
    });
    let (known, zone) = known.unwrap();
    let files = privacy::files(&hall.records(), known, &zone).unwrap();
    let files: BTreeMap<String, String> =
        files.into_iter().map(|file| (file.name, String::from_utf8(file.bytes).unwrap())).collect();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["audit.csv", "data.json", "events.ndjson", "index.html", "ledger.csv"]);
    let data: Value = serde_json::from_str(&files["data.json"]).unwrap();
    assert_eq!(data["registry"]["assignments"][0]["window"], "W-1");
    assert_eq!(data["registry"]["name"], "李强");
    let ids: Vec<&str> =
        data["events"].as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        ["e1", "w1", "w3"],
        "the finding, the rating, and its verification that names only the rating"
    );
    assert!(
        data["ledger"]
            .as_array()
            .unwrap()
            .iter()
            .any(|entry| entry["month"] == "2026-09" && entry["version"] == 1)
    );
    for (name, text) in &files {
        assert!(!text.contains(COMMENT), "{name} has a citizen's words");
        assert!(!text.contains("S-2"), "{name} has another's data");
    }
    assert!(files["ledger.csv"].starts_with('\u{feff}'));
}

/// A hall whose first clerk left at the end of September.
fn hall_that_one_left(name: &str) -> (Hall, String) {
    let hall = hall_with_words(name);
    let registry = hall.act(|desk| desk.given_files().registry[0].1.clone());
    let left = registry.replacen("from = 2026-01-05\n", "from = 2026-01-05\nto = 2026-09-30\n", 1);
    let folder = hall.folder.clone();
    drop(hall);
    (Hall::open(&folder, NOW, &left), left)
}

#[test]
fn nobody_who_still_works_is_erased_nor_without_a_reason() {
    let (hall, _) = hall_that_one_left("still-works");
    let refused = |staff: &'static str, reason: &'static str| {
        hall.act(move |desk| privacy::erase(desk, staff, reason, "admin").err().map(|refusal| refusal.said()))
    };
    assert!(refused("S-2", "离岗已久").unwrap().contains("仍在岗"));
    assert!(refused("S-1", " ").unwrap().contains("理由"));
    assert!(refused("S-1", "李强已离岗").unwrap().contains("姓名"));
    assert!(refused("S-404", "离岗已久").unwrap().contains("编号"));
    assert!(hall.records().erasures().unwrap().is_empty());
}

#[test]
fn the_name_of_somebody_who_left_goes_and_published_months_stay() {
    let (hall, registry) = hall_that_one_left("left");
    let closed =
        hall.act(|desk| months::close(desk, Month::parse("2026-09").unwrap(), "王").unwrap().version);
    let (before, frozen) = (september(&hall), hall.records().frozen(closed.month, 1).unwrap().unwrap());
    let records = hall.records();
    let mut account = Account::new("liqiang", Role::WindowLead, "x".to_owned(), instant(NOW));
    account.person = "李强".to_owned();
    records.put_account(&account).unwrap();
    let told = |what: &str, detail: &str| AuditEntry {
        at: instant(NOW),
        who: "admin".to_owned(),
        what: what.to_owned(),
        subject: "liqiang".to_owned(),
        detail: detail.to_owned(),
    };
    records.note(&told("account.made", "window_lead 李强")).unwrap();
    records.note(&told("login", "")).unwrap();

    let plan = hall.act(|desk| privacy::plan(desk, "S-1").unwrap());
    assert_eq!(
        (plan.name.as_str(), plan.traces.accounts.clone(), plan.traces.audit),
        ("李强", vec!["liqiang".to_owned()], 1)
    );
    assert_eq!(plan.lines.len(), 1);
    assert_eq!(plan.lines[0].instead.as_deref(), Some("name = \"已离职人员 S-1\""));
    let mut admin = Reader::logged_in(&hall, ADMINISTRATOR, PASSWORD);
    let page = admin.get("/privacy/staff/S-1");
    assert!(page.body.contains("李强") && page.body.contains("liqiang"), "{}", page.body);
    let csrf = admin.form_secret();
    let form = [("csrf", csrf.as_str()), ("reason", "离岗已满一年")];
    assert_eq!(admin.post("/privacy/staff/S-1/erase", &form).status, 303);

    let account = records.account("liqiang").unwrap().unwrap();
    assert!(account.disabled.is_some() && account.password.is_empty() && account.person == "已离职人员 S-1");
    assert!(records.audit(100).unwrap().iter().all(|entry| !entry.detail.contains("李强")));
    assert_eq!(records.broken_audit_entry().unwrap(), None, "the audit log still holds together");
    let mut clerk = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    for page in ["/months/2026-09/staff", "/months/2026-09/staff/S-1", "/months/2026-09/windows/W-1"] {
        let shown = clerk.get(page);
        assert_eq!(shown.status, 200, "{page}");
        assert!(!shown.body.contains("李强"), "{page} still has the name");
    }
    assert!(clerk.get("/months/2026-09/staff").body.contains("已离职人员 S-1"));
    assert_eq!(september(&hall), before, "no score moved");
    assert_eq!(records.frozen(closed.month, 1).unwrap().unwrap(), frozen, "what was published stays");
    assert_eq!(records.digest_of_events(closed.events, closed.as_of).unwrap(), closed.digest);

    // The registry's file still has the name; a start does not bring it back.
    let folder = hall.folder.clone();
    drop((admin, clerk, hall));
    let hall = Hall::open(&folder, NOW, &registry);
    let mut clerk = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    assert!(!clerk.get("/months/2026-09/staff").body.contains("李强"));
}

#[test]
fn where_two_bear_one_name_nothing_goes_by_the_name_alone() {
    let (hall, registry) = hall_that_one_left("namesakes");
    let folder = hall.folder.clone();
    drop(hall);
    let hall = Hall::open(&folder, NOW, &registry.replace("赵敏", "李强"));
    let mut account = Account::new("liqiang2", Role::WindowLead, "x".to_owned(), instant(NOW));
    account.person = "李强".to_owned();
    hall.records().put_account(&account).unwrap();
    let plan = hall.act(|desk| privacy::erase(desk, "S-1", "离岗已久", "admin").unwrap());
    assert_eq!(plan.namesakes, ["S-2"]);
    assert!(plan.traces.is_empty());
    assert!(hall.records().account("liqiang2").unwrap().unwrap().disabled.is_none());
    let shown = hall
        .act(|desk| desk.county().registry.staff.iter().map(|staff| staff.name.clone()).collect::<Vec<_>>());
    assert_eq!(shown, ["已离职人员 S-1", "李强", "孙丽"]);
}

#[test]
fn a_number_in_the_place_of_a_pseudonym_is_told_at_the_feed_and_shown_nowhere() {
    let hall = hall_with_words("plain-applicant");
    const NUMBER: &str = "11010519491231002X";
    let accepted = |case: &str, applicant: &str| json!({"case": case, "item": "I-5", "window": "W-1", "staff": "S-1", "applicant": applicant});
    hall.send(&[
        event("c1", "case.accepted", "2026-10-08T09:00:00+08:00", accepted("C-1", "a81f")),
        event("c2", "case.accepted", "2026-10-08T09:10:00+08:00", accepted("C-2", NUMBER)),
    ]);
    let mut clerk = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let feeds = clerk.json("/api/v1/feeds");
    assert_eq!(feeds["plain_applicants"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&feeds["plain_applicants"][0]["source"], &feeds["plain_applicants"][0]["events"]),
        (&json!("hall"), &json!(1))
    );
    assert!(clerk.get("/feeds").body.contains("申请人一栏报了证件号或电话"));
    assert!(clerk.get("/events/hall/c1").body.contains("a81f"));
    for page in ["/events/hall/c2", "/api/v1/events/hall/c2", "/cases/C-2", "/feeds", "/due"] {
        let shown = clerk.get(page);
        assert_eq!(shown.status, 200, "{page}");
        assert!(!shown.body.contains(NUMBER), "{page}");
    }
    hall.set("2026-11-20T10:00:00+08:00");
    let mut clerk = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    assert_eq!(clerk.json("/api/v1/feeds")["plain_applicants"], json!([]), "a month later it is mended");
}

#[test]
fn the_audit_log_is_cut_once_it_was_exported_by_who_may_erase() {
    let hall = hall_with_words("privacy-audit-cut");
    let mut admin = Reader::logged_in(&hall, ADMINISTRATOR, PASSWORD);
    let csrf = admin.form_secret();
    let old = AuditEntry {
        at: later(-3000),
        who: "wang".to_owned(),
        what: "login".to_owned(),
        subject: "wang".to_owned(),
        detail: "多年以前".to_owned(),
    };
    let other = hall_with_words("privacy-audit-cut-old");
    other.records().note(&old).unwrap();
    other.records().note(&old).unwrap();
    let mut of_old = Reader::logged_in(&other, ADMINISTRATOR, PASSWORD);
    let secret = of_old.form_secret();
    assert_eq!(admin.json("/api/v1/privacy")["audit"], Value::Null, "nothing is old there");
    assert_eq!(admin.post("/privacy/audit/cut", &[("csrf", &csrf)]).status, 409);

    let due = of_old.json("/api/v1/privacy")["audit"].clone();
    assert_eq!((&due["count"], &due["is_exported"]), (&json!(2), &json!(false)));
    let refused = of_old.post("/privacy/audit/cut", &[("csrf", &secret)]);
    assert_eq!(refused.status, 409);
    assert!(shown(&refused.body).contains("请先导出"), "{}", refused.body);
    // A table, and a part, have no whole chain.
    of_old.get("/audit/export?format=csv");
    of_old.get("/audit/export?format=ndjson&who=wang");
    assert_eq!(of_old.json("/api/v1/privacy")["audit"]["is_exported"], false);
    let exported = of_old.get(&format!("/audit/export{}", due["export"].as_str().unwrap()));
    assert_eq!(exported.body.lines().count(), 2);
    assert_eq!(of_old.post("/privacy/audit/cut", &[("csrf", "another's")]).status, 403);
    assert_eq!(of_old.post("/privacy/audit/cut", &[("csrf", &secret)]).status, 303);
    let page = of_old.get("/privacy").body;
    assert!(
        shown(&page).contains("第 2 条及以前的记录已由 ") && !page.contains("/privacy/audit/cut"),
        "{page}"
    );
    assert_eq!(other.records().broken_audit_entry().unwrap(), None);
    let log = of_old.json("/api/v1/audit");
    assert_eq!(
        (&log["broken"], log["rows"].as_array().unwrap().last().unwrap()["number"].as_u64()),
        (&Value::Null, Some(3))
    );
    assert!(!of_old.get("/audit/export?format=ndjson").body.contains("多年以前"));
}

#[test]
fn the_audit_log_is_kept_for_a_year_at_least() {
    let hall = hall_with_words("privacy-audit-period");
    let mut admin = Reader::logged_in(&hall, ADMINISTRATOR, PASSWORD);
    let csrf = admin.form_secret();
    let set = |admin: &mut Reader, days: &str| {
        admin.post("/privacy/retention", &[("csrf", &csrf), ("audit", days)]).status
    };
    assert_eq!(set(&mut admin, "364"), 409);
    assert_eq!(
        hall.records().retention().unwrap().audit.days,
        Some(1826),
        "five years, and nothing was changed"
    );
    assert_eq!(set(&mut admin, "365"), 303);
    assert_eq!(hall.records().retention().unwrap().audit.days, Some(365));
}

#[test]
fn a_long_audit_log_is_checked_beside_the_page_and_then_on_from_there() {
    let hall = hall_with_words("privacy-audit-long");
    let mut admin = Reader::logged_in(&hall, ADMINISTRATOR, PASSWORD);
    let records = hall.records();
    let entry = AuditEntry {
        at: later(0),
        who: "wang".to_owned(),
        what: "login".to_owned(),
        subject: "wang".to_owned(),
        detail: String::new(),
    };
    records.at_once(|| (0..6_000).try_for_each(|_| records.note(&entry))).unwrap();
    let mut log = admin.json("/api/v1/audit");
    assert_eq!(
        (&log["broken"], log["rows"].as_array().unwrap().len()),
        (&Value::Null, 200),
        "nobody waits for it"
    );
    while log["is_checking"] == true {
        log = admin.json("/api/v1/audit");
    }
    let last = records.audit_head().unwrap().unwrap().0;
    assert_eq!(log["checked_until"].as_u64(), Some(last));
    assert!(shown(&admin.get("/audit").body).contains(&format!("记录链已核对到第 {last} 条")));
    records.note(&entry).unwrap();
    assert_eq!(admin.json("/api/v1/audit")["checked_until"].as_u64(), Some(last + 1), "what is new, at once");
}

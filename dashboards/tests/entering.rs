//! What the bureau records at the pages: findings, merits and evaluations, with the effect before saving; all or none, and once.

use crate::bureau::{self, Clerk, PASSWORD, hall};
use crate::desk::{Hall, instant};
use crate::reader::{Answer, Reader, hidden, shown};
use crate::rounds::hall_with_devices;
use ingest::store::sqlite::{Account, Role};
use serde_json::{Value, json};

/// An account beside the analyst's.
pub fn account(hall: &Hall, name: &str, role: Role, scope: &[&str]) -> Reader {
    let password = dashboards::password::hash(PASSWORD).unwrap();
    let mut account = Account::new(name, role, password, instant(bureau::NOW));
    account.scope = scope.iter().map(|&of| of.to_owned()).collect();
    hall.records().put_account(&account).unwrap();
    Reader::logged_in(hall, name, PASSWORD)
}

pub const NONCE: &str = "0123456789abcdef0123456789abcdef";

/// What a form shows, as a program is answered.
pub fn preview(reader: &mut Reader, nonce: &str, fields: &[(&str, &str)], files: &[&[u8]]) -> Answer {
    let csrf = reader.form_secret();
    let mut all = vec![("csrf", csrf.as_str()), ("nonce", nonce)];
    all.extend(fields);
    reader.upload_photos("/api/v1/findings/preview", &all, files)
}

pub fn json_of(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// Sends what a page of an effect offers to save.
pub fn save(reader: &mut Reader, view: &Value) -> Answer {
    let csrf = reader.form_secret();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut all = vec![
        ("csrf".to_owned(), csrf),
        ("nonce".to_owned(), text(&view["nonce"])),
        ("seen".to_owned(), text(&view["effect"]["seen"])),
    ];
    let fields = view["fields"].as_array().unwrap().iter();
    all.extend(fields.map(|field| (text(&field[0]), text(&field[1]))));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    reader.post(&format!("/api/v1{}", text(&view["action"])), &all)
}

pub fn rude_at(window: &str) -> [(&str, &str); 3] {
    [("kind", "rude"), ("on", window), ("date", "2026-09-15")]
}

#[test]
fn what_is_shown_before_saving_is_what_comes() {
    let hall = hall("entering-effect");
    let mut clerk = Clerk::of(&hall);
    let before = clerk.stands("W-2");
    let fields = [("kind", "media_criticism"), ("on", "W-2/S-2"), ("date", "2026-09-15"), ("points", "8")];
    let view = json_of(&preview(&mut clerk.reader, NONCE, &fields, &[]));
    let subjects = view["effect"]["subjects"].as_array().unwrap();
    assert_eq!((&subjects[0]["who"]["id"], &subjects[1]["who"]["id"]), (&json!("W-2"), &json!("S-2")));
    assert_eq!(subjects[0]["before"]["total"].as_f64(), Some(before.0));
    assert_eq!(subjects[0]["after"]["total"].as_f64(), Some(before.0 - 8.0));
    assert_eq!(clerk.stands("W-2"), before, "nothing is saved yet");
    let saved = json_of(&save(&mut clerk.reader, &view));
    assert_eq!((&saved["is_new"], saved["ids"].as_array().unwrap().len()), (&json!(true), 1));
    let stands = clerk.stands("W-2");
    let after = &subjects[0]["after"];
    assert_eq!(stands.0, after["total"].as_f64().unwrap());
    assert_eq!(stands.1, after["rank"].as_u64().unwrap());
    assert_eq!(stands.2.as_deref(), after["flag"].as_str());
    let ranking = clerk.reader.json("/api/v1/months/2026-09/windows");
    let row = ranking["ranked"].as_array().unwrap().iter().find(|row| row["id"] == "W-2").unwrap();
    assert_eq!(row["total"], after["total"], "the ranking shows the new total");
    let lines = subjects[0]["lines"].as_array().unwrap();
    let ledger = clerk.reader.json("/api/v1/months/2026-09/windows/W-2")["ledger"].clone();
    assert!(ledger.as_array().unwrap().iter().any(|line| line["name"] == lines[0]["name"]));
}

#[test]
fn a_cap_is_told_before_saving() {
    let hall = hall("entering-cap");
    let mut clerk = Clerk::of(&hall);
    // Hygiene has five points: three untidy windows ask for six.
    let fields = [("kind", "untidy"), ("on", "W-1"), ("date", "2026-09-15"), ("count", "3")];
    let view = json_of(&preview(&mut clerk.reader, NONCE, &fields, &[]));
    let line = &view["effect"]["subjects"][0]["lines"][0];
    assert_eq!((&line["requested"], &line["applied_after"]), (&json!(-6.0), &json!(-5.0)));
    assert!(line["cap"].as_str().unwrap().contains("卫生与档案"), "{line}");
    let page = {
        let csrf = clerk.reader.form_secret();
        let mut all = vec![("csrf", csrf.as_str()), ("nonce", NONCE)];
        all.extend(fields);
        shown(&clerk.reader.upload_photos("/findings/preview", &all, &[]).body)
    };
    assert!(page.contains("已到上限，只计 −5.0") && page.contains("保存这 1 条检查记录"), "{page}");
}

#[test]
fn what_changed_since_it_was_shown_is_shown_again_and_not_saved() {
    let hall = hall("entering-changed");
    let mut clerk = Clerk::of(&hall);
    let view = json_of(&preview(&mut clerk.reader, NONCE, &rude_at("W-1"), &[]));
    let other = json_of(&preview(&mut clerk.reader, &"9".repeat(32), &rude_at("W-1"), &[]));
    assert_eq!(json_of(&save(&mut clerk.reader, &other))["is_new"], true);
    let again = json_of(&save(&mut clerk.reader, &view));
    assert_eq!(again["has_changed"], true, "{again}");
    assert_eq!(again["similar"].as_array().unwrap().len(), 1, "the other one is told as the same");
    assert_eq!(json_of(&save(&mut clerk.reader, &again))["is_new"], true, "seen, and saved");
}

#[test]
fn a_form_on_several_windows_is_all_or_none() {
    let hall = hall("entering-several");
    let mut clerk = Clerk::of(&hall);
    let several = [("kind", "untidy"), ("on", "W-1"), ("on", "W-2/S-2"), ("on", "W-2"), ("on", "W-3")];
    let view = json_of(&preview(&mut clerk.reader, NONCE, &several, &[]));
    assert_eq!(
        view["what"].as_array().unwrap().len(),
        3,
        "a window whose people are named is recorded with them"
    );
    let count = hall.records().event_count().unwrap();
    let mut wrong = several.to_vec();
    wrong.push(("on", "W-99"));
    assert_eq!(preview(&mut clerk.reader, NONCE, &wrong, &[]).status, 409);
    let csrf = clerk.reader.form_secret();
    let mut all = vec![("csrf", csrf.as_str()), ("nonce", NONCE)];
    all.extend(&wrong);
    assert_eq!(clerk.reader.upload_photos("/api/v1/round", &all, &[]).status, 409);
    assert_eq!(hall.records().event_count().unwrap(), count, "nothing of it is there");
    assert_eq!(json_of(&save(&mut clerk.reader, &view))["ids"].as_array().unwrap().len(), 3);
    assert_eq!(hall.records().event_count().unwrap(), count + 3);
    // Three ids, each once.
    let list = clerk.reader.json("/api/v1/months/2026-10/findings");
    let mut ids: Vec<&str> =
        list["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["JC-2026-0001", "JC-2026-0002", "JC-2026-0003"]);
}

#[test]
fn points_outside_of_the_rule_and_other_mistakes_are_refused_with_what_mends_them() {
    let hall = hall("entering-refused");
    let mut clerk = Clerk::of(&hall);
    for (fields, told) in [
        (vec![("kind", "misoperation"), ("on", "W-1"), ("points", "5.01")], "1.0–5.0"),
        (vec![("kind", "misoperation"), ("on", "W-1"), ("points", "0.99")], "1.0–5.0"),
        (vec![("kind", "misoperation"), ("on", "W-1"), ("points", "two")], "1.0–5.0"),
        (vec![("kind", "rude"), ("on", "W-1"), ("points", "2")], "固定"),
        // The range is the staff book's: without a person there is none.
        (vec![("kind", "archive_fault"), ("on", "W-1"), ("points", "3")], "固定"),
        (vec![("kind", "rude"), ("on", "W-1"), ("date", "2026-10-10")], "还没有到"),
        (vec![("kind", "rude"), ("on", "W-1"), ("date", "9月8日")], "2026-09-08"),
        (vec![("kind", "rude")], "至少选择一个窗口"),
        (vec![("kind", "overdue"), ("on", "W-1")], "自动认定"),
        (vec![("kind", "nothing"), ("on", "W-1")], "请选择一个事项"),
        (vec![("kind", "shirked"), ("on", "W-1")], "勾选人员"),
        (vec![("kind", "grievance_award"), ("on", "W-1")], "勾选人员"),
        (vec![("kind", "rude"), ("on", "W-1"), ("count", "101")], "1 至 100"),
    ] {
        let answer = preview(&mut clerk.reader, NONCE, &fields, &[]);
        assert_eq!(answer.status, 409, "{fields:?}: {}", answer.body);
        assert!(answer.body.contains(told), "{fields:?}: {}", answer.body);
    }
    for points in ["1", "5"] {
        let fields = [("kind", "misoperation"), ("on", "W-1"), ("points", points)];
        assert_eq!(preview(&mut clerk.reader, NONCE, &fields, &[]).status, 200, "{points}");
    }
    let of_person = [("kind", "archive_fault"), ("on", "W-1/S-1"), ("points", "3")];
    assert_eq!(preview(&mut clerk.reader, NONCE, &of_person, &[]).status, 200);
}

#[test]
fn who_may_not_record_cannot() {
    let hall = hall("entering-roles");
    let mut head = account(&hall, "局长", Role::DepartmentHead, &["department:D-1"]);
    let mut viewer = Reader::logged_in(&hall, "viewer", PASSWORD);
    for reader in [&mut head, &mut viewer] {
        let csrf = reader.form_secret();
        let mut fields = vec![("csrf", csrf.as_str()), ("nonce", NONCE)];
        fields.extend(rude_at("W-1"));
        for path in ["/findings", "/findings/preview", "/round"] {
            assert_eq!(reader.upload_photos(path, &fields, &[]).status, 403, "{path}");
        }
        for path in ["/findings/F-1/void", "/months/2026-09/evaluations", "/week"] {
            assert_eq!(reader.post(path, &fields).status, 403, "{path}");
        }
        assert_eq!(reader.get("/findings/new").status, 403);
        assert_eq!(reader.get("/round").status, 403);
    }
    let mut inspector = account(&hall, "巡查员", Role::Inspector, &[]);
    let csrf = inspector.form_secret();
    let fields = [("csrf", csrf.as_str()), ("nonce", NONCE), ("reason", "误记"), ("approved_by", "陈局长")];
    assert_eq!(
        inspector.post("/findings/F-1/void", &fields).status,
        403,
        "an inspector records and voids nothing"
    );
    let forged = [("csrf", "x"), ("nonce", NONCE), ("kind", "rude"), ("on", "W-1")];
    assert_eq!(inspector.upload_photos("/round", &forged, &[]).status, 403);
}

#[test]
fn a_head_sees_only_what_was_found_at_her_own_windows() {
    let hall = hall("entering-scope");
    let mut lead = account(&hall, "一窗", Role::WindowLead, &["window:W-1"]);
    let list = lead.json("/api/v1/months/2026-09/findings");
    let ids: Vec<&Value> = list["rows"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
    assert_eq!(ids, [&json!("F-1")], "not the merit of W-2");
    let names: Vec<&Value> = list["windows"].as_array().unwrap().iter().map(|of| &of["value"]).collect();
    assert_eq!(names, [&json!(""), &json!("W-1")]);
    assert_eq!(lead.get("/findings/F-1").status, 200);
    assert_eq!(lead.get("/merits/M-1").status, 404);
    let own = lead.json("/api/v1/months/2026-09/evaluations");
    let who: Vec<&Value> = own["rows"].as_array().unwrap().iter().map(|row| &row["name"]).collect();
    assert_eq!(who, [&json!("window/W-1"), &json!("staff/S-1")]);
    assert_eq!(own["nonce"], Value::Null);
}

#[test]
fn voiding_shows_its_effect_and_gives_the_points_back() {
    let hall = hall("entering-void");
    let mut clerk = Clerk::of(&hall);
    let before = clerk.stands("W-1").0;
    let page = clerk.reader.get("/findings/F-1").body;
    let (csrf, nonce) = (clerk.reader.form_secret(), hidden(&page, "nonce"));
    let fields = [("reason", "录像显示并非此人"), ("approved_by", "陈局长")];
    let view = json_of(&clerk.send("/api/v1/findings/F-1/void", &csrf, &nonce, &fields));
    assert_eq!(view["effect"]["subjects"][0]["after"]["total"].as_f64(), Some(before + 2.0));
    assert_eq!(clerk.stands("W-1").0, before);
    assert_eq!(json_of(&save(&mut clerk.reader, &view))["is_new"], true);
    assert_eq!(clerk.stands("W-1").0, before + 2.0);
    let one = clerk.reader.json("/api/v1/findings/F-1");
    assert_eq!((&one["state"], &one["voided"]["reason"]), (&json!("voided"), &json!("录像显示并非此人")));
    let again = clerk.send("/api/v1/findings/F-1/void", &csrf, &"3".repeat(32), &fields);
    assert_eq!(again.status, 409, "once");
    let voided = clerk.reader.json("/api/v1/months/2026-09/findings?state=voided");
    assert_eq!(voided["rows"][0]["id"], "F-1");
    assert_eq!(voided["rows"].as_array().unwrap().len(), 1);
    let without = clerk.send(
        "/api/v1/findings/F-1/void",
        &csrf,
        &"4".repeat(32),
        &[("reason", ""), ("approved_by", "陈")],
    );
    assert_eq!(without.status, 409);
}

#[test]
fn a_closed_month_takes_nothing_that_was_not_meant_for_it() {
    let hall = hall("entering-closed");
    let mut clerk = Clerk::of(&hall);
    let closed =
        clerk.fill("/months/2026-09/close", "/months/2026-09/close", &[("reason", "其余事项已核对")]);
    assert_eq!(closed.status, 303, "{}", closed.body);
    let refused = preview(&mut clerk.reader, NONCE, &rude_at("W-1"), &[]);
    assert!(refused.status == 409 && refused.body.contains("重新发布"), "{}", refused.body);
    let before = clerk.stands("W-1").0;
    let mut fields = rude_at("W-1").to_vec();
    fields.push(("accepts_closed", "1"));
    let view = json_of(&preview(&mut clerk.reader, NONCE, &fields, &[]));
    assert_eq!(view["effect"]["closed_version"], 1);
    assert_eq!(view["effect"]["subjects"][0]["after"]["total"].as_f64(), Some(before - 2.0));
    assert_eq!(json_of(&save(&mut clerk.reader, &view))["is_new"], true);
    assert_eq!(clerk.stands("W-1").0, before, "what is published stays");
    let changes = shown(&clerk.reader.get("/months/2026-09/changes").body);
    assert!(changes.contains("W-1"), "and the difference is told");
}

fn marks<'m>(rows: &[(&'m str, &'m str, &'m str)]) -> Vec<(&'static str, &'m str)> {
    rows.iter()
        .flat_map(|&(who, center, peers)| [("who", who), ("center", center), ("peers", peers)])
        .collect()
}

#[test]
fn a_table_of_marks_is_entered_at_once_and_two_failures_in_a_row_are_told() {
    let hall = hall("entering-marks");
    let mut clerk = Clerk::of(&hall);
    let august = json!({"month": "2026-08", "staff": "S-1", "center": 50, "peers": 55});
    hall.send(&[bureau::event("a1", "evaluation.recorded", "2026-08-31T10:00:00+08:00", august)]);
    let csrf = clerk.reader.form_secret();
    let path = "/api/v1/months/2026-09/evaluations";
    let before = clerk.reader.json(path);
    assert_eq!(before["missing"], json!([3, 3]));
    let rows = [
        ("window/W-1", "92", "90.5"),
        ("staff/S-1", "40", "59.99"),
        ("staff/S-2", "", ""),
        ("staff/S-3", "80", "80"),
    ];
    let view = json_of(&clerk.send(path, &csrf, NONCE, &marks(&rows)));
    assert_eq!(view["what"].as_array().unwrap().len(), 3, "who has no marks is left alone");
    let staff =
        view["effect"]["subjects"].as_array().unwrap().iter().find(|of| of["who"]["id"] == "S-1").unwrap();
    let change = staff["after"]["total"].as_f64().unwrap() - staff["before"]["total"].as_f64().unwrap();
    // Failed keeps nothing of five; being among the five best by peer marks gives two.
    assert_eq!(change, -3.0);
    let rules: Vec<&Value> = staff["lines"].as_array().unwrap().iter().map(|line| &line["rule"]).collect();
    assert_eq!(rules, [&json!("S-E"), &json!("S-F6")]);
    let told = view["effect"]["consequences"].to_string();
    assert!(told.contains("S-1"), "two in a row: {told}");
    assert_eq!(json_of(&save(&mut clerk.reader, &view))["ids"].as_array().unwrap().len(), 3);
    let after = clerk.reader.json(path);
    assert_eq!(after["missing"], json!([2, 1]));
    let row = |name: &str| {
        after["rows"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone()
    };
    assert_eq!((&row("window/W-1")["grade"], &row("window/W-1")["mean"]), (&json!("优秀"), &json!("91.25")));
    assert!(row("staff/S-1")["consequence"].as_str().unwrap().contains("连续两个月不合格"));
    let missing = clerk.reader.json(format!("{path}?only=missing"));
    assert_eq!(missing["rows"].as_array().unwrap().len(), 3);
    // The same again is nothing new; half a pair, a mark beyond a hundred and a stranger are refused.
    for wrong in [
        ("window/W-1", "92", "90.5"),
        ("window/W-2", "92", ""),
        ("window/W-2", "100.01", "90"),
        ("window/W-2", "-1", "90"),
        ("window/W-9", "90", "90"),
    ] {
        let refused = clerk.send(path, &csrf, &"5".repeat(32), &marks(&[wrong]));
        assert_eq!(refused.status, 409, "{wrong:?}");
    }
}

#[test]
fn a_refusal_names_the_window_and_what_to_do_in_both_languages() {
    let hall = hall_with_devices("entering-refusals");
    let mut clerk = Clerk::of(&hall);
    let mut refused = |lang: &str, fields: &[(&str, &str)]| {
        let csrf = clerk.reader.form_secret();
        let mut all = vec![("csrf", csrf.as_str()), ("nonce", NONCE)];
        all.extend(fields);
        let answer = clerk.reader.upload_photos(&format!("/findings/preview?lang={lang}"), &all, &[]);
        assert_eq!(answer.status, 409, "{fields:?}: {}", answer.body);
        let told = shown(&answer.body);
        assert!(!told.contains("data.") && !told.contains('`'), "{told}");
        told
    };
    let late = [("kind", "late"), ("on", "W-9"), ("on", "W-1")];
    assert!(refused("zh", &late).contains("窗口 W-1 所在的县政务服务中心有考勤设备"));
    assert!(refused("en", &late).contains("window W-1 is at 县政务服务中心, which has attendance devices"));
    let long = "长".repeat(65);
    let by = [("kind", "rude"), ("on", "W-1"), ("inspector", long.as_str())];
    assert!(refused("zh", &by).contains("“检查人”最多 64 个字"));
    assert!(refused("en", &by).contains("“Seen by” may have 64 characters"));
}

//! The round of the duty supervisor and the weekly sheet.

use crate::bureau::{self, ANALYST, Clerk, hall};
use crate::desk::Hall;
use crate::entering::{NONCE, account, json_of};
use crate::photos::photo;
use crate::reader::shown;
use ingest::store::sqlite::Role;
use serde_json::{Value, json};

#[test]
fn a_round_that_is_sent_twice_is_recorded_once_and_keeps_its_own_time() {
    let hall = hall("entering-round");
    let mut inspector = account(&hall, "巡查员", Role::Inspector, &[]);
    let csrf = inspector.form_secret();
    let fields = [
        ("csrf", csrf.as_str()),
        ("nonce", NONCE),
        ("kind", "rude"),
        ("on", "W-1"),
        ("at", "2026-09-30T23:50:00+08:00"),
        ("note", "大声喧哗"),
    ];
    let first = json_of(&inspector.upload_photos("/api/v1/round", &fields, &[&photo(1)]));
    let again = json_of(&inspector.upload_photos("/api/v1/round", &fields, &[&photo(1)]));
    assert_eq!((&first["is_new"], &again["is_new"]), (&json!(true), &json!(false)));
    assert_eq!(first["ids"], again["ids"]);
    let list = inspector.json("/api/v1/months/2026-09/findings");
    let row = &list["rows"][0];
    assert_eq!((&row["date"], &row["note"]), (&json!("2026-09-30"), &json!("大声喧哗")), "when it was seen");
    assert_eq!((&row["inspector"], &row["entered_by"]), (&json!("巡查员"), &json!("巡查员")));
    // A clock that is ahead does not make it happen later than now.
    let ahead = [
        ("csrf", csrf.as_str()),
        ("nonce", &"7".repeat(32)),
        ("kind", "rude"),
        ("on", "W-2"),
        ("at", "2026-10-31T08:00:00+08:00"),
    ];
    assert_eq!(inspector.upload_photos("/api/v1/round", &ahead, &[]).status, 200);
    let today = inspector.json("/api/v1/months/2026-10/findings");
    assert_eq!(today["rows"][0]["date"], "2026-10-09");
    let page = inspector.get("/round").body;
    assert!(page.contains("capture=\"environment\"") && shown(&page).contains("我今天记录的"), "{page}");
    assert!(shown(&page).contains("W-2 不动产二窗"));
}

#[test]
fn the_weekly_sheet_tells_each_day_and_keeps_remarks() {
    let hall = hall("entering-week");
    let mut clerk = Clerk::of(&hall);
    let sheet = clerk.reader.json("/api/v1/week?week=2026-W37");
    let days = sheet["days"].as_array().unwrap();
    assert_eq!((days.len(), &days[0]["date"]), (7, &json!("2026-09-07")));
    assert_eq!((&days[1]["findings"], &days[1]["deducted"]), (&json!(1), &json!(-2.0)));
    assert_eq!((&days[2]["merits"], &days[3]["ratings"], &days[3]["bad"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!((&days[5]["is_working"], &sheet["sum"]["findings"]), (&json!(false), &json!(1)));
    assert_eq!(sheet["found"].as_array().unwrap().len(), 2);
    let csrf = clerk.reader.form_secret();
    let remark = [("csrf", csrf.as_str()), ("week", "2026-W37"), ("remark", "周三停电半小时")];
    assert_eq!(clerk.reader.post("/week", &remark).status, 303);
    let page = shown(&clerk.reader.get("/week?week=2026-W37").body);
    assert!(page.contains("周三停电半小时") && page.contains(ANALYST), "{page}");
    assert_eq!(clerk.reader.json("/api/v1/week?week=2026-W36")["remark"], "");
    assert_eq!(clerk.reader.json("/api/v1/week")["week"], "2026-W41", "the present one");
    assert_eq!(clerk.reader.get("/week?week=2026-W54").status, 409);
}

/// The bureau's hall with attendance devices, and a sub-center without any.
pub fn hall_with_devices(name: &str) -> Hall {
    let hall = hall(name);
    let annex = r#"
[[site]]
id = "annex"
name = "税务分中心"
kind = "sub_center"
attendance = false

[[window]]
id = "W-9"
name = "办税一窗"
site = "annex"
department = "D-1"
"#;
    hall.reload(&format!(
        "{}{annex}",
        bureau::REGISTRY.replacen("attendance = false", "attendance = true", 1)
    ));
    hall
}

#[test]
fn what_a_device_tells_is_not_offered_where_there_is_one() {
    let hall = hall_with_devices("entering-devices");
    let mut clerk = Clerk::of(&hall);
    let names = |form: &Value| {
        let groups = form["groups"].as_array().unwrap().iter();
        let kinds = groups.flat_map(|group| group["kinds"].as_array().unwrap().clone());
        kinds.map(|kind| kind["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let late = "late".to_owned();
    assert!(!names(&clerk.reader.json("/api/v1/round?site=hall")).contains(&late));
    assert!(names(&clerk.reader.json("/api/v1/round?site=annex")).contains(&late));
    // At a desk windows of both are chosen from: the form marks what cannot go together.
    let form = clerk.reader.get("/findings/new").body;
    let input = |value: &str| {
        let start = form.find(&format!("value=\"{value}\"")).unwrap_or_else(|| panic!("{value}: {form}"));
        form[start..].split('>').next().unwrap().to_owned()
    };
    assert!(input("late").contains("data-without-device") && !input("rude").contains("data-without-device"));
    assert!(input("W-1").contains("data-device") && !input("W-9").contains("data-device"));
}

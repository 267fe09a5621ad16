//! Appeals at the pages: filed in time, decided once, never to the worse; what an upheld one changes is seen at once.

use crate::bureau::{self, Clerk, event, hall};
use crate::reader::{Reader, hidden, shown};
use dashboards::months;
use scoring::time::Month;
use serde_json::json;

const SEPTEMBER: Month = Month(2026 * 12 + 8);

#[test]
fn an_upheld_appeal_changes_total_rank_and_flag() {
    let hall = hall("appeals-upheld");
    let mut clerk = Clerk::of(&hall);
    assert_eq!(clerk.stands("W-1"), (98.0, 2, Some("red".to_owned())));
    assert_eq!(clerk.stands("W-3"), (95.0, 3, Some("yellow".to_owned())));
    let about = clerk.entry("windows/W-3", "W-D2");
    let id = clerk.file(&about);
    assert_eq!(id, "SS-2026-001");
    assert_eq!(clerk.stands("W-3"), (95.0, 3, Some("yellow".to_owned())), "an appeal suspends nothing");
    let view = clerk.appeal(&id);
    assert_eq!(view["state"], "undecided");
    let remedies = view["decision"]["remedies"].as_array().unwrap().clone();
    let invalid = remedies.iter().find(|remedy| remedy["key"] == "rating-invalid").unwrap();
    assert_eq!((&invalid["before"]["total"], &invalid["after"]["total"]), (&json!(95.0), &json!(100.0)));
    assert_eq!(invalid["after"]["flag"], "红旗窗口");
    assert_eq!(clerk.decide(&id, "upheld rating-invalid").status, 303);
    assert_eq!(clerk.stands("W-3").0, 100.0);
    assert_eq!(clerk.stands("W-3").2.as_deref(), Some("red"));
    assert_eq!(clerk.stands("W-1"), (98.0, 3, Some("yellow".to_owned())), "the flag went to the next");
    let view = clerk.appeal(&id);
    assert_eq!((&view["state"], view["history"].as_array().unwrap().len()), (&json!("upheld"), 2));
    let ledger = &clerk.reader.json("/api/v1/months/2026-09/windows/W-3")["ledger"];
    assert!(!ledger.to_string().contains("W-D2"), "the entry is gone: {ledger}");
}

#[test]
fn the_entry_of_a_window_leads_to_the_form_and_then_to_the_appeal() {
    let hall = hall("appeals-links");
    let mut clerk = Clerk::of(&hall);
    let about = clerk.entry("windows/W-1", "W-B3");
    let link = format!("/appeals/new?about={}", dashboards::links::segment(&about));
    let page = clerk.reader.get("/months/2026-09/windows/W-1").body;
    assert!(page.contains(&link), "{link}");
    let staff = clerk.entry("staff/S-1", "S-A2");
    assert!(
        clerk.reader.get("/months/2026-09/staff/S-1").body.contains("/appeals/new?about=2026-09%2Fstaff")
    );
    let id = clerk.file(&about);
    let page = clerk.reader.get("/months/2026-09/windows/W-1").body;
    assert!(!page.contains(&link) && page.contains(&format!("/appeals/{id}")));
    let of_staff = clerk.file(&staff);
    assert_eq!(of_staff, "SS-2026-002");
    assert_eq!(clerk.appeal(&of_staff)["staff"]["id"], "S-1");
    let list = clerk.reader.json("/api/v1/appeals");
    assert_eq!((&list["open"], list["rows"].as_array().unwrap().len()), (&json!(2), 2));
    let mut viewer = Reader::logged_in(&hall, "viewer", bureau::PASSWORD);
    assert!(!viewer.get("/months/2026-09/windows/W-2").body.contains("/appeals/new"));
    assert_eq!(viewer.get(&link).status, 403);
    assert!(!viewer.get(&format!("/appeals/{id}")).body.contains("name=\"choice\""));
}

#[test]
fn nothing_that_an_appeal_does_lowers_a_total() {
    let hall = hall("appeals-never-worse");
    let mut clerk = Clerk::of(&hall);
    assert_eq!(clerk.stands("W-2").0, 102.0);
    let about = clerk.entry("windows/W-2", "W-H9");
    let id = clerk.file(&about);
    let view = clerk.appeal(&id);
    let remedies = view["decision"]["remedies"].as_array().unwrap();
    assert!(
        !remedies.is_empty() && remedies.iter().all(|remedy| !remedy["refused"].is_null()),
        "{remedies:?}"
    );
    let events = hall.records().event_count().unwrap();
    for choice in ["upheld void", "upheld retract:hall/e2", "upheld", "upheld nothing"] {
        let refused = clerk.decide(&id, choice);
        assert_eq!(refused.status, 409, "{choice}");
    }
    assert_eq!(hall.records().event_count().unwrap(), events, "nothing of it was entered");
    assert_eq!(clerk.stands("W-2").0, 102.0);
    assert_eq!(clerk.decide(&id, "dismissed").status, 303);
    assert_eq!((clerk.stands("W-2").0, clerk.appeal(&id)["state"].clone()), (102.0, json!("dismissed")));
}

#[test]
fn the_last_day_is_in_time_and_the_day_after_is_too_late() {
    let hall = hall("appeals-late");
    let notice = hall.act(|desk| months::put_up(desk, SEPTEMBER, "王监察")).unwrap();
    // Saturday 10 October is worked.
    assert_eq!(notice.until.to_string(), "2026-10-15");
    hall.set("2026-10-15T23:00:00+08:00");
    let mut clerk = Clerk::of(&hall);
    let about = clerk.entry("windows/W-1", "W-B3");
    let in_time = clerk.file(&about);
    assert_eq!(clerk.appeal(&in_time)["is_late"], false);
    hall.set("2026-10-16T00:00:01+08:00");
    let mut clerk = Clerk::of(&hall);
    let about = clerk.entry("windows/W-3", "W-D2");
    let form = format!("/appeals/new?about={}", dashboards::links::segment(&about));
    let page = clerk.reader.get(&form);
    assert!(shown(&page.body).contains("申诉截止 2026-10-15，已经过期"), "{}", shown(&page.body));
    let (csrf, fields) = (clerk.reader.form_secret(), [("about", about.as_str()), ("reason", "不是我们的")]);
    let refused = clerk.send("/appeals", &csrf, &"0".repeat(32), &fields);
    assert_eq!(refused.status, 409);
    // One that comes on another road is kept, and shown as late.
    let data = json!({"appeal": "X-1", "window": "W-3", "about": about, "reason": "不是我们的"});
    hall.send(&[event("late", "appeal.filed", "2026-10-16T00:00:00+08:00", data)]);
    assert_eq!(clerk.appeal("X-1")["is_late"], true);
    assert!(shown(&clerk.reader.get("/appeals").body).contains("逾期提出"));
}

#[test]
fn a_month_that_was_closed_without_public_notice_counts_from_its_close() {
    let hall = hall("appeals-closed");
    let mut clerk = Clerk::of(&hall);
    hall.act(|desk| months::close(desk, SEPTEMBER, "王监察").map(|_| ())).unwrap();
    let about = clerk.entry("windows/W-3", "W-D2");
    hall.set("2026-10-15T10:00:00+08:00");
    let mut clerk = Clerk::of(&hall);
    let id = clerk.file(&about);
    assert_eq!(clerk.decide(&id, "upheld rating-invalid").status, 303);
    assert_eq!(clerk.stands("W-3").0, 95.0, "what was published stands");
    let view = clerk.appeal(&id);
    assert_eq!((&view["is_closed_month"], &view["state"]), (&json!(true), &json!("upheld")));
    assert!(clerk.reader.get(&format!("/appeals/{id}")).body.contains("/months/2026-09/changes"));
    assert!(shown(&clerk.reader.get("/months/2026-09/changes").body).contains("W-3"), "to be reissued");
    hall.set("2026-10-16T10:00:00+08:00");
    let mut clerk = Clerk::of(&hall);
    let about = clerk.entry("windows/W-1", "W-B3");
    let form = format!("/appeals/new?about={}", dashboards::links::segment(&about));
    assert!(shown(&clerk.reader.get(&form).body).contains("已经过期"));
}

#[test]
fn a_form_sent_twice_files_once_and_an_entry_is_appealed_once() {
    let hall = hall("appeals-twice");
    let mut clerk = Clerk::of(&hall);
    let about = clerk.entry("windows/W-1", "W-B3");
    let form = format!("/appeals/new?about={}", dashboards::links::segment(&about));
    let (csrf, page) = (clerk.reader.form_secret(), clerk.reader.get(&form).body);
    let nonce = hidden(&page, "nonce");
    let fields = [("about", about.as_str()), ("reason", "大声解释")];
    for _ in 0..2 {
        let filed = clerk.send("/appeals", &csrf, &nonce, &fields);
        assert_eq!((filed.status, filed.header("location")), (303, "/appeals/SS-2026-001"));
    }
    let again = clerk.send("/appeals", &csrf, &"1".repeat(32), &fields);
    assert!(again.status == 409 && again.body.contains("SS-2026-001"), "{}", again.body);
    for (about, reason) in
        [(about.as_str(), " "), ("2026-09/window/W-1/W-B4/2026-09-08/-/-", "没有"), ("红旗", "要")]
    {
        let refused = clerk.send("/appeals", &csrf, &"2".repeat(32), &[("about", about), ("reason", reason)]);
        assert_eq!(refused.status, 409, "{about}");
    }
    assert_eq!(clerk.reader.json("/api/v1/appeals?state=all")["total"], 1);
    assert_eq!(clerk.decide("SS-2026-001", "dismissed").status, 303);
    let refused = {
        let fields = [("choice", "upheld void"), ("reason", "再想想"), ("approved_by", "陈局长")];
        clerk.send("/appeals/SS-2026-001/decide", &csrf, &"3".repeat(32), &fields)
    };
    assert_eq!(refused.status, 409, "decided already");
}

#[test]
fn wrong_data_wait_to_be_mended_and_are_then_concluded() {
    let hall = hall("appeals-mending");
    let mut clerk = Clerk::of(&hall);
    let about = clerk.entry("windows/W-1", "W-B3");
    let id = clerk.file(&about);
    assert_eq!(clerk.decide(&id, "data_wrong").status, 303);
    assert_eq!(clerk.stands("W-1").0, 98.0);
    let view = clerk.appeal(&id);
    assert_eq!((&view["state"], &view["events"][0]["id"]), (&json!("mending"), &json!("e1")));
    assert!(clerk.reader.get(&format!("/appeals/{id}")).body.contains("/events/hall/e1"));
    let retraction = json!({"source": "hall", "id": "e1", "reason": "录错窗口", "approved_by": "王"});
    hall.send(&[event("r1", "event.retracted", "2026-10-09T09:00:00+08:00", retraction)]);
    let view = clerk.appeal(&id);
    assert_eq!((&view["state"], &view["decision"]["needs_remedy"]), (&json!("mended"), &json!(false)));
    assert_eq!(clerk.stands("W-1").0, 100.0);
    assert_eq!(clerk.decide(&id, "upheld").status, 303);
    assert_eq!(clerk.appeal(&id)["state"], "upheld");
}

#[test]
fn an_appeal_that_was_taken_back_has_never_been() {
    let hall = hall("appeals-retracted");
    let mut clerk = Clerk::of(&hall);
    let data = json!({"appeal": "X-1", "window": "W-3", "about": "黄旗", "reason": "不公平"});
    hall.send(&[event("a1", "appeal.filed", "2026-10-09T09:00:00+08:00", data)]);
    let view = clerk.appeal("X-1");
    assert_eq!((&view["names_entry"], &view["about"]), (&json!(false), &json!("黄旗")));
    assert_eq!(clerk.reader.get("/appeals/X-1").status, 200);
    let retraction = json!({"source": "hall", "id": "a1", "reason": "撤回申诉", "approved_by": "王"});
    hall.send(&[event("r1", "event.retracted", "2026-10-09T09:30:00+08:00", retraction)]);
    assert_eq!(clerk.reader.get("/appeals/X-1").status, 404);
    assert_eq!(clerk.reader.json("/api/v1/appeals?state=all")["total"], 0);
}

#[test]
fn a_month_is_put_up_for_objections_once_it_is_over_and_again_after_a_reissue() {
    let hall = hall("appeals-public-notice");
    let mut clerk = Clerk::of(&hall);
    let page = clerk.reader.get("/months").body;
    assert!(
        page.contains("/months/2026-09/public-notice") && !page.contains("/months/2026-10/public-notice")
    );
    let csrf = clerk.reader.form_secret();
    let early = clerk.reader.post("/months/2026-10/public-notice", &[("csrf", &csrf)]);
    assert_eq!(early.status, 409);
    assert_eq!(clerk.reader.post("/months/2026-09/public-notice", &[("csrf", &csrf)]).status, 303);
    let page = shown(&clerk.reader.get("/months").body);
    assert!(page.contains("10月9日公示，申诉截止 10月15日"), "{page}");
    assert_eq!(clerk.reader.post("/months/2026-09/public-notice", &[("csrf", &csrf)]).status, 409);
    hall.act(|desk| months::close(desk, SEPTEMBER, "王监察").map(|_| ())).unwrap();
    hall.set("2026-10-12T10:00:00+08:00");
    let voided = json!({"finding": "F-1", "reason": "录错", "approved_by": "王"});
    hall.send(&[event("v1", "finding.voided", "2026-10-12T09:00:00+08:00", voided)]);
    assert!(hall.act(|desk| months::put_up(desk, SEPTEMBER, "王监察")).is_err(), "closed, not reissued");
    hall.act(|desk| months::reissue(desk, SEPTEMBER, "更正", "王监察").map(|_| ())).unwrap();
    hall.set("2026-10-13T10:00:00+08:00");
    let again = hall.act(|desk| months::put_up(desk, SEPTEMBER, "王监察")).unwrap();
    assert_eq!(again.until.to_string(), "2026-10-20");
}

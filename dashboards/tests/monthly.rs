//! A month's whole way at the pages: check list, preview, public notice, flags confirmed and dropped, close, publish, reissue.

use crate::bureau::{self, ANALYST, Clerk, PASSWORD, event, hall};
use crate::desk::{Hall, instant};
use crate::reader::{Answer, Reader, shown};
use ingest::store::sqlite::{Account, Role};
use scoring::time::Month;
use serde_json::{Value, json};

const SEPTEMBER: &str = "/months/2026-09";

fn september() -> Month {
    Month::parse("2026-09").unwrap()
}

impl Clerk {
    /// Sends a form that carries nothing but the session's secret and some fields.
    fn press(&mut self, to: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.reader.form_secret();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.reader.post(&format!("{SEPTEMBER}/{to}"), &all)
    }

    /// Decides about a proposal.
    fn rule(&mut self, kind: &str, subject: &str, choice: &str, reason: &str) -> Answer {
        let page = format!("{SEPTEMBER}/proposals");
        let fields = [("kind", kind), ("subject", subject), ("choice", choice), ("reason", reason)];
        self.fill(&page, &page, &fields)
    }

    fn api(&mut self, of: &str) -> Value {
        self.reader.json(format!("/api/v1{SEPTEMBER}{of}"))
    }

    fn proposal(&mut self, kind: &str, subject: &str) -> Value {
        let view = self.api("/proposals");
        let rows = view["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["kind"] == kind && row["subject"] == subject);
        row.unwrap_or_else(|| panic!("{kind} {subject} in {rows:?}")).clone()
    }

    /// The state of a step of the month.
    fn step(&mut self, kind: &str) -> String {
        let view = self.api("");
        let steps = view["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["kind"] == kind).unwrap();
        step["state"].as_str().unwrap().to_owned()
    }

    fn line(&mut self, item: &str) -> Value {
        let view = self.api("/checklist");
        let lines = view["lines"].as_array().unwrap();
        lines.iter().find(|line| line["item"] == item).unwrap_or_else(|| panic!("{item}: {view}")).clone()
    }
}

fn files(hall: &Hall, version: u32) -> ingest::store::Frozen {
    hall.records().frozen(september(), version).unwrap().unwrap()
}

#[test]
fn a_month_goes_from_open_to_reissued_with_a_dropped_flag() {
    let hall = hall("monthly-way");
    let mut clerk = Clerk::of(&hall);
    assert_eq!(clerk.step("runs"), "done");
    assert_eq!(clerk.step("check_list"), "next");
    assert_eq!(clerk.step("publish"), "later");

    assert_eq!(clerk.press("preview", &[]).status, 303);
    assert_eq!(clerk.press("public-notice", &[("then", "month")]).header("location"), SEPTEMBER);
    assert_eq!(clerk.step("public_notice"), "done");

    let undecided = clerk.api("/proposals")["undecided"].as_u64().unwrap();
    assert!(undecided >= 3, "two red flags and a yellow one: {undecided}");
    let page = format!("{SEPTEMBER}/proposals");
    assert_eq!(clerk.fill(&page, &page, &[("choice", "confirm")]).status, 303);
    assert_eq!(clerk.api("/proposals")["undecided"], 0);
    assert_eq!(clerk.step("proposals"), "done");

    assert_eq!(clerk.press("publish", &[]).status, 404, "what is not closed is not published");
    let refused = clerk.press("close", &[]);
    assert_eq!(refused.status, 409, "warnings are open");
    assert!(shown(&refused.body).contains("结算前检查"), "{}", refused.body);
    assert_eq!(clerk.press("close", &[("reason", "考评本月暂停")]).status, 303);
    let first = files(&hall, 1);
    assert_eq!(clerk.step("close"), "done");
    assert_eq!(clerk.step("publish"), "next");
    assert_eq!(clerk.press("publish", &[]).status, 303);
    assert_eq!(clerk.press("publish", &[]).status, 409, "once");
    let page = shown(&clerk.reader.get(SEPTEMBER).body);
    assert!(page.contains("考评本月暂停") && page.contains("缺少月度考评"), "{page}");

    // A flag is dropped after all: the version stays, the difference shows, a reissue takes it up.
    assert_eq!(clerk.rule("yellow_flag", "W-3", "drop", "当月系统故障").status, 303);
    let row = |clerk: &mut Clerk, query: &str| {
        let view = clerk.reader.json(format!("/api/v1{SEPTEMBER}/windows{query}"));
        view["decisions"].as_array().unwrap().iter().find(|of| of["kind"] == "yellow_flag").unwrap().clone()
    };
    assert_eq!(row(&mut clerk, "")["state"], "confirmed", "as it was published");
    assert_eq!(clerk.step("difference"), "next");
    let changes = clerk.api("/changes");
    assert_eq!(changes["is_empty"], false);
    assert_eq!(changes["decisions"][0]["after"]["reason"], "当月系统故障");
    assert_eq!(clerk.press("reissue", &[("reason", "撤下黄旗")]).status, 303);
    assert_eq!(row(&mut clerk, "")["state"], "dropped");
    assert_eq!(row(&mut clerk, "?version=1")["state"], "confirmed");
    let second = files(&hall, 2);
    let computed = |result: &str| result.split("\"events\":").next().unwrap().to_owned();
    assert_eq!(computed(&second.result), computed(&first.result), "but for how many events were seen");
    assert_eq!(second.ledger, first.ledger);
    assert!(second.result.contains("\"flag\":\"yellow\""), "the result still proposes it");
    let ranking = shown(&clerk.reader.get(&format!("{SEPTEMBER}/windows")).body);
    assert!(ranking.contains("已撤下"), "{ranking}");
    assert_eq!(clerk.step("publish"), "next", "the second version waits to be published");
    assert_eq!(clerk.press("publish", &[]).status, 303);
    assert_eq!(clerk.step("difference"), "done");
    assert_eq!(clerk.press("reissue", &[("reason", "再来一次")]).status, 409, "nothing changed since");
}

#[test]
fn a_flag_is_confirmed_or_dropped_with_a_reason_and_the_last_word_counts() {
    let hall = hall("monthly-flags");
    let mut clerk = Clerk::of(&hall);
    assert_eq!(clerk.proposal("yellow_flag", "W-3")["state"], "undecided");
    let refused = clerk.rule("yellow_flag", "W-3", "drop", " ");
    assert_eq!(refused.status, 409);
    assert!(shown(&refused.body).contains("撤下须写明理由"));
    assert_eq!(clerk.rule("yellow_flag", "W-1", "drop", "没有").status, 409, "it is not proposed");
    assert_eq!(clerk.rule("yellow_flag", "W-3", "drop", "情节轻微").status, 303);
    let dropped = clerk.proposal("yellow_flag", "W-3");
    assert_eq!((&dropped["state"], &dropped["reason"]), (&json!("dropped"), &json!("情节轻微")));
    assert_eq!(dropped["by"], ANALYST);
    assert_eq!(clerk.rule("yellow_flag", "W-3", "drop", "情节轻微").status, 409, "it is decided so");
    assert_eq!(clerk.rule("yellow_flag", "W-3", "confirm", "").status, 303);
    assert_eq!(clerk.proposal("yellow_flag", "W-3")["state"], "confirmed");
    let window = shown(&clerk.reader.get(&format!("{SEPTEMBER}/windows/W-3")).body);
    assert!(window.contains("黄旗窗口：已确认"), "{window}");
    let stands = clerk.stands("W-3");
    assert_eq!(stands.2.as_deref(), Some("yellow"), "decisions change no result");
}

#[test]
fn a_decision_that_is_taken_back_leaves_the_one_before() {
    let hall = hall("monthly-retracted");
    let mut clerk = Clerk::of(&hall);
    let decided = |id: &str, confirmed: bool| {
        let data = json!({"month": "2026-09", "kind": "yellow_flag", "subject": "W-3", "confirmed": confirmed,
            "reason": "甲", "by": "B-01"});
        event(id, "proposal.decided", "2026-10-08T10:00:00+08:00", data)
    };
    hall.send(&[decided("d1", true), decided("d2", false)]);
    assert_eq!(clerk.proposal("yellow_flag", "W-3")["state"], "dropped", "the last by order counts");
    let back = json!({"source": "hall", "id": "d2", "reason": "误操作", "approved_by": "陈局长"});
    hall.send(&[event("r1", "event.retracted", "2026-10-08T11:00:00+08:00", back)]);
    assert_eq!(clerk.proposal("yellow_flag", "W-3")["state"], "confirmed");
}

#[test]
fn nothing_is_decided_before_the_month_is_over() {
    let hall = hall("monthly-early");
    let mut clerk = Clerk::of(&hall);
    let csrf = clerk.reader.form_secret();
    let fields = [("kind", "yellow_flag"), ("subject", "W-3"), ("choice", "confirm")];
    let october = "/months/2026-10";
    let page = format!("{october}/proposals");
    let refused = clerk.send(&page, &csrf, &"1".repeat(32), &fields);
    assert_eq!(refused.status, 409);
    assert!(shown(&refused.body).contains("月末过后才能确认"));
    let list = clerk.reader.json(format!("/api/v1{october}/checklist"));
    let line = &list["lines"][0];
    assert_eq!(
        [&line["item"], &line["count"], &line["blocks"]],
        [&json!("not_over"), &json!(1), &json!(true)]
    );
    assert_eq!(list["blocking"], 2, "September has to be closed before: {list}");
    let fields = [("csrf", csrf.as_str()), ("reason", "急")];
    let refused = clerk.reader.post(&format!("{october}/close"), &fields);
    assert_eq!(refused.status, 409, "what blocks is not talked away");
}

#[test]
fn the_check_list_counts_what_waits_and_takes_a_word_for_no_more_than_there_was() {
    let hall = hall("monthly-checks");
    let mut clerk = Clerk::of(&hall);
    assert_eq!(clerk.line("evaluations")["count"], 6, "three windows and three people");
    let rated = |id: &str| {
        let data = json!({"rating": id, "window": "W-1", "staff": "S-1", "level": 2, "channel": "qr"});
        event(id, "rating.submitted", "2026-09-21T10:00:00+08:00", data)
    };
    let finding = json!({"finding": "F-9", "kind": "rude", "window": "W-2", "inspector": "巡查一"});
    let complaint = json!({"complaint": "P-1", "window": "W-2", "topic": "attitude"});
    hall.send(&[
        rated("R-8"),
        event("f9", "finding.recorded", "2026-09-22T10:00:00+08:00", finding),
        event("c1", "complaint.received", "2026-09-23T10:00:00+08:00", complaint),
    ]);
    hall.deliver([br#"{"specversion":"1.0","id":"x1","source":"hall","type":"queue.called","time":"2026-09-24T10:00:00+08:00","data":{"ticket":"T-1","window":"W-77"}}"#.as_slice(),
        br#"{"specversion":"1.0","id":"x2","source":"hall","type":"queue.called","time":"2026-10-08T10:00:00+08:00","data":{"ticket":"T-2","window":"W-77"}}"#.as_slice()].into_iter());
    let about = clerk.entry("windows/W-1", "W-B3");
    clerk.file(&about);
    for item in ["ratings", "findings_without_staff", "complaints", "rejected", "appeals", "public_notice"] {
        assert_eq!(clerk.line(item)["count"], 1, "{item}");
    }
    every_line_leads_to_what_it_counts(&mut clerk);
    let page = shown(&clerk.reader.get(&format!("{SEPTEMBER}/checklist")).body);
    for told in ["R-8", "F-9", "P-1", "SS-2026-001", "hall · unknown_window", "W-1 不动产一窗"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let mark = |clerk: &mut Clerk, count: &str| {
        clerk.press("checklist", &[("item", "ratings"), ("count", count), ("remark", "电话核实中")])
    };
    assert_eq!(mark(&mut clerk, "1").status, 303);
    let line = clerk.line("ratings");
    assert_eq!((&line["is_settled"], &line["mark"]["by"]), (&json!(true), &json!(ANALYST)));
    hall.send(&[rated("R-9")]);
    let line = clerk.line("ratings");
    assert_eq!((&line["is_settled"], &line["mark"]["is_outgrown"]), (&json!(false), &json!(true)));
    let blocked = [("item", "not_over"), ("count", "1"), ("remark", "不管")];
    assert_eq!(clerk.press("checklist", &blocked).status, 409);
}

#[test]
fn a_preview_tells_what_changed_since_the_one_that_was_kept() {
    let hall = hall("monthly-preview");
    let mut clerk = Clerk::of(&hall);
    assert_eq!(clerk.api("/preview")["changes"], Value::Null);
    assert_eq!(clerk.press("preview", &[]).status, 303);
    assert_eq!(clerk.api("/preview")["is_same"], true);
    let finding =
        json!({"finding": "F-2", "kind": "slept", "window": "W-2", "staff": "S-2", "inspector": "巡查一"});
    hall.send(&[event("e9", "finding.recorded", "2026-09-15T10:00:00+08:00", finding)]);
    let view = clerk.api("/preview");
    assert_eq!(view["is_same"], false);
    assert!(view["changes"].to_string().contains("W-2"), "{}", view["changes"]);
}

#[test]
fn a_head_sees_only_her_own_lines_and_decides_nothing() {
    let hall = hall("monthly-scope");
    let password = dashboards::password::hash(PASSWORD).unwrap();
    let mut account = Account::new("lead", Role::WindowLead, password, instant(bureau::NOW));
    account.scope = vec!["window:W-1".to_owned()];
    hall.records().put_account(&account).unwrap();
    let mut lead = Reader::logged_in(&hall, "lead", PASSWORD);
    let list = lead.json(format!("/api/v1{SEPTEMBER}/checklist"));
    let lines = list["lines"].as_array().unwrap();
    let evaluations = lines.iter().find(|line| line["item"] == "evaluations").unwrap();
    assert_eq!(evaluations["count"], 2, "the window and its one person: {evaluations}");
    assert!(!list.to_string().contains("W-2") && !list.to_string().contains("S-3"), "{list}");
    assert!(lines.iter().all(|line| line["item"] != "signals" && line["item"] != "rejected"), "{list}");
    let own = lead.json(format!("/api/v1{SEPTEMBER}/proposals"));
    assert!(own["rows"].as_array().unwrap().iter().all(|row| row["subject"] == "W-1"), "{own}");
    assert_eq!(own["nonce"], Value::Null);
    let csrf = lead.form_secret();
    let fields = [("csrf", csrf.as_str()), ("nonce", ""), ("choice", "confirm")];
    assert_eq!(lead.post(&format!("{SEPTEMBER}/proposals"), &fields).status, 403);
    assert_eq!(lead.post(&format!("{SEPTEMBER}/publish"), &fields[..1]).status, 403);
    assert_eq!(lead.get(&format!("{SEPTEMBER}/preview")).status, 403);
}

#[test]
fn forms_of_other_sites_decide_nothing() {
    let hall = hall("monthly-forged");
    let mut clerk = Clerk::of(&hall);
    for (to, fields) in [
        ("proposals", vec![("nonce", "1"), ("choice", "confirm")]),
        ("publish", vec![]),
        ("preview", vec![]),
        ("checklist", vec![("item", "ratings"), ("count", "1"), ("remark", "x")]),
    ] {
        let mut all = vec![("csrf", "forged")];
        all.extend(fields);
        assert_eq!(clerk.reader.post(&format!("{SEPTEMBER}/{to}"), &all).status, 403, "{to}");
    }
}

/// Each count of the check list is a door to a list of just so many.
fn every_line_leads_to_what_it_counts(clerk: &mut Clerk) {
    let page = clerk.reader.get(&format!("{SEPTEMBER}/checklist")).body;
    for line in clerk.api("/checklist")["lines"].as_array().unwrap() {
        let (item, count) = (line["item"].as_str().unwrap(), line["count"].as_u64().unwrap());
        if count == 0 {
            continue;
        }
        let row = page.split(&format!("<tr id=\"{item}\"")).nth(1).unwrap();
        let to = row.split("<a href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let list = clerk.reader.json(format!("/api/v1{to}"));
        let rows = |list: &Value| list["rows"].as_array().map(Vec::len);
        let told = match item {
            "rejected" => list["total"].as_u64(),
            "proposals" => list["undecided"].as_u64(),
            "evaluations" | "ratings" => rows(&list).map(|rows| rows as u64),
            _ => {
                assert!(to.contains(&format!("/checklist?line={item}")), "{item}: {to}");
                assert_eq!(list["lines"].as_array().unwrap().len(), 1, "{item} alone");
                list["lines"][0]["named"].as_array().map(|named| named.len() as u64)
            }
        };
        assert_eq!(told, Some(count), "{item} leads to {to}: {list}");
    }
}

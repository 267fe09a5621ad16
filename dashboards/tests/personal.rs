//! A recipient's own desk: whose things a link shows and lets be done, and which links hold.

use crate::county;
use crate::desk::{Hall, instant};
use crate::reader::{Reader, shown};
use dashboards::personal::token;
use ingest::store::{KeptNotice, NoticeState};
use serde_json::{Value, json};
use std::fs;

const NOW: &str = "2026-10-13T10:00:00+08:00";

/// Two windows of two departments, each with a bad rating and a complaint; a case that is overdue, and its notices.
fn hall(name: &str) -> Hall {
    let case = county::case("06-ratings-complaints");
    let registry = fs::read_to_string(case.join("registry/county.toml")).unwrap();
    let hall = Hall::new(name, NOW, &registry);
    let rating = |id: &str, window: &str, comment: &str| {
        let data = json!({
            "rating": id, "window": window, "level": 2, "channel": "qr", "real_name": true, "comment": comment,
        });
        event(id, "rating.submitted", "2026-10-12T09:00:00+08:00", data)
    };
    let complaint = |id: &str, window: &str| {
        let data = json!({ "complaint": id, "window": window, "topic": "fee", "statement": "多收了钱" });
        event(id, "complaint.received", "2026-10-12T09:00:00+08:00", data)
    };
    let accepted = json!({ "case": "C-1", "item": "I-3", "window": "W-01", "staff": "S-001" });
    hall.send(&[
        rating("R-1", "W-01", "一号窗口的留言"),
        rating("R-2", "W-02", "二号窗口的留言"),
        complaint("P-1", "W-01"),
        complaint("P-2", "W-02"),
        event("C-1", "case.accepted", "2026-09-28T09:00:00+08:00", accepted),
    ]);
    let notice = |kind: &str, subject: &str, level: u8, to: &[&str]| KeptNotice {
        identity: format!("{kind}/{subject}/{level}/2026-10-09"),
        kind: kind.to_owned(),
        level,
        subject: subject.to_owned(),
        date: "2026-10-12".to_owned(),
        recipients: to.iter().map(|to| (*to).to_owned()).collect(),
        body: r#"{"due":"2026-10-09","window":"W-01"}"#.to_owned(),
        derived: instant(NOW),
        state: NoticeState::Pending,
        sent: None,
    };
    let notices = [
        notice("case_due", "C-1", 1, &["window:W-01"]),
        notice("case_overdue", "C-1", 2, &["department_head:D-01"]),
        notice("case_overdue", "C-1", 3, &["department_head:D-01", "county_leader"]),
        notice("rating_unverified", "R-2", 2, &["department_head:D-02"]),
    ];
    hall.records().keep_notices(&notices).unwrap();
    hall
}

fn event(id: &str, event_type: &str, time: &str, data: Value) -> Value {
    json!({ "specversion": "1.0", "id": id, "source": "hall", "type": event_type, "time": time, "data": data })
}

fn link(hall: &Hall, recipient: &str, expires: &str) -> String {
    let secret = token::secret(&hall.records()).unwrap();
    format!("/to/{}", token::token(&secret, recipient, instant(expires)))
}

fn good(hall: &Hall, recipient: &str) -> String {
    link(hall, recipient, "2026-11-13T10:00:00+08:00")
}

/// The values of the hidden fields of a page's forms to an address, in the order of the page.
fn hidden(page: &str, action: &str) -> Vec<Vec<(String, String)>> {
    let forms = county::between(page, "<form", "</form>")
        .filter(|form| form.contains(&format!("action=\"{action}\"")));
    let fields = |form: &str| {
        let inputs = county::between(form, "type=\"hidden\" name=\"", ">").map(|field| {
            let (name, rest) = field.split_once("\" value=\"").unwrap();
            (name.to_owned(), shown(rest.split('"').next().unwrap()))
        });
        inputs.collect::<Vec<_>>()
    };
    forms.map(fields).collect()
}

fn with<'f>(fields: &'f [(String, String)], more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    fields.chain(more.iter().copied()).collect()
}

#[test]
fn a_window_sees_its_own_things_and_nobody_elses() {
    let hall = hall("personal-window");
    let mut reader = Reader::new(&hall);
    let page = reader.get(&good(&hall, "window:W-01"));
    assert_eq!(page.status, 200, "{}", page.body);
    let text = shown(&page.body);
    for own in ["一号窗口的留言", "R-1", "P-1", "催办预告", "C-1"] {
        assert!(text.contains(own), "{own}: {text}");
    }
    // Nor what the complainant wrote, nor any page that wants a login.
    assert_eq!(page.body.matches("class=\"level-").count(), 1);
    for other in ["二号窗口的留言", "R-2", "P-2", "多收了钱"] {
        assert!(!text.contains(other), "{other}: {text}");
    }
    assert!(!page.body.contains("href=\"/cases") && !page.body.contains("href=\"/windows/"));
}

#[test]
fn a_department_head_sees_the_windows_of_the_department_and_the_most_severe_first() {
    let hall = hall("personal-head");
    let mut reader = Reader::new(&hall);
    let text = shown(&reader.get(&good(&hall, "department_head:D-01")).body);
    assert!(text.find("催办警告").unwrap() < text.find("催办通知").unwrap(), "{text}");
    assert!(text.contains("R-1") && !text.contains("R-2") && !text.contains("催办预告"), "{text}");
    let text = shown(&reader.get(&good(&hall, "county_leader")).body);
    assert!(text.contains("催办警告") && !text.contains("R-1") && !text.contains("P-1"), "{text}");
}

#[test]
fn a_link_that_expired_was_forged_or_is_anothers_store_opens_nothing() {
    let hall = hall("personal-links");
    let mut reader = Reader::new(&hall);
    let expired = link(&hall, "window:W-01", NOW);
    let forged =
        format!("/to/{}", token::token(&[1; 32], "window:W-01", instant("2026-11-13T10:00:00+08:00")));
    for path in [expired.as_str(), &forged, "/to/x", &good(&hall, "window:W-99"), &good(&hall, "nobody")] {
        let shut = reader.get(path);
        assert_eq!(shut.status, 403, "{path}");
        assert!(shown(&shut.body).contains("链接") && !shut.body.contains("R-1"), "{}", shut.body);
        assert_eq!(shut.header("referrer-policy"), "no-referrer");
    }
    let path = good(&hall, "window:W-01");
    assert_eq!(reader.get(&path).status, 200);
    token::renew_secret(&hall.records()).unwrap();
    assert_eq!(reader.get(&path).status, 403);
}

#[test]
fn the_page_is_kept_to_who_has_its_link() {
    let hall = hall("personal-sealed");
    let page = Reader::new(&hall).get(&good(&hall, "window:W-01"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert!(page.header("x-robots-tag").contains("noindex"));
}

#[test]
fn who_guesses_is_stopped_and_shuts_nobody_else_out() {
    let hall = hall("personal-often");
    let mut reader = Reader::new(&hall);
    let stopped =
        (0..80).map(|guess| reader.get(&format!("/to/{guess}")).status).find(|status| *status == 429);
    assert_eq!(stopped, Some(429));
    assert_eq!(reader.get(&good(&hall, "window:W-01")).status, 200);
}

#[test]
fn looking_acknowledges_nothing_and_one_form_acknowledges_all() {
    let hall = hall("personal-all");
    let mut reader = Reader::new(&hall);
    let path = good(&hall, "department_head:D-01");
    let page = reader.get(&path).body;
    assert_eq!(hall.records().event_count().unwrap(), 5);
    let action = format!("{path}/acknowledge");
    let forms = hidden(&page, &action);
    let all = forms.last().unwrap();
    assert_eq!(forms.len(), 3);
    let fields = with(all, &[]);
    assert_eq!(reader.post(&action, &fields).header("location"), format!("{path}?done=new"));
    assert_eq!(reader.post(&action, &fields).header("location"), format!("{path}?done=before"));
    assert_eq!(hall.records().event_count().unwrap(), 7);
    let said = hall.records().acknowledgements("2026-10-01", "2026-10-31").unwrap();
    assert!(said.len() == 2 && said.iter().all(|said| said.by == "department_head:D-01" && !said.asks_help));
    let text = shown(&reader.get(&path).body);
    assert!(text.contains("没有要确认的催办") && text.contains("近期已确认"), "{text}");
    // The county leader got one of them too, and answers for himself.
    assert!(shown(&reader.get(&good(&hall, "county_leader")).body).contains("确认收到"));
}

#[test]
fn a_reason_and_a_call_for_help_are_kept_and_shown() {
    let hall = hall("personal-help");
    let mut reader = Reader::new(&hall);
    let path = good(&hall, "county_leader");
    let page = reader.get(&path).body;
    let action = format!("{path}/acknowledge");
    let forms = hidden(&page, &action);
    let more = [("reason", "系统故障，材料在途"), ("asks_help", "yes")];
    assert_eq!(reader.post(&action, &with(&forms[0], &more)).status, 303);
    let said = hall.records().acknowledgements("2026-10-01", "2026-10-31").unwrap();
    assert_eq!((said[0].reason.as_deref(), said[0].asks_help), (Some("系统故障，材料在途"), true));
    let kept = hall.records().event(6).unwrap().unwrap();
    assert_eq!((kept.road.as_str(), kept.place.as_str()), ("page", "county_leader"));
    let text = shown(&reader.get(&path).body);
    assert!(text.contains("系统故障，材料在途") && text.contains("请求协助"), "{text}");
}

#[test]
fn a_link_acknowledges_what_is_addressed_to_its_recipient_alone() {
    let hall = hall("personal-others");
    let mut reader = Reader::new(&hall);
    let path = good(&hall, "window:W-01");
    let action = format!("{path}/acknowledge");
    let forms = hidden(&reader.get(&path).body, &action);
    let field = |name: &str| forms[0].iter().find(|(of, _)| of == name).unwrap().1.clone();
    let (secret, nonce) = (field("secret"), field("nonce"));
    for theirs in ["case_overdue/C-1/2/2026-10-09", "rating_unverified/R-2/2/2026-10-09", "nothing"] {
        let list = json!([theirs]).to_string();
        let fields = [("secret", secret.as_str()), ("nonce", &nonce), ("notices", &list)];
        let refused = reader.post(&action, &fields);
        assert_eq!(refused.status, 409, "{theirs}");
        assert!(!refused.body.contains("/to/"), "{}", refused.body);
    }
    // Without the page's secret nothing is done at all.
    let own = json!(["case_due/C-1/1/2026-10-09"]).to_string();
    let blind = [("secret", "x"), ("nonce", nonce.as_str()), ("notices", &own)];
    assert_eq!(reader.post(&action, &blind).status, 409);
    assert_eq!(hall.records().event_count().unwrap(), 5);
}

#[test]
fn a_window_rectifies_its_own_rating_and_no_other() {
    let hall = hall("personal-rating");
    let mut reader = Reader::new(&hall);
    let path = good(&hall, "window:W-01");
    let page = reader.get(&path).body;
    let own = format!("{path}/ratings/R-1/rectify");
    let forms = hidden(&page, &own);
    let text = [("text", "组织培训")];
    let other = reader.post(&format!("{path}/ratings/R-2/rectify"), &with(&forms[0], &text));
    assert_eq!(other.status, 404, "{}", other.body);
    // To verify is the bureau's.
    assert_eq!(reader.post(&format!("{path}/ratings/R-1/verify"), &with(&forms[0], &text)).status, 404);
    assert_eq!(hall.records().event_count().unwrap(), 5);
    assert_eq!(reader.post(&own, &with(&forms[0], &text)).header("location"), format!("{path}?done=new"));
    let kept = hall.records().event(6).unwrap().unwrap();
    assert!(
        kept.raw.contains("rating.rectified") && kept.raw.contains("组织培训") && kept.place == "window:W-01"
    );
    assert!(hidden(&reader.get(&path).body, &own).is_empty());
}

#[test]
fn the_desk_speaks_english_too() {
    let hall = hall("personal-english");
    let page = Reader::new(&hall).get(&format!("{}?lang=en", good(&hall, "window:W-01"))).body;
    let text = shown(&page);
    assert!(text.contains("What waits for you") && text.contains("Acknowledge all of these"), "{text}");
}

/// Each window has a deduction and an order.
fn with_deductions(hall: &Hall) {
    let at = "2026-10-12T15:00:00+08:00";
    let found = |id: &str, rating: &str| {
        let data = json!({ "rating": rating, "valid": true, "responsible": "window" });
        event(id, "rating.verified", at, data)
    };
    let order = |id: &str, window: &str, reason: &str| {
        let data = json!({ "order": id, "window": window, "reason": reason, "due": "2026-10-20" });
        event(id, "order.issued", at, data)
    };
    let orders = [order("ZG-1", "W-01", "一号整改事由"), order("ZG-2", "W-02", "二号整改事由")];
    hall.send(&[found("v1", "R-1"), found("v2", "R-2"), orders[0].clone(), orders[1].clone()]);
}

#[test]
fn a_window_reports_its_own_order_as_done_and_no_other() {
    let hall = hall("personal-order");
    with_deductions(&hall);
    let mut reader = Reader::new(&hall);
    let path = good(&hall, "window:W-01");
    let page = reader.get(&path).body;
    assert!(shown(&page).contains("一号整改事由") && !shown(&page).contains("二号整改事由"));
    let own = format!("{path}/orders/ZG-1");
    let forms = hidden(&page, &own);
    let evidence = [("evidence", "已组织培训，照片存档")];
    assert_eq!(reader.post(&format!("{path}/orders/ZG-2"), &with(&forms[0], &evidence)).status, 404);
    let events = hall.records().event_count().unwrap();
    assert_eq!(reader.post(&own, &with(&forms[0], &evidence)).header("location"), format!("{path}?done=new"));
    assert_eq!(hall.records().event_count().unwrap(), events + 1);
    let page = reader.get(&path).body;
    assert!(shown(&page).contains("一号整改事由") && hidden(&page, &own).is_empty(), "{}", shown(&page));
}

#[test]
fn a_window_appeals_against_its_own_deduction_and_no_other() {
    let hall = hall("personal-appeal");
    with_deductions(&hall);
    let mut reader = Reader::new(&hall);
    let path = good(&hall, "department_head:D-01");
    let action = format!("{path}/appeals");
    let forms = hidden(&reader.get(&path).body, &action);
    // The overdue case has not taken points of October; the rating has, and it is W-01's alone.
    assert!(!forms.is_empty() && forms.iter().all(|form| !format!("{form:?}").contains("W-02")), "{forms:?}");
    let of_rating = forms.iter().find(|form| format!("{form:?}").contains("W-D2")).unwrap();
    let reason = [("reason", "评价与当次业务无关")];
    // Only what it is about is another's: the secret and the nonce are random and may hold any letters.
    let anothers = |(name, value): &(String, String)| {
        let is_entry = name == "about";
        let value = if is_entry {
            value.replace("W-01", "W-02").replace("R-1", "R-2").replace("v1", "v2")
        } else {
            value.clone()
        };
        (name.clone(), value)
    };
    let other: Vec<(String, String)> = of_rating.iter().map(anothers).collect();
    assert_ne!(&other, of_rating);
    assert_eq!(reader.post(&action, &with(&other, &reason)).status, 409);
    assert_eq!(
        reader.post(&action, &with(of_rating, &reason)).header("location"),
        format!("{path}?done=new")
    );
    let page = reader.get(&path).body;
    assert!(
        !hidden(&page, &action).contains(of_rating) && shown(&page).contains("SS-2026-001"),
        "{}",
        shown(&page)
    );
    // Another window's desk shows neither the deduction nor the appeal.
    let others = shown(&reader.get(&good(&hall, "window:W-02")).body);
    assert!(others.contains("二号整改事由") && !others.contains("SS-2026-001"), "{others}");
}

#[test]
fn an_answer_by_name_from_another_system_counts_for_the_person_it_names() {
    let hall = hall("personal-name");
    let notice = "case_overdue/C-1/3/2026-10-09";
    let data = json!({ "notice": notice, "by": "D-01 head", "reason": "已督促" });
    hall.send(&[event("a1", "notice.acknowledged", "2026-10-12T16:00:00+08:00", data)]);
    let mut reader = Reader::new(&hall);
    let text = shown(&reader.get(&good(&hall, "department_head:D-01")).body);
    assert!(text.contains("1 件") && text.contains("近期已确认"), "{text}");
    // The leader, who got it too, has not said anything.
    assert!(shown(&reader.get(&good(&hall, "county_leader")).body).contains("1 件"));
}

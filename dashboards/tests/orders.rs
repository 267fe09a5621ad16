//! Rectification orders at the pages: offered from a flag, reported with evidence, checked, overdue.

use crate::bureau::{self, Clerk, hall};
use crate::reader::{Reader, shown};
use dashboards::app::{App, Settings};
use dashboards::appeals::Scope;
use dashboards::orders::report_order_done;
use serde_json::{Value, json};

/// Issues an order to W-3 for its yellow flag, as the form offers it.
fn issued(clerk: &mut Clerk, due: &str) -> String {
    let fields = [("window", "W-3"), ("reason", "黄旗窗口整改"), ("due", due)];
    let issued = clerk.fill("/orders/new?window=W-3&month=2026-09", "/orders", &fields);
    assert_eq!(issued.status, 303, "{}", issued.body);
    issued.header("location").strip_prefix("/orders/").unwrap().to_owned()
}

fn one(clerk: &mut Clerk, id: &str) -> Value {
    clerk.reader.json(format!("/api/v1/orders/{id}"))
}

#[test]
fn a_yellow_flag_offers_an_order_with_the_rules_that_cost_most() {
    let hall = hall("orders-offered");
    let mut clerk = Clerk::of(&hall);
    let page = clerk.reader.get("/months/2026-09/windows/W-3").body;
    assert!(page.contains("/orders/new?window=W-3&#38;month=2026-09"), "offered");
    assert!(!clerk.reader.get("/months/2026-09/windows/W-1").body.contains("/orders/new"), "not a flag");
    let ranking = clerk.reader.get("/months/2026-09/windows").body;
    assert_eq!(ranking.matches("/orders/new?window=").count(), 1, "the last one's flag");
    let form = clerk.reader.json("/api/v1/orders/new?window=W-3&month=2026-09");
    let reason = form["reason"].as_str().unwrap();
    assert!(reason.contains("黄旗窗口") && reason.contains("W-D2"), "{reason}");
    // Ten working days from 9 October; Saturday 10 October is worked.
    assert_eq!(form["due"], "2026-10-22");
    let id = issued(&mut clerk, "");
    assert_eq!((id.as_str(), &one(&mut clerk, &id)["due"]), ("ZG-2026-001", &json!("2026-10-22")));
    assert!(shown(&clerk.reader.get("/months/2026-09/windows/W-3").body).contains("ZG-2026-001"));
}

#[test]
fn a_failed_check_opens_an_order_again_and_one_that_passed_ends_it() {
    let hall = hall("orders-checked");
    let mut clerk = Clerk::of(&hall);
    let id = issued(&mut clerk, "2026-10-14");
    let page = format!("/orders/{id}");
    let done = clerk.fill(&page, &format!("{page}/complete"), &[("evidence", "已培训两次\n见附件照片三张")]);
    assert_eq!(done.status, 303, "{}", done.body);
    let view = one(&mut clerk, &id);
    assert_eq!(view["state"], "done");
    assert_eq!(view["history"][1]["text"], json!(["已培训两次", "见附件照片三张"]));
    let check = |clerk: &mut Clerk, passed: &str, remark: &str| {
        let fields = [("passed", passed), ("remark", remark), ("by", "王监察")];
        clerk.fill(&page, &format!("{page}/check"), &fields)
    };
    assert_eq!(check(&mut clerk, "false", "").status, 409, "a failed check says what was seen");
    assert_eq!(check(&mut clerk, "false", "仍有人玩手机").status, 303);
    let view = one(&mut clerk, &id);
    assert_eq!(
        (&view["state"], &view["due"], &view["failures"]),
        (&json!("open"), &json!("2026-10-22"), &json!(1))
    );
    assert_eq!(check(&mut clerk, "true", "").status, 303, "the bureau looked by itself");
    assert_eq!(one(&mut clerk, &id)["state"], "passed");
    assert_eq!(clerk.reader.json("/api/v1/orders")["unsettled"], 0);
    let csrf = clerk.reader.form_secret();
    let again = clerk.send(&format!("{page}/complete"), &csrf, &"4".repeat(32), &[("evidence", "又做了")]);
    assert_eq!(again.status, 409);
}

#[test]
fn an_order_is_shown_as_overdue_once_its_day_is_over() {
    let hall = hall("orders-overdue");
    let mut clerk = Clerk::of(&hall);
    let id = issued(&mut clerk, "2026-10-12");
    hall.set("2026-10-12T23:59:59+08:00");
    let mut clerk = Clerk::of(&hall);
    assert_eq!(one(&mut clerk, &id)["is_overdue"], false);
    hall.set("2026-10-13T00:00:01+08:00");
    let mut clerk = Clerk::of(&hall);
    assert_eq!(one(&mut clerk, &id)["is_overdue"], true);
    assert_eq!(clerk.reader.json("/api/v1/orders")["overdue"], 1);
    assert!(shown(&clerk.reader.get("/orders").body).contains("逾期未完成"));
}

#[test]
fn a_window_reports_its_own_orders_alone() {
    let hall = hall("orders-scope");
    let mut clerk = Clerk::of(&hall);
    let id = issued(&mut clerk, "2026-10-14");
    let app = App::new(hall.live(), hall.clock(), Settings::of(&hall.folder));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let report = |window: &str, nonce: &str| {
        let scope = Scope::Windows(vec![window.to_owned()]);
        let by = format!("window:{window}");
        runtime.block_on(report_order_done(&app, &by, nonce, &id, "已整改", scope))
    };
    assert!(report("W-1", &"5".repeat(32)).is_err());
    assert!(report("W-3", &"6".repeat(32)).is_ok());
    assert_eq!(one(&mut clerk, &id)["history"][1]["by"], "window:W-3");
}

#[test]
fn what_cannot_be_issued_is_refused_and_who_may_not_is_told() {
    let hall = hall("orders-refused");
    let mut clerk = Clerk::of(&hall);
    let csrf = clerk.reader.form_secret();
    for (window, reason, due, status) in [
        ("W-3", "", "2026-10-14", 409),
        ("W-3", "整改", "10月14日", 409),
        ("W-3", "整改", "2026-10-08", 409),
        ("W-99", "整改", "2026-10-14", 404),
    ] {
        let fields = [("window", window), ("reason", reason), ("due", due)];
        assert_eq!(clerk.send("/orders", &csrf, &"7".repeat(32), &fields).status, status, "{fields:?}");
    }
    let mut viewer = Reader::logged_in(&hall, "viewer", bureau::PASSWORD);
    assert_eq!(viewer.get("/orders/new").status, 403);
    let csrf = viewer.form_secret();
    let fields = [("csrf", csrf.as_str()), ("nonce", ""), ("window", "W-3"), ("reason", "整改")];
    assert_eq!(viewer.post("/orders", &fields).status, 403);
}

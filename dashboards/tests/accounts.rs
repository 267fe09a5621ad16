//! Accounts made, changed, shut and invited; the first set-up; one's own password and sessions; the audit log of it all.

use crate::bureau::{self, NOW, PASSWORD, hall};
use crate::desk::{Hall, instant};
use crate::reader::{self, Reader, hidden, shown};
use dashboards::accounts::{self, Deed};
use dashboards::password;
use ingest::store::sqlite::{Account, Role};
use serde_json::Value;

const GOOD: &str = "雪地里的三只白鹤在月下叫唤";
const BETTER: &str = "嫩江边上第七棵老榆树底下坐";

/// A hall with an administrator whose session goes on.
fn office(name: &str) -> (Hall, Reader, String) {
    let hall = hall(name);
    let administrator = Account::new("admin-li", Role::Administrator, "$argon2id$".to_owned(), instant(NOW));
    hall.records().put_account(&administrator).unwrap();
    let (reader, csrf) = Reader::entered(&hall, "admin-li");
    (hall, reader, csrf)
}

fn row(reader: &mut Reader, name: &str) -> Value {
    reader.json(format!("/api/v1/accounts/{name}"))
}

/// The path of the link that a page shows once.
fn link(page: &str) -> String {
    let start = page.find("/set-up/").unwrap_or_else(|| panic!("no link: {page}"));
    page[start..].split(['"', '<']).next().unwrap().to_owned()
}

/// Follows a link and fills in its form.
fn accept(reader: &mut Reader, path: &str, name: &str, password: &str) -> reader::Answer {
    let form = reader.get(path);
    assert_eq!(form.status, 200, "{}", form.body);
    let csrf = hidden(&form.body, "csrf");
    reader.post(path, &[("csrf", &csrf), ("name", name), ("new", password), ("again", password)])
}

#[test]
fn an_account_is_made_with_a_link_that_sets_its_password_once() {
    let (hall, mut admin, csrf) = office("accounts-made");
    let fields = [
        ("csrf", csrf.as_str()),
        ("name", "zhang"),
        ("person", "张局长"),
        ("role", "department_head"),
        ("scope", "department:D-1"),
        ("scope", "window:W-3"),
    ];
    let made = admin.post("/accounts", &fields);
    assert_eq!(made.status, 200, "{}", made.body);
    let path = link(&made.body);
    let of = row(&mut admin, "zhang");
    assert_eq!(
        (&of["state"], &of["role"], of["scope"].as_array().unwrap().len()),
        (&"invited".into(), &"department_head".into(), 1)
    );
    assert!(!admin.get("/accounts/zhang").body.contains("/set-up/"), "it is shown once");
    let mut zhang = Reader::new(&hall);
    assert_eq!(zhang.try_login("zhang", "", "/").status, 401, "without a password nobody logs in");
    let done = accept(&mut zhang, &path, "", GOOD);
    assert_eq!((done.status, done.header("location")), (303, "/"), "{}", done.body);
    assert_eq!(zhang.get("/due").status, 200);
    assert_eq!(Reader::new(&hall).get(&path).status, 409, "it was used");
    assert_eq!(Reader::new(&hall).try_login("zhang", GOOD, "/").status, 303);
    assert_eq!(row(&mut admin, "zhang")["state"], "open");
}

#[test]
fn the_first_administrator_is_made_by_the_first_link_and_by_no_other() {
    let hall = Hall::new("accounts-first", NOW, bureau::REGISTRY);
    let deed = Deed { by: "service".to_owned(), at: instant(NOW) };
    let link = accounts::invite(&hall.records(), None, &deed).unwrap();
    let mut reader = Reader::new(&hall);
    let weak = accept(&mut reader, &link.path, "li", "password1234");
    assert_eq!(weak.status, 409);
    assert!(shown(&weak.body).contains("太常见"), "{}", weak.body);
    let name = accept(&mut reader, &link.path, "window:W-1", GOOD);
    assert!(shown(&name.body).contains("保留名"), "{}", name.body);
    assert_eq!(accept(&mut reader, &link.path, "li", GOOD).status, 303);
    let account = hall.records().account("li").unwrap().unwrap();
    assert_eq!(account.role, Role::Administrator);
    // A second link for a first administrator opens nothing once there is one.
    let second = accounts::invite(&hall.records(), None, &deed).unwrap();
    assert_eq!(Reader::new(&hall).get(&second.path).status, 409);
    assert_eq!(reader.get("/accounts").status, 200);
}

#[test]
fn a_link_is_over_after_72_hours() {
    let (hall, mut admin, csrf) = office("accounts-late");
    let made = admin.post("/accounts/viewer/invite", &[("csrf", &csrf)]);
    let path = link(&made.body);
    hall.set("2026-10-12T09:59:59+08:00");
    assert_eq!(Reader::new(&hall).get(&path).status, 200);
    hall.set("2026-10-12T10:00:00+08:00");
    assert_eq!(Reader::new(&hall).get(&path).status, 409);
}

#[test]
fn a_scope_is_chosen_from_the_registry_and_fits_the_role() {
    let (_hall, mut admin, csrf) = office("accounts-scope");
    let tries = [
        ("department_head", "", 409),
        ("department_head", "department:D-9", 409),
        ("window_lead", "department:D-1", 409),
        ("operator", "site:hall", 200),
        ("nobody", "", 409),
        ("auditor", "", 200),
    ];
    for (number, (role, scope, status)) in tries.into_iter().enumerate() {
        let name = format!("n{number}");
        let fields = [("csrf", csrf.as_str()), ("name", &name), ("role", role), ("scope", scope)];
        assert_eq!(admin.post("/accounts", &fields).status, status, "{role} {scope}");
    }
    for name in ["", "viewer", "a b", "operator", "window:W-1", "a/b", "..", &"x".repeat(65)] {
        let fields = [("csrf", csrf.as_str()), ("name", name), ("role", "auditor")];
        assert_eq!(admin.post("/accounts", &fields).status, 409, "{name:?}");
    }
}

#[test]
fn another_role_ends_sessions_and_holds_from_the_next_login() {
    let (hall, mut admin, csrf) = office("accounts-changed");
    let (mut viewer, _) = Reader::entered(&hall, "viewer");
    assert_eq!(viewer.get("/accounts").status, 200);
    let same = [("csrf", csrf.as_str()), ("role", "auditor"), ("person", "老刘")];
    assert_eq!(admin.post("/accounts/viewer", &same).status, 303);
    assert_eq!(viewer.get("/accounts").status, 200, "a name alone ends nothing");
    let other =
        [("csrf", csrf.as_str()), ("role", "window_lead"), ("scope", "window:W-2"), ("person", "老刘")];
    assert_eq!(admin.post("/accounts/viewer", &other).status, 303);
    assert_eq!(viewer.get("/accounts").status, 303, "to the login");
    let (mut viewer, _) = Reader::entered(&hall, "viewer");
    assert_eq!(viewer.get("/accounts").status, 403);
    assert_eq!(viewer.json("/api/v1/months/2026-09/windows")["ranked"].as_array().unwrap().len(), 1);
    assert_eq!(row(&mut admin, "viewer")["person"], "老刘");
}

#[test]
fn the_last_administrator_is_neither_shut_nor_demoted() {
    let (hall, mut admin, csrf) = office("accounts-last");
    let csrf = csrf.as_str();
    let demoted = [("csrf", csrf), ("role", "auditor")];
    // Another one who has never set a password could let nobody in.
    let made = admin.post("/accounts", &[("csrf", csrf), ("name", "second"), ("role", "administrator")]);
    let path = link(&made.body);
    assert_eq!(admin.post("/accounts/admin-li/shut", &[("csrf", csrf)]).status, 409);
    assert_eq!(admin.post("/accounts/admin-li", &demoted).status, 409);
    assert_eq!(accept(&mut Reader::new(&hall), &path, "", GOOD).status, 303);
    assert_eq!(admin.post("/accounts/admin-li", &demoted).status, 303);
    let (mut second, csrf) = Reader::entered(&hall, "second");
    assert_eq!(second.post("/accounts/second/shut", &[("csrf", &csrf)]).status, 409);
    assert_eq!(second.get("/accounts").status, 200);
}

#[test]
fn a_shut_account_is_out_at_once_and_can_be_opened_again() {
    let (hall, mut admin, csrf) = office("accounts-shut");
    let mut viewer = Reader::logged_in(&hall, "viewer", PASSWORD);
    assert_eq!(admin.post("/accounts/viewer/shut", &[("csrf", &csrf)]).status, 303);
    assert_eq!(viewer.get("/due").status, 303);
    assert_eq!(Reader::new(&hall).try_login("viewer", PASSWORD, "/").status, 401);
    assert_eq!(admin.post("/accounts/viewer/invite", &[("csrf", &csrf)]).status, 409);
    assert_eq!(admin.post("/accounts/viewer/open", &[("csrf", &csrf)]).status, 303);
    assert_eq!(Reader::new(&hall).try_login("viewer", PASSWORD, "/").status, 303);
    assert_eq!(admin.post("/accounts/nobody/shut", &[("csrf", &csrf)]).status, 404);
}

#[test]
fn the_own_password_is_changed_by_who_knows_it_and_ends_the_other_sessions() {
    let hall = hall("accounts-own");
    let mut here = Reader::logged_in(&hall, "viewer", PASSWORD);
    let mut elsewhere = Reader::logged_in(&hall, "viewer", PASSWORD);
    let csrf = hidden(&here.get("/account").body, "csrf");
    let mut change = |old: &str, new: &str, again: &str| {
        here.post("/account/password", &[("csrf", &csrf), ("old", old), ("new", new), ("again", again)])
    };
    assert!(shown(&change("wrong", GOOD, GOOD).body).contains("现在的密码不对"));
    assert!(shown(&change(PASSWORD, GOOD, BETTER).body).contains("不一样"));
    assert!(shown(&change(PASSWORD, "viewer-viewer", "viewer-viewer").body).contains("密码"));
    assert_eq!(change(PASSWORD, GOOD, GOOD).status, 303);
    assert_eq!(elsewhere.get("/account").status, 303, "to the login");
    assert!(shown(&here.get("/account?changed=1").body).contains("密码已修改"));
    assert_eq!(Reader::new(&hall).try_login("viewer", PASSWORD, "/").status, 401);
    assert_eq!(Reader::new(&hall).try_login("viewer", GOOD, "/").status, 303);
}

#[test]
fn a_password_that_somebody_else_gave_is_changed_before_anything_else() {
    let hall = hall("accounts-must");
    let password = password::hash(GOOD).unwrap();
    let given =
        Account { must_change: true, ..Account::new("new-one", Role::Analyst, password, instant(NOW)) };
    hall.records().put_account(&given).unwrap();
    let mut reader = Reader::logged_in(&hall, "new-one", GOOD);
    let page = reader.get("/due");
    assert_eq!((page.status, page.header("location")), (303, "/account"));
    assert_eq!(reader.get("/api/v1/due").status, 409);
    let own = reader.get("/account").body;
    assert!(shown(&own).contains("请先改成自己的密码"));
    let csrf = hidden(&own, "csrf");
    let fields = [("csrf", csrf.as_str()), ("old", GOOD), ("new", BETTER), ("again", BETTER)];
    assert_eq!(reader.post("/account/password", &fields).status, 303);
    assert_eq!(reader.get("/due").status, 200);
}

#[test]
fn own_sessions_are_ended_one_by_one_and_nobody_elses() {
    let hall = hall("accounts-sessions");
    let (mut one, csrf) = Reader::entered(&hall, "viewer");
    let (mut two, _) = Reader::entered(&hall, "viewer");
    let (mut three, _) = Reader::entered(&hall, "viewer");
    let (mut other, _) = Reader::entered(&hall, bureau::ANALYST);
    let sessions = one.json("/api/v1/account")["sessions"].clone();
    let sessions = sessions.as_array().unwrap();
    assert_eq!(sessions.len(), 3);
    assert_eq!(sessions.iter().filter(|session| session["is_this"] == true).count(), 1);
    let others = other.json("/api/v1/account")["sessions"][0]["key"].as_str().unwrap().to_owned();
    assert_eq!(one.post("/account/sessions", &[("csrf", &csrf), ("session", &others)]).status, 303);
    assert_eq!(other.get("/due").status, 200);
    let first = sessions.iter().find(|session| session["is_this"] == false).unwrap();
    let key = first["key"].as_str().unwrap();
    assert_eq!(one.post("/account/sessions", &[("csrf", &csrf), ("session", key)]).status, 303);
    assert_eq!(
        [two.get("/due").status, three.get("/due").status].iter().filter(|status| **status == 303).count(),
        1
    );
    assert_eq!(one.post("/account/sessions", &[("csrf", &csrf)]).status, 303);
    assert_eq!([one.get("/due").status, two.get("/due").status, three.get("/due").status], [200, 303, 303]);
}

#[test]
fn a_session_ends_after_two_hours_without_use_and_after_twelve_in_any_case() {
    let hall = hall("accounts-idle");
    let (mut idle, _) = Reader::entered(&hall, "viewer");
    hall.set("2026-10-09T11:59:59+08:00");
    assert_eq!(idle.get("/due").status, 200);
    hall.set("2026-10-09T14:00:00+08:00");
    assert_eq!(idle.get("/due").status, 303);
    let (mut busy, _) = Reader::entered(&hall, "viewer");
    for hour in 15..=25 {
        let day = if hour < 24 { "09" } else { "10" };
        hall.set(&format!("2026-10-{day}T{:02}:30:00+08:00", hour % 24));
        assert_eq!(busy.get("/due").status, 200, "{hour}");
    }
    hall.set("2026-10-10T02:00:00+08:00");
    assert_eq!(busy.get("/due").status, 303, "twelve hours are over");
}

#[test]
fn the_audit_log_says_who_did_and_saw_what() {
    let (hall, mut admin, csrf) = office("accounts-audit");
    admin.post("/accounts/viewer/end-sessions", &[("csrf", &csrf)]);
    let rated = serde_json::json!({
        "rating": "R-9", "window": "W-1", "level": 1, "channel": "qr", "comment": "等了两个小时",
    });
    hall.send(&[bureau::event("e9", "rating.submitted", "2026-10-08T10:00:00+08:00", rated)]);
    {
        let (mut analyst, _) = Reader::entered(&hall, bureau::ANALYST);
        for _ in 0..3 {
            assert!(analyst.get("/ratings/R-9").body.contains("等了两个小时"));
        }
        // Whoever leaves waits for what is noted beside the answers.
    }
    let seen = admin.json("/api/v1/audit?what=comment.seen");
    let rows = seen["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "once in the hour");
    assert_eq!((&rows[0]["who"], &rows[0]["subject"]), (&bureau::ANALYST.into(), &"R-9".into()));
    assert_eq!(admin.json("/api/v1/audit?what=sessions&who=admin-li")["rows"].as_array().unwrap().len(), 1);
    assert_eq!(admin.json("/api/v1/audit?until=2026-10-08")["rows"], serde_json::json!([]));
    assert_eq!(seen["broken"], Value::Null);
    let exported = admin.get("/audit/export?format=ndjson");
    let lines: Vec<Value> = exported.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["number"], 1, "from the beginning");
    assert_eq!(lines.last().unwrap()["what"], "audit.exported");
    let table = admin.get("/audit/export?format=csv");
    assert!(
        table.body.contains("comment.seen") && table.header("content-disposition").contains("attachment")
    );
}

//! Which role may see and do what: every route with every role, as a page and by the API.

use crate::bureau;
use crate::desk::{Hall, instant};
use crate::reader::Reader;
use dashboards::router::routes;
use ingest::store::sqlite::{Account, Role};
use std::collections::BTreeSet;

/// Who may ask for which route. It is written down by hand: a change of a route's right or of a role's rights shows here.
/// A administrator, a analyst, i inspector, l county leader, h department head, w window lead, o operator, u auditor.
const MAY: &[(&str, &str, &str)] = &[
    ("GET", "/windows", "Aailhwu"),
    ("GET", "/windows/{id}", "Aailhwu"),
    ("GET", "/staff", "Aailhwu"),
    ("GET", "/staff/{id}", "Aailhwu"),
    ("GET", "/today", "Aailhwu"),
    ("GET", "/today/{list}", "Aailhwu"),
    ("GET", "/wall", "Aailhwu"),
    ("GET", "/live", "Aailhwou"),
    ("GET", "/displays", "Au"),
    ("POST", "/displays", "A"),
    ("POST", "/displays/{number}/revoke", "A"),
    ("GET", "/months/{month}/windows", "Aailhwu"),
    ("GET", "/months/{month}/windows/{id}", "Aailhwu"),
    ("GET", "/months/{month}/staff", "Aailhwu"),
    ("GET", "/months/{month}/staff/{id}", "Aailhwu"),
    ("GET", "/due", "Aailhwu"),
    ("GET", "/cases/{id}", "Aailhwu"),
    ("GET", "/cases/{id}/handover", "a"),
    ("GET", "/events/{source}/{id}", "au"),
    ("GET", "/notices", "Aailhwu"),
    ("GET", "/months/{month}/notices", "Aailhwu"),
    ("POST", "/notices/acknowledge", "ahw"),
    ("GET", "/ratings", "ahwu"),
    ("GET", "/ratings/{id}", "ahwu"),
    ("POST", "/ratings/{id}/verify", "a"),
    ("POST", "/ratings/{id}/{what}", "ahw"),
    ("GET", "/complaints", "ahwu"),
    ("POST", "/complaints", "a"),
    ("GET", "/complaints/{id}", "ahwu"),
    ("POST", "/complaints/{id}/{what}", "a"),
    ("GET", "/charts", "Aailhwu"),
    ("GET", "/months/{month}/charts", "Aailhwu"),
    ("GET", "/months/{month}/charts/{file}", "Aailhwu"),
    ("GET", "/reports", "Aailhwu"),
    ("GET", "/reports/check", "Aailhwu"),
    ("GET", "/reports/texts", "Aau"),
    ("POST", "/reports/texts", "Aa"),
    ("POST", "/reports/texts/file", "Aa"),
    ("GET", "/months/{month}/reports", "Aailhwu"),
    ("GET", "/months/{month}/reports/{kind}", "Aailhwu"),
    ("GET", "/months/{month}/reports/drafts/{kind}/{period}", "Aailhwu"),
    ("GET", "/months/{month}/reports/{kind}/view", "Aailhwu"),
    ("GET", "/signals", "alu"),
    ("GET", "/months/{month}/signals", "alu"),
    ("GET", "/feeds", "Aalou"),
    ("GET", "/rejected", "Aalou"),
    ("POST", "/rejected/replay", "Aa"),
    ("POST", "/rejected/dismiss", "Aa"),
    ("GET", "/messages", "Aau"),
    ("GET", "/messages/{key}", "Aau"),
    ("POST", "/messages/{key}", "Aa"),
    ("GET", "/recipients", "Aa"),
    ("POST", "/recipients/{recipient}", "Aa"),
    ("GET", "/findings", "Aailhwu"),
    ("POST", "/findings", "ai"),
    ("GET", "/findings/new", "ai"),
    ("POST", "/findings/preview", "ai"),
    ("GET", "/findings/{id}", "Aailhwu"),
    ("POST", "/findings/{id}/void", "a"),
    ("GET", "/merits/{id}", "Aailhwu"),
    ("POST", "/merits/{id}/void", "a"),
    ("GET", "/months/{month}/findings", "Aailhwu"),
    ("GET", "/round", "ai"),
    ("POST", "/round", "ai"),
    ("GET", "/photos/{photo}", "Aailhwu"),
    ("GET", "/evaluations", "Aailhwu"),
    ("GET", "/months/{month}/evaluations", "Aailhwu"),
    ("POST", "/months/{month}/evaluations", "a"),
    ("GET", "/week", "ai"),
    ("POST", "/week", "ai"),
    ("GET", "/letters", "Aau"),
    ("GET", "/letters/{name}", "Aau"),
    ("POST", "/letters/{name}", "Aa"),
    ("GET", "/months", "Aailhwu"),
    ("GET", "/months/{month}/changes", "Aailhwu"),
    ("GET", "/months/{month}", "Aailhwu"),
    ("GET", "/checklist", "Aailhwu"),
    ("GET", "/months/{month}/checklist", "Aailhwu"),
    ("POST", "/months/{month}/checklist", "a"),
    ("GET", "/proposals", "Aailhwu"),
    ("GET", "/months/{month}/proposals", "Aailhwu"),
    ("POST", "/months/{month}/proposals", "a"),
    ("GET", "/months/{month}/preview", "a"),
    ("POST", "/months/{month}/preview", "a"),
    ("POST", "/months/{month}/publish", "a"),
    ("GET", "/settings/public-page", "A"),
    ("POST", "/settings/public-page", "A"),
    ("GET", "/what-if", "a"),
    ("POST", "/what-if", "a"),
    ("GET", "/what-if/rulebook.toml", "a"),
    ("GET", "/months/{month}/close", "a"),
    ("POST", "/months/{month}/close", "a"),
    ("POST", "/months/{month}/public-notice", "a"),
    ("POST", "/months/{month}/reissue", "a"),
    ("GET", "/appeals", "Aailhwu"),
    ("POST", "/appeals", "ahw"),
    ("GET", "/appeals/new", "ahw"),
    ("GET", "/appeals/{id}", "Aailhwu"),
    ("POST", "/appeals/{id}/decide", "a"),
    ("GET", "/orders", "Aailhwu"),
    ("POST", "/orders", "a"),
    ("GET", "/orders/new", "a"),
    ("GET", "/orders/{id}", "Aailhwu"),
    ("POST", "/orders/{id}/complete", "ahw"),
    ("POST", "/orders/{id}/check", "a"),
    ("GET", "/audit", "Aau"),
    ("GET", "/rejected/{number}", "Aalou"),
    ("POST", "/rejected/{number}/mend", "Aa"),
    ("GET", "/rejected/replace", "Aa"),
    ("POST", "/rejected/replace", "Aa"),
    ("GET", "/sources", "Aaou"),
    ("POST", "/sources/tokens", "A"),
    ("POST", "/sources/tokens/{name}/revoke", "A"),
    ("GET", "/audit/export", "Aau"),
    ("GET", "/accounts", "Au"),
    ("POST", "/accounts", "A"),
    ("GET", "/accounts/{name}", "Au"),
    ("POST", "/accounts/{name}", "A"),
    ("POST", "/accounts/{name}/{what}", "A"),
    ("GET", "/account", "Aailhwou"),
    ("POST", "/account/password", "Aailhwou"),
    ("POST", "/account/sessions", "Aailhwou"),
    ("GET", "/registry", "Aailhwou"),
    ("GET", "/registry/edit", "A"),
    ("POST", "/registry/check", "A"),
    ("POST", "/registry/apply", "A"),
    ("GET", "/rulebook", "Aailhwou"),
    ("GET", "/rulebook/edit", "A"),
    ("POST", "/rulebook/check", "A"),
    ("POST", "/rulebook/apply", "A"),
    ("GET", "/calendar", "Aailhwou"),
    ("GET", "/calendar/edit", "A"),
    ("POST", "/calendar/check", "A"),
    ("POST", "/calendar/apply", "A"),
    ("GET", "/contract", "Aailhwou"),
    ("GET", "/contract/api", "Aailhwou"),
    ("GET", "/contract/kit.zip", "Aailhwou"),
    ("GET", "/contract/types/{type}", "Aailhwou"),
    ("GET", "/contract/schemas/{type}", "Aailhwou"),
    ("POST", "/contract/check", "Aailhwou"),
    ("GET", "/contract/feeds/{site}", "Aalou"),
    ("GET", "/departments", "Aailhwu"),
    ("GET", "/departments/{id}", "Aailhwu"),
    ("GET", "/months/{month}/departments", "Aailhwu"),
    ("GET", "/months/{month}/departments/{id}", "Aailhwu"),
    ("GET", "/sites", "Aailhwu"),
    ("GET", "/sites/{id}", "Aailhwu"),
    ("GET", "/months/{month}/sites", "Aailhwu"),
    ("GET", "/months/{month}/sites/{id}", "Aailhwu"),
    ("GET", "/privacy", "A"),
    ("GET", "/privacy/staff/{id}", "A"),
    ("GET", "/privacy/staff/{id}/export", "A"),
    ("POST", "/privacy/carry-out", "A"),
    ("POST", "/privacy/audit/cut", "A"),
    ("POST", "/privacy/retention", "A"),
    ("POST", "/privacy/staff/{id}/erase", "A"),
];

/// The letter of a role in the table.
fn letter(role: Role) -> char {
    match role {
        Role::Administrator => 'A',
        Role::Analyst => 'a',
        Role::Inspector => 'i',
        Role::CountyLeader => 'l',
        Role::DepartmentHead => 'h',
        Role::WindowLead => 'w',
        Role::Operator => 'o',
        Role::Auditor => 'u',
    }
}

/// An address of a route, with things that are not there, so that what is done does nothing.
fn address(path: &str) -> String {
    let mut address = String::new();
    for part in path.split('/').skip(1) {
        address += match part {
            "{month}" => "/1999-01",
            part if part.starts_with('{') => "/none",
            part => {
                address.push('/');
                address += part;
                continue;
            }
        };
    }
    address
}

fn account(hall: &Hall, role: Role) {
    let scope = match role {
        Role::DepartmentHead => vec!["department:D-1".to_owned()],
        Role::WindowLead => vec!["window:W-1".to_owned()],
        Role::Operator => vec!["site:hall".to_owned()],
        Role::Administrator | Role::Analyst | Role::Inspector | Role::CountyLeader | Role::Auditor => {
            Vec::new()
        }
    };
    // Nobody logs in with a password here.
    let account = Account { scope, ..Account::new(role.word(), role, String::new(), instant(bureau::NOW)) };
    hall.records().put_account(&account).unwrap();
}

#[test]
fn every_route_is_in_the_table_once_and_the_table_has_no_other() {
    let routes: Vec<(String, &str)> = routes().iter().map(|of| (of.method.to_string(), of.path)).collect();
    let there: BTreeSet<(&str, &str)> =
        routes.iter().map(|(method, path)| (method.as_str(), *path)).collect();
    let told: BTreeSet<(&str, &str)> = MAY.iter().map(|(method, path, _)| (*method, *path)).collect();
    assert_eq!(told.len(), MAY.len(), "a row is there twice");
    let missing: Vec<_> = there.difference(&told).collect();
    let gone: Vec<_> = told.difference(&there).collect();
    assert!(missing.is_empty() && gone.is_empty(), "without a row: {missing:?}; without a route: {gone:?}");
}

#[test]
fn every_role_may_ask_for_what_the_table_says_and_nothing_else() {
    let hall = bureau::hall("roles-table");
    let mut wrong = Vec::new();
    for role in Role::ALL {
        account(&hall, role);
        let (mut reader, csrf) = Reader::entered(&hall, role.word());
        for (method, path, who) in MAY {
            for prefix in ["", "/api/v1"] {
                let address = format!("{prefix}{}", address(path));
                let answer = match *method {
                    "GET" => reader.get(&address),
                    _ => reader.post(&address, &[("csrf", &csrf)]),
                };
                // Beyond the guard the form is wanting, or the thing is not there.
                let expected = who.contains(letter(role));
                let is_let_in = !matches!(answer.status, 401 | 403 | 405 | 500..);
                if is_let_in != expected || (!expected && answer.status != 403) {
                    wrong.push(format!("{} {method} {address}: {}", role.word(), answer.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn who_is_not_logged_in_is_led_to_the_login_and_a_program_is_told() {
    let hall = bureau::hall("roles-outside");
    let mut reader = Reader::new(&hall);
    for (method, path, _) in MAY {
        let page = address(path);
        let api = format!("/api/v1{page}");
        let (page, api) = match *method {
            "GET" => (reader.get(&page), reader.get(&api)),
            _ => (reader.post(&page, &[("csrf", "guessed")]), reader.post(&api, &[("csrf", "guessed")])),
        };
        assert_eq!(page.status, 303, "{method} {path}");
        assert!(page.header("location").starts_with("/login?then="), "{method} {path}");
        assert_eq!(api.status, 401, "{method} {path}");
    }
}

#[test]
fn a_form_that_another_site_sent_does_nothing() {
    let hall = bureau::hall("roles-forged");
    account(&hall, Role::Analyst);
    let (mut reader, _) = Reader::entered(&hall, Role::Analyst.word());
    let events = hall.records().event_count().unwrap();
    let fields = [
        ("csrf", "guessed"),
        ("nonce", "0123456789abcdef0123456789abcdef"),
        ("window", "W-3"),
        ("reason", "整改"),
        ("topic", "fee"),
        ("text", "多收了钱"),
        ("about", "none"),
        ("evidence", "已整改"),
    ];
    for path in ["/orders", "/complaints", "/appeals", "/orders/none/complete", "/months/2026-09/close"] {
        assert_eq!(reader.post(path, &fields).status, 403, "{path}");
    }
    assert_eq!(hall.records().event_count().unwrap(), events);
}

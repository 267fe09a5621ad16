//! The doors of the application: what a browser has is not sent again, the API speaks JSON both ways, limits say themselves.

use crate::bureau::{ANALYST, Clerk, PASSWORD, hall};
use crate::reader::{Reader, shown};
use dashboards::router::routes;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const JSON: (&str, &str) = ("content-type", "application/json");

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let hall = hall("doors-fresh");
    let mut reader = Clerk::of(&hall).reader;
    for path in ["/months/2026-09/windows", "/api/v1/months/2026-09/windows", "/api/v1/due"] {
        let first = reader.get(path);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() == 34, "{path}: {tag}");
        assert_eq!(first.header("cache-control"), "private, no-cache", "{path}");
        let again = reader.send("GET", path, &[("if-none-match", &format!("\"x\", W/{tag}"))], "");
        assert_eq!(
            (again.status, again.body.as_str(), again.header("etag")),
            (304, "", tag.as_str()),
            "{path}"
        );
        let other = reader.send("GET", path, &[("if-none-match", "\"x\"")], "");
        assert_eq!((other.status, other.body.len()), (200, first.body.len()), "{path}");
    }
}

#[test]
fn a_packed_answer_has_a_weak_tag_that_is_known_again() {
    let hall = hall("doors-packed");
    let mut reader = Clerk::of(&hall).reader;
    let path = "/months/2026-09/windows";
    let strong = reader.get(path).header("etag").to_owned();
    let packed = reader.send("GET", path, &[("accept-encoding", "gzip")], "");
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.header("vary").to_ascii_lowercase().contains("accept-encoding"));
    let weak = packed.header("etag").to_owned();
    assert_eq!(weak, format!("W/{strong}"));
    let again = reader.send("GET", path, &[("accept-encoding", "gzip"), ("if-none-match", &weak)], "");
    assert_eq!(again.status, 304);
}

#[test]
fn what_sets_a_cookie_or_tells_trouble_is_kept_by_nobody() {
    let hall = hall("doors-not-kept");
    let mut reader = Reader::new(&hall);
    let login = reader.get("/login");
    assert_eq!((login.header("cache-control"), login.header("etag")), ("no-store", ""));
    let mut reader = Clerk::of(&hall).reader;
    let missing = reader.get("/cases/no-such");
    assert_eq!(
        (missing.status, missing.header("cache-control"), missing.header("etag")),
        (404, "no-store", "")
    );
    let csrf = reader.form_secret();
    let out = reader.post("/logout", &[("csrf", &csrf)]);
    assert_eq!(out.header("clear-site-data"), "\"cache\"");
}

#[test]
fn an_asset_is_kept_for_ever_at_the_address_of_its_bytes_alone() {
    let hall = hall("doors-assets");
    let mut reader = Reader::new(&hall);
    let page = reader.get("/login").body;
    let style = page.split("href=\"").find(|part| part.contains("page.css?v=")).unwrap();
    let style = style.split('"').next().unwrap();
    assert_eq!(reader.get(style).header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(reader.get("/assets/page.css?v=old").header("cache-control"), "no-cache");
    assert_eq!(reader.get("/assets/page.css").header("cache-control"), "no-cache");
    assert_eq!(reader.get("/assets/no-such.css").status, 404);
}

#[test]
fn the_api_logs_in_with_json_and_tells_who_is_there() {
    let hall = hall("doors-session");
    let mut reader = Reader::new(&hall);
    assert_eq!(reader.get("/api/v1/session").status, 401);
    let log_in = |reader: &mut Reader, password: &str| {
        let body = json!({"name": ANALYST, "password": password}).to_string();
        reader.send("POST", "/api/v1/session", &[JSON], body)
    };
    let wrong = log_in(&mut reader, "wrong");
    assert_eq!((wrong.status, &parsed(&wrong.body)["status"]), (401, &json!(401)));
    let form = reader.post("/api/v1/session", &[("name", ANALYST), ("password", PASSWORD)]);
    assert_eq!(form.status, 415, "a form could come from another site: {}", form.body);
    let done = log_in(&mut reader, PASSWORD);
    assert_eq!((done.status, &parsed(&done.body)["see"]), (200, &json!("/api/v1/session")), "{}", done.body);
    let session = reader.json("/api/v1/session");
    assert_eq!((&session["name"], &session["role"]), (&json!(ANALYST), &json!("analyst")));
    assert!(session["rights"].as_array().unwrap().contains(&json!({"right": "judge", "reach": "all"})));
    let csrf = session["csrf"].as_str().unwrap().to_owned();
    assert_eq!(reader.send("DELETE", "/api/v1/session", &[], "").status, 403, "without the secret");
    assert_eq!(reader.send("DELETE", "/api/v1/session", &[("x-csrf", &csrf)], "").status, 204);
    assert_eq!(reader.get("/api/v1/session").status, 401);
}

#[test]
fn the_api_does_what_a_form_does_and_tells_where_to_see_it() {
    let hall = hall("doors-json");
    let mut reader = Clerk::of(&hall).reader;
    let csrf = reader.form_secret();
    let order = json!({"window": "W-3", "reason": "黄旗窗口整改", "due": "2026-10-22"}).to_string();
    let without = reader.send("POST", "/api/v1/orders", &[JSON], order.clone());
    assert_ne!(without.status, 200, "without the secret");
    let made = reader.send("POST", "/api/v1/orders", &[JSON, ("x-csrf", &csrf)], order);
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(parsed(&made.body)["order"], "ZG-2026-001");
    let set = json!({"csrf": csrf, "email": "head@example.gov.cn"}).to_string();
    let set = reader.send("POST", "/api/v1/recipients/department_head:D-1", &[JSON], set);
    assert_eq!(set.status, 200, "{}", set.body);
    let form = [("content-type", "application/x-www-form-urlencoded"), ("x-csrf", csrf.as_str())];
    let report = reader.send("POST", "/api/v1/orders/ZG-2026-001/complete", &form, "evidence=trained");
    assert_eq!(report.status, 200, "{}", report.body);
    assert_eq!(reader.json("/api/v1/orders/ZG-2026-001")["state"], "done");
}

#[test]
fn what_the_api_cannot_read_it_tells_as_json() {
    let hall = hall("doors-refused");
    let mut reader = Clerk::of(&hall).reader;
    let csrf = reader.form_secret();
    let ask = |reader: &mut Reader, headers: &[(&str, &str)], body: &str| {
        let all = [headers, &[("x-csrf", csrf.as_str()), ("accept-language", "en")]].concat();
        let answer = reader.send("POST", "/api/v1/orders", &all, body.to_owned());
        let told = parsed(&answer.body);
        assert_eq!(told["status"], answer.status, "{told}");
        (answer.status, told["what"].as_str().unwrap().to_owned())
    };
    let (status, what) = ask(&mut reader, &[JSON], "{");
    assert!(status == 400 && what.contains("no JSON"), "{what}");
    let (status, what) = ask(&mut reader, &[JSON], "{\"window\":\"W-3\"}");
    assert!(status == 422 && what.contains("reason"), "{what}");
    let (status, _) = ask(&mut reader, &[("content-type", "text/xml")], "<a/>");
    assert_eq!(status, 415);
    let long = format!("{{\"reason\":\"{}\"}}", "x".repeat(1 << 20));
    let (status, what) = ask(&mut reader, &[JSON], &long);
    assert!(status == 413 && what.contains("1 MiB"), "{what}");
    let put = reader.send("PUT", "/api/v1/orders", &[JSON], "{}");
    assert_eq!((put.status, &parsed(&put.body)["status"]), (405, &json!(405)));
}

#[test]
fn a_form_that_is_too_long_is_refused_with_its_limit_in_words() {
    let hall = hall("doors-long");
    let mut reader = Clerk::of(&hall).reader;
    let csrf = reader.form_secret();
    let refused = reader.post("/orders", &[("csrf", &csrf), ("reason", &"x".repeat(1 << 20))]);
    assert_eq!(refused.status, 413);
    assert!(shown(&refused.body).contains("一次最多提交 1 MiB"), "{}", shown(&refused.body));
}

#[test]
fn every_route_is_described_and_everything_described_is_a_route() {
    let hall = hall("doors-openapi");
    let mut reader = Clerk::of(&hall).reader;
    let document = reader.json("/api/v1/openapi.json");
    assert_eq!(document["openapi"], "3.1.0");
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let summary = operation["summary"].as_str().unwrap();
            assert!(
                summary.contains(" / "),
                "{method} {path}: say what it is for, in dashboards/src/api/described.rs"
            );
            described.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    let mut routed: BTreeSet<String> =
        routes().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    routed.extend(["GET", "POST", "DELETE"].map(|method| format!("{method} /session")));
    routed.insert("GET /openapi.json".to_owned());
    assert_eq!(described, routed);
    let order = &document["paths"]["/orders/{id}/check"]["post"];
    assert_eq!((&order["x-right"], &order["x-roles"]), (&json!("judge"), &json!(["analyst"])));
    assert_eq!(order["parameters"][0]["name"], "id");
    assert!(order["requestBody"]["content"]["application/json"].is_object());
    assert_eq!(Reader::new(&hall).get("/api/v1/openapi.json").status, 401);
}

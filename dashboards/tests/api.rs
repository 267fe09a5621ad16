//! The API's description is true: every route of it was asked, and what it answered was held against its schema.

use crate::bureau::{self, ANALYST, Clerk, event, hall};
use crate::desk::{Hall, instant};
use crate::reader::Reader;
use dashboards::api::described::file_type;
use dashboards::api::openapi::described_below;
use dashboards::api::shapes::shapes;
use dashboards::router::routes;
use ingest::live::{Delivery, Item};
use ingest::store::Road;
use ingest::store::outbox::{DraftFile, KeptMessage, MessageState, NewMessage, Outbox};
use ingest::store::sqlite::{Account, Draft, Role};
use ingest::store::{KeptNotice, NoticeState};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What there is to see: cases, what people said, orders, a round, a rejected event, a notice.
fn county(name: &str) -> Hall {
    let hall = hall(name);
    hall.send(&[
        event(
            "a1",
            "case.accepted",
            "2026-09-21T10:00:00+08:00",
            json!({"case": "C-1", "item": "I-5", "window": "W-1", "staff": "S-1"}),
        ),
        event("a2", "case.completed", "2026-10-09T09:30:00+08:00", json!({"case": "C-1", "outcome": "approved"})),
        event(
            "a3",
            "case.accepted",
            "2026-10-09T09:00:00+08:00",
            json!({"case": "C-2", "item": "I-5", "window": "W-2", "staff": "S-2"}),
        ),
        event(
            "a4",
            "complaint.received",
            "2026-10-08T10:00:00+08:00",
            json!({"complaint": "K-1", "window": "W-1", "staff": "S-1", "topic": "fee", "statement": "多收了钱"}),
        ),
        event(
            "a5",
            "order.issued",
            "2026-10-08T10:00:00+08:00",
            json!({"order": "O-1", "window": "W-1", "reason": "整改", "due": "2026-10-20", "issued_by": "王"}),
        ),
        event(
            "a6",
            "rating.submitted",
            "2026-10-08T10:00:00+08:00",
            json!({"rating": "R-2", "window": "W-1", "staff": "S-1", "level": 1, "channel": "device"}),
        ),
        event("a7", "queue.taken", "2026-10-09T09:40:00+08:00", json!({"ticket": "T-1"})),
    ]);
    let wrong =
        event("x1", "queue.called", "2026-10-08T09:00:00+08:00", json!({"ticket": "T", "window": "W-77"}));
    let bytes = wrong.to_string().into_bytes();
    let items = vec![Item { bytes: 0..bytes.len(), number: 1, fault: None }];
    let site = Some("hall".to_owned());
    let delivery = Delivery { road: Road::Http, place: "1-1".to_owned(), site, bytes, items, file: None };
    hall.live().deliver_and_wait(delivery).unwrap();
    let notice = KeptNotice {
        identity: "case_overdue/C-1/2/2026-10-08".to_owned(),
        kind: "case_overdue".to_owned(),
        level: 2,
        subject: "C-1".to_owned(),
        date: "2026-10-09".to_owned(),
        recipients: vec!["department_head:D-1".to_owned()],
        body: r#"{"due":"2026-10-08","window":"W-1"}"#.to_owned(),
        derived: instant(bureau::NOW),
        state: NoticeState::Pending,
        sent: None,
    };
    hall.records().keep_notices(&[notice]).unwrap();
    let message = KeptMessage {
        key: "0123456789abcdef0123456789abcdef".to_owned(),
        recipient: "department_head:D-1".to_owned(),
        reader: "自然资源局".to_owned(),
        channel: "mail".to_owned(),
        address: "a@example.org".to_owned(),
        round: 1,
        made: instant(bureau::NOW),
        letter: json!({"key": "", "subject": "超期", "text": "办件超期", "html": "", "markdown": "", "brief": "", "link": null}).to_string(),
        state: MessageState::Waiting,
        attempts: 0,
        next: instant(bureau::NOW),
        settled: None,
    };
    let notices = vec!["case_overdue/C-1/2/2026-10-08".to_owned()];
    hall.records().put_messages(&[NewMessage { message, notices }]).unwrap();
    let draft = Draft {
        draft: "bulletin/2026-09".to_owned(),
        name: "2026-09-通报".to_owned(),
        code: "TB/2026-09/D/01234-56789".to_owned(),
        version: None,
        made: instant(bureau::NOW),
    };
    let file = DraftFile {
        format: "pdf".to_owned(),
        name: "2026-09-通报.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: b"%PDF".to_vec(),
    };
    hall.records().keep_draft(&draft, &[file]).unwrap();
    let admin = Account::new("admin", Role::Administrator, String::new(), instant(bureau::NOW));
    hall.records().put_account(&admin).unwrap();
    hall
}

/// Addresses for the routes whose paths name something.
fn addresses(path: &str, appeal: &str, about: &str) -> Vec<String> {
    let named = |names: &[&str]| -> Vec<String> {
        let start = path.rfind("/{").unwrap();
        names.iter().map(|name| format!("{}/{name}", &path[..start])).collect()
    };
    let made = match path {
        "/today/{list}" => named(&["windows", "waiting", "accepted", "completed"]),
        "/months/{month}" => named(&["2026-09", "2026-10"]),
        "/cases/{id}" => named(&["C-1", "C-2"]),
        "/events/{source}/{id}" => vec!["/events/hall/a4".to_owned(), "/events/hall/e1".to_owned()],
        "/ratings/{id}" => named(&["R-1", "R-2"]),
        "/complaints/{id}" => named(&["K-1"]),
        "/appeals/new" => vec![format!("/appeals/new?about={}", dashboards::links::segment(about))],
        "/appeals/{id}" => named(&[appeal]),
        "/orders/{id}" => named(&["O-1"]),
        "/orders/new" => vec!["/orders/new?window=W-1&month=2026-09".to_owned()],
        "/findings/{id}" => named(&["F-1"]),
        "/merits/{id}" => named(&["M-1"]),
        "/rejected/{number}" => named(&["1"]),
        "/rejected/replace" => {
            vec!["/rejected/replace?code=unknown_window&source=hall&find=W-77&with=W-1".to_owned()]
        }
        "/messages/{key}" => named(&["0123456789abcdef0123456789abcdef"]),
        "/months/{month}/reports/{kind}/view" => vec![
            "/months/{month}/reports/bulletin/view".to_owned(),
            "/months/{month}/reports/window/view?subject=W-1".to_owned(),
        ],
        "/reports/texts" => ["", "?of=general", "?of=basis", "?of=week", "?of=file"]
            .iter()
            .map(|query| format!("{path}{query}"))
            .collect(),
        "/letters/{name}" => named(&["case_overdue_3"]),
        "/accounts/{name}" => named(&["admin"]),
        "/privacy/staff/{id}" => named(&["S-1"]),
        "/contract/types/{type}" => named(&["case.accepted"]),
        "/contract/feeds/{site}" => named(&["hall"]),
        "/round" => vec!["/round".to_owned(), "/round?site=hall".to_owned()],
        "/rulebook" | "/calendar" | "/registry" => ["", "?part=windows", "?part=rules", "?year=2026"]
            .iter()
            .map(|query| format!("{path}{query}"))
            .collect(),
        "/windows" => vec!["/windows".to_owned(), "/windows?view=peers&sort=-total".to_owned()],
        path => vec![path.to_owned()],
    };
    let of_month = |address: String| {
        ["2026-09", "2026-10"].map(|month| address.replace("{month}", month).replace("{id}", id_of(path)))
    };
    made.into_iter().flat_map(of_month).collect::<BTreeSet<_>>().into_iter().collect()
}

fn id_of(path: &str) -> &'static str {
    match path.rsplit('/').nth(1) {
        Some("windows") => "W-1",
        Some("staff") => "S-1",
        Some("departments") => "D-1",
        Some("sites") => "hall",
        Some(_) | None => "",
    }
}

/// The types that are part of others.
fn embedded(document: &Value) -> BTreeSet<String> {
    let mut embedded = BTreeSet::new();
    each(document, &mut |node| {
        let parts = node.get("allOf").and_then(Value::as_array).into_iter().flatten();
        embedded.extend(parts.filter_map(|part| part["$ref"].as_str()).map(name_of));
    });
    embedded
}

/// The schemas, so that they allow no field that they do not name.
fn strict(document: &Value, embedded: &BTreeSet<String>) -> Value {
    let mut schemas = document["components"]["schemas"].clone();
    for (name, schema) in schemas.as_object_mut().unwrap() {
        let is_object = schema.get("properties").is_some() || schema.get("allOf").is_some();
        if is_object && !embedded.contains(name) {
            schema["unevaluatedProperties"] = json!(false);
        }
    }
    schemas.as_object_mut().unwrap().values_mut().for_each(|schema| close(schema, embedded));
    schemas
}

/// What is part of another type may have more fields there, and none where it stands alone.
fn close(schema: &mut Value, embedded: &BTreeSet<String>) {
    let is_open = schema["$ref"].as_str().is_some_and(|reference| embedded.contains(&name_of(reference)));
    if is_open {
        *schema = json!({"allOf": [schema.clone()], "unevaluatedProperties": false});
        return;
    }
    match schema {
        Value::Object(members) => {
            members
                .iter_mut()
                .filter(|(name, _)| *name != "allOf")
                .for_each(|(_, member)| close(member, embedded));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| close(item, embedded)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn name_of(reference: &str) -> String {
    reference.rsplit('/').next().unwrap().to_owned()
}

fn each(value: &Value, look: &mut impl FnMut(&Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            look(members);
            members.values().for_each(|member| each(member, look));
        }
        Value::Array(items) => items.iter().for_each(|item| each(item, look)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Holds answers against what the description says of them.
struct Described {
    document: Value,
    schemas: Value,
    embedded: BTreeSet<String>,
    validators: BTreeMap<String, jsonschema::Validator>,
}

impl Described {
    fn new() -> Described {
        let document = serde_json::to_value(described_below("")).unwrap();
        let embedded = embedded(&document);
        Described { schemas: strict(&document, &embedded), embedded, document, validators: BTreeMap::new() }
    }

    /// What is wrong with an answer.
    fn wrong(&mut self, method: &str, path: &str, answer: &Value) -> Vec<String> {
        let operation = &self.document["paths"][path][method];
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{method} {path}: no schema of what it answers");
        let key = schema.to_string();
        if !self.validators.contains_key(&key) {
            let mut whole = schema.clone();
            close(&mut whole, &self.embedded);
            whole["components"] = json!({ "schemas": self.schemas });
            self.validators.insert(key.clone(), jsonschema::draft202012::new(&whole).unwrap());
        }
        let found = self.validators[&key].iter_errors(answer);
        found.map(|error| format!("{path}: {} {error}", error.instance_path())).take(3).collect()
    }
}

#[test]
fn every_answer_is_as_its_schema_says() {
    let hall = county("api-answers");
    let mut clerk = Clerk::of(&hall);
    let about = clerk.entry("windows/W-1", "W-B3");
    let appeal = clerk.file(&about);
    let mut described = Described::new();
    let (mut asked, mut wrong) = (BTreeSet::new(), Vec::new());
    for is_closed in [false, true] {
        if is_closed {
            clerk.decide(&appeal, "reject");
            let closed =
                clerk.fill("/months/2026-09/close", "/months/2026-09/close", &[("reason", "其余事项已核对")]);
            assert_eq!(closed.status, 303, "{}", closed.body);
            clerk.reader.json("/api/v1/months/2026-09");
        }
        let mut admin = Reader::entered(&hall, "admin").0;
        for route in routes().iter().filter(|route| route.method == "GET" && file_type(route.path).is_none())
        {
            for address in addresses(route.path, &appeal, &about) {
                let by_analyst = clerk.reader.get(&format!("/api/v1{address}"));
                let answer = if by_analyst.status == 403 {
                    admin.get(&format!("/api/v1{address}"))
                } else {
                    by_analyst
                };
                if answer.status == 200 {
                    let value: Value = serde_json::from_str(&answer.body).unwrap();
                    wrong.extend(described.wrong("get", route.path, &value));
                    asked.insert(route.path);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let shapes = shapes();
    let answering = shapes.iter().filter(|shape| shape.method == "GET" && !shape.answers.is_empty());
    let silent: Vec<&str> = answering.map(|shape| shape.path).filter(|path| !asked.contains(path)).collect();
    assert!(silent.is_empty(), "no answer was seen of {silent:?}");
}

#[test]
fn a_field_too_many_and_one_too_few_are_seen() {
    let hall = county("api-drift");
    let mut described = Described::new();
    let orders = Clerk::of(&hall).reader.json("/api/v1/orders");
    assert_eq!(described.wrong("get", "/orders", &orders), Vec::<String>::new());
    let (mut more, mut less, mut other) = (orders.clone(), orders.clone(), orders);
    more["rows"][0]["colour"] = json!("red");
    less["rows"][0].as_object_mut().unwrap().remove("failures");
    other["overdue"] = json!("many");
    for (changed, said) in [(more, "colour"), (less, "failures"), (other, "many")] {
        let wrong = described.wrong("get", "/orders", &changed);
        assert!(wrong.iter().any(|wrong| wrong.contains(said)), "{said}: {wrong:?}");
    }
}

#[test]
fn every_route_says_what_it_takes_and_answers() {
    let shapes = shapes();
    for route in routes() {
        let found: Vec<_> = shapes
            .iter()
            .filter(|shape| shape.method == route.method.as_str() && shape.path == route.path)
            .collect();
        let [shape] = found.as_slice() else {
            panic!("{} {}: one line in dashboards/src/api/shapes.rs", route.method, route.path)
        };
        let leads_on = matches!(
            route.path,
            "/charts" | "/reports" | "/windows/{id}" | "/staff/{id}" | "/departments/{id}" | "/sites/{id}"
        );
        let is_said = !shape.answers.is_empty() || file_type(route.path).is_some() || leads_on;
        assert!(is_said, "{} {}: what does it answer?", route.method, route.path);
        assert_eq!(
            shape.takes.is_some(),
            route.method == "POST",
            "{} {}: its form",
            route.method,
            route.path
        );
    }
    assert_eq!(shapes.len(), routes().len(), "a line of shapes.rs has no route");
}

#[test]
fn the_document_holds_together() {
    let document = serde_json::to_value(described_below("/220821")).unwrap();
    assert_eq!(document["servers"][0]["url"], "/220821/api/v1");
    each(&document, &mut |node| {
        if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            let place = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(place).is_some(), "{reference} leads nowhere");
        }
    });
    let tags: BTreeSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
            assert!(tags.contains(operation["tags"][0].as_str().unwrap()), "{path} belongs to no group");
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.keys().any(|status| status.starts_with('2') || status == "303"), "{path}");
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let mut names = BTreeSet::new();
            for parameter in &parameters {
                let name = parameter["name"].as_str().unwrap();
                assert!(names.insert((name, parameter["in"].as_str().unwrap())), "{path}: {name} twice");
                assert!(parameter["schema"].is_object(), "{path}: {name}");
                if parameter["in"] == "path" {
                    assert_eq!(parameter["required"], true);
                    assert!(path.contains(&format!("{{{name}}}")), "{path}: {name}");
                }
            }
            let in_path = parameters.iter().filter(|parameter| parameter["in"] == "path").count();
            assert_eq!(in_path, path.matches('{').count(), "{path}");
            assert_eq!(method == "post", operation.get("requestBody").is_some(), "{method} {path}");
        }
    }
}

#[test]
fn what_may_be_asked_of_a_ranking_is_named() {
    let document = serde_json::to_value(described_below("")).unwrap();
    let named = |path: &str| -> BTreeSet<String> {
        let parameters = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        parameters.iter().map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect()
    };
    for name in ["month", "version", "site", "department", "sort", "view", "format", "lang"] {
        assert!(named("/months/{month}/windows").contains(name), "{name}");
    }
    let form = &document["components"]["schemas"]["Issued"];
    assert_eq!(form["required"], json!(["window", "reason"]), "csrf comes by the header, a nonce is made");
    let row = &document["components"]["schemas"]["OrderRow"];
    assert!(row["required"].as_array().unwrap().contains(&json!("failures")));
}

#[test]
fn deeds_answer_as_the_description_says() {
    let hall = county("api-deeds");
    let mut described = Described::new();
    let (mut reader, csrf) = Reader::entered(&hall, ANALYST);
    let headers = [("content-type", "application/json"), ("x-csrf", csrf.as_str())];
    let deeds = [
        ("/orders", "/orders".to_owned(), json!({"window": "W-2", "reason": "整改", "due": "2026-10-20"})),
        (
            "/complaints",
            "/complaints".to_owned(),
            json!({"window": "W-1", "topic": "fee", "text": "多收了钱"}),
        ),
        ("/complaints/{id}/{what}", "/complaints/K-1/accept".to_owned(), json!({})),
        (
            "/ratings/{id}/verify",
            "/ratings/R-2/verify".to_owned(),
            json!({"outcome": "invalid", "note": "设备故障"}),
        ),
        ("/rejected/dismiss", "/rejected/dismiss".to_owned(), json!({"key": "1", "reason": "测试数据"})),
        ("/week", "/week".to_owned(), json!({"week": "2026-W41", "remark": "正常"})),
        ("/account/sessions", "/account/sessions".to_owned(), json!({})),
    ];
    for (path, address, body) in deeds {
        let answer = reader.send("POST", &format!("/api/v1{address}"), &headers, body.to_string());
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
        let value: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(described.wrong("post", path, &value), Vec::<String>::new());
    }
}

#[test]
fn whoever_is_not_logged_in_is_told_as_everything_else_is() {
    let hall = hall("api-outside");
    let mut outside = Reader::new(&hall);
    let told: Value = serde_json::from_str(&outside.get("/api/v1/orders").body).unwrap();
    let missing: Value =
        serde_json::from_str(&Clerk::of(&hall).reader.get("/api/v1/orders/none").body).unwrap();
    let names = |message: &Value| message.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&told), names(&missing));
    assert_eq!(told["status"], 401);
    let english: Value = serde_json::from_str(&outside.get("/api/v1/orders?lang=en").body).unwrap();
    assert_eq!(english["title"], "Not logged in");
}

//! The contract kit: what its schemas let through and hold back, samples that pass, files and feeds checked, nothing kept.

use crate::bureau::{self, Clerk, event, hall};
use crate::county;
use crate::desk;
use crate::reader::{Reader, shown};
use bumpalo::Bump;
use dashboards::kit::{file_check, pack, samples, schema};
use dashboards::rights::Right;
use ingest::contract;
use ingest::rejections::CODES;
use ingest::wire::{Room, Wire};
use reports::words::Lang;
use serde_json::{Value, json};
use std::fs;

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::draft202012::new(schema).unwrap()
}

#[test]
fn every_sample_passes_the_wire_and_its_own_schema_and_no_other() {
    let (registry, rulebooks) = samples::example();
    let samples = samples::samples(&registry, &rulebooks, samples::example_time());
    assert_eq!(samples.len(), contract::type_names().len());
    let wire = Wire::new(&registry, &rulebooks);
    let (arena, mut room) = (Bump::new(), Room::default());
    let all = validator(&schema::of_all(Some(&rulebooks)));
    for sample in &samples {
        let line = arena.alloc_str(&sample.line());
        if let Err(fault) = wire.read(line.as_bytes(), &arena, &mut room) {
            panic!("{line}: {}", fault.message);
        }
        assert!(all.is_valid(&sample.event), "{line}: {:?}", all.validate(&sample.event).err());
        for name in contract::type_names() {
            let own = validator(&schema::of_type(name, Some(&rulebooks)).unwrap());
            assert_eq!(own.is_valid(&sample.event), name == sample.event_type, "{name} of {line}");
        }
    }
}

#[test]
fn a_schema_holds_back_what_one_event_by_itself_shows() {
    let (registry, rulebooks) = samples::example();
    let all = validator(&schema::of_all(Some(&rulebooks)));
    let samples = samples::samples(&registry, &rulebooks, samples::example_time());
    let of = |name: &str| samples.iter().find(|sample| sample.event_type == name).unwrap().event.clone();
    let without = |name: &str, field: &str| {
        let mut event = of(name);
        event["data"].as_object_mut().unwrap().remove(field);
        event
    };
    let with = |name: &str, field: &str, value: Value| {
        let mut event = of(name);
        event["data"][field] = value;
        event
    };
    for (_, name, fields) in contract::types() {
        for field in fields.iter().filter(|field| field.required) {
            assert!(!all.is_valid(&without(name, field.name)), "{name} without {}", field.name);
            assert!(!all.is_valid(&with(name, field.name, Value::Null)), "{name} with {} null", field.name);
        }
        for field in fields.iter().filter(|field| !field.required) {
            // Null counts as absent; an evaluation needs one of its two.
            let is_one_of_two = name == "evaluation.recorded";
            let is_valid = all.is_valid(&with(name, field.name, Value::Null));
            assert_eq!(
                is_valid,
                !(is_one_of_two && field.name == "window"),
                "{name} with {} null",
                field.name
            );
        }
    }
    for faulty in [
        with("rating.submitted", "level", json!(6)),
        with("rating.submitted", "level", json!("5")),
        with("case.extended", "days", json!(31)),
        with("case.suspended", "reason", json!("holiday")),
        with("finding.recorded", "kind", json!("overdue")),
        with("merit.recorded", "kind", json!("rude")),
        with("evaluation.recorded", "staff", json!("S-001")),
        with("case.accepted", "case", json!("x".repeat(65))),
        with("attendance.leave", "from", json!({ "date": "2026-09-01" })),
        with("order.issued", "due", json!("2026/09/30")),
    ] {
        assert!(!all.is_valid(&faulty), "{faulty}");
    }
    let mut late = of("case.accepted");
    late["time"] = json!("2026-09-08T23:59:60+08:00");
    assert!(!all.is_valid(&late));
    late["time"] = json!("2026-09-08t23:59:59.123456789z");
    assert!(all.is_valid(&late));
}

/// Codes that a schema can see wherever they occur in the cases; the others are told in `schema::UNSEEN`.
const SEEN: [&str; 4] = ["not_cloudevent", "unknown_type", "bad_time", "missing_field"];

#[test]
fn the_contract_cases_keep_to_the_schema_where_they_are_accepted() {
    let mut counts = (0, 0, 0_usize);
    let cases = fs::read_dir(county::case("01-lateness").parent().unwrap()).unwrap();
    for case in cases.map(|case| case.unwrap().path()).filter(|case| case.join("events.ndjson").exists()) {
        let hall = county::Hall::read(&case, None, |text| text);
        let all = validator(&schema::of_all(Some(&hall.rulebooks)));
        let wire = Wire::new(&hall.registry, &hall.rulebooks);
        let (arena, mut room) = (Bump::new(), Room::default());
        for line in &hall.lines {
            let value = serde_json::from_str::<Value>(line);
            match (wire.read(line.as_bytes(), &arena, &mut room), value) {
                (Ok(_), value) => {
                    let value = value.unwrap();
                    assert!(
                        all.is_valid(&value),
                        "{}: {line}: {:?}",
                        case.display(),
                        all.validate(&value).err()
                    );
                    counts.0 += 1;
                }
                (Err(fault), Ok(value)) if SEEN.contains(&fault.code.word()) => {
                    assert!(!all.is_valid(&value), "{}: {}: {line}", case.display(), fault.message);
                    counts.1 += 1;
                }
                // Not JSON at all, or seen with the registry alone.
                (Err(_), _) => counts.2 += 1,
            }
        }
    }
    assert!(counts.0 > 300 && counts.1 >= SEEN.len() && counts.2 > 10, "{counts:?}");
}

#[test]
fn the_kit_has_both_guides_and_a_schema_and_sample_of_every_type() {
    let (registry, rulebooks) = samples::example();
    let files = pack::files(&registry, &rulebooks, samples::example_time());
    let text = |name: &str| {
        let file = files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("{name}"));
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    for name in contract::type_names() {
        serde_json::from_str::<Value>(&text(&format!("schema/{name}.schema.json"))).unwrap();
        serde_json::from_str::<Value>(&text(&format!("samples/{name}.json"))).unwrap();
    }
    for guide in ["README.md", "README.zh-CN.md"] {
        let guide = text(guide);
        assert!(contract::type_names().iter().all(|name| guide.contains(&format!("`{name}`"))));
        assert!(CODES.iter().all(|code| guide.contains(&format!("`{code}`"))));
    }
    assert_eq!(text("codes.csv").lines().count(), CODES.len() + 1);
    let report = file_check::check(
        "all.ndjson",
        text("samples/all.ndjson").as_bytes(),
        &registry,
        &rulebooks,
        Some("hall"),
    );
    assert_eq!((report.read, report.rejected), (files.len() as u64 / 2 - 2, 0), "{report:?}");
}

#[test]
fn a_checked_file_tells_code_and_line_of_each_fault() {
    let (registry, rulebooks) = samples::example();
    let samples = samples::samples(&registry, &rulebooks, samples::example_time());
    let first = samples[0].line();
    let other = first.replace("C-20260908-001", "C-20260908-002");
    let stranger = first.replace("hall-0001", "hall-0002x").replace("W-01", "W-99");
    let text = format!("{first}\n\n{first}\n{other}\nrubbish\n{stranger}\n");
    let report = file_check::check("a.ndjson", text.as_bytes(), &registry, &rulebooks, None);
    assert_eq!((report.read, report.accepted, report.duplicates, report.rejected), (5, 1, 1, 3));
    let lines: Vec<(u64, &str)> = report.lines.iter().map(|line| (line.line, line.code)).collect();
    assert_eq!(lines, [(4, "conflict"), (5, "malformed_json"), (6, "unknown_window")]);
    let told = file_check::text(&report, Lang::En);
    assert!(told.contains("a.ndjson:5: malformed_json: not JSON at byte 1"), "{told}");
    let array = format!("[\n{first},\n{stranger}\n]");
    let report = file_check::check("a.json", array.as_bytes(), &registry, &rulebooks, None);
    assert_eq!((report.accepted, report.lines[0].line), (1, 3));
    let one =
        file_check::check("one.json", samples[0].pretty().as_bytes(), &registry, &rulebooks, Some("hall"));
    assert!(one.is_clean(), "{one:?}");
    assert!(!file_check::check("none", b"", &registry, &rulebooks, None).is_clean());
    let broken = file_check::check("half", b"[{}", &registry, &rulebooks, None);
    assert_eq!((broken.rejected, broken.lines[0].code), (1, "malformed_json"));
}

#[test]
fn an_uploaded_file_is_checked_with_the_countys_registry_and_nothing_is_kept() {
    let hall = hall("contract-upload");
    let mut clerk = Clerk::of(&hall);
    let csrf = clerk.reader.form_secret();
    let good = event("n1", "case.withdrawn", "2026-10-08T09:00:00+08:00", json!({"case": "C-1"})).to_string();
    let bad =
        event("n2", "queue.called", "2026-10-08T09:00:00+08:00", json!({"ticket": "A1", "window": "W-9"}));
    let text = format!("{good}\n{bad}\n");
    let before = hall.records().event_count().unwrap();
    let fields = [("csrf", csrf.as_str()), ("site", "hall")];
    let page = clerk.reader.upload("/contract/check", &fields, Some(("events.ndjson", text.as_bytes())));
    assert_eq!(page.status, 200, "{}", page.body);
    let told = shown(&page.body);
    assert!(
        told.contains("2 个事件：可接收 1，重复 0，将被拒收 1") && told.contains("unknown_window"),
        "{told}"
    );
    assert_eq!(hall.records().event_count().unwrap(), before);
    assert!(hall.records().rejection_counts(None).unwrap().is_empty());
    let api =
        clerk.reader.upload("/api/v1/contract/check", &fields, Some(("events.ndjson", text.as_bytes())));
    assert_eq!(serde_json::from_str::<Value>(&api.body).unwrap()["lines"][0]["line"], 2);
    assert_eq!(clerk.reader.upload("/contract/check", &fields, None).status, 409);
    let forged = [("csrf", "other"), ("site", "")];
    assert_eq!(clerk.reader.upload("/contract/check", &forged, Some(("a", b"x"))).status, 403);
}

#[test]
fn a_feeds_report_names_what_is_missing_and_what_is_odd() {
    let hall = hall("contract-feed");
    let at = |id: &str, time: &str| {
        event(
            id,
            "rating.submitted",
            time,
            json!({"rating": id, "window": "W-1", "level": 5, "channel": "qr"}),
        )
    };
    hall.send(&[
        at("q1", "2026-10-09T09:59:00+08:00"),
        at("q2", "2026-10-09T10:05:00+08:00"),
        at("q3", "2026-10-09T09:00:00+08:00"),
    ]);
    let twice = at("q1", "2026-10-09T09:59:00+08:00").to_string();
    hall.deliver([twice.as_bytes(), b"{\"source\":\"hall\"}"].into_iter());
    let mut clerk = Clerk::of(&hall);
    let view = clerk.reader.json("/api/v1/contract/feeds/hall?hours=2");
    let point = |name: &str| {
        view["points"].as_array().unwrap().iter().find(|point| point["point"] == name).unwrap().clone()
    };
    assert_eq!(view["accepted"], 7, "September's four arrived just now too");
    assert_eq!(point("types")["verdict"], "missing");
    assert!(point("types")["figure"].as_str().unwrap().contains("case.accepted"));
    assert_eq!(point("duplicates")["figure"], "11.1 % · 1/9");
    assert_eq!(point("rejected")["verdict"], "look");
    assert_eq!(point("clock")["verdict"], "look");
    assert_eq!(point("order")["figure"], "14.2 % · 1/7");
    assert_eq!(view["codes"], json!([["not_cloudevent", 1]]));
    assert!(shown(&clerk.reader.get("/contract/feeds/hall").body).contains("时钟"));
    assert_eq!(clerk.reader.get("/contract/feeds/elsewhere").status, 404);
}

#[test]
fn a_vendor_asks_with_its_token_about_its_own_feed_alone() {
    let hall = hall("contract-token");
    let issued = hall.records().issue_token("hall", "", &[7; 40], desk::instant(bureau::NOW)).unwrap();
    let mut vendor = Reader::new(&hall);
    assert_eq!(vendor.get_with("/v1/feed", "authorization", "Bearer fp_0_0").status, 401);
    let answer = vendor.get_with("/v1/feed?hours=1", "authorization", &format!("Bearer {}", issued.text));
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap()["source"], "hall");
    hall.records().revoke_token(&issued.token.name, desk::instant(bureau::NOW)).unwrap();
    let answer = vendor.get_with("/v1/feed", "authorization", &format!("Bearer {}", issued.text));
    assert_eq!(answer.status, 401);
}

#[test]
fn the_kits_pages_show_every_type_and_give_its_schema() {
    let hall = hall("contract-pages");
    let mut clerk = Clerk::of(&hall);
    let page = clerk.reader.get("/contract").body;
    assert!(contract::type_names().iter().all(|name| page.contains(&format!("/contract/types/{name}\""))));
    let page = shown(&clerk.reader.get("/contract/types/case.accepted").body);
    assert!(page.contains("办件编号") && page.contains("\"const\": \"case.accepted\""), "{page}");
    assert_eq!(
        clerk.reader.json("/contract/schemas/case.accepted")["properties"]["type"]["const"],
        "case.accepted"
    );
    assert_eq!(clerk.reader.get("/contract/types/case.flown").status, 404);
    let zip = clerk.reader.get("/contract/kit.zip");
    assert_eq!((zip.status, zip.header("content-type")), (200, "application/zip"));
    assert!(
        dashboards::rights::reach(ingest::store::sqlite::Role::Operator, Right::Rules)
            != dashboards::rights::Reach::None
    );
}

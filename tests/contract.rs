//! `flagpost contract`: the kit written out holds for a whole county's events, files are checked as on arrival, a vendor asks what arrived.
#![allow(clippy::unwrap_used)]

mod program;

use program::service::{Service, with_drop_folder};
use program::{arg, at_root, flagpost, folder};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

fn printed(args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_flagpost")).args(args).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

/// The exported schema of all events.
fn exported(kit: &Path) -> jsonschema::Validator {
    let text = fs::read_to_string(kit.join("schema/event.schema.json")).unwrap();
    jsonschema::draft202012::new(&serde_json::from_str(&text).unwrap()).unwrap()
}

#[test]
fn every_accepted_event_of_a_sample_county_keeps_to_the_exported_schema() {
    let place = folder("contract-sample");
    let (sample, kit) = (place.join("sample"), place.join("kit"));
    let small = ["--windows", "6", "--events", "6000", "--months", "2026-09..2026-09"];
    let made = flagpost(&[&["sample", "--out", arg(&sample)], &small[..]].concat());
    assert_eq!(made.status, 0, "{}", made.stderr);
    let registry = sample.join("registry");
    assert_eq!(flagpost(&["contract", "export", arg(&kit), "--registry", arg(&registry)]).status, 0);
    let out = place.join("out");
    let events = sample.join("events/2026-09.ndjson");
    let month = ["--month", "2026-09"];
    let scored = flagpost(
        &[&["score", "--registry", arg(&registry), "--out", arg(&out), arg(&events)], &month[..]].concat(),
    );
    assert_eq!(scored.status, 0, "{}", scored.stderr);
    let rejected: Vec<Value> = fs::read_to_string(out.join("rejected.ndjson"))
        .unwrap_or_default()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let faulty: Vec<u64> = rejected.iter().map(|row| row["line"].as_u64().unwrap()).collect();
    let (schema, bytes) = (exported(&kit), fs::read(&events).unwrap());
    let (mut kept, mut seen) = (0, 0);
    for (line, number) in bytes.split(|&byte| byte == b'\n').zip(1_u64..) {
        let Ok(event) = serde_json::from_slice::<Value>(line) else { continue };
        if faulty.contains(&number) {
            let row = rejected.iter().find(|row| row["line"] == number).unwrap();
            let code = row["code"].as_str().unwrap();
            if ["not_cloudevent", "unknown_type", "bad_time", "missing_field"].contains(&code) {
                assert!(!schema.is_valid(&event), "{row}");
                seen += 1;
            }
            continue;
        }
        assert!(schema.is_valid(&event), "{event}: {:?}", schema.validate(&event).err());
        kept += 1;
    }
    assert!(kept > 3000, "{kept} kept, {seen} held back of {}", faulty.len());
    // What the command says of the same file is what scoring made of it.
    let (status, told) =
        printed(&["contract", "check", arg(&events), "--registry", arg(&registry), "--lang", "en"]);
    assert_eq!(status, i32::from(!faulty.is_empty()));
    assert!(told.contains(&format!(" {} would be rejected", faulty.len())), "{told}");
}

#[test]
fn the_kit_is_written_as_a_folder_or_a_zip_and_its_samples_pass() {
    let place = folder("contract-kit");
    let (kit, zip) = (place.join("kit"), place.join("kit.zip"));
    assert_eq!(flagpost(&["contract", "export", arg(&kit)]).status, 0);
    assert_eq!(flagpost(&["contract", "export", "--zip", arg(&zip)]).status, 0);
    assert!(fs::read(&zip).unwrap().starts_with(b"PK"));
    let all = kit.join("samples/all.ndjson");
    assert_eq!(flagpost(&["contract", "check", arg(&all), "--site", "hall"]).status, 0);
    let registry = at_root("tests/county");
    assert_eq!(
        flagpost(&["contract", "check", arg(&all), "--registry", arg(&registry)]).status,
        1,
        "another county"
    );
    assert_eq!(flagpost(&["contract", "schema", "case.flown"]).status, 2);
    assert_eq!(flagpost(&["contract", "export"]).status, 2);
}

#[test]
fn a_vendor_asks_a_running_service_what_arrived() {
    let place = folder("contract-feed");
    let registry = place.join("registry");
    fs::create_dir_all(&registry).unwrap();
    fs::copy(at_root("tests/county/registry.toml"), registry.join("registry.toml")).unwrap();
    let config = with_drop_folder(&place, &registry, "");
    let service = Service::start(&config);
    let data = place.join("data");
    let (status, token) = printed(&["token", "--data", arg(&data), "new", "--site", "sub"]);
    assert_eq!(status, 0);
    let file = place.join("token");
    fs::write(&file, token).unwrap();
    let url = format!("http://{}", service.address);
    let asked = ["contract", "check", "--url", &url, "--token-file", arg(&file), "--lang", "en"];
    let (status, told) = printed(&asked);
    assert_eq!(status, 1, "nothing has come yet");
    assert!(told.contains("Arrival: missing · 0 new of 0 that arrived"), "{told}");
    fs::write(&file, "fp_0_0").unwrap();
    assert_eq!(flagpost(&asked).status, 1);
}

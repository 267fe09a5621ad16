//! Several regions in one process: each has its own store, addresses, people and tokens, and nothing of one is seen by
//! another.
#![allow(clippy::unwrap_used)]

mod program;

use program::service::{Service, up_on, wait_for, with_drop_folder};
use program::visitor::{self, ask};
use program::{arg, files_below, flagpost, flagpost_in, flagpost_reading, folder};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

/// The codes of the sample's two regions, by folder.
const REGIONS: [(&str, &str); 2] = [("region-0001", "220821"), ("region-0002", "110151")];

/// How many pages a reader follows links on.
const PAGES_READ: usize = 60;

/// Two small counties over a month, and an empty data folder.
fn sample(name: &str) -> PathBuf {
    let place = folder(name);
    let regions = place.join("regions");
    let small = ["--windows", "3", "--staff", "6", "--events", "3000", "--months", "2026-09"];
    let made = flagpost(&[&["sample", "--regions", "2", "--out", arg(&regions)], &small[..]].concat());
    assert_eq!(made.status, 0, "{}", made.stderr);
    place
}

fn start(place: &Path) -> Service {
    Service::of(&mut up_on(&place.join("data"), &place.join("regions")))
}

/// What a command printed; it must succeed.
fn run(place: &Path, args: &[&str]) -> String {
    let output = flagpost_in(place, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn token(place: &Path, code: &str, site: &str) -> String {
    let made = run(place, &["token", "--data", &format!("data/{code}"), "new", "--site", site]);
    made.trim().to_owned()
}

/// Posts lines of events with a token; the status, and how many were accepted.
fn send(service: &Service, base: &str, token: &str, lines: &[u8]) -> (u16, u64) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut response = agent
        .post(format!("http://{}{base}/v1/events", service.address))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/x-ndjson")
        .send(lines)
        .unwrap();
    let body = response.body_mut().read_to_string().unwrap();
    let told: Value = serde_json::from_str(&body).unwrap_or_default();
    (response.status().as_u16(), told["accepted"].as_u64().unwrap_or_default())
}

/// Sends a region all of its events, each by a token of its source.
fn feed(place: &Path, service: &Service, (name, code): (&str, &str)) {
    let events = place.join("regions").join(name).join("events/2026-09.ndjson");
    let bytes = fs::read(events).unwrap();
    let mut by_source: BTreeMap<String, Vec<&[u8]>> = BTreeMap::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let event: Value = serde_json::from_slice(line).unwrap_or_default();
        let source = event["source"].as_str().unwrap_or("hall").to_owned();
        by_source.entry(source).or_default().push(line);
    }
    for (source, lines) in by_source {
        let token = token(place, code, &source);
        for batch in lines.chunks(1000) {
            assert_eq!(send(service, &format!("/{code}"), &token, &batch.join(&b'\n')).0, 200);
        }
    }
}

/// The stored events of a region.
fn stored(place: &Path, code: &str) -> String {
    let out = format!("stored-{code}.ndjson");
    run(place, &["export", "--data", &format!("data/{code}"), "--out", &out]);
    fs::read_to_string(place.join(out)).unwrap()
}

/// Logs in as an analyst of a region: the session's cookie, as it was set.
fn login(place: &Path, service: &Service, code: &str) -> String {
    let data = place.join("data").join(code);
    visitor::login(service, &data, &format!("/{code}"))
}

#[test]
fn regions_of_one_process_do_not_see_each_others_events() {
    let place = sample("regions-live-apart");
    let service = start(&place);
    let [ours, theirs] = REGIONS.map(|(_, code)| code);
    let ours_token = token(&place, ours, "hall");
    let event = json!({
        "specversion": "1.0", "id": "e-1", "source": "hall", "type": "queue.taken",
        "time": "2026-09-08T09:00:00+08:00", "data": {"ticket": "T-1"},
    })
    .to_string()
    .into_bytes();
    assert_eq!(send(&service, &format!("/{theirs}"), &ours_token, &event), (401, 0));
    assert_eq!(send(&service, &format!("/{ours}"), &ours_token, &event), (200, 1));
    assert_eq!(send(&service, "", &ours_token, &event).0, 404);
    assert_eq!((stored(&place, ours).lines().count(), stored(&place, theirs).lines().count()), (1, 0));
    // The same identity is another event in another region.
    assert_eq!(send(&service, &format!("/{theirs}"), &token(&place, theirs, "hall"), &event), (200, 1));

    let cookie = login(&place, &service, ours);
    assert!(cookie.contains(&format!("Path=/{ours}")), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(ask(&service, &format!("/{ours}/api/v1/due"), cookie, None).status, 200);
    // Even a browser that sent it would not be let in.
    assert_eq!(ask(&service, &format!("/{theirs}/api/v1/due"), cookie, None).status, 401);
    let elsewhere = ask(&service, &format!("/{theirs}/due"), cookie, None);
    assert_eq!(elsewhere.location, format!("/{theirs}/login?then=%2Fdue"));
    service.stop();
}

#[test]
fn live_equals_batch_for_each_and_a_restart_keeps_all() {
    let place = sample("regions-live-equal");
    let service = start(&place);
    for region in REGIONS {
        feed(&place, &service, region);
    }
    let verified = |code: &str| run(&place, &["verify", "--data", &format!("data/{code}"), "--lang", "en"]);
    let kept = REGIONS.map(|(_, code)| {
        verified(code);
        stored(&place, code)
    });
    service.kill();
    let service = start(&place);
    for ((_, code), kept) in REGIONS.iter().zip(&kept) {
        verified(code);
        assert!(stored(&place, code) == *kept, "{code} has other events after a restart");
    }
    service.stop();
    // The events of each store, in one batch run, give what each region's own files give.
    let events = place.join("events");
    for ((name, _), kept) in REGIONS.iter().zip(&kept) {
        fs::create_dir_all(events.join(name)).unwrap();
        fs::write(events.join(name).join("2026-09.ndjson"), kept).unwrap();
    }
    let month = ["--month", "2026-09", "--registry", "regions"];
    run(&place, &[&["score", "--out", "of-stores", "events"], &month[..]].concat());
    run(&place, &[&["score", "--out", "of-files"], &month[..]].concat());
    for (_, code) in REGIONS {
        let of = |out: &str| files_below(&place.join(out).join(code).join("2026-09"));
        let [stores, files] = [of("of-stores"), of("of-files")].map(|files| {
            files
                .into_iter()
                .map(|(name, text)| (name, text.split(",\"events\":{\"read\"").next().unwrap().to_owned()))
        });
        assert!(stores.eq(files), "{code}");
    }
}

#[test]
fn every_link_of_a_regions_pages_stays_below_its_code() {
    let place = sample("regions-live-links");
    let service = start(&place);
    feed(&place, &service, REGIONS[0]);
    let code = REGIONS[0].1;
    let cookie = login(&place, &service, code);
    let cookie = cookie.split(';').next().unwrap();
    let base = format!("/{code}/");
    let first = format!("{base}months/2026-09/windows");
    // The newest addresses are followed last, so that every kind of page comes early.
    let mut waiting: VecDeque<String> =
        VecDeque::from([first, format!("{base}rejected"), format!("{base}months")]);
    let (mut seen, mut read) = (BTreeSet::new(), 0);
    while let Some(path) = waiting.pop_front() {
        if !seen.insert(path.clone()) || read == PAGES_READ {
            continue;
        }
        read += 1;
        let page = ask(&service, &path, cookie, None);
        if path == base {
            assert_eq!(page.status, 303, "which page is first depends on the role");
            continue;
        }
        assert_eq!(page.status, 200, "{path}");
        for attribute in ["href=\"", "src=\"", "action=\""] {
            for link in page.body.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
                if link.starts_with(['#', '?']) || link.starts_with("data:") {
                    continue;
                }
                assert!(link.starts_with(&base), "{path} leads to {link}");
                // Files that are taken away have no links to follow.
                let is_file = link.contains("format=") || link.ends_with(".png");
                if attribute == "href=\"" && !is_file {
                    waiting.push_back(link.replace("&#38;", "&").replace("&amp;", "&"));
                }
            }
        }
    }
    assert_eq!(read, PAGES_READ, "{seen:?}");
    for kind in ["/windows/", "/staff/", "/cases/", "/assets/", "/due", "/feeds", "/audit", "lang=en"] {
        assert!(seen.iter().any(|path| path.contains(kind)), "no {kind} among {seen:?}");
    }
    let out = ask(&service, &format!("{base}logout"), cookie, Some("csrf=wrong"));
    assert_eq!(out.status, 403);
    service.stop();
}

#[test]
fn the_first_address_lists_the_regions_in_both_languages() {
    let place = sample("regions-live-list");
    let service = start(&place);
    let list = ask(&service, "/", "", None);
    for (_, code) in REGIONS {
        assert!(list.body.contains(&format!("<a href=\"/{code}/\">")), "{}", list.body);
    }
    assert!(list.body.contains("镇赉县") && ask(&service, "/?lang=en", "", None).body.contains("Regions"));
    let json: Value = serde_json::from_str(&ask(&service, "/api/v1/regions", "", None).body).unwrap();
    assert_eq!(json["regions"][1], json!({"code": "220821", "name": "镇赉县"}));
    let missing = ask(&service, "/999999/windows", "", None);
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("/220821/"), "it leads on: {}", missing.body);
    for (path, leads_to) in [("/220821", "/220821/today"), ("/220821/", "/220821")] {
        assert_eq!(ask(&service, path, "", None).location, leads_to);
    }
    let metrics = ask(&service, "/metrics", "", None).body;
    for (_, code) in REGIONS {
        assert!(metrics.contains(&format!("flagpost_open_cases{{region=\"{code}\"}} 0")), "{metrics}");
    }
    assert_eq!(ask(&service, "/healthz", "", None).status, 200);
    wait_for("readiness", || (ask(&service, "/readyz", "", None).status == 200).then_some(()));
    service.stop();
}

#[test]
fn commands_reach_a_region_of_the_running_service_by_its_data_folder_or_its_code() {
    let place = sample("regions-live-commands");
    let service = start(&place);
    let registry = place.join("regions/region-0001/registry/county.toml");
    let text = fs::read_to_string(&registry).unwrap();
    fs::write(&registry, text.replacen("镇赉县", "镇赉新县", 1)).unwrap();
    // Only a running service can be told to reload.
    run(&place, &["reload", "--data", "data/220821"]);
    assert!(ask(&service, "/", "", None).body.contains("镇赉新县"));
    fs::write(&registry, text.replacen("220821", "220822", 1)).unwrap();
    let refused = flagpost_in(&place, &["reload", "--data", "data/220821"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("served as 220821"), "{said}");
    run(&place, &["months", "--data", "data", "--region", "110151"]);
    let refused = flagpost_in(&place, &["months", "--data", "data"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2));
    assert!(said.contains("name one of them, for example --data data/110151"), "{said}");
    fs::write(&registry, text).unwrap();
    service.stop();
    // And where none runs, the command opens the desk itself.
    run(&place, &["months", "--data", "data", "--region", "110151", "--registry", "regions"]);
}

#[test]
fn each_region_has_a_drop_folder_of_its_own() {
    let place = sample("regions-live-drop");
    let config = with_drop_folder(&place, &place.join("regions"), "");
    let service = Service::start(&config);
    let event = json!({
        "specversion": "1.0", "id": "e-1", "source": "hall", "type": "queue.taken",
        "time": "2026-09-08T09:00:00+08:00", "data": {"ticket": "T-1"},
    });
    let code = REGIONS[1].1;
    fs::write(place.join(format!("drop/{code}/.unfinished")), format!("{event}\n")).unwrap();
    fs::rename(place.join(format!("drop/{code}/.unfinished")), place.join(format!("drop/{code}/a.ndjson")))
        .unwrap();
    wait_for("the event", || (stored(&place, code).lines().count() == 1).then_some(()));
    assert_eq!(stored(&place, REGIONS[0].1), "");
    service.stop();
}

#[test]
fn the_mistakes_of_every_region_stop_the_start_with_their_folders() {
    let place = sample("regions-live-mistakes");
    for (name, _) in REGIONS {
        let registry = place.join("regions").join(name).join("registry/county.toml");
        let text = fs::read_to_string(&registry).unwrap();
        fs::write(&registry, text.replacen("timezone", "timezona", 1)).unwrap();
    }
    let Err((status, log)) = Service::try_of(&mut up_on(&place.join("data"), &place.join("regions"))) else {
        panic!("it started")
    };
    assert_eq!(status, Some(3), "{log}");
    for (name, _) in REGIONS {
        assert!(log.contains(&format!("regions/{name}/registry/county.toml:")), "{log}");
    }
    assert!(!place.join("data").exists(), "nothing is begun");
}

#[test]
fn a_data_folder_is_not_taken_for_another_kind() {
    let place = sample("regions-live-kinds");
    start(&place).stop();
    let says = |data: &str, registry: &str| {
        let Err((status, log)) = Service::try_of(&mut up_on(&place.join(data), &place.join(registry))) else {
            panic!("it started")
        };
        assert_eq!(status, Some(2), "{log}");
        log
    };
    assert!(says("data", "regions/region-0001").contains("has the data of several regions"));
    assert!(says("data/220821", "regions").contains("is the data folder of one region"));
    let user =
        flagpost_reading(&["user", "--data", arg(&place.join("data")), "set", "a"], b"a long password\n");
    assert!(user.status == 2 && user.stderr.contains("has the data of several regions"), "{}", user.stderr);
    // A region's own folder is an ordinary one.
    Service::of(&mut up_on(&place.join("data/220821"), &place.join("regions/region-0001"))).stop();
}

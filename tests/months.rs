//! Months of a running service, with the built program: closed, reissued, proved, backed up, restored, simulated.
#![allow(clippy::unwrap_used)]

mod program;

use program::fed::{Fed, sample};
use program::{arg, at_root, files_below, flagpost_in, folder};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs `flagpost COMMAND --data data …` in a folder and gives what it printed.
fn run(place: &Path, command: &str, more: &[&str]) -> String {
    let output = try_run(place, command, more);
    assert!(output.status.success(), "{command} {more:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn try_run(place: &Path, command: &str, more: &[&str]) -> Output {
    flagpost_in(place, &[&[command, "--data", "data"], more].concat())
}

/// The run ends with a status and says something.
fn refused(place: &Path, command: &str, more: &[&str], status: i32, says: &str) {
    let output = try_run(place, command, more);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{command} {more:?}: {said}");
    assert!(said.contains(says), "`{says}` in: {said}");
}

/// The files of a version.
fn version(place: &Path, month: &str, version: &str) -> Vec<(String, String)> {
    let out = format!("version-{month}-{version}");
    run(place, "months", &["show", "--month", month, "--version", version, "--out", &out]);
    files_below(&place.join(out))
}

/// Two recorded findings of August that count: one to be voided, one to be taken back.
fn counting_findings(place: &Path) -> [Value; 2] {
    let text =
        String::from_utf8_lossy(&fs::read(place.join("sample/events/2026-08.ndjson")).unwrap()).into_owned();
    let events: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let retracted: BTreeSet<&str> = events
        .iter()
        .filter(|event| event["type"] == "event.retracted")
        .filter_map(|event| event["data"]["id"].as_str())
        .collect();
    let ledger = &files_below(&place.join("version-2026-08-1"))[0];
    assert!(ledger.0.ends_with("ledger.ndjson"), "{}", ledger.0);
    let counts = |event: &Value| {
        event["type"] == "finding.recorded"
            && !retracted.contains(event["id"].as_str().unwrap_or_default())
            && ledger.1.contains(&format!("\"finding\":{}", event["data"]["finding"]))
    };
    let mut found: Vec<Value> = events.iter().filter(|event| counts(event)).cloned().collect();
    found.truncate(2);
    found.try_into().expect("the sample has two findings that count")
}

/// Both findings are no more, weeks after their month was closed.
fn late(findings: &[Value; 2]) -> String {
    let step = |id: &str, event_type: &str, data: Value| {
        json!({"specversion": "1.0", "id": id, "source": "hall", "type": event_type,
               "time": "2026-10-20T09:00:00+08:00", "data": data})
        .to_string()
    };
    let [appealed, mistaken] = findings;
    let voided = json!({"finding": appealed["data"]["finding"], "reason": "申诉成立：系统故障", "approved_by": "监察局"});
    let retracted = json!({"source": mistaken["source"], "id": mistaken["id"], "reason": "误录", "approved_by": "监察局"});
    [step("late-1", "finding.voided", voided), step("late-2", "event.retracted", retracted)].join("\n")
}

#[test]
fn a_month_is_closed_reissued_and_proved_again_from_its_events() {
    let place = folder("months-story");
    sample(&place);
    let fed = Fed::start(&place);
    fed.send(&place.join("sample/events/2026-08.ndjson"));
    fed.send(&place.join("sample/events/2026-09.ndjson"));

    refused(&place, "close", &["--month", "2026-09"], 1, "close 2026-08 first");
    refused(&place, "close", &["--month", "2099-12"], 1, "2099-12 can be closed from");
    refused(&place, "reissue", &["--month", "2026-08", "--reason", "x"], 1, "never closed");
    refused(&place, "diff", &["--month", "2026-08"], 1, "never closed");
    refused(&place, "close", &["--month", "August"], 2, "August");

    let told = run(&place, "close", &["--month", "2026-08", "--by", "王监察"]);
    assert!(told.contains("closed, version 1"), "{told}");
    refused(&place, "close", &["--month", "2026-08"], 1, "2026-08 is closed");
    refused(&place, "reissue", &["--month", "2026-08", "--reason", "x"], 1, "nothing changed");
    let first = version(&place, "2026-08", "1");
    assert_eq!(first.len(), 4, "the three of the contract, and what was decided on flags");

    fed.send_text(&late(&counting_findings(&place)));
    let difference = run(&place, "diff", &["--month", "2026-08", "--lang", "en"]);
    for part in ["version 1 → now", "申诉成立：系统故障", "误录", "[2]"] {
        assert!(difference.contains(part), "`{part}` in {difference}");
    }
    let told = run(&place, "reissue", &["--month", "2026-08", "--reason", "两起申诉", "--by", "王监察"]);
    assert!(told.contains("reissued, version 2"), "{told}");
    assert_eq!(version(&place, "2026-08", "1"), first, "what was published is never different");
    let second = version(&place, "2026-08", "2");
    let changes: Value = serde_json::from_str(&second[0].1).unwrap();
    assert!(second[0].0.ends_with("changes.json"));
    assert_eq!(changes["late"].as_array().unwrap().len(), 2);
    assert!(changes["count"].as_u64().unwrap() > 0);
    assert!(run(&place, "diff", &["--month", "2026-08", "--lang", "en"]).contains("no changes"));
    let between = run(&place, "diff", &["--month", "2026-08", "--to", "2", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&between).unwrap()["count"], changes["count"]);

    run(&place, "close", &["--month", "2026-09"]);
    let listed = run(&place, "months", &["--lang", "en"]);
    for part in ["closed version 1", "reissued version 2", "王监察", "两起申诉", "2026-09  closed"] {
        assert!(listed.contains(part), "`{part}` in {listed}");
    }

    let proved = run(&place, "verify", &["--lang", "en"]);
    assert!(proved.contains("2026-08 version 1") && proved.contains("2026-08 version 2"), "{proved}");
    // The service is gone without a word; the commands open the folder themselves and find the same.
    fed.kill();
    assert!(place.join("data/service.json").exists());
    assert_eq!(run(&place, "months", &["--lang", "en"]), listed);
    run(&place, "verify", &[]);
    assert!(run(&place, "diff", &["--month", "2026-08", "--lang", "en"]).contains("no changes"));

    // Another registry from now on; what was published is proved by its own.
    let registry = place.join("sample/registry/county.toml");
    let renamed = fs::read_to_string(&registry).unwrap().replace("婚姻登记窗口", "婚姻登记一窗");
    fs::write(&registry, renamed).unwrap();
    let _fed = Fed::start(&place);
    run(&place, "verify", &[]);
    assert!(
        run(&place, "diff", &["--month", "2026-08", "--lang", "en"]).contains("the registry has changed")
    );
}

#[test]
fn an_export_scores_to_what_was_shown() {
    let place = folder("months-export");
    sample(&place);
    let fed = Fed::start(&place);
    fed.send(&place.join("sample/events/2026-08.ndjson"));
    fed.send_one(&finding_over_several_lines());
    run(&place, "close", &["--month", "2026-08"]);
    for packed in ["all.ndjson", "all.ndjson.zst", "all.ndjson.gz"] {
        run(&place, "export", &["--out", packed]);
    }
    let shown = version(&place, "2026-08", "1");
    let result: Value =
        serde_json::from_str(&shown.iter().find(|(name, _)| name.ends_with("result.json")).unwrap().1)
            .unwrap();
    let as_of = result["as_of"].as_str().unwrap().to_owned();
    assert!(shown.iter().any(|(_, text)| text.contains("\"finding\":\"F-lines\"")), "it counts");
    let outs = ["all.ndjson", "all.ndjson.zst", "all.ndjson.gz"].map(|packed| {
        let out = format!("out-{packed}");
        let args = [
            "score",
            "--registry",
            "sample/registry",
            "--month",
            "2026-08",
            "--as-of",
            &as_of,
            "--out",
            &out,
            packed,
        ];
        let scored = flagpost_in(&place, &args);
        assert!(scored.status.success(), "{}", String::from_utf8_lossy(&scored.stderr));
        files_below(&place.join(out).join("2026-08"))
    });
    assert!(outs[0] == outs[1] && outs[1] == outs[2], "packed or not, they are the same events");
    for (name, text) in &outs[0] {
        let (_, frozen) = shown.iter().find(|(kept, _)| kept.ends_with(name.as_str())).unwrap();
        // The export has one event more, which says that the month was closed.
        let events = result["events"]["accepted"].as_u64().unwrap();
        let count = |events: u64| format!("\"read\":{events},\"accepted\":{events}");
        assert_eq!(&text.replace(&count(events + 1), &count(events)), frozen, "{name}");
    }
}

/// An event as people format it.
fn finding_over_several_lines() -> String {
    let data =
        json!({"finding": "F-lines", "kind": "no_badge_or_dress", "window": "W-01", "inspector": "B-01"});
    let event = json!({"specversion": "1.0", "id": "lines", "source": "hall", "type": "finding.recorded",
                       "time": "2026-08-11T09:00:00+08:00", "data": data});
    serde_json::to_string_pretty(&event).unwrap()
}

#[test]
fn what_was_tampered_with_is_told() {
    let place = folder("months-tampered");
    sample(&place);
    let fed = Fed::start(&place);
    fed.send(&place.join("sample/events/2026-08.ndjson"));
    run(&place, "close", &["--month", "2026-08"]);
    fed.kill();
    run(&place, "verify", &[]);
    let store = place.join("data/flagpost.db");
    let tamper = |sql: &str, says: &[&str]| {
        let untouched = fs::read(&store).unwrap();
        let connection = rusqlite::Connection::open(&store).unwrap();
        assert_eq!(connection.execute(sql, []).unwrap(), 1, "{sql}");
        connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        drop(connection);
        let output = try_run(&place, "verify", &["--lang", "en"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{sql}: {said}");
        says.iter().for_each(|part| assert!(said.contains(part), "{sql}: `{part}` in {said}"));
        fs::write(&store, untouched).unwrap();
    };
    // An event that changes no result is in the digest all the same.
    tamper(
        "UPDATE events SET raw = replace(raw, '\"device\":', '\"devise\":') WHERE event =
         (SELECT min(event) FROM events WHERE raw LIKE '%attendance.swipe%\"device\":%')",
        &["2026-08 version 1", "digest of events"],
    );
    tamper(
        "UPDATE closed_months SET ledger = (SELECT notices FROM closed_months)",
        &["2026-08 version 1", "ledger.ndjson", "line 1"],
    );
    tamper("UPDATE audit SET who = 'nobody' WHERE what = 'month.closed'", &["Audit log", "does not follow"]);
    tamper(
        "UPDATE givens SET files = replace(files, '镇赉县', '镇来县')",
        &["2026-08 version 1", "registry, rulebook and calendar were altered"],
    );
    run(&place, "verify", &[]);
}

#[test]
fn a_backup_is_made_while_events_pour_in_and_restored_elsewhere() {
    let place = folder("months-backup");
    sample(&place);
    let fed = Fed::start(&place);
    fed.send(&place.join("sample/events/2026-08.ndjson"));
    run(&place, "close", &["--month", "2026-08"]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            fed.send(&place.join("sample/events/2026-09.ndjson"));
            done.store(true, Ordering::Relaxed);
        });
        let mut made = 0;
        while !done.load(Ordering::Relaxed) || made == 0 {
            run(&place, "backup", &["--to", &format!("backup-{made}")]);
            made += 1;
            // What is shown at one moment is proved while the next events are taken in.
            run(&place, "verify", &[]);
        }
    });
    let manifest: Value =
        serde_json::from_str(&fs::read_to_string(place.join("backup-0/manifest.json")).unwrap()).unwrap();
    let events = manifest["events"].as_u64().unwrap();
    assert!(events > 20_000, "{manifest}");
    assert!(
        place.join("backup-0/registry/county.toml").exists()
            && place.join("backup-0/rulebook/zhenlai.toml").exists()
    );
    refused(&place, "backup", &["--to", "backup-0"], 1, "not empty");
    refused(&place, "restore", &["--from", "backup-0"], 1, "in use by another");

    let elsewhere = place.join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let from = place.join("backup-0");
    let told = run(&elsewhere, "restore", &["--from", arg(&from)]);
    assert!(told.contains(&events.to_string()), "{told}");
    run(&elsewhere, "verify", &[]);
    assert_eq!(version(&elsewhere, "2026-08", "1"), version(&place, "2026-08", "1"));
    // What the backup's own files describe is the county that the service goes on with.
    fs::rename(from.join("registry"), elsewhere.join("registry")).unwrap();
    let fed = Fed::start_with(&elsewhere, &elsewhere.join("registry"));
    run(&elsewhere, "verify", &[]);
    fed.kill();
    refused(&elsewhere, "restore", &["--from", arg(&from)], 1, "has a store already");
}

#[test]
fn a_backup_that_is_not_whole_is_not_restored() {
    let place = folder("months-backup-broken");
    sample(&place);
    let fed = Fed::start(&place);
    fed.send(&place.join("sample/events/2026-08.ndjson"));
    run(&place, "backup", &["--to", "backup"]);
    fed.kill();
    let elsewhere = place.join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let refuse = |says: &str| {
        refused(&elsewhere, "restore", &["--from", "../backup"], 1, says);
        assert!(!elsewhere.join("data/flagpost.db").exists());
    };
    let (manifest, store) = (place.join("backup/manifest.json"), place.join("backup/flagpost.db"));
    let told = fs::read_to_string(&manifest).unwrap();
    fs::remove_file(&manifest).unwrap();
    refuse("no finished backup");
    fs::write(&manifest, told.replacen("\"events\": ", "\"events\": 1", 1)).unwrap();
    refuse("not what its manifest says");
    fs::write(&manifest, told).unwrap();
    let bytes = fs::read(&store).unwrap();
    fs::write(&store, &bytes[..bytes.len() / 2]).unwrap();
    refuse("the copy");
    fs::write(&store, bytes).unwrap();
    run(&elsewhere, "restore", &["--from", "../backup"]);
}

#[test]
fn a_folder_without_a_store_is_said_to_be_none() {
    let place = folder("months-no-store");
    fs::create_dir(place.join("data")).unwrap();
    for command in ["months", "verify"] {
        refused(&place, command, &[], 2, "is no data folder");
    }
    refused(&place, "backup", &["--to", "backup"], 2, "is no data folder");
    refused(&place, "export", &["--out", "all.ndjson"], 2, "is no data folder");
    assert!(fs::read_dir(place.join("data")).unwrap().next().is_none(), "looking made nothing");
}

#[test]
fn a_what_if_is_the_same_from_the_store_and_from_files() {
    let place = folder("months-simulate");
    sample(&place);
    let fed = Fed::start(&place);
    fed.send(&place.join("sample/events/2026-08.ndjson"));
    fed.send(&place.join("sample/events/2026-09.ndjson"));
    let other = at_root("scoring/rulebooks/luzhou-variant.toml");
    let what = [
        "--months",
        "2026-08..2026-09",
        "--with",
        arg(&other),
        "--as-of",
        "2026-10-02T00:00:00+08:00",
        "--full",
    ];
    let of_store = run(&place, "simulate", &what);
    let files = ["sample/events/2026-08.ndjson", "sample/events/2026-09.ndjson"];
    let of_files =
        flagpost_in(&place, &[&["simulate", "--registry", "sample/registry"], &what[..], &files].concat());
    assert!(of_files.status.success(), "{}", String::from_utf8_lossy(&of_files.stderr));
    assert_eq!(of_store, String::from_utf8(of_files.stdout).unwrap());
    refused(
        &place,
        "simulate",
        &[&what[..], &["--registry", "sample/registry"]].concat(),
        2,
        "cannot be used with",
    );
    // A month that goes on is taken as of now, not as of an end that lies ahead.
    let now = run(&place, "simulate", &["--months", "2099-12", "--with", arg(&other), "--lang", "en"]);
    assert!(now.contains("December 2099"), "{now}");
}

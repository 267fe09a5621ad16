//! Changes between versions of a month: complete and traced on random counties, and one county from files to text.
#![allow(clippy::unwrap_used)]

mod county;
mod program;

use county::{GIVENS, Seen, Written, after_all, events, files};
use program::{arg, at_root, check_golden, flagpost_in, folder};
use proptest::prelude::*;
use reports::changes::late::Late;
use reports::changes::published::{Anomaly, Entry, EventId};
use reports::changes::{Between, Change, Changes, MonthFiles, Published, Reason, compare};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

fn published(written: &Written) -> Published {
    let files = MonthFiles {
        result: written.result.as_bytes(),
        ledger: written.ledger.as_bytes(),
        notices: written.notices.as_bytes(),
    };
    Published::read(&files).unwrap()
}

/// Scores without the late events and with them, and compares month by month.
fn versions(events: &[Seen], is_late: &[bool]) -> Vec<(Written, Written, Changes)> {
    let of = |wanted: bool| -> Vec<&Seen> {
        let chosen = events.iter().zip(is_late.iter().cycle());
        chosen.filter(|(_, late)| **late == wanted).map(|(event, _)| event).collect()
    };
    let (early, arrived) = (of(false), of(true));
    let find = |wanted: &EventId| {
        let found = events.iter().find(|event| event.source == wanted.source && event.id == wanted.id);
        found.map(Seen::line)
    };
    let read = |event: &&Seen| Late::read(&event.line(), None, &GIVENS.registry.zone, find).unwrap();
    let late: Vec<Late> = arrived.iter().map(read).collect();
    let before = files(early.iter().copied(), after_all());
    let after = files(early.into_iter().chain(arrived), after_all());
    let pairs = before.into_iter().zip(after).map(|(before, after)| {
        let between = Between { late: late.clone(), ..Between::default() };
        let changes = compare(&published(&before), &published(&after), between);
        (before, after, changes)
    });
    pairs.collect()
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }
}

fn unnamed<T: std::fmt::Debug>(changes: &[Change<T>]) -> Vec<String> {
    let unnamed = changes.iter().filter(|change| change.because.contains(&Reason::Unnamed));
    unnamed.map(|change| format!("{change:?}")).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_difference_is_told_and_none_that_is_not_there(
        events in events(), is_late in proptest::collection::vec(any::<bool>(), 1..40)
    ) {
        for (before, after, changes) in versions(&events, &is_late) {
            prop_assert_eq!(changes.is_empty(), before == after, "{:?}", changes);
            let mut lines: BTreeMap<String, i32> = BTreeMap::new();
            let mut count = |entry: &Entry, by: i32| *lines.entry(format!("{entry:?}")).or_default() += by;
            published(&before).entries.iter().for_each(|entry| count(entry, 1));
            published(&after).entries.iter().for_each(|entry| count(entry, -1));
            for change in &changes.entries {
                change.turn.before().into_iter().for_each(|entry| count(entry, -1));
                change.turn.after().into_iter().for_each(|entry| count(entry, 1));
            }
            prop_assert!(lines.values().all(|&left| left == 0), "{:?}", lines);
        }
    }

    #[test]
    fn whatever_late_events_changed_is_traced_to_one(
        events in events(), is_late in proptest::collection::vec(any::<bool>(), 1..40)
    ) {
        for (_, _, changes) in versions(&events, &is_late) {
            // Whom a finding names that counts in no book is not in the files: such anomalies and actions stay unnamed.
            let anomalies: Vec<Change<Anomaly>> = changes.anomalies.into_iter()
                .filter(|change| change.turn.latest().kind != "not_assigned")
                .collect();
            let untraced = [
                unnamed(&changes.entries),
                unnamed(&changes.windows),
                unnamed(&changes.staff),
                unnamed(&changes.notices),
                unnamed(&anomalies),
                unnamed(&changes.rates),
            ].concat();
            prop_assert!(untraced.is_empty(), "{:#?}", untraced);
        }
    }
}

/// The contract case of flags and bans, scored twice: at first the voiding of F-3 (e04) had not arrived, nor had the
/// retraction of a resolution that was entered by mistake.
struct Reissue {
    dir: PathBuf,
    registry: String,
}

const RETRACTION: &str = r#"{"specversion":"1.0","id":"x01","source":"hall","type":"event.retracted","time":"2026-10-12T09:00:00+08:00","data":{"source":"hall","id":"e07","reason":"录入错误","approved_by":"B-01"}}"#;
const FOR_NOTHING: &str = r#"{"specversion":"1.0","id":"x02","source":"hall","type":"finding.voided","time":"2026-10-12T09:05:00+08:00","data":{"finding":"F-none","reason":"申诉成立","approved_by":"B-01"}}"#;

impl Reissue {
    fn new(name: &str) -> Reissue {
        let (dir, case) = (folder(&format!("changes-{name}")), at_root("tests/cases/09-flags-bans"));
        let events = fs::read_to_string(case.join("events.ndjson")).unwrap();
        let (late, early): (Vec<&str>, Vec<&str>) =
            events.lines().partition(|line| line.contains("\"id\":\"e04\""));
        assert_eq!((late.len(), early.len()), (1, 11));
        fs::write(dir.join("early.ndjson"), early.join("\n")).unwrap();
        fs::write(dir.join("late.ndjson"), [late[0], RETRACTION, FOR_NOTHING].join("\n")).unwrap();
        let reissue = Reissue { dir, registry: arg(&case.join("registry")).to_owned() };
        reissue.score("v1", &["early.ndjson"]);
        reissue.score("v2", &["early.ndjson", "late.ndjson"]);
        reissue
    }

    fn score(&self, out: &str, more: &[&str]) {
        let months = ["--month", "2026-09..2026-10", "--as-of", "2026-11-03T00:00:00+08:00"];
        let line = [&["score", "--registry", &self.registry, "--out", out][..], &months, more].concat();
        let ran = flagpost_in(&self.dir, &line);
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }

    fn compare(&self, more: &[&str]) -> std::process::Output {
        let late = ["--registry", &self.registry, "--late", "late.ndjson", "--events", "early.ndjson"];
        flagpost_in(&self.dir, &[&["compare", "v1", "v2"][..], &late, more].concat())
    }
}

/// Golden files; after a wanted change `FLAGPOST_BLESS=1 cargo test --test changes` writes them anew, read the difference.
#[test]
fn a_reissue_lists_every_change_with_its_reason_in_both_languages() {
    let reissue = Reissue::new("reissue");
    check_golden("tests/changes/reissue.zh.txt", &reissue.compare(&[]));
    check_golden("tests/changes/reissue.en.txt", &reissue.compare(&["--lang", "en"]));
}

#[test]
fn the_list_of_changes_is_json_a_line_for_each_month() {
    let output = Reissue::new("json").compare(&["--json"]);
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        lines.iter().map(|line| line["month"].as_str().unwrap()).collect::<Vec<_>>(),
        ["2026-09", "2026-10"]
    );
    let september = &lines[0];
    let voided = september["late"].as_array().unwrap().iter().position(|late| late["id"] == "e04").unwrap();
    let line = |finding: &str| {
        let mut entries = september["entries"].as_array().unwrap().iter();
        entries.find(|entry| entry["before"]["finding"] == finding).unwrap().clone()
    };
    let because = &line("F-3")["because"][0];
    assert_eq!((because["kind"].as_str(), because["late"].as_u64()), (Some("late"), Some(voided as u64)));
    assert_eq!(because["zh"], "迟到事件 finding.voided hall/e04：申诉成立");
    assert_eq!(because["en"], "late event finding.voided hall/e04: 申诉成立");
    let red =
        september["windows"].as_array().unwrap().iter().find(|window| window["window"] == "W-03").unwrap();
    assert_eq!((&red["flag"]["before"], &red["flag"]["after"]), (&Value::Null, &Value::from("red")));
}

#[test]
fn what_another_rulebook_changes_is_told_in_a_few_lines() {
    let reissue = Reissue::new("simulate");
    let simulate = |more: &[&str]| {
        let what = ["simulate", "--registry", &reissue.registry, "--with", "luzhou-variant"];
        let months = ["--months", "2026-09..2026-10", "early.ndjson", "late.ndjson"];
        flagpost_in(&reissue.dir, &[&what[..], &months, more].concat())
    };
    check_golden("tests/changes/simulate.zh.txt", &simulate(&[]));
    check_golden("tests/changes/simulate.en.txt", &simulate(&["--lang", "en"]));

    // It is what scoring twice and comparing says.
    let as_of = ["--as-of", "2026-11-03T00:00:00+08:00"];
    reissue.score("other", &["--rulebook", "luzhou-variant", "early.ndjson", "late.ndjson"]);
    let compared = flagpost_in(&reissue.dir, &["compare", "v2", "other", "--json"]).stdout;
    let simulated = simulate(&[&["--json"][..], &as_of].concat()).stdout;
    let parts = |bytes: Vec<u8>| -> Vec<Value> {
        let lines = String::from_utf8(bytes).unwrap();
        let months = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let lists = ["givens", "windows", "staff", "entries", "actions", "notices", "anomalies", "rates"];
        months.flat_map(|month| lists.map(|list| month[list].clone())).collect()
    };
    assert_eq!(parts(compared), parts(simulated));
}

#[test]
fn what_cannot_be_compared_is_told() {
    let reissue = Reissue::new("faults");
    fs::create_dir(reissue.dir.join("empty")).unwrap();
    fs::write(reissue.dir.join("v2/2026-10/ledger.ndjson"), "{\"book\":\"window\"}\n").unwrap();
    let run = |args: &[&str]| {
        let output = flagpost_in(&reissue.dir, args);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, told) = run(&["compare", "v1", "empty"]);
    assert_eq!(status, Some(2), "{told}");
    assert!(told.contains("empty holds no month"), "{told}");
    let (status, told) = run(&["compare", "v1", "v2"]);
    assert_eq!(status, Some(1), "{told}");
    assert!(told.contains("v2/2026-10: ledger.ndjson is not as flagpost score writes it, line 1"), "{told}");
    fs::remove_dir_all(reissue.dir.join("v2/2026-10")).unwrap();
    let (status, told) = run(&["compare", "v1", "v2", "--lang", "en"]);
    assert_eq!((status, told.trim_end()), (Some(0), "October 2026: only in v1, nothing to compare it with"));
    let simulate =
        ["simulate", "--registry", &reissue.registry, "--with", "luzhou-variant", "--month", "2026-09"];
    let (status, told) = run(&[&simulate[..], &["-"]].concat());
    assert_eq!(status, Some(2), "{told}");
    assert!(told.contains("standard input"), "{told}");
    let (status, told) = run(&[&simulate[..], &["early.ndjson"], &["--with", "nothing.toml"]].concat());
    assert_eq!(status, Some(1), "{told}");
}

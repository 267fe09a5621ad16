//! Many regions in one run: each gets the bytes of its own run, what is wrong with one stops no other.

#![allow(clippy::unwrap_used)]

mod program;

use program::{arg, files_below, flagpost, folder, gzip, zstd};
use std::fs;
use std::path::{Path, PathBuf};

/// The codes of the sample's regions, by folder.
const REGIONS: [(&str, &str); 3] =
    [("region-0001", "220821"), ("region-0002", "110151"), ("region-0003", "130151")];

/// Three small counties over two months.
fn sample(name: &str) -> PathBuf {
    let place = folder(name);
    let out = place.join("regions");
    let small = ["--windows", "3", "--staff", "6", "--events", "9000", "--months", "2026-08..2026-09"];
    let made = flagpost(&[&["sample", "--regions", "3", "--out", arg(&out)], &small[..]].concat());
    assert_eq!(made.status, 0, "{}", made.stderr);
    place
}

fn score(registry: &Path, out: &Path, more: &[&str]) -> program::Ran {
    flagpost(&[&["score", "--registry", arg(registry), "--out", arg(out)], more].concat())
}

/// Scores each region by itself, into a folder of its code.
fn own_runs(place: &Path, out: &Path, more: &[&str]) {
    for (name, code) in REGIONS {
        let region = place.join("regions").join(name);
        let events = [region.join("events/2026-08.ndjson"), region.join("events/2026-09.ndjson")];
        let more = [more, &[arg(&events[0]), arg(&events[1])]].concat();
        let ran = score(&region.join("registry"), &out.join(code), &more);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
}

#[test]
fn many_regions_in_one_run_get_the_bytes_of_their_own_runs() {
    let place = sample("regions-own-runs");
    let months = ["--month", "2026-08..2026-09"];
    own_runs(&place, &place.join("own"), &months);
    let expected = files_below(&place.join("own"));
    assert_eq!(expected.len(), 3 * 7);
    for threads in ["1", "2", "8"] {
        let out = place.join(format!("out-{threads}"));
        let ran = score(&place.join("regions"), &out, &["--month", "2026-08..2026-09", "--threads", threads]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert_eq!(files_below(&out), expected, "{threads} threads");
    }
}

#[test]
fn earlier_months_are_known_from_the_folder_of_an_earlier_run() {
    let place = sample("regions-history");
    own_runs(&place, &place.join("own"), &["--month", "2026-08"]);
    let (earlier, out) = (place.join("earlier"), place.join("out"));
    assert_eq!(score(&place.join("regions"), &earlier, &["--month", "2026-08"]).status, 0);
    for (_, code) in REGIONS {
        let own = place.join("own").join(code);
        assert_eq!(files_below(&earlier.join(code)), files_below(&own));
    }
    let later = ["--month", "2026-09", "--history"];
    let ran = score(&place.join("regions"), &out, &[&later[..], &[arg(&earlier)]].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for (name, code) in REGIONS {
        let region = place.join("regions").join(name);
        let (own, history) = (place.join("own-later").join(code), earlier.join(code));
        let events = region.join("events");
        let files = [events.join("2026-08.ndjson"), events.join("2026-09.ndjson")];
        let more = [&later[..], &[arg(&history), arg(&files[0]), arg(&files[1])]].concat();
        assert_eq!(score(&region.join("registry"), &own, &more).status, 0);
        assert_eq!(files_below(&out.join(code)), files_below(&own));
    }
}

#[test]
fn events_may_lie_in_folders_beside_by_name_or_by_code_packed_or_not() {
    let place = sample("regions-beside");
    own_runs(&place, &place.join("own"), &["--month", "2026-09"]);
    let (regions, events) = (place.join("regions"), place.join("events"));
    let read = |name: &str, month: &str| {
        fs::read(regions.join(name).join("events").join(format!("{month}.ndjson"))).unwrap()
    };
    for (name, target) in REGIONS.into_iter().map(|(name, code)| match name {
        "region-0001" => (name, events.join(name)),
        _ => (name, events.join(code).join("events")),
    }) {
        fs::create_dir_all(&target).unwrap();
        fs::write(target.join("2026-08.ndjson.gz"), gzip(&read(name, "2026-08"))).unwrap();
        fs::write(target.join("2026-09.ndjson.zst"), zstd(&read(name, "2026-09"))).unwrap();
        fs::write(target.join(".hidden"), "not read").unwrap();
    }
    let out = place.join("out");
    let ran = score(&regions, &out, &["--month", "2026-09", arg(&events)]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for (_, code) in REGIONS {
        for name in ["result.json", "ledger.ndjson", "notices.ndjson"] {
            let of = |out: &Path| fs::read(out.join(code).join("2026-09").join(name)).unwrap();
            assert!(of(&out) == of(&place.join("own")), "{code} {name}");
        }
    }
}

#[test]
fn a_region_with_mistakes_is_told_with_its_folder_and_stops_no_other() {
    let place = sample("regions-mistakes");
    let regions = place.join("regions");
    let registry = regions.join("region-0002/registry/county.toml");
    let text = fs::read_to_string(&registry).unwrap();
    fs::write(&registry, text.replacen("timezone", "timezona", 1)).unwrap();
    fs::create_dir_all(regions.join("forgotten")).unwrap();
    let out = place.join("out");
    let ran = score(&regions, &out, &["--month", "2026-09"]);
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    for expected in ["region-0002/registry/county.toml:", "forgotten: the region's folder has no TOML files"]
    {
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
    assert!(
        out.join("220821/2026-09/result.json").exists() && out.join("130151/2026-09/result.json").exists()
    );
    assert!(!out.join("110151").exists());
}

#[test]
fn two_folders_with_one_code_are_a_mistake_and_only_the_first_is_scored() {
    let place = sample("regions-code");
    let regions = place.join("regions");
    let (one, two) = (regions.join("region-0001"), regions.join("region-0002"));
    fs::copy(one.join("registry/county.toml"), two.join("registry/county.toml")).unwrap();
    let own = place.join("own");
    own_runs(&place, &own, &["--month", "2026-09"]);
    let out = place.join("out");
    let ran = score(&regions, &out, &["--month", "2026-09"]);
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("region-0002/registry: the region has the code 220821"), "{}", ran.stderr);
    assert_eq!(files_below(&out.join("220821")), files_below(&own.join("220821")));
    assert!(out.join("130151").exists());
}

#[test]
fn nothing_that_lies_among_the_events_is_passed_over() {
    let place = sample("regions-unclaimed");
    let (regions, events) = (place.join("regions"), place.join("events"));
    for (name, _) in REGIONS {
        fs::create_dir_all(events.join(name)).unwrap();
        let file = format!("{name}/events/2026-09.ndjson");
        fs::copy(regions.join(&file), events.join(name).join("2026-09.ndjson")).unwrap();
    }
    fs::create_dir_all(events.join("nobody")).unwrap();
    fs::write(events.join("loose.ndjson"), "{}\n").unwrap();
    fs::write(events.join("region-0003/2026-09.csv"), "x\n").unwrap();
    let out = place.join("out");
    let ran = score(&regions, &out, &["--month", "2026-09", arg(&events)]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    for expected in [
        "events/nobody: 不属于任何县区",
        "events/loose.ndjson: 不属于任何县区",
        "region-0003/2026-09.csv 不是事件文件",
        "1 of 3 regions are not scored; 3 to mend",
    ] {
        assert!(ran.stderr.contains(expected), "{expected}: {}", ran.stderr);
    }
    assert!(out.join("220821").exists() && out.join("110151").exists() && !out.join("130151").exists());
}

#[test]
fn commands_for_one_region_say_which_ones_there_are() {
    let place = sample("regions-one");
    let ran = flagpost(&[
        "page",
        "--registry",
        arg(&place.join("regions")),
        "--month",
        "2026-09",
        "--out",
        "x",
        "-",
    ]);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("has 3 regions: name one of them"), "{}", ran.stderr);
}

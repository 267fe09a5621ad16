//! The drop folder of a service that runs: every kind of file, mistakes that stop the start, and kills in the middle.
#![allow(clippy::unwrap_used)]

mod program;

use ingest::store::sqlite::{Records, RejectionFilter};
use program::service::{Service, drop_file, result_of, wait_for, with_drop_folder};
use program::{arg, at_root, flagpost, folder, gzip, zstd};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const MAPPINGS: &str = "[[folder.mapping]]\nfiles = \"打卡*.csv\"\nwith = \"swipes.toml\"\n\
                        [[folder.mapping]]\nfiles = \"打卡*.xlsx\"\nwith = \"swipes.toml\"\n";

fn finding(number: u32) -> String {
    let event = json!({
        "specversion": "1.0", "id": format!("e{number}"), "source": "hall", "type": "finding.recorded",
        "time": "2026-09-01T10:00:00+08:00",
        "data": {"finding": format!("F-{number}"), "kind": "untidy", "window": "W-1", "inspector": "B"},
    });
    event.to_string()
}

fn county() -> std::path::PathBuf {
    at_root("tests/county")
}

/// read, accepted, duplicates, rejected.
fn counts(result: &Value) -> [u64; 4] {
    ["read", "accepted", "duplicates", "rejected"].map(|name| result[name].as_u64().unwrap())
}

fn workbook(rows: &[[&str; 4]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (number, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            sheet.write(number, column, *cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn every_kind_of_file_is_taken_in_and_answered() {
    let place = folder("drop-kinds");
    let mapping = fs::read_to_string(at_root("ingest/mappings/swipe-clock.toml")).unwrap();
    fs::write(place.join("swipes.toml"), mapping).unwrap();
    let config = with_drop_folder(&place, &county(), MAPPINGS);
    let service = Service::start(&config);

    let lines = format!("{}\nrubbish\n{}\n{}\n", finding(1), finding(2), finding(1));
    drop_file(&place, "a.ndjson", lines.as_bytes());
    drop_file(&place, "b.ndjson.gz", &gzip(finding(3).as_bytes()));
    drop_file(&place, "c.ndjson.zst", &zstd(finding(4).as_bytes()));
    let rows =
        "工号,姓名,刷卡时间,方向,设备号\n1,甲,2026/9/1 8:25:03,上班,K-01\n99,乙,2026/9/1 8:26:00,上班,\n";
    drop_file(&place, "打卡九月.csv", rows.as_bytes());
    let rows = [["员工号", "打卡时间", "进/出", "设备号"], ["2", "2026-09-01 08:25:03", "签到", ""]];
    drop_file(&place, "打卡九月.xlsx", &workbook(&rows));
    let half = gzip((10..500).map(|number| finding(number) + "\n").collect::<String>().as_bytes());
    drop_file(&place, "half.ndjson.gz", &half[..half.len() / 2]);
    drop_file(&place, "other.csv", b"a,b\n1,2\n");
    fs::write(place.join("drop/unfinished.ndjson.part"), finding(9)).unwrap();

    let a = result_of(&place, "a.ndjson");
    assert_eq!((&a["state"], counts(&a)), (&"done".into(), [4, 2, 1, 1]));
    assert_eq!(
        (&a["rejections"][0]["line"], &a["rejections"][0]["code"]),
        (&2.into(), &"malformed_json".into())
    );
    assert_eq!(counts(&result_of(&place, "b.ndjson.gz")), [1, 1, 0, 0]);
    assert_eq!(counts(&result_of(&place, "c.ndjson.zst")), [1, 1, 0, 0]);
    let csv = result_of(&place, "打卡九月.csv");
    assert_eq!((counts(&csv), &csv["rejections"][0]["code"]), ([2, 1, 0, 1], &"unknown_staff".into()));
    let half = result_of(&place, "half.ndjson.gz");
    assert_eq!((&half["state"], counts(&half)), (&"failed".into(), [0; 4]));
    let other = result_of(&place, "other.csv");
    assert!(other["message"].as_str().unwrap().contains("[[folder.mapping]]"), "{other}");
    assert_eq!(counts(&result_of(&place, "打卡九月.xlsx")), [1, 1, 0, 0]);
    assert!(place.join("drop/unfinished.ndjson.part").exists());

    // Stopped as it should be, it is asked nothing twice when it starts again.
    service.stop();
    let service = Service::start(&config);
    drop_file(&place, "a.ndjson", lines.as_bytes());
    assert_eq!(result_of(&place, "a-2.ndjson")["state"], "done_before");
    service.stop();
    assert_eq!(Records::open(&place.join("data")).unwrap().event_count().unwrap(), 6);
}

#[test]
fn mistakes_in_mappings_stop_the_start_and_are_all_listed() {
    let place = folder("drop-mistakes");
    fs::write(place.join("swipes.toml"), "utc_offset = \"+8\"\nsorce = \"x\"\n").unwrap();
    let more = format!("{MAPPINGS}[[folder.mapping]]\nfiles = \"办件*\"\nwith = \"nowhere.toml\"\n");
    let config = with_drop_folder(&place, &county(), &more);
    let ran = flagpost(&["up", "--config", arg(&config), "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    for expected in ["swipes.toml:1: ", "swipes.toml:2: unknown key `sorce`", "nowhere.toml: cannot be read"]
    {
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
}

const EVENTS: u32 = 40_000;

/// New events, every hundredth one twice, and now and then a line that is no event.
fn long_file() -> String {
    let mut lines = String::new();
    for number in 0..EVENTS {
        let _ = writeln!(lines, "{}", finding(number));
        if number % 100 == 0 {
            let _ = writeln!(lines, "{}\n\nrubbish {number}", finding(number));
        }
    }
    lines
}

fn events(place: &Path) -> u64 {
    Records::open(&place.join("data")).and_then(|records| records.event_count()).unwrap_or_default()
}

#[test]
fn a_file_killed_again_and_again_in_its_middle_is_read_once() {
    let file = long_file();
    let undisturbed = folder("drop-undisturbed");
    let service = Service::start(&with_drop_folder(&undisturbed, &county(), ""));
    drop_file(&undisturbed, "long.ndjson", file.as_bytes());
    let expected = result_of(&undisturbed, "long.ndjson");
    service.stop();
    let rubbish = u64::from(EVENTS / 100);
    let all = u64::from(EVENTS);
    assert_eq!(counts(&expected), [all + 2 * rubbish, all, rubbish, rubbish]);

    let place = folder("drop-killed");
    let config = with_drop_folder(&place, &county(), "");
    drop_file(&place, "long.ndjson", file.as_bytes());
    let (mut kills, mut before) = (0, 0);
    while kills < 4 && before < all {
        let service = Service::start(&config);
        wait_for("more events", || (events(&place) > before).then_some(()));
        service.kill();
        before = events(&place);
        kills += u32::from(before < all);
    }
    assert!(kills >= 1, "the file is too short for this machine: {kills}");
    let service = Service::start(&config);
    let result = result_of(&place, "long.ndjson");
    service.stop();
    for name in ["state", "digest", "read", "accepted", "duplicates", "rejected", "rejections"] {
        assert_eq!(result[name], expected[name], "{name}");
    }
    assert_eq!(events(&place), all);
    let records = Records::open(&place.join("data")).unwrap();
    let kept = records.rejections(&RejectionFilter::default(), 10_000).unwrap();
    assert!(
        kept.len() as u64 == rubbish && kept.iter().all(|kept| kept.times == 1),
        "no line was sent twice"
    );
}

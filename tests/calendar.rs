//! `flagpost calendar` from the command line: the State Council's text becomes a file, and the running service counts by it.
#![allow(clippy::unwrap_used)]

mod program;

use program::service::Service;
use program::{arg, at_root, folder};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What `flagpost calendar` with these arguments ends with, prints, and says on standard error.
fn calendar(args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_flagpost")).arg("calendar").args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Imports a text of the repository into a folder.
fn import(year: i32, out: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let (file, year) = (at_root(&format!("tests/calendars/{year}.txt")), year.to_string());
    calendar(&[&["import", arg(&file), "--year", &year, "--out", arg(out)], more].concat())
}

#[test]
fn a_dry_run_shows_the_year_and_writes_nothing() {
    let place = folder("calendar-dry");
    let out = place.join("calendar");
    let (status, shown, _) = import(2025, &out, &["--dry-run"]);
    assert_eq!(status, Some(0));
    for expected in ["2025年 · 248 个工作日", "休 1月28日 周二 – 2月4日 周二  春节（8 天）", "将写入"]
    {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert!(!out.exists());
}

#[test]
fn a_year_is_written_once_and_another_arrangement_only_where_that_is_asked_for() {
    let place = folder("calendar-written");
    let out = place.join("calendar");
    assert!(import(2025, &out, &[]).1.contains("已写入"));
    let file = out.join("cn-2025.toml");
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.contains("source = \"国务院办公厅关于2025年部分节假日安排的通知\""), "{written}");
    assert!(import(2025, &out, &[]).1.contains("没有改动"));

    fs::write(&file, written.replace("  2025-10-08,  # Wed\n", "")).unwrap();
    let (status, _, refused) = import(2025, &out, &[]);
    assert_eq!(status, Some(2));
    assert!(refused.contains("--replace"), "{refused}");
    let (status, shown, _) = import(2025, &out, &["--replace"]);
    assert_eq!(status, Some(0));
    assert!(shown.contains("  2025-10-08 上班 → 放假"), "{shown}");
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
}

#[test]
fn a_text_saved_by_chinese_windows_is_read() {
    let place = folder("calendar-gb18030");
    let text = fs::read_to_string(at_root("tests/calendars/2026.txt")).unwrap();
    let file = place.join("notice.txt");
    fs::write(&file, encoding_rs::GB18030.encode(&text).0).unwrap();
    let out = place.join("calendar");
    let (status, shown, told) = calendar(&["import", arg(&file), "--year", "2026", "--out", arg(&out)]);
    assert_eq!(status, Some(0), "{told}");
    assert!(shown.contains("春节（9 天）"), "{shown}");
}

#[test]
fn a_broken_text_is_refused_with_its_lines() {
    let place = folder("calendar-broken");
    let text = fs::read_to_string(at_root("tests/calendars/2026.txt")).unwrap().replace("共7天", "共8天");
    let file = place.join("notice.txt");
    fs::write(&file, text).unwrap();
    let out = place.join("calendar");
    let (status, _, told) = calendar(&["import", arg(&file), "--year", "2026", "--out", arg(&out)]);
    assert_eq!(status, Some(3));
    fs::write(place.join("notice.docx"), b"PK\x03\x04...").unwrap();
    let document = place.join("notice.docx");
    let (status, _, refused) = calendar(&["import", arg(&document), "--year", "2026", "--out", arg(&out)]);
    assert!(status == Some(2) && refused.contains("纯文本"), "{refused}");
    assert!(told.contains("notice.txt:11: “七、国庆节：") && told.contains("所列日期是 7 天"), "{told}");
    assert!(!out.exists());
}

#[test]
fn next_year_is_asked_for_from_december_on() {
    for (today, status) in [("2026-11-30", 0), ("2026-12-01", 3), ("2025-12-31", 0), ("2027-06-01", 3)] {
        assert_eq!(calendar(&["check", "--today", today]).0, Some(status), "{today}");
    }
    let (_, told, _) = calendar(&["check", "--today", "2026-11-30"]);
    assert!(told.contains("还没有 2027 年"), "{told}");
}

#[test]
fn the_days_of_a_deadline_are_told_one_by_one() {
    let days = ["days", "--from", "2026-09-24", "--plus", "3", "--format", "json"];
    let counted: serde_json::Value = serde_json::from_str(&calendar(&days).1).unwrap();
    assert_eq!((&counted["to"], &counted["workdays"]), (&"2026-09-30".into(), &3.into()));
    assert_eq!(counted["days"][0]["name"], "中秋节");
    assert_eq!(calendar(&["days", "--from", "tomorrow", "--plus", "3"]).0, Some(2));
    assert_eq!(calendar(&["show", "2026-13"]).0, Some(2));
}

#[test]
fn a_running_service_counts_by_an_imported_year_once_it_has_read_it() {
    let place = folder("calendar-reload");
    let (data, out) = (place.join("data"), place.join("calendar"));
    fs::create_dir_all(&out).unwrap();
    let config = place.join("flagpost.toml");
    let registry = at_root("tests/county");
    let text =
        format!("data = \"data\"\n[county]\nregistry = {:?}\ncalendar = \"calendar\"\n", arg(&registry));
    fs::write(&config, text).unwrap();
    let service = Service::start(&config);
    let knows_2033 = || {
        let (_, told, error) = calendar(&["check", "--data", arg(&data), "--today", "2033-02-01"]);
        assert!(told.starts_with("已有 / there: 2020、"), "{told}{error}");
        assert!(told.contains("未办结 0 项"), "{told}");
        told.lines().next().unwrap().ends_with("、2033")
    };
    assert!(!knows_2033());
    let own = place.join("2033.toml");
    fs::write(&own, "year = 2033\nholidays = [2033-01-01, 2033-10-03]\n").unwrap();
    let (status, _, told) = calendar(&["import", arg(&own), "--year", "2033", "--out", arg(&out)]);
    assert_eq!(status, Some(0), "{told}");
    assert!(!knows_2033(), "it has not read it yet");
    let reload = Command::new(env!("CARGO_BIN_EXE_flagpost")).args(["reload", "--data", arg(&data)]).status();
    assert!(reload.unwrap().success());
    assert!(knows_2033());
    service.stop();
    assert!(knows_2033(), "as it last knew it, where no service runs");
}

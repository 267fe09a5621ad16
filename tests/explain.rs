//! `flagpost explain` and the summary of `flagpost score`, line by line as a reader sees them: golden files in both
//! languages. After a wanted change, `FLAGPOST_BLESS=1 cargo test --test explain` writes them anew; read the difference.
#![allow(clippy::unwrap_used)]

mod program;

use program::{at_root, check_golden, folder};
use std::fs;
use std::path::PathBuf;
use std::process::Output;

/// The events of `events.ndjson`, and swipes of the hall for every day of September: what is not there was not worked.
struct County {
    dir: PathBuf,
}

/// Swipes that differ from everybody's 08:20, 11:35, 12:55 and 17:05; none where the time is empty.
const OTHER_SWIPES: [(&str, u32, usize, &str); 6] = [
    ("S-021", 8, 0, "08:47:12.5"),
    ("S-021", 9, 0, "08:30:00.25"),
    ("S-021", 10, 3, "16:50:00"),
    ("S-022", 14, 2, ""),
    ("S-021", 15, 2, ""),
    ("S-021", 15, 3, ""),
];

impl County {
    fn new(name: &str) -> County {
        let dir = folder(&format!("explain-{name}"));
        let mut lines = fs::read_to_string(at_root("tests/explain/events.ndjson")).unwrap();
        for staff in ["S-007", "S-021", "S-022"] {
            for day in 1..=30 {
                for (place, usual) in ["08:20:00", "11:35:00", "12:55:00", "17:05:00"].into_iter().enumerate()
                {
                    let other =
                        OTHER_SWIPES.iter().find(|swipe| (swipe.0, swipe.1, swipe.2) == (staff, day, place));
                    let time = other.map_or(usual, |swipe| swipe.3);
                    if !time.is_empty() {
                        lines += &swipe(staff, day, place, time);
                    }
                }
            }
        }
        fs::write(dir.join("events.ndjson"), lines).unwrap();
        County { dir }
    }

    fn run(&self, args: &[&str]) -> Output {
        let registry = at_root("tests/explain/registry");
        let county = ["--registry", program::arg(&registry), "events.ndjson"];
        program::flagpost_in(&self.dir, &[args, &county].concat())
    }
}

fn swipe(staff: &str, day: u32, place: usize, time: &str) -> String {
    let direction = if place.is_multiple_of(2) { "in" } else { "out" };
    format!(
        "{{\"specversion\":\"1.0\",\"id\":\"{staff}-{day}-{place}\",\"source\":\"hall\",\"type\":\"attendance.swipe\",\
         \"time\":\"2026-09-{day:02}T{time}+08:00\",\"data\":{{\"staff\":\"{staff}\",\"direction\":\"{direction}\"}}}}\n"
    )
}

fn check(name: &str, output: &Output) {
    check_golden(&format!("tests/explain/{name}"), output);
}

#[test]
fn every_line_of_a_windows_score_is_explained() {
    let county = County::new("window");
    let args = ["explain", "--window", "W-09", "--month", "2026-09"];
    check("window.zh.txt", &county.run(&args));
    check("window.en.txt", &county.run(&[&args[..], &["--lang", "en"]].concat()));
}

#[test]
fn a_staff_members_score_is_explained_by_the_staff_book() {
    let county = County::new("staff");
    let args = ["explain", "--staff", "S-021", "--month", "2026-09"];
    check("staff.zh.txt", &county.run(&args));
    check("staff.en.txt", &county.run(&[&args[..], &["--lang", "en"]].concat()));
}

#[test]
fn a_month_in_progress_and_a_window_without_rank_say_so() {
    let county = County::new("progress");
    let as_of = "2026-09-15T12:00:00+08:00";
    let args = ["explain", "--window", "W-41", "--month", "2026-09", "--as-of", as_of];
    check("unranked.zh.txt", &county.run(&args));
}

#[test]
fn an_unknown_id_is_told_with_the_one_near_it() {
    let county = County::new("unknown");
    for (argument, id, near) in [("--window", "W-O9", "`W-09`"), ("--staff", "S-22", "`S-022`")] {
        let output = county.run(&["explain", argument, id, "--month", "2026-09"]);
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(near), "{told}");
    }
}

#[test]
fn a_run_ends_with_a_short_table() {
    let county = County::new("summary");
    let args = ["score", "--month", "2026-08..2026-09", "--out", "out"];
    check("summary.zh.txt", &county.run(&args));
    check("summary.en.txt", &county.run(&[&args[..], &["--lang", "en"]].concat()));
}

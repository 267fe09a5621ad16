//! `flagpost signals`, line by line as a reader sees it: golden files in both languages. After a wanted change,
//! `FLAGPOST_BLESS=1 cargo test --test signals` writes them anew; read the difference.
#![allow(clippy::unwrap_used)]

mod program;

use program::{arg, at_root, check_golden, flagpost_in, folder};
use std::fmt::Write as _;
use std::fs;
use std::process::Output;

/// Lines of events with ids of their own.
#[derive(Default)]
struct Lines {
    text: String,
    count: u32,
}

impl Lines {
    fn event(&mut self, kind: &str, time: &str, data: &str) {
        self.count += 1;
        let id = self.count;
        writeln!(
            self.text,
            "{{\"specversion\":\"1.0\",\"id\":\"e{id}\",\"source\":\"hall\",\"type\":\"{kind}\",\
             \"time\":\"2026-{time}+08:00\",\"data\":{{{data}}}}}"
        )
        .unwrap();
    }

    /// A land registration, due five working days after.
    fn accepted(&mut self, case: &str, time: &str) {
        let who = "\"item\":\"I-014\",\"window\":\"W-09\",\"staff\":\"S-021\"";
        self.event("case.accepted", time, &format!("\"case\":\"{case}\",{who}"));
    }

    fn step(&mut self, kind: &str, case: &str, time: &str, more: &str) {
        self.event(kind, time, &format!("\"case\":\"{case}\"{more}"));
    }

    fn rated(&mut self, window: &str, time: &str, level: u8, case: &str) {
        let rating = self.count;
        let (stars, device) = (format!("\"level\":{level}"), "\"channel\":\"device\",\"device\":\"P1\"");
        let case = if case.is_empty() { String::new() } else { format!(",\"case\":\"{case}\"") };
        let data = format!("\"rating\":\"R-{rating}\",\"window\":\"{window}\",{stars},{device}{case}");
        self.event("rating.submitted", time, &data);
    }
}

/// Every kind that files can show, once.
fn gamed() -> String {
    let mut lines = Lines::default();
    lines.accepted("C-1", "09-01T09:00:00");
    lines.step("case.supplement_requested", "C-1", "09-08T16:40:00", "");
    lines.accepted("C-2", "09-01T09:10:00");
    lines.step("case.suspended", "C-2", "09-03T10:00:00", ",\"reason\":\"appraisal\"");
    lines.step("case.completed", "C-2", "09-17T11:00:00", ",\"outcome\":\"approved\"");
    lines.accepted("C-3", "07-20T09:00:00");
    lines.step("case.suspended", "C-3", "07-20T15:00:00", ",\"reason\":\"expert_review\"");
    lines.accepted("C-4", "09-02T09:00:00");
    for time in ["09-08T10:00:00", "09-15T10:00:00"] {
        lines.step("case.extended", "C-4", time, ",\"days\":5,\"approved_by\":\"张局长\"");
    }
    lines.step("case.completed", "C-5", "09-10T10:00:00", ",\"outcome\":\"approved\"");
    lines.accepted("C-5", "09-14T09:00:00");
    for case in 6..13 {
        lines.accepted(&format!("C-{case}"), "09-09T09:00:00");
        let time = format!("09-16T16:5{}:20", case % 7);
        lines.step("case.completed", &format!("C-{case}"), &time, ",\"outcome\":\"approved\"");
    }
    for second in 10..18 {
        lines.rated("W-03", &format!("09-11T17:02:{second}"), 5, "C-1");
    }
    for minute in 10..60 {
        lines.rated("W-09", &format!("08-20T10:{minute}:00"), if minute < 45 { 5 } else { 3 }, "C-1");
        lines.rated("W-09", &format!("09-21T10:{minute}:00"), if minute < 58 { 5 } else { 3 }, "");
    }
    for day in [1, 2, 3, 4, 8, 9] {
        for (staff, second) in [("S-021", 10), ("S-022", 11)] {
            let data = format!("\"staff\":\"{staff}\",\"direction\":\"in\",\"device\":\"K1\"");
            lines.event("attendance.swipe", &format!("09-{day:02}T08:29:{second}"), &data);
        }
    }
    lines.text
}

fn signals(name: &str, events: &str, more: &[&str]) -> Output {
    let dir = folder(&format!("signals-{name}"));
    fs::write(dir.join("events.ndjson"), events).unwrap();
    let registry = at_root("tests/explain/registry");
    let what = ["signals", "--month", "2026-09", "--registry", arg(&registry)];
    flagpost_in(&dir, &[&what[..], more, &["events.ndjson"]].concat())
}

#[test]
fn every_kind_is_told_with_reasons_and_evidence() {
    check_golden("tests/signals/gamed.zh.txt", &signals("zh", &gamed(), &[]));
    check_golden("tests/signals/gamed.en.txt", &signals("en", &gamed(), &["--lang", "en"]));
}

#[test]
fn a_month_without_signals_says_so() {
    let events = fs::read_to_string(at_root("tests/explain/events.ndjson")).unwrap();
    check_golden("tests/signals/none.zh.txt", &signals("none", &events, &[]));
}

//! The contract cases: the program writes exactly the expected files, byte for byte, whatever road the events take.
//!
//! A case is a folder of `tests/cases`: a registry, events, the arguments, the expected files, and a README that gives
//! the reasons. Only `message` in `rejected.ndjson` is free text and not compared.

#![allow(clippy::unwrap_used)]

mod program;

use program::{arg, at_root, files_below, flagpost, folder, gzip, zstd};
use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

/// One folder of `tests/cases`.
struct Case {
    name: &'static str,
    folder: PathBuf,
}

/// Files below an output folder, by path, made fit for comparing.
type Files = Vec<(String, String)>;

impl Case {
    fn new(name: &'static str) -> Case {
        Case { name, folder: at_root("tests/cases").join(name) }
    }

    /// The case's events, line by line without their line ends.
    fn lines(&self) -> Vec<Vec<u8>> {
        let bytes = fs::read(self.folder.join("events.ndjson")).unwrap();
        let whole = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        whole.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect()
    }

    fn expected(&self) -> Files {
        files_below(&self.folder.join("expected"))
    }

    /// Scores the case from these event files, with more arguments where there are any, and gives what it wrote.
    fn score(&self, variant: &str, events: &[PathBuf], more: &[&str]) -> Files {
        let args: Value = serde_json::from_slice(&fs::read(self.folder.join("args.json")).unwrap()).unwrap();
        let registry = self.folder.join("registry");
        let out = folder(&format!("{}-{variant}-out", self.name));
        let mut line = vec!["score", "--registry", arg(&registry), "--out", arg(&out)];
        for month in args["months"].as_array().unwrap() {
            line.extend(["--month", month.as_str().unwrap()]);
        }
        if let Some(as_of) = args["as_of"].as_str() {
            line.extend(["--as-of", as_of]);
        }
        line.extend(more);
        line.extend(events.iter().map(|path| arg(path)));
        let ran = flagpost(&line);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        files_below(&out)
    }

    /// Writes lines to a file of a variant.
    fn write(&self, variant: &str, lines: &[Vec<u8>]) -> Vec<PathBuf> {
        let path = folder(&format!("{}-{variant}", self.name)).join("events.ndjson");
        fs::write(&path, joined(lines)).unwrap();
        vec![path]
    }

    fn gives_the_expected_files(&self) {
        let given = self.score("plain", &[self.folder.join("events.ndjson")], &[]);
        check(&without_messages(given), &without_messages(self.expected()));
    }

    fn the_order_of_arrival_does_not_matter(&self) {
        // Which of two conflicting events stands does depend on it, so lines that are rejected stay out.
        let rejected: HashSet<u64> =
            rejections(&self.expected()).iter().map(|line| line["line"].as_u64().unwrap()).collect();
        let lines = self.lines().into_iter().zip(1..).filter(|(_, number)| !rejected.contains(number));
        let mut lines: Vec<Vec<u8>> = lines.map(|(line, _)| line).collect();
        lines.reverse();
        let given = self.score("reversed", &self.write("reversed", &lines), &[]);
        check(&results_alone(given), &results_alone(self.expected()));
    }

    fn the_split_over_files_and_their_packing_do_not_matter(&self) {
        let lines = self.lines();
        let place = folder(&format!("{}-split", self.name));
        let third = lines.len().div_ceil(3);
        let mut paths = Vec::new();
        for (part, name) in lines.chunks(third).zip(["a.ndjson", "b.ndjson.gz", "c.ndjson.zst"]) {
            let text = joined(part);
            let packed = match name {
                "b.ndjson.gz" => gzip(&text),
                "c.ndjson.zst" => zstd(&text),
                _ => text,
            };
            let path = place.join(name);
            fs::write(&path, packed).unwrap();
            paths.push(path);
        }
        let given = self.score("split", &paths, &[]);
        check(&without_places(given), &without_places(self.expected()));
    }

    fn duplicates_are_counted_and_change_nothing(&self) {
        let doubled: Vec<Vec<u8>> = self.lines().into_iter().flat_map(|line| [line.clone(), line]).collect();
        let given = self.score("doubled", &self.write("doubled", &doubled), &[]);
        let expected = self.expected();
        let (once, twice) = (counts(&expected), counts(&given));
        assert_eq!(twice["read"], 2 * once["read"].as_u64().unwrap());
        assert_eq!(twice["accepted"], once["accepted"]);
        assert_eq!(twice["rejected"], 2 * once["rejected"].as_u64().unwrap());
        assert_eq!(
            twice["duplicates"],
            2 * once["duplicates"].as_u64().unwrap() + once["accepted"].as_u64().unwrap()
        );
        check(&results_alone(given), &results_alone(expected));
    }

    fn the_number_of_threads_does_not_matter(&self) {
        for threads in ["1", "7"] {
            let given = self.score(threads, &[self.folder.join("events.ndjson")], &["--threads", threads]);
            check(&without_messages(given), &without_messages(self.expected()));
        }
    }
}

fn joined(lines: &[Vec<u8>]) -> Vec<u8> {
    lines.iter().flat_map(|line| [line.as_slice(), b"\n"].concat()).collect()
}

fn rejections(files: &Files) -> Vec<Value> {
    let file = files.iter().find(|(path, _)| path == "rejected.ndjson");
    file.map_or("", |(_, text)| text).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Applies a change to each line of `rejected.ndjson`, and holds the bytes of the other files.
fn with_rejections(mut files: Files, change: impl Fn(&mut serde_json::Map<String, Value>)) -> Files {
    for (path, text) in files.iter_mut().filter(|(path, _)| path == "rejected.ndjson") {
        assert!(text.is_empty() || text.ends_with('\n'), "{path} has an end of line at its end");
        let lines = text.lines().map(|line| {
            let mut line: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
            assert!(
                line["message"].as_str().is_some_and(|message| !message.is_empty()),
                "a message says what is wrong"
            );
            change(&mut line);
            format!("{}\n", Value::from(line))
        });
        *text = lines.collect();
    }
    files
}

fn without_messages(files: Files) -> Files {
    with_rejections(files, |line| {
        line.remove("message");
    })
}

/// Without what depends on the files' names and on where in them a line stood.
fn without_places(files: Files) -> Files {
    with_rejections(files, |line| {
        for member in ["message", "file", "line"] {
            line.remove(member);
        }
    })
}

/// Without what depends on duplicates and bad lines.
fn results_alone(files: Files) -> Files {
    let results = files.into_iter().filter(|(path, _)| path != "rejected.ndjson");
    results.map(|(path, text)| (path, before_counts(&text).to_owned())).collect()
}

/// The text of `result.json` up to its last member, `events`.
fn before_counts(text: &str) -> &str {
    text.rsplit_once(",\"events\":{").map_or(text, |(results, _)| results)
}

/// `events` of the results, which all months must share.
fn counts(files: &Files) -> Value {
    let results = files.iter().filter(|(path, _)| path.ends_with("result.json"));
    let mut counts: Vec<Value> =
        results.map(|(_, text)| serde_json::from_str::<Value>(text).unwrap()["events"].take()).collect();
    counts.dedup();
    assert_eq!(counts.len(), 1, "the same counts in each month's file");
    counts.remove(0)
}

/// Compares file by file and shows the first place where one differs.
fn check(given: &Files, expected: &Files) {
    let names = |files: &Files| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(names(given), names(expected), "the files that were written");
    for ((path, given), (_, expected)) in given.iter().zip(expected) {
        if given != expected {
            panic!("{path}: {}", first_difference(given, expected));
        }
    }
}

/// Where two texts part, by line and byte, with what stands around it in each.
fn first_difference(given: &str, expected: &str) -> String {
    let same = given.bytes().zip(expected.bytes()).take_while(|(a, b)| a == b).count();
    let line = given.as_bytes()[..same].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let around = |text: &str| {
        let (from, to) = (same.saturating_sub(160), (same + 160).min(text.len()));
        String::from_utf8_lossy(&text.as_bytes()[from.min(text.len())..to]).into_owned()
    };
    format!("line {line}, byte {same}\n   given: …{}\nexpected: …{}", around(given), around(expected))
}

macro_rules! cases {
    ($($name:ident = $folder:literal;)*) => {
        const FOLDERS: &[&str] = &[$($folder),*];
        $(mod $name {
            use super::Case;

            #[test]
            fn gives_the_expected_files() {
                Case::new($folder).gives_the_expected_files();
            }

            #[test]
            fn the_order_of_arrival_does_not_matter() {
                Case::new($folder).the_order_of_arrival_does_not_matter();
            }

            #[test]
            fn the_split_over_files_and_their_packing_do_not_matter() {
                Case::new($folder).the_split_over_files_and_their_packing_do_not_matter();
            }

            #[test]
            fn duplicates_are_counted_and_change_nothing() {
                Case::new($folder).duplicates_are_counted_and_change_nothing();
            }

            #[test]
            fn the_number_of_threads_does_not_matter() {
                Case::new($folder).the_number_of_threads_does_not_matter();
            }
        })*
    };
}

cases! {
    lateness = "01-lateness";
    leave = "02-leave";
    case_clock = "03-case-clock";
    overdue_ladder = "04-overdue-ladder";
    joint_shares = "05-joint-shares";
    ratings_complaints = "06-ratings-complaints";
    caps_and_forfeits = "07-caps-and-forfeits";
    ranking_ties = "08-ranking-ties";
    flags_bans = "09-flags-bans";
    bonuses = "10-bonuses";
    evaluation = "11-evaluation";
    retraction_rejection = "12-retraction-rejection";
    rates = "13-rates";
    suspension_caps_and_foreign_sources = "14-suspension-caps-and-foreign-sources";
    own_all_rules = "own-all-rules";
}

#[test]
fn every_case_is_tested_and_says_why() {
    let mut folders: Vec<String> = Vec::new();
    for entry in fs::read_dir(at_root("tests/cases")).unwrap() {
        let entry = entry.unwrap();
        assert!(entry.path().join("README.md").is_file(), "{:?} gives its reasons", entry.path());
        folders.push(entry.file_name().into_string().unwrap());
    }
    folders.sort();
    assert_eq!(folders, FOLDERS);
}

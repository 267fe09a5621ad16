//! What goes wrong stays small and says what it is: a bad line costs that line alone, a bad run ends with a status and a
//! sentence (`outputs.md`: 0 done, 1 a fault of the run, 2 wrong arguments, 3 mistakes in registry, rulebook or calendar).

#![allow(clippy::unwrap_used)]

mod program;

use program::{Ran, arg, at_root, files_below, flagpost, flagpost_reading, folder, gzip, zstd};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// A finding on each of the first days of September, which costs W-1 two points.
fn finding(number: u32) -> String {
    let event = json!({
        "specversion": "1.0", "id": format!("e{number}"), "source": "hall", "type": "finding.recorded",
        "time": format!("2026-09-{number:02}T10:00:00+08:00"),
        "data": {"finding": format!("F-{number}"), "kind": "untidy", "window": "W-1", "inspector": "B"},
    });
    event.to_string()
}

fn score(events: &[&Path], out: &Path, input: &[u8]) -> Ran {
    let registry = at_root("tests/county");
    let mut args = vec!["score", "--registry", arg(&registry), "--month", "2026-09", "--out", arg(out)];
    args.extend(events.iter().map(|path| arg(path)));
    flagpost_reading(&args, input)
}

/// `events` of the result, and the rejections as (line, code, raw).
struct Outcome {
    counts: [u64; 4],
    rejected: Vec<(u64, String, String)>,
    findings: usize,
}

fn outcome(out: &Path) -> Outcome {
    let text = |path: &str| fs::read_to_string(out.join(path)).unwrap();
    let result: Value = serde_json::from_str(&text("2026-09/result.json")).unwrap();
    let count = |name: &str| result["events"][name].as_u64().unwrap();
    let rejected = text("rejected.ndjson");
    let rejected = rejected.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        (
            line["line"].as_u64().unwrap(),
            line["code"].as_str().unwrap().to_owned(),
            line["raw"].as_str().unwrap().to_owned(),
        )
    });
    Outcome {
        counts: ["read", "accepted", "duplicates", "rejected"].map(count),
        rejected: rejected.collect(),
        findings: text("2026-09/ledger.ndjson").lines().filter(|line| line.contains("\"untidy\"")).count(),
    }
}

/// Scores one file of these bytes.
fn score_bytes(name: &str, bytes: &[u8]) -> Outcome {
    let place = folder(name);
    let path = place.join("events.ndjson");
    fs::write(&path, bytes).unwrap();
    let out = place.join("out");
    let ran = score(&[&path], &out, b"");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    outcome(&out)
}

#[test]
fn a_bad_line_costs_that_line_alone() {
    let bad: &[(&[u8], &str)] = &[
        (b"{", "malformed_json"),
        (b"\xff\xfe\x00", "malformed_json"),
        (b"\xef\xbb\xbf{}", "malformed_json"),
        (b"null", "not_cloudevent"),
        (b"[[[[[[", "malformed_json"),
        (b"\0", "malformed_json"),
        (b"{\"specversion\":\"1.0\"}", "not_cloudevent"),
        (&[b'['; 65_536], "malformed_json"),
        (&[b'['; 65_537], "too_large"),
        (&[b'"'; 700_000], "too_large"),
    ];
    for (place, (line, code)) in bad.iter().enumerate() {
        let bytes = [finding(1).as_bytes(), b"\n", line, b"\n", finding(2).as_bytes(), b"\n"].concat();
        let outcome = score_bytes(&format!("bad-line-{place}"), &bytes);
        assert_eq!(outcome.counts, [3, 2, 0, 1]);
        assert_eq!(outcome.findings, 2);
        let raw = String::from_utf8_lossy(line).into_owned();
        assert_eq!(outcome.rejected, [(2, (*code).to_owned(), raw)]);
    }
}

#[test]
fn random_bytes_are_rejected_line_by_line() {
    // Xorshift, so that the bytes are the same in every run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut bytes = Vec::new();
    while bytes.len() < 1_000_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    let noise_lines = bytes.split(|&byte| byte == b'\n').count() as u64;
    bytes.push(b'\n');
    bytes.extend(finding(1).as_bytes());
    let outcome = score_bytes("random-bytes", &bytes);
    assert_eq!((outcome.counts[1], outcome.findings), (1, 1), "the good line after them counts");
    assert_eq!(outcome.counts[0], outcome.counts[1] + outcome.counts[3]);
    assert!(outcome.counts[3] > noise_lines * 9 / 10, "{} of {noise_lines}", outcome.counts[3]);
    assert!(outcome.rejected.iter().all(|(_, code, _)| code == "malformed_json" || code == "not_cloudevent"));
}

#[test]
fn blank_lines_count_for_line_numbers_only() {
    let lines = [&finding(1), "", "   ", "\t", "\r", "x", &finding(2), " \t ", "y"].join("\n");
    let outcome = score_bytes("blank-lines", lines.as_bytes());
    assert_eq!(outcome.counts, [4, 2, 0, 2]);
    let places: Vec<u64> = outcome.rejected.iter().map(|(line, ..)| *line).collect();
    assert_eq!(places, [6, 9]);
}

#[test]
fn a_carriage_return_before_the_line_end_is_dropped() {
    let outcome = score_bytes("crlf", format!("{}\r\nx\r\n\r\n{}\r\ny\r", finding(1), finding(1)).as_bytes());
    assert_eq!(outcome.counts, [4, 1, 1, 2], "with and without it the content is the same");
    assert_eq!(outcome.rejected[0], (2, "malformed_json".to_owned(), "x".to_owned()));
    assert_eq!(outcome.rejected[1].0, 5);
    // It does not count for the size either.
    let padded = |bytes: usize| format!("{}{}", finding(1), " ".repeat(bytes - finding(1).len()));
    assert_eq!(score_bytes("crlf-size", format!("{}\r\n", padded(65_536)).as_bytes()).counts, [1, 1, 0, 0]);
    assert_eq!(score_bytes("crlf-large", format!("{}\r\n", padded(65_537)).as_bytes()).counts, [1, 0, 0, 1]);
}

#[test]
fn the_last_line_needs_no_line_end() {
    let with = score_bytes("ended", format!("{}\n{}\n", finding(1), finding(2)).as_bytes());
    let without = score_bytes("unended", format!("{}\n{}", finding(1), finding(2)).as_bytes());
    assert_eq!(with.counts, without.counts);
    assert_eq!(without.findings, 2);
}

#[test]
fn a_file_without_lines_is_no_fault() {
    assert_eq!(score_bytes("empty", b"").counts, [0; 4]);
    assert_eq!(score_bytes("one-line-end", b"\n").counts, [0; 4]);
}

#[test]
fn lines_are_counted_within_their_own_file() {
    let place = folder("two-files");
    let (one, other, out) = (place.join("a.ndjson"), place.join("b.ndjson"), place.join("out"));
    // The first file's last line has no line end, and more than one chunk of lines comes before it.
    fs::write(&one, format!("{}x", format!("{}\n", finding(1)).repeat(5000))).unwrap();
    fs::write(&other, "\ny\n").unwrap();
    assert_eq!(score(&[&one, &other], &out, b"").status, 0);
    let rejected = fs::read_to_string(out.join("rejected.ndjson")).unwrap();
    let places: Vec<(String, u64)> = rejected
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| (line["file"].as_str().unwrap().to_owned(), line["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [("a.ndjson".to_owned(), 5001), ("b.ndjson".to_owned(), 2)]);
}

#[test]
fn a_dash_reads_standard_input() {
    let out = folder("stdin").join("out");
    let ran = score(&[Path::new("-")], &out, format!("{}\nx\n", finding(1)).as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(outcome(&out).counts, [2, 1, 0, 1]);
    assert!(
        fs::read_to_string(out.join("rejected.ndjson")).unwrap().starts_with("{\"file\":\"-\",\"line\":2,")
    );
}

#[test]
fn packed_standard_input_is_told_by_its_first_bytes() {
    let lines = format!("{}\n{}\n", finding(1), finding(2));
    for (name, packed) in [("stdin-gzip", gzip(lines.as_bytes())), ("stdin-zstd", zstd(lines.as_bytes()))] {
        let out = folder(name).join("out");
        let ran = score(&[Path::new("-")], &out, &packed);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert_eq!(outcome(&out).counts, [2, 2, 0, 0], "{name}");
    }
}

/// The run ends with a status and one sentence that names what it is about.
fn check(ran: &Ran, status: i32, says: &[&str]) {
    assert_eq!(ran.status, status, "{}", ran.stderr);
    for part in says {
        assert!(ran.stderr.contains(part), "`{part}` in: {}", ran.stderr);
    }
}

#[test]
fn a_missing_file_is_a_fault_of_the_run() {
    let place = folder("missing-file");
    let (missing, out) = (place.join("nowhere.ndjson"), place.join("out"));
    check(&score(&[&missing], &out, b""), 1, &["cannot open", "nowhere.ndjson"]);
    check(&score(&[&place], &out, b""), 1, &["folder"]);
    let registry = at_root("tests/nowhere");
    let args = ["score", "--registry", arg(&registry), "--month", "2026-09", "--out", arg(&out), "-"];
    check(&flagpost(&args), 1, &["tests/nowhere"]);
}

#[test]
fn a_corrupt_packed_file_is_a_fault_of_the_run() {
    let place = folder("corrupt");
    let text = format!("{}\n", finding(1)).repeat(5000);
    for (name, packed) in
        [("events.ndjson.gz", gzip(text.as_bytes())), ("events.ndjson.zst", zstd(text.as_bytes()))]
    {
        let path = place.join(name);
        let out = place.join(format!("out-{name}"));
        let mut flipped = packed.clone();
        let middle = flipped.len() / 2;
        flipped[middle..middle + 8].fill(0xff);
        for bytes in [&packed[..packed.len() / 2], &flipped, b"no packed file at all"] {
            fs::write(&path, bytes).unwrap();
            let ran = score(&[&path], &out, b"");
            check(&ran, 1, &[name, "cannot read the events"]);
            assert!(!out.join("2026-09").exists(), "no month is written from half the events");
        }
    }
}

#[test]
fn an_output_folder_that_cannot_be_written_is_a_fault_of_the_run() {
    let place = folder("unwritable");
    let (events, taken) = (place.join("events.ndjson"), place.join("taken"));
    fs::write(&events, "").unwrap();
    fs::write(&taken, "a file, not a folder").unwrap();
    check(&score(&[&events], &taken, b""), 1, &["taken"]);
    check(&score(&[&events], &taken.join("below"), b""), 1, &["taken"]);
    // A folder stands where a file is to be written.
    let out = place.join("out");
    fs::create_dir_all(out.join("2026-09/ledger.ndjson")).unwrap();
    check(&score(&[&events], &out, b""), 1, &["cannot write", "ledger.ndjson"]);
}

#[test]
fn wrong_arguments_have_status_2() {
    let place = folder("arguments");
    let (registry, out) = (at_root("tests/county"), place.join("out"));
    let (registry, out) = (arg(&registry), arg(&out));
    let good = ["score", "--registry", registry, "--month", "2026-09", "--out", out, "-"];
    assert_eq!(flagpost(&good).status, 0);
    let with = |at: usize, value: &'static str| {
        let mut args = good;
        args[at] = value;
        flagpost(&args)
    };
    for month in
        ["2026-13", "2026-9", "1999-12", "2100-01", "2026-09..2026-08", "2026-09..", "..", "September", ""]
    {
        check(&with(4, month), 2, &["--month"]);
    }
    check(&with(0, "scores"), 2, &[]);
    check(&with(3, "--moon"), 2, &["--moon"]);
    check(&flagpost(&good[..7]), 2, &["event file"]);
    check(&flagpost(&["score", "--registry", registry, "--out", out, "-"]), 2, &["--month"]);
    check(&flagpost(&["score", "--month", "2026-09", "--out", out, "-"]), 2, &["--registry"]);
    check(&flagpost(&["score", "--registry", registry, "--month", "2026-09", "-"]), 2, &["--out"]);
    check(&flagpost(&[]), 2, &[]);
    for (option, value) in
        [("--as-of", "yesterday"), ("--as-of", "2026-10-01T00:00:00"), ("--threads", "0"), ("--threads", "x")]
    {
        check(&flagpost(&[&good[..], &[option, value]].concat()), 2, &[option]);
    }
}

/// A registry folder, rulebook and calendar of a test's own.
struct OwnGivens {
    place: PathBuf,
}

impl OwnGivens {
    fn new(name: &str) -> OwnGivens {
        let place = folder(name);
        for part in ["registry", "calendar"] {
            fs::create_dir(place.join(part)).unwrap();
        }
        fs::copy(at_root("tests/county/registry.toml"), place.join("registry/county.toml")).unwrap();
        OwnGivens { place }
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.place.join(path), text).unwrap();
    }

    fn run(&self, more: &[&str]) -> Ran {
        let [registry, calendar, out] = ["registry", "calendar", "out"].map(|part| self.place.join(part));
        let args = [
            "score",
            "--registry",
            arg(&registry),
            "--calendar",
            arg(&calendar),
            "--month",
            "2026-09",
            "--out",
            arg(&out),
        ];
        flagpost(&[&args[..], more, &["-"]].concat())
    }
}

#[test]
fn mistakes_of_all_files_are_listed_with_status_3() {
    let own = OwnGivens::new("mistakes");
    assert_eq!(own.run(&[]).status, 0);
    fs::remove_dir_all(own.place.join("out")).unwrap();
    let rulebook = fs::read_to_string(at_root("scoring/rulebooks/zhenlai.toml")).unwrap();
    own.write(
        "rulebook.toml",
        &rulebook.replace("points = 0.5", "points = 0.555").replace("max = 20", "max = 20\nlid = 1"),
    );
    own.write(
        "registry/more.toml",
        "[[window]]\nid = \"W-1\"\nname = \"又一个\"\nsite = \"nowhere\"\ndepartment = \"D-9\"\n",
    );
    own.write("calendar/cn-2026.toml", "year = 2026\nholidays = [2025-01-01]\n");
    let path = own.place.join("rulebook.toml");
    let ran = own.run(&["--rulebook", arg(&path)]);
    check(
        &ran,
        3,
        &[
            "more.toml:1",
            "more.toml:4",
            "nowhere",
            "D-9",
            "rulebook.toml:",
            "0.555",
            "lid",
            "cn-2026.toml:2",
            "2025-01-01",
        ],
    );
    let told = ran.stderr.lines().count() - 1;
    assert!(told >= 7, "each mistake has a line of its own: {}", ran.stderr);
    assert!(
        ran.stderr.contains(&format!("{told} mistakes")),
        "and the last line counts them: {}",
        ran.stderr
    );
    assert!(!own.place.join("out/2026-09").exists());
}

#[test]
fn a_file_that_is_no_toml_is_a_mistake() {
    for path in ["registry/broken.toml", "calendar/cn-2026.toml"] {
        let own = OwnGivens::new(&format!("broken-{}", path.len()));
        own.write(path, "[[site]\nid = ");
        check(&own.run(&[]), 3, &[&format!("{path}:1")]);
    }
    let own = OwnGivens::new("broken-rulebook");
    own.write("rulebook.toml", "kinds = [");
    let path = own.place.join("rulebook.toml");
    check(&own.run(&["--rulebook", arg(&path)]), 3, &["rulebook.toml"]);
    let empty = OwnGivens::new("no-registry");
    fs::remove_file(empty.place.join("registry/county.toml")).unwrap();
    check(&empty.run(&[]), 3, &[]);
}

#[test]
fn the_same_output_folder_can_be_written_again() {
    let place = folder("again");
    let (events, out) = (place.join("events.ndjson"), place.join("out"));
    fs::write(&events, format!("{}\nx\n", finding(1))).unwrap();
    assert_eq!(score(&[&events], &out, b"").status, 0);
    let once = files_below(&out);
    assert_eq!(score(&[&events], &out, b"").status, 0);
    assert!(once == files_below(&out));
}

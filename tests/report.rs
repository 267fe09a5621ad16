//! `flagpost report` with the built program: of a service that runs, of one that does not, of a folder of results. The same document
//! has the same code wherever it was made.
#![allow(clippy::unwrap_used)]

mod program;

use program::fed::{Fed, sample};
use program::visitor::{ask, login};
use program::{arg, flagpost, flagpost_in, folder};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Runs `flagpost report …` in a folder: what it printed, or what it complained of.
fn report(place: &Path, args: &[&str]) -> Result<String, String> {
    let output = flagpost_in(place, &[&["report"], args].concat());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// The documents that a run wrote, as it printed them: file and code.
fn written(place: &Path, args: &[&str]) -> Vec<(PathBuf, String)> {
    let printed = report(place, args).unwrap();
    let line = |line: &str| {
        let (file, code) = line.rsplit_once("  ").unwrap();
        (place.join(file), code.to_owned())
    };
    printed.lines().map(line).collect()
}

fn json_of(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

/// A rectification order of the supervision office, as a source would send it.
fn order() -> String {
    json!({"specversion": "1.0", "id": "order-1", "source": "hall", "type": "order.issued",
           "time": "2026-09-10T09:00:00+08:00",
           "data": {"order": "O-1", "window": "W-02", "reason": "材料反复退回", "due": "2026-09-17"}})
    .to_string()
}

#[test]
fn command_and_pages_make_the_same_documents() {
    let place = folder("report-same");
    sample(&place);
    let fed = Fed::start(&place);
    for month in ["2026-08", "2026-09"] {
        fed.send(&place.join(format!("sample/events/{month}.ndjson")));
    }
    fed.send_one(&order());
    let closed = flagpost_in(&place, &["close", "--data", "data", "--month", "2026-08", "--by", "杨婷建"]);
    assert!(closed.status.success(), "{}", String::from_utf8_lossy(&closed.stderr));
    let cookie = login(&fed.service, &place.join("data"), "");
    let cookie = cookie.split(';').next().unwrap();

    let wanted: [(&[&str], &str); 8] = [
        (&["bulletin", "--month", "2026-08"], "/months/2026-08/reports/bulletin?"),
        (&["bulletin", "--month", "2026-09"], "/months/2026-09/reports/bulletin?"),
        (&["quarter", "--month", "2026-09"], "/months/2026-09/reports/quarter?"),
        (
            &["window", "--month", "2026-08", "--subject", "W-02"],
            "/months/2026-08/reports/window?subject=W-02",
        ),
        (&["weekly-brief", "--subject", "2026-W38"], "/months/2026-09/reports/weekly-brief?subject=2026-W38"),
        (
            &["weekly-brief", "--month", "2026-08", "--subject", "2026-W34"],
            "/months/2026-08/reports/weekly-brief?subject=2026-W34",
        ),
        (&["order", "--subject", "O-1"], "/months/2026-09/reports/order?subject=O-1"),
        (
            &["feed-quality", "--month", "2026-09", "--subject", "hall"],
            "/months/2026-09/reports/feed-quality?subject=hall",
        ),
    ];
    let mut of_closed = Vec::new();
    for (args, page) in wanted {
        let made =
            written(&place, &[args, &["--data", "data", "--format", "json", "--out", "live"]].concat());
        let [(file, code)] = &made[..] else { panic!("{args:?}: {made:?}") };
        let shown = ask(&fed.service, &format!("{page}&format=json"), cookie, None);
        assert_eq!(shown.status, 200, "{page}: {}", shown.body);
        let (shown, made): (Value, Value) = (serde_json::from_str(&shown.body).unwrap(), json_of(file));
        assert_eq!(made["trace"]["code"], json!(code));
        // What is open is of the instant at which it was asked for, and of all events that came by then.
        if code.contains("/V1/") {
            assert_eq!(made, shown, "{args:?}");
            of_closed.push((args, fs::read(file).unwrap()));
        } else {
            let says = |what: &str| made.to_string().contains(what);
            assert!(args[0] != "order" || says("材料反复退回"), "{made}");
            assert_eq!(made["title"], shown["title"], "{args:?}");
            assert_eq!(made["blocks"].as_array().map(Vec::len), shown["blocks"].as_array().map(Vec::len));
        }
    }
    assert_eq!(of_closed.len(), 3, "those of August are of its version 1");
    fed.service.stop();

    // Without a service the command opens the store itself, and the documents are the same.
    for (args, before) in of_closed {
        let made =
            written(&place, &[args, &["--data", "data", "--format", "json", "--out", "still"]].concat());
        assert_eq!(fs::read(&made[0].0).unwrap(), before, "{args:?}");
    }
}

#[test]
fn sheets_of_a_folder_are_one_for_each() {
    let place = folder("report-folder");
    let made = flagpost(&[
        "sample",
        "--out",
        arg(&place.join("sample")),
        "--windows",
        "3",
        "--staff",
        "6",
        "--events",
        "3000",
        "--months",
        "2026-09",
        "--score",
    ]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    for ending in ["pdf", "xlsx"] {
        assert!(place.join(format!("sample/reports/2026-09-通报-草稿.{ending}")).exists(), "{ending}");
    }
    let from = ["--from", "sample/results", "--registry", "sample/registry", "--month", "2026-09"];
    let made = written(&place, &[&["sheets", "--format", "json,csv", "--lang", "both"], &from[..]].concat());
    let of = |name: &str| made.iter().filter(|(file, _)| file.to_string_lossy().contains(name)).count();
    assert_eq!(of("窗口考核表"), 3 * 2, "a window, in two formats: {made:?}");
    assert!(made.iter().all(|(file, _)| file.exists()));
    // One that is named wrongly is told with the nearest.
    let wrong = report(&place, &[&["window", "--subject", "W-0"], &from[..]].concat()).unwrap_err();
    assert!(wrong.contains("W-0") && wrong.contains("did you mean `W-01`?"), "{wrong}");
    // What no folder knows says where it is made.
    let unknown = report(&place, &[&["weekly-brief"], &from[..]].concat()).unwrap_err();
    assert!(unknown.contains("--data"), "{unknown}");
    let no_month = report(&place, &["bulletin", "--from", "sample/results", "--registry", "sample/registry"]);
    assert!(no_month.unwrap_err().contains("--month"));
}

//! The drop folder: each file is taken in once, whole or not at all, and answered by a result beside it.
#![allow(clippy::unwrap_used)]

mod county;
mod desk;

use desk::{TestDesk, folder, swipe};
use ingest::live::{Delivery, FileProgress, Item};
use ingest::mapping;
use ingest::sources::folder::{FolderMapping, Setup, Watch, watch};
use ingest::store::Road;
use ingest::store::sqlite::RejectionFilter;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Stopwatch};

const MAPPING: &str = r#"
utc_offset = "+08:00"
source = { text = "hall" }
[values."方向"]
"上班" = "in"
"下班" = "out"
[[event]]
type = "attendance.swipe"
id = "swipe-{工号}-{time}"
time = "刷卡时间"
[event.data]
staff = { text = "S-{工号}" }
direction = "方向"
"#;

/// A drop folder that is watched.
struct Drop {
    /// Ends first, since the desk waits for it.
    _watch: Watch,
    desk: TestDesk,
    path: PathBuf,
}

impl Drop {
    fn new(name: &str) -> Drop {
        Drop::settling(name, Duration::ZERO)
    }

    fn settling(name: &str, settle: Duration) -> Drop {
        Drop::of(TestDesk::open(&folder(name)), settle)
    }

    fn of(desk: TestDesk, settle: Duration) -> Drop {
        let path = desk.folder.join("drop");
        let mapping = mapping::read("swipes.toml", MAPPING).unwrap();
        let mappings = ["打卡*.csv", "打卡*.xlsx"]
            .map(|files| FolderMapping::new(files, "swipes.toml", mapping.clone()))
            .to_vec();
        let setup = Setup { path: path.clone(), settle, mappings };
        let watch = watch(setup, desk.live(), desk.records()).unwrap();
        Drop { _watch: watch, desk, path }
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        put(&self.path, name, bytes);
    }

    /// Waits for the result at a place in the folder; the file must be beside it.
    fn result(&self, place: &str) -> Value {
        let result = self.path.join(format!("{place}.result.json"));
        let watch = Stopwatch::now();
        while !(result.exists() && self.path.join(place).exists()) {
            assert!(watch.elapsed() < Duration::from_secs(30), "no result at {}", result.display());
            std::thread::sleep(Duration::from_millis(20));
        }
        serde_json::from_slice(&fs::read(result).unwrap()).unwrap()
    }
}

/// Puts a file as a careful sender does: whole.
fn put(folder: &Path, name: &str, bytes: &[u8]) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(".unfinished"), bytes).unwrap();
    fs::rename(folder.join(".unfinished"), folder.join(name)).unwrap();
}

/// read, accepted, duplicates, rejected.
fn counts(result: &Value) -> [u64; 4] {
    ["read", "accepted", "duplicates", "rejected"].map(|name| result[name].as_u64().unwrap())
}

fn message(result: &Value) -> &str {
    result["message"].as_str().unwrap()
}

fn swipes(ids: std::ops::Range<u32>) -> String {
    ids.map(|id| swipe(&format!("e{id}"), "S-hall") + "\n").collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_file_is_taken_in_moved_and_answered_line_by_line() {
    let drop = Drop::new("folder-lines");
    let lines = format!("{}\n\nrubbish\n{}{}", swipes(0..2), swipes(1..3), swipe("x", "S-nobody"));
    drop.put("a.ndjson", lines.as_bytes());
    let result = drop.result("done/2026-09-01/a.ndjson");
    assert_eq!((&result["file"], &result["state"]), (&"a.ndjson".into(), &"done".into()));
    assert_eq!(result["finished"], "2026-09-01T10:00:00+08:00");
    assert_eq!(counts(&result), [6, 3, 1, 2]);
    let rejections = result["rejections"].as_array().unwrap();
    let told = |place: usize| (rejections[place]["line"].as_u64(), rejections[place]["code"].as_str());
    assert_eq!(told(0), (Some(5), Some("malformed_json")));
    assert_eq!(told(1), (Some(8), Some("unknown_staff")));
    let number = rejections[1]["number"].as_u64().unwrap();
    let kept = drop.desk.records().rejection(number).unwrap().unwrap();
    assert_eq!((kept.road.as_str(), kept.place.as_str(), kept.item), ("folder", "a.ndjson", 8));
    assert_eq!(drop.desk.events(), 3);
}

#[test]
fn packed_files_and_exports_are_read_like_plain_ones() {
    let drop = Drop::new("folder-kinds");
    drop.put("a.ndjson.gz", &gzip(swipes(0..1).as_bytes()));
    assert_eq!(counts(&drop.result("done/2026-09-01/a.ndjson.gz")), [1, 1, 0, 0]);
    drop.put("b.ndjson.zst", &zstd::encode_all(swipes(1..2).as_bytes(), 1).unwrap());
    assert_eq!(counts(&drop.result("done/2026-09-01/b.ndjson.zst")), [1, 1, 0, 0]);
    let rows = "工号,刷卡时间,方向\nhall,2026-09-01 08:20:00,上班\nhall,2026-09-01 11:31:00,外出\n";
    drop.put("打卡 九月.CSV", rows.as_bytes());
    let result = drop.result("done/2026-09-01/打卡 九月.CSV");
    assert_eq!((counts(&result), &result["mapping"]), ([2, 1, 0, 1], &"swipes.toml".into()));
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, text) in (0..).zip(["工号", "刷卡时间", "方向"]) {
        sheet.write(0, column, text).unwrap();
    }
    for (column, text) in (0..).zip(["hall", "2026-09-02 08:20:00", "上班"]) {
        sheet.write(4, column, text).unwrap();
    }
    drop.put("打卡.xlsx", &workbook.save_to_buffer().unwrap());
    assert_eq!(counts(&drop.result("done/2026-09-01/打卡.xlsx")), [1, 1, 0, 0]);
    assert_eq!(
        (&result["rejections"][0]["line"], &result["rejections"][0]["code"]),
        (&3.into(), &"bad_field".into())
    );
}

#[test]
fn what_is_still_being_written_is_left_alone() {
    let drop = Drop::settling("folder-settling", Duration::from_millis(1500));
    let path = drop.path.join("slow.ndjson");
    drop.put("named.ndjson.part", swipes(5..6).as_bytes());
    for end in 1..6 {
        // Cut in the middle of a line, so that taking it too early would show.
        let text = swipes(0..end);
        fs::write(&path, &text[..text.len() - 20]).unwrap();
        std::thread::sleep(Duration::from_millis(600));
        assert!(path.exists() && drop.desk.events() == 0, "taken after {end}");
    }
    fs::write(&path, swipes(0..5)).unwrap();
    assert_eq!(counts(&drop.result("done/2026-09-01/slow.ndjson")), [5, 5, 0, 0]);
    assert!(drop.path.join("named.ndjson.part").exists());
    assert_eq!(drop.desk.events(), 5);
}

#[test]
fn the_same_file_again_is_not_read_and_says_so() {
    let drop = Drop::new("folder-again");
    let bytes = format!("{}rubbish\n", swipes(0..2));
    drop.put("a.ndjson", bytes.as_bytes());
    assert_eq!(counts(&drop.result("done/2026-09-01/a.ndjson")), [3, 2, 0, 1]);
    for again in ["a-2.ndjson", "a-3.ndjson"] {
        drop.put("a.ndjson", bytes.as_bytes());
        let result = drop.result(&format!("done/2026-09-01/{again}"));
        assert_eq!((&result["state"], counts(&result)), (&"done_before".into(), [0; 4]));
        assert!(message(&result).contains("2026-09-01T10:00:00+08:00"));
    }
    // Under another name it is another file, whose events are there already.
    drop.put("b.ndjson", bytes.as_bytes());
    assert_eq!(counts(&drop.result("done/2026-09-01/b.ndjson")), [3, 0, 2, 1]);
    // And so are other bytes under the first name.
    drop.put("a.ndjson", swipes(0..3).as_bytes());
    assert_eq!(counts(&drop.result("done/2026-09-01/a-4.ndjson")), [3, 1, 2, 0]);
    let kept = drop.desk.records().rejections(&RejectionFilter::default(), 10).unwrap();
    assert_eq!(kept.iter().map(|kept| kept.times).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn what_cannot_be_read_goes_to_failed_with_what_to_do() {
    let drop = Drop::new("folder-failed");
    let whole = gzip(swipes(0..2000).as_bytes());
    drop.put("cut.ndjson.gz", &whole[..whole.len() / 2]);
    let packed = zstd::encode_all(swipes(0..2000).as_bytes(), 1).unwrap();
    drop.put("cut.ndjson.zst", &packed[..packed.len() / 2]);
    drop.put("no.ndjson.gz", b"no gzip at all");
    drop.put("刷卡.csv", "工号\n1\n".as_bytes());
    drop.put("打卡.csv", "员工\n1\n".as_bytes());
    drop.put("notes.txt", b"?");
    for (name, expected) in [
        ("cut.ndjson.gz", "copy it to the drop folder again"),
        ("cut.ndjson.zst", "copy it to the drop folder again"),
        ("no.ndjson.gz", "copy it to the drop folder again"),
        ("刷卡.csv", "no mapping reads files of this name"),
        ("打卡.csv", "there is no column `工号`"),
        ("notes.txt", "no kind that is known"),
    ] {
        let result = drop.result(&format!("failed/{name}"));
        assert_eq!((&result["state"], counts(&result)), (&"failed".into(), [0; 4]), "{name}");
        assert!(message(&result).contains(expected), "{}", message(&result));
    }
    assert_eq!(drop.desk.events(), 0, "of a half file nothing is taken in");
    // The whole file under the same name is read.
    drop.put("cut.ndjson.gz", &whole);
    assert_eq!(counts(&drop.result("done/2026-09-01/cut.ndjson.gz")), [2000, 2000, 0, 0]);
}

#[test]
fn a_store_that_cannot_write_loses_nothing() {
    let drop = Drop::new("folder-refused");
    let store = rusqlite::Connection::open(drop.desk.folder.join("data/flagpost.db")).unwrap();
    store
        .execute_batch("CREATE TRIGGER f BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    drop.put("a.ndjson", swipes(0..3).as_bytes());
    std::thread::sleep(Duration::from_secs(2));
    assert!(drop.path.join("a.ndjson").exists());
    store.execute_batch("DROP TRIGGER f").unwrap();
    assert_eq!(counts(&drop.result("done/2026-09-01/a.ndjson")), [3, 3, 0, 0]);
}

#[test]
fn an_empty_file_is_done() {
    let drop = Drop::new("folder-empty");
    drop.put("a.ndjson", b"");
    assert_eq!(counts(&drop.result("done/2026-09-01/a.ndjson")), [0; 4]);
    drop.put("b.ndjson", b"\n \n");
    assert_eq!(counts(&drop.result("done/2026-09-01/b.ndjson")), [0; 4]);
}

#[test]
fn a_result_lists_the_first_thousand_rejections() {
    let drop = Drop::new("folder-thousand");
    let lines: String = (0..1500).map(|line| format!("rubbish {line}\n")).collect();
    drop.put("a.ndjson", lines.as_bytes());
    let result = drop.result("done/2026-09-01/a.ndjson");
    assert_eq!(counts(&result), [1500, 0, 0, 1500]);
    let listed = result["rejections"].as_array().unwrap();
    assert_eq!((listed.len(), &listed[999]["line"]), (1000, &1000.into()));
    assert!(message(&result).contains("flagpost rejected list"));
    // One by one they all are kept.
    let filter = RejectionFilter::default();
    assert_eq!(drop.desk.records().rejections(&filter, 5000).unwrap().len(), 1500);
}

/// Makes the first lines of a file durable, as the folder's thread does, and stops there as if killed.
fn begin(desk: &TestDesk, name: &str, text: &str, lines: u64, is_done: bool) {
    let (mut bytes, mut items) = (Vec::new(), Vec::new());
    for (line, number) in text.lines().take(lines as usize).zip(1..) {
        let start = bytes.len();
        bytes.extend_from_slice(line.as_bytes());
        items.push(Item { bytes: start..bytes.len(), number, fault: None });
    }
    let file = Some(FileProgress { digest: Sha256::digest(text).into(), lines, is_done });
    let place = name.to_owned();
    let delivery = Delivery { road: Road::Folder, place, site: None, bytes, items, file };
    desk.live().deliver_and_wait(delivery).unwrap();
}

#[test]
fn a_file_goes_on_after_its_last_durable_line() {
    let desk = TestDesk::open(&folder("folder-resumed"));
    let text = format!("rubbish 1\n{}rubbish 2\n{}", swipes(0..2), swipes(1..4));
    begin(&desk, "a.ndjson", &text, 2, false);
    put(&desk.folder.join("drop"), "a.ndjson", text.as_bytes());
    let drop = Drop::of(desk, Duration::ZERO);
    let result = drop.result("done/2026-09-01/a.ndjson");
    assert_eq!(counts(&result), [7, 4, 1, 2], "as if it had never stopped");
    let listed: Vec<u64> = result["rejections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["line"].as_u64().unwrap())
        .collect();
    assert_eq!(listed, [1, 4]);
    let kept = drop.desk.records().rejections(&RejectionFilter::default(), 10).unwrap();
    assert_eq!(kept.iter().map(|kept| kept.times).collect::<Vec<_>>(), [1, 1], "no line was sent twice");
    assert_eq!(drop.desk.events(), 4);
}

#[test]
fn a_kill_between_the_last_event_the_result_and_the_move_heals_itself() {
    let text = format!("{}rubbish\n", swipes(0..2));
    // When all was durable, nothing else was done.
    let desk = TestDesk::open(&folder("folder-healed"));
    begin(&desk, "a.ndjson", &text, 3, true);
    put(&desk.folder.join("drop"), "a.ndjson", text.as_bytes());
    let drop = Drop::of(desk, Duration::ZERO);
    let result = drop.result("done/2026-09-01/a.ndjson");
    assert_eq!((&result["state"], counts(&result)), (&"done".into(), [3, 2, 0, 1]));

    // When the result was written, the file was not moved.
    let desk = TestDesk::open(&folder("folder-healed"));
    begin(&desk, "a.ndjson", &text, 3, true);
    let path = desk.folder.join("drop");
    put(&path, "a.ndjson", text.as_bytes());
    put(&path.join("done/2026-09-01"), "a.ndjson.result.json", &serde_json::to_vec(&result).unwrap());
    let drop = Drop::of(desk, Duration::ZERO);
    assert_eq!(drop.result("done/2026-09-01/a.ndjson"), result);
    assert!(!path.join("done/2026-09-01/a-2.ndjson.result.json").exists());

    // When the file was moved, nobody had noted it: the next copy is a copy.
    let desk = TestDesk::open(&folder("folder-healed"));
    begin(&desk, "a.ndjson", &text, 3, true);
    put(&path.join("done/2026-09-01"), "a.ndjson.result.json", &serde_json::to_vec(&result).unwrap());
    put(&path.join("done/2026-09-01"), "a.ndjson", text.as_bytes());
    let drop = Drop::of(desk, Duration::ZERO);
    let watch = Stopwatch::now();
    while !drop.desk.records().unfiled().unwrap().is_empty() {
        assert!(watch.elapsed() < Duration::from_secs(30), "the move is not noted");
        std::thread::sleep(Duration::from_millis(20));
    }
    drop.put("a.ndjson", text.as_bytes());
    assert_eq!(drop.result("done/2026-09-01/a-2.ndjson")["state"], "done_before");
}

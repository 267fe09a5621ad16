//! Messages as files: whole or not at all, once a key, never outside their folder.

use reports::delivery::channels::{Attempt, Settings, send, send_enclosing};
use reports::delivery::{Address, Channel, Enclosed, Message, Outcome};
use scoring::time::Instant;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("files-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn put(folder: &Path, to: &str, text: &str) -> Outcome {
    let message = Message {
        key: KEY.to_owned(),
        subject: "催办预告".to_owned(),
        text: text.to_owned(),
        brief: "催办预告：1 件".to_owned(),
        link: Some("https://hall.example/to/x".to_owned()),
        ..Message::default()
    };
    let settings = Settings { files: Some(folder.to_owned()), ..Settings::default() };
    let now = Instant::parse("2026-09-01T08:30:00+08:00").unwrap();
    send(
        &settings,
        &Address { channel: Channel::File, to: to.to_owned() },
        &message,
        Attempt { number: 1, now },
    )
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_message_is_a_text_and_a_json_file() {
    let folder = folder("whole");
    assert!(matches!(put(&folder, "window:W-09", "办件 C-1"), Outcome::Delivered(_)));
    assert_eq!(names(&folder), ["window_W-09"]);
    let own = folder.join("window_W-09");
    assert_eq!(names(&own), [format!("{KEY}.json"), format!("{KEY}.txt")]);
    let text = fs::read_to_string(own.join(format!("{KEY}.txt"))).unwrap();
    assert_eq!(text, "催办预告\n\n办件 C-1\n\nhttps://hall.example/to/x\n");
    let read: serde_json::Value =
        serde_json::from_slice(&fs::read(own.join(format!("{KEY}.json"))).unwrap()).unwrap();
    let whole = json!({
        "key": KEY, "to": "window:W-09", "subject": "催办预告", "text": "办件 C-1", "brief": "催办预告：1 件",
        "link": "https://hall.example/to/x", "sent_at": "2026-09-01T00:30:00+00:00",
    });
    assert_eq!(read, whole);
}

#[test]
fn what_is_attached_lies_beside_the_message_byte_for_byte() {
    let folder = folder("attached");
    let message = Message { key: KEY.to_owned(), subject: "通报".to_owned(), ..Message::default() };
    let files = [("2026-09-通报.pdf", vec![0, 255, 10]), ("2026/09.xlsx", vec![1])].map(|(name, bytes)| {
        Enclosed { name: name.to_owned(), media_type: "application/pdf".to_owned(), bytes }
    });
    let settings = Settings { files: Some(folder.clone()), ..Settings::default() };
    let address = Address { channel: Channel::File, to: "supervision".to_owned() };
    let attempt = Attempt { number: 1, now: Instant::parse("2026-10-08T08:30:00+08:00").unwrap() };
    for _ in 0..2 {
        let outcome = send_enclosing(&settings, &address, &message, &files, attempt);
        assert!(matches!(outcome, Outcome::Delivered(_)), "{outcome:?}");
    }
    let own = folder.join("supervision");
    let beside = [format!("{KEY}-2026-09-通报.pdf"), format!("{KEY}-2026_09.xlsx")];
    assert_eq!(fs::read(own.join(&beside[0])).unwrap(), [0, 255, 10]);
    assert_eq!(fs::read(own.join(&beside[1])).unwrap(), [1]);
    assert_eq!(names(&own).len(), 4);
    let read: serde_json::Value =
        serde_json::from_slice(&fs::read(own.join(format!("{KEY}.json"))).unwrap()).unwrap();
    assert_eq!(read["attached"], json!(beside));
}

#[test]
fn the_same_key_again_is_there_already() {
    let folder = folder("again");
    put(&folder, "window:W-09", "办件 C-1");
    assert!(matches!(put(&folder, "window:W-09", "another"), Outcome::Delivered(_)));
    let text = fs::read_to_string(folder.join("window_W-09").join(format!("{KEY}.txt"))).unwrap();
    assert!(text.contains("办件 C-1"), "{text}");
}

#[test]
fn what_an_attempt_left_half_done_is_made_whole() {
    let folder = folder("half");
    let own = folder.join("window_W-09");
    fs::create_dir(&own).unwrap();
    fs::write(own.join(format!(".{KEY}.json.part")), "{").unwrap();
    fs::write(own.join(format!("{KEY}.txt")), "half").unwrap();
    assert!(matches!(put(&folder, "window:W-09", "办件 C-1"), Outcome::Delivered(_)));
    assert_eq!(names(&own), [format!("{KEY}.json"), format!("{KEY}.txt")]);
    assert!(fs::read_to_string(own.join(format!("{KEY}.txt"))).unwrap().contains("办件 C-1"));
}

#[test]
fn nothing_is_written_outside_the_folder() {
    let folder = folder("outside");
    let inner = folder.join("inner");
    fs::create_dir(&inner).unwrap();
    for to in ["../../x", "..", "/etc", "a/b", ""] {
        assert!(matches!(put(&inner, to, "x"), Outcome::Delivered(_)), "{to}");
    }
    assert_eq!(names(&folder), ["inner"]);
    assert!(names(&inner).iter().all(|name| !name.contains('/')));
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let folder = folder("missing").join("unmounted");
    let Outcome::Later(why) = put(&folder, "window:W-09", "x") else { panic!("it was written") };
    assert!(why.contains("已挂载") && why.contains("unmounted"), "{why}");
    assert!(!folder.exists());
}

//! The hand-over file (移交卷): a case with its whole history as one ZIP, for those who must judge it without the service.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `cover.html` | the case for people: facts, clock day by day, every notice and what was said to it, events, lines of the ledger |
//! | `events.ndjson` | its events in the order of arrival: when and how each arrived, and `raw`, byte for byte as it was sent, save an identity or telephone number that a source sent as the applicant |
//! | `notices.json` | its notices with their state, the messages that told them, the answers |
//! | `manifest.json` | which case, as of when, by which rulebook; the SHA-256 of each of the other files |
//!
//! The same case as of the same instant gives the same bytes: files are in a fixed order and bear a fixed time.

mod cover;

pub use cover::{Cover, DayShown, Entry, Happened, ShareShown, Stated, WarningShown, Week};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Write as _};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// An event of the case, as it arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Arrived {
    /// Its number in the order of arrival.
    pub number: u64,
    /// The site that sent it.
    pub source: String,
    /// Its id.
    pub id: String,
    /// When it was taken in, in the region's offset.
    pub received: String,
    /// How it came: `http`, `folder`, `page`, `replay`, `kafka`.
    pub road: String,
    /// The request's id, the file's name, the account.
    pub place: String,
    /// Its place there, from 1.
    pub item: u64,
    /// The event as it was sent.
    pub raw: String,
}

/// A notice with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notified {
    /// Kind, subject, level and due date.
    pub identity: String,
    /// The contract's word.
    pub kind: String,
    /// 1 to 4.
    pub level: u8,
    /// The working day of it, `2026-09-09`.
    pub date: String,
    /// Who was to get it.
    pub to: Vec<String>,
    /// `pending`, `sent`, `failed`, `withdrawn`; `expected` for one to come.
    pub state: String,
    /// When it was sent, in the region's offset.
    pub sent: Option<String>,
    /// The messages that told it.
    pub messages: Vec<Told>,
    /// What people said to it.
    pub answers: Vec<Answer>,
}

/// A message that told a notice. Its address is nobody's business here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Whom it was for.
    pub recipient: String,
    /// Who read it: the recipient, or a deputy.
    pub reader: String,
    /// By which road.
    pub channel: String,
    /// 1 for the first time, 2 for the repeat.
    pub round: u32,
    /// `waiting`, `sending`, `sent`, `dead`, `withdrawn`.
    pub state: String,
    /// When that was settled, in the region's offset.
    pub settled: Option<String>,
}

/// What somebody said to a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Who.
    pub by: String,
    /// What they say.
    pub reason: Option<String>,
    /// Whether they ask the next level for help.
    pub asks_help: bool,
    /// When, in the region's offset.
    pub at: String,
}

/// What the manifest says of the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    /// The region's code.
    pub region: String,
    /// The case.
    pub case: String,
    /// The month of its due date, or of its acceptance where it has none.
    pub month: String,
    /// As of which instant, in the region's offset.
    pub as_of: String,
    /// The rulebook's id.
    pub rulebook: String,
    /// The rulebook's version.
    pub rulebook_version: String,
}

/// A file of a hand-over: its name and its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name within the ZIP.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// The files of a hand-over, the manifest last.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn files(
    about: &About,
    mut cover: Cover,
    events: &[Arrived],
    notices: &[Notified],
) -> Result<Vec<File>, minijinja::Error> {
    let line = |event: &Arrived| serde_json::to_string(event).unwrap_or_default() + "\n";
    let events: String = events.iter().map(line).collect();
    let notices = pretty(&json!(notices));
    let mut files = vec![
        File { name: "events.ndjson".to_owned(), text: events },
        File { name: "notices.json".to_owned(), text: notices },
    ];
    cover.files = files.iter().map(|file| (file.name.clone(), digest(&file.text))).collect();
    files.insert(0, File { name: "cover.html".to_owned(), text: cover.html()? });
    let listed = files
        .iter()
        .map(|file| json!({"name": file.name, "bytes": file.text.len(), "sha256": digest(&file.text)}));
    let mut manifest = json!(about);
    manifest["files"] = listed.collect();
    files.push(File { name: "manifest.json".to_owned(), text: pretty(&manifest) });
    Ok(files)
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files as one ZIP.
///
/// # Errors
///
/// A file is larger than a ZIP can hold.
pub fn pack(files: &[File]) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // The time of day would make every packing another file.
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        zip.start_file(file.name.as_str(), options)?;
        zip.write_all(file.text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The name of the ZIP: `handover-C-1001.zip`; what a name of a file should not hold is a `_`.
pub fn file_name(case: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let name: String = case.chars().map(|letter| if plain(letter) { letter } else { '_' }).collect();
    format!("handover-{name}.zip")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use std::io::Read as _;

    fn about() -> About {
        About { case: "C-1001".to_owned(), month: "2026-09".to_owned(), ..About::default() }
    }

    fn arrived(raw: &str) -> Arrived {
        Arrived {
            number: 1,
            source: "hall".to_owned(),
            id: "e1".to_owned(),
            received: "2026-09-01T09:12:05+08:00".to_owned(),
            road: "http".to_owned(),
            place: "request".to_owned(),
            item: 1,
            raw: raw.to_owned(),
        }
    }

    #[test]
    fn the_same_case_gives_the_same_bytes() {
        let make = || pack(&files(&about(), Cover::default(), &[arrived("{}")], &[]).unwrap()).unwrap();
        assert_eq!(make(), make());
    }

    #[test]
    fn events_are_byte_for_byte_as_they_were_sent_and_the_manifest_has_each_digest() {
        let raw = "{\r\n \"id\":\"e1\",\t\"name\":\"不动产 </script>\"}";
        let zip = pack(&files(&about(), Cover::default(), &[arrived(raw)], &[]).unwrap()).unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        let event: serde_json::Value = serde_json::from_str(read("events.ndjson").trim_end()).unwrap();
        assert_eq!((event["raw"].as_str(), event["road"].as_str()), (Some(raw), Some("http")));
        let manifest: serde_json::Value = serde_json::from_str(&read("manifest.json")).unwrap();
        for file in manifest["files"].as_array().unwrap() {
            let text = read(file["name"].as_str().unwrap());
            assert_eq!(file["sha256"].as_str(), Some(digest(&text).as_str()), "{file}");
        }
        assert_eq!(manifest["files"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        assert_eq!(file_name("C-1001"), "handover-C-1001.zip");
        assert_eq!(file_name("../a b号"), "handover-.._a_b_.zip");
    }
}

//! The hand-over file (移交卷): a case with its whole history as one ZIP, for those who must judge it without the service.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `cover.html` | the case for people, in both languages: facts, clock day by day, every notice and what was said to it, events, lines of the ledger |
//! | `cover.pdf` | the same in Chinese, to be printed and signed |
//! | `events.ndjson` | its events in the order of arrival: when and how each arrived, and `raw`, byte for byte as it was sent, save an identity or telephone number that a source sent as the applicant |
//! | `notices.json` | its notices with their state, the messages that told them, the answers |
//! | `manifest.json` | which case, as of when, by which rulebook; the SHA-256 of each of the other files |
//!
//! The same case as of the same instant gives the same bytes: files are in a fixed order and bear a fixed time.

mod cover;

pub use cover::{Cover, DayShown, Entry, Happened, ShareShown, Stated, WarningShown, Week};

use crate::typeset;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::error::Error;
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

/// A file of a ZIP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name within the ZIP.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    /// A file of text.
    pub fn of(name: &str, text: impl Into<String>) -> File {
        File { name: name.to_owned(), bytes: text.into().into_bytes() }
    }
}

/// A case with its whole history, gathered at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandOver {
    /// Which case, of when.
    pub about: About,
    /// What people read.
    pub cover: Cover,
    /// Its events in the order of arrival.
    pub events: Vec<Arrived>,
    /// Its notices.
    pub notices: Vec<Notified>,
}

impl HandOver {
    /// The files, the manifest last. Setting the cover takes some hundredths of a second, so the desk should not wait for it.
    ///
    /// # Errors
    ///
    /// What the template engine says, or the writer of PDF; nothing of the data can make them fail.
    pub fn files(self) -> Result<Vec<File>, Box<dyn Error + Send + Sync>> {
        let HandOver { about, mut cover, events, notices } = self;
        let line = |event: &Arrived| serde_json::to_string(event).unwrap_or_default() + "\n";
        let events: String = events.iter().map(line).collect();
        let mut files =
            vec![File::of("events.ndjson", events), File::of("notices.json", pretty(&json!(notices)))];
        cover.files = files.iter().map(|file| (file.name.clone(), digest(&file.bytes))).collect();
        let pdf = typeset::pdf(&crate::papers::handover::paper(&about, &cover))?;
        files.insert(0, File::of("cover.html", cover.html()?));
        files.insert(1, File { name: "cover.pdf".to_owned(), bytes: pdf });
        let listed = files
            .iter()
            .map(|file| json!({"name": file.name, "bytes": file.bytes.len(), "sha256": digest(&file.bytes)}));
        let mut manifest = json!(about);
        manifest["files"] = listed.collect();
        files.push(File::of("manifest.json", pretty(&manifest)));
        Ok(files)
    }
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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
        zip.write_all(&file.bytes)?;
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

    fn of(raw: &str) -> HandOver {
        let about = About { case: "C-1001".to_owned(), month: "2026-09".to_owned(), ..About::default() };
        HandOver { about, events: vec![arrived(raw)], ..HandOver::default() }
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
        let make = || pack(&of("{}").files().unwrap()).unwrap();
        assert_eq!(make(), make());
    }

    #[test]
    fn events_are_byte_for_byte_as_they_were_sent_and_the_manifest_has_each_digest() {
        let raw = "{\r\n \"id\":\"e1\",\t\"name\":\"不动产 </script>\"}";
        let zip = pack(&of(raw).files().unwrap()).unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        let mut read = |name: &str| {
            let mut bytes = Vec::new();
            zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        };
        let event: serde_json::Value = serde_json::from_slice(&read("events.ndjson")).unwrap();
        assert_eq!((event["raw"].as_str(), event["road"].as_str()), (Some(raw), Some("http")));
        let manifest: serde_json::Value = serde_json::from_slice(&read("manifest.json")).unwrap();
        for file in manifest["files"].as_array().unwrap() {
            let bytes = read(file["name"].as_str().unwrap());
            assert_eq!(file["sha256"].as_str(), Some(digest(&bytes).as_str()), "{file}");
        }
        assert_eq!(manifest["files"].as_array().unwrap().len(), 4);
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        assert_eq!(file_name("C-1001"), "handover-C-1001.zip");
        assert_eq!(file_name("../a b号"), "handover-.._a_b_.zip");
    }
}

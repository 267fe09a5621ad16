//! The result of a file, and where both go: first the result, then the file, so that no file is ever without one.

use super::take::Kind;
use super::watching::{Trouble, Waiting, everything};
use super::{DONE, FAILED, Folder};
use crate::batch::Counts;
use crate::store::digest::hex;
use crate::store::sqlite::FileRecord;
use scoring::time::{Date, Instant};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How a file ended.
#[derive(Debug)]
pub(super) enum End {
    /// All of it is durable.
    Done,
    /// All of it was durable before it was put there again.
    DoneBefore,
    /// It cannot be read; why, and what to do.
    Failed(String),
}

impl End {
    fn word(&self) -> &'static str {
        match self {
            End::Done => "done",
            End::DoneBefore => "done_before",
            End::Failed(_) => "failed",
        }
    }
}

/// What stands in `NAME.result.json`.
#[derive(Serialize)]
struct FileResult<'r> {
    /// The file's name in the drop folder.
    file: &'r str,
    /// SHA-256 of its bytes.
    digest: String,
    /// `done`, `done_before` or `failed`.
    state: &'static str,
    /// When it was finished.
    finished: String,
    /// The mapping that read it, of an export.
    #[serde(skip_serializing_if = "Option::is_none")]
    mapping: Option<&'r str>,
    /// Lines, or events of rows, and what became of them.
    read: u64,
    accepted: u64,
    duplicates: u64,
    rejected: u64,
    /// What there is to know or to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The first of what was rejected.
    rejections: Vec<RejectedEntry>,
}

#[derive(Serialize)]
struct RejectedEntry {
    line: u64,
    number: u64,
    code: String,
    message: String,
}

/// What is looked at of a result that is there already.
#[derive(Deserialize)]
struct Earlier {
    digest: String,
}

/// A date and time as the county writes them.
struct LocalTime {
    instant: Instant,
    date: Date,
    text: String,
}

impl Folder {
    /// Writes a file's result and moves the file beside it.
    pub(super) fn file_away(&self, waiting: &Waiting, digest: &[u8; 32], end: End) -> Result<(), Trouble> {
        let known = self.records.file_record(&waiting.name, digest).map_err(everything)?;
        let now = self.local_time(None)?;
        let done = match known.as_ref().and_then(|file| file.done) {
            Some(done) => Some(self.local_time(Some(done))?),
            None => None,
        };
        let (folder, finished) = match (&end, &done) {
            (End::Done, Some(done)) => (self.done_folder(done.date), done),
            (End::Done | End::DoneBefore, _) => (self.done_folder(now.date), &now),
            (End::Failed(_), _) => (self.setup.path.join(FAILED), &now),
        };
        let mut result = FileResult {
            file: &waiting.name,
            digest: hex(digest),
            state: end.word(),
            finished: finished.text.clone(),
            mapping: match self.kind(&waiting.name) {
                Ok(Kind::Export(mapping)) => Some(mapping.name.as_str()),
                Ok(Kind::Lines) | Err(_) => None,
            },
            read: 0,
            accepted: 0,
            duplicates: 0,
            rejected: 0,
            message: None,
            rejections: Vec::new(),
        };
        match (&end, &known) {
            (End::DoneBefore, _) => {
                result.message = Some(done_before(done.as_ref().map_or("", |done| &done.text)));
            }
            (End::Done | End::Failed(_), Some(file)) => self.tell_counts(file, &mut result)?,
            (End::Done | End::Failed(_), None) => {}
        }
        if let End::Failed(what) = &end {
            result.message = Some(what.clone());
        }
        let place = place(waiting, &folder, &result.digest, &result)
            .map_err(|error| everything(format!("cannot move {}: {error}", waiting.path.display())))?;
        if let Some(file) = known.filter(|file| file.done.is_some() && file.filed.is_none()) {
            self.records.file_was_filed(file.number, now.instant).map_err(everything)?;
        }
        let FileResult { state, accepted, duplicates, rejected, .. } = result;
        tracing::info!(file = %place.display(), state, accepted, duplicates, rejected, "a file of the drop folder is dealt with");
        Ok(())
    }

    fn done_folder(&self, date: Date) -> PathBuf {
        self.setup.path.join(DONE).join(date.to_string())
    }

    fn tell_counts<'r>(&'r self, file: &FileRecord, result: &mut FileResult<'r>) -> Result<(), Trouble> {
        let Counts { read, accepted, duplicates, rejected } = file.counts;
        (result.read, result.accepted) = (read, accepted);
        (result.duplicates, result.rejected) = (duplicates, rejected);
        for line in self.records.rejected_lines(file.number).map_err(everything)? {
            let (line, number, code, message) = (line.line, line.number, line.code, line.message);
            result.rejections.push(RejectedEntry { line, number, code, message });
        }
        let listed = result.rejections.len() as u64;
        if listed < rejected {
            result.message = Some(format!(
                "此处只列出 {listed} 条，全部见 flagpost rejected list / {listed} are listed here, all of them by flagpost \
                 rejected list"
            ));
        }
        Ok(())
    }

    /// An instant, or now, to the second, as the county's clocks show it.
    fn local_time(&self, at: Option<Instant>) -> Result<LocalTime, Trouble> {
        let told = self.live.act_and_wait(move |desk| {
            let Instant(nanos) = at.unwrap_or_else(|| desk.now());
            let instant = Instant(nanos - nanos.rem_euclid(1_000_000_000));
            let zone = &desk.county().registry.zone;
            LocalTime { instant, date: zone.date(instant), text: zone.format(instant) }
        });
        told.map_err(|_| Trouble::Stopping)
    }
}

fn done_before(first: &str) -> String {
    format!(
        "同名且内容相同的文件已于 {first} 读完，这次没有再读；如因更改对照表等需要重读，请换一个文件名再放入，已有的事件不会重复计算 / a file of this \
         name and these bytes was read to its end at {first}, nothing of it was read again; to have it read anew, after a change of \
         the mapping for example, drop it under another name: events that are there already do not count twice"
    )
}

/// Writes the result into a folder and moves the file beside it, under the first name that is free.
pub(in crate::sources) fn place(
    waiting: &Waiting,
    folder: &Path,
    digest: &str,
    result: &impl Serialize,
) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let mut copy = 1;
    loop {
        let name = numbered(&waiting.name, copy);
        copy += 1;
        let (target, beside) = (folder.join(&name), folder.join(format!("{name}.result.json")));
        if target.try_exists()? {
            continue;
        }
        match fs::read(&beside) {
            // A kill came between the result and the move, or somebody took the file away.
            Ok(text) => match serde_json::from_slice::<Earlier>(&text) {
                Ok(earlier) if earlier.digest == digest => {}
                Ok(_) | Err(_) => continue,
            },
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let mut text = serde_json::to_vec_pretty(result)?;
        text.push(b'\n');
        write_whole(&beside, &text)?;
        fs::rename(&waiting.path, &target)?;
        return Ok(target);
    }
}

/// A file is there with all its bytes or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!(".{name}.tmp"));
    let mut file = File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

/// `a.ndjson.gz`, `a-2.ndjson.gz`, `a-3.ndjson.gz` …
fn numbered(name: &str, copy: u32) -> String {
    match (copy, name.split_once('.')) {
        (0 | 1, _) => name.to_owned(),
        (_, Some((stem, ends))) => format!("{stem}-{copy}.{ends}"),
        (_, None) => format!("{name}-{copy}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_numbered_before_the_first_dot() {
        let names = [1, 2, 3].map(|copy| numbered("a.ndjson.gz", copy));
        assert_eq!(names, ["a.ndjson.gz", "a-2.ndjson.gz", "a-3.ndjson.gz"]);
        assert_eq!(numbered("a", 2), "a-2");
    }
}

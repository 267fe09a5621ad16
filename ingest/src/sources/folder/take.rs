//! Takes in one file: what it is, what of it is durable already, the rest to the desk, then its result and its new place.

use super::filing::End;
use super::stretches::Stretches;
use super::watching::{Stop, Trouble, Waiting, everything};
use super::{Folder, FolderMapping};
use crate::batch::{Input, Source};
use crate::live::{Delivery, FileProgress, Refused};
use crate::sources::files;
use crate::store::Road;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, ErrorKind, Read};

/// How a file is read.
pub(super) enum Kind<'s> {
    Lines,
    Export(&'s FolderMapping),
}

impl Folder {
    /// Takes in a file as far as it is not there yet, writes its result and moves it away.
    pub(super) fn take_in(&self, waiting: &Waiting, stop: &Stop) -> Result<(), Trouble> {
        let digest = digest(waiting, stop)?;
        let known = self.records.file_record(&waiting.name, &digest).map_err(everything)?;
        let end = match known {
            Some(file) if file.filed.is_some() => End::DoneBefore,
            // Killed before its result was written or it was moved.
            Some(file) if file.done.is_some() => End::Done,
            Some(file) => self.read(waiting, digest, file.lines, stop)?,
            None => self.read(waiting, digest, 0, stop)?,
        };
        self.file_away(waiting, &digest, end)
    }

    /// What reads files of this name; on the contrary, what to do.
    pub(super) fn kind(&self, name: &str) -> Result<Kind<'_>, String> {
        if let Some(mapping) = self.setup.mappings.iter().find(|mapping| mapping.files.matches(name)) {
            return Ok(Kind::Export(mapping));
        }
        let lower = name.to_lowercase();
        let unpacked = lower.trim_end_matches(".gz").trim_end_matches(".zst");
        let is_any = |ends: &[&str]| ends.iter().any(|end| unpacked.ends_with(end));
        if is_any(&[".ndjson", ".jsonl"]) {
            Ok(Kind::Lines)
        } else if is_any(&[".csv", ".xlsx", ".xls", ".xlsb", ".ods"]) {
            Err("没有对照表适用于此文件名；请在配置文件的 [[folder.mapping]] 中添加，重新启动服务，再把文件放回投递文件夹 / no mapping \
                 reads files of this name: add one as [[folder.mapping]] to the configuration, start the service again and put the \
                 file back into the drop folder"
                .to_owned())
        } else {
            Err("无法识别的文件类型；事件文件的名称应以 .ndjson、.ndjson.gz 或 .ndjson.zst 结尾，导出文件需要 [[folder.mapping]] / \
                 the name says of no kind that is known: files of events end in .ndjson, .ndjson.gz or .ndjson.zst, exports need \
                 a [[folder.mapping]]"
                .to_owned())
        }
    }

    /// Hands the file's events to the desk, from the first that is not durable.
    fn read(&self, waiting: &Waiting, digest: [u8; 32], durable: u64, stop: &Stop) -> Result<End, Trouble> {
        let kind = match self.kind(&waiting.name) {
            Ok(kind) => kind,
            Err(what) => return Ok(End::Failed(what)),
        };
        // Unpacked to its end before its first line counts, so that of half a file nothing is taken in.
        if let Err(error) = check_packing(waiting, stop)? {
            return Ok(End::Failed(damaged(&error)));
        }
        let reader = open(waiting)?;
        let source = match kind {
            Kind::Lines => Source::Lines(reader),
            Kind::Export(mapping) => Source::Export(reader, &mapping.mapping),
        };
        let mut stretches =
            Stretches::after(durable, Input { file: waiting.name.clone(), source }).peekable();
        let mut lines = durable;
        loop {
            let stretch = match stretches.next().transpose() {
                Ok(stretch) => stretch.unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::InvalidData => {
                    return Ok(End::Failed(format!(
                        "导出文件与对照表不符，请按提示更正后重新放入 / the export does not fit its mapping; mend it and drop it again: \
                         {error}"
                    )));
                }
                Err(error) => return Err(Trouble::File(error.to_string())),
            };
            let is_done = stretches.peek().is_none();
            if stop.is_stopping() {
                return Err(Trouble::Stopping);
            }
            if is_done && waiting.has_changed() {
                return Err(Trouble::Changed);
            }
            lines = lines.max(stretch.lines);
            let delivery = Delivery {
                road: Road::Folder,
                place: waiting.name.clone(),
                site: None,
                bytes: stretch.bytes,
                items: stretch.items,
                file: Some(FileProgress { digest, lines, is_done }),
            };
            self.live.deliver_and_wait(delivery).map_err(|refused| match refused {
                Refused::Stopping => Trouble::Stopping,
                Refused::Busy | Refused::Store(_) => everything(refused),
            })?;
            if is_done {
                return Ok(End::Done);
            }
        }
    }
}

/// The SHA-256 of a file's bytes, packed as they are.
pub(in crate::sources) fn digest(waiting: &Waiting, stop: &Stop) -> Result<[u8; 32], Trouble> {
    let mut digest = Sha256::new();
    let file = File::open(&waiting.path).map_err(|error| unreadable(waiting, &error))?;
    stop.read_through(file, |bytes| digest.update(bytes))?.map_err(|error| unreadable(waiting, &error))?;
    if waiting.has_changed() { Err(Trouble::Changed) } else { Ok(digest.finalize().into()) }
}

/// Whether a packed file can be unpacked to its end.
pub(in crate::sources) fn check_packing(waiting: &Waiting, stop: &Stop) -> Result<io::Result<()>, Trouble> {
    if files::is_packed(&waiting.path) { stop.read_through(open(waiting)?, |_| ()) } else { Ok(Ok(())) }
}

/// What is told of a packed file that cannot be unpacked.
pub(in crate::sources) fn damaged(error: &io::Error) -> String {
    format!(
        "压缩文件不完整或已损坏，请重新复制完整的文件到投递文件夹 / the packed file is incomplete or damaged, copy it to the drop folder \
         again in full: {error}"
    )
}

pub(in crate::sources) fn open(waiting: &Waiting) -> Result<Box<dyn Read + Send>, Trouble> {
    files::open(&waiting.path).map_err(|error| unreadable(waiting, &error))
}

fn unreadable(waiting: &Waiting, error: &io::Error) -> Trouble {
    if error.kind() == ErrorKind::NotFound {
        return Trouble::Changed;
    }
    Trouble::File(format!("cannot read {}: {error}", waiting.path.display()))
}

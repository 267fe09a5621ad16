//! Sends a file's lines: plain, gzip, zstd or standard input.

use super::super::produce::{Outgoing, Producer};
use super::super::trouble::Trouble;
use crate::batch::{Input, Source};
use crate::sources::files;
use crate::sources::folder::stretches::Stretches;
use std::fmt;
use std::io;
use std::path::Path;

/// A file was not sent to its end.
#[derive(Debug)]
pub struct FileFailure {
    /// Events before this are durable in Kafka; those after it may be.
    pub sent: u64,
    /// Why.
    pub cause: FileCause,
}

/// Why a file was not sent to its end.
#[derive(Debug)]
pub enum FileCause {
    /// It cannot be read.
    Unreadable(io::Error),
    /// Kafka does not take it.
    Refused(Trouble),
    /// The caller wanted no more of it.
    Stopped,
}

impl fmt::Display for FileFailure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sent = self.sent;
        match &self.cause {
            FileCause::Unreadable(error) => write!(out, "{error}")?,
            FileCause::Refused(trouble) => write!(out, "{trouble}")?,
            FileCause::Stopped => out.write_str("已中止 / stopped")?,
        }
        write!(
            out,
            "；前 {sent} 条已写入，可以整个文件重新发送，不会重复计算 / the first {sent} events are sent; send the whole file again, none counts twice"
        )
    }
}

impl std::error::Error for FileFailure {}

/// Sends the events of a file, `-` for standard input, as those of a region. How many there were, once all are durable;
/// `goes_on` hears how many are from time to time, and says whether to go on.
///
/// # Errors
///
/// [`FileFailure`]
pub fn send_file(
    producer: &Producer,
    region: &str,
    site: Option<&str>,
    path: &Path,
    mut goes_on: impl FnMut(u64) -> bool,
) -> Result<u64, FileFailure> {
    let mut sent = 0;
    let failed = |sent| move |cause| FileFailure { sent, cause };
    let reader = files::open(path).map_err(FileCause::Unreadable).map_err(failed(sent))?;
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    for stretch in Stretches::after(0, Input { file, source: Source::Lines(reader) }) {
        let stretch = stretch.map_err(FileCause::Unreadable).map_err(failed(sent))?;
        let event = |range: std::ops::Range<usize>| Outgoing { region, site, raw: &stretch.bytes[range] };
        let told = producer.deliver_and_wait(stretch.items.iter().map(|item| event(item.bytes.clone())));
        told.map_err(FileCause::Refused).map_err(failed(sent))?;
        sent += stretch.items.len() as u64;
        if !goes_on(sent) {
            return Err(failed(sent)(FileCause::Stopped));
        }
    }
    Ok(sent)
}

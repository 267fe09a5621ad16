//! `flagpost export`: all events of a store as a file that `flagpost score` reads.

use super::{Failure, Outcome};
use crate::service::which::WhichService;
use anyhow::Context as _;
use clap::Args;
use ingest::store::digest::hex;
use ingest::store::export::Export;
use ingest::store::sqlite::Records;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

/// Write all events in the order of their arrival, one a line (导出事件)
///
/// May run beside the service: what arrives meanwhile is left out. What was rejected is not among them.
#[derive(Args, Debug)]
pub struct ExportArgs {
    #[command(flatten)]
    service: WhichService,
    /// The file to write: .ndjson, .ndjson.zst or .ndjson.gz
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Beside it, the events of which words were erased, with the SHA-256 of each one's line as it arrived: what digests of months
    /// go on to count
    #[arg(long, value_name = "FILE")]
    redactions: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &ExportArgs) -> Outcome {
    let records = args.service.records()?;
    let events = records.event_count().context("cannot count the events")?;
    write(Export::new(records, 0, events), &args.out)
        .with_context(|| format!("cannot write {}", args.out.display()))?;
    if let Some(file) = &args.redactions {
        write_redactions(&args.service.records()?, file)?;
    }
    crate::stdout::write(&format!("{events} 个事件 / events: {}\n", args.out.display()))?;
    Ok::<(), Failure>(())
}

/// A line for each event of which words were erased: which line of the export it is, and the digest that its line had.
fn write_redactions(records: &Records, file: &Path) -> Result<(), Failure> {
    let redactions = records.redactions().context("cannot list erased words")?;
    let lines = redactions.iter().map(|redaction| {
        let fields: serde_json::Value = serde_json::from_str(&redaction.fields).unwrap_or_default();
        format!(
            "{}\n",
            serde_json::json!({ "line": redaction.event, "sha256": hex(&redaction.line), "erased": fields })
        )
    });
    let text: String = lines.collect();
    Ok(fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?)
}

/// Under another name until it is whole, so that nobody takes half of it for all.
fn write(mut events: impl Read, out: &Path) -> io::Result<()> {
    let mut partial = out.as_os_str().to_owned();
    partial.push(".part");
    let file = BufWriter::new(File::create(&partial)?);
    let extension = out.extension().unwrap_or_default().to_ascii_lowercase();
    let mut file = if extension == "zst" {
        let mut packed = zstd::Encoder::new(file, 3)?;
        io::copy(&mut events, &mut packed)?;
        packed.finish()?
    } else if extension == "gz" {
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        io::copy(&mut events, &mut packed)?;
        packed.finish()?
    } else {
        let mut plain = file;
        io::copy(&mut events, &mut plain)?;
        plain
    };
    file.flush()?;
    file.get_ref().sync_all()?;
    fs::rename(&partial, out)
}

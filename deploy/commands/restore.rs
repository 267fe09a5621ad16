//! `flagpost restore`: puts a backup into a data folder that has no store.

use super::{Failure, Outcome};
use crate::manifest::Manifest;
use anyhow::Context as _;
use clap::Args;
use ingest::store::sqlite::{self, FILE_NAME, Records};
use std::path::PathBuf;

/// Put a backup into a data folder that has no store (恢复备份)
///
/// The copy is first held against its manifest. Nothing is overwritten: a folder with a store, or one that a service has, is
/// refused.
#[derive(Args, Debug)]
pub struct RestoreArgs {
    /// The backup's folder
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// The data folder to fill
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Runs the command.
pub fn run(args: &RestoreArgs) -> Outcome {
    let manifest = Manifest::read(&args.from)?;
    let file = args.from.join(FILE_NAME);
    let copy = Records::open_copy(&file).context("cannot read the copy")?;
    manifest.check(&copy)?;
    drop(copy);
    let events = sqlite::restore(&file, &args.data, "flagpost restore").context("cannot restore the copy")?;
    crate::stdout::write(&format!(
        "已恢复 / restored: {}\n事件 / events {events} · 备份于 / made {}\n可先核对 / next: flagpost verify --data {}\n",
        args.data.display(),
        manifest.made,
        args.data.display()
    ))?;
    Ok::<(), Failure>(())
}

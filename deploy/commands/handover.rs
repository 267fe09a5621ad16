//! `flagpost handover`: a case with its whole history as one ZIP.

use super::{Failure, Outcome};
use crate::service::machine_time;
use crate::service::operator::OPERATOR;
use crate::service::printing;
use crate::service::which::WhichService;
use anyhow::Context as _;
use clap::Args;
use ingest::store::sqlite::AuditEntry;
use reports::handover::{File, file_name, pack};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

/// Write a case's hand-over file: cover, events as they came, notices and answers, digests (移交卷)
///
/// The case may be at any level; what is in the file is as of now. The audit log notes who took it out.
#[derive(Args, Debug)]
pub struct HandoverArgs {
    #[command(flatten)]
    service: WhichService,
    /// The case, for example C-1001
    #[arg(long, value_name = "CASE")]
    case: String,
    /// The ZIP to write [default: handover-CASE.zip here]; one that is there is not overwritten
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &HandoverArgs) -> Outcome {
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(file_name(&args.case)));
    let files: Vec<File> = args
        .service
        .ask_or_open("handover", args.case.clone(), |live, _, case| Ok(printing::handover(live, case)?))?;
    let zip = pack(&files).context("cannot pack the hand-over file")?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(&out).map_err(|error| {
        Failure::Run(anyhow::Error::new(error).context(format!(
            "无法新建 {0}，请另选文件名 / cannot make {0} anew: choose another name",
            out.display()
        )))
    })?;
    file.write_all(&zip).with_context(|| format!("cannot write {}", out.display()))?;
    let entry = AuditEntry {
        at: machine_time(),
        who: OPERATOR.to_owned(),
        what: "case.handed_over".to_owned(),
        subject: args.case.clone(),
        detail: file_name(&args.case),
    };
    args.service.records()?.note(&entry).context("cannot write the audit log")?;
    crate::stdout::write(&format!("已写出 / written: {}\n", out.display()))
}

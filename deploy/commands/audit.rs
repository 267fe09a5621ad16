//! `flagpost audit`: who did and saw what; whether the log holds together; the log as a file.

use super::{Failure, Outcome};
use crate::service::operator::OPERATOR;
use crate::service::{desk, machine_time};
use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand, ValueEnum};
use dashboards::handlers::audit::keep_export;
use dashboards::pages::audit::{export as table, line};
use dashboards::words::privacy as said;
use ingest::store::digest::hex;
use ingest::store::sqlite::{AuditEntry, AuditFilter, CutRefusal, KeptAuditEntry, Records};
use reports::render::table::csv;
use reports::words::{Lang, Word};
use scoring::time::Zone;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Check, list and export the audit log: who did and saw what, when (操作记录)
#[derive(Args, Debug)]
pub struct AuditArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Check that no entry was changed or removed; the status is 1 where one was
    Verify {
        /// What an earlier check printed, NUMBER:CHAIN; then entries taken from the end show too
        #[arg(long, value_name = "HEAD")]
        head: Option<String>,
    },
    /// Export the entries that are past their period to a file, then remove them; the chain is checked from there on
    Cut {
        /// The file to write them to, as lines of JSON with the chain; one that is there is not overwritten
        #[arg(long, value_name = "FILE")]
        export: PathBuf,
    },
    /// List the latest entries, newest first
    List {
        #[command(flatten)]
        narrowed: Narrowed,
        /// So many at most
        #[arg(long, default_value_t = 50)]
        most: u64,
    },
    /// Write all entries to standard output, oldest first
    Export {
        #[command(flatten)]
        narrowed: Narrowed,
        /// As lines of JSON with the chain, or as a table
        #[arg(long, value_enum, default_value_t = Format::Ndjson)]
        format: Format,
    },
}

#[derive(Args, Debug)]
struct Narrowed {
    /// Only what this account did: a name, operator, service
    #[arg(long)]
    who: Option<String>,
    /// Only this: login.failed, or all of login
    #[arg(long)]
    what: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Ndjson,
    Csv,
}

impl Narrowed {
    fn read(&self, records: &Records, most: u64) -> Result<Vec<KeptAuditEntry>, Failure> {
        let filter = AuditFilter { who: self.who.clone(), what: self.what.clone(), ..AuditFilter::default() };
        Ok(records.audit_of(&filter, most).context("cannot read the audit log")?)
    }
}

/// Runs the command.
pub fn run(args: &AuditArgs) -> Outcome {
    let records = desk::records(&args.data)?;
    let zone = Zone::named("Asia/Shanghai").context("no time zone")?;
    match &args.what {
        What::Verify { head } => verify(&records, head.as_deref()),
        What::Cut { export } => cut(&records, export, &zone),
        What::List { narrowed, most } => {
            let lines = narrowed.read(&records, *most)?.into_iter().map(|kept| told(&kept, &zone));
            crate::stdout::write(&lines.collect::<String>())
        }
        What::Export { narrowed, format } => {
            let mut entries = narrowed.read(&records, u64::MAX)?;
            entries.reverse();
            crate::stdout::write(&match format {
                Format::Ndjson => entries.iter().map(|kept| line(kept, &zone) + "\n").collect::<String>(),
                Format::Csv => csv(&table(&entries, &zone, Lang::Zh)),
            })
        }
    }
}

fn cut(records: &Records, export: &Path, zone: &Zone) -> Outcome {
    let now = machine_time();
    let Some(due) = records.audit_due(now).context("cannot read the audit log")? else {
        return crate::stdout::write(&format!("{}\n", both(said::AUDIT_NOTHING_DUE)));
    };
    let filter = AuditFilter { before: Some(due.last.entry + 1), ..AuditFilter::default() };
    let mut entries = records.audit_of(&filter, u64::MAX).context("cannot read the audit log")?;
    entries.reverse();
    let lines: String = entries.iter().map(|kept| line(kept, zone) + "\n").collect();
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(export)
        .and_then(|mut file| file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()));
    written.with_context(|| format!("cannot write {}; nothing was removed", export.display()))?;
    let exported = AuditEntry {
        at: now,
        who: OPERATOR.to_owned(),
        what: "audit.exported".to_owned(),
        subject: "ndjson".to_owned(),
        detail: format!("{}-{}", due.first, due.last.entry),
    };
    let noted = records.note(&exported).and_then(|()| keep_export(records, &entries, &exported));
    noted.context("cannot note the export; nothing was removed")?;
    let cut = records.cut_audit(now, OPERATOR).context("cannot remove old entries of the audit log")?;
    let cut = cut.map_err(|refusal| {
        Failure::Run(anyhow!(match refusal {
            CutRefusal::Broken(entry) => said::audit_cut_broken(entry),
            CutRefusal::NothingDue => both(said::AUDIT_NOTHING_DUE),
            CutRefusal::NotExported => both(said::AUDIT_NOT_EXPORTED),
        }))
    })?;
    crate::stdout::write(&format!(
        "已导出并移除 / exported and removed: {} 条 entries\n{}:{}\n",
        cut.removed,
        cut.last.entry,
        hex(&cut.last.chain)
    ))
}

fn both(word: Word) -> String {
    format!("{} / {}", word.zh, word.en)
}

fn told(kept: &KeptAuditEntry, zone: &Zone) -> String {
    let entry = &kept.entry;
    let at = zone.format(entry.at);
    format!(
        "{:>6}  {at}  {:<16} {:<20} {} {}\n",
        kept.number, entry.who, entry.what, entry.subject, entry.detail
    )
}

fn verify(records: &Records, head: Option<&str>) -> Outcome {
    if let Some(broken) = records.broken_audit_entry().context("cannot check the audit log")? {
        return Err(Failure::Run(anyhow!(
            "操作记录从第 {broken} 条起对不上 / the audit log does not hold together from entry {broken} on"
        )));
    }
    let last = records.audit_head().context("cannot read the audit log")?;
    let last = last.map(|(number, chain)| (number, hex(&chain)));
    if let Some(head) = head {
        let (number, chain) = head.split_once(':').ok_or_else(|| {
            Failure::Arguments("a head is NUMBER:CHAIN, as `audit verify` prints it".to_owned())
        })?;
        let number: u64 = number.parse().map_err(|_| {
            Failure::Arguments("a head is NUMBER:CHAIN, as `audit verify` prints it".to_owned())
        })?;
        let cuts = records.audit_cuts().context("cannot read the audit log")?;
        if cuts.iter().any(|cut| cut.last.entry == number && hex(&cut.last.chain) == chain) {
            return whole(last);
        }
        if let Some(cut) = cuts.first().filter(|cut| number < cut.last.entry) {
            return Err(Failure::Run(anyhow!(
                "第 {number} 条已随第 {0} 条及以前的记录移除，请在导出的文件中核对 / entry {number} was removed with those up to {0}; \
                 look for it in the exported file",
                cut.last.entry
            )));
        }
        let before = AuditFilter { before: Some(number.saturating_add(1)), ..AuditFilter::default() };
        let found = records.audit_of(&before, 1).context("cannot read the audit log")?;
        if !found.iter().any(|kept| kept.number == number && hex(&kept.chain) == chain) {
            return Err(Failure::Run(anyhow!(
                "第 {number} 条与先前核对时不同或已不在 / entry {number} is not what it was at the earlier check"
            )));
        }
    }
    whole(last)
}

fn whole(last: Option<(u64, String)>) -> Outcome {
    crate::stdout::write(&match last {
        Some((number, chain)) => {
            format!("操作记录完整 / the audit log is whole: {number} 条 entries\n{number}:{chain}\n")
        }
        None => "操作记录为空 / the audit log is empty\n".to_owned(),
    })
}

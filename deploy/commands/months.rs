//! `flagpost months`: which months are open and which are closed; and the files of any version.

use super::score::{parse_month, write_month};
use super::{Failure, Outcome};
use crate::language::LangArg;
use crate::service::months::{self, PutUp, Telling};
use crate::service::which::WhichService;
use anyhow::Context as _;
use clap::{Args, Subcommand};
use dashboards::months::MonthError;
use scoring::time::Month;
use std::fs;
use std::io::IsTerminal as _;
use std::path::PathBuf;

/// List the months, open and closed, with every version; write the files of one (各月状态与版本)
#[derive(Args, Debug)]
pub struct MonthsArgs {
    #[command(flatten)]
    service: WhichService,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Put a month's results up for objections (公示): from then on the time for appeals runs
    Announce {
        /// The month, for example 2026-09
        #[arg(value_name = "MONTH", value_parser = parse_month)]
        month: Month,
        /// Who does it
        #[arg(long, value_name = "NAME", default_value = "operator")]
        by: String,
    },
    /// Write the files of a published version, as they were: result.json, ledger.ndjson, notices.ndjson, changes.json
    Show {
        /// The month, for example 2026-09
        #[arg(long, value_name = "MONTH", value_parser = parse_month)]
        month: Month,
        /// The version [default: the newest]
        #[arg(long, value_name = "VERSION")]
        version: Option<u32>,
        /// The folder to write to; the files lie in DIR/YYYY-MM, as those of `score` do
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// Runs the command.
pub fn run(args: &MonthsArgs) -> Outcome {
    let (month, version, out) = match &args.what {
        None => {
            let telling = Telling { lang: args.lang, ruled: std::io::stdout().is_terminal() };
            return crate::stdout::write(&args.service.at_desk("months", telling, months::list)?);
        }
        Some(What::Announce { month, by }) => return announce(args, *month, by),
        Some(What::Show { month, version, out }) => (*month, version, out),
    };
    let records = args.service.records()?;
    let versions = records.closed_months().context("cannot list the closed months")?;
    let newest = dashboards::months::newest(&versions).get(&month).copied();
    let newest = newest.ok_or(MonthError::NotClosed { month }).map_err(anyhow::Error::from)?;
    let version = version.unwrap_or(newest);
    let frozen = records
        .frozen(month, version)
        .context("cannot read the version")?
        .ok_or(MonthError::NoVersion { month, version, newest })
        .map_err(anyhow::Error::from)?;
    write_month(out, month, &frozen)?;
    // What was decided about flags and consequences stands beside the results, which stay as they were computed.
    let sheet = records.sheet(month, version).context("cannot read what was decided")?;
    let decided = sheet.map(|kept| kept.sheet.proposals).filter(|decided| !decided.is_empty());
    for (name, text) in [("changes.json", &frozen.changes), ("proposals.json", &decided)] {
        if let Some(text) = text {
            let path = out.join(month.to_string()).join(name);
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok::<(), Failure>(())
}

fn announce(args: &MonthsArgs, month: Month, by: &str) -> Outcome {
    let asked = PutUp { month: month.to_string(), by: by.to_owned() };
    let until = args.service.at_desk("put-up", asked, months::put_up)?;
    crate::stdout::write(&format!(
        "{month} 已公示，申诉截止 {until} / put up for objections, one may appeal until {until}\n"
    ))
}

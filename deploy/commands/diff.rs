//! `flagpost diff`: what changed in a closed month, and why.

use super::Outcome;
use super::score::parse_month;
use crate::language::LangArg;
use crate::service::months::{self, Diff, Telling};
use crate::service::which::WhichService;
use clap::Args;
use scoring::time::Month;
use std::io::IsTerminal as _;

/// Show what changed in a closed month since it was published, and why (已关账月份的变化)
#[derive(Args, Debug)]
pub struct DiffArgs {
    #[command(flatten)]
    service: WhichService,
    /// The month, for example 2026-09
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Month,
    /// The version to compare with [default: the newest, or the one before --to]
    #[arg(long, value_name = "VERSION")]
    from: Option<u32>,
    /// A later version [default: the month as it is now]
    #[arg(long, value_name = "VERSION")]
    to: Option<u32>,
    /// Write JSON
    #[arg(long)]
    json: bool,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

/// Runs the command.
pub fn run(args: &DiffArgs) -> Outcome {
    let telling = Telling { lang: args.lang, ruled: std::io::stdout().is_terminal() };
    let asked = Diff {
        month: args.month.to_string(),
        from: args.from,
        to: args.to,
        telling: (!args.json).then_some(telling),
    };
    crate::stdout::write(&args.service.at_desk("diff", asked, months::diff)?)
}

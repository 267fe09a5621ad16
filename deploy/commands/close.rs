//! `flagpost close`: freezes a month that is over as version 1.

use super::Outcome;
use super::score::parse_month;
use crate::service::months::{self, Close, Told};
use crate::service::which::WhichService;
use clap::Args;
use scoring::time::Month;

/// Close a month that is over: its results are frozen as version 1 (月度关账)
///
/// Earlier months that have events must be closed first. What arrives later changes nothing that was published: `diff` shows
/// it, `reissue` publishes it.
#[derive(Args, Debug)]
pub struct CloseArgs {
    #[command(flatten)]
    service: WhichService,
    /// The month, for example 2026-09
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Month,
    /// Who closes it
    #[arg(long, value_name = "NAME", default_value = "operator")]
    by: String,
}

/// Runs the command.
pub fn run(args: &CloseArgs) -> Outcome {
    let asked = Close { month: args.month.to_string(), by: args.by.clone() };
    let told = args.service.at_desk("close", asked, months::close)?;
    tell(args.month, &told)
}

/// Says which version was made.
pub fn tell(month: Month, told: &Told) -> Outcome {
    let Told { version, as_of, events, digest, is_in_log } = told;
    let (zh, en) = match version {
        1 => ("已关账", "closed"),
        _ => ("已重新公布", "reissued"),
    };
    if !is_in_log {
        eprintln!(
            "登记册中没有行使监察的站点(supervision = true)，事件 month.closed 未能写入日志 / the event month.closed is not in the \
             log: no site of the registry runs supervision, or the store could not take it (see the log)"
        );
    }
    crate::stdout::write(&format!(
        "{month} {zh}，第 {version} 版 / {en}, version {version}\n截至 / as of {as_of} · 事件 / events 1–{events}\n摘要 / digest \
         {digest}\n"
    ))
}

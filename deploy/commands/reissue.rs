//! `flagpost reissue`: publishes a closed month anew, with the list of every change.

use super::Outcome;
use super::score::parse_month;
use crate::service::months::{self, Reissue};
use crate::service::which::WhichService;
use clap::Args;
use scoring::time::Month;

/// Publish a closed month anew, with what has arrived since and the list of every change (重新公布)
///
/// Earlier versions stay as they are: `months show` writes their files.
#[derive(Args, Debug)]
pub struct ReissueArgs {
    #[command(flatten)]
    service: WhichService,
    /// The month, for example 2026-09
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Month,
    /// Why, in your own words
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who reissues it
    #[arg(long, value_name = "NAME", default_value = "operator")]
    by: String,
}

/// Runs the command.
pub fn run(args: &ReissueArgs) -> Outcome {
    let asked = Reissue { month: args.month.to_string(), reason: args.reason.clone(), by: args.by.clone() };
    let told = args.service.at_desk("reissue", asked, months::reissue)?;
    super::close::tell(args.month, &told)
}

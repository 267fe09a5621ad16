//! `flagpost reload`: the running service reads registry, rulebook and calendar anew.

use super::{Failure, Outcome};
use crate::service::operator;
use clap::Args;
use std::path::PathBuf;

/// Let the running service read registry, rulebook and calendar anew (让服务重新读取登记册、规则和日历)
///
/// Nothing changes if there is a mistake in them; each is listed.
#[derive(Args, Debug)]
pub struct ReloadArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Runs the command.
pub fn run(args: &ReloadArgs) -> Outcome {
    match operator::ask::<()>(&args.data, "reload", &())? {
        Some(()) => crate::stdout::write("已重新读取 / read anew\n"),
        None => Err(Failure::Arguments(format!(
            "no service runs on {}: what it reads at its next start is new anyway",
            args.data.display()
        ))),
    }
}

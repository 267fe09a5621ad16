//! `flagpost page`: a month's ranking as one HTML file to be read, printed and posted.

use super::Outcome;
use super::score::{self, RunArgs};
use crate::county;
use anyhow::Context as _;
use clap::Args;
use dashboards::ranking_page;
use reports::words::Lang;
use scoring::context::Context;
use std::fs;
use std::path::PathBuf;

/// Write the ranking of a month as one HTML page, in Chinese and English, for reading and printing (窗口排名页)
///
/// Of several months the last is shown; the earlier ones count for what depends on the year.
#[derive(Args, Debug)]
pub struct PageArgs {
    #[command(flatten)]
    run: RunArgs,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Runs the command.
pub fn run(args: &PageArgs) -> Outcome {
    let givens = county::read(&args.run.county)?;
    let history = args.run.read_history(&givens)?;
    // What was rejected is told by `flagpost score`; here it is enough that it is missing.
    let mut ignore = |_| Ok(());
    let threads = score::all_threads();
    let scored = score::score(&givens, &args.run, &history, threads, &mut ignore)?;
    let Some((result, earlier)) = scored.last(&givens, &history) else { return Ok(()) };
    let context = Context { county: givens.county(), log: &scored.log, as_of: scored.as_of };
    let page = ranking_page::render(&context, &earlier, result).context("cannot make the page")?;
    fs::write(&args.out, page).with_context(|| format!("cannot write {}", args.out.display()))?;
    let out = args.out.display();
    let rejected = scored.counts.rejected;
    println!("排名页在 {out} / the page is at {out}");
    if rejected > 0 {
        eprintln!("{}\n{}", Lang::Zh.rejected_note(rejected), Lang::En.rejected_note(rejected));
    }
    Ok(())
}

//! `flagpost page`: a month's ranking as one HTML file to be read, printed and posted, or all its pages as a folder.

use super::Outcome;
use super::score::{self, RunArgs};
use crate::county;
use anyhow::Context as _;
use clap::Args;
use dashboards::pages::ranking::PreviousRanks;
use dashboards::{folder, ranking_page};
use reports::words::Lang;
use scoring::context::Context;
use std::fs;
use std::path::{Path, PathBuf};

/// Write the ranking of a month as one HTML page, in Chinese and English, for reading and printing (窗口排名页)
///
/// Of several months the last is shown; the earlier ones count for what depends on the year. With `--all` the folder `--out`
/// gets every page of the month, in both languages, linked with each other: rankings, windows, staff, what is open, cases,
/// events.
#[derive(Args, Debug)]
pub struct PageArgs {
    #[command(flatten)]
    run: RunArgs,
    /// The file to write; with --all the folder
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Write a folder with every page of the month, which link to each other
    #[arg(long)]
    all: bool,
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
    let out = args.out.display();
    if args.all {
        let before = scored.results.iter().find(|before| before.month == result.month.previous());
        let previous = before.map(PreviousRanks::of);
        let month =
            folder::Month { context: &context, earlier: &earlier, result, previous: previous.as_ref() };
        let files = folder::write(month, |path, text| write_below(&args.out, path, text))?;
        println!(
            "{files} 个文件在 {out}，从 index.html 看起 / {files} files in {out}, begin with index.html"
        );
    } else {
        let page = ranking_page::render(&context, &earlier, result).context("cannot make the page")?;
        fs::write(&args.out, page).with_context(|| format!("cannot write {out}"))?;
        println!("排名页在 {out} / the page is at {out}");
    }
    let rejected = scored.counts.rejected;
    if rejected > 0 {
        eprintln!("{}\n{}", Lang::Zh.rejected_note(rejected), Lang::En.rejected_note(rejected));
    }
    Ok(())
}

/// Writes a file of a folder, making the folders that it lies in.
fn write_below(out: &Path, path: &str, text: &str) -> anyhow::Result<()> {
    let file = path.split('/').fold(out.to_path_buf(), |folder, part| folder.join(part));
    let folder = file.parent().unwrap_or(out);
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}

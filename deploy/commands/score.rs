//! `flagpost score`: from a county's registry and its events to the months' results (`outputs.md`).

use super::{Failure, Outcome};
use crate::county::{self, CountyArgs, Layout, RegionFolder};
use crate::inputs::InputArgs;
use crate::language::LangArg;
use crate::regions;
use anyhow::Context as _;
use clap::Args;
use dashboards::months;
pub use ingest::batch::all_threads;
use ingest::batch::{self, Counts};
use ingest::rejections::{Code, Rejection};
use ingest::store::Frozen;
use ingest::wire::Wire;
use reports::regions as told;
use reports::render::contract::{self, LineCounts};
use reports::summary::{self, Summary};
use scoring::context::Context;
use scoring::context::Givens;
use scoring::log::Log;
use scoring::month::{MonthResult, PastMonth};
use scoring::score;
use scoring::time::{Instant, Month};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

/// Score months from event files: standings, ledger, flags, notices and rates (考核计分)
///
/// With a folder of regions as --registry all of them are scored, each into OUT/CODE; their events are in
/// REGISTRY/NAME/events, or in EVENTS/NAME where folders are named as EVENTS.
#[derive(Args, Debug)]
pub struct ScoreArgs {
    #[command(flatten)]
    pub run: RunArgs,
    /// The folder to write to; of several regions each has a folder in it, by its code
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How many threads to use; the results do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// The language of the summary: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    pub lang: LangArg,
}

/// What is scored, for every command that scores: whose county, which months, what events, what is known of before.
#[derive(Args, Debug)]
pub struct RunArgs {
    #[command(flatten)]
    pub county: CountyArgs,
    #[command(flatten)]
    pub months: MonthArgs,
    #[command(flatten)]
    pub inputs: InputArgs,
    /// The output folder of earlier runs of `flagpost score`: what it knows of the months before the first
    #[arg(long, value_name = "DIR")]
    pub history: Option<PathBuf>,
}

impl RunArgs {
    /// What the output of earlier runs knows of the months before the first.
    pub fn read_history(&self, givens: &Givens) -> Result<Vec<PastMonth>, Failure> {
        match &self.history {
            Some(dir) => crate::history::read(dir, givens, &self.months.months()),
            None => Ok(Vec::new()),
        }
    }
}

/// Which months, as of when.
#[derive(Args, Clone, Debug)]
pub struct MonthArgs {
    /// A month (2026-09) or months (2026-01..2026-09); may be given again
    #[arg(long = "month", visible_alias = "months", value_name = "MONTH", required = true, value_parser = parse_months)]
    months: Vec<Months>,
    /// Results as of this instant, for example 2026-10-01T00:00:00+08:00; by default once the last month is over
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    as_of: Option<Instant>,
}

/// One or several months as an argument names them.
#[derive(Clone, Debug)]
struct Months(Vec<Month>);

/// Reads a month as an argument names it.
pub fn parse_month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| format!("`{text}` is no month such as 2026-09"))
}

fn parse_months(text: &str) -> Result<Months, String> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (parse_month(first)?, parse_month(last)?);
    if first > last {
        return Err(format!("{first} comes after {last}"));
    }
    Ok(Months((first.0..=last.0).map(Month).collect()))
}

fn parse_instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).ok_or_else(|| "write it as 2026-10-01T00:00:00+08:00".to_owned())
}

impl MonthArgs {
    /// As if the arguments had named these months and this instant.
    pub fn new(months: &[Month], as_of: Option<Instant>) -> MonthArgs {
        MonthArgs { months: vec![Months(months.to_vec())], as_of }
    }

    /// The months, in order, each once.
    pub fn months(&self) -> Vec<Month> {
        let mut months: Vec<Month> = self.months.iter().flat_map(|months| months.0.iter().copied()).collect();
        months.sort_unstable();
        months.dedup();
        months
    }

    /// The instant of the results.
    pub fn as_of(&self, givens: &Givens) -> Instant {
        let after = |month: &Month| givens.registry.zone.midnight(month.next().first_day());
        self.as_of.or(self.months().last().map(after)).unwrap_or(Instant(0))
    }
}

/// Everything that a run found out.
pub struct Scored {
    /// All accepted events.
    pub log: Log,
    /// What became of the lines.
    pub counts: Counts,
    /// The months in order.
    pub results: Vec<MonthResult>,
    /// The instant of the results.
    pub as_of: Instant,
}

impl Scored {
    /// The last month, and what is known of those before it: from earlier runs, and from this one.
    pub fn last(&self, givens: &Givens, history: &[PastMonth]) -> Option<(&MonthResult, Vec<PastMonth>)> {
        let (last, before) = self.results.split_last()?;
        let failed_grade = |month: Month| &givens.rulebooks.of_month(month).evaluation.failed;
        let past = before.iter().map(|result| result.as_past(failed_grade(result.month)));
        Some((last, history.iter().cloned().chain(past).collect()))
    }
}

/// Reads the inputs into a log, settled as of an instant; each rejection is handed on as it is found.
pub fn load(
    givens: &Givens,
    inputs: &InputArgs,
    as_of: Instant,
    threads: usize,
    reject: &mut batch::Reject<'_>,
) -> Result<(Log, Counts), Failure> {
    let mappings = inputs.mappings()?;
    let opened = inputs.open(&mappings)?;
    let progress = opened.progress();
    let expected = opened.expected_events();
    let wire = Wire::new(&givens.registry, &givens.rulebooks);
    let loaded = batch::load(&wire, &givens.registry, opened.inputs, expected, threads, reject);
    drop(progress);
    let (mut log, counts) = loaded.context("cannot read the events")?;
    log.settle_all(as_of);
    Ok((log, counts))
}

/// Reads the inputs and scores the months.
pub fn score(
    givens: &Givens,
    run: &RunArgs,
    history: &[PastMonth],
    threads: usize,
    reject: &mut batch::Reject<'_>,
) -> Result<Scored, Failure> {
    let (months, as_of) = (run.months.months(), run.months.as_of(givens));
    let loaded = load(givens, &run.inputs, as_of, threads, reject)?;
    Ok(score_log(givens, loaded, &months, as_of, history, threads))
}

/// Scores the months of a log that is settled as of the instant.
pub fn score_log(
    givens: &Givens,
    (log, counts): (Log, Counts),
    months: &[Month],
    as_of: Instant,
    history: &[PastMonth],
    threads: usize,
) -> Scored {
    let context = Context { county: givens.county(), log: &log, as_of };
    let gathered = batch::judge(&context, months, threads);
    let results = score::results(&context, &gathered, history);
    Scored { log, counts, results, as_of }
}

/// Runs the command.
pub fn run(args: &ScoreArgs) -> Outcome {
    match county::layout(&args.run.county.registry)? {
        Layout::One(_) => one_region(args),
        Layout::Several(folders) => many_regions(args, &folders),
    }
}

fn one_region(args: &ScoreArgs) -> Outcome {
    let givens = county::read(&args.run.county)?;
    let threads = args.threads.map_or_else(all_threads, usize::from);
    let Written { scored, counts, rejected } = score_into(&args.out, &givens, &args.run, threads)?;
    let context = Context { county: givens.county(), log: &scored.log, as_of: scored.as_of };
    let out = args.out.display().to_string();
    let summary = Summary { results: &scored.results, counts, rejected: &rejected, out: &out };
    let ruled = std::io::stdout().is_terminal();
    crate::stdout::write(&summary::text(&context, &summary, args.lang.into(), ruled))
}

fn many_regions(args: &ScoreArgs, folders: &[RegionFolder]) -> Outcome {
    let ran = regions::score(args, folders)?;
    let (out, ruled) = (args.out.display().to_string(), std::io::stdout().is_terminal());
    crate::stdout::write(&told::text(&ran.regions, ran.seconds, &out, args.lang.into(), ruled))?;
    ran.end()
}

/// One region's results, as they were written.
pub struct Written {
    /// Everything that the run found out.
    pub scored: Scored,
    /// What became of the lines.
    pub counts: LineCounts,
    /// How many lines were rejected, by code.
    pub rejected: Vec<(&'static str, u64)>,
}

/// Scores one region and writes its months and its rejected lines into a folder.
pub fn score_into(out: &Path, givens: &Givens, run: &RunArgs, threads: usize) -> Result<Written, Failure> {
    let history = run.read_history(givens)?;
    fs::create_dir_all(out).with_context(|| format!("cannot make the folder {}", out.display()))?;
    let rejected_path = out.join("rejected.ndjson");
    let file =
        File::create(&rejected_path).with_context(|| format!("cannot write {}", rejected_path.display()))?;
    let mut rejected = BufWriter::new(file);
    let mut rejected_by_code: BTreeMap<Code, u64> = BTreeMap::new();
    let mut write_rejection = |rejection: Rejection| {
        let Rejection { file, line, fault, raw } = rejection;
        *rejected_by_code.entry(fault.code).or_default() += 1;
        rejected
            .write_all(contract::rejection(&file, line, fault.code.word(), &fault.message, &raw).as_bytes())
    };
    let scored = score(givens, run, &history, threads, &mut write_rejection)?;
    rejected.flush().with_context(|| format!("cannot write {}", rejected_path.display()))?;
    let context = Context { county: givens.county(), log: &scored.log, as_of: scored.as_of };
    let Counts { read, accepted, duplicates, rejected } = scored.counts;
    let counts = LineCounts { read, accepted, duplicates, rejected };
    for result in &scored.results {
        write_month(out, result.month, &months::files(&context, result, counts))?;
    }
    let rejected = rejected_by_code.iter().map(|(code, &count)| (code.word(), count)).collect();
    Ok(Written { scored, counts, rejected })
}

/// Writes the files of one month to its folder below `out`.
pub fn write_month(out: &Path, month: Month, files: &Frozen) -> Result<(), Failure> {
    let dir = out.join(month.to_string());
    fs::create_dir_all(&dir).with_context(|| format!("cannot make the folder {}", dir.display()))?;
    let files = [
        ("result.json", &files.result),
        ("ledger.ndjson", &files.ledger),
        ("notices.ndjson", &files.notices),
    ];
    for (name, text) in files {
        let path = dir.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

//! `flagpost simulate`: what another rulebook would have made of the same months and events.

use super::score::{self, RunArgs, Scored};
use super::{Failure, Outcome};
use crate::county::{self, CountyArgs};
use crate::language::LangArg;
use anyhow::Context as _;
use clap::Args;
use ingest::rejections::Rejection;
use reports::changes::{Between, Changes, Names, Published, brief, compare, json, text};
use reports::words::{Lang, in_both};
use scoring::context::{Context, Givens};
use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::path::Path;

/// Score months under another rulebook too, and tell which flags, ranks, totals and evaluations change (试算)
#[derive(Args, Debug)]
pub struct SimulateArgs {
    #[command(flatten)]
    run: RunArgs,
    /// The other rulebook: its TOML file, once for each version, or the name of a built-in one
    #[arg(long, value_name = "FILE|NAME", required = true)]
    with: Vec<String>,
    /// Tell every change of every month instead of the few lines
    #[arg(long)]
    full: bool,
    /// Write every change as JSON, a line for each month
    #[arg(long, conflicts_with = "full")]
    json: bool,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

/// Runs the command.
pub fn run(args: &SimulateArgs) -> Outcome {
    if args.run.inputs.events.iter().any(|path| path == Path::new("-")) {
        return Err(Failure::Arguments(
            "the events are read once for each rulebook, so standard input will not do; name files"
                .to_owned(),
        ));
    }
    let lang: Lang = args.lang.into();
    let now = county::read(&args.run.county)?;
    let other = county::read(&CountyArgs { rulebook: args.with.clone(), ..args.run.county.clone() })?;
    let (before, after) = (outcome(&now, &args.run)?, outcome(&other, &args.run)?);
    let names = Names::new(Some(&now.registry), vec![&now.rulebooks, &other.rulebooks]);
    let months: Vec<Changes> = before
        .months
        .iter()
        .zip(&after.months)
        .map(|(before, after)| compare(before, after, between(before, after)))
        .collect();
    let told = months.iter().map(|changes| match (args.json, args.full) {
        (true, _) => json::line(changes),
        (false, true) => text::text(changes, &names, lang, std::io::stdout().is_terminal()),
        (false, false) => brief::text(changes, &names, lang),
    });
    let told: Vec<String> = told.collect();
    crate::stdout::write(&told.join(if args.json { "" } else { "\n" }))?;
    // Kinds that a rulebook does not know cannot be recorded under it.
    let alone = |one: &Outcomes, other: &Outcomes| one.rejected.difference(&other.rejected).count();
    let (only_after, only_before) = (alone(&after, &before), alone(&before, &after));
    if only_after + only_before > 0 {
        eprintln!("{}", lang.rejected_by_one(only_before, only_after));
    }
    Ok(())
}

/// What a rulebook makes of the months.
struct Outcomes {
    months: Vec<Published>,
    /// Lines that were rejected, by file and number.
    rejected: BTreeSet<(String, u64)>,
}

/// Reads the events and scores them. They are read anew for each rulebook: what an event means and whether it is accepted
/// is a matter of the kinds that the rulebook knows.
fn outcome(givens: &Givens, run: &RunArgs) -> Result<Outcomes, Failure> {
    let history = run.read_history(givens)?;
    let mut rejected = BTreeSet::new();
    let mut note = |rejection: Rejection| {
        rejected.insert((rejection.file, rejection.line));
        Ok(())
    };
    let Scored { log, results, as_of, .. } =
        score::score(givens, run, &history, score::all_threads(), &mut note)?;
    let context = Context { county: givens.county(), log: &log, as_of };
    let months = results.iter().map(|result| Published::of(&context, result));
    Ok(Outcomes {
        months: months.collect::<Result<_, _>>().context("cannot read what was scored")?,
        rejected,
    })
}

fn between(before: &Published, after: &Published) -> Between {
    let name = |of: &Published| in_both(|lang| lang.rulebook_version(&of.rulebook, &of.rulebook_version));
    Between { names: [name(before), name(after)], other_rulebook: true, ..Between::default() }
}

//! `flagpost simulate`: what another rulebook would have made of the same months and events.

use super::score::{self, MonthArgs, RunArgs, Scored};
use super::{Failure, Outcome};
use crate::county::{self, CountyArgs};
use crate::inputs::InputArgs;
use crate::language::LangArg;
use crate::service::desk::{last_givens, records};
use crate::service::machine_time;
use anyhow::Context as _;
use clap::Args;
use dashboards::simulate::{self, Asked, Side, compared, published, score_store};
use ingest::rejections::Rejection;
use ingest::store::{EventNumber, GivenFiles};
use reports::changes::{Changes, Names, brief, json, text};
use reports::words::Lang;
use scoring::context::{Context, Givens};
use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// Score months under another rulebook too, and tell which flags, ranks, totals and evaluations change (试算)
///
/// Either from event files, or with --data from the store of the live service, by the registry, rulebook and calendar that
/// it last had.
#[derive(Args, Debug)]
pub struct SimulateArgs {
    /// The data folder of the live service, which may be running
    #[arg(long, value_name = "DIR", conflicts_with_all = ["registry", "rulebook", "calendar", "history", "events", "export"])]
    data: Option<PathBuf>,
    /// The folder of the registry's TOML files
    #[arg(long, value_name = "DIR", required_unless_present = "data")]
    registry: Option<PathBuf>,
    /// The rulebook as it is: its TOML file, once for each version, or the name of a built-in one [default: zhenlai]
    #[arg(long, value_name = "FILE|NAME")]
    rulebook: Vec<String>,
    /// A folder of calendar files (one a year), which add to and replace the built-in years 2020 to 2026
    #[arg(long, value_name = "DIR")]
    calendar: Option<PathBuf>,
    #[command(flatten)]
    months: MonthArgs,
    #[command(flatten)]
    inputs: InputArgs,
    /// The output folder of earlier runs of `flagpost score`: what it knows of the months before the first
    #[arg(long, value_name = "DIR")]
    history: Option<PathBuf>,
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

/// Where the events are.
enum Origin {
    /// In files.
    Files(RunArgs),
    /// In a store, of which the events up to a number are looked at: the same ones for both rulebooks.
    Store { data: PathBuf, until: EventNumber, months: MonthArgs },
}

impl SimulateArgs {
    fn origin(&self) -> Result<Origin, Failure> {
        let months = self.months.clone();
        if let Some(data) = &self.data {
            let until = records(data)?.event_count().context("cannot count the events")?;
            return Ok(Origin::Store { data: data.clone(), until, months });
        }
        if self.inputs.events.iter().any(|path| path == Path::new("-")) {
            return Err(Failure::Arguments(
                "the events are read once for each rulebook, so standard input will not do; name files"
                    .to_owned(),
            ));
        }
        let plain = CountyArgs::of_registry(self.registry.clone().unwrap_or_default());
        let rulebook = if self.rulebook.is_empty() { plain.rulebook } else { self.rulebook.clone() };
        let county = CountyArgs { rulebook, calendar: self.calendar.clone(), ..plain };
        let (inputs, history) = (self.inputs.clone(), self.history.clone());
        Ok(Origin::Files(RunArgs { county, months, inputs, history }))
    }
}

impl Origin {
    /// The county as it is.
    fn givens(&self) -> Result<GivenFiles, Failure> {
        match self {
            Origin::Files(run) => county::files(&run.county),
            Origin::Store { data, .. } => last_givens(&records(data)?),
        }
    }

    /// What a rulebook makes of the months.
    fn score(&self, givens: &Givens) -> Result<Side, Failure> {
        match self {
            Origin::Files(run) => {
                let history = run.read_history(givens)?;
                let mut rejected = BTreeSet::new();
                let mut note = |rejection: Rejection| {
                    rejected.insert((rejection.file, rejection.line));
                    Ok(())
                };
                let Scored { log, results, as_of, .. } =
                    score::score(givens, run, &history, score::all_threads(), &mut note)?;
                let context = Context { county: givens.county(), log: &log, as_of };
                Ok(Side { months: published(&context, &results).map_err(broken)?, rejected })
            }
            Origin::Store { data, until, months } => {
                // A month that goes on is taken as it is now.
                let as_of = months.as_of(givens).min(machine_time());
                let asked = Asked { months: months.months(), until: *until, as_of };
                score_store(records(data)?, givens, &asked).map_err(broken)
            }
        }
    }
}

fn broken(cause: simulate::Failed) -> Failure {
    anyhow::Error::from_boxed(cause).context("cannot score the months").into()
}

/// Runs the command.
pub fn run(args: &SimulateArgs) -> Outcome {
    let lang: Lang = args.lang.into();
    let origin = args.origin()?;
    let files = origin.givens()?;
    let now = county::parse(&files).map_err(Failure::Mistakes)?;
    let rulebooks = county::rulebook_files(&args.with)?;
    let other = county::parse(&GivenFiles { rulebooks, ..files }).map_err(Failure::Mistakes)?;
    let (before, after) = (origin.score(&now)?, origin.score(&other)?);
    let names = Names::new(Some(&now.registry), vec![&now.rulebooks, &other.rulebooks]);
    let months: Vec<Changes> = compared(&before, &after);
    let told = months.iter().map(|changes| match (args.json, args.full) {
        (true, _) => json::line(changes),
        (false, true) => text::text(changes, &names, lang, std::io::stdout().is_terminal()),
        (false, false) => brief::text(changes, &names, lang),
    });
    let told: Vec<String> = told.collect();
    crate::stdout::write(&told.join(if args.json { "" } else { "\n" }))?;
    // Kinds that a rulebook does not know cannot be recorded under it.
    let alone = |one: &Side, other: &Side| one.rejected.difference(&other.rejected).count();
    let (only_after, only_before) = (alone(&after, &before), alone(&before, &after));
    if only_after + only_before > 0 {
        eprintln!("{}", lang.rejected_by_one(only_before, only_after));
    }
    Ok(())
}

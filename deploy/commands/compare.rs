//! `flagpost compare`: what changed between two output folders of `flagpost score`, and why.

use super::{Failure, Outcome};
use crate::language::LangArg;
use crate::{county, late};
use anyhow::Context as _;
use clap::Args;
use reports::changes::{Between, MonthFiles, Names, Published, compare, json, text};
use reports::words::Lang;
use scoring::rulebook::{self, Bilingual, Rulebooks};
use scoring::time::Month;
use std::collections::BTreeSet;
use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// Compare two output folders of score, month by month: every change and its reason (比较两次计分)
#[derive(Args, Debug)]
pub struct CompareArgs {
    /// The output folder of the earlier run
    #[arg(value_name = "BEFORE_DIR")]
    before: PathBuf,
    /// The output folder of the later run
    #[arg(value_name = "AFTER_DIR")]
    after: PathBuf,
    /// An event file with what arrived in between: changes are then traced to its events; may be given again
    #[arg(long, value_name = "EVENTS", requires = "registry")]
    late: Vec<PathBuf>,
    /// An event file of the earlier run, which tells what a late retraction took back; may be given again
    #[arg(long, value_name = "EVENTS", requires = "late")]
    events: Vec<PathBuf>,
    /// The folder of the registry's TOML files, for the names of windows and staff
    #[arg(long, value_name = "DIR")]
    registry: Option<PathBuf>,
    /// The rulebook's TOML file, once for each version, for the names of kinds; by default the built-in one of its id
    #[arg(long, value_name = "FILE|NAME")]
    rulebook: Vec<String>,
    /// Write JSON, a line for each month
    #[arg(long)]
    json: bool,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

/// Runs the command.
pub fn run(args: &CompareArgs) -> Outcome {
    let lang: Lang = args.lang.into();
    let (earlier, later) = (months(&args.before)?, months(&args.after)?);
    if earlier.is_empty() || later.is_empty() {
        let empty = if earlier.is_empty() { &args.before } else { &args.after };
        return Err(Failure::Arguments(format!(
            "{} holds no month (YYYY-MM/result.json); name an output folder of flagpost score",
            empty.display()
        )));
    }
    let registry = args.registry.as_deref().map(county::read_registry).transpose()?;
    let late = match &registry {
        Some(registry) => {
            let rejected = late::rejected_lines(&args.after.join("rejected.ndjson"))?;
            late::read(&args.late, &args.events, &rejected, &registry.zone)?
        }
        None => Vec::new(),
    };
    let given = match args.rulebook.is_empty() {
        true => None,
        false => Some(county::read_rulebook(&args.rulebook)?),
    };
    let mut texts = Vec::new();
    for &month in earlier.union(&later) {
        let sides = (earlier.contains(&month), later.contains(&month));
        if sides != (true, true) {
            let place = if sides.0 { &args.before } else { &args.after };
            eprintln!("{}", lang.only_in(&lang.month(month), &place.display().to_string()));
            continue;
        }
        let (before, after) = (read(&args.before, month)?, read(&args.after, month)?);
        let between = Between {
            names: [&args.before, &args.after].map(|dir| same_in_both(&dir.display().to_string())),
            late: late.clone(),
            ..Between::default()
        };
        let changes = compare(&before, &after, between);
        let builtin = [&before.rulebook, &after.rulebook].map(|id| rulebook::builtin(id));
        let rulebooks: Vec<&Rulebooks> = given.iter().chain(builtin.iter().flatten()).collect();
        let names = Names::new(registry.as_ref(), rulebooks);
        texts.push(match args.json {
            true => json::line(&changes),
            false => text::text(&changes, &names, lang, std::io::stdout().is_terminal()),
        });
    }
    crate::stdout::write(&texts.join(if args.json { "" } else { "\n" }))
}

fn same_in_both(text: &str) -> Bilingual {
    Bilingual { zh: text.to_owned(), en: text.to_owned() }
}

/// The months that an output folder holds.
pub fn months(dir: &Path) -> Result<BTreeSet<Month>, Failure> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read the folder {}", dir.display()))?;
    let mut months = BTreeSet::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read the folder {}", dir.display()))?;
        let month = entry.file_name().to_str().and_then(Month::parse);
        months.extend(month.filter(|_| entry.path().join("result.json").exists()));
    }
    Ok(months)
}

/// Reads a month as it lies in an output folder.
pub fn read(dir: &Path, month: Month) -> Result<Published, Failure> {
    let dir = dir.join(month.to_string());
    let file = |name: &str| {
        let path = dir.join(name);
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let (result, ledger, notices) = (file("result.json")?, file("ledger.ndjson")?, file("notices.ndjson")?);
    let files = MonthFiles { result: &result, ledger: &ledger, notices: &notices };
    Ok(Published::read(&files).with_context(|| dir.display().to_string())?)
}

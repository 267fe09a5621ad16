//! Reads a county's givens from folders and files: registry, rulebook, calendar. Several counties: see `regions`.

mod regions;

pub use regions::{Codes, Layout, RegionFiles, RegionFolder, layout, one_of, only_one, regions, registry_of};

use crate::commands::Failure;
use anyhow::Context as _;
use clap::Args;
use dashboards::givens::{self, read::sources};
use ingest::store::GivenFiles;
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::document::Mistake;
use scoring::registry::{self, Registry, SourceFile};
use scoring::rulebook::{self, Rulebooks};
use std::fs;
use std::path::{Path, PathBuf};

/// Where a county's givens are.
#[derive(Args, Clone, Debug)]
pub struct CountyArgs {
    /// The folder of the registry's TOML files; several regions: a folder with a folder for each
    #[arg(long, value_name = "DIR")]
    pub registry: PathBuf,
    /// The rulebook's TOML file, once for each version, a folder of them, or the name of a built-in one
    #[arg(long, value_name = "FILE|DIR|NAME", default_value = "zhenlai")]
    pub rulebook: Vec<String>,
    /// A folder of calendar files (one a year), which add to and replace the built-in years 2020 to 2026
    #[arg(long, value_name = "DIR")]
    pub calendar: Option<PathBuf>,
}

impl CountyArgs {
    /// A registry with the built-in rulebook and calendar.
    pub fn of_registry(registry: PathBuf) -> CountyArgs {
        CountyArgs { registry, rulebook: vec!["zhenlai".to_owned()], calendar: None }
    }
}

/// Reads everything; all mistakes of all files are told at once.
pub fn read(args: &CountyArgs) -> Result<Givens, Failure> {
    parse(&files(args)?).map_err(Failure::Mistakes)
}

/// The files that the arguments name, so that what a month was scored with can be kept with it.
pub fn files(args: &CountyArgs) -> Result<GivenFiles, Failure> {
    let rulebooks = rulebook_files(&args.rulebook)?;
    let calendar = args.calendar.as_deref().map(folder).transpose()?.map(named).unwrap_or_default();
    Ok(GivenFiles { registry: named(folder(&only_one(&args.registry)?)?), rulebooks, calendar })
}

/// The files of a rulebook's versions, or the one that is built in under this name.
pub fn rulebook_files(names: &[String]) -> Result<Vec<(String, String)>, Failure> {
    if let [name] = names
        && let Some((_, text)) = rulebook::BUILTIN.iter().find(|(known, _)| known == name)
    {
        return Ok(vec![(name.clone(), (*text).to_owned())]);
    }
    let mut files = Vec::new();
    for name in names {
        let path = Path::new(name);
        if path.is_dir() { files.extend(folder(path)?) } else { files.push(file(path)?) }
    }
    Ok(named(files))
}

/// What all regions of a run have in common.
pub struct Rules {
    /// The rulebook in all its versions.
    pub rulebooks: Rulebooks,
    /// Working days.
    pub calendar: Calendar,
}

impl Rules {
    /// Reads rulebook and calendar; all mistakes of both are told at once.
    pub fn read(args: &CountyArgs) -> Result<Rules, Failure> {
        let mut mistakes = Vec::new();
        let files = rulebook_files(&args.rulebook)?;
        let rulebooks = note(rulebook::read(&sources(&files)), &mut mistakes);
        let files = args.calendar.as_deref().map(folder).transpose()?.unwrap_or_default();
        let years = note(calendar::read(&files), &mut mistakes).map(calendar::with_builtin);
        match (rulebooks, years) {
            (Some(rulebooks), Some(years)) => Ok(Rules { rulebooks, calendar: Calendar::new(&years) }),
            _ => Err(Failure::Mistakes(mistakes)),
        }
    }
}

/// The TOML files of a folder as they are kept: name and text.
pub fn read_files(dir: &Path) -> Result<Vec<(String, String)>, Failure> {
    Ok(named(folder(dir)?))
}

fn named(files: Vec<SourceFile>) -> Vec<(String, String)> {
    files.into_iter().map(|file| (file.name, file.text)).collect()
}

/// Reads a registry alone.
pub fn read_registry(dir: &Path) -> Result<Registry, Failure> {
    registry::read(&folder(&only_one(dir)?)?).map_err(Failure::Mistakes)
}

/// Reads the versions of a rulebook alone.
pub fn read_rulebook(names: &[String]) -> Result<Rulebooks, Failure> {
    rulebook::read(&sources(&rulebook_files(names)?)).map_err(Failure::Mistakes)
}

/// What the registry's files say.
pub fn parse_registry(files: &GivenFiles) -> Result<Registry, Vec<Mistake>> {
    registry::read(&sources(&files.registry))
}

/// What the files say.
pub fn parse(files: &GivenFiles) -> Result<Givens, Vec<Mistake>> {
    givens::parse(files)
}

fn note<T>(read: Result<T, Vec<Mistake>>, mistakes: &mut Vec<Mistake>) -> Option<T> {
    read.map_err(|found| mistakes.extend(found)).ok()
}

/// A file with its name as it was given.
pub fn file(path: &Path) -> Result<SourceFile, Failure> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(SourceFile { name: path.display().to_string(), text })
}

/// The TOML files of a folder, by name.
fn folder(dir: &Path) -> Result<Vec<SourceFile>, Failure> {
    let mut paths = toml_paths(dir)?;
    paths.sort();
    paths.iter().map(|path| file(path)).collect()
}

/// Whether a folder has TOML files.
fn has_toml(dir: &Path) -> Result<bool, Failure> {
    Ok(!toml_paths(dir)?.is_empty())
}

fn toml_paths(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read the folder {}", dir.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .with_context(|| format!("cannot read the folder {}", dir.display()))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    Ok(paths)
}

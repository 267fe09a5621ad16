//! Many regions scored in one run: each by itself, as many beside each other as there are threads.
//!
//! A region is read, scored, written and forgotten before its thread takes the next one, so memory is that of the regions
//! that are being worked on, however many there are. What is wrong with one region is told and stops no other.

mod events;
pub mod threads;

pub use events::Folders as EventFolders;

use crate::commands::Failure;
use crate::commands::score::{RunArgs, ScoreArgs, Written, all_threads, score_into};
use crate::county::{Codes, RegionFolder, Rules, read_files, registry_of};
use crate::inputs::InputArgs;
use anyhow::anyhow;
use indicatif::{ProgressBar, ProgressStyle};
use reports::regions::{Ending, RegionTold};
use reports::render::contract::LineCounts;
use scoring::context::Givens;
use std::cmp::Reverse;
use std::fs;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Instant;

/// What a run over many regions came to.
pub struct Ran {
    /// Each region, by folder.
    pub regions: Vec<RegionTold>,
    /// What went wrong, with the folder or file that it is about.
    pub failures: Vec<(PathBuf, Failure)>,
    /// How long it took.
    pub seconds: f64,
}

/// A region that can be scored.
struct Region {
    /// Its place among the folders.
    place: usize,
    folder: RegionFolder,
    code: String,
    events: Vec<PathBuf>,
    bytes: u64,
}

/// Scores every region into a folder of its own, `OUT/CODE`.
pub fn score(args: &ScoreArgs, folders: &[RegionFolder]) -> Result<Ran, Failure> {
    let watch = Instant::now();
    if !args.run.inputs.export.is_empty() {
        return Err(Failure::Arguments(
            "--export 一次只用于一个县区 / --export is for one region at a time: name its folder with --registry".to_owned(),
        ));
    }
    let rules = Rules::read(&args.run.county)?;
    let threads = args.threads.map_or_else(all_threads, usize::from);
    let roots = EventFolders::new(&args.run.inputs.events)?;
    let surveyed = threads::each(threads, folders, |folder| survey(folder, &roots));
    let mut told: Vec<RegionTold> = folders.iter().map(|folder| not_scored(&folder.name)).collect();
    let (mut failures, mut regions, mut codes) = (Vec::new(), Vec::new(), Codes::default());
    let mut claimed = Vec::new();
    for (place, (folder, found)) in folders.iter().zip(surveyed).enumerate() {
        claimed.push(folder.name.clone());
        let checked = found.and_then(|found| {
            told[place].code.clone_from(&found.code);
            told[place].name.clone_from(&found.name);
            claimed.push(found.code.clone());
            codes.take(&found.code, folder).map_err(Failure::Mistakes)?;
            let events = found.events?;
            let bytes = events.iter().filter_map(|path| fs::metadata(path).ok()).map(|file| file.len()).sum();
            Ok(Region { place, folder: folder.clone(), code: found.code, events, bytes })
        });
        match checked {
            Ok(region) => regions.push(region),
            Err(failure) => {
                told[place].ending = ending(&failure);
                failures.push((folder.path.clone(), failure));
            }
        }
    }
    failures.extend(roots.unclaimed(&claimed)?.into_iter().map(|path| (path, of_nobody())));
    // The largest first, so that none is left for the end on one thread alone.
    regions.sort_by_key(|region| Reverse(region.bytes));
    let beside = threads.min(regions.len()).max(1);
    let progress = progress(regions.len());
    let scored = threads::each(beside, &regions, |region| {
        let watch = Instant::now();
        let written = score_one(args, &rules, region, (threads / beside).max(1));
        progress.inc(1);
        written.map(|written| (written, watch.elapsed().as_secs_f64()))
    });
    progress.finish_and_clear();
    for (region, scored) in regions.iter().zip(scored) {
        let told = &mut told[region.place];
        match scored {
            Ok((counts, seconds)) => {
                (told.counts, told.seconds, told.ending) = (counts, seconds, Ending::Scored);
            }
            Err(failure) => {
                told.ending = ending(&failure);
                failures.push((region.folder.path.clone(), failure));
            }
        }
    }
    failures.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(Ran { regions: told, failures, seconds: watch.elapsed().as_secs_f64() })
}

/// What is known of a region before it is scored.
struct Surveyed {
    code: String,
    name: String,
    events: Result<Vec<PathBuf>, Failure>,
}

/// Reads a registry for its code, and forgets it again.
fn survey(folder: &RegionFolder, roots: &EventFolders) -> Result<Surveyed, Failure> {
    let registry = registry_of(folder, &read_files(&folder.registry)?, true).map_err(Failure::Mistakes)?;
    let events = roots.of_region(folder, &registry.code);
    Ok(Surveyed { code: registry.code, name: registry.name, events })
}

fn score_one(
    args: &ScoreArgs,
    rules: &Rules,
    region: &Region,
    threads: usize,
) -> Result<LineCounts, Failure> {
    let files = read_files(&region.folder.registry)?;
    let registry = registry_of(&region.folder, &files, true).map_err(Failure::Mistakes)?;
    if registry.code != region.code {
        return Err(anyhow!("the registry was changed while it was read: score the region again").into());
    }
    let givens = Givens { registry, rulebooks: rules.rulebooks.clone(), calendar: rules.calendar.clone() };
    let run = RunArgs {
        county: args.run.county.clone(),
        months: args.run.months.clone(),
        inputs: InputArgs { events: region.events.clone(), export: Vec::new(), is_quiet: true },
        history: args.run.history.as_deref().map(|history| history.join(&region.code)),
    };
    let Written { counts, .. } = score_into(&args.out.join(&region.code), &givens, &run, threads)?;
    Ok(counts)
}

fn not_scored(folder: &str) -> RegionTold {
    RegionTold {
        folder: folder.to_owned(),
        code: String::new(),
        name: String::new(),
        counts: Default::default(),
        seconds: 0.0,
        ending: Ending::Failed,
    }
}

fn ending(failure: &Failure) -> Ending {
    match failure {
        Failure::Mistakes(_) => Ending::Mistakes,
        Failure::Run(_) | Failure::Arguments(_) => Ending::Failed,
    }
}

fn of_nobody() -> Failure {
    anyhow!(
        "不属于任何县区，其中的事件没有读入 / belongs to no region, so nothing of it is read: give it the name of a region's folder \
         or its code"
    )
    .into()
}

/// A bar of regions on a terminal.
fn progress(regions: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(regions as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} 县区 / regions 剩余 {eta}") {
        bar.set_style(style);
    }
    bar
}

impl Ran {
    /// How many regions were not scored.
    pub fn not_scored(&self) -> usize {
        self.regions.iter().filter(|region| region.ending != Ending::Scored).count()
    }

    /// Tells what went wrong, and comes to what the command is to end with.
    pub fn end(self) -> Result<(), Failure> {
        let missing = self.not_scored();
        let is_mistake = |failure: &Failure| matches!(failure, Failure::Mistakes(_));
        if self.failures.iter().all(|(_, failure)| is_mistake(failure)) {
            let mistakes = self.failures.into_iter().flat_map(|(_, failure)| match failure {
                Failure::Mistakes(mistakes) => mistakes,
                Failure::Run(_) | Failure::Arguments(_) => Vec::new(),
            });
            let mistakes: Vec<_> = mistakes.collect();
            return if mistakes.is_empty() { Ok(()) } else { Err(Failure::Mistakes(mistakes)) };
        }
        for (path, failure) in &self.failures {
            match failure {
                Failure::Mistakes(_) => eprintln!("{}", failure.text()),
                Failure::Run(_) | Failure::Arguments(_) => {
                    eprintln!("{}: {}", path.display(), failure.text());
                }
            }
        }
        Err(anyhow!(
            "{all} 个县区中 {missing} 个没有计分，{wrong} 处有问题，见上 / {missing} of {all} regions are not scored; {wrong} to \
             mend, see above",
            all = self.regions.len(),
            wrong = self.failures.len()
        )
        .into())
    }
}

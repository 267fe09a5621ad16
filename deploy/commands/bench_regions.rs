//! `flagpost bench --regions N`: how fast a day of many counties is scored in one run, and how much memory it takes.

use super::bench::{peak_memory_megabytes, reset_peak_memory};
use super::sample::{self, SampleArgs};
use super::score::{MonthArgs, RunArgs, ScoreArgs};
use super::{Failure, Outcome};
use crate::county::{self, CountyArgs, Layout};
use crate::inputs::InputArgs;
use crate::language::LangArg;
use crate::regions::{self, Ran};
use anyhow::Context as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Makes the sample where it is not there yet, scores it as `flagpost score` does, and tells time and memory.
pub fn run(dir: &Path, count: u32, events: u64, rounds: u8, threads: Option<u16>) -> Outcome {
    let (folder, plan) = sample_day(dir, count, events)?;
    let args = ScoreArgs {
        run: RunArgs {
            county: CountyArgs::of_registry(folder.clone()),
            months: MonthArgs::new(&plan.months.0, plan.until),
            inputs: InputArgs { events: Vec::new(), export: Vec::new(), is_quiet: true },
            history: None,
        },
        out: dir.join(format!("{count}-regions-results")),
        threads,
        lang: LangArg::default(),
    };
    let Layout::Several(folders) = county::layout(&folder)? else {
        return Err(Failure::Arguments("--regions wants at least two".to_owned()));
    };
    for round in 1..=rounds {
        reset_peak_memory();
        let ran = regions::score(&args, &folders)?;
        tell(&ran, round);
        ran.end()?;
    }
    Ok(())
}

fn tell(ran: &Ran, round: u8) {
    let events: u64 = ran.regions.iter().map(|region| region.counts.read).sum();
    let largest = ran.regions.iter().map(|region| region.counts.read).max().unwrap_or_default();
    println!(
        "round {round}: {} regions, {events} events (the largest {largest}) in {:.1} s, {:.2} million a second, peak memory {}",
        ran.regions.len(),
        ran.seconds,
        events as f64 / ran.seconds / 1e6,
        peak_memory_megabytes()
    );
}

/// A day of so many counties in a folder, made where it is not there yet.
fn sample_day(dir: &Path, count: u32, events: u64) -> Result<(PathBuf, SampleArgs), Failure> {
    let folder = dir.join(format!("{count}-regions-{events}-events"));
    let plan = SampleArgs::of_day(folder.clone(), count, events);
    if !folder.exists() {
        // Moved into its place when it is whole.
        let unfinished = dir.join(format!("{count}-regions-unfinished"));
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)
                .with_context(|| format!("cannot clear {}", unfinished.display()))?;
        }
        sample::write(&SampleArgs::of_day(unfinished.clone(), count, events))?;
        fs::rename(&unfinished, &folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    Ok((folder, plan))
}

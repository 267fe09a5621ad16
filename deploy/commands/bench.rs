//! `flagpost bench`: how fast scoring is here, beside what a bare JSON parser needs to walk the same bytes.

use super::sample::{self, SampleArgs};
use super::score::{self, MonthArgs};
use super::{Failure, Outcome, bench_regions};
use crate::county::{self, CountyArgs};
use crate::inputs::InputArgs;
use anyhow::Context as _;
use bumpalo::Bump;
use clap::Args;
use dashboards::months;
use ingest::batch;
use ingest::wire::json::LineMarks;
use ingest::wire::{Room, Wire};
use reports::render::contract::LineCounts;
use scoring::context::Context;
use scoring::context::Givens;
use scoring::log::Keyed;
use scoring::score::results;
use scoring::standing::Standing;
use scoring::time::Month;
use serde::de::IgnoredAny;
use sonic_rs::LazyValue;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Measure scoring on this machine, beside a bare JSON parser on the same bytes (测量计分速度)
///
/// With --regions, a day of so many counties is scored in one run, and its time and peak memory are told; a county has the
/// usual 40 windows and 90 members of staff.
#[derive(Args, Debug)]
pub struct BenchArgs {
    /// About how many events, in one month of a sample county; with --regions, in one day of all of them
    #[arg(long, default_value_t = 5_000_000)]
    events: u64,
    /// A folder for the sample; kept, and used again where the same sample is there already
    #[arg(long, value_name = "DIR", default_value = "out/bench")]
    dir: PathBuf,
    /// How often each stage is run; the fastest run counts
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// How many threads; all by default
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// How many counties to score in one run
    #[arg(long, value_parser = clap::value_parser!(u32).range(2..=9_999))]
    regions: Option<u32>,
}

/// The month of the sample.
pub const MONTH: &str = "2026-09";

/// How many events a live service hands over at a time.
const BATCH: usize = 1000;

/// How many events are held back and applied to a standing that has the rest.
const APPLIED: usize = 500_000;

/// Runs the command.
pub fn run(args: &BenchArgs) -> Outcome {
    if let Some(regions) = args.regions {
        return bench_regions::run(&args.dir, regions, args.events, args.rounds, args.threads);
    }
    let threads = args.threads.map_or_else(score::all_threads, usize::from);
    let (sample, file) = sample_month(&args.dir, args.events)?;
    let month = Month::parse(MONTH).unwrap_or_default();
    let givens = county::read(&CountyArgs::of_registry(sample.join("registry")))?;
    let bench = Bench { givens: &givens, file: &file, month, threads, rounds: args.rounds };
    let bytes = fs::metadata(&file).with_context(|| format!("cannot read {}", file.display()))?.len();
    println!(
        "{}: {:.1} MB, {threads} threads, best of {} rounds",
        file.display(),
        bytes as f64 / 1e6,
        args.rounds
    );
    bench.score(bytes)?;
    bench.apply()
}

/// A month of a sample county in a folder: the county's folder and the file of events, made where they are not there yet.
pub fn sample_month(dir: &Path, events: u64) -> Result<(PathBuf, PathBuf), Failure> {
    let sample = dir.join(format!("{events}-events"));
    let file = sample.join("events").join(format!("{MONTH}.ndjson"));
    if !file.exists() {
        let month = Month::parse(MONTH).unwrap_or_default();
        sample::run(&SampleArgs::of_month(sample.clone(), month, events))?;
    }
    Ok((sample, file))
}

/// Something to be measured.
type Run<'r> = &'r mut dyn FnMut() -> Result<(), Failure>;

struct Bench<'g> {
    givens: &'g Givens,
    file: &'g Path,
    month: Month,
    threads: usize,
    rounds: u8,
}

impl Bench<'_> {
    fn inputs(&self) -> InputArgs {
        InputArgs { events: vec![self.file.to_owned()], export: Vec::new(), is_quiet: true }
    }

    /// Does some things in turns, round by round, and tells how long the fastest round of each took. What is compared is
    /// measured side by side, since a machine that others use too is not as fast at one moment as at the next.
    fn best<const N: usize>(&self, mut runs: [Run<'_>; N]) -> Result<[Duration; N], Failure> {
        let mut best = [Duration::MAX; N];
        for _ in 0..self.rounds {
            for (run, best) in runs.iter_mut().zip(&mut best) {
                let start = Instant::now();
                run()?;
                *best = start.elapsed().min(*best);
            }
        }
        Ok(best)
    }

    /// Walks all lines with a function and keeps nothing.
    fn survey<S>(
        &self,
        state: impl Fn() -> S + Sync,
        each: impl Fn(&mut S, &[u8], LineMarks<'_>) + Sync,
    ) -> Result<(), Failure> {
        let opened = self.inputs().open(&[])?;
        batch::survey(opened.inputs, self.threads, &state, &each).context("cannot read the sample")?;
        Ok(())
    }

    /// Walks all lines with a function that needs nothing but the line.
    fn bare(&self, walk: impl Fn(&[u8]) + Sync) -> Result<(), Failure> {
        self.survey(|| (), |(), line, _| walk(line))
    }

    /// The whole run by stage, and the bare parsers on the same bytes.
    fn score(&self, bytes: u64) -> Outcome {
        let mut runs = Vec::new();
        let mut peak = String::new();
        reset_peak_memory();
        let [whole, serde_json, sonic_rs, sonic_lazy, sonic_value] = self.best([
            &mut || {
                runs.push(self.whole_run()?);
                peak = peak_memory_megabytes();
                Ok(())
            },
            &mut || self.bare(|line| drop(black_box(serde_json::from_slice::<IgnoredAny>(line)))),
            &mut || self.bare(|line| drop(black_box(sonic_rs::from_slice::<IgnoredAny>(line)))),
            &mut || self.bare(|line| drop(black_box(sonic_rs::from_slice::<LazyValue<'_>>(line)))),
            &mut || self.bare(|line| drop(black_box(sonic_rs::from_slice::<sonic_rs::Value>(line)))),
        ])?;
        let wire = Wire::new(&self.givens.registry, &self.givens.rulebooks);
        let [lines, checked] = self.best([
            &mut || {
                self.bare(|line| {
                    black_box(line.len());
                })
            },
            &mut || {
                self.survey(
                    || (Room::default(), Bump::new()),
                    |(room, arena), line, marks| {
                        arena.reset();
                        let text = std::str::from_utf8(line);
                        black_box(text.is_ok_and(|line| wire.read_marked(line, marks, arena, room).is_ok()));
                    },
                )
            },
        ])?;
        let parsers = [
            ("serde_json, values ignored", serde_json),
            ("sonic-rs, values ignored", sonic_rs),
            ("sonic-rs, lazy value", sonic_lazy),
            ("sonic-rs, value", sonic_value),
        ];
        let stages = runs.into_iter().min_by_key(Stages::all).unwrap_or_default();
        let per_second = stages.events as f64 / whole.as_secs_f64();
        println!(
            "\nscore, from file to files: {:.2} s for {} events ({:.2} million a second), peak memory {peak}",
            whole.as_secs_f64(),
            stages.events,
            per_second / 1e6
        );
        println!("  read, check and append    {:>7.3} s", stages.load.as_secs_f64());
        println!("    of it reading lines     {:>7.3} s (alone)", lines.as_secs_f64());
        println!("    and checking events     {:>7.3} s (alone, lines included)", checked.as_secs_f64());
        println!("  judge subjects            {:>7.3} s", stages.judge.as_secs_f64());
        println!("  assemble and write        {:>7.3} s", stages.write.as_secs_f64());
        println!("  free the memory           {:>7.3} s", stages.free.as_secs_f64());
        println!("\nbare parsers walking the same lines on the same threads");
        let mut fastest = Duration::MAX;
        for (name, took) in parsers {
            println!(
                "  {name:<28} {:>6.3} s  {:>6.0} MB/s",
                took.as_secs_f64(),
                bytes as f64 / 1e6 / took.as_secs_f64()
            );
            fastest = fastest.min(took);
        }
        println!("score takes {:.2} times the fastest of them", whole.as_secs_f64() / fastest.as_secs_f64());
        Ok(())
    }

    /// One whole run, as `flagpost score` does it.
    fn whole_run(&self) -> Result<Stages, Failure> {
        let out = self.file.with_file_name("results");
        let mut stages = Stages::default();
        let opened = self.inputs().open(&[])?;
        let expected = opened.expected_events();
        let wire = Wire::new(&self.givens.registry, &self.givens.rulebooks);
        let start = Instant::now();
        let mut reject = |rejection| {
            black_box(rejection);
            Ok(())
        };
        let loaded =
            batch::load(&wire, &self.givens.registry, opened.inputs, expected, self.threads, &mut reject);
        let (mut log, counts) = loaded.context("cannot read the sample")?;
        stages.load = start.elapsed();
        stages.events = counts.read;
        let start = Instant::now();
        let as_of = MonthArgs::new(&[self.month], None).as_of(self.givens);
        log.settle_all(as_of);
        let context = Context { county: self.givens.county(), log: &log, as_of };
        let gathered = batch::judge(&context, &[self.month], self.threads);
        stages.judge = start.elapsed();
        let start = Instant::now();
        for result in results(&context, &gathered, &[]) {
            let files = months::files(&context, &result, LineCounts::default());
            score::write_month(&out, result.month, &files)?;
        }
        stages.write = start.elapsed();
        let start = Instant::now();
        drop((gathered, log));
        stages.free = start.elapsed();
        Ok(stages)
    }

    /// Applies the last events to a standing that has all before them, and to one that has a fifth of them.
    fn apply(&self) -> Outcome {
        println!("\nincremental: {APPLIED} events applied on one core, all their effects taken in");
        for part in [5, 1] {
            self.apply_to_part(part)?;
        }
        Ok(())
    }

    fn apply_to_part(&self, part: usize) -> Outcome {
        let wire = Wire::new(&self.givens.registry, &self.givens.rulebooks);
        let as_of = MonthArgs::new(&[self.month], None).as_of(self.givens);
        let file = File::open(self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let lines: Vec<Vec<u8>> = BufReader::new(file)
            .split(b'\n')
            .collect::<Result<_, _>>()
            .with_context(|| format!("cannot read {}", self.file.display()))?;
        let lines = &lines[lines.len() - lines.len() / part..];
        let (loaded, held_back) = lines.split_at(lines.len() - APPLIED.min(lines.len() / 2));
        let mut room = Room::default();
        let mut arena = Bump::new();
        let mut standing = Standing::new(self.givens.county(), &[self.month], as_of, lines.len());
        for line in loaded {
            arena.reset();
            if let Ok(event) = wire.read(line, &arena, &mut room) {
                standing.apply(&Keyed::from(event));
            }
        }
        let arena = Bump::new();
        let events: Vec<Keyed<'_>> = held_back
            .iter()
            .filter_map(|line| wire.read(line, &arena, &mut room).ok())
            .map(Keyed::from)
            .collect();
        let (one_by_one, together) = events.split_at(events.len() / 2);
        let start = Instant::now();
        for event in one_by_one {
            black_box(standing.apply(event));
        }
        let single = start.elapsed();
        let start = Instant::now();
        for batch in together.chunks(BATCH) {
            standing.apply_all(batch, |appended| {
                black_box(appended);
            });
        }
        let batched = start.elapsed();
        let start = Instant::now();
        black_box(standing.results(&[]));
        let read = start.elapsed();
        let rate = |events: usize, took: Duration| events as f64 / took.as_secs_f64() / 1e6;
        println!(
            "  with {:>9} loaded: {:.2} million a second one by one, {:.2} in batches of {BATCH}; all results then {:.3} s",
            loaded.len(),
            rate(one_by_one.len(), single),
            rate(together.len(), batched),
            read.as_secs_f64()
        );
        Ok(())
    }
}

/// What a run spent where.
#[derive(Default)]
struct Stages {
    events: u64,
    load: Duration,
    judge: Duration,
    write: Duration,
    /// The log's, once the files are written.
    free: Duration,
}

impl Stages {
    fn all(&self) -> Duration {
        self.load + self.judge + self.write + self.free
    }
}

/// Lets the system count the peak of memory anew, where it can.
pub fn reset_peak_memory() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The peak of resident memory, where the system tells it.
pub fn peak_memory_megabytes() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.map_or_else(|| "unknown".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1000))
}

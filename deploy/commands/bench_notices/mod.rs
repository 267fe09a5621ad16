//! `flagpost bench-notices`: a morning's notices of a county with many open cases, derived and kept; one case that moves.

mod derived;
mod kept;
mod open_cases;

use super::bench::{peak_memory_megabytes, sample_month};
use super::bench_process::own_cpu_seconds;
use super::{Failure, Outcome};
use crate::county::{self, CountyArgs};
use clap::Args;
use open_cases::OpenCases;
use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Measure notices: those of a morning with many open cases, and one case whose due date moves (测量催办预警)
///
/// The cases are open on the eve. When the day begins, a stated share of them has a notice of level 1 to 4: it is derived, and kept
/// in a store on disk, once however often the service is killed. Then single cases are suspended, extended, taken back, beside
/// the same in smaller counties.
#[derive(Args, Debug)]
pub struct BenchNoticesArgs {
    /// How many cases are open
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1000..))]
    cases: u64,
    /// How many of a hundred have a notice that morning
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=100))]
    share: u64,
    /// A folder for the county and the store
    #[arg(long, value_name = "DIR", default_value = "out/bench")]
    dir: PathBuf,
    /// Only derive, without a store
    #[arg(long)]
    derive_only: bool,
    /// Keep what is due in this store and end; what is killed
    #[arg(long, hide = true, requires = "sample")]
    keep: Option<PathBuf>,
    #[arg(long, hide = true)]
    sample: Option<PathBuf>,
}

/// Events of the sample whose county is used.
const SAMPLE_EVENTS: u64 = 10_000;
/// What single cases are measured in beside.
const SMALLER: [u64; 2] = [10_000, 100_000];

/// Runs the command.
pub fn run(args: &BenchNoticesArgs) -> Outcome {
    if let (Some(folder), Some(sample)) = (&args.keep, &args.sample) {
        let givens = county::read(&CountyArgs::of_registry(sample.join("registry")))?;
        return kept::keep_once(folder, sample, &givens);
    }
    let (sample, _) = sample_month(&args.dir, SAMPLE_EVENTS)?;
    let givens = county::read(&CountyArgs::of_registry(sample.join("registry")))?;
    println!("{}", machine());
    for cases in SMALLER.into_iter().filter(|&smaller| smaller < args.cases).chain([args.cases]) {
        let open = OpenCases::new(&givens, cases, args.share)?;
        let [one, two, three, four] = open.due;
        println!(
            "\n{cases} open cases of {} working days at {} windows; notices due on {}: {} ({one} of level 1, {two}, {three}, {four} of 2, 3, 4)",
            open.promised_workdays,
            givens.registry.windows.len(),
            open_cases::morning(),
            open.due()
        );
        derived::measure(&givens, &open)?;
        if !args.derive_only {
            kept::measure(&givens, &open, &args.dir, &sample)?;
        }
    }
    println!("\npeak memory    {}", peak_memory_megabytes());
    Ok(())
}

/// How long something takes: by the clock, and of processors, which others on the machine hardly change.
struct Stopwatch {
    begun: Instant,
    cpu_seconds: f64,
}

impl Stopwatch {
    fn start() -> Stopwatch {
        Stopwatch { begun: Instant::now(), cpu_seconds: own_cpu_seconds() }
    }

    fn stop(self) -> Took {
        Took {
            seconds: self.begun.elapsed().as_secs_f64(),
            cpu_seconds: own_cpu_seconds() - self.cpu_seconds,
        }
    }
}

/// How long something took.
struct Took {
    seconds: f64,
    cpu_seconds: f64,
}

impl fmt::Display for Took {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:.3} s ({:.2} s of processors)", self.seconds, self.cpu_seconds)
    }
}

/// A line of how long something took, many times.
fn spread(what: &str, took: &[Duration]) {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    let at = |permille: usize| {
        sorted
            .get(sorted.len().saturating_sub(1) * permille / 1000)
            .map_or(f64::NAN, |took| took.as_secs_f64() * 1e6)
    };
    println!(
        "{what:<16} {:>8.1} us at the median, {:>8.1} at the 99th percentile, {:>8.1} at most, of {}",
        at(500),
        at(990),
        at(1000),
        sorted.len()
    );
}

/// What this was measured on.
fn machine() -> String {
    let told = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':'))
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default()
    };
    let threads = super::score::all_threads();
    format!(
        "{threads} threads of {}, memory {}",
        told("/proc/cpuinfo", "model name"),
        told("/proc/meminfo", "MemTotal")
    )
}

//! `flagpost bench-reports`: how long the bulletin takes as PDF, workbook and page, and what the built-in faces weigh.

use super::bench::peak_memory_megabytes;
use super::bench_pages::told::machine;
use super::report::folder;
use super::sample::{self, SampleArgs};
use super::score::{MonthArgs, RunArgs, all_threads, score_into};
use super::{Failure, Outcome};
use crate::county::{self, CountyArgs};
use crate::inputs::InputArgs;
use anyhow::{Context as _, anyhow};
use clap::Args;
use reports::document::Block;
use reports::fonts::Face;
use reports::papers::texts::Texts;
use reports::papers::{Kind, Wanted};
use reports::render::file::{Format, file};
use reports::words::Lang;
use scoring::time::Month;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant as Stopwatch};

/// Measure documents: how long the bulletin of small and large counties takes as PDF, workbook and page (测量文书)
#[derive(Args, Debug)]
pub struct BenchReportsArgs {
    /// A folder for the counties; they are made anew
    #[arg(long, value_name = "DIR", default_value = "out/bench-reports")]
    dir: PathBuf,
}

/// A county that is measured: its windows, staff and events, and what its bulletin may take as PDF.
const COUNTIES: [(u32, u32, u64, Duration); 2] =
    [(40, 90, 90_000, Duration::from_secs(2)), (300, 650, 650_000, Duration::from_secs(8))];

/// Runs the command.
pub fn run(args: &BenchReportsArgs) -> Outcome {
    println!("{}", machine());
    let program = std::env::current_exe().and_then(fs::metadata).context("cannot look at the program")?;
    let faces: usize = Face::ALL.iter().map(|face| face.bytes().len()).sum();
    println!(
        "program        {:.1} MB, of which the three faces are {:.1} MB",
        program.len() as f64 / 1e6,
        faces as f64 / 1e6
    );
    let month = Month::parse("2026-09").context("no month")?;
    let mut missed = 0;
    for (windows, staff, events, target) in COUNTIES {
        missed += u32::from(!measure(args, month, (windows, staff, events), target)?);
    }
    println!("peak memory    {} (making the counties included)", peak_memory_megabytes());
    match missed {
        0 => Ok(()),
        _ => Err(anyhow!("{missed} targets are missed").into()),
    }
}

/// Measures a county; whether its PDF took no longer than it may.
fn measure(
    args: &BenchReportsArgs,
    month: Month,
    (windows, staff, events): (u32, u32, u64),
    target: Duration,
) -> Result<bool, Failure> {
    let dir = args.dir.join(windows.to_string());
    sample::write(&SampleArgs {
        windows: Some(windows),
        staff: Some(staff),
        ..SampleArgs::of_month(dir.clone(), month, events)
    })?;
    let county = CountyArgs::of_registry(dir.join("registry"));
    let inputs = InputArgs {
        events: vec![dir.join("events").join(format!("{month}.ndjson"))],
        export: Vec::new(),
        is_quiet: true,
    };
    let run = RunArgs {
        county: county.clone(),
        months: MonthArgs::new(&[month], None),
        inputs: inputs.clone(),
        history: None,
    };
    score_into(&dir.join("results"), &county::read(&county)?, &run, all_threads())?;
    let known = folder::read(&dir.join("results"), &county, month, &inputs)?;
    let wanted = Wanted { kind: Kind::Bulletin, month, subject: None, lang: Lang::Zh };
    let watch = Stopwatch::now();
    let made = known.with_source(&Texts::built_in(), |source| reports::papers::make(&wanted, source));
    let document = made.map_err(|why| anyhow!(Lang::En.not_made(&why)))?;
    let making = watch.elapsed();
    let annexed = document.annexes.iter().flat_map(|annex| &annex.blocks);
    let lines: usize = annexed
        .map(|block| match block {
            Block::Table { sheet } => sheet.table.rows.len(),
            Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::Facts { .. }
            | Block::Figure { .. }
            | Block::Note { .. }
            | Block::Banner { .. } => 0,
        })
        .sum();
    println!("bulletin       {windows} windows, {lines} lines annexed; made in {making:.0?}");
    let mut is_met = true;
    for format in [Format::Pdf, Format::Xlsx, Format::Html] {
        let watch = Stopwatch::now();
        let made = file(&document, format).context("cannot set the bulletin")?;
        let took = watch.elapsed();
        let verdict = match format {
            Format::Pdf => {
                is_met = making + took <= target;
                let word = if is_met { "met" } else { "missed" };
                format!("; target of {} s {word}", target.as_secs())
            }
            Format::Xlsx | Format::Html | Format::Csv | Format::Json => String::new(),
        };
        println!(
            "               {:<5} {took:>8.0?} {:>7.0} kB{verdict}",
            made.ending,
            made.bytes.len() as f64 / 1e3
        );
    }
    Ok(is_met)
}

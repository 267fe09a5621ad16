//! `flagpost sample`: makes up a county to try Flagpost out with.

use super::report::{self, ReportArgs};
use super::score::{self, MonthArgs, RunArgs, ScoreArgs, all_threads};
use super::{Failure, Outcome};
use crate::county::CountyArgs;
use crate::inputs::InputArgs;
use crate::language::LangArg;
use crate::regions::threads;
use crate::sample::{self, Plan, Size, Written};
use anyhow::Error;
use clap::Args;
use scoring::calendar::{self, Calendar};
use scoring::time::{Instant, Month};
use std::io::{self, Write};
use std::path::PathBuf;

/// Make up a county and months of its events, to try Flagpost out or to measure it (生成虚构县区的样例数据)
///
/// The same options give the same bytes, for ever and on every machine.
#[derive(Args, Debug)]
pub struct SampleArgs {
    /// The folder to write to: DIR/registry/county.toml and DIR/events/YYYY-MM.ndjson
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Where chance begins; another number makes another county
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The month, or the first and the last of several
    #[arg(long, value_name = "MONTH..MONTH", default_value = "2026-08..2026-09", value_parser = months)]
    pub months: Months,
    /// About how many lines in all, over whole months and all regions [default: what such a county has]
    #[arg(long)]
    pub events: Option<u64>,
    /// Windows in a county [default: 40, or 10 each with several regions]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub windows: Option<u32>,
    /// Members of staff in a county, at least one a window [default: 90, or 22 each with several regions]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=60_000))]
    pub staff: Option<u32>,
    /// How many counties; with more than one each has a folder of its own, DIR/region-0001 and so on
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=9_999))]
    pub regions: u32,
    /// How many lines in a thousand are rejected, doubled or odd; 0 for none
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(0..=500))]
    pub bad_permille: u32,
    /// Stop at this instant, for example in the middle of a morning [default: the end of the last month]
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    pub until: Option<Instant>,
    /// Score the months at once, into DIR/results, and write the bulletin of the last one into DIR/reports
    #[arg(long, conflicts_with = "regions")]
    pub score: bool,
}

impl SampleArgs {
    /// One month of about so many events, for measuring.
    pub fn of_month(out: PathBuf, month: Month, events: u64) -> SampleArgs {
        SampleArgs {
            out,
            seed: 1,
            months: Months(vec![month]),
            events: Some(events),
            windows: None,
            staff: None,
            regions: 1,
            bad_permille: 2,
            until: None,
            score: false,
        }
    }

    /// The first working day of a month in so many counties of a usual size, with about so many events in all.
    pub fn of_day(out: PathBuf, regions: u32, events: u64) -> SampleArgs {
        let month = Month::parse(DAY_OF.0).unwrap_or_default();
        SampleArgs {
            regions,
            windows: Some(40),
            staff: Some(90),
            until: Instant::parse(DAY_OF.1),
            ..SampleArgs::of_month(out, month, events * DAYS_OF_MONTH_TIMES_10 / 10)
        }
    }
}

/// The month of [`SampleArgs::of_day`], and the end of its first day, which is a working day.
const DAY_OF: (&str, &str) = ("2026-09", "2026-09-02T00:00:00+08:00");

/// The month has ten times as many events as this many first days: 22 working days, and what is begun on the first is done
/// later.
const DAYS_OF_MONTH_TIMES_10: u64 = 234;

/// The months of a sample, in order; never empty.
#[derive(Clone, Debug)]
pub struct Months(pub Vec<Month>);

fn months(text: &str) -> Result<Months, String> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let read = |text: &str| Month::parse(text).ok_or_else(|| format!("{text} is no month; write 2026-09"));
    let (first, last) = (read(first)?, read(last)?);
    if last < first {
        return Err(format!("{last} is before {first}; write the earlier month first"));
    }
    Ok(Months((first.0..=last.0).map(Month).collect()))
}

fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).ok_or_else(|| "no RFC 3339 instant; write 2026-09-17T11:30:00+08:00".to_owned())
}

/// Writes the sample and says what to do with it.
pub fn run(args: &SampleArgs) -> Outcome {
    let written = write(args)?;
    say(args, &written).map_err(Error::from)?;
    if args.score { score_sample(args) } else { Ok(()) }
}

/// Writes the sample, several regions beside each other; what was written of each.
pub fn write(args: &SampleArgs) -> Result<Vec<Written>, Failure> {
    let calendar = Calendar::new(&calendar::builtin());
    let several = args.regions > 1;
    let windows = args.windows.unwrap_or(if several { 10 } else { 40 }) as usize;
    let staff = args.staff.unwrap_or(if several { 22 } else { 90 }) as usize;
    let make = |&region: &u32| {
        let (code, name) = place(region);
        let plan = Plan {
            code,
            name,
            seed: args.seed,
            stream: u64::from(region),
            size: Size { windows, staff: staff.max(windows), months: args.months.0.clone() },
            events: args.events.map(|events| events / u64::from(args.regions)),
            bad_permille: args.bad_permille,
            until: args.until,
        };
        let folder =
            if several { args.out.join(format!("region-{:04}", region + 1)) } else { args.out.clone() };
        sample::write(&folder, &plan, &calendar)
    };
    // Each region's chance is its own, so the bytes do not depend on which thread made it.
    let regions: Vec<u32> = (0..args.regions).collect();
    let written = threads::each(all_threads(), &regions, make).into_iter();
    Ok(written.collect::<io::Result<_>>().map_err(Error::from)?)
}

/// Scores what was written, and writes the bulletin.
fn score_sample(args: &SampleArgs) -> Outcome {
    let months = &args.months.0;
    let events = months.iter().map(|month| args.out.join("events").join(format!("{month}.ndjson")));
    let inputs = InputArgs { events: events.collect(), export: Vec::new(), is_quiet: false };
    let (registry, results) = (args.out.join("registry"), args.out.join("results"));
    score::run(&ScoreArgs {
        run: RunArgs {
            county: CountyArgs::of_registry(registry.clone()),
            months: MonthArgs::new(months, args.until),
            inputs: inputs.clone(),
            history: None,
        },
        out: results.clone(),
        threads: None,
        lang: LangArg::default(),
    })?;
    let Some(&last) = months.last() else { return Ok(()) };
    crate::stdout::write("通报 / bulletin:\n")?;
    report::run(&ReportArgs::bulletin_of(last, results, registry, inputs, args.out.join("reports")))
}

/// Tells what was written, and the command that comes next.
fn say(args: &SampleArgs, written: &[Written]) -> io::Result<()> {
    let out = args.out.display();
    let lines: u64 = written.iter().map(|written| written.lines).sum();
    let bytes: u64 = written.iter().map(|written| written.bytes).sum();
    let months = &args.months.0;
    let (first, last) = (months[0], months[months.len() - 1]);
    let month = if first == last { first.to_string() } else { format!("{first}..{last}") };
    let as_of = args.until.and_then(|until| {
        let zone = scoring::time::Zone::named("Asia/Shanghai")?;
        Some(format!(" --as-of {}", zone.format(until)))
    });
    let as_of = as_of.unwrap_or_default();
    let mut text = io::stdout().lock();
    writeln!(text, "wrote {lines} lines, {:.1} MB, to {out}", bytes as f64 / 1e6)?;
    if args.regions > 1 {
        writeln!(text, "  {} regions, each in its own folder region-NNNN", args.regions)?;
    } else {
        writeln!(text, "  {}", args.out.join("registry").join("county.toml").display())?;
        for file in written.iter().flat_map(|written| &written.files) {
            writeln!(text, "  {}", file.display())?;
        }
    }
    if args.score {
        return Ok(());
    }
    writeln!(text, "next, score them:")?;
    if args.regions > 1 {
        return writeln!(
            text,
            "  flagpost score --registry {out} --month {month}{as_of} --out {out}-results"
        );
    }
    writeln!(
        text,
        "  flagpost score --registry {out}/registry --month {month}{as_of} --out {out}/results {out}/events/*.ndjson"
    )
}

/// The code and the name of a region; the first is the county of the manual's examples.
fn place(region: u32) -> (String, String) {
    const PROVINCES: [u32; 27] = [
        22, 11, 13, 14, 15, 21, 23, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 61, 62,
        63, 64,
    ];
    const FIRST: [&str; 20] = [
        "清", "安", "永", "平", "宁", "长", "临", "新", "文", "嘉", "泰", "和", "丰", "兴", "云", "龙", "凤",
        "金", "石", "青",
    ];
    const SECOND: [&str; 20] = [
        "源", "河", "山", "泉", "川", "阳", "溪", "海", "岭", "原", "江", "城", "桥", "林", "湖", "州", "昌",
        "定", "康", "远",
    ];
    if region == 0 {
        return ("220821".to_owned(), "镇赉县".to_owned());
    }
    let count = PROVINCES.len() as u32;
    let (province, rest) = (PROVINCES[(region % count) as usize], region / count);
    // Codes 51 and up are not given to counties that exist.
    let code = province * 10_000 + (1 + rest / 40) * 100 + 51 + rest % 40;
    let (first, second) = (FIRST[(region % 20) as usize], SECOND[(region / 20 % 20) as usize]);
    let round = region / 400;
    let mark = if round == 0 { String::new() } else { format!("第{}", round + 1) };
    (format!("{code:06}"), format!("{first}{second}{mark}县"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use std::collections::{BTreeSet, HashSet};

    /// Makes a sample, scores it, and tells the codes of what was rejected.
    fn rejected(name: &str, bad_permille: &str) -> BTreeSet<String> {
        let folder = std::env::temp_dir().join(format!("flagpost-sample-{name}-{}", std::process::id()));
        let path = |part: &str| folder.join(part).display().to_string();
        let small =
            ["--months", "2026-09", "--windows", "10", "--staff", "22", "--bad-permille", bad_permille];
        let (out, registry) = (path(""), path("registry"));
        let (events, results) = (path("events/2026-09.ndjson"), path("results"));
        let sample = [&["sample", "--out", &out], &small[..]].concat();
        let score = ["score", "--registry", &registry, "--month", "2026-09", "--out", &results, &events];
        for command in [&sample[..], &score[..]] {
            let words = [&["flagpost"], command].concat();
            crate::Flagpost::try_parse_from(words).expect("arguments").command.run().expect("done");
        }
        let text = std::fs::read_to_string(folder.join("results/rejected.ndjson")).expect("rejected");
        std::fs::remove_dir_all(&folder).expect("cleaned up");
        let code = |line: &str| line.split("\"code\":\"").nth(1)?.split('"').next().map(str::to_owned);
        text.lines().filter_map(code).collect()
    }

    #[test]
    fn a_sample_is_scored_and_every_rejection_code_occurs() {
        let codes = rejected("faulty", "2");
        for code in [
            "too_large",
            "malformed_json",
            "not_cloudevent",
            "unknown_type",
            "bad_time",
            "missing_field",
            "bad_field",
            "unknown_site",
            "unknown_window",
            "unknown_staff",
            "unknown_item",
            "unknown_department",
            "not_allowed",
            "conflict",
        ] {
            assert!(codes.contains(code), "no line was rejected as {code}");
        }
    }

    #[test]
    fn nothing_is_rejected_where_no_faults_are_asked_for() {
        assert_eq!(rejected("clean", "0"), BTreeSet::new());
    }

    #[test]
    fn regions_have_codes_of_their_own() {
        let codes: HashSet<String> = (0..2800).map(|region| place(region).0).collect();
        let names: HashSet<String> = (0..2800).map(|region| place(region).1).collect();
        assert_eq!((codes.len(), names.len()), (2800, 2800));
        assert!(codes.iter().all(|code| code.len() == 6));
    }

    #[test]
    fn months_are_one_or_a_range() {
        assert_eq!(months("2026-09").expect("one").0.len(), 1);
        assert_eq!(months("2025-11..2026-02").expect("range").0.len(), 4);
        assert!(months("2026-09..2026-08").is_err());
        assert!(months("2026-9").is_err());
    }
}

//! `flagpost calendar`: shows working days, says which days count, imports a year's arrangement, tells which year is missing.

use super::{Failure, Outcome};
use crate::calendar::days::{self, Count};
use crate::calendar::folder::{Folder, Write};
use crate::calendar::show::Shown;
use crate::calendar::{self};
use crate::config::Config;
use crate::language::LangArg;
use crate::service::calendar::{Needs, needs};
use crate::service::machine_time;
use crate::service::which::WhichService;
use crate::stdout;
use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use encoding_rs::GB18030;
use reports::words::Lang;
use scoring::calendar::{Calendar, YearArrangement};
use scoring::document::Mistake;
use scoring::time::{Date, Month, Zone};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Show working days, import a year's arrangement, tell which year is missing (工作日历)
#[derive(Subcommand, Debug)]
pub enum CalendarCommand {
    /// Show a year or a month: weeks from Monday, days off (休), days worked instead (班) (查看)
    Show(ShowArgs),
    /// Say day by day which days count and why (逐日说明)
    Days(DaysArgs),
    /// Make a year's file from the State Council's text, from an iCalendar file, or from a calendar file (导入)
    Import(ImportArgs),
    /// Tell which years are there; exit status 3 where next year is missing from 1 December on (检查)
    Check(CheckArgs),
}

/// Whose calendar: the built-in years, and a county's own files.
#[derive(Args, Debug)]
struct Own {
    /// The folder of the county's own calendar files, beside the built-in years 2020 to 2026
    #[arg(long, value_name = "DIR", conflicts_with = "config")]
    calendar: Option<PathBuf>,
    /// The configuration that names that folder
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// As people read it
    #[default]
    Text,
    /// For programs
    Json,
}

/// What to show.
#[derive(Args, Debug)]
pub struct ShowArgs {
    /// The year or month, 2026 or 2026-10; this year where it is left out
    #[arg(value_name = "YEAR|MONTH")]
    period: Option<String>,
    #[command(flatten)]
    own: Own,
    /// text or json
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What to count.
#[derive(Args, Debug)]
pub struct DaysArgs {
    /// The date from which it is counted; it does not count itself
    #[arg(long, value_name = "DATE")]
    from: String,
    /// To the n-th working day after it
    #[arg(long, value_name = "N", required_unless_present_any = ["minus", "to"])]
    plus: Option<u32>,
    /// To the n-th working day before it
    #[arg(long, value_name = "N", conflicts_with = "plus")]
    minus: Option<u32>,
    /// Up to and with a date
    #[arg(long, value_name = "DATE", conflicts_with_all = ["plus", "minus"])]
    to: Option<String>,
    #[command(flatten)]
    own: Own,
    /// text or json
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What to import.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// The State Council's notice as a text file (UTF-8 or GB18030), an .ics or a .toml file; `-` reads a text from standard
    /// input
    file: PathBuf,
    /// The year that it arranges
    #[arg(long)]
    year: i32,
    /// The folder of the county's own calendar files, which the configuration names as `calendar`
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Show the year and what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Put it in the place of another arrangement of the year
    #[arg(long)]
    replace: bool,
    /// The notice that it comes from, where the file does not name it
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

/// What to check.
#[derive(Args, Debug)]
pub struct CheckArgs {
    #[command(flatten)]
    own: Own,
    /// The data folder of a service: its own calendar, and whether open cases need a year that is missing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["calendar", "config"])]
    data: Option<PathBuf>,
    /// As of another day than today
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
}

/// Runs the command.
pub fn run(command: &CalendarCommand) -> Outcome {
    match command {
        CalendarCommand::Show(args) => show(args),
        CalendarCommand::Days(args) => count(args),
        CalendarCommand::Import(args) => import(args),
        CalendarCommand::Check(args) => check(args),
    }
}

fn show(args: &ShowArgs) -> Outcome {
    let years = args.own.years()?;
    let calendar = Calendar::new(&years);
    let shown = Shown { years: &years, calendar: &calendar, lang: args.own.lang.into() };
    let period = args.period.clone().map_or_else(|| Ok::<_, Failure>(today()?.year().to_string()), Ok)?;
    let month = Month::parse(&period);
    let year = Month::parse(&format!("{period}-01")).map(Month::year);
    let (first, last) = match (month, year) {
        (Some(month), _) => (month, month),
        (None, Some(year)) => (Month(year * 12), Month(year * 12 + 11)),
        (None, None) => {
            return Err(Failure::Arguments(format!(
                "“{period}”不是年份或月份，请写 2026 或 2026-10 / `{period}` is no year or month: write 2026 or 2026-10"
            )));
        }
    };
    match (args.format, month) {
        (Format::Json, _) => stdout::write(&pretty(&shown.json(first, last))?),
        (Format::Text, Some(month)) => stdout::write(&shown.month(month)),
        (Format::Text, None) => stdout::write(&shown.year(first.year())),
    }
}

fn count(args: &DaysArgs) -> Outcome {
    let from = date("--from", &args.from)?;
    let count = match (args.plus, args.minus, &args.to) {
        (Some(workdays), _, _) => Count::Plus(near(workdays)?),
        (None, Some(workdays), _) => Count::Minus(near(workdays)?),
        (None, None, Some(to)) => Count::To(date("--to", to)?),
        (None, None, None) => {
            return Err(Failure::Arguments(
                "请写 --plus、--minus 或 --to / name --plus, --minus or --to".to_owned(),
            ));
        }
    };
    let calendar = Calendar::new(&args.own.years()?);
    let counted = days::count(&calendar, from, count);
    match args.format {
        Format::Json => stdout::write(&pretty(&counted)?),
        Format::Text => stdout::write(&counted.text(&calendar, args.own.lang.into())),
    }
}

/// A number of working days that a deadline can have.
fn near(workdays: u32) -> Result<u32, Failure> {
    const WORKDAYS_MAX: u32 = 1000;
    if workdays <= WORKDAYS_MAX {
        return Ok(workdays);
    }
    Err(Failure::Arguments(format!(
        "{workdays} 个工作日太多，最多 {WORKDAYS_MAX} 个 / {workdays} working days are too many, the most are {WORKDAYS_MAX}"
    )))
}

fn import(args: &ImportArgs) -> Outcome {
    let lang: Lang = args.lang.into();
    if !(2000..=2099).contains(&args.year) {
        return Err(Failure::Arguments(format!(
            "--year {} 不在 2000 至 2099 之间 / --year {} is not within 2000 to 2099",
            args.year, args.year
        )));
    }
    let name = args.file.display().to_string();
    let imported = calendar::read(&name, &text(&args.file)?, args.year).map_err(Failure::Mistakes)?;
    let source = args.source.clone().or(imported.source.clone()).unwrap_or_else(|| {
        let file = args.file.file_name().map(|name| name.to_string_lossy().into_owned());
        format!("{}年，导入自 {}", args.year, file.unwrap_or_default())
    });
    let folder = Folder::read(&args.out)?;
    // A dry run shows what `--replace` would do as well.
    let writes = folder.changes(&imported, &source, args.replace || args.dry_run)?;
    let mut told = String::new();
    let years = with(folder.years(), &writes);
    let calendar = Calendar::new(&years);
    told.push_str(&Shown { years: &years, calendar: &calendar, lang }.year(args.year));
    for remark in &imported.remarks {
        let _ = writeln!(told, "未采用 / left out: {remark}");
    }
    let _ = writeln!(told, "\n来源 / source: {source}");
    for write in &writes {
        difference(write, &mut told);
        if !args.dry_run {
            write.do_it()?;
        }
        let (zh, en) = if args.dry_run { ("将写入", "would write") } else { ("已写入", "wrote") };
        let _ = writeln!(told, "{zh} / {en} {}", write.path.display());
    }
    match (writes.is_empty(), args.dry_run) {
        (true, _) => told.push_str("已有相同的安排，没有改动 / the same arrangement is there already: nothing to change\n"),
        (false, true) => {}
        (false, false) => told.push_str(
            "运行中的服务用 flagpost reload --data DIR 读取，落在这些日期上的到期日随之改变；集群请依次重启 worker / a running service \
             takes it in with `flagpost reload --data DIR`: due dates that rest on these days move then; in a cluster start the \
             workers again one by one\n",
        ),
    }
    stdout::write(&told)
}

/// What holds after the files are written.
fn with(years: Vec<YearArrangement>, writes: &[Write]) -> Vec<YearArrangement> {
    let written = |year: i32| writes.iter().any(|write| write.arrangement.year == year);
    let mut years: Vec<YearArrangement> = years.into_iter().filter(|one| !written(one.year)).collect();
    years.extend(writes.iter().map(|write| write.arrangement.clone()));
    years.sort_by_key(|one| one.year);
    years
}

/// Day by day, where another arrangement of the year is replaced.
fn difference(write: &Write, told: &mut String) {
    let Some(before) = &write.instead_of else { return };
    let [was, is] = [before, &write.arrangement].map(|one| Calendar::new(std::slice::from_ref(one)));
    let first = Month(write.arrangement.year * 12).first_day();
    let last = Month(write.arrangement.year * 12 + 11).last_day();
    for date in (first.0..=last.0).map(Date) {
        let (zh, en) = match (was.is_working(date), is.is_working(date)) {
            (true, false) => ("上班 → 放假", "worked -> off"),
            (false, true) => ("放假 → 上班", "off -> worked"),
            (true, true) | (false, false) => continue,
        };
        let _ = writeln!(told, "  {date} {zh} / {en}");
    }
}

fn check(args: &CheckArgs) -> Outcome {
    let needs = match &args.data {
        Some(data) => {
            let service = WhichService::of_data(data.clone());
            Some(service.at_desk("calendar", (), needs)?)
        }
        None => None,
    };
    let known: Vec<i32> = match &needs {
        Some(needs) => needs.years.clone(),
        None => args.own.years()?.iter().map(|one| one.year).collect(),
    };
    let today = match &args.today {
        Some(text) => date("--today", text)?,
        None => today()?,
    };
    let years: Vec<String> = known.iter().map(i32::to_string).collect();
    let mut told = format!("已有 / there: {}\n", years.join("、"));
    if let Some(needs) = &needs {
        told.push_str(&open_told(needs));
    }
    let missing: Vec<i32> =
        [today.year(), today.year() + 1].into_iter().filter(|year| !known.contains(year)).collect();
    let (late, early): (Vec<i32>, Vec<i32>) =
        missing.into_iter().partition(|year| *year == today.year() || today.month().number() == 12);
    for year in early {
        let _ = writeln!(
            told,
            "还没有 {year} 年；国务院办公厅一般在 11 月公布 / {year} is not there yet; the State Council publishes it in November as a rule"
        );
    }
    stdout::write(&told)?;
    if late.is_empty() {
        return Ok(());
    }
    let mistake = |year: &i32| Mistake {
        file: "calendar".to_owned(),
        line: 0,
        what: format!(
            "缺少 {year} 年的安排，到期日只按星期计算 / the arrangement of {year} is missing: due dates count weekdays alone"
        ),
        mend: format!("flagpost calendar import FILE --year {year} --out DIR; flagpost reload"),
    };
    Err(Failure::Mistakes(late.iter().map(mistake).collect()))
}

/// Which open cases rest on a year that is missing.
fn open_told(needs: &Needs) -> String {
    if needs.provisional == 0 {
        return format!(
            "未办结 {0} 项，到期日都有日历 / {0} open, no due date rests on a missing year\n",
            needs.open
        );
    }
    let mut told = format!(
        "未办结 {0} 项，其中 {1} 项的到期日落在缺少日历的年份，是暂定的 / {0} open; the due dates of {1} rest on a missing year and are \
         provisional\n",
        needs.open, needs.provisional
    );
    for one in &needs.first {
        let _ = writeln!(told, "  {} {} → {}", one.subject, one.opened, one.due);
    }
    told
}

impl Own {
    /// The built-in years and the county's own.
    fn years(&self) -> Result<Vec<YearArrangement>, Failure> {
        let dir = match (&self.calendar, &self.config) {
            (Some(dir), _) => Some(dir.clone()),
            (None, Some(file)) => Config::read(file)?.county.calendar,
            (None, None) => None,
        };
        match dir {
            None => Ok(scoring::calendar::builtin()),
            Some(dir) if dir.is_dir() => Ok(Folder::read(&dir)?.years()),
            Some(dir) => {
                Err(Failure::Arguments(format!("没有文件夹 {0} / there is no folder {0}", dir.display())))
            }
        }
    }
}

/// Today in China, where the calendar holds.
fn today() -> Result<Date, Failure> {
    let zone = Zone::named("Asia/Shanghai").context("the time zone Asia/Shanghai is not known")?;
    Ok(zone.date(machine_time()))
}

fn date(what: &str, text: &str) -> Result<Date, Failure> {
    Date::parse(text).ok_or_else(|| {
        Failure::Arguments(format!(
            "{what} 的“{text}”不是日期，请写 2026-10-01 / `{text}` of {what} is no date: write 2026-10-01"
        ))
    })
}

/// A file's text; what is no UTF-8 is taken for GB18030, as Chinese Windows saves it.
fn text(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.with_context(|| format!("无法读取 {0} / cannot read {0}", path.display()))?;
    // A document of an office program, or a PDF: there is text in it, but not to be read here.
    if [b"%PDF".as_slice(), b"PK\x03\x04", b"\xd0\xcf\x11\xe0"].iter().any(|magic| bytes.starts_with(magic)) {
        return Err(Failure::Arguments(format!(
            "{0} 不是文本文件，请打开后另存为纯文本（.txt） / {0} is no text: open it and save it as plain text (.txt)",
            path.display()
        )));
    }
    Ok(String::from_utf8(bytes).unwrap_or_else(|other| GB18030.decode(other.as_bytes()).0.into_owned()))
}

fn pretty(value: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).context("cannot write JSON")?;
    Ok(text + "\n")
}

//! `flagpost report`: what the bureau signs, sends and publishes, from the output of `flagpost score` or from the store.

pub mod folder;
mod store;
mod write;

use super::score::parse_month;
use super::{Failure, Outcome};
use crate::county::{self, CountyArgs};
use crate::inputs::InputArgs;
use anyhow::Context as _;
use clap::Args;
use clap::builder::PossibleValuesParser;
use folder::Known;
use reports::papers::texts::Texts;
use reports::papers::{Kind, NotMade, Subject, Wanted};
use reports::render::file::Format;
use reports::words::Lang;
use scoring::document::closest;
use scoring::registry::Registry;
use scoring::time::Month;
use std::path::PathBuf;

/// Write the bulletin, summaries and sheets of a month as PDF, workbook, page, CSV or JSON (通报、汇总和考核表)
///
/// From the output folder of `flagpost score` (`--from`), or from the store of a service (`--data`), where a closed month is
/// written as it was published. With the events named too, and for an open month of a store, charts of waiting and case times are drawn.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// Which document; `sheets` are those of all windows, staff, departments and sites
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(words()))]
    kind: String,
    /// The month, for example 2026-09; of a quarter or year its last month
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Month,
    /// Of which window, staff member, department or site, by its id; without it all of them
    #[arg(long, value_name = "ID")]
    subject: Option<String>,
    /// How: pdf, xlsx, html, csv, json; several with commas
    #[arg(long, value_parser = format, value_delimiter = ',', default_value = "pdf")]
    format: Vec<Format>,
    /// The language
    #[arg(long, value_enum, default_value_t)]
    lang: Languages,
    /// The folder to write into
    #[arg(long, value_name = "DIR", default_value = "out/reports")]
    out: PathBuf,
    /// The output folder of `flagpost score`
    #[arg(long, value_name = "DIR", required_unless_present = "data", conflicts_with = "data")]
    from: Option<PathBuf>,
    /// The data folder of a service
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The version of a closed month of the store; the newest, where none is named
    #[arg(long, value_name = "N", requires = "data")]
    version: Option<u32>,
    /// The bureau's words (issuer, number, headings, requirements); `reports.toml` of the registry's folder where it is there
    #[arg(long, value_name = "FILE")]
    texts: Option<PathBuf>,
    /// The folder of the registry's TOML files; of a store, those that the service last had
    #[arg(long, value_name = "DIR", required_unless_present = "data")]
    registry: Option<PathBuf>,
    /// A built-in rulebook's name, or files
    #[arg(long, value_name = "NAME|FILE")]
    rulebook: Vec<String>,
    /// A folder of calendars instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    #[command(flatten)]
    inputs: InputArgs,
}

/// Reads a format as an argument names it.
fn format(text: &str) -> Result<Format, String> {
    let words = Format::ALL.map(Format::word).join(", ");
    Format::of_word(text).ok_or_else(|| format!("`{text}` is none of {words}"))
}

/// The languages of documents.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Languages {
    /// 简体中文
    #[default]
    Zh,
    /// English
    En,
    /// Both, each in a file of its own
    Both,
}

/// All sheets of a month.
const SHEETS: &str = "sheets";

fn words() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.word()).chain([SHEETS]).collect()
}

/// Runs the command.
pub fn run(args: &ReportArgs) -> Outcome {
    let plain = CountyArgs::of_registry(args.registry.clone().unwrap_or_default());
    let rulebook = if args.rulebook.is_empty() { plain.rulebook } else { args.rulebook.clone() };
    let county = CountyArgs { rulebook, calendar: args.calendar.clone(), ..plain };
    let known = match (&args.data, &args.from) {
        (Some(data), _) => {
            let files = args.registry.as_ref().map(|_| county::files(&county)).transpose()?;
            store::read(data, files, args.month, args.version)?
        }
        (None, Some(dir)) => folder::read(dir, &county, args.month, &args.inputs)?,
        (None, None) => {
            return Err(Failure::Arguments(
                "name the results with --from or the store with --data".to_owned(),
            ));
        }
    };
    let texts = texts(args)?;
    let langs: &[Lang] = match args.lang {
        Languages::Zh => &[Lang::Zh],
        Languages::En => &[Lang::En],
        Languages::Both => &[Lang::Zh, Lang::En],
    };
    let mut written = 0;
    for (kind, subject, is_named) in wanted(args, &known.givens.registry)? {
        for &lang in langs {
            let wanted = Wanted { kind, month: args.month, subject: subject.clone(), lang };
            match known.make(&wanted, &texts) {
                Ok(document) => {
                    for &format in &args.format {
                        let file = write::write(&args.out, &document, format)?;
                        println!("{}  {}", file.display(), document.trace.code.as_deref().unwrap_or("—"));
                        written += 1;
                    }
                }
                // Of all windows those with a flag have a certificate or notice; the others simply have none.
                Err(NotMade::NoCause | NotMade::Unknown(_)) if !is_named => {}
                Err(why) => return Err(Failure::Arguments(both(&why))),
            }
        }
    }
    if written == 0 {
        return Err(Failure::Arguments(both(&NotMade::NoCause)));
    }
    Ok(())
}

fn both(why: &NotMade) -> String {
    format!("{} / {}", Lang::Zh.not_made(why), Lang::En.not_made(why))
}

/// The documents that are asked for: kind, subject, and whether the subject was named.
fn wanted(args: &ReportArgs, registry: &Registry) -> Result<Vec<(Kind, Option<String>, bool)>, Failure> {
    let kinds = match Kind::of_word(&args.kind) {
        Some(kind) => vec![kind],
        None => vec![Kind::Window, Kind::Staff, Kind::Department, Kind::Site],
    };
    let mut all = Vec::new();
    for kind in kinds {
        let ids = ids(kind, registry);
        match (&args.subject, kind.subject()) {
            (_, Subject::Region) => all.push((kind, None, true)),
            (Some(id), _) if kind == Kind::Order || ids.contains(&id.as_str()) => {
                all.push((kind, Some(id.clone()), true));
            }
            (Some(id), _) if args.kind != SHEETS => {
                let near = closest(id, &ids)
                    .map_or(String::new(), |near| format!("；是不是 `{near}`? / did you mean `{near}`?"));
                return Err(Failure::Arguments(format!("{}{near}", both(&NotMade::Unknown(id.clone())))));
            }
            (Some(_), _) => {}
            (None, Subject::Order) => return Err(Failure::Arguments(both(&NotMade::NoSubject))),
            (None, _) => all.extend(ids.into_iter().map(|id| (kind, Some(id.to_owned()), false))),
        }
    }
    Ok(all)
}

/// Those whom a kind can be about, by id.
fn ids(kind: Kind, registry: &Registry) -> Vec<&str> {
    match kind.subject() {
        Subject::Region | Subject::Order => Vec::new(),
        Subject::Window => registry.windows.iter().map(|window| window.id.as_str()).collect(),
        Subject::Staff => registry.staff.iter().map(|staff| staff.id.as_str()).collect(),
        Subject::Department => registry.departments.iter().map(|of| of.id.as_str()).collect(),
        Subject::Site => registry.sites.iter().map(|site| site.id.as_str()).collect(),
    }
}

/// The bureau's words: the file that is named, `reports.toml` beside the registry, or the built-in ones.
fn texts(args: &ReportArgs) -> Result<Texts, Failure> {
    let beside = args.registry.as_ref().map(|dir| dir.join("reports.toml")).filter(|file| file.exists());
    let Some(file) = args.texts.clone().or(beside) else { return Ok(Texts::built_in()) };
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Texts::read(&text).map_err(|faults| {
        let lines: Vec<String> = faults
            .iter()
            .map(|fault| format!("{}:{}: {} / {}", file.display(), fault.line, fault.what.zh, fault.what.en))
            .collect();
        Failure::Arguments(lines.join("\n"))
    })
}

impl Known {
    fn make(&self, wanted: &Wanted, texts: &Texts) -> Result<reports::document::Document, NotMade> {
        self.with_source(texts, |source| reports::papers::make(wanted, source))
    }
}

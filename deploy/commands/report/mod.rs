//! `flagpost report`: what the bureau signs, sends and publishes, from the output of `flagpost score` or from the store.

pub mod folder;
mod write;

use super::score::parse_month;
use super::{Failure, Outcome};
use crate::county::CountyArgs;
use crate::inputs::InputArgs;
use crate::service::printing::{self, Asked, Written};
use crate::service::which::WhichService;
use anyhow::Context as _;
use clap::Args;
use clap::builder::PossibleValuesParser;
use ingest::feeds::Limits;
use reports::papers::texts::Texts;
use reports::papers::{self, Kind, NotMade, Wanted};
use reports::render::file::Format;
use reports::words::Lang;
use scoring::time::Month;
use std::fs;
use std::path::{Path, PathBuf};

/// Write the bulletin, summaries and sheets of a month as PDF, workbook, page, CSV or JSON (通报、汇总和考核表)
///
/// From the output folder of `flagpost score` (`--from`), or of a service (`--data`), running or not, as its pages make them: a
/// closed month as it was published, with the same codes. With the events named too, and for an open month of a service, charts of
/// waiting and case times are drawn. The weekly brief, orders and feed sheets are of what a service alone knows.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// Which document; `sheets` are those of all windows, staff, departments and sites
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(words()))]
    kind: String,
    /// The month, for example 2026-09; of a quarter or year its last month. Weeks and orders have their own
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Option<Month>,
    /// Of which window, staff member, department, site or order, by its id; without it all of them. Of the weekly brief the week,
    /// for example 2026-W38
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
    /// The data folder of a service; of several regions that of one, DATA/CODE
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The version of a closed month of the store; the newest, where none is named
    #[arg(long, value_name = "N", requires = "data")]
    version: Option<u32>,
    /// The bureau's words (issuer, number, headings, requirements); of a store those in force, else `reports.toml` of the registry's
    /// folder where it is there
    #[arg(long, value_name = "FILE")]
    texts: Option<PathBuf>,
    /// The folder of the registry's TOML files; of a store, those that the service last had
    #[arg(long, value_name = "DIR", required_unless_present = "data")]
    registry: Option<PathBuf>,
    /// A built-in rulebook's name, or files
    #[arg(long, value_name = "NAME|FILE", conflicts_with = "data")]
    rulebook: Vec<String>,
    /// A folder of calendars instead of the built-in ones
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    calendar: Option<PathBuf>,
    #[command(flatten)]
    inputs: InputArgs,
}

impl ReportArgs {
    /// The bulletin of a month as PDF and workbook, from the output folder of `flagpost score`.
    pub fn bulletin_of(
        month: Month,
        from: PathBuf,
        registry: PathBuf,
        inputs: InputArgs,
        out: PathBuf,
    ) -> ReportArgs {
        ReportArgs {
            kind: Kind::Bulletin.word().to_owned(),
            month: Some(month),
            subject: None,
            format: vec![Format::Pdf, Format::Xlsx],
            lang: Languages::default(),
            out,
            from: Some(from),
            data: None,
            version: None,
            texts: None,
            registry: Some(registry),
            rulebook: Vec::new(),
            calendar: None,
            inputs,
        }
    }
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
    let texts = texts(args)?;
    let asked = asked(args, &texts);
    let written = match (&args.data, &args.from) {
        (Some(data), _) => {
            let service = WhichService::of_folders(data.clone(), args.registry.clone());
            service.ask_or_open("report", asked, |live, _, asked| {
                Ok(printing::written(live, Limits::default(), &asked)?)
            })?
        }
        (None, Some(dir)) => from_folder(args, dir, &asked, texts)?,
        (None, None) => {
            return Err(Failure::Arguments(
                "name the results with --from or the store with --data".to_owned(),
            ));
        }
    };
    for one in written {
        let file = write::write(&args.out, &one.name, &one.bytes()?)?;
        println!("{}  {}", file.display(), one.code.as_deref().unwrap_or("—"));
    }
    Ok(())
}

fn asked(args: &ReportArgs, texts: &Option<(String, Texts)>) -> Asked {
    let kinds = match Kind::of_word(&args.kind) {
        Some(kind) => vec![kind],
        None => vec![Kind::Window, Kind::Staff, Kind::Department, Kind::Site],
    };
    let langs: &[Lang] = match args.lang {
        Languages::Zh => &[Lang::Zh],
        Languages::En => &[Lang::En],
        Languages::Both => &[Lang::Zh, Lang::En],
    };
    Asked {
        kinds: kinds.iter().map(|kind| kind.word().to_owned()).collect(),
        month: args.month.map(|month| month.to_string()),
        subject: args.subject.clone(),
        version: args.version,
        langs: langs.iter().map(|lang| lang.code().to_owned()).collect(),
        formats: args.format.iter().map(|format| format.word().to_owned()).collect(),
        texts: texts.as_ref().map(|(text, _)| text.clone()),
    }
}

fn from_folder(
    args: &ReportArgs,
    dir: &Path,
    asked: &Asked,
    texts: Option<(String, Texts)>,
) -> Result<Vec<Written>, Failure> {
    let Some(month) = args.month else {
        return Err(Failure::Arguments("请用 --month 指定月份 / name the month with --month".to_owned()));
    };
    let plain = CountyArgs::of_registry(args.registry.clone().unwrap_or_default());
    let rulebook = if args.rulebook.is_empty() { plain.rulebook } else { args.rulebook.clone() };
    let county = CountyArgs { rulebook, calendar: args.calendar.clone(), ..plain };
    let known = folder::read(dir, &county, month, &args.inputs)?;
    let texts = texts.map_or_else(Texts::built_in, |(_, texts)| texts);
    let mut written = Vec::new();
    for kind in asked.kinds.iter().filter_map(|word| Kind::of_word(word)) {
        for (subject, is_named) in printing::subjects(kind, asked, &known.givens.registry)? {
            for lang in asked.langs.iter().filter_map(|code| Lang::of_code(code)) {
                let wanted = Wanted { kind, month, subject: subject.clone(), lang };
                match known.with_source(&texts, |source| papers::make(&wanted, source)) {
                    Ok(document) => {
                        for &format in &args.format {
                            written.push(Written::of(&document, format)?);
                        }
                    }
                    // Of all windows those with a flag have a certificate or notice; the others simply have none.
                    Err(NotMade::NoCause | NotMade::Unknown(_)) if !is_named => {}
                    Err(why) => return Err(Failure::Arguments(printing::both(&why))),
                }
            }
        }
    }
    if written.is_empty() {
        return Err(Failure::Arguments(printing::both(&NotMade::NoCause)));
    }
    Ok(written)
}

/// The bureau's words: the file that is named, or without a service `reports.toml` beside the registry; none, where there is neither.
fn texts(args: &ReportArgs) -> Result<Option<(String, Texts)>, Failure> {
    // A service has words of its own, and its documents must bear the codes of its pages.
    let registry = args.registry.as_ref().filter(|_| args.data.is_none());
    let beside = registry.map(|dir| dir.join("reports.toml")).filter(|file| file.exists());
    let Some(file) = args.texts.clone().or(beside) else { return Ok(None) };
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let texts = Texts::read(&text).map_err(|faults| {
        let lines: Vec<String> = faults
            .iter()
            .map(|fault| format!("{}:{}: {} / {}", file.display(), fault.line, fault.what.zh, fault.what.en))
            .collect();
        Failure::Arguments(lines.join("\n"))
    })?;
    Ok(Some((text, texts)))
}

//! `flagpost letters`: the texts that notices are told in; listed, shown, changed, tried out.

use super::{Failure, Outcome};
use crate::language::LangArg;
use crate::service::letters::{self as at_desk, Asked};
use crate::service::machine_time;
use crate::service::operator::OPERATOR;
use crate::service::which::{AnyService, WhichService};
use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use dashboards::letters;
use ingest::store::sqlite::Records;
use reports::delivery::Message;
use reports::delivery::letters::catalogue::{LETTERS, Letter};
use reports::delivery::letters::names::NAMES;
use reports::delivery::letters::template::Fault;
use reports::delivery::letters::{Facts, Letters, Reader, check, compose, sample};
use reports::words::{Lang, labels};
use scoring::time::Zone;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The texts of notices: list, show, change and preview them (通知模板)
///
/// One text per letter and language; mail, webhook robots and text messages are all made from it. The first line is the
/// subject. `{{ due }}` stands for the due date, and so on: `flagpost letters names` lists them all.
#[derive(Args, Debug)]
pub struct LettersArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// List all letters, and which of them were changed (列出)
    List {
        #[command(flatten)]
        service: AnyService,
    },
    /// Show a letter's text (查看)
    Show {
        #[command(flatten)]
        service: AnyService,
        #[command(flatten)]
        which: WhichLetter,
        /// Show the built-in text, whatever was changed
        #[arg(long)]
        built_in: bool,
    },
    /// List the names that a text may use between `{{` and `}}` (列出可用的名称)
    Names,
    /// Change a letter's text; it is checked before it is kept (修改)
    Edit {
        #[command(flatten)]
        service: WhichService,
        #[command(flatten)]
        which: WhichLetter,
        /// The file with the text
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
    /// Use the built-in text again (恢复内置文本)
    Reset {
        #[command(flatten)]
        service: WhichService,
        #[command(flatten)]
        which: WhichLetter,
    },
    /// See a letter as it is sent: of an example, of a case, or of a kept notice (预览)
    Preview(Box<PreviewArgs>),
}

#[derive(Args, Debug)]
struct WhichLetter {
    /// The letter, as `list` names it, for example case_overdue_3
    letter: String,
    /// The language of the text: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

#[derive(Args, Debug)]
struct PreviewArgs {
    #[command(flatten)]
    service: AnyService,
    /// The letter, as `list` names it; all of them, where none is named
    letter: Option<String>,
    /// The notices of this case instead of an example, those to come too
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// This kept notice instead of an example, for example case_overdue/C-1001/2/2026-09-08
    #[arg(long, value_name = "IDENTITY", conflicts_with = "case")]
    identity: Option<String>,
    /// A text that is not kept yet
    #[arg(long, value_name = "FILE", requires = "letter")]
    file: Option<PathBuf>,
    /// As which it is sent
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// As a repeat of what nobody acknowledged
    #[arg(long)]
    again: bool,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Plain text, with its subject
    Text,
    /// HTML, for mail
    Html,
    /// Markdown, for webhook robots
    Markdown,
    /// A line for a text message
    Brief,
}

/// Runs the command.
pub fn run(args: &LettersArgs) -> Outcome {
    match &args.what {
        What::List { service } => crate::stdout::write(&list(records(service)?.as_ref())?),
        What::Show { service, which, built_in } => {
            let (letter, lang) = which.letter()?;
            let records = records(service)?.filter(|_| !built_in);
            let own = records.map(|records| letters::text(&records, letter, lang)).transpose();
            let own = own.context("cannot read the letters")?;
            crate::stdout::write(own.as_ref().map_or(letter.built_in(lang), |(text, _)| text))
        }
        What::Names => {
            let lines =
                NAMES.iter().map(|name| format!("{:<16} {} / {}\n", name.name, name.what.zh, name.what.en));
            crate::stdout::write(&lines.collect::<String>())
        }
        What::Edit { service, which, file } => {
            let (letter, lang) = which.letter()?;
            let text = read(file)?;
            let kept = letters::keep(&service.records()?, letter.name, lang, &text, OPERATOR, machine_time());
            kept.context("cannot keep the letter")?.map_err(|faults| refused(file, &faults))?;
            crate::stdout::write(&format!("已保存 / kept: {} {}\n", letter.name, lang.code()))
        }
        What::Reset { service, which } => {
            let (letter, lang) = which.letter()?;
            let reset = letters::reset(&service.records()?, letter.name, lang, OPERATOR, machine_time());
            let said = if reset.context("cannot reset the letter")? {
                "已恢复内置文本 / the built-in text is in force again"
            } else {
                "本来就是内置文本 / it was the built-in text already"
            };
            crate::stdout::write(&format!("{said}: {} {}\n", letter.name, lang.code()))
        }
        What::Preview(args) => preview(args),
    }
}

impl WhichLetter {
    fn letter(&self) -> Result<(&'static Letter, Lang), Failure> {
        Ok((letter(&self.letter)?, self.lang.into()))
    }
}

fn letter(name: &str) -> Result<&'static Letter, Failure> {
    Letter::named(name).ok_or_else(|| {
        let names: Vec<&str> = LETTERS.iter().map(|letter| letter.name).collect();
        Failure::Arguments(format!(
            "{} / {}",
            Lang::Zh.no_such_letter(name, &names),
            Lang::En.no_such_letter(name, &names)
        ))
    })
}

/// The records, where a service is named; without one the built-in texts are meant.
fn records(service: &AnyService) -> Result<Option<Records>, Failure> {
    service.named().map(|service| service.records()).transpose()
}

fn read(file: &Path) -> Result<String, Failure> {
    Ok(fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?)
}

fn refused(file: &Path, faults: &[Fault]) -> Failure {
    let lines = faults
        .iter()
        .map(|Fault { line, what }| format!("{}:{line}: {} / {}", file.display(), what.zh, what.en));
    Failure::Arguments(format!(
        "未保存，请更正 / not kept, please mend:\n{}",
        lines.collect::<Vec<_>>().join("\n")
    ))
}

fn list(records: Option<&Records>) -> Result<String, Failure> {
    let changed =
        records.map(Records::letters).transpose().context("cannot list the letters")?.unwrap_or_default();
    let zone = Zone::named("Asia/Shanghai").context("no time zone")?;
    let mut text = String::new();
    for letter in &LETTERS {
        let _ = writeln!(text, "{:<22} {} / {}", letter.name, letter.title.zh, letter.title.en);
        for own in changed.iter().filter(|own| own.letter == letter.name) {
            let when = zone.format(own.changed);
            let _ = writeln!(text, "{:<22} {}: 已修改 changed {when} {}", "", own.lang, own.changed_by);
        }
    }
    Ok(text)
}

fn preview(args: &PreviewArgs) -> Outcome {
    let lang: Lang = args.lang.into();
    let named = args.letter.as_deref().map(letter).transpose()?;
    let records = records(&args.service)?;
    let mut in_force = match &records {
        Some(records) => letters::in_force(records).context("cannot read the letters")?,
        None => Letters::default(),
    };
    if let (Some(letter), Some(file)) = (named, &args.file) {
        let template = check(letter.name, &read(file)?).map_err(|faults| refused(file, &faults))?;
        in_force.put(letter, lang, template);
    }
    let asked = match (&args.case, &args.identity) {
        (Some(case), _) => Some(Asked::Case(case.clone())),
        (None, Some(identity)) => Some(Asked::Identity(identity.clone())),
        (None, None) => None,
    };
    let told: Vec<Facts> = match (asked, args.service.named()) {
        (Some(asked), Some(service)) => service.at_desk("letters", asked, at_desk::told)?,
        (Some(_), None) => {
            return Err(Failure::Arguments(
                "请用 --data 或 --config 指明数据文件夹 / name the data folder with --data or --config"
                    .to_owned(),
            ));
        }
        (None, _) => LETTERS.iter().map(sample).collect(),
    };
    let is_wanted =
        |facts: &&Facts| named.is_none_or(|letter| Letter::of(&facts.kind, facts.level) == letter);
    let told: Vec<&Facts> = told.iter().filter(is_wanted).collect();
    if told.is_empty() {
        return Err(Failure::Arguments(
            "没有这样的提醒可以预览 / there is no such notice to preview".to_owned(),
        ));
    }
    let zone = Zone::named("Asia/Shanghai").context("no time zone")?;
    let reader = Reader {
        name: lang.say(labels::RECIPIENT).to_owned(),
        lang,
        personal: Some("https://flagpost.example/to/example".to_owned()),
        public_url: Some("https://flagpost.example".to_owned()),
        instead: None,
    };
    let round = if args.again { 2 } else { 1 };
    let messages = told.into_iter().map(|facts| {
        let one = std::slice::from_ref(facts);
        written(&compose(&in_force, &reader, one, round, "preview", zone.date(machine_time())), args.format)
    });
    crate::stdout::write(&messages.collect::<Vec<_>>().join("\n"))
}

fn written(message: &Message, format: Format) -> String {
    match format {
        Format::Text => format!("{}\n\n{}", message.subject, message.text),
        Format::Html => message.html.clone(),
        Format::Markdown => message.markdown.clone(),
        Format::Brief => format!("{}\n", message.brief),
    }
}

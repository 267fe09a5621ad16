//! `flagpost contract`: the contract kit for vendors, and checks of a file or a live feed against it.

use super::{Failure, Outcome};
use crate::county::{self, CountyArgs};
use crate::language::LangArg;
use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use dashboards::kit::feed_check::{self, FeedReport, HOURS_USUAL};
use dashboards::kit::{file_check, pack, samples, schema};
use reports::handover::{File, pack as packed};
use reports::words::Lang;
use scoring::registry::Registry;
use scoring::rulebook::Rulebooks;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The contract kit for vendors of hall systems; check a file or a live feed against the contract (接口规范)
#[derive(Args, Debug)]
pub struct ContractArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Write the kit: guides, JSON Schema and a sample of each event type, the codes of rejection (导出接口规范)
    Export(ExportArgs),
    /// Print the JSON Schema of an event type, or of all events together (输出 JSON Schema)
    Schema {
        /// The event type, for example case.accepted
        event_type: Option<String>,
    },
    /// Check files of events, or what a source has sent to a running service (核对文件或实际上报)
    ///
    /// A file is checked exactly as it would be on arrival, and nothing is kept. It may be an event a line, one array, or one
    /// event; `-` is standard input. The exit status is 1 where something would be rejected.
    Check(CheckArgs),
}

#[derive(Args, Debug)]
struct ExportArgs {
    /// The folder to write; it is made where it is missing
    #[arg(value_name = "DIR", required_unless_present = "zip", conflicts_with = "zip")]
    folder: Option<PathBuf>,
    /// Write one ZIP instead
    #[arg(long, value_name = "FILE")]
    zip: Option<PathBuf>,
    #[command(flatten)]
    county: KitCounty,
}

#[derive(Args, Debug)]
struct CheckArgs {
    /// The files
    #[arg(value_name = "FILE", required_unless_present = "url", conflicts_with = "url")]
    files: Vec<PathBuf>,
    /// The site whose token will send them; then they may speak for it alone
    #[arg(long, value_name = "SITE", conflicts_with = "url")]
    site: Option<String>,
    /// A running service: what has arrived there from the token's site is checked
    #[arg(long, requires = "token_file")]
    url: Option<String>,
    /// The file that has the token
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// How many hours back
    #[arg(long, default_value_t = HOURS_USUAL, requires = "url")]
    hours: u32,
    #[command(flatten)]
    county: KitCounty,
    /// The language of the report
    #[arg(long, value_enum, default_value = "zh")]
    lang: LangArg,
}

#[derive(Args, Debug)]
struct KitCounty {
    /// The folder of the registry's TOML files; without it, that of the samples
    #[arg(long, value_name = "DIR")]
    registry: Option<PathBuf>,
    /// The rulebook's TOML file, once for each version, or the name of a built-in one
    #[arg(long, value_name = "FILE|NAME", default_value = "zhenlai")]
    rulebook: Vec<String>,
}

impl KitCounty {
    fn read(&self) -> Result<(Registry, Rulebooks), Failure> {
        let Some(registry) = &self.registry else {
            let (registry, _) = samples::example();
            return Ok((registry, county::read_rulebook(&self.rulebook)?));
        };
        let args =
            CountyArgs { rulebook: self.rulebook.clone(), ..CountyArgs::of_registry(registry.clone()) };
        let givens = county::read(&args)?;
        Ok((givens.registry, givens.rulebooks))
    }
}

/// Runs the command.
pub fn run(args: &ContractArgs) -> Outcome {
    match &args.what {
        What::Export(args) => export(args),
        What::Schema { event_type } => print_schema(event_type.as_deref()),
        What::Check(args) => match &args.url {
            Some(url) => check_feed(args, url),
            None => check_files(args),
        },
    }
}

fn export(args: &ExportArgs) -> Outcome {
    let (registry, rulebooks) = args.county.read()?;
    let files = pack::files(&registry, &rulebooks, samples::example_time());
    match (&args.zip, &args.folder) {
        (Some(zip), _) => {
            let bytes = packed(&files).context("cannot pack the kit")?;
            fs::write(zip, bytes).with_context(|| format!("cannot write {}", zip.display()))?;
            crate::stdout::write(&format!("已写出 / written: {} ({} files)\n", zip.display(), files.len()))
        }
        (None, Some(folder)) => {
            files.iter().try_for_each(|file| write(folder, file))?;
            crate::stdout::write(&format!("已写出 / written: {} ({} files)\n", folder.display(), files.len()))
        }
        (None, None) => Err(Failure::Arguments("name a folder or --zip FILE".to_owned())),
    }
}

fn write(folder: &Path, file: &File) -> Result<(), Failure> {
    let path = folder.join(&file.name);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
    fs::write(&path, &file.bytes).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(())
}

fn print_schema(event_type: Option<&str>) -> Outcome {
    let (_, rulebooks) = samples::example();
    let schema = match event_type {
        None => schema::of_all(Some(&rulebooks)),
        Some(name) => schema::of_type(name, Some(&rulebooks)).ok_or_else(|| {
            let known = ingest::contract::type_names().join(", ");
            Failure::Arguments(format!("没有事件类型 `{name}` / there is no event type `{name}`: {known}"))
        })?,
    };
    crate::stdout::write(&(serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"))
}

fn check_files(args: &CheckArgs) -> Outcome {
    let (registry, rulebooks) = args.county.read()?;
    if let Some(site) = args.site.as_deref().filter(|site| !registry.index.sites.contains_key(site)) {
        let known: Vec<&str> = registry.sites.iter().map(|site| site.id.as_str()).collect();
        let what = format!(
            "名册中没有单位 `{site}` / there is no site `{site}` in the registry: {}",
            known.join(", ")
        );
        return Err(Failure::Arguments(what));
    }
    let (mut text, mut faulty) = (String::new(), 0);
    for path in &args.files {
        let bytes = read(path)?;
        let report = file_check::check(
            &path.display().to_string(),
            &bytes,
            &registry,
            &rulebooks,
            args.site.as_deref(),
        );
        text += &file_check::text(&report, args.lang.into());
        faulty += usize::from(!report.is_clean());
    }
    crate::stdout::write(&text)?;
    if faulty > 0 {
        return Err(anyhow!(
            "{faulty} 个文件不符合接口规范 / {faulty} of {} files do not keep to the contract",
            args.files.len()
        )
        .into());
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    Ok(fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)
}

/// How long the service may take to answer, in seconds.
const ANSWER_SECONDS_MAX: u64 = 60;

fn check_feed(args: &CheckArgs, url: &str) -> Outcome {
    let Some(file) = &args.token_file else {
        return Err(Failure::Arguments("name the token's file with --token-file".to_owned()));
    };
    let token = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))
        .build()
        .into();
    let lang = match Lang::from(args.lang) {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let address = format!("{}/v1/feed?hours={}&lang={lang}", url.trim_end_matches('/'), args.hours);
    let mut response = agent
        .get(&address)
        .header("authorization", format!("Bearer {}", token.trim()))
        .call()
        .with_context(|| format!("无法连接 / cannot reach {address}"))?;
    if !response.status().is_success() {
        let status = response.status();
        let what = response.body_mut().read_to_string().unwrap_or_default();
        return Err(anyhow!("{address}: {status}: {what}").into());
    }
    let report: FeedReport = response.body_mut().read_json().context("the service's answer")?;
    crate::stdout::write(&feed_check::text(&report, args.lang.into()))?;
    match report.troubles() {
        0 => Ok(()),
        troubles => Err(anyhow!("{troubles} 项需要查看 / {troubles} points to look at").into()),
    }
}

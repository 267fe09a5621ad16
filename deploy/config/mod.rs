//! The service's configuration file: one table a topic. Unknown keys are refused, all mistakes are told at once.
//!
//! `deploy/flagpost.example.toml` names every option with its default; a test reads it. Relative paths start at the file's
//! own folder.

mod delivery;
mod reports;
mod sign_on;
mod tls;

pub use delivery::{DeliveryConfig, REGION, Retries, read_delivery};
pub use reports::ReportsConfig;
pub use sign_on::read_sign_on;
pub use tls::{door, read_tls};

use crate::commands::Failure;
use crate::county::CountyArgs;
use anyhow::Context as _;
use dashboards::limits::BodyLimits;
use dashboards::sign_on::SignOnSettings;
use ingest::feeds;
use ingest::sources::http::Limits;
use ingest::sources::http::tls::TlsFiles;
use scoring::document::{At, Document, Mistake, Reader};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Everything that the service is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where the county's files are.
    pub county: CountyArgs,
    /// What a request may bring.
    pub limits: Limits,
    /// The drop folder, if there is one.
    pub folder: Option<FolderConfig>,
    /// When a feed is in trouble.
    pub feeds: feeds::Limits,
    /// How warnings reach people; without it none is sent.
    pub delivery: Option<DeliveryConfig>,
    /// Which documents are made by themselves.
    pub reports: ReportsConfig,
    /// How logs are written.
    pub log: LogFormat,
    /// Whether a proxy serves the pages with TLS; cookies then go over TLS alone.
    pub is_behind_tls: bool,
    /// Certificate and key of the service's own TLS, if it has any.
    pub tls: Option<TlsFiles>,
    /// How people sign on from outside, if they do.
    pub sign_on: Option<SignOnSettings>,
    /// What a request to the pages may bring.
    pub bodies: BodyLimits,
}

/// The drop folder.
#[derive(Clone, Debug)]
pub struct FolderConfig {
    /// Where files are put.
    pub path: PathBuf,
    /// How long a file must have stayed the same before it is read, in seconds.
    pub settle_seconds: u32,
    /// Which mapping reads which exports, first match first.
    pub mappings: Vec<FolderMapping>,
}

/// Exports whose names end like this are read by a mapping.
#[derive(Clone, Debug)]
pub struct FolderMapping {
    /// `*` stands for any characters: `打卡*.csv`.
    pub files: String,
    /// The mapping's file.
    pub mapping: PathBuf,
}

/// How logs are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, a JSON object a line.
    Json,
}

impl Config {
    /// A county with all defaults.
    pub fn of(data: PathBuf, county: CountyArgs, listen: SocketAddr) -> Config {
        Config {
            data,
            listen,
            county,
            limits: Limits::default(),
            folder: None,
            feeds: feeds::Limits::default(),
            delivery: None,
            reports: ReportsConfig::default(),
            log: LogFormat::Text,
            is_behind_tls: false,
            tls: None,
            sign_on: None,
            bodies: BodyLimits::default(),
        }
    }

    /// Reads a file.
    pub fn read(path: &Path) -> Result<Config, Failure> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration {}", path.display()))?;
        let beside = path.parent().unwrap_or(Path::new("."));
        parse(&path.display().to_string(), &text, beside).map_err(Failure::Mistakes)
    }
}

/// The default address: this machine alone, until somebody says how others reach it.
pub const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

fn parse(name: &str, text: &str, beside: &Path) -> Result<Config, Vec<Mistake>> {
    let (mut document, table) = Document::parse(name, text);
    let mut file = Reader::new(table.get_ref(), table.span(), "the file");
    let document = &mut document;
    let path = |found: At<&str>| beside.join(found.value);
    let data = file.text(document, "data").map_or_else(|| beside.join("data"), path);
    let listen = read_listen(&mut file, document, LISTEN);
    let log = read_log(&mut file, document);
    let is_behind_tls = file.flag(document, "behind_tls").is_some_and(|found| found.value);
    let county = read_county(&mut file, document, beside, "county", "registry");
    let (limits, bodies) = read_limits(&mut file, document);
    let tls = read_tls(&mut file, document, beside);
    let folder = read_folder(&mut file, document, beside);
    let feeds = read_feeds(&mut file, document);
    let delivery = read_delivery(&mut file, document, beside);
    let reports = reports::read_reports(&mut file, document);
    let public_url = delivery.as_ref().map(|delivery| delivery.public_url.as_str());
    let sign_on = read_sign_on(&mut file, document, beside, public_url);
    file.finish(document);
    if document.mistakes.is_empty() {
        Ok(Config {
            data,
            listen,
            county,
            limits,
            folder,
            feeds,
            delivery,
            reports,
            log,
            is_behind_tls,
            tls,
            sign_on,
            bodies,
        })
    } else {
        Err(std::mem::take(&mut document.mistakes))
    }
}

/// Where to listen.
pub fn read_listen(
    file: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    otherwise: SocketAddr,
) -> SocketAddr {
    let Some(found) = file.text(document, "listen") else { return otherwise };
    found.value.parse().unwrap_or_else(|_| {
        document.mistake(found.place, "`listen` is no address", "write it as 127.0.0.1:8080");
        otherwise
    })
}

/// How logs are written.
pub fn read_log(file: &mut Reader<'_, '_>, document: &mut Document<'_>) -> LogFormat {
    match file.text(document, "log") {
        None => LogFormat::Text,
        Some(found) if found.value == "text" => LogFormat::Text,
        Some(found) if found.value == "json" => LogFormat::Json,
        Some(found) => {
            document.mistake(
                found.place,
                "`log` is neither text nor json",
                "write log = \"text\" or \"json\"",
            );
            LogFormat::Text
        }
    }
}

/// The table that says where registry, rulebook and calendar are; `folder` is the registry's where it does not say.
pub fn read_county(
    file: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    beside: &Path,
    table: &'static str,
    folder: &'static str,
) -> CountyArgs {
    let Some(mut table) = file.table(document, table) else {
        return CountyArgs::of_registry(beside.join(folder));
    };
    let registry = table.text(document, "registry").map_or(folder, |found| found.value);
    let rulebook: Vec<String> = table
        .texts(document, "rulebook")
        .into_iter()
        .map(|found| rulebook_name(found.value, beside))
        .collect();
    let calendar = table.text(document, "calendar").map(|found| beside.join(found.value));
    table.finish(document);
    let rulebook = if rulebook.is_empty() { vec!["zhenlai".to_owned()] } else { rulebook };
    CountyArgs { registry: beside.join(registry), rulebook, calendar }
}

/// A built-in rulebook by its name; a file beside the configuration.
fn rulebook_name(text: &str, beside: &Path) -> String {
    if scoring::rulebook::builtin(text).is_some() {
        return text.to_owned();
    }
    beside.join(text).display().to_string()
}

/// A whole number within bounds.
pub fn bounded(
    table: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    key: &'static str,
    least: i64,
    most: i64,
    otherwise: i64,
) -> i64 {
    let Some(found) = table.integer(document, key) else { return otherwise };
    if (least..=most).contains(&found.value) {
        return found.value;
    }
    document.mistake(
        found.place,
        format!("`{key}` is {}", found.value),
        format!("write a number from {least} to {most}"),
    );
    otherwise
}

/// What a request may bring: events, and what people send from the pages.
pub fn read_limits(file: &mut Reader<'_, '_>, document: &mut Document<'_>) -> (Limits, BodyLimits) {
    let (otherwise, pages) = (Limits::default(), BodyLimits::default());
    let Some(mut table) = file.table(document, "limits") else { return (otherwise, pages) };
    let mut number = |key, least, most, otherwise| bounded(&mut table, document, key, least, most, otherwise);
    let limits = Limits {
        body_bytes_max: number("body_bytes_max", 65_536, 1 << 30, otherwise.body_bytes_max as i64) as usize,
        request_events_max: number("request_events_max", 1, 1_000_000, otherwise.request_events_max as i64)
            as usize,
        token_events_per_second: number(
            "token_events_per_second",
            1,
            10_000_000,
            i64::from(otherwise.token_events_per_second),
        ) as u32,
    };
    let bodies = BodyLimits {
        form_bytes_max: number("form_bytes_max", 65_536, 1 << 30, pages.form_bytes_max as i64) as usize,
        upload_bytes_max: number("upload_bytes_max", 65_536, 1 << 30, pages.upload_bytes_max as i64) as usize,
    };
    table.finish(document);
    (limits, bodies)
}

fn read_folder(
    file: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    beside: &Path,
) -> Option<FolderConfig> {
    let mut table = file.table(document, "folder")?;
    let path = table.required_text(document, "path").map(|found| beside.join(found.value));
    let settle_seconds = bounded(&mut table, document, "settle_seconds", 0, 3600, 5) as u32;
    let mut mappings = Vec::new();
    for mut mapping in table.tables(document, "mapping") {
        let files = mapping.required_text(document, "files");
        let with = mapping.required_text(document, "with");
        mapping.finish(document);
        if let (Some(files), Some(with)) = (files, with) {
            mappings.push(FolderMapping { files: files.value.to_owned(), mapping: beside.join(with.value) });
        }
    }
    table.finish(document);
    Some(FolderConfig { path: path?, settle_seconds, mappings })
}

/// When a feed is in trouble.
pub fn read_feeds(file: &mut Reader<'_, '_>, document: &mut Document<'_>) -> feeds::Limits {
    let mut limits = feeds::Limits::default();
    let Some(mut table) = file.table(document, "feeds") else { return limits };
    let minutes = |table: &mut Reader<'_, '_>, document: &mut Document<'_>, otherwise: u32| {
        bounded(table, document, "silent_minutes", 1, 100_000, i64::from(otherwise)) as u32
    };
    limits.silent_minutes = minutes(&mut table, document, limits.silent_minutes);
    let percent = i64::from(limits.rejected_percent);
    limits.rejected_percent = bounded(&mut table, document, "rejected_percent", 0, 100, percent) as u32;
    for mut source in table.tables(document, "source") {
        let site = source.required_text(document, "site");
        let own = minutes(&mut source, document, limits.silent_minutes);
        source.finish(document);
        limits.sources.extend(site.map(|site| (site.value.to_owned(), own)));
    }
    table.finish(document);
    limits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        let found = parse("flagpost.toml", text, Path::new("/etc/flagpost")).err().unwrap_or_default();
        found.iter().map(Mistake::to_string).collect()
    }

    #[test]
    fn the_example_holds_every_default() {
        let example = include_str!("../flagpost.example.toml");
        let read = parse("flagpost.example.toml", example, Path::new("/etc/flagpost")).expect("no mistakes");
        let plain = Config::of(
            "/etc/flagpost/data".into(),
            CountyArgs::of_registry("/etc/flagpost/registry".into()),
            LISTEN,
        );
        assert_eq!(format!("{:?}", Config { folder: None, ..read.clone() }), format!("{plain:?}"));
        let folder = read.folder.expect("a drop folder");
        assert_eq!(folder.path, Path::new("/etc/flagpost/drop"));
    }

    #[test]
    fn mistakes_of_tls_and_sign_on_are_told_with_their_lines() {
        let text = "[tls]\ncertificate = \"a\"\n[sign_on]\nissuer = \"http://sso.example.gov.cn\"\nbind = \"phone\"\n";
        assert_eq!(
            mistakes(text),
            [
                "flagpost.toml:1: `tls` of the file has no `key`; add key = \"…\"",
                "flagpost.toml:4: `http://sso.example.gov.cn` is no address over TLS; write it as https://…; without TLS anybody between could log in as anybody",
                "flagpost.toml:3: `sign_on` of the file has no `client_id`; add client_id = \"…\"",
                "flagpost.toml:4: `[sign_on]` does not know where people reach the pages; write public_url = \"https://hall.example.gov.cn\" here or in [delivery]",
                "flagpost.toml:5: `bind` is neither never, username nor email; write bind = \"never\", \"username\" or \"email\"",
            ]
        );
    }

    #[test]
    fn sign_on_is_read_with_its_defaults() {
        let text = "[sign_on]\nissuer = \"https://sso.example.gov.cn/realms/county\"\nclient_id = \"flagpost\"\npublic_url = \"https://hall.example.gov.cn/\"\n";
        let read = parse("flagpost.toml", text, Path::new("/etc/flagpost")).expect("no mistakes");
        let sign_on = read.sign_on.expect("there");
        assert_eq!(sign_on.public_url, "https://hall.example.gov.cn");
        assert!(sign_on.has_passwords && sign_on.binding == dashboards::sign_on::Binding::Never);
    }

    #[test]
    fn documents_are_made_and_told_to_the_bureau_unless_it_is_said_otherwise() {
        let read = |text: &str| parse("flagpost.toml", text, Path::new("/etc")).expect("no mistakes").reports;
        assert_eq!(read(""), ReportsConfig::default());
        let set = read(
            "[reports]\nbulletin = false\nto = [\"county_leader\", \"supervision\", \"county_leader\"]\n",
        );
        assert_eq!((set.bulletin, set.weekly_brief), (false, true));
        assert_eq!(set.to, ["county_leader", "supervision"]);
        assert!(read("[reports]\nto = []\n").to.is_empty());
        assert_eq!(
            mistakes("[reports]\nbulletins = true\nto = [\"analyst\"]\n"),
            [
                "flagpost.toml:3: `to` names `analyst`, who does not see the whole region; write one of \"supervision\", \"county_leader\", \"administrator\"; their addresses are in the registry or set with `flagpost delivery set`",
                "flagpost.toml:2: unknown key `bulletins` in `reports` of the file; did you mean `bulletin`? otherwise take it out",
            ]
        );
    }

    #[test]
    fn every_mistake_is_told_at_once_with_its_line() {
        let text = "lisen = \"1\"\nlisten = \"1\"\n[limits]\nrequest_events_max = 0\n[feeds]\nsilent_minutes = \"x\"\n";
        assert_eq!(
            mistakes(text),
            [
                "flagpost.toml:2: `listen` is no address; write it as 127.0.0.1:8080",
                "flagpost.toml:4: `request_events_max` is 0; write a number from 1 to 1000000",
                "flagpost.toml:6: `silent_minutes` of `feeds` of the file is not a whole number; write a whole number",
                "flagpost.toml:1: unknown key `lisen` in the file; did you mean `listen`? otherwise take it out",
            ]
        );
    }
}

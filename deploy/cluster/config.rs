//! The configuration file of the cluster, the same for `flagpost worker`, `flagpost ingest` and `flagpost cluster`.
//!
//! `deploy/flagpost.cluster.example.toml` names every option with its default; a test reads it. Relative paths start at
//! the file's own folder. Passwords stand in files of their own.

use crate::commands::Failure;
use crate::config::{self, DeliveryConfig, LogFormat, bounded};
use crate::county::CountyArgs;
use anyhow::Context as _;
use ingest::feeds;
use ingest::sources::http::Limits;
use ingest::sources::http::tls::TlsFiles;
use ingest::sources::kafka::forward::DropFolder;
use ingest::sources::kafka::settings::{Identity, Mechanism, Sasl, Secret, Security, Settings as Kafka, Tls};
use ingest::sources::kafka::topics::Wanted;
use ingest::store::clickhouse::Settings as ClickHouse;
use scoring::document::{Document, Mistake, Place, Reader};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Everything that the cluster's programs are told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where health, metrics and (`flagpost ingest`) events are served.
    pub listen: SocketAddr,
    /// How logs are written.
    pub log: LogFormat,
    /// Where the regions' files are: a registry folder per region.
    pub regions: CountyArgs,
    /// How Kafka is reached.
    pub kafka: Kafka,
    /// What topics are made with.
    pub topics: Wanted,
    /// How ClickHouse is reached.
    pub clickhouse: ClickHouse,
    /// How workers work.
    pub worker: Worker,
    /// What a request may bring.
    pub limits: Limits,
    /// Certificate and key of `flagpost ingest`, if it speaks TLS.
    pub tls: Option<TlsFiles>,
    /// When a feed is in trouble.
    pub feeds: feeds::Limits,
    /// How warnings reach people; `None`: nothing is sent.
    pub delivery: Option<DeliveryConfig>,
    /// Who may send over HTTP.
    pub tokens: Vec<Token>,
    /// Drop folders, of a region each.
    pub folders: Vec<DropFolder>,
}

/// How workers work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Worker {
    /// What it calls itself where others are told who owns a lane.
    pub name: String,
    /// So many events are made durable together at most.
    pub batch_events_max: u32,
    /// How long events are gathered before they are made durable, in milliseconds: fewer, larger inserts.
    pub gather_milliseconds: u32,
    /// How often results and notices of what has changed are written, in seconds.
    pub publish_seconds: u32,
}

/// Who may send over HTTP, and for which site of which region.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// The region's code.
    pub region: String,
    /// The only source that it may speak for.
    pub site: String,
    /// SHA-256 of the secret, in hexadecimal.
    pub sha256: String,
}

impl Config {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Config, Failure> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration {}", path.display()))?;
        let beside = path.parent().unwrap_or(Path::new("."));
        parse(&path.display().to_string(), &text, beside).map_err(Failure::Mistakes)
    }
}

/// Health and metrics of a worker are for this machine alone unless the file says otherwise.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8081);

fn parse(name: &str, text: &str, beside: &Path) -> Result<Config, Vec<Mistake>> {
    let (mut document, table) = Document::parse(name, text);
    let mut file = Reader::new(table.get_ref(), table.span(), "the file");
    let document = &mut document;
    let listen = config::read_listen(&mut file, document, LISTEN);
    let log = config::read_log(&mut file, document);
    let regions = config::read_county(&mut file, document, beside, "regions", "regions");
    let (kafka, topics) = read_kafka(&mut file, document, beside);
    let clickhouse = read_clickhouse(&mut file, document, beside);
    let worker = read_worker(&mut file, document);
    let (limits, _) = config::read_limits(&mut file, document);
    let tls = config::read_tls(&mut file, document, beside);
    let feeds = config::read_feeds(&mut file, document);
    let delivery = config::read_delivery(&mut file, document, beside);
    let tokens = read_tokens(&mut file, document);
    let folders = read_folders(&mut file, document, beside);
    file.finish(document);
    if !document.mistakes.is_empty() {
        return Err(std::mem::take(&mut document.mistakes));
    }
    Ok(Config {
        listen,
        log,
        regions,
        kafka,
        topics,
        clickhouse,
        worker,
        limits,
        tls,
        feeds,
        delivery,
        tokens,
        folders,
    })
}

fn read_kafka(file: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> (Kafka, Wanted) {
    let mut kafka = Kafka::of("127.0.0.1:9092");
    let mut topics = Wanted::default();
    let Some(mut table) = file.table(document, "kafka") else { return (kafka, topics) };
    let brokers: Vec<String> =
        table.texts(document, "brokers").into_iter().map(|broker| broker.value.to_owned()).collect();
    if !brokers.is_empty() {
        kafka.brokers = brokers;
    }
    let named: Vec<String> =
        table.texts(document, "topics").into_iter().map(|topic| topic.value.to_owned()).collect();
    if !named.is_empty() {
        kafka.topics = named;
    }
    if let Some(group) = table.text(document, "group") {
        kafka.group = group.value.to_owned();
    }
    kafka.member = table.text(document, "member").map(|member| member.value.to_owned());
    let mut number = |key, least, most, otherwise| bounded(&mut table, document, key, least, most, otherwise);
    topics.partitions = number("partitions", 1, 10_000, 64) as u32;
    topics.replication = number("replication", 1, 9, 3) as u32;
    topics.in_step_min = number("in_step_min", 1, 9, i64::from(topics.replication.div_ceil(2))) as u32;
    topics.retention = Duration::from_secs(number("retention_days", 1, 3650, 7) as u64 * 86_400);
    kafka.session = Duration::from_secs(number("session_seconds", 6, 1800, 10) as u64);
    kafka.delivery = Duration::from_secs(number("delivery_seconds", 1, 600, 20) as u64);
    kafka.security = read_security(&mut table, document, beside);
    table.finish(document);
    (kafka, topics)
}

fn read_security(table: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> Security {
    let path = |table: &mut Reader<'_, '_>,
                document: &mut Document<'_>,
                key: &'static str|
     -> Option<PathBuf> { table.text(document, key).map(|found| beside.join(found.value)) };
    let authority = path(table, document, "ca_file");
    let certificate = path(table, document, "certificate_file");
    let key = path(table, document, "key_file");
    let key_password = password(table, document, beside, "key_password_file");
    let mechanism = table.text(document, "mechanism");
    let user = table.text(document, "user").map(|user| user.value.to_owned());
    let secret = password(table, document, beside, "password_file");
    let identity = match (certificate, key) {
        (Some(certificate), Some(key)) => Some(Identity { certificate, key, key_password }),
        _ => None,
    };
    let tls = Tls { authority, identity };
    let Some(security) = table.text(document, "security") else { return Security::Plaintext };
    let mut sasl = || {
        let word = mechanism.as_ref().map_or("SCRAM-SHA-512", |found| found.value);
        let Some(mechanism) = Mechanism::of_word(word) else {
            let place = mechanism.as_ref().map_or(security.place.clone(), |found| found.place.clone());
            document.mistake(
                place,
                format!("`{word}` is no mechanism"),
                "write PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512",
            );
            return None;
        };
        let (Some(user), Some(password)) = (user.clone(), secret.clone()) else {
            document.mistake(
                security.place.clone(),
                format!("`{}` needs a user with a password", security.value),
                "write `user` and `password_file` beside it",
            );
            return None;
        };
        Some(Sasl { mechanism, user, password })
    };
    match security.value {
        "plaintext" => Security::Plaintext,
        "tls" => Security::Tls(tls),
        "sasl_plaintext" => sasl().map_or(Security::Plaintext, Security::SaslPlaintext),
        "sasl_tls" => sasl().map_or(Security::Plaintext, |sasl| Security::SaslTls(tls, sasl)),
        other => {
            document.mistake(
                security.place.clone(),
                format!("`{other}` is no way to reach Kafka"),
                "write plaintext, tls, sasl_plaintext or sasl_tls",
            );
            Security::Plaintext
        }
    }
}

/// A password from the file that a key names.
fn password(
    table: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    beside: &Path,
    key: &'static str,
) -> Option<Secret> {
    let found = table.text(document, key)?;
    match Secret::from_file(&beside.join(found.value)) {
        Ok(secret) => Some(secret),
        Err(trouble) => {
            document.mistake(found.place, trouble.to_string(), "put the password into the file's first line");
            None
        }
    }
}

fn read_clickhouse(file: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> ClickHouse {
    let mut settings = ClickHouse::default();
    let Some(mut table) = file.table(document, "clickhouse") else { return settings };
    let mut text = |key: &'static str| table.text(document, key).map(|found| found.value.to_owned());
    settings.url = text("url").unwrap_or(settings.url);
    settings.database = text("database").unwrap_or(settings.database);
    settings.user = text("user").unwrap_or(settings.user);
    settings.cluster = text("cluster");
    if let Some(found) = table.text(document, "password_file") {
        match fs::read_to_string(beside.join(found.value)) {
            Ok(password) => settings.password = password.lines().next().unwrap_or_default().to_owned(),
            Err(error) => document.mistake(
                found.place,
                format!("the password file {} cannot be read: {error}", found.value),
                "put the password into the file's first line",
            ),
        }
    }
    table.finish(document);
    settings
}

fn read_worker(file: &mut Reader<'_, '_>, document: &mut Document<'_>) -> Worker {
    let mut worker = Worker {
        name: format!("worker {}", std::process::id()),
        batch_events_max: 200_000,
        gather_milliseconds: 500,
        publish_seconds: 60,
    };
    let Some(mut table) = file.table(document, "worker") else { return worker };
    if let Some(name) = table.text(document, "name") {
        worker.name = name.value.to_owned();
    }
    let mut number = |key, least, most, otherwise: u32| {
        bounded(&mut table, document, key, least, most, i64::from(otherwise)) as u32
    };
    worker.batch_events_max = number("batch_events_max", 1000, 1_000_000, worker.batch_events_max);
    worker.gather_milliseconds = number("gather_milliseconds", 0, 60_000, worker.gather_milliseconds);
    worker.publish_seconds = number("publish_seconds", 1, 86_400, worker.publish_seconds);
    table.finish(document);
    worker
}

fn read_tokens(file: &mut Reader<'_, '_>, document: &mut Document<'_>) -> Vec<Token> {
    let mut tokens = Vec::new();
    for mut table in file.tables(document, "token") {
        let mut text = |key: &'static str| {
            table.required_text(document, key).map(|found| (found.value.to_owned(), found.place))
        };
        let (region, site, sha256) = (text("region"), text("site"), text("sha256"));
        table.finish(document);
        if let (Some((region, _)), Some((site, _)), Some((sha256, place))) = (region, site, sha256) {
            check_digest(document, &sha256, place);
            tokens.push(Token { region, site, sha256 });
        }
    }
    tokens
}

fn read_folders(file: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> Vec<DropFolder> {
    let mut folders = Vec::new();
    for mut table in file.tables(document, "folder") {
        let path = table.required_text(document, "path").map(|found| beside.join(found.value));
        let region = table.required_text(document, "region").map(|found| found.value.to_owned());
        let settle = bounded(&mut table, document, "settle_seconds", 0, 3600, 5);
        table.finish(document);
        if let (Some(path), Some(region)) = (path, region) {
            folders.push(DropFolder { path, region, settle: Duration::from_secs(settle as u64) });
        }
    }
    folders
}

fn check_digest(document: &mut Document<'_>, sha256: &str, place: Place) {
    let is_digest =
        sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_digest {
        document.mistake(
            place,
            "`sha256` is no digest",
            "write the 64 figures and letters that `flagpost ingest token` printed",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_holds_every_default() {
        let example = include_str!("../flagpost.cluster.example.toml");
        let read = parse("example", example, Path::new("/etc/flagpost")).expect("no mistakes");
        let plain = parse("nothing", "", Path::new("/etc/flagpost")).expect("no mistakes");
        let unnamed = |mut config: Config| {
            config.worker.name.clear();
            format!("{config:?}")
        };
        assert_eq!(unnamed(read), unnamed(plain));
    }

    #[test]
    fn every_mistake_is_told_at_once_with_its_line() {
        let text = "[kafka]\nsecurity = \"sasl_tls\"\npartitions = 0\n[clickhouse]\nurll = \"x\"\n[[token]]\nregion = \"220821\"\nsite = \"hall\"\nsha256 = \"abc\"\n";
        let mistakes = parse("c.toml", text, Path::new("/etc")).err().unwrap_or_default();
        let told: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
        for line in ["c.toml:2:", "c.toml:3:", "c.toml:5:", "c.toml:9:"] {
            assert!(told.iter().any(|mistake| mistake.starts_with(line)), "{line} in {told:#?}");
        }
        assert_eq!(told.len(), 4, "{told:#?}");
    }
}

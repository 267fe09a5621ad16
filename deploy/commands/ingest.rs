//! `flagpost ingest`: forwards events into the cluster's Kafka, as a service or file by file; makes tokens for it.

use super::up::log_to_standard_error;
use super::{Failure, Outcome};
use crate::cluster::config::Config;
use crate::cluster::ingest::serve;
use crate::service::asked_to_stop;
use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use ingest::sources::kafka::forward::{Token, send_file};
use ingest::sources::kafka::produce::Producer;
use ingest::sources::kafka::settings::Settings;
use ingest::sources::kafka::topics;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Forward events into the cluster's Kafka (向集群转发事件)
///
/// Without files it is a service: events come over HTTP, as to `flagpost up`, and are answered once Kafka has them. With
/// files it sends their lines as one region's events and says how many there were.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct IngestArgs {
    #[command(subcommand)]
    what: Option<What>,
    /// Where to
    #[arg(long, value_enum, required = true)]
    to: Option<To>,
    /// The configuration of the cluster
    #[arg(long, value_name = "FILE", default_value = "flagpost.cluster.toml")]
    config: PathBuf,
    /// Where to listen, instead of where the configuration says
    #[arg(long, value_name = "ADDRESS", conflicts_with = "files")]
    listen: Option<SocketAddr>,
    /// Files are sent to these brokers, without a configuration: HOST:PORT, HOST:PORT …
    #[arg(long, value_name = "BROKERS", requires = "files")]
    brokers: Option<String>,
    /// The topics there, by suffix: all, 22 …
    #[arg(long = "topic", value_name = "SUFFIX", requires = "brokers", default_value = "all")]
    topics: Vec<String>,
    /// The region that the files' events belong to
    #[arg(long, value_name = "CODE", requires = "files")]
    region: Option<String>,
    /// The only site that the files' events may speak for; otherwise the files are trusted with all of the region
    #[arg(long, value_name = "SITE", requires = "files")]
    site: Option<String>,
    /// Files with an event a line: .ndjson, .ndjson.gz, .ndjson.zst; - is standard input
    #[arg(value_name = "FILE", requires = "region")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum To {
    /// The topics of the cluster
    Kafka,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Make a token for a site of a region; it is shown once, what is printed goes into the configuration (签发上报令牌)
    Token {
        /// The region's code
        #[arg(long, value_name = "CODE")]
        region: String,
        /// The site, as the region's registry names it
        #[arg(long)]
        site: String,
    },
}

/// Runs the command.
pub fn run(args: &IngestArgs) -> Outcome {
    match (&args.what, &args.region) {
        (Some(What::Token { region, site }), _) => make_token(region, site),
        (None, Some(region)) => send(args, region),
        (None, None) => run_service(args),
    }
}

fn run_service(args: &IngestArgs) -> Outcome {
    let mut config = Config::read(&args.config)?;
    config.listen = args.listen.unwrap_or(config.listen);
    log_to_standard_error(config.log);
    if config.tokens.is_empty() {
        tracing::warn!(
            "the configuration has no [[token]], so nobody may send; `flagpost ingest token` makes one"
        );
    }
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    serve(&config, asked_to_stop, |address| {
        tracing::info!(%address, "events are forwarded to Kafka");
        crate::stdout::write(&format!(
            "Flagpost 转发服务已启动 / events are taken and forwarded to Kafka: {scheme}://{address}/\n停止: Ctrl-C / Ctrl-C stops it\n"
        ))
    })
}

fn send(args: &IngestArgs, region: &str) -> Outcome {
    let settings = match &args.brokers {
        Some(brokers) => Settings { topics: args.topics.clone(), ..Settings::of(brokers) },
        None => Config::read(&args.config)?.kafka,
    };
    let found = topics::found(&settings).map_err(anyhow::Error::new)?;
    let Some(lane) = found.home(region) else {
        let text = format!(
            "没有主题接收地区 {region} 的事件 / no topic takes the events of the region {region}: make flagpost.events.all, or one of its own"
        );
        return Err(Failure::Arguments(text));
    };
    let producer = Producer::new(&settings, found).map_err(anyhow::Error::new)?;
    let mut sent = 0;
    for file in &args.files {
        sent += send_one(&producer, region, args.site.as_deref(), file)?;
    }
    crate::stdout::write(&format!("已写入 {lane}：{sent} 条事件 / sent {sent} events to {lane}\n"))
}

fn send_one(producer: &Producer, region: &str, site: Option<&str>, file: &Path) -> Result<u64, Failure> {
    let sent = send_file(producer, region, site, file, |_| true);
    Ok(sent.with_context(|| format!("{}", file.display()))?)
}

fn make_token(region: &str, site: &str) -> Outcome {
    for (option, text) in [("--region", region), ("--site", site)] {
        if text.is_empty() || text.contains(['"', '\\']) || text.contains(char::is_control) {
            return Err(Failure::Arguments(format!("`{option} {text}` is no name as registries have them")));
        }
    }
    let mut chance = [0; 32];
    getrandom::fill(&mut chance).map_err(|error| anyhow::anyhow!("the system gives no chance: {error}"))?;
    let (text, Token { sha256, .. }) = Token::make(region, site, &chance);
    crate::stdout::write(&format!("{text}\n"))?;
    eprintln!(
        "请立即保存，以后不再显示；仅可代表 {region} 的 {site} 上报。请把以下内容写入集群配置文件并重启 flagpost ingest / keep it now, it is \
         not shown again; it may speak for {site} of {region} alone. Write this into the cluster's configuration and start flagpost \
         ingest again:\n\n[[token]]\nregion = \"{region}\"\nsite = \"{site}\"\nsha256 = \"{sha256}\""
    );
    Ok(())
}

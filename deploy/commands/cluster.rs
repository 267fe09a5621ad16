//! `flagpost cluster`: prepares the cluster and looks at it.

use super::score::{parse_month, write_month};
use super::{Failure, Outcome};
use crate::cluster::config::Config;
use crate::stdout;
use anyhow::Context as _;
use clap::{Args, Subcommand};
use ingest::sources::kafka::topics;
use ingest::store::Frozen;
use ingest::store::clickhouse::ClickHouse;
use scoring::time::Month;
use std::path::PathBuf;

/// Prepare the cluster's Kafka and ClickHouse, and look at them (集群管理)
#[derive(Subcommand, Debug)]
pub enum ClusterCommand {
    /// Make the topics and tables that are missing; tell what differs from how it should be (创建主题与数据表)
    Init(ClusterArgs),
    /// Write what the cluster last published of a region's months: result.json, ledger.ndjson, notices.ndjson (导出结果)
    Results(ResultsArgs),
}

/// Which results, and where to.
#[derive(Args, Debug)]
pub struct ResultsArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// The code of the region
    #[arg(long, value_name = "CODE")]
    region: String,
    /// The month
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Month,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Which cluster.
#[derive(Args, Debug)]
pub struct ClusterArgs {
    /// The configuration of the cluster
    #[arg(long, value_name = "FILE", default_value = "flagpost.cluster.toml")]
    config: PathBuf,
}

/// Runs the command.
pub fn run(command: &ClusterCommand) -> Outcome {
    match command {
        ClusterCommand::Init(args) => init(&Config::read(&args.config)?),
        ClusterCommand::Results(args) => results(args),
    }
}

fn init(config: &Config) -> Outcome {
    let store = ClickHouse::create_schema(&config.clickhouse).context("cannot make the tables")?;
    let made = topics::init(&config.kafka, &config.topics).map_err(anyhow::Error::new)?;
    let found = topics::found(&config.kafka).map_err(anyhow::Error::new)?;
    let moved = topics::moved(&store.topics().context("cannot read the topics that are known")?, &found);
    let others = topics::check(&config.kafka, &config.topics).map_err(anyhow::Error::new)?;
    let mut text = String::new();
    for topic in &made {
        text += &format!("已创建主题 / made the topic {topic}\n");
    }
    for difference in moved.iter().chain(others.iter().filter(|other| !moved.contains(other))) {
        text += &format!("{difference}\n");
    }
    if !moved.is_empty() {
        stdout::write(&text)?;
        return Err(Failure::Run(anyhow::anyhow!(
            "主题分区数已与数据库记录不同，工作节点不会启动 / topics have other partitions than the store knows, so workers will not start"
        )));
    }
    store.keep_topics(&found).context("cannot keep the topics")?;
    text += &format!(
        "就绪：ClickHouse 数据库 {0}，主题 {1} 个，分区 {2} 个 / ready: the database {0}, {1} topics, {2} lanes\n下一步 / next: flagpost worker\n",
        config.clickhouse.database,
        found.each().count(),
        found.lanes().count()
    );
    stdout::write(&text)
}

fn results(args: &ResultsArgs) -> Outcome {
    let config = Config::read(&args.cluster.config)?;
    let store = ClickHouse::connect(&config.clickhouse).context("cannot use the store")?;
    let (region, month) = (&args.region, args.month);
    let published = store.published(region).context("cannot read the results")?;
    let Some(found) = published.into_iter().find(|found| found.month == month) else {
        return Err(Failure::Arguments(format!(
            "没有县区 {region} {month} 的结果 / there are no results of {month} of the region {region}"
        )));
    };
    let frozen = Frozen { result: found.result, ledger: found.ledger, notices: found.notices, changes: None };
    write_month(&args.out, month, &frozen)?;
    stdout::write(&format!("{}\n", args.out.join(month.to_string()).display()))
}

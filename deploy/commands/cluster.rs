//! `flagpost cluster`: prepares the cluster and looks at it.

use super::{Failure, Outcome};
use crate::cluster::config::Config;
use crate::stdout;
use anyhow::Context as _;
use clap::{Args, Subcommand};
use ingest::sources::kafka::topics;
use ingest::store::clickhouse::ClickHouse;
use std::path::PathBuf;

/// Prepare the cluster's Kafka and ClickHouse, and look at them (集群管理)
#[derive(Subcommand, Debug)]
pub enum ClusterCommand {
    /// Make the topics and tables that are missing; tell what differs from how it should be (创建主题与数据表)
    Init(ClusterArgs),
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

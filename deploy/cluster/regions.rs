//! The regions that the cluster's programs are told of, and the topics that they lie in.

use super::config::Config;
use crate::commands::Failure;
use crate::county::{self, CountyArgs};
use anyhow::Context as _;
use ingest::sources::kafka::lanes::Topics;
use ingest::sources::kafka::topics;
use ingest::store::clickhouse::ClickHouse;
use ingest::worker::{Known, RegionGivens, Rules};
use std::collections::BTreeMap;

/// Reads every region's files and what all of them are scored by; the mistakes of all regions are told at once.
pub fn read(args: &CountyArgs) -> Result<(Vec<RegionGivens>, Rules), Failure> {
    let county::Rules { rulebooks, calendar } = county::Rules::read(args)?;
    let (mut mistakes, mut read) = (Vec::new(), Vec::new());
    for region in county::regions(args)? {
        match county::parse_registry(&region.files) {
            Ok(registry) => read.push(RegionGivens { files: region.files, registry }),
            Err(found) => mistakes.extend(found),
        }
    }
    if mistakes.is_empty() {
        Ok((read, Rules { rulebooks, calendar }))
    } else {
        Err(Failure::Mistakes(mistakes))
    }
}

/// The topics as they are in Kafka, which must be those that the store knows.
pub fn topics(config: &Config) -> Result<Topics, Failure> {
    Ok(topics::found(&config.kafka).map_err(anyhow::Error::new)?)
}

/// Refuses topics whose partitions have changed since lanes were laid: their regions would move to other lanes.
pub fn check_topics(store: &ClickHouse, found: &Topics) -> Result<(), Failure> {
    let known = store.topics().context("cannot read the topics that are known")?;
    let moved = topics::moved(&known, found);
    if known.each().next().is_some() && moved.is_empty() {
        return Ok(());
    }
    let told: Vec<String> = moved.iter().map(ToString::to_string).collect();
    Err(Failure::Run(anyhow::anyhow!(
        "主题与数据库记录不符，请先运行 flagpost cluster init / the topics are not those that the store knows: run `flagpost cluster init` first\n{}",
        told.join("\n")
    )))
}

/// Tells of regions whose events no topic takes.
pub fn warn_of_homeless(known: &BTreeMap<&str, Known<'_>>) {
    for (code, _) in known.iter().filter(|(_, known)| known.home.is_none()) {
        tracing::warn!(
            region = code,
            "no topic takes this region: add flagpost.events.all or a topic of its own to `topics`, then run flagpost cluster init"
        );
    }
}

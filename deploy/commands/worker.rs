//! `flagpost worker`: takes in the regions of its share of the cluster.

use super::Outcome;
use super::up::log_to_standard_error;
use crate::cluster::config::Config;
use crate::worker;
use anyhow::Context as _;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Run a worker of the cluster: takes events from Kafka, keeps them in ClickHouse, scores its share of the regions (集群工作节点)
///
/// Any number of workers share the regions as one consumer group; one that dies is replaced by the others.
#[derive(Args, Debug)]
pub struct WorkerArgs {
    /// The configuration of the cluster
    #[arg(long, value_name = "FILE", default_value = "flagpost.cluster.toml")]
    config: PathBuf,
    /// What it calls itself, instead of what the configuration says
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Where health and metrics are served, instead of where the configuration says
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

/// Runs the command.
pub fn run(args: &WorkerArgs) -> Outcome {
    let mut config = Config::read(&args.config)?;
    config.listen = args.listen.unwrap_or(config.listen);
    if let Some(name) = &args.name {
        config.worker.name = name.clone();
    }
    log_to_standard_error(config.log);
    let stop = stop_when_asked().context("cannot listen for the signal to stop")?;
    worker::run(&config, &stop, |address| {
        crate::stdout::write(&format!(
            "Flagpost 工作节点已启动，健康检查与指标 / the worker runs, health and metrics: http://{address}/readyz\n停止: Ctrl-C / Ctrl-C stops it\n"
        ))
    })
}

/// Set once the system asks the program to stop.
pub fn stop_when_asked() -> anyhow::Result<Arc<AtomicBool>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let stop = Arc::new(AtomicBool::new(false));
    let told = stop.clone();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async { crate::service::asked_to_stop().await });
        told.store(true, Ordering::Relaxed);
    })?;
    Ok(stop)
}

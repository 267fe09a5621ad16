//! `flagpost up`: runs the live service.

use super::{Outcome, set_up};
use crate::config::LogFormat;
use crate::service::which::WhichService;
use crate::service::{self, Service};
use clap::Args;
use std::net::SocketAddr;

/// Run the live service: events come in, the standing of the open months is kept up to date (运行实时服务)
///
/// Either --config FILE, or --data DIR and --registry DIR with defaults for everything else.
#[derive(Args, Debug)]
pub struct UpArgs {
    #[command(flatten)]
    service: WhichService,
    /// Where to listen instead of where the configuration says
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

/// Runs the command.
pub fn run(args: &UpArgs) -> Outcome {
    let mut config = args.service.config()?;
    config.listen = args.listen.unwrap_or(config.listen);
    log_to_standard_error(config.log);
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let service = Service::open(config, service::machine_clock())?;
    let mut below = String::new();
    for (place, loaded) in service.regions() {
        tracing::info!(
            region = place.code,
            events = loaded.events,
            seconds = format!("{:.2}", loaded.seconds),
            "the store is read and the open months are judged"
        );
        if place.is_of_several {
            below += &format!("  {}/  {}\n", place.base(), place.name);
        }
    }
    let public = service.public_address();
    let unset: Vec<_> = service.regions().map(|(place, _)| (place.data.clone(), place.base())).collect();
    service.serve(service::asked_to_stop, move |address| {
        let at = public.clone().unwrap_or_else(|| format!("http://{address}"));
        for (data, base) in &unset {
            below += &set_up::link(data, &format!("{at}{base}"))?;
        }
        tracing::info!(%address, "the service is ready");
        crate::stdout::write(&format!(
            "Flagpost 已就绪 / is ready: {scheme}://{address}/\n{below}停止: Ctrl-C / Ctrl-C stops it\n"
        ))
    })
}

/// Writes logs to standard error; `RUST_LOG` says how much.
pub fn log_to_standard_error(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

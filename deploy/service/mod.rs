//! The live service: the parts put together, started in order and stopped in order.
//!
//! One process serves one region, or the few of a city, each with a store, a desk and addresses of its own: nothing of one is
//! seen by another. For hundreds of regions there is `flagpost worker`.

pub mod calendar;
mod certificate;
pub mod delivery;
pub mod desk;
mod drafts;
pub mod feeds;
mod folder;
mod health;
pub mod letters;
mod loops;
pub mod months;
pub mod notices;
pub mod operator;
mod pinned;
pub mod places;
pub mod printing;
pub mod privacy;
mod region;
pub mod running;
#[cfg(test)]
#[path = "../../tests/servers/mod.rs"]
pub mod servers;
mod steps;
#[cfg(test)]
pub mod test_county;
pub mod which;

use crate::commands::Failure;
use crate::config::Config;
use crate::regions::threads;
use anyhow::Context as _;
use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use dashboards::handlers::regions::Served;
use ingest::batch::all_threads;
use ingest::live::{Clock, Live};
use ingest::sources::http::{self, Door, Patience};
use operator::Office;
use places::{Place, places};
use region::Region;
use scoring::time::Instant;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How often it is looked whether the desks are still there.
const DESK_EVERY: Duration = Duration::from_millis(500);

/// The machine's clock.
pub fn machine_clock() -> Clock {
    Arc::new(machine_time)
}

/// What time it is on this machine.
pub fn machine_time() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}

/// A service that has read its stores and can be served.
pub struct Service {
    regions: Vec<Region>,
    config: Config,
    clock: Clock,
    door: Door,
}

impl Service {
    /// Opens the store of each region and rebuilds its standing, several beside each other.
    pub fn open(config: Config, clock: Clock) -> Result<Service, Failure> {
        // Before the stores, which may take long.
        let door = crate::config::door(config.tls.as_ref())?;
        let opened = threads::each(all_threads(), &places(&config)?, |place| {
            let told = (place.code.clone(), place.is_of_several);
            let open = || Region::open(place.clone(), clock.clone());
            place.span().in_scope(open).map_err(|failure| of_region(told, failure))
        });
        let mut regions = Vec::with_capacity(opened.len());
        let mut failed = None;
        for opened in opened {
            match opened {
                Ok(region) => regions.push(region),
                Err(failure) => failed = failed.or(Some(failure)),
            }
        }
        match failed {
            None => Ok(Service { regions, config, clock, door }),
            Some(failure) => {
                // Those that were opened are closed again.
                let _ = regions.into_iter().try_for_each(Region::end);
                Err(failure)
            }
        }
    }

    /// The regions with what the start found of each.
    pub fn regions(&self) -> impl Iterator<Item = (&Place, ingest::live::Loaded)> {
        self.regions.iter().map(|region| (&region.place, region.loaded))
    }

    /// Where people reach the service, as the configuration says it.
    pub fn public_address(&self) -> Option<String> {
        self.config.delivery.as_ref().map(|delivery| delivery.public_url.clone())
    }

    /// Serves until told to stop; then takes in what has arrived, and stops. `stop` begins to listen for that, before
    /// `ready` hears the address.
    pub fn serve<Stop: Future<Output = ()> + Send>(
        self,
        stop: impl FnOnce() -> Stop,
        ready: impl FnOnce(SocketAddr) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .context("cannot start the service's threads")?;
        let Service { regions, config, clock, door } = self;
        runtime.block_on(async {
            let stop = stop();
            let listener = tokio::net::TcpListener::bind(config.listen)
                .await
                .with_context(|| format!("cannot listen on {}: is another program there?", config.listen))?;
            let address = listener.local_addr().context("cannot tell the address")?;
            let offices: Vec<Arc<Office>> =
                regions.iter().map(|region| Arc::new(region.office(&door, config.feeds.clone()))).collect();
            let router = router(&regions, &offices, &config, &clock)?;
            let mut going = Vec::with_capacity(regions.len());
            for (number, region) in regions.iter().enumerate() {
                let part = number as f64 / regions.len() as f64;
                going.push(region.go(&config, &clock, address, part, &door)?);
            }
            let reading_anew = reading_anew(offices);
            ready(address)?;
            let stop = async {
                tokio::select! {
                    () = stop => {}
                    () = ended(&regions) => {}
                    () = reading_anew => {}
                }
                regions.iter().for_each(|region| region.pulse.stop());
            };
            http::serve(listener, door.clone(), router, Patience::default(), stop).await;
            for going in going {
                going.end().await;
            }
            Ok::<(), Failure>(())
        })?;
        if let Some(region) = regions.iter().find(|region| region.has_ended()) {
            let what = anyhow::anyhow!("the desk cannot go on; see the log");
            return Err(of_region((region.place.code.clone(), region.place.is_of_several), what.into()));
        }
        drop(runtime);
        regions.into_iter().try_for_each(Region::end)
    }
}

/// What all addresses lead to: the one region, or each below its code and their list.
fn router(
    regions: &[Region],
    offices: &[Arc<Office>],
    config: &Config,
    clock: &Clock,
) -> Result<Router, Failure> {
    let run = clock().0.unsigned_abs();
    let health = health::router(regions.iter().map(|region| region.health.clone()).collect());
    let (mut router, mut list) = (Router::new(), Vec::new());
    for (region, office) in regions.iter().zip(offices) {
        let (own, base) = (region.router(config, clock, run, office.clone())?, region.place.base());
        if !region.place.is_of_several {
            return Ok(own.merge(health));
        }
        let home = base.clone();
        router = router
            .nest(&base, own)
            .route(&format!("{base}/"), get(move || std::future::ready(Redirect::to(&home))));
        let Place { code, name, .. } = region.place.clone();
        list.push(Served { code, name, live: region.live.clone() });
    }
    Ok(router.merge(dashboards::router::regions(list)).merge(health))
}

/// A failure with the region that it is about, where there are several.
fn of_region((code, is_of_several): (String, bool), failure: Failure) -> Failure {
    match failure {
        Failure::Run(error) if is_of_several => {
            Failure::Run(error.context(format!("县区 {code} / region {code}")))
        }
        Failure::Arguments(what) if is_of_several => Failure::Arguments(format!("{code}: {what}")),
        Failure::Run(_) | Failure::Arguments(_) | Failure::Mistakes(_) => failure,
    }
}

/// The last way to the desk goes; then it ends after what it has begun.
fn end(live: Live, desk: JoinHandle<()>) -> Result<(), Failure> {
    drop(live);
    desk.join().map_err(|_| anyhow::anyhow!("the desk broke off; see the log"))?;
    Ok(())
}

/// Ends when a desk has ended by itself: a service that can do nothing is to be started again, not to stay.
async fn ended(regions: &[Region]) {
    while !regions.iter().any(Region::has_ended) {
        tokio::time::sleep(DESK_EVERY).await;
    }
}

/// Listens from now on for SIGHUP, and reads files anew then, as `flagpost reload` does; never ends. At a terminal SIGHUP says
/// that the terminal is closed, and ends the program as ever. To be called within a runtime.
fn reading_anew(offices: Vec<Arc<Office>>) -> impl Future<Output = ()> + Send {
    let hung_up = (!std::io::stdin().is_terminal()).then(|| signal(SignalKind::hangup()));
    async move {
        let Some(Ok(mut hung_up)) = hung_up else { return std::future::pending().await };
        while hung_up.recv().await.is_some() {
            for office in &offices {
                let region = &office.place.code;
                match operator::read_anew(office).await {
                    Ok(()) => tracing::info!(region, "files are read anew"),
                    Err((_, why)) => tracing::error!(region, "files cannot be read anew: {}", why.why()),
                }
            }
        }
        std::future::pending().await
    }
}

/// Listens from now on for the system to ask the program to stop; what it gives ends when that has happened. To be called
/// within a runtime.
pub fn asked_to_stop() -> impl Future<Output = ()> + Send {
    let [interrupted, terminated] = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    let happens = async |listening: std::io::Result<Signal>| match listening {
        Ok(mut signal) => {
            signal.recv().await;
        }
        // Then it is not asked but killed.
        Err(_) => std::future::pending().await,
    };
    async move {
        tokio::select! {
            () = happens(interrupted) => {}
            () = happens(terminated) => {}
        }
    }
}

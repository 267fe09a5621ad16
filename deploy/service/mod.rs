//! The live service: the parts put together, started in order and stopped in order.

pub mod desk;
mod feeds;
mod folder;
mod health;
mod loops;
pub mod months;
mod notices;
pub mod operator;
pub mod running;
#[cfg(test)]
pub mod test_county;
pub mod which;

use crate::commands::Failure;
use crate::config::Config;
use crate::county;
use anyhow::Context as _;
use dashboards::app::App;
use desk::Open;
use feeds::Watcher;
use health::{Health, Pulse};
use ingest::live::{Clock, Live, Loaded};
use ingest::metrics::Metrics;
use ingest::sources::folder as drop_folder;
use ingest::sources::folder::Setup as DropFolder;
use ingest::sources::http::{self, Patience};
use ingest::store::digest::hex;
use ingest::store::sqlite::Records;
use loops::{Loop, every};
use notices::{Keeper, Looked};
use operator::Office;
use running::Running;
use scoring::time::Instant;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How often the desk is asked whether it answers.
const HEART_EVERY: Duration = Duration::from_secs(1);
/// How often it is looked whether the desk is still there.
const DESK_EVERY: Duration = Duration::from_millis(500);
/// How often the store is asked to write.
const PULSE_EVERY: Duration = Duration::from_secs(10);
/// How often notices are kept, where something has changed.
const NOTICES_EVERY: Duration = Duration::from_secs(5);
/// How often feeds are looked at.
const FEEDS_EVERY: Duration = Duration::from_secs(10);

/// The machine's clock.
pub fn machine_clock() -> Clock {
    Arc::new(machine_time)
}

/// What time it is on this machine.
pub fn machine_time() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}

/// A service that has read its store and can be served.
pub struct Service {
    /// The way to the desk.
    pub live: Live,
    /// What the start found.
    pub loaded: Loaded,
    /// What operators see.
    pub metrics: Metrics,
    config: Config,
    drop_folder: Option<DropFolder>,
    clock: Clock,
    desk: JoinHandle<()>,
}

impl Service {
    /// Opens the store and rebuilds the standing.
    pub fn open(config: Config, clock: Clock) -> Result<Service, Failure> {
        let given_files = county::files(&config.county)?;
        let drop_folder = config.folder.as_ref().map(folder::read).transpose().map_err(Failure::Mistakes)?;
        let Open { live, loaded, metrics, thread: desk } =
            desk::open(&config.data, given_files, clock.clone(), "flagpost up")?;
        // A close that was cut off before the log said so.
        live.act_and_wait(|desk| dashboards::months::announce(desk))
            .context("cannot ask the desk")?
            .context("cannot write what was closed into the log")?;
        Ok(Service { live, loaded, metrics, config, drop_folder, clock, desk })
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
        let Service { live, metrics, config, drop_folder, clock, desk, .. } = self;
        let health = Arc::new(Health::new(live.clone(), metrics.clone()));
        let loops = start_loops(&live, &metrics, &config, &clock, &health)?;
        runtime.block_on(async {
            let stop = stop();
            let listener = tokio::net::TcpListener::bind(config.listen)
                .await
                .with_context(|| format!("cannot listen on {}: is another program there?", config.listen))?;
            let address = listener.local_addr().context("cannot tell the address")?;
            let records = || Records::open(&config.data).context("cannot open the store");
            let run = clock().0.unsigned_abs();
            let secret = secret()?;
            let office = Office {
                live: live.clone(),
                data: config.data.clone(),
                county: config.county.clone(),
                secret: secret.clone(),
            };
            let router = http::router(live.clone(), records()?, metrics.clone(), config.limits, run)
                .merge(operator::router(Arc::new(office)))
                .merge(health::router(health))
                .merge(dashboards::router::router(App::new(
                    live.clone(),
                    clock.clone(),
                    "",
                    config.data.clone(),
                    config.feeds.clone(),
                    config.is_behind_tls,
                )));
            let _announced = running::announce(&config.data, &Running { address, secret })?;
            let _watch = match drop_folder {
                Some(folder) => {
                    let watch = drop_folder::watch(folder, live.clone(), records()?);
                    Some(watch.context("cannot watch the drop folder")?)
                }
                None => None,
            };
            ready(address)?;
            let stop = async {
                tokio::select! {
                    () = stop => {}
                    () = ended(&desk) => {}
                }
            };
            http::serve(listener, router, Patience::default(), stop).await;
            Ok::<(), Failure>(())
        })?;
        if desk.is_finished() {
            return Err(anyhow::anyhow!("the desk cannot go on; see the log").into());
        }
        drop(loops);
        drop(runtime);
        end(live, desk)
    }
}

/// The last way to the desk goes; then it ends after what it has begun.
fn end(live: Live, desk: JoinHandle<()>) -> Result<(), Failure> {
    drop(live);
    desk.join().map_err(|_| anyhow::anyhow!("the desk broke off; see the log"))?;
    Ok(())
}

/// What the service does by itself, as long as the loops are kept.
fn start_loops(
    live: &Live,
    metrics: &Metrics,
    config: &Config,
    clock: &Clock,
    health: &Arc<Health>,
) -> Result<[Loop; 4], Failure> {
    let records = || Records::open(&config.data).context("cannot open the store");
    let heart = health.clone();
    let (pulse_of, mut pulse) = (health.clone(), Pulse::new(records()?, config.feeds.clone(), clock.clone()));
    let mut keeper = Keeper::new(live.clone(), records()?);
    let mut watcher =
        Watcher::new(live.clone(), records()?, config.feeds.clone(), metrics.clone(), config.data.clone());
    Ok([
        every("heart", HEART_EVERY, move || heart.beat())?,
        every("pulse", PULSE_EVERY, move || pulse_of.store.ask(|| pulse.beat()))?,
        every("notices", NOTICES_EVERY, move || match keeper.look() {
            Ok(looked) if looked == Looked::default() => {}
            Ok(Looked { pending, withdrawn }) => tracing::info!(pending, withdrawn, "notices are kept"),
            Err(error) => tracing::error!(%error, "notices could not be kept; they will be"),
        })?,
        every("feeds", FEEDS_EVERY, move || {
            if let Err(error) = watcher.look() {
                tracing::error!(%error, "the feeds could not be looked at");
            }
        })?,
    ])
}

/// Ends when the desk has ended by itself: a service that can do nothing is to be started again, not to stay.
async fn ended(desk: &JoinHandle<()>) {
    while !desk.is_finished() {
        tokio::time::sleep(DESK_EVERY).await;
    }
}

/// What commands must show: made anew for each run.
fn secret() -> Result<String, Failure> {
    let mut chance = [0; 32];
    getrandom::fill(&mut chance).map_err(|error| anyhow::anyhow!("the system gives no chance: {error}"))?;
    Ok(hex(&chance))
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

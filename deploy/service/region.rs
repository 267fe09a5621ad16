//! One region of a running service: its desk, its routes, and what it does by itself.

use super::delivery::{self, Courier};
use super::desk::{self, Open};
use super::drafts::{self, Drafter};
use super::feeds::Watcher;
use super::health::{Health, Pulse};
use super::loops::{Loop, every};
use super::notices::{Keeper, Looked};
use super::operator::{self, Office};
use super::places::Place;
use super::privacy::Retainer;
use super::running::{self, Announced, Running};
use super::{calendar, certificate, steps};
use crate::commands::Failure;
use crate::config::Config;
use crate::county;
use crate::delivery::send::Sent;
use anyhow::Context as _;
use axum::Router;
use dashboards::app::{App, Settings};
use dashboards::entering::photos;
use dashboards::givens::files::Places;
use ingest::feeds::Limits;
use ingest::live::{Clock, Live, Loaded};
use ingest::metrics::Metrics;
use ingest::sources::folder::{self as drop_folder, Watch};
use ingest::sources::http::{self, Door};
use ingest::store::digest::hex;
use ingest::store::sqlite::Records;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tracing::Span;

/// How often the desk is asked whether it answers.
const HEART_EVERY: Duration = Duration::from_secs(1);
/// How often the store is asked to write.
const PULSE_EVERY: Duration = Duration::from_secs(10);
/// How often notices are kept, where something has changed.
const NOTICES_EVERY: Duration = Duration::from_secs(5);
/// How often feeds are looked at.
const FEEDS_EVERY: Duration = Duration::from_secs(10);
/// How often it is looked what is to be sent.
const DELIVERY_EVERY: Duration = Duration::from_secs(5);
/// How often it is looked which documents are due.
const DRAFTS_EVERY: Duration = Duration::from_secs(60);
/// How often it is looked whether a day has passed since what is past its period was erased.
const RETENTION_EVERY: Duration = Duration::from_secs(600);
/// How often it is looked whether next year's calendar is there.
const CALENDAR_EVERY: Duration = Duration::from_secs(3600);
/// So often photos that no event came to name are dropped.
const PHOTOS_EVERY: Duration = Duration::from_secs(600);
/// How often it is looked how long the certificate still holds.
const CERTIFICATE_EVERY: Duration = Duration::from_secs(600);

/// A region that is open.
pub struct Region {
    /// What it is and where.
    pub place: Place,
    /// The way to the desk.
    pub live: Live,
    /// What the start found.
    pub loaded: Loaded,
    /// Whether it works.
    pub health: Arc<Health>,
    /// What tells open pages of changes; ended when the service stops, so that it waits for none of them.
    pub pulse: dashboards::live::Pulse,
    metrics: Metrics,
    desk: JoinHandle<()>,
    secret: String,
}

/// What goes on while a region is served.
pub struct Going {
    announced: Arc<Announced>,
    watch: Option<Watch>,
    loops: Vec<Loop>,
}

impl Going {
    /// Ends what goes on by itself, after what has begun.
    pub async fn end(self) {
        let Going { announced, watch, loops } = self;
        drop((announced, watch));
        for going in loops {
            going.end().await;
        }
    }
}

impl Region {
    /// Opens the store and rebuilds the standing.
    pub fn open(place: Place, clock: Clock) -> Result<Region, Failure> {
        let metrics = if place.is_of_several { Metrics::of_region(&place.code) } else { Metrics::new() };
        let metrics = metrics.context("cannot set up the metrics")?;
        let Open { live, loaded, thread: desk } =
            desk::open(&place.data, place.files.clone(), clock, "flagpost up", metrics.clone())?;
        // A close that was cut off before the log said so.
        live.act_and_wait(|desk| dashboards::months::announce(desk))
            .context("cannot ask the desk")?
            .context("cannot write what was closed into the log")?;
        let code = place.is_of_several.then(|| place.code.clone());
        let health = Arc::new(Health::new(code, live.clone(), metrics.clone()));
        let pulse = dashboards::live::Pulse::default();
        Ok(Region { place, live, loaded, health, pulse, metrics, desk, secret: secret()? })
    }

    /// What commands act on.
    pub fn office(&self, door: &Door, limits: Limits) -> Office {
        let (live, place, secret) = (self.live.clone(), self.place.clone(), self.secret.clone());
        Office { live, place, secret, limits, door: door.clone() }
    }

    /// Its routes, as if it were alone. `run` names this run of the service.
    pub fn router(
        &self,
        config: &Config,
        clock: &Clock,
        run: u64,
        office: Arc<Office>,
    ) -> Result<Router, Failure> {
        let settings = Settings {
            base: self.place.base(),
            limits: config.feeds.clone(),
            pulse: self.pulse.clone(),
            is_behind_tls: config.is_behind_tls || config.tls.is_some(),
            bodies: config.bodies,
            sign_on: config.sign_on.clone(),
            tls: match &office.door {
                Door::Plain => None,
                Door::Tls(tls) => Some(tls.clone()),
            },
            public_address: config.delivery.as_ref().map(|delivery| delivery.public_url.clone()),
            ..Settings::of(&self.place.data)
        };
        let app = App::new(self.live.clone(), clock.clone(), settings);
        let county = &self.place.county;
        // It is new, so that nobody has set them.
        let _ = app.places.set(Places {
            registry: county::only_one(&county.registry)?,
            rulebooks: county.rulebook.clone(),
            calendar: county.calendar.clone(),
            is_shared: self.place.is_of_several,
        });
        let (live, metrics) = (self.live.clone(), self.metrics.clone());
        Ok(http::router(live, self.records()?, metrics, config.limits, run)
            .merge(operator::router(office))
            .merge(dashboards::router::router(app)))
    }

    /// Tells commands where it is, and begins what it does by itself. `part` of 1 says when in turn with others. To be called
    /// within a runtime.
    pub fn go(
        &self,
        config: &Config,
        clock: &Clock,
        address: SocketAddr,
        part: f64,
        door: &Door,
    ) -> Result<Going, Failure> {
        let announced = self.announce(address, door)?;
        let watch = match &self.place.drop_folder {
            Some(folder) => {
                let records = self.records()?;
                let watch = || drop_folder::watch(folder.clone(), self.live.clone(), records);
                Some(self.place.span().in_scope(watch).context("cannot watch the drop folder")?)
            }
            None => None,
        };
        let mut loops = self.loops(config, clock, part)?;
        if let Door::Tls(tls) = door {
            let mut watcher = certificate::Watcher::new(tls.clone(), clock.clone(), self.metrics.clone());
            let look = within(self.place.span(), Box::new(move || watcher.look()));
            loops.push(every("certificate", (Duration::ZERO, CERTIFICATE_EVERY), look));
        }
        Ok(Going { announced, watch, loops })
    }

    /// Tells commands where the region is and by which certificate they know it, now and after each change.
    fn announce(&self, address: SocketAddr, door: &Door) -> Result<Arc<Announced>, Failure> {
        let certificate = match door {
            Door::Plain => None,
            Door::Tls(tls) => Some(tls.digest()),
        };
        let running = Running { address, secret: self.secret.clone(), base: self.place.base(), certificate };
        let announced = Arc::new(running::announce(&self.place.data, &running)?);
        if let Door::Tls(tls) = door {
            let announced = Arc::downgrade(&announced);
            tls.when_changed(move |certificate| {
                let Some(announced) = announced.upgrade() else { return };
                if let Err(error) = announced.renew(certificate) {
                    tracing::error!("commands cannot be told of the new certificate: {error:#}");
                }
            });
        }
        Ok(announced)
    }

    fn loops(&self, config: &Config, clock: &Clock, part: f64) -> Result<Vec<Loop>, Failure> {
        let (heart, live) = (self.health.clone(), &self.live);
        let (pulse_of, limits) = (self.health.clone(), config.feeds.clone());
        let mut pulse = Pulse::new(self.records()?, limits.clone(), clock.clone());
        let mut keeper = Keeper::new(live.clone(), self.records()?);
        let (metrics, data) = (self.metrics.clone(), self.place.data.clone());
        let mut watcher = Watcher::new(live.clone(), self.records()?, limits, metrics, data);
        let mut drafter =
            Drafter::new(live.clone(), self.records()?, config.feeds.clone(), config.reports.clone());
        let calendar = calendar::Watcher::new(live.clone(), self.records()?);
        let mut retainer = Retainer::new(self.records()?, clock.clone());
        let mut steps = steps::Watcher::new(live.clone(), self.records()?);
        let (of_photos, kept_photos, now) = (live.clone(), self.records()?, clock.clone());
        let span = self.place.span();
        let within = |act: Box<dyn FnMut() + Send>| within(span.clone(), act);
        // The first round of what readiness rests on is at once; the rest takes turns with that of other regions.
        let at_once = |pause: Duration| (Duration::ZERO, pause);
        let in_turn = |pause: Duration| (pause.mul_f64(part), pause);
        let mut loops = vec![
            every("heart", at_once(HEART_EVERY), within(Box::new(move || heart.beat()))),
            every(
                "pulse",
                at_once(PULSE_EVERY),
                within(Box::new(move || pulse_of.store.ask(|| pulse.beat()))),
            ),
            every(
                "notices",
                in_turn(NOTICES_EVERY),
                within(Box::new(move || match keeper.look() {
                    Ok(looked) if looked == Looked::default() => {}
                    Ok(Looked { pending, withdrawn }) => {
                        tracing::info!(pending, withdrawn, "notices are kept");
                    }
                    Err(error) => tracing::error!(%error, "notices could not be kept; they will be"),
                })),
            ),
            every(
                "steps",
                in_turn(NOTICES_EVERY),
                within(Box::new(move || match steps.look() {
                    Ok(looked) if looked == steps::Looked::default() => {}
                    Ok(steps::Looked { pending, withdrawn }) => {
                        tracing::info!(pending, withdrawn, "notices of appeals and orders are kept");
                    }
                    Err(error) => {
                        tracing::error!(%error, "notices of appeals and orders could not be kept; they will be");
                    }
                })),
            ),
            every(
                "feeds",
                in_turn(FEEDS_EVERY),
                within(Box::new(move || {
                    if let Err(error) = watcher.look() {
                        tracing::error!(%error, "the feeds could not be looked at");
                    }
                })),
            ),
            every(
                "drafts",
                in_turn(DRAFTS_EVERY),
                within(Box::new(move || match drafter.look() {
                    Ok(drafts::Looked { made, failed }) => {
                        made.iter()
                            .for_each(|draft| tracing::info!(draft, "a document of the schedule is kept"));
                        for (draft, why) in failed {
                            tracing::error!(
                                draft,
                                %why,
                                "a document of the schedule is not made; it will be tried again"
                            );
                        }
                    }
                    Err(error) => {
                        tracing::error!(%error, "what is due could not be looked for or kept; it will be")
                    }
                })),
            ),
            every(
                "retention",
                in_turn(RETENTION_EVERY),
                within(Box::new(move || match retainer.look() {
                    Ok(erased) => erased.iter().for_each(|erased| {
                        tracing::info!(
                            kind = erased.kind.word(),
                            count = erased.count,
                            "what was past its period is erased"
                        );
                    }),
                    Err(error) => {
                        tracing::error!(%error, "what is past its period could not be erased; it will be");
                    }
                })),
            ),
            every(
                "photos",
                in_turn(PHOTOS_EVERY),
                within(Box::new(move || {
                    if let Err(error) = photos::forget(&of_photos, &kept_photos, now()) {
                        tracing::error!(%error, "photos that no event names could not be dropped; they will be");
                    }
                })),
            ),
            every(
                "calendar",
                at_once(CALENDAR_EVERY),
                within(Box::new(move || {
                    if let Err(error) = calendar.look() {
                        tracing::error!(%error, "it could not be looked whether a year's calendar is missing");
                    }
                })),
            ),
        ];
        match self.courier(config, clock)? {
            Some(mut courier) => loops.push(every(
                "delivery",
                in_turn(DELIVERY_EVERY),
                within(Box::new(move || match courier.look() {
                    Ok(sent) if sent == Sent::default() => {}
                    Ok(Sent { sent, later, dead, withdrawn }) => {
                        tracing::info!(sent, later, dead = dead.len(), withdrawn, "messages were tried");
                    }
                    Err(error) => tracing::error!(%error, "messages could not be sent; they will be"),
                })),
            )),
            None => {
                tracing::warn!("notices are kept and shown but not sent: the configuration has no [delivery]")
            }
        }
        Ok(loops)
    }

    /// What sends the region's notices, where the configuration says how.
    fn courier(&self, config: &Config, clock: &Clock) -> Result<Option<Courier>, Failure> {
        let Some(delivery) = &config.delivery else { return Ok(None) };
        let records = self.records()?;
        let telling = Arc::new(delivery::telling(delivery, &self.place.base()));
        let (live, metrics) = (self.live.clone(), self.metrics.clone());
        Ok(Some(Courier::new(live, records, telling, delivery.retries, clock.clone(), metrics)))
    }

    fn records(&self) -> Result<Records, Failure> {
        Ok(Records::open(&self.place.data).context("cannot open the store")?)
    }

    /// Whether the desk has ended by itself: then the region can do nothing any more.
    pub fn has_ended(&self) -> bool {
        self.desk.is_finished()
    }

    /// The last way to the desk goes; then it ends after what it has begun.
    pub fn end(self) -> Result<(), Failure> {
        let Region { live, health, metrics, desk, .. } = self;
        drop((health, metrics));
        super::end(live, desk)
    }
}

/// The same, named in the log.
fn within(span: Span, mut act: Box<dyn FnMut() + Send>) -> impl FnMut() + Send {
    move || span.in_scope(&mut act)
}

/// What commands must show: made anew for each run and each region.
fn secret() -> Result<String, Failure> {
    let mut chance = [0; 32];
    getrandom::fill(&mut chance).map_err(|error| anyhow::anyhow!("the system gives no chance: {error}"))?;
    Ok(hex(&chance))
}

//! Sends the notices of a worker's regions: each region's round runs on a thread beside the worker's loop, so that a slow
//! mail server holds up neither events nor other regions. What is to be told is decided in the loop, where the standing is.
//!
//! | the loop | the threads |
//! | --- | --- |
//! | every `publish_seconds` each region's round waits for a thread | read the outbox, ask, write what is to be told, send, note |
//! | answers what a round asks of its region, a moment between events | wait for the answer |
//! | lanes go: their rounds stop before the next attempt | what is on its way is noted; the store says whether it counts |
//!
//! The flag that stops a round saves work; what keeps a worker that has lost a lane from sending is the outbox itself
//! (`ingest/src/store/clickhouse/outbox.rs`).

use super::lanes::Lanes;
use crate::config::{DeliveryConfig, REGION};
use crate::delivery::round::{self, Heard, Read, SetUp, Telling};
use crate::delivery::send::{self, Sent};
use crate::delivery::unanswered::Consequences;
use crate::service::delivery::read_known;
use crate::service::machine_time;
use dashboards::letters;
use dashboards::personal::token;
use ingest::live::{Holder as _, Moment};
use ingest::sources::kafka::lanes::Lane;
use ingest::store::clickhouse::RegionKept;
use ingest::store::outbox::{MessageState, Outbox as _};
use ingest::store::{KeptNotice, StoreError};
use ingest::worker::WorkerMetrics;
use scoring::time::Instant;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

/// So many regions have their round at the same time.
const THREADS: usize = 8;

/// How often it is looked who has not answered.
const ANSWERS_EVERY: Duration = Duration::from_secs(60);

/// How long a worker that leaves waits for attempts that have begun.
const LEAVE_WAIT: Duration = Duration::from_secs(10);

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// A region, with the lane that it lies in.
type Place = (Lane, String);

/// What a round asks of its region.
type Ask = Box<dyn FnOnce(&Moment<'_, RegionKept>) + Send>;

/// What sends the notices of a worker's regions.
pub struct Couriers {
    pause: Duration,
    begun: Option<Stopwatch>,
    rounds: Sender<Round>,
    asked: Receiver<(Place, Ask)>,
    ended: Receiver<Ended>,
    /// The rounds that wait or run, with what stops them.
    running: BTreeMap<Place, Arc<AtomicBool>>,
    /// What the last round of each region found.
    found: BTreeMap<Place, Found>,
}

/// What is known of a region after its round.
struct Found {
    /// When it was looked who has not answered.
    heard: Option<Stopwatch>,
    counts: BTreeMap<String, u64>,
    oldest_unsent: Option<Instant>,
    /// For whom nobody can be reached, with how many notices wait for them.
    beyond_reach: Vec<(String, usize)>,
}

/// One round of a region.
struct Round {
    place: Place,
    kept: RegionKept,
    is_stopped: Arc<AtomicBool>,
    hears: bool,
    /// For whom nobody could be reached when it was last said.
    beyond_reach: Vec<(String, usize)>,
}

/// How a round ended.
struct Ended {
    place: Place,
    has_heard: bool,
    sent: Sent,
    came_to: Result<Found, StoreError>,
}

/// What all threads share.
struct Post {
    config: DeliveryConfig,
    rounds: Mutex<Receiver<Round>>,
    ask: Sender<(Place, Ask)>,
    ended: Sender<Ended>,
}

impl Couriers {
    /// Starts the threads. A round begins every so often.
    ///
    /// # Errors
    ///
    /// Where the system gives no thread.
    pub fn start(config: DeliveryConfig, pause: Duration) -> std::io::Result<Couriers> {
        let ((rounds, to_run), (ask, asked), (end, ended)) = (channel(), channel(), channel());
        let post = Arc::new(Post { config, rounds: Mutex::new(to_run), ask, ended: end });
        for number in 1..=THREADS {
            let post = post.clone();
            // They end with the sender of rounds.
            thread::Builder::new().name(format!("courier {number}")).spawn(move || post.run())?;
        }
        let (running, found) = (BTreeMap::new(), BTreeMap::new());
        Ok(Couriers { pause, begun: None, rounds, asked, ended, running, found })
    }

    /// Answers what rounds ask, and lets the next ones begin when it is time.
    pub fn look(&mut self, lanes: &mut Lanes<'_>, metrics: &WorkerMetrics) {
        while let Ok(((lane, code), ask)) = self.asked.try_recv() {
            // Of a lane that went, whoever asks hears nothing and gives up.
            if let Some(mut held) = lanes.get(&lane).and_then(|open| open.hold(&code)) {
                ask(&held.moment());
            }
        }
        self.note_ended(metrics);
        if self.begun.is_none_or(|begun| begun.elapsed() >= self.pause) {
            self.begun = Some(Stopwatch::now());
            self.begin_round(lanes);
            self.show(metrics);
        }
    }

    fn begin_round(&mut self, lanes: &mut Lanes<'_>) {
        let places: Vec<Place> = lanes.regions().collect();
        self.found.retain(|place, _| places.contains(place));
        for place in places {
            if self.running.contains_key(&place) {
                continue;
            }
            let Some(held) = lanes.get(&place.0).and_then(|open| open.hold(&place.1)) else { continue };
            let is_stopped = Arc::new(AtomicBool::new(false));
            let found = self.found.get(&place);
            let heard = found.and_then(|found| found.heard);
            let round = Round {
                kept: held.archive().clone(),
                is_stopped: is_stopped.clone(),
                hears: heard.is_none_or(|heard| heard.elapsed() >= ANSWERS_EVERY),
                beyond_reach: found.map(|found| found.beyond_reach.clone()).unwrap_or_default(),
                place: place.clone(),
            };
            // The threads end only when this one does.
            if self.rounds.send(round).is_ok() {
                self.running.insert(place, is_stopped);
            }
        }
    }

    fn note_ended(&mut self, metrics: &WorkerMetrics) {
        while let Ok(ended) = self.ended.try_recv() {
            self.note(ended, metrics);
        }
    }

    fn note(&mut self, Ended { place, has_heard, sent, came_to }: Ended, metrics: &WorkerMetrics) {
        let is_stopped = self.running.remove(&place).is_some_and(|stop| stop.load(Ordering::Relaxed));
        let (lane, region) = (&place.0, &place.1);
        let Sent { sent: delivered, later, dead, withdrawn } = &sent;
        for (outcome, count) in [("delivered", *delivered), ("later", *later), ("never", dead.len())] {
            metrics.message_attempts.with_label_values(&[outcome]).inc_by(count as u64);
        }
        for (message, why) in dead {
            let (key, recipient) = (&message.key, &message.recipient);
            tracing::error!(region, key, recipient, why, "a message was given up");
        }
        if sent != Sent::default() {
            let dead = dead.len();
            tracing::info!(region, sent = delivered, later, dead, withdrawn, "messages were tried");
        }
        let heard = self.found.get(&place).and_then(|found| found.heard);
        match came_to {
            Ok(found) => {
                let heard = if has_heard { Some(Stopwatch::now()) } else { heard };
                self.found.insert(place, Found { heard, ..found });
            }
            Err(error @ StoreError::InUse { .. }) => {
                tracing::info!(region, %lane, %error, "another worker sends the messages of this region");
            }
            Err(_) if is_stopped => {}
            Err(error) => {
                metrics.store_failures.inc();
                tracing::error!(region, %error, "messages could not be sent; they will be");
            }
        }
    }

    fn show(&self, metrics: &WorkerMetrics) {
        let found = || self.found.values();
        for state in MessageState::ALL {
            let count: u64 = found().filter_map(|found| found.counts.get(state.word())).sum();
            metrics.messages.with_label_values(&[state.word()]).set(count as i64);
        }
        let oldest = found().filter_map(|found| found.oldest_unsent).min();
        let waited = oldest.map_or(0, |oldest| (machine_time().0 - oldest.0) / NANOS_PER_SECOND);
        metrics.messages_oldest.set(waited.max(0));
        let unreachable: usize =
            found().flat_map(|found| &found.beyond_reach).map(|(_, notices)| notices).sum();
        metrics.notices_unreachable.set(unreachable as i64);
    }

    /// Lets rounds of lanes that go begin no further attempt.
    pub fn let_go(&mut self, lanes: &[Lane]) {
        for ((lane, _), is_stopped) in &self.running {
            if lanes.contains(lane) {
                is_stopped.store(true, Ordering::Relaxed);
            }
        }
        self.found.retain(|(lane, _), _| !lanes.contains(lane));
    }

    /// Stops all rounds; waits a while for the attempts that have begun, so that it is known how they ended.
    pub fn leave(mut self, metrics: &WorkerMetrics) {
        for is_stopped in self.running.values() {
            is_stopped.store(true, Ordering::Relaxed);
        }
        // Nobody answers any more; whoever asks gives up.
        while let Ok(asked) = self.asked.try_recv() {
            drop(asked);
        }
        let begun = Stopwatch::now();
        while !self.running.is_empty() && begun.elapsed() < LEAVE_WAIT {
            let left = LEAVE_WAIT.saturating_sub(begun.elapsed());
            match self.ended.recv_timeout(left.min(Duration::from_millis(50))) {
                Ok(ended) => self.note(ended, metrics),
                Err(_) => while self.asked.try_recv().is_ok() {},
            }
        }
        if !self.running.is_empty() {
            tracing::warn!(
                regions = self.running.len(),
                "attempts are left behind that have not ended; whoever has the regions next waits for their time to be up"
            );
        }
    }
}

impl Post {
    fn run(&self) {
        loop {
            let next = self.rounds.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(round) = next else { return };
            let mut sent = Sent::default();
            // A region whose round breaks off must have another one.
            let came_to = catch_unwind(AssertUnwindSafe(|| self.go(&round, &mut sent)));
            let came_to = came_to.unwrap_or_else(|_| Err(stopped("it broke off; see above")));
            let ended = Ended { place: round.place, has_heard: round.hears, sent, came_to };
            if self.ended.send(ended).is_err() {
                return;
            }
        }
    }

    /// One round, as the embedded service's courier has it.
    fn go(&self, round: &Round, sent: &mut Sent) -> Result<Found, StoreError> {
        let kept = &round.kept;
        round.go_on()?;
        let (today, now) =
            self.ask(round, |moment| (moment.context.today().to_string(), moment.context.as_of))?;
        let mut again = BTreeMap::new();
        if round.hears {
            let heard = Heard::of(kept, now)?;
            let Consequences { up, again: follows } =
                self.ask(round, move |moment| heard.consequences(&moment.context))?;
            kept.keep_once(&up)?;
            again = follows;
        }
        let read = Read::of(kept, set_up(kept)?, &today, now)?;
        let telling = self.telling(&round.place.1);
        let (decided, now) = self.ask(round, move |moment| {
            let decided = round::decide(&moment.context, moment.results, &telling, read, again);
            (decided, moment.context.as_of)
        })?;
        round::write(kept, &decided, now)?;
        if decided.beyond_reach != round.beyond_reach {
            for (recipient, notices) in &decided.beyond_reach {
                let region = &round.place.1;
                tracing::error!(
                    region,
                    recipient,
                    notices,
                    "nobody can be reached for this recipient: give it an address in the registry"
                );
            }
        }
        let (channels, retries) = (&self.config.channels, self.config.retries);
        let (came_to, went) = send::send_due(kept, channels, retries, &machine_time, &|| round.go_on());
        *sent = came_to;
        if !sent.dead.is_empty() {
            let dead = sent.dead.clone();
            let notices: Vec<KeptNotice> =
                self.ask(round, move |moment| send::given_up(&moment.context, &dead))?;
            kept.keep_once(&notices)?;
        }
        went?;
        let (counts, oldest_unsent) = (kept.message_counts()?, kept.oldest_unsent()?);
        Ok(Found { heard: None, counts, oldest_unsent, beyond_reach: decided.beyond_reach })
    }

    /// Asks something of the region, and waits for the loop to answer.
    fn ask<T: Send + 'static>(
        &self,
        round: &Round,
        ask: impl FnOnce(&Moment<'_, RegionKept>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = channel();
        let ask: Ask = Box::new(move |moment| {
            // Whoever asked may be gone.
            let _ = answer.send(ask(moment));
        });
        self.ask.send((round.place.clone(), ask)).map_err(|_| stopped("the worker stops"))?;
        loop {
            match answered.recv_timeout(Duration::from_millis(500)) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Timeout) => round.go_on()?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(stopped("the worker has let the region go"));
                }
            }
        }
    }

    fn telling(&self, region: &str) -> Telling {
        let DeliveryConfig { public_url, channels, administrator, .. } = &self.config;
        Telling {
            settings: channels.clone(),
            administrator: administrator.clone(),
            public_url: public_url.replace(REGION, region),
        }
    }
}

impl Round {
    /// Refuses once the lane is let go.
    fn go_on(&self) -> Result<(), StoreError> {
        if self.is_stopped.load(Ordering::Relaxed) {
            return Err(stopped("the worker lets the region go"));
        }
        Ok(())
    }
}

/// Read anew each round, so that what people set holds from the next message on.
fn set_up(kept: &RegionKept) -> Result<SetUp, StoreError> {
    Ok(SetUp {
        known: read_known(kept.addressees()?),
        letters: letters::with_kept(kept.letters()?),
        secret: kept.secret(token::SECRET, token::chance()?)?,
    })
}

fn stopped(why: &'static str) -> StoreError {
    StoreError::Failed { attempt: "send the messages of a region".to_owned(), cause: why.into() }
}

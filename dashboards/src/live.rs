//! What tells open pages that something may have changed: server-sent events, one a second at most.
//!
//! One task looks at the desk once a second, and only while somebody listens. Each listener has a seat; there are so many and no
//! more, for all and for one session or display. A stream ends with its session or link, and when the service is told to stop.

use crate::app::App;
use axum::response::sse::Event;
use ingest::store::StoreError;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

/// How often it is looked whether anything has changed.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// So often a listener hears that the connection holds, and it is looked whether it still may listen.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// So many listen at once.
const SEATS: usize = 256;
/// So many of one session or link.
const SEATS_OF_ONE: usize = 8;

/// How often the desk has changed, as listeners hear of it. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Pulse {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Names this run of the service, since another one counts anew.
    run: String,
    beat: watch::Sender<Beat>,
    is_watched: AtomicBool,
    seats: Mutex<HashMap<[u8; 32], usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beat {
    /// Nobody has looked yet.
    Unknown,
    /// The desk has changed so often.
    Changes(u64),
    /// The service stops.
    Stopped,
}

impl Default for Pulse {
    fn default() -> Pulse {
        let run = crate::session::secret().unwrap_or_default().get(..8).unwrap_or_default().to_owned();
        let (beat, _) = watch::channel(Beat::Unknown);
        Pulse {
            shared: Arc::new(Shared {
                run,
                beat,
                is_watched: AtomicBool::default(),
                seats: Mutex::default(),
            }),
        }
    }
}

impl Pulse {
    /// The name of a state of the desk, by how often it has changed.
    pub fn revision(&self, changes: u64) -> String {
        format!("{}-{changes}", self.shared.run)
    }

    /// Ends all streams: the service stops and waits for nobody who only listens.
    pub fn stop(&self) {
        self.shared.beat.send_replace(Beat::Stopped);
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.shared.beat.receiver_count()
    }

    /// Who this revision was told to, in this run: how often the desk had changed.
    fn told(&self, revision: &str) -> Option<u64> {
        revision.strip_prefix(&self.shared.run)?.strip_prefix('-')?.parse().ok()
    }

    /// A seat for one session or link, if one is free.
    fn seat(&self, of: [u8; 32]) -> Option<Seat> {
        let mut seats = self.shared.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = seats.values().sum();
        let own = seats.entry(of).or_default();
        if all >= SEATS || *own >= SEATS_OF_ONE {
            if *own == 0 {
                seats.remove(&of);
            }
            return None;
        }
        *own += 1;
        Some(Seat { shared: self.shared.clone(), of })
    }

    /// Lets somebody look at the desk, unless somebody does.
    fn watch(&self, app: &Arc<App>) {
        if !self.shared.is_watched.swap(true, Ordering::AcqRel) {
            tokio::spawn(watch_desk(Arc::downgrade(app), self.clone()));
        }
    }
}

/// Looks at the desk while anybody listens.
async fn watch_desk(app: Weak<App>, pulse: Pulse) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let shared = &pulse.shared;
        if shared.beat.receiver_count() == 0 {
            shared.is_watched.store(false, Ordering::Release);
            // Whoever came in between saw somebody watching.
            let is_needed = shared.beat.receiver_count() > 0;
            if !is_needed || shared.is_watched.swap(true, Ordering::AcqRel) {
                return;
            }
        }
        let Some(app) = app.upgrade() else { return };
        let Ok(changes) = app.live.act(|desk| desk.changes()).await else {
            pulse.stop();
            return;
        };
        shared.beat.send_if_modified(|beat| {
            let is_news = *beat != Beat::Stopped && *beat != Beat::Changes(changes);
            if is_news {
                *beat = Beat::Changes(changes);
            }
            is_news
        });
    }
}

/// A place among those who listen; given back when it is dropped.
#[derive(Debug)]
struct Seat {
    shared: Arc<Shared>,
    of: [u8; 32],
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.shared.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = seats.get_mut(&self.of) {
            *own -= 1;
            if *own == 0 {
                seats.remove(&self.of);
            }
        }
    }
}

/// By what somebody may listen.
#[derive(Clone, Copy, Debug)]
pub enum Pass {
    /// A session.
    Session([u8; 32]),
    /// The link of a display.
    Display([u8; 32]),
}

impl Pass {
    fn key(self) -> [u8; 32] {
        match self {
            Pass::Session(key) | Pass::Display(key) => key,
        }
    }

    async fn holds(self, app: &Arc<App>) -> Result<bool, StoreError> {
        let now = (app.clock)();
        app.records(move |records| match self {
            Pass::Session(key) => Ok(records.session(&key, now)?.is_some()),
            Pass::Display(key) => records.use_display(&key, now),
        })
        .await
    }
}

/// Somebody who listens.
pub struct Listener {
    app: Arc<App>,
    beats: watch::Receiver<Beat>,
    pass: Pass,
    told: Option<u64>,
    /// Whether the desk was looked at since the listener came; what was known before may be old.
    has_begun: bool,
    _seat: Seat,
}

impl Listener {
    /// Takes a seat; `since` is the revision that the listener knows. None where all are taken.
    pub fn new(app: &Arc<App>, pass: Pass, since: Option<&str>) -> Option<Listener> {
        let seat = app.pulse.seat(pass.key())?;
        let mut beats = app.pulse.shared.beat.subscribe();
        beats.mark_unchanged();
        app.pulse.watch(app);
        let told = since.and_then(|since| app.pulse.told(since));
        Some(Listener { app: app.clone(), beats, pass, told, has_begun: false, _seat: seat })
    }

    /// The next event, when there is one; nothing once the stream is to end.
    pub async fn next(mut self) -> Option<(Event, Listener)> {
        if !self.has_begun {
            self.has_begun = true;
            // The first event says how soon to come back, and shows proxies that the answer has begun.
            return Some((Event::default().retry(Duration::from_secs(3)).comment("flagpost"), self));
        }
        loop {
            let beat = *self.beats.borrow_and_update();
            match beat {
                Beat::Stopped => return None,
                Beat::Changes(changes) if self.told != Some(changes) => {
                    self.told = Some(changes);
                    let revision = self.app.pulse.revision(changes);
                    return Some((
                        Event::default().event("changed").id(revision.clone()).data(revision),
                        self,
                    ));
                }
                Beat::Changes(_) | Beat::Unknown => {}
            }
            tokio::select! {
                changed = self.beats.changed() => changed.ok()?,
                () = tokio::time::sleep(HEARTBEAT) => {
                    // Where the store cannot be read, it is asked again at the next heartbeat.
                    let holds = self.pass.holds(&self.app).await.unwrap_or(true);
                    return holds.then(|| (Event::default().comment("still there"), self));
                }
            }
        }
    }
}

//! The demo's clock: it goes where it is set while the past is fed, and then runs faster than the world's.

use ingest::live::Clock;
use scoring::time::Instant;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant as Stopwatch;

/// A clock that is set, and later runs.
#[derive(Clone)]
pub struct DemoClock {
    state: Arc<Mutex<State>>,
}

enum State {
    Stands(Instant),
    Runs { from: Instant, since: Stopwatch, speed: u32 },
}

impl DemoClock {
    /// A clock that stands.
    pub fn standing(at: Instant) -> DemoClock {
        DemoClock { state: Arc::new(Mutex::new(State::Stands(at))) }
    }

    /// What time it is there.
    pub fn now(&self) -> Instant {
        match &*self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Stands(at) => *at,
            State::Runs { from, since, speed } => {
                let nanos = since.elapsed().as_nanos() * u128::from(*speed);
                Instant(from.0.saturating_add(i64::try_from(nanos).unwrap_or(i64::MAX)))
            }
        }
    }

    /// Sets it.
    pub fn set(&self, at: Instant) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::Stands(at);
    }

    /// Lets it run from an instant, so many seconds a second.
    pub fn run(&self, from: Instant, speed: u32) {
        let runs = State::Runs { from, since: Stopwatch::now(), speed };
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = runs;
    }

    /// As the service wants it.
    pub fn clock(&self) -> Clock {
        let own = self.clone();
        Arc::new(move || own.now())
    }
}

//! Messages that wait to be taken in together: gathered for a moment, so that inserts are few and large.

use crate::cluster::config;
use ingest::sources::kafka::consume::Taken;
use ingest::sources::kafka::lanes::Lane;
use std::time::{Duration, Instant as Stopwatch};

/// Messages of some lanes.
#[derive(Default)]
pub struct Gathered {
    of_lanes: Vec<Taken>,
    since: Option<Stopwatch>,
}

impl Gathered {
    /// Adds what was polled.
    pub fn add(&mut self, taken: Vec<Taken>) {
        self.since.get_or_insert_with(Stopwatch::now);
        for more in taken.into_iter().filter(|taken| !taken.messages.is_empty()) {
            match self.of_lanes.iter_mut().find(|taken| taken.lane == more.lane) {
                Some(taken) => taken.append(more),
                None => self.of_lanes.push(more),
            }
        }
    }

    /// How many there are.
    pub fn messages(&self) -> usize {
        self.of_lanes.iter().map(|taken| taken.messages.len()).sum()
    }

    /// Whether they have waited long enough, or are enough.
    pub fn is_due(&self, config: &config::Worker) -> bool {
        let wait = Duration::from_millis(u64::from(config.gather_milliseconds));
        self.since.is_some_and(|since| since.elapsed() >= wait)
            || self.messages() >= config.batch_events_max as usize
    }

    /// All of them, by lane.
    pub fn all(&self) -> &[Taken] {
        &self.of_lanes
    }

    /// Where each lane goes on once they are taken in.
    pub fn positions(&self) -> impl Iterator<Item = (&Lane, u64)> {
        self.of_lanes.iter().filter_map(|taken| Some((&taken.lane, taken.next()?)))
    }

    /// Where one of the lanes has an order, it and what comes after it are taken out: the order is obeyed once what came
    /// before it is taken in.
    pub fn take_out_order(&mut self) -> Option<Taken> {
        for taken in &mut self.of_lanes {
            let of_order = taken.messages.iter().position(|message| taken.order(message).is_some());
            if let Some(place) = of_order {
                return Some(taken.split_off(place));
            }
        }
        None
    }

    /// Forgets those of lanes that went: their next owner reads them again.
    pub fn forget(&mut self, lanes: &[Lane]) {
        self.of_lanes.retain(|taken| !lanes.contains(&taken.lane));
        if self.of_lanes.is_empty() {
            self.since = None;
        }
    }

    /// Adds what was gathered after these.
    pub fn follow(&mut self, next: Gathered) {
        self.add(next.of_lanes);
    }
}

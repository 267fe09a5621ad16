//! Writes results and notices of regions that have changed: a region a turn, so that events need not wait for all.

use super::lanes::Lanes;
use crate::notices::{derive, gone, new_or_changed};
use dashboards::months;
use ingest::live::Holder as _;
use ingest::sources::kafka::lanes::Lane;
use ingest::store::StoreError;
use ingest::worker::{Held, WorkerMetrics};
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant as Stopwatch, SystemTime, UNIX_EPOCH};

/// What was written, and what is to be.
pub struct Publisher {
    pause: Duration,
    /// When the round began that is being written, or was written last.
    begun: Stopwatch,
    /// What of the round is still to be written.
    round: VecDeque<(Lane, String)>,
    /// What each region's changes were when it was last written.
    written: BTreeMap<(Lane, String), u64>,
    is_round_open: bool,
}

impl Publisher {
    /// One that has written nothing yet, and begins a round every so often, the first one after as long: what an owner
    /// before this one has written stands until then.
    pub fn new(pause: Duration) -> Publisher {
        Publisher {
            pause,
            begun: Stopwatch::now(),
            round: VecDeque::new(),
            written: BTreeMap::new(),
            is_round_open: false,
        }
    }

    /// Writes the next region that has changed.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; it is written in the next round.
    pub fn publish_next(&mut self, lanes: &mut Lanes<'_>, metrics: &WorkerMetrics) -> Result<(), StoreError> {
        if !self.is_round_open && self.begun.elapsed() >= self.pause {
            self.begin_round(lanes);
        }
        while let Some((lane, code)) = self.round.pop_front() {
            let Some(mut held) = lanes.get(&lane).and_then(|open| open.hold(&code)) else { continue };
            let (key, changes) = ((lane, code), held.changes());
            if self.written.get(&key) == Some(&changes) {
                continue;
            }
            let watch = metrics.publish_seconds.start_timer();
            match publish(&mut held, metrics) {
                Ok(()) => {
                    watch.observe_duration();
                    self.written.insert(key, changes);
                    return Ok(());
                }
                // The lane finds out for itself, at its next append.
                Err(StoreError::InUse { .. }) => watch.stop_and_discard(),
                Err(error) => {
                    watch.stop_and_discard();
                    return Err(error);
                }
            };
        }
        if self.is_round_open {
            self.is_round_open = false;
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            metrics.published.set(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
        }
        Ok(())
    }

    fn begin_round(&mut self, lanes: &Lanes<'_>) {
        self.begun = Stopwatch::now();
        self.is_round_open = true;
        self.round = lanes.regions().collect();
        // A lane that went and came again is written anew.
        self.written.retain(|key, _| self.round.contains(key));
    }
}

/// Writes the open months of a region, and their notices.
fn publish(held: &mut Held<'_, '_>, metrics: &WorkerMetrics) -> Result<(), StoreError> {
    let moment = held.moment();
    let counts = months::counts_of(moment.context.log);
    let files = moment
        .results
        .iter()
        .map(|result| (result.month, result.as_of, months::files(&moment.context, result, counts)));
    let files: Vec<_> = files.collect();
    let derived = derive(&moment);
    for (month, as_of, frozen) in &files {
        held.publish(*month, *as_of, frozen)?;
    }
    let Some((from, to)) = derived.dates() else { return Ok(()) };
    let kept = held.archive().notices(&from, &to)?;
    let withdraw = gone(&kept, &derived);
    let keep = new_or_changed(&kept, derived.notices);
    let pending = held.archive().keep_notices(&keep)?;
    let withdrawn = held.archive().withdraw_notices(&withdraw)?;
    for (state, notices) in [("pending", pending), ("withdrawn", withdrawn)] {
        metrics.notices.with_label_values(&[state]).inc_by(notices as u64);
    }
    Ok(())
}

//! The lanes that are this worker's: those that wait to be opened, those that are open, those that an operator must look at.

use super::orders::obey;
use crate::config::DeliveryConfig;
use ingest::sources::kafka::consume::{At, Consumer, NotStarted, Taken};
use ingest::sources::kafka::lanes::Lane;
use ingest::sources::kafka::produce::Rejected;
use ingest::sources::kafka::trouble::Trouble;
use ingest::store::StoreError;
use ingest::store::clickhouse::ClickHouse;
use ingest::worker::{Known, NotTakenIn, OpenLane, WorkerMetrics, take_in};
use scoring::time::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant as Stopwatch};

/// How long a lane rests that could not be opened or was taken away.
const LANE_REST: Duration = Duration::from_secs(2);

/// The lanes that are this worker's.
pub struct Lanes<'g> {
    store: ClickHouse,
    holder: &'g str,
    known: &'g BTreeMap<&'g str, Known<'g>>,
    metrics: WorkerMetrics,
    open: BTreeMap<Lane, OpenLane<'g>>,
    /// From when on each may be opened.
    waiting: BTreeMap<Lane, Stopwatch>,
    stuck: BTreeSet<Lane>,
}

impl<'g> Lanes<'g> {
    /// None yet.
    pub fn new(
        store: ClickHouse,
        holder: &'g str,
        known: &'g BTreeMap<&'g str, Known<'g>>,
        metrics: WorkerMetrics,
    ) -> Lanes<'g> {
        let (open, waiting, stuck) = Default::default();
        Lanes { store, holder, known, metrics, open, waiting, stuck }
    }

    /// Lanes are this worker's now.
    pub fn assign(&mut self, lanes: Vec<Lane>) {
        self.waiting.extend(lanes.into_iter().map(|lane| (lane, Stopwatch::now())));
    }

    /// Lanes are no longer this worker's. Where those that were open go on.
    pub fn close(&mut self, lanes: &[Lane]) -> Vec<(Lane, u64)> {
        let mut gone = Vec::new();
        for lane in lanes {
            self.waiting.remove(lane);
            self.stuck.remove(lane);
            if let Some(open) = self.open.remove(lane)
                && let Some(position) = open.position()
            {
                gone.push((lane.clone(), position));
            }
        }
        gone
    }

    /// A lane cannot go on before somebody has looked at it.
    pub fn stick(&mut self, lane: &Lane) {
        self.open.remove(lane);
        self.waiting.remove(lane);
        self.stuck.insert(lane.clone());
    }

    /// Every lane that is this worker's.
    pub fn assigned(&self) -> impl Iterator<Item = &Lane> {
        self.open.keys().chain(self.waiting.keys()).chain(&self.stuck)
    }

    /// The lanes that messages come from.
    pub fn started(&self) -> impl Iterator<Item = &Lane> {
        self.open.keys()
    }

    /// Every region of the open lanes, by lane and code.
    pub fn regions(&self) -> impl Iterator<Item = (Lane, String)> {
        let of_lane = |open: &OpenLane<'g>| {
            let lane = open.lane.clone();
            open.regions().map(move |(code, _)| (lane.clone(), code.to_owned())).collect::<Vec<_>>()
        };
        self.open.values().flat_map(of_lane)
    }

    /// Whether a lane is open.
    pub fn is_open(&self, lane: &Lane) -> bool {
        self.open.contains_key(lane)
    }

    /// An open lane.
    pub fn get(&mut self, lane: &Lane) -> Option<&mut OpenLane<'g>> {
        self.open.get_mut(lane)
    }

    /// Whether a lane waits to be opened and has rested.
    pub fn is_any_due(&self) -> bool {
        self.waiting.values().any(|from| *from <= Stopwatch::now())
    }

    /// Opens the next lane that waits: takes it over in the store, reads its regions, and starts it at its position.
    pub fn open_next(&mut self, consumer: &mut Consumer, now: Instant) -> Result<(), StoreError> {
        let due = self.waiting.iter().find(|(_, from)| **from <= Stopwatch::now());
        let Some(lane) = due.map(|(lane, _)| lane.clone()) else { return Ok(()) };
        let watch = Stopwatch::now();
        let open = match OpenLane::open(lane.clone(), &self.store, self.holder, self.known, now) {
            Ok(open) => open,
            // Somebody else opens it at the same time; whoever has the partition tries again.
            Err(error @ StoreError::InUse { .. }) => {
                tracing::warn!(%lane, %error, "the lane is opened again in a moment");
                self.waiting.insert(lane, Stopwatch::now() + LANE_REST);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let at = open.position().map_or(At::First, At::Offset);
        match consumer.start(&lane, at) {
            Ok(started) => {
                let seconds = watch.elapsed().as_secs_f64();
                self.metrics.open_seconds.observe(seconds);
                tracing::info!(
                    %lane,
                    regions = open.regions().count(),
                    events = open.regions().map(|(_, region)| region.event_count()).sum::<usize>(),
                    next = started.next,
                    end = started.end,
                    seconds = format!("{seconds:.2}"),
                    "a lane is open"
                );
                if at == At::First && started.first > 0 {
                    tracing::warn!(
                        %lane,
                        gone = started.first,
                        "the lane is new to the store, and Kafka has deleted messages of it before any worker saw them"
                    );
                }
                self.waiting.remove(&lane);
                self.open.insert(lane, open);
            }
            Err(NotStarted::NotHeld(_)) => {
                self.waiting.remove(&lane);
            }
            Err(NotStarted::OutOfRange(out)) => {
                tracing::error!("{out}");
                self.stick(&lane);
            }
            Err(NotStarted::Trouble(trouble)) => {
                tracing::warn!(%trouble, "the lane is opened again in a moment");
                self.waiting.insert(lane, Stopwatch::now() + LANE_REST);
            }
        }
        Ok(())
    }

    /// Takes in what was gathered. A lane that another worker has by now is dropped; it is opened again if it turns out to
    /// be still this worker's.
    pub fn take_in(
        &mut self,
        gathered: &[Taken],
        now: Instant,
        tell: impl FnOnce(&[Rejected<'_>]) -> Result<(), Trouble>,
        meanwhile: impl FnOnce(&dyn Fn() -> bool),
    ) -> Result<(), NotTakenIn> {
        let open = self.open.iter_mut();
        let mut work: Vec<(&mut OpenLane<'g>, &Taken)> = open
            .filter_map(|(lane, open)| Some((open, gathered.iter().find(|taken| taken.lane == *lane)?)))
            .collect();
        let done = take_in(&mut work, self.known, now, &self.metrics, tell, meanwhile)?;
        let lanes: Vec<Lane> = work.iter().map(|(open, _)| open.lane.clone()).collect();
        for (lane, told) in lanes.into_iter().zip(done) {
            if let Err(error) = told {
                tracing::warn!(%lane, %error, "the lane is dropped; it is opened again if it is still this worker's");
                self.open.remove(&lane);
                self.waiting.insert(lane, Stopwatch::now() + LANE_REST);
            }
        }
        Ok(())
    }

    /// Obeys the order that is the first of these messages; what comes after it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: it is to be obeyed again.
    pub fn obey(
        &mut self,
        from_order: &Taken,
        sends: Option<&DeliveryConfig>,
    ) -> Result<Option<Taken>, StoreError> {
        let mut rest = from_order.clone();
        rest.messages.remove(0);
        let (Some(open), Some(message)) = (self.open.get_mut(&from_order.lane), from_order.messages.first())
        else {
            return Ok(Some(rest));
        };
        let next = message.offset + 1;
        let text = |bytes: Option<&[u8]>| String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned();
        let (code, answer) = (text(from_order.key(message)), text(from_order.order(message)));
        let Some(mut held) = open.hold(&code) else {
            tracing::warn!(region = code, lane = %from_order.lane, "an order to a region that is not in its lane is passed over");
            open.pass(next)?;
            return Ok(Some(rest));
        };
        let told = obey(&mut held, sends, from_order.payload(message).unwrap_or_default())?;
        match &told {
            Ok(told) => tracing::info!(region = code, "{told}"),
            Err(told) => tracing::warn!(region = code, "an order was declined: {told}"),
        }
        held.answer(&answer, &told, next)?;
        Ok(Some(rest))
    }

    /// Lets time pass in every region.
    pub fn advance(&mut self, now: Instant) {
        for open in self.open.values_mut() {
            open.advance(now);
        }
    }

    /// Shows in the metrics what there is.
    pub fn show(&self, consumer: &Consumer) {
        for (state, lanes) in
            [("open", self.open.len()), ("waiting", self.waiting.len()), ("stuck", self.stuck.len())]
        {
            self.metrics.lanes.with_label_values(&[state]).set(lanes as i64);
        }
        let regions = || self.open.values().flat_map(OpenLane::regions);
        self.metrics.regions.set(regions().count() as i64);
        self.metrics
            .loaded_events
            .set(regions().map(|(_, region)| region.event_count()).sum::<usize>() as i64);
        self.metrics.lag_messages.reset();
        for lag in consumer.lag() {
            let behind = i64::try_from(lag.messages()).unwrap_or(i64::MAX);
            self.metrics.lag_messages.with_label_values(&[&lag.lane.to_string()]).set(behind);
        }
    }
}

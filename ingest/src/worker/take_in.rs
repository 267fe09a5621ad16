//! Takes in what was polled: sorted by region, checked, told where rejected, made durable together, applied.

use super::Known;
use super::lane::OpenLane;
use super::metrics::WorkerMetrics;
use super::sort::{Sorted, Stray, sort};
use crate::live::{Delivery, Intake, Outcome, Region};
use crate::sources::kafka::consume::Taken;
use crate::sources::kafka::produce::Rejected;
use crate::sources::kafka::trouble::Trouble;
use crate::store::clickhouse::{self, LaneBatch};
use crate::store::{Batch, EventNumber, NewDelivery, NewRejection, Road, StoreError};
use crate::wire::Room;
use bumpalo::Bump;
use scoring::time::Instant;
use std::collections::BTreeMap;
use std::thread;

/// Fewer messages than these are checked by one thread.
const MESSAGES_OF_A_THREAD_MIN: usize = 4000;

const NANOS_PER_MILLISECOND: i64 = 1_000_000;

/// Why nothing was taken in. The messages can be handed in again.
#[derive(Debug)]
pub enum NotTakenIn {
    /// The store did not take it.
    Store(StoreError),
    /// What was rejected could not be told.
    Kafka(Trouble),
}

/// What was polled of one lane, sorted.
struct OfLane<'g> {
    name: String,
    received: Instant,
    position: Option<i64>,
    of_regions: Vec<(&'g str, Vec<Delivery>)>,
    strays: Vec<Stray>,
}

/// What came for one region, by the place of its lane.
struct Work<'b, 'g> {
    lane: usize,
    code: &'g str,
    received: Instant,
    deliveries: &'b [Delivery],
}

/// Takes in what was polled of open lanes. Of each lane all is durable and applied, or nothing is there; a lane that has
/// another owner by now ([`StoreError::InUse`]) does not hold back the others. `tell` makes known what is rejected, before
/// anything is durable: told once or, where something fails afterwards, again. `meanwhile` is called while the store writes,
/// and asks its argument whether the store is done.
///
/// # Errors
///
/// [`NotTakenIn`]: nothing of any lane is there.
pub fn take_in<'g>(
    lanes: &mut [(&mut OpenLane<'g>, &Taken)],
    known: &BTreeMap<&'g str, Known<'g>>,
    now: Instant,
    metrics: &WorkerMetrics,
    tell: impl FnOnce(&[Rejected<'_>]) -> Result<(), Trouble>,
    meanwhile: impl FnOnce(&dyn Fn() -> bool),
) -> Result<Vec<Result<(), StoreError>>, NotTakenIn> {
    let messages: usize = lanes.iter().map(|(_, taken)| taken.messages.len()).sum();
    let threads = (messages / MESSAGES_OF_A_THREAD_MIN)
        .clamp(1, thread::available_parallelism().map_or(1, usize::from));
    let sorted = sort_all(lanes, known, now, threads);
    let mut arenas: Vec<Bump> = (0..threads).map(|_| Bump::new()).collect();
    let work = work(&sorted);
    let intakes = check(lanes, &work, &mut arenas);
    let rejected = rejected(lanes, &sorted, &work, &intakes);
    if !rejected.is_empty() {
        tell(&rejected).map_err(NotTakenIn::Kafka)?;
    }
    let strays: Vec<Batch<'_>> = sorted.iter().map(strayed).collect();
    let appending = metrics.append_seconds.start_timer();
    let mut batches = Vec::with_capacity(lanes.len());
    for (place, (lane, _)) in lanes.iter_mut().enumerate() {
        let of_lane = &sorted[place];
        let of_regions = work.iter().zip(&intakes).filter(|(work, _)| work.lane == place);
        let mut parts: Vec<(&str, &Batch<'_>)> =
            of_regions.map(|(work, intake)| (work.code, &intake.batch)).collect();
        if !of_lane.strays.is_empty() {
            parts.push((&of_lane.name, &strays[place]));
        }
        batches.push(LaneBatch { lane: &mut lane.store, position: of_lane.position, parts });
    }
    let appended = thread::scope(|scope| {
        let appending = scope.spawn(|| clickhouse::append(batches));
        meanwhile(&|| appending.is_finished());
        appending.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    let appended = appended.map_err(NotTakenIn::Store)?;
    appending.observe_duration();
    let applying = metrics.apply_seconds.start_timer();
    let mut done = Vec::with_capacity(lanes.len());
    let mut applied: Vec<(&mut Region<'g>, &Intake<'_>, EventNumber)> = Vec::with_capacity(work.len());
    for (place, (told, (lane, _))) in appended.into_iter().zip(lanes.iter_mut()).enumerate() {
        let of_lane = work.iter().zip(&intakes).filter(|(work, _)| work.lane == place);
        done.push(told.map(|numbers| {
            let mut of_lane: BTreeMap<&str, (&Intake<'_>, EventNumber)> =
                of_lane.zip(numbers).map(|((work, intake), first)| (work.code, (intake, first))).collect();
            for (code, open) in &mut lane.regions {
                if let Some((intake, first)) = of_lane.remove(code) {
                    applied.push((&mut open.region, intake, first));
                    count(intake, metrics);
                }
            }
            metrics.events.with_label_values(&["rejected"]).inc_by(sorted[place].strays.len() as u64);
        }));
    }
    apply(&mut applied, threads);
    applying.observe_duration();
    Ok(done)
}

/// Applies what is durable, on so many threads.
fn apply(applied: &mut [(&mut Region<'_>, &Intake<'_>, EventNumber)], threads: usize) {
    let apply_some = |some: &mut [(&mut Region<'_>, &Intake<'_>, EventNumber)]| {
        for (region, intake, first) in some {
            region.apply(intake, *first);
        }
    };
    let share = applied.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let mut shares = applied.chunks_mut(share);
        let first = shares.next();
        for some in shares {
            scope.spawn(move || apply_some(some));
        }
        if let Some(first) = first {
            apply_some(first);
        }
    });
}

/// Sorts what was polled of each lane, on so many threads.
fn sort_all<'g>(
    lanes: &[(&mut OpenLane<'g>, &Taken)],
    known: &BTreeMap<&'g str, Known<'g>>,
    now: Instant,
    threads: usize,
) -> Vec<OfLane<'g>> {
    let taken: Vec<&Taken> = lanes.iter().map(|(_, taken)| *taken).collect();
    let sort_some = |some: &[&Taken]| -> Vec<OfLane<'g>> {
        some.iter().map(|taken| of_lane(taken, known, now)).collect()
    };
    let share = taken.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let sort_some = &sort_some;
        let others: Vec<_> =
            taken.chunks(share).skip(1).map(|some| scope.spawn(move || sort_some(some))).collect();
        let mut sorted = taken.chunks(share).next().map(sort_some).unwrap_or_default();
        for other in others {
            match other.join() {
                Ok(some) => sorted.extend(some),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        sorted
    })
}

fn of_lane<'g>(taken: &Taken, known: &BTreeMap<&'g str, Known<'g>>, now: Instant) -> OfLane<'g> {
    let Sorted { of_regions, strays } = sort(taken, known);
    // As the broker says of the last of them, where it says so.
    let told = taken.messages.iter().filter_map(|message| message.millis).max();
    let received = told.map_or(now, |millis| Instant(millis.saturating_mul(NANOS_PER_MILLISECOND)).min(now));
    OfLane {
        name: taken.lane.to_string(),
        received,
        position: taken.next().map(|next| next as i64),
        of_regions: of_regions.into_iter().collect(),
        strays,
    }
}

fn work<'b, 'g>(sorted: &'b [OfLane<'g>]) -> Vec<Work<'b, 'g>> {
    let of_lane = |(lane, of_lane): (usize, &'b OfLane<'g>)| {
        of_lane.of_regions.iter().map(move |(code, deliveries)| Work {
            lane,
            code,
            received: of_lane.received,
            deliveries,
        })
    };
    sorted.iter().enumerate().flat_map(of_lane).collect()
}

/// Checks what came for each region, on as many threads as there are arenas.
fn check<'b, 'g: 'b>(
    lanes: &[(&mut OpenLane<'g>, &Taken)],
    work: &[Work<'b, 'g>],
    arenas: &'b mut [Bump],
) -> Vec<Intake<'b>> {
    let check_some = |some: &[Work<'b, 'g>], arena: &'b mut Bump| -> Vec<Intake<'b>> {
        let (arena, mut room) = (&*arena, Room::default());
        let mut intakes = Vec::with_capacity(some.len());
        for &Work { lane, code, received, deliveries } in some {
            let region = &lanes[lane].0.regions[code].region;
            intakes.push(region.check(deliveries, received, arena, &mut room));
        }
        intakes
    };
    let mut shares = work.chunks(work.len().div_ceil(arenas.len()).max(1)).zip(arenas.iter_mut());
    let Some((first, arena)) = shares.next() else { return Vec::new() };
    thread::scope(|scope| {
        let check_some = &check_some;
        let others: Vec<_> =
            shares.map(|(some, arena)| scope.spawn(move || check_some(some, arena))).collect();
        let mut intakes = check_some(first, arena);
        for other in others {
            match other.join() {
                Ok(checked) => intakes.extend(checked),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        intakes
    })
}

/// What belongs to no region, as a batch under the lane's name.
fn strayed<'b>(lane: &'b OfLane<'_>) -> Batch<'b> {
    let rejections = lane.strays.iter().map(|stray| NewRejection {
        delivery: 0,
        item: stray.offset,
        code: stray.fault.code.word(),
        message: stray.fault.message.clone(),
        source: None,
        event_type: None,
        raw: &stray.raw,
    });
    let delivery = NewDelivery { road: Road::Kafka, place: &lane.name, site: None, received: lane.received };
    Batch { deliveries: vec![delivery], rejections: rejections.collect(), ..Batch::default() }
}

fn rejected<'r>(
    lanes: &'r [(&mut OpenLane<'_>, &Taken)],
    sorted: &'r [OfLane<'_>],
    work: &'r [Work<'_, '_>],
    intakes: &'r [Intake<'_>],
) -> Vec<Rejected<'r>> {
    let mut rejected = Vec::new();
    for (Work { lane, code, deliveries, .. }, intake) in work.iter().zip(intakes) {
        for (delivery, outcomes) in deliveries.iter().zip(&intake.outcomes) {
            for (item, outcome) in delivery.items.iter().zip(outcomes) {
                let Outcome::Rejected(fault) = outcome else { continue };
                rejected.push(Rejected {
                    region: Some(code),
                    lane: &lanes[*lane].0.lane,
                    offset: item.number,
                    code: fault.code.word(),
                    message: &fault.message,
                    raw: &delivery.bytes[item.bytes.clone()],
                });
            }
        }
    }
    for (place, of_lane) in sorted.iter().enumerate() {
        rejected.extend(of_lane.strays.iter().map(|stray| Rejected {
            region: None,
            lane: &lanes[place].0.lane,
            offset: stray.offset,
            code: stray.fault.code.word(),
            message: &stray.fault.message,
            raw: &stray.raw,
        }));
    }
    rejected
}

fn count(intake: &Intake<'_>, metrics: &WorkerMetrics) {
    let (mut accepted, mut duplicates, mut rejected) = (0, 0, 0);
    for outcome in intake.outcomes.iter().flatten() {
        match outcome {
            Outcome::Accepted => accepted += 1,
            Outcome::Duplicate => duplicates += 1,
            Outcome::Rejected(_) => rejected += 1,
        }
    }
    for (result, events) in [("accepted", accepted), ("duplicate", duplicates), ("rejected", rejected)] {
        metrics.events.with_label_values(&[result]).inc_by(events);
    }
}

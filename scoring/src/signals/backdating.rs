//! Back-dating: events that came long after the time they bear, when the month of that time was over.
//!
//! Until a month ends, what comes late changes a standing that everybody watches; afterwards it changes one that was read
//! out. When an event arrived is no part of it, so this rule alone asks whoever received it.

use super::{Figures, NANOS_PER_SECOND, Search, Signal, seconds_between};
use crate::log::EventIdx;
use crate::registry::SiteIdx;
use std::collections::BTreeMap;

const NANOS_PER_HOUR: i64 = 3_600 * NANOS_PER_SECOND;

/// What one source told too late.
#[derive(Default)]
struct Late {
    evidence: Vec<EventIdx>,
    seconds_most: i64,
}

/// Searches all events of the month whose arrival is known.
pub(super) fn find(search: &Search<'_>, found: &mut Vec<Signal>) {
    let log = search.context.log;
    let least = search.thresholds.back_dated_hours_min.saturating_mul(NANOS_PER_HOUR);
    let mut by_source: BTreeMap<SiteIdx, Late> = BTreeMap::new();
    for event in 0..log.len() as EventIdx {
        let record = log.record(event);
        if !search.has(record.time) || !log.exists(event, search.context.as_of) {
            continue;
        }
        let Some(arrived) = (search.arrived)(event) else { continue };
        if arrived >= search.until && arrived.0.saturating_sub(record.time.0) >= least {
            let late = by_source.entry(record.source).or_default();
            late.evidence.push(event);
            late.seconds_most = late.seconds_most.max(seconds_between(record.time, arrived));
        }
    }
    for (source, Late { mut evidence, seconds_most }) in by_source {
        search.sort(&mut evidence);
        let id = search.context.registry().sites[usize::from(source)].id.clone();
        let figures = Figures::BackDated { events: evidence.len() as u32, seconds_most };
        found.push(search.signal(id, None, [], figures, evidence));
    }
}

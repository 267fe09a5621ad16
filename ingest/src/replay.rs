//! Rejected events that are tried again once what they lacked is mended, or put aside by a person. None is ever removed.
//!
//! Trying again is safe to repeat: an event becomes durable first and is settled after, so that a kill in between leaves it
//! open, and the next try finds it there and settles it as a duplicate.

use crate::live::{Delivery, Item, Live, Outcome, Refused};
use crate::rejections::Code;
use crate::store::sqlite::{AuditEntry, KeptRejection, Records, RejectionFilter, RejectionState};
use crate::store::{Road, StoreError};
use scoring::time::Instant;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// So many are handed in together: they become durable at once, and leave room at the desk for what the sites send.
const TOGETHER: u64 = 32;

/// Which open rejections are tried again; all where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Which {
    /// The site that they say they are from; `-` where it cannot be read.
    pub source: Option<String>,
    /// The contract's code.
    pub code: Option<String>,
    /// This one alone.
    pub number: Option<u64>,
}

/// What a replay came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replayed {
    /// How many were tried.
    pub tried: u64,
    /// New events.
    pub accepted: u64,
    /// Events that were there already.
    pub duplicates: u64,
    /// Still rejected, for the same or another reason.
    pub rejected: u64,
}

/// Tries open rejections again, in the order in which they came, and notes in the audit log that `by` did so. Blocks.
///
/// An event that came over HTTP may still speak for its token's site alone.
///
/// # Errors
///
/// [`Refused`]: what was settled until then stays so, the others are open as before.
pub fn replay(live: &Live, records: &Records, which: &Which, by: &str) -> Result<Replayed, Refused> {
    let store = |error: StoreError| Refused::Store(Arc::new(error));
    let now = live.act_and_wait(|desk| desk.now()).map_err(|_| Refused::Stopping)?;
    let open = open_count(records, which).map_err(store)?;
    let mut replayed = Replayed::default();
    if open == 0 {
        return Ok(replayed);
    }
    // Before anything is done, so that a run that was killed has left its trace.
    records.note(&entry(by, which, open, now)).map_err(store)?;
    let mut after = which.number.map_or(0, |number| number.saturating_sub(1));
    // What is rejected meanwhile is left for the next time, or a busy feed could keep this going for ever.
    while replayed.tried < open {
        let filter = RejectionFilter {
            state: Some(RejectionState::Open),
            source: which.source.clone(),
            code: which.code.clone(),
            after,
            ..RejectionFilter::default()
        };
        let kept = records.rejections(&filter, TOGETHER.min(open - replayed.tried)).map_err(store)?;
        let Some(last) = kept.last() else { break };
        after = last.number;
        let outcomes = live.deliver_all_and_wait(kept.iter().map(delivery).collect())?;
        let outcomes: Vec<&Outcome> = outcomes.iter().flatten().collect();
        let settle_all = || kept.iter().zip(&outcomes).try_for_each(|it| settle(records, it, by, now));
        records.at_once(settle_all).map_err(store)?;
        for outcome in outcomes {
            replayed.tried += 1;
            match outcome {
                Outcome::Accepted => replayed.accepted += 1,
                Outcome::Duplicate => replayed.duplicates += 1,
                Outcome::Rejected(_) => replayed.rejected += 1,
            }
        }
    }
    Ok(replayed)
}

/// Puts an open rejection aside, with a reason and a note in the audit log. Answers the state that it had: where that was
/// not open, nothing is changed; `None` where there is no such rejection.
///
/// # Errors
///
/// [`StoreError`]
pub fn dismiss(
    records: &Records,
    number: u64,
    reason: &str,
    by: &str,
    now: Instant,
) -> Result<Option<RejectionState>, StoreError> {
    records.at_once(|| {
        let state = records.rejection(number)?.map(|kept| kept.state);
        if state == Some(RejectionState::Open) {
            records.settle_rejection(number, RejectionState::Dismissed, by, Some(reason), now)?;
            records.note(&AuditEntry {
                at: now,
                who: by.to_owned(),
                what: "rejection.dismissed".to_owned(),
                subject: number.to_string(),
                detail: reason.to_owned(),
            })?;
        }
        Ok(state)
    })
}

fn open_count(records: &Records, which: &Which) -> Result<u64, StoreError> {
    let fits = |source: &str, code: &str| {
        which.source.as_deref().is_none_or(|wanted| wanted == source)
            && which.code.as_deref().is_none_or(|wanted| wanted == code)
    };
    if let Some(number) = which.number {
        let kept = records.rejection(number)?.filter(|kept| kept.state == RejectionState::Open);
        let fits = kept.is_some_and(|kept| fits(kept.source.as_deref().unwrap_or("-"), &kept.code));
        return Ok(u64::from(fits));
    }
    let counts = records.rejection_counts(Some(RejectionState::Open))?;
    Ok(counts.iter().filter(|(source, code, _)| fits(source, code)).map(|(_, _, count)| count).sum())
}

fn entry(by: &str, which: &Which, open: u64, now: Instant) -> AuditEntry {
    let number = which.number.map(|number| number.to_string());
    let said =
        [("number", number.as_ref()), ("source", which.source.as_ref()), ("code", which.code.as_ref())];
    let said: Vec<String> =
        said.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name} {value}"))).collect();
    AuditEntry {
        at: now,
        who: by.to_owned(),
        what: "rejection.replayed".to_owned(),
        subject: if said.is_empty() { "all".to_owned() } else { said.join(", ") },
        detail: format!("{open} open"),
    }
}

fn delivery(kept: &KeptRejection) -> Delivery {
    Delivery {
        road: Road::Replay,
        place: kept.number.to_string(),
        site: kept.token_site.clone(),
        bytes: kept.raw.clone(),
        items: vec![Item { bytes: 0..kept.raw.len(), number: 1, fault: None }],
        file: None,
    }
}

fn settle(
    records: &Records,
    (kept, outcome): (&KeptRejection, &&Outcome),
    by: &str,
    now: Instant,
) -> Result<(), StoreError> {
    let state = match outcome {
        Outcome::Accepted => RejectionState::Accepted,
        Outcome::Duplicate => RejectionState::Duplicate,
        Outcome::Rejected(fault) => {
            // That bytes are no event does not change with the registry. Where something else is known of them, they are a
            // row of an export, and what its mapping said stays.
            let is_row = matches!(fault.code, Code::TooLarge | Code::MalformedJson | Code::NotCloudevent)
                && fault.code.word() != kept.code;
            if is_row {
                return Ok(());
            }
            return records.rejected_again(kept.number, fault.code.word(), &fault.message);
        }
    };
    records.settle_rejection(kept.number, state, by, None, now)
}

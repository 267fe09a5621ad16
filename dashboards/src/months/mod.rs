//! Open, closed, reissued: what becomes of a month once it is over.
//!
//! | | |
//! | --- | --- |
//! | open | its results follow every event |
//! | closed | its results are frozen as version 1, with the rulebook, the registry and the set of events that they saw |
//! | reissued | version 2 and so on, with a list of every change and its reason; earlier versions stay readable |
//!
//! What arrives for a closed month changes nothing that was published: it shows as a difference between the newest version
//! and the month scored anew, until somebody reissues it. Both are made here by one function, [`scored`], from a log, an
//! instant and what was published of the months before; so anybody who has the events can make them again.
//!
//! All of it happens at the desk ([`ingest::live::Live::act`]), between two groups of events.

mod close;
mod difference;
mod error;
mod late;
mod list;
mod own;
pub mod proposals;
mod public_notice;
pub mod publish;

pub use close::{Made, StillOpen, announce, close, close_with, closes_from, reissue};
pub use difference::{Decisions, Difference, Later, difference, read as read_files};
pub use error::MonthError;
pub use late::{bears_on, late};
pub use list::{Listed, State, list, text};
pub use own::own;
pub use public_notice::{AppealTime, appeal_time, appeal_time_of, put_up};

use ingest::batch;
use ingest::store::{ClosedMonth, Frozen};
use reports::render::contract::{self, LineCounts};
use scoring::context::Context;
use scoring::log::Log;
use scoring::month::{MonthResult, PastMonth};
use scoring::score;
use scoring::time::Month;
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;

/// A month's files, scored by itself over a log whose retractions are settled as of the context's instant. `history` is
/// what was published of the months before it.
pub fn scored(context: &Context<'_>, month: Month, history: &[PastMonth]) -> Frozen {
    let gathered = batch::judge(context, &[month], batch::all_threads());
    let results = score::results(context, &gathered, history);
    results.first().map(|result| files(context, result, counts_of(context.log))).unwrap_or_default()
}

/// The counts of a log, whose events were each accepted once.
pub fn counts_of(log: &Log) -> LineCounts {
    let events = log.len() as u64;
    LineCounts { read: events, accepted: events, duplicates: 0, rejected: 0 }
}

/// The files of a month's results.
pub fn files(context: &Context<'_>, result: &MonthResult, counts: LineCounts) -> Frozen {
    // Of a large month the notices are most of what is written.
    let (first, rest) = result.notices.split_at(result.notices.len() / 2);
    thread::scope(|scope| {
        let rest = scope.spawn(|| contract::notices(context, rest));
        let own = contract::result(context, result, counts);
        let ledger = contract::ledger(context, result);
        let notices = contract::notices(context, first);
        let rest = rest.join().unwrap_or_else(|panic| resume_unwind(panic));
        Frozen { result: own, ledger, notices: notices + &rest, changes: None }
    })
}

/// The newest version of each month.
pub fn newest(versions: &[ClosedMonth]) -> BTreeMap<Month, u32> {
    // They are in order, so the last one of a month is the newest.
    versions.iter().map(|closed| (closed.month, closed.version)).collect()
}

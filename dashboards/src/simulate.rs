//! What another rulebook would have made of the same months and events (规则试算): the one definition of it, for the command and
//! the page.
//!
//! The events are read from the store anew for each rulebook, since what an event means and whether it is accepted is a matter of
//! the kinds and ranges that the rulebook knows. Nothing of it is kept, and the desk is not asked.

use crate::months::newest;
use ingest::batch::{self, load_stored};
use ingest::rejections::Rejection;
use ingest::store::sqlite::Records;
use ingest::store::{Archive as _, EventNumber};
use reports::changes::{Between, Changes, Published, compare};
use reports::words::in_both;
use scoring::context::{Context, Givens};
use scoring::log::Log;
use scoring::month::MonthResult;
use scoring::score;
use scoring::time::{Instant, Month};
use std::collections::BTreeSet;

/// What goes wrong beside the rules: the store cannot be read.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;

/// What a rulebook makes of the months.
#[derive(Debug, Default)]
pub struct Side {
    /// The months, in order.
    pub months: Vec<Published>,
    /// Events that it does not take, by file and line.
    pub rejected: BTreeSet<(String, u64)>,
}

/// Which months of which events are looked at, as of when: the same for both rulebooks.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The months, in order.
    pub months: Vec<Month>,
    /// The events up to this number.
    pub until: EventNumber,
    /// The instant of the results; a month that goes on is taken as it is now.
    pub as_of: Instant,
}

/// Scores the months of a store by its own events under some givens.
///
/// # Errors
///
/// The store cannot be read.
pub fn score_store(records: Records, givens: &Givens, asked: &Asked) -> Result<Side, Failed> {
    let versions = newest(&records.closed_months()?);
    let history = match asked.months.first() {
        Some(&first) => records.before(first, &versions, givens.county())?,
        None => Vec::new(),
    };
    let mut rejected = BTreeSet::new();
    let note = |rejection: Rejection| {
        rejected.insert((rejection.file, rejection.line));
    };
    let room = Log::with_capacity(asked.until as usize);
    let (mut log, _) = load_stored(room, givens, records, (0, asked.until), note)?;
    log.settle_all(asked.as_of);
    let context = Context { county: givens.county(), log: &log, as_of: asked.as_of };
    let gathered = batch::judge(&context, &asked.months, batch::all_threads());
    let results = score::results(&context, &gathered, &history);
    Ok(Side { months: published(&context, &results)?, rejected })
}

/// Results as they can be compared.
///
/// # Errors
///
/// What was written cannot be read back.
pub fn published(context: &Context<'_>, results: &[MonthResult]) -> Result<Vec<Published>, Failed> {
    Ok(results.iter().map(|result| Published::of(context, result)).collect::<Result<_, _>>()?)
}

/// What is different under the other rulebook, month by month.
pub fn compared(before: &Side, after: &Side) -> Vec<Changes> {
    let months = before.months.iter().zip(&after.months);
    months.map(|(before, after)| compare(before, after, between(before, after))).collect()
}

fn between(before: &Published, after: &Published) -> Between {
    let name = |of: &Published| in_both(|lang| lang.rulebook_version(&of.rulebook, &of.rulebook_version));
    Between { names: [name(before), name(after)], other_rulebook: true, ..Between::default() }
}

//! What was counted from the events of months for charts, kept until an event comes or an hour is over: counting reads the whole log.

use ingest::live::Moment;
use scoring::observed::Observed;
use scoring::time::Month;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many months are kept at hand.
const MONTHS_MOST: usize = 4;

const NANOS_PER_HOUR: i64 = 3_600_000_000_000;

/// What it was counted of: how many events, and the hour, since an event dated ahead exists from its time on.
type Of = (usize, i64);

/// What was counted last.
#[derive(Default)]
pub struct LastCounted(Mutex<BTreeMap<Month, (Of, Arc<Observed>)>>);

impl LastCounted {
    /// What is counted of a month now.
    pub fn of(&self, moment: &Moment<'_>, month: Month) -> Arc<Observed> {
        let context = &moment.context;
        let of = (context.log.len(), context.as_of.0.div_euclid(NANOS_PER_HOUR));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, observed)) = kept.get(&month)
            && *known == of
        {
            return observed.clone();
        }
        let observed = Arc::new(Observed::of(context, month));
        kept.retain(|_, (known, _)| *known == of);
        if kept.len() < MONTHS_MOST {
            kept.insert(month, (of, observed.clone()));
        }
        observed
    }
}

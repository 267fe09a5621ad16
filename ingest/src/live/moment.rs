//! What a question sees: the standing as of now.

use super::region::Region;
use crate::store::EventNumber;
use crate::store::sqlite::Records;
use scoring::context::Context;
use scoring::log::EventIdx;
use scoring::month::{MonthResult, PastMonth};
use scoring::time::{Instant, Month};
use std::ops::Range;

/// The standing as of now.
pub struct Moment<'m, Kept = Records> {
    /// The givens, the log and the instant.
    pub context: Context<'m>,
    /// The open months in order.
    pub results: &'m [MonthResult],
    /// What was published of the months before them.
    pub history: &'m [PastMonth],
    /// What the store keeps: the events as they were sent, what was published.
    pub records: &'m Kept,
    /// How often the givens were read anew: places in the log and the registry hold until it is another number.
    pub reading: u64,
    pub(super) numbers: &'m [u32],
    pub(super) arrivals: &'m [u32],
}

impl Region<'_> {
    /// What a question sees, with the records of the region's store; the results as they were last settled.
    pub fn moment<'m, Kept>(&'m self, records: &'m Kept) -> Moment<'m, Kept> {
        Moment {
            context: self.context(),
            results: self.results(),
            history: self.history(),
            records,
            reading: self.reading,
            numbers: &self.numbers,
            arrivals: &self.arrivals,
        }
    }
}

impl<'m, Kept> Moment<'m, Kept> {
    /// An open month.
    pub fn result(&self, month: Month) -> Option<&'m MonthResult> {
        self.results.iter().find(|result| result.month == month)
    }

    /// What is known of the months before an open one: published, or open themselves.
    pub fn past_of(&self, month: Month) -> Vec<PastMonth> {
        let rulebooks = self.context.county.rulebooks;
        let open = self.results.iter().filter(|result| result.month < month);
        let open = open.map(|result| result.as_past(&rulebooks.of_month(result.month).evaluation.failed));
        self.history.iter().cloned().chain(open).collect()
    }

    /// The number in the store of an event of the log.
    pub fn number(&self, event: EventIdx) -> EventNumber {
        EventNumber::from(self.numbers[event as usize])
    }

    /// The events of the log that arrived after a number of the store, up to and with another one, in the order of arrival.
    pub fn arrived_between(&self, after: EventNumber, until: EventNumber) -> Range<EventIdx> {
        let up_to = |number| self.numbers.partition_point(|&kept| EventNumber::from(kept) <= number);
        up_to(after) as EventIdx..up_to(until) as EventIdx
    }

    /// When an event was taken in, to the second.
    pub fn arrived(&self, event: EventIdx) -> Instant {
        super::start::instant(self.arrivals[event as usize])
    }

    /// The number of the last event that the log has.
    pub fn last_number(&self) -> EventNumber {
        self.numbers.last().map_or(0, |&number| EventNumber::from(number))
    }
}

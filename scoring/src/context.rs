//! What every evaluator needs to know: the region, its calendar and rulebook, the log, and the instant of the results.

use crate::calendar::Calendar;
use crate::log::{EventIdx, Log};
use crate::registry::Registry;
use crate::rulebook::Rulebooks;
use crate::time::{Date, Instant};

/// A county's givens, read and checked.
#[derive(Debug)]
pub struct Givens {
    /// Who and what is supervised.
    pub registry: Registry,
    /// Working days.
    pub calendar: Calendar,
    /// The rulebook in all its versions.
    pub rulebooks: Rulebooks,
}

impl Givens {
    /// The givens as evaluators want them.
    pub fn county(&self) -> County<'_> {
        County { registry: &self.registry, calendar: &self.calendar, rulebooks: &self.rulebooks }
    }
}

/// The givens of a region that do not change while its events come in.
#[derive(Clone, Copy, Debug)]
pub struct County<'a> {
    /// Who and what is supervised.
    pub registry: &'a Registry,
    /// Working days.
    pub calendar: &'a Calendar,
    /// The rulebook in all its versions.
    pub rulebooks: &'a Rulebooks,
}

/// A county with its log, as of an instant.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The givens.
    pub county: County<'a>,
    /// What was seen.
    pub log: &'a Log,
    /// Events after this instant do not exist.
    pub as_of: Instant,
}

impl<'a> Context<'a> {
    /// Who and what is supervised.
    pub fn registry(&self) -> &'a Registry {
        self.county.registry
    }

    /// Working days.
    pub fn calendar(&self) -> &'a Calendar {
        self.county.calendar
    }

    /// The local date of the instant; days before it are over.
    pub fn today(&self) -> Date {
        self.county.registry.zone.date(self.as_of)
    }

    /// The local date of an event.
    pub fn date(&self, event: EventIdx) -> Date {
        self.county.registry.zone.date(self.log.record(event).time)
    }

    /// `TYPE SOURCE/ID`, as anomalies name an event.
    pub fn event_name(&self, event: EventIdx) -> String {
        let record = self.log.record(event);
        let source = &self.county.registry.sites[usize::from(record.source)].id;
        format!("{} {source}/{}", record.fact.type_word(), self.log.text(record.id))
    }
}

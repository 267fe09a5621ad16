//! One hall with a device, two people, and events put into a log by hand.
#![allow(dead_code)] // Each test file uses its part.

use scoring::calendar::{self, Calendar};
use scoring::context::{Context, County};
use scoring::event::{Event, Fact, HalfDay, Subject};
use scoring::ledger::EntryKind;
use scoring::log::{Appended, Keyed, Log};
use scoring::month::{ActionSubject, MonthResult};
use scoring::registry::{self, Registry, SiteIdx, SourceFile};
use scoring::rulebook::{self, Rulebooks};
use scoring::score;
use scoring::time::{Date, Instant, Month, Session};

const REGISTRY: &str = r#"
[region]
code = "220821"
name = "镇赉县"
timezone = "Asia/Shanghai"

[[schedule]]
id = "standard"
am = { start = "08:30:00", end = "11:30:00" }
pm = { start = "13:00:00", end = "17:00:00" }

[[site]]
id = "hall"
name = "县政务服务中心"
kind = "hall"
supervision = true

[[department]]
id = "D-1"
name = "一局"

[[window]]
id = "W-1"
name = "一号"
site = "hall"
department = "D-1"

[[staff]]
id = "S-1"
name = "甲"

[[staff]]
id = "S-2"
name = "乙"

[[assignment]]
staff = "S-1"
window = "W-1"
from = 2026-01-05
lead = true

[[assignment]]
staff = "S-2"
window = "W-1"
from = 2026-01-05

[[item]]
code = "I-5"
name = "承诺件"
department = "D-1"
kind = "promised"
statutory_days = 10
promised_days = 5
"#;

/// S-1 and S-2 in the registry's lists.
pub const S1: u16 = 0;
pub const S2: u16 = 1;

/// One event: when, about what, what.
pub type Seen = (&'static str, Subject<&'static str>, Fact<&'static str>);

pub struct Hall {
    pub registry: Registry,
    pub calendar: Calendar,
    pub rulebooks: Rulebooks,
}

impl Hall {
    pub fn new() -> Hall {
        Hall::with("")
    }

    /// With more tables in its registry.
    pub fn with(more: &str) -> Hall {
        let file = SourceFile { name: "county.toml".to_owned(), text: format!("{REGISTRY}{more}") };
        Hall {
            registry: registry::read(&[file]).unwrap(),
            calendar: Calendar::new(&calendar::builtin()),
            rulebooks: rulebook::builtin("zhenlai").unwrap(),
        }
    }

    pub fn kind(&self, name: &str) -> u16 {
        self.rulebooks.kind(name).unwrap()
    }

    /// A log of events with their ids and sources, in the order of arrival.
    pub fn log(&self, events: &[(String, SiteIdx, Seen)], as_of: Instant) -> Log {
        let mut log = Log::new();
        for (place, &(ref id, source, (time, subject, fact))) in events.iter().enumerate() {
            let time = Instant::parse(time).unwrap();
            let event = Event { time, source, id, content: place as u64, subject, fact };
            assert!(matches!(log.append(&Keyed::from(event)), Appended::New(..)));
        }
        log.settle_all(as_of);
        log
    }

    pub fn context<'c>(&'c self, log: &'c Log, as_of: Instant) -> Context<'c> {
        let county =
            County { registry: &self.registry, calendar: &self.calendar, rulebooks: &self.rulebooks };
        Context { county, log, as_of }
    }

    /// The month of the instant, from events of the hall whose ids are `e1`, `e2`, … in the order given.
    pub fn score(&self, events: &[Seen], as_of: &str) -> (Log, MonthResult) {
        let as_of = Instant::parse(as_of).unwrap();
        let events: Vec<(String, SiteIdx, Seen)> =
            events.iter().zip(1..).map(|(&seen, number)| (format!("e{number}"), 0, seen)).collect();
        let log = self.log(&events, as_of);
        // At midnight the day that just ended is the last.
        let month = self.registry.zone.date(Instant(as_of.0 - 1)).month();
        let result = score::score_months(&self.context(&log, as_of), &[month], &[]).remove(0);
        (log, result)
    }

    /// The staff book's entries as `S-1 2026-09-01 am late`.
    pub fn staff_entries(&self, result: &MonthResult) -> Vec<String> {
        let entries = result.ledger().filter_map(|(subject, entry)| match subject {
            ActionSubject::Staff(staff) => Some((staff, entry)),
            ActionSubject::Window(_) => None,
        });
        let told = entries.map(|(staff, entry)| {
            let kind = match entry.kind {
                EntryKind::Kind(kind) => self.rulebooks.kinds()[usize::from(kind)].name.as_str(),
                EntryKind::Evaluation => "evaluation",
            };
            let session = entry.session.map(|session| format!(" {}", session.word())).unwrap_or_default();
            format!("{} {}{session} {kind}", self.registry.staff[usize::from(staff)].id, entry.date)
        });
        told.collect()
    }
}

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

pub fn half_day(on: &str, session: Session) -> HalfDay {
    HalfDay { date: date(on), session }
}

//! A county with many open cases, a stated number of which have a notice due on one morning.

use crate::commands::Failure;
use anyhow::Context as _;
use ingest::wire::{Room, Wire};
use scoring::calendar::Calendar;
use scoring::context::Givens;
use scoring::log::{Keyed, Log};
use scoring::registry::{Item, Registry, Window};
use scoring::time::{Date, Instant};
use serde_json::{Value, json};

/// The morning: a Wednesday in the middle of a month.
const MORNING: &str = "2026-09-16";

/// Of a hundred cases with a notice that morning, so many have it of level 1, 2, 3 and 4.
const LEVELS_PERCENT: [u64; 4] = [80, 10, 6, 4];

/// Working days from the due date to the notice of each level, by the usual deadlines: 3 before it, the next one, 3 + 1
/// and 5 + 1 further.
const LEVEL_WORKDAYS_AFTER_DUE: [i64; 4] = [-3, 1, 5, 11];

/// Open cases, in the order of their acceptance.
pub struct OpenCases<'g> {
    givens: &'g Givens,
    /// The item's promise.
    pub promised_workdays: u32,
    /// Their acceptances.
    pub cases: Vec<Case>,
    /// How many have a notice due that morning, by level.
    pub due: [u64; 4],
}

/// One open case.
pub struct Case {
    /// The id.
    pub id: String,
    /// The site that sends its events.
    pub source: String,
    /// Its acceptance, as JSON.
    pub line: String,
}

/// The working day on which notices are due.
pub fn morning() -> Date {
    Date::parse(MORNING).unwrap_or(Date::MAX)
}

impl OpenCases<'_> {
    /// So many cases, of which so many of a hundred have a notice due that morning; the others on the days after.
    pub fn new(givens: &Givens, count: u64, percent_due: u64) -> Result<OpenCases<'_>, Failure> {
        let registry = &givens.registry;
        let promises = |item: &&Item| (10..=20).contains(&item.promised_workdays);
        let item = registry.items.iter().filter(promises).max_by_key(|item| item.promised_workdays);
        let item = item.context("the sample has no item with a promise of 10 to 20 working days")?;
        let promised = i64::from(item.promised_workdays);
        let mut due = [0; 4];
        let mut accepted: Vec<Date> = (0..count)
            .map(|place| {
                let workdays_after_due = if place * percent_due % 100 < percent_due {
                    let hundredth = (place * percent_due / 100) % 100;
                    let level = level(hundredth);
                    due[level] += 1;
                    LEVEL_WORKDAYS_AFTER_DUE[level]
                } else {
                    // Accepted on one of the days before, and warned of on one of the days after.
                    -4 - (place as i64 % (promised - 4))
                };
                shifted(&givens.calendar, morning(), -workdays_after_due - promised)
            })
            .collect();
        accepted.sort_unstable();
        let windows: Vec<&Window> =
            registry.windows.iter().filter(|window| !window.assignments.is_empty()).collect();
        let case = |(place, &date): (usize, &Date)| {
            case(registry, windows[place % windows.len()], item, place, date)
        };
        let cases = accepted.iter().enumerate().map(case).collect();
        Ok(OpenCases { givens, promised_workdays: item.promised_workdays, cases, due })
    }

    /// How many notices are due that morning.
    pub fn due(&self) -> u64 {
        self.due.iter().sum()
    }

    /// A log of the acceptances, read as a service reads them.
    pub fn log(&self) -> Result<Log, Failure> {
        let wire = Wire::new(&self.givens.registry, &self.givens.rulebooks);
        let (mut log, mut room, mut arena) =
            (Log::with_capacity(self.cases.len()), Room::default(), bumpalo::Bump::new());
        for case in &self.cases {
            arena.reset();
            let read = wire.read_text(&case.line, &arena, &mut room);
            let event = read.map_err(|fault| anyhow::anyhow!("{}: {}", case.line, fault.message))?;
            log.append(&Keyed::from(event));
        }
        Ok(log)
    }

    /// The last instant before the morning's day begins.
    pub fn eve(&self) -> Instant {
        Instant(self.givens.registry.zone.midnight(morning()).0 - 1)
    }

    /// So many of the cases, from all parts.
    pub fn some(&self, count: usize) -> impl Iterator<Item = &Case> {
        self.cases.iter().step_by((self.cases.len() / count).max(1)).take(count)
    }
}

fn level(hundredth: u64) -> usize {
    let mut until = 0;
    LEVELS_PERCENT
        .iter()
        .position(|percent| {
            until += percent;
            hundredth < until
        })
        .unwrap_or_default()
}

fn shifted(calendar: &Calendar, date: Date, workdays: i64) -> Date {
    match u32::try_from(workdays) {
        Ok(later) => calendar.plus(date, later),
        Err(_) => calendar.minus(date, u32::try_from(-workdays).unwrap_or_default()),
    }
}

fn case(registry: &Registry, window: &Window, item: &Item, place: usize, date: Date) -> Case {
    let source = registry.sites[usize::from(window.site)].id.clone();
    let staff =
        window.assignments.first().map(|assignment| &registry.staff[usize::from(assignment.staff)].id);
    let id = format!("{}-{}-{place:07}", window.id, date.to_string().replace('-', ""));
    let data = json!({"case": id, "item": item.code, "window": window.id, "staff": staff});
    let second = place % 10_000;
    let time = format!("{date}T{:02}:{:02}:{:02}+08:00", 9 + second / 3600, second / 60 % 60, second % 60);
    let line = event(&format!("a-{id}"), &source, "case.accepted", &time, data);
    Case { id, source, line }
}

/// An event as a site sends it.
pub fn event(id: &str, source: &str, event_type: &str, time: &str, data: Value) -> String {
    json!({"specversion": "1.0", "id": id, "source": source, "type": event_type, "time": time, "data": data})
        .to_string()
}

/// What a case's due date is moved by on the morning itself: every other one is suspended, the others extended.
pub fn move_of(case: &Case, place: usize) -> String {
    let (event_type, data) = if place.is_multiple_of(2) {
        ("case.suspended", json!({"case": case.id, "reason": "hearing", "days": 5}))
    } else {
        ("case.extended", json!({"case": case.id, "days": 5, "approved_by": "分管领导"}))
    };
    event(&format!("m-{}", case.id), &case.source, event_type, &format!("{MORNING}T00:00:00+08:00"), data)
}

/// The retraction of a case's acceptance.
pub fn retraction_of(case: &Case) -> String {
    let data = json!({"source": case.source, "id": format!("a-{}", case.id), "reason": "录入有误", "approved_by": "分管领导"});
    event(
        &format!("r-{}", case.id),
        &case.source,
        "event.retracted",
        &format!("{MORNING}T00:00:00+08:00"),
        data,
    )
}

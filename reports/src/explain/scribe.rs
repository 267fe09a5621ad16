//! What every part of an explanation writes in the same way: dates, names, events.

use super::EventTold;
use crate::words::Lang;
use scoring::case_clock::{self, Look};
use scoring::context::Context;
use scoring::event::Fact;
use scoring::log::{EventIdx, Text};
use scoring::month::MonthResult;
use scoring::registry::{DepartmentIdx, Registry, StaffIdx, WindowIdx};
use scoring::rulebook::{KindIdx, Rulebook};
use scoring::time::Date;

/// Writes for one month in one language.
pub(super) struct Scribe<'a> {
    pub context: &'a Context<'a>,
    pub result: &'a MonthResult,
    pub rulebook: &'a Rulebook,
    pub lang: Lang,
}

/// An event with its type, identity and time: `case.accepted hall/7f1c (9月1日 09:12:03)`.
pub(crate) fn event_told(
    context: &Context<'_>,
    event: EventIdx,
    year_understood: i32,
    lang: Lang,
) -> EventTold {
    let record = context.log.record(event);
    let when = lang.moment_exact(&context.registry().zone, record.time, year_understood);
    EventTold {
        source: context.registry().sites[usize::from(record.source)].id.clone(),
        id: context.log.text(record.id).to_owned(),
        text: format!("{} ({when})", context.event_name(event)),
    }
}

/// `W-09 不动产二窗`.
pub(crate) fn window_told(registry: &Registry, window: WindowIdx) -> String {
    let window = &registry.windows[usize::from(window)];
    format!("{} {}", window.id, window.name)
}

/// `S-021 李强`.
pub(crate) fn staff_told(registry: &Registry, staff: StaffIdx) -> String {
    let staff = &registry.staff[usize::from(staff)];
    format!("{} {}", staff.id, staff.name)
}

impl<'a> Scribe<'a> {
    pub fn new(context: &'a Context<'a>, result: &'a MonthResult, lang: Lang) -> Scribe<'a> {
        Scribe { context, result, rulebook: context.county.rulebooks.of_month(result.month), lang }
    }

    pub fn registry(&self) -> &'a Registry {
        self.context.registry()
    }

    /// Whether the month's last day is over.
    pub fn month_is_over(&self) -> bool {
        self.result.month.last_day() < self.context.today()
    }

    /// `9月8日`; with the year where it is not the month's.
    pub fn date(&self, date: Date) -> String {
        self.lang.date(date, self.result.month.year())
    }

    /// `9月8日 周二`.
    pub fn day(&self, date: Date) -> String {
        self.lang.day(date, self.result.month.year())
    }

    /// When an event happened: `9月8日 08:47`.
    pub fn when(&self, event: EventIdx) -> String {
        let at = self.context.log.record(event).time;
        self.lang.moment(&self.registry().zone, at, self.result.month.year())
    }

    pub fn event(&self, event: EventIdx) -> EventTold {
        event_told(self.context, event, self.result.month.year(), self.lang)
    }

    pub fn window(&self, window: WindowIdx) -> String {
        window_told(self.registry(), window)
    }

    pub fn staff(&self, staff: StaffIdx) -> String {
        staff_told(self.registry(), staff)
    }

    pub fn department(&self, department: DepartmentIdx) -> &'a str {
        &self.registry().departments[usize::from(department)].name
    }

    pub fn text(&self, text: Text) -> &'a str {
        self.context.log.text(text)
    }

    /// What a kind is called.
    pub fn kind(&self, kind: KindIdx) -> &'a str {
        self.lang.title(&self.rulebook.kinds[usize::from(kind)].title)
    }

    /// A case and its item's name, if it was accepted.
    pub fn case(&self, case: Text) -> Option<(Look, &'a str)> {
        let look = case_clock::look(self.context, case)?;
        let Fact::CaseAccepted { item, .. } = self.context.log.record(look.acceptance).fact else {
            return None;
        };
        Some((look, &self.registry().items[usize::from(item)].name))
    }
}

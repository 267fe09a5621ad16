//! The name of an entry of the ledger, by which an appeal says what it is about and by which the entry is found again.
//!
//! ```text
//! 2026-09/window/W-09/W-D1/2026-09-08/-/S-021/hall/7f1c
//! month   book   whose rule date      | |     source and id of each event behind it
//!                                     | staff member named, or -
//!                                     session: am, pm, or -
//! ```
//!
//! Ids are written with everything but ASCII letters, figures, `-`, `_` and `.` as `%` and their bytes in hexadecimal, and an
//! id that is `-` as `%2D`, so that no id is taken for two parts or for nothing. It says nothing of points: an entry keeps its
//! name when other entries leave less or more of the category for it.

use crate::attendance;
use crate::context::Context;
use crate::effects::Effects;
use crate::event::Subject;
use crate::finding::{Evidence, Finding};
use crate::gather;
use crate::ledger::Entry;
use crate::log::EventIdx;
use crate::month::{self, ActionSubject, MonthResult};
use crate::registry::{SiteIdx, StaffIdx, WindowIdx};
use crate::rulebook::{Book, Rulebook};
use crate::time::{Date, Month, Session};
use std::fmt;

/// The name of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryName {
    /// The month.
    pub month: Month,
    /// Whether it stands in a window's book; in a staff member's otherwise.
    pub is_window: bool,
    /// Whose book, by id.
    pub subject: String,
    /// The rule's id.
    pub rule: String,
    /// The date it counts for.
    pub date: Date,
    /// The session, where it belongs to one.
    pub session: Option<Session>,
    /// The staff member that it names, by id.
    pub staff: Option<String>,
    /// The events behind it, as source and id.
    pub evidence: Vec<(String, String)>,
}

impl fmt::Display for EntryName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let book = if self.is_window { "window" } else { "staff" };
        let session = self.session.map_or("-", Session::word);
        let staff = self.staff.as_deref().map_or("-".to_owned(), written);
        let (subject, rule) = (written(&self.subject), written(&self.rule));
        write!(out, "{}/{book}/{subject}/{rule}/{}/{session}/{staff}", self.month, self.date)?;
        for (source, id) in &self.evidence {
            write!(out, "/{}/{}", written(source), written(id))?;
        }
        Ok(())
    }
}

impl EntryName {
    /// The name of an entry.
    pub fn of(context: &Context<'_>, month: Month, subject: ActionSubject, entry: &Entry) -> EntryName {
        let registry = context.registry();
        let book = match subject {
            ActionSubject::Window(_) => &context.county.rulebooks.of_month(month).window_book,
            ActionSubject::Staff(_) => &context.county.rulebooks.of_month(month).staff_book,
        };
        EntryName {
            month,
            is_window: matches!(subject, ActionSubject::Window(_)),
            subject: subject.id(registry).to_owned(),
            rule: book.rules[entry.rule].id.clone(),
            date: entry.date,
            session: entry.session,
            staff: entry.staff.map(|staff| registry.staff[usize::from(staff)].id.clone()),
            evidence: entry.evidence.events().map(|event| identity(context, event)).collect(),
        }
    }

    /// Reads a name; `None` where a text is none.
    pub fn parse(text: &str) -> Option<EntryName> {
        let mut parts = text.split('/');
        let month = Month::parse(parts.next()?)?;
        let is_window = match parts.next()? {
            "window" => true,
            "staff" => false,
            _ => return None,
        };
        let (subject, rule) = (read(parts.next()?)?, read(parts.next()?)?);
        let date = Date::parse(parts.next()?)?;
        let session = match parts.next()? {
            "am" => Some(Session::Am),
            "pm" => Some(Session::Pm),
            "-" => None,
            _ => return None,
        };
        let staff = match parts.next()? {
            "-" => None,
            staff => Some(read(staff)?),
        };
        let mut evidence = Vec::new();
        while let Some(source) = parts.next() {
            evidence.push((read(source)?, read(parts.next()?)?));
        }
        Some(EntryName { month, is_window, subject, rule, date, session, staff, evidence })
    }

    /// Whose book, where the registry knows it.
    pub fn whose(&self, context: &Context<'_>) -> Option<ActionSubject> {
        let index = &context.registry().index;
        if self.is_window {
            return index.windows.get(&self.subject).copied().map(ActionSubject::Window);
        }
        index.staff.get(&self.subject).copied().map(ActionSubject::Staff)
    }

    /// The rulebook's book that it stands in.
    pub fn book<'r>(&self, rulebook: &'r Rulebook) -> &'r Book {
        if self.is_window { &rulebook.window_book } else { &rulebook.staff_book }
    }

    /// The events behind it that are known, whether they still count or not.
    pub fn events(&self, context: &Context<'_>) -> Vec<EventIdx> {
        let sites = &context.registry().index.sites;
        let known = |(source, id): &(String, String)| context.log.find(*sites.get(source)?, id);
        self.evidence.iter().filter_map(known).collect()
    }

    /// The entry in a month's results, with whose book it stands in.
    pub fn find<'r>(
        &self,
        context: &Context<'_>,
        result: &'r MonthResult,
    ) -> Option<(ActionSubject, &'r Entry)> {
        let whose = self.whose(context).filter(|_| result.month == self.month)?;
        let entries = match whose {
            ActionSubject::Window(window) => &result.window(window)?.account.entries,
            ActionSubject::Staff(staff) => &result.staff_member(staff)?.account.entries,
        };
        let found = entries.iter().find(|entry| EntryName::of(context, self.month, whose, entry) == *self);
        found.map(|entry| (whose, entry))
    }

    /// Whether what it rests on still holds: the same kind of finding, of the same day, from the same events. It asks the
    /// evaluators of these events alone, not the month. A bonus that follows from the month's end is taken to hold.
    pub fn holds(&self, context: &Context<'_>) -> bool {
        let events = self.events(context);
        let all_exist = events.iter().all(|&event| context.log.exists(event, context.as_of));
        if events.len() < self.evidence.len() || !all_exist {
            return false;
        }
        let rulebook = context.county.rulebooks.of_month(self.month);
        let book = self.book(rulebook);
        if book.evaluation().0.id == self.rule {
            let subject = match self.whose(context) {
                Some(ActionSubject::Window(window)) => Subject::WindowEvaluation(window, self.month),
                Some(ActionSubject::Staff(staff)) => Subject::StaffEvaluation(staff, self.month),
                None => return false,
            };
            let counts = month::evaluation(context, rulebook, &subject).map(|(event, _)| event);
            return counts.is_some() && counts == events.first().copied();
        }
        if events.is_empty() && self.session.is_none() {
            return true;
        }
        let mut effects = Effects::new(context.today());
        let mut places: Vec<_> = events.iter().filter_map(|&event| context.log.subject_of(event)).collect();
        places.dedup();
        for place in places {
            gather::judge(context, place, &mut Vec::new(), &mut effects);
        }
        if self.session.is_some() {
            for site in 0..context.registry().sites.len() as SiteIdx {
                attendance::judge_site_day(context, site, self.date, &mut effects);
            }
        }
        effects.findings.iter().any(|finding| self.is_of(context, book, &events, finding))
    }

    fn is_of(&self, context: &Context<'_>, book: &Book, events: &[EventIdx], finding: &Finding) -> bool {
        let staff = finding.staff.map(|staff| context.registry().staff[usize::from(staff)].id.as_str());
        book.rule(finding.kind).is_some_and(|(rule, _)| rule.id == self.rule)
            && finding.date == self.date
            && finding.session == self.session
            && staff == self.staff.as_deref()
            && same(&finding.evidence, events)
    }

    /// The window that answers for it: its own, or the staff member's on the day or at the month's end.
    pub fn window(&self, context: &Context<'_>) -> Option<WindowIdx> {
        match self.whose(context)? {
            ActionSubject::Window(window) => Some(window),
            ActionSubject::Staff(staff) => window_of(context, staff, self.date, self.month),
        }
    }
}

/// Where a staff member is assigned on a date, or was last in the month.
pub fn window_of(context: &Context<'_>, staff: StaffIdx, date: Date, month: Month) -> Option<WindowIdx> {
    let registry = context.registry();
    let on = |date: Date| registry.assignment(staff, date).map(|assignment| assignment.window);
    on(date).or_else(|| (month.first_day().0..=month.last_day().0).rev().find_map(|day| on(Date(day))))
}

fn same(evidence: &Evidence, events: &[EventIdx]) -> bool {
    evidence.events().eq(events.iter().copied())
}

/// An event's source and id.
pub fn identity(context: &Context<'_>, event: EventIdx) -> (String, String) {
    let record = context.log.record(event);
    let source = context.registry().sites[usize::from(record.source)].id.clone();
    (source, context.log.text(record.id).to_owned())
}

fn written(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if id == "-" {
        return "%2D".to_owned();
    }
    let mut text = String::with_capacity(id.len());
    for byte in id.bytes() {
        if plain(byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

fn read(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let (figures, after) = (after.get(..2)?, after.get(2..)?);
            bytes.push(u8::from_str_radix(std::str::from_utf8(figures).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok().filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::EntryName;

    #[test]
    fn a_name_is_read_as_it_was_written() {
        for text in [
            "2026-09/window/W-09/W-D1/2026-09-08/-/S-021/hall/7f1c",
            "2026-09/staff/S-021/S-C3/2026-09-08/pm/S-021",
            "2026-09/window/%E7%AA%97%2F1/W-D2/2026-09-08/-/%2D/hall/a%2Fb/hall/%2D",
        ] {
            assert_eq!(EntryName::parse(text).map(|name| name.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_name_is_none() {
        for text in [
            "",
            "红旗",
            "2026-09",
            "2026-9/window/W/W-D1/2026-09-08/-/-",
            "2026-09/window/W/W-D1/2026-09-08/-/-/hall",
        ] {
            assert_eq!(EntryName::parse(text), None, "{text}");
        }
    }
}

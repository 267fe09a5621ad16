//! What facts of every kind say in the same way: names of the registry, dates, deadlines, recipients.

use super::body::Body;
use super::{Facts, Said};
use crate::explain::recipient_name;
use crate::words::{Lang, Word, labels};
use scoring::context::Context;
use scoring::event::Subject;
use scoring::log::{EventIdx, SubjectIdx};
use scoring::month::MonthResult;
use scoring::notices::Recipient;
use scoring::registry::{DepartmentIdx, Registry, StaffIdx, WindowIdx};
use scoring::rulebook::Deadlines;
use scoring::time::{Date, Month};

pub(super) struct Teller<'a> {
    pub context: &'a Context<'a>,
    pub results: &'a [MonthResult],
    /// The year that need not be said.
    pub year: i32,
}

impl<'a> Teller<'a> {
    pub fn registry(&self) -> &'a Registry {
        self.context.registry()
    }

    /// Says a date: in full, and short for subjects.
    pub fn day(&self, facts: &mut Facts, name: &'static str, date: Date) {
        facts.say(name, Said::by(|lang| lang.full_day(date)));
        facts.short.insert(name.to_owned(), Said::by(|lang| lang.date(date, self.year)));
    }

    /// Says when the next step follows; what has been due already is not announced.
    pub fn next_step(&self, facts: &mut Facts, date: Date) {
        if date >= self.context.today() {
            self.day(facts, "next_date", date);
        }
    }

    pub fn month(&self, month: Month) -> Said {
        Said::by(|lang| lang.month(month))
    }

    pub fn deadlines(&self, date: Date) -> Deadlines {
        self.context.county.rulebooks.on(date).deadlines
    }

    /// The place of a subject in the log, with its events in order.
    pub fn events(&self, subject: &Subject<&str>) -> Option<(SubjectIdx, Vec<EventIdx>)> {
        let place = self.context.log.find_subject(subject)?;
        let mut events = Vec::new();
        self.context.log.events_of(place, self.context.as_of, &mut events);
        Some((place, events))
    }

    /// Says where and whose: what the body names by id.
    pub fn places(&self, facts: &mut Facts, body: &Body) {
        let index = &self.registry().index;
        let id = |name: &str| body.text(name);
        if let Some(&window) = id("window").and_then(|id| index.windows.get(id.as_str())) {
            self.window(facts, window);
        }
        if let Some(&department) = id("department").and_then(|id| index.departments.get(id.as_str())) {
            self.department(facts, department);
        }
        if let Some(&staff) = id("staff").and_then(|id| index.staff.get(id.as_str())) {
            self.staff(facts, staff);
        }
        if let Some(&site) = id("site").and_then(|id| index.sites.get(id.as_str())) {
            facts.say("site", Said::alike(&self.registry().sites[usize::from(site)].name));
        }
    }

    /// Says which window, and with it the site and the department.
    pub fn window(&self, facts: &mut Facts, window: WindowIdx) {
        let of = &self.registry().windows[usize::from(window)];
        facts.say("window", Said::alike(format!("{} {}", of.id, of.name)));
        facts.say("site", Said::alike(&self.registry().sites[usize::from(of.site)].name));
        self.department(facts, of.department);
    }

    /// Says of something with a number where it happened: `P-33 · W-09 不动产二窗`.
    pub fn at_window(&self, facts: &mut Facts, number: &str) {
        let window = facts.said.get("window").map(|window| window.zh.as_str());
        facts.say("subject", Said::alike(window.map_or(number.to_owned(), |at| format!("{number} · {at}"))));
    }

    pub fn department(&self, facts: &mut Facts, department: DepartmentIdx) {
        facts.say("department", Said::alike(&self.registry().departments[usize::from(department)].name));
    }

    pub fn staff(&self, facts: &mut Facts, staff: StaffIdx) {
        let of = &self.registry().staff[usize::from(staff)];
        facts.say("staff", Said::alike(format!("{} {}", of.id, of.name)));
    }

    /// Says by when, and how far that is from today.
    pub fn due(&self, facts: &mut Facts, due: Date) {
        let (calendar, today) = (self.context.calendar(), self.context.today());
        let (is_over, yesterday) = (due < today, Date(today.0 - 1));
        let workdays =
            if is_over { calendar.working_days(due, yesterday) } else { calendar.working_days(today, due) };
        self.day(facts, "due", due);
        facts.say("countdown", Said::by(|lang| lang.to_due(is_over, due == today, workdays)));
        facts.due = Some(due.to_string());
    }

    /// What is over is not counted any more.
    pub fn ended(&self, facts: &mut Facts, what: Word, date: Date) {
        facts.said.remove("countdown");
        facts.is_settled = true;
        facts.say("state", Said::by(|lang| lang.done_on(what, date, self.year)));
    }
}

/// Who gets a notice, by name: `window:W-09`, `department_head:D-05`, `county_leader`, `supervision`, `operator:SITE`,
/// `administrator`. What is none of them is said as it is.
pub fn recipient_said(registry: &Registry, recipient: &str, lang: Lang) -> String {
    let (kind, id) = recipient.split_once(':').unwrap_or((recipient, ""));
    let index = &registry.index;
    let known = match kind {
        "window" => index.windows.get(id).map(|&window| Recipient::Window(window)),
        "department_head" => index.departments.get(id).map(|&of| Recipient::DepartmentHead(of)),
        "county_leader" => Some(Recipient::CountyLeader),
        "supervision" => Some(Recipient::Supervision),
        _ => None,
    };
    match (known, kind) {
        (Some(known), _) => recipient_name(registry, known, lang),
        (None, "operator") => {
            let site =
                index.sites.get(id).map_or(id, |&site| registry.sites[usize::from(site)].name.as_str());
            lang.operator_of(site)
        }
        (None, "administrator") => lang.say(labels::ADMINISTRATOR).to_owned(),
        (None, _) => recipient.to_owned(),
    }
}

/// An id as one part of an address.
pub(super) fn segment(id: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_dots = id.bytes().all(|byte| byte == b'.');
    id.bytes().fold(String::new(), |mut text, byte| {
        if is_plain(byte) && !is_dots {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

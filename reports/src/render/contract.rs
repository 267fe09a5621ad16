//! The files of the batch contract: `result.json`, `ledger.ndjson`, `notices.ndjson`, `rejected.ndjson` (`outputs.md`).
//!
//! The bytes are part of the contract: compact JSON in a fixed key order, so they are written by hand, member by member.

use super::json::Json;
use scoring::context::Context;
use scoring::finding::About;
use scoring::ledger::EntryKind;
use scoring::log::{EventIdx, Log, Text};
use scoring::month::{ActionSubject, MonthResult, notice_subject};
use scoring::notices::{Notice, Recipient};
use scoring::points::Points;
use scoring::rates::{Rate, Rates};
use scoring::registry::Registry;
use scoring::rulebook::Book;

/// How many lines the whole run read, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineCounts {
    /// Lines, blank ones left out.
    pub read: u64,
    /// New events.
    pub accepted: u64,
    /// Events that were there already, with the same content.
    pub duplicates: u64,
    /// Lines that failed validation.
    pub rejected: u64,
}

/// `result.json` of a month.
pub fn result(context: &Context<'_>, result: &MonthResult, counts: LineCounts) -> String {
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(result.month);
    let mut out = Json::default();
    out.object(|out| {
        out.text("region", &registry.code);
        out.text("month", result.month);
        out.text("as_of", registry.zone.format(result.as_of));
        out.member("rulebook", |out| {
            out.object(|out| {
                out.text("id", &result.rulebook);
                out.text("version", &result.rulebook_version);
            });
        });
        out.list("windows", &result.windows, |out, standing| {
            let window = &registry.windows[usize::from(standing.window)];
            out.text("window", &window.id);
            out.text("site", &registry.sites[usize::from(window.site)].id);
            out.text("department", &registry.departments[usize::from(window.department)].id);
            out.rank(standing.rank);
            out.number("total", standing.total());
            out.categories(&rulebook.window_book, &standing.account.categories);
            out.number("bonus", standing.account.bonus);
            match standing.flag {
                Some(flag) => out.text("flag", flag.word()),
                None => out.null("flag"),
            }
            out.number("dissatisfied", standing.dissatisfied);
            out.rates(&standing.rates);
        });
        out.list("staff", &result.staff, |out, standing| {
            out.text("staff", &registry.staff[usize::from(standing.staff)].id);
            out.text("window", &registry.windows[usize::from(standing.window)].id);
            out.rank(standing.rank);
            out.number("total", standing.total());
            out.categories(&rulebook.staff_book, &standing.account.categories);
            out.number("bonus", standing.account.bonus);
            match &standing.evaluation {
                Some(grade) => out.text("evaluation", grade),
                None => out.null("evaluation"),
            }
        });
        out.list("departments", &result.departments, |out, (department, rates)| {
            out.text("department", &registry.departments[usize::from(*department)].id);
            out.rates(rates);
        });
        out.list("sites", &result.sites, |out, (site, rates)| {
            out.text("site", &registry.sites[usize::from(*site)].id);
            out.rates(rates);
        });
        out.rates(&result.region);
        out.list("actions", &result.actions, |out, action| {
            out.text("kind", action.kind.word());
            out.text("subject", action.subject.id(registry));
            out.text("date", action.date);
        });
        out.list("anomalies", &result.anomalies, |out, anomaly| {
            out.text("kind", anomaly.kind);
            out.text("subject", &anomaly.subject);
            out.text("date", anomaly.date);
            out.text("detail", &anomaly.detail);
        });
        out.member("events", |out| {
            out.object(|out| {
                out.number("read", counts.read);
                out.number("accepted", counts.accepted);
                out.number("duplicates", counts.duplicates);
                out.number("rejected", counts.rejected);
            });
        });
    });
    out.line()
}

/// `ledger.ndjson` of a month.
pub fn ledger(context: &Context<'_>, result: &MonthResult) -> String {
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(result.month);
    let mut lines = String::new();
    for (subject, entry) in result.ledger() {
        let (word, book) = match subject {
            ActionSubject::Window(_) => ("window", &rulebook.window_book),
            ActionSubject::Staff(_) => ("staff", &rulebook.staff_book),
        };
        let mut out = Json::default();
        out.object(|out| {
            out.text("book", word);
            out.text("subject", subject.id(registry));
            out.text("rule", &book.rules[entry.rule].id);
            out.text("category", entry.category.map_or(&book.bonus.id, |place| &book.categories[place].id));
            match entry.kind {
                EntryKind::Kind(kind) => out.text("kind", &rulebook.kinds[usize::from(kind)].name),
                EntryKind::Evaluation => out.text("kind", "evaluation"),
            }
            out.text("date", entry.date);
            out.number("requested", entry.requested);
            out.number("applied", entry.applied);
            if let Some(session) = entry.session {
                out.text("session", session.word());
            }
            if let Some(staff) = entry.staff {
                out.text("staff", &registry.staff[usize::from(staff)].id);
            }
            out.about(context.log, entry.about);
            out.evidence(context.log, registry, entry.evidence.events());
        });
        lines.push_str(&out.line());
    }
    lines
}

/// `notices.ndjson` of a month.
pub fn notices(context: &Context<'_>, notices: &[Notice]) -> String {
    let mut out = Json::with_room(notices.len() * NOTICE_BYTES);
    for notice in notices {
        write_notice(&mut out, context, notice);
        out.end_line();
    }
    out.into_text()
}

/// The room that most notices take as a line.
const NOTICE_BYTES: usize = 224;

/// One line of `notices.ndjson`, without its end.
pub fn notice(context: &Context<'_>, notice: &Notice) -> String {
    let mut out = Json::with_room(NOTICE_BYTES);
    write_notice(&mut out, context, notice);
    out.into_text()
}

fn write_notice(out: &mut Json, context: &Context<'_>, notice: &Notice) {
    let registry = context.registry();
    out.object(|out| {
        out.text("kind", notice.kind.word());
        out.number("level", notice.level);
        out.text("subject", notice_subject(context.log, registry, &notice.subject));
        out.text("date", notice.date);
        if let Some(due) = notice.due {
            out.text("due", due);
        }
        if let Some(window) = notice.window {
            out.text("window", &registry.windows[usize::from(window)].id);
        }
        if let Some(department) = notice.department {
            out.text("department", &registry.departments[usize::from(department)].id);
        }
        out.member("to", |out| {
            out.array(notice.recipients(), |out, recipient| {
                out.string(recipient_name(registry, recipient));
            });
        });
    });
}

/// One line of `rejected.ndjson`.
pub fn rejection(file: &str, line: u64, code: &str, message: &str, raw: &str) -> String {
    let mut out = Json::default();
    out.object(|out| {
        out.text("file", file);
        out.number("line", line);
        out.text("code", code);
        out.text("message", message);
        out.text("raw", raw);
    });
    out.line()
}

/// A recipient as the contract writes it.
pub fn recipient_name(registry: &Registry, recipient: Recipient) -> String {
    match recipient {
        Recipient::Window(window) => format!("window:{}", registry.windows[usize::from(window)].id),
        Recipient::DepartmentHead(department) => {
            format!("department_head:{}", registry.departments[usize::from(department)].id)
        }
        Recipient::CountyLeader => "county_leader".to_owned(),
        Recipient::Supervision => "supervision".to_owned(),
    }
}

/// What the contract's files share beyond plain JSON.
impl Json {
    fn rank(&mut self, rank: Option<u32>) {
        self.number("ranked", rank.is_some());
        self.optional("rank", rank);
    }

    fn categories(&mut self, book: &Book, left: &[Points]) {
        self.member("categories", |out| {
            out.object(|out| {
                for (category, points) in book.categories.iter().zip(left) {
                    out.number(&category.id, points);
                }
            });
        });
    }

    fn rates(&mut self, rates: &Rates) {
        self.member("rates", |out| out.object(|out| out.rate_members(rates)));
    }

    fn rate_members(&mut self, rates: &Rates) {
        let rate = |out: &mut Json, name: &str, rate: Option<Rate>| out.optional(name, rate);
        self.number("accepted", rates.accepted);
        self.number("completed", rates.completed);
        rate(self, "on_site_rate", rates.on_site_rate);
        rate(self, "on_time_rate", rates.on_time_rate);
        rate(self, "early_rate", rates.early_rate);
        rate(self, "instant_share", rates.instant_share);
        rate(self, "satisfaction_rate", rates.satisfaction_rate);
        rate(self, "dissatisfaction_rate", rates.dissatisfaction_rate);
        self.number("ratings", rates.ratings);
        self.number("complaints", rates.complaints);
        self.number("complaints_upheld", rates.complaints_upheld);
        rate(self, "complaint_rate", rates.complaint_rate);
        self.number("tickets", rates.tickets);
        rate(self, "abandonment_rate", rates.abandonment_rate);
        self.optional("wait_mean_s", rates.wait_mean_s);
        self.optional("wait_p90_s", rates.wait_p90_s);
        self.optional("service_mean_s", rates.service_mean_s);
        rate(self, "actual_reduction", rates.actual_reduction);
        if let Some(items) = &rates.items {
            self.number("items", items.items);
            rate(self, "entry_rate", items.entry_rate);
            rate(self, "authorisation_rate", items.authorisation_rate);
            rate(self, "promised_reduction", items.promised_reduction);
            rate(self, "reduction_met", items.reduction_met);
        }
    }

    fn about(&mut self, log: &Log, about: About) {
        let mut id = |name: &str, id: Text| self.text(name, log.text(id));
        match about {
            About::Nothing => {}
            About::Case(case) => id("case", case),
            About::Rating(rating, case) => {
                if let Some(case) = case {
                    id("case", case);
                }
                id("rating", rating);
            }
            About::Complaint(complaint) => id("complaint", complaint),
            About::Finding(finding) => id("finding", finding),
            About::Merit(merit) => id("merit", merit),
        }
    }

    fn evidence(&mut self, log: &Log, registry: &Registry, events: impl Iterator<Item = EventIdx>) {
        self.member("evidence", |out| {
            out.array(events, |out, event| {
                let record = log.record(event);
                out.object(|out| {
                    out.text("source", &registry.sites[usize::from(record.source)].id);
                    out.text("id", log.text(record.id));
                });
            });
        });
    }
}

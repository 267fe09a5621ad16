//! Who did and saw what, when: the audit log by who, what and when, and whether it holds together.

use super::filter::Choice;
use crate::links::segment;
use crate::ui::Ui;
use crate::words::{self, accounts as said};
use askama::Template;
use ingest::store::sqlite::{AuditFilter, KeptAuditEntry};
use reports::words::{Lang, Word};
use scoring::time::{Date, Zone};
use serde::{Deserialize, Serialize};

/// What the log is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditAsked {
    /// By whom: an account, `operator`, `service`.
    pub who: Option<String>,
    /// What: `login.failed`, or all of `login`.
    pub what: Option<String>,
    /// From this day on, `2026-09-01`.
    pub from: Option<String>,
    /// Until this day, which is part of it.
    pub until: Option<String>,
    /// A text that subject or detail hold.
    pub holds: Option<String>,
    /// Only entries before this number.
    pub before: Option<String>,
    /// `csv` or `ndjson`, of an export.
    pub format: Option<String>,
}

impl AuditAsked {
    /// The same for the store; days are the county's.
    pub fn filter(&self, zone: &Zone) -> AuditFilter {
        let text = |value: &Option<String>| value.clone().filter(|value| !value.trim().is_empty());
        let day = |value: &Option<String>| value.as_deref().and_then(Date::parse);
        AuditFilter {
            who: text(&self.who),
            what: text(&self.what),
            from: day(&self.from).map(|day| zone.midnight(day)),
            until: day(&self.until).map(|day| zone.midnight(Date(day.0 + 1))),
            holds: text(&self.holds).map(|holds| holds.trim().to_owned()),
            before: self.before.as_deref().and_then(|before| before.parse().ok()),
        }
    }

    /// The query of the same without what tells the page: `?who=wang&…`.
    fn query(&self, more: &[(&str, &str)]) -> String {
        let own = [
            ("who", &self.who),
            ("what", &self.what),
            ("from", &self.from),
            ("until", &self.until),
            ("holds", &self.holds),
        ];
        let own = own.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let all = own.filter(|(_, value)| !value.is_empty()).chain(more.iter().copied());
        let pairs: Vec<String> = all.map(|(name, value)| format!("{name}={}", segment(value))).collect();
        format!("?{}", pairs.join("&"))
    }
}

/// Entries of the audit log.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Audit {
    /// The time of the data, written.
    pub as_of: String,
    /// The number of the first entry that does not follow from the one before it; none where all do.
    pub broken: Option<u64>,
    /// What the log is narrowed to.
    pub asked: AuditAsked,
    /// People to choose from; the query's `who`.
    pub people: Vec<Choice>,
    /// Deeds to choose from; the query's `what`.
    pub deeds: Vec<Choice>,
    /// The entries, newest first.
    pub rows: Vec<AuditRow>,
    /// The number before which older ones are; none: these are the last.
    pub older: Option<u64>,
}

/// Something that was done or seen.
#[derive(Clone, Debug, Serialize)]
pub struct AuditRow {
    /// Its number.
    pub number: u64,
    /// When, written.
    pub at: String,
    /// The account, or the operator at the command line, or the service.
    pub who: String,
    /// What, by its word.
    pub what: String,
    /// What, as it is spoken of.
    pub deed: String,
    /// On which thing.
    pub subject: String,
    /// What else is worth knowing.
    pub detail: String,
}

/// What the store found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Entries, newest first.
    pub entries: Vec<KeptAuditEntry>,
    /// Everybody who is in the log, and everything that was done.
    pub names: [Vec<String>; 2],
    /// The first entry that does not follow from the one before it.
    pub broken: Option<u64>,
}

/// Entries as people see them, so many at most.
pub fn view(mut found: Found, asked: AuditAsked, most: usize, as_of: &str, zone: &Zone, lang: Lang) -> Audit {
    let is_more = found.entries.len() > most;
    found.entries.truncate(most);
    let [people, deeds] = found.names;
    Audit {
        as_of: as_of.to_owned(),
        broken: found.broken,
        people: choices(said::EVERYBODY, people, &asked.who, |name| who(name, lang), lang),
        deeds: choices(said::EVERYTHING, deeds, &asked.what, |what| deed(what, lang), lang),
        older: found.entries.last().filter(|_| is_more).map(|last| last.number),
        rows: found.entries.iter().map(|kept| row(kept, zone, lang)).collect(),
        asked,
    }
}

fn choices(
    all: Word,
    values: Vec<String>,
    chosen: &Option<String>,
    title: impl Fn(&str) -> String,
    lang: Lang,
) -> Vec<Choice> {
    let chosen = chosen.as_deref().filter(|chosen| !chosen.is_empty());
    let everything =
        Choice { value: String::new(), title: lang.say(all).to_owned(), is_chosen: chosen.is_none() };
    let each = values.into_iter().map(|value| Choice {
        is_chosen: chosen == Some(value.as_str()),
        title: title(&value),
        value,
    });
    std::iter::once(everything).chain(each).collect()
}

fn who(name: &str, lang: Lang) -> String {
    match name {
        "operator" => lang.say(words::BY_OPERATOR).to_owned(),
        "service" => lang.say(words::BY_SERVICE).to_owned(),
        account => account.to_owned(),
    }
}

fn deed(what: &str, lang: Lang) -> String {
    let known = words::DEEDS.iter().find(|(word, _)| *word == what);
    known.map_or(what, |(_, word)| lang.say(*word)).to_owned()
}

fn row(kept: &KeptAuditEntry, zone: &Zone, lang: Lang) -> AuditRow {
    let entry = &kept.entry;
    AuditRow {
        number: kept.number,
        at: lang.moment_exact(zone, entry.at, 0),
        who: who(&entry.who, lang),
        what: entry.what.clone(),
        deed: deed(&entry.what, lang),
        subject: entry.subject.clone(),
        detail: entry.detail.clone(),
    }
}

/// An entry as a line of JSON, with its number and its chain: whoever has them all can check them.
pub fn line(kept: &KeptAuditEntry, zone: &Zone) -> String {
    let entry = &kept.entry;
    serde_json::json!({
        "number": kept.number, "at": zone.format(entry.at), "at_nanos": entry.at.0.to_string(), "who": entry.who,
        "what": entry.what, "subject": entry.subject, "detail": entry.detail,
        "chain": ingest::store::digest::hex(&kept.chain),
    })
    .to_string()
}

/// The heads of the export as a table.
pub const HEADS: [Word; 7] =
    [said::NUMBER, words::TIME, words::WHO, words::DID, words::ON_WHAT, words::DETAIL, said::CHAIN];

/// An entry as a row of that table.
pub fn cells(kept: &KeptAuditEntry, zone: &Zone) -> Vec<String> {
    let entry = &kept.entry;
    vec![
        kept.number.to_string(),
        zone.format(entry.at),
        entry.who.clone(),
        entry.what.clone(),
        entry.subject.clone(),
        entry.detail.clone(),
        ingest::store::digest::hex(&kept.chain),
    ]
}

#[derive(Template)]
#[template(path = "audit.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Audit,
}

impl Page<'_> {
    fn broken(&self, entry: &u64) -> String {
        words::audit_broken(self.ui.lang, *entry)
    }

    fn export(&self, format: &str) -> String {
        format!("{}{}", self.ui.at("/audit/export"), self.view.asked.query(&[("format", format)]))
    }

    fn older(&self, before: &u64) -> String {
        self.view.asked.query(&[("before", &before.to_string())])
    }

    fn text<'t>(&self, value: &'t Option<String>) -> &'t str {
        value.as_deref().unwrap_or_default()
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Audit) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

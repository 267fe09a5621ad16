//! Who did and saw what, when: the audit log by who, what and when, and whether it holds together.

use super::filter::Choice;
use super::paging::Paging;
use crate::chain::Checked;
use crate::links::segment;
use crate::taken::{self, Tabled};
use crate::ui::Ui;
use crate::words::{self, accounts as said};
use askama::Template;
use ingest::store::sqlite::{AuditCut, AuditFilter, KeptAuditEntry};
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word};
use scoring::time::{Date, Zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the log is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
    /// Only entries before this number: an export of what is to be removed.
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

    /// Whether nothing is left out but what is newer than a number.
    pub fn is_all(&self) -> bool {
        let narrowing = [&self.who, &self.what, &self.from, &self.until, &self.holds];
        narrowing.into_iter().all(|value| value.as_deref().is_none_or(|value| value.trim().is_empty()))
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
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Audit {
    /// The time of the data, written.
    pub as_of: String,
    /// The number of the first entry that does not follow from the one before it; none where all do.
    pub broken: Option<u64>,
    /// The number of the last entry that was found to follow; none where none was looked at yet.
    pub checked_until: Option<u64>,
    /// Whether later ones are being looked at.
    pub is_checking: bool,
    /// Which old entries were removed, by whom and when, in words.
    pub cut: Option<String>,
    /// What the log is narrowed to.
    pub asked: AuditAsked,
    /// People to choose from; the query's `who`.
    pub people: Vec<Choice>,
    /// Deeds to choose from; the query's `what`.
    pub deeds: Vec<Choice>,
    /// The entries, newest first.
    pub rows: Vec<AuditRow>,
    /// Which page this is.
    pub paging: Paging,
}

/// Something that was done or seen.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    /// Entries of the page, newest first.
    pub entries: Vec<KeptAuditEntry>,
    /// Which page that is.
    pub paging: Paging,
    /// Everybody who is in the log, and everything that was done.
    pub names: [Vec<String>; 2],
    /// How far the chain was checked.
    pub checked: Checked,
    /// The newest removal of old entries.
    pub cut: Option<AuditCut>,
}

/// Entries as people see them.
pub fn view(found: Found, asked: AuditAsked, as_of: &str, zone: &Zone, lang: Lang) -> Audit {
    let [people, deeds] = found.names;
    Audit {
        as_of: as_of.to_owned(),
        broken: found.checked.broken,
        checked_until: found.checked.until,
        is_checking: found.checked.is_checking,
        cut: found.cut.map(|cut| cut_told(&cut, zone, lang)),
        people: choices(said::EVERYBODY, people, &asked.who, |name| who(name, lang), lang),
        deeds: choices(said::EVERYTHING, deeds, &asked.what, |what| deed(what, lang), lang),
        paging: found.paging,
        rows: found.entries.iter().map(|kept| row(kept, zone, lang)).collect(),
        asked,
    }
}

impl Tabled for Audit {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let asked = &self.asked;
        let mut table = taken::table(
            (say(words::AUDIT_TITLE), lang),
            &[&self.people, &self.deeds],
            &self.rows,
            &[
                (say(said::NUMBER), 8, &|row: &AuditRow| Cell::Count(row.number as i64)),
                (say(words::TIME), 20, &|row| Cell::text(&row.at)),
                (say(words::WHO), 16, &|row| Cell::text(&row.who)),
                (say(words::DID), 22, &|row| Cell::text(&row.deed)),
                (say(words::ON_WHAT), 26, &|row| Cell::text(&row.subject)),
                (say(words::DETAIL), 40, &|row| Cell::text(&row.detail)),
            ],
        );
        for (word, value) in
            [(said::FROM, &asked.from), (said::UNTIL, &asked.until), (said::HOLDS, &asked.holds)]
        {
            let value = value.clone().filter(|value| !value.is_empty());
            table.about.extend(value.map(|value| (say(word).to_owned(), value)));
        }
        table
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

/// That old entries were removed.
pub fn cut_told(cut: &AuditCut, zone: &Zone, lang: Lang) -> String {
    said::audit_cut(lang, cut.last.entry, &who(&cut.cut_by, lang), &lang.moment_exact(zone, cut.at, 0))
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

/// The export as a table: the words as they are kept, with the chain.
pub fn export(entries: &[KeptAuditEntry], zone: &Zone, lang: Lang) -> Table {
    let say = |word: Word| lang.say(word);
    taken::table(
        (say(words::AUDIT_TITLE), lang),
        &[],
        entries,
        &[
            (say(said::NUMBER), 8, &|kept: &KeptAuditEntry| Cell::Count(kept.number as i64)),
            (say(words::TIME), 30, &|kept| Cell::text(zone.format(kept.entry.at))),
            (say(words::WHO), 16, &|kept| Cell::text(&kept.entry.who)),
            (say(words::DID), 22, &|kept| Cell::text(&kept.entry.what)),
            (say(words::ON_WHAT), 26, &|kept| Cell::text(&kept.entry.subject)),
            (say(words::DETAIL), 40, &|kept| Cell::text(&kept.entry.detail)),
            (say(said::CHAIN), 66, &|kept| Cell::text(ingest::store::digest::hex(&kept.chain))),
        ],
    )
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

    /// How far the chain was found whole.
    fn checked(&self) -> String {
        said::audit_checked(self.ui.lang, self.view.checked_until, self.view.is_checking)
    }

    fn export(&self, format: &str) -> String {
        format!("{}{}", self.ui.at("/audit/export"), self.view.asked.query(&[("format", format)]))
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

//! Who did what, when: the latest entries of the audit log, and whether it holds together.

use crate::ui::Ui;
use crate::words;
use askama::Template;
use ingest::store::sqlite::AuditEntry;
use reports::words::Lang;
use scoring::time::Zone;
use serde::Serialize;

/// The latest entries of the audit log.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Audit {
    /// The time of the data, written.
    pub as_of: String,
    /// The number of the first entry that does not follow from the one before it; none where all do.
    pub broken: Option<u64>,
    /// The entries, newest first.
    pub rows: Vec<AuditRow>,
}

/// Something that was done.
#[derive(Clone, Debug, Serialize)]
pub struct AuditRow {
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

/// Entries as people see them.
pub fn view(entries: &[AuditEntry], broken: Option<u64>, as_of: &str, zone: &Zone, lang: Lang) -> Audit {
    Audit {
        as_of: as_of.to_owned(),
        broken,
        rows: entries.iter().map(|entry| row(entry, zone, lang)).collect(),
    }
}

fn row(entry: &AuditEntry, zone: &Zone, lang: Lang) -> AuditRow {
    let known = words::DEEDS.iter().find(|(what, _)| *what == entry.what);
    AuditRow {
        at: lang.moment_exact(zone, entry.at, 0),
        who: match entry.who.as_str() {
            "operator" => lang.say(words::BY_OPERATOR).to_owned(),
            "service" => lang.say(words::BY_SERVICE).to_owned(),
            account => account.to_owned(),
        },
        what: entry.what.clone(),
        deed: known.map_or(entry.what.as_str(), |(_, word)| lang.say(*word)).to_owned(),
        subject: entry.subject.clone(),
        detail: entry.detail.clone(),
    }
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
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Audit) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

//! How long what is kept of people: a period for each kind, what is past it, and erasing that.
//!
//! | kind | what goes | what stays |
//! | --- | --- | --- |
//! | words | `comment` and `tags` of ratings, `statement` of complaints | the event with everything else, its digest as it arrived |
//! | photos | the bytes | the digest, which events name, and when it was erased |
//! | rejected | the raw text of rejected events that nobody waits for any more | code, source, counts, who settled it and why |
//! | messages | letter, address and what the other side said, of messages that are settled | to whom, when, about which notice, how it ended |
//! | drafts | the files of documents that the schedule made | which it made, when, with which code |
//! | sessions | logins that are over | nothing |
//! | audit | entries of the audit log, once they were exported; by hand alone (`audit_cuts.rs`) | the last link of their chain, how many, who removed them when |

use super::{AuditEntry, Records};
use crate::store::redaction::ERASED;
use crate::store::{EventNumber, StoreError};
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;
use serde::{Deserialize, Serialize};

/// Who erases what is past its period, for the records.
const RETENTION: &str = "retention";

/// What is kept of people for a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What citizens wrote into ratings and complaints.
    Words,
    /// Photos that are evidence.
    Photos,
    /// The text of rejected events that are settled.
    Rejected,
    /// Letters and addresses of settled messages.
    Messages,
    /// Files of documents that the schedule made.
    Drafts,
    /// Logins that are over.
    Sessions,
    /// Entries of the audit log.
    Audit,
}

impl Kind {
    /// All of them, as they are listed.
    pub const ALL: [Kind; 7] = [
        Kind::Words,
        Kind::Photos,
        Kind::Rejected,
        Kind::Messages,
        Kind::Drafts,
        Kind::Sessions,
        Kind::Audit,
    ];

    /// The word in settings and forms.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Words => "words",
            Kind::Photos => "photos",
            Kind::Rejected => "rejected",
            Kind::Messages => "messages",
            Kind::Drafts => "drafts",
            Kind::Sessions => "sessions",
            Kind::Audit => "audit",
        }
    }

    /// The shortest period that may be set, in days.
    pub fn days_min(self) -> u32 {
        match self {
            // One appeal and its decision must find what they are about.
            Kind::Words | Kind::Photos | Kind::Rejected | Kind::Messages | Kind::Drafts | Kind::Sessions => {
                30
            }
            // A year's decisions are accounted for after the year.
            Kind::Audit => 365,
        }
    }
}

/// How long a kind is kept: so many days; without end, where there is no number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Period {
    /// Days from its arrival, or from when it was settled.
    pub days: Option<u32>,
}

/// The period of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Of [`Kind::Words`].
    pub words: Period,
    /// Of [`Kind::Photos`].
    pub photos: Period,
    /// Of [`Kind::Rejected`].
    pub rejected: Period,
    /// Of [`Kind::Messages`].
    pub messages: Period,
    /// Of [`Kind::Drafts`].
    pub drafts: Period,
    /// Of [`Kind::Sessions`].
    pub sessions: Period,
    /// Of [`Kind::Audit`].
    pub audit: Period,
}

impl Default for Retention {
    /// Two years for what a dispute may turn on, one for what helps to mend a feed or to show that somebody was told, five for who
    /// did what and for what was drafted.
    fn default() -> Retention {
        let days = |days| Period { days: Some(days) };
        Retention {
            words: days(730),
            photos: days(730),
            rejected: days(365),
            messages: days(365),
            drafts: days(1826),
            sessions: days(1),
            audit: days(1826),
        }
    }
}

impl Retention {
    /// The longest, a hundred years; longer is without end.
    pub const DAYS_MAX: u32 = 36_500;

    /// The period of a kind.
    pub fn of(&self, kind: Kind) -> Period {
        match kind {
            Kind::Words => self.words,
            Kind::Photos => self.photos,
            Kind::Rejected => self.rejected,
            Kind::Messages => self.messages,
            Kind::Drafts => self.drafts,
            Kind::Sessions => self.sessions,
            Kind::Audit => self.audit,
        }
    }

    /// Whether a kind may be kept so long.
    pub fn may_be(kind: Kind, period: Period) -> bool {
        period.days.is_none_or(|days| (kind.days_min()..=Retention::DAYS_MAX).contains(&days))
    }

    /// Gives a kind another period.
    pub fn set(&mut self, kind: Kind, period: Period) {
        match kind {
            Kind::Words => self.words = period,
            Kind::Photos => self.photos = period,
            Kind::Rejected => self.rejected = period,
            Kind::Messages => self.messages = period,
            Kind::Drafts => self.drafts = period,
            Kind::Sessions => self.sessions = period,
            Kind::Audit => self.audit = period,
        }
    }
}

/// What of a kind is past its period.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Overdue {
    /// The kind.
    pub kind: Kind,
    /// Its period.
    pub period: Period,
    /// How many are past it.
    pub count: u64,
    /// What is older than this goes, in nanoseconds; null where it is kept without end.
    pub before: Option<i64>,
}

/// How far words were looked for: up to this event, with these periods, none is left.
const MARK: &str = "retention_mark";
const SETTING: &str = "retention";

/// The rows of a kind that are past their period, as a condition with the instant as its only parameter.
const PHOTOS: &str = "photos WHERE erased IS NULL AND added < ?1";
const REJECTED: &str = "rejections WHERE state <> 'open' AND last_received < ?1 AND length(raw) > 0";
const MESSAGES: &str =
    "messages WHERE state IN ('sent', 'dead', 'withdrawn') AND settled < ?1 AND address <> ''";
const DRAFTS: &str = "drafts WHERE erased IS NULL AND made < ?1";
const SESSIONS: &str = "sessions WHERE expires < ?1";

impl Records {
    /// The periods that are set, or the usual ones.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn retention(&self) -> Result<Retention, StoreError> {
        let Some(text) = self.setting(SETTING)? else { return Ok(Retention::default()) };
        serde_json::from_str(&text).map_err(|cause| StoreError::Failed {
            attempt: "read the retention periods".to_owned(),
            cause: cause.into(),
        })
    }

    /// Sets the periods, and notes who did.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn set_retention(&self, retention: &Retention, at: Instant, by: &str) -> Result<(), StoreError> {
        let value = serde_json::json!(retention).to_string();
        self.at_once(|| {
            self.put_setting(SETTING, &value, at, by)?;
            self.note(&AuditEntry {
                at,
                who: by.to_owned(),
                what: "privacy.retention_set".to_owned(),
                subject: SETTING.to_owned(),
                detail: value.clone(),
            })
        })
    }

    /// What is past its period now, kind by kind. Nothing is changed.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn overdue(&self, now: Instant) -> Result<Vec<Overdue>, StoreError> {
        let retention = self.retention()?;
        let mut found = Vec::new();
        for kind in Kind::ALL {
            let period = retention.of(kind);
            let before = before(period, now);
            let count = match (kind, before) {
                (_, None) => 0,
                (Kind::Words, Some(before)) => self.words_before(before)?.0.len() as u64,
                (Kind::Photos, Some(before)) => self.count(PHOTOS, before)?,
                (Kind::Rejected, Some(before)) => self.count(REJECTED, before)?,
                (Kind::Messages, Some(before)) => self.count(MESSAGES, before)?,
                (Kind::Drafts, Some(before)) => self.count(DRAFTS, before)?,
                (Kind::Sessions, Some(before)) => self.count(SESSIONS, before)?,
                (Kind::Audit, Some(_)) => self.audit_due(now)?.map_or(0, |due| due.count()),
            };
            found.push(Overdue { kind, period, count, before: before.map(|before| before.0) });
        }
        Ok(found)
    }

    /// Erases what is past its period, and notes how many of each kind, where there was something.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: what is done is done, the rest is past its period still.
    pub fn erase_overdue(&self, now: Instant, by: &str) -> Result<Vec<Overdue>, StoreError> {
        // What is overwritten is overwritten on the disk too.
        self.connection
            .execute_batch("PRAGMA secure_delete = ON")
            .map_err(self.failed("erase what is past its period"))?;
        let retention = self.retention()?;
        let mut erased = Vec::new();
        for kind in Kind::ALL {
            let period = retention.of(kind);
            let Some(before) = before(period, now) else { continue };
            let count = match kind {
                Kind::Words => self.erase_words(before, now)?,
                Kind::Photos => self.change(
                    &format!("UPDATE photos SET bytes = x'', erased = {}, erased_by = '{RETENTION}' WHERE photo IN (SELECT photo FROM {PHOTOS})", now.0),
                    before,
                )?,
                Kind::Rejected => self.change(
                    &format!("UPDATE rejections SET raw = x'' WHERE rejection IN (SELECT rejection FROM {REJECTED})"),
                    before,
                )?,
                Kind::Messages => self.erase_letters(&format!("SELECT message FROM {MESSAGES}"), before.0)?,
                Kind::Drafts => self.erase_drafts(&format!("SELECT draft FROM {DRAFTS}"), before, now)?,
                Kind::Sessions => self.change(&format!("DELETE FROM {SESSIONS}"), before)?,
                // Exported first, and then removed by somebody: `Records::cut_audit`.
                Kind::Audit => 0,
            };
            if count > 0 {
                erased.push(Overdue { kind, period, count, before: Some(before.0) });
            }
        }
        // That a login ended is nobody's concern.
        let told: Vec<&Overdue> = erased.iter().filter(|erased| erased.kind != Kind::Sessions).collect();
        if !told.is_empty() {
            let counts: Vec<String> =
                told.iter().map(|erased| format!("{} {}", erased.kind.word(), erased.count)).collect();
            self.note(&AuditEntry {
                at: now,
                who: by.to_owned(),
                what: "privacy.retention".to_owned(),
                subject: RETENTION.to_owned(),
                detail: counts.join(", "),
            })?;
            self.wipe_freed()?;
        }
        Ok(erased)
    }

    /// Erases letter, address and what the other side said of the messages that a query names; how many there were.
    pub(super) fn erase_letters(&self, which: &str, with: impl rusqlite::ToSql) -> Result<u64, StoreError> {
        let letter = serde_json::json!({
            "key": "", "subject": ERASED, "text": ERASED, "html": "", "markdown": "", "brief": "", "link": null,
        });
        self.at_once(|| {
            let write = || {
                self.connection.execute(
                    &format!("UPDATE attempts SET detail = '' WHERE message IN ({which})"),
                    params![with],
                )?;
                self.connection.execute(
                    &format!("UPDATE messages SET letter = ?2, address = '' WHERE message IN ({which})"),
                    params![with, letter.to_string()],
                )
            };
            write().map(|count| count as u64).map_err(self.failed("erase letters"))
        })
    }

    /// The events with words that arrived before an instant, and how far they were looked for.
    fn words_before(&self, before: Instant) -> Result<(Vec<EventNumber>, EventNumber), StoreError> {
        let mark = self.setting(MARK)?.and_then(|mark| mark.parse().ok()).unwrap_or(0);
        let until = self.last_event_before(before)?;
        if until <= mark {
            return Ok((Vec::new(), mark));
        }
        Ok((self.events_with_words(mark, until)?, until))
    }

    fn erase_words(&self, before: Instant, now: Instant) -> Result<u64, StoreError> {
        let (events, until) = self.words_before(before)?;
        let erased = self.redact(&events, now, RETENTION)?;
        if until > 0 {
            self.put_setting(MARK, &until.to_string(), now, RETENTION)?;
        }
        Ok(erased)
    }

    fn count(&self, of: &str, before: Instant) -> Result<u64, StoreError> {
        self.connection
            .query_row(&format!("SELECT count(*) FROM {of}"), [before.0], |row| row.get(0))
            .map_err(self.failed("count what is past its period"))
    }

    fn change(&self, statement: &str, before: Instant) -> Result<u64, StoreError> {
        self.connection
            .execute(statement, [before.0])
            .map(|count| count as u64)
            .map_err(self.failed("erase what is past its period"))
    }

    pub(super) fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.connection
            .prepare_cached("SELECT value FROM settings WHERE name = ?")
            .and_then(|mut select| select.query_row([name], |row| row.get(0)).optional())
            .map_err(self.failed("read a setting"))
    }

    pub(super) fn put_setting(
        &self,
        name: &str,
        value: &str,
        at: Instant,
        by: &str,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO settings VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
                 SET value = excluded.value, changed = excluded.changed, changed_by = excluded.changed_by",
            )
            .and_then(|mut put| put.execute(params![name, value, at.0, by]))
            .map(|_| ())
            .map_err(self.failed("keep a setting"))
    }
}

/// What is older than this is past the period.
pub(super) fn before(period: Period, now: Instant) -> Option<Instant> {
    const DAY: i64 = 86_400 * 1_000_000_000;
    Some(Instant(now.0 - i64::from(period.days?) * DAY))
}

//! Which documents are due by themselves, and the notice that one is ready.
//!
//! | document | of | due from | until |
//! | --- | --- | --- | --- |
//! | the monthly bulletin | the month before | the opening of the first working day of a month | the month is over |
//! | the weekly brief | the ISO week before, and weeks without a working day between | the opening of the first working day of a week | the week is over |
//!
//! What is older is not made: who wants it has it made at the pages.

use super::plan::opening;
use crate::config::ReportsConfig;
use dashboards::pages::week::Week;
use dashboards::papers::drafts;
use ingest::store::sqlite::Draft;
use ingest::store::{KeptNotice, NoticeState};
use reports::delivery::Attached;
use reports::papers::Kind;
use reports::words::Lang;
use scoring::calendar::Calendar;
use scoring::registry::Registry;
use scoring::time::{Date, Instant, Month};
use serde_json::json;

/// A document that the schedule made is there.
pub const DRAFT_READY: &str = "draft_ready";

/// Nothing hangs on it; who does not want to be told may mute it.
const LEVEL: u8 = 1;

/// A document of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The bulletin of a month.
    Bulletin(Month),
    /// The brief of a week.
    WeeklyBrief(Week),
}

/// The documents that are due now.
pub fn due(registry: &Registry, calendar: &Calendar, now: Instant, wanted: &ReportsConfig) -> Vec<Due> {
    let today = registry.zone.date(now);
    // On the last day of a stretch without a working day the next one is after it, and has not begun.
    let has_begun = |first_day: Date| opening(registry, calendar.next(Date(first_day.0 - 1))) <= now;
    let mut due = Vec::new();
    if wanted.bulletin && has_begun(today.month().first_day()) {
        due.push(Due::Bulletin(today.month().previous()));
    }
    let [monday, ..] = Week::of(today).days();
    if wanted.weekly_brief && has_begun(monday) {
        due.extend(weeks_before(calendar, monday).map(Due::WeeklyBrief));
    }
    due
}

/// The week before a Monday, and those before it as far as the last one with a working day.
fn weeks_before(calendar: &Calendar, monday: Date) -> impl Iterator<Item = Week> {
    let last_worked = Week::of(calendar.minus(monday, 1));
    let [first, ..] = last_worked.days();
    (first.0..monday.0).step_by(7).map(|day| Week::of(Date(day)))
}

impl Due {
    /// What kind of document it is.
    pub fn kind(self) -> Kind {
        match self {
            Due::Bulletin(_) => Kind::Bulletin,
            Due::WeeklyBrief(_) => Kind::WeeklyBrief,
        }
    }

    /// What it is known by in the store.
    pub fn identity(self) -> String {
        drafts::identity(self.kind(), &self.period())
    }

    /// Its period, as addresses and codes have it.
    fn period(self) -> String {
        match self {
            Due::Bulletin(month) => month.to_string(),
            Due::WeeklyBrief(week) => week.to_string(),
        }
    }

    /// Its first day and its last.
    pub fn days(self) -> (Date, Date) {
        match self {
            Due::Bulletin(month) => (month.first_day(), month.last_day()),
            Due::WeeklyBrief(week) => {
                let [first, .., last] = week.days();
                (first, last)
            }
        }
    }

    /// The month among whose documents it is; a week's is that of its Sunday.
    pub fn month(self) -> Month {
        self.days().1.month()
    }

    /// The week.
    pub fn week(self) -> Option<Week> {
        match self {
            Due::Bulletin(_) => None,
            Due::WeeklyBrief(week) => Some(week),
        }
    }

    /// What it is called; `version` is that of the closed month that it is of.
    pub fn said(self, lang: Lang, version: Option<u32>) -> String {
        drafts::said(lang, self.kind(), &self.period(), version)
    }
}

/// What people are told of a document that was made; nobody where there are no recipients.
pub fn ready(
    due: Due,
    draft: &Draft,
    files: &[Attached],
    to: &[String],
    registry: &Registry,
) -> Option<KeptNotice> {
    if to.is_empty() {
        return None;
    }
    let date = registry.zone.date(draft.made).to_string();
    let say = |lang: Lang| due.said(lang, draft.version);
    let body = json!({
        "kind": DRAFT_READY,
        "level": LEVEL,
        "subject": draft.draft,
        "date": date,
        "to": to,
        "month": due.month().to_string(),
        "version": draft.version,
        "code": draft.code,
        "as_of": registry.zone.format(draft.made),
        "files": files,
        "text": {"zh": say(Lang::Zh), "en": say(Lang::En)},
    });
    Some(KeptNotice {
        identity: format!("{DRAFT_READY}/{}", draft.draft),
        kind: DRAFT_READY.to_owned(),
        level: LEVEL,
        subject: draft.draft.clone(),
        date,
        recipients: to.to_vec(),
        body: body.to_string(),
        derived: draft.made,
        state: NoticeState::Pending,
        sent: None,
    })
}

#[cfg(test)]
mod tests;

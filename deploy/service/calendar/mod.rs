//! Watches whether next year's calendar is there: keeps a notice in December, and once more when the year has begun.
//!
//! | notice | from | to |
//! | --- | --- | --- |
//! | `calendar_missing/YEAR` | the first working day of December | administrator, supervision bureau |
//! | `calendar_missing/YEAR/2` | the first working day of the year | the same |
//!
//! Each is kept once; one that waits to be sent is withdrawn when the year has come.

mod needs;
#[cfg(test)]
mod tests;

pub use needs::{Needs, needs};

use ingest::live::Live;
use ingest::store::sqlite::Records;
use ingest::store::{KeptNotice, NoticeState, StoreError};
use reports::words::Lang;
use scoring::calendar::{Calendar, MissingYear};
use scoring::time::{Date, Instant};
use serde_json::json;

/// The contract's kinds have none for the service itself; this is its own.
pub const CALENDAR_MISSING: &str = "calendar_missing";

/// As urgent as an overdue case: due dates are counted wrongly until it is mended.
const CALENDAR_MISSING_LEVEL: u8 = 2;

/// Who is to know.
const RECIPIENTS: [&str; 2] = ["administrator", "supervision"];

/// What watches the calendar of one service.
pub struct Watcher {
    live: Live,
    records: Records,
}

/// What a look came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Notices that are pending and were not.
    pub pending: usize,
    /// Notices that were withdrawn, since the year has come.
    pub withdrawn: usize,
}

impl Watcher {
    /// A watcher that has looked at nothing yet.
    pub fn new(live: Live, records: Records) -> Watcher {
        Watcher { live, records }
    }

    /// Looks once.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the next look keeps what this one could not.
    pub fn look(&self) -> Result<Looked, StoreError> {
        let asked = self.live.act_and_wait(|desk| {
            let context = desk.context();
            (notices(context.calendar(), context.today(), context.as_of), expected(context.today()))
        });
        let (due, of_now) = asked.map_err(|stopped| StoreError::Failed {
            attempt: "ask for the calendar".to_owned(),
            cause: Box::new(stopped),
        })?;
        let mut looked = Looked::default();
        for identity in of_now.iter().filter(|identity| !due.iter().any(|due| due.identity == **identity)) {
            looked.withdrawn += self.records.withdraw_notices(std::slice::from_ref(identity))?;
        }
        for notice in due {
            let kept = self.records.notice(&notice.identity)?;
            if kept.is_none_or(|kept| kept.state == NoticeState::Withdrawn) {
                looked.pending += self.records.keep_notices(std::slice::from_ref(&notice))?;
                tracing::warn!(
                    notice = notice.identity,
                    "a year's calendar is missing; administrator and bureau are to know"
                );
            }
        }
        Ok(looked)
    }
}

/// The notices of missing years that are due as of a day.
pub fn notices(calendar: &Calendar, today: Date, derived: Instant) -> Vec<KeptNotice> {
    calendar.missing(today).iter().map(|missing| notice(missing, derived)).collect()
}

/// The identities that could be due in a year and the one after it: those that are not due any more are withdrawn.
fn expected(today: Date) -> Vec<String> {
    [(today.year(), false), (today.year(), true), (today.year() + 1, false)]
        .map(|(year, begun)| identity(year, begun))
        .to_vec()
}

fn identity(year: i32, has_begun: bool) -> String {
    format!("{CALENDAR_MISSING}/{year}{}", if has_begun { "/2" } else { "" })
}

fn notice(missing: &MissingYear, derived: Instant) -> KeptNotice {
    let MissingYear { year, has_begun, date } = *missing;
    let say = |lang: Lang| lang.calendar_missing(year, has_begun);
    let body = json!({
        "kind": CALENDAR_MISSING,
        "level": CALENDAR_MISSING_LEVEL,
        "subject": year.to_string(),
        "date": date.to_string(),
        "to": RECIPIENTS,
        "has_begun": has_begun,
        "text": {"zh": say(Lang::Zh), "en": say(Lang::En)},
    });
    KeptNotice {
        identity: identity(year, has_begun),
        kind: CALENDAR_MISSING.to_owned(),
        level: CALENDAR_MISSING_LEVEL,
        subject: year.to_string(),
        date: date.to_string(),
        recipients: RECIPIENTS.map(str::to_owned).to_vec(),
        body: body.to_string(),
        derived,
        state: NoticeState::Pending,
        sent: None,
    }
}

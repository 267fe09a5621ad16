//! A month's results put up for objections (公示), and the last day for an appeal that follows.
//!
//! It may be done once the month is over, before or after it is closed; once more after each reissue, since what changed may
//! be appealed against too. A month that was closed without it counts from its close.

use super::{MonthError, close, newest};
use ingest::live::{Desk, Holder as _, Moment};
use ingest::store::sqlite::{AuditEntry, PublicNotice, Records};
use ingest::store::{ClosedMonth, StoreError};
use scoring::appeals;
use scoring::context::Context;
use scoring::time::{Date, Month};

/// What goes into the audit log.
const AUDIT_WORD: &str = "month.public_notice";

/// Puts a month's results up for objections, as of now.
///
/// # Errors
///
/// [`MonthError`]: its day has not come, it was put up already and not reissued since, it is no month that is shown, `by` is
/// no name.
pub fn put_up(desk: &mut Desk<'_>, month: Month, by: &str) -> Result<PublicNotice, MonthError> {
    close::check_name(by)?;
    let moment = desk.moment();
    let context = &moment.context;
    let from = close::closes_from(context, month);
    if context.today() < from {
        return Err(MonthError::NoticeTooEarly { month, from });
    }
    let versions = moment.records.closed_months()?;
    let version = newest(&versions).get(&month).copied();
    if version.is_none() && moment.result(month).is_none() {
        let first = moment.results.first().map_or(month, |result| result.month);
        return Err(MonthError::NotOpen { month, first });
    }
    if let Some(notice) = moment.records.public_notice(month)? {
        let reissued = versions
            .iter()
            .any(|closed| closed.month == month && closed.version > 1 && closed.closed > notice.published);
        if !reissued {
            return Err(MonthError::NoticeGiven { month, until: notice.until });
        }
    }
    let published = context.as_of;
    let until = appeals::last_day(context, context.today());
    let notice = PublicNotice { month, published, published_by: by.to_owned(), until };
    let records = desk.archive();
    records.at_once(|| {
        records.keep_public_notice(&notice)?;
        records.note(&AuditEntry {
            at: published,
            who: by.to_owned(),
            what: AUDIT_WORD.to_owned(),
            subject: month.to_string(),
            detail: until.to_string(),
        })
    })?;
    Ok(notice)
}

/// From when on the time for appeals against a month runs, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealTime {
    /// The day of the public notice, or of the close where there was none.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Whether it counts from the close, without a public notice.
    pub is_from_close: bool,
}

/// The time for appeals against a month; none while it was neither put up nor closed, when one may appeal already.
///
/// # Errors
///
/// [`StoreError`]
pub fn appeal_time(moment: &Moment<'_>, month: Month) -> Result<Option<AppealTime>, StoreError> {
    appeal_time_of(&moment.context, moment.records, month)
}

/// As [`appeal_time`], from the records beside the desk.
///
/// # Errors
///
/// [`StoreError`]
pub fn appeal_time_of(
    context: &Context<'_>,
    records: &Records,
    month: Month,
) -> Result<Option<AppealTime>, StoreError> {
    let date = |at| context.registry().zone.date(at);
    if let Some(notice) = records.public_notice(month)? {
        let (from, until) = (date(notice.published), notice.until);
        return Ok(Some(AppealTime { from, until, is_from_close: false }));
    }
    let versions = records.closed_months()?;
    let closed = versions.iter().find(|closed: &&ClosedMonth| (closed.month, closed.version) == (month, 1));
    Ok(closed.map(|closed| {
        let from = date(closed.closed);
        AppealTime { from, until: appeals::last_day(context, from), is_from_close: true }
    }))
}

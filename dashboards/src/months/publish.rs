//! A closed month published (通报): from then on it may be shown to everybody. Closing freezes a version; publishing is the
//! bureau's word that this version is the one that counts outside.

use super::{MonthError, close, newest};
use ingest::live::{Desk, Holder as _};
use ingest::store::sqlite::AuditEntry;
use scoring::time::{Instant, Month};

/// What goes into the audit log.
const AUDIT_WORD: &str = "month.published";

/// A version that was published just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedVersion {
    /// The version.
    pub version: u32,
    /// When.
    pub at: Instant,
}

/// Publishes the newest version of a closed month.
///
/// # Errors
///
/// [`MonthError`]: it was never closed, the version is published already, `by` is no name.
pub fn publish(desk: &mut Desk<'_>, month: Month, by: &str) -> Result<PublishedVersion, MonthError> {
    close::check_name(by)?;
    let moment = desk.moment();
    let at = moment.context.as_of;
    let versions = moment.records.closed_months()?;
    let version = *newest(&versions).get(&month).ok_or(MonthError::NotClosed { month })?;
    let records = desk.archive();
    let is_new = records.at_once(|| {
        let is_new = records.publish(month, version, at, by)?;
        if is_new {
            records.note(&AuditEntry {
                at,
                who: by.to_owned(),
                what: AUDIT_WORD.to_owned(),
                subject: format!("{month} v{version}"),
                detail: String::new(),
            })?;
        }
        Ok(is_new)
    })?;
    if is_new {
        Ok(PublishedVersion { version, at })
    } else {
        Err(MonthError::PublishedAlready { month, version })
    }
}

//! Closed months as they were published, read from the store beside the desk and kept while they are asked for.

use crate::answer::Problem;
use crate::app::App;
use crate::months::{MonthError, newest};
use crate::pages::message::Missing;
use crate::pages::published::{self, Version};
use crate::pages::ranking::PreviousRanks;
use ingest::live::Moment;
use ingest::store::ClosedMonth;
use ingest::store::StoreError;
use ingest::store::sqlite::Records;
use scoring::time::Month;
use std::sync::Arc;

/// What is closed of a month that is asked for and of those around it.
pub struct Closed {
    /// The version to show; none while the month is open.
    pub shown: Option<Version>,
    /// The newest version of the month before it; of the last closed one, where no month is named.
    before: Option<Version>,
}

impl Closed {
    /// The ranks of the month before one that is shown: published, or open itself.
    pub fn previous(&self, moment: &Moment<'_>, month: Month) -> Option<PreviousRanks> {
        let published = self.before.as_ref().filter(|version| version.closed.month == month.previous());
        match published {
            Some(version) => Some(PreviousRanks::of_published(moment.context.registry(), &version.published)),
            None => moment.result(month.previous()).map(PreviousRanks::of),
        }
    }

    /// The version that is shown, where it is not the newest.
    pub fn superseded(&self) -> Option<u32> {
        let shown = self.shown.as_ref()?;
        (shown.closed.version != shown.newest).then_some(shown.closed.version)
    }
}

/// Looks for what is closed of a month, in a version or the newest.
///
/// # Errors
///
/// There is no such version; the store cannot be read.
pub async fn closed(app: &Arc<App>, month: Option<&str>, version: Option<u32>) -> Result<Closed, Problem> {
    let month = month.and_then(Month::parse);
    let kept = app.clone();
    let found = app.records(move |records| {
        let versions = records.closed_months()?;
        let newest = newest(&versions);
        let read = |month: Month, version: u32| -> Result<Option<Version>, StoreError> {
            let found = versions.iter().find(|closed| (closed.month, closed.version) == (month, version));
            let newest = newest.get(&month).copied().unwrap_or(version);
            found.map(|closed| version_of(&kept, records, closed, newest)).transpose()
        };
        let of_newest = |month: Month| match newest.get(&month) {
            Some(&version) => read(month, version),
            None => Ok(None),
        };
        let shown = match (month, version) {
            (Some(month), Some(version)) => read(month, version)?,
            (Some(month), None) => of_newest(month)?,
            (None, _) => None,
        };
        let before = month.map(Month::previous).or(newest.last_key_value().map(|(&last, _)| last));
        let before = before.map(of_newest).transpose()?.flatten();
        Ok(Closed { shown, before })
    });
    let found = found.await?;
    match version {
        Some(version) if found.shown.is_none() => {
            Err(Problem::Missing(Missing::Version, version.to_string()))
        }
        Some(_) | None => Ok(found),
    }
}

/// The newest versions of all closed months.
///
/// # Errors
///
/// The store cannot be read.
pub async fn all_newest(app: &Arc<App>) -> Result<Vec<Version>, Problem> {
    let kept = app.clone();
    let read = app.records(move |records| {
        let versions = records.closed_months()?;
        let newest = newest(&versions);
        let of_newest = versions.iter().filter(|closed| newest.get(&closed.month) == Some(&closed.version));
        of_newest.map(|closed| version_of(&kept, records, closed, closed.version)).collect()
    });
    Ok(read.await?)
}

/// The newest versions of the closed months of the year that a month is in; of none where it is no month.
///
/// # Errors
///
/// The store cannot be read.
pub async fn newest_of_year(app: &Arc<App>, month: Option<&str>) -> Result<Vec<Version>, Problem> {
    let Some(year) = month.and_then(Month::parse).map(Month::year) else { return Ok(Vec::new()) };
    let kept = app.clone();
    let read = app.records(move |records| {
        let versions = records.closed_months()?;
        let newest = newest(&versions);
        let of_year = versions.iter().filter(|closed| {
            closed.month.year() == year && newest.get(&closed.month) == Some(&closed.version)
        });
        of_year.map(|closed| version_of(&kept, records, closed, closed.version)).collect()
    });
    Ok(read.await?)
}

/// A version, kept at hand once it was read.
///
/// # Errors
///
/// The store cannot be read.
pub fn version_of(
    app: &App,
    records: &Records,
    closed: &ClosedMonth,
    newest: u32,
) -> Result<Version, StoreError> {
    let published = app.published(closed.month, closed.version, || published::read(records, closed))?;
    Ok(Version { closed: closed.clone(), newest, published })
}

impl From<MonthError> for Problem {
    fn from(error: MonthError) -> Problem {
        match error {
            MonthError::Store(_) | MonthError::Unreadable(_) => Problem::Broken(error.to_string()),
            MonthError::NotOpen { month, .. } | MonthError::NotClosed { month } => {
                Problem::Missing(Missing::Month, month.to_string())
            }
            MonthError::NoVersion { version, .. } => Problem::Missing(Missing::Version, version.to_string()),
            MonthError::TooEarly { .. }
            | MonthError::CloseFirst { .. }
            | MonthError::ClosedAlready { .. }
            | MonthError::NothingChanged { .. }
            | MonthError::NoticeTooEarly { .. }
            | MonthError::NoticeGiven { .. }
            | MonthError::PublishedAlready { .. }
            | MonthError::StillOpen { .. }
            | MonthError::WithoutName
            | MonthError::WithoutReason => Problem::Refused(error.to_string()),
        }
    }
}

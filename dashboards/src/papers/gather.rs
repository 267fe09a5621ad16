//! The one way from what is asked for to what a document is made of: pages, commands and the drafts of the schedule go it alike, so
//! that the same document bears the same code wherever it was made.

use super::source::{Gathered, Held};
use super::{feed, order, week};
use crate::observed::LastCounted;
use crate::pages::published::Version;
use crate::pages::week::Week;
use ingest::feeds::Limits;
use ingest::live::Moment;
use ingest::store::sqlite::Records;
use ingest::store::{ClosedMonth, StoreError};
use reports::papers::{Kind, NotMade};
use reports::words::Lang;
use scoring::orders;
use scoring::time::Month;

/// A document that is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The kind.
    pub kind: Kind,
    /// The month; of a quarter or year its last one.
    pub month: Month,
    /// Whose, by id; of the weekly brief the week, `2026-W38`, the present one where none is named.
    pub subject: Option<String>,
    /// The version of a closed month; the newest, where none is named.
    pub version: Option<u32>,
    /// The language.
    pub lang: Lang,
}

/// Why it cannot be told what a document is made of.
#[derive(Debug)]
pub enum NotGathered {
    /// The month is not known.
    NoMonth(Month),
    /// The month has no such version.
    NoVersion(u32),
    /// The week is none.
    NoWeek,
    /// The kind wants a subject that was not named or is not there.
    NotMade(NotMade),
    /// The store cannot be read.
    Store(StoreError),
}

impl From<StoreError> for NotGathered {
    fn from(error: StoreError) -> NotGathered {
        NotGathered::Store(error)
    }
}

/// The versions of closed months that a document is made of.
#[derive(Clone, Debug)]
pub struct Versions {
    /// That of the month itself; none while it is open.
    pub shown: Option<Version>,
    /// Of every closed month the newest one that stood when the document's own was made; that stands now, where it has none.
    pub stood: Vec<Version>,
}

impl Versions {
    /// Reads them. `read` gets one with the number of the newest of its month.
    ///
    /// # Errors
    ///
    /// There is no such version; the store cannot be read.
    pub fn of(
        records: &Records,
        (month, version): (Month, Option<u32>),
        read: &dyn Fn(&ClosedMonth, u32) -> Result<Version, StoreError>,
    ) -> Result<Versions, NotGathered> {
        let versions = records.closed_months()?;
        let newest = crate::months::newest(&versions);
        let read =
            |closed: &ClosedMonth| read(closed, newest.get(&closed.month).copied().unwrap_or(closed.version));
        let wanted = version.or(newest.get(&month).copied());
        let shown = versions.iter().find(|closed| closed.month == month && Some(closed.version) == wanted);
        let shown = shown.map(read).transpose()?;
        if let (Some(version), None) = (version, &shown) {
            return Err(NotGathered::NoVersion(version));
        }
        let at = shown.as_ref().map(|shown| shown.closed.closed);
        let by_then = |closed: &&ClosedMonth| at.is_none_or(|at| closed.closed <= at);
        let is_last = |closed: &&ClosedMonth| {
            let same = versions.iter().filter(|other| other.month == closed.month);
            same.filter(by_then).all(|other| other.version <= closed.version)
        };
        let stood = versions.iter().filter(by_then).filter(is_last).map(read);
        let stood = stood.collect::<Result<_, StoreError>>()?;
        Ok(Versions { shown, stood })
    }
}

/// The month of a rectification order's document, by the order's id; none where none was issued.
pub fn month_of_order(moment: &Moment<'_>, id: &str) -> Option<Month> {
    let context = &moment.context;
    orders::find(context, id).map(|found| order::month(context, &found))
}

/// What a document is made of.
///
/// # Errors
///
/// [`NotGathered`]
pub fn gather(
    moment: &Moment<'_>,
    asked: &Asked,
    versions: &Versions,
    (counted, limits): (&LastCounted, &Limits),
) -> Result<Gathered, NotGathered> {
    let gathered = Gathered::of(moment, (asked.month, versions), counted)?;
    let subject = || asked.subject.clone().ok_or(NotGathered::NotMade(NotMade::NoSubject));
    let unknown = |id| NotGathered::NotMade(NotMade::Unknown(id));
    Ok(match asked.kind {
        Kind::Order => {
            let id = subject()?;
            let told = order::told(moment, &id)?.ok_or_else(|| unknown(id))?;
            gathered.telling(Held::Order(Box::new(told)))
        }
        Kind::FeedQuality => {
            let id = subject()?;
            let told = feed::told(moment, &id, asked.month, limits)?.ok_or_else(|| unknown(id))?;
            gathered.telling(Held::Feed(Box::new(told)))
        }
        Kind::WeeklyBrief => {
            let week = match &asked.subject {
                Some(week) => Week::parse(week).ok_or(NotGathered::NoWeek)?,
                None => Week::of(moment.context.today()),
            };
            let remark = moment.records.week_remark(&week.to_string())?;
            let told = week::told(moment, &versions.stood, week, remark, asked.lang)?;
            gathered.telling(Held::Week(Box::new(told)))
        }
        Kind::HandOver => return Err(NotGathered::NotMade(NotMade::NotInFiles)),
        Kind::Bulletin
        | Kind::Quarter
        | Kind::Year
        | Kind::Window
        | Kind::Staff
        | Kind::Department
        | Kind::Site
        | Kind::YellowFlagNotice
        | Kind::YellowFlagSign
        | Kind::RectificationSign
        | Kind::ModelWindow => gathered,
    })
}

impl Asked {
    /// The same as `reports` wants it.
    pub fn wanted(&self) -> reports::papers::Wanted {
        let Asked { kind, month, subject, version: _, lang } = self.clone();
        reports::papers::Wanted { kind, month, subject, lang }
    }
}

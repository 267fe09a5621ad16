//! Everything that a document is made of, gathered at a moment of the desk and owned, with a view as `papers::make` wants it.
//!
//! A document of a closed month is made of what stood when its version was made and of nothing that came later, so that the same
//! document can be made again for ever. What is counted from the events, which go on coming, is in drafts alone.

use super::gather::{NotGathered, Versions};
use crate::observed::LastCounted;
use crate::pages::decided;
use crate::pages::published::Version;
use ingest::live::Moment;
use ingest::store::StoreError;
use reports::changes::Published;
use reports::document::Document;
use reports::papers::feed_quality::FeedTold;
use reports::papers::order::OrderTold;
use reports::papers::texts::Texts;
use reports::papers::week::WeekTold;
use reports::papers::{self, Decision, Edition, NotMade, Source, Told, Wanted};
use scoring::context::County;
use scoring::month::MonthResult;
use scoring::observed::Observed;
use scoring::time::{Date, Month};
use std::sync::Arc;

/// So many months before one are looked at: its year, and the same month of the year before.
const MONTHS_BACK: i32 = 12;

/// What a document is made of.
#[derive(Clone, Debug)]
pub struct Gathered {
    month: Kept,
    others: Vec<Kept>,
    observed: Option<Arc<Observed>>,
    texts: Texts,
    told: Held,
    today: Date,
    appeal_until: Option<Date>,
}

/// What is in no month's files.
#[derive(Clone, Debug, Default)]
pub enum Held {
    /// Nothing.
    #[default]
    Nothing,
    /// A week.
    Week(Box<WeekTold>),
    /// A rectification order.
    Order(Box<OrderTold>),
    /// What a source sent in the month.
    Feed(Box<FeedTold>),
}

#[derive(Clone, Debug)]
struct Kept {
    published: Arc<Published>,
    version: Option<u32>,
    events: Option<u64>,
    digest: Option<String>,
    decisions: Vec<Decision>,
}

impl Gathered {
    /// What the documents of a month are made of.
    ///
    /// # Errors
    ///
    /// The month is not known; the store cannot be read.
    pub fn of(
        moment: &Moment<'_>,
        (month, versions): (Month, &Versions),
        counted: &LastCounted,
    ) -> Result<Gathered, NotGathered> {
        let context = &moment.context;
        let Versions { shown, stood } = versions;
        let shown = shown.as_ref();
        let own = match (shown, moment.result(month)) {
            (Some(version), _) => Kept::of_version(moment, version)?,
            (None, Some(result)) => Kept::of_result(moment, result)?,
            (None, None) => return Err(NotGathered::NoMonth(month)),
        };
        let is_near = |of: Month| of < month && of.0 >= month.0 - MONTHS_BACK;
        let mut others = Vec::new();
        for version in stood.iter().filter(|version| is_near(version.closed.month)) {
            others.push(Kept::of_version(moment, version)?);
        }
        if shown.is_none() {
            let is_closed = |of: Month| stood.iter().any(|version| version.closed.month == of);
            let open = moment.results.iter().filter(|result| is_near(result.month));
            for result in open.filter(|result| !is_closed(result.month)) {
                others.push(Kept::of_result(moment, result)?);
            }
        }
        others.sort_by_key(|kept| kept.published.month);
        let zone = &context.registry().zone;
        let notice = moment.records.public_notice(month)?;
        let stood_then = |published| shown.is_none_or(|version| published <= version.closed.closed);
        Ok(Gathered {
            month: own,
            others,
            observed: shown.is_none().then(|| counted.of(moment, month)),
            texts: crate::texts::in_force(moment.records)?,
            told: Held::Nothing,
            today: shown.map_or(context.today(), |version| zone.date(version.closed.closed)),
            appeal_until: notice.filter(|notice| stood_then(notice.published)).map(|notice| notice.until),
        })
    }

    /// The same, telling what is in no month's files.
    pub fn telling(self, told: Held) -> Gathered {
        Gathered { told, ..self }
    }

    /// The same in other words of the bureau.
    pub fn saying(self, texts: Texts) -> Gathered {
        Gathered { texts, ..self }
    }

    /// The month as it is told.
    pub fn published(&self) -> &Published {
        &self.month.published
    }

    /// The order that it tells of.
    pub fn order(&self) -> Option<&OrderTold> {
        match &self.told {
            Held::Order(order) => Some(order),
            Held::Nothing | Held::Week(_) | Held::Feed(_) => None,
        }
    }

    /// Makes a document.
    ///
    /// # Errors
    ///
    /// [`NotMade`]
    pub fn make(&self, county: County<'_>, wanted: &Wanted) -> Result<Document, NotMade> {
        let others: Vec<Edition<'_>> = self.others.iter().map(Kept::edition).collect();
        let source = Source {
            county,
            month: self.month.edition(),
            others: &others,
            observed: self.observed.as_deref(),
            texts: &self.texts,
            told: match &self.told {
                Held::Nothing => Told::Nothing,
                Held::Week(week) => Told::Week(week),
                Held::Order(order) => Told::Order(order),
                Held::Feed(feed) => Told::Feed(feed),
            },
            today: self.today,
            appeal_until: self.appeal_until,
        };
        papers::make(wanted, &source)
    }
}

impl Kept {
    fn of_version(moment: &Moment<'_>, version: &Version) -> Result<Kept, StoreError> {
        Ok(Kept {
            published: version.published.clone(),
            version: Some(version.closed.version),
            events: Some(version.closed.events),
            digest: Some(version.closed.digest.clone()),
            decisions: decided::decisions(moment, Some(version), version.closed.month)?,
        })
    }

    fn of_result(moment: &Moment<'_>, result: &MonthResult) -> Result<Kept, StoreError> {
        let month = result.month;
        let unreadable = |cause| StoreError::Failed { attempt: format!("read {month} as it stands"), cause };
        let published =
            Published::of(&moment.context, result).map_err(|error| unreadable(Box::new(error)))?;
        Ok(Kept {
            published: Arc::new(published),
            version: None,
            events: Some(moment.records.event_count()?),
            digest: None,
            decisions: decided::decisions(moment, None, result.month)?,
        })
    }

    fn edition(&self) -> Edition<'_> {
        Edition {
            published: &self.published,
            version: self.version,
            events: self.events,
            digest: self.digest.as_deref(),
            decisions: &self.decisions,
        }
    }
}

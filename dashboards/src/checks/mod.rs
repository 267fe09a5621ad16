//! What is to be looked at before a month is closed, line by line: how many, why it matters, and which.
//!
//! Bad data is sorted out before anyone is blamed for it. Two lines stop a close (the month is not over; an earlier month is
//! open); all others warn. A warning is settled when nothing is left of it, or when somebody looked at it and said a word;
//! a mark holds for no more than there were then. A month may be closed over open warnings with a reason, which is kept
//! with the version.
//!
//! Each line is counted within what the reader may see; what belongs to nobody's window (feeds, rejected events, signals) is
//! for those who see the whole county.

mod data;
mod people;

pub use data::happened;

use crate::answer::Problem;
use crate::links::Place;
use crate::months::closes_from;
use crate::rights::Scope;
use ingest::feeds::Limits;
use ingest::live::Moment;
use ingest::store::sqlite::CheckMark;
use reports::words::Lang;
use scoring::month::MonthResult;
use scoring::signals::Signal;
use scoring::time::Month;
use serde::Serialize;
use utoipa::ToSchema;

/// A line of the check list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// The month's end and its first working day after have not come.
    NotOver,
    /// An earlier month is open.
    EarlierOpen,
    /// Windows and staff without an evaluation.
    Evaluations,
    /// Times in which a source was silent.
    Feeds,
    /// Rejected events of the month that wait to be mended.
    Rejected,
    /// Odd data.
    Anomalies,
    /// What looks like gaming.
    Signals,
    /// Recorded findings that name no person.
    FindingsWithoutStaff,
    /// Bad ratings that nobody has verified.
    Ratings,
    /// Complaints without an answer.
    Complaints,
    /// Appeals against the month's entries that are open.
    Appeals,
    /// Rectification orders that are overdue.
    Orders,
    /// Flags and consequences that nobody has decided.
    Proposals,
    /// No public notice yet, or its time for appeals runs.
    PublicNotice,
}

impl Item {
    /// All lines, in the order of the page.
    pub const ALL: [Item; 14] = [
        Item::NotOver,
        Item::EarlierOpen,
        Item::Evaluations,
        Item::Feeds,
        Item::Rejected,
        Item::Anomalies,
        Item::Signals,
        Item::FindingsWithoutStaff,
        Item::Ratings,
        Item::Complaints,
        Item::Appeals,
        Item::Orders,
        Item::Proposals,
        Item::PublicNotice,
    ];

    /// The word in addresses and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Item::NotOver => "not_over",
            Item::EarlierOpen => "earlier_open",
            Item::Evaluations => "evaluations",
            Item::Feeds => "feeds",
            Item::Rejected => "rejected",
            Item::Anomalies => "anomalies",
            Item::Signals => "signals",
            Item::FindingsWithoutStaff => "findings_without_staff",
            Item::Ratings => "ratings",
            Item::Complaints => "complaints",
            Item::Appeals => "appeals",
            Item::Orders => "orders",
            Item::Proposals => "proposals",
            Item::PublicNotice => "public_notice",
        }
    }

    /// The line of a word.
    pub fn of_word(word: &str) -> Option<Item> {
        Item::ALL.into_iter().find(|item| item.word() == word)
    }

    /// Whether a month cannot be closed while it is open.
    pub fn blocks(self) -> bool {
        matches!(self, Item::NotOver | Item::EarlierOpen)
    }
}

/// One thing that a line counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ChecksNamed)]
pub struct Named {
    /// What it is.
    pub text: String,
    /// More about it; may be empty.
    pub more: String,
    /// Its page.
    #[serde(skip)]
    pub place: Place,
}

/// A line with what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub item: Item,
    /// How many there are.
    pub count: usize,
    /// What they are.
    pub named: Vec<Named>,
    /// Who looked at it, where somebody did.
    pub mark: Option<CheckMark>,
}

impl Line {
    /// Whether it needs nobody: nothing is left, or somebody looked at all there is.
    pub fn is_settled(&self) -> bool {
        self.count == 0 || (!self.item.blocks() && self.is_marked())
    }

    /// Whether somebody looked at all there is.
    pub fn is_marked(&self) -> bool {
        self.mark.as_ref().is_some_and(|mark| mark.count >= self.count as u64)
    }
}

/// What the lines are found by, beside the moment.
pub struct Look<'l> {
    /// The month.
    pub month: Month,
    /// Its results as they are.
    pub result: &'l MonthResult,
    /// What may be seen.
    pub scope: &'l Scope,
    /// When a feed is silent.
    pub limits: &'l Limits,
    /// The month's signals.
    pub signals: &'l [Signal],
    /// The language of what is named.
    pub lang: Lang,
}

/// What a line counts: how many, and which.
type Found = (usize, Vec<Named>);

/// All lines of an open month.
///
/// # Errors
///
/// The store cannot be read.
pub fn lines(moment: &Moment<'_>, look: &Look<'_>) -> Result<Vec<Line>, Problem> {
    let marks = moment.records.check_marks(look.month)?;
    let mut lines = Vec::new();
    for item in Item::ALL {
        let (count, named) = match item {
            Item::NotOver => not_over(moment, look),
            Item::EarlierOpen => earlier_open(moment, look),
            Item::Evaluations => people::evaluations(moment, look),
            Item::Feeds => data::feeds(moment, look)?,
            Item::Rejected => data::rejected(moment, look)?,
            Item::Anomalies => data::anomalies(moment, look),
            Item::Signals => data::signals(moment, look),
            Item::FindingsWithoutStaff => people::findings_without_staff(moment, look),
            Item::Ratings => people::ratings(moment, look),
            Item::Complaints => people::complaints(moment, look),
            Item::Appeals => people::appeals(moment, look),
            Item::Orders => people::orders(moment, look),
            Item::Proposals => people::proposals(moment, look)?,
            Item::PublicNotice => public_notice(moment, look)?,
        };
        let mark = marks.iter().find(|mark| mark.item == item.word()).cloned();
        lines.push(Line { item, count, named, mark });
    }
    Ok(lines)
}

fn not_over(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    let from = closes_from(&moment.context, look.month);
    if moment.context.today() >= from {
        return (0, Vec::new());
    }
    let text = look.lang.date(from, 0);
    (1, vec![Named { text, more: String::new(), place: Place::Windows }])
}

/// Months before this one that have events and are open, as closing them asks.
fn earlier_open(moment: &Moment<'_>, look: &Look<'_>) -> Found {
    let zone = &moment.context.registry().zone;
    let earlier = moment.results.iter().map(|result| result.month).filter(|&month| month < look.month);
    let log = moment.context.log;
    let named: Vec<Named> = earlier
        .filter(|month| {
            let (from, to) = (zone.midnight(month.first_day()), zone.midnight(month.next().first_day()));
            (0..log.len()).any(|event| (from..to).contains(&log.record(event as u32).time))
        })
        .map(|month| Named { text: look.lang.month(month), more: String::new(), place: Place::Months })
        .collect();
    (named.len(), named)
}

/// Nothing where it was put up and the time for appeals is over.
fn public_notice(moment: &Moment<'_>, look: &Look<'_>) -> Result<Found, Problem> {
    let today = moment.context.today();
    let named = match moment.records.public_notice(look.month)? {
        Some(notice) if notice.until < today => return Ok((0, Vec::new())),
        Some(notice) => Named {
            text: crate::words::monthly::appeals_until(look.lang, &look.lang.day(notice.until, today.year())),
            more: String::new(),
            place: Place::Month,
        },
        None => Named {
            text: look.lang.say(crate::words::monthly::NOT_PUT_UP).to_owned(),
            more: String::new(),
            place: Place::Month,
        },
    };
    Ok((1, vec![named]))
}

//! What the bureau signs, sends and publishes: from a month's results to the words, tables and charts of a [`Document`].
//!
//! Every figure comes from [`Published`], a month as its files have it, open or closed: the same bytes that pages show and that
//! were frozen. What files do not tell (how long people waited at which hour, the case-time distribution, attendance) is
//! [`Observed`], counted from the events by the core. Where it is not known, as in a folder of results, the charts that need it
//! are left out and the document says so.
//!
//! Nothing is computed here but sums, means and differences of figures that are written beside them.
//!
//! | to | see |
//! | --- | --- |
//! | make a document | [`make`] |
//! | read a month with what the bureau decided about it | [`reading`] |
//! | say what the bureau says in its own words | [`texts`] |
//! | the bulletin, the weekly brief, the quarter, the year | [`bulletin`], [`week`], [`quarter`], [`year`] |
//! | sheets of windows, staff, departments, sites | [`window`], [`staff`], [`department`], [`site`] |
//! | orders, yellow flag notices and signs, certificates | [`order`], [`flags`], [`certificate`] |
//! | what vendors are told of their feeds | [`feed_quality`] |

pub mod bulletin;
pub mod certificate;
pub mod department;
pub mod feed_quality;
mod figures;
pub mod flags;
mod frame;
pub(crate) mod handover;
mod kind;
pub mod order;
pub mod quarter;
pub mod reading;
mod sheets;
pub mod site;
pub mod staff;
mod summary;
pub mod tally;
pub mod texts;
pub mod week;
pub mod window;
pub mod year;

pub use kind::{Kind, Span, Subject};
pub(crate) use sheets::year::Flown;

use self::texts::Texts;
use crate::changes::Published;
use crate::charts::Observed;
use crate::document::Document;
use crate::words::Lang;
use scoring::context::County;
use scoring::time::{Date, Month};

/// Which document is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The kind.
    pub kind: Kind,
    /// The month; of a quarter or year its last one that is known.
    pub month: Month,
    /// Whose: an id, where the kind has a subject.
    pub subject: Option<String>,
    /// The language.
    pub lang: Lang,
}

/// What documents are made of.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Names, titles of rules, working days.
    pub county: County<'a>,
    /// The month.
    pub month: Edition<'a>,
    /// Other months that are known, in order: those of the year before it, and the same month of last year.
    pub others: &'a [Edition<'a>],
    /// What was counted from the events; none where only files are known.
    pub observed: Option<&'a Observed>,
    /// What the bureau says in its own words: who issues, to whom, headings, requirements.
    pub texts: &'a Texts,
    /// What is not in [`Published`].
    pub told: Told<'a>,
    /// The day on which the document is made.
    pub today: Date,
    /// The last day for appeals against the month; none where it is not known, as in files, or while the month was neither put up
    /// for objections nor closed.
    pub appeal_until: Option<Date>,
}

/// What a document tells that is in the service's store alone.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// Nothing.
    Nothing,
    /// A week.
    Week(&'a week::WeekTold),
    /// A rectification order.
    Order(&'a order::OrderTold),
    /// What a source sent in the month.
    Feed(&'a feed_quality::FeedTold),
}

/// Why a document cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMade {
    /// The kind wants a subject, and none was named.
    NoSubject,
    /// There is no such window, staff member, department, site or order in the month.
    Unknown(String),
    /// The month does not give cause for it: no flag for a certificate, notice or sign.
    NoCause,
    /// What it is made of is in the service's store alone: weeks, orders, feeds.
    NotInFiles,
}

/// A month as it was published, or as it stands now.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    /// The month.
    pub published: &'a Published,
    /// The version; none while the month is open.
    pub version: Option<u32>,
    /// How many events it is of; none where only files are known.
    pub events: Option<u64>,
    /// The digest of these events.
    pub digest: Option<&'a str>,
    /// What the bureau decided about flags and consequences.
    pub decisions: &'a [Decision],
}

/// What the bureau decided about a flag or a consequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// `red_flag`, `yellow_flag`, or an action's word.
    pub kind: String,
    /// The window or staff member, by id.
    pub subject: String,
    /// Whether it stands; one that was dropped is not published.
    pub stands: bool,
    /// Why, where that was said.
    pub reason: Option<String>,
}

/// Makes a document.
///
/// # Errors
///
/// [`NotMade`]
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    match wanted.kind {
        Kind::Bulletin => bulletin::make(wanted, source),
        Kind::WeeklyBrief => week::make(wanted, source),
        Kind::Quarter => quarter::make(wanted, source),
        Kind::Year => year::make(wanted, source),
        Kind::Window => window::make(wanted, source),
        Kind::Staff => staff::make(wanted, source),
        Kind::Department => department::make(wanted, source),
        Kind::Site => site::make(wanted, source),
        Kind::Order => order::make(wanted, source),
        Kind::YellowFlagNotice | Kind::YellowFlagSign | Kind::RectificationSign => {
            flags::make(wanted, source)
        }
        Kind::ModelWindow => certificate::make(wanted, source),
        Kind::FeedQuality => feed_quality::make(wanted, source),
        // Of a case, by `handover::paper`.
        Kind::HandOver => Err(NotMade::NotInFiles),
    }
}

impl<'a> Source<'a> {
    /// Who issues documents, in the bureau's words.
    pub fn issuer(&self, lang: Lang) -> String {
        let mut said = texts::Said::default();
        said.text("region", &self.county.registry.name);
        said.write(lang.title(&self.texts.issuer))
    }

    /// Another month, where it is known.
    pub fn of(&self, month: Month) -> Option<&'a Edition<'a>> {
        self.others.iter().find(|edition| edition.published.month == month)
    }
}

impl Edition<'_> {
    /// Whether the bureau dropped a flag or a consequence that the rules propose.
    pub fn is_dropped(&self, kind: &str, subject: &str) -> bool {
        self.decisions
            .iter()
            .any(|decision| !decision.stands && decision.kind == kind && decision.subject == subject)
    }
}

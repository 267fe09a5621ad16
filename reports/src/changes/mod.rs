//! What changed between two versions of a month's results, with the reasons: the list that a reissue publishes, and what
//! another rulebook would have made of a month.
//!
//! [`Published`] is a month as its files have it, [`compare()`] holds two of them against each other, [`Changes`] is what
//! came of it. Where the two come from (folders, a store, one log under two rulebooks) is the caller's business; the caller
//! also says what is known of the time between, as [`Between`]. A change is given only reasons that the files or
//! the late events prove; where nothing does, it says so.
//!
//! | to | see |
//! | --- | --- |
//! | read what was published | [`files`], [`published`] |
//! | turn an event that arrived late into what it speaks of | [`late`] |
//! | find lines of the ledger that are one and the same | `pairs` |
//! | compare, and find reasons | [`mod@compare`], `because` |
//! | tell it | [`mod@document`], set for a terminal by [`text`]; [`brief`] for a what-if, [`json`] |

mod because;
pub mod brief;
pub mod compare;
pub mod document;
mod fields;
pub mod files;
pub mod json;
pub mod late;
mod names;
mod pairs;
pub mod published;
mod tell;
pub mod text;

pub use compare::{Between, compare};
pub use document::{Document, document};
pub use files::{MonthFiles, Unreadable};
pub use late::{Late, Topic};
pub use names::Names;
pub use published::Published;

use published::{Action, Anomaly, Entry, Notice, RateOf, Standing, TargetMissed};
use scoring::rulebook::Bilingual;
use scoring::time::Month;

/// Everything that is different in a month's later version.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// The month.
    pub month: Month,
    /// The earlier version.
    pub before: Edition,
    /// The later version.
    pub after: Edition,
    /// What else than events is different: rulebook, instant, and what the caller named.
    pub givens: Vec<Bilingual>,
    /// Events that arrived in between; reasons name them by their place here.
    pub late: Vec<Late>,
    /// Windows whose total, rank, flag, categories or home changed, or that entered or left the list.
    pub windows: Vec<Change<Standing>>,
    /// Staff likewise.
    pub staff: Vec<Change<Standing>>,
    /// Lines of the ledger, window book first.
    pub entries: Vec<Change<Entry>>,
    /// Targets newly missed or no longer; empty where only files are known.
    pub targets: Vec<Change<TargetMissed>>,
    /// What the rules propose.
    pub actions: Vec<Change<Action>>,
    /// Notices dated in the month.
    pub notices: Vec<Change<Notice>>,
    /// Odd input.
    pub anomalies: Vec<Change<Anomaly>>,
    /// Rates of the region, departments, sites and windows.
    pub rates: Vec<Change<RateOf>>,
}

/// One version of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// What people call it: version 1, the name of a folder, a rulebook.
    pub name: Bilingual,
    /// The rulebook's id.
    pub rulebook: String,
    /// The rulebook's version.
    pub rulebook_version: String,
    /// The instant of the results, as written.
    pub as_of: String,
    /// How many windows are ranked.
    pub windows_ranked: usize,
    /// How many staff are ranked.
    pub staff_ranked: usize,
}

/// One difference with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<T> {
    /// What turned into what.
    pub turn: Turn<T>,
    /// Why; never empty.
    pub because: Vec<Reason>,
}

/// What turned into what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn<T> {
    /// It was not there before.
    Appeared(T),
    /// It is no longer there.
    Went(T),
    /// It was there and is different: before, after.
    Changed(T, T),
}

/// Why something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A late event speaks of it: the event's place in [`Changes::late`].
    Late(usize),
    /// Late events of an area speak of what is counted here: which area, and how many.
    LateIn(Area, usize),
    /// Other lines of the same category changed and leave it more or less room.
    SameCategory,
    /// The red flag of the staff member's window, which it follows, changed.
    FlagOfWindow,
    /// Its points did not change, but its rates did, which decide between equal totals.
    OwnRates,
    /// Others moved: nothing of its own explains the rank.
    OthersMoved,
    /// It follows from an earlier month, whose own changes say why.
    EarlierMonths,
    /// No late event speaks of it, but other things than events are different: [`Changes::givens`].
    Givens,
    /// Nothing that is known explains it.
    Unnamed,
}

/// What late events are counted by, where single ones cannot be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Cases.
    Cases,
    /// Ratings.
    Ratings,
    /// Complaints.
    Complaints,
    /// Queue tickets.
    Tickets,
}

impl<T> Turn<T> {
    /// How it was, if it was there.
    pub fn before(&self) -> Option<&T> {
        match self {
            Turn::Appeared(_) => None,
            Turn::Went(before) | Turn::Changed(before, _) => Some(before),
        }
    }

    /// How it is, if it is there.
    pub fn after(&self) -> Option<&T> {
        match self {
            Turn::Went(_) => None,
            Turn::Appeared(after) | Turn::Changed(_, after) => Some(after),
        }
    }

    /// How it is; how it was where it is no longer there.
    pub fn latest(&self) -> &T {
        match self {
            Turn::Appeared(latest) | Turn::Went(latest) | Turn::Changed(_, latest) => latest,
        }
    }

    /// Whether a part is different, or there on one side alone.
    pub fn differs<'t, P: PartialEq + 't>(&'t self, part: impl Fn(&'t T) -> P) -> bool {
        self.before().map(&part) != self.after().map(&part)
    }
}

impl Changes {
    /// How many changes there are.
    pub fn count(&self) -> usize {
        self.windows.len()
            + self.staff.len()
            + self.entries.len()
            + self.targets.len()
            + self.actions.len()
            + self.notices.len()
            + self.anomalies.len()
            + self.rates.len()
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }
}

//! A month's results as they were published: what `result.json`, `ledger.ndjson` and `notices.ndjson` say (`outputs.md`).
//!
//! What was published is kept as these bytes, so they are what is read here. Members that are not known are passed over:
//! a file of an earlier or later program stays readable.

use super::fields::{date, date_if_any};
use super::files::{MonthFiles, Unreadable};
use crate::render::contract::{self, LineCounts};
use scoring::context::Context;
use scoring::entry_name::EntryName;
use scoring::month::MonthResult;
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::rates::Rates;
use scoring::rulebook::Targets;
use scoring::time::{Date, Month, Session};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A month's results.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The month.
    pub month: Month,
    /// The instant that they are taken as of, as written: in the region's offset.
    pub as_of: String,
    /// The rulebook's id.
    pub rulebook: String,
    /// The rulebook's version.
    pub rulebook_version: String,
    /// Windows, by rank.
    pub windows: Vec<Standing>,
    /// Staff, by rank.
    pub staff: Vec<Standing>,
    /// Rates of the region, then of departments, sites and windows.
    pub rates: Vec<RateOf>,
    /// What the rules propose.
    pub actions: Vec<Action>,
    /// Odd input.
    pub anomalies: Vec<Anomaly>,
    /// The ledger, in the order of its file.
    pub entries: Vec<Entry>,
    /// Notices dated in the month.
    pub notices: Vec<Notice>,
    /// Targets that were missed. `None` where files are all that is known: they say so in the month after, as notices.
    pub targets_missed: Option<Vec<TargetMissed>>,
}

/// Whose book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Book {
    /// A window's.
    Window,
    /// A staff member's.
    Staff,
}

/// Where a window or staff member stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub book: Book,
    /// The window's or staff member's id.
    pub id: String,
    /// A window's site and department; a staff member's window.
    pub home: Vec<String>,
    /// The rank; `None` where not ranked.
    pub rank: Option<u32>,
    /// The total.
    pub total: Points,
    /// What is left of each category, by its letter.
    pub categories: BTreeMap<String, Points>,
    /// The bonus.
    pub bonus: Points,
    /// A window's flag.
    pub flag: Option<Flag>,
    /// Whether it is a dissatisfied window.
    pub dissatisfied: bool,
    /// A staff member's grade.
    pub evaluation: Option<String>,
}

/// What rates are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The whole region.
    Region,
    /// A department.
    Department,
    /// A site.
    Site,
    /// A window.
    Window,
}

/// One rate of one window, site, department or the region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateOf {
    /// What it is about.
    pub level: Level,
    /// Whose it is.
    pub id: String,
    /// Its name in the contract.
    pub rate: String,
    /// The figure as written; `None` where nothing could be counted.
    pub figure: Option<String>,
}

/// Something that the rules propose to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Action {
    /// The date it counts for.
    #[serde(deserialize_with = "date")]
    pub date: Date,
    /// What.
    pub kind: String,
    /// To which window or staff member.
    pub subject: String,
}

/// Odd input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Anomaly {
    /// Its date.
    #[serde(deserialize_with = "date")]
    pub date: Date,
    /// What is odd.
    pub kind: String,
    /// About what.
    pub subject: String,
    /// More about it.
    pub detail: String,
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// Whose book.
    pub book: Book,
    /// The window or staff member.
    pub subject: String,
    /// The rule.
    pub rule: String,
    /// The letter of the category or of the bonus.
    pub category: String,
    /// The kind of finding.
    pub kind: String,
    /// The date it counts for.
    #[serde(deserialize_with = "date")]
    pub date: Date,
    /// What the rule asks for.
    #[serde(deserialize_with = "super::fields::points")]
    pub requested: Points,
    /// What still counted.
    #[serde(deserialize_with = "super::fields::points")]
    pub applied: Points,
    /// `am` or `pm`, where it belongs to one.
    pub session: Option<String>,
    /// The staff member concerned.
    pub staff: Option<String>,
    /// The case, where it is about one or its rating or charge names one.
    pub case: Option<String>,
    /// The rating.
    pub rating: Option<String>,
    /// The complaint.
    pub complaint: Option<String>,
    /// The recorded finding.
    pub finding: Option<String>,
    /// The recorded merit.
    pub merit: Option<String>,
    /// The events behind it.
    pub evidence: Vec<EventId>,
}

impl Entry {
    /// The name by which the entry is found again.
    pub fn name(&self, month: Month) -> EntryName {
        EntryName {
            month,
            is_window: self.book == Book::Window,
            subject: self.subject.clone(),
            rule: self.rule.clone(),
            date: self.date,
            session: self.session.as_deref().map(|word| if word == "am" { Session::Am } else { Session::Pm }),
            staff: self.staff.clone(),
            evidence: self.evidence.iter().map(|event| (event.source.clone(), event.id.clone())).collect(),
        }
    }
}

/// An event's identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventId {
    /// The site that sent it.
    pub source: String,
    /// Its id there.
    pub id: String,
}

/// A notice dated in the month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Notice {
    /// The working day on which it is sent.
    #[serde(deserialize_with = "date")]
    pub date: Date,
    /// What it warns of.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// How far up the ladder.
    pub level: u8,
    /// The deadline behind it.
    #[serde(default, deserialize_with = "date_if_any")]
    pub due: Option<Date>,
    /// The window concerned.
    pub window: Option<String>,
    /// The department concerned.
    pub department: Option<String>,
    /// Who gets it.
    pub to: Vec<String>,
}

/// A target that the region or a department missed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TargetMissed {
    /// The department; `None` is the region.
    pub department: Option<String>,
    /// The target's name.
    pub target: String,
}

impl Published {
    /// A month just scored, as its files would have it, with the targets it misses.
    ///
    /// # Errors
    ///
    /// As [`Published::read`]; what is written here is what is read there.
    pub fn of(context: &Context<'_>, result: &MonthResult) -> Result<Published, Unreadable> {
        let mut published = Published::read(&MonthFiles {
            result: contract::result(context, result, LineCounts::default()).as_bytes(),
            ledger: contract::ledger(context, result).as_bytes(),
            notices: contract::notices(context, &result.notices).as_bytes(),
        })?;
        published.targets_missed = Some(targets_missed(context, result));
        Ok(published)
    }

    /// The standing of a window or staff member.
    pub fn standing(&self, book: Book, id: &str) -> Option<&Standing> {
        let standings = match book {
            Book::Window => &self.windows,
            Book::Staff => &self.staff,
        };
        standings.iter().find(|standing| standing.id == id)
    }
}

fn targets_missed(context: &Context<'_>, result: &MonthResult) -> Vec<TargetMissed> {
    let targets: &Targets = &context.county.rulebooks.of_month(result.month).targets;
    let missed = |department: Option<&str>, rates: &Rates| -> Vec<TargetMissed> {
        let department = department.map(str::to_owned);
        let target = |name: &str| TargetMissed { department: department.clone(), target: name.to_owned() };
        rates.missed(targets).into_iter().map(target).collect()
    };
    let mut all = missed(None, &result.region);
    for (department, rates) in &result.departments {
        let id = &context.registry().departments[usize::from(*department)].id;
        all.extend(missed(Some(id), rates));
    }
    all
}

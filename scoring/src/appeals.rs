//! Appeals against entries of the ledger: filed, decided by the bureau, sent to data mending (申诉).
//!
//! | from | to | when |
//! | --- | --- | --- |
//! | nothing | undecided | `appeal.filed` |
//! | undecided | upheld, dismissed | `appeal.decided` with that outcome |
//! | undecided | mending | `appeal.decided` with `data_wrong` |
//! | mending | mended | what the entry rests on holds no more |
//! | mending, mended | upheld, dismissed | a further `appeal.decided` |
//!
//! A decision counts if the source of the filing sent it or one that runs supervision; where any site runs supervision, the
//! latter alone. The first decision that ends an appeal stands; it can be taken back with `event.retracted` only. None of it has
//! any effect on scores: what an upheld appeal changes, the events that go with the decision change.

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::context::Context;
use crate::effects::Effects;
use crate::entry_name::EntryName;
use crate::event::{AppealOutcome, Fact, Subject};
use crate::log::{EventIdx, SubjectIdx, Text};
use crate::registry::{SiteIdx, StaffIdx, WindowIdx};
use crate::subject::{Judged, Role, Standing};
use crate::time::Date;

/// An appeal as its events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// Its id.
    pub id: Text,
    /// The event that filed it.
    pub filed: EventIdx,
    /// The window that appeals.
    pub window: WindowIdx,
    /// The staff member whose entry it is.
    pub staff: Option<StaffIdx>,
    /// What is appealed against: an [`EntryName`], or what another system wrote.
    pub about: Text,
    /// The decisions that count, in order: `data_wrong` any number of times, then one that ends it.
    pub decisions: Vec<Decision>,
}

/// A decision on an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The event.
    pub event: EventIdx,
    /// What was decided.
    pub outcome: AppealOutcome,
}

/// Where an appeal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AppealState {
    /// It waits for the bureau's decision.
    Undecided,
    /// The data behind the entry are to be mended.
    Mending,
    /// They were mended; the entry is no longer what was appealed against.
    Mended,
    /// The appellant was right.
    Upheld,
    /// The entry stands.
    Dismissed,
}

impl AppealState {
    /// The word in views and queries.
    pub fn word(self) -> &'static str {
        match self {
            AppealState::Undecided => "undecided",
            AppealState::Mending => "mending",
            AppealState::Mended => "mended",
            AppealState::Upheld => "upheld",
            AppealState::Dismissed => "dismissed",
        }
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, AppealState::Undecided | AppealState::Mending)
    }
}

impl Appeal {
    /// The day on which it was filed.
    pub fn filed_on(&self, context: &Context<'_>) -> Date {
        context.date(self.filed)
    }

    /// The last day to decide it.
    pub fn decide_by(&self, context: &Context<'_>) -> Date {
        let filed = self.filed_on(context);
        context.calendar().plus(filed, context.county.rulebooks.on(filed).deadlines.appeal_decide_workdays)
    }

    /// Whether it was filed after the last day for it; where none is known yet, it was not.
    pub fn is_late(&self, context: &Context<'_>, last_day: Option<Date>) -> bool {
        last_day.is_some_and(|last| self.filed_on(context) > last)
    }

    /// The entry that it is about, where it names one.
    pub fn entry(&self, context: &Context<'_>) -> Option<EntryName> {
        EntryName::parse(context.log.text(self.about))
    }

    /// The newest decision.
    pub fn decision(&self) -> Option<Decision> {
        self.decisions.last().copied()
    }

    /// Where it stands.
    pub fn state(&self, context: &Context<'_>) -> AppealState {
        match self.decision().map(|decision| decision.outcome) {
            None => AppealState::Undecided,
            Some(AppealOutcome::Upheld) => AppealState::Upheld,
            Some(AppealOutcome::Dismissed) => AppealState::Dismissed,
            Some(AppealOutcome::DataWrong) => match self.entry(context) {
                Some(entry) if !entry.holds(context) => AppealState::Mended,
                Some(_) | None => AppealState::Mending,
            },
        }
    }

    /// Whether it is undecided though its last day is over.
    pub fn is_overdue(&self, context: &Context<'_>) -> bool {
        self.decisions.is_empty() && self.decide_by(context) < context.today()
    }
}

/// The last day for an appeal against an entry of a month whose results were put up on a day (公示).
pub fn last_day(context: &Context<'_>, published: Date) -> Date {
    let workdays = context.county.rulebooks.on(published).deadlines.appeal_workdays;
    context.calendar().plus(published, workdays)
}

/// All appeals, in the order of their filing.
pub fn list(context: &Context<'_>) -> Vec<Appeal> {
    let subjects = context.log.appeals_and_orders().iter();
    let mut found: Vec<Appeal> = subjects.filter_map(|&subject| read(context, subject)).collect();
    found.sort_by(|a, b| context.log.order(a.filed, b.filed));
    found
}

/// An appeal by its id.
pub fn find(context: &Context<'_>, id: &str) -> Option<Appeal> {
    read(context, context.log.find_subject(&Subject::Appeal(id))?)
}

/// Reads an appeal's events in order; what does not count is left out. `None` where it was never filed.
fn read(context: &Context<'_>, subject: SubjectIdx) -> Option<Appeal> {
    let Subject::Appeal(id) = context.log.subject_texts(subject) else { return None };
    let (mut events, mut scratch) = (Vec::new(), Effects::new(context.today()));
    context.log.events_of(subject, context.as_of, &mut events);
    let mut judged = Judged::new(context, context.log.text(id));
    let mut appeal: Option<Appeal> = None;
    for event in events {
        let record = context.log.record(event);
        let role =
            if matches!(record.fact, Fact::AppealFiled { .. }) { Role::Opening } else { Role::FollowUp };
        if judged.admit(event, role, &mut scratch) == Standing::Odd {
            continue;
        }
        match record.fact {
            Fact::AppealFiled { window, staff, about } => {
                appeal = Some(Appeal { id, filed: event, window, staff, about, decisions: Vec::new() });
            }
            Fact::AppealDecided { outcome } if may_decide(context, record.source) => {
                if outcome != AppealOutcome::DataWrong {
                    judged.end();
                }
                appeal.as_mut()?.decisions.push(Decision { event, outcome });
            }
            _ => {}
        }
    }
    appeal
}

/// Whether a source may decide: it runs supervision, or nobody does.
pub(crate) fn may_decide(context: &Context<'_>, source: SiteIdx) -> bool {
    let sites = &context.registry().sites;
    sites[usize::from(source)].supervision || !sites.iter().any(|site| site.supervision)
}

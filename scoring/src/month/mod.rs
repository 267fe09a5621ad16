//! A month's results: standings, ledger, flags, actions, notices and rates, assembled from what was gathered.

mod actions;
mod assemble;
mod month_end;

pub use assemble::assemble;
pub(crate) use assemble::notice_of_repeat;
pub use month_end::{Recorded, evaluation};

use crate::context::Context;
use crate::effects::Anomaly;
use crate::ledger::{Account, Entry};
use crate::log::{Log, Text};
use crate::notices::{Notice, NoticeKind, NoticeSubject};
use crate::points::Points;
use crate::ranking::Flag;
use crate::rates::Rates;
use crate::registry::{DepartmentIdx, Registry, SiteIdx, StaffIdx, WindowIdx};
use crate::time::{Date, Instant, Month};
use std::borrow::Cow;

/// Everything that is known of a month as of an instant.
#[derive(Debug)]
pub struct MonthResult {
    /// The month.
    pub month: Month,
    /// The instant that it is taken as of.
    pub as_of: Instant,
    /// The rulebook's id.
    pub rulebook: String,
    /// The rulebook's version.
    pub rulebook_version: String,
    /// Windows with an assignment in the month: by rank, unranked last, then by id.
    pub windows: Vec<WindowStanding>,
    /// Staff with an assignment in the month, in the same order.
    pub staff: Vec<StaffStanding>,
    /// Rates of every department, by id.
    pub departments: Vec<(DepartmentIdx, Rates)>,
    /// Rates of every site, by id.
    pub sites: Vec<(SiteIdx, Rates)>,
    /// Rates of the region.
    pub region: Rates,
    /// What the rules propose, by kind, subject and date.
    pub actions: Vec<Action>,
    /// Odd input, by kind, date, subject and detail.
    pub anomalies: Vec<Anomaly>,
    /// Notices dated in the month, by date, kind, subject, level and due date.
    pub notices: Vec<Notice>,
}

/// One window's month.
#[derive(Debug)]
pub struct WindowStanding {
    /// The window.
    pub window: WindowIdx,
    /// The rank; `None` where it is not ranked.
    pub rank: Option<u32>,
    /// Its book.
    pub account: Account,
    /// Its flag.
    pub flag: Option<Flag>,
    /// Whether it is a dissatisfied window (群众不满意窗口).
    pub dissatisfied: bool,
    /// Its rates.
    pub rates: Rates,
}

/// One staff member's month.
#[derive(Debug)]
pub struct StaffStanding {
    /// Who.
    pub staff: StaffIdx,
    /// The window of the last assignment in the month.
    pub window: WindowIdx,
    /// The rank; `None` where not ranked.
    pub rank: Option<u32>,
    /// The book.
    pub account: Account,
    /// The evaluation's grade.
    pub evaluation: Option<String>,
}

/// Something that the rules propose to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What: also the kind of its notice.
    pub kind: NoticeKind,
    /// To whom.
    pub subject: ActionSubject,
    /// The date it counts for.
    pub date: Date,
    /// The window that its notice goes by.
    pub window: Option<WindowIdx>,
}

/// Whom an action is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionSubject {
    /// A window.
    Window(WindowIdx),
    /// A staff member.
    Staff(StaffIdx),
}

impl ActionSubject {
    /// The id.
    pub fn id(self, registry: &Registry) -> &str {
        match self {
            ActionSubject::Window(window) => &registry.windows[usize::from(window)].id,
            ActionSubject::Staff(staff) => &registry.staff[usize::from(staff)].id,
        }
    }
}

/// What later months need to know of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastMonth {
    /// The month.
    pub month: Month,
    /// Windows that flew the yellow flag.
    pub yellow: Vec<WindowIdx>,
    /// Staff whose evaluation failed.
    pub failed: Vec<StaffIdx>,
    /// Staff against whom a complaint was upheld, once for each.
    pub complaints_upheld: Vec<StaffIdx>,
}

impl MonthResult {
    /// What later months need to know of this one. `failed_grade` is the rulebook's word for a failed evaluation.
    pub fn as_past(&self, failed_grade: &str) -> PastMonth {
        let yellow = self.windows.iter().filter(|standing| standing.flag == Some(Flag::Yellow));
        let failed =
            self.staff.iter().filter(|standing| standing.evaluation.as_deref() == Some(failed_grade));
        let upheld = self.actions.iter().filter_map(|action| match (action.kind, action.subject) {
            (NoticeKind::NotifyDepartment | NoticeKind::TransferRecommended, ActionSubject::Staff(staff)) => {
                Some(staff)
            }
            _ => None,
        });
        PastMonth {
            month: self.month,
            yellow: yellow.map(|standing| standing.window).collect(),
            failed: failed.map(|standing| standing.staff).collect(),
            complaints_upheld: upheld.collect(),
        }
    }

    /// The standing of a window.
    pub fn window(&self, window: WindowIdx) -> Option<&WindowStanding> {
        self.windows.iter().find(|standing| standing.window == window)
    }

    /// The standing of a staff member.
    pub fn staff_member(&self, staff: StaffIdx) -> Option<&StaffStanding> {
        self.staff.iter().find(|standing| standing.staff == staff)
    }

    /// The whole ledger: window book first, subjects by id, entries in the order in which they were applied.
    pub fn ledger(&self) -> impl Iterator<Item = (ActionSubject, &Entry)> {
        let mut windows: Vec<&WindowStanding> = self.windows.iter().collect();
        windows.sort_by_key(|standing| standing.window);
        let mut staff: Vec<&StaffStanding> = self.staff.iter().collect();
        staff.sort_by_key(|standing| standing.staff);
        let windows = windows.into_iter().flat_map(|standing| {
            standing.account.entries.iter().map(move |entry| (ActionSubject::Window(standing.window), entry))
        });
        let staff = staff.into_iter().flat_map(|standing| {
            standing.account.entries.iter().map(move |entry| (ActionSubject::Staff(standing.staff), entry))
        });
        windows.chain(staff)
    }
}

impl WindowStanding {
    /// The total.
    pub fn total(&self) -> Points {
        self.account.total()
    }
}

impl StaffStanding {
    /// The total.
    pub fn total(&self) -> Points {
        self.account.total()
    }
}

/// A notice's subject as the contract writes it.
pub fn notice_subject<'a>(log: &'a Log, registry: &'a Registry, subject: &NoticeSubject) -> Cow<'a, str> {
    let department = |department: DepartmentIdx| registry.departments[usize::from(department)].id.as_str();
    let text = |text: Text| log.text(text);
    match *subject {
        NoticeSubject::Text(id) => Cow::Borrowed(text(id)),
        NoticeSubject::Share(case, joint) => Cow::Owned(format!("{}/{}", text(case), department(joint))),
        NoticeSubject::Window(window) => Cow::Borrowed(&registry.windows[usize::from(window)].id),
        NoticeSubject::Staff(staff) => Cow::Borrowed(&registry.staff[usize::from(staff)].id),
        NoticeSubject::Target(of, target) => {
            Cow::Owned(format!("{}/{target}", of.map_or(registry.code.as_str(), department)))
        }
    }
}

/// Puts notices in the contract's order.
pub fn sort_notices(context: &Context<'_>, notices: &mut [Notice]) {
    notices.sort_by_cached_key(|notice| {
        let subject = notice_subject(context.log, context.registry(), &notice.subject);
        (notice.date, notice.kind, subject, notice.level, notice.due)
    });
}

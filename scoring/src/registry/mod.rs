//! Who and what is supervised: sites, departments, windows, staff, assignments, items (`registry.md`).
//!
//! Everything is held by index in the order of ids (bytewise), so that indices compare as ids do.

mod by_id;
mod check;
mod read;
mod tables;
#[cfg(test)]
mod tests;

pub use by_id::ById;
pub use read::{SourceFile, read};

use crate::time::{Date, Session, TimeOfDay, Zone};

/// The place of a site in [`Registry::sites`].
pub type SiteIdx = u16;
/// The place of a department in [`Registry::departments`].
pub type DepartmentIdx = u16;
/// The place of a window in [`Registry::windows`].
pub type WindowIdx = u16;
/// The place of a staff member in [`Registry::staff`].
pub type StaffIdx = u16;
/// The place of an item in [`Registry::items`].
pub type ItemIdx = u16;

/// One region's registry, checked.
#[derive(Clone, Debug)]
pub struct Registry {
    /// The region's GB/T 2260 code.
    pub code: String,
    /// The region's name.
    pub name: String,
    /// The region's time zone.
    pub zone: Zone,
    /// The county leader who reads level-3 warnings.
    pub leader: Option<Person>,
    /// The supervision bureau.
    pub supervision: Option<Person>,
    /// Office hours by name; one is `standard`.
    pub schedules: Vec<Schedule>,
    /// Halls, sub-centers, townships and villages, by id.
    pub sites: Vec<Site>,
    /// Departments, by id.
    pub departments: Vec<Department>,
    /// Windows, by id.
    pub windows: Vec<Window>,
    /// Staff members, by id.
    pub staff: Vec<Staff>,
    /// Items, by code.
    pub items: Vec<Item>,
    /// Ids to places in the lists above.
    pub index: Index,
}

/// Somebody who reads warnings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The person's or body's name.
    pub name: String,
    /// An e-mail address.
    pub email: Option<String>,
    /// A webhook robot's address.
    pub webhook: Option<String>,
}

/// Office hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The schedule's id.
    pub id: String,
    /// Start and end of the morning session.
    pub am: (TimeOfDay, TimeOfDay),
    /// Start and end of the afternoon session.
    pub pm: (TimeOfDay, TimeOfDay),
}

impl Schedule {
    /// Start and end of a session.
    pub fn hours(&self, session: Session) -> (TimeOfDay, TimeOfDay) {
        match session {
            Session::Am => self.am,
            Session::Pm => self.pm,
        }
    }
}

/// What a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SiteKind {
    /// The county hall.
    Hall,
    /// A department's sub-center.
    SubCenter,
    /// A township's service center.
    Township,
    /// A village's service point.
    Village,
}

/// A place with windows, and a source of events.
#[derive(Clone, Debug)]
pub struct Site {
    /// The id, which is also the `source` of its events.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: SiteKind,
    /// The place of its office hours in [`Registry::schedules`].
    pub schedule: usize,
    /// Whether it has an attendance device; without one nothing is derived from swipes.
    pub attendance: bool,
    /// Whether this source may speak for every site.
    pub supervision: bool,
}

/// A government department.
#[derive(Clone, Debug)]
pub struct Department {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Who gets the department's warnings.
    pub head: Option<Person>,
}

/// A service window.
#[derive(Clone, Debug)]
pub struct Window {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Where it stands.
    pub site: SiteIdx,
    /// Whose it is.
    pub department: DepartmentIdx,
    /// Who works here, in order of staff and beginning.
    pub assignments: Vec<Assignment>,
}

/// A member of staff.
#[derive(Clone, Debug)]
pub struct Staff {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Where the person works, in order of beginning; they never overlap.
    pub assignments: Vec<Assignment>,
    /// The sites of all the person's assignments, at any time: who may speak for the person.
    pub sites: Vec<SiteIdx>,
}

/// Who works at which window, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Who.
    pub staff: StaffIdx,
    /// Where.
    pub window: WindowIdx,
    /// The first day.
    pub from: Date,
    /// The last day; [`Date::MAX`] until further notice.
    pub to: Date,
    /// Whether this is the window's lead (chief representative).
    pub lead: bool,
}

impl Assignment {
    /// Whether the assignment holds on a date.
    pub fn holds(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }
}

/// How an item is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// Done while the applicant waits.
    Instant,
    /// Done within a promised time.
    Promised,
    /// Done by several departments.
    Joint,
    /// Passed on to a higher level.
    Reported,
}

/// A service item.
#[derive(Clone, Debug)]
pub struct Item {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// Whose item it is.
    pub department: DepartmentIdx,
    /// How it is handled.
    pub kind: ItemKind,
    /// The statutory limit in working days.
    pub statutory_workdays: u32,
    /// The promised limit in working days.
    pub promised_workdays: u32,
    /// Handled in the hall (entry rate).
    pub entered: bool,
    /// Decided at the window (authorisation rate).
    pub authorised: bool,
    /// The lawful fee for one case in cents; `None`: no fee may be charged.
    pub fee_cents: Option<u64>,
}

/// Ids to places.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Sites by id.
    pub sites: ById<SiteIdx>,
    /// Departments by id.
    pub departments: ById<DepartmentIdx>,
    /// Windows by id.
    pub windows: ById<WindowIdx>,
    /// Staff by id.
    pub staff: ById<StaffIdx>,
    /// Items by code.
    pub items: ById<ItemIdx>,
}

impl Registry {
    /// A staff member's assignment on a date.
    pub fn assignment(&self, staff: StaffIdx, date: Date) -> Option<&Assignment> {
        self.staff[usize::from(staff)].assignments.iter().find(|assignment| assignment.holds(date))
    }

    /// A window's lead on a date.
    pub fn lead(&self, window: WindowIdx, date: Date) -> Option<StaffIdx> {
        let assignments = &self.windows[usize::from(window)].assignments;
        assignments.iter().find(|assignment| assignment.lead && assignment.holds(date)).map(|lead| lead.staff)
    }

    /// The schedule named `standard`.
    pub fn standard_schedule(&self) -> &Schedule {
        self.schedules.iter().find(|schedule| schedule.id == "standard").unwrap_or(&self.schedules[0])
    }

    /// The window of a department that answers for a joint share of a case accepted at `site`: the one with the
    /// lowest id there, or at any site where the department has none there (`clock.md`, joint share).
    pub fn joint_window(&self, department: DepartmentIdx, site: SiteIdx) -> Option<WindowIdx> {
        let mut own = self.windows.iter().enumerate().filter(|(_, window)| window.department == department);
        let first = own.clone().next();
        own.find(|(_, window)| window.site == site).or(first).map(|(place, _)| place as WindowIdx)
    }
}

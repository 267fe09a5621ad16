//! What a month's books hold, counted: overdue cases, bad ratings, complaints, breaches of discipline.

use super::reading::Reading;
use super::texts::Said;
use crate::changes::published::{Book, Entry, EventId};
use scoring::points::Points;
use std::collections::BTreeSet;

/// What the books of one or several months hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases that fell overdue.
    pub overdue: i64,
    /// Joint shares that were late.
    pub joint_delays: i64,
    /// Bad ratings for which a window answers.
    pub bad_ratings: i64,
    /// Late arrivals, early departures and absences.
    pub attendance: i64,
    /// Breaches of the fee rules.
    pub fees: i64,
    /// Findings that break a ban.
    pub bans: i64,
    /// What was taken from and given to windows.
    pub windows: Sums,
    /// What was taken from and given to staff.
    pub staff: Sums,
}

/// Lines of a book and the points that they took or gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Lines that took points.
    pub deductions: i64,
    /// What they took, without a sign.
    pub deducted: Points,
    /// Lines that gave points.
    pub bonuses: i64,
    /// What they gave.
    pub given: Points,
}

/// By what a finding is known in both books.
type Known<'e> = (&'e str, i32, Option<&'e str>, Option<&'e str>, Option<&'e str>, &'e [EventId]);

impl Tally {
    /// Counts a month's books. What stands in both is one.
    pub fn of(reading: &Reading<'_>) -> Tally {
        let count = |is_of: &dyn Fn(&str) -> bool| {
            let entries = reading.published().entries.iter().filter(|entry| is_of(&entry.kind));
            entries.map(known).collect::<BTreeSet<_>>().len() as i64
        };
        let is = |kinds: &'static [&'static str]| count(&|kind| kinds.contains(&kind));
        Tally {
            overdue: is(&["overdue"]),
            joint_delays: is(&["joint_delay"]),
            bad_ratings: is(&["dissatisfied"]),
            attendance: is(&["late", "early_leave", "absent"]),
            fees: count(&|kind| kind.starts_with("fee_")),
            bans: count(&|kind| reading.is_ban(kind)),
            windows: Sums::of(reading.entries(Book::Window)),
            staff: Sums::of(reading.entries(Book::Staff)),
        }
    }

    /// Says its figures for the bureau's words.
    pub fn say(&self, said: &mut Said) {
        said.count("overdue", self.overdue);
        said.count("joint_delays", self.joint_delays);
        said.count("bad_ratings", self.bad_ratings);
        said.count("attendance", self.attendance);
        said.count("fees", self.fees);
        said.count("bans", self.bans);
        said.count("deductions", self.windows.deductions);
        said.text("deducted", self.windows.deducted.to_string());
    }

    /// This month and another.
    pub fn and(self, other: Tally) -> Tally {
        Tally {
            overdue: self.overdue + other.overdue,
            joint_delays: self.joint_delays + other.joint_delays,
            bad_ratings: self.bad_ratings + other.bad_ratings,
            attendance: self.attendance + other.attendance,
            fees: self.fees + other.fees,
            bans: self.bans + other.bans,
            windows: self.windows.and(other.windows),
            staff: self.staff.and(other.staff),
        }
    }
}

impl Sums {
    fn of<'e>(entries: impl Iterator<Item = &'e Entry>) -> Sums {
        let mut sums = Sums::default();
        for entry in entries {
            if entry.requested < Points::ZERO {
                sums.deductions += 1;
                sums.deducted -= entry.applied;
            } else {
                sums.bonuses += 1;
                sums.given += entry.applied;
            }
        }
        sums
    }

    fn and(self, other: Sums) -> Sums {
        Sums {
            deductions: self.deductions + other.deductions,
            deducted: self.deducted + other.deducted,
            bonuses: self.bonuses + other.bonuses,
            given: self.given + other.given,
        }
    }
}

fn known(entry: &Entry) -> Known<'_> {
    (
        &entry.kind,
        entry.date.0,
        entry.session.as_deref(),
        // Without events behind it, as an absence, it is known by whom it concerns.
        entry.staff.as_deref().filter(|_| entry.evidence.is_empty()),
        entry.case.as_deref(),
        &entry.evidence,
    )
}

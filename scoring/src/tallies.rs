//! Counting for the rates: one cell of whole numbers for each window and site of a month.
//!
//! Cells add up and can be taken back exactly, so that a subject judged anew replaces what it said before.

use crate::effects::Tally;
use crate::registry::{Registry, StaffIdx};
use crate::time::{Date, Month};
use prefetch_index::prefetch_index;
use std::collections::BTreeMap;

/// Whether something is counted in or taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// Counted in.
    Plus,
    /// Taken back.
    Minus,
}

impl Sign {
    fn of(self, amount: i64) -> i64 {
        match self {
            Sign::Plus => amount,
            Sign::Minus => -amount,
        }
    }
}

/// What rates count of one window, or of many together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // Each is the count of what its name says.
pub struct Cell {
    pub accepted: i64,
    pub accepted_instant: i64,
    pub completed: i64,
    pub completed_on_site: i64,
    pub completed_on_time: i64,
    pub completed_with_limit: i64,
    pub completed_early: i64,
    /// Fell overdue in the month without being completed in it.
    pub fell_overdue: i64,
    pub ratings: i64,
    pub ratings_satisfied: i64,
    pub complaints: i64,
    pub complaints_upheld: i64,
    pub tickets_called: i64,
    pub tickets_served: i64,
    pub wait_nanos: i128,
    pub service_nanos: i128,
    pub waits: Waits,
    /// By statutory limit in working days: completed cases, and the working days they used.
    pub reductions: BTreeMap<u32, (i64, i64)>,
}

/// Tickets issued by a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Issued {
    /// Tickets taken in the month.
    pub taken: i64,
    /// Those of them that were abandoned since.
    pub abandoned: i64,
}

/// How many tickets waited for how many whole seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Up to four hours, by second.
    short: Vec<u32>,
    /// Longer ones.
    long: BTreeMap<i64, u32>,
}

const SHORT_WAIT_SECONDS: i64 = 4 * 3600;

impl Waits {
    fn approach(&self, seconds: i64) {
        prefetch_index(&self.short, seconds as usize);
    }

    fn count(&mut self, seconds: i64, sign: Sign) {
        let cell = if (0..SHORT_WAIT_SECONDS).contains(&seconds) {
            let place = seconds as usize;
            if self.short.len() <= place {
                self.short.resize(place + 1, 0);
            }
            &mut self.short[place]
        } else {
            self.long.entry(seconds).or_default()
        };
        *cell = cell.wrapping_add_signed(sign.of(1) as i32);
    }

    fn add(&mut self, other: &Waits) {
        if self.short.len() < other.short.len() {
            self.short.resize(other.short.len(), 0);
        }
        for (sum, count) in self.short.iter_mut().zip(&other.short) {
            *sum += count;
        }
        for (&seconds, &count) in &other.long {
            *self.long.entry(seconds).or_default() += count;
        }
    }

    /// The n-th smallest, from 1.
    pub fn nth_smallest(&self, n: i64) -> Option<i64> {
        let mut seen = 0;
        let short = self.short.iter().enumerate().map(|(seconds, &count)| (seconds as i64, count));
        let before = self.long.range(..0).map(|(&seconds, &count)| (seconds, count));
        let after = self.long.range(0..).map(|(&seconds, &count)| (seconds, count));
        before.chain(short).chain(after).find_map(|(seconds, count)| {
            seen += i64::from(count);
            (seen >= n).then_some(seconds)
        })
    }
}

/// Nanoseconds as whole seconds, rounded half up.
fn round_seconds(nanos: i64) -> i64 {
    nanos.saturating_add(500_000_000).div_euclid(1_000_000_000)
}

impl Cell {
    /// Adds another cell to this one.
    pub fn add(&mut self, other: &Cell) {
        self.accepted += other.accepted;
        self.accepted_instant += other.accepted_instant;
        self.completed += other.completed;
        self.completed_on_site += other.completed_on_site;
        self.completed_on_time += other.completed_on_time;
        self.completed_with_limit += other.completed_with_limit;
        self.completed_early += other.completed_early;
        self.fell_overdue += other.fell_overdue;
        self.ratings += other.ratings;
        self.ratings_satisfied += other.ratings_satisfied;
        self.complaints += other.complaints;
        self.complaints_upheld += other.complaints_upheld;
        self.tickets_called += other.tickets_called;
        self.tickets_served += other.tickets_served;
        self.wait_nanos += other.wait_nanos;
        self.service_nanos += other.service_nanos;
        self.waits.add(&other.waits);
        for (&statutory, &(cases, used)) in &other.reductions {
            let sum = self.reductions.entry(statutory).or_default();
            sum.0 += cases;
            sum.1 += used;
        }
    }
}

/// All counts of one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthTallies {
    /// The month.
    pub month: Month,
    first: Date,
    last: Date,
    /// By window.
    pub windows: Vec<Cell>,
    /// By site that issued the tickets.
    pub issued: Vec<Issued>,
    /// By staff member: what stands against full attendance.
    pub blemishes: Vec<i64>,
}

impl MonthTallies {
    /// Nothing counted yet.
    pub fn new(registry: &Registry, month: Month) -> MonthTallies {
        MonthTallies {
            month,
            first: month.first_day(),
            last: month.last_day(),
            windows: vec![Cell::default(); registry.windows.len()],
            issued: vec![Issued::default(); registry.sites.len()],
            blemishes: vec![0; registry.staff.len()],
        }
    }

    /// Whether a date lies in the month.
    pub fn has(&self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }

    /// Sends for what counting a tally will look at far from all else, and waits for nothing.
    pub fn approach(&self, tally: &Tally) {
        if let Tally::TicketCalled { window, wait_nanos, .. } = *tally {
            self.windows[usize::from(window)].waits.approach(round_seconds(wait_nanos));
        }
    }

    /// Counts a tally in or takes it back, if it belongs to the month.
    pub fn count(&mut self, tally: &Tally, sign: Sign) {
        let one = sign.of(1);
        match *tally {
            Tally::Accepted { date, window, instant } if self.has(date) => {
                let cell = &mut self.windows[usize::from(window)];
                cell.accepted += one;
                cell.accepted_instant += if instant { one } else { 0 };
            }
            Tally::Completed { date, window, on_site, on_time, early, reduction } if self.has(date) => {
                let cell = &mut self.windows[usize::from(window)];
                cell.completed += one;
                cell.completed_on_site += if on_site { one } else { 0 };
                cell.completed_on_time += if on_time { one } else { 0 };
                if let Some(early) = early {
                    cell.completed_with_limit += one;
                    cell.completed_early += if early { one } else { 0 };
                }
                if let Some(reduction) = reduction {
                    let sum = cell.reductions.entry(reduction.statutory_workdays).or_default();
                    sum.0 += one;
                    sum.1 += sign.of(i64::from(reduction.used_workdays));
                }
            }
            Tally::FellOverdue { date, window } if self.has(date) => {
                self.windows[usize::from(window)].fell_overdue += one;
            }
            Tally::Rating { date, window, satisfied } if self.has(date) => {
                let cell = &mut self.windows[usize::from(window)];
                cell.ratings += one;
                cell.ratings_satisfied += if satisfied { one } else { 0 };
            }
            Tally::Complaint { date, window } if self.has(date) => {
                self.windows[usize::from(window)].complaints += one;
            }
            Tally::ComplaintUpheld { date, window } if self.has(date) => {
                self.windows[usize::from(window)].complaints_upheld += one;
            }
            Tally::TicketTaken { date, site, abandoned } if self.has(date) => {
                let issued = &mut self.issued[usize::from(site)];
                issued.taken += one;
                issued.abandoned += if abandoned { one } else { 0 };
            }
            Tally::TicketCalled { date, window, wait_nanos } if self.has(date) => {
                let cell = &mut self.windows[usize::from(window)];
                cell.tickets_called += one;
                cell.wait_nanos += i128::from(sign.of(wait_nanos));
                cell.waits.count(round_seconds(wait_nanos), sign);
            }
            Tally::TicketServed { date, window, service_nanos } if self.has(date) => {
                let cell = &mut self.windows[usize::from(window)];
                cell.tickets_served += one;
                cell.service_nanos += i128::from(sign.of(service_nanos));
            }
            Tally::AttendanceBlemish { date, staff } if self.has(date) => {
                self.blemishes[usize::from(staff)] += one;
            }
            Tally::Accepted { .. }
            | Tally::Completed { .. }
            | Tally::FellOverdue { .. }
            | Tally::Rating { .. }
            | Tally::Complaint { .. }
            | Tally::ComplaintUpheld { .. }
            | Tally::TicketTaken { .. }
            | Tally::TicketCalled { .. }
            | Tally::TicketServed { .. }
            | Tally::AttendanceBlemish { .. } => {}
        }
    }

    /// Adds the same month's counts of other subjects.
    pub fn add(&mut self, other: &MonthTallies) {
        for (sum, cell) in self.windows.iter_mut().zip(&other.windows) {
            sum.add(cell);
        }
        for (sum, issued) in self.issued.iter_mut().zip(&other.issued) {
            sum.taken += issued.taken;
            sum.abandoned += issued.abandoned;
        }
        for (sum, blemishes) in self.blemishes.iter_mut().zip(&other.blemishes) {
            *sum += blemishes;
        }
    }

    /// Whether nothing stands against a staff member's full attendance.
    pub fn is_unblemished(&self, staff: StaffIdx) -> bool {
        self.blemishes[usize::from(staff)] == 0
    }
}

//! Ranks, ties and flags (`rulebook.md`, Ranking and flags).

use crate::calendar::Calendar;
use crate::points::Points;
use crate::rates::Rate;
use crate::registry::{Assignment, Registry, SiteKind, WindowIdx};
use crate::rulebook;
use crate::time::{Date, Month};
use std::cmp::{Ordering, Reverse};

/// A window's flag.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Flag {
    /// The model window's (红旗窗口).
    Red,
    /// The last one's (黄旗窗口).
    Yellow,
}

impl Flag {
    /// The contract's word.
    pub fn word(self) -> &'static str {
        match self {
            Flag::Red => "red",
            Flag::Yellow => "yellow",
        }
    }

    /// The flag of a word of the contract.
    pub fn of_word(word: &str) -> Option<Flag> {
        [Flag::Red, Flag::Yellow].into_iter().find(|flag| flag.word() == word)
    }
}

/// What windows are ranked by: more is better, and equal ones share a rank.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Merit {
    /// The total.
    pub total: Points,
    /// The on-time rate; nothing done, nothing failed.
    pub on_time: Rate,
    /// The satisfaction rate, likewise.
    pub satisfaction: Rate,
    /// Complaints upheld: fewer is better.
    pub complaints_upheld: Reverse<i64>,
}

/// Ranks of the given merits, 1 for the best; equal ones share a rank and the next rank is skipped (1, 2, 2, 4).
pub fn ranks<T: Ord + Copy>(merits: &[T]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..merits.len()).collect();
    order.sort_by(|&a, &b| merits[b].cmp(&merits[a]));
    let mut ranks = vec![0; merits.len()];
    for (place, &at) in order.iter().enumerate() {
        ranks[at] = match place.checked_sub(1).map(|before| order[before]) {
            Some(before) if merits[before].cmp(&merits[at]) == Ordering::Equal => ranks[before],
            _ => place as u32 + 1,
        };
    }
    ranks
}

/// Which of the month's working days are over, and how many of them a ranked subject must have been there.
pub struct RankedDays {
    days: Vec<Date>,
    needed: usize,
}

impl RankedDays {
    /// The working days of a month before `today`.
    pub fn new(calendar: &Calendar, month: Month, today: Date, ranking: &rulebook::Ranking) -> RankedDays {
        let (first, last) = (month.first_day(), month.last_day());
        let days: Vec<Date> =
            (first.0..=last.0).map(Date).filter(|&date| date < today && calendar.is_working(date)).collect();
        let needed = days.len().min(ranking.staffed_workdays_min as usize);
        RankedDays { days, needed }
    }

    /// Whether assignments hold on enough of the days.
    pub fn enough(&self, assignments: &[Assignment]) -> bool {
        self.held(assignments).take(self.needed).count() == self.needed
    }

    /// On how many of the days assignments hold, and on how many they must.
    pub fn held_and_needed(&self, assignments: &[Assignment]) -> (usize, usize) {
        (self.held(assignments).count(), self.needed)
    }

    fn held<'a>(&'a self, assignments: &'a [Assignment]) -> impl Iterator<Item = &'a Date> {
        self.days.iter().filter(|date| assignments.iter().any(|assignment| assignment.holds(**date)))
    }
}

/// Whether windows of a site take part in the ranking.
pub fn site_is_ranked(registry: &Registry, window: WindowIdx) -> bool {
    let site = registry.windows[usize::from(window)].site;
    match registry.sites[usize::from(site)].kind {
        SiteKind::Hall | SiteKind::SubCenter => true,
        SiteKind::Township | SiteKind::Village => false,
    }
}

/// The flag of a ranked window. `last` is the last rank of the month.
pub fn flag(ranking: &rulebook::Ranking, rank: u32, last: u32, barred_from_red: bool) -> Option<Flag> {
    if rank == last && last > ranking.yellow_rank_above {
        return Some(Flag::Yellow);
    }
    (rank <= ranking.red_rank_max && !barred_from_red).then_some(Flag::Red)
}

/// Whom a ranked one is measured against: places in the list of ranks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// The next better rank.
    pub above: Option<usize>,
    /// The next worse rank.
    pub below: Option<usize>,
    /// The last rank of the red flag, where it is better.
    pub red: Option<usize>,
    /// The last rank of all, where it flies the yellow flag and is worse.
    pub yellow: Option<usize>,
}

/// Whom a rank is measured against. `ranks` are all of the month in order.
pub fn measured(ranking: &rulebook::Ranking, ranks: &[u32], rank: u32) -> Measured {
    let last = ranks.len().checked_sub(1);
    Measured {
        above: ranks.iter().rposition(|&other| other < rank),
        below: ranks.iter().position(|&other| other > rank),
        red: match rank > ranking.red_rank_max {
            true => ranks.iter().rposition(|&other| other <= ranking.red_rank_max),
            false => None,
        },
        yellow: last.filter(|&last| ranks[last] > ranking.yellow_rank_above && rank < ranks[last]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Measured, measured, ranks};
    use crate::rulebook::Ranking;

    #[test]
    fn a_rank_is_measured_against_its_neighbours_and_the_flags() {
        let rules = Ranking { red_rank_max: 2, yellow_rank_above: 4, ..Ranking::default() };
        let field = [1, 2, 2, 4, 5];
        let at = |rank| measured(&rules, &field, rank);
        assert_eq!(at(1), Measured { above: None, below: Some(1), red: None, yellow: Some(4) });
        assert_eq!(at(2), Measured { above: Some(0), below: Some(3), red: None, yellow: Some(4) });
        assert_eq!(at(4), Measured { above: Some(2), below: Some(4), red: Some(2), yellow: Some(4) });
        assert_eq!(at(5), Measured { above: Some(3), below: None, red: Some(2), yellow: None });
        // Without a yellow flag there is no line to it.
        assert_eq!(measured(&rules, &field[..4], 1).yellow, None);
        assert_eq!(measured(&rules, &[], 1), Measured::default());
    }

    #[test]
    fn equal_ones_share_a_rank_and_the_next_is_skipped() {
        assert_eq!(ranks(&[90, 100, 90, 80]), [2, 1, 2, 4]);
        assert_eq!(ranks::<i32>(&[]), []);
    }
}

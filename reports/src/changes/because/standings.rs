//! Why a window or staff member stands elsewhere.

use super::Because;
use super::entries::applied;
use crate::changes::late::Topic;
use crate::changes::published::{Book, Entry, Level, Published, RateOf, Standing};
use crate::changes::{Change, Reason, Turn};
use std::collections::BTreeSet;

/// What decides between windows of the same total (`rulebook.md`, Ranking and flags).
const TIE_BREAKERS: [&str; 3] = ["on_time_rate", "satisfaction_rate", "complaints_upheld"];

impl Because<'_> {
    /// Gives each turned standing its reasons: those of its own lines, or that others moved.
    pub fn standings(&self, turns: Vec<Turn<Standing>>, entries: &[Change<Entry>]) -> Vec<Change<Standing>> {
        let reasons = |turn: Turn<Standing>| Change { because: self.standing(&turn, entries), turn };
        turns.into_iter().map(reasons).collect()
    }

    fn standing(&self, turn: &Turn<Standing>, entries: &[Change<Entry>]) -> Vec<Reason> {
        // Who is listed is a matter of assignments, of which no event speaks.
        let Turn::Changed(before, after) = turn else { return self.otherwise() };
        let lines = of_lines(after, entries, |_| true);
        let has_no_line = lines.is_empty();
        let own = self.or_otherwise(lines);
        let mut reasons: BTreeSet<Reason> = BTreeSet::new();
        let points = |standing: &Standing| (standing.total, standing.categories.clone(), standing.bonus);
        if points(before) != points(after) {
            let moved = of_lines(after, entries, |turn| {
                let [before, after] = applied(turn);
                before != after
            });
            reasons.extend(if moved.is_empty() { own.clone() } else { moved });
        }
        if before.dissatisfied != after.dissatisfied {
            reasons.extend(&own);
        }
        if before.evaluation != after.evaluation {
            let evaluation =
                Topic::Evaluation { book: Book::Staff, subject: after.id.clone(), month: self.after.month };
            reasons.extend(self.or_otherwise(self.late_about(&evaluation)));
        }
        if before.home != after.home {
            reasons.extend(self.otherwise());
        }
        if before.rank != after.rank {
            reasons.extend(self.rank(before, after));
        } else if before.flag != after.flag && before.dissatisfied == after.dissatisfied {
            // The same rank: a line of its own withholds the flag, or the last rank is another.
            reasons.extend(if has_no_line && self.same_rulebook { vec![Reason::OthersMoved] } else { own });
        }
        reasons.into_iter().collect()
    }

    /// Why the rank changed, as far as the reasons of its own points do not say it.
    fn rank(&self, before: &Standing, after: &Standing) -> Vec<Reason> {
        match (before.rank, after.rank) {
            (Some(from), Some(to)) => {
                let is_worse = to > from;
                if before.total == after.total {
                    let own_rates = after.book == Book::Window
                        && tie_breakers(self.before, &after.id) != tie_breakers(self.after, &after.id);
                    vec![if own_rates { Reason::OwnRates } else { Reason::OthersMoved }]
                } else if is_worse == (after.total > before.total) {
                    vec![Reason::OthersMoved]
                } else {
                    Vec::new()
                }
            }
            // Whether somebody is ranked is a matter of the days there.
            (None, _) | (_, None) => self.otherwise(),
        }
    }
}

/// The reasons of a subject's own lines that pass a test.
fn of_lines(
    standing: &Standing,
    entries: &[Change<Entry>],
    counts: impl Fn(&Turn<Entry>) -> bool,
) -> Vec<Reason> {
    let own = entries.iter().filter(|change| {
        let entry = change.turn.latest();
        entry.book == standing.book && entry.subject == standing.id && counts(&change.turn)
    });
    let reasons: BTreeSet<Reason> = own.flat_map(|change| &change.because).copied().collect();
    // That lines moved each other says nothing about what moved the first.
    reasons.into_iter().filter(|reason| *reason != Reason::SameCategory).collect()
}

fn tie_breakers<'p>(published: &'p Published, window: &str) -> Vec<&'p RateOf> {
    let of_window = |rate: &&RateOf| {
        rate.level == Level::Window && rate.id == window && TIE_BREAKERS.contains(&rate.rate.as_str())
    };
    published.rates.iter().filter(of_window).collect()
}

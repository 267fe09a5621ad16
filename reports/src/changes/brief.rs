//! The changes of a month in a few lines, for a what-if: who wins and loses flags, who moves most, how many.

use super::published::{Action, Standing, TargetMissed};
use super::tell::Teller;
use super::{Change, Changes, Names, Turn};
use crate::render::columns::{Align, Columns};
use crate::words::{Lang, Movement, Word, labels};
use scoring::points::Points;
use scoring::ranking::Flag;
use std::cmp::Reverse;

/// So many of the largest movements are told.
const LARGEST_TOLD: usize = 5;
/// So many names stand on a line.
const NAMES_TO_A_LINE: usize = 4;

/// A month's changes in a few lines.
pub fn text(changes: &Changes, names: &Names<'_>, lang: Lang) -> String {
    let brief = Brief { teller: Teller::new(changes, names, lang) };
    let (before, after) = (&changes.before.name, &changes.after.name);
    let mut text = format!("{}  {} → {}", lang.month(changes.month), lang.title(before), lang.title(after));
    if changes.is_empty() {
        text.push_str(&format!("  {}\n", lang.say(labels::NO_CHANGES)));
        return text;
    }
    text.push('\n');
    let mut columns = Columns::new(&[Align::Left, Align::Left]);
    let windows = &changes.windows;
    let flag_of = |flag: Flag| move |standing: &Standing| standing.flag == Some(flag);
    let rows = [
        (labels::RED_FLAG, brief.won_and_lost(windows, flag_of(Flag::Red))),
        (labels::YELLOW_FLAG, brief.won_and_lost(windows, flag_of(Flag::Yellow))),
        (labels::DISSATISFIED, brief.won_and_lost(windows, |standing| standing.dissatisfied)),
        (labels::TOTALS, brief.totals(windows)),
        (labels::RANKS, brief.ranks(windows, changes.after.windows_ranked)),
        (labels::STAFF_TOTALS, brief.totals(&changes.staff)),
        (labels::STAFF_RANKS, brief.ranks(&changes.staff, changes.after.staff_ranked)),
        (labels::EVALUATIONS, brief.grades()),
        (labels::TARGETS_CHANGED, brief.targets()),
        (labels::ENTRIES_CHANGED, brief.lines()),
        (labels::ACTIONS_CHANGED, brief.actions()),
    ];
    for (label, lines) in rows {
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            columns.row([lang.say(label).to_owned(), lines.join("\n")]);
        }
    }
    text.push_str(&columns.text());
    text
}

struct Brief<'a> {
    teller: Teller<'a>,
}

impl Brief<'_> {
    fn lang(&self) -> Lang {
        self.teller.lang
    }

    fn name(&self, standing: &Standing) -> String {
        self.teller.names.subject(standing.book, &standing.id)
    }

    /// Who has something now and had it not, and the other way round.
    fn won_and_lost(&self, standings: &[Change<Standing>], has: impl Fn(&Standing) -> bool) -> Vec<String> {
        let (mut won, mut lost) = (Vec::new(), Vec::new());
        for Change { turn, .. } in standings {
            match (turn.before().is_some_and(&has), turn.after().is_some_and(&has)) {
                (false, true) => won.push(self.name(turn.latest())),
                (true, false) => lost.push(self.name(turn.latest())),
                (true, true) | (false, false) => {}
            }
        }
        new_and_gone(self.lang(), &won, &lost)
    }

    /// How many totals moved and how far, and the largest movements.
    fn totals(&self, standings: &[Change<Standing>]) -> Vec<String> {
        let moved: Vec<(Points, &Turn<Standing>)> = both_sides(standings)
            .map(|(before, after, turn)| (after.total - before.total, turn))
            .filter(|&(by, _)| by != Points::ZERO)
            .collect();
        let by = |order: fn(i32, i32) -> i32| moved.iter().map(|(by, _)| by.0).reduce(order);
        let (Some(least), Some(most)) = (by(i32::min), by(i32::max)) else { return Vec::new() };
        let span = self.lang().points_span(Points(least), Points(most));
        let mut lines = vec![format!("{}  {span}", self.lang().changed(moved.len()))];
        lines.extend(self.largest(moved, |by| by.0.abs(), |standing| standing.total.to_string()));
        lines
    }

    /// How many ranks moved, and the largest movements.
    fn ranks(&self, standings: &[Change<Standing>], of: usize) -> Vec<String> {
        let moved: Vec<(i64, &Turn<Standing>)> = both_sides(standings)
            .filter(|(before, after, _)| before.rank != after.rank)
            .map(|(before, after, turn)| {
                let places = before.rank.zip(after.rank);
                (places.map_or(0, |(from, to)| i64::from(to) - i64::from(from)), turn)
            })
            .collect();
        if moved.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![self.lang().changed_of(moved.len(), of)];
        lines.extend(self.largest(moved, |places| places.abs(), |standing| self.teller.rank(standing)));
        lines
    }

    /// The largest movements, each on a line of its own.
    fn largest<M: Copy, O: Ord>(
        &self,
        mut moved: Vec<(M, &Turn<Standing>)>,
        far: impl Fn(M) -> O,
        told: impl Fn(&Standing) -> String,
    ) -> Vec<String> {
        // The sort is stable: of equal movements those of the better rank come first.
        moved.sort_by_key(|&(by, _)| Reverse(far(by)));
        let line = |(_, turn): &(M, &Turn<Standing>)| {
            let side = |side: Option<&Standing>| side.map_or(String::new(), &told);
            let what = self.name(turn.latest());
            self.lang().moved(&Movement { what, from: side(turn.before()), to: side(turn.after()) })
        };
        moved.iter().take(LARGEST_TOLD).map(line).collect()
    }

    /// Whose grade is another one.
    fn grades(&self) -> Vec<String> {
        let moved: Vec<&Turn<Standing>> = both_sides(&self.teller.changes.staff)
            .filter(|(before, after, _)| before.evaluation != after.evaluation)
            .map(|(_, _, turn)| turn)
            .collect();
        if moved.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![self.lang().changed(moved.len())];
        lines.extend(moved.iter().take(LARGEST_TOLD).map(|turn| {
            let side = |side: Option<&Standing>| side.map_or(String::new(), |side| self.teller.grade(side));
            let what = self.name(turn.latest());
            self.lang().moved(&Movement { what, from: side(turn.before()), to: side(turn.after()) })
        }));
        if moved.len() > LARGEST_TOLD {
            lines.push(self.lang().and_more(moved.len() - LARGEST_TOLD));
        }
        lines
    }

    fn targets(&self) -> Vec<String> {
        let changes = &self.teller.changes.targets;
        let name = |turn: &Turn<TargetMissed>| {
            let missed = turn.latest();
            let region = || self.lang().say(labels::REGION).to_owned();
            let whose = missed
                .department
                .as_ref()
                .map_or_else(region, |department| self.teller.names.department(department));
            format!("{whose} {}", self.lang().rate(&missed.target))
        };
        came_and_went(changes, self.lang(), name)
    }

    fn lines(&self) -> Vec<String> {
        let (mut appeared, mut went, mut changed) = (0, 0, 0);
        for change in &self.teller.changes.entries {
            match change.turn {
                Turn::Appeared(_) => appeared += 1,
                Turn::Went(_) => went += 1,
                Turn::Changed(..) => changed += 1,
            }
        }
        match appeared + went + changed {
            0 => Vec::new(),
            _ => vec![self.lang().lines_turned(appeared, went, changed)],
        }
    }

    fn actions(&self) -> Vec<String> {
        let name = |turn: &Turn<Action>| {
            let action = turn.latest();
            format!("{} {}", self.teller.notice(&action.kind, 2), self.teller.names.anybody(&action.subject))
        };
        came_and_went(&self.teller.changes.actions, self.lang(), name)
    }
}

/// Those that are there before and after.
fn both_sides(
    standings: &[Change<Standing>],
) -> impl Iterator<Item = (&Standing, &Standing, &Turn<Standing>)> {
    standings.iter().filter_map(|change| match &change.turn {
        Turn::Changed(before, after) => Some((before, after, &change.turn)),
        Turn::Appeared(_) | Turn::Went(_) => None,
    })
}

/// What came and what went, by name.
fn came_and_went<T>(changes: &[Change<T>], lang: Lang, name: impl Fn(&Turn<T>) -> String) -> Vec<String> {
    let names = |is_there: bool| -> Vec<String> {
        let turned = changes.iter().filter(|change| change.turn.after().is_some() == is_there);
        turned.map(|change| name(&change.turn)).collect()
    };
    new_and_gone(lang, &names(true), &names(false))
}

/// What is new, then what is gone, a few to a line.
fn new_and_gone(lang: Lang, new: &[String], gone: &[String]) -> Vec<String> {
    let told = |word: Word, names: &[String]| -> Vec<String> {
        let lines = names.chunks(NAMES_TO_A_LINE);
        lines.map(|names| format!("{} {}", lang.say(word), lang.list(names))).collect()
    };
    [told(labels::APPEARED, new), told(labels::WENT, gone)].concat()
}

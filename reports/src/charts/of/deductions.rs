//! What points were deducted for, by the titles of rules, the costliest first.

use super::{Ground, Whose, figure};
use crate::changes::published::{Book, Entry};
use crate::charts::{Chart, Picture};
use crate::words::charts as words;
use scoring::points::Points;
use scoring::rulebook::Rule;
use std::collections::BTreeMap;

/// So many rules are named; the rest is one row.
const ROWS_MOST: usize = 10;

/// The deductions of the month in the books of these windows, or in the book of this staff member, by rule: what they indeed cost.
pub fn deductions(ground: &Ground<'_>, whose: Whose<'_>) -> Picture {
    let published = ground.published();
    let is_meant = |entry: &&Entry| match (entry.book, whose) {
        (Book::Staff, Whose::Staff(id)) => entry.subject == id,
        (Book::Window, Whose::Region) => true,
        (Book::Window, Whose::Window(id)) => entry.subject == id,
        (Book::Window, Whose::Department(_) | Whose::Site(_)) => published
            .standing(Book::Window, &entry.subject)
            .is_some_and(|standing| ground.is_of(standing, whose)),
        (Book::Staff, Whose::Region | Whose::Department(_) | Whose::Site(_) | Whose::Window(_))
        | (Book::Window, Whose::Staff(_)) => false,
    };
    let mut by_rule: BTreeMap<&str, Points> = BTreeMap::new();
    for entry in published.entries.iter().filter(is_meant).filter(|entry| entry.applied < Points::ZERO) {
        *by_rule.entry(entry.rule.as_str()).or_default() += -entry.applied;
    }
    let mut costs: Vec<(&str, Points)> = by_rule.into_iter().collect();
    // Rules that cost the same stay in the order of their ids.
    costs.sort_by_key(|(_, cost)| std::cmp::Reverse(*cost));
    let rest =
        costs.split_off(costs.len().min(if costs.len() > ROWS_MOST + 1 { ROWS_MOST } else { costs.len() }));
    let mut rows: Vec<(String, f64)> =
        costs.iter().map(|(rule, cost)| (title(ground, rule), figure(*cost))).collect();
    if !rest.is_empty() {
        let sum: Points = rest.iter().map(|(_, cost)| *cost).sum();
        rows.push((ground.lang.other_rules(rest.len()), figure(sum)));
    }
    let caption = ground.lang.deductions_caption(&ground.month_name(), ground.named(whose).as_deref());
    let chart = Chart::Pareto { unit: ground.lang.say(words::POINTS).to_owned(), rows };
    Picture::of(caption, chart, ground.lang)
}

/// The title of a rule of either book; its id where the rulebook has it no more.
fn title(ground: &Ground<'_>, id: &str) -> String {
    let rulebook = ground.rulebook();
    let mut rules = rulebook.window_book.rules.iter().chain(&rulebook.staff_book.rules);
    let known: Option<&Rule> = rules.find(|rule| rule.id == id);
    known.map_or_else(|| id.to_owned(), |rule| ground.lang.title(&rule.title).to_owned())
}

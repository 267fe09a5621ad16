//! A published month as documents read it: rates by name, names of ids, flags and consequences with what was decided about them.
//!
//! What the bureau dropped is not there. What nobody decided yet is marked.

use super::{Edition, Source};
use crate::changes::Published;
use crate::changes::published::{Book, Entry, Level, Standing};
use crate::render::table::Cell;
use crate::words::Lang;
use crate::words::rates::place;
use scoring::points::Points;
use scoring::proposals::{RED_FLAG, YELLOW_FLAG};
use scoring::ranking::Flag;
use scoring::rates::Rate;
use scoring::registry::{Registry, SiteKind, Window};
use scoring::rulebook::{self, Category, Rulebook};
use scoring::time::Date;
use std::collections::BTreeMap;

/// The word of the action against a dissatisfied window.
pub const DISSATISFIED: &str = "dissatisfied_window";

/// A month being read.
pub struct Reading<'a> {
    /// The month.
    pub edition: Edition<'a>,
    /// Names.
    pub registry: &'a Registry,
    /// The rulebook that the month was scored by.
    pub rulebook: &'a Rulebook,
    /// The language.
    pub lang: Lang,
    figures: BTreeMap<(Level, &'a str, usize), &'a str>,
}

/// Something that the rules propose and the bureau did not drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposed<T> {
    /// What.
    pub what: T,
    /// Whether the bureau has confirmed it.
    pub is_confirmed: bool,
}

impl<'a> Reading<'a> {
    /// Reads a month.
    pub fn of(source: &Source<'a>, edition: Edition<'a>, lang: Lang) -> Reading<'a> {
        let published = edition.published;
        let rates = published.rates.iter();
        let figures =
            rates.filter_map(|of| Some(((of.level, &*of.id, place(&of.rate)), of.figure.as_deref()?)));
        let versions = &source.county.rulebooks.versions;
        let by_name =
            |of: &&Rulebook| of.id == published.rulebook && of.version == published.rulebook_version;
        let of_month = || source.county.rulebooks.of_month(published.month);
        Reading {
            edition,
            registry: source.county.registry,
            rulebook: versions.iter().find(by_name).unwrap_or_else(of_month),
            lang,
            figures: figures.collect(),
        }
    }

    /// The month's results.
    pub fn published(&self) -> &'a Published {
        self.edition.published
    }

    /// Whether its last day is over.
    pub fn is_over(&self) -> bool {
        let published = self.published();
        published.as_of.get(..10).and_then(Date::parse).is_some_and(|date| date > published.month.last_day())
    }

    /// A rate's figure as it is published; none where nothing could be counted.
    pub fn figure(&self, level: Level, id: &str, rate: &str) -> Option<&'a str> {
        self.figures.get(&(level, id, place(rate))).copied()
    }

    /// A figure that counts something.
    pub fn count(&self, level: Level, id: &str, rate: &str) -> Option<i64> {
        self.figure(level, id, rate)?.parse().ok()
    }

    /// A share.
    pub fn share(&self, level: Level, id: &str, rate: &str) -> Option<Rate> {
        Rate::parse(self.figure(level, id, rate)?)
    }

    /// A count of the region.
    pub fn of_region(&self, rate: &str) -> Option<i64> {
        self.count(Level::Region, &self.registry.code, rate)
    }

    /// A share of the region.
    pub fn share_of_region(&self, rate: &str) -> Option<Rate> {
        self.share(Level::Region, &self.registry.code, rate)
    }

    /// A rate as a cell: counts and shares as figures, times as they are read out.
    pub fn cell(&self, level: Level, id: &str, rate: &str) -> Cell {
        let Some(figure) = self.figure(level, id, rate) else { return Cell::Nothing };
        if rate.ends_with("_s") {
            return Cell::Text(self.lang.rate_figure(rate, Some(figure)));
        }
        match (figure.parse(), Rate::parse(figure)) {
            (Ok(count), _) => Cell::Count(count),
            (Err(_), Some(share)) => Cell::Share(share),
            (Err(_), None) => Cell::Text(figure.to_owned()),
        }
    }

    /// A window of the registry.
    pub fn window(&self, id: &str) -> Option<&'a Window> {
        self.registry.index.windows.get(id).map(|&place| &self.registry.windows[usize::from(place)])
    }

    /// A window's name; its id where it has none.
    pub fn window_name<'n>(&self, id: &'n str) -> &'n str
    where
        'a: 'n,
    {
        self.window(id).map_or(id, |window| &window.name)
    }

    /// A window as sentences name it: `W-09 不动产二窗`.
    pub fn window_told(&self, id: &str) -> String {
        told(id, self.window_name(id))
    }

    /// A staff member's name.
    pub fn staff_name<'n>(&self, id: &'n str) -> &'n str
    where
        'a: 'n,
    {
        let staff = self.registry.index.staff.get(id);
        staff.map_or(id, |&place| &self.registry.staff[usize::from(place)].name)
    }

    /// A department's name.
    pub fn department_name<'n>(&self, id: &'n str) -> &'n str
    where
        'a: 'n,
    {
        let department = self.registry.index.departments.get(id);
        department.map_or(id, |&place| &self.registry.departments[usize::from(place)].name)
    }

    /// A site's name and what it is.
    pub fn site<'n>(&self, id: &'n str) -> (&'n str, Option<SiteKind>)
    where
        'a: 'n,
    {
        let site = self.registry.index.sites.get(id).map(|&place| &self.registry.sites[usize::from(place)]);
        site.map_or((id, None), |site| (&site.name, Some(site.kind)))
    }

    /// The ids of a level, in order.
    pub fn ids(&self, level: Level) -> Vec<&'a str> {
        let mut ids: Vec<&str> =
            self.published().rates.iter().filter(|of| of.level == level).map(|of| &*of.id).collect();
        ids.dedup();
        ids
    }

    /// The book of the rulebook that standings and entries of a book are by.
    pub fn book(&self, book: Book) -> &'a rulebook::Book {
        match book {
            Book::Window => &self.rulebook.window_book,
            Book::Staff => &self.rulebook.staff_book,
        }
    }

    /// What a standing has left of each category, in the book's order.
    pub fn categories(&self, standing: &Standing) -> Vec<Points> {
        let left =
            |category: &Category| standing.categories.get(&category.id).copied().unwrap_or(category.full);
        self.book(standing.book).categories.iter().map(left).collect()
    }

    /// A window's flag, unless it was dropped.
    pub fn flag(&self, standing: &Standing) -> Option<Proposed<Flag>> {
        let flag = standing.flag?;
        let kind = match flag {
            Flag::Red => RED_FLAG,
            Flag::Yellow => YELLOW_FLAG,
        };
        self.proposed(kind, &standing.id, flag)
    }

    /// Whether a window is one that people are not satisfied with, unless that was dropped.
    pub fn dissatisfied(&self, standing: &Standing) -> Option<Proposed<()>> {
        self.proposed(DISSATISFIED, &standing.id, ()).filter(|_| standing.dissatisfied)
    }

    /// The windows with a flag, by rank.
    pub fn flagged(&self, flag: Flag) -> Vec<(&'a Standing, bool)> {
        let windows = self.published().windows.iter();
        let flying = windows.filter_map(|of| Some((of, self.flag(of).filter(|found| found.what == flag)?)));
        flying.map(|(standing, found)| (standing, found.is_confirmed)).collect()
    }

    /// The dissatisfied windows.
    pub fn all_dissatisfied(&self) -> Vec<(&'a Standing, bool)> {
        let windows = self.published().windows.iter();
        windows.filter_map(|of| Some((of, self.dissatisfied(of)?.is_confirmed))).collect()
    }

    /// Something proposed, with whether it was confirmed; none where it was dropped.
    pub fn proposed<T>(&self, kind: &str, subject: &str, what: T) -> Option<Proposed<T>> {
        let mut decisions = self.edition.decisions.iter();
        let decision = decisions.rfind(|of| of.kind == kind && of.subject == subject);
        match decision {
            Some(decision) => decision.stands.then_some(Proposed { what, is_confirmed: true }),
            None => Some(Proposed { what, is_confirmed: false }),
        }
    }

    /// The entries of a book, in the order of the ledger.
    pub fn entries(&self, book: Book) -> impl Iterator<Item = &'a Entry> {
        self.published().entries.iter().filter(move |entry| entry.book == book)
    }

    /// What a kind of finding is called.
    pub fn kind<'n>(&self, kind: &'n str) -> &'n str
    where
        'a: 'n,
    {
        if kind == "evaluation" {
            return self.lang.say(crate::words::labels::EVALUATION);
        }
        let known = self.rulebook.kinds.iter().find(|known| known.name == kind);
        known.map_or(kind, |known| self.lang.title(&known.title))
    }

    /// What a grade is called.
    pub fn grade<'n>(&self, grade: &'n str) -> &'n str
    where
        'a: 'n,
    {
        let known = self.rulebook.evaluation.grades.iter().find(|known| known.id == grade);
        known.map_or(grade, |known| self.lang.title(&known.title))
    }

    /// Whether a kind breaks a ban.
    pub fn is_ban(&self, kind: &str) -> bool {
        self.rulebook.bans.iter().any(|&ban| self.rulebook.kinds[usize::from(ban)].name == kind)
    }
}

/// An id with its name, where that says more.
pub fn told(id: &str, name: &str) -> String {
    if name == id { id.to_owned() } else { format!("{id} {name}") }
}

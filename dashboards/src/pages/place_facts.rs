//! What departments and sites are told from: a month just scored and a published one alike.

use super::Named;
use super::ledger::{self, LedgerLine};
use super::places::{Facts, PlaceKind, mean};
use super::published;
use super::rates;
use super::year::{FOLLOWED, MonthOf};
use crate::figures::Score;
use crate::rights::Scope;
use reports::changes::published::{Book, Level, Standing};
use reports::words::Lang;
use scoring::context::Context;
use scoring::ledger::{Entry, EntryKind};
use scoring::month::ActionSubject;
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::registry::Registry;
use scoring::rulebook::Rulebook;
use serde::Serialize;
use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use utoipa::ToSchema;

/// The kinds that say that something fell overdue.
pub const OVERDUE: [&str; 2] = ["overdue", "joint_delay"];

/// So many lines of a place's books are listed at once.
pub const LINES_MAX: usize = 200;

impl PlaceKind {
    fn level(self) -> Level {
        match self {
            PlaceKind::Departments => Level::Department,
            PlaceKind::Sites => Level::Site,
        }
    }

    /// Whether a whole department or site is in scope.
    pub fn is_in(self, registry: &Registry, id: &str, scope: &Scope) -> bool {
        let index = &registry.index;
        match self {
            PlaceKind::Departments => match index.departments.get(id) {
                Some(&department) => scope.has_department(registry, department),
                None => scope.is_all(),
            },
            PlaceKind::Sites => scope.is_all() || scope.has_site_id(id),
        }
    }

    /// What an id is called; a place that the registry no longer has goes by its id.
    pub fn named(self, registry: &Registry, id: &str) -> Named {
        let index = &registry.index;
        let known = match self {
            PlaceKind::Departments => index.departments.get(id).map(|&of| Named::department(registry, of)),
            PlaceKind::Sites => index.sites.get(id).map(|&of| Named::site(registry, of)),
        };
        known.unwrap_or_else(|| Named { id: id.to_owned(), name: id.to_owned() })
    }

    /// Where a window was when its month was published.
    fn home_then(self, standing: &Standing) -> Option<&str> {
        let place = match self {
            PlaceKind::Sites => 0,
            PlaceKind::Departments => 1,
        };
        standing.home.get(place).map(String::as_str)
    }
}

/// The departments or sites of a month that are in scope, by id, and what fell overdue at which window.
pub fn facts(
    context: &Context<'_>,
    month: &MonthOf<'_>,
    kind: PlaceKind,
    scope: &Scope,
    lang: Lang,
) -> Facts {
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(month.month());
    let targets = &rulebook.targets;
    let is_in = |id: &str| kind.is_in(registry, id, scope);
    let mut facts = Facts::default();
    let mut overdue = |window: &str| match facts.overdue.get_mut(window) {
        Some(count) => *count += 1,
        None => {
            facts.overdue.insert(window.to_owned(), 1_i64);
        }
    };
    match month {
        MonthOf::Open(result) => {
            for standing in &result.windows {
                let late =
                    standing.account.entries.iter().filter(|entry| OVERDUE.contains(&word(rulebook, entry)));
                late.for_each(|_| overdue(&registry.windows[usize::from(standing.window)].id));
            }
            let departments =
                result.departments.iter().map(|(of, rates)| (Named::department(registry, *of), rates));
            let sites = result.sites.iter().map(|(of, rates)| (Named::site(registry, *of), rates));
            let all: Vec<_> = match kind {
                PlaceKind::Departments => departments.collect(),
                PlaceKind::Sites => sites.collect(),
            };
            let own = all.into_iter().filter(|(named, _)| is_in(&named.id));
            facts.places =
                own.map(|(named, of)| (named, rates::of(of, targets, kind.level(), lang))).collect();
        }
        MonthOf::Closed(version) => {
            let published = &version.published;
            let late = published
                .entries
                .iter()
                .filter(|entry| entry.book == Book::Window && OVERDUE.contains(&entry.kind.as_str()));
            late.for_each(|entry| overdue(&entry.subject));
            let own = published.rates.iter().filter(|of| of.level == kind.level() && of.rate == "accepted");
            let own = own.filter(|of| is_in(&of.id));
            let told = |id: &str| rates::of_published(published, kind.level(), id, targets, lang);
            facts.places = own.map(|of| (kind.named(registry, &of.id), told(&of.id))).collect();
        }
    }
    facts
}

/// The word of an entry's kind.
fn word<'r>(rulebook: &'r Rulebook, entry: &Entry) -> &'r str {
    match entry.kind {
        EntryKind::Kind(kind) => &rulebook.kinds[usize::from(kind)].name,
        EntryKind::Evaluation => "evaluation",
    }
}

/// A kind of line with how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KindCount {
    /// The kind's word; empty: all.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// How many lines.
    pub count: usize,
    /// Whether the list is narrowed to it.
    pub is_chosen: bool,
}

/// The lines of some windows' books, narrowed to a kind (`overdue` stands for joint shares too), at most [`LINES_MAX`] of them;
/// and how many there are of each kind.
pub fn lines(
    context: &Context<'_>,
    month: &MonthOf<'_>,
    windows: &HashSet<&str>,
    chosen: &str,
    lang: Lang,
) -> (Vec<KindCount>, Vec<LedgerLine>) {
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(month.month());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let taken = Cell::new(0);
    let is_chosen =
        |kind: &str| chosen.is_empty() || kind == chosen || (chosen == OVERDUE[0] && OVERDUE.contains(&kind));
    let takes = |kind: &str| {
        let takes = is_chosen(kind) && taken.get() < LINES_MAX;
        taken.set(taken.get() + usize::from(takes));
        takes
    };
    let lines = match month {
        MonthOf::Open(result) => {
            let is_own = |subject: ActionSubject| match subject {
                ActionSubject::Window(window) => {
                    windows.contains(registry.windows[usize::from(window)].id.as_str())
                }
                ActionSubject::Staff(_) => false,
            };
            for (_, entry) in result.ledger().filter(|(subject, _)| is_own(*subject)) {
                *counts.entry(word(rulebook, entry)).or_default() += 1;
            }
            let wanted = |subject, entry: &Entry| is_own(subject) && takes(word(rulebook, entry));
            ledger::lines(context, result, wanted, lang)
        }
        MonthOf::Closed(version) => {
            let published = &version.published;
            let is_own = |entry: &reports::changes::published::Entry| {
                entry.book == Book::Window && windows.contains(entry.subject.as_str())
            };
            for entry in published.entries.iter().filter(|entry| is_own(entry)) {
                *counts.entry(entry.kind.as_str()).or_default() += 1;
            }
            published::lines(context, published, |entry| is_own(entry) && takes(&entry.kind), lang)
        }
    };
    let title = |kind: &str| {
        let known = rulebook.kinds.iter().find(|known| known.name == kind);
        let evaluation = lang.say(reports::words::labels::EVALUATION);
        known
            .map_or(if kind == "evaluation" { evaluation } else { kind }, |known| lang.title(&known.title))
            .to_owned()
    };
    let of_kind = |(kind, count): (&&str, &usize)| KindCount {
        kind: (*kind).to_owned(),
        title: title(kind),
        count: *count,
        is_chosen: !chosen.is_empty() && is_chosen(kind),
    };
    let all = KindCount {
        kind: String::new(),
        title: lang.say(crate::words::subjects::ALL_LINES).to_owned(),
        count: counts.values().sum(),
        is_chosen: chosen.is_empty(),
    };
    (std::iter::once(all).chain(counts.iter().map(of_kind)).collect(), lines)
}

/// A month of a department's or site's year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceMonth {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// Which version was published, or that it goes on.
    pub state: String,
    /// The mean total of its ranked windows.
    pub mean: Option<Score>,
    /// How many those are.
    pub ranked: usize,
    /// Windows with the red flag, with the yellow flag, and dissatisfied ones.
    pub flags: [usize; 3],
    /// The rates that are followed through the year.
    pub rates: Vec<rates::RateRow>,
    #[serde(skip)]
    place: Option<scoring::time::Month>,
}

impl PlaceMonth {
    /// The month, for links.
    pub fn place(&self) -> Option<scoring::time::Month> {
        self.place
    }
}

/// The year of a department or site.
pub fn year(
    context: &Context<'_>,
    months: &[MonthOf<'_>],
    kind: PlaceKind,
    id: &str,
    lang: Lang,
) -> Vec<PlaceMonth> {
    months.iter().map(|month| month_of(context, month, kind, id, lang)).collect()
}

/// A window's rank, total and flag in a month, and whether it was a dissatisfied one.
type Held = (Option<u32>, Points, Option<Flag>, bool);

fn month_of(context: &Context<'_>, of: &MonthOf<'_>, kind: PlaceKind, id: &str, lang: Lang) -> PlaceMonth {
    let registry = context.registry();
    let month = of.month();
    let targets = &context.county.rulebooks.of_month(month).targets;
    let (windows, rates): (Vec<Held>, _) = match of {
        MonthOf::Open(result) => {
            let home = |window: u16| {
                let window = &registry.windows[usize::from(window)];
                match kind {
                    PlaceKind::Departments => {
                        registry.departments[usize::from(window.department)].id.as_str()
                    }
                    PlaceKind::Sites => registry.sites[usize::from(window.site)].id.as_str(),
                }
            };
            let own = result.windows.iter().filter(|standing| home(standing.window) == id);
            let known = match kind {
                PlaceKind::Departments => registry.index.departments.get(id).and_then(|of| {
                    result.departments.iter().find(|(other, _)| other == of).map(|(_, rates)| rates)
                }),
                PlaceKind::Sites => registry.index.sites.get(id).and_then(|of| {
                    result.sites.iter().find(|(other, _)| other == of).map(|(_, rates)| rates)
                }),
            };
            let rates = known.map_or(Vec::new(), |known| rates::of(known, targets, kind.level(), lang));
            (own.map(|of| (of.rank, of.total(), of.flag, of.dissatisfied)).collect(), rates)
        }
        MonthOf::Closed(version) => {
            let published = &version.published;
            let own = published.windows.iter().filter(|standing| kind.home_then(standing) == Some(id));
            let rates = rates::of_published(published, kind.level(), id, targets, lang);
            (own.map(|of| (of.rank, of.total, of.flag, of.dissatisfied)).collect(), rates)
        }
    };
    let ranked = || windows.iter().filter(|of| of.0.is_some());
    let count = |test: fn(&Held) -> bool| windows.iter().filter(|of| test(of)).count();
    PlaceMonth {
        month: month.to_string(),
        name: lang.month(month),
        state: of.state(lang),
        mean: mean(ranked().map(|of| of.1)),
        ranked: ranked().count(),
        flags: [
            count(|of| of.2 == Some(Flag::Red)),
            count(|of| of.2 == Some(Flag::Yellow)),
            count(|of| of.3),
        ],
        rates: rates.into_iter().filter(|row| FOLLOWED.contains(&row.rate)).collect(),
        place: Some(month),
    }
}

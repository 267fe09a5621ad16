//! The kinds that a person may record, with what the rulebook of a date makes of each.

use crate::figures::Score;
use crate::words::entering as said;
use reports::words::{Lang, signed};
use scoring::context::Context;
use scoring::points::Points;
use scoring::registry::{Registry, SiteIdx, WindowIdx};
use scoring::rulebook::{Amount, Book, KindIdx, Origin, Rulebook};
use scoring::time::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Kinds that stand in one category.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KindGroup {
    /// What the category is called.
    pub title: String,
    /// The kinds, in the order of the rules.
    pub kinds: Vec<KindChoice>,
}

/// A kind that may be recorded.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KindChoice {
    /// The contract's word.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Whether it is a merit.
    pub is_merit: bool,
    /// What it costs or earns, in a few figures: of the window, or of the person where the window has no rule for it.
    pub points: String,
    /// The rule with its clause, of each book that has one.
    pub clauses: Vec<String>,
    /// The least points that may be named; none where nobody names any.
    pub least: Option<Score>,
    /// The most.
    pub most: Option<Score>,
    /// Whether a person must be named: only the staff book has a rule for it, or the contract asks for it.
    pub needs_staff: bool,
    /// Whether it may be recorded only where there is no attendance device.
    pub without_device_only: bool,
    /// How often it was recorded in the month.
    pub times: u32,
}

/// Whether a person may record a kind at all.
pub fn may_be_recorded(origin: Origin) -> bool {
    match origin {
        Origin::Finding | Origin::Merit | Origin::DerivedToo | Origin::Attendance => true,
        Origin::Derived => false,
    }
}

/// Whether somebody must be named for a finding of a kind to count anywhere.
pub fn needs_staff(rulebook: &Rulebook, kind: KindIdx) -> bool {
    let only_staff = rulebook.window_book.rule(kind).is_none() && rulebook.staff_book.rule(kind).is_some();
    rulebook.kinds[usize::from(kind)].needs_staff || only_staff
}

/// Whether a device at the window's site tells a kind, so that nobody records it there.
pub fn is_told_by_device(registry: &Registry, origin: Origin, window: WindowIdx) -> bool {
    let site = registry.windows[usize::from(window)].site;
    origin == Origin::Attendance && registry.sites[usize::from(site)].attendance
}

/// Between which points a finding of a kind may name its own: a range of the window book or, where a person is named, of either.
pub fn ranges(rulebook: &Rulebook, kind: KindIdx, names_staff: bool) -> Vec<(Points, Points)> {
    let books = [Some(&rulebook.window_book), names_staff.then_some(&rulebook.staff_book)];
    let range = |book: &Book| match book.rule(kind) {
        Some((_, Amount::Range { min, max, .. })) => Some((min, max)),
        Some((_, Amount::Each(_) | Amount::EachAfter { .. } | Amount::WholeCategory)) | None => None,
    };
    books.into_iter().flatten().filter_map(range).collect()
}

/// The kinds by category, findings before merits, of which something may be recorded at one of `sites`. `times` says how often
/// each was recorded in the month.
pub fn groups(
    context: &Context<'_>,
    (date, sites): (Date, &[SiteIdx]),
    times: &BTreeMap<KindIdx, u32>,
    lang: Lang,
) -> Vec<KindGroup> {
    let rulebook = context.county.rulebooks.on(date);
    let has_device = |site: &SiteIdx| context.registry().sites[usize::from(*site)].attendance;
    let has_site_without_device = !sites.iter().all(has_device);
    let mut placed: Vec<(Place, KindChoice)> = Vec::new();
    for (place, kind) in rulebook.kinds.iter().enumerate() {
        let is_offered =
            may_be_recorded(kind.origin) && (kind.origin != Origin::Attendance || has_site_without_device);
        if is_offered && let Some(found) = choice(rulebook, place as KindIdx, times, lang) {
            placed.push(found);
        }
    }
    placed.sort_by_key(|placed| placed.0);
    let mut groups: Vec<KindGroup> = Vec::new();
    for (place, kind) in placed {
        let title = place.title(rulebook, lang);
        match groups.last_mut().filter(|group| group.title == title) {
            Some(group) => group.kinds.push(kind),
            None => groups.push(KindGroup { title, kinds: vec![kind] }),
        }
    }
    groups
}

/// The kinds that were recorded most often, at most so many; where nothing was recorded yet, the first of the rulebook.
pub fn favourites(groups: &[KindGroup], count: usize) -> Vec<KindChoice> {
    let mut all: Vec<&KindChoice> = groups.iter().flat_map(|group| &group.kinds).collect();
    all.sort_by_key(|kind| std::cmp::Reverse(kind.times));
    let used = all.iter().filter(|kind| kind.times > 0).count();
    all.into_iter().take(if used == 0 { count } else { used.min(count) }).cloned().collect()
}

/// Where a kind stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    is_merit: bool,
    /// Kinds of the staff book alone come after those of the window book.
    is_of_staff_alone: bool,
    category: Option<usize>,
    rule: usize,
    kind: KindIdx,
}

impl Place {
    fn title(self, rulebook: &Rulebook, lang: Lang) -> String {
        let book = if self.is_of_staff_alone { &rulebook.staff_book } else { &rulebook.window_book };
        let category = self.category.map_or(&book.bonus, |category| &book.categories[category]);
        let title = lang.title(&category.title);
        if self.is_of_staff_alone { said::of_staff_alone(lang, title) } else { title.to_owned() }
    }
}

fn choice(
    rulebook: &Rulebook,
    kind: KindIdx,
    times: &BTreeMap<KindIdx, u32>,
    lang: Lang,
) -> Option<(Place, KindChoice)> {
    let of = &rulebook.kinds[usize::from(kind)];
    let (window, staff) = (rulebook.window_book.rule(kind), rulebook.staff_book.rule(kind));
    // What neither book has a rule for changes nothing; it is not offered.
    let (rule, amount) = window.or(staff)?;
    let book = if window.is_some() { &rulebook.window_book } else { &rulebook.staff_book };
    let is_merit = of.origin == Origin::Merit;
    let clauses = [window, staff]
        .into_iter()
        .flatten()
        .map(|(rule, _)| format!("{} {} · {}", rule.id, lang.title(&rule.title), lang.title(&rule.clause)));
    let ranges = if is_merit { Vec::new() } else { ranges(rulebook, kind, true) };
    let place = Place {
        is_merit,
        is_of_staff_alone: window.is_none(),
        category: rule.category,
        rule: book.rule_of_kind[usize::from(kind)].unwrap_or_default(),
        kind,
    };
    let choice = KindChoice {
        name: of.name.clone(),
        title: lang.title(&of.title).to_owned(),
        is_merit,
        points: told(amount, rule.category.map(|category| book.categories[category].full)),
        clauses: clauses.collect(),
        least: ranges.iter().map(|&(least, _)| least).min().map(Score),
        most: ranges.iter().map(|&(_, most)| most).max().map(Score),
        needs_staff: needs_staff(rulebook, kind),
        without_device_only: of.origin == Origin::Attendance,
        times: times.get(&kind).copied().unwrap_or_default(),
    };
    Some((place, choice))
}

/// `−2.0`, `−1.0…−5.0`. `full` is the category's, which points are taken from; none: they are given.
fn told(amount: Amount, full: Option<Points>) -> String {
    let sign = |points: Points| signed(if full.is_some() { -points } else { points });
    match amount {
        Amount::Each(points) | Amount::EachAfter { points, .. } => sign(points),
        Amount::Range { min, max, .. } => format!("{}…{}", sign(min), sign(max)),
        Amount::WholeCategory => sign(full.unwrap_or_default()),
    }
}

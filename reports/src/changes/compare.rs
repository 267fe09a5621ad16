//! Holds two versions of a month against each other.

use super::because::{self, Because};
use super::late::Late;
use super::pairs;
use super::published::{Level, Published, RateOf, Standing};
use super::{Changes, Edition, Turn};
use crate::words::{in_both, rates};
use scoring::rulebook::Bilingual;
use std::collections::BTreeMap;

/// What is known of the time between two versions, beside the versions themselves.
#[derive(Clone, Debug, Default)]
pub struct Between {
    /// What people call the versions: earlier, later.
    pub names: [Bilingual; 2],
    /// Accepted events that arrived in between.
    pub late: Vec<Late>,
    /// Whether the rulebook is another one. Another id or version is seen from the versions; this is for another text
    /// under the same.
    pub other_rulebook: bool,
    /// What else is different: another registry, another calendar. The instant of the results is seen from the versions.
    pub givens: Vec<Bilingual>,
}

/// What changed from one version of a month to another one of the same month.
pub fn compare(before: &Published, after: &Published, between: Between) -> Changes {
    debug_assert_eq!(before.month, after.month, "versions of one month are compared");
    let mut givens: Vec<Bilingual> =
        other_rulebook(before, after, between.other_rulebook).into_iter().collect();
    let same_rulebook = givens.is_empty();
    givens.extend(other_instant(before, after));
    givens.extend(between.givens);
    let because = Because {
        before,
        after,
        late: &between.late,
        takes_effect: because::takes_effect(&between.late, after),
        silent_days: because::silent_days(before, after),
        same_rulebook,
        givens_differ: !givens.is_empty(),
    };
    let entries = because.entries(pairs::turned(&before.entries, &after.entries));
    let windows = because.standings(standings(&before.windows, &after.windows), &entries);
    let staff = because.standings(standings(&before.staff, &after.staff), &entries);
    let rates = because.each(rates_turned(&before.rates, &after.rates), |rate| because.rate(rate));
    let missed = match (&before.targets_missed, &after.targets_missed) {
        (Some(before), Some(after)) => listed(before, after),
        (None, _) | (_, None) => Vec::new(),
    };
    let targets = because.each(missed, |missed| because.target(missed, &rates));
    let actions = because.each(listed(&before.actions, &after.actions), |action| {
        because.action(action, &entries, &windows, &staff)
    });
    let notices = because.each(listed(&before.notices, &after.notices), |notice| because.notice(notice));
    let anomalies = because
        .each(listed(&before.anomalies, &after.anomalies), |anomaly| because.anomaly(anomaly, &entries));
    let [before_name, after_name] = between.names;
    Changes {
        month: after.month,
        before: edition(before, before_name),
        after: edition(after, after_name),
        givens,
        windows,
        staff,
        entries,
        targets,
        actions,
        notices,
        anomalies,
        rates,
        late: between.late,
    }
}

fn edition(published: &Published, name: Bilingual) -> Edition {
    let ranked = |standings: &[Standing]| standings.iter().filter(|standing| standing.rank.is_some()).count();
    Edition {
        name,
        rulebook: published.rulebook.clone(),
        rulebook_version: published.rulebook_version.clone(),
        as_of: published.as_of.clone(),
        windows_ranked: ranked(&published.windows),
        staff_ranked: ranked(&published.staff),
    }
}

fn other_rulebook(before: &Published, after: &Published, is_other: bool) -> Option<Bilingual> {
    let (earlier, later) = (
        (before.rulebook.as_str(), before.rulebook_version.as_str()),
        (after.rulebook.as_str(), after.rulebook_version.as_str()),
    );
    if earlier != later {
        return Some(in_both(|lang| lang.other_rulebook(earlier, later)));
    }
    is_other.then(|| in_both(|lang| lang.other_text_of_rulebook(later)))
}

fn other_instant(before: &Published, after: &Published) -> Option<Bilingual> {
    (before.as_of != after.as_of).then(|| {
        in_both(|lang| {
            lang.other_instant(&lang.written_moment(&before.as_of), &lang.written_moment(&after.as_of))
        })
    })
}

/// Standings that turned: in the later version's order, then those that left the list.
fn standings(before: &[Standing], after: &[Standing]) -> Vec<Turn<Standing>> {
    let earlier: BTreeMap<&str, &Standing> =
        before.iter().map(|standing| (standing.id.as_str(), standing)).collect();
    let later: BTreeMap<&str, &Standing> =
        after.iter().map(|standing| (standing.id.as_str(), standing)).collect();
    let listed = after.iter().filter_map(|standing| match earlier.get(standing.id.as_str()) {
        None => Some(Turn::Appeared(standing.clone())),
        Some(before) if *before != standing => Some(Turn::Changed((*before).clone(), standing.clone())),
        Some(_) => None,
    });
    let left = before.iter().filter(|standing| !later.contains_key(standing.id.as_str()));
    listed.chain(left.map(|standing| Turn::Went(standing.clone()))).collect()
}

/// Things that have no parts of their own to change: in one version or in the other. Of several alike as many as there
/// are more.
fn listed<T: Ord + Clone>(before: &[T], after: &[T]) -> Vec<Turn<T>> {
    let mut surplus: BTreeMap<&T, i64> = BTreeMap::new();
    for thing in after {
        *surplus.entry(thing).or_default() += 1;
    }
    for thing in before {
        *surplus.entry(thing).or_default() -= 1;
    }
    let turns = surplus.into_iter().flat_map(|(thing, count)| {
        let turn = if count > 0 { Turn::Appeared } else { Turn::Went };
        (0..count.abs()).map(move |_| turn(thing.clone()))
    });
    turns.collect()
}

/// Rates that turned. Of a site or department in one version alone only those are told that count something; of a window
/// none, since that it is new or gone is told already.
fn rates_turned(before: &[RateOf], after: &[RateOf]) -> Vec<Turn<RateOf>> {
    let key = |rate: &RateOf| (rate.level, rate.id.clone(), rates::place(&rate.rate), rate.rate.clone());
    let mut both: BTreeMap<_, (Option<&RateOf>, Option<&RateOf>)> = BTreeMap::new();
    for rate in before {
        both.entry(key(rate)).or_default().0 = Some(rate);
    }
    for rate in after {
        both.entry(key(rate)).or_default().1 = Some(rate);
    }
    let is_something = |rate: &RateOf| {
        rate.level != Level::Window && rate.figure.as_deref().is_some_and(|figure| figure != "0")
    };
    let turn = |(before, after): (Option<&RateOf>, Option<&RateOf>)| match (before, after) {
        (Some(before), Some(after)) if before != after => Some(Turn::Changed(before.clone(), after.clone())),
        (None, Some(after)) if is_something(after) => Some(Turn::Appeared(after.clone())),
        (Some(before), None) if is_something(before) => Some(Turn::Went(before.clone())),
        (None | Some(_), None | Some(_)) => None,
    };
    both.into_values().filter_map(turn).collect()
}

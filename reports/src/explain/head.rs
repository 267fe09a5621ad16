//! The head of an explanation: total, rank or why none, flag and dissatisfaction with their reasons, margins.

use super::Statement;
use super::scribe::Scribe;
use crate::words::{Strike, Word, labels};
use scoring::event::{Fact, Subject};
use scoring::finding::About;
use scoring::ledger::{Account, Entry, EntryKind};
use scoring::month::{self, PastMonth, WindowStanding};
use scoring::points::Points;
use scoring::ranking::{self, Flag, Measured, RankedDays};
use scoring::rates::Rate;
use scoring::registry::{Assignment, StaffIdx, WindowIdx};

/// `W-09 不动产二窗 · 自然资源局 · 县政务服务中心`.
pub(super) fn window_title(scribe: &Scribe<'_>, window: WindowIdx) -> String {
    let of = &scribe.registry().windows[usize::from(window)];
    let site = &scribe.registry().sites[usize::from(of.site)];
    format!("{} · {} · {}", scribe.window(window), scribe.department(of.department), site.name)
}

/// `S-021 李强 · W-09 不动产二窗 · …`: with the window of the last assignment in the month.
pub(super) fn staff_title(scribe: &Scribe<'_>, staff: StaffIdx) -> String {
    match scribe.result.staff_member(staff) {
        Some(standing) => format!("{} · {}", scribe.staff(staff), window_title(scribe, standing.window)),
        None => scribe.staff(staff),
    }
}

/// Which month, as of when, whether it is over, by which rulebook.
pub(super) fn subtitle(scribe: &Scribe<'_>) -> String {
    let result = scribe.result;
    let lang = scribe.lang;
    // The year is told: an instant stands alone more easily with it.
    let as_of = lang.moment(&scribe.registry().zone, result.as_of, 0);
    let rulebook =
        lang.rulebook(lang.title(&scribe.rulebook.title), &result.rulebook, &result.rulebook_version);
    let parts = [
        lang.month(result.month),
        lang.as_of(&as_of),
        lang.month_state(scribe.month_is_over()).to_owned(),
        rulebook,
    ];
    parts.join(" · ")
}

fn statement(scribe: &Scribe<'_>, label: Word, lines: Vec<String>) -> Statement {
    Statement { label: scribe.lang.say(label).to_owned(), lines }
}

/// Where a window stands.
pub(super) fn of_window(scribe: &Scribe<'_>, earlier: &[PastMonth], window: WindowIdx) -> Vec<Statement> {
    let lang = scribe.lang;
    let Some(standing) = scribe.result.window(window) else {
        return vec![statement(scribe, labels::TOTAL, vec![lang.say(labels::NOT_LISTED).to_owned()])];
    };
    let field: Vec<Ranked> = scribe
        .result
        .windows
        .iter()
        .filter_map(|other| {
            Some(Ranked {
                rank: other.rank?,
                total: other.total(),
                who: scribe.window(other.window),
                own: other.window == window,
            })
        })
        .collect();
    let mut head = vec![statement(scribe, labels::TOTAL, vec![total(scribe, &standing.account)])];
    let assignments = &scribe.registry().windows[usize::from(window)].assignments;
    head.push(statement(
        scribe,
        labels::RANK,
        vec![match standing.rank {
            Some(rank) => ranked(scribe, rank, &field, labels::WINDOWS),
            None => why_unranked(scribe, window, assignments),
        }],
    ));
    let strikes = strikes(scribe, standing);
    head.push(statement(scribe, labels::FLAG, vec![flag(scribe, earlier, standing, &field)]));
    let mut dissatisfied =
        vec![lang.say(if standing.dissatisfied { labels::YES } else { labels::NO }).to_owned()];
    dissatisfied.extend(strikes.iter().map(|strike| lang.strike(strike)));
    head.push(statement(scribe, labels::DISSATISFIED, dissatisfied));
    if let Some(rank) = standing.rank {
        let tie = |other: &Ranked| decided(scribe, standing, other);
        head.extend(neighbours(scribe, rank, standing.total(), &field, tie));
        head.extend(flag_lines(scribe, rank, standing.total(), &field));
    }
    let line = scribe.rulebook.dissatisfied.total_max;
    head.push(margin(scribe, labels::TO_DISSATISFIED, standing.total() - line, &lang.line(line)));
    let people: Vec<String> = people(scribe, window);
    head.push(statement(scribe, labels::PEOPLE, vec![lang.list(&people)]));
    head
}

/// Where a staff member stands.
pub(super) fn of_staff(scribe: &Scribe<'_>, staff: StaffIdx) -> Vec<Statement> {
    let lang = scribe.lang;
    let Some(standing) = scribe.result.staff_member(staff) else {
        return vec![statement(scribe, labels::TOTAL, vec![lang.say(labels::NOT_LISTED).to_owned()])];
    };
    let field: Vec<Ranked> = scribe
        .result
        .staff
        .iter()
        .filter_map(|other| {
            Some(Ranked {
                rank: other.rank?,
                total: other.total(),
                who: scribe.staff(other.staff),
                own: other.staff == staff,
            })
        })
        .collect();
    let mut head = vec![statement(scribe, labels::TOTAL, vec![total(scribe, &standing.account)])];
    let assignments = &scribe.registry().staff[usize::from(staff)].assignments;
    head.push(statement(
        scribe,
        labels::RANK,
        vec![match standing.rank {
            Some(rank) => ranked(scribe, rank, &field, labels::STAFF_RANKED),
            None => why_unranked(scribe, standing.window, assignments),
        }],
    ));
    let evaluation = Subject::StaffEvaluation(staff, scribe.result.month);
    let grade = match month::evaluation(scribe.context, scribe.rulebook, &evaluation) {
        Some((_, recorded)) => lang.title(&recorded.grade.title).to_owned(),
        None => lang.say(labels::EVALUATION_MISSING).to_owned(),
    };
    head.push(statement(scribe, labels::GRADE, vec![grade]));
    if let Some(rank) = standing.rank {
        head.extend(neighbours(scribe, rank, standing.total(), &field, |_| None));
    }
    head
}

/// One of those who are ranked, in the order of the ranking.
struct Ranked {
    rank: u32,
    total: Points,
    who: String,
    own: bool,
}

fn total(scribe: &Scribe<'_>, account: &Account) -> String {
    scribe.lang.total(account.total(), account.total() - account.bonus, account.bonus)
}

fn ranked(scribe: &Scribe<'_>, rank: u32, field: &[Ranked], among: Word) -> String {
    let sharing: Vec<&Ranked> = field.iter().filter(|other| other.rank == rank && !other.own).collect();
    let mut names: Vec<String> = sharing.iter().take(NAMED_MAX).map(|other| other.who.clone()).collect();
    if sharing.len() > NAMED_MAX {
        names.push(scribe.lang.and_more(sharing.len() - NAMED_MAX));
    }
    scribe.lang.ranked(rank, field.len(), among, &names)
}

/// So many of a long list are named.
const NAMED_MAX: usize = 5;

fn why_unranked(scribe: &Scribe<'_>, window: WindowIdx, assignments: &[Assignment]) -> String {
    let registry = scribe.registry();
    if !ranking::site_is_ranked(registry, window) {
        let site = &registry.sites[usize::from(registry.windows[usize::from(window)].site)];
        return scribe.lang.site_unranked(&site.name, scribe.lang.site_kind(site.kind));
    }
    let calendar = scribe.context.calendar();
    let days =
        RankedDays::new(calendar, scribe.result.month, scribe.context.today(), &scribe.rulebook.ranking);
    let (held, needed) = days.held_and_needed(assignments);
    scribe.lang.days_unranked(held, needed)
}

fn flag(scribe: &Scribe<'_>, earlier: &[PastMonth], standing: &WindowStanding, field: &[Ranked]) -> String {
    let lang = scribe.lang;
    let rules = &scribe.rulebook.ranking;
    match standing.flag {
        Some(Flag::Red) => lang.red(lang.flag(Flag::Red), rules.red_rank_max),
        Some(Flag::Yellow) => {
            let month = scribe.result.month;
            let before =
                earlier.iter().filter(|past| past.month < month && past.month.year() == month.year());
            let flown = before.filter(|past| past.yellow.contains(&standing.window)).count();
            lang.yellow(lang.flag(Flag::Yellow), flown + 1)
        }
        None => match standing.rank {
            Some(rank) if rank <= rules.red_rank_max && standing.dissatisfied => {
                lang.red_withheld(rules.red_rank_max)
            }
            Some(rank) if Some(rank) == last_rank(field) => lang.yellow_withheld(rules.yellow_rank_above),
            Some(_) | None => lang.say(labels::NONE).to_owned(),
        },
    }
}

fn last_rank(field: &[Ranked]) -> Option<u32> {
    field.iter().map(|other| other.rank).max()
}

/// Everything that makes a window dissatisfied, in the rulebook's order.
fn strikes(scribe: &Scribe<'_>, standing: &WindowStanding) -> Vec<Strike> {
    let rules = &scribe.rulebook.dissatisfied;
    let mut strikes = Vec::new();
    if standing.total() <= rules.total_max {
        strikes.push(Strike::Total { line: rules.total_max });
    }
    let upheld = standing.rates.complaints_upheld;
    if upheld >= i64::from(rules.complaints_upheld_min) {
        let ids = standing.account.entries.iter().filter_map(|entry| match entry.about {
            About::Complaint(complaint) => Some(scribe.text(complaint).to_owned()),
            About::Nothing | About::Case(_) | About::Rating(..) | About::Finding(_) | About::Merit(_) => None,
        });
        strikes.push(Strike::Complaints { upheld, line: rules.complaints_upheld_min, ids: ids.collect() });
    }
    let mut seen = Vec::new();
    for entry in grave_entries(scribe, standing) {
        let EntryKind::Kind(kind) = entry.kind else { continue };
        // What both books count is one finding.
        if entry.evidence.first().is_some() && seen.contains(&entry.evidence) {
            continue;
        }
        seen.push(entry.evidence.clone());
        let mut what = format!("{} {}", scribe.day(entry.date), scribe.kind(kind));
        if let Some(staff) = entry.staff {
            what = format!("{what} {}", scribe.staff(staff));
        }
        strikes.push(if scribe.rulebook.is_ban(kind) { Strike::Ban(what) } else { Strike::Grave(what) });
    }
    strikes
}

/// Entries of kinds that strike by themselves: the window's own, and those of staff that name the window, since a book
/// need not have a rule for every such kind.
fn grave_entries<'s>(scribe: &'s Scribe<'_>, standing: &WindowStanding) -> impl Iterator<Item = &'s Entry> {
    let own = standing.window;
    let is_grave = |entry: &Entry| match entry.kind {
        EntryKind::Kind(kind) => {
            scribe.rulebook.is_ban(kind) || scribe.rulebook.dissatisfied.kinds.contains(&kind)
        }
        EntryKind::Evaluation => false,
    };
    let names_window = move |entry: &Entry| {
        let first = entry.evidence.first().map(|event| scribe.context.log.record(event).fact);
        matches!(first, Some(Fact::FindingRecorded { window, .. }) if window == own)
    };
    let windows = scribe.result.windows.iter().filter(move |other| other.window == own);
    let of_window = windows.flat_map(|other| &other.account.entries);
    let of_staff =
        scribe.result.staff.iter().flat_map(|other| &other.account.entries).filter(move |e| names_window(e));
    of_window.chain(of_staff).filter(move |entry| is_grave(entry))
}

/// How far it is to the next better and the next worse in the ranking.
fn neighbours(
    scribe: &Scribe<'_>,
    rank: u32,
    total: Points,
    field: &[Ranked],
    tie: impl Fn(&Ranked) -> Option<String>,
) -> Vec<Statement> {
    let measured = measured(scribe, rank, field);
    let told = [(labels::TO_RANK_ABOVE, measured.above), (labels::TO_RANK_BELOW, measured.below)].into_iter();
    told.filter_map(|(label, other)| {
        let other = &field[other?];
        if other.total == total
            && let Some(decided) = tie(other)
        {
            return Some(statement(scribe, label, vec![decided]));
        }
        Some(margin_to(scribe, label, total, other))
    })
    .collect()
}

/// How far it is to the last rank of the red flag, and to the last rank of all.
fn flag_lines(scribe: &Scribe<'_>, rank: u32, total: Points, field: &[Ranked]) -> Vec<Statement> {
    let measured = measured(scribe, rank, field);
    let told = [(labels::TO_RED, measured.red), (labels::TO_YELLOW, measured.yellow)].into_iter();
    told.filter_map(|(label, other)| Some(margin_to(scribe, label, total, &field[other?]))).collect()
}

fn measured(scribe: &Scribe<'_>, rank: u32, field: &[Ranked]) -> Measured {
    let ranks: Vec<u32> = field.iter().map(|other| other.rank).collect();
    ranking::measured(&scribe.rulebook.ranking, &ranks, rank)
}

fn margin_to(scribe: &Scribe<'_>, label: Word, total: Points, other: &Ranked) -> Statement {
    let whom = scribe.lang.neighbour(other.rank, &other.who, other.total);
    margin(scribe, label, total - other.total, &whom)
}

fn margin(scribe: &Scribe<'_>, label: Word, margin: Points, whom: &str) -> Statement {
    let told = if margin < Points::ZERO {
        scribe.lang.behind(-margin, whom)
    } else {
        scribe.lang.ahead(margin, whom)
    };
    statement(scribe, label, vec![told])
}

/// Which of the further criteria put one of two windows with the same total before the other.
fn decided(scribe: &Scribe<'_>, standing: &WindowStanding, other: &Ranked) -> Option<String> {
    let lang = scribe.lang;
    let theirs = scribe.result.windows.iter().find(|theirs| scribe.window(theirs.window) == other.who)?;
    let (own, their) = (&standing.rates, &theirs.rates);
    let whom = lang.neighbour(other.rank, &other.who, other.total);
    // A rate of nothing compares as 1 (nothing done, nothing failed).
    let or_one = |rate: Option<Rate>| rate.unwrap_or(Rate::ONE);
    for (label, own, their) in [
        (labels::ON_TIME_RATE, or_one(own.on_time_rate), or_one(their.on_time_rate)),
        (labels::SATISFACTION_RATE, or_one(own.satisfaction_rate), or_one(their.satisfaction_rate)),
    ] {
        if own != their {
            return Some(lang.tie_broken(
                &lang.in_a_sentence(label),
                &lang.percent(own),
                &lang.percent(their),
                &whom,
            ));
        }
    }
    let count = |upheld: i64| lang.count(upheld, labels::COMPLAINTS_UNIT);
    let (own, their) = (count(own.complaints_upheld), count(their.complaints_upheld));
    Some(lang.tie_broken(&lang.in_a_sentence(labels::COMPLAINTS_UPHELD), &own, &their, &whom))
}

/// Who worked at a window in the month.
fn people(scribe: &Scribe<'_>, window: WindowIdx) -> Vec<String> {
    let (first, last) = (scribe.result.month.first_day(), scribe.result.month.last_day());
    let assignments = scribe.registry().windows[usize::from(window)].assignments.iter();
    let here = assignments.filter(|assignment| assignment.from <= last && assignment.to >= first);
    let mut people: Vec<StaffIdx> = here.map(|assignment| assignment.staff).collect();
    people.dedup();
    people.into_iter().map(|staff| scribe.staff(staff)).collect()
}

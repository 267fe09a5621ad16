//! From what was gathered to a month's standings.

use super::actions::actions;
use super::month_end::{self, Evaluations};
use super::{MonthResult, PastMonth, StaffStanding, WindowStanding};
use crate::context::Context;
use crate::effects::{Anomaly, ProvisionalClock, Returned};
use crate::finding::Finding;
use crate::gather::Gathered;
use crate::ledger::account;
use crate::notices::{Notice, NoticeKind, NoticeSubject};
use crate::points::Points;
use crate::ranking::{self, Flag, Merit, RankedDays};
use crate::rates::{ItemRates, Rate, Rates};
use crate::registry::{Assignment, DepartmentIdx, SiteIdx, StaffIdx, WindowIdx};
use crate::rulebook::Rulebook;
use crate::subject::note;
use crate::tallies::{Cell, Issued, MonthTallies};
use crate::time::{Date, Month};
use hashbrown::HashMap;
use std::cmp::Reverse;

/// A month's people and windows, and whether its last day is over.
pub(super) struct Roster {
    pub month: Month,
    pub last_day: Date,
    pub is_over: bool,
    /// Windows with an assignment in the month.
    pub windows: Vec<WindowIdx>,
    /// Staff with an assignment in the month, and the window of the last one.
    pub staff: Vec<(StaffIdx, WindowIdx)>,
}

impl Roster {
    fn new(context: &Context<'_>, month: Month) -> Roster {
        let registry = context.registry();
        let (first_day, last_day) = (month.first_day(), month.last_day());
        let overlaps = |assignment: &&Assignment| assignment.from <= last_day && assignment.to >= first_day;
        let staffed = |window: &&WindowIdx| {
            registry.windows[usize::from(**window)].assignments.iter().any(|assignment| overlaps(&assignment))
        };
        let last_window = |staff: StaffIdx| {
            let assignments = registry.staff[usize::from(staff)].assignments.iter().filter(overlaps);
            assignments.max_by_key(|assignment| assignment.from).map(|last| (staff, last.window))
        };
        Roster {
            month,
            last_day,
            is_over: last_day < context.today(),
            windows: (0..registry.windows.len() as WindowIdx)
                .collect::<Vec<_>>()
                .iter()
                .filter(staffed)
                .copied()
                .collect(),
            staff: (0..registry.staff.len() as StaffIdx).filter_map(last_window).collect(),
        }
    }

    pub fn has_window(&self, window: WindowIdx) -> bool {
        self.windows.binary_search(&window).is_ok()
    }

    pub fn last_window(&self, staff: StaffIdx) -> Option<WindowIdx> {
        let place = self.staff.binary_search_by_key(&staff, |&(staff, _)| staff).ok()?;
        Some(self.staff[place].1)
    }
}

/// The findings of a month, by the book and subject in which they count.
struct Books<'f> {
    windows: Vec<Vec<&'f Finding>>,
    staff: Vec<Vec<&'f Finding>>,
}

/// Assembles a month. `place` is the month's place among those gathered, `past` what is known of earlier months.
/// Also gives the notices of the month's end, which are listed in the month of their date.
pub fn assemble(
    context: &Context<'_>,
    gathered: &Gathered,
    place: usize,
    past: &[PastMonth],
) -> (MonthResult, Vec<Notice>) {
    let registry = context.registry();
    let tallies = &gathered.tallies[place];
    let month = tallies.month;
    let rulebook = context.county.rulebooks.of_month(month);
    let roster = Roster::new(context, month);
    let evaluations = Evaluations::read(context, &roster, rulebook);
    let mut anomalies: Vec<Anomaly> =
        gathered.anomalies.iter().filter(|anomaly| tallies.has(anomaly.date)).cloned().collect();

    let mut findings: Vec<Finding> =
        gathered.findings.iter().filter(|finding| tallies.has(finding.date)).cloned().collect();
    // The order in which threads gathered them must not show.
    findings.sort_by(|a, b| {
        let of_events = match (a.evidence.first(), b.evidence.first()) {
            (Some(first), Some(second)) => context.log.order(first, second),
            (first, second) => first.is_some().cmp(&second.is_some()),
        };
        a.date
            .cmp(&b.date)
            .then(of_events)
            .then((a.kind, a.staff, a.session).cmp(&(b.kind, b.staff, b.session)))
    });
    findings.extend(month_end::full_attendance(context, &roster, tallies));
    let peers = month_end::peer_top(context, &roster, &evaluations, rulebook);

    let mut books = sort_into_books(context, rulebook, &roster, &findings, &mut anomalies);
    for finding in &peers.windows {
        if let Some(window) = finding.window {
            books.windows[usize::from(window)].push(finding);
        }
    }
    let struck = struck_windows(context, rulebook, &findings);
    let windows = window_standings(context, rulebook, &roster, tallies, &books, &evaluations, &struck);
    let model = month_end::model_window(context, &roster, &windows);
    for finding in peers.staff.iter().chain(&model) {
        if let Some(staff) = finding.staff {
            books.staff[usize::from(staff)].push(finding);
        }
    }
    let staff = staff_standings(context, rulebook, &roster, &books, &evaluations);
    if roster.is_over {
        anomalies.extend(evaluations.missing(context, &roster));
    }
    anomalies.extend(calendar_missing(context, month, &gathered.provisional));
    anomalies.extend(unmatched_retractions(context, tallies));
    anomalies.sort_by(|a, b| {
        (a.kind, a.date, &a.subject, &a.detail).cmp(&(b.kind, b.date, &b.subject, &b.detail))
    });

    let mut notices: Vec<Notice> =
        gathered.notices.iter().filter(|notice| tallies.has(notice.date)).cloned().collect();
    notices.extend(repeat_returns(context, gathered).into_iter().filter(|notice| tallies.has(notice.date)));

    let (departments, sites, region) = all_rates(context, rulebook, tallies);
    let mut result = MonthResult {
        month,
        as_of: context.as_of,
        rulebook: rulebook.id.clone(),
        rulebook_version: rulebook.version.clone(),
        windows,
        staff,
        departments,
        sites,
        region,
        actions: Vec::new(),
        anomalies,
        notices,
    };
    let unlisted: Vec<WindowIdx> = (0..registry.windows.len() as WindowIdx)
        .filter(|&window| !roster.has_window(window))
        .filter(|&window| is_struck(rulebook, tallies, &struck, window))
        .collect();
    result.actions = actions(context, rulebook, &roster, &result, &findings, &unlisted, past);
    let month_end =
        if roster.is_over { month_end::notices(context, rulebook, &roster, &result) } else { Vec::new() };
    (result, month_end)
}

/// Sorts findings into the books in which they count; those of subjects without an assignment are noted.
fn sort_into_books<'f>(
    context: &Context<'_>,
    rulebook: &Rulebook,
    roster: &Roster,
    findings: &'f [Finding],
    anomalies: &mut Vec<Anomaly>,
) -> Books<'f> {
    let registry = context.registry();
    let mut books = Books {
        windows: vec![Vec::new(); registry.windows.len()],
        staff: vec![Vec::new(); registry.staff.len()],
    };
    let mut not_assigned = |subject: &str, finding: &Finding| {
        anomalies.push(Anomaly {
            kind: "not_assigned",
            subject: subject.to_owned(),
            date: finding.date,
            detail: context.county.rulebooks.kinds()[usize::from(finding.kind)].name.clone(),
        });
    };
    for finding in findings {
        if let Some(window) = window_of(context, finding)
            && rulebook.window_book.rule(finding.kind).is_some()
        {
            if roster.has_window(window) {
                books.windows[usize::from(window)].push(finding);
            } else {
                not_assigned(&registry.windows[usize::from(window)].id, finding);
            }
        }
        if let Some(staff) = finding.staff
            && rulebook.staff_book.rule(finding.kind).is_some()
        {
            if roster.last_window(staff).is_some() {
                books.staff[usize::from(staff)].push(finding);
            } else {
                not_assigned(&registry.staff[usize::from(staff)].id, finding);
            }
        }
    }
    books
}

/// The window that a finding counts for: the one it names, or the staff member's on its date.
fn window_of(context: &Context<'_>, finding: &Finding) -> Option<WindowIdx> {
    let assigned =
        || context.registry().assignment(finding.staff?, finding.date).map(|assignment| assignment.window);
    finding.window.or_else(assigned)
}

fn window_standings(
    context: &Context<'_>,
    rulebook: &Rulebook,
    roster: &Roster,
    tallies: &MonthTallies,
    books: &Books<'_>,
    evaluations: &Evaluations<'_>,
    struck: &[bool],
) -> Vec<WindowStanding> {
    let registry = context.registry();
    let days = RankedDays::new(context.calendar(), roster.month, context.today(), &rulebook.ranking);
    let mut standings: Vec<WindowStanding> = roster
        .windows
        .iter()
        .map(|&window| {
            let place = usize::from(window);
            let evaluated = evaluations.of_window(window).map(|evaluated| (evaluated, roster.last_day));
            let own = books.windows[place].iter().copied();
            let account = account(context.log, registry, &rulebook.window_book, own, evaluated);
            let cell = &tallies.windows[place];
            let dissatisfied = account.total() <= rulebook.dissatisfied.total_max
                || is_struck(rulebook, tallies, struck, window);
            let rates = Rates::of(cell, None, None);
            WindowStanding { window, rank: None, account, flag: None, dissatisfied, rates }
        })
        .collect();
    let ranked: Vec<usize> = (0..standings.len())
        .filter(|&place| {
            let window = standings[place].window;
            ranking::site_is_ranked(registry, window)
                && days.enough(&registry.windows[usize::from(window)].assignments)
        })
        .collect();
    let merits: Vec<Merit> = ranked.iter().map(|&place| merit(&standings[place])).collect();
    let ranks = ranking::ranks(&merits);
    let last = ranks.iter().copied().max().unwrap_or_default();
    for (&place, &rank) in ranked.iter().zip(&ranks) {
        let standing = &mut standings[place];
        standing.rank = Some(rank);
        standing.flag = ranking::flag(&rulebook.ranking, rank, last, standing.dissatisfied);
    }
    standings.sort_by_key(|standing| (standing.rank.is_none(), standing.rank, standing.window));
    standings
}

/// Windows with a finding that makes them dissatisfied by itself: a broken ban, or bribery.
fn struck_windows(context: &Context<'_>, rulebook: &Rulebook, findings: &[Finding]) -> Vec<bool> {
    let mut struck = vec![false; context.registry().windows.len()];
    for finding in findings {
        if let Some(window) = window_of(context, finding) {
            struck[usize::from(window)] |=
                rulebook.is_ban(finding.kind) || rulebook.dissatisfied.kinds.contains(&finding.kind);
        }
    }
    struck
}

/// Whether findings or upheld complaints make a window dissatisfied, whatever its total.
fn is_struck(rulebook: &Rulebook, tallies: &MonthTallies, struck: &[bool], window: WindowIdx) -> bool {
    let upheld = tallies.windows[usize::from(window)].complaints_upheld;
    struck[usize::from(window)] || upheld >= i64::from(rulebook.dissatisfied.complaints_upheld_min)
}

fn merit(standing: &WindowStanding) -> Merit {
    Merit {
        total: standing.total(),
        on_time: standing.rates.on_time_rate.unwrap_or(Rate::ONE),
        satisfaction: standing.rates.satisfaction_rate.unwrap_or(Rate::ONE),
        complaints_upheld: Reverse(standing.rates.complaints_upheld),
    }
}

fn staff_standings(
    context: &Context<'_>,
    rulebook: &Rulebook,
    roster: &Roster,
    books: &Books<'_>,
    evaluations: &Evaluations<'_>,
) -> Vec<StaffStanding> {
    let registry = context.registry();
    let days = RankedDays::new(context.calendar(), roster.month, context.today(), &rulebook.ranking);
    let mut standings: Vec<StaffStanding> = roster
        .staff
        .iter()
        .map(|&(staff, window)| {
            let evaluated = evaluations.of_staff(staff);
            let own = books.staff[usize::from(staff)].iter().copied();
            let account = account(
                context.log,
                registry,
                &rulebook.staff_book,
                own,
                evaluated.map(|evaluated| (evaluated, roster.last_day)),
            );
            let evaluation = evaluated.map(|evaluated| evaluated.grade.id.clone());
            StaffStanding { staff, window, rank: None, account, evaluation }
        })
        .collect();
    let ranked: Vec<usize> = (0..standings.len())
        .filter(|&place| {
            let standing = &standings[place];
            ranking::site_is_ranked(registry, standing.window)
                && days.enough(&registry.staff[usize::from(standing.staff)].assignments)
        })
        .collect();
    let totals: Vec<Points> = ranked.iter().map(|&place| standings[place].total()).collect();
    for (&place, rank) in ranked.iter().zip(ranking::ranks(&totals)) {
        standings[place].rank = Some(rank);
    }
    standings.sort_by_key(|standing| (standing.rank.is_none(), standing.rank, standing.staff));
    standings
}

type DepartmentRates = Vec<(DepartmentIdx, Rates)>;
type SiteRates = Vec<(SiteIdx, Rates)>;

/// The rates of departments, sites and the region.
fn all_rates(
    context: &Context<'_>,
    rulebook: &Rulebook,
    tallies: &MonthTallies,
) -> (DepartmentRates, SiteRates, Rates) {
    let registry = context.registry();
    let mut departments = vec![Cell::default(); registry.departments.len()];
    let mut sites = vec![Cell::default(); registry.sites.len()];
    let mut region = Cell::default();
    for (window, cell) in registry.windows.iter().zip(&tallies.windows) {
        departments[usize::from(window.department)].add(cell);
        sites[usize::from(window.site)].add(cell);
        region.add(cell);
    }
    let issued = tallies.issued.iter().fold(Issued::default(), |sum, issued| Issued {
        taken: sum.taken + issued.taken,
        abandoned: sum.abandoned + issued.abandoned,
    });
    let items = |department| ItemRates::of(registry, department, rulebook.targets.reduction);
    let departments = departments.iter().enumerate().map(|(place, cell)| {
        let department = place as DepartmentIdx;
        (department, Rates::of(cell, None, Some(items(Some(department)))))
    });
    let sites = sites
        .iter()
        .enumerate()
        .map(|(place, cell)| (place as SiteIdx, Rates::of(cell, Some(tallies.issued[place]), None)));
    (departments.collect(), sites.collect(), Rates::of_region(&region, issued, items(None)))
}

/// Years without a calendar that a month's results needed.
fn calendar_missing(context: &Context<'_>, month: Month, clocks: &[ProvisionalClock]) -> Vec<Anomaly> {
    let calendar = context.calendar();
    let (first_day, last_day) = (month.first_day(), month.last_day());
    let mut years: Vec<i32> = vec![month.year()];
    for clock in clocks {
        if clock.opened <= last_day && clock.ended.unwrap_or(context.today()) >= first_day {
            years.extend(clock.first_year..=clock.last_year);
        }
    }
    years.sort_unstable();
    years.dedup();
    let missing = years.into_iter().filter(|&year| !calendar.knows(year));
    let anomaly = |year: i32| Anomaly {
        kind: "calendar_missing",
        subject: year.to_string(),
        date: first_day,
        detail: String::new(),
    };
    missing.map(anomaly).collect()
}

/// Retractions that take nothing back: without target, of themselves, or of a later retraction.
fn unmatched_retractions(context: &Context<'_>, tallies: &MonthTallies) -> Vec<Anomaly> {
    let log = context.log;
    let mut effects = crate::effects::Effects::new(context.today());
    for &retraction in log.retractions() {
        let record = log.record(retraction);
        if record.time > context.as_of
            || log.is_retracted(retraction)
            || !tallies.has(context.date(retraction))
        {
            continue;
        }
        let target = log.target(retraction).filter(|&target| log.record(target).time <= context.as_of);
        if target.is_some_and(|target| log.may_retract(retraction, target)) {
            continue;
        }
        if let crate::event::Fact::EventRetracted { id, .. } = record.fact {
            note(context, retraction, "unmatched", log.text(id), &mut effects);
        }
    }
    effects.anomalies
}

/// The same applicant and item returned twice or more in a calendar year.
fn repeat_returns(context: &Context<'_>, gathered: &Gathered) -> Vec<Notice> {
    let mut returned: Vec<_> = gathered.returned.iter().collect();
    returned.sort_by(|a, b| context.log.order(a.event, b.event));
    let mut seen: HashMap<(&str, u16, i32), u32, foldhash::fast::FixedState> = HashMap::default();
    let mut notices = Vec::new();
    for case in returned {
        let times = seen.entry((context.log.text(case.applicant), case.item, case.date.year())).or_default();
        *times += 1;
        if *times > 1 {
            notices.extend(notice_of_repeat(context, case));
        }
    }
    notices
}

/// The notice of a case that was returned again, once its date has begun.
pub(crate) fn notice_of_repeat(context: &Context<'_>, case: &Returned) -> Option<Notice> {
    let date = context.calendar().next(case.date);
    (date <= context.today()).then(|| Notice {
        kind: NoticeKind::RepeatReturn,
        level: 2,
        subject: NoticeSubject::Text(case.case),
        date,
        due: None,
        window: Some(case.window),
        department: Some(context.registry().windows[usize::from(case.window)].department),
    })
}

/// Whether a standing flies a flag.
pub(super) fn flies(standing: &WindowStanding, flag: Flag) -> bool {
    standing.flag == Some(flag)
}

//! The view of Today made from the day as it was followed, what is open, the month so far, and what the store keeps.

use super::doors::Counted;
use super::{Flagged, Flags, SiteNow, Tile, TodayView, minutes};
use crate::figures::{Figures, Score};
use crate::links::Place;
use crate::pages::chart::{Chart, ChartKind, ChartRow, ChartValue};
use crate::pages::due::{self, Urgency, urgency};
use crate::pages::{Named, as_of, notices};
use crate::rights::Scope;
use crate::words::today as said;
use ingest::live::Moment;
use ingest::store::KeptNotice;
use reports::words::{Lang, Word};
use scoring::context::Context;
use scoring::due::{Open, OpenSubject};
use scoring::ranking::Flag;
use scoring::ratings::RatingStep;
use scoring::registry::{SiteIdx, WindowIdx};
use scoring::time::Instant;
use scoring::today::{Today, staffed};
use std::collections::BTreeMap;

/// So many lines of what is due next, and of notices.
const LINES: usize = 8;
const NOTICES: usize = 6;
/// The hours that are drawn even where nothing happens in them.
const HOURS: (u32, u32) = (8, 16);

/// What is asked for.
pub struct Asked<'a> {
    /// What may be shown.
    pub scope: &'a Scope,
    /// The names of feeds in trouble; none for those who may not know.
    pub feeds: Option<&'a [String]>,
    /// Kept notices, the newest first.
    pub notices: &'a [KeptNotice],
    /// What tells whether anything may have changed.
    pub revision: String,
    /// The language.
    pub lang: Lang,
}

/// What is counted of a site.
#[derive(Clone, Copy, Default)]
struct Counts {
    windows: u64,
    at_work: u64,
    staffed: u64,
    tickets: u64,
    waiting: u64,
    since: Option<Instant>,
    accepted: u64,
    completed: u64,
    due_today: u64,
    overdue: u64,
}

/// The view. `today` follows the moment's log.
pub fn view(moment: &Moment<'_>, today: &Today, asked: &Asked<'_>) -> TodayView {
    let (context, scope, lang) = (&moment.context, asked.scope, asked.lang);
    let (registry, date) = (context.registry(), context.today());
    let mut open: Vec<Open> = today.open(context);
    open.retain(|open| scope.has(registry, open.window, open.department));
    let sites = sites(context, today, &open, scope);
    let sum = |of: fn(&Counts) -> u64| sites.values().map(of).sum::<u64>();
    let count = |wanted: &dyn Fn(&Open) -> bool| open.iter().filter(|open| wanted(open)).count() as u64;
    let bad = today.bad_ratings().filter(|rating| scope.has_window(registry, rating.window)).count() as u64;
    let sees_queue = sites.keys().any(|&site| scope.has_site(registry, site));
    let longest = sites.values().filter_map(|counts| counts.since).min();
    let longest = longest.filter(|_| sees_queue);
    let longest = longest.map(|since| said::longest(lang, &minutes(lang, context.as_of.0 - since.0).1));
    let overdue = count(&|open| urgency(context, open.due) == Urgency::Overdue);
    let unverified = count(&|open| matches!(open.subject, OpenSubject::Rating(_, RatingStep::Verify)));
    let tile = |counted, title: Word, count| Tile {
        counted,
        title: lang.say(title).to_owned(),
        count: Some(count),
        of: None,
        aside: None,
        aside_counted: None,
        is_alarm: false,
    };
    let mut tiles = vec![
        Tile {
            of: Some(sum(|counts| counts.staffed)),
            ..tile(Counted::AtWork, said::AT_WORK, sum(|counts| counts.at_work))
        },
        Tile {
            count: sees_queue.then(|| sum(|counts| counts.waiting)),
            aside: if sees_queue { longest } else { Some(lang.say(said::QUEUE_UNKNOWN).to_owned()) },
            ..tile(Counted::Waiting, said::WAITING, 0)
        },
        tile(Counted::Accepted, said::ACCEPTED, sum(|counts| counts.accepted)),
        tile(Counted::Completed, said::COMPLETED, sum(|counts| counts.completed)),
        tile(
            Counted::OpenCases,
            said::OPEN_CASES,
            count(&|open| matches!(open.subject, OpenSubject::Case(_))),
        ),
        tile(Counted::DueToday, said::DUE_TODAY, count(&|open| urgency(context, open.due) == Urgency::Today)),
        Tile { is_alarm: overdue > 0, ..tile(Counted::Overdue, said::OVERDUE, overdue) },
        Tile {
            aside: Some(said::bad_today(lang, bad)),
            aside_counted: Some(Counted::BadToday),
            ..tile(Counted::Unverified, said::UNVERIFIED, unverified)
        },
        tile(
            Counted::Complaints,
            said::COMPLAINTS,
            count(&|open| matches!(open.subject, OpenSubject::Complaint(_))),
        ),
    ];
    if let Some(feeds) = asked.feeds {
        tiles.push(Tile {
            is_alarm: !feeds.is_empty(),
            aside: (!feeds.is_empty()).then(|| lang.list(feeds)),
            ..tile(Counted::Feeds, said::FEEDS, feeds.len() as u64)
        });
    }
    let next_due = open.iter().filter(|open| open.due.is_some_and(|due| due >= date));
    let (_, time) = registry.zone.local(context.as_of);
    let minute = time.0 / 60_000_000_000;
    TodayView {
        date: date.to_string(),
        day: lang.day(date, 0),
        as_of: as_of(context, lang),
        time: format!("{:02}:{:02}", minute / 60, minute % 60),
        seconds: (time.0 / 1_000_000_000) as u64,
        is_working_day: context.calendar().is_working(date),
        is_without_data: context.log.is_empty(),
        revision: asked.revision.clone(),
        tiles,
        hours: hours(context, today, scope, lang),
        waiting: waiting(context, &sites, scope, lang),
        sites: sites.iter().map(|(&site, counts)| site_now(context, site, counts, scope, lang)).collect(),
        flags: flags(moment, scope, lang),
        next_due: next_due.take(LINES).map(|open| due::row(context, open, lang)).collect(),
        notices: newest(context, asked),
    }
}

/// What is counted of each site that has a window in the scope.
fn sites(context: &Context<'_>, today: &Today, open: &[Open], scope: &Scope) -> BTreeMap<SiteIdx, Counts> {
    let registry = context.registry();
    let mut sites: BTreeMap<SiteIdx, Counts> = BTreeMap::new();
    let site_of = |window: WindowIdx| registry.windows[usize::from(window)].site;
    let is_seen = |window: WindowIdx| scope.has_window(registry, window);
    for window in (0..registry.windows.len() as WindowIdx).filter(|&window| is_seen(window)) {
        sites.entry(site_of(window)).or_default().windows += 1;
    }
    let mut add = |window: WindowIdx, count: fn(&mut Counts) -> &mut u64| {
        if is_seen(window)
            && let Some(counts) = sites.get_mut(&site_of(window))
        {
            *count(counts) += 1;
        }
    };
    staffed(registry, context.today()).into_iter().for_each(|window| add(window, |of| &mut of.staffed));
    today.at_work(context).into_keys().for_each(|window| add(window, |of| &mut of.at_work));
    today.accepted().for_each(|step| add(step.window, |of| &mut of.accepted));
    today.completed().for_each(|step| add(step.window, |of| &mut of.completed));
    for open in open {
        match (open.window, urgency(context, open.due)) {
            (Some(window), Urgency::Today) => add(window, |of| &mut of.due_today),
            (Some(window), Urgency::Overdue) => add(window, |of| &mut of.overdue),
            (Some(_), Urgency::Soon | Urgency::Later | Urgency::Standing) | (None, _) => {}
        }
    }
    for ticket in today.tickets().filter(|ticket| scope.has_site(registry, ticket.site)) {
        let counts = sites.entry(ticket.site).or_default();
        counts.tickets += 1;
        if ticket.is_waiting() {
            counts.waiting += 1;
            counts.since = Some(counts.since.map_or(ticket.taken, |since| since.min(ticket.taken)));
        }
    }
    sites
}

fn site_now(context: &Context<'_>, site: SiteIdx, counts: &Counts, scope: &Scope, lang: Lang) -> SiteNow {
    let registry = context.registry();
    let unknown = if !scope.has_site(registry, site) {
        Some(said::QUEUE_UNKNOWN)
    } else if counts.tickets == 0 {
        Some(said::NO_QUEUE)
    } else {
        None
    };
    let longest = counts.since.map(|since| minutes(lang, context.as_of.0 - since.0));
    SiteNow {
        site: Named::site(registry, site),
        at_work: counts.at_work,
        staffed: counts.staffed,
        waiting: unknown.is_none().then_some(counts.waiting),
        waiting_unknown: unknown.map(|why| lang.say(why).to_owned()),
        longest_minutes: longest.as_ref().map(|(minutes, _)| *minutes),
        longest: longest.map(|(_, told)| told),
        accepted: counts.accepted,
        completed: counts.completed,
        due_today: counts.due_today,
        overdue: counts.overdue,
    }
}

/// The local hour of an instant.
pub(super) fn hour_of(context: &Context<'_>, at: Instant) -> u32 {
    (context.registry().zone.local(at).1.0 / 3_600_000_000_000) as u32
}

fn hours(context: &Context<'_>, today: &Today, scope: &Scope, lang: Lang) -> Chart {
    let registry = context.registry();
    let now = hour_of(context, context.as_of);
    let mut counts = [[0u64; 2]; 24];
    let steps = today.accepted().map(|step| (0, step)).chain(today.completed().map(|step| (1, step)));
    for (series, step) in steps.filter(|(_, step)| scope.has_window(registry, step.window)) {
        counts[hour_of(context, step.at) as usize % 24][series] += 1;
    }
    let has_any = |hour: &u32| counts[*hour as usize].iter().any(|&count| count > 0);
    let first = (0..24).find(has_any).map_or(HOURS.0, |hour| hour.min(HOURS.0));
    let last = (0..24).rev().find(has_any).map_or(HOURS.1, |hour| hour.max(HOURS.1));
    let value = |hour: u32, series: usize| {
        let list = if series == 0 { "accepted" } else { "completed" };
        let door = (Place::TodayList(list.to_owned()), format!("?hour={hour}"));
        (hour <= now)
            .then(|| ChartValue { door: Some(door), ..ChartValue::count(counts[hour as usize][series]) })
    };
    let row = |hour| ChartRow {
        name: said::hour(lang, hour),
        values: vec![value(hour, 0), value(hour, 1)],
        door: None,
    };
    Chart {
        title: lang.say(said::BY_HOUR).to_owned(),
        kind: ChartKind::Bars,
        unit: lang.say(said::CASES).to_owned(),
        along: lang.say(said::HOUR).to_owned(),
        series: vec![lang.say(said::ACCEPTED_SERIES).to_owned(), lang.say(said::COMPLETED_SERIES).to_owned()],
        rows: (first..=last).map(row).collect(),
        target: None,
    }
}

fn waiting(context: &Context<'_>, sites: &BTreeMap<SiteIdx, Counts>, scope: &Scope, lang: Lang) -> Chart {
    let registry = context.registry();
    let with_queue =
        sites.iter().filter(|&(&site, counts)| scope.has_site(registry, site) && counts.tickets > 0);
    let row = |(&site, counts): (&SiteIdx, &Counts)| {
        let Named { id, name } = Named::site(registry, site);
        let door = (Place::TodayList("waiting".to_owned()), format!("?site={}", crate::links::segment(&id)));
        let value = ChartValue { door: Some(door), ..ChartValue::count(counts.waiting) };
        ChartRow { name, values: vec![Some(value)], door: None }
    };
    let mut rows: Vec<(&SiteIdx, &Counts)> = with_queue.collect();
    rows.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.waiting));
    Chart {
        title: lang.say(said::WAITING_BY_SITE).to_owned(),
        kind: ChartKind::Rows,
        unit: lang.say(said::PEOPLE).to_owned(),
        along: lang.say(said::SITE).to_owned(),
        series: vec![lang.say(said::WAITING).to_owned()],
        rows: rows.into_iter().map(row).collect(),
        target: None,
    }
}

/// The flags of the month that it is, by the scores so far.
fn flags(moment: &Moment<'_>, scope: &Scope, lang: Lang) -> Flags {
    let registry = moment.context.registry();
    let month = moment.context.today().month();
    let Some(result) = moment.result(month) else { return Flags::default() };
    let of = |flag: Flag| {
        let own = result
            .windows
            .iter()
            .filter(|standing| standing.flag == Some(flag) && scope.has_window(registry, standing.window));
        let flagged = own.map(|standing| Flagged {
            window: Named::window(registry, standing.window),
            total: Score(standing.account.total()),
            rank: standing.rank,
        });
        flagged.collect()
    };
    Flags {
        month: lang.month(month),
        red: of(Flag::Red),
        yellow: of(Flag::Yellow),
        figures: Some(Figures::of(result.windows.iter().map(|standing| &standing.account))),
    }
}

fn newest(context: &Context<'_>, asked: &Asked<'_>) -> Vec<notices::NoticeRow> {
    let registry = context.registry();
    let rows =
        asked.notices.iter().map(|kept| notices::row(context, context.today().year(), kept, &[], asked.lang));
    let own = rows.filter(|row| match &row.window {
        Some(window) => asked.scope.has_window_id(registry, &window.id),
        None => asked.scope.is_all(),
    });
    own.take(NOTICES).collect()
}

//! What people can do about a window's or staff member's month, and what they did: appeals against its entries, and
//! rectification orders of the window.

use super::orders::cause;
use super::published::Version;
use super::window::Subject;
use crate::answer::Problem;
use crate::appeals::refused;
use crate::figures::Score;
use crate::months::appeal_time;
use crate::pages::ranking::Subjects;
use crate::words::{appeals as said, orders as ordered};
use ingest::live::Moment;
use reports::words::Lang;
use scoring::appeals::{self, Appeal};
use scoring::orders;
use scoring::time::Month;
use serde::Serialize;
use utoipa::ToSchema;

/// The steps about one subject's month.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Steps {
    /// The appeals against its entries.
    pub appeals: Vec<AppealMark>,
    /// The last day to appeal, written; none while nothing was put up for objections yet.
    pub appeal_until: Option<String>,
    /// Whether one may still appeal.
    pub may_appeal: bool,
    /// The window's rectification orders, the newest first.
    pub orders: Vec<OrderMark>,
    /// Whether its flag or its being a dissatisfied window offers an order.
    pub offers_order: bool,
}

/// An appeal against an entry.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AppealMark {
    /// The entry's name.
    pub about: String,
    /// The appeal's id.
    pub id: String,
    /// Where it stands.
    pub state_name: String,
}

/// An order of a window.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderMark {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub state_name: String,
    /// By when, written.
    pub due_day: String,
    /// Whether it is overdue.
    pub is_overdue: bool,
}

/// The steps about a subject of a month.
///
/// # Errors
///
/// The store cannot be read.
pub fn of(
    moment: &Moment<'_>,
    published: Option<&Version>,
    month: Month,
    subject: &Subject,
    lang: Lang,
) -> Result<Steps, Problem> {
    let context = &moment.context;
    let (today, is_window) = (context.today(), subject.ranking.subjects == Subjects::Windows);
    let time = appeal_time(moment, month)?;
    let mark = |appeal: &Appeal| {
        let entry = appeal.entry(context)?;
        let is_own = entry.month == month && entry.is_window == is_window && entry.subject == subject.who.id;
        is_own.then(|| AppealMark {
            about: context.log.text(appeal.about).to_owned(),
            id: context.log.text(appeal.id).to_owned(),
            state_name: lang.say(said::state(appeal.state(context))).to_owned(),
        })
    };
    let mut steps = Steps {
        appeals: appeals::list(context).iter().filter_map(mark).collect(),
        may_appeal: time.as_ref().is_none_or(|time| time.until >= today),
        appeal_until: time.map(|time| lang.day(time.until, today.year())),
        ..Steps::default()
    };
    let window = context.registry().index.windows.get(&subject.who.id).copied();
    if let Some(window) = window.filter(|_| is_window) {
        let own = orders::list(context).into_iter().rev().filter(|order| order.window == window);
        steps.orders = own
            .map(|order| {
                let is_overdue = order.is_overdue(today);
                let state = if is_overdue { ordered::OVERDUE } else { ordered::state(order.state) };
                OrderMark {
                    id: context.log.text(order.id).to_owned(),
                    state_name: lang.say(state).to_owned(),
                    due_day: lang.day(order.due, today.year()),
                    is_overdue,
                }
            })
            .collect();
        steps.offers_order = cause(moment, published, month, window, lang).is_some();
    }
    Ok(steps)
}

/// An entry that one may appeal against, for those who have a desk of their own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Appealable {
    /// The entry's name, to be filed as [`crate::appeals::Filing::about`].
    pub about: String,
    /// The day it counts for, written.
    pub day: String,
    /// Whose book: the window or staff member, by id and name.
    pub whose: String,
    /// What for.
    pub title: String,
    /// The rule with its clause.
    pub clause: String,
    /// What it cost or earned.
    pub applied: Score,
    /// The appeal against it, if there is one.
    pub appeal: Option<AppealMark>,
}

/// The deductions of a window and of its staff in a month, each with its appeal: what a personal desk lists. None where the time
/// for appeals is over.
///
/// # Errors
///
/// [`Problem::Missing`]: there is no such window; the store cannot be read.
pub fn appealable(
    moment: &Moment<'_>,
    published: Option<&Version>,
    month: Month,
    window: &str,
    lang: Lang,
) -> Result<Vec<Appealable>, Problem> {
    let context = &moment.context;
    let known = context.registry().index.windows.get(window).copied();
    let window = known.ok_or_else(|| refused(said::NO_SUCH_ENTRY))?;
    if appeal_time(moment, month)?.is_some_and(|time| time.until < context.today()) {
        return Ok(Vec::new());
    }
    let lines = match (published, moment.result(month)) {
        (Some(version), _) => super::published::lines(context, &version.published, |_| true, lang),
        (None, Some(result)) => super::ledger::lines(context, result, |_, _| true, lang),
        (None, None) => Vec::new(),
    };
    let filed = appeals::list(context);
    let mut found = Vec::new();
    for line in lines.into_iter().filter(|line| line.applied.0 < scoring::points::Points::ZERO) {
        let entry = scoring::entry_name::EntryName::parse(&line.name);
        if entry.and_then(|entry| entry.window(context)) != Some(window) {
            continue;
        }
        let appeal = filed.iter().find(|appeal| context.log.text(appeal.about) == line.name);
        found.push(Appealable {
            appeal: appeal.map(|appeal| AppealMark {
                about: line.name.clone(),
                id: context.log.text(appeal.id).to_owned(),
                state_name: lang.say(said::state(appeal.state(context))).to_owned(),
            }),
            about: line.name,
            day: line.day,
            whose: format!("{} {}", line.subject.id, line.subject.name),
            title: line.title,
            clause: line.clause,
            applied: line.applied,
        });
    }
    Ok(found)
}

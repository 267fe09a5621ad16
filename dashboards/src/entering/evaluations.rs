//! A table of marks becomes evaluations: one event for each window or staff member whose marks are new.

use super::record::{Decided, check_month};
use crate::answer::Problem;
use crate::appeals::refused;
use crate::enter::Dated;
use crate::words::entering as said;
use ingest::live::Moment;
use scoring::context::Context;
use scoring::event::Subject;
use scoring::month::{ActionSubject, evaluation};
use scoring::points::Points;
use scoring::registry::Assignment;
use scoring::time::Month;
use serde_json::{Value, json};

/// The highest mark.
const MARK_MAX: Points = Points::whole(100);

/// Marks as somebody typed them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Whose: `window/W-1`, `staff/S-1`.
    pub who: String,
    /// The center's.
    pub center: String,
    /// The other windows'.
    pub peers: String,
}

impl Marks {
    /// The rows of a form; their fields come in the same order.
    pub fn rows<'u>(
        who: impl Iterator<Item = &'u str>,
        center: impl Iterator<Item = &'u str>,
        peers: impl Iterator<Item = &'u str>,
    ) -> Vec<Marks> {
        let text = |text: &str| text.trim().to_owned();
        let rows = who.zip(center).zip(peers);
        rows.map(|((who, center), peers)| Marks { who: text(who), center: text(center), peers: text(peers) })
            .filter(|marks| !marks.center.is_empty() || !marks.peers.is_empty())
            .collect()
    }
}

/// Those who are evaluated in a month: windows and staff with an assignment in it, by id.
pub fn evaluated(context: &Context<'_>, month: Month) -> Vec<ActionSubject> {
    let registry = context.registry();
    let (first, last) = (month.first_day(), month.last_day());
    let is_there = |of: &[Assignment]| of.iter().any(|held| held.from <= last && held.to >= first);
    let windows = registry.windows.iter().enumerate().filter(|(_, window)| is_there(&window.assignments));
    let windows = windows.map(|(place, _)| ActionSubject::Window(place as _));
    let staff = registry.staff.iter().enumerate().filter(|(_, staff)| is_there(&staff.assignments));
    windows.chain(staff.map(|(place, _)| ActionSubject::Staff(place as _))).collect()
}

/// Whose evaluation it is, in the log.
pub fn subject(of: ActionSubject, month: Month) -> Subject<&'static str> {
    match of {
        ActionSubject::Window(window) => Subject::WindowEvaluation(window, month),
        ActionSubject::Staff(staff) => Subject::StaffEvaluation(staff, month),
    }
}

/// What a form names somebody by.
pub fn name(context: &Context<'_>, of: ActionSubject) -> String {
    let book = match of {
        ActionSubject::Window(_) => "window",
        ActionSubject::Staff(_) => "staff",
    };
    format!("{book}/{}", of.id(context.registry()))
}

/// Somebody as the table of marks names them: `W-1 不动产一窗`.
fn spoken(context: &Context<'_>, of: ActionSubject) -> String {
    let registry = context.registry();
    let name = match of {
        ActionSubject::Window(window) => &registry.windows[usize::from(window)].name,
        ActionSubject::Staff(staff) => &registry.staff[usize::from(staff)].name,
    };
    format!("{} {name}", of.id(registry))
}

/// What a table of marks enters: those that differ from what is on record.
///
/// # Errors
///
/// [`Problem::Refused`]: a mark that is none, half of a pair, somebody who is not evaluated in the month, nothing new, a month to
/// come or a closed one that was not spoken of.
pub fn decide(
    moment: &Moment<'_>,
    month: Month,
    rows: &[Marks],
    accepts_closed: bool,
) -> Result<Decided, Problem> {
    let context = &moment.context;
    if month > context.today().month() {
        return Err(refused(said::MONTH_AHEAD));
    }
    check_month(moment, month, accepts_closed)?;
    let all = evaluated(context, month);
    let (mut events, mut whose) = (Vec::new(), Vec::new());
    for row in rows {
        let of = all.iter().copied().find(|&of| name(context, of) == row.who);
        let of = of.ok_or_else(|| {
            let id = row.who.split_once('/').map_or(row.who.as_str(), |(_, id)| id);
            Problem::Refused(said::not_evaluated(id))
        })?;
        let spoken = spoken(context, of);
        let (center, peers) = (mark(&row.center, &spoken)?, mark(&row.peers, &spoken)?);
        let rulebook = context.county.rulebooks.of_month(month);
        let known = evaluation(context, rulebook, &subject(of, month));
        if known.is_some_and(|(_, recorded)| (recorded.center, recorded.peers) == (center, peers)) {
            continue;
        }
        let mut data =
            json!({ "month": month.to_string(), "center": number(center), "peers": number(peers) });
        let book = match of {
            ActionSubject::Window(_) => "window",
            ActionSubject::Staff(_) => "staff",
        };
        data[book] = json!(of.id(context.registry()));
        events.push(Dated { event: ("evaluation.recorded", data), at: context.as_of });
        whose.push(of);
    }
    if events.is_empty() {
        return Err(refused(said::NO_NEW_MARKS));
    }
    whose.sort_unstable();
    Ok(Decided { events, whose, month, similar: Vec::new() })
}

fn mark(text: &str, who: &str) -> Result<Points, Problem> {
    let mark = Points::parse(text).filter(|mark| (Points::ZERO..=MARK_MAX).contains(mark));
    mark.ok_or_else(|| Problem::Refused(said::mark_wrong(who)))
}

/// Hundredths have a shortest decimal, and that is what is written.
fn number(points: Points) -> Value {
    serde_json::Number::from_f64(f64::from(points.0) / 100.0).map_or(Value::Null, Value::Number)
}

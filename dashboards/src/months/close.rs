//! Closes a month and reissues it: freezes its results as a version, and says so in the log.
//!
//! The version and its entry in the audit log become durable together; the event `month.closed` follows. It is made of the
//! version alone, so a kill in between is healed by [`announce`] at the next start or the next close.

use super::{Later, MonthError, difference, newest, proposals, scored};
use ingest::live::{Delivery, Holder, Item, Moment, Outcome};
use ingest::store::{Archive, ClosedMonth, Frozen, Road, Sheet, StoreError};
use reports::changes::json;
use scoring::context::Context;
use scoring::log::EventIdx;
use scoring::registry::SiteIdx;
use scoring::time::{Date, Month};
use serde_json::json;

/// The longest name of who closes a month, in characters.
const NAME_CHARACTERS_MAX: usize = 64;

/// A version that was just made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The version.
    pub version: ClosedMonth,
    /// Whether the log says so. It does not where no site of the registry runs supervision, in whose name it would, or
    /// where the store could not take the event; the second is made good at the next start.
    pub is_in_log: bool,
}

/// Closes a month: freezes its results as of now as version 1. The months after it stay open. Reads every event once, for
/// the digest of what was seen; the desk does nothing else meanwhile, about two seconds a million events.
///
/// # Errors
///
/// [`MonthError`]: its day has not come, an earlier open month has events, it is closed, it is no open month, `by` is no name.
pub fn close<'g>(holder: &mut impl Holder<'g>, month: Month, by: &str) -> Result<Made, MonthError> {
    close_with(holder, month, by, &StillOpen::default())
}

/// What the check list still had when a month was closed, and why it was closed all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StillOpen {
    /// The lines with their counts, as JSON; empty where nobody looked.
    pub lines: String,
    /// Why.
    pub reason: Option<String>,
}

/// As [`close`], noting what was still open.
///
/// # Errors
///
/// As [`close`].
pub fn close_with<'g>(
    holder: &mut impl Holder<'g>,
    month: Month,
    by: &str,
    open: &StillOpen,
) -> Result<Made, MonthError> {
    check_name(by)?;
    tell_of_earlier(holder);
    let frozen = {
        let moment = holder.moment();
        let versions = moment.records.closed_months()?;
        if let Some(&version) = newest(&versions).get(&month) {
            return Err(MonthError::ClosedAlready { month, version });
        }
        check_open(&moment, month)?;
        let county = moment.context.county;
        let history = moment.records.before(month, &newest(&versions), county)?;
        scored(&moment.context, month, &history)
    };
    keep(holder, Step { month, version: 1, by, reason: None, open: Some(open) }, &frozen)
}

/// Publishes a closed month anew, as it is with all that arrived since, with the list of what changed and why.
///
/// # Errors
///
/// [`MonthError`]: it was never closed, nothing changed, `by` is no name, there is no reason.
pub fn reissue<'g>(
    holder: &mut impl Holder<'g>,
    month: Month,
    reason: &str,
    by: &str,
) -> Result<Made, MonthError> {
    check_name(by)?;
    if reason.trim().is_empty() {
        return Err(MonthError::WithoutReason);
    }
    tell_of_earlier(holder);
    let found = difference(holder, month, None, Later::Now)?;
    let version = found.from.version;
    let (before, now) = (found.decisions.before.as_deref(), &found.decisions.after);
    let is_decided_otherwise = before.is_some_and(|before| before != now.as_slice());
    if found.changes.is_empty() && !is_decided_otherwise {
        return Err(MonthError::NothingChanged { month, version });
    }
    let changes = Some(json::line(&found.changes));
    let frozen = Frozen { changes, ..found.frozen };
    keep(holder, Step { month, version: version + 1, by, reason: Some(reason), open: None }, &frozen)
}

/// Who does what with a month.
struct Step<'s> {
    month: Month,
    version: u32,
    by: &'s str,
    reason: Option<&'s str>,
    open: Option<&'s StillOpen>,
}

/// Keeps a version and lets the open months move on.
fn keep<'g>(holder: &mut impl Holder<'g>, step: Step<'_>, frozen: &Frozen) -> Result<Made, MonthError> {
    let Step { month, version, by, reason, open } = step;
    let givens = holder.given_files().digest();
    let (as_of, events, digest, decided) = {
        let moment = holder.moment();
        let decided = proposals::of_files(&moment, month, frozen)?;
        let (as_of, events) = (moment.context.as_of, moment.records.event_count()?);
        (as_of, events, moment.records.digest_of_events(events, as_of)?, decided)
    };
    let closed = ClosedMonth {
        month,
        version,
        closed: as_of,
        closed_by: by.to_owned(),
        reason: reason.map(str::to_owned),
        as_of,
        events,
        digest,
        givens,
    };
    let sheet = Sheet {
        proposals: proposals::written(&decided),
        open: open.map_or_else(String::new, |open| open.lines.clone()),
        reason: open.and_then(|open| open.reason.clone()),
    };
    holder.archive().keep_version(&closed, frozen, &sheet)?;
    holder.read_published()?;
    let is_in_log = tell_of_earlier(holder);
    Ok(Made { version: closed, is_in_log })
}

pub(super) fn check_name(by: &str) -> Result<(), MonthError> {
    let is_name = !by.trim().is_empty() && by.chars().count() <= NAME_CHARACTERS_MAX;
    if is_name { Ok(()) } else { Err(MonthError::WithoutName) }
}

/// The first day on which a month may be closed: the first working day after it. Its end's notices (flags, missed targets)
/// are of that day; closed before, the month would no longer be looked at and they would never be.
pub fn closes_from(context: &Context<'_>, month: Month) -> Date {
    context.calendar().next(month.last_day())
}

/// Whether a month may be closed: it is open, its day has come, and no earlier open one has events.
fn check_open(moment: &Moment<'_, impl Archive>, month: Month) -> Result<(), MonthError> {
    let zone = &moment.context.registry().zone;
    let from = closes_from(&moment.context, month);
    if moment.context.today() < from {
        return Err(MonthError::TooEarly { month, from });
    }
    let open: Vec<Month> = moment.results.iter().map(|result| result.month).collect();
    if !open.contains(&month) {
        return Err(MonthError::NotOpen { month, first: open.first().copied().unwrap_or(month) });
    }
    let earlier: Vec<Month> = open.into_iter().filter(|&other| other < month).collect();
    let (Some(&first), Some(&last)) = (earlier.first(), earlier.last()) else { return Ok(()) };
    let (from, to) = (zone.midnight(first.first_day()), zone.midnight(last.next().first_day()));
    let log = moment.context.log;
    let times = (0..log.len() as EventIdx).map(|event| log.record(event).time);
    match times.filter(|time| (from..to).contains(time)).min() {
        Some(time) => Err(MonthError::CloseFirst { month, first: zone.date(time).month() }),
        None => Ok(()),
    }
}

/// [`announce`]; what goes wrong there is made good later, and the version is there in any case.
fn tell_of_earlier<'g>(holder: &mut impl Holder<'g>) -> bool {
    announce(holder).unwrap_or_else(|error| {
        tracing::error!(%error, "a closed month is kept, but its event month.closed could not be written; the next start writes it");
        false
    })
}

/// Puts every version into the log as `month.closed`, where it is not there yet. Answers whether all are there.
///
/// # Errors
///
/// [`StoreError`]
pub fn announce<'g>(holder: &mut impl Holder<'g>) -> Result<bool, StoreError> {
    let versions = holder.archive().closed_months()?;
    let registry = holder.county().registry;
    let Some(site) = registry.sites.iter().find(|site| site.supervision) else {
        return Ok(versions.is_empty());
    };
    let mut all = true;
    for closed in &versions {
        let id = format!("month.closed/{}/{}", closed.month, closed.version);
        // The site may have been another one when it was closed.
        if (0..registry.sites.len()).any(|site| holder.context().log.find(site as SiteIdx, &id).is_some()) {
            continue;
        }
        let event = json!({
            "specversion": "1.0",
            "id": id,
            "source": site.id,
            "type": "month.closed",
            "time": registry.zone.format(closed.closed),
            "data": {
                "month": closed.month.to_string(),
                "version": closed.version,
                "digest": closed.digest,
                "by": closed.closed_by,
            },
        });
        let outcomes = holder.deliver(by_a_person(&closed.closed_by, event.to_string()))?;
        for outcome in outcomes {
            if let Outcome::Rejected(fault) = outcome {
                tracing::error!(%id, message = fault.message, "the log does not take the event");
                all = false;
            }
        }
    }
    Ok(all)
}

/// An event that a person brought about.
fn by_a_person(by: &str, event: String) -> Delivery {
    let bytes = event.into_bytes();
    let item = Item { bytes: 0..bytes.len(), number: 1, fault: None };
    Delivery { road: Road::Page, place: by.to_owned(), site: None, bytes, items: vec![item], file: None }
}

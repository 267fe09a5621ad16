//! What is different in a closed month: between a version and the month as it is now, or between two versions.

use super::proposals::{self, Decided};
use super::{MonthError, late, newest, scored};
use ingest::live::{Holder, Moment};
use ingest::store::{Archive, ClosedMonth, EventNumber, Frozen, GivenFiles};
use reports::changes::{Between, Changes, MonthFiles, Published, compare};
use reports::words::{Word, in_both};
use scoring::rulebook::Bilingual;
use scoring::time::Month;
use std::collections::BTreeSet;

const NOW: Word = Word::new("现在", "now");
const OTHER_REGISTRY: Word = Word::new("登记册有改动", "the registry has changed");
const OTHER_CALENDAR: Word = Word::new("工作日历有改动", "the calendar has changed");

/// What a version is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// The month scored anew, with everything that has arrived since.
    Now,
    /// A later version.
    Version(u32),
}

/// What is different in a closed month.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The version compared with.
    pub from: ClosedMonth,
    /// Every change with its reasons.
    pub changes: Changes,
    /// The files of the later side.
    pub frozen: Frozen,
    /// What was decided about flags and consequences on either side.
    pub decisions: Decisions,
}

/// What was decided about flags and consequences, before and after.
#[derive(Clone, Debug)]
pub struct Decisions {
    /// Of the earlier version; none where it was closed before decisions were kept.
    pub before: Option<Vec<Decided>>,
    /// Of the later side.
    pub after: Vec<Decided>,
}

/// One side of a comparison.
struct Side {
    name: Bilingual,
    frozen: Frozen,
    /// It saw all events up to this number.
    events: EventNumber,
    givens: GivenFiles,
}

/// What changed in a closed month. `from` is by default the newest version, or the one before the later one. Scoring a
/// month anew takes about half a second a million events; the desk does nothing else meanwhile.
///
/// # Errors
///
/// [`MonthError`]: it was never closed, there is no such version, the store cannot be read.
pub fn difference<'g>(
    holder: &mut impl Holder<'g>,
    month: Month,
    from: Option<u32>,
    later: Later,
) -> Result<Difference, MonthError> {
    let today = holder.given_files();
    let moment = holder.moment();
    let versions = moment.records.closed_months()?;
    let newest_version = *newest(&versions).get(&month).ok_or(MonthError::NotClosed { month })?;
    let find = |version: u32| {
        let found = versions.iter().find(|closed| (closed.month, closed.version) == (month, version));
        found.ok_or(MonthError::NoVersion { month, version, newest: newest_version })
    };
    let (from, after) = match later {
        Later::Now => (find(from.unwrap_or(newest_version))?, as_it_is(&moment, month, &versions, today)?),
        Later::Version(version) => {
            (find(from.unwrap_or(version.saturating_sub(1)))?, as_published(&moment, find(version)?)?)
        }
    };
    let before = as_published(&moment, from)?;
    let between = Between {
        late: late(&moment, month, before.events, after.events)?,
        other_rulebook: !texts(&before.givens.rulebooks).is_subset(&texts(&after.givens.rulebooks)),
        givens: other_givens(&before.givens, &after.givens),
        names: [before.name, after.name],
    };
    let changes = compare(&read(&before.frozen)?, &read(&after.frozen)?, between);
    let kept = |version: u32| -> Result<Option<Vec<Decided>>, MonthError> {
        Ok(moment.records.sheet(month, version)?.and_then(|sheet| proposals::read(&sheet.proposals)))
    };
    let decided_after = match later {
        Later::Now => Some(proposals::of_files(&moment, month, &after.frozen)?),
        Later::Version(version) => kept(version)?,
    };
    let decisions = Decisions { before: kept(from.version)?, after: decided_after.unwrap_or_default() };
    Ok(Difference { from: from.clone(), changes, frozen: after.frozen, decisions })
}

fn as_it_is(
    moment: &Moment<'_, impl Archive>,
    month: Month,
    versions: &[ClosedMonth],
    givens: &GivenFiles,
) -> Result<Side, MonthError> {
    let county = moment.context.county;
    let history = moment.records.before(month, &newest(versions), county)?;
    Ok(Side {
        name: in_both(|lang| lang.say(NOW).to_owned()),
        frozen: scored(&moment.context, month, &history),
        events: moment.records.event_count()?,
        givens: givens.clone(),
    })
}

fn as_published(moment: &Moment<'_, impl Archive>, closed: &ClosedMonth) -> Result<Side, MonthError> {
    let &ClosedMonth { month, version, events, .. } = closed;
    let lost = || MonthError::NoVersion { month, version, newest: version };
    Ok(Side {
        name: in_both(|lang| lang.version(version)),
        frozen: moment.records.frozen(month, version)?.ok_or_else(lost)?,
        events,
        givens: moment.records.givens(&closed.givens)?.unwrap_or_default(),
    })
}

/// A month's files read back.
///
/// # Errors
///
/// [`MonthError::Unreadable`]
pub fn read(frozen: &Frozen) -> Result<Published, MonthError> {
    let Frozen { result, ledger, notices, .. } = frozen;
    let files =
        MonthFiles { result: result.as_bytes(), ledger: ledger.as_bytes(), notices: notices.as_bytes() };
    Ok(Published::read(&files)?)
}

/// Names do not matter: a file that was moved says the same.
fn texts(files: &[(String, String)]) -> BTreeSet<&str> {
    files.iter().map(|(_, text)| text.as_str()).collect()
}

fn other_givens(before: &GivenFiles, after: &GivenFiles) -> Vec<Bilingual> {
    let differ = |part: fn(&GivenFiles) -> &[(String, String)]| texts(part(before)) != texts(part(after));
    let registry = differ(|files| &files.registry).then_some(OTHER_REGISTRY);
    let calendar = differ(|files| &files.calendar).then_some(OTHER_CALENDAR);
    registry.into_iter().chain(calendar).map(|word| in_both(|lang| lang.say(word).to_owned())).collect()
}

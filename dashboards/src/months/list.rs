//! The list of months: which are open, which are closed, in which version, and whether anything has come since.

use super::close::closes_from;
use super::late::bearing;
use super::{MonthError, newest};
use ingest::live::Holder;
use ingest::store::{Archive as _, ClosedMonth};
use reports::render::columns::{Align, Columns};
use reports::words::{Lang, Word};
use scoring::time::{Month, Zone};

const MONTH: Word = Word::new("月份", "Month");
const STATE: Word = Word::new("状态", "State");
const AT: Word = Word::new("时间", "When");
const BY: Word = Word::new("办理人", "By");
const EVENTS: Word = Word::new("事件", "Events");
const DIGEST: Word = Word::new("事件摘要", "Digest of events");
const LATE: Word = Word::new("其后迟到", "Late since");
const REASON: Word = Word::new("原因", "Reason");
const OPEN: Word = Word::new("进行中", "open");
const OVER: Word = Word::new("已结束，可关账", "over, can be closed");
const CLOSED: Word = Word::new("已关账", "closed");
const REISSUED: Word = Word::new("重新公布", "reissued");

/// So much of a digest tells versions apart on a screen.
const DIGEST_SHOWN: usize = 16;

/// What has become of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It goes on, or is over but not to be closed yet.
    Open,
    /// It is over, and its first working day after has come: it waits to be closed.
    Over,
    /// It is closed.
    Closed,
}

/// A month of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The month.
    pub month: Month,
    /// What has become of it.
    pub state: State,
    /// Its versions, the newest last; none while it is open.
    pub versions: Vec<ClosedMonth>,
    /// How many events arrived after the newest version and bear on the month ([`super::bears_on`]).
    pub late: usize,
}

/// All months that are closed or open, in order. The month to come, which is kept open for what is sent ahead, is not
/// listed.
///
/// # Errors
///
/// [`MonthError::Store`]
pub fn list<'g>(holder: &mut impl Holder<'g>) -> Result<Vec<Listed>, MonthError> {
    let moment = holder.moment();
    let versions = moment.records.closed_months()?;
    let until = moment.records.event_count()?;
    let mut months: Vec<Listed> = Vec::new();
    for (&month, &version) in &newest(&versions) {
        let of_month: Vec<ClosedMonth> =
            versions.iter().filter(|closed| closed.month == month).cloned().collect();
        let seen = of_month.iter().find(|closed| closed.version == version).map_or(0, |closed| closed.events);
        let late = bearing(&moment, month, seen, until).count();
        months.push(Listed { month, state: State::Closed, versions: of_month, late });
    }
    let today = moment.context.today();
    for month in moment.results.iter().map(|result| result.month) {
        if month <= today.month() {
            let may_close = today >= closes_from(&moment.context, month);
            let state = if may_close { State::Over } else { State::Open };
            months.push(Listed { month, state, versions: Vec::new(), late: 0 });
        }
    }
    months.sort_by_key(|listed| listed.month);
    Ok(months)
}

/// The list as text for a terminal, a line for each version. `ruled` draws a hairline beneath the heads.
pub fn text(months: &[Listed], zone: &Zone, lang: Lang, ruled: bool) -> String {
    let left = Align::Left;
    let mut columns = Columns::new(&[left, left, left, left, Align::Right, left, Align::Right, left]);
    if ruled {
        columns.rule();
    }
    columns.head([MONTH, STATE, AT, BY, EVENTS, DIGEST, LATE, REASON].map(|head| lang.say(head)));
    for Listed { month, state, versions, late } in months {
        let word = match state {
            State::Open => OPEN,
            State::Over => OVER,
            State::Closed => CLOSED,
        };
        if versions.is_empty() {
            columns.row([month.to_string(), lang.say(word).to_owned()]);
        }
        for closed in versions {
            let word = if closed.version == 1 { CLOSED } else { REISSUED };
            let is_newest = closed.version as usize == versions.len();
            columns.row([
                if closed.version == 1 { month.to_string() } else { String::new() },
                format!("{} {}", lang.say(word), lang.version(closed.version)),
                lang.written_moment(&zone.format(closed.closed)),
                closed.closed_by.clone(),
                closed.events.to_string(),
                closed.digest.get(..DIGEST_SHOWN).unwrap_or(&closed.digest).to_owned(),
                if is_newest { late.to_string() } else { String::new() },
                closed.reason.clone().unwrap_or_default(),
            ]);
        }
    }
    columns.text()
}

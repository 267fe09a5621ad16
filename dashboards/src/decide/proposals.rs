//! What is decided about a month's flags and consequences: each confirmed, or dropped with a reason.

use super::{if_any, refused, wanted};
use crate::answer::Problem;
use crate::enter::ToEnter;
use crate::months::proposals::{self, Decided, ProposalState, of_published};
use crate::pages::message::Missing;
use crate::pages::published::Version;
use crate::words::monthly as said;
use ingest::live::Moment;
use scoring::proposals::of_month;
use scoring::time::Month;
use serde_json::json;

/// What a form decides.
#[derive(Clone, Debug, Default)]
pub struct Ruling {
    /// The proposal's kind; empty: all that nobody has decided.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// Whether it stands.
    pub confirmed: bool,
    /// Why; a drop needs it.
    pub reason: String,
}

/// The month's proposals as they stand now: of an open month by its results, of a closed one by its newest version.
///
/// # Errors
///
/// The month is not shown; the store cannot be read.
pub fn standing(
    moment: &Moment<'_>,
    published: Option<&Version>,
    month: Month,
) -> Result<Vec<Decided>, Problem> {
    let proposed = match (published, moment.result(month)) {
        (Some(version), _) => of_published(&version.published),
        (None, Some(result)) => of_month(moment.context.registry(), result),
        (None, None) => return Err(Problem::Missing(Missing::Month, month.to_string())),
    };
    Ok(proposals::decided(moment, month, proposed)?)
}

/// The events of a ruling.
///
/// # Errors
///
/// The month is not over, there is no such proposal, it is decided so already, a drop has no reason.
pub fn decide(
    moment: &Moment<'_>,
    published: Option<&Version>,
    month: Month,
    ruling: &Ruling,
    by: &str,
) -> Result<Vec<ToEnter>, Problem> {
    if moment.context.today() <= month.last_day() {
        return Err(refused(said::NOT_OVER_YET));
    }
    let reason = if ruling.confirmed { if_any(&ruling.reason)? } else { Some(dropped_for(&ruling.reason)?) };
    let decided = standing(moment, published, month)?;
    let state = if ruling.confirmed { ProposalState::Confirmed } else { ProposalState::Dropped };
    let is_meant = |of: &&Decided| match ruling.kind.as_str() {
        "" => of.state == ProposalState::Undecided,
        kind => of.kind == kind && of.subject == ruling.subject,
    };
    let meant: Vec<&Decided> = decided.iter().filter(is_meant).collect();
    let Some(&first) = meant.first() else {
        let word = if ruling.kind.is_empty() { said::ALL_DECIDED } else { said::NO_SUCH_PROPOSAL };
        return Err(refused(word));
    };
    if first.state == state && first.reason.as_deref() == reason {
        return Err(refused(said::DECIDED_SO));
    }
    let event = |of: &Decided| {
        let mut data = json!({
            "month": month.to_string(), "kind": of.kind, "subject": of.subject,
            "confirmed": ruling.confirmed, "by": by,
        });
        if let Some(reason) = reason {
            data["reason"] = json!(reason);
        }
        ("proposal.decided", data)
    };
    Ok(meant.into_iter().map(event).collect())
}

fn dropped_for(reason: &str) -> Result<&str, Problem> {
    if reason.trim().is_empty() { Err(refused(said::DROP_WANTS_REASON)) } else { wanted(reason) }
}

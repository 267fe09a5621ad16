//! A month's flags and consequences with what was decided about each, as they stand now or as a version froze them.
//!
//! The result proposes; the bureau confirms each proposal or drops it with a reason. A decision is an event
//! (`proposal.decided`) and changes no file of the contract: it stands beside the result. A version keeps what was decided
//! when it was made, so that what was published says the same for ever.

use super::{MonthError, difference};
use ingest::live::Moment;
use ingest::store::{Archive, Frozen, StoreError};
use reports::changes::Published;
use scoring::proposals::{self, Decision, Proposal};
use scoring::time::Month;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a proposal stands.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Nobody decided.
    #[default]
    Undecided,
    /// It stands.
    Confirmed,
    /// It does not, for a reason.
    Dropped,
}

/// A proposal with what was decided about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProposalsDecided)]
pub struct Decided {
    /// `red_flag`, `yellow_flag`, or an action's word.
    pub kind: String,
    /// The window or staff member, by id.
    pub subject: String,
    /// The dates that an action counts for.
    pub dates: Vec<String>,
    /// Where it stands.
    pub state: ProposalState,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// Who decided.
    pub by: Option<String>,
    /// When, as the event says it.
    pub at: Option<String>,
    /// The event, as source and id.
    pub event: Option<(String, String)>,
}

impl Decided {
    /// What documents and charts know of it: nothing while nobody decided.
    pub fn decision(&self) -> Option<reports::papers::Decision> {
        let stands = match self.state {
            ProposalState::Undecided => return None,
            ProposalState::Confirmed => true,
            ProposalState::Dropped => false,
        };
        let (kind, subject, reason) = (self.kind.clone(), self.subject.clone(), self.reason.clone());
        Some(reports::papers::Decision { kind, subject, stands, reason })
    }
}

/// What the rules propose by a month's files.
pub fn of_published(published: &Published) -> Vec<Proposal> {
    let flags = published.windows.iter().filter_map(|standing| Some((standing.flag?, standing.id.as_str())));
    let actions =
        published.actions.iter().map(|action| (action.kind.as_str(), action.subject.as_str(), action.date));
    proposals::gather(flags, actions)
}

/// The proposals with the decisions that stand now.
///
/// # Errors
///
/// The store cannot be read.
pub fn decided(
    moment: &Moment<'_, impl Archive>,
    month: Month,
    proposed: Vec<Proposal>,
) -> Result<Vec<Decided>, StoreError> {
    let decisions = proposals::decisions(&moment.context, month);
    let with = |proposal: Proposal| {
        let dates = proposal.dates.iter().map(ToString::to_string).collect();
        let Proposal { kind, subject, .. } = proposal;
        match decisions.iter().find(|decision| decision.is_about(&kind, &subject)) {
            Some(decision) => Ok(Decided { dates, ..told(moment, decision)? }),
            None => Ok(Decided { kind, subject, dates, ..Decided::default() }),
        }
    };
    proposed.into_iter().map(with).collect()
}

/// Decisions about what the month no longer proposes: a flag that moved on since.
///
/// # Errors
///
/// The store cannot be read.
pub fn no_longer_proposed(
    moment: &Moment<'_, impl Archive>,
    month: Month,
    proposed: &[Decided],
) -> Result<Vec<Decided>, StoreError> {
    let stale = proposals::decisions(&moment.context, month);
    let is_stale = |decision: &&Decision| !proposed.iter().any(|of| decision.is_about(&of.kind, &of.subject));
    stale.iter().filter(is_stale).map(|decision| told(moment, decision)).collect()
}

/// A decision with what its event says of it.
fn told(moment: &Moment<'_, impl Archive>, decision: &Decision) -> Result<Decided, StoreError> {
    let context = &moment.context;
    let record = context.log.record(decision.event);
    let kept = moment.records.event(moment.number(decision.event))?;
    let event: serde_json::Value =
        kept.and_then(|kept| serde_json::from_str(&kept.raw).ok()).unwrap_or_default();
    let text = |name: &str| event["data"][name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let registry = context.registry();
    let source = registry.sites[usize::from(record.source)].id.clone();
    Ok(Decided {
        kind: decision.kind.clone(),
        subject: decision.subject.clone(),
        dates: Vec::new(),
        state: if decision.confirmed { ProposalState::Confirmed } else { ProposalState::Dropped },
        reason: text("reason"),
        by: text("by"),
        at: Some(registry.zone.format(record.time)),
        event: Some((source, context.log.text(record.id).to_owned())),
    })
}

/// What a month's files propose, with the decisions that stand now.
///
/// # Errors
///
/// [`MonthError`]: the files or the store cannot be read.
pub fn of_files(
    moment: &Moment<'_, impl Archive>,
    month: Month,
    files: &Frozen,
) -> Result<Vec<Decided>, MonthError> {
    Ok(decided(moment, month, of_published(&difference::read(files)?))?)
}

/// As a version keeps them.
pub fn written(decided: &[Decided]) -> String {
    serde_json::to_string(decided).unwrap_or_default()
}

/// As a version kept them; none where it was closed before they were.
pub fn read(written: &str) -> Option<Vec<Decided>> {
    serde_json::from_str(written).ok()
}

/// How many nobody has decided.
pub fn undecided(decided: &[Decided]) -> usize {
    decided.iter().filter(|of| of.state == ProposalState::Undecided).count()
}

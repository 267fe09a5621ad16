//! What was decided about flags and consequences, as rankings, windows and notices show it beside the result.

use crate::months::proposals::{self, Decided, ProposalState};
use crate::pages::published::Version;
use crate::pages::ranking::FlagShown;
use crate::rights::Scope;
use crate::words::monthly as said;
use ingest::live::Moment;
use ingest::store::StoreError;
use reports::papers::Decision;
use reports::words::Lang;
use scoring::context::Context;
use scoring::notices::NoticeKind;
use scoring::proposals::{RED_FLAG, YELLOW_FLAG, of_month};
use scoring::registry::WindowIdx;
use scoring::time::{Instant, Month};
use serde::Serialize;
use utoipa::ToSchema;

/// What was decided about one flag or consequence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecisionMark {
    /// `red_flag`, `yellow_flag`, or an action's word.
    pub kind: String,
    /// The window or staff member, by id.
    pub subject: String,
    /// Where it stands.
    pub state: ProposalState,
    /// The same as it is spoken of.
    pub state_name: String,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// Who decided.
    pub by: Option<String>,
    /// When, written.
    pub at: Option<String>,
}

impl DecisionMark {
    /// Whether the bureau dropped it.
    pub fn is_dropped(&self) -> bool {
        self.state == ProposalState::Dropped
    }

    /// Who decided when and why, in a line; nothing where nobody did.
    pub fn told(&self) -> String {
        let parts = [&self.by, &self.at, &self.reason];
        parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ")
    }
}

/// The kind of a flag that a page shows.
pub fn kind_of(flag: FlagShown) -> &'static str {
    match flag {
        FlagShown::Red => RED_FLAG,
        FlagShown::Yellow => YELLOW_FLAG,
    }
}

/// What was decided about a month that a page shows, as the page says it.
///
/// # Errors
///
/// The store cannot be read.
pub fn marks(
    moment: &Moment<'_>,
    version: Option<&Version>,
    month: Month,
    lang: Lang,
) -> Result<Vec<DecisionMark>, StoreError> {
    let decided = of(moment, version, month)?;
    Ok(decided.iter().map(|of| mark(&moment.context, of, lang)).collect())
}

/// The decisions about a month, for documents and charts; what nobody decided is not among them.
///
/// # Errors
///
/// The store cannot be read.
pub fn decisions(
    moment: &Moment<'_>,
    version: Option<&Version>,
    month: Month,
) -> Result<Vec<Decision>, StoreError> {
    Ok(of(moment, version, month)?.iter().filter_map(Decided::decision).collect())
}

/// Flags and consequences of a month with what was decided: of an open one as it stands now, of a version as it kept it. Nothing
/// while the month goes on, when nothing can be decided.
fn of(moment: &Moment<'_>, version: Option<&Version>, month: Month) -> Result<Vec<Decided>, StoreError> {
    match (version, moment.result(month)) {
        (Some(version), _) => {
            let kept = moment.records.sheet(month, version.closed.version)?;
            Ok(kept.and_then(|kept| proposals::read(&kept.sheet.proposals)).unwrap_or_default())
        }
        (None, Some(result)) if moment.context.today() > month.last_day() => {
            proposals::decided(moment, month, of_month(moment.context.registry(), result))
        }
        (None, Some(_) | None) => Ok(Vec::new()),
    }
}

/// What a page says of a decision.
pub fn mark(context: &Context<'_>, of: &Decided, lang: Lang) -> DecisionMark {
    let zone = &context.registry().zone;
    let at = of.at.as_deref().and_then(Instant::parse);
    DecisionMark {
        kind: of.kind.clone(),
        subject: of.subject.clone(),
        state: of.state,
        state_name: lang.say(said::proposal_state(of.state)).to_owned(),
        reason: of.reason.clone(),
        by: of.by.clone(),
        at: at.map(|at| lang.moment(zone, at, 0)),
    }
}

/// Whether a kind is about a person.
pub fn is_of_staff(kind: &str) -> bool {
    match NoticeKind::of_word(kind) {
        Some(
            NoticeKind::DismissalRecommended
            | NoticeKind::NotifyDepartment
            | NoticeKind::TransferRecommended
            | NoticeKind::ReturnToUnit,
        ) => true,
        Some(
            NoticeKind::CaseDue
            | NoticeKind::CaseOverdue
            | NoticeKind::ComplaintDue
            | NoticeKind::ComplaintOverdue
            | NoticeKind::DissatisfiedWindow
            | NoticeKind::JointDue
            | NoticeKind::JointOverdue
            | NoticeKind::RatingUnrectified
            | NoticeKind::RatingUnreplied
            | NoticeKind::RatingUnverified
            | NoticeKind::RepeatReturn
            | NoticeKind::TargetMissed
            | NoticeKind::YellowFlag
            | NoticeKind::YellowFlagWarning,
        )
        | None => false,
    }
}

/// The window that a subject goes by in a month: itself, or a staff member's last one.
pub fn window_of(context: &Context<'_>, month: Month, is_staff: bool, id: &str) -> Option<WindowIdx> {
    let registry = context.registry();
    if !is_staff {
        return registry.index.windows.get(id).copied();
    }
    let staff = *registry.index.staff.get(id)?;
    let held = registry.staff[usize::from(staff)].assignments.iter();
    let here = held.filter(|held| held.from <= month.last_day() && held.to >= month.first_day());
    here.max_by_key(|held| held.from).map(|held| held.window)
}

/// Whether somebody may see what is proposed about a subject.
pub fn is_in_scope(context: &Context<'_>, scope: &Scope, month: Month, kind: &str, subject: &str) -> bool {
    scope.is_all()
        || window_of(context, month, is_of_staff(kind), subject)
            .is_some_and(|window| scope.has_window(context.registry(), window))
}

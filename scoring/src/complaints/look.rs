//! A complaint as those who work on it see it: where it stands, by when, what may be done now, and what follows for the
//! window and its people if it is upheld.

use super::read;
use crate::context::Context;
use crate::effects::Effects;
use crate::event::{Fact, Subject};
use crate::log::{EventIdx, SubjectIdx, Text};
use crate::month::{ActionSubject, MonthResult, PastMonth};
use crate::notices::NoticeKind;
use crate::points::Points;
use crate::registry::{StaffIdx, WindowIdx};
use crate::time::Date;

/// A complaint as somebody asks about it.
#[derive(Clone, Debug)]
pub struct Look {
    /// Its id.
    pub id: Text,
    /// The receipt that counts.
    pub received: EventIdx,
    /// The window complained about.
    pub window: WindowIdx,
    /// The staff member complained about.
    pub staff: Option<StaffIdx>,
    /// Where it stands.
    pub state: ComplaintState,
    /// The first acceptance.
    pub accepted: Option<EventIdx>,
    /// What extended its time.
    pub extended: Option<EventIdx>,
    /// Its rejection.
    pub rejected: Option<EventIdx>,
    /// The resolution that counts.
    pub resolved: Option<EventIdx>,
    /// The date of its rejection or first resolution.
    pub ended: Option<Date>,
    /// By when it is to be answered as things stand.
    pub due: Date,
    /// By when without an extension.
    pub due_usual: Date,
    /// By when with one.
    pub due_extended: Date,
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplaintState {
    /// Nobody has said yet whether it is taken up.
    Received,
    /// It is being looked into.
    Accepted,
    /// It was not taken up.
    Rejected,
    /// It was looked into and upheld, with the points that were named.
    Upheld(Option<Points>),
    /// It was looked into and not upheld.
    NotUpheld,
}

/// What people do with a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplaintStep {
    /// Take it up.
    Accept,
    /// Not take it up.
    Reject,
    /// Take longer.
    Extend,
    /// Say what came out.
    Resolve,
    /// Tell the complainant.
    Tell,
}

impl Look {
    /// Whether a step may be done now. One that was taken up is looked into, and not rejected any more; its time is extended
    /// once; the complainant is told once there is something to tell.
    pub fn may(&self, step: ComplaintStep) -> bool {
        match (step, self.state) {
            (ComplaintStep::Accept | ComplaintStep::Reject, state) => state == ComplaintState::Received,
            (ComplaintStep::Extend, ComplaintState::Received | ComplaintState::Accepted) => {
                self.extended.is_none()
            }
            (ComplaintStep::Resolve, state) => state == ComplaintState::Accepted,
            (
                ComplaintStep::Tell,
                ComplaintState::Rejected | ComplaintState::Upheld(_) | ComplaintState::NotUpheld,
            ) => true,
            (ComplaintStep::Tell, ComplaintState::Received | ComplaintState::Accepted)
            | (
                ComplaintStep::Extend,
                ComplaintState::Rejected | ComplaintState::Upheld(_) | ComplaintState::NotUpheld,
            ) => false,
        }
    }

    /// Whether it was neither rejected nor resolved.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// What ended it: the rejection, or the resolution that counts.
    pub fn ended_by(&self) -> Option<EventIdx> {
        self.rejected.or(self.resolved)
    }

    /// Whether it was answered too late, or is open and the deadline is over.
    pub fn is_late(&self, today: Date) -> bool {
        match self.ended {
            Some(ended) => ended > self.due,
            None => today > self.due,
        }
    }
}

/// Looks at one complaint; `None` where it was never received.
pub fn look(context: &Context<'_>, id: &str) -> Option<Look> {
    let place = context.log.find_subject(&Subject::Complaint(id))?;
    look_at(context, place, &mut Vec::new(), &mut Effects::new(context.today()))
}

/// Every complaint: open ones first, the soonest deadline first; then the others, the newest first.
pub fn all(context: &Context<'_>) -> Vec<Look> {
    let (mut events, mut scratch) = (Vec::new(), Effects::new(context.today()));
    let mut found: Vec<Look> = (0..context.log.subject_count() as SubjectIdx)
        .filter_map(|place| look_at(context, place, &mut events, &mut scratch))
        .collect();
    found.sort_by_cached_key(|look| {
        let received = context.log.record(look.received).time.0;
        let id = context.log.text(look.id).to_owned();
        match look.is_open() {
            true => (false, i64::from(look.due.0), received, id),
            false => (true, 0, received.saturating_neg(), id),
        }
    });
    found
}

fn look_at(
    context: &Context<'_>,
    place: SubjectIdx,
    events: &mut Vec<EventIdx>,
    scratch: &mut Effects,
) -> Option<Look> {
    let Subject::Complaint(id) = context.log.subject_texts(place) else { return None };
    scratch.clear();
    context.log.events_of(place, context.as_of, events);
    let complaint = read(context, id, events, scratch)?;
    let received = context.date(complaint.received);
    let deadlines = context.county.rulebooks.on(received).deadlines;
    let outcome = complaint.resolution.map(|event| context.log.record(event).fact);
    let state = match (complaint.rejection, outcome, complaint.accepted) {
        (_, Some(Fact::ComplaintResolved { substantiated: true, points }), _) => {
            ComplaintState::Upheld(points)
        }
        (_, Some(_), _) => ComplaintState::NotUpheld,
        (Some(_), None, _) => ComplaintState::Rejected,
        (None, None, Some(_)) => ComplaintState::Accepted,
        (None, None, None) => ComplaintState::Received,
    };
    Some(Look {
        id,
        received: complaint.received,
        window: complaint.window,
        staff: complaint.staff,
        state,
        accepted: complaint.accepted,
        extended: complaint.extension,
        rejected: complaint.rejection,
        resolved: complaint.resolution,
        ended: complaint.ended,
        due: complaint.due(context),
        due_usual: context.calendar().plus(received, deadlines.complaint_workdays),
        due_extended: context.calendar().plus(received, deadlines.complaint_extended_workdays),
    })
}

/// What follows if a complaint is upheld today, beyond the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfUpheld {
    /// How many were upheld this calendar year against the staff member that it names; none where it names nobody.
    pub upheld_this_year: Option<u32>,
    /// What is proposed for that staff member: `notify_department`, or from the second on `transfer_recommended`.
    pub action: Option<NoticeKind>,
    /// How many were upheld this month against the window.
    pub upheld_this_month: u32,
    /// From how many in a month on a window is a dissatisfied one (群众不满意窗口).
    pub dissatisfied_from: u32,
}

impl IfUpheld {
    /// Whether this one makes the window a dissatisfied one, or it is one already for the same reason.
    pub fn makes_dissatisfied(&self) -> bool {
        self.upheld_this_month + 1 >= self.dissatisfied_from
    }
}

/// What follows if a complaint is upheld today, as the rules of the month have it. `result` is this month's, `past` what is
/// known of the months before it. What was decided already counts as it stands, this complaint's own outcome included: ask
/// before it is resolved.
pub fn if_upheld(
    context: &Context<'_>,
    result: Option<&MonthResult>,
    past: &[PastMonth],
    window: WindowIdx,
    staff: Option<StaffIdx>,
) -> IfUpheld {
    let month = context.today().month();
    let is_about =
        |kind: NoticeKind| matches!(kind, NoticeKind::NotifyDepartment | NoticeKind::TransferRecommended);
    let against = |staff: StaffIdx| {
        let earlier = past.iter().filter(|past| past.month < month && past.month.year() == month.year());
        let earlier = earlier.flat_map(|past| &past.complaints_upheld).filter(|&&other| other == staff);
        let now = result.into_iter().flat_map(|result| &result.actions);
        let now = now.filter(|action| is_about(action.kind) && action.subject == ActionSubject::Staff(staff));
        (earlier.count() + now.count()) as u32
    };
    let upheld_this_year = staff.map(against);
    let standing = result.and_then(|result| result.window(window));
    IfUpheld {
        upheld_this_year,
        action: upheld_this_year.map(|upheld| match upheld {
            0 => NoticeKind::NotifyDepartment,
            _ => NoticeKind::TransferRecommended,
        }),
        upheld_this_month: standing.map_or(0, |standing| standing.rates.complaints_upheld as u32),
        dissatisfied_from: context.county.rulebooks.of_month(month).dissatisfied.complaints_upheld_min,
    }
}

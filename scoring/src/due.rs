//! What is open as of now: cases, joint shares, complaints and bad ratings, with their deadlines.
//!
//! One pass over the log's subjects. Most of them have ended, and those cost no more than reading their events.

use crate::case_clock::{self, ShareLook};
use crate::clock::Clock;
use crate::complaints;
use crate::context::Context;
use crate::effects::Effects;
use crate::event::Subject;
use crate::log::{EventIdx, SubjectIdx, Text};
use crate::ratings::{self, RatingStep};
use crate::registry::{DepartmentIdx, WindowIdx};
use crate::time::Date;
use std::cmp::Ordering;

/// Something that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// What it is.
    pub subject: OpenSubject,
    /// The event that began it: acceptance, assignment, receipt, submission.
    pub opening: EventIdx,
    /// The date of that event.
    pub opened: Date,
    /// The window that answers for it; none where a joint department has no window.
    pub window: Option<WindowIdx>,
    /// The department that answers for it.
    pub department: DepartmentIdx,
    /// By when; none while the clock stands without end.
    pub due: Option<Date>,
    /// Why the clock does not run today, if it stands.
    pub stands: Option<Stands>,
}

/// What can be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenSubject {
    /// A case.
    Case(Text),
    /// A department's share of a joint case.
    Share(Text, DepartmentIdx),
    /// A complaint that is neither rejected nor resolved.
    Complaint(Text),
    /// A bad rating, and what it waits for.
    Rating(Text, RatingStep),
}

/// Why a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// A supplement is awaited since a date.
    Awaiting(Date),
    /// A special procedure runs since a date.
    Suspended(Date),
}

impl OpenSubject {
    /// The id of the case, complaint or rating.
    pub fn id(self) -> Text {
        match self {
            OpenSubject::Case(id)
            | OpenSubject::Share(id, _)
            | OpenSubject::Complaint(id)
            | OpenSubject::Rating(id, _) => id,
        }
    }
}

impl Open {
    /// Whether the due date is over.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }
}

/// Everything that is open, the soonest due date first; what is without one comes last.
pub fn open(context: &Context<'_>) -> Vec<Open> {
    let mut found = Vec::new();
    let (mut events, mut scratch) = (Vec::new(), Effects::new(context.today()));
    let subjects = context.log.subject_count() as SubjectIdx;
    for subject in context.log.blocks(0..subjects).flatten() {
        scratch.clear();
        look(context, subject, &mut events, &mut scratch, &mut found);
    }
    sort(context, &mut found);
    found
}

/// Puts what is open in its order: the soonest due date first, what is without one last.
pub(crate) fn sort(context: &Context<'_>, open: &mut [Open]) {
    open.sort_by(|a, b| order(context, a, b));
}

/// What is open of one subject.
pub fn open_of(context: &Context<'_>, subject: SubjectIdx) -> Vec<Open> {
    let mut found = Vec::new();
    look(context, subject, &mut Vec::new(), &mut Effects::new(context.today()), &mut found);
    found
}

fn look(
    context: &Context<'_>,
    subject: SubjectIdx,
    events: &mut Vec<EventIdx>,
    scratch: &mut Effects,
    found: &mut Vec<Open>,
) {
    match context.log.subject_texts(subject) {
        Subject::Case(id) => {
            context.log.events_of(subject, context.as_of, events);
            look_at_case(context, id, events, scratch, found);
        }
        Subject::Complaint(id) => {
            context.log.events_of(subject, context.as_of, events);
            let Some(complaint) = complaints::read(context, id, events, scratch) else { return };
            if complaint.ended.is_none() {
                let due = complaint.due(context);
                let of_window = (complaint.received, Some(complaint.window), due);
                found.extend(of(context, OpenSubject::Complaint(id), of_window));
            }
        }
        Subject::Rating(id) => {
            context.log.events_of(subject, context.as_of, events);
            let Some(rating) = ratings::read(context, id, events, scratch) else { return };
            let window = rating.window(context);
            for (step, due) in rating.waits_for(context) {
                found.extend(of(context, OpenSubject::Rating(id, step), (rating.submitted, window, due)));
            }
        }
        // They have lists of their own: [`crate::appeals`], [`crate::orders`], [`crate::proposals`].
        Subject::Appeal(_)
        | Subject::Order(_)
        | Subject::Proposals(_)
        | Subject::Ticket(_)
        | Subject::Finding(_)
        | Subject::Merit(_)
        | Subject::StaffDay(..)
        | Subject::StaffLeaves(_)
        | Subject::WindowEvaluation(..)
        | Subject::StaffEvaluation(..)
        | Subject::Charge
        | Subject::Retraction
        | Subject::Step => {}
    }
}

fn of(
    context: &Context<'_>,
    subject: OpenSubject,
    (opening, window, due): (EventIdx, Option<WindowIdx>, Date),
) -> Option<Open> {
    let department = context.registry().windows[usize::from(window?)].department;
    let opened = context.date(opening);
    Some(Open { subject, opening, opened, window, department, due: Some(due), stands: None })
}

fn look_at_case(
    context: &Context<'_>,
    id: Text,
    events: &[EventIdx],
    scratch: &mut Effects,
    found: &mut Vec<Open>,
) {
    let Some(look) = case_clock::look_if_open(context, id, events, scratch) else { return };
    let department = context.registry().windows[usize::from(look.window)].department;
    found.push(Open {
        subject: OpenSubject::Case(id),
        opening: look.acceptance,
        opened: context.date(look.acceptance),
        window: Some(look.window),
        department,
        due: look.clock.due,
        stands: stands_today(context, &look.clock),
    });
    let open = look.shares.iter().filter(|share| share.completed.is_none());
    found.extend(open.map(|share: &ShareLook| Open {
        subject: OpenSubject::Share(id, share.department),
        opening: share.assignment,
        opened: context.date(share.assignment),
        window: share.window,
        department: share.department,
        due: share.clock.due,
        stands: stands_today(context, &share.clock),
    }));
}

/// Why a clock stands today; an overdue one runs whatever happens.
pub fn stands_today(context: &Context<'_>, clock: &Clock) -> Option<Stands> {
    let today = context.today();
    if clock.overdue && clock.due.is_some_and(|due| due < today) {
        return None;
    }
    if let Some(since) = clock.awaiting_since {
        return Some(Stands::Awaiting(since));
    }
    let runs = clock.suspensions.iter().find(|suspension| {
        let approved = suspension.approved_workdays;
        let within = approved.is_none_or(|days| today <= context.calendar().plus(suspension.from, days));
        suspension.to.is_none() && suspension.from <= today && within
    });
    runs.map(|suspension| Stands::Suspended(suspension.from))
}

/// Soonest first, then oldest, then by id.
fn order(context: &Context<'_>, a: &Open, b: &Open) -> Ordering {
    fn key<'k>(context: &'k Context<'_>, open: &Open) -> (bool, Option<Date>, Date, &'k str, u8, u16) {
        let (kind, part) = match open.subject {
            OpenSubject::Case(_) => (0, 0),
            OpenSubject::Share(_, department) => (1, department),
            OpenSubject::Complaint(_) => (2, 0),
            OpenSubject::Rating(_, step) => (3, step as u16),
        };
        let id = context.log.text(open.subject.id());
        (open.due.is_none(), open.due, open.opened, id, kind, part)
    }
    key(context, a).cmp(&key(context, b))
}

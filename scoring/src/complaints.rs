//! Complaints: received, answered in time or not, upheld or not (投诉处理办法).

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

mod look;

pub use look::{ComplaintState, ComplaintStep, IfUpheld, Look, all, if_upheld, look};

use crate::context::Context;
use crate::effects::{Effects, Tally};
use crate::event::Fact;
use crate::finding::{About, Evidence, Finding};
use crate::log::{EventIdx, Text};
use crate::notices::{Notice, NoticeKind, NoticeSubject};
use crate::registry::{StaffIdx, WindowIdx};
use crate::subject::{Judged, Role, Standing};
use crate::time::Date;

/// A complaint as its events tell it.
pub(crate) struct Complaint {
    /// The event that opened it.
    pub received: EventIdx,
    /// The window complained about.
    pub window: WindowIdx,
    staff: Option<StaffIdx>,
    /// The first acceptance.
    accepted: Option<EventIdx>,
    /// What first extended its time.
    extension: Option<EventIdx>,
    /// When its time was extended.
    extended: Option<Date>,
    /// Rejection or first resolution.
    pub ended: Option<Date>,
    /// The rejection.
    rejection: Option<EventIdx>,
    /// The resolution that counts.
    resolution: Option<EventIdx>,
}

impl Complaint {
    /// By when it is to be answered.
    pub fn due(&self, context: &Context<'_>) -> Date {
        let received = context.date(self.received);
        let deadlines = context.county.rulebooks.on(received).deadlines;
        let workdays = match self.extended {
            Some(_) => deadlines.complaint_extended_workdays,
            None => deadlines.complaint_workdays,
        };
        context.calendar().plus(received, workdays)
    }
}

/// Reads a complaint's events in order; what is odd is noted and left out. It ends with its rejection or first resolution;
/// the last resolution counts. `None` where it was never received.
pub(crate) fn read(
    context: &Context<'_>,
    subject: Text,
    events: &[EventIdx],
    effects: &mut Effects,
) -> Option<Complaint> {
    let mut judged = Judged::new(context, context.log.text(subject));
    let mut complaint: Option<Complaint> = None;
    for &event in events {
        let fact = context.log.record(event).fact;
        let resolution = complaint.as_ref().and_then(|complaint| complaint.resolution);
        let role = match fact {
            Fact::ComplaintReceived { .. } => Role::Opening,
            // A later resolution replaces an earlier one, but not a rejection.
            Fact::ComplaintResolved { .. } if resolution.is_some() => Role::Closing,
            _ => Role::FollowUp,
        };
        if judged.admit(event, role, effects) == Standing::Odd {
            continue;
        }
        if let Fact::ComplaintReceived { window, staff } = fact {
            complaint = Some(Complaint {
                received: event,
                window,
                staff,
                accepted: None,
                extension: None,
                extended: None,
                ended: None,
                rejection: None,
                resolution: None,
            });
        }
        let Some(complaint) = complaint.as_mut() else { continue };
        let date = context.date(event);
        match fact {
            Fact::ComplaintAccepted => complaint.accepted = complaint.accepted.or(Some(event)),
            Fact::ComplaintExtended => {
                complaint.extension = complaint.extension.or(Some(event));
                complaint.extended = complaint.extended.or(Some(date));
            }
            Fact::ComplaintRejected => {
                judged.end();
                complaint.ended = complaint.ended.or(Some(date));
                complaint.rejection = Some(event);
            }
            Fact::ComplaintResolved { .. } => {
                judged.end();
                complaint.ended = complaint.ended.or(Some(date));
                complaint.resolution = Some(event);
            }
            _ => {}
        }
    }
    complaint
}

/// Judges one complaint.
pub fn judge(context: &Context<'_>, subject: Text, events: &[EventIdx], effects: &mut Effects) {
    let Some(complaint) = read(context, subject, events, effects) else { return };
    let Complaint { received, window, staff, extended, ended, resolution, .. } = complaint;
    let date = context.date(received);
    effects.tally(date, Tally::Complaint { date, window });
    if let Some(resolution) = resolution
        && let Fact::ComplaintResolved { substantiated: true, points } = context.log.record(resolution).fact
    {
        let resolved = context.date(resolution);
        effects.tally(resolved, Tally::ComplaintUpheld { date: resolved, window });
        effects.finding(resolved, || Finding {
            kind: context.county.rulebooks.derived.complaint_upheld,
            date: resolved,
            session: None,
            window: Some(window),
            staff,
            count: 1,
            points,
            about: About::Complaint(subject),
            evidence: Evidence::Two(received, resolution),
        });
    }
    foresee_notices(context, subject, window, date, extended, ended, effects);
}

fn foresee_notices(
    context: &Context<'_>,
    subject: Text,
    window: u16,
    received: Date,
    extended: Option<Date>,
    ended: Option<Date>,
    effects: &mut Effects,
) {
    let calendar = context.calendar();
    let deadlines = context.county.rulebooks.on(received).deadlines;
    let department = context.registry().windows[usize::from(window)].department;
    let usual = calendar.plus(received, deadlines.complaint_workdays);
    let longer = calendar.plus(received, deadlines.complaint_extended_workdays);
    // Events of a notice's own date or later do not change it.
    let before = |date: Option<Date>, notice: Date| date.is_some_and(|date| date < notice);
    let mut send = |kind, level, date: Date, due| {
        if !before(ended, date) {
            let subject = NoticeSubject::Text(subject);
            let department = Some(department);
            effects.notice(Notice {
                kind,
                level,
                subject,
                date,
                due: Some(due),
                window: Some(window),
                department,
            });
        }
    };
    let first = calendar.next(received);
    send(NoticeKind::ComplaintDue, 1, first, if before(extended, first) { longer } else { usual });
    let second = calendar.next(usual);
    if !before(extended, second) {
        send(NoticeKind::ComplaintOverdue, 2, second, usual);
    }
    let third = calendar.next(longer);
    if before(extended, third) {
        send(NoticeKind::ComplaintOverdue, 2, third, longer);
    }
}

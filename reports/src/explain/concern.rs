//! Whom a notice or anomaly concerns: which windows and staff stand behind the subject that it names.

use scoring::context::Context;
use scoring::effects::Anomaly;
use scoring::event::{Fact, Subject};
use scoring::log::{Device, EventIdx, Text};
use scoring::month::{ActionSubject, notice_subject};
use scoring::notices::{Notice, NoticeKind, NoticeSubject};
use scoring::registry::{StaffIdx, WindowIdx};

/// Windows and staff that something names.
#[derive(Default)]
pub(super) struct Concerned {
    windows: Vec<WindowIdx>,
    staff: Vec<StaffIdx>,
}

impl Concerned {
    /// Whether a subject is among them.
    pub fn has(&self, subject: ActionSubject) -> bool {
        match subject {
            ActionSubject::Window(window) => self.windows.contains(&window),
            ActionSubject::Staff(staff) => self.staff.contains(&staff),
        }
    }

    fn name(&mut self, (window, staff): (Option<WindowIdx>, Option<StaffIdx>)) {
        self.windows.extend(window);
        self.staff.extend(staff);
    }

    /// Names whoever the events of a subject name: its acceptance, submission, recording.
    fn name_subject(&mut self, context: &Context<'_>, subject: &Subject<&str>) {
        let Some(place) = context.log.find_subject(subject) else { return };
        let mut events = Vec::new();
        context.log.events_of(place, context.as_of, &mut events);
        for event in events {
            self.name(named(&context.log.record(event).fact));
        }
    }
}

/// Whom a notice concerns.
pub(super) fn of_notice(context: &Context<'_>, notice: &Notice) -> Concerned {
    let mut concerned = Concerned { windows: notice.window.into_iter().collect(), staff: Vec::new() };
    match notice.subject {
        NoticeSubject::Text(id) => {
            let id = context.log.text(id);
            if let Some(subject) = notice_about(notice.kind, id) {
                concerned.name_subject(context, &subject);
            }
        }
        NoticeSubject::Share(..) => {
            let lead = notice
                .window
                .and_then(|window| context.registry().lead(window, notice.due.unwrap_or(notice.date)));
            concerned.staff.extend(lead);
        }
        NoticeSubject::Window(window) => concerned.windows.push(window),
        NoticeSubject::Staff(staff) => concerned.staff.push(staff),
        NoticeSubject::Target(..) => {}
    }
    concerned
}

/// The subject of a notice that names an id.
fn notice_about(kind: NoticeKind, id: &str) -> Option<Subject<&str>> {
    match kind {
        NoticeKind::CaseDue | NoticeKind::CaseOverdue | NoticeKind::RepeatReturn => Some(Subject::Case(id)),
        NoticeKind::ComplaintDue | NoticeKind::ComplaintOverdue => Some(Subject::Complaint(id)),
        NoticeKind::RatingUnrectified | NoticeKind::RatingUnreplied | NoticeKind::RatingUnverified => {
            Some(Subject::Rating(id))
        }
        NoticeKind::JointDue
        | NoticeKind::JointOverdue
        | NoticeKind::DismissalRecommended
        | NoticeKind::DissatisfiedWindow
        | NoticeKind::NotifyDepartment
        | NoticeKind::ReturnToUnit
        | NoticeKind::TargetMissed
        | NoticeKind::TransferRecommended
        | NoticeKind::YellowFlag
        | NoticeKind::YellowFlagWarning => None,
    }
}

/// Whom an anomaly concerns; one of the calendar concerns everybody.
pub(super) fn anomaly_concerns(context: &Context<'_>, anomaly: &Anomaly, subject: ActionSubject) -> bool {
    let registry = context.registry();
    let index = &registry.index;
    let is_subject = subject.id(registry) == anomaly.subject;
    match anomaly.kind {
        "calendar_missing" => true,
        "evaluation_missing" => {
            let of_window = anomaly.detail == "window";
            is_subject && of_window == matches!(subject, ActionSubject::Window(_))
        }
        "not_assigned" => is_subject,
        "missed_swipe" => match (subject, index.staff.get(anomaly.subject.as_str())) {
            (ActionSubject::Staff(_), _) => is_subject,
            (ActionSubject::Window(window), Some(&staff)) => {
                registry.assignment(staff, anomaly.date).is_some_and(|assignment| assignment.window == window)
            }
            (ActionSubject::Window(_), None) => false,
        },
        "attendance_silent" => {
            let window = match subject {
                ActionSubject::Window(window) => Some(window),
                ActionSubject::Staff(staff) => {
                    registry.assignment(staff, anomaly.date).map(|assignment| assignment.window)
                }
            };
            let site = index.sites.get(anomaly.subject.as_str()).copied();
            window.is_some_and(|window| Some(registry.windows[usize::from(window)].site) == site)
        }
        "no_lead" => {
            let mut concerned = Concerned::default();
            concerned.name_subject(context, &Subject::Case(&anomaly.subject));
            let department = index.departments.get(anomaly.detail.as_str()).copied();
            let accepting =
                concerned.windows.first().map(|&window| registry.windows[usize::from(window)].site);
            if let (Some(department), Some(site)) = (department, accepting) {
                concerned.windows.extend(registry.joint_window(department, site));
            }
            concerned.has(subject)
        }
        _ => of_event(context, anomaly).has(subject),
    }
}

/// Whom an anomaly concerns whose detail names an event, `TYPE SOURCE/ID`: the event's own window and staff, and those
/// of its subject.
fn of_event(context: &Context<'_>, anomaly: &Anomaly) -> Concerned {
    let mut concerned = Concerned::default();
    let Some(event) = event_named(context, &anomaly.detail) else { return concerned };
    concerned.name(named(&context.log.record(event).fact));
    let id = anomaly.subject.as_str();
    let area = anomaly.detail.split_once('.').map_or("", |(area, _)| area);
    // A share is named CASE/DEPARTMENT; ids of cases may hold a slash themselves.
    let case = match anomaly.detail.starts_with("case.joint_") {
        true => id.rsplit_once('/').map_or(id, |(case, _)| case),
        false => id,
    };
    let subject = match area {
        "case" => Subject::Case(case),
        "queue" => Subject::Ticket(id),
        "rating" => Subject::Rating(id),
        "complaint" => Subject::Complaint(id),
        "finding" => Subject::Finding(id),
        "merit" => Subject::Merit(id),
        _ => return concerned,
    };
    concerned.name_subject(context, &subject);
    concerned
}

fn event_named(context: &Context<'_>, detail: &str) -> Option<EventIdx> {
    let (_, name) = detail.split_once(' ')?;
    let (source, id) = name.split_once('/')?;
    context.log.find(*context.registry().index.sites.get(source)?, id)
}

/// The window and staff that an event names.
fn named(fact: &Fact<Text, Device>) -> (Option<WindowIdx>, Option<StaffIdx>) {
    if let Fact::CaseAccepted { window, staff, .. } = *fact {
        return (Some(window), Some(staff));
    }
    if let Fact::RatingSubmitted { window, staff, .. }
    | Fact::ComplaintReceived { window, staff }
    | Fact::FindingRecorded { window, staff, .. }
    | Fact::MeritRecorded { window, staff, .. } = *fact
    {
        return (Some(window), staff);
    }
    if let Fact::TicketCalled { window } | Fact::FeeCharged { window, .. } = *fact {
        return (Some(window), None);
    }
    (None, None)
}

/// A notice's subject as the contract writes it.
pub(super) fn notice_id(context: &Context<'_>, notice: &Notice) -> String {
    notice_subject(context.log, context.registry(), &notice.subject).into_owned()
}

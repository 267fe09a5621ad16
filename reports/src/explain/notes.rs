//! What else concerns a subject: actions proposed, notices sent, odd data.

use super::concern::{anomaly_concerns, notice_id, of_notice};
use super::scribe::Scribe;
use super::{Body, DatedLine, Section};
use crate::words::{Lang, Word, labels};
use scoring::effects::Anomaly;
use scoring::month::{Action, ActionSubject};
use scoring::notices::{Notice, NoticeKind, NoticeSubject, Recipient};
use scoring::registry::{Registry, StaffIdx, WindowIdx};

/// So many cases of the first warning are named.
const FIRST_WARNINGS_NAMED_MAX: usize = 12;
/// So many of them to a line.
const FIRST_WARNINGS_TO_A_LINE: usize = 4;

/// What else concerns a window: its people's actions too.
pub(super) fn of_window(scribe: &Scribe<'_>, window: WindowIdx) -> Vec<Section> {
    let own = |action: &&Action| action.window == Some(window);
    notes(scribe, ActionSubject::Window(window), scribe.result.actions.iter().filter(own).collect())
}

/// What else concerns a staff member.
pub(super) fn of_staff(scribe: &Scribe<'_>, staff: StaffIdx) -> Vec<Section> {
    let subject = ActionSubject::Staff(staff);
    let own = |action: &&Action| action.subject == subject;
    notes(scribe, subject, scribe.result.actions.iter().filter(own).collect())
}

fn notes(scribe: &Scribe<'_>, subject: ActionSubject, mut actions: Vec<&Action>) -> Vec<Section> {
    actions.sort_by_key(|action| action.date);
    let result = scribe.result;
    let notices: Vec<&Notice> =
        result.notices.iter().filter(|notice| of_notice(scribe.context, notice).has(subject)).collect();
    let anomalies =
        result.anomalies.iter().filter(|anomaly| anomaly_concerns(scribe.context, anomaly, subject));
    vec![
        section(
            scribe,
            labels::ACTIONS,
            actions.into_iter().map(|action| action_line(scribe, action)).collect(),
        ),
        section(scribe, labels::NOTICES, notice_lines(scribe, &notices)),
        section(scribe, labels::ANOMALIES, anomalies.map(|anomaly| anomaly_line(scribe, anomaly)).collect()),
    ]
}

fn section(scribe: &Scribe<'_>, title: Word, lines: Vec<DatedLine>) -> Section {
    let nothing = lines.is_empty();
    Section {
        title: scribe.lang.say(title).to_owned(),
        aside: if nothing { scribe.lang.say(labels::NO_ACTIONS).to_owned() } else { String::new() },
        body: if nothing { Body::Nothing } else { Body::Dated(lines) },
    }
}

fn action_line(scribe: &Scribe<'_>, action: &Action) -> DatedLine {
    let whom = match action.subject {
        ActionSubject::Window(window) => scribe.window(window),
        ActionSubject::Staff(staff) => scribe.staff(staff),
    };
    let what = scribe.lang.notice(action.kind, 2);
    DatedLine {
        day: scribe.day(action.date),
        lines: vec![format!("{what} · {whom} · {}", scribe.lang.consequence(action.kind))],
    }
}

/// The warnings above the first level one by one; those of the first, which are many, together.
fn notice_lines(scribe: &Scribe<'_>, notices: &[&Notice]) -> Vec<DatedLine> {
    let mut lines: Vec<DatedLine> =
        notices.iter().filter(|notice| notice.level > 1).map(|notice| notice_line(scribe, notice)).collect();
    for kind in [NoticeKind::CaseDue, NoticeKind::JointDue, NoticeKind::ComplaintDue] {
        let first: Vec<String> = notices
            .iter()
            .filter(|notice| notice.kind == kind)
            .map(|notice| {
                let due =
                    notice.due.map_or(String::new(), |due| scribe.lang.due_in_brackets(&scribe.date(due)));
                format!("{}{due}", notice_id(scribe.context, notice))
            })
            .collect();
        if let Some(line) = first_warnings(scribe, kind, &first) {
            lines.push(line);
        }
    }
    lines
}

fn first_warnings(scribe: &Scribe<'_>, kind: NoticeKind, cases: &[String]) -> Option<DatedLine> {
    if cases.is_empty() {
        return None;
    }
    let named = &cases[..cases.len().min(FIRST_WARNINGS_NAMED_MAX)];
    let mut lines = vec![scribe.lang.together(scribe.lang.notice(kind, 1), cases.len())];
    lines.extend(named.chunks(FIRST_WARNINGS_TO_A_LINE).map(|chunk| scribe.lang.list(chunk)));
    if cases.len() > named.len() {
        lines.push(scribe.lang.and_more(cases.len() - named.len()));
    }
    Some(DatedLine { day: String::new(), lines })
}

fn notice_line(scribe: &Scribe<'_>, notice: &Notice) -> DatedLine {
    let lang = scribe.lang;
    let about = match notice.subject {
        // Of a month's end: sent on the first working day after the month that it is about.
        NoticeSubject::Window(window) => of_previous_month(scribe, notice, &scribe.window(window)),
        NoticeSubject::Staff(staff) => of_previous_month(scribe, notice, &scribe.staff(staff)),
        NoticeSubject::Text(_) | NoticeSubject::Share(..) | NoticeSubject::Target(..) => {
            notice_id(scribe.context, notice)
        }
    };
    let mut what = format!("{} · {about}", lang.notice(notice.kind, notice.level));
    if let Some(due) = notice.due {
        what = format!("{what} · {} {}", lang.say(labels::DUE), scribe.date(due));
    }
    let name = |recipient| recipient_name(scribe.registry(), recipient, lang);
    let to: Vec<String> = notice.recipients().into_iter().map(name).collect();
    DatedLine {
        day: scribe.day(notice.date),
        lines: vec![format!("{what} · {} {}", lang.say(labels::TO), lang.list(&to))],
    }
}

fn of_previous_month(scribe: &Scribe<'_>, notice: &Notice, whom: &str) -> String {
    let month = scribe.lang.month(notice.date.month().previous());
    format!("{whom} · {}", scribe.lang.result_of(&month))
}

/// Who gets a notice, by name.
pub fn recipient_name(registry: &Registry, recipient: Recipient, lang: Lang) -> String {
    match recipient {
        Recipient::Window(window) => {
            let window = &registry.windows[usize::from(window)];
            format!("{} {}", window.id, window.name)
        }
        Recipient::DepartmentHead(department) => {
            let of = &registry.departments[usize::from(department)];
            let head = of.head.as_ref().map_or(lang.say(labels::HEAD), |head| head.name.as_str());
            lang.head_of(&of.name, head)
        }
        Recipient::CountyLeader => registry
            .leader
            .as_ref()
            .map_or(lang.say(labels::LEADER), |leader| leader.name.as_str())
            .to_owned(),
        Recipient::Supervision => registry
            .supervision
            .as_ref()
            .map_or(lang.say(labels::SUPERVISION), |bureau| bureau.name.as_str())
            .to_owned(),
    }
}

fn anomaly_line(scribe: &Scribe<'_>, anomaly: &Anomaly) -> DatedLine {
    DatedLine {
        day: scribe.day(anomaly.date),
        lines: vec![format!("{} · {}", anomaly_subject(scribe, anomaly), scribe.lang.anomaly(anomaly.kind))],
    }
}

/// What an anomaly names, with what its detail adds.
fn anomaly_subject(scribe: &Scribe<'_>, anomaly: &Anomaly) -> String {
    let index = &scribe.registry().index;
    let id = anomaly.subject.as_str();
    match anomaly.kind {
        "missed_swipe" => {
            let staff = index.staff.get(id).map_or(id.to_owned(), |&staff| scribe.staff(staff));
            format!("{staff} · {}", scribe.lang.missed_swipe(&anomaly.detail))
        }
        "not_assigned" => {
            let kind = scribe.context.county.rulebooks.kind(&anomaly.detail);
            format!("{id} · {}", kind.map_or(anomaly.detail.as_str(), |kind| scribe.kind(kind)))
        }
        "no_lead" => {
            let department = index.departments.get(anomaly.detail.as_str());
            let name =
                department.map_or(anomaly.detail.as_str(), |&department| scribe.department(department));
            format!("{} · {name}", scribe.lang.case_named(id, None))
        }
        "attendance_silent" => index
            .sites
            .get(id)
            .map_or(id, |&site| scribe.registry().sites[usize::from(site)].name.as_str())
            .to_owned(),
        "evaluation_missing" | "calendar_missing" => id.to_owned(),
        _ => format!("{id} · {}", anomaly.detail),
    }
}

//! What follows where a recipient does not answer: within a working day of being told, a notice wants to be acknowledged;
//! then it is told once more, and goes one level up. Whoever asks for help has it go up at once.

use super::drafts::DRAFT_READY;
use dashboards::personal::scope;
use ingest::store::outbox::{Answer, Told};
use ingest::store::{KeptNotice, NoticeState};
use reports::delivery::addressee::{COUNTY_LEADER, SUPERVISION, one_up};
use scoring::context::Context;
use scoring::due::{self, OpenSubject};
use scoring::event::Subject;
use scoring::notices::NoticeKind;
use scoring::ratings::RatingStep;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A notice that somebody did not acknowledge.
pub const UNANSWERED: &str = "unanswered";
/// A notice to which somebody asked for help.
pub const HELP_ASKED: &str = "help_asked";

/// Working days that a recipient has to acknowledge, after the day of being told.
pub const ANSWER_WORKDAYS: u32 = 1;

/// What is to be done about notices that were told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    /// Notices for those one level up.
    pub up: Vec<KeptNotice>,
    /// What is told once more, by recipient.
    pub again: BTreeMap<String, Vec<KeptNotice>>,
}

/// A notice about a notice, as it is kept.
#[derive(Serialize)]
struct Body<'b> {
    kind: &'b str,
    level: u8,
    subject: &'b str,
    date: String,
    to: &'b [String],
    /// The identity of the notice that it is about.
    notice: &'b str,
    /// Who was told of it, and did not answer or asks for help.
    recipient: &'b str,
    /// The day on which they were told.
    told: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'b str>,
    /// That notice.
    original: Box<RawValue>,
    text: Text,
}

#[derive(Serialize)]
struct Text {
    zh: String,
    en: String,
}

/// What follows from what was told and what was answered, as of the context's instant. What has ended since wants no answer.
pub fn consequences(context: &Context<'_>, told: &[Told], answers: &[Answer]) -> Consequences {
    let mut by_notice: BTreeMap<&str, Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        by_notice.entry(&answer.notice).or_default().push(answer);
    }
    let calendar = context.calendar();
    let mut found = Consequences::default();
    for told in told {
        let said = by_notice.get(told.notice.identity.as_str()).map_or(&[][..], Vec::as_slice);
        let own: Vec<&&Answer> = said.iter().filter(|answer| speaks_for(context, answer, told)).collect();
        let day = context.registry().zone.date(told.sent);
        if let Some(help) = own.iter().find(|answer| answer.asks_help) {
            found.up.extend(help_asked(context, told, help));
        }
        // A document wants no answer.
        if told.notice.kind == DRAFT_READY {
            continue;
        }
        let due = calendar.next(calendar.plus(day, ANSWER_WORKDAYS));
        if !own.is_empty() || context.today() < due || !still_stands(context, &told.notice) {
            continue;
        }
        let up = one_up(&told.recipient, context.registry());
        if let Some(up) = up.filter(|up| up != COUNTY_LEADER || !is_of_machines(&told.notice)) {
            let identity = format!("{UNANSWERED}/{}/{}", told.recipient, told.notice.identity);
            let text = Text {
                zh: format!("{day} 送达的提醒在一个工作日内无人确认"),
                en: format!("a notice told on {day} was not acknowledged within a working day"),
            };
            let about = About { kind: UNANSWERED, identity, date: due.to_string(), reason: None, text };
            found.up.push(notice_about(context, told, about, vec![up]));
        }
        if !told.is_repeated {
            found.again.entry(told.recipient.clone()).or_default().push(told.notice.clone());
        }
    }
    found
}

/// Whether a notice is about machines, or is about one that is: a feed that is silent is nothing to trouble the county leader
/// with, however little the bureau answers.
fn is_of_machines(notice: &KeptNotice) -> bool {
    // `unanswered/RECIPIENT/` and `help_asked/EVENT/` may stand before the kind, several times.
    let mut parts = notice.identity.split('/');
    let mut kind = parts.next();
    while matches!(kind, Some(UNANSWERED | HELP_ASKED)) {
        kind = parts.nth(1);
    }
    kind.is_some_and(|kind| kind.starts_with("feed_") || kind == "calendar_missing")
}

/// Whether an answer is that of who was told; the same on the recipient's own desk.
fn speaks_for(context: &Context<'_>, answer: &Answer, told: &Told) -> bool {
    scope::speaks_for(context.registry(), &answer.by, &told.notice.recipients, &told.recipient)
}

fn help_asked(context: &Context<'_>, told: &Told, answer: &Answer) -> Option<KeptNotice> {
    let mut to: Vec<String> = one_up(&told.recipient, context.registry()).into_iter().collect();
    if told.recipient != SUPERVISION && !to.iter().any(|up| up == SUPERVISION) {
        to.push(SUPERVISION.to_owned());
    }
    let identity = format!("{HELP_ASKED}/{}/{}", answer.event, told.notice.identity);
    let today = context.today();
    let text = Text {
        zh: "对这一提醒请求协助".to_owned(),
        en: "help is asked for with this notice".to_owned(),
    };
    let reason = answer.reason.as_deref();
    let about = About { kind: HELP_ASKED, identity, date: today.to_string(), reason, text };
    (!to.is_empty()).then(|| notice_about(context, told, about, to))
}

struct About<'a> {
    kind: &'static str,
    identity: String,
    date: String,
    reason: Option<&'a str>,
    text: Text,
}

fn notice_about(context: &Context<'_>, told: &Told, about: About<'_>, to: Vec<String>) -> KeptNotice {
    let original = &told.notice;
    let body = Body {
        kind: about.kind,
        level: original.level,
        subject: &original.subject,
        date: about.date.clone(),
        to: &to,
        notice: &original.identity,
        recipient: &told.recipient,
        told: context.registry().zone.date(told.sent).to_string(),
        reason: about.reason,
        original: RawValue::from_string(original.body.clone()).unwrap_or_default(),
        text: about.text,
    };
    KeptNotice {
        identity: about.identity,
        kind: about.kind.to_owned(),
        // What goes up is never of the level that may be muted.
        level: original.level.max(2),
        subject: original.subject.clone(),
        date: about.date,
        body: serde_json::to_string(&body).unwrap_or_default(),
        recipients: to,
        derived: context.as_of,
        state: NoticeState::Pending,
        sent: None,
    }
}

/// Whether what a notice warns of is still so. What cannot end (a flag, a missed target) stands.
pub fn still_stands(context: &Context<'_>, notice: &KeptNotice) -> bool {
    let kind = match notice.kind.as_str() {
        UNANSWERED | HELP_ASKED => return original_stands(context, notice),
        word => NoticeKind::of_word(word),
    };
    let Some(kind) = kind else { return true };
    let is_open = |subject: Subject<&str>, wanted: &dyn Fn(OpenSubject) -> bool| {
        let found = context.log.find_subject(&subject);
        found.is_some_and(|found| due::open_of(context, found).iter().any(|open| wanted(open.subject)))
    };
    let id = notice.subject.as_str();
    let rating = |wanted: RatingStep| {
        is_open(Subject::Rating(id), &|open| matches!(open, OpenSubject::Rating(_, step) if step == wanted))
    };
    match kind {
        NoticeKind::CaseDue | NoticeKind::CaseOverdue => {
            is_open(Subject::Case(id), &|open| matches!(open, OpenSubject::Case(_)))
        }
        NoticeKind::JointDue | NoticeKind::JointOverdue => {
            let Some((case, department)) = id.rsplit_once('/') else { return true };
            let department = context.registry().index.departments.get(department).copied();
            is_open(
                Subject::Case(case),
                &|open| matches!(open, OpenSubject::Share(_, of) if Some(of) == department),
            )
        }
        NoticeKind::ComplaintDue | NoticeKind::ComplaintOverdue => {
            is_open(Subject::Complaint(id), &|open| matches!(open, OpenSubject::Complaint(_)))
        }
        NoticeKind::RatingUnverified => rating(RatingStep::Verify),
        NoticeKind::RatingUnrectified => rating(RatingStep::Rectify),
        NoticeKind::RatingUnreplied => rating(RatingStep::Reply),
        NoticeKind::DismissalRecommended
        | NoticeKind::DissatisfiedWindow
        | NoticeKind::NotifyDepartment
        | NoticeKind::RepeatReturn
        | NoticeKind::ReturnToUnit
        | NoticeKind::TargetMissed
        | NoticeKind::TransferRecommended
        | NoticeKind::YellowFlag
        | NoticeKind::YellowFlagWarning => true,
    }
}

/// Of a notice about a notice, whether that one's cause stands.
fn original_stands(context: &Context<'_>, notice: &KeptNotice) -> bool {
    #[derive(serde::Deserialize)]
    struct Original {
        original: Box<RawValue>,
    }
    #[derive(serde::Deserialize)]
    struct Kind {
        kind: String,
    }
    let Ok(Original { original }) = serde_json::from_str(&notice.body) else { return true };
    let Ok(Kind { kind }) = serde_json::from_str(original.get()) else { return true };
    let body = original.get().to_owned();
    still_stands(context, &KeptNotice { kind, body, ..notice.clone() })
}

#[cfg(test)]
mod tests;

//! What a recipient's own desk shows: notices to be acknowledged with what they are about and what comes next, bad ratings
//! and complaints of the recipient's windows.

use super::own::{Own, own};
use super::scope::{Scope, speaks_for};
use crate::answer::Problem;
use crate::pages::case::{Labelled, Teller};
use crate::pages::complaints::{self, ComplaintRow};
use crate::pages::course::{data_of, text_of};
use crate::pages::due::countdown;
use crate::pages::notices::{self, NoticeRow};
use crate::pages::published::Version;
use crate::pages::rating;
use crate::pages::ratings::{self as list, RatingRow};
use crate::ui::Ui;
use crate::words;
use askama::Template;
use ingest::live::Moment;
use ingest::store::sqlite::{Acknowledgement, Records};
use ingest::store::{KeptNotice, StoreError};
use reports::words::{Lang, labels};
use scoring::case_clock;
use scoring::context::Context;
use scoring::event::{Fact, Subject};
use scoring::notices::NoticeKind;
use scoring::ratings::{RatingState, RatingStep};
use scoring::time::{Date, Instant, Zone};
use std::collections::BTreeSet;

/// Notices of so many days back are shown.
const DAYS_BACK: i32 = 92;

/// Of those that were acknowledged, so many of the latest are shown.
const ANSWERED_MAX: usize = 20;

/// So many notices are read at most; those that are most severe, oldest first.
const NOTICES_READ_MAX: u64 = 2_000;

/// A recipient's own desk.
#[derive(Debug)]
pub struct PersonalDesk {
    /// Who it is, as people say it.
    pub whose: String,
    /// The time of the data.
    pub as_of: String,
    /// What is to be acknowledged, the most severe first.
    pub notices: Vec<ToAcknowledge>,
    /// Whether there are more than are shown.
    pub is_more: bool,
    /// The identities of those that are shown, for the form that acknowledges all, as a JSON list.
    pub all: String,
    /// The nonce of that form.
    pub nonce: String,
    /// What was acknowledged lately.
    pub answered: Vec<NoticeRow>,
    /// The bad ratings of the recipient's windows that wait for somebody.
    pub ratings: Vec<RatingToDo>,
    /// The complaints about the recipient's windows that are not answered.
    pub complaints: Vec<ComplaintRow>,
    /// Orders, deductions and appeals of the recipient's windows.
    pub own: Own,
    /// What every form brings back.
    pub form_secret: String,
    /// What a form came to that led here, in words.
    pub done: Option<String>,
}

/// A notice to be acknowledged.
#[derive(Debug)]
pub struct ToAcknowledge {
    /// The notice.
    pub row: NoticeRow,
    /// Whether what it warned of has come to its end.
    pub is_over: bool,
    /// What it is about, since when, and how it stands now.
    pub facts: Vec<Labelled>,
    /// What follows next if nothing happens.
    pub next: Option<String>,
    /// Its identity as a JSON list, for its form.
    pub identities: String,
    /// The nonce of that form.
    pub nonce: String,
}

/// A bad rating of the recipient's windows.
#[derive(Debug)]
pub struct RatingToDo {
    /// The rating.
    pub row: RatingRow,
    /// What the citizen wrote.
    pub comment: Option<String>,
    /// Which forms there are: the word of the deed, and its nonce. To verify is the bureau's.
    pub forms: Vec<(&'static str, String)>,
    /// Whether it waits for the bureau's verification.
    pub waits_for_bureau: bool,
}

impl RatingToDo {
    /// The nonce of a form, where there is that form.
    pub fn form(&self, what: &str) -> Option<&String> {
        self.forms.iter().find(|(of, _)| *of == what).map(|(_, nonce)| nonce)
    }
}

/// What the store knows for a recipient's desk.
#[derive(Debug, Default)]
pub struct Kept {
    /// The notices to the recipient, the highest level first, then the oldest.
    pub notices: Vec<KeptNotice>,
    /// What was said to them, by whomever.
    pub answers: Vec<Acknowledgement>,
    /// The complaints whose complainant was told.
    pub told: BTreeSet<String>,
}

/// Reads what the store knows for a recipient's desk.
///
/// # Errors
///
/// [`StoreError`]
pub fn read(records: &Records, recipient: &str, now: Instant, zone: &Zone) -> Result<Kept, StoreError> {
    let today = zone.date(now);
    let days = (Date(today.0 - DAYS_BACK).to_string(), today.to_string());
    let notices = records.notices_to(recipient, (&days.0, &days.1), NOTICES_READ_MAX)?;
    let answers = records.acknowledgements_of(notices.iter().map(|notice| notice.identity.as_str()))?;
    Ok(Kept { notices, answers, told: BTreeSet::new() })
}

/// A recipient's desk. `closed` are the closed months, each in its newest version; `nonce` gives a new one for each form.
///
/// # Errors
///
/// The store cannot be read.
pub fn view(
    moment: &Moment<'_>,
    (recipient, scope): (&str, Scope),
    (kept, closed): (&Kept, &[Version]),
    mut nonce: impl FnMut() -> String,
    lang: Lang,
) -> Result<PersonalDesk, Problem> {
    let context = &moment.context;
    let registry = context.registry();
    let year = context.today().year();
    let is_answered = |notice: &&KeptNotice| {
        let mut said = kept.answers.iter().filter(|said| said.notice == notice.identity);
        said.any(|said| speaks_for(registry, &said.by, &notice.recipients, recipient))
    };
    let (mut answered, mut waiting): (Vec<&KeptNotice>, Vec<&KeptNotice>) =
        kept.notices.iter().partition(is_answered);
    answered.sort_by(|a, b| b.date.cmp(&a.date));
    // What is over still wants its answer, but after what is not; among both the order stays.
    waiting.sort_by_cached_key(|notice| is_over(context, notice));
    let most = crate::decide::notices::TOGETHER_MAX;
    let identities: Vec<&str> = waiting.iter().take(most).map(|notice| notice.identity.as_str()).collect();
    let list_of = |identities: &[&str]| serde_json::to_string(identities).unwrap_or_default();
    let notices = waiting.iter().take(most).map(|notice| ToAcknowledge {
        row: notices::row(context, year, notice, &kept.answers, lang),
        is_over: is_over(context, notice),
        facts: facts(context, notice, lang),
        next: next(context, notice, lang),
        identities: list_of(&[notice.identity.as_str()]),
        nonce: nonce(),
    });
    let notices: Vec<ToAcknowledge> = notices.collect();
    let (all, nonce_of_all) = (list_of(&identities), nonce());
    Ok(PersonalDesk {
        whose: notices::recipient(registry, recipient, lang),
        as_of: lang.as_of(&crate::pages::as_of(context, lang)),
        is_more: waiting.len() > notices.len(),
        notices,
        all,
        nonce: nonce_of_all,
        answered: answered
            .into_iter()
            .take(ANSWERED_MAX)
            .map(|notice| notices::row(context, year, notice, &kept.answers, lang))
            .collect(),
        ratings: ratings(moment, scope, &mut nonce, lang)?,
        complaints: complaints(moment, scope, &kept.told, lang)?,
        own: own(moment, scope, closed, &mut nonce, lang)?,
        form_secret: String::new(),
        done: None,
    })
}

fn ratings(
    moment: &Moment<'_>,
    scope: Scope,
    nonce: &mut impl FnMut() -> String,
    lang: Lang,
) -> Result<Vec<RatingToDo>, StoreError> {
    let context = &moment.context;
    if scope == Scope::Notices {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for look in scoring::ratings::bad_ones(context) {
        if look.state != RatingState::Open || !scope.has(context.registry(), look.window) {
            continue;
        }
        let forms = [
            ("rectify", look.may(RatingStep::Rectify)),
            ("reply", look.may(RatingStep::Reply)),
            ("appeal", look.may_be_appealed()),
        ];
        found.push(RatingToDo {
            comment: text_of(&data_of(moment, look.submitted)?, "comment"),
            waits_for_bureau: look.waits_for.iter().any(|(step, _)| *step == RatingStep::Verify),
            forms: forms.into_iter().filter(|(_, may)| *may).map(|(what, _)| (what, nonce())).collect(),
            row: list::row(context, &look, lang),
        });
    }
    Ok(found)
}

fn complaints(
    moment: &Moment<'_>,
    scope: Scope,
    told: &BTreeSet<String>,
    lang: Lang,
) -> Result<Vec<ComplaintRow>, StoreError> {
    let context = &moment.context;
    if scope == Scope::Notices {
        return Ok(Vec::new());
    }
    let own = scoring::complaints::all(context).into_iter();
    let own = own.filter(|look| look.is_open() && scope.has(context.registry(), look.window));
    own.map(|look| complaints::row(moment, &look, told, lang)).collect()
}

/// The subject of a notice, where it is one that has events.
fn subject_of(notice: &KeptNotice) -> Option<Subject<&str>> {
    let id = notice.subject.as_str();
    match NoticeKind::of_word(&notice.kind)? {
        NoticeKind::CaseDue | NoticeKind::CaseOverdue | NoticeKind::RepeatReturn => Some(Subject::Case(id)),
        // The share as `CASE/DEPARTMENT`; a case's id may hold a stroke, a department's too, so the last one is taken.
        NoticeKind::JointDue | NoticeKind::JointOverdue => {
            Some(Subject::Case(id.rsplit_once('/').map_or(id, |(case, _)| case)))
        }
        NoticeKind::ComplaintDue | NoticeKind::ComplaintOverdue => Some(Subject::Complaint(id)),
        NoticeKind::RatingUnverified | NoticeKind::RatingUnrectified | NoticeKind::RatingUnreplied => {
            Some(Subject::Rating(id))
        }
        NoticeKind::DismissalRecommended
        | NoticeKind::DissatisfiedWindow
        | NoticeKind::NotifyDepartment
        | NoticeKind::ReturnToUnit
        | NoticeKind::TargetMissed
        | NoticeKind::TransferRecommended
        | NoticeKind::YellowFlag
        | NoticeKind::YellowFlagWarning => None,
    }
}

/// Whether what a notice warned of has come to its end.
fn is_over(context: &Context<'_>, notice: &KeptNotice) -> bool {
    match subject_of(notice) {
        Some(Subject::Case(id)) => case_of(context, id).is_some_and(|look| look.end.is_some()),
        Some(Subject::Complaint(id)) => {
            scoring::complaints::look(context, id).is_some_and(|look| !look.is_open())
        }
        Some(Subject::Rating(id)) => {
            scoring::ratings::look(context, id).is_some_and(|look| look.state != RatingState::Open)
        }
        _ => false,
    }
}

fn case_of(context: &Context<'_>, id: &str) -> Option<case_clock::Look> {
    let place = context.log.find_subject(&Subject::Case(id))?;
    let Subject::Case(text) = context.log.subject_texts(place) else { return None };
    case_clock::look(context, text)
}

/// What comes next if nothing happens; nothing where the subject has ended, or nothing more comes.
fn next(context: &Context<'_>, notice: &KeptNotice, lang: Lang) -> Option<String> {
    let place = context.log.find_subject(&subject_of(notice)?)?;
    let teller = Teller { context, lang, year: context.today().year() };
    let ladder = teller.ladder(place);
    let next = ladder.iter().find(|rung| !rung.is_sent)?;
    Some(words::next_warning(lang, &next.title, &next.day, &lang.list(&next.to)))
}

/// What a notice is about: what it is, since when, and how it stands now.
fn facts(context: &Context<'_>, notice: &KeptNotice, lang: Lang) -> Vec<Labelled> {
    let registry = context.registry();
    let year = context.today().year();
    let fact = |label: reports::words::Word, text: String| Labelled { label: lang.say(label), text };
    match subject_of(notice) {
        Some(Subject::Case(id)) => {
            let Some(look) = case_of(context, id) else { return Vec::new() };
            let mut facts = Vec::new();
            if let Fact::CaseAccepted { item, staff, .. } = context.log.record(look.acceptance).fact {
                facts.push(fact(words::ITEM, registry.items[usize::from(item)].name.clone()));
                facts.push(fact(words::HANDLED_BY, registry.staff[usize::from(staff)].name.clone()));
            }
            facts.push(fact(words::ACCEPTED, lang.date(context.date(look.acceptance), year)));
            let state = match look.end {
                Some(end) => {
                    let when = lang.date(context.date(end), year);
                    format!("{when} {}", lang.say(words::COMPLETED))
                }
                None => countdown(context, look.clock.due, lang),
            };
            facts.push(fact(words::STATE, state));
            facts
        }
        Some(Subject::Complaint(id)) => {
            let Some(look) = scoring::complaints::look(context, id) else { return Vec::new() };
            vec![
                fact(words::RECEIVED_ON, lang.date(context.date(look.received), year)),
                fact(words::STATE, crate::pages::complaint::state_text(context, &look, lang)),
            ]
        }
        Some(Subject::Rating(id)) => {
            let Some(look) = scoring::ratings::look(context, id) else { return Vec::new() };
            vec![
                fact(words::LEVEL, words::capital(lang.rating_level(look.level))),
                fact(words::SUBMITTED, lang.date(context.date(look.submitted), year)),
                fact(words::STATE, rating::state_text(context, &look, lang)),
            ]
        }
        _ => Vec::new(),
    }
}

#[derive(Template)]
#[template(path = "personal.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a PersonalDesk,
    /// Below which address the forms are.
    here: &'a str,
}

impl Page<'_> {
    fn rating(&self, id: &str, what: &str) -> String {
        format!("{}/ratings/{}/{what}", self.here, crate::links::segment(id))
    }

    fn order(&self, id: &str) -> String {
        format!("{}/orders/{}", self.here, crate::links::segment(id))
    }

    fn all(&self) -> String {
        words::counted(self.ui.lang, self.view.notices.len())
    }

    fn over(&self) -> String {
        words::over_ones(self.ui.lang, self.view.notices.iter().filter(|of| of.is_over).count())
    }

    fn has_over(&self) -> bool {
        self.view.notices.iter().any(|of| of.is_over)
    }
}

/// The page. `here` is its address.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &PersonalDesk, here: &str) -> Result<String, askama::Error> {
    Page { ui, view, here }.render()
}

//! The notices of a month as the service keeps them: what, about what, to whom, what became of it, who answered.

use super::filter::Choice;
use super::paging::{PageAsked, Paging};
use super::{Named, as_of};
use crate::figures::grouped;
use crate::links::Place;
use crate::rights::{Right, Scope};
use crate::taken::{self, Tabled, named_if_any};
use crate::ui::Ui;
use crate::words;
use crate::words::messages as said;
use askama::Template;
use ingest::store::outbox::KeptMessage;
use ingest::store::sqlite::Acknowledgement;
use ingest::store::{KeptNotice, NoticeState};
use reports::delivery::letters::catalogue;
use reports::explain::recipient_name;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word, labels};
use scoring::context::Context;
use scoring::event::Subject;
use scoring::notices::{NoticeKind, Recipient};
use scoring::registry::Registry;
use scoring::time::{Date, Month, Zone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Rows of a page.
pub const ROWS_OF_A_PAGE: usize = 200;

/// What a list of notices is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NoticeFilter {
    /// The kind's word.
    pub kind: Option<String>,
    /// The state's word.
    pub state: Option<String>,
}

/// A month's notices as people see them.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Notices {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub month_name: String,
    /// The time of the data.
    pub as_of: String,
    /// How many there are of the month in each state, `pending`, `sent` and so on.
    pub counts: Vec<StateCount>,
    /// Kinds to choose from; the query's `kind`.
    pub kinds: Vec<Choice>,
    /// States to choose from; the query's `state`.
    pub states: Vec<Choice>,
    /// The rows of this page, the latest date first.
    pub rows: Vec<NoticeRow>,
    /// Which page this is.
    pub paging: Paging,
    /// What the list is narrowed to.
    pub filter: NoticeFilter,
}

/// How many notices are in a state.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NoticesStateCount)]
pub struct StateCount {
    /// The state's word.
    pub state: String,
    /// What it is called.
    pub title: String,
    /// How many.
    pub count: usize,
}

/// One notice.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoticeRow {
    /// What makes it the same notice for ever.
    pub identity: String,
    /// The working day from which it is to be sent, `2026-09-08`.
    pub date: String,
    /// The same, written.
    pub day: String,
    /// The kind's word.
    pub kind: String,
    /// 1 to 4.
    pub level: u8,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub subject: String,
    /// The same in words, where there are such.
    pub about: Option<String>,
    /// The case's id, where it is about one that is known.
    pub case: Option<String>,
    /// The window concerned.
    pub window: Option<Named>,
    /// The deadline behind it, written.
    pub due: Option<String>,
    /// Who gets it.
    pub to: Vec<String>,
    /// The state's word.
    pub state: String,
    /// What the state is called.
    pub state_name: String,
    /// When it was sent, written.
    pub sent: Option<String>,
    /// Who answered what, and when.
    pub answers: Vec<String>,
    /// Who gets it, by the contract's words, `department_head:D-05`.
    pub recipients: Vec<String>,
    /// For whom the reader may acknowledge it: by the contract's word, and by name.
    pub speakers: Vec<(String, String)>,
    /// What the form brings back that acknowledges it for a recipient; none where there is no such form.
    pub nonce: Option<String>,
    /// The messages that told it, in the order of their making: each one's key, and to whom, by which channel, how it went.
    pub messages: Vec<(String, String)>,
}

impl Notices {
    /// Says of each notice what told it: the messages by the notice's identity.
    pub fn tell_messages(&mut self, mut of: BTreeMap<String, Vec<KeptMessage>>, zone: &Zone, lang: Lang) {
        for row in &mut self.rows {
            let messages = of.remove(&row.identity).unwrap_or_default();
            row.messages = messages.into_iter().map(|message| told(message, zone, lang)).collect();
        }
    }

    /// Lets every notice that still stands be acknowledged for its recipients in scope, with a form each.
    pub fn offer_forms(&mut self, nonces: Vec<String>, registry: &Registry, scope: &Scope) {
        for (row, nonce) in self.rows.iter_mut().zip(nonces) {
            let all = row.recipients.iter().zip(&row.to);
            let own = all.filter(|(recipient, _)| scope.has_recipient(registry, recipient));
            row.speakers = own.map(|(recipient, name)| (recipient.clone(), name.clone())).collect();
            let stands = row.state != NoticeState::Withdrawn.word() && !row.speakers.is_empty();
            row.nonce = stands.then_some(nonce);
        }
    }
}

/// A message: its key, and to whom, by which channel, how it went.
pub(super) fn told(message: KeptMessage, zone: &Zone, lang: Lang) -> (String, String) {
    let channel = lang.say(said::channel(&message.channel));
    let state = lang.say(said::state(message.state));
    let when = lang.moment(zone, message.settled.unwrap_or(message.made), 0);
    (message.key, format!("{channel} → {} · {state} {when}", message.reader))
}

/// What of a notice's body is told.
#[derive(Deserialize, Default, ToSchema)]
struct Body {
    #[serde(default)]
    due: Option<String>,
    #[serde(default)]
    window: Option<String>,
    #[serde(default)]
    text: Option<Text>,
}

#[derive(Deserialize, ToSchema)]
struct Text {
    zh: String,
    en: String,
}

/// Whether a notice is in scope: the window that it is about, or somebody who gets it.
pub fn is_in(registry: &Registry, notice: &KeptNotice, scope: &Scope) -> bool {
    let body: Body = serde_json::from_str(&notice.body).unwrap_or_default();
    scope.is_all()
        || body.window.is_some_and(|window| scope.has_window_id(registry, &window))
        || notice.recipients.iter().any(|recipient| scope.has_recipient(registry, recipient))
}

/// A month's notices. `kept` are those dated in it, in the order of the store; `answers` what people said to them.
pub fn view(
    context: &Context<'_>,
    month: Month,
    kept: &[KeptNotice],
    answers: &[Acknowledgement],
    (filter, page): (&NoticeFilter, PageAsked),
    lang: Lang,
) -> Notices {
    let chosen = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let (kind, state) = (chosen(&filter.kind), chosen(&filter.state));
    let wanted: Vec<&KeptNotice> = kept
        .iter()
        .rev()
        .filter(|notice| kind.as_deref().is_none_or(|kind| kind == notice.kind))
        .filter(|notice| state.as_deref().is_none_or(|state| state == notice.state.word()))
        .collect();
    let (shown, paging) = page.cut(wanted);
    Notices {
        month: month.to_string(),
        month_name: lang.month(month),
        as_of: lang.as_of(&as_of(context, lang)),
        counts: NoticeState::ALL
            .map(|state| StateCount {
                state: state.word().to_owned(),
                title: lang.say(words::notice_state(state)).to_owned(),
                count: kept.iter().filter(|notice| notice.state == state).count(),
            })
            .into(),
        kinds: kinds(kept, kind.as_deref(), lang),
        states: states(state.as_deref(), lang),
        rows: shown.into_iter().map(|notice| row(context, month.year(), notice, answers, lang)).collect(),
        paging,
        filter: filter.clone(),
    }
}

impl Tabled for Notices {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let joined = |parts: &[String]| Cell::text(parts.join(say(words::SEMICOLON)));
        taken::table(
            (say(words::NOTICES_TITLE), lang),
            &[&self.kinds, &self.states],
            &self.rows,
            &[
                (say(labels::DATE), 12, &|row: &NoticeRow| Cell::text(&row.date)),
                (say(words::NOTICE), 18, &|row| Cell::text(&row.title)),
                (say(words::ABOUT), 20, &|row| Cell::text(&row.subject)),
                (say(said::CONTENT), 20, &|row| Cell::text_if_any(row.about.as_deref())),
                (say(labels::WINDOW), 20, &|row| named_if_any(&row.window)),
                (say(words::DUE), 14, &|row| Cell::text_if_any(row.due.as_deref())),
                (say(words::SENT_TO), 24, &|row| joined(&row.to)),
                (say(words::STATE), 10, &|row| Cell::text(&row.state_name)),
                (say(words::SENT_AT), 16, &|row| Cell::text_if_any(row.sent.as_deref())),
                (say(words::MESSAGES_SENT), 36, &|row| {
                    Cell::text(
                        row.messages
                            .iter()
                            .map(|(_, told)| told.as_str())
                            .collect::<Vec<_>>()
                            .join(say(words::SEMICOLON)),
                    )
                }),
                (say(words::ANSWERED), 30, &|row| joined(&row.answers)),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

/// The kinds that occur, with how often.
fn kinds(kept: &[KeptNotice], chosen: Option<&str>, lang: Lang) -> Vec<Choice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for notice in kept {
        *counts.entry(&notice.kind).or_default() += 1;
    }
    let each = counts.into_iter().map(|(kind, count)| Choice {
        value: kind.to_owned(),
        title: format!("{} ({})", kind_name(kind, lang), grouped(&(count as u64))),
        is_chosen: chosen == Some(kind),
    });
    everything(words::ALL_KINDS, chosen, lang).chain(each).collect()
}

fn states(chosen: Option<&str>, lang: Lang) -> Vec<Choice> {
    let each = NoticeState::ALL.into_iter().map(|state| Choice {
        value: state.word().to_owned(),
        title: lang.say(words::notice_state(state)).to_owned(),
        is_chosen: chosen == Some(state.word()),
    });
    everything(words::ALL_STATES, chosen, lang).chain(each).collect()
}

fn everything(word: Word, chosen: Option<&str>, lang: Lang) -> impl Iterator<Item = Choice> {
    let title = lang.say(word).to_owned();
    std::iter::once(Choice { value: String::new(), title, is_chosen: chosen.is_none() })
}

/// A kind without its level.
fn kind_name(kind: &str, lang: Lang) -> String {
    match (kind, NoticeKind::of_word(kind)) {
        ("feed_silent", _) => lang.say(words::FEED_SILENT_NOTICE).to_owned(),
        ("calendar_missing", _) => lang.say(words::CALENDAR_MISSING_NOTICE).to_owned(),
        ("feed_rubbish", _) => lang.say(words::FEED_RUBBISH_NOTICE).to_owned(),
        (_, Some(NoticeKind::CaseOverdue)) => lang.say(words::OVERDUE_NOTICES).to_owned(),
        (_, Some(NoticeKind::JointOverdue)) => lang.say(words::JOINT_OVERDUE_NOTICES).to_owned(),
        (_, Some(known)) => lang.notice(known, 1).to_owned(),
        (_, None) => catalogue::title(kind, 2).in_lang(lang).to_owned(),
    }
}

/// One notice; its dates are told without the year that is understood.
pub(crate) fn row(
    context: &Context<'_>,
    year: i32,
    notice: &KeptNotice,
    answers: &[Acknowledgement],
    lang: Lang,
) -> NoticeRow {
    let registry = context.registry();
    let zone = &registry.zone;
    // What cannot be read is told without what it says.
    let body: Body = serde_json::from_str(&notice.body).unwrap_or_default();
    let day = |text: &str| Date::parse(text).map_or(text.to_owned(), |date| lang.day(date, year));
    let title = match NoticeKind::of_word(&notice.kind) {
        Some(known) => lang.notice(known, notice.level).to_owned(),
        None => kind_name(&notice.kind, lang),
    };
    let case = notice.subject.split('/').next().unwrap_or_default();
    let answer = |said: &Acknowledgement| {
        let mut what = said.reason.as_deref().unwrap_or(lang.say(words::NOTED)).to_owned();
        if said.asks_help {
            what = words::with_remark(lang, &what, lang.say(words::ASKS_HELP));
        }
        let by = recipient(registry, &said.by, lang);
        words::answered_by(lang, &by, &lang.moment(zone, said.at, year), &what)
    };
    NoticeRow {
        identity: notice.identity.clone(),
        date: notice.date.clone(),
        day: day(&notice.date),
        kind: notice.kind.clone(),
        level: notice.level,
        title,
        subject: notice.subject.clone(),
        about: about(registry, notice, &body, lang),
        case: context.log.find_subject(&Subject::Case(case)).map(|_| case.to_owned()),
        window: body
            .window
            .and_then(|id| registry.index.windows.get(id.as_str()).copied())
            .map(|window| Named::window(registry, window)),
        due: body.due.as_deref().map(day),
        to: notice.recipients.iter().map(|to| recipient(registry, to, lang)).collect(),
        state: notice.state.word().to_owned(),
        state_name: lang.say(words::notice_state(notice.state)).to_owned(),
        sent: notice.sent.map(|at| lang.moment(zone, at, year)),
        answers: answers.iter().filter(|said| said.notice == notice.identity).map(answer).collect(),
        recipients: notice.recipients.clone(),
        messages: Vec::new(),
        speakers: Vec::new(),
        nonce: None,
    }
}

/// What the subject is called, or what the notice says of itself.
fn about(registry: &Registry, notice: &KeptNotice, body: &Body, lang: Lang) -> Option<String> {
    if let Some(text) = &body.text {
        return Some(match lang {
            Lang::Zh => text.zh.clone(),
            Lang::En => text.en.clone(),
        });
    }
    let index = &registry.index;
    let id = notice.subject.as_str();
    let staff = index.staff.get(id).map(|&staff| registry.staff[usize::from(staff)].name.clone());
    staff.or_else(|| index.windows.get(id).map(|&window| registry.windows[usize::from(window)].name.clone()))
}

/// Who gets a notice, from the contract's `department_head:D-05`.
pub(crate) fn recipient(registry: &Registry, to: &str, lang: Lang) -> String {
    let index = &registry.index;
    let known = match to.split_once(':') {
        Some(("window", id)) => index.windows.get(id).map(|&window| Recipient::Window(window)),
        Some(("department_head", id)) => {
            index.departments.get(id).map(|&department| Recipient::DepartmentHead(department))
        }
        Some(("operator", id)) => {
            let site = index.sites.get(id).map(|&site| registry.sites[usize::from(site)].name.as_str());
            return words::operator_of(lang, site.unwrap_or(id));
        }
        None if to == "county_leader" => Some(Recipient::CountyLeader),
        None if to == "supervision" => Some(Recipient::Supervision),
        Some(_) | None => None,
    };
    known.map_or(to.to_owned(), |known| recipient_name(registry, known, lang))
}

#[derive(Template)]
#[template(path = "notices.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Notices,
}

impl Page<'_> {
    /// Where what a notice is about has its page; nowhere for windows, staff, targets and feeds.
    fn subject(&self, row: &NoticeRow) -> Option<String> {
        let place = match NoticeKind::of_word(&row.kind) {
            Some(NoticeKind::ComplaintDue | NoticeKind::ComplaintOverdue) => {
                Some(Place::Complaint(row.subject.clone()))
            }
            Some(
                NoticeKind::RatingUnverified | NoticeKind::RatingUnrectified | NoticeKind::RatingUnreplied,
            ) => Some(Place::Rating(row.subject.clone())),
            Some(_) | None => row.case.clone().map(Place::Case),
        };
        place.map(|place| self.ui.to(&place))
    }

    fn count(&self, of: &StateCount) -> String {
        grouped(&(of.count as u64))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Notices) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

//! A case with its clock day by day, its events and what each did, its ladder of notices, its shares and its lines of the
//! ledger.

use super::due::{Urgency, countdown, stands, urgency};
use super::ledger::{self, LedgerLine};
use super::notices::NoticeRow;
use super::strip::{self, Explained, Week};
use super::{Named, as_of};
use crate::links::Place;
use crate::rights::{Right, Scope};
use crate::ui::Ui;
use crate::words::{self, deeds, subjects};
use askama::Template;
use reports::explain::recipient_name;
use reports::words::{Lang, labels};
use scoring::case_clock::{self, Look, ShareLook};
use scoring::context::Context;
use scoring::due::stands_today;
use scoring::effects::Effects;
use scoring::event::{Fact, Subject};
use scoring::gather;
use scoring::log::{EventIdx, SubjectIdx};
use scoring::month::MonthResult;
use scoring::notices::{Notice, NoticeSubject};
use scoring::registry::ItemKind;
use scoring::time::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// A case as people see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseView {
    /// Its id.
    pub id: String,
    /// The item: code and name.
    pub item: Named,
    /// How the item is handled.
    pub item_kind: &'static str,
    /// The time of the data.
    pub as_of: String,
    /// How it stands.
    pub state: CaseState,
    /// How it stands, in words: the countdown, or what became of it.
    pub state_text: String,
    /// How soon it is due, while it is open.
    pub urgency: Option<Urgency>,
    /// Facts in the order in which they are asked for: label and text.
    pub facts: Vec<Labelled>,
    /// Who accepted it.
    pub staff: Named,
    /// Where.
    pub window: Named,
    /// The due date, `2026-09-08`.
    pub due: Option<String>,
    /// The days, by week from Monday.
    pub weeks: Vec<Week>,
    /// The marks that the days use, with their meaning.
    pub legend: Vec<Explained>,
    /// Its events in order.
    pub events: Vec<CaseEvent>,
    /// The warnings that were sent, and those that will be if nothing happens.
    pub ladder: Vec<Rung>,
    /// Its joint shares.
    pub shares: Vec<Share>,
    /// Its lines in the ledgers that were looked at.
    pub ledger: Vec<LedgerLine>,
    /// What is odd about it.
    pub anomalies: Vec<String>,
    /// What stopped or extended the clock, and who approved it.
    pub changes: Vec<Labelled>,
    /// What follows next if nothing happens: which warning, when, to whom.
    pub next: Option<String>,
    /// Whether the store was asked what became of the warnings.
    pub has_records: bool,
}

/// A labelled fact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Labelled {
    /// What.
    pub label: &'static str,
    /// The fact.
    pub text: String,
}

/// How a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// The clock runs.
    Running,
    /// The clock stands.
    Standing,
    /// The due date is over.
    Overdue,
    /// Completed or withdrawn by the due date.
    Ended,
    /// Completed or withdrawn after it.
    EndedLate,
}

/// An event of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseEvent {
    /// The site that sent it.
    pub source: String,
    /// Its id.
    pub id: String,
    /// When it happened.
    pub at: String,
    /// Its type by the contract's word.
    pub event_type: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it did.
    pub deed: String,
    /// Why it did nothing: taken back, or odd.
    pub void: Option<String>,
}

impl CaseEvent {
    /// The id, cut short where it is a long one that a page made up.
    pub fn short_id(&self) -> &str {
        match self.id.char_indices().nth(SHORT_ID_CHARACTERS) {
            Some((end, _)) => &self.id[..end],
            None => &self.id,
        }
    }
}

/// So many characters of an id are shown in a narrow column.
const SHORT_ID_CHARACTERS: usize = 18;

/// A warning of the ladder.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rung {
    /// What makes it the same notice for ever.
    pub identity: String,
    /// When, `2026-09-09`.
    pub date: String,
    /// When, as it is spoken of.
    pub day: String,
    /// What it is called.
    pub title: String,
    /// How far up, 1 to 4.
    pub level: u8,
    /// The department of a joint share.
    pub share: Option<String>,
    /// The due date that it warns of.
    pub due: Option<String>,
    /// Who gets it.
    pub to: Vec<String>,
    /// Whether its day has begun.
    pub is_sent: bool,
    /// What the store has of it: whether it was sent, by which message, who answered.
    pub kept: Option<NoticeRow>,
}

/// A joint share.
#[derive(Debug, Serialize, ToSchema)]
pub struct Share {
    /// Whose.
    pub department: String,
    /// The window that answers for it.
    pub window: Option<Named>,
    /// When it was assigned.
    pub assigned: String,
    /// For how many working days.
    pub workdays: u32,
    /// By when.
    pub due: Option<String>,
    /// What became of it.
    pub state: String,
    /// Whether it was or is late.
    pub is_late: bool,
}

/// A case by its id; `None` where no acceptance of it counts. Its lines are looked for in `results`.
pub fn view(context: &Context<'_>, results: &[MonthResult], id: &str, lang: Lang) -> Option<CaseView> {
    let place = context.log.find_subject(&Subject::Case(id))?;
    let Subject::Case(text) = context.log.subject_texts(place) else { return None };
    let look = case_clock::look(context, text)?;
    let Fact::CaseAccepted { item, window, staff, green_channel, .. } =
        context.log.record(look.acceptance).fact
    else {
        return None;
    };
    let registry = context.registry();
    let item = &registry.items[usize::from(item)];
    let teller = Teller { context, lang, year: context.date(look.acceptance).year() };
    let state = teller.state(&look);
    let mut effects = Effects::new(context.today());
    gather::judge(context, place, &mut Vec::new(), &mut effects);
    let days = case_clock::days(context, text);
    let mut own_events = Vec::new();
    context.log.events_of(place, context.as_of, &mut own_events);
    let extension = |&event: &EventIdx| {
        let Fact::CaseExtended { days } = context.log.record(event).fact else { return None };
        Some((context.date(event), u32::from(days)))
    };
    let extensions: Vec<(Date, u32)> = own_events.iter().filter_map(extension).collect();
    let (weeks, legend) = strip::weeks(context, &days, look.end, &extensions, lang);
    let own = results
        .iter()
        .flat_map(|result| ledger::lines(context, result, |_, entry| entry.about.case() == Some(text), lang));
    let department = registry.windows[usize::from(window)].department;
    let facts = [
        (labels::WINDOW, named(&Named::window(registry, window))),
        (labels::DEPARTMENT, Named::department(registry, department).name),
        (words::HANDLED_BY, named(&Named::staff(registry, staff))),
        (words::ACCEPTED, teller.when(look.acceptance)),
        (words::LIMIT, teller.limit(&look, green_channel)),
        (words::STATUTORY_LIMIT, teller.workdays(item.statutory_workdays)),
        (words::DUE, teller.due(&look)),
        (words::USED, teller.used(&look)),
    ];
    Some(CaseView {
        id: id.to_owned(),
        item: Named { id: item.code.clone(), name: item.name.clone() },
        item_kind: lang.say(match item.kind {
            ItemKind::Instant => words::ITEM_INSTANT,
            ItemKind::Promised => words::ITEM_PROMISED,
            ItemKind::Joint => words::ITEM_JOINT,
            ItemKind::Reported => words::ITEM_REPORTED,
        }),
        as_of: lang.as_of(&as_of(context, lang)),
        state,
        state_text: teller.state_text(&look, state),
        urgency: look.end.is_none().then(|| urgency(context, look.clock.due)),
        facts: facts.map(|(label, text)| Labelled { label: lang.say(label), text }).into(),
        staff: Named::staff(registry, staff),
        window: Named::window(registry, window),
        due: look.clock.due.map(|due| due.to_string()),
        weeks,
        legend,
        events: teller.events(place, &effects),
        ladder: teller.ladder(place),
        shares: look.shares.iter().map(|share| teller.share(share, &look)).collect(),
        ledger: own.collect(),
        anomalies: teller.anomalies(&effects),
        changes: Vec::new(),
        next: None,
        has_records: false,
    })
}

/// Whether a case is in scope: its window is, or whose share of it is. One that is not known is in none but the whole county's.
pub fn is_in(context: &Context<'_>, id: &str, scope: &Scope) -> bool {
    let registry = context.registry();
    let look = || {
        let Subject::Case(text) = context.log.subject_texts(context.log.find_subject(&Subject::Case(id))?)
        else {
            return None;
        };
        case_clock::look(context, text)
    };
    let is_own = |look: Look| {
        let Fact::CaseAccepted { window, .. } = context.log.record(look.acceptance).fact else {
            return false;
        };
        let has_share =
            || look.shares.iter().any(|share| scope.has(registry, share.window, share.department));
        scope.has_window(registry, window) || has_share()
    };
    scope.is_all() || look().is_some_and(is_own)
}

fn named(named: &Named) -> String {
    format!("{} {}", named.id, named.name)
}

/// Tells of one case, or of another subject that has events and warnings, in one language.
pub(crate) struct Teller<'a> {
    pub context: &'a Context<'a>,
    pub lang: Lang,
    pub year: i32,
}

impl Teller<'_> {
    pub fn when(&self, event: EventIdx) -> String {
        let record = self.context.log.record(event);
        self.lang.moment(&self.context.registry().zone, record.time, self.year)
    }

    fn workdays(&self, workdays: u32) -> String {
        match workdays {
            0 => self.lang.say(words::SAME_DAY).to_owned(),
            workdays => self.lang.workdays(workdays),
        }
    }

    fn state(&self, look: &Look) -> CaseState {
        let is_over = look.clock.due.is_some_and(|due| due < self.context.today());
        match look.end {
            Some(_) if look.clock.overdue => CaseState::EndedLate,
            Some(_) => CaseState::Ended,
            None if is_over => CaseState::Overdue,
            None if stands_today(self.context, &look.clock).is_some() => CaseState::Standing,
            None => CaseState::Running,
        }
    }

    fn state_text(&self, look: &Look, state: CaseState) -> String {
        let Some(end) = look.end else {
            let standing = stands_today(self.context, &look.clock);
            let standing = standing.map(|why| stands(why, self.year, self.lang));
            let countdown = countdown(self.context, look.clock.due, self.lang);
            return match (standing, look.clock.due) {
                (Some(why), None) => why,
                (Some(why), Some(_)) => format!("{countdown} · {why}"),
                (None, _) => countdown,
            };
        };
        let date = self.context.date(end);
        let withdrawn = self.context.log.record(end).fact == Fact::CaseWithdrawn;
        let what = self.lang.say(if withdrawn { words::WITHDRAWN } else { words::COMPLETED });
        let when = self.lang.date(date, self.year);
        match (state, look.clock.due) {
            (CaseState::EndedLate, Some(due)) => {
                let late = words::late(self.lang, self.context.calendar().working_days(due, date));
                words::ended(self.lang, what, &when, &late)
            }
            _ => words::ended(self.lang, what, &when, self.lang.say(words::ON_TIME)),
        }
    }

    fn limit(&self, look: &Look, green_channel: bool) -> String {
        let mut text = self.workdays(look.clock.limit_workdays);
        if green_channel {
            text = words::with_remark(self.lang, &text, self.lang.say(words::GREEN_CHANNEL));
        }
        if look.extended_workdays > 0 {
            let extended = words::extended_by(self.lang, look.extended_workdays);
            text = words::with_remark(self.lang, &text, &extended);
        }
        text
    }

    fn due(&self, look: &Look) -> String {
        let none = || self.lang.say(words::NO_DUE_DATE).to_owned();
        look.clock.due.map_or_else(none, |due| self.lang.day(due, self.year))
    }

    /// The counted days so far, as the clock counts them.
    fn used(&self, look: &Look) -> String {
        let until = look.end.map_or(self.context.today(), |end| self.context.date(end));
        let asked = look.clock.awaiting_since.filter(|_| !look.clock.overdue);
        let until = asked.map_or(until, |asked| asked.min(until));
        self.lang.workdays(look.clock.counted_workdays(self.context.calendar(), until))
    }

    pub fn events(&self, place: SubjectIdx, effects: &Effects) -> Vec<CaseEvent> {
        let log = self.context.log;
        let registry = self.context.registry();
        let told = log.events_ever_of(place, self.context.as_of).into_iter().map(|event| {
            let record = log.record(event);
            let name = self.context.event_name(event);
            let odd =
                effects.anomalies.iter().find(|anomaly| anomaly.detail == name && is_void(anomaly.kind));
            let void = match (log.is_retracted(event), odd) {
                (true, _) => Some(self.lang.say(words::TAKEN_BACK).to_owned()),
                (false, odd) => odd.map(|anomaly| self.lang.anomaly(anomaly.kind).to_owned()),
            };
            let event_type = record.fact.type_word();
            CaseEvent {
                source: registry.sites[usize::from(record.source)].id.clone(),
                id: log.text(record.id).to_owned(),
                at: self.lang.moment_exact(&registry.zone, record.time, self.year),
                event_type,
                title: words::event_type(self.lang, event_type),
                deed: deeds::deed(self.context, &record.fact, self.lang),
                void,
            }
        });
        told.collect()
    }

    /// The notices sent, and those that follow if nothing happens.
    pub fn ladder(&self, place: SubjectIdx) -> Vec<Rung> {
        let mut notices: Vec<Notice> = gather::foresee(self.context, place).notices;
        notices.sort_by_key(|notice| (notice.date, notice.level));
        let registry = self.context.registry();
        let rung = |notice: Notice| Rung {
            identity: notice.identity(self.context.log, registry),
            date: notice.date.to_string(),
            day: self.lang.day(notice.date, self.year),
            title: self.lang.notice(notice.kind, notice.level).to_owned(),
            kept: None,
            level: notice.level,
            share: match notice.subject {
                NoticeSubject::Share(_, department) => Some(Named::department(registry, department).name),
                NoticeSubject::Text(_)
                | NoticeSubject::Window(_)
                | NoticeSubject::Staff(_)
                | NoticeSubject::Target(..) => None,
            },
            due: notice.due.map(|due| self.lang.date(due, self.year)),
            to: notice.recipients().into_iter().map(|to| recipient_name(registry, to, self.lang)).collect(),
            is_sent: notice.date <= self.context.today(),
        };
        notices.into_iter().map(rung).collect()
    }

    fn share(&self, share: &ShareLook, look: &Look) -> Share {
        let registry = self.context.registry();
        let late_until = |until: Date| {
            let due = share.clock.due.filter(|due| *due < until);
            due.map(|due| words::late(self.lang, self.context.calendar().working_days(due, until)))
        };
        let completed = |date: Date| {
            let when = self.lang.date(date, self.year);
            let late = late_until(date);
            let how = late.as_deref().unwrap_or(self.lang.say(words::ON_TIME));
            words::ended(self.lang, self.lang.say(words::SHARE_COMPLETED), &when, how)
        };
        let state = match (share.completed, look.end) {
            (Some(date), _) => completed(date),
            (None, Some(_)) => self.lang.say(words::ENDED_WITH_CASE).to_owned(),
            (None, None) => countdown(self.context, share.clock.due, self.lang),
        };
        let is_over = share.clock.due.is_some_and(|due| due < self.context.today());
        Share {
            department: Named::department(registry, share.department).name,
            window: share.window.map(|window| Named::window(registry, window)),
            assigned: self.when(share.assignment),
            workdays: share.clock.limit_workdays,
            due: share.clock.due.map(|due| self.lang.day(due, self.year)),
            state,
            is_late: share.clock.overdue && (is_over || share.completed.is_some()),
        }
    }

    /// Oddities of the case, each once; those of events that did nothing are told with the events.
    pub fn anomalies(&self, effects: &Effects) -> Vec<String> {
        let others = effects.anomalies.iter().filter(|anomaly| !is_void(anomaly.kind));
        others
            .map(|anomaly| {
                format!("{} · {}", self.lang.day(anomaly.date, self.year), self.lang.anomaly(anomaly.kind))
            })
            .collect()
    }
}

/// Whether an anomaly means that its event did nothing.
fn is_void(kind: &str) -> bool {
    matches!(kind, "after_end" | "foreign_source" | "repeated" | "unmatched" | "out_of_sequence")
}

#[derive(Template)]
#[template(path = "case.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a CaseView,
}

impl Page<'_> {
    /// Where a message's page is.
    fn to_message(&self, key: &str) -> String {
        self.ui.to(&Place::Message(key.to_owned()))
    }

    /// Whether the case is open, so that something may follow.
    fn is_open(&self) -> bool {
        matches!(self.view.state, CaseState::Running | CaseState::Standing | CaseState::Overdue)
    }

    /// Whether some of the days are yet to come.
    fn has_days_ahead(&self) -> bool {
        self.view.weeks.iter().flat_map(|week| week.days.iter().flatten()).any(|day| day.is_ahead)
    }

    fn is_late(&self) -> bool {
        matches!(self.view.state, CaseState::Overdue | CaseState::EndedLate)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &CaseView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

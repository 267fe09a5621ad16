//! One appeal: against what, why, how it stands, what the bureau decided or can decide, with what would come of it; and the
//! form that files one.

use super::appeals::{AppealRow, row};
use super::ledger::{self, LedgerLine};
use super::published::{self, Version};
use super::{Named, as_of};
use crate::answer::Problem;
use crate::appeals::remedies::{self, Effect, Grounds, effect, remedies};
use crate::figures::Score;
use crate::months::appeal_time;
use crate::pages::message::Missing;
use crate::rights::Scope;
use crate::ui::Ui;
use crate::what_if::{Stand, WhatIf, stand};
use crate::words::{self, appeals as said};
use askama::Template;
use ingest::live::Moment;
use reports::changes::published::{Book, Entry};
use reports::words::{Lang, labels};
use scoring::appeals::{self, AppealState};
use scoring::context::Context;
use scoring::entry_name::EntryName;
use scoring::log::EventIdx;
use scoring::ranking::Flag;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// An appeal as people see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AppealView {
    /// What the list says of it.
    #[serde(flatten)]
    pub row: AppealRow,
    /// The time of the data.
    pub as_of: String,
    /// What is appealed against, as the event writes it.
    pub about_written: String,
    /// Whether that names an entry of the ledger.
    pub names_entry: bool,
    /// The entry: as it stands, or as it was published. None once it is there no more.
    pub entry: Option<LedgerLine>,
    /// Why it is wrong, in the appellant's words.
    pub reason: String,
    /// Who filed it at a page.
    pub filed_by: Option<String>,
    /// Where the appellant stands now in the month of the entry.
    pub stands: Option<StandShown>,
    /// What happened, in order.
    pub history: Vec<Happened>,
    /// The events behind the entry, for data mending.
    pub events: Vec<Behind>,
    /// Whether the month of the entry is closed: what changes then shows as a difference.
    pub is_closed_month: bool,
    /// What the bureau can decide; none for those who may not, and once it is decided.
    pub decision: Option<DecisionForm>,
}

/// A total with rank and flag, written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AppealStandShown)]
pub struct StandShown {
    /// The total.
    pub total: Score,
    /// The rank in words.
    pub rank: String,
    /// The flag in words.
    pub flag: Option<String>,
}

impl StandShown {
    fn of(stand: &Stand, lang: Lang) -> StandShown {
        let flag = stand.flag.map(|flag| match flag {
            Flag::Red => lang.say(words::RED_FLAG).to_owned(),
            Flag::Yellow => lang.say(words::YELLOW_FLAG).to_owned(),
        });
        let dissatisfied = stand.is_dissatisfied.then(|| lang.say(labels::DISSATISFIED).to_owned());
        let signs: Vec<String> = flag.into_iter().chain(dissatisfied).collect();
        StandShown {
            total: Score(stand.total),
            rank: said::rank(lang, stand.rank),
            flag: (!signs.is_empty()).then(|| signs.join(" · ")),
        }
    }

    /// `96.5 · 第 3 名（共 40） · 红旗窗口`.
    pub fn told(&self) -> String {
        let parts = [Some(self.total.0.to_string()), Some(self.rank.clone()), self.flag.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// Something that happened to an appeal or order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Happened {
    /// When, written.
    pub at: String,
    /// What.
    pub what: String,
    /// By whom, as the event says.
    pub by: Option<String>,
    /// What was said.
    pub text: Vec<String>,
    /// The digests of photos that it names.
    pub photos: Vec<String>,
    /// The event's source.
    pub source: String,
    /// The event's id.
    pub id: String,
}

/// An event behind an entry.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Behind {
    /// Its source.
    pub source: String,
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub what: String,
    /// Whether it was taken back.
    pub is_retracted: bool,
}

/// What the bureau can decide.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DecisionForm {
    /// What makes the form the same form.
    pub nonce: String,
    /// Whether it may go to data mending: it was not sent there before.
    pub may_mend: bool,
    /// Whether upholding it needs a remedy: its entry is there.
    pub needs_remedy: bool,
    /// The ways to put the entry right.
    pub remedies: Vec<RemedyShown>,
}

/// A way to put an entry right, with what would come of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RemedyShown {
    /// What the form names it by.
    pub key: String,
    /// What is done.
    pub what: String,
    /// Where the appellant stands.
    pub before: Option<StandShown>,
    /// Where they would stand.
    pub after: Option<StandShown>,
    /// Why it cannot be chosen.
    pub refused: Option<String>,
}

/// An appeal. `published` is the newest version of the month of its entry, where that is closed; `nonce` for those who decide.
///
/// # Errors
///
/// There is no such appeal in scope; the store cannot be read.
pub fn view(
    moment: &Moment<'_>,
    published: Option<&Version>,
    (id, scope): (&str, &Scope),
    nonce: Option<String>,
    lang: Lang,
) -> Result<AppealView, Problem> {
    let context = &moment.context;
    let found = appeals::find(context, id);
    let found = found.filter(|appeal| scope.has_window(context.registry(), appeal.window));
    let appeal = found.ok_or_else(|| Problem::Missing(Missing::Appeal, id.to_owned()))?;
    let entry = appeal.entry(context);
    let data = data_of(moment, appeal.filed)?;
    let text = |name: &str| data[name].as_str().map(str::to_owned);
    let reason = text("reason").unwrap_or_default();
    let mut history = vec![happened(moment, appeal.filed, lang.say(said::FILED), text("filed_by"), lang)];
    if let Some(first) = history.first_mut() {
        first.text.push(reason.clone());
    }
    for decision in &appeal.decisions {
        let data = data_of(moment, decision.event)?;
        let by = data["approved_by"].as_str().map(str::to_owned);
        let mut step = happened(moment, decision.event, lang.say(said::outcome(decision.outcome)), by, lang);
        step.text.extend(data["reason"].as_str().map(str::to_owned));
        history.push(step);
    }
    let state = appeal.state(context);
    let is_decided = matches!(state, AppealState::Upheld | AppealState::Dismissed);
    let decision = match nonce.filter(|_| !is_decided) {
        Some(nonce) => {
            Some(decision_form(moment, entry.as_ref(), nonce, state == AppealState::Undecided, lang)?)
        }
        None => None,
    };
    let line = entry.as_ref().and_then(|entry| entry_line(moment, published, entry, lang));
    Ok(AppealView {
        row: row(moment, &appeal, lang)?,
        as_of: as_of(context, lang),
        about_written: context.log.text(appeal.about).to_owned(),
        names_entry: entry.is_some(),
        entry: line,
        reason,
        filed_by: text("filed_by"),
        stands: entry.as_ref().and_then(|entry| stands(moment, published, entry, lang)),
        history,
        events: entry.as_ref().map(|entry| behind(context, entry, lang)).unwrap_or_default(),
        is_closed_month: published.is_some(),
        decision,
    })
}

/// The data of an event as it was sent.
///
/// # Errors
///
/// The store cannot be read.
pub fn data_of(moment: &Moment<'_>, event: EventIdx) -> Result<Value, Problem> {
    let kept = moment.records.event(moment.number(event))?;
    Ok(kept.map(|kept| data_in(&kept.raw)).unwrap_or_default())
}

/// The data in an event's text.
pub fn data_in(raw: &str) -> Value {
    let read = serde_json::from_str::<Value>(raw);
    read.map(|mut event| event["data"].take()).unwrap_or_default()
}

/// A step with its event.
pub fn happened(
    moment: &Moment<'_>,
    event: EventIdx,
    what: &str,
    by: Option<String>,
    lang: Lang,
) -> Happened {
    let context = &moment.context;
    let (source, id) = scoring::entry_name::identity(context, event);
    let at = lang.moment(&context.registry().zone, context.log.record(event).time, context.today().year());
    Happened { at, what: what.to_owned(), by, text: Vec::new(), photos: Vec::new(), source, id }
}

fn decision_form(
    moment: &Moment<'_>,
    entry: Option<&EntryName>,
    nonce: String,
    may_mend: bool,
    lang: Lang,
) -> Result<DecisionForm, Problem> {
    let context = &moment.context;
    let Some(entry) = entry.filter(|entry| entry.holds(context)) else {
        return Ok(DecisionForm { nonce, may_mend, needs_remedy: false, remedies: Vec::new() });
    };
    // What they say is not known yet and changes no figure.
    let grounds = Grounds { reason: "-".to_owned(), approved_by: "-".to_owned() };
    let what_if = WhatIf::from(moment, entry.month)?;
    let mut shown = Vec::new();
    for remedy in remedies(context, entry, &grounds) {
        let effect = effect(&what_if, moment, entry, &remedy.events)?;
        let figures = |stand: &Option<Stand>| stand.as_ref().map(|stand| StandShown::of(stand, lang));
        shown.push(RemedyShown {
            what: remedies::told(&remedy, lang),
            key: remedy.key,
            before: figures(&effect.before),
            after: figures(&effect.after),
            refused: refused(&effect).map(|word| lang.say(word).to_owned()),
        });
    }
    Ok(DecisionForm { nonce, may_mend, needs_remedy: true, remedies: shown })
}

fn refused(effect: &Effect) -> Option<reports::words::Word> {
    if !effect.lowered.is_empty() {
        return Some(said::LOWERS);
    }
    (!effect.is_gone).then_some(said::STAYS)
}

/// The line of an entry: of an open month, or as it was published.
pub fn entry_line(
    moment: &Moment<'_>,
    published: Option<&Version>,
    entry: &EntryName,
    lang: Lang,
) -> Option<LedgerLine> {
    let context = &moment.context;
    if let Some(version) = published {
        let wanted = |line: &Entry| line.name(entry.month) == *entry;
        return published::lines(context, &version.published, wanted, lang).into_iter().next();
    }
    let result = moment.result(entry.month)?;
    let (whose, found) = entry.find(context, result)?;
    let wanted = |subject, line: &_| subject == whose && std::ptr::eq(line, found);
    ledger::lines(context, result, wanted, lang).into_iter().next()
}

/// Where the owner of an entry stands: in the open month, or as it was published.
fn stands(
    moment: &Moment<'_>,
    published: Option<&Version>,
    entry: &EntryName,
    lang: Lang,
) -> Option<StandShown> {
    if let Some(version) = published {
        let standing = version.published.standing(published_book(entry), &entry.subject)?;
        let of = if entry.is_window { &version.published.windows } else { &version.published.staff };
        let of = of.iter().filter(|other| other.rank.is_some()).count();
        let stand = Stand {
            total: standing.total,
            rank: standing.rank.map(|rank| (rank, of)),
            flag: standing.flag,
            is_dissatisfied: standing.dissatisfied,
        };
        return Some(StandShown::of(&stand, lang));
    }
    let result = moment.result(entry.month)?;
    stand(result, entry.whose(&moment.context)?).map(|stand| StandShown::of(&stand, lang))
}

fn published_book(entry: &EntryName) -> Book {
    if entry.is_window { Book::Window } else { Book::Staff }
}

fn behind(context: &Context<'_>, entry: &EntryName, lang: Lang) -> Vec<Behind> {
    let told = |event: EventIdx| {
        let (source, id) = scoring::entry_name::identity(context, event);
        let fact = &context.log.record(event).fact;
        let what = format!(
            "{} · {}",
            words::event_type(lang, fact.type_word()),
            words::deeds::deed(context, fact, lang)
        );
        Behind { source, id, what, is_retracted: context.log.is_retracted(event) }
    };
    entry.events(context).into_iter().map(told).collect()
}

#[derive(Template)]
#[template(path = "appeal.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a AppealView,
}

impl Page<'_> {
    fn is_mending(&self) -> bool {
        self.view.row.state == AppealState::Mending.word()
    }

    fn is_mended(&self) -> bool {
        self.view.row.state == AppealState::Mended.word()
    }

    fn changes(&self) -> String {
        let month = self.view.row.month.as_deref().unwrap_or_default();
        self.ui.at(&format!("/months/{month}/changes"))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &AppealView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

/// The form that files an appeal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FilingForm {
    /// The time of the data.
    pub as_of: String,
    /// The entry's name.
    pub about: String,
    /// The month as it is spoken of.
    pub month_name: String,
    /// Whose book.
    pub whose: Named,
    /// The entry.
    pub entry: LedgerLine,
    /// Where its owner stands.
    pub stands: Option<StandShown>,
    /// The last day to appeal, written; none while nothing was put up yet.
    pub last_day: Option<String>,
    /// Why no appeal can be filed, in both languages.
    pub refused: Option<String>,
    /// What makes the form the same form.
    pub nonce: String,
}

/// The form for an entry.
///
/// # Errors
///
/// [`Problem::Refused`]: there is no such entry in scope; the store cannot be read.
pub fn filing(
    moment: &Moment<'_>,
    published: Option<&Version>,
    (about, scope): (&str, &Scope),
    nonce: String,
    lang: Lang,
) -> Result<FilingForm, Problem> {
    let context = &moment.context;
    let no_such = || crate::appeals::refused(said::NO_SUCH_ENTRY);
    let entry = EntryName::parse(about).ok_or_else(no_such)?;
    let is_own = |window| scope.has_window(context.registry(), window);
    if !scope.is_all() && !entry.window(context).is_some_and(is_own) {
        return Err(no_such());
    }
    let line = entry_line(moment, published, &entry, lang).ok_or_else(no_such)?;
    let time = appeal_time(moment, entry.month)?;
    let other = crate::appeals::of_entry(context, about);
    let refused = match (&time, other) {
        (_, Some(other)) => Some(said::appealed_already(context.log.text(other.id))),
        (Some(time), None) if time.until < context.today() => Some(said::too_late(entry.month, time)),
        (_, None) => None,
    };
    Ok(FilingForm {
        as_of: as_of(context, lang),
        about: about.to_owned(),
        month_name: lang.month(entry.month),
        whose: line.subject.clone(),
        stands: stands(moment, published, &entry, lang),
        entry: line,
        last_day: time.map(|time| lang.day(time.until, context.today().year())),
        refused: refused.map(|both| super::rejected::message_in(&both, lang).to_owned()),
        nonce,
    })
}

#[derive(Template)]
#[template(path = "appeal_form.html")]
struct FormPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a FilingForm,
}

impl FormPage<'_> {
    fn lines(&self) -> &[LedgerLine] {
        std::slice::from_ref(&self.view.entry)
    }
}

/// The page of the form. It posts to `/appeals`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn filing_html(ui: &Ui<'_>, view: &FilingForm) -> Result<String, askama::Error> {
    FormPage { ui, view }.render()
}

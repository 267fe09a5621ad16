//! Appeals: filed against an entry of the ledger and decided by the bureau, as events of the contract and nothing else.
//!
//! An appeal suspends nothing and makes nothing worse: filing and deciding alone change no score; what upholding one changes is
//! computed before it is entered, and refused where it would lower a total of the appellant's. Everything that belongs to a
//! decision is entered with it, in one delivery.

pub mod remedies;

use crate::answer::Problem;
use crate::app::App;
use crate::enter::{Entered, ToEnter, enter_decided};
use crate::handlers::versions::closed;
use crate::months::appeal_time;
use crate::pages::message::Missing;
use crate::pages::published::Version;
use crate::what_if::WhatIf;
use crate::words::appeals as said;
use ingest::live::Moment;
use remedies::{Grounds, effect, remedies};
use reports::words::Word;
use scoring::appeals::{self, Appeal, AppealState};
use scoring::context::Context;
use scoring::entry_name::EntryName;
use scoring::event::{AppealOutcome, Subject};
use scoring::log::SubjectIdx;
use scoring::registry::SiteIdx;
use serde_json::json;
use std::sync::Arc;

/// The longest reason, in characters.
pub const REASON_CHARACTERS_MAX: usize = 2000;
/// The longest name of who approves something, in characters.
pub const NAME_CHARACTERS_MAX: usize = 64;

/// For which windows somebody may act.
#[derive(Clone, Debug)]
pub enum Scope {
    /// The bureau: for all of them.
    All,
    /// For these, by id: a window's own desk, a department's head.
    Windows(Vec<String>),
}

impl Scope {
    /// Whether it holds a window.
    pub fn has(&self, window: &str) -> bool {
        match self {
            Scope::All => true,
            Scope::Windows(own) => own.iter().any(|own| own == window),
        }
    }
}

/// What is filed.
#[derive(Clone, Debug)]
pub struct Filing {
    /// The entry, as an [`EntryName`] writes it.
    pub about: String,
    /// Why it is wrong.
    pub reason: String,
}

/// What is decided.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// The appeal's id.
    pub appeal: String,
    /// Upheld, dismissed, or data wrong.
    pub outcome: AppealOutcome,
    /// Which remedy goes with an upheld one, by its key.
    pub remedy: Option<String>,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
}

/// A refusal, in both languages.
pub(crate) fn refused(word: Word) -> Problem {
    Problem::Refused(format!("{} / {}", word.zh, word.en))
}

/// A text as a person wrote it, without what stands around it.
///
/// # Errors
///
/// It is empty or too long.
pub(crate) fn text(given: &str, characters_max: usize, missing: Word) -> Result<String, Problem> {
    let given = given.trim();
    if given.is_empty() {
        return Err(refused(missing));
    }
    if given.chars().count() > characters_max {
        return Err(Problem::Refused(said::too_long(characters_max)));
    }
    Ok(given.to_owned())
}

/// Files an appeal and answers its id. `by` is the account, or the recipient whose personal link it was; `nonce` what the form
/// carried, so that one sent twice files once.
///
/// # Errors
///
/// [`Problem::Refused`] with the reason: the entry is not there, it was appealed against already, the time for it is over, the
/// window is not one of `scope`; [`Problem::Broken`].
pub async fn file_appeal(
    app: &Arc<App>,
    by: &str,
    nonce: &str,
    filing: Filing,
    scope: Scope,
) -> Result<String, Problem> {
    let reason = text(&filing.reason, REASON_CHARACTERS_MAX, said::REASON_MISSING)?;
    let entry = EntryName::parse(filing.about.trim()).ok_or_else(|| refused(said::NO_SUCH_ENTRY))?;
    let published = closed(app, Some(&entry.month.to_string()), None).await?.shown;
    let filed_by = by.to_owned();
    let entered = enter_decided(app, by, nonce, move |moment| {
        let context = &moment.context;
        check_entry(moment, published.as_ref(), &entry)?;
        let window = entry.window(context).ok_or_else(|| refused(said::NO_SUCH_ENTRY))?;
        let window = context.registry().windows[usize::from(window)].id.as_str();
        if !scope.has(window) {
            return Err(refused(said::NO_SUCH_ENTRY));
        }
        let time = appeal_time(moment, entry.month)?;
        if let Some(time) = time.filter(|time| time.until < context.today()) {
            return Err(Problem::Refused(said::too_late(entry.month, &time)));
        }
        let about = entry.to_string();
        if let Some(other) = of_entry(context, &about) {
            return Err(Problem::Refused(said::appealed_already(context.log.text(other.id))));
        }
        let id = free_id(context, "SS", |id| Subject::Appeal(id));
        let staff = if entry.is_window { entry.staff.clone() } else { Some(entry.subject.clone()) };
        let mut data = json!({
            "appeal": id, "window": window, "about": about, "reason": reason, "filed_by": filed_by,
        });
        if let Some(staff) = staff {
            data["staff"] = json!(staff);
        }
        Ok(vec![("appeal.filed", data)])
    });
    let entered = entered.await?;
    subject_id(app, &entered).await
}

/// Decides an appeal; what an upheld one changes is entered with it.
///
/// # Errors
///
/// [`Problem::Refused`] with the reason: it is decided already, an upheld one names no remedy, the remedy changes nothing or would
/// lower the appellant's total; [`Problem::Missing`]; [`Problem::Broken`].
pub async fn decide_appeal(app: &Arc<App>, by: &str, nonce: &str, ruling: Ruling) -> Result<(), Problem> {
    let reason = text(&ruling.reason, REASON_CHARACTERS_MAX, said::REASON_MISSING)?;
    let approved_by = text(&ruling.approved_by, NAME_CHARACTERS_MAX, said::APPROVAL_MISSING)?;
    let grounds = Grounds { reason, approved_by };
    let decide = move |moment: &Moment<'_>| decided(moment, &ruling, &grounds);
    enter_decided(app, by, nonce, decide).await.map(|_| ())
}

fn decided(moment: &Moment<'_>, ruling: &Ruling, grounds: &Grounds) -> Result<Vec<ToEnter>, Problem> {
    let context = &moment.context;
    let missing = || Problem::Missing(Missing::Appeal, ruling.appeal.clone());
    let appeal = appeals::find(context, &ruling.appeal).ok_or_else(missing)?;
    match (appeal.state(context), ruling.outcome) {
        (AppealState::Upheld | AppealState::Dismissed, _)
        | (AppealState::Mending | AppealState::Mended, AppealOutcome::DataWrong) => {
            return Err(refused(said::DECIDED_ALREADY));
        }
        (AppealState::Undecided, _)
        | (AppealState::Mending | AppealState::Mended, AppealOutcome::Upheld | AppealOutcome::Dismissed) => {}
    }
    let decision = json!({
        "appeal": ruling.appeal, "outcome": ruling.outcome.word(),
        "reason": grounds.reason, "approved_by": grounds.approved_by,
    });
    let mut events: Vec<ToEnter> = vec![("appeal.decided", decision)];
    if ruling.outcome != AppealOutcome::Upheld {
        return Ok(events);
    }
    // What names no entry, or one that is there no more, has nothing to put right.
    let Some(entry) = appeal.entry(context).filter(|entry| entry.holds(context)) else { return Ok(events) };
    let key = ruling.remedy.as_deref().ok_or_else(|| refused(said::REMEDY_MISSING))?;
    let remedy = remedies(context, &entry, grounds).into_iter().find(|remedy| remedy.key == key);
    let remedy = remedy.ok_or_else(|| refused(said::REMEDY_MISSING))?;
    let found = effect(&WhatIf::from(moment, entry.month)?, moment, &entry, &remedy.events)?;
    if let Some(lowered) = found.lowered.first() {
        return Err(Problem::Refused(said::would_lower(context, lowered)));
    }
    if !found.is_gone {
        return Err(refused(said::ENTRY_STAYS));
    }
    events.extend(remedy.events);
    Ok(events)
}

/// The appeal against an entry, if there is one.
pub fn of_entry(context: &Context<'_>, about: &str) -> Option<Appeal> {
    appeals::list(context).into_iter().find(|appeal| context.log.text(appeal.about) == about)
}

/// Whether an entry is there: in an open month's results, or in what was published of a closed one.
fn check_entry(moment: &Moment<'_>, published: Option<&Version>, entry: &EntryName) -> Result<(), Problem> {
    let is_there = match (published, moment.result(entry.month)) {
        (Some(version), _) => version.published.entries.iter().any(|line| line.name(entry.month) == *entry),
        (None, Some(result)) => entry.find(&moment.context, result).is_some(),
        (None, None) => false,
    };
    if is_there { Ok(()) } else { Err(refused(said::NO_SUCH_ENTRY)) }
}

/// An id that nobody has: letters, the year, a number that goes on.
pub(crate) fn free_id(context: &Context<'_>, letters: &str, subject: fn(&str) -> Subject<&str>) -> String {
    let year = context.today().year();
    let ids = (1..).map(|number: u32| format!("{letters}-{year}-{number:03}"));
    // Ids are taken for ever, also those of what was taken back.
    ids.into_iter().find(|id| context.log.find_subject(&subject(id)).is_none()).unwrap_or_default()
}

/// The id of the appeal or order that a form's first event is about.
pub(crate) async fn subject_id(app: &Arc<App>, entered: &Entered) -> Result<String, Problem> {
    let (source, id) = (entered.source.clone(), entered.ids.first().cloned().unwrap_or_default());
    let found = app.live.ask(move |moment| {
        let context = &moment.context;
        let site: SiteIdx = *context.registry().index.sites.get(&source)?;
        let place: SubjectIdx = context.log.subject_of(context.log.find(site, &id)?)?;
        context.log.subject(place).text().map(str::to_owned)
    });
    found.await?.ok_or_else(|| Problem::Broken("what a form entered is not there".to_owned()))
}

//! What a notice says, before any letter puts it into words: which case, since when, by when, what follows and when.
//!
//! [`facts`] takes a kept notice's body: a line of `notices.ndjson`, or what the service itself has to tell. Of the latter it
//! reads these members, each a text, each of them may be absent:
//!
//! | member | what |
//! | --- | --- |
//! | `window`, `department`, `staff`, `case`, `site` | ids of the registry or of a case |
//! | `date`, `due`, `since`, `month`, `year` | `2026-09-09`, `2026-09` or `2026` |
//! | `reason`, `about`, `outcome`, `by`, `counted` | what the letter's name of the same name shows; `outcome` is the contract's word |
//! | `notice`, `recipient`, `told`, `original` | of the notice that `unanswered` and `help_asked` are about: identity, recipient, the day on which they were told, and its own body |
//! | `document`, `period`, `version`, `code`, `as_of`, `files` | of a document that the schedule made: its kind, `2026-09` or `2026-W40`, the closed month's version, its code, the instant of its data, its files as [`Attached`] |
//! | `text` | `{"zh":…,"en":…}`: the whole story, where somebody has told it already |
//!
//! Nothing of an applicant is read: no `applicant`, no `comment`, whoever sends them along.

mod body;
mod case;
mod feedback;
mod month_end;
mod paper;
mod steps;
mod teller;

pub use teller::recipient_said;

use crate::delivery::Attached;
use crate::words::Lang;
use body::Body;
use scoring::context::Context;
use scoring::month::MonthResult;
use scoring::notices::NoticeKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use teller::Teller;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// What a notice says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The notice's identity.
    pub identity: String,
    /// Its kind.
    pub kind: String,
    /// How far up the ladder, 1 to 4.
    pub level: u8,
    /// The path of its page below the public address, for those who have an account.
    pub path: String,
    /// Its due date, `2026-09-08`, for sorting.
    pub due: Option<String>,
    /// Whether what it asks for was done meanwhile: the case completed, the complaint resolved, the rating verified.
    pub is_settled: bool,
    /// What stands for each of the [`super::names::NAMES`] that has something to say here.
    pub said: BTreeMap<String, Said>,
    /// The same for dates in as few words as a subject has room for: `9月8日`.
    pub short: BTreeMap<String, Said>,
    /// The files that go along.
    #[serde(default)]
    pub attached: Vec<Attached>,
}

impl Said {
    /// The same in both languages.
    pub fn alike(text: impl Into<String>) -> Said {
        let zh: String = text.into();
        Said { en: zh.clone(), zh }
    }

    /// Said in both languages by one function.
    pub fn by(say: impl Fn(Lang) -> String) -> Said {
        Said { zh: say(Lang::Zh), en: say(Lang::En) }
    }

    /// The text in a language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl Facts {
    /// What stands for a name in a language; nothing where there is nothing to say.
    pub fn said(&self, name: &str, lang: Lang) -> &str {
        self.said.get(name).map_or("", |said| said.in_lang(lang))
    }

    /// The same as a subject has it.
    pub fn short(&self, name: &str, lang: Lang) -> &str {
        self.short.get(name).map_or_else(|| self.said(name, lang), |said| said.in_lang(lang))
    }

    /// Says something under a name; an empty text leaves what was said before.
    pub(super) fn say(&mut self, name: &'static str, said: Said) {
        debug_assert!(super::names::is_known(name), "{name} is no name of letters");
        if !said.zh.is_empty() || !said.en.is_empty() {
            self.said.insert(name.to_owned(), said);
        }
    }
}

/// A notice that is counted in a message and not told: nothing is looked up for it, and it comes after those of its level.
pub fn counted(identity: &str, kind: &str, level: u8) -> Facts {
    let (identity, kind) = (identity.to_owned(), kind.to_owned());
    Facts { identity, kind, level, is_settled: true, ..Facts::default() }
}

/// What a notice says, as of the context's instant. `results` are the months at hand, for totals and ranks; none will do.
///
/// It never fails: what the body or the log do not know is left out.
pub fn facts(
    context: &Context<'_>,
    results: &[MonthResult],
    identity: &str,
    kind: &str,
    level: u8,
    body: &str,
) -> Facts {
    let body = Body::read(identity, body);
    let teller = Teller { context, results, year: context.today().year() };
    let mut facts = Facts {
        identity: identity.to_owned(),
        kind: kind.to_owned(),
        level,
        path: "/notices".to_owned(),
        due: body.due.map(|due| due.to_string()),
        is_settled: false,
        said: BTreeMap::new(),
        short: BTreeMap::new(),
        attached: Vec::new(),
    };
    facts.say("county", Said::alike(&context.registry().name));
    facts.say("title", super::catalogue::title(kind, level));
    facts.say("subject", Said::alike(&body.subject));
    teller.places(&mut facts, &body);
    if let Some(due) = body.due {
        teller.due(&mut facts, due);
    }
    match NoticeKind::of_word(kind) {
        Some(kind) => derived(&teller, &mut facts, kind, level, &body),
        None => steps::tell(&teller, &mut facts, kind, &body),
    }
    facts
}

fn derived(teller: &Teller<'_>, facts: &mut Facts, kind: NoticeKind, level: u8, body: &Body) {
    match kind {
        NoticeKind::CaseDue | NoticeKind::CaseOverdue | NoticeKind::JointDue | NoticeKind::JointOverdue => {
            case::tell(teller, facts, level, body);
        }
        NoticeKind::RepeatReturn => case::tell_returned(teller, facts, body),
        NoticeKind::ComplaintDue | NoticeKind::ComplaintOverdue => {
            feedback::tell_complaint(teller, facts, kind, body);
        }
        NoticeKind::RatingUnrectified | NoticeKind::RatingUnreplied | NoticeKind::RatingUnverified => {
            feedback::tell_rating(teller, facts, kind, body);
        }
        NoticeKind::TargetMissed => month_end::tell_target(teller, facts, body),
        NoticeKind::DismissalRecommended
        | NoticeKind::DissatisfiedWindow
        | NoticeKind::NotifyDepartment
        | NoticeKind::ReturnToUnit
        | NoticeKind::TransferRecommended
        | NoticeKind::YellowFlag
        | NoticeKind::YellowFlagWarning => month_end::tell_consequence(teller, facts, kind, body),
    }
}

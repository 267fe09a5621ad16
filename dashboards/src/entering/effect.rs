//! What events would change, before they are entered: totals, ranks and flags of those whom they are about, each line of their
//! books with the cap that holds it, flags of others, and what the rules would propose.

use crate::answer::Problem;
use crate::enter::Dated;
use crate::figures::{Figures, Score};
use crate::pages::Named;
use crate::pages::ledger::{self, LedgerLine};
use crate::pages::ranking::FlagShown;
use crate::what_if::{Stand, WhatIf, stand};
use crate::words::entering as said;
use ingest::live::Moment;
use ingest::store::digest::hex;
use reports::words::{Lang, signed};
use scoring::context::Context;
use scoring::ledger::{Account, Entry};
use scoring::month::{ActionSubject, MonthResult};
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::time::Month;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use utoipa::ToSchema;

/// What some events would change.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = EnteringEffect)]
pub struct Effect {
    /// The month that they count in, `2026-09`.
    pub month: String,
    /// Its name.
    pub month_name: String,
    /// The version in which it is closed; what is published stays until it is reissued.
    pub closed_version: Option<u32>,
    /// Those whom they are about, windows first.
    pub subjects: Vec<SubjectEffect>,
    /// Flags of other windows that would come or go, in words.
    pub flags_of_others: Vec<String>,
    /// How many other windows would have another rank.
    pub ranks_of_others: usize,
    /// What the rules would propose, and what they would propose no more, in words.
    pub consequences: Vec<String>,
    /// What a form brings back, so that exactly this is entered and nothing else.
    pub seen: String,
}

/// What would change for a window or staff member.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SubjectEffect {
    /// Who.
    pub who: Named,
    /// Whether that is a window.
    pub is_window: bool,
    /// How it stands; none without an assignment in the month.
    pub before: Option<StandShown>,
    /// How it would stand.
    pub after: Option<StandShown>,
    /// The lines that come, go, or count otherwise.
    pub lines: Vec<LineEffect>,
}

/// Where somebody stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = EffectStand)]
pub struct StandShown {
    /// The total.
    pub total: Score,
    /// The rank; none where not ranked.
    pub rank: Option<u32>,
    /// Of how many.
    pub of: usize,
    /// The flag.
    pub flag: Option<FlagShown>,
    /// Whether it is a dissatisfied window.
    pub is_dissatisfied: bool,
}

/// A line of a book that would change.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LineEffect {
    /// The line: as it would be, or as it is where it would go.
    #[serde(flatten)]
    pub line: LedgerLine,
    /// What counts of it now; none: it comes.
    pub applied_before: Option<Score>,
    /// What would count of it; none: it goes.
    pub applied_after: Option<Score>,
    /// Why less counts than the rule asks for.
    pub cap: Option<String>,
}

impl SubjectEffect {
    /// `−2.0`, or a dash: what the total would change by.
    pub fn change(&self) -> String {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) if before.total == after.total => "±0".to_owned(),
            (Some(before), Some(after)) => signed(after.total.0 - before.total.0),
            (Some(_) | None, Some(_) | None) => "—".to_owned(),
        }
    }
}

impl StandShown {
    /// `96.0`.
    pub fn total_text(&self) -> String {
        Figures::of_points([self.total.0].into_iter()).plain(&self.total)
    }
}

impl LineEffect {
    /// `−2.0`, or a dash where it is not there yet.
    pub fn before_text(&self) -> String {
        self.applied_before.map_or("—".to_owned(), |score| signed(score.0))
    }

    /// `−2.0`, or a dash where it is there no more.
    pub fn after_text(&self) -> String {
        self.applied_after.map_or("—".to_owned(), |score| signed(score.0))
    }
}

/// What the events of a form would change. `nonce` is the form's, so that they are the very events that it enters.
///
/// # Errors
///
/// The contract does not allow one of them; the store cannot be read.
pub fn effect(
    moment: &Moment<'_>,
    events: &[Dated],
    nonce: &str,
    (month, whose): (Month, &[ActionSubject]),
    lang: Lang,
) -> Result<Effect, Problem> {
    let what_if = WhatIf::from(moment, month)?;
    let supposed = what_if.with_form(events, nonce)?;
    let context = &moment.context;
    let after_context = Context { log: &supposed.log, ..*context };
    let of_month = |results: &'_ [MonthResult]| results.iter().position(|result| result.month == month);
    let broken = || Problem::Broken(format!("{month} was not scored"));
    let before = &what_if.as_they_are()[of_month(what_if.as_they_are()).ok_or_else(broken)?];
    let after = &supposed.results[of_month(&supposed.results).ok_or_else(broken)?];
    let mut effect = Effect {
        month: month.to_string(),
        month_name: lang.month(month),
        closed_version: super::record::closed_version(moment, month)?,
        subjects: Vec::new(),
        flags_of_others: Vec::new(),
        ranks_of_others: 0,
        consequences: Vec::new(),
        seen: String::new(),
    };
    let mut figures = format!("{month}\n");
    for &of in whose {
        let subject = SubjectEffect {
            who: named(context, of),
            is_window: matches!(of, ActionSubject::Window(_)),
            before: stand(before, of).map(shown),
            after: stand(after, of).map(shown),
            lines: lines((context, before), (&after_context, after), of, lang),
        };
        let _ = writeln!(figures, "{:?} {:?} {:?}", subject.who.id, subject.before, subject.after);
        for line in &subject.lines {
            let LineEffect { line, applied_before, applied_after, .. } = line;
            let _ = writeln!(figures, "{} {applied_before:?} {applied_after:?}", line.name);
        }
        effect.subjects.push(subject);
    }
    add_others(&mut effect, context, (before, after), whose, lang);
    for (was, is) in what_if.as_they_are().iter().zip(&supposed.results) {
        let told = |action: &scoring::month::Action, word: &str| {
            let who = named(context, action.subject);
            let month =
                if was.month == month { String::new() } else { format!(" {}", lang.month(was.month)) };
            format!("{word}{} {}{month} {}", who.id, who.name, lang.notice(action.kind, 2))
        };
        let has = |of: &MonthResult, action: &scoring::month::Action| {
            of.actions.iter().any(|other| (other.kind, other.subject) == (action.kind, action.subject))
        };
        let come = is.actions.iter().filter(|action| !has(was, action));
        effect.consequences.extend(come.map(|action| told(action, lang.say(said::PROPOSED))));
        let gone = was.actions.iter().filter(|action| !has(is, action));
        effect.consequences.extend(gone.map(|action| told(action, lang.say(said::PROPOSED_NO_MORE))));
    }
    let _ = write!(figures, "{} {:?}", effect.ranks_of_others, effect.closed_version);
    effect.seen = hex(&Sha256::digest(figures));
    Ok(effect)
}

fn named(context: &Context<'_>, of: ActionSubject) -> Named {
    match of {
        ActionSubject::Window(window) => Named::window(context.registry(), window),
        ActionSubject::Staff(staff) => Named::staff(context.registry(), staff),
    }
}

fn flag_shown(flag: Flag) -> FlagShown {
    match flag {
        Flag::Red => FlagShown::Red,
        Flag::Yellow => FlagShown::Yellow,
    }
}

fn shown(of: Stand) -> StandShown {
    StandShown {
        total: Score(of.total),
        rank: of.rank.map(|(rank, _)| rank),
        of: of.rank.map_or(0, |(_, of)| of),
        flag: of.flag.map(flag_shown),
        is_dissatisfied: of.is_dissatisfied,
    }
}

/// The lines of a subject that come, go, or count otherwise, in the order of the ledger.
fn lines(
    (before_context, before): (&Context<'_>, &MonthResult),
    (after_context, after): (&Context<'_>, &MonthResult),
    of: ActionSubject,
    lang: Lang,
) -> Vec<LineEffect> {
    let all = |context: &Context<'_>, result: &MonthResult| -> Vec<(LedgerLine, Option<String>)> {
        let account = account(result, of);
        let entries = account.map_or(&[][..], |account| &account.entries);
        let told = |entry: &Entry| {
            let cap = account.and_then(|account| cap(context, result, (of, account), entry, lang));
            (ledger::line(context, result, of, entry, lang), cap)
        };
        entries.iter().map(told).collect()
    };
    let (was, is) = (all(before_context, before), all(after_context, after));
    let mut found = Vec::new();
    for (line, _) in &was {
        if !is.iter().any(|(other, _)| other.name == line.name) {
            let applied_before = Some(line.applied);
            found.push(LineEffect { line: line.clone(), applied_before, applied_after: None, cap: None });
        }
    }
    for (line, cap) in is {
        let applied_before =
            was.iter().find(|(other, _)| other.name == line.name).map(|(other, _)| other.applied);
        if applied_before != Some(line.applied) {
            found.push(LineEffect { applied_before, applied_after: Some(line.applied), cap, line });
        }
    }
    found
}

fn account(result: &MonthResult, of: ActionSubject) -> Option<&Account> {
    match of {
        ActionSubject::Window(window) => result.window(window).map(|standing| &standing.account),
        ActionSubject::Staff(staff) => result.staff_member(staff).map(|standing| &standing.account),
    }
}

/// Why less of an entry counts than its rule asks for.
fn cap(
    context: &Context<'_>,
    result: &MonthResult,
    (of, account): (ActionSubject, &Account),
    entry: &Entry,
    lang: Lang,
) -> Option<String> {
    if entry.requested == entry.applied {
        return None;
    }
    let rulebook = context.county.rulebooks.of_month(result.month);
    let book = match of {
        ActionSubject::Window(_) => &rulebook.window_book,
        ActionSubject::Staff(_) => &rulebook.staff_book,
    };
    let category = entry.category.map_or(&book.bonus, |place| &book.categories[place]);
    let left = entry.category.map_or(Points::ZERO, |place| account.categories[place]);
    let counted = signed(entry.applied);
    Some(said::capped(lang, lang.title(&category.title), category.full, left, &counted))
}

/// What would change for windows that the events are not about.
fn add_others(
    effect: &mut Effect,
    context: &Context<'_>,
    (before, after): (&MonthResult, &MonthResult),
    whose: &[ActionSubject],
    lang: Lang,
) {
    for was in &before.windows {
        let of = ActionSubject::Window(was.window);
        let Some(is) = after.window(was.window).filter(|_| !whose.contains(&of)) else { continue };
        effect.ranks_of_others += usize::from(was.rank != is.rank);
        if was.flag != is.flag {
            let who = named(context, of);
            effect.flags_of_others.push(said::flag_moves(
                lang,
                &format!("{} {}", who.id, who.name),
                was.flag,
                is.flag,
            ));
        }
    }
}

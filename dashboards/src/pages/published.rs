//! A closed month as it was published: its ranking, its windows and staff, its lines, from the frozen files alone. Names are
//! those of today's registry; who is no longer in it goes by the id.

use super::Named;
use super::filter::Filter;
use super::ledger::LedgerLine;
use super::listed::{self, Head, Listed};
use super::ranking::{PreviousRanks, Ranking, Subjects};
use super::rates;
use super::window::{self, Subject};
use crate::figures::{Figures, Score, grouped};
use crate::rights::Scope;
use crate::words;
use ingest::store::sqlite::Records;
use ingest::store::{ClosedMonth, StoreError};
use reports::changes::published::{Book, Entry, Level, Standing};
use reports::changes::{MonthFiles, Names, Published};
use reports::explain::published::{book, categories, standing as explain};
use reports::explain::{Explanation, Statement, published};
use reports::words::{Lang, Word};
use scoring::context::Context;
use scoring::registry::{Assignment, Registry, WindowIdx};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// A version of a closed month, read back.
#[derive(Clone, Debug)]
pub struct Version {
    /// Which version, by whom and when.
    pub closed: ClosedMonth,
    /// The newest version that there is.
    pub newest: u32,
    /// What it says.
    pub published: Arc<Published>,
}

/// What a version says, read from its frozen files.
///
/// # Errors
///
/// The store cannot be read, or not what it keeps.
pub fn read(records: &Records, closed: &ClosedMonth) -> Result<Published, StoreError> {
    let (month, version) = (closed.month, closed.version);
    let lost = |cause| StoreError::Failed { attempt: format!("read version {version} of {month}"), cause };
    let frozen = records.frozen(month, version)?.ok_or_else(|| lost("it is gone".into()))?;
    let files = MonthFiles {
        result: frozen.result.as_bytes(),
        ledger: frozen.ledger.as_bytes(),
        notices: frozen.notices.as_bytes(),
    };
    Published::read(&files).map_err(|error| lost(Box::new(error)))
}

impl Version {
    /// A version read back, for who keeps none at hand; `newest` is the newest of its month.
    ///
    /// # Errors
    ///
    /// As [`read`].
    pub fn of(records: &Records, closed: &ClosedMonth, newest: u32) -> Result<Version, StoreError> {
        Ok(Version { closed: closed.clone(), newest, published: Arc::new(read(records, closed)?) })
    }
}

/// Which version a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Edition {
    /// The version, from 1.
    pub version: u32,
    /// The newest that there is.
    pub newest: u32,
    /// When it was published, written.
    pub closed: String,
    /// By whom.
    pub by: String,
    /// Why it was reissued.
    pub reason: Option<String>,
    /// The instant of the results, written.
    pub as_of: String,
    /// It saw all events up to this number.
    pub events: u64,
    /// The digest of those events.
    pub digest: String,
}

/// What a page says of a version. `newest` is the newest of its month.
pub fn edition(registry: &Registry, closed: &ClosedMonth, newest: u32, lang: Lang) -> Edition {
    let written = |at| lang.moment(&registry.zone, at, 0);
    Edition {
        version: closed.version,
        newest,
        closed: written(closed.closed),
        by: closed.closed_by.clone(),
        reason: closed.reason.clone(),
        as_of: written(closed.as_of),
        events: closed.events,
        digest: closed.digest.clone(),
    }
}

/// The ranking as it was published: the rows that are in scope, each with its rank among all. `previous` are the ranks of the month before.
pub fn ranking(
    context: &Context<'_>,
    version: &Version,
    previous: Option<&PreviousRanks>,
    subjects: Subjects,
    (scope, filter): (&Scope, &Filter),
    lang: Lang,
) -> Ranking {
    let (registry, published) = (context.registry(), version.published.as_ref());
    let rulebook = context.county.rulebooks.of_month(published.month);
    let standings = match subjects {
        Subjects::Windows => &published.windows,
        Subjects::Staff => &published.staff,
    };
    let completed = match subjects {
        Subjects::Windows => completed(published),
        Subjects::Staff => HashMap::new(),
    };
    let listed = standings.iter().map(|standing| Listed {
        rank: standing.rank,
        completed: completed.get(standing.id.as_str()).copied(),
        categories: categories(book(rulebook, standing.book), standing),
        bonus: standing.bonus,
        total: standing.total,
        flag: standing.flag,
        dissatisfied: standing.dissatisfied,
        grade: standing.evaluation.as_deref(),
        ..home(registry, published, standing, previous)
    });
    let edition = edition(registry, &version.closed, version.newest, lang);
    let points = standings.iter().flat_map(|of| of.categories.values().copied().chain([of.bonus]));
    let moved = published.entries.iter().flat_map(|entry| [entry.requested, entry.applied]);
    let head = Head {
        subjects,
        scope,
        month: published.month,
        rulebook,
        applied: [&published.rulebook, &published.rulebook_version],
        is_over: true,
        state: words::published(lang, &edition),
        as_of: edition.as_of.clone(),
        figures: Figures::of_points(points.chain(moved)),
        knows_before: previous.is_some(),
    };
    Ranking { edition: Some(edition), ..listed::ranking(context, &head, listed.collect(), filter, lang) }
}

/// The completed cases of each window.
fn completed(published: &Published) -> HashMap<&str, i64> {
    let own = published.rates.iter().filter(|of| of.level == Level::Window && of.rate == "completed");
    own.filter_map(|of| Some((of.id.as_str(), of.figure.as_deref()?.parse().ok()?))).collect()
}

/// Who it is and where, as today's registry has it.
fn home<'r>(
    registry: &'r Registry,
    published: &Published,
    standing: &Standing,
    previous: Option<&PreviousRanks>,
) -> Listed<'r> {
    let index = &registry.index;
    let id = standing.id.as_str();
    let (window, own_window, before, assignments): (_, _, _, &[Assignment]) = match standing.book {
        Book::Window => {
            let window = index.windows.get(id).copied();
            let before = window.and_then(|window| previous?.window(window));
            let assignments = window.map(|window| &registry.windows[usize::from(window)].assignments);
            (window, None, before, assignments.map_or(&[], |held| held))
        }
        Book::Staff => {
            let own = standing.home.first().map_or("", String::as_str);
            let window = index.windows.get(own).copied();
            let staff = index.staff.get(id).copied();
            let assignments = staff.map(|staff| &registry.staff[usize::from(staff)].assignments);
            (
                window,
                Some(named(registry, Book::Window, own)),
                staff.and_then(|staff| previous?.staff_member(staff)),
                assignments.map_or(&[], |held| held),
            )
        }
    };
    let (site, department) = place(registry, published, standing, window);
    Listed {
        who: named(registry, standing.book, id),
        window,
        department,
        site,
        own_window,
        rank: None,
        before,
        categories: Vec::new(),
        bonus: standing.bonus,
        total: standing.total,
        flag: None,
        dissatisfied: false,
        grade: None,
        assignments,
        completed: None,
    }
}

/// Who an id is, without a name where the registry no longer has it.
fn named(registry: &Registry, book: Book, id: &str) -> Named {
    let index = &registry.index;
    let known = match book {
        Book::Window => index.windows.get(id).map(|&window| Named::window(registry, window)),
        Book::Staff => index.staff.get(id).map(|&staff| Named::staff(registry, staff)),
    };
    known.unwrap_or_else(|| Named { id: id.to_owned(), name: String::new() })
}

/// Site and department as they were published: a window may have moved since.
fn place(
    registry: &Registry,
    published: &Published,
    standing: &Standing,
    window: Option<WindowIdx>,
) -> (Named, Named) {
    let of_window = match standing.book {
        Book::Window => Some(standing),
        Book::Staff => standing.home.first().and_then(|own| published.standing(Book::Window, own)),
    };
    let index = &registry.index;
    let by_id = |id: &str| Named { id: id.to_owned(), name: id.to_owned() };
    if let Some([site, department]) = of_window.map(|window| window.home.as_slice()) {
        let known = index.sites.get(site.as_str()).map(|&of| Named::site(registry, of));
        let held = index.departments.get(department.as_str()).map(|&of| Named::department(registry, of));
        return (known.unwrap_or_else(|| by_id(site)), held.unwrap_or_else(|| by_id(department)));
    }
    match window {
        Some(window) => {
            let of = &registry.windows[usize::from(window)];
            (Named::site(registry, of.site), Named::department(registry, of.department))
        }
        None => (by_id(""), by_id("")),
    }
}

/// A window's or staff member's month as it was published; none where the version does not list it in scope.
pub fn subject(
    context: &Context<'_>,
    version: &Version,
    previous: Option<&PreviousRanks>,
    (subjects, id): (Subjects, &str),
    scope: &Scope,
    lang: Lang,
) -> Option<Subject> {
    let published = version.published.as_ref();
    let of = match subjects {
        Subjects::Windows => Book::Window,
        Subjects::Staff => Book::Staff,
    };
    let standing = published.standing(of, id)?;
    let ranking = ranking(context, version, previous, subjects, (scope, &Filter::default()), lang);
    let rows = ranking.ranked.iter().chain(ranking.unranked.iter().flat_map(|group| &group.rows));
    let row = rows.into_iter().find(|row| row.id == id)?;
    let who = Named { id: row.id.clone(), name: row.name.clone() };
    let place = [row.department.name.clone(), row.site.name.clone()];
    let related: Vec<Named> = row.window.iter().cloned().collect();
    let own = |entry: &Entry| entry.book == of && entry.subject == id;
    let explanation =
        window::own_words(explanation(context, version, standing, lang), (&ranking, row), scope, lang);
    let targets = &context.county.rulebooks.of_month(published.month).targets;
    Some(Subject {
        rates: match subjects {
            Subjects::Windows => rates::of_published(published, Level::Window, id, targets, lang),
            Subjects::Staff => Vec::new(),
        },
        place: place.into_iter().filter(|name| !name.is_empty()).collect(),
        related,
        ledger: lines(context, published, own, lang),
        explanation,
        ..window::subject(ranking, who)
    })
}

fn explanation(context: &Context<'_>, version: &Version, standing: &Standing, lang: Lang) -> Explanation {
    let rulebook = context.county.rulebooks.of_month(version.published.month);
    let edition = edition(context.registry(), &version.closed, version.newest, lang);
    let head = [
        (words::VERSION, Some(words::version(lang, edition.version))),
        (words::PUBLISHED_AT, Some(edition.closed)),
        (words::BY_WHOM, Some(edition.by)),
        (words::REASON_OF_REISSUE, edition.reason),
        (words::EVENTS_SEEN, Some(grouped(&edition.events))),
        (words::DIGEST, Some(edition.digest)),
    ];
    let said = |(label, text): (Word, Option<String>)| {
        Some(Statement { label: lang.say(label).to_owned(), lines: vec![text?] })
    };
    let head = head.into_iter().filter_map(said).collect();
    explain(&version.published, standing, rulebook, &names(context), head, lang)
}

fn names<'c>(context: &Context<'c>) -> Names<'c> {
    Names::new(Some(context.registry()), vec![context.county.rulebooks])
}

/// The lines of a published ledger that pass a test, in its order.
pub fn lines(
    context: &Context<'_>,
    published: &Published,
    wanted: impl Fn(&Entry) -> bool,
    lang: Lang,
) -> Vec<LedgerLine> {
    let names = names(context);
    let entries = published.entries.iter().filter(|entry| wanted(entry));
    entries.map(|entry| line(context, published, entry, &names, lang)).collect()
}

fn line(
    context: &Context<'_>,
    published: &Published,
    entry: &Entry,
    names: &Names<'_>,
    lang: Lang,
) -> LedgerLine {
    let rulebook = context.county.rulebooks.of_month(published.month);
    let rule = book(rulebook, entry.book).rules.iter().find(|rule| rule.id == entry.rule);
    LedgerLine {
        month: published.month.to_string(),
        subject: named(context.registry(), entry.book, &entry.subject),
        is_window: entry.book == Book::Window,
        date: entry.date.to_string(),
        day: lang.day(entry.date, published.month.year()),
        title: names.kind(&entry.kind, lang).to_owned(),
        rule: entry.rule.clone(),
        clause: rule.map_or_else(|| entry.rule.clone(), |rule| published::rule_told(rule, lang)),
        requested: Score(entry.requested),
        applied: Score(entry.applied),
        case: entry.case.clone(),
        name: entry.name(published.month).to_string(),
        events: entry.evidence.iter().map(|event| format!("{}/{}", event.source, event.id)).collect(),
    }
}

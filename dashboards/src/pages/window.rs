//! A window's month: where it stands, what its total is made of, and why, line by line.

use super::decided::{self, DecisionMark};
use super::ledger::{self, LedgerLine};
use super::proposals;
use super::ranking::{self, FlagShown, PreviousRanks, Ranking, Row};
use super::steps::{AppealMark, Steps};
use super::{Named, filter::Filter};
use crate::links::segment;
use crate::ui::Ui;
use crate::words::{self, appeals as appealed, orders as ordered};
use askama::Template;
use reports::explain::{self, Body, EntryLine, Explanation, Statement};
use reports::words::{Lang, labels};
use scoring::context::Context;
use scoring::month::{ActionSubject, MonthResult, PastMonth};
use scoring::registry::{Assignment, WindowIdx};
use serde::Serialize;

/// A window's or staff member's month as people see it.
#[derive(Debug, Serialize)]
pub struct Subject {
    /// The ranking's columns, and of its rows the subject's own.
    #[serde(flatten)]
    pub ranking: Ranking,
    /// The row of the ranking; none without an assignment in the month.
    pub row: Option<Row>,
    /// Why it is not ranked.
    pub unranked_because: Option<String>,
    /// Who.
    pub who: Named,
    /// Where: department and site; for staff the window first.
    pub place: Vec<String>,
    /// The window of a staff member, or the people of a window.
    pub related: Vec<Named>,
    /// Every line of the book, in the order in which they were applied.
    pub ledger: Vec<LedgerLine>,
    /// The month in words.
    pub explanation: Explanation,
    /// Appeals and rectification orders, and what can be done.
    pub steps: Steps,
}

/// A window's month. `earlier` is what is known of the months before, `previous` the ranks of the month before.
pub fn view(
    context: &Context<'_>,
    earlier: &[PastMonth],
    result: &MonthResult,
    previous: Option<&PreviousRanks>,
    window: WindowIdx,
    lang: Lang,
) -> Subject {
    let registry = context.registry();
    let of = &registry.windows[usize::from(window)];
    let who = Named::window(registry, window);
    let ranking = ranking::windows(context, result, previous, &Filter::default(), lang);
    let (first, last) = (result.month.first_day(), result.month.last_day());
    let here = |assignment: &&Assignment| assignment.from <= last && assignment.to >= first;
    let mut people: Vec<Named> = of
        .assignments
        .iter()
        .filter(here)
        .map(|assignment| Named::staff(registry, assignment.staff))
        .collect();
    people.dedup();
    Subject {
        place: vec![Named::department(registry, of.department).name, Named::site(registry, of.site).name],
        related: people,
        ledger: ledger::lines(context, result, |subject, _| subject == ActionSubject::Window(window), lang),
        explanation: explain::window(context, earlier, result, window, lang),
        ..subject(ranking, who)
    }
}

/// The part that windows and staff have in common: the ranking without its rows, and the row of the subject.
pub(super) fn subject(mut ranking: Ranking, who: Named) -> Subject {
    let ranked = std::mem::take(&mut ranking.ranked);
    let unranked = std::mem::take(&mut ranking.unranked);
    let mut because = None;
    let mut row = ranked.into_iter().find(|row| row.id == who.id);
    for group in unranked {
        if let Some(own) = group.rows.into_iter().find(|row| row.id == who.id) {
            (row, because) = (Some(own), Some(group.because));
        }
    }
    Subject {
        ranking,
        row,
        unranked_because: because,
        who,
        place: Vec::new(),
        related: Vec::new(),
        ledger: Vec::new(),
        explanation: Explanation {
            title: String::new(),
            subtitle: String::new(),
            head: Vec::new(),
            sections: Vec::new(),
        },
        steps: Steps::default(),
    }
}

#[derive(Template)]
#[template(path = "subject.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Subject,
    explanation: &'a Explanation,
    lang: Lang,
    linked: Option<Linked<'a>>,
}

/// What an explanation links to, where there are other pages.
pub(crate) struct Linked<'a> {
    pub ui: &'a Ui<'a>,
    /// The people of a window.
    pub people: &'a [Named],
    /// What can be done about its entries, and what was.
    pub steps: &'a Steps,
}

impl Linked<'_> {
    /// The appeal against an entry.
    pub(crate) fn appeal(&self, line: &EntryLine) -> Option<&AppealMark> {
        self.steps.appeals.iter().find(|mark| mark.about == line.name)
    }

    /// Whether the reader can appeal against an entry here and now.
    pub(crate) fn may_appeal(&self) -> bool {
        self.steps.may_appeal && self.ui.may_answer() && self.ui.links.is_served()
    }

    /// Where the form is that appeals against an entry.
    pub(crate) fn to_appeal(&self, line: &EntryLine) -> String {
        self.ui.at(&format!("/appeals/new?about={}", segment(&line.name)))
    }
}

impl Page<'_> {
    /// Whether a statement of the head lists the people, who have pages.
    fn names_people(&self, statement: &Statement) -> bool {
        let people = self.linked.as_ref().map_or(0, |linked| linked.people.len());
        people > 0 && statement.label == self.lang.say(labels::PEOPLE)
    }

    /// What was decided about the subject's flag and consequences, each with what it is called.
    fn decisions(&self) -> Vec<(String, &DecisionMark)> {
        let own = self.view.ranking.decisions.iter().filter(|mark| {
            mark.subject == self.view.who.id && decided::is_of_staff(&mark.kind) == self.is_staff()
        });
        own.map(|mark| (proposals::title(&mark.kind, self.lang), mark)).collect()
    }

    /// Where an order is issued for what the month shows.
    fn to_order(&self) -> String {
        let (window, month) = (segment(&self.view.who.id), &self.view.ranking.month);
        self.ui.at(&format!("/orders/new?window={window}&month={month}"))
    }

    fn is_staff(&self) -> bool {
        self.view.ranking.subjects == ranking::Subjects::Staff
    }

    fn rank_told(&self, rank: &u32) -> String {
        words::rank_of(self.lang, *rank, self.view.ranking.ranked_count)
    }

    /// The rank against the month before, where that is known.
    fn moved(&self, row: &Row) -> String {
        words::moved(self.lang, row.movement)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Subject) -> Result<String, askama::Error> {
    let people = match view.ranking.subjects {
        ranking::Subjects::Windows => view.related.as_slice(),
        ranking::Subjects::Staff => &[],
    };
    let linked = Linked { ui, people, steps: &view.steps };
    Page { ui, view, explanation: &view.explanation, lang: ui.lang, linked: Some(linked) }.render()
}

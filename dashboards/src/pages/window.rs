//! A window's month: where it stands, what its total is made of, and why, line by line.

use super::charts;
use super::charts::ChartName;
use super::decided::DecisionMark;
use super::document_links::DocumentLink;
use super::ledger::{self, LedgerLine};
use super::proposals;
use super::ranking::{self, FlagShown, PreviousRanks, Ranking, Row};
use super::rates::{self, RateRow};
use super::steps::{AppealMark, Steps};
use super::year::{self, Year, YearMonth};
use super::{Named, filter::Filter};
use crate::links::segment;
use crate::rights::Scope;
use crate::ui::Ui;
use crate::words::{self, appeals as appealed, orders as ordered, subjects};
use askama::Template;
use reports::changes::published::Level;
use reports::charts::of::Whose;
use reports::explain::{self, Body, EntryLine, Explanation, Statement};
use reports::papers::Kind;
use reports::words::{Lang, labels};
use scoring::context::Context;
use scoring::month::{ActionSubject, MonthResult, PastMonth};
use scoring::registry::{Assignment, WindowIdx};
use serde::Serialize;
use utoipa::ToSchema;

/// A window's or staff member's month as people see it.
#[derive(Debug, Serialize, ToSchema)]
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
    #[schema(value_type = crate::api::borrowed::ExplanationShape)]
    pub explanation: Explanation,
    /// Appeals and rectification orders, and what can be done.
    pub steps: Steps,
    /// The rates of a window, each with what it is made of and the target.
    pub rates: Vec<RateRow>,
    /// The year month by month; empty in a folder of one month.
    pub year: Year,
}

/// A window's month. `earlier` is what is known of the months before, `previous` the ranks of the month before.
pub fn view(
    context: &Context<'_>,
    earlier: &[PastMonth],
    result: &MonthResult,
    previous: Option<&PreviousRanks>,
    window: WindowIdx,
    scope: &Scope,
    lang: Lang,
) -> Subject {
    let registry = context.registry();
    let of = &registry.windows[usize::from(window)];
    let who = Named::window(registry, window);
    let ranking = ranking::windows(context, result, previous, scope, &Filter::default(), lang);
    let own = subject(ranking, who);
    let explanation = explain::window(context, earlier, result, window, lang);
    let (first, last) = (result.month.first_day(), result.month.last_day());
    let here = |assignment: &&Assignment| assignment.from <= last && assignment.to >= first;
    let mut people: Vec<Named> = of
        .assignments
        .iter()
        .filter(here)
        .map(|assignment| Named::staff(registry, assignment.staff))
        .collect();
    people.dedup();
    let targets = &context.county.rulebooks.of_month(result.month).targets;
    let standing = result.window(window);
    Subject {
        rates: standing
            .map_or(Vec::new(), |standing| rates::of(&standing.rates, targets, Level::Window, lang)),
        place: vec![Named::department(registry, of.department).name, Named::site(registry, of.site).name],
        related: people,
        ledger: ledger::lines(context, result, |subject, _| subject == ActionSubject::Window(window), lang),
        explanation: match &own.row {
            Some(row) => own_words(explanation, (&own.ranking, row), scope, lang),
            None => explanation,
        },
        ..own
    }
}

/// A month in words, for who may see only what is in scope: who has the same rank is not told, and how far it is to others
/// is told without saying who they are.
pub(super) fn own_words(
    mut explanation: Explanation,
    (ranking, row): (&Ranking, &Row),
    scope: &Scope,
    lang: Lang,
) -> Explanation {
    if scope.is_all() {
        return explanation;
    }
    let told = [labels::TO_RANK_ABOVE, labels::TO_RANK_BELOW, labels::TO_RED, labels::TO_YELLOW];
    let told = told.map(|label| lang.say(label));
    explanation.head.retain(|statement| !told.contains(&statement.label.as_str()));
    let among = match ranking.subjects {
        ranking::Subjects::Windows => labels::WINDOWS,
        ranking::Subjects::Staff => labels::STAFF_RANKED,
    };
    let standing = explanation.head.iter_mut().find(|statement| statement.label == lang.say(labels::RANK));
    if let (Some(standing), Some(rank)) = (standing, row.rank) {
        standing.lines = vec![lang.ranked(rank, ranking.ranked_count, among, &[])];
    }
    let margins = [
        (labels::TO_RANK_ABOVE, &row.behind_next),
        (labels::TO_RED, &row.behind_red),
        (labels::TO_YELLOW, &row.above_yellow),
    ];
    let margins = margins.into_iter().filter_map(|(label, margin)| {
        let text = lang.points(margin.as_ref()?.0);
        Some(Statement { label: lang.say(label).to_owned(), lines: vec![text] })
    });
    explanation.head.extend(margins);
    explanation
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
        rates: Vec::new(),
        year: Year::default(),
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
    fn whose(&self) -> Whose<'_> {
        let id = &self.view.who.id;
        if self.is_staff() { Whose::Staff(id) } else { Whose::Window(id) }
    }

    /// The charts that stand at the page.
    fn pictures(&self) -> Vec<(String, &'static str)> {
        let last = if self.is_staff() { ChartName::Attendance } else { ChartName::Deductions };
        charts::addresses(self.ui, self.whose(), &[ChartName::Trend, last])
    }

    fn to_charts(&self) -> String {
        charts::all_of(self.ui, self.whose())
    }

    /// Whether a statement of the head lists the people, who have pages.
    fn names_people(&self, statement: &Statement) -> bool {
        let people = self.linked.as_ref().map_or(0, |linked| linked.people.len());
        people > 0 && statement.label == self.lang.say(labels::PEOPLE)
    }

    /// The rates that the explanation does not tell: those of a closed month.
    fn rates_apart(&self) -> &[RateRow] {
        if self.view.ranking.edition.is_some() { &self.view.rates } else { &[] }
    }

    /// What an entry is called that an appeal is about.
    fn about(&self, mark: &AppealMark) -> String {
        let line = self.view.ledger.iter().find(|line| line.name == mark.about);
        line.map_or(String::new(), |line| format!("{} {} {}", line.day, line.title, line.applied_text()))
    }

    /// This page in a month of the year.
    fn in_month(&self, of: &YearMonth) -> String {
        of.place().map_or(String::new(), |month| self.ui.to_month(&month))
    }

    /// A rate of a month of the year.
    fn followed<'y>(&self, of: &'y YearMonth, name: impl AsRef<str>) -> Option<&'y RateRow> {
        rates::find(&of.rates, name.as_ref())
    }

    /// The heading of the year.
    fn year_told(&self) -> String {
        subjects::year_by_month(self.lang, self.view.year.year)
    }

    /// The heads of the rates that the year's table follows.
    fn followed_heads(&self) -> [String; year::FOLLOWED.len()] {
        year::FOLLOWED.map(|name| self.lang.rate(name).to_owned())
    }

    /// How often the window had the flags this year.
    fn flown(&self) -> String {
        let months = &self.view.year.months;
        let count = |flag| months.iter().filter(|of| of.flag == Some(flag)).count();
        let dissatisfied = months.iter().filter(|of| of.dissatisfied).count();
        subjects::flown(self.lang, count(FlagShown::Red), count(FlagShown::Yellow), dissatisfied)
    }

    /// What was decided about the subject's flag and consequences, each with what it is called.
    fn decisions(&self) -> Vec<(String, &DecisionMark)> {
        let own = self.view.ranking.decisions.iter();
        own.map(|mark| (proposals::title(&mark.kind, self.lang), mark)).collect()
    }

    /// Where an order is issued for what the month shows.
    fn to_order(&self) -> String {
        let (window, month) = (segment(&self.view.who.id), &self.view.ranking.month);
        self.ui.at(&format!("/orders/new?window={window}&month={month}"))
    }

    /// Its sheet, to be printed and signed.
    fn sheet(&self) -> Option<DocumentLink> {
        let kind = if self.is_staff() { Kind::Staff } else { Kind::Window };
        self.ui.document(&self.view.ranking.month, kind, Some(&self.view.who.id))
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

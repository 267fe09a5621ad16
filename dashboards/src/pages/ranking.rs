//! The ranking of a month, of windows or of staff: ranks with their movement, flags, what is left of each category, margins.

use super::charts;
use super::decided::{self, DecisionMark};
use super::document_links::DocumentLink;
use super::filter::{Choice, Filter};
use super::listed::{Head, Listed, ranking};
use super::peers::{Peer, PeerGroup};
use super::published::Edition;
use super::sorting::{Heads, Sort, Value};
use super::{Named, as_of};
use crate::figures::{Figures, Score, full_marks};
use crate::links::{Place, with_query};
use crate::rights::Scope;
use crate::ui::Ui;
use crate::words::{self, subjects};
use askama::Template;
use reports::changes::Published;
use reports::charts::of::Whose;
use reports::papers::Kind;
use reports::words::{Lang, labels};
use scoring::context::Context;
use scoring::ledger::Account;
use scoring::month::MonthResult;
use scoring::notices::NoticeKind;
use scoring::registry::{Registry, StaffIdx, WindowIdx};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Who is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subjects {
    /// Windows, by the window book.
    Windows,
    /// Staff, by the staff book.
    Staff,
}

/// A month's ranking as people see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ranking {
    /// Who is ranked.
    pub subjects: Subjects,
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub month_name: String,
    /// Whether the month is over.
    pub is_over: bool,
    /// Whether no event ever came: everybody has full marks then, which says nothing.
    pub is_without_data: bool,
    /// That it is over, or that results are provisional.
    pub state: String,
    /// The time of the data.
    pub as_of: String,
    /// The rulebook and its version.
    pub rulebook: String,
    /// The version of a closed month; none while it is open.
    pub edition: Option<Edition>,
    /// What the list is narrowed to.
    pub filter: Filter,
    /// What it can be narrowed to.
    pub choices: Choices,
    /// The categories that points are taken from.
    pub columns: Vec<Column>,
    /// The bonus; its full marks are the most that it can make.
    pub bonus: Column,
    /// Those with a rank, best first.
    pub ranked: Vec<Row>,
    /// How many are ranked, whatever the list is narrowed to.
    pub ranked_count: usize,
    /// The others, by reason.
    pub unranked: Vec<Unranked>,
    /// Windows with the red flag.
    pub red: Vec<Named>,
    /// Windows with the yellow flag.
    pub yellow: Vec<Named>,
    /// Dissatisfied windows.
    pub dissatisfied: Vec<Named>,
    /// The groups of windows by volume.
    pub peers: Vec<PeerGroup>,
    /// Whether it is shown by the official rank or by peer groups.
    pub shape: Shape,
    /// What it is sorted by.
    pub sort: Sort,
    /// What was decided about flags and consequences, beside the result; nothing while the month goes on.
    pub decisions: Vec<DecisionMark>,
    /// How figures are written.
    #[serde(skip)]
    pub figures: Figures,
}

/// How a ranking is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// By the official rank.
    #[default]
    Official,
    /// Windows by peer groups of about the same volume.
    Peers,
}

impl Ranking {
    /// What was decided about a row's flag.
    pub fn flag_decision(&self, row: &Row) -> Option<&DecisionMark> {
        self.decision(decided::kind_of(row.flag?), &row.id)
    }

    /// What was decided about a row that is a dissatisfied window.
    pub fn dissatisfied_decision(&self, row: &Row) -> Option<&DecisionMark> {
        self.decision(NoticeKind::DissatisfiedWindow.word(), &row.id).filter(|_| row.dissatisfied)
    }

    fn decision(&self, kind: &str, id: &str) -> Option<&DecisionMark> {
        self.decisions.iter().find(|mark| mark.kind == kind && mark.subject == id)
    }
}

/// What a ranking can be narrowed to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RankingChoices)]
pub struct Choices {
    /// Sites.
    pub sites: Vec<Choice>,
    /// Departments.
    pub departments: Vec<Choice>,
}

/// The head of a column of points.
#[derive(Debug, Serialize, ToSchema)]
pub struct Column {
    /// The category's letter.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Full marks.
    pub full: Score,
}

/// Those that are not ranked for one reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unranked {
    /// Why.
    pub because: String,
    /// Who.
    pub rows: Vec<Row>,
}

/// One window or staff member.
#[derive(Debug, Serialize, ToSchema)]
pub struct Row {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The rank.
    pub rank: Option<u32>,
    /// Against the month before.
    pub movement: Movement,
    /// `red` or `yellow`.
    pub flag: Option<FlagShown>,
    /// Whether it is a dissatisfied window.
    pub dissatisfied: bool,
    /// The window of a staff member's last assignment.
    pub window: Option<Named>,
    /// The department.
    pub department: Named,
    /// The site.
    pub site: Named,
    /// The grade of a staff member's evaluation.
    pub grade: Option<String>,
    /// What is left of each category.
    pub categories: Vec<Mark>,
    /// The bonus.
    pub bonus: Mark,
    /// What is left and what was given.
    pub total: Score,
    /// How far it is to the next better rank; nothing where the totals are equal.
    pub behind_next: Option<Score>,
    /// How far it is to the last red flag.
    pub behind_red: Option<Score>,
    /// How far it is above the yellow flag.
    pub above_yellow: Option<Score>,
    /// The completed cases of a window in the month.
    pub completed: Option<i64>,
    /// Where a ranked window stands among those of its volume.
    pub peer: Option<Peer>,
}

/// A flag in a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlagShown {
    /// The model window's.
    Red,
    /// The last one's.
    Yellow,
}

/// A rank against that of the month before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// Better by so many ranks.
    Up(u32),
    /// Worse by so many ranks.
    Down(u32),
    /// The same.
    Same,
    /// Not ranked then.
    New,
    /// Not ranked now, or nothing is known of the month before.
    Unknown,
}

impl Movement {
    /// `▲2`.
    pub fn text(&self) -> String {
        match self {
            Movement::Up(ranks) => format!("▲{ranks}"),
            Movement::Down(ranks) => format!("▼{ranks}"),
            Movement::Same => "–".to_owned(),
            Movement::New | Movement::Unknown => String::new(),
        }
    }
}

/// What is left of a category.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mark {
    /// Points.
    pub points: Score,
    /// How it stands out.
    pub state: MarkState,
}

/// How a mark stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarkState {
    /// Nothing was taken, or no bonus was given: quiet.
    Untouched,
    /// Something was.
    Touched,
    /// Nothing is left.
    UsedUp,
}

impl MarkState {
    /// The class of its cell.
    pub fn class(&self) -> &'static str {
        match self {
            MarkState::Untouched => "quiet",
            MarkState::Touched => "",
            MarkState::UsedUp => "gone",
        }
    }
}

/// The columns that a ranking can be sorted by, beside its categories and bonus, which go by their letters.
const SORTED_BY: [&str; 11] =
    ["rank", "move", "who", "window", "department", "site", "completed", "grade", "next", "red", "yellow"];

impl Ranking {
    /// Sorts the rows by what the address says; the rank stays what it is.
    pub fn sort_by(&mut self, asked: Option<&str>) {
        let letters = self.columns.iter().chain([&self.bonus]).map(|column| column.id.as_str());
        let columns: Vec<&str> = SORTED_BY.into_iter().chain(["total"]).chain(letters).collect();
        let sort = Sort::parse(asked, &columns);
        if !sort.by.is_empty() {
            let letters: Vec<String> = self.columns.iter().map(|column| column.id.clone()).collect();
            let value = |row: &Row| row.value(&sort.by, &letters);
            sort.rows(&mut self.ranked, value);
            for group in &mut self.unranked {
                sort.rows(&mut group.rows, value);
            }
        }
        self.sort = sort;
    }

    /// Lays windows out by peer groups where the address asks for it.
    pub fn lay_out(&mut self, asked: Option<&str>) {
        if asked == Some("peers") && self.subjects == Subjects::Windows {
            self.shape = Shape::Peers;
        }
    }

    /// The rows of a peer group, in the order of the list.
    pub fn rows_of(&self, group: usize) -> impl Iterator<Item = &Row> {
        self.ranked.iter().filter(move |row| row.peer.is_some_and(|peer| peer.group == group))
    }
}

impl Row {
    /// What a column compares; `letters` are those of the categories in their order.
    fn value(&self, by: &str, letters: &[String]) -> Option<Value> {
        let points = |score: Score| Value::Figure(i64::from(score.0.0));
        let named = |named: &Named| Value::Text(named.id.clone());
        match by {
            "rank" => self.rank.map(|rank| Value::Figure(i64::from(rank))),
            "move" => match self.movement {
                Movement::Up(ranks) => Some(Value::Figure(i64::from(ranks))),
                Movement::Down(ranks) => Some(Value::Figure(-i64::from(ranks))),
                Movement::Same => Some(Value::Figure(0)),
                Movement::New | Movement::Unknown => None,
            },
            "who" => Some(Value::Text(self.id.clone())),
            "window" => self.window.as_ref().map(named),
            "department" => Some(Value::Text(self.department.name.clone())),
            "site" => Some(Value::Text(self.site.name.clone())),
            "completed" => self.completed.map(Value::Figure),
            "grade" => self.grade.clone().map(Value::Text),
            "total" => Some(points(self.total)),
            "next" => self.behind_next.map(points),
            "red" => self.behind_red.map(points),
            "yellow" => self.above_yellow.map(points),
            letter => {
                let place = letters.iter().position(|other| other == letter);
                let mark = place.map_or(Some(&self.bonus), |place| self.categories.get(place));
                mark.map(|mark| points(mark.points))
            }
        }
    }
}

/// The ranks of the month before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviousRanks {
    windows: HashMap<WindowIdx, u32>,
    staff: HashMap<StaffIdx, u32>,
}

impl PreviousRanks {
    /// The ranks of a month's result.
    pub fn of(result: &MonthResult) -> PreviousRanks {
        PreviousRanks {
            windows: result.windows.iter().filter_map(|of| Some((of.window, of.rank?))).collect(),
            staff: result.staff.iter().filter_map(|of| Some((of.staff, of.rank?))).collect(),
        }
    }

    /// The ranks of a published month, of those whom the registry still has.
    pub fn of_published(registry: &Registry, published: &Published) -> PreviousRanks {
        let index = &registry.index;
        let windows = published.windows.iter();
        let staff = published.staff.iter();
        PreviousRanks {
            windows: windows.filter_map(|of| Some((*index.windows.get(of.id.as_str())?, of.rank?))).collect(),
            staff: staff.filter_map(|of| Some((*index.staff.get(of.id.as_str())?, of.rank?))).collect(),
        }
    }

    /// The rank of a window.
    pub(super) fn window(&self, window: WindowIdx) -> Option<u32> {
        self.windows.get(&window).copied()
    }

    /// The rank of a staff member.
    pub(super) fn staff_member(&self, staff: StaffIdx) -> Option<u32> {
        self.staff.get(&staff).copied()
    }
}

/// The ranking of windows: the rows that are in scope, each with its rank among all. `previous` are the ranks of the month
/// before, where they are known.
pub fn windows(
    context: &Context<'_>,
    result: &MonthResult,
    previous: Option<&PreviousRanks>,
    scope: &Scope,
    filter: &Filter,
    lang: Lang,
) -> Ranking {
    let registry = context.registry();
    let listed_of = result.windows.iter().map(|standing| Listed {
        who: Named::window(registry, standing.window),
        own_window: None,
        rank: standing.rank,
        before: previous.and_then(|previous| previous.window(standing.window)),
        flag: standing.flag,
        dissatisfied: standing.dissatisfied,
        completed: Some(standing.rates.completed),
        assignments: &registry.windows[usize::from(standing.window)].assignments,
        ..place(registry, standing.window, &standing.account)
    });
    let listed = listed_of.collect();
    let head = Head { scope, ..head(context, result, Subjects::Windows, previous, lang) };
    ranking(context, &head, listed, filter, lang)
}

/// The ranking of staff: the rows that are in scope, each with its rank among all. `previous` are the ranks of the month
/// before, where they are known.
pub fn staff(
    context: &Context<'_>,
    result: &MonthResult,
    previous: Option<&PreviousRanks>,
    scope: &Scope,
    filter: &Filter,
    lang: Lang,
) -> Ranking {
    let registry = context.registry();
    let listed_of = result.staff.iter().map(|standing| Listed {
        who: Named::staff(registry, standing.staff),
        own_window: Some(Named::window(registry, standing.window)),
        rank: standing.rank,
        before: previous.and_then(|previous| previous.staff_member(standing.staff)),
        grade: standing.evaluation.as_deref(),
        assignments: &registry.staff[usize::from(standing.staff)].assignments,
        ..place(registry, standing.window, &standing.account)
    });
    let listed = listed_of.collect();
    let head = Head { scope, ..head(context, result, Subjects::Staff, previous, lang) };
    ranking(context, &head, listed, filter, lang)
}

/// A place in the list with an account and a window's home; who it is comes on top.
fn place<'r>(registry: &Registry, window: WindowIdx, account: &Account) -> Listed<'r> {
    let home = &registry.windows[usize::from(window)];
    Listed {
        who: Named::default(),
        window: Some(window),
        department: Named::department(registry, home.department),
        site: Named::site(registry, home.site),
        own_window: None,
        rank: None,
        before: None,
        categories: account.categories.clone(),
        bonus: account.bonus,
        total: account.total(),
        flag: None,
        dissatisfied: false,
        grade: None,
        assignments: &[],
        completed: None,
    }
}

fn head<'h>(
    context: &Context<'h>,
    result: &'h MonthResult,
    subjects: Subjects,
    previous: Option<&PreviousRanks>,
    lang: Lang,
) -> Head<'h> {
    let is_over = result.month.last_day() < context.today();
    let figures = match subjects {
        Subjects::Windows => Figures::of(result.windows.iter().map(|standing| &standing.account)),
        Subjects::Staff => Figures::of(result.staff.iter().map(|standing| &standing.account)),
    };
    Head {
        subjects,
        scope: &Scope::All,
        month: result.month,
        rulebook: context.county.rulebooks.of_month(result.month),
        applied: [&result.rulebook, &result.rulebook_version],
        is_over,
        state: lang.month_state(is_over).to_owned(),
        as_of: as_of(context, lang),
        figures,
        knows_before: previous.is_some(),
    }
}

#[derive(Template)]
#[template(path = "ranking.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Ranking,
    heads: Heads<'a>,
}

impl Page<'_> {
    /// The month's bulletin, which holds this ranking.
    fn bulletin(&self) -> Option<DocumentLink> {
        self.ui.document_of_region(&self.view.month, Kind::Bulletin, self.view.edition.is_some())
    }

    fn to_charts(&self) -> String {
        charts::all_of(self.ui, Whose::Region)
    }

    /// Whether windows are laid out by peer groups.
    fn is_by_peers(&self) -> bool {
        self.view.shape == Shape::Peers
    }

    /// This page with another part of its address.
    fn with(&self, name: &str, value: &str) -> String {
        with_query(self.ui.query, name, Some(value).filter(|value| !value.is_empty()))
    }

    /// What of the address the filter's form must carry along.
    fn kept(&self) -> Vec<(&'static str, String)> {
        let version = self.ui.version.map(|version| version.to_string()).unwrap_or_default();
        let view = if self.is_by_peers() { "peers".to_owned() } else { String::new() };
        let kept = [("version", version), ("view", view), ("sort", self.view.sort.word())];
        kept.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The rows of a peer group by its place.
    fn rows_of(&self, group: &usize) -> impl Iterator<Item = &Row> {
        self.view.rows_of(*group)
    }

    /// A peer group with its bounds.
    fn group_told(&self, group: &PeerGroup) -> String {
        group.told(self.ui.lang)
    }

    /// Where a rectification order is issued for a yellow flag or a dissatisfied window, for those who may.
    fn to_order(&self, row: &Row) -> Option<String> {
        let is_offered = matches!(row.flag, Some(FlagShown::Yellow)) || row.dissatisfied;
        let may = self.ui.may_act() && self.ui.links.is_served() && self.view.subjects == Subjects::Windows;
        let (window, month) = (crate::links::segment(&row.id), &self.view.month);
        (is_offered && may).then(|| self.ui.at(&format!("/orders/new?window={window}&month={month}")))
    }

    fn is_staff(&self) -> bool {
        self.view.subjects == Subjects::Staff
    }

    /// Whether somebody has no grade, which wants its reason.
    fn lacks_grades(&self) -> bool {
        let unranked = self.view.unranked.iter().flat_map(|group| &group.rows);
        self.view.ranked.iter().chain(unranked).any(|row| row.grade.is_none())
    }

    /// How many columns the table has.
    fn width(&self) -> usize {
        self.view.columns.len()
            + if self.is_staff() { 10 } else { 11 }
            + if self.is_by_peers() { 2 } else { 0 }
    }

    /// A link to a row's own page.
    fn to(&self, id: &str) -> String {
        match self.view.subjects {
            Subjects::Windows => self.ui.window(id),
            Subjects::Staff => self.ui.staff(id),
        }
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Ranking) -> Result<String, askama::Error> {
    let heads = Heads { sort: &view.sort, query: ui.query, is_served: ui.links.is_served() };
    Page { ui, view, heads }.render()
}

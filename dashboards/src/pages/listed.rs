//! Those who are listed in a ranking, of an open month or of a published one alike, and the ranking made of them.

use super::Named;
use super::filter::Filter;
use super::peers::{self, Peer};
use super::ranking::{
    Choices, Column, FlagShown, Mark, MarkState, Movement, Ranking, Row, Shape, Subjects, Unranked,
};
use super::sorting::Sort;
use crate::figures::{Figures, Score};
use crate::rights::Scope;
use crate::words;
use reports::words::Lang;
use scoring::context::Context;
use scoring::points::Points;
use scoring::ranking::{self, Flag, RankedDays};
use scoring::registry::{Assignment, WindowIdx};
use scoring::rulebook::{Book, Category, Rulebook};
use scoring::time::Month;

/// One of those who are listed, windows and staff, of an open month or of a published one.
pub struct Listed<'r> {
    pub who: Named,
    /// None: the registry no longer has it.
    pub window: Option<WindowIdx>,
    pub department: Named,
    pub site: Named,
    pub own_window: Option<Named>,
    pub rank: Option<u32>,
    pub before: Option<u32>,
    /// What is left of each category, in the book's order.
    pub categories: Vec<Points>,
    pub bonus: Points,
    pub total: Points,
    pub flag: Option<Flag>,
    pub dissatisfied: bool,
    pub grade: Option<&'r str>,
    pub assignments: &'r [Assignment],
    /// A window's completed cases of the month.
    pub completed: Option<i64>,
}

/// What a ranking says of itself.
pub struct Head<'h> {
    pub subjects: Subjects,
    /// Whose rows are shown; ranks and their number are those of all.
    pub scope: &'h Scope,
    pub month: Month,
    pub rulebook: &'h Rulebook,
    /// The rulebook and its version as they were applied.
    pub applied: [&'h str; 2],
    pub is_over: bool,
    pub state: String,
    /// The time of the data, written.
    pub as_of: String,
    pub figures: Figures,
    /// Whether the ranks of the month before are known.
    pub knows_before: bool,
}

/// The ranking of those who are listed.
pub fn ranking<'l>(
    context: &Context<'_>,
    head: &Head<'_>,
    listed: Vec<Listed<'l>>,
    filter: &Filter,
    lang: Lang,
) -> Ranking {
    let registry = context.registry();
    let Head { subjects, scope, month, rulebook, .. } = *head;
    let book = match subjects {
        Subjects::Windows => &rulebook.window_book,
        Subjects::Staff => &rulebook.staff_book,
    };
    let days = RankedDays::new(context.calendar(), month, context.today(), &rulebook.ranking);
    let field: Vec<(u32, Points)> = listed.iter().filter_map(|of| Some((of.rank?, of.total))).collect();
    let volumes: Vec<(u32, i64)> = listed.iter().filter_map(|of| Some((of.rank?, of.completed?))).collect();
    let (groups, peers) = peers::groups(&volumes, lang);
    let mut peers = peers.into_iter();
    let mut with_peer = |of: Listed<'l>| {
        let peer = of.rank.and(of.completed).and_then(|_| peers.next());
        (of, peer)
    };
    let is_own =
        |of: &Listed<'_>| of.window.map_or(scope.is_all(), |window| scope.has_window(registry, window));
    let listed: Vec<(Listed<'_>, Option<Peer>)> =
        listed.into_iter().map(&mut with_peer).filter(|(of, _)| is_own(of)).collect();
    let (mut ranked, mut unranked): (Vec<Row>, Vec<Unranked>) = (Vec::new(), Vec::new());
    for (of, peer) in &listed {
        if !filter.wants_places(&of.site.id, &of.department.id) {
            continue;
        }
        let shown = Row { peer: *peer, ..row((rulebook, book), of, &field, head.knows_before, lang) };
        if of.rank.is_some() {
            ranked.push(shown);
            continue;
        }
        let because = why_unranked(context, &days, of, lang);
        match unranked.iter_mut().find(|group| group.because == because) {
            Some(group) => group.rows.push(shown),
            None => unranked.push(Unranked { because, rows: vec![shown] }),
        }
    }
    let named = |test: fn(&Listed<'_>) -> bool| -> Vec<Named> {
        listed.iter().filter(|(of, _)| test(of)).map(|(of, _)| of.who.clone()).collect()
    };
    Ranking {
        subjects,
        month: month.to_string(),
        month_name: lang.month(month),
        is_over: head.is_over,
        is_without_data: context.log.is_empty(),
        state: head.state.clone(),
        as_of: lang.as_of(&head.as_of),
        edition: None,
        rulebook: lang.rulebook(lang.title(&rulebook.title), head.applied[0], head.applied[1]),
        filter: filter.clone(),
        choices: Choices {
            sites: filter.sites(registry, scope, lang),
            departments: filter.departments(registry, scope, lang),
        },
        columns: book.categories.iter().map(|category| column(category, lang)).collect(),
        bonus: column(&book.bonus, lang),
        ranked,
        ranked_count: field.len(),
        unranked,
        red: named(|of| of.flag == Some(Flag::Red)),
        yellow: named(|of| of.flag == Some(Flag::Yellow)),
        dissatisfied: named(|of| of.dissatisfied),
        decisions: Vec::new(),
        figures: head.figures,
        peers: groups,
        shape: Shape::Official,
        sort: Sort::default(),
    }
}

fn column(category: &Category, lang: Lang) -> Column {
    let title = lang.title(&category.title).to_owned();
    Column { id: category.id.clone(), title, full: Score(category.full) }
}

fn row(
    (rulebook, book): (&Rulebook, &Book),
    of: &Listed<'_>,
    field: &[(u32, Points)],
    knows_before: bool,
    lang: Lang,
) -> Row {
    let total = of.total;
    let ranks: Vec<u32> = field.iter().map(|&(rank, _)| rank).collect();
    let measured = of.rank.map(|rank| ranking::measured(&rulebook.ranking, &ranks, rank)).unwrap_or_default();
    let between = |place: Option<usize>| place.map(|place| field[place].1 - total);
    let flagged = of.own_window.is_none();
    let grade = of.grade.and_then(|grade| rulebook.evaluation.grades.iter().find(|other| other.id == grade));
    let categories = book.categories.iter().zip(&of.categories);
    Row {
        id: of.who.id.clone(),
        name: of.who.name.clone(),
        rank: of.rank,
        movement: movement(of.rank, of.before, knows_before),
        flag: of.flag.map(|flag| match flag {
            Flag::Red => FlagShown::Red,
            Flag::Yellow => FlagShown::Yellow,
        }),
        dissatisfied: of.dissatisfied,
        window: of.own_window.clone(),
        department: of.department.clone(),
        site: of.site.clone(),
        grade: grade.map(|grade| lang.title(&grade.title).to_owned()),
        categories: categories
            .map(|(category, &left)| mark(left, left == category.full, left == Points::ZERO))
            .collect(),
        bonus: mark(of.bonus, of.bonus == Points::ZERO, false),
        total: Score(total),
        behind_next: between(measured.above).map(Score),
        behind_red: between(measured.red.filter(|_| flagged)).map(Score),
        above_yellow: between(measured.yellow.filter(|_| flagged)).map(|points| Score(-points)),
        completed: of.completed,
        peer: None,
    }
}

fn movement(rank: Option<u32>, before: Option<u32>, knows_before: bool) -> Movement {
    match (rank, before) {
        (Some(rank), Some(before)) if rank < before => Movement::Up(before - rank),
        (Some(rank), Some(before)) if rank > before => Movement::Down(rank - before),
        (Some(_), Some(_)) => Movement::Same,
        (Some(_), None) if knows_before => Movement::New,
        (Some(_) | None, _) => Movement::Unknown,
    }
}

fn mark(points: Points, is_untouched: bool, is_used_up: bool) -> Mark {
    let state = match (is_untouched, is_used_up) {
        (true, _) => MarkState::Untouched,
        (false, true) => MarkState::UsedUp,
        (false, false) => MarkState::Touched,
    };
    Mark { points: Score(points), state }
}

fn why_unranked(context: &Context<'_>, days: &RankedDays, of: &Listed<'_>, lang: Lang) -> String {
    let Some(window) = of.window else { return lang.say(words::NOT_RANKED).to_owned() };
    if !ranking::site_is_ranked(context.registry(), window) {
        return lang.say(words::TOWNSHIPS).to_owned();
    }
    let (held, needed) = days.held_and_needed(of.assignments);
    lang.days_unranked(held, needed)
}

//! The month's ranking as one HTML file that needs nothing else: no network, no script, both languages in it.
//!
//! The page says what `result.json` and `ledger.ndjson` say and computes nothing of its own: every figure is one of the
//! month's result. Names come from the registry and are escaped by the template engine, since they are anybody's text.

mod book;
mod figures;
mod words;

use askama::Template;
use book::Part;
use figures::{Figures, full_marks, percent};
use scoring::context::Context;
use scoring::month::{MonthResult, WindowStanding};
use scoring::points::Points;
use scoring::ranking::{self, Flag, RankedDays};
use scoring::rulebook::{Bilingual, Category, Rulebook};

#[derive(Template)]
#[template(path = "ranking.html")]
struct RankingPage {
    stylesheet: &'static str,
    region: String,
    month: Bilingual,
    as_of: Bilingual,
    is_over: bool,
    rulebook: Bilingual,
    version: String,
    columns: Vec<Column>,
    bonus: Column,
    ranked: Vec<Row>,
    unranked: Vec<Unranked>,
    red: Vec<Mention>,
    yellow: Vec<Mention>,
    dissatisfied: Vec<Mention>,
}

/// The head of a column of points.
struct Column {
    id: String,
    title: Bilingual,
    full: String,
}

/// A window that is named above the table.
struct Mention {
    anchor: usize,
    id: String,
    name: String,
}

/// Windows that are not ranked for one reason.
struct Unranked {
    because: Bilingual,
    rows: Vec<Row>,
}

/// One window.
struct Row {
    anchor: usize,
    id: String,
    name: String,
    department: String,
    site: String,
    rank: String,
    is_red: bool,
    is_yellow: bool,
    is_dissatisfied: bool,
    marks: Vec<Mark>,
    bonus: Mark,
    total: String,
    full: String,
    taken: String,
    given: String,
    on_time: String,
    completed: i64,
    satisfaction: String,
    ratings: i64,
    complaints_upheld: i64,
    parts: Vec<Part>,
}

/// What is left of a category.
struct Mark {
    points: String,
    /// How it is shown: full marks are quiet, what was taken from stands out.
    class: &'static str,
}

/// Writes the page of a month.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn render(context: &Context<'_>, result: &MonthResult) -> Result<String, askama::Error> {
    page(context, result).render()
}

fn page(context: &Context<'_>, result: &MonthResult) -> RankingPage {
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(result.month);
    let book = &rulebook.window_book;
    let figures = Figures::of(result);
    let days = RankedDays::new(context.calendar(), result.month, context.today(), &rulebook.ranking);
    let row = |standing: &WindowStanding| row(context, rulebook, standing, figures);
    let (ranked, others): (Vec<_>, Vec<_>) =
        result.windows.iter().partition(|standing| standing.rank.is_some());
    let mut unranked: Vec<Unranked> = Vec::new();
    for standing in others {
        let because = why_unranked(context, &days, standing);
        match unranked.iter_mut().find(|group| group.because == because) {
            Some(group) => group.rows.push(row(standing)),
            None => unranked.push(Unranked { because, rows: vec![row(standing)] }),
        }
    }
    let named = |test: fn(&WindowStanding) -> bool| -> Vec<Mention> {
        result
            .windows
            .iter()
            .filter(|standing| test(standing))
            .map(|standing| mention(context, standing))
            .collect()
    };
    RankingPage {
        stylesheet: include_str!("../../assets/page.css"),
        region: registry.name.clone(),
        month: words::month(result.month),
        as_of: words::moment(&registry.zone, result.as_of),
        is_over: result.month.last_day() < context.today(),
        rulebook: rulebook.title.clone(),
        version: rulebook.version.clone(),
        columns: book.categories.iter().map(column).collect(),
        bonus: column(&book.bonus),
        ranked: ranked.into_iter().map(row).collect(),
        unranked,
        red: named(|standing| standing.flag == Some(Flag::Red)),
        yellow: named(|standing| standing.flag == Some(Flag::Yellow)),
        dissatisfied: named(|standing| standing.dissatisfied),
    }
}

fn column(category: &Category) -> Column {
    Column { id: category.id.clone(), title: category.title.clone(), full: full_marks(category.full) }
}

fn mention(context: &Context<'_>, standing: &WindowStanding) -> Mention {
    let window = &context.registry().windows[usize::from(standing.window)];
    Mention { anchor: usize::from(standing.window), id: window.id.clone(), name: window.name.clone() }
}

fn why_unranked(context: &Context<'_>, days: &RankedDays, standing: &WindowStanding) -> Bilingual {
    let registry = context.registry();
    if !ranking::site_is_ranked(registry, standing.window) {
        return words::site_not_ranked();
    }
    let (held, needed) = days.held_and_needed(&registry.windows[usize::from(standing.window)].assignments);
    words::too_few_days(held, needed)
}

fn row(context: &Context<'_>, rulebook: &Rulebook, standing: &WindowStanding, figures: Figures) -> Row {
    let registry = context.registry();
    let window = &registry.windows[usize::from(standing.window)];
    let account = &standing.account;
    let categories = &rulebook.window_book.categories;
    let applied = |of_bonus: bool| -> Points {
        let lines = account.entries.iter().filter(|entry| entry.category.is_none() == of_bonus);
        lines.map(|entry| entry.applied).sum()
    };
    Row {
        anchor: usize::from(standing.window),
        id: window.id.clone(),
        name: window.name.clone(),
        department: registry.departments[usize::from(window.department)].name.clone(),
        site: registry.sites[usize::from(window.site)].name.clone(),
        rank: standing.rank.map_or("—".to_owned(), |rank| rank.to_string()),
        is_red: standing.flag == Some(Flag::Red),
        is_yellow: standing.flag == Some(Flag::Yellow),
        is_dissatisfied: standing.dissatisfied,
        marks: categories
            .iter()
            .zip(&account.categories)
            .map(|(category, &left)| mark(figures, left, left == category.full, left == Points::ZERO))
            .collect(),
        bonus: mark(figures, account.bonus, account.bonus == Points::ZERO, false),
        total: figures.plain(standing.total()),
        full: figures.plain(categories.iter().map(|category| category.full).sum()),
        taken: figures.plain(-applied(false)),
        given: figures.plain(applied(true)),
        on_time: percent(standing.rates.on_time_rate),
        completed: standing.rates.completed,
        satisfaction: percent(standing.rates.satisfaction_rate),
        ratings: standing.rates.ratings,
        complaints_upheld: standing.rates.complaints_upheld,
        parts: book::parts(context, rulebook, account, figures),
    }
}

fn mark(figures: Figures, points: Points, is_quiet: bool, is_used_up: bool) -> Mark {
    let class = match (is_quiet, is_used_up) {
        (true, _) => "quiet",
        (false, true) => "gone",
        (false, false) => "",
    };
    Mark { points: figures.plain(points), class }
}

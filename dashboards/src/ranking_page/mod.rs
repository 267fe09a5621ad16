//! The month's ranking as one HTML file that needs nothing else: no network, no script, both languages in it.
//!
//! The page says what `result.json` and `flagpost explain` say and computes nothing of its own: the ranking is the month's
//! result, and a window opens its [`Explanation`]. Names come from the registry and ids from anybody's events; the
//! template engine escapes them all.

mod figures;

use askama::Template;
use figures::{Figures, full_marks};
use reports::explain::{self, Body, Explanation};
use reports::words::{Lang, Word, labels};
use scoring::context::Context;
use scoring::month::{MonthResult, PastMonth, WindowStanding};
use scoring::points::Points;
use scoring::ranking::{self, Flag, RankedDays};
use scoring::rulebook::{Bilingual, Category, Rulebook};

const TOWNSHIPS: Word =
    Word::new("不排名：乡镇、村级站点不参加排名", "not ranked: townships and villages take no part");
const WHAT: Word = Word::new("事由", "What for");
const RULE: Word = Word::new("规则与条款", "Rule and clause");
const EVENTS: Word = Word::new("事件", "Events");

#[derive(Template)]
#[template(path = "ranking.html")]
struct RankingPage {
    stylesheet: &'static str,
    region: String,
    month: Bilingual,
    as_of: Bilingual,
    state: Bilingual,
    rulebook: Bilingual,
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
    books: [OpenBook; 2],
}

/// What is left of a category.
struct Mark {
    points: String,
    /// How it is shown: full marks are quiet, what was taken from stands out.
    class: &'static str,
}

/// A window's month in one language.
struct OpenBook {
    lang: &'static str,
    explanation: Explanation,
    date: &'static str,
    what: &'static str,
    rule: &'static str,
    events: &'static str,
}

/// Writes the page of a month. `earlier` is what is known of the months before.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn render(
    context: &Context<'_>,
    earlier: &[PastMonth],
    result: &MonthResult,
) -> Result<String, askama::Error> {
    page(context, earlier, result).render()
}

fn page(context: &Context<'_>, earlier: &[PastMonth], result: &MonthResult) -> RankingPage {
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(result.month);
    let book = &rulebook.window_book;
    let figures = Figures::of(result);
    let row = |standing: &WindowStanding| {
        let books = [Lang::Zh, Lang::En].map(|lang| open_book(context, earlier, result, standing, lang));
        row(context, rulebook, standing, figures, books)
    };
    let days = RankedDays::new(context.calendar(), result.month, context.today(), &rulebook.ranking);
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
        month: in_both(|lang| lang.month(result.month)),
        // The year is told: a printed page is read years later.
        as_of: in_both(|lang| lang.as_of(&lang.moment(&registry.zone, result.as_of, 0))),
        state: in_both(|lang| lang.month_state(result.month.last_day() < context.today()).to_owned()),
        rulebook: in_both(|lang| {
            lang.rulebook(lang.title(&rulebook.title), &result.rulebook, &result.rulebook_version)
        }),
        columns: book.categories.iter().map(column).collect(),
        bonus: column(&book.bonus),
        ranked: ranked.into_iter().map(row).collect(),
        unranked,
        red: named(|standing| standing.flag == Some(Flag::Red)),
        yellow: named(|standing| standing.flag == Some(Flag::Yellow)),
        dissatisfied: named(|standing| standing.dissatisfied),
    }
}

fn in_both(say: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual { zh: say(Lang::Zh), en: say(Lang::En) }
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
        return in_both(|lang| lang.say(TOWNSHIPS).to_owned());
    }
    let (held, needed) = days.held_and_needed(&registry.windows[usize::from(standing.window)].assignments);
    in_both(|lang| lang.days_unranked(held, needed))
}

fn row(
    context: &Context<'_>,
    rulebook: &Rulebook,
    standing: &WindowStanding,
    figures: Figures,
    books: [OpenBook; 2],
) -> Row {
    let registry = context.registry();
    let window = &registry.windows[usize::from(standing.window)];
    let account = &standing.account;
    let categories = rulebook.window_book.categories.iter().zip(&account.categories);
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
            .map(|(category, &left)| mark(figures, left, left == category.full, left == Points::ZERO))
            .collect(),
        bonus: mark(figures, account.bonus, account.bonus == Points::ZERO, false),
        total: figures.plain(standing.total()),
        books,
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

fn open_book(
    context: &Context<'_>,
    earlier: &[PastMonth],
    result: &MonthResult,
    standing: &WindowStanding,
    lang: Lang,
) -> OpenBook {
    OpenBook {
        lang: match lang {
            Lang::Zh => "zh",
            Lang::En => "en",
        },
        explanation: explain::window(context, earlier, result, standing.window, lang),
        date: lang.say(labels::DATE),
        what: lang.say(WHAT),
        rule: lang.say(RULE),
        events: lang.say(EVENTS),
    }
}

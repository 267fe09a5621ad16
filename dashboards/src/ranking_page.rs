//! The month's ranking as one HTML file that needs nothing else: no network, no script, both languages in it.
//!
//! It shows the same [`Ranking`] as the page of the service, made in both languages, and a window opens its [`Explanation`]
//! where it stands. Names come from the registry and ids from anybody's events; the template engine escapes them all.

use crate::assets::RANKING_PAGE_STYLE;
use crate::figures::full_marks;
use crate::pages::filter::Filter;
use crate::pages::ranking::{self, FlagShown, Ranking, Row};
use crate::pages::window::Linked;
use crate::rights::Scope;
use crate::words;
use askama::Template;
use reports::explain::{self, Body, Explanation, Statement};
use reports::words::{Lang, labels};
use scoring::context::Context;
use scoring::month::{MonthResult, PastMonth};
use scoring::rulebook::Bilingual;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "ranking_page.html")]
struct RankingPage {
    stylesheet: &'static str,
    region: String,
    month: Bilingual,
    as_of: Bilingual,
    state: Bilingual,
    rulebook: Bilingual,
    /// Titles of the columns in the other language, by place; the bonus is last.
    titles: Vec<Bilingual>,
    /// The ranking, whose ids, figures and names are the same in both languages.
    view: Ranking,
    groups: Vec<Group>,
    /// Windows in the order of the page, ranked ones first, with their books.
    books: Vec<[OpenBook; 2]>,
    anchors: HashMap<String, usize>,
    /// Links of the books: none in a file that stands alone.
    linked: Option<Linked<'static>>,
}

/// Windows that are not ranked for one reason.
struct Group {
    because: Bilingual,
    /// The place of the group's first window on the page.
    first: usize,
    rows: Vec<Row>,
}

/// A window's month in one language.
struct OpenBook {
    lang: Lang,
    code: &'static str,
    explanation: Explanation,
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
    let in_lang = |lang| ranking::windows(context, result, None, &Scope::All, &Filter::default(), lang);
    let (mut zh, en) = (in_lang(Lang::Zh), in_lang(Lang::En));
    let titles = zh.columns.iter().chain([&zh.bonus]).zip(en.columns.iter().chain([&en.bonus]));
    let titles = titles.map(|(zh, en)| both(&zh.title, &en.title)).collect();
    let mut groups = Vec::new();
    let mut first = zh.ranked.len();
    for (group, english) in std::mem::take(&mut zh.unranked).into_iter().zip(&en.unranked) {
        let because = both(&group.because, &english.because);
        groups.push(Group { because, first, rows: group.rows });
        first += groups.last().map_or(0, |group| group.rows.len());
    }
    let rows = zh.ranked.iter().chain(groups.iter().flat_map(|group| &group.rows));
    let index = &context.registry().index.windows;
    let windows = rows.filter_map(|row| index.get(row.id.as_str()).copied());
    let anchors = context.registry().windows.iter().enumerate();
    let anchors = anchors.map(|(place, window)| (window.id.clone(), place)).collect();
    let books = windows.map(|window| {
        [Lang::Zh, Lang::En].map(|lang| OpenBook {
            lang,
            code: crate::links::code(lang),
            explanation: explain::window(context, earlier, result, window, lang),
        })
    });
    RankingPage {
        stylesheet: RANKING_PAGE_STYLE,
        region: context.registry().name.clone(),
        month: both(&zh.month_name, &en.month_name),
        as_of: both(&zh.as_of, &en.as_of),
        state: both(&zh.state, &en.state),
        rulebook: both(&zh.rulebook, &en.rulebook),
        titles,
        books: books.collect(),
        anchors,
        groups,
        view: zh,
        linked: None,
    }
}

fn both(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.to_owned(), en: en.to_owned() }
}

impl RankingPage {
    /// The books of the window at a place of the page.
    fn open_books(&self, place: &usize) -> &[OpenBook] {
        self.books.get(*place).map_or(&[], |books| books)
    }

    /// In a file that stands alone people have no pages.
    fn names_people(&self, _: &Statement) -> bool {
        false
    }

    /// The anchor of a window: its place in the registry, which every month and every language shares.
    fn anchor(&self, id: &str) -> usize {
        self.anchors.get(id).copied().unwrap_or_default()
    }
}

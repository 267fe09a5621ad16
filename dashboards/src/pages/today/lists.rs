//! The lists behind Today's numbers: windows at work, tickets that wait, cases accepted and completed.

use super::minutes;
use super::view::hour_of;
use crate::links::Place;
use crate::links::segment;
use crate::pages::filter::{Choice, Filter};
use crate::pages::{Named, as_of};
use crate::rights::Scope;
use crate::ui::Ui;
use crate::words;
use crate::words::today as said;
use askama::Template;
use reports::words::{Lang, labels};
use scoring::context::Context;
use scoring::event::Fact;
use scoring::registry::WindowIdx;
use scoring::time::Instant;
use scoring::today::{AtWork, CaseStep, Today, staffed};
use serde::{Deserialize, Serialize};

/// So many rows make a page of a list.
const ROWS_OF_A_PAGE: usize = 200;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// Windows at work.
    Windows,
    /// Tickets that wait.
    Waiting,
    /// Cases accepted today.
    Accepted,
    /// Cases completed today.
    Completed,
}

impl Listed {
    /// The list that an address names.
    pub fn of_word(word: &str) -> Option<Listed> {
        match word {
            "windows" => Some(Listed::Windows),
            "waiting" => Some(Listed::Waiting),
            "accepted" => Some(Listed::Accepted),
            "completed" => Some(Listed::Completed),
            _ => None,
        }
    }

    fn title(self) -> reports::words::Word {
        match self {
            Listed::Windows => said::LIST_WINDOWS,
            Listed::Waiting => said::LIST_WAITING,
            Listed::Accepted => said::LIST_ACCEPTED,
            Listed::Completed => said::LIST_COMPLETED,
        }
    }
}

/// What a list is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListFilter {
    /// The site's id.
    pub site: Option<String>,
    /// The hour in which it happened, 0 to 23.
    pub hour: Option<String>,
    /// The page, from 1.
    pub page: Option<usize>,
}

/// A list as people see it.
#[derive(Clone, Debug, Serialize)]
pub struct TodayList {
    /// Which.
    pub list: Listed,
    /// What it is called.
    pub title: String,
    /// The time of the data.
    pub as_of: String,
    /// How many there are, of what the list is narrowed to.
    pub count: usize,
    /// Sites to choose from.
    pub sites: Vec<Choice>,
    /// The hour that it is narrowed to, written.
    pub hour: Option<String>,
    /// What it is narrowed to.
    pub filter: ListFilter,
    /// The rows of this page.
    pub rows: Vec<ListRow>,
    /// Of windows: those with staff assigned today that are not at work.
    pub others: Vec<Named>,
    /// This page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
}

/// A row of a list.
#[derive(Clone, Debug, Serialize)]
pub struct ListRow {
    /// The case's id or the ticket's number; none of a window.
    pub id: Option<String>,
    /// The item of a case.
    pub item: Option<String>,
    /// The window; none of a ticket.
    pub window: Option<Named>,
    /// Its department.
    pub department: Option<Named>,
    /// The site.
    pub site: Named,
    /// When it happened, `09:12`.
    pub time: Option<String>,
    /// What is to be said of it: how long a ticket waits, by what a window is seen at work.
    pub told: String,
}

/// A list of today.
pub fn view(
    context: &Context<'_>,
    today: &Today,
    list: Listed,
    scope: &Scope,
    filter: &ListFilter,
    lang: Lang,
) -> TodayList {
    let registry = context.registry();
    let places = Filter { site: filter.site.clone(), page: filter.page, ..Filter::default() };
    let wants = |window: WindowIdx| {
        scope.has_window(registry, window)
            && places.wants(registry, Some(window), registry.windows[usize::from(window)].department)
    };
    let hour = filter.hour.as_deref().and_then(|hour| hour.parse::<u32>().ok());
    let wants_hour = |at: Instant| hour.is_none_or(|hour| hour_of(context, at) == hour);
    let mut rows: Vec<ListRow> = match list {
        Listed::Windows => {
            let at_work = today.at_work(context);
            at_work
                .into_iter()
                .filter(|(window, _)| wants(*window))
                .map(|(window, seen)| window_row(context, window, &seen, lang))
                .collect()
        }
        Listed::Waiting => {
            let wanted_site =
                |id: &str| filter.site.as_deref().is_none_or(|site| site.is_empty() || site == id);
            let mut waiting: Vec<_> = today
                .tickets()
                .filter(|ticket| ticket.is_waiting() && scope.has_site(registry, ticket.site))
                .filter(|ticket| wanted_site(&registry.sites[usize::from(ticket.site)].id))
                .collect();
            waiting.sort_by_key(|ticket| ticket.taken);
            let row = |ticket: &scoring::today::Ticket| ListRow {
                id: Some(context.log.text(ticket.ticket).to_owned()),
                item: None,
                window: None,
                department: None,
                site: Named::site(registry, ticket.site),
                time: Some(time(context, ticket.taken)),
                told: minutes(lang, context.as_of.0 - ticket.taken.0).1,
            };
            waiting.into_iter().map(row).collect()
        }
        Listed::Accepted | Listed::Completed => {
            let mut steps: Vec<&CaseStep> = if list == Listed::Accepted {
                today.accepted().collect()
            } else {
                today.completed().collect()
            };
            steps.retain(|step| wants(step.window) && wants_hour(step.at));
            steps.sort_by_key(|step| std::cmp::Reverse(step.at));
            steps.into_iter().map(|step| case_row(context, step)).collect()
        }
    };
    let others = match list {
        Listed::Windows => not_at_work(context, today, wants),
        Listed::Waiting | Listed::Accepted | Listed::Completed => Vec::new(),
    };
    let count = rows.len();
    let pages = count.div_ceil(ROWS_OF_A_PAGE).max(1);
    let page = places.page().min(pages);
    rows = rows.into_iter().skip((page - 1) * ROWS_OF_A_PAGE).take(ROWS_OF_A_PAGE).collect();
    TodayList {
        list,
        title: lang.say(list.title()).to_owned(),
        as_of: lang.as_of(&as_of(context, lang)),
        count,
        sites: places.sites(registry, scope, lang),
        hour: hour.map(|hour| said::hour(lang, hour)),
        filter: filter.clone(),
        rows,
        others,
        page,
        pages,
    }
}

/// The windows with staff assigned today that are not at work, of those that are wanted.
fn not_at_work(context: &Context<'_>, today: &Today, wants: impl Fn(WindowIdx) -> bool) -> Vec<Named> {
    let registry = context.registry();
    let at_work = today.at_work(context);
    let others = staffed(registry, context.today()).into_iter();
    others
        .filter(|window| wants(*window) && !at_work.contains_key(window))
        .map(|window| Named::window(registry, window))
        .collect()
}

fn time(context: &Context<'_>, at: Instant) -> String {
    let minute = context.registry().zone.local(at).1.0 / 60_000_000_000;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn window_row(context: &Context<'_>, window: WindowIdx, seen: &AtWork, lang: Lang) -> ListRow {
    let registry = context.registry();
    let of = &registry.windows[usize::from(window)];
    let staff = (seen.staff > 0).then(|| said::staff_in(lang, seen.staff));
    let serving = seen.is_serving.then(|| lang.say(said::SERVING).to_owned());
    let last_case = seen.last_case.map(|at| said::last_case(lang, &time(context, at)));
    let told: Vec<String> = [staff, serving, last_case].into_iter().flatten().collect();
    ListRow {
        id: None,
        item: None,
        window: Some(Named::window(registry, window)),
        department: Some(Named::department(registry, of.department)),
        site: Named::site(registry, of.site),
        time: None,
        told: lang.list(&told),
    }
}

fn case_row(context: &Context<'_>, step: &CaseStep) -> ListRow {
    let registry = context.registry();
    let of = &registry.windows[usize::from(step.window)];
    let accepted = context.log.record(step.acceptance).fact;
    let item = if let Fact::CaseAccepted { item, .. } = accepted {
        Some(registry.items[usize::from(item)].name.clone())
    } else {
        None
    };
    ListRow {
        id: Some(context.log.text(step.case).to_owned()),
        item,
        window: Some(Named::window(registry, step.window)),
        department: Some(Named::department(registry, of.department)),
        site: Named::site(registry, of.site),
        time: Some(time(context, step.at)),
        told: String::new(),
    }
}

#[derive(Template)]
#[template(path = "today_list.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a TodayList,
}

impl Page<'_> {
    fn is_of_cases(&self) -> bool {
        matches!(self.view.list, Listed::Accepted | Listed::Completed)
    }

    fn is_of_windows(&self) -> bool {
        self.view.list == Listed::Windows
    }

    fn nothing(&self) -> &'static str {
        self.ui.say(match self.view.list {
            Listed::Windows => said::NONE_AT_WORK,
            Listed::Waiting => said::NOBODY_WAITS,
            Listed::Accepted | Listed::Completed => words::NOTHING_HERE,
        })
    }

    fn to_page(&self, page: usize) -> String {
        let mut query = format!("?page={page}");
        for (name, value) in [("site", &self.view.filter.site), ("hour", &self.view.filter.hour)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                query += &format!("&{name}={}", segment(value));
            }
        }
        query
    }

    fn page_told(&self) -> String {
        words::page_of(self.ui.lang, self.view.page, self.view.pages)
    }
}

/// The page of a list.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &TodayList) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

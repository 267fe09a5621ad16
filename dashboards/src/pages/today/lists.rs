//! The lists behind Today's numbers: windows at work, tickets that wait, cases accepted and completed.

use super::minutes;
use super::view::hour_of;
use crate::links::Place;
use crate::pages::filter::{Choice, Filter};
use crate::pages::paging::{PageAsked, Paging};
use crate::pages::{Named, as_of};
use crate::rights::Scope;
use crate::taken::{self, Shown, Tabled, named_if_any};
use crate::ui::Ui;
use crate::words;
use crate::words::today as said;
use askama::Template;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word, labels};
use scoring::context::Context;
use scoring::event::Fact;
use scoring::registry::WindowIdx;
use scoring::time::Instant;
use scoring::today::{AtWork, CaseStep, Today, staffed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many rows make a page of a list.
pub const ROWS_OF_A_PAGE: usize = 200;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
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

    fn title(self) -> Word {
        match self {
            Listed::Windows => said::LIST_WINDOWS,
            Listed::Waiting => said::LIST_WAITING,
            Listed::Accepted => said::LIST_ACCEPTED,
            Listed::Completed => said::LIST_COMPLETED,
        }
    }
}

/// What a list is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ListFilter {
    /// The site's id.
    pub site: Option<String>,
    /// The hour in which it happened, 0 to 23.
    pub hour: Option<String>,
}

/// A list as people see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    /// The day, `2026-09-17`.
    pub date: String,
    /// Which page this is.
    pub paging: Paging,
}

/// A row of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    (scope, filter): (&Scope, &ListFilter),
    page: PageAsked,
    lang: Lang,
) -> TodayList {
    let registry = context.registry();
    let places = Filter { site: filter.site.clone(), ..Filter::default() };
    let wants = |window: WindowIdx| {
        scope.has_window(registry, window)
            && places.wants(registry, Some(window), registry.windows[usize::from(window)].department)
    };
    let hour = filter.hour.as_deref().and_then(|hour| hour.parse::<u32>().ok());
    let wants_hour = |at: Instant| hour.is_none_or(|hour| hour_of(context, at) == hour);
    let rows: Vec<ListRow> = match list {
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
    let (rows, paging) = page.cut(rows);
    TodayList {
        list,
        title: lang.say(list.title()).to_owned(),
        as_of: lang.as_of(&as_of(context, lang)),
        count: paging.total,
        sites: places.sites(registry, scope, lang),
        hour: hour.map(|hour| said::hour(lang, hour)),
        filter: filter.clone(),
        rows,
        others,
        date: context.today().to_string(),
        paging,
    }
}

impl Tabled for TodayList {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let time = |row: &ListRow| Cell::text_if_any(row.time.as_deref());
        let id = |row: &ListRow| Cell::text_if_any(row.id.as_deref());
        let item = |row: &ListRow| Cell::text_if_any(row.item.as_deref());
        let window = |row: &ListRow| named_if_any(&row.window);
        let department = |row: &ListRow| Cell::text_if_any(row.department.as_ref().map(|of| &of.name));
        let site = |row: &ListRow| Cell::text(&row.site.name);
        let told = |row: &ListRow| Cell::text(&row.told);
        let columns: Vec<Shown<'_, ListRow>> = match self.list {
            Listed::Windows => vec![
                (say(labels::WINDOW), 20, &window),
                (say(said::SEEN_BY), 36, &told),
                (say(labels::DEPARTMENT), 18, &department),
                (say(words::SITE), 20, &site),
            ],
            Listed::Waiting => vec![
                (say(said::TICKET), 14, &id),
                (say(said::TAKEN), 10, &time),
                (say(said::WAITED), 12, &told),
                (say(words::SITE), 20, &site),
            ],
            Listed::Accepted | Listed::Completed => vec![
                (say(said::TIME), 10, &time),
                (say(words::NUMBER), 20, &id),
                (say(words::ITEM), 24, &item),
                (say(labels::WINDOW), 20, &window),
                (say(labels::DEPARTMENT), 18, &department),
                (say(words::SITE), 20, &site),
            ],
        };
        let mut table = taken::table((&self.title, lang), &[&self.sites], &self.rows, &columns);
        table.about.extend(self.hour.clone().map(|hour| (say(said::TIME).to_owned(), hour)));
        table
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }

    fn period(&self) -> Option<&str> {
        Some(&self.date)
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
}

/// The page of a list.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &TodayList) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

//! The bad ratings by what they wait for, with deadlines, and how far the valid ones are rectified and answered.

use super::due::{Urgency, countdown};
use super::filter::{Choice, Filter};
use super::paging::{PageAsked, Paging};
use super::rating::{state_word, step_word, urgency_of, whose};
use super::sorting::{Heads, Sort, Value};
use super::{Named, as_of};
use crate::figures::grouped;
use crate::rights::Scope;
use crate::taken::{self, Tabled, named};
use crate::ui::Ui;
use crate::words;
use askama::Template;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word, labels};
use scoring::context::Context;
use scoring::rates::Rate;
use scoring::ratings::{Look, Progress, RatingState, RatingStep};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many rows make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 200;
/// What the list can be sorted by.
const SORTED_BY: [&str; 5] = ["due", "level", "submitted", "window", "department"];

/// What the list can be narrowed to, in the order in which it is offered.
const STEPS: [&str; 7] = ["", "verify", "rectify", "reply", "overdue", "done", "invalid"];

/// What the list is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct RatingsFilter {
    /// The site's id.
    pub site: Option<String>,
    /// The department's id.
    pub department: Option<String>,
    /// The window's id.
    pub window: Option<String>,
    /// `verify`, `rectify`, `reply`, `overdue`, `done`, `invalid`.
    pub step: Option<String>,
    /// The month of submission, `2026-09`.
    pub month: Option<String>,
    /// The day of submission, `2026-09-17`.
    pub day: Option<String>,
}

impl RatingsFilter {
    fn places(&self) -> Filter {
        Filter { site: self.site.clone(), department: self.department.clone(), window: self.window.clone() }
    }

    fn step(&self) -> &str {
        self.step.as_deref().unwrap_or_default()
    }
}

/// The bad ratings as people see them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ratings {
    /// The time of the data.
    pub as_of: String,
    /// How many wait for what, of those that the list is narrowed to by place and month.
    pub counts: Vec<StepCount>,
    /// How far the valid ones of those are.
    pub progress: ProgressShown,
    /// What the list is narrowed to.
    pub filter: RatingsFilter,
    /// Sites to choose from.
    pub sites: Vec<Choice>,
    /// Departments to choose from.
    pub departments: Vec<Choice>,
    /// Windows to choose from.
    pub windows: Vec<Choice>,
    /// Months of submission to choose from.
    pub months: Vec<Choice>,
    /// The rows of this page.
    pub rows: Vec<RatingRow>,
    /// What it is sorted by; by nothing: the list's own order.
    pub sort: Sort,
    /// Which page this is.
    pub paging: Paging,
}

/// How many ratings wait for a step.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepCount {
    /// The choice's word; empty: all.
    pub step: &'static str,
    /// What it is called.
    pub title: String,
    /// How many.
    pub count: u64,
    /// Whether the list shows these.
    pub is_chosen: bool,
}

/// How far the valid bad ratings are.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProgressShown {
    /// Found valid.
    pub valid: u64,
    /// Of these, rectified.
    pub rectified: u64,
    /// Of the valid ones, under a real name.
    pub real_name: u64,
    /// Of these, answered.
    pub replied: u64,
    /// `95.31%`; none where there is nothing to rectify.
    pub rectified_share: Option<String>,
    /// The same for replies.
    pub replied_share: Option<String>,
}

/// One rating of the list. What the citizen wrote is not in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingRow {
    /// Its id.
    pub id: String,
    /// What its level is called.
    pub level: String,
    /// The window.
    pub window: Named,
    /// Its department.
    pub department: Named,
    /// When it was submitted.
    pub submitted: String,
    /// `open`, `done`, `invalid`.
    pub state: &'static str,
    /// What it waits for, or what became of it.
    pub waits_for: String,
    /// Who has to do it.
    pub whose: String,
    /// By when, `2026-09-08`.
    pub due: Option<String>,
    /// By when, as it is spoken of.
    pub due_day: Option<String>,
    /// The countdown.
    pub countdown: Option<String>,
    /// How soon.
    pub urgency: Option<Urgency>,
    /// Whether it was given under a real name.
    pub real_name: bool,
}

/// A share in per cent; none of nothing.
pub fn share(lang: Lang, part: u64, whole: u64) -> Option<String> {
    (whole > 0).then(|| lang.percent(Rate((part * 20_000 / whole).div_ceil(2) as i64)))
}

fn is_in(look: &Look, step: &str, context: &Context<'_>) -> bool {
    let waits = |wanted: RatingStep| look.waits_for.iter().any(|(step, _)| *step == wanted);
    match step {
        "verify" => waits(RatingStep::Verify),
        "rectify" => waits(RatingStep::Rectify),
        "reply" => waits(RatingStep::Reply),
        "overdue" => look.is_overdue(context.today()),
        "done" => look.state == RatingState::Done,
        "invalid" => look.state == RatingState::Invalid,
        _ => true,
    }
}

/// The page of the list that the filter asks for, of what is in scope. `all` is what [`scoring::ratings::bad_ones`] tells of the same context.
pub fn view(
    context: &Context<'_>,
    all: &[Look],
    (scope, filter): (&Scope, &RatingsFilter),
    (page, sort): (PageAsked, Option<&str>),
    lang: Lang,
) -> Ratings {
    let registry = context.registry();
    let places = filter.places();
    let here: Vec<&Look> = all
        .iter()
        .filter(|look| scope.has_window(registry, look.window))
        .filter(|look| {
            places.wants(registry, Some(look.window), registry.windows[usize::from(look.window)].department)
        })
        .collect();
    let wanted_month = filter.month.as_deref().filter(|month| !month.is_empty());
    let wanted_day = filter.day.as_deref().filter(|day| !day.is_empty());
    let month_of = |look: &Look| context.date(look.submitted).month();
    let mut months: Vec<_> = here.iter().map(|look| month_of(look)).collect();
    months.sort_unstable_by(|a, b| b.cmp(a));
    months.dedup();
    let here: Vec<&Look> = here
        .into_iter()
        .filter(|look| wanted_month.is_none_or(|month| month_of(look).to_string() == month))
        .filter(|look| wanted_day.is_none_or(|day| context.date(look.submitted).to_string() == day))
        .collect();
    let mut progress = Progress::default();
    here.iter().for_each(|look| progress.count(context, look));
    let counts = STEPS.map(|step| StepCount {
        step,
        title: lang.say(words::rating_choice(step)).to_owned(),
        count: here.iter().filter(|look| is_in(look, step, context)).count() as u64,
        is_chosen: filter.step() == step,
    });
    let mut wanted: Vec<&Look> =
        here.into_iter().filter(|look| is_in(look, filter.step(), context)).collect();
    let sort = Sort::parse(sort, &SORTED_BY);
    if !sort.by.is_empty() {
        sort.rows(&mut wanted, |look| value(context, look, &sort.by));
    }
    let (rows, paging) = page.cut(wanted);
    let Progress { valid, rectified, real_name, replied } = progress;
    let all_months = Choice {
        value: String::new(),
        title: lang.say(words::ALL_MONTHS).to_owned(),
        is_chosen: wanted_month.is_none(),
    };
    let each_month = months.into_iter().map(|month| Choice {
        value: month.to_string(),
        title: lang.month(month),
        is_chosen: wanted_month == Some(month.to_string().as_str()),
    });
    Ratings {
        as_of: lang.as_of(&as_of(context, lang)),
        counts: counts.into(),
        progress: ProgressShown {
            valid,
            rectified,
            real_name,
            replied,
            rectified_share: share(lang, rectified, valid),
            replied_share: share(lang, replied, real_name),
        },
        filter: filter.clone(),
        sites: places.sites(registry, scope, lang),
        departments: places.departments(registry, scope, lang),
        windows: places.windows(registry, scope, lang),
        months: std::iter::once(all_months).chain(each_month).collect(),
        sort,
        rows: rows.into_iter().map(|look| row(context, look, lang)).collect(),
        paging,
    }
}

/// What a row has in a column, to be compared.
fn value(context: &Context<'_>, look: &Look, by: &str) -> Option<Value> {
    let registry = context.registry();
    let window = &registry.windows[usize::from(look.window)];
    match by {
        "due" => look.due().map(|due| Value::Figure(i64::from(due.0))),
        "level" => Some(Value::Figure(i64::from(look.level))),
        "submitted" => Some(Value::Figure(i64::from(context.date(look.submitted).0))),
        "window" => Some(Value::Text(window.id.clone())),
        _ => Some(Value::Text(registry.departments[usize::from(window.department)].id.clone())),
    }
}

impl Tabled for Ratings {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let step = self.counts.iter().map(|count| Choice {
            title: count.title.clone(),
            is_chosen: count.is_chosen,
            ..Choice::default()
        });
        let steps: Vec<Choice> = step.collect();
        taken::table(
            (say(words::RATINGS_TITLE), lang),
            &[&steps, &self.months, &self.sites, &self.departments, &self.windows],
            &self.rows,
            &[
                (say(words::COUNTDOWN), 18, &|row: &RatingRow| Cell::text_if_any(row.countdown.as_deref())),
                (say(words::DUE), 12, &|row| Cell::text_if_any(row.due.as_deref())),
                (say(words::WAITS_FOR), 18, &|row| Cell::text(&row.waits_for)),
                (say(words::WAITS_FOR_WHOM), 20, &|row| Cell::text(&row.whose)),
                (say(words::NUMBER), 18, &|row| Cell::text(&row.id)),
                (say(words::LEVEL), 12, &|row| Cell::text(&row.level)),
                (say(words::REAL_NAME), 8, &|row| Cell::text(if row.real_name { "✓" } else { "" })),
                (say(words::SUBMITTED), 12, &|row| Cell::text(&row.submitted)),
                (say(labels::WINDOW), 20, &|row| named(&row.window)),
                (say(labels::DEPARTMENT), 18, &|row| Cell::text(&row.department.name)),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

/// A rating in a list.
pub fn row(context: &Context<'_>, look: &Look, lang: Lang) -> RatingRow {
    let registry = context.registry();
    let year = context.today().year();
    let department = registry.windows[usize::from(look.window)].department;
    let waits: Vec<String> = look
        .waits_for
        .iter()
        .map(|(step, _)| lang.say(words::rating_choice(step_word(*step))).to_owned())
        .collect();
    let mut whose: Vec<String> =
        look.waits_for.iter().map(|(step, _)| whose(context, look, *step, lang)).collect();
    whose.dedup();
    RatingRow {
        id: context.log.text(look.id).to_owned(),
        level: words::capital(lang.rating_level(look.level)),
        window: Named::window(registry, look.window),
        department: Named::department(registry, department),
        submitted: lang.date(context.date(look.submitted), year),
        state: state_word(look.state),
        waits_for: match look.state {
            RatingState::Open => lang.list(&waits),
            RatingState::Idle | RatingState::Done => lang.say(words::rating_choice("done")).to_owned(),
            RatingState::Invalid => lang.say(words::rating_choice("invalid")).to_owned(),
        },
        whose: if whose.is_empty() { "—".to_owned() } else { lang.list(&whose) },
        due: look.due().map(|due| due.to_string()),
        due_day: look.due().map(|due| lang.day(due, year)),
        countdown: look.due().map(|due| countdown(context, Some(due), lang)),
        urgency: urgency_of(context, look),
        real_name: look.real_name,
    }
}

#[derive(Template)]
#[template(path = "ratings.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Ratings,
    heads: Heads<'a>,
}

impl Page<'_> {
    fn to_step(&self, count: &StepCount) -> String {
        self.ui.narrowed("step", count.step)
    }

    fn rating(&self, row: &RatingRow) -> String {
        self.ui.to(&crate::links::Place::Rating(row.id.clone()))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Ratings) -> Result<String, askama::Error> {
    let heads = Heads { sort: &view.sort, query: ui.query, is_served: ui.links.is_served() };
    Page { ui, view, heads }.render()
}

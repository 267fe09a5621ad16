//! The complaints by where they stand, with deadlines; and the form that registers one.

use super::complaint::{state_text, state_word};
use super::course::{data_of, text_of};
use super::due::{Urgency, urgency};
use super::filter::{Choice, Filter};
use super::paging::{PageAsked, Paging};
use super::sorting::{Heads, Sort, Value};
use super::{Named, as_of};
use crate::figures::grouped;
use crate::rights::Scope;
use crate::taken::{self, Tabled, named, named_if_any};
use crate::ui::Ui;
use crate::words;
use askama::Template;
use ingest::live::Moment;
use ingest::store::StoreError;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word, labels};
use scoring::complaints::{ComplaintState, Look};
use scoring::context::Context;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// So many rows make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 200;
/// What the list can be sorted by.
const SORTED_BY: [&str; 4] = ["due", "received", "window", "department"];

/// What the list can be narrowed to, in the order in which it is offered.
const STATES: [&str; 7] = ["", "open", "received", "accepted", "overdue", "untold", "done"];

/// What the list is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ComplaintsFilter {
    /// The site's id.
    pub site: Option<String>,
    /// The department's id.
    pub department: Option<String>,
    /// The window's id.
    pub window: Option<String>,
    /// `open`, `received`, `accepted`, `overdue`, `untold`, `done`.
    pub state: Option<String>,
}

impl ComplaintsFilter {
    fn places(&self) -> Filter {
        Filter { site: self.site.clone(), department: self.department.clone(), window: self.window.clone() }
    }

    fn state(&self) -> &str {
        self.state.as_deref().unwrap_or_default()
    }
}

/// The complaints as people see them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Complaints {
    /// The time of the data.
    pub as_of: String,
    /// How many are in which state, of those that the list is narrowed to by place.
    pub counts: Vec<StateCount>,
    /// What the list is narrowed to.
    pub filter: ComplaintsFilter,
    /// Sites to choose from.
    pub sites: Vec<Choice>,
    /// Departments to choose from.
    pub departments: Vec<Choice>,
    /// Windows to choose from.
    pub windows: Vec<Choice>,
    /// The rows of this page.
    pub rows: Vec<ComplaintRow>,
    /// What it is sorted by; by nothing: the list's own order.
    pub sort: Sort,
    /// Which page this is.
    pub paging: Paging,
    /// Every window and staff member, for the form that registers a complaint; nobody for whom there is none.
    pub named: [Vec<Named>; 2],
    /// The nonce of that form; none for whom there is none.
    pub register: Option<String>,
}

/// How many complaints are in a state.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ComplaintsStateCount)]
pub struct StateCount {
    /// The choice's word; empty: all.
    pub state: &'static str,
    /// What it is called.
    pub title: String,
    /// How many.
    pub count: u64,
    /// Whether the list shows these.
    pub is_chosen: bool,
}

/// One complaint of the list. What is complained of is not in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComplaintRow {
    /// Its id.
    pub id: String,
    /// What kind of thing it is about.
    pub topic: String,
    /// The window.
    pub window: Named,
    /// Its department.
    pub department: Named,
    /// The staff member.
    pub staff: Option<Named>,
    /// When it was received.
    pub received: String,
    /// `received`, `accepted`, `rejected`, `upheld`, `not_upheld`.
    pub state: &'static str,
    /// How it stands, in words.
    pub state_text: String,
    /// Whether the complainant was told.
    pub is_told: bool,
    /// By when, `2026-09-08`.
    pub due: String,
    /// By when, as it is spoken of.
    pub due_day: String,
    /// Whether its time was extended.
    pub is_extended: bool,
    /// Whether it was or is late.
    pub is_late: bool,
    /// How soon, while it is open.
    pub urgency: Option<Urgency>,
}

fn is_in(context: &Context<'_>, look: &Look, told: &BTreeSet<String>, state: &str) -> bool {
    let is_told = told.contains(context.log.text(look.id));
    match state {
        "open" => look.is_open(),
        "received" => look.state == ComplaintState::Received,
        "accepted" => look.state == ComplaintState::Accepted,
        "overdue" => look.is_open() && look.is_late(context.today()),
        "untold" => !look.is_open() && !is_told,
        "done" => !look.is_open(),
        _ => true,
    }
}

/// The page of the list that the filter asks for, of what is in scope. `told` are the ids of the complaints whose complainant was told.
///
/// # Errors
///
/// [`StoreError`]
pub fn view(
    moment: &Moment<'_>,
    all: &[Look],
    told: &BTreeSet<String>,
    (scope, filter): (&Scope, &ComplaintsFilter),
    (page, sort): (PageAsked, Option<&str>),
    register: Option<String>,
    lang: Lang,
) -> Result<Complaints, StoreError> {
    let context = &moment.context;
    let registry = context.registry();
    let places = filter.places();
    let department = |look: &Look| registry.windows[usize::from(look.window)].department;
    let own = all.iter().filter(|look| scope.has_window(registry, look.window));
    let here: Vec<&Look> =
        own.filter(|look| places.wants(registry, Some(look.window), department(look))).collect();
    let counts = STATES.map(|state| StateCount {
        state,
        title: lang.say(words::complaint_choice(state)).to_owned(),
        count: here.iter().filter(|look| is_in(context, look, told, state)).count() as u64,
        is_chosen: filter.state() == state,
    });
    let mut wanted: Vec<&Look> =
        here.into_iter().filter(|look| is_in(context, look, told, filter.state())).collect();
    let sort = Sort::parse(sort, &SORTED_BY);
    if !sort.by.is_empty() {
        sort.rows(&mut wanted, |look| value(context, look, &sort.by));
    }
    let (shown, paging) = page.cut(wanted);
    let rows = shown.into_iter().map(|look| row(moment, look, told, lang)).collect::<Result<_, _>>()?;
    Ok(Complaints {
        as_of: lang.as_of(&as_of(context, lang)),
        counts: counts.into(),
        sites: places.sites(registry, scope, lang),
        departments: places.departments(registry, scope, lang),
        windows: places.windows(registry, scope, lang),
        filter: filter.clone(),
        sort,
        rows,
        paging,
        named: match &register {
            Some(_) => [
                registry
                    .windows
                    .iter()
                    .map(|of| Named { id: of.id.clone(), name: of.name.clone() })
                    .collect(),
                registry.staff.iter().map(|of| Named { id: of.id.clone(), name: of.name.clone() }).collect(),
            ],
            None => [Vec::new(), Vec::new()],
        },
        register,
    })
}

/// What a row has in a column, to be compared.
fn value(context: &Context<'_>, look: &Look, by: &str) -> Option<Value> {
    let registry = context.registry();
    let window = &registry.windows[usize::from(look.window)];
    Some(match by {
        "due" => Value::Figure(i64::from(look.due.0)),
        "received" => Value::Figure(i64::from(context.date(look.received).0)),
        "window" => Value::Text(window.id.clone()),
        _ => Value::Text(registry.departments[usize::from(window.department)].id.clone()),
    })
}

impl Tabled for Complaints {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let state = self.counts.iter().map(|count| Choice {
            title: count.title.clone(),
            is_chosen: count.is_chosen,
            ..Choice::default()
        });
        let states: Vec<Choice> = state.collect();
        taken::table(
            (say(words::COMPLAINTS_TITLE), lang),
            &[&states, &self.sites, &self.departments, &self.windows],
            &self.rows,
            &[
                (say(words::STATE), 18, &|row: &ComplaintRow| Cell::text(&row.state_text)),
                (say(words::DUE), 12, &|row| Cell::text(&row.due)),
                (say(words::EXTENSION), 8, &|row| Cell::text(if row.is_extended { "✓" } else { "" })),
                (say(words::NUMBER), 18, &|row| Cell::text(&row.id)),
                (say(words::TOPIC), 14, &|row| Cell::text(&row.topic)),
                (say(words::RECEIVED_ON), 12, &|row| Cell::text(&row.received)),
                (say(labels::WINDOW), 20, &|row| named(&row.window)),
                (say(words::STAFF_MEMBER), 16, &|row| named_if_any(&row.staff)),
                (say(labels::DEPARTMENT), 18, &|row| Cell::text(&row.department.name)),
                (say(words::TELL), 12, &|row| match (row.is_told, row.urgency) {
                    (true, _) => Cell::text("✓"),
                    (false, None) => Cell::text(lang.say(words::complaint_choice("untold"))),
                    (false, Some(_)) => Cell::Nothing,
                }),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

/// A complaint in a list.
///
/// # Errors
///
/// [`StoreError`]
pub fn row(
    moment: &Moment<'_>,
    look: &Look,
    told: &BTreeSet<String>,
    lang: Lang,
) -> Result<ComplaintRow, StoreError> {
    let context = &moment.context;
    let registry = context.registry();
    let year = context.today().year();
    let id = context.log.text(look.id).to_owned();
    let data = data_of(moment, look.received)?;
    let department = registry.windows[usize::from(look.window)].department;
    Ok(ComplaintRow {
        topic: words::named(lang, &words::TOPICS, &text_of(&data, "topic").unwrap_or_default()),
        window: Named::window(registry, look.window),
        department: Named::department(registry, department),
        staff: look.staff.map(|staff| Named::staff(registry, staff)),
        received: lang.date(context.date(look.received), year),
        state: state_word(look.state),
        state_text: state_text(context, look, lang),
        is_told: told.contains(&id),
        due: look.due.to_string(),
        due_day: lang.day(look.due, year),
        is_extended: look.extended.is_some(),
        is_late: look.is_late(context.today()),
        urgency: look.is_open().then(|| urgency(context, Some(look.due))),
        id,
    })
}

#[derive(Template)]
#[template(path = "complaints.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Complaints,
    heads: Heads<'a>,
}

impl Page<'_> {
    fn to_state(&self, count: &StateCount) -> String {
        self.ui.narrowed("state", count.state)
    }

    fn complaint(&self, row: &ComplaintRow) -> String {
        self.ui.to(&crate::links::Place::Complaint(row.id.clone()))
    }

    fn say_topic(&self, word: &Word) -> &'static str {
        self.ui.say(word)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Complaints) -> Result<String, askama::Error> {
    let heads = Heads { sort: &view.sort, query: ui.query, is_served: ui.links.is_served() };
    Page { ui, view, heads }.render()
}

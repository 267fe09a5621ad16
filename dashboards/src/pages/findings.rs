//! The findings and merits that people recorded in a month, whether they count or not.

use super::as_of;
use super::filter::{Choice, Filter};
use super::paging::{PageAsked, Paging};
use super::published::Version;
use super::recorded::{self, Recorded};
use super::sorting::{Heads, Sort, Value};
use crate::answer::Problem;
use crate::entering::kinds::may_be_recorded;
use crate::figures::grouped;
use crate::links::Place;
use crate::rights::{Right, Scope};
use crate::taken::{self, Tabled, named, named_if_any};
use crate::ui::Ui;
use crate::words;
use crate::words::entering as said;
use askama::Template;
use ingest::live::Moment;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word, labels};
use scoring::finding;
use scoring::time::Month;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// So many rows make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 200;
/// What the list can be sorted by.
const SORTED_BY: [&str; 4] = ["date", "kind", "window", "staff"];

/// What the list can be narrowed to by state, in the order in which it is offered.
const STATES: [&str; 4] = ["", "counting", "voided", "retracted"];

/// What the list is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FindingsFilter {
    /// The site's id.
    pub site: Option<String>,
    /// The department's id.
    pub department: Option<String>,
    /// The window's id.
    pub window: Option<String>,
    /// The staff member's id.
    pub staff: Option<String>,
    /// The kind's word.
    pub kind: Option<String>,
    /// The rule's id.
    pub rule: Option<String>,
    /// The day, `2026-09-08`.
    pub date: Option<String>,
    /// The account that entered it.
    pub by: Option<String>,
    /// `counting`, `voided`, `retracted`.
    pub state: Option<String>,
}

impl FindingsFilter {
    fn places(&self) -> Filter {
        Filter { site: self.site.clone(), department: self.department.clone(), window: self.window.clone() }
    }

    fn state(&self) -> &str {
        self.state.as_deref().unwrap_or_default()
    }

    fn wants(&self, row: &Recorded) -> bool {
        let is = |wanted: &Option<String>, value: Option<&str>| match wanted.as_deref() {
            None | Some("") => true,
            Some(wanted) => value == Some(wanted),
        };
        let of_rule = row.lines.iter().any(|line| is(&self.rule, Some(&line.rule)));
        is(&self.staff, row.staff.as_ref().map(|staff| staff.id.as_str()))
            && is(&self.kind, Some(&row.kind))
            && (of_rule || is(&self.rule, None))
            && is(&self.date, Some(&row.date))
            && is(&self.by, row.entered_by.as_deref())
    }
}

/// The list as people see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Findings {
    /// The month, `2026-09`.
    pub month: String,
    /// Its name.
    pub month_name: String,
    /// The time of the data.
    pub as_of: String,
    /// The version in which the month is closed.
    pub closed_version: Option<u32>,
    /// How many are in which state, of those that the list is narrowed to otherwise.
    pub counts: Vec<StateCount>,
    /// What the list is narrowed to.
    pub filter: FindingsFilter,
    /// Sites to choose from.
    pub sites: Vec<Choice>,
    /// Departments to choose from.
    pub departments: Vec<Choice>,
    /// Windows to choose from.
    pub windows: Vec<Choice>,
    /// Kinds to choose from.
    pub kinds: Vec<Choice>,
    /// Accounts to choose from.
    pub people: Vec<Choice>,
    /// The rows of this page, the newest first.
    pub rows: Vec<Recorded>,
    /// What it is sorted by; by nothing: the list's own order.
    pub sort: Sort,
    /// Which page this is.
    pub paging: Paging,
    /// What a form came to that led here.
    pub done: Option<String>,
}

/// How many are in a state.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FindingsStateCount)]
pub struct StateCount {
    /// The state's word; empty: all.
    pub state: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// How many.
    pub count: u64,
    /// Whether the list shows these.
    pub is_chosen: bool,
}

/// The list of a month, of what lies in somebody's scope.
///
/// # Errors
///
/// The store cannot be read.
pub fn view(
    moment: &Moment<'_>,
    closed: Option<&Version>,
    month: Month,
    (scope, filter): (&Scope, &FindingsFilter),
    (page, sort): (PageAsked, Option<&str>),
    lang: Lang,
) -> Result<Findings, Problem> {
    let context = &moment.context;
    let (registry, places) = (context.registry(), filter.places());
    let lines = recorded::lines(moment, closed, month, lang);
    let mut all = Vec::new();
    for look in finding::recorded(context, |date| date.month() == month) {
        let department = registry.windows[usize::from(look.window)].department;
        if scope.has_window(registry, look.window) && places.wants(registry, Some(look.window), department) {
            all.push(recorded::row(moment, &look, &lines, lang)?);
        }
    }
    let who: BTreeSet<String> = all.iter().filter_map(|row| row.entered_by.clone()).collect();
    all.retain(|row| filter.wants(row));
    let counts = STATES.map(|state| StateCount {
        state,
        title: lang.say(match state {
            "counting" => said::COUNTING,
            "voided" => said::VOIDED,
            "retracted" => said::RETRACTED,
            _ => said::ALL_STATES,
        }),
        count: all.iter().filter(|row| state.is_empty() || row.state == state).count() as u64,
        is_chosen: filter.state() == state,
    });
    all.retain(|row| filter.state().is_empty() || row.state == filter.state());
    let sort = Sort::parse(sort, &SORTED_BY);
    if !sort.by.is_empty() {
        sort.rows(&mut all, |row| value(row, &sort.by));
    }
    let (rows, paging) = page.cut(all);
    let rulebook = context.county.rulebooks.of_month(month);
    let recordable = rulebook.kinds.iter().filter(|kind| may_be_recorded(kind.origin));
    let kinds = recordable.map(|kind| (kind.name.clone(), lang.title(&kind.title).to_owned()));
    Ok(Findings {
        month: month.to_string(),
        month_name: lang.month(month),
        as_of: lang.as_of(&as_of(context, lang)),
        closed_version: closed.map(|version| version.closed.version),
        counts: counts.into(),
        sites: places.sites(registry, scope, lang),
        departments: places.departments(registry, scope, lang),
        windows: places.windows(registry, scope, lang),
        kinds: choices(&filter.kind, lang.say(said::ALL_KINDS), kinds),
        people: choices(&filter.by, lang.say(said::ALL_PEOPLE), who.into_iter().map(|by| (by.clone(), by))),
        filter: filter.clone(),
        sort,
        rows,
        paging,
        done: None,
    })
}

/// What a row has in a column, to be compared.
fn value(row: &Recorded, by: &str) -> Option<Value> {
    match by {
        "date" => Some(Value::Text(row.date.clone())),
        "kind" => Some(Value::Text(row.title.clone())),
        "window" => Some(Value::Text(row.window.id.clone())),
        _ => row.staff.as_ref().map(|staff| Value::Text(staff.id.clone())),
    }
}

impl Tabled for Findings {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let state = self.counts.iter().map(|count| Choice {
            title: count.title.to_owned(),
            is_chosen: count.is_chosen,
            ..Choice::default()
        });
        let states: Vec<Choice> = state.collect();
        taken::table(
            (say(said::TITLE), lang),
            &[&states, &self.sites, &self.departments, &self.windows, &self.kinds, &self.people],
            &self.rows,
            &[
                (say(labels::DATE), 12, &|row: &Recorded| Cell::text(&row.date)),
                (say(words::NUMBER), 20, &|row| Cell::text(&row.id)),
                (say(said::KIND), 22, &|row| Cell::text(&row.title)),
                (say(said::COUNT), 6, &|row| Cell::Count(i64::from(row.count))),
                (say(words::STATE), 10, &|row| Cell::text(row.state_name)),
                (say(labels::WINDOW), 20, &|row| named(&row.window)),
                (say(words::STAFF_MEMBER), 16, &|row| named_if_any(&row.staff)),
                (say(said::EFFECT), 24, &|row| Cell::text(row.effect())),
                (say(said::NOTE), 30, &|row| Cell::text_if_any(row.note.as_deref())),
                (say(said::PHOTOS), 6, &|row| Cell::Count(row.photos.len() as i64)),
                (say(said::INSPECTOR), 12, &|row| Cell::text_if_any(row.inspector.as_deref())),
                (say(said::BY), 12, &|row| Cell::text_if_any(row.entered_by.as_deref())),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

fn choices(value: &Option<String>, all: &str, each: impl Iterator<Item = (String, String)>) -> Vec<Choice> {
    let chosen = value.as_deref().unwrap_or_default();
    let everything = (String::new(), all.to_owned());
    let named = std::iter::once(everything).chain(each);
    named.map(|(value, title)| Choice { is_chosen: value == chosen, value, title }).collect()
}

#[derive(Template)]
#[template(path = "findings.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Findings,
    heads: Heads<'a>,
}

impl Page<'_> {
    fn may_inspect(&self) -> bool {
        self.ui.may(Right::Inspect) && self.ui.links.is_served()
    }

    fn published(&self, version: &u32) -> String {
        words::entering::published_in(self.ui.lang, *version)
    }

    /// What the list is narrowed to by links, which the form's choices leave as it is.
    fn kept(&self) -> Vec<(&'static str, &str)> {
        let filter = &self.view.filter;
        let kept = [
            ("state", &filter.state),
            ("staff", &filter.staff),
            ("rule", &filter.rule),
            ("date", &filter.date),
        ];
        let given = kept.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        given.filter(|(_, value)| !value.is_empty()).collect()
    }

    fn to_state(&self, count: &StateCount) -> String {
        self.ui.narrowed("state", count.state)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Findings) -> Result<String, askama::Error> {
    let heads = Heads { sort: &view.sort, query: ui.query, is_served: ui.links.is_served() };
    Page { ui, view, heads }.render()
}

//! The forms that record findings and merits: the one at a desk, and the one for a round through the hall with a phone.

use super::filter::Choice;
use super::rating::done_text;
use super::recorded::{self, Recorded};
use super::{Named, as_of};
use crate::answer::Problem;
use crate::entering::kinds::{KindChoice, KindGroup, favourites, groups};
use crate::entering::record::times;
use crate::figures::full_marks;
use crate::links::Place;
use crate::ui::Ui;
use crate::words;
use crate::words::entering as said;
use askama::Template;
use ingest::live::Moment;
use reports::words::Lang;
use scoring::context::Context;
use scoring::finding;
use scoring::registry::{SiteIdx, SiteKind, WindowIdx};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// So many kinds are at hand on a round.
const FAVOURITES: usize = 8;
/// So many of one's own records of the day are listed.
const LATEST: usize = 8;

/// What a form is to be filled with.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = RecordingOffered)]
#[serde(default)]
pub struct Offered {
    /// The site's id; a round goes through one.
    pub site: Option<String>,
    /// The window's id.
    pub window: Option<String>,
    /// The kind's word.
    pub kind: Option<String>,
    /// What a form came to that led here.
    pub done: Option<String>,
}

/// A form with what can be chosen in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordingForm {
    /// The time of the data.
    pub as_of: String,
    /// Today, `2026-09-17`.
    pub today: String,
    /// The sites, with the one that is gone through.
    pub sites: Vec<Choice>,
    /// The windows: on a round those of the site, those of the last findings first; else all, by site.
    pub windows: Vec<WindowChoice>,
    /// The kinds that were recorded most often this month.
    pub favourites: Vec<KindChoice>,
    /// All kinds.
    pub groups: Vec<KindGroup>,
    /// The kind that is offered.
    pub kind: String,
    /// Who enters it.
    pub by: String,
    /// What that account recorded today, the newest first.
    pub latest: Vec<Recorded>,
    /// What makes the form the same form.
    pub nonce: String,
    /// What a form came to that led here.
    pub done: Option<String>,
}

/// A window to choose, with its people.
#[derive(Debug, Serialize, ToSchema)]
pub struct WindowChoice {
    /// The window.
    #[serde(flatten)]
    pub window: Named,
    /// Its department.
    pub department: String,
    /// Its site.
    pub site: String,
    /// Whether its site has attendance devices, which tell who came late and when.
    pub has_device: bool,
    /// Whether it is offered.
    pub is_chosen: bool,
    /// Who works there today.
    pub staff: Vec<Named>,
}

/// The form at a desk.
///
/// # Errors
///
/// The store cannot be read.
pub fn at_desk(
    moment: &Moment<'_>,
    offered: &Offered,
    by: &str,
    nonce: String,
    lang: Lang,
) -> Result<RecordingForm, Problem> {
    let registry = moment.context.registry();
    let sites: Vec<SiteIdx> = (0..registry.sites.len() as SiteIdx).collect();
    let mut form = form(moment, offered, &sites, (by, nonce), lang)?;
    let mut windows: Vec<WindowIdx> = (0..registry.windows.len() as WindowIdx).collect();
    windows.sort_by_key(|&window| registry.windows[usize::from(window)].site);
    form.windows = choices(&moment.context, &windows, offered);
    Ok(form)
}

/// The form for a round through one site: the one that is named, or the county's hall.
///
/// # Errors
///
/// The store cannot be read.
pub fn on_round(
    moment: &Moment<'_>,
    offered: &Offered,
    by: &str,
    nonce: String,
    lang: Lang,
) -> Result<RecordingForm, Problem> {
    let context = &moment.context;
    let registry = context.registry();
    let named = offered.site.as_deref().and_then(|id| registry.index.sites.get(id).copied());
    let hall = registry.sites.iter().position(|site| site.kind == SiteKind::Hall);
    let site = named.map_or(hall.unwrap_or_default(), usize::from);
    let mut form = form(moment, offered, &[site as SiteIdx], (by, nonce), lang)?;
    form.sites = registry
        .sites
        .iter()
        .enumerate()
        .filter(|(place, _)| registry.windows.iter().any(|window| usize::from(window.site) == *place))
        .map(|(place, of)| Choice { value: of.id.clone(), title: of.name.clone(), is_chosen: place == site })
        .collect();
    let month = context.today().month();
    let mut recent: BTreeMap<WindowIdx, usize> = BTreeMap::new();
    for (place, look) in finding::recorded(context, |date| date.month() == month).iter().enumerate() {
        recent.entry(look.window).or_insert(place);
    }
    let here = registry.windows.iter().enumerate().filter(|(_, of)| usize::from(of.site) == site);
    let mut windows: Vec<WindowIdx> = here.map(|(place, _)| place as WindowIdx).collect();
    windows.sort_by_key(|window| recent.get(window).copied().unwrap_or(usize::MAX));
    form.windows = choices(context, &windows, offered);
    Ok(form)
}

fn form(
    moment: &Moment<'_>,
    offered: &Offered,
    sites: &[SiteIdx],
    (by, nonce): (&str, String),
    lang: Lang,
) -> Result<RecordingForm, Problem> {
    let context = &moment.context;
    let today = context.today();
    let groups = groups(context, (today, sites), &times(context, today.month()), lang);
    let lines = recorded::lines(moment, None, today.month(), lang);
    let mut latest = Vec::new();
    for look in finding::recorded(context, |date| date == today) {
        let row = recorded::row(moment, &look, &lines, lang)?;
        if row.entered_by.as_deref() == Some(by) && latest.len() < LATEST {
            latest.push(row);
        }
    }
    Ok(RecordingForm {
        as_of: lang.as_of(&as_of(context, lang)),
        today: today.to_string(),
        sites: Vec::new(),
        windows: Vec::new(),
        favourites: favourites(&groups, FAVOURITES),
        groups,
        kind: offered.kind.clone().unwrap_or_default(),
        by: by.to_owned(),
        latest,
        nonce,
        done: done_text(offered.done.as_deref(), lang),
    })
}

fn choices(context: &Context<'_>, windows: &[WindowIdx], offered: &Offered) -> Vec<WindowChoice> {
    let (registry, today) = (context.registry(), context.today());
    let choice = |&place: &WindowIdx| {
        let of = &registry.windows[usize::from(place)];
        let here = of.assignments.iter().filter(|assignment| assignment.holds(today));
        WindowChoice {
            window: Named::window(registry, place),
            department: registry.departments[usize::from(of.department)].name.clone(),
            site: registry.sites[usize::from(of.site)].name.clone(),
            has_device: registry.sites[usize::from(of.site)].attendance,
            is_chosen: offered.window.as_deref() == Some(of.id.as_str()),
            staff: here.map(|assignment| Named::staff(registry, assignment.staff)).collect(),
        }
    };
    windows.iter().map(choice).collect()
}

#[derive(Template)]
#[template(path = "finding_form.html")]
struct DeskPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a RecordingForm,
}

#[derive(Template)]
#[template(path = "round.html")]
struct RoundPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a RecordingForm,
}

impl DeskPage<'_> {
    /// Whether a window is the first of its site in the list.
    fn begins_site(&self, place: &usize) -> bool {
        let windows = &self.view.windows;
        *place == 0 || windows[*place].site != windows[*place - 1].site
    }
}

impl RoundPage<'_> {
    fn site(&self) -> &str {
        self.view.sites.iter().find(|site| site.is_chosen).map_or("", |site| &site.value)
    }
}

/// The page of the form at a desk.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn desk_html(ui: &Ui<'_>, view: &RecordingForm) -> Result<String, askama::Error> {
    DeskPage { ui, view }.render()
}

/// The page for a round.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn round_html(ui: &Ui<'_>, view: &RecordingForm) -> Result<String, askama::Error> {
    RoundPage { ui, view }.render()
}

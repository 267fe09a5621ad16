//! What is open now, the soonest first: cases, joint shares, complaints and bad ratings, with countdowns in working days.

use super::filter::{Choice, Filter};
use super::paging::{PageAsked, Paging};
use super::sorting::{Heads, Sort, Value};
use super::{Named, as_of};
use crate::figures::grouped;
use crate::links::Place;
use crate::rights::Scope;
use crate::taken::{self, Tabled, named_if_any};
use crate::ui::Ui;
use crate::words;
use askama::Template;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word, labels};
use scoring::case_clock;
use scoring::context::Context;
use scoring::due::{Open, OpenSubject, Stands};
use scoring::event::Fact;
use scoring::ratings::RatingStep;
use scoring::registry::Registry;
use scoring::time::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many rows make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 200;
/// What the list can be sorted by; `left` is what remains until the due date, the list's own order.
const SORTED_BY: [&str; 7] = ["left", "due", "kind", "opened", "window", "department", "site"];
/// What is due within so many working days is soon.
const SOON_WORKDAYS: u32 = 3;

/// What the list can be narrowed to by how it stands, in the order in which it is offered.
const STATES: [&str; 5] = ["", "overdue", "today", "soon", "standing"];
/// What the list can be narrowed to by kind.
const KINDS: [&str; 7] =
    ["", "case", "joint_share", "complaint", "rating_verify", "rating_rectify", "rating_reply"];

/// What the list is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DueFilter {
    /// The site's id.
    pub site: Option<String>,
    /// The department's id.
    pub department: Option<String>,
    /// The window's id.
    pub window: Option<String>,
    /// `overdue`, `today`, `soon`, `standing`.
    pub state: Option<String>,
    /// `case`, `joint_share`, `complaint`, `rating_verify`, `rating_rectify`, `rating_reply`.
    pub kind: Option<String>,
}

impl DueFilter {
    fn places(&self) -> Filter {
        Filter { site: self.site.clone(), department: self.department.clone(), window: self.window.clone() }
    }
}

/// What is open, as people see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueList {
    /// The time of the data.
    pub as_of: String,
    /// How much there is, of what the list is narrowed to.
    pub counts: Counts,
    /// What the list is narrowed to.
    pub filter: DueFilter,
    /// Kinds to choose from.
    pub kinds: Vec<Choice>,
    /// How it stands, to choose from.
    pub states: Vec<Choice>,
    /// Sites to choose from.
    pub sites: Vec<Choice>,
    /// Departments to choose from.
    pub departments: Vec<Choice>,
    /// Windows to choose from.
    pub windows: Vec<Choice>,
    /// What it is sorted by; by nothing: the soonest first.
    pub sort: Sort,
    /// The rows of this page.
    pub rows: Vec<DueRow>,
    /// Which page this is.
    pub paging: Paging,
}

/// How much is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// All.
    pub open: u64,
    /// The due date is over.
    pub overdue: u64,
    /// Due today.
    pub today: u64,
    /// Due within three working days, today not among them.
    pub soon: u64,
    /// The clock stands.
    pub standing: u64,
}

/// One thing that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueRow {
    /// What it is, by word: `case`, `joint_share`, `complaint`, `rating_verify`, `rating_rectify`, `rating_reply`.
    pub kind: &'static str,
    /// What it is called.
    pub kind_name: String,
    /// Its id; of a share the case's.
    pub id: String,
    /// Whether `id` is a case, which has a page.
    pub is_case: bool,
    /// Where it began: source and id of that event.
    pub opening: (String, String),
    /// The item of a case or share.
    pub item: Option<String>,
    /// Since when, `2026-09-01`.
    pub opened: String,
    /// By when, `2026-09-08`.
    pub due: Option<String>,
    /// Since when, as it is spoken of.
    pub opened_day: String,
    /// By when, as it is spoken of.
    pub due_day: Option<String>,
    /// How it stands.
    pub urgency: Urgency,
    /// Working days to go, today not counted; negative: over since the due date. None without a due date.
    pub workdays_left: Option<i64>,
    /// The countdown in words.
    pub countdown: String,
    /// Why the clock stands, in words.
    pub stands: Option<String>,
    /// Who answers for it.
    pub window: Option<Named>,
    /// Whose window it is.
    pub department: Named,
    /// Where the window is.
    pub site: Option<Named>,
}

impl DueRow {
    /// The countdown and why the clock stands.
    fn told(&self) -> String {
        match (&self.due, &self.stands) {
            (Some(_), Some(stands)) => format!("{} · {stands}", self.countdown),
            (None, Some(stands)) => stands.clone(),
            (Some(_) | None, None) => self.countdown.clone(),
        }
    }

    /// Where it has its page; in a folder what is no case has that of its first event.
    pub(super) fn page(&self, ui: &Ui<'_>) -> String {
        match self.kind {
            "case" | "joint_share" => ui.case(&self.id),
            "complaint" if ui.links.is_served() => ui.to(&Place::Complaint(self.id.clone())),
            "rating_verify" | "rating_rectify" | "rating_reply" if ui.links.is_served() => {
                ui.to(&Place::Rating(self.id.clone()))
            }
            _ => ui.event(&self.opening.0, &self.opening.1),
        }
    }
}

/// How soon something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// The due date is over.
    Overdue,
    /// Today.
    Today,
    /// Within three working days.
    Soon,
    /// Later.
    Later,
    /// The clock stands, without a due date.
    Standing,
}

impl Urgency {
    /// The class of its row.
    pub fn class(&self) -> &'static str {
        match self {
            Urgency::Overdue => "overdue",
            Urgency::Today => "today",
            Urgency::Soon => "soon",
            Urgency::Later => "",
            Urgency::Standing => "standing",
        }
    }

    /// A glyph, so that nothing is told by colour alone.
    pub fn glyph(&self) -> &'static str {
        match self {
            Urgency::Overdue => "▲",
            Urgency::Today => "◆",
            Urgency::Soon => "◇",
            Urgency::Later | Urgency::Standing => "",
        }
    }
}

/// The page of the list that the filter asks for, of what is in scope. `open` is what [`scoring::due::open`] tells of the same
/// context.
pub fn view(
    context: &Context<'_>,
    open: &[Open],
    (scope, filter): (&Scope, &DueFilter),
    (page, sort): (PageAsked, Option<&str>),
    lang: Lang,
) -> DueList {
    list(context, open, (scope, filter), (page, Sort::parse(sort, &SORTED_BY)), lang)
}

/// The whole list on one page.
pub fn whole(context: &Context<'_>, open: &[Open], lang: Lang) -> DueList {
    list(context, open, (&Scope::All, &DueFilter::default()), (PageAsked::ALL, Sort::default()), lang)
}

fn list(
    context: &Context<'_>,
    open: &[Open],
    (scope, filter): (&Scope, &DueFilter),
    (page, sort): (PageAsked, Sort),
    lang: Lang,
) -> DueList {
    let places = filter.places();
    let (state, kind) =
        (filter.state.as_deref().unwrap_or_default(), filter.kind.as_deref().unwrap_or_default());
    let registry = context.registry();
    let own = open.iter().filter(|open| scope.has(registry, open.window, open.department));
    let wanted: Vec<&Open> = own
        .filter(|open| places.wants(registry, open.window, open.department))
        .filter(|open| kind.is_empty() || kind_of(open).0 == kind)
        .collect();
    let mut counts = Counts { open: wanted.len() as u64, ..Counts::default() };
    for open in &wanted {
        match urgency(context, open.due) {
            Urgency::Overdue => counts.overdue += 1,
            Urgency::Today => counts.today += 1,
            Urgency::Soon => counts.soon += 1,
            Urgency::Later => {}
            Urgency::Standing => counts.standing += 1,
        }
    }
    let mut wanted: Vec<&Open> =
        wanted.into_iter().filter(|open| is_in(urgency(context, open.due), state)).collect();
    if !sort.by.is_empty() {
        sort.rows(&mut wanted, |open| value(registry, open, &sort.by));
    }
    let (rows, paging) = page.cut(wanted);
    DueList {
        as_of: lang.as_of(&as_of(context, lang)),
        counts,
        filter: filter.clone(),
        kinds: choices(&KINDS, kind, words::ALL_KINDS_OF_WORK, kind_name, lang),
        states: choices(&STATES, state, words::ALL_OPEN, words::due_state, lang),
        sites: places.sites(registry, scope, lang),
        departments: places.departments(registry, scope, lang),
        windows: places.windows(registry, scope, lang),
        sort,
        rows: rows.into_iter().map(|open| row(context, open, lang)).collect(),
        paging,
    }
}

/// What a row has in a column, to be compared. What stands without a due date comes last.
fn value(registry: &Registry, open: &Open, by: &str) -> Option<Value> {
    let window = open.window.map(|window| &registry.windows[usize::from(window)]);
    match by {
        "left" | "due" => open.due.map(|due| Value::Figure(i64::from(due.0))),
        "opened" => Some(Value::Figure(i64::from(open.opened.0))),
        "kind" => Some(Value::Text(kind_of(open).0.to_owned())),
        "window" => window.map(|window| Value::Text(window.id.clone())),
        "site" => window.map(|window| Value::Text(registry.sites[usize::from(window.site)].id.clone())),
        _ => Some(Value::Text(registry.departments[usize::from(open.department)].id.clone())),
    }
}

impl Tabled for DueList {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let narrowed = [&self.sites[..], &self.departments, &self.windows, &self.kinds, &self.states];
        taken::table(
            (say(words::DUE_LIST), lang),
            &narrowed,
            &self.rows,
            &[
                (say(words::COUNTDOWN), 18, &|row: &DueRow| Cell::text(row.told())),
                (say(words::DUE), 12, &|row| Cell::text_if_any(row.due.as_deref())),
                (say(words::KIND), 12, &|row| Cell::text(&row.kind_name)),
                (say(words::NUMBER), 18, &|row| Cell::text(&row.id)),
                (say(words::ITEM), 24, &|row| Cell::text_if_any(row.item.as_deref())),
                (say(words::OPENED), 12, &|row| Cell::text(&row.opened)),
                (say(labels::WINDOW), 20, &|row| named_if_any(&row.window)),
                (say(labels::DEPARTMENT), 18, &|row| Cell::text(&row.department.name)),
                (say(words::SITE), 20, &|row| Cell::text_if_any(row.site.as_ref().map(|site| &site.name))),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

fn choices(all: &[&str], chosen: &str, everything: Word, name: fn(&str) -> Word, lang: Lang) -> Vec<Choice> {
    let choice = |value: &&str| Choice {
        value: (*value).to_owned(),
        title: words::capital(lang.say(if value.is_empty() { everything } else { name(value) })),
        is_chosen: *value == chosen,
    };
    all.iter().map(choice).collect()
}

/// Whether something that stands so is in a state of the filter.
pub(super) fn is_in(urgency: Urgency, state: &str) -> bool {
    match state {
        "overdue" => urgency == Urgency::Overdue,
        "today" => urgency == Urgency::Today,
        "soon" => urgency == Urgency::Soon,
        "standing" => urgency == Urgency::Standing,
        _ => true,
    }
}

/// What something is, by word and by name.
fn kind_of(open: &Open) -> (&'static str, Word) {
    match open.subject {
        OpenSubject::Case(_) => ("case", labels::CASE),
        OpenSubject::Share(..) => ("joint_share", labels::SHARE),
        OpenSubject::Complaint(_) => ("complaint", labels::COMPLAINT),
        OpenSubject::Rating(_, RatingStep::Verify) => ("rating_verify", words::RATING_TO_VERIFY),
        OpenSubject::Rating(_, RatingStep::Rectify) => ("rating_rectify", words::RATING_TO_RECTIFY),
        OpenSubject::Rating(_, RatingStep::Reply) => ("rating_reply", words::RATING_TO_REPLY),
    }
}

fn kind_name(kind: &str) -> Word {
    match kind {
        "joint_share" => labels::SHARE,
        "complaint" => labels::COMPLAINT,
        "rating_verify" => words::RATING_TO_VERIFY,
        "rating_rectify" => words::RATING_TO_RECTIFY,
        "rating_reply" => words::RATING_TO_REPLY,
        _ => labels::CASE,
    }
}

pub(super) fn urgency(context: &Context<'_>, due: Option<Date>) -> Urgency {
    let (calendar, today) = (context.calendar(), context.today());
    match due {
        None => Urgency::Standing,
        Some(due) if due < today => Urgency::Overdue,
        Some(due) if due == today => Urgency::Today,
        Some(due) if calendar.working_days(today, due) <= SOON_WORKDAYS => Urgency::Soon,
        Some(_) => Urgency::Later,
    }
}

/// Working days to go after today; negative: those that are over since the due date.
pub(super) fn workdays_left(context: &Context<'_>, due: Date) -> i64 {
    let (calendar, today) = (context.calendar(), context.today());
    if due < today {
        -i64::from(calendar.working_days(due, Date(today.0 - 1)))
    } else {
        i64::from(calendar.working_days(today, due))
    }
}

/// The countdown in words.
pub(crate) fn countdown(context: &Context<'_>, due: Option<Date>, lang: Lang) -> String {
    let Some(due) = due else { return lang.say(words::NO_DUE_DATE).to_owned() };
    let left = workdays_left(context, due);
    if due < context.today() {
        words::late(lang, left.unsigned_abs() as u32)
    } else if due == context.today() {
        lang.say(words::DUE_TODAY).to_owned()
    } else {
        words::left(lang, left as u32)
    }
}

/// Why a clock stands, in words.
pub(super) fn stands(stands: Stands, year: i32, lang: Lang) -> String {
    match stands {
        Stands::Awaiting(since) => words::since(lang, words::AWAITING, &lang.date(since, year)),
        Stands::Suspended(since) => words::since(lang, words::IN_PROCEDURE, &lang.date(since, year)),
    }
}

/// A row of the list.
pub(super) fn row(context: &Context<'_>, open: &Open, lang: Lang) -> DueRow {
    let registry = context.registry();
    let year = context.today().year();
    let (kind, title) = kind_of(open);
    let opening = context.log.record(open.opening);
    let acceptance = match open.subject {
        OpenSubject::Case(_) => Some(open.opening),
        OpenSubject::Share(case, _) => case_clock::look(context, case).map(|look| look.acceptance),
        OpenSubject::Complaint(_) | OpenSubject::Rating(..) => None,
    };
    let item = match acceptance.map(|event| context.log.record(event).fact) {
        Some(Fact::CaseAccepted { item, .. }) => Some(registry.items[usize::from(item)].name.clone()),
        _ => None,
    };
    let site = open.window.map(|window| registry.windows[usize::from(window)].site);
    DueRow {
        kind,
        kind_name: words::capital(lang.say(title)),
        id: context.log.text(open.subject.id()).to_owned(),
        is_case: matches!(open.subject, OpenSubject::Case(_) | OpenSubject::Share(..)),
        opening: (
            registry.sites[usize::from(opening.source)].id.clone(),
            context.log.text(opening.id).to_owned(),
        ),
        item,
        opened: open.opened.to_string(),
        due: open.due.map(|due| due.to_string()),
        opened_day: lang.date(open.opened, year),
        due_day: open.due.map(|due| lang.day(due, year)),
        urgency: urgency(context, open.due),
        workdays_left: open.due.map(|due| workdays_left(context, due)),
        countdown: countdown(context, open.due, lang),
        stands: open.stands.map(|why| stands(why, year, lang)),
        window: open.window.map(|window| Named::window(registry, window)),
        department: Named::department(registry, open.department),
        site: site.map(|site| Named::site(registry, site)),
    }
}

#[derive(Template)]
#[template(path = "due.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a DueList,
    heads: Heads<'a>,
}

impl Page<'_> {
    fn own_page(&self, row: &DueRow) -> String {
        row.page(self.ui)
    }

    /// The list narrowed to how things stand.
    fn to_state(&self, state: &str) -> String {
        self.ui.narrowed("state", state)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &DueList) -> Result<String, askama::Error> {
    let heads = Heads { sort: &view.sort, query: ui.query, is_served: ui.links.is_served() };
    Page { ui, view, heads }.render()
}

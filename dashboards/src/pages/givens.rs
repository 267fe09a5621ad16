//! The county's own files: shown, changed by a checked upload, and what was changed when.

use crate::givens::Kind;
use crate::givens::change::Checked;
use crate::givens::effect::Moved;
use crate::links::segment;
use crate::rights::Right;
use crate::ui::Ui;
use crate::words::{self, data as said};
use askama::Template;
use reports::words::Word;
use serde::Serialize;
use utoipa::ToSchema;

/// What every page of a kind has: its files, who changed what, since when it is in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GivensAbout)]
pub struct About {
    /// The kind.
    pub kind: Kind,
    /// The files' own names.
    pub files: Vec<String>,
    /// The last changes made at the pages, newest first.
    pub changes: Vec<ChangeRow>,
    /// Since when which texts were in force, newest first: the instant, and how many files.
    pub in_force: Vec<ForceRow>,
}

/// A change that was made at a page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeRow {
    /// When, written.
    pub at: String,
    /// Who.
    pub by: String,
    /// Which file.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// What was in force from when on, and what was other than before.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ForceRow {
    /// From when on, written.
    pub since: String,
    /// What changed then, in words; nothing for the first.
    pub changes: Vec<String>,
}

/// The form that changes a file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EditView {
    /// The kind.
    pub kind: Kind,
    /// The time of the data.
    pub as_of: String,
    /// The files' own names.
    pub files: Vec<String>,
    /// The file that is changed; empty for a new one.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The digest of what is in force.
    pub base: String,
    /// Why nothing can be changed here; none where it can.
    pub obstacle: Option<String>,
    /// Whether a new file may be made.
    pub may_add: bool,
    /// What the proposal comes to; none before it was looked at.
    pub checked: Option<Checked>,
}

#[derive(Template)]
#[template(path = "given_edit.html")]
struct EditPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a EditView,
}

impl EditPage<'_> {
    fn title(&self) -> &'static str {
        self.ui.say(self.view.kind.title())
    }

    fn at(&self, path: &str) -> String {
        self.ui.at(&format!("/{}{path}", self.view.kind.word()))
    }

    fn edit(&self, name: &str) -> String {
        self.at(&format!("/edit?file={}", segment(name)))
    }

    fn is_new(&self) -> bool {
        !self.view.files.contains(&self.view.name)
    }

    fn subject(&self, moved: &Moved) -> String {
        if moved.is_window { self.ui.window(&moved.id) } else { self.ui.staff(&moved.id) }
    }

    fn rank(&self, rank: &Option<u32>) -> String {
        rank.map_or("—".to_owned(), |rank| rank.to_string())
    }

    fn flag(&self, flag: &Option<&'static str>) -> &'static str {
        match flag {
            Some("red") => self.ui.say(words::RED_SHORT),
            Some(_) => self.ui.say(words::YELLOW_SHORT),
            None => "—",
        }
    }

    fn moved(&self, count: usize) -> String {
        said::would_move(self.ui.lang, count)
    }

    fn lost(&self, count: &u64) -> String {
        said::would_be_lost(self.ui.lang, *count)
    }
}

/// So many of those who would move are listed.
const MOVED_MAX: usize = 60;

/// The form. It posts to `/KIND/check` and `/KIND/apply`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn edit_html(ui: &Ui<'_>, view: &EditView) -> Result<String, askama::Error> {
    EditPage { ui, view }.render()
}

/// The registry, one of its lists.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RegistryView {
    /// The time of the data.
    pub as_of: String,
    /// What every page of a kind has.
    pub about: About,
    /// The lists: word, title, how many.
    pub parts: Vec<(String, String, usize)>,
    /// The list that is shown.
    pub part: String,
    /// The heads of its columns.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

#[derive(Template)]
#[template(path = "registry.html")]
struct RegistryPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a RegistryView,
}

impl RegistryPage<'_> {
    fn part(&self, word: &str) -> String {
        self.ui.at(&format!("/registry?part={}", segment(word)))
    }

    fn link(&self, row: &[String]) -> Option<String> {
        let id = row.first()?;
        match self.view.part.as_str() {
            "windows" => Some(self.ui.window(id)),
            "staff" => Some(self.ui.staff(id)),
            _ => None,
        }
    }
}

/// The registry's page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn registry_html(ui: &Ui<'_>, view: &RegistryView) -> Result<String, askama::Error> {
    RegistryPage { ui, view }.render()
}

/// A version of the rulebook.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RulebookView {
    /// The time of the data.
    pub as_of: String,
    /// What every page of a kind has.
    pub about: About,
    /// The versions: name, from when on, whether it is in force today.
    pub versions: Vec<(String, String, bool)>,
    /// The version that is shown.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Its categories in both books, each with its rules.
    pub categories: Vec<CategoryView>,
    /// Everything else: what it is called, and its value.
    pub settings: Vec<(String, String)>,
    /// Kinds that are banned outright.
    pub bans: Vec<String>,
}

/// A category with its rules.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CategoryView {
    /// Whose book, and the category.
    pub title: String,
    /// Full marks, or the most that bonuses can make.
    pub full: String,
    /// The rules: id, title, points, clause.
    pub rules: Vec<(String, String, String, String)>,
}

#[derive(Template)]
#[template(path = "rulebook.html")]
struct RulebookPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a RulebookView,
}

impl RulebookPage<'_> {
    fn version(&self, name: &str) -> String {
        self.ui.at(&format!("/rulebook?version={}", segment(name)))
    }
}

/// The rulebook's page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn rulebook_html(ui: &Ui<'_>, view: &RulebookView) -> Result<String, askama::Error> {
    RulebookPage { ui, view }.render()
}

/// A year of the calendar.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CalendarView {
    /// The time of the data.
    pub as_of: String,
    /// What every page of a kind has.
    pub about: About,
    /// The year.
    pub year: i32,
    /// The years to choose from.
    pub years: Vec<i32>,
    /// Whether its arrangement is known.
    pub is_known: bool,
    /// Where the arrangement was published.
    pub source: String,
    /// Its months.
    pub months: Vec<MonthView>,
    /// Days off and make-up days, in runs: from, to, what.
    pub runs: Vec<(String, String)>,
    /// How many working days it has.
    pub workdays: u32,
}

/// A month of a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GivensMonthView)]
pub struct MonthView {
    /// What it is called.
    pub title: String,
    /// Its weeks of seven places, from Monday.
    pub weeks: Vec<Vec<Option<DayView>>>,
    /// How many working days it has.
    pub workdays: u32,
}

/// A day of a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DayView {
    /// The day of the month.
    pub day: u32,
    /// `work`, `weekend`, `off`, `makeup`.
    pub kind: &'static str,
    /// What it is, for those who do not see colours.
    pub said: String,
}

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a CalendarView,
}

impl CalendarPage<'_> {
    fn year(&self, year: &i32) -> String {
        self.ui.at(&format!("/calendar?year={year}"))
    }

    fn workdays(&self, days: &u32) -> String {
        self.ui.lang.workdays(*days)
    }

    fn weekdays(&self) -> [&'static str; 7] {
        WEEKDAYS.map(|word| self.ui.say(word))
    }
}

const WEEKDAYS: [Word; 7] = [
    Word::new("一", "M"),
    Word::new("二", "T"),
    Word::new("三", "W"),
    Word::new("四", "T"),
    Word::new("五", "F"),
    Word::new("六", "S"),
    Word::new("日", "S"),
];

/// The calendar's page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn calendar_html(ui: &Ui<'_>, view: &CalendarView) -> Result<String, askama::Error> {
    CalendarPage { ui, view }.render()
}

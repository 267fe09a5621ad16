//! Today: the county as it is now, in tiles, by hall, by hour; the flags so far, what is due next, the newest notices.
//!
//! Every number opens the list that it counts. The wall display shows the same view.

pub mod doors;
pub mod lists;
mod view;

pub use view::{Asked, view};

use super::Named;
use super::chart::Chart;
use super::due::DueRow;
use super::notices::NoticeRow;
use super::ranking::FlagShown;
use crate::figures::{Figures, Score, grouped};
use crate::links::Place;
use crate::rights::Right;
use crate::ui::Ui;
use crate::words;
use crate::words::today as said;
use askama::Template;
use doors::Counted;
use reports::words::Lang;
use scoring::notices::NoticeKind;
use serde::Serialize;
use utoipa::ToSchema;

/// The county now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TodayView {
    /// The date, `2026-09-17`.
    pub date: String,
    /// The date as it is spoken of.
    pub day: String,
    /// The time of the data, written.
    pub as_of: String,
    /// The time of the data as a clock shows it, `11:30`.
    pub time: String,
    /// The same in seconds since midnight, for a clock that goes on from it.
    pub seconds: u64,
    /// Whether the day is worked.
    pub is_working_day: bool,
    /// Whether no event ever came.
    pub is_without_data: bool,
    /// What tells whether anything may have changed since: the id of the live event that would tell of this.
    pub revision: String,
    /// The counts.
    pub tiles: Vec<Tile>,
    /// Each hall and sub-center.
    pub sites: Vec<SiteNow>,
    /// Cases accepted and completed by the hour.
    pub hours: Chart,
    /// How many wait in each hall that issued tickets today.
    pub waiting: Chart,
    /// The flags of this month so far.
    pub flags: Flags,
    /// What is due next, today's first.
    pub next_due: Vec<DueRow>,
    /// The newest notices.
    pub notices: Vec<NoticeRow>,
}

/// One count.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Tile {
    /// What is counted.
    pub counted: Counted,
    /// What it is called.
    pub title: String,
    /// How many; none where it cannot be known.
    pub count: Option<u64>,
    /// Of how many.
    pub of: Option<u64>,
    /// What is to be said beside it.
    pub aside: Option<String>,
    /// What the aside counts.
    pub aside_counted: Option<Counted>,
    /// Whether somebody should do something about it.
    pub is_alarm: bool,
}

/// A hall or sub-center now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SiteNow {
    /// The site.
    pub site: Named,
    /// Windows at work.
    pub at_work: u64,
    /// Windows with staff assigned today.
    pub staffed: u64,
    /// Who waits; none where that is not known.
    pub waiting: Option<u64>,
    /// Why not.
    pub waiting_unknown: Option<String>,
    /// How long the one waits who waits longest, in minutes.
    pub longest_minutes: Option<u64>,
    /// The same, written.
    pub longest: Option<String>,
    /// Cases accepted today.
    pub accepted: u64,
    /// Cases completed today.
    pub completed: u64,
    /// Due today.
    pub due_today: u64,
    /// Overdue.
    pub overdue: u64,
}

/// The flags of a month so far.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Flags {
    /// The month, as it is spoken of.
    pub month: String,
    /// Windows with the red flag, best first.
    pub red: Vec<Flagged>,
    /// Windows with the yellow flag, best first.
    pub yellow: Vec<Flagged>,
    /// How figures are written.
    #[serde(skip)]
    pub figures: Option<Figures>,
}

/// A window with a flag.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Flagged {
    /// The window.
    pub window: Named,
    /// Its total.
    pub total: Score,
    /// Its rank.
    pub rank: Option<u32>,
}

impl Flags {
    fn total(&self, flagged: &Flagged) -> String {
        self.figures.map_or_else(String::new, |figures| figures.plain(&flagged.total))
    }

    fn is_empty(&self) -> bool {
        self.red.is_empty() && self.yellow.is_empty()
    }
}

impl Tile {
    /// The count as it is read.
    fn figure(&self) -> String {
        self.count.as_ref().map_or_else(|| "—".to_owned(), grouped)
    }
}

#[derive(Template)]
#[template(path = "today.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a TodayView,
}

#[derive(Template)]
#[template(path = "wall.html")]
struct WallPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a TodayView,
    /// Where changes are told.
    live: &'a str,
}

impl Page<'_> {
    /// Where the list is that something counts, of a site or of all; none for those who may not see it.
    fn door(&self, counted: &Counted, site: Option<&Named>) -> Option<String> {
        doors::door(self.ui, *counted, site.map(|site| site.id.as_str()), &self.view.date)
    }

    /// Where the page is of what a notice is about.
    fn subject(&self, row: &NoticeRow) -> Option<String> {
        let place = match NoticeKind::of_word(&row.kind) {
            Some(NoticeKind::ComplaintDue | NoticeKind::ComplaintOverdue) => {
                self.ui.may(Right::Voices).then(|| Place::Complaint(row.subject.clone()))
            }
            Some(
                NoticeKind::RatingUnverified | NoticeKind::RatingUnrectified | NoticeKind::RatingUnreplied,
            ) => self.ui.may(Right::Voices).then(|| Place::Rating(row.subject.clone())),
            Some(_) | None => row.case.clone().map(Place::Case),
        };
        place.map(|place| self.ui.to(&place))
    }

    fn aside_door(&self, tile: &Tile) -> Option<String> {
        self.door(tile.aside_counted.as_ref()?, None)
    }

    fn may_show_displays(&self) -> bool {
        self.ui.may(Right::People)
    }
}

/// So many lines of each kind fit on the wall.
const WALL_RED: usize = 5;
const WALL_YELLOW: usize = 2;
const WALL_LINES: usize = 6;
const WALL_SITES: usize = 8;

impl WallPage<'_> {
    /// The halls where most people wait.
    fn waiting(&self) -> Chart {
        let mut chart = self.view.waiting.clone();
        chart.rows.truncate(WALL_SITES);
        chart
    }

    fn red(&self) -> impl Iterator<Item = &Flagged> {
        self.view.flags.red.iter().take(WALL_RED)
    }

    /// The last ones first: where few fit, they are those that matter.
    fn yellow(&self) -> impl Iterator<Item = &Flagged> {
        self.view.flags.yellow.iter().rev().take(WALL_YELLOW)
    }

    fn flag_counts(&self) -> String {
        said::flag_counts(self.ui.lang, self.view.flags.red.len(), self.view.flags.yellow.len())
    }

    fn next_due(&self) -> impl Iterator<Item = &DueRow> {
        self.view.next_due.iter().take(WALL_LINES)
    }

    fn notices(&self) -> impl Iterator<Item = &NoticeRow> {
        self.view.notices.iter().take(WALL_LINES)
    }

    /// `09-17`.
    fn short_day<'d>(&self, row: &'d NoticeRow) -> &'d str {
        row.date.get(5..).unwrap_or_default()
    }

    /// The tiles that can be read from ten metres: as many as fit.
    fn tiles(&self) -> impl Iterator<Item = &Tile> {
        let wanted = |tile: &&Tile| !matches!(tile.counted, Counted::Complaints | Counted::OpenCases);
        self.view.tiles.iter().filter(wanted)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &TodayView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

/// The wall display, which hears of changes at an address.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn wall_html(ui: &Ui<'_>, view: &TodayView, live: &str) -> Result<String, askama::Error> {
    WallPage { ui, view, live }.render()
}

/// A whole number of minutes as people say it.
pub(super) fn minutes(lang: Lang, nanos: i64) -> (u64, String) {
    let minutes = (nanos / 60_000_000_000).max(0) as u64;
    (minutes, said::minutes(lang, minutes))
}

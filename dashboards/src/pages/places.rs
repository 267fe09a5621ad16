//! Departments and sites of a month: what the totals of their windows are, their rates against the targets, complaints and what
//! fell overdue.
//!
//! The rules rank windows and staff, never departments or sites: these are put in order by the mean total of their ranked
//! windows, and the page says that it is no official rank.

use super::Named;
use super::published::Edition;
use super::ranking::{FlagShown, Ranking, Row};
use super::rates::{self, RateRow};
use super::sorting::{Heads, Sort, Value};
use crate::figures::{Figures, Score};
use crate::links::{Place, with_query};
use crate::rights::Right;
use crate::taken::Tabled;
use crate::ui::Ui;
use crate::words::{self, subjects};
use askama::Template;
use reports::render::table::{Cell, Column, Table};
use reports::words::{Lang, labels};
use scoring::points::Points;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// Departments, with the windows that are theirs.
    Departments,
    /// Halls, sub-centers, townships and villages, with the windows that stand there.
    Sites,
}

impl PlaceKind {
    /// Where a window of the ranking belongs.
    pub fn home(self, row: &Row) -> &Named {
        match self {
            PlaceKind::Departments => &row.department,
            PlaceKind::Sites => &row.site,
        }
    }
}

/// The departments or sites of a month as people see them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Places {
    /// What is listed.
    pub kind: PlaceKind,
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub month_name: String,
    /// That it is over, or that results are provisional.
    pub state: String,
    /// The time of the data.
    pub as_of: String,
    /// The rulebook and its version.
    pub rulebook: String,
    /// The version of a closed month; none while it is open.
    pub edition: Option<Edition>,
    /// What it is sorted by; empty: by the mean total.
    pub sort: Sort,
    /// The rows.
    pub rows: Vec<PlaceRow>,
    /// How figures are written.
    #[serde(skip)]
    pub figures: Figures,
}

/// A department or site.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceRow {
    /// Which.
    pub who: Named,
    /// How many windows it has in the month.
    pub windows: usize,
    /// How many of them are ranked.
    pub ranked: usize,
    /// The mean total of those, rounded half up; none without any.
    pub mean: Option<Score>,
    /// The window with the best rank.
    pub best: Option<Placed>,
    /// The window with the last rank, where that is another one.
    pub last: Option<Placed>,
    /// Windows with the red flag.
    pub red: usize,
    /// Windows with the yellow flag.
    pub yellow: usize,
    /// Dissatisfied windows.
    pub dissatisfied: usize,
    /// Cases and shares of its windows that fell overdue, as lines of their books.
    pub overdue: i64,
    /// Its rates.
    pub rates: Vec<RateRow>,
}

/// A window with its place.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Placed {
    /// Which.
    pub window: Named,
    /// Its rank.
    pub rank: u32,
    /// Its total.
    pub total: Score,
}

/// The rates that the list shows, each a column.
pub const SHOWN: [&str; 3] = ["on_time_rate", "early_rate", "satisfaction_rate"];

/// What the list can be sorted by.
const SORTED_BY: [&str; 15] = [
    "name",
    "windows",
    "mean",
    "best",
    "last",
    "red",
    "yellow",
    "dissatisfied",
    "accepted",
    "completed",
    "on_time_rate",
    "early_rate",
    "satisfaction_rate",
    "complaints",
    "overdue",
];

impl PlaceRow {
    /// A rate by the contract's word.
    pub fn rate(&self, name: impl AsRef<str>) -> Option<&RateRow> {
        rates::find(&self.rates, name.as_ref())
    }

    /// A count by the contract's word.
    pub fn count(&self, name: impl AsRef<str>) -> Option<i64> {
        self.rate(name)?.count
    }

    fn value(&self, by: &str) -> Option<Value> {
        let count = |count: usize| Some(Value::Figure(count as i64));
        match by {
            "name" => Some(Value::Text(self.who.name.clone())),
            "windows" => count(self.windows),
            "mean" => self.mean.map(|mean| Value::Figure(i64::from(mean.0.0))),
            "best" => self.best.as_ref().map(|of| Value::Figure(i64::from(of.total.0.0))),
            "last" => self.last.as_ref().map(|of| Value::Figure(i64::from(of.total.0.0))),
            "red" => count(self.red),
            "yellow" => count(self.yellow),
            "dissatisfied" => count(self.dissatisfied),
            "overdue" => Some(Value::Figure(self.overdue)),
            rate => {
                let row = self.rate(rate)?;
                row.share.map(|share| share.0).or(row.count).map(Value::Figure)
            }
        }
    }
}

/// What is known of departments or sites beside the ranking of windows.
#[derive(Debug, Default)]
pub struct Facts {
    /// Which there are, each with its rates.
    pub places: Vec<(Named, Vec<RateRow>)>,
    /// By window: how many lines of its book are about something overdue.
    pub overdue: HashMap<String, i64>,
}

/// The list, by the mean total. `ranking` is that of windows, of those in scope and with no other filter.
pub fn view(kind: PlaceKind, ranking: &Ranking, facts: Facts) -> Places {
    let mut rows: Vec<PlaceRow> =
        facts.places.into_iter().map(|(who, rates)| row(kind, ranking, who, rates, &facts.overdue)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.mean.map(|mean| mean.0)));
    Places {
        kind,
        month: ranking.month.clone(),
        month_name: ranking.month_name.clone(),
        state: ranking.state.clone(),
        as_of: ranking.as_of.clone(),
        rulebook: ranking.rulebook.clone(),
        edition: ranking.edition.clone(),
        sort: Sort::default(),
        figures: Figures::of_points(rows.iter().flat_map(|row| {
            let ends = row.best.iter().chain(&row.last).map(|of| of.total.0);
            row.mean.map(|mean| mean.0).into_iter().chain(ends).collect::<Vec<Points>>()
        })),
        rows,
    }
}

/// One department or site.
pub fn row(
    kind: PlaceKind,
    ranking: &Ranking,
    who: Named,
    rates: Vec<RateRow>,
    overdue: &HashMap<String, i64>,
) -> PlaceRow {
    let own = |row: &&Row| kind.home(row).id == who.id;
    let ranked: Vec<&Row> = ranking.ranked.iter().filter(own).collect();
    let unranked = ranking.unranked.iter().flat_map(|group| &group.rows).filter(own);
    let all: Vec<&Row> = ranked.iter().copied().chain(unranked).collect();
    let placed = |row: &&Row| {
        Some(Placed {
            window: Named { id: row.id.clone(), name: row.name.clone() },
            rank: row.rank?,
            total: row.total,
        })
    };
    let count = |test: fn(&Row) -> bool| all.iter().filter(|row| test(row)).count();
    PlaceRow {
        windows: all.len(),
        ranked: ranked.len(),
        mean: mean(ranked.iter().map(|row| row.total.0)),
        best: ranked.first().and_then(placed),
        last: ranked.last().filter(|_| ranked.len() > 1).and_then(placed),
        red: count(|row| row.flag == Some(FlagShown::Red)),
        yellow: count(|row| row.flag == Some(FlagShown::Yellow)),
        dissatisfied: count(|row| row.dissatisfied),
        overdue: all.iter().filter_map(|row| overdue.get(&row.id)).sum(),
        rates,
        who,
    }
}

/// The mean in hundredths, rounded half up; none of nothing.
pub fn mean(totals: impl Iterator<Item = Points>) -> Option<Score> {
    let (mut sum, mut count) = (0_i64, 0_i64);
    for total in totals {
        sum += i64::from(total.0);
        count += 1;
    }
    (count > 0).then(|| Score(Points((2 * sum + count).div_euclid(2 * count) as i32)))
}

impl Places {
    /// Sorts the rows by what the address says.
    pub fn sort_by(&mut self, asked: Option<&str>) {
        let sort = Sort::parse(asked, &SORTED_BY);
        if !sort.by.is_empty() {
            sort.rows(&mut self.rows, |row| row.value(&sort.by));
        }
        self.sort = sort;
    }

    /// What the list is called.
    pub fn title(&self, lang: Lang) -> &'static str {
        lang.say(match self.kind {
            PlaceKind::Departments => subjects::DEPARTMENTS_TITLE,
            PlaceKind::Sites => subjects::SITES_TITLE,
        })
    }
}

impl Tabled for Places {
    /// The rows of the page in its order; a rate's parts have columns of their own.
    fn table(&self, lang: Lang) -> Table {
        let column = |title: &str, width: u16| Column { title: title.to_owned(), width };
        let say = |word| lang.say(word);
        let mut columns = vec![
            column(say(subjects::NUMBER), 9),
            column(say(subjects::NAME), 22),
            column(say(subjects::WINDOWS_HELD), 8),
            column(say(subjects::RANKED_HELD), 8),
            column(say(subjects::MEAN_TOTAL), 9),
            column(say(subjects::BEST_WINDOW), 20),
            column(say(labels::TOTAL), 9),
            column(say(subjects::LAST_WINDOW), 20),
            column(say(labels::TOTAL), 9),
            column(say(words::RED_SHORT), 6),
            column(say(words::YELLOW_SHORT), 6),
            column(say(labels::DISSATISFIED), 10),
            column(lang.rate("accepted"), 8),
            column(lang.rate("completed"), 8),
        ];
        for name in SHOWN {
            columns.push(column(lang.rate(name), 10));
            columns.push(column(&subjects::part_of(lang, lang.rate(name)), 8));
            columns.push(column(&subjects::whole_of(lang, lang.rate(name)), 8));
        }
        columns.extend([
            column(lang.rate("complaints"), 8),
            column(lang.rate("complaints_upheld"), 8),
            column(say(subjects::OVERDUE_LINES), 8),
        ]);
        let told = [
            (subjects::MONTH, self.month_name.clone()),
            (subjects::STATE, self.state.clone()),
            (subjects::AS_OF, self.as_of.clone()),
            (subjects::RULEBOOK, self.rulebook.clone()),
            (subjects::REMARK, say(subjects::NO_OFFICIAL_RANK).to_owned()),
        ];
        Table {
            title: self.title(lang).to_owned(),
            about: told.into_iter().map(|(label, text)| (say(label).to_owned(), text)).collect(),
            columns,
            rows: self.rows.iter().map(cells).collect(),
        }
    }

    fn version(&self) -> Option<u32> {
        self.edition.as_ref().map(|edition| edition.version)
    }
}

fn cells(row: &PlaceRow) -> Vec<Cell> {
    let count = |count: usize| Cell::Count(count as i64);
    let placed = |of: &Option<Placed>| match of {
        Some(of) => [Cell::Text(format!("{} {}", of.window.id, of.window.name)), Cell::Points(of.total.0)],
        None => [Cell::Nothing, Cell::Nothing],
    };
    let mut cells = vec![
        Cell::Text(row.who.id.clone()),
        Cell::Text(row.who.name.clone()),
        count(row.windows),
        count(row.ranked),
        Cell::points(row.mean.map(|mean| mean.0)),
    ];
    cells.extend(placed(&row.best));
    cells.extend(placed(&row.last));
    cells.extend([count(row.red), count(row.yellow), count(row.dissatisfied)]);
    cells.extend(["accepted", "completed"].map(|name| Cell::count(row.count(name))));
    for name in SHOWN {
        let rate = row.rate(name);
        cells.push(Cell::share(rate.and_then(|rate| rate.share)));
        cells.push(Cell::count(rate.and_then(|rate| rate.part)));
        cells.push(Cell::count(rate.and_then(|rate| rate.whole)));
    }
    cells.extend(["complaints", "complaints_upheld"].map(|name| Cell::count(row.count(name))));
    cells.push(Cell::Count(row.overdue));
    cells
}

#[derive(Template)]
#[template(path = "places.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Places,
    heads: Heads<'a>,
}

impl Page<'_> {
    fn title(&self) -> &'static str {
        self.view.title(self.ui.lang)
    }

    /// Where a department's or site's page is.
    fn to(&self, row: &PlaceRow) -> String {
        match self.view.kind {
            PlaceKind::Departments => self.ui.department(&row.who.id),
            PlaceKind::Sites => self.ui.site(&row.who.id),
        }
    }

    /// The ranking narrowed to it.
    fn to_windows(&self, row: &PlaceRow) -> String {
        let name = match self.view.kind {
            PlaceKind::Departments => "department",
            PlaceKind::Sites => "site",
        };
        narrowed(self.ui, name, &row.who.id)
    }

    /// The lines of its windows that are about something overdue.
    fn to_overdue(&self, row: &PlaceRow) -> String {
        format!("{}#lines", and(&self.to(row), "kind=overdue"))
    }

    /// The complaints about its windows, for those who may read them, where there are any.
    fn to_complaints(&self, row: &PlaceRow, count: &i64) -> Option<String> {
        let name = match self.view.kind {
            PlaceKind::Departments => "department",
            PlaceKind::Sites => "site",
        };
        let address = || self.ui.to(&Place::Complaints);
        let may = *count > 0 && self.ui.may(Right::Voices);
        may.then(|| and(&address(), &format!("{name}={}", crate::links::segment(&row.who.id))))
    }

    fn to_rates(&self, row: &PlaceRow) -> String {
        format!("{}#rates", self.to(row))
    }

    fn rate_name(&self, name: impl AsRef<str>) -> String {
        self.ui.lang.rate(name.as_ref()).to_owned()
    }

    fn with(&self, name: &str, value: &str) -> String {
        with_query(self.ui.query, name, Some(value).filter(|value| !value.is_empty()))
    }
}

/// The ranking of windows narrowed to a department or site, in the version that is shown.
pub(super) fn narrowed(ui: &Ui<'_>, name: &str, id: &str) -> String {
    and(&ui.home(), &format!("{name}={}", crate::links::segment(id)))
}

/// An address with one more part of a query.
fn and(address: &str, part: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{part}")
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Places) -> Result<String, askama::Error> {
    let heads = Heads { sort: &view.sort, query: ui.query, is_served: ui.links.is_served() };
    Page { ui, view, heads }.render()
}

#[cfg(test)]
mod tests {
    use super::mean;
    use scoring::points::Points;

    #[test]
    fn a_mean_is_rounded_half_up_and_of_nothing_there_is_none() {
        let of = |totals: &[i32]| mean(totals.iter().map(|total| Points(*total))).map(|mean| mean.0.0);
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[10_000, 10_001]), Some(10_001), "half goes up");
        assert_eq!(of(&[10_000, 10_000, 10_001]), Some(10_000), "a third goes down");
        assert_eq!(of(&[-1, -2]), Some(-1), "up is towards more");
    }
}

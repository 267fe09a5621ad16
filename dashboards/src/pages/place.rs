//! A department's or site's month: its windows with their categories, its rates, the lines of its windows' books, appeals and
//! orders, and the year.

use super::chart::{Chart, ChartKind, ChartRow, ChartValue};
use super::charts;
use super::charts::ChartName;
use super::document_links::DocumentLink;
use super::place_facts::{KindCount, LINES_MAX, PlaceMonth};
use super::places::{PlaceKind, PlaceRow, narrowed};
use super::ranking::{FlagShown, Ranking};
use super::rates::{self, RateRow};
use super::steps::{AppealMark, OrderMark};
use super::year;
use super::{Named, ledger::LedgerLine};
use crate::figures::{Figures, full_marks};
use crate::links::{Place, with_query};
use crate::rights::Right;
use crate::ui::Ui;
use crate::words::{self, appeals as appealed, orders as ordered, subjects};
use askama::Template;
use ingest::live::Moment;
use reports::charts::of::Whose;
use reports::papers::Kind;
use reports::words::{Lang, labels};
use scoring::time::Month;
use scoring::{appeals, orders};
use serde::Serialize;
use std::collections::HashSet;
use utoipa::ToSchema;

/// A department's or site's month as people see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceView {
    /// The ranking's columns and state; its rows are the place's windows.
    #[serde(flatten)]
    pub ranking: Ranking,
    /// Whether it is a department or a site.
    pub kind: PlaceKind,
    /// Its means and counts.
    pub row: PlaceRow,
    /// Who heads a department, or what kind of site it is.
    pub aside: Option<String>,
    /// How many lines of its windows' books there are of each kind.
    pub kinds: Vec<KindCount>,
    /// The lines, of the kind that is chosen.
    pub lines: Vec<LedgerLine>,
    /// Appeals against entries of its windows of the month.
    pub appeals: Vec<AppealMark>,
    /// The rectification orders of its windows, the newest first, each with its window.
    pub orders: Vec<(Named, OrderMark)>,
    /// The year month by month.
    pub year: Vec<PlaceMonth>,
    /// The mean totals as a chart.
    pub chart: Option<Chart>,
}

/// The part of a ranking that is of one place; its rows, ranked or not.
pub fn narrow(mut ranking: Ranking, kind: PlaceKind, id: &str) -> Ranking {
    ranking.ranked.retain(|row| kind.home(row).id == id);
    for group in &mut ranking.unranked {
        group.rows.retain(|row| kind.home(row).id == id);
    }
    ranking.unranked.retain(|group| !group.rows.is_empty());
    ranking
}

/// The ids of a ranking's windows.
pub fn window_ids(ranking: &Ranking) -> HashSet<&str> {
    let unranked = ranking.unranked.iter().flat_map(|group| &group.rows);
    ranking.ranked.iter().chain(unranked).map(|row| row.id.as_str()).collect()
}

/// Who heads a department, or what kind of site it is.
pub fn aside(moment: &Moment<'_>, kind: PlaceKind, id: &str, lang: Lang) -> Option<String> {
    let registry = moment.context.registry();
    match kind {
        PlaceKind::Departments => {
            let of = &registry.departments[usize::from(*registry.index.departments.get(id)?)];
            of.head.as_ref().map(|head| lang.head_of(&of.name, &head.name))
        }
        PlaceKind::Sites => {
            let of = &registry.sites[usize::from(*registry.index.sites.get(id)?)];
            Some(lang.site_kind(of.kind).to_owned())
        }
    }
}

/// Appeals against entries of some windows in a month.
pub fn appeals_of(moment: &Moment<'_>, windows: &HashSet<&str>, month: Month, lang: Lang) -> Vec<AppealMark> {
    let context = &moment.context;
    let mark = |appeal: &appeals::Appeal| {
        let entry = appeal.entry(context)?;
        let is_own = entry.month == month && entry.is_window && windows.contains(entry.subject.as_str());
        is_own.then(|| AppealMark {
            about: entry.subject.clone(),
            id: context.log.text(appeal.id).to_owned(),
            state_name: lang.say(appealed::state(appeal.state(context))).to_owned(),
        })
    };
    appeals::list(context).iter().filter_map(mark).collect()
}

/// The rectification orders of some windows, the newest first.
pub fn orders_of(moment: &Moment<'_>, windows: &HashSet<&str>, lang: Lang) -> Vec<(Named, OrderMark)> {
    let context = &moment.context;
    let (registry, today) = (context.registry(), context.today());
    let all = orders::list(context).into_iter().rev();
    let own = all.filter(|order| windows.contains(registry.windows[usize::from(order.window)].id.as_str()));
    own.map(|order| {
        let is_overdue = order.is_overdue(today);
        let state = if is_overdue { ordered::OVERDUE } else { ordered::state(order.state) };
        let mark = OrderMark {
            id: context.log.text(order.id).to_owned(),
            state_name: lang.say(state).to_owned(),
            due_day: lang.day(order.due, today.year()),
            is_overdue,
        };
        (Named::window(registry, order.window), mark)
    })
    .collect()
}

/// The mean totals of the year as a chart; none of a single month.
pub fn chart(months: &[PlaceMonth], lang: Lang) -> Option<Chart> {
    if months.len() < 2 {
        return None;
    }
    let figures = Figures::of_points(months.iter().filter_map(|of| Some(of.mean?.0)));
    let row = |of: &PlaceMonth| ChartRow {
        name: of.name.clone(),
        values: vec![of.mean.map(|mean| ChartValue {
            number: f64::from(mean.0.0) / 100.0,
            text: figures.plain(&mean),
            door: None,
        })],
        door: None,
    };
    Some(Chart {
        title: lang.say(subjects::MEANS_OF_YEAR).to_owned(),
        kind: ChartKind::Bars,
        unit: lang.say(words::POINTS_UNIT).to_owned(),
        along: lang.say(subjects::MONTH).to_owned(),
        series: vec![lang.say(subjects::MEAN_TOTAL).to_owned()],
        rows: months.iter().map(row).collect(),
        target: None,
    })
}

#[derive(Template)]
#[template(path = "place.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a PlaceView,
    figures: Figures,
}

impl Page<'_> {
    fn whose(&self) -> Whose<'_> {
        let id = &self.view.row.who.id;
        match self.view.kind {
            PlaceKind::Departments => Whose::Department(id),
            PlaceKind::Sites => Whose::Site(id),
        }
    }

    /// The charts that stand at the page.
    fn pictures(&self) -> Vec<(String, &'static str)> {
        charts::addresses(self.ui, self.whose(), &[ChartName::OnTime, ChartName::Satisfaction])
    }

    /// Its sheet.
    fn sheet(&self) -> Option<DocumentLink> {
        let kind = match self.view.kind {
            PlaceKind::Departments => Kind::Department,
            PlaceKind::Sites => Kind::Site,
        };
        self.ui.document(&self.view.ranking.month, kind, Some(&self.view.row.who.id))
    }

    /// What a site sent in the month, for its vendor.
    fn quality(&self) -> Option<DocumentLink> {
        let is_site = self.view.kind == PlaceKind::Sites;
        is_site.then(|| {
            self.ui.document(&self.view.ranking.month, Kind::FeedQuality, Some(&self.view.row.who.id))
        })?
    }

    fn to_charts(&self) -> String {
        charts::all_of(self.ui, self.whose())
    }

    /// The ranking narrowed to it.
    fn to_windows(&self) -> String {
        let name = match self.view.kind {
            PlaceKind::Departments => "department",
            PlaceKind::Sites => "site",
        };
        narrowed(self.ui, name, &self.view.row.who.id)
    }

    /// The same page with the lines of a kind.
    fn to_kind(&self, kind: &str) -> String {
        let query = with_query(self.ui.query, "kind", Some(kind).filter(|kind| !kind.is_empty()));
        format!("{query}#lines")
    }

    /// That the list of lines is cut, where it is.
    fn is_cut(&self) -> Option<String> {
        let chosen: usize = self.view.kinds.iter().filter(|of| of.is_chosen).map(|of| of.count).sum();
        (chosen > LINES_MAX).then(|| subjects::first_of(self.ui.lang, LINES_MAX, chosen))
    }

    /// Where an event of a line is.
    fn event(&self, event: &str) -> String {
        match event.split_once('/') {
            Some((source, id)) => self.ui.to(&Place::Event(source.to_owned(), id.to_owned())),
            None => String::new(),
        }
    }

    fn in_month(&self, of: &PlaceMonth) -> String {
        of.place().map_or(String::new(), |month| self.ui.to_month(&month))
    }

    fn followed<'y>(&self, of: &'y PlaceMonth, name: impl AsRef<str>) -> Option<&'y RateRow> {
        rates::find(&of.rates, name.as_ref())
    }

    fn followed_heads(&self) -> [String; year::FOLLOWED.len()] {
        year::FOLLOWED.map(|name| self.ui.lang.rate(name).to_owned())
    }

    fn year_told(&self) -> String {
        let year = self.view.ranking.month.get(..4).and_then(|year| year.parse().ok()).unwrap_or_default();
        subjects::year_by_month(self.ui.lang, year)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &PlaceView) -> Result<String, askama::Error> {
    let means = view.year.iter().filter_map(|of| Some(of.mean?.0)).chain(view.row.mean.map(|mean| mean.0));
    Page { ui, view, figures: Figures::of_points(means) }.render()
}

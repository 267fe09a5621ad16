//! What everybody may see without logging in: published rankings of windows with satisfaction, rates and confirmed flags.
//!
//! It is made of published versions and of nothing else: no open month, no closed one that was not published, no staff, no case, no
//! comment ever comes near it. A flag is there once the bureau has confirmed it. Rates that rest on fewer than
//! [`COUNTED_MIN`] cases or ratings are withheld, since somebody might be known by them.

use crate::months::proposals::{self, ProposalState};
use crate::pages::published::Version;
use ingest::store::StoreError;
use ingest::store::sqlite::{KeptSheet, Records};
use reports::changes::published::Level;
use reports::words::Lang;
use scoring::context::Context;
use scoring::notices::NoticeKind;
use scoring::proposals::{RED_FLAG, YELLOW_FLAG};
use scoring::time::Month;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Rates of fewer than these are withheld.
pub const COUNTED_MIN: u64 = 5;

/// The rates of a window that are shown, each with what it is counted over.
const WINDOW_RATES: [(&str, &str); 2] = [("satisfaction_rate", "ratings"), ("on_time_rate", "completed")];
/// The figures of the county that are shown.
const REGION_RATES: [&str; 6] =
    ["accepted", "completed", "on_time_rate", "on_site_rate", "ratings", "satisfaction_rate"];

/// What an administrator lets everybody see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct PublicSetting {
    /// Whether there is such a page at all.
    pub is_on: bool,
    /// Totals beside the ranks.
    pub totals: bool,
    /// Satisfaction and on-time rates.
    pub rates: bool,
    /// Yellow flags and dissatisfied windows; red ones always are.
    pub yellow: bool,
    /// How many months back.
    pub months: u32,
}

impl Default for PublicSetting {
    fn default() -> PublicSetting {
        PublicSetting { is_on: false, totals: true, rates: true, yellow: true, months: 12 }
    }
}

impl PublicSetting {
    /// The most months that can be shown.
    pub const MONTHS_MAX: u32 = 24;

    /// The setting as it is kept; off where nobody ever set it.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn read(records: &Records) -> Result<PublicSetting, StoreError> {
        let kept = records.public_page()?;
        Ok(kept.and_then(|(value, _, _)| serde_json::from_str(&value).ok()).unwrap_or_default())
    }
}

/// A published month for everybody.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PublicMonth {
    /// The county.
    pub county: String,
    /// The month, `2026-09`.
    pub month: String,
    /// The version.
    pub version: u32,
    /// When it was published, `2026-10-12`.
    pub published: String,
    /// The rulebook and its version.
    pub rulebook: String,
    /// Figures of the county: name, text.
    pub figures: Vec<Figure>,
    /// The ranked windows, best first.
    pub windows: Vec<PublicWindow>,
}

/// A figure of the county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figure {
    /// The contract's word.
    pub rate: String,
    /// The figure as the results have it; none where nothing was counted.
    pub figure: Option<String>,
}

/// A window for everybody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct PublicWindow {
    /// The rank.
    pub rank: u32,
    /// Its id.
    pub window: String,
    /// Its name.
    pub name: String,
    /// Its department.
    pub department: String,
    /// Its site.
    pub site: String,
    /// The total, where totals are shown.
    pub total: Option<f64>,
    /// A confirmed flag: `red` or `yellow`.
    pub flag: Option<&'static str>,
    /// Whether it is a dissatisfied window, confirmed.
    pub dissatisfied: bool,
    /// The satisfaction rate, where it is shown and rests on enough.
    pub satisfaction_rate: Option<String>,
    /// The on-time rate likewise.
    pub on_time_rate: Option<String>,
}

/// The newest published version of each month that is shown, newest month first.
///
/// # Errors
///
/// The store cannot be read.
pub fn shown(records: &Records, setting: &PublicSetting) -> Result<Vec<KeptSheet>, StoreError> {
    let mut newest: Vec<KeptSheet> = Vec::new();
    for sheet in records.published_sheets()?.into_iter().rev() {
        if newest.last().is_none_or(|last| last.month != sheet.month) {
            newest.push(sheet);
        }
    }
    newest.truncate(setting.months.min(PublicSetting::MONTHS_MAX) as usize);
    Ok(newest)
}

/// A month as everybody sees it.
pub fn month(
    context: &Context<'_>,
    version: &Version,
    sheet: &KeptSheet,
    setting: &PublicSetting,
) -> PublicMonth {
    let (registry, published) = (context.registry(), version.published.as_ref());
    let decided = proposals::read(&sheet.sheet.proposals).unwrap_or_default();
    let is_confirmed = |kind: &str, id: &str| {
        let mut of = decided.iter().filter(|of| of.kind == kind && of.subject == id);
        of.any(|of| of.state == ProposalState::Confirmed)
    };
    let figure = |level: Level, id: &str, name: &str| {
        let mut rates = published.rates.iter();
        let found = rates.find(|rate| rate.level == level && rate.id == id && rate.rate == name);
        found.and_then(|rate| rate.figure.clone())
    };
    let counted = |id: &str, (rate, over): (&str, &str)| {
        let count = figure(Level::Window, id, over).and_then(|count| count.parse::<u64>().ok());
        let is_enough = setting.rates && count.is_some_and(|count| count >= COUNTED_MIN);
        figure(Level::Window, id, rate).filter(|_| is_enough)
    };
    let index = &registry.index;
    let window = |standing: &reports::changes::published::Standing| {
        let id = standing.id.as_str();
        let named = |part: usize| standing.home.get(part).map_or("", String::as_str);
        let site = index.sites.get(named(0)).map(|&site| registry.sites[usize::from(site)].name.clone());
        let department = index.departments.get(named(1));
        let department = department.map(|&of| registry.departments[usize::from(of)].name.clone());
        let name = index.windows.get(id).map(|&window| registry.windows[usize::from(window)].name.clone());
        let flag = if is_confirmed(RED_FLAG, id) {
            Some("red")
        } else if setting.yellow && is_confirmed(YELLOW_FLAG, id) {
            Some("yellow")
        } else {
            None
        };
        let [satisfaction, on_time] = WINDOW_RATES.map(|rate| counted(id, rate));
        Some(PublicWindow {
            rank: standing.rank?,
            window: id.to_owned(),
            name: name.unwrap_or_default(),
            department: department.unwrap_or_default(),
            site: site.unwrap_or_default(),
            total: setting.totals.then(|| f64::from(standing.total.0) / 100.0),
            flag,
            dissatisfied: setting.yellow && is_confirmed(NoticeKind::DissatisfiedWindow.word(), id),
            satisfaction_rate: satisfaction,
            on_time_rate: on_time,
        })
    };
    let mut windows: Vec<PublicWindow> = published.windows.iter().filter_map(window).collect();
    windows.sort_by(|a, b| (a.rank, &a.window).cmp(&(b.rank, &b.window)));
    let region = |name: &str| {
        let mut rates = published.rates.iter();
        let found = rates.find(|rate| rate.level == Level::Region && rate.rate == name);
        Figure { rate: name.to_owned(), figure: found.and_then(|rate| rate.figure.clone()) }
    };
    let published_on = sheet.published.as_ref().map(|(at, _)| registry.zone.date(*at).to_string());
    PublicMonth {
        county: registry.name.clone(),
        month: published.month.to_string(),
        version: sheet.version,
        published: published_on.unwrap_or_default(),
        rulebook: format!("{} {}", published.rulebook, published.rulebook_version),
        figures: if setting.rates { REGION_RATES.map(region).into() } else { Vec::new() },
        windows,
    }
}

/// The windows as a CSV file that spreadsheets read: UTF-8 with a mark, a line each.
pub fn csv(month: &PublicMonth) -> String {
    let mut text = String::from("\u{feff}");
    let heads = [
        "month",
        "rank",
        "window",
        "name",
        "department",
        "site",
        "total",
        "flag",
        "dissatisfied",
        "satisfaction_rate",
        "on_time_rate",
    ];
    text.push_str(&heads.join(","));
    text.push_str("\r\n");
    for of in &month.windows {
        let cells = [
            month.month.clone(),
            of.rank.to_string(),
            of.window.clone(),
            of.name.clone(),
            of.department.clone(),
            of.site.clone(),
            of.total.map_or_else(String::new, |total| total.to_string()),
            of.flag.unwrap_or_default().to_owned(),
            of.dissatisfied.to_string(),
            of.satisfaction_rate.clone().unwrap_or_default(),
            of.on_time_rate.clone().unwrap_or_default(),
        ];
        text.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let safe =
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
    if safe.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// A figure as people read it.
pub fn written(lang: Lang, rate: &str, figure: Option<&str>) -> String {
    match figure {
        Some(figure) => lang.rate_figure(rate, Some(figure)),
        None => "—".to_owned(),
    }
}

/// The month of an address, among those shown; the newest where none is named.
pub fn chosen<'s>(sheets: &'s [KeptSheet], asked: Option<&str>) -> Option<&'s KeptSheet> {
    match asked {
        Some(text) => {
            let month = Month::parse(text)?;
            sheets.iter().find(|sheet| sheet.month == month)
        }
        None => sheets.first(),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_is_no_formula_and_ends_where_it_ends() {
        assert_eq!(quoted("社保一窗"), "社保一窗");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}

//! A month's charts: of the region, a department, a site, a window or a person; each with its figures as a table.

use super::published::Version;
use crate::links::{Place, code};
use crate::ui::Ui;
use crate::words;
use askama::Template;
use reports::changes::Published;
use reports::changes::published::{Book, Level};
use reports::charts::of::{self, Ground, Whose};
use reports::charts::{Observed, Picture, table};
use reports::papers::{Decision, Edition};
use reports::words::{Lang, Word};
use scoring::time::Month;
use serde::Serialize;
use utoipa::ToSchema;

/// A month's charts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Charts {
    /// The month.
    #[schema(value_type = String)]
    pub month: String,
    /// Its name.
    pub month_name: String,
    /// Of whom, by id and name; none for the region.
    pub of: Option<String>,
    /// The time of the data, written.
    pub as_of: String,
    /// The charts.
    pub charts: Vec<ChartShown>,
}

/// A chart with its figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChartShown {
    /// Its name, as addresses have it: `ranking`.
    pub name: String,
    /// What it shows.
    pub caption: String,
    /// The same in a sentence or two.
    pub told: String,
    /// The heads of the table of its figures.
    pub heads: Vec<String>,
    /// The rows of the table.
    pub rows: Vec<Vec<String>>,
    /// Where it is as SVG, below where the service is.
    pub svg: String,
    /// Where it is as PNG.
    pub png: String,
}

/// The name of a chart, as addresses have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartName {
    /// Totals by category.
    Ranking,
    /// The trend of totals.
    Trend,
    /// On time against the target.
    OnTime,
    /// Satisfaction against the target.
    Satisfaction,
    /// Waiting by weekday and hour.
    Waiting,
    /// How long cases took.
    CaseTimes,
    /// What points were deducted for.
    Deductions,
    /// A month's attendance.
    Attendance,
}

impl ChartName {
    /// All, in the order of the page.
    pub const ALL: [ChartName; 8] = [
        ChartName::Ranking,
        ChartName::Trend,
        ChartName::OnTime,
        ChartName::Satisfaction,
        ChartName::Waiting,
        ChartName::CaseTimes,
        ChartName::Deductions,
        ChartName::Attendance,
    ];

    /// The word of addresses.
    pub fn word(self) -> &'static str {
        match self {
            ChartName::Ranking => "ranking",
            ChartName::Trend => "trend",
            ChartName::OnTime => "on-time",
            ChartName::Satisfaction => "satisfaction",
            ChartName::Waiting => "waiting",
            ChartName::CaseTimes => "case-times",
            ChartName::Deductions => "deductions",
            ChartName::Attendance => "attendance",
        }
    }

    /// What it is called.
    pub fn title(self, lang: Lang) -> &'static str {
        lang.say(match self {
            ChartName::Ranking => Word::new("得分构成", "Totals by category"),
            ChartName::Trend => Word::new("得分走势", "Trend of totals"),
            ChartName::OnTime => Word::new("按时办结率与目标对照", "On time against the target"),
            ChartName::Satisfaction => Word::new("满意率与目标对照", "Satisfaction against the target"),
            ChartName::Waiting => Word::new("等候时间", "Waiting by weekday and hour"),
            ChartName::CaseTimes => Word::new("办件用时分布", "Time that cases took"),
            ChartName::Deductions => Word::new("扣分事由", "What points were deducted for"),
            ChartName::Attendance => Word::new("考勤日历", "Calendar of attendance"),
        })
    }

    /// The chart of a word.
    pub fn of_word(word: &str) -> Option<ChartName> {
        ChartName::ALL.into_iter().find(|name| name.word() == word)
    }

    /// Whether there is such a chart of somebody.
    pub fn is_of(self, whose: Whose<'_>) -> bool {
        match (self, whose) {
            (ChartName::Ranking, Whose::Region | Whose::Department(_) | Whose::Site(_))
            | (ChartName::Trend, Whose::Region | Whose::Window(_) | Whose::Staff(_))
            | (
                ChartName::OnTime | ChartName::Satisfaction,
                Whose::Region | Whose::Department(_) | Whose::Site(_),
            )
            | (ChartName::Waiting | ChartName::CaseTimes, Whose::Region)
            | (ChartName::Deductions, _)
            | (ChartName::Attendance, Whose::Window(_) | Whose::Staff(_)) => true,
            (ChartName::Ranking, Whose::Window(_) | Whose::Staff(_))
            | (ChartName::Trend, Whose::Department(_) | Whose::Site(_))
            | (ChartName::OnTime | ChartName::Satisfaction, Whose::Window(_) | Whose::Staff(_))
            | (
                ChartName::Waiting | ChartName::CaseTimes,
                Whose::Department(_) | Whose::Site(_) | Whose::Window(_) | Whose::Staff(_),
            )
            | (ChartName::Attendance, Whose::Region | Whose::Department(_) | Whose::Site(_)) => false,
        }
    }

    /// Whether it tells of everybody together, so that it is for those alone who see all.
    pub fn is_of_all(self, whose: Whose<'_>) -> bool {
        match self {
            ChartName::Waiting | ChartName::CaseTimes => true,
            ChartName::Trend => whose == Whose::Region,
            ChartName::Ranking
            | ChartName::OnTime
            | ChartName::Satisfaction
            | ChartName::Deductions
            | ChartName::Attendance => false,
        }
    }

    /// Whether it is counted from the events.
    pub fn is_observed(self) -> bool {
        match self {
            ChartName::Waiting | ChartName::CaseTimes | ChartName::Attendance => true,
            ChartName::Ranking
            | ChartName::Trend
            | ChartName::OnTime
            | ChartName::Satisfaction
            | ChartName::Deductions => false,
        }
    }
}

/// A month with what was decided about it, narrowed to what the reader may see.
pub struct Known {
    /// What it says.
    pub published: Published,
    /// What was decided.
    pub decisions: Vec<Decision>,
}

impl Known {
    /// As charts are made of it.
    pub fn edition(&self) -> Edition<'_> {
        Edition {
            published: &self.published,
            version: None,
            events: None,
            digest: None,
            decisions: &self.decisions,
        }
    }
}

/// A chart of somebody. `sees_all`: lines of the region stand beside a window's own. None where there is no target for it.
pub fn picture(
    name: ChartName,
    ground: &Ground<'_>,
    others: &[Edition<'_>],
    observed: &Observed,
    (whose, sees_all): (Whose<'_>, bool),
) -> Option<Picture> {
    let (level, own) = match whose {
        Whose::Site(id) => (Level::Site, Some(id)),
        Whose::Department(id) => (Level::Department, Some(id)),
        Whose::Region | Whose::Window(_) | Whose::Staff(_) => (Level::Department, None),
    };
    match name {
        ChartName::Ranking => Some(of::ranking(ground, whose)),
        ChartName::Trend => {
            let mut picture = match whose {
                Whose::Window(id) => of::trend_of(ground, others, Book::Window, id),
                Whose::Staff(id) => of::trend_of(ground, others, Book::Staff, id),
                Whose::Region | Whose::Department(_) | Whose::Site(_) => of::trend(ground, others),
            };
            if let reports::charts::Chart::Trend { lines, .. } = &mut picture.chart
                && !sees_all
            {
                lines.truncate(1);
            }
            Some(picture)
        }
        ChartName::OnTime => of::against_target(ground, "on_time_rate", level, own),
        ChartName::Satisfaction => of::against_target(ground, "satisfaction_rate", level, own),
        ChartName::Waiting => Some(of::waiting(observed, ground.month.published.month, ground.lang)),
        ChartName::CaseTimes => Some(of::case_times(ground, observed)),
        ChartName::Deductions => Some(of::deductions(ground, whose)),
        ChartName::Attendance => Some(of::attendance(ground, Some(observed), whose)),
    }
}

/// The pictures of somebody that stand at another page: where each is, and what it is called.
pub fn addresses(ui: &Ui<'_>, whose: Whose<'_>, names: &[ChartName]) -> Vec<(String, &'static str)> {
    let query = query(whose);
    let version = ui.version.map_or_else(String::new, |version| format!("&version={version}"));
    let address = |name: &ChartName| {
        let language = format!("lang={}{version}", code(ui.lang));
        let query = if query.is_empty() { format!("?{language}") } else { format!("{query}&{language}") };
        ui.to(&Place::Charts(format!("/{}.svg{query}", name.word())))
    };
    names.iter().map(|name| (address(name), name.title(ui.lang))).collect()
}

/// Where all charts of somebody are.
pub fn all_of(ui: &Ui<'_>, whose: Whose<'_>) -> String {
    ui.to(&Place::Charts(query(whose)))
}

/// The query that names somebody, with the question mark; nothing for the region.
pub fn query(whose: Whose<'_>) -> String {
    let (name, id) = match whose {
        Whose::Region => return String::new(),
        Whose::Department(id) => ("department", id),
        Whose::Site(id) => ("site", id),
        Whose::Window(id) => ("window", id),
        Whose::Staff(id) => ("staff", id),
    };
    format!("?{name}={}", crate::links::segment(id))
}

/// A month's charts as they are shown.
pub fn view(
    pictures: &[(ChartName, Picture)],
    (month, version): (Month, Option<&Version>),
    (whose, of): (Whose<'_>, Option<String>),
    as_of: String,
    lang: Lang,
) -> Charts {
    let shown = |(name, picture): &(ChartName, Picture)| {
        let (heads, rows) = table(&picture.chart, lang);
        let query = query(whose);
        let with = if query.is_empty() { '?' } else { '&' };
        let version =
            version.map_or_else(String::new, |version| format!("&version={}", version.closed.version));
        let address = |ending: &str| {
            let word = name.word();
            format!("/months/{month}/charts/{word}.{ending}{query}{with}lang={}{version}", code(lang))
        };
        ChartShown {
            name: name.word().to_owned(),
            caption: picture.caption.clone(),
            told: picture.told.clone(),
            heads,
            rows,
            svg: address("svg"),
            png: address("png"),
        }
    };
    Charts {
        month: month.to_string(),
        month_name: lang.month(month),
        of,
        as_of,
        charts: pictures.iter().map(shown).collect(),
    }
}

#[derive(Template)]
#[template(path = "charts.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Charts,
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Charts) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

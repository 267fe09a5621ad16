//! A year month by month: closed months from their newest version, open ones as they stand now. Nothing is computed again.

use super::Named;
use super::chart::{Chart, ChartKind, ChartRow, ChartValue};
use super::published::Version;
use super::ranking::{FlagShown, Subjects};
use super::rates::{self, RateRow};
use crate::figures::Score;
use crate::words::{self, subjects};
use ingest::live::Moment;
use reports::changes::published::{Book, Level};
use reports::words::{Lang, labels};
use scoring::context::Context;
use scoring::month::{ActionSubject, MonthResult};
use scoring::notices::NoticeKind;
use scoring::ranking::Flag;
use scoring::time::{Date, Month};
use serde::Serialize;
use utoipa::ToSchema;

/// A month of a year as it is known.
#[derive(Clone, Copy)]
pub enum MonthOf<'a> {
    /// Not closed: as it stands now.
    Open(&'a MonthResult),
    /// As it was last published.
    Closed(&'a Version),
}

impl MonthOf<'_> {
    /// Which month.
    pub fn month(&self) -> Month {
        match self {
            MonthOf::Open(result) => result.month,
            MonthOf::Closed(version) => version.closed.month,
        }
    }

    /// Whether it is published, or still goes on.
    pub fn state(&self, lang: Lang) -> String {
        match self {
            MonthOf::Open(_) => lang.say(subjects::OPEN_MONTH).to_owned(),
            MonthOf::Closed(version) => words::version(lang, version.closed.version),
        }
    }
}

/// The months of a year that have begun, in order. `closed` are the newest versions of its closed months.
pub fn months<'a>(moment: &Moment<'a>, closed: &'a [Version], year: i32) -> Vec<MonthOf<'a>> {
    let now = moment.context.today().month();
    let published = closed.iter().filter(|version| version.closed.month.year() == year);
    let mut months: Vec<MonthOf<'a>> = published.map(MonthOf::Closed).collect();
    let is_closed = |month: Month| closed.iter().any(|version| version.closed.month == month);
    let open = moment
        .results
        .iter()
        .filter(|result| result.month.year() == year && result.month <= now && !is_closed(result.month));
    months.extend(open.map(MonthOf::Open));
    months.sort_by_key(MonthOf::month);
    months
}

/// The year of a window or staff member.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Its months, in order.
    pub months: Vec<YearMonth>,
    /// What the rules proposed in them, in order.
    pub actions: Vec<YearAction>,
    /// The totals as a chart.
    pub chart: Option<Chart>,
}

/// A month of a window's or staff member's year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct YearMonth {
    /// The month, `2026-09`.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// Which version was published, or that it goes on.
    pub state: String,
    /// The total; none without an assignment in the month.
    pub total: Option<Score>,
    /// The rank.
    pub rank: Option<u32>,
    /// Among how many.
    pub ranked: usize,
    /// The flag.
    pub flag: Option<FlagShown>,
    /// Whether it was a dissatisfied window.
    pub dissatisfied: bool,
    /// The grade of a staff member's evaluation.
    pub grade: Option<String>,
    /// The rates of a window that are followed through the year.
    pub rates: Vec<RateRow>,
    #[serde(skip)]
    place: Option<Month>,
}

impl YearMonth {
    /// The month, for links.
    pub fn place(&self) -> Option<Month> {
        self.place
    }
}

/// Something that the rules proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct YearAction {
    /// The month, `2026-09`.
    pub month: String,
    /// The date, `2026-09-30`.
    pub date: String,
    /// The date as it is spoken of.
    pub day: String,
    /// The kind's word.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// What it means.
    pub means: String,
}

/// The rates that a year's table follows.
pub const FOLLOWED: [&str; 4] = ["completed", "on_time_rate", "satisfaction_rate", "complaints_upheld"];

/// The year of a window or staff member.
pub fn of_subject(
    context: &Context<'_>,
    months: &[MonthOf<'_>],
    year: i32,
    subjects: Subjects,
    who: &Named,
    lang: Lang,
) -> Year {
    let mut of = Year { year, ..Year::default() };
    for month in months {
        of.months.push(month_of(context, month, subjects, who, lang));
        of.actions.extend(actions(context, month, subjects, who, lang));
    }
    of.actions.sort_by(|a, b| a.date.cmp(&b.date));
    of.chart = chart(&of.months, lang);
    of
}

fn month_of(
    context: &Context<'_>,
    of: &MonthOf<'_>,
    subjects: Subjects,
    who: &Named,
    lang: Lang,
) -> YearMonth {
    let month = of.month();
    let empty = YearMonth {
        month: month.to_string(),
        name: lang.month(month),
        state: of.state(lang),
        total: None,
        rank: None,
        ranked: 0,
        flag: None,
        dissatisfied: false,
        grade: None,
        rates: Vec::new(),
        place: Some(month),
    };
    let rulebook = context.county.rulebooks.of_month(month);
    let grade = |grade: &Option<String>| {
        let known = rulebook.evaluation.grades.iter().find(|known| Some(&known.id) == grade.as_ref());
        known.map(|known| lang.title(&known.title).to_owned())
    };
    let followed = |rows: Vec<RateRow>| rows.into_iter().filter(|row| FOLLOWED.contains(&row.rate)).collect();
    match (of, subjects) {
        (MonthOf::Open(result), Subjects::Windows) => {
            let window = context.registry().index.windows.get(&who.id).copied();
            let Some(standing) = window.and_then(|window| result.window(window)) else { return empty };
            YearMonth {
                total: Some(Score(standing.total())),
                rank: standing.rank,
                ranked: result.windows.iter().filter(|other| other.rank.is_some()).count(),
                flag: standing.flag.map(shown),
                dissatisfied: standing.dissatisfied,
                rates: followed(rates::of(&standing.rates, &rulebook.targets, Level::Window, lang)),
                ..empty
            }
        }
        (MonthOf::Open(result), Subjects::Staff) => {
            let staff = context.registry().index.staff.get(&who.id).copied();
            let Some(standing) = staff.and_then(|staff| result.staff_member(staff)) else { return empty };
            YearMonth {
                total: Some(Score(standing.total())),
                rank: standing.rank,
                ranked: result.staff.iter().filter(|other| other.rank.is_some()).count(),
                grade: grade(&standing.evaluation),
                ..empty
            }
        }
        (MonthOf::Closed(version), _) => {
            let published = &version.published;
            let (book, standings) = match subjects {
                Subjects::Windows => (Book::Window, &published.windows),
                Subjects::Staff => (Book::Staff, &published.staff),
            };
            let Some(standing) = published.standing(book, &who.id) else { return empty };
            let rates = match subjects {
                Subjects::Windows => {
                    rates::of_published(published, Level::Window, &who.id, &rulebook.targets, lang)
                }
                Subjects::Staff => Vec::new(),
            };
            YearMonth {
                total: Some(Score(standing.total)),
                rank: standing.rank,
                ranked: standings.iter().filter(|other| other.rank.is_some()).count(),
                flag: standing.flag.map(shown),
                dissatisfied: standing.dissatisfied,
                grade: grade(&standing.evaluation),
                rates: followed(rates),
                ..empty
            }
        }
    }
}

pub(super) fn shown(flag: Flag) -> FlagShown {
    match flag {
        Flag::Red => FlagShown::Red,
        Flag::Yellow => FlagShown::Yellow,
    }
}

/// What the rules proposed to do about it in a month.
fn actions(
    context: &Context<'_>,
    of: &MonthOf<'_>,
    subjects: Subjects,
    who: &Named,
    lang: Lang,
) -> Vec<YearAction> {
    let month = of.month();
    let told = |date: Date, kind: Option<NoticeKind>, word: &str| YearAction {
        month: month.to_string(),
        date: date.to_string(),
        day: lang.day(date, month.year()),
        kind: word.to_owned(),
        title: kind.map_or(word, |kind| lang.notice(kind, 2)).to_owned(),
        means: kind.map_or("", |kind| lang.consequence(kind)).to_owned(),
    };
    match of {
        MonthOf::Open(result) => {
            let is_own = |subject: ActionSubject| match (subject, subjects) {
                (ActionSubject::Window(_), Subjects::Windows)
                | (ActionSubject::Staff(_), Subjects::Staff) => subject.id(context.registry()) == who.id,
                (ActionSubject::Window(_), Subjects::Staff)
                | (ActionSubject::Staff(_), Subjects::Windows) => false,
            };
            let own = result.actions.iter().filter(|action| is_own(action.subject));
            own.map(|action| told(action.date, Some(action.kind), action.kind.word())).collect()
        }
        MonthOf::Closed(version) => {
            let own = version.published.actions.iter().filter(|action| action.subject == who.id);
            own.map(|action| told(action.date, NoticeKind::of_word(&action.kind), &action.kind)).collect()
        }
    }
}

pub(super) fn chart(months: &[YearMonth], lang: Lang) -> Option<Chart> {
    if months.len() < 2 {
        return None;
    }
    let figures = crate::figures::Figures::of_points(months.iter().filter_map(|of| Some(of.total?.0)));
    let row = |of: &YearMonth| ChartRow {
        name: of.name.clone(),
        values: vec![of.total.map(|total| ChartValue {
            number: f64::from(total.0.0) / 100.0,
            text: figures.plain(&total),
            door: None,
        })],
        door: None,
    };
    Some(Chart {
        title: lang.say(subjects::TOTALS_OF_YEAR).to_owned(),
        kind: ChartKind::Bars,
        unit: lang.say(words::POINTS_UNIT).to_owned(),
        along: lang.say(subjects::MONTH).to_owned(),
        series: vec![lang.say(labels::TOTAL).to_owned()],
        rows: months.iter().map(row).collect(),
        target: None,
    })
}

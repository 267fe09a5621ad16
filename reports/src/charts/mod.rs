//! Charts as values, and drawn: the same picture as SVG, as PNG and on the page of a PDF.
//!
//! | to | see |
//! | --- | --- |
//! | make a chart from a month's results | [`of`] |
//! | draw one on any backend of plotters | [`draw::draw`]; how high it wants to be: [`height`] |
//! | have it as a picture | [`svg`], [`png()`] |
//! | say the same in a sentence, or as a table | [`told`], [`table`] |
//!
//! Nothing is told by colour alone: series differ in lightness and pattern and are named where they are drawn; targets and limits
//! are lines with their names. Red and yellow are for flags. Labels are measured and drawn with the built-in faces (`fonts/`).

pub mod draw;
pub mod of;
mod picture;
mod raster;
mod table;
mod vector;

pub use draw::height;
pub use picture::{Picture, told};
pub use raster::png;
pub use scoring::observed::Observed;
pub use table::table;
pub use vector::svg;

use scoring::rates::Rate;
use scoring::time::Date;
use serde::Serialize;

/// A chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "chart", rename_all = "snake_case")]
pub enum Chart {
    /// A bar for each row, made of parts: totals by category.
    Stacked {
        /// What the figures are: `分`.
        unit: String,
        /// What the parts are.
        parts: Vec<String>,
        /// The rows, in order.
        rows: Vec<StackedRow>,
        /// Rows that were left out between these, where there are too many.
        gap: Option<Gap>,
    },
    /// Lines over the months, with flags at their points: the trend of totals.
    Trend {
        /// What the figures are.
        unit: String,
        /// The months, written.
        months: Vec<String>,
        /// The lines; the first is the one that it is about.
        lines: Vec<TrendLine>,
    },
    /// Shares beside a target: on time, satisfaction.
    AgainstTarget {
        /// What the shares are.
        what: String,
        /// The target.
        #[serde(serialize_with = "share")]
        target: Rate,
        /// Whether a share should be at least the target, not at most.
        is_floor: bool,
        /// Who, and the share; none where nothing could be counted.
        rows: Vec<(String, Option<Share>)>,
        /// The place of the row that it is about, where it is about one.
        own: Option<usize>,
    },
    /// A figure for each weekday and hour: minutes of waiting.
    Heat {
        /// What the figures are.
        unit: String,
        /// Hours across, 0 to 23.
        hours: Vec<u8>,
        /// Rows: the weekday, written, and a figure for each hour; none where nobody waited.
        rows: Vec<(String, Vec<Option<f64>>)>,
    },
    /// How many cases took how long, against the limits: promised, statutory, and the target of the 30 % reduction.
    Distribution {
        /// What the figures across are: `工作日`, or `%` of the statutory limit.
        unit: String,
        /// How many cases took more than the bound before and up to this one; the last is all that took longer than the bound before it.
        bins: Vec<(f64, u64)>,
        /// Lines: name and place.
        limits: Vec<(String, f64)>,
    },
    /// Causes by what they cost, the greatest first, with the share of all up to each.
    Pareto {
        /// What the figures are.
        unit: String,
        /// Causes and figures, the greatest first; one that sums up the rest may come last.
        rows: Vec<(String, f64)>,
    },
    /// A month's calendar with a mark for each day: attendance.
    Calendar {
        /// The days, in order.
        days: Vec<CalendarDay>,
        /// What the marks mean.
        legend: Vec<(Mark, String)>,
    },
}

/// A share in a chart, in JSON a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Share(#[serde(serialize_with = "share")] pub Rate);

/// A row of a stacked chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StackedRow {
    /// Who.
    pub name: String,
    /// The parts, in the order of their names.
    pub parts: Vec<f64>,
    /// What stands at the bar's end: `106.0`.
    pub told: String,
    /// Its flag.
    pub waved: Option<Waved>,
}

/// Rows that were left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// How many rows come before it.
    pub after: usize,
    /// How many were left out.
    pub rows: usize,
}

/// A line over the months.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrendLine {
    /// Who.
    pub name: String,
    /// A figure for each month, with its flag; none where there is none.
    pub points: Vec<Option<(f64, Option<Waved>)>>,
}

/// A flag at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Waved {
    /// Red, an honour.
    Red,
    /// Yellow, a warning.
    Yellow,
}

/// A day of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalendarDay {
    /// The day.
    #[serde(serialize_with = "written")]
    pub date: Date,
    /// Its mark.
    pub mark: Mark,
    /// What is written in it.
    pub told: String,
}

/// A mark of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// No working day.
    Free,
    /// Nothing to say.
    Well,
    /// Somebody was on leave.
    Leave,
    /// Something was deducted.
    Deducted,
    /// Still to come.
    ToCome,
}

/// Why a chart could not be drawn: what the backend says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undrawn(pub String);

impl std::fmt::Display for Undrawn {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "the chart could not be drawn: {}", self.0)
    }
}

impl std::error::Error for Undrawn {}

fn written<S: serde::Serializer>(date: &Date, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(date)
}

fn share<S: serde::Serializer>(rate: &Rate, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_f64(rate.0 as f64 / 10_000.0)
}

//! A chart: a table of figures that a script draws a picture of, so that both say the same.

use crate::links::Place;
use serde::Serialize;
use utoipa::ToSchema;

/// What is drawn, and shown as a table to those who cannot see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// What the values are counted in.
    pub unit: String,
    /// What the rows are: hours, halls, months.
    pub along: String,
    /// What each column of values is called.
    pub series: Vec<String>,
    /// The rows.
    pub rows: Vec<ChartRow>,
    /// A value that is to be reached.
    pub target: Option<ChartValue>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Bars side by side, one group a row.
    Bars,
    /// Bars that lie, for rows with long names.
    Rows,
    /// A line for each column, for what goes on in time.
    Lines,
}

impl ChartKind {
    /// The word that the script knows.
    pub fn word(&self) -> &'static str {
        match self {
            ChartKind::Bars => "bars",
            ChartKind::Rows => "rows",
            ChartKind::Lines => "lines",
        }
    }
}

/// A row of a chart.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChartRow {
    /// What it is called.
    pub name: String,
    /// A value for each column; none where nothing is known.
    pub values: Vec<Option<ChartValue>>,
    /// The page that the row opens, and its query with the question mark.
    #[serde(skip)]
    pub door: Option<(Place, String)>,
}

/// A value of a chart.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChartValue {
    /// The number that is drawn.
    pub number: f64,
    /// The same as it is read.
    pub text: String,
    /// The page that it opens, and its query with the question mark.
    #[serde(skip)]
    pub door: Option<(Place, String)>,
}

impl ChartValue {
    /// A whole number.
    pub fn count(count: u64) -> ChartValue {
        ChartValue { number: count as f64, text: crate::figures::grouped(&count), door: None }
    }
}

impl Chart {
    /// Whether nothing is known at all.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.values.iter().all(Option::is_none))
    }
}

//! Drawing a chart on any backend of plotters.
//!
//! Everything is measured in letters: the width of the area is [`LETTERS_ACROSS`] times the size of a letter, whatever the backend
//! counts in. A backend whose units are coarse (a PDF's points) does well to offer more of them and to scale down.

mod calendar;
mod distribution;
mod heat;
mod paper;
mod pareto;
mod scale;
mod stacked;
mod target;
mod trend;

pub(crate) use paper::SIZE_PER_EM;
pub(in crate::charts) use scale::short;

use super::Chart;
use crate::words::Lang;
use crate::words::charts as words;
use paper::{Hold, Letters, Paper, SOFT};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

/// How many letters (Han, which are square) are as wide as a chart. On an official page of 156 mm that is 8.8 point.
pub const LETTERS_ACROSS: f32 = 50.0;

/// Draws a chart over the whole of an area. What lies below it stays: fill the area before.
///
/// # Errors
///
/// What the backend says.
pub fn draw<B: DrawingBackend>(
    chart: &Chart,
    area: &DrawingArea<B, Shift>,
    lang: Lang,
) -> Result<(), String> {
    let paper = Paper::on(area);
    if chart.is_empty() {
        let middle = (LETTERS_ACROSS / 2.0, paper.height / 2.0);
        return paper.text(lang.say(words::NOTHING), middle, Hold::Middle, Letters::of(SOFT));
    }
    match chart {
        Chart::Stacked { unit, parts, rows, gap } => stacked::draw(&paper, lang, (unit, parts), rows, *gap),
        Chart::Trend { unit, months, lines } => trend::draw(&paper, unit, months, lines),
        Chart::AgainstTarget { what, target, is_floor, rows, own } => {
            let goal = target::Goal { what, rate: *target, is_floor: *is_floor };
            target::draw(&paper, lang, &goal, rows, *own)
        }
        Chart::Heat { unit, hours, rows } => heat::draw(&paper, unit, hours, rows),
        Chart::Distribution { unit, bins, limits } => distribution::draw(&paper, lang, unit, bins, limits),
        Chart::Pareto { unit, rows } => pareto::draw(&paper, lang, unit, rows),
        Chart::Calendar { days, legend } => calendar::draw(&paper, lang, days, legend),
    }
}

/// How high a chart wants to be where it is so wide; it can be drawn lower, down to where its letters are still read.
pub fn height(chart: &Chart, width: u32) -> u32 {
    let letters = if chart.is_empty() {
        4.0
    } else {
        match chart {
            Chart::Stacked { rows, gap, .. } => stacked::height(rows.len() + usize::from(gap.is_some())),
            Chart::Trend { .. } => trend::HEIGHT,
            Chart::AgainstTarget { rows, .. } => target::height(rows.len()),
            Chart::Heat { rows, .. } => heat::height(rows.len()),
            Chart::Distribution { limits, .. } => distribution::height(limits.len()),
            Chart::Pareto { rows, .. } => pareto::height(rows.len()),
            Chart::Calendar { days, .. } => calendar::height(days),
        }
    };
    (letters * width as f32 / LETTERS_ACROSS).ceil() as u32
}

impl Chart {
    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        match self {
            Chart::Stacked { rows, .. } => rows.is_empty(),
            Chart::Trend { lines, .. } => lines.iter().all(|line| line.points.iter().all(Option::is_none)),
            Chart::AgainstTarget { rows, .. } => rows.is_empty(),
            Chart::Heat { rows, hours, .. } => {
                hours.is_empty() || rows.iter().all(|(_, figures)| figures.iter().all(Option::is_none))
            }
            Chart::Distribution { bins, .. } => bins.iter().all(|(_, count)| *count == 0),
            Chart::Pareto { rows, .. } => rows.iter().all(|(_, figure)| *figure <= 0.0),
            Chart::Calendar { days, .. } => days.is_empty(),
        }
    }
}

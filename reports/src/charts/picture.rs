//! A chart with what stands below it, and the sentence that says the same.

use super::draw::short;
use super::{Chart, Mark, StackedRow, TrendLine, Undrawn, Waved, height, raster, vector};
use crate::document::Block;
use crate::words::Lang;
use crate::words::charts::{SharesTold, StackedTold, TrendTold};

/// A chart with what stands below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What it shows.
    pub caption: String,
    /// The same for those who cannot see it, in a sentence or two.
    pub told: String,
    /// The chart.
    pub chart: Chart,
}

impl Picture {
    /// A chart with its caption, told from its figures.
    pub fn of(caption: String, chart: Chart, lang: Lang) -> Picture {
        Picture { caption, told: told(&chart, lang), chart }
    }

    /// As a part of a document.
    pub fn block(self) -> Block {
        Block::Figure { caption: self.caption, told: self.told, chart: Box::new(self.chart) }
    }

    /// As SVG, so many pixels wide and as high as it wants to be, with its caption and what it tells.
    ///
    /// # Errors
    ///
    /// As [`super::svg`].
    pub fn svg(&self, width: u32, lang: Lang) -> Result<String, Undrawn> {
        let size = (width, height(&self.chart, width));
        vector::svg_named(&self.chart, size, lang, (&self.caption, &self.told))
    }

    /// As PNG, so many pixels wide and as high as it wants to be.
    ///
    /// # Errors
    ///
    /// As [`super::png`].
    pub fn png(&self, width: u32, lang: Lang) -> Result<Vec<u8>, Undrawn> {
        raster::png(&self.chart, (width, height(&self.chart, width)), lang)
    }
}

/// What a chart shows, in a sentence or two with its main figures.
pub fn told(chart: &Chart, lang: Lang) -> String {
    if chart.is_empty() {
        return lang.say(crate::words::charts::NOTHING).to_owned();
    }
    match chart {
        Chart::Stacked { unit, rows, gap, .. } => stacked(lang, unit, rows, gap.map_or(0, |gap| gap.rows)),
        Chart::Trend { unit, months, lines } => {
            lines.first().map_or_else(String::new, |line| trend(lang, unit, months, line))
        }
        Chart::AgainstTarget { what, target, is_floor, rows, .. } => {
            let known = || rows.iter().filter_map(|(name, share)| Some((name, (*share)?.0)));
            let met =
                known().filter(|(_, rate)| if *is_floor { rate >= target } else { rate <= target }).count();
            let worst = if *is_floor {
                known().min_by_key(|(_, rate)| *rate)
            } else {
                known().max_by_key(|(_, rate)| *rate)
            };
            lang.shares_told(&SharesTold {
                what,
                target: lang.target_line(*target, *is_floor),
                of: rows.len(),
                met,
                missed: known().count() - met,
                worst: worst.map(|(name, rate)| (name.as_str(), lang.percent(rate))),
            })
        }
        Chart::Heat { unit, hours, rows } => {
            let fields = rows.iter().flat_map(|(day, figures)| {
                let fields = hours.iter().zip(figures);
                fields.filter_map(move |(hour, figure)| Some((day.as_str(), *hour, (*figure)?)))
            });
            let most = fields.max_by(|a, b| a.2.total_cmp(&b.2));
            most.map_or_else(String::new, |(day, hour, figure)| {
                lang.heat_told(day, hour, &short(figure), unit)
            })
        }
        Chart::Distribution { unit, bins, limits } => {
            let all: u64 = bins.iter().map(|(_, count)| count).sum();
            let mut below: Vec<(&str, String, Option<u64>)> = Vec::new();
            for (name, at) in limits {
                // Only where a bin ends at the limit the count up to it is known.
                let ends = bins.iter().take(bins.len().saturating_sub(1)).any(|(bound, _)| bound == at);
                let up_to = bins.iter().take(bins.len().saturating_sub(1)).filter(|(bound, _)| bound <= at);
                below.push((name, short(*at), ends.then(|| up_to.map(|(_, count)| count).sum())));
            }
            lang.distribution_told(all, unit, &below)
        }
        Chart::Pareto { unit, rows } => {
            let all: f64 = rows.iter().map(|(_, figure)| figure.max(0.0)).sum();
            let part = |figure: f64| format!("{:.0}%", figure.max(0.0) / all * 100.0);
            let first: Vec<String> =
                rows.iter().take(3).map(|(name, figure)| format!("{name} {}", short(*figure))).collect();
            let of_all = part(rows.iter().take(3).map(|(_, figure)| figure.max(0.0)).sum());
            lang.pareto_told(&short(all), unit, &first, &of_all)
        }
        Chart::Calendar { days, legend } => {
            let counts = legend.iter().filter(|(mark, _)| *mark != Mark::Free);
            let counted: Vec<(&str, usize)> = counts
                .map(|(mark, name)| (name.as_str(), days.iter().filter(|day| day.mark == *mark).count()))
                .filter(|(_, count)| *count > 0)
                .collect();
            let deducted = days.iter().filter(|day| day.mark == Mark::Deducted);
            let deducted: Vec<String> = deducted
                .map(|day| format!("{} {}", lang.date(day.date, day.date.year()), day.told))
                .collect();
            lang.calendar_told(&counted, &deducted)
        }
    }
}

fn stacked(lang: Lang, unit: &str, rows: &[StackedRow], left_out: usize) -> String {
    let end =
        |row: Option<&StackedRow>| row.map(|row| (row.name.clone(), row.told.clone())).unwrap_or_default();
    let flags = |waved: Waved| {
        rows.iter().filter(|row| row.waved == Some(waved)).map(|row| row.name.clone()).collect()
    };
    lang.stacked_told(&StackedTold {
        unit,
        count: rows.len() + left_out,
        first: end(rows.first()),
        last: end(rows.last()),
        red: flags(Waved::Red),
        yellow: flags(Waved::Yellow),
    })
}

fn trend(lang: Lang, unit: &str, months: &[String], line: &TrendLine) -> String {
    let known: Vec<(&String, f64, Option<Waved>)> = months
        .iter()
        .zip(&line.points)
        .filter_map(|(month, point)| point.map(|(figure, waved)| (month, figure, waved)))
        .collect();
    let of = |waved: Waved| {
        known.iter().filter(|(_, _, own)| *own == Some(waved)).map(|(month, ..)| (*month).clone()).collect()
    };
    let named = |point: Option<&(&String, f64, Option<Waved>)>| {
        point.map(|(month, figure, _)| ((*month).clone(), short(*figure))).unwrap_or_default()
    };
    lang.trend_told(&TrendTold {
        who: &line.name,
        unit,
        first: named(known.first()),
        last: named(known.last()),
        highest: named(known.iter().max_by(|a, b| a.1.total_cmp(&b.1))),
        lowest: named(known.iter().min_by(|a, b| a.1.total_cmp(&b.1))),
        red: of(Waved::Red),
        yellow: of(Waved::Yellow),
    })
}

//! The figures of a chart as a table: the same for those who cannot see it, or want to check it.

use super::draw::short;
use super::{Chart, StackedRow, Waved};
use crate::words::Lang;
use crate::words::charts as words;

/// Heads and rows of a table with all figures of a chart; what is not known is a dash.
pub fn table(chart: &Chart, lang: Lang) -> (Vec<String>, Vec<Vec<String>>) {
    let say = |word| lang.say(word).to_owned();
    match chart {
        Chart::Stacked { unit, parts, rows, gap } => {
            let mut heads = vec![say(words::NAME)];
            heads.extend(parts.iter().cloned());
            heads.extend([lang.total_in(unit), say(words::FLAG)]);
            let mut told: Vec<Vec<String>> = rows.iter().map(|row| stacked(row, lang)).collect();
            if let Some(gap) = gap {
                let mut note = vec![String::new(); heads.len()];
                if let Some(first) = note.first_mut() {
                    *first = lang.left_out(gap.rows);
                }
                told.insert(gap.after.min(told.len()), note);
            }
            (heads, told)
        }
        Chart::Trend { months, lines, .. } => {
            let heads = [say(words::MONTH)].into_iter().chain(lines.iter().map(|line| line.name.clone()));
            let point = |place: usize| {
                move |line: &super::TrendLine| match line.points.get(place).copied().flatten() {
                    Some((figure, Some(waved))) => format!("{} {}", short(figure), flag(waved, lang)),
                    Some((figure, None)) => short(figure),
                    None => DASH.to_owned(),
                }
            };
            let rows = months.iter().enumerate().map(|(place, month)| {
                [month.clone()].into_iter().chain(lines.iter().map(point(place))).collect()
            });
            (heads.collect(), rows.collect())
        }
        Chart::AgainstTarget { what, target, is_floor, rows, .. } => {
            let heads = vec![say(words::NAME), what.clone(), lang.target_line(*target, *is_floor)];
            let [met, missed] = lang.met_and_missed();
            let row = |(name, share): &(String, Option<super::Share>)| {
                let Some(super::Share(share)) = share else {
                    return vec![name.clone(), DASH.to_owned(), DASH.to_owned()];
                };
                let is_met = if *is_floor { share >= target } else { share <= target };
                vec![name.clone(), lang.percent(*share), (if is_met { met } else { missed }).to_owned()]
            };
            (heads, rows.iter().map(row).collect())
        }
        Chart::Heat { unit, hours, rows } => {
            let heads = [unit.clone()].into_iter().chain(hours.iter().map(|hour| format!("{hour}:00")));
            let row = |(name, figures): &(String, Vec<Option<f64>>)| {
                let figures = figures.iter().map(|figure| figure.map_or_else(|| DASH.to_owned(), short));
                [name.clone()].into_iter().chain(figures).collect()
            };
            (heads.collect(), rows.iter().map(row).collect())
        }
        Chart::Distribution { unit, bins, limits } => {
            let heads = vec![unit.clone(), say(words::CASES)];
            let last = bins.len().saturating_sub(1);
            let row = |(place, (bound, count)): (usize, &(f64, u64))| {
                let is_longer = place == last && bins.len() > 1;
                vec![format!("{} {}", if is_longer { '>' } else { '≤' }, short(*bound)), count.to_string()]
            };
            let mut rows: Vec<Vec<String>> = bins.iter().enumerate().map(row).collect();
            rows.extend(limits.iter().map(|(name, at)| vec![name.clone(), format!("{} {unit}", short(*at))]));
            (heads, rows)
        }
        Chart::Pareto { unit, rows } => {
            let heads = vec![say(words::CAUSE), unit.clone(), say(words::CUMULATED)];
            let all: f64 = rows.iter().map(|(_, figure)| figure.max(0.0)).sum();
            let mut sum = 0.0;
            let row = |(name, figure): &(String, f64)| {
                sum += figure.max(0.0);
                vec![
                    name.clone(),
                    short(*figure),
                    format!("{:.0}%", sum / all.max(f64::MIN_POSITIVE) * 100.0),
                ]
            };
            (heads, rows.iter().map(row).collect())
        }
        Chart::Calendar { days, legend } => {
            let heads = vec![say(words::DAY), say(words::STATE), say(words::WHAT)];
            let named = |mark| legend.iter().find(|(known, _)| *known == mark).map(|(_, name)| name.clone());
            let row = |day: &super::CalendarDay| {
                vec![
                    lang.day(day.date, day.date.year()),
                    named(day.mark).unwrap_or_default(),
                    day.told.clone(),
                ]
            };
            (heads, days.iter().map(row).collect())
        }
    }
}

const DASH: &str = "—";

fn stacked(row: &StackedRow, lang: Lang) -> Vec<String> {
    let mut cells = vec![row.name.clone()];
    cells.extend(row.parts.iter().map(|part| short(*part)));
    cells.push(row.told.clone());
    cells.push(row.waved.map_or_else(|| DASH.to_owned(), |waved| flag(waved, lang).to_owned()));
    cells
}

fn flag(waved: Waved, lang: Lang) -> &'static str {
    lang.say(match waved {
        Waved::Red => words::RED_FLAG,
        Waved::Yellow => words::YELLOW_FLAG,
    })
}

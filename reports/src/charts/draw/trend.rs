//! Lines over the months, with flags at their points and their names at their ends.

use super::LETTERS_ACROSS;
use super::paper::{
    BLUE, Drawn, Hold, INK, Ink, LINE, Letters, PAPER, Paper, Place, RED, SOFT, Stroke, YELLOW,
};
use super::scale::{Scale, short};
use super::stacked::apart;
use crate::charts::{TrendLine, Waved};
use plotters_backend::DrawingBackend;

pub(super) const HEIGHT: f32 = 20.0;

const NAMES_MOST: f32 = 11.0;
const LINE_HEIGHT: f32 = 1.25;

pub(super) fn draw<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    unit: &str,
    months: &[String],
    lines: &[TrendLine],
) -> Drawn {
    let letters = Letters::of(INK);
    let soft = Letters::of(SOFT).small();
    let names = lines.iter().map(|line| letters.width(&line.name)).fold(0.0, f32::max).min(NAMES_MOST);
    let (left, right) = (4.2, LETTERS_ACROSS - names - 1.6);
    let (top, bottom) = (2.6, paper.height - 2.0);
    let figures = lines.iter().flat_map(|line| line.points.iter().flatten().map(|(figure, _)| *figure));
    let scale = Scale::over(figures, 4, (bottom, top));
    for tick in scale.ticks() {
        let y = scale.place(tick);
        paper.line((left, y), (right, y), Stroke::hair())?;
        paper.text(&scale.written(tick), (left - 0.5, y), Hold::Right, soft)?;
    }
    paper.text(unit, (0.0, 0.7), Hold::Left, soft)?;
    let margin = 1.4;
    let x = |place: usize| match months.len() {
        0 | 1 => (left + right) / 2.0,
        many => left + margin + (right - left - 2.0 * margin) * place as f32 / (many - 1) as f32,
    };
    let widest = months.iter().map(|month| soft.width(month)).fold(0.0, f32::max) + 0.8;
    let every = (widest * months.len() as f32 / (right - left)).ceil().max(1.0) as usize;
    for (place, month) in months.iter().enumerate() {
        // From the last month backwards, since it is the one that the chart is about.
        if (months.len() - 1 - place).is_multiple_of(every) {
            paper.text(month, (x(place), bottom + 1.0), Hold::Middle, soft)?;
        }
    }
    // The first line is what the chart is about, so it is drawn over the others.
    for (place, line) in lines.iter().enumerate().rev() {
        draw_line(paper, (place, line), &scale, &x)?;
    }
    name_lines(paper, lines, &scale, (&x, right, names), (top, bottom))
}

fn draw_line<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    (place, line): (usize, &TrendLine),
    scale: &Scale,
    x: &dyn Fn(usize) -> f32,
) -> Drawn {
    let mut stretch: Vec<Place> = Vec::new();
    for month in 0..=line.points.len() {
        match line.points.get(month) {
            Some(Some((figure, _))) => stretch.push((x(month), scale.place(*figure))),
            Some(None) | None => {
                if stretch.len() > 1 {
                    paper.lines(&stretch, stroke(place))?;
                }
                stretch.clear();
            }
        }
    }
    let is_dense = line.points.len() > 36;
    for (month, point) in line.points.iter().enumerate() {
        let Some((figure, waved)) = point else { continue };
        let at = (x(month), scale.place(*figure));
        if !is_dense {
            mark(paper, place, at)?;
        }
        if let Some(waved) = waved {
            flag(paper, (at.0, at.1 - 0.35), *waved, 1.0)?;
        }
    }
    Ok(())
}

fn ink(place: usize) -> Ink {
    if place == 0 { BLUE } else { SOFT }
}

fn stroke(place: usize) -> Stroke {
    let thin = Stroke::of(ink(place), LINE * 0.7);
    match place % 4 {
        0 => Stroke::of(ink(place), LINE),
        1 => thin.dashed(0.9, 0.45),
        2 => thin.dashed(0.25, 0.35),
        _ => thin,
    }
}

/// A mark of its own for each line.
fn mark<B: DrawingBackend>(paper: &Paper<'_, B>, place: usize, (x, y): Place) -> Drawn {
    let ink = ink(place);
    let half = 0.28;
    match place % 4 {
        0 => paper.dot((x, y), 0.3, ink),
        1 => paper.shape(&[(x, y - half), (x + half, y), (x, y + half), (x - half, y)], ink),
        2 => paper.shape(&[(x - half, y + half), (x, y - half), (x + half, y + half)], ink),
        _ => {
            paper.dot((x, y), 0.28, ink)?;
            paper.dot((x, y), 0.16, PAPER)
        }
    }
}

/// A flag on its pole, whose foot stands at a place: red is dark, yellow is light within an edge.
pub(super) fn flag<B: DrawingBackend>(paper: &Paper<'_, B>, (x, y): Place, waved: Waved, size: f32) -> Drawn {
    let (top, low) = (y - 1.25 * size, y - 0.55 * size);
    let cloth =
        [(x, top), (x + 0.95 * size, top + 0.12 * size), (x + 0.95 * size, low + 0.12 * size), (x, low)];
    let ink = match waved {
        Waved::Red => RED,
        Waved::Yellow => YELLOW,
    };
    paper.shape(&cloth, ink)?;
    let [a, b, c, d] = cloth;
    paper.lines(&[a, b, c, d, a], Stroke::of(INK, 0.05))?;
    paper.line((x, y), (x, top), Stroke::of(INK, 0.1))
}

/// Names the lines where they end, with their last figures.
fn name_lines<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    lines: &[TrendLine],
    scale: &Scale,
    (x, right, names): (&dyn Fn(usize) -> f32, f32, f32),
    (top, bottom): (f32, f32),
) -> Drawn {
    let mut ends: Vec<(usize, Place, f64)> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let last = line.points.iter().enumerate().rev().find_map(|(month, point)| Some((month, (*point)?.0)));
        if let Some((month, figure)) = last {
            ends.push((place, (x(month), scale.place(figure)), figure));
        }
    }
    ends.sort_by(|a, b| a.1.1.total_cmp(&b.1.1));
    let wanted: Vec<f32> = ends.iter().map(|(_, (_, y), _)| *y).collect();
    // A figure stands below its name.
    let heights = vec![2.0 * LINE_HEIGHT; wanted.len()];
    let bounds = (top - 1.6, bottom + 0.6);
    let is_roomy = 2.0 * LINE_HEIGHT * wanted.len() as f32 <= bounds.1 - bounds.0;
    let heights = if is_roomy { heights } else { vec![LINE_HEIGHT; wanted.len()] };
    for ((place, end, figure), y) in ends.iter().zip(apart(&wanted, &heights, bounds)) {
        let letters = Letters::of(if *place == 0 { BLUE } else { INK });
        let left = right + 1.3;
        paper.line((end.0 + 0.4, end.1), (left - 0.3, y), Stroke::of(SOFT, 0.05))?;
        let name = lines.get(*place).map_or("", |line| line.name.as_str());
        let shift = if is_roomy { LINE_HEIGHT / 2.0 } else { 0.0 };
        paper.text(&letters.fitted(name, names), (left, y - shift), Hold::Left, letters)?;
        if is_roomy {
            paper.text(&short(*figure), (left, y + shift), Hold::Left, letters)?;
        }
    }
    Ok(())
}

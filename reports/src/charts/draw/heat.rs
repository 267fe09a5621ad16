//! A figure for each weekday and hour: the darker the more, and the figure written in its field.

use super::LETTERS_ACROSS;
use super::paper::{BLUE, Drawn, Fill, Hold, INK, Ink, Letters, PAPER, Paper, SOFT, Stroke};
use super::scale::written;
use plotters_backend::DrawingBackend;

const ROW: f32 = 2.1;
const ABOVE: f32 = 1.8;
const BELOW: f32 = 2.2;

pub(super) fn height(rows: usize) -> f32 {
    ABOVE + ROW * rows as f32 + BELOW
}

pub(super) fn draw<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    unit: &str,
    hours: &[u8],
    rows: &[(String, Vec<Option<f64>>)],
) -> Drawn {
    let letters = Letters::of(INK);
    let soft = Letters::of(SOFT).small();
    let left = rows.iter().map(|(name, _)| letters.width(name)).fold(0.0, f32::max).min(8.0) + 0.6;
    let wide = (LETTERS_ACROSS - left) / hours.len() as f32;
    let high = ((paper.height - ABOVE - BELOW) / rows.len() as f32).max(0.5);
    let all = || rows.iter().flat_map(|(_, figures)| figures.iter().flatten().copied());
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let part = |figure: f64| if most > least { ((figure - least) / (most - least)) as f32 } else { 0.5 };
    let inside = Letters::of(INK).sized((wide / 3.0).min(high / 1.4).min(0.95));
    let places = if soft.width("24:00") + 0.4 > wide { 2 } else { 1 };
    for (column, hour) in hours.iter().enumerate().step_by(places) {
        let x = left + wide * (column as f32 + 0.5);
        paper.text(&format!("{hour}:00"), (x, ABOVE - 0.8), Hold::Middle, soft)?;
    }
    for (row, (name, figures)) in rows.iter().enumerate() {
        let top = ABOVE + high * row as f32;
        paper.text(&letters.fitted(name, left - 0.6), (0.0, top + high / 2.0), Hold::Left, letters)?;
        for column in 0..hours.len() {
            let x = left + wide * column as f32;
            let (from, to) = ((x + 0.05, top + 0.05), (x + wide - 0.05, top + high - 0.05));
            let middle = (x + wide / 2.0, top + high / 2.0);
            match figures.get(column).copied().flatten() {
                Some(figure) => {
                    let ground = shade(part(figure));
                    paper.bar(from, to, Fill::Plain(ground))?;
                    let ink = ground.read_on();
                    paper.text(
                        &written(figure, usize::from(most < 9.95)),
                        middle,
                        Hold::Middle,
                        Letters { ink, ..inside },
                    )?;
                }
                None => paper.frame(from, to, Stroke::hair())?,
            }
        }
    }
    scale_below(paper, unit, (least, most), ABOVE + high * rows.len() as f32 + 1.2)
}

/// From almost paper to almost ink.
fn shade(part: f32) -> Ink {
    let (pale, dark) = (BLUE.towards(PAPER, 0.9), BLUE.towards(INK, 0.45));
    if part < 0.6 { pale.towards(BLUE, part / 0.6) } else { BLUE.towards(dark, (part - 0.6) / 0.4) }
}

/// What light and dark mean.
fn scale_below<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    unit: &str,
    (least, most): (f64, f64),
    y: f32,
) -> Drawn {
    let soft = Letters::of(SOFT).small();
    let places = usize::from(most < 9.95);
    let (low, high) = (written(least, places), format!("{} {unit}", written(most, places)));
    let mut x = LETTERS_ACROSS - soft.width(&high);
    paper.text(&high, (LETTERS_ACROSS, y), Hold::Right, soft)?;
    x -= 0.5;
    for step in (0..6_u8).rev() {
        paper.bar((x - 1.4, y - 0.4), (x, y + 0.4), Fill::Plain(shade(f32::from(step) / 5.0)))?;
        x -= 1.4;
    }
    paper.text(&low, (x - 0.5, y), Hold::Right, soft)
}

//! Causes by what they cost, the greatest first; beside them the share of all up to each.

use super::LETTERS_ACROSS;
use super::paper::{BLUE, Drawn, Fill, Hold, INK, LINE, Letters, PAPER, Paper, Place, SOFT, Stroke};
use super::scale::short;
use crate::words::Lang;
use crate::words::charts as words;
use plotters_backend::DrawingBackend;

const PITCH: f32 = 1.7;
const ABOVE: f32 = 2.8;
const BELOW: f32 = 0.6;
const NAMES_MOST: f32 = 18.0;
/// How wide the part is in which the shares are summed up.
const SHARES: f32 = 14.0;

pub(super) fn height(rows: usize) -> f32 {
    ABOVE + PITCH * rows as f32 + BELOW
}

pub(super) fn draw<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    lang: Lang,
    unit: &str,
    rows: &[(String, f64)],
) -> Drawn {
    let pitch = ((paper.height - ABOVE - BELOW) / rows.len() as f32).clamp(0.2, PITCH * 1.3);
    let letters = Letters::of(INK).sized((pitch / 1.35).min(1.0));
    let soft = Letters::of(SOFT).small();
    let names = rows.iter().map(|(name, _)| letters.width(name)).fold(0.0, f32::max).min(NAMES_MOST);
    let figures = rows.iter().map(|(_, figure)| letters.width(&short(*figure))).fold(0.0, f32::max);
    let (left, right) = (names + 0.7, LETTERS_ACROSS - SHARES - 1.0 - figures - 0.5);
    let most = rows.iter().map(|(_, figure)| *figure).fold(0.0, f64::max);
    let all: f64 = rows.iter().map(|(_, figure)| figure.max(0.0)).sum();
    let (shares_left, shares_right) = (LETTERS_ACROSS - SHARES, LETTERS_ACROSS - 4.2);
    let bottom = ABOVE + pitch * rows.len() as f32;
    let share_x = |share: f64| shares_left + (shares_right - shares_left) * share as f32;
    paper.text(unit, (left, 0.8), Hold::Left, soft)?;
    paper.text(lang.say(words::CUMULATED), (LETTERS_ACROSS, 0.8), Hold::Right, soft)?;
    for (share, stroke) in
        [(0.0, Stroke::hair()), (0.8, Stroke::of(SOFT, 0.08).dashed(0.4, 0.3)), (1.0, Stroke::hair())]
    {
        paper.line((share_x(share), ABOVE - 0.3), (share_x(share), bottom), stroke)?;
    }
    paper.text("80%", (share_x(0.8), ABOVE - 0.9), Hold::Middle, soft)?;
    let mut course: Vec<Place> = Vec::new();
    let mut sum = 0.0;
    for (place, (name, figure)) in rows.iter().enumerate() {
        let y = ABOVE + pitch * (place as f32 + 0.5);
        let half = pitch * 0.32;
        paper.text(&letters.fitted(name, names), (0.0, y), Hold::Left, letters)?;
        let end = left + (right - left) * (figure.max(0.0) / most) as f32;
        paper.bar((left, y - half), (end, y + half), Fill::Plain(BLUE.towards(PAPER, 0.25)))?;
        paper.text(&short(*figure), (end + 0.4, y), Hold::Left, letters)?;
        sum += figure.max(0.0);
        let share = sum / all;
        course.push((share_x(share), y));
        paper.text(
            &format!("{:.0}%", share * 100.0),
            (LETTERS_ACROSS, y),
            Hold::Right,
            Letters { ink: SOFT, ..letters },
        )?;
    }
    paper.line((left, ABOVE - 0.3), (left, bottom), Stroke::of(INK, 0.08))?;
    if course.len() > 1 {
        paper.lines(&course, Stroke::of(INK, LINE * 0.6))?;
    }
    course.iter().try_for_each(|place| paper.dot(*place, 0.24 * letters.size, INK))
}

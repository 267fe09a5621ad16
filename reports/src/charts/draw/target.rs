//! Shares beside a target: a mark for each row, on a line from the target to it.

use super::LETTERS_ACROSS;
use super::paper::{BLUE, Drawn, Fill, Hold, INK, Letters, MIST, PAPER, Paper, Place, SOFT, Stroke};
use super::scale::Scale;
use crate::charts::Share;
use crate::words::Lang;
use plotters_backend::DrawingBackend;
use scoring::rates::Rate;

const PITCH: f32 = 1.6;
const ABOVE: f32 = 3.2;
const BELOW: f32 = 2.4;
const NAMES_MOST: f32 = 17.0;

/// What is to be reached.
pub(super) struct Goal<'a> {
    pub what: &'a str,
    pub rate: Rate,
    pub is_floor: bool,
}

impl Goal<'_> {
    fn is_met(&self, share: Rate) -> bool {
        if self.is_floor { share >= self.rate } else { share <= self.rate }
    }
}

pub(super) fn height(rows: usize) -> f32 {
    ABOVE + PITCH * rows as f32 + BELOW
}

pub(super) fn draw<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    lang: Lang,
    goal: &Goal<'_>,
    rows: &[(String, Option<Share>)],
    own: Option<usize>,
) -> Drawn {
    let pitch = ((paper.height - ABOVE - BELOW) / rows.len() as f32).clamp(0.2, PITCH * 1.3);
    let letters = Letters::of(INK).sized((pitch / 1.3).min(1.0));
    let soft = Letters::of(SOFT).small();
    let names = rows.iter().map(|(name, _)| letters.width(name)).fold(0.0, f32::max).min(NAMES_MOST);
    let (left, right) = (names + 1.6, LETTERS_ACROSS - 5.6);
    let figure = |rate: Rate| rate.0 as f64 / 100.0;
    let shares = rows.iter().filter_map(|(_, share)| share.map(|share| figure(share.0)));
    let scale = Scale::over(shares.chain([figure(goal.rate), 100.0]), 5, (left, right)).at_most(100.0);
    let bottom = ABOVE + pitch * rows.len() as f32;
    for tick in scale.ticks() {
        let x = scale.place(tick);
        paper.line((x, ABOVE), (x, bottom), Stroke::hair())?;
        paper.text(&format!("{}%", scale.written(tick)), (x, bottom + 0.9), Hold::Middle, soft)?;
    }
    if let Some(own) = own.filter(|own| *own < rows.len()) {
        let top = ABOVE + pitch * own as f32;
        paper.bar((0.0, top), (LETTERS_ACROSS, top + pitch), Fill::Plain(MIST))?;
    }
    let goal_x = scale.place(figure(goal.rate));
    for (place, (name, share)) in rows.iter().enumerate() {
        let y = ABOVE + pitch * (place as f32 + 0.5);
        paper.text(&letters.fitted(name, names), (0.0, y), Hold::Left, letters)?;
        let Some(Share(share)) = *share else {
            paper.text("—", (LETTERS_ACROSS, y), Hold::Right, Letters { ink: SOFT, ..letters })?;
            continue;
        };
        let x = scale.place(figure(share));
        paper.line((goal_x, y), (x, y), Stroke::of(SOFT, 0.08))?;
        mark(paper, (x, y), letters.size, goal.is_met(share))?;
        paper.text(&lang.percent(share), (LETTERS_ACROSS, y), Hold::Right, letters)?;
    }
    paper.line((goal_x, ABOVE - 0.5), (goal_x, bottom), Stroke::of(INK, 0.12).dashed(0.6, 0.35))?;
    name_goal(paper, lang, goal, goal_x)
}

/// What reached the target is a full dot, what missed it an open square.
fn mark<B: DrawingBackend>(paper: &Paper<'_, B>, (x, y): Place, size: f32, is_met: bool) -> Drawn {
    if is_met {
        return paper.dot((x, y), 0.36 * size, BLUE);
    }
    let half = 0.34 * size;
    paper.bar((x - half, y - half), (x + half, y + half), Fill::Plain(PAPER))?;
    paper.frame((x - half, y - half), (x + half, y + half), Stroke::of(INK, 0.14))
}

/// The target's name at its line, and what the marks mean.
fn name_goal<B: DrawingBackend>(paper: &Paper<'_, B>, lang: Lang, goal: &Goal<'_>, x: f32) -> Drawn {
    let letters = Letters::of(INK).small();
    let [met, missed] = lang.met_and_missed();
    let mut left = 0.4;
    for (is_met, word) in [(true, met), (false, missed)] {
        mark(paper, (left, 0.8), 0.9, is_met)?;
        paper.text(word, (left + 0.7, 0.8), Hold::Left, letters)?;
        left += letters.width(word) + 2.2;
    }
    paper.text(goal.what, (LETTERS_ACROSS, 0.8), Hold::Right, letters)?;
    let told = lang.target_line(goal.rate, goal.is_floor);
    let half = letters.width(&told) / 2.0;
    let at = x.clamp(half, LETTERS_ACROSS - half);
    paper.text(&told, (at, ABOVE - 1.15), Hold::Middle, letters)
}

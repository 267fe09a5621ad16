//! How many cases took how long, with limits as lines that bear their names.

use super::LETTERS_ACROSS;
use super::paper::{BLUE, Drawn, Fill, Hold, INK, Letters, PAPER, Paper, SOFT, Stroke};
use super::scale::{Scale, short};
use super::stacked::apart;
use crate::words::Lang;
use plotters_backend::DrawingBackend;

const BODY: f32 = 13.0;
const BELOW: f32 = 3.4;
const NAME: f32 = 1.35;

pub(super) fn height(limits: usize) -> f32 {
    1.6 + NAME * limits as f32 + BODY + BELOW
}

pub(super) fn draw<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    lang: Lang,
    unit: &str,
    bins: &[(f64, u64)],
    limits: &[(String, f64)],
) -> Drawn {
    let letters = Letters::of(INK).small();
    let soft = Letters::of(SOFT).small();
    let (left, right) = (1.0, LETTERS_ACROSS - 1.0);
    let (top, bottom) = (1.6 + NAME * limits.len() as f32, paper.height - BELOW);
    let wide = (right - left) / bins.len() as f32;
    let most = bins.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1) as f64;
    let scale = Scale::over([0.0, most], 4, (bottom, top + 0.6));
    let figures = Letters::of(INK).sized((wide / 2.6).min(0.86));
    let edges = Edges { bins, left, wide };
    for (place, (bound, count)) in bins.iter().enumerate() {
        let x = left + wide * place as f32;
        let y = scale.place(*count as f64);
        let is_last = place + 1 == bins.len();
        let fill = if is_last && bins.len() > 1 {
            Fill::Rising(BLUE.towards(PAPER, 0.86), BLUE)
        } else {
            Fill::Plain(BLUE.towards(PAPER, 0.35))
        };
        paper.bar((x + wide * 0.06, y), (x + wide * 0.94, bottom), fill)?;
        if *count > 0 {
            paper.text(&count.to_string(), (x + wide / 2.0, y - 0.6), Hold::Middle, figures)?;
        }
        let edge = if is_last && bins.len() > 1 { format!(">{}", short(*bound)) } else { short(*bound) };
        let at = if is_last && bins.len() > 1 { x + wide / 2.0 } else { x + wide };
        let every = ((soft.width("100") + 0.6) / wide).ceil().max(1.0) as usize;
        if is_last || (place + 1) % every == 0 && place + 2 < bins.len() {
            paper.text(&edge, (at, bottom + 0.9), Hold::Middle, soft)?;
        }
        paper.line((x + wide, bottom), (x + wide, bottom + 0.25), Stroke::of(INK, 0.06))?;
    }
    paper.line((left, bottom), (right, bottom), Stroke::of(INK, 0.1))?;
    paper.text("0", (left, bottom + 0.9), Hold::Middle, soft)?;
    paper.text(&lang.cases_by(unit), (LETTERS_ACROSS / 2.0, bottom + 2.4), Hold::Middle, soft)?;
    for (place, (_, at)) in limits.iter().enumerate() {
        let (x, y) = (edges.place(*at), 0.8 + NAME * place as f32);
        paper.line((x, y + 0.6), (x, bottom), stroke(place))?;
    }
    // Names last, each on paper of its own, since another's line may run behind it.
    for (place, (name, at)) in limits.iter().enumerate() {
        let (x, y) = (edges.place(*at), 0.8 + NAME * place as f32);
        let name = letters.fitted(name, LETTERS_ACROSS - 1.0);
        let width = letters.width(&name) + 0.6;
        let centre = apart(&[x], &[width], (0.0, LETTERS_ACROSS)).first().copied().unwrap_or(x);
        let half = width / 2.0 - 0.1;
        paper.bar((centre - half, y - 0.5), (centre + half, y + 0.5), Fill::Plain(PAPER))?;
        paper.text(&name, (centre, y), Hold::Middle, letters)?;
    }
    Ok(())
}

fn stroke(place: usize) -> Stroke {
    match place % 3 {
        0 => Stroke::of(INK, 0.12),
        1 => Stroke::of(INK, 0.12).dashed(0.7, 0.4),
        _ => Stroke::of(INK, 0.12).dashed(0.2, 0.3),
    }
}

/// Where a figure lies between the edges of the bins, which are all drawn as wide.
struct Edges<'a> {
    bins: &'a [(f64, u64)],
    left: f32,
    wide: f32,
}

impl Edges<'_> {
    fn place(&self, figure: f64) -> f32 {
        let mut below = 0.0;
        let counted = if self.bins.len() > 1 { self.bins.len() - 1 } else { self.bins.len() };
        for (place, (bound, _)) in self.bins.iter().take(counted).enumerate() {
            if figure <= *bound {
                let part = if *bound > below { (figure - below) / (bound - below) } else { 1.0 };
                return self.left + self.wide * (place as f32 + part.clamp(0.0, 1.0) as f32);
            }
            below = *bound;
        }
        self.left + self.wide * (self.bins.len() as f32 - 0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::Edges;

    #[test]
    fn a_limit_lies_where_its_figure_does_and_beyond_the_last_bound_among_what_is_longer() {
        let bins = [(10.0, 1), (20.0, 2), (20.0, 3)];
        let edges = Edges { bins: &bins, left: 1.0, wide: 4.0 };
        assert_eq!(
            [0.0, 5.0, 10.0, 15.0, 20.0, 21.0].map(|at| edges.place(at)),
            [1.0, 3.0, 5.0, 7.0, 9.0, 11.0]
        );
    }
}

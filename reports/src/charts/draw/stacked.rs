//! Bars made of parts, a row for each: totals by category, flags at their ends.

use super::LETTERS_ACROSS;
use super::paper::{BLUE, Drawn, Fill, Hold, INK, Ink, Letters, PAPER, Paper, SOFT, Stroke};
use super::scale::Scale;
use super::trend::flag;
use crate::charts::{Gap, StackedRow};
use crate::words::Lang;
use plotters_backend::DrawingBackend;

const PITCH: f32 = 1.48;
const ABOVE: f32 = 3.4;
const BELOW: f32 = 2.4;
const NAMES_MOST: f32 = 17.0;

pub(super) fn height(rows: usize) -> f32 {
    ABOVE + PITCH * rows as f32 + BELOW
}

pub(super) fn draw<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    lang: Lang,
    (unit, parts): (&str, &[String]),
    rows: &[StackedRow],
    gap: Option<Gap>,
) -> Drawn {
    let lines = rows.len() + usize::from(gap.is_some());
    let pitch = ((paper.height - ABOVE - BELOW) / lines as f32).clamp(0.2, PITCH * 1.3);
    let letters = Letters::of(INK).sized((pitch / 1.3).min(1.0));
    let names = rows.iter().map(|row| letters.width(&row.name)).fold(0.0, f32::max).min(NAMES_MOST);
    let tolds = rows.iter().map(|row| letters.width(&row.told)).fold(0.0, f32::max);
    let (left, right) = (names + 0.7, LETTERS_ACROSS - tolds - 2.6);
    let scale = Scale::over(rows.iter().flat_map(ends).chain([0.0]), 6, (left, right));
    let top = |place: usize| {
        let place = place + gap.map_or(0, |gap| usize::from(place >= gap.after));
        ABOVE + pitch * place as f32
    };
    let bottom = ABOVE + pitch * lines as f32;
    for tick in scale.ticks() {
        let x = scale.place(tick);
        paper.line((x, ABOVE - 0.2), (x, bottom), Stroke::hair())?;
        paper.text(&scale.written(tick), (x, bottom + 0.8), Hold::Middle, Letters::of(SOFT).small())?;
    }
    paper.text(unit, (LETTERS_ACROSS, bottom + 0.8), Hold::Right, Letters::of(SOFT).small())?;
    for (place, row) in rows.iter().enumerate() {
        let (upper, middle) = (top(place) + pitch * 0.16, top(place) + pitch * 0.5);
        let lower = top(place) + pitch * 0.84;
        paper.text(&letters.fitted(&row.name, names), (0.0, middle), Hold::Left, letters)?;
        for (part, (from, to)) in pieces(row).enumerate() {
            let (from, to) = (scale.place(from), scale.place(to));
            paper.bar((from, upper), (to, lower), fill(part))?;
            if (to - from).abs() > 0.1 {
                paper.line((to, upper), (to, lower), Stroke::of(PAPER, 0.08))?;
            }
        }
        let end = LETTERS_ACROSS - 1.6;
        paper.text(&row.told, (end, middle), Hold::Right, letters)?;
        if let Some(waved) = row.waved {
            flag(paper, (end + 0.5, lower), waved, letters.size * 0.85)?;
        }
    }
    let zero = scale.place(0.0);
    paper.line((zero, ABOVE - 0.2), (zero, bottom), Stroke::of(INK, 0.08))?;
    if let Some(gap) = gap {
        let middle = ABOVE + pitch * (gap.after as f32 + 0.5);
        let note = lang.left_out(gap.rows);
        paper.line((0.0, middle), (LETTERS_ACROSS, middle), Stroke::hair().dashed(0.3, 0.3))?;
        let half = letters.width(&note) / 2.0 + 0.5;
        let centre = LETTERS_ACROSS / 2.0;
        paper.bar(
            (centre - half, middle - pitch * 0.45),
            (centre + half, middle + pitch * 0.45),
            Fill::Plain(PAPER),
        )?;
        paper.text(&note, (centre, middle), Hold::Middle, Letters { ink: SOFT, ..letters })?;
    }
    match rows.first() {
        Some(first) => name_parts(paper, parts, first, &scale),
        None => Ok(()),
    }
}

/// Where the parts of a row begin and end: what is above zero to the one side, what is below to the other.
fn pieces(row: &StackedRow) -> impl Iterator<Item = (f64, f64)> {
    let (mut above, mut below) = (0.0, 0.0);
    row.parts.iter().map(move |part| {
        let end = if *part < 0.0 { &mut below } else { &mut above };
        let from = *end;
        *end += part;
        (from, *end)
    })
}

fn ends(row: &StackedRow) -> impl Iterator<Item = f64> {
    pieces(row).map(|(_, end)| end)
}

/// Each part as differs from its neighbours in lightness and in pattern, so that a grey print tells them apart.
fn fill(part: usize) -> Fill {
    let (pale, light) = (BLUE.towards(PAPER, 0.86), BLUE.towards(PAPER, 0.62));
    match part % 6 {
        0 => Fill::Plain(BLUE),
        1 => Fill::Rising(pale, BLUE),
        2 => Fill::Plain(light),
        3 => Fill::Dotted(pale, BLUE),
        4 => Fill::Plain(Ink(0x6e, 0x6e, 0x6e)),
        _ => Fill::Lying(PAPER, INK),
    }
}

/// Names the parts above the first row, each over its own, moved aside where they would touch.
fn name_parts<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    parts: &[String],
    first: &StackedRow,
    scale: &Scale,
) -> Drawn {
    let letters = Letters::of(INK).small();
    let centres: Vec<f32> = pieces(first).map(|(from, to)| scale.place((from + to) / 2.0)).collect();
    let all: f32 = parts.iter().map(|part| letters.width(part) + 1.9).sum();
    let rows = if all <= LETTERS_ACROSS { 1 } else { 2 };
    for row in 0..rows {
        let mine: Vec<usize> =
            (0..parts.len().min(centres.len())).filter(|part| part % rows == row).collect();
        let most = LETTERS_ACROSS / mine.len().max(1) as f32 - 1.9;
        let named: Vec<String> = mine.iter().map(|part| letters.fitted(&parts[*part], most)).collect();
        let widths: Vec<f32> = named.iter().map(|name| letters.width(name) + 1.9).collect();
        let wanted: Vec<f32> = mine.iter().map(|part| centres[*part]).collect();
        let y = if rows == 2 && row == 0 { 0.7 } else { 1.9 };
        for ((part, name), (centre, width)) in mine
            .iter()
            .zip(&named)
            .zip(apart(&wanted, &widths, (0.0, LETTERS_ACROSS)).into_iter().zip(&widths))
        {
            let left = centre - width / 2.0 + 0.2;
            paper.bar((left, y - 0.4), (left + 0.9, y + 0.4), fill(*part))?;
            paper.frame((left, y - 0.4), (left + 0.9, y + 0.4), Stroke::of(SOFT, 0.05))?;
            paper.text(name, (left + 1.15, y), Hold::Left, letters)?;
            paper.line((centre, y + 0.6), (centres[*part], ABOVE - 0.1), Stroke::of(SOFT, 0.05))?;
        }
    }
    Ok(())
}

/// Centres moved apart until nothing of such widths touches, in their order, within bounds.
pub(super) fn apart(wanted: &[f32], widths: &[f32], (low, high): (f32, f32)) -> Vec<f32> {
    let mut centres: Vec<f32> = Vec::with_capacity(wanted.len());
    let mut free = low;
    for (centre, width) in wanted.iter().zip(widths) {
        let centre = centre.max(free + width / 2.0);
        free = centre + width / 2.0;
        centres.push(centre);
    }
    let mut free = high;
    for (centre, width) in centres.iter_mut().zip(widths).rev() {
        *centre = centre.min(free - width / 2.0);
        free = *centre - width / 2.0;
    }
    centres
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn what_would_touch_is_moved_aside_and_stays_within_bounds() {
        assert_eq!(apart(&[1.0, 1.5, 9.9], &[2.0, 2.0, 2.0], (0.0, 10.0)), [1.0, 3.0, 9.0]);
        assert_eq!(apart(&[9.0, 9.0], &[2.0, 2.0], (0.0, 10.0)), [7.0, 9.0]);
        assert_eq!(apart(&[5.0], &[2.0], (0.0, 10.0)), [5.0]);
    }
}

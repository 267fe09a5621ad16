//! A month's calendar with a mark for each day, told apart by frame, hatching and sign.

use super::LETTERS_ACROSS;
use super::paper::{Drawn, Fill, HAIR, Hold, INK, Letters, MIST, PAPER, Paper, Place, SOFT, Stroke};
use crate::charts::{CalendarDay, Mark};
use crate::words::Lang;
use plotters_backend::DrawingBackend;
use scoring::time::Date;

const WEEK: f32 = 4.1;
const ABOVE: f32 = 1.7;
const BELOW: f32 = 2.2;
const DAYS: usize = 7;

pub(super) fn height(days: &[CalendarDay]) -> f32 {
    ABOVE + WEEK * weeks(days) as f32 + BELOW
}

/// 0 is Monday; day 0 of all dates was a Thursday.
fn weekday(date: Date) -> usize {
    (date.0 + 3).rem_euclid(7) as usize
}

fn weeks(days: &[CalendarDay]) -> usize {
    let first = days.first().map_or(0, |day| weekday(day.date));
    (first + days.len()).div_ceil(DAYS).max(1)
}

pub(super) fn draw<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    lang: Lang,
    days: &[CalendarDay],
    legend: &[(Mark, String)],
) -> Drawn {
    let Some(first) = days.first() else { return Ok(()) };
    let wide = LETTERS_ACROSS / DAYS as f32;
    let high = ((paper.height - ABOVE - BELOW) / weeks(days) as f32).max(1.0);
    let soft = Letters::of(SOFT).small();
    for (place, name) in lang.weekdays().into_iter().enumerate() {
        paper.text(name, (wide * (place as f32 + 0.5), 0.8), Hold::Middle, soft)?;
    }
    let monday = first.date.0 - weekday(first.date) as i32;
    for day in days {
        let place = (day.date.0 - monday).max(0) as usize;
        let corner = (wide * (place % DAYS) as f32, ABOVE + high * (place / DAYS) as f32);
        draw_day(paper, day, corner, (wide, high))?;
    }
    let y = ABOVE + high * weeks(days) as f32 + 1.2;
    let mut left = 0.2;
    let letters = Letters::of(INK).small();
    for (mark, name) in legend {
        let name = letters.fitted(name, (LETTERS_ACROSS - left - 2.2).max(1.0));
        field(paper, *mark, (left, y - 0.55), (1.6, 1.1))?;
        paper.text(&name, (left + 2.0, y), Hold::Left, letters)?;
        left += letters.width(&name) + 3.4;
        if left > LETTERS_ACROSS - 4.0 {
            break;
        }
    }
    Ok(())
}

fn draw_day<B: DrawingBackend>(
    paper: &Paper<'_, B>,
    day: &CalendarDay,
    (x, y): Place,
    (wide, high): Place,
) -> Drawn {
    field(paper, day.mark, (x + 0.1, y + 0.1), (wide - 0.2, high - 0.2))?;
    let ink = match day.mark {
        Mark::Free | Mark::ToCome => SOFT,
        Mark::Well | Mark::Leave | Mark::Deducted => INK,
    };
    let number = Letters::of(ink).sized(0.95);
    paper.text(&day.date.day_of_month().to_string(), (x + wide - 0.45, y + 0.85), Hold::Right, number)?;
    let letters = Letters::of(ink).sized(0.86);
    let room = wide - 1.4;
    let (mut line, mut lines) = (String::new(), Vec::new());
    for character in day.told.chars() {
        line.push(character);
        if letters.width(&line) > room {
            line.pop();
            lines.push(std::mem::take(&mut line));
            line.push(character);
        }
    }
    lines.push(line);
    let fit = ((high - 1.5) / 1.05).floor().max(1.0) as usize;
    if lines.len() > fit {
        lines.truncate(fit);
        if let Some(last) = lines.last_mut() {
            last.push('…');
            while letters.width(last) > room && last.chars().count() > 1 {
                last.remove(
                    last.len() - '…'.len_utf8() - last.chars().rev().nth(1).map_or(0, char::len_utf8),
                );
            }
        }
    }
    for (place, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        let up = (lines.len() - 1 - place) as f32 * 1.05;
        paper.text(line, (x + 1.15, y + high - 0.75 - up), Hold::Left, letters)?;
    }
    Ok(())
}

/// A day's field as its mark wants it.
fn field<B: DrawingBackend>(paper: &Paper<'_, B>, mark: Mark, (x, y): Place, (wide, high): Place) -> Drawn {
    let far = (x + wide, y + high);
    match mark {
        Mark::Free => paper.bar((x, y), far, Fill::Plain(MIST)),
        Mark::Well => paper.frame((x, y), far, Stroke::of(HAIR, 0.08)),
        Mark::Leave => {
            paper.bar((x, y), (x + 0.8_f32.min(wide / 2.0), y + high), Fill::Falling(PAPER, SOFT))?;
            paper.frame((x, y), far, Stroke::of(SOFT, 0.08))
        }
        Mark::Deducted => {
            paper.frame((x, y), far, Stroke::of(INK, 0.16))?;
            let (x, y) = (x + 0.25, y + 0.3);
            paper.shape(&[(x, y), (x + 0.7, y), (x + 0.35, y + 0.6)], INK)
        }
        Mark::ToCome => paper.frame((x, y), far, Stroke::of(HAIR, 0.08).dashed(0.4, 0.35)),
    }
}

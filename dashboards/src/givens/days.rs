//! What changed between two calendars, in words.

use reports::words::{Lang, Word};
use scoring::calendar::{Calendar, DayKind};
use scoring::time::{Date, Month};

/// What a day is for those who work.
pub fn kind_word(kind: &DayKind<'_>) -> Word {
    match kind {
        DayKind::Workday => Word::new("工作日", "working day"),
        DayKind::MakeUp => Word::new("调休上班", "make-up working day"),
        DayKind::Weekend => Word::new("周末", "weekend"),
        DayKind::Holiday(_) => Word::new("放假", "day off"),
    }
}

fn said(kind: &DayKind<'_>, lang: Lang) -> String {
    let word = lang.say(kind_word(kind));
    match kind {
        DayKind::Holiday(Some(name)) => format!("{word}（{}）", lang.title(name)),
        DayKind::Workday | DayKind::MakeUp | DayKind::Weekend | DayKind::Holiday(None) => word.to_owned(),
    }
}

/// The dates that are another kind of day in the second calendar than in the first.
pub fn differing(before: &Calendar, after: &Calendar) -> Vec<Date> {
    let years = before.years().iter().chain(after.years());
    let (Some(first), Some(last)) = (years.clone().min(), years.max()) else { return Vec::new() };
    let (first, last) = (Month(first * 12).first_day(), Month(last * 12 + 11).last_day());
    (first.0..=last.0).map(Date).filter(|date| before.kind(*date) != after.kind(*date)).collect()
}

/// What changed, in words: years that came or went, then day by day.
pub fn changes(before: &Calendar, after: &Calendar, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for year in after.years().iter().filter(|year| !before.knows(**year)) {
        lines.push(match lang {
            Lang::Zh => format!("新增 {year} 年的安排"),
            Lang::En => format!("the arrangement of {year} is added"),
        });
    }
    for year in before.years().iter().filter(|year| !after.knows(**year)) {
        lines.push(match lang {
            Lang::Zh => format!("删除 {year} 年的安排，该年只按星期计算"),
            Lang::En => format!("the arrangement of {year} is taken out: the year counts by weekday alone"),
        });
    }
    let day = |date: Date| {
        let (was, is) = (said(&before.kind(date), lang), said(&after.kind(date), lang));
        let mark = lang.say(Word::new("：", ": "));
        format!("{}{mark}{was} → {is}", lang.full_day(date))
    };
    lines.extend(differing(before, after).into_iter().map(day));
    lines
}

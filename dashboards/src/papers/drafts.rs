//! Documents that the schedule made and keeps: what they are known by and which belong to a month.

use crate::pages::week::Week;
use reports::papers::Kind;
use reports::words::Lang;
use scoring::time::{Date, Month};

/// What the document of a kind and period is known by: `bulletin/2026-09`, `weekly-brief/2026-W40`.
pub fn identity(kind: Kind, period: &str) -> String {
    format!("{}/{period}", kind.word())
}

/// Kind and period of what a document is known by.
pub fn parts(identity: &str) -> Option<(Kind, &str)> {
    let (word, period) = identity.split_once('/')?;
    Some((Kind::of_word(word)?, period))
}

/// What the documents that the schedule may have made for a month are known by: its bulletin, and the briefs of the weeks that lie in
/// it or touch it, the newest first.
pub fn of_month(month: Month) -> Vec<String> {
    let (first, last) = (Week::of(month.first_day()), Week::of(month.last_day()));
    let ([first, ..], [last, ..]) = (first.days(), last.days());
    let mondays = (first.0..=last.0).rev().step_by(7).map(Date);
    let weeks = mondays.map(|monday| identity(Kind::WeeklyBrief, &Week::of(monday).to_string()));
    let mut all = vec![identity(Kind::Bulletin, &month.to_string())];
    all.extend(weeks);
    all
}

/// What the document of a kind and period is called; `version` is that of the closed month that it is of.
pub fn said(lang: Lang, kind: Kind, period: &str, version: Option<u32>) -> String {
    let month = Month::parse(period).map(|month| lang.month(month));
    let week = || {
        let week = Week::parse(period)?;
        let ((year, number), [first, .., last]) = (week.number(), week.days());
        Some(lang.week_written(year, number, first, last))
    };
    lang.scheduled(kind, &month.or_else(week).unwrap_or_else(|| period.to_owned()), version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_its_bulletin_and_the_briefs_of_the_weeks_that_touch_it() {
        let of = of_month(Month(2026 * 12 + 8));
        assert_eq!(of.first().map(String::as_str), Some("bulletin/2026-09"));
        assert_eq!(of.get(1).map(String::as_str), Some("weekly-brief/2026-W40"));
        assert_eq!((of.len(), of.last().map(String::as_str)), (6, Some("weekly-brief/2026-W36")));
        assert_eq!(parts("weekly-brief/2026-W40"), Some((Kind::WeeklyBrief, "2026-W40")));
        assert_eq!(parts("poem/2026-W40"), None);
    }
}

//! How long people waited, by weekday and by the hour in which they took their number.

use crate::charts::{Chart, Observed, Picture};
use crate::words::Lang;
use crate::words::charts as words;
use scoring::observed::WeekHour;
use scoring::time::Month;
use std::collections::BTreeSet;

/// Mean minutes by weekday and hour: the hours between the first and the last in which anybody waited.
pub fn waiting(observed: &Observed, month: Month, lang: Lang) -> Picture {
    let hours: BTreeSet<u8> = observed.waiting.keys().map(|at| at.hour).collect();
    let hours: Vec<u8> = match (hours.first(), hours.last()) {
        (Some(first), Some(last)) => (*first..=*last).collect(),
        (None, _) | (_, None) => Vec::new(),
    };
    let worked: BTreeSet<u8> = observed.waiting.keys().map(|at| at.weekday).chain(0..5).collect();
    let names = lang.weekdays();
    let minutes = |weekday: u8, hour: u8| {
        let waited = observed.waiting.get(&WeekHour { weekday, hour })?;
        // To the tenth of a minute.
        Some(waited.mean_seconds()?.saturating_add(3).div_euclid(6) as f64 / 10.0)
    };
    let row = |weekday: &u8| {
        let name = names.get(usize::from(*weekday)).copied().unwrap_or_default();
        (name.to_owned(), hours.iter().map(|hour| minutes(*weekday, *hour)).collect())
    };
    let rows = worked.iter().map(row).collect();
    let chart = Chart::Heat { unit: lang.say(words::MINUTES).to_owned(), hours, rows };
    let mut picture = Picture::of(lang.waiting_caption(&lang.month(month)), chart, lang);
    let tickets: u64 = observed.waiting.values().map(|waited| waited.tickets).sum();
    if tickets > 0 {
        picture.told.insert_str(0, &lang.tickets_called(tickets));
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::waiting;
    use crate::charts::{Chart, Observed};
    use crate::words::Lang;
    use scoring::observed::{Waited, WeekHour};
    use scoring::time::Month;

    #[test]
    fn hours_between_the_first_and_the_last_are_there_and_a_weekend_only_where_it_was_worked() {
        let mut observed = Observed::default();
        let waited = Waited { tickets: 2, nanos: 90 * 1_000_000_000 };
        observed.waiting.insert(WeekHour { weekday: 0, hour: 9 }, waited);
        observed.waiting.insert(WeekHour { weekday: 5, hour: 11 }, waited);
        let picture = waiting(&observed, Month(2026 * 12 + 8), Lang::Zh);
        let Chart::Heat { hours, rows, .. } = &picture.chart else { panic!("{picture:?}") };
        assert_eq!(hours, &[9, 10, 11]);
        assert_eq!(rows.len(), 6);
        assert_eq!(rows[0], ("周一".to_owned(), vec![Some(0.8), None, None]), "45 seconds are 0.75 minutes");
        assert_eq!(picture.told, "共叫号 4 次。最长的是周六 11:00 至 12:00，0.8 分钟。");
        assert!(waiting(&Observed::default(), Month(2026 * 12 + 8), Lang::Zh).chart.is_empty());
    }
}

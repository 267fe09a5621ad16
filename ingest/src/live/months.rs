//! Which months are kept up to date: from the one after the last closed to the next to come.

use scoring::time::Month;

/// So many months are kept open at most; older ones are closed or looked at with `flagpost score`.
pub const OPEN_MONTHS_MAX: i32 = 15;

/// The open months. `earliest` is the earliest month that any event bears, `now` the month that it is.
pub fn open_months(last_closed: Option<Month>, earliest: Option<Month>, now: Month) -> Vec<Month> {
    let last = now.next();
    let first = match (last_closed, earliest) {
        (Some(closed), _) => closed.next(),
        (None, Some(earliest)) => earliest.min(now),
        (None, None) => now,
    };
    let first = first.0.max(now.0 - OPEN_MONTHS_MAX).min(now.0 + 1);
    (first..=last.0).map(Month).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    fn open(closed: Option<&str>, earliest: Option<&str>, now: &str) -> String {
        let months = open_months(closed.map(month), earliest.map(month), month(now));
        format!("{}..{}", months[0], months[months.len() - 1])
    }

    #[test]
    fn months_are_open_from_the_one_after_the_last_closed_to_the_next() {
        assert_eq!(open(None, None, "2026-09"), "2026-09..2026-10");
        assert_eq!(open(None, Some("2026-07"), "2026-09"), "2026-07..2026-10");
        assert_eq!(open(Some("2026-08"), Some("2026-01"), "2026-09"), "2026-09..2026-10");
        assert_eq!(open(Some("2026-09"), Some("2026-01"), "2026-09"), "2026-10..2026-10");
    }

    #[test]
    fn an_event_from_long_ago_or_from_the_future_does_not_stretch_them() {
        assert_eq!(open(None, Some("2003-01"), "2026-09"), "2025-06..2026-10");
        assert_eq!(open(None, Some("2031-01"), "2026-09"), "2026-09..2026-10");
    }
}

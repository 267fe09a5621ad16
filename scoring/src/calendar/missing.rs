//! Which year's arrangement is missing as of a date, and since when that is to be told.
//!
//! The State Council publishes a year's arrangement in the autumn before, most often in November. From December on a missing
//! one is told; once more on the first working day of the year itself, from when every day counted may be wrong.

use super::Calendar;
use crate::time::{Date, Month};

/// A year without an arrangement, of which people are to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingYear {
    /// The year.
    pub year: i32,
    /// Whether the year has begun: dates are counted by weekday alone today.
    pub has_begun: bool,
    /// The working day from which this is to be told.
    pub date: Date,
}

impl Calendar {
    /// The years that are missing as of a date and are to be told of: this one, from its first working day on, and the
    /// next, from the first working day of December on.
    pub fn missing(&self, today: Date) -> Vec<MissingYear> {
        let this = today.year();
        let [new_year, december] = [this * 12, this * 12 + 11].map(|month| Month(month).first_day());
        [
            // New Year's Day is off whatever the arrangement will say.
            MissingYear { year: this, has_begun: true, date: self.next(new_year) },
            MissingYear { year: this + 1, has_begun: false, date: self.next(Date(december.0 - 1)) },
        ]
        .into_iter()
        .filter(|missing| !self.knows(missing.year) && missing.year <= Date::MAX.year())
        .filter(|missing| missing.date <= today)
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Calendar, builtin};
    use crate::time::Date;

    /// What is told as of a date, as `year begun date`.
    fn told(today: &str) -> Vec<String> {
        let today = Date::parse(today).expect("a date");
        let missing = Calendar::new(&builtin()).missing(today);
        missing.iter().map(|one| format!("{} {} {}", one.year, one.has_begun, one.date)).collect()
    }

    #[test]
    fn next_year_is_told_of_from_the_first_working_day_of_december_on() {
        assert_eq!(told("2026-11-30"), [""; 0]);
        assert_eq!(told("2026-12-01"), ["2027 false 2026-12-01"]);
        assert_eq!(told("2026-12-31"), ["2027 false 2026-12-01"], "learned of late: the same warning");
        assert_eq!(told("2025-12-15"), [""; 0], "2026 is there");
    }

    #[test]
    fn a_december_that_begins_on_a_weekend_begins_on_monday() {
        let calendar = Calendar::new(&builtin()[..5]); // 2020 to 2024; 1 December 2024 was a Sunday
        let told = |today: &str| calendar.missing(Date::parse(today).expect("a date")).len();
        assert_eq!((told("2024-12-01"), told("2024-12-02")), (0, 1));
    }

    #[test]
    fn a_year_that_has_begun_is_told_of_after_new_year() {
        // 1 January 2027 is a Friday: no working day, whatever counting by weekday says.
        assert_eq!(told("2027-01-01"), [""; 0]);
        assert_eq!(told("2027-01-03"), [""; 0]);
        assert_eq!(told("2027-01-04"), ["2027 true 2027-01-04"]);
        assert_eq!(told("2027-06-01"), ["2027 true 2027-01-04"]);
        assert_eq!(told("2027-12-01"), ["2027 true 2027-01-04", "2028 false 2027-12-01"]);
    }

    #[test]
    fn beyond_the_contract_no_year_is_missing() {
        assert_eq!(told("2099-12-31"), ["2099 true 2099-01-02"]);
    }
}

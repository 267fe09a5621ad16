//! Working days: which dates are worked, and counting by them (`clock.md`).
//!
//! A working day is a weekday that the calendar does not name as a day off, or a weekend day that it names as worked.
//! A year without a file counts by weekday alone; results that needed it say so.

mod missing;
mod read;
#[cfg(test)]
mod tests;

pub use missing::MissingYear;
pub use read::{builtin, read, with_builtin};

use crate::rulebook::Bilingual;
use crate::time::{Date, Month};

/// One year's arrangement as the State Council publishes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearArrangement {
    /// The year that the arrangement is for.
    pub year: i32,
    /// Days off, weekend days among them or not.
    pub holidays: Vec<Date>,
    /// Weekend days that are worked instead.
    pub workdays: Vec<Date>,
    /// What the days off are called: the first and last of them, and the name.
    pub names: Vec<(Date, Date, Bilingual)>,
    /// The notice that it was published by, as the file names it.
    pub source: Option<String>,
}

/// What a date is for those who work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// A weekday that is worked.
    Workday,
    /// A weekend day that is worked instead of a day off (调休上班).
    MakeUp,
    /// A Saturday or Sunday without another reason.
    Weekend,
    /// A day off, with its name where the calendar gives one.
    Holiday(Option<&'a Bilingual>),
}

/// Working days of the years 1999 to 2101, ready for counting.
#[derive(Clone, Debug)]
pub struct Calendar {
    years: Vec<i32>,
    /// Runs of known years, from the first day to the last.
    known: Vec<(Date, Date)>,
    /// For each day from `FIRST`: how many working days there are from `FIRST` up to and with it.
    count: Vec<u32>,
    /// The working days in order.
    worked: Vec<Date>,
    names: Vec<(Date, Date, Bilingual)>,
    sources: Vec<(i32, String)>,
}

/// A margin of a year around the contract's years, so that counting from any of their dates stays inside.
const FIRST: Date = Date(Date::MIN.0 - 366);
const LAST: Date = Date(Date::MAX.0 + 2 * 366);

impl Calendar {
    /// Builds the calendar of the given years.
    pub fn new(arrangements: &[YearArrangement]) -> Calendar {
        let length = (LAST.0 - FIRST.0 + 1) as usize;
        let mut works: Vec<bool> = (0..length).map(|day| !Date(FIRST.0 + day as i32).is_weekend()).collect();
        let index = |date: &Date| (date.0 - FIRST.0) as usize;
        for arrangement in arrangements {
            for date in &arrangement.holidays {
                works[index(date)] = false;
            }
            for date in &arrangement.workdays {
                works[index(date)] = true;
            }
        }
        let mut worked = Vec::with_capacity(length);
        let mut count = Vec::with_capacity(length);
        for (day, works) in works.into_iter().enumerate() {
            if works {
                worked.push(Date(FIRST.0 + day as i32));
            }
            count.push(worked.len() as u32);
        }
        let mut years: Vec<i32> = arrangements.iter().map(|arrangement| arrangement.year).collect();
        years.sort_unstable();
        years.dedup();
        let mut known: Vec<(Date, Date)> = Vec::new();
        for &year in &years {
            let (first, last) = (Month(year * 12).first_day(), Month(year * 12 + 11).last_day());
            match known.last_mut() {
                Some(run) if run.1.next_day() == first => run.1 = last,
                _ => known.push((first, last)),
            }
        }
        let names = arrangements.iter().flat_map(|arrangement| arrangement.names.iter().cloned()).collect();
        let source = |one: &YearArrangement| Some((one.year, one.source.clone()?));
        let sources = arrangements.iter().filter_map(source).collect();
        Calendar { years, known, count, worked, names, sources }
    }

    /// Whether the year's arrangement is known.
    pub fn knows(&self, year: i32) -> bool {
        self.years.binary_search(&year).is_ok()
    }

    /// The years whose arrangement is known.
    pub fn years(&self) -> &[i32] {
        &self.years
    }

    /// How many working days there are since the calendar's beginning, up to and with the date.
    pub fn ordinal(&self, date: Date) -> u32 {
        let day = date.0.clamp(FIRST.0, LAST.0) - FIRST.0;
        self.count[day as usize]
    }

    /// Whether the date is a working day.
    pub fn is_working(&self, date: Date) -> bool {
        let ordinal = self.ordinal(date);
        ordinal > 0 && self.worked[ordinal as usize - 1] == date
    }

    /// What a date is, and what it is called where it is off.
    pub fn kind(&self, date: Date) -> DayKind<'_> {
        let name = self.names.iter().find(|(from, to, _)| *from <= date && date <= *to);
        match (self.is_working(date), date.is_weekend(), name) {
            (true, false, _) => DayKind::Workday,
            (true, true, _) => DayKind::MakeUp,
            (false, true, None) => DayKind::Weekend,
            (false, _, name) => DayKind::Holiday(name.map(|(_, _, name)| name)),
        }
    }

    /// The notice that a year's arrangement was published by, where its file names one.
    pub fn source(&self, year: i32) -> Option<&str> {
        self.sources.iter().find(|(of, _)| *of == year).map(|(_, source)| source.as_str())
    }

    /// The working days after `from`, up to and with `to`; 0 where `to` is not later.
    pub fn working_days(&self, from: Date, to: Date) -> u32 {
        self.ordinal(to).saturating_sub(self.ordinal(from))
    }

    /// The first working day after a date.
    pub fn next(&self, date: Date) -> Date {
        self.plus(date, 1)
    }

    /// The n-th working day after a date; the date itself for 0.
    pub fn plus(&self, date: Date, workdays: u32) -> Date {
        if workdays == 0 {
            return date;
        }
        self.nth(self.ordinal(date) as usize + workdays as usize)
    }

    /// The n-th working day before a date; the date itself for 0.
    pub fn minus(&self, date: Date, workdays: u32) -> Date {
        if workdays == 0 {
            return date;
        }
        // Working days up to and with the day before; the last of them is the first before the date.
        let before = self.ordinal(Date(date.0 - 1)) as usize;
        self.nth((before + 1).saturating_sub(workdays as usize))
    }

    /// The working day of an ordinal; the day before the calendar's beginning for 0.
    pub fn worked_day(&self, ordinal: u32) -> Date {
        if ordinal == 0 { Date(FIRST.0 - 1) } else { self.nth(ordinal as usize) }
    }

    /// Whether the arrangement of every year from one date to another is known.
    pub fn knows_between(&self, from: Date, to: Date) -> bool {
        self.known.iter().any(|&(first, last)| first <= from && to <= last)
    }

    fn nth(&self, ordinal: usize) -> Date {
        self.worked[ordinal.clamp(1, self.worked.len()) - 1]
    }
}

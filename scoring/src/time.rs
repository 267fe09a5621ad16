//! Instants, dates, months and the region's time zone.
//!
//! Instants, dates and counts of working days are different types, so that none can stand for another.
//! Years 2000 to 2099 are the contract's range (`events.md`); arithmetic beyond it stays defined.

use chrono::{Datelike, NaiveDate, Offset, TimeZone};
use std::fmt;
use wide::u8x16;

const NANOS_PER_SECOND: i64 = 1_000_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// A point in time: nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(pub i64);

/// A local date: days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date(pub i32);

/// A calendar month: twelve times the year plus the month, counted from zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Month(pub i32);

/// A time of day: nanoseconds since local midnight.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TimeOfDay(pub i64);

/// The morning or the afternoon of a working day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Session {
    /// The morning.
    Am,
    /// The afternoon.
    Pm,
}

impl Session {
    /// Both sessions of a day, in order.
    pub const BOTH: [Session; 2] = [Session::Am, Session::Pm];

    /// The word of the contract: `am` or `pm`.
    pub fn word(self) -> &'static str {
        match self {
            Session::Am => "am",
            Session::Pm => "pm",
        }
    }
}

impl TimeOfDay {
    /// Reads `HH:MM:SS`.
    pub fn parse(text: &str) -> Option<TimeOfDay> {
        let &[h0, h1, b':', n0, n1, b':', s0, s1] = text.as_bytes() else { return None };
        let (hours, minutes, seconds) = (pair(h0, h1)?, pair(n0, n1)?, pair(s0, s1)?);
        (hours < 24 && minutes < 60 && seconds < 60)
            .then_some(TimeOfDay(i64::from((hours * 60 + minutes) * 60 + seconds) * NANOS_PER_SECOND))
    }
}

impl Date {
    /// The earliest date of the contract, 2000-01-01.
    pub const MIN: Date = Date(10_957);
    /// The latest date of the contract, 2099-12-31.
    pub const MAX: Date = Date(47_481);

    /// The date of a year, month and day, if there is such a day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Date> {
        NaiveDate::from_ymd_opt(year, month, day).map(|date| Date(date.num_days_from_ce() - 719_163))
    }

    /// Reads `YYYY-MM-DD` in the years 2000 to 2099.
    pub fn parse(text: &str) -> Option<Date> {
        let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else { return None };
        let (year, month, day) = (pair(y0, y1)? * 100 + pair(y2, y3)?, pair(m0, m1)?, pair(d0, d1)?);
        Date::from_ymd(year as i32, month, day).filter(|date| (Date::MIN..=Date::MAX).contains(date))
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.civil().year()
    }

    /// The month that the date lies in.
    pub fn month(self) -> Month {
        let civil = self.civil();
        Month(civil.year() * 12 + civil.month0() as i32)
    }

    /// The day of the month, from 1.
    pub fn day_of_month(self) -> u32 {
        self.civil().day()
    }

    /// Whether the date is a Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        // 1970-01-01 was a Thursday: 0 is Thursday, 2 Saturday, 3 Sunday.
        matches!(self.0.rem_euclid(7), 2 | 3)
    }

    /// The weekday: 0 is Monday, 6 Sunday.
    pub fn weekday(self) -> u8 {
        (self.0 + 3).rem_euclid(7) as u8
    }

    /// The next calendar day.
    pub fn next_day(self) -> Date {
        Date(self.0 + 1)
    }

    fn civil(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0 + 719_163).unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.civil();
        let (year, month, day) = (civil.year(), civil.month(), civil.day());
        let Some(year) = u32::try_from(year).ok().filter(|year| *year < 10_000) else {
            return write!(out, "{year:04}-{month:02}-{day:02}");
        };
        // Dates are written more often than anything else.
        let digit = |number: u32| b'0' + (number % 10) as u8;
        let text = [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ];
        out.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl Month {
    /// Reads `YYYY-MM` in the years 2000 to 2099.
    pub fn parse(text: &str) -> Option<Month> {
        let &[y0, y1, y2, y3, b'-', m0, m1] = text.as_bytes() else { return None };
        let (year, month) = (pair(y0, y1)? * 100 + pair(y2, y3)?, pair(m0, m1)?);
        ((2000..2100).contains(&year) && (1..=12).contains(&month))
            .then(|| Month(year as i32 * 12 + month as i32 - 1))
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, from 1.
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        Date::from_ymd(self.year(), self.number(), 1).unwrap_or(Date::MAX)
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        Date(self.next().first_day().0 - 1)
    }

    /// The month after.
    pub fn next(self) -> Month {
        Month(self.0 + 1)
    }

    /// The month before.
    pub fn previous(self) -> Month {
        Month(self.0 - 1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year(), self.number())
    }
}

/// A time zone as the list of its offsets over the contract's years, so that local dates cost one comparison.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    /// From which instant which offset holds (seconds east of UTC), oldest first; never empty.
    offsets: Vec<(Instant, i64)>,
}

impl Zone {
    /// Looks up an IANA zone, for example `Asia/Shanghai`.
    pub fn named(name: &str) -> Option<Zone> {
        let zone: chrono_tz::Tz = name.parse().ok()?;
        let offset_at = |seconds: i64| {
            let utc = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc();
            i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc())
        };
        // Two days of margin, so that every local date of the range has its offset.
        let start = (i64::from(Date::MIN.0) - 2) * SECONDS_PER_DAY;
        let end = (i64::from(Date::MAX.0) + 2) * SECONDS_PER_DAY;
        let mut offsets = vec![(Instant(i64::MIN), offset_at(start))];
        let mut before = start;
        while before < end {
            let after = before + SECONDS_PER_DAY;
            if offset_at(before) != offset_at(after) {
                let (mut low, mut high) = (before, after);
                while high - low > 1 {
                    let middle = (low + high) / 2;
                    if offset_at(middle) == offset_at(before) {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                offsets.push((Instant(high * NANOS_PER_SECOND), offset_at(after)));
            }
            before = after;
        }
        Some(Zone { name: name.to_owned(), offsets })
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Seconds east of UTC at an instant.
    pub fn offset_seconds(&self, at: Instant) -> i64 {
        if self.offsets.len() == 1 {
            return self.offsets[0].1;
        }
        self.offsets[self.offsets.partition_point(|&(from, _)| from <= at) - 1].1
    }

    /// The local date and time of day of an instant.
    pub fn local(&self, at: Instant) -> (Date, TimeOfDay) {
        let local = i128::from(at.0) + i128::from(self.offset_seconds(at)) * i128::from(NANOS_PER_SECOND);
        let day = i128::from(SECONDS_PER_DAY * NANOS_PER_SECOND);
        (Date(local.div_euclid(day) as i32), TimeOfDay(local.rem_euclid(day) as i64))
    }

    /// The local date of an instant.
    pub fn date(&self, at: Instant) -> Date {
        const DAY: i64 = SECONDS_PER_DAY * NANOS_PER_SECOND;
        let local = at.0.saturating_add(self.offset_seconds(at) * NANOS_PER_SECOND);
        Date(local.div_euclid(DAY) as i32)
    }

    /// The first instant of a local date.
    pub fn midnight(&self, date: Date) -> Instant {
        let local = i64::from(date.0) * SECONDS_PER_DAY;
        // The offset in force at midnight lies within a day of the guess; where midnight is skipped, the later holds.
        let guess = |offset: i64| Instant((local - offset) * NANOS_PER_SECOND);
        self.offsets
            .iter()
            .map(|&(_, offset)| guess(offset))
            .find(|&at| self.local(at) == (date, TimeOfDay(0)))
            .unwrap_or_else(|| guess(self.offset_seconds(guess(0))))
    }

    /// An instant as RFC 3339 in the region's offset; fractions of a second only where there are any.
    pub fn format(&self, at: Instant) -> String {
        let (date, time) = self.local(at);
        let offset = self.offset_seconds(at);
        let seconds = time.0 / NANOS_PER_SECOND;
        let mut text = format!("{date}T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        let nanos = time.0 % NANOS_PER_SECOND;
        if nanos != 0 {
            text.push_str(format!(".{nanos:09}").trim_end_matches('0'));
        }
        let sign = if offset < 0 { '-' } else { '+' };
        text.push_str(&format!("{sign}{:02}:{:02}", offset.abs() / 3600, offset.abs() / 60 % 60));
        text
    }
}

impl Instant {
    /// Reads RFC 3339 with an offset: `T` and `Z` in either case, any number of fraction digits of which nine
    /// count, no second 60, years 2000 to 2099 (as written).
    pub fn parse(text: &str) -> Option<Instant> {
        let [b'2', b'0', tens @ b'0'..=b'9', rest @ ..] = text.as_bytes() else { return None };
        let (clock, mut rest) = rest.split_first_chunk()?;
        let [ones, _, m0, m1, _, d0, d1, _, h0, h1, _, n0, n1, _, s0, s1] = digits(clock)?;
        let two = |tens: u8, ones: u8| u32::from(tens) * 10 + u32::from(ones);
        let (year, month, day) = (2000 + two(tens - b'0', ones), two(m0, m1), two(d0, d1));
        let (hours, minutes, seconds) = (two(h0, h1), two(n0, n1), two(s0, s1));
        if hours > 23 || minutes > 59 || seconds > 59 {
            return None;
        }
        let date = civil_date(year, month, day)?;
        let mut nanos: i64 = 0;
        if let [b'.', fraction @ ..] = rest {
            let mut unit = NANOS_PER_SECOND / 10;
            rest = fraction;
            while let [digit @ b'0'..=b'9', further @ ..] = rest {
                nanos += i64::from(digit - b'0') * unit;
                unit /= 10;
                rest = further;
            }
            if rest.len() == fraction.len() {
                return None;
            }
        }
        let offset = match rest {
            [b'Z' | b'z'] => 0,
            [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] => {
                let (hours, minutes) = (pair(*h0, *h1)?, pair(*m0, *m1)?);
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let seconds = i64::from(hours * 60 + minutes) * 60;
                if *sign == b'-' { -seconds } else { seconds }
            }
            _ => return None,
        };
        let seconds = i64::from(date.0) * SECONDS_PER_DAY + i64::from((hours * 60 + minutes) * 60 + seconds);
        Some(Instant((seconds - offset) * NANOS_PER_SECOND + nanos))
    }
}

/// What the digits of `0-00-00T00:00:00` are, at their places. All are judged at once: every event has a time, and a decision
/// for each digit costs more than reading it.
#[inline(always)]
fn digits(clock: &[u8; 16]) -> Option<[u8; 16]> {
    const SHAPE: [u8; 16] = *b"0-00-00T00:00:00";
    const HIGHEST: [u8; 16] = [9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9];
    /// Either case of the `T`.
    const COUNTED: u128 = !(0x20 << (8 * 7));
    let digits = (u8x16::new(*clock) ^ u8x16::new(SHAPE)) & u8x16::new(COUNTED.to_le_bytes());
    let highest = u8x16::new(HIGHEST);
    (digits.max(highest) == highest).then(|| digits.to_array())
}

/// Two ASCII digits as a number.
#[inline(always)]
fn pair(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// Days since 1970 of a civil date in 2000 to 2099; `NaiveDate` costs more than this on the hot path.
fn civil_date(year: u32, month: u32, day: u32) -> Option<Date> {
    const BEFORE: [u32; 13] = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    const LENGTH: [u32; 13] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1..=12).contains(&month) {
        return None;
    }
    // Every fourth year of 2000 to 2099 is a leap year.
    let leap = u32::from(year.is_multiple_of(4));
    let length = LENGTH[month as usize] + if month == 2 { leap } else { 0 };
    if day < 1 || day > length {
        return None;
    }
    let years = year - 2000;
    let days = years * 365 + years.div_ceil(4) + BEFORE[month as usize] + if month > 2 { leap } else { 0 };
    Some(Date(Date::MIN.0 + (days + day - 1) as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_dates_agree_with_chrono() {
        for days in Date::MIN.0..=Date::MAX.0 {
            let date = Date(days);
            let text = date.to_string();
            assert_eq!(Date::parse(&text), Some(date));
            let month = date.month();
            assert_eq!(civil_date(month.year() as u32, month.number(), date.day_of_month()), Some(date));
        }
        assert_eq!(civil_date(2026, 2, 29), None);
        assert_eq!(civil_date(2028, 2, 29), Date::from_ymd(2028, 2, 29));
    }

    #[test]
    fn instants_are_read_as_the_contract_says() {
        let read = |text| Instant::parse(text).map(|at| at.0);
        let base = read("2026-09-01T09:12:03+08:00");
        assert!(base.is_some());
        assert_eq!(read("2026-09-01t01:12:03z"), base);
        assert_eq!(read("2026-09-01T09:12:03.0000000009+08:00"), base);
        assert_eq!(read("2026-09-01T09:12:03.5+08:00"), base.map(|at| at + 500_000_000));
        for bad in [
            "2026-09-01T09:12:60+08:00",
            "2026-09-01T09:12:03",
            "2026-09-01 09:12:03+08:00",
            "1999-12-31T23:00:00Z",
            "2100-01-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-09-01T24:00:00Z",
            "2026-09-01T09:12:03.+08:00",
            "2026-09-01T09:12:03+0800",
            "2026-09-01T09:12:03+24:00",
            "二026-09-01T09:12:03Z",
            "",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn whatever_byte_of_an_instant_is_another_it_is_read_as_chrono_reads_it() {
        let text = "2026-09-01T09:12:03.5+08:00";
        for at in 0..text.len() {
            for byte in (0..=0x7f).map(char::from) {
                let other = format!("{}{byte}{}", &text[..at], &text[at + 1..]);
                // It takes a space for the `T`, a second 60, and every year.
                let is_ours =
                    other.as_bytes()[10] != b' ' && &other[17..19] != "60" && other.starts_with("20");
                let chrono = chrono::DateTime::parse_from_rfc3339(&other).ok().filter(|_| is_ours);
                let expected = chrono.and_then(|time| time.timestamp_nanos_opt());
                assert_eq!(Instant::parse(&other).map(|at| at.0), expected, "{other}");
            }
        }
    }

    #[test]
    fn zones_know_their_changes() {
        let shanghai = Zone::named("Asia/Shanghai").expect("zone");
        let at = Instant::parse("2026-09-30T16:00:00Z").expect("instant");
        assert_eq!(shanghai.date(at), Date::parse("2026-10-01").expect("date"));
        assert_eq!(shanghai.midnight(Date::parse("2026-10-01").expect("date")), at);
        assert_eq!(shanghai.format(at), "2026-10-01T00:00:00+08:00");
        let berlin = Zone::named("Europe/Berlin").expect("zone");
        let summer = Instant::parse("2026-07-01T00:00:00+02:00").expect("instant");
        assert_eq!(berlin.format(summer), "2026-07-01T00:00:00+02:00");
        assert_eq!(berlin.midnight(Date::parse("2026-07-01").expect("date")), summer);
        assert!(Zone::named("Asia/Nowhere").is_none());
    }
}

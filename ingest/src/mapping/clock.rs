//! Reads the times and dates of an export and writes them as the contract wants them.
//!
//! | cell | read as |
//! | --- | --- |
//! | `2026-09-01T08:25:03+08:00` | as it stands |
//! | `2026-09-01 08:25:03` (also what a workbook's date cell becomes) | local time |
//! | what one of `time_format` fits | local time, or with the offset it names |
//! | `46266.350729` | Excel's count of days since 1900 |

use calamine::{ExcelDateTime, ExcelDateTimeType};
use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Timelike};
use scoring::time::{Date, Instant, Month};

/// The formats that are tried where the mapping names none; each can be read in one way only.
pub(crate) const USUAL_FORMATS: &[&str] = &[
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日 %H时%M分%S秒",
    "%Y%m%d%H%M%S",
];

const USUAL_DATES: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y%m%d"];

/// What a workbook's date cells become, so that workbook and CSV give the same text.
const OWN_FORMAT: &str = "%Y-%m-%d %H:%M:%S%.f";

/// The region's offset and the formats that times come in.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    pub offset: FixedOffset,
    pub formats: Vec<Format>,
}

/// A way to write a time, for example `%Y/%m/%d %H:%M:%S`.
#[derive(Clone, Debug)]
pub(crate) struct Format {
    text: String,
    gives: Gives,
}

#[derive(Clone, Copy, Debug)]
enum Gives {
    TimeWithOffset,
    LocalTime,
    DateAlone,
}

impl Format {
    /// Reads a format; `None` where it does not tell at least year, month and day.
    pub fn read(text: &str) -> Option<Format> {
        let items: Vec<Item<'_>> = StrftimeItems::new(text).collect();
        if items.contains(&Item::Error) {
            return None;
        }
        // What a format can tell shows when a time is written with it and read again.
        let sample = DateTime::parse_from_rfc3339("2026-09-11T15:14:00+08:00").ok()?;
        let written = sample.format_with_items(items.iter()).to_string();
        let gives = if DateTime::parse_from_str(&written, text) == Ok(sample) {
            Gives::TimeWithOffset
        } else if NaiveDateTime::parse_from_str(&written, text) == Ok(sample.naive_local()) {
            Gives::LocalTime
        } else if NaiveDate::parse_from_str(&written, text) == Ok(sample.date_naive()) {
            Gives::DateAlone
        } else {
            return None;
        };
        Some(Format { text: text.to_owned(), gives })
    }
}

impl Clock {
    /// The usual formats.
    pub fn usual_formats() -> Vec<Format> {
        USUAL_FORMATS.iter().filter_map(|format| Format::read(format)).collect()
    }

    /// A time as RFC 3339; otherwise what is wrong with it.
    pub fn time(&self, cell: &str) -> Result<String, String> {
        if Instant::parse(cell).is_some() {
            return Ok(cell.to_owned());
        }
        let Some(time) = self.read(cell) else {
            let formats: Vec<&str> = self.formats.iter().map(|format| format.text.as_str()).collect();
            let mut what = format!("cannot be read as a time (tried {})", formats.join(", "));
            if date_of(cell).is_some() {
                what.push_str(
                    "; it has no time of day: name the column with it too, time = [\"date\", \"time\"]",
                );
            } else {
                what.push_str("; add how it is written to time_format");
            }
            return Err(what);
        };
        let text = format!("{}{}", time.naive_local().format("%Y-%m-%dT%H:%M:%S%.f"), time.offset());
        match Instant::parse(&text) {
            Some(_) => Ok(text),
            None => Err("is no time in the years 2000 to 2099".to_owned()),
        }
    }

    /// A date as `YYYY-MM-DD`; a time counts with its date.
    pub fn date(&self, cell: &str) -> Option<Date> {
        let civil = date_of(cell).or_else(|| Some(self.read(cell)?.date_naive()))?;
        Date::parse(&civil.format("%Y-%m-%d").to_string())
    }

    /// A month as `YYYY-MM`; a date counts with its month.
    pub fn month(&self, cell: &str) -> Option<Month> {
        // "2026年9月" and "2026/9" become dates when a day is put behind them.
        let whole = ["-1", "/1", "1日", "01"].iter().find_map(|day| date_of(&format!("{cell}{day}")));
        match whole {
            Some(civil) => Month::parse(&civil.format("%Y-%m").to_string()),
            None => self.date(cell).map(Date::month),
        }
    }

    fn read(&self, cell: &str) -> Option<DateTime<FixedOffset>> {
        let cell = cell.replace("上午", "AM").replace("下午", "PM");
        let own = NaiveDateTime::parse_from_str(&cell, OWN_FORMAT).ok();
        if let Some(local) = own {
            return self.at(local);
        }
        for format in &self.formats {
            let read = match format.gives {
                Gives::TimeWithOffset => DateTime::parse_from_str(&cell, &format.text).ok(),
                Gives::LocalTime => {
                    let local = NaiveDateTime::parse_from_str(&cell, &format.text).ok();
                    local.and_then(|local| self.at(local))
                }
                Gives::DateAlone => {
                    let date = NaiveDate::parse_from_str(&cell, &format.text).ok();
                    date.and_then(|date| self.at(date.and_hms_opt(0, 0, 0)?))
                }
            };
            if read.is_some() {
                return read.filter(|time| time.nanosecond() < 1_000_000_000);
            }
        }
        // Where a date alone is a time, it is one in every usual form: a workbook's date cell has its own.
        let date_may_do = self.formats.iter().any(|format| matches!(format.gives, Gives::DateAlone));
        if let Some(date) = date_of(&cell).filter(|_| date_may_do) {
            return self.at(date.and_hms_opt(0, 0, 0)?);
        }
        let serial = cell.parse::<f64>().ok().filter(|days| days.fract() != 0.0)?;
        self.at(NaiveDateTime::parse_from_str(&serial_text(serial)?, OWN_FORMAT).ok()?)
    }

    /// A local time with the region's offset; a leap second (written :60) is no time of the contract.
    fn at(&self, local: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
        let whole = local.nanosecond() < 1_000_000_000;
        whole.then(|| local.and_local_timezone(self.offset).single()).flatten()
    }
}

/// A time as Excel keeps it, a count of days, in our own text: date and time, the date alone where the count is
/// whole, the time alone below one day. `None` outside the years 2000 to 2099.
pub(crate) fn excel_text(cell: &ExcelDateTime) -> Option<String> {
    let (year, month, day, hour, minute, second, milli) = cell.to_ymd_hms_milli();
    let mut time = format!("{hour:02}:{minute:02}:{second:02}");
    if milli != 0 {
        time.push_str(format!(".{milli:03}").trim_end_matches('0'));
    }
    if (0.0..1.0).contains(&cell.as_f64()) {
        return Some(time);
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    let midnight = (hour, minute, second, milli) == (0, 0, 0, 0);
    (2000..2100).contains(&year).then(|| if midnight { date } else { format!("{date} {time}") })
}

/// A count of days that stands as a plain number.
fn serial_text(days: f64) -> Option<String> {
    excel_text(&ExcelDateTime::new(days, ExcelDateTimeType::DateTime, false))
}

fn date_of(cell: &str) -> Option<NaiveDate> {
    let usual = USUAL_DATES.iter().find_map(|format| NaiveDate::parse_from_str(cell, format).ok());
    usual.or_else(|| {
        let serial = cell.parse::<u32>().ok()?;
        NaiveDate::parse_from_str(&serial_text(f64::from(serial))?, "%Y-%m-%d").ok()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn clock(formats: &[&str]) -> Clock {
        let formats = match formats {
            [] => Clock::usual_formats(),
            named => named.iter().map(|format| Format::read(format).unwrap()).collect(),
        };
        Clock { offset: FixedOffset::east_opt(8 * 3600).unwrap(), formats }
    }

    fn read(formats: &[&str], cell: &str) -> String {
        clock(formats).time(cell).unwrap_or_else(|what| format!("no: {what}"))
    }

    #[test]
    fn usual_times_are_read_without_a_format() {
        assert_eq!(Clock::usual_formats().len(), USUAL_FORMATS.len());
        for cell in [
            "2026-09-01 08:25:00",
            "2026/9/1 8:25:00",
            "2026/09/01 08:25",
            "2026年9月1日 8时25分0秒",
            "2026年09月01日 08:25",
            "20260901082500",
            "2026-09-01 8:25",
        ] {
            assert_eq!(read(&[], cell), "2026-09-01T08:25:00+08:00", "{cell}");
        }
        assert_eq!(read(&[], "2026-09-01 08:25:00.5"), "2026-09-01T08:25:00.500+08:00");
        assert_eq!(read(&[], "2026-09-01T00:25:00Z"), "2026-09-01T00:25:00Z");
    }

    #[test]
    fn formats_are_tried_in_turn() {
        let formats = ["%d.%m.%Y %H:%M", "%Y/%m/%d %p %I:%M:%S", "%Y-%m-%d %H:%M:%S %z"];
        assert_eq!(read(&formats, "01.09.2026 08:25"), "2026-09-01T08:25:00+08:00");
        assert_eq!(read(&formats, "2026/9/1 下午 1:05:00"), "2026-09-01T13:05:00+08:00");
        assert_eq!(read(&formats, "2026-09-01 08:25:03 +09:00"), "2026-09-01T08:25:03+09:00");
    }

    #[test]
    fn excel_serials_are_times() {
        // 46266 is 2026-09-01; 0.350729166… is 08:25:03.
        assert_eq!(read(&[], "46266.35072916667"), "2026-09-01T08:25:03+08:00");
        assert_eq!(serial_text(46266.0).as_deref(), Some("2026-09-01"));
        assert_eq!(serial_text(0.350_729_166_67).as_deref(), Some("08:25:03"));
        assert_eq!(serial_text(10023.5), None);
        let since_1904 = ExcelDateTime::new(46266.0 - 1462.0 + 0.5, ExcelDateTimeType::DateTime, true);
        assert_eq!(excel_text(&since_1904).as_deref(), Some("2026-09-01 12:00:00"));
    }

    #[test]
    fn a_date_alone_is_a_time_only_where_the_mapping_says_so() {
        assert!(read(&[], "2026-09-01").contains("no time of day"));
        assert!(read(&[], "46266").contains("no time of day"));
        for cell in ["2026/9/1", "2026-09-01", "46266"] {
            assert_eq!(read(&["%Y/%m/%d"], cell), "2026-09-01T00:00:00+08:00", "{cell}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for cell in
            ["", "昨天", "2026-02-29 08:00:00", "2026-09-01 08:25:60", "2026/9/1 25:00:00", "NaN", "inf"]
        {
            assert!(read(&[], cell).starts_with("no: cannot be read as a time"), "{cell}");
        }
        assert!(read(&[], "1999-12-31 08:00:00").contains("2000 to 2099"));
        for format in ["%H:%M", "%Y-%m", "%Q", "yyyy-mm-dd", "%Y/%m/%d %I:%M"] {
            let read = Format::read(format);
            assert!(!matches!(read, Some(Format { gives: Gives::LocalTime, .. })), "{format}");
        }
    }

    #[test]
    fn dates_and_months_are_read() {
        let clock = clock(&[]);
        for cell in ["2026-09-01", "2026/9/1", "2026年9月1日", "20260901", "46266", "2026-09-01 08:00:00"]
        {
            assert_eq!(
                clock.date(cell).map(|date| date.to_string()).as_deref(),
                Some("2026-09-01"),
                "{cell}"
            );
        }
        for cell in ["2026-09", "2026/9", "2026年9月", "202609", "2026-09-01"] {
            assert_eq!(
                clock.month(cell).map(|month| month.to_string()).as_deref(),
                Some("2026-09"),
                "{cell}"
            );
        }
        assert_eq!(clock.date("1999-12-31"), None);
        assert_eq!(clock.month("2026-13"), None);
    }
}

//! Every text that people read in documents, in Simplified Chinese and in full English.
//!
//! What a county may call differently (rules, kinds, categories, grades) is in its rulebook; all the rest is here.

pub mod bulletin;
mod calendar;
mod changes;
pub mod charts;
mod facts;
mod feeds;
mod figures;
pub mod formats;
pub mod handover;
mod kinds;
pub mod labels;
mod letters;
mod notes;
pub mod papers;
pub mod rates;
mod regions;
mod schedule;
pub mod sheets;
mod signals;
mod standing;
mod steps;
mod summary;
pub mod summary_papers;
mod texts;
mod typeset;
pub mod week;

pub use changes::Movement;
pub use facts::{CaseTold, EndTold};
pub use feeds::{RubbishTold, SilenceTold};
pub use figures::signed;
pub use regions::RegionsTold;
pub use standing::Strike;
pub use steps::{AppealTold, OrderTold};
pub use summary::MonthTold;

use scoring::rulebook::Bilingual;
use scoring::time::{Date, Instant, Month, TimeOfDay, Zone};

/// The language of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl serde::Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.code())
    }
}

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Word {
    /// A text in both languages.
    pub const fn new(zh: &'static str, en: &'static str) -> Word {
        Word { zh, en }
    }
}

const WEEKDAYS: [Word; 7] = [
    // 1970-01-01, day 0, was a Thursday.
    Word::new("周四", "Thu"),
    Word::new("周五", "Fri"),
    Word::new("周六", "Sat"),
    Word::new("周日", "Sun"),
    Word::new("周一", "Mon"),
    Word::new("周二", "Tue"),
    Word::new("周三", "Wed"),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A text said in both languages.
pub fn in_both(say: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual { zh: say(Lang::Zh), en: say(Lang::En) }
}

impl Lang {
    /// A text in this language.
    pub fn say(self, word: Word) -> &'static str {
        match self {
            Lang::Zh => word.zh,
            Lang::En => word.en,
        }
    }

    /// A label within a sentence, where English has no capital.
    pub fn in_a_sentence(self, label: Word) -> String {
        match self {
            Lang::Zh => label.zh.to_owned(),
            Lang::En => label.en.to_lowercase(),
        }
    }

    /// A title of the rulebook in this language.
    pub fn title(self, title: &Bilingual) -> &str {
        match self {
            Lang::Zh => &title.zh,
            Lang::En => &title.en,
        }
    }

    /// `2026年9月`, `September 2026`.
    pub fn month(self, month: Month) -> String {
        match self {
            Lang::Zh => format!("{}年{}月", month.year(), month.number()),
            Lang::En => format!("{} {}", MONTHS[month.number() as usize - 1], month.year()),
        }
    }

    /// `9月8日`, `8 Sep`; with the year where another one is understood.
    pub fn date(self, date: Date, year_understood: i32) -> String {
        let (month, day) = (date.month().number(), date.day_of_month());
        let year = (date.year() != year_understood).then_some(date.year());
        match self {
            Lang::Zh => format!("{}{month}月{day}日", year.map_or(String::new(), |year| format!("{year}年"))),
            Lang::En => {
                let name = &MONTHS[month as usize - 1][..3];
                format!("{day} {name}{}", year.map_or(String::new(), |year| format!(" {year}")))
            }
        }
    }

    /// `9月8日 周二`, `Tue 8 Sep`.
    pub fn day(self, date: Date, year_understood: i32) -> String {
        let weekday = self.say(WEEKDAYS[date.0.rem_euclid(7) as usize]);
        let date = self.date(date, year_understood);
        match self {
            Lang::Zh => format!("{date} {weekday}"),
            Lang::En => format!("{weekday} {date}"),
        }
    }

    /// `9月8日 08:47`, `8 Sep 08:47`: to the minute, as one speaks of it.
    pub fn moment(self, zone: &Zone, at: Instant, year_understood: i32) -> String {
        let (date, time) = zone.local(at);
        format!("{} {}", self.date(date, year_understood), minute(time))
    }

    /// `9月8日 08:47:12`, `8 Sep 08:47:12`: to the second, as an event is looked up.
    pub fn moment_exact(self, zone: &Zone, at: Instant, year_understood: i32) -> String {
        let (date, time) = zone.local(at);
        format!("{} {}:{:02}", self.date(date, year_understood), minute(time), time.0 / NANOS % 60)
    }

    /// An instant as the files write it, in the region's offset: `2026年10月1日 00:00`; as it is where it is none.
    pub fn written_moment(self, as_of: &str) -> String {
        let (Some(date), Some(time)) = (as_of.get(..10).and_then(Date::parse), as_of.get(11..19)) else {
            return as_of.to_owned();
        };
        format!("{} {}", self.date(date, 0), time.strip_suffix(":00").unwrap_or(time))
    }

    /// Several things in a row: `甲、乙`, `a, b`.
    pub fn list(self, things: &[String]) -> String {
        things.join(self.say(Word::new("、", ", ")))
    }
}

const NANOS: i64 = 1_000_000_000;

/// `08:30`.
fn minute(time: TimeOfDay) -> String {
    let seconds = time.0 / NANOS;
    format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60)
}

/// `08:30`, `08:47:12`, `08:30:00.5`: seconds and fractions only where there are any.
pub fn clock(time: TimeOfDay) -> String {
    let (seconds, nanos) = (time.0 / NANOS, time.0 % NANOS);
    let mut text = minute(time);
    if seconds % 60 != 0 || nanos != 0 {
        text.push_str(&format!(":{:02}", seconds % 60));
    }
    if nanos != 0 {
        text.push_str(format!(".{nanos:09}").trim_end_matches('0'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Lang, clock};
    use scoring::time::{Date, TimeOfDay};

    #[test]
    fn dates_name_the_weekday_and_another_year() {
        let date = Date::from_ymd(2026, 9, 8).unwrap_or(Date::MAX);
        assert_eq!(Lang::Zh.day(date, 2026), "9月8日 周二");
        assert_eq!(Lang::En.day(date, 2026), "Tue 8 Sep");
        assert_eq!(Lang::Zh.date(date, 2027), "2026年9月8日");
        assert_eq!(Lang::En.date(date, 2027), "8 Sep 2026");
    }

    #[test]
    fn seconds_are_told_where_there_are_any() {
        assert_eq!(clock(TimeOfDay(30_600 * 1_000_000_000)), "08:30");
        assert_eq!(clock(TimeOfDay(30_600 * 1_000_000_000 + 500_000_000)), "08:30:00.5");
    }
}

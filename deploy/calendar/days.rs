//! Says day by day which days count and why: the question that people have on the telephone.

use crate::calendar::show::what;
use reports::words::{Lang, Word};
use scoring::calendar::Calendar;
use scoring::time::Date;
use serde::Serialize;
use std::fmt::Write as _;

/// How the days are counted.
#[derive(Clone, Copy, Debug)]
pub enum Count {
    /// To the n-th working day after the date.
    Plus(u32),
    /// To the n-th working day before the date.
    Minus(u32),
    /// Up to and with a date.
    To(Date),
}

/// One day on the way.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// `YYYY-MM-DD`
    date: String,
    /// `workday`, `make_up`, `weekend` or `holiday`.
    kind: &'static str,
    /// The holiday's name in Chinese.
    name: Option<String>,
    /// Which working day it is; none where it does not count.
    number: Option<u32>,
    #[serde(skip)]
    at: Date,
}

/// The days counted, and what they come to.
#[derive(Debug, Serialize)]
pub struct Counted {
    /// The date from which it is counted, which does not count itself.
    from: String,
    /// The date that it comes to.
    to: String,
    /// How many working days that is.
    workdays: u32,
    /// The years on the way whose arrangement is missing: there weekdays alone count.
    years_missing: Vec<i32>,
    /// The days after `from` (or before it) up to and with `to`.
    days: Vec<Day>,
    #[serde(skip)]
    ends: (Date, Date),
}

/// Counts.
pub fn count(calendar: &Calendar, from: Date, count: Count) -> Counted {
    let to = match count {
        Count::Plus(workdays) => calendar.plus(from, workdays),
        Count::Minus(workdays) => calendar.minus(from, workdays),
        Count::To(to) => to,
    };
    let step = if to < from { -1 } else { 1 };
    let (mut days, mut workdays, mut at) = (Vec::new(), 0, from);
    while at != to {
        at = Date(at.0 + step);
        let counts = calendar.is_working(at);
        workdays += u32::from(counts);
        let (kind, name) = what(calendar, at);
        let name = name.map(|name| name.zh.clone());
        days.push(Day {
            date: at.to_string(),
            kind: kind.word(),
            name,
            number: counts.then_some(workdays),
            at,
        });
    }
    let (first, last) = (from.min(to).year(), from.max(to).year());
    let years_missing = (first..=last).filter(|year| !calendar.knows(*year)).collect();
    Counted { from: from.to_string(), to: to.to_string(), workdays, years_missing, days, ends: (from, to) }
}

impl Counted {
    /// As people read it: the answer first, then each day with its number or the reason why it has none.
    pub fn text(&self, calendar: &Calendar, lang: Lang) -> String {
        let (from, to) = self.ends;
        let full = |date: Date| lang.day(date, 0);
        let mut text = match (lang, to < from) {
            (Lang::Zh, false) => {
                format!("{} 之后第 {} 个工作日截至 {}\n", full(from), self.workdays, full(to))
            }
            (Lang::Zh, true) => format!("{} 之前第 {} 个工作日是 {}\n", full(from), self.workdays, full(to)),
            (Lang::En, is_before) => format!(
                "{} working days {} {}: {}\n",
                self.workdays,
                if is_before { "before" } else { "after" },
                full(from),
                full(to)
            ),
        };
        for day in &self.days {
            let (kind, name) = what(calendar, day.at);
            let number = day.number.map_or(String::new(), |number| number.to_string());
            let mut why = lang.say(kind.title()).to_owned();
            if let Some(name) = name {
                let _ = write!(why, " {}", lang.title(name));
            }
            let _ = writeln!(text, "  {number:>4}  {}  {why}", lang.day(day.at, 0));
        }
        for year in &self.years_missing {
            let note = Word::new("年的安排还没有，按星期计算", "is not there yet: counted by weekday alone");
            let _ = writeln!(text, "▲ {year} {}", lang.say(note));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, count};
    use reports::words::Lang;
    use scoring::calendar::{Calendar, builtin};
    use scoring::time::Date;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    #[test]
    fn each_day_is_told_with_its_number_or_why_it_does_not_count() {
        let calendar = Calendar::new(&builtin());
        let counted = count(&calendar, date("2026-09-24"), Count::Plus(4));
        let expected = "2026年9月24日 周四 之后第 4 个工作日截至 2026年10月8日 周四
        2026年9月25日 周五  放假 中秋节
        2026年9月26日 周六  放假 中秋节
        2026年9月27日 周日  放假 中秋节
     1  2026年9月28日 周一  工作日
     2  2026年9月29日 周二  工作日
     3  2026年9月30日 周三  工作日
        2026年10月1日 周四  放假 国庆节
        2026年10月2日 周五  放假 国庆节
        2026年10月3日 周六  放假 国庆节
        2026年10月4日 周日  放假 国庆节
        2026年10月5日 周一  放假 国庆节
        2026年10月6日 周二  放假 国庆节
        2026年10月7日 周三  放假 国庆节
     4  2026年10月8日 周四  工作日
";
        assert_eq!(counted.text(&calendar, Lang::Zh), expected);
    }

    #[test]
    fn what_is_counted_back_or_to_a_date_is_what_the_clock_counts() {
        let calendar = Calendar::new(&builtin());
        let back = count(&calendar, date("2026-10-12"), Count::Minus(3));
        assert_eq!((back.to.as_str(), back.workdays, back.days.len()), ("2026-10-08", 3, 4));
        let to = count(&calendar, date("2026-09-24"), Count::To(date("2026-10-12")));
        assert_eq!(to.workdays, calendar.working_days(date("2026-09-24"), date("2026-10-12")));
        let worked: Vec<&str> =
            to.days.iter().filter(|day| day.kind == "make_up").map(|day| day.date.as_str()).collect();
        assert_eq!(worked, ["2026-10-10"]);
    }

    #[test]
    fn a_year_that_is_missing_is_told() {
        let calendar = Calendar::new(&builtin());
        let counted = count(&calendar, date("2026-12-30"), Count::Plus(3));
        assert_eq!(counted.years_missing, [2027]);
        let text = counted.text(&calendar, Lang::En);
        assert!(text.starts_with("3 working days after Wed 30 Dec 2026: Mon 4 Jan 2027\n"), "{text}");
        assert!(text.ends_with("▲ 2027 is not there yet: counted by weekday alone\n"), "{text}");
    }
}

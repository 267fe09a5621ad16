//! Shows years and months as people read a calendar: weeks from Monday, 休 and 班, the holidays' names, the working days.

use reports::words::{Lang, Word};
use scoring::calendar::{Calendar, DayKind, YearArrangement};
use scoring::rulebook::Bilingual;
use scoring::time::{Date, Month};
use serde::Serialize;
use std::fmt::Write as _;

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A weekday that is worked.
    Workday,
    /// A weekend day that is worked.
    MakeUp,
    /// A Saturday or Sunday.
    Weekend,
    /// A day off.
    Holiday,
}

impl Kind {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Workday => "workday",
            Kind::MakeUp => "make_up",
            Kind::Weekend => "weekend",
            Kind::Holiday => "holiday",
        }
    }

    /// What it is called.
    pub fn title(self) -> Word {
        match self {
            Kind::Workday => Word::new("工作日", "working day"),
            Kind::MakeUp => Word::new("调休上班", "worked instead of a day off"),
            Kind::Weekend => Word::new("周末", "weekend"),
            Kind::Holiday => Word::new("放假", "day off"),
        }
    }

    fn mark(self, lang: Lang) -> &'static str {
        match self {
            Kind::Workday | Kind::Weekend => "  ",
            Kind::MakeUp => lang.say(Word::new("班", "W ")),
            Kind::Holiday => lang.say(Word::new("休", "H ")),
        }
    }
}

/// What a day is, and the name of a holiday.
pub fn what(calendar: &Calendar, date: Date) -> (Kind, Option<&Bilingual>) {
    match calendar.kind(date) {
        DayKind::Workday => (Kind::Workday, None),
        DayKind::MakeUp => (Kind::MakeUp, None),
        DayKind::Weekend => (Kind::Weekend, None),
        DayKind::Holiday(name) => (Kind::Holiday, name),
    }
}

/// What is shown.
pub struct Shown<'s> {
    /// The years that are known.
    pub years: &'s [YearArrangement],
    /// Working days by them.
    pub calendar: &'s Calendar,
    /// The language.
    pub lang: Lang,
}

/// How wide a month is: seven days of two digits, a mark, and a blank.
const MONTH_WIDTH: usize = 7 * DAY_WIDTH;
const DAY_WIDTH: usize = 5;

impl Shown<'_> {
    /// One month with what is special in it.
    pub fn month(&self, month: Month) -> String {
        let mut text = self.months(&[month]);
        self.legend(month.first_day(), month.last_day(), &mut text);
        text
    }

    /// A year: its months two by two, then its holidays and the days worked instead.
    pub fn year(&self, year: i32) -> String {
        let [first, last] = [Month(year * 12), Month(year * 12 + 11)];
        let workdays = self.workdays(first.first_day(), last.last_day());
        let mut text = match self.lang {
            Lang::Zh => format!("{year}年 · {workdays} 个工作日\n\n"),
            Lang::En => format!("{year} · {workdays} working days\n\n"),
        };
        for pair in (first.0..=last.0).step_by(2) {
            text.push_str(&self.months(&[Month(pair), Month(pair + 1)]));
            text.push('\n');
        }
        self.legend(first.first_day(), last.last_day(), &mut text);
        text
    }

    fn workdays(&self, from: Date, to: Date) -> u32 {
        self.calendar.working_days(Date(from.0 - 1), to)
    }

    /// Months side by side, line by line.
    fn months(&self, months: &[Month]) -> String {
        let blocks: Vec<Vec<String>> = months.iter().map(|month| self.lines(*month)).collect();
        let height = blocks.iter().map(Vec::len).max().unwrap_or_default();
        let mut text = String::new();
        for row in 0..height {
            let mut line = String::new();
            for block in &blocks {
                let part = block.get(row).map_or("", String::as_str);
                let _ = write!(line, "{part}{}  ", " ".repeat(MONTH_WIDTH.saturating_sub(width(part))));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    fn lines(&self, month: Month) -> Vec<String> {
        let workdays = self.workdays(month.first_day(), month.last_day());
        let head = match self.lang {
            Lang::Zh => format!(" {} · {workdays} 个工作日", self.lang.month(month)),
            Lang::En => format!(" {} · {workdays} working days", self.lang.month(month)),
        };
        let weekdays = match self.lang {
            Lang::Zh => ["一", "二", "三", "四", "五", "六", "日"],
            Lang::En => ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
        };
        let weekdays: Vec<String> = weekdays.iter().map(|day| format!(" {day}  ")).collect();
        let mut lines = vec![head, weekdays.concat()];
        // 1970-01-01, day 0, was a Thursday, the fourth column.
        let column = (month.first_day().0 + 3).rem_euclid(7) as usize;
        let mut line = " ".repeat(column * DAY_WIDTH);
        for date in (month.first_day().0..=month.last_day().0).map(Date) {
            let (kind, _) = what(self.calendar, date);
            let _ = write!(line, " {:>2}{}", date.day_of_month(), kind.mark(self.lang));
            if (date.0 + 3).rem_euclid(7) == 6 {
                lines.push(std::mem::take(&mut line));
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// The holidays and the days worked between two dates; and that the year is not there, where it is not.
    fn legend(&self, from: Date, to: Date, text: &mut String) {
        let lang = self.lang;
        let year = from.year();
        let Some(arrangement) = self.years.iter().find(|one| one.year == year) else {
            let note = match lang {
                Lang::Zh => {
                    format!("▲ {year} 年的安排还没有，以上按星期计算；请用 flagpost calendar import 导入\n")
                }
                Lang::En => {
                    format!(
                        "▲ the arrangement of {year} is not there yet: counted by weekday alone; flagpost calendar import\n"
                    )
                }
            };
            text.push_str(&note);
            return;
        };
        let day = |date: Date| lang.day(date, year);
        for (first, last, name) in &arrangement.names {
            if *last < from || to < *first {
                continue;
            }
            let days = last.0 - first.0 + 1;
            let span =
                if first == last { day(*first) } else { format!("{} – {}", day(*first), day(*last)) };
            let line = match lang {
                Lang::Zh => format!("休 {span}  {}（{days} 天）\n", name.zh),
                Lang::En => format!("H  {span}  {} ({days})\n", name.en),
            };
            text.push_str(&line);
        }
        let worked = arrangement.workdays.iter().filter(|date| (from..=to).contains(*date));
        let worked: Vec<String> = worked.map(|date| day(*date)).collect();
        if !worked.is_empty() {
            let _ = writeln!(text, "{} {}", Kind::MakeUp.mark(lang), lang.list(&worked));
        }
    }

    /// A year or month day by day, for programs.
    pub fn json(&self, first: Month, last: Month) -> serde_json::Value {
        let months = (first.0..=last.0).map(|month| self.month_json(Month(month)));
        serde_json::json!({
            "known": self.calendar.knows(first.year()),
            "workdays": self.workdays(first.first_day(), last.last_day()),
            "months": months.collect::<Vec<_>>(),
        })
    }

    fn month_json(&self, month: Month) -> MonthJson {
        let days = (month.first_day().0..=month.last_day().0).map(Date).map(|date| {
            let (kind, name) = what(self.calendar, date);
            DayJson { date: date.to_string(), kind: kind.word(), name: name.map(|name| name.zh.clone()) }
        });
        let workdays = self.workdays(month.first_day(), month.last_day());
        MonthJson { month: month.to_string(), workdays, days: days.collect() }
    }
}

#[derive(Serialize)]
struct MonthJson {
    month: String,
    workdays: u32,
    days: Vec<DayJson>,
}

#[derive(Serialize)]
struct DayJson {
    date: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// How wide a text is on a terminal: what is beyond Latin takes two columns, the middle dot one.
fn width(text: &str) -> usize {
    text.chars().map(|sign| if sign >= '\u{2e80}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use reports::words::Lang;
    use scoring::calendar::{Calendar, builtin};
    use scoring::time::Month;

    fn shown(lang: Lang, show: impl Fn(&Shown<'_>) -> String) -> String {
        let (years, calendar) = (builtin(), Calendar::new(&builtin()));
        show(&Shown { years: &years, calendar: &calendar, lang })
    }

    #[test]
    fn a_month_begins_its_weeks_on_monday_and_marks_what_is_special() {
        let october = Month::parse("2026-10").expect("a month");
        let expected = " 2026年10月 · 18 个工作日
 一   二   三   四   五   六   日
                 1休  2休  3休  4休
  5休  6休  7休  8    9   10班 11
 12   13   14   15   16   17   18
 19   20   21   22   23   24   25
 26   27   28   29   30   31
休 10月1日 周四 – 10月7日 周三  国庆节（7 天）
班 10月10日 周六
";
        assert_eq!(shown(Lang::Zh, |shown| shown.month(october)), expected);
        let english = shown(Lang::En, |shown| shown.month(october));
        assert!(english.contains(" 12   13   14 ") && english.contains("10W "), "{english}");
    }

    #[test]
    fn a_year_shows_all_its_holidays_and_a_missing_one_says_so() {
        let year = shown(Lang::Zh, |shown| shown.year(2026));
        assert!(year.starts_with("2026年 · 248 个工作日\n"), "{year}");
        assert_eq!(year.matches("个工作日").count(), 13);
        assert_eq!(year.lines().filter(|line| line.starts_with("休 ")).count(), 7);
        let missing = shown(Lang::Zh, |shown| shown.year(2027));
        assert!(missing.contains("▲ 2027 年的安排还没有"), "{missing}");
    }

    #[test]
    fn json_has_every_day() {
        let (years, calendar) = (builtin(), Calendar::new(&builtin()));
        let shown = Shown { years: &years, calendar: &calendar, lang: Lang::Zh };
        let october = Month::parse("2026-10").expect("a month");
        let json = shown.json(october, october);
        assert_eq!((json["known"].as_bool(), json["workdays"].as_u64()), (Some(true), Some(18)));
        let days = &json["months"][0]["days"];
        assert_eq!(days.as_array().map(Vec::len), Some(31));
        assert_eq!(days[0], serde_json::json!({"date": "2026-10-01", "kind": "holiday", "name": "国庆节"}));
        assert_eq!(days[9]["kind"], "make_up");
    }
}

//! Reads a calendar of another program (iCalendar, RFC 5545) in which days off and days worked are marked.
//!
//! | mark | where | means |
//! | --- | --- | --- |
//! | `休`, `放假`, `假期` | title, categories | a day off |
//! | `班`, `上班`, `补班`, `调休上班` | title, categories | a weekend day that is worked |
//! | `WORK-HOLIDAY`, `ALTERNATE-WORKDAY` | `X-APPLE-SPECIAL-DAY` | the same |
//!
//! An entry that names a holiday without a mark, or has both marks, is a mistake, unless other entries say of all its days
//! what they are. Entries of other years, and such as name no holiday and have no mark, are left alone.

use super::found::{Found, Place, Run};
use super::names;
use icalendar::parser::{Component, read_calendar, unfold};
use scoring::time::Date;
use std::collections::BTreeMap;

/// What an entry's marks say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Off,
    Worked,
    None,
    Both,
}

struct Entry {
    from: Date,
    to: Date,
    title: String,
    mark: Mark,
    place: Place,
}

/// What is in the calendar about a year, with the mistakes in it.
pub fn read(file: &str, text: &str, year: i32) -> Found {
    let mut found = Found::new(file);
    let calendar = unfold(text);
    let components = match read_calendar(&calendar) {
        Ok(calendar) => calendar.components,
        Err(error) => {
            let error = error.lines().next().unwrap_or_default().to_owned();
            found.another(
                &Place::default(),
                "不是 iCalendar 文件",
                &format!("this is no iCalendar file: {error}"),
                "export the calendar again as .ics",
            );
            return found;
        }
    };
    let events = components.iter().filter(|component| component.name == "VEVENT");
    let entries: Vec<Entry> = events.filter_map(|event| entry(event, year, &mut found)).collect();
    let marked: BTreeMap<Date, Mark> = entries
        .iter()
        .filter(|entry| matches!(entry.mark, Mark::Off | Mark::Worked))
        .flat_map(|entry| entry.days().map(|date| (date, entry.mark)))
        .collect();
    // What is off, day by day with its name, since programs write a run as one entry or as many.
    let mut off: BTreeMap<Date, &Entry> = BTreeMap::new();
    for entry in &entries {
        match entry.mark {
            Mark::Off => off.extend(entry.days().map(|date| (date, entry))),
            Mark::Worked => entry.days().for_each(|date| found.worked(date, &entry.place)),
            Mark::None if entry.days().all(|date| marked.contains_key(&date)) => {}
            Mark::None | Mark::Both => found.mistake(
                &entry.place,
                "看不出是放假还是上班",
                "it does not say whether the day is off or worked",
                "mark it with 休 or 班 in its title, or import the State Council's text instead",
            ),
        }
    }
    for (run, place) in runs(&off) {
        found.off(run, place);
    }
    found
}

impl Entry {
    fn days(&self) -> impl Iterator<Item = Date> + use<> {
        (self.from.0..=self.to.0).map(Date)
    }
}

/// An entry that is about the year's arrangement.
fn entry(event: &Component<'_>, year: i32, found: &mut Found) -> Option<Entry> {
    let value = |name: &str| event.find_prop(name).map(|property| property.val.as_str().to_owned());
    let summary = event.find_prop("SUMMARY").map(|found| found.val.clone().unescape_text());
    let title = summary.map(|title| title.as_str().to_owned()).unwrap_or_default();
    let categories: Vec<&str> = event
        .properties
        .iter()
        .filter(|property| property.name == "CATEGORIES")
        .map(|property| property.val.as_str())
        .collect();
    let special = value("X-APPLE-SPECIAL-DAY").unwrap_or_default();
    let mark = mark(&title, &categories, &special);
    if mark == Mark::None && names::within(&title).is_empty() {
        return None;
    }
    let start = value("DTSTART").unwrap_or_default();
    let place = Place { line: 0, quote: format!("{start} {title}") };
    let date = |text: &str| {
        let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Date::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])))?
    };
    let from = date(&start);
    // The end is the day after the last; none means one day.
    let end = value("DTEND").map_or_else(|| from.map(Date::next_day), |end| date(&end));
    let is_plain = ["RRULE", "RDATE", "DURATION"].iter().all(|name| value(name).is_none());
    match (from, end) {
        (Some(from), Some(end)) if is_plain && from < end && end.0 - from.0 <= 31 => {
            let to = Date(end.0 - 1);
            let is_of_year = to.year() == year || (to.year() == year - 1 && belongs(from, &title));
            is_of_year.then_some(Entry { from, to, title, mark, place })
        }
        _ if !start.starts_with(&year.to_string()) => None,
        _ => {
            found.mistake(
                &place,
                "不是全天的日期",
                "its days are not whole days of a few weeks at most",
                "write it as whole days (DTSTART;VALUE=DATE), without repetition",
            );
            None
        }
    }
}

/// Whether a day of the December before is of this year's New Year.
fn belongs(from: Date, title: &str) -> bool {
    from.month().number() == 12 && names::within(title).iter().any(|holiday| holiday.zh() == "元旦")
}

fn mark(title: &str, categories: &[&str], special: &str) -> Mark {
    let texts = || std::iter::once(title).chain(categories.iter().copied());
    // 调休 is said of both.
    let has = |word: char| texts().any(|text| text.replace("调休", "").contains(word));
    let off = has('休') || has('假') || special == "WORK-HOLIDAY";
    let worked = has('班') || special == "ALTERNATE-WORKDAY";
    match (off, worked) {
        (true, false) => Mark::Off,
        (false, true) => Mark::Worked,
        (false, false) => Mark::None,
        (true, true) => Mark::Both,
    }
}

/// Days off in a row that are called the same, as one.
fn runs<'e>(off: &BTreeMap<Date, &'e Entry>) -> Vec<(Run, &'e Place)> {
    let mut runs: Vec<(Run, &Place)> = Vec::new();
    for (&date, entry) in off {
        let holidays = names::within(&entry.title);
        let name = (!holidays.is_empty()).then(|| names::joined(&holidays));
        match runs.last_mut() {
            Some((run, _)) if run.to.next_day() == date && run.name == name => run.to = date,
            Some(_) | None => runs.push((Run { from: date, to: date, name }, &entry.place)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use crate::calendar::{Imported, read};
    use scoring::calendar::{YearArrangement, builtin};
    use scoring::time::Date;

    /// A calendar of these entries: title, first day, day after the last, further lines.
    fn calendar(entries: &[(&str, &str, &str, &str)]) -> String {
        let entry = |(title, from, end, more): &(&str, &str, &str, &str)| {
            format!(
                "BEGIN:VEVENT\r\nUID:{from}{title}\r\nDTSTART;VALUE=DATE:{from}\r\nDTEND;VALUE=DATE:{end}\r\nSUMMARY:{title}\r\n\
                 {more}END:VEVENT\r\n"
            )
        };
        let entries: String = entries.iter().map(entry).collect();
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{entries}END:VCALENDAR\r\n")
    }

    fn compact(date: Date) -> String {
        date.to_string().replace('-', "")
    }

    /// A known year as other programs write it: each day off an entry of its own, or each run one.
    fn written(year: &YearArrangement, by_day: bool) -> String {
        let mut entries: Vec<(String, String, String)> = Vec::new();
        for (from, to, name) in &year.names {
            let pieces: Vec<(Date, Date)> = if by_day {
                (from.0..=to.0).map(|day| (Date(day), Date(day))).collect()
            } else {
                vec![(*from, *to)]
            };
            for (first, last) in pieces {
                entries.push((format!("{}（休）", name.zh), compact(first), compact(last.next_day())));
            }
        }
        for day in &year.workdays {
            entries.push(("国庆节\\, 补班".to_owned(), compact(*day), compact(day.next_day())));
        }
        let entries: Vec<(&str, &str, &str, &str)> = entries
            .iter()
            .map(|(title, from, end)| (title.as_str(), from.as_str(), end.as_str(), ""))
            .collect();
        calendar(&entries)
    }

    fn imported(text: &str) -> Imported {
        read("a.ics", text, 2026).expect("no mistakes")
    }

    /// 2026 as a calendar tells it: without its notice.
    fn unsourced() -> YearArrangement {
        YearArrangement { source: None, ..builtin().swap_remove(6) }
    }

    #[test]
    fn a_year_is_read_from_days_and_from_runs() {
        let known = &unsourced();
        for by_day in [true, false] {
            assert_eq!(imported(&written(known, by_day)).year, *known, "{by_day}");
        }
    }

    #[test]
    fn marks_may_stand_in_categories_or_in_apples_own_line() {
        let known = written(&builtin()[6], false);
        let in_categories = known.replace("SUMMARY:元旦（休）\r\n", "SUMMARY:元旦\r\nCATEGORIES:休\r\n");
        assert_eq!(imported(&in_categories).year, unsourced());
        let of_apple =
            known.replace("SUMMARY:元旦（休）\r\n", "SUMMARY:元旦\r\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY\r\n");
        assert_eq!(imported(&of_apple).year, unsourced());
    }

    #[test]
    fn other_entries_and_other_years_are_left_alone() {
        let more = "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260204\r\nSUMMARY:立春\r\nEND:VEVENT\r\n\
                    BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20250101\r\nSUMMARY:元旦（休）\r\nEND:VEVENT\r\n\
                    BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260217\r\nSUMMARY:春节\r\nEND:VEVENT\r\nEND:VCALENDAR";
        let text = written(&builtin()[6], true).replace("END:VCALENDAR", more);
        assert_eq!(imported(&text).year, unsourced());
    }

    #[test]
    fn what_is_ambiguous_is_refused_and_listed() {
        for (from, to) in [
            ("SUMMARY:元旦（休）", "SUMMARY:元旦"),
            ("SUMMARY:元旦（休）", "SUMMARY:元旦（休）（班）"),
            ("SUMMARY:元旦（休）", "SUMMARY:元旦 调休"),
        ] {
            let text = written(&builtin()[6], false).replacen(from, to, 1);
            let mistakes = read("a.ics", &text, 2026).expect_err("refused");
            let told = mistakes.iter().any(|one| one.to_string().contains("a.ics: “20260101 元旦"));
            assert!(told, "{to}: {mistakes:?}");
        }
        let text = written(&builtin()[6], false);
        let hours = text.replacen("DTSTART;VALUE=DATE:20260101", "DTSTART:20260101T090000Z", 1);
        let mistakes = read("a.ics", &hours, 2026).expect_err("refused");
        assert!(mistakes.iter().any(|one| one.what.contains("不是全天的日期")), "{mistakes:?}");
        assert!(read("a.ics", "not a calendar", 2026).is_err());
    }

    #[test]
    fn a_new_year_that_begins_in_december_gives_days_to_the_year_before() {
        let text = written(&builtin()[6], false).replace("DATE:20260101", "DATE:20251231");
        let before = imported(&text).before.holidays;
        assert_eq!(before.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2025-12-31"]);
    }
}

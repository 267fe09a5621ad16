//! One holiday's part of the notice: its sentences in order, and what they say together.

use super::clauses;
use super::dates::{self, Clause, Days, Written, weekday, weekday_of};
use crate::calendar::found::{Found, Place, Run};
use scoring::rulebook::Bilingual;
use scoring::time::Date;
use std::collections::BTreeSet;

/// A holiday that is being read.
pub struct Item {
    name: Bilingual,
    year: i32,
    /// The last date that was understood: `17日` after `2月7日` lies in February.
    last: Option<Date>,
    off: BTreeSet<Date>,
    worked: bool,
    /// `共3天`, `放假1天`, and where it stands.
    count: Option<(u32, Place)>,
    /// `与周末连休`, and where it stands.
    joins_weekend: Option<Place>,
    /// `不调休`, and where it stands.
    swaps_nothing: Option<Place>,
}

/// What is said of days.
enum Said {
    Off,
    Worked,
}

impl Item {
    /// A holiday of which nothing is known yet.
    pub fn new(name: Bilingual, year: i32) -> Item {
        Item {
            name,
            year,
            last: None,
            off: BTreeSet::new(),
            worked: false,
            count: None,
            joins_weekend: None,
            swaps_nothing: None,
        }
    }

    /// Reads one of its sentences; `text` is the sentence without the heading, which stands at `place`.
    pub fn read(&mut self, text: &str, place: &Place, found: &mut Found) {
        let has_dates = !dates::read(text).days.is_empty();
        // 2024 named New Year's Eve in this way, with its date; it is no day off.
        if text.starts_with("鼓励") || text.contains("带薪年休假") {
            if has_dates {
                found.remark(place);
            }
            return;
        }
        if has_dates && is_signature(text) {
            return;
        }
        let mut carried: Vec<Days> = Vec::new();
        for part in clauses(text) {
            let mut clause = dates::read(part);
            if clause.said.is_empty() {
                carried.append(&mut clause.days);
                continue;
            }
            carried.append(&mut clause.days);
            clause.days = std::mem::take(&mut carried);
            self.read_clause(clause, place, found);
        }
        if !carried.is_empty() {
            not_understood(place, found);
        }
    }

    fn read_clause(&mut self, Clause { days, mut said }: Clause, place: &Place, found: &mut Found) {
        let count = take_count(&mut said);
        if let Some(count) = count {
            self.count = Some((count, place.clone()));
        }
        if days.is_empty() {
            self.read_remark(&said, count.is_some(), place, found);
            return;
        }
        let said = match said.as_str() {
            "放假"
            | "放假调休"
            | "调休放假"
            | "放假公休"
            | "补休"
            | "放假补休"
            | "放假与周末连休"
            | "放假并与周末连休" => {
                if said.contains("周末") {
                    self.joins_weekend = Some(place.clone());
                }
                Said::Off
            }
            "上班" | "调休上班" | "正常上班" | "照常上班" | "均上班" | "补班" | "为工作日" => {
                Said::Worked
            }
            _ => return not_understood(place, found),
        };
        for days in days {
            let Some((from, to)) = self.range(&days, place, found) else { continue };
            for date in (from.0..=to.0).map(Date) {
                match said {
                    Said::Off => {
                        self.off.insert(date);
                    }
                    Said::Worked => found.worked(date, place),
                }
            }
            match said {
                Said::Off => found.off(Run { from, to, name: Some(self.name.clone()) }, place),
                Said::Worked => self.worked = true,
            }
        }
    }

    /// What is said without a date.
    fn read_remark(&mut self, said: &str, is_count: bool, place: &Place, found: &mut Found) {
        if said.contains("与周末连休") {
            self.joins_weekend = Some(place.clone());
        } else if matches!(said, "不调休" | "不再调休" | "不作调休") {
            self.swaps_nothing = Some(place.clone());
        } else if !is_count && said.contains("上班") && said.contains(|sign: char| sign.is_ascii_digit()) {
            not_understood(place, found);
        }
    }

    /// The first and last date of some days.
    fn range(&mut self, days: &Days, place: &Place, found: &mut Found) -> Option<(Date, Date)> {
        let from = self.date(&days.from, None, place, found)?;
        let to = match &days.to {
            None => from,
            Some(to) => self.date(to, Some(from), place, found)?,
        };
        if to < from || to.0 - from.0 > 30 {
            found.mistake(
                place,
                &format!("{from} 至 {to} 不是一段假期"),
                &format!("{from} to {to} is no run of days"),
                "compare it with the published notice",
            );
            return None;
        }
        Some((from, to))
    }

    /// What date is meant; `after` is the first one of a range.
    fn date(
        &mut self,
        written: &Written,
        after: Option<Date>,
        place: &Place,
        found: &mut Found,
    ) -> Option<Date> {
        let last = after.or(self.last);
        let month = written.month.or_else(|| last.map(|last| last.month().number()));
        let year = written.year.unwrap_or_else(|| match (after, last, written.month) {
            (Some(after), _, Some(month)) if month < after.month().number() => after.year() + 1,
            (Some(after), _, _) => after.year(),
            (None, Some(last), None) => last.year(),
            // New Year begins in December of the year before, where no year is written.
            (None, _, Some(12)) if self.name.zh == "元旦" => self.year - 1,
            (None, _, _) => self.year,
        });
        let Some(date) = month.and_then(|month| Date::from_ymd(year, month, written.day)) else {
            found.mistake(
                place,
                &format!("没有“{}日”这一天", written.day),
                &format!("there is no such day: {}", written.day),
                "compare it with the published notice",
            );
            return None;
        };
        self.last = Some(date);
        if let Some(named) = written.note.as_deref().and_then(weekday_of)
            && named != weekday(date)
        {
            found.mistake(
                place,
                &format!("{date} 是周{}，不是周{named}", weekday(date)),
                &format!("{date} is 周{}, not 周{named}", weekday(date)),
                "compare it with the published notice; is the year right?",
            );
        }
        Some(date)
    }

    /// Looks at what the holiday's sentences say together.
    pub fn finish(self, found: &mut Found) {
        let Item { name, off, worked, count, joins_weekend, swaps_nothing, .. } = self;
        let days = off.len() as u32;
        let with_weekend = joins_weekend.as_ref().map(|_| days + weekend_beside(&off));
        if let Some((count, place)) = count
            && count != days
            && Some(count) != with_weekend
        {
            found.mistake(
                &place,
                &format!("{}写明 {count} 天，所列日期是 {days} 天", name.zh),
                &format!("{} is said to be {count} days, the dates are {days}", name.zh),
                "compare it with the published notice",
            );
        }
        if let Some(place) = joins_weekend
            && weekend_beside(&off) == 0
        {
            found.mistake(
                &place,
                &format!("{}写明与周末连休，但前后都不是周末", name.zh),
                &format!("{} is said to join a weekend, but none is beside it", name.zh),
                "compare it with the published notice; is the year right?",
            );
        }
        if let (Some(place), true) = (swaps_nothing, worked) {
            found.mistake(
                &place,
                &format!("{}写明不调休，却有上班的周末", name.zh),
                &format!("{} is said to swap no day, but weekend days are worked for it", name.zh),
                "compare it with the published notice",
            );
        }
    }
}

/// How many weekend days lie right before and after some days off, without a gap.
fn weekend_beside(off: &BTreeSet<Date>) -> u32 {
    let mut beside: BTreeSet<Date> = BTreeSet::new();
    for &date in off {
        for step in [-1, 1] {
            let mut next = Date(date.0 + step);
            while next.is_weekend() && !off.contains(&next) {
                beside.insert(next);
                next = Date(next.0 + step);
            }
        }
    }
    beside.len() as u32
}

/// Who signed and when: `国务院办公厅2025年11月4日`, which has nothing of holidays.
fn is_signature(text: &str) -> bool {
    let Clause { days, said } = dates::read(text);
    let rest = said.replace("国务院办公厅", "").replace("(此件公开发布)", "");
    rest.is_empty() && matches!(days.as_slice(), [Days { from, to: None }] if from.year.is_some())
}

/// Takes `共3天`, `3天`, `共三天` out of a text.
fn take_count(said: &mut String) -> Option<u32> {
    let end = said.find('天')?;
    let is_number = |sign: char| sign.is_ascii_digit() || "一二两三四五六七八九十".contains(sign);
    let before = said[..end].trim_end_matches(is_number);
    let count = number(&said[before.len()..end])?;
    let start =
        ["共计", "共", "计"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before).len();
    said.replace_range(start..end + '天'.len_utf8(), "");
    Some(count)
}

fn number(text: &str) -> Option<u32> {
    const NUMERALS: &str = "零一二三四五六七八九";
    let numeral = |sign: char| NUMERALS.chars().position(|known| known == sign).map(|value| value as u32);
    let text = text.replace('两', "二");
    match text.split_once('十') {
        None if text.chars().count() == 1 => text.chars().next().and_then(numeral).or(text.parse().ok()),
        None => text.parse().ok(),
        Some((tens, ones)) => {
            let digit = |part: &str, none: u32| part.chars().next().map_or(Some(none), numeral);
            Some(digit(tens, 1)? * 10 + digit(ones, 0)?)
        }
    }
}

fn not_understood(place: &Place, found: &mut Found) {
    found.mistake(
        place,
        "这句话里的日期没有读懂",
        "the dates of this sentence are not understood",
        "write it as 「10月1日至7日放假调休，共7天。」 or 「10月10日（周六）上班。」, or take it out if it arranges nothing",
    );
}

#[cfg(test)]
mod tests {
    use super::take_count;

    #[test]
    fn a_count_of_days_is_taken_out() {
        for (text, expect, rest) in [
            ("共3天", Some(3), ""),
            ("放假1天", Some(1), "放假"),
            ("放假调休共计十天", Some(10), "放假调休"),
            ("共十二天", Some(12), ""),
            ("共两天", Some(2), ""),
            ("放假", None, "放假"),
        ] {
            let mut said = text.to_owned();
            assert_eq!((take_count(&mut said), said.as_str()), (expect, rest), "{text}");
        }
    }
}

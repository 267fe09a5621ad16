//! Dates as the State Council writes them: `2026年12月31日（周四）至1月2日`, `4月26日（周日）、5月9日（周六）`, `17日`.

use scoring::time::Date;

/// A date as it is written, of which the rest is understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The year, where it is written.
    pub year: Option<i32>,
    /// The month, where it is written.
    pub month: Option<u32>,
    /// The day of the month.
    pub day: u32,
    /// What stands in brackets behind it.
    pub note: Option<String>,
}

/// Some days: one, or from one to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Written,
    /// The last, where there are several.
    pub to: Option<Written>,
}

/// A clause taken apart: its days, and what is said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clause {
    /// The days in the order of the text.
    pub days: Vec<Days>,
    /// What is left of the text without them.
    pub said: String,
}

enum Piece {
    Date(Written),
    Word(String),
}

/// Takes a clause apart. The text has been [made plain](super::plain::plain).
pub fn read(text: &str) -> Clause {
    let mut clause = Clause::default();
    let mut is_range = false;
    for piece in pieces(text) {
        match piece {
            Piece::Date(written) => match clause.days.last_mut() {
                Some(Days { to: to @ None, .. }) if is_range => *to = Some(written),
                Some(_) | None => clause.days.push(Days { from: written, to: None }),
            },
            Piece::Word(word) => {
                is_range = !clause.days.is_empty() && matches!(word.as_str(), "至" | "到" | "-" | "--" | "~");
                let is_between = is_range || matches!(word.as_str(), "、" | "和" | "及" | "与" | "以及");
                if !is_between {
                    clause.said.push_str(&word);
                }
                continue;
            }
        }
        is_range = false;
    }
    clause
}

fn pieces(text: &str) -> Vec<Piece> {
    let signs: Vec<char> = text.chars().collect();
    let (mut pieces, mut place, mut word) = (Vec::new(), 0, String::new());
    while place < signs.len() {
        match date_at(&signs, place) {
            Some((written, end)) => {
                if !word.is_empty() {
                    pieces.push(Piece::Word(std::mem::take(&mut word)));
                }
                pieces.push(Piece::Date(written));
                place = end;
            }
            None => {
                // A number that is no date is taken whole: the `7` of `17天` is none either.
                let digits = digits_at(&signs, place);
                let end = digits.map_or(place + 1, |(_, end)| end);
                word.extend(&signs[place..end]);
                place = end;
            }
        }
    }
    if !word.is_empty() {
        pieces.push(Piece::Word(word));
    }
    pieces
}

/// `2027年1月1日`, `1月1日`, `1日`, each with what stands in brackets behind it; `1月1` before a sign for a range.
fn date_at(signs: &[char], start: usize) -> Option<(Written, usize)> {
    let sign = |place: usize| signs.get(place).copied();
    let (mut number, mut place) = digits_at(signs, start)?;
    let (mut year, mut month) = (None, None);
    if sign(place) == Some('年') {
        year = i32::try_from(number).ok();
        (number, place) = digits_at(signs, place + 1)?;
    }
    if sign(place) == Some('月') {
        month = Some(number);
        (number, place) = digits_at(signs, place + 1)?;
    }
    match sign(place) {
        Some('日' | '号') => place += 1,
        Some('-' | '~' | '至' | '到') if month.is_some() => {}
        Some(_) | None => return None,
    }
    if year.is_some() && month.is_none() {
        return None;
    }
    let mut note = None;
    if sign(place) == Some('(') {
        let end = place + signs[place..].iter().position(|sign| *sign == ')')?;
        note = Some(signs[place + 1..end].iter().collect());
        place = end + 1;
    }
    Some((Written { year, month, day: number, note }, place))
}

fn digits_at(signs: &[char], start: usize) -> Option<(u32, usize)> {
    let count = signs[start.min(signs.len())..].iter().take_while(|sign| sign.is_ascii_digit()).count();
    let text: String = signs[start.min(signs.len())..][..count].iter().collect();
    Some((text.parse().ok()?, start + count))
}

/// The weekday that a note names, as [`weekday`] gives it.
pub fn weekday_of(note: &str) -> Option<&'static str> {
    let after = ["星期", "礼拜", "周"].iter().find_map(|word| Some(note.split_once(word)?.1))?;
    let sign = if after.starts_with('天') { "日" } else { after.get(..'一'.len_utf8())? };
    WEEKDAYS.into_iter().find(|day| *day == sign)
}

const WEEKDAYS: [&str; 7] = ["四", "五", "六", "日", "一", "二", "三"];

/// The weekday of a date: `一` to `日`.
pub fn weekday(date: Date) -> &'static str {
    // 1970-01-01, day 0, was a Thursday.
    WEEKDAYS[date.0.rem_euclid(7) as usize]
}

#[cfg(test)]
mod tests {
    use super::{Clause, read, weekday, weekday_of};
    use scoring::time::Date;

    /// The days as `Y-M-D(note)>Y-M-D`, and what is said of them.
    fn shown(text: &str) -> String {
        let Clause { days, said } = read(text);
        let part = |number: Option<String>| number.unwrap_or_default();
        let one = |written: &super::Written| {
            let note = written.note.as_ref().map(|note| format!("({note})"));
            let (year, month) = (written.year.map(|y| y.to_string()), written.month.map(|m| m.to_string()));
            format!("{}-{}-{}{}", part(year), part(month), written.day, part(note))
        };
        let several = |days: &super::Days| match &days.to {
            None => one(&days.from),
            Some(to) => format!("{}>{}", one(&days.from), one(to)),
        };
        format!("{} {said}", days.iter().map(several).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for (text, expect) in [
            ("1月1日(周四)至3日(周六)放假调休", "-1-1(周四)>--3(周六) 放假调休"),
            ("2022年12月31日至2023年1月2日放假", "2022-12-31>2023-1-2 放假"),
            ("4月26日(星期日)、5月9日(星期六)上班", "-4-26(星期日) -5-9(星期六) 上班"),
            ("1月1-3日放假", "-1-1>--3 放假"),
            ("10月1日--7日放假", "-10-1>--7 放假"),
            ("9月27日、28日和10月10日上班", "-9-27 --28 -10-10 上班"),
            ("4月5日放假1天", "-4-5 放假1天"),
            ("共17天", " 共17天"),
            ("2027年元旦", " 2027年元旦"),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }

    #[test]
    fn a_note_may_name_the_weekday_after_other_words() {
        for (note, expect) in
            [("农历腊月二十八、周日", Some("日")), ("星期天", Some("日")), ("农历除夕", None), ("周末", None)]
        {
            assert_eq!(weekday_of(note), expect, "{note}");
        }
        assert_eq!(weekday(Date::parse("2026-10-10").expect("a date")), "六");
    }
}

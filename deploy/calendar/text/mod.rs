//! Reads the State Council's notice of a year's arrangement (国务院办公厅关于某年部分节假日安排的通知).
//!
//! | sentence | becomes |
//! | --- | --- |
//! | `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天` | days off, counted and their weekdays checked |
//! | `4月26日（周日）、5月9日（周六）上班` | weekend days that are worked |
//! | `6月10日放假，与周末连休` | a day off that must touch a weekend |
//! | `1月1日放假1天，不调休` | a day off, without a day worked for it |
//! | `4月7日（周一）补休` | a day off |
//! | `鼓励各单位……安排职工在除夕（2月9日）休息` | nothing: it binds nobody; it is told |
//!
//! A sentence with a date that is none of these is a mistake: no date is guessed at, and none is passed over.

mod dates;
mod item;
mod plain;
#[cfg(test)]
mod tests;

use super::found::Found;
use super::names;
use item::Item;
use plain::{Sentence, clauses, sentences};
use scoring::rulebook::Bilingual;

/// What is in a text, with the mistakes in it. `year` is the arrangement's.
pub fn read(file: &str, text: &str, year: i32) -> Found {
    let mut found = Found::new(file);
    let sentences = sentences(text, |line| heading(line).is_some());
    found.source = source(&sentences);
    if is_of_another_year(&sentences, year, &mut found) {
        return found;
    }
    let mut items: Vec<Item> = Vec::new();
    for sentence in sentences {
        match (heading(&sentence.text), items.last_mut()) {
            (Some((name, rest)), _) => {
                let rest = rest.to_owned();
                let mut item = Item::new(name, year);
                item.read(&rest, &sentence.place, &mut found);
                items.push(item);
            }
            (None, Some(item)) => item.read(&sentence.text, &sentence.place, &mut found),
            // What comes before the first holiday: title, whom it is to, by what law.
            (None, None) => {}
        }
    }
    for item in items {
        item.finish(&mut found);
    }
    found
}

/// The name of the holiday that a line or sentence begins with, and what follows: `一、元旦：`.
fn heading(text: &str) -> Option<(Bilingual, &str)> {
    let bare = without_number(text);
    let end = bare.find(|sign: char| sign == ':' || sign.is_ascii_digit())?;
    let (name, rest) = (&bare[..end], bare[end..].trim_start_matches(':'));
    if let Some(holidays) = names::whole(name) {
        return Some((names::joined(&holidays), rest));
    }
    // A holiday of that year alone, such as an anniversary: only where the notice counts it among the others.
    let is_counted = bare.len() < text.len() && bare[end..].starts_with(':');
    let is_holiday =
        is_counted && !name.is_empty() && rest.contains("放假") && !dates::read(rest).days.is_empty();
    is_holiday.then(|| (Bilingual { zh: name.to_owned(), en: "Public holiday".to_owned() }, rest))
}

/// Without `一、`, `(一)`, `1.`, `1、` before it.
fn without_number(text: &str) -> &str {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let is_number = |sign: char| sign.is_ascii_digit() || "一二三四五六七八九十".contains(sign);
    let rest = inner.trim_start_matches(is_number);
    if rest.len() == inner.len() {
        return text;
    }
    rest.strip_prefix([')', '、', '.']).map_or(text, |rest| rest.strip_prefix('、').unwrap_or(rest))
}

/// The title and number of the notice, where the text has them.
fn source(sentences: &[Sentence]) -> Option<String> {
    let part = |from: &str, to: &str| {
        let quote = sentences
            .iter()
            .map(|sentence| sentence.place.quote.as_str())
            .find(|quote| quote.contains(from))?;
        let start = quote.find(from)?;
        let end = quote[start..].find(to)? + to.len();
        Some(quote[start..start + end].to_owned())
    };
    let title = part("国务院办公厅关于", "通知")?;
    let number = part("国办发明电", "号").map(|number| format!("（{number}）"));
    Some(title + &number.unwrap_or_default())
}

/// Whether the title names another year than the one that is asked for.
fn is_of_another_year(sentences: &[Sentence], year: i32, found: &mut Found) -> bool {
    for sentence in sentences {
        let Some((_, after)) = sentence.text.split_once("关于") else { continue };
        let Some((number, rest)) = after.split_once('年') else { continue };
        if number.len() == 4 && number != year.to_string() && rest.contains("节假日") {
            found.another(
                &sentence.place,
                &format!("通知是 {number} 年的，要导入的是 {year} 年"),
                &format!("the notice is for {number}, the year to import is {year}"),
                &format!("--year {number}, or the notice of {year}"),
            );
            return true;
        }
    }
    false
}

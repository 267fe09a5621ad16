//! Reads the arrangements of years: which days are off, and which weekend days are worked instead.
//!
//! One file a year, from the notice of the State Council's General Office; a date belongs to the file of its own year, also
//! where a holiday reaches over New Year.

use super::YearArrangement;
use crate::document::folder::{Folder, SourceFile, Spot};
use crate::document::{At, Document, Mistake, Place, Reader, date_of};
use crate::rulebook::{Bilingual, required_bilingual};
use crate::time::Date;
use std::collections::BTreeMap;
use toml::de::DeTable;

const BUILT_IN: [(&str, &str); 7] = [
    ("cn-2020.toml", include_str!("../../calendars/cn-2020.toml")),
    ("cn-2021.toml", include_str!("../../calendars/cn-2021.toml")),
    ("cn-2022.toml", include_str!("../../calendars/cn-2022.toml")),
    ("cn-2023.toml", include_str!("../../calendars/cn-2023.toml")),
    ("cn-2024.toml", include_str!("../../calendars/cn-2024.toml")),
    ("cn-2025.toml", include_str!("../../calendars/cn-2025.toml")),
    ("cn-2026.toml", include_str!("../../calendars/cn-2026.toml")),
];

/// The arrangements that come with the program, mainland China 2020 to 2026, by year.
pub fn builtin() -> Vec<YearArrangement> {
    let file = |(name, text): (&str, &str)| SourceFile { name: name.to_owned(), text: text.to_owned() };
    match read(&BUILT_IN.map(file)) {
        Ok(arrangements) => arrangements,
        Err(mistakes) => unreachable!("the built-in calendars are read in a test: {mistakes:?}"),
    }
}

/// Adds a county's own arrangements to the built-in ones, by year; its own stands in the place of a built-in one.
pub fn with_builtin(own: Vec<YearArrangement>) -> Vec<YearArrangement> {
    let all = builtin().into_iter().chain(own);
    let by_year: BTreeMap<i32, YearArrangement> = all.map(|one| (one.year, one)).collect();
    by_year.into_values().collect()
}

/// Reads and checks the calendar files of a folder, by year, or tells every mistake by file and line. No file: no year.
pub fn read(files: &[SourceFile]) -> Result<Vec<YearArrangement>, Vec<Mistake>> {
    let (mut folder, tables) = Folder::parse("calendar", files);
    let mut by_year: BTreeMap<i64, (Spot, YearArrangement)> = BTreeMap::new();
    for (file, table) in tables.iter().enumerate() {
        let Some((year, arrangement)) = arrangement(table.get_ref(), folder.document(file)) else { continue };
        let spot = Spot { file, place: year.place };
        match by_year.get(&year.value) {
            Some((other, _)) => {
                let what = format!("the year {} is already at {}", year.value, folder.name_of(other));
                folder.mistake(&spot, what, "keep one of the two files");
            }
            None => {
                by_year.insert(year.value, (spot, arrangement));
            }
        }
    }
    match folder.into_mistakes() {
        mistakes if mistakes.is_empty() => {
            Ok(by_year.into_values().map(|(_, arrangement)| arrangement).collect())
        }
        mistakes => Err(mistakes),
    }
}

/// Reads one year's file; nothing where the year itself cannot be read.
fn arrangement(table: &DeTable<'_>, document: &mut Document<'_>) -> Option<(At<i64>, YearArrangement)> {
    let mut root = Reader::new(table, 0..0, "the calendar");
    let year = year(&mut root, document);
    // Where the arrangement was published; for people.
    let source = root.text(document, "source").map(|source| source.value.to_owned());
    if root.value("holidays").is_none() {
        root.missing(document, "holidays", "add the days off, holidays = [2026-01-01, …]");
    }
    let holidays = dates(&mut root, document, "holidays");
    let workdays = dates(&mut root, document, "workdays");
    let names = names(&mut root, document);
    root.finish(document);
    let year = year?;
    check(&year, &holidays, &workdays, document);
    let values = |dates: Vec<At<Date>>| dates.into_iter().map(|date| date.value).collect();
    let arrangement = YearArrangement {
        year: year.value as i32,
        holidays: values(holidays),
        workdays: values(workdays),
        names,
        source,
    };
    Some((year, arrangement))
}

/// What runs of days off are called: `[[name]]` with `from`, `to` and `title`. A calendar may do without.
fn names(root: &mut Reader<'_, '_>, document: &mut Document<'_>) -> Vec<(Date, Date, Bilingual)> {
    let mut names = Vec::new();
    for mut table in root.tables(document, "name") {
        let mut date = |key| {
            if table.value(key).is_none() {
                table.missing(document, key, &format!("add {key} = 2026-10-01"));
            }
            table.date(document, key)
        };
        let (from, to) = (date("from"), date("to"));
        let title = required_bilingual(document, &mut table, "title");
        table.finish(document);
        let (Some(from), Some(to)) = (from, to) else { continue };
        if to.value < from.value {
            let what = format!("`to` {} comes before `from` {}", to.value, from.value);
            document.mistake(to.place, what, "write the last day off of the run");
        } else {
            names.push((from.value, to.value, title));
        }
    }
    names
}

fn year(root: &mut Reader<'_, '_>, document: &mut Document<'_>) -> Option<At<i64>> {
    if root.value("year").is_none() {
        root.missing(document, "year", "add year = 2026");
    }
    let year = root.integer(document, "year")?;
    if !(2000..=2099).contains(&year.value) {
        document.mistake(year.place, format!("`year` is {}", year.value), "write a year from 2000 to 2099");
        return None;
    }
    Some(year)
}

fn dates(root: &mut Reader<'_, '_>, document: &mut Document<'_>, key: &'static str) -> Vec<At<Date>> {
    let mut dates = Vec::new();
    for element in root.list(document, key) {
        match date_of(element.get_ref()) {
            Some(value) => dates.push(At { value, place: element.span() }),
            None => {
                let what = format!("`{key}` holds something else than dates");
                document.mistake(element.span(), what, "write dates such as 2026-10-01");
            }
        }
    }
    dates
}

/// Looks at what the dates of one year say together.
fn check(year: &At<i64>, holidays: &[At<Date>], workdays: &[At<Date>], document: &mut Document<'_>) {
    let mut known: BTreeMap<Date, (&str, &Place)> = BTreeMap::new();
    let named =
        holidays.iter().map(|date| ("holidays", date)).chain(workdays.iter().map(|date| ("workdays", date)));
    for (key, date) in named {
        let At { value, place } = date;
        if i64::from(value.year()) != year.value {
            let what = format!("{value} of `{key}` does not lie in {}", year.value);
            document.mistake(place.clone(), what, "move it to the file of its own year");
        }
        if key == "workdays" && !value.is_weekend() {
            let what = format!("{value} of `workdays` is no Saturday or Sunday");
            document.mistake(place.clone(), what, "take it out; a weekday is worked unless it is a day off");
        }
        match known.get(value) {
            Some((other, at)) if *other == key => {
                let what = format!("{value} is already among the `{key}` on line {}", document.line(at));
                document.mistake(place.clone(), what, "take one of the two out");
            }
            Some((other, at)) => {
                let what =
                    format!("{value} is among the `{key}` and, on line {}, the `{other}`", document.line(at));
                document.mistake(
                    place.clone(),
                    what,
                    "a day is either off or worked: take one of the two out",
                );
            }
            None => {
                known.insert(*value, (key, place));
            }
        }
    }
}

//! The calendar of working days, for people: read from the State Council's notice, shown as months, explained day by day.

pub mod days;
pub mod folder;
mod found;
mod ics;
mod names;
pub mod show;
mod text;
pub mod write;

pub use found::Imported;

use scoring::calendar;
use scoring::document::Mistake;
use scoring::document::folder::SourceFile;

/// Reads a year's arrangement from a document: a calendar file of ours (TOML), an iCalendar file (ICS), or else the State
/// Council's text; or tells every mistake in it.
pub fn read(name: &str, text: &str, year: i32) -> Result<Imported, Vec<Mistake>> {
    let has_extension = |extension: &str| name.to_ascii_lowercase().ends_with(extension);
    if has_extension(".toml") {
        return read_own(name, text, year);
    }
    if has_extension(".ics") || text.trim_start_matches('\u{feff}').starts_with("BEGIN:VCALENDAR") {
        return ics::read(name, text, year).arrange(year);
    }
    text::read(name, text, year).arrange(year)
}

/// Reads a calendar file of ours.
fn read_own(name: &str, text: &str, year: i32) -> Result<Imported, Vec<Mistake>> {
    let files = [SourceFile { name: name.to_owned(), text: text.to_owned() }];
    let [of_year] = <[_; 1]>::try_from(calendar::read(&files)?).unwrap_or_else(|_| unreachable!("one file"));
    if of_year.year != year {
        return Err(vec![Mistake {
            file: name.to_owned(),
            line: 0,
            what: format!(
                "文件是 {0} 年的，要导入的是 {year} 年 / the file is of {0}, the year to import is {year}",
                of_year.year
            ),
            mend: format!("--year {}", of_year.year),
        }]);
    }
    let source =
        text.parse::<toml::Table>().ok().and_then(|table| Some(table.get("source")?.as_str()?.to_owned()));
    let before = calendar::YearArrangement {
        year: year - 1,
        holidays: vec![],
        workdays: vec![],
        names: vec![],
        source: None,
    };
    Ok(Imported { year: of_year, before, source, remarks: Vec::new() })
}

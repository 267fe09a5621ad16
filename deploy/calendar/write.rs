//! Writes a year's arrangement as a calendar file, in the format of the built-in ones.

use scoring::calendar::YearArrangement;
use scoring::time::Date;
use std::fmt::Write as _;

/// The name of a year's file.
pub fn file_name(year: i32) -> String {
    format!("cn-{year}.toml")
}

/// The file's text. `source` is the notice that it comes from.
pub fn text(arrangement: &YearArrangement, source: &str) -> String {
    let YearArrangement { year, holidays, workdays, names, source: _ } = arrangement;
    let mut text = format!(
        "# Public holidays and make-up working days of {year}, mainland China (State Council arrangement).\n\
         # Days off; a Saturday or Sunday not named under `workdays` is off as well.\n\
         year = {year}\nsource = {}\n",
        quoted(source)
    );
    list(&mut text, "holidays", holidays);
    text.push_str("# Weekend days that are worked instead.\n");
    list(&mut text, "workdays", workdays);
    if !names.is_empty() {
        text.push_str("# What the days off are called.\n");
    }
    for (from, to, title) in names {
        let _ = write!(
            text,
            "[[name]]\nfrom = {from}\nto = {to}\ntitle = {{ zh = {}, en = {} }}\n",
            quoted(&title.zh),
            quoted(&title.en)
        );
    }
    text
}

fn list(text: &mut String, key: &str, dates: &[Date]) {
    const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let _ = writeln!(text, "{key} = [");
    for date in dates {
        // 1970-01-01, day 0, was a Thursday.
        let _ = writeln!(text, "  {date},  # {}", WEEKDAYS[date.0.rem_euclid(7) as usize]);
    }
    text.push_str("]\n");
}

/// A string of TOML: those of JSON are, but for signs that nobody can see.
fn quoted(text: &str) -> String {
    let visible: String = text.chars().filter(|sign| !sign.is_control()).collect();
    serde_json::Value::from(visible).to_string()
}

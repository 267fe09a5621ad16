//! Counting across the autumn holidays of 2026, and every mistake a calendar file can have.

use super::{Calendar, DayKind, YearArrangement, builtin, read, with_builtin};
use crate::document::folder::SourceFile;
use crate::time::Date;

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), text: text.to_owned() }
}

/// What is wrong with one file.
fn check(text: &str, expect: &[&str]) {
    check_files(&[("own.toml", text)], expect);
}

fn check_files(files: &[(&str, &str)], expect: &[&str]) {
    let files: Vec<SourceFile> = files.iter().map(|(name, text)| file(name, text)).collect();
    let mistakes = read(&files).err().unwrap_or_default();
    let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(mistakes, expect);
}

#[test]
fn the_calendar_counts_across_the_autumn_holidays() {
    let calendar = Calendar::new(&builtin());
    // Mid-Autumn 25 to 27 September, National Day 1 to 7 October; 20 September and 10 October are worked.
    for (from, expect) in [
        ("2026-09-18", "2026-09-20"), // a Friday before a worked Sunday
        ("2026-09-19", "2026-09-20"), // a Saturday that is off
        ("2026-09-20", "2026-09-21"),
        ("2026-09-24", "2026-09-28"), // the eve of Mid-Autumn
        ("2026-09-30", "2026-10-08"), // the eve of National Day
        ("2026-10-03", "2026-10-08"), // in the midst of it
        ("2026-10-09", "2026-10-10"), // a worked Saturday
        ("2026-10-10", "2026-10-12"), // the Sunday after is off
    ] {
        assert_eq!(calendar.next(date(from)), date(expect), "after {from}");
    }
    for (from, workdays, expect) in [
        ("2026-09-24", 0, "2026-09-24"),
        ("2026-09-26", 0, "2026-09-26"), // the day itself, working day or not
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-18", 6, "2026-09-28"),
        ("2026-09-24", 3, "2026-09-30"),
        ("2026-09-24", 4, "2026-10-08"),
        ("2026-09-24", 6, "2026-10-10"),
        ("2026-09-24", 7, "2026-10-12"),
        ("2026-10-05", 1, "2026-10-08"),
    ] {
        assert_eq!(calendar.plus(date(from), workdays), date(expect), "{from} + {workdays}");
    }
    for (from, workdays, expect) in [
        ("2026-10-10", 0, "2026-10-10"),
        ("2026-10-04", 0, "2026-10-04"),
        ("2026-10-12", 1, "2026-10-10"),
        ("2026-10-08", 1, "2026-09-30"),
        ("2026-10-05", 1, "2026-09-30"), // from a day off
        ("2026-10-08", 4, "2026-09-24"),
        ("2026-09-28", 5, "2026-09-20"),
        ("2026-09-28", 6, "2026-09-18"),
    ] {
        assert_eq!(calendar.minus(date(from), workdays), date(expect), "{from} − {workdays}");
    }
    assert_eq!(calendar.working_days(date("2026-09-24"), date("2026-10-12")), 7);
    assert_eq!(calendar.working_days(date("2026-10-01"), date("2026-10-07")), 0);
    assert_eq!(calendar.working_days(date("2026-10-12"), date("2026-09-24")), 0);
}

#[test]
fn a_year_without_a_file_counts_by_weekday_alone() {
    let calendar = Calendar::new(&builtin());
    assert!(calendar.knows(2026));
    assert!(!calendar.knows(2027));
    assert!(calendar.is_working(date("2027-10-01"))); // a Friday
    assert_eq!(calendar.next(date("2027-10-01")), date("2027-10-04"));
    assert_eq!(calendar.plus(date("2026-12-31"), 1), date("2027-01-01"));
    assert_eq!(calendar.minus(date("2027-01-01"), 1), date("2026-12-31"));
}

#[test]
fn counting_forth_and_back_meets_again() {
    let calendar = Calendar::new(&builtin());
    let mut day = date("2025-12-20");
    while day < date("2027-01-20") {
        let next = calendar.next(day);
        assert!(calendar.is_working(next) && next > day);
        assert_eq!(calendar.working_days(day, next), 1, "{day}");
        for workdays in [1, 2, 7, 30] {
            let later = calendar.plus(next, workdays);
            assert_eq!(calendar.minus(later, workdays), next, "{day}, {workdays}");
        }
        day = day.next_day();
    }
}

#[test]
fn the_built_in_years_are_2020_to_2026() {
    let arrangements = builtin();
    let years: Vec<i32> = arrangements.iter().map(|arrangement| arrangement.year).collect();
    assert_eq!(years, [2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    let last = &arrangements[6];
    assert_eq!((last.holidays.len(), last.workdays.len()), (33, 6));
    assert_eq!(last.workdays[4], date("2026-09-20"));
}

#[test]
fn an_own_year_is_added_or_replaces_the_built_in_one() {
    let own = "year = 2027\nsource = \"a notice\"\nholidays = [2027-01-01]\nworkdays = [\"2027-01-03\"]\n";
    let replaced = "year = 2026\nholidays = []\n";
    let own = read(&[file("b.toml", own), file("a.toml", replaced)]).expect("a calendar");
    let year = |year, holidays, workdays, source: Option<&str>| YearArrangement {
        year,
        holidays,
        workdays,
        names: Vec::new(),
        source: source.map(str::to_owned),
    };
    let of_2027 = year(2027, vec![date("2027-01-01")], vec![date("2027-01-03")], Some("a notice"));
    assert_eq!(own, [year(2026, vec![], vec![], None), of_2027]);
    let all = with_builtin(own);
    let years: Vec<i32> = all.iter().map(|arrangement| arrangement.year).collect();
    assert_eq!(years, [2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027]);
    assert!(all[6].holidays.is_empty());
    assert_eq!(with_builtin(Vec::new()), builtin());
    assert_eq!(read(&[]), Ok(Vec::new()));
}

#[test]
fn a_day_is_called_what_it_is() {
    let calendar = Calendar::new(&builtin());
    for (day, expect) in [
        ("2026-09-18", DayKind::Workday),
        ("2026-09-19", DayKind::Weekend),
        ("2026-09-20", DayKind::MakeUp),
        ("2027-01-01", DayKind::Workday), // a year without a calendar
        ("2027-01-02", DayKind::Weekend),
    ] {
        assert_eq!(calendar.kind(date(day)), expect, "{day}");
    }
    for (day, expect) in [("2026-09-26", "中秋节"), ("2026-10-07", "国庆节"), ("2025-06-02", "端午节")]
    {
        let DayKind::Holiday(Some(name)) = calendar.kind(date(day)) else { panic!("{day} has no name") };
        assert_eq!(name.zh, expect, "{day}");
    }
    for arrangement in builtin() {
        for day in &arrangement.holidays {
            assert!(matches!(calendar.kind(*day), DayKind::Holiday(Some(_))), "{day} has no name");
        }
    }
    check(
        "year = 2027\nholidays = []\n[[name]]\nfrom = 2027-01-02\nto = 2027-01-01\ntitle = { zh = \"元旦\", en = \"New Year\" }\n",
        &["own.toml:5: `to` 2027-01-01 comes before `from` 2027-01-02; write the last day off of the run"],
    );
}

#[test]
fn mistakes_of_keys_are_told() {
    check(
        "",
        &[
            "own.toml:1: the calendar has no `holidays`; add the days off, holidays = [2026-01-01, …]",
            "own.toml:1: the calendar has no `year`; add year = 2026",
        ],
    );
    check(
        "year = \"2027\"\nholidays = 3\nsource = 1\nworkday = []\n",
        &[
            "own.toml:1: `year` of the calendar is not a whole number; write a whole number",
            "own.toml:2: `holidays` of the calendar is not a list; write a list",
            "own.toml:3: `source` of the calendar is not a text in quotes; write a text in quotes",
            "own.toml:4: unknown key `workday` in the calendar; did you mean `workdays`? otherwise take it out",
        ],
    );
    check("year = 1999\nholidays = []", &["own.toml:1: `year` is 1999; write a year from 2000 to 2099"]);
    check("year = 2100\nholidays = []", &["own.toml:1: `year` is 2100; write a year from 2000 to 2099"]);
    check("year = 2000\nholidays = []", &[]);
    check("year = 2099\nholidays = []", &[]);
}

#[test]
fn mistakes_of_dates_are_told() {
    check(
        "year = 2027\nholidays = [\n  2027-01-01,\n  2026-12-31,\n  2027-01-01,\n  \"soon\",\n  7,\n]\n",
        &[
            "own.toml:4: 2026-12-31 of `holidays` does not lie in 2027; move it to the file of its own year",
            "own.toml:5: 2027-01-01 is already among the `holidays` on line 3; take one of the two out",
            "own.toml:6: `holidays` holds something else than dates; write dates such as 2026-10-01",
            "own.toml:7: `holidays` holds something else than dates; write dates such as 2026-10-01",
        ],
    );
    check(
        "year = 2027\nholidays = [2027-01-02]\nworkdays = [\n  2027-01-02,\n  2027-01-04,\n  2027-01-03,\n  2027-01-03,\n  2028-01-01,\n]\n",
        &[
            "own.toml:4: 2027-01-02 is among the `workdays` and, on line 2, the `holidays`; \
             a day is either off or worked: take one of the two out",
            "own.toml:5: 2027-01-04 of `workdays` is no Saturday or Sunday; \
             take it out; a weekday is worked unless it is a day off",
            "own.toml:7: 2027-01-03 is already among the `workdays` on line 6; take one of the two out",
            "own.toml:8: 2028-01-01 of `workdays` does not lie in 2027; move it to the file of its own year",
        ],
    );
}

#[test]
fn mistakes_of_all_files_are_told_at_once() {
    check_files(
        &[
            ("b.toml", "# again\nyear = 2027\nholidays = []\n"),
            ("a.toml", "year = 2027\nholidays = []\n"),
            ("c.toml", "year = 2028\nholidays = [2027-05-01]\nworkdays = [\n"),
        ],
        &[
            "b.toml:2: the year 2027 is already at a.toml:1; keep one of the two files",
            "c.toml:2: 2027-05-01 of `holidays` does not lie in 2028; move it to the file of its own year",
            "c.toml:3: unclosed array, expected `]`; mend the TOML syntax here",
        ],
    );
}

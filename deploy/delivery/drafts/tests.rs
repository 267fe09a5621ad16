//! Which documents are due when.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::service::test_county::at;
use scoring::calendar::builtin;
use scoring::registry::{self, SourceFile};

fn due_at(now: &str, wanted: &ReportsConfig) -> Vec<String> {
    let text = include_str!("../../../tests/county/registry.toml").to_owned();
    let registry = registry::read(&[SourceFile { name: "county.toml".to_owned(), text }]).unwrap();
    let due = due(&registry, &Calendar::new(&builtin()), at(now), wanted);
    due.into_iter().map(Due::identity).collect()
}

fn all_at(now: &str) -> Vec<String> {
    due_at(now, &ReportsConfig::default())
}

#[test]
fn septembers_bulletin_is_due_when_the_first_working_day_after_the_holidays_opens() {
    // Monday 28 to Wednesday 30 September are worked, 1 to 7 October are off, Saturday 10 October is worked.
    assert_eq!(all_at("2026-09-30 12:00:00"), ["bulletin/2026-08", "weekly-brief/2026-W39"]);
    assert_eq!(all_at("2026-10-01 00:00:00"), ["weekly-brief/2026-W39"]);
    assert_eq!(all_at("2026-10-05 12:00:00"), [""; 0], "a new week, and nobody is there");
    assert_eq!(all_at("2026-10-08 08:29:59"), [""; 0]);
    let both = ["bulletin/2026-09", "weekly-brief/2026-W40"];
    assert_eq!(all_at("2026-10-08 08:30:00"), both);
    assert_eq!(
        all_at("2026-10-11 23:59:59"),
        both,
        "the worked Saturday and the Sunday are of the same week"
    );
    assert_eq!(all_at("2026-10-12 08:29:59"), ["bulletin/2026-09"]);
    assert_eq!(all_at("2026-10-12 08:30:00"), ["bulletin/2026-09", "weekly-brief/2026-W41"]);
    assert_eq!(all_at("2026-10-31 23:59:59"), ["bulletin/2026-09", "weekly-brief/2026-W43"]);
    assert_eq!(all_at("2026-11-01 00:00:00"), ["weekly-brief/2026-W43"]);
}

#[test]
fn at_new_year_decembers_bulletin_is_due_on_the_sunday_that_is_worked() {
    // 1 to 3 January 2026 are off; Sunday the 4th is worked, and of the last week that began in 2025.
    assert_eq!(all_at("2026-01-03 12:00:00"), ["weekly-brief/2025-W52"]);
    assert_eq!(all_at("2026-01-04 08:29:59"), ["weekly-brief/2025-W52"]);
    assert_eq!(all_at("2026-01-04 08:30:00"), ["bulletin/2025-12", "weekly-brief/2025-W52"]);
    assert_eq!(all_at("2026-01-05 08:30:00"), ["bulletin/2025-12", "weekly-brief/2026-W01"]);
}

#[test]
fn the_brief_of_the_week_before_a_whole_week_of_holidays_is_not_lost() {
    // 15 to 23 February 2026 are off: all of week 8, and the Monday of week 9.
    assert_eq!(all_at("2026-02-20 12:00:00"), ["bulletin/2026-01"]);
    assert_eq!(all_at("2026-02-23 12:00:00"), ["bulletin/2026-01"]);
    assert_eq!(
        all_at("2026-02-24 08:30:00"),
        ["bulletin/2026-01", "weekly-brief/2026-W07", "weekly-brief/2026-W08"]
    );
}

#[test]
fn what_is_switched_off_is_not_due() {
    let no_bulletin = ReportsConfig { bulletin: false, ..ReportsConfig::default() };
    assert_eq!(due_at("2026-10-08 08:30:00", &no_bulletin), ["weekly-brief/2026-W40"]);
    let no_brief = ReportsConfig { weekly_brief: false, ..ReportsConfig::default() };
    assert_eq!(due_at("2026-10-08 08:30:00", &no_brief), ["bulletin/2026-09"]);
}

#[test]
fn a_week_is_among_the_documents_of_the_month_of_its_sunday_and_is_told_with_its_days() {
    let week = Due::WeeklyBrief(Week::parse("2026-W40").unwrap());
    assert_eq!(week.month().to_string(), "2026-10");
    assert_eq!(week.said(Lang::Zh, None), "2026年第40周（9月28日至10月4日）值班督查周报（草稿）");
    let bulletin = Due::Bulletin(Month::parse("2026-09").unwrap());
    assert_eq!(bulletin.said(Lang::En, Some(2)), "Monthly bulletin, September 2026 (version 2)");
}

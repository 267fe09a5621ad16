//! A missing year is told of in December and again in January, once each, through restarts; and due dates move when it comes.

use super::{Looked, Watcher, needs};
use crate::calendar;
use crate::county;
use crate::service::test_county::{TestCounty, event};
use ingest::store::GivenFiles;
use scoring::rulebook;
use serde_json::{Value, json};

/// Looks anew, as after a restart; how many notices are pending and withdrawn.
fn look(county: &TestCounty) -> (usize, usize) {
    let Looked { pending, withdrawn } =
        Watcher::new(county.live(), county.records()).look().expect("a store");
    (pending, withdrawn)
}

/// The service reads its files anew, now with a calendar of 2027 in which 1 to 8 January are off.
fn reload(county: &TestCounty) {
    let text =
        "year = 2027\nholidays = [2027-01-01, 2027-01-04, 2027-01-05, 2027-01-06, 2027-01-07, 2027-01-08]\n";
    let read = calendar::read("2027.toml", text, 2027).expect("no mistakes");
    let file = calendar::write::text(&read.year, "a notice");
    let zhenlai = rulebook::BUILTIN.iter().find(|(name, _)| *name == "zhenlai").expect("built in");
    let files = GivenFiles {
        registry: vec![(
            "county.toml".to_owned(),
            include_str!("../../../tests/county/registry.toml").to_owned(),
        )],
        rulebooks: vec![(zhenlai.0.to_owned(), zhenlai.1.to_owned())],
        calendar: vec![("cn-2027.toml".to_owned(), file)],
    };
    let givens = county::parse(&files).expect("no mistakes");
    let reloaded = county.live().act_and_wait(move |desk| desk.reload(givens, files));
    reloaded.expect("a desk").expect("kept");
}

#[test]
fn next_year_is_told_of_once_from_december_on_and_once_more_when_it_has_begun() {
    let county = TestCounty::new("calendar-missing", "2026-11-30 23:59:59");
    assert_eq!(look(&county), (0, 0));
    county.set("2026-12-01 00:00:00");
    assert_eq!(look(&county), (1, 0));
    let [kept] = county.kept("2027").try_into().expect("one notice");
    assert_eq!((kept.identity.as_str(), kept.level), ("calendar_missing/2027", 2));
    assert_eq!((kept.date.as_str(), kept.recipients.len()), ("2026-12-01", 2));
    let body: Value = serde_json::from_str(&kept.body).expect("JSON");
    assert_eq!(body["to"], json!(["administrator", "supervision"]));
    let text = body["text"]["zh"].as_str().unwrap_or_default();
    assert!(text.starts_with("还没有 2027 年的放假调休安排"), "{text}");
    let county = county.restarted("2026-12-16 09:00:00");
    assert_eq!(look(&county), (0, 0), "told already");
    assert_eq!(county.kept("2027"), [kept], "as it was told");
    county.set("2027-01-01 09:00:00");
    assert_eq!(look(&county).0, 0, "New Year's Day");
    county.set("2027-01-04 08:00:00");
    assert_eq!(look(&county).0, 1);
    assert_eq!(look(&county).0, 0);
    let second = county.records().notice("calendar_missing/2027/2").expect("a store").expect("kept");
    assert_eq!(second.date, "2027-01-04");
}

#[test]
fn what_waits_is_withdrawn_when_the_year_comes() {
    let county = TestCounty::new("calendar-comes", "2026-12-01 07:00:00");
    assert_eq!(look(&county), (1, 0));
    reload(&county);
    assert_eq!(look(&county), (0, 1));
    assert_eq!(county.kept_states("2027"), ["calendar_missing/2027 withdrawn"]);
    assert_eq!(look(&county), (0, 0));
}

#[test]
fn provisional_due_dates_move_when_the_service_reads_the_year() {
    let county = TestCounty::new("calendar-due", "2026-12-30 09:00:00");
    let data = json!({"case": "C-1", "item": "I-3", "window": "W-1", "staff": "S-1"});
    county.send("hall", event("e1", "hall", "case.accepted", "2026-12-30 08:40:00", data));
    let asked = || county.live().act_and_wait(|desk| needs(desk, ())).expect("a desk").expect("told");
    let before = asked();
    assert_eq!((before.open, before.provisional), (1, 1));
    assert_eq!(before.years.last(), Some(&2026));
    reload(&county);
    let after = asked();
    assert_eq!((after.open, after.provisional), (1, 0));
    assert_eq!(after.years.last(), Some(&2027));
    let due = county.live().act_and_wait(|desk| {
        let open = scoring::due::open(&desk.context());
        open[0].due.map(|due| due.to_string())
    });
    // By weekday alone three working days end on Monday 4 January; 1 to 8 January off leave the 11th and 12th.
    assert_eq!(
        (before.first[0].due.as_str(), due.expect("a desk")),
        ("2027-01-04", Some("2027-01-12".to_owned()))
    );
}

//! Notices over the autumn holidays of 2026, through restarts: kept once, withdrawn, pending again.

use super::*;
use crate::notices::{Derived, gone};
use crate::service::test_county::{TestCounty, at, event};
use ingest::store::{Delivered, KeptNotice, NoticeState};
use scoring::time::Month;
use serde_json::json;

/// A promise of three working days, made on Thursday 24 September: 25 to 27 are the Mid-Autumn holidays, 1 to 7 October
/// the national ones. It is due on 30 September, and goes up the ladder on 8, 13 and 21 October.
fn accepted(id: &str) -> String {
    let data = json!({"case": "C-1", "item": "I-3", "window": "W-1", "staff": "S-1"});
    event(id, "hall", "case.accepted", "2026-09-24 10:00:00", data)
}

fn retracted(id: &str, target: &str, time: &str) -> String {
    let data = json!({"source": "hall", "id": target, "reason": "录入有误", "approved_by": "B-1"});
    event(id, "hall", "event.retracted", time, data)
}

fn look(county: &TestCounty) -> Looked {
    Keeper::new(county.live(), county.records()).look().expect("a store")
}

#[test]
fn a_case_climbs_the_ladder_over_the_holidays_and_each_rung_is_kept_once() {
    let county = TestCounty::new("notices-ladder", "2026-09-24 10:00:00");
    county.send("hall", accepted("e1"));
    let states = |county: &TestCounty, now: &str| {
        county.set(now);
        look(county);
        county.kept_states("C-1")
    };
    assert!(states(&county, "2026-09-27 23:59:59").is_empty());
    let warned = ["case_due/C-1/1/2026-09-30 pending"];
    assert_eq!(states(&county, "2026-09-28 00:00:00"), warned);
    let county = county.restarted("2026-09-30 12:00:00");
    assert_eq!(look(&county), Looked::default(), "it is kept already");
    assert_eq!(states(&county, "2026-10-07 23:59:59"), warned);
    let overdue = ["case_due/C-1/1/2026-09-30 pending", "case_overdue/C-1/2/2026-09-30 pending"];
    assert_eq!(states(&county, "2026-10-08 00:00:00"), overdue);
    let county = county.restarted("2026-10-12 23:59:59");
    assert_eq!(look(&county), Looked::default());
    assert_eq!(county.kept_states("C-1"), overdue);
    assert_eq!(states(&county, "2026-10-13 00:00:00").len(), 3);
    assert_eq!(states(&county, "2026-10-21 00:00:00").len(), 4);
    let last = county.kept("C-1").pop().expect("level 4");
    assert_eq!((last.level, last.date.as_str()), (4, "2026-10-21"));
    assert_eq!(last.recipients, ["supervision"]);
    assert_eq!(last.derived, at("2026-10-21 00:00:00"));
    assert_eq!(
        last.body,
        r#"{"kind":"case_overdue","level":4,"subject":"C-1","date":"2026-10-21","due":"2026-09-30","window":"W-1","department":"D-1","to":["supervision"]}"#
    );
}

#[test]
fn what_is_taken_back_is_withdrawn_unless_it_was_sent_and_pending_again_once_it_is_true_again() {
    let county = TestCounty::new("notices-withdrawn", "2026-10-08 07:00:00");
    county.send("hall", accepted("e1"));
    look(&county);
    let warning = "case_due/C-1/1/2026-09-30";
    let settled = county.records().settle_notice(warning, Delivered::Sent, at("2026-10-08 08:30:00"));
    assert!(settled.expect("a store"));
    county.set("2026-10-08 09:00:00");
    county.send("hall", retracted("e2", "e1", "2026-10-08 09:00:00"));
    look(&county);
    let taken_back = ["case_due/C-1/1/2026-09-30 sent", "case_overdue/C-1/2/2026-09-30 withdrawn"];
    assert_eq!(county.kept_states("C-1"), taken_back);
    let county = county.restarted("2026-10-08 10:00:00");
    look(&county);
    assert_eq!(county.kept_states("C-1"), taken_back);
    county.send("hall", accepted("e3"));
    look(&county);
    let again = ["case_due/C-1/1/2026-09-30 sent", "case_overdue/C-1/2/2026-09-30 pending"];
    assert_eq!(county.kept_states("C-1"), again);
}

#[test]
fn the_months_are_not_asked_where_nothing_has_changed() {
    let county = TestCounty::new("notices-cheap", "2026-10-08 07:00:00");
    county.send("hall", accepted("e1"));
    let mut keeper = Keeper::new(county.live(), county.records());
    let mut made = || {
        keeper.look().expect("a store");
        county.metrics.scoring_seconds.get_sample_count()
    };
    assert_eq!(made(), 1);
    county.set("2026-10-08 23:59:59");
    assert_eq!(made(), 1, "the same day and the same events");
    county.set("2026-10-09 00:00:00");
    assert_eq!(made(), 2, "a day has begun");
    county.send("hall", retracted("e2", "e1", "2026-10-08 09:00:00"));
    assert_eq!(made(), 3, "an event has arrived");
    county.send("hall", retracted("e2", "e1", "2026-10-08 09:00:00"));
    assert_eq!(made(), 3, "a duplicate has arrived");
}

#[test]
fn notices_of_a_months_end_are_kept_under_the_month_that_ended() {
    let county = TestCounty::new("notices-month-end", "2026-10-08 00:00:00");
    county.send("hall", accepted("e1"));
    look(&county);
    let missed = county.kept_states("D-1/on_time_rate");
    assert_eq!(missed, ["target_missed/D-1/on_time_rate/2/2026-09 pending"]);
}

#[test]
fn closing_a_month_withdraws_nothing() {
    let county = TestCounty::new("notices-closed", "2026-10-09 00:00:00");
    county.send("hall", accepted("e1"));
    look(&county);
    let kept = [county.kept_states("C-1"), county.kept_states("D-1/on_time_rate")];
    let september = Month::parse("2026-09").expect("a month");
    let closed =
        county.live().act_and_wait(move |desk| dashboards::months::close(desk, september, "analyst").is_ok());
    assert_eq!(closed, Ok(true));
    assert_eq!(look(&county).withdrawn, 0);
    assert_eq!([county.kept_states("C-1"), county.kept_states("D-1/on_time_rate")], kept);
}

#[test]
fn what_the_open_months_cannot_derive_is_not_withdrawn() {
    let kept = |identity: &str, kind: &str, date: &str| KeptNotice {
        identity: identity.to_owned(),
        kind: kind.to_owned(),
        level: 2,
        subject: String::new(),
        date: date.to_owned(),
        recipients: Vec::new(),
        body: String::new(),
        derived: at("2026-10-08 00:00:00"),
        state: NoticeState::Pending,
        sent: None,
    };
    let all = [
        kept("of October", "case_overdue", "2026-10-08"),
        kept("of September's end", "yellow_flag", "2026-10-08"),
        kept("of September", "case_due", "2026-09-28"),
        kept("of a feed", "feed_silent", "2026-10-08"),
    ];
    let derived = |months: &[&str]| {
        let months = months.iter().filter_map(|month| Month::parse(month)).collect();
        gone(&all, &Derived { months, notices: Vec::new() })
    };
    assert_eq!(derived(&["2026-10", "2026-11"]), ["of October"], "September is closed");
    assert_eq!(derived(&["2026-09", "2026-10"]), ["of October", "of September's end", "of September"]);
}

#[test]
fn one_keeper_follows_what_comes_goes_and_comes_again() {
    let county = TestCounty::new("notices-followed", "2026-10-08 07:00:00");
    let mut keeper = Keeper::new(county.live(), county.records());
    let mut look = || keeper.look().expect("a store");
    county.send("hall", accepted("e1"));
    // Of the case, and what September missed.
    let first = look();
    assert!(first.pending > 2 && first.withdrawn == 0, "{first:?}");
    let both = ["case_due/C-1/1/2026-09-30 pending", "case_overdue/C-1/2/2026-09-30 pending"];
    assert_eq!(county.kept_states("C-1"), both);
    county.send("hall", retracted("e2", "e1", "2026-10-08 07:00:00"));
    let withdrawn = look().withdrawn;
    let gone = ["case_due/C-1/1/2026-09-30 withdrawn", "case_overdue/C-1/2/2026-09-30 withdrawn"];
    assert_eq!(county.kept_states("C-1"), gone);
    assert_eq!(
        county.kept_states("D-1/on_time_rate"),
        ["target_missed/D-1/on_time_rate/2/2026-09 withdrawn"]
    );
    county.send("hall", accepted("e3"));
    assert_eq!(look(), Looked { pending: withdrawn, withdrawn: 0 });
    assert_eq!(county.kept_states("C-1"), both);
    assert_eq!(look(), Looked::default(), "nothing has changed since");
}

#[test]
fn what_came_and_went_between_two_looks_is_never_kept() {
    let county = TestCounty::new("notices-between", "2026-10-08 07:00:00");
    // September is open because of an event that was taken back.
    county.send("hall", accepted("e1"));
    county.send("hall", retracted("e2", "e1", "2026-10-08 07:00:00"));
    let mut keeper = Keeper::new(county.live(), county.records());
    keeper.look().expect("a store");
    county.send("hall", accepted("e3"));
    county.send("hall", retracted("e4", "e3", "2026-10-08 07:00:00"));
    assert_eq!(keeper.look().expect("a store"), Looked::default());
    assert!(county.kept("C-1").is_empty());
}

#[test]
fn a_keeper_that_breaks_off_after_each_part_keeps_each_notice_once() {
    let county = TestCounty::new("notices-parts", "2026-10-21 07:00:00");
    county.send("hall", accepted("e1"));
    let mut kept = 0;
    for parts in 1..4 {
        let keeper = Keeper { part: 1, ..Keeper::new(county.live(), county.records()) };
        let mut following = keeper.begin().expect("a desk");
        for _ in 0..parts {
            let part = keeper.ask(&following).expect("a desk").expect("followed");
            kept += keeper.keep(&mut following, part.changed, part.month_ends).expect("a store").pending;
        }
    }
    kept += look(&county).pending;
    let county = county.restarted("2026-10-21 07:00:01");
    assert_eq!(look(&county), Looked::default());
    assert_eq!(county.kept_states("C-1").len(), 4, "all of the ladder");
    let counts = county.records().notice_counts().expect("counts");
    assert_eq!(counts, [("pending".to_owned(), kept as u64)]);
}

#[test]
fn where_another_keeper_follows_everything_is_compared_again() {
    let county = TestCounty::new("notices-two-keepers", "2026-10-08 07:00:00");
    let mut keeper = Keeper::new(county.live(), county.records());
    keeper.look().expect("a store");
    county.send("hall", accepted("e1"));
    assert!(look(&county).pending > 0, "the other one has taken what changed");
    county.send("hall", retracted("e2", "e1", "2026-10-08 07:00:00"));
    assert!(keeper.look().expect("a store").withdrawn > 0, "also what it was never told");
}

#[test]
fn a_month_begins_and_the_keeper_goes_on() {
    let county = TestCounty::new("notices-month", "2026-09-30 23:59:59");
    county.send("hall", accepted("e1"));
    let mut keeper = Keeper::new(county.live(), county.records());
    keeper.look().expect("a store");
    county.set("2026-10-08 00:00:00");
    let months = county.live().act_and_wait(|desk| desk.months().to_vec()).expect("a desk");
    assert_eq!(months.last(), Month::parse("2026-11").as_ref());
    let follower = keeper.following.as_ref().map(|following| following.follower);
    assert!(keeper.look().expect("a store").pending > 0);
    assert_eq!(keeper.following.as_ref().map(|following| following.follower), follower, "not begun anew");
    let overdue = ["case_due/C-1/1/2026-09-30 pending", "case_overdue/C-1/2/2026-09-30 pending"];
    assert_eq!(county.kept_states("C-1"), overdue);
}

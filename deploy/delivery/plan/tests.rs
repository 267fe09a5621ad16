//! Who is told what when.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::service::test_county::at;
use ingest::store::NoticeState;
use scoring::registry::{self, SourceFile};

fn county() -> Registry {
    let text = include_str!("../../../tests/county/registry.toml").to_owned();
    registry::read(&[SourceFile { name: "county.toml".to_owned(), text }]).unwrap()
}

fn notice(identity: &str, level: u8, date: &str) -> KeptNotice {
    KeptNotice {
        identity: identity.to_owned(),
        kind: "case_overdue".to_owned(),
        level,
        subject: String::new(),
        date: date.to_owned(),
        recipients: vec!["window:W-1".to_owned(), "supervision".to_owned()],
        body: String::new(),
        derived: at("2026-09-08 00:00:00"),
        state: NoticeState::Pending,
        sent: None,
    }
}

fn untold(identity: &str, level: u8, date: &str, recipients: &[&str]) -> Untold {
    let recipients = recipients.iter().map(|recipient| (*recipient).to_owned()).collect();
    Untold { notice: notice(identity, level, date), recipients }
}

/// `recipient: notices` of those told, then `recipient mutes notices`.
fn planned(untold: Vec<Untold>, last: &[(&str, &str)], mutes: &[&str], now: &str) -> Vec<String> {
    let last = last.iter().map(|(recipient, made)| ((*recipient).to_owned(), at(made))).collect();
    let set = Addressee { mutes_level_1: true, ..Addressee::default() };
    let known = mutes.iter().map(|recipient| ((*recipient).to_owned(), set.clone())).collect();
    let plan = plan(&county(), untold, &last, &known, at(now));
    let told = plan.tell.iter().map(|(recipient, notices)| {
        let each: Vec<&str> = notices.iter().map(|notice| notice.identity.as_str()).collect();
        format!("{recipient}: {}", each.join(" "))
    });
    let muted = plan.mute.iter().map(|(recipient, each)| format!("{recipient} mutes {}", each.join(" ")));
    told.chain(muted).collect()
}

#[test]
fn nothing_goes_out_before_the_site_opens() {
    let due = || vec![untold("a", 2, "2026-09-08", &["window:W-1"])];
    assert!(planned(due(), &[], &[], "2026-09-08 08:29:59").is_empty());
    assert_eq!(planned(due(), &[], &[], "2026-09-08 08:30:00"), ["window:W-1: a"]);
    // What is learned of later goes at once, also in the night after.
    assert_eq!(planned(due(), &[], &[], "2026-09-09 02:00:00"), ["window:W-1: a"]);
}

#[test]
fn what_waits_for_a_recipient_is_one_message_the_most_severe_first() {
    let waiting = vec![
        untold("a", 1, "2026-09-08", &["window:W-1"]),
        untold("b", 3, "2026-09-08", &["window:W-1", "supervision"]),
        untold("c", 2, "2026-09-07", &["window:W-1"]),
    ];
    let told = planned(waiting, &[], &[], "2026-09-08 09:00:00");
    assert_eq!(told, ["supervision: b", "window:W-1: b c a"]);
}

#[test]
fn the_next_message_follows_an_hour_after_the_last_one() {
    let due = || vec![untold("a", 2, "2026-09-08", &["window:W-1"])];
    let last = [("window:W-1", "2026-09-08 08:30:00")];
    assert!(planned(due(), &last, &[], "2026-09-08 09:29:59").is_empty());
    assert_eq!(planned(due(), &last, &[], "2026-09-08 09:30:00"), ["window:W-1: a"]);
}

#[test]
fn a_message_of_the_night_does_not_hold_up_the_morning() {
    let due = || vec![untold("a", 2, "2026-09-08", &["window:W-1"])];
    let last = [("window:W-1", "2026-09-08 08:10:00")];
    assert_eq!(planned(due(), &last, &[], "2026-09-08 08:30:00"), ["window:W-1: a"]);
    let last = [("window:W-1", "2026-09-08 08:30:00")];
    assert!(planned(due(), &last, &[], "2026-09-08 08:40:00").is_empty());
}

#[test]
fn level_1_can_be_muted_and_no_other() {
    let due = vec![
        untold("a", 1, "2026-09-08", &["window:W-1"]),
        untold("b", 2, "2026-09-08", &["window:W-1"]),
        untold("c", 1, "2026-09-08", &["window:W-2"]),
    ];
    let told = planned(due, &[], &["window:W-1"], "2026-09-08 09:00:00");
    assert_eq!(told, ["window:W-1: b", "window:W-2: c", "window:W-1 mutes a"]);
}

//! What becomes of a notice that is kept: pending, withdrawn, pending again, sent or failed; and what a store says of when
//! the service was there.

#![allow(clippy::unwrap_used)]

use ingest::feeds::Limits;
use ingest::store::sqlite::{Records, Sqlite};
use ingest::store::{Delivered, KeptNotice, NoticeState};
use scoring::time::Instant;
use std::path::PathBuf;

const MINUTE: i64 = 60_000_000_000;

/// The store of an empty folder.
fn store(name: &str) -> (Sqlite, PathBuf) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    (Sqlite::open(&folder, "test").unwrap(), folder)
}

fn notice(identity: &str) -> KeptNotice {
    KeptNotice {
        identity: identity.to_owned(),
        kind: "case_overdue".to_owned(),
        level: 2,
        subject: "C-1".to_owned(),
        date: "2026-09-09".to_owned(),
        recipients: vec!["department_head:D-1".to_owned()],
        body: "{}".to_owned(),
        derived: Instant(1),
        state: NoticeState::Pending,
        sent: None,
    }
}

fn state(records: &Records) -> NoticeState {
    let [kept] = records.notices("2026-09-01", "2026-09-30").unwrap().try_into().unwrap();
    kept.state
}

#[test]
fn a_notice_is_kept_once() {
    let (store, _) = store("kept-once");
    let records = store.records();
    assert_eq!(records.keep_notices(&[notice("a"), notice("a"), notice("b")]).unwrap(), 2);
    assert_eq!(records.keep_notices(&[notice("a")]).unwrap(), 0);
    assert_eq!(records.notice_counts().unwrap(), [("pending".to_owned(), 2)]);
}

#[test]
fn a_withdrawn_notice_is_pending_again_once_it_is_derived_again() {
    let (store, _) = store("kept-again");
    let records = store.records();
    records.keep_notices(&[notice("a")]).unwrap();
    assert_eq!(records.withdraw_notices(&["a".to_owned(), "b".to_owned()]).unwrap(), 1);
    assert_eq!(state(records), NoticeState::Withdrawn);
    assert_eq!(records.withdraw_notices(&["a".to_owned()]).unwrap(), 0);
    assert_eq!(records.keep_notices(&[notice("a")]).unwrap(), 1);
    assert_eq!(state(records), NoticeState::Pending);
}

#[test]
fn a_pending_notice_is_brought_up_to_date_and_a_sent_one_is_left_alone() {
    let (store, _) = store("kept-updated");
    let records = store.records();
    let later = KeptNotice { date: "2026-09-10".to_owned(), derived: Instant(2), ..notice("a") };
    records.keep_notices(&[notice("a")]).unwrap();
    assert_eq!(records.keep_notices(std::slice::from_ref(&later)).unwrap(), 0);
    let kept = records.notices("2026-09-01", "2026-09-30").unwrap();
    assert_eq!(kept, [KeptNotice { derived: Instant(1), ..later }], "when it was first known stays");
    assert!(records.settle_notice("a", Delivered::Sent, Instant(9)).unwrap());
    assert_eq!(records.keep_notices(&[notice("a")]).unwrap(), 0);
    assert_eq!(records.withdraw_notices(&["a".to_owned()]).unwrap(), 0);
    let kept = records.notices("2026-09-01", "2026-09-30").unwrap();
    assert_eq!((kept[0].state, kept[0].sent), (NoticeState::Sent, Some(Instant(9))));
    assert_eq!(kept[0].date, "2026-09-10");
}

#[test]
fn a_failed_notice_may_be_sent_later_and_a_sent_or_withdrawn_one_not_again() {
    let (store, _) = store("kept-settled");
    let records = store.records();
    records.keep_notices(&[notice("a")]).unwrap();
    assert!(records.settle_notice("a", Delivered::Failed, Instant(5)).unwrap());
    assert_eq!(
        records.keep_notices(&[notice("a")]).unwrap(),
        0,
        "what failed stays so until it is tried again"
    );
    assert_eq!(state(records), NoticeState::Failed);
    assert!(records.settle_notice("a", Delivered::Sent, Instant(6)).unwrap());
    assert!(!records.settle_notice("a", Delivered::Sent, Instant(7)).unwrap());
    records.keep_notices(&[notice("b")]).unwrap();
    records.withdraw_notices(&["b".to_owned()]).unwrap();
    assert!(!records.settle_notice("b", Delivered::Sent, Instant(8)).unwrap());
}

#[test]
fn a_service_that_was_away_for_five_minutes_has_not_been_away() {
    let (store, folder) = store("listening");
    assert_eq!(store.records().listening().unwrap(), None);
    let limits = Limits { silent_minutes: 90, ..Limits::default() };
    let begin = |minute: i64| {
        // Another connection each time, as after a restart.
        let records = Records::open(&folder).unwrap();
        records.begin_listening(Instant(minute * MINUTE), &limits).unwrap();
        let listening = records.listening().unwrap().unwrap();
        assert_eq!(listening.limits, limits);
        (listening.since.0 / MINUTE, listening.until.0 / MINUTE)
    };
    assert_eq!(begin(100), (100, 100));
    store.records().go_on_listening(Instant(200 * MINUTE)).unwrap();
    assert_eq!(begin(205), (100, 205));
    assert_eq!(begin(211), (211, 211), "six minutes");
    assert_eq!(begin(90), (90, 211), "a clock set back begins anew, and the latest time stays known");
    store.records().go_on_listening(Instant(95 * MINUTE)).unwrap();
    assert_eq!(begin(96), (90, 211));
}

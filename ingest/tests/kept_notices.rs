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

#[test]
fn a_secret_is_made_once_and_another_one_takes_its_place() {
    let (store, folder) = store("kept-secrets");
    let records = store.records();
    assert_eq!(records.secret("links", [1; 32]).unwrap(), [1; 32]);
    assert_eq!(Records::open(&folder).unwrap().secret("links", [2; 32]).unwrap(), [1; 32]);
    assert_eq!(records.secret("others", [3; 32]).unwrap(), [3; 32]);
    records.renew_secret("links", [4; 32]).unwrap();
    assert_eq!(records.secret("links", [5; 32]).unwrap(), [4; 32]);
}

#[test]
fn notices_to_somebody_are_not_those_to_another_of_a_longer_name() {
    let (store, _) = store("kept-to");
    let records = store.records();
    let to = |identity: &str, recipient: &str, level| KeptNotice {
        recipients: vec!["supervision".to_owned(), recipient.to_owned()],
        level,
        ..notice(identity)
    };
    records
        .keep_notices(&[to("a", "window:W-1", 1), to("b", "window:W-10", 1), to("c", "window:W-1", 2)])
        .unwrap();
    let days = ("2026-09-01", "2026-09-30");
    let identities = |recipient| {
        let found = records.notices_to(recipient, days, 9).unwrap();
        found.into_iter().map(|notice| notice.identity).collect::<Vec<_>>()
    };
    assert_eq!(identities("window:W-1"), ["c", "a"]);
    assert_eq!(identities("window:W-10"), ["b"]);
    assert_eq!(identities("supervision").len(), 3);
    assert_eq!(identities("window:W"), [""; 0]);
    records.withdraw_notices(&["c".to_owned()]).unwrap();
    assert_eq!(identities("window:W-1"), ["a"]);
}

#[test]
fn notices_about_something_are_found_by_what_they_are_about() {
    let (store, _) = store("kept-about");
    let records = store.records();
    let about = |kind: &str, subject: &str, date: &str| KeptNotice {
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        date: date.to_owned(),
        ..notice(&format!("{kind}/{subject}/2/{date}"))
    };
    let kept = [
        about("complaint_overdue", "P-1", "2026-09-15"),
        about("complaint_due", "P-1", "2026-09-10"),
        about("complaint_due", "P-1/x", "2026-09-10"),
        about("complaint_due", "P-11", "2026-09-10"),
    ];
    records.keep_notices(&kept).unwrap();
    let found = records.notices_about(&["complaint_due", "complaint_overdue"], "P-1").unwrap();
    let identities: Vec<&str> = found.iter().map(|notice| notice.identity.as_str()).collect();
    assert_eq!(identities, ["complaint_due/P-1/2/2026-09-10", "complaint_overdue/P-1/2/2026-09-15"]);
}

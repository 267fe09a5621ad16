//! What makes a notice the same notice: kind, subject, level, and due date or month.

#![allow(clippy::unwrap_used)]

mod county;

use county::{Hall, S1, Seen, date};
use scoring::event::{Fact, Subject};
use scoring::log::Log;
use scoring::notices::{Notice, NoticeKind, NoticeSubject};

const ACCEPTED: Seen = (
    "2026-09-17T10:00:00+08:00",
    Subject::Case("C-1"),
    Fact::CaseAccepted { item: 0, window: 0, staff: S1, applicant: None, green_channel: false },
);

#[test]
fn a_notice_with_a_deadline_is_named_by_it() {
    let hall = Hall::new();
    let (log, result) = hall.score(&[ACCEPTED], "2026-10-01T00:00:00+08:00");
    let named: Vec<String> =
        result.notices.iter().map(|notice| notice.identity(&log, &hall.registry)).collect();
    assert_eq!(named, ["case_due/C-1/1/2026-09-23", "case_overdue/C-1/2/2026-09-23"]);
}

#[test]
fn a_notice_of_a_months_end_is_named_by_the_month_that_ended() {
    let hall = Hall::new();
    // The first working day after September 2026 is 8 October.
    let of = |kind, subject| {
        let notice = Notice {
            kind,
            level: 2,
            subject,
            date: date("2026-10-08"),
            due: None,
            window: None,
            department: None,
        };
        notice.identity(&Log::new(), &hall.registry)
    };
    assert_eq!(of(NoticeKind::YellowFlag, NoticeSubject::Window(0)), "yellow_flag/W-1/2/2026-09");
    let missed = NoticeSubject::Target(None, "on_time_rate");
    assert_eq!(of(NoticeKind::TargetMissed, missed), "target_missed/220821/on_time_rate/2/2026-09");
}

#[test]
fn every_kind_is_found_by_its_word_and_the_words_are_in_order() {
    let words: Vec<&str> = NoticeKind::ALL.iter().map(|kind| kind.word()).collect();
    assert!(words.is_sorted());
    for kind in NoticeKind::ALL {
        assert_eq!(NoticeKind::of_word(kind.word()), Some(kind));
    }
    assert_eq!(NoticeKind::of_word("feed_silent"), None);
}

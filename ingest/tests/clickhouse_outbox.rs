//! What the outbox in ClickHouse promises beside the contract: who was displaced sends nothing and puts nothing in that
//! counts, what was broken off is taken up again, and what was said to notices counts with its event.
#![allow(clippy::unwrap_used)]

mod lanes;
#[path = "../../tests/servers/mod.rs"]
mod servers;

use ingest::store::clickhouse::{ClickHouse, RegionKept};
use ingest::store::outbox::{Ended, KeptMessage, MessageState, NewMessage, Outbox as _, Then};
use ingest::store::{Batch, KeptNotice, NewAcknowledgement, NoticeState, StoreError};
use lanes::{LANE, REGION, Tables, batch};
use scoring::time::Instant;
use std::thread;

const UNTIL: Instant = Instant(100);

fn notice(identity: &str) -> KeptNotice {
    KeptNotice {
        identity: identity.to_owned(),
        kind: "case_overdue".to_owned(),
        level: 2,
        subject: "C-1".to_owned(),
        date: "2026-09-09".to_owned(),
        recipients: vec!["window:W-1".to_owned()],
        body: "{}".to_owned(),
        derived: Instant(1),
        state: NoticeState::Pending,
        sent: None,
    }
}

fn message(key: &str, notices: &[&str]) -> NewMessage {
    NewMessage {
        message: KeptMessage {
            key: key.to_owned(),
            recipient: "window:W-1".to_owned(),
            reader: "window:W-1".to_owned(),
            channel: "mail".to_owned(),
            address: "w1@example.org".to_owned(),
            round: 1,
            made: Instant(5),
            letter: "{}".to_owned(),
            state: MessageState::Waiting,
            attempts: 0,
            next: Instant(5),
            settled: None,
        },
        notices: notices.iter().map(|notice| (*notice).to_owned()).collect(),
    }
}

fn sent(at: i64) -> Ended {
    Ended { at: Instant(at), outcome: "delivered", detail: "250".to_owned(), then: Then::Sent }
}

fn is_displaced<T: std::fmt::Debug>(told: Result<T, StoreError>) -> bool {
    matches!(told, Err(StoreError::InUse { .. }))
}

fn untold(kept: &RegionKept) -> Vec<String> {
    kept.untold("2026-09-30").unwrap().into_iter().map(|untold| untold.notice.identity).collect()
}

fn due(kept: &RegionKept) -> Vec<String> {
    kept.messages_due(Instant(i64::MAX), 100).unwrap().into_iter().map(|message| message.key).collect()
}

#[test]
fn a_displaced_owner_puts_nothing_in_begins_nothing_and_withdraws_nothing() {
    let Some(tables) = Tables::new() else { return };
    let first = tables.open("first").region(REGION);
    first.keep_notices(&[notice("a")]).unwrap();
    first.put_messages(&[message("k", &["a"])]).unwrap();
    let second = tables.open("second").region(REGION);
    assert!(is_displaced(first.put_messages(&[message("late", &["a"])])));
    // It finds nothing that is still its own to begin or to withdraw.
    assert_eq!(first.messages_due(Instant(9), 9).unwrap(), second.messages_due(Instant(9), 9).unwrap());
    assert!(is_displaced(first.begin_attempt("k", Instant(5), UNTIL)));
    assert!(is_displaced(first.withdraw_message("k", Instant(5))));
    assert!(is_displaced(first.mute("window:W-1", &["a".to_owned()], Instant(5))));
    assert_eq!(second.begin_attempt("k", Instant(5), UNTIL).unwrap(), Some(1));
}

#[test]
fn an_owner_that_is_displaced_while_it_begins_an_attempt_is_told_before_it_sends() {
    let Some(tables) = Tables::new() else { return };
    let first = tables.open("first").region(REGION);
    first.put_messages(&[message("k", &["a"])]).unwrap();
    // Another claims the lane at the moment at which the row is written: after the look before it.
    tables.run(&format!(
        "CREATE MATERIALIZED VIEW steal TO claims AS SELECT '{LANE}' AS lane, toUInt64(99) AS epoch, toUInt64(1) AS nonce,
             'thief' AS holder FROM messages WHERE state = 'sending'"
    ));
    assert!(is_displaced(first.begin_attempt("k", Instant(5), UNTIL)));
    tables.run("DROP VIEW steal");
    let next = tables.open("next").region(REGION);
    assert_eq!(
        next.begin_attempt("k", Instant(99), UNTIL).unwrap(),
        None,
        "nobody knows that it was not sent"
    );
    assert_eq!(next.begin_attempt("k", UNTIL, Instant(200)).unwrap(), Some(2));
}

#[test]
fn what_a_displaced_owner_knows_of_its_attempts_is_known_to_the_next() {
    let Some(tables) = Tables::new() else { return };
    let first = tables.open("first").region(REGION);
    first.keep_notices(&[notice("a")]).unwrap();
    first.put_messages(&["arrived", "refused", "unknown"].map(|key| message(key, &["a"]))).unwrap();
    let keys = ["arrived", "refused", "unknown"];
    assert_eq!(first.begin_attempts(&keys, Instant(5), UNTIL).unwrap(), [Some(1); 3]);
    let second = tables.open("second").region(REGION);
    assert_eq!(second.begin_attempts(&keys, Instant(50), UNTIL).unwrap(), [None; 3], "their time is not up");
    assert!(is_displaced(first.end_attempt("arrived", 1, &sent(60))));
    let later =
        Ended { at: Instant(61), outcome: "later", detail: "421".to_owned(), then: Then::Waiting(UNTIL) };
    assert!(is_displaced(first.end_attempt("refused", 1, &later)));
    let due = second.messages_due(Instant(62), 9).unwrap();
    assert_eq!(due.iter().map(|message| message.key.as_str()).collect::<Vec<_>>(), ["arrived", "refused"]);
    assert_eq!(second.begin_attempts(&keys, Instant(62), UNTIL).unwrap(), [None, Some(2), None]);
    let kept = second.message("arrived").unwrap().unwrap();
    assert_eq!((kept.state, kept.settled, kept.attempts), (MessageState::Sent, Some(Instant(60)), 1));
    let kept = second.notice("a").unwrap().unwrap();
    assert_eq!((kept.state, kept.sent), (NoticeState::Sent, Some(Instant(60))), "one address is enough");
    assert_eq!(second.begin_attempts(&keys, Instant(63), UNTIL).unwrap(), [None; 3]);
}

#[test]
fn what_a_displaced_owner_puts_in_late_is_sent_by_nobody_and_tells_nothing() {
    let Some(tables) = Tables::new() else { return };
    let first = tables.open("first").region(REGION);
    first.keep_notices(&[notice("a"), notice("b")]).unwrap();
    first.put_messages(&[message("in time", &["a"])]).unwrap();
    let second = tables.open("second").region(REGION);
    // It may have looked just before it was displaced.
    let late: u64 = (1 << 32) + 900;
    tables.run(&format!(
        "INSERT INTO told (region, notice, recipient, round, message, version)
         VALUES ('{REGION}', 'b', 'window:W-1', 1, 'late', {late})"
    ));
    tables.run(&format!(
        "INSERT INTO messages (region, message, version, lane, recipient, round, notices, made, state, next)
         VALUES ('{REGION}', 'late', {late}, '{LANE}', 'window:W-1', 1, ['b'], 5, 'waiting', 5),
                ('{REGION}', 'in time', {late}, '{LANE}', 'window:W-1', 1, ['a'], 5, 'sent', 5)"
    ));
    let counts_for_nobody = |owner: &RegionKept| {
        assert_eq!(due(owner), ["in time"]);
        assert_eq!(untold(owner), ["b"]);
        assert_eq!(owner.message("late").unwrap(), None);
        assert_eq!(owner.oldest_unsent().unwrap(), Some(Instant(5)));
        assert_eq!(owner.begin_attempt("late", Instant(9), UNTIL).unwrap(), None);
    };
    counts_for_nobody(&second);
    counts_for_nobody(&tables.open("third").region(REGION));
    let last = tables.open("last").region(REGION);
    assert_eq!(last.put_messages(&[message("late", &["b"])]).unwrap(), 1, "its key is free");
    assert_eq!((due(&last), untold(&last)), (vec!["in time".to_owned(), "late".to_owned()], vec![]));
}

#[test]
fn messages_are_taken_over_from_who_claimed_the_lane_and_went_no_further() {
    let Some(tables) = Tables::new() else { return };
    tables.open("first").region(REGION).put_messages(&[message("k", &["a"])]).unwrap();
    tables.run("ALTER TABLE heads ADD CONSTRAINT fail CHECK 0");
    tables.connect().open_lane(LANE, "second").unwrap_err();
    tables.run("ALTER TABLE heads DROP CONSTRAINT fail");
    assert_eq!(due(&tables.open("third").region(REGION)), ["k"]);
}

#[test]
fn of_many_threads_that_begin_the_same_attempt_one_gets_it() {
    let Some(tables) = Tables::new() else { return };
    let lane = tables.open("worker");
    lane.region(REGION).put_messages(&[message("k", &["a"])]).unwrap();
    let begun: Vec<Option<u32>> = thread::scope(|scope| {
        let begin = |_| {
            let kept = lane.region(REGION);
            scope.spawn(move || kept.begin_attempt("k", Instant(5), UNTIL).unwrap())
        };
        let beginning: Vec<_> = (0..6).map(begin).collect();
        beginning.into_iter().map(|begun| begun.join().unwrap()).collect()
    });
    assert_eq!(begun.iter().flatten().collect::<Vec<_>>(), [&1]);
}

#[test]
fn what_was_broken_off_is_taken_up_again_and_what_arrived_is_not_sent_again() {
    let Some(tables) = Tables::new() else { return };
    let kept = tables.open("worker").region(REGION);
    kept.keep_notices(&[notice("a")]).unwrap();
    let may = |may: bool, table: &str| {
        let what = if may { "DROP CONSTRAINT fail" } else { "ADD CONSTRAINT fail CHECK 0" };
        tables.run(&format!("ALTER TABLE {table} {what}"));
    };
    // Of a message that is put in, what it tells is written first.
    may(false, "messages");
    kept.put_messages(&[message("k", &["a"])]).unwrap_err();
    assert_eq!(untold(&kept), ["a"]);
    may(true, "messages");
    kept.put_messages(&[message("k", &["a"])]).unwrap();
    assert_eq!(untold(&kept), [""; 0]);
    // Of an attempt, its own row.
    may(false, "messages");
    kept.begin_attempt("k", Instant(5), UNTIL).unwrap_err();
    may(true, "messages");
    assert_eq!(kept.begin_attempt("k", Instant(6), UNTIL).unwrap(), Some(1));
    // Of how it ended, that as well, then what follows for the notices.
    may(false, "messages");
    kept.end_attempt("k", 1, &sent(7)).unwrap_err();
    may(true, "messages");
    assert_eq!(kept.message("k").unwrap().unwrap().state, MessageState::Sending);
    let next = tables.open("next").region(REGION);
    assert_eq!(next.begin_attempt("k", Instant(8), UNTIL).unwrap(), None);
    assert_eq!(next.message("k").unwrap().unwrap().state, MessageState::Sent);
    assert_eq!(next.notice("a").unwrap().unwrap().sent, Some(Instant(7)));
    // Of what is not wanted, what follows for the notice.
    next.keep_notices(&[notice("b")]).unwrap();
    may(false, "told");
    next.mute("window:W-1", &["b".to_owned()], Instant(8)).unwrap_err();
    may(true, "told");
    assert_eq!(next.notice("b").unwrap().unwrap().state, NoticeState::Muted);
}

#[test]
fn what_a_failed_batch_said_to_a_notice_does_not_count() {
    let Some(tables) = Tables::new() else { return };
    let mut lane = tables.open("worker");
    let said = |event: usize, by: &str| NewAcknowledgement {
        event,
        notice: "a".to_owned(),
        by: by.to_owned(),
        reason: None,
        asks_help: false,
    };
    let saying = |said| Batch { acknowledgements: vec![said], ..batch(&["x", "y"], &[]) };
    let answered = |kept: &RegionKept| -> Vec<(u64, String)> {
        let answers = kept.answers(&["a".to_owned()]).unwrap().into_iter();
        answers.map(|answer| (answer.event, answer.by)).collect()
    };
    tables.run("ALTER TABLE heads ADD CONSTRAINT fail CHECK 0");
    lane.append(None, &[(REGION, &saying(said(0, "nobody")))]).unwrap_err();
    tables.run("ALTER TABLE heads DROP CONSTRAINT fail");
    assert_eq!(answered(&lane.region(REGION)), []);
    lane.append(None, &[(REGION, &saying(said(1, "wang")))]).unwrap();
    assert_eq!(answered(&lane.region(REGION)), [(2, "wang".to_owned())]);
}

#[test]
fn what_was_said_to_notices_under_version_1_is_taken_over() {
    let Some(tables) = Tables::new() else { return };
    let mut lane = tables.open("worker");
    let event = r#"{"id":"1","source":"hall","type":"notice.acknowledged","time":"2026-09-01T08:00:00+08:00","data":{"notice":"a","by":"wang","reason":"在办"}}"#;
    lane.append(None, &[(REGION, &batch(&["{}", event], &[]))]).unwrap();
    assert_eq!(lane.region(REGION).answers(&["a".to_owned()]).unwrap(), []);
    for _ in 0..2 {
        ClickHouse::create_schema(&tables.settings).unwrap();
        let answers = lane.region(REGION).answers(&["a".to_owned()]).unwrap();
        let said: Vec<_> =
            answers.iter().map(|of| (of.event, of.by.as_str(), of.reason.as_deref(), of.asks_help)).collect();
        assert_eq!(said, [(2, "wang", Some("在办"), false)]);
    }
}

#[test]
fn the_questions_of_the_documents_about_messages_are_answered() {
    let Some(tables) = Tables::new() else { return };
    let kept = tables.open("worker").region(REGION);
    kept.put_messages(&[message("k", &["a"])]).unwrap();
    kept.begin_attempt("k", Instant(5), UNTIL).unwrap();
    let refused = Ended { at: Instant(6), outcome: "never", detail: "550".to_owned(), then: Then::Dead };
    kept.end_attempt("k", 1, &refused).unwrap();
    let documents = include_str!("../../docs/operations/cluster.md");
    let questions = documents.split("```").find(|block| block.contains("FROM flagpost.messages")).unwrap();
    let asked: Vec<&str> = questions.split(';').map(str::trim).collect();
    let counts: Vec<(String, String, u64)> = tables.ask(&asked[0].replacen(
        "region, state, count()",
        "toString(region), toString(state), count()",
        1,
    ));
    assert_eq!(counts, [(REGION.to_owned(), "dead".to_owned(), 1)]);
    let dead: Vec<(String, String, String, String, u32, String)> =
        tables.ask(&asked[1].replacen("m.region", "toString(m.region)", 1).replacen(
            "m.channel",
            "toString(m.channel)",
            1,
        ));
    let (_, recipient, channel, _, attempt, detail) = &dead[0];
    assert_eq!((dead.len(), recipient.as_str(), channel.as_str()), (1, "window:W-1", "mail"));
    assert_eq!((*attempt, detail.as_str()), (1, "550"));
}

//! The promises of `ingest/src/store/outbox.rs`, one function each, asked of any store.
//!
//! A store's tests say in [`Asked`] and [`Hall`] how it is opened and looked into, and write `ask_all!(TheStore)`.

use ingest::store::outbox::{
    Attempt, Ended, KeptMessage, MessageFilter, MessageState, NewMessage, Outbox, Then,
};
use ingest::store::{Batch, KeptNotice, NewAcknowledgement, NewDelivery, NewEvent, NoticeState, Road};
use scoring::time::Instant;

/// A place that has one store.
pub trait Asked: Sized {
    /// The store, opened.
    type Hall: Hall;
    /// A place without a store, `name` being one test's alone; `None` where it cannot be had here, which was said aloud.
    fn new(name: &str) -> Option<Self>;
    /// Opens its store, the same one each time. Who had it before has it no more.
    fn open(&self) -> Self::Hall;
}

/// A store that is open, and what a test must be able to do with it beside [`Outbox`].
pub trait Hall {
    /// Its outbox.
    type Box: Outbox;
    fn outbox(&self) -> &Self::Box;
    fn append(&mut self, batch: &Batch<'_>);
    fn keep_notices(&self, notices: &[KeptNotice]);
    fn withdraw_notices(&self, identities: &[String]);
    fn notice(&self, identity: &str) -> Option<KeptNotice>;
    fn messages(&self, filter: &MessageFilter) -> Vec<KeptMessage>;
    fn message(&self, key: &str) -> Option<KeptMessage>;
    fn messages_of(&self, notice: &str) -> Vec<KeptMessage>;
    fn notices_of_message(&self, key: &str) -> Vec<String>;
    fn attempts(&self, key: &str) -> Vec<Attempt>;
    fn counts(&self) -> Vec<(String, u64)>;
    fn secret(&self, name: &str, chance: [u8; 32]) -> [u8; 32];
}

/// Asks every promise of a store.
#[macro_export]
macro_rules! ask_all {
    ($asked:ty) => {
        $crate::ask_all! { $asked:
            a_notice_is_told_once_to_each_of_its_recipients
            a_key_is_put_in_once
            of_two_who_begin_the_same_attempt_one_gets_it
            an_attempt_whose_time_is_up_can_be_taken_again_with_the_next_number
            what_is_settled_is_never_taken_again
            a_message_that_waits_is_taken_when_its_turn_has_come
            a_late_arrival_counts_and_a_late_failure_does_not
            a_notice_is_sent_once_each_recipient_was_reached_at_one_address
            a_notice_with_a_recipient_beyond_reach_has_failed_until_a_message_is_tried_again
            a_muted_notice_is_told_to_nobody_and_one_muted_by_some_is_told_to_the_others
            a_withdrawn_message_frees_its_notices_and_may_come_again
            a_message_that_was_tried_is_not_withdrawn
            what_was_told_is_found_with_its_repeat
            answers_are_found_by_notice_in_the_order_in_which_they_came
            the_last_and_the_oldest_are_found
            messages_are_listed_by_what_is_asked
            notices_of_the_service_itself_are_kept_once
            everything_is_there_after_opening_again
        }
    };
    ($asked:ty: $($promise:ident)*) => {
        $(
            #[test]
            fn $promise() {
                if let Some(asked) = <$asked as outbox_promises::Asked>::new(stringify!($promise)) {
                    outbox_promises::$promise(&asked);
                }
            }
        )*
    };
}

const UNTIL: Instant = Instant(1_000);

fn at(instant: i64) -> Instant {
    Instant(instant)
}

fn notice(identity: &str, date: &str, recipients: &[&str]) -> KeptNotice {
    KeptNotice {
        identity: identity.to_owned(),
        kind: "case_overdue".to_owned(),
        level: 2,
        subject: "C-1".to_owned(),
        date: date.to_owned(),
        recipients: recipients.iter().map(|recipient| (*recipient).to_owned()).collect(),
        body: "{}".to_owned(),
        derived: at(1),
        state: NoticeState::Pending,
        sent: None,
    }
}

fn message(key: &str, recipient: &str, notices: &[&str], made: i64) -> NewMessage {
    NewMessage {
        message: KeptMessage {
            key: key.to_owned(),
            recipient: recipient.to_owned(),
            reader: "deputy".to_owned(),
            channel: "mail".to_owned(),
            address: format!("{key}@example.org"),
            round: 1,
            made: at(made),
            letter: format!("{{\"text\":\"信 {key}\"}}"),
            state: MessageState::Waiting,
            attempts: 0,
            next: at(made),
            settled: None,
        },
        notices: notices.iter().map(|notice| (*notice).to_owned()).collect(),
    }
}

fn again(key: &str, recipient: &str, notices: &[&str], made: i64) -> NewMessage {
    let mut new = message(key, recipient, notices, made);
    new.message.round = 2;
    new
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn ended(instant: i64, then: Then) -> Ended {
    let outcome = match then {
        Then::Sent => "delivered",
        Then::Dead => "never",
        Then::Waiting(_) => "later",
    };
    Ended { at: at(instant), outcome, detail: format!("250 {instant}"), then }
}

/// What is untold, as notice and recipients.
fn untold(hall: &impl Hall) -> Vec<(String, Vec<String>)> {
    let found = hall.outbox().untold("2026-09-30").unwrap().into_iter();
    found.map(|untold| (untold.notice.identity, untold.recipients)).collect()
}

fn due(hall: &impl Hall, now: i64) -> Vec<String> {
    let found = hall.outbox().messages_due(at(now), 100).unwrap().into_iter();
    found.map(|message| message.key).collect()
}

fn state(hall: &impl Hall, notice: &str) -> (NoticeState, Option<Instant>) {
    let notice = hall.notice(notice).unwrap();
    (notice.state, notice.sent)
}

fn message_state(hall: &impl Hall, key: &str) -> MessageState {
    hall.message(key).unwrap().state
}

/// One attempt from beginning to end.
fn attempt(hall: &impl Hall, key: &str, now: i64, then: Then) {
    let number = hall.outbox().begin_attempt(key, at(now), UNTIL).unwrap().unwrap();
    hall.outbox().end_attempt(key, number, &ended(now + 1, then)).unwrap();
}

pub fn a_notice_is_told_once_to_each_of_its_recipients(asked: &impl Asked) {
    let hall = asked.open();
    hall.keep_notices(&[
        notice("b", "2026-09-09", &["window:W-1", "supervision"]),
        notice("a", "2026-09-09", &["window:W-1"]),
        notice("later", "2026-10-01", &["window:W-1"]),
    ]);
    assert_eq!(
        untold(&hall),
        [("a".to_owned(), texts(&["window:W-1"])), ("b".to_owned(), texts(&["window:W-1", "supervision"]))]
    );
    let put = hall.outbox().put_messages(&[
        message("to the window", "window:W-1", &["a", "b"], 5),
        message("to another address", "window:W-1", &["a", "b"], 5),
    ]);
    assert_eq!(put.unwrap(), 2);
    assert_eq!(untold(&hall), [("b".to_owned(), texts(&["supervision"]))]);
    hall.outbox().put_messages(&[message("to the bureau", "supervision", &["b"], 6)]).unwrap();
    assert_eq!(untold(&hall), []);
    // A repeat does not stand for the first time.
    hall.keep_notices(&[notice("c", "2026-09-09", &["supervision"])]);
    hall.outbox().put_messages(&[again("repeat", "supervision", &["c"], 7)]).unwrap();
    assert_eq!(untold(&hall), [("c".to_owned(), texts(&["supervision"]))]);
}

pub fn a_key_is_put_in_once(asked: &impl Asked) {
    let hall = asked.open();
    hall.keep_notices(&[notice("a", "2026-09-09", &["window:W-1"])]);
    let one = message("k", "window:W-1", &["a"], 5);
    assert_eq!(hall.outbox().put_messages(&[one.clone(), one.clone()]).unwrap(), 1);
    attempt(&hall, "k", 5, Then::Sent);
    assert_eq!(hall.outbox().put_messages(&[message("k", "window:W-1", &["a"], 50)]).unwrap(), 0);
    let kept = hall.message("k").unwrap();
    let (attempts, settled) = (1, Some(at(6)));
    let sent = KeptMessage { state: MessageState::Sent, attempts, next: at(6), settled, ..one.message };
    assert_eq!(kept, sent);
    assert_eq!(due(&hall, i64::MAX), [""; 0]);
}

pub fn of_two_who_begin_the_same_attempt_one_gets_it(asked: &impl Asked) {
    let hall = asked.open();
    hall.outbox().put_messages(&[message("k", "window:W-1", &["a"], 5)]).unwrap();
    assert_eq!(hall.outbox().begin_attempt("k", at(5), UNTIL).unwrap(), Some(1));
    assert_eq!(hall.outbox().begin_attempt("k", at(6), UNTIL).unwrap(), None);
    assert_eq!(hall.outbox().begin_attempt("none", at(6), UNTIL).unwrap(), None);
    assert_eq!(message_state(&hall, "k"), MessageState::Sending);
    assert_eq!(due(&hall, 999), [""; 0]);
    hall.outbox()
        .put_messages(&[message("x", "window:W-1", &["a"], 5), message("y", "window:W-1", &["a"], 5)])
        .unwrap();
    let begun = hall.outbox().begin_attempts(&["x", "k", "y", "none"], at(6), UNTIL).unwrap();
    assert_eq!(begun, [Some(1), None, Some(1), None]);
}

pub fn an_attempt_whose_time_is_up_can_be_taken_again_with_the_next_number(asked: &impl Asked) {
    let hall = asked.open();
    hall.outbox().put_messages(&[message("k", "window:W-1", &["a"], 5)]).unwrap();
    hall.outbox().begin_attempt("k", at(5), at(20)).unwrap();
    assert_eq!(hall.outbox().begin_attempt("k", at(19), UNTIL).unwrap(), None);
    assert_eq!(due(&hall, 20), ["k"]);
    assert_eq!(hall.outbox().begin_attempt("k", at(20), UNTIL).unwrap(), Some(2));
    hall.outbox().end_attempt("k", 2, &ended(21, Then::Waiting(at(40)))).unwrap();
    let attempts = hall.attempts("k");
    let told: Vec<_> =
        attempts.iter().map(|of| (of.number, of.begun, of.ended, of.outcome.as_deref())).collect();
    assert_eq!(told, [(1, at(5), None, None), (2, at(20), Some(at(21)), Some("later"))]);
    assert_eq!(attempts[1].detail, "250 21");
    assert_eq!(hall.outbox().begin_attempt("k", at(39), UNTIL).unwrap(), None);
    assert_eq!(hall.outbox().begin_attempt("k", at(40), UNTIL).unwrap(), Some(3));
}

pub fn what_is_settled_is_never_taken_again(asked: &impl Asked) {
    let hall = asked.open();
    let keys = ["sent", "dead", "withdrawn"];
    hall.outbox().put_messages(&keys.map(|key| message(key, "window:W-1", &["a"], 5))).unwrap();
    attempt(&hall, "sent", 5, Then::Sent);
    attempt(&hall, "dead", 5, Then::Dead);
    assert!(hall.outbox().withdraw_message("withdrawn", at(5)).unwrap());
    for key in keys {
        assert_eq!(hall.outbox().begin_attempt(key, at(i64::MAX), UNTIL).unwrap(), None, "{key}");
        assert_eq!(message_state(&hall, key).word(), key);
    }
    assert_eq!(due(&hall, i64::MAX), [""; 0]);
}

pub fn a_message_that_waits_is_taken_when_its_turn_has_come(asked: &impl Asked) {
    let hall = asked.open();
    let some = [("b", 6), ("c", 5), ("a", 6), ("d", 9)];
    hall.outbox().put_messages(&some.map(|(key, made)| message(key, "window:W-1", &["n"], made))).unwrap();
    assert_eq!(due(&hall, 8), ["c", "a", "b"], "those that wait longest first");
    let two = hall.outbox().messages_due(at(8), 2).unwrap();
    assert_eq!(two.iter().map(|message| message.key.as_str()).collect::<Vec<_>>(), ["c", "a"]);
    assert_eq!(two[1], message("a", "window:W-1", &["n"], 6).message, "with all that was put in");
}

pub fn a_late_arrival_counts_and_a_late_failure_does_not(asked: &impl Asked) {
    let hall = asked.open();
    hall.keep_notices(&[notice("a", "2026-09-09", &["window:W-1"])]);
    hall.outbox().put_messages(&[message("k", "window:W-1", &["a"], 5)]).unwrap();
    hall.outbox().begin_attempt("k", at(5), at(20)).unwrap();
    hall.outbox().begin_attempt("k", at(20), at(40)).unwrap();
    hall.outbox().end_attempt("k", 1, &ended(21, Then::Dead)).unwrap();
    assert_eq!(message_state(&hall, "k"), MessageState::Sending, "another tries it now");
    assert_eq!(state(&hall, "a"), (NoticeState::Pending, None));
    hall.outbox().begin_attempt("k", at(40), at(60)).unwrap();
    hall.outbox().end_attempt("k", 2, &ended(45, Then::Sent)).unwrap();
    hall.outbox().end_attempt("k", 3, &ended(46, Then::Waiting(at(90)))).unwrap();
    assert_eq!(message_state(&hall, "k"), MessageState::Sent);
    assert_eq!(state(&hall, "a"), (NoticeState::Sent, Some(at(45))));
    assert_eq!(due(&hall, i64::MAX), [""; 0]);
}

pub fn a_notice_is_sent_once_each_recipient_was_reached_at_one_address(asked: &impl Asked) {
    let hall = asked.open();
    hall.keep_notices(&[notice("a", "2026-09-09", &["window:W-1", "supervision"])]);
    hall.outbox()
        .put_messages(&[
            message("mail", "window:W-1", &["a"], 5),
            message("robot", "window:W-1", &["a"], 5),
            message("bureau", "supervision", &["a"], 5),
        ])
        .unwrap();
    attempt(&hall, "mail", 5, Then::Dead);
    attempt(&hall, "bureau", 6, Then::Sent);
    assert_eq!(state(&hall, "a"), (NoticeState::Pending, None), "the robot has yet to be tried");
    attempt(&hall, "robot", 8, Then::Sent);
    assert_eq!(state(&hall, "a"), (NoticeState::Sent, Some(at(9))));
    hall.withdraw_notices(&texts(&["a"]));
    hall.keep_notices(&[notice("a", "2026-09-09", &["window:W-1", "supervision"])]);
    assert_eq!(state(&hall, "a").0, NoticeState::Sent, "what was sent stays sent");
    // One that is taken back while it is on its way was sent all the same.
    hall.keep_notices(&[notice("b", "2026-09-09", &["supervision"])]);
    hall.outbox().put_messages(&[message("on its way", "supervision", &["b"], 5)]).unwrap();
    hall.outbox().begin_attempt("on its way", at(5), UNTIL).unwrap();
    hall.withdraw_notices(&texts(&["b"]));
    hall.outbox().end_attempt("on its way", 1, &ended(6, Then::Sent)).unwrap();
    assert_eq!(state(&hall, "b"), (NoticeState::Sent, Some(at(6))));
}

pub fn a_notice_with_a_recipient_beyond_reach_has_failed_until_a_message_is_tried_again(asked: &impl Asked) {
    let hall = asked.open();
    hall.keep_notices(&[notice("a", "2026-09-09", &["window:W-1", "supervision"])]);
    let to_window = message("k", "window:W-1", &["a"], 5);
    hall.outbox().put_messages(&[to_window, message("bureau", "supervision", &["a"], 5)]).unwrap();
    attempt(&hall, "k", 5, Then::Dead);
    attempt(&hall, "bureau", 5, Then::Sent);
    assert_eq!(state(&hall, "a"), (NoticeState::Failed, None));
    assert!(!hall.outbox().try_again("bureau", at(30)).unwrap(), "that one was sent");
    assert!(!hall.outbox().try_again("none", at(30)).unwrap());
    assert!(hall.outbox().try_again("k", at(30)).unwrap());
    assert_eq!(state(&hall, "a"), (NoticeState::Pending, None));
    assert_eq!(untold(&hall), [], "it is told by the message that there is");
    assert_eq!((due(&hall, 29), due(&hall, 30)), (vec![], texts(&["k"])));
    assert_eq!(hall.outbox().begin_attempt("k", at(30), UNTIL).unwrap(), Some(2));
    hall.outbox().end_attempt("k", 2, &ended(31, Then::Sent)).unwrap();
    assert_eq!(state(&hall, "a"), (NoticeState::Sent, Some(at(31))));
}

pub fn a_muted_notice_is_told_to_nobody_and_one_muted_by_some_is_told_to_the_others(asked: &impl Asked) {
    let hall = asked.open();
    let both = ["window:W-1", "supervision"];
    hall.keep_notices(&[notice("all", "2026-09-09", &["window:W-1"]), notice("some", "2026-09-09", &both)]);
    hall.outbox().mute("window:W-1", &texts(&["all", "some"]), at(5)).unwrap();
    assert_eq!(state(&hall, "all"), (NoticeState::Muted, None));
    assert_eq!(state(&hall, "some"), (NoticeState::Pending, None));
    assert_eq!(untold(&hall), [("some".to_owned(), texts(&["supervision"]))]);
    hall.outbox().put_messages(&[message("k", "supervision", &["some"], 5)]).unwrap();
    attempt(&hall, "k", 5, Then::Sent);
    assert_eq!(state(&hall, "some"), (NoticeState::Sent, Some(at(6))));
    hall.keep_notices(&[notice("all", "2026-09-09", &["window:W-1"])]);
    assert_eq!(state(&hall, "all"), (NoticeState::Muted, None), "derived again, it stays so");
    assert_eq!(hall.outbox().told_since(at(0)).unwrap().len(), 1);
}

pub fn a_withdrawn_message_frees_its_notices_and_may_come_again(asked: &impl Asked) {
    let hall = asked.open();
    hall.keep_notices(&[
        notice("a", "2026-09-09", &["window:W-1"]),
        notice("b", "2026-09-09", &["window:W-1"]),
    ]);
    hall.outbox().put_messages(&[message("both", "window:W-1", &["a", "b"], 5)]).unwrap();
    assert_eq!(hall.outbox().taken_back("both").unwrap(), [""; 0]);
    hall.withdraw_notices(&texts(&["a"]));
    assert_eq!(hall.outbox().taken_back("both").unwrap(), ["a"]);
    assert!(hall.outbox().withdraw_message("both", at(6)).unwrap());
    assert!(!hall.outbox().withdraw_message("both", at(6)).unwrap());
    assert_eq!(untold(&hall), [("b".to_owned(), texts(&["window:W-1"]))]);
    assert_eq!(hall.outbox().last_made(at(0)).unwrap(), [], "nobody has seen it");
    assert_eq!(hall.outbox().oldest_unsent().unwrap(), None);
    assert_eq!((hall.messages_of("b"), hall.notices_of_message("both")), (vec![], vec![]));
    // The case is suspended again: the same notices make the same key.
    hall.keep_notices(&[notice("a", "2026-09-09", &["window:W-1"])]);
    assert_eq!(hall.outbox().put_messages(&[message("both", "window:W-1", &["a", "b"], 9)]).unwrap(), 1);
    assert_eq!(untold(&hall), []);
    assert_eq!(hall.message("both").unwrap(), message("both", "window:W-1", &["a", "b"], 9).message);
    attempt(&hall, "both", 9, Then::Sent);
    assert_eq!(state(&hall, "a"), (NoticeState::Sent, Some(at(10))));
    assert_eq!(state(&hall, "b"), (NoticeState::Sent, Some(at(10))));
}

pub fn a_message_that_was_tried_is_not_withdrawn(asked: &impl Asked) {
    let hall = asked.open();
    hall.outbox().put_messages(&[message("k", "window:W-1", &["a"], 5)]).unwrap();
    hall.outbox().begin_attempt("k", at(5), UNTIL).unwrap();
    assert!(!hall.outbox().withdraw_message("k", at(6)).unwrap());
    hall.outbox().end_attempt("k", 1, &ended(6, Then::Waiting(at(7)))).unwrap();
    assert!(!hall.outbox().withdraw_message("k", at(6)).unwrap(), "nobody knows what arrived of it");
    assert_eq!(due(&hall, 7), ["k"]);
}

pub fn what_was_told_is_found_with_its_repeat(asked: &impl Asked) {
    let hall = asked.open();
    hall.keep_notices(&[
        notice("a", "2026-09-09", &["window:W-1"]),
        notice("b", "2026-09-09", &["supervision"]),
        notice("c", "2026-09-09", &["window:W-1"]),
    ]);
    hall.outbox()
        .put_messages(&[
            message("mail", "window:W-1", &["a"], 5),
            message("robot", "window:W-1", &["a"], 5),
            message("bureau", "supervision", &["b"], 5),
            message("unsent", "window:W-1", &["c"], 5),
        ])
        .unwrap();
    attempt(&hall, "mail", 30, Then::Sent);
    attempt(&hall, "robot", 20, Then::Sent);
    attempt(&hall, "bureau", 10, Then::Sent);
    let told = |since: i64| -> Vec<_> {
        let told = hall.outbox().told_since(at(since)).unwrap().into_iter();
        told.map(|told| (told.notice.identity, told.recipient, told.sent, told.is_repeated)).collect()
    };
    let of_a = |is_repeated| ("a".to_owned(), "window:W-1".to_owned(), at(21), is_repeated);
    let of_b = |is_repeated| ("b".to_owned(), "supervision".to_owned(), at(11), is_repeated);
    assert_eq!(told(0), [of_a(false), of_b(false)]);
    assert_eq!(told(12), [of_a(false)]);
    hall.outbox().put_messages(&[again("repeat", "supervision", &["b"], 40)]).unwrap();
    assert_eq!(told(0), [of_a(false), of_b(true)]);
    attempt(&hall, "repeat", 41, Then::Sent);
    assert_eq!(told(0), [of_a(false), of_b(true)], "it says when the first was sent");
}

pub fn answers_are_found_by_notice_in_the_order_in_which_they_came(asked: &impl Asked) {
    let mut hall = asked.open();
    let said = |event, notice: &str, reason: Option<&str>| NewAcknowledgement {
        event,
        notice: notice.to_owned(),
        by: "window:W-1".to_owned(),
        reason: reason.map(str::to_owned),
        asks_help: reason.is_some(),
    };
    hall.append(&batch(3, vec![said(1, "a", None)]));
    hall.append(&batch(2, vec![said(1, "a", Some("等部门回函")), said(0, "b", None)]));
    let found = |notices: &[&str]| -> Vec<_> {
        let found = hall.outbox().answers(&texts(notices)).unwrap().into_iter();
        found.map(|answer| (answer.notice, answer.event, answer.reason, answer.asks_help)).collect()
    };
    let (first, help) =
        (("a".to_owned(), 2, None, false), ("a".to_owned(), 5, Some("等部门回函".to_owned()), true));
    assert_eq!(found(&["a"]), [first.clone(), help.clone()]);
    assert_eq!(found(&["b", "none", "a"]), [("b".to_owned(), 4, None, false), first, help]);
    assert_eq!(found(&[]), []);
    assert_eq!(hall.outbox().answers(&texts(&["a"])).unwrap()[0].by, "window:W-1");
}

fn batch(events: u64, acknowledgements: Vec<NewAcknowledgement>) -> Batch<'static> {
    let delivery = NewDelivery { road: Road::Page, place: "wang", site: None, received: at(5) };
    let event = |item| NewEvent { delivery: 0, item, content: item, attributes: None, raw: "{}" };
    let events = (1..=events).map(event).collect();
    Batch { deliveries: vec![delivery], events, acknowledgements, ..Batch::default() }
}

pub fn the_last_and_the_oldest_are_found(asked: &impl Asked) {
    let hall = asked.open();
    assert_eq!((hall.outbox().last_sent().unwrap(), hall.outbox().oldest_unsent().unwrap()), (None, None));
    assert!(hall.outbox().is_unused().unwrap());
    let some = [("a", "window:W-1", 5), ("b", "window:W-1", 7), ("c", "supervision", 6)];
    hall.outbox().put_messages(&some.map(|(key, to, made)| message(key, to, &["n"], made))).unwrap();
    assert!(!hall.outbox().is_unused().unwrap());
    let made = [("supervision".to_owned(), at(6)), ("window:W-1".to_owned(), at(7))];
    let mut last = hall.outbox().last_made(at(0)).unwrap();
    last.sort();
    assert_eq!(last, made);
    assert_eq!(hall.outbox().last_made(at(7)).unwrap(), made[1..], "made then or later");
    assert_eq!(hall.outbox().oldest_unsent().unwrap(), Some(at(5)));
    attempt(&hall, "a", 20, Then::Sent);
    assert_eq!(hall.outbox().oldest_unsent().unwrap(), Some(at(6)));
    attempt(&hall, "c", 30, Then::Dead);
    assert_eq!(hall.outbox().oldest_unsent().unwrap(), Some(at(7)), "what was given up waits no more");
    assert_eq!(hall.outbox().last_sent().unwrap(), Some(at(21)));
}

pub fn messages_are_listed_by_what_is_asked(asked: &impl Asked) {
    let hall = asked.open();
    let some = [("a1", "window:W-1", 5), ("a2", "window:W-1", 7), ("b", "supervision", 6)];
    hall.outbox().put_messages(&some.map(|(key, to, made)| message(key, to, &["n", "m"], made))).unwrap();
    attempt(&hall, "b", 8, Then::Dead);
    let keys = |filter: MessageFilter| -> Vec<String> {
        hall.messages(&filter).into_iter().map(|message| message.key).collect()
    };
    let all = MessageFilter::default();
    assert_eq!(keys(all.clone()), ["a2", "b", "a1"], "the newest first");
    assert_eq!(keys(MessageFilter { state: Some(MessageState::Dead), ..all.clone() }), ["b"]);
    assert_eq!(keys(MessageFilter { recipient: Some("window:W-1".to_owned()), ..all.clone() }), ["a2", "a1"]);
    assert_eq!(keys(MessageFilter { before: Some(at(6)), ..all }), ["a1"]);
    assert_eq!(hall.message("b").unwrap().key, "b");
    assert_eq!(hall.message("a2").unwrap().key, "a2");
    assert_eq!(hall.message("a"), None, "it names two");
    let telling: Vec<String> = hall.messages_of("m").into_iter().map(|message| message.key).collect();
    assert_eq!(telling, ["a1", "b", "a2"], "in the order of their making");
    assert_eq!(hall.notices_of_message("a1"), ["m", "n"]);
    assert_eq!(hall.counts(), [("dead".to_owned(), 1), ("waiting".to_owned(), 2)]);
}

pub fn notices_of_the_service_itself_are_kept_once(asked: &impl Asked) {
    let hall = asked.open();
    let own = notice("nothing_sent/2026-09-09", "2026-09-09", &["administrator"]);
    assert_eq!(hall.outbox().keep_once(std::slice::from_ref(&own)).unwrap(), 1);
    let other = KeptNotice { date: "2026-09-10".to_owned(), ..own.clone() };
    assert_eq!(hall.outbox().keep_once(&[other, notice("x", "2026-09-09", &["administrator"])]).unwrap(), 1);
    assert_eq!(hall.notice(&own.identity).unwrap(), own);
    assert_eq!(hall.outbox().keep_once(&[]).unwrap(), 0);
    let first = hall.secret("links", [7; 32]);
    assert_eq!(
        (first, hall.secret("links", [8; 32]), hall.secret("other", [9; 32])),
        ([7; 32], [7; 32], [9; 32])
    );
}

pub fn everything_is_there_after_opening_again(asked: &impl Asked) {
    let hall = asked.open();
    hall.keep_notices(&[
        notice("a", "2026-09-09", &["window:W-1"]),
        notice("b", "2026-09-09", &["supervision"]),
    ]);
    let keys = ["sent", "dead", "tried", "sending", "withdrawn", "waiting"];
    hall.outbox().put_messages(&keys.map(|key| message(key, "window:W-1", &["a"], 5))).unwrap();
    attempt(&hall, "sent", 5, Then::Sent);
    attempt(&hall, "dead", 5, Then::Dead);
    attempt(&hall, "tried", 5, Then::Waiting(at(50)));
    hall.outbox().begin_attempt("sending", at(5), at(60)).unwrap();
    hall.outbox().withdraw_message("withdrawn", at(6)).unwrap();
    hall.outbox().mute("supervision", &texts(&["b"]), at(6)).unwrap();
    hall.secret("links", [7; 32]);
    let all = hall.messages(&MessageFilter::default());
    let attempts: Vec<Vec<Attempt>> = keys.iter().map(|key| hall.attempts(key)).collect();
    drop(hall);
    for _ in 0..2 {
        let hall = asked.open();
        assert_eq!(hall.messages(&MessageFilter::default()), all);
        assert_eq!(keys.iter().map(|key| hall.attempts(key)).collect::<Vec<_>>(), attempts);
        assert_eq!(state(&hall, "a"), (NoticeState::Sent, Some(at(6))));
        assert_eq!(state(&hall, "b"), (NoticeState::Muted, None));
        assert_eq!(untold(&hall), []);
        assert_eq!(
            (due(&hall, 49), due(&hall, 60)),
            (texts(&["waiting"]), texts(&["waiting", "tried", "sending"]))
        );
        assert_eq!(hall.secret("links", [1; 32]), [7; 32]);
    }
    let hall = asked.open();
    assert_eq!(hall.outbox().begin_attempt("sending", at(60), UNTIL).unwrap(), Some(2));
}

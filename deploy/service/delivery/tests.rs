//! Notices on their way over the autumn holidays of 2026: to a real mail server and a real receiver of requests, through
//! restarts, refusals and lost lines; each level on its day, once.
//!
//! The case is promised within three working days and accepted on Thursday 24 September. 25 to 27 are the Mid-Autumn holidays,
//! 1 to 7 October the national ones, 10 October (a Saturday) is worked. It is due on 30 September.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::service::notices::Keeper;
use crate::service::servers;
use crate::service::test_county::{TestCounty, at, event};
use ingest::store::outbox::MessageFilter;
use ingest::store::sqlite::KeptAddressee;
use reports::delivery::addressee::{Away, Contact};
use reports::delivery::channels::{Mail, MailTls, Settings};
use serde_json::json;
use servers::receiver::{Receiver, Reply};
use servers::smtp::{Behaviour, Smtp};

/// The county's people; registry contacts are none in the test county, so that all of it is set.
const PEOPLE: [(&str, &str); 5] = [
    ("window:W-1", "w1@county.example"),
    ("department_head:D-1", "head@county.example"),
    ("county_leader", "leader@county.example"),
    ("supervision", "bureau@county.example"),
    ("administrator", "admin@county.example"),
];

fn set(county: &TestCounty, recipient: &str, set: &Addressee) {
    let kept = KeptAddressee {
        recipient: recipient.to_owned(),
        settings: serde_json::to_string(set).unwrap(),
        changed: at("2026-09-24 08:00:00"),
        changed_by: "test".to_owned(),
    };
    county.records().put_addressee(&kept).unwrap();
}

fn by_mail(email: &str) -> Addressee {
    Addressee {
        contact: Contact { email: Some(email.to_owned()), ..Contact::default() },
        ..Addressee::default()
    }
}

/// A county whose case was accepted, with everybody's address.
fn county(name: &str) -> TestCounty {
    let county = TestCounty::new(name, "2026-09-24 10:00:00");
    for (recipient, email) in PEOPLE {
        set(&county, recipient, &by_mail(email));
    }
    let data = json!({"case": "C-1", "item": "I-3", "window": "W-1", "staff": "S-1"});
    county.send("hall", event("e1", "hall", "case.accepted", "2026-09-24 10:00:00", data));
    county
}

fn mail(port: u16) -> Settings {
    let mail = Mail {
        server: "localhost".to_owned(),
        port,
        tls: MailTls::None,
        login: None,
        from: "监察 <flagpost@county.example>".to_owned(),
        ca_file: None,
        timeout: std::time::Duration::from_secs(5),
    };
    Settings { mail: Some(mail), ..Settings::default() }
}

fn courier(county: &TestCounty, settings: Settings) -> Courier {
    let telling = Telling {
        settings,
        administrator: Vec::new(),
        public_url: "https://flagpost.county.example".to_owned(),
    };
    let retries = Retries { attempts_max: 96, pause_seconds_first: 60, pause_seconds_longest: 3600 };
    let (live, clock) = (county.live(), county.clock());
    Courier::new(live, county.records(), Arc::new(telling), retries, clock, county.metrics.clone())
}

/// Lets it be a time, and does what the service's loops would do then.
fn round(county: &TestCounty, settings: &Settings, now: &str) -> Sent {
    county.set(now);
    Keeper::new(county.live(), county.records()).look().unwrap();
    courier(county, settings.clone()).look().unwrap()
}

/// Every message ever made as `recipient round state: notices`, by recipient and making.
fn made(county: &TestCounty) -> Vec<String> {
    let records = county.records();
    let mut messages = records.messages(&MessageFilter::default(), 1000).unwrap();
    messages.sort_by_key(|message| (message.made, message.recipient.clone()));
    let each = messages.iter().map(|message| {
        let notices = records.notices_of_message(&message.key).unwrap().join(" ");
        format!("{} {} {}: {notices}", message.recipient, message.round, message.state.word())
    });
    each.collect()
}

/// Whom the mails went to that arrived after so many.
fn to_after(smtp: &Smtp, seen: &mut usize) -> Vec<String> {
    let received = smtp.received();
    let mut to: Vec<String> = received[*seen..].iter().map(|mail| mail.to.join(",")).collect();
    to.sort();
    *seen = received.len();
    to
}

fn keys(smtp: &Smtp) -> Vec<String> {
    smtp.received().iter().map(servers::smtp::Mail::key).collect()
}

#[test]
fn over_the_holidays_each_level_arrives_on_its_day_and_once_through_restarts() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let mut county = county("delivery-ladder");
    let settings = mail(smtp.port());
    let [window, head, leader, bureau] =
        ["w1@county.example", "head@county.example", "leader@county.example", "bureau@county.example"];
    let days: [(&str, Vec<&str>); 15] = [
        ("2026-09-27 23:59:59", vec![]),
        ("2026-09-28 08:29:59", vec![]),
        // Level 1, when the site opens.
        ("2026-09-28 08:30:00", vec![window]),
        ("2026-09-28 17:00:00", vec![]),
        // The window did not acknowledge on the 29th: once more, and to the head.
        ("2026-09-30 08:30:00", vec![head, window]),
        ("2026-10-03 12:00:00", vec![]),
        // Level 2 to the head; September's missed target and flag to those whom they concern: head, leader, and for the
        // second department, which has no address, the bureau.
        ("2026-10-08 08:30:00", vec![bureau, head, leader]),
        // What the head did not acknowledge of 30 September: again, and to the leader.
        ("2026-10-09 08:30:00", vec![head, leader]),
        // Saturday is worked: Friday has passed without an answer to what was told on the 8th. What is new to the leader comes
        // first, what the leader has not answered an hour later.
        ("2026-10-10 08:30:00", vec![bureau, head, leader]),
        ("2026-10-10 09:30:00", vec![leader]),
        // Level 3 to the head and the leader; what the leader was told on the 9th, an hour later once more.
        ("2026-10-13 08:30:00", vec![head, leader]),
        ("2026-10-13 09:30:00", vec![leader]),
        // Nobody answered that either, but above the leader there is nobody: again to both, and the head's goes up.
        ("2026-10-15 08:30:00", vec![head, leader]),
        ("2026-10-15 09:30:00", vec![leader]),
        // Level 4 to the bureau; once more to the leader what came from the head, who still does not answer.
        ("2026-10-21 08:30:00", vec![bureau, leader]),
    ];
    let mut seen = 0;
    for (now, expected) in days {
        round(&county, &settings, now);
        round(&county, &settings, now);
        assert_eq!(to_after(&smtp, &mut seen), expected, "{now}: {:#?}", made(&county));
        county = county.restarted(now);
        round(&county, &settings, now);
        assert!(to_after(&smtp, &mut seen).is_empty(), "{now}, after a restart");
    }
    let (all, mut once) = (keys(&smtp), keys(&smtp));
    once.sort();
    once.dedup();
    assert_eq!(once.len(), all.len(), "each message once");
    let ladder = [
        "case_due/C-1/1/2026-09-30 sent",
        "case_overdue/C-1/2/2026-09-30 sent",
        "case_overdue/C-1/3/2026-09-30 sent",
        "case_overdue/C-1/4/2026-09-30 sent",
    ];
    let kept = county.kept_states("C-1");
    for level in ladder {
        assert!(kept.iter().any(|kept| kept == level), "{level}: {kept:#?}");
    }
}

#[test]
fn what_is_acknowledged_is_neither_repeated_nor_told_above() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let county = county("delivery-answered");
    let settings = mail(smtp.port());
    round(&county, &settings, "2026-09-28 08:30:00");
    let said = json!({"notice": "case_due/C-1/1/2026-09-30", "by": "window:W-1", "reason": "材料补充中"});
    county.set("2026-09-28 10:00:00");
    county.send("hall", event("a1", "hall", "notice.acknowledged", "2026-09-28 10:00:00", said));
    round(&county, &settings, "2026-09-30 08:30:00");
    assert_eq!(smtp.received().len(), 1);
}

#[test]
fn a_mail_server_that_refuses_for_now_gets_it_later_and_one_that_refuses_for_good_tells_the_administrator() {
    let Some(smtp) = Smtp::start(Behaviour::RefuseRecipient(450)) else { return };
    let county = county("delivery-refused");
    let settings = mail(smtp.port());
    assert_eq!(round(&county, &settings, "2026-09-28 08:30:00").later, 1);
    // Not before its pause is over.
    assert_eq!(round(&county, &settings, "2026-09-28 08:30:59"), Sent::default());
    smtp.tell(Behaviour::Accept);
    assert_eq!(round(&county, &settings, "2026-09-28 08:31:00").sent, 1);
    let key = county.records().messages(&MessageFilter::default(), 9).unwrap()[0].key.clone();
    let attempts = county.records().attempts(&key).unwrap();
    let outcomes: Vec<&str> = attempts.iter().filter_map(|attempt| attempt.outcome.as_deref()).collect();
    assert_eq!(outcomes, ["later", "delivered"]);

    smtp.tell(Behaviour::RefuseRecipients(vec!["head@county.example".to_owned()], 550));
    let told = round(&county, &settings, "2026-10-08 08:30:00");
    assert_eq!(told.dead.len(), 1, "{:#?}", made(&county));
    let overdue = |county: &TestCounty| {
        let kept = county.kept_states("C-1");
        kept.into_iter().find(|kept| kept.starts_with("case_overdue/C-1/2"))
    };
    assert_eq!(overdue(&county).as_deref(), Some("case_overdue/C-1/2/2026-09-30 failed"));
    round(&county, &settings, "2026-10-08 08:30:10");
    let to_administrator = smtp.received().iter().filter(|mail| mail.to == ["admin@county.example"]).count();
    assert_eq!(to_administrator, 1);
    // Mended and tried again by hand, it counts as sent.
    smtp.tell(Behaviour::Accept);
    let dead = told.dead[0].0.key.clone();
    assert!(county.records().try_again(&dead, at("2026-10-08 09:00:00")).unwrap());
    round(&county, &settings, "2026-10-08 09:00:00");
    assert_eq!(overdue(&county).as_deref(), Some("case_overdue/C-1/2/2026-09-30 sent"));
}

#[test]
fn where_nobody_knows_how_an_attempt_ended_it_is_tried_again_with_the_same_key() {
    let Some(smtp) = Smtp::start(Behaviour::DropAfterData) else { return };
    let mut county = county("delivery-doubt");
    let settings = mail(smtp.port());
    // The server has it, but its answer is lost.
    assert_eq!(round(&county, &settings, "2026-09-28 08:30:00").later, 1);
    smtp.tell(Behaviour::Accept);
    round(&county, &settings, "2026-09-28 08:31:00");
    let both = keys(&smtp);
    assert_eq!((both.len(), &both[0]), (2, &both[1]));
    // A process that dies in the middle of an attempt: another waits until its time is up, and takes the next number.
    county.set("2026-10-08 08:30:00");
    Keeper::new(county.live(), county.records()).look().unwrap();
    let mut dying = courier(&county, settings.clone());
    dying.put().unwrap();
    let now = at("2026-10-08 08:30:00");
    let waiting = dying.records.messages_due(now, 9).unwrap();
    let until = Instant(now.0 + 600 * NANOS_PER_SECOND);
    assert_eq!(dying.records.begin_attempt(&waiting[0].key, now, until).unwrap(), Some(1));
    drop(dying);
    county = county.restarted("2026-10-08 08:31:00");
    round(&county, &settings, "2026-10-08 08:31:00");
    assert!(!keys(&smtp).contains(&waiting[0].key), "somebody may still be sending it");
    assert_eq!(
        county.records().begin_attempt(&waiting[0].key, at("2026-10-08 08:31:00"), until).unwrap(),
        None
    );
    round(&county, &settings, "2026-10-08 08:40:00");
    assert_eq!(keys(&smtp).iter().filter(|key| **key == waiting[0].key).count(), 1);
    assert_eq!(county.records().attempts(&waiting[0].key).unwrap().len(), 2);
}

#[test]
fn a_muted_level_1_is_not_sent_and_a_deputy_reads_while_somebody_is_away() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let county = county("delivery-muted");
    let settings = mail(smtp.port());
    set(&county, "window:W-1", &Addressee { mutes_level_1: true, ..by_mail("w1@county.example") });
    let away = Addressee {
        deputy: Some(by_mail("deputy@county.example").contact),
        away: Some(Away { from: "2026-10-08".to_owned(), to: "2026-10-08".to_owned() }),
        mutes_level_1: true,
        ..by_mail("head@county.example")
    };
    set(&county, "department_head:D-1", &away);
    round(&county, &settings, "2026-09-28 08:30:00");
    assert!(smtp.received().is_empty());
    assert_eq!(county.kept_states("C-1"), ["case_due/C-1/1/2026-09-30 muted"]);
    round(&county, &settings, "2026-10-08 08:30:00");
    let (mut seen, to) = (0, |smtp: &Smtp, seen: &mut usize| to_after(smtp, seen));
    assert_eq!(
        to(&smtp, &mut seen),
        ["bureau@county.example", "deputy@county.example", "leader@county.example"],
        "level 2 is never muted"
    );
    round(&county, &settings, "2026-10-13 08:30:00");
    assert!(to(&smtp, &mut seen).contains(&"head@county.example".to_owned()));
}

#[test]
fn what_is_taken_back_before_it_is_sent_is_not_sent() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let county = county("delivery-withdrawn");
    let settings = mail(smtp.port());
    county.set("2026-09-28 08:30:00");
    Keeper::new(county.live(), county.records()).look().unwrap();
    courier(&county, settings.clone()).put().unwrap();
    let data = json!({"source": "hall", "id": "e1", "reason": "录入有误", "approved_by": "B-1"});
    county.send("hall", event("e2", "hall", "event.retracted", "2026-09-28 08:30:00", data));
    assert_eq!(round(&county, &settings, "2026-09-28 08:30:05").withdrawn, 1);
    assert!(smtp.received().is_empty());
    assert_eq!(county.kept_states("C-1"), ["case_due/C-1/1/2026-09-30 withdrawn"]);
}

#[test]
fn what_was_given_up_by_a_process_that_was_killed_then_is_told_by_the_next() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let county = county("delivery-given-up");
    county.set("2026-09-28 08:30:00");
    Keeper::new(county.live(), county.records()).look().unwrap();
    courier(&county, mail(smtp.port())).put().unwrap();
    let (records, now) = (county.records(), at("2026-09-28 08:30:00"));
    let key = records.messages_due(now, 9).unwrap()[0].key.clone();
    assert_eq!(records.begin_attempt(&key, now, now).unwrap(), Some(1));
    let then = ingest::store::outbox::Then::Dead;
    let ended =
        ingest::store::outbox::Ended { at: now, outcome: "never", detail: "no such box".to_owned(), then };
    records.end_attempt(&key, 1, &ended).unwrap();
    let county = county.restarted("2026-09-28 08:31:00");
    for _ in 0..2 {
        round(&county, &mail(smtp.port()), "2026-09-28 08:31:00");
    }
    let told = smtp.received();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0].to, ["admin@county.example"]);
}

#[test]
fn where_nothing_goes_out_for_a_working_day_the_administrator_hears_of_it_by_another_road() {
    let county = county("delivery-alarm");
    let gateway = Receiver::start(Reply::of(200, "{}"));
    let webhook = format!("http://{}/alarm", gateway.address());
    let contact = Contact { webhook: Some(webhook), ..Contact::default() };
    set(&county, "administrator", &Addressee { contact, ..Addressee::default() });
    // Nothing listens there.
    let settings = mail(1);
    for now in ["2026-09-28 08:30:00", "2026-09-28 12:00:00", "2026-09-29 08:29:00"] {
        round(&county, &settings, now);
        assert!(gateway.received().is_empty(), "{now}");
    }
    round(&county, &settings, "2026-09-29 08:31:00");
    round(&county, &settings, "2026-09-29 08:31:05");
    let told = gateway.received();
    assert!(
        told.iter().any(|told| told.body.contains("一条发出") || told.body.contains("nothing_sent")),
        "{told:#?}"
    );
    assert_eq!(county.metrics.messages.with_label_values(&["sent"]).get() as usize, told.len());
}

#[test]
fn the_day_on_which_sending_is_set_up_brings_no_flood_of_what_is_over() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let county = county("delivery-set-up");
    // A second case was overdue too, and is completed by the time.
    let of = |case: &str| json!({"case": case, "item": "I-3", "window": "W-1", "staff": "S-1"});
    county.send("hall", event("e2", "hall", "case.accepted", "2026-09-24 11:00:00", of("C-2")));
    let done = json!({"case": "C-2", "outcome": "approved"});
    county.set("2026-10-09 11:00:00");
    county.send("hall", event("e3", "hall", "case.completed", "2026-10-09 11:00:00", done));
    round(&county, &mail(smtp.port()), "2026-10-12 08:30:00");
    assert_eq!(
        county.kept_states("C-2"),
        ["case_due/C-2/1/2026-09-30 muted", "case_overdue/C-2/2/2026-09-30 muted"]
    );
    assert_eq!(
        county.kept_states("C-1"),
        ["case_due/C-1/1/2026-09-30 sent", "case_overdue/C-1/2/2026-09-30 sent"],
        "what still stands is told"
    );
    let told = |recipient: &str| made(&county).into_iter().any(|made| made.starts_with(recipient));
    assert!(told("department_head:D-1") && !told("administrator"), "nothing of it was late");
}

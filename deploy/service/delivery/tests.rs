//! Notices on their way over the autumn holidays of 2026: to a real mail server and a real receiver of requests, through
//! restarts, refusals and lost lines; each level on its day, once.
//!
//! The case is promised within three working days and accepted on Thursday 24 September. 25 to 27 are the Mid-Autumn holidays,
//! 1 to 7 October the national ones, 10 October (a Saturday) is worked. It is due on 30 September.

#![allow(clippy::unwrap_used)]

#[path = "../../../tests/servers/mod.rs"]
mod servers;

use super::*;
use crate::service::notices::Keeper;
use crate::service::test_county::{TestCounty, at, event};
use ingest::store::sqlite::{KeptAddressee, MessageFilter};
use reports::delivery::addressee::{Away, Contact};
use reports::delivery::channels::{Gateway, Mail, MailTls, Secret, Settings};
use reports::delivery::{Address, Channel};
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
    let retries = Retries { attempts_max: 3, pause_seconds_first: 60, pause_seconds_longest: 3600 };
    let (live, clock) = (county.live(), county.clock());
    Courier::new(live, county.records(), Arc::new(telling), retries, clock, county.metrics.clone())
}

/// Lets it be a time, and does what the service's loops would do then.
fn round(county: &TestCounty, settings: &Settings, now: &str) -> Sent {
    county.set(now);
    Keeper::new(county.live(), county.records()).look().unwrap();
    courier(county, settings.clone()).look().unwrap()
}

/// `to: subject` of what arrived.
fn arrived(smtp: &Smtp) -> Vec<String> {
    let each = smtp.received();
    each.iter().map(|mail| format!("{} {}", mail.to.join(","), mail.key())).collect()
}

/// `recipient round: notices` of every message ever made, in the order of their making.
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

#[test]
fn over_the_holidays_each_level_arrives_on_its_day_and_once_through_restarts() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let mut county = county("delivery-ladder");
    let settings = mail(smtp.port());
    // When, and how many mails have arrived by then.
    let days = [
        ("2026-09-27 23:59:59", 0),
        ("2026-09-28 08:29:59", 0), // before the site opens
        ("2026-09-28 08:30:00", 1), // level 1, to the window
        ("2026-09-28 17:00:00", 1),
        ("2026-09-30 08:30:00", 3), // nobody acknowledged: once more to the window, and to the head
        ("2026-10-03 12:00:00", 3),
        ("2026-10-08 08:30:00", 5), // level 2 to the head; what the head did not acknowledge is told again
    ];
    for (now, expected) in days {
        round(&county, &settings, now);
        round(&county, &settings, now);
        assert_eq!(smtp.received().len(), expected, "{now}: {:#?}", made(&county));
        county = county.restarted(now);
        round(&county, &settings, now);
        assert_eq!(smtp.received().len(), expected, "{now}, after a restart: {:#?}", made(&county));
    }
    let mut keys: Vec<String> = smtp.received().iter().map(servers::smtp::Mail::key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), smtp.received().len(), "each message once");
    assert_eq!(county.kept_states("C-1")[0], "case_due/C-1/1/2026-09-30 sent");
}

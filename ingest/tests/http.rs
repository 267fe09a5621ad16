//! `POST /v1/events` over a real connection: every shape, every refusal, answers event by event, and what is kept of each.
#![allow(clippy::unwrap_used)]

mod county;
mod desk;
mod served;

use desk::{TestDesk, folder, swipe, wait_until};
use flate2::{Compression, write::GzEncoder};
use ingest::live::{Delivery, Item, Outcome};
use ingest::sources::http::{Limits, Patience};
use ingest::store::Road;
use ingest::store::sqlite::RejectionFilter;
use serde_json::json;
use served::{Answer, BATCH, LINES, ONE, Served, binary, token};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// A desk that is served; the service ends first, since the desk waits for it.
struct ServedDesk {
    served: Served,
    desk: TestDesk,
    hall: String,
}

fn road(name: &str, limits: Limits, patience: Patience) -> ServedDesk {
    let desk = TestDesk::open(&folder(&format!("http-{name}")));
    let served = Served::new(desk.live(), desk.records(), limits, patience);
    let hall = token(&desk.records(), "hall", 1);
    ServedDesk { served, desk, hall }
}

fn plain(name: &str) -> ServedDesk {
    road(name, Limits::default(), Patience::default())
}

impl ServedDesk {
    fn events(&self, content_type: &str, body: &str) -> Answer {
        self.served.events(&self.hall, content_type, body)
    }

    /// Events that are kept, and rejected ones as (code, raw).
    fn kept(&self) -> (u64, Vec<(String, String)>) {
        let rejected = self.desk.records().rejections(&RejectionFilter::default(), 1000).unwrap();
        let rejected =
            rejected.into_iter().map(|kept| (kept.code, String::from_utf8_lossy(&kept.raw).into_owned()));
        (self.desk.events(), rejected.collect())
    }

    /// Refused with a status; nothing of it is kept. The message is in both languages.
    fn check_refused(&self, answer: &Answer, status: u16) {
        assert_eq!(answer.status, status, "{}", answer.body);
        let message = answer.body["error"].as_str().unwrap();
        assert!(message.contains(" / ") && !message.is_ascii(), "{message}");
        let is_passing = matches!(status, 408 | 429 | 503);
        assert_eq!(answer.headers.get("retry-after").is_some(), is_passing, "{status}");
        assert_eq!(self.kept(), (0, Vec::new()));
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn every_shape_brings_the_same_event() {
    let road = plain("shapes");
    let event = swipe("e1", "S-hall");
    let sends: [(&str, String); 8] = [
        (ONE, event.clone()),
        ("application/json", format!("\n {event}\r\n")),
        ("application/CloudEvents+JSON; charset=utf-8", event.clone()),
        (BATCH, format!("[{event}]")),
        (BATCH, format!(" [ {event}\n ] ")),
        (LINES, event.clone()),
        (LINES, format!("\r\n{event}\r\n\n")),
        ("application/ndjson", format!("{event}\n")),
    ];
    for (place, (content_type, body)) in sends.iter().enumerate() {
        let outcome = if place == 0 { "accepted" } else { "duplicate" };
        assert_eq!(road.events(content_type, body).outcomes(), [outcome], "{content_type}");
        let headers = [("content-type", *content_type), ("content-encoding", "gzip")];
        let packed = road.served.send(&road.hall, &headers, &gzip(body.as_bytes()));
        assert_eq!(packed.outcomes(), ["duplicate"], "{content_type}");
    }
    let (headers, data) = binary(&event);
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let answer = road.served.send(&road.hall, &headers, &data);
    assert_eq!(answer.outcomes(), ["duplicate"]);
    assert_eq!(road.kept(), (1, Vec::new()));
}

#[test]
fn a_binary_event_is_kept_as_the_structured_one() {
    let road = plain("binary");
    let event = swipe("e/1 号", "S-hall");
    let (headers, data) = binary(&event);
    let mut headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(road.served.send(&road.hall, &headers, &data).outcomes(), ["accepted"]);
    assert_eq!(road.events(ONE, &event).outcomes(), ["duplicate"]);
    headers.retain(|(name, _)| *name != "ce-time");
    let answer = road.served.send(&road.hall, &headers, b"{");
    assert_eq!(answer.outcomes(), ["malformed_json"], "what is wrong with it is told as with any other");
}

#[test]
fn answers_come_event_by_event_in_the_order_of_the_request() {
    let road = plain("order");
    let good = swipe("e1", "S-hall");
    let other = swipe("e1", "S-sub");
    let nobody = swipe("e2", "S-nobody");
    let foreign = swipe("e3", "S-sub").replace("\"hall\"", "\"sub\"");
    let unknown = swipe("e4", "S-hall").replace("attendance.swipe", "attendance.wave");
    let last = swipe("e5", "S-sub");
    let body = [&good, &good, &other, &nobody, "", &foreign, "{\"id\":7}", &unknown, "[1,\"]\"]", &last]
        .join(" ,\n");
    let answer = road.events(BATCH, &format!("[{body}]"));
    assert_eq!(answer.status, 200);
    let outcomes = answer.outcomes();
    assert_eq!(outcomes[..3], ["accepted", "duplicate", "conflict"]);
    assert_eq!(outcomes[3..6], ["unknown_staff", "malformed_json", "not_allowed"]);
    assert_eq!(outcomes[6..], ["not_cloudevent", "unknown_type", "not_cloudevent", "accepted"]);
    assert_eq!([answer.count("accepted"), answer.count("duplicates"), answer.count("rejected")], [2, 1, 7]);
    let ids: Vec<_> = answer.body["results"].as_array().unwrap().iter().map(|entry| &entry["id"]).collect();
    let expected = ["e1", "e1", "e1", "e2", "", "e3", "", "e4", "", "e5"];
    assert!(
        ids.iter().zip(expected).all(|(id, expected)| id.as_str().unwrap_or_default() == expected),
        "{ids:?}"
    );
    let (events, rejected) = road.kept();
    assert_eq!((events, rejected.len()), (2, 7));
    assert!(
        rejected.iter().map(|(code, _)| code.as_str()).eq(outcomes.into_iter().filter(|word| ![
            "accepted",
            "duplicate"
        ]
        .contains(word)))
    );
    assert_eq!(rejected[2].1, "", "the hole is kept as the hole that it was");
}

#[test]
fn an_empty_request_is_no_fault() {
    let road = plain("empty");
    for (content_type, body) in [(BATCH, "[]"), (LINES, ""), (LINES, "\n\n")] {
        let answer = road.events(content_type, body);
        assert_eq!((answer.status, answer.count("accepted"), answer.outcomes().len()), (200, 0, 0));
    }
    assert_eq!(road.kept(), (0, Vec::new()));
}

#[test]
fn a_token_speaks_for_its_own_site_alone() {
    let road = plain("tokens");
    let sub = token(&road.desk.records(), "sub", 2);
    let of_hall = swipe("e1", "S-hall");
    let answer = road.served.events(&sub, ONE, &of_hall);
    assert_eq!(answer.outcomes(), ["not_allowed"]);
    let message = answer.body["results"][0]["message"].as_str().unwrap();
    assert!(message.contains("`sub`") && message.contains("use a token of `hall`"), "{message}");
    assert_eq!(road.kept().0, 0);
    assert_eq!(road.events(ONE, &of_hall).outcomes(), ["accepted"]);
}

#[test]
fn without_a_token_that_holds_nothing_is_looked_at() {
    let road = plain("unauthorized");
    let body = swipe("e1", "S-hall");
    let revoked = token(&road.desk.records(), "hall", 3);
    assert!(road.desk.records().revoke_token("0303030303030303", desk::NOW).unwrap());
    let other_secret = format!("{}0", &road.hall[..road.hall.len() - 1]);
    for bad in ["", "x", "fp_", "fp__", "fp_0101010101010101_", &revoked, &other_secret] {
        let answer = road.served.send(bad, &[("content-type", ONE)], body.as_bytes());
        road.check_refused(&answer, 401);
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let url = format!("http://{}/v1/events", road.served.address);
    assert_eq!(agent.post(&url).send(&body).unwrap().status(), 401);
    let basic = agent.post(&url).header("authorization", format!("Basic {}", road.hall));
    assert_eq!(basic.send(&body).unwrap().status(), 401);
    assert_eq!(agent.get(&url).call().unwrap().status(), 405);
}

#[test]
fn other_content_types_are_refused() {
    let road = plain("types");
    let body = swipe("e1", "S-hall");
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "", "application/cloudevents"] {
        road.check_refused(&road.events(content_type, &body), 415);
    }
    road.check_refused(&road.served.send(&road.hall, &[], body.as_bytes()), 415);
    for encoding in ["br", "gzip, gzip", "zstd"] {
        let headers = [("content-type", ONE), ("content-encoding", encoding)];
        road.check_refused(&road.served.send(&road.hall, &headers, body.as_bytes()), 415);
    }
}

#[test]
fn a_body_may_have_its_length_and_no_byte_more() {
    let limits = Limits { body_bytes_max: 1000, ..Limits::default() };
    let road = road("length", limits, Patience::default());
    let padded = |bytes: usize| {
        let event = swipe("e1", "S-hall");
        format!("{event}{}", " ".repeat(bytes - event.len()))
    };
    let packed = [("content-type", ONE), ("content-encoding", "gzip")];
    road.check_refused(&road.events(ONE, &padded(1001)), 413);
    road.check_refused(&road.served.send(&road.hall, &packed, &gzip(padded(1001).as_bytes())), 413);
    // Without a length, in pieces.
    let chunked = [("content-type", ONE), ("transfer-encoding", "chunked")];
    road.check_refused(&road.served.send(&road.hall, &chunked, padded(1001).as_bytes()), 413);
    assert_eq!(road.events(ONE, &padded(1000)).outcomes(), ["accepted"]);
    assert_eq!(
        road.served.send(&road.hall, &packed, &gzip(padded(1000).as_bytes())).outcomes(),
        ["duplicate"]
    );
    assert_eq!(road.served.send(&road.hall, &chunked, padded(1000).as_bytes()).outcomes(), ["duplicate"]);
}

#[test]
fn a_gzip_bomb_is_not_unpacked() {
    let limits = Limits { body_bytes_max: 1 << 20, ..Limits::default() };
    let road = road("bomb", limits, Patience::default());
    // A gigabyte of zeros, packed twice; and one of many members.
    let zeros = gzip(&vec![0; 32 << 20]);
    let members: Vec<u8> = zeros.iter().copied().cycle().take(zeros.len() * 30).collect();
    assert!(members.len() < 1 << 20);
    let headers = [("content-type", LINES), ("content-encoding", "gzip")];
    for bomb in [&zeros, &members] {
        road.check_refused(&road.served.send(&road.hall, &headers, bomb), 413);
    }
    let good = gzip(swipe("e1", "S-hall").as_bytes());
    for damaged in [&good[..good.len() - 9], &good[..1], b"no gzip"] {
        road.check_refused(&road.served.send(&road.hall, &headers, damaged), 400);
    }
}

#[test]
fn a_request_may_have_so_many_events_and_not_one_more() {
    let limits = Limits { request_events_max: 3, ..Limits::default() };
    let road = road("many", limits, Patience::default());
    let events: Vec<String> = (0..4).map(|number| swipe(&format!("e{number}"), "S-hall")).collect();
    road.check_refused(&road.events(LINES, &events.join("\n")), 413);
    road.check_refused(&road.events(BATCH, &format!("[{}]", events.join(","))), 413);
    assert_eq!(road.events(LINES, &events[..3].join("\n")).count("accepted"), 3);
}

#[test]
fn a_batch_that_is_no_array_is_kept_as_it_is() {
    let road = plain("no-array");
    let cut = format!("[{}", swipe("e1", "S-hall"));
    for body in [cut.as_str(), "{}", "", "[1] 2", &cut] {
        let answer = road.events(BATCH, body);
        assert_eq!(answer.status, 400);
        assert!(answer.body["error"].as_str().unwrap().contains("must be one JSON array"), "{}", answer.body);
    }
    let (events, rejected) = road.kept();
    assert_eq!(events, 0);
    let expected = [cut.as_str(), "{}", "", "[1] 2"].map(|raw| ("malformed_json".to_owned(), raw.to_owned()));
    assert_eq!(rejected, expected, "what is sent again is counted");
}

#[test]
fn more_than_the_tokens_rate_is_told_to_wait() {
    let limits = Limits { request_events_max: 10, token_events_per_second: 1, ..Limits::default() };
    let road = road("rate", limits, Patience::default());
    let lines = |from: u32| {
        let events = (from..from + 10).map(|number| swipe(&format!("e{number}"), "S-hall"));
        events.collect::<Vec<_>>().join("\n")
    };
    let sub = token(&road.desk.records(), "hall", 2);
    // A burst of one full request is free, the next one would be in ten seconds.
    assert_eq!(road.events(LINES, &lines(0)).count("accepted"), 10);
    let refused = road.events(LINES, &lines(10));
    assert_eq!(refused.status, 429, "{}", refused.body);
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(road.desk.events(), 10);
    assert_eq!(road.served.events(&sub, LINES, &lines(10)).count("accepted"), 10, "each token has its own");
}

/// Makes the desk wait; it goes on when what is given back is dropped.
fn hold(desk: &TestDesk) -> mpsc::Sender<()> {
    let (go_on, waits) = mpsc::channel::<()>();
    let (held, is_held) = mpsc::channel();
    let live = desk.live();
    thread::spawn(move || {
        live.act_and_wait(move |_| {
            held.send(()).unwrap();
            let _ = waits.recv();
        })
    });
    is_held.recv().unwrap();
    go_on
}

#[test]
fn who_comes_while_too_much_waits_is_told_to_come_again() {
    let road = plain("busy");
    let go_on = hold(&road.desk);
    let mut waiting = Vec::new();
    // As many as may wait.
    for number in 0..64 {
        let (live, event) = (road.desk.live(), swipe(&format!("w{number}"), "S-hall").into_bytes());
        waiting.push(thread::spawn(move || {
            let items = vec![Item { bytes: 0..event.len(), number: 1, fault: None }];
            let place = format!("w{number}");
            live.deliver_and_wait(Delivery {
                road: Road::Http,
                place,
                site: None,
                bytes: event,
                items,
                file: None,
            })
        }));
    }
    wait_until("the queue is full", || road.desk.live().waiting() == 64);
    road.check_refused(&road.events(ONE, &swipe("e1", "S-hall")), 503);
    drop(go_on);
    for waited in waiting {
        assert_eq!(waited.join().unwrap().unwrap(), [Outcome::Accepted]);
    }
    assert_eq!(road.events(ONE, &swipe("e1", "S-hall")).outcomes(), ["accepted"]);
    assert_eq!(road.desk.events(), 65);
}

/// A connection that has sent a request's head and a part of its body.
fn half_a_request(road: &ServedDesk, length: Option<usize>, part: &str) -> TcpStream {
    let mut stream = TcpStream::connect(road.served.address).unwrap();
    let length = match length {
        Some(bytes) => format!("content-length: {bytes}"),
        None => "transfer-encoding: chunked".to_owned(),
    };
    let head = format!(
        "POST /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: {LINES}\r\n{length}\r\n\r\n",
        road.hall
    );
    stream.write_all(head.as_bytes()).unwrap();
    let chunk =
        if length.starts_with('t') { format!("{:x}\r\n{part}\r\n", part.len()) } else { part.to_owned() };
    stream.write_all(chunk.as_bytes()).unwrap();
    stream
}

#[test]
fn half_a_request_costs_nothing_and_takes_no_room_from_others() {
    let limits = Limits { body_bytes_max: 64 << 10, ..Limits::default() };
    let road = road("half", limits, Patience::default());
    let event = swipe("e1", "S-hall");
    // Far more than there is room for at their full size; half of them break off, half of them stay.
    let mut open = Vec::new();
    for number in 0..200 {
        let length = (number % 2 == 0).then_some(60_000);
        let stream = half_a_request(&road, length, &format!("{event}\n{}", &event[..20]));
        if number % 4 < 2 {
            open.push(stream);
        }
    }
    assert_eq!(road.events(ONE, &swipe("e2", "S-hall")).outcomes(), ["accepted"]);
    assert_eq!(road.kept(), (1, Vec::new()));
    drop(open);
    assert_eq!(road.events(ONE, &event).outcomes(), ["accepted"]);
}

#[test]
fn who_dawdles_is_let_go() {
    let short = Duration::from_secs(2);
    let patience = Patience { head: short, body_piece: short, ..Patience::default() };
    let road = road("dawdle", Limits::default(), patience);
    let mut silent = TcpStream::connect(road.served.address).unwrap();
    let mut half_head = TcpStream::connect(road.served.address).unwrap();
    half_head.write_all(b"POST /v1/events HT").unwrap();
    let mut half_body = half_a_request(&road, Some(1000), "{");
    let mut answer = String::new();
    // Reading ends because the other side ends it.
    assert_eq!(silent.read(&mut [0; 100]).unwrap(), 0);
    let _ = half_head.read_to_string(&mut answer);
    answer.clear();
    half_body.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("retry-after: 1"), "{answer}");
    // Slow is not silent.
    let event = swipe("e1", "S-hall");
    let mut slow = half_a_request(&road, Some(event.len()), "");
    for piece in event.as_bytes().chunks(event.len() / 8 + 1) {
        thread::sleep(short / 6);
        slow.write_all(piece).unwrap();
    }
    let mut answer = [0; 15];
    slow.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    assert_eq!(road.kept(), (1, Vec::new()));
}

#[test]
fn a_stop_answers_what_has_begun_and_does_not_wait_for_who_dawdles() {
    let patience = Patience { stop: Duration::from_secs(3), ..Patience::default() };
    let mut road = road("stop", Limits::default(), patience);
    let event = swipe("e1", "S-hall");
    let mut idle = half_a_request(&road, Some(event.len()), &event);
    idle.read_exact(&mut [0; 15]).unwrap();
    let _silent = TcpStream::connect(road.served.address).unwrap();
    let _half = half_a_request(&road, Some(1000), "{");
    let go_on = hold(&road.desk);
    let mut whole = half_a_request(&road, Some(event.len()), &event.replace("e1", "e2"));
    wait_until("it has begun", || road.desk.live().waiting() == 1);
    let later = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        drop(go_on);
    });
    road.served.stop();
    later.join().unwrap();
    let mut answer = String::new();
    whole.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"accepted\":1"), "{answer}");
    assert_eq!(road.desk.events(), 2);
    assert!(TcpStream::connect(road.served.address).is_err());
}

#[test]
fn requests_that_wait_together_are_answered_each_with_its_own() {
    let road = plain("together");
    let go_on = hold(&road.desk);
    let before = road.desk.live().waiting();
    thread::scope(|scope| {
        let asked: Vec<_> = (0..8)
            .map(|number| {
                let own = swipe(&format!("own{number}"), "S-hall");
                let body = [own, swipe("shared", "S-hall"), format!("bad {number}")].join("\n");
                let road = &road;
                scope.spawn(move || road.events(LINES, &body))
            })
            .collect();
        wait_until("all wait", || road.desk.live().waiting() == before + 8);
        drop(go_on);
        let answers: Vec<Answer> = asked.into_iter().map(|asked| asked.join().unwrap()).collect();
        let shared = answers.iter().filter(|answer| answer.outcomes()[1] == "accepted").count();
        assert_eq!(shared, 1, "one of them was first");
        for (number, answer) in answers.iter().enumerate() {
            assert_eq!(
                answer.body["results"][0],
                json!({"id": format!("own{number}"), "status": "accepted"})
            );
            assert_eq!(answer.outcomes()[2], "malformed_json");
        }
    });
    let (events, rejected) = road.kept();
    assert_eq!((events, rejected.len()), (9, 8));
}

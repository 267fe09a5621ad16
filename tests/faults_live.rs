//! What befalls a running service costs nothing that it acknowledged: it is killed, stopped, started twice, left by its
//! clients in the middle of a request.
//!
//! The numbers are small here, so that the tests take seconds. `.ci/run` sets `FLAGPOST_FAULTS_EVENTS`,
//! `FLAGPOST_FAULTS_KILLS` and `FLAGPOST_FAULTS_STOPS` for the full measure.
#![allow(clippy::unwrap_used)]

mod pouring;
mod program;

use ingest::store::sqlite::{Records, RejectionFilter};
use pouring::{Chance, County, Pouring, check_backup, setting};
use program::service::{PATIENCE, Service, up_on, wait_for};
use program::{arg, at_root, flagpost, folder};
use serde_json::{Value, json};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

fn start(county: &County, pouring: &Pouring<'_>) -> Service {
    let service = Service::of(&mut up_on(&county.data(), &county.registry()));
    pouring.goes_to(Some(&service.address));
    service
}

/// Begins to start and is killed before anybody knows how far it has come.
fn start_and_kill(data: &Path, registry: &Path, after: Duration) {
    let mut up = up_on(data, registry);
    let mut child = up.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

fn millis(chance: &mut Chance, end: u64) -> Duration {
    Duration::from_millis(chance.below(end))
}

#[test]
fn killed_again_and_again_while_events_pour_in_nothing_acknowledged_is_lost_or_counted_twice() {
    let (events, kills) = (setting("FLAGPOST_FAULTS_EVENTS", 20_000), setting("FLAGPOST_FAULTS_KILLS", 5));
    let county = County::new(folder("live-killed"), events as usize);
    let watch = Instant::now();
    let ((service, starts), outcome) = county.pour(1, |pouring| {
        let mut chance = Chance::new(7);
        let (mut service, mut starts) = (start(&county, pouring), Duration::ZERO);
        for kill in 1..=kills {
            pouring.wait_until(county.lines() * kill as usize / (kills as usize + 1));
            thread::sleep(millis(&mut chance, 30));
            service.kill();
            pouring.goes_to(None);
            if kill % 5 == 0 {
                start_and_kill(&county.data(), &county.registry(), millis(&mut chance, 60));
            }
            let watch = Instant::now();
            service = start(&county, pouring);
            starts += watch.elapsed();
        }
        (service, starts)
    });
    println!(
        "{} lines, {} kept, {} rejected, {kills} kills, {:.1} s, of them {:.1} s for starts",
        county.lines(),
        outcome.kept,
        outcome.rejected,
        watch.elapsed().as_secs_f64(),
        starts.as_secs_f64()
    );
    assert!(outcome.kept > 9 * county.lines() / 10 && outcome.rejected > 0);
    // What the service has kept up to date, then what it makes of the store when it starts.
    county.check_against_batch();
    check_backup(&county.place);
    service.kill();
    let service = Service::of(&mut up_on(&county.data(), &county.registry()));
    county.check_against_batch();
    service.stop();
}

#[test]
fn stopped_while_events_pour_in_it_ends_well_and_every_answer_was_true() {
    let stops = setting("FLAGPOST_FAULTS_STOPS", 3);
    let county = County::new(folder("live-stopped"), 8_000);
    let (service, outcome) = county.pour(2, |pouring| {
        let mut chance = Chance::new(8);
        let mut service = start(&county, pouring);
        for stop in 1..=stops {
            pouring.wait_until(county.lines() * stop as usize / (stops as usize + 1));
            thread::sleep(millis(&mut chance, 30));
            let log = service.stop();
            assert!(!log.contains("ERROR"), "{log}");
            pouring.goes_to(None);
            assert!(!county.data().join("service.json").exists(), "nobody is said to be there");
            service = start(&county, pouring);
        }
        service
    });
    assert!(outcome.kept > 0);
    county.check_against_batch();
    service.stop();
}

/// The county of the random tests, with a token of the hall.
struct Small {
    place: PathBuf,
}

impl Small {
    fn new(name: &str) -> Small {
        Small { place: folder(name) }
    }

    fn data(&self) -> PathBuf {
        self.place.join("data")
    }

    fn start(&self) -> Service {
        Service::of(&mut up_on(&self.data(), &at_root("tests/county")))
    }

    fn token(&self) -> String {
        let data = self.data();
        let made =
            program::flagpost_in(&self.place, &["token", "--data", arg(&data), "new", "--site", "hall"]);
        String::from_utf8(made.stdout).unwrap().trim().to_owned()
    }

    fn kept(&self) -> (u64, usize) {
        let records = Records::open(&self.data()).unwrap();
        (records.event_count().unwrap(), records.rejections(&RejectionFilter::default(), 1000).unwrap().len())
    }
}

fn event(number: usize) -> String {
    json!({
        "specversion": "1.0", "id": format!("e{number}"), "source": "hall", "type": "queue.taken",
        "time": "2026-09-08T09:00:00+08:00", "data": {"ticket": format!("T-{number}")},
    })
    .to_string()
}

/// Sends a line and gives what became of it.
fn send(address: &str, token: &str, line: &str) -> String {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    let sent = agent
        .post(format!("http://{address}/v1/events"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/x-ndjson")
        .send(line);
    let answer: Value = sent.unwrap().body_mut().read_json().unwrap();
    answer["results"][0]["status"].as_str().unwrap().to_owned()
}

#[test]
fn killed_while_it_starts_for_the_first_time_it_starts_the_next_time() {
    let small = Small::new("live-first-start");
    let mut chance = Chance::new(3);
    for _ in 0..12 {
        let _ = fs::remove_dir_all(small.data());
        for _ in 0..2 {
            start_and_kill(&small.data(), &at_root("tests/county"), millis(&mut chance, 40));
        }
        let service = small.start();
        assert_eq!(send(&service.address, &small.token(), &event(1)), "accepted");
        service.kill();
        assert_eq!(small.kept(), (1, 0));
    }
}

#[test]
fn the_second_on_a_folder_is_told_of_the_first_and_the_next_begins_at_once_when_it_is_killed() {
    let small = Small::new("live-two");
    let (data, registry) = (small.data(), at_root("tests/county"));
    let mut service = small.start();
    let token = small.token();
    for round in 0..3 {
        let announced = fs::read_to_string(data.join("service.json")).unwrap();
        let args = ["up", "--listen", "127.0.0.1:0", "--data", arg(&data), "--registry", arg(&registry)];
        let second = flagpost(&args);
        assert_eq!(second.status, 1, "{}", second.stderr);
        let named = format!("flagpost up, pid {}", service.process());
        for part in [&named, arg(&data), "is in use by another", "正由另一个"] {
            assert!(second.stderr.contains(part), "`{part}` in {}", second.stderr);
        }
        assert_eq!(second.stderr.lines().count(), 1, "{}", second.stderr);
        // The first is none the worse for it.
        assert_eq!(fs::read_to_string(data.join("service.json")).unwrap(), announced);
        assert_eq!(send(&service.address, &token, &event(round)), "accepted");
        service.kill();
        service = small.start();
        assert_eq!(send(&service.address, &token, &event(round)), "duplicate");
    }
    service.stop();
    assert_eq!(small.kept(), (3, 0));
}

/// A connection over which something was sent that is no whole request.
fn begun(address: &str, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

/// A request's head, and a body that is promised to be longer than it is.
fn half(token: &str, body: &str) -> String {
    format!(
        "POST /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/x-ndjson\r\n\
         content-length: 16000000\r\n\r\n{body}"
    )
}

#[test]
fn clients_that_break_off_or_dawdle_cost_nothing_and_stop_nobody() {
    let small = Small::new("live-network");
    let service = small.start();
    let token = small.token();
    let body = format!("{}\n{}\n", event(1), &event(2)[..30]);
    let whole = half(&token, &body);
    for end in (1..whole.len()).step_by(5) {
        drop(begun(&service.address, &whole[..end]));
    }
    let heads = ["", "P", "POST /v1/events HTTP/1.1\r\nhost:", "\r\n", "GET / HTTP/1.1\r\n"];
    let slow: Vec<TcpStream> = (0..300)
        .map(|number| match heads.get(number % 6) {
            Some(head) => begun(&service.address, head),
            None => begun(&service.address, &whole),
        })
        .collect();
    let mut trickling = begun(&service.address, "POST /v1/events HTTP/1.1\r\n");
    for number in 0..20 {
        let _ = trickling.write_all(b"x-a: b\r\n");
        assert_eq!(send(&service.address, &token, &event(10 + number)), "accepted");
    }
    assert_eq!(small.kept(), (20, 0));
    // They do not keep it from stopping either; those that have begun are given a few seconds.
    service.stop();
    assert_eq!(small.kept(), (20, 0));
    for mut stream in slow {
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let service = small.start();
    assert_eq!(send(&service.address, &token, &event(1)), "accepted", "half a request brought nothing");
    service.stop();
}

#[test]
fn rubbish_on_the_wire_does_no_harm() {
    let small = Small::new("live-rubbish");
    let service = small.start();
    let mut chance = Chance::new(5);
    for _ in 0..50 {
        let bytes: Vec<u8> = (0..chance.below(5_000)).map(|_| chance.below(256) as u8).collect();
        let mut stream = TcpStream::connect(&service.address).unwrap();
        let _ = stream.write_all(&bytes);
    }
    for head in
        ["GET / HTTP/9.9\r\n\r\n", "POST /v1/events HTTP/1.1\r\ncontent-length: -1\r\n\r\n", "\0\0\r\n\r\n"]
    {
        drop(begun(&service.address, head));
    }
    let many = "x: y\r\n".repeat(100_000);
    let _ = TcpStream::connect(&service.address)
        .unwrap()
        .write_all(format!("GET / HTTP/1.1\r\n{many}").as_bytes());
    wait_for("an answer", || (send(&service.address, &small.token(), &event(1)) == "accepted").then_some(()));
    service.stop();
    assert_eq!(small.kept(), (1, 0));
}

#[test]
fn what_is_no_folder_and_no_store_is_said_to_be_none() {
    let small = Small::new("live-no-folder");
    let file = small.place.join("file");
    fs::write(&file, "").unwrap();
    fs::create_dir_all(small.data()).unwrap();
    fs::write(small.data().join("flagpost.db"), "somebody's notes, which nobody is to lose".repeat(30))
        .unwrap();
    let registry = at_root("tests/county");
    for (data, says) in [
        (file.clone(), "file"),
        (file.join("below"), "below"),
        (small.data(), "flagpost.db is no store of Flagpost"),
    ] {
        let refused =
            flagpost(&["up", "--listen", "127.0.0.1:0", "--data", arg(&data), "--registry", arg(&registry)]);
        assert_eq!(refused.status, 1, "{}", refused.stderr);
        assert!(refused.stderr.contains(says), "`{says}` in {}", refused.stderr);
    }
    assert!(fs::read_to_string(small.data().join("flagpost.db")).unwrap().starts_with("somebody's notes"));
    // An address that is taken is a fault of the run too, and leaves the folder free.
    let service = Small::new("live-taken").start();
    let free = Small::new("live-free");
    let (data, taken) = (free.data(), service.address.clone());
    let refused = flagpost(&["up", "--listen", &taken, "--data", arg(&data), "--registry", arg(&registry)]);
    assert_eq!(refused.status, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains(&format!("cannot listen on {taken}")), "{}", refused.stderr);
    assert!(!data.join("service.json").exists());
    service.stop();
    free.start().stop();
}

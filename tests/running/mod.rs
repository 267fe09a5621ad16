//! A service of the built program, run on a folder of a test's own and fed over HTTP.
#![allow(dead_code)] // Each test file uses its part.

use crate::program::flagpost_in;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// How long a service may take to be ready.
const READY_SECONDS_MAX: u64 = 60;
/// Events of a request.
const BATCH: usize = 2000;

/// Makes up a small county and two months of its events in `place/sample`.
pub fn sample(place: &Path) {
    let args =
        ["sample", "--out", "sample", "--windows", "10", "--staff", "22", "--months", "2026-08..2026-09"];
    let made = flagpost_in(place, &args);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// A service that runs on `place/data`; dropped, it is killed.
pub struct Up {
    place: PathBuf,
    service: Child,
    address: String,
}

impl Up {
    /// Starts a service for the county in `place/sample`.
    pub fn start(place: &Path) -> Up {
        Up::start_with(place, &place.join("sample/registry"))
    }

    /// Starts a service with a registry.
    pub fn start_with(place: &Path, registry: &Path) -> Up {
        let announced = place.join("data/service.json");
        let _ = fs::remove_file(&announced);
        let service = Command::new(env!("CARGO_BIN_EXE_flagpost"))
            .args(["up", "--data", "data", "--listen", "127.0.0.1:0", "--registry"])
            .arg(registry)
            .current_dir(place)
            .stdout(File::create(place.join("up.out")).unwrap())
            .stderr(File::create(place.join("up.log")).unwrap())
            .spawn()
            .unwrap();
        let mut up = Up { place: place.to_owned(), service, address: String::new() };
        let since = Instant::now();
        while up.address.is_empty() {
            let log = || fs::read_to_string(place.join("up.log")).unwrap_or_default();
            assert!(up.service.try_wait().unwrap().is_none(), "the service ended: {}", log());
            assert!(since.elapsed() < Duration::from_secs(READY_SECONDS_MAX), "it is not ready: {}", log());
            std::thread::sleep(Duration::from_millis(20));
            let text = fs::read_to_string(&announced).unwrap_or_default();
            if let Ok(running) = serde_json::from_str::<Value>(&text) {
                up.address = running["address"].as_str().unwrap().to_owned();
            }
        }
        up
    }

    /// Sends a file of events, each by a token of its source.
    pub fn send(&self, events: &Path) {
        self.send_text(&String::from_utf8_lossy(&fs::read(events).unwrap()));
    }

    /// Sends lines of events. What cannot be read is sent by the hall.
    pub fn send_text(&self, events: &str) {
        let mut by_source: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for line in events.lines() {
            let event: Value = serde_json::from_str(line).unwrap_or_default();
            let source = event["source"].as_str().unwrap_or("hall").to_owned();
            by_source.entry(source).or_default().push(line);
        }
        for (source, lines) in by_source {
            let token = self.token(&source);
            for batch in lines.chunks(BATCH) {
                self.post(&token, "application/x-ndjson", &batch.join("\n"));
            }
        }
    }

    /// Sends one event of the hall as it is written.
    pub fn send_one(&self, event: &str) {
        self.post(&self.token("hall"), "application/cloudevents+json", event);
    }

    fn post(&self, token: &str, content_type: &str, body: &str) {
        let sent = ureq::post(format!("http://{}/v1/events", self.address))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", content_type)
            .send(body);
        assert!(sent.unwrap().status().is_success());
    }

    fn token(&self, source: &str) -> String {
        let made = flagpost_in(&self.place, &["token", "--data", "data", "new", "--site", source]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap().trim().to_owned()
    }

    /// Kills it, as a power cut would.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        self.end();
    }
}

//! A service on a made-up county, fed over HTTP as the county's systems would.

use super::service::Service;
use super::{arg, flagpost_in};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Events of a request.
const BATCH: usize = 2000;

/// Makes up a small county and two months of its events in `place/sample`.
pub fn sample(place: &Path) {
    let args =
        ["sample", "--out", "sample", "--windows", "10", "--staff", "22", "--months", "2026-08..2026-09"];
    let made = flagpost_in(place, &args);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// A service that runs on `place/data`.
pub struct Fed {
    place: PathBuf,
    /// What runs.
    pub service: Service,
}

impl Fed {
    /// Starts a service for the county in `place/sample`.
    pub fn start(place: &Path) -> Fed {
        Fed::start_with(place, &place.join("sample/registry"))
    }

    /// Starts a service with a registry.
    pub fn start_with(place: &Path, registry: &Path) -> Fed {
        let config = place.join("flagpost.toml");
        fs::write(&config, format!("data = \"data\"\n[county]\nregistry = {:?}\n", arg(registry))).unwrap();
        Fed { place: place.to_owned(), service: Service::start(&config) }
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
        let sent = ureq::post(format!("http://{}/v1/events", self.service.address))
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
    pub fn kill(self) {
        self.service.kill();
    }
}

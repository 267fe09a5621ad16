//! For tests of the service's loops: a desk over a store in a folder of the test's own, and a clock that is set by hand.

use crate::county;
use ingest::live::{self, Clock, Delivery, Item, Live, Setup};
use ingest::metrics::Metrics;
use ingest::store::Road;
use ingest::store::sqlite::{Records, Sqlite};
use ingest::store::{GivenFiles, KeptNotice};
use scoring::rulebook;
use scoring::time::Instant;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread::JoinHandle;

/// A service that is open; dropped, it has stopped.
pub struct TestCounty {
    pub metrics: Metrics,
    live: Option<Live>,
    folder: PathBuf,
    clock: Arc<AtomicI64>,
    desk: Option<JoinHandle<()>>,
}

/// `2026-09-08 09:00:00` in the county.
pub fn at(text: &str) -> Instant {
    Instant::parse(&format!("{}+08:00", text.replace(' ', "T"))).expect("an instant")
}

/// An event that a source sends.
pub fn event(id: &str, source: &str, event_type: &str, time: &str, data: Value) -> String {
    let time = format!("{}+08:00", time.replace(' ', "T"));
    json!({"specversion": "1.0", "id": id, "source": source, "type": event_type, "time": time, "data": data})
        .to_string()
}

impl TestCounty {
    /// Opens the service over an empty folder. `name` must be the test's alone.
    pub fn new(name: &str, now: &str) -> TestCounty {
        let folder = std::env::temp_dir().join(format!("flagpost-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        TestCounty::open(folder, now)
    }

    /// Stops the service and opens it again at another time.
    pub fn restarted(mut self, now: &str) -> TestCounty {
        let folder = std::mem::take(&mut self.folder);
        drop(self);
        TestCounty::open(folder, now)
    }

    fn open(folder: PathBuf, now: &str) -> TestCounty {
        let text = include_str!("../../tests/county/registry.toml").to_owned();
        let rulebooks = rulebook::BUILTIN.iter().filter(|(name, _)| *name == "zhenlai");
        let given_files = GivenFiles {
            registry: vec![("county.toml".to_owned(), text)],
            rulebooks: rulebooks.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            calendar: Vec::new(),
        };
        let clock = Arc::new(AtomicI64::new(at(now).0));
        let (read, metrics) = (clock.clone(), Metrics::new().expect("metrics"));
        // A process that another test starts holds what is open for the moment between its two beginnings.
        let store = (0..100).find_map(|_| {
            let opened = Sqlite::open(&folder, "test");
            opened.inspect_err(|_| std::thread::sleep(std::time::Duration::from_millis(20))).ok()
        });
        let setup = Setup {
            store: store.expect("a store"),
            givens: county::parse(&given_files).expect("no mistakes"),
            given_files,
            clock: Arc::new(move || Instant(read.load(Ordering::Relaxed))),
            metrics: metrics.clone(),
        };
        let (live, _, desk) = live::open(setup).expect("a desk");
        TestCounty { metrics, live: Some(live), folder, clock, desk: Some(desk) }
    }

    /// The way to the desk; what has it must be gone before the service is restarted.
    pub fn live(&self) -> Live {
        self.live.clone().expect("open")
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The records beside the desk.
    pub fn records(&self) -> Records {
        Records::open(&self.folder).expect("records")
    }

    /// The clock that is set by hand.
    pub fn clock(&self) -> Clock {
        let read = self.clock.clone();
        Arc::new(move || Instant(read.load(Ordering::Relaxed)))
    }

    /// Lets it be another time.
    pub fn set(&self, now: &str) {
        self.clock.store(at(now).0, Ordering::Relaxed);
    }

    /// Hands in an event as a site's system does.
    pub fn send(&self, site: &str, event: String) {
        let item = Item { bytes: 0..event.len(), number: 1, fault: None };
        let delivery = Delivery {
            road: Road::Http,
            place: "test".to_owned(),
            site: Some(site.to_owned()),
            bytes: event.into_bytes(),
            items: vec![item],
            file: None,
        };
        self.live().deliver_and_wait(delivery).expect("taken in");
    }

    /// What is kept about a subject, in the order of dates.
    pub fn kept(&self, subject: &str) -> Vec<KeptNotice> {
        let all = self.records().notices("2026-01-01", "2026-12-31").expect("notices");
        all.into_iter().filter(|notice| notice.subject == subject).collect()
    }

    /// The same as `identity state`.
    pub fn kept_states(&self, subject: &str) -> Vec<String> {
        let kept = self.kept(subject);
        kept.iter().map(|notice| format!("{} {}", notice.identity, notice.state.word())).collect()
    }
}

impl Drop for TestCounty {
    fn drop(&mut self) {
        // The desk ends when nobody can ask it any more.
        self.live.take();
        if let Some(desk) = self.desk.take() {
            let _ = desk.join();
        }
        if self.folder != Path::new("") {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

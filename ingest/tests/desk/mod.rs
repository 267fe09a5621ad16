//! A desk over a store in a folder of the test's own, with the small county and a clock that stands still.
#![allow(dead_code)] // Each test file uses its part.

use super::county;
use ingest::live::{self, Clock, Delivery, Item, Live, Outcome, Setup};
use ingest::metrics::Metrics;
use ingest::store::GivenFiles;
use ingest::store::Road;
use ingest::store::sqlite::{Records, Sqlite};
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::registry::Registry;
use scoring::time::{Instant, Zone};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant as Stopwatch};

/// 2026-09-01T10:00:00+08:00.
pub const NOW: Instant = Instant(1_788_228_000_000_000_000);

/// An open desk; it ends when this is dropped.
pub struct TestDesk {
    pub folder: PathBuf,
    pub live: Option<Live>,
    thread: Option<JoinHandle<()>>,
}

/// An empty folder. `name` must be one test's alone.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The givens around a registry.
pub fn givens(registry: Registry) -> Givens {
    let calendar = Calendar::new(&calendar::with_builtin(Vec::new()));
    Givens { registry, calendar, rulebooks: county::rulebooks() }
}

impl TestDesk {
    /// Opens the desk of a folder, whether it has a store or not.
    pub fn open(folder: &Path) -> TestDesk {
        assert_eq!(Zone::named("Asia/Shanghai").unwrap().format(NOW), "2026-09-01T10:00:00+08:00");
        TestDesk::open_at(folder, Arc::new(|| NOW))
    }

    /// Opens it with a clock.
    pub fn open_at(folder: &Path, clock: Clock) -> TestDesk {
        let store = Sqlite::open(&folder.join("data"), "test").unwrap();
        let givens = givens(county::registry());
        let metrics = Metrics::new().unwrap();
        let setup = Setup { store, givens, given_files: GivenFiles::default(), clock, metrics };
        let (live, _, thread) = live::open(setup).unwrap();
        TestDesk { folder: folder.to_owned(), live: Some(live), thread: Some(thread) }
    }

    pub fn live(&self) -> Live {
        self.live.clone().unwrap()
    }

    /// The records beside the desk.
    pub fn records(&self) -> Records {
        Records::open(&self.folder.join("data")).unwrap()
    }

    /// Hands in events as one delivery.
    pub fn deliver(&self, road: Road, place: &str, site: Option<&str>, events: &[String]) -> Vec<Outcome> {
        let (mut bytes, mut items) = (Vec::new(), Vec::new());
        for (event, number) in events.iter().zip(1..) {
            let start = bytes.len();
            bytes.extend_from_slice(event.as_bytes());
            items.push(Item { bytes: start..bytes.len(), number, fault: None });
        }
        let (place, site) = (place.to_owned(), site.map(str::to_owned));
        self.live().deliver_and_wait(Delivery { road, place, site, bytes, items, file: None }).unwrap()
    }

    /// How many events the store has.
    pub fn events(&self) -> u64 {
        self.records().event_count().unwrap()
    }
}

impl Drop for TestDesk {
    fn drop(&mut self) {
        self.live = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A swipe of somebody at the hall's clock, on 1 September 2026.
pub fn swipe(id: &str, staff: &str) -> String {
    format!(
        "{{\"specversion\":\"1.0\",\"id\":\"{id}\",\"source\":\"hall\",\"type\":\"attendance.swipe\",\
         \"time\":\"2026-09-01T08:20:00+08:00\",\"data\":{{\"staff\":\"{staff}\",\"direction\":\"in\"}}}}"
    )
}

/// Waits until something is so.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let watch = Stopwatch::now();
    while !is_so() {
        assert!(watch.elapsed() < Duration::from_secs(60), "{what}");
        thread::sleep(Duration::from_millis(5));
    }
}

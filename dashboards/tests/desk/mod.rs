//! A desk over a store in a folder of the test's own, with a clock that is set by hand.

use ingest::live::{self, Clock, Delivery, Desk, Item, Live, Outcome, Setup};
use ingest::metrics::Metrics;
use ingest::store::GivenFiles;
use ingest::store::Road;
use ingest::store::sqlite::{Records, Sqlite};
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::registry::{self, SourceFile};
use scoring::rulebook;
use scoring::time::Instant;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// A desk in a folder of the test's own.
pub struct Hall {
    pub folder: PathBuf,
    live: Option<Live>,
    thread: Option<JoinHandle<()>>,
    now: Arc<AtomicI64>,
}

/// The givens around a registry.
fn givens(registry: &str) -> Givens {
    let source = SourceFile { name: "county.toml".to_owned(), text: registry.to_owned() };
    Givens {
        registry: registry::read(&[source]).unwrap(),
        calendar: Calendar::new(&calendar::builtin()),
        rulebooks: rulebook::builtin("zhenlai").unwrap(),
    }
}

/// The files that they are read from.
fn given_files(registry: &str) -> GivenFiles {
    let (name, rulebook) = rulebook::BUILTIN[0];
    GivenFiles {
        registry: vec![("county.toml".to_owned(), registry.to_owned())],
        rulebooks: vec![(name.to_owned(), rulebook.to_owned())],
        ..GivenFiles::default()
    }
}

impl Hall {
    /// An empty desk at an instant. `name` must be one test's alone.
    pub fn new(name: &str, now: &str, registry: &str) -> Hall {
        // All tests run beside each other in one program: two in one folder would be in each other's way.
        static TAKEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        assert!(TAKEN.lock().unwrap().insert(name.to_owned()), "another test has a hall named {name}");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        Hall::open(&folder, now, registry)
    }

    /// The desk of a folder, with a registry.
    pub fn open(folder: &Path, now: &str, registry: &str) -> Hall {
        let now = Arc::new(AtomicI64::new(instant(now).0));
        let givens = givens(registry);
        let given_files = given_files(registry);
        let clock = now.clone();
        let setup = Setup {
            store: Sqlite::open(folder, "test").unwrap(),
            givens,
            given_files,
            clock: Arc::new(move || Instant(clock.load(Ordering::Relaxed))),
            metrics: Metrics::new().unwrap(),
        };
        let (live, _, thread) = live::open(setup).unwrap();
        Hall { folder: folder.to_owned(), live: Some(live), thread: Some(thread), now }
    }

    /// The way to the desk.
    pub fn live(&self) -> Live {
        self.live.clone().unwrap()
    }

    /// The desk's clock.
    pub fn clock(&self) -> Clock {
        let now = self.now.clone();
        Arc::new(move || Instant(now.load(Ordering::Relaxed)))
    }

    /// Lets it be another time.
    pub fn set(&self, now: &str) {
        self.now.store(instant(now).0, Ordering::Relaxed);
    }

    /// Does something at the desk.
    pub fn act<T: Send + 'static>(&self, act: impl FnOnce(&mut Desk<'_>) -> T + Send + 'static) -> T {
        self.live.as_ref().unwrap().act_and_wait(act).unwrap()
    }

    /// Takes in events, all of which are new.
    pub fn send(&self, events: &[Value]) {
        let lines: Vec<String> = events.iter().map(Value::to_string).collect();
        let outcomes = self.deliver(lines.iter().map(String::as_bytes));
        assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Accepted), "{outcomes:?}");
    }

    /// Takes in lines, whatever they are.
    pub fn deliver<'l>(&self, lines: impl Iterator<Item = &'l [u8]>) -> Vec<Outcome> {
        let (mut bytes, mut items) = (Vec::new(), Vec::new());
        for (line, number) in lines.zip(1..) {
            let start = bytes.len();
            bytes.extend_from_slice(line);
            items.push(Item { bytes: start..bytes.len(), number, fault: None });
        }
        let delivery =
            Delivery { road: Road::Http, place: "1".to_owned(), site: None, bytes, items, file: None };
        self.live().deliver_and_wait(delivery).unwrap()
    }

    /// Goes on with another registry.
    pub fn reload(&self, registry: &str) {
        let (givens, files) = (givens(registry), given_files(registry));
        self.act(move |desk| desk.reload(givens, files)).unwrap();
        self.act(|_| ());
    }

    /// The records beside the desk.
    pub fn records(&self) -> Records {
        Records::open(&self.folder).unwrap()
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        self.live = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// An instant as events write it.
pub fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

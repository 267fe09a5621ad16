//! Real servers for tests: Apache Kafka, ClickHouse and a mail server as `.ci/servers` brings them into `target/servers`;
//! and a receiver of HTTP requests, which needs nothing.
//!
//! Each is started for one test on a free port of this machine and ends with it. Where they are not there, the test says
//! that it was skipped, and `None` is answered; with `FLAGPOST_SERVERS=required`, as `.ci/run` sets it, that is a failure.
#![allow(dead_code, clippy::unwrap_used)]

pub mod clickhouse;
pub mod kafka;
pub mod receiver;
pub mod smtp;

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a server may take to answer.
const READY_SECONDS_MAX: u64 = 90;

/// The folder of a server, where it was brought in.
fn provisioned(server: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The root package's tests and those of a crate below it.
    let root = folder.ancestors().filter(|folder| folder.join("Cargo.lock").exists()).last().unwrap();
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |target| root.join(target));
    let found = [target, root.join("target")].map(|target| target.join("servers").join(server));
    if let Some(found) = found.into_iter().find(|folder| folder.join("complete").exists()) {
        return Some(found);
    }
    assert!(env::var_os("FLAGPOST_SERVERS").is_none(), "{server} is not in target/servers: run .ci/servers");
    skipped(&format!("{server} is not in target/servers; .ci/servers brings it there"));
    None
}

/// Says that something was not asked here: on standard error, and in the file that `FLAGPOST_SKIPS` names.
pub fn skipped(what: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let told = format!("!!! SKIPPED: {test}: {what}");
    eprintln!("{told}");
    if let Some(path) = env::var_os("FLAGPOST_SKIPS") {
        let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
        writeln!(file, "{told}").unwrap();
    }
}

/// A port that is free now.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A new empty folder for one server.
fn new_folder(server: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("{server}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    // Unit tests have no folder of cargo's.
    let below = option_env!("CARGO_TARGET_TMPDIR").map_or_else(env::temp_dir, PathBuf::from);
    let folder = below.join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Held while a process begins: until its program runs it has every socket of ours. So one that is closed to be opened
/// again at once is closed while this is held.
pub static BEGINNING: Mutex<()> = Mutex::new(());

/// Begins a process.
pub fn begin(command: &mut Command) -> Child {
    let _beginning = BEGINNING.lock().unwrap_or_else(PoisonError::into_inner);
    command.spawn().unwrap()
}

/// Runs a process to its end.
pub fn output(command: &mut Command) -> Output {
    begin(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()))
        .wait_with_output()
        .unwrap()
}

/// Waits until something is so.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(READY_SECONDS_MAX), "still not: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

//! The live service as a process of its own, started on a folder of the test and killed or stopped like one.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A service that runs.
pub struct Service {
    child: Child,
    /// Where it listens.
    pub address: String,
    log: Option<JoinHandle<String>>,
}

/// `flagpost up` on a free port, with these arguments.
pub fn up(args: &[&str]) -> Command {
    let mut up = Command::new(env!("CARGO_BIN_EXE_flagpost"));
    up.args(["up", "--listen", "127.0.0.1:0"]).args(args);
    up
}

/// `flagpost up` on folders.
pub fn up_on(data: &Path, registry: &Path) -> Command {
    up(&["--data", super::arg(data), "--registry", super::arg(registry)])
}

impl Service {
    /// Starts `flagpost up` with a configuration and waits until it is ready.
    pub fn start(config: &Path) -> Service {
        Service::of(&mut up(&["--config", super::arg(config)]))
    }

    /// Starts `flagpost up`, perhaps by way of another program, and waits until it is ready.
    pub fn of(up: &mut Command) -> Service {
        Service::try_of(up).unwrap_or_else(|(status, log)| panic!("it ended with {status:?}: {log}"))
    }

    /// As [`Service::of`]; where it ends before it is ready, its status and what it said.
    pub fn try_of(up: &mut Command) -> Result<Service, (Option<i32>, String)> {
        let mut child =
            up.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Read all the time, so that the service never waits for somebody to read what it logs.
        let mut stderr = child.stderr.take().unwrap();
        let log = thread::spawn(move || {
            let mut log = String::new();
            let _ = stderr.read_to_string(&mut log);
            log
        });
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let mut service = Service { address: String::new(), child, log: Some(log) };
        match first.trim_end().trim_end_matches('/').split_once("://") {
            Some((_, address)) => {
                service.address = address.to_owned();
                Ok(service)
            }
            None => Err(service.end()),
        }
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a lost power line does; what it logged.
    pub fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.end().1
    }

    /// Asks it to stop and waits until it has, which is no failure; what it logged.
    pub fn stop(mut self) -> String {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
        let (status, log) = self.end();
        assert_eq!(status, Some(0), "{log}");
        log
    }

    fn end(&mut self) -> (Option<i32>, String) {
        let status = self.child.wait().unwrap();
        let log = self.log.take().unwrap().join().unwrap();
        assert!(!log.contains("panicked"), "{log}");
        (status.code(), log)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // A test that failed leaves no process behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until something is there.
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let watch = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(watch.elapsed() < PATIENCE, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// A configuration with a drop folder, in a folder of the test. `more` is added to it.
pub fn with_drop_folder(folder: &Path, registry: &Path, more: &str) -> PathBuf {
    let config = folder.join("flagpost.toml");
    let registry = super::arg(registry);
    fs::create_dir_all(folder.join("drop")).unwrap();
    let text = format!(
        "data = \"data\"\n[county]\nregistry = {registry:?}\n[folder]\npath = \"drop\"\nsettle_seconds = 0\n{more}"
    );
    fs::write(&config, text).unwrap();
    config
}

/// Puts a file into the drop folder, as a careful sender does: whole.
pub fn drop_file(folder: &Path, name: &str, bytes: &[u8]) {
    let drop = folder.join("drop");
    fs::write(drop.join(".unfinished"), bytes).unwrap();
    fs::rename(drop.join(".unfinished"), drop.join(name)).unwrap();
}

/// Waits for the result of a file, wherever it goes.
pub fn result_of(folder: &Path, name: &str) -> serde_json::Value {
    let drop = folder.join("drop");
    let path = wait_for(name, || {
        let days = fs::read_dir(drop.join("done")).ok()?.flatten().map(|day| day.path());
        let mut folders = days.chain([drop.join("failed")]);
        folders.find(|folder| folder.join(name).exists())
    });
    serde_json::from_slice(&fs::read(path.join(format!("{name}.result.json"))).unwrap()).unwrap()
}

//! Clients that pour events into a service over several connections, whatever becomes of it, and remember what they were
//! told: what was not acknowledged is sent again, and some of what was is sent again all the same.
#![allow(dead_code)] // Each test file uses its part.

use crate::program::service::{PATIENCE, wait_for};
use crate::program::{arg, files_below, flagpost_in};
use ingest::store::sqlite::{FILE_NAME, Records, RejectionFilter, Sqlite};
use scoring::time::{Instant, Month, Zone};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Connections that send at once.
const CONNECTIONS: u64 = 4;
/// Lines of a request at most.
const REQUEST_LINES_MAX: u64 = 400;

/// A county with a month of events, and a data folder with a token for each of its sites.
pub struct County {
    /// Where everything of it is.
    pub place: PathBuf,
    lines: Vec<Line>,
    tokens: Vec<String>,
}

/// A line to be sent.
struct Line {
    text: Vec<u8>,
    /// Its sender, by place among the tokens.
    site: usize,
    /// An element of an array must be JSON, or the array is none.
    is_json: bool,
}

/// What clients were told of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Told {
    Nothing,
    Accepted,
    Duplicate,
    Rejected,
}

/// What was made of the events in the end.
pub struct Outcome {
    /// Lines that were told to be kept or there already.
    pub kept: usize,
    /// Lines that were told to be rejected.
    pub rejected: usize,
}

/// Chance that is the same in every run.
pub struct Chance(u64);

impl Chance {
    /// Begins with a number.
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below another one.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

/// The month before the one that the machine's clock shows, so that it is open in a service.
fn last_month() -> Month {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let zone = Zone::named("Asia/Shanghai").unwrap();
    zone.date(Instant(now.as_nanos() as i64)).month().previous()
}

impl County {
    /// Makes up a county with about so many events, and issues tokens.
    pub fn new(place: PathBuf, events: usize) -> County {
        let (month, events) = (last_month().to_string(), events.to_string());
        let args = ["sample", "--out", "sample", "--months", &month, "--events", &events];
        run(&place, &[&args[..], &["--windows", "12", "--staff", "26", "--bad-permille", "20"]].concat());
        let registry = fs::read_to_string(place.join("sample/registry/county.toml")).unwrap();
        let registry: toml::Table = registry.parse().unwrap();
        let sites = registry["site"].as_array().unwrap().iter().map(|site| site["id"].as_str().unwrap());
        let sites: Vec<String> = sites.map(str::to_owned).collect();
        let token = |(site, number): (&String, u8)| {
            let records = Records::open(&place.join("data")).unwrap();
            records.issue_token(site, "", &[number; 40], Instant(0)).unwrap().text
        };
        drop(Sqlite::open(&place.join("data"), "test").unwrap());
        let tokens = sites.iter().zip(1..).map(token).collect();
        let text = fs::read(place.join("sample/events").join(format!("{month}.ndjson"))).unwrap();
        let line = |text: &[u8]| {
            let event: Option<Value> = serde_json::from_slice(text).ok();
            let source = event.as_ref().and_then(|event| event["source"].as_str());
            let site = sites.iter().position(|site| Some(site.as_str()) == source).unwrap_or_default();
            Line { text: text.trim_ascii().to_owned(), site, is_json: event.is_some() }
        };
        let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        County { lines: lines.map(line).collect(), place, tokens }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.place.join("data")
    }

    /// The registry's folder.
    pub fn registry(&self) -> PathBuf {
        self.place.join("sample/registry")
    }

    /// How many lines there are to send.
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// Pours all events into services while `fate` starts and ends them; when that returns, the last service goes on until
    /// everything is acknowledged. What it returns is given back.
    pub fn pour<T: Send>(&self, seed: u64, fate: impl FnOnce(&Pouring<'_>) -> T + Send) -> (T, Outcome) {
        let pouring = Pouring {
            county: self,
            address: Mutex::new(None),
            queue: Mutex::new((0..self.lines.len()).rev().collect()),
            told: Mutex::new(vec![Told::Nothing; self.lines.len()]),
            acknowledged: AtomicUsize::new(0),
            requests: AtomicU64::new(0),
            given_up: AtomicBool::new(false),
        };
        let last = thread::scope(|scope| {
            for connection in 0..CONNECTIONS {
                let (pouring, mut chance) = (&pouring, Chance::new(seed * CONNECTIONS + connection + 1));
                scope.spawn(move || pouring.send_all(&mut chance));
            }
            let fate = scope.spawn(|| {
                let _giving_up = GivingUp(&pouring.given_up);
                let last = fate(&pouring);
                pouring.wait_until(self.lines.len());
                last
            });
            fate.join().unwrap()
        });
        let told = pouring.told.into_inner().unwrap();
        (last, self.check(&told))
    }

    /// Holds what is kept against what was told.
    fn check(&self, told: &[Told]) -> Outcome {
        let records = Records::open(&self.data()).unwrap();
        let (mut kept, mut raws) = (HashMap::new(), HashSet::new());
        let mut last = 0;
        records
            .each_event(0, &mut |event| {
                last += 1;
                assert_eq!(event.number, last, "numbers have no gaps");
                let value: Value = serde_json::from_str(event.raw).unwrap();
                let there = kept.insert(identity(&value), value);
                assert!(there.is_none(), "twice: {}", event.raw);
                raws.insert(event.raw.as_bytes().to_vec());
                ControlFlow::Continue(())
            })
            .unwrap();
        let rejections = records.rejections(&RejectionFilter::default(), 1_000_000).unwrap();
        let rejected: HashSet<&[u8]> = rejections.iter().map(|kept| kept.raw.as_slice()).collect();
        for (line, told) in self.lines.iter().zip(told) {
            let text = String::from_utf8_lossy(&line.text);
            match told {
                Told::Nothing => panic!("never acknowledged: {text}"),
                Told::Accepted => assert!(raws.contains(&line.text), "acknowledged and lost: {text}"),
                Told::Duplicate => {
                    let event: Value = serde_json::from_slice(&line.text).unwrap();
                    assert_eq!(kept.get(&identity(&event)), Some(&event), "said to be there: {text}");
                }
                Told::Rejected => {
                    assert!(rejected.contains(line.text.as_slice()), "rejected and lost: {text}")
                }
            }
        }
        let sent: HashSet<&[u8]> = self.lines.iter().map(|line| line.text.as_slice()).collect();
        assert!(raws.iter().all(|raw| sent.contains(raw.as_slice())), "something was kept that nobody sent");
        assert_eq!(rejections.len(), rejected.len(), "a rejected event is kept once");
        let hours = records.feed_hours(0).unwrap();
        assert_eq!(hours.iter().map(|hour| hour.accepted).sum::<u64>(), last, "each event is counted once");
        let count = |which: &[Told]| told.iter().filter(|told| which.contains(told)).count();
        Outcome { kept: count(&[Told::Accepted, Told::Duplicate]), rejected: count(&[Told::Rejected]) }
    }

    /// The batch says the same: of what is shown (asked of the service, if one runs), and of the files that were sent.
    pub fn check_against_batch(&self) {
        run(&self.place, &["verify", "--data", "data"]);
        run(&self.place, &["export", "--data", "data", "--out", "export.ndjson"]);
        let exported = fs::read(self.place.join("export.ndjson")).unwrap();
        let kept: HashSet<&[u8]> = exported.split(|&byte| byte == b'\n').collect();
        // In the order in which they were made up, which is not that in which they arrived.
        let mut sent = Vec::new();
        let mut seen = HashSet::new();
        for line in self.lines.iter().map(|line| line.text.as_slice()) {
            if kept.contains(line) && seen.insert(line) {
                sent.extend_from_slice(line);
                sent.push(b'\n');
            }
        }
        fs::write(self.place.join("sent.ndjson"), sent).unwrap();
        let month = last_month().to_string();
        let scored = ["export", "sent"].map(|events| {
            let (out, file) = (format!("scored-{events}"), format!("{events}.ndjson"));
            let args = ["score", "--registry", "sample/registry", "--month", &month, "--out", &out, &file];
            run(&self.place, &args);
            files_below(&self.place.join(out))
        });
        assert!(scored[0].len() == 4 && scored[0] == scored[1], "another order, another result");
    }
}

/// A copy of the store is sound.
pub fn check_backup(place: &Path) {
    let to = place.join("backup");
    let _ = fs::remove_dir_all(&to);
    run(place, &["backup", "--data", "data", "--to", arg(&to)]);
    assert!(to.join(FILE_NAME).exists());
}

fn run(place: &Path, args: &[&str]) {
    let ran = flagpost_in(place, args);
    let said = [ran.stdout, ran.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(ran.status.success(), "{args:?}: {said}");
}

fn identity(event: &Value) -> (String, String) {
    ["source", "id"].map(|name| event[name].as_str().unwrap_or_default().to_owned()).into()
}

/// Tells the others when one of them has failed, so that nobody waits in vain.
struct GivingUp<'p>(&'p AtomicBool);

impl Drop for GivingUp<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

/// Events while they are poured.
pub struct Pouring<'c> {
    county: &'c County,
    /// Where the service is, while there is one.
    address: Mutex<Option<String>>,
    /// Lines that wait to be sent.
    queue: Mutex<Vec<usize>>,
    told: Mutex<Vec<Told>>,
    acknowledged: AtomicUsize,
    requests: AtomicU64,
    given_up: AtomicBool,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}

impl Pouring<'_> {
    /// Tells clients where the service is now, or that there is none.
    pub fn goes_to(&self, address: Option<&str>) {
        *locked(&self.address) = address.map(str::to_owned);
    }

    /// How many lines were acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::Relaxed)
    }

    /// How many requests were answered.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Waits until so many lines are acknowledged.
    pub fn wait_until(&self, acknowledged: usize) {
        wait_for("events to be acknowledged", || {
            assert!(!self.given_up.load(Ordering::Relaxed), "a client failed");
            (self.acknowledged() >= acknowledged).then_some(())
        });
    }

    fn send_all(&self, chance: &mut Chance) {
        let _giving_up = GivingUp(&self.given_up);
        let agent =
            ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        let agent = ureq::Agent::from(agent);
        while self.acknowledged() < self.county.lines.len() && !self.given_up.load(Ordering::Relaxed) {
            let taken = self.take(chance);
            let address = locked(&self.address).clone();
            let answered = match (&address, taken.is_empty()) {
                (Some(address), false) => self.send(&agent, address, &taken, chance),
                (None, _) | (_, true) => false,
            };
            if !answered {
                locked(&self.queue).extend(taken.iter().rev());
                thread::sleep(Duration::from_millis(5));
            }
        }
    }

    /// Lines of one site: some that wait, or now and then some that were sent before.
    fn take(&self, chance: &mut Chance) -> Vec<usize> {
        let (lines, most) = (&self.county.lines, 1 + chance.below(REQUEST_LINES_MAX) as usize);
        if chance.below(12) == 0 {
            let first = chance.below(lines.len() as u64) as usize;
            let site = lines[first].site;
            return (first..lines.len()).take(most).filter(|&line| lines[line].site == site).collect();
        }
        let mut queue = locked(&self.queue);
        let Some(site) = queue.last().map(|&line| lines[line].site) else { return Vec::new() };
        let mut taken = Vec::new();
        let from = queue.len().saturating_sub(most);
        let rest: Vec<usize> = queue.drain(from..).collect();
        for line in rest.into_iter().rev() {
            if lines[line].site == site { taken.push(line) } else { queue.push(line) }
        }
        taken
    }

    /// Sends lines in one of the shapes; whether they were acknowledged.
    fn send(&self, agent: &ureq::Agent, address: &str, taken: &[usize], chance: &mut Chance) -> bool {
        let lines = || taken.iter().map(|&line| &self.county.lines[line]);
        let texts: Vec<&[u8]> = lines().map(|line| line.text.as_slice()).collect();
        let (content_type, body) = if lines().all(|line| line.is_json) && chance.below(2) == 0 {
            ("application/cloudevents-batch+json", [&b"["[..], &texts.join(&b','), b"]"].concat())
        } else {
            ("application/x-ndjson", texts.join(&b'\n'))
        };
        let token = &self.county.tokens[self.county.lines[taken[0]].site];
        let request = agent
            .post(format!("http://{address}/v1/events"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", content_type);
        // Whatever goes wrong on the way: it was not acknowledged.
        let Ok(mut response) = request.send(&body) else { return false };
        let status = response.status().as_u16();
        let Ok(text) = response.body_mut().read_to_string() else { return false };
        match status {
            200 => {
                self.note(taken, &serde_json::from_str(&text).unwrap());
                true
            }
            408 | 429 | 503 => {
                assert!(response.headers().contains_key("retry-after"), "{status}: {text}");
                false
            }
            _ => panic!("{status}: {text}"),
        }
    }

    /// Remembers what was told, and that it goes with what was told before.
    fn note(&self, taken: &[usize], answer: &Value) {
        let results = answer["results"].as_array().unwrap();
        assert_eq!(results.len(), taken.len());
        let mut told = locked(&self.told);
        for (&line, result) in taken.iter().zip(results) {
            let now = match result["status"].as_str() {
                Some("accepted") => Told::Accepted,
                Some("duplicate") => Told::Duplicate,
                Some("rejected") => Told::Rejected,
                other => panic!("{other:?}"),
            };
            let text = String::from_utf8_lossy(&self.county.lines[line].text);
            match (told[line], now) {
                (Told::Nothing, _) => {
                    told[line] = now;
                    self.acknowledged.fetch_add(1, Ordering::Relaxed);
                }
                // Sent by two at once, the answers may come the other way round.
                (Told::Duplicate, Told::Accepted) => told[line] = now,
                (Told::Accepted | Told::Duplicate, Told::Duplicate) | (Told::Rejected, Told::Rejected) => {}
                (before, _) => panic!("told {before:?}, then {now:?}: {text}"),
            }
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
    }
}

/// A number that can be set from outside.
pub fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

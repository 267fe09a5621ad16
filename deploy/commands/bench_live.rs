//! `flagpost bench-live`: how much the live service takes in over HTTP, beside the bare append of the same rows.

use super::bench::{MONTH, sample_month};
use super::bench_process::Process;
use super::{Failure, Outcome, user};
use crate::county::{self, CountyArgs};
use crate::service::machine_time;
use crate::service::running::{self, Running};
use anyhow::{Context as _, anyhow};
use clap::Args;
use dashboards::accounts::Wanted;
use dashboards::session;
use ingest::store::sqlite::{Records, Role, Sqlite};
use ingest::store::{Batch, NewDelivery, NewEvent, Road, Store as _};
use ingest::wire::{Room, Wire};
use scoring::log::{Keyed, Log};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Measure the live service: events a second over HTTP, start, memory (测量实时服务)
///
/// Starts a service of its own on a fresh data folder, sends it a sample month in batches of 1,000 over several connections,
/// and appends the same rows to a bare store of the same kind. Client and server share the machine.
#[derive(Args, Debug)]
pub struct BenchLiveArgs {
    /// About how many events, in one month of a sample county
    #[arg(long, default_value_t = 1_000_000)]
    events: u64,
    /// A folder for the sample and the stores; the sample is kept and used again
    #[arg(long, value_name = "DIR", default_value = "out/bench")]
    dir: PathBuf,
    /// How many connections send
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..))]
    connections: u8,
}

/// Events of a request, and of a transaction of the bare append.
const BATCH: usize = 1000;
/// How long a service may take to be ready.
const READY_SECONDS_MAX: u64 = 120;

/// Lines of one site, in batches, with the token that may send them.
struct Feed {
    site: String,
    token: String,
    batches: Vec<String>,
}

/// Runs the command.
pub fn run(args: &BenchLiveArgs) -> Outcome {
    let (sample, file) = sample_month(&args.dir, args.events)?;
    let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let data = fresh(&args.dir.join("live-data"))?;
    let lines = good_lines(&sample, &bytes)?;
    println!(
        "{} events, {:.1} MB, in batches of {BATCH} over {} connections",
        lines.len(),
        lines.iter().map(|(_, line)| line.len()).sum::<usize>() as f64 / 1e6,
        args.connections
    );
    let bare = bare_append(&args.dir.join("bare-data"), &lines)?;
    let feeds = feeds(&data, &lines)?;
    let (service, at) = start(&data, &sample)?;
    let before = service.cpu_seconds();
    let probe = Probe::new(&data, &feeds, &sample)?;
    let is_over = AtomicBool::new(false);
    let (took, mut delays) = thread::scope(|scope| {
        let probing = scope.spawn(|| probe.watch(&at, &is_over));
        let took = send(&at, &feeds, args.connections);
        is_over.store(true, Ordering::Relaxed);
        let delays = probing.join().map_err(|_| anyhow!("the probe broke off"))??;
        Ok::<_, Failure>((took?, delays))
    })?;
    let (cpu, memory) = (service.cpu_seconds() - before, service.peak_memory_megabytes());
    let rate = lines.len() as f64 / took.as_secs_f64();
    let bare_rate = lines.len() as f64 / bare.as_secs_f64();
    println!("bare append    {:>9.0} events/s  {:.2} s", bare_rate, bare.as_secs_f64());
    println!(
        "over HTTP      {rate:>9.0} events/s  {:.2} s, {:.0} % of the bare append",
        took.as_secs_f64(),
        100.0 * rate / bare_rate
    );
    println!("service        {cpu:.2} s of processor time, {memory:.0} MB at its largest");
    delays.sort_unstable();
    let at = |permille: usize| {
        delays
            .get(delays.len().saturating_sub(1) * permille / 1000)
            .map_or(f64::NAN, |delay| delay.as_secs_f64() * 1e3)
    };
    println!(
        "seen           {:.0} ms at the median, {:.0} ms at the 99th percentile, from sending an event to its line in the window's \
         ledger over the API ({} of them, under the load above)",
        at(500),
        at(990),
        delays.len()
    );
    drop(service);
    let watch = Instant::now();
    let (service, _) = start(&data, &sample)?;
    println!(
        "start          {:.2} s with {} events, {:.0} MB",
        watch.elapsed().as_secs_f64(),
        Records::open(&data).context("cannot open the store")?.event_count().context("cannot count")?,
        service.peak_memory_megabytes()
    );
    Ok(())
}

fn fresh(folder: &Path) -> Result<PathBuf, Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.to_owned())
}

/// The sample's lines that are accepted, each with its site.
fn good_lines<'t>(sample: &Path, bytes: &'t [u8]) -> Result<Vec<(String, &'t str)>, Failure> {
    let givens = county::read(&CountyArgs::of_registry(sample.join("registry")))?;
    let wire = Wire::new(&givens.registry, &givens.rulebooks);
    let (mut arena, mut room, mut log) = (bumpalo::Bump::new(), Room::default(), Log::new());
    let mut good = Vec::new();
    for line in bytes.split(|&byte| byte == b'\n') {
        arena.reset();
        let Ok(line) = std::str::from_utf8(line) else { continue };
        let Ok(event) = wire.read_text(line, &arena, &mut room) else { continue };
        let keyed = Keyed::from(event);
        if log.known(&keyed).is_none() {
            log.append(&keyed);
            good.push((givens.registry.sites[usize::from(event.source)].id.clone(), line));
        }
    }
    Ok(good)
}

/// The same rows, committed batch by batch as durably, by one thread that does nothing else.
fn bare_append(folder: &Path, lines: &[(String, &str)]) -> Result<Duration, Failure> {
    let mut store = Sqlite::open(&fresh(folder)?, "flagpost bench-live").context("cannot make the store")?;
    let watch = Instant::now();
    for batch in lines.chunks(BATCH) {
        let events = batch.iter().enumerate().map(|(place, (_, line))| NewEvent {
            delivery: 0,
            item: place as u64 + 1,
            content: place as u64,
            attributes: None,
            raw: line,
        });
        let delivery = NewDelivery { road: Road::Http, place: "bench", site: None, received: machine_time() };
        let batch = Batch { deliveries: vec![delivery], events: events.collect(), ..Batch::default() };
        store.append(&batch).context("cannot append")?;
    }
    Ok(watch.elapsed())
}

/// Sends findings one by one and looks for each in the ledger of its window, as a person at the page would.
struct Probe {
    token: String,
    source: String,
    window: String,
    cookie: String,
}

/// The account that the probe looks with.
const PROBE: &str = "bench";
/// A kind that people record in every built-in rulebook.
const PROBE_KIND: &str = "played_or_chatted";
/// How long the probe rests between two findings.
const PROBE_REST: Duration = Duration::from_millis(20);

impl Probe {
    fn new(data: &Path, feeds: &[Feed], sample: &Path) -> Result<Probe, Failure> {
        let givens = county::read(&CountyArgs::of_registry(sample.join("registry")))?;
        let site =
            givens.registry.sites.iter().find(|site| site.supervision).context("no site supervises")?;
        let feed =
            feeds.iter().find(|feed| feed.site == site.id).context("the supervising site sends nothing")?;
        let window = givens.registry.windows.first().context("the sample has no window")?;
        let records = Records::open(data).context("cannot open the store")?;
        user::set(&records, PROBE, &Wanted::of(Role::Auditor), "only for measuring")?;
        let chance = |error| anyhow!("the system gives no chance: {error}");
        let secret = session::secret().map_err(chance)?;
        let begun = session::begin(PROBE, machine_time()).map_err(chance)?;
        records.begin_session(&session::key_of(&secret), &begun, machine_time()).context("cannot log in")?;
        Ok(Probe {
            token: feed.token.clone(),
            source: site.id.clone(),
            window: window.id.clone(),
            cookie: format!("{}={secret}", session::SESSION_COOKIE),
        })
    }

    /// From sending to seeing, for each finding.
    fn watch(&self, at: &Running, is_over: &AtomicBool) -> anyhow::Result<Vec<Duration>> {
        let agent = ureq::Agent::new_with_defaults();
        let (events, ledger) = (
            format!("http://{}/v1/events", at.address),
            format!("http://{}/api/v1/months/{MONTH}/windows/{}", at.address, self.window),
        );
        let mut delays = Vec::new();
        while !is_over.load(Ordering::Relaxed) {
            let id = format!("probe-{}", delays.len());
            let event = serde_json::json!({
                "specversion": "1.0", "id": id, "source": self.source, "type": "finding.recorded",
                "time": format!("{MONTH}-10T10:00:00+08:00"),
                "data": { "finding": id, "kind": PROBE_KIND, "window": self.window, "inspector": "bench" },
            });
            let watch = Instant::now();
            let answer = agent
                .post(&events)
                .header("authorization", format!("Bearer {}", self.token))
                .header("content-type", "application/cloudevents+json")
                .send(event.to_string())?
                .into_body()
                .read_to_string()?;
            if !answer.contains("\"accepted\":1") {
                return Err(anyhow!("the probe's finding was not accepted: {answer}"));
            }
            while !agent
                .get(&ledger)
                .header("cookie", &self.cookie)
                .call()?
                .into_body()
                .read_to_string()?
                .contains(&format!("\"{id}\""))
            {}
            delays.push(watch.elapsed());
            thread::sleep(PROBE_REST);
        }
        Ok(delays)
    }
}

fn feeds(data: &Path, lines: &[(String, &str)]) -> Result<Vec<Feed>, Failure> {
    let mut by_site: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (site, line) in lines {
        by_site.entry(site).or_default().push(line);
    }
    drop(Sqlite::open(data, "flagpost bench-live").context("cannot make the store")?);
    let records = Records::open(data).context("cannot open the store")?;
    let mut feeds = Vec::new();
    for (site, lines) in by_site {
        let mut chance = [0; 40];
        getrandom::fill(&mut chance).map_err(|error| anyhow!("the system gives no chance: {error}"))?;
        let issued =
            records.issue_token(site, "bench", &chance, machine_time()).context("cannot make a token")?;
        let batches = lines.chunks(BATCH).map(|batch| format!("[{}]", batch.join(","))).collect();
        feeds.push(Feed { site: site.to_owned(), token: issued.text, batches });
    }
    Ok(feeds)
}

/// Sends everything over so many connections; each sends its next batch when the last one is answered.
fn send(at: &Running, feeds: &[Feed], connections: u8) -> Result<Duration, Failure> {
    let queue: Vec<(&str, &str)> = feeds
        .iter()
        .flat_map(|feed| feed.batches.iter().map(|batch| (feed.token.as_str(), batch.as_str())))
        .collect();
    let next = Mutex::new(queue.iter());
    let url = format!("http://{}/v1/events", at.address);
    let watch = Instant::now();
    let work = || -> anyhow::Result<()> {
        let agent = ureq::Agent::new_with_defaults();
        loop {
            let taken = next.lock().map_err(|_| anyhow!("another connection broke off"))?.next().copied();
            let Some((token, batch)) = taken else { return Ok(()) };
            loop {
                let answer = agent
                    .post(&url)
                    .config()
                    .http_status_as_error(false)
                    .build()
                    .header("authorization", format!("Bearer {token}"))
                    .header("content-type", "application/cloudevents-batch+json")
                    .send(batch)?;
                let status = answer.status().as_u16();
                let text = answer.into_body().read_to_string()?;
                match status {
                    200 if text.contains("\"rejected\":0,") => break,
                    429 | 503 => thread::sleep(Duration::from_millis(20)),
                    _ => {
                        return Err(anyhow!(
                            "the service answered {status}: {}",
                            text.get(..400).unwrap_or(&text)
                        ));
                    }
                }
            }
        }
    };
    thread::scope(|scope| {
        let senders: Vec<_> = (0..connections).map(|_| scope.spawn(work)).collect();
        senders.into_iter().try_for_each(|sender| sender.join().map_err(|_| anyhow!("a sender broke off"))?)
    })?;
    Ok(watch.elapsed())
}

/// A service in a process of its own.
fn start(data: &Path, sample: &Path) -> Result<(Process, Running), Failure> {
    let registry = sample.join("registry");
    let (data, registry) = (data.as_os_str(), registry.as_os_str());
    let options = ["up", "--listen", "127.0.0.1:0", "--data"].map(OsStr::new);
    let process = Process::start(options.into_iter().chain([data, OsStr::new("--registry"), registry]))?;
    let watch = Instant::now();
    while watch.elapsed() < Duration::from_secs(READY_SECONDS_MAX) {
        if let Some(at) = running::find(Path::new(data)) {
            return Ok((process, at));
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err(anyhow!("the service did not start; run `flagpost up` with the same folders to see why").into())
}

//! What the service takes: a morning's notices into the store while events arrive, once however often it is killed.

use super::open_cases::{Case, OpenCases, morning, move_of, retraction_of};
use super::{Failure, Stopwatch, spread};
use crate::commands::bench_process::Process;
use crate::county::{self, CountyArgs};
use crate::service::notices::{Keeper, Looked};
use anyhow::{Context as _, anyhow};
use ingest::live::{self, Delivery, Item, Live, Setup};
use ingest::metrics::Metrics;
use ingest::store::sqlite::{FILE_NAME, Records, Sqlite};
use ingest::store::{Batch, NewDelivery, NewEvent, Road, Store as _};
use scoring::context::Givens;
use scoring::time::Instant as Moment;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Acceptances of a transaction, when the store is filled.
const BATCH: usize = 10_000;
/// So often the service is killed while it keeps a morning's notices.
const KILLS: u64 = 3;
/// So many events are looked at one by one.
const LOOKS: usize = 200;
/// How long a sender rests between two events.
const REST: Duration = Duration::from_millis(5);
/// How long a killed service may take before it has begun to keep.
const PATIENCE: Duration = Duration::from_secs(120);

/// A service over a store, with a clock that is set by hand.
struct Opened {
    live: Live,
    desk: JoinHandle<()>,
    clock: Arc<AtomicI64>,
    folder: PathBuf,
}

impl Opened {
    fn new(folder: &Path, sample: &Path, now: Moment) -> Result<Opened, Failure> {
        let files = county::files(&CountyArgs::of_registry(sample.join("registry")))?;
        let clock = Arc::new(AtomicI64::new(now.0));
        let read = clock.clone();
        let setup = Setup {
            store: Sqlite::open(folder, "flagpost bench-notices").context("cannot open the store")?,
            givens: county::parse(&files).map_err(Failure::Mistakes)?,
            given_files: files,
            clock: Arc::new(move || Moment(read.load(Ordering::Relaxed))),
            metrics: Metrics::new().context("cannot count")?,
        };
        let (live, _, desk) = live::open(setup).context("cannot open the desk")?;
        Ok(Opened { live, desk, clock, folder: folder.to_owned() })
    }

    fn records(&self) -> Result<Records, Failure> {
        Ok(Records::open(&self.folder).context("cannot open the store")?)
    }

    fn keeper(&self) -> Result<Keeper, Failure> {
        Ok(Keeper::new(self.live.clone(), self.records()?))
    }

    fn close(self) -> Result<(), Failure> {
        drop(self.live);
        Ok(self.desk.join().map_err(|_| anyhow!("the desk broke off"))?)
    }
}

/// Keeps a morning's notices, beside senders and through kills, and tells how long it took.
pub fn measure(givens: &Givens, open: &OpenCases<'_>, dir: &Path, sample: &Path) -> Result<(), Failure> {
    let data = fresh(&dir.join("notices-data"))?;
    fill(&data, open)?;
    let midnight = givens.registry.zone.midnight(morning());
    let opened = Opened::new(&data, sample, open.eve())?;
    look(&mut opened.keeper()?)?;
    let on_the_eve = count(&opened.records()?)?;
    opened.close()?;
    let killed = fresh(&dir.join("notices-killed"))?;
    fs::copy(data.join(FILE_NAME), killed.join(FILE_NAME)).context("cannot copy the store")?;

    let opened = Opened::new(&data, sample, open.eve())?;
    let mut keeper = opened.keeper()?;
    look(&mut keeper)?;
    let mut senders = open.cases.iter().skip(2).step_by(3);
    let idle = send_while(&opened.live, &mut senders, || {
        thread::sleep(Duration::from_secs(1));
        Ok(())
    })?
    .1;
    let ((kept, took), busy) = send_while(&opened.live, &mut senders, || {
        let watch = Stopwatch::start();
        opened.clock.store(midnight.0, Ordering::Relaxed);
        opened.live.act_and_wait(|desk| desk.now()).map_err(|stopped| anyhow!("{stopped}"))?;
        let kept = look(&mut keeper)?;
        Ok((kept, watch.stop()))
    })?;
    println!(
        "derive + keep  {took} until {} notices are in the store, durable, {:.1} us each",
        kept.pending,
        took.seconds * 1e6 / kept.pending.max(1) as f64
    );
    assert_eq!(kept, Looked { pending: usize::try_from(open.due()).unwrap_or_default(), withdrawn: 0 });
    spread("append, idle", &idle);
    spread("append, keeping", &busy);
    let watch = Instant::now();
    assert_eq!(look(&mut keeper)?, Looked::default(), "a second look adds nothing");
    println!("second look    {:.0} us, nothing added", watch.elapsed().as_secs_f64() * 1e6);
    looks_after_events(&opened.live, &mut keeper, open)?;
    drop(keeper);
    opened.close()?;

    let watch = Stopwatch::start();
    let opened = Opened::new(&data, sample, midnight)?;
    let started = watch.stop();
    let watch = Stopwatch::start();
    assert_eq!(look(&mut opened.keeper()?)?, Looked::default(), "a look after a restart adds nothing");
    println!(
        "restart        {started} to start, then {} to compare all notices with those kept, nothing added",
        watch.stop()
    );
    opened.close()?;
    let _ = fs::remove_dir_all(&data);

    through_kills(&killed, sample, midnight, on_the_eve, open.due())?;
    let _ = fs::remove_dir_all(&killed);
    Ok(())
}

/// What a killed service does: keeps what is due, and ends.
pub fn keep_once(folder: &Path, sample: &Path, givens: &Givens) -> Result<(), Failure> {
    let opened = Opened::new(folder, sample, givens.registry.zone.midnight(morning()))?;
    look(&mut opened.keeper()?)?;
    opened.close()
}

fn through_kills(
    folder: &Path,
    sample: &Path,
    midnight: Moment,
    on_the_eve: u64,
    due: u64,
) -> Result<(), Failure> {
    let records = Records::open(folder).context("cannot open the store")?;
    for kill in 1..=KILLS {
        let options = ["bench-notices", "--keep"].map(OsStr::new);
        let paths = [folder.as_os_str(), OsStr::new("--sample"), sample.as_os_str()];
        let mut process = Process::start(options.into_iter().chain(paths))?;
        let watch = Instant::now();
        // In the middle of its work, further on each time.
        while count(&records)? < on_the_eve + due * kill / (KILLS + 1) {
            if process.has_ended() || watch.elapsed() > PATIENCE {
                return Err(anyhow!("the service that was to be killed ended by itself").into());
            }
            thread::sleep(Duration::from_millis(1));
        }
        process.kill();
    }
    let after_kills = count(&records)?;
    let opened = Opened::new(folder, sample, midnight)?;
    let kept = look(&mut opened.keeper()?)?;
    let all = count(&records)?;
    println!(
        "killed         {KILLS} times while keeping: {} were in the store, {} added by the next start, {all} in all, each once",
        after_kills - on_the_eve,
        kept.pending
    );
    assert_eq!(all, on_the_eve + due, "each notice is kept, and kept once");
    opened.close()
}

fn look(keeper: &mut Keeper) -> Result<Looked, Failure> {
    Ok(keeper.look().context("cannot keep notices")?)
}

fn count(records: &Records) -> Result<u64, Failure> {
    let counts = records.notice_counts().context("cannot count notices")?;
    Ok(counts.iter().map(|(_, count)| count).sum())
}

/// How long a look takes after one event: one that moves a due date, and one that takes a notice back.
fn looks_after_events(live: &Live, keeper: &mut Keeper, open: &OpenCases<'_>) -> Result<(), Failure> {
    let mut after = |what: &str, skip: usize, event: &dyn Fn(&Case, usize) -> String| {
        // Each third case is for one kind of event: none is moved twice.
        let cases =
            open.cases.iter().skip(skip).step_by((open.cases.len() / LOOKS / 3).max(1) * 3).take(LOOKS);
        let (mut looks, mut withdrawn) = (Vec::new(), 0);
        for (place, case) in cases.enumerate() {
            send(live, case, event(case, place))?;
            let watch = Instant::now();
            withdrawn += look(keeper)?.withdrawn;
            looks.push(watch.elapsed());
        }
        spread(what, &looks);
        Ok::<_, Failure>(withdrawn)
    };
    after("look, one moved", 0, &|case, place| move_of(case, place))?;
    after("look, taken back", 1, &|case, _| retraction_of(case))?;
    Ok(())
}

/// Sends events one by one while something is done, and tells how long each waited to be durable.
fn send_while<'c, T>(
    live: &Live,
    cases: &mut (impl Iterator<Item = &'c Case> + Send),
    work: impl FnOnce() -> Result<T, Failure>,
) -> Result<(T, Vec<Duration>), Failure> {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let mut waits = Vec::new();
            while !is_over.load(Ordering::Relaxed)
                && let Some(case) = cases.next()
            {
                let event = move_of(case, waits.len());
                let watch = Instant::now();
                send(live, case, event)?;
                waits.push(watch.elapsed());
                thread::sleep(REST);
            }
            Ok::<_, Failure>(waits)
        });
        let done = work();
        is_over.store(true, Ordering::Relaxed);
        let waits = sending.join().map_err(|_| anyhow!("the sender broke off"))??;
        Ok((done?, waits))
    })
}

fn send(live: &Live, case: &Case, event: String) -> Result<(), Failure> {
    let item = Item { bytes: 0..event.len(), number: 1, fault: None };
    let delivery = Delivery {
        road: Road::Http,
        place: "bench".to_owned(),
        site: Some(case.source.clone()),
        bytes: event.into_bytes(),
        items: vec![item],
        file: None,
    };
    let refused = |refused| anyhow!("an event was not taken in: {refused}");
    let outcomes = live.deliver_and_wait(delivery).map_err(refused)?;
    match outcomes.as_slice() {
        [live::Outcome::Accepted] => Ok(()),
        other => Err(anyhow!("an event was not accepted: {other:?}").into()),
    }
}

/// A store with the acceptances in it.
fn fill(folder: &Path, open: &OpenCases<'_>) -> Result<(), Failure> {
    let mut store = Sqlite::open(folder, "flagpost bench-notices").context("cannot make the store")?;
    for (place, cases) in open.cases.chunks(BATCH).enumerate() {
        let events = cases.iter().enumerate().map(|(item, case)| NewEvent {
            delivery: 0,
            item: item as u64 + 1,
            content: (place * BATCH + item) as u64,
            attributes: None,
            raw: &case.line,
        });
        // Received on the eve, so that the clock can be set to it.
        let delivery = NewDelivery { road: Road::Http, place: "bench", site: None, received: open.eve() };
        let batch = Batch { deliveries: vec![delivery], events: events.collect(), ..Batch::default() };
        store.append(&batch).context("cannot append")?;
    }
    Ok(())
}

fn fresh(folder: &Path) -> Result<PathBuf, Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.to_owned())
}

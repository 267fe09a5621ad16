//! The county that is measured: made up, appended to a store, its months closed but the last, with somebody of each role.

use super::BenchPagesArgs;
use crate::commands::sample::{self, Months, SampleArgs};
use crate::commands::{Failure, user};
use crate::county::{self, CountyArgs};
use crate::service::desk::{self, Open};
use anyhow::{Context as _, anyhow};
use dashboards::accounts::Wanted;
use dashboards::months;
use ingest::metrics::Metrics;
use ingest::store::sqlite::{FILE_NAME, Records, Role, Sqlite};
use ingest::store::{Batch, NewDelivery, NewEvent, Road, Store as _};
use ingest::wire::{Room, Wire};
use scoring::context::Givens;
use scoring::log::{Keyed, Log};
use scoring::time::{Instant, Month};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A September morning on which much is going on.
const UNTIL: &str = "2026-09-17T10:30:00+08:00";
const LAST_MONTH: &str = "2026-09";
/// Events of a transaction while the store is filled.
const BATCH: usize = 5_000;
/// So many of the last events are held back, to stream in.
const HELD_BACK: usize = 3_000;

/// A county with its store.
pub struct County {
    /// The data folder.
    pub data: PathBuf,
    /// The registry's folder.
    pub registry: PathBuf,
    /// The instant at which it begins to be served.
    pub until: Instant,
    /// The open month.
    pub open: Month,
    /// The closed ones.
    pub closed: Vec<Month>,
    /// How many events the store had.
    pub events: u64,
    /// Registry, rulebook, calendar.
    pub givens: Givens,
    /// Cases of the open month, by id.
    pub cases: Vec<String>,
    /// The events held back: site, line.
    pub held_back: Vec<(String, String)>,
}

/// Who asks: the account, what it is, whether it answers for the first department alone.
pub const PEOPLE: [(&str, Role); 4] = [
    ("bench-analyst", Role::Analyst),
    ("bench-auditor", Role::Auditor),
    ("bench-leader", Role::CountyLeader),
    ("bench-head", Role::DepartmentHead),
];

impl County {
    /// Makes the county, or takes the one that the same options made before.
    pub fn make(args: &BenchPagesArgs) -> Result<County, Failure> {
        let until = Instant::parse(UNTIL).context("no instant")?;
        let open = Month::parse(LAST_MONTH).context("no month")?;
        let months: Vec<Month> = (open.0 - (args.months - 1)..=open.0).map(Month).collect();
        let name = format!("pages-{}-{}-{}-{}", args.windows, args.staff, args.months, args.events);
        let dir = args.dir.join(name);
        let (registry, data) = (dir.join("registry"), dir.join("data"));
        if !registry.join("county.toml").exists() {
            sample::write(&SampleArgs {
                months: Months(months.clone()),
                events: Some(args.events),
                windows: Some(args.windows),
                staff: Some(args.staff),
                bad_permille: 0,
                until: Some(until),
                ..SampleArgs::of_month(dir.clone(), open, args.events)
            })?;
        }
        let givens = county::read(&CountyArgs::of_registry(registry.clone()))?;
        let mut lines = Vec::new();
        for month in &months {
            let file = dir.join("events").join(format!("{month}.ndjson"));
            let text =
                fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            lines.extend(text.lines().map(str::to_owned));
        }
        let held_back = lines.split_off(lines.len().saturating_sub(HELD_BACK));
        let cases = cases_of(&lines, open);
        // What streamed in the last time is not to be there again, so the filled store is kept aside and copied.
        let filled = dir.join("filled");
        if !filled.join("complete").exists() {
            fill(&fresh(&filled)?, &givens, &lines)?;
            close(&filled, &registry, until, &months[..months.len() - 1])?;
            fs::write(filled.join("complete"), "").context("cannot note that the store is filled")?;
        }
        fresh(&data)?;
        fs::copy(filled.join(FILE_NAME), data.join(FILE_NAME)).context("cannot copy the filled store")?;
        let records = Records::open(&data).context("cannot open the store")?;
        people(&records, &givens)?;
        let events = records.event_count().context("cannot count the events")?;
        let held_back = held_back.into_iter().filter_map(|line| Some((site_of(&line)?, line))).collect();
        let closed = months[..months.len() - 1].to_vec();
        Ok(County { data, registry, until, open, closed, events, givens, cases, held_back })
    }
}

fn fresh(folder: &Path) -> Result<PathBuf, Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.to_owned())
}

/// A text of an event by its place, `""` where there is none.
fn text_at(line: &str, pointer: &str) -> Option<String> {
    let event: serde_json::Value = serde_json::from_str(line).ok()?;
    event.pointer(pointer)?.as_str().map(str::to_owned)
}

fn site_of(line: &str) -> Option<String> {
    text_at(line, "/source")
}

/// Some cases that were accepted in a month.
fn cases_of(lines: &[String], month: Month) -> Vec<String> {
    let begun = format!("\"time\":\"{month}");
    let accepted =
        lines.iter().rev().filter(|line| line.contains("\"case.accepted\"") && line.contains(&begun));
    accepted.filter_map(|line| text_at(line, "/data/case")).take(500).collect()
}

/// Appends what is accepted of the lines.
fn fill(folder: &Path, givens: &Givens, lines: &[String]) -> Result<(), Failure> {
    let mut store = Sqlite::open(folder, "flagpost bench-pages").context("cannot make the store")?;
    let wire = Wire::new(&givens.registry, &givens.rulebooks);
    let (mut arena, mut room, mut log) = (bumpalo::Bump::new(), Room::default(), Log::new());
    for lines in lines.chunks(BATCH) {
        let mut events = Vec::with_capacity(lines.len());
        let mut received = Instant(0);
        for line in lines {
            arena.reset();
            let Ok(event) = wire.read_text(line, &arena, &mut room) else { continue };
            let keyed = Keyed::from(event);
            if log.known(&keyed).is_none() {
                log.append(&keyed);
                received = received.max(event.time);
                let (item, content) = (events.len() as u64 + 1, event.content);
                events.push(NewEvent { delivery: 0, item, content, attributes: None, raw: line });
            }
        }
        let delivery = NewDelivery { road: Road::Http, place: "bench", site: None, received };
        let batch = Batch { deliveries: vec![delivery], events, ..Batch::default() };
        store.append(&batch).context("cannot append")?;
    }
    Ok(())
}

/// Closes months as the bureau does, one after the other.
fn close(data: &Path, registry: &Path, until: Instant, months: &[Month]) -> Result<(), Failure> {
    let files = county::files(&CountyArgs::of_registry(registry.to_owned()))?;
    let metrics = Metrics::new().context("cannot set up the metrics")?;
    let Open { live, thread, .. } =
        desk::open(data, files, Arc::new(move || until), "flagpost bench-pages", metrics)?;
    for &month in months {
        live.act_and_wait(move |desk| months::close(desk, month, "bench").map(|_| ()))
            .context("cannot ask the desk")?
            .with_context(|| format!("cannot close {month}"))?;
    }
    drop(live);
    thread.join().map_err(|_| anyhow!("the desk broke off"))?;
    Ok(())
}

/// Accounts of several roles; the head answers for the first window's department.
fn people(records: &Records, givens: &Givens) -> Result<(), Failure> {
    let registry = &givens.registry;
    for (name, role) in PEOPLE {
        user::set(records, name, &Wanted::of(role), "only for measuring")?;
        if role == Role::DepartmentHead {
            let department = registry.windows.first().context("the county has no window")?.department;
            let held = &registry.departments[usize::from(department)].id;
            let account = records.account(name).context("cannot read an account")?;
            let mut account = account.context("the account is gone")?;
            account.scope = vec![format!("department:{held}")];
            records.put_account(&account).context("cannot keep an account")?;
        }
    }
    Ok(())
}

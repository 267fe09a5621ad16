//! Reads event files with what arrived after a run, and looks up in the files of that run what was taken back.

use crate::commands::Failure;
use anyhow::Context as _;
use ingest::sources::files;
use reports::changes::late::{Late, retracted_by};
use reports::changes::published::EventId;
use scoring::time::Zone;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;

/// The late events, each once, in the order of their files. Left out is what the earlier run knew already, what is no
/// event, and what the later run rejected (`rejected` holds those lines).
pub fn read(
    late: &[PathBuf],
    earlier: &[PathBuf],
    rejected: &HashSet<String>,
    zone: &Zone,
) -> Result<Vec<Late>, Failure> {
    let mut order: Vec<EventId> = Vec::new();
    let mut texts: HashMap<EventId, String> = HashMap::new();
    each_event(late, |event, text| {
        if !rejected.contains(text) && !texts.contains_key(&event) {
            texts.insert(event.clone(), text.to_owned());
            order.push(event);
        }
    })?;
    let mut taken_back: HashMap<EventId, String> = HashMap::new();
    let mut known: HashSet<EventId> = HashSet::new();
    let mut wanted: HashSet<EventId> = texts.values().filter_map(|text| retracted_by(text)).collect();
    // A retraction may take back a retraction, whose target may stand before it: look again until nothing new is named.
    loop {
        let mut next: HashSet<EventId> = HashSet::new();
        each_event(earlier, |event, text| {
            if wanted.contains(&event) && !taken_back.contains_key(&event) {
                next.extend(retracted_by(text));
                taken_back.insert(event.clone(), text.to_owned());
            }
            if texts.contains_key(&event) {
                known.insert(event);
            }
        })?;
        next.retain(|event| !taken_back.contains_key(event));
        if next.is_empty() {
            break;
        }
        wanted = next;
    }
    let find = |event: &EventId| taken_back.get(event).or_else(|| texts.get(event)).cloned();
    let arrived = order.iter().filter(|event| !known.contains(*event));
    let read = |event: &EventId| Late::read(texts.get(event)?, None, zone, find);
    Ok(arrived.filter_map(read).collect())
}

#[derive(Deserialize)]
struct Rejected {
    raw: String,
}

/// The lines that a run rejected, from its `rejected.ndjson`.
pub fn rejected_lines(path: &PathBuf) -> Result<HashSet<String>, Failure> {
    let mut raw = HashSet::new();
    if path.exists() {
        each_line(std::slice::from_ref(path), |line| {
            raw.extend(serde_json::from_str(line).map(|rejected: Rejected| rejected.raw));
        })?;
    }
    Ok(raw)
}

/// Every line that has an event's identity.
fn each_event(paths: &[PathBuf], mut each: impl FnMut(EventId, &str)) -> Result<(), Failure> {
    each_line(paths, |line| {
        if let Ok(event) = serde_json::from_str::<EventId>(line) {
            each(event, line);
        }
    })
}

fn each_line(paths: &[PathBuf], mut each: impl FnMut(&str)) -> Result<(), Failure> {
    for path in paths {
        let opened = files::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        for line in BufReader::new(opened).split(b'\n') {
            let line = line.with_context(|| format!("cannot read {}", path.display()))?;
            let line = String::from_utf8_lossy(&line);
            each(line.strip_suffix('\r').unwrap_or(&line));
        }
    }
    Ok(())
}

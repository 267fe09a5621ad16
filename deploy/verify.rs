//! Proves that what is shown and what was published follow from the events: everything is made again by the batch and
//! compared byte for byte.
//!
//! | what | made again from | compared with |
//! | --- | --- | --- |
//! | open months | all events that the service knew at one moment, read by the batch road, as of that moment | what it shows |
//! | each published version | the events up to its number, its instant, its registry, rulebook and calendar, and the versions that were published before it | its files, and the digest of its events |
//! | the audit log | the chain of its entries | itself |

use crate::commands::Failure;
use crate::county;
use crate::service::desk::records;
use crate::service::months::{self as asked, Shown};
use crate::service::which::WhichService;
use crate::stored;
use anyhow::Context as _;
use dashboards::months;
use ingest::batch;
use ingest::store::sqlite::Records;
use ingest::store::{Archive as _, ClosedMonth, EventNumber, Frozen, GivenFiles};
use scoring::context::{Context, Givens};
use scoring::log::Log;
use scoring::score;
use scoring::time::{Instant, Month};
use std::collections::BTreeMap;
use std::path::Path;

/// So many bytes around a difference are told.
const AROUND_BYTES: usize = 60;

/// One thing that was made again and compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub of: Checked,
    /// How many events it rests on.
    pub events: EventNumber,
    /// What differs first, if anything does.
    pub differs: Option<String>,
}

/// What was made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// An open month.
    Open(Month),
    /// A version of a closed one.
    Version(Month, u32),
    /// The audit log.
    Audit,
}

/// What is to be made again from a log, in the order of the events that it rests on.
enum Task<'t> {
    Version(&'t ClosedMonth),
    Open(&'t Shown),
}

/// Makes everything again and compares. Versions first, then open months, then the audit log.
pub fn verify(service: &WhichService) -> Result<Vec<Check>, Failure> {
    let data = &service.data()?;
    let beside = records(data)?;
    let shown = service.at_desk("results", (), asked::shown)?;
    let versions = beside.closed_months().context("cannot list the closed months")?;
    let mut by_givens: BTreeMap<[u8; 32], Vec<Task<'_>>> = BTreeMap::new();
    for closed in &versions {
        by_givens.entry(closed.givens).or_default().push(Task::Version(closed));
    }
    let mut checks = Vec::new();
    by_givens.entry(shown.givens).or_default().push(Task::Open(&shown));
    for (digest, mut tasks) in by_givens {
        // A log only grows, so those that rest on fewer events come first.
        tasks.sort_by_key(|task| match task {
            Task::Version(closed) => closed.events,
            Task::Open(shown) => shown.events,
        });
        let files = beside.givens(&digest).context("cannot read the kept registry")?;
        checks.extend(replay(data, &beside, &versions, (&digest, files), &tasks)?);
    }
    checks.sort_by_key(|check| match check.of {
        Checked::Version(month, version) => (0, month, version),
        Checked::Open(month) => (1, month, 0),
        Checked::Audit => (2, Month(0), 0),
    });
    let broken = beside.broken_audit_entry().context("cannot check the audit log")?;
    let told =
        |entry| format!("第 {entry} 条与前一条不相接 / entry {entry} does not follow from the one before it");
    checks.push(Check { of: Checked::Audit, events: 0, differs: broken.map(told) });
    Ok(checks)
}

/// Makes again what was scored with the same registry, rulebook and calendar.
fn replay(
    data: &Path,
    beside: &Records,
    versions: &[ClosedMonth],
    (digest, files): (&[u8; 32], Option<GivenFiles>),
    tasks: &[Task<'_>],
) -> Result<Vec<Check>, Failure> {
    // Kept under the digest of what it was.
    if files.as_ref().is_some_and(|files| files.digest() != *digest) {
        return Ok(unreadable(
            tasks,
            "保存的登记册、规则和日历已被改动 / the kept registry, rulebook and calendar were altered",
        ));
    }
    let givens = match files.as_ref().map(county::parse) {
        Some(Ok(givens)) => givens,
        Some(Err(mistakes)) => return Ok(unreadable(tasks, &Failure::Mistakes(mistakes).text())),
        None => {
            return Ok(unreadable(
                tasks,
                "登记册、规则和日历已不在 / its registry, rulebook and calendar are gone",
            ));
        }
    };
    let (mut log, mut loaded) = (Log::new(), 0);
    let mut checks = Vec::new();
    for task in tasks {
        let (events, as_of) = match task {
            Task::Version(closed) => (closed.events, closed.as_of),
            Task::Open(shown) => (shown.events, shown.as_of()),
        };
        (log, _) = stored::load(log, &givens, records(data)?, (loaded, events), |_| {})?;
        loaded = events;
        log.settle_all(as_of);
        checks.extend(match task {
            Task::Version(closed) => vec![version(beside, &givens, &log, versions, closed)?],
            Task::Open(shown) => open_months(beside, &givens, &log, as_of, shown)?,
        });
    }
    Ok(checks)
}

fn unreadable(tasks: &[Task<'_>], why: &str) -> Vec<Check> {
    let of = |task: &Task<'_>| match task {
        Task::Version(closed) => (Checked::Version(closed.month, closed.version), closed.events),
        Task::Open(shown) => {
            let first = shown.months.first().and_then(|open| Month::parse(&open.month)).unwrap_or_default();
            (Checked::Open(first), shown.events)
        }
    };
    let check = |(of, events)| Check { of, events, differs: Some(why.to_owned()) };
    tasks.iter().map(of).map(check).collect()
}

fn version(
    beside: &Records,
    givens: &Givens,
    log: &Log,
    versions: &[ClosedMonth],
    closed: &ClosedMonth,
) -> Result<Check, Failure> {
    let &ClosedMonth { month, version, events, as_of, .. } = closed;
    // The log says of each version that it was made, so of two that were made at one instant one saw more events.
    let order = |closed: &ClosedMonth| (closed.closed, closed.events);
    let before: Vec<ClosedMonth> =
        versions.iter().filter(|other| order(other) < order(closed)).cloned().collect();
    let history = beside
        .before(month, &months::newest(&before), givens.county())
        .context("cannot read what was published before")?;
    let context = Context { county: givens.county(), log, as_of };
    let made = months::scored(&context, month, &history);
    let kept = beside.frozen(month, version).context("cannot read the version")?.unwrap_or_default();
    let digest = beside.digest_of_events(events, as_of).context("cannot read the events")?;
    let digests = (digest != closed.digest).then(|| {
        format!("事件摘要 / digest of events: 公布 published {}, 重算 made again {digest}", closed.digest)
    });
    let differs = first_difference(&kept, &made).or(digests);
    Ok(Check { of: Checked::Version(month, version), events, differs })
}

fn open_months(
    beside: &Records,
    givens: &Givens,
    log: &Log,
    as_of: Instant,
    shown: &Shown,
) -> Result<Vec<Check>, Failure> {
    let mut open = Vec::new();
    for month in &shown.months {
        open.push(asked::month(&month.month)?);
    }
    let Some(&first) = open.first() else { return Ok(Vec::new()) };
    let mut versions = BTreeMap::new();
    for (month, version) in &shown.versions {
        versions.insert(asked::month(month)?, *version);
    }
    // As the service does it: nothing is looked back on where nothing was ever closed.
    let history =
        beside.before(first, &versions, givens.county()).context("cannot read what was published before")?;
    let context = Context { county: givens.county(), log, as_of };
    let gathered = batch::judge(&context, &open, batch::all_threads());
    let results = score::results(&context, &gathered, &history);
    let counts = months::counts_of(log);
    let checks = results.iter().zip(&shown.months).map(|(result, shown_month)| Check {
        of: Checked::Open(result.month),
        events: shown.events,
        differs: first_difference(&shown_month.files, &months::files(&context, result, counts)),
    });
    Ok(checks.collect())
}

/// The first place at which files differ: which file, which line, and what stands there.
fn first_difference(kept: &Frozen, made: &Frozen) -> Option<String> {
    let files = [
        ("result.json", &kept.result, &made.result),
        ("ledger.ndjson", &kept.ledger, &made.ledger),
        ("notices.ndjson", &kept.notices, &made.notices),
    ];
    let (name, kept, made) = files.into_iter().find(|(_, kept, made)| kept != made)?;
    let place = kept.bytes().zip(made.bytes()).take_while(|(a, b)| a == b).count();
    let line = kept.as_bytes()[..place].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let (kept, made) = (around(kept, place), around(made, place));
    Some(format!(
        "{name} 第 {line} 行 / line {line}:\n    所示 shown      …{kept}…\n    重算 made again …{made}…"
    ))
}

fn around(text: &str, place: usize) -> String {
    let (start, end) = (place.saturating_sub(AROUND_BYTES), (place + AROUND_BYTES).min(text.len()));
    String::from_utf8_lossy(&text.as_bytes()[start.min(end)..end]).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_told_with_its_line() {
        let files = |ledger: &str| Frozen { ledger: ledger.to_owned(), ..Frozen::default() };
        assert_eq!(first_difference(&files("a\nb\n"), &files("a\nb\n")), None);
        let told = first_difference(&files("a\nbc\n"), &files("a\nbd\n")).unwrap_or_default();
        assert!(told.starts_with("ledger.ndjson 第 2 行 / line 2"), "{told}");
        assert!(told.contains("…a\nbc…") && told.contains("…a\nbd…"), "{told}");
        let longer = first_difference(&files("a\n"), &files("a\nb\n")).unwrap_or_default();
        assert!(longer.contains("line 2"), "{longer}");
    }
}

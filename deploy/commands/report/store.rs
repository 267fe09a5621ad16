//! The months that the store of a service has: closed ones as they were published, an open one as it stands now.

use super::folder::{Known, KnownMonth};
use crate::commands::Failure;
use crate::commands::score::{all_threads, score_log};
use crate::service::desk::{last_givens, records};
use crate::service::machine_time;
use crate::stored;
use anyhow::{Context as _, anyhow};
use dashboards::months::{self, proposals};
use ingest::store::sqlite::Records;
use ingest::store::{Archive as _, ClosedMonth, GivenFiles};
use reports::changes::{MonthFiles, Published};
use reports::papers::Decision;
use scoring::context::{Context, Givens};
use scoring::log::Log;
use scoring::observed::Observed;
use scoring::time::Month;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads the store beside whoever appends to it.
pub fn read(
    data: &Path,
    files: Option<GivenFiles>,
    month: Month,
    version: Option<u32>,
) -> Result<Known, Failure> {
    let store = records(data)?;
    let files = match files {
        Some(files) => files,
        None => last_givens(&store)?,
    };
    let givens = crate::county::parse(&files).map_err(Failure::Mistakes)?;
    let versions = store.closed_months().context("cannot list the closed months")?;
    let newest = months::newest(&versions);
    let mut others = Vec::new();
    for closed in versions
        .iter()
        .filter(|closed| closed.month < month && newest.get(&closed.month) == Some(&closed.version))
    {
        others.push(closed_month(&store, closed)?);
    }
    let wanted = version.or(newest.get(&month).copied());
    let closed = versions.iter().find(|of| of.month == month && Some(of.version) == wanted);
    let (shown, observed, made) = match (closed, wanted) {
        // As the pages make it, so that the code is the same: of what was published alone, dated by its closing.
        (Some(closed), _) => {
            (closed_month(&store, closed)?, None, Some(givens.registry.zone.date(closed.closed)))
        }
        (None, Some(version)) => {
            return Err(anyhow!(
                "{month} 没有第 {version} 版；flagpost months 列出各版 / {month} has no version {version}; flagpost months lists them"
            )
            .into());
        }
        (None, None) => {
            let (shown, observed) = open_month(data, &store, &givens, month, &newest)?;
            (shown, Some(observed), None)
        }
    };
    Ok(Known { givens, month: shown, others, observed, made })
}

fn closed_month(store: &Records, closed: &ClosedMonth) -> Result<KnownMonth, Failure> {
    let (month, version) = (closed.month, closed.version);
    let frozen = store.frozen(month, version).context("cannot read a version")?;
    let frozen = frozen.with_context(|| format!("version {version} of {month} is gone"))?;
    let published = Published::read(&MonthFiles {
        result: frozen.result.as_bytes(),
        ledger: frozen.ledger.as_bytes(),
        notices: frozen.notices.as_bytes(),
    })
    .with_context(|| format!("version {version} of {month} cannot be read"))?;
    let sheet = store.sheet(month, version).context("cannot read what was decided")?;
    let decided = sheet.and_then(|kept| proposals::read(&kept.sheet.proposals)).unwrap_or_default();
    Ok(KnownMonth {
        published,
        version: Some(version),
        events: Some(closed.events),
        digest: Some(closed.digest.clone()),
        decisions: decided.iter().filter_map(proposals::Decided::decision).collect(),
    })
}

fn open_month(
    data: &Path,
    store: &Records,
    givens: &Givens,
    month: Month,
    newest: &BTreeMap<Month, u32>,
) -> Result<(KnownMonth, Observed), Failure> {
    let until = store.event_count().context("cannot count the events")?;
    let over = givens.registry.zone.midnight(month.next().first_day());
    let as_of = machine_time().min(over);
    let history = store.before(month, newest, givens.county()).context("cannot read the months before")?;
    let (log, counts) = stored::load(Log::new(), givens, records(data)?, (0, until), |_| {})?;
    let mut log = log;
    log.settle_all(as_of);
    let scored = score_log(givens, (log, counts), &[month], as_of, &history, all_threads());
    let context = Context { county: givens.county(), log: &scored.log, as_of };
    let result = scored.results.first().context("the month was not scored")?;
    let published = Published::of(&context, result).context("the month cannot be written")?;
    let decisions = scoring::proposals::decisions(&context, month);
    let decisions = decisions.into_iter().map(|of| Decision {
        kind: of.kind.clone(),
        subject: of.subject.clone(),
        stands: of.confirmed,
        reason: None,
    });
    let decisions = decisions.collect();
    let shown = KnownMonth { published, version: None, events: Some(until), digest: None, decisions };
    Ok((shown, Observed::of(&context, month)))
}

//! Opens the desk of a data folder; and what commands look up beside it.

use super::places;
use crate::commands::Failure;
use crate::county;
use anyhow::{Context as _, anyhow};
use ingest::live::{self, Clock, Desk, Live, Loaded, Setup};
use ingest::metrics::Metrics;
use ingest::store::GivenFiles;
use ingest::store::sqlite::{FILE_NAME, Records, Sqlite};
use std::path::Path;
use std::thread::JoinHandle;

/// What a command does at the desk: what it asks in, what it tells out, both sent as JSON where a service runs.
pub type Act<Q, A> = fn(&mut Desk<'_>, Q) -> anyhow::Result<A>;

/// A desk that is open.
pub struct Open {
    /// The way to it.
    pub live: Live,
    /// What the start found.
    pub loaded: Loaded,
    /// Ends once every way to it is gone.
    pub thread: JoinHandle<()>,
}

/// Opens the store and rebuilds the standing. `holder` tells others who has the folder.
pub fn open(
    data: &Path,
    given_files: GivenFiles,
    clock: Clock,
    holder: &str,
    metrics: Metrics,
) -> Result<Open, Failure> {
    let givens = county::parse(&given_files).map_err(Failure::Mistakes)?;
    let store = Sqlite::open(data, holder).context("cannot open the store")?;
    let setup = Setup { store, givens, given_files, clock, metrics };
    let (live, loaded, thread) = live::open(setup).context("cannot read the store")?;
    Ok(Open { live, loaded, thread })
}

/// The records of a data folder, which must have a store: a mistyped name must not make one.
pub fn records(data: &Path) -> Result<Records, Failure> {
    if !data.join(FILE_NAME).exists() {
        is_not_of_several(data)?;
        return Err(Failure::Arguments(format!(
            "{} 不是数据文件夹：其中没有 {FILE_NAME} / {} is no data folder: there is no {FILE_NAME} in it",
            data.display(),
            data.display()
        )));
    }
    Ok(Records::open(data).context("cannot open the store")?)
}

/// The records of a data folder, whose store is made where there is none: before the service first runs. `holder` tells
/// others who has the folder meanwhile.
pub fn records_or_new(data: &Path, holder: &str) -> Result<Records, Failure> {
    if !data.join(FILE_NAME).exists() {
        is_not_of_several(data)?;
        Sqlite::open(data, holder).context("cannot make the store")?;
    }
    Ok(Records::open(data).context("cannot open the store")?)
}

/// Whether a data folder without a store may get one: not where it holds the folders of several regions.
fn is_not_of_several(data: &Path) -> Result<(), Failure> {
    match places::stores_below(data).first() {
        None => Ok(()),
        Some(code) => Err(Failure::Arguments(format!(
            "{0} 中有多个县区的数据；请用 --data {0}/{code} 指定其中一个 / {0} has the data of several regions: name one of them, for \
             example --data {0}/{code}",
            data.display()
        ))),
    }
}

/// The registry, rulebook and calendar that a store's service last started with.
pub fn last_givens(records: &Records) -> Result<GivenFiles, Failure> {
    let found = records.last_givens().context("cannot read the kept registry")?;
    Ok(found.ok_or_else(|| {
        anyhow!(
            "此数据文件夹还没有用登记册启动过服务，请先运行 flagpost up / no service ever started on this data folder, so no \
             registry is known: run `flagpost up` first"
        )
    })?)
}

//! The events of a store as an input of the batch.

use crate::commands::Failure;
use anyhow::Context as _;
use ingest::batch::{Counts, load_stored};
use ingest::rejections::Rejection;
use ingest::store::EventNumber;
use ingest::store::sqlite::Records;
use scoring::context::Givens;
use scoring::log::Log;

/// As [`load_stored`], with what went wrong as commands tell it.
pub fn load(
    log: Log,
    givens: &Givens,
    records: Records,
    range: (EventNumber, EventNumber),
    reject: impl FnMut(Rejection) + Send,
) -> Result<(Log, Counts), Failure> {
    Ok(load_stored(log, givens, records, range, reject).context("cannot read the events of the store")?)
}

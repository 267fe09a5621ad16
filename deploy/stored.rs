//! The events of a store as an input of the batch: the same road as files take, on all threads.

use crate::commands::Failure;
use anyhow::Context as _;
use ingest::batch::{self, Counts, Input, Source};
use ingest::rejections::Rejection;
use ingest::store::EventNumber;
use ingest::store::export::Export;
use ingest::store::sqlite::{FILE_NAME, Records};
use ingest::wire::Wire;
use scoring::context::Givens;
use scoring::log::Log;

/// Reads the events after a number, up to and with another one, onto a log that has those before. Events that the givens do
/// not take are told one by one; the line of a rejection is then its place among those read.
pub fn load(
    log: Log,
    givens: &Givens,
    records: Records,
    (after, until): (EventNumber, EventNumber),
    mut reject: impl FnMut(Rejection) + Send,
) -> Result<(Log, Counts), Failure> {
    let lines = Source::Lines(Box::new(Export::new(records, after, until)));
    let wire = Wire::new(&givens.registry, &givens.rulebooks);
    let inputs = vec![Input { file: FILE_NAME.to_owned(), source: lines }];
    let mut reject = |rejection| {
        reject(rejection);
        Ok(())
    };
    let loaded = batch::load_onto(log, &wire, &givens.registry, inputs, batch::all_threads(), &mut reject);
    Ok(loaded.context("cannot read the events of the store")?)
}

//! The events of a store as an input of the batch: the same road as files take, on all threads.

use super::{Counts, Input, Source, all_threads, load_onto};
use crate::rejections::Rejection;
use crate::store::EventNumber;
use crate::store::export::Export;
use crate::store::sqlite::{FILE_NAME, Records};
use crate::wire::Wire;
use scoring::context::Givens;
use scoring::log::Log;
use std::io;

/// Reads the events after a number, up to and with another one, onto a log that has those before. Events that the givens do
/// not take are told one by one; the line of a rejection is then its place among those read.
///
/// # Errors
///
/// The store cannot be read.
pub fn load_stored(
    log: Log,
    givens: &Givens,
    records: Records,
    (after, until): (EventNumber, EventNumber),
    mut reject: impl FnMut(Rejection) + Send,
) -> io::Result<(Log, Counts)> {
    let lines = Source::Lines(Box::new(Export::new(records, after, until)));
    let wire = Wire::new(&givens.registry, &givens.rulebooks);
    let inputs = vec![Input { file: FILE_NAME.to_owned(), source: lines }];
    let mut reject = |rejection| {
        reject(rejection);
        Ok(())
    };
    load_onto(|| log, &wire, &givens.registry, inputs, all_threads(), &mut reject)
}

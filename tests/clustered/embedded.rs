//! The embedded service on the same lines: a desk with its store, at a clock that stands where the cluster's results do.

use super::{MONTH, Region};
use crate::program::folder_below;
use dashboards::months::{counts_of, files};
use ingest::live::{self, Delivery, Item, Setup};
use ingest::metrics::Metrics;
use ingest::store::sqlite::Sqlite;
use ingest::store::{Frozen, GivenFiles, Road};
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::registry::{self, SourceFile};
use scoring::rulebook;
use scoring::time::{Instant, Month};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// The month's files as the embedded service shows them as of an instant, once it has taken in every line.
pub fn shown(region: &Region, as_of: &str, place: &Path) -> Frozen {
    let path = region.registry.join("county.toml");
    let county = SourceFile { name: "county.toml".to_owned(), text: fs::read_to_string(path).unwrap() };
    let givens = Givens {
        registry: registry::read(&[county]).unwrap(),
        calendar: Calendar::new(&calendar::builtin()),
        rulebooks: rulebook::builtin("zhenlai").unwrap(),
    };
    let as_of = Instant::parse(as_of).unwrap();
    let setup = Setup {
        store: Sqlite::open(&folder_below(place, &region.code), "test").unwrap(),
        givens,
        given_files: GivenFiles::default(),
        clock: Arc::new(move || as_of),
        metrics: Metrics::new().unwrap(),
    };
    let (live, _, thread) = live::open(setup).unwrap();
    for lines in region.lines.chunks(500) {
        live.deliver_and_wait(delivery(lines)).unwrap();
    }
    let month = Month::parse(MONTH).unwrap();
    let shown = live.act_and_wait(move |desk| {
        let moment = desk.moment();
        let result = moment.result(month).unwrap();
        files(&moment.context, result, counts_of(moment.context.log))
    });
    drop(live);
    thread.join().unwrap();
    shown.unwrap()
}

fn delivery(lines: &[Vec<u8>]) -> Delivery {
    let mut bytes = Vec::new();
    let mut items = Vec::new();
    for (line, number) in lines.iter().zip(1..) {
        let start = bytes.len();
        bytes.extend_from_slice(line);
        items.push(Item { bytes: start..bytes.len(), number, fault: None });
    }
    Delivery { road: Road::Http, place: "1".to_owned(), site: None, bytes, items, file: None }
}

//! The events of a store as lines again; and the registry that a service last had.
#![allow(clippy::unwrap_used)]

use ingest::store::GivenFiles;
use ingest::store::export::Export;
use ingest::store::sqlite::{Records, Sqlite};
use ingest::store::{Batch, NewDelivery, NewEvent, Road, Store as _};
use scoring::time::Instant;
use std::io::Read as _;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// A store with events of these texts.
fn store(folder: &Path, raws: &[&str]) -> Sqlite {
    let mut store = Sqlite::open(folder, "test").unwrap();
    let delivery = NewDelivery { road: Road::Http, place: "1", site: None, received: Instant(0) };
    let event = |(&raw, item)| NewEvent { delivery: 0, item, content: item, attributes: None, raw };
    let events = raws.iter().zip(1..).map(event).collect();
    store.append(&Batch { deliveries: vec![delivery], events, ..Batch::default() }).unwrap();
    store
}

#[test]
fn an_export_has_the_events_between_two_numbers_one_a_line() {
    let folder = folder("export-lines");
    let _store = store(&folder, &["{\"n\":1}", "{\r\n\"n\":2\n}", "{\"n\":3}", "{\"n\":4}"]);
    let read = |after, until| {
        let mut text = String::new();
        Export::new(Records::open(&folder).unwrap(), after, until).read_to_string(&mut text).unwrap();
        text
    };
    assert_eq!(read(0, 4), "{\"n\":1}\n{  \"n\":2 }\n{\"n\":3}\n{\"n\":4}\n");
    assert_eq!(read(1, 3), "{  \"n\":2 }\n{\"n\":3}\n");
    assert_eq!(read(4, 4), "");
    assert_eq!(read(2, 99), "{\"n\":3}\n{\"n\":4}\n");
}

#[test]
fn an_export_goes_on_where_a_fetch_ended() {
    let folder = folder("export-fetches");
    // Each fetch is about a megabyte, so these take several.
    let long: Vec<String> = (0..40).map(|number| format!("{{\"n\":{number:060000}}}")).collect();
    let _store = store(&folder, &long.iter().map(String::as_str).collect::<Vec<_>>());
    let mut text = String::new();
    Export::new(Records::open(&folder).unwrap(), 0, 40).read_to_string(&mut text).unwrap();
    assert!(text == long.join("\n") + "\n");
}

#[test]
fn the_registry_that_was_used_last_is_known_though_it_was_there_before() {
    let store = store(&folder("last-givens"), &[]);
    let files = |text: &str| GivenFiles {
        registry: vec![("a.toml".to_owned(), text.to_owned())],
        ..GivenFiles::default()
    };
    let records = store.records();
    assert_eq!(records.last_givens().unwrap(), None);
    for (text, at) in [("one", 1), ("two", 2), ("one", 3)] {
        records.keep_givens(&files(text), Instant(at)).unwrap();
        assert_eq!(records.last_givens().unwrap(), Some(files(text)));
    }
    assert_eq!(records.givens(&files("two").digest()).unwrap(), Some(files("two")));
}

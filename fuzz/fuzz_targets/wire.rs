//! Any bytes, read as an event: never a crash, and JSON where `serde_json` reads JSON.
#![no_main]

use bumpalo::Bump;
use ingest::rejections::Code;
use ingest::wire::{Room, Wire};
use libfuzzer_sys::fuzz_target;
use scoring::log::{Appended, Keyed, Log};
use scoring::registry::{self, Registry, SourceFile};
use scoring::rulebook::{self, Rulebooks};
use std::sync::LazyLock;

static COUNTY: LazyLock<(Registry, Rulebooks)> = LazyLock::new(|| {
    let text = include_str!("../../tests/county/registry.toml").to_owned();
    let registry = registry::read(&[SourceFile { name: "county.toml".to_owned(), text }]);
    (registry.expect("a registry"), rulebook::builtin("zhenlai").expect("a rulebook"))
});

fuzz_target!(|line: &[u8]| {
    let wire = Wire::new(&COUNTY.0, &COUNTY.1);
    let (arena, mut room) = (Bump::new(), Room::default());
    let judge = serde_json::from_slice::<serde_json::Value>(line);
    match wire.read(line, &arena, &mut room) {
        Ok(event) => {
            assert!(judge.is_ok(), "accepted, and not JSON");
            let again = wire.read(line, &arena, &mut room).expect("accepted once, accepted again");
            let mut log = Log::new();
            assert!(matches!(log.append(&Keyed::from(event)), Appended::New(..)));
            assert_eq!(log.append(&Keyed::from(again)), Appended::Duplicate);
        }
        Err(fault) => {
            assert_ne!(fault.code, Code::Conflict, "only the log can tell");
            // Names that stand twice are for us alone to refuse, so the other direction does not hold.
            let past_json = fault.code > Code::MalformedJson;
            assert!(!past_json || judge.is_ok(), "{}, and not JSON", fault.message);
        }
    }
});

//! The wire contract: what is rejected with which code, in pairs of the last good value and the first bad one.

#![allow(clippy::unwrap_used)]

#[path = "../county/mod.rs"]
mod county;
mod envelope;
mod every_type;
mod fields;
mod grammar;
mod precedence;
mod registry;
mod values;

use bumpalo::Bump;
use ingest::rejections::Code;
use ingest::wire::{Room, Wire};
use scoring::registry::Registry;
use scoring::rulebook::Rulebooks;
use serde_json::{Value, json};
use std::sync::LazyLock;

static COUNTY: LazyLock<(Registry, Rulebooks)> = LazyLock::new(|| (county::registry(), county::rulebooks()));

/// The code that a line is rejected with; `Ok` with the content's digest where it is accepted.
fn read(line: &[u8]) -> Result<u64, Code> {
    let wire = Wire::new(&COUNTY.0, &COUNTY.1);
    let event = wire.read(line, &Bump::new(), &mut Room::default()).map(|event| event.content);
    event.map_err(|fault| {
        let (zh, en) = fault.message.split_once(" / ").expect("a sentence in both languages");
        assert!(!zh.is_empty() && !en.is_empty(), "{}", fault.message);
        fault.code
    })
}

/// A line is accepted (`None`) or rejected with this code.
fn check(line: impl AsRef<[u8]>, expect: Option<Code>) {
    let line = line.as_ref();
    let shown = String::from_utf8_lossy(&line[..line.len().min(300)]).into_owned();
    assert_eq!(read(line).err(), expect, "{shown}");
}

/// An event of a type with this data, from the hall.
fn event(event_type: &str, data: Value) -> Value {
    json!({"specversion": "1.0", "id": "e", "source": "hall", "type": event_type,
           "time": "2026-09-01T09:12:03+08:00", "data": data})
}

fn accepted() -> Value {
    event("case.accepted", json!({"case": "C-1", "item": "I-1", "window": "W-hall", "staff": "S-hall"}))
}

/// A good event with one value replaced; `/data/case` names the case. A place that is not there is added.
fn with(mut event: Value, place: &str, value: Value) -> Value {
    let (parent, name) = place.rsplit_once('/').unwrap();
    event.pointer_mut(parent).unwrap()[name] = value;
    event
}

fn without(mut event: Value, place: &str) -> Value {
    let (parent, name) = place.rsplit_once('/').unwrap();
    event.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    event
}

/// A field of `data` of one type, with the values that are good and those that are not.
fn check_field(good: &Value, field: &str, accepted: &[Value], rejected: &[Value]) {
    check(good.to_string(), None);
    let place = format!("/data/{field}");
    for value in accepted {
        check(with(good.clone(), &place, value.clone()).to_string(), None);
    }
    for value in rejected {
        check(with(good.clone(), &place, value.clone()).to_string(), Some(Code::BadField));
    }
}

/// A number as it is written, which `serde_json` would not keep.
fn check_number(good: &Value, field: &str, spelled: &str, expect: Option<Code>) {
    let line = with(good.clone(), &format!("/data/{field}"), json!("NUMBER")).to_string();
    check(line.replace("\"NUMBER\"", spelled), expect);
}

#[test]
fn an_arena_and_a_room_serve_many_events() {
    let wire = Wire::new(&COUNTY.0, &COUNTY.1);
    let (arena, mut room) = (Bump::new(), Room::default());
    let many: String = (0..100).map(|number| format!("\"m{number}\":{number},")).collect();
    let large = accepted().to_string().replace("\"case\":", &format!("{many}\"case\":"));
    for line in [large.clone(), accepted().to_string(), "{".to_owned(), large, accepted().to_string()] {
        let one = wire
            .read(line.as_bytes(), &arena, &mut room)
            .map(|event| event.content)
            .map_err(|fault| fault.code);
        assert_eq!(one, read(line.as_bytes()));
    }
}

//! What the fields of a rulebook hold: points, counts, shares, bilingual texts, kinds by name.
//!
//! Each function notes what is wrong and returns a stand-in, so that reading goes on; a document with mistakes is
//! never used.

use super::{Bilingual, Kind, KindIdx};
use crate::document::{At, Document, Place, Reader, closest, number_text};
use crate::points::Points;
use std::ops::RangeInclusive;
use toml::de::DeValue;

/// Points that a rule, a category or a bonus can be worth: everything makes 100.
pub const WORTH: RangeInclusive<Points> = Points(1)..=Points::whole(100);
/// Marks and totals, which can be nothing.
pub const MARKS: RangeInclusive<Points> = Points::ZERO..=Points::whole(100);

/// A table that must be there.
pub fn required_table<'t, 'i>(
    document: &mut Document<'_>,
    reader: &mut Reader<'t, 'i>,
    key: &'static str,
    mend: &str,
) -> Option<Reader<'t, 'i>> {
    if reader.value(key).is_none() {
        reader.missing(document, key, mend);
        return None;
    }
    reader.table(document, key)
}

/// The tables of a list that must not be empty, each named by its own id in messages: ``rule `W-A1` ``.
pub fn named_tables<'t, 'i>(
    document: &mut Document<'_>,
    reader: &mut Reader<'t, 'i>,
    (key, noun, id): (&'static str, &str, &str),
) -> Vec<Reader<'t, 'i>> {
    if reader.value(key).is_none() {
        reader.missing(document, key, &format!("add at least one {noun}"));
        return Vec::new();
    }
    let mut tables = Vec::new();
    for element in reader.list(document, key) {
        let Some(table) = element.get_ref().as_table() else {
            let mend = format!("write each {noun} as a table");
            document.mistake(element.span(), format!("`{key}` holds something else than tables"), mend);
            continue;
        };
        let name = match table.get(id).and_then(|id| id.get_ref().as_str()) {
            Some(id) => format!("{noun} `{id}`"),
            None => format!("a {noun}"),
        };
        tables.push(Reader::new(table, element.span(), name));
    }
    tables
}

/// A text that must be there in both languages.
pub fn required_bilingual(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    key: &'static str,
) -> Bilingual {
    if reader.value(key).is_none() {
        reader.missing(document, key, &format!("add {key} = {{ zh = \"…\", en = \"…\" }}"));
        return Bilingual::default();
    }
    bilingual(document, reader, key).unwrap_or_default()
}

/// A text in both languages, where it is there.
pub fn bilingual(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    key: &'static str,
) -> Option<Bilingual> {
    let mut texts = reader.table(document, key)?;
    let mut text =
        |key| texts.required_text(document, key).map(|text| text.value.to_owned()).unwrap_or_default();
    let both = Bilingual { zh: text("zh"), en: text("en") };
    texts.finish(document);
    Some(both)
}

/// Points that must be there and lie within bounds.
pub fn required_points(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    key: &'static str,
    bounds: RangeInclusive<Points>,
) -> Option<At<Points>> {
    let Some(value) = reader.value(key) else {
        reader.missing(document, key, &format!("add it with {}", said(&bounds)));
        return None;
    };
    let points = points(document, key, value.span(), value.get_ref(), bounds)?;
    Some(At { value: points, place: value.span() })
}

/// Points of a value, within bounds; `name` is what the message calls them.
pub fn points(
    document: &mut Document<'_>,
    name: &str,
    place: Place,
    value: &DeValue<'_>,
    bounds: RangeInclusive<Points>,
) -> Option<Points> {
    let Some(text) = number_text(value) else {
        document.mistake(place, format!("`{name}` is not a number"), "write a number such as 2 or 0.5");
        return None;
    };
    let Some(points) = Points::parse(text) else {
        document.mistake(place, format!("`{name}` is {text}"), "points have at most two decimals");
        return None;
    };
    if !bounds.contains(&points) {
        document.mistake(
            place,
            format!("`{name}` is {text}"),
            format!("write {}, without a sign", said(&bounds)),
        );
        return None;
    }
    Some(points)
}

/// Bounds of points in words.
fn said(bounds: &RangeInclusive<Points>) -> String {
    let least = if *bounds.start() > Points::ZERO { "above 0" } else { "of at least 0" };
    format!("a number {least} and at most {}", bounds.end())
}

/// A whole number that must be there and lie within bounds; the lower bound stands in.
pub fn required_count(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    key: &'static str,
    bounds: RangeInclusive<u32>,
) -> u32 {
    if reader.value(key).is_none() {
        reader.missing(
            document,
            key,
            &format!("add {key} with a number from {} to {}", bounds.start(), bounds.end()),
        );
        return *bounds.start();
    }
    let lowest = *bounds.start();
    count(document, reader, key, bounds).unwrap_or(lowest)
}

/// A whole number within bounds, where it is there.
pub fn count(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    key: &'static str,
    bounds: RangeInclusive<u32>,
) -> Option<u32> {
    let number = reader.integer(document, key)?;
    let count = u32::try_from(number.value).ok().filter(|count| bounds.contains(count));
    if count.is_none() {
        let mend = format!("write a number from {} to {}", bounds.start(), bounds.end());
        document.mistake(number.place, format!("`{key}` is {}", number.value), mend);
    }
    count
}

/// A share from 0 to 1 in ten-thousandths, where it is there.
pub fn share(document: &mut Document<'_>, reader: &mut Reader<'_, '_>, key: &'static str) -> Option<u32> {
    let number = reader.number(document, key)?;
    let share = ten_thousandths(number.value);
    if share.is_none() {
        let mend = "write a share from 0 to 1 with at most four decimals, 0.95 for 95 percent";
        document.mistake(number.place, format!("`{key}` is {}", number.value), mend);
    }
    share
}

fn ten_thousandths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 4 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u32 = format!("{fraction:0<4}").parse().ok()?;
    match (whole, fraction) {
        ("0", below_one) => Some(below_one),
        ("1", 0) => Some(10_000),
        (_, _) => None,
    }
}

/// The kinds that a list names.
pub fn kinds(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    key: &'static str,
    kinds: &[Kind],
) -> Vec<At<KindIdx>> {
    let mut found: Vec<At<KindIdx>> = Vec::new();
    for name in reader.texts(document, key) {
        let Some(value) = kind(document, name.value, &name.place, kinds) else { continue };
        if found.iter().any(|other| other.value == value) {
            let what = format!("kind `{}` is named twice in `{key}`", name.value);
            document.mistake(name.place, what, "take one of them out");
            continue;
        }
        found.push(At { value, place: name.place });
    }
    found
}

/// The kind of a name.
pub fn kind(document: &mut Document<'_>, name: &str, place: &Place, kinds: &[Kind]) -> Option<KindIdx> {
    let found = kinds.iter().position(|kind| kind.name == name);
    if found.is_none() {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
        let mend = match closest(name, &names) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "add it to `kinds`".to_owned(),
        };
        document.mistake(place.clone(), format!("kind `{name}` is not known"), mend);
    }
    found.map(|place| place as KindIdx)
}

//! The kinds of findings and merits, and which of them scoring itself brings about.

use super::fields::{named_tables, required_bilingual};
use super::{DerivedKinds, Kind, KindIdx, Origin};
use crate::document::{Document, Place, Reader, closest};

/// The words for where a kind comes from.
const ORIGINS: [(&str, Origin); 5] = [
    ("finding", Origin::Finding),
    ("merit", Origin::Merit),
    ("derived", Origin::Derived),
    ("derived_too", Origin::DerivedToo),
    ("attendance", Origin::Attendance),
];

/// The kinds that scoring brings about, with the origin that says so.
const DERIVED: [(&str, Origin); 14] = [
    ("late", Origin::Attendance),
    ("early_leave", Origin::Attendance),
    ("absent", Origin::Attendance),
    ("leave_taken", Origin::Derived),
    ("full_attendance", Origin::Derived),
    ("overdue", Origin::Derived),
    ("joint_delay", Origin::Derived),
    ("dissatisfied", Origin::Derived),
    ("complaint_upheld", Origin::Derived),
    ("fee_outside", Origin::DerivedToo),
    ("fee_unauthorised", Origin::DerivedToo),
    ("fee_above_standard", Origin::DerivedToo),
    ("peer_top5", Origin::Derived),
    ("model_window", Origin::Derived),
];

/// Reads the kinds, and where each stands.
pub fn kinds(document: &mut Document<'_>, reader: &mut Reader<'_, '_>) -> (Vec<Kind>, Vec<Place>) {
    let mut kinds: Vec<Kind> = Vec::new();
    let mut places = Vec::new();
    for mut table in named_tables(document, reader, ("kinds", "kind", "name")) {
        let name = table.required_text(document, "name");
        // Of the stand-ins, "derived" raises no question of its own.
        let word = name.as_ref().map_or("", |name| name.value);
        let origin = origin(document, &mut table, word).unwrap_or(Origin::Derived);
        let title = required_bilingual(document, &mut table, "title");
        let needs_staff = table.flag(document, "needs_staff").is_some_and(|flag| flag.value);
        table.finish(document);
        let Some(name) = name else { continue };
        let is_word = name.value.starts_with(|first: char| first.is_ascii_lowercase())
            && name.value.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if !is_word {
            let mend = "write small letters, digits and _, a letter first";
            document.mistake(name.place.clone(), format!("kind `{}` is not a word", name.value), mend);
        }
        if name.value == "evaluation" {
            let what = "kind `evaluation` is the ledger's word for the month's evaluation";
            document.mistake(name.place.clone(), what, "take another name");
        }
        if kinds.iter().any(|kind| kind.name == name.value) {
            let what = format!("kind `{}` is there twice", name.value);
            document.mistake(name.place, what, "take one of them out");
            continue;
        }
        places.push(name.place);
        kinds.push(Kind { name: name.value.to_owned(), title, origin, needs_staff });
    }
    (kinds, places)
}

/// Reads where a kind comes from, and checks it against what scoring derives; `None` where it is not usable.
fn origin(document: &mut Document<'_>, reader: &mut Reader<'_, '_>, kind: &str) -> Option<Origin> {
    let word = reader.required_text(document, "origin")?;
    let Some(&(_, origin)) = ORIGINS.iter().find(|(known, _)| *known == word.value) else {
        let words = ORIGINS.map(|(known, _)| known);
        let mend = match closest(word.value, &words) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("write one of {}", words.join(", ")),
        };
        document.mistake(word.place, format!("origin `{}` is not known", word.value), mend);
        return None;
    };
    let is_derived = match origin {
        Origin::Derived | Origin::DerivedToo | Origin::Attendance => true,
        Origin::Finding | Origin::Merit => false,
    };
    match DERIVED.iter().find(|(known, _)| *known == kind) {
        Some(&(_, expected)) if expected != origin => {
            let (expected, _) = ORIGINS.iter().find(|(_, of)| *of == expected)?;
            let what = format!("kind `{kind}` has another origin than scoring gives it");
            document.mistake(word.place, what, format!("write origin = \"{expected}\""));
        }
        None if is_derived => {
            let what = format!("kind `{kind}` is marked as derived, but scoring does not derive it");
            document.mistake(word.place, what, "write origin = \"finding\" or \"merit\"");
        }
        Some(_) | None => {}
    }
    Some(origin)
}

/// Finds the kinds that scoring brings about, and notes which are missing.
pub fn derived(document: &mut Document<'_>, kinds: &[Kind]) -> DerivedKinds {
    let mut named = |word: &str| {
        let found = kinds.iter().position(|kind| kind.name == word);
        if found.is_none() {
            let what = format!("kind `{word}`, which scoring derives, is missing");
            document.mistake(0..0, what, "add it to `kinds`; it need not have a rule");
        }
        found.unwrap_or_default() as KindIdx
    };
    DerivedKinds {
        late: named("late"),
        early_leave: named("early_leave"),
        absent: named("absent"),
        leave_taken: named("leave_taken"),
        full_attendance: named("full_attendance"),
        overdue: named("overdue"),
        joint_delay: named("joint_delay"),
        dissatisfied: named("dissatisfied"),
        complaint_upheld: named("complaint_upheld"),
        fee_outside: named("fee_outside"),
        fee_unauthorised: named("fee_unauthorised"),
        fee_above_standard: named("fee_above_standard"),
        peer_top5: named("peer_top5"),
        model_window: named("model_window"),
    }
}

//! The strict JSON reader against `serde_json`, and the digests by which equal contents are told.
//!
//! The reader must accept exactly what `serde_json` does (whose nesting ends at 127 too), but for member names that
//! stand twice, which `serde_json` leaves to the type that is read: here to [`Strict`], which refuses them.

#![allow(clippy::unwrap_used)]

use ingest::wire::json::{self, Marks, Members};
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::collections::HashSet;

/// Any JSON value without a name twice in an object.
struct Strict;

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_str<E>(self, _: &str) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Strict, A::Error> {
        while elements.next_element::<Strict>()?.is_some() {}
        Ok(Strict)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Strict, A::Error> {
        let mut names = HashSet::new();
        while let Some((name, Strict)) = members.next_entry::<String, Strict>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a name stands twice"));
            }
        }
        Ok(Strict)
    }
}

/// The digest of a text, if it is JSON.
fn digest(text: &str) -> Option<u64> {
    json::read(text.as_bytes(), &mut Members::default()).ok().map(|(_, digest)| digest)
}

thread_local! {
    /// What all texts before left behind.
    static ROOM: RefCell<Members> = RefCell::default();
}

/// Both readers must be of one mind, and ours of one with itself: whatever it read before, and whatever stands around.
fn check(text: &str) {
    let judge = serde_json::from_str::<Strict>(text);
    let mut fresh = Members::default();
    let own = json::read(text.as_bytes(), &mut fresh);
    assert_eq!(own.is_ok(), judge.is_ok(), "{text:?}: {own:?} against {:?}", judge.err());
    let same = |again, room: &Members| {
        assert_eq!(again, own, "{text:?}");
        assert_eq!(room.outer(), fresh.outer(), "{text:?}");
        assert_eq!(room.inner(), fresh.inner(), "{text:?}");
    };
    ROOM.with_borrow_mut(|room| {
        for _ in 0..2 {
            same(json::read(text.as_bytes(), room), room);
        }
        let mut marks = Marks::default();
        for before in
            ["", "{\"", "\\", "\n{\"a\":\"0123456789 0123456789 0123456789 0123456789 0123456789\"}\n"]
        {
            marks.take(format!("{before}{text}\"\n{{\"a\":1}}").as_bytes());
            same(json::read_marked(text.as_bytes(), marks.from(before.len()), room), room);
        }
    });
}

/// A JSON value, with numbers as whole digits and a power of ten.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Null,
    Bool(bool),
    Number(i64, i8),
    Text(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// The same value in one shape: names in order, numbers without needless zeros.
    fn plain(&self) -> Tree {
        match self {
            Tree::Null | Tree::Bool(_) | Tree::Text(_) => self.clone(),
            Tree::Number(0, _) => Tree::Number(0, 0),
            Tree::Number(digits, power) if digits % 10 == 0 => Tree::Number(digits / 10, power + 1).plain(),
            Tree::Number(digits, power) => Tree::Number(*digits, *power),
            Tree::Array(elements) => Tree::Array(elements.iter().map(Tree::plain).collect()),
            Tree::Object(members) => {
                let mut members: Vec<_> =
                    members.iter().map(|(name, value)| (name.clone(), value.plain())).collect();
                members.sort_by(|a, b| a.0.cmp(&b.0));
                Tree::Object(members)
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-d]{0,2}",
        Just("data".to_owned()),
        proptest::collection::vec(any::<char>(), 0..6).prop_map(String::from_iter),
        "[\"\\\\/\u{8}\u{c}\n\r\tu0案😀]{0,12}",
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        (prop_oneof![-20_i64..20, any::<i64>()], -30_i8..30)
            .prop_map(|(digits, power)| Tree::Number(digits, power)),
        text().prop_map(Tree::Text),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Tree::Array),
            proptest::collection::vec((text(), inner), 0..6).prop_map(|mut members| {
                let mut names = HashSet::new();
                members.retain(|(name, _)| names.insert(name.clone()));
                Tree::Object(members)
            }),
        ]
    })
}

/// Chooses between ways of writing, the same for the same seed.
struct Choice(u64);

impl Choice {
    fn of(&mut self, ways: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % ways
    }
}

/// Writes a value in one of its many ways: order of members, white space, escapes, spelling of numbers.
fn write(tree: &Tree, choice: &mut Choice, out: &mut String) {
    space(choice, out);
    match tree {
        Tree::Null => out.push_str("null"),
        Tree::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Tree::Number(digits, power) => write_number(*digits, *power, choice, out),
        Tree::Text(text) => write_text(text, choice, out),
        Tree::Array(elements) => {
            out.push('[');
            for (place, element) in elements.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(element, choice, out);
            }
            space(choice, out);
            out.push(']');
        }
        Tree::Object(members) => {
            out.push('{');
            let mut rest: Vec<_> = members.iter().collect();
            while !rest.is_empty() {
                let (name, value) = rest.remove(choice.of(rest.len() as u64) as usize);
                space(choice, out);
                write_text(name, choice, out);
                space(choice, out);
                out.push(':');
                write(value, choice, out);
                if !rest.is_empty() {
                    out.push(',');
                }
            }
            space(choice, out);
            out.push('}');
        }
    }
    space(choice, out);
}

fn space(choice: &mut Choice, out: &mut String) {
    out.push_str(["", "", "", " ", "\t", "\r", "\n", "  "][choice.of(8) as usize]);
}

fn write_text(text: &str, choice: &mut Choice, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        let must = matches!(character, '"' | '\\' | '\0'..='\u{1f}');
        let short = match character {
            '"' | '\\' | '/' => Some(character),
            '\u{8}' => Some('b'),
            '\u{c}' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        match (choice.of(4), short) {
            (0, _) if !must => out.push(character),
            (1, Some(short)) => out.extend(['\\', short]),
            (2 | 3, _) if !must => out.push(character),
            (way, _) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&if way == 0 { format!("\\u{unit:04x}") } else { format!("\\u{unit:04X}") });
                }
            }
        }
    }
    out.push('"');
}

fn write_number(digits: i64, power: i8, choice: &mut Choice, out: &mut String) {
    let sign = if digits < 0 || (digits == 0 && choice.of(2) == 0) { "-" } else { "" };
    let (digits, power) = (digits.unsigned_abs(), i64::from(power));
    let e = ["e", "E", "e+", "E+", "e0", "e+00"][choice.of(6) as usize];
    let minus = ["e-", "E-", "e-0"][choice.of(3) as usize];
    let exponent = |power: i64| match power {
        0 => String::new(),
        1.. => format!("{e}{power}"),
        _ => format!("{minus}{}", -power),
    };
    let spelled = match choice.of(4) {
        0 => format!("{digits}{}", exponent(power)),
        // More zeros behind, and the exponent makes up for it.
        1 if digits != 0 => format!("{digits}000{}", exponent(power - 3)),
        2 => format!("{digits}.000{}", exponent(power)),
        // The point far in front.
        3 => format!("0.00{digits}{}", exponent(power + 2 + digits.to_string().len() as i64)),
        _ if power >= 0 => {
            format!("{digits}{}", if digits == 0 { String::new() } else { "0".repeat(power as usize) })
        }
        _ => format!("{digits}{}", exponent(power)),
    };
    out.push_str(sign);
    out.push_str(&spelled);
}

fn written(tree: &Tree, seed: u64) -> String {
    let mut out = String::new();
    write(tree, &mut Choice(seed), &mut out);
    out
}

/// Text that is JSON but for what was done to it: a few characters taken out, put in or doubled.
fn mutated() -> impl Strategy<Value = String> {
    const PARTS: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "\\ude00",
        "\\u0061",
        "0",
        "1",
        "-",
        "+",
        ".",
        "e",
        "E9",
        "e400",
        "e-400",
        "null",
        "true",
        "fals",
        "NaN",
        " ",
        "\n",
        "\u{b}",
        "\u{1f}",
        "\u{feff}",
        "案",
        "\"a\":1,",
        "\"data\":{",
    ];
    let change = (any::<prop::sample::Index>(), 0..3_u8, prop::sample::select(PARTS));
    (tree(), any::<u64>(), proptest::collection::vec(change, 1..4)).prop_map(|(tree, seed, changes)| {
        let mut text: Vec<char> = written(&tree, seed).chars().collect();
        for (at, what, part) in changes {
            let at = at.index(text.len() + 1);
            match what {
                0 if at < text.len() => drop(text.remove(at)),
                1 if at < text.len() => drop(text.splice(at..=at, part.chars())),
                _ => drop(text.splice(at..at, part.chars())),
            }
        }
        String::from_iter(text)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_json_is_accepted(tree in tree(), seed: u64) {
        let text = written(&tree, seed);
        prop_assert!(serde_json::from_str::<Strict>(&text).is_ok(), "the writer writes JSON: {text}");
        prop_assert!(digest(&text).is_some(), "{text}");
        check(&text);
    }

    #[test]
    fn serde_json_is_of_the_same_mind(text in mutated()) {
        check(&text);
    }

    #[test]
    fn serde_json_is_of_the_same_mind_about_short_texts(text in "[\\[\\]{}:,\"\\\\ua01.eE+\\- \n]{0,12}") {
        check(&text);
    }

    #[test]
    fn equal_values_have_equal_digests(tree in tree(), seeds: (u64, u64)) {
        let (one, other) = (written(&tree, seeds.0), written(&tree, seeds.1));
        prop_assert_eq!(digest(&one), digest(&other), "{} and {}", one, other);
    }

    #[test]
    fn different_values_have_different_digests(one in tree(), other in tree(), seed: u64) {
        prop_assume!(one.plain() != other.plain());
        let (one, other) = (written(&one, seed), written(&other, seed));
        prop_assert_ne!(digest(&one), digest(&other), "{} and {}", one, other);
    }
}

/// An event with so many members around `data` and in it, the last of which has a name of its own choice.
fn crowded(members: usize, last: &str) -> String {
    let list: String = (1..members).map(|number| format!("\"member-{number}\":{number},")).collect();
    format!("{{{list}\"type\":\"t\",\"data\":{{{list}\"{last}\":0}},\"{last}\":0}}")
}

#[test]
fn names_that_stand_twice_are_found_among_many() {
    for members in [2, 3, 20, 24, 25, 26, 27, 28, 40] {
        for last in
            ["member-1", "member-2", "member-23", "member-24", "member-25", "member-26", "member-39", "new"]
        {
            check(&crowded(members, last));
        }
    }
}

#[test]
fn more_shapes_than_are_remembered_are_read_alike() {
    let mut room = Members::default();
    for round in 0..2 {
        for shape in 0..900 {
            let text = format!("{{\"type\":\"{}\",\"n{shape}\":1,\"data\":{{\"m{shape}\":2}}}}", shape % 70);
            let mut fresh = Members::default();
            assert_eq!(
                json::read(text.as_bytes(), &mut room),
                json::read(text.as_bytes(), &mut fresh),
                "{round}"
            );
            assert_eq!((room.outer(), room.inner()), (fresh.outer(), fresh.inner()), "{round}");
        }
    }
}

#[test]
fn depths_end_where_those_of_serde_json_do() {
    for levels in 120..135 {
        check(&format!("{}{}", "[".repeat(levels), "]".repeat(levels)));
        check(&format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels)));
        check(&format!("{}1{}", "{\"data\":".repeat(levels), "}".repeat(levels)));
        check(&format!("{}1{}", "[{\"a\":".repeat(levels / 2), "}]".repeat(levels / 2)));
    }
}

/// Texts of the same value in each row, of different values in different rows.
#[test]
fn a_digest_is_of_the_value_not_of_its_spelling() {
    let rows: &[&[&str]] = &[
        &[
            "1",
            "1.0",
            "10e-1",
            "100e-2",
            "1e0",
            "0.1e1",
            "1.000000000000000000000000000000",
            "1E+00",
            "0.0001e4",
        ],
        &["-1", "-1.0", "-10e-1"],
        &["0", "-0", "0.0", "-0.0", "0e5", "0e-99999999999999999999", "0.000e400"],
        &["10", "1e1", "10.0", "100e-1"],
        &["100000000000000000000", "1e20", "100000000000000000000.0", "0.1e21"],
        &["100000000000000000001", "100000000000000000001.0", "1000000000000000000010e-1"],
        &["9007199254740992"],
        &["9007199254740993"],
        &["0.1", "1e-1", "0.10"],
        &["0.10000000000000000001"],
        &["1e-400", "0.1e-399"],
        &["1e-9223372036854775808"],
        &["\"1\"", "\"\\u0031\""],
        &["\"\"", " \"\" "],
        &["\"案\"", "\"\\u6848\""],
        &["\"😀\"", "\"\\ud83d\\ude00\"", "\"\\uD83D\\uDE00\""],
        &["\"\\n\"", "\"\\u000a\"", "\"\\u000A\""],
        &["\"\\\\n\"", "\"\\u005cn\""],
        &["\"/\"", "\"\\/\"", "\"\\u002f\""],
        &["null"],
        &["\"null\""],
        &["true"],
        &["false"],
        &["[]", " [ ] "],
        &["{}", "{ }"],
        &["[[]]"],
        &["[{}]"],
        &["[1,2]", "[1.0,\t20e-1]"],
        &["[2,1]"],
        &["[1,[2]]"],
        &["[[1],2]"],
        &["[null]"],
        &["[0]"],
        &["{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "{\"\\u0061\":1.0,\"b\":2}"],
        &["{\"a\":2,\"b\":1}"],
        &["{\"a\":1}"],
        &["{\"a\":null}"],
        &["{\"a\":{\"b\":1}}"],
        &["{\"b\":{\"a\":1}}"],
        &["{\"data\":{\"a\":1,\"b\":[2]}}", "{\"d\\u0061ta\":{\"b\":[2],\"a\":1}}"],
        &["{\"data\":{\"a\":1,\"b\":[3]}}"],
        &["{\"a\":\"b\"}"],
        &["{\"b\":\"a\"}"],
    ];
    let mut seen: Vec<(Option<u64>, &str)> = Vec::new();
    for row in rows {
        let first = digest(row[0]);
        assert!(first.is_some(), "{}", row[0]);
        for text in *row {
            assert_eq!(digest(text), first, "{text} is {}", row[0]);
        }
        for (other, text) in &seen {
            assert_ne!(*other, first, "{text} is not {}", row[0]);
        }
        seen.push((first, row[0]));
    }
}

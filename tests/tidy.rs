//! What readers may rely on: every rule has a case, the core stays pure, every file says what it is for.

#![allow(clippy::unwrap_used)]

mod program;

use program::at_root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn built_in_rulebook() -> toml::Table {
    fs::read_to_string(at_root("scoring/rulebooks/zhenlai.toml")).unwrap().parse().unwrap()
}

fn texts<'t>(tables: &'t toml::Value, name: &str) -> Vec<&'t str> {
    tables.as_array().unwrap().iter().map(|table| table[name].as_str().unwrap()).collect()
}

/// What the expected ledgers of all cases hold under a name.
fn in_ledgers(name: &str) -> BTreeSet<String> {
    let ledgers = files_below(&at_root("tests/cases"));
    let ledgers = ledgers.iter().filter(|path| path.ends_with("ledger.ndjson"));
    let texts = ledgers.map(|path| fs::read_to_string(path).unwrap());
    let of_line = |line: &str| {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        entry[name].as_str().unwrap().to_owned()
    };
    texts.flat_map(|text| text.lines().map(of_line).collect::<Vec<_>>()).collect()
}

#[test]
fn every_rule_of_the_built_in_rulebook_has_a_case() {
    let rulebook = built_in_rulebook();
    let rules = ["window", "staff"].map(|book| texts(&rulebook[book]["rule"], "id")).concat();
    assert!(rules.len() > 80, "{}", rules.len());
    let shown = in_ledgers("rule");
    let missing: Vec<&str> = rules.into_iter().filter(|rule| !shown.contains(*rule)).collect();
    assert!(missing.is_empty(), "add a case for {missing:?}");
}

#[test]
fn every_kind_of_the_built_in_rulebook_has_a_case() {
    let rulebook = built_in_rulebook();
    let shown = in_ledgers("kind");
    let kinds = texts(&rulebook["kinds"], "name");
    let missing: Vec<&str> = kinds.into_iter().filter(|kind| !shown.contains(*kind)).collect();
    assert!(missing.is_empty(), "add a case for {missing:?}");
}

/// Crates that the core may use: pure ones.
const PURE: &[&str] = &[
    "chrono",
    "chrono-tz",
    "foldhash",
    "hashbrown",
    "num-bigint",
    "num-rational",
    "num-traits",
    "prefetch-index",
    "serde",
    "toml",
    "wide",
];

#[test]
fn scoring_depends_on_pure_crates_alone() {
    let manifest: toml::Table = fs::read_to_string(at_root("scoring/Cargo.toml")).unwrap().parse().unwrap();
    for (name, _) in manifest["dependencies"].as_table().unwrap() {
        assert!(PURE.contains(&name.as_str()), "is `{name}` pure? then add it to the list in tests/tidy.rs");
    }
    let chrono = &manifest["dependencies"]["chrono"];
    assert_eq!(chrono["default-features"].as_bool(), Some(false), "with its defaults chrono reads the clock");
}

#[test]
fn scoring_reads_no_file_no_clock_and_no_setting() {
    const FORBIDDEN: &[&str] = &[
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "std::io",
        "std::time",
        "SystemTime",
        "::now(",
        "tokio",
        "async ",
        "rand::",
        "print!",
        "println!",
        "unsafe ",
        "option_env!",
    ];
    for path in sources().iter().filter(|path| path.starts_with(at_root("scoring/src"))) {
        for (line, number) in fs::read_to_string(path).unwrap().lines().zip(1..) {
            let code = line.split("//").next().unwrap();
            let found = FORBIDDEN.iter().find(|word| code.contains(**word));
            assert_eq!(found, None, "{}:{number}: no place in the core", path.display());
        }
    }
}

#[test]
fn every_source_file_opens_with_what_it_is_for() {
    let sources = sources();
    assert!(sources.len() > 50, "{}", sources.len());
    for path in sources {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{}: open with `//!` and a sentence", path.display());
    }
}

/// The compiler does not miss a file that nobody names: its code, or its tests, would just never run.
#[test]
fn every_source_file_is_part_of_a_program() {
    for path in sources() {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        // The part that a file is, and the folder whose head names it.
        let part = if stem == "mod" { path.parent().unwrap().to_owned() } else { path.with_extension("") };
        let folder = part.parent().unwrap();
        let heads = ["mod.rs", "main.rs", "lib.rs", "all.rs"].map(|head| folder.join(head));
        let heads: Vec<PathBuf> =
            heads.into_iter().chain([folder.with_extension("rs")]).filter(|head| head.exists()).collect();
        // Where there is no head, cargo finds each file by itself.
        if heads.is_empty() || heads.contains(&path) {
            continue;
        }
        let line = format!("mod {};", part.file_name().unwrap().to_str().unwrap());
        let is_named = |head: &PathBuf| {
            fs::read_to_string(head).unwrap().lines().any(|text| text.trim_start().ends_with(&line))
        };
        assert!(heads.iter().any(is_named), "{}: no `{line}` in {heads:?}", path.display());
    }
}

#[test]
fn files_are_named_for_what_they_hold() {
    for path in sources() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        for word in ["util", "utils", "helper", "helpers", "manager", "common", "misc"] {
            let parts: Vec<&str> = name.split('_').collect();
            assert!(!parts.contains(&word), "{}: what is in it? name it after that", path.display());
        }
    }
}

/// Every Rust file of the repository.
fn sources() -> Vec<PathBuf> {
    let parts = ["scoring", "ingest", "reports", "dashboards", "deploy", "tests", "fuzz"].map(at_root);
    let files = parts.iter().filter(|part| part.exists()).flat_map(|part| files_below(part));
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            files.push(path);
        } else if path.file_name().is_some_and(|name| name != "target" && name != "node_modules") {
            files.extend(files_below(&path));
        }
    }
    files
}

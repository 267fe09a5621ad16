//! What `deploy/` and `docs/` hold, read for the tests that compare it with the program.
#![allow(dead_code)] // Each test file uses its part.

pub mod commands;
pub mod metrics;
pub mod questions;

use crate::program::at_root;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The files below a folder of the repository whose names end in one of these.
pub fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![at_root(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The documents of a YAML file.
pub fn yaml(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    let read = serde_saphyr::from_multiple(&text);
    read.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The one document of a JSON file.
pub fn json(path: &Path) -> Value {
    let read = serde_json::from_str(&fs::read_to_string(path).unwrap());
    read.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Calls `see` with every object in a document.
pub fn each_object(value: &Value, see: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            see(object);
            object.values().for_each(|value| each_object(value, see));
        }
        Value::Array(values) => values.iter().for_each(|value| each_object(value, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The alert rules with the files that they are in.
pub fn alerts() -> Vec<(PathBuf, Value)> {
    let mut alerts = Vec::new();
    for path in files("deploy/prometheus/rules", &[".yml"]) {
        for group in yaml(&path).iter().flat_map(|document| document["groups"].as_array().unwrap()) {
            let rules = group["rules"].as_array().unwrap().iter();
            alerts.extend(
                rules.filter(|rule| rule["alert"].is_string()).map(|rule| (path.clone(), rule.clone())),
            );
        }
    }
    alerts
}

//! Names of metrics: those that expressions ask for, those that the program measures.

use super::{alerts, each_object, files, json, yaml};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// Metrics of others, by how their names begin: ClickHouse and Keeper, the node exporter, Prometheus itself.
const OF_OTHERS: &[&str] = &["ClickHouse", "node_", "up", "scrape_"];

/// The expressions of all rules and dashboards, with where each stands.
pub fn expressions() -> Vec<(String, String)> {
    let mut expressions = Vec::new();
    let mut take = |path: &std::path::Path, document: &Value| {
        each_object(document, &mut |object| {
            let expression = object.get("expr").and_then(Value::as_str);
            expressions.extend(expression.map(|found| (path.display().to_string(), found.to_owned())));
        });
    };
    for path in files("deploy/prometheus/rules", &[".yml"]) {
        yaml(&path).iter().for_each(|document| take(&path, document));
    }
    for path in files("deploy/grafana/dashboards", &[".json"]) {
        take(&path, &json(&path));
    }
    expressions
}

/// The metrics of ours that an expression asks for.
pub fn asked(expression: &str) -> BTreeSet<String> {
    let without_texts: String = expression.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    let names =
        without_texts.split(|char: char| !(char.is_ascii_alphanumeric() || char == '_' || char == ':'));
    let ours = names.filter(|name| name.contains('_') && is_metric(name));
    ours.map(str::to_owned).collect()
}

fn is_metric(name: &str) -> bool {
    let is_ours = name.starts_with("flagpost") || name.starts_with("process_");
    is_ours && !OF_OTHERS.iter().any(|other| name.starts_with(other))
}

/// What the program measures and what rules record.
pub fn known() -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for path in files("ingest/src", &[".rs"]).into_iter().chain(files("deploy", &[".rs"])) {
        let text = fs::read_to_string(&path).unwrap();
        for literal in text.split('"').skip(1).step_by(2) {
            let is_name = literal.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            if is_name && (literal.starts_with("flagpost_") || literal.starts_with("process_")) {
                known.extend(["", "_bucket", "_sum", "_count"].map(|of| format!("{literal}{of}")));
            }
        }
    }
    for path in files("deploy/prometheus/rules", &[".yml"]) {
        for document in yaml(&path) {
            each_object(&document, &mut |object| {
                known.extend(object.get("record").and_then(Value::as_str).map(str::to_owned));
            });
        }
    }
    known
}

/// The names of all alerts.
pub fn alert_names() -> BTreeSet<String> {
    alerts().into_iter().map(|(_, alert)| alert["alert"].as_str().unwrap().to_owned()).collect()
}

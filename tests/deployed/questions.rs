//! What dashboards ask ClickHouse, with what Grafana would put into it.

use super::{each_object, files, json};
use serde_json::Value;

/// Each dashboard's questions, with where each stands.
pub fn all() -> Vec<(String, String)> {
    let mut questions = Vec::new();
    for path in files("deploy/grafana/dashboards", &[".json"]) {
        each_object(&json(&path), &mut |object| {
            let sql = object.get("rawSql").and_then(Value::as_str);
            questions.extend(sql.map(|sql| (path.display().to_string(), filled_in(sql))));
        });
    }
    questions
}

/// As Grafana does: variables, and the time that was chosen.
fn filled_in(sql: &str) -> String {
    let mut sql = sql.replace("$region", "220821").replace("$month", "2026-09");
    while let Some((before, rest)) = sql.split_once("$__timeFilter(") {
        let (column, after) = rest.split_once(')').unwrap();
        sql = format!(
            "{before}{column} >= toDateTime(1788000000) AND {column} <= toDateTime(1790000000){after}"
        );
    }
    assert!(!sql.contains('$'), "{sql}");
    sql
}

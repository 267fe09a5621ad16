//! What operators install and read says only what is so: command lines, metrics, runbooks, files that are named.

#![allow(clippy::unwrap_used)]

mod deployed;
mod program;

use deployed::{alerts, commands, each_object, files, json, metrics, yaml};
use program::at_root;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_command_line_is_one_that_the_program_takes() {
    let mut help = commands::Help::default();
    let lines = commands::lines();
    assert!(lines.len() > 20, "{}", lines.len());
    let mistakes: Vec<String> = lines
        .iter()
        .filter_map(|line| help.mistake(&line.words).map(|mistake| format!("{}: {mistake}", line.place)))
        .collect();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
}

#[test]
fn a_command_line_that_the_program_does_not_take_is_found() {
    let mut help = commands::Help::default();
    let mut mistake = |line: &str| {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        help.mistake(&words)
    };
    assert_eq!(mistake("up --config FILE"), None);
    assert_eq!(mistake("token --data DIR new --site hall"), None);
    assert_eq!(mistake("upp --config FILE"), Some("there is no flagpost upp".to_owned()));
    assert_eq!(mistake("up --conf FILE"), Some("flagpost up has no --conf".to_owned()));
    assert_eq!(
        mistake("token --data DIR list --site hall"),
        Some("flagpost token list has no --site".to_owned())
    );
}

#[test]
fn every_metric_that_rules_and_dashboards_ask_for_is_measured() {
    let known = metrics::known();
    let expressions = metrics::expressions();
    assert!(expressions.len() > 20, "{}", expressions.len());
    for (place, expression) in expressions {
        for name in metrics::asked(&expression) {
            assert!(known.contains(&name), "{place}: nothing measures {name}");
        }
    }
}

#[test]
fn every_alert_speaks_both_languages_and_has_a_runbook() {
    for (path, alert) in alerts() {
        let name = alert["alert"].as_str().unwrap();
        let place = format!("{}, {name}", path.display());
        for text in ["summary", "description"] {
            let text = alert["annotations"][text].as_str().unwrap_or_else(|| panic!("{place}: no {text}"));
            let (chinese, english) = text.split_once(" / ").unwrap_or_else(|| panic!("{place}: {text}"));
            assert!(chinese.chars().any(is_chinese) && !english.chars().any(is_chinese), "{place}: {text}");
        }
        let severity = alert["labels"]["severity"].as_str().unwrap();
        assert!(["critical", "warning", "info"].contains(&severity), "{place}: {severity}");
        assert_eq!(alert["annotations"]["runbook_url"], format!("docs/runbooks/{name}.md"), "{place}");
        assert!(at_root(&format!("docs/runbooks/{name}.md")).exists(), "{place}: write its runbook");
    }
}

fn is_chinese(char: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&char)
}

#[test]
fn every_runbook_is_an_alerts_and_answers_the_five_questions() {
    let alerts = metrics::alert_names();
    for path in files("docs/runbooks", &[".md"]) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        if name == "README" {
            continue;
        }
        assert!(alerts.contains(name), "{}: there is no such alert", path.display());
        let text = fs::read_to_string(&path).unwrap();
        let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let expected = ["What it means", "What users see", "Look here first", "Do this", "Afterwards"];
        assert_eq!(headings, expected, "{}", path.display());
    }
}

#[test]
fn every_alert_has_a_test_for_promtool() {
    let tests = files("deploy/prometheus/tests", &[".yml"]);
    let tests: String = tests.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for name in metrics::alert_names() {
        assert!(tests.contains(&name), "{name}: write when it fires in deploy/prometheus/tests");
    }
}

#[test]
fn everything_that_is_configured_can_be_read() {
    for path in files("deploy", &[".yaml", ".yml"]) {
        assert!(!yaml(&path).is_empty(), "{}", path.display());
    }
    for path in files("deploy", &[".json"]) {
        json(&path);
    }
    for path in files("deploy", &[".toml"]) {
        let read = fs::read_to_string(&path).unwrap().parse::<toml::Table>();
        assert!(read.is_ok(), "{}: {read:?}", path.display());
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    for path in files("docs", &[".md"]).into_iter().chain(files("deploy", &[".md"])) {
        let text = fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap();
            if !link.contains("://") && !file.is_empty() {
                assert!(
                    path.parent().unwrap().join(file).exists(),
                    "{}: {link} leads nowhere",
                    path.display()
                );
            }
        }
    }
}

/// A dashboard's panels stand beside each other, and each says what it shows in both languages.
#[test]
fn dashboards_speak_both_languages() {
    let mut titles = BTreeSet::new();
    for path in files("deploy/grafana/dashboards", &[".json"]) {
        let dashboard = json(&path);
        assert!(
            titles.insert(dashboard["uid"].as_str().unwrap().to_owned()),
            "{}: its uid is taken",
            path.display()
        );
        let mut panels = 0;
        each_object(&dashboard, &mut |object| {
            let is_panel = object.contains_key("gridPos");
            if is_panel && object.get("type").and_then(Value::as_str) != Some("text") {
                panels += 1;
                let title = object.get("title").and_then(Value::as_str).unwrap_or_default();
                let (chinese, english) = title.split_once(" / ").unwrap_or_default();
                let is_both = chinese.chars().any(is_chinese) && !english.is_empty();
                assert!(is_both, "{}: {title}", path.display());
            }
        });
        assert!(panels > 3, "{}", path.display());
    }
    assert!(titles.len() >= 2, "{titles:?}");
}

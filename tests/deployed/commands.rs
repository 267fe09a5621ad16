//! Command lines of `flagpost` in units, compose, manifests and pages, held against the program's own help.

use super::{each_object, files, yaml};
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::process::Command;

/// A command line and where it stands; without `flagpost` itself.
pub struct Line {
    pub place: String,
    pub words: Vec<String>,
}

/// Every command line there is.
pub fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for path in files("deploy", &[".yaml", ".yml"]) {
        for document in yaml(&path) {
            each_object(&document, &mut |object| {
                let is_ours = object
                    .get("image")
                    .and_then(Value::as_str)
                    .is_some_and(|image| image.contains("flagpost"));
                let words =
                    ["command", "args"].iter().filter_map(|key| object.get(*key)).find_map(Value::as_array);
                if let (true, Some(words)) = (is_ours, words) {
                    let words = words.iter().map(|word| word.as_str().unwrap().to_owned()).collect();
                    lines.push(Line { place: path.display().to_string(), words });
                }
            });
        }
    }
    for path in files("deploy", &[".service", "Dockerfile", ".md"]).into_iter().chain(files("docs", &[".md"]))
    {
        let text = fs::read_to_string(&path).unwrap();
        let is_page = path.extension().is_some_and(|extension| extension == "md");
        let found = if is_page { of_page(&text) } else { of_unit(&text) };
        lines.extend(found.into_iter().map(|words| Line { place: path.display().to_string(), words }));
    }
    lines
}

fn of_unit(text: &str) -> Vec<Vec<String>> {
    let starts = text.lines().filter_map(|line| line.split_once("/usr/bin/flagpost "));
    starts.map(|(_, rest)| words(rest)).collect()
}

/// What stands in code: in fences, or between backticks and beginning with the program's name.
fn of_page(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            found.extend(in_shell(line));
        } else {
            let spans = line.split('`').skip(1).step_by(2);
            found.extend(spans.filter_map(|span| span.strip_prefix("flagpost ")).map(words));
        }
    }
    found.retain(|words| {
        words.first().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
    });
    found
}

/// The calls in a line of shell, also after another command.
fn in_shell(line: &str) -> Vec<Vec<String>> {
    let line = line.split(" #").next().unwrap_or_default();
    let line = if line.starts_with('#') { "" } else { line };
    let mut calls = Vec::new();
    for call in line.split(['|', ';', '(', ')']).flat_map(|part| part.split("&&")) {
        let words = words(call);
        let words = words.strip_prefix(&["sudo", "-u", "flagpost"].map(str::to_owned)).unwrap_or(&words);
        // A line for cron begins with when.
        let is_when =
            |word: &&String| word.bytes().all(|byte| byte.is_ascii_digit() || b"*/,-".contains(&byte));
        let at = words.iter().take_while(is_when).count();
        if words.get(at).is_some_and(|word| word == "flagpost" || word == "/usr/bin/flagpost") {
            calls.push(words[at + 1..].to_vec());
        }
    }
    calls
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| word.trim_matches(['"', '\'', '[', ']', ',', '…']).to_owned())
        .collect()
}

/// The program's help, asked once for each command.
#[derive(Default)]
pub struct Help {
    texts: HashMap<Vec<String>, Option<String>>,
}

impl Help {
    /// What is wrong with a command line: a command or an option that is not there.
    pub fn mistake(&mut self, words: &[String]) -> Option<String> {
        let mut command: Vec<String> = Vec::new();
        let mut texts = vec![self.of(&[])?];
        let mut may_go_deeper = true;
        for word in words {
            if let Some(option) =
                word.strip_prefix("--").map(|rest| rest.split('=').next().unwrap_or_default())
            {
                let is_there = option.is_empty() || texts.iter().any(|text| names_option(text, option));
                if !is_there {
                    return Some(format!("flagpost {} has no --{option}", command.join(" ")));
                }
                continue;
            }
            let commands = texts.last().is_some_and(|text| text.contains("Commands:"));
            if !(may_go_deeper && commands) {
                continue;
            }
            let deeper = [command.as_slice(), std::slice::from_ref(word)].concat();
            if let Some(text) = self.of(&deeper) {
                command = deeper;
                texts.push(text);
            } else if command.is_empty() {
                return Some(format!("there is no flagpost {word}"));
            }
            may_go_deeper = command.len() < 3;
        }
        None
    }

    fn of(&mut self, command: &[String]) -> Option<String> {
        let ask = |command: &[String]| {
            let is_word = |word: &String| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            if !command.iter().all(is_word) {
                return None;
            }
            let help =
                Command::new(env!("CARGO_BIN_EXE_flagpost")).args(command).arg("--help").output().unwrap();
            help.status.success().then(|| String::from_utf8(help.stdout).unwrap())
        };
        self.texts.entry(command.to_vec()).or_insert_with(|| ask(command)).clone()
    }
}

fn names_option(help: &str, option: &str) -> bool {
    let named = format!("--{option}");
    help.match_indices(&named).any(|(at, _)| {
        !help[at + named.len()..].starts_with(|char: char| char.is_ascii_alphanumeric() || char == '-')
    })
}
